"""The demo: the whole main job on the shipped coil, into one folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carnet.exchange.pack import read_pack
from carnet.exchange.study import write_study
from carnet.inventory.model import Acceptance
from carnet.service import datasets
from carnet.service.bridges import bridge_of
from carnet.service.calculate import Calculated, calculate, resolve_all
from carnet.service.packing import FIRST_BRIDGE, seal
from carnet.service.packs import check_pack
from carnet.service.reports import LANGUAGES, chart_bytes, chart_spec
from carnet.service.studies import OpenStudy, make_folder, open_bytes, open_shipped, replace_keeping, write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable

WORKBOOK = "hot-rolled-coil.xlsx"
WATERFALL = FIRST_BRIDGE
REASON = "demonstration: shows what an assumption does to a figure; not a reading of the text"


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo made: the first results, those under assumptions, the check of the pack, the files."""

    first: list[Calculated]
    assumed: list[Calculated]
    bridge: dict[str, Any]
    check: dict[str, Any]
    files: tuple[str, ...]


def run_demo(folder: Path, progress: Callable[[str], None]) -> Demo:
    """Write the workbook, calculate it, accept what is missing as ASSUMED, report, pack, check the pack.

    The workbook is read back from disk: the demo does what a user does.
    """
    make_folder(folder)
    progress("workbook")
    shipped = open_shipped("steel")
    flows = datasets.shipped_flows().flows
    workbook = write_study(shipped.study, WORKBOOK, flows=flows)
    replace_keeping(folder / WORKBOOK, workbook)
    opened = open_bytes(workbook, WORKBOOK)
    progress("calc")
    first = calculate(opened, resolve_all(opened, ()))
    with_assumptions = assume_missing(opened, first)
    assumed_name = WORKBOOK.replace(".xlsx", ".assumed.xlsx")
    assumed_bytes = write_study(with_assumptions, assumed_name, flows=flows)
    replace_keeping(folder / assumed_name, assumed_bytes)
    reopened = open_bytes(assumed_bytes, assumed_name)
    done = calculate(reopened, resolve_all(reopened, ()))
    by_id = {c.regime: c for c in done}
    progress("bridge")
    bridge = bridge_of(reopened, by_id[WATERFALL[0]], by_id[WATERFALL[1]])
    files = [WORKBOOK, assumed_name, *_charts(folder, done, bridge)]
    progress("pack")
    data = seal(reopened, done, study_file=assumed_name, progress=progress)
    write_atomically(folder / "pack.zip", data)
    progress("check")
    found = check_pack(data, None)
    files += _reports(folder, data)
    return Demo(first, done, bridge, found, (*files, "pack.zip"))


def assume_missing(opened: OpenStudy, done: list[Calculated]) -> Any:  # noqa: ANN401 - a Study
    """The study with the first candidate of every missing parameter accepted, without a source: ASSUMED."""
    added = []
    for calculated in done:
        for value in calculated.assessment.missing:
            if value.given_in_study:
                continue
            missing = next(m for m in _entries(calculated.result["missing"]) if m["parameter"] == value.parameter)
            added.append(
                Acceptance(
                    regime=calculated.regime,
                    parameter=value.parameter,
                    value=str(missing["candidates"][0]),
                    by="Carnet demo",
                    reason=REASON,
                    on=opened.study.legal_date,
                )
            )
    return replace(opened.study, acceptances=(*opened.study.acceptances, *added))


def _entries(value: object) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _charts(folder: Path, done: list[Calculated], bridge: dict[str, Any]) -> list[str]:
    by_id = {c.regime: c for c in done}
    main = by_id[WATERFALL[0]]
    sides = [by_id[name].result for name in WATERFALL]
    specs = {
        "stages": chart_spec("stages", [main.result]),
        "sankey": chart_spec("sankey", [main.result]),
        "pareto": chart_spec("pareto", [main.result]),
        "regimes": chart_spec("regimes", [c.result for c in done]),
        "waterfall": chart_spec("waterfall", sides, bridge),
    }
    written = []
    charts = folder / "charts"
    make_folder(charts)
    for name, spec in specs.items():
        for lang in LANGUAGES:
            file = f"{name}.{lang}.svg"
            write_atomically(charts / file, chart_bytes(spec, file, lang))
            written.append(f"charts/{file}")
        write_atomically(charts / f"{name}.csv", chart_bytes(spec, f"{name}.csv", "en"))
        written.append(f"charts/{name}.csv")
    return written


def _reports(folder: Path, pack: bytes) -> list[str]:
    """The two reports, taken out of the sealed pack: what lies in the folder is what was signed."""
    parts = read_pack(pack).files
    for lang in LANGUAGES:
        write_atomically(folder / f"report.{lang}.pdf", parts[f"report.{lang}.pdf"])
    return [f"report.{lang}.pdf" for lang in LANGUAGES]
