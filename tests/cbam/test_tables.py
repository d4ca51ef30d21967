"""The shipped tables of the CBAM: complete, equal to the published ones, and a wrong row is seen."""

from __future__ import annotations

import dataclasses
import tomllib
from collections import Counter
from fractions import Fraction

import pytest

from carnet.errors import DataError
from carnet.store.cbam_tables import load_cbam_tables
from tests.cbam.published import SHARED, number, parsed, reference, shipped_files

TABLES = load_cbam_tables()
DEC_2025 = [
    row
    for key, rows in (TABLES.defaults | TABLES.superseded).items()
    if key[0] not in {"CN", "UNKNOWN"}
    for row in rows
]
VARIANT = {
    "": "",
    "Grey clinker": "grey",
    "Grey hydraulic cements": "grey",
    "White clinker": "white",
    "White hydraulic cements": "white",
}


def rows_of(country):
    return [row for (of, _), rows in TABLES.defaults.items() if of == country for row in rows]


def test_counts():
    assert len(TABLES.goods) == 572  # 569 of the code list and the three codes into which 3102 10 10 was split
    assert Counter(good.cite.clause == TABLES.cites["goods_by_row"].clause for good in TABLES.goods.values())[True] == 3
    assert len(TABLES.categories) == 18
    assert len(rows_of("CN")) == 259
    assert len(DEC_2025) + sum(map(len, TABLES.superseded.values())) == 10_931
    assert len(rows_of("OTHER")) == 260
    assert len(rows_of("UNKNOWN")) == 260
    assert sum(map(len, TABLES.benchmarks.values())) == 2_465
    assert len(TABLES.benchmarks) == 570
    assert len(TABLES.factors) == 75
    assert len(TABLES.reference_fuels) == 14
    assert len(TABLES.frequencies) == 10
    assert len(TABLES.proposed) == 116
    assert sum(1 for name in TABLES.countries.values() if name) == 120


def test_the_sums_of_the_published_columns():
    """Without the reference tables at hand: one wrong digit anywhere moves a sum (thousandths)."""
    old = [*DEC_2025, *(row for rows in TABLES.superseded.values() for row in rows)]
    marks = [mark for rows in TABLES.benchmarks.values() for mark in rows]
    assert 1000 * sum(row.total for row in rows_of("CN")) == 1_106_484
    assert 1000 * sum(row.direct for row in rows_of("CN")) == 1_102_744
    assert 1000 * sum(row.total for row in old) == 28_641_329
    assert 1000 * sum(row.direct for row in old) == 28_434_260
    assert 1000 * sum(row.total for row in rows_of("UNKNOWN")) == 1_924_559
    assert 1000 * sum(mark.value for mark in marks if mark.column == "A") == 113_737
    assert 1000 * sum(mark.value for mark in marks if mark.column == "B") == 1_513_481


def test_statuses_are_honest():
    assert {(row.cite.status, row.cite.nature, row.route_status) for row in rows_of("CN")} == {
        ("read", "adopted", "secondary")
    }
    others = {(row.cite.status, row.cite.nature) for row in [*DEC_2025, *rows_of("UNKNOWN")]}
    assert others == {("recalled", "superseded")}
    assert {row.cite.nature for row in TABLES.proposed} == {"proposal"}
    assert TABLES.values["free_share_proposal", "2028"].cite.nature == "proposal"
    assert TABLES.values["price", "2026-Q4"].value is None
    assert TABLES.values["cscf", "2031"].value is None
    assert TABLES.values["uk_baseline_share", "iron_steel"].value is None
    assert TABLES.values["rounding", "certificates"].value is None


def test_no_figure_of_the_electricity_annexes_is_shipped():
    assert not [name for name, _ in TABLES.values if "grid" in name or name == "electricity"]
    assert not [key for key in TABLES.defaults if key[1].startswith("2716")]


def test_everything_a_person_sees_is_in_both_languages():
    for category in TABLES.categories.values():
        assert category.zh
        assert category.en
    for names in (TABLES.routes, TABLES.indicators, TABLES.reference_fuels):
        assert all(text.zh and text.en and text.zh != text.en for text in names.values())
    for cite in TABLES.cites.values():
        assert bool(cite.note_zh) == bool(cite.note_en)
    for value in TABLES.values.values():
        assert bool(value.cite.note_zh) == bool(value.cite.note_en)
    assert all(factor.zh and factor.en for factor in TABLES.factors.values())


def test_the_digest_names_the_bytes():
    same = parsed_again()
    assert same.digest == TABLES.digest
    other = parsed(values_toml=lambda text: text + "\n# a remark\n")
    assert other.digest != TABLES.digest
    assert other.goods == TABLES.goods


def parsed_again():
    from tests.cbam.published import CODES, parse_tables

    return parse_tables(shipped_files(), CODES)


# ── against the published tables ────────────────────────────────────────────────────────────────────


