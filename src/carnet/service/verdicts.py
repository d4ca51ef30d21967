"""The use case of recognition: a study, a market, a purpose, a day; in scope or not, ready or not, accepted by whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carnet.errors import InputError, Text, UsageError, problem
from carnet.recognition.dimensions import Facts
from carnet.recognition.ledger import Applied, arrangements
from carnet.recognition.model import Requirement
from carnet.recognition.places import wider
from carnet.recognition.precedents import closest
from carnet.recognition.products import OF_ANY, conditions_of
from carnet.recognition.readiness import CHECKS, Item, Shown, readiness
from carnet.recognition.reuse import Plan, reuse_plan
from carnet.recognition.scope import Answer, Case, scope_answer, scope_match
from carnet.recognition.standing import SIGNALS, World
from carnet.recognition.variants import clashes, codes_for, idle, idle_text
from carnet.recognition.verdict import Ground, Verdict, evidence_of, no_rule, together, verdict_of, worded_for
from carnet.recognition.vocabulary import PURPOSES
from carnet.regime import resolve
from carnet.regime.compare import compare
from carnet.service import datasets
from carnet.service.bridges import bridge_of
from carnet.service.calculate import attempt
from carnet.service.cbam import bought_of
from carnet.service.place_table import look_at_plant
from carnet.service.recognition_data import Recognition, code_tables, on_file
from carnet.service.result_told import result_of
from carnet.service.scope import fits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.inventory.model import Study
    from carnet.recognition.load_markets import Entry
    from carnet.recognition.model import PolicyItem, Precedent
    from carnet.recognition.products import Category, Variant
    from carnet.regime.compare import Comparison
    from carnet.service.calculate import Calculated
    from carnet.service.studies import OpenStudy

HOME_REGIME = {"CN": "gbt24067"}
OTHER_HOME = "iso14067"
ASSUMED_PLACE = "CN"


@dataclass(frozen=True, slots=True)
class Signal:
    """A policy item that speaks of the product: what it would mean, and why it gives nothing today."""

    item: PolicyItem
    status: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Scoped:
    """A scope for one purpose of a market. `idle`: variants stated that make no difference to it, in words."""

    entry: Entry | None
    purpose: str
    answer: Answer
    idle: Text | None = None


@dataclass(frozen=True, slots=True)
class ScopeRun:
    """Every purpose of a market for a product, and the signals about it. `known_to`: captures count until then.

    `assumed_place`: nobody said where it is made. `variants`: what may be stated of the product.
    """

    market: str
    day: str
    case: Case
    category: Category | None
    found: tuple[Scoped, ...]
    signals: tuple[Signal, ...]
    known: bool
    assumed_place: bool
    known_to: str = ""
    variants: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True)
class VerdictRun:
    """A verdict with what stands around it. `entries`: one per rule that holds in the market; `verdict` counts."""

    opened: OpenStudy
    data: Recognition
    case: Case
    verdict: Verdict
    entries: tuple[Verdict, ...]
    home: str
    target: str
    bridge: dict[str, object] | None
    no_bridge: Text | None
    precedent: Precedent | None
    signals: tuple[Signal, ...]
    applied: tuple[Applied, ...]
    entry: Entry | None = None
    known_to: str = ""


@dataclass(frozen=True, slots=True)
class ReadyRun:
    """A market's checklist for one purpose with its states."""

    run: VerdictRun
    items: tuple[Item, ...]


# ── cases ────────────────────────────────────────────────────────────────────────────────────────


def look_at_market(data: Recognition, market: str) -> str:
    """Return a market code in capitals.

    Raises:
        UsageError: it is no code of two letters (REC-067).
    """
    code = market.strip().upper()
    if not (len(code) == 2 and code.isascii() and code.isalpha()):  # noqa: PLR2004 - ISO 3166-1 alpha-2
        raise UsageError((problem("REC-067", None, market, tuple(data.markets.by_id)),))
    return code


def look_at_purpose(purpose: str) -> str:
    """Return a purpose as it is.

    Raises:
        UsageError: there is none of that name (REC-068).
    """
    if purpose and purpose not in PURPOSES:
        raise UsageError((problem("REC-068", None, purpose, PURPOSES),))
    return purpose


def look_at_day(day: str) -> str:
    """Return a day as it is.

    Raises:
        UsageError: it is no date (REC-069).
    """
    from datetime import date  # noqa: PLC0415 - a parser, no clock

    try:
        if date.fromisoformat(day).isoformat() == day:
            return day
    except ValueError:
        pass
    raise UsageError((problem("REC-069", None, day),))


