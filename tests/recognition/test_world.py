"""The world as known: five articles, their contradictions side by side, the legal timeline, precedents, watch list."""

from __future__ import annotations

import hashlib
import itertools

import pytest

from carnet.recognition.captures import no_registration_evidence
from carnet.recognition.citations import check_citations
from carnet.recognition.gates import gate
from carnet.recognition.model import Contradiction, PolicyItem
from carnet.recognition.precedents import parse_precedents
from carnet.recognition.status import status_on
from carnet.recognition.tasks import due_on, review_due
from carnet.recognition.vocabulary import STATUSES, USES
from carnet.service.policy import contradictions_of, grade_of
from carnet.service.policy_write import watch_bodies
from carnet.store.package_data import read_file
from tests.recognition.policy_items import ARTICLES, DAY, LISTS, seed, world

WORLD = world()
STEEL, MEMO, PV, BRIEFING, NATIONAL = (WORLD.by_id[each] for each in ARTICLES)
ALL = {each.id: each for item in WORLD.all() for each in item.contradictions}


def status(identifier: str, day: str = DAY) -> str:
    return status_on(WORLD.by_id[identifier], day, DAY).status


def sides(name: str) -> list[str]:
    return [side.says.en for side in ALL[name].sides]


# ── the five articles ────────────────────────────────────────────────────────────────────────────


def test_nothing_of_the_five_articles_is_in_force() -> None:
    found = {each: status(each) for each in ARTICLES}
    assert found == dict(zip(ARTICLES, ["reported", "reported", "reported", "announced", "reported"], strict=True))
    for each in ARTICLES:
        item = WORLD.by_id[each]
        known = status_on(item, DAY)
        for use in ("plan", "verdict", "words", "label"):
            assert not gate(use, grade_of(known), known.status).open, (each, use)


def test_the_grades_are_those_of_the_provenance() -> None:
    grades = [str(grade_of(status_on(WORLD.by_id[each], DAY))) for each in ARTICLES]
    assert grades == ["D4", "D4", "D4", "B1", "D4"]


@pytest.mark.parametrize("number", range(5))
def test_the_captures_are_of_the_articles_themselves(number: int) -> None:
    order = (STEEL, MEMO, PV, BRIEFING, NATIONAL)
    digest = hashlib.sha256(seed(number).read_bytes()).hexdigest()
    first = order[number].captures[0]
    assert (first.digest, first.retrieved_on) == (digest, DAY)


@pytest.mark.parametrize("number", range(5))
def test_no_sentence_of_an_article_is_in_the_product(number: int) -> None:
    words = seed(number).read_text("utf-8").split()
    runs = {" ".join(words[at : at + 9]).casefold() for at in range(len(words) - 8)}
    shipped = " ".join(text for item in WORLD.all() for text in _texts(item)).casefold()
    assert not [run for run in runs if run in shipped]


def _texts(item: PolicyItem) -> list[str]:
    listed = [item.title, item.note, *item.claims, *item.not_stated, *item.flags, *item.effects]
    listed += [side.says for each in item.contradictions for side in each.sides]
    return [each.en for each in listed]


def test_every_article_has_an_open_task_to_find_the_official_text() -> None:
    for each in ARTICLES:
        tasks = due_on([WORLD.by_id[each]], DAY)
        assert any(not due.done and due.task.id.startswith("find-") and due.task.ask for due in tasks), each
        assert all(due.task.due > DAY for due in tasks)


def test_tasks_become_overdue() -> None:
    late = [due for due in due_on(WORLD.all(), "2027-01-10") if due.overdue]
    assert {"find-cq-steel-official", "find-cq-memo-text"} <= {due.task.id for due in late}
    assert next(due.overdue for due in late if due.task.id == "find-cq-steel-official") == 19
    assert not [due for due in due_on(WORLD.all(), DAY) if due.overdue]
    assert review_due(WORLD.all(), "2027-02-01")
    assert not review_due(WORLD.all(), DAY)


def test_generated_pages_say_so() -> None:
    for item in (STEEL, MEMO, PV):
        assert any("generated" in flag.en for flag in item.flags)


# ── C1 – C10 ─────────────────────────────────────────────────────────────────────────────────────


def test_c1_two_first_batches_on_one_day() -> None:
    assert {side.item for side in ALL["C1"].sides} == {STEEL.id, PV.id}
    assert STEEL.scope.disputed
    assert PV.scope.disputed
    assert not {p.id for p in STEEL.scope.products} & {p.id for p in PV.scope.products}


def test_c2_two_sets_of_counterparties_each_with_its_own_entry() -> None:
    assert {side.item for side in ALL["C2"].sides} == {STEEL.id, PV.id}
    counterparties = {p.country for p in STEEL.parties if p.role == "counterparty"}
    assert {"EU", "SG", ""} == counterparties
    assert {p.country for p in PV.parties if p.role == "counterparty"} == {"EU"}
    assert set(STEEL.scope.markets) == {"EU", "SG"}


