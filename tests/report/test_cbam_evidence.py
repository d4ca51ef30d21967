"""The evidence list: the weight of a stream is what recalculating the installation shows, to the last digit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carnet.cbam.compute import compute
from carnet.errors import Text
from carnet.inventory.installation import PrecursorUse
from carnet.quantity import exact_decimal, parse_decimal
from carnet.report.cbam_evidence import evidence_list, precursor_weights, process_gradient, stream_weights
from carnet.report.cbam_model import Gap, Table
from tests.cbam.studies import add, change, steel_works
from tests.report.cbam_bundles import bundle_of, steel


def looped():
    """Steel scrap goes back into the blast furnace, rolled scrap into the converter: processes that feed each other."""
    study = add(
        steel_works(),
        "precursor_uses",
        PrecursorUse("l1", "steel", "iron", "40"),
        PrecursorUse("l2", "rolling", "steel", "25"),
    )
    return bundle_of(study)


LOOPS = pytest.mark.parametrize("make", [steel, looped], ids=lambda f: f.__name__)


def nudged(study, pointer, text):
    more = parse_decimal(text) * Fraction(107, 100)
    return compute(change(study, pointer, exact_decimal(more)), steel().tables)


@LOOPS
@pytest.mark.parametrize("stream", [s.id for s in steel_works().source_streams])
def test_the_weight_of_a_stream_is_what_recalculating_shows(make, stream):
    made = make()
    row = next(s for s in made.study.source_streams if s.id == stream)
    after = nudged(made.study, f"/source_streams/{stream}/activity", row.activity)
    change_of = {s.id: s.emissions for s in after.streams}[stream] - {s.id: s.emissions for s in made.computed.streams}[
        stream
    ]
    weights = stream_weights(made)
    assert any(weights[p].get(stream) for p in weights)
    for process in made.computed.processes:
        moved = after.process(process.id).see_direct - process.see_direct
        assert moved == weights[process.id].get(stream, 0) * change_of


@LOOPS
@pytest.mark.parametrize("precursor", ["pig_iron_bought", "ferro"])
def test_the_weight_of_a_precursor_is_what_recalculating_shows(make, precursor):
    made = make()
    row = next(p for p in made.study.precursors if p.id == precursor)
    after = nudged(made.study, f"/precursors/{precursor}/see_direct", row.see_direct)
    weights = precursor_weights(made.computed)
    for process in made.computed.processes:
        moved = after.process(process.id).see_direct - process.see_direct
        assert moved == weights[process.id].get(precursor, 0) * parse_decimal(row.see_direct) * Fraction(7, 100)


@LOOPS
def test_processes_and_precursors_together_bring_all_of_the_see(make):
    computed = make().computed
    gradient, bought = process_gradient(computed), precursor_weights(computed)
    own = {p.id: p.direct for p in computed.processes}
    see = {p.id: p.see_direct for p in computed.precursors}
    for process in computed.processes:
        brought = sum(w * own[j] for j, w in gradient[process.id].items())
        brought += sum(w * see[i] for i, w in bought[process.id].items())
        assert brought == process.see_direct


def test_a_process_that_states_its_emissions_does_not_follow_its_streams():
    made = bundle_of(change(steel_works(), "/production/iron/direct", "1500"))
    assert stream_weights(made)["rolling"].get("coke", 0) == 0
    after = nudged(made.study, "/source_streams/coke/activity", "450")
    assert after.process("rolling").see_direct == made.computed.process("rolling").see_direct


def test_a_process_floored_at_zero_does_not_either():
    study = change(steel_works(), "/production/iron/waste_gas_out", "100")
    made = bundle_of(study)
    assert made.computed.process("iron").floored
    assert stream_weights(made)["rolling"].get("coke", 0) == 0


def of(paper, number):
    return next(one for one in paper.items if one.number == number)


def test_gaps_estimates_and_reports_are_listed():
    paper = evidence_list(steel())
    gaps = {(p.sheet, p.column) for p in of(paper, "3").pieces if isinstance(p, Gap)}
    assert {("source_streams", "meter"), ("source_streams", "document"), ("production", "document")} <= gaps
    (table,) = (p for p in of(paper, "4").pieces if isinstance(p, Table))
    assert table.rows[0][0].en == "Pig iron"
    (reports,) = (p for p in of(paper, "7").pieces if isinstance(p, Table))
    assert [(row[0].en, *row[1:6]) for row in reports.rows] == [
        ("Ferro-manganese", "VR-2026-017", "Prüfwerk GmbH", "DAkkS D-VS-00000-01", "–", "2029-06-30")
    ]
    assert "accreditation_scope" in {p.column for p in of(paper, "7").pieces if isinstance(p, Gap)}


def test_a_type_one_factor_is_an_estimate():
    made = bundle_of(change(steel_works(), "/source_streams/coke/factor_kind", "type_1"))
    (table,) = (p for p in of(evidence_list(made), "4").pieces if isinstance(p, Table))
    assert "Coke" in [row[0].en for row in table.rows]


def test_checks_that_fail_stand_in_the_list_with_their_clause():
    made = bundle_of(change(steel_works(), "/precursors/ferro/verification_report", ""))
    (table,) = (p for p in of(evidence_list(made), "8").pieces if isinstance(p, Table))
    rules = {row[0]: row for row in table.rows}
    assert rules["CBM-R20"][1] == Text("阻断", "blocks")
    assert "2025/2547" in rules["CBM-R20"][3]
    failed = {c.rule for c in made.checks if c.ok is False}
    assert set(rules) == failed


def test_weights_are_ranked_by_what_they_bring():
    item = of(evidence_list(steel()), "5")
    table = next(p for p in item.pieces if isinstance(p, Table))
    assert table.rows[0][0].en == "Coke"
    brought = [abs(Fraction(row[2])) for row in table.rows]
    assert brought == sorted(brought, reverse=True)
