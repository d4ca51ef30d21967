"""The formula language of openLCA: parsed once, evaluated in doubles as its interpreter does.

Names, functions and word operators know no case. From weak to strong: ``|`` · ``xor`` · ``&`` · comparisons ·
``+ -`` · ``* / div mod`` · ``^`` · one sign. All of equal strength are taken from the left, so ``2^3^2`` is 64 and
``-2^2`` is 4. Arguments stand between semicolons. A division by zero or a logarithm of a negative number is no fault
inside an untaken branch of ``if``; a formula whose result is not finite is one.

Stricter than openLCA in three points: a cycle is refused even where ``if`` would not take it, ``random`` is refused
since a database must read the same twice, and ``int`` does not stop at 32 bits.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from carnet.exchange.lci_formula_functions import (
    ARITHMETIC,
    COMPARISON,
    CONSTANTS,
    FUNCTIONS,
    LOGIC,
    LOGICAL,
    NUMERIC,
    RANDOM,
    SAME_AS,
)

__all__ = ["FUNCTIONS", "NAME", "Formula", "FormulaError", "evaluate", "parse"]

MAX_LENGTH = 20_000
MAX_DEPTH = 64

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?)"
    r"|(?P<name>[a-z_$][a-z0-9_$]*)"
    r"|(?P<sign>&&|\|\||<=|>=|<>|!=|==|[-+*/^&|<>=();]))"
)
_SPACE = re.compile(r"\s*")
NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
"""What openLCA accepts as the name of a parameter."""

_STRENGTH: Mapping[str, int] = {
    "|": 1, "||": 1, "xor": 2, "&": 3, "&&": 3, "<": 4, "<=": 4, "=": 4, "==": 4, "!=": 4, "<>": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "/": 6, "div": 6, "mod": 6, "^": 7,
}  # fmt: skip
_WORDS = frozenset({"div", "mod", "xor"})

Value = float | bool
SYNTAX, NAME_UNKNOWN, FUNCTION, TYPE, RESULT = "syntax", "name", "function", "type", "result"
CHANGING = "random"


class FormulaError(ValueError):
    """A formula that has no value: `kind` is syntax, name, function, random, type or result; `detail` a text piece."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula.

    Attributes:
        text: as written.
        steps: the program of a stack machine: ``("number", x)``, ``("name", n)``, ``("op", sign)``, ``("minus", "")``,
            ``("call", name, count)``.
        names: what it refers to, in lower case, constants left out.
    """

    text: str
    steps: tuple[tuple[str, object, int], ...]
    names: frozenset[str]


@dataclass(slots=True)
class _Parser:
    """Reads tokens and writes steps; `at` is the token in turn."""

    tokens: list[tuple[str, str]]
    steps: list[tuple[str, object, int]]
    names: set[str]
    at: int = 0

    def here(self) -> tuple[str, str]:
        return self.tokens[self.at]

    def take(self, sign: str) -> bool:
        if self.here() == ("sign", sign):
            self.at += 1
            return True
        return False

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise FormulaError(SYNTAX, f"“{sign}” ← “{self.here()[1] or 'end'}”")

    def expression(self, weakest: int, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise FormulaError(SYNTAX, f"( > {MAX_DEPTH}")
        self.operand(depth)
        while (strength := _STRENGTH.get(self.here()[1], 0)) >= weakest and self.here()[0] == "sign":
            sign = self.here()[1]
            self.at += 1
            self.expression(strength + 1, depth + 1)
            self.steps.append(("op", sign, 0))

    def operand(self, depth: int) -> None:
        negative = self.take("-")
        if not negative:
            self.take("+")
        kind, text = self.here()
        self.at += 1
        if kind == "number":
            self.steps.append(("number", float(text), 0))
        elif kind == "name" and self.take("("):
            self.call(text, depth)
        elif kind == "name":
            self.names.add(text)
            self.steps.append(("name", text, 0))
        elif text == "(" and kind == "sign":
            self.expression(1, depth + 1)
            self.need(")")
        else:
            raise FormulaError(SYNTAX, f"“{text or 'end'}”")
        if negative:
            self.steps.append(("minus", "", 0))

    def call(self, text: str, depth: int) -> None:
        name = SAME_AS.get(text, text)
        if name in RANDOM:
            raise FormulaError(CHANGING, text)
        count = 0
        if not self.take(")"):
            count = 1
            self.expression(1, depth + 1)
            while self.take(";"):
                count += 1
                self.expression(1, depth + 1)
            self.need(")")
        if name in CONSTANTS:
            least = most = 0
        elif name in NUMERIC:
            least, most, _ = NUMERIC[name]
        elif name in LOGICAL:
            least, most = LOGICAL[name]
        else:
            raise FormulaError(FUNCTION, text)
        if not least <= count <= most:
            raise FormulaError(SYNTAX, f"{text}(…) × {count}")
        self.steps.append(("call", name, count))


@lru_cache(maxsize=4096)
def parse(text: str) -> Formula:
    """Parse a formula.

    Raises:
        FormulaError: kinds syntax, function, random.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(SYNTAX, f"> {MAX_LENGTH}")
    parser = _Parser(_tokens(text.lower()), [], set())
    parser.expression(1, 0)
    if parser.here()[0] != "end":
        raise FormulaError(SYNTAX, f"“{parser.here()[1]}”")
    return Formula(text, tuple(parser.steps), frozenset(parser.names))


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at, end = 0, len(text)
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            rest = text[_SPACE.match(text, at).end() :]  # type: ignore[union-attr]  # it matches nothing at least
            if not rest:
                break
            raise FormulaError(SYNTAX, f"“{rest[:20]}”")
        kind = str(match.lastgroup)
        word = match.group(kind)
        found.append(("sign" if word in _WORDS else kind, word))
        at = match.end()
    found.append(("end", ""))
    return found


