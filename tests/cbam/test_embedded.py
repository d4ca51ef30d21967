"""Embedded emissions, precursors, loops: IR (EU) 2025/2547 Annex III B, eq 57 to 66, and the official example."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.cbam import embedded, lookup, precursors
from carnet.cbam.compute import compute
from carnet.cbam.tables import Value
from carnet.inventory.installation import PrecursorUse, ProductionLevel
from carnet.quantity import decimal_string
from tests.cbam.small import CITE, bought, default_row, process, screws_and_nuts, study, tables, use

F = Fraction
TABLES = tables()
NONE = {"electricity": "0"}
LOOSE = F(1, 10**9)


def done(*processes, **rows):
    return compute(study(production=processes, **rows), TABLES)


def codes(computed):
    return [p.code for p in computed.problems]


# ── the official worked example ─────────────────────────────────────────────────────────────────


def test_the_official_example_to_nine_digits():
    found = compute(screws_and_nuts(), TABLES)
    assert found.problems == ()
    assert found.streams[0].emissions == F("4948.02")
    assert found.totals.direct == F("4948.02")
    assert found.totals.indirect == F("4198.32")
    assert found.totals.energy == F("88.2")
    wanted = {
        "carbon": ("2.0069382352941174", "0.4066", "0.6065794117647059"),
        "alloy": ("1.9524475609756098", "2.2787951219512195", "2.734889340805453"),
    }
    for name, (direct, indirect, electricity) in wanted.items():
        one = found.process(name)
        assert abs(one.see_direct - F(direct)) < LOOSE
        assert abs(one.see_indirect - F(indirect)) < LOOSE
        assert abs(one.embedded_electricity - F(electricity)) < LOOSE
        assert (one.se_direct, one.se_indirect, one.se_electricity) == (F("0.19635"), F("0.1666"), F("0.2"))
        assert one.counted_indirect == 0, "screws and nuts are in Annex II"
        assert (one.default_share, one.incomplete) == (0, ())
    assert found.recipes["carbon"] == {"steel": F(20, 17)}


# ── chains and loops ────────────────────────────────────────────────────────────────────────────


def test_a_chain_by_hand():
    found = done(
        process("ore", "sintered_ore", amount="200", direct="40", electricity="10", electricity_ef="1"),
        process("iron", "pig_iron", amount="100", direct="150", electricity="20", electricity_ef="1"),
        process("steel", "crude_steel", amount="80", direct="16", electricity="40", electricity_ef="1"),
        precursor_uses=(use("ore", "iron", "160"), use("iron", "steel", "88")),
    )
    # ore 0.2 direct, 0.05 indirect; iron 1.5 + 1.6 x 0.2; steel 0.2 + 1.1 x 1.82
    assert found.process("iron").see_direct == F("1.82")
    assert found.process("steel").see_direct == F("2.202")
    assert found.process("steel").see_indirect == F("0.5") + F("1.1") * (F("0.2") + F("1.6") * F("0.05"))
    assert found.process("steel").embedded_electricity == found.process("steel").see_indirect
    # only the sinter, which is not in Annex II, brings what is counted
    assert found.process("ore").counted_indirect == F("0.05")
    assert found.process("iron").counted_indirect == F("1.6") * F("0.05")
    assert found.process("steel").counted_indirect == F("1.1") * F("1.6") * F("0.05")


def test_a_good_outside_annex_ii_leaves_out_the_indirect_part_of_hydrogen():
    found = done(
        process("h2", "hydrogen", amount="10", direct="90", electricity="500", electricity_ef="0.5"),
        process("nh3", "ammonia", amount="50", direct="20", electricity="100", electricity_ef="0.5"),
        precursor_uses=(use("h2", "nh3", "9"),),
    )
    one = found.process("nh3")
    assert one.see_direct == F("0.4") + F("0.18") * 9
    assert one.see_indirect == 1 + F("0.18") * 25
    assert one.counted_indirect == 1


def test_two_processes_that_feed_each_other_by_hand():
    found = done(
        process("a", amount="100", direct="100", **NONE),
        process("b", amount="50", direct="100", **NONE),
        precursor_uses=(use("a", "b", "25"), use("b", "a", "20")),
    )
    # a = 1 + 0.2 b, b = 2 + 0.5 a: a = 1.4 / 0.9, b = 2.5 / 0.9
    assert found.process("a").see_direct == F(14, 9)
    assert found.process("b").see_direct == F(25, 9)


def test_own_product_put_in_again():
    found = done(process("a", amount="100", direct="90", **NONE), precursor_uses=(use("a", "a", "10"),))
    assert found.process("a").see_direct == 1


@pytest.mark.parametrize(("ab", "ba"), [("50", "100"), ("60", "120"), ("50", "200"), ("100", "100")])
def test_a_loop_that_leaves_nothing_over_is_named_and_blocks_what_it_feeds(ab, ba):
    found = done(
        process("a", amount="100", **NONE),
        process("b", amount="50", **NONE),
        process("c", **NONE),
        process("d", **NONE),
        precursor_uses=(use("b", "a", ab), use("a", "b", ba), use("a", "c", "1")),
    )
    assert codes(found) == ["CBM-011"]
    assert "a, b" in found.problems[0].cause.en
    assert [each.id for each in found.processes] == ["d"]


def test_a_loop_is_refused_even_where_the_equations_have_a_solution():
    solved = embedded.embed(
        {"a": {"b": F(2)}, "b": {"a": F(2)}}, {"a": (F(1),), "b": (F(1),)}, {}
    )  # x = 1 + 2x has the answer -1
    assert solved.unproductive == (("a", "b"),)
    assert solved.values == {}


def test_groups_come_after_what_feeds_them_and_hold_whole_loops():
    recipes = {
        "a": {"b": F(1)}, "b": {"c": F(1)}, "c": {"b": F(1), "d": F(1)}, "d": {}, "e": {"a": F(1), "x": F(1)},
        "f": {"e": F(0)},
    }  # fmt: skip
    groups = embedded.loops(recipes)
    assert sorted(groups) == [("a",), ("b", "c"), ("d",), ("e",), ("f",)]
    place = {name: at for at, group in enumerate(groups) for name in group}
    assert place["d"] < place["b"] < place["a"] < place["e"]


def test_a_chain_of_many_processes_needs_no_recursion():
    many = 3000
    recipes = {str(n): ({str(n + 1): F(1)} if n < many else {}) for n in range(many + 1)}
    solved = embedded.embed(recipes, {name: (F(1),) for name in recipes}, {})
    assert solved.values["0"] == (many + 1,)


def test_several_uses_of_one_source_add_up():
    row = bought("p", see_direct="2", electricity="0")
    twice = (PrecursorUse("1", "p", "a", "10"), PrecursorUse("2", "p", "a", "15"))
    found = done(process("a", **NONE), precursors=(row,), precursor_uses=twice)
    assert found.recipes["a"] == {"p": F(1, 4)}
    assert found.process("a").see_direct == F("0.5") + F(1, 2)


@pytest.mark.parametrize(("amount", "code"), [("", "CBM-002"), ("-1", "CBM-003"), ("1 t", "CBM-001")])
def test_a_use_without_figure_makes_everything_after_it_incomplete(amount, code):
    found = done(
        process("a", **NONE), process("b", **NONE), process("c", **NONE),
        precursor_uses=(use("a", "b", amount), use("b", "c", "1")),
    )  # fmt: skip
    assert codes(found) == [code, "CBM-024", "CBM-024"]
    assert {each.id: each.incomplete for each in found.processes} == {"a": (), "b": ("a-b",), "c": ("a-b",)}


# ── purchased precursors ────────────────────────────────────────────────────────────────────────


def looked_up(direct, total, markup="0.1"):
    rate = 1 + F(markup)
    row = default_row(direct, "", total)
    see = None if row.direct is None else row.direct * rate
    return lookup.DefaultFound(
        row, Value("markup", "2026", F(markup), "1", CITE), see, None, None if row.total is None else row.total * rate
    )


def asked_for(monkeypatch, found):
    seen = []
    monkeypatch.setattr(precursors.lookup, "default_of", lambda _, *asked: seen.append(asked) or found)
    return seen


UNSTATED = {"see_direct": "", "electricity": "", "electricity_ef": "", "cn": "72071210"}


@pytest.mark.parametrize(("basis", "country"), [("default", "CN"), ("unknown", "")])
def test_a_default_comes_from_the_tables_with_its_markup_once(monkeypatch, basis, country):
    seen = asked_for(monkeypatch, looked_up("2", "2.5"))
    found = done(
        process("a", "cement", amount="100", direct="50", **NONE),
        precursors=(bought("p", "ammonia", basis=basis, **UNSTATED),),
        precursor_uses=(use("p", "a", "50"),),
    )
    assert seen == [("72071210", country, 2026)]
    one = found.precursors[0]
    assert (one.basis, one.stated, one.markup) == ("default", False, F(1, 10))
    assert (one.see_direct, one.see_indirect, one.counted_indirect) == (F("2.2"), F("0.55"), F("0.55"))
    good = found.process("a")
    assert good.see_direct == F("0.5") + F("1.1")
    assert good.counted_indirect == F("0.275")
    assert good.default_share == F("1.1") / F("1.6")
    assert codes(found) == []


def test_the_year_of_a_default_is_that_of_the_precursor(monkeypatch):
    seen = asked_for(monkeypatch, looked_up("2", "2"))
    done(precursors=(bought(basis="default", period_to="2027-12-31", **UNSTATED),))
    assert seen[0][-1] == 2027


def test_a_default_without_figure_is_told_and_blocks(monkeypatch):
    asked_for(monkeypatch, looked_up("", ""))
    found = done(
        process("a", **NONE), precursors=(bought(basis="default", **UNSTATED),), precursor_uses=(use("p", "a", "1"),)
    )
    assert codes(found) == ["CBM-015", "CBM-024"]
    assert found.process("a").incomplete == ("p",)


def test_a_stated_default_is_used_as_stated_and_counts_as_default():
    found = done(
        process("a", amount="10", direct="5", **NONE),
        precursors=(bought("p", basis="default", see_direct="1"), bought("q", see_direct="2")),
        precursor_uses=(use("p", "a", "5"), use("q", "a", "5")),
    )
    assert [(each.basis, each.stated) for each in found.precursors] == [("default", True), ("actual", True)]
    # own 0.5, p 0.5, q 1
    assert found.process("a").default_share == F(1, 4)


def test_a_value_stated_for_unknown_origin_is_no_default_in_the_share_as_the_template_counts():
    found = done(
        process("a", amount="10", direct="5", **NONE),
        precursors=(bought("p", basis="unknown", see_direct="1"),),
        precursor_uses=(use("p", "a", "5"),),
    )
    assert found.precursors[0].basis == "default"
    assert found.process("a").default_share == 0


@pytest.mark.parametrize("country", sorted(precursors.EXEMPT_ORIGINS))
def test_precursors_of_exempt_origin_are_zero_from_2026(country):
    row = bought(country=country.lower(), basis="", see_direct="", electricity="", electricity_ef="")
    found = done(precursors=(row,))
    one = found.precursors[0]
    assert (one.see_direct, one.see_indirect, one.electricity, one.source) == (0, 0, 0, precursors.EXEMPT_SOURCE)
    assert codes(found) == []
    assert codes(done(precursors=(replace(row, see_direct="1"),))) == ["CBM-016"]


def test_there_are_31_exempt_origins_and_before_2026_none():
    assert len(precursors.EXEMPT_ORIGINS) == 31
    before = replace(study(precursors=(bought(country="DE"),)), period_to="2025-12-31")
    found = compute(before, TABLES)
    assert found.precursors[0].see_direct == 2
    assert codes(found) == ["CBM-026"]


GAPS = [
    # field that is wrong → code, field told, whether any figure is left
    ({"basis": ""}, "CBM-014", "basis", True),
    ({"basis": "guess"}, "CBM-014", "basis", True),
    ({"see_direct": ""}, "CBM-002", "see_direct", False),
    ({"see_direct": "-1"}, "CBM-003", "see_direct", False),
    ({"electricity": ""}, "CBM-002", "electricity", True),
    ({"electricity_ef": ""}, "CBM-002", "electricity_ef", True),
    ({"amount": ""}, "CBM-002", "amount", True),
    ({"category": "soup"}, "CBM-025", "category", True),
    ({"basis": "default", "see_direct": ""}, "CBM-002", "cn", False),
]


@pytest.mark.parametrize(("fields", "code", "name", "kept"), GAPS)
def test_a_precursor_with_a_gap_is_named_with_its_field_and_what_it_feeds_is_incomplete(fields, code, name, kept):
    row = bought(**{"category": "cement_clinker"} | fields)
    found = done(process("a", "cement", **NONE), precursors=(row,), precursor_uses=(use("p", "a", "1"),))
    assert (found.problems[0].code, found.problems[0].place.pointer) == (code, f"/precursors/0/{name}")
    assert found.problems[0].severity == "error"
    assert [(each.see_direct, each.incomplete) for each in found.precursors] == [(2, True)] * kept
    assert found.process("a").incomplete == ("p",)


def test_indirect_values_as_stated_or_by_electricity_and_a_difference_told():
    assert done(precursors=(bought(),)).precursors[0].see_indirect == F("0.5")
    stated = done(precursors=(bought(see_indirect="0.7"),))
    assert stated.precursors[0].see_indirect == F("0.7")
    assert codes(stated) == ["CBM-010"]
    assert codes(done(precursors=(bought(see_indirect="0.5"),))) == []
    only = done(precursors=(bought(electricity="", electricity_ef="", see_indirect="0.3"),))
    assert (codes(only), only.precursors[0].see_indirect) == ([], F("0.3"))
    none = done(precursors=(bought(electricity="", electricity_ef=""),))
    told = [(p.code, p.severity) for p in none.problems]
    assert told == [("CBM-017", "warning")], "steel: only direct emissions count"


def test_amounts_by_route_and_nothing_bought_is_an_amount():
    rows = (ProductionLevel("1", "p", "x", "3"), ProductionLevel("2", "p", "y", "4"))
    assert done(precursors=(bought(amount=""),), production_levels=rows).precursors[0].amount == 7
    assert codes(done(precursors=(bought(amount="0"),))) == []


def test_several_suppliers_of_one_code_average_by_weight():
    rows = (
        bought("p", "ammonia", cn="28141000", amount="100", see_direct="2", electricity="1", electricity_ef="0.5"),
        bought("q", "ammonia", cn="28141000", amount="300", see_direct="4", electricity="1", electricity_ef="0.9"),
        bought("r", cn="72071210", amount="0"),
    )
    (one,) = precursors.average_by_cn(done(precursors=rows).precursors)
    assert (one.cn, one.amount, one.of) == ("28141000", 400, ("p", "q"))
    assert (one.see_direct, one.see_indirect, one.counted_indirect) == (F("3.5"), F("0.8"), F("0.8"))


def test_an_id_is_a_process_or_a_precursor_not_both():
    found = done(process("a", **NONE), precursors=(bought("a"),))
    assert codes(found) == ["CBM-007"]
    assert found.precursors == ()


# ── functional units (eq 64 to 66) ──────────────────────────────────────────────────────────────


def test_per_tonne_of_good_from_clinker_and_from_nitrogen():
    assert embedded.per_functional_unit(F("0.83"), F("0.74")) == F("0.6142")
    assert embedded.per_functional_unit(F("0.004"), F(460)) == F("1.84")
    assert embedded.per_content(F("1.84"), F(460)) == F("0.004")


# ── properties ──────────────────────────────────────────────────────────────────────────────────

FLOWS = {
    "production": ("amount", "direct", "heat_in", "heat_out", "waste_gas_in", "waste_gas_out", "electricity",
                   "electricity_out"),
    "precursor_uses": ("amount",),
    "precursors": ("amount",),
}  # fmt: skip


def scaled(whole, factor):
    def times(text):
        return decimal_string(F(text) * factor, 12) if text else text

    rows = {
        table: tuple(
            replace(row, **{name: times(getattr(row, name)) for name in names}) for row in getattr(whole, table)
        )
        for table, names in FLOWS.items()
    }
    return replace(whole, **rows)


def random_plant(seed, size=4):
    """Processes with loops that stay productive: what they take from each other is a part of what is made."""
    chance = random.Random(seed)
    names = [f"p{n}" for n in range(size)]
    kinds = ("crude_steel", "sintered_ore", "cement", "ammonia", "hydrogen")
    made = {name: chance.randint(10, 100) for name in names}
    processes = tuple(
        process(
            name, chance.choice(kinds), amount=str(made[name]), direct=str(chance.randint(50, 200)),
            electricity=str(chance.randint(0, 50)), electricity_ef="0.5", heat_in=str(chance.randint(0, 5)),
            heat_in_ef="60", waste_gas_out=str(chance.randint(0, 1)), electricity_out="1", electricity_out_ef="0.7",
        )
        for name in names
    )  # fmt: skip
    uses = [
        use(one, other, str(F(made[one], 4 * size).limit_denominator(1) or 1))
        for one in names for other in names if chance.random() < 0.5
    ]  # fmt: skip
    rows = tuple(
        bought(f"b{n}", chance.choice(kinds), amount="1000", see_direct=str(chance.randint(1, 4))) for n in range(2)
    )
    uses += [use(row.id, name, str(chance.randint(1, 20))) for row in rows for name in names if chance.random() < 0.5]
    return study(production=processes, precursors=rows, precursor_uses=tuple(uses))


SPECIFIC = ("see_direct", "see_indirect", "counted_indirect", "embedded_electricity", "default_share")


def specific(computed):
    assert not [p for p in computed.problems if p.severity == "error"], computed.problems
    return {each.id: [getattr(each, name) for name in SPECIFIC] for each in computed.processes}


@given(st.integers(0, 10**6), st.sampled_from([F(2), F(1, 4), F(10), F(3, 8), F(125)]))
def test_scaling_all_flows_leaves_specific_emissions_as_they_are(seed, factor):
    plant = random_plant(seed)
    assert specific(compute(plant, TABLES)) == specific(compute(scaled(plant, factor), TABLES))


@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(seed, chance):
    plant = random_plant(seed)
    mixed = {
        table: tuple(chance.sample(getattr(plant, table), len(getattr(plant, table))))
        for table in ("production", "precursors", "precursor_uses")
    }
    assert specific(compute(plant, TABLES)) == specific(compute(replace(plant, **mixed), TABLES))


def halves(row, name, part):
    """Two processes that make `part` and the rest of what one makes, each with its share of all flows."""
    one, rest = {}, {}
    for field in FLOWS["production"]:
        text = getattr(row, field)
        if text:
            one[field], rest[field] = (decimal_string(F(text) * share, 12) for share in (part, 1 - part))
    return replace(row, id=f"{name}1", **one), replace(row, id=f"{name}2", **rest)


@given(st.integers(0, 10**6), st.sampled_from([F(1, 2), F(1, 4), F(3, 5), F(1, 8)]))
def test_a_process_split_in_two_gives_what_it_gave_as_one(seed, part):
    plant = random_plant(seed)
    first, rest = plant.production[0], plant.production[1:]
    pair = halves(first, first.id, part)
    shares = {pair[0].id: part, pair[1].id: 1 - part}

    def ends(name):
        return shares if name == first.id else {name: F(1)}

    uses = [
        PrecursorUse(f"{at} {source} {to}", source, to, decimal_string(F(row.amount) * out * into, 12))
        for at, row in enumerate(plant.precursor_uses)
        for source, out in ends(row.source).items()
        for to, into in ends(row.process).items()
    ]
    whole = specific(compute(plant, TABLES))
    cut = specific(compute(replace(plant, production=(*pair, *rest), precursor_uses=tuple(uses)), TABLES))
    for half in pair:
        assert cut[half.id] == whole[first.id]
    assert all(cut[row.id] == whole[row.id] for row in rest)


@given(st.integers(0, 10**6))
def test_everything_counted_the_attributed_emissions_leave_by_the_gate(seed):
    """What is made less what is used inside carries own and bought emissions, no more and no less."""
    plant = random_plant(seed)
    found = compute(plant, TABLES)
    used = {each.id: F(0) for each in (*plant.production, *plant.precursors)}
    for row in plant.precursor_uses:
        used[row.source] += F(row.amount)
    out = sum(((each.amount - used[each.id]) * each.see_direct for each in found.processes), F(0))
    into = sum((used[each.id] * each.see_direct for each in found.precursors), F(0))
    assert out == into + sum(each.direct for each in found.processes)


@given(st.integers(0, 10**6))
def test_counted_indirect_emissions_lie_between_none_and_all(seed):
    for each in compute(random_plant(seed), TABLES).processes:
        assert 0 <= each.counted_indirect <= each.see_indirect


def test_what_sinter_brought_into_bought_pig_iron_counts_for_the_steel_made_of_it():
    values = {"see_direct": "1.5", "see_indirect": "0.2", "basis": "measured"}
    made = process("steel", category="crude_steel", amount="100", direct="0")
    plain, told = (
        compute(
            study(production=(made,), precursors=(bought("iron", category="pig_iron", amount="50", **values, **more),),
                  precursor_uses=(use("iron", "steel", "50"),)),
            tables(),
        ).process("steel")
        for more in ({}, {"counted_indirect": "0.03"})
    )  # fmt: skip
    assert plain.counted_indirect == 0
    assert told.counted_indirect == Fraction(3, 100) * Fraction(50, 100)
    assert plain.see_indirect == told.see_indirect
