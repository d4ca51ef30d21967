"""The uncertainty of a table's row, in the four ways such tables state it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

from carnet.errors import Text
from carnet.exchange.lci_tables_columns import text
from carnet.inventory.lci import NO_SPREAD, Spread

# Numbers of EcoSpold 1 (uncertaintyType) where the table has standardDeviation95, and of stats_arrays (Brightway).
_ECOSPOLD = {"0": "none", "1": "lognormal", "2": "normal", "3": "triangular", "4": "uniform"}
_STATS = {"0": "none", "1": "none", "2": "lognormal", "3": "normal", "4": "uniform", "5": "triangular"}
_WORDS = {
    "log-normal": "lognormal", "lognormal": "lognormal", "normal": "normal", "uniform": "uniform",
    "triangular": "triangular", "triangle": "triangular", "none": "none", "undefined": "none",
    "log_normal_distribution": "lognormal", "normal_distribution": "normal",
    "uniform_distribution": "uniform", "triangle_distribution": "triangular",
}  # fmt: skip


# Why a spread cannot be used.
WHY = {
    "no_deviation": Text("缺少标准差", "without a standard deviation"),
    "no_bounds": Text("缺少上下限", "without bounds"),
    "mode_outside": Text("三角分布的众数在界外", "a triangle with its mode outside"),
    "unreadable": Text("无法读取", "unreadable"),
}


def spread_of(cell: Mapping[str, object], amount: float) -> tuple[Spread, str]:
    """Return the spread of a row, and "" or why it cannot be used: a key of `WHY` or the unknown word as written."""
    word = text(cell.get("spread"))
    if not word or math.isnan(amount) or amount == 0:
        return NO_SPREAD, ""
    if word.startswith("{"):
        return _openlca(word)
    if word.isdecimal():
        kind = (_STATS if "loc" in cell or "scale" in cell else _ECOSPOLD).get(word, "")
    else:
        kind = _WORDS.get(word.casefold(), "")
    if not kind:
        return NO_SPREAD, word
    stated = {name: _number(cell.get(name)) for name in ("loc", "scale", "sd95", "min", "max")}
    return made(kind, amount, **stated)


def made(  # noqa: PLR0911 - one return per thing that can be missing
    kind: str, amount: float, *, loc: float = math.nan, scale: float = math.nan, sd95: float = math.nan,
    min: float = math.nan, max: float = math.nan,  # noqa: A002 - the columns' names
) -> tuple[Spread, str]:  # fmt: skip
    """Make a spread around `amount` of what is stated.

    `sd95` is EcoSpold 1's: the square of the geometric standard deviation (lognormal), two standard deviations
    (normal). A triangle without a mode has it at the amount.
    """
    if kind == "none":
        return NO_SPREAD, ""
    if kind == "lognormal":
        sigma = scale if not math.isnan(scale) else math.log(sd95) / 2 if sd95 > 0 else math.nan
        if math.isnan(sigma) or sigma < 0:
            return NO_SPREAD, "no_deviation"
        return (Spread("lognormal", amount, sigma), "") if sigma else (NO_SPREAD, "")
    if kind == "normal":
        sigma = scale if not math.isnan(scale) else sd95 / 2
        if math.isnan(sigma) or sigma < 0:
            return NO_SPREAD, "no_deviation"
        return (Spread("normal", amount, sigma), "") if sigma else (NO_SPREAD, "")
    low, high = sorted((min, max)) if min == min and max == max else (math.nan, math.nan)  # noqa: PLR0124 - NaN
    if math.isnan(low):
        return NO_SPREAD, "no_bounds"
    if low == high:
        return NO_SPREAD, ""
    if kind == "uniform":
        return Spread("uniform", amount, 0.0, low, high), ""
    mode = loc if not math.isnan(loc) else amount
    if not low <= mode <= high:
        return NO_SPREAD, "mode_outside"
    return Spread("triangular", mode, 0.0, low, high), ""


def _openlca(word: str) -> tuple[Spread, str]:
    """Read openLCA's object, as its JSON-LD has it."""
    try:
        stated = json.loads(word)
    except ValueError:
        return NO_SPREAD, "unreadable"
    kind = _WORDS.get(str(stated.get("distributionType", "")).casefold(), "")
    number = {name: _number(value) for name, value in stated.items()}
    if kind == "lognormal":
        deviation = number.get("geomSd", math.nan)
        scale = math.log(deviation) if deviation >= 1 else math.nan
        return made(kind, number.get("geomMean", math.nan), scale=scale)
    if kind == "normal":
        return made(kind, number.get("mean", math.nan), scale=number.get("sd", math.nan))
    if kind in {"uniform", "triangular"}:
        low, high = number.get("minimum", math.nan), number.get("maximum", math.nan)
        return made(kind, math.nan if kind == "triangular" else (low + high) / 2,
                    loc=number.get("mode", math.nan), min=low, max=high)  # fmt: skip
    return NO_SPREAD, str(stated.get("distributionType", "unreadable"))


def _number(value: object) -> float:
    try:
        found = float(value) if isinstance(value, (int, float)) else float(str(value))
    except ValueError:
        return math.nan
    return found if math.isfinite(found) else math.nan
