"""The recognition ledger from files: arrangements, cases, documents held. All problems of all files, in one go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol, TypeVar, cast

from carnet.errors import Problem, Text, problem
from carnet.recognition.file_checks import Checker, checker
from carnet.recognition.known import Known, like, with_codes
from carnet.recognition.ledger import IN_FULL, IN_PART, REASONS, Ledger
from carnet.recognition.load import Loose, read_loose
from carnet.recognition.model import CaseAcceptance, Held, Recognition
from carnet.recognition.vocabulary import DECISIONS


class _Entry(Protocol):
    """An arrangement, a case or a document."""

    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_Entry)
Files = Sequence[tuple[str, str]]
_NO_DAY, _NO_DOCUMENT = Text("日期（on）", "day (on)"), Text("文件（document 的 source）", "document (its source)")
_HEX = frozenset("0123456789abcdef")
_SHA256 = 64


def parse_ledger(
    recognitions: Files, acceptances: Files = (), held: Files = (), known: Known | None = None
) -> tuple[Ledger, tuple[Problem, ...]]:
    """Read arrangements (one a file), cases (``[[case]]``) and documents held (``[[held]]``).

    Args:
        recognitions: (bare file name, text) of the arrangements.
        acceptances: the same of the cases.
        held: the same of the documents.
        known: the ids that exist; None: no id is looked up.

    Returns:
        The ledger of what is right, and every problem: DAT-00x of the form, REC-058, REC-062 … REC-065, REC-009 and
        REC-092 … REC-112 of the meaning.
    """
    problems: list[Problem] = []
    arranged = [read_loose(Recognition, name, text) for name, text in recognitions]
    decided = [read_loose(CaseAcceptance, name, text, "case") for name, text in acceptances]
    on_file = [read_loose(Held, name, text, "held") for name, text in held]
    if known is not None:
        arranged = [with_codes(each, known) for each in arranged]
        decided = [with_codes(each, known) for each in decided]
        on_file = [with_codes(each, known) for each in on_file]
    ids = _ids(arranged)
    cases = _ids(decided)
    asked = {one.id for loose in arranged for _, each in loose.rows for one in (*each.extra, *each.evidence)}
    good_arranged = _read(arranged, problems, known, _arrangement)
    good_cases = _read(decided, problems, known, lambda look, at, one: _case(look, at, one, ids, cases))
    good_held = _read(on_file, problems, known, lambda look, at, one: _held(look, at, one, asked))
    return Ledger(tuple(good_arranged), tuple(good_cases), tuple(good_held)), tuple(problems)


def _ids(files: Sequence[Loose[R]]) -> set[str]:
    return {one.id for loose in files for _, one in loose.rows if one.id}


def _read(
    files: Sequence[Loose[R]], problems: list[Problem], known: Known | None, look_at: Callable[[Checker, str, R], None]
) -> list[R]:
    """Look at the rows of every file; those of a file in which nothing is wrong are kept."""
    good: dict[str, R] = {}
    seen: set[str] = set()
    for loose in files:
        look = checker(cast("Loose[object]", loose), known)
        for pointer, one in loose.rows:
            look.not_empty(f"{pointer}/id", one.id)
            if one.id and one.id in seen:
                look.tell("REC-062", f"{pointer}/id", one.id)
            seen.add(one.id)
            look_at(look, pointer, one)
        wrong = [*(_law(each) for each in loose.problems), *look.problems]
        problems += wrong
        if not wrong:
            good |= {one.id: one for _, one in loose.rows}
    return list(good.values())


def _law(found: Problem) -> Problem:
    """Say of the key ``law`` why there is none; of any other problem what it says."""
    if found.code == "DAT-003" and found.value == "law":
        return problem("REC-092", found.place, "law")
    return found


def _arrangement(look: Checker, at: str, one: Recognition) -> None:
    look.not_empty(f"{at}/title", one.title)
    look.not_empty(f"{at}/what", one.what)
    look.party(f"{at}/by", one.by)
    look.party(f"{at}/of", one.of, one=False)
    look.order(f"{at}/until", one.until, one.since)
    look.scope(f"{at}/scope", one.scope)
    look.read(f"{at}/document", one.document)
    if look.known is not None:
        look.among("REC-105", f"{at}/item", one.item, look.known.items)
    legs = [leg.leg for leg in one.legs]
    for number, leg in enumerate(one.legs):
        here = f"{at}/legs/{number}"
        if leg.leg and leg.leg in legs[:number]:
            look.tell("REC-063", f"{here}/leg", leg.leg)
        look.order(f"{here}/until", leg.until, leg.since)
        for cite in leg.documents:
            look.not_empty(f"{here}/documents", cite.source)
            look.read(f"{here}/documents", cite)
    for each in one.regimes:
        look.regime(f"{at}/regimes", each)
    _covers(look, at, one)
    ids = [each.id for each in (*one.extra, *one.evidence)]
    for name, rows in (("extra", one.extra), ("evidence", one.evidence)):
        for number, asked in enumerate(rows):
            look.requirement(f"{at}/{name}/{number}", asked)
    for twice in dict.fromkeys(name for name in ids if name and ids.count(name) > 1):
        look.tell("REC-061", f"{at}/extra", twice)


def _covers(look: Checker, at: str, one: Recognition) -> None:
    """What an arrangement names must exist, and lie within what its kind can recognise."""
    pointer, narrow = f"{at}/covers", one.recognised in {"factor", "clause"}
    if narrow and not one.covers:
        look.tell("REC-103", pointer)
    for name in one.covers:
        dimension = name.partition(".")[0]
        assurance = dimension == "K5"
        # Assurance stands on the leg of certification; only a label or a verifier brings it.
        outside = assurance != (one.recognised == "verifier") if one.recognised != "label" else False
        unknown = look.known is not None and not look.known.covered(name)
        factor = look.known is not None and name in look.known.factors
        if outside or unknown or (factor and one.recognised != "factor"):
            look.tell("REC-104", pointer, name, like(name, _coverable(look.known, one.recognised)))


def _coverable(known: Known | None, kind: str) -> tuple[str, ...]:
    """What an arrangement of a kind may name."""
    if known is None:
        return ()
    names = tuple(each for each in known.parameters if (each.partition(".")[0] == "K5") == (kind == "verifier"))
    return (*names, *known.factors) if kind == "factor" else names


def _case(look: Checker, at: str, one: CaseAcceptance, arranged: Collection[str], cases: Collection[str]) -> None:
    look.party(f"{at}/body", one.body)
    look.not_empty(f"{at}/product", one.product)
    look.product(f"{at}/product", one.product)
    look.not_empty(f"{at}/plant", one.plant)
    look.place_code(f"{at}/plant", one.plant)
    look.not_empty(f"{at}/market", one.market)
    look.market(f"{at}/market", one.market)
    look.regime(f"{at}/regime", one.regime)
    look.order(f"{at}/valid_to", one.valid_to, one.on)
    look.order(f"{at}/period_to", one.period_to, one.period_from)
    look.read(f"{at}/document", one.document)
    _reason(look, at, one)
    if not one.on:
        look.tell("REC-065", f"{at}/on", one.id, missing=_NO_DAY)
    if not one.document.source:
        look.tell("REC-065", f"{at}/document", one.id, missing=_NO_DOCUMENT)
    digest = one.digest.removeprefix("sha256:")
    if digest and (len(digest) != _SHA256 or set(digest) - _HEX):
        look.tell("REC-009", f"{at}/digest", one.digest)
    look.among("REC-111", f"{at}/recognition", one.recognition, arranged)
    look.among("REC-111", f"{at}/first", one.first, sorted(set(cases) - {one.id}))


def _reason(look: Checker, at: str, one: CaseAcceptance) -> None:
    """The reason must exist, and be none that says the contrary of the decision."""
    if one.reason_code not in REASONS:
        look.tell("REC-064", f"{at}/reason_code", one.reason_code, tuple(REASONS))
        return
    if one.decision not in DECISIONS:
        return
    lacking = tuple(code for code in REASONS if code not in {*IN_FULL, *IN_PART})
    fits = {"accepted": IN_FULL, "partly": (*IN_PART, *lacking), "refused": lacking}[one.decision]
    if one.reason_code not in fits:
        look.tell("REC-102", f"{at}/reason_code", one.reason_code, fits, decision=one.decision)


def _held(look: Checker, at: str, one: Held, asked: Collection[str]) -> None:
    look.not_empty(f"{at}/item", one.item)
    look.product(f"{at}/product", one.product)
    look.place_code(f"{at}/plant", one.plant)
    look.order(f"{at}/valid_to", one.valid_to, one.valid_from)
    if look.known is not None:
        look.among("REC-112", f"{at}/item", one.item, sorted({*look.known.checklist, *asked}))
