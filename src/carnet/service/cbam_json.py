"""The run of a study under the CBAM as plain data: the shape INTERFACES promises for `cbam`.

    goods       ``[{id, name, cn, category, unit, activity_level_t, amount_t, see_direct, see_indirect, see_total,
                see_charged, missing_indirect[{id, name}], basis, sefa, obligation_t_per_t, certificates, price, cost,
                cost_per_t[], why_no_cost[], comparison[], cheapest, trap[], scope, deduction, warnings[]}]``
    streams     ``[{id, name, method, gas, emissions, biomass_emissions, unproven_biomass, energy_tj, equation}]``
    totals, processes[], precursors[], cogeneration[], heat_flows[], joint_products[], checks[{rule, severity, ok,
                title, why, fix, where, spots, citation, status}]

Every figure is ``{value, exact, unit}``; where the study leaves an interval also ``lower``/``upper`` (with
``lower_exact``/``upper_exact``), and `value` is the conservative end that certificates would be counted on.
`see_total` is direct plus all indirect emissions; `see_charged` what the Regulation counts for this good.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from carnet.cbam.goods_result import CERTIFICATE_DECIMALS, MONEY_DECIMALS, SEE_DECIMALS, once
from carnet.cbam.money import certificates, price_of
from carnet.cbam.price_state import PRICE_RULE, checks_for, price_state, withheld_by
from carnet.cbam.terms import PUBLISHED
from carnet.errors import Place, Text, problem
from carnet.inventory.installation import NamedRow, names_of
from carnet.quantity import decimal_string, exact_string

if TYPE_CHECKING:
    from carnet.cbam.goods_result import GoodResult, Option, Sefa
    from carnet.cbam.price_state import PriceState
    from carnet.cbam.result import PrecursorResult, ProcessResult, StreamResult
    from carnet.cbam.tables import Value
    from carnet.errors import Problem
    from carnet.service.cbam import CbamRun

Json = dict[str, Any]
_TONNES = 6  # decimals of emissions shown; exact stands beside them
_ROUNDING = "half_up"
_UNCHARGED = frozenset({"out_of_scope", "unknown_code"})


def figure(value: Fraction | None, decimals: int, unit: str, other: Fraction | None = None) -> Json | None:
    """One figure; `other` is its value at the lower end where the study leaves an interval."""
    if value is None:
        return None
    found: Json = {"value": decimal_string(value, decimals, _ROUNDING), "exact": exact_string(value), "unit": unit}
    if other is not None and other != value:
        low, high = sorted((value, other))
        found |= {
            "lower": decimal_string(low, decimals, _ROUNDING),
            "upper": decimal_string(high, decimals, _ROUNDING),
            "lower_exact": exact_string(low),
            "upper_exact": exact_string(high),
        }
    return found


def cbam_json(run: CbamRun) -> Json:
    """Return a run as plain data."""
    lower = {g.id: g for g in run.lower_goods.goods} if run.lower_goods else {}
    study = run.opened.study
    return {
        "study": {"id": study.id, "version": study.version, "title": study.title.json(), "status": study.status},
        "on": run.on,
        "period": {"from": study.period_from, "to": study.period_to},
        "derived": run.derived,
        "names": {key: text.json() for key, text in run.names.items() if key in _ids(run)},
        "open": [text.json() for text in run.open_values] if run.lower is not None else [],
        "tables": run.tables.digest,
        "goods": [_good(run, good, lower.get(good.id)) for good in run.goods.goods],
        "certificates": figure(run.goods.certificates, CERTIFICATE_DECIMALS, "t CO2e"),
        "cost": None if withheld(run) else figure(run.goods.cost, MONEY_DECIMALS, "EUR"),
        "what_if": _what_if(run),
        "streams": [_stream(s) for s in run.computed.streams],
        "totals": _totals(run),
        "processes": [_process(p, run) for p in run.computed.processes],
        "precursors": [_precursor(p) for p in run.computed.precursors],
        "cogeneration": [
            {
                "id": c.id,
                "share_heat": figure(c.share_heat, 9, "1"),
                "share_power": figure(c.share_power, 9, "1"),
                "emissions": figure(c.emissions, _TONNES, "tCO2"),
                "emissions_heat": figure(c.emissions_heat, _TONNES, "tCO2"),
                "emissions_power": figure(c.emissions_power, _TONNES, "tCO2"),
                "fuel_heat": figure(c.fuel_heat, _TONNES, "TJ"),
                "fuel_power": figure(c.fuel_power, _TONNES, "TJ"),
                "ef_heat": figure(c.ef_heat, _TONNES, "tCO2/TJ"),
                "ef_power": figure(c.ef_power, _TONNES, "tCO2/MWh"),
                "equation": c.equation,
                "derivation": c.derivation.json(),
            }
            for c in run.computed.cogeneration
        ],
        "heat_flows": [
            {
                "id": h.id,
                "process": h.process,
                "direction": h.direction,
                "amount": figure(h.amount, _TONNES, "TJ"),
                "factor": figure(h.factor, _TONNES, "tCO2/TJ"),
                "emissions": figure(h.emissions, _TONNES, "tCO2"),
                "equation": h.equation,
                "derivation": h.derivation.json(),
            }
            for h in run.computed.heat
        ],
        "joint_products": [
            {
                "id": j.id,
                "process": j.process,
                "to": j.to,
                "share": figure(j.share, 9, "1"),
                "direct": figure(j.direct, _TONNES, "tCO2e"),
                "indirect": figure(j.indirect, _TONNES, "tCO2e"),
                "equation": "43",
                "derivation": j.derivation.json(),
            }
            for j in run.computed.joint
        ],
        "checks": [
            {
                "rule": c.rule,
                "severity": c.severity,
                "ok": c.ok,
                "title": c.title.json(),
                "why": c.why.json(),
                "fix": c.fix.json(),
                "where": [str(place) for place in c.where],
                "spots": [spot.json() for spot in c.spots],
                "pointers": list(c.pointers),
                "citation": c.citation,
                "status": c.status,
            }
            for c in run.checks
        ],
        "blocked": bool(run.blocking),
        "ready": ready(run),
        "notes": [note.json() for note in run.goods.notes],
        "problems": [p.json() for p in run.problems],
    }


def ready(run: CbamRun) -> bool:
    """Whether nothing stands in the way of a verifier's review: no blocking check, no error, figures for every good."""
    errors = any(p.severity == "error" for p in run.problems)
    return not (run.derived or run.blocking or errors or withheld(run)) and all(
        good.certificates is not None or good.obligation_t_per_t is not None for good in run.goods.goods
    )


