"""The documentation of a user's own files: its examples load and do what it says, its tables name every key."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args, get_origin, get_type_hints

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from carnet.cli.main import program
from carnet.recognition.bodies import ROLES
from carnet.service.catalogues import schemas
from carnet.service.recognition_data import on_file, shipped
from carnet.service.recognition_forms import FORMS, MEANING, file_schema, table
from carnet.service.studies import open_study
from carnet.service.verdicts import plan_of, run_verdict
from tests.house.repository import DOCS

PAGES = {"en": DOCS / "recognition.md", "zh": DOCS / "recognition.zh.md"}
EXAMPLE = re.compile(r"^`([a-z]+/[a-z]+\.toml)`\n\n```toml\n(.*?)```", re.DOTALL | re.MULTILINE)
THREE = ("recognitions/example.toml", "acceptances/example.toml", "evidence/example.toml")
SECOND = "acceptances/second.toml"
FORM_OF = {"recognitions": "recognition", "acceptances": "acceptance", "evidence": "evidence", "products": "product"}


def examples(lang: str) -> dict[str, str]:
    return dict(EXAMPLE.findall(PAGES[lang].read_text(encoding="utf-8")))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CARNET_HOME", str(tmp_path))
    return tmp_path


def put(home: Path, *names: str, without: str = "") -> None:
    for name in names:
        text = examples("en")[name]
        assert without in text or name != THREE[0]
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(text.replace(without, "", 1) if without else text, encoding="utf-8")


def judged():
    return run_verdict(
        open_study("steel"), "EU", purpose="epd", plant="CN-50", day="2027-04-01", with_bridge=False
    )  # fmt: skip


def test_both_pages_print_the_same_examples():
    assert examples("zh") == examples("en")
    assert set(examples("en")) == {*THREE, SECOND, "products/example.toml"}


def test_every_example_is_what_its_schema_says():
    for name, text in examples("en").items():
        schema = schemas()[FORM_OF[name.partition("/")[0]]]
        wrong = [each.message for each in Draft202012Validator(schema).iter_errors(tomllib.loads(text))]
        assert wrong == [], name


def test_the_printed_files_give_the_printed_verdict(home: Path):
    put(home, *THREE)
    run = judged()
    assert run.verdict.overall == "meets"
    assert [one.text.en for one in run.verdict.accepted] == [
        "accepted by these bodies, not by EU law: Programme B (invented)"
    ]
    assert plan_of(run).avoided == ()


@pytest.mark.parametrize("missing", THREE[1:])
def test_without_one_of_them_it_does_not(home: Path, missing: str):
    put(home, *(name for name in THREE if name != missing))
    assert judged().verdict.overall == "after_evidence"


@pytest.mark.parametrize(
    "line",
    [
        'until = "2029-05-31"\ngrade = "A1"\n',
        'signed_by = ["Programme B (invented)", "Programme A (invented)"]\n',
        'markets = ["EU"]\n',
        'purposes = ["epd"]\n',
        ', id = "EXAMPLE-B"',
        'documents = [{ source = "text of the example arrangement", locator = "Art 5", status = "read" }]',
    ],
)
def test_with_a_line_taken_out_it_does_not(home: Path, line: str):
    put(home, *THREE)
    text = examples("en")[THREE[0]]
    assert line in text
    taken = text.replace(line, "documents = []" if line.startswith("documents") else "", 1)
    (home / THREE[0]).write_text(taken, encoding="utf-8")
    assert judged().verdict.overall == "after_evidence"


def test_the_second_case_avoids_a_repetition(home: Path):
    put(home, *THREE, SECOND)
    run = judged()
    assert run.verdict.overall == "meets"
    assert [one.id for one in plan_of(run).avoided] == ["2027-B-001"]


def test_the_printed_product_is_found(home: Path):
    put(home, "products/example.toml")
    found = on_file().products.find("heavy plate")
    assert found is not None
    assert found.id == "steel_plate"


def objects(kind: type) -> set[type]:
    """The dataclasses that stand in a form, itself among them."""
    found = {kind}
    for hint in get_type_hints(kind).values():
        inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
        if is_dataclass(inner) and inner in MEANING:
            found |= objects(inner) - found
    return found


@pytest.mark.parametrize("name", ["recognition", "acceptance", "evidence", "product"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tables_name_every_key(name: str, lang: str):
    page = PAGES[lang].read_text(encoding="utf-8")
    for kind in objects(FORMS[name][0]):
        assert list(MEANING[kind]) == list(dict.fromkeys(MEANING[kind]))
        assert set(MEANING[kind]) == {each.name for each in fields(kind)}, kind
        assert table(kind, lang) in page, f"{kind.__name__}: the table in {PAGES[lang].name} is not that of the program"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_names_every_role(lang: str):
    page = PAGES[lang].read_text(encoding="utf-8")
    assert [role for role in ROLES if f"`{role}`" not in page] == []


@pytest.mark.parametrize("name", FORMS)
def test_the_command_prints_the_schema(name: str):
    done = CliRunner().invoke(program, ["schema", name], catch_exceptions=False)
    assert json.loads(done.stdout) == file_schema(name)
    Draft202012Validator.check_schema(file_schema(name))


@pytest.mark.parametrize(
    ("folder", "name"), [("markets", "market"), ("products", "product"), ("policy", "policy_item")]
)
def test_what_ships_is_what_its_schema_says(folder: str, name: str):
    validator = Draft202012Validator(file_schema(name))
    for file, text in shipped(folder):
        assert [each.message for each in validator.iter_errors(tomllib.loads(text))] == [], file


def test_a_schema_sees_what_is_wrong():
    whole = tomllib.loads(examples("en")[THREE[0]])
    validator = Draft202012Validator(file_schema("recognition"))
    for change in ({"law": True}, {"recognised": "everything"}, {"since": "soon"}, {"grade": "Q9"}, {"legs": {}}):
        assert list(validator.iter_errors({**whole, **change})), change
    assert list(validator.iter_errors({key: value for key, value in whole.items() if key != "by"}))
