"""The operator's emissions report, items 9 to 12: the electricity used, for what, from where, and its factor."""

# ruff: noqa: E501 - bilingual heads and sentences read best on one line, and CJK counts double

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.report.cbam_model import Bundle, Fact, Gap, Item, Piece, Table, fact_or_gap, given, item, number
from carnet.report.cbam_words import PROCESS, UNITS_MWH

if TYPE_CHECKING:
    from carnet.cbam.result import ProcessResult

_T9 = Text("用电总量", "Electricity used, total")
_T10 = Text("非附件II货物的用电", "Electricity for goods outside Annex II")
_T11 = Text("电力来源设施", "Source installations of the electricity")
_T12 = Text("各来源电力因子与加权因子（第9条）", "Electricity factor by source and weighted factor (Art 9)")


def _powered(bundle: Bundle) -> list[ProcessResult]:
    return [p for p in bundle.computed.processes if p.electricity]


def _power_total(bundle: Bundle) -> Item:
    used = _powered(bundle)
    if not used:
        return item("9", _T9, [Gap(Text("用电量", "electricity used"), "production", "electricity")])
    total = sum((p.electricity for p in used), Fraction(0))
    return item("9", _T9, [Fact(UNITS_MWH, number(total))])


def _power_outside_annex_ii(bundle: Bundle) -> Item:
    used = [p for p in _powered(bundle) if not p.annex_ii]
    label = Text("非附件II货物用电 MWh", "for goods outside Annex II, MWh")
    if used:
        total = sum((p.electricity for p in used), Fraction(0))
        return item("10", _T10, [Fact(label, number(total))])
    if bundle.computed.processes and all(p.annex_ii for p in bundle.computed.processes):
        none = Text("各过程的货物均属附件II。", "The goods of all processes are in Annex II.")
        return item("10", _T10, [Fact(label, "0"), none])
    return item("10", _T10, [Gap(label, "production", "electricity")])


def _power_installations(bundle: Bundle) -> Item:
    pieces: list[Piece] = []
    for p in bundle.study.production:
        if p.electricity:
            label = Text(
                f"{bundle.called(p.id).zh}：电力来源设施的凭证", f"{bundle.called(p.id).en}: document naming the source"
            )
            pieces.append(fact_or_gap(label, p.electricity_document, "production", "electricity_document"))
    return item(
        "11",
        _T11,
        pieces
        or [Gap(Text("电力来源设施", "source installation of the electricity"), "production", "electricity_document")],
    )


def _power_factor(bundle: Bundle) -> Item:
    pieces: list[Piece] = []
    rows, weight, energy = [], Fraction(0), Fraction(0)
    for p in bundle.study.production:
        if not p.electricity:
            continue
        if not p.electricity_ef:
            pieces.append(
                Gap(
                    Text(f"{bundle.called(p.id).zh}的电力因子", f"electricity factor of {bundle.called(p.id).en}"),
                    "production",
                    "electricity_ef",
                )
            )
            continue
        rows.append((bundle.called(p.id), p.electricity_source or "–", p.electricity, p.electricity_ef))
        weight += given(p.electricity) * given(p.electricity_ef)
        energy += given(p.electricity)
    if rows:
        head = (PROCESS, Text("来源（条款）", "source (point)"), UNITS_MWH, Text("因子 tCO2/MWh", "factor, tCO2/MWh"))
        pieces.insert(0, Table(head, tuple(rows), "llrr", (4, 2, 0, 0)))
        if energy and not any(isinstance(piece, Gap) for piece in pieces):
            pieces.append(Fact(Text("加权因子 tCO2/MWh", "weighted factor, tCO2/MWh"), number(weight / energy)))
    pieces += given_factors(bundle)
    return item("12", _T12, pieces or [Gap(Text("电力因子", "electricity factor"), "production", "electricity_ef")])


def given_factors(bundle: Bundle) -> list[Piece]:
    """Return the electricity factors the user gave beside the study, by country."""
    country = (bundle.installation.country if bundle.installation else "") or bundle.study.country
    rows = tuple(
        (name, number(value), Text("本次计算采用", "used here") if name == country else Text("未用到", "not used"))
        for name, value in bundle.electricity.items()
    )
    if not rows:
        return []
    head = (Text("国家（使用者给出的因子）", "country, factor given by the user"), Text("因子 tCO2/MWh", "factor, tCO2/MWh"),
            Text("用途", "use"))  # fmt: skip
    told = Text(
        "该因子由使用者随计算给出，不在研究文件内；请注明其出处（IR (EU) 2025/2621 附件II）。",
        "The user gave this factor with the calculation, it stands outside the study; name its source "
        "(IR (EU) 2025/2621 Annex II).",
    )
    return [Table(head, rows, "lrl", (5, 2, 3)), told]


POWER_ITEMS = (_power_total, _power_outside_annex_ii, _power_installations, _power_factor)
