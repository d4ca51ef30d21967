"""The shipped coil studies: complete, cited, linked, and equal to their source but for the defects they list."""

from __future__ import annotations

import dataclasses
import re
from fractions import Fraction

import pytest

from carnet.exchange import study_toml
from carnet.inventory import model
from carnet.inventory.balance import carbon_balance
from carnet.inventory.countries import parse_countries
from carnet.inventory.flows import parse_flows
from carnet.inventory.validate import validate_study
from tests.studies import coil

TABLES = {
    "product": model.Product,
    "processes": model.Process,
    "exchanges": model.Exchange,
    "contracts": model.Contract,
    "certificates": model.Certificate,
    "transport": model.TransportLeg,
    "supplier_values": model.SupplierValue,
    "properties": model.Property,
    "sources": model.Source,
    "defects": model.Defect,
}
GASES = ("coke_oven_gas", "blast_furnace_gas", "converter_gas")
# The one line that stands in no source, by variant; its note and a defect say why.
ADDED = {"hrc_bf_bof_a": set(), "hrc_bf_bof_b": {"blast_furnace_gas_own_use"}}
PROCESS_OF = {
    "hrc_bf_bof_a": {
        "pellet": "pelletising", "sinter": "sintering", "coke": "coking", "hot_metal": "blast_furnace",
        "bof": "steelmaking", "casting": "casting", "hot_rolling": "hot_rolling",
    },
    "hrc_bf_bof_b": {
        "B_coke": "coking", "B_sinter": "sintering", "B_hot_metal": "blast_furnace", "B_bof": "steelmaking",
        "B_hot_rolling": "hot_rolling",
    },
}  # fmt: skip
FLOW_OF = {
    "Pellet": "pellet", "Iron ore": "iron_ore", "dolomite": "dolomite", "quicklime": "quicklime",
    "freshwater,freshwater": "fresh_water", "Circulating water": "circulating_water", "bentonite": "bentonite",
    "Raw coal": "raw_coal", "Sinter": "sinter", "Coke breeze": "coke_breeze", "Coke oven gas": "coke_oven_gas",
    "Linz-Donawitz gas": "converter_gas", "anthracite": "anthracite", "coke,Coke": "coke", "process steam": "steam",
    "compressed air": "compressed_air", "Blast furnace gas": "blast_furnace_gas",
    "sulphuric acid": "sulphuric_acid", "Cleaned coal": "coking_coal", "tar": "coal_tar", "sulfur": "sulphur",
    "benzene": "crude_benzene", "Molten Iron": "hot_metal", "fluorspar": "fluorspar", "oxygen": "oxygen",
    "hard coal,hard coal": "bituminous_coal", "BF Slag": "blast_furnace_slag", "BF Shop Dust": "blast_furnace_dust",
    "Molten steel": "molten_steel", "Iron scrap": "iron_scrap", "Refractory": "refractory",
    "Silicomanganese": "silicomanganese", "BOF Slag": "converter_slag", "Crude Steel": "crude_steel",
    "Hot rolled steel": "hot_rolled_coil", "Baling wire": "baling_wire", "Coal tar": "coal_tar",
    "carbon dioxide (fossil)": "CO2", "methane": "CH4", "nitrous oxide": "N2O", "Limestone": "limestone",
    "Steel scrap (external supply)": "steel_scrap", "iron": "hot_metal",
}  # fmt: skip


@pytest.fixture(params=coil.ALL)
def name(request):
    return request.param


@pytest.fixture
def study(name):
    return coil.load(name)


def test_every_key_is_a_field_and_every_field_without_default_is_there(study):
    for key, value in study.items():
        if key not in TABLES:
            assert key in {field.name for field in dataclasses.fields(model.Study)}
            continue
        fields = dataclasses.fields(TABLES[key])
        needed = {field.name for field in fields if field.default is dataclasses.MISSING}
        for row in [value] if isinstance(value, dict) else value:
            assert set(row) <= {field.name for field in fields}, row
            assert needed <= set(row), row


def test_it_reads_without_a_problem_and_comes_back_the_same(name):
    data = (coil.STUDIES / f"{name}.toml").read_bytes()
    read = study_toml.read(data, f"{name}.toml")
    assert read.problems == ()
    again = study_toml.read(study_toml.write(read.study), f"{name}.toml")
    assert again.study == read.study


