"""What linking does with each kind of exchange, one case that links and one that does not, and the words for it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from carnet.errors import CATALOGUE, InputError
from carnet.inventory.lci import AllocationFactor, LciFlow, Spread
from carnet.lca.engine.arrays import LOGNORMAL, NORMAL
from carnet.lca.linking import LinkPolicy, MapRow, link
from carnet.lca.linking.report import GROUPS
from carnet.lca.linking.units import ratio
from tests.lca.linking.databases import FLOWS, database, dense, made, out, process, scores, taken

PLAIN = LinkPolicy(quarantine=False)
NAMED = LinkPolicy(by="name_location_unit", quarantine=False)
POWER = process("grid", made("power"), out("co2", 0.6))


def count(linked, group):
    return linked.report.count(group)


def codes(error):
    return [p.code for p in error.value.problems]


def steel(*lines, **more):
    return process("mill", made("steel"), *lines, **more)


# ── who supplies ─────────────────────────────────────────────────────────────────────────────────


def test_an_input_is_linked_by_the_flow_and_the_score_follows():
    linked = link(database(POWER, steel(taken("power", 2.0), out("co2", 0.1))), PLAIN)
    assert count(linked, "linked") == 1
    assert scores(linked) == pytest.approx([0.6, 1.3])
    assert linked.processes == ("grid", "mill")
    assert linked.products == ("power", "steel")


def test_an_input_without_producer_is_counted_and_open():
    linked = link(database(steel(taken("coal", 1.0))), PLAIN)
    assert (count(linked, "unlinked"), linked.columns[0].open, linked.report.figures["complete"]) == (1, 1, 0)
    assert "映射" in linked.report.group("unlinked").problem.fix.zh


def test_two_producers_are_ambiguous_and_nothing_is_chosen():
    grids = (POWER, process("other grid", made("power"), out("co2", 1.0)))
    linked = link(database(*grids, steel(taken("power", 1.0))), PLAIN)
    assert (count(linked, "ambiguous"), count(linked, "duplicate_producers")) == (1, 2)
    assert scores(linked)[2] == 0.0
    equal = link(database(*grids, steel(taken("power", 1.0))), replace(PLAIN, ambiguous="equal"))
    assert scores(equal)[2] == pytest.approx(0.8)
    with pytest.raises(InputError) as error:
        link(database(*grids, steel(taken("power", 1.0))), replace(PLAIN, ambiguous="refuse"))
    assert codes(error) == ["LCI-132"]
    assert error.value.problems[0].severity == "error"


def test_the_provider_that_the_file_names_goes_first():
    grids = (POWER, process("other grid", made("power"), out("co2", 1.0)))
    named = steel(taken("power", 1.0, provider="other grid"))
    assert scores(link(database(*grids, named), PLAIN))[2] == pytest.approx(1.0)
    ignored = link(database(*grids, named), replace(PLAIN, use_providers=False))
    assert count(ignored, "ambiguous") == 1


def test_a_provider_that_is_not_there_is_told_and_the_policy_used():
    linked = link(database(POWER, steel(taken("power", 1.0, provider="gone"))), PLAIN)
    assert (count(linked, "broken_provider"), count(linked, "linked")) == (1, 1)


@pytest.mark.parametrize(
    ("flow", "linked"),
    [
        (LciFlow("x", "electricity", "product", "kWh", location="RNA"), 1),
        (LciFlow("x", " electricity ", "product", "kWh", location="RNA"), 1),
        (LciFlow("x", "electricity", "product", "kWh", location="US"), 0),
        (LciFlow("x", "electricity", "product", "kg", location="RNA"), 0),
        (LciFlow("x", "Electricity", "product", "kWh", location="RNA"), 0),
    ],
    ids=["same", "blanks", "other place", "other dimension", "other case"],
)
def test_name_location_and_unit_have_to_agree(flow, linked):
    data = database(POWER, steel(taken("x", 1.0, flow.unit)), flows=FLOWS | {"x": flow})
    assert count(link(data, NAMED), "linked") == linked


def test_name_alone_is_refused_in_both_languages():
    with pytest.raises(InputError) as error:
        link(database(POWER), LinkPolicy(by="name"))
    assert codes(error) == ["LCI-125"]
    assert "名称" in error.value.problems[0].cause.zh


def test_a_mapping_may_go_by_name_since_it_says_so():
    flow = LciFlow("x", "Strom", "product", "kWh")
    data = database(POWER, steel(taken("x", 2.0, "kWh")), flows=FLOWS | {"x": flow})
    row = MapRow("Strom", "grid", row=2)
    linked = link(data, replace(PLAIN, mapping=(row, MapRow("nobody", "grid", row=3))))
    assert scores(linked)[1] == pytest.approx(1.2)
    assert [p.code for p in linked.problems] == ["LCI-128"]
    dense_factor = link(data, replace(PLAIN, mapping=(replace(row, factor=3.0),)))
    assert scores(dense_factor)[1] == pytest.approx(3.6)
    cut = link(data, replace(PLAIN, mapping=(MapRow("Strom", "", row=2),)))
    assert count(cut, "cut_by_intention") == 1


def test_a_mapping_row_for_one_consumer_goes_before_a_general_one():
    other = process("other grid", made("power"), out("co2", 1.0))
    rows = (MapRow("power", "grid", row=2), MapRow("power", "other grid", consumer="mill", row=3))
    linked = link(database(POWER, other, steel(taken("power", 1.0))), replace(PLAIN, mapping=rows))
    assert scores(linked)[2] == pytest.approx(1.0)


def test_a_mapping_to_nobody_or_to_several_is_refused_with_all_rows():
    twin = replace(POWER, id="grid 2")
    rows = (MapRow("power", "nowhere", row=2), MapRow("power", "grid", row=3))
    data = database(replace(POWER, id="grid 1"), twin, steel(taken("power", 1.0)))
    with pytest.raises(InputError) as error:
        link(data, replace(PLAIN, mapping=rows))
    assert codes(error) == ["LCI-126", "LCI-127"]


@pytest.mark.parametrize(
    "policy",
    [
        LinkPolicy(by="flow"), LinkPolicy(ambiguous="first"), LinkPolicy(unsolvable="ignore"),
        LinkPolicy(allocation=("mass",)), LinkPolicy(allocation=()), LinkPolicy(allocation=("weight", "cut_off")),
        LinkPolicy(allocation=("cut_off", "mass", "cut_off")),
    ],
)  # fmt: skip
def test_a_policy_with_unknown_words_is_refused(policy):
    with pytest.raises(InputError) as error:
        link(database(POWER), policy)
    assert set(codes(error)) == {"LCI-123"}


# ── units ────────────────────────────────────────────────────────────────────────────────────────


def test_units_of_one_quantity_are_converted():
    linked = link(database(POWER, steel(taken("power", 7.2, "MJ"))), PLAIN)
    assert scores(linked)[1] == pytest.approx(1.2)
    assert linked.report.figures["converted"] == 1


def test_a_unit_without_conversion_is_counted_and_left_out():
    linked = link(database(POWER, steel(taken("power", 1.0, "kg"), out("co2", 1.0, "Item(s)"))), PLAIN)
    assert count(linked, "unit_mismatch") == 2
    assert not scores(linked)[1]


@pytest.mark.parametrize(
    ("have", "want", "factor"),
    [
        ("t*mi", "t*km", 1.609344), ("kg*km", "t*km", 0.001), ("kBq", "Bq", 1000.0), ("sh tn", "kg", 907.18474),
        ("Item(s)", "unit", None), ("gal", "m3", None), ("ton", "kg", None), ("kWh", "kg", None), ("m3", "Nm3", None),
        ("EUR 2000", "EUR 2000", 1.0), ("p*km", "t*km", None), ("kJ", "kWh", 1 / 3600),
    ],
)  # fmt: skip
def test_units(have, want, factor):
    assert ratio(have, want) == (None if factor is None else pytest.approx(factor))


FUEL = LciFlow("fuel", "marine gas oil", "product", "kg", location="RNA", quantity="Mass")
WITH_FUEL = FLOWS | {"fuel": FUEL}


def refinery(**more):
    return process("refinery", made("fuel", unit="kg", **more), out("co2", 0.5))


@pytest.mark.parametrize("policy", [PLAIN, NAMED])
def test_the_files_own_factor_converts_between_quantities(policy):
    # 900 kg of it are a cubic metre, by the flow itself; no table of units could know.
    ship = process("ship", made("power"), taken("fuel", 2.0, "m3", factor=900.0))
    linked = link(database(refinery(factor=1.0), ship, flows=WITH_FUEL), policy)
    assert (count(linked, "linked"), linked.report.figures["converted"]) == (1, 1)
    assert scores(linked)[1] == pytest.approx(2 * 900 * 0.5)
    # And the other way round: a provider that counts in cubic metres.
    pump = process("pump", made("fuel", unit="m3", factor=900.0), out("co2", 90.0))
    burner = process("burner", made("power"), taken("fuel", 3.0, "kg", factor=1.0))
    assert scores(link(database(pump, burner, flows=WITH_FUEL), policy))[1] == pytest.approx(3 * 90 / 900)


@pytest.mark.parametrize("factors", [(0.0, 1.0), (900.0, 0.0), (float("inf"), 1.0)])
def test_a_factor_stated_on_one_side_only_does_not_convert(factors):
    ship = process("ship", made("power"), taken("fuel", 2.0, "m3", factor=factors[0]))
    linked = link(database(refinery(factor=factors[1]), ship, flows=WITH_FUEL), PLAIN)
    assert (count(linked, "linked"), count(linked, "unit_mismatch")) == (0, 1)


def test_the_files_factor_goes_first_and_a_contradiction_is_told():
    grid = process("grid", made("power", factor=1.0), out("co2", 0.6))
    near = link(database(grid, steel(taken("power", 3.6, "MJ", factor=0.2778))), PLAIN)
    assert scores(near)[1] == pytest.approx(3.6 * 0.2778 * 0.6, rel=1e-12)
    assert not count(near, "unit_contradiction")
    far = link(database(grid, steel(taken("power", 3.6, "MJ", factor=0.5), out("co2", 1.0, "g", factor=0.01))), PLAIN)
    assert scores(far)[1] == pytest.approx(3.6 * 0.5 * 0.6 + 0.01)
    told = far.report.group("unit_contradiction")
    assert (told.count, told.flows, told.problem.code) == (2, 2, "LCI-230")
    assert told.examples[0].detail == "1 MJ = 0.5 kWh ≠ 0.277778 kWh"
    assert count(far, "linked") == 1


def test_the_environment_is_converted_by_the_file_too():
    wet = replace(taken("water", 500.0, "kg"), factor=0.001)
    assert dense(link(database(steel(wet)), PLAIN))[1][0, 0] == pytest.approx(0.5)
    unstated = link(database(steel(taken("water", 500.0, "kg"))), PLAIN)
    assert count(unstated, "unit_mismatch") == 1


def test_own_consumption_in_another_quantity_is_seen():
    greedy = process("refinery", made("fuel", factor=1.0), taken("fuel", 0.002, "m3", factor=900.0))
    linked = link(database(POWER, greedy, flows=WITH_FUEL), LinkPolicy())
    assert [(f.process, f.reason) for f in linked.quarantined] == [("refinery", "not_productive")]
    modest = process("refinery", made("fuel", factor=1.0), taken("fuel", 0.001, "m3", factor=900.0))
    assert not link(database(POWER, modest, flows=WITH_FUEL), LinkPolicy()).quarantined


def test_blanks_around_a_name_make_no_other_product():
    spaced = LciFlow("fuel 2", "marine  gas oil ", "product", "kg", location="RNA", quantity="Mass")
    flows = WITH_FUEL | {"fuel 2": spaced}
    ship = process("ship", made("power"), taken("fuel 2", 2.0, "kg"))
    linked = link(database(refinery(), ship, flows=flows), NAMED)
    assert count(linked, "linked") == 1
    for name in ("marine gas oil", "marine gas oil  "):
        row = MapRow(name, "refinery", row=2)
        mapped = link(database(refinery(), ship, flows=flows), replace(PLAIN, mapping=(row,)))
        assert (count(mapped, "linked"), mapped.problems) == (1, ())
    blank = LciFlow("cut 2", " CUTOFF salt", "product", "kg")
    cut = link(database(steel(taken("cut 2", 1.0, "kg")), flows=FLOWS | {"cut 2": blank}), PLAIN)
    assert count(cut, "cut_by_intention") == 1


# ── what an exchange does ────────────────────────────────────────────────────────────────────────


TREATMENT = process("landfill", replace(made("ash"), is_input=True), out("co2", 0.05))


def test_waste_goes_to_treatment_whose_diagonal_is_negative():
    linked = link(database(TREATMENT, steel(out("ash", 3.0), out("co2", 1.0))), PLAIN)
    a, _ = dense(linked)
    assert a.tolist() == [[-1.0, 3.0], [0.0, 1.0]]
    # What one unit of waste costs is the score with its sign turned.
    assert (scores(linked) * linked.sense).tolist() == pytest.approx([0.05, 1.15])


def test_waste_without_treatment_is_counted():
    assert count(link(database(steel(out("ash", 3.0))), PLAIN), "untreated_waste") == 1


def test_an_input_does_not_link_to_a_treatment_nor_a_waste_to_a_producer():
    maker = process("ash maker", made("ash"))
    linked = link(database(TREATMENT, steel(taken("ash", 1.0))), PLAIN)
    # Waste taken in is a function of the process, told as such and not linked to anybody.
    assert count(linked, "no_allocation_factors") == 1
    assert count(link(database(maker, steel(out("ash", 1.0))), PLAIN), "wrong_direction") == 1


def test_an_avoided_product_is_a_credit():
    lines = (taken("power", 0.5, avoided=True), out("co2", 1.0))
    linked = link(database(POWER, steel(*lines)), PLAIN)
    assert scores(linked)[1] == pytest.approx(0.7)
    assert count(link(database(steel(*lines)), PLAIN), "credit_without_provider") == 1


def test_an_avoided_waste_is_a_credit_of_its_treatment():
    linked = link(database(TREATMENT, steel(out("ash", 4.0, avoided=True), out("co2", 1.0))), PLAIN)
    assert dense(linked)[0].tolist() == [[-1.0, -4.0], [0.0, 1.0]]
    assert scores(linked)[1] == pytest.approx(0.8)


def test_a_cut_off_by_intention_is_told_apart():
    linked = link(database(steel(taken("cut", 1.0), taken("coal", 1.0))), PLAIN)
    assert (count(linked, "cut_by_intention"), count(linked, "unlinked")) == (1, 1)
    maker = process("maker", made("cut"))
    assert count(link(database(maker, steel(taken("cut", 1.0))), PLAIN), "cut_by_intention") == 0


def test_missing_flows_zero_rows_and_rows_without_amount_are_counted():
    linked = link(database(steel(taken("gone", 1.0), out("co2", 0.0), out("co2", math.nan))), PLAIN)
    assert [count(linked, g) for g in ("broken_flow", "zero_rows", "no_amount")] == [1, 1, 1]
    assert linked.report.figures["biosphere_entries"] == 0


def test_a_resource_is_positive_and_what_runs_the_other_way_negative():
    linked = link(database(steel(taken("iron", 2.0), taken("co2", 1.5))), PLAIN)
    _, b = dense(linked)
    assert [f.id for f in linked.flows] == ["iron", "co2"]
    assert b.tolist() == [[2.0], [-1.5]]


def test_a_process_of_quarantine_feeds_nobody_and_is_told():
    linked = link(database(POWER, steel(taken("power", 1.0))), replace(PLAIN, exclude=("grid",)))
    assert count(linked, "provider_in_quarantine") == 1
    assert linked.processes == ("mill",)


def test_what_is_to_be_released_has_to_exist():
    with pytest.raises(InputError) as error:
        link(database(POWER), replace(PLAIN, release=("gird",)))
    assert codes(error) == ["LCI-124"]


# ── several products ─────────────────────────────────────────────────────────────────────────────


def furnace(*factors, **more):
    return process(
        "furnace",
        made("steel", 3.0),
        out("slag", 1.0),
        out("co2", 8.0),
        taken("power", 4.0),
        allocation=factors,
        **more,
    )


def test_factors_of_the_file_divide_a_process():
    factors = (AllocationFactor("physical", "steel", 0.75), AllocationFactor("physical", "slag", 0.25))
    linked = link(database(POWER, furnace(*factors)), PLAIN)
    # 8 kg and 4 kWh of 0.6 kg make 10.4: three quarters for 3 kg of steel, a quarter for 1 kg of slag.
    assert scores(linked)[1:] == pytest.approx([10.4 * 0.75 / 3, 10.4 * 0.25])
    assert [c.share_method for c in linked.columns] == ["", "physical", "physical"]
    assert linked.report.figures["demands"] == 1


def test_the_method_that_the_process_names_is_taken():
    factors = (
        AllocationFactor("physical", "steel", 0.75), AllocationFactor("physical", "slag", 0.25),
        AllocationFactor("economic", "steel", 0.95), AllocationFactor("economic", "slag", 0.05),
    )  # fmt: skip
    linked = link(database(furnace(*factors, default_allocation="ECONOMIC_ALLOCATION")), PLAIN)
    assert scores(linked) == pytest.approx([8 * 0.95 / 3, 8 * 0.05])
    # Two methods and none named: the file does not decide.
    assert count(link(database(furnace(*factors)), PLAIN), "no_allocation_factors") == 1
    chosen = link(database(furnace(*factors)), replace(PLAIN, allocation=("physical", "cut_off")))
    assert scores(chosen)[0] == pytest.approx(2.0)


def test_a_factor_left_out_is_what_is_left_of_one():
    linked = link(database(furnace(AllocationFactor("physical", "slag", 0.1))), PLAIN)
    assert scores(linked) == pytest.approx([8 * 0.9 / 3, 8 * 0.1])


def test_factors_that_do_not_add_up_are_not_used():
    factors = (AllocationFactor("physical", "steel", 0.75), AllocationFactor("physical", "slag", 0.75))
    linked = link(database(furnace(*factors)), PLAIN)
    assert (count(linked, "factors_do_not_add_up"), count(linked, "no_allocation_factors")) == (1, 1)


def test_causal_factors_go_by_exchange():
    lines = (made("steel", 3.0), out("slag", 1.0), out("co2", 8.0, id="a"), taken("power", 4.0, id="b"))
    factors = (
        AllocationFactor("causal", "steel", 1.0, "a"), AllocationFactor("causal", "slag", 0.0, "a"),
        AllocationFactor("causal", "steel", 0.0, "b"), AllocationFactor("causal", "slag", 1.0, "b"),
    )  # fmt: skip
    linked = link(database(POWER, process("furnace", *lines, allocation=factors)), PLAIN)
    assert scores(linked)[1:] == pytest.approx([8 / 3, 2.4])


def test_without_factors_the_reference_bears_everything_and_it_is_told():
    linked = link(database(POWER, furnace(), process("road", made("coal"), taken("slag", 1.0))), PLAIN)
    assert scores(linked)[1] == pytest.approx(10.4 / 3)
    assert (count(linked, "no_allocation_factors"), count(linked, "only_co_product")) == (1, 1)
    assert "参考产品" in linked.report.group("no_allocation_factors").problem.cause.zh


def test_a_method_can_be_chosen_and_has_to_fit_every_product():
    by_mass = replace(PLAIN, allocation=("mass", "cut_off"))
    assert scores(link(database(furnace()), by_mass)) == pytest.approx([2.0, 2.0])
    cogeneration = process("chp", made("power", 10.0), out("heat", 36.0), out("co2", 8.0))
    assert count(link(database(cogeneration), by_mass), "no_allocation_factors") == 1
    negative = process("furnace", made("steel", 3.0), out("slag", -1.0), out("co2", 8.0))
    assert count(link(database(negative), by_mass), "no_allocation_factors") == 1
    by_energy = link(database(cogeneration), replace(PLAIN, allocation=("mass", "energy", "cut_off")))
    assert scores(by_energy) == pytest.approx([0.4, 4 / 36])
    priced = replace(PLAIN, allocation=("price", "cut_off"), prices={"steel": 1.0, "slag": 1.0})
    assert scores(link(database(furnace()), priced)) == pytest.approx([2.0, 2.0])


def test_a_process_without_factors_can_be_refused():
    linked = link(database(POWER, furnace()), replace(PLAIN, allocation=("stored", "refuse")))
    assert [f.reason for f in linked.quarantined] == ["no_allocation"]
    assert linked.quarantined[0].problem.code == "LCI-157"


@pytest.mark.parametrize("allocation", [("stored", "cut_off"), ("mass", "cut_off"), ("physical", "refuse")])
def test_shares_never_make_or_lose_anything(allocation):
    factors = (AllocationFactor("physical", "steel", 0.6), AllocationFactor("physical", "slag", 0.4))
    linked = link(database(furnace(*factors)), replace(PLAIN, allocation=allocation))
    _, b = dense(linked)
    assert b.sum() == pytest.approx(8.0)


# ── uncertainty ──────────────────────────────────────────────────────────────────────────────────


def test_spreads_follow_amounts_through_units_signs_and_shares():
    lines = (
        taken("power", 7.2, "MJ", spread=Spread("lognormal", 7.2, 0.1)),
        out("co2", 2.0, spread=Spread("normal", 2.0, 0.5)),
    )
    linked = link(database(POWER, steel(*lines)), PLAIN)
    tech, bio = linked.matrices.technosphere_spread, linked.matrices.biosphere_spread
    entry = int(np.flatnonzero(linked.matrices.technosphere.values == -2.0)[0])
    assert (tech.kind[entry], tech.location[entry], float(tech.scale[entry])) == (LOGNORMAL, -2.0, pytest.approx(0.1))
    assert (bio.kind[1], bio.location[1], float(bio.scale[1])) == (NORMAL, 2.0, 0.5)


def test_several_exchanges_of_one_place_add_amounts_and_variances():
    lines = [taken("power", a, id=str(a), spread=Spread("normal", a, s)) for a, s in ((3.0, 0.3), (4.0, 0.4))]
    linked = link(database(POWER, steel(*lines)), PLAIN)
    a, _ = dense(linked)
    spread = linked.matrices.technosphere_spread
    entry = int(np.flatnonzero(spread.kind != 0)[0])
    assert a[0, 1] == -7.0
    assert abs(spread.location[entry]) * math.sqrt(math.expm1(float(spread.scale[entry]) ** 2)) == pytest.approx(0.5)
    assert count(linked, "merged_entries") == 1


# ── words ────────────────────────────────────────────────────────────────────────────────────────


def test_every_group_has_words_in_both_languages_and_can_be_written():
    for code, _ in GROUPS.values():
        entry = CATALOGUE[code]
        assert all((entry.cause.zh, entry.cause.en, entry.fix.zh, entry.fix.en))
    linked = link(database(POWER, furnace(), steel(taken("coal", 1.0), taken("gone", 1.0))), PLAIN)
    for told in linked.report.problems:
        assert not {"{", "}"} & set(told.cause.zh + told.cause.en + told.fix.zh + told.fix.en)


def test_every_input_is_in_exactly_one_group():
    grids = (POWER, process("other grid", made("power")))
    lines = (taken("power", 1.0), taken("coal", 1.0), taken("cut", 1.0), taken("slag", 1.0), out("ash", 1.0))
    linked = link(database(*grids, furnace(), steel(*lines)), PLAIN)
    groups = (
        "linked", "cut_by_intention", "unlinked", "ambiguous", "only_co_product", "provider_in_quarantine",
        "wrong_direction", "unit_mismatch", "untreated_waste",
    )  # fmt: skip
    assert sum(count(linked, g) for g in groups) == linked.report.figures["demands"] == 6
