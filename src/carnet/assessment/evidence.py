"""The evidence beside a figure: what is missing, accepted, blocking, open, left out, and which factors stand where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.assessment.assess import Assessment, candidates, effect
from carnet.assessment.edges import edges_of
from carnet.assessment.evaluate import Contribution, Evaluation, mass_share
from carnet.assessment.exclusion import within_limit
from carnet.assessment.gases import shown
from carnet.errors import Text
from carnet.quantity import decimal_string
from carnet.regime import BY_ID, ISSUABLE, value_key
from carnet.regime.vocabulary import DRAFTS

if TYPE_CHECKING:
    from fractions import Fraction

    from carnet.assessment.expression import Node
    from carnet.assessment.plan import PlanValue
    from carnet.assessment.present import Presentation
    from carnet.errors import Problem
    from carnet.inventory.model import Acceptance

Row = dict[str, object]
IN_FORCE = "in_force"
DRAFT = "draft"  # the status of the date of a text of such a nature
BLOCKING_FINDINGS = ("CHK-001", "CHK-003", "CHK-004", "CHK-005", "CAL-022")


def missing_rows(found: Assessment) -> list[Row]:
    """Each parameter without which there is no figure, where its answer stands, and the command that supplies it."""
    return [_missing(value, found.plan.regime) for value in found.missing]


def _missing(value: PlanValue, regime: str) -> Row:
    words = [value_key(c) for c in value.candidates] or list(BY_ID[value.parameter].choices)
    # What the study itself must give cannot be accepted in its place.
    example = words[0] if words else "…"
    return {
        "parameter": value.parameter,
        "name": BY_ID[value.parameter].name.json(),
        "status": value.status,
        "candidates": words,
        "find_in": value.find_in.json(),
        "accept": ""
        if value.given_in_study
        else f"carnet accept STUDY --regime {regime} --parameter {value.parameter} --value '{example}' "
        "--by NAME --reason TEXT [--source CLAUSE]",
    }


def accepted_rows(found: Assessment) -> list[Row]:
    """Every acceptance the figure rests on; one without a source is an assumption."""
    rows = [
        _accepted(value.acceptance, BY_ID[value.parameter].name.json(), value_key(value.value))
        for value in found.plan.values.values()
        if value.acceptance is not None
    ]
    used = found.context.opened.used_pins
    rows += [
        _accepted(a, {"zh": a.parameter, "en": a.parameter}, "")
        for a in found.context.study.acceptances
        if a.parameter in used and a.regime.partition("@")[0] in {found.plan.regime, "*"}
    ]
    return rows


def _accepted(acceptance: Acceptance, name: dict[str, str], value_on_file: str) -> Row:
    return {
        "parameter": acceptance.parameter,
        "name": name,
        "value": acceptance.value or value_on_file,
        "by": acceptance.by,
        "reason": acceptance.reason,
        "on": acceptance.on,
        "source": acceptance.source,
        "assumed": not acceptance.source,
    }


def blocked_rows(found: Assessment) -> list[Row]:
    """The rules and the study's own status that keep a figure from being issued."""
    study = found.context.study
    rows = [] if study.status == "plant" else [_block("study.status", study.status, study.title.en)]
    literature = sum(e.data_kind == "literature" for e in study.exchanges)
    if literature:
        rows.append(_block("study.data_kind", "literature", f"{literature} / {len(study.exchanges)}"))
    rows += _period_rows(found)
    in_force = found.resolved.in_force
    confirmed = any(
        a.parameter == IN_FORCE and a.source and a.regime.partition("@")[0] in {found.resolved.id, "*"}
        for a in study.acceptances
    )
    if found.resolved.nature in DRAFTS:  # no source can confirm what is published and no law
        rows.append(_block(IN_FORCE, DRAFT, in_force.source_title, in_force.clause))
    elif in_force.status not in ISSUABLE and not confirmed:
        rows.append(_block("in_force", in_force.status, in_force.source_title, in_force.clause))
    rows += [
        _block(v.parameter, "assumed" if v.assumed else v.status, v.source, v.clause)
        for v in found.plan.values.values()
        if v.unconfirmed
    ]
    return rows


def _period_rows(found: Assessment) -> list[Row]:
    """K2: the reference period the regime asks for, where the study's period is another."""
    study, plan = found.context.study, found.plan
    rows = []
    kind = plan.values["K2.period_kind"]
    whole_year = study.period_from[4:] == "-01-01" and study.period_to == f"{study.period_from[:4]}-12-31"
    if kind.value == "calendar_year" and not whole_year:
        rows.append(_block(kind.parameter, "not_met", kind.source, kind.clause))
    first = plan.values["K2.first_year"]
    if isinstance(first.value, str) and study.period_from[:4] < first.value:
        rows.append(_block(first.parameter, "not_met", first.source, first.clause))
    return rows


def finding_rows(findings: tuple[Problem, ...]) -> list[Row]:
    """Unresolved findings about mass, carbon or direct emissions: a figure on them is not issued."""
    return [
        _block(f"finding:{f.code}:{f.place.pointer or f.place}", "unresolved", f.cause.en)
        for f in findings
        if f.code in BLOCKING_FINDINGS
    ]


