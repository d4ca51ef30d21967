"""Readiness: a market's checklist against a study, item by item, as far as a study can show it.

An item is present, missing, expired, of the wrong product, or unknown: unknown is what no study can show and nobody has
put on file. Nothing is taken as present because it is likely.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.inventory.installation import PurchasedPrecursor, names_of
from carnet.recognition.bodies import EEA_STATES, power_of, why_no_power
from carnet.recognition.ledger import Ledger, decided, standing, why_text
from carnet.recognition.model import CaseAcceptance, Held, Party, Requirement
from carnet.recognition.scope import Case, code_fits, place_fits

if TYPE_CHECKING:
    from carnet.inventory.installation import Installation
    from carnet.inventory.model import Study

_CN, _TARIC = 8, 10
_FIRST_CBAM_YEAR = "2026"
STATE_TEXT: Mapping[str, Text] = {
    "present": Text("已有", "present"),
    "missing": Text("缺少", "missing"),
    "expired": Text("已过期", "expired"),
    "wrong_product": Text("对错产品", "wrong product"),
    "unknown": Text("看不出", "unknown"),
}
TEAM_TEXT: Mapping[str, Text] = {
    "research": Text("研发", "research"),
    "production": Text("生产", "production"),
    "energy": Text("能源环保", "energy"),
    "procurement": Text("采购", "procurement"),
    "quality": Text("质量", "quality"),
    "compliance": Text("合规", "compliance"),
    "sustainability": Text("碳管理", "sustainability"),
    "sales": Text("销售", "sales"),
    "legal": Text("法务", "legal"),
    "": Text("–", "-"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """The study in the hands of a check, with what the service has worked out beside it.

    `figure`: the market's regime gives a figure; None: it was not tried. `codes`: code prefixes the purpose is about.
    `bought`: the purchased precursors of the installation derived from the unit processes; None: it was not derived.
    `decides`: who decides there, `legal`: by law; the decision of nobody else counts.
    """

    study: Study
    case: Case
    day: str
    ledger: Ledger
    figure: bool | None = None
    gaps: int = 0
    codes: tuple[str, ...] = ()
    bought: tuple[PurchasedPrecursor, ...] | None = None
    decides: tuple[Party, ...] = ()
    legal: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the checklist with its state and the fact it rests on."""

    requirement: Requirement
    state: str
    why: Text
    document: str = ""


Found = tuple[str, Text]
Check = Callable[[Shown, str], Found]


def readiness(checklist: Sequence[Requirement], shown: Shown) -> tuple[Item, ...]:
    """Return every item of a checklist with its state; a document on file speaks before the study does."""
    return tuple(_item(each, shown) for each in checklist)


def score(items: Sequence[Item]) -> tuple[int, int, Fraction]:
    """Return how many items are present, of how many, and the ratio; an unknown item is not present."""
    present = sum(item.state == "present" for item in items)
    return present, len(items), Fraction(present, len(items)) if items else Fraction(0)


def _item(wanted: Requirement, shown: Shown) -> Item:
    held = [each for each in shown.ledger.held if each.item == wanted.id]
    if held:
        state, why, document = _from_held(held, shown)
        return Item(wanted, state, why, document)
    name, _, argument = wanted.check.partition(":")
    check = CHECKS.get(name)
    if check is None:
        return Item(
            wanted, "unknown", Text("研究文件看不出；请查后登记", "a study cannot show it; look and put it on file")
        )
    state, why = check(shown, argument)
    return Item(wanted, state, why)


def _from_held(held: Sequence[Held], shown: Shown) -> tuple[str, Text, str]:
    """The best of the documents on file: a valid one of this product, else an expired one, else another product's."""
    rank = ("present", "expired", "unknown", "missing", "wrong_product")
    states = sorted(((_held_state(each, shown), each) for each in held), key=lambda pair: rank.index(pair[0][0]))
    (state, why), each = states[0]
    return state, why, each.document.source


def _held_state(held: Held, shown: Shown) -> Found:  # noqa: PLR0911 - one return for each reason
    case = shown.case
    name = held.document.source or held.id
    if held.product and held.product not in case.products and not code_fits((held.product,), case.codes):
        return "wrong_product", Text(f"{name}：属于{held.product}", f"{name}: is of {held.product}")
    if held.plant and held.plant != case.plant and not place_fits((held.plant,), case.places):
        return "wrong_product", Text(f"{name}：属于另一工厂{held.plant}", f"{name}: is of another plant, {held.plant}")
    if held.valid_to and shown.day > held.valid_to:
        return "expired", Text(f"{name}：已于 {held.valid_to} 过期", f"{name}: expired {held.valid_to}")
    if held.valid_from and shown.day < held.valid_from:
        return "missing", Text(f"{name}：{held.valid_from} 才生效", f"{name}: valid only from {held.valid_from}")
    if not held.document.source:
        return "missing", Text(f"{held.id}：没有写明文件", f"{held.id}: names no document")
    if held.document.status != "read":
        return "unknown", Text(f"{name}：没有人读过（status 不是 read）", f"{name}: nobody has read it (status)")
    return "present", Text(f"{name}", f"{name}")


