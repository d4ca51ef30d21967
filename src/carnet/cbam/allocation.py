"""Specific embedded free allocation, SEFA (IR (EU) 2025/2620).

    default   SEFA = CBAM_y x CSCF_y x BM_B                          eq 6, route of the default value's row
    actual    SEFA = CBAM_y x CSCF_y x BM_A + sum m_i x SEFA_i       eq 2 to 5, route of the good
    SEFA_i    the verified value of the supplier, else column B of the precursor; own precursors by column A again

The factor is the share of free allocation retained; it multiplies the benchmark, never the emissions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from carnet.cbam import figures
from carnet.cbam.emissions import ZERO, ActualEmissions, DefaultEmissions, Emissions, column_of
from carnet.cbam.evidence import lacks_of_precursor
from carnet.cbam.goods_result import Sefa, SefaPart
from carnet.cbam.lookup import code_of, good_of
from carnet.errors import Place, Text, problem
from carnet.inventory.installation import names_of
from carnet.inventory.labels import CATEGORIES
from carnet.quantity import decimal_or_none

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from carnet.cbam.emissions import PrecursorEmissions
    from carnet.cbam.figures import Years
    from carnet.cbam.goods_result import Column, PartKind
    from carnet.cbam.tables import Benchmark, Tables, Value
    from carnet.cbam.terms import Terms
    from carnet.errors import Problem
    from carnet.inventory.installation import CbamGood, ProductionProcess, PurchasedPrecursor
    from carnet.inventory.model import Study

_NO_NOTE = Text("", "")
_OF_GOOD = Text("路线字母取自商品", "route letter as the good states it")
_OF_DEFAULT = Text("路线取自默认值所在行", "route of the default value's row")
_ONE_IN_CATEGORY = Text(
    "本类别同路线只有一个基准值，无需编码", "its category has one benchmark for this route, so no code is needed"
)
_BY_CATEGORY = Text(
    "自产前体“{name}”没有写明编码，这里取其类别（{category}）的编码：{why}",
    "own precursor {name} has no code stated, so this code is one of its category ({category}): {why}",
)
_EXEMPT = Text("欧盟或豁免来源：排放为零，免费分配按零计", "origin EU or exempt: no emissions, no allocation taken")
_UNVERIFIED = Text(
    "供应商所给值没有核查报告，改用 B 栏", "the supplier's value has no verification report: column B in its place"
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What free allocation is looked up with: the study, the tables, the terms, the years, one good.

    `on`: the day on which evidence has to be valid; empty: expiry is not looked at.
    """

    study: Study
    tables: Tables
    terms: Terms
    years: Years
    good: CbamGood
    on: str = ""


def is_exempt(tables: Tables, country: str) -> bool:
    """Tell whether goods of a country are outside the mechanism (Reg (EU) 2023/956 Annex III point 1, the Union)."""
    return tables.scope is not None and country.strip().upper() in tables.scope.exempt


def sefa_of(emissions: Emissions, ground: Ground) -> Sefa:
    """Return the SEFA that goes with the emissions: their type chooses the column.

    Returns:
        t per t of the good with all its parts; `value` None and every reason where a figure is missing.
    """
    share, told = figures.yearly(ground.tables, ground.terms.share, ground.years)
    cscf, more = figures.yearly(ground.tables, "cscf", ground.years)
    scale = _product(share, cscf)
    problems = [*told, *more]
    found = good_of(ground.tables, ground.good.cn)
    parts: list[SefaPart | None]
    if found is not None and found.category == "electricity":
        return Sefa(ZERO, column_of(emissions), share, cscf, ())
    if isinstance(emissions, DefaultEmissions):
        part, told = _by_default("", ground.good.name, Fraction(1), emissions, scale, ground)
        parts = [part]
        problems += told
    else:
        parts = []
        for one, told in _by_chain(emissions, scale, ground):
            parts.append(one)
            problems += told
    known = tuple(part for part in parts if part is not None)
    whole = None if len(known) < len(parts) or scale is None else sum((part.value for part in known), ZERO)
    return Sefa(whole, column_of(emissions), share, cscf, known, tuple(problems))


def _product(share: Value | None, cscf: Value | None) -> Fraction | None:
    if share is None or cscf is None or share.value is None or cscf.value is None:
        return None
    return share.value * cscf.value


