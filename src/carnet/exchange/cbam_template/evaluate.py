"""What a formula of a template yields, exactly: fractions instead of doubles, a bounded number of steps.

Only what the template and its users need is known; anything else raises `FormulaError`, and the reader then says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.exchange.cbam_template.amounts import plain_number
from carnet.exchange.cbam_template.formula import FormulaError, Literal, Name, Operation, Reference, parse
from carnet.exchange.sheet import MAX_COLUMN, MAX_ROW
from carnet.quantity import match_key, significant_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from carnet.exchange.cbam_template.formula import Node
    from carnet.exchange.cbam_template.raw import Book, Tab
    from carnet.exchange.cbam_template.shifts import Lines
    from carnet.exchange.sheet import Cell

_STEPS = 400_000
_DEPTH = 150  # nodes within each other, and
_HOPS = 50  # cells behind each other: together they stay within the interpreter's own limit
_BITS = 20_000
_EXPONENT = 400


@dataclass(frozen=True, slots=True)
class Fault:
    """An error value of a spreadsheet, such as ``#N/A``."""

    code: str


Value = Fraction | str | bool | Fault | None
"""A number, a text, a truth value, an error, or nothing at all."""


@dataclass(frozen=True, slots=True)
class Area:
    """Cells of one sheet, ends included."""

    tab: Tab
    top: int
    left: int
    bottom: int
    right: int