def case_of_product(
    data: Recognition, category: Category | None, codes: Sequence[str], settings: Sequence[str], plant: str, market: str
) -> tuple[Case, bool]:
    """A case from a category or codes alone, and whether the place of production was assumed."""
    given = _settings(data, category, settings)
    stated = (given.pop("cn"),) if "cn" in given else tuple(codes)
    variants = {**(conditions_of(category.implies) if category else {}), **given}
    codes = codes_for(data.products, category, variants) if category is not None and not stated else stated
    plant = look_at_plant(plant)
    places = wider(plant) or (ASSUMED_PLACE,)
    products = _products(data, category) if category else tuple(codes)
    case = Case(
        product=category.id if category else "",
        products=products,
        codes=codes,
        variants=variants,
        places=places,
        market=market,
        markets=data.markets.around(market),
        plant=plant,
        given=tuple(given),
        code_stated=bool(stated),
        notes=clashes(data.products, category, given, stated) if category else (),
    )
    return case, not plant


def case_of_study(
    data: Recognition, study: Study, market: str, purpose: str, settings: Sequence[str], plant: str
) -> Case:
    """A case from a study."""
    plant = look_at_plant(plant)
    category = data.products.of_flow(study.product.flow)
    given = _settings(data, category, settings)
    codes = tuple(dict.fromkeys((*study.product.cn_codes, *(good.cn for good in study.cbam_goods if good.cn))))
    if "cn" in given:
        codes = (given.pop("cn"),)
    own = tuple(dict.fromkeys(text for text in (study.country, study.region, study.site) if text))
    products = (*(_products(data, category) if category else ()), study.product.flow, study.id)
    return Case(
        product=category.id if category else study.product.flow,
        products=tuple(dict.fromkeys(products)),
        codes=codes,
        variants={**(conditions_of(category.implies) if category else {}), **given},
        places=wider(plant) or own,
        market=market,
        markets=data.markets.around(market),
        purpose=purpose,
        plant=plant or study.site,
        given=tuple(given),
        code_stated=bool(codes),
        notes=clashes(data.products, category, given, codes) if category else (),
    )


def _products(data: Recognition, category: Category) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*data.products.around(category.id), *category.aliases)))


def _settings(data: Recognition, category: Category | None, settings: Sequence[str]) -> dict[str, str]:
    """The key=value settings, checked against the variants of the category and of the wider ones it lies within.

    Raises:
        UsageError: not key=value (REC-070), or no such variant or word (REC-071).
    """
    wrong = [problem("REC-070", None, text) for text in settings if "=" not in text or text.startswith("=")]
    given = conditions_of([text for text in settings if "=" in text])
    known = {each.key: each.values for each in (data.products.variants_of(category.id) if category else OF_ANY)}
    for key, value in given.items():
        if key == "cn":
            digits = "".join(value.split()).replace(".", "")
            given[key] = digits
            continue
        if category and value not in known.get(key, ()):
            choices = tuple(
                f"{k}={word}" for k, words in known.items() for word in words if key not in known or k == key
            )
            wrong.append(problem("REC-071", None, f"{key}={value}", choices, product=category.id))
    if wrong:
        raise UsageError(tuple(wrong))
    return given


# ── scope ────────────────────────────────────────────────────────────────────────────────────────


def run_scope(  # noqa: PLR0913 - every option of the command
    product: str,
    market: str,
    *,
    purpose: str = "",
    day: str,
    known: str = "",
    settings: Sequence[str] = (),
    plant: str = "",
    opened: OpenStudy | None = None,
    data: Recognition | None = None,
) -> ScopeRun:
    """Tell for a product, code or study whether it is in the scope of what a market asks.

    `known`: the day until which captures count; default: see `Recognition.known`.

    Raises:
        UsageError: the product, market, purpose, day or a setting is not understood.
    """
    data = data or on_file()
    market, purpose, day = look_at_market(data, market), look_at_purpose(purpose), look_at_day(day)
    world = data.world(day, look_at_day(known) if known else "")
    category: Category | None
    if opened is not None:
        case = case_of_study(data, opened.study, market, purpose, settings, plant)
        category, assumed = data.products.of_flow(opened.study.product.flow), False
    else:
        category, codes = find_product(data, product)
        case, assumed = case_of_product(data, category, codes, settings, plant, market)
    wanted = (purpose,) if purpose else data.markets.purposes(market)
    tables = code_tables()
    found: list[Scoped] = []
    for each in wanted:
        entries = data.markets.entries(market, each)
        asked = replace(case, purpose=each)
        for entry in entries:
            answer = scope_answer(entry.purpose, asked, day, tables, world)
            found.append(Scoped(entry, each, answer, idle_of(data, entry, asked)))
        if not entries:
            found.append(Scoped(None, each, Answer("unknown", (NO_PURPOSE,))))
    signals = signals_of(data, case, day, world)
    on = data.markets.known(market)
    variants = data.products.variants_of(category.id) if category else OF_ANY
    return ScopeRun(market, day, case, category, tuple(found), signals, on, assumed, world.known, variants)


