"""What stands beside a run under the CBAM: the Chinese trading scheme, the ladder of factors, the United Kingdom.

Each is plain data in one shape, ``{columns[], head{}, rows[], notes[]}``, cells being texts in two languages, figures
or words, so that one table shows them all; `data` keeps what the columns have no room for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from carnet.cbam.electricity_factors import parse_electricity
from carnet.cbam.ets import ets_side_by_side
from carnet.cbam.ets_figures import Range
from carnet.cbam.factor_ladder import factor_ladder
from carnet.cbam.table_diff import diff_tables, touched
from carnet.cbam.uk import uk_goods
from carnet.errors import InputError, Place, Text, UsageError, problem
from carnet.report.cbam_documents import write_documents
from carnet.report.cbam_model import Bundle
from carnet.service.cbam_json import figure
from carnet.service.studies import make_folder, read_bytes, write_atomically
from carnet.store.cbam_tables import cbam_files, cbam_tables_with

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from carnet.cbam.tables import Tables
    from carnet.service.cbam import CbamRun

Json = dict[str, Any]
_TONNES = 3
_FACTOR = 4


def electricity_of(given: str) -> Mapping[str, Fraction]:
    """Read the user's electricity factors, tCO2/MWh by country: a file, or one written ``CN=0.6``.

    Raises:
        UsageError: the file is not there.
        InputError: a row cannot be taken, with every problem.
    """
    country, sign, factor = given.partition("=")
    if sign and not Path(given).exists():
        found = parse_electricity(f"country,factor,source\n{country},{factor},command line")
    else:
        found = parse_electricity(read_bytes(given).decode("utf-8-sig", "replace"), Path(given).name)
    if found.problems:
        raise InputError(found.problems)
    return {country: factor.value for country, factor in found.factors.items()}


def _range(value: Range | Fraction | None, decimals: int, unit: str) -> Json | None:
    """A figure whose upper end counts where it is an interval."""
    return figure(value.high, decimals, unit, value.low) if isinstance(value, Range) else figure(value, decimals, unit)


def _side(head: Mapping[str, tuple[str, str]], rows: list[Json], notes: list[Json]) -> Json:
    """One table: the names of its columns in both languages, its rows by column, what is to be said of it."""
    titles = {name: {"zh": zh, "en": en} for name, (zh, en) in head.items()}
    return {"columns": list(head), "head": titles, "rows": rows, "notes": notes}


def _stream_name(run: CbamRun, stream: str, otherwise: str) -> Json | str:
    known = run.names.get(stream)
    return known.json() if known else otherwise


def ets_json(run: CbamRun) -> Json:
    """The Chinese trading scheme and the CBAM line by line, from the same activity data."""
    found = ets_side_by_side(run.study, run.computed, run.tables)
    rows = [
        {
            "stream": _stream_name(run, line.stream, line.name),
            "cbam": _range(line.cbam, _TONNES, "tCO2e"),
            "national": _range(line.national, _TONNES, "tCO2e"),
            "difference": _range(line.difference, _TONNES, "tCO2e"),
            "reason": line.reason.json(),
            "formula": line.formula.json(),
            "source": line.source.json(),
            "status": line.status,
            "id": line.stream,
        }
        for line in found.lines
    ]
    notes = [
        Text(
            f"{t.title.zh}：全国碳市场 {t.national.zh}；CBAM {t.cbam.zh}［{t.status}］",
            f"{t.title.en}: China {t.national.en}; CBAM {t.cbam.en} [{t.status}]",
        ).json()
        for t in found.topics
    ]
    if not rows:
        why = Text(
            "没有源流行，逐行对照需要“源流”页的活动数据。",
            "There are no source streams; the comparison needs the activity data of the tab “Streams”.",
        )
        notes.insert(0, why.json())
    return _side(
        {
            "stream": ("源流", "stream"),
            "cbam": ("CBAM t", "CBAM t"),
            "national": ("全国碳市场 t", "China ETS t"),
            "difference": ("差额 t", "difference t"),
            "reason": ("原因", "reason"),
        },
        rows,
        notes,
    )


def ladder_json(run: CbamRun) -> Json:
    """For each stream the act's standard factor, the study's own and the country's: what each would give, and why."""
    rows = [
        {
            "stream": _stream_name(run, row.stream, row.name),
            "kind": rung.kind,
            "ncv": _range(rung.ncv, _FACTOR, "GJ"),
            "ef": _range(rung.ef, _FACTOR, rung.ef_unit),
            "emissions": _range(rung.emissions, _TONNES, "tCO2"),
            "used": "✓" if rung.kind == row.used_kind else "",
            "source": rung.source.json(),
            "status": rung.status,
            "why": row.why.json(),
        }
        for row in factor_ladder(run.study, run.tables)
        for rung in row.rungs
    ]
    notes = [] if rows else [
        Text(
            "没有填写“标准因子”的源流，无可对照。", "No stream names its row of the act's table; nothing to compare."
        ).json()
    ]  # fmt: skip
    return _side(
        {
            "stream": ("源流", "stream"),
            "kind": ("等级", "kind"),
            "ncv": ("热值", "NCV"),
            "ef": ("因子", "factor"),
            "emissions": ("排放 t", "emissions t"),
            "used": ("采用", "used"),
            "source": ("出处", "source"),
        },
        rows,
        notes,
    )


