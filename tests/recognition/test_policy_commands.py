"""`carnet policy`: lists, one item, tasks, watch, add, diff; own items beside shipped ones; both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.program import Run, carnet
from tests.recognition.policy_items import ARTICLES, DAY, seed

pytestmark = pytest.mark.slow

TALKS = """Talks on recognition for cement exports
12 May 2026
The European Commission and the Ministry of Commerce signed a memorandum on 11 May 2026. It covers cement.
It could shorten certification by two months.
"""


def run(capfd: pytest.CaptureFixture[str], home: Path, *arguments: str) -> Run:
    return carnet(capfd, "--home", str(home), "--lang", "en", "policy", *arguments)


def document(capfd: pytest.CaptureFixture[str], home: Path, *arguments: str) -> dict[str, object]:
    found = run(capfd, home, *arguments, "--json")
    assert found.code == 0, found.err + found.out
    parsed = json.loads(found.out)
    assert isinstance(parsed, dict)
    return parsed


def press(folder: Path, text: str = TALKS, name: str = "page.txt") -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def test_the_list_has_the_promised_shape(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    items = document(capfd, tmp_path, "list", "--on", DAY)["items"]
    assert isinstance(items, list)
    wanted = {"id", "title", "kind", "status", "grade", "in_force_from", "applies_from", "contradictions"}
    assert all(wanted <= set(each) for each in items)
    found = {each["id"]: each for each in items}
    assert [found[each]["status"] for each in ARTICLES].count("reported") == 4
    assert found[ARTICLES[1]]["contradictions"] == ["C4", "C5", "C6"]
    assert found[ARTICLES[0]]["action"] == "prepare"


@pytest.mark.parametrize(
    ("option", "value", "inside", "outside"),
    [
        ("--market", "sg", ARTICLES[0], ARTICLES[2]),
        ("--product", "7208", ARTICLES[0], ARTICLES[2]),
        ("--product", "光伏", ARTICLES[2], ARTICLES[0]),
        ("--status", "not_triggered", "eu-battery-2023-1542-art7", "eu-battery-2023-1542"),
        ("--kind", "proposal", "eu-cbam-com-2025-989", "eu-cbam-2023-956"),
    ],
)
def test_lists_are_narrowed(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, option: str, value: str, inside: str, outside: str
) -> None:
    out = run(capfd, tmp_path, "list", option, value, "--on", DAY).out
    assert inside in out
    assert outside + " " not in out


def test_what_was_known_when(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    early = document(capfd, tmp_path, "list", "--on", DAY, "--known", "2026-01-01")["items"]
    assert {each["status"] for each in early} == {"unverified"}  # type: ignore[attr-defined]
    later = document(capfd, tmp_path, "list", "--on", "2025-12-31")["items"]
    states = {each["id"]: each["status"] for each in later}  # type: ignore[attr-defined]
    assert states["eu-cbam-2023-956"] == "in_force"
    assert states[ARTICLES[0]] == "unverified"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_item_can_be_shown(capfd: pytest.CaptureFixture[str], tmp_path: Path, lang: str) -> None:
    items = document(capfd, tmp_path, "list", "--on", DAY)["items"]
    for each in [item["id"] for item in items][::7]:  # type: ignore[attr-defined]
        found = carnet(capfd, "--home", str(tmp_path), "--lang", lang, "policy", "show", each, "--on", DAY)
        assert found.code == 0
        assert each in found.out
        assert {"zh": "最多可以", "en": "At most"}[lang] in found.out


def test_the_memorandum_says_what_it_is_not(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = run(capfd, tmp_path, "show", ARTICLES[1], "--on", DAY).out
    for part in (
        "Held back: 2026-06-25 signed", "private conformity assessment body", "Not to be used for", "Contradiction C4",
        "What it does not state", "find-cq-memo-text", "which ones is unknown", "is no EU law",
    ):  # fmt: skip
        assert part in " ".join(out.split()), part
    shown = document(capfd, tmp_path, "show", ARTICLES[1], "--on", DAY)
    assert [each["status"] for each in shown["held"]] == ["signed", "pilot_announced"]  # type: ignore[attr-defined]


def test_an_unknown_id_and_day_exit_2_with_a_hint(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    found = run(capfd, tmp_path, "show", "cq-memo-trucks")
    assert found.code == 2
    assert "REC-002" in found.err
    assert ARTICLES[1] in found.err
    assert run(capfd, tmp_path, "list", "--on", "2026-02-30").code == 2


def test_tasks_warn_and_can_be_closed(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = run(capfd, tmp_path, "tasks", "--on", "2027-01-10").out
    assert "19 days overdue" in out
    done = ("tasks", "--on", "2027-01-10", "--done", "find-cq-steel-official", "--found", "a notice")
    assert "find-cq-steel-official:" not in run(capfd, tmp_path, *done).out
    everything = document(capfd, tmp_path, "tasks", "--on", "2027-01-10", "--all")["tasks"]
    closed = next(each for each in everything if each["id"] == "find-cq-steel-official")  # type: ignore[attr-defined]
    assert closed["done"]
    assert closed["found"] == "a notice"
    assert run(capfd, tmp_path, "tasks", "--done", "find-nothing").code == 2


def test_the_watch_list(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "mofcom" in run(capfd, tmp_path, "watch", "--on", DAY).out
    looked = document(capfd, tmp_path, "watch", "--on", DAY, "--looked", "mofcom")["bodies"]
    mofcom = next(each for each in looked if each["id"] == "mofcom")  # type: ignore[attr-defined]
    assert (mofcom["due"], mofcom["next_on"]) == (False, "2026-12-06")
    assert run(capfd, tmp_path, "watch", "--looked", "nobody").code == 2


def test_add_keeps_the_copy_and_raises_nothing(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    home = tmp_path / "home"
    added = document(capfd, home, "add", press(tmp_path), "--url", "https://ec.europa.eu/x", "--retrieved", DAY)
    assert (added["status"], added["grade"], added["new"]) == ("reported", "B4", True)
    assert "signed" in added["held_back"]  # type: ignore[operator]
    assert [each["id"] for each in added["parties"]] == ["ec", "mofcom"]  # type: ignore[attr-defined]
    kept = [home / str(name) for name in added["written"]]  # type: ignore[attr-defined]
    assert all(each.is_file() for each in kept)
    assert kept[1].read_text("utf-8") == TALKS
    out = run(capfd, home, "list", "--on", DAY).out
    assert f"* {added['id']}" in out
    assert run(capfd, home, "add", press(tmp_path)).code == 2


def test_a_new_version_shows_the_wording_and_what_it_touches(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    home = tmp_path / "home"
    run(capfd, home, "add", press(tmp_path), "--id", "cement-talks", "--retrieved", DAY)
    (home / "labels").mkdir()
    (home / "labels" / "one.json").write_text('{"rests_on": ["cement-talks"]}')
    (home / "plans").mkdir()
    (home / "plans" / "two.toml").write_text('product = "steel"')
    newer = press(tmp_path, TALKS.replace("It covers cement.", "It covers cement and steel."), "newer.txt")
    added = document(capfd, home, "add", newer, "--id", "cement-talks", "--retrieved", DAY)
    assert [each["kind"] for each in added["changes"]] == ["changed"]  # type: ignore[attr-defined]
    assert added["products_new"] == ["steel"]
    touched = {(each["kind"], each["name"]) for each in added["touches"]}  # type: ignore[attr-defined]
    assert touched == {("label", "labels/one.json"), ("plan", "plans/two.toml")}
    out = run(capfd, home, "diff", "cement-talks").out
    assert "{+" in out
    assert "+steel" in out
    assert run(capfd, home, "diff", newer, press(tmp_path)).code == 0
    assert run(capfd, home, "diff", ARTICLES[0]).code == 2


def test_an_article_is_known_by_its_digest(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    found = run(capfd, tmp_path, "add", str(seed(1)))
    assert found.code == 2
    assert ARTICLES[1] in found.err


@pytest.mark.parametrize("number", range(5))
def test_no_article_becomes_more_than_a_report(capfd: pytest.CaptureFixture[str], tmp_path: Path, number: int) -> None:
    added = document(capfd, tmp_path, "add", str(seed(number)), "--id", f"own-{number}", "--retrieved", DAY)
    assert added["status"] == "reported"
    assert str(added["grade"])[0] == ("E" if number < 3 else "D")


def test_a_users_mistake_is_named_and_hides_nothing_shipped(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "policy"
    folder.mkdir()
    (folder / "eu-cbam-2023-956.toml").write_text('id = "eu-cbam-2023-956"\nkind = "joke"\n', "utf-8")
    (folder / "broken.toml").write_bytes(b"\xff\xfe\x00 = [")
    found = run(capfd, tmp_path, "list", "--on", DAY)
    assert found.code == 1
    assert "eu-cbam-2023-956.toml" in found.err
    assert "broken.toml" in found.err
    assert "eu-cbam-2023-956  " in found.out


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50])
def test_no_text_no_item(capfd: pytest.CaptureFixture[str], tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.html"
    path.write_bytes(content)
    found = run(capfd, tmp_path / "home", "add", str(path))
    assert found.code == 2
    assert "REC-010" in found.err
    assert not (tmp_path / "home" / "policy").exists()
    assert run(capfd, tmp_path, "add", str(tmp_path / "none.txt")).code == 2


def test_ids_days_and_kinds_are_checked(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = press(tmp_path)
    assert "REC-013" in run(capfd, tmp_path, "add", file, "--id", "../x").err
    assert "REC-011" in run(capfd, tmp_path, "add", file, "--retrieved", "gestern").err
    assert "REC-005" in run(capfd, tmp_path, "add", file, "--source-kind", "friend").err


def test_other_encodings(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name, encoding in (("a.txt", "gb18030"), ("b.txt", "utf-16")):
        path = tmp_path / name
        path.write_bytes(f"重庆市生态环境局于2026年6月17日发布{name}的光伏组件通知，供企业参考使用。".encode(encoding))
        added = document(capfd, tmp_path / "home", "add", str(path), "--id", f"item-{name[0]}", "--retrieved", DAY)
        assert [each["id"] for each in added["parties"]] == ["cq-eco"]  # type: ignore[attr-defined]
