"""What a user adds to a policy item moves scope and verdict, and the commands say what moves: old → new."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from carnet.errors import InputError
from carnet.service.home import use_home
from carnet.service.policy import Days, shelf
from carnet.service.policy_touch import effect_of, supposed, touch_of
from carnet.service.recognition_data import on_file
from carnet.service.studies import open_study
from carnet.service.verdict_json import scope_json, verdict_json
from carnet.service.verdict_schema import VERDICT
from carnet.service.verdicts import run_scope, run_verdict
from tests.cli.program import carnet
from tests.recognition.policy_items import DAY

PURPOSE = "battery-declaration"
METHOD, FORMAT = "eu-battery-cfb-ev-method", "eu-battery-cfb-declaration-format"
ADDITION = """to = "{item}"

[[versions]]
id = "new"

[[captures]]
id = "new1"
version = "new"
retrieved_on = "2027-02-01"
language = "en"
origin = "eur-lex.europa.eu/x"
official = {official}
source_kind = "{kind}"

[[events]]
status = "{status}"
on = "{on}"
known_on = "2027-02-01"
capture = "new1"
grade = "{grade}"
"""


@pytest.fixture
def home(tmp_path: Path):
    use_home(str(tmp_path))
    yield tmp_path
    use_home("")


def add(home: Path, item: str, status: str = "in_force", on: str = "2027-01-31", grade: str = "A1") -> None:
    official = grade[0] == "A"
    folder = home / "policy"
    folder.mkdir(exist_ok=True)
    text = ADDITION.format(
        item=item, status=status, on=on, grade=grade,
        official=str(official).lower(), kind="official" if official else "trade",
    )  # fmt: skip
    (folder / f"{item}.more.toml").write_text(text, "utf-8")


def scope(day: str, known: str = "", market: str = "EU", purpose: str = PURPOSE) -> tuple[str, str]:
    run = run_scope("traction_battery", market, purpose=purpose, day=day, known=known, settings=["level=battery"])
    return run.found[0].answer.answer, run.found[0].answer.applies_from


def verdict(day: str, purpose: str = PURPOSE, study: str = "lfp_pack_truck", settings: tuple[str, ...] = ()):
    given = settings or (("level=battery",) if study == "lfp_pack_truck" else ())
    return run_verdict(open_study(study), "EU", purpose=purpose, day=day, settings=given, with_bridge=False)


def test_the_declaration_begins_twelve_months_after_both_acts(home: Path) -> None:
    assert scope("2030-01-01") == ("not_yet", "")
    add(home, METHOD)
    assert scope("2030-01-01") == ("not_yet", "")  # the act on the form is open
    add(home, FORMAT, on="2027-03-31")
    assert scope("2027-06-30") == ("not_yet", "2028-03-31")
    assert scope("2028-03-30")[0] == "not_yet"
    assert scope("2028-03-31") == ("in", "2028-03-31")
    assert scope("2028-03-31", market="DE")[0] == "in"
    assert verdict("2027-06-30").verdict.overall == "not_yet"
    assert verdict("2028-03-31").verdict.overall not in {"not_yet", "not_in_scope", "no_rule_on_file"}
    # As known before the copies were at hand, nothing has moved.
    assert scope("2028-03-31", known="2027-01-31") == ("not_yet", "")


def test_a_trade_page_moves_nothing(home: Path) -> None:
    add(home, METHOD, grade="D4")
    add(home, FORMAT, grade="D4")
    assert scope("2030-01-01") == ("not_yet", "")
    run = run_scope("traction_battery", "EU", purpose=PURPOSE, day="2030-01-01", settings=["level=battery"])
    method = next(one for one in run.found[0].answer.rests if one.item.id == METHOD)
    assert method.role == "trigger"
    assert "in_force" in [each.event.status for each in method.status.held]


def test_a_suspended_act_leaves_the_verdict_to_a_decision(home: Path) -> None:
    before = verdict("2027-03-01", "passport").verdict
    assert before.scope.answer == "in"
    add(home, "eu-battery-2023-1542", "suspended", "2027-02-20")
    found = verdict("2027-03-01", "passport")
    assert (found.verdict.scope.answer, found.verdict.overall) == ("unknown", "needs_decision")
    assert any("suspended" in text.en for text in found.verdict.why)
    assert scope("2027-02-19", purpose="passport")[0] == "in"  # the day before


def test_an_act_beside_the_line_makes_the_verdict_need_a_decision(home: Path) -> None:
    day = DAY
    assert verdict(day, "cbam", "steel").verdict.overall == "after_evidence"
    add(home, "eu-cbam-2025-2547", "superseded", "2026-11-01")
    found = verdict(day, "cbam", "steel").verdict
    assert (found.scope.answer, found.overall) == ("in", "needs_decision")
    assert "2025/2547" in found.why[0].en
    add(home, "eu-cbam-2025-2547", "superseded", "2026-11-01", "D4")
    assert verdict(day, "cbam", "steel").verdict.overall == "after_evidence"


def test_every_answer_lists_what_it_rests_on(home: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    document = verdict_json(verdict(DAY))
    jsonschema.validate(json.loads(json.dumps(document)), VERDICT)
    assert not {"known", "rests_on"} & set(VERDICT["required"])
    found = {each["item"]: each for each in document["rests_on"]}
    assert document["rests_on"][0]["item"] == "eu-battery-2023-1542-art7"
    assert (found[METHOD]["role"], found[METHOD]["grade"]) == ("trigger", "A2")
    assert found[METHOD]["known_on"] == DAY
    assert found[FORMAT]["held_back"][0]["grade"] == "D5"
    run = run_scope("traction_battery", "EU", day=DAY, settings=["level=battery"])
    lines = {each["purpose"]: each["item"] for each in scope_json(run)["purposes"]}
    assert lines["passport"] == "eu-battery-2023-1542"
    assert lines["epd"] is None  # that line rests on no item on file


def test_all_that_is_on_file_counts_unless_a_day_is_named(home: Path) -> None:
    data = on_file()
    assert data.known("2025-01-01") == data.newest() == DAY
    assert data.known("2030-01-01") == "2030-01-01"
    assert data.known("2030-01-01", "2026-01-01") == "2026-01-01"
    # Nothing was at hand before the first capture: nothing could be told then.
    run = run_scope("hot_rolled_coil", "EU", purpose="cbam", day=DAY, known="2026-01-01")
    assert (run.found[0].answer.answer, run.known_to) == ("unknown", "2026-01-01")
    assert run.found[0].answer.rests[0].status.status == "unverified"


MARKET = """id = "XY"
name = {{ zh = "甲", en = "A" }}

