"""Every figure can be re-added by a stranger, and every leaf says where it can be looked up."""

from __future__ import annotations

import ast
import copy
import dataclasses
import random
import re
from fractions import Fraction
from pathlib import Path

import pytest

from carnet.assessment import subgraph
from carnet.impact import lookup
from carnet.quantity import UNITS, convert, parse_decimal
from carnet.regime import BY_ID
from carnet.service import datasets
from tests.assessment import second_evaluator
from tests.assessment.cases import SIX, STUDIES, calculated, exact, opened

HERE = Path(__file__).parent
LINES_OF_THE_EVALUATOR = 100
FIGURES = 200
MASSES = ("t", "kg", "g")
# What a printed constant may be: a conversion between two units, a sign, a ratio of nature, or 1.
PLAIN = {
    "one": Fraction(1), "minus_one": Fraction(-1), "kg": Fraction(1), "44/12": Fraction(44, 12), "zero": Fraction(0),
    "burden_free": Fraction(0), "kWh→MJ": Fraction(36, 10), "own_generation": None, "sign": None, "physical": None,
    "unused": Fraction(0), "t·km": None, "units": None,
}  # fmt: skip
CASES = [(name, regime) for name in STUDIES for regime in SIX]


def figure_at(result: dict, pointer: str) -> Fraction:
    """The exact value the result prints at a pointer."""
    found = result
    for step in pointer.strip("/").split("/"):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return exact(found["exact"] if found["exact"] is not None else found["upper_exact"])


def all_pointers() -> list[tuple[str, str, str]]:
    return [
        (name, regime, pointer) for name, regime in CASES for pointer in calculated(name)[regime].derivation["roots"]
    ]


