"""What must hold of every assessment: sums, scaling, order, names, gases, zero, bounds, and what moves nothing."""

from __future__ import annotations

import importlib
import random
from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carnet.assessment import assess, result_json
from carnet.assessment.assess import total_of
from carnet.assessment.evaluate import evaluate
from carnet.assessment.expression import bounds
from carnet.factors import factor_set
from carnet.inventory.model import Exchange, Study
from carnet.inventory.validate import validate_study
from carnet.quantity import decimal_string, parse_decimal
from carnet.service import datasets
from tests.assessment.cases import (
    DAY,
    SIX,
    STUDIES,
    acceptance,
    accepted,
    assessed,
    calculated,
    exact,
    inputs,
    opened,
    resolved,
    result_of,
    total,
    with_assumptions,
)
from tests.strategies import small_studies, small_study

pytestmark = pytest.mark.slow

ZERO = Fraction(0)
PARTS = ("by_stage", "by_gas", "by_process", "by_origin", "by_line")
CASES = [(name, regime) for name in STUDIES for regime in SIX]
few = settings(max_examples=8, deadline=None, derandomize=True)
regimes = st.sampled_from(SIX)


def result(study: Study, regime: str) -> dict[str, Any]:
    return result_of(with_assumptions(study), regime)


def reading(found: dict[str, Any]) -> Fraction:
    return exact(found["reading"]["exact"])


def numbers(found: dict[str, Any]) -> dict[str, Any]:
    """Everything of a result that is a figure, by id; not its digests, names or order."""
    parts = {part: {row["id"]: row["exact"] for row in found[part]} for part in ("by_stage", "by_gas", "by_process")}
    return {"figure": found["figure"], "reading": found["reading"], "direct": found["direct"], **parts}


@given(small_studies())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_small_studies_are_valid(study):
    found = validate_study(study, opened("b").places, datasets.shipped_flows(), datasets.countries())
    assert [p for p in found if p.severity == "error"] == []


# ── sums ─────────────────────────────────────────────────────────────────────────────────────────


def assert_sums(found: dict[str, Any]) -> None:
    whole = found["reading"]
    for part in PARTS:
        assert total(found[part]) == exact(whole["exact"]), part
        assert sum(Decimal(row["value"]) for row in found[part]) == Decimal(whole["value"]), part
    halves = (found["direct"], found["indirect"])
    assert sum(exact(h["exact"]) for h in halves) == exact(whole["exact"])
    assert sum(Decimal(h["value"]) for h in halves) == Decimal(whole["value"])
    assert total([r for r in found["by_line"] if r["direct"]]) == exact(found["direct"]["exact"])
    for part, key in (("by_stage", "stage"), ("by_process", "process")):
        for row in found[part]:
            assert total([line for line in found["by_line"] if line[key] == row["id"]]) == exact(row["exact"])


def assert_edges_conserve(found: dict[str, Any]) -> None:
    """What enters a process, by its own lines and from others, is what it hands on; the product gets the reading."""
    balance = {row["id"]: exact(row["exact"]) for row in found["by_process"]}
    for edge in found["edges"]:
        amount = exact(edge["exact"])
        balance[edge["source"]] = balance.get(edge["source"], ZERO) - amount
        balance[edge["target"]] = balance.get(edge["target"], ZERO) + amount
    assert balance.pop("product") == exact(found["reading"]["exact"])
    assert set(balance.values()) <= {ZERO}


@pytest.mark.parametrize(("name", "regime"), CASES)
def test_parts_of_shipped_studies_add_up(name, regime):
    found = calculated(name)[regime].result
    assert_sums(found)
    assert_edges_conserve(found)


@given(small_studies(), regimes)
@settings(max_examples=20, deadline=None, derandomize=True)
def test_parts_of_small_studies_add_up(study, regime):
    found = result(study, regime)
    assert_sums(found)
    assert_edges_conserve(found)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_off_by_a_millionth_is_noticed(part):
    found = {**calculated("b")["iso14067"].result}
    rows = [dict(row) for row in found[part]]
    value = exact(rows[0]["exact"]) + Fraction(1, 10**6)
    rows[0]["exact"] = f"{value.numerator}/{value.denominator}"
    with pytest.raises(AssertionError):
        assert_sums({**found, part: rows})


