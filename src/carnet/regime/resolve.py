"""A regime on one day: each parameter as in force on the legal date and known on the known date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import NoReturn

from carnet.canonical import digest
from carnet.errors import InputError, Place, Problem, Text, problem
from carnet.errors.nearest import nearest
from carnet.regime.load import by_row, parents
from carnet.regime.model import (
    FIRM_TO_WEAK,
    NOBODY,
    DatedValue,
    InForce,
    Regime,
    RegimeLibrary,
    ResolvedRegime,
    ResolvedRow,
    ResolvedValue,
    TableRow,
)
from carnet.regime.resolved_json import content
from carnet.regime.timeline import pick
from carnet.regime.vocabulary import ABSENT, BY_ID, PARAMETERS

_NOT_YET_KNOWN = Text("在该知悉日期尚无此值", "no value was known on that day")


def resolve(library: RegimeLibrary, wanted: str, legal_date: str, known_date: str) -> ResolvedRegime:
    """Resolve a regime on a legal date as known on another.

    Args:
        library: what `parse_regimes` returned.
        wanted: ``id`` or ``id@version``; without version the newest in force on the legal date.
        legal_date: the day whose law counts, ISO 8601.
        known_date: only what was published or entered by then is used, ISO 8601.

    Returns:
        Every parameter of the vocabulary, and the table rows valid on the legal date.

    Raises:
        InputError: unknown regime or version, malformed date, nothing in force or nothing known on those days.
    """
    _check_days({"legal_date": legal_date, "known_date": known_date})
    regime = _choose(library, wanted, legal_date, known_date)
    chain = (regime, *parents(dict(library.regimes), regime))
    values = {p.id: _resolve_value(p.id, chain, legal_date, known_date) for p in PARAMETERS}
    resolved = ResolvedRegime(
        id=regime.id,
        version=regime.version,
        title=regime.title,
        authority=regime.authority,
        nature=regime.nature,
        legal_date=legal_date,
        known_date=known_date,
        in_force=_force(regime, legal_date),
        values=MappingProxyType(values),
        rows=_resolve_rows(chain, legal_date, known_date),
        digest="",
    )
    return replace(resolved, digest=digest(content(resolved)))


def combine(base: ResolvedRegime, other: ResolvedRegime, dimensions: Iterable[str]) -> ResolvedRegime:
    """Return `base` with the given dimensions taken from `other`: one step of the bridge between two regimes.

    The table rows belong to D9. The digest is that of the combined content.
    """
    taken = frozenset(dimensions)
    values = {name: other.values[name] if v.dimension in taken else v for name, v in base.values.items()}
    mixed = replace(base, values=MappingProxyType(values), rows=other.rows if "D9" in taken else base.rows)
    return replace(mixed, digest=digest(content(mixed)))


def _check_days(days: Mapping[str, str]) -> None:
    wrong: list[Problem] = []
    for key, day in days.items():
        try:
            good = date.fromisoformat(day).isoformat() == day
        except ValueError:
            good = False
        if not good:
            wrong.append(problem("REG-105", Place(), day, key=key))
    if wrong:
        raise InputError(tuple(wrong))


def _choose(library: RegimeLibrary, wanted: str, legal: str, known: str) -> Regime:
    regime_id, _, version = wanted.partition("@")
    versions = library.versions(regime_id)
    if not versions:
        near = nearest(regime_id, library.ids())
        _refuse(problem("REG-101", Place(), wanted, near or library.ids()))
    named = tuple(r for r in versions if version in {"", r.version})
    if not named:
        _refuse(problem("REG-104", Place(), version, tuple(r.version for r in versions), regime=regime_id))
    published = [r for r in named if r.in_force.known <= known]
    if not published:
        first = min(r.in_force.known for r in named)
        _refuse(problem("REG-103", Place(), known, regime=wanted, published=first))
    holding = [r for r in published if _may_hold(r.in_force, legal)]
    if not holding:
        spans = [(r.version, _first_day(r.in_force), r.in_force.end or "…") for r in published]
        zh = "；".join(f"版本 {v} 自 {a} 至 {b}" for v, a, b in spans)
        en = "; ".join(f"version {v} is in force from {a} to {b}" for v, a, b in spans)
        _refuse(problem("REG-102", Place(), legal, regime=regime_id, detail_zh=zh, detail_en=en))
    return holding[-1]


def _refuse(found: Problem) -> NoReturn:
    raise InputError((found,))


def _first_day(rule: InForce) -> str:
    return min((rule.start, *rule.candidates))


def _may_hold(rule: InForce, legal: str) -> bool:
    return _first_day(rule) <= legal and (not rule.end or legal <= rule.end)


def _force(regime: Regime, legal: str) -> ResolvedValue:
    """The rule "this version holds": disputed only between the dates the sources name."""
    rule = regime.in_force
    settled = rule.status == "conflicting" and legal >= max((rule.start, *rule.candidates))
    return ResolvedValue(
        parameter="in_force",
        value=rule.start,
        status="secondary" if settled else rule.status,
        source=rule.source,
        source_title=regime.sources[rule.source].title,
        clause=rule.clause,
        origin=regime.name,
        inherited=False,
        start=rule.start,
        known=rule.known,
        candidates=rule.candidates,
        note=rule.note,
    )


def _resolve_value(parameter: str, chain: tuple[Regime, ...], legal: str, known: str) -> ResolvedValue:
    stated = False
    for regime in chain:
        entries = [value for value in regime.values if value.parameter == parameter]
        stated = stated or bool(entries)
        if entry := pick(entries, legal, known):
            return _resolved(entry, regime, chain)
    own, spec = chain[0], BY_ID[parameter]
    unread = spec.required and any(regime.listed.en for regime in chain)
    if unread:
        return ResolvedValue(
            parameter=parameter,
            value=None,
            status="unknown",
            source="",
            source_title=own.title.en,
            clause="",
            origin=own.name,
            inherited=False,
            start=own.in_force.start,
            known=own.in_force.known,
            candidates=spec.choices if spec.type == "choice" else (),
            find_in=own.title,
            note=own.listed,
        )
    return ResolvedValue(
        parameter=parameter,
        value=None,
        status="unknown" if stated else ABSENT,
        source="",
        source_title="",
        clause="",
        origin=own.name,
        inherited=False,
        start=own.in_force.start,
        known=own.in_force.known,
        find_in=own.title if stated else NOBODY,
        note=_NOT_YET_KNOWN if stated else NOBODY,
    )


def _resolved(entry: DatedValue, regime: Regime, chain: tuple[Regime, ...]) -> ResolvedValue:
    inherited = regime is not chain[0]
    status, note = entry.status, entry.note
    if inherited:
        says = _as_parent(entry.parameter, chain[: chain.index(regime)])
        status = weaker(entry.status, says[0] if says else "recalled")
        if says:
            note = Text("；".join(filter(None, (note.zh, says[1].zh))), "; ".join(filter(None, (note.en, says[1].en))))
    return ResolvedValue(
        parameter=entry.parameter,
        value=entry.value,
        status=status,
        source=entry.source,
        source_title=regime.sources[entry.source].title,
        clause=entry.clause,
        origin=regime.name,
        inherited=inherited,
        start=entry.start,
        known=entry.known,
        candidates=entry.candidates,
        find_in=entry.find_in,
        conservative=entry.conservative,
        note=note,
    )


def weaker(one: str, other: str) -> str:
    """The weaker of two status words."""
    return max(one, other, key=FIRM_TO_WEAK.index)


def _as_parent(parameter: str, below: tuple[Regime, ...]) -> tuple[str, Text] | None:
    """What the regimes between say about taking this parameter over; None unless every one of them says so."""
    status, zh, en = "read", [], []
    for regime in below:
        found = next((i for i in regime.inherits if parameter in i.parameters), None)
        if found is None:
            return None
        status = weaker(status, found.status)
        title = regime.sources[found.source].title
        zh.append(f"按《{title}》{found.clause}沿用上级规则")
        en.append(f"taken over from the parent as {title}, {found.clause} says")
    return status, Text("；".join(zh), "; ".join(en))


def _resolve_rows(chain: tuple[Regime, ...], legal: str, known: str) -> tuple[ResolvedRow, ...]:
    rows: dict[tuple[str, ...], ResolvedRow] = {}
    for regime in chain:
        for key, entries in by_row(regime.rows).items():
            row = pick(entries, legal, known)
            if row and key not in rows:
                status = row.status if regime is chain[0] else weaker(row.status, "recalled")
                rows[key] = _resolved_row(row, regime, status)
    return tuple(rows[key] for key in sorted(rows))


def _resolved_row(row: TableRow, regime: Regime, status: str) -> ResolvedRow:
    return ResolvedRow(
        table=row.table,
        flow=row.flow,
        value=row.value,
        unit=row.unit,
        per_unit=row.per_unit,
        gas=row.gas,
        gwp_set=row.gwp_set,
        kind=row.kind,
        status=status,
        source=row.source,
        source_title=regime.sources[row.source].title,
        clause=row.clause,
        origin=regime.name,
        start=row.start,
        known=row.known,
        cn=row.cn,
        country=row.country,
        variant=row.variant,
        direct=row.direct,
        indirect=row.indirect,
        note=row.note,
    )
