"""The legal mix that costs least against every mix there is; the traps, with their numbers, in both languages."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from carnet.cbam.emissions import PrecursorEmissions
from carnet.cbam.goods_result import Sefa
from carnet.cbam.mix import Alternative, fewest
from carnet.inventory.installation import PrecursorUse
from tests.cbam.works import ACTUAL, PIG, SLAB, re_roller, steelworks, tables, valued

RATIOS = st.fractions(0, 5, max_denominator=100)


def way(name, basis, see, sefa):
    return Alternative(PrecursorEmissions(name, see, basis), Sefa(sefa, "B", None, None, ()))


@st.composite
def cases(draw):
    """Up to five precursors with their masses, each with one or two ways to declare it."""
    masses, ways = {}, {}
    for n in range(draw(st.integers(1, 5))):
        name = f"p{n}"
        masses[name] = draw(RATIOS)
        ways[name] = [way(name, "default", draw(RATIOS), draw(RATIOS))]
        if draw(st.booleans()):
            ways[name].append(way(name, "actual", draw(RATIOS), draw(RATIOS)))
    return draw(st.fractions(-3, 3)), masses, ways


def count(own, masses, chosen):
    return max(Fraction(0), own + sum(masses[name] * each.obligation for name, each in chosen.items()))


@given(cases())
@settings(max_examples=300)
def test_the_separable_mix_is_the_best_of_all_2_to_the_n(case):
    own, masses, ways = case
    best = count(own, masses, fewest(ways))
    every = [dict(zip(ways, each, strict=True)) for each in product(*ways.values())]
    assert best == min(count(own, masses, mix) for mix in every)


@given(st.booleans(), st.sampled_from(["0.3", "1.7", "2.2"]))
@settings(max_examples=6, deadline=None)
def test_an_option_equals_the_study_that_is_declared_so(loop, see):
    """The option is reached by exchanging a summand; the method computes the other study from the start."""
    good = valued(steelworks(replace(PIG, see_direct=see, **ACTUAL), loop=loop)).good("coil")
    other = valued(steelworks(loop=loop)).good("coil")
    mixed = good.comparison[2]
    assert (mixed.see, mixed.sefa.value, mixed.certificates) == (
        other.see_charged,
        other.sefa.value,
        other.certificates,
    )


def test_equal_ways_take_the_default_for_it_needs_no_evidence():
    ways = {"p": [way("p", "actual", Fraction(2), Fraction(1)), way("p", "default", Fraction(3), Fraction(2))]}
    assert fewest(ways)["p"].by_default


def test_no_mix_is_offered_where_a_precursor_has_no_figure():
    assert fewest({"p": [way("p", "default", Fraction(2), None)]}) is None


def three_suppliers(*sees, **shares):
    """Coil from three slabs, every one with actual values of its own."""
    base = re_roller()
    slabs = tuple(replace(SLAB, id=f"s{n}", see_direct=see, **ACTUAL) for n, see in enumerate(sees))
    uses = tuple(PrecursorUse(f"u{n}", f"s{n}", "roll", shares.get(f"s{n}", "300")) for n in range(len(sees)))
    return replace(base, precursors=slabs, precursor_uses=uses)


@given(st.lists(st.sampled_from(["0.4", "1.9", "3.2", "3.4859", "4.4", "6"]), min_size=1, max_size=3))
@settings(max_examples=25, deadline=None)
def test_the_cheapest_option_is_the_best_of_all_studies_declared_so(sees):
    study = three_suppliers(*sees)
    good = valued(study).good("coil")
    every = [good.comparison[0].certificates_per_t]
    for mix in product((False, True), repeat=len(sees)):
        rows = tuple(
            replace(row, basis="default", see_direct="") if on_default else row
            for row, on_default in zip(study.precursors, mix, strict=True)
        )
        every.append(valued(replace(study, precursors=rows)).good("coil").certificates_per_t)
    assert good.cheapest.certificates_per_t == min(every)


@given(st.permutations([0, 1, 2]))
@settings(max_examples=6, deadline=None)
def test_the_order_of_suppliers_is_irrelevant(order):
    study = three_suppliers("0.4", "3.2", "6")
    turned = replace(study, precursors=tuple(study.precursors[n] for n in order))
    one, other = valued(study).good("coil"), valued(turned).good("coil")
    assert (one.certificates, one.cheapest.certificates) == (other.certificates, other.cheapest.certificates)


def test_the_cheapest_says_what_it_declares_and_what_evidence_it_needs():
    good = valued(three_suppliers("0.4", "6")).good("coil")
    assert {choice.precursor: choice.basis for choice in good.cheapest.choices} == {"s0": "actual", "s1": "default"}
    assert good.cheapest.basis == "mixed"
    assert len(good.cheapest.needs) == 2
    assert all(each.zh and each.en for each in good.cheapest.needs)
    assert good.cheapest.held


def test_evidence_that_is_missing_is_named_and_not_held():
    study = three_suppliers("0.4", "6")
    bare = replace(study, precursors=tuple(replace(row, verification_report="") for row in study.precursors))
    good = valued(bare).good("coil")
    assert not good.cheapest.held
    assert {each.en for each in good.cheapest.lacks} == {"slab: the id of the verification report"}


def test_today_is_the_best_way_whose_evidence_is_held():
    """Three slabs, one of them without its report: today it stands on its default, the others as is best."""
    study = three_suppliers("0.4", "0.6", "6")
    rows = (replace(study.precursors[0], verifier=""), *study.precursors[1:])
    good = valued(replace(study, precursors=rows)).good("coil")
    assert {each.precursor: each.basis for each in good.today.choices} == {
        "s0": "default", "s1": "actual", "s2": "default",
    }  # fmt: skip
    assert good.today.held
    assert not good.cheapest.held
    assert good.cheapest.certificates_per_t < good.today.certificates_per_t <= good.certificates_per_t
    assert good.every_way
    assert "could be computed" not in good.verdict[1].en


def test_the_verdict_claims_no_more_than_was_computed():
    good = valued(re_roller()).good("coil")
    assert not good.every_way, "the slab has no actual values"
    assert "在已算出的方式中" in good.verdict[1].zh
    assert "of the ways that could be computed" in good.verdict[1].en
    assert (good.today.id, good.cheapest.id) == ("default", "default")


def test_without_any_figure_there_is_no_best_way():
    good = valued(replace(re_roller(), country="VN", installation=())).good("coil")
    assert good.comparison[0].certificates_per_t is None, "the default stands on a text that was replaced"
    assert good.today is None
    assert good.verdict[0].zh


def test_default_actual_and_mixed_stand_side_by_side():
    good = valued(three_suppliers("2", "2.5")).good("coil")
    assert [option.id for option in good.comparison] == ["default", "actual", "mixed"]
    assert [option.basis for option in good.comparison] == ["default", "actual", "mixed"]
    assert [option.sefa.column for option in good.comparison] == ["B", "A", "A"]
    for option in good.comparison:
        assert option.cost == option.certificates * good.price.value


def test_the_terms_add_up_to_the_difference_exactly():
    for study in (re_roller(), steelworks(), three_suppliers("0.1", "0.1")):
        good = valued(study).goods[0]
        default = good.comparison[0].certificates_per_t
        for option in good.comparison[1:]:
            if option.certificates_per_t is not None:
                assert sum(term.value for term in option.terms) == option.certificates_per_t - default


def test_an_actual_option_that_is_not_known_says_whose_values_are_missing():
    actual = valued(re_roller()).good("coil").comparison[1]
    assert actual.certificates is None
    assert actual.problems[0].code == "CBM-064"
    assert "slab" in actual.problems[0].cause.zh


# ── the traps ─────────────────────────────────────────────────────────────────────────────────────


def test_the_re_roller_trap_bites_with_its_numbers():
    good = valued(re_roller()).good("coil")
    (trap,) = good.trap
    brought = Fraction("1.03") * Fraction("3.4859")
    assert trap.kind == "re_roller"
    assert trap.mass * trap.see_default == brought
    assert trap.with_default == good.certificates_per_t > trap.other == Fraction("2.16995")
    for text in (trap.text.zh, trap.text.en):
        assert "3.5905" in text
        assert "3.5057" in text
        assert "2.16995" in text
    assert good.cheapest.id == "default"


def test_the_trap_is_gone_with_a_better_way():
    good = valued(re_roller(replace(SLAB, see_direct="2", **ACTUAL))).good("coil")
    assert not [trap for trap in good.trap if trap.kind == "re_roller"]
    assert good.cheapest.id == "actual"


def test_a_low_default_of_pig_iron_is_found_and_used():
    good = valued(steelworks(replace(PIG, see_direct="2.2", **ACTUAL))).good("coil")
    (trap,) = good.trap
    assert (trap.kind, trap.see_default) == ("low_default", Fraction("1.826"))
    assert trap.with_default == good.cheapest.certificates_per_t < trap.other == good.certificates_per_t
    assert good.cheapest.id == "mixed"
    assert trap.text.zh
    assert trap.text.en


def test_pig_iron_on_its_default_beats_the_default_of_the_coil():
    good = valued(steelworks()).good("coil")
    (trap,) = good.trap
    assert trap.kind == "low_default"
    assert trap.with_default < trap.other == Fraction("2.16995")


def test_defaults_alone_have_no_trap():
    assert tables().digest
    assert valued(three_suppliers("3.4859")).good("coil").comparison[0].terms == ()
