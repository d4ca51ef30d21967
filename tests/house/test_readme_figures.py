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
HOW_MANY = {"en": r"of the (\d+) regimes that the program", "zh": r"程序给出(\d+)个方案"}
# The second table: studies that go on after the gate, with the words the table has for them.
OTHERS = {
    "lfp_pack_truck": ({"en": "battery pack", "zh": "电池包"}, ("gbt24067", "en15804", "pef", "eu_cfb_ev")),
    "pv_topcon": ({"en": "solar module", "zh": "光伏组件"}, ("gbt24067", "en15804", "pef", "iso14067_life")),
}
OTHER_HEADS = {
    "en": ("study", "regime", "figure", "unit", "beside it, never in it"),
    "zh": ("研究", "方案", "数值", "单位", "另列，不计入"),
}
MODULE_D = {"en": "module D {} kg CO2e", "zh": "模块D {} kg CO2e"}
COVERAGE = {
    "en": r"(\d+) versions of (\d+) regimes are on file\. (\d+) give a figure for a shipped study: "
    r"(\d+) a single number, (\d+) an interval, (\d+) once a missing rule is accepted\. (\d+) are listed only",
    "zh": r"登记了(\d+)个方案版本（(\d+)个方案）：(\d+)个能对随附的研究给出数值，其中(\d+)个为单一数值，(\d+)个为区间，"
    r"(\d+)个须先补上缺少的规则；(\d+)个只列出",
}


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


def table(found: list[dict[str, str]]) -> str:
    """The rows, ready to be pasted."""
    return "\n".join("| " + " | ".join(row.values()) + " |" for row in found)


@cache
def others() -> tuple[tuple[str, dict], ...]:
    """The results of the second table, each with the id of its study."""
    found = []
    for study, (_, regimes) in OTHERS.items():
        opened = open_shipped(study)
        found += [(study, each.result) for each in calculate(opened, resolve_all(opened, regimes))]
    return tuple(found)


def expected_others(lang: str) -> list[dict[str, str]]:
    """The second table as it must stand in the README of a language."""
    found = []
    for study, result in others():
        apart = [MODULE_D[lang].format(row["value"]) for row in result["separate"] if row["id"] == "module_d"]
        cells = (
            OTHERS[study][0][lang],
            f"`{result['regime']['id']}@{result['regime']['version']}`",
            figure_text(result, lang),
            f"{result['figure']['unit']} / {result['declared_unit']['text'][lang]}",
            apart[0] if apart else "–",
        )
        found.append(dict(zip(OTHER_HEADS[lang], cells, strict=True)))
    return found


def spec(kind: str):
    opened = open_shipped(STUDY)
    if kind == "waterfall":
        return chart_spec(kind, [], bridge_regimes(opened, *WATERFALL))
    return chart_spec(kind, both()[0])


@pytest.mark.parametrize("lang", PAGES)
def test_the_table_is_what_the_program_computes(lang):
    shown, computed = rows(ROOT / PAGES[lang], HEADS[lang][0]), expected(lang)
    assert shown == [row for row in computed if row in shown], "paste from:\n" + table(computed)
    assert len(shown) >= 8
    assert re.findall(HOW_MANY[lang], (ROOT / PAGES[lang]).read_text(encoding="utf-8")) == [str(len(computed))]


@pytest.mark.parametrize("lang", PAGES)
def test_the_second_table_is_what_the_program_computes(lang):
    computed = expected_others(lang)
    assert rows(ROOT / PAGES[lang], OTHER_HEADS[lang][0]) == computed, "paste:\n" + table(computed)


@pytest.mark.parametrize("lang", PAGES)
def test_the_readme_counts_regimes_as_the_coverage_page_does(lang):
    counted = [int(row["versions"]) for row in rows(DOCS / "reference" / "coverage.md", "状态 · state")]
    regimes = [row["regime"] for row in rows(DOCS / "reference" / "coverage.md", "regime")]
    computes, intervals, accepted, lacking, listed = counted
    text = " ".join((ROOT / PAGES[lang]).read_text(encoding="utf-8").split())
    (said,) = re.findall(COVERAGE[lang], text.replace("， ", "，") if lang == "zh" else text)
    names = {re.sub(r"\[(.*?)\].*", r"\1", each) for each in regimes}
    assert lacking == 0
    assert tuple(map(int, said)) == (
        len(regimes), len(names), computes + intervals + accepted, computes, intervals, accepted, listed,
    )  # fmt: skip


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
