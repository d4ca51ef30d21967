"""The boundary statement: what counts and what does not, one line for each item, made from the model alone.

Line by line and in a fixed order, so that comparing two statements shows exactly what changed. It asks what the
calculation asks, in the same order (`carnet.assessment.lines`): a purchased good belongs to the stage of the process
that uses it. Where a result is at hand, what that result left out and why is taken from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carnet.assessment.unit_name import unit_name
from carnet.errors import Text
from carnet.inventory.model import AFTER_GATE, STAGES
from carnet.report.reading import declared_unit, text_of
from carnet.report.word_lists import WORDS
from carnet.report.words import STAGES as STAGE_NAMES
from carnet.report.words import value_text, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.inventory.model import Exchange, Flow, Process, Study

_ABSENT = object()
_CAPITAL_GOODS = "capital_goods"
_PACKAGING = "packaging"
NO_REASON = Text("", "")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the statement: heading, what, the process that uses it, and for what is out, why.

    `line` is the id of the calculation's line the item speaks of, empty where it speaks of none; `state` is ``in``,
    ``out``, ``gap`` (in, but nothing gives it a value), or empty.
    """

    head: Text
    what: Text
    reason: Text = NO_REASON
    line: str = ""
    state: str = ""
    user: Text = NO_REASON

    def text(self, lang: str) -> str:
        """Return heading, item and reason as one line."""
        colon, reason = (
            ("：", f"（原因：{self.reason.zh}）") if lang == "zh" else (": ", f" (reason: {self.reason.en})")
        )
        user = f" → {self.user.get(lang)}" if self.user.en else ""
        return f"{self.head.get(lang)}{colon}{self.what.get(lang)}{user}{reason if self.reason.en else ''}"


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
    return "\n".join(item.text(lang) for item in boundary_items(study, plan, flows))


def boundary_items(
    study: Study,
    plan: Mapping[str, Any],
    flows: Mapping[str, Flow] | None = None,
    result: Mapping[str, Any] | None = None,
) -> tuple[Item, ...]:
    """Return the statement item by item.

    Args:
        study: the study.
        plan: the resolved plan, dimension → parameter → value.
        flows: the shared flow list by id.
        result: the result of that plan; what it left out and what it has no value for is then taken from it.
    """
    known = {**(flows or {}), **{flow.id: flow for flow in study.flows}}
    teller = _teller(study, plan, known, result)
    return (
        *_frame(study, plan, known, result),
        *_stages(plan),
        *(_process(process, plan) for process in study.processes),
        *teller.goods(),
        *teller.electricity(),
        *_contracts(study, plan),
        *teller.transport(),
        *_rules(plan),
    )


def _frame(
    study: Study, plan: Mapping[str, Any], flows: Mapping[str, Flow], result: Mapping[str, Any] | None
) -> list[Item]:
    product = study.product
    # A regime that leaves the unit to the study says so with the word ``study``.
    unit = str(plan_value(plan, "D1.unit") or "study").replace("study", product.unit)
    allowed = plan_value(plan, "D1.allowed")
    if isinstance(allowed, (list, tuple)) and product.unit in allowed:
        unit = product.unit
    reference = str(plan_value(plan, "D1.reference") or "product")
    counted = product.name if reference == "product" else _flow_name(reference, flows)
    place = "，".join(part for part in (study.country, study.region, study.site) if part)
    counts = declared_unit(result or {})
    if not counts.en:
        amount = product.amount if unit == product.unit and reference == "product" else "1"
        said = unit_name(unit, counted, plan_value(plan, "D1.factors"))
        counts = Text(*(one if amount == "1" else one.replace("1 ", f"{amount} ", 1) for one in (said.zh, said.en)))
    return [
        Item(
            Text("产品", "Product"), Text(f"{product.name.zh}（{product.flow}）", f"{product.name.en} ({product.flow})")
        ),
        Item(Text("声明单位", "Declared unit"), counts),
        Item(
            Text("时间范围", "Period"),
            Text(f"{study.period_from} 至 {study.period_to}", f"{study.period_from} to {study.period_to}"),
        ),
        Item(Text("地理范围", "Geography"), Text(place, place.replace("，", ", "))),
    ]