class Evaluator:
    """Evaluates cells of one book; `local` takes the saved result of every formula but the one asked for."""

    def __init__(self, book: Book, *, local: bool = False) -> None:
        self.book = book
        self.local = local
        self.steps = _STEPS
        self.depth = 0
        self.known: dict[tuple[str, int, int], Value] = {}
        self.open: set[tuple[str, int, int]] = set()
        self.moved: dict[str, tuple[Lines, Lines]] = {}  # by sheet: rows and columns its formulas do not know of

    def result(self, tab: Tab, cell: Cell) -> Value:
        """What the formula of a cell yields.

        Raises:
            FormulaError: it uses something unknown, goes in a circle, or costs too much.
        """
        key = (tab.name, cell.row, cell.column)
        if not self.local and key in self.known:
            return self.known[key]
        if key in self.open or len(self.open) >= _HOPS:
            message = "circular" if key in self.open else "a chain of too many cells"
            raise FormulaError(message)
        formula = tab.formula(cell)
        if not formula:
            message = "formula without text"
            raise FormulaError(message)
        self.open.add(key)
        depth = self.depth
        try:
            value = self._scalar(self._node(parse(formula), tab, cell), tab, cell)
        finally:
            self.open.discard(key)
            self.depth = depth
        if not self.local:
            self.known[key] = value
        return value

    def value(self, tab: Tab, row: int, column: int) -> Value:
        """What a cell holds: its own content, or the result of its formula (the saved one where it is unknown)."""
        self.steps -= 1
        if self.steps < 0:
            message = "too many steps"
            raise FormulaError(message)
        cell = tab.at(row, column)
        if cell is None:
            return None
        if cell.formula and not self.local:
            try:
                return self.result(tab, cell)
            except FormulaError:
                if cell.kind == "no_value":
                    raise
        if self.local and cell.kind == "no_value":
            message = "no saved result"
            raise FormulaError(message)
        return saved(cell)

    # The tree

    def _node(self, node: Node | None, tab: Tab, cell: Cell) -> Value | Area:
        self.steps -= 1
        self.depth += 1
        if self.steps < 0 or self.depth > _DEPTH:
            message = "too many steps" if self.steps < 0 else "nested too deeply"
            raise FormulaError(message)
        try:
            if node is None:
                return None
            if isinstance(node, Literal):
                return Fault(str(node.value)) if node.error else node.value
            if isinstance(node, Reference):
                return self._area(node, tab)
            if isinstance(node, Name):
                target = self.book.names.get(node.name)
                if target is None:
                    raise FormulaError(node.name)
                return self._node(parse(target), tab, cell)
            return self._operation(node, tab, cell)
        finally:
            self.depth -= 1

    def _area(self, reference: Reference, tab: Tab) -> Area:
        target = self.book.tab(reference.sheet) if reference.sheet else tab
        if target is None:
            raise FormulaError(reference.sheet)
        if target.name in self.moved:
            rows, columns = self.moved[target.name]
            reference = Reference(
                reference.sheet, rows.get(reference.top, reference.top), columns.get(reference.left, reference.left),
                rows.get(reference.bottom, reference.bottom), columns.get(reference.right, reference.right),
            )  # fmt: skip
        if reference.single:
            return Area(target, reference.top, reference.left, reference.bottom, reference.right)
        bottom = min(reference.bottom, max(target.last[0], reference.top))
        right = min(reference.right, max(target.last[1], reference.left))
        if (
            (bottom, right) != (reference.bottom, reference.right)
            and reference.bottom < MAX_ROW
            and reference.right < MAX_COLUMN
        ):
            bottom, right = reference.bottom, reference.right  # a written area keeps its shape
        return Area(target, reference.top, reference.left, bottom, right)

    def _scalar(self, value: Value | Area, tab: Tab, cell: Cell) -> Value:
        """One value; of a row or column the part beside the formula, as spreadsheets do."""
        if not isinstance(value, Area):
            return value
        if (value.top, value.left) == (value.bottom, value.right):
            return self.value(value.tab, value.top, value.left)
        if value.left == value.right and value.top <= cell.row <= value.bottom:
            return self.value(value.tab, cell.row, value.left)
        if value.top == value.bottom and value.left <= cell.column <= value.right:
            return self.value(value.tab, value.top, cell.column)
        raise FormulaError(tab.name)

    def _cells(self, area: Area) -> Iterator[Value]:
        """All values of an area, row by row; empty cells as None."""
        height, width = area.bottom - area.top + 1, area.right - area.left + 1
        if height * width > self.steps:
            message = "too many steps"
            raise FormulaError(message)
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                yield self.value(area.tab, row, column)

    def _operation(  # noqa: C901, PLR0911 - one line for each kind of function
        self, node: Operation, tab: Tab, cell: Cell
    ) -> Value | Area:
        name, parts = node.name, node.parts

        def scalar(position: int) -> Value:
            part = parts[position] if position < len(parts) else None
            return self._scalar(self._node(part, tab, cell), tab, cell)

        if name in _OPERATORS:
            left = scalar(0)
            right = scalar(1) if len(parts) > 1 else None
            return _OPERATORS[name](left, right)
        if name == "IF" and len(parts) > 1:  # a test alone decides nothing
            test = _truth(scalar(0))
            if isinstance(test, Fault):
                return test
            if not test and len(parts) < 3:  # noqa: PLR2004 - the third argument
                return False
            return self._node(parts[1 if test else 2], tab, cell)
        if name == "IFERROR":
            first = scalar(0)
            return scalar(1) if isinstance(first, Fault) else first
        if name in {"ROW", "COLUMN", "ROWS", "COLUMNS"}:
            return self._shape(name, parts, tab, cell)
        if name == "INDEX":
            return self._index(parts, tab, cell)
        if name == "MATCH":
            return self._match(parts, tab, cell)
        if name in {"COUNTIF", "SUMIF", "SUMIFS"}:
            return self._conditional(name, parts, tab, cell)
        if name in {"ISNUMBER", "ISBLANK", "ISERROR", "NOT", "ABS", "NA"}:
            return _about(name, scalar(0) if parts else None)
        if name in {"ROUND", "ROUNDUP", "ROUNDDOWN"}:
            return _rounded(name, scalar(0), scalar(1))
        if name in _AGGREGATES:
            return _AGGREGATES[name](self._many(parts, tab, cell))
        raise FormulaError(name)

    def _many(self, parts: Sequence[Node | None], tab: Tab, cell: Cell) -> list[tuple[Value, bool]]:
        """All values of the arguments, each with whether it stood in a cell (texts there are no numbers)."""
        found: list[tuple[Value, bool]] = []
        for part in parts:
            value = self._node(part, tab, cell)
            if isinstance(value, Area):
                found += [(v, True) for v in self._cells(value)]
            else:
                found.append((value, False))
        return found

    def _shape(self, name: str, parts: Sequence[Node | None], tab: Tab, cell: Cell) -> Value:
        if not parts:
            return Fraction(cell.row if name == "ROW" else cell.column)
        area = self._node(parts[0], tab, cell)
        if not isinstance(area, Area):
            raise FormulaError(name)
        return Fraction(
            {"ROW": area.top, "COLUMN": area.left, "ROWS": area.bottom - area.top + 1}.get(
                name, area.right - area.left + 1
            )
        )

    def _number(self, part: Node | None, tab: Tab, cell: Cell) -> int:
        value = _numeric(self._scalar(self._node(part, tab, cell), tab, cell))
        if isinstance(value, Fault):
            raise FormulaError(value.code)
        return int(value)

    def _index(self, parts: Sequence[Node | None], tab: Tab, cell: Cell) -> Value | Area:
        area = self._node(parts[0], tab, cell) if parts else None
        if not isinstance(area, Area) or len(parts) > 3:  # noqa: PLR2004 - area, row, column
            message = "INDEX"
            raise FormulaError(message)
        indices: list[int] = []
        for part in parts[1:]:
            value = _numeric(self._scalar(self._node(part, tab, cell), tab, cell))
            if isinstance(value, Fault):
                return value
            indices.append(int(value))
        row, column = indices[0] if indices else 0, indices[1] if len(indices) > 1 else 0
        if len(indices) == 1 and area.top == area.bottom:
            row, column = 0, row
        top, bottom = (area.top, area.bottom) if row == 0 else (area.top + row - 1,) * 2
        left, right = (area.left, area.right) if column == 0 else (area.left + column - 1,) * 2
        if row < 0 or column < 0 or bottom > area.bottom or right > area.right:
            return Fault("#REF!")
        return Area(area.tab, top, left, bottom, right)

    def _match(self, parts: Sequence[Node | None], tab: Tab, cell: Cell) -> Value:
        if len(parts) != 3 or self._number(parts[2], tab, cell) != 0:  # noqa: PLR2004 - exact matches alone
            message = "MATCH"
            raise FormulaError(message)
        wanted = self._scalar(self._node(parts[0], tab, cell), tab, cell)
        area = self._node(parts[1], tab, cell)
        if isinstance(wanted, Fault) or not isinstance(area, Area):
            return wanted if isinstance(wanted, Fault) else Fault("#N/A")
        for position, value in enumerate(self._cells(area), 1):
            if value is not None and _same(value, wanted):
                return Fraction(position)
        return Fault("#N/A")

    def _conditional(  # noqa: C901 - three functions of one kind
        self, name: str, parts: Sequence[Node | None], tab: Tab, cell: Cell
    ) -> Value:
        def area(part: Node | None) -> list[Value]:
            found = self._node(part, tab, cell)
            if not isinstance(found, Area):
                raise FormulaError(name)
            return list(self._cells(found))

        def criterion(part: Node | None) -> Value:
            value = self._scalar(self._node(part, tab, cell), tab, cell)
            if isinstance(value, str) and value[:1] in {"<", ">", "=", "*", "?"}:
                raise FormulaError(value)
            return value

        if len(parts) < (3 if name == "SUMIFS" else 2) or (name == "SUMIFS" and len(parts) % 2 == 0):
            raise FormulaError(name)  # a range without its condition
        if name == "COUNTIF":
            wanted = criterion(parts[1])
            return Fraction(sum(_meets(value, wanted) for value in area(parts[0])))
        pairs = [(parts[0], parts[1])] if name == "SUMIF" else list(zip(parts[1::2], parts[2::2], strict=True))
        summed = area((parts[2] if len(parts) > 2 else parts[0]) if name == "SUMIF" else parts[0])  # noqa: PLR2004
        keep = [True] * len(summed)
        for part, condition in pairs:
            wanted = criterion(condition)
            for position, value in enumerate(area(part)[: len(keep)]):
                keep[position] = keep[position] and _meets(value, wanted)
        total = Fraction(0)
        for value, kept in zip(summed, keep, strict=True):
            if kept and isinstance(value, Fault):
                return value
            if kept and isinstance(value, Fraction):
                total += value
        return total


