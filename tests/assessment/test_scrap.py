"""Scrap bought as rows: module D takes it off, the formula counts it as recycled content; nothing counts twice."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from campaigns.second.compare import disagreements
from carnet.assessment import assess
from carnet.factors import factor_set
from carnet.inventory.model import Process
from tests.assessment.cases import inputs
from tests.assessment.recycled import (
    CFF,
    FACTORS,
    STUFF,
    apart,
    assessed,
    gate,
    grave,
    product,
    row,
    shown,
    with_,
)
from tests.assessment.test_vectors import NAME, record

F = Fraction
EV, EREC, ESUB, OWN = F(2), F("0.3"), F("1.6"), F("1.9")
PER_NET = EREC - ESUB * F("0.8")  # of one kg of net output
DIRECT, KG = 200, 1000
SCRAP = row("mill", "in", "purchased", "bought_scrap", "700")
BARE = {"recycled_content": "", "energy_rate": ""}
D = {"D7_end_of_life": "module_d_separate", "D7_scrap": "burden_free"}
OF_SCRAP = factor_set([*FACTORS.records, record("bought_scrap", "product_life_cycle", "0.2", "kg")])


def module_d(study, **rules):
    by = replace(inputs(study), factors=FACTORS)
    found = assess(by, grave(**{**D, **rules}))
    assert disagreements(found, by) == []
    return apart(shown(study, grave(**{**D, **rules}))).get("module_d", F(0))


def test_scrap_bought_is_taken_off_the_net_output_flow():
    """1000 kg of which 0.7 leave as scrap, 700 kg of scrap in: nothing is left over; 900 kg in: a load."""
    study = product(SCRAP, materials=with_(**BARE))
    assert module_d(product(materials=with_(**BARE))) == 700 * PER_NET
    assert module_d(study) == 0
    more = product(replace(SCRAP, amount="900"), materials=with_(**BARE))
    assert module_d(more) == -200 * PER_NET > 0


def test_scrap_bought_counts_for_the_declared_amount():
    """Half the product needs half the runs, and half the scrap."""
    study = product(SCRAP, materials=with_(**{**BARE, "amount": "500", "recycling_rate": "0"}))
    half = replace(study, product=replace(study.product, amount="0.5"))
    assert module_d(half) == -350 * PER_NET * 2  # per tonne


def test_own_scrap_is_no_secondary_material():
    own = replace(SCRAP, scrap_kind="internal")
    assert module_d(product(own, materials=with_(**BARE))) == 700 * PER_NET


def test_declared_content_holds_and_the_rows_beside_it_are_named():
    study = product(SCRAP, materials=with_(recycled_content="0.6", energy_rate=""))
    assert module_d(study) == 100 * PER_NET
    codes = {p.code for p in assessed(study, grave(**D)).context.notes.warnings.values()}
    assert "CAL-041" in codes


def test_scrap_that_its_material_names_needs_no_warning():
    study = product(SCRAP, materials=with_(exchange=SCRAP.id, recycled_content="0.6", energy_rate=""))
    assert module_d(study) == 100 * PER_NET
    assert not assessed(study, grave(**D)).context.notes.warnings


def test_scrap_goes_into_the_materials_of_its_metal_by_mass():
    codes = {"bought_scrap": ("7204",), "stuff": ("7308",), "virgin": ("7601",)}
    steel = replace(STUFF, **BARE)
    other = replace(steel, id="al", flow="virgin", exchange="")
    small = replace(steel, id="s2", amount="250", exchange="", quality_out="1")
    study = product(SCRAP, materials=(steel, other, small))
    study = replace(study, flows=tuple(replace(f, cn_codes=codes.get(f.id, ())) for f in study.flows))
    out = F("0.7") * (1000 + 1000) * PER_NET + F("0.7") * 250 * (EREC - ESUB)
    assert module_d(study) == out - 700 * (F("0.8") * PER_NET + F("0.2") * (EREC - ESUB))


def test_scrap_of_no_material_is_a_gap():
    study = product(SCRAP, materials=with_(**BARE))
    study = replace(study, flows=tuple(replace(f, tags=f.tags if f.id == "bought_scrap" else ()) for f in study.flows))
    gaps = shown(study, grave(**D))["gaps"]
    assert any("materials" in gap["reason"]["en"] and gap["flow"] == "bought_scrap" for gap in gaps)


# ── a document that is missing ───────────────────────────────────────────────────────────────────


def test_a_missing_document_never_raises_the_credit():
    bare = with_(recycled_content_document="")
    strict = {"D7_recycled_content_evidence": True}
    assert module_d(product(materials=bare), **strict) == module_d(product(), **strict)
    for rule in ("net_scrap_credit", "closed_loop"):
        terms = {"D7_end_of_life": rule, "D7_net_scrap": {"yield": "1", "primary": "virgin", "secondary": "recycled"}}
        with_paper, without = (
            {x["id"]: F(x["exact"]) for x in shown(study, grave(**terms, **strict))["by_line"]}
            for study in (product(), product(materials=bare))
        )
        part = "material:m:net_scrap" if rule == "net_scrap_credit" else "material:m:recycling"
        assert with_paper[part] == without[part]


def test_closed_loop_gives_nothing_where_as_much_comes_in_as_leaves():
    same = {"recycled_content": "0.7", "energy_rate": "0"}
    found = shown(product(materials=with_(**same)), grave(D7_end_of_life="closed_loop"))
    lines = {x["id"]: F(x["exact"]) for x in found["by_line"]}
    assert lines.get("material:m:recycling", F(0)) == 0


# ── closed loop: net scrap ───────────────────────────────────────────────────────────────────────

LOOP = {"D7_end_of_life": "closed_loop", "D7_scrap": "burden_free"}
PER_LOOP = EREC - ESUB  # one to one, whatever the quality


def recycled(study, **rules):
    """What the loop counts in the figure, over the material and the rows of scrap."""
    by = replace(inputs(study), factors=OF_SCRAP)
    found = assess(by, grave(**{**LOOP, **rules}))
    assert disagreements(found, by) == []
    names = {SCRAP.id, "material:m:recycling"}
    return sum(c.total.constant for c in found.evaluation.contributions if c.line.id in names)


@pytest.mark.parametrize(("bought", "net"), [("0", 700), ("300", 400), ("700", 0), ("900", -200)])
def test_closed_loop_credits_scrap_out_less_scrap_bought(bought, net):
    """1000 kg of which 0.7 leave for recycling: only what leaves beyond the scrap bought replaces primary."""
    assert recycled(product(replace(SCRAP, amount=bought), materials=with_(**BARE))) == net * PER_LOOP


def test_closed_loop_keeps_what_the_scrap_itself_carries():
    """300 kg of scrap with a factor of 0.2 of its own, beside what it takes off the credit."""
    study = product(replace(SCRAP, amount="300"), materials=with_(**BARE))
    assert recycled(study, D7_scrap="as_factor") == 400 * PER_LOOP + 300 * F("0.2")


def test_closed_loop_counts_no_scrap_twice_and_none_of_the_works_own():
    declared = with_(recycled_content="0.6", energy_rate="")
    assert recycled(product(SCRAP, materials=declared)) == 100 * PER_LOOP
    own = replace(SCRAP, scrap_kind="internal")
    assert recycled(product(own, materials=with_(**BARE))) == 700 * PER_LOOP
    at_gate = shown(product(SCRAP, materials=with_(**BARE)), gate(**LOOP))
    assert all(x["id"] != SCRAP.id for x in at_gate["by_line"])


def test_closed_loop_scrap_of_no_material_is_a_gap():
    study = product(SCRAP, materials=with_(**BARE))
    study = replace(study, flows=tuple(replace(f, tags=f.tags if f.id == "bought_scrap" else ()) for f in study.flows))
    gaps = shown(study, grave(**LOOP))["gaps"]
    assert any("materials" in gap["reason"]["en"] and gap["flow"] == "bought_scrap" for gap in gaps)


# ── the formula ──────────────────────────────────────────────────────────────────────────────────


def scrap_line(study, regime):
    by = replace(inputs(study), factors=OF_SCRAP)
    found = assess(by, regime)
    assert disagreements(found, by) == []
    value = next(c.total.constant for c in found.evaluation.contributions if c.line.id == SCRAP.id)
    return value, found


def test_scrap_under_the_formula_is_recycled_content_of_one():
    """A = 0.2 of metal: 700·(0.2·0.2 + 0.8·2·0.9)."""
    value, _ = scrap_line(product(SCRAP), grave(D7_end_of_life=CFF, D7_scrap="as_factor"))
    assert value == 700 * (F("0.2") * F("0.2") + F("0.8") * EV * F("0.9"))


def test_scrap_without_burden_still_bears_what_it_replaces():
    value, _ = scrap_line(product(SCRAP), grave(D7_end_of_life=CFF, D7_scrap="burden_free"))
    assert value == 700 * F("0.8") * EV * F("0.9")


def test_what_a_is_one_would_add_stands_apart_at_the_gate():
    study = product(SCRAP, materials=with_(recycled_content="0"))
    _, found = scrap_line(study, gate(D7_end_of_life=CFF, D7_scrap="as_factor"))
    one = next(c for c in found.evaluation.contributions if c.line.id == SCRAP.id)
    beside = sum(n.constant for n in one.apart["recycled_content_apart"].values())
    assert beside == 700 * F("0.8") * (F("0.2") - EV * F("0.9"))


@pytest.mark.parametrize(("scrap", "expected"), [("burden_free", F(0)), ("as_factor", 700 * F("0.2"))])
def test_at_a_one_scrap_counts_as_under_any_other_rule(scrap, expected):
    rules = {"D7_end_of_life": CFF, "D7_formula": {"A_otherwise": "1", "B": "0"}, "D7_scrap": scrap}
    value, found = scrap_line(product(SCRAP), grave(**rules))
    assert value == expected
    assert not any(name.startswith("scrap:") for name in found.context.notes.gaps)


def test_what_scrap_replaces_is_a_gap_where_nobody_names_it():
    for materials in ((), with_(virgin="", substituted="", recycled="")):
        _, found = scrap_line(product(SCRAP, materials=materials), grave(D7_end_of_life=CFF, D7_scrap="as_factor"))
        assert f"scrap:{SCRAP.id}:Ev" in found.context.notes.gaps


@pytest.mark.parametrize("rule", [CFF, "cut_off", "closed_loop"])
def test_an_end_of_life_that_is_missing_is_one_gap(rule):
    found = assessed(product(materials=()), grave(D7_end_of_life=rule))
    assert [name for name in found.context.notes.gaps if name.startswith("product:")] == ["product:end_of_life"]
    ended = product(
        row("wreck", "in", "product", "hot_rolled_coil", "1", "t"), materials=(),
        after=(Process("wreck", NAME, stage="end_of_life"),),
    )  # fmt: skip
    assert "product:end_of_life" not in assessed(ended, grave(D7_end_of_life=rule)).context.notes.gaps
    at_gate = assessed(product(materials=()), gate(D7_end_of_life=rule)).context.notes.gaps
    assert "product:end_of_life" not in at_gate
