"""What the operators and functions of openLCA's formulas do to doubles, without ever raising.

Where Python raises, IEEE 754 arithmetic as openLCA uses it gives an infinity or NaN; only the result of a whole formula
has to be finite.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

CONSTANTS: Mapping[str, float | bool] = {"pi": math.pi, "e": math.e, "true": True, "false": False}


def _no_raise(function: Callable[..., float]) -> Callable[..., float]:
    """Give what IEEE 754 arithmetic gives, where Python raises."""

    def guarded(*arguments: float) -> float:
        try:
            return float(function(*arguments))
        except OverflowError:
            return math.inf
        except (ValueError, ZeroDivisionError):
            return math.nan

    return guarded


def _divided(a: float, b: float) -> float:
    if b == 0:
        return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1, b)
    return a / b


def _rounded(x: float) -> float:
    return float(math.floor(x + 0.5)) if math.isfinite(x) else x


def _whole(x: float) -> float:
    return float(math.trunc(x)) if math.isfinite(x) else x


def _whole_quotient(a: float, b: float) -> float:
    below = _rounded(b)
    if below == 0 or not math.isfinite(a) or not math.isfinite(b):
        return math.nan
    return float(math.trunc(_rounded(a) / below))


def _power(a: float, b: float) -> float:
    try:
        return math.pow(a, b)
    except OverflowError:
        return -math.inf if a < 0 and b % 2 == 1 else math.inf
    except ValueError:
        return math.inf if a == 0 else math.nan


ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _divided,
    "div": _whole_quotient,
    "mod": _no_raise(math.fmod),
    "^": _power,
}
COMPARISON: Mapping[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
LOGIC: Mapping[str, Callable[[bool, bool], bool]] = {
    "&": lambda a, b: a and b,
    "|": lambda a, b: a or b,
    "xor": lambda a, b: a != b,
}
MANY = 255
# name → least and most arguments, function of doubles
NUMERIC: Mapping[str, tuple[int, int, Callable[..., float]]] = {
    "abs": (1, 1, abs),
    "avg": (1, MANY, lambda *x: sum(x) / len(x)),
    "ceil": (1, 1, lambda x: float(math.ceil(x)) if math.isfinite(x) else x),
    "floor": (1, 1, lambda x: float(math.floor(x)) if math.isfinite(x) else x),
    "frac": (1, 1, lambda x: x - _whole(x)),
    "int": (1, 1, _whole),
    "min": (1, MANY, lambda *x: min(x)),
    "max": (1, MANY, lambda *x: max(x)),
    "round": (1, 1, _rounded),
    "sqr": (1, 1, lambda x: x * x),
    "sqrt": (1, 1, _no_raise(math.sqrt)),
    "sum": (0, MANY, lambda *x: float(sum(x))),
    "exp": (1, 1, _no_raise(math.exp)),
    "ipower": (2, 2, lambda a, b: _power(a, _whole(b))),
    "ln": (1, 1, lambda x: -math.inf if x == 0 else _no_raise(math.log)(x)),
    "log": (1, 1, lambda x: -math.inf if x == 0 else _no_raise(math.log10)(x)),
    "pow": (2, 2, _power),
    "acos": (1, 1, _no_raise(math.acos)),
    "asin": (1, 1, _no_raise(math.asin)),
    "atan": (1, 1, math.atan),
    "cos": (1, 1, _no_raise(math.cos)),
    "cosh": (1, 1, _no_raise(math.cosh)),
    "cot": (1, 1, lambda x: _divided(1.0, _no_raise(math.tan)(x))),
    "sin": (1, 1, _no_raise(math.sin)),
    "sinh": (1, 1, lambda x: math.copysign(_no_raise(math.sinh)(abs(x)), x)),
    "tan": (1, 1, _no_raise(math.tan)),
    "tanh": (1, 1, math.tanh),
}
SAME_AS = {
    "mean": "avg", "trunc": "int", "lg": "log", "power": "pow", "arccos": "acos", "arcsin": "asin", "arctan": "atan",
    "cotan": "cot", "iff": "if", "iif": "if",
}  # fmt: skip
RANDOM = frozenset({"random", "rand"})
LOGICAL = {"if": (3, 3), "and": (1, MANY), "or": (1, MANY), "not": (1, 1)}
FUNCTIONS = tuple(sorted({*NUMERIC, *SAME_AS, *LOGICAL, *CONSTANTS}))
