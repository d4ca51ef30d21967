"""Campaign C15: what it draws, that it compares, and that it would see a defect."""

from __future__ import annotations

import itertools
import random
import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from campaigns import c15, rules, settled, systems
from campaigns.second import compare
from carnet.assessment import Inputs, assess, certificates, electricity
from carnet.inventory.model import Places
from carnet.service import datasets
from carnet.service.calculate import inputs_of
from carnet.service.studies import open_shipped


def test_sizes_are_those_of_the_promise():
    assert c15.SIZES == {"test": 50, "release": 1_000}
    assert c15.DRAWN < c15.EACH, "every system meets shipped regimes as well"
    assert {each.id for each in c15.regimes()} >= {"iso14067", "pef", "en15804", "eu_cbam", "less"}


def test_the_same_seed_draws_the_same():
    def drawn(seed):
        rng = random.Random(seed)
        study = systems.system(rng)
        return study, rules.random_rules(c15.regimes()[0], study, rng).values

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


def test_a_figure_that_differs_is_seen(monkeypatch):
    by = inputs_of(open_shipped("laptop"))
    honest = c15.disagreement(by, c15.regimes()[0], random.Random(1))
    whole = compare.figure

    def one_kg_more(world):
        found = whole(world)
        found.total += 1
        return found

    monkeypatch.setattr(compare, "figure", one_kg_more)
    assert honest == ""
    assert c15.disagreement(by, c15.regimes()[0], random.Random(1)).startswith("figure: ")


def test_whatever_ends_a_calculation_is_an_outcome_not_the_end(monkeypatch):
    def boom(*_):
        message = "boom"
        raise ZeroDivisionError(message)

    by = inputs_of(open_shipped("laptop"))
    monkeypatch.setattr(c15, "assess", boom)
    assert c15.disagreement(by, c15.regimes()[0], random.Random(1)) == "raised ZeroDivisionError: boom"


def test_a_refusal_the_second_calculation_does_not_share_is_seen():
    by = inputs_of(open_shipped("laptop"))
    assert c15._refused(by, c15.regimes()[0], {"CAL-012"}).endswith("the second calculation gives a figure")
    assert c15._refused(by, c15.regimes()[0], {"CAL-001"}) == "refused with CAL-001"


def test_rules_left_open_keep_what_they_were_among_their_candidates():
    rng = random.Random(5)
    study = systems.system(rng)
    one, two = (rules.random_rules(c15.regimes()[0], study, rng) for _ in range(2))
    opened = next(r for r in (settled.opened_up(one, two, rng) for _ in itertools.count()) if r != one)
    changed = {name for name, value in opened.values.items() if value != one.values[name]}
    assert changed
    for name in changed:
        assert opened.values[name].value is None
        assert one.values[name].value in opened.values[name].candidates


def test_what_blocks_is_supposed_and_nothing_else():
    by = inputs_of(open_shipped("hrc_eaf"))
    asked = next(each for each in c15.regimes() if each.id == "gscc")
    assert assess(by, asked).evaluation is None
    supposed, names = settled.suppose(by, asked, random.Random(1))
    assert assess(by, supposed).evaluation is not None
    assert {n for n, v in supposed.values.items() if v != asked.values[n]} == set(names)


# ── planted defects: what contracts say of their year and their instruments ──────────────────────

TESTS = ("cancelled", "not_sold", "vintage_in_period")
BY_KIND = ("direct_line", "power_purchase_agreement", "supplier_product")
CERTIFIED = tuple(
    MappingProxyType({"use": use, "kind": "electricity_life_cycle", "require": tests})
    for use, tests in (*((use, ("not_sold",)) for use in BY_KIND), ("certificate", ("cancelled",)))
)


def first_seen(most=60):
    """What is first seen of a disagreement over random systems, electricity by contract first; empty: nothing."""
    for number in range(most):
        own = random.Random(f"planted {number}")
        study = systems.system(own)
        by = Inputs(
            study, Places(), datasets.shipped_flows(), systems.factors(own, datasets.shipped_factors()),
            datasets.shipped_gwp_sets(),
        )  # fmt: skip
        drawn = rules.random_rules(c15.regimes()[0], study, own)
        tiers = (*CERTIFIED, rules.freeze(rules._grid()))
        values = {**drawn.values, "D8.counted": replace(drawn.values["D8.counted"], value=True)}
        values["D8.tiers"] = replace(drawn.values["D8.tiers"], value=tiers)
        if told := c15.disagreement(by, replace(drawn, values=values), own):
            return told
    return ""


def rows_alone(contract, study):
    return certificates.contract_kwh(contract.id, study)


def sold_or_not(contract, country):
    own = HONEST["_own_answers"](contract, country)
    return own | ({"not_sold": bool(contract.document)} if "not_sold" in own else {})


def never_asked(contract, country):
    return {t: a for t, a in HONEST["_own_answers"](contract, country).items() if t != "not_sold"}


HONEST = {"_own_answers": certificates._own_answers}
PLANTED = {
    "annual_kwh is not read": ("supplied_kwh", rows_alone),
    "instruments that are sold count like others": ("_own_answers", sold_or_not),
    "what the contract says of its instruments is not read": ("_own_answers", never_asked),
    "a contract counts whole whatever its certificates hold": ("of_certificates", lambda *_: ()),
    "a plant without annual kWh is trusted": ("_trusted_without_total", lambda *_: True),
}


def test_contracts_are_drawn_with_a_year_and_instruments():
    held = [c for seed in range(40) for c in systems.system(random.Random(seed)).contracts]
    assert {c.instruments for c in held} == {"", "none", "cancelled", "sold"}
    assert {bool(c.annual_kwh) for c in held} == {True, False}


def test_electricity_by_contract_agrees_in_both_calculations():
    assert first_seen(25) == ""


@pytest.mark.parametrize("defect", PLANTED)
def test_a_defect_in_what_contracts_say_is_seen(defect, monkeypatch):
    name, wrong = PLANTED[defect]
    for module in (certificates, electricity):
        if hasattr(module, name):
            monkeypatch.setattr(module, name, wrong)
    told = first_seen()
    # A line of electricity or its factor's open value, not a calculation that fell over.
    assert re.match(r"(line|factor:)\S*? ?\S*electricity", told), told
