"""An importer's list, valued line by line and summed by importer, quarter and code.

Lines alike (code, country, years, basis and values) share one calculation per t. What it read of the tables is kept
with it, so that after a change of a price or a table only what read the changed rows is calculated anew.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam import figures
from carnet.cbam.allocation import is_exempt
from carnet.cbam.bounds import bounds_of, implausible
from carnet.cbam.figures import Years
from carnet.cbam.lookup import code_of, good_of, near_countries, value_of
from carnet.cbam.money import certificates, is_day, price_of, quarter_of, years_of
from carnet.cbam.scope import unknown_code
from carnet.cbam.terms import FIRST_YEAR, PUBLISHED, Terms, supposed
from carnet.cbam.threshold import NEVER_EXEMPT, Landed, scope_of, totals
from carnet.errors import Place, Text, problem

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from carnet.cbam.emissions import DefaultEmissions
    from carnet.cbam.goods_result import Nature, Scope
    from carnet.cbam.money import Price
    from carnet.cbam.portfolio_rows import Line
    from carnet.cbam.tables import Good, Tables
    from carnet.errors import Problem

ZERO, ONE = Fraction(0), Fraction(1)
Kind = tuple["Hashable", ...]


@dataclass(frozen=True, slots=True)
class PerTonne:
    """What lines alike share, per t: emissions charged, free allocation, certificates after the floor.

    `charged` False: not in Annex I, an exempt origin, or before 2026. `read` is what was read of the tables.
    `unknown`: the code is on no list, so that there is neither a charge nor an exemption; sums over it are open.
    """

    sector: str
    charged: bool
    see: Fraction | None
    sefa: Fraction | None
    certificates: Fraction | None
    problems: tuple[Problem, ...]
    read: tuple[object, ...] = field(repr=False, compare=False, default=())
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Valued:
    """One line with its certificates and cost in EUR; None with the reasons in `problems`."""

    line: Line
    per_t: PerTonne
    quarter: str
    certificates: Fraction | None
    cost: Fraction | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum over lines: amount in t (MWh apart), certificates, cost in EUR; `open` lines have no certificates or cost.

    A sum is None as soon as one of its charged lines is open.
    """

    of: tuple[str, ...]
    lines: int
    open: int
    tonnes: Fraction
    certificates: Fraction | None
    cost: Fraction | None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All lines and sums; `nature` what_if as soon as anything was supposed, then `assumptions` name it.

    `computed` counts the calculations per t made this time, `renewed` the lines whose result was made anew.
    """

    lines: tuple[Line, ...]
    rows: tuple[Valued, ...]
    scopes: Mapping[tuple[str, int], Scope]
    by_quarter: tuple[Sum, ...]
    by_code: tuple[Sum, ...]
    by_importer: tuple[Sum, ...]
    nature: Nature
    assumptions: tuple[Text, ...]
    problems: tuple[Problem, ...]
    digest: str
    computed: int = field(compare=False, default=0)
    renewed: int = field(compare=False, default=0)
    kept: _Kept | None = field(repr=False, compare=False, default=None)


def members(found: Portfolio, of: Sequence[Sum]) -> list[tuple[int, ...]]:
    """Return, for each of the sums of a list, which of its rows it adds up."""
    groups = found.kept.order.groups if found.kept is not None else {}
    what = "quarter" if of is found.by_quarter else "code" if of is found.by_code else "importer"
    return [groups.get((what, *each.of), ()) for each in of]


@dataclass(frozen=True, slots=True)
class _Order:
    """Which lines are alike: `kinds` with the first line of each, `kind` by line; the same for prices and sums."""

    kinds: tuple[Kind, ...]
    firsts: tuple[int, ...]
    kind: tuple[int, ...]
    days: tuple[str, ...]  # one import date for each price that is wanted; empty: the price hangs on no date
    price: tuple[int, ...]
    groups: Mapping[tuple[str, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a later valuation may use again."""

    frame: tuple[object, ...]
    order: _Order
    per_t: tuple[PerTonne, ...]
    prices: tuple[Price, ...]
    sums: Mapping[tuple[str, int], Fraction | None]
    summed: Mapping[tuple[str, ...], Sum]