def blocked_data_rows(found: Assessment, counted: list[Contribution], gaps: list[Row], *, is_point: bool) -> list[Row]:
    """The data that keep a figure from being issued: gaps, factors of unconfirmed status, an interval."""
    rows = [_block(f"gap:{gap['exchange']}", "unknown") for gap in gaps]
    rows += [_block(f"certificates:{contract}", "uneven_scale") for contract in sorted(found.context.notes.uneven)]
    rows += [
        _block(f"certificates:{contract}", "no_annual_total")
        for contract in sorted(found.context.notes.no_annual_total)
    ]
    unconfirmed = {
        datum.id: _block(datum.id, datum.status, datum.source)
        for contribution in counted
        for datum in contribution.value.data
        if datum.status and datum.status not in ISSUABLE
    }
    rows += [unconfirmed[name] for name in sorted(unconfirmed)]
    return rows if is_point else [*rows, _block("interval", "unknown")]


def _block(parameter: str, status: str, source: str = "", clause: str = "") -> Row:
    return {"parameter": parameter, "status": status, "source": source, "clause": clause}


def edge_rows(found: Assessment, evaluation: Evaluation, shown_as: Presentation) -> list[Row]:
    """What each process hands on, for the Sankey."""
    return [
        {
            "source": edge.source,
            "target": edge.target,
            "flow": edge.flow,
            "name": found.context.flow(edge.flow).name.json(),
            **shown_as.figure(edge.amount),
        }
        for edge in edges_of(evaluation, found.reading or {})
        if edge.amount
    ]


def excluded_rows(evaluation: Evaluation) -> list[Row]:
    """The lines a rule leaves out, each with the parameter that does."""
    return [
        {
            "id": c.line.id,
            "exchange": c.line.exchange.id,
            "process": c.line.process.id,
            "name": c.line.name.json(),
            "category": c.line.category,
            "parameter": c.value.why,
        }
        for c in evaluation.contributions
        if c.value.why not in {"", "gap", "D6"}
    ]


def gap_rows(found: Assessment, evaluation: Evaluation) -> list[Row]:
    """Inputs that count and have no value, each with its reason and its share in the purchased mass."""
    rows: list[Row] = []
    for gap in sorted(found.context.notes.gaps.values(), key=lambda g: (g.exchange, g.flow)):
        share = mass_share(gap.exchange, found.context, evaluation.activities)
        rows.append(
            {
                "exchange": gap.exchange,
                "flow": gap.flow,
                "name": _gap_name(gap.flow, found).json(),
                "reason": gap.reason.json(),
                "mass_share": None if share is None else decimal_string(share, 4, "half_even"),
                "within_limit": within_limit(gap.exchange, evaluation.plan, found.context),
            }
        )
    return rows


def _gap_name(flow: str, found: Assessment) -> Text:
    return found.context.flow(flow).name if flow else Text("运输", "transport")


def open_rows(found: Assessment, total: Node, shown_as: Presentation) -> list[Row]:
    """What keeps lower and upper apart, the largest effect first."""
    factor_effects = ((effect(name, total, found.context), name) for name in found.context.opened.met)
    rows = [(moved, _open_value(name, moved, found, shown_as)) for moved, name in factor_effects if moved]
    rows += [
        (
            rule.high - rule.low,
            {
                "id": rule.value.parameter,
                "name": BY_ID[rule.value.parameter].name.json(),
                "low": value_key(candidates(rule.value)[0]),
                "high": value_key(candidates(rule.value)[-1]),
                "value": None,
                "unit": "",
                "effect": shown_as.show(rule.high - rule.low),
                "source": rule.value.source,
            },
        )
        for rule in found.open_rules
    ]
    return [row for _, row in sorted(rows, key=lambda e: (-e[0], str(e[1]["id"])))]


def _open_value(name: str, moved: Fraction, found: Assessment, shown_as: Presentation) -> Row:
    value = found.context.opened.met[name]
    return {
        "id": name,
        "name": value.name.json(),
        # Rounded inwards: what is printed can be accepted as it stands.
        "low": shown(value.low, mode="up"),
        "high": shown(value.high, mode="down"),
        "value": value.value or None,
        "unit": value.unit,
        "effect": shown_as.show(moved),
        "source": value.source,
    }


def factor_rows(found: Assessment) -> list[Row]:
    """Each factor record used, with the explained steps of its selection."""
    rows: list[Row] = []
    for wanted, selection in sorted(found.context.notes.selections.items()):
        record = selection.record
        if record is not None and record.id in found.context.notes.used_factors:
            rows.append(
                {
                    "for": wanted,
                    "id": record.id,
                    "name": record.name.json(),
                    "value": record.value,
                    "unit": record.unit,
                    "per_unit": record.per_unit,
                    "gwp_set": record.gwp_set,
                    "country": record.country,
                    "region": record.region,
                    "year": str(record.year),
                    "status": record.status,
                    "source": record.source,
                    "locator": record.locator,
                    "proxy": [text.json() for text in selection.proxy_reasons],
                    "steps": [step.text.json() for step in selection.steps],
                }
            )
    return rows


def ledger_rows(found: Assessment) -> list[Row]:
    """For each electricity contract, the share of its kWh each tier covered."""
    return [
        {"contract": contract, "tiers": [{"tier": t, "share": shown(s)} for t, s in sorted(tiers.items())]}
        for contract, tiers in sorted(found.context.notes.ledger.items())
    ]
