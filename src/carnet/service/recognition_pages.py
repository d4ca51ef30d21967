"""The matrix of verdicts on a study, the exporter's page and the officer's page, as files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.recognition.gates import allowed_action
from carnet.recognition.readiness import TEAM_TEXT
from carnet.recognition.registers_kinds import KINDS
from carnet.recognition.tasks import due_on
from carnet.recognition.vocabulary import PURPOSES
from carnet.report.recognition_exporter import ExporterInputs, exporter_page, exporter_page_images
from carnet.report.recognition_matrix import matrix_chart
from carnet.report.recognition_officer import OfficerInputs, PolicyRow, officer_page, officer_page_images
from carnet.service.policy import contradictions_of, days, grade_of, shelf
from carnet.service.recognition_data import on_file
from carnet.service.registers import check_all, counts, until_day
from carnet.service.reports import ILLUSTRATIVE, chart_bytes
from carnet.service.verdicts import look_at_day, look_at_market, look_at_purpose, run_verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.recognition.verdict import Verdict
    from carnet.report.chart_spec import ChartSpec
    from carnet.service.policy import Shelf
    from carnet.service.recognition_data import Recognition
    from carnet.service.studies import OpenStudy
    from carnet.service.verdicts import VerdictRun

__all__ = ["TEAM_TEXT", "Matrix", "exporter", "exporter_images", "matrix", "matrix_bytes", "officer", "officer_images"]

BATTERY = "battery"
HOME = Text("在本国生产的货物不经过本国的边境。", "Goods made in the country cross no border into it.")
NO_BATTERY = Text("产品不是电池。", "The product is no battery.")
OTHERS = Text(
    "在档的规定只管别的产品；本产品没有人查过。",
    "The rules on file are for other products only; nobody has looked for this one.",
)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Every market on file by every purpose, judged for one study on one day."""

    opened: OpenStudy
    data: Recognition
    day: str
    markets: tuple[str, ...]
    runs: tuple[VerdictRun, ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdict that counts of each cell."""
        return tuple(run.verdict for run in self.runs)

    def silent(self) -> dict[tuple[str, str], tuple[str, Text]]:
        """(market, purpose) → what is known of a cell without a rule on file, and why: a word of `CELL_STYLE`."""
        found = {(run.verdict.market, run.verdict.purpose): self._silence(run) for run in self.runs}
        return {cell: said for cell, said in found.items() if said is not None}

    def _silence(self, run: VerdictRun) -> tuple[str, Text] | None:
        one, known, country = run.verdict, self.data.markets.by_id, self.opened.study.country
        if one.overall != "no_rule_on_file":
            return None
        home = {country, *(known[country].within if country in known else ())}
        if one.purpose == "cbam" and one.market in home:
            return "does_not_apply", HOME
        product = self.data.products.by_id.get(run.case.product)
        if one.purpose == "battery-declaration" and product and product.families and BATTERY not in product.families:
            return "does_not_apply", NO_BATTERY
        return ("other_products", OTHERS) if run.entry is not None else None

    def words(self) -> dict[tuple[str, str], str]:
        """(market, purpose) → the word of `CELL_STYLE`."""
        known = self.silent()
        return {
            cell: known[cell][0] if cell in known else run.verdict.overall
            for run in self.runs
            for cell in [(run.verdict.market, run.verdict.purpose)]
        }

    def names(self) -> dict[str, Text]:
        """Market → name."""
        known = self.data.markets.by_id
        return {key: known[key].name if key in known else Text(key, key) for key in self.markets}


def matrix(
    opened: OpenStudy,
    *,
    day: str = "",
    markets: Sequence[str] = (),
    settings: Sequence[str] = (),
    purpose: str = "",
    home: str = "",
    plant: str = "",
    known: str = "",
) -> Matrix:
    """Judge a study in every market on file, or in those named, for every purpose, or the one named.

    `known`: the day until which captures of policy items count; default: see `Recognition.known`.

    Raises:
        UsageError: a market or the day is not understood.
    """
    data = on_file()
    day = look_at_day(day or opened.study.legal_date)
    chosen = tuple(dict.fromkeys(look_at_market(data, each) for each in markets)) or _in_order(data)
    runs = tuple(
        run_verdict(
            opened,
            market,
            purpose=each,
            day=day,
            home=home,
            settings=settings,
            plant=plant,
            with_bridge=False,
            data=data,
            known=known,
        )
        for market in chosen
        for each in ((look_at_purpose(purpose),) if purpose else PURPOSES)
    )
    return Matrix(opened, data, day, chosen, runs)


def _in_order(data: Recognition) -> tuple[str, ...]:
    """Unions first, their members behind them, then the others by code."""
    known = data.markets.by_id
    unions = [key for key in sorted(known) if known[key].members or any(key in each.within for each in known.values())]
    inside = [key for union in unions for key in sorted(known) if union in known[key].within and key not in unions]
    return tuple(dict.fromkeys((*unions, *inside, *sorted(known))))


def matrix_spec(found: Matrix) -> ChartSpec:
    """The chart of a matrix, marked where the study is illustrative."""
    study = found.opened.study
    marks = ILLUSTRATIVE if study.status == "illustrative" else Text("", "")
    return matrix_chart(
        found.verdicts,
        found.names(),
        product=study.product.name,
        study=f"{study.id}@{study.version}",
        day=found.day,
        marks=marks,
        silent=found.silent(),
    )


def matrix_bytes(found: Matrix, file_name: str, lang: str) -> bytes:
    """The matrix as .svg, .png or .csv, as the file name says; the table holds the cells alone."""
    spec = matrix_spec(found)
    if file_name.endswith(".csv"):
        cells = [row for row in spec.rows if row.role == "cell"]
        bare = [replace(row, source=row.source.partition(":")[2], target=row.target.partition(":")[2]) for row in cells]
        spec = replace(spec, rows=tuple(bare))
    return chart_bytes(spec, file_name, lang)


def exporter_inputs(found: Matrix) -> ExporterInputs:
    """All the exporter's page is made from."""
    signals = {}
    for run in found.runs:
        for each in run.signals:
            status = found.data.world(found.day, run.known_to).status(each.item, found.day)
            signals[each.item.id] = (each.item, status, grade_of(status), each.answer)
    return ExporterInputs(
        study=found.opened.study,
        day=found.day,
        home=found.runs[0].home,
        markets=found.names(),
        verdicts=found.verdicts,
        purposes={
            (run.verdict.entry_market, run.verdict.purpose): run.entry.purpose for run in found.runs if run.entry
        },
        signals=tuple(signals.values()),
        picture=matrix_spec(found),
        known_to=shelf().newest(),
        silent=found.silent(),
    )


def exporter(found: Matrix, lang: str) -> bytes:
    """The exporter's page as PDF."""
    return exporter_page(exporter_inputs(found), lang)


def exporter_images(found: Matrix, lang: str) -> list[bytes]:
    """The exporter's page as pictures."""
    return exporter_page_images(exporter_inputs(found), lang)


def officer_inputs(on: str = "") -> OfficerInputs:
    """All the officer's page is made from: the items, the registers, the tasks, on a day."""
    found = shelf()
    when = days(found, on)
    rows = []
    for item in found.items.all():
        status = found.status(item, when)
        grade = grade_of(status)
        read = found.due(item.applies, when)
        begins = read.day or item.applies.day
        rows.append(PolicyRow(item, status, grade, allowed_action(grade, status.status), begins, bool(read.open)))
    contradictions = {each.id: each for item in found.items.all() for each in contradictions_of(found.items, item.id)}
    return OfficerInputs(
        day=when.on,
        known=when.known,
        rows=tuple(rows),
        contradictions=tuple(contradictions.values()),
        tasks=tuple(each for each in due_on(found.items.all(), when.on) if not each.done),
        pathways=tuple(until_day("pathways", when.on).values()),
        pilots=tuple(until_day("pilots", when.on).values()),
        trials=tuple(until_day("trials", when.on).values()),
        standards=tuple(until_day("standards", when.on).values()),
        counts=counts(when.on),
        broken=(*_broken_items(found), *_broken_registers()),
        origins={(item.id, copy.id): copy.origin for item in found.items.all() for copy in item.captures},
    )


def _broken_items(found: Shelf) -> tuple[Text, ...]:
    wrong = [each for each in found.problems if each.severity == "error"]
    return tuple(Text(f"{each.place}：{each.cause.zh}", f"{each.place}: {each.cause.en}") for each in wrong)


def _broken_registers() -> tuple[Text, ...]:
    names = [(KINDS[name].title, name) for name, found in check_all() if not found.whole]
    return tuple(Text(f"登记簿“{title.zh}”（{name}）", f"the register of {title.en} ({name})") for title, name in names)


def officer(inputs: OfficerInputs, lang: str) -> bytes:
    """The officer's page as PDF."""
    return officer_page(inputs, lang)


def officer_images(on: str, lang: str) -> list[bytes]:
    """The officer's page as pictures."""
    return officer_page_images(officer_inputs(on), lang)