def saved(cell: Cell) -> Value:
    """What a cell holds as it was saved."""
    if cell.kind == "number":
        return Fraction(cell.text)
    if cell.kind == "boolean":
        return cell.text == "TRUE"
    if cell.kind == "error":
        return Fault(cell.text)
    return None if cell.kind == "no_value" else cell.text


def _numeric(value: Value) -> Fraction | Fault:
    if isinstance(value, bool):
        return Fraction(int(value))
    if value is None:
        return Fraction(0)
    if isinstance(value, str):
        number = plain_number(value)
        return Fault("#VALUE!") if number is None else number
    return value


def _truth(value: Value) -> bool | Fault:
    if isinstance(value, str):
        return {"TRUE": True, "FALSE": False}.get(value.upper(), Fault("#VALUE!"))
    number = _numeric(value)
    return number if isinstance(number, Fault) else number != 0


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else _decimal_text(value)
    return str(value)


def _decimal_text(value: Fraction) -> str:
    return significant_string(value, 15).rstrip("0").rstrip(".")


def _same(left: Value, right: Value) -> bool:
    """Equal as ``=`` has it: texts whatever their case, nothing equal to zero and to the empty text."""
    if left is None or right is None:
        other = right if left is None else left
        return other is None or other == "" or (isinstance(other, Fraction) and other == 0) or other is False
    if isinstance(left, str) and isinstance(right, str):
        return match_key(left) == match_key(right)
    return type(left) is type(right) and left == right


