"""openLCA packages: everything of both layouts, every fault at once, and the published databases in full."""

from __future__ import annotations

import io
import json
import math
import random
import time
from copy import deepcopy

import pytest

from campaigns import lci_inputs
from campaigns.damage import damaged_bytes
from carnet.errors import CATALOGUE, InputError
from carnet.exchange import lci_jsonld
from carnet.exchange.lci_findings import EXAMPLES, Findings
from carnet.exchange.lci_jsonld_base import read_base
from carnet.exchange.lci_jsonld_package import open_package
from carnet.exchange.lci_olca_units import STANDARD
from carnet.exchange.zipguard import ZipLimits
from tests.exchange.lci_cases import (
    ENERGY,
    KG,
    MASS,
    MJ,
    changed,
    exchange,
    old_trees,
    packed,
    parameter,
    ref,
    shared,
    trees,
)

pytestmark = pytest.mark.slow

STEEL, POWER = "processes/steel.json", "processes/power.json"


def read(files=None, **options):
    return lci_jsonld.read(packed(trees() if files is None else files), "db.zip", **options)


def refused(data, **options):
    with pytest.raises(InputError) as caught:
        lci_jsonld.read(data, "db.zip", **options)
    return caught.value.problems


def codes(problems):
    return [each.code for each in problems]


def faults(file, change, **options):
    return codes(refused(changed(file, change), **options))


def warnings(file, change):
    database, problems = lci_jsonld.read(changed(file, change), "db.zip")
    assert {each.severity for each in problems} <= {"warning"}
    return database, codes(problems)


def by_id(process):
    return {each.id.removeprefix("x-"): each for each in process.exchanges}


# ── what is read ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("layout", [trees, old_trees])
def test_both_layouts_read_the_same(layout):
    database, problems = read(layout())
    assert problems == ()
    assert database.format == "openlca"
    assert (database.licence, database.redistribution) == ("", "unknown")
    assert database.parameters == {"share": 0.25, "rest": 0.75}
    flows = database.flows
    assert {name: (flow.kind, flow.unit) for name, flow in flows.items()} == {
        "steel": ("product", "kg"), "slag": ("product", "kg"), "scrap": ("waste", "kg"), "co2": ("elementary", "kg"),
        "coal": ("product", "kg"), "power": ("product", "MJ"),
    }  # fmt: skip
    assert (flows["co2"].cas, flows["co2"].formula, flows["co2"].path) == ("124-38-9", "CO2", ("goods", "of ours"))
    assert (flows["power"].location, flows["power"].quantity) == ("CN", "Energy")
    power, steel = sorted(database.processes, key=lambda each: each.name)
    assert (steel.id, steel.name, steel.location, steel.type) == ("make-steel", "Steel, made", "CN", "unit")
    assert (steel.path, steel.default_allocation) == (("metals", "steel"), "physical")
    assert (steel.period_from, steel.period_to, steel.technology) == ("2020-01-01", "2022-12-31", "furnace")
    assert (steel.licence, steel.sources) == ("ask first", ("The book, 2020",))
    assert power.type == "result"
    assert database.facts["processes_copyright"] == "1"
    assert [each.is_reference for each in steel.exchanges] == [True, *[False] * 7]
    assert [each.is_input for each in steel.exchanges] == [False, False, True, True, True, False, False, True]
    assert [each.avoided for each in steel.exchanges] == [*[False] * 7, True]
    assert [each.provider for each in steel.exchanges] == ["", "", "make-power", *[""] * 5]


def test_amounts_keep_their_unit_and_say_what_it_is_in_the_flows_own():
    process = next(each for each in read()[0].processes if each.id == "make-steel")
    found = {name: (each.amount, each.unit, each.factor) for name, each in by_id(process).items()}
    assert found["3"] == (2.5, "kWh", 3.6)
    assert found["4"] == (14.0, "MJ", pytest.approx(1 / 28))  # energy of a flow that is counted in kg
    assert found["5"] == (1350.0, "g", 0.001)


