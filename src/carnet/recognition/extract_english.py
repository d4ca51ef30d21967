"""Bodies an English press text names, by the form of their names and by what the text says they do.

One pass over the tokens of the text makes runs of capitalised words; each run is looked at with a fixed number of
tokens on both sides, so the work grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from carnet.recognition.extract_lexicon import (
    ACTS_OF_BODIES,
    ADVERBS,
    BODY_HEADS,
    BODY_NOUNS,
    COMMON_FIRST,
    COMPANY_TAILS,
    FIELD_NOUNS,
    FUNCTION_WORDS,
    GIVEN_NAMES,
    HONORIFICS,
    KIND_HEADS,
    LABELS_FROM,
    LEGAL_FORMS,
    NO_BODY_TAILS,
    NOT_A_BODY,
    OFFICES,
    PLACE_NAMES,
    PROPER_ADJECTIVES,
    WITH_WORDS,
)
from carnet.recognition.extract_persons import DESKS, holds_office, person_begins, surnames
from carnet.recognition.extract_tokens import HEAD, TICKER, Token, shouts, tokens_of

_MOST_WORDS = 9
_LINKS = {"of", "for", "and", "&", "the", "de", "du", "der", "für", "und", "di", "del", "on"}


@dataclass(slots=True)
class Run:
    """A run of capitalised words: tokens first … last (inclusive), with what speaks for and against a body."""

    name: str
    at: int
    first: int
    last: int
    strong: bool = False
    person: bool = False
    no_body: bool = False
    score: int = 0
    acronym: str = ""
    listed: bool = False
    kind: str = "unknown"
    neighbours: list[int] = field(default_factory=list)


def runs_of(tokens: Sequence[Token]) -> list[Run]:
    """Join capitalised words into runs, by the links names have; offices, verbs and marks part them."""
    found: list[Run] = []
    at = 0
    while at < len(tokens):
        if tokens[at].listed:
            last = at
            while last + 1 < len(tokens) and tokens[last + 1].listed and not tokens[last].ends:
                last += 1
            found.append(Run("", tokens[at].at, at, last, listed=True))
            at = last + 1
            continue
        if not _opens(tokens, at):
            at += 1
            continue
        last = _extent(tokens, at)
        found.append(_run(tokens, at, last))
        at = last + 1
    return found


def _opens(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    return token.cap and not token.listed and token.text.casefold() not in OFFICES


def _extent(tokens: Sequence[Token], first: int) -> int:
    """Return the last token of the run that starts at `first`."""
    last = first
    seen_head = tokens[first].text in BODY_HEADS
    limit = min(len(tokens), first + 2 * _MOST_WORDS)
    while last + 1 < limit:
        here, ahead = tokens[last], tokens[last + 1]
        if here.ends or here.owns:
            break
        word = ahead.text
        if _opens(tokens, last + 1):
            if person_begins(tokens, first, last):
                break
            last += 1
            seen_head = seen_head or word in BODY_HEADS
            continue
        step = _bridge(tokens, first, last, seen_head=seen_head)
        if not step:
            break
        last += step
        seen_head = seen_head or tokens[last].text in BODY_HEADS
    return last


def _bridge(tokens: Sequence[Token], first: int, last: int, *, seen_head: bool) -> int:
    """Return how many tokens to go on over a comma, bracket or link word; 0 where the name ends."""
    word = tokens[last + 1].text
    after = tokens[last + 2] if last + 2 < len(tokens) else None
    if after is None or (word not in _LINKS and word not in {",", "("}):
        return 0
    if word in {",", "("}:
        return _over_mark(tokens, last, after)
    step = 2
    if after.text == "the" and last + 3 < len(tokens):
        after, step = tokens[last + 3], 3
    if not after.cap or after.listed or after.text.casefold() in OFFICES:
        return 0
    goes_on = word == "&"
    if word in {"of", "for", "on", "de", "du", "der", "für", "di", "del"}:
        goes_on = seen_head or tokens[last].text in {"State", "Bank", "Friends"}
    elif word in {"and", "und"}:
        inner = tokens[last].text in FIELD_NOUNS and after.text in FIELD_NOUNS
        linked = any(each.text in {"of", "for"} for each in tokens[first:last])
        goes_on = inner and (linked or _head_ahead(tokens, last + step))
    return step if goes_on else 0


def _over_mark(tokens: Sequence[Token], last: int, after: Token) -> int:
    """Go on over ", Ltd" and over a place in brackets before a legal form."""
    if tokens[last + 1].text == ",":
        return 2 if after.text.rstrip(".") in LEGAL_FORMS else 0
    close = last + 3
    if close + 1 < len(tokens) and after.cap and tokens[close].text == ")":
        return 4 if tokens[close + 1].text.rstrip(".") in LEGAL_FORMS | {"New", "Technology"} else 0
    return 0


def _head_ahead(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the capitalised words from here end in the head of a body: "Cement and Concrete Association"."""
    for each in tokens[at : at + 5]:
        if not each.cap:
            return False
        if each.text in BODY_HEADS or each.text.rstrip(".") in LEGAL_FORMS:
            return True
    return False