def test_c3_the_source_contradicts_itself() -> None:
    assert {side.item for side in ALL["C3"].sides} == {PV.id}
    assert any("inconsistent" in flag.en for flag in PV.flags)


def test_c4_talks_and_memorandum_never_merge() -> None:
    assert {side.item for side in ALL["C4"].sides} == {STEEL.id, PV.id, MEMO.id}
    kinds = {p.kind for p in MEMO.parties}
    assert kinds == {"authority", "conformity_assessment_body"}
    assert not {"EU", "SG"} & {p.country for p in MEMO.parties}
    for one, other in itertools.permutations((STEEL, MEMO, PV, NATIONAL), 2):
        assert other.id not in {*one.amends, *one.amended_by, *one.applies.triggers}


def test_c5_registration_is_taken_apart_by_operator() -> None:
    assert len(ALL["C5"].sides) == 3
    assert "eu-dpp-registry-draft" in {side.item for side in ALL["C5"].sides}


def test_c6_a_module_is_not_the_unit_of_the_passport() -> None:
    assert any("complete battery" in text for text in sides("C6"))
    assert next(p for p in MEMO.scope.products if p.id == "truck_battery_module").variants == ("level=module",)


def test_c7_certification_is_not_available_under_the_cbam() -> None:
    against = next(side for side in ALL["C7"].sides if side.item == "eu-cbam-2025-2546")
    assert against.grade.letter == "A"
    assert status("eu-cbam-2025-2546") == "applicable"
    assert "not available" in ALL["C7"].consequence.en


def test_c8_c9_the_national_agenda_is_measured_against_the_law() -> None:
    assert any("PIPL" in text for text in sides("C8"))
    assert any("EPREL" in text for text in sides("C9"))


def test_c10_targets_are_not_comparable() -> None:
    assert any("Jiangsu" in text for text in sides("C10"))
    assert "not comparable" in ALL["C10"].consequence.en


@pytest.mark.parametrize("name", [f"C{n}" for n in range(1, 11)])
def test_every_contradiction_stands_side_by_side_and_open(name: str) -> None:
    found: Contradiction = ALL[name]
    assert len(found.sides) >= 2
    assert len(set(sides(name))) == len(found.sides)
    assert all(side.citation.source for side in found.sides)
    assert found.settled.en == ""
    for side in found.sides:
        if side.item:
            assert found in contradictions_of(WORLD, side.item)


# ── T1 – T9 ──────────────────────────────────────────────────────────────────────────────────────


def test_t1_four_items_and_a_disputed_scope() -> None:
    assert len({STEEL.id, PV.id, MEMO.id, NATIONAL.id}) == 4
    digests = [c.digest for item in (STEEL, PV, MEMO, NATIONAL) for c in item.captures]
    assert len(set(digests)) == len(digests)


def test_t2_the_battery_act_is_in_force_and_its_trigger_open() -> None:
    assert status("eu-battery-2023-1542") == "applicable"
    for day in (DAY, "2027-06-30", "2035-01-01"):
        assert status("eu-battery-2023-1542-art7", day) == "not_triggered"
    art7 = WORLD.by_id["eu-battery-2023-1542-art7"]
    assert len(art7.milestones) == 12
    assert all(each.when.triggers for each in art7.milestones)
    assert status("eu-battery-cfb-ev-method") == "draft_published"
    assert any("delegated act" in task.find.en for task in art7.tasks)
    assert len(ALL["T2"].sides) == 6


def test_t3_the_downstream_extension_is_a_proposal_for_2028() -> None:
    item = WORLD.by_id["eu-cbam-com-2025-989"]
    assert item.kind == "proposal"
    assert item.applies.day == "2028-01-01"
    assert item.applies.triggers
    assert status(item.id, "2028-06-01") == "draft_published"
    outlier = next(side for side in ALL["T3"].sides if "2026" in side.says.en)
    assert outlier.grade.letter == "F"


def test_t4_defaults_are_allowed_and_the_act_decides_the_mark_up() -> None:
    act = next(side for side in ALL["T4"].sides if side.item == "eu-cbam-2025-2621")
    assert act.grade.letter == "A"
    assert all(part in act.says.en for part in ("10 %", "20 %", "30 %", "1 %"))
    assert status("eu-cbam-2025-2621") == "applicable"


def test_t5_a_duty_of_the_commission_is_not_one_of_business() -> None:
    assert status("eu-dpp-registry-draft") == "draft_published"
    registry = next(each for each in WORLD.by_id["eu-espr-2024-1781"].milestones if each.id == "registry")
    assert "not of business" in registry.what.en
    assert len(ALL["T5"].sides) == 4
    assert "unverified" in ALL["T5"].consequence.en


def test_t6_pages_on_heavy_trucks_affect_no_plan() -> None:
    for each in ("press-hdv-lca-customs-2026-05", "press-hdv-epd-2027"):
        known = status_on(WORLD.by_id[each], DAY)
        assert known.status == "reported"
        grade = grade_of(known)
        assert grade.letter in "EF"
        assert not any(gate(use, grade, known.status).open for use in USES if use != "feed")