def idle_of(data: Recognition, entry: Entry, case: Case) -> Text | None:
    """Say which variants stated make no difference to a purpose; None: each is looked at."""
    keys = idle(data.products, entry.purpose, case)
    return idle_text(keys, data.products, case.product) if keys else None


NO_PURPOSE = Text("档案中没有这一用途的规定。", "no rule for this purpose is on file.")


def find_product(data: Recognition, text: str) -> tuple[Category | None, tuple[str, ...]]:
    """A product by id, alias or customs code.

    Raises:
        UsageError: nothing is meant by that (REC-066); what may have been meant is offered.
    """
    digits = "".join(text.split()).replace(".", "")
    if digits.isascii() and digits.isdigit() and 4 <= len(digits) <= 10:  # noqa: PLR2004 - digits of a code
        held = [c for c in data.products.by_id.values() if any(digits.startswith(code) for code in c.codes)]
        return (held[0] if len(held) == 1 else None), (digits,)
    category = data.products.find(text)
    if category is None:
        raise UsageError((problem("REC-066", None, text, data.products.candidates(text)),))
    return category, ()


def signals_of(data: Recognition, case: Case, day: str, world: World | None = None) -> tuple[Signal, ...]:
    """The policy items that speak of the product of a case without being law that applies.

    What is law stands in the market files; these are the kinds that announce or report (`standing.SIGNALS`). What was
    announced or reported after the day is not told of that day.
    """
    found: list[Signal] = []
    world = world or data.world(day)
    for item in data.policy:
        named = [product for product in item.scope.products if product.id in case.products]
        elsewhere = bool(item.scope.markets) and not set(item.scope.markets) & set(case.markets)
        later = not any(event.on <= day for event in item.events)
        if not named or elsewhere or later or item.kind not in SIGNALS:
            continue
        answer = scope_match(item.scope, replace(case, purpose=""), day)
        found.append(Signal(item, world.status(item, day).status, answer))
    return tuple(found)


# ── verdict ──────────────────────────────────────────────────────────────────────────────────────


def run_verdict(  # noqa: PLR0913 - every option of the command
    opened: OpenStudy,
    market: str,
    *,
    purpose: str = "",
    day: str = "",
    home: str = "",
    settings: Sequence[str] = (),
    plant: str = "",
    with_bridge: bool = True,
    data: Recognition | None = None,
    known: str = "",
) -> VerdictRun:
    """Judge a study for a market and purpose on a day, by default the study's legal date.

    `known`: the day until which captures of policy items count; default: see `Recognition.known`. Regimes keep the
    study's own known date unless a day is given.

    Raises:
        UsageError: market, purpose, day, regime or a setting is not understood.
    """
    data = data or on_file()
    market, purpose = look_at_market(data, market), look_at_purpose(purpose)
    day = look_at_day(day or opened.study.legal_date)
    home = home or HOME_REGIME.get(opened.study.country, OTHER_HOME)
    if home.partition("@")[0] not in datasets.regimes().ids():
        raise UsageError((problem("REC-072", None, home, datasets.regimes().ids()),))
    world = data.world(day, look_at_day(known) if known else "")
    purpose = purpose or main_purpose(data, opened, market, day, settings, plant, world)
    case = case_of_study(data, opened.study, market, purpose, settings, plant)
    case = replace(case, regimes=(home,), result=result_of(opened, home))
    statuses = data.statuses(day, world.known)
    judged: list[tuple[Entry, Verdict, tuple[Calculated, ...]]] = []
    for entry in data.markets.entries(market, purpose):
        facts, done = facts_of(opened, entry, case, day, home, known)
        mine = replace(case, result=result_of(opened, home, done))
        ground = ground_of(data, opened, entry, mine, day, facts, statuses)
        ground = replace(ground, world=world)
        judged.append((entry, verdict_of(entry, ground), done))
    signals = signals_of(data, case, day, world)
    if not judged:
        applied = arrangements(data.ledger, case, day, statuses)
        verdict = no_rule(market, purpose or "customer", day, case, data.ledger)
        run = VerdictRun(opened, data, case, verdict, (verdict,), home, "", None, None, None, signals, applied)
        return replace(run, known_to=world.known)
    verdict = together([one for _, one, _ in judged])
    entry, _, done = next(each for each in judged if each[1] is verdict)
    target = done[1].regime if len(done) > 1 else ""
    bridge, why = _bridge(opened, done, home) if with_bridge else (None, None)
    tags = (
        *entry.purpose.tags,
        *(data.products.by_id[case.product].families if case.product in data.products.by_id else ()),
    )
    precedent = closest(data.precedents, (*tags, purpose, target, home), case.markets)
    every = tuple(one for _, one, _ in judged)
    no_matter = idle_of(data, entry, case)
    case = replace(case, notes=(*case.notes, *((no_matter,) if no_matter is not None else ())))
    case, applied = replace(case, result=result_of(opened, home, done)), verdict.arrangements
    return VerdictRun(
        opened, data, case, verdict, every, home, target, bridge, why, precedent, signals, applied, entry, world.known
    )