def _ids(run: CbamRun) -> set[str]:
    found = run.computed
    return {*(p.id for p in found.processes), *(p.id for p in found.precursors), *(s.id for s in found.streams)}


def _good(run: CbamRun, good: GoodResult, low: GoodResult | None) -> Json:
    # Emissions of a good are per tonne of it, whatever its functional unit; `unit` keeps that of the Regulation.
    per = "MWh" if good.unit == "MWh" else "t"
    unit = f"tCO2e/{per}"
    kept = withheld(run, good) if good.scope.state not in _UNCHARGED else ()
    maker = next((p for p in run.computed.processes if _makes(run, good.id, p.id)), None)
    return {
        "id": good.id,
        "name": good.name,
        "names": good.names.json(),
        "cn": good.cn,
        "category": good.category,
        "unit": good.unit,
        "activity_level_t": figure(maker.amount if maker else None, _TONNES, maker.unit if maker else per),
        "default_share": figure(maker.default_share if maker else None, 9, "1"),
        "embedded_electricity": figure(maker.embedded_electricity if maker else None, 9, f"MWh/{per}"),
        "amount_t": figure(good.amount, _TONNES, "t"),
        "importer": good.importer,
        "import_date": good.import_date,
        "year": good.year,
        "quarter": good.quarter,
        "basis": good.basis,
        "nature": good.nature,
        "see_direct": figure(good.see_direct, SEE_DECIMALS, unit, low.see_direct if low else None),
        "see_indirect": figure(good.see_indirect, SEE_DECIMALS, unit, low.see_indirect if low else None),
        "missing_indirect": [{"id": row, "name": _called(run, row).json()} for row in good.missing_indirect],
        "see_total": figure(good.see_total, SEE_DECIMALS, unit, low.see_total if low else None),
        "see_charged": figure(good.see_charged, SEE_DECIMALS, unit, low.see_charged if low else None),
        "sefa": figure(good.sefa.value, SEE_DECIMALS, "t/t") if good.sefa else None,
        "sefa_parts": _sefa(good.sefa),
        "obligation_t_per_t": figure(
            good.obligation_t_per_t, CERTIFICATE_DECIMALS, "t/t", low.obligation_t_per_t if low else None
        ),
        "certificates": figure(good.certificates, CERTIFICATE_DECIMALS, "t CO2e", low.certificates if low else None),
        "price": value_json(good.price),
        "price_due": good.due,
        "cost": None if kept else figure(good.cost, MONEY_DECIMALS, "EUR", low.cost if low else None),
        "cost_per_t": cost_per_t(run, good, low),
        "price_state": _state(run, good, good.basis).json(),
        "why_no_cost": [p.json() for p in once((*kept, *good.why_no_cost))],
        "comparison": [_option(run, good, o) for o in good.comparison],
        "cheapest": _option(run, good, good.cheapest) if good.cheapest else None,
        "today": _option(run, good, good.today) if good.today else None,
        "every_way": good.every_way,
        "verdict": [text.json() for text in good.verdict],
        "year_words": good.year_words.json(),
        "trap": [
            {
                "kind": t.kind,
                "precursor": t.precursor,
                "name": t.name,
                "mass": figure(t.mass, _TONNES, "t/t"),
                "with_default": figure(t.with_default, CERTIFICATE_DECIMALS, "t/t"),
                "other": figure(t.other, CERTIFICATE_DECIMALS, "t/t"),
                "text": t.text.json(),
            }
            for t in good.trap
        ],
        "scope": {
            "state": good.scope.state,
            "reason": good.scope.reason.json(),
            "importer": good.scope.importer,
            "year": good.scope.year,
            "total_t": figure(good.scope.total, _TONNES, "t"),
            "complete": good.scope.complete,
            "candidates": list(good.scope.candidates),
        },
        "deduction": None
        if good.deduction is None
        else {
            "instrument": good.deduction.instrument,
            "currency": good.deduction.currency,
            "effective": figure(good.deduction.effective, MONEY_DECIMALS, good.deduction.currency),
            "due": figure(good.deduction.due, MONEY_DECIMALS, good.deduction.currency),
            "rebate": figure(good.deduction.rebate, MONEY_DECIMALS, good.deduction.currency),
            "covered": figure(good.deduction.covered, SEE_DECIMALS, "tCO2e/t"),
            "text": good.deduction.text.json(),
            "problems": [p.json() for p in good.deduction.problems],
        },
        "warnings": [p.json() for p in good.warnings],
        "annex_ii": bool(maker.annex_ii) if maker else None,
        "made_by": next((g.process for g in run.study.cbam_goods if g.id == good.id), ""),
    }


