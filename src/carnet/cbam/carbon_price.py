"""A carbon price paid in the country of origin (Reg (EU) 2023/956 Art 9): what was effectively paid, per t of good.

    effective = (allowances bought x price paid - allowances sold x price got) / activity level
    effective = price due per t of good - rebate per t of good, where an operator states it so
    due       = x of x_j = SE_j x share_j x price_j + sum m_ij x_i, the rebate likewise, from the rows of a study

Free allocation costs nothing and so never enters. The price of an allowance times the embedded emissions is not a
price paid: no function here takes emissions. The act that turns a price into certificates is known as a draft only
(13 May 2026): nothing is subtracted from published results, a supposition may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.embedded import embed
from carnet.cbam.goods_result import MONEY_DECIMALS, PossibleDeduction
from carnet.errors import Place, Text, problem
from carnet.quantity import DecimalError, decimal_string, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from carnet.cbam.goods_result import BasisName
    from carnet.cbam.result import Computed
    from carnet.cbam.terms import Terms
    from carnet.errors import Problem
    from carnet.inventory.installation import CarbonPrice, CbamGood
    from carnet.inventory.model import Places, Study

_TEXT = Text(
    "可能的抵扣，以通过的法案为准；2026 年预计接近零（中国全国碳市场配额大多免费发放）",
    "possible deduction, subject to the adopted act; expected near zero for 2026 (allowances in China's national "
    "market are mostly free)",
)
_ELSEWHERE = Text("可能的抵扣，以通过的法案为准", "possible deduction, subject to the adopted act")
_PAID = Text(
    "实付碳价 {currency} {effective}/{unit}（应付 {due}，免费配额等返还 {rebate}）：",
    "carbon price effectively paid: {currency} {effective} per {unit} (due {due}, free allocation and other rebate "
    "{rebate}); ",
)
ZERO = Fraction(0)
_CARRIED = Fraction(5, 1000)  # half of the last digit money is shown with


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


@dataclass(frozen=True, slots=True)
class PriceDue:
    """The carbon price on one process or purchased precursor, from the rows of a study, per unit it makes (t, or MWh).

    Attributes:
        id: of the process or precursor.
        se: its own specific emissions, tCO2e; `see` with those of all that goes into it.
        covered: the part of `se` under a price; None where a share is missing.
        due, rebate: in `currency`, on its own emissions and, by t of each, on those of all that goes into it. None
            where a row lacks its share or price (`lacking` names it) or rows differ in currency.
        covered_see: the part of `see` under a price.
        rows: ids of the rows it rests on, along the whole chain; `unknown_rebate` those that state no rebate, which
            counts as zero here and leaves no claim.
    """

    id: str
    se: Fraction
    see: Fraction
    covered: Fraction | None
    due: Fraction | None
    rebate: Fraction | None
    covered_see: Fraction | None
    rows: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    unknown_rebate: tuple[str, ...] = ()

    @property
    def currency(self) -> str:
        """The one currency of its rows, empty where there is none or more than one."""
        return self.currencies[0] if len(self.currencies) == 1 else ""

    @property
    def effective(self) -> Fraction | None:
        """What is due less the rebate; it may fall below zero, as in the communication template."""
        return None if self.due is None or self.rebate is None else self.due - self.rebate


def prices_due(rows: Sequence[CarbonPrice], computed: Computed) -> dict[str, PriceDue]:
    """Carry the prices of processes and precursors along the chain to what is made of them.

    This is what the tool for the carbon price due of the communication template V2.1 works out (tab F_Tools): own
    specific emissions times covered share times price, passed on by t of each precursor per unit.

    Args:
        rows: the carbon prices of a study; those of unknown processes or precursors are left aside.
        computed: the emissions of the same study.

    Returns:
        One entry for every process and precursor with figures, whether or not it has rows.
    """
    emissions = {each.id: (each.see_direct + each.see_indirect,) * 2 for each in computed.precursors}
    for each in computed.processes:
        emissions[each.id] = (each.se_direct + each.se_indirect, each.see_direct + each.see_indirect)
    of: dict[str, list[CarbonPrice]] = {}
    for row in rows:
        of.setdefault(row.of, []).append(row)
    own = {name: _on(of.get(name, ()), se) for name, (se, _) in emissions.items()}
    made = {name: own[name] for name in computed.recipes if name in own}
    recipes = {name: computed.recipes[name] for name in made}
    solved = embed(recipes, made, {name: each for name, each in own.items() if name not in made})
    found: dict[str, PriceDue] = {}
    for name, (se, see) in emissions.items():
        chain = [row for source in _reached(name, recipes) for row in of.get(source, ())]
        currencies = tuple(dict.fromkeys(row.currency.strip().upper() for row in chain))
        lacking = tuple(row.id for row in chain if _decimal(row.share) is None or _decimal(row.price) is None)
        lacking += tuple(source for source in _reached(name, recipes) if source in of and source not in emissions)
        values = solved.values.get(name) if name in recipes else own[name]
        settled = values is not None and not lacking and len(currencies) <= 1
        shares = all(_decimal(row.share) is not None for row in of.get(name, ()))
        found[name] = PriceDue(
            name, se, see, own[name][2] if shares else None,
            values[0] if settled and values else None, values[1] if settled and values else None,
            values[2] if settled and values else None, tuple(row.id for row in chain), currencies,
            tuple(dict.fromkeys(row.instrument for row in chain if row.instrument)), lacking,
            tuple(row.id for row in chain if _decimal(row.rebate) is None),
        )  # fmt: skip
    return found


def _decimal(text: str) -> Fraction | None:
    try:
        return parse_decimal(text)
    except DecimalError:
        return None


def _on(rows: Iterable[CarbonPrice], se: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """Return price due, rebate and covered emissions on the own emissions; what is missing counts as nothing here."""
    due = rebate = covered = ZERO
    for row in rows:
        under = se * (_decimal(row.share) or ZERO)
        covered += under
        due += under * (_decimal(row.price) or ZERO)
        rebate += under * (_decimal(row.rebate) or ZERO)
    return due, rebate, covered


def _reached(name: str, recipes: Mapping[str, Mapping[str, Fraction]]) -> tuple[str, ...]:
    """Return a process with everything that goes into it, however far."""
    found = dict.fromkeys((name,))
    left = [name]
    while left:
        for source, mass in recipes.get(left.pop(), {}).items():
            if mass and source not in found:
                found[source] = None
                left.append(source)
    return tuple(found)


def due_price(due: PriceDue, place: Place) -> tuple[EffectivePrice | None, tuple[Problem, ...]]:
    """Return what was effectively paid by the rows of a study; a gap in any of them cancels the claim."""
    gaps: list[tuple[str, str]] = []
    if due.lacking:
        named = ", ".join(due.lacking)
        gaps.append((f"覆盖份额、碳价或排放（{named}）", f"share, price or emissions ({named})"))
    if due.unknown_rebate:
        named = ", ".join(due.unknown_rebate)
        gaps.append((f"返还额（{named}）", f"rebate ({named})"))
    if not due.currency:
        named = ", ".join(each or "–" for each in due.currencies)
        gaps.append((f"同一币种（现为 {named}）", f"one currency (now {named})"))
    effective = due.effective
    if gaps or effective is None:
        told = (problem("CBM-067", place, severity="warning", what=zh, what_en=en) for zh, en in gaps)
        return None, tuple(told)
    return EffectivePrice(max(ZERO, effective), due.currency, ", ".join(due.rows)), ()


def entered_prices(study: Study, computed: Computed, places: Places | None = None) -> tuple[Problem, ...]:
    """Tell which goods state another price or rebate than follows from the rows of carbon prices.

    The communication template asks for the result of its tool to be entered at the goods by hand.
    """
    due = prices_due(study.carbon_prices, computed) if study.carbon_prices else {}
    known = places.by_pointer if places is not None else {}
    found: list[Problem] = []
    for i, good in enumerate(study.cbam_goods):
        own = {name: f"/cbam_goods/{i}/{name}" for name in ("price_due", "rebate")}
        found += _differs(good, due.get(good.process), {n: known.get(p) or Place(pointer=p) for n, p in own.items()})
    return tuple(found)


def _differs(good: CbamGood, due: PriceDue | None, places: Mapping[str, Place]) -> tuple[Problem, ...]:
    """Tell where a good states another price or rebate than follows from the rows; the good's own is taken."""
    if due is None or not due.rows or good.price_currency.strip().upper() not in {"", due.currency}:
        return ()
    fields = (("price_due", "应付碳价", "price due", due.due), ("rebate", "返还额", "rebate", due.rebate))
    found: list[Problem] = []
    for name, zh, en, expected in fields:
        text = getattr(good, name)
        stated = _decimal(text)
        if stated is not None and expected is not None and abs(stated - expected) > _CARRIED:
            found.append(
                problem(
                    "CBM-106", places[name], text, (), "warning", name=good.name or good.cn, what=zh, what_en=en,
                    computed=_money(expected), currency=due.currency or "–",
                )
            )  # fmt: skip
    return tuple(found)