def _flow_name(flow: str, flows: Mapping[str, Flow]) -> Text:
    return flows[flow].name if flow in flows else word(flow)


def _stages(plan: Mapping[str, Any]) -> list[Item]:
    inside = set(plan_value(plan, "D2.stages") or ())
    return [
        Item(
            Text("生命周期阶段，计入", "Life-cycle stage, in")
            if stage in inside
            else Text("生命周期阶段，不计", "Life-cycle stage, out"),
            STAGE_NAMES[stage],
        )
        for stage in STAGES
    ]


def _process(process: Process, plan: Mapping[str, Any]) -> Item:
    stage = STAGE_NAMES.get(process.stage, text_of(process.stage))
    parameter = _process_out(process, plan)
    if parameter == "D2.stages":
        reason = Text(f"阶段“{stage.zh}”不在边界内", f"the stage {stage.en} is outside the boundary")
    elif parameter:
        reason = _left_out(sorted(set(process.tags) & set(plan_value(plan, parameter) or ())))
    else:
        item = Text(f"{process.name.zh}（{stage.zh}）", f"{process.name.en} ({stage.en})")
        return Item(Text("单元过程，计入", "Unit process, in"), item, line=process.id, state="in")
    return Item(Text("单元过程，不计", "Unit process, out"), process.name, reason, process.id, "out")


def _process_out(process: Process, plan: Mapping[str, Any]) -> str:
    if process.stage not in (plan_value(plan, "D2.stages") or ()):
        return "D2.stages"
    if set(process.tags) & set(plan_value(plan, "D2.excluded_process_tags") or ()):
        return "D2.excluded_process_tags"
    return ""


def _left_out(tags: list[str]) -> Text:
    said = [word(tag) for tag in tags]
    return Text(
        f"该方案排除：{'、'.join(w.zh for w in said)}", f"the regime leaves out: {', '.join(w.en for w in said)}"
    )


_HEADS = {
    "goods": Text("外购与废弃物", "Purchased and waste"),
    "electricity": Text("电力", "Electricity"),
    "transport": Text("运输", "Transport"),
}
_STATES = {
    "in": Text("，计入", ", in"),
    "out": Text("，不计", ", out"),
    "gap": Text("，计入但无数值", ", in but without a value"),
}