def main_purpose(
    data: Recognition,
    opened: OpenStudy,
    market: str,
    day: str,
    settings: Sequence[str],
    plant: str,
    world: World | None = None,
) -> str:
    """The purpose to answer for when none is named: the first that the product is in scope of, law before the rest."""
    purposes = data.markets.purposes(market)
    tables = code_tables()
    rank = {"in": 0, "disputed": 1, "not_yet": 2, "unknown": 3, "out": 4}
    best: tuple[int, int, int, str] | None = None
    for number, purpose in enumerate(purposes):
        case = case_of_study(data, opened.study, market, purpose, settings, plant)
        for entry in data.markets.entries(market, purpose):
            answer = scope_answer(entry.purpose, case, day, tables, world or data.world(day)).answer
            law = entry.purpose.kind == "legal" and purpose != "label"  # a label law bites only who shows a label
            mine = (rank[answer], not law, number, purpose)
            best = mine if best is None or mine < best else best
    return best[3] if best else ""


def facts_of(
    opened: OpenStudy, entry: Entry, case: Case, day: str, home: str, known: str = ""
) -> tuple[Facts, tuple[Calculated, ...]]:
    """What the study gives under the market's regime, beside its own; no regime gives facts of the study alone."""
    library = datasets.regimes()
    study = opened.study
    target = _target(opened, entry, case)
    plain = Facts(home=home, study_status=study.status)
    if not target:
        return plain, ()
    known = known or max(study.known_date, day)
    try:
        other = resolve(library, target, day, known)
    except InputError as error:
        return replace(plain, problems=tuple(p.cause for p in error.problems)), ()
    try:
        one = resolve(library, home, day, known)
    except InputError:
        one = other
    comparisons: dict[str, dict[str, Comparison]] = {}
    for topic in compare(one, other):
        for item in topic.items:
            comparisons.setdefault(item.parameter.partition(".")[0], {})[item.parameter] = item
    tried = attempt(opened, [home, target], legal_date=day, known_date=known)
    done = {each.regime: each for each in tried.done}
    mine = done.get(other.id)
    lacking = mine.assessment.missing if mine else ()
    settled = [each for each in study.acceptances if each.regime.partition("@")[0] in {other.id, "*"}]
    facts = Facts(
        home=home,
        target=other.id,
        target_version=other.version,
        comparisons={name: tuple(items.values()) for name, items in comparisons.items()},
        figure=mine is not None and mine.has_figure,
        missing=tuple(value.parameter for value in lacking if not value.given_in_study),
        lacks=tuple(value.find_in for value in lacking if value.given_in_study),
        accepted=tuple(each.parameter for each in settled),
        confirmed=tuple(each.parameter for each in settled if each.source),
        gaps=_count(mine, "gaps"),
        primary_missing=_count(mine, "primary_missing"),
        study_status=study.status,
        no_gas_split=_no_gas_split(study),
        problems=tuple(dict.fromkeys(p.cause for f in tried.failed if f.regime == target for p in f.problems)),
    )
    pair = (done.get(one.id), mine)
    return facts, tuple(each for each in pair if each is not None) if all(pair) else ((mine,) if mine else ())


def _no_gas_split(study: Study) -> bool:
    """Whether the study holds nothing but declared totals of CO2e: no emission row, each purchase a supplier's."""
    declared = {value.exchange for value in study.supplier_values}
    bought = [row for row in study.exchanges if row.role == "purchased"]
    emits = any(row.role == "emission" for row in study.exchanges)
    return bool(declared) and not emits and all(row.id in declared for row in bought)


