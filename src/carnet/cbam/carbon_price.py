"""A carbon price paid in the country of origin (Reg (EU) 2023/956 Art 9): what was effectively paid, per t of good.

    effective = (allowances bought x price paid - allowances sold x price got) / activity level
    effective = price due per t of good - rebate per t of good, where an operator states it so

Free allocation costs nothing and so never enters. The price of an allowance times the embedded emissions is not a
price paid: no function here takes emissions. The act that turns a price into certificates is known as a draft only
(13 May 2026): nothing is subtracted from published results, a supposition may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.goods_result import PossibleDeduction
from carnet.errors import Text, problem
from carnet.quantity import DecimalError, parse_decimal

if TYPE_CHECKING:
    from carnet.cbam.goods_result import BasisName
    from carnet.cbam.terms import Terms
    from carnet.errors import Place, Problem
    from carnet.inventory.installation import CbamGood

_TEXT = Text(
    "可能的抵扣，以通过的法案为准；2026 年预计接近零（中国全国碳市场配额大多免费发放）",
    "possible deduction, subject to the adopted act; expected near zero for 2026 (allowances in China's national "
    "market are mostly free)",
)


@dataclass(frozen=True, slots=True)
class AllowanceAccount:
    """What a process paid for its allowances in a year. Amounts in tCO2, prices in `currency` per tCO2.

    `free` allowances are stated for the record; they cost nothing. `activity` is the activity level in t of good.
    """

    instrument: str
    currency: str
    bought: Fraction
    price_paid: Fraction
    sold: Fraction
    price_got: Fraction
    free: Fraction
    activity: Fraction
    evidence: str


@dataclass(frozen=True, slots=True)
class EffectivePrice:
    """`amount` of `currency` per t of good, net of free allocation and rebates. Made by this module's functions."""

    amount: Fraction
    currency: str
    evidence: str


def effective_price(account: AllowanceAccount) -> EffectivePrice:
    """Return what was paid on balance per t of good, not below zero.

    Raises:
        TypeError: anything but an account of allowances.
        ValueError: no activity level.
    """
    if not isinstance(account, AllowanceAccount):
        message = f"an effective price comes from an account of allowances, not from {type(account).__name__}"  # type: ignore[unreachable]
        raise TypeError(message)
    if account.activity <= 0:
        message = "the activity level is not above zero"
        raise ValueError(message)
    paid = account.bought * account.price_paid - account.sold * account.price_got
    return EffectivePrice(max(Fraction(0), paid / account.activity), account.currency, account.evidence)


def reduction(price: EffectivePrice, amount: Fraction, exchange_rate: Fraction, average_price: Fraction) -> Fraction:
    """Return certificates a price would take off `amount` t by the draft's formula (a supposition, never published).

    Args:
        price: what was effectively paid per t of good.
        amount: t of good.
        exchange_rate: EUR per unit of the currency, yearly average.
        average_price: EUR per certificate, yearly average.

    Raises:
        TypeError: not an effective price, for instance the price of an allowance.
    """
    if not isinstance(price, EffectivePrice):
        message = f"only an effective price per t of good can be deducted, not {type(price).__name__}"  # type: ignore[unreachable]
        raise TypeError(message)
    return price.amount * exchange_rate / average_price * amount


def stated_price(good: CbamGood, place: Place) -> tuple[EffectivePrice | None, tuple[Problem, ...]]:
    """Read what a good states as due and as rebate per t of good; an unknown rebate cancels the claim."""
    if not good.price_due:
        return None, ()
    problems, amounts = [], {}
    for field, zh, en in (("price_due", "应付碳价", "price due"), ("rebate", "返还额", "rebate")):
        try:
            amounts[field] = parse_decimal(getattr(good, field))
        except DecimalError:
            problems.append(problem("CBM-067", place, getattr(good, field), severity="warning", what=zh, what_en=en))
    if not good.price_currency:
        problems.append(problem("CBM-067", place, severity="warning", what="货币", what_en="currency"))
    if problems:
        return None, tuple(problems)
    net = max(Fraction(0), amounts["price_due"] - amounts["rebate"])
    return EffectivePrice(net, good.price_currency, good.note), ()


def possible(good: CbamGood, terms: Terms, place: Place, basis: BasisName) -> PossibleDeduction | None:
    """Return the possible deduction of a good, None where it states no price; certificates only in a what-if.

    A good on default values has no claim of its own: only default carbon prices count there, and none is published.
    """
    if not good.price_due:
        return None
    price, problems = stated_price(good, place)
    if basis == "default":
        zh, en = (
            "按默认值申报时只认默认碳价，尚未公布",
            "with default values only default carbon prices count; none is published",
        )
        price, problems = None, (*problems, problem("CBM-067", place, severity="warning", what=zh, what_en=en))
    told = (*problems, problem("CBM-066", place, good.price_due, severity="warning"))
    certificates = None
    if price is not None and terms.exchange_rate is not None and terms.average_price is not None:
        certificates = reduction(price, Fraction(1), terms.exchange_rate, terms.average_price)
    amount = None if price is None else price.amount
    return PossibleDeduction(good.price_instrument, good.price_currency, amount, certificates, _TEXT, told)
