"""Products made at once, by molar amounts (eq 43): chlorine and hydrogen, electrolysis of water, reforming."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.cbam.compute import compute
from carnet.cbam.joint import molar_shares
from carnet.inventory.installation import JointProduct
from carnet.store.cbam_tables import load_cbam_tables
from tests.cbam.cases import Case, checked
from tests.cbam.small import process, study, use
from tests.cbam.studies import YEAR

F = Fraction
H2 = JointProduct("h2", "a", "Hydrogen", "20.16", "2.016", "a")  # 10 Mmol
CL2 = JointProduct("cl2", "a", "Chlorine", "709", "70.9")  # 10 Mmol
NAOH = JointProduct("naoh", "a", "Caustic soda", "800", "40")  # 20 Mmol
HYDROGEN = {"amount": "20.16", "direct": "1000", "electricity": "400", "electricity_ef": "0.5"}


def done(*products, made=None, **rows):
    made = made or (process("a", "hydrogen", **HYDROGEN),)
    return compute(study(production=made, joint_products=products, **rows), load_cbam_tables())


def codes(found):
    return [p.code for p in found.problems]


def test_chlorine_alkali_by_hand():
    found = done(H2, CL2, NAOH)
    a = found.process("a")
    assert a.joint == F(1, 4)
    assert (a.direct, a.indirect, a.electricity) == (250, 50, 100)
    assert a.direct_star == 1000  # what the installation emits is not shared away
    assert a.see_direct == 250 / F("20.16")
    assert [p.share for p in found.joint] == [F(1, 4), F(1, 4), F(1, 2)]
    assert sum(p.direct for p in found.joint) == 1000
    assert "公式43" in found.joint[0].derivation.zh
    assert "stays here" in found.joint[0].derivation.en
    assert "outside the CBAM" in found.joint[1].derivation.en
    assert codes(found) == []


def test_oxygen_that_is_vented_leaves_its_share_with_the_hydrogen():
    oxygen = JointProduct("o2", "a", "Oxygen", "160", "32")  # 5 Mmol
    sold, half, vented = (done(H2, replace(oxygen, used=used)) for used in ("", "80", "0"))
    assert sold.process("a").joint == F(2, 3)
    assert half.process("a").joint == 1 - F(1, 3) / 2
    assert vented.process("a").joint == 1
    assert "vented" in half.joint[0].derivation.en


def test_another_good_of_the_cbam_takes_its_share():
    made = (
        process("a", "hydrogen", **HYDROGEN),
        process("b", "ammonia", amount="340", direct="", electricity="", electricity_ef=""),
    )
    ammonia = JointProduct("nh3", "a", "Ammonia", "510", "17", "b")  # 30 Mmol
    found = done(H2, ammonia, made=made)
    assert found.process("a").direct == 250
    assert found.process("b").direct == found.process("b").joint_in == 750
    assert found.process("b").indirect == 150
    assert found.process("b").see_direct == F(750, 340)
    assert codes(found) == []


def test_heat_and_waste_gas_come_before_the_molar_share():
    found = done(H2, CL2, made=(process("a", "hydrogen", **HYDROGEN, heat_in="2", heat_in_ef="100"),))
    assert found.process("a").direct == 600


WRONG = {
    "one product": ((H2,), "CBM-029"),
    "no good of its own": ((CL2, NAOH), "CBM-029"),
    "two goods of its own": ((H2, replace(CL2, to="a")), "CBM-029"),
    "no molar mass": ((H2, replace(CL2, molar_mass="")), "CBM-002"),
    "molar mass of nothing": ((H2, replace(CL2, molar_mass="0")), "CBM-003"),
    "more used than made": ((H2, replace(CL2, used="800")), "CBM-003"),
    "own good used in part": ((replace(H2, used="5"), CL2), "CBM-029"),
    "goes to no process": ((H2, replace(CL2, to="z")), "CBM-006"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_shared_out_is_told_and_keeps_everything(name):
    products, code = WRONG[name]
    found = done(*products)
    assert code in codes(found)
    assert found.process("a").direct == 1000
    assert found.process("a").incomplete
    assert found.joint == ()
    assert all("{" not in p.cause.zh + p.cause.en + p.fix.zh + p.fix.en for p in found.problems)


def test_a_chain_of_joint_processes_is_refused():
    made = (process("a", "hydrogen", **HYDROGEN), process("b", "hydrogen", **HYDROGEN))
    chain = (H2, replace(CL2, to="b"), replace(H2, id="x", process="b", to="b"), replace(CL2, id="y", process="b"))
    found = done(*chain, made=made)
    assert "CBM-029" in codes(found)
    assert found.process("b").incomplete


def test_rows_of_no_process_are_told():
    assert "CBM-002" in codes(done(replace(H2, process="")))
    assert "CBM-006" in codes(done(replace(H2, process="z")))


@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.fractions(1, 9), st.fractions(2, 99)), min_size=1))
def test_shares_are_the_whole(products):
    shares = molar_shares(products)
    assert sum(shares.values()) == 1
    assert all(0 < share <= 1 for share in shares.values())


def rule(*products, **rows):
    made = study(production=(process("a", "hydrogen", **HYDROGEN),), joint_products=products, **rows)
    return checked(Case(replace(made, **YEAR)))["CBM-R26"]


def test_the_rule_about_joint_products():
    assert rule().ok is None
    assert rule(H2, CL2).ok is True
    for broken, pointer in (
        (rule(H2, replace(CL2, molar_mass="0.0709")), "/joint_products/1/molar_mass"),
        (rule(replace(H2, amount="30"), CL2), "/joint_products/0/amount"),
        (rule(H2, CL2, precursor_uses=(use("p", "a", "1"),)), "/joint_products/0/process"),
    ):
        assert broken.ok is False
        assert broken.pointers == (pointer,)


def test_electricity_is_judged_by_the_share_of_the_good():
    """A chlorine works takes some 90 MWh for a tonne of hydrogen, of which about a fifth stands behind it."""
    made = (process("a", "hydrogen", **{**HYDROGEN, "electricity": "1814.4"}),)  # 90 MWh/t
    for products, ok in (((H2, CL2, NAOH), True), ((), False)):
        case = Case(study(production=made, joint_products=products))
        assert checked(case)["CBM-R76"].ok is ok