def test_an_edge_that_loses_something_is_noticed():
    found = calculated("b")["iso14067"].result
    edges = [dict(edge) for edge in found["edges"]]
    next(e for e in edges if e["source"] != e["target"])["exact"] = "1/3"
    with pytest.raises(AssertionError):
        assert_edges_conserve({**found, "edges": edges})


# ── size, order, names ───────────────────────────────────────────────────────────────────────────


@given(small_studies(), regimes)
@few
def test_doubling_the_amount_doubles_every_contribution_and_leaves_the_figure(study, regime):
    study = with_assumptions(study)
    twice = replace(study, product=replace(study.product, amount=str(2 * Decimal(study.product.amount))))
    one, two = assessed(study, regime), assessed(twice, regime)
    assert (one.low, one.high) == (two.low, two.high)
    for a, b in zip(one.evaluation.contributions, two.evaluation.contributions, strict=True):
        assert b.total.at(two.reading) == 2 * a.total.at(one.reading)
    whole = [sum(c.total.at(x.reading) for c in x.evaluation.contributions) for x in (one, two)]
    assert whole[1] == 2 * whole[0] != 0


def shuffled(study: Study, seed: int) -> Study:
    rng = random.Random(seed)
    rows = {
        f.name: tuple(rng.sample(getattr(study, f.name), len(getattr(study, f.name))))
        for f in fields(study)
        if isinstance(getattr(study, f.name), tuple)
    }
    return replace(study, **rows)


@given(small_studies(), regimes, st.integers(0, 10**6))
@few
def test_the_order_of_rows_changes_nothing(study, regime, seed):
    study = with_assumptions(study)
    assert numbers(result_of(shuffled(study, seed), regime)) == numbers(result_of(study, regime))


@pytest.mark.parametrize("name", STUDIES)
def test_the_order_of_rows_of_a_shipped_study_changes_nothing(name):
    found = result_of(shuffled(opened(name, assumed=True).study, 7), "iso14067")
    assert numbers(found) == numbers(calculated(name)["iso14067"].result)


def split_row(study: Study, rng: random.Random) -> Study:
    """One input or emission as two rows that add up to it; its transport legs are split with it."""
    inputs_and_emissions = [e for e in study.exchanges if e.direction == "in" or e.role == "emission"]
    row = rng.choice(inputs_and_emissions)
    whole = Decimal(row.amount)
    part = (whole * rng.randint(1, 9) / 10).quantize(Decimal("0.000001"))
    halves = (
        replace(row, amount=f"{part:f}"),
        replace(row, id=f"{row.id}_b", amount=f"{whole - part:f}"),
    )
    rows: list[Exchange] = []
    for e in study.exchanges:
        rows += halves if e.id == row.id else [e]
    legs = [
        leg
        for one in study.transport
        for leg in ([one, replace(one, id=f"{one.id}_b", exchange=f"{row.id}_b")] if one.exchange == row.id else [one])
    ]
    return replace(study, exchanges=tuple(rows), transport=tuple(legs))


@given(small_studies(), regimes, st.integers(0, 10**6))
@settings(max_examples=10, deadline=None, derandomize=True)
def test_splitting_a_row_changes_nothing(study, regime, seed):
    study = with_assumptions(study)
    split = split_row(study, random.Random(seed))
    assert len(split.exchanges) == len(study.exchanges) + 1
    assert numbers(result_of(split, regime)) == numbers(result_of(study, regime))


@given(small_studies(), regimes)
@few
def test_renaming_processes_changes_nothing_but_the_names(study, regime):
    study = with_assumptions(study)
    names = {p.id: f"z{len(study.processes) - i}" for i, p in enumerate(study.processes)}
    renamed = replace(
        study,
        product=replace(study.product, process=names[study.product.process]),
        processes=tuple(replace(p, id=names[p.id]) for p in study.processes),
        exchanges=tuple(
            replace(e, process=names[e.process], provider=names.get(e.provider, "")) for e in study.exchanges
        ),
    )
    one, two = result_of(study, regime), result_of(renamed, regime)
    assert {names[r["id"]]: r["exact"] for r in one["by_process"]} == {r["id"]: r["exact"] for r in two["by_process"]}
    assert {**numbers(one), "by_process": 0} == {**numbers(two), "by_process": 0}