def evaluate(formula: Formula, values: Mapping[str, float]) -> float:
    """Evaluate.

    Args:
        formula: parsed.
        values: lower-case name → value; a parameter may hide a constant.

    Raises:
        FormulaError: kinds name (not known), type (a truth value where a number belongs, or the reverse), result (not
            finite).
    """
    stack: list[Value] = []
    for kind, what, count in formula.steps:
        if kind == "number":
            stack.append(what)  # type: ignore[arg-type]  # a step "number" holds a float
        elif kind == "name":
            stack.append(_looked_up(str(what), values))
        elif kind == "minus":
            stack.append(-_number(stack.pop()))
        elif kind == "op":
            right, left = stack.pop(), stack.pop()
            stack.append(_operated(str(what), left, right))
        else:
            arguments = stack[len(stack) - count :]
            del stack[len(stack) - count :]
            stack.append(_called(str(what), arguments))
    result = _number(stack.pop())
    if not math.isfinite(result):
        raise FormulaError(RESULT, str(result))
    return result


def _looked_up(name: str, values: Mapping[str, float]) -> Value:
    if name in values:
        return values[name]
    if name in CONSTANTS:
        return CONSTANTS[name]
    raise FormulaError(NAME_UNKNOWN, name)


def _number(value: Value) -> float:
    if isinstance(value, bool):
        raise FormulaError(TYPE, str(value).lower())
    return value


def _truth(value: Value) -> bool:
    if not isinstance(value, bool):
        raise FormulaError(TYPE, repr(value))
    return value


def _operated(sign: str, left: Value, right: Value) -> Value:
    if sign in ARITHMETIC:
        return ARITHMETIC[sign](_number(left), _number(right))
    if sign in COMPARISON:
        return COMPARISON[sign](_number(left), _number(right))
    if sign in {"=", "==", "!=", "<>"}:
        if isinstance(left, bool) != isinstance(right, bool):
            raise FormulaError(TYPE, f"{left} {sign} {right}".lower())
        return (left == right) == (sign in {"=", "=="})
    return LOGIC[{"&&": "&", "||": "|"}.get(sign, sign)](_truth(left), _truth(right))


def _called(name: str, arguments: list[Value]) -> Value:
    if name in CONSTANTS:
        return CONSTANTS[name]
    if name == "if":
        return _number(arguments[1] if _truth(arguments[0]) else arguments[2])
    if name == "not":
        return not _truth(arguments[0])
    if name in {"and", "or"}:
        truths = [_truth(each) for each in arguments]
        return all(truths) if name == "and" else any(truths)
    return NUMERIC[name][2](*(_number(each) for each in arguments))