def _run(tokens: Sequence[Token], first: int, last: int) -> Run:
    while last > first and tokens[last].text in {"The", "A", "And"}:
        last -= 1
    parts: list[str] = []
    for each, before in zip(tokens[first : last + 1], [None, *tokens[first:last]], strict=False):
        glued = before is not None and before.at + len(before.text) >= each.at
        parts.append(each.text if glued or not parts else " " + each.text)
    name = "".join(parts).replace("( ", "(").strip(" ®™")
    name = name.replace("®", "").replace("™", "").removesuffix(".")
    run = Run(name, tokens[first].at, first, last)
    words = [each.text.rstrip(".®™") for each in tokens[first : last + 1] if each.text[0].isalnum()]
    _by_form(run, words)
    return run


def _by_form(run: Run, words: Sequence[str]) -> None:
    """What the words of a name say by themselves."""
    heads = [each for each in words if each in BODY_HEADS]
    legal = [each for each in words if each in LEGAL_FORMS]
    linked = any(each in {"of", "for"} for each in words)
    named = [each for each in words if each not in BODY_HEADS and each not in LEGAL_FORMS and each not in _LINKS]
    least = 2
    if legal and legal[-1] in words[-2:] and named and len(words) >= least and not set(named) <= FIELD_NOUNS:
        run.strong, run.kind = True, "company"
    elif heads and named and (words[-1] in BODY_HEADS or (words[0] in BODY_HEADS and linked) or linked):
        run.strong = (
            words[-1] not in NO_BODY_TAILS or (linked and words[0] in BODY_HEADS)
        ) and run.name not in NOT_A_BODY
        run.kind = next((kind for kind, known in KIND_HEADS if set(heads) & known), "unknown")
    elif (
        len(words) >= least
        and words[-1] in COMPANY_TAILS
        and _own_name(words[0])
        and words[0] not in NOT_A_BODY
        and not any(c.isdigit() for c in name_of(words))
        and not set(words[:-1]) <= FIELD_NOUNS
    ):
        run.score, run.kind = run.score + 2, "company"
    if not named or (len(words) == 1 and words[0].endswith("ly") and words[0] not in PLACE_NAMES):
        run.no_body = True
    if len(words) >= least and words[0] in PROPER_ADJECTIVES and set(words[1:]) <= FIELD_NOUNS | _OPERATORS:
        run.no_body = not run.strong
    if words[-1] in NO_BODY_TAILS or run.name in NOT_A_BODY or set(words) <= (FIELD_NOUNS | _LINKS):
        run.no_body = not run.strong
    if (
        all(each in PLACE_NAMES or each in PROPER_ADJECTIVES or each.casefold() in FUNCTION_WORDS for each in words)
        or run.name in PLACE_NAMES
    ):
        run.no_body = True
    most = 4
    if not run.strong and least <= len(words) <= most and words[-1] not in COMPANY_TAILS:
        middle = len(words) > least and all(len(each) == 1 and each.isupper() for each in words[1:-1])
        run.person = words[0] in GIVEN_NAMES or (middle and len(words[0]) > 1 and "&" not in run.name)


_OPERATORS = {"Operator", "Operators", "Programme", "Program", "Exporters", "Importers", "Authorities"}


def name_of(words: Sequence[str]) -> str:
    """Return the words of a name in one string."""
    return " ".join(words)


def _own_name(word: str) -> bool:
    return word not in PROPER_ADJECTIVES and word not in FIELD_NOUNS and word.casefold() not in COMMON_FIRST


# ── what the text says ────────────────────────────────────────────────────────────────────────────


def weigh(text: str, tokens: Sequence[Token], runs: Sequence[Run]) -> None:
    """Add to each run what stands around it: verbs, offices, descriptions, brackets, lists."""
    for number, run in enumerate(runs):
        if not run.listed:
            _right(text, tokens, run)
            _left(tokens, run)
        if run.score and run.at < HEAD and shouts(text, run.at):
            run.score = 1
        if number:
            _join(tokens, runs, number)


def _right(text: str, tokens: Sequence[Token], run: Run) -> None:
    at = _brackets(text, tokens, run)
    word = tokens[at].text if at < len(tokens) else ""
    if tokens[run.last].owns:
        run.score += 2 * (word in BODY_NOUNS or word.casefold() in OFFICES)
        return
    if word.casefold() in OFFICES:
        run.score += 2
        return
    if word == ",":
        at = _apposition(tokens, run, at)
    if at:
        _verb(tokens, run, at)