def _money(amount: Fraction | None) -> str:
    return "–" if amount is None else decimal_string(amount, MONEY_DECIMALS)


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


def possible(
    good: CbamGood, terms: Terms, place: Place, basis: BasisName, due: PriceDue | None = None
) -> PossibleDeduction | None:
    """Return the possible deduction of a good, None where no price is stated; certificates only in a what-if.

    A good on default values has no claim of its own: only default carbon prices count there, and none is published.

    Args:
        good: with the price due and the rebate per t of it, where it states them.
        terms: the terms it is valued on.
        place: where the good stands.
        basis: how it is declared.
        due: what follows from the study's rows of carbon prices for the process that makes it; taken where the good
            itself states no price.
    """
    own = bool(good.price_due)
    if not own and (due is None or not due.rows):
        return None
    if own or due is None:
        price, problems = stated_price(good, place)
        problems = (*problems, *_differs(good, due, dict.fromkeys(("price_due", "rebate"), place)))
        amounts = (_decimal(good.price_due), _decimal(good.rebate))
        share = _decimal(good.price_share)
        covered = None if share is None or due is None else share * due.see
        instrument, currency = good.price_instrument, good.price_currency.strip().upper()
    else:
        price, problems = due_price(due, place)
        amounts, covered = (due.due, due.rebate), due.covered_see
        instrument, currency = good.price_instrument or ", ".join(due.instruments), due.currency
    if basis == "default":
        zh, en = (
            "按默认值申报时只认默认碳价，尚未公布",
            "with default values only default carbon prices count; none is published",
        )
        price, problems = None, (*problems, problem("CBM-067", place, severity="warning", what=zh, what_en=en))
    stated = good.price_due or ("" if amounts[0] is None else _money(amounts[0]))
    told = (*problems, problem("CBM-066", place, stated, severity="warning"))
    certificates = None
    if price is not None and terms.exchange_rate is not None and terms.average_price is not None:
        certificates = reduction(price, Fraction(1), terms.exchange_rate, terms.average_price)
    amount = None if price is None else price.amount
    text = _TEXT if currency in {"", "CNY"} else _ELSEWHERE
    if price is not None:
        shown = _PAID.format(
            {
                "currency": currency, "effective": _money(price.amount), "due": _money(amounts[0]),
                "rebate": _money(amounts[1]), "unit": "MWh" if good.cn.startswith("2716") else "t",
            }
        )  # fmt: skip
        text = Text(shown.zh + text.zh, shown.en + text.en)
    return PossibleDeduction(instrument, currency, amount, certificates, text, told, amounts[0], amounts[1], covered)