def test_ids_are_unique_and_references_meet(study):
    for table in TABLES.keys() - {"product"}:
        ids = [row["id"] for row in study.get(table, [])]
        assert len(ids) == len(set(ids)), table
    sources = {source["id"] for source in study["sources"]}
    exchanges = {row["id"] for row in study["exchanges"]}
    contracts = {row["id"] for row in study["contracts"]}
    assert {row["source"] for row in (*study["exchanges"], *study["properties"])} <= sources
    assert {row["contract"] for row in study["exchanges"] if row["role"] == "electricity"} <= contracts
    legs = {row["exchange"] for row in (*study.get("transport", []), *study.get("supplier_values", []))}
    assert legs <= exchanges


def test_every_amount_is_a_plain_positive_decimal_with_a_source_and_a_place(study):
    for row in study["exchanges"]:
        assert re.fullmatch(r"\d+(\.\d+)?", row["amount"]), row["id"]
        assert Fraction(row["amount"]) > 0
        assert row["source"], row["id"]
        assert row["document"], row["id"]
        assert row["unit"] in coil.TO_BASE
    for row in study["properties"]:
        assert row["locator"], row["id"]
        assert "status" in row["note"], row["id"]
        if row.get("low"):
            assert Fraction(row["low"]) <= Fraction(row["value"]) <= Fraction(row["high"])
        else:
            assert row["property"] == "density"


def test_no_float_noise_is_left_in_an_amount(study):
    assert [row["id"] for row in study["exchanges"] if len(row["amount"].replace(".", "").strip("0")) > 8] == []


def test_every_link_finds_its_maker_and_every_process_has_one_product(study):
    made = {(row["process"], row["flow"]) for row in study["exchanges"] if row["direction"] == "out"}
    for row in study["exchanges"]:
        if row["role"] == "intermediate":
            assert (row["provider"], row["flow"]) in made, row["id"]
        else:
            assert "provider" not in row, row["id"]
    for process in study["processes"]:
        coil.reference(study, process["id"])
    assert coil.reference(study, study["product"]["process"])["flow"] == study["product"]["flow"]


@pytest.mark.parametrize("gas", [*GASES, "steam", "sinter_return", "steel_scrap"])
def test_no_more_is_used_of_a_by_product_than_is_made(study, gas):
    counts = coil.runs(study)
    made = used = Fraction(0)
    for row in study["exchanges"]:
        amount = coil.base(row) * counts[row["process"]]
        if row["flow"] == gas and row["direction"] == "out":
            made += amount
        if row["flow"] == gas and row["role"] == "intermediate":
            used += amount
    assert used <= made


@pytest.mark.parametrize(
    ("name", "surplus"),
    [("hrc_bf_bof_a", ("73.7", "144", "67.1")), ("hrc_bf_bof_b", ("97", "0", "57"))],
)
def test_the_surplus_of_each_gas_is_what_the_notes_say(name, surplus):
    study = coil.load(name)
    for gas, expected in zip(GASES, surplus, strict=True):
        rows = [row for row in study["exchanges"] if row["flow"] == gas]
        assert -sum(coil.sign(row) * coil.base(row) for row in rows) == Fraction(expected)


def test_defects_are_told_in_both_languages_and_every_one_named_in_a_note_is_listed(study):
    listed = {row["id"] for row in study["defects"]}
    for row in study["defects"]:
        assert row["where"]
        assert row["found"]
        assert row["done"]["en"]
        assert re.search(r"[\u4e00-\u9fff]", row["done"]["zh"])
    for row in study["exchanges"]:
        for names in re.findall(r"defects? ([a-z0-9_]+(?: and [a-z0-9_]+)?)", row.get("note", "")):
            assert set(names.split(" and ")) <= listed, row["id"]


@pytest.mark.parametrize("name", coil.VARIANTS)
def test_the_literature_studies_invent_nothing(name):
    study = coil.load(name)
    assert study["status"] == "literature"
    assert not {"transport", "certificates", "supplier_values", "acceptances"} & set(study)
    assert {row["data_kind"] for row in study["exchanges"] if row["id"] not in ADDED[name]} == {"literature"}
    assert {row["id"] for row in study["exchanges"] if row["data_kind"] == "estimated"} == ADDED[name]