# ── what a study can show ────────────────────────────────────────────────────────────────────────


def _yes(zh: str, en: str) -> Found:
    return "present", Text(zh, en)


def _no(zh: str, en: str) -> Found:
    return "missing", Text(zh, en)


def _cn8(shown: Shown, _: str) -> Found:
    goods = [good.cn for good in shown.study.cbam_goods if good.cn]
    codes = goods or list(shown.case.codes)
    if not codes:
        return _no("研究没有海关编码", "the study states no customs code")
    if shown.codes and code_fits(shown.codes, codes) is False:
        listed = ", ".join(codes)
        return "wrong_product", Text(f"{listed} 不属于本项规定", f"{listed} is no code of this rule")
    short = [code for code in codes if len(code) not in {_CN, _TARIC}]
    if short:
        listed = ", ".join(short)
        return _no(f"{listed} 不足8位", f"{listed} has fewer than 8 digits")
    return _yes(", ".join(codes), ", ".join(codes))


def _plant_data(shown: Shown, _: str) -> Found:
    status = shown.study.status
    if status == "plant":
        return _yes("研究标为工厂数据", "the study is marked as plant data")
    words = {"literature": Text("文献数据", "literature data"), "illustrative": Text("示例数据", "illustrative data")}
    said = words.get(status, Text(status, status))
    return _no(f"研究是{said.zh}，不是本厂数据", f"the study is {said.en}, not the plant's own")


def _calendar_year(shown: Shown, argument: str) -> Found:
    start, end = shown.study.period_from, shown.study.period_to
    said = f"{start} – {end}"
    first = argument or _FIRST_CBAM_YEAR
    if not (start.endswith("-01-01") and end.endswith("-12-31") and start[:4] == end[:4]):
        return _no(f"{said} 不是一个日历年", f"{said} is no calendar year")
    if start[:4] < first:
        return _no(  # nothing expired: the year that is asked for is not there
            f"年份不符：数据是 {start[:4]} 年的，须 {first} 年或以后",
            f"another year: data of {start[:4]}; {first} or later is needed",
        )
    if end >= shown.day:
        return _no(f"{start[:4]} 年还没有结束", f"the year {start[:4]} is not over")
    return _yes(said, said)


def _data_age(shown: Shown, argument: str) -> Found:
    end, years = shown.study.period_to, int(argument or "5")
    try:
        last = date.fromisoformat(end)
        limit = last.replace(year=last.year + years, day=min(last.day, 28)).isoformat()
    except ValueError:
        return "unknown", Text("数据期间未写明", "the period of the data is not stated")
    if shown.day > limit:
        return "expired", Text(f"数据到 {end}，已超过 {years} 年", f"data up to {end}, more than {years} years old")
    return _yes(f"数据到 {end}", f"data up to {end}")


def _operator(shown: Shown, _: str) -> Found:
    rows = shown.study.installation
    if not rows:
        return _no("研究没有“装置”一行", "the study has no installation row")
    row = rows[0]
    wanted = {
        "operator": row.operator,
        "address": row.city,
        "UN/LOCODE": row.unlocode,
        "coordinates": row.latitude and row.longitude,
    }
    lacking = ", ".join(name for name, value in wanted.items() if not value)
    return _no(f"装置缺：{lacking}", f"installation lacks: {lacking}") if lacking else _yes(row.operator, row.operator)


def _monitoring_plan(shown: Shown, _: str) -> Found:
    plan = next((row.monitoring_plan for row in shown.study.installation if row.monitoring_plan), "")
    return _yes(plan, plan) if plan else _no("没有监测计划", "no monitoring plan is named")


def _streams(shown: Shown, _: str) -> Found:
    count = len(shown.study.source_streams)
    if count:
        return _yes(f"{count} 个源流", f"{count} source streams")
    return _no(
        "没有源流数据（可由工序推算，不能代替监测）",
        "no source streams; those derived from steps replace no monitoring",
    )


