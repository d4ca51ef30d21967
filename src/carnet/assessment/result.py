"""The result of an assessment as plain data: the shape INTERFACES promises for `calc`."""

from __future__ import annotations

from fractions import Fraction

from carnet.assessment.assess import Assessment
from carnet.assessment.derivation import Derivation
from carnet.assessment.evaluate import Contribution, Evaluation
from carnet.assessment.evidence import (
    accepted_rows,
    blocked_data_rows,
    blocked_rows,
    edge_rows,
    excluded_rows,
    factor_rows,
    finding_rows,
    gap_rows,
    ledger_rows,
    missing_rows,
    open_rows,
)
from carnet.assessment.expression import Node, add, multiply
from carnet.assessment.present import Presentation, presentation, rows
from carnet.canonical import digest
from carnet.errors import Problem, Text
from carnet.quantity import exact_string, round_parts
from carnet.regime import plan as calculation_plan
from carnet.regime import thaw

ZERO = Fraction(0)
STAGE_NAMES = {
    "raw_materials": Text("原材料获取", "raw materials"),
    "upstream_transport": Text("上游运输", "upstream transport"),
    "manufacturing": Text("生产制造", "manufacturing"),
    "distribution": Text("分销", "distribution"),
    "use": Text("使用", "use"),
    "end_of_life": Text("生命末期", "end of life"),
}
GAS_NAMES = {"CO2e": Text("未按气体分列的CO2e", "CO2e without a gas split")}
CATEGORY_ORDER = ("direct", "electricity", "purchased", "transport", "waste", "credit")


def result_json(
    found: Assessment, recipe: dict[str, str], findings: tuple[Problem, ...] = ()
) -> tuple[dict[str, object], dict[str, object]]:
    """Return the result and its derivation (empty where there is no figure).

    Args:
        found: the assessment.
        recipe: the digests of everything the figure was made from.
        findings: what validation found in the study; unresolved doubts about its balances keep a figure from issue.
    """
    shown_as = presentation(found.plan)
    result = {**_head(found), **_empty(found, shown_as)}
    derivation: dict[str, object] = {}
    if found.evaluation is not None:
        filled, derivation = _filled(found, found.evaluation, shown_as, findings)
        result.update(filled)
    result["recipe"] = dict(sorted(recipe.items()))
    result["digest"] = digest(result)
    return result, derivation


def _head(found: Assessment) -> dict[str, object]:
    study = found.context.study
    resolved = found.resolved
    return {
        "study": {"id": study.id, "version": study.version, "title": study.title.json(), "status": study.status},
        "regime": {"id": resolved.id, "version": resolved.version, "title": resolved.title.json()},
        "legal_date": resolved.legal_date,
        "known_date": resolved.known_date,
    }


def figure_unit(found: Assessment) -> str:
    """``kg CO2`` where only CO2 counts, else ``kg CO2e``."""
    return "kg CO2" if found.plan.text("D4.gwp_set") == "co2_only" else "kg CO2e"


def _empty(found: Assessment, shown_as: Presentation) -> dict[str, object]:
    accepted = accepted_rows(found)
    blocked = blocked_rows(found)
    return {
        "declared_unit": declared_unit(found),
        "figure": {
            "value": None,
            "exact": None,
            "unit": figure_unit(found),
            "lower": None,
            "upper": None,
            "lower_exact": None,
            "upper_exact": None,
        },
        "reading": None,
        "direct": None,
        "indirect": None,
        "by_stage": [],
        "by_gas": [],
        "by_process": [],
        "by_line": [],
        "edges": [],
        "excluded": [],
        "presentation": shown_as.json(),
        "issuable": False,
        "blocked_by": blocked,
        "accepted": accepted,
        "assumed": any(a["assumed"] for a in accepted),
        "gaps": [],
        "warnings": [p.json() for p in found.context.notes.warnings.values()],
        "missing": missing_rows(found),
        "open": [],
        "factors": [],
        "electricity": [],
        "plan": _plan(found),
    }


def _plan(found: Assessment) -> dict[str, dict[str, object]]:
    """What each dimension computes with, acceptances included; None where it is open."""
    plan = calculation_plan(found.resolved)
    for value in found.plan.values.values():
        dimension = value.parameter.partition(".")[0]
        if value.acceptance is not None and dimension in plan:
            plan[dimension][value.parameter] = thaw(value.value)
    return plan


def declared_unit(found: Assessment) -> dict[str, object]:
    """What one unit of the figure is: amount, unit, flow, and the same in words."""
    evaluation = found.evaluation
    product = found.context.study.product
    unit = evaluation.unit if evaluation else (found.plan.text("D1.unit").replace("study", product.unit) or None)
    asked = found.plan.text("D1.reference")
    flow = evaluation.reference if evaluation else (asked if asked in found.context.by_id else product.flow)
    name = found.context.flow(flow).name
    text = {"zh": f"1 {unit} {name.zh}", "en": f"1 {unit} of {name.en}"} if unit else {"zh": "未定", "en": "not set"}
    return {"amount": "1", "unit": unit, "flow": flow, "text": text}


