"""Whether a product is in a scope on a day, and why: three answers to every condition, never a guess.

A condition is met, not met, or cannot be told because the case does not state what it asks. What cannot be told makes
the answer unknown, with what to state, unless it would make no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from carnet.errors import Text
from carnet.recognition.model import (
    NO_RESULT,
    Citation,
    DateRule,
    MarketPurpose,
    Product,
    Result,
    Scope,
    ScopeRule,
    Territory,
)
from carnet.recognition.places import ANYWHERE
from carnet.recognition.products import conditions_of
from carnet.recognition.standing import Rest, World, carrier, fell_text, has_date, rest_of, rests_on, waits

NONE = Citation("")


@dataclass(frozen=True, slots=True)
class Case:
    """What a scope is asked about: a product of a plant, for a market and a purpose, on a day.

    `products`: the category and every wider one. `codes`: customs codes, digits only. `variants`: key → word. `places`:
    where it is made, such as ``CN-50``, ``CN``, a park id; empty: not stated. `markets`: the market and those around
    it. `regimes`: the rules under which results are at hand. `result`: what tells this result from another.
    """

    product: str
    products: tuple[str, ...]
    codes: tuple[str, ...] = ()
    variants: Mapping[str, str] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    market: str = ""
    markets: tuple[str, ...] = ()
    purpose: str = ""
    plant: str = ""
    regimes: tuple[str, ...] = ()
    result: Result = NO_RESULT
    given: tuple[str, ...] = ()
    """Keys of the variants that a person stated, not those the category settles by itself."""
    code_stated: bool = False
    """The codes are those of a person or a study, not those the category usually has."""
    notes: tuple[Text, ...] = ()
    """What in the case does not go together (`carnet.recognition.variants.clashes`)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its reason. `needs`: what the case must state to be told more. `rule`: the line that decided.

    `item`: the policy item that carries that line; `rests`: every item the answer rests on, with its status.
    """

    answer: str
    why: tuple[Text, ...]
    citation: Citation = NONE
    rule: str = ""
    needs: tuple[str, ...] = ()
    applies_from: str = ""
    item: str = ""
    rests: tuple[Rest, ...] = ()


# (codes, day) → (answer, why, citation): a published list of codes.
CodeTable = Callable[[Sequence[str], str], tuple[str, Text, Citation]]
Fits = bool | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question to one purpose of a market."""

    purpose: MarketPurpose
    case: Case
    day: str
    tables: Mapping[str, CodeTable]
    world: World | None


def scope_answer(
    purpose: MarketPurpose, case: Case, day: str, tables: Mapping[str, CodeTable], world: World | None = None
) -> Answer:
    """Return whether `case` is in the scope of a market's rule for one purpose.

    The first line that fits decides; a line before it that might fit and answers otherwise makes the answer unknown.
    What would be in before the rule as a whole begins is "not_yet", as a line's own later start makes it. A line says
    no more than the policy item that carries it allows (`carnet.recognition.standing`).

    Args:
        purpose: what the market asks for one purpose.
        case: the product of a plant.
        day: the day asked about.
        tables: published lists of codes by name.
        world: the policy items on file; without them every trigger is open and no item is looked at.
    """
    asked = _Asked(purpose, case, day, tables, world)
    found = _begun(asked, _by_lines(asked))
    rule = next((each for each in purpose.rules if each.id == found.rule), None)
    return replace(found, rests=rests_on(world, purpose, rule, day))


def _begun(asked: _Asked, found: Answer) -> Answer:
    """What is in before the rule as a whole begins is not yet in."""
    begins = asked.purpose.from_day
    if found.answer != "in" or not (begins.day or begins.triggers):
        return found
    return _dated(asked, found, begins)


