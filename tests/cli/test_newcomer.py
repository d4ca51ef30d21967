"""What a newcomer typed and read: names as people write them, options in either place, findings that are counted."""

from __future__ import annotations

import io
import re
import zipfile

import click
import pytest

from campaigns.sample import small_pack
from carnet.cli import policy_show
from carnet.cli.main import program
from carnet.cli.policy_words import in_one_language
from carnet.cli.registers_show import _shown
from carnet.cli.spoken import market_code
from carnet.exchange.pack import derive_view
from carnet.exchange.pack_zip import readings, write_container
from carnet.service.packs import check_pack, repacked
from carnet.service.recognition_data import on_file
from carnet.service.templates import new_study
from tests.cli.program import carnet

pytestmark = pytest.mark.slow

CHINESE = re.compile("[一-鿿]")


@pytest.fixture
def run(capfd):
    return lambda *arguments: carnet(capfd, *arguments)


# ── names ────────────────────────────────────────────────────────────────────────────────────────


def test_a_market_is_known_by_code_and_by_the_name_of_the_country():
    for each in on_file().markets.by_id.values():
        for said in (each.id, each.id.lower(), each.name.zh, each.name.en, each.name.en.upper()):
            assert market_code(said) == each.id
    # A country without a file is known as well: that there is no rule is for the answer to say.
    assert market_code("澳大利亚") == "AU"
    assert market_code("Europe") == "Europe"


@pytest.mark.parametrize(
    "arguments",
    [
        ("scope", "laptop", "--market", "德国", "--purpose", "EPD"),
        ("scope", "laptop", "--market", "germany", "--purpose", "Epd"),
    ],
)
def test_market_and_purpose_are_taken_as_they_are_written(run, arguments):
    plain = run("scope", "laptop", "--market", "DE", "--purpose", "epd")
    found = run(*arguments)
    assert (found.code, found.err) == (0, "")
    assert found.out == plain.out


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("arguments", "offered"),
    [
        (("scope", "钢卷", "--market", "EU"), "hot_rolled_coil"),
        (("scope", "laptop", "--market", "EU", "--purpose", "fame"), "battery-declaration"),
        (("scope", "pv_module", "--market", "EU", "--set", "level=roof"), "level=cell"),
        (("scope", "laptop", "--market", "Mars"), "EU, FR"),
        (("market", "show", "AU"), "EU, FR"),
    ],
)
def test_what_may_be_meant_is_offered_in_the_terminal(run, arguments, offered, lang):
    found = run(*arguments, "--lang", lang)
    assert found.code == 2
    assert offered in found.err


# ── the folder of the data ───────────────────────────────────────────────────────────────────────


def commands(group: click.Group, before: tuple[str, ...] = ()):
    for name, command in group.commands.items():
        if command.hidden:
            continue
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))
        else:
            yield (*before, name), command


def test_global_options_are_taken_behind_every_command():
    lacking = {}
    for path, command in commands(program):
        known = {name for each in command.params for name in each.opts}
        lacking |= {" ".join(path): {"--json", "--lang", "--home"} - known}
    assert len(lacking) > 60
    assert {path: options for path, options in lacking.items() if options} == {}


def test_the_folder_behind_the_command_is_the_one_used(run, tmp_path):
    text = tmp_path / "press.txt"
    text.write_text("市政府发布通报：重庆市与匈牙利就钢铁产品碳足迹举行会谈。", encoding="utf-8")
    one, other = tmp_path / "one", tmp_path / "other"
    added = run("--home", str(other), "policy", "add", str(text), "--retrieved", "2026-10-15", "--home", str(one))
    assert added.code == 0
    assert not other.exists()
    written = [line.removeprefix("→ ") for line in added.out.splitlines() if line.startswith("→ ")]
    # What is printed is where the file is, seen from where the command was typed.
    assert sorted(written) == sorted(str(path) for path in one.rglob("*") if path.is_file())


# ── packs ────────────────────────────────────────────────────────────────────────────────────────


