"""An ordinary study as an installation: the same direct emissions as `calc`, split along the chain."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carnet.cbam.derive import derive, good_by_codes
from carnet.service.calculate import calculate, resolve_all
from carnet.service.studies import open_shipped
from carnet.store.cbam_tables import load_cbam_tables

TABLES = load_cbam_tables()
COIL = ("72083900",)


def assessed(name):
    opened = open_shipped(name)
    return opened.study, calculate(opened, resolve_all(opened, ["eu_cbam"]))[0]


@pytest.mark.parametrize("name", ["steel", "steel-a", "hrc_eaf", "section_steel"])
def test_what_calc_finds_is_what_the_chain_embeds(name):
    study, calculated = assessed(name)
    codes = ("72163310",) if name == "section_steel" else COIL
    derived = derive(calculated.assessment, TABLES, codes)
    for computed, end in ((derived.computed, "upper_exact"), (derived.lower, "lower_exact")):
        last = computed.process(study.product.process)
        figure = Fraction(calculated.result["figure"][end]) / 1000
        assert last.see_direct + last.counted_indirect == figure, end
        # Nothing is lost between streams and processes.
        assert sum(s.emissions for s in computed.streams) == sum(p.direct_star for p in computed.processes)
        assert computed.totals.direct == sum(s.emissions for s in computed.streams)


def test_the_chain_is_sinter_pig_iron_crude_steel_coil():
    study, calculated = assessed("steel")
    computed = derive(calculated.assessment, TABLES, COIL).computed
    assert [p.category for p in computed.processes] == [
        "sintered_ore", "pig_iron", "crude_steel", "iron_steel_products",
    ]  # fmt: skip
    coil = computed.process(study.product.process)
    assert coil.amount == 1
    steel = computed.process("steelmaking")
    assert computed.recipes[coil.id] == {"steelmaking": steel.amount}
    assert [p.id for p in computed.precursors] == ["blast_furnace_pellet"]
    assert computed.precursors[0].basis == "default"
    assert computed.precursors[0].markup == Fraction(1, 10)


def test_a_process_without_a_good_belongs_to_those_that_use_what_it_makes():
    """In variant A molten steel and steel casting are two unit processes; the first makes no good of Annex I."""
    study, calculated = assessed("steel-a")
    assert "steelmaking" in {p.id for p in study.processes}
    computed = derive(calculated.assessment, TABLES, COIL).computed
    made = {p.id for p in computed.processes}
    assert "steelmaking" not in made
    assert computed.recipes["casting"].keys() == {"blast_furnace"}
    # A gas burnt elsewhere makes nobody a user of the pig iron.
    assert "blast_furnace" not in computed.recipes["hot_rolling"]
    assert "blast_furnace" not in computed.recipes["sintering"]


def test_own_sinter_counts_its_electricity_only_where_the_factor_is_known():
    study, calculated = assessed("steel")
    without = derive(calculated.assessment, TABLES, COIL).computed
    assert [p.code for p in without.problems] == ["CBM-190", "CBM-180"]
    assert without.problems[0].severity == "error"
    factor = Fraction(6, 10)
    computed = derive(calculated.assessment, TABLES, COIL, factor).computed
    assert computed.problems == ()
    sinter = next(p for p in computed.processes if p.category == "sintered_ore")
    more = computed.process(study.product.process).counted_indirect
    less = without.process(study.product.process).counted_indirect
    assert more - less == sinter.electricity * factor > 0
    assert computed.totals.indirect == sum(p.electricity for p in computed.processes) * factor


def test_a_heading_gives_a_category_only_where_all_below_it_agree():
    assert good_by_codes(("7208",), TABLES).category == "iron_steel_products"
    assert good_by_codes(("72",), TABLES) is None
    assert good_by_codes(("850760",), TABLES) is None
    assert good_by_codes(("850760", "72083900"), TABLES).cn == "72083900"


def test_the_rows_name_the_product_and_its_codes():
    study, calculated = assessed("hrc_eaf")
    derived = derive(calculated.assessment, TABLES, COIL)
    assert [g.cn for g in derived.study.cbam_goods] == ["72083900"]
    assert derived.study.cbam_goods[0].process == study.product.process
    # A heading is no code of a good: the user has to say which.
    assert derive(calculated.assessment, TABLES).study.cbam_goods == ()
    assert {u.source for u in derived.study.precursor_uses} == {"eaf_hot_metal", "casting"}