def _dated(asked: _Asked, found: Answer, when: DateRule) -> Answer:
    """Hold an "in" against a date rule."""
    world = asked.world or World()
    read = world.due(when, asked.day)
    if read.open:
        words = waits(world, read, asked.day)
        rule = when.rule if when.rule.en else words
        why = [Text(f"起算条件未见成就：{rule.zh}", f"not triggered yet: {rule.en}")]
        if when.rule.en and any(each in world.items for each in when.triggers):
            why.append(Text(f"{words.zh}。", f"{words.en}."))
        return replace(found, answer="not_yet", why=(*found.why, *why), applies_from="")
    since = [found.applies_from, read.day]
    found = replace(found, applies_from=max(since))
    met = waits(world, read, asked.day)
    said = (Text(f"条件已成就：{met.zh}。", f"triggered: {met.en}."),) if read.met else ()
    if read.day and read.day > asked.day:
        day, now = read.day, asked.day
        late = Text(f"{day} 起适用，{now} 还没有。", f"applies from {day}; not yet on {now}.")
        rule_words = (when.rule,) if when.rule.en and not read.met and when is asked.purpose.from_day else ()
        return replace(found, answer="not_yet", why=(*found.why, *said, late, *rule_words))
    return replace(found, why=(*found.why, *said))


def _by_lines(asked: _Asked) -> Answer:
    """Answer by the lines of the scope alone."""
    open_lines: list[tuple[ScopeRule, tuple[str, ...]]] = []
    for rule in asked.purpose.rules:
        fits, needs = _fits(rule, asked.case)
        if fits is None:
            open_lines.append((rule, needs))
            continue
        if not fits:
            continue
        found = _decide(asked, rule)
        other = [(line, keys) for line, keys in open_lines if _decide(asked, line).answer != found.answer]
        return _open(asked, other) if other else found
    if open_lines:
        return _open(asked, open_lines)
    why = Text("档案中没有关于该产品的规定。", "no rule about this product is on file.")
    return Answer("unknown", (why,), asked.purpose.citation)


def _open(asked: _Asked, lines: Sequence[tuple[ScopeRule, tuple[str, ...]]]) -> Answer:
    needs = tuple(dict.fromkeys(key for _, keys in lines for key in keys))
    reasons = [
        Text(
            "要看" + "、".join(needs) + "，本次没有给出（用 --set 键=值 或 --plant 给出）。",
            "it turns on " + ", ".join(needs) + ", not stated here (state it with --set key=value or --plant).",
        )
    ]
    for rule, _ in lines:
        found = _decide(asked, rule)
        said = ANSWER_TEXT[found.answer]
        when = " ".join((*rule.when, *rule.production))
        reasons.append(Text(f"若 {when}：{said.zh}。{rule.why.zh}", f"if {when}: {said.en}. {rule.why.en}"))
    first = lines[0][0]
    return Answer("unknown", tuple(reasons), first.citation, first.id, needs, "", first.item)


def _decide(asked: _Asked, rule: ScopeRule) -> Answer:
    """Answer by a line that fits: its own word, then its date, then the item that carries it."""
    why, citation, answer = [rule.why], rule.citation, rule.answer
    if rule.table:
        answer, said, citation = asked.tables[rule.table](asked.case.codes, asked.day)
        why = [said] if answer != "in" else [said, *([rule.why] if rule.why.en else [])]
    item = carrier(asked.purpose, rule)
    found = Answer(answer, tuple(why), citation, rule.id, (), rule.applies.day, item)
    if answer == "in":
        found = _dated(asked, found, rule.applies)
    return _carried(asked, rule, found)


def _carried(asked: _Asked, rule: ScopeRule, found: Answer) -> Answer:
    """Hold an answer against the status of the item that carries the line."""
    world = asked.world
    if world is None or not found.item or found.answer not in {"in", "out", "not_yet"}:
        return found
    own = has_date(asked.purpose, rule)
    legal = asked.purpose.kind == "legal"
    rest = rest_of(world, found.item, asked.day, legal=legal, own_date=own)
    if rest is None:
        return found
    if rest.carries == "fallen":
        return replace(found, answer="unknown", why=(*found.why, fell_text(rest, world)), applies_from="")
    if found.answer != "in" or rest.carries == "stands":
        return found
    answer = "in" if rest.carries == "told" else rest.carries
    return replace(found, answer=answer, why=(*found.why, Text(f"{rest.why.zh}。", f"{rest.why.en}.")))


def _fits(rule: ScopeRule, case: Case) -> tuple[Fits, tuple[str, ...]]:
    """Tell whether a line fits the case, and what the case would have to state."""
    if rule.products or rule.codes:
        named = bool(set(rule.products) & set(case.products))
        coded = code_fits(rule.codes, case.codes) if rule.codes else False
        if not named and coded is False:
            return False, ()
        if not named and coded is None:
            return None, ("cn",)
    wanted = conditions_of(rule.when)
    if any(key in case.variants and case.variants[key] not in value.split("|") for key, value in wanted.items()):
        return False, ()
    missing = [key for key in wanted if key not in case.variants]
    if rule.production:
        inside = place_fits(rule.production, case.places)
        if inside is False:
            return False, ()
        if inside is None:
            missing.append("plant")
    return (None if missing else True), tuple(missing)


