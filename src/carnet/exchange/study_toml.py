"""The study as TOML 1.0: the same tree as the JSON, easier to write by hand and to compare line by line."""

from __future__ import annotations

import re
import tomllib
from datetime import date, time
from itertools import accumulate
from typing import TYPE_CHECKING

from carnet.errors import Place, problem
from carnet.exchange.study_json import text_fault
from carnet.exchange.study_tree import MAX_DEPTH, Draft, Members, Node, Token, Tree, draft, tree_of
from carnet.inventory.model import Places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.errors import Problem
    from carnet.exchange.read_result import ReadResult
    from carnet.inventory.model import Study

FORMAT = "study-toml"

_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BASIC_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_INLINE = frozenset({"zh", "en"})  # a table of exactly these keys is a bilingual text and stays on one line
_REPEATED = ("Cannot overwrite a value", "Cannot declare", "Duplicate inline table key", "Cannot mutate immutable")

# What the standard library says, in our words, by how its message begins.
_SYNTAX: tuple[tuple[str, str, str], ...] = (
    ("Expected '=' after a key", "键后应有等号", "an equals sign belongs behind the key"),
    ("Expected newline or end of document", "一行只能写一个键值", "a line holds one key and value only"),
    ("Expected ']", "表头缺少右括号", "a table header has no closing bracket"),
    ("Invalid initial character for a key", "此处应有键", "a key belongs here"),
    ("Invalid value", "此处应有一个值（文字须带引号）", "a value belongs here (a text needs quotes)"),
    ("Unterminated string", "文字缺少右引号", "a text has no closing quote"),
    ("Unescaped", "反斜杠转义不合法", "a backslash escape is not one TOML knows"),
    ("Invalid hex value", "反斜杠转义不合法", "a backslash escape is not one TOML knows"),
    ("Illegal character", "文字中有未转义的换行或控制符", "a raw line break or control character is in a text"),
    ("Found invalid character", "有不允许的控制符", "a control character stands where none may"),
    ("Unclosed array", "数组缺少右括号", "an array has no closing bracket"),
    ("Unclosed inline table", "行内表缺少右括号", "an inline table has no closing brace"),
    ("Invalid statement", "此行不是键值也不是表头", "the line is neither key and value nor a table header"),
)

# Texts and comments, to be taken out before brackets and dots are counted. Every branch matches to its own end or to
# the end of the file, and repeats are possessive: the scan stays linear on hostile input.
_TEXTS = re.compile(
    rb'"""(?s:[^"\\]++|\\.|"(?!""))*+(?:""")?'
    rb"|'''(?s:[^']++|'(?!''))*+(?:''')?"
    rb'|"(?:[^"\\\n]++|\\.)*+"?'
    rb"|'[^'\n]*+'?"
    rb"|#[^\n]*+"
)
_SPACES = b" \t\r"
_LONG_KEY = re.compile(rb"(?<![A-Za-z0-9_-])(?:[A-Za-z0-9_-]++\.){%d}" % MAX_DEPTH)
_NOT_BRACKETS = bytes(b for b in range(256) if b not in b"[]{}")
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


def read(data: bytes, file: str = "") -> ReadResult:
    """Read a study; arguments and errors as in `carnet.exchange.study_json.read`."""
    return parse(data, file).result()


def parse(data: bytes, file: str = "") -> Draft:
    """Read as far as possible: never raises for the contents, returns what could be read and all problems."""
    fault = text_fault(data, file)
    if fault is None and _too_deep(data):
        fault = problem("STU-009", Place(file=file), limit=MAX_DEPTH)
    if fault is not None:
        return Draft(None, Places(), (fault,))
    text = data.decode("utf-8-sig")
    try:
        table = tomllib.loads(text, parse_float=_number)
    except tomllib.TOMLDecodeError as error:
        return Draft(None, Places(), (_syntax(str(error), text, file),))
    except ValueError:  # an integer longer than the interpreter converts
        return Draft(None, Places(), (problem("STU-005", Place(file=file), quoted='"…"'),))
    return draft(_node(table), file)


def _too_deep(data: bytes) -> bool:
    """Say whether brackets nest too deep or a key has too many parts: neither can be a study, both stall a parser."""
    bare = _TEXTS.sub(b"s", data).translate(None, _SPACES)
    if _LONG_KEY.search(bare):
        return True
    return max(accumulate(map(_STEP.__getitem__, bare.translate(None, _NOT_BRACKETS))), default=0) > MAX_DEPTH


def _number(text: str) -> Token:
    return Token("not_finite" if text.lstrip("+-") in {"inf", "nan"} else "number", text)


def _syntax(message: str, text: str, file: str) -> Problem:
    at = _AT.search(message)
    detail = _AT.sub("", message)
    last = text.rpartition("\n")[2]
    line, column = (at[1], at[2]) if at and at[1] else (str(text.count("\n") + 1), str(len(last) + 1))
    place = Place(file=file, cell=f"{line}:{column}")
    if detail.startswith(_REPEATED):
        return problem("STU-018", place, line=line, column=column)
    zh, en = next(((z, e) for start, z, e in _SYNTAX if detail.startswith(start)), (detail, detail))
    return problem("STU-002", place, line=line, column=column, detail_zh=zh, detail_en=en)


def _node(value: object) -> Node:
    if isinstance(value, str | Token):
        return value
    if isinstance(value, dict):
        return Members(tuple((key, _node(item)) for key, item in value.items()))
    if isinstance(value, list):
        return [_node(item) for item in value]
    if isinstance(value, bool):
        return Token("boolean", "true" if value else "false")
    return Token("date" if isinstance(value, date | time) else "number", str(value))


def write(study: Study, places: Places | None = None) -> bytes:
    """Write a study; the same study and places give the same bytes."""
    return ("\n".join(_lines(tree_of(study, places))) + "\n").encode("utf-8")


def _lines(tree: Tree) -> Iterator[str]:
    # In TOML whatever follows a table header belongs to that table: plain values come first.
    tables = {key: value for key, value in tree.items() if _is_table(value) or _is_rows(value)}
    for key, value in tree.items():
        if key not in tables:
            yield f"{_key(key)} = {_inline(value)}"
    for key, value in tables.items():
        header = f"[[{_key(key)}]]" if isinstance(value, list) else f"[{_key(key)}]"
        for row in value if isinstance(value, list) else [value]:
            yield ""
            yield header
            for name, item in row.items():
                yield f"{_key(name)} = {_inline(item)}"


def _is_table(value: object) -> bool:
    return isinstance(value, dict) and not value.keys() <= _INLINE


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _basic(key)


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_inline(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    return _basic(str(value))


def _basic(text: str) -> str:
    return '"' + "".join(_BASIC_ESCAPES.get(char) or _escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04X}" if char < " " or char == "\x7f" else char
