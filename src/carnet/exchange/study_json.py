"""The study as JSON: the dataclass tree of `carnet.inventory.model`, every amount a text in quotes.

Strict where JSON readers usually are not: a repeated key, a bare number, NaN, an unknown key are refused, each with
its JSON Pointer. Written canonically: keys in the order of the model, two spaces, LF, UTF-8 without a mark.
"""

from __future__ import annotations

import json
from itertools import accumulate
from re import compile as pattern
from typing import TYPE_CHECKING

from carnet.errors import Place, problem
from carnet.exchange.study_tree import MAX_BYTES, MAX_DEPTH, Draft, Members, Node, Token, draft, tree_of
from carnet.inventory.model import Places

if TYPE_CHECKING:
    from carnet.errors import Problem
    from carnet.exchange.read_result import ReadResult
    from carnet.inventory.model import Study

FORMAT = "study-json"

# The closing quote is optional and the repeats are possessive, so that the scan stays linear on hostile input.
_STRING = pattern(rb'"(?:[^"\\]++|\\.)*+"?')
_NOT_BRACKETS = bytes(b for b in range(256) if b not in b"[]{}")
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}

# What the standard library says, in our words, by how its message begins.
_SYNTAX: tuple[tuple[str, str, str], ...] = (
    ("Expecting ',' delimiter", "此处应有逗号或右括号", "a comma or a closing bracket belongs here"),
    ("Expecting ':' delimiter", "键后应有冒号", "a colon belongs behind the key"),
    (
        "Expecting property name",
        "此处应有带双引号的键（前面可能多了一个逗号）",
        "a key in double quotes belongs here (perhaps a comma too many stands before it)",
    ),
    ("Illegal trailing comma", "右括号前多了逗号", "a comma too many stands before the closing bracket"),
    ("Expecting value", "此处应有一个值", "a value belongs here"),
    ("Unterminated string", "文字缺少右引号", "a text has no closing quote"),
    ("Invalid control character", "文字中有未转义的换行或控制符", "a raw line break or control character is in a text"),
    ("Invalid \\", "反斜杠转义不合法", "a backslash escape is not one JSON knows"),
    ("Extra data", "结尾之后还有内容", "something follows after the end"),
)


def read(data: bytes, file: str = "") -> ReadResult:
    """Read a study.

    Args:
        data: the file, UTF-8, at most 50 MB.
        file: its bare name, for messages.

    Raises:
        InputError: with every problem found.
    """
    return parse(data, file).result()


def parse(data: bytes, file: str = "") -> Draft:
    """Read as far as possible: never raises for the contents, returns what could be read and all problems."""
    fault = text_fault(data, file)
    if fault is None and _depth(data) > MAX_DEPTH:
        fault = problem("STU-009", Place(file=file), limit=MAX_DEPTH)
    if fault is not None:
        return Draft(None, Places(), (fault,))
    try:
        root: Node = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=lambda pairs: Members(tuple((k, _literal(v)) for k, v in pairs)),
            parse_float=lambda text: Token("number", text),
            parse_int=lambda text: Token("number", text),
            parse_constant=lambda text: Token("not_finite", text),
        )
    except json.JSONDecodeError as error:
        zh, en = next(((z, e) for start, z, e in _SYNTAX if error.msg.startswith(start)), (error.msg, error.msg))
        place = Place(file=file, cell=f"{error.lineno}:{error.colno}")
        fault = problem("STU-001", place, line=error.lineno, column=error.colno, detail_zh=zh, detail_en=en)
        return Draft(None, Places(), (fault,))
    return draft(_literal(root), file)


def text_fault(data: bytes, file: str) -> Problem | None:
    """Return what keeps bytes from being read as text at all: size, encoding, emptiness."""
    if len(data) > MAX_BYTES:
        return problem("STU-013", Place(file=file), megabytes=len(data) // 1_000_000, limit=MAX_BYTES // 1_000_000)
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return problem("STU-014", Place(file=file, cell=f"{line}:1"), byte=f"0x{data[error.start]:02X}", line=line)
    return None if data.strip() else problem("STU-015", Place(file=file))


def _depth(data: bytes) -> int:
    """Return how deep brackets nest outside texts, without parsing (the parser recurses)."""
    brackets = _STRING.sub(b"", data).translate(None, _NOT_BRACKETS)
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0)


def _literal(value: object) -> Node:
    """Turn what the parser leaves as Python literals into nodes; lists are walked, objects come done."""
    if isinstance(value, bool):
        return Token("boolean", "true" if value else "false")
    if value is None:
        return Token("null", "null")
    if isinstance(value, list):
        return [_literal(item) for item in value]
    assert isinstance(value, str | Members | Token)  # noqa: S101 - the hooks above leave nothing else
    return value


def write(study: Study, places: Places | None = None) -> bytes:
    """Write a study; the same study and places give the same bytes."""
    return (json.dumps(tree_of(study, places), ensure_ascii=False, indent=2) + "\n").encode("utf-8")