def test_every_uncertainty_is_read():
    process = next(each for each in read()[0].processes if each.id == "make-steel")
    spread = {name: each.spread for name, each in by_id(process).items()}
    assert (spread["2"].kind, spread["2"].location) == ("lognormal", 3.0)
    assert spread["2"].scale == pytest.approx(math.log(1.5))
    assert (spread["3"].kind, spread["3"].location, spread["3"].scale) == ("normal", 2.5, 0.2)
    assert (spread["4"].kind, spread["4"].low, spread["4"].high) == ("uniform", 10, 18)
    assert (spread["5"].kind, spread["5"].low, spread["5"].location, spread["5"].high) == (
        "triangular", 1200, 1300, 1500)  # fmt: skip
    assert spread["1"].kind == "none"
    assert "(1;2;3;4;5)" in by_id(process)["2"].note


def test_a_negative_lognormal_keeps_its_sign():
    def change(tree):
        tree["exchanges"][1] |= {"amount": -3.0}
        tree["exchanges"][1]["uncertainty"] |= {"geomMean": -3.0}

    process = next(each for each in warnings(STEEL, change)[0].processes if each.id == "make-steel")
    assert by_id(process)["2"].spread.location == -3.0


def test_a_pedigree_of_openlca_1_becomes_the_lognormal_it_stands_for():
    def change(tree):
        tree["exchanges"][5] |= {"pedigreeUncertainty": "(2;3;1;1;5)", "baseUncertainty": 1.2}

    process = next(each for each in warnings(STEEL, change)[0].processes if each.id == "make-steel")
    spread = by_id(process)["6"].spread
    assert (spread.kind, spread.location, spread.basis) == ("lognormal", 0.3, "pedigree")
    variance = sum((math.log(each) / 2) ** 2 for each in (1.2, 1.05, 1.05, 2.0))
    assert spread.scale == pytest.approx(math.sqrt(variance))


def test_every_allocation_is_read():
    process = next(each for each in read()[0].processes if each.id == "make-steel")
    assert [(each.method, each.product, each.share, each.exchange) for each in process.allocation] == [
        ("physical", "steel", 0.8, ""), ("physical", "slag", 0.2, ""), ("economic", "steel", 0.9, ""),
        ("causal", "slag", 0.05, "2"),
    ]  # fmt: skip


def test_units_that_every_openlca_has_may_be_left_out_and_others_are_told_of():
    files = {name: tree for name, tree in trees().items() if not name.startswith(("unit_groups", "flow_properties"))}
    database, problems = read(files)
    assert problems == ()
    factors = {each.unit: each.factor for process in database.processes for each in process.exchanges}
    assert factors == {"kg": 1, "g": 0.001, "kWh": 3.6, "MJ": 1} | {"MJ": factors["MJ"]}
    files = json.loads(json.dumps(files).replace(MASS, "some-other-quantity"))
    database, problems = read(files)
    assert set(codes(problems)) == {"LCI-062"}
    assert {each.factor for process in database.processes for each in process.exchanges if each.flow == "co2"} == {0}


def test_an_open_file_reads_like_its_bytes():
    data = packed(trees())
    assert lci_jsonld.read(io.BytesIO(data), "db.zip") == lci_jsonld.read(data, "db.zip")


def test_the_caller_says_what_the_file_does_not():
    database, _ = read(id="x", name="n", version="v", licence="l", redistribution="allowed")
    assert (database.id, database.name, database.version) == ("x", "n", "v")
    assert (database.licence, database.redistribution) == ("l", "allowed")


# ── formulas ─────────────────────────────────────────────────────────────────────────────────────


def test_formulas_that_agree_are_counted_and_one_that_differs_is_used_and_told():
    database, problems = read()
    facts = database.facts
    assert (facts["formulas_exchanges_agree"], facts["formulas_parameters_agree"]) == ("1", "2")
    assert (problems, facts["formulas_allocation_agree"]) == ((), "1")

    def change(tree):
        tree["exchanges"][4]["amount"] = 1.0

    database, found = warnings(STEEL, change)
    process = next(each for each in database.processes if each.id == "make-steel")
    assert found == ["LCI-067"]
    assert by_id(process)["5"].amount == pytest.approx(1350)
    stored, _ = lci_jsonld.read(changed(STEEL, change), "db.zip", formulas="stored")
    process = next(each for each in stored.processes if each.id == "make-steel")
    assert by_id(process)["5"].amount == 1.0


def parameters(*rows):
    return lambda tree: tree.update(parameters=[*tree["parameters"], *rows])