def _called(run: CbamRun, row_id: str) -> Text:
    """What a row of the installation is called in both languages, its id where it has no name."""
    study = run.study
    rows: tuple[NamedRow, ...] = (
        *study.production, *study.precursors, *study.source_streams, *study.cogeneration
    )  # fmt: skip
    return next((names_of(row) for row in rows if row.id == row_id), Text(row_id, row_id))


def _makes(run: CbamRun, good_id: str, process_id: str) -> bool:
    return any(g.id == good_id and g.process == process_id for g in run.study.cbam_goods)


def cost_per_t(run: CbamRun, good: GoodResult, low: GoodResult | None = None) -> list[Json]:
    """What one tonne costs at each price published for the year, whatever the quarter of import will be.

    Empty for a good that is not charged; without cost where its obligation is not known or a check withholds the money.
    """
    if good.year is None or good.scope.state in _UNCHARGED:
        return []
    per_t = None if withheld(run, good) else _floored(good)
    least = None if low is None else _floored(low)
    found = []
    for month in ("01", "04", "07", "10"):
        price = price_of(run.tables, PUBLISHED, f"{good.year}-{month}-01", good.year, run.on, Place()).value
        if price is not None and price.value is not None:
            other = None if least is None else least * price.value
            cost = figure(None if per_t is None else per_t * price.value, MONEY_DECIMALS, "EUR/t", other)
            found.append({"quarter": price.key, "price": value_json(price), "cost": cost})
    return found