def test_the_evaluator_is_short_and_knows_nothing_of_carnet():
    source = (HERE / "second_evaluator.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LINES_OF_THE_EVALUATOR
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            assert node.module in {"__future__", "fractions", "typing"}
        assert not isinstance(node, ast.Import)


def test_two_hundred_random_figures_are_added_up_again():
    pointers = all_pointers()
    chosen = random.Random(20261122).sample(pointers, FIGURES)
    assert {(name, regime) for name, regime, _ in chosen} == set(CASES)
    for name, regime, pointer in chosen:
        done = calculated(name)[regime]
        assert second_evaluator.figure(done.derivation, pointer) == figure_at(done.result, pointer), (name, pointer)


@pytest.mark.parametrize(("name", "regime"), CASES)
def test_every_node_holds_and_every_loop_satisfies_its_equation(name, regime):
    done = calculated(name)[regime]
    assert second_evaluator.faults(done.derivation) == []
    wanted = {"/figure", "/reading", "/direct", "/indirect"}
    wanted |= {f"/{part}/{i}" for part in ("by_stage", "by_gas", "by_process", "by_origin", "by_line", "separate")
               for i in range(len(done.result[part]))}  # fmt: skip
    wanted |= {f"/separate/{i}/by_stage/{j}" for i, row in enumerate(done.result["separate"])
               for j in range(len(row["by_stage"]))}  # fmt: skip
    assert set(done.derivation["roots"]) == wanted


def test_the_shipped_studies_have_loops_to_solve():
    solved = [n for n in calculated("illustrative")["iso14067"].derivation["nodes"] if n["op"] == "solved"]
    assert len(solved) > 1


@pytest.mark.parametrize("seed", range(12))
def test_a_changed_value_is_caught(seed):
    derivation = copy.deepcopy(calculated("illustrative")["iso14067"].derivation)
    used = {arg for node in derivation["nodes"] for arg in node.get("args", [])}
    node = random.Random(seed).choice([n for n in derivation["nodes"] if n["id"] in used or n["op"] != "leaf"])
    changed = exact(node["value"]) + Fraction(1, 10**9)
    node["value"] = f"{changed.numerator}/{changed.denominator}"
    assert second_evaluator.faults(derivation)


@pytest.mark.parametrize("op", ["sum", "product", "quotient"])
def test_a_lost_or_swapped_argument_is_caught(op):
    derivation = copy.deepcopy(calculated("illustrative")["iso14067"].derivation)
    values = second_evaluator.evaluate(derivation)
    neutral = {"sum": 0, "product": 1, "quotient": None}[op]
    node = next(
        n for n in derivation["nodes"] if n["op"] == op and len(n["args"]) > 1 and n["args"][0] != n["args"][1]
        and values[n["args"][-1]] != neutral and values[n["id"]] not in {0, 1}
    )  # fmt: skip
    node["args"] = node["args"][::-1] if op == "quotient" else node["args"][:-1]
    assert [fault for fault in second_evaluator.faults(derivation) if fault.startswith(node["id"])]


def test_a_solved_activity_that_was_changed_together_with_its_users_is_caught():
    derivation = copy.deepcopy(calculated("illustrative")["iso14067"].derivation)
    del derivation["equations"][next(iter(derivation["equations"]))]
    assert [fault for fault in second_evaluator.faults(derivation) if "equation" in fault]


def test_a_fraction_that_is_not_reduced_is_refused():
    with pytest.raises(ValueError, match="not a reduced fraction"):
        second_evaluator.number("2/4")
    with pytest.raises(ValueError, match="literal"):
        second_evaluator.number("3")


# ── every leaf can be looked up ──────────────────────────────────────────────────────────────────


def in_study(study: object, pointer: str) -> str:
    found = study
    for step in pointer.strip("/").split("/"):
        found = found[int(step)] if isinstance(found, tuple) else getattr(found, step)
    assert isinstance(found, str)
    return found


def check_cell(leaf, value, study, places):
    assert leaf["pointer"] == leaf["ref"]
    assert parse_decimal(in_study(study, leaf["pointer"])) == value
    assert leaf["place"] == str(places.at(leaf["pointer"]))
    assert leaf.get("unit") or leaf["pointer"].endswith(("price", "share"))


def check_factor(leaf, value):
    record = datasets.shipped_factors().by_id[leaf["ref"]]
    printed = {parse_decimal(g.mass) for g in record.gases}
    mass = record.unit.split(" ")[0]
    assert mass in MASSES
    printed.add(parse_decimal(record.value) * convert(Fraction(1), mass, "kg", "gas_mass"))
    assert value in printed
    assert (leaf["source"], leaf["status"]) == (record.source, record.status)


def check_parameter(leaf, resolved):
    regime, parameter = leaf["ref"].split(":")[:2]
    assert regime == resolved.id
    assert parameter in BY_ID
    stated = resolved.values[parameter]
    assert leaf["clause"] == stated.clause != ""
    assert leaf["source"] == stated.source_title
    assert leaf["status"] == stated.status


def check_table(leaf, value, resolved):
    _, table, key = leaf["ref"].split(":")
    rows = [r for r in resolved.rows if r.table == table and key.split("/")[0] in {r.cn, r.flow}]
    scaled = {parse_decimal(r.value) * convert(Fraction(1), r.unit.split(" ")[0], "kg", "gas_mass") for r in rows}
    assert value in scaled
    assert leaf["clause"]


def check_gwp(leaf, value, resolved):
    set_id, gas, *origin = leaf["ref"].split(":")
    assert value == lookup(datasets.shipped_gwp_sets()[set_id], gas, origin[0] if origin else "").value
    assert leaf["clause"] == resolved.values["D4.gwp_set"].clause != ""


def check_constant(leaf, value):
    ref = leaf["ref"]
    if "→" in ref and ref not in PLAIN:
        first, last = ref.split("→")
        if "/" in first:  # a heating value: its own unit to MJ per the unit of what is displaced
            return
        first, last = first.split(" ")[0], last.split(" ")[0]
        kinds = set(UNITS[first].kinds) & set(UNITS[last].kinds)
        assert {convert(Fraction(1), first, last, kind) for kind in kinds} == {value}
        return
    assert ref in PLAIN, ref
    assert PLAIN[ref] in {None, value}


def check_open(leaf, value, met):
    assert met[leaf["ref"]].low <= value <= met[leaf["ref"]].high


def check_activity(leaf, study):
    assert leaf["ref"] in {p.id for p in study.processes}


@pytest.mark.parametrize(("name", "regime"), CASES)
def test_every_leaf_can_be_looked_up_and_says_the_same_there(name, regime):
    done, found = calculated(name)[regime], opened(name, assumed=True)
    checks = {
        "cell": lambda leaf, value: check_cell(leaf, value, found.study, found.places),
        "factor": check_factor,
        "parameter": lambda leaf, _: check_parameter(leaf, done.resolved),
        "table": lambda leaf, value: check_table(leaf, value, done.resolved),
        "gwp": lambda leaf, value: check_gwp(leaf, value, done.resolved),
        "open": lambda leaf, value: check_open(leaf, value, done.assessment.context.opened.met),
        "constant": check_constant,
        "activity": lambda leaf, _: check_activity(leaf, found.study),
    }
    kinds = set()
    for node in done.derivation["nodes"]:
        assert ("leaf" in node) == (node["op"] in {"leaf", "solved"})
        if "leaf" in node:
            kinds.add(node["leaf"]["kind"])
            assert (node["leaf"]["kind"] == "activity") == (node["op"] == "solved")
            checks[node["leaf"]["kind"]](node["leaf"], exact(node["value"]))
    assert {"cell", "gwp", "constant"} <= kinds


def test_every_share_of_electricity_and_every_ratio_is_a_parameter_with_a_clause():
    kinds = {
        node["leaf"]["ref"].split(":")[1].split(".")[0]
        for name, regime in CASES
        for node in calculated(name)[regime].derivation["nodes"]
        if node.get("leaf", {}).get("kind") == "parameter"
    }
    assert {"D6", "D8"} <= kinds


def test_the_checks_of_leaves_notice_a_wrong_amount():
    found = opened("b")
    leaf = {"kind": "cell", "ref": "/exchanges/0/amount", "pointer": "/exchanges/0/amount", "unit": "kg",
            "place": str(found.places.at("/exchanges/0/amount"))}  # fmt: skip
    amount = parse_decimal(found.study.exchanges[0].amount)
    check_cell(leaf, amount, found.study, found.places)
    with pytest.raises(AssertionError):
        check_cell(leaf, amount + 1, found.study, found.places)
    record = datasets.shipped_factors().records[0]
    wrong = {"ref": record.id, "source": record.source, "status": record.status}
    with pytest.raises(AssertionError):
        check_factor(wrong, Fraction(-123456))
    resolved = calculated("b")["iso14067"].resolved
    blank = {"ref": "iso14067:D8.tiers:grid", "clause": "", "source": "x", "status": "read"}
    with pytest.raises(AssertionError):
        check_parameter(blank, resolved)


def test_places_of_the_workbook_reach_the_leaves():
    from carnet.exchange import study_xlsx
    from carnet.service.studies import open_bytes

    found = open_bytes(study_xlsx.write(opened("b").study), "coil.xlsx")
    from carnet.service.calculate import calculate, resolve_all

    (done,) = calculate(found, resolve_all(found, ["iso14067"]))
    cells = [n["leaf"] for n in done.derivation["nodes"] if n.get("leaf", {}).get("kind") == "cell"]
    assert len(cells) > 20
    assert all(re.fullmatch(r"[^!]+![A-Z]+[0-9]+", cell["place"]) for cell in cells), {c["place"] for c in cells}


# ── the part of it that trace shows ──────────────────────────────────────────────────────────────


def test_a_subgraph_starts_with_its_root_and_is_closed():
    derivation = calculated("illustrative")["iso14067"].derivation
    for pointer, root in derivation["roots"].items():
        nodes = subgraph(derivation, root)
        names = {n["id"] for n in nodes}
        assert nodes[0]["id"] == root, pointer
        assert len(names) == len(nodes)
        assert {arg for n in nodes for arg in n.get("args", [])} <= names


def test_a_subgraph_holds_what_the_second_evaluator_finds_below():
    derivation = calculated("illustrative")["iso14067"].derivation
    for pointer in ("/figure", "/by_stage/0", "/by_line/3"):
        below = {n["id"] for n in second_evaluator.leaves(derivation, pointer)}
        shown = {n["id"] for n in subgraph(derivation, derivation["roots"][pointer]) if "leaf" in n}
        assert below == shown


def test_dataclass_fields_of_the_study_are_what_pointers_walk():
    # A pointer walks fields by name: a renamed field would break every trace.
    assert {"amount", "unit"} <= {f.name for f in dataclasses.fields(opened("b").study.exchanges[0])}
