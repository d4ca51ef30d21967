"""Registers: the chain shows every change, states need their evidence, counts come from entries."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carnet.canonical import digest_bytes
from carnet.recognition.model import Capture, Event, Grade
from carnet.recognition.registers import History, line_of, read_history, until
from carnet.recognition.registers_counts import (
    count_labelled,
    count_products,
    effort,
    runs_of,
    spread,
    with_pilots,
)
from carnet.recognition.registers_kinds import KINDS
from carnet.recognition.registers_rules import Around, Change, draft_standards, entry_of
from carnet.recognition.status import status_on
from tests.recognition.policy_items import item as policy_item

NAME = {"name.zh": "甲", "name.en": "A"}
SHA = "sha256:" + "0" * 64
VERIFIED = {"verifier": "Body", "statement": "st.pdf"}


def history(kind: str, *changes: Change, around: Around | None = None) -> History:
    """A register with these changes; each must be allowed."""
    lines: list[bytes] = []
    found = History(kind)
    for change in changes:
        entry, problems = entry_of(KINDS[kind], found, change, around or Around())
        assert entry is not None, problems
        lines.append(line_of(entry))
        found = read_history(kind, "x.jsonl", lines)
        assert not found.problems
    return found


def refused(kind: str, found: History, change: Change, around: Around | None = None) -> set[str]:
    entry, problems = entry_of(KINDS[kind], found, change, around or Around())
    assert entry is None
    assert all(p.cause.zh and p.cause.en and p.fix.zh and p.fix.en for p in problems)
    return {p.code for p in problems}


def add(kind: str, name: str = "a", on: str = "2026-01-01", to: str = "", **fields: str) -> Change:
    base = {
        "products": {"product": "coil"},
        "standards": {"body": "B", "role": "lead"},
        "trials": {"question": "q"},
        "pilots": {"product": "coil", "market": "EU", "purpose": "epd"},
        "pathways": {"counterparty": "SG", "level": "city", "grade": "D4"},
    }[kind]
    return Change("add", name, "Li", on, to, {**NAME, **base, **fields})


def step(to: str, on: str = "2026-02-01", name: str = "a", **fields: str) -> Change:
    return Change("step", name, "Li", on, to, fields)


CALCULATED = step("calculated", regime="iso14067", result=SHA)


# ── the chain ────────────────────────────────────────────────────────────────────────────────────


def lines_of(found: History) -> list[bytes]:
    return [line_of(each) for each in found.entries]


def three() -> History:
    return history("products", add("products"), CALCULATED, step("verified", "2026-03-01", **VERIFIED))


def test_every_byte_of_every_line_counts():
    lines = lines_of(three())
    head = (len(lines), digest_bytes(lines[-1]))
    for number, line in enumerate(lines):
        for at in range(len(line)):
            changed = line[:at] + bytes([line[at] ^ 1]) + line[at + 1 :]
            found = read_history("products", "x.jsonl", [*lines[:number], changed, *lines[number + 1 :]], head)
            assert not found.whole, (number, at)


@pytest.mark.parametrize("order", [order for order in itertools.permutations(range(3)) if order != (0, 1, 2)])
def test_lines_in_another_order_are_seen(order):
    lines = lines_of(three())
    assert "REC-162" in {p.code for p in read_history("products", "x", [lines[n] for n in order]).problems}


@pytest.mark.parametrize("gone", [0, 1])
def test_a_line_taken_out_is_seen(gone):
    lines = lines_of(three())
    del lines[gone]
    assert "REC-162" in {p.code for p in read_history("products", "x", lines).problems}


def test_lines_taken_off_the_end_are_seen_by_the_note_beside_the_file():
    lines = lines_of(three())
    head = (3, digest_bytes(lines[-1]))
    assert read_history("products", "x", lines[:2]).whole
    assert {p.code for p in read_history("products", "x", lines[:2], head).problems} == {"REC-165"}
    # A crash between the line and its note leaves the note one behind: that is no break.
    assert read_history("products", "x", lines, (2, digest_bytes(lines[1]))).whole


def test_a_line_in_another_spelling_is_no_entry():
    line = lines_of(history("products", add("products")))[0]
    spelled = line.replace(b'{"', b'{ "', 1)
    assert json.loads(spelled) == json.loads(line)
    assert {p.code for p in read_history("products", "x", [spelled]).problems} == {"REC-163"}


def test_a_line_of_another_register_is_no_entry():
    lines = lines_of(history("trials", add("trials")))
    assert {p.code for p in read_history("products", "x", lines).problems} == {"REC-163"}


def test_an_entry_that_claims_another_past_is_seen():
    lines = lines_of(three())
    forged = json.loads(lines[1])
    forged["before"]["state"] = "verified"
    from carnet.canonical import canonical_bytes

    second = canonical_bytes(forged)
    third = json.loads(lines[2])
    third["previous"] = digest_bytes(second)
    codes = {p.code for p in read_history("products", "x", [lines[0], second, canonical_bytes(third)]).problems}
    assert codes == {"REC-180"}


# ── states ───────────────────────────────────────────────────────────────────────────────────────


def test_the_line_of_a_product_cannot_be_shortened():
    planned = history("products", add("products"))
    assert "REC-153" in refused("products", planned, step("verified", **VERIFIED, result=SHA))
    assert "REC-153" in refused("products", planned, step("labelled", scheme="s", label="1", **VERIFIED))
    calculated = history("products", add("products"), CALCULATED)
    assert "REC-153" in refused("products", calculated, step("labelled", scheme="s", label="1", **VERIFIED))


@pytest.mark.parametrize("missing", ["verifier", "statement"])
def test_verified_needs_a_verifier_and_a_statement(missing):
    calculated = history("products", add("products"), CALCULATED)
    fields = {name: text for name, text in VERIFIED.items() if name != missing}
    assert refused("products", calculated, step("verified", **fields)) == {"REC-154"}


def test_a_new_result_ends_the_verification_of_the_former_one():
    found = history(
        "products",
        add("products"),
        CALCULATED,
        step("verified", **VERIFIED),
        step("calculated", regime="r", result="new"),
    )
    record = found.records["a"]
    assert (record.get("statement"), record.get("verifier")) == ("", "")
    assert found.entries[-1].before["statement"] == "st.pdf"  # it stays in the history
    assert refused("products", three(), Change("set", "a", "Li", "2026-04-01", "", {"result": "x", "reason": "r"})) == {
        "REC-175"
    }


def test_a_state_keeps_what_it_needs_when_fields_are_corrected():
    change = Change("set", "a", "Li", "2026-04-01", "", {"verifier": " ", "reason": "r"})
    assert "REC-156" in refused("products", three(), change)


def test_a_correction_needs_a_reason():
    assert refused("products", three(), Change("set", "a", "Li", "2026-04-01", "", {"plant": "P"})) == {"REC-154"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (replace(CALCULATED, by=" "), "REC-157"),
        (replace(CALCULATED, on=""), "REC-158"),
        (replace(CALCULATED, on="2026-02-30"), "REC-158"),
        (replace(CALCULATED, on="2025-12-31"), "REC-159"),
        (replace(CALCULATED, id="b"), "REC-150"),
        (replace(CALCULATED, id="../b"), "REC-152"),
        (replace(CALCULATED, fields={**CALCULATED.fields, "colour": "x"}), "REC-155"),
        (replace(CALCULATED, fields={**CALCULATED.fields, "figure": "1,5"}), "REC-156"),
        (replace(CALCULATED, fields={**CALCULATED.fields, "valid_to": "soon"}), "REC-156"),
        (add("products"), "REC-151"),
        (replace(add("products", "b"), fields={"product": "x"}), "REC-160"),
        (Change("set", "a", "Li", "2026-02-01"), "REC-178"),
    ],
)
def test_what_is_not_right_is_not_written(change, code):
    assert code in refused("products", history("products", add("products")), change)


def test_every_problem_is_told_not_only_the_first():
    found = refused("products", History("products"), Change("add", "a", "", "x", "", {"colour": "x"}))
    assert found >= {"REC-154", "REC-155", "REC-157", "REC-158", "REC-160"}


@settings(max_examples=150)
@given(st.data())
def test_no_walk_reaches_verified_or_labelled_without_its_papers(data):
    found = history("products", add("products"))
    fields = {"regime": "r", "result": SHA, **VERIFIED, "scheme": "s", "label": "1"}
    for number in range(data.draw(st.integers(1, 6))):
        chosen = data.draw(st.sets(st.sampled_from(sorted(fields))))
        to = data.draw(st.sampled_from(sorted(KINDS["products"].states)))
        change = step(to, f"2026-02-{number + 1:02d}", **{name: fields[name] for name in chosen})
        entry, _ = entry_of(KINDS["products"], found, change, Around())
        if entry is not None:
            found = read_history("products", "x", [*lines_of(found), line_of(entry)])
    states = [each.after["state"] for each in found.entries if "state" in each.after]
    record = found.records["a"]
    if record.state in {"verified", "labelled"}:
        assert all(record.get(name) for name in ("verifier", "statement", "result"))
        assert record.get("statement_result") == record.get("result")
    if record.state == "labelled":
        assert "verified" in states


# ── counts ───────────────────────────────────────────────────────────────────────────────────────


def product(name: str, what: str, on: str = "2026-01-01", **more: str) -> list[Change]:
    return [
        add("products", name, on, product=what),
        step("calculated", on, name, regime="r", result=SHA),
        step("verified", on, name, **{**VERIFIED, **more}),
    ]


def test_products_are_distinct_products_with_a_verified_result_not_files():
    found = history(
        "products",
        *product("a", "Hot-rolled coil"),
        *product("b", "hot-rolled  COIL"),  # the same product, another file
        *product("c", "rebar"),
        add("products", "d", product="beam"),
        *product("e", "tube")[:2],
    )
    assert count_products(found.records.values(), "2026-06-01") == 2
    assert count_labelled(found.records.values(), "2026-06-01") == 0


def test_a_statement_that_has_run_out_no_longer_counts():
    found = history("products", *product("a", "coil", valid_to="2026-12-31"))
    assert [count_products(found.records.values(), day) for day in ("2026-12-31", "2027-01-01")] == [1, 0]


def test_a_day_before_the_statement_counts_nothing():
    found = history("products", add("products"), CALCULATED, step("verified", "2026-03-01", **VERIFIED))
    assert [count_products(until(found, day).values(), day) for day in ("2026-02-28", "2026-03-01")] == [0, 1]


def test_pilots_add_up_time_and_cost_of_every_entry():
    paper = {"document": "d", "grade": "B2"}
    decision = {"document": "d", "body": "B", "reason_code": "method_unit"}
    found = history(
        "pilots",
        add("pilots"),
        step("running", "2026-02-01", **paper, hours="1.5"),
        Change(
            "note", "a", "Li", "2026-02-10", "", {"remark": "visit", "hours": "8", "cost": "100", "currency": "CNY"}
        ),
        step("refused", "2026-03-01", **decision, cost="50.50", currency="CNY"),
        step("running", "2026-03-02", **paper),
        step("accepted", "2026-03-11", **{**decision, "reason_code": "complete"}),
    )
    took = effort(found.records["a"])
    assert (took.days, took.hours, dict(took.cost)) == (38, 9.5, {"CNY": 150.5})
    assert [each.after["state"] for each in took.decisions] == ["refused", "accepted"]
    assert found.records["a"].get("cost") == ""  # what belonged to a step ends with it


@pytest.mark.parametrize("missing", ["body", "reason_code", "document"])
def test_a_decision_needs_body_reason_and_document(missing):
    fields = {"document": "d", "body": "B", "reason_code": "method_unit"}
    del fields[missing]
    running = history("pilots", add("pilots"), step("running", document="d", grade="B2"))
    assert refused("pilots", running, step("refused", "2026-03-01", **fields)) == {"REC-154"}


def run(figure: str, organisation: str, on: str = "2026-01-02", unit: str = "kg") -> Change:
    fields = {"label": organisation, "organisation": organisation, "regime": "r", "figure": figure, "unit": unit}
    return Change("run", "a", "Li", on, "", fields)


def test_a_trial_is_decided_on_two_runs_signed_and_dated():
    one = history("trials", add("trials"), run("100", "A"))
    signed = {"signed_by": "X", "document": "d", "reason": "r"}
    assert refused("trials", one, step("adopted", **signed)) == {"REC-173"}
    two = history("trials", add("trials"), run("100", "A"), run("110", "B"))
    for missing in signed:
        fields = {name: text for name, text in signed.items() if name != missing}
        assert refused("trials", two, step("adopted", **fields)) == {"REC-154"}
    wide = spread(runs_of(two.records["a"]))
    assert (wide.least, wide.most, wide.relative) == (100, 110, wide.relative)
    assert wide.relative is not None
    assert wide.relative * 105 == 10
    assert (
        history("trials", add("trials"), run("100", "A"), run("110", "B"), step("adopted", **signed)).records["a"].state
        == "adopted"
    )


def test_runs_in_other_units_have_no_spread():
    found = history("trials", add("trials"), run("100", "A"), run("0.1", "B", unit="t"))
    assert spread(runs_of(found.records["a"])).least is None


def test_a_draft_standard_names_the_regimes_that_rest_on_it():
    found = history("standards", add("standards", to="working_draft", regimes="gbt24067; iso14067"))
    assert [each.id for each in draft_standards(found.records, "iso14067")] == ["a"]
    assert not draft_standards(found.records, "iso")
    published = history(
        "standards",
        add("standards", to="working_draft", regimes="gbt24067"),
        step("published", number="GB/T 1", document="d"),
    )
    assert not draft_standards(published.records, "gbt24067")


# ── pathways and pilots: what policy items get ───────────────────────────────────────────────────


def pathway(**fields: str) -> History:
    return history("pathways", add("pathways", **fields))


def test_a_weak_report_moves_a_pathway_nowhere():
    for to in ("talks", "agreed", "signed", "pilot_announced", "operating"):
        assert "REC-168" in refused("pathways", pathway(), step(to, document="d", pilot="p"))


def test_a_pathway_is_a_running_pilot_only_with_a_running_case_of_its_own():
    paper = {"document": "d", "grade": "B2"}
    planned = history("pilots", add("pilots", pathway="a"))
    running = history("pilots", add("pilots", pathway="a"), step("running", **paper))
    other = history("pilots", add("pilots", pathway="b"), step("running", **paper))
    change = step("pilot_running", "2026-03-01", **paper, pilot="a")
    for pilots, code in ((History("pilots"), "REC-169"), (planned, "REC-169"), (other, "REC-176")):
        assert code in refused("pathways", pathway(), change, Around(pilots=pilots.records))
    entry, _ = entry_of(KINDS["pathways"], pathway(), change, Around(pilots=running.records))
    assert entry is not None
    early = replace(change, on="2026-01-15")
    assert "REC-169" in refused("pathways", pathway(), early, Around(pilots=running.records))


def test_national_talks_and_a_city_memorandum_never_share_an_item():
    found = pathway(item="cq-memo")
    national = add("pathways", "b", level="national", item="cq-memo")
    assert refused("pathways", found, national) == {"REC-170"}
    entry, _ = entry_of(KINDS["pathways"], found, add("pathways", "b", level="city", item="cq-memo"), Around())
    assert entry is not None


def test_an_item_that_is_not_on_file_is_told():
    assert "REC-171" in refused(
        "pathways", History("pathways"), add("pathways", item="nowhere"), Around(items={"x": ""})
    )


def memo(signed="A2"):
    """An item that says of itself that a pilot runs; `signed`: the grade of the evidence that it was signed at all."""
    captures = (Capture("c", "v", "2026-06-26", "zh", "origin", official=True, source_kind="official"),)
    events = (
        Event("signed", "2026-06-25", "2026-06-26", "c", Grade(*signed)),
        Event("pilot_running", "2026-07-01", "2026-07-01", "c", Grade("A", "1"), "a case nobody can find"),
    )
    return replace(policy_item(), id="memo", captures=captures, events=events)


def running(*more, item="memo", grade="B2"):
    begun = step("running", "2026-08-01", document="d", grade=grade, official="yes")
    return tuple(history("pilots", add("pilots", item=item), begun, *more).records.values())


def test_nothing_is_a_running_pilot_without_a_dated_case():
    day = "2026-12-01"
    assert status_on(memo(), day).status == "pilot_running"  # as its own file says
    without = status_on(with_pilots(memo(), ()), day)
    assert without.status == "signed"
    assert [held.event.status for held in without.held] == ["pilot_running"]
    planned = history("pilots", add("pilots", item="memo")).records.values()
    assert status_on(with_pilots(memo(), planned), day).status == "signed"
    assert status_on(with_pilots(memo(), running()), day).status == "pilot_running"
    assert status_on(with_pilots(memo(), running()), "2026-07-31").status == "signed"
    assert status_on(with_pilots(memo(), running(item="other")), day).status == "signed"


def test_a_case_makes_no_item_surer_than_it_was():
    """A case of a memorandum known from a press text alone moves nothing; of a signed one it takes the weaker grade."""
    day = "2026-12-01"
    told = status_on(with_pilots(memo("D4"), running(grade="A1")), day)
    assert told.status == "reported"
    assert {held.event.status for held in told.held} == {"signed", "pilot_running"}
    found = status_on(with_pilots(memo("B2"), running(grade="A1")), day)
    assert (found.status, str(found.event.grade)) == ("pilot_running", "B2")


@pytest.mark.parametrize(
    ("end", "status"), [("accepted", "pilot_running"), ("refused", "signed"), ("abandoned", "signed")]
)
def test_a_case_that_was_refused_or_given_up_shows_no_running_pilot(end, status):
    reason = {"accepted": "complete", "refused": "data_period"}.get(end)
    decided = {"body": "b", "reason_code": reason, "document": "d"} if reason else {}
    found = running(step(end, "2026-09-01", **decided))
    assert status_on(with_pilots(memo(), found), "2026-12-01").status == status


def test_a_pilot_is_not_before_what_it_is_a_pilot_of():
    around = Around(items={"memo": "2026-06-25"})
    begun = {"document": "d", "grade": "B2"}
    planned = history("pilots", add("pilots", item="memo"))
    assert "REC-183" in refused("pilots", planned, step("running", "2026-06-24", **begun), around)
    assert entry_of(KINDS["pilots"], planned, step("running", "2026-06-25", **begun), around)[0] is not None


def test_a_letter_a_is_for_the_official_channel():
    planned = history("pilots", add("pilots"))
    assert refused("pilots", planned, step("running", document="d", grade="A1")) == {"REC-184"}
    official = step("running", document="d", grade="A1", official="yes")
    assert entry_of(KINDS["pilots"], planned, official, Around())[0] is not None


@pytest.mark.parametrize(
    ("to", "reason", "fits"),
    [
        ("accepted", "complete", True), ("accepted", "verifier_not_accredited", False), ("partly", "complete", False),
        ("partly", "data_period", True), ("refused", "complete", False), ("refused", "data_period", True),
    ],
)  # fmt: skip
def test_a_reason_goes_with_its_decision(to, reason, fits):
    found = history("pilots", add("pilots"), step("running", document="d", grade="B2"))
    change = step(to, "2026-03-01", body="b", reason_code=reason, document="d")
    entry, problems = entry_of(KINDS["pilots"], found, change, Around())
    assert (entry is not None) is fits
    assert [each.code for each in problems] == ([] if fits else ["REC-185"])


def test_a_weak_case_does_not_run():
    assert refused("pilots", history("pilots", add("pilots")), step("running", document="d", grade="C2")) == {"REC-168"}


def test_moves_name_states_that_exist_and_needs_name_fields_that_exist():
    for kind in KINDS.values():
        names = {each.name for each in kind.fields}
        assert set(kind.moves) == set(kind.states)
        assert {to for each in kind.moves.values() for to in each} <= set(kind.states)
        assert set(kind.first) <= set(kind.states)
        assert {name for each in kind.needs.values() for name in each} | set(kind.required) <= names
        assert kind.document in names
