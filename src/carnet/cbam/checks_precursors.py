"""Purchased precursors: when an actual value counts, and that a default is the act's, marked up exactly once."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.checks_scope import digits_of
from carnet.cbam.checks_sight import at, bad, num, numbered, show
from carnet.cbam.lookup import default_of
from carnet.inventory.context import day

if TYPE_CHECKING:
    from datetime import date

    from carnet.cbam.checks_sight import Finding, Sight
    from carnet.inventory.installation import PurchasedPrecursor

ZERO = Fraction(0)
# Printed defaults have three decimals; printed products come from figures before that rounding: up to 0.0008 off the
# product of the printed ones (docs/data/cbam-judge.md). A stated value within one thousandth is the table's.
_THOUSANDTH = Fraction(1, 1000)


def _measured(sight: Sight) -> list[tuple[int, PurchasedPrecursor]]:
    rows = numbered(sight.study.precursors)
    return [(i, p) for i, p in rows if p.basis == "measured" and p.country.upper() not in sight.exempt]


def actual_has_report(sight: Sight) -> list[Finding] | None:
    """CBM-R20: an actual value of a precursor comes from the verification report of an accredited verifier."""
    mine = _measured(sight)
    if not mine:
        return None
    names = {
        "verification_report": ("核查报告", "a verification report"),
        "verifier": ("核查机构", "a verifier"),
        "accreditation": ("认可编号", "an accreditation number"),
    }
    return [
        bad(
            at("precursors", i, name),
            f"前体{p.id}用实际值，却没有{zh}：只能用默认值",
            f"precursor {p.id} has actual values but no {en.removeprefix('a ').removeprefix('an ')}: defaults apply",
        )
        for i, p in mine
        for name, (zh, en) in names.items()
        if not getattr(p, name)
    ]


def accreditation_valid(sight: Sight) -> list[Finding] | None:
    """CBM-R21: the accreditation behind an actual value is valid on the day of the check."""
    today = sight.today
    rows = [(at("precursors", i, "accreditation_expiry"), p.id, p.accreditation_expiry) for i, p in _measured(sight)]
    rows += [
        (at("installation", i, "accreditation_expiry"), x.id, x.accreditation_expiry)
        for i, x in numbered(sight.study.installation)
        if x.verification_report or x.accreditation
    ]
    if not rows or today is None:
        return None
    found: list[Finding] = []
    for here, name, text in rows:
        expiry = day(text)
        if expiry is None:
            found.append(bad(
                here, f"{name}：没有认可到期日", f"{name}: no day on which the accreditation expires is given"
            ))  # fmt: skip
        elif expiry < today:
            found.append(bad(
                here, f"{name}：认可已于{expiry}到期", f"{name}: the accreditation expired on {expiry}"
            ))  # fmt: skip
    return found


def period_covers(sight: Sight) -> list[Finding] | None:
    """CBM-R22: the report on a precursor covers the time in which it was made, and that is not after its use."""
    mine = _measured(sight)
    end = day(sight.study.period_to)
    if not mine:
        return None
    found: list[Finding] = []
    for i, p in mine:
        first, last = day(p.period_from), day(p.period_to)
        if first is None or last is None:
            found.append(bad(
                at("precursors", i, "period_from" if first is None else "period_to"),
                f"前体{p.id}没有报告所覆盖的生产期间",
                f"precursor {p.id}: the period of production its report covers is not given",
            ))  # fmt: skip
        elif first > last or _after(first, end):
            found.append(bad(
                at("precursors", i, "period_from"),
                f"前体{p.id}的期间{first}至{last}不覆盖其生产（报告期至{end}）",
                f"precursor {p.id}: {first} to {last} cannot cover its production (the reporting period ends {end})",
            ))  # fmt: skip
    return found


def _after(first: date, end: date | None) -> bool:
    return end is not None and first > end


def exempt_is_zero(sight: Sight) -> list[Finding] | None:
    """CBM-R23: a precursor made in the Union or in an exempt country has zero embedded emissions."""
    mine = [(i, p) for i, p in numbered(sight.study.precursors) if p.country.upper() in sight.exempt]
    if not mine:
        return None
    return [
        bad(
            at("precursors", i, name),
            f"前体{p.id}产自{p.country}，隐含排放计为零，却填了{value}",
            f"precursor {p.id} comes from {p.country} and counts as zero, but {value} is stated",
        )
        for i, p in mine
        for name in ("see_direct", "see_indirect")
        if (value := getattr(p, name)) and num(value)
    ]


def default_has_country(sight: Sight) -> list[Finding] | None:
    """CBM-R24: a default is that of the country of production; where it is not known, Annex IV and nothing else."""
    mine = [(i, p) for i, p in numbered(sight.study.precursors) if p.basis in {"default", "unknown", ""}]
    if not mine:
        return None
    found: list[Finding] = []
    for i, p in mine:
        if p.basis == "default" and not p.country:
            found.append(bad(
                at("precursors", i, "country"),
                f"前体{p.id}用默认值却没有原产国：请填国家，或标为来源不明（附件四）",
                f"precursor {p.id} has a default but no country: name it, or say the origin is unknown (Annex IV)",
            ))  # fmt: skip
        if p.basis == "unknown" and p.country:
            found.append(bad(
                at("precursors", i, "country"),
                f"前体{p.id}写明来自{p.country}，又标为来源不明：国家已知时用该国默认值",
                f"precursor {p.id} names {p.country} and an unknown origin: a known country has its own default",
            ))  # fmt: skip
        if not p.basis:
            found.append(bad(
                at("precursors", i, "basis"),
                f"前体{p.id}没有说明数值是实际、默认还是来源不明",
                f"precursor {p.id} does not say whether its value is actual, default or of unknown origin",
            ))  # fmt: skip
    return found


def marked_up_once(sight: Sight) -> list[Finding] | None:
    """CBM-R25: a default the study states equals the table's value with the mark-up inside exactly once.

    It is told where it equals the value without a mark-up, with two of them, or another year's.
    """
    start = day(sight.study.period_from)
    if start is None:
        return None
    found: list[Finding] = []
    seen = False
    for i, p in numbered(sight.study.precursors):
        stated = num(p.see_direct)
        if p.basis not in {"default", "unknown"} or stated is None or p.country.upper() in sight.exempt:
            continue
        seen = True
        here = at("precursors", i, "see_direct")
        country = "" if p.basis == "unknown" else p.country
        row = default_of(sight.tables, digits_of(p.cn), country, start.year)
        if row.see_total is None or row.markup is None or row.markup.value is None or row.row is None:
            found.append(bad(
                here,
                f"前体{p.id}的{p.cn or '（无CN编码）'}在{start.year}年没有可比对的默认值",
                f"precursor {p.id}: no default of {start.year} for {p.cn or '(no CN code)'} to compare with",
            ))  # fmt: skip
            continue
        total = stated if not sight.counts_indirect(p.category) else stated + (num(p.see_indirect) or ZERO)
        if p.electricity and sight.counts_indirect(p.category) and not p.see_indirect:
            total += (num(p.electricity) or ZERO) * (num(p.electricity_ef) or ZERO)
        markup, base = row.markup.value, row.row.total
        if base is None or abs(total - row.see_total) <= _THOUSANDTH:
            continue
        zh, en = _slip(total, base, markup)
        found.append(bad(
            here,
            f"前体{p.id}填{show(total)}，而默认值{show(base)}加价一次为{show(row.see_total)}：{zh}",
            f"precursor {p.id} states {show(total)}; the default {show(base)} marked up once is "
            f"{show(row.see_total)}: {en}",
        ))  # fmt: skip
    return found if seen else None


def _slip(total: Fraction, base: Fraction, markup: Fraction) -> tuple[str, str]:
    """Name the slip a wrong value looks like."""
    if abs(total - base) <= _THOUSANDTH:
        return "没有加价", "the mark-up is missing"
    if abs(total - base * (1 + markup) ** 2) <= _THOUSANDTH:
        return "加价了两次", "marked up twice"
    for other in (Fraction(1, 100), Fraction(1, 10), Fraction(2, 10), Fraction(3, 10)):
        if abs(total - base * (1 + other)) <= _THOUSANDTH:
            return (
                f"加价{show(other * 100)}%，不是该年该部门的加价",
                f"marked up by {show(other * 100)} %, not this year's",
            )
    return "不是该行的默认值", "not the default of this row"