def portfolio(
    lines: Sequence[Line],
    tables: Tables,
    *,
    on: str,
    what_if: Mapping[str, str] | None = None,
    before: Portfolio | None = None,
    complete: bool = True,
) -> Portfolio:
    """Value an importer's list.

    Args:
        lines: as `carnet.cbam.portfolio_rows.parse_portfolio` reads them.
        tables: the published figures.
        on: the day as of which prices count as published.
        what_if: suppositions; with any of them the whole result is a what-if.
        before: an earlier result of the same lines, of which everything that read nothing changed is kept.
        complete: whether the list holds all an importer brings in over the year (the 50 t rule).
    """
    terms, said, problems = supposed(what_if) if what_if else (PUBLISHED, (), ())
    lines = tuple(lines)
    frame = (tables.scope, tables.taric, tables.countries, replace(terms, price=None), terms.price is None, complete)
    kept = before.kept if before is not None and before.kept is not None and before.kept.frame == frame else None
    same = kept is not None and before is not None and (before.lines is lines or before.lines == lines)
    order = kept.order if kept is not None and same else _ordered(lines, terms, on)
    per_t, computed = _per_tonne(order, lines, tables, terms, kept)
    prices = tuple(
        price_of(tables, terms, day, kind_years(order.kinds[order.kind[order.price.index(n)]]).imported, on, Place())
        for n, day in enumerate(order.days)
    )
    moved = [True] * len(per_t)
    if kept is not None and same:
        moved = [one is not other for one, other in zip(per_t, kept.per_t, strict=True)]
        sums = kept.sums if not any(moved) else _landed(lines, order, per_t)
    else:
        sums = _landed(lines, order, per_t)
    scopes = {key: scope_of(*key, "", sums, tables, complete=complete) for key in sums}
    exempt = _exempt(scopes)
    if kept is not None and before is not None and same and exempt == _exempt(before.scopes):
        repriced = [one != other for one, other in zip(prices, kept.prices, strict=True)]
        renewed = [n for n, (k, p) in enumerate(zip(order.kind, order.price, strict=True)) if moved[k] or repriced[p]]
        rows, earlier = list(before.rows), kept.summed
        for n in renewed:
            rows[n] = _value(lines[n], order, n, per_t, prices, exempt)
    else:
        renewed, earlier = list(range(len(lines))), {}
        rows = [_value(line, order, n, per_t, prices, exempt) for n, line in enumerate(lines)]
    summed = _summed(order.groups, rows, earlier, set(renewed))
    quarter, code, importer = (
        tuple(each for key, each in summed.items() if key[0] == what) for what in ("quarter", "code", "importer")
    )
    nature: Nature = "what_if" if what_if else "published"
    return Portfolio(
        lines, tuple(rows), scopes, quarter, code, importer, nature, said, problems, tables.digest, computed,
        len(renewed), _Kept(frame, order, per_t, prices, sums, summed),
    )  # fmt: skip


def _exempt(scopes: Mapping[tuple[str, int], Scope]) -> frozenset[tuple[str, int]]:
    return frozenset(key for key, scope in scopes.items() if scope.state == "exempt")


def _ordered(lines: Sequence[Line], terms: Terms, on: str) -> _Order:
    kinds: dict[Kind, int] = {}
    days: dict[str, int] = {}
    firsts: list[int] = []
    dates: list[str] = []
    kind, price = [], []
    for n, line in enumerate(lines):
        one = _kind(line, terms, on)
        if one not in kinds:
            kinds[one] = len(kinds)
            firsts.append(n)
        kind.append(kinds[one])
        date = line.import_date if terms.year is None else ""
        if date[:7] not in days:
            days[date[:7]] = len(days)
            dates.append(date)
        price.append(days[date[:7]])
    known = tuple(kinds)
    groups = _groups(lines, [known[k] for k in kind])
    return _Order(known, tuple(firsts), tuple(kind), tuple(dates), tuple(price), groups)


def _landed(lines: Sequence[Line], order: _Order, per_t: Sequence[PerTonne]) -> dict[tuple[str, int], Fraction | None]:
    # An unknown code counts towards the threshold of an importer's goods, but has no threshold of its own.
    pairs = tuple(zip(lines, order.kind, strict=True))
    known = {
        (line.importer, kind_years(order.kinds[k]).imported)
        for line, k in pairs
        if per_t[k].charged and not per_t[k].unknown
    }
    return totals(
        Landed(
            line.importer,
            kind_years(order.kinds[k]).imported,
            per_t[k].sector,
            line.amount if line.unit == "t" else ZERO,
        )
        for line, k in pairs
        if per_t[k].charged and (line.importer, kind_years(order.kinds[k]).imported) in known
    )


def years_for(line: Line, terms: Terms, on: str) -> Years:
    """Return the years of a line; the supposed one where a year is supposed."""
    date = line.import_date if terms.year is None else ""
    return years_of(date, line.production_year, terms.year or (int(on[:4]) if is_day(on) else FIRST_YEAR))


