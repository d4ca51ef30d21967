"""Statements and letters: they expire, carry the weakest grade, and refuse words beyond their evidence."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from carnet.cli.main import program
from carnet.errors import Text
from carnet.recognition.model import Grade
from carnet.recognition.statements import MOST_DAYS, NOT_CLAIMED, Basis, Item, Statement, check, page, state_on
from carnet.report.wording_page import wording_page, wording_page_images
from carnet.service.wording import lint_text, phrases

LETTER = Statement(
    kind="buyer_letter",
    issuer=Text("示例钢铁", "Example Steel"),
    product=Text("热轧卷板", "hot-rolled coil"),
    plant=Text("一厂", "plant 1"),
    market="EU",
    purpose="cbam",
    issued_on="2026-11-22",
    valid_to="2026-12-31",
    items=(
        Item(Text("活动数据", "activity data"), "present", "activity.xlsx", Grade("B", "2"), "2026-12-01"),
        Item(Text("核查报告", "verification report"), "missing"),
    ),
    bases=(Basis("cbam", Text("CBAM条例", "CBAM Regulation"), "applicable", Grade("A", "1")),),
    addressee=Text("买方", "the buyer"),
)

INSIDE = replace(
    LETTER,
    kind="readiness",
    bases=(Basis("talks", Text("磋商（报道）", "talks (report)"), "reported", Grade("D", "4")),),
)


def codes(statement):
    return [each.code for each in check(statement, phrases())]


def test_a_whole_letter_is_issued():
    assert codes(LETTER) == []
    assert LETTER.grade() == Grade("B", "2")
    assert INSIDE.grade() == Grade("D", "4")
    assert replace(LETTER, items=LETTER.items[1:]).grade() is None  # law alone is no evidence


def test_what_may_stand_in_a_letter_and_what_only_inside():
    """A report may be mentioned in a statement for use inside, marked as one; a letter to a buyer refuses it."""
    assert codes(INSIDE) == []
    assert "an unconfirmed report headed: talks (report): reported, D4" in page(INSIDE, "2026-11-22").text("en")
    assert codes(replace(LETTER, bases=INSIDE.bases)) == ["REC-129"]
    assert "talks" in str(check(replace(LETTER, bases=INSIDE.bases), phrases())[0].cause.en)


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("据报道，重庆已与匈牙利签署互认协议。", "Reportedly, the EU recognises our carbon footprint certificates."),
        ("据新华社消息，欧盟已承认本公司结果。", "According to the press, the EU recognises our results."),
        ("媒体报道称，欧盟已承认本公司结果。", "It was reported that the EU recognises our results."),
    ],
)
def test_no_attribution_opens_the_note_of_a_letter(zh, en):
    assert set(codes(replace(LETTER, note=Text(zh, "Preparing.")))) == {"REC-125"}
    assert set(codes(replace(LETTER, note=Text("准备中。", en)))) == {"REC-125"}
    assert codes(replace(LETTER, note=Text("我们正在准备核查。", "We are preparing the verification."))) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"valid_to": ""}, "REC-123"),
        ({"valid_to": "next year"}, "REC-123"),
        ({"valid_to": "2026-11-21"}, "REC-123"),
        ({"valid_to": "2027-01-22"}, "REC-123"),
        ({"kind": "poster"}, "REC-124"),
        ({"addressee": Text("", "")}, "REC-124"),
        ({"plant": Text("一厂", "")}, "REC-124"),
        ({"purpose": "fame"}, "REC-124"),
        ({"items": ()}, "REC-124"),
        ({"items": (replace(LETTER.items[0], document=""),)}, "REC-124"),
        ({"note": Text("结果已获欧盟互认。", "The result is recognised by the EU.")}, "REC-125"),
        ({"product": Text("绿色钢材", "green steel")}, "REC-125"),
    ],
)
def test_what_is_not_issued(change, code):
    assert code in codes(replace(LETTER, **change))


def test_the_last_day_may_be_as_far_as_said_and_no_further():
    assert MOST_DAYS["buyer_letter"] == 60
    assert codes(replace(LETTER, valid_to="2027-01-21")) == []
    assert codes(replace(LETTER, valid_to="2027-01-22")) == ["REC-123"]


def test_it_expires_by_itself():
    assert [state_on(LETTER, day) for day in ("2026-11-21", "2026-11-22", "2026-12-31", "2027-01-01")] == [
        "not_yet", "valid", "valid", "expired",
    ]  # fmt: skip
    late = page(LETTER, "2027-01-01")
    assert late.mark.startswith("EXPIRED")
    assert "activity data" not in late.text("en")
    assert "EXPIRED" in late.text("en")
    assert "已过期" in late.text("zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_what_is_not_claimed_and_passes_the_guard(lang):
    said = page(LETTER, "2026-11-22").text(lang)
    assert all(each.get(lang) in said for each in NOT_CLAIMED)
    assert "B2" in said
    assert "2026-12-31" in said
    assert lint_text(said) == ()


def test_ready_for_review_only_when_nothing_is_lacking():
    words = "ready for review"
    whole = replace(LETTER, items=LETTER.items[:1])
    assert words in page(whole, "2026-11-22").text("en").lower()
    for lacking in ((), LETTER.items, (replace(LETTER.items[0], state="unknown"),)):
        assert words not in page(replace(LETTER, items=lacking), "2026-11-22").text("en").lower()


def test_an_item_whose_document_expired_is_shown_expired():
    assert "present: activity data" in page(LETTER, "2026-12-01").text("en")
    assert "expired: activity data" in page(LETTER, "2026-12-02").text("en")


def test_the_page_is_one_page_and_the_same_each_time():
    made = page(LETTER, "2026-11-22")
    assert len(wording_page_images(made, "zh", scale=0.2)) == 1
    assert wording_page(made, "en") == wording_page(made, "en")


DRAFT = """
kind = "readiness"
issuer = { zh = "甲", en = "A" }
product = { zh = "热轧卷板", en = "hot-rolled coil" }
plant = { zh = "一厂", en = "plant 1" }
market = "EU"
purpose = "cbam"
policy = ["cq-talks-steel-2026-06-17"]