def _floored(good: GoodResult) -> Fraction | None:
    owed = good.obligation_t_per_t
    return None if owed is None else certificates(Fraction(1), owed, Fraction(0))


def withheld(run: CbamRun, good: GoodResult | None = None, basis: str = "") -> tuple[Problem, ...]:
    """Why money would be wrong: what the method lacks, and checks that bar it, of one good or of any.

    A price that is not published yet says so itself, good by good. `basis`: what the price rests on, that of the good
    as it is declared unless told; a good on its own default value lacks nothing of the plant.
    """
    goods = [each for each in (run.goods.goods if good is None else (good,)) if each.scope.state not in _UNCHARGED]
    own = not goods or any((basis or each.basis) != "default" for each in goods)
    lacking = tuple(p for p in run.computed.problems if p.severity == "error") if own else ()
    barred = any(
        check.rule != PRICE_RULE
        for each in goods
        for check in withheld_by(run.checks, each.id, basis or each.basis, run.study, run.computed)
    )
    return (*lacking, problem("CBM-191", None)) if barred else lacking


def _state(run: CbamRun, good: GoodResult, basis: str) -> PriceState:
    return price_state(checks_for(run.checks, good), good.id, basis, run.study, run.computed, run.on)


def _sefa(sefa: Sefa | None) -> Json | None:
    if sefa is None:
        return None
    return {
        "column": sefa.column,
        "factor": value_json(sefa.factor),
        "cscf": value_json(sefa.cscf),
        "parts": [
            {
                "of": part.of,
                "name": part.name,
                "kind": part.kind,
                "column": part.column,
                "benchmark": None
                if part.benchmark is None
                else {
                    "cn": part.benchmark.cn,
                    "route": part.benchmark.route,
                    "value": figure(part.benchmark.value, 3, "tCO2e/t"),
                    "source": part.benchmark.cite.source,
                    "clause": part.benchmark.cite.clause,
                    "status": part.benchmark.cite.status,
                },
                "mass": figure(part.mass, _TONNES, "t/t"),
                "value": figure(part.value, _TONNES, "t/t"),
                "note": part.note.json(),
            }
            for part in sefa.parts
        ],
        "problems": [p.json() for p in sefa.problems],
    }


def _option(run: CbamRun, good: GoodResult, option: Option) -> Json:
    return {
        "id": option.id,
        "name": option.name.json(),
        "basis": option.basis,
        "choices": [
            {
                "precursor": c.precursor,
                "name": c.name,
                "cn": c.cn,
                "basis": c.basis,
                "mass": figure(c.mass, _TONNES, "t/t"),
                "see": figure(c.see, SEE_DECIMALS, "tCO2e/t"),
            }
            for c in option.choices
        ],
        "see": figure(option.see, SEE_DECIMALS, "tCO2e/t"),
        "sefa": figure(option.sefa.value, SEE_DECIMALS, "t/t") if option.sefa else None,
        "certificates_per_t": figure(option.certificates_per_t, CERTIFICATE_DECIMALS, "t/t"),
        "certificates": figure(option.certificates, CERTIFICATE_DECIMALS, "t CO2e"),
        "cost": None if withheld(run, good, option.basis) else figure(option.cost, MONEY_DECIMALS, "EUR"),
        "price_state": _state(run, good, option.basis).json(),
        "needs": [text.json() for text in option.needs],
        "lacks": [text.json() for text in option.lacks],
        "held": option.held,
        "problems": [p.json() for p in option.problems],
        "terms": [
            {"id": t.id, "name": t.name.json(), "value": decimal_string(t.value, CERTIFICATE_DECIMALS, _ROUNDING),
             "exact": exact_string(t.value)}
            for t in option.terms
        ],
    }  # fmt: skip


def value_json(value: Value | None) -> Json | None:
    """A parameter of the tables with its citation."""
    if value is None:
        return None
    return {
        "key": value.key,
        "value": None if value.value is None else decimal_string(value.value, 6, _ROUNDING).rstrip("0").rstrip("."),
        "unit": value.unit,
        "source": value.cite.source,
        "clause": value.cite.clause,
        "status": value.cite.status,
        "nature": value.cite.nature,
    }


