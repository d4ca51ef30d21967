"""A carbon price paid at home: net of what was free, never subtracted, and never the allowance price times the SEE."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from carnet.cbam.carbon_price import AllowanceAccount, EffectivePrice, effective_price, reduction
from tests.cbam.works import ACTUAL, SLAB, goods, re_roller, valued

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