@dataclass(frozen=True, slots=True)
class _Teller:
    """Says of every line of a study whether it is in: from a result where there is one, else from the rules.

    `excluded`: by line the parameter that left it out in the result, None without a result; `gaps`: rows that are in
    and have no value there.
    """

    study: Study
    plan: Mapping[str, Any]
    flows: Mapping[str, Flow]
    processes: Mapping[str, Process]
    excluded: Mapping[str, str] | None
    gaps: frozenset[str]

    def goods(self) -> list[Item]:
        rows = [e for e in self.study.exchanges if e.role in {"purchased", "waste"}]
        return [self._item("goods", e.id, e, self._goods_out(e), self._name(e)) for e in rows]

    def electricity(self) -> list[Item]:
        rows = [e for e in self.study.exchanges if e.role == "electricity" and e.direction == "in"]
        found = []
        for exchange in rows:
            name = self._name(exchange)
            if exchange.contract:
                name = Text(f"{name.zh}（合同 {exchange.contract}）", f"{name.en} (contract {exchange.contract})")
            found.append(self._item("electricity", exchange.id, exchange, self._electricity_out(exchange), name))
        return found

    def transport(self) -> list[Item]:
        exchanges = {exchange.id: exchange for exchange in self.study.exchanges}
        found = []
        for leg in self.study.transport:
            exchange = exchanges[leg.exchange]
            name, mode = self._name(exchange), WORDS.get(leg.mode, text_of(leg.mode))
            said = Text(f"{name.zh}，{mode.zh}", f"{name.en}, {mode.en}")
            found.append(self._item("transport", f"leg:{leg.id}", exchange, self._leg_out(exchange), said))
        return found

    def _name(self, exchange: Exchange) -> Text:
        flow = self.flows.get(exchange.flow)
        return flow.name if flow else text_of(exchange.flow)

    def _item(self, group: str, line: str, exchange: Exchange, by_rule: str, name: Text) -> Item:
        out = by_rule if self.excluded is None else self.excluded.get(line, "")
        process = self.processes.get(exchange.process)
        user = process.name if process else text_of(exchange.process)
        state = "out" if out else "gap" if line in self.gaps else "in"
        head, tail = _HEADS[group], _STATES[state]
        reason = self._reason(out, exchange) if out else NO_REASON
        return Item(Text(head.zh + tail.zh, head.en + tail.en), name, reason, line, state, user)

    def _process_out(self, exchange: Exchange) -> str:
        process = self.processes.get(exchange.process)
        return _process_out(process, self.plan) if process else ""

    def _tags(self, exchange: Exchange) -> set[str]:
        flow = self.flows.get(exchange.flow)
        return {exchange.flow, *(flow.tags if flow else ())}

    def _goods_out(self, exchange: Exchange) -> str:
        tags, plan = self._tags(exchange), self.plan
        wanted = set(plan_value(plan, "D2.upstream_tags") or ())
        tests = {
            **self._flow_out(tags),
            "D2.upstream_tags": "*" not in wanted and not tags & wanted,
            "D2.upstream_excluded_tags": bool(tags & set(plan_value(plan, "D2.upstream_excluded_tags") or ())),
            "D2.capital_goods": _CAPITAL_GOODS in tags and plan_value(plan, "D2.capital_goods") != "included",
            **self._scrap_out(exchange, tags),
        }
        return self._process_out(exchange) or next((parameter for parameter, out in tests.items() if out), "")

    def _scrap_out(self, exchange: Exchange, tags: set[str]) -> dict[str, bool]:
        scrap = "scrap" in tags
        pre = plan_value(self.plan, "D7.pre_consumer") if exchange.scrap_kind == "pre_consumer" else None
        burden_free = plan_value(self.plan, "D7.scrap") == "burden_free"
        # Scrap whose recycling is credited bears the value of that credit.
        credited = plan_value(self.plan, "D7.end_of_life") == "net_scrap_credit"
        if credited and "end_of_life" in (plan_value(self.plan, "D2.stages") or ()):
            return {}
        return {
            "D7.pre_consumer": scrap and pre == "waste",
            "D7.scrap": scrap and burden_free and pre != "co_product",
        }

    def _flow_out(self, tags: set[str]) -> dict[str, bool]:
        """The rules that leave out any line of a flow, whatever its role."""
        return {
            "D2.excluded_flow_tags": bool(tags & set(plan_value(self.plan, "D2.excluded_flow_tags") or ())),
            "D2.packaging": _PACKAGING in tags and plan_value(self.plan, "D2.packaging") == "excluded",
        }

    def _electricity_out(self, exchange: Exchange) -> str:
        out = self._process_out(exchange)
        out = out or next((p for p, left in self._flow_out(self._tags(exchange)).items() if left), "")
        return out or ("D8.counted" if plan_value(self.plan, "D8.counted") is False else "")

    def _leg_out(self, exchange: Exchange) -> str:
        plan = self.plan
        process = self.processes.get(exchange.process)
        after_gate = process is not None and process.stage in AFTER_GATE
        stage = process.stage if process and after_gate else "upstream_transport"
        if stage not in (plan_value(plan, "D2.stages") or ()):
            return "D2.stages"
        if process and set(process.tags) & set(plan_value(plan, "D2.excluded_process_tags") or ()):
            return "D2.excluded_process_tags"
        rule = plan_value(plan, "D2.transport")
        carried = rule == "all" or (rule == "inbound" and exchange.direction == "in" and not after_gate)
        left = next((p for p, out in self._flow_out(self._tags(exchange)).items() if out), "")
        return left or ("" if carried else "D2.transport")

    def _reason(self, parameter: str, exchange: Exchange) -> Text:
        if parameter == "D2.stages" and not self._process_out(exchange):
            stage = STAGE_NAMES["upstream_transport"]
            return Text(f"阶段“{stage.zh}”不在边界内", f"the stage {stage.en} is outside the boundary")
        if parameter == "D2.upstream_excluded_tags":
            return _left_out(sorted(self._tags(exchange) & set(plan_value(self.plan, parameter) or ())))
        return _REASONS.get(parameter) or text_of(parameter)


