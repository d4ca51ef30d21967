"""`value_goods`: every good of a study with its free allocation, certificates and money, and the ways to declare it.

Published figures and a supposition are two runs over the same goods; nothing of one enters the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.allocation import Ground, is_exempt, place_of
from carnet.cbam.carbon_price import possible, prices_due
from carnet.cbam.comparison import Compared, compare, good_names
from carnet.cbam.emissions import ZERO
from carnet.cbam.goods_result import GoodResult, GoodsResult, Scope, WhatIf, once
from carnet.cbam.lookup import good_of, letters_of
from carnet.cbam.mix import errors
from carnet.cbam.money import certificates, is_day, plus, price_of, times, total, years_of
from carnet.cbam.scope import unknown_code
from carnet.cbam.terms import FIRST_YEAR, PUBLISHED, Terms, supposed
from carnet.cbam.threshold import Landed, scope_of, totals
from carnet.cbam.verdict import verdict_of
from carnet.errors import Place, Text, problem
from carnet.quantity import decimal_or_none, decimal_string, exact_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.cbam.carbon_price import PriceDue
    from carnet.cbam.figures import Years
    from carnet.cbam.goods_result import PossibleDeduction, ScopeState
    from carnet.cbam.money import Price
    from carnet.cbam.result import Computed
    from carnet.cbam.tables import Good, Tables
    from carnet.errors import Problem
    from carnet.inventory.installation import CbamGood
    from carnet.inventory.model import Study

NOTES = (
    Text(
        "所读法规没有规定证书数量的修约：此处不修约，显示五位小数",
        "the acts read name no rounding of certificates: shown unrounded, with five decimals",
    ),
    Text(
        "每种商品单独不低于零，商品之间不抵销；已付碳价未扣除",
        "each good is floored at zero and none set against another; no carbon price paid is subtracted",
    ),
)
_LABEL = Text("假设情形，不是公布数字", "what-if, not published figures")
_NOT_IN_SCOPE = Text("不在附件一范围内，不收费", "not in Annex I: no charge")
_EXEMPT_ORIGIN = Text("欧盟或豁免来源，不在 CBAM 之内", "origin in the Union or exempt: outside the CBAM")
_FIGURES_OF = Text(
    "默认值、加价、免费分配及此处各项排放均按 {year} 年",
    "defaults, mark-up, free allocation and all emissions here are of {year}",
)
_OF_TOTAL = frozenset({"CBM-060", "CBM-202"})  # they stand in the way of the total, not of figures per t
_PARTS = 3
_TOO_EARLY = Text("2026 年以前进口，没有证书义务", "imported before 2026: no certificates")


@dataclass(frozen=True, slots=True)
class _Line:
    """A good with what is read of it once."""

    good: CbamGood
    amount: Fraction | None
    years: Years
    date: str
    told: tuple[Problem, ...]


def value_goods(
    study: Study,
    computed: Computed,
    tables: Tables,
    *,
    on: str,
    what_if: Mapping[str, str] | None = None,
) -> GoodsResult:
    """Value every good of a study.

    Args:
        study: its goods, precursors and installation.
        computed: what the method yields for it.
        tables: the published figures.
        on: the day as of which prices count as published, ISO.
        what_if: suppositions, see `carnet.cbam.terms.WHAT_IF_KEYS`; they give a second set of figures beside.

    Returns:
        Published figures; where one is missing, None with every reason. The what-if apart.
    """
    published = tuple(_goods(study, computed, tables, PUBLISHED, on))
    problems: tuple[Problem, ...] = ()
    beside = None
    if what_if:
        terms, said, problems = supposed(what_if)
        beside = WhatIf(_LABEL, said, tuple(_goods(study, computed, tables, terms, on)))
    # A code on no list may be charged: its sum is not known, and neither is the sum of all.
    charged = [good for good in published if good.scope.state in {"covered", "open", "unknown_code"}]
    return GoodsResult(
        on,
        published,
        total([good.certificates for good in charged]),
        total([good.cost for good in charged]),
        beside,
        NOTES,
        problems,
        tables.digest,
    )


def _goods(study: Study, computed: Computed, tables: Tables, terms: Terms, on: str) -> list[GoodResult]:
    lines = [_line(good, terms, on, place_of(study.cbam_goods, good.id, "cbam_goods")) for good in study.cbam_goods]
    landed = []
    for line in lines:
        found = good_of(tables, line.good.cn)
        if found is not None:
            landed.append(Landed(line.good.importer, line.years.imported, found.sector, line.amount))
    sums = totals(landed)
    if terms.importer_total is not None:
        sums = dict.fromkeys(sums, terms.importer_total)
    paid = study.carbon_prices or any(good.price_due for good in study.cbam_goods)
    due = prices_due(study.carbon_prices, computed) if paid else {}
    return [_good(study, computed, tables, terms, on, line, sums, due) for line in lines]


def _line(good: CbamGood, terms: Terms, on: str, place: Place) -> _Line:
    name, told = good_names(good), []
    amount = _amount(good.amount)
    if good.amount and amount is None:
        near = good.amount.replace(",", "").lstrip("-+ ")
        candidates = (near,) if _amount(near) is not None else ("1000",)
        told.append(problem("CBM-202", _at(place, "amount"), good.amount, candidates, name=name))
    elif amount is None:
        told.append(problem("CBM-060", place, good.amount, name=name))
    date = good.import_date if terms.year is None and is_day(good.import_date) else ""
    otherwise = int(on[:4]) if is_day(on) else FIRST_YEAR
    years = years_of(date, None, otherwise if terms.year is None else terms.year)
    if good.import_date and not is_day(good.import_date) and terms.year is None:
        at = _at(place, "import_date")
        told.append(problem("CBM-201", at, good.import_date, _days(good.import_date), name=name, year=years.imported))
    return _Line(good, amount, years, date, tuple(told))


def _at(place: Place, field: str) -> Place:
    return Place(pointer=f"{place.pointer}/{field}") if place.pointer else place


def _amount(text: str) -> Fraction | None:
    amount = decimal_or_none(text)
    return amount if amount is not None and amount > 0 else None


def _days(text: str) -> tuple[str, ...]:
    """Return the days a text such as 15/8/2026 may mean, both where day and month can be exchanged."""
    parts = re.split(r"\D+", text.strip(), maxsplit=3)
    digits = [int(part) for part in parts if part.isascii() and part.isdigit()]
    if len(digits) == _PARTS and len(parts) == _PARTS:
        orders = ((2, 1, 0), (2, 0, 1), (0, 1, 2))
        days = (f"{digits[y]:04}-{digits[m]:02}-{digits[d]:02}" for y, m, d in orders)
        if found := tuple(dict.fromkeys(each for each in days if is_day(each) and each >= "2000")):
            return found
    return ("2026-08-15",)


def _good(
    study: Study,
    computed: Computed,
    tables: Tables,
    terms: Terms,
    on: str,
    line: _Line,
    sums: Mapping[tuple[str, int], Fraction | None],
    due: Mapping[str, PriceDue],
) -> GoodResult:
    good, years = line.good, line.years
    place = place_of(study.cbam_goods, good.id, "cbam_goods")
    found = good_of(tables, good.cn)
    origin = (study.installation[0].country if study.installation else "") or study.country
    if found is None:
        unknown = unknown_code(tables, good.cn, line.date)
        if unknown is not None:
            why = problem("CBM-051", _at(place, "cn"), good.cn, unknown.candidates)
            return _outside(line, why, unknown.text, terms, "unknown_code", unknown.candidates)
        return _outside(line, problem("CBM-050", place, good.cn), _NOT_IN_SCOPE, terms)
    if is_exempt(tables, origin):
        return _outside(line, None, _EXEMPT_ORIGIN, terms)
    if years.imported < FIRST_YEAR:
        return _outside(line, problem("CBM-058", place, good.import_date), _TOO_EARLY, terms)
    scope = scope_of(
        good.importer, years.imported, found.sector, sums, tables, complete=terms.importer_total is not None
    )
    price = price_of(tables, terms, line.date, years.imported, on, place)
    ground = Ground(study, tables, terms, years, good, on)
    compared = compare(ground, computed, found, origin, line.amount, price.value.value if price.value else None)
    told = [each for each in compared.told if each.severity == "warning"]
    line = replace(line, told=(*line.told, *_letter(good, tables, place)))
    if scope.state == "open":
        landed = sums.get((good.importer, years.imported))
        total = "–" if landed is None else exact_decimal(landed) or decimal_string(landed, 3)
        told.append(
            problem("CBM-059", place, good.importer, (), "warning", importer=good.importer or "未填写",
                    importer_en=good.importer or "not named", year=years.imported, total=total)
        )  # fmt: skip
    deduction = possible(good, terms, place, compared.declared.basis, due.get(good.process))
    return _headline(line, compared, found, scope, price, deduction, tuple(told), terms)


def _headline(
    line: _Line,
    compared: Compared,
    found: Good,
    scope: Scope,
    price: Price,
    deduction: PossibleDeduction | None,
    told: tuple[Problem, ...],
    terms: Terms,
) -> GoodResult:
    """The good as it is declared; a possible deduction counts in a supposition alone."""
    declared, good = compared.declared, line.good
    sefa = declared.sefa
    due = None
    if (
        declared.see is not None
        and sefa is not None
        and sefa.value is not None
        and not errors(declared.problems)
        and not _stops(line)
    ):
        due = declared.see - sefa.value
    per_t_off = deduction.certificates if deduction is not None and deduction.certificates is not None else ZERO
    off = per_t_off * line.amount if line.amount is not None else ZERO
    whole = each = None
    if due is not None and declared.see is not None and sefa is not None and sefa.value is not None:
        each = certificates(Fraction(1), declared.see, sefa.value, per_t_off)
        whole = None if line.amount is None else certificates(line.amount, declared.see, sefa.value, off)
    of_line = [each for each in line.told if each.code in _OF_TOTAL]
    why = [*errors(declared.problems), *(each for each in line.told if each.code not in _OF_TOTAL)]
    unread = any(each.code == "CBM-201" for each in line.told)
    why += [each for each in price.problems if not (unread and each.code == "CBM-057")]
    why += of_line
    if scope.state == "exempt":
        each = whole = ZERO
        why = []
    rate = ZERO if scope.state == "exempt" else price.value.value if price.value is not None else None
    return GoodResult(
        id=good.id,
        name=good.name,
        names=good.names,
        cn=good.cn,
        category=found.category,
        unit=found.unit,
        amount=line.amount,
        importer=good.importer,
        import_date=good.import_date,
        quarter=price.quarter,
        year=line.years.of,
        basis=declared.basis,
        nature=terms.nature,
        see_direct=compared.see_direct,
        see_indirect=compared.see_indirect,
        see_total=plus(compared.see_direct, compared.see_indirect),
        see_charged=declared.see,
        sefa=sefa,
        obligation_t_per_t=due,
        reduction=off,
        certificates_per_t=each,
        cost_per_t=times(each, rate),
        certificates=whole,
        price=price.value,
        due=price.due,
        cost=times(whole, rate),
        why_no_cost=once(why),
        comparison=compared.options,
        cheapest=compared.cheapest,
        trap=compared.traps,
        scope=scope,
        deduction=deduction,
        warnings=once(told),
        today=compared.today,
        every_way=all(option.certificates_per_t is not None for option in compared.options),
        verdict=verdict_of(compared),
        year_words=_FIGURES_OF.format({"year": line.years.of}),
        missing_indirect=compared.missing_indirect,
    )


def _stops(line: _Line) -> bool:
    """Whether what was read of the line leaves no figure per t either: a letter that there is not."""
    return any(each.code == "CBM-042" for each in line.told)


def _letter(good: CbamGood, tables: Tables, place: Place) -> tuple[Problem, ...]:
    """Tell of a benchmark letter that there is not, or not for the code; a code without routes passes its own on."""
    letter = good.benchmark_route.strip().upper()
    if not letter:
        return ()
    own = letters_of(tables, good.cn, "A") if good.process else ()
    known = own or letters_of(tables)
    if letter in known:
        return ()
    return (problem("CBM-042", _at(place, "benchmark_route"), good.benchmark_route, known, cn=good.cn, column="A"),)


def _outside(
    line: _Line,
    why: Problem | None,
    reason: Text,
    terms: Terms,
    state: ScopeState = "out_of_scope",
    candidates: tuple[str, ...] = (),
) -> GoodResult:
    """A good that is not charged: no certificates, no cost, and the reason."""
    good, years = line.good, line.years
    scope = Scope(state, reason, good.importer, years.imported, None, False, None, candidates)  # noqa: FBT003
    said = () if why is None else (why,)
    return GoodResult(
        id=good.id, name=good.name, names=good.names, cn=good.cn, category="", unit="t", amount=line.amount,
        importer=good.importer, import_date=good.import_date, quarter="", year=years.of, basis="default",
        nature=terms.nature, see_direct=None, see_indirect=None, see_total=None, see_charged=None, sefa=None,
        obligation_t_per_t=None, reduction=ZERO, certificates_per_t=None, cost_per_t=None, certificates=None,
        price=None, due="", cost=None, why_no_cost=said, comparison=(), cheapest=None, trap=(), scope=scope,
        deduction=None, warnings=(),
    )  # fmt: skip