Found = tuple[SefaPart | None, tuple["Problem", ...]]


def _by_default(
    of: str, name: str, mass: Fraction, default: DefaultEmissions, scale: Fraction | None, ground: Ground
) -> Found:
    """Eq 6: column B with the route of the default value's row."""
    place = _place(ground, of)
    row, told = figures.benchmark(ground.tables, ground.terms, default.cn, "B", default.row.route, ground.years, place)
    note = _OF_DEFAULT if row is not None and row.route else _NO_NOTE
    return _part(of, name, "column_b", mass, row, scale, note), told


def _part(
    of: str, name: str, kind: PartKind, mass: Fraction, row: Benchmark | None, scale: Fraction | None, note: Text
) -> SefaPart | None:
    if row is None or scale is None:
        return None
    specific = scale * row.value
    column: Column = "A" if row.column == "A" else "B"
    return SefaPart(of, name, kind, column, row, mass, specific, mass * specific, note)


def _by_chain(emissions: ActualEmissions, scale: Fraction | None, ground: Ground) -> Iterable[Found]:
    """Eq 2 to 5: column A for the good and the own processes behind it, precursors as they are declared."""
    makers = {process.id: process for process in ground.study.production}
    for name, made in emissions.made.items():
        own = name == emissions.process
        # what goes round and comes back into the good's own process counts like any other own precursor
        mass = 1 + (made - 1) * emissions.content if own else made * emissions.content
        yield _by_process(makers[name], own, mass, scale, ground)
    bought = {precursor.id: precursor for precursor in ground.study.precursors}
    for name, mass in emissions.bought.items():
        declared = emissions.precursors[name]
        yield _by_precursor(bought[name], declared, mass, scale, ground)


def _by_process(process: ProductionProcess, own: bool, mass: Fraction, scale: Fraction | None, ground: Ground) -> Found:  # noqa: FBT001
    place = place_of(ground.study.production, process.id, "production")
    if process.includes:
        said = problem("CBM-062", place, name=names_of(process), includes=", ".join(process.includes))
        return None, (said,)
    goods = [ground.good] if own else [good for good in ground.study.cbam_goods if good.process == process.id]
    codes = (code_of(ground.good.cn),) if own else _codes(process, ground)
    if not codes:
        said = problem(
            "CBM-052", place, candidates=_in_category(process.category, ground.tables), name=names_of(process)
        )
        return None, (said,)
    letters, note = _letters(process, goods, codes, ground)
    if len(letters) > 1:
        return None, (problem("CBM-063", place, candidates=letters, name=names_of(process)),)
    route = letters[0] if letters else ""
    if route and not own and not _stated_codes(process, ground):
        codes = tuple(code for code in codes if route in _routes_of(code, ground.tables))
    rows: list[Benchmark] = []
    problems: list[Problem] = []
    for code in codes:
        row, told = figures.benchmark(ground.tables, ground.terms, code, "A", route, ground.years, place)
        rows += [row] if row is not None else []
        problems += told if own or _stated_codes(process, ground) else _of_category(told, process)
    if len(rows) < len(codes):
        return None, tuple(problems[:1])
    if len({row.value for row in rows}) > 1:
        return None, (problem("CBM-052", place, candidates=codes, name=names_of(process)),)
    if not rows[0].route:
        note = _NO_NOTE
    if not own and not _stated_codes(process, ground):
        note = _ONE_IN_CATEGORY
    kind: PartKind = "own" if own else "own_precursor"
    told = tuple(dict.fromkeys(problems))
    return _part("" if own else process.id, process.name, kind, mass, rows[0], scale, note), told


def _of_category(told: Iterable[Problem], process: ProductionProcess) -> list[Problem]:
    """Return problems of a code that nobody stated with whose it is, and where it comes from."""
    name = names_of(process)
    category = CATEGORIES.get(process.category, Text(process.category, process.category))
    return [
        replace(each, cause=Text(
            _BY_CATEGORY.zh.format(name=name.zh, category=category.zh, why=each.cause.zh),
            _BY_CATEGORY.en.format(name=name.en, category=category.en, why=each.cause.en),
        ))
        for each in told
    ]  # fmt: skip


def _routes_of(code: str, tables: Tables) -> set[str]:
    return {row.route for row in tables.benchmarks.get(code[:8], ()) if row.column == "A"}