def test_the_illustrative_study_says_so_wherever_it_invents():
    study = coil.load("hrc_bf_bof_illustrative")
    assert study["status"] == "illustrative"
    for text in (*study["title"].values(), *study["note"].values(), study["producer"], study["site"]):
        assert "ILLUSTRATIVE" in text
    for row in (*study["exchanges"], *study["contracts"]):
        assert row["document"].startswith("ILLUSTRATIVE"), row["id"]
    for row in study["transport"]:
        assert row["note"].startswith("ILLUSTRATIVE"), row["id"]
    for row in study["supplier_values"]:
        assert row["supplier"].startswith("ILLUSTRATIVE")
    for row in study["certificates"]:
        assert all(row[field].startswith("ILLUSTRATIVE") for field in ("register", "plant", "beneficiary"))


def test_the_illustrative_study_is_variant_a_times_a_thousand():
    a, shown = coil.load("hrc_bf_bof_a"), coil.load("hrc_bf_bof_illustrative")
    amounts = {row["id"]: coil.base(row) for row in shown["exchanges"]}
    scrap = sum(
        (amount for name, amount in amounts.items() if re.match("steelmaking_(scrap|crops)", name)), Fraction(0)
    )
    amounts["steelmaking_scrap"] = scrap
    amounts["hot_rolling_electricity"] += amounts["hot_rolling_electricity_wind"]
    for row in a["exchanges"]:
        assert amounts[row["id"]] == 1000 * coil.base(row), row["id"]
    covered = sum(int(row["volume_kwh"]) for row in shown["certificates"])
    assert amounts["hot_rolling_electricity_wind"] == covered


# ── against the notes the studies were made from ─────────────────────────────────────────────────


def expected(row):
    """The amount a row of the notes should have, after the listed corrections, in the study's base units."""
    amount = Fraction(row["amount"])
    if row["flow"] == "freshwater,freshwater":
        return amount / 1000  # kilograms stored as cubic metres
    if row["flow"] == "oxygen":
        return amount * Fraction("1.429")  # Nm3 stored as kg
    if "amount_as_published" in row:
        return Fraction(row["amount_as_published"]) / 1000  # grams stored as kg
    return amount


@pytest.mark.parametrize("name", coil.VARIANTS)
def test_every_amount_is_the_one_of_the_notes_but_for_the_listed_defects(name):
    if not coil.NOTES.exists():
        pytest.skip("shared/data/products/hot_rolled_coil_bf_bof.yaml does not lie beside this repository")
    notes = coil.source_rows(coil.NOTES.read_text(encoding="utf-8"))
    study = coil.load(name)
    for source, process in PROCESS_OF[name].items():
        wanted: dict[tuple[str, str], list[Fraction]] = {}
        for row in notes[source]:
            flow = row["flow"].replace("\u00a0", " ")
            if flow in {"Electricity", "particles (> PM10)"}:
                continue
            id_ = FLOW_OF[flow]
            if row.get("comment") == "Sintering return ore":
                id_ = "sinter_return"
            if source == "B_hot_rolling" and row["section"] == "reference":
                id_ = "hot_rolled_coil"
            side = "in" if row["section"] == "inputs" else "out"
            wanted.setdefault((side, id_), []).append(expected(row))
        found: dict[tuple[str, str], list[Fraction]] = {}
        for row in coil.rows_of(study, process):
            if row["flow"] != "electricity" and row["id"] not in ADDED[name]:
                found.setdefault((row["direction"], row["flow"]), []).append(coil.base(row))
        assert {key: sorted(values) for key, values in found.items()} == {
            key: sorted(values) for key, values in wanted.items()
        }, process


