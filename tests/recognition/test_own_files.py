"""Own files that cannot be used: every slip of every file in one go, with file and line; none stops with a defect."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from carnet.cli.main import program
from carnet.errors import InputError
from carnet.recognition.known import Known
from carnet.recognition.load_markets import parse_markets
from carnet.service.own_files import MOST_MEGABYTES, read_own
from carnet.service.policy import shelf
from carnet.service.recognition_data import KINDS, on_file

FOLDERS = tuple(kind for kind in KINDS if kind != "policy")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CARNET_HOME", str(tmp_path))
    return tmp_path


def put(home: Path, folder: str, data: bytes, name: str = "mine.toml") -> None:
    (home / folder).mkdir(exist_ok=True)
    (home / folder / name).write_bytes(data)


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_no_text_is_told(home: Path, folder: str):
    put(home, folder, b"\xff\xfe\x00id")
    with pytest.raises(InputError) as error:
        on_file()
    (one,) = error.value.problems
    assert (one.code, one.place.file) == ("REC-106", "mine.toml")
    done = CliRunner().invoke(program, ["--home", str(home), "market", "list", "--lang", "en"])
    assert done.exit_code == 2
    assert "CLI-009" not in done.output
    assert "mine.toml" in done.output


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_too_large_is_told_unread(home: Path, folder: str):
    put(home, folder, b"#" * (MOST_MEGABYTES * 1_000_000))
    assert read_own(folder)[1] == ()
    put(home, folder, b"#" * (MOST_MEGABYTES * 1_000_000 + 1))
    with pytest.raises(InputError) as error:
        on_file()
    (one,) = error.value.problems
    assert (one.code, one.place.file) == ("REC-107", "mine.toml")
    assert str(MOST_MEGABYTES) in one.cause.en


def test_an_item_that_is_no_text_is_told_with_the_items(home: Path):
    put(home, "policy", b"\xff\xfe\x00id")
    assert [(each.code, each.place.file) for each in shelf().problems] == [("REC-106", "mine.toml")]
    on_file()  # what is wrong with an item the policy commands say


def test_a_mark_at_the_beginning_and_line_ends_do_no_harm(home: Path):
    put(home, "evidence", '\ufeff[[held]]\r\nid = "h"\r\n'.encode())
    ((_, text),), problems = read_own("evidence")
    assert (text, problems) == ('[[held]]\nid = "h"\n', ())


def test_the_slips_of_all_files_at_once(home: Path):
    put(home, "markets", b"\xff")
    put(home, "products", b'id = ""\n')
    put(home, "acceptances", b'[[case]]\nid = "a"\nproduct = "unicorn"\n')
    put(home, "recognitions", b'id = "a"\nitem = "nope"\n')
    put(home, "evidence", b'[[held]]\nid = "a"\nitem = "nope"\n')
    with pytest.raises(InputError) as error:
        on_file()
    told = {each.code for each in error.value.problems}
    assert told >= {"REC-106", "REC-100", "REC-093", "REC-105", "REC-112", "DAT-004"}


MARKET = """id = "XA"
name = { zh = "甲", en = "A" }
within = ["QQ"]
[[purposes]]
purpose = "epd"
kind = "legal"
regimes = ["nope"]
items = ["nope-item"]
[[purposes.decides]]
name = { zh = "", en = "" }
kind = "authority"
role = "rules"
[[purposes.rules]]
id = "x"
answer = "in"
products = ["unicorn"]
production = ["Chongqing"]
when = ["colour=red"]
why = { zh = "因", en = "why" }
citation = { source = "S", locator = "", status = "read" }
[[purposes.rules]]
id = "x"
answer = "perhaps"
why = { zh = "因", en = "why" }
citation = { source = "" }
[[purposes.checklist]]
id = "xa.a"
what = { zh = "甲", en = "a" }
days = "-4"
check = "nonsense:9"
citation = { source = "S", locator = "1", status = "read" }
"""


def test_the_slips_of_one_market_at_once_each_with_its_line():
    known = Known(products=("hot_rolled_coil",), countries=("CN",), checks=("case",), variants={"level": ("cell",)})
    _, problems = parse_markets([("XA.toml", MARKET)], ["en15804"], (), ("known-item",), known)
    assert sorted((each.code, each.place.cell) for each in problems) == sorted(
        [
            ("DAT-007", "23"),
            ("REC-055", ""),
            ("REC-058", "7"),
            ("REC-059", "25"),
            ("REC-074", "8"),
            ("REC-093", "16"),
            ("REC-094", "17"),
            ("REC-096", "30"),
            ("REC-097", "18"),
            ("REC-098", "29"),
            ("REC-099", "22"),
            ("REC-100", "10"),
            ("REC-109", "20"),
            ("REC-110", "12"),
        ]
    )


@pytest.mark.parametrize("days", ["0", "4", "10.5"])
def test_days_that_are_some(days: str):
    known = Known(checks=("nonsense",))
    text = MARKET.replace('days = "-4"', f'days = "{days}"')
    assert "REC-098" not in [each.code for each in parse_markets([("XA.toml", text)], (), (), None, known)[1]]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("CN", True), ("CN-50", True), ("cn-50", True), ("CN-50/works", True), ("CN/works", True), ("DE-BY", True),
        ("*", True), ("Chongqing", False), ("重庆", False), ("XX-99", False), ("CN-99", False), ("CN-50/", False),
        ("", False), ("XX", False), ("DE-BAVARIA", False),
    ],
)  # fmt: skip
def test_what_is_a_code_of_a_place(text: str, there: bool):
    known = Known(countries=("CN", "DE"), regions={"CN": ("CN-50", "CN-42")})
    assert known.place(text) == there