@given(small_studies(), regimes, st.sampled_from(["7", "0.125", "31.4"]), st.integers(0, 3))
@few
def test_recording_a_process_on_another_scale_changes_nothing(study, regime, by, index):
    study = with_assumptions(study)
    process = study.processes[index % len(study.processes)].id
    scaled = replace(
        study,
        exchanges=tuple(
            replace(e, amount=f"{Decimal(e.amount) * Decimal(by):f}") if e.process == process else e
            for e in study.exchanges
        ),
    )
    assert numbers(result_of(scaled, regime)) == numbers(result_of(study, regime))


def test_scaling_one_row_alone_is_noticed():
    study = with_assumptions(small_study(5))
    index = next(i for i, e in enumerate(study.exchanges) if e.role == "purchased")
    rows = list(study.exchanges)
    rows[index] = replace(rows[index], amount=str(Decimal(rows[index].amount) * 2))
    assert numbers(result_of(replace(study, exchanges=tuple(rows)), "iso14067")) != numbers(
        result_of(study, "iso14067")
    )


# ── zero ─────────────────────────────────────────────────────────────────────────────────────────


@given(small_studies(carbon=False), regimes)
@few
def test_nothing_in_nothing_out(study, regime):
    study = with_assumptions(study)
    idle = {"purchased", "electricity", "emission"}
    empty = tuple(
        replace(e, amount="0") if e.role in idle or (e.role == "co_product") else e
        for e in study.exchanges
        if e.role != "co_product" and not (e.role == "intermediate" and UNUSED(study, e))
    )
    found = result_of(replace(study, exchanges=empty), regime)
    assert {found["figure"][k] for k in ("exact", "lower_exact", "upper_exact")} == {"0/1"}
    assert all(row["exact"] == "0/1" for part in PARTS for row in found[part])


def UNUSED(study: Study, row: Exchange) -> bool:  # noqa: N802 - reads as a question in the filter above
    """An input of what is no longer made because co-products were taken out."""
    made = {(e.process, e.flow) for e in study.exchanges if e.role == "reference"}
    return (row.provider, row.flow) not in made


@given(small_studies(), regimes)
@few
def test_a_line_of_zero_contributes_zero(study, regime):
    study = with_assumptions(study)
    row = next(e for e in study.exchanges if e.role == "purchased")
    without = replace(
        study,
        exchanges=tuple(e for e in study.exchanges if e.id != row.id),
        transport=tuple(leg for leg in study.transport if leg.exchange != row.id),
    )
    zero = replace(study, exchanges=tuple(replace(e, amount="0") if e.id == row.id else e for e in study.exchanges))
    one, two = result_of(without, regime), result_of(zero, regime)
    assert (one["figure"], one["reading"]) == (two["figure"], two["reading"])


# ── gases ────────────────────────────────────────────────────────────────────────────────────────


def split_only(study: Study) -> Study:
    """Without inputs: what is left is emitted as single gases, so that every kilogram is known by gas."""
    kept = {"reference", "emission", "intermediate"}
    rows = tuple(e for e in study.exchanges if e.role in kept and not (e.role == "intermediate" and UNUSED(study, e)))
    return replace(study, exchanges=rows, transport=())


@given(small_studies(carbon=False), st.sampled_from(["AR4", "AR5", "AR5_feedback"]))
@few
def test_another_gwp_set_scales_each_gas_by_its_ratio_and_nothing_else(study, other):
    study = split_only(study)
    before = result_of(study, "iso14067")
    after = result_of(accepted(study, acceptance("iso14067", "D4.gwp_set", other)), "iso14067")
    sets = datasets.shipped_gwp_sets()
    ratio = {
        "CO2 fossil": Fraction(1),
        "CH4": sets[other].lookup("CH4", "fossil").value / sets["AR6"].lookup("CH4", "fossil").value,
        "N2O": sets[other].lookup("N2O").value / sets["AR6"].lookup("N2O").value,
    }
    old = {row["id"]: exact(row["exact"]) for row in before["by_gas"]}
    assert {row["id"]: exact(row["exact"]) for row in after["by_gas"]} == {g: v * ratio[g] for g, v in old.items()}


