"""What loads and still wants looking at: values not reviewed, statuses too firm, text that was to be replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.errors import Place, Problem, Text, problem
from carnet.regime.dates import NOT_YET, add_months, rule_words
from carnet.regime.model import FIRM_TO_WEAK, FIRMNESS
from carnet.regime.skeleton import BLANK, PLACEHOLDERS

if TYPE_CHECKING:
    from carnet.regime.model import Regime, RegimeLibrary

REVIEW_MONTHS = 12
_NAMED = 3

# A row of the notes' matrix → the parameters that say the same thing.
TOPICS: dict[str, tuple[str, ...]] = {
    "gases": ("D4.direct_gases", "D4.upstream_gases", "D4.electricity_gases"),
    "unit": ("D1.reference", "D1.unit", "D1.allowed", "D1.factors"),
    "boundary": ("D2.stages", "D2.excluded_process_tags", "D2.process_gas"),
    "cutoff": ("D3.limit_percent", "D3.basis", "D3.scope", "D3.total_percent"),
    "capital_goods": ("D2.capital_goods",),
    "gwp_set": ("D4.gwp_set",),
    "biogenic": ("D5.biogenic_co2", "D5.leading"),
    "luc": ("D5.land_use", "D5.land_use_years"),
    "aircraft": ("D4.aircraft", "D4.aircraft_multiplier"),
    "offsets": ("D5.offsets",),
    "ccs_ccu": ("D5.ccs", "D5.ccu", "D5.storage"),
    "allocation": ("D6.default", "D6.slag", "D6.process_gas", "D6.electricity", "D6.products"),
    "recycling": ("D7.scrap", "D7.end_of_life", "D7.formula", "D7.net_scrap"),
    "electricity": ("D8.tiers", "D8.use_stage"),
    "instruments": ("D8.tiers",),
    "transport": ("D9.transport_defaults",),
    "dq_system": ("K1.score", "K1.metric"),
    "primary_data": ("D9.mandatory_primary", "K1.primary_share"),
    "temporal_validity": ("K2.validity_years",),
    "uncertainty": ("K3.statement", "K3.method"),
    "breakdown": ("K4.breakdown", "K4.parts"),
    "verification": ("K5.assurance", "K5.level", "K5.body"),
    "label_or_class": ("K4.classes", "K4.ceiling"),
    "registration": ("K5.registration",),
}
# The matrix's marks → our status words; a mixed mark takes its weaker part.
_MARKS = {
    "P": "read",
    "NS": "read",
    "S": "secondary",
    "S-derived": "secondary",
    "S-single": "recalled",
    "S-inferred": "recalled",
    "LOW": "recalled",
    "M": "recalled",
    "U": "unknown",
    "CONFLICT": "conflicting",
}


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell of the notes: a regime, one of `TOPICS`, what it says and the mark behind it."""

    regime: str
    topic: str
    said: str
    mark: str


def stale(library: RegimeLibrary, on: str) -> tuple[Problem, ...]:
    """Regimes whose values nobody has held against their sources for `REVIEW_MONTHS` months.

    Args:
        library: the loaded regimes.
        on: the day to judge from, ISO 8601.

    Returns:
        One warning per regime; a file without `reviewed` was never reviewed.
    """
    return tuple(
        problem(
            "REG-033",
            regime.place,
            regime.reviewed or "–",
            severity="warning",
            regime=regime.name,
            reviewed_zh=f"最后核对于 {regime.reviewed}，已满 {REVIEW_MONTHS} 个月" if regime.reviewed else "从未核对",
            reviewed_en=f"last reviewed on {regime.reviewed}, {REVIEW_MONTHS} months ago or more"
            if regime.reviewed
            else "never reviewed",
            values=len(regime.values) + len(regime.rows),
        )
        for regime in library.regimes.values()
        if not regime.reviewed or add_months(regime.reviewed, REVIEW_MONTHS) <= on
    )


def waiting(library: RegimeLibrary) -> tuple[Problem, ...]:
    """Days that cannot be named yet, because they hang on an act that is not in force."""
    found = []
    for regime in library.regimes.values():
        titles = {act.id: act.title for act in regime.acts}
        for milestone in regime.milestones:
            if milestone.start == NOT_YET and milestone.start_rule:
                rule = rule_words(milestone.start_rule, titles)
                found.append(
                    problem(
                        "REG-034",
                        milestone.place,
                        milestone.id,
                        severity="warning",
                        name_zh=milestone.name.zh,
                        name_en=milestone.name.en,
                        rule_zh=rule.zh,
                        rule_en=rule.en,
                    )
                )
    return tuple(found)


def against_matrix(library: RegimeLibrary, cells: Iterable[MatrixCell]) -> tuple[Problem, ...]:
    """Values that claim more than the notes' matrix, with the cell.

    A value may be firmer than its cell only when its source says what was read since: its `read_as` then begins with
    ``read`` or ``secondary`` and names no letter of the notes. That is for a person to judge, so it is a warning.
    """
    found = []
    newest = {name: library.versions(name)[-1] for name in library.ids()}
    for cell in cells:
        regime = newest.get(cell.regime)
        if regime is not None:
            found += list(_raised(regime, cell))
    return tuple(found)