def _kind(line: Line, terms: Terms, on: str) -> Kind:
    years = years_for(line, terms, on)
    values = (line.see_direct, line.see_indirect, line.see_counted_indirect, line.sefa)
    return (line.cn, line.country, line.basis, years, line.variant, line.unit, values)


def kind_years(kind: Kind) -> Years:
    """Return the years of lines alike."""
    years = kind[3]
    return years if isinstance(years, Years) else Years(FIRST_YEAR, FIRST_YEAR)


def _per_tonne(
    order: _Order, lines: Sequence[Line], tables: Tables, terms: Terms, kept: _Kept | None
) -> tuple[tuple[PerTonne, ...], int]:
    """Return one calculation for lines alike; an earlier one stands as long as all it read is the same."""
    held = dict(zip(kept.order.kinds, kept.per_t, strict=True)) if kept is not None else {}
    found: list[PerTonne] = []
    computed = 0
    for kind, first in zip(order.kinds, order.firsts, strict=True):
        line, years = lines[first], kind_years(kind)
        read = _read(line, years, tables, terms)
        earlier = held.get(kind)
        if earlier is not None and _alike(earlier.read, read):
            found.append(earlier)
            continue
        computed += 1
        found.append(replace(_calculate(line, years, tables, terms), read=read))
    return tuple(found), computed


