"""The guard over words in use: the shipped rules, a user's file, and the evidence a user names."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from carnet.errors import DataError, InputError, Place, Problem, UsageError, problem
from carnet.recognition.claims import NOTHING, Context, Evidence, Finding, lint
from carnet.recognition.likeness import parse_likeness
from carnet.recognition.model import Grade
from carnet.recognition.phrases import CLASSES, Phrases, parse_phrases
from carnet.recognition.vocabulary import DIGITS, LETTERS, SIDE_EXITS, STATUSES
from carnet.service.studies import read_bytes
from carnet.store.package_data import read_file, read_folder

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def phrases() -> Phrases:
    """The shipped rules.

    Raises:
        DataError: one of them is wrong.
    """
    made, problems = parse_phrases(read_folder("words"))
    if made is None:
        raise DataError(problems)
    return replace(made, likeness=parse_likeness(read_file("likeness/weights.tsv").decode("utf-8")))


def lint_text(text: str, context: Context = NOTHING) -> tuple[Finding, ...]:
    """Every over-claim of a text under the shipped rules."""
    return lint(text, phrases(), context)


def lint_file(path: str, context: Context = NOTHING) -> tuple[Finding, ...]:
    """Every over-claim of a file of a user.

    Raises:
        UsageError: there is no such file.
        InputError: it is no UTF-8 text (REC-127).
    """
    data = read_bytes(path)
    name = Path(path).name
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError((problem("REC-127", Place(file=name), name),)) from None
    if "\0" in text:
        raise InputError((problem("REC-127", Place(file=name), name),))
    return lint_text(text, context)


def evidence_file(path: str, day: str) -> Context:
    """Read a TOML file of ``[[evidence]]`` entries: names, opens, grade, status, document, signed_case, valid_to.

    Raises:
        InputError: an entry is not complete (REC-122), or the file is no TOML (DAT-001).
    """
    name = Path(path).name
    try:
        table = tomllib.loads(read_bytes(path).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError((problem("DAT-001", Place(file=name), reason=str(error)),)) from None
    rows = table.get("evidence")
    problems: list[Problem] = []
    made = []
    for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
        why = _wrong(row) if isinstance(row, dict) else ("不是一个表", "is no table")
        if why:
            problems.append(problem("REC-122", Place(file=name), str(number), why_zh=why[0], why_en=why[1]))
        else:
            made.append(_evidence(row))
    if not made and not problems:
        raise UsageError((problem("DAT-002", Place(file=name), table="evidence"),))
    if problems:
        raise InputError(tuple(problems))
    return Context(day, tuple(made))


def _wrong(row: Mapping[str, object]) -> tuple[str, str] | None:  # noqa: PLR0911 - one for each field
    known = {"names", "opens", "grade", "status", "document", "signed_case", "valid_to"}
    for key in row:
        if key not in known:
            return f"未知字段 {key}", f"the key {key} is not known"
    for key in ("names", "opens"):
        value = row.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(each, str) and each for each in value):
            return f"{key} 须为非空的字符串列表", f"{key} must be a list of strings"
    opens = row["opens"]
    if isinstance(opens, list) and not set(opens) <= set(CLASSES):
        return "opens 不在词表内：" + "、".join(CLASSES), "opens: a class is not known; " + ", ".join(CLASSES)
    grade = row.get("grade")
    if not isinstance(grade, str) or len(grade) != len("A1") or grade[0] not in LETTERS or grade[1] not in DIGITS:
        return "grade 须如 A2", "grade must be like A2"
    if row.get("status") not in (*STATUSES, *SIDE_EXITS):
        return "status 不在词表内", "status is none of the words"
    if not isinstance(row.get("document"), str) or not row.get("document"):
        return "没有 document", "there is no document"
    return None


def _evidence(row: Mapping[str, object]) -> Evidence:
    names, opens, grade = row["names"], row["opens"], str(row["grade"])
    return Evidence(
        names=tuple(str(each) for each in names) if isinstance(names, list) else (),
        opens=tuple(str(each) for each in opens) if isinstance(opens, list) else (),
        grade=Grade(grade[0], grade[1]),
        status=str(row["status"]),
        signed_case=row.get("signed_case") is True,
        document=str(row["document"]),
        valid_to=str(row.get("valid_to", "")),
    )


def as_problem(finding: Finding, name: str) -> Problem:
    """A finding as a problem with its place."""
    return problem(
        "REC-120",
        Place(file=name, cell=str(finding.line)),
        finding.quote,
        quote=finding.quote,
        cls=finding.cls,
        rule=finding.rule,
        why_zh=finding.why.zh,
        why_en=finding.why.en,
        suggest_zh=finding.suggest.zh,
        suggest_en=finding.suggest.en,
    )