def _raised(regime: Regime, cell: MatrixCell) -> Iterator[Problem]:
    noted = status_of(cell.mark)
    for value in regime.values:
        if value.parameter not in TOPICS.get(cell.topic, ()) or value.status not in FIRMNESS:
            continue
        if FIRM_TO_WEAK.index(value.status) < FIRM_TO_WEAK.index(noted):
            source = regime.sources[value.source]
            yield problem(
                "REG-035",
                value.place,
                value.status,
                severity="warning",
                parameter=value.parameter,
                status=value.status,
                topic=cell.topic,
                noted=noted,
                mark=cell.mark,
                source=source.title,
                read_as=source.read_as or "–",
            )


def status_of(mark: str) -> str:
    """The status word for a mark of the matrix, such as ``S/M`` → ``recalled``; an unknown mark counts as unknown."""
    return max((_MARKS.get(part, "unknown") for part in mark.split("/")), key=FIRM_TO_WEAK.index)


def uncovered(topics: Iterable[str]) -> tuple[str, ...]:
    """Topics of a matrix that no parameter stands for: what the vocabulary leaves to words."""
    return tuple(topic for topic in dict.fromkeys(topics) if topic not in TOPICS)


def unfilled(library: RegimeLibrary) -> tuple[Problem, ...]:
    """Text that `skeleton` writes to be replaced and nobody did, in whatever field it stands.

    Returns:
        One warning per regime, field and text, with how often it stands there and the first places.
    """
    found = []
    for regime in library.regimes.values():
        grouped: dict[tuple[str, str], list[tuple[str, Place]]] = {}
        for owner, field, text, place in _texts(regime):
            told = next((each for each in (text.en, text.zh) if _is_placeholder(each)), "")
            if told:
                grouped.setdefault((field, told), []).append((owner, place))
        found += [_unfilled(field, text, owners) for (field, text), owners in grouped.items()]
    return tuple(found)


def _unfilled(field: str, text: str, owners: list[tuple[str, Place]]) -> Problem:
    named = [owner for owner, _ in owners if owner][:_NAMED]
    more, of = len(owners) > len(named) and len(owners) > 1, ", ".join(named)
    zh = f"{of} 的 {field}" if of else field
    en = f"{field} of {of}" if of else field
    return problem(
        "REG-037",
        owners[0][1],
        text,
        severity="warning",
        where_zh=f"{zh}{f' 等 {len(owners)} 处' if more else ' '}",
        where_en=f"{en}{f', … ({len(owners)} places)' if more else ''} {'is' if len(owners) == 1 else 'are'}",
    )


def _is_placeholder(text: str) -> bool:
    return text.strip() == BLANK or any(each in text for each in PLACEHOLDERS)


def _texts(regime: Regime) -> Iterator[tuple[str, str, Text, Place]]:
    """Every text for people in a regime: (what it belongs to, field, the text, where)."""
    yield "", "title", regime.title, regime.place
    yield "", "authority", regime.authority, regime.place
    yield "", "listed", regime.listed, regime.place
    for source in regime.sources.values():
        for field, text in (("title", source.title), ("locator", source.locator), ("read_as", source.read_as)):
            yield f"[sources.{source.key}]", field, Text(text, text), source.place
    cited = [("[in_force]", regime.in_force.clause, regime.in_force.place)]
    cited += [(each.parameter, each.clause, each.place) for each in regime.values]
    cited += [(each.flow, each.clause, each.place) for each in regime.rows]
    cited += [(", ".join(each.parameters), each.clause, each.place) for each in regime.inherits]
    cited += [(each.id, each.clause, each.place) for each in regime.acts]
    cited += [(each.id, each.clause, each.place) for each in regime.milestones]
    for owner, clause, place in cited:
        yield owner, "clause", Text(clause, clause), place
    for act in regime.acts:
        yield act.id, "title", act.title, act.place
    for milestone in regime.milestones:
        yield milestone.id, "name", milestone.name, milestone.place
    for value in regime.values:
        yield value.parameter, "find_in", value.find_in, value.place
        for field, held in (("value", value.value), ("candidates", value.candidates)):
            for text in dict.fromkeys(_words_in(held)):
                yield value.parameter, field, Text(text, text), value.place
    noted = [("[in_force]", regime.in_force.note, regime.in_force.place)]
    noted += [(each.parameter, each.note, each.place) for each in regime.values]
    noted += [(each.flow, each.note, each.place) for each in regime.rows]
    noted += [(each.id, each.note, each.place) for each in regime.milestones]
    for owner, note, place in noted:
        yield owner, "note", note, place


def _words_in(value: object) -> Iterator[str]:
    """Every text inside a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | tuple):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from _words_in(each)


def leftovers(library: RegimeLibrary) -> tuple[Problem, ...]:
    """Values that were read and still carry what an open one needs; of another it may say what else it could be."""
    found = []
    for regime in library.regimes.values():
        for value in regime.values:
            kept = [key for key, held in (("candidates", value.candidates), ("find_in", value.find_in.en)) if held]
            if kept and value.status == "read":
                found.append(
                    problem(
                        "REG-039",
                        value.place,
                        value.parameter,
                        severity="warning",
                        parameter=value.parameter,
                        status=value.status,
                        keys=", ".join(kept),
                    )
                )
    return tuple(found)