def _count(done: Calculated | None, key: str) -> int:
    rows = done.result[key] if done else []
    return len(rows) if isinstance(rows, list | tuple) else 0


def _target(opened: OpenStudy, entry: Entry, case: Case) -> str:
    """The first regime of the market's entry that is for such a product; a scope line may name others."""
    library = datasets.regimes()
    answer = scope_answer(entry.purpose, case, opened.study.legal_date, code_tables())
    line = next((rule for rule in entry.purpose.rules if rule.id == answer.rule), None)
    wanted = line.regimes if line and line.regimes else entry.purpose.regimes
    for name in wanted:
        if any(fits(version, opened) for version in library.versions(name.partition("@")[0])):
            return name
    return ""


def ground_of(
    data: Recognition,
    opened: OpenStudy,
    entry: Entry,
    case: Case,
    day: str,
    facts: Facts,
    statuses: Mapping[str, str],
) -> Ground:
    """Gather what a verdict rests on."""
    codes = tuple(dict.fromkeys(code for rule in entry.purpose.rules for code in rule.codes))
    asks = any(each.check.partition(":")[0] == "precursors" for each in entry.purpose.checklist)
    bought = bought_of(opened, day) if asks else None
    shown = Shown(
        opened.study, case, day, data.ledger, facts.figure if facts.target else None, facts.gaps, codes, bought
    )
    shown = replace(shown, decides=entry.purpose.decides, legal=entry.purpose.kind == "legal")
    items = readiness(entry.purpose.checklist, shown)

    def checked(name: str) -> str | None:
        check, _, argument = name.partition(":")
        return CHECKS[check](shown, argument)[0] if check in CHECKS else None

    late = [
        one.missing[0]
        for one in entry.purpose.demands
        if one.dimension == "K2" and one.missing and checked(one.check) != "present"
    ]
    period = late[0] if late else None
    category = data.products.by_id.get(case.product)
    families = category.families if category else ()
    usual = {
        key: tuple(_told_apart(r, opened.study, period) for r in worded_for(each, families))
        for key, each in evidence_of(data.dimensions).items()
    }
    return Ground(case, day, facts, data.ledger, checked, items, statuses, usual, code_tables())


def _told_apart(wanted: Requirement, study: Study, asked: Text | None) -> Requirement:
    """A usual proof with the study's own processes, for the period that is asked, else its own."""
    roles = {
        "electricity.proof": ("electricity",),
        "coproduct.sales": ("co_product",),
        "data.suppliers": ("purchased",),
        "gas.split": ("emission",),
    }.get(wanted.id)
    names = {process.id: process.name for process in study.processes}
    there = [e.process for e in study.exchanges if e.process in names and (roles is None or e.role in roles)]
    named = [names[each] for each in dict.fromkeys(there)]
    few = 4
    zh = "、".join(name.zh for name in named[:few]) + (f"等{len(named)}个工序" if len(named) > few else "")
    en = ", ".join(name.en for name in named[:few]) + (f" and {len(named) - few} more" if len(named) > few else "")
    own = f"{study.period_from} – {study.period_to}"
    return replace(wanted, process=Text(zh, en), period=asked or Text(own, own))


def _bridge(opened: OpenStudy, done: Sequence[Calculated], home: str) -> tuple[dict[str, object] | None, Text | None]:
    """The bridge from the study's regime to the market's, or why there is none."""
    if not done:
        return None, Text("该市场没有可算的规则", "the market has no rule to calculate with")
    both = 2
    if len(done) < both or done[0].regime == done[1].regime:
        same = len(done) == both
        why = (
            Text("两边是同一个规则", "both sides are the same rule")
            if same
            else Text(f"{home} 下没有结果", f"no result under {home}")
        )
        return None, why
    try:
        return bridge_of(opened, done[0], done[1]), None
    except (InputError, UsageError) as error:
        first = error.problems[0].cause
        return None, first


# ── reuse ────────────────────────────────────────────────────────────────────────────────────────


def plan_of(run: VerdictRun) -> Plan:
    """What of a verification under the run's home regime serves the market."""
    names = {rule.id: rule.name for rule in run.data.dimensions}
    return reuse_plan(
        run.verdict.dimensions, names, run.verdict.items, run.applied, run.data.ledger, run.case, run.verdict.date,
        run.verdict.decides, legal=run.verdict.kind == "legal",
    )  # fmt: skip