[[items]]
what = { zh = "核查报告", en = "verification report" }
state = "missing"
"""


def run(*arguments):
    return CliRunner().invoke(program, [*arguments], catch_exceptions=False)


def test_the_command(tmp_path):
    draft = tmp_path / "draft.toml"
    draft.write_text(DRAFT, encoding="utf-8")
    common = ["policy", "statement", str(draft), "--issued", "2026-11-22", "--lang", "en"]
    assert run(*common).exit_code == 1
    good = run(*common, "--valid-to", "2027-01-31")
    assert good.exit_code == 0
    assert "reported, D4" in good.stdout
    assert "EXPIRED" in run(*common, "--valid-to", "2027-01-31", "--on", "2027-02-01").stdout
    out = tmp_path / "statement.pdf"
    assert run(*common, "--valid-to", "2027-01-31", "--out", str(out)).exit_code == 0
    assert out.read_bytes().startswith(b"%PDF")
    draft.write_text(DRAFT.replace("state =", "colour ="), encoding="utf-8")
    assert run(*common, "--valid-to", "2027-01-31").exit_code == 2


def test_the_checklist_of_a_study_is_read_on_the_day_of_issue(tmp_path):
    """The states are those of `carnet readiness` on that day; a document put on file changes the statement."""
    draft, house = tmp_path / "letter.toml", tmp_path / "home"
    of = ["--study", "steel", "--market", "EU", "--purpose", "cbam", "--kind", "buyer_letter"]
    assert run("policy", "statement", str(draft), "--new", *of).exit_code == 0
    assert run("policy", "statement", str(draft), "--new", *of).exit_code == 2  # never written over
    common = ["--home", str(house), "policy", "statement", str(draft), "--lang", "en", "--issued", "2026-11-22"]
    lacking = run(*common)
    assert lacking.exit_code == 1
    for field in ("REC-123", "issuer", "plant", "addressee"):
        assert field in lacking.output
    text = draft.read_text(encoding="utf-8").replace('valid_to = ""', 'valid_to = "2026-12-31"')
    draft.write_text(text.replace('{ zh = "", en = "" }', '{ zh = "甲", en = "A" }'), encoding="utf-8")
    told = run(*common).stdout
    ready = json.loads(
        run("readiness", "steel", "--market", "EU", "--purpose", "cbam", "--date", "2026-11-22", "--json").stdout
    )
    for item in ready["items"]:
        assert f"{item['state'].replace('_', ' ')}: {item['item']['en']}" in told
    assert "none, nothing is present" in told
    assert "EXAMPLE" in told  # data of the literature
    (house / "evidence").mkdir(parents=True)
    (house / "evidence" / "plan.toml").write_text(
        '[[held]]\nid = "p"\nitem = "cbam.monitoring_plan"\nproduct = ""\nplant = ""\n'
        'document = { source = "plan 3", locator = "", status = "read" }\nvalid_to = "2026-12-01"\n',
        encoding="utf-8",
    )
    assert "present: monitoring plan (methodology document) (plan 3 · D3)" in run(*common).stdout
    assert "expired: monitoring plan" in run(*common[:-1], "2026-12-02").stdout


def test_lint_text_on_the_command_line(tmp_path):
    bad, good = tmp_path / "bad.txt", tmp_path / "good.md"
    bad.write_text("Fine.\nOur coil is CBAM certified.\n", encoding="utf-8")
    good.write_text("本结果尚未互认。\n", encoding="utf-8")
    assert run("policy", "lint-text", str(good)).exit_code == 0
    told = run("policy", "lint-text", str(bad), str(good), "--json")
    assert told.exit_code == 1
    (first, second) = json.loads(told.stdout)["files"]
    assert [(each["class"], each["line"]) for each in first["findings"]] == [("certified", 2)]
    assert second["findings"] == []
    paper = tmp_path / "evidence.toml"
    paper.write_text(
        '[[evidence]]\nnames = ["CBAM"]\nopens = ["certified"]\ngrade = "A1"\nstatus = "applicable"\n'
        'document = "report 7"\n',
        encoding="utf-8",
    )
    assert run("policy", "lint-text", str(bad), "--evidence", str(paper)).exit_code == 0
    paper.write_text('[[evidence]]\nnames = ["CBAM"]\n', encoding="utf-8")
    assert run("policy", "lint-text", str(bad), "--evidence", str(paper)).exit_code == 2
    bad.write_bytes(b"\xff\xfe\x00bad")
    assert run("policy", "lint-text", str(bad)).exit_code == 2
    assert run("policy", "lint-text", str(tmp_path / "none.txt")).exit_code == 2
