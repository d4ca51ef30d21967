"""The checks of the CBAM: which rule of which act, whether it holds, why not, and where.

`run_checks` asks every rule; what blocks, what blocks only money, what warns and what is mended on output is the
rule's severity. A rule whose text was not read says so in its status, and rules of our own say that they are no law.
Whatever they say, the result is CBAM-structured, ready for review by a CBAM-accredited verifier, and no more.
"""

# ruff: noqa: E501 - one bilingual rule a line reads best, and CJK counts double

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.cbam import checks_balance as balance
from carnet.cbam import checks_form as form
from carnet.cbam import checks_method as method
from carnet.cbam import checks_money as money
from carnet.cbam import checks_precursors as precursors
from carnet.cbam import checks_scope as scope
from carnet.cbam import plausibility
from carnet.cbam.checks_fixes import FIXES
from carnet.cbam.checks_place import place_of, spot_of
from carnet.cbam.checks_sight import RuleRow, Severity, Sight
from carnet.cbam.plausible_power import power_plausible
from carnet.errors import Place, Problem, Text, problem
from carnet.inventory.model import Places

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from carnet.cbam.checks_sight import Rule
    from carnet.cbam.goods_result import GoodsResult
    from carnet.cbam.result import Computed
    from carnet.cbam.tables import Tables
    from carnet.inventory.model import Study

OWN = "own"  # status of a rule that is no law
_SHOWN = 8  # findings named in one sentence; the rest are counted