def _teller(
    study: Study, plan: Mapping[str, Any], flows: Mapping[str, Flow], result: Mapping[str, Any] | None
) -> _Teller:
    excluded = None if result is None else {str(e["id"]): str(e["parameter"]) for e in result["excluded"]}
    valued = {str(entry["id"]) for entry in (result or {}).get("by_line") or ()}
    gaps = {str(gap["exchange"]) for gap in (result or {}).get("gaps") or ()} - valued
    processes = {process.id: process for process in study.processes}
    return _Teller(study, plan, flows, processes, excluded, frozenset(gaps))


_REASONS = {
    "D2.stages": Text("所属单元过程不计", "its unit process is out"),
    "D2.excluded_process_tags": Text("所属单元过程不计", "its unit process is out"),
    "D2.upstream_tags": Text("该方案不计其上游", "the regime does not count its upstream"),
    "D2.capital_goods": Text("该方案不计资本货物", "the regime leaves out capital goods"),
    "D2.excluded_flow_tags": Text("该方案排除此物流", "the regime leaves out this flow"),
    "D2.packaging": Text("该方案不计包装", "the regime leaves out packaging"),
    "D3.limit_percent": Text("在该方案的取舍限值之内", "within the cut-off limit of the regime"),
    "D2.transport": Text("该方案不计此段运输", "the regime does not count this transport"),
    "D7.pre_consumer": Text("消费前废料按废物截断", "pre-consumer scrap is cut off as waste"),
    "D7.scrap": Text("外购废钢不带负荷", "scrap comes without burden"),
    "D8.counted": Text("该方案不计外购电力", "purchased electricity is not counted"),
}


def _contracts(study: Study, plan: Mapping[str, Any]) -> list[Item]:
    if plan_value(plan, "D8.counted") is False:
        return [Item(Text("电力", "Electricity"), _REASONS["D8.counted"])]
    tiers = [str(t.get("use", "")) if isinstance(t, dict) else str(t) for t in plan_value(plan, "D8.tiers") or ()]
    items = []
    if tiers:
        items.append(Item(Text("电力因子次序", "Electricity, order of factors"), value_text(tiers, "D8.tiers")))
    for contract in study.contracts:
        kind = word(contract.kind)
        place = " ".join(part for part in (contract.country, contract.region, contract.technology) if part)
        what = Text(f"{contract.id}：{kind.zh} {place}".strip(), f"{contract.id}: {kind.en} {place}".strip())
        items.append(Item(Text("电力合同", "Electricity contract"), what))
    return items


# (parameter, heading); a parameter the plan does not hold gives no line.
_RULES: tuple[tuple[str, Text], ...] = (
    ("D2.transport", Text("运输规则", "Transport")),
    ("D2.capital_goods", Text("资本货物", "Capital goods")),
    ("D3.limit_percent", Text("取舍限值 %", "Cut-off limit %")),
    ("D3.basis", Text("取舍依据", "Basis of the cut-off")),
    ("D4.direct_gases", Text("直接排放的气体", "Gases, direct")),
    ("D4.upstream_gases", Text("上游的气体", "Gases, upstream")),
    ("D4.gwp_set", Text("GWP数值集", "GWP set")),
    ("D5.biogenic_co2", Text("生物源CO2", "Biogenic CO2")),
    ("D5.land_use", Text("土地利用变化", "Land-use change")),
    ("D5.offsets", Text("抵消", "Offsets")),
    ("D7.scrap", Text("外购废钢", "Purchased scrap")),
)


def _rules(plan: Mapping[str, Any]) -> list[Item]:
    return [
        Item(head, value_text(plan_value(plan, parameter), parameter))
        for parameter, head in _RULES
        if plan_value(plan, parameter) is not None
    ]