def _alike(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return all(a is b or a == b for a, b in zip(one, other, strict=True))


def _read(line: Line, years: Years, tables: Tables, terms: Terms) -> tuple[object, ...]:
    """Everything a calculation may read of the tables; the frame of all (scope, countries) is compared apart."""
    code = code_of(line.cn)
    good = tables.goods.get(code[:8])
    if line.basis != "default":
        return (good, bounds_of(tables, good.category) if good is not None else None)
    codes = dict.fromkeys((code, code[:8], *(taric for taric, _ in tables.taric.get(code[:8], ())), code[:6], code[:4]))
    defaults = tuple(tables.defaults.get((of, each)) for of in (line.country or "UNKNOWN", "OTHER") for each in codes)
    markup = value_of(tables, "markup", f"{good.sector}:{years.of}") if good is not None else None
    share = value_of(tables, terms.share, str(years.of))
    cscf = value_of(tables, "cscf", str(years.of))
    return (good, *defaults, tables.benchmarks.get(code[:8]), markup, share, cscf)


def _calculate(line: Line, years: Years, tables: Tables, terms: Terms) -> PerTonne:
    place = Place(cell=str(line.number))
    good = good_of(tables, line.cn)
    if good is None:
        unknown = unknown_code(tables, line.cn, line.import_date)
        if unknown is None:
            return PerTonne("", False, None, None, None, (problem("CBM-050", place, line.cn),))  # noqa: FBT003
        why = problem("CBM-051", place, line.cn, unknown.candidates)
        return PerTonne("", True, None, None, None, (why,), unknown=True)  # noqa: FBT003
    if years.imported < FIRST_YEAR:
        said = problem("CBM-058", place, line.import_date)
        return PerTonne(good.sector, False, None, None, None, (said,))  # noqa: FBT003
    if is_exempt(tables, line.country):
        return PerTonne(good.sector, False, None, None, None, ())  # noqa: FBT003
    told: list[Problem] = []
    if line.basis != "default" and line.country and line.country not in tables.countries:
        told.append(problem("CBM-034", place, line.country, near_countries(tables, line.country)))
    if (good.unit == "MWh") != (line.unit == "MWh"):
        units = {"what": "单位", "what_en": "the unit", "looks": good.unit, "looks_en": good.unit}
        told.append(problem("CBM-073", place, line.unit, **units))  # type: ignore[arg-type]
    if years.of != years.imported:
        told.append(problem("CBM-075", place, str(years.of), severity="warning", made=years.of, year=years.imported))
    see, sefa, more = (
        _actual(line, good, tables) if line.basis != "default" else _defaulted(line, years, tables, terms, place)
    )
    told += more
    stopped = any(each.severity == "error" for each in told) or see is None or sefa is None
    due = None if stopped or see is None or sefa is None else certificates(ONE, see, sefa)
    return PerTonne(good.sector, True, see, sefa, due, tuple(told))  # noqa: FBT003


def _actual(line: Line, good: Good, tables: Tables) -> tuple[Fraction | None, Fraction | None, tuple[Problem, ...]]:
    """The producer's values: of an Annex II good direct emissions and what precursors outside Annex II bring."""
    indirect = line.see_counted_indirect or ZERO if good.annex_ii else line.see_indirect
    if indirect is None:
        said = problem("CBM-072", Place(cell=str(line.number)), line=line.number, column="see_indirect")
        return None, line.sefa, (said,)
    see = (line.see_direct or ZERO) + indirect
    # What the producer's precursors were is not known here: from exempt origins they may bring nothing at all.
    return see, line.sefa, implausible(see, good.category, tables, Place(cell=str(line.number)), zero=True)


def _defaulted(
    line: Line, years: Years, tables: Tables, terms: Terms, place: Place
) -> tuple[Fraction | None, Fraction | None, tuple[Problem, ...]]:
    default, sefa, told = by_default(line, years, tables, terms, place)
    return (None if default is None else default.see), sefa, told


def by_default(
    line: Line, years: Years, tables: Tables, terms: Terms, place: Place
) -> tuple[DefaultEmissions | None, Fraction | None, tuple[Problem, ...]]:
    """Return the default of a line's code and country, its free allocation (column B, t/t), and what there is to say.

    Of a line on actual values too: what a quarter's end and a penalty look at are defaults.
    """
    default, told = figures.default(tables, terms, line.cn, line.country, years, place, line.variant)
    if default is None:
        return None, None, told
    share, more = figures.yearly(tables, terms.share, years)
    cscf, also = figures.yearly(tables, "cscf", years)
    found = good_of(tables, line.cn)
    if found is not None and found.sector == "electricity":
        return default, ZERO, told
    row, why = figures.benchmark(tables, terms, line.cn, "B", default.row.route, years, place)
    told = (*told, *more, *also, *why)
    if row is None or share.value is None or cscf.value is None:
        return default, None, told
    return default, share.value * cscf.value * row.value, told


def _value(
    line: Line,
    order: _Order,
    n: int,
    per_tonne: Sequence[PerTonne],
    prices: Sequence[Price],
    exempt: frozenset[tuple[str, int]],
) -> Valued:
    per_t, price = per_tonne[order.kind[n]], prices[order.price[n]]
    quarter = quarter_of(line.import_date)
    mine = Place(cell=str(line.number))
    told = tuple(replace(each, place=mine) for each in per_t.problems)
    # A country that is none may be exempt itself, or not: neither is said before it is known.
    if not per_t.charged or per_t.unknown or any(each.code == "CBM-034" for each in told):
        return Valued(line, per_t, quarter, None, None, told)
    year = kind_years(order.kinds[order.kind[n]]).imported
    if (line.importer, year) in exempt and per_t.sector not in NEVER_EXEMPT:
        return Valued(line, per_t, quarter, ZERO, ZERO, ())
    if per_t.certificates is None:
        return Valued(line, per_t, quarter, None, None, told)
    count = line.amount * per_t.certificates
    if price.value is None or price.value.value is None:
        return Valued(line, per_t, quarter, count, None, (*told, *price.problems))
    return Valued(line, per_t, quarter, count, count * price.value.value, told)


def _groups(lines: Iterable[Line], kinds: Iterable[Kind]) -> dict[tuple[str, ...], tuple[int, ...]]:
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        year = str(kind_years(kind).imported)
        found["quarter", line.importer, quarter_of(line.import_date)].append(n)
        found["code", code_of(line.cn)[:8], year].append(n)
        found["importer", line.importer, year].append(n)
    return {key: tuple(found[key]) for key in sorted(found)}


def _summed(
    groups: Mapping[tuple[str, ...], tuple[int, ...]],
    rows: Sequence[Valued],
    earlier: Mapping[tuple[str, ...], Sum],
    renewed: set[int],
) -> dict[tuple[str, ...], Sum]:
    return {
        key: earlier[key] if key in earlier and renewed.isdisjoint(members) else _sum(key, [rows[n] for n in members])
        for key, members in groups.items()
    }


def _sum(key: tuple[str, ...], rows: Sequence[Valued]) -> Sum:
    charged = [row for row in rows if row.per_t.charged]
    counts = [row.certificates for row in charged if row.certificates is not None]
    costs = [row.cost for row in charged if row.cost is not None]
    return Sum(
        key[1:],
        len(rows),
        len(charged) - len(costs),
        _total([row.line.amount for row in rows if row.line.unit == "t"]),
        _total(counts) if len(counts) == len(charged) else None,
        _total(costs) if len(costs) == len(charged) else None,
    )


def _total(amounts: Sequence[Fraction]) -> Fraction:
    """Add fractions over their common denominators: powers of ten here, so one reduction at the end is enough."""
    by_denominator: dict[int, int] = {}
    for amount in amounts:
        by_denominator[amount.denominator] = by_denominator.get(amount.denominator, 0) + amount.numerator
    return sum((Fraction(above, below) for below, above in by_denominator.items()), ZERO)