[[purposes]]
purpose = "epd"
kind = "voluntary"
regimes = ["en15804"]
items = ["{item}"]
decides = []
checklist = []
citation = {{ source = "x" }}

[[purposes.rules]]
id = "all"
answer = "in"
why = {{ zh = "全部", en = "all of it" }}
citation = {{ source = "x" }}
"""
ITEM = """id = "own-programme"
title = {{ zh = "自己的项目", en = "own programme" }}
kind = "programme_rule"
legal_nature = "voluntary"
jurisdiction = "XY"
issuer = {{ zh = "甲", en = "A" }}
issuer_kind = "programme_operator"

[[versions]]
id = "v1"

[[captures]]
id = "c1"
version = "v1"
retrieved_on = "2026-11-22"
language = "en"
origin = "x.example"
official = true
source_kind = "official"

[[events]]
status = "{status}"
on = "2026-01-01"
known_on = "2026-11-22"
capture = "c1"
grade = "B2"
"""


def test_an_own_market_rests_on_an_own_item_and_a_wrong_id_is_told(home: Path) -> None:
    (home / "markets").mkdir()
    (home / "policy").mkdir()
    (home / "markets" / "XY.toml").write_text(MARKET.format(item="own-programme"), "utf-8")
    with pytest.raises(InputError) as told:
        on_file()
    (wrong,) = told.value.problems
    assert (wrong.code, wrong.place.file, wrong.place.cell) == ("REC-074", "XY.toml", "8")
    (home / "policy" / "own-programme.toml").write_text(ITEM.format(status="announced"), "utf-8")
    assert run_scope("rebar", "XY", day=DAY).found[0].answer.answer == "in"
    (home / "policy" / "own-programme.toml").write_text(ITEM.format(status="signed"), "utf-8")
    assert run_scope("rebar", "XY", day=DAY).found[0].answer.answer == "not_yet"
    touched = touch_of(shelf(), "own-programme", Days(DAY, DAY)).touched
    assert ("market", "XY/epd", "all") in {(each.kind, each.name, each.why) for each in touched}


# ── what moves ───────────────────────────────────────────────────────────────────────────────────


def test_touch_names_pairs_lines_and_what_a_user_stored(home: Path) -> None:
    for folder, name, text in (
        ("verdicts", "a.json", json.dumps({"market": "DE", "purpose": PURPOSE, "overall": "not_yet"})),
        ("verdicts", "b.json", json.dumps({"market": "DE", "purpose": "cbam"})),
        ("plans", "c.toml", f'market = "EU"\npurpose = "{PURPOSE}"\n'),
        ("labels", "d.json", json.dumps({"rests_on": [{"item": METHOD}]})),
        ("registers", "e.jsonl", json.dumps({"market": "EU", "purpose": PURPOSE}) + "\n"),
        ("studies", "f.json", "{not json"),
    ):
        (home / folder).mkdir(exist_ok=True)
        (home / folder / name).write_text(text, "utf-8")
    found = {(each.kind, each.name, each.why) for each in touch_of(shelf(), METHOD, Days(DAY, DAY)).touched}
    assert found == {
        ("item", "eu-battery-2023-1542-art7", METHOD),
        ("market", f"EU/{PURPOSE}", "traction"),
        ("verdict", "verdicts/a.json", f"EU/{PURPOSE}"),
        ("plan", "plans/c.toml", f"EU/{PURPOSE}"),
        ("label", "labels/d.json", METHOD),
        ("register", "registers/e.jsonl", f"EU/{PURPOSE}"),
    }


def test_the_effect_of_an_addition_is_the_old_and_the_new_answer(home: Path) -> None:
    add(home, FORMAT)
    add(home, METHOD)
    when = Days("2027-02-01", "2027-02-01")
    moved = touch_of(shelf(), METHOD, when).effect.moved
    told = {(one.product, one.variants, one.day, one.before.answer, one.after.answer, one.after.applies_from)
            for one in moved}  # fmt: skip
    assert ("traction_battery", ("level=battery",), "2027-02-01", "not_yet", "not_yet", "2028-01-31") in told
    assert ("electric_vehicle", (), "2028-01-31", "not_yet", "in", "2028-01-31") in told
    assert {one.product for one in moved} == {"traction_battery", "electric_vehicle"}
    add(home, METHOD, grade="D4")
    assert touch_of(shelf(), METHOD, when).effect.moved == ()


def test_a_supposed_status_is_shown_and_not_kept(home: Path) -> None:
    item = shelf().items.by_id["eu-battery-2023-1542"]
    effect = effect_of(item, supposed(item, "suspended", DAY, DAY), DAY)
    assert {one.after.answer for one in effect.moved} == {"unknown"}
    assert {one.purpose for one in effect.moved} == {"passport"}
    assert "EU/passport" in effect.unsettled
    assert list(home.iterdir()) == []
    same = effect_of(item, item, DAY)
    assert (same.moved, same.unsettled) == ((), ())
    assert same.asked > 20


def test_touch_on_the_command_line(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    touch = ("--home", str(tmp_path), "policy", "touch")
    found = carnet(capfd, "--json", *touch, "uk-cbam-2027", "--on", "2027-01-01", "--if", "applicable")
    document = json.loads(found.out)
    assert ("market", "GB/cbam") in {(each["kind"], each["name"]) for each in document["touches"]}
    assert document["supposed"] == {"status": "applicable", "since": "2027-01-01"}
    gone = carnet(capfd, "--lang", "en", *touch, "uk-cbam-2027", "--on", "2027-01-01", "--if", "withdrawn").out
    assert "GB × cbam: in scope (from 2027-01-01) → unknown" in gone
    assert "hot_rolled_coil" in gone
    none = carnet(capfd, "--lang", "en", *touch, "uk-cbam-2027", "--on", "2027-01-01").out
    assert "No scope answer changes" in none
    assert carnet(capfd, *touch, "no-such-item").code == 2
    assert carnet(capfd, *touch, "uk-cbam-2027", "--if", "applicable", "--since", "soon").code == 2


TEXT = """Commission adopts the act on the form of the battery footprint declaration