def _what_if(run: CbamRun) -> Json | None:
    found = run.goods.what_if
    if found is None:
        return None
    return {
        "label": found.label.json(),
        "assumptions": [text.json() for text in found.assumptions],
        "goods": [_good(run, good, None) for good in found.goods],
    }


def _stream(stream: StreamResult) -> Json:
    return {
        "id": stream.id,
        "name": stream.name,
        "method": stream.method,
        "gas": stream.gas,
        "emissions": figure(stream.emissions, _TONNES, "tCO2e"),
        "biomass_emissions": figure(stream.biomass, _TONNES, "tCO2e"),
        "unproven_biomass": figure(stream.unproven, _TONNES, "tCO2e"),
        "energy_tj": figure(stream.energy, _TONNES, "TJ"),
        "energy_biomass_tj": figure(stream.energy_biomass, _TONNES, "TJ"),
        "equation": stream.equation,
        "status": stream.status,
        "derivation": stream.derivation.json(),
        "parts": {name: figure(value, _TONNES, "t") for name, value in stream.parts.items()},
    }


def _totals(run: CbamRun) -> Json:
    t = run.computed.totals
    shown = {
        name: figure(getattr(t, name), _TONNES, "tCO2e")
        for name in ("co2", "biomass", "n2o", "pfc", "direct", "indirect", "calculated", "measured", "other")
    }
    return {
        **shown,
        "energy": figure(t.energy, _TONNES, "TJ"),
        "reported_direct": decimal_string(t.direct, 0, _ROUNDING),
        "reported_indirect": None if t.indirect is None else decimal_string(t.indirect, 0, _ROUNDING),
    }


def _process(process: ProcessResult, run: CbamRun) -> Json:
    per = f"tCO2e/{process.unit}"
    low = next((p for p in run.lower.processes if p.id == process.id), None) if run.lower else None
    specific = {
        name: figure(getattr(process, name), 9, per, getattr(low, name) if low else None)
        for name in ("se_direct", "se_indirect", "see_direct", "see_indirect", "counted_indirect")
    }
    return {
        "id": process.id,
        "name": process.name,
        "category": process.category,
        "activity_level": figure(process.amount, _TONNES, process.unit),
        "direct_star": figure(process.direct_star, _TONNES, "tCO2e"),
        "heat": figure(process.heat, _TONNES, "tCO2e"),
        "waste_gas": figure(process.waste_gas, _TONNES, "tCO2e"),
        "electricity_out": figure(process.electricity_out, _TONNES, "tCO2e"),
        "direct": figure(process.direct, _TONNES, "tCO2e"),
        "floored": process.floored,
        "indirect": figure(process.indirect, _TONNES, "tCO2e"),
        "electricity": figure(process.electricity, _TONNES, "MWh"),
        **specific,
        "electricity_per_t": figure(process.se_electricity, 9, f"MWh/{process.unit}"),
        "embedded_electricity": figure(process.embedded_electricity, 9, f"MWh/{process.unit}"),
        "default_share": figure(process.default_share, 9, "1"),
        "annex_ii": process.annex_ii,
        "incomplete_direct": list(process.incomplete_direct),
        "incomplete_indirect": list(process.incomplete_indirect),
        "own_direct_lacks": list(process.own_direct_lacks),
        "own_indirect_lacks": list(process.own_indirect_lacks),
    }


def _precursor(precursor: PrecursorResult) -> Json:
    return {
        "id": precursor.id,
        "name": precursor.name,
        "category": precursor.category,
        "cn": precursor.cn,
        "country": precursor.country,
        "amount": figure(precursor.amount, _TONNES, "t"),
        "basis": precursor.basis,
        "stated": precursor.stated,
        "see_direct": figure(precursor.see_direct, 9, "tCO2e/t"),
        "see_indirect": figure(precursor.see_indirect, 9, "tCO2e/t"),
        "counted_indirect": figure(precursor.counted_indirect, 9, "tCO2e/t"),
        "electricity": figure(precursor.electricity, 9, "MWh/t"),
        "markup": None if precursor.markup is None else decimal_string(precursor.markup, 2, _ROUNDING),
        "source": precursor.source,
        "status": precursor.status,
        "annex_ii": precursor.annex_ii,
    }
