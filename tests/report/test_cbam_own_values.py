"""The cost page where a precursor turns to its default: both sums, hand-worked; names in the language of the page."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.cbam.compute import compute
from carnet.inventory.installation import names_of
from carnet.inventory.model import Places
from carnet.report.cbam_chain import steps_of
from carnet.report.cbam_charged import two_sums
from carnet.report.cbam_cost import cost_blocks
from carnet.report.cbam_operator_back import operator_report
from carnet.service.cbam import run_cbam
from carnet.service.cbam_json import cbam_json
from carnet.service.cbam_sides import bundle_of as bundle_of_run
from carnet.service.studies import OpenStudy
from tests.cbam.works import ACTUAL, PIG, SLAB, re_roller, steelworks, tables, valued
from tests.report.cbam_bundles import bundle_of

MEASURED = {"basis": "measured", "see_direct": "2.1", "electricity": "0.2", "electricity_ef": "0.6"}
UNPROVEN = replace(SLAB, **MEASURED)
NAMED = replace(UNPROVEN, name="slab", name_zh="连铸板坯", name_en="cast slab")


def table_of(blocks, title):
    at = next(n for n, block in enumerate(blocks) if title in str(block))
    return next(block for block in blocks[at:] if block["t"] == "table")


@pytest.mark.parametrize(
    ("lang", "title", "heads"),
    [
        ("zh", "哪些数值计费", ("研究自有值（不计费）", "计费值")),
        ("en", "Which values are charged", ("study's own values (not charged)", "charged")),
    ],
)
def test_what_is_charged_stands_beside_the_study_s_own(lang, title, heads):
    """1.03 t of slab: 2.1 by the study, 3.169 x 1.1 = 3.4859 charged; with 0.06 of the mill 2.223 and 3.650477."""
    found = str(table_of(cost_blocks(bundle_of(re_roller(UNPROVEN)), lang), title))
    assert all(head in found for head in heads)
    for figure in ("1.03 × 2.10000 = 2.16300", "1.03 × 3.48590 = 3.59048", "2.22300", "3.65048"):
        assert figure in found
    assert "66.70" in found, "0.8103 certificates x 82.32 by the study's own"
    assert "184.21" in found, "2.23778 x 82.32 as charged"
    assert {"zh": "不是应付价格", "en": "not a price to be paid"}[lang] in found, "checks fail, so it is an exploration"


def test_the_chain_says_which_figures_are_not_charged():
    made = bundle_of(re_roller(UNPROVEN))
    steps = {step.name.en: step for step in steps_of(made.goods.goods[0], made)}
    assert steps["study's own · precursor: slab"].figure.en == "2.16300"
    assert "not what is charged" in steps["specific direct embedded emissions"].how.en
    assert "不据此计费" in steps["specific direct embedded emissions"].how.zh
    charged = steps["emissions that count, SEE"]
    assert (charged.figure.en, charged.how.en) == ("3.65048", "by the values charged: 0.06000 + 1.03 × 3.48590")


@pytest.mark.parametrize("slab", [SLAB, replace(SLAB, **(MEASURED | ACTUAL))])
def test_where_nothing_turns_there_is_one_chain(slab):
    made = bundle_of(re_roller(slab))
    assert two_sums(made.computed, made.goods.goods[0]) is None
    assert "Which values are charged" not in str(cost_blocks(made, "en"))
    assert not any("own ·" in step.name.en for step in steps_of(made.goods.goods[0], made))


def test_a_precursor_deep_in_the_chain_is_found():
    """Pig iron of the bought kind goes into steel made here and from there into coil: 0.969 t of it per t of coil."""
    study = steelworks(replace(PIG, **MEASURED))
    good = valued(study).goods[0]
    sums = two_sums(compute(study, tables()), good)
    (bought,) = sums.bought
    assert (bought.own, bought.charged) == (Fraction("2.1"), Fraction("1.826"))
    assert sums.charged == good.see_charged == sums.made + bought.mass * bought.charged
    assert sums.own - sums.charged == bought.mass * (bought.own - bought.charged)


def test_names_stand_in_the_language_of_the_page_and_of_each_sentence():
    run = run_cbam(OpenStudy(re_roller(NAMED), Places(), (), "sha256:0"))
    document = cbam_json(run)
    assert document["names"]["slab"] == {"zh": "连铸板坯", "en": "cast slab"}
    causes = [p["cause"] for p in document["goods"][0]["warnings"] if p["code"] == "CBM-077"]
    assert ["连铸板坯" in c["zh"] and "cast slab" not in c["zh"] for c in causes] == [True]
    assert ["cast slab" in c["en"] and "连铸板坯" not in c["en"] for c in causes] == [True]
    bundle = bundle_of_run(run)
    for lang, own, other in (("zh", "连铸板坯", "cast slab"), ("en", "cast slab", "连铸板坯")):
        page = str(cost_blocks(bundle, lang))
        assert own in page
        assert other not in page
    for trap in run.goods.goods[0].trap:
        assert "连铸板坯" in trap.text.zh
        assert "cast slab" in trap.text.en
    cells = [
        cell
        for one in operator_report(bundle).items
        for piece in one.pieces
        for row in getattr(piece, "rows", ())
        for cell in row
    ]
    assert any(getattr(cell, "zh", "") == "连铸板坯" and cell.en == "cast slab" for cell in cells)


def test_one_name_serves_both_languages():
    assert names_of(replace(SLAB, name="板坯")).en == "板坯"