def _stated_codes(process: ProductionProcess, ground: Ground) -> tuple[str, ...]:
    stated = {code_of(good.cn)[:8] for good in ground.study.cbam_goods if good.process == process.id}
    if process.cn:
        stated.add(code_of(process.cn)[:8])
    return tuple(sorted(stated & ground.tables.goods.keys()))


def _codes(process: ProductionProcess, ground: Ground) -> tuple[str, ...]:
    """The codes an own precursor can have: those of its goods, else all of its category (one benchmark must do)."""
    return _stated_codes(process, ground) or _in_category(process.category, ground.tables)


def _in_category(category: str, tables: Tables) -> tuple[str, ...]:
    return tuple(sorted(cn for cn, good in tables.goods.items() if good.category == category))


def _letters(
    process: ProductionProcess, goods: Sequence[CbamGood], codes: tuple[str, ...], ground: Ground
) -> tuple[tuple[str, ...], Text]:
    """The route letters a process states, nearest first; the good's own letter stands for the steel behind it."""
    known = {row.route for code in codes for row in ground.tables.benchmarks.get(code[:8], ()) if row.column == "A"} - {
        ""
    }
    if not known:
        return (), _NO_NOTE
    levels = [level.route for level in ground.study.production_levels if level.of == process.id]
    for stated in ([g.benchmark_route for g in goods], levels, process.routes):
        letters = tuple(sorted(known & {each.strip().upper() for each in stated}))
        if letters:
            return letters, _NO_NOTE
    if (letter := ground.good.benchmark_route.strip().upper()) in known:
        return (letter,), _OF_GOOD
    return (), _NO_NOTE


def _by_precursor(
    precursor: PurchasedPrecursor, declared: PrecursorEmissions, mass: Fraction, scale: Fraction | None, ground: Ground
) -> Found:
    """SEFA_i: nothing for an exempt origin, the supplier's verified value, else column B."""
    name = precursor.name or precursor.id
    if is_exempt(ground.tables, precursor.country):
        return SefaPart(precursor.id, name, "exempt", "", None, mass, ZERO, ZERO, _EXEMPT), ()
    place = _place(ground, precursor.id)
    default, stated = declared.default, None
    if declared.basis == "actual":
        stated = decimal_or_none(precursor.sefa)
        if stated is not None and not lacks_of_precursor(precursor, ground.study, ground.on):
            return SefaPart(precursor.id, name, "verified", "", None, mass, stated, mass * stated, _NO_NOTE), ()
    if default is None:
        if not precursor.cn:
            candidates = _in_category(precursor.category, ground.tables)
            return None, (problem("CBM-052", place, candidates=candidates, name=names_of(precursor)),)
        # Only the route of the row is wanted beside actual values, so its figure may have been replaced since.
        terms = replace(ground.terms, superseded=True) if declared.basis == "actual" else ground.terms
        default, told = figures.default(ground.tables, terms, precursor.cn, precursor.country, ground.years, place)
        if default is None:
            return None, told
    part, more = _by_default(precursor.id, name, mass, default, scale, ground)
    if part is not None and stated is not None:
        part = replace(part, note=_UNVERIFIED)
    return part, more


class Row(Protocol):
    """A row of a study."""

    @property
    def id(self) -> str:
        """Its id in its table."""


def place_of(rows: Sequence[Row], of: str, table: str) -> Place:
    """Return the pointer of a row of the study by its id."""
    return next((Place(pointer=f"/{table}/{n}") for n, row in enumerate(rows) if row.id == of), Place())


def _place(ground: Ground, of: str) -> Place:
    if of:
        return place_of(ground.study.precursors, of, "precursors")
    return place_of(ground.study.cbam_goods, ground.good.id, "cbam_goods")


def precursor_sefa(precursor: PurchasedPrecursor, declared: PrecursorEmissions, ground: Ground) -> Sefa:
    """Return SEFA_i of a purchased precursor, t per t of it, as it is declared."""
    share, told = figures.yearly(ground.tables, ground.terms.share, ground.years)
    cscf, more = figures.yearly(ground.tables, "cscf", ground.years)
    part, why = _by_precursor(precursor, declared, Fraction(1), _product(share, cscf), ground)
    parts = () if part is None else (part,)
    return Sefa(None if part is None else part.value, "B", share, cscf, parts, (*told, *more, *why))