def _meets(value: Value, wanted: Value) -> bool:
    if value is None:
        return wanted == ""
    return _same(value, wanted)


def _bounded(value: Fraction) -> Fraction:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > _BITS:
        message = "number too long"
        raise FormulaError(message)
    return value


def _arithmetic(work: Callable[[Fraction, Fraction], Value]) -> Callable[[Value, Value], Value]:
    def operator(left: Value, right: Value) -> Value:
        for value in (left, right):
            if isinstance(value, Fault):
                return value
        a, b = _numeric(left), _numeric(right)
        if isinstance(a, Fault) or isinstance(b, Fault):
            return a if isinstance(a, Fault) else b
        result = work(a, b)
        return _bounded(result) if isinstance(result, Fraction) else result

    return operator


def _power(base: Fraction, exponent: Fraction) -> Value:
    if exponent.denominator != 1 or abs(exponent) > _EXPONENT:
        message = "^"
        raise FormulaError(message)
    if base == 0 and exponent <= 0:
        return Fault("#NUM!" if exponent == 0 else "#DIV/0!")
    if max(base.numerator.bit_length(), base.denominator.bit_length()) * abs(int(exponent)) > _BITS:
        message = "number too long"
        raise FormulaError(message)
    return base ** int(exponent)


def _joined(left: Value, right: Value) -> Value:
    for value in (left, right):
        if isinstance(value, Fault):
            return value
    text = _text(left) + _text(right)
    if len(text) > _BITS:
        message = "text too long"
        raise FormulaError(message)
    return text


def _comparison(test: Callable[[int], bool]) -> Callable[[Value, Value], Value]:
    def operator(left: Value, right: Value) -> Value:
        for value in (left, right):
            if isinstance(value, Fault):
                return value
        return test(_order(left, right))

    return operator


def _order(left: Value, right: Value) -> int:
    """-1, 0 or 1: numbers before texts before truth values, as spreadsheets sort."""
    if _same(left, right):
        return 0

    def rank(value: Value, other: Value) -> tuple[int, Fraction, str]:
        if value is None:
            value = "" if isinstance(other, str) else Fraction(0)
        if isinstance(value, bool):
            return 2, Fraction(int(value)), ""
        return (0, value, "") if isinstance(value, Fraction) else (1, Fraction(0), match_key(str(value)))

    return -1 if rank(left, right) < rank(right, left) else 1


_OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "+": _arithmetic(lambda a, b: a + b),
    "-": _arithmetic(lambda a, b: a - b),
    "*": _arithmetic(lambda a, b: a * b),
    "/": _arithmetic(lambda a, b: Fault("#DIV/0!") if b == 0 else a / b),
    "^": _arithmetic(_power),
    "negative": _arithmetic(lambda a, _: -a),
    "%": _arithmetic(lambda a, _: a / 100),
    "&": _joined,
    "=": _comparison(lambda order: order == 0),
    "<>": _comparison(lambda order: order != 0),
    "<": _comparison(lambda order: order < 0),
    ">": _comparison(lambda order: order > 0),
    "<=": _comparison(lambda order: order <= 0),
    ">=": _comparison(lambda order: order >= 0),
}


def _about(name: str, value: Value) -> Value:
    if name == "NA":
        return Fault("#N/A")
    if name == "ISERROR":
        return isinstance(value, Fault)
    if name == "ISNUMBER":
        return isinstance(value, Fraction)
    if name == "ISBLANK":
        return value is None
    if name == "NOT":
        truth = _truth(value)
        return truth if isinstance(truth, Fault) else not truth
    number = _numeric(value)
    return number if isinstance(number, Fault) else abs(number)


def _rounded(name: str, value: Value, digits: Value) -> Value:
    number, places = _numeric(value), _numeric(digits)
    if isinstance(number, Fault) or isinstance(places, Fault):
        return number if isinstance(number, Fault) else places
    if abs(places) > _EXPONENT:
        raise FormulaError(name)
    scale = Fraction(10) ** int(places)
    scaled = abs(number) * scale
    whole = scaled.numerator // scaled.denominator
    if (name == "ROUND" and scaled - whole >= Fraction(1, 2)) or (name == "ROUNDUP" and scaled > whole):
        whole += 1
    return Fraction(whole if number >= 0 else -whole) / scale


def _numbers(found: list[tuple[Value, bool]]) -> list[Fraction] | Fault:
    numbers: list[Fraction] = []
    for value, in_cell in found:
        if isinstance(value, Fault):
            return value
        if isinstance(value, Fraction):
            numbers.append(value)
        elif not in_cell and value is not None:
            number = _numeric(value)
            if isinstance(number, Fault):
                return number
            numbers.append(number)
        elif isinstance(value, str) and in_cell and (number_in_text := plain_number(value)) is not None:
            numbers.append(number_in_text)  # a number saved as text counts, as its author thought it did
    return numbers


def _of_numbers(work: Callable[[list[Fraction]], Value]) -> Callable[[list[tuple[Value, bool]]], Value]:
    def aggregate(found: list[tuple[Value, bool]]) -> Value:
        numbers = _numbers(found)
        result = numbers if isinstance(numbers, Fault) else work(numbers)
        return _bounded(result) if isinstance(result, Fraction) else result

    return aggregate


def _product(numbers: list[Fraction]) -> Fraction:
    result = Fraction(1)
    for number in numbers:
        result = _bounded(result * number)
    return result if numbers else Fraction(0)


def _logical(*, every: bool) -> Callable[[list[tuple[Value, bool]]], Value]:
    def aggregate(found: list[tuple[Value, bool]]) -> Value:
        for value, _ in found:
            truth = _truth(value)
            if isinstance(truth, Fault):
                return truth
            if truth != every and value is not None:
                return not every
        return every

    return aggregate


_AGGREGATES: dict[str, Callable[[list[tuple[Value, bool]]], Value]] = {
    "SUM": _of_numbers(lambda numbers: sum(numbers, Fraction(0))),
    "PRODUCT": _of_numbers(_product),
    "MIN": _of_numbers(lambda numbers: min(numbers, default=Fraction(0))),
    "MAX": _of_numbers(lambda numbers: max(numbers, default=Fraction(0))),
    "AVERAGE": _of_numbers(lambda n: sum(n, Fraction(0)) / len(n) if n else Fault("#DIV/0!")),
    "AND": _logical(every=True),
    "OR": _logical(every=False),
    "COUNT": lambda found: Fraction(sum(isinstance(value, Fraction) for value, _ in found)),
    "COUNTA": lambda found: Fraction(sum(value is not None for value, _ in found)),
}
