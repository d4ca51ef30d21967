"""EcoSpold 1: everything read, every fault at once, files made to hurt, and the published database in full."""

from __future__ import annotations

import io
import json
import math
import random
import time
import zipfile

import pytest

from campaigns import lci_inputs
from campaigns.damage import damaged_bytes
from carnet.errors import CATALOGUE, InputError
from carnet.exchange import lci_ecospold1
from carnet.exchange.lci_findings import EXAMPLES
from carnet.exchange.xmlguard import XmlLimits
from tests.exchange.lci_cases import HEAD, TAIL, dataset, packed, row, shared, spold, steel
from tests.exchange.test_hostile_files import ATTACKS
from tests.exchange.test_lci_jsonld import check

pytestmark = pytest.mark.slow


def read(*datasets, **options):
    return lci_ecospold1.read(spold(*datasets), "db.xml", **options)


def refused(data, **options):
    with pytest.raises(InputError) as caught:
        lci_ecospold1.read(data, "db.xml", **options)
    return caught.value.problems


def codes(problems):
    return [each.code for each in problems]


def only(*rows, **options):
    return dataset(1, "x", [row(1, "x", "1", "o0"), *rows], **options)


# ── what is read ─────────────────────────────────────────────────────────────────────────────────


def test_everything_is_read():
    database, problems = read(*steel())
    assert problems == ()
    assert (database.format, database.licence) == ("ecospold1", "access: public; copyright: yes")
    process = database.processes[0]
    assert (process.id, process.name, process.location, process.type) == ("10", "steel", "CH", "unit")
    assert (process.path, process.technology) == (("metals", "steel"), "furnace")
    assert (process.period_from, process.period_to) == ("2000", "2004-12-31")
    assert process.sources == ("Who, 2004, What",)
    found = {each.id: each for each in process.exchanges}
    flows = {number: database.flows[each.flow] for number, each in found.items()}
    assert {number: flow.kind for number, flow in flows.items()} == {
        "1": "product", "2": "elementary", "11": "product", "4": "product", "5": "product", "6": "elementary",
        "7": "product", "8": "waste", "9": "product",
    }  # fmt: skip
    assert [number for number, each in found.items() if each.is_input] == ["11", "4", "5", "6"]
    assert [number for number, each in found.items() if each.is_reference] == ["1"]
    assert [number for number, each in found.items() if each.avoided] == ["9"]
    assert (flows["2"].cas, flows["2"].formula, flows["2"].path) == ("124-38-9", "CO2", ("goods", "air"))
    assert flows["9"].id.endswith("|infrastructure")
    assert found["2"].note == "(1,2,1,1,3); measured"
    assert {each.factor for each in process.exchanges} == {1.0}


def test_every_uncertainty_is_read():
    spread = {each.id: each.spread for each in read(*steel())[0].processes[0].exchanges}
    assert (spread["2"].kind, spread["2"].location, spread["2"].basis) == ("lognormal", 3.0, "stated")
    assert spread["2"].scale == pytest.approx(math.log(1.5))  # 2.25 is the square
    assert (spread["11"].kind, spread["11"].location, spread["11"].scale) == ("normal", 2.5, 0.2)
    assert (spread["4"].kind, spread["4"].low, spread["4"].high) == ("triangular", 0.4, 0.7)
    assert spread["4"].location == pytest.approx(0.4)  # 3 · 0.5 − 0.4 − 0.7
    assert (spread["5"].kind, spread["5"].low, spread["5"].high) == ("uniform", 0.05, 0.15)
    assert (spread["6"].kind, spread["6"].basis) == ("lognormal", "pedigree")
    assert spread["6"].scale == pytest.approx(
        math.sqrt(sum((math.log(each) / 2) ** 2 for each in (1.05, 1.05, 1.2))), rel=1e-12
    )
    assert spread["7"].kind == "none"


def test_shares_of_co_products_are_read():
    process = read(*steel())[0].processes[0]
    slag = next(each.flow for each in process.exchanges if each.id == "7")
    assert [(each.method, each.product, each.share, each.exchange) for each in process.allocation] == [
        ("causal", slag, 0.05, "2"), ("causal", slag, 0.05, "4")]  # fmt: skip
    assert process.default_allocation == "causal"


