"""The result of an assessment as plain data: the shape INTERFACES promises for `calc`.

Beside the figure and its parts (`by_stage`, `by_gas`, `by_process`, `by_line`, each adding up to the reading):

    by_origin     rows ``{id, name, value, exact, share}`` of the figure: fossil, biogenic, luluc, unsplit
    separate      ``[{id, name, value, exact, lower, upper, lower_exact, upper_exact, unit, by_stage, years?}]``: what
                  the regime shows apart, never in the figure, module D where it helps least; ``total_with_uptake`` /
                  ``total_without_uptake``: the total that does not lead (`carnet.assessment.apart`)
    modules       ``[{module, name, value, exact, declared, origins}]`` where K4.parts asks for modules, A1 … C4 in
                  the figure and D apart; value, exact and origins are null where a module is not declared
    carbon_cycle  ``{biogenic_carbon_content: {value, exact, unit} | null, land_use_years: text | null}``, the
                  content per declared unit

All can be traced: ``/by_origin/0``, ``/separate/0``, ``/separate/0/by_stage/0``, ``/modules/0``,
``/modules/0/origins/fossil``, ``/carbon_cycle/biogenic_carbon_content``.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.apart import by_origin, separate_rows
from carnet.assessment.assess import Assessment
from carnet.assessment.carbon_cycle import carbon_content
from carnet.assessment.conformity import class_row, conformity_rows, quality
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
from carnet.assessment.exclusion import exclusion_rows, shown_percent
from carnet.assessment.exclusion_check import calculated_shares, understated
from carnet.assessment.expression import Node, add, multiply
from carnet.assessment.gases import shown_gas
from carnet.assessment.ledger import certificate_rows
from carnet.assessment.modules import module_rows
from carnet.assessment.present import Presentation, presentation, rows
from carnet.assessment.primary_data import primary_missing_rows
from carnet.assessment.stages import STAGE_NAMES
from carnet.assessment.unit import counted_unit
from carnet.assessment.unit_name import unit_name
from carnet.canonical import digest
from carnet.errors import Problem, Text, problem
from carnet.quantity import decimal_string, exact_string, round_parts
from carnet.regime import ISSUABLE, thaw
from carnet.regime import plan as calculation_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

ZERO = Fraction(0)
CARBON_DECIMALS = 6
NOT_SET = Text("未定", "not set")
GAS_NAMES = {"CO2e": Text("未按气体分列的CO2e", "CO2e without a gas split")}
CATEGORY_ORDER = ("direct", "electricity", "purchased", "transport", "waste", "credit", "recycling", "storage")


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
        "by_origin": [],
        "by_line": [],
        "separate": [],
        "modules": [],
        "carbon_cycle": {"biogenic_carbon_content": None, "land_use_years": None},
        "edges": [],
        "excluded": [],
        "exclusions": [],
        "presentation": shown_as.json(),
        "issuable": False,
        "blocked_by": blocked,
        "accepted": accepted,
        "assumed": any(a["assumed"] for a in accepted),
        "gaps": [],
        "warnings": _warnings(found),
        "missing": missing_rows(found),
        "quality": None,
        "class": None,
        "conformity": [],
        "open": [],
        "factors": [],
        "electricity": [],
        "ledger": [],
        "primary_missing": [],
        "plan": _plan(found),
    }


def _warnings(found: Assessment) -> list[dict[str, object]]:
    """What the calculation warned of; without the name of the file, which is no part of a result."""
    noted = found.context.notes.warnings.values()
    return [replace(p, place=replace(p.place, file="")).json() for p in noted]


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
    unit = evaluation.unit if evaluation else (counted_unit(found.plan, found.context) or None)
    asked = found.plan.text("D1.reference")
    flow = evaluation.reference if evaluation else (asked if asked in found.context.by_id else product.flow)
    name = found.context.flow(flow).name
    said = unit_name(unit, name, found.plan.get("D1.factors")) if unit else NOT_SET
    return {"amount": "1", "unit": unit, "flow": flow, "text": said.json()}


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
            gases.setdefault(shown_gas(gas), []).append(node)
    direct = multiply(add([c.total for c in counted if counts_as_direct(c)]), factor)
    indirect = multiply(add([c.total for c in counted if not counts_as_direct(c)]), factor)
    derivation.root("/direct", direct)
    derivation.root("/indirect", indirect)
    halves = [direct.at(reading), indirect.at(reading)]
    printed = round_parts(halves, found.high, shown_as.decimals, shown_as.mode)
    gaps = gap_rows(found, evaluation)
    shares, doubts = _exclusion_doubts(evaluation, found.high / factor.constant, reading)
    blocked = [
        *blocked_rows(found),
        *finding_rows((*findings, *doubts)),
        *blocked_data_rows(found, counted, gaps, is_point=found.is_point),
    ]
    assumed = any(a["assumed"] for a in accepted_rows(found))
    figure = {
        "value": shown_as.headline(found.low) if found.is_point else None,
        "exact": exact_string(found.low) if found.is_point else None,
        "unit": figure_unit(found),
        "lower": shown_as.headline(found.low),
        "upper": shown_as.headline(found.high),
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
        "by_origin": rows(by_origin(counted, factor, reading, derivation), shown_as),
        "by_line": _by_line(counted, factor, found, shown_as, derivation),
        "separate": separate_rows(evaluation, total, found.plan, figure_unit(found), shown_as, reading, derivation),
        "modules": module_rows(
            evaluation.contributions, factor, found.plan, found.context, shown_as, reading, derivation
        ),
        "carbon_cycle": _carbon_cycle(found, factor, reading, derivation),
        "edges": edge_rows(found, evaluation, shown_as),
        "excluded": excluded_rows(evaluation),
        "exclusions": [
            {
                **row,
                "calculated_share": shown_percent(shares[str(row["exchange"])]) if row["exchange"] in shares else None,
            }
            for row in exclusion_rows(evaluation.plan, found.context)
        ],
        "blocked_by": blocked,
        "issuable": not blocked and not assumed,
        "gaps": gaps,
        "warnings": _warnings(found),
        "quality": quality(found),
        "class": class_row(found),
        "conformity": conformity_rows(found),
        "open": open_rows(found, total, shown_as),
        "factors": factor_rows(found),
        "electricity": ledger_rows(found),
        "ledger": certificate_rows(found.context),
        "primary_missing": primary_missing_rows(evaluation.plan, found.context),
    }
    filled["blocked_by"] = [*blocked, *_unread_gwps(derivation)]
    filled["issuable"] = not filled["blocked_by"] and not assumed
    return filled, derivation.json()


def _carbon_cycle(
    found: Assessment, factor: Node, reading: Mapping[str, Fraction], derivation: Derivation
) -> dict[str, object]:
    content = carbon_content(found.context)
    shown: dict[str, object] | None = None
    if content is not None:
        node = multiply(content, factor)
        derivation.root("/carbon_cycle/biogenic_carbon_content", node)
        value = node.at(reading)
        shown = {"value": decimal_string(value, CARBON_DECIMALS), "exact": exact_string(value), "unit": "kg C"}
    return {"biogenic_carbon_content": shown, "land_use_years": found.plan.text("D5.land_use_years") or None}


def _unread_gwps(derivation: Derivation) -> list[dict[str, object]]:
    """GWP values of a status that no issued figure may rest on, each once."""
    found: dict[str, dict[str, object]] = {}
    for node in derivation.nodes:
        what = node.get("leaf")
        if isinstance(what, dict) and what.get("kind") == "gwp" and what.get("status", "read") not in ISSUABLE:
            name = f"gwp:{what['ref']}"
            source = what.get("source", "")
            found[name] = {"parameter": name, "status": what["status"], "source": source, "clause": ""}
    return [found[name] for name in sorted(found)]


def _exclusions(evaluation: Evaluation, shares: Mapping[str, Fraction]) -> list[dict[str, object]]:
    """The decisions of D3, each with the share calculated here where the row was left out and has a value."""
    decided = exclusion_rows(evaluation.plan, evaluation.context)
    known = {name: shown_percent(share) for name, share in shares.items()}
    return [{**row, "calculated_share": known.get(str(row["exchange"]))} for row in decided]


def _exclusion_doubts(
    evaluation: Evaluation, total: Fraction, reading: Mapping[str, Fraction]
) -> tuple[dict[str, Fraction], tuple[Problem, ...]]:
    """The calculated share of every row left out, and a warning for each that is above what the study claims."""
    context = evaluation.context
    shares = calculated_shares(evaluation, total, reading)
    doubts = []
    for name, (claimed, calculated) in understated(evaluation, shares).items():
        place = context.places.at(f"/exchanges/{context.index[name]}/excluded_share")
        doubt = problem(
            "CAL-022", place, shown_percent(claimed), severity="warning", row=name, calculated=shown_percent(calculated)
        )
        context.notes.warnings["CAL-022", name] = doubt
        doubts.append(doubt)
    return shares, tuple(doubts)


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
