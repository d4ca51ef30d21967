"""K1 to K5: what a regime asks beside the figure, and what the study shows of it. None of this changes a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.classes import Placing, placing
from carnet.assessment.modules import missing_modules
from carnet.assessment.primary_data import PARAMETER as MANDATORY
from carnet.assessment.primary_data import not_primary
from carnet.assessment.scores import primary_share, score
from carnet.errors import Text
from carnet.quantity import decimal_string, exact_string, parse_decimal
from carnet.regime import BY_ID, CONFORMITY, thaw, value_key

if TYPE_CHECKING:
    from carnet.assessment.assess import Assessment
    from carnet.assessment.plan import PlanValue

Row = dict[str, object]
# met, not met, the study does not show it, nothing to test (said for the reader), or the rule itself is unknown
VERDICTS = ("met", "not_met", "not_shown", "for_information", "unknown_rule")
NOTHING = Text("", "")
HUNDRED = Fraction(100)
_MONTHS = 12
Finding = tuple[str, Text]


def conformity_rows(found: Assessment) -> list[Row]:
    """Each stated rule of K1 to K5, and of company data, with what the study shows and a verdict.

    Returns:
        ``{parameter, name, asked, verdict, found{zh, en}, status, source, clause}``; empty without a figure.
    """
    if found.evaluation is None:
        return []
    rows = []
    for parameter, value in found.plan.values.items():
        if value.stated and (BY_ID[parameter].dimension in CONFORMITY or parameter == MANDATORY):
            verdict, said = _judge(value, found)
            rows.append(
                {
                    "parameter": parameter,
                    "name": BY_ID[parameter].name.json(),
                    "asked": None if value.value is None else thaw(value.value),
                    "verdict": verdict,
                    "found": said.json(),
                    "status": value.status,
                    "source": value.source,
                    "clause": value.clause,
                }
            )
    return rows


def _judge(value: PlanValue, found: Assessment) -> Finding:
    if value.value is None:
        return "unknown_rule", Text(
            f"见 {value.find_in.zh}", f"see {value.find_in.en}"
        ) if value.find_in.zh else NOTHING
    judge = _JUDGES.get(value.parameter)
    return judge(value, found) if judge else ("for_information", NOTHING)


def quality(found: Assessment) -> Row:
    """The score and the primary data share as figures: ``{score{…}|null, primary_data_share{…}|null}``."""
    method = found.plan.text("K1.score")
    scored = score(method, found) if method else None
    share = primary_share(found.plan.text("K1.primary_share_rule") or "activity_and_factor", found)
    return {
        "score": None
        if scored is None
        else {
            "method": scored.method,
            "value": decimal_string(scored.value, 2, "half_up"),
            "exact": exact_string(scored.value),
            "scored_only": None if scored.scored is None else decimal_string(scored.scored, 2, "half_up"),
            "unscored_percent": decimal_string(scored.unscored * HUNDRED, 1, "half_up"),
            "indicators": {k: decimal_string(v, 2, "half_up") for k, v in scored.indicators.items()},
        },
        "primary_data_share": None
        if share is None
        else {"percent": decimal_string(share, 1, "half_up"), "exact": exact_string(share)},
    }


def class_row(found: Assessment) -> Row | None:
    """The class of the figure: ``{best, worst, scrap_share, limits[], missing}``; None where there are no classes."""
    placed = placing(found)
    if placed is None:
        return None
    return {
        "best": placed.best or None,
        "worst": placed.worst or None,
        "scrap_share": None if placed.scrap_share is None else decimal_string(placed.scrap_share, 4, "half_up"),
        "limits": [
            {"name": x.name, "kg": None if x.limit is None else decimal_string(x.limit, 3, "half_up")}
            for x in placed.limits
        ],
        "missing": placed.why or None,
    }


def _met(ok: bool, said: Text) -> Finding:  # noqa: FBT001 - a verdict is one bit
    return ("met" if ok else "not_met"), said


def _score_limit(value: PlanValue, found: Assessment) -> Finding:
    method = found.plan.text("K1.score")
    scored = score(method, found) if method else None
    if scored is None:
        return "not_shown", Text("没有评分", "no score")
    at = decimal_string(scored.value, 2, "half_up")
    without = decimal_string(scored.unscored * HUNDRED, 1, "half_up")
    said = Text(f"评分 {at}，{without} % 未评分（按5计）", f"score {at}; {without} % is not scored and counts as 5")
    return _met(scored.value <= parse_decimal(str(value.value)), said)


def _score(value: PlanValue, found: Assessment) -> Finding:
    scored = score(str(value.value), found)
    if scored is None or scored.unscored == 1:
        return "not_shown", Text("没有一行给出评分", "no line has a score")
    without = decimal_string(scored.unscored * HUNDRED, 1, "half_up")
    said = Text(f"{without} % 的结果未评分", f"{without} % of the figure is not scored")
    return ("not_shown" if scored.unscored else "met"), said


def _primary_percent(value: PlanValue, found: Assessment) -> Finding:
    share = primary_share(found.plan.text("K1.primary_share_rule") or "activity_and_factor", found)
    if share is None:
        return "not_shown", NOTHING
    at = decimal_string(share, 1, "half_up")
    return _met(share >= parse_decimal(str(value.value)), Text(f"初级数据占 {at} %", f"primary data make {at} %"))


def _valid_for(value: PlanValue, found: Assessment) -> Finding:
    """Judged where the years follow the reference period; the day of issue comes after the figure."""
    counts_from = found.plan.text("K2.validity_from")
    if counts_from == "reference_period":
        return _validity(value, found)
    if counts_from == "issue":
        return "for_information", Text("自签发之日起算，研究不含该日", "counts from the day of issue, after the study")
    return "for_information", Text("方案未写明自何日起算", "the regime does not say from which day it counts")


def _validity(value: PlanValue, found: Assessment) -> Finding:
    months = int(parse_decimal(str(value.value)) * _MONTHS)
    age = _months(found.context.study.period_to, found.resolved.legal_date)
    said = Text(f"基准期结束后 {age} 个月", f"{age} months after the end of the reference period")
    return _met(age <= months, said)


def _months(start: str, end: str) -> int:
    """Whole months begun between two days; 0 where the end is not later."""
    months = (int(end[:4]) - int(start[:4])) * _MONTHS + int(end[5:7]) - int(start[5:7]) + (end[8:] > start[8:])
    return max(0, months)


def _secondary_age(value: PlanValue, found: Assessment) -> Finding:
    limit = parse_decimal(str(value.value))
    year = int(found.context.study.period_to[:4])
    notes = found.context.notes
    used = {
        r.id: r.year for s in notes.selections.values() if (r := s.record) is not None and r.id in notes.used_factors
    }
    old = sorted(name for name, of in used.items() if year - of > limit)
    if not old:
        return "met", Text(f"{len(used)} 条因子均未超龄", f"none of {len(used)} factors is older")
    listed = ", ".join(old[:3]) + (" …" if len(old) > 3 else "")  # noqa: PLR2004
    return "not_met", Text(f"{len(old)} 条因子超龄：{listed}", f"{len(old)} factors are older: {listed}")


def _first_year(value: PlanValue, found: Assessment) -> Finding:
    first = found.context.study.period_from
    return _met(first[:4] >= str(value.value), Text(f"基准期自 {first}", f"the period starts on {first}"))


def _period_kind(value: PlanValue, found: Assessment) -> Finding:
    study = found.context.study
    year = study.period_from[4:] == "-01-01" and study.period_to == f"{study.period_from[:4]}-12-31"
    said = Text(f"{study.period_from} 至 {study.period_to}", f"{study.period_from} to {study.period_to}")
    return ("for_information", said) if value.value == "any" else _met(year, said)


def _method(value: PlanValue, found: Assessment) -> Finding:
    if value.value == "none":
        return "for_information", NOTHING
    if not found.is_point:
        return "not_shown", Text("结果为上下界，不是统计分布", "the figure has bounds, which are no distribution")
    return "not_shown", Text("研究中没有不确定性说明", "the study states no uncertainty")


def _parts(value: PlanValue, found: Assessment) -> Finding:
    product = found.context.study.product.flow
    lacking = []
    for part in value.value if isinstance(value.value, tuple) else ():
        if part == "biogenic_carbon_content" and found.context.property(product, "biogenic_carbon_content") is None:
            lacking.append(str(part))
        if part == "use_stage" and all(p.stage != "use" for p in found.context.study.processes):
            lacking.append(str(part))
    said = ", ".join(lacking)
    modules: tuple[str, ...] = ()
    if isinstance(value.value, tuple) and "modules" in value.value and found.evaluation is not None:
        modules = missing_modules(found.evaluation.contributions, found.plan, found.context)
    if modules:
        listed = ", ".join(modules)
        zh = f"未声明的模块：{listed}" + (f"；研究未给出：{said}" if said else "")
        en = f"modules not declared: {listed}" + (f"; the study lacks {said}" if said else "")
        return "not_met", Text(zh, en)
    return ("not_shown", Text(f"研究未给出：{said}", f"the study lacks {said}")) if lacking else ("met", NOTHING)


def _classes(_: PlanValue, found: Assessment) -> Finding:
    placed = placing(found)
    if placed is None or placed.why:
        return "not_shown", Text("缺少废钢比", "the scrap share is missing") if placed else NOTHING
    return _class_words(placed)


def _class_words(placed: Placing) -> Finding:
    if not placed.worst:
        said = Text("结果（或其上限）超出所有分级", "the figure, or its upper bound, is beyond every class")
        return "not_met", said
    if placed.best == placed.worst:
        return "met", Text(f"分级 {placed.best}", f"class {placed.best}")
    said = Text(f"分级 {placed.best} 至 {placed.worst}，因结果为区间", f"class {placed.best} to {placed.worst}")
    return "not_shown", said


def _ceiling(value: PlanValue, found: Assessment) -> Finding:
    scale = 1000 if found.plan.text("K4.unit") == "t" else 1
    limit = parse_decimal(str(value.value)) * scale
    if found.low <= limit < found.high:
        return "not_shown", Text("上限落在区间之内", "the ceiling lies inside the interval")
    return _met(found.high <= limit, Text(f"上限 {value.value}", f"ceiling {value.value}"))


def _assurance(_: PlanValue, found: Assessment) -> Finding:
    del found
    return "not_shown", Text("研究中没有核查声明", "the study holds no verification statement")


def _level(value: PlanValue, found: Assessment) -> Finding:
    return ("for_information", NOTHING) if value.value in {"none", False} else _assurance(value, found)


def _company_data(_: PlanValue, found: Assessment) -> Finding:
    rows = not_primary(found.plan, found.context)
    if not rows:
        return "met", NOTHING
    listed = ", ".join(r.id for r in rows[:3]) + (" …" if len(rows) > 3 else "")  # noqa: PLR2004
    return "not_met", Text(
        f"{len(rows)} 行不是企业自有数据：{listed}", f"{len(rows)} rows are not company data: {listed}"
    )


def _told(value: PlanValue, _: Assessment) -> Finding:
    said = value_key(value.value) if not isinstance(value.value, Mapping) else ""
    return "for_information", Text(said, said)


_JUDGES: dict[str, Callable[[PlanValue, Assessment], Finding]] = {
    MANDATORY: _company_data,
    "K1.score": _score,
    "K1.score_limit": _score_limit,
    "K1.primary_share_rule": _told,
    "K1.primary_share_percent": _primary_percent,
    "K2.period_kind": _period_kind,
    "K2.first_year": _first_year,
    "K2.validity_years": _valid_for,
    "K2.validity_from": _told,
    "K2.primary_age_years": _validity,
    "K2.secondary_age_years": _secondary_age,
    "K2.recalculate_percent": _told,
    "K3.method": _method,
    "K4.parts": _parts,
    "K4.classes": _classes,
    "K4.ceiling": _ceiling,
    "K5.level": _level,
    "K5.body": _level,
    "K5.site_visit": _level,
    "K5.assurance": _assurance,
    "K5.registration": _assurance,
}