def _precursors(shown: Shown, _: str) -> Found:
    rows = shown.study.precursors
    if not rows:
        return _derived_precursors(shown)
    measured = [row for row in rows if row.basis == "measured"]
    open_rows = [row.id for row in measured if not (row.verification_report and row.verifier)]
    if open_rows:
        listed = ", ".join(open_rows)
        return _no(f"没有核查报告：{listed}", f"no verification report: {listed}")
    late = _accreditation_over(measured, shown.day)
    if late:
        listed = ", ".join(row.id for row in late)
        return "expired", Text(f"核查机构认可已到期：{listed}", f"accreditation of the verifier expired: {listed}")
    return _yes(f"{len(rows)} 种前体", f"{len(rows)} precursors")


def _accreditation_over(rows: Sequence[PurchasedPrecursor], day: str) -> list[PurchasedPrecursor]:
    return [row for row in rows if row.accreditation_expiry and day > row.accreditation_expiry]


def _derived_precursors(shown: Shown) -> Found:
    """Of a study without rows of precursors: those of the derived installation; that there is none is never said."""
    rows = shown.bought
    if not rows:
        count = sum(row.role == "purchased" for row in shown.study.exchanges)
        if rows is None and count:
            return "unknown", Text(
                f"研究没有单列外购前体，但有 {count} 行外购物料；其中哪些是前体，见 carnet cbam",
                f"precursors are not listed by themselves, but {count} rows are purchased; carnet cbam tells which are",
            )
        return "unknown", Text(
            "研究没有列出外购前体；请确认确实没有", "no purchased precursor is listed; confirm that there is none"
        )
    names = _listed(rows)
    lead = Text(
        f"有外购前体（{names.zh}，由物流数据推导）", f"purchased precursors ({names.en}; derived from the exchanges)"
    )
    open_rows = [row for row in rows if not (row.verification_report and row.verifier)]
    if open_rows:
        of = _listed(open_rows) if len(open_rows) < len(rows) else Text("", "")
        zh, en = (f"：{of.zh}", f": {of.en}") if of.en else ("", "")
        return _no(f"{lead.zh}，没有核查报告{zh}", f"{lead.en}, no verification report{en}")
    late = _accreditation_over(rows, shown.day)
    if late:
        of = _listed(late)
        return "expired", Text(
            f"{lead.zh}，核查机构认可已到期：{of.zh}", f"{lead.en}, accreditation of the verifier expired: {of.en}"
        )
    return _yes(lead.zh, lead.en)


def _listed(rows: Sequence[PurchasedPrecursor]) -> Text:
    names = [names_of(row) for row in rows]
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))


def _verifier(shown: Shown, argument: str) -> Found:
    """A verifier with accreditation; with the argument ``EU`` one of a state whose body may accredit for the CBAM."""
    row = next((one for one in shown.study.installation if one.verifier), None)
    if row is None:
        return _no("没有写明核查机构", "no verifier is named")
    if not (row.accreditation_body and row.accreditation):
        return _no(f"{row.verifier}：没有认可机构或证书号", f"{row.verifier}: no accreditation body or number")
    if row.accreditation_expiry and shown.day > row.accreditation_expiry:
        day = row.accreditation_expiry
        return "expired", Text(f"{row.verifier}的认可已于 {day} 到期", f"accreditation of {row.verifier} expired {day}")
    if not row.accreditation_scope:
        return _no(f"{row.verifier}：认可范围未写明", f"{row.verifier}: scope of the accreditation not stated")
    return _accredited_in(row, argument)


def _accredited_in(row: Installation, argument: str) -> Found:
    """Whether the state of accreditation is one whose body may accredit, where that is asked."""
    said = f"{row.verifier} ({row.accreditation_body} {row.accreditation})"
    state = row.accreditation_state.strip().upper()
    if argument != "EU" or state in EEA_STATES:
        return _yes(said, said)
    if len(state) == len("DE"):
        return _no(f"{said}：{state}的认可机构不能为CBAM认可", f"{said}: a body of {state} cannot accredit for CBAM")
    return "unknown", Text(
        f"{said}：没有写明认可国（两位代码）", f"{said}: the state of accreditation is not stated by code"
    )


def _statement(shown: Shown, argument: str) -> Found:
    state, why = _verifier(shown, argument)
    if state != "present":
        return state, why
    report = next((row.verification_report for row in shown.study.installation if row.verification_report), "")
    return _yes(report, report) if report else _no("没有核查报告", "no verification report is named")


def _electricity(shown: Shown, _: str) -> Found:
    special = [c for c in shown.study.contracts if c.kind not in {"grid", ""}]
    if not special:
        return _yes("用电网电力，不需要另外证明", "grid electricity; nothing else to prove")
    open_rows = [c.id for c in special if not c.document]
    if open_rows:
        listed = ", ".join(open_rows)
        return _no(f"合同没有文件：{listed}", f"contract without document: {listed}")
    return _yes(f"{len(special)} 份合同有文件", f"{len(special)} contracts with documents")