@pytest.mark.parametrize("name", coil.VARIANTS)
def test_electricity_bought_and_own_add_up_to_the_use_of_the_notes(name):
    if not coil.NOTES.exists():
        pytest.skip("shared/data/products/hot_rolled_coil_bf_bof.yaml does not lie beside this repository")
    notes = coil.source_rows(coil.NOTES.read_text(encoding="utf-8"))
    study = coil.load(name)
    for source, process in PROCESS_OF[name].items():
        rows = [row for row in notes[source] if row["flow"] == "Electricity"]
        used = sum((Fraction(row["amount_kwh"]) for row in rows if row["section"] == "inputs"), Fraction(0))
        made = sum((Fraction(row["amount_kwh"]) for row in rows if row["section"] == "outputs"), Fraction(0))
        if source == "B_sinter":
            made += 32  # the waste-heat power whose output row is missing
        bought, own, sent = Fraction(0), Fraction(0), Fraction(0)
        for row in coil.rows_of(study, process):
            if row["flow"] == "electricity":
                bought += coil.base(row) if row.get("contract") == "grid" else 0
                own += coil.base(row) if row.get("contract") == "own" else 0
                sent += coil.base(row) if row["role"] == "co_product" else 0
        assert (bought + own, own + sent) == (used, made), process


# What validation should find: the flaws of the source that the defects name, and nothing else.
WARNED = {
    "hrc_bf_bof_a": {"sintering", "steelmaking"},
    "hrc_bf_bof_b": {"sintering", "steelmaking", "hot_rolling"},
    "hrc_bf_bof_illustrative": {"sintering", "steelmaking"},
}


def test_validation_finds_no_error_and_warns_of_the_listed_flaws_only(name):
    data = coil.ROOT / "src" / "carnet" / "data"
    flows = parse_flows([(path.name, path.read_text(encoding="utf-8")) for path in sorted(data.glob("flows/*.toml"))])
    places = [(path.name, path.read_text(encoding="utf-8")) for path in sorted(data.glob("places/*.toml"))]
    read = study_toml.read((coil.STUDIES / f"{name}.toml").read_bytes(), f"{name}.toml")
    found = validate_study(read.study, read.places, flows, parse_countries(places))
    assert [each.code for each in found if each.severity == "error"] == []
    warned = {re.match(r"/processes/(\d+)/", each.place.pointer) for each in found}
    assert {read.study.processes[int(match[1])].id for match in warned} == WARNED[name]


# ── balances ─────────────────────────────────────────────────────────────────────────────────────


def test_the_program_and_the_second_opinion_agree_on_every_carbon_balance(name):
    study = study_toml.read((coil.STUDIES / f"{name}.toml").read_bytes(), f"{name}.toml").study
    raw = coil.load(name)
    for process in study.processes:
        balance = carbon_balance(study, process.id)
        low, value, high = coil.bounds(raw, coil.carbon_terms(raw, process.id))
        assert (balance.co2_low, balance.co2_value, balance.co2_high) == (low, value, high), process.id
        assert balance.missing == ()


def test_variant_b_reports_2096_and_a_half_kilograms():
    study = coil.load("hrc_bf_bof_b")
    counts = coil.runs(study)
    assert set(counts.values()) == {Fraction(1)}
    assert sum(coil.reported(study, process) for process in counts) == Fraction("2096.5")


def test_the_carbon_of_a_site_is_the_sum_of_its_steps_at_the_central_contents():
    for name in coil.VARIANTS:
        study = coil.load(name)
        steps = sum(
            count * coil.bounds(study, coil.carbon_terms(study, process))[1]
            for process, count in coil.runs(study).items()
        )
        assert steps == coil.bounds(study, coil.site(study))[1]


def test_what_flows_inside_the_site_cancels():
    for name in coil.VARIANTS:
        net = coil.site(coil.load(name))
        assert net["hot_metal"] == net["crude_steel"] == 0
    assert coil.site(coil.load("hrc_bf_bof_a"))["coke"] == 0


def test_the_page_shows_the_balances_as_computed():
    page = coil.DOCUMENT.read_text(encoding="utf-8").splitlines()
    for name in coil.VARIANTS:
        study = coil.load(name)
        for row in (*coil.mass_rows(study), *coil.carbon_rows(study)):
            assert row in page, (name, row)
    for row in coil.term_rows(*(coil.load(name) for name in coil.VARIANTS)):
        assert row in page, row


def test_the_page_lists_every_defect():
    page = coil.DOCUMENT.read_text(encoding="utf-8")
    for name in coil.VARIANTS:
        for defect in coil.load(name)["defects"]:
            assert f"`{defect['id']}`" in page, (name, defect["id"])
