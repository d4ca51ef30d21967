"""Every reason for quarantine with a record that has it and one that just has not, release by name, the last gate."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from carnet.errors import InputError
from carnet.inventory.lci import LciFlow
from carnet.lca.engine.arrays import Columns
from carnet.lca.linking import REASONS, Bounds, LinkPolicy, diagnose, link, settle, suggest_remap
from carnet.lca.linking.providers import Column
from carnet.lca.linking.quarantine import better_reference, check_record, strange_reference, words
from carnet.lca.linking.record import sort_process
from carnet.lca.linking.report import Tally
from carnet.lca.linking.structure import check_structure, structure_problems
from tests.lca.linking.databases import FLOWS, database, made, out, process, scores, taken

POLICY = LinkPolicy()


def reasons(*lines, name="mill", flows=None, **more):
    data = database(process("mill", *lines, name=name, **more), process("spare", made("coal")), flows=flows)
    return [f.reason for f in link(data, POLICY).quarantined]


GOOD = (made("steel"), taken("coal", 1.0), out("co2", 2.0))


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (GOOD, []),
        (GOOD[1:], ["no_reference"]),
        ((made("steel"), *GOOD), ["no_reference"]),
        ((made("steel", math.nan), *GOOD[1:]), ["reference_without_amount"]),
        ((made("steel", 0.0), *GOOD[1:]), ["reference_without_amount"]),
        ((made("gone"), *GOOD[1:]), ["reference_flow_missing"]),
        ((made("iron"), *GOOD[1:]), ["elementary_reference"]),
        ((made("steel"), taken("coal", 2.0), out("co2", 5.0)), []),
        ((made("steel"), taken("coal", 2.0), out("co2", 5.001)), ["direct_co2"]),
        ((made("steel"), taken("coal", 1.0), out("co2", 3.8)), []),
        ((made("steel"), taken("coal", 1.0), out("co2", 3.9)), ["carbon_balance"]),
        ((made("steel"), taken("power", 1.0), out("co2", 0.1)), ["carbon_balance"]),
        ((made("steel"), out("co2", 0.1)), []),
        ((made("power"), taken("coal", 9.0), out("co2", 9.0)), []),
        ((made("steel"), taken("water", 2.9)), []),
        ((made("steel"), taken("water", 3.1)), ["water"]),
        ((made("sector", 100.0), taken("sector", 99.0)), []),
        ((made("sector", 100.0), taken("sector", 99.0), taken("sector", 2.0)), ["value_balance"]),
    ],
)
def test_reasons(lines, reason):
    assert reasons(*lines) == reason


def test_grams_stored_as_kilograms_are_named_as_what_they_look_like():
    data = database(
        process("mill", made("steel", 367.5), taken("coal", 1e6), out("co2", 394_300.0)), process("x", made("coal"))
    )
    told = link(data, POLICY).quarantined[0].problem
    assert "1.073" in told.cause.en
    assert "千分之一" in told.cause.zh


def test_what_a_result_emits_is_not_direct():
    assert reasons(made("steel"), taken("coal", 9.0), out("co2", 9.0), type="result") == []


@pytest.mark.parametrize(
    ("name", "reference", "other", "expected"),
    [
        ("Soybean oil, crude, at plant", "Soy meal, at plant", "Soybean oil, crude", "Soybean oil, crude"),
        ("Soybean oil, crude, at plant", "Soybean meal", "Soybean oil, crude", ""),
        ("Coke production ; coke ; coking", "hard coal", "Coke", "Coke"),
        ("Drying exhaust gas ; tile", "bauxite", "Exhaust gas", ""),
        ("焦炭生产；焦炭", "硬煤", "焦炭", "焦炭"),
    ],
)  # fmt: skip
def test_a_reference_that_does_not_fit_the_name(name, reference, other, expected):
    flows = FLOWS | {"r": LciFlow("r", reference, "product", "kg"), "o": LciFlow("o", other, "product", "kg")}
    data = database(process("p", made("r"), out("o", 1.0), name=name), flows=flows)
    found = better_reference(sort_process(data.processes[0], data, POLICY, Tally()))
    assert (found.flow.name if found else "") == expected


@pytest.mark.parametrize(
    ("name", "reference", "strange"),
    [
        ("Eaf steelmaking ; pig iron ; crude steel", "Molten Iron", True),
        ("Eaf steelmaking ; pig iron ; crude steel", "Molten steel", False),
        ("Converter steelmaking ; pig iron ; crude steel", "Converter gas", True),
        ("Blast furnace gas ; power plant", "Blast furnace gas", False),
        ("Coal mining", "hard coal", False),
    ],
)
def test_a_reference_that_the_stage_does_not_make(name, reference, strange):
    data = database(process("p", made("r"), name=name), flows={"r": LciFlow("r", reference, "product", "kg")})
    assert bool(strange_reference(sort_process(data.processes[0], data, POLICY, Tally()))) == strange


def test_words_of_names():
    assert words("Steel slabs, at plant") == {"steel", "slab"}
    assert words("高炉煤气") == {"高炉", "炉煤", "煤气"}


# ── release, remap, exclude ──────────────────────────────────────────────────────────────────────


def test_a_record_is_released_by_name_or_id_and_listed_as_such():
    bad = process("m1", made("steel"), taken("coal", 9.0), out("co2", 9.0), name="mill")
    for key in ("m1", "mill"):
        linked = link(database(bad), replace(POLICY, release=(key,)))
        assert (linked.processes, [f.reason for f in linked.released]) == (("m1",), ["direct_co2"])
    with pytest.raises(InputError) as error:
        link(database(bad), POLICY)
    assert [p.code for p in error.value.problems] == ["LCI-129"]


def test_a_record_without_reference_cannot_be_released():
    data = database(process("mill", taken("coal", 1.0)), process("x", made("coal")))
    assert link(data, replace(POLICY, release=("mill",))).processes == ("x",)


def test_without_quarantine_only_what_cannot_be_a_column_is_left_out():
    bad = process("mill", made("steel"), taken("coal", 9.0), out("co2", 9.0))
    none = process("none", taken("coal", 1.0))
    linked = link(database(bad, none), replace(POLICY, quarantine=False))
    assert (linked.processes, [f.reason for f in linked.quarantined]) == (("mill",), ["no_reference"])


def test_a_product_stored_as_elementary_can_be_remapped():
    data = database(process("mine", made("iron"), out("co2", 0.5)), process("mill", made("steel"), taken("iron", 2.0)))
    assert link(data, POLICY).processes == ("mill",)
    flows = FLOWS | {"ore": LciFlow("ore", "iron", "product", "kg")}
    linked = link(replace(data, flows=flows), replace(POLICY, remap={"iron": "ore"}))
    assert scores(linked) == pytest.approx([0.5, 1.0])
    assert suggest_remap(replace(data, flows=flows)) == {"iron": ("ore",)}
    # Without a twin the flow itself counts as a product.
    assert suggest_remap(data) == {"iron": ()}
    assert scores(link(data, replace(POLICY, remap={"iron": "iron"}))) == pytest.approx([0.5, 1.0])


# ── structure ────────────────────────────────────────────────────────────────────────────────────


def loop(gain):
    """Power takes steel and steel takes power; once round the loop `gain` of it is used up."""
    return database(
        process("grid", made("power"), taken("steel", gain), out("co2", 0.1)),
        process("mill", made("steel"), taken("power", 1.0)),
        process("bystander", made("coal"), taken("power", 1.0)),
    )


def test_a_loop_below_one_is_solved_and_one_at_or_above_it_is_refused_by_name():
    policy = replace(POLICY, quarantine=False)
    just_below = link(loop(0.999_999), policy)
    assert scores(just_below)[0] == pytest.approx(0.1 / 1e-6, rel=1e-6)
    assert just_below.structure.largest_loop == 2
    for gain in (1.0, 1.000_001, 50.0):
        with pytest.raises(InputError) as error:
            link(loop(gain), policy)
        told = error.value.problems[0]
        assert (told.code, sorted(told.candidates)) == ("LCI-159", ["grid [grid]", "mill [mill]"])


def test_a_loop_can_go_to_quarantine_instead():
    linked = link(loop(2.0), replace(POLICY, quarantine=False, unsolvable="quarantine"))
    assert linked.processes == ("bystander",)
    assert {f.reason for f in linked.quarantined} == {"not_productive"}
    assert linked.report.count("provider_in_quarantine") == 1


@pytest.mark.parametrize("own", [5.825_631_230_398_5, 7.0])
def test_a_process_that_takes_all_it_makes_is_named(own):
    data = database(process("sheet", made("steel", 5.825_631_23), taken("steel", own)), process("x", made("coal")))
    with pytest.raises(InputError) as error:
        link(data, replace(POLICY, quarantine=False))
    assert [p.code for p in error.value.problems] == ["LCI-112"]
    linked = link(data, POLICY)
    assert ([f.reason for f in linked.quarantined], linked.processes) == (["not_productive"], ("x",))
    part = database(process("sheet", made("steel", 8.0), taken("steel", own), out("co2", 1.0)))
    assert scores(link(part, POLICY))[0] == pytest.approx(1 / (8 - own))


def columns(matrix):
    a = np.asarray(matrix, float)
    rows = [np.flatnonzero(a[:, j]) for j in range(a.shape[1])]
    start = np.cumsum([0, *(len(r) for r in rows)])
    values = np.concatenate([a[r, j] for j, r in enumerate(rows)])
    return Columns(start.astype(np.int64), np.concatenate(rows).astype(np.int32), values, a.shape[0])


def test_structural_singularity_names_columns_that_share_a_product():
    found = check_structure(columns([[1, 1, 0], [0, 0, 0], [0, -1, 1]]))
    assert len(found.unmatched) == 1
    assert not found.solvable
    names = [Column(f"p{j}", f"process {j}", "", f"f{j}", f"product {j}", "kg", 1.0) for j in range(3)]
    told = {p.code: p.candidates for p in structure_problems(found, names)}
    assert told["LCI-158"] == (f"process {found.unmatched[0]} [p{found.unmatched[0]}]",)
    whole = check_structure(columns(np.eye(3)))
    assert structure_problems(whole, names) == ()


def test_treatments_are_productive_and_credits_do_not_count_against_a_system():
    assert check_structure(columns([[-1, 3], [-0.1, 1]])).solvable
    assert not check_structure(columns([[-1, 20], [-0.1, 1]])).solvable
    assert check_structure(columns([[1, 5], [5, 1]])).solvable  # credits only


@pytest.mark.parametrize("gain", [0.9, 1.1])
def test_a_large_loop_is_judged_without_dense_arithmetic(gain):
    n = 1600
    a = np.eye(n)
    a[np.arange(n), (np.arange(n) + 1) % n] = -(gain ** (1 / n))
    found = check_structure(columns(a))
    assert found.solvable == (gain < 1)
    assert found.largest_loop == n
    if gain > 1:
        assert found.loops[0][0] == pytest.approx(gain ** (1 / n), rel=1e-6)


def test_a_productive_random_system_is_never_blamed_and_its_bad_twin_always():
    rng = np.random.default_rng(5)
    for _ in range(40):
        n = int(rng.integers(3, 40))
        taken_ = rng.random((n, n)) * (rng.random((n, n)) < 0.3)
        np.fill_diagonal(taken_, 0)
        radius = max(abs(np.linalg.eigvals(taken_)))
        if radius < 1e-3:
            continue
        for wanted in (0.97, 1.03):
            a = np.eye(n) - taken_ * (wanted / radius)
            assert check_structure(columns(a)).solvable == (wanted < 1)


# ── scores ───────────────────────────────────────────────────────────────────────────────────────


def test_only_the_root_of_a_negative_score_goes_to_quarantine():
    data = database(
        process("sink", made("coal"), taken("co2", 3.0)),
        process("grid", made("power"), taken("coal", 1.0)),
        process("mill", made("steel"), taken("power", 1.0), taken("iron", 1.0), out("co2", 0.5)),
    )
    settled = settle(data, POLICY, scores)
    assert [(f.process, f.reason) for f in settled.linked.quarantined] == [("sink", "negative_score")]
    assert settled.scores == pytest.approx([0.0, 0.5])
    free = settle(data, replace(POLICY, release=("sink", "grid", "mill")), scores)
    assert free.scores == pytest.approx([-3.0, -3.0, -2.5])
    assert {f.process for f in free.linked.released} == {"sink", "grid", "mill"}


def test_a_score_per_kg_out_of_bounds_is_found():
    high = process("grid", made("power"), taken("coal", 150.0), out("co2", 300.0))
    data = database(high, process("mill", made("steel"), taken("power", 2.0)))
    settled = settle(data, POLICY, scores)
    assert [(f.process, f.reason) for f in settled.linked.quarantined] == [("mill", "score_out_of_bounds")]
    assert settle(data, replace(POLICY, bounds=Bounds(score=1000.0)), scores).linked.quarantined == ()


@pytest.mark.parametrize(("flow", "unit", "each"), [("power", "kWh", 3.6), ("heat", "MJ", 1.0), ("heat", "kWh", 3.6)])
def test_a_score_per_energy_out_of_bounds_is_found_and_told(flow, unit, each):
    def at(amount):
        maker = process("plant", made(flow, unit=unit), taken("coal", 1000.0), out("co2", amount))
        data = database(maker, process("mill", made("steel"), taken(flow, 1.0, unit)))
        return settle(data, POLICY, scores).linked

    # Battery capacity is counted in kWh as well: 300 kg CO2e for one of them is much, and no wrong unit.
    assert at(99.0 * each).quarantined == ()
    linked = at(101.0 * each)
    (found,) = linked.quarantined
    assert (found.process, found.reason) == ("plant", "score_out_of_bounds")
    assert "101 kg CO2e per MJ is beyond plausibility (at most 100)" in found.problem.cause.en
    assert "101 kg CO₂e/MJ" in found.problem.cause.zh
    assert linked.report.count("provider_in_quarantine") == 1
    limit = Bounds(energy=200.0)
    data = database(process("plant", made(flow, unit=unit), taken("coal", 1000.0), out("co2", 101.0 * each)))
    assert settle(data, replace(POLICY, bounds=limit), scores).linked.quarantined == ()
    assert settle(data, replace(POLICY, release=("plant",)), scores).scores == pytest.approx([101.0 * each])


def test_a_treatment_of_positive_burden_is_not_negative():
    landfill = process("landfill", replace(made("ash"), is_input=True), out("co2", 0.05))
    assert settle(database(landfill), POLICY, scores).scores == pytest.approx([0.05])


# ── diagnosis ────────────────────────────────────────────────────────────────────────────────────


def test_the_diagnosis_counts_every_class():
    data = database(
        process("a", made("steel"), taken("gone", 1.0), taken("coal", 0.0), taken("coal", math.nan), out("co2", -1.0)),
        process("b", made("steel"), taken("coal", 99.0), out("co2", 60.0), taken("water", 9.0), out("slag", 1.0)),
        process("c", made("gone")),
        process("d", taken("cut", 1.0)),
        process("e", made("iron")),
        process("f", made("sector"), taken("sector", 2.0)),
        process("g", made("coal"), taken("power", 1.0), out("co2", 1.0)),
        process("h", made("steel", math.nan), name="h"),
    )
    found = {d.id: d.count for d in diagnose(data)}
    assert found == {
        "missing_flow": 2, "no_usable_reference": 2, "reference_flow_missing": 1, "no_amount": 2, "zero_rows": 1,
        "negative_amounts": 1, "direct_co2": 1, "direct_co2_gross": 1, "elementary_reference": 1, "water": 1,
        "carbon_balance": 1, "value_table": 1, "value_balance": 1, "takes_itself": 1, "duplicate_producers": 2,
        "co_products": 1, "cut_by_intention": 1,
    }  # fmt: skip


def test_every_check_of_a_record_is_a_reason_with_a_name():
    record = sort_process(process("p", *GOOD), database(), POLICY, Tally())
    assert check_record(record, Bounds()) == []
    assert len(set(REASONS)) == len(REASONS)
