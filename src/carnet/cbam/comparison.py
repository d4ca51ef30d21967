"""One good declared in every way that is known: its emissions by default, actual and mixed, and what each needs.

As it is declared, a purchased precursor whose actual values lack their evidence stands on its default: its actual
values do not count (IR (EU) 2025/2547 Annex II A.1(4), (5)). What they would give is an option beside, not held.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam import figures
from carnet.cbam.allocation import is_exempt, place_of
from carnet.cbam.bounds import implausible, likely_slip
from carnet.cbam.emissions import (
    ZERO,
    ActualEmissions,
    DefaultEmissions,
    PrecursorEmissions,
    SingularError,
    behind,
    charged,
)
from carnet.cbam.evidence import lacks_of_precursor, lacks_of_works, listed
from carnet.cbam.mix import Alternative, Case, alternative, cheapest_mix, errors, option
from carnet.cbam.traps import traps
from carnet.errors import Place, Text, problem
from carnet.inventory.installation import names_of
from carnet.quantity import DecimalError, decimal_string, parse_decimal, round_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.cbam.allocation import Ground
    from carnet.cbam.goods_result import Option, OptionId, Trap
    from carnet.cbam.result import Computed, PrecursorResult, ProcessResult
    from carnet.cbam.tables import Good
    from carnet.errors import Problem
    from carnet.inventory.installation import CbamGood, PurchasedPrecursor

ONE = Fraction(1)
_SEE_PLACES = 5
_CONTENT = {"t clinker": ("clinker", "熟料含量", "clinker content"), "kg N": ("nitrogen", "氮含量", "nitrogen content")}
_KG_PER_T = 1000


@dataclass(frozen=True, slots=True)
class Compared:
    """The options of a good; `declared` is how the study has it as far as the law lets it.

    `cheapest`: fewest certificates of all that could be computed; `today`: of those whose evidence is held.
    `missing_indirect`: ids of the rows without which the indirect part is not known, where the direct part is.
    """

    declared: Option
    options: tuple[Option, ...]
    cheapest: Option | None
    today: Option | None
    traps: tuple[Trap, ...]
    see_direct: Fraction | None
    see_indirect: Fraction | None
    told: tuple[Problem, ...]
    missing_indirect: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ways:
    """How each precursor of a good is declared, and how it could be.

    `actual`: by the actual values there are; `held`: the possible ways whose evidence is held. `lacking` tells of
    precursors without actual values, `unsettled` of those that can be declared in no way at all.
    """

    declared: Mapping[str, Alternative]
    possible: Mapping[str, tuple[Alternative, ...]]
    actual: Mapping[str, Alternative]
    held: Mapping[str, tuple[Alternative, ...]]
    results: Mapping[str, PrecursorResult]
    lacking: tuple[Problem, ...]
    unsettled: tuple[Problem, ...]


def compare(
    ground: Ground, computed: Computed, found: Good, origin: str, amount: Fraction | None, price: Fraction | None
) -> Compared:
    """Value every way to declare a good.

    Args:
        ground: study, tables, terms, years, the good.
        computed: what the method yields.
        found: the row of the good's code.
        origin: ISO code of the country of production, empty if unknown.
        amount: t of the good, None if unknown.
        price: EUR a certificate, None if there is none.
    """
    good = ground.good
    place = place_of(ground.study.cbam_goods, good.id, "cbam_goods")
    case = Case(ground, amount, price, {row.id: row for row in ground.study.precursors})
    emissions, told = figures.default(ground.tables, ground.terms, good.cn, origin, ground.years, place)
    default = option("default", emissions, case, None, told)
    if not good.process:
        direct, indirect = _printed(emissions)
        known = default if default.certificates_per_t is not None else None
        return Compared(default, (default,), known, known, (), direct, indirect, default.problems)
    process = next((each for each in computed.processes if each.id == good.process), None)
    actual, ways, told = _actual(ground, computed, process, found, place)
    if actual is None or process is None:
        nothing = option("actual", None, case, default, told)
        warned = _evidence(ground, nothing, place)
        known = default if default.certificates_per_t is not None else None
        part, lacks = _direct_alone(ground, process, found, place)
        said = (*nothing.problems, *warned)
        return Compared(nothing, (default, nothing), known, known, (), part, None, said, lacks)
    declared = _declared(actual, ways, case, default, told)
    options = [default, *_others(actual, ways, case, default, declared, told)]
    best = _cheapest(actual, ways.possible, case, default, told)
    held = _cheapest(actual, ways.held, case, default, told)
    direct, indirect = _split(actual, ways, process)
    return Compared(
        declared,
        tuple(options),
        _fewest([*options, *([best] if best else [])]),
        _fewest([each for each in (*options, *([held] if held else [])) if each.held]),
        traps(default, declared, ways.possible, _unfloored(declared)),
        direct,
        indirect,
        (*declared.problems, *_evidence(ground, declared, place)),
    )


def _direct_alone(
    ground: Ground, process: ProcessResult | None, found: Good, place: Place
) -> tuple[Fraction | None, tuple[str, ...]]:
    """Return the direct emissions per t of the good where only the indirect part lacks rows, and these rows."""
    if process is None or not process.incomplete or process.incomplete_direct:
        return None, ()
    content = _content(ground.good, process, found, place)[0]
    return (None, ()) if content is None else (content * process.see_direct, process.incomplete_indirect)


def _fewest(options: Sequence[Option]) -> Option | None:
    return min((each for each in options if each.certificates_per_t is not None), key=_rank, default=None)


def _split(actual: ActualEmissions, ways: _Ways, process: ProcessResult) -> tuple[Fraction, Fraction]:
    """Return direct and indirect emissions per t of the good, by the values of the study, proven or not.

    The method looks a default up with the mark-up of the year of the data; what is charged takes that of the year of
    import. Looked-up defaults go by the latter here, like the emissions charged.
    """
    direct, indirect = actual.content * process.see_direct, actual.content * process.see_indirect
    for name, mass in actual.bought.items():
        default, result = ways.declared[name].emissions.default, ways.results[name]
        if result.basis == "actual" or result.stated or default is None or default.markup.value is None:
            continue
        printed = default.see if default.row.direct is None else default.row.direct * (1 + default.markup.value)
        direct += mass * (printed - result.see_direct)
        indirect += mass * (default.see - printed - result.see_indirect)
    return direct, indirect


def _rank(one: Option) -> tuple[Fraction, int]:
    """Fewest certificates first, then least evidence; an option listed keeps its name against the mix equal to it."""
    return (one.certificates_per_t or ZERO, len(one.needs))


def _printed(emissions: DefaultEmissions | None) -> tuple[Fraction | None, Fraction | None]:
    """Direct and indirect of a default, for information; the mark-up is defined on the total alone."""
    if emissions is None or emissions.markup.value is None or emissions.row.direct is None:
        return None, None
    direct = emissions.row.direct * (1 + emissions.markup.value)
    return direct, emissions.see - direct


def _unfloored(declared: Option) -> Fraction:
    if declared.see is None or declared.sefa is None or declared.sefa.value is None:
        return ZERO
    return declared.see - declared.sefa.value


def _actual(
    ground: Ground, computed: Computed, process: ProcessResult | None, found: Good, place: Place
) -> tuple[ActualEmissions | None, _Ways, tuple[Problem, ...]]:
    """Return the emissions as the study declares them, the ways of each precursor, and what stands in the way."""
    none = _Ways({}, {}, {}, {}, {}, (), ())
    if process is None or process.incomplete:
        return None, none, errors(computed.problems) or (_unknown_process(ground, place),)
    content, told = _content(ground.good, process, found, place)
    if content is None:
        return None, none, told
    try:
        made, bought = behind(computed, process.id)
    except SingularError:
        return None, none, (problem("CBM-079", place, process.id, name=_called(ground, process)),)
    results = {each.id: each for each in computed.precursors}
    ways = _ways(ground, {name: results[name] for name in bought})
    mass = {name: content * each for name, each in bought.items()}
    counted = process.see_direct + process.counted_indirect
    own = content * counted - sum((mass[name] * charged(results[name]) for name in bought), ZERO)
    declared = {name: way.emissions for name, way in ways.declared.items()}
    told = (*told, *_slips(ground, content * counted, made, bought, found, place))
    return ActualEmissions(process.id, content, own, made, mass, declared), ways, told


def _slips(
    ground: Ground,
    see: Fraction,
    made: Mapping[str, Fraction],
    bought: Mapping[str, Fraction],
    found: Good,
    place: Place,
) -> tuple[Problem, ...]:
    """Tell where the emissions of a tonne are none a plant can have, and which unit is likely to have slipped."""
    rows = {row.id: row for row in ground.study.precursors}
    exempt = any(is_exempt(ground.tables, rows[name].country) for name in bought if name in rows)
    try:
        share = parse_decimal(ground.good.clinker) if ground.good.clinker and found.category == "cement" else None
    except DecimalError:
        share = None
    streams = [each for each in ground.study.source_streams if each.process in made or not each.process]
    slip = likely_slip(streams, [each for each in ground.study.production if each.id in made])
    return implausible(see, found.category, ground.tables, place, share=share, floor=not exempt, slip=slip)


def _called(ground: Ground, process: ProcessResult) -> Text:
    row = next((each for each in ground.study.production if each.id == process.id), None)
    return names_of(row) if row is not None else Text(process.name, process.name)


def good_names(good: CbamGood) -> Text:
    """Return what a good is called in both languages: its names, else its code."""
    return good.names if good.names.en else Text(good.cn, good.cn)


def _unknown_process(ground: Ground, place: Place) -> Problem:
    known = tuple(each.id for each in ground.study.production)
    return problem("CBM-055", place, ground.good.process, known, name=good_names(ground.good))


def _content(
    good: CbamGood, process: ProcessResult, found: Good, place: Place
) -> tuple[Fraction | None, tuple[Problem, ...]]:
    """Return functional units per t of good (eq 64 to 66): 1 where the process counts tonnes of the good itself."""
    unit = process.unit.strip()
    if unit not in _CONTENT:
        return ONE, ()
    field, zh, en = _CONTENT[unit]
    try:
        content = parse_decimal(getattr(good, field))
    except DecimalError:
        name = good_names(good)
        return None, (
            problem("CBM-076", place, getattr(good, field), cn=found.cn, unit=unit, name=name, what=zh, what_en=en),
        )
    return (content * _KG_PER_T if unit == "kg N" else content), ()


def _ways(ground: Ground, results: Mapping[str, PrecursorResult]) -> _Ways:
    rows = {row.id: row for row in ground.study.precursors}
    declared: dict[str, Alternative] = {}
    possible: dict[str, tuple[Alternative, ...]] = {}
    actual: dict[str, Alternative] = {}
    held: dict[str, tuple[Alternative, ...]] = {}
    lacking: list[Problem] = []
    unsettled: list[Problem] = []
    for name, result in results.items():
        row = rows[name]
        place = place_of(ground.study.precursors, name, "precursors")
        if is_exempt(ground.tables, row.country):
            way = alternative(row, PrecursorEmissions(name, ZERO, "actual"), ground)
            declared[name] = actual[name] = way
            possible[name] = held[name] = (way,)
            continue
        by_default, told = _by_default(ground, row, place)
        title = names_of(row)
        if result.basis != "actual":
            lacking.append(problem("CBM-064", place, name=title))
            declared[name] = _stated(result, by_default, ground, place, title)
            possible[name] = held[name] = (by_default or declared[name],)
            continue
        other = (by_default,) if by_default else ()
        slipped = implausible(charged(result), result.category, ground.tables, place, zero=True)
        way = alternative(row, PrecursorEmissions(name, charged(result), "actual"), ground)
        actual[name] = replace(way, told=slipped)
        possible[name] = (actual[name], *other)
        lacks = lacks_of_precursor(row, ground.study, ground.on)
        held[name] = other if lacks else possible[name]
        if not lacks:
            declared[name] = actual[name]
            continue
        missing = listed(lacks)
        said = {"name": title, "missing": missing.zh, "missing_en": missing.en}
        if by_default is None:
            declared[name] = actual[name]  # stands in; `unsettled` keeps it from being declared
            unsettled += [problem("CBM-200", place, row.cn, **said), *errors(told)]  # type: ignore[arg-type]
            continue
        mine = decimal_string(charged(result), _SEE_PLACES)
        said |= {"actual": mine, "default": decimal_string(by_default.emissions.see, _SEE_PLACES)}
        turned = problem("CBM-077", place, mine, severity="warning", year=ground.years.of, **said)  # type: ignore[arg-type]
        declared[name] = replace(by_default, told=(*by_default.told, turned))
    return _Ways(declared, possible, actual, held, results, tuple(lacking), tuple(unsettled))


def _by_default(
    ground: Ground, row: PurchasedPrecursor, place: Place
) -> tuple[Alternative | None, tuple[Problem, ...]]:
    """Return a precursor on the default value of its code, and what the tables have to say of it."""
    if not row.cn:
        return None, ()
    country = "" if row.basis == "unknown" else row.country
    default, told = figures.default(ground.tables, ground.terms, row.cn, country, ground.years, place)
    if default is None:
        return None, told
    way = alternative(row, PrecursorEmissions(row.id, default.see, "default", default), ground)
    return replace(way, told=told), told


def _stated(
    result: PrecursorResult, by_default: Alternative | None, ground: Ground, place: Place, title: Text
) -> Alternative:
    """Return a precursor declared on a default: the table's; a value the study states has to be equal to it."""
    if by_default is not None and not result.stated:
        return by_default
    stated = charged(result)
    row = next(row for row in ground.study.precursors if row.id == result.id)
    default = by_default.emissions.default if by_default else None
    way = alternative(row, PrecursorEmissions(result.id, stated, "default", default), ground)
    table = by_default.emissions.see if by_default else None
    if table is not None and round_to(stated, _SEE_PLACES) == round_to(table, _SEE_PLACES):
        return by_default or way
    shown = "–" if table is None else decimal_string(table, _SEE_PLACES)
    said = problem("CBM-061", place, name=title, stated=decimal_string(stated, _SEE_PLACES), table=shown)
    return replace(way, told=(*(by_default.told if by_default else ()), said))