@pytest.mark.parametrize("name", STUDIES)
def test_another_gwp_set_leaves_amounts_activities_and_choices_alone(name):
    study = opened(name, assumed=True).study
    before = assessed(study, "iso14067")
    after = assessed(accepted(study, acceptance("iso14067", "D4.gwp_set", "AR4")), "iso14067")
    one, two = before.evaluation, after.evaluation
    assert {p: n.constant for p, n in one.activities.nodes.items()} == {
        p: n.constant for p, n in two.activities.nodes.items()
    }
    assert one.unit_factor.constant == two.unit_factor.constant
    for a, b in zip(one.contributions, two.contributions, strict=True):
        assert [d.id for d in a.value.data] == [d.id for d in b.value.data]
        assert a.by_gas.keys() == b.by_gas.keys()
        # CO2 itself is never re-characterised.
        for gas in a.by_gas:
            if gas.startswith("CO2 "):
                assert a.by_gas[gas].terms == b.by_gas[gas].terms
    assert before.high != after.high


def test_a_co2_only_regime_counts_no_other_gas():
    study = small_study(11, carbon=False)
    more = replace(study, exchanges=tuple(replace(e, amount="9999") if e.flow == "CH4" else e for e in study.exchanges))
    assert any(e.flow == "CH4" for e in study.exchanges)
    for regime in ("eu_cbam", "worldsteel_co2"):
        assert numbers(result_of(study, regime)) == numbers(result_of(more, regime))
    assert numbers(result_of(study, "iso14067")) != numbers(result_of(more, "iso14067"))


# ── what moves nothing, what never stands in ─────────────────────────────────────────────────────


def changed_electricity(by: int = 3) -> Any:
    """The shipped factors with every electricity record multiplied."""
    records = [
        replace(r, value=str(Decimal(r.value) * by), gases=(), low="", high="") if r.flow == "electricity" else r
        for r in datasets.shipped_factors().records
    ]
    return factor_set(records)


@pytest.mark.parametrize("name", STUDIES)
def test_worldsteel_does_not_move_with_grid_region_or_certificates(name):
    study = opened(name, assumed=True).study
    before = numbers(calculated(name)["worldsteel_co2"].result)
    elsewhere = replace(
        study,
        region="CN-50",
        contracts=tuple(replace(c, region="CN-50" if c.region else "") for c in study.contracts),
        certificates=(),
    )
    assert numbers(result_of(study, "worldsteel_co2", changed_electricity())) == before
    assert numbers(result_of(elsewhere, "worldsteel_co2")) == before
    assert numbers(result_of(study, "iso14067", changed_electricity())) != numbers(calculated(name)["iso14067"].result)


def test_certificates_and_regions_do_move_a_regime_that_counts_them():
    study = opened("illustrative", assumed=True).study
    before = numbers(calculated("illustrative")["iso14067"].result)
    assert numbers(result_of(replace(study, certificates=()), "iso14067")) != before
    factors = datasets.shipped_factors()
    country = factors.by_id["cn.electricity.life_cycle.average.2024"]
    local = factor_set([*factors.records, replace(country, id="local", region="CN-15", value="0.9")])
    assert numbers(result_of(study, "iso14067", local)) == before
    grid = tuple(replace(c, region="CN-15") if c.kind == "grid" else c for c in study.contracts)
    assert numbers(result_of(replace(study, contracts=grid), "iso14067", local)) != before


KINDS = ("electricity_life_cycle", "electricity_generation_co2")


@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.parametrize("regime", ["iso14067", "gbt24067", "pact3", "responsiblesteel"])
def test_the_two_kinds_of_electricity_never_stand_in_for_each_other(name, regime):
    study = opened(name, assumed=True).study
    without = factor_set(r for r in datasets.shipped_factors().records if r.kind != KINDS[0])
    assert any(r.kind == KINDS[1] for r in without.records)
    found = assessed(study, regime, without)
    bought = [e.id for e in study.exchanges if e.role == "electricity" and e.contract == "grid"]
    gaps = {g["exchange"] for g in result_of(study, regime, without)["gaps"]}
    inside = [c for c in found.evaluation.contributions if c.line.exchange.id in bought and c.value.why != ""]
    left_out = {c.line.exchange.id for c in inside if c.value.why.startswith("D2")}
    assert set(bought) - left_out <= gaps
    used = found.context.notes.used_factors
    assert not [u for u in used if without.by_id[u].kind == KINDS[1]]


