"""The United Kingdom's CBAM from 1 January 2027 (Finance Act 2026 Part 5): a tax, and for now mostly open figures.

    rate = UK ETS price x (1 - baseline share of the sector x factor)      GBP per tCO2e
    tax  = amount x embedded emissions x rate

No certificates, no country defaults in the first year, electricity and scrap out, indirect emissions not before 2029.
What is not published stays open; what the user supplies gives a labelled what-if and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from carnet.cbam.lookup import good_of, value_of
from carnet.errors import Text, problem
from carnet.quantity import DecimalError, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.cbam.goods_result import GoodResult, Nature
    from carnet.cbam.tables import Tables
    from carnet.errors import Problem

START_YEAR = 2027
INDIRECT_YEAR = 2029  # not before; whether then is open
ONE = Fraction(1)
WHAT_IF_KEYS = ("uk_price", "uk_baseline", "uk_default", "uk_value_gbp", "uk_year")
UkState = Literal["covered", "below_threshold", "open", "out_of_scope", "not_yet"]
_ACT = ("2026 年财政法第五部分", "Finance Act 2026 Part 5")
_RATE = ("碳边境税率条例（SI 2026/809）", "the rate regulations (SI 2026/809)")
_DEFAULTS = (
    "HMRC 默认值公告（每编码一个，首年不分国家）",
    "HMRC's list of defaults (one per code, no country in the first year)",
)
_ETS = ("英国碳市场拍卖结果（上一季度平均）", "the UK ETS auction results (mean of the quarter before)")
_NOTE = Text(
    "英国碳边境税：参数，2027-01-01 起；不是欧盟 CBAM", "UK CBAM: parameters, from 1 January 2027; not the EU's CBAM"
)


@dataclass(frozen=True, slots=True)
class UkGood:
    """One good under the UK rules: `emissions` tCO2e per t, `rate` GBP per tCO2e, `tax_per_t` and `tax` in GBP.

    None where a figure is not published; `missing` names each and the text it belongs in.
    """

    id: str
    cn: str
    sector: str
    state: UkState
    emissions: Fraction | None
    factor: Fraction | None
    rate: Fraction | None
    tax_per_t: Fraction | None
    tax: Fraction | None
    missing: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class UkResult:
    """All goods under the UK rules of one year; a what-if as soon as the user supplied a figure."""

    year: int
    nature: Nature
    assumptions: tuple[Text, ...]
    goods: tuple[UkGood, ...]
    note: Text
    problems: tuple[Problem, ...]


def uk_goods(goods: Sequence[GoodResult], tables: Tables, *, what_if: Mapping[str, str] | None = None) -> UkResult:
    """Apply the UK's rules to goods already valued for the EU; their actual direct emissions are used again.

    Args:
        goods: results of `value_goods`; on defaults they bring no figure, the UK's defaults are its own.
        tables: the published figures (names ``uk_…``).
        what_if: figures of the user, keys of `WHAT_IF_KEYS`, decimal strings.
    """
    given: dict[str, Fraction] = {}
    problems: list[Problem] = []
    for key, text in sorted((what_if or {}).items()):
        try:
            number = parse_decimal(text)
        except DecimalError:
            number = Fraction(-1)
        if key not in WHAT_IF_KEYS or number < 0 or (key == "uk_baseline" and number > 1):
            problems.append(problem("CBM-068", value=text, candidates=WHAT_IF_KEYS, key=key))
            continue
        given[key] = number
    year = int(given.pop("uk_year", Fraction(START_YEAR)))
    said = tuple(Text(f"假设 {key} = {what_if[key]}", f"supposed: {key} = {what_if[key]}") for key in given if what_if)
    lines = tuple(_good(good, tables, given, year) for good in goods)
    return UkResult(year, "what_if" if given else "published", said, lines, _NOTE, tuple(problems))


def _known(tables: Tables, name: str, key: str) -> Fraction | None:
    """Return a figure whose text somebody read; one that is only recalled stays open."""
    found = value_of(tables, name, key)
    return found.value if found.cite.status in {"read", "secondary"} else None


def _good(good: GoodResult, tables: Tables, given: Mapping[str, Fraction], year: int) -> UkGood:
    found = good_of(tables, good.cn)
    sector = found.sector if found else ""
    if found is None or value_of(tables, "uk_sector", sector).value != ONE:
        return UkGood(good.id, good.cn, sector, "out_of_scope", None, None, None, None, None, ())
    if year < START_YEAR:
        return UkGood(good.id, good.cn, sector, "not_yet", None, None, None, None, None, ())
    missing: list[Problem] = []

    def need(value: Fraction | None, key: str, zh: str, en: str, text: tuple[str, str]) -> Fraction | None:
        if value is None:
            said = {"what": zh, "what_en": en, "text": text[0], "text_en": text[1], "key": key}
            missing.append(problem("CBM-074", None, good.cn, **said))  # type: ignore[arg-type]
        return value

    emissions = good.see_direct if good.basis == "actual" else given.get("uk_default")
    emissions = need(emissions, "uk_default", f"{good.cn} 的默认值", f"the default value of {good.cn}", _DEFAULTS)
    baseline = given.get("uk_baseline", _known(tables, "uk_baseline_share", sector))
    baseline = need(baseline, "uk_baseline", f"{sector} 行业基线免费份额", f"the baseline share of {sector}", _RATE)
    price = given.get("uk_price", _known(tables, "uk_price", f"{year}-Q1"))
    price = need(price, "uk_price", "英国碳市场价格", "the UK ETS price", _ETS)
    factor = need(_known(tables, "uk_factor", str(year)), "uk_year", f"{year} 年系数", f"the factor of {year}", _RATE)
    limit = _known(tables, "uk_threshold_gbp", "")
    worth = given.get("uk_value_gbp")
    state: UkState = "open"
    if worth is None or limit is None:
        need(None, "uk_value_gbp", "12 个月货值（英镑）", "the value of goods over 12 months in GBP", _ACT)
    else:
        state = "covered" if worth >= limit else "below_threshold"
    rate = None if price is None or baseline is None or factor is None else price * (ONE - baseline * factor)
    per_t = None if rate is None or emissions is None else emissions * rate
    if state == "below_threshold" and per_t is not None:
        per_t = Fraction(0)
    tax = None if per_t is None or good.amount is None else per_t * good.amount
    return UkGood(good.id, good.cn, sector, state, emissions, factor, rate, per_t, tax, tuple(missing))
