"""The recognition ledger from files: arrangements, cases, documents held. All problems, none lost."""

from __future__ import annotations

from collections.abc import Sequence

from carnet.errors import Problem, problem
from carnet.errors.model import Place
from carnet.recognition.ledger import REASONS, Ledger
from carnet.recognition.load import read_many, read_one
from carnet.recognition.model import CaseAcceptance, Held, Recognition

Files = Sequence[tuple[str, str]]


def parse_ledger(recognitions: Files, acceptances: Files = (), held: Files = ()) -> tuple[Ledger, tuple[Problem, ...]]:
    """Read arrangements (one a file), cases (``[[case]]``) and documents held (``[[held]]``).

    Returns:
        The ledger and every problem: DAT-00x of the form, REC-062 a second entry of one id, REC-063 an arrangement
        that names a leg twice, REC-064 an unknown reason code, REC-065 a decision without a day or document.
    """
    problems: list[Problem] = []
    found: dict[str, Recognition] = {}
    for name, text in recognitions:
        one, wrong = read_one(Recognition, name, text)
        problems += wrong
        if one is None:
            continue
        if one.id in found:
            problems.append(problem("REC-062", Place(file=name), one.id))
        legs = [leg.leg for leg in one.legs]
        problems += [problem("REC-063", Place(file=name), leg) for leg in dict.fromkeys(legs) if legs.count(leg) > 1]
        found[one.id] = one
    cases, of_cases = _cases(acceptances)
    documents, of_documents = _documents(held)
    problems += [*of_cases, *of_documents]
    return Ledger(tuple(found.values()), cases, documents), tuple(problems)


def _cases(files: Files) -> tuple[tuple[CaseAcceptance, ...], list[Problem]]:
    cases: dict[str, CaseAcceptance] = {}
    problems: list[Problem] = []
    for name, text in files:
        rows, wrong = read_many(CaseAcceptance, name, text, "case")
        problems += wrong
        for row in rows:
            place = Place(file=name)
            if row.id in cases:
                problems.append(problem("REC-062", place, row.id))
            if row.reason_code not in REASONS:
                problems.append(problem("REC-064", place, row.reason_code, tuple(REASONS)))
            if not row.on or not row.document.source:
                problems.append(problem("REC-065", place, row.id))
            cases[row.id] = row
    return tuple(cases.values()), problems


def _documents(files: Files) -> tuple[tuple[Held, ...], list[Problem]]:
    documents: dict[str, Held] = {}
    problems: list[Problem] = []
    for name, text in files:
        rows, wrong = read_many(Held, name, text, "held")
        problems += wrong
        for row in rows:
            if row.id in documents:
                problems.append(problem("REC-062", Place(file=name), row.id))
            documents[row.id] = row
    return tuple(documents.values()), problems