def test_a_rule_that_asks_for_generation_co2_takes_nothing_else():
    study = accepted(
        opened("b").study,
        acceptance(
            "iso14067", "D8.tiers", '[{"use": "grid", "kind": "electricity_generation_co2", "area": ["country"]}]'
        ),
    )
    used = {datasets.shipped_factors().by_id[u].kind for u in assessed(study, "iso14067").context.notes.used_factors}
    assert KINDS[1] in used
    without = factor_set(r for r in datasets.shipped_factors().records if r.kind != KINDS[1])
    gaps = {g["exchange"] for g in result_of(study, "iso14067", without)["gaps"]}
    assert {e.id for e in study.exchanges if e.contract == "grid"} <= gaps


# ── intervals ────────────────────────────────────────────────────────────────────────────────────


def pinned(study: Study, regime: str, values: dict[str, Fraction]) -> Study:
    """Every open value accepted at a decimal inside its range."""
    return accepted(study, *(acceptance(regime, name, decimal_string(v, 9)) for name, v in values.items()))


@given(small_studies(), regimes, st.integers(0, 10**6))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_a_figure_lies_between_its_bounds_for_any_open_values(study, regime, seed):
    study, rng = with_assumptions(study), random.Random(seed)
    before = assessed(study, regime)
    met = before.context.opened.met
    values = {}
    for name, value in met.items():
        at = value.low + (value.high - value.low) * rng.randint(0, 1000) / 1000
        # Nine decimals may leave the range by a hair: keep inside.
        values[name] = min(max(parse_decimal(decimal_string(at, 9)), value.low), value.high)
        values[name] = parse_decimal(decimal_string(values[name], 9, "up" if values[name] == value.low else "down"))
    after = assessed(pinned(study, regime, values), regime)
    assert before.low <= after.low <= after.high <= before.high
    if not before.open_rules:
        assert after.low == after.high
    assert not after.context.opened.met


@given(small_studies(), regimes)
@few
def test_the_bounds_are_attained(study, regime):
    found = assessed(with_assumptions(study), regime)
    ranges = {n: (v.low, v.high) for n, v in found.context.opened.met.items()}
    assert (found.total.at(found.reading), found.high) == (found.high, bounds(found.total.terms, ranges)[1])
    opposite = {n: (low if found.reading[n] == high else high) for n, (low, high) in ranges.items()}
    if not found.open_rules:
        assert found.total.at(opposite) == found.low
    assert found.low <= found.high


def test_the_bounds_of_carbon_contents_are_attained_by_acceptances():
    study = opened("a", assumed=True).study
    before = assessed(study, "eu_cbam")
    terms = before.total.terms
    for side, wanted in (("low", before.low), ("high", before.high)):
        values = {}
        for name, value in before.context.opened.met.items():
            up = (terms.get(name, ZERO) >= 0) == (side == "high")
            values[name] = value.high if up else value.low
        after = assessed(pinned(study, "eu_cbam", values), "eu_cbam")
        assert after.low == after.high == wanted
    assert before.low < before.high


@pytest.mark.parametrize(("name", "regime"), CASES)
def test_open_values_are_listed_with_what_they_move_the_largest_first(name, regime):
    done = calculated(name)[regime]
    listed = done.result["open"]
    effects = [Decimal(row["effect"]) for row in listed]
    assert effects == sorted(effects, reverse=True)
    if not done.assessment.open_rules:
        moved = sum(
            (abs(done.assessment.total.terms.get(n, ZERO)) * (v.high - v.low))
            for n, v in done.assessment.context.opened.met.items()
        )
        assert moved == done.assessment.high - done.assessment.low
    assert bool(listed) == (done.result["figure"]["value"] is None)


def test_an_open_rule_takes_every_candidate():
    study = opened("b", assumed=True).study
    before = assessed(study, "responsiblesteel")
    (rule,) = before.open_rules
    assert rule.value.parameter == "D9.markup"
    figures = [assessed(accepted(study, acceptance("responsiblesteel", "D9.markup", v)), "responsiblesteel")
               for v in ("0", "0.2")]  # fmt: skip
    assert min(f.low for f in figures) == before.low
    assert max(f.high for f in figures) == before.high