def code_fits(prefixes: Sequence[str], codes: Sequence[str]) -> Fits:
    """Tell whether codes begin with one of the prefixes; None: a code is too short to tell, or there is none."""
    if not codes:
        return None
    fits: list[Fits] = []
    for code in codes:
        if any(code.startswith(prefix) for prefix in prefixes):
            fits.append(True)
        elif any(prefix.startswith(code) for prefix in prefixes):
            fits.append(None)
        else:
            fits.append(False)
    if all(fit is False for fit in fits):
        return False
    return True if all(fit is True for fit in fits) else None


def place_fits(wanted: Sequence[str], places: Sequence[str]) -> Fits:
    """Tell whether one of the places is, or lies in, one of the wanted ones.

    None: no place is stated, one is wider than a wanted one, or both name something inside one region: whether two
    names mean one park, or one park lies in the other, no list on file says.
    """
    if ANYWHERE in wanted:
        return True
    if not places:
        return None
    low, asked = [place.casefold() for place in places], [place.casefold() for place in wanted]
    if any(_inside(place, outer) for place in low for outer in asked):
        return True
    # A place that is wider than a wanted one, with nothing narrower stated beside it, leaves it open.
    narrowest = [place for place in low if not any(_inside(other, place) and other != place for other in low)]
    open_ = any(_inside(outer, place) or _beside(outer, place) for place in narrowest for outer in asked)
    return None if open_ else False


def _beside(one: str, other: str) -> bool:
    return "/" in one and "/" in other and one.partition("/")[0] == other.partition("/")[0]


def _inside(place: str, outer: str) -> bool:
    return place == outer or place.startswith((f"{outer}-", f"{outer}/"))


# ── the scope of an arrangement, a memorandum or a report ────────────────────────────────────────


def scope_match(scope: Scope, case: Case, day: str, *, stated: bool = False) -> Answer:
    """Return whether a case falls within the scope of a policy item or an arrangement, with every reason.

    Args:
        scope: what the document states.
        case: the product, plant, market and purpose asked about.
        day: the day asked about.
        stated: an arrangement must state products, production, markets and purposes; what it does not state does not
            reach anything. Of a mere signal the parts it is silent on are passed over.

    Returns:
        ``out`` when one part excludes the case, else ``disputed`` for a disputed scope, ``not_yet`` before the window,
        ``unknown`` when some part cannot be told, else ``in``.
    """
    parts = [
        _product_part(scope.products, case, stated=stated),
        _place_part(scope.production, case, stated=stated),
        _word_part(scope.markets, case.markets, "market", MARKET_WORD, stated=stated),
        _word_part(scope.purposes, (case.purpose,) if case.purpose else (), "purpose", PURPOSE_WORD, stated=stated),
    ]
    if scope.window_to and day > scope.window_to:
        parts.append(Answer("out", (Text(f"只到 {scope.window_to}。", f"only until {scope.window_to}."),)))
    elif scope.window_from and day < scope.window_from:
        text = Text(f"{scope.window_from} 才开始，{day} 还没有。", f"begins {scope.window_from}; not yet on {day}.")
        parts.append(Answer("not_yet", (text,)))
    return _worst(parts, disputed=scope.disputed)


def _worst(parts: Sequence[Answer], *, disputed: bool) -> Answer:
    needs = tuple(dict.fromkeys(key for part in parts for key in part.needs))
    for answer in ("out", "not_yet", "unknown"):
        why = tuple(text for part in parts if part.answer == answer for text in part.why)
        if answer != "out" and disputed:
            text = Text(
                "范围有争议：各来源说法不同，不能据此对号入座。",
                "the scope is disputed: sources differ; nothing is matched to it.",
            )
            return Answer("disputed", (text,), NONE, "", needs)
        if any(part.answer == answer for part in parts):
            return Answer(answer, why, NONE, "", needs)
    return Answer("in", tuple(text for part in parts for text in part.why))


