"""The officer's page: what it is, its grade, what it does not mean; within one page; within the guard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner

from carnet.cli.main import program
from carnet.recognition.brief import brief, does_not_mean
from carnet.recognition.status import StatusOn, status_on
from carnet.report.wording_page import wording_page_images
from carnet.service.papers import brief_page
from carnet.service.policy import shelf
from carnet.service.wording import lint_text

pytestmark = pytest.mark.slow

MEMO = "cq-memo-trucks-2026-06-25"
DAY = "2026-11-22"
IDS = tuple(sorted(shelf().items.by_id))


def item(name=MEMO):
    return shelf().items.by_id[name]


def test_the_memorandum():
    said = brief_page(MEMO, DAY).text("en")
    for words in (
        "Status: reported. Evidence: D4", "by these bodies, not by EU law", "changes nothing under the CBAM",
        "not law", "inherits nothing", "saving of time is not measured", "C4", "C5", "C6", "(open)", "2026-12-22",
        "prepare; change no commitment",
    ):  # fmt: skip
        assert words in said, words


def test_an_overdue_task_is_told():
    assert "(overdue)" in brief_page(MEMO, "2027-01-01").text("en")
    assert "(overdue)" not in brief_page(MEMO, DAY).text("en")


@pytest.mark.parametrize("name", IDS)
def test_no_page_claims_more_than_its_evidence(name):
    made = brief_page(name, DAY)
    for lang in ("zh", "en"):
        assert [(each.rule, each.quote, each.sentence) for each in lint_text(made.text(lang))] == []


@pytest.mark.parametrize("name", [MEMO, "cn-eu-talks-mofcom-2026-05-30", "eu-cbam-2023-956", max(IDS, key=len)])
def test_a_page_is_one_page(name):
    assert [len(wording_page_images(brief_page(name, DAY), lang, scale=0.2)) for lang in ("zh", "en")] == [1, 1]


def test_what_does_not_hold_is_not_said():
    law = item("eu-cbam-2023-956")
    assert not any("not law" in each.en for each in does_not_mean(law, StatusOn("applicable", None, ())))
    bare = replace(item(), parties=(), related=(), claims=(), scope=replace(item().scope, markets=()))
    said = " ".join(each.en for each in does_not_mean(bare, StatusOn("reported", None, ())))
    assert "bodies" not in said
    assert "CBAM" not in said
    assert "inherits" not in said
    assert "months" not in said


def test_nothing_known_is_the_weakest_grade():
    made = brief(replace(item(), events=()), status_on(replace(item(), events=()), DAY), (), DAY)
    assert "F6" in made.banner.en


def test_the_command(tmp_path):
    run = CliRunner().invoke
    assert run(program, ["policy", "brief", MEMO, "--lang", "zh"]).exit_code == 0
    out = tmp_path / "brief.pdf"
    assert run(program, ["policy", "brief", MEMO, "--out", str(out)]).exit_code == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert run(program, ["policy", "brief", MEMO, "--out", str(tmp_path / "brief.doc")]).exit_code == 2
    assert run(program, ["policy", "brief", "nosuch"]).exit_code == 2