@dataclass(frozen=True, slots=True)
class Check:
    """What one rule says of a study. `ok` None: nothing in the study is of the kind the rule is about.

    `severity`: block (nothing may be issued), block_money (no money), warn, fix (mended when written). `where`: the
    places found, `pointers` the same as JSON Pointers, `spots` the same as a person finds them (tab, row, column).
    `status`: read, secondary, recalled or own. `fix`: what to do about it.
    """

    rule: str
    severity: Severity
    ok: bool | None
    title: Text
    why: Text
    where: tuple[Place, ...]
    pointers: tuple[str, ...]
    citation: str
    status: str
    fix: Text = Text("", "")
    spots: tuple[Text, ...] = ()

    def json(self) -> dict[str, object]:
        """Return the shape that ``--json`` prints."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "ok": self.ok,
            "title": self.title.json(),
            "why": self.why.json(),
            "fix": self.fix.json(),
            "where": [place.json() for place in self.where],
            "spots": [spot.json() for spot in self.spots],
            "citation": self.citation,
            "status": self.status,
        }


def _row(rule: str, severity: Severity, names: tuple[str, str], cited: tuple[str, str], find: Rule) -> RuleRow:
    return RuleRow(f"CBM-R{rule}", severity, Text(*names), cited[0], cited[1], find, FIXES[f"CBM-R{rule}"])


_REG, _M, _V, _F, _D = (
    "Reg (EU) 2023/956", "IR (EU) 2025/2547", "IR (EU) 2025/2546", "IR (EU) 2025/2620", "IR (EU) 2025/2621",
)  # fmt: skip
RULES: tuple[RuleRow, ...] = (
    _row("01", "block", ("货物在附件一范围内，类别与过程一致", "goods are of Annex I, and of their process's category"),
         (f"{_REG} Annex I; {_M} Annex I", "read"), scope.cn_in_scope),
    _row("02", "block", ("2507、2523 10、2523 90给出10位TARIC", "2507, 2523 10 and 2523 90 have a TARIC code"),
         (f"{_D} Annex I as replaced by IR (EU) 2026/1740", "secondary"), scope.taric_given),
    _row("03", "block", ("每个CN编码只有一个生产过程", "one production process per CN code"),
         (f"{_M} Art 4(1), (6)", "read"), scope.one_process_per_cn),
    _row("04", "block", ("合并的CN编码只差尺寸或形状", "grouped CN codes differ in size or shape only"),
         (f"{_M} Annex II A.4", "read"), scope.grouping_holds),
    _row("05", "block", ("报告期为日历年", "the period is a calendar year"), (f"{_M} Art 7", "read"), scope.calendar_year),
    _row("06", "block", ("不早于2026年", "not before 2026"), (f"{_M} Art 1(5), 7", "read"), scope.not_before_2026),
    _row("07", "block", ("所引用的行都存在", "every row named exists"), (f"{_M} Annex II A.1", "read"), scope.names_exist),
    _row("08", "block", ("类别为法令所列", "categories are those of the act"),
         (f"{_M} Annex I Table 1", "read"), scope.categories_known),
    _row("09", "warn", ("同一CN编码的各行一致", "rows of one CN code agree"),
         (f"{_M} Annex III B, eq 64-66", "read"), scope.one_row_per_cn),
    _row("10", "block", ("各过程仪表与装置仪表对账，给出RecF", "process meters reconciled with the installation's; RecF shown"),
         (f"{_M} Annex III A, eq 41, 42", "read"), balance.streams_shared_out),
    _row("11", "block", ("每个源流都有归属", "every stream is attributed"),
         (f"{_M} Annex II A.1, B.1", "read"), balance.streams_attributed),
    _row("12", "block", ("各过程之和不超过装置", "the processes are not more than the installation"),
         (f"{_M} Annex II A.1, Annex III A", "read"), balance.processes_within_installation),
    _row("13", "block", ("热电联产的热与电平衡", "heat and power of cogeneration close"),
         (f"{_M} Annex III A, eq 44-52", "read"), balance.cogeneration_closes),
    _row("14", "warn", ("废气的取用与产出平衡", "waste gas taken and given close"),
         (f"{_M} Annex III A, eq 53, 54", "read"), balance.waste_gas_closes),
    _row("15", "block", ("外送废气不计两次", "exported waste gas is not counted twice"),
         (f"{_M} Annex III A.3, eq 54, 55", "read"), balance.waste_gas_once),
    _row("16", "block", ("产量＝市场＋内部使用＋其他", "production = market + own use + other"),
         (f"{_M} Annex II F, Annex III A", "read"), balance.production_balance),
    _row("17", "block", ("前体购入＝使用", "precursors bought = used"), (f"{_M} Annex III B", "read"), balance.precursor_balance),
    _row("18", "block", ("货物不超过供市场的产量", "goods are not more than made for the market"),
         (f"{_M} Annex II F", "read"), balance.goods_within_market),
    _row("19", "warn", ("碳平衡在仪表不确定度内闭合", "the carbon balance closes within the meters' uncertainty"),
         (f"{_M} Annex II B.3.2, B.4", "read"), balance.carbon_balance),
    _row("20", "block", ("前体实际值有认可核查机构的报告", "actual precursor values have an accredited verifier's report"),
         (f"{_M} Annex II A.1(4); {_REG} Art 8", "read"), precursors.actual_has_report),
    _row("21", "block", ("认可在核对日有效", "the accreditation is valid on the day"),
         ("DR (EU) 2025/2551 Art 3", "read"), precursors.accreditation_valid),
    _row("22", "block", ("核查报告覆盖前体的生产期间", "the report covers the precursor's production"),
         (f"{_M} Annex II A.1(4)", "read"), precursors.period_covers),
    _row("23", "block", ("欧盟或豁免国的前体为零", "precursors of the Union or exempt countries are zero"),
         (f"{_M} Annex III B; {_REG} Annex III", "read"), precursors.exempt_is_zero),
    _row("24", "block", ("默认值的国家已知，否则附件四", "a default's country is known, else Annex IV"),
         (f"{_D} Art 1(5)", "read"), precursors.default_has_country),
    _row("25", "block", ("加价恰好一次", "the mark-up is inside exactly once"),
         (f"{_D} Annex I introduction", "read"), precursors.marked_up_once),
    _row("26", "block", ("联产品按摩尔量分摊", "joint products are shared out by molar amounts"),
         (f"{_M} Annex III A, eq 43", "read"), method.joint_products_fit),
    _row("30", "block", ("附件二货物不计间接排放，附件二以外前体的计入", "indirect: not of Annex II goods, but of other precursors"),
         (f"{_M} Annex I 3.1; {_REG} Annex II", "read"), method.indirect_counted_right),
    _row("31", "block", ("实际电力因子有直连或购电协议与逐小时数据", "an actual electricity factor has a line or PPA with hours"),
         (f"{_M} Annex II D.4.3; {_REG} Annex IV pt 6", "read"), method.actual_electricity_proven),
    _row("32", "block", ("生物质零计有凭证", "zero-rated biomass has evidence"), (f"{_M} Annex II B.3.3", "read"), method.biomass_proven),
    _row("33", "block", ("不使用生命周期因子", "no factor of a life cycle assessment"), ("Q&A 4.24", "read"), method.no_lca_factor),
    _row("34", "warn", ("有类型II时不用类型I", "no type I factor where a type II exists"),
         (f"{_M} Annex II B.5.2", "read"), method.type_two_first),
    _row("35", "warn", ("因子写明类型与来源", "factors name kind and source"), (f"{_M} Annex II B.5", "read"), method.factor_named),
    _row("36", "warn", ("化验不过期（2年/5年）", "analyses are fresh (2 and 5 years)"),
         (f"{_M} Annex II B.5.2", "read"), method.analyses_fresh),
    _row("37", "block", ("未读到文本的方法", "methods whose text was not read"),
         (f"{_M} Annex I eq 1-3, Annex II B.6-B.9, eq 16-18, 20-29", "recalled"), method.unread_method),
    _row("38", "block", ("硝酸的N2O连续监测", "N2O of nitric acid is measured"), (f"{_M} Annex II B", "read"), method.nitrous_oxide_measured),
    _row("39", "warn", ("规定用碳平衡的类别用碳平衡", "a mass balance where it is asked for"),
         (f"{_M} Annex I 3.12-3.15, Annex II eq 12-15", "read"), method.mass_balance_where_asked),
    _row("40", "warn", ("归属排放没有被截到零", "no attributed emissions cut off at zero"),
         (f"{_M} Annex III A, eq 55", "read"), method.not_floored),
    _row("50", "block", ("基准栏与排放依据一致", "the benchmark column matches the basis"),
         (f"{_F} Art 2, 3", "read"), money.column_matches),
    _row("51", "block", ("不分路线的基准优先", "a benchmark without a route wins"), (f"{_F} pt 4-5; {_D} Annex I introduction", "read"), money.route_matches),
    _row("52", "block", ("保留份额乘基准，不乘排放", "the retained share multiplies the benchmark"),
         (f"{_REG} Art 31; {_F} eq 2-6", "read"), money.factor_on_benchmark),
    _row("53", "block", ("每种货物以零为底，不相抵", "each good floored at zero, no netting"), ("Q&A 4.32", "read"), money.floor_per_good),
    _row("54", "block_money", ("季度价格已公布", "the quarter's price is published"),
         (f"{_REG} Art 21(1a); IR (EU) 2025/2548", "read"), money.price_published),
    _row("55", "warn", ("碳价抵扣法令的状态", "state of the act on deductions"),
         (f"{_REG} Art 9; draft Ares(2026)4841230", "secondary"), money.deduction_open),
    _row("60", "fix", ("隐含排放至多五位小数", "SEE has at most five decimals"), (f"{_M} Annex II A.1(8)", "read"), form.see_five_decimals),
    _row("61", "fix", ("装置排放为整吨", "the installation's emissions are whole tonnes"),
         (f"{_M} Annex II A.1(6)", "read"), form.whole_tonnes),
    _row("62", "warn", ("英文", "in English"), (f"{_M} Annex IV; {_V} Annex", "read"), form.in_english),
    _row("63", "warn", ("坐标至少六位小数", "coordinates with at least six decimals"), (f"{_V} Annex 1.1", "read"), form.coordinates),
    _row("64", "warn", ("UN/LOCODE格式", "UN/LOCODE"), (f"{_M} Annex IV 1.1", "read"), form.unlocode_form),
    _row("70", "warn", ("隐含排放在合理区间内", "SEE within a plausible band"), (plausibility.SPREAD, OWN), plausibility.see_in_band),
    _row("71", "warn", ("与上年相比变化合理", "change against the year before"), ("own rule", OWN), plausibility.year_on_year),
    _row("72", "warn", ("热值合理", "heating values plausible"), (f"{_M} point G; {plausibility.PHYSICS}", OWN), plausibility.ncv_plausible),
    _row("73", "warn", ("因子合理", "factors plausible"), (f"{_M} point G; {plausibility.PHYSICS}", OWN), plausibility.ef_plausible),
    _row("74", "block", ("没有单位错误", "no slip of units"), (plausibility.PHYSICS, OWN), plausibility.units_not_slipped),
    _row("75", "block_money", ("没有不可能的数值", "no figure that cannot be"),
         (f"{plausibility.SPREAD}; physics; engineering practice, recalled", OWN), plausibility.impossible),
    _row("76", "warn", ("用电与电力因子合理", "electricity and its factor plausible"), (plausibility.PRACTICE, OWN), power_plausible),
    _row("77", "warn", ("标准因子在法令表中", "the standard factor named is in the act's table"),
         (f"own rule: names of {_M} Annex II point G", OWN), method.material_known),
)  # fmt: skip
PER_TONNE = frozenset(f"CBM-R{rule}" for rule in ("12", "13", "16", "17", "18", "61"))
"""Rules that hold a year's amounts against each other: nothing to ask where amounts are per t of product."""
_PER_TONNE_WHY = Text("数量均为每吨产品，无从核对", "amounts are per t of product, nothing to compare")
_CODES: dict[Severity, str] = {"block": "CBM-130", "block_money": "CBM-131", "warn": "CBM-132", "fix": "CBM-133"}


