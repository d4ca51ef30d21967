"""Scope and structure: what is a CBAM good, in which process it is made, for which period."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from carnet.cbam.checks_sight import at, bad, called, num, numbered, quoted, show
from carnet.cbam.lookup import good_of
from carnet.inventory.context import day

if TYPE_CHECKING:
    from fractions import Fraction

    from carnet.cbam.checks_sight import Finding, Sight
    from carnet.inventory.installation import CbamGood

FIRST_YEAR = 2026
_TARIC_DIGITS = 10
# CN codes whose goods differ at TARIC level: calcined clay, white and grey clinker, other hydraulic cements.
TARIC_NEEDED = ("25070080", "25231000", "25239000")
# Categories whose CN codes form one process where they differ in size or shape only (Annex II A.4).
GROUPED = ("crude_steel", "iron_steel_products", "unwrought_aluminium", "aluminium_products")
# Categories whose functional unit is a content (clinker, nitrogen), which several CN codes share (Art 4(2) to (4)).
BY_CONTENT = ("cement", "cement_clinker", "nitric_acid", "urea", "ammonia", "mixed_fertilisers")
_ALLOYS = ("manganese", "chromium", "nickel", "other_alloys")
_ALLOY_RANGE = 10  # per cent: composition ranges are at most this wide (Annex III B)


def digits_of(cn: str) -> str:
    """Return the digits of a code, without the spaces people write between them."""
    return "".join(c for c in cn if c.isascii() and c.isdigit())


def cn_in_scope(sight: Sight) -> list[Finding] | None:
    """CBM-R01: every code is a good of Annex I, and of the category of the process that makes it.

    A good of no process is only valued by defaults, or is outside the mechanism, which is said with its result.
    """
    found: list[Finding] = []
    seen = False
    for i, good in numbered(sight.study.cbam_goods):
        row = good_of(sight.tables, digits_of(good.cn))
        here = at("cbam_goods", i, "cn")
        if row is None and good.cn and not good.process:
            continue
        seen = True
        if row is None:
            found.append(bad(
                here,
                f"{good.cn or '（空）'}不是附件一的货物，不收取CBAM费用",
                f"{good.cn or '(empty)'} is no good of Annex I; no CBAM charge is due for it",
            ))  # fmt: skip
            continue
        process = sight.process(good.process)
        if process and process.category != row.category and row.category not in process.includes:
            found.append(bad(
                here,
                f"{good.cn}属于{sight.category(row.category).zh}，"
                f"过程{process.id}却是{sight.category(process.category).zh}",
                f"{good.cn} is of {sight.category(row.category).en}, process "
                f"{process.id} of {sight.category(process.category).en}",
            ))  # fmt: skip
    return found if seen else None


def taric_given(sight: Sight) -> list[Finding] | None:
    """CBM-R02: codes that TARIC divides into goods of different values carry ten digits."""
    places = [
        (at("cbam_goods", i, "cn"), digits_of(g.cn)) for i, g in numbered(sight.study.cbam_goods)
    ] + [(at("precursors", i, "cn"), digits_of(p.cn)) for i, p in numbered(sight.study.precursors)]  # fmt: skip
    mine = [(here, cn) for here, cn in places if cn.startswith(TARIC_NEEDED)]
    if not mine:
        return None
    return [
        bad(
            here,
            f"{cn}需要10位TARIC编码：8位编码下有数值不同的货物",
            f"{cn} needs its 10-digit TARIC code: goods with different values share the 8 digits",
        )
        for here, cn in mine
        if len(cn) < _TARIC_DIGITS
    ]


def one_process_per_cn(sight: Sight) -> list[Finding] | None:
    """CBM-R03: a CN code is made in one process of the installation, whatever the route or the destination."""
    made = [(i, good) for i, good in numbered(sight.study.cbam_goods) if good.process]
    if not made:
        return None
    first: dict[str, tuple[str, str]] = {}
    found: list[Finding] = []
    for i, good in made:
        cn = digits_of(good.cn)
        process, _ = first.setdefault(cn, (good.process, good.id))
        if process != good.process:
            found.append(bad(
                at("cbam_goods", i, "process"),
                f"{cn}同时出现在过程{process}与{good.process}：每个CN编码只有一个生产过程，各路线合并",
                f"{cn} stands in processes {process} and {good.process}: one process per CN code, all routes together",
            ))  # fmt: skip
    return found


def grouping_holds(sight: Sight) -> list[Finding] | None:
    """CBM-R04: several codes share a process only where they differ in size or shape, or share a content as unit."""
    groups: dict[str, list[tuple[int, CbamGood]]] = defaultdict(list)
    for i, good in numbered(sight.study.cbam_goods):
        if good.process:
            groups[good.process].append((i, good))
    several = {p: rows for p, rows in groups.items() if len({digits_of(g.cn) for _, g in rows}) > 1}
    if not several:
        return None
    found: list[Finding] = []
    for process_id, rows in several.items():
        process = sight.process(process_id)
        category = process.category if process else ""
        last = rows[-1][0]
        if category not in GROUPED + BY_CONTENT:
            found.append(bad(
                at("cbam_goods", last, "process"),
                f"{sight.category(category).zh or process_id}的多个CN编码不能合并为一个过程",
                f"several CN codes of {sight.category(category).en or process_id} cannot share one process",
            ))  # fmt: skip
        elif category in GROUPED:
            found += _same_alloy(process_id, rows)
    return found


def _same_alloy(process_id: str, rows: list[tuple[int, CbamGood]]) -> list[Finding]:
    """Goods that differ in alloying do not differ in size or shape only; contents are compared where both are given."""
    found: list[Finding] = []
    for name in _ALLOYS:
        values = [(i, v) for i, g in rows if (v := num(getattr(g, name))) is not None]
        if len(values) < 2:  # noqa: PLR2004 - a pair
            continue
        low, high = min(v for _, v in values), max(v for _, v in values)
        if (high - low) * 100 > _ALLOY_RANGE:
            where = next(i for i, v in values if v == high)
            found.append(bad(
                at("cbam_goods", where, name),
                f"过程{process_id}中{called(name).zh}从{show(low)}到{show(high)}：不只是尺寸或形状不同",
                f"in process {process_id} {called(name).en} runs from {show(low)} "
                f"to {show(high)}: more than size or shape differs",
            ))  # fmt: skip
    return found


def calendar_year(sight: Sight) -> list[Finding] | None:
    """CBM-R05: the reporting period is a calendar year."""
    start, end = day(sight.study.period_from), day(sight.study.period_to)
    if start is None or end is None:
        return [bad("/period_from", "没有可读的报告期", "there is no readable reporting period")]
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return []
    return [bad(
        "/period_from",
        f"报告期{start}至{end}不是一个日历年",
        f"the reporting period {start} to {end} is no calendar year",
    )]  # fmt: skip


def not_before_2026(sight: Sight) -> list[Finding] | None:
    """CBM-R06: actual values come from 2026 or later; goods imported in 2026 always use 2026."""
    start = day(sight.study.period_from)
    found: list[Finding] = []
    if start and start.year < FIRST_YEAR:
        found.append(bad(
            "/period_from",
            f"{start.year}年早于正式期的第一年{FIRST_YEAR}：这些数值不能用于CBAM申报",
            f"{start.year} is before {FIRST_YEAR}, the first year of the definitive period: no value for a declaration",
        ))  # fmt: skip
    for i, good in numbered(sight.study.cbam_goods):
        imported = day(good.import_date)
        if imported and imported.year < FIRST_YEAR:
            found.append(bad(
                at("cbam_goods", i, "import_date"),
                f"{imported}在{FIRST_YEAR}年之前进口，不需要证书",
                f"imported on {imported}, before {FIRST_YEAR}: no certificates are due",
            ))  # fmt: skip
        elif imported and start and imported.year < start.year:
            found.append(bad(
                at("cbam_goods", i, "import_date"),
                f"进口（{imported}）早于生产数据的年份{start.year}",
                f"imported on {imported}, before the year of the production data, {start.year}",
            ))  # fmt: skip
    return found


def names_exist(sight: Sight) -> list[Finding] | None:
    """CBM-R07: every row that names a process, a stream or a precursor names one that exists."""
    study = sight.study
    processes = {p.id for p in study.production}
    precursors = {p.id for p in study.precursors}
    streams = {s.id for s in study.source_streams}
    chps = {c.id for c in study.cogeneration}
    rows: list[tuple[str, str, set[str]]] = []
    rows += [(at("cbam_goods", i, "process"), g.process, processes) for i, g in numbered(study.cbam_goods) if g.process]
    rows += [
        (at("source_streams", i, "process"), s.process, processes)
        for i, s in numbered(study.source_streams)
        if s.process
    ]
    rows += [(at("stream_shares", i, "stream"), s.stream, streams) for i, s in numbered(study.stream_shares)]
    rows += [
        (at("stream_shares", i, "process"), s.process, processes)
        for i, s in numbered(study.stream_shares)
        if s.process  # without one: use outside the production processes
    ]
    rows += [
        (at("precursor_uses", i, "source"), u.source, processes | precursors) for i, u in numbered(study.precursor_uses)
    ]
    rows += [(at("precursor_uses", i, "process"), u.process, processes) for i, u in numbered(study.precursor_uses)]
    rows += [
        (at("production_levels", i, "of"), x.of, processes | precursors) for i, x in numbered(study.production_levels)
    ]
    rows += [
        (at("production", i, "heat_in_chp"), p.heat_in_chp, chps)
        for i, p in numbered(study.production)
        if p.heat_in_chp
    ]
    if not rows:
        return None
    return [
        bad(here, f"没有名为{quoted(name).zh}的行", f"there is no row named {quoted(name).en}")
        if name
        else bad(here, "没有写明所指的行", "the row it is about is not given")
        for here, name, known in rows
        if name not in known
    ]  # fmt: skip


def categories_known(sight: Sight) -> list[Finding] | None:
    """CBM-R08: every process and purchased precursor is of an aggregated goods category."""
    rows = [(at("production", i, "category"), p.category) for i, p in numbered(sight.study.production)]
    rows += [(at("precursors", i, "category"), p.category) for i, p in numbered(sight.study.precursors)]
    if not rows:
        return None
    return [
        bad(here, f"{quoted(name).zh}不是货物类别", f"{quoted(name).en} is no aggregated goods category")
        for here, name in rows
        if name not in sight.tables.categories
    ]


def one_row_per_cn(sight: Sight) -> list[Finding] | None:
    """CBM-R09: several rows of one CN code say the same of what decides its benchmark and content."""
    first: dict[tuple[str, str], CbamGood] = {}
    found: list[Finding] = []
    pairs = 0
    names = ("benchmark_route", "clinker", "nitrogen", *_ALLOYS)
    for i, good in numbered(sight.study.cbam_goods):
        other = first.setdefault((good.process, digits_of(good.cn)), good)
        if other is good:
            continue
        pairs += 1
        found += [
            bad(
                at("cbam_goods", i, name),
                f"{good.cn}在{other.id}与{good.id}中的{called(name).zh}不同：同一CN编码需要加权平均或分开证明",
                f"{called(name).en} of {good.cn} differs between {other.id} and "
                f"{good.id}: one code needs a weighted mean or proof",
            )
            for name in names
            if getattr(good, name) != getattr(other, name)
        ]
    return found if pairs else None


def sum_by(rows: list[tuple[str, Fraction]]) -> dict[str, Fraction]:
    """Add amounts by name."""
    total: dict[str, Fraction] = {}
    for name, amount in rows:
        total[name] = total.get(name, amount * 0) + amount
    return total
