"""From the rows of an installation to embedded emissions: the method of IR (EU) 2025/2547 from end to end.

Every fault is collected. What cannot be calculated is named and left out, the rest goes on, and what rests on it is
marked incomplete.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.attribution import Attributed, attribute, share_streams
from carnet.cbam.cogeneration import Burnt, cogeneration_of
from carnet.cbam.embedded import embed
from carnet.cbam.heat import heat_of
from carnet.cbam.joint import receivers, share_joint
from carnet.cbam.kilns import kiln_of
from carnet.cbam.precursors import DEFAULT, STATED_SOURCE, precursor_of
from carnet.cbam.reading import Desk, unique
from carnet.cbam.result import Computed, ProcessResult
from carnet.cbam.streams import CEMENT, stream_of, totals_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.cbam.embedded import Vector
    from carnet.cbam.reading import Row
    from carnet.cbam.result import PrecursorResult, StreamResult
    from carnet.cbam.tables import Tables
    from carnet.inventory.model import Places, Study

ZERO = Fraction(0)


def compute(study: Study, tables: Tables, places: Places | None = None) -> Computed:
    """Calculate streams, totals, processes and precursors of the study's installation.

    Args:
        study: its rows of the installation; amounts are decimal strings, units as in `carnet.inventory.installation`.
        tables: published figures.
        places: where the values stood in a workbook, for the problems.

    Returns:
        Exact results in the order of the study and all problems, of severity error where a figure is missing or wrong.
        Never raises for what a study says.
    """
    desk = Desk(tables, places)

    def rows(table: str) -> list[Row]:
        return [desk.row(table, number, each) for number, each in enumerate(getattr(study, table))]

    installations = rows("installation")
    burning: dict[str, str] = {}
    streams, kilns = unique(rows("source_streams"), burning), unique(rows("kilns"), burning)
    generating = unique(rows("cogeneration"), {})
    taken: dict[str, str] = {}
    processes, bought = unique(rows("production"), taken), unique(rows("precursors"), taken)
    levels = _levels(rows("production_levels"), taken)
    year = _year(study)

    figures = {row.id: made for row in streams if (made := stream_of(row)) is not None}
    names = [row.id for row in processes]
    figures, lacking = share_streams(figures, streams, rows("stream_shares"), names)
    figures = _generation(streams, figures, [row.id for row in generating])
    units = {row.id: cogeneration_of(row, _burnt(row.id, streams, figures)) for row in generating}
    _kilns(kilns, names, figures, lacking)
    heat = [(row, *heat_of(row, units, names)) for row in unique(rows("heat_flows"), {})]
    joint = unique(rows("joint_products"), {})
    fed = receivers(joint)
    cement = {row.id for row in processes if row.text("category") in CEMENT}
    figures = {name: _seen(each, cement) for name, each in figures.items()}
    attributed: list[Attributed] = []
    for row in processes:
        given = {each.id: each.attributed[row.id] for each in figures.values() if row.id in each.attributed}
        flows = [(flow, result) for flow, result, process in heat if process == row.id]
        lacks = lacking.get(row.id, ())
        one = attribute(row, levels.get(row.id, []), given, lacks, units, flows, receives=row.id in fed)
        attributed.append(one)
        _unsettled(row, attributed[-1])
    attributed, products = share_joint(attributed, joint)
    precursors = {
        row.id: found
        for row in bought
        if (found := precursor_of(row, levels.get(row.id, []), _made_in(row, year))) is not None
    }
    sound = {each.row.id: each for each in attributed if each.amount is not None}
    recipes, broken = _recipes(rows("precursor_uses"), sound, taken)
    solved = embed(
        recipes,
        {name: _own(each) for name, each in sound.items()},
        {row.id: _of(precursors[row.id], row) for row in bought if row.id in precursors},
    )
    for loop in solved.unproductive:
        first = sound[loop[0]].row
        first.tell("CBM-011", "id", loop[0], processes=", ".join(loop))
    whole = {name for name, each in precursors.items() if not each.incomplete}
    known = {*sound, *whole} - solved.blocked
    in_part = {name for name, each in precursors.items() if not each.incomplete_direct}
    lacks_direct = _incomplete(recipes, {name: each.missing for name, each in sound.items()}, broken, known | in_part)
    lacks_indirect = _incomplete(recipes, {name: each.missing_indirect for name, each in sound.items()}, broken, known)
    results = tuple(
        _result(each, solved.values[name], lacks_direct[name], lacks_indirect[name])
        for name, each in sound.items()
        if name not in solved.blocked
    )
    for each in results:
        if each.incomplete:
            code = "CBM-024" if each.incomplete_direct else "CBM-203"
            sound[each.id].row.tell(code, "id", ", ".join(each.incomplete))
    indirect = sum((each.indirect for each in attributed), ZERO) if attributed else None
    failed = [row for row in (*streams, *kilns) if row.id not in figures]
    totals = totals_of(desk, list(figures.values()), failed, installations[0] if installations else None, indirect)
    return Computed(
        tuple(figures.values()),
        totals,
        tuple(unit for unit in units.values() if unit is not None),
        results,
        tuple(precursors.values()),
        {name: recipe for name, recipe in recipes.items() if name not in solved.blocked},
        tuple(desk.problems),
        tuple(result for _, result, _ in heat if result is not None),
        tuple(products),
    )


def _generation(
    streams: Sequence[Row], figures: dict[str, StreamResult], units: Sequence[str]
) -> dict[str, StreamResult]:
    """Return the figures with the unit that burns each stream; a unit that there is not is a problem."""
    named = dict(figures)
    for row in streams:
        unit = row.refer("generation", units) if row.given("generation") else ""
        if unit and row.id in named:
            named[row.id] = replace(named[row.id], generation=unit)
    return named


def _burnt(unit: str, streams: Sequence[Row], figures: Mapping[str, StreamResult]) -> Burnt:
    """Return what the streams that name a unit emit and hold."""
    mine = [row.id for row in streams if row.text("generation") == unit]
    sound = [figures[name] for name in mine if name in figures]
    return Burnt(
        sum((each.emissions for each in sound), ZERO),
        sum((each.energy + each.energy_biomass for each in sound), ZERO),
        tuple(each.id for each in sound),
        tuple(name for name in mine if name not in figures),
    )


def _kilns(
    rows: Sequence[Row],
    processes: Sequence[str],
    figures: dict[str, StreamResult],
    lacking: dict[str, tuple[str, ...]],
) -> None:
    """Add the kilns to the streams, each with the process it belongs to."""
    for row in rows:
        process = row.refer("process", processes) if row.given("process") else ""
        if not row.given("process"):
            row.tell("CBM-002", "process")
        found = kiln_of(row)
        if found is not None:
            figures[row.id] = replace(found, attributed={process: found.emissions} if process else {})
        elif process:
            lacking[process] = (*lacking.get(process, ()), row.id)


def _seen(stream: StreamResult, cement: set[str]) -> StreamResult:
    """Return a stream with the status of what it rests on: process emissions of cement on detail not read."""
    return (
        replace(stream, status="recalled") if stream.method == "process" and cement & {*stream.attributed} else stream
    )


def _year(study: Study) -> int:
    digits = (study.period_to or study.period_from)[:4]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _made_in(row: Row, year: int) -> int:
    """Return the year a precursor was made in: that of its own period, else that of the study."""
    digits = (row.text("period_to") or row.text("period_from"))[:4]
    return int(digits) if digits.isascii() and digits.isdigit() else year


def _levels(rows: Sequence[Row], known: Mapping[str, str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        of = row.refer("of", known)
        if of:
            found.setdefault(of, []).append(row)
    return found


def _unsettled(row: Row, attributed: Attributed) -> None:
    """Tell of a joint process of Annex II that takes in a precursor outside it: its indirect part is not settled."""
    categories = row.desk.tables.categories
    included = [each for each in getattr(row.data, "includes", ()) if each in categories]
    if attributed.annex_ii:
        for each in included:
            if not categories[each].annex_ii:
                row.tell("CBM-022", "includes", each, severity="warning")


def _recipes(
    uses: Sequence[Row], sound: Mapping[str, Attributed], known: Mapping[str, str]
) -> tuple[dict[str, dict[str, Fraction]], dict[str, list[str]]]:
    """Return m_i = M_i / AL by process and source (eq 61), and by process the uses that have no figure."""
    recipes: dict[str, dict[str, Fraction]] = {name: {} for name in sound}
    broken: dict[str, list[str]] = {}
    own = [name for name, table in known.items() if table == "production"]
    for row in uses:
        source, process = row.refer("source", known), row.refer("process", own)
        amount = row.need("amount", least=0)
        if process not in sound:
            continue
        level = sound[process].amount
        if not source or amount is None or not level:
            broken.setdefault(process, []).append(row.id)
        elif amount:
            recipes[process][source] = recipes[process].get(source, ZERO) + amount / level
    return recipes, broken


def _own(each: Attributed) -> Vector:
    """Return SE by the order direct, indirect, counted indirect, electricity, default part (eq 57, 58)."""
    level = each.amount or Fraction(1)
    counted = ZERO if each.annex_ii else each.indirect
    return (each.direct / level, each.indirect / level, counted / level, each.electricity / level, ZERO)


def _of(found: PrecursorResult, row: Row) -> Vector:
    """Return what a bought precursor brings, per t, in the order of `_own`.

    The default part is counted as the communication template does: direct emissions of precursors with basis default.
    A value stated for unknown origin is no default there; a default looked up for unknown origin is one.
    """
    by_default = row.text("basis") == DEFAULT or (found.basis == "default" and found.source != STATED_SOURCE)
    share = found.see_direct if by_default and found.basis == "default" else ZERO
    return (found.see_direct, found.see_indirect, found.counted_indirect, found.electricity, share)


def _incomplete(
    recipes: Mapping[str, Mapping[str, Fraction]],
    missing: Mapping[str, Sequence[str]],
    broken: Mapping[str, Sequence[str]],
    known: set[str],
) -> dict[str, tuple[str, ...]]:
    """Return by process the rows it lacks, its own and those of everything that feeds it."""
    lacks = {name: dict.fromkeys([*each, *broken.get(name, ())]) for name, each in missing.items()}
    for name, recipe in recipes.items():
        lacks[name].update(dict.fromkeys(source for source in recipe if source not in known))
    changed = True
    while changed:
        changed = False
        for name, recipe in recipes.items():
            before = len(lacks[name])
            for source in recipe:
                lacks[name].update(lacks.get(source, {}))
            changed = changed or len(lacks[name]) > before
    return {name: tuple(names) for name, names in lacks.items()}


def _result(
    each: Attributed, values: Vector, lacks_direct: tuple[str, ...], lacks_indirect: tuple[str, ...]
) -> ProcessResult:
    row, own = each.row, _own(each)
    missing = tuple(dict.fromkeys((*lacks_direct, *lacks_indirect)))
    direct, indirect, counted, electricity, by_default = values
    return ProcessResult(
        row.id, row.text("name"), row.text("category"), row.text("unit"), each.amount or ZERO, each.direct_star,
        each.heat, each.waste_gas, each.electricity_out, each.direct, each.floored, each.indirect, each.electricity,
        own[0], own[1], own[3], direct, indirect, counted, electricity, by_default / direct if direct else ZERO,
        each.annex_ii, missing, each.joint, each.joint_in, lacks_direct, lacks_indirect, each.missing,
        each.missing_indirect,
    )  # fmt: skip