def _filled(
    found: Assessment, evaluation: Evaluation, shown_as: Presentation, findings: tuple[Problem, ...]
) -> tuple[dict[str, object], dict[str, object]]:
    reading = found.reading or {}
    factor = evaluation.unit_factor
    derivation = Derivation(reading)
    total = found.total if found.total is not None else multiply(add([]), factor)
    derivation.root("/figure", total)
    derivation.root("/reading", total)
    for process, equation in evaluation.activities.equations.items():
        derivation.equation(evaluation.activities.nodes[process], equation)
    for activity, equation in evaluation.unit_equations:
        derivation.equation(activity, equation)
    counted = [c for c in evaluation.contributions if c.by_gas]

    def part(name: str, groups: dict[str, list[Node]], names: dict[str, Text]) -> list[dict[str, object]]:
        parts = []
        for index, (key, nodes) in enumerate(groups.items()):
            node = multiply(add(nodes), factor)
            derivation.root(f"/{name}/{index}", node)
            parts.append((key, names.get(key, Text(key, key)), node.at(reading)))
        return rows(parts, shown_as)

    stages = _grouped(counted, lambda c: c.line.stage, STAGE_NAMES)
    processes = _grouped(counted, lambda c: c.line.process.id, {p.id: p.name for p in found.context.study.processes})
    gases: dict[str, list[Node]] = {}
    for contribution in counted:
        for gas, node in contribution.by_gas.items():
            gases.setdefault(gas, []).append(node)
    direct = multiply(add([c.total for c in counted if counts_as_direct(c)]), factor)
    indirect = multiply(add([c.total for c in counted if not counts_as_direct(c)]), factor)
    derivation.root("/direct", direct)
    derivation.root("/indirect", indirect)
    halves = [direct.at(reading), indirect.at(reading)]
    printed = round_parts(halves, found.high, shown_as.decimals, shown_as.mode)
    gaps = gap_rows(found, evaluation)
    blocked = [
        *blocked_rows(found),
        *finding_rows(findings),
        *blocked_data_rows(found, counted, gaps, is_point=found.is_point),
    ]
    assumed = any(a["assumed"] for a in accepted_rows(found))
    figure = {
        "value": shown_as.show(found.low) if found.is_point else None,
        "exact": exact_string(found.low) if found.is_point else None,
        "unit": figure_unit(found),
        "lower": shown_as.show(found.low),
        "upper": shown_as.show(found.high),
        "lower_exact": exact_string(found.low),
        "upper_exact": exact_string(found.high),
    }
    filled: dict[str, object] = {
        "figure": figure,
        "reading": {"basis": "point" if found.is_point else "conservative", **shown_as.figure(found.high)},
        "direct": {"value": printed[0], "exact": exact_string(halves[0])},
        "indirect": {"value": printed[1], "exact": exact_string(halves[1])},
        "by_stage": part("by_stage", stages, STAGE_NAMES),
        "by_gas": part("by_gas", gases, GAS_NAMES),
        "by_process": part("by_process", processes, {p.id: p.name for p in found.context.study.processes}),
        "by_line": _by_line(counted, factor, found, shown_as, derivation),
        "edges": edge_rows(found, evaluation, shown_as),
        "excluded": excluded_rows(evaluation),
        "blocked_by": blocked,
        "issuable": not blocked and not assumed,
        "gaps": gaps,
        "warnings": [p.json() for p in found.context.notes.warnings.values()],
        "open": open_rows(found, total, shown_as),
        "factors": factor_rows(found),
        "electricity": ledger_rows(found),
    }
    return filled, derivation.json()


def counts_as_direct(contribution: Contribution) -> bool:
    """Emissions of the processes themselves, and corrections of them for waste gas that crosses the boundary."""
    return contribution.line.category == "direct" or contribution.value.direct


def _grouped(counted: list[Contribution], key: object, order: dict[str, Text]) -> dict[str, list[Node]]:
    groups: dict[str, list[Node]] = {}
    for contribution in counted:
        name = key(contribution) if callable(key) else ""
        groups.setdefault(name, []).append(contribution.total)
    return {name: groups[name] for name in order if name in groups}


def _by_line(
    counted: list[Contribution], factor: Node, found: Assessment, shown_as: Presentation, derivation: Derivation
) -> list[dict[str, object]]:
    reading = found.reading or {}
    ordered = sorted(counted, key=lambda c: (CATEGORY_ORDER.index(c.line.category), c.line.id))
    parts = []
    for index, contribution in enumerate(ordered):
        node = multiply(contribution.total, factor)
        derivation.root(f"/by_line/{index}", node)
        parts.append((contribution.line.id, contribution.line.name, node.at(reading)))
    listed = []
    for row, contribution in zip(rows(parts, shown_as), ordered, strict=True):
        data = contribution.value.data
        listed.append(
            {
                **row,
                "exchange": contribution.line.exchange.id,
                "process": contribution.line.process.id,
                "stage": contribution.line.stage,
                "flow": contribution.line.exchange.flow,
                "category": contribution.line.category,
                "direct": counts_as_direct(contribution),
                "factor": "; ".join(d.id for d in data),
                "factor_source": "; ".join(dict.fromkeys(d.source for d in data if d.source)),
            }
        )
    return listed
