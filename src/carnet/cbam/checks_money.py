"""Free allocation, certificates and price: the slips that cost most."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.checks_sight import at, bad, called, numbered, show
from carnet.cbam.lookup import value_of

if TYPE_CHECKING:
    from carnet.cbam.checks_sight import Finding, Sight
    from carnet.cbam.goods_result import GoodResult

ZERO, ONE = Fraction(0), Fraction(1)
_CLOSE = Fraction(1, 10**9)
_COLUMN = {"actual": "A", "mixed": "A", "default": "B"}
_CHARGED = ("covered", "open")


def _goods(sight: Sight) -> list[tuple[int, GoodResult]]:
    """Return the results of goods with the position of their row."""
    if sight.goods is None:
        return []
    place = {g.id: i for i, g in numbered(sight.study.cbam_goods)}
    return [(place.get(g.id, 0), g) for g in sight.goods.goods]


def column_matches(sight: Sight) -> list[Finding] | None:
    """CBM-R50: emissions on defaults take benchmarks of column B, actual and mixed ones column A (IR 2025/2620)."""
    mine = [(i, g) for i, g in _goods(sight) if g.sefa is not None and g.sefa.column]
    if not mine:
        return None
    found: list[Finding] = []
    for i, good in mine:
        sefa = good.sefa
        if sefa is None:
            continue
        wanted = _COLUMN[good.basis]
        own = [p.benchmark.column for p in sefa.parts if p.kind == "own" and p.benchmark]
        used = [c for c in (sefa.column, *own) if c != wanted]
        if used:
            found.append(bad(
                at("cbam_goods", i, "benchmark_route"),
                f"{good.id}的排放为{called(good.basis).zh}，却用了{used[0]}栏基准，应为{wanted}栏",
                f"the emissions of {good.id} are {good.basis}, but "
                f"benchmarks of column {used[0]} are used, not {wanted}",
            ))  # fmt: skip
    return found


def route_matches(sight: Sight) -> list[Finding] | None:
    """CBM-R51: a benchmark without a route wins; else the route is that of the default row, or the good's own."""
    mine = [(i, g) for i, g in _goods(sight) if g.sefa is not None and any(p.benchmark for p in g.sefa.parts)]
    if not mine:
        return None
    found: list[Finding] = []
    for i, good in mine:
        for part in good.sefa.parts if good.sefa else ():
            if part.benchmark is None or not part.benchmark.route:
                continue
            rows = sight.tables.benchmarks.get(part.benchmark.cn, ())
            free = [
                b
                for b in rows
                if not b.route and b.column == part.benchmark.column and good.year is not None
                and b.first_year <= good.year <= b.last_year
            ]  # fmt: skip
            if free:
                found.append(bad(
                    at("cbam_goods", i, "benchmark_route"),
                    f"{good.id}：{part.benchmark.cn}有不分路线的基准，却用了路线{part.benchmark.route}",
                    f"{good.id}: {part.benchmark.cn} has a benchmark "
                    f"without a route, route {part.benchmark.route} is used",
                ))  # fmt: skip
    return found


def factor_on_benchmark(sight: Sight) -> list[Finding] | None:
    """CBM-R52: the retained share multiplies the benchmark, never the emissions: N = amount x (SEE - SEFA)."""
    found: list[Finding] = []
    seen = False
    for i, g in _goods(sight):
        if g.see_charged is None or g.sefa is None or g.sefa.value is None or g.obligation_t_per_t is None:
            continue
        seen = True
        expected = g.see_charged - g.sefa.value
        if abs(expected - g.obligation_t_per_t) > _CLOSE * max(ONE, abs(expected)):
            found.append(bad(
                at("cbam_goods", i),
                f"{g.id}：应缴为SEE减SEFA＝{show(expected)} t/t，结果却是{show(g.obligation_t_per_t)}",
                f"{g.id}: SEE less SEFA is {show(expected)} t/t, the result says {show(g.obligation_t_per_t)}",
            ))  # fmt: skip
        factor, cscf = g.sefa.factor, g.sefa.cscf
        for part in g.sefa.parts:
            if part.benchmark is None or factor is None or factor.value is None or cscf is None or cscf.value is None:
                continue
            specific = factor.value * cscf.value * part.benchmark.value
            if abs(specific - part.specific) > _CLOSE:
                found.append(bad(
                    at("cbam_goods", i),
                    f"{g.id}：基准{show(part.benchmark.value)}乘保留份额应为{show(specific)}，"
                    f"却是{show(part.specific)}",
                    f"{g.id}: benchmark {show(part.benchmark.value)} with the retained share is {show(specific)}, "
                    f"not {show(part.specific)}",
                ))  # fmt: skip
    return found if seen else None


