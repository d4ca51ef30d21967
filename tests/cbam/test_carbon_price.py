"""A carbon price paid at home: net of what was free, never subtracted, and never the allowance price times the SEE."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.cbam.carbon_price import AllowanceAccount, EffectivePrice, effective_price, prices_due, reduction
from carnet.cbam.compute import compute
from carnet.inventory.installation import CarbonPrice
from tests.cbam.cases import STEEL, checked
from tests.cbam.cases import Case as CheckCase
from tests.cbam.works import ACTUAL, PIG, SLAB, goods, re_roller, steelworks, tables, valued

ACCOUNT = AllowanceAccount(
    "China ETS",
    "CNY",
    Fraction(30),
    Fraction(60),
    Fraction(0),
    Fraction(0),
    Fraction(2000),
    Fraction(1000),
    "invoice 7",
)


def test_the_published_illustration():
    """0.03 allowances per t at CNY 60 is CNY 1.8 per t, about 0.003 certificates."""
    price = effective_price(ACCOUNT)
    assert price.amount == Fraction("1.8")
    found = reduction(price, Fraction(1), Fraction("0.122"), Fraction("80"))
    assert Fraction("0.0025") < found < Fraction("0.0035")


def test_free_allowances_cost_nothing_and_sales_are_taken_off():
    assert effective_price(replace(ACCOUNT, free=Fraction(0))) == effective_price(ACCOUNT)
    sold = replace(ACCOUNT, sold=Fraction(10), price_got=Fraction(60))
    assert effective_price(sold).amount == Fraction("1.2")
    assert effective_price(replace(ACCOUNT, sold=Fraction(99), price_got=Fraction(60))).amount == 0


@pytest.mark.parametrize("wrong", [Fraction(60), 60, "60", ACCOUNT])
def test_the_price_of_an_allowance_cannot_be_deducted(wrong):
    with pytest.raises(TypeError):
        reduction(wrong, Fraction("3.5"), Fraction("0.122"), Fraction(80))
    with pytest.raises(TypeError):
        effective_price(EffectivePrice(Fraction(1), "CNY", ""))


def test_no_activity_gives_no_price():
    with pytest.raises(ValueError, match="activity"):
        effective_price(replace(ACCOUNT, activity=Fraction(0)))


def actual():
    return re_roller(replace(SLAB, see_direct="2", **ACTUAL))


def paid(study=None, **fields):
    study = study or actual()
    given = {"price_instrument": "China ETS", "price_currency": "CNY", "price_due": "1.8", "rebate": "0"} | fields
    return replace(study, cbam_goods=(replace(study.cbam_goods[0], **given),))


def test_a_price_paid_is_shown_and_never_subtracted():
    good = valued(paid()).goods[0]
    assert good.deduction.effective == Fraction("1.8")
    assert good.deduction.certificates is None
    assert good.reduction == 0
    assert good.certificates == valued(actual()).goods[0].certificates
    assert "CBM-066" in {each.code for each in good.deduction.problems}
    assert "subject to the adopted act" in good.deduction.text.en
    assert "以通过的法案为准" in good.deduction.text.zh


def test_a_what_if_subtracts_it_and_leaves_the_published_figure():
    found = valued(paid(), {"exchange_rate": "0.125", "average_price": "75"})
    off = Fraction("1.8") * Fraction("0.125") / 75
    assert found.what_if.goods[0].reduction == 1000 * off
    assert found.what_if.goods[0].certificates == found.goods[0].certificates - 1000 * off
    assert found.goods[0].reduction == 0
    assert found.what_if.goods[0].certificates_per_t == found.goods[0].certificates_per_t - off


def test_on_defaults_a_price_paid_is_no_claim():
    study = paid(goods("72083900"))
    found = valued(study, {"exchange_rate": "0.125", "average_price": "75"})
    assert found.what_if.goods[0].reduction == 0
    assert found.what_if.goods[0].deduction.effective is None
    assert "CBM-067" in {each.code for each in found.goods[0].deduction.problems}


@pytest.mark.parametrize("gap", [{"rebate": ""}, {"rebate": "?"}, {"price_currency": ""}])
def test_an_unknown_rebate_or_currency_cancels_the_claim(gap):
    found = valued(paid(**gap), {"exchange_rate": "0.125", "average_price": "75"}).what_if.goods[0]
    assert found.deduction.effective is None
    assert found.reduction == 0
    assert "CBM-067" in {each.code for each in found.deduction.problems}


def test_no_price_stated_no_deduction():
    assert valued(goods("72083900")).goods[0].deduction is None


# Rows of carbon prices, by process and precursor


def row(of, share="1", price="50", rebate="0", **fields):
    return CarbonPrice(
        f"k-{of}", of, **({"currency": "CNY", "share": share, "price": price, "rebate": rebate} | fields)
    )


def due_of(study, *rows):
    return prices_due(rows, compute(study, tables()))


ACTUAL_PIG = replace(PIG, see_direct="1.8", see_indirect="0.2", **ACTUAL)


def test_a_chain_by_hand():
    """Pig iron 2 t/t, steel 300/1020 direct and 60/1020 indirect, coil 60/1000 both, 950/1020 and 1.02 t/t."""
    found = due_of(
        steelworks(ACTUAL_PIG), row("pig", "0.5", "100", "40"), row("steel", "1", "60", "60"), row("roll", "0.25", "8")
    )
    pig = (Fraction(1) * 100, Fraction(1) * 40)
    own = Fraction(360, 1020)
    steel = tuple(own * 60 + Fraction(950, 1020) * each for each in pig)
    coil = (Fraction(12, 100) / 4 * 8 + Fraction("1.02") * steel[0], Fraction("1.02") * steel[1])
    assert (found["pig"].due, found["pig"].rebate) == pig
    assert (found["steel"].se, found["steel"].covered) == (own, own)
    assert (found["steel"].due, found["steel"].rebate) == steel
    assert (found["roll"].due, found["roll"].rebate) == coil
    assert found["roll"].effective == coil[0] - coil[1]
    assert found["roll"].rows == ("k-roll", "k-steel", "k-pig")
    covered = Fraction(12, 100) / 4 + Fraction("1.02") * (own + Fraction(950, 1020))
    assert found["roll"].covered_see == covered
    assert found["roll"].currency == "CNY"


amounts = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=500).map(str)
shares = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=1).map(str)


@given(st.lists(st.tuples(shares, amounts, amounts), min_size=3, max_size=3), st.booleans())
def test_the_chain_is_that_of_the_emissions(given_rows, loop):
    """A price of 1 on everything is the embedded emissions; and each row adds its own part, loops or not."""
    study = steelworks(ACTUAL_PIG, loop=loop)
    names = ("pig", "steel", "roll")
    whole = due_of(study, *(row(name, "1", "1", "0") for name in names))
    for process in compute(study, tables()).processes:
        assert whole[process.id].due == process.see_direct + process.see_indirect == whole[process.id].covered_see
    rows = [row(name, *values) for name, values in zip(names, given_rows, strict=True)]
    found = due_of(study, *rows)
    for name in names:
        alone = [due_of(study, each)[name] for each in rows]
        assert found[name].due == sum(each.due for each in alone)
        assert found[name].rebate == sum(each.rebate for each in alone)
    computed = compute(study, tables())
    for process in computed.processes:  # x = b + M x, as the template's matrix has it
        own = found[process.id].covered * Fraction(rows[names.index(process.id)].price)
        brought = sum(mass * found[source].due for source, mass in computed.recipes[process.id].items())
        assert found[process.id].due == own + brought


@pytest.mark.parametrize(
    ("gap", "lacking", "unknown"),
    [({"share": ""}, ("k-pig",), ()), ({"price": "?"}, ("k-pig",), ()), ({"rebate": ""}, (), ("k-pig",))],
)
def test_a_gap_anywhere_in_the_chain_is_named(gap, lacking, unknown):
    found = due_of(steelworks(ACTUAL_PIG), row("pig", **gap), row("roll"))
    assert (found["roll"].lacking, found["roll"].unknown_rebate) == (lacking, unknown)
    assert (found["roll"].due is None) is bool(lacking)


def test_two_currencies_give_no_sum():
    found = due_of(steelworks(ACTUAL_PIG), row("pig", currency="USD"), row("roll"))
    assert (found["roll"].due, found["roll"].currency) == (None, "")
    assert found["pig"].due == 100


def test_what_nobody_prices_costs_nothing():
    found = due_of(steelworks(ACTUAL_PIG), row("roll"))
    assert (found["steel"].due, found["steel"].rows) == (0, ())


def priced(*rows, **fields):
    study = actual()
    return replace(study, carbon_prices=rows, cbam_goods=(replace(study.cbam_goods[0], **fields),))


def test_rows_give_the_deduction_of_a_good_that_states_none():
    good = valued(priced(row("roll", "0.5", "60", "20"), row("slab", "1", "10", "4", instrument="ETS"))).goods[0]
    due = Fraction("0.12") / 2 * 60 + Fraction("1.03") * 2 * 10
    rebate = Fraction("0.12") / 2 * 20 + Fraction("1.03") * 2 * 4
    found = good.deduction
    assert (found.due, found.rebate, found.effective) == (due, rebate, due - rebate)
    assert (found.currency, found.instrument, found.certificates) == ("CNY", "ETS", None)
    assert found.covered == Fraction("0.06") + Fraction("2.06")
    assert "CNY 14.76 per t (due 24.20, free allocation and other rebate 9.44)" in found.text.en
    assert "实付碳价 CNY 14.76/t" in found.text.zh
    assert "subject to the adopted act" in found.text.en
    assert good.certificates == valued(actual()).goods[0].certificates


def test_what_is_said_of_china_is_said_of_its_currency_alone():
    chinese, other = (valued(priced(row("roll", currency=each))).goods[0].deduction for each in ("CNY", "INR"))
    assert "China" in chinese.text.en
    assert "中国" in chinese.text.zh
    assert "China" not in other.text.en
    assert "中国" not in other.text.zh
    assert "subject to the adopted act" in other.text.en


def test_a_what_if_takes_the_rows_net_price():
    study = priced(row("roll", "0.5", "60", "20"))
    found = valued(study, {"exchange_rate": "0.125", "average_price": "75"})
    assert found.what_if.goods[0].reduction == 1000 * Fraction("0.06") * 40 * Fraction("0.125") / 75
    assert found.goods[0].reduction == 0


@pytest.mark.parametrize(
    "rows",
    [(row("roll", rebate=""),), (row("roll", share=""),), (row("roll"), row("slab", currency="USD")),
     (row("roll", currency=""),)],
)  # fmt: skip
def test_a_gap_in_the_rows_cancels_the_claim(rows):
    found = valued(priced(*rows), {"exchange_rate": "0.125", "average_price": "75"}).what_if.goods[0]
    assert found.deduction.effective is None
    assert found.reduction == 0
    assert "CBM-067" in {each.code for each in found.deduction.problems}


def test_a_rebate_above_the_price_leaves_nothing_and_never_a_credit():
    found = valued(priced(row("roll", "1", "10", "25"))).goods[0].deduction
    assert found.effective == 0
    assert found.due < found.rebate


@pytest.mark.parametrize(
    ("stated", "told"),
    [({"price_due": "2.4", "rebate": "0"}, 0), ({"price_due": "2.402", "rebate": "0"}, 0),
     ({"price_due": "2.5", "rebate": "0"}, 1), ({"price_due": "2.5", "rebate": "1"}, 2),
     ({"price_due": "2.5", "rebate": "0", "price_currency": "USD"}, 0)],
)  # fmt: skip
def test_a_good_that_states_another_price_than_its_rows_is_told(stated, told):
    fields = {"price_currency": "CNY"} | stated
    found = valued(priced(row("roll", "0.5", "40", "0"), **fields)).goods[0].deduction
    assert sum(each.code == "CBM-106" for each in found.problems) == told
    assert found.effective == Fraction(stated["price_due"]) - Fraction(stated["rebate"])


def test_rows_alone_raise_the_check_of_the_act_that_is_a_draft():
    assert checked(CheckCase(STEEL))["CBM-R55"].ok is None
    found = checked(CheckCase(replace(STEEL, carbon_prices=(row("steel"),))))["CBM-R55"]
    assert found.ok is False
    assert "/cbam_goods/0/price_due" in found.pointers