def test_rules_that_matter_only_together_are_both_open():
    # Land use alone changes nothing while scrap is free, and scrap has land-use gases only in this record.
    record = next(r for r in datasets.shipped_factors().records if r.flow == "steel_scrap")
    from carnet.factors import GasShare

    scrap = replace(record, gwp_set="AR6", value="0.5", per_unit="kg", gases=(GasShare("CO2", "luluc", "0.5"),))
    factors = factor_set([scrap, *(r for r in datasets.shipped_factors().records if r.flow != "steel_scrap")])
    study = with_assumptions(small_study(3, carbon=False))
    rules = resolved("responsiblesteel")
    unknown = replace(rules.values["D5.land_use"], value=None, status="unknown", candidates=("excluded", "included"))
    scraps = replace(rules.values["D7.scrap"], value=None, status="unknown", candidates=("burden_free", "as_factor"))
    # Table rows of the regime come before factors; without them the record is used.
    both = replace(rules, values={**rules.values, "D5.land_use": unknown, "D7.scrap": scraps}, rows=())
    found = assess(inputs(study, factors), both)
    assert {"D5.land_use", "D7.scrap"} <= {r.value.parameter for r in found.open_rules}


def test_more_open_rules_than_can_be_tried_are_missing_and_none_is_settled_in_silence(monkeypatch):
    monkeypatch.setattr(importlib.import_module("carnet.assessment.assess"), "MOST_VARIANTS", 1)
    found = assessed(opened("b", assumed=True).study, "responsiblesteel")
    assert found.evaluation is None
    assert [m.parameter for m in found.missing] == ["D9.markup"]


# ── acceptances ──────────────────────────────────────────────────────────────────────────────────


def issuable_study() -> tuple[Study, list[str]]:
    """A plant's study without named gaps, and the rules its CBAM figure still waits for."""
    study = replace(
        small_study(4, carbon=False, point=True), status="plant", period_from="2026-01-01", period_to="2026-12-31"
    )
    gaps = {g["exchange"] for g in result_of(study, "eu_cbam")["gaps"]}
    study = replace(
        study,
        exchanges=tuple(e for e in study.exchanges if e.id not in gaps),
        transport=tuple(leg for leg in study.transport if leg.exchange not in gaps),
    )
    settled = [acceptance("eu_cbam", o["id"], o["high"], "assay") for o in result_of(study, "eu_cbam")["open"]]
    study = accepted(study, *settled)
    return study, [b["parameter"] for b in result_of(study, "eu_cbam")["blocked_by"]]


def supplied(study: Study, parameters: list[str], source: str) -> Study:
    return accepted(study, *(acceptance("eu_cbam", p, "", source) for p in parameters))


def test_with_a_source_an_acceptance_counts_as_read_and_the_figure_can_be_issued():
    study, parameters = issuable_study()
    assert parameters
    assert {p[0] for p in parameters} <= {"D", "K"}
    found = result_of(supplied(study, parameters, "IR (EU) 2025/2547, Annex II A.1"), "eu_cbam")
    assert (found["blocked_by"], found["issuable"], found["assumed"]) == ([], True, False)
    assert {a["parameter"]: a["assumed"] for a in found["accepted"] if ":" not in a["parameter"]} == dict.fromkeys(
        parameters, False
    )


def test_the_same_acceptance_without_a_source_keeps_the_figure_and_blocks_it():
    study, parameters = issuable_study()
    issued = result_of(supplied(study, parameters, "the act, 3"), "eu_cbam")
    doubted = result_of(supplied(study, parameters, ""), "eu_cbam")
    assert (doubted["issuable"], doubted["assumed"]) == (False, True)
    assert [(b["parameter"], b["status"]) for b in doubted["blocked_by"]] == [(p, "assumed") for p in parameters]
    assert doubted["figure"] == issued["figure"]


def test_a_figure_from_literature_is_never_issuable():
    study, parameters = issuable_study()
    for status in ("literature", "illustrative"):
        found = result_of(supplied(replace(study, status=status), parameters, "the act, 3"), "eu_cbam")
        assert found["issuable"] is False
        assert [b["parameter"] for b in found["blocked_by"]] == ["study.status"]


def test_a_gap_blocks():
    study, parameters = issuable_study()
    (pellet,) = [e.id for e in study.exchanges if e.flow == "pellet"]
    without_table = replace(resolved("eu_cbam"), rows=())
    found, _ = result_json(assess(inputs(supplied(study, parameters, "the act, 3")), without_table), {})
    assert [g["exchange"] for g in found["gaps"]] == [pellet]
    assert [b["parameter"] for b in found["blocked_by"]] == [f"gap:{pellet}"]
    assert found["issuable"] is False