def uk_json(run: CbamRun, supplied: Mapping[str, str] | None = None) -> Json:
    """The goods under the UK CBAM, as far as its parameters are known; what is not stays open, with its text."""
    found = uk_goods(run.goods.goods, run.tables, what_if=supplied)
    rows = []
    for good in found.goods:
        missing = Text("；".join(p.cause.zh for p in good.missing), "; ".join(p.cause.en for p in good.missing))
        rows.append(
            {
                "cn": good.cn,
                "state": _UK_STATES[good.state].json(),
                "emissions": _range(good.emissions, 5, "tCO2e/t"),
                "rate": _range(good.rate, _FACTOR, "GBP/tCO2e"),
                "tax_per_t": _range(good.tax_per_t, 2, "GBP/t"),
                "missing": missing.json(),
                "id": good.id,
            }
        )
    return {
        "year": found.year,
        "nature": found.nature,
        **_side(
            {
                "cn": ("CN", "CN"),
                "state": ("状态", "state"),
                "emissions": ("排放 t/t", "emissions t/t"),
                "rate": ("税率 GBP/t", "rate GBP/t"),
                "tax_per_t": ("税额 GBP/t", "tax GBP/t"),
                "missing": ("尚缺", "missing"),
            },
            rows,
            [found.note.json(), *(text.json() for text in found.assumptions)],
        ),
    }


_UK_STATES = {
    "covered": Text("在征税范围", "covered"),
    "below_threshold": Text("低于门槛", "below the threshold"),
    "open": Text("未定", "open"),
    "out_of_scope": Text("不在范围", "not in scope"),
    "not_yet": Text("尚未开始", "not yet"),
}


def bundle_of(run: CbamRun) -> Bundle:
    """Return what the documents are made of."""
    return Bundle(
        run.study,
        run.computed,
        run.goods,
        run.checks,
        run.tables,
        run.derived,
        lower=run.lower,
        lower_goods=run.lower_goods,
        names=run.names,
        open_values=run.open_values,
        electricity=run.electricity,
    )


def write_cbam_documents(run: CbamRun, folder: Path) -> list[str]:
    """Write the documents of the definitive period into a folder and return their names.

    Raises:
        UsageError: the folder cannot be made or a file not be written (CLI-002).
    """
    made = write_documents(bundle_of(run))
    make_folder(folder)
    for name, data in made.items():
        write_atomically(folder / name, data)
    return [str(folder / name) for name in made]


def write_tables(folder: Path) -> list[str]:
    """Write the shipped tables into a folder, to be edited when an act changes."""
    make_folder(folder)
    for name, text in cbam_files().items():
        write_atomically(folder / name, text.encode())
    return [str(folder / name) for name in cbam_files()]


def tables_of(folder: Path) -> Tables:
    """Read a user's tables: files of the shipped names take their place, the others stay.

    Raises:
        UsageError: the folder holds no file of such a name (CBM-193).
        DataError: a row is wrong, with every problem.
    """
    names = cbam_files()
    found = {name: folder / name for name in names if (folder / name).is_file()}
    if not found:
        raise UsageError((problem("CBM-193", Place(file=folder.name), str(folder), tuple(names)),))
    return cbam_tables_with({name: read_bytes(str(p)).decode("utf-8-sig", "replace") for name, p in found.items()})


def change_json(before: CbamRun, after: CbamRun) -> Json:
    """What changed tables do to a run: the rows that can move its goods, and each good before and after."""
    moved = diff_tables(before.tables, after.tables)
    country = next((x.country for x in before.study.installation if x.country), before.study.country)
    codes = [good.cn for good in before.goods.goods]
    codes += [row.cn for row in before.study.production if row.cn]
    codes += [row.cn for row in before.study.precursors if row.cn]
    own = [c for c in moved if any(c in touched((c,), cn, country) for cn in codes)]
    rows = []
    for good in before.goods.goods:
        new = after.goods.good(good.id)
        default = [
            next((o.certificates_per_t for o in each.comparison if o.id == "default"), None) for each in (good, new)
        ]
        rows.append(
            {
                "cn": good.cn,
                "see": _range(good.see_charged, 5, "tCO2e/t"),
                "see_new": _range(new.see_charged, 5, "tCO2e/t"),
                "owed": _range(good.obligation_t_per_t, 5, "t/t"),
                "owed_new": _range(new.obligation_t_per_t, 5, "t/t"),
                "default": _range(default[0], 5, "t/t"),
                "default_new": _range(default[1], 5, "t/t"),
                "id": good.id,
            }
        )
    return {
        "rows_changed": len(moved),
        **_side(
            {
                "cn": ("CN", "CN"),
                "see": ("计征排放", "SEE charged"),
                "see_new": ("变更后", "after"),
                "owed": ("每吨证书", "certificates/t"),
                "owed_new": ("变更后", "after"),
                "default": ("默认值证书", "by default"),
                "default_new": ("变更后", "after"),
            },
            rows,
            [c.text().json() for c in own] or [_NOTHING_MOVED.json()],
        ),
    }


_NOTHING_MOVED = Text("变更的行与这些货物无关。", "No changed row concerns these goods.")
