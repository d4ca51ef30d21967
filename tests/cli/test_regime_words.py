"""What a person who adds a regime reads on the screen: dates set once, rules named, nothing found said."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from carnet.assessment.assess import assess
from carnet.cli.showing import why_blocked
from carnet.errors import InputError
from carnet.inventory.model import Acceptance
from carnet.service.calculate import inputs_of, resolve_all
from carnet.service.studies import open_shipped
from tests.cli.program import carnet


@pytest.fixture
def run(capfd):
    return lambda *arguments: carnet(capfd, *arguments)


def test_a_new_file_takes_its_dates_from_the_command(run):
    done = run("regimes", "new", "my_scheme", "--from", "2025-01-02", "--known", "2024-11-30")
    assert done.code == 0
    assert set(re.findall(r"\bfrom = (\S+)", done.out)) == {"2025-01-02"}
    assert set(re.findall(r"known = (\S+)", done.out)) == {"2024-11-30"}
    assert len(done.out.splitlines()) <= 500
    assert len(run("regimes", "new", "my_scheme", "--all").out.splitlines()) > 1000


def test_dates_that_are_none_are_refused_both_at_once(run):
    done = run("--json", "regimes", "new", "my_scheme", "--from", "1 May", "--known", "20240101")
    assert done.code == 2
    assert [(p["code"], p["value"]) for p in done.document["problems"]] == [
        ("REG-105", "1 May"),
        ("REG-105", "20240101"),
    ]


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有找到因子：clincker"), ("en", "nothing found: clincker")])
def test_a_search_without_a_find_says_so_and_offers_what_is_near(run, lang, said):
    done = run("factors", "search", "clincker", "--lang", lang)
    assert done.code == 0
    assert done.out.splitlines()[0] == said
    assert re.match("最接近的：|nearest: ", done.out.splitlines()[1])
    known = run("factors", "search", "clinker", "--lang", lang).out.splitlines()
    assert known[1].endswith("cement_clinker")
    near = run("factors", "search", "iron_oree", "--lang", lang).out.splitlines()
    assert "cn.iron_ore" in near[1]
    assert run("--json", "factors", "search", "clincker").document == {"factors": []}


@pytest.mark.parametrize(
    ("count", "zh", "en"),
    [
        (2, "2 条规则未知（D4.gwp_set、D6.default）", "rules unknown: 2 (D4.gwp_set, D6.default)"),
        (5, "5 条规则未知（D4.gwp_set、D6.default、D8.tiers、D3.basis、…）",
         "rules unknown: 5 (D4.gwp_set, D6.default, D8.tiers, D3.basis, …)"),
    ],
)  # fmt: skip
def test_the_rules_that_are_counted_are_named(count, zh, en):
    rules = ["D4.gwp_set", "D6.default", "D8.tiers", "D3.basis", "D5.ccs"][:count]
    rows = [{"parameter": rule, "status": "unknown", "source": ""} for rule in rules]
    result = {"blocked_by": [*rows, {"parameter": "gap:x", "status": "gap", "source": ""}], "accepted": []}
    assert why_blocked(result, "zh") == [zh, "缺口 1"]
    assert why_blocked(result, "en") == [en, "gaps: 1"]


def test_an_acceptance_of_a_gas_that_is_none_is_refused_and_never_left_out():
    opened = open_shipped("hrc_eaf")
    typed = Acceptance("iso14067", "D4.direct_gases", "CO2,NO2", "A", "trial", "2026-11-22", "")
    with_it = replace(opened, study=replace(opened.study, acceptances=(typed,)))
    [resolved] = resolve_all(with_it, ["iso14067"])
    with pytest.raises(InputError) as refused:
        assess(inputs_of(with_it), resolved)
    [found] = refused.value.problems
    assert (found.code, found.value, found.candidates[0]) == ("CAL-011", "NO2", "N2O")
    assert found.place.pointer == "/acceptances/0/value"
    good = replace(opened.study, acceptances=(replace(typed, value="CO2,N2O,HFC"),))
    assert assess(inputs_of(replace(opened, study=good)), resolved).evaluation


def test_accept_records_no_gas_that_is_none(run, tmp_path):
    study = tmp_path / "s.xlsx"
    assert run("new", "--product", "hrc_eaf", "--out", str(study)).code == 0
    before = study.read_bytes()
    typed = (
        "accept",
        str(study),
        "--regime",
        "iso14067",
        "--parameter",
        "D4.direct_gases",
        "--by",
        "A",
        "--reason",
        "x",
    )
    refused = run("--json", *typed, "--value", "CO2,NO2")
    assert refused.code == 2
    assert [(p["code"], p["candidates"][0]) for p in refused.document["problems"]] == [("CAL-011", "N2O")]
    assert study.read_bytes() == before
    assert run(*typed, "--value", "CO2,N2O").code == 0