def run_checks(
    study: Study,
    computed: Computed | None,
    goods: GoodsResult | None,
    tables: Tables,
    *,
    on: str,
    places: Places | None = None,
    previous: Mapping[str, Fraction] | None = None,
    per_tonne: bool = False,
) -> tuple[Check, ...]:
    """Ask every rule about a study and what was derived from it.

    Args:
        study: rows of an installation and its goods.
        computed: what the method yields; None: rules about results are not applicable.
        goods: what the goods cost; None: rules about money are not applicable.
        tables: the published figures.
        on: day of the check, such as ``2026-11-22``.
        places: where values stood in a workbook.
        previous: direct SEE of the year before by process id, for the change from year to year.
        per_tonne: the installation was derived from unit processes: its amounts are per t of product and its rows
            stand on no tab, so rules on a year's amounts (`PER_TONNE`) are not applicable.

    Returns:
        One check a rule, in the order of `RULES`. Never raises for what a study says.
    """
    sight = Sight(study, computed, goods, tables, on, previous or {})
    known = places or Places()
    return tuple(
        _not_applicable(row, _PER_TONNE_WHY)
        if per_tonne and row.id in PER_TONNE
        else _check(row, sight, known, derived=per_tonne)
        for row in RULES
    )


def _not_applicable(row: RuleRow, why: Text) -> Check:
    return Check(row.id, row.severity, None, row.title, why, (), (), row.citation, row.status, row.fix)


