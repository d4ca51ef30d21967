"""What the recognition commands print, and what the registers store, is what their schemas say."""

from __future__ import annotations

import copy
import json

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from carnet.cli.main import program
from carnet.service.catalogues import schemas
from carnet.service.policy import shelf
from carnet.service.recognition_data import on_file


def printed(*arguments):
    done = CliRunner().invoke(program, [*arguments, "--json"], catch_exceptions=False)
    assert done.exit_code in {0, 1}, done.output
    return json.loads(done.stdout)


def wrong(name, document):
    return [f"{each.json_path}: {each.message}" for each in Draft202012Validator(schemas()[name]).iter_errors(document)]


def test_every_item_on_file():
    assert wrong("policy_list", printed("policy", "list")) == []
    for item in shelf().items.all():
        assert wrong("policy", printed("policy", "show", item.id)) == [], item.id


def test_every_market_and_purpose():
    data = on_file()
    for market in data.markets.by_id:
        assert wrong("scope", printed("scope", "hot_rolled_coil", "--market", market)) == []
        for purpose in data.markets.purposes(market)[:1]:
            where = ("--market", market, "--purpose", purpose)
            assert wrong("readiness", printed("readiness", "steel", *where)) == []
            assert wrong("verdict", printed("verdict", "steel", *where)) == []
            assert wrong("reuse", printed("reuse", "steel", "--from", "gbt24067", *where)) == []


def test_registers(tmp_path):
    home = ("--home", str(tmp_path))
    add = ("register", "products", "add", "coil", "--zh", "卷", "--en", "Coil", "--set", "product=coil")
    printed(*home, *add, "--by", "Li", "--on", "2026-01-05")
    printed(*home, "register", "products", "note", "coil", "sent", "--by", "Li", "--on", "2026-01-06")
    assert wrong("register", printed(*home, "register", "products", "list")) == []
    lines = (tmp_path / "registers" / "products.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    for line in lines:
        assert wrong("register_entry", json.loads(line)) == []


@pytest.mark.parametrize(
    ("name", "arguments", "spoil"),
    [
        ("policy", ("policy", "show", "cq-memo-trucks-2026-06-25"), lambda d: d.update(status="recognised")),
        ("policy", ("policy", "show", "cq-memo-trucks-2026-06-25"), lambda d: d.pop("not_stated")),
        ("policy_list", ("policy", "list"), lambda d: d["items"][0].update(grade="A")),
        ("scope", ("scope", "laptop", "--market", "EU"), lambda d: d["purposes"][0].update(answer="yes")),
        ("readiness", ("readiness", "steel", "--market", "EU"), lambda d: d["items"][0].update(state="likely")),
        ("reuse", ("reuse", "steel", "--from", "gbt24067", "--market", "EU"), lambda d: d["counts"].update(new=-1)),
    ],
)  # fmt: skip
def test_a_schema_sees_what_is_wrong(name, arguments, spoil):
    document = printed(*arguments)
    assert wrong(name, document) == []
    spoiled = copy.deepcopy(document)
    spoil(spoiled)
    assert wrong(name, spoiled)