def test_a_number_names_the_provider_only_where_name_unit_and_place_agree():
    def provider(**more):
        rows = [row(11, more.pop("name", "power"), "1", "i5", **({"unit": "kWh", "location": "CH"} | more))]
        database, _ = read(dataset(1, "x", [row(1, "x", "1", "o0"), *rows]), steel()[1])
        return database.processes[0].exchanges[1].provider

    assert provider() == "11"
    assert provider(unit="MJ") == provider(location="DE") == provider(name="steam") == ""


def test_several_files_of_a_zip_are_one_database_and_others_do_no_harm():
    files = {"a/one.xml": spold(steel()[0]), "a/two.XML": spold(steel()[1]), "a/readme.txt": "x",
             "__MACOSX/a/._one.xml": "junk",
             "categories.xml": '<categories xmlns="http://www.EcoInvent.org/Categories"/>'}  # fmt: skip
    database, problems = lci_ecospold1.read(packed(files), "db.zip")
    assert (len(database.processes), problems) == (2, ())
    _, problems = lci_ecospold1.read(packed(files | {"other.xml": "<other/>"}), "db.zip")
    assert [(each.code, each.severity) for each in problems] == [("LCI-080", "warning")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_older_encodings_are_read(encoding):
    text = spold(only(row(2, "café", "1", "i5"))).decode().replace("UTF-8", encoding)
    database, _ = lci_ecospold1.read(text.encode(encoding), "db.xml")
    assert [each.name for each in database.flows.values()] == ["x", "café"]


def test_an_open_file_reads_like_its_bytes():
    data = spold(*steel())
    assert lci_ecospold1.read(io.BytesIO(data), "db.xml") == lci_ecospold1.read(data, "db.xml")


def test_of_two_references_the_named_one_counts_and_a_multi_output_dataset_needs_none():
    database, problems = read(dataset(1, "x", [row(1, "x", "1", "o0"), row(2, "y", "1", "o0")]))
    assert [each.is_reference for each in database.processes[0].exchanges] == [True, False]
    assert problems == ()
    rows = [row(1, "x", "1", "o2"), row(2, "y", "1", "o2"), row(3, "gas", "1", "o4")]
    share = "".join(
        f'<allocation referenceToCoProduct="{product}" fraction="50"><referenceToInputOutput>3'
        "</referenceToInputOutput></allocation>" for product in (1, 2)
    )  # fmt: skip
    database, problems = read(dataset(1, "both", rows, kind="5", more=share))
    assert (problems, len(database.processes[0].allocation)) == ((), 2)


# ── what is wrong ────────────────────────────────────────────────────────────────────────────────

NO_GROUP = '<exchange number="2" name="y" unit="kg" meanValue="1"/>'
BAD = {
    "NaN": (only(row(2, "y", "NaN", "i5")), ["LCI-057"]),
    "infinity": (only(row(2, "y", "-INF", "i5")), ["LCI-057"]),
    "beyond doubles": (only(row(2, "y", "1e999", "i5")), ["LCI-057"]),
    "comma": (only(row(2, "y", "1,5", "i5")), ["LCI-055"]),
    "no digits of ours": (only(row(2, "y", "١", "i5")), ["LCI-055"]),
    "hexadecimal": (only(row(2, "y", "0x1F", "i5")), ["LCI-055"]),
    "no amount": (only(row(2, "y", None, "i5")), ["LCI-056"]),
    "no unit": (only(row(2, "y", "1", "i5", unit="")), ["LCI-056"]),
    "no name": (only(row(2, "", "1", "i5")), ["LCI-056"]),
    "no group": (only(NO_GROUP), ["LCI-081"]),
    "both groups": (only(row(2, "y", "1", "i5").replace("</exchange>", "<outputGroup>4</outputGroup></exchange>")),
                    ["LCI-081"]),
    "group unknown": (only(row(2, "y", "1", "i7")), ["LCI-081"]),
    "group empty": (only(row(2, "y", "1", "i")), ["LCI-081"]),
    "number twice": (only() + only(), ["LCI-058"]),
    "no number": (dataset("", "x", [row(1, "x", "1", "o0")]), ["LCI-056"]),
    "sd NaN": (only(row(2, "y", "1", "i5", uncertaintyType=1, standardDeviation95="NaN")), ["LCI-057"]),
    "share a text": (only(more='<allocation referenceToCoProduct="1" fraction="half"/>'), ["LCI-055"]),
    "no dataset": ("", ["LCI-070"]),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_named_at_its_place(case):
    body, expected = BAD[case]
    problems = refused(spold(body))
    assert codes(problems) == expected
    assert all(each.place.pointer.startswith("db.xml#dataset[") for each in problems if each.code != "LCI-070")


def test_every_fault_is_listed_at_once_and_a_long_list_is_cut():
    rows = [row(i + 5, "y", "NaN", "i5") for i in range(500)]
    problems = refused(spold(only(*rows, NO_GROUP, row(3, "", "1", "i5")), only()))
    assert set(codes(problems)) == {"LCI-056", "LCI-057", "LCI-058", "LCI-059", "LCI-081"}
    assert codes(problems).count("LCI-057") == EXAMPLES


ODD = {
    "sd below 1": (row(2, "y", "1", "i5", uncertaintyType=1, standardDeviation95="0"), "LCI-068"),
    "no sd": (row(2, "y", "1", "i5", uncertaintyType=2), "LCI-068"),
    "no bounds": (row(2, "y", "1", "i5", uncertaintyType=4, minValue="1"), "LCI-068"),
    "reversed": (row(2, "y", "1", "i5", uncertaintyType=4, minValue="2", maxValue="1"), "LCI-068"),
    "mode outside": (
        row(2, "y", "1", "i5", uncertaintyType=3, minValue="1", maxValue="2", mostLikelyValue="3"), "LCI-068"),
    "kind unknown": (row(2, "y", "1", "i5", uncertaintyType=9, standardDeviation95="2"), "LCI-063"),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD)
def test_what_is_odd_is_read_and_told(case):
    line, expected = ODD[case]
    database, problems = read(only(line))
    assert codes(problems) == [expected]
    assert database.processes[0].exchanges[1].spread.kind == "none"


def test_other_oddities_are_told():
    assert codes(read(dataset(1, "x", [row(1, "x", "1", "o2")]))[1]) == ["LCI-069"]
    share = '<allocation referenceToCoProduct="9" fraction="5"><referenceToInputOutput>1</referenceToInputOutput>'
    database, problems = read(only(more=f"{share}</allocation>"))
    assert (codes(problems), database.processes[0].allocation) == (["LCI-072"], ())
    impact = dataset(2, "GWP", [row(1, "co2", "NaN", "i4")], kind="4")
    database, problems = read(only(), impact)
    assert (codes(problems), len(database.processes)) == (["LCI-082"], 1)


# ── files made to hurt ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("attack", ATTACKS)
def test_entities_and_dtds_are_refused(attack):
    data = spold(only(), head=HEAD.replace("<ecoSpold", ATTACKS[attack] + "<ecoSpold"))
    begun = time.process_time()
    problems = refused(data)
    assert codes(problems) == ["LCI-050"]
    assert "FIL-020" in problems[0].cause.en
    assert ".xlsx" not in problems[0].fix.en
    assert time.process_time() - begun < 1


def test_what_is_no_ecospold_1_is_named():
    assert codes(refused(b"")) == ["LCI-050"]
    assert codes(refused(b"%PDF-1.4")) == ["LCI-051"]
    assert codes(refused(b'{"a": 1}')) == ["LCI-051"]
    second = b'<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"><activityDataset/></ecoSpold>'
    problems = refused(second)
    assert codes(problems) == ["LCI-080"]
    assert "EcoSpold02" in problems[0].cause.en
    assert codes(refused(packed({"a.json": "{}"}))) == ["LCI-070"]


def test_broken_text_is_refused():
    assert codes(refused(spold(only()).replace(b"furnace", b"caf\xe9"))) == ["LCI-050"]
    assert codes(refused(spold(only()).replace(b"UTF-8", b"EBCDIC"))) == ["LCI-050"]
    deep = HEAD + "<a>" * 500 + "</a>" * 500 + TAIL
    assert codes(refused(deep.encode())) == ["LCI-050"]
    long = HEAD + f'<dataset number="{"1" * 2_000_000}"></dataset>' + TAIL
    assert codes(refused(long.encode())) == ["LCI-050"]
    assert codes(refused(spold(only()), xml_limits=XmlLimits(elements=5))) == ["LCI-050"]


def test_a_truncated_file_is_refused_wherever_it_is_cut():
    for data in (spold(*steel()), packed({"a.xml": spold(*steel())})):
        for cut in range(1, len(data) - 12, 61):
            assert refused(data[:cut])[0].code in {"LCI-050", "LCI-051"}


def test_a_bomb_is_refused():
    assert codes(refused(packed({"a.xml": spold(only()) + b" " * 50_000_000}))) == ["LCI-050"]


def test_a_file_of_a_million_lines_is_read_in_time():
    line = row(2, "carbon dioxide", "1.5", "o4", generalComment="x").rstrip("\n")
    body = "\n".join([line] * 333_400)
    data = spold(only(body))
    assert data.count(b"\n") > 1_000_000
    begun = time.process_time()
    database, _ = lci_ecospold1.read(data, "db.xml")
    assert len(database.processes[0].exchanges) == 333_401
    assert len(database.flows) == 2
    assert time.process_time() - begun < 60


def test_damaged_files_are_read_or_refused():
    chance = random.Random(7)
    read_, refused_ = 0, 0
    for number in range(400):
        data = lci_inputs.mutated("ecospold1", chance) if number % 5 else damaged_bytes(spold(*steel()), chance)
        begun = time.process_time()
        try:
            database, problems = lci_ecospold1.read(data, "db.xml")
            read_ += 1
            check(database)
        except InputError as error:
            problems = error.problems
            refused_ += 1
        assert time.process_time() - begun < 2
        json.dumps([each.json() for each in problems], ensure_ascii=False).encode()
        assert {each.code for each in problems} <= set(CATALOGUE)
    assert min(read_, refused_) > 40


# ── the published database ───────────────────────────────────────────────────────────────────────


def test_the_published_uslci_is_read_in_full():
    data = shared("uslci_fy21q3_01_ecospold1_contacts_blanked.zip")
    database, problems = lci_ecospold1.read(data, "uslci.zip")
    exchanges = [each for process in database.processes for each in process.exchanges]
    assert (len(database.processes), len(exchanges)) == (639, 45_656)
    elementary = [flow for flow in database.flows.values() if flow.kind == "elementary"]
    assert len({(flow.name, flow.path) for flow in elementary}) == 2_788
    assert len(elementary) == 2_952  # units apart
    inputs = [each for each in exchanges if each.is_input and database.flows[each.flow].kind == "product"]
    assert len(inputs) == 6_954
    co_products = sum(not each.is_reference and not each.is_input and database.flows[each.flow].kind != "elementary"
                      for each in exchanges)  # fmt: skip
    assert co_products == 432
    assert all(sum(each.is_reference for each in process.exchanges) == 1 for process in database.processes)
    facts = database.facts
    assert (facts["spreads_lognormal"], facts["spreads_unusable"], facts["processes_copyright"]) == ("12", "33", "36")
    assert set(codes(problems)) == {"LCI-059", "LCI-068"}
    check(database)


def test_the_two_published_forms_of_uslci_agree():
    """Many records did not change between FY17.Q4 (JSON-LD) and FY21.Q3 (EcoSpold 1) but for the names of flows."""
    from carnet.exchange import lci_jsonld

    old = lci_jsonld.read(shared("uslci_fy17q4/uslci_fy17q4_jsonld_as_published_without_actors.zip"), "a.zip")[0]
    new = lci_ecospold1.read(shared("uslci_fy21q3_01_ecospold1_contacts_blanked.zip"), "b.zip")[0]
    by_name = {process.name: process for process in old.processes}
    same = 0
    for process in new.processes:
        twin = by_name.get(process.name)
        if twin is not None:
            ours = sorted(each.amount for each in process.exchanges)
            same += ours == sorted(each.amount for each in twin.exchanges)
    assert same > 100


def test_a_zip_of_one_entry_that_lies_about_its_size_is_refused():
    data = bytearray(packed({"a.xml": spold(only())}))
    container = zipfile.ZipFile(io.BytesIO(bytes(data)))
    at = container.start_dir + 24  # unpacked size in the central directory
    data[at : at + 4] = (5).to_bytes(4, "little")
    assert codes(refused(bytes(data))) == ["LCI-050"]