def floor_per_good(sight: Sight) -> list[Finding] | None:
    """CBM-R53: each good is floored at zero on its own; what one has too much never pays for another."""
    mine = [(i, g) for i, g in _goods(sight) if g.certificates is not None]
    if not mine or sight.goods is None:
        return None
    found: list[Finding] = []
    total = ZERO
    for i, g in mine:
        own = g.certificates or ZERO
        total += own
        if own < 0:
            found.append(bad(
                at("cbam_goods", i, "amount"),
                f"{g.id}的证书数{show(own)}为负：每种货物以零为底",
                f"{g.id} has {show(own)} certificates: each good is floored at zero",
            ))  # fmt: skip
        elif g.amount is not None and g.obligation_t_per_t is not None and g.scope.state in _CHARGED:
            expected = max(ZERO, g.amount * g.obligation_t_per_t - g.reduction)
            if abs(expected - own) > _CLOSE * max(ONE, expected):
                found.append(bad(
                    at("cbam_goods", i, "amount"),
                    f"{g.id}应有{show(expected)}张证书，结果却是{show(own)}",
                    f"{g.id} needs {show(expected)} certificates, the result says {show(own)}",
                ))  # fmt: skip
    if sight.goods.certificates is not None and abs(sight.goods.certificates - total) > _CLOSE * max(ONE, abs(total)):
        found.append(bad(
            "/cbam_goods",
            f"合计{show(sight.goods.certificates)}张不等于各货物之和{show(total)}：货物之间不能相抵",
            f"the sum {show(sight.goods.certificates)} is not that of the goods, {show(total)}: goods are never netted",
        ))  # fmt: skip
    return found


def price_published(sight: Sight) -> list[Finding] | None:
    """CBM-R54: money is told only where the price of the quarter of import is published."""
    mine = [(i, g) for i, g in _goods(sight) if g.scope.state in _CHARGED and g.certificates]
    if not mine:
        return None
    found: list[Finding] = []
    for i, g in mine:
        price = g.price.value if g.price else None
        if price is None:
            due = g.due or "?"
            found.append(bad(
                at("cbam_goods", i, "import_date"),
                f"{g.id}：{g.quarter or '该季度'}的证书价格尚未公布（预计{due}），不计金额",
                f"{g.id}: the certificate price of {g.quarter or 'that quarter'} "
                f"is not published (due {due}); no money",
            ))  # fmt: skip
        elif g.price is not None and g.price.cite.nature != "adopted":
            found.append(bad(
                at("cbam_goods", i, "import_date"),
                f"{g.id}：价格为{g.price.cite.nature}，不用于金额",
                f"{g.id}: the price is {g.price.cite.nature} and gives no money",
            ))  # fmt: skip
    return found


def deduction_open(sight: Sight) -> list[Finding] | None:
    """CBM-R55: a carbon price paid abroad is a possible deduction; the act on it is not known to be adopted."""
    rows = bool(sight.study.carbon_prices)
    priced = numbered(sight.study.cbam_goods)
    stated = [(i, g) for i, g in priced if g.price_instrument or g.price_due or (rows and g.process)]
    reduced = [(i, g) for i, g in _goods(sight) if g.reduction]
    if not stated and not reduced:
        return None
    act = value_of(sight.tables, "carbon_price_credit_cap").cite
    if act.nature == "adopted" and act.status == "read":
        return []
    source = act.source or "Reg (EU) 2023/956 Art 9"
    found = [
        bad(
            at("cbam_goods", i, "price_due"),
            f"{g.id}：碳价抵扣的法令只见草案（{source}），不从证书中扣除；中国多为免费配额，预计2026年接近零",
            f"{g.id}: of the act on deductions only {source} is known; nothing is subtracted. Most Chinese allowances "
            "are free, so expect a deduction near zero for 2026",
        )
        for i, g in stated
    ]
    return found + [
        bad(
            at("cbam_goods", i, "price_due"),
            f"{g.id}：已扣除{show(g.reduction)}，法令却未通过",
            f"{g.id}: {show(g.reduction)} was subtracted although the act is not adopted",
        )
        for i, g in reduced
    ]
