"""Which factor stands for a flow: a deterministic choice that explains every step.

The chain: kind → unit → not superseded → valid in the period and published by the known date → technology
(electricity only: a plant type never stands for the mix, nor the other way round) → geography: region,
country, another region of it, group of countries, world, another country → technology → data year nearest
to the period, not after it → status → id. A value of the site itself is a supplier value and comes earlier,
in the study. No record at the end is a named gap; no other flow and no other kind is ever tried.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carnet.errors import Problem, Text, problem
from carnet.factors import proxies
from carnet.factors.geography import GLOBAL, group_of
from carnet.factors.record import STATUSES, FactorRecord
from carnet.quantity import UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from carnet.factors.load import FactorSet

ELECTRICITY_KINDS = ("electricity_life_cycle", "electricity_generation_co2")
AVERAGE = ("", "mix", "average")
_CANDIDATES = 6
_NOWHERE = 9
OTHER_REGION, OTHER_COUNTRY = 2, 5
LEVELS = {
    0: Text("同一省区", "same region"),
    1: Text("同一国家", "same country"),
    OTHER_REGION: Text("同一国家的其他地区", "another region of the country"),
    3: Text("所在国家组", "group of countries"),
    4: Text("全球", "world"),
    OTHER_COUNTRY: Text("其他国家（代用）", "another country (proxy)"),
}


@dataclass(frozen=True, slots=True)
class FactorRequest:
    """What is wanted.

    Attributes:
        flow: flow id.
        kinds: the kinds that may stand here, best first; never empty.
        country, region: where the flow is made or used (ISO 3166-1 alpha-2; ``CN-50``).
        period_from, period_to: the study period; a factor must be valid on its last day.
        known_date: records published later (`valid_from`) are not seen.
        technology: ``""`` for the average or mix.
        quantity_kinds: kinds the amount can be counted in, best first; empty: any.
        pinned: the factor the user chose; nothing else is then tried.
    """

    flow: str
    kinds: tuple[str, ...]
    country: str = ""
    region: str = ""
    period_from: str = ""
    period_to: str = ""
    known_date: str = ""
    technology: str = ""
    quantity_kinds: tuple[str, ...] = ()
    pinned: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the choice: what was asked, which records stayed, which went."""

    text: Text
    kept: tuple[str, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """The record, or None for a gap; the steps; why it is a proxy, if it is one; problems to report."""

    record: FactorRecord | None
    steps: tuple[Step, ...]
    proxy_reasons: tuple[Text, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Run:
    """The records still in question and the steps so far."""

    left: tuple[FactorRecord, ...]
    steps: list[Step] = field(default_factory=list)

    def keep(self, text: Text, test: Callable[[FactorRecord], bool]) -> None:
        kept = tuple(r for r in self.left if test(r))
        dropped = tuple(r.id for r in self.left if not test(r))
        self.left = kept
        self.steps.append(Step(text, tuple(r.id for r in kept), dropped))

    def best(self, text: Callable[[FactorRecord], Text], rank: Callable[[FactorRecord], object]) -> None:
        """Keep the records of the lowest rank."""
        if not self.left:
            return
        ranks = {r.id: rank(r) for r in self.left}
        lowest = min(ranks.values())  # type: ignore[type-var]
        leader = next(r for r in self.left if ranks[r.id] == lowest)
        self.keep(text(leader), lambda r: ranks[r.id] == lowest)


def select(factors: FactorSet, request: FactorRequest) -> Selection:
    """Choose the factor for a request; the same set and request always give the same selection.

    Returns:
        The record with all steps and proxy reasons. Without a usable record: `record` is None and
        `problems` holds the named gap (FAC-006, a warning). A pinned record that may not be used gives
        an error (FAC-001 … FAC-005, FAC-008) and no record.
    """
    if request.pinned:
        return _pinned(factors, request)
    run = _Run(factors.for_flow(request.flow))
    run.steps.append(
        Step(
            Text(
                f"物流“{request.flow}”的全部记录：{len(run.left)} 条",
                f"all records of '{request.flow}': {len(run.left)}",
            ),
            tuple(r.id for r in run.left),
            (),
        )
    )
    if run.left:
        _exclude(run, request)
    if run.left:
        _rank(run, request)
    if not run.left:
        return _gap(run, request)
    record = run.left[0]
    reasons = proxies.reasons(record, request, level(record, request))
    return Selection(record, tuple(run.steps), reasons, _proxy_warning(record, request, reasons))


def level(record: FactorRecord, request: FactorRequest) -> int:
    """Return how near a record's geography is: a key of `LEVELS`, 0 the nearest."""
    if record.country == request.country and request.country:
        if record.region:
            return 0 if record.region == request.region else OTHER_REGION
        return 1
    if record.country in group_of(request.country):
        return 3
    return 4 if record.country == GLOBAL else OTHER_COUNTRY


def _exclude(run: _Run, request: FactorRequest) -> None:
    allowed = ", ".join(request.kinds)
    run.keep(Text(f"种类须为：{allowed}", f"kind must be: {allowed}"), lambda r: r.kind in request.kinds)
    if request.quantity_kinds:
        units = ", ".join(request.quantity_kinds)
        run.keep(Text(f"计量须为：{units}", f"counted as: {units}"), lambda r: _quantity_rank(r, request) is not None)
    run.keep(Text("未被取代", "not superseded"), lambda r: not r.superseded_by)
    if request.period_to:
        run.keep(
            Text(f"在 {request.period_to} 仍有效", f"still valid on {request.period_to}"),
            lambda r: not expired(r, request),
        )
    if request.known_date:
        run.keep(
            Text(f"在 {request.known_date} 已公布", f"published by {request.known_date}"),
            lambda r: published(r, request),
        )
    if any(r.kind in ELECTRICITY_KINDS for r in run.left):
        wanted = request.technology if request.technology not in AVERAGE else ""
        run.keep(
            Text(
                f"电力类型须为：{wanted or '平均'}；他国、他省的电力不得代替",
                f"type of electricity: {wanted or 'average'}; electricity of another country or region never stands in",
            ),
            lambda r: (
                r.kind not in ELECTRICITY_KINDS
                or (_same_technology(r, wanted) and level(r, request) not in (OTHER_REGION, OTHER_COUNTRY))
            ),
        )


def _same_technology(record: FactorRecord, wanted: str) -> bool:
    return record.technology in AVERAGE if wanted in AVERAGE else record.technology == wanted


def _quantity_rank(record: FactorRecord, request: FactorRequest) -> int | None:
    unit = UNITS.get(record.per_unit)
    places = [request.quantity_kinds.index(k) for k in (unit.kinds if unit else ()) if k in request.quantity_kinds]
    return min(places) if places else None


def expired(record: FactorRecord, request: FactorRequest) -> bool:
    """Say whether a record is no longer valid on the last day of the study period."""
    return bool(record.valid_to and request.period_to and record.valid_to < request.period_to)


def published(record: FactorRecord, request: FactorRequest) -> bool:
    """Say whether a record was public on the known date."""
    return not record.valid_from or not request.known_date or record.valid_from <= request.known_date


def _rank(run: _Run, request: FactorRequest) -> None:
    run.best(
        lambda r: Text(f"种类次序：取 {r.kind}", f"order of kinds: {r.kind}"), lambda r: request.kinds.index(r.kind)
    )
    if request.quantity_kinds:
        run.best(
            lambda r: Text(f"计量次序：取每 {r.per_unit}", f"order of units: per {r.per_unit}"),
            lambda r: _quantity_rank(r, request),
        )
    run.best(lambda r: _geography_text(r, request), lambda r: (level(r, request), _group_rank(r, request)))
    run.best(
        lambda r: Text(f"技术：{r.technology or '未分'}", f"technology: {r.technology or 'not split'}"),
        lambda r: _technology_rank(r, request),
    )
    run.best(lambda r: Text(f"数据年份：{r.year}", f"data year: {r.year}"), lambda r: year_rank(r, request))
    run.best(lambda r: Text(f"状态：{r.status}", f"status: {r.status}"), lambda r: STATUSES.index(r.status))
    run.best(lambda r: Text(f"标识次序：{r.id}", f"order of ids: {r.id}"), lambda r: r.id)


def _group_rank(record: FactorRecord, request: FactorRequest) -> int:
    groups = group_of(request.country)
    return groups.index(record.country) if record.country in groups else _NOWHERE


def _geography_text(record: FactorRecord, request: FactorRequest) -> Text:
    what = LEVELS[level(record, request)]
    place = record.region or record.country
    return Text(f"地域：{what.zh}（{place}）", f"geography: {what.en} ({place})")


def _technology_rank(record: FactorRecord, request: FactorRequest) -> int:
    if _same_technology(record, request.technology):
        return 0
    return 1 if record.technology in AVERAGE else 2


def year_rank(record: FactorRecord, request: FactorRequest) -> tuple[int, int]:
    """Return (0, years before the period's end) or, for a later year, (1, years after it)."""
    end = int(request.period_to[:4]) if request.period_to[:4].isdigit() else 0
    if not end:
        return 0, -record.year
    return (0, end - record.year) if record.year <= end else (1, record.year - end)


def _pinned(factors: FactorSet, request: FactorRequest) -> Selection:
    record = factors.by_id.get(request.pinned)
    usable = tuple(
        r.id
        for r in factors.for_flow(request.flow)
        if r.kind in request.kinds and not r.superseded_by and not expired(r, request) and published(r, request)
    )
    step = Step(
        Text(f"使用者指定：{request.pinned}", f"chosen by the user: {request.pinned}"),
        (request.pinned,) if record else (),
        () if record else (request.pinned,),
    )
    if record is None:
        close = difflib.get_close_matches(request.pinned, factors.by_id, _CANDIDATES)
        candidates = tuple(dict.fromkeys((*usable, *close)))[:_CANDIDATES]
        found = problem("FAC-001", value=request.pinned, candidates=candidates or ("-",))
        return Selection(None, (step,), (), (found,))
    faults = tuple(_pin_faults(record, request, usable[:_CANDIDATES] or ("-",)))
    if faults:
        return Selection(None, (step,), (), faults)
    reasons = proxies.reasons(record, request, level(record, request))
    return Selection(record, (step,), reasons, _proxy_warning(record, request, reasons))


def _pin_faults(record: FactorRecord, request: FactorRequest, usable: tuple[str, ...]) -> Iterable[Problem]:
    def fault(code: str, **fields: str) -> Problem:
        return problem(code, None, record.id, usable, "error", **fields)

    if record.flow != request.flow:
        yield fault("FAC-005", other=record.flow, flow=request.flow)
    elif record.kind not in request.kinds:
        yield fault("FAC-004", kind=record.kind, allowed=", ".join(request.kinds))
    if record.superseded_by:
        yield fault("FAC-003", successor=record.superseded_by)
    if expired(record, request):
        yield fault("FAC-002", valid_to=record.valid_to, period_to=request.period_to)
    if not published(record, request):
        yield fault("FAC-008", valid_from=record.valid_from, known_date=request.known_date)


def _gap(run: _Run, request: FactorRequest) -> Selection:
    last = next((s for s in run.steps if not s.kept), run.steps[-1])
    if not run.steps[0].kept:
        why = Text("因子库中没有该物流的记录", "the factor set has no record of this flow")
    else:
        why = Text(f"止于“{last.text.zh}”", f"none is left after '{last.text.en}'")
    found = problem(
        "FAC-006",
        value=request.flow,
        severity="warning",
        flow=request.flow,
        allowed=", ".join(request.kinds),
        why_zh=why.zh,
        why_en=why.en,
    )
    return Selection(None, tuple(run.steps), (), (found,))


def _proxy_warning(record: FactorRecord, request: FactorRequest, reasons: tuple[Text, ...]) -> tuple[Problem, ...]:
    if not reasons:
        return ()
    zh, en = "；".join(r.zh for r in reasons), "; ".join(r.en for r in reasons)
    return (problem("FAC-007", None, record.id, (), "warning", flow=request.flow, why_zh=zh, why_en=en),)