def _brackets(text: str, tokens: Sequence[Token], run: Run) -> int:
    """Read marks and a bracket behind a name: a share's ticker, a short form. Return the token behind them."""
    at = run.last + 1
    after = text[tokens[run.last].end : tokens[run.last].end + 40]
    if after.startswith(("™", " ™")) or tokens[run.last].text.endswith("™"):
        run.no_body = not run.strong
    if TICKER.match(after.lstrip(" ®™’'s")):
        run.score += 3
    if at >= len(tokens) or tokens[at].text != "(":
        return at
    close = _close(tokens, at)
    inner = [each.text for each in tokens[at + 1 : close]]
    short = next((each for each in inner[:3] if _is_acronym(each)), "")
    if short and (_initials(run.name, short) or len(inner) == 1):
        run.acronym = short
    return close + 1 if close else at


_MOST_ADVERBS = 5


def _apposition(tokens: Sequence[Token], run: Run, at: int) -> int:
    """Read what follows a comma: ", chief executive" is a person, ", a steelmaker," a body. 0: nothing more to read."""
    words = [each.text for each in tokens[at + 1 : at + 14]]
    first = words[0] if words else ""
    if first.casefold() in OFFICES | {"senior"} and not run.strong:
        run.person = run.person or " " in run.name
        return 0
    if first not in {"a", "an", "the", "one", "part", "whose", "which"}:
        return at
    clause = words[: words.index(",")] if "," in words else words[:9]
    if BODY_NOUNS & set(clause):
        run.score += 2
    elif OFFICES & {each.casefold() for each in clause[:5]}:
        run.person = run.person or not run.strong
        return 0
    return at + 1 + words.index(",") if "," in words else at


def _verb(tokens: Sequence[Token], run: Run, at: int) -> None:
    """Read the verb a name is the subject of; what is done to it says nothing."""
    start = at
    while at < min(len(tokens), start + _MOST_ADVERBS) and (
        tokens[at].text.casefold() in ADVERBS or (at == start and tokens[at].text == ",")
    ):
        at += 1
    word = tokens[at].text.casefold() if at < len(tokens) else ""
    if at > start and word in _DOING:
        run.score += 2
        return
    if at > start and tokens[at - 1].text.casefold() in _PASSIVE and word not in {"committed", "headquartered"}:
        return
    if word == "at" and not run.strong and at + 1 < len(tokens) and tokens[at + 1].cap:
        run.no_body = True
    if word in ACTS_OF_BODIES:
        run.score += 2 if word not in {"said", "says"} else 1
    elif at > start and word.endswith("ed"):
        run.score += 1


_DOING = {
    "partnering", "collaborating", "cooperating", "joining", "launching", "introducing", "planning", "preparing",
    "expanding", "investing", "signing", "publishing", "seeking", "rolling", "supplying",
}  # fmt: skip
_PASSIVE = {"is", "was", "are", "were", "be", "been", "being"}


def _close(tokens: Sequence[Token], at: int) -> int:
    for ahead in range(at + 1, min(len(tokens), at + 16)):
        if tokens[ahead].text == ")":
            return ahead
    return 0


def _is_acronym(word: str) -> bool:
    return 2 <= len(word) <= 8 and sum(c.isupper() for c in word) >= 2 and word[0].isalpha()  # noqa: PLR2004


def _initials(name: str, short: str) -> bool:
    """Tell whether a short form is made of letters of the name, in order, beginning with its first."""
    letters = iter(re.sub(r"[^a-z]", "", name.casefold()))
    wanted = re.sub(r"[^a-z]", "", short.casefold())
    return bool(wanted) and wanted[0] == name[:1].casefold() and all(each in letters for each in wanted)


_DECLARED = {"epd", "epds", "certification", "declaration", "declarations", "certificate", "certificates", "footprint"}


def _left(tokens: Sequence[Token], run: Run) -> None:
    before = [each.text.casefold() for each in tokens[max(0, run.first - 14) : run.first]]
    while before and before[-1] in {"the", "a", "an", "‘", "“", '"', "also", "both"}:
        before.pop()
    if not before:
        return
    if before[-1].endswith("-based"):
        before.pop()
    if before and not _speaks_against(tokens, run, before):
        _speaks_for(tokens, run, before)


