"""The figures and pictures of the README are what the program computes from the shipped study today."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from functools import cache

import pytest

from carnet.cli.calculation import figure_text
from carnet.report import to_csv
from carnet.service.bridges import bridge_regimes
from carnet.service.calculate import calculate, resolve_all
from carnet.service.demo import WATERFALL, assume_missing
from carnet.service.reports import chart_spec
from carnet.service.studies import open_shipped
from tests.house.repository import DOCS, ROOT, rows

STUDY = "steel"
PAGES = {"en": "README.md", "zh": "README.zh.md"}
HEADS = {
    "en": ("regime", "as the study stands", "with the missing rules ASSUMED", "unit", "can be issued"),
    "zh": ("方案", "按研究原样", "缺少的规则先作假设（ASSUMED）", "单位", "可签发"),
}
ANSWERS = {"en": ("no", "yes"), "zh": ("否", "是")}
PICTURES = ("waterfall", "regimes")


@cache
def both() -> tuple[tuple[dict, ...], tuple[dict, ...]]:
    """The results as the study stands, and with what is missing assumed as the demo assumes it."""
    opened = open_shipped(STUDY)
    first = calculate(opened, resolve_all(opened, ()))
    study = assume_missing(opened, first)
    assumed = replace(opened, study=study)
    second = calculate(assumed, resolve_all(assumed, ()))
    return tuple(c.result for c in first), tuple(c.result for c in second)


def expected(lang: str) -> list[dict[str, str]]:
    """The table as it must stand in the README of a language."""
    found = []
    for first, second in zip(*both(), strict=True):
        figure = figure_text(second, lang) if second["assumed"] else "–"
        cells = (
            f"`{first['regime']['id']}@{first['regime']['version']}`",
            figure_text(first, lang),
            figure,
            f"{second['figure']['unit']} / {second['declared_unit']['text'][lang]}",
            ANSWERS[lang][first["issuable"] or second["issuable"]],
        )
        found.append(dict(zip(HEADS[lang], cells, strict=True)))
    return found


def table(lang: str) -> str:
    """The rows, ready to be pasted."""
    return "\n".join("| " + " | ".join(row.values()) + " |" for row in expected(lang))


def spec(kind: str):
    opened = open_shipped(STUDY)
    if kind == "waterfall":
        return chart_spec(kind, [], bridge_regimes(opened, *WATERFALL))
    return chart_spec(kind, both()[0])


@pytest.mark.parametrize("lang", PAGES)
def test_the_table_is_what_the_program_computes(lang):
    assert rows(ROOT / PAGES[lang], HEADS[lang][0]) == expected(lang), "paste:\n" + table(lang)


def drawn(data: bytes) -> list[tuple[str, ...]]:
    """What a picture shows of a table of its data: the keys and the numbers, whatever the words are."""
    numbers = re.compile(r"-?[\d.]*")
    table_rows = csv.reader(data.decode("utf-8-sig").splitlines())
    next(table_rows)
    return [(row[0], *(cell for cell in row[1:] if numbers.fullmatch(cell))) for row in table_rows]


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_shows_the_figures_of_today(kind):
    written = drawn((DOCS / "images" / f"{kind}.csv").read_bytes())
    assert written == drawn(to_csv(spec(kind))), (
        f"draw it anew: carnet chart demo-out/hot-rolled-coil.xlsx --kind {kind} --from {WATERFALL[0]} "
        f"--to {WATERFALL[1]} --out docs/images/{kind}.csv, and .en.png and .zh.png with --lang"
    )
    assert sum(len(row) for row in written) > 2 * len(written)


@pytest.mark.parametrize("lang", PAGES)
def test_the_readme_shows_the_waterfall_with_its_two_ends_in_words(lang):
    text = (ROOT / PAGES[lang]).read_text(encoding="utf-8")
    (line,) = [each for each in text.splitlines() if each.endswith(f"](docs/images/waterfall.{lang}.png)")]
    ends = bridge_regimes(open_shipped(STUDY), *WATERFALL)
    assert ends["from"]["value"] in line
    assert ends["to"]["value"] in line


@pytest.mark.parametrize("path", sorted((DOCS / "images").glob("*.png")), ids=lambda path: path.name)
def test_a_picture_is_a_small_png(path):
    assert path.read_bytes().startswith(b"\x89PNG")
    assert path.stat().st_size <= 200 * 1024
