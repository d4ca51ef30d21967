"""Nothing rests on colour alone: pattern, letter or lightness tells categories apart in a greyscale print."""

from __future__ import annotations

from itertools import combinations

from carnet.report import palette
from carnet.report.svg import PATTERNS

OKABE_ITO = {"#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#000000"}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_category_has_its_own_letter():
    codes = [style.code for style in palette.CATEGORIES.values()]
    assert len(set(codes)) == len(codes)


def test_two_categories_differ_in_pattern_or_clearly_in_lightness():
    for one, other in combinations(palette.CATEGORIES.values(), 2):
        assert one.pattern != other.pattern or contrast(one.fill, other.fill) > 1.4


def test_more_and_less_differ_in_pattern():
    assert len({s.pattern for s in (palette.INCREASE, palette.DECREASE, palette.UNIT_CHANGE, palette.TOTAL)}) == 4


def test_colours_are_those_of_okabe_and_ito_and_a_grey():
    styles = [*palette.CATEGORIES.values(), palette.INCREASE, palette.DECREASE, palette.UNIT_CHANGE, palette.TOTAL]
    assert {s.fill for s in styles} <= OKABE_ITO | {palette.NEUTRAL}
    assert {s.pattern for s in styles} <= PATTERNS.keys() | {"solid"}


def test_text_is_readable_on_paper_and_on_pale_ground():
    for colour in (palette.INK, palette.MUTED):
        assert contrast(colour, palette.PAPER) >= 4.5
        assert contrast(colour, palette.FAINT) >= 4.5


def test_an_unknown_category_is_drawn_as_other():
    assert palette.category("something new") == palette.CATEGORIES["other"]
