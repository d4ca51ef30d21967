"""Linking and solving: who feeds whom, loops, and systems that leave nothing for the product."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.errors import InputError, Text
from carnet.inventory.model import Exchange, Process, Product, Study
from carnet.lca import link, physical_shares, solve
from carnet.service import datasets

NAME = Text("名", "name")
DAYS = {"period_from": "2025-01-01", "period_to": "2025-12-31", "legal_date": "2026-11-22", "known_date": "2026-11-22"}


def row(process: str, direction: str, role: str, flow: str, amount: str, unit: str = "kg", provider: str = ""):
    return Exchange(
        f"{process}-{direction}-{flow}-{provider}", process, direction, role, flow, amount, unit, provider=provider
    )


def study(*rows: Exchange, product: str = "steel", flow: str = "crude_steel", amount: str = "1", unit: str = "t"):
    names = dict.fromkeys(r.process for r in rows)
    return Study(
        id="s", version="1", title=NAME, status="illustrative", country="CN", **DAYS,
        product=Product(NAME, product, flow, amount, unit),
        processes=tuple(Process(n, NAME) for n in names), exchanges=rows,
    )  # fmt: skip


def linked(*rows: Exchange, **more: str):
    return link(study(*rows, **more), datasets.shipped_flows())


IRON = row("iron", "out", "reference", "hot_metal", "900")
STEEL = row("steel", "out", "reference", "crude_steel", "1000")
PULLS = row("steel", "in", "intermediate", "hot_metal", "0.9", "t", provider="iron")


def test_amounts_are_taken_in_the_unit_of_the_provider():
    system = linked(IRON, STEEL, PULLS)
    (used,) = system.links
    assert (used.user, used.provider, used.output, used.amount) == ("steel", "iron", IRON.id, 900)
    assert system.demand == 1000
    assert solve(system, physical_shares(system)).activity == {"iron": 1, "steel": 1}


def test_two_tonnes_need_twice_as_much():
    system = linked(IRON, STEEL, PULLS, amount="2")
    assert solve(system, physical_shares(system)).activity == {"iron": 2, "steel": 2}


def test_a_loop_is_solved_exactly():
    # Iron takes 10 kg of steel for each 900 kg: t_steel = 1 + t_iron/100, t_iron = t_steel.
    back = row("iron", "in", "intermediate", "crude_steel", "10", provider="steel")
    system = linked(IRON, STEEL, PULLS, back)
    assert solve(system, physical_shares(system)).activity == {"iron": Fraction(100, 99), "steel": Fraction(100, 99)}


def test_a_process_that_eats_of_its_own_product():
    # 100 of 1000 kg come back: 1/(1 - 1/10).
    own = row("steel", "in", "intermediate", "crude_steel", "100", provider="steel")
    system = linked(IRON, STEEL, PULLS, own)
    assert solve(system, physical_shares(system)).activity["steel"] == Fraction(10, 9)


@pytest.mark.parametrize("amount", ["1000", "1001", "5000"])
def test_a_loop_that_uses_as_much_as_it_makes_is_refused(amount):
    back = row("iron", "in", "intermediate", "crude_steel", amount, provider="steel")
    system = linked(IRON, STEEL, PULLS, back)
    with pytest.raises(InputError) as caught:
        solve(system, physical_shares(system))
    (found,) = caught.value.problems
    assert found.code == "CAL-002"
    assert {"iron", "steel"} & set(found.value.split(", "))
    assert "feed each other" in found.cause.en
    assert found.value in found.cause.zh


def test_a_loop_just_below_that_is_solved():
    back = row("iron", "in", "intermediate", "crude_steel", "999.999", provider="steel")
    system = linked(IRON, STEEL, PULLS, back)
    assert solve(system, physical_shares(system)).activity["steel"] == 10**6


def test_every_input_without_its_provider_is_listed_at_once():
    nobody = row("steel", "in", "intermediate", "coke", "3", provider="nobody")
    wrong = row("steel", "in", "intermediate", "sinter", "3", provider="iron")
    with pytest.raises(InputError) as caught:
        linked(IRON, STEEL, PULLS, nobody, wrong)
    assert [p.code for p in caught.value.problems] == ["CAL-001", "CAL-001"]
    assert [p.place.pointer for p in caught.value.problems] == ["/exchanges/3/provider", "/exchanges/4/provider"]


def test_a_provider_that_makes_a_flow_twice_is_refused_and_others_are_offered():
    twice = replace(row("iron", "out", "co_product", "hot_metal", "5"), id="again")
    with pytest.raises(InputError) as caught:
        linked(IRON, STEEL, PULLS, twice)
    (found,) = caught.value.problems
    assert "2 outputs" in found.cause.en
    assert found.candidates == ("iron",)


def test_physical_shares_give_everything_to_the_reference():
    slag = row("iron", "out", "co_product", "blast_furnace_slag", "300")
    assert physical_shares(linked(IRON, STEEL, PULLS, slag)) == {IRON.id: 1, slag.id: 0, STEEL.id: 1}


def test_a_co_product_that_carries_a_share_makes_its_user_pull():
    slag = row("iron", "out", "co_product", "blast_furnace_slag", "300")
    uses = row("steel", "in", "intermediate", "blast_furnace_slag", "150", provider="iron")
    system = linked(IRON, STEEL, PULLS, slag, uses)
    shares = {IRON.id: Fraction(3, 4), slag.id: Fraction(1, 4), STEEL.id: Fraction(1)}
    # 3/4 for all the iron, 1/4 for half the slag.
    assert solve(system, shares).activity["iron"] == Fraction(3, 4) + Fraction(1, 8)


# ── after the gate ───────────────────────────────────────────────────────────────────────────────

USE = row("use", "in", "product", "crude_steel", "0.25", "t")


def test_a_process_that_takes_the_product_makes_nothing_and_runs_for_it():
    system = linked(IRON, STEEL, PULLS, USE)
    (taking,) = system.takings
    assert (taking.process, taking.amount) == ("use", 250)
    assert set(system.outputs) == {"iron", "steel"}
    assert system.processes == ("iron", "steel", "use")
    assert solve(system, physical_shares(system)).activity == {"iron": 1, "steel": 1, "use": 4}


def test_what_it_takes_from_others_makes_them_run():
    part = row("part", "out", "reference", "steel_scrap", "2")
    bolt = row("use", "in", "intermediate", "steel_scrap", "3", provider="part")
    system = linked(STEEL, USE, part, bolt, amount="2")
    assert solve(system, physical_shares(system)).activity == {"steel": 2, "part": 12, "use": 8}


def test_half_of_the_burden_is_still_all_of_the_product():
    half = {STEEL.id: Fraction(1, 2)}
    assert solve(linked(STEEL, USE), half).activity == {"steel": Fraction(1, 2), "use": 4}
