"""The commands: what a person sees, in both languages, and the exit codes."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest

from carnet.service.catalogues import schemas
from tests.cli.program import carnet

pytestmark = pytest.mark.slow


def test_verdict_for_people(capfd):
    run = carnet(capfd, "verdict", "steel", "--market", "EU", "--purpose", "cbam")
    assert run.code == 0
    for part in (
        "结论  ＋ 补证据后才能符合",
        "没有。档案中没有任何机构接受过本案",
        "谁能决定",
        "本结论不说明",
        "D4",
        "K5",
    ):
        assert part in run.out
    assert "互认有效" not in run.out
    assert run.err == ""


def test_verdict_in_english_has_no_chinese(capfd):
    run = carnet(capfd, "verdict", "steel", "--market", "EU", "--purpose", "cbam", "--lang", "en")
    assert run.code == 0
    assert not re.search(r"[\u4e00-\u9fff，。：；（）【】〔〕]", run.out), re.findall(
        r"[^\n]*[\u4e00-\u9fff，。：；（）]+[^\n]*", run.out
    )


def test_verdict_as_json(capfd):
    run = carnet(capfd, "verdict", "steel", "--market", "EU", "--json")
    jsonschema.validate(run.document, schemas()["verdict"])
    assert {one["purpose"] for one in run.document["purposes"]} >= {"cbam", "epd", "passport", "label", "customer"}
    assert run.document["purpose"] == "cbam"


def test_verdict_with_reuse(capfd):
    run = carnet(capfd, "verdict", "steel", "--market", "EU", "--purpose", "epd", "--reuse-from", "iso14067", "--json")
    assert run.document["reuse"]["from"] == "iso14067"
    assert run.document["reuse"]["avoided"] == []
    assert sum(run.document["reuse"]["counts"].values()) == len(run.document["reuse"]["lines"])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("verdict", "steel", "--market", "AU"),
        ("verdict", "pv_topcon", "--market", "FR", "--purpose", "tender"),
        ("scope", "储能", "--market", "EU"),
        ("scope", "72083900", "--market", "DE"),
        ("scope", "e_drive_axle", "--market", "EU", "--plant", "CN-42", "--date", "2026-10-01"),
        ("scope", "--list"),
        ("readiness", "steel", "--market", "EU"),
        ("readiness", "steel", "--market", "AU"),
        ("reuse", "steel", "--from", "gbt24067", "--market", "EU", "--purpose", "epd"),
        ("market", "list"),
        ("market", "show", "EU"),
        ("market", "show", "FR"),
    ],
)
def test_every_command_speaks_both_languages(capfd, arguments: tuple[str, ...], lang: str):
    run = carnet(capfd, *arguments, "--lang", lang)
    assert (run.code, run.err) == (0, "")
    assert run.out.strip()
    for line in run.out.splitlines():
        assert "Traceback" not in line
        assert "{" not in line
        assert not re.search(r"\bNone\b|Text\(", line), line
    if lang == "en":
        assert not re.search(r"[\u4e00-\u9fff，。：；（）【】〔〕]", run.out), re.findall(
            r"[^\n]*[\u4e00-\u9fff，。：；（）]+[^\n]*", run.out
        )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("verdict", "steel", "--market", "Europe"), "REC-067"),
        (("verdict", "steel", "--market", "EU", "--purpose", "fame"), "REC-068"),
        (("verdict", "steel", "--market", "EU", "--date", "soon"), "REC-069"),
        (("verdict", "steel", "--market", "EU", "--from", "iso9"), "REC-072"),
        (("scope", "unobtainium", "--market", "EU"), "REC-066"),
        (("market", "show", "AU"), "REC-073"),
        (("verdict", "nothing.xlsx", "--market", "EU"), "CLI-001"),
    ],
)
def test_wrong_usage_is_told_and_ends_with_2(capfd, arguments: tuple[str, ...], code: str):
    run = carnet(capfd, *arguments)
    assert run.code == 2
    assert code in run.err
    assert run.out == ""


def test_an_unknown_market_is_never_accepted(capfd):
    for market in ("AU", "BR", "ZZ"):
        run = carnet(capfd, "verdict", "steel", "--market", market, "--json")
        assert run.document["overall"] == "no_rule_on_file"
        assert run.document["accepted"] == []


def test_a_broken_file_of_the_user_is_told_with_its_line(capfd, tmp_path: Path):
    (tmp_path / "markets").mkdir()
    (tmp_path / "markets" / "ZZ.toml").write_text('id = "ZZ"\nname = { zh = "某", en = "some" }\ncolour = "red"\n')
    run = carnet(capfd, "--home", str(tmp_path), "market", "list")
    assert run.code == 2
    assert "DAT-003" in run.err
    assert "ZZ.toml:3" in run.err