def china_differences(rows, tables):
    found = []
    for row in rows:
        mine = tables.defaults.get(("CN", row["cn_or_taric"]), ())
        printed = [number(row[name]) for name in ("direct", "indirect", "total")]
        if [[each.direct, each.indirect, each.total] for each in mine] != [printed] or mine[0].route != row["bm_route"]:
            found.append(row["cn_or_taric"])
    return found


def test_every_row_of_china():
    rows = reference("default_values_china.csv")
    assert len(rows) == 259
    assert china_differences(rows, TABLES) == []
    worse = parsed(defaults_china_csv=lambda text: text.replace("7208,,3.187,", "7208,,3.178,"))
    assert china_differences(rows, worse) == ["7208"]


def country_differences(rows, tables):
    names = {name: code for code, name in tables.countries.items() if name}
    names |= {"Myanmar_Burma": "MM", "Democratic Republic of the Cong": "CD"}
    both = {key: rows for key, rows in tables.defaults.items() if key[0] != "CN"} | tables.superseded
    found = []
    for row in rows:
        key = (names[row["country"]], row["cn"])
        mine = [each for each in both.get(key, ()) if each.variant == VARIANT[row["variant"]]]
        printed = [number(row[name]) for name in ("direct", "indirect", "total")]
        if [[each.direct, each.indirect, each.total] for each in mine] != [printed] or mine[0].route != row["bm_route"]:
            found.append((*key, row["variant"]))
    return found


def test_every_row_of_every_other_country():
    rows = reference("default_values_all_countries_2025-12.csv")
    assert len(rows) == 10_931
    assert country_differences(rows, TABLES) == []
    worse = parsed(
        defaults_2025_csv=lambda text: text.replace("IN,25232900,,", "IN,25232999,,"),
    )
    assert country_differences(rows, worse) == [("IN", "25232900", "")]


def test_every_row_of_annex_iv():
    rows = reference("default_values_unknown_origin_annex_iv.csv")
    mine = {(row.cn, row.total, row.route) for row in rows_of("UNKNOWN")}
    assert mine == {(row["cn"], number(row["highest_total"]), row["bm_route"]) for row in rows}


def benchmark_differences(rows, tables):
    found = []
    for row in rows:
        first, last = map(int, row["period"].split("-"))
        wanted = (row["column"], row["route"], first, last, number(row["value_tco2e_per_t"]))
        mine = [(b.column, b.route, b.first_year, b.last_year, b.value) for b in tables.benchmarks.get(row["cn"], ())]
        if mine.count(wanted) != 1:
            found.append((row["cn"], *wanted[:2]))
    return found


def test_every_benchmark():
    rows = reference("benchmarks_2620.csv")
    assert len(rows) == 2_465
    assert benchmark_differences(rows, TABLES) == []
    worse = parsed(
        benchmarks_csv=lambda text: text.replace("72083900,B,C,2026,2030,1.370", "72083900,B,C,2026,2030,1.730")
    )
    assert benchmark_differences(rows, worse) == [("72083900", "B", "C")]


def test_every_good():
    rows = reference("goods_cn.csv")
    assert len(rows) == 569
    units = {"kWh": "MWh", "t of good (per CN code)": "t", "supplementary unit kg N": "kg N"}
    for row in rows:
        good = TABLES.goods[row["cn"]]
        assert good.annex_ii == (row["annex_ii_direct_only"] == "yes"), row
        assert good.sector == row["sector"]
        assert good.unit == units.get(row["functional_unit"], row["functional_unit"])
        assert ("N2O" in good.gases) == ("Nitrous" in row["ghg"])
        assert ("PFC" in good.gases) == ("perfluoro" in row["ghg"])
    assert set(TABLES.goods) - {row["cn"] for row in rows} == {"31021012", "31021015", "31021019"}


def test_every_standard_factor():
    mine = Counter((f.table, f.en, f.ef, f.ef_unit, f.ncv, f.carbon) for f in TABLES.factors.values())
    printed = Counter(
        (
            row["table"],
            row["item"],
            number(row["ef"]),
            row["ef_unit"],
            number(row["ncv"]),
            number(row["carbon_content"]),
        )
        for row in reference("standard_factors.csv")
    )
    assert mine == printed


def test_every_reference_efficiency():
    rows = reference("chp_reference_efficiencies.csv")
    printed = {
        (row["category"], name): Fraction(text) / 100
        for row in rows
        for name, text in row.items()
        if name.startswith(("el_", "heat_")) and text
    }
    assert dict(TABLES.reference_efficiencies) == printed


def test_every_analysis_frequency():
    rows = reference("analysis_frequencies.csv")
    assert len(rows) == len(TABLES.frequencies)
    for row, mine in zip(rows, TABLES.frequencies, strict=True):
        text = row["minimum_frequency_recommended"].replace(" 000", "000")
        if mine.every is not None:
            assert f"{mine.every} " in text
            assert f"{mine.times} times" in text
        else:
            assert {52: "weekly", 365: "daily"}[mine.times] in text