def test_without_a_source_an_acceptance_is_an_assumption_and_never_issuable():
    study = accepted(opened("b", assumed=False).study, acceptance("iso14067", "D8.counted", "true"))
    found = result_of(study, "iso14067")
    (entry,) = found["accepted"]
    assert (entry["assumed"], found["assumed"], found["issuable"]) == (True, True, False)
    assert {"parameter": "D8.counted", "status": "assumed"}.items() <= next(
        b for b in found["blocked_by"] if b["parameter"] == "D8.counted"
    ).items()
    assert exact(found["reading"]["exact"]) == reading(calculated("b", assumed=False)["iso14067"].result)


def test_an_accepted_open_value_is_printed_beside_the_figure():
    study = opened("a", assumed=True).study
    name = "property:carbon_anthracite"
    found = result_of(accepted(study, acceptance("eu_cbam", name, "0.7", "laboratory report 3")), "eu_cbam")
    (entry,) = [a for a in found["accepted"] if a["parameter"] == name]
    assert (entry["assumed"], entry["value"]) == (False, "0.7")
    assert name not in [row["id"] for row in found["open"]]
    # Of another regime's acceptance this one takes no notice.
    other = result_of(accepted(study, acceptance("iso14067", name, "0.7")), "eu_cbam")
    assert numbers(other) == numbers(calculated("a")["eu_cbam"].result)
    everywhere = result_of(accepted(study, acceptance("*", name, "0.7")), "eu_cbam")
    assert numbers(everywhere) == numbers(found)


@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.parametrize(
    ("regime", "parameters"),
    [("pact3", ["D8.tiers"]), ("responsiblesteel", ["D4.gwp_set", "D6.default"])],
)
def test_an_unknown_blocking_rule_gives_no_figure_but_the_list_of_what_is_missing(name, regime, parameters):
    done = calculated(name, assumed=False)[regime]
    found = done.result
    assert done.derivation == {}
    assert set(found["figure"].values()) == {None, found["figure"]["unit"]}
    assert (found["reading"], found["direct"], found["indirect"]) == (None, None, None)
    assert [found[p] for p in (*PARTS, "edges", "gaps", "open")] == [[]] * (len(PARTS) + 3)
    assert found["issuable"] is False
    assert [m["parameter"] for m in found["missing"]] == parameters
    for entry in found["missing"]:
        assert entry["candidates"]
        assert entry["status"] == "unknown"
        assert entry["find_in"]["zh"]
        assert entry["parameter"] in entry["accept"]
        assert regime in entry["accept"]
        for candidate in entry["candidates"]:
            one = accepted(opened(name).study, acceptance(regime, entry["parameter"], candidate))
            left = [m["parameter"] for m in result_of(one, regime)["missing"]]
            assert left == [p for p in parameters if p != entry["parameter"]]


def test_a_blocking_rule_the_study_does_not_meet_does_not_block():
    study = split_only(small_study(2, carbon=False))
    found = result_of(study, "pact3")
    assert found["missing"] == []
    assert found["figure"]["exact"] is not None


@pytest.mark.parametrize(("regime", "parameter"), [("pact3", "D8.tiers"), ("responsiblesteel", "D6.default")])
def test_every_candidate_named_as_missing_gives_a_figure(regime, parameter):
    study = small_study(6)
    entry = next(m for m in result_of(study, regime)["missing"] if m["parameter"] == parameter)
    others = [a for a in with_assumptions(study).acceptances if (a.regime, a.parameter) != (regime, parameter)]
    figures = set()
    for candidate in entry["candidates"]:
        chosen = replace(study, acceptances=(*others, acceptance(regime, parameter, candidate)))
        figures.add(assessed(chosen, regime).high)
    assert len(figures) > 1


# ── determinism ──────────────────────────────────────────────────────────────────────────────────


def test_the_same_study_gives_the_same_bytes():
    from carnet.canonical import digest

    study = small_study(8)
    one, two = (result_json(assessed(study, "iso14067"), {"a": "b"}) for _ in range(2))
    assert digest(list(one)) == digest(list(two))
    assert one[0]["digest"] != result_json(assessed(study, "iso14067"), {"a": "c"})[0]["digest"]


def test_an_evaluation_repeats_itself():
    found = assessed(opened("illustrative", assumed=True).study, "iso14067")
    again = total_of(evaluate(found.evaluation.plan, found.context))
    assert again.terms == found.total.terms


def test_dates_come_from_the_study():
    assert calculated("b")["iso14067"].result["legal_date"] == opened("b").study.legal_date == DAY