Brussels, 31 January 2027. The European Commission announced that the implementing regulation on the form of the
carbon footprint declaration for batteries entered into force on 31 January 2027.
"""


def test_policy_add_tells_what_moves_and_what_would(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TEXT, "utf-8")
    use_home(str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    add(tmp_path / "home", METHOD)
    arguments = ("policy", "add", str(page), "--id", FORMAT, "--url", "https://eur-lex.europa.eu/x")
    given = ("--home", str(tmp_path / "home"), "--json", *arguments, "--retrieved", "2027-02-02")
    document = json.loads(carnet(capfd, *given).out)
    use_home("")
    assert document["grade"] == "B4"
    assert document["effect"]["moved"] == []  # the copy is unconfirmed: nothing moves
    assert ("market", f"EU/{PURPOSE}") in {(each["kind"], each["name"]) for each in document["touches"]}
    assert "in_force" in document["held_back"]
    would = document["effect_if_confirmed"]["moved"]
    assert ("traction_battery", "not_yet", "in") in {
        (one["product"], one["before"]["answer"], one["after"]["answer"]) for one in would
    }


def test_the_list_of_a_member_shows_the_law_around_it(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    listed = ("--home", str(tmp_path), "policy", "list", "--market", "FR", "--on", DAY)
    rows = {each["id"]: each["of_market"] for each in json.loads(carnet(capfd, "--json", *listed).out)["items"]}
    assert rows["fr-vat-pv-2025"] == ""
    assert rows["eu-cbam-2023-956"] == "EU"
    assert "uk-cbam-2027" not in rows
    text = carnet(capfd, "--lang", "en", *listed).out
    assert "⊃ EU" in text
    assert "⊃ of EU around it" in text
    alone = ("--home", str(tmp_path), "policy", "list", "--market", "EU", "--on", DAY)
    own = {each["id"]: each["of_market"] for each in json.loads(carnet(capfd, "--json", *alone).out)["items"]}
    assert "fr-vat-pv-2025" not in own
    assert set(own.values()) == {""}


def test_known_on_the_command_line(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asked = ("--home", str(tmp_path), "--lang", "en", "scope", "hot_rolled_coil", "--market", "EU", "--purpose", "cbam")
    assert "✓ eu-cbam-2023-956: applicable; A1; known 2026-11-22" in carnet(capfd, *asked).out
    early = carnet(capfd, *asked, "--known", "2026-01-01").out
    assert "as known on 2026-01-01" in early
    assert "eu-cbam-2023-956: unverified; no grade" in early
    assert carnet(capfd, *asked, "--known", "soon").code == 2