def test_the_parameters():
    path = SHARED / "parameters_eu.json"
    if not path.is_file():
        pytest.skip("../shared/data/cbam/parameters_eu.json is not here")
    import json

    told = json.loads(path.read_text(encoding="utf-8"), parse_float=str, parse_int=str)
    for ours, theirs in (
        ("free_share", "cbam_factor_free_share"),
        ("free_share_proposal", "cbam_factor_free_share_proposal"),
        ("cscf", "cscf"),
        ("price", "certificate_price_eur"),
    ):
        for key, text in told[theirs]["values"].items():
            assert TABLES.values[ours, key].value == (None if text is None else Fraction(text)), (ours, key)
    for ours, theirs in {
        "carbon_ratio": "f_C_to_CO2",
        "waste_gas_correction": "waste_gas_Corr_eta",
        "ef_natural_gas": "EF_natural_gas_tCO2_per_TJ",
        "heat_efficiency_proxy": "heat_reference_efficiency",
        "imported_heat_efficiency": "imported_heat_boiler_efficiency",
        "chp_eta_heat": "chp_fallback_eta_heat",
        "chp_eta_power": "chp_fallback_eta_el",
        "condensate_temperature": "condensate_reference_temp_C",
        "unreasonable_cost_price": "unreasonable_cost_ref_price_eur",
        "unreasonable_cost_floor": "unreasonable_cost_floor_eur_per_year",
        "imported_electricity_limit": "imported_electricity_max_gCO2_per_kWh",
    }.items():
        assert TABLES.values[ours, ""].value == Fraction(told["calculation"][theirs]["value"]), ours


# ── a wrong row is seen ─────────────────────────────────────────────────────────────────────────────

DEFECTS = {
    "a row is gone": ("defaults_china_csv", "7208,,3.187,,3.187,C\n", ""),
    "a row twice": ("defaults_china_csv", "7208,,", "7208,,3.187,,3.187,C\n7208,,"),
    "no decimal": ("defaults_china_csv", "7208,,3.187", "7208,,3.187e0"),
    "a code of five digits": ("defaults_2025_csv", "IN,25232900", "IN,25232"),
    "a country without a name": ("defaults_2025_csv", "IN,25232900", "IX,25232900"),
    "a field too many": ("benchmarks_csv", "25070080,A,,", "25070080,A,,,"),
    "a column C": ("benchmarks_csv", "25070080,A,,", "25070080,C,,"),
    "a good without category": ("goods_csv", "26011200,iron_steel,sintered_ore", "26011200,iron_steel,ore"),
    "an Annex II flag against its category": ("goods_csv",
        "26011200,iron_steel,sintered_ore,t,no",
        "26011200,iron_steel,sintered_ore,t,yes"),
    "a column renamed": ("goods_csv", "cn,sector", "code,sector"),
    "a precursor that is no category": ("categories_toml", '["crude_steel"]', '["steel"]'),
    "a route without a name": ("categories_toml", '"bof", "eaf"', '"bos", "eaf"'),
    "a status word of our own": ("tables_toml", 'status = "recalled"', 'status = "certain"'),
    "a parameter with a comma": ("values_toml", '"0.975"', '"0,975"'),
    "a parameter without source": ("values_toml", 'source = "IR (EU) 2025/2547"', 'source = ""'),
    "a year twice": ("values_toml", '"2034+" = "0"', '"2034+" = "0", "2035" = "0"'),
    "no TOML": ("scope_toml", "[split]", "[split"),
    "an efficiency in words": ("chp_reference_efficiencies_csv", "44.2", "high"),
    "a factor twice": ("standard_factors_csv", "G.1,orimulsion", "G.1,crude_oil"),
    "a proposed code in words": ("proposal_2028_csv", "7204,", "scrap,"),
}  # fmt: skip


def with_defects(*names):
    """The tables with the first place of each defect spoiled."""
    chosen = (DEFECTS[name] for name in names)
    return parsed(**{file: lambda text, old=old, new=new: text.replace(old, new, 1) for file, old, new in chosen})


@pytest.mark.parametrize("defect", DEFECTS, ids=str)
def test_a_defect_is_told(defect):
    with pytest.raises(DataError) as caught:
        with_defects(defect)
    assert {each.code for each in caught.value.problems} == {"CBM-030"}


def test_all_defects_are_told_together():
    with pytest.raises(DataError) as caught:
        with_defects("no decimal", "a column C", "a parameter with a comma")
    assert {each.place.file for each in caught.value.problems} >= {
        "defaults_china.csv",
        "benchmarks.csv",
        "values.toml",
    }


def test_each_table_has_a_head_and_a_citation():
    files = shipped_files()
    cited = tomllib.loads(files["tables.toml"])
    for name, text in files.items():
        assert text.startswith("# "), name
        if name.endswith(".csv"):
            assert name.removesuffix(".csv") in cited, name
            assert '"' not in text, name
    for name, row in cited.items():
        assert dataclasses.asdict(TABLES.cites[name])["source"] == row["source"]
