"""Colours, patterns and marks: always two of them together, so that nothing rests on colour alone.

The eight colours are those of Okabe and Ito, chosen to be told apart with any kind of colour vision; the
patterns and the letter codes carry the same meaning in a greyscale print.
"""

from __future__ import annotations

from dataclasses import dataclass

from carnet.errors import Text

ORANGE = "#E69F00"
SKY = "#56B4E9"
GREEN = "#009E73"
YELLOW = "#F0E442"
BLUE = "#0072B2"
VERMILLION = "#D55E00"
PURPLE = "#CC79A7"
BLACK = "#000000"

INK = "#1B2A33"
MUTED = "#55636D"
RULE = "#C8D0D6"
FAINT = "#EEF1F3"
NEUTRAL = "#9AA7B0"
PAPER = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Style:
    """How one category is drawn: fill, pattern over it, one-letter code, and its name."""

    fill: str
    pattern: str
    code: str
    name: Text


CATEGORIES: dict[str, Style] = {
    "direct": Style(VERMILLION, "solid", "D", Text("直接排放", "direct emissions")),
    "electricity": Style(BLUE, "rising", "E", Text("电力", "electricity")),
    "purchased": Style(SKY, "dots", "P", Text("外购物料", "purchased goods")),
    "transport": Style(YELLOW, "upright", "T", Text("运输", "transport")),
    "waste": Style(PURPLE, "crossed", "W", Text("废弃物处理", "waste treatment")),
    "credit": Style(GREEN, "falling", "C", Text("抵扣", "credit")),
    "recycling": Style(ORANGE, "level", "R", Text("再生（负荷与抵扣）", "recycling, burden and credit")),
    "storage": Style(BLACK, "specks", "S", Text("碳储存", "carbon storage")),
    "other": Style(NEUTRAL, "solid", "O", Text("其余合计", "all others")),
}

INCREASE = Style(VERMILLION, "rising", "+", Text("增加", "increase"))
DECREASE = Style(GREEN, "falling", "−", Text("减少", "decrease"))
UNIT_CHANGE = Style(YELLOW, "dots", "×", Text("单位换算", "unit conversion"))
TOTAL = Style(BLUE, "solid", "=", Text("结果", "result"))


def category(name: str) -> Style:
    """Return the style of a category; one that is not known is drawn as ``other``."""
    return CATEGORIES.get(name, CATEGORIES["other"])
