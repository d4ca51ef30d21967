"""The boundary statement: what counts and what does not, one line for each item, made from the model alone.

Line by line and in a fixed order, so that comparing two statements shows exactly what changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.inventory.model import STAGES
from carnet.report.reading import text_of
from carnet.report.texts import CHOICES
from carnet.report.texts import STAGES as STAGE_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.inventory.model import Exchange, Flow, Process, Study

_ABSENT = object()


def plan_value(plan: Mapping[str, Any], parameter: str) -> Any:  # noqa: ANN401 - a rule value has any shape
    """Return the value of a parameter in a resolved plan, or None.

    A plan maps dimension → parameter → value; the value may stand alone or beside its status in a table.
    """
    dimension, _, short = parameter.partition(".")
    table = plan.get(dimension) or {}
    found = table.get(parameter, table.get(short, _ABSENT))
    if found is _ABSENT:
        return None
    return found["value"] if isinstance(found, dict) and "value" in found and "method" not in found else found


def boundary_statement(
    study: Study, plan: Mapping[str, Any], lang: str, flows: Mapping[str, Flow] | None = None
) -> str:
    """Say in words what the assessment of a study under a plan covers.

    Args:
        study: the study.
        plan: the resolved plan of a result, dimension → parameter → value.
        lang: ``zh`` or ``en``.
        flows: the shared flow list by id; flows the study defines itself come on top.

    Returns:
        Lines separated by line feeds, each ``heading: item``.
    """
    known = {**(flows or {}), **{flow.id: flow for flow in study.flows}}
    pairs = [
        *_frame(study, plan),
        *_stages(plan),
        *(_process(process, plan) for process in study.processes),
        *_goods(study, plan, known),
        *_electricity(study, plan),
        *_rules(plan),
    ]
    colon = "：" if lang == "zh" else ": "
    return "\n".join(f"{head.get(lang)}{colon}{item.get(lang)}" for head, item in pairs)


def _frame(study: Study, plan: Mapping[str, Any]) -> list[tuple[Text, Text]]:
    product = study.product
    # A regime that leaves the unit to the study says so with the word ``study``.
    unit = str(plan_value(plan, "D1.unit") or "study").replace("study", product.unit)
    reference = plan_value(plan, "D1.reference") or "product"
    counted = product.name if reference == "product" else text_of(reference)
    place = "，".join(part for part in (study.country, study.region, study.site) if part)
    return [
        (Text("产品", "Product"), Text(f"{product.name.zh}（{product.flow}）", f"{product.name.en} ({product.flow})")),
        (
            Text("声明单位", "Declared unit"),
            Text(f"{product.amount} {unit} {counted.zh}", f"{product.amount} {unit} {counted.en}"),
        ),
        (
            Text("时间范围", "Period"),
            Text(f"{study.period_from} 至 {study.period_to}", f"{study.period_from} to {study.period_to}"),
        ),
        (Text("地理范围", "Geography"), Text(place, place.replace("，", ", "))),
    ]


def _stages(plan: Mapping[str, Any]) -> list[tuple[Text, Text]]:
    inside = set(plan_value(plan, "D2.stages") or ())
    return [
        (
            Text("生命周期阶段，计入", "Life-cycle stage, in")
            if stage in inside
            else Text("生命周期阶段，不计", "Life-cycle stage, out"),
            STAGE_NAMES[stage],
        )
        for stage in STAGES
    ]


def _process(process: Process, plan: Mapping[str, Any]) -> tuple[Text, Text]:
    stage = STAGE_NAMES.get(process.stage, text_of(process.stage))
    reason = _why_out(process, plan)
    if reason:
        item = Text(f"{process.name.zh}（原因：{reason.zh}）", f"{process.name.en} (reason: {reason.en})")
        return Text("单元过程，不计", "Unit process, out"), item
    item = Text(f"{process.name.zh}（{stage.zh}）", f"{process.name.en} ({stage.en})")
    return Text("单元过程，计入", "Unit process, in"), item


def _why_out(process: Process, plan: Mapping[str, Any]) -> Text | None:
    if process.stage not in (plan_value(plan, "D2.stages") or ()):
        stage = STAGE_NAMES.get(process.stage, text_of(process.stage))
        return Text(f"阶段“{stage.zh}”不在边界内", f"the stage {stage.en} is outside the boundary")
    named = sorted(set(process.tags) & set(plan_value(plan, "D2.excluded_process_tags") or ()))
    if named:
        return Text(f"该方案排除：{'、'.join(named)}", f"the regime leaves out: {', '.join(named)}")
    return None


def _goods(study: Study, plan: Mapping[str, Any], flows: Mapping[str, Flow]) -> list[tuple[Text, Text]]:
    names = {process.id: process.name for process in study.processes}
    out = {process.id for process in study.processes if _why_out(process, plan)}
    pairs: list[tuple[Text, Text]] = []
    for exchange in study.exchanges:
        if exchange.role not in {"purchased", "waste"}:
            continue
        flow = flows.get(exchange.flow)
        name, user = (
            flow.name if flow else text_of(exchange.flow),
            names.get(exchange.process, text_of(exchange.process)),
        )
        reason = _why_not_counted(exchange, flow, plan, outside=exchange.process in out)
        if reason:
            item = Text(f"{name.zh} → {user.zh}（原因：{reason.zh}）", f"{name.en} → {user.en} (reason: {reason.en})")
            pairs.append((Text("外购与废弃物，不计", "Purchased and waste, out"), item))
        else:
            item = Text(f"{name.zh} → {user.zh}", f"{name.en} → {user.en}")
            pairs.append((Text("外购与废弃物，计入", "Purchased and waste, in"), item))
    return pairs


def _why_not_counted(exchange: Exchange, flow: Flow | None, plan: Mapping[str, Any], *, outside: bool) -> Text | None:
    tags = {exchange.flow, *(flow.tags if flow else ())}
    if outside:
        return Text("所属单元过程不计", "its unit process is out")
    if exchange.role == "purchased" and "raw_materials" not in (plan_value(plan, "D2.stages") or ()):
        return Text("原材料获取阶段不在边界内", "the stage raw material acquisition is outside the boundary")
    counted = set(plan_value(plan, "D2.upstream_tags") or ())
    if "*" not in counted and not tags & counted:
        return Text("该方案不计其上游", "the regime does not count its upstream")
    left_out = sorted(tags & set(plan_value(plan, "D2.upstream_excluded_tags") or ()))
    if left_out:
        return Text(f"该方案排除：{'、'.join(left_out)}", f"the regime leaves out: {', '.join(left_out)}")
    return None


def _electricity(study: Study, plan: Mapping[str, Any]) -> list[tuple[Text, Text]]:
    head = Text("电力", "Electricity")
    if plan_value(plan, "D8.counted") is False:
        return [(head, Text("外购电力不计", "purchased electricity is not counted"))]
    tiers = [str(t.get("use", "")) if isinstance(t, dict) else str(t) for t in plan_value(plan, "D8.tiers") or ()]
    words = [CHOICES.get(tier, text_of(tier)) for tier in tiers]
    pairs = [(head, Text("计入", "counted"))]
    if words:
        order = Text(" → ".join(w.zh for w in words), " → ".join(w.en for w in words))
        pairs.append((Text("电力因子次序", "Electricity, order of factors"), order))
    for contract in study.contracts:
        kind = CHOICES.get(contract.kind, text_of(contract.kind.replace("_", " ")))
        place = " ".join(part for part in (contract.country, contract.region, contract.technology) if part)
        item = Text(f"{contract.id}：{kind.zh} {place}".strip(), f"{contract.id}: {kind.en} {place}".strip())
        pairs.append((Text("电力合同", "Electricity contract"), item))
    return pairs


# (parameter, heading); a parameter the plan does not hold gives no line.
_RULES: tuple[tuple[str, Text], ...] = (
    ("D2.transport", Text("运输", "Transport")),
    ("D2.capital_goods", Text("资本货物", "Capital goods")),
    ("D3.limit_percent", Text("取舍限值 %", "Cut-off limit %")),
    ("D3.basis", Text("取舍依据", "Basis of the cut-off")),
    ("D4.direct_gases", Text("直接排放的气体", "Gases, direct")),
    ("D4.upstream_gases", Text("上游的气体", "Gases, upstream")),
    ("D4.gwp_set", Text("GWP数值集", "GWP set")),
    ("D5.biogenic_co2", Text("生物源CO2", "Biogenic CO2")),
    ("D5.land_use", Text("土地利用变化", "Land-use change")),
    ("D5.offsets", Text("抵消", "Offsets")),
)


def _rules(plan: Mapping[str, Any]) -> list[tuple[Text, Text]]:
    pairs: list[tuple[Text, Text]] = []
    for parameter, head in _RULES:
        value = plan_value(plan, parameter)
        if value is None:
            continue
        parts = [CHOICES.get(str(v), text_of(v)) for v in (value if isinstance(value, list | tuple) else [value])]
        pairs.append((head, Text("、".join(p.zh for p in parts), ", ".join(p.en for p in parts))))
    return pairs