def _sources(shown: Shown, argument: str) -> Found:
    rows = [row for row in shown.study.exchanges if row.role not in {"reference", "intermediate"}]
    count = sum(bool(row.document or row.source) for row in rows)
    least = Fraction(int(argument or "100"), 100)
    said = f"{count}/{len(rows)}"
    if rows and Fraction(count, len(rows)) >= least:
        return _yes(f"{said} 行有出处", f"{said} rows have a source")
    return _no(f"只有 {said} 行有出处或文件", f"only {said} rows have a source or document")


def _stages(shown: Shown, argument: str) -> Found:
    there = {process.stage for process in shown.study.processes}
    lacking = [stage for stage in argument.split("+") if stage and stage not in there]
    if lacking:
        listed = ", ".join(lacking)
        return _no(f"缺阶段：{listed}", f"stages missing: {listed}")
    return _yes("阶段齐全", "all stages are there")


def _property(shown: Shown, argument: str) -> Found:
    there = {row.property for row in shown.study.properties if row.flow == shown.study.product.flow}
    lacking = [name for name in argument.split("+") if name not in there]
    if lacking:
        listed = ", ".join(lacking)
        return _no(f"产品没有属性：{listed}", f"the product lacks the property {listed}")
    return _yes(argument, argument)


def _category(shown: Shown, _: str) -> Found:
    said = shown.study.product.category
    return _yes(said, said) if said else _no("没有写明产品类别", "the category of the product is not stated")


def _identity(shown: Shown, _: str) -> Found:
    study = shown.study
    real = [text for text in (study.producer, study.site) if text and "ILLUSTRATIVE" not in text]
    if len(real) == 2:  # noqa: PLR2004 - producer and site
        return _yes("、".join(real), ", ".join(real))
    return _no("没有写明生产企业和地点", "producer and site are not stated")


def _figure(shown: Shown, _: str) -> Found:
    if shown.figure is None:
        return "unknown", Text("没有可算的规则", "there is no rule to calculate with")
    if not shown.figure:
        return _no("按该规则算不出数", "the rule gives no figure for this study")
    if shown.gaps:
        return _no(f"能算，但有 {shown.gaps} 处缺口", f"it computes, with {shown.gaps} gaps")
    return _yes("能算，无缺口", "it computes, without gaps")


def _case(shown: Shown, _: str) -> Found:
    """A decision on this result, on file, of a body that decides there."""
    good = [one for one in decided(shown.ledger, shown.case, shown.day) if one.decision == "accepted"]
    for one in good:
        name = one.body.name
        if power_of(one.body, shown.decides, legal=shown.legal, market=one.market).reaches:
            return _yes(f"{name.zh}，{one.on}", f"{name.en}, {one.on}")
    here = [one for one in shown.ledger.cases if _of_market(one, shown.case)]
    states = {"expired": "expired", "wrong_product": "wrong_product", "wrong_plant": "wrong_product"}
    for why in (*states, "unsigned", "unread", "other_result", "unidentified", "not_yet"):
        found = next((one for one in here if standing(one, shown.case, shown.day) == why), None)
        if found is not None:
            name, said = found.body.name, why_text(found, shown.case, why)
            return states.get(why, "missing"), Text(f"{name.zh}：{said.zh}", f"{name.en}: {said.en}")
    if good:
        name, said = good[0].body.name, why_no_power(good[0].body, shown.decides, market=good[0].market)
        return _no(f"{name.zh}：{said.zh}", f"{name.en}: {said.en}")
    return _no("档案中没有接受方签署的决定", "no signed decision of the receiving body is on file")


def _of_market(one: CaseAcceptance, case: Case) -> bool:
    return one.market in case.markets and one.purpose == case.purpose and one.decision == "accepted"


def _held(shown: Shown, argument: str) -> Found:
    """A document on file for an item of that id."""
    held = [each for each in shown.ledger.held if each.item == argument]
    if not held:
        return _no(f"没有登记：{argument}", f"nothing on file for {argument}")
    return _from_held(held, shown)[:2]


CHECKS: Mapping[str, Check] = {
    "cn8": _cn8,
    "plant_data": _plant_data,
    "calendar_year": _calendar_year,
    "data_age": _data_age,
    "operator": _operator,
    "monitoring_plan": _monitoring_plan,
    "streams": _streams,
    "precursors": _precursors,
    "verifier": _verifier,
    "statement": _statement,
    "electricity": _electricity,
    "sources": _sources,
    "stages": _stages,
    "property": _property,
    "category": _category,
    "identity": _identity,
    "figure": _figure,
    "case": _case,
    "held": _held,
}
