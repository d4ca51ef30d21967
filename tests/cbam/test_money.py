"""Certificates and cost: the published worked numbers, floors, quarters, the unpublished, what must not happen."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.cbam import allocation, emissions
from carnet.cbam.allocation import Ground, sefa_of
from carnet.cbam.bounds import implausible, likely_slip
from carnet.cbam.emissions import ActualEmissions, DefaultEmissions, column_of, mark_up
from carnet.cbam.figures import Years
from carnet.cbam.goods_result import once
from carnet.cbam.money import certificates, price_of, quarter_of, years_of
from carnet.cbam.terms import PUBLISHED
from carnet.errors import Place, problem
from carnet.inventory.installation import ProductionProcess, SourceStream
from tests.cbam.works import ACTUAL, ON, PIG, SLAB, empty, goods, process, re_roller, steelworks, tables, valued

# CN, SEE with 10 %, SEFA, certificates per t, EUR per t in Q1 and Q3 of 2026, as printed
WORKED = [
    ("72011019", "1.8260", "1.17975", "0.64625", "48.70", "53.20"),
    ("72071210", "3.4859", "1.32990", "2.15600", "162.48", "177.48"),
    ("72083900", "3.5057", "1.33575", "2.16995", "163.53", "178.63"),
    ("72091690", "3.5255", "1.42155", "2.10395", "158.55", "173.20"),
    ("72104900", "3.5255", "1.45373", "2.07178", "156.13", "170.55"),
    ("72163310", "3.4859", "1.32990", "2.15600", "162.48", "177.48"),
    ("72191290", "6.1380", "1.15928", "4.97873", "375.20", "409.85"),
    ("72253030", "6.7210", "1.53757", "5.18343", "390.62", "426.70"),
    ("73089098", "6.6385", "1.45373", "5.18478", "390.72", "426.81"),
    ("73181595", "7.0125", "1.32990", "5.68260", "428.24", "467.79"),
    ("76011010", "3.3000", "1.38742", "1.91258", "144.13", "157.44"),
    ("25232900", "1.5620", "0.64935", "0.91265", "68.78", "75.13"),
]


def printed(exact, text):
    """Whether the text is the exact figure rounded at its last digit; a tie may have gone either way."""
    places = len(text.partition(".")[2])
    return abs(exact - Fraction(text)) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(("cn", "see", "sefa", "count", "q1", "q3"), WORKED)
def test_the_worked_numbers_of_china_2026(cn, see, sefa, count, q1, q3):
    first = valued(goods(cn, day="2026-02-10")).goods[0]
    third = valued(goods(cn, day="2026-08-15")).goods[0]
    assert printed(third.see_charged, see)
    assert printed(third.sefa.value, sefa)
    assert printed(third.certificates_per_t, count)
    assert printed(first.cost_per_t, q1)
    assert printed(third.cost_per_t, q3)
    assert third.cost == third.certificates * third.price.value == 100 * third.cost_per_t
    assert (third.basis, third.sefa.column, third.nature) == ("default", "B", "published")


@pytest.mark.parametrize(("year", "count", "cost"), [("2027", "2.5229", "207.69"), ("2028", "2.9101", "239.56")])
def test_later_years_are_a_what_if_with_price_and_benchmark_held(year, count, cost):
    found = valued(goods("72083900"), {"year": year, "price": "82.32", "benchmarks": "held"})
    good = found.what_if.goods[0]
    assert printed(good.certificates_per_t, count)
    assert printed(good.cost_per_t, cost)
    assert good.nature == "what_if"
    assert good.price.cite.nature == "what_if"
    assert len(found.what_if.assumptions) == 3
    assert printed(found.goods[0].cost_per_t, "178.63"), "the published figure stays beside it, untouched"


def test_an_import_of_2027_has_no_published_figure():
    good = valued(goods("72083900", day="2027-02-01")).goods[0]
    assert good.certificates is None
    assert good.cost is None
    assert {each.code for each in good.why_no_cost} == {"CBM-054", "CBM-056"}
    assert good.see_charged == Fraction("3.187") * Fraction("1.2")


def test_a_quarterly_price_never_serves_after_2026():
    values = {**tables().values, ("price", "2027-Q1"): replace(tables().values["price", "2026-Q3"], key="2027-Q1")}
    good = valued(goods("72083900", day="2027-02-01"), of=replace(tables(), values=values)).goods[0]
    assert good.price is None


def test_the_benchmark_is_that_of_the_period_of_production():
    held = {"price": "80", "benchmarks": "held"}
    first, second = (valued(goods("72191290"), held | {"year": year}).what_if.goods[0] for year in ("2027", "2028"))
    assert first.sefa.parts[0].benchmark.value == Fraction("1.189")
    assert second.sefa.parts[0].benchmark.value == Fraction("1.151")


def test_the_fourth_quarter_is_told_with_the_day_it_is_due():
    good = valued(goods("72083900", day="2026-11-02")).goods[0]
    assert good.certificates is not None
    assert good.cost is None
    assert good.due == "2027-01-04"
    (said,) = good.why_no_cost
    assert said.code == "CBM-056"
    assert "2027-01-04" in said.cause.zh
    assert "2027-01-04" in said.cause.en


def test_a_price_counts_from_the_day_it_was_published():
    assert valued(goods("72083900"), on="2026-10-04").goods[0].cost is None
    assert valued(goods("72083900"), on="2026-10-05").goods[0].cost is not None


def test_no_import_date_gives_figures_per_t_and_no_cost():
    good = valued(goods("72083900", day="")).goods[0]
    assert good.certificates_per_t == Fraction("2.16995")
    assert good.cost is None
    assert good.why_no_cost[0].code == "CBM-057"
    assert "2026-Q3" in good.why_no_cost[0].candidates


@pytest.mark.parametrize(
    ("fields", "code", "field", "candidate"),
    [
        ({"amount": "-5"}, "CBM-202", "amount", "5"),
        ({"amount": "0"}, "CBM-202", "amount", "1000"),
        ({"amount": "1,200"}, "CBM-202", "amount", "1200"),
        ({"amount": "viel"}, "CBM-202", "amount", "1000"),
        ({"day": "15/8/2026"}, "CBM-201", "import_date", "2026-08-15"),
        ({"day": "15.08.2026"}, "CBM-201", "import_date", "2026-08-15"),
        ({"day": "2026-13-01"}, "CBM-201", "import_date", "2026-08-15"),
        ({"day": "2026-02-30"}, "CBM-201", "import_date", "2026-08-15"),
        ({"day": "Q3 2026"}, "CBM-201", "import_date", "2026-08-15"),
    ],
)
def test_an_amount_or_day_that_cannot_be_read_gives_no_cost_and_no_crash(fields, code, field, candidate):
    result = valued(goods("72083900", **fields))
    (good,) = result.goods
    assert (good.cost, result.cost) == (None, None)
    (said,) = good.why_no_cost
    assert (said.code, said.place.pointer) == (code, f"/cbam_goods/0/{field}")
    assert candidate in said.candidates
    assert said.fix.zh
    if code == "CBM-201":
        assert good.price is None
    else:
        assert (good.amount, good.certificates) == (None, None)


@pytest.mark.parametrize("text", ["15/8/2026", "2026-02-30", "x", "20260815"])
def test_a_day_that_there_is_not_has_no_quarter_and_no_year(text):
    assert quarter_of(text) == ""
    assert years_of(text, None, 2027) == (2027, 2027)
    told = price_of(tables(), PUBLISHED, text, 2026, ON, Place())
    assert told.value is None
    assert told.problems


@pytest.mark.parametrize(("name", "key"), [("free_share", "2026"), ("cscf", "2026"), ("price", "2026-Q3")])
@pytest.mark.parametrize("nature", ["draft", "proposal", "superseded"])
def test_only_adopted_figures_give_money(name, key, nature):
    row = tables().values[name, key]
    values = {**tables().values, (name, key): replace(row, cite=replace(row.cite, nature=nature))}
    good = valued(goods("72083900"), of=replace(tables(), values=values)).goods[0]
    assert good.cost is None
    assert good.why_no_cost


def test_waste_gas_sent_out_is_taken_off_once():
    """Eq 54, 55: 1000 TJ x 56.1 x 0.667 less, at 60 000 t of DirEm* that already holds its combustion."""
    base = re_roller(direct="60000")
    sent = replace(base.production[0], waste_gas_out="1000", waste_gas_out_ef="56.1")
    one, other = valued(base).good("coil"), valued(replace(base, production=(sent,))).good("coil")
    assert one.see_charged - other.see_charged == Fraction("56.1") * Fraction("0.667") * 1000 / 1000


def test_the_proposal_is_a_what_if_and_never_the_default():
    law = {"year": "2028", "price": "80", "benchmarks": "held"}
    one = valued(goods("72083900"), law).what_if.goods[0]
    other = valued(goods("72083900"), law | {"free_share": "proposal"}).what_if.goods[0]
    assert one.sefa.factor.value == Fraction("0.9")
    assert other.sefa.factor.value == Fraction("0.915")
    assert other.sefa.factor.cite.nature == "proposal"
    assert other.certificates < one.certificates


def test_an_unknown_what_if_is_told_with_candidates():
    found = valued(goods("72083900"), {"pric": "80", "price": "abc", "benchmarks": "new"})
    assert [each.code for each in found.problems] == ["CBM-068"] * 3
    assert all(each.candidates for each in found.problems)


# ── traps ─────────────────────────────────────────────────────────────────────────────────────────


def test_trap_column_a_with_defaults_cannot_be_expressed():
    """Column A for the slab would give 0.975 x 0.188; there is no argument to ask for it."""
    slab = valued(goods("72071210")).goods[0]
    assert slab.sefa.value != Fraction("0.975") * Fraction("0.188")
    assert {part.column for part in slab.sefa.parts} == {"B"}
    assert "column" not in sefa_of.__annotations__
    assert column_of(default_of("72071210")) == "B"


def default_of(cn, row=None):
    found = row or next(
        row for (of, code), (row, *_) in tables().defaults.items() if of == "CN" and cn.startswith(code)
    )
    return mark_up(found, tables().values["markup", "iron_steel:2026"], cn, "CN")


def test_trap_the_factor_multiplies_the_benchmark_not_the_emissions():
    coil = valued(goods("72083900")).goods[0]
    wrong = Fraction("0.025") * coil.see_charged
    assert coil.certificates_per_t == coil.see_charged - Fraction("0.975") * Fraction("1.370")
    assert coil.certificates_per_t > 20 * wrong


def test_trap_the_mark_up_goes_on_once():
    once = default_of("72083900")
    with pytest.raises(TypeError):
        mark_up(once, once.markup, "72083900", "CN")
    assert once.see == Fraction("3.187") * Fraction("1.1")
    assert default_of("72083900", once.row) == once, "marking the row up again gives the same, not more"


def test_trap_goods_are_floored_one_by_one_and_never_netted():
    """A clean good with more allocation than emissions earns nothing, and nothing of it helps the other good."""
    study = steelworks(replace(PIG, see_direct="0.2", sefa="1.5", **ACTUAL), direct="1")
    study = replace(study, cbam_goods=(*study.cbam_goods, *goods("72083900").cbam_goods))
    result = valued(study)
    clean, dirty = result.good("coil"), result.good("g0")
    assert clean.obligation_t_per_t < 0
    assert clean.certificates == 0
    assert result.certificates == sum(good.certificates for good in result.goods)
    assert result.certificates >= dirty.certificates > 0


def test_trap_an_unknown_country_is_never_other_countries():
    study = replace(goods("72083900"), country="")
    good = valued(study).goods[0]
    assert good.comparison[0].sefa.parts[0].benchmark is not None
    assert good.see_charged != valued(goods("72083900")).goods[0].see_charged
    assert good.certificates is None, "Annex IV is carried from a text that was replaced"
    assert "CBM-078" in {each.code for each in good.why_no_cost}
    odd = valued(replace(goods("72083900"), country="China")).goods[0]
    assert odd.see_charged is None
    assert odd.why_no_cost[0].code == "CBM-034"


def test_other_countries_give_money_only_as_a_what_if_on_the_old_text():
    study = replace(goods("72083900"), country="VN")
    found = valued(study, {"defaults": "superseded"})
    assert found.goods[0].cost is None
    assert found.what_if.goods[0].cost > 0


@pytest.mark.parametrize("cn", ["85076000", "84073410", "94016100"])
def test_trap_a_code_not_in_scope_gets_no_charge(cn):
    result = valued(goods(cn, "72083900"))
    good = result.goods[0]
    assert good.scope.state == "out_of_scope"
    assert (good.certificates, good.cost) == (None, None)
    assert good.why_no_cost[0].code == "CBM-050"
    assert result.cost == result.goods[1].cost


def test_a_good_of_the_2028_proposal_is_not_charged_in_2028_either():
    proposed = next(each for each in tables().proposed if len(each.cn) == 8)
    good = valued(goods(proposed.cn, day="2028-03-01")).goods[0]
    assert good.scope.state == "out_of_scope"


def test_imports_before_2026_and_goods_of_the_union_are_outside():
    assert valued(goods("72083900", day="2025-12-31")).goods[0].why_no_cost[0].code == "CBM-058"
    inside = valued(replace(goods("72083900"), country="DE")).goods[0]
    assert inside.scope.state == "out_of_scope"
    assert inside.cost is None


def test_kilograms_for_tonnes_are_noticed():
    """60 t written as 60 000 000 kg of emissions: no figure rather than a wrong one."""
    good = valued(re_roller(direct="60000000")).good("coil")
    assert good.certificates is None
    assert "CBM-073" in {each.code for each in good.why_no_cost}


def test_a_good_without_amount_has_figures_per_t_alone():
    good = valued(goods("72083900", amount="")).goods[0]
    assert good.certificates is None
    assert good.cost_per_t == Fraction("2.16995") * Fraction("82.32")
    assert [each.code for each in good.why_no_cost] == ["CBM-060"]


def test_an_annex_ii_good_is_not_charged_for_electricity():
    coil = valued(re_roller()).good("coil")
    assert coil.see_charged == Fraction("0.06") + Fraction("1.03") * Fraction("3.4859")
    assert coil.see_indirect > 0


# ── free allocation with actual emissions ─────────────────────────────────────────────────────────


def test_column_a_is_recursive_and_default_precursors_bring_column_b():
    coil = valued(steelworks()).good("coil")
    parts = {part.of: part for part in coil.sefa.parts}
    share = Fraction("0.975")
    assert coil.basis == "mixed"
    assert parts[""].value == share * Fraction("0.044")
    assert (parts["steel"].column, parts["steel"].value) == ("A", share * Fraction("0.188") * Fraction("1.02"))
    assert (parts["pig"].column, parts["pig"].value) == ("B", share * Fraction("1.210") * Fraction("0.95"))
    assert coil.sefa.value == sum(part.value for part in coil.sefa.parts)


def test_a_supplier_value_counts_only_with_its_verification_report():
    verified = valued(steelworks(replace(PIG, see_direct="1.5", sefa="1.0", **ACTUAL))).good("coil")
    bare = {name: value for name, value in ACTUAL.items() if name == "basis"}
    stated = valued(steelworks(replace(PIG, see_direct="1.5", sefa="1.0", **bare))).good("coil")
    kinds = [{part.of: part.kind for part in good.sefa.parts}["pig"] for good in (verified, stated)]
    assert kinds == ["verified", "column_b"]
    assert "CBM-077" in {each.code for each in stated.warnings}
    assert not {"CBM-064", "CBM-077"} & {each.code for each in verified.warnings}


# ── evidence of precursors ────────────────────────────────────────────────────────────────────────

UNPROVEN = [
    {"verification_report": ""}, {"verifier": ""}, {"accreditation": " "}, {"accreditation_expiry": ""},
    {"accreditation_expiry": "2024-12-31"}, {"period_from": "", "period_to": ""},
    {"period_from": "2027-01-01", "period_to": "2027-12-31"}, {"period_from": "2024-01-01", "period_to": "2024-12-31"},
    {"period_from": "2026-12-31", "period_to": "2026-01-01"},
]  # fmt: skip


@pytest.mark.parametrize("fields", UNPROVEN, ids=str)
def test_an_actual_value_without_its_evidence_is_priced_on_the_default(fields):
    """IR (EU) 2025/2547 Annex II A.1(4), (5): the good costs what it costs with the default of the slab."""
    slab = replace(SLAB, see_direct="0.4", **{**ACTUAL, **fields})
    good, by_default = valued(re_roller(slab)).good("coil"), valued(re_roller()).good("coil")
    assert (good.cost, good.certificates, good.see_charged) == (
        by_default.cost,
        by_default.certificates,
        by_default.see_charged,
    )
    assert good.see_direct == Fraction("0.06") + Fraction("1.03") * Fraction("0.4"), "shown by the study's own values"
    assert (good.basis, good.sefa.value) == ("mixed", by_default.sefa.value)
    (said,) = [each for each in good.warnings if each.code == "CBM-077"]
    assert "0.4" in said.cause.zh
    assert "3.4859" in said.cause.en
    actual = next(option for option in good.comparison if option.id == "actual")
    assert actual.certificates_per_t is not None
    assert (actual.held, bool(actual.lacks)) == (False, True)
    assert len(actual.needs) == 2


def test_with_its_evidence_the_actual_value_is_priced():
    good = valued(re_roller(replace(SLAB, see_direct="0.4", **ACTUAL))).good("coil")
    assert (good.basis, good.see_charged) == ("actual", Fraction("0.06") + Fraction("1.03") * Fraction("0.4"))


@pytest.mark.parametrize("fields", [{"cn": ""}, {"cn": "7207"}, {"country": "China"}])
def test_no_evidence_and_no_default_is_no_money(fields):
    slab = replace(SLAB, see_direct="0.4", **{**ACTUAL, "verification_report": "", **fields})
    good = valued(re_roller(slab)).good("coil")
    assert (good.cost, good.certificates, good.see_charged) == (None, None, None)
    assert "CBM-200" in {each.code for each in good.why_no_cost}


def test_own_values_without_a_report_are_told_and_are_not_held():
    good = valued(replace(re_roller(replace(SLAB, see_direct="0.4", **ACTUAL)), installation=())).good("coil")
    assert good.certificates is not None
    assert [option.held for option in good.comparison] == [True, False, False]
    assert (good.cheapest.id, good.today.id) == ("actual", "default")
    assert "CBM-064" in {each.code for each in good.warnings}


# ── codes, letters, units ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("cn", ["72083999", "7208", "25239200", "72803900", "", "steel"])
def test_a_code_on_no_list_is_neither_charged_nor_exempt(cn):
    result = valued(goods(cn, "72083900"))
    good = result.goods[0]
    assert good.scope.state == "unknown_code"
    assert (good.certificates, good.cost, result.cost, result.certificates) == (None, None, None, None)
    assert good.why_no_cost[0].code == "CBM-051"
    assert "no charge and no exemption" in good.why_no_cost[0].cause.en
    assert good.scope.candidates == good.why_no_cost[0].candidates
    if cn == "72083999":
        assert good.scope.candidates[0] == "72083900"


@pytest.mark.parametrize("cn", ["26011100", "72022100", "31056000", "76151000"])
def test_codes_that_annex_i_leaves_out_stay_out(cn):
    assert valued(goods(cn)).goods[0].scope.state == "out_of_scope"


@pytest.mark.parametrize(("cn", "process"), [("72083900", "roll"), ("72071210", "steel"), ("72083900", "")])
def test_a_letter_that_there_is_not_is_told_with_candidates(cn, process):
    base = steelworks()
    row = replace(base.cbam_goods[0], process=process, cn=cn, benchmark_route="X")
    for processes in (base.production, tuple(replace(each, routes=("C",)) for each in base.production)):
        good = valued(replace(base, production=processes, cbam_goods=(row, base.cbam_goods[1]))).good("coil")
        assert (good.certificates, good.cost) == (None, None)
        (said,) = [each for each in good.why_no_cost if each.code == "CBM-042"]
        assert {"C", "D", "E"} <= {*said.candidates}
        assert said.value == "X"


def test_a_letter_of_another_code_is_not_passed_over():
    base = steelworks()
    slab = replace(base.cbam_goods[1], benchmark_route="K")
    steel = replace(base.production[0], routes=("C",))
    good = valued(replace(base, production=(steel, base.production[1]), cbam_goods=(base.cbam_goods[0], slab)))
    assert "CBM-042" in {each.code for each in good.good("slab").why_no_cost}


@pytest.mark.parametrize(
    ("direct", "word"), [("60000", "kg for t"), ("13200000", "kg for t"), ("0.06", "a thousandfold short")]
)
def test_emissions_no_plant_can_have_give_no_money(direct, word):
    """Products of iron and steel: defaults from 0.13 to 13.24, so 0.013 to 100 tCO2e/t (here without precursors)."""
    study = replace(re_roller(direct=direct), precursors=(), precursor_uses=())
    good = valued(study).good("coil")
    found = [each for each in good.why_no_cost if each.code == "CBM-073"]
    if direct == "60000":  # 60 tCO2e/t: within ten times the highest
        assert not found
        return
    assert (good.certificates, good.cost) == (None, None)
    assert word in found[0].cause.en
    assert "own rule, no law" in found[0].cause.en


def test_the_unit_that_slipped_is_named():
    fuel = SourceStream("gas", "gas", "combustion", "roll", ncv="48000", ef="56", ef_unit="tCO2/TJ", activity="1",
                        activity_unit="t")  # fmt: skip
    power = ProductionProcess("roll", "", "iron_steel_products", amount="10", electricity="2000")
    assert likely_slip([fuel], []) == ("MJ", "")
    assert likely_slip([replace(fuel, ncv="0.048")], []) == ("", "TJ")
    assert likely_slip([], [power]) == ("kWh", "")
    (said,) = implausible(Fraction(500), "cement", tables(), Place(), slip=("MJ", ""))
    assert "MJ for GJ" in said.cause.en
    assert implausible(Fraction(0), "ammonia", tables(), Place()) == (), "made with renewable hydrogen"
    assert implausible(Fraction(0), "crude_steel", tables(), Place())
    assert implausible(Fraction("0.05"), "cement", tables(), Place(), share=Fraction(1, 20)) == ()
    assert implausible(Fraction("0.05"), "cement", tables(), Place())


def test_a_precursor_of_the_union_takes_the_lower_bound_away():
    coil = valued(re_roller(replace(SLAB, country="DE"), direct="1")).good("coil")
    assert coil.certificates == 0
    assert "CBM-073" not in {each.code for each in coil.why_no_cost}


# ── one year, each problem once ───────────────────────────────────────────────────────────────────


def test_direct_emissions_take_the_mark_up_of_the_year_that_is_charged():
    study = re_roller()
    later = replace(study, cbam_goods=(replace(study.cbam_goods[0], import_date="2027-03-01"),))
    good = valued(later).good("coil")
    assert good.see_charged == Fraction("0.06") + Fraction("1.03") * Fraction("3.169") * Fraction("1.2")
    assert good.see_direct == good.see_charged
    assert good.year == 2027
    assert "2027" in good.year_words.zh
    assert "2027" in good.year_words.en
    now = valued(study).good("coil")
    assert (now.see_direct, now.see_indirect) == (now.see_charged, Fraction("0.06"))


def test_the_same_problem_is_told_once():
    study = re_roller()
    later = replace(study, cbam_goods=(replace(study.cbam_goods[0], import_date="2027-03-01"),))
    good = valued(later).good("coil")
    for problems in (good.why_no_cost, good.warnings):
        said = [(each.code, each.cause.en) for each in problems]
        assert len(said) == len(set(said))
    one = problem("CBM-054", Place(pointer="/a"), "1", year=2027)
    other = problem("CBM-054", Place(pointer="/b"), "2", year=2027)
    third = problem("CBM-054", Place(pointer="/b"), "2", year=2028)
    assert once([one, other, third, one]) == (one, third)


def test_loops_are_solved():
    """Coil scrapped back into steelmaking: t = 1.02 steel, steel takes 50/1020 coil."""
    coil = valued(steelworks(loop=True)).good("coil")
    masses = {part.of: part.mass for part in coil.sefa.parts}
    around = 1 / (1 - Fraction(1020, 1000) * Fraction(50, 1020))
    assert masses == {"": around, "steel": around * Fraction("1.02"), "pig": around * Fraction("0.95")}


def test_a_missing_route_gives_no_number_and_the_candidates():
    study = steelworks()
    study = replace(study, cbam_goods=tuple(replace(good, benchmark_route="") for good in study.cbam_goods))
    slab = valued(study).good("slab")
    assert slab.certificates is None
    assert slab.why_no_cost[0].candidates == ("C", "D", "E")
    assert slab.comparison[0].certificates is not None, "the default takes the route of its row"


def test_a_code_or_a_category_with_several_benchmarks_is_not_guessed():
    study = steelworks()
    study = replace(study, cbam_goods=study.cbam_goods[:1])  # nobody says which steel is rolled
    coil = valued(study).good("coil")
    assert coil.certificates is None
    assert "CBM-052" in {each.code for each in coil.why_no_cost}


def test_one_benchmark_in_the_category_needs_no_code():
    base = steelworks()
    study = replace(
        base,
        production=(*base.production, process("iron", "pig_iron", "950", "900")),
        precursors=(),
        precursor_uses=tuple(
            replace(use, source="iron") if use.source == "pig" else use for use in base.precursor_uses
        ),
    )
    coil = valued(study).good("coil")
    part = next(part for part in coil.sefa.parts if part.of == "iron")
    assert part.specific == Fraction("0.975") * Fraction("1.089")
    assert part.note.en


def test_a_joint_process_is_not_settled_and_gives_no_money():
    base = re_roller()
    study = replace(base, production=(replace(base.production[0], includes=("crude_steel",)),))
    assert "CBM-062" in {each.code for each in valued(study).good("coil").why_no_cost}


def test_several_routes_in_one_process_are_not_settled():
    base = steelworks()
    study = replace(base, production=(replace(base.production[0], routes=("C", "E")), base.production[1]))
    study = replace(study, cbam_goods=study.cbam_goods[:1])
    # the code is stated through a good that itself names no route
    slab = replace(base.cbam_goods[1], benchmark_route="")
    study = replace(study, cbam_goods=(*study.cbam_goods, slab))
    assert "CBM-063" in {each.code for each in valued(study).good("slab").why_no_cost}


def test_the_share_after_the_published_years_is_told():
    what = {"year": "2031", "price": "80", "benchmarks": "held"}
    good = valued(goods("72083900"), what).what_if.goods[0]
    assert good.cost is None
    assert "CBM-053" in {each.code for each in good.why_no_cost}


def test_a_precursor_from_the_union_brings_neither_emissions_nor_allocation():
    coil = valued(re_roller(replace(SLAB, country="DE"))).good("coil")
    assert coil.see_charged == Fraction("0.06")
    assert {part.of: part.kind for part in coil.sefa.parts}["slab"] == "exempt"


def test_a_stated_default_that_is_not_the_table_withholds_the_money():
    wrong = valued(re_roller(replace(SLAB, see_direct="3.169"))).good("coil")  # the mark-up forgotten
    assert wrong.certificates is None
    assert "CBM-061" in {each.code for each in wrong.why_no_cost}
    right = valued(re_roller(replace(SLAB, see_direct="3.4859"))).good("coil")
    assert right.certificates == valued(re_roller()).good("coil").certificates


def test_data_of_another_year_and_unverified_data_are_told():
    study = replace(re_roller(), period_from="2025-01-01", period_to="2025-12-31", installation=())
    codes = {each.code for each in valued(study).good("coil").warnings}
    assert {"CBM-064", "CBM-065"} <= codes


def test_a_process_without_a_result_is_told():
    study = replace(re_roller(), production=(), precursor_uses=())
    good = valued(study).good("coil")
    assert good.cost is None
    assert good.why_no_cost
    assert good.comparison[0].certificates is not None


def test_cement_per_clinker_is_told_per_t_of_good():
    clinker = process("kiln", "cement", "1000", "800", unit="t clinker")
    base = empty(production=(clinker,), cbam_goods=(replace(goods("25232900").cbam_goods[0], process="kiln"),))
    without = valued(base).goods[0]
    assert "CBM-076" in {each.code for each in without.why_no_cost}
    half = valued(replace(base, cbam_goods=(replace(base.cbam_goods[0], clinker="0.5"),))).goods[0]
    assert half.see_charged == Fraction(1, 2) * (Fraction("0.8") + Fraction(100) * Fraction("0.6") / 1000)


def test_a_loop_that_leaves_nothing_is_told():
    study = steelworks(loop=True)
    uses = tuple(replace(use, amount="1100") if use.source == "roll" else use for use in study.precursor_uses)
    good = valued(replace(study, precursor_uses=uses)).good("coil")
    assert good.cost is None
    assert good.why_no_cost


# ── properties ────────────────────────────────────────────────────────────────────────────────────

MASSES = st.fractions(0, 3, max_denominator=1000)


def chain(slab, pig):
    """A coil by actual data over given masses of slab and pig iron, both on defaults."""
    named = {"slab": default_of("72071210"), "pig": default_of("72011019")}
    held = {name: emissions.PrecursorEmissions(name, each.see, "default", each) for name, each in named.items()}
    return ActualEmissions("roll", Fraction(1), Fraction(0), {"roll": Fraction(1)}, {"slab": slab, "pig": pig}, held)


def ground():
    study = replace(re_roller(), precursors=(SLAB, PIG))
    return Ground(study, tables(), PUBLISHED, Years(2026, 2026), study.cbam_goods[0])


@given(MASSES, MASSES, MASSES)
def test_sefa_never_falls_when_more_precursor_goes_in(slab, pig, more):
    assert sefa_of(chain(slab + more, pig), ground()).value >= sefa_of(chain(slab, pig), ground()).value


@given(MASSES, MASSES)
def test_the_order_of_suppliers_does_not_matter(slab, pig):
    one = chain(slab, pig)
    turned = replace(one, bought=dict(reversed(one.bought.items())))
    assert sefa_of(one, ground()).value == sefa_of(turned, ground()).value
    assert one.see == turned.see


@given(MASSES, st.fractions(-5, 50), st.fractions(-5, 50), st.fractions(0, 9))
def test_certificates_are_never_negative(amount, see, sefa, reduction):
    assert certificates(amount, see, sefa, reduction) >= 0


def test_the_years_that_apply():
    assert years_of("2026-05-01", 2025, 0) == (2026, 2026), "imports in 2026 always take 2026"
    assert years_of("2027-05-01", None, 0) == (2027, 2027)
    assert years_of("2027-05-01", 2026, 0) == (2026, 2027)
    assert years_of("2027-05-01", 2024, 0) == (2026, 2027), "no data before 2026"
    assert quarter_of("2026-09-30") == "2026-Q3"


def test_defaults_and_actual_emissions_are_the_only_ways_in():
    assert emissions.Emissions == DefaultEmissions | ActualEmissions
    assert "column" not in allocation.Ground.__annotations__