def _told(actual: ActualEmissions, ways: Mapping[str, Alternative], told: Sequence[Problem]) -> tuple[Problem, ...]:
    return (*told, *(each for name in actual.bought for each in ways[name].told))


def _with(actual: ActualEmissions, ways: Mapping[str, Alternative]) -> ActualEmissions:
    for way in ways.values():
        actual = actual.declared(way.emissions)
    return actual


def _declared(actual: ActualEmissions, ways: _Ways, case: Case, default: Option, told: Sequence[Problem]) -> Option:
    of: OptionId = "mixed" if actual.basis == "mixed" else "actual"
    if ways.unsettled:
        return option("mixed", None, case, default, (*told, *ways.unsettled))
    return option(of, actual, case, default, _told(actual, ways.declared, told), ways.declared)


def _others(
    actual: ActualEmissions, ways: _Ways, case: Case, default: Option, declared: Option, told: Sequence[Problem]
) -> list[Option]:
    """Return actual and mixed in this order, the declared one among them; mixed only where there is a precursor."""
    if declared.basis == "actual":
        turned = _best_with_default(actual, ways)
        if turned is None:
            return [declared]
        mixed = _with(actual, turned)
        return [declared, option("mixed", mixed, case, default, _told(mixed, turned, told), turned)]
    if len(ways.actual) < len(actual.bought):
        return [option("actual", None, case, default, ways.lacking), declared]
    whole = _with(actual, ways.actual)
    return [option("actual", whole, case, default, _told(whole, ways.actual, told), ways.actual), declared]