def product_fits(product: Product, case: Case) -> tuple[Fits, tuple[str, ...]]:
    """Tell whether a product of a scope is that of the case, and what would have to be stated."""
    excluded = conditions_of(product.unless)
    if any(case.variants.get(key) in value.split("|") for key, value in excluded.items()):
        return False, ()
    fits: Fits = True
    if product.id not in case.products:
        fits = code_fits(product.codes, case.codes) if product.codes else False
    if fits is False:
        return False, ()
    wanted = conditions_of(product.variants)
    if any(key in case.variants and case.variants[key] not in value.split("|") for key, value in wanted.items()):
        return False, ()
    missing = tuple(key for key in (*wanted, *excluded) if key not in case.variants)
    if fits is None:
        return None, ("cn", *missing)
    return (None if missing else True), missing


def _product_part(products: Sequence[Product], case: Case, *, stated: bool) -> Answer:
    if not products:
        return _silent(Text("没有写明产品。", "it does not state its products."), stated=stated)
    told = [(product, *product_fits(product, case)) for product in products]
    for product, fits, _ in told:
        if fits:
            return Answer("in", (Text(f"产品：{product.wording.zh}。", f"product: {product.wording.en}."),))
    if all(fits is False for _, fits, _ in told):
        names_zh = "、".join(product.wording.zh for product in products)
        names_en = ", ".join(product.wording.en for product in products)
        return Answer("out", (Text(f"只写了：{names_zh}。", f"it names only: {names_en}."),))
    needs = tuple(dict.fromkeys(key for _, fits, keys in told if fits is None for key in keys))
    why = Text(
        "产品要看" + "、".join(needs) + "，没有给出。", "the product turns on " + ", ".join(needs) + ", not stated."
    )
    return Answer("unknown", (why,), NONE, "", needs)


def _place_part(territories: Sequence[Territory], case: Case, *, stated: bool) -> Answer:
    if not territories:
        return _silent(Text("没有写明产地。", "it does not state where the goods must be made."), stated=stated)
    fits: list[Fits] = []
    for territory in territories:
        here = place_fits(territory.places, case.places) if territory.places else None
        # A territory the source does not name down to a place: outside is outside, inside is not known.
        fits.append(None if here and not territory.named else here)
    if any(fits):
        inside = territories[fits.index(True)]
        return Answer("in", (Text(f"产地：{inside.wording.zh}。", f"made in: {inside.wording.en}."),))
    words_zh = "、".join(territory.wording.zh for territory in territories)
    words_en = ", ".join(territory.wording.en for territory in territories)
    if all(fit is False for fit in fits):
        return Answer("out", (Text(f"产地不在：{words_zh}。", f"not made in: {words_en}."),))
    if not case.places:
        why = Text(f"没有给出产地；范围是：{words_zh}。", f"where it is made is not stated; the scope is: {words_en}.")
        return Answer("unknown", (why,), NONE, "", ("plant",))
    why = Text(
        f"来源没有点名到具体园区：{words_zh}；不猜。", f"the source names no park: {words_en}; nothing is guessed."
    )
    return Answer("unknown", (why,))


def _word_part(wanted: Sequence[str], given: Sequence[str], key: str, word: Text, *, stated: bool) -> Answer:
    if not wanted:
        return _silent(Text(f"没有写明{word.zh}。", f"it does not state its {word.en}."), stated=stated)
    if not given:
        return Answer("in", ()) if not stated else Answer("unknown", (), NONE, "", (key,))
    if set(wanted) & set(given) or ANYWHERE in wanted:
        return Answer("in", ())
    listed = ", ".join(wanted)
    return Answer("out", (Text(f"{word.zh}只有：{listed}。", f"its {word.en}: {listed} only."),))


def _silent(why: Text, *, stated: bool) -> Answer:
    return Answer("unknown", (why,)) if stated else Answer("in", ())


MARKET_WORD, PURPOSE_WORD = Text("市场", "markets"), Text("用途", "purposes")
ANSWER_TEXT: Mapping[str, Text] = {
    "in": Text("在范围内", "in scope"),
    "out": Text("不在范围内", "not in scope"),
    "not_yet": Text("还没开始", "not yet"),
    "disputed": Text("有争议", "disputed"),
    "unknown": Text("未知", "unknown"),
}
