"""Formulas of a spreadsheet as trees: the few operators and references that occur in a template, nothing executed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from carnet.exchange.sheet import MAX_COLUMN, MAX_ROW, column_number, letters
from carnet.quantity import DecimalError, parse_decimal

MAX_LENGTH = 8_192
_MAX_DEPTH = 60


class FormulaError(Exception):
    """The formula uses something that is not understood."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text, a truth value or an error code."""

    value: Fraction | str | bool
    error: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell or an area; `sheet` empty: the formula's own. Whole columns and rows end at the largest number."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self.top == self.bottom and self.left == self.right


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name."""

    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator (one or two operands) or a function; an argument left out is None."""

    name: str
    parts: tuple[Node | None, ...]


Node = Literal | Reference | Name | Operation

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"(?:[^"]|"")*")
  | (?P<error>\#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!))
  | (?P<ref>(?:(?:'(?:[^']|'')+'|[A-Za-z_][\w.&]*)!)?
      (?:\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}(?::\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6})?(?![\w(.!])
        |\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(.!])
        |\$?[1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6}(?![\w.])))
  | (?P<function>[A-Za-z_][\w.]*)\(
  | (?P<name>[A-Za-z_\\][\w.]*)
  | (?P<number>[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)
  | (?P<operator><>|<=|>=|[-+*/^&=<>%(),;])
    )""",
    re.VERBOSE,
)
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]+)")
_SHIFT = re.compile(
    r"(\"(?:[^\"]|\"\")*\"|'(?:[^']|'')+'!)|(?<![\w.!$])((?:[A-Za-z_][\w.]*!)?)"
    r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w(.!])|(?<=!)(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w(.])"
)
_COMPARE = frozenset({"=", "<>", "<", ">", "<=", ">="})


def shifted(formula: str, rows: int, columns: int) -> str:
    """Move the relative references of a formula, as a spreadsheet does for a shared one; outside is ``#REF!``."""

    def moved(match: re.Match[str]) -> str:
        if match[1] is not None:
            return match[0]
        sheet, fixed, column, held, row = (
            (match[2], match[3], match[4], match[5], match[6]) if match[4] else ("", *match.group(7, 8, 9, 10))
        )
        number = column_number(column.upper()) + (0 if fixed else columns)
        line = int(row) + (0 if held else rows)
        if not (1 <= number <= MAX_COLUMN and 1 <= line <= MAX_ROW):
            return f"{sheet}#REF!"
        return f"{sheet}{fixed}{letters(number)}{held}{line}"

    return _SHIFT.sub(moved, formula)


@lru_cache(maxsize=4096)
def parse(formula: str) -> Node:
    """Read a formula without its ``=``.

    Raises:
        FormulaError: too long, too deep, or with something unknown in it.
    """
    if len(formula) > MAX_LENGTH:
        message = "too long"
        raise FormulaError(message)
    tokens: list[tuple[str, str]] = []
    at, text = 0, formula.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise FormulaError(text[at : at + 20])
        tokens.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    reader = _Parser(tokens)
    node = reader.expression(0)
    if reader.at != len(tokens):
        raise FormulaError(tokens[reader.at][1])
    return node


class _Parser:
    """Precedence climbing: comparison, &, + -, * /, ^, sign, %."""

    _LEVELS = (_COMPARE, frozenset({"&"}), frozenset({"+", "-"}), frozenset({"*", "/"}), frozenset({"^"}))

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self, wanted: str = "") -> tuple[str, str]:
        token = self.peek()
        if token[0] == "end" or (wanted and token[1] != wanted):
            raise FormulaError(token[1] or "end")
        self.at += 1
        return token

    def expression(self, level: int) -> Node:
        if level == len(self._LEVELS):
            return self.signed()
        left = self.expression(level + 1)
        while self.peek()[0] == "operator" and self.peek()[1] in self._LEVELS[level]:
            operator = self.take()[1]
            left = Operation(operator, (left, self.expression(level + 1)))
        return left

    def signed(self) -> Node:
        if self.peek() in {("operator", "-"), ("operator", "+")}:
            operator = self.take()[1]
            self.deeper()
            inner = self.signed()
            self.depth -= 1
            return Operation("negative", (inner,)) if operator == "-" else inner
        node = self.primary()
        while self.peek() == ("operator", "%"):
            self.take()
            node = Operation("%", (node,))
        return node

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            message = "nested too deeply"
            raise FormulaError(message)

    def primary(self) -> Node:  # noqa: PLR0911 - one line for each kind of token
        kind, text = self.take()
        if kind == "text":
            return Literal(text[1:-1].replace('""', '"'))
        if kind == "error":
            return Literal(text, error=True)
        if kind == "number":
            try:
                return Literal(parse_decimal(text))
            except DecimalError as error:
                raise FormulaError(text) from error
        if kind == "ref":
            return _reference(text)
        if kind == "name":
            return Literal(text.upper() == "TRUE") if text.upper() in {"TRUE", "FALSE"} else Name(text.upper())
        if kind == "function":
            return self.function(text.upper().removeprefix("_XLFN."))
        if text == "(":
            self.deeper()
            node = self.expression(0)
            self.take(")")
            self.depth -= 1
            return node
        raise FormulaError(text)

    def function(self, name: str) -> Node:
        self.deeper()
        parts: list[Node | None] = []
        if self.peek() == ("operator", ")"):
            self.take()
        else:
            while True:
                empty = self.peek() in {("operator", ","), ("operator", ";"), ("operator", ")")}
                parts.append(None if empty else self.expression(0))
                if self.take()[1] == ")":
                    break
                if self.tokens[self.at - 1][1] not in {",", ";"}:
                    raise FormulaError(self.tokens[self.at - 1][1])
        self.depth -= 1
        return Operation(name, tuple(parts))


def references(formula: str) -> list[Reference]:
    """Return the references of a formula in their order; none of one that is not understood."""
    try:
        front: list[Node | None] = [parse(formula)]
    except FormulaError:
        return []
    found: list[Reference] = []
    while front:
        node = front.pop(0)
        if isinstance(node, Reference):
            found.append(node)
        elif isinstance(node, Operation):
            front = [*node.parts, *front]
    return found


def parsed_area(text: str) -> tuple[int, int, int, int] | None:
    """Return top, left, bottom, right of an area such as ``A1:B2``, None for anything else."""
    first, _, second = text.replace("$", "").partition(":")
    start, end = _CELL.fullmatch(first), _CELL.fullmatch(second)
    if start is None or end is None:
        return None
    rows = sorted((int(start[2]), int(end[2])))
    columns = sorted((column_number(start[1].upper()), column_number(end[1].upper())))
    return rows[0], columns[0], rows[1], columns[1]


def _reference(text: str) -> Reference:
    sheet, bang, area = text.rpartition("!")
    if bang and sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    first, _, second = area.replace("$", "").partition(":")
    start, end = _CELL.fullmatch(first), _CELL.fullmatch(second or first)
    if start and end:
        rows = sorted((int(start[2]), int(end[2])))
        columns = sorted((column_number(start[1].upper()), column_number(end[1].upper())))
    elif first.isdigit():
        rows, columns = sorted((int(first), int(second))), [1, MAX_COLUMN]
    else:
        rows, columns = [1, MAX_ROW], sorted((column_number(first.upper()), column_number(second.upper())))
    return Reference(sheet, rows[0], columns[0], rows[1], columns[1])
