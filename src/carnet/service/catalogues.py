"""Looking things up in the shipped data sets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from carnet.errors import UsageError, problem
from carnet.errors.nearest import nearest
from carnet.exchange.study_schema import study_schema
from carnet.factors import FactorRecord, record_json
from carnet.regime import BY_ID, DIMENSION_NAMES, describe, formula, plan_table, resolve
from carnet.regime.compare import comparison_json
from carnet.regime.dates import NOT_YET, day_of, rule_words
from carnet.regime.describe import STATUS_NAMES
from carnet.regime.vocabulary import DRAFTS
from carnet.report.rule_words import value_said, value_sentence
from carnet.service import datasets
from carnet.service.schemas import RESULT_SCHEMAS

if TYPE_CHECKING:
    from carnet.regime import Regime
    from carnet.regime.model import Milestone

# The day the shipped data were last looked over: what "show" means when no date is asked for.
DATA_DAY = "2026-11-22"


def regimes_list() -> list[dict[str, Any]]:
    """Every version of every regime."""
    found = []
    for regime in datasets.regimes().regimes.values():
        rule = regime.in_force
        found.append(
            {
                "id": regime.id,
                "version": regime.version,
                "title": regime.title.json(),
                "authority": regime.authority.json(),
                "nature": regime.nature,
                "extends": regime.extends,
                "in_force_from": " / ".join(rule.candidates) or rule.start,
                "draft": regime.nature in DRAFTS,
                "status": rule.status,
                "status_name": STATUS_NAMES[rule.status].json(),
                "families": list(regime.families),
                "listed": regime.listed.json() if regime.listed.en else None,
                "reviewed": regime.reviewed,
            }
        )
    return sorted(found, key=lambda e: (e["id"], e["version"]))


def regime_show(wanted: str, legal_date: str = "", known_date: str = "") -> dict[str, Any]:
    """Every resolved value of a regime with its words, source, clause and status; what it means as arithmetic."""
    library = datasets.regimes()
    resolved = resolve(library, wanted, legal_date or DATA_DAY, known_date or DATA_DAY)
    regime = library.regimes[resolved.name]
    names = {flow.id: flow.name for flow in datasets.shipped_flows().flows}
    values = [
        {
            "parameter": v.parameter,
            "name": BY_ID[v.parameter].name.json(),
            "text": value_sentence(v, names).json(),
            "said": value_said(v, names).json(),
            "status": v.status,
            "status_name": STATUS_NAMES[v.status].json(),
            "source": v.source_title,
            "clause": v.clause,
            "from": v.start,
            "known": v.known,
            "origin": v.origin,
            "find_in": v.find_in.json(),
            "note": v.note.json(),
        }
        for v in resolved.values.values()
    ]
    rows = [
        {
            "table": r.table,
            "flow": r.flow,
            "cn": r.cn,
            "country": r.country,
            "value": r.value,
            "unit": r.unit,
            "per_unit": r.per_unit,
            "gas": r.gas,
            "status": r.status,
            "source": r.source_title,
            "clause": r.clause,
        }
        for r in resolved.rows
    ]
    return {
        "id": resolved.id,
        "version": resolved.version,
        "title": resolved.title.json(),
        "legal_date": resolved.legal_date,
        "known_date": resolved.known_date,
        "digest": resolved.digest,
        "in_force": describe(resolved.in_force, resolved.nature).json(),
        "in_force_status": resolved.in_force.status,
        "listed": regime.listed.json() if regime.listed.en else None,
        "families": list(regime.families),
        "reviewed": regime.reviewed,
        "formulas": [
            {"dimension": d, "name": name.json(), "lines": [line.json() for line in formula(resolved, d)]}
            for d, name in DIMENSION_NAMES.items()
        ],
        "milestones": [_milestone(m, regime, known_date or DATA_DAY) for m in regime.milestones],
        "values": values,
        "rows": rows,
    }


def _milestone(milestone: Milestone, regime: Regime, known_date: str) -> dict[str, Any]:
    """A day on which a duty begins, as known on one day: with its rule, and with every day that is named for it."""
    rule = milestone.start_rule
    day = day_of(rule, regime.acts, known_date)[0] if rule else milestone.start
    words = rule_words(rule, {act.id: act.title for act in regime.acts}).json() if rule else None
    return {
        "id": milestone.id,
        "name": milestone.name.json(),
        "day": None if day == NOT_YET else day,
        "rule": words,
        "candidates": list(milestone.candidates),
        "status": milestone.status,
        "source": regime.sources[milestone.source].title,
        "clause": milestone.clause,
        "note": milestone.note.json(),
    }


def plan_rows(
    regimes: tuple[str, ...] = (), legal_date: str = DATA_DAY, known_date: str = DATA_DAY
) -> list[dict[str, Any]]:
    """The table dimension × regime."""
    library = datasets.regimes()
    resolved = [resolve(library, name, legal_date, known_date) for name in regimes or library.ids()]
    return [
        {
            "dimension": row.dimension,
            "name": row.name.json(),
            "differs": row.differs,
            "cells": {r.id: cell.json() for r, cell in zip(resolved, row.cells, strict=True)},
            "brief": {r.id: cell.json() for r, cell in zip(resolved, row.brief, strict=True)},
        }
        for row in plan_table(resolved)
    ]


def regimes_compare(one: str, other: str, legal_date: str = "", known_date: str = "") -> dict[str, Any]:
    """Two regimes topic by topic: same, differs, unknown, and what satisfying the other would take."""
    library = datasets.regimes()
    legal, known = legal_date or DATA_DAY, known_date or DATA_DAY
    return comparison_json(resolve(library, one, legal, known), resolve(library, other, legal, known))


def factors_search(text: str, kind: str = "") -> list[dict[str, Any]]:
    """Factor records whose id, name, source, or flow (with its names and synonyms) contains the text."""
    wanted = text.casefold()
    flows = datasets.shipped_flows().by_id

    def words(record: FactorRecord) -> str:
        flow = flows[record.flow]
        own = (record.id, record.name.zh, record.name.en, record.source)
        return " ".join((*own, flow.id, flow.name.zh, flow.name.en, *flow.synonyms)).casefold()

    return [
        record_json(r)
        for r in datasets.shipped_factors().records
        if (not kind or r.kind == kind) and wanted in words(r)
    ]


def factor_show(factor: str) -> dict[str, Any]:
    """One factor record.

    Raises:
        UsageError: no such record; similar ids are offered.
    """
    found = datasets.shipped_factors().by_id.get(factor)
    if found is None:
        raise UsageError((problem("CLI-005", None, factor, factors_like(factor), what="factor"),))
    return record_json(found)


def factors_like(text: str, limit: int = 8) -> tuple[str, ...]:
    """Ids of factors that a text may mean: those whose names, flow or source hold it or its words, then like ids."""
    if not text.strip():
        return ()
    ids = datasets.shipped_factors().by_id
    words = [word for word in re.split(r"[\W_]+", text.casefold()) if len(word) > 1]
    held = [row["id"] for row in factors_search(text)]
    scores = {name: sum(word in re.split(r"[\W_]+", name) for word in words) for name in ids}
    best = max(scores.values(), default=0)
    shared = [name for name, score in scores.items() if score == best > 0]
    near = nearest(text, ids, limit)
    alike = nearest(text.casefold(), [r.name.en.casefold() for r in ids.values()] + [r.name.zh for r in ids.values()])
    named = [name for name, r in ids.items() if r.name.en.casefold() in alike or r.name.zh in alike]
    return tuple(dict.fromkeys((*held, *near[:3], *shared, *near, *named)))[:limit]


def flows_search(text: str) -> list[dict[str, Any]]:
    """Flows of the shared list whose id, names, synonyms or tags contain the text."""
    wanted = text.casefold()
    return [
        {"id": f.id, "name": f.name.json(), "kind": f.kind, "unit": f.unit, "tags": list(f.tags)}
        for f in datasets.shipped_flows().flows
        if wanted in " ".join((f.id, f.name.zh, f.name.en, *f.synonyms, *f.tags)).casefold()
    ]


def schemas() -> dict[str, dict[str, Any]]:
    """JSON Schemas by name."""
    return {"study": study_schema(), **RESULT_SCHEMAS}


def formats() -> list[dict[str, Any]]:
    """What can be read and written today."""
    yes, no = "yes", "-"
    return [
        {"id": "study-xlsx", "read": yes, "write": yes, "name": {"zh": "研究工作簿", "en": "study workbook"}},
        {"id": "study-json", "read": yes, "write": yes, "name": {"zh": "研究（JSON）", "en": "study as JSON"}},
        {"id": "study-toml", "read": yes, "write": yes, "name": {"zh": "研究（TOML）", "en": "study as TOML"}},
        {"id": "pack", "read": yes, "write": yes, "name": {"zh": "证据包", "en": "evidence pack"}},
        {"id": "chart-svg", "read": no, "write": yes, "name": {"zh": "图（SVG）", "en": "chart as SVG"}},
        {"id": "chart-png", "read": no, "write": yes, "name": {"zh": "图（PNG）", "en": "chart as PNG"}},
        {
            "id": "chart-csv",
            "read": no,
            "write": yes,
            "name": {"zh": "图的数据（CSV）", "en": "data of a chart as CSV"},
        },
        {
            "id": "cbam-template",
            "read": yes,
            "write": yes,
            "name": {"zh": "欧盟CBAM沟通模板（V2.1）", "en": "EU CBAM communication template (V2.1)"},
        },
        {
            "id": "precursor-sheet",
            "read": yes,
            "write": yes,
            "name": {"zh": "CBAM前体数据表（JSON、XLSX）", "en": "CBAM precursor data sheet (JSON, XLSX)"},
        },
        {"id": "report-pdf", "read": no, "write": yes, "name": {"zh": "报告（PDF）", "en": "report as PDF"}},
    ]