def _speaks_against(tokens: Sequence[Token], run: Run, before: Sequence[str]) -> bool:
    """Read what stands before a name and settles it: a speaker's office, a person, a thing of somebody's."""
    last = before[-1]
    previous = before[-2] if len(before) > 1 else ""
    if not run.strong and holds_office(tokens, run):
        run.person = True
        return True
    follows = tokens[run.last + 1].text.casefold() if run.last + 1 < len(tokens) else ""
    if last in {"said", "says", "added"} and follows in OFFICES:
        run.score += 2
        return True
    if last in OFFICES or last in HONORIFICS or last in {"said", "says", "added", "adds", "engineer", "stated"}:
        run.person = run.person or not run.strong
        return True
    if not run.strong and (
        tokens[run.first - 1].text.casefold() in {"its", "their", "our", "a", "an"}
        or (last == "for" and previous in _DECLARED)
    ):
        run.no_body = True
        return True
    desk = {each.text for each in tokens[run.first : run.last + 1]}
    if last in {"of", "for"} and previous in OFFICES | {"president"} and desk <= FIELD_NOUNS | DESKS and not run.strong:
        run.no_body = True
        return True
    return False


def _speaks_for(tokens: Sequence[Token], run: Run, before: Sequence[str]) -> None:
    last, previous = before[-1], before[-2] if len(before) > 1 else ""
    near = set(before[-12:])
    if last in {"of", "at", "for", "from", "with"} and OFFICES & set(before[-6:]) and not {".", ";"} & set(before[-6:]):
        run.score += 2
    elif last == "," and previous in OFFICES and not run.strong:
        # "chancellor, First Last" is a person, "expert, Name" a firm
        run.person = run.person or " " in run.name
        run.score += 0 if run.person else 2
    elif (
        (
            last == "by"
            and (
                previous.endswith(("ed", "taken", "given", "written"))
                or previous in {"made", "run", "led", "held", "sold", "built", "given"}
            )
        )
        or (last in {"with", "between", "alongside"} and (last != "with" or WITH_WORDS & near))
        or (last == "from" and LABELS_FROM & near)
        or (
            last == "to"
            and (
                previous == "according"
                or {"awarded", "issued", "granted", "presented", "supplied", "certificate", "certificates"} & near
            )
        )
        or (
            last in BODY_NOUNS
            and not tokens[run.first - 1].owns
            and tokens[run.first - 1].text.islower()
            and not {"."} & set(before[-1:])
        )
        or ((last == "including" or (last == "as" and previous == "such")) and BODY_NOUNS & near)
        or last in {"joined", "join", "joins", "acquired", "chose", "selected", "appointed", "commissioned", "engaged"}
    ):
        run.score += 2


def _join(tokens: Sequence[Token], runs: Sequence[Run], number: int) -> None:
    """Note runs that stand side by side in a list: "A, B and C"."""
    one, two = runs[number - 1], runs[number]
    between = tokens[one.last + 1 : two.first]
    most = 8
    if (
        len(between) > most
        or any(each.text in {".", ";", "\n"} or each.ends for each in between)
        or tokens[one.last].ends
    ):
        return
    depth = 0
    if not any(each.text in {",", "and", "&", "or"} for each in between):
        return
    for each in between:
        if each.text == "(":
            depth += 1
        elif each.text == ")":
            depth -= 1
        elif depth == 0 and each.text.casefold() not in {",", "and", "&", "as", "well", "the", "or"}:
            return
    if depth:
        return
    one.neighbours.append(number)
    two.neighbours.append(number - 1)


def bodies_of(text: str, taken: bytearray) -> Iterator[Run]:
    """Yield the runs of a text that name bodies.

    Args:
        text: plain text.
        taken: one byte a character; what is not zero belongs to a listed name.
    """
    tokens = tokens_of(text, taken)
    runs = runs_of(tokens)
    weigh(text, tokens, runs)
    surnames(runs)
    groups: dict[str, list[Run]] = {}
    for run in runs:
        groups.setdefault(run.name.casefold(), []).append(run)
    accepted = {key for key, each in groups.items() if not key or _is_body(each)}
    open_to = {key for key, each in groups.items() if _may_follow(each)}
    # a list that names a body names bodies: two sweeps carry it along a list of any length, both ways
    for order in (range(len(runs)), range(len(runs) - 1, -1, -1)):
        for number in order:
            run = runs[number]
            if run.name.casefold() in accepted and not run.no_body:
                accepted.update(key for each in run.neighbours if (key := runs[each].name.casefold()) in open_to)
    for run in runs:
        if run.name and run.name.casefold() in accepted:
            yield run


_ENOUGH = 2


def _is_body(runs: Sequence[Run]) -> bool:
    if any(each.person for each in runs) or any(each.no_body for each in runs):
        return False
    if any(each.strong for each in runs):
        return True
    name = runs[0].name
    if name.isupper() and len(name) < 3:  # noqa: PLR2004 - two letters alone say too little
        return False
    return sum(each.score for each in runs) >= _ENOUGH and name not in NOT_A_BODY


def _may_follow(runs: Sequence[Run]) -> bool:
    """Tell whether a name may be taken for a body because it stands in a list with one."""
    name = runs[0].name
    return len(name) > 1 and name not in NOT_A_BODY and not any(each.person or each.no_body for each in runs)