def _check(row: RuleRow, sight: Sight, places: Places, *, derived: bool) -> Check:
    findings = row.find(sight)
    if findings is None:
        return _not_applicable(row, Text("没有适用的数据", "nothing in the study it applies to"))
    wrong = [f for f in findings if f.bad]
    shown = wrong or findings
    rest = len(shown) - _SHOWN
    why = Text(
        "；".join(f.text.zh for f in shown[:_SHOWN]) + (f"；另有{rest}处" if rest > 0 else "") or "符合",
        "; ".join(f.text.en for f in shown[:_SHOWN]) + (f"; and {rest} more" if rest > 0 else "") or "holds",
    )
    pointers = tuple(dict.fromkeys(f.pointer for f in wrong))
    return Check(
        row.id,
        row.severity,
        not wrong,
        row.title,
        why,
        tuple(dict.fromkeys(place_of(places, p) for p in pointers)),
        pointers,
        row.citation,
        row.status,
        row.fix,
        tuple(dict.fromkeys(spot_of(sight.study, places, p, derived=derived) for p in pointers)),
    )


def rules_table() -> tuple[dict[str, str], ...]:
    """Return every rule for a reference page: id, severity, title and fix in both languages, citation, status."""
    return tuple(
        {
            "id": row.id,
            "severity": row.severity,
            "title_zh": row.title.zh,
            "title_en": row.title.en,
            "fix_zh": row.fix.zh,
            "fix_en": row.fix.en,
            "citation": row.citation,
            "status": row.status,
        }
        for row in RULES
    )


def blocking(checks: tuple[Check, ...], *, money: bool = False) -> tuple[Check, ...]:
    """Return the failed checks that bar issuing; with `money` also those that bar only money."""
    bars = {"block", "block_money"} if money else {"block"}
    return tuple(c for c in checks if c.ok is False and c.severity in bars)


def problems_of(checks: tuple[Check, ...]) -> tuple[Problem, ...]:
    """Return the failed checks as problems, one a rule, at the first place found; only blocks are errors."""
    return tuple(
        problem(
            _CODES[check.severity],
            check.where[0] if check.where else None,
            check.rule,
            severity="error" if check.severity == "block" else "warning",
            rule=check.rule,
            title_zh=check.title.zh,
            title_en=check.title.en,
            why_zh=check.why.zh,
            why_en=check.why.en,
            citation=check.citation,
            mend_zh=check.fix.zh,
            mend_en=check.fix.en,
        )
        for check in checks
        if check.ok is False
    )