def packed_again(data: bytes, method: int, extra: bytes = b"") -> bytes:
    """The files of a pack as a zip program packs them; `extra` behind the README."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", method) as target:
        for name in sorted(source.namelist()):
            target.writestr(name, source.read(name) + (extra if name == "README.txt" else b""))
    return buffer.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("view", ["", "customer"])
def test_a_pack_packed_again_is_said_to_be_just_that(run, tmp_path, method, view):
    data = packed_again(derive_view(small_pack(), view) if view else small_pack(), method)
    found = check_pack(data)
    assert found["verdict"] == "refused"
    assert repacked(data, found)
    path = tmp_path / "again.zip"
    path.write_bytes(data)
    for lang, words in (("zh", "像是解开后重新打包"), ("en", "unpacked and packed again")):
        told = run("check", str(path), "--lang", lang)
        assert told.code == 1
        assert sum(words in line for line in told.out.splitlines()) >= 1
        assert len(told.out.splitlines()) < 14
        assert not any(line.count("PCK-005") > 1 for line in told.out.splitlines())
    assert len(run("check", str(path), "--details").out.splitlines()) > 20


def changed_zips():
    whole = small_pack()
    entries = readings(whole)[0]
    yield "content", packed_again(whole, zipfile.ZIP_DEFLATED, b" ")
    yield "behind", whole + b"x"
    yield "before", b"x" + whole
    yield "a date", whole.replace(b"\x21\x00", b"\x22\x00", 1)
    yield "one left out", write_container([each for each in entries if each.shown != "README.txt"])
    # By its headers the pack that was issued; by its directory, as zip programs read, other files.
    other = packed_again(whole, zipfile.ZIP_STORED, b" ")
    yield "two readings", whole[: whole.index(b"PK\x01\x02")] + other


@pytest.mark.parametrize(("name", "data"), list(changed_zips()), ids=[name for name, _ in changed_zips()])
def test_a_zip_that_was_changed_is_not_said_to_be_only_packed_again(name, data):
    found = check_pack(data)
    assert found["verdict"] == "refused", name
    assert not repacked(data, found), name
    assert not repacked(small_pack(), check_pack(small_pack()))


def test_what_a_view_withholds_is_counted_and_listed_where_asked_for(run, tmp_path):
    path = tmp_path / "view.zip"
    path.write_bytes(derive_view(small_pack(), "customer"))
    few, every = run("check", str(path)).out, run("check", str(path), "--details").out
    document = run("check", str(path), "--json").document
    assert sum(line.startswith("  – 未披露：") for line in few.splitlines()) == 1
    assert len(every.splitlines()) > len(few.splitlines())
    assert all(f"  – {name}：未披露" in every for name in document["withheld"])
    assert len(document["withheld"]) > 3
    assert f"{document['withheld'][0]}, " in few


def test_a_pack_given_as_a_study_is_named_and_the_way_on_is_said(run, tmp_path):
    path = tmp_path / "pack.zip"
    path.write_bytes(small_pack())
    for lang, words in (("zh", "证据包"), ("en", "evidence pack")):
        told = run("trace", str(path), "--regime", "iso14067", "--lang", lang)
        assert told.code == 2
        assert "FIL-076" in told.err
        assert words in told.err
        assert "carnet check pack.zip" in told.err
        assert "Excel" not in told.err


# ── words ────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_workbook_calls_cells_and_choices_by_their_names(run, tmp_path):
    told = run("new", "--product", "laptop", "--out", str(tmp_path / "x.xlsx"))
    assert "“数据状态”改为“工厂数据”" in told.out
    assert not re.search("改为 plant|“状态”", told.out)
    book = new_study("laptop")
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    assert "“数据状态”改为“工厂数据”" in text
    assert "改为 plant" not in text


def test_a_register_speaks_the_language_of_the_reader():
    assert _shown("basis", "conservative", "zh").startswith("保守")
    assert _shown("basis", "conservative", "en").startswith("conservative")
    assert _shown("declared_unit", "1 t of hot-rolled coil", "zh") == "1 t 热轧卷"
    assert _shown("declared_unit", "1 t of hot-rolled coil", "en") == "1 t of hot-rolled coil"
    assert _shown("declared_unit", "1 t of my own thing", "zh") == "1 t of my own thing"


def test_whom_to_ask_is_said_in_one_language(run):
    assert in_one_language("国家认监委 · CNCA", "zh") == "国家认监委"
    assert in_one_language("国家认监委 · CNCA", "en") == "CNCA"
    for text in ("EUR-Lex; JRC", "DG GROW · EUR-Lex", "甲 · 乙"):
        assert in_one_language(text, "zh") == in_one_language(text, "en") == text
    asked = [line for line in run("policy", "tasks", "--lang", "en").out.splitlines() if "ask: " in line]
    assert len(asked) > 10
    assert [line for line in asked if CHINESE.search(line)] == []
    assert policy_show.in_one_language is in_one_language


@pytest.mark.parametrize(("lang", "words"), [("zh", "什么会收窄界限"), ("en", "what would narrow the bounds")])
def test_what_would_narrow_a_bridge_is_named(run, lang, words):
    told = run("bridge", "steel", "--from", "iso14067", "--to", "eu_cbam", "--lang", lang).out
    rows = told.partition(words)[2].splitlines()[1:6]
    assert len(rows) == 5
    for row in rows:
        assert ":" not in row.partition("(")[0] or lang == "en"
        assert not re.search(r"factor:|reported:|_", row)
        assert bool(CHINESE.search(row)) == (lang == "zh")


def test_warnings_of_a_calculation_say_methods_and_kinds_of_data_in_words(run):
    for lang in ("zh", "en"):
        told = run("calc", "steel", "--regime", "catenax", "--json", "--lang", lang).document["results"][0]["warnings"]
        choices = [each["cause"] for each in told if each["code"] == "CAL-030"]
        assert choices
        for cause in choices:
            assert not re.search(r"\b(expansion|exergy)\b", cause["zh"])
            assert not re.search("“[a-z_]+”", cause["zh"])
    kinds = run("calc", "steel", "--regime", "pef_intermediate", "--json").document["results"][0]["warnings"]
    own = [each["cause"] for each in kinds if each["code"] == "CAL-035"]
    assert all("literature" not in cause["zh"] for cause in own)


def test_the_cbam_names_goods_categories_and_options_in_words(run):
    told = run("cbam", "steel", "--cn", "72083900")
    assert told.code == 1
    for word in ("Hot-rolled coil", "crude_steel", "import_date"):
        assert word not in told.out
    assert "粗钢" in told.out
    assert "--import-date" in told.out
    english = run("cbam", "steel", "--cn", "72083900", "--lang", "en")
    assert "crude_steel" not in english.out
    assert not CHINESE.search(english.out.replace("中文", ""))
    for said in (told.err, english.err):
        assert said.count("--electricity CN=0.6") == 2