BAD_PARAMETERS = {
    "cycle": (parameters(parameter("a", 1.0, "b"), parameter("b", 1.0, "A + 1")), ["LCI-065"]),
    "itself": (parameters(parameter("a", 1.0, "a")), ["LCI-065"]),
    "twice": (parameters(parameter("LOSS", 1.0)), ["LCI-066"]),
    "syntax": (parameters(parameter("a", 1.0, "1 +")), ["LCI-064"]),
    "unknown name": (parameters(parameter("a", 1.0, "nobody")), ["LCI-064"]),
    "random": (parameters(parameter("a", 1.0, "random()")), ["LCI-064"]),
    "no value": (parameters(parameter("a")), ["LCI-056"]),
    "division by zero": (parameters(parameter("a", 1.0, "1/0")), ["LCI-064"]),
    "once, however many need it": (
        parameters(parameter("a", 1.0, "1/0"), parameter("b", 1.0, "a"), parameter("c", 1.0, "a+b")), ["LCI-064"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_PARAMETERS)
def test_bad_parameters_are_refused_and_may_be_passed_over_for_stored_amounts(case):
    change, expected = BAD_PARAMETERS[case]
    assert faults(STEEL, change) == expected
    if case not in {"twice", "no value"}:
        lci_jsonld.read(changed(STEEL, change), "db.zip", formulas="stored")


def test_a_global_cycle_is_refused():
    files = trees() | {"parameters/loop.json": parameter("rest2", 1.0, "rest2 + 1")}
    problems = refused(packed(files))
    assert codes(problems) == ["LCI-065"]
    assert "rest2 → rest2" in problems[0].cause.en


# ── what is wrong ────────────────────────────────────────────────────────────────────────────────


def set_(path, value):
    def change(tree):
        for key in path[:-1]:
            tree = tree[key]
        if value is None:
            del tree[path[-1]]
        else:
            tree[path[-1]] = value

    return change


NAN = float("nan")
BAD = {
    "amount not finite": (STEEL, set_(["exchanges", 1, "amount"], NAN), ["LCI-057"]),
    "amount infinite": (STEEL, set_(["exchanges", 1, "amount"], math.inf), ["LCI-057"]),
    "amount beyond doubles": (STEEL, set_(["exchanges", 1, "amount"], 10**400), ["LCI-057"]),
    "amount a text": (STEEL, set_(["exchanges", 1, "amount"], "1,5"), ["LCI-055"]),
    "amount true": (STEEL, set_(["exchanges", 1, "amount"], True), ["LCI-055"]),
    "no amount": (STEEL, set_(["exchanges", 1, "amount"], None), ["LCI-056"]),
    "no flow": (STEEL, set_(["exchanges", 6, "flow"], None), ["LCI-056"]),
    "flow without id": (STEEL, set_(["exchanges", 6, "flow"], {"name": "x"}), ["LCI-056"]),
    "flow a text": (STEEL, set_(["exchanges", 6, "flow"], "steel"), ["LCI-055"]),
    "flow id a number": (STEEL, set_(["exchanges", 6, "flow", "@id"], 5), ["LCI-055"]),
    "exchange a text": (STEEL, set_(["exchanges", 6], "x"), ["LCI-055"]),
    "exchanges an object": (POWER, set_(["exchanges"], {"a": 1}), ["LCI-055", "LCI-069"]),
    "direction a text": (STEEL, set_(["exchanges", 6, "isInput"], "maybe"), ["LCI-055"]),
    "name a number": (STEEL, set_(["name"], 5), ["LCI-055"]),
    "no id": (POWER, set_(["@id"], None), ["LCI-056"]),
    "unit of another quantity": (STEEL, set_(["exchanges", 1, "unit"], ref("Unit", MJ, name="MJ")), ["LCI-061"]),
    "quantity the flow has not": (STEEL, set_(["exchanges", 1, "flowProperty"], ref("FP", ENERGY)), ["LCI-061"]),
    "unit without factor": ("unit_groups/mass.json", set_(["units", 1, "conversionFactor"], None), None),
    "unit factor zero": ("unit_groups/mass.json", set_(["units", 1, "conversionFactor"], 0), None),
    "unit factor NaN": ("unit_groups/mass.json", set_(["units", 1, "conversionFactor"], NAN), None),
    "reference unit not 1": ("unit_groups/mass.json", set_(["units", 0, "conversionFactor"], 2), None),
    "flow factor negative": ("flows/co2.json", set_(["flowProperties", 0, "conversionFactor"], -1), None),
    "flow kind": ("flows/co2.json", set_(["flowType"], "GAS"), ["LCI-063"]),
    "another type": ("flows/co2.json", set_(["@type"], "Process"), ["LCI-063"]),
    "parameters a text": (STEEL, set_(["parameters"], "x"), None),
    "uncertainty a list": (STEEL, set_(["exchanges", 1, "uncertainty"], [1]), ["LCI-055"]),
    "sd NaN": (STEEL, set_(["exchanges", 2, "uncertainty", "sd"], NAN), None),
    "share a text": (STEEL, set_(["allocationFactors", 0, "value"], "half"), ["LCI-055"]),
    "unit a text": (STEEL, set_(["exchanges", 1, "unit"], "kg"), None),
    "location a number": (STEEL, set_(["location"], 5), ["LCI-055"]),
    "category a list": (STEEL, set_(["category"], [1]), ["LCI-055"]),
    "documentation a list": (STEEL, set_(["processDocumentation"], []), ["LCI-055"]),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_named_at_its_place(case):
    file, change, expected = BAD[case]
    problems = refused(changed(file, change))
    if expected is not None:
        assert codes(problems) == expected
    assert any(each.place.pointer.startswith(file) for each in problems)
    assert all(each.place.file == "db.zip" for each in problems)


def test_every_fault_is_listed_at_once():
    files = deepcopy(trees())
    for file, change, _ in (BAD["amount not finite"], BAD["flow kind"], BAD["no id"]):
        change(files[file])
    files["processes/more.json"] = "{"
    files["processes/latin.json"] = '{"name": "\xe9"}'.encode("latin-1")
    files["processes/wide.json"] = "{}".encode("utf-16")
    files["processes/list.json"] = "[1]"
    files["processes/twice.json"] = '{"@id": "a", "@id": "b"}'
    files["processes/deep.json"] = '{"a": ' + "[" * 50_000 + "]" * 50_000 + "}"
    files["processes/digits.json"] = '{"a": ' + "1" * 10_000 + "}"
    files["flows/again.json"] = files["flows/steel.json"]
    found = codes(refused(packed(files)))
    assert set(found) >= {"LCI-052", "LCI-053", "LCI-054", "LCI-055", "LCI-056", "LCI-057", "LCI-058", "LCI-063"}
    assert found.count("LCI-052") == 2
    assert found.count("LCI-053") == 2


def test_a_long_list_of_the_same_is_cut_and_counted():
    def change(tree):
        tree["exchanges"] += [exchange(i, "co2", "x") for i in range(10, 510)]

    problems = refused(changed(STEEL, change))
    assert codes(problems).count("LCI-055") == EXAMPLES
    assert next(each for each in problems if each.code == "LCI-059").cause.en.startswith(f"There are {500 - EXAMPLES} ")


ODD = {
    "missing flow": (STEEL, set_(["exchanges", 6, "flow"], ref("Flow", "gone", name="Gone")), "LCI-060"),
    "no reference": (POWER, set_(["exchanges", 0, "isQuantitativeReference"], None), "LCI-069"),
    "two references": (STEEL, set_(["exchanges", 1, "isQuantitativeReference"], True), "LCI-069"),
    "costs": (STEEL, set_(["exchanges", 1, "costValue"], 3.0), "LCI-071"),
    "factor of nobody": (STEEL, set_(["allocationFactors", 0, "product"], None), "LCI-072"),
    "factor of another": (STEEL, set_(["allocationFactors", 0, "product"], ref("Flow", "coke")), "LCI-072"),
    "factor for nothing": (STEEL, set_(["allocationFactors", 3, "exchange", "internalId"], 99), "LCI-072"),
    "uncertain parameter": (STEEL, set_(["parameters", 0, "uncertainty"],
                                        {"distributionType": "UNIFORM_DISTRIBUTION"}), "LCI-073"),
    "factor off its definition": ("unit_groups/energy.json", set_(["units", 1, "conversionFactor"], 3.5), "LCI-076"),
    "exchange id twice": (STEEL, set_(["exchanges", 6, "internalId"], 6), "LCI-074"),
    "gsd below 1": (STEEL, set_(["exchanges", 1, "uncertainty", "geomSd"], 0.0), "LCI-068"),
    "gsd missing": (STEEL, set_(["exchanges", 1, "uncertainty", "geomSd"], None), "LCI-068"),
    "sd negative": (STEEL, set_(["exchanges", 2, "uncertainty", "sd"], -1), "LCI-068"),
    "bounds reversed": (STEEL, set_(["exchanges", 3, "uncertainty", "minimum"], 99), "LCI-068"),
    "mode outside": (STEEL, set_(["exchanges", 4, "uncertainty", "mode"], 1), "LCI-068"),
    "distribution unknown": (STEEL, set_(["exchanges", 1, "uncertainty", "distributionType"], "BETA"), "LCI-063"),
    "no unit": (STEEL, set_(["exchanges", 1, "unit"], None), "LCI-062"),
    "unit group missing": ("flow_properties/mass.json", set_(["unitGroup", "@id"], "gone"), "LCI-077"),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD)
def test_what_is_odd_is_read_and_told(case):
    file, change, expected = ODD[case]
    database, found = warnings(file, change)
    assert set(found) == {expected}
    assert sum(len(each.exchanges) for each in database.processes) == 10


def test_a_missing_flow_is_kept_and_known_as_far_as_the_reference_tells():
    database, _ = warnings(*ODD["missing flow"][:2])
    assert "gone" not in database.flows
    told = ref("Flow", "gone", name="Gone", flowType="WASTE_FLOW", refUnit="kg", category="a/b")
    database, found = warnings(STEEL, set_(["exchanges", 6, "flow"], told))
    assert found == ["LCI-060"]
    assert (database.flows["gone"].kind, database.flows["gone"].path) == ("waste", ("a", "b"))


def test_categories_in_a_circle_are_refused():
    files = old_trees()
    name = next(each for each in files if "categories" in each)
    files[name]["category"] = ref("Category", files[name]["@id"])
    assert codes(refused(packed(files))) == ["LCI-065"]


def test_nan_where_nothing_is_calculated_does_no_harm():
    assert warnings("locations/cn.json", set_(["description"], NAN))[1] == []


# ── files made to hurt ───────────────────────────────────────────────────────────────────────────


def test_a_file_that_is_no_package():
    assert codes(refused(b"")) == ["LCI-050"]
    assert codes(refused(b"<html>")) == ["LCI-051"]
    assert codes(refused(b"name;unit\n1;2\n")) == ["LCI-051"]
    assert codes(refused(packed({"readme.txt": "hello"}))) == ["LCI-070"]
    assert codes(refused(packed({}))) in (["LCI-050"], ["LCI-051"])


def test_a_truncated_zip_is_refused_wherever_it_is_cut():
    data = packed(trees())
    for cut in range(1, len(data), 97):
        assert refused(data[:cut])[0].code in {"LCI-050", "LCI-051"}


def test_bombs_and_paths_are_refused():
    bomb = packed(trees() | {"flows/bomb.json": " " * 50_000_000})
    assert codes(refused(bomb)) == ["LCI-050"]
    assert codes(refused(packed(trees() | {"../flows/x.json": "{}"}))) == ["LCI-050"]
    assert codes(refused(packed(trees()), limits=ZipLimits(entries=3))) == ["LCI-050"]
    many = packed({f"flows/{i}.json": "" for i in range(200)})
    assert codes(refused(many, limits=ZipLimits(entries=100))) == ["LCI-050"]


def test_an_unpaired_surrogate_is_refused_and_can_be_shown():
    files = trees()
    files[POWER] = json.dumps(files[POWER]).replace("Power, made", "\\ud800")
    problems = refused(packed(files))
    assert codes(problems) == ["LCI-053"]
    json.dumps([each.json() for each in problems], ensure_ascii=False).encode()


def test_damaged_packages_are_read_or_refused():
    chance = random.Random(5)
    whole = packed(trees())
    read_, refused_ = 0, 0
    for number in range(400):
        data = lci_inputs.mutated("openlca", chance) if number % 5 else damaged_bytes(whole, chance)
        begun = time.process_time()
        try:
            database, problems = lci_jsonld.read(data, "db.zip")
            read_ += 1
            check(database)
        except InputError as error:
            problems = error.problems
            refused_ += 1
        assert time.process_time() - begun < 2
        json.dumps([each.json() for each in problems], ensure_ascii=False).encode()
        assert {each.code for each in problems} <= set(CATALOGUE)
    assert min(read_, refused_) > 20


def check(database):
    """What every reader promises of what it hands on."""
    ids = [process.id for process in database.processes]
    assert len(ids) == len(set(ids)) > 0
    for process in database.processes:
        names = [each.id for each in process.exchanges]
        assert len(names) == len(set(names))
        for each in process.exchanges:
            numbers = (each.amount, each.factor, each.spread.location, each.spread.scale, each.spread.low)
            assert all(math.isfinite(number) for number in numbers)
            assert each.spread.scale >= 0
            assert each.spread.low <= each.spread.high
            assert isinstance(each.flow, str)
            assert each.flow
        for factor in process.allocation:
            assert math.isfinite(factor.share)
    json.dumps([list(map(str, database.flows.values())), dict(database.facts)], ensure_ascii=False).encode()


def test_a_process_of_a_hundred_thousand_exchanges_is_read_in_time():
    files = trees()
    files[POWER]["exchanges"] += [exchange(i + 10, "co2", float(i)) for i in range(100_000)]
    data = packed(files)
    begun = time.process_time()
    database, _ = lci_jsonld.read(data, "db.zip")
    assert sum(len(each.exchanges) for each in database.processes) == 100_010
    assert time.process_time() - begun < 20


# ── the published databases ──────────────────────────────────────────────────────────────────────

PUBLISHED = {
    "uslci_marine_v1.0_jsonld.zip": (72, 6_264, 88, {}),
    "uslci_transport_v1.1_jsonld.zip": (41, 238, 8, {"formulas_exchanges_agree": "197"}),
    "uslci_fy17q4/uslci_fy17q4_jsonld_as_published_without_actors.zip": (
        766, 32_526, 4_601, {"formulas_exchanges_agree": "259", "formulas_parameters_agree": "202",
                             "allocation_factors": "12126", "allocation_factors_left_out": "11968"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_database_is_read_in_full(name):
    processes, exchanges, flows, facts = PUBLISHED[name]
    database, problems = lci_jsonld.read(shared(name), name.rpartition("/")[2])
    assert (len(database.processes), sum(len(each.exchanges) for each in database.processes)) == (processes, exchanges)
    assert len(database.flows) == flows
    assert {key: database.facts[key] for key in facts} == facts
    assert not [key for key in database.facts if key.endswith("_differ")]
    assert {each.severity for each in problems} <= {"warning"}
    assert all(each.factor > 0 for process in database.processes for each in process.exchanges)
    assert all(each.flow in database.flows for process in database.processes for each in process.exchanges)
    check(database)


def test_our_own_units_are_those_every_openlca_has():
    """The published ones are cut after two decimals (oz = 0.02 kg): the order and the names can be checked."""
    name = "uslci_fy17q4/uslci_fy17q4_jsonld_as_published_without_actors.zip"
    findings = Findings("uslci.zip")
    base = read_base(open_package(shared(name), findings))
    assert findings.problems() == ()
    for identity, (title, unit, units) in STANDARD.items():
        theirs = base.quantities[identity]
        assert (theirs.name, theirs.unit) == (title, unit)
        assert {each: factor for each, factor in units.items() if each in theirs.units} == {
            each: pytest.approx(theirs.units[each], rel=0.45) for each in units if each in theirs.units
        }
        assert units.keys() <= theirs.units.keys()


def test_the_published_uslci_has_the_flows_of_the_survey():
    data = shared("uslci_fy17q4/uslci_fy17q4_jsonld_as_published_without_actors.zip")
    database, problems = lci_jsonld.read(data, "uslci.zip")
    kinds = [each.kind for each in database.flows.values()]
    assert (kinds.count("elementary"), kinds.count("product"), kinds.count("waste")) == (2_918, 1_659, 24)
    facts = database.facts
    # 5,130 lognormal of which 4,811 state a geometric standard deviation of 0 and 307 one of 1; 27 modes are outside.
    assert (facts["spreads_lognormal"], facts["spreads_unusable"]) == ("12", str(4_811 + 27))
    assert set(codes(problems)) == {"LCI-059", "LCI-068", "LCI-072", "LCI-074", "LCI-076"}
    cut = {each.value: each.cause.en for each in problems if each.code == "LCI-076"}
    assert set(cut) == {"cu ft", "btu"}
    assert "0.02 " in cut["cu ft"]
    assert KG not in database.flows
