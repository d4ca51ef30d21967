"""Regime files to one checked library: what no single file can be wrong about alone is checked here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from types import MappingProxyType

from carnet.errors import DataError, Place, Problem, problem
from carnet.regime.dates import Act
from carnet.regime.gas_filter import GAS_FILTERS, near_gases, strange_gases
from carnet.regime.model import FIRMNESS, DatedValue, Milestone, Regime, RegimeLibrary, Source, TableRow
from carnet.regime.read_file import read_file
from carnet.regime.timeline import conflicts, gaps, overlaps
from carnet.regime.vocabulary import BY_ID, PARAMETERS

_OPEN = "…"
_PLACES_NAMED = 3


def parse_regimes(files: Sequence[tuple[str, str]], gases: Collection[str] = ()) -> RegimeLibrary:
    """Read and check regime files together.

    Args:
        files: (name, text); the name is what messages call the file, such as ``eu_cbam/regime.toml``.
        gases: the gases, and families of gases, that a rule may name: those some GWP set has; none: not checked.

    Returns:
        The library, in which every required parameter of every regime has a value or a stated unknown.

    Raises:
        DataError: with every problem of every file, each with file and line, and the other line where two clash.
    """
    problems: list[Problem] = []
    regimes: dict[str, Regime] = {}
    for name, text in files:
        regime, found = read_file(name, text)
        problems += found
        if regime is None:
            continue
        if regime.name in regimes:
            problems.append(problem("REG-019", regime.place, regime.name, other=str(regimes[regime.name].place)))
            continue
        regimes[regime.name] = regime
    if len(regimes) == len(files):
        # With a file missing, "extends names what does not exist" would only repeat that file's own problem.
        problems += _check_extends(regimes)
    for regime in regimes.values():
        above = parents(regimes, regime)
        problems += _check_grades(regime)
        problems += _check_gases(regime, gases) if gases else ()
        problems += _check_dates(regime)
        problems += _check_times(regime, above)
        if _whole(regime, above):
            problems += _check_required(regime, above)
            problems += _check_inherits(regime, above)
    if problems:
        raise DataError(tuple(problems))
    return RegimeLibrary(MappingProxyType(dict(sorted(regimes.items()))))


def parents(regimes: dict[str, Regime] | MappingProxyType[str, Regime], regime: Regime) -> tuple[Regime, ...]:
    """The regimes above `regime`, nearest first; stops at a missing one and at a circle."""
    chain: list[Regime] = []
    seen = {regime.name}
    name = regime.extends
    while name in regimes and name not in seen:
        seen.add(name)
        chain.append(regimes[name])
        name = regimes[name].extends
    return tuple(chain)


def _whole(regime: Regime, above: tuple[Regime, ...]) -> bool:
    """Whether the chain ends at a regime without parent: else what is missing may stand in a file that is missing."""
    return not (above[-1] if above else regime).extends


def by_parameter(values: Iterable[DatedValue]) -> dict[str, list[DatedValue]]:
    """Group the values of a regime by parameter."""
    grouped: dict[str, list[DatedValue]] = defaultdict(list)
    for value in values:
        grouped[value.parameter].append(value)
    return grouped


def by_row(rows: Iterable[TableRow]) -> dict[tuple[str, ...], list[TableRow]]:
    """Group the table rows of a regime by what makes them the same row."""
    grouped: dict[tuple[str, ...], list[TableRow]] = defaultdict(list)
    for row in rows:
        grouped[row.key].append(row)
    return grouped


def _check_extends(regimes: dict[str, Regime]) -> Iterator[Problem]:
    reported: set[str] = set()
    for regime in regimes.values():
        if not regime.extends:
            continue
        place = Place(file=regime.place.file, cell=regime.place.cell)
        if regime.extends not in regimes:
            yield problem("REG-014", place, regime.extends, tuple(regimes))
            continue
        chain = [regime.name, *(r.name for r in parents(regimes, regime))]
        if regimes[chain[-1]].extends in chain and chain[-1] not in reported:
            reported.update(chain)
            circle = " → ".join(f"{name} ({regimes[name].place})" for name in [*chain, regimes[chain[-1]].extends])
            yield problem("REG-015", place, regime.extends, chain=circle)


def _check_times(regime: Regime, above: tuple[Regime, ...]) -> Iterator[Problem]:
    for name, values in by_parameter(value for value in regime.values if value.start and value.known).items():
        inherited = [value for parent in above for value in parent.values if value.parameter == name]
        final = next((value for value in inherited if value.final), None)
        if final:
            yield problem("REG-013", values[0].place, parameter=name, other=str(final.place))
        yield from _clashes(name, values)
        # What a child leaves out its parent fills.
        if not regime.extends and not conflicts(values):
            start, end = regime.in_force.start, regime.in_force.end
            for first, last, before, after in gaps(values, start, end):
                here = after or before or values[0]
                other = before.place if before and after else regime.in_force.place
                yield problem("REG-012", here.place, parameter=name, start=first, end=last or _OPEN, other=str(other))
    for key, rows in by_row(row for row in regime.rows if row.start and row.known).items():
        label = "/".join(part for part in key if part)
        for first_row, second in conflicts(rows):
            yield problem("REG-018", second.place, table=key[0], other=str(first_row.place), row=label)
        for earlier, later in overlaps(rows):
            yield _overlap(label, earlier, later)


def _clashes(name: str, values: list[DatedValue]) -> Iterator[Problem]:
    for first, second in conflicts(values):
        yield problem(
            "REG-010",
            second.place,
            parameter=name,
            other=str(first.place),
            start=second.start,
            known=second.known,
        )
    for earlier, later in overlaps(values):
        yield _overlap(name, earlier, later)


def _overlap(name: str, earlier: DatedValue | TableRow, later: DatedValue | TableRow) -> Problem:
    return problem(
        "REG-011",
        later.place,
        parameter=name,
        other=str(earlier.place),
        other_start=earlier.start,
        other_end=earlier.end or _OPEN,
        start=later.start,
    )


def _check_grades(regime: Regime) -> Iterator[Problem]:
    """No value may claim to be known better than the source it cites was read."""
    cited: list[tuple[str, str, str, Place]] = [
        ("[in_force]", regime.in_force.status, regime.in_force.source, regime.in_force.place)
    ]
    cited += [(v.parameter, v.status, v.source, v.place) for v in regime.values]
    cited += [(r.flow, r.status, r.source, r.place) for r in regime.rows]
    cited += [(m.id, m.status, m.source, m.place) for m in regime.milestones]
    cited += [(i.parameters[0] if i.parameters else "–", i.status, i.source, i.place) for i in regime.inherits]
    weak: dict[str, list[tuple[str, str, Place]]] = defaultdict(list)
    for what, status, key, place in cited:
        source = regime.sources.get(key)
        grade = source.grade if source else ""
        if source and status in FIRMNESS and (not grade or FIRMNESS.index(status) < FIRMNESS.index(grade)):
            weak[key].append((what, status, place))
    # One source seen otherwise than thought is one mistake, however many values cite it.
    for key, found in weak.items():
        yield _too_firm(regime.sources[key], found)


def _too_firm(source: Source, found: list[tuple[str, str, Place]]) -> Problem:
    statuses = [status for status in FIRMNESS if status in {each[1] for each in found}]
    (what, _, place), more = found[0], len(found) > 1
    named = ", ".join(f"{name} ({at})" for name, _, at in found[:_PLACES_NAMED])
    rest = ", …" if len(found) > _PLACES_NAMED else ""
    return problem(
        "REG-031",
        source.place if more else place,
        ", ".join(statuses),
        what_zh=f"{len(found)} 个取值（{named}{rest}）" if more else what,
        what_en=f"{len(found)} values ({named}{rest}) claim" if more else f"{what} claims",
        status=", ".join(statuses),
        source=source.key,
        read_as=source.read_as or "–",
        other=str(source.place),
    )


def _check_gases(regime: Regime, gases: Collection[str]) -> Iterator[Problem]:
    """A gas that no GWP set has is a slip of the pen: as a filter it would drop the gas meant without a word."""
    for value in regime.values:
        if value.parameter in GAS_FILTERS:
            for gas in strange_gases((value.value, value.conservative, *value.candidates), gases):
                yield problem("REG-038", value.place, gas, near_gases(gas, gases), parameter=value.parameter)


def _check_dates(regime: Regime) -> Iterator[Problem]:
    """One day per milestone, one edition of an act per day it became known."""
    first: dict[str, Milestone] = {}
    for milestone in regime.milestones:
        other = first.setdefault(milestone.id, milestone)
        if other is not milestone:
            yield problem("REG-032", milestone.place, milestone.id, other=str(other.place))
    editions: dict[tuple[str, str], Act] = {}
    for act in regime.acts:
        twin = editions.setdefault((act.id, act.known), act)
        if twin is not act:
            yield problem("REG-032", act.place, act.id, other=str(twin.place))


def _check_required(regime: Regime, above: tuple[Regime, ...]) -> Iterator[Problem]:
    if regime.listed.en:
        return  # what it leaves out is unknown
    given = {value.parameter for one in (regime, *above) for value in one.values}
    for parameter in PARAMETERS:
        if parameter.required and parameter.id not in given:
            yield problem("REG-007", regime.place, parameter.id, regime=regime.name, parameter=parameter.id)


def _check_inherits(regime: Regime, above: tuple[Regime, ...]) -> Iterator[Problem]:
    own = {value.parameter: value for value in regime.values}
    given = {value.parameter for one in above for value in one.values}
    for inheritance in regime.inherits:
        for name in inheritance.parameters:
            if name in own:
                zh, en = f"而 {own[name].place} 自己给了值", f"but {own[name].place} gives a value of its own"
            elif name in BY_ID and name not in given:
                zh, en = "而上级规则没有它", "but no parent has it"
            else:
                continue
            yield problem("REG-021", inheritance.place, name, parameter=name, detail_zh=zh, detail_en=en)