def test_t7_wrong_legal_bases_are_warned_of() -> None:
    def found(text: str) -> list[str]:
        return [each.code + each.severity for each in check_citations(text, LISTS.acts, LISTS.articles)]

    wrong = "The DPP registry is set up by Implementing Regulation (EU) 2024/1346."
    assert found(wrong) == ["REC-016warning"]
    assert found("Under Article 12 the passport registry goes live.") == ["REC-016warning"]
    assert found("数字产品护照登记处依据第12条设立。") == ["REC-016warning"]
    assert found("Regulation (EU) 2099/1 applies to steel.") == ["REC-016warning"]
    assert found("Directive (EU) 2023/1542 covers batteries.") == ["REC-016warning"]
    for right in (
        "Regulation (EU) 2024/1781, Article 13, sets up the DPP registry.",
        "Under Article 77 of Regulation (EU) 2023/1542 a battery passport is needed.",
        "Implementing Regulation (EU) 2025/2546 sets out CBAM verification.",
        "No act is cited here.",
    ):
        assert found(right) == [], right


def test_t8_the_agenda_is_disputed() -> None:
    assert NATIONAL.id in {side.item for side in ALL["T8"].sides}
    assert "disputed" in ALL["T8"].consequence.en


def test_t9_a_mock_number_is_never_evidence() -> None:
    item = WORLD.by_id["vendor-dpp-mock-registration"]
    capture, step = item.captures[0], item.events[-1]
    assert no_registration_evidence(capture, step.grade, [each.en for each in item.claims]) is not None
    assert status(item.id) == "reported"
    assert step.case


# ── the timeline, the precedents, the watch list ─────────────────────────────────────────────────


def test_the_chongqing_plan_is_known_by_a_copy_only() -> None:
    plan = status_on(WORLD.by_id["cq-plan-2025-99"], DAY)
    assert plan.status == "announced"
    assert [each.event.status for each in plan.held] == ["published"]


@pytest.mark.parametrize(
    ("identifier", "day", "expected"),
    [
        ("eu-cbam-2023-956", "2025-06-01", "in_force"),
        ("eu-cbam-2023-956", "2026-01-01", "applicable"),
        ("eu-cbam-2025-2547", "2025-12-28", "in_force"),
        ("eu-cbam-2025-2547", DAY, "applicable"),
        ("eu-cbam-2025-2083", DAY, "in_force"),
        ("eu-cbam-carbon-price-draft", DAY, "reported"),
        ("eu-empco-2024-825", "2026-09-26", "in_force"),
        ("eu-empco-2024-825", "2026-09-27", "applicable"),
        ("eu-espr-2024-1781", DAY, "not_triggered"),
        ("eu-pef-2021-2279", DAY, "published"),
        ("cn-gbt-24067-2024", DAY, "announced"),
        ("cn-label-rules-2025", DAY, "announced"),
        ("cn-computer-pilot-haidian", DAY, "announced"),
        ("kr-it-label-exchange", DAY, "announced"),
        ("pact-v3", DAY, "applicable"),
        ("uk-cbam-2027", "2027-06-01", "announced"),
    ],
)
def test_the_timeline_on_a_day(identifier: str, day: str, expected: str) -> None:
    assert status(identifier, day) == expected


def test_nothing_is_operating_and_no_pilot_runs_in_the_shipped_world() -> None:
    strong = set(STATUSES[STATUSES.index("pilot_running") :])
    assert not [item.id for item in WORLD.all() if status(item.id) in strong]


def test_every_date_of_a_law_says_how_well_it_is_known() -> None:
    for item in WORLD.all():
        for rule in (item.in_force, item.applies, *(each.when for each in item.milestones)):
            if rule.day:
                assert rule.citation.source, item.id
                assert rule.citation.status != "unknown", item.id


def test_both_languages_are_there_and_differ() -> None:
    for item in WORLD.all():
        for text in (*item.claims, *item.not_stated, *item.effects, item.note):
            if text.en:
                assert any("\u4e00" <= each <= "\u9fff" for each in text.zh), (item.id, text.zh)


def test_the_precedents_are_there() -> None:
    precedents, problems = parse_precedents("precedents.toml", read_file("precedents.toml").decode())
    assert not problems
    ids = {each.id for each in precedents}
    wanted = {"iso-ts-14029", "eco-platform", "steel-interoperability", "tfs-refusal", "kr-it-label", "catenax-drop-in"}
    assert wanted | {"kolas-iaf", "sg-pact"} <= ids
    assert all(each.citation.source and each.tags and each.bodies for each in precedents)


def test_the_watch_list_names_bodies_and_items_on_file() -> None:
    bodies = watch_bodies()
    wanted = {
        "mofcom",
        "samr",
        "mee",
        "cq-eco",
        "cq-commerce",
        "cq-amr",
        "dg-trade",
        "dg-taxud",
        "jrc",
        "ea",
        "sg-nea",
        "sg-ema",
    }
    assert wanted <= {each.id for each in bodies}
    assert {item for each in bodies for item in each.items} <= set(WORLD.by_id)
    assert all(each.documents for each in bodies)