def _best_with_default(actual: ActualEmissions, ways: _Ways) -> dict[str, Alternative] | None:
    """Return the cheapest ways in which at least one precursor stands on its default."""
    found = cheapest_mix(actual, ways.possible)
    if found is None:
        return None
    best = dict(found[1])
    if any(way.by_default for way in best.values()):
        return best
    penalty = {}
    for name, options in ways.possible.items():
        way = next((each for each in options if each.by_default and each.obligation is not None), None)
        before = best[name].obligation
        if way is not None and way.obligation is not None and before is not None:
            penalty[name] = (actual.bought[name] * (way.obligation - before), way)
    if not penalty:
        return None
    name = min(penalty, key=lambda each: (penalty[each][0], each))
    return {**best, name: penalty[name][1]}


def _cheapest(
    actual: ActualEmissions,
    possible: Mapping[str, Sequence[Alternative]],
    case: Case,
    default: Option,
    told: Sequence[Problem],
) -> Option | None:
    found = cheapest_mix(actual, possible)
    if found is None:
        return None
    mix, chosen = found
    best = option("cheapest", mix, case, default, _told(mix, chosen, told), chosen)
    return None if best.certificates_per_t is None else best


def _evidence(ground: Ground, declared: Option, place: Place) -> tuple[Problem, ...]:
    """Warn of own values that no verification report stands behind, and of data of another year."""
    told = []
    if declared.basis != "default" and lacks_of_works(ground.study, ground.on):
        name = good_names(ground.good)
        told.append(problem("CBM-064", place, severity="warning", name=name))
    period = ground.study.period_from[:4], ground.study.period_to[:4]
    if set(period) != {str(ground.years.of)}:
        value = f"{ground.study.period_from} – {ground.study.period_to}"
        told.append(problem("CBM-065", place, value, severity="warning", year=ground.years.of))
    return tuple(told)
