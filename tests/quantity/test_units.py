"""The unit table and what people type for its units."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.quantity import KINDS, UNITS, find_unit, match_key, unit_by_rec20, unit_candidates
from carnet.quantity.table import AMBIGUOUS, ROWS, SOURCES
from carnet.quantity.units import build_index, is_ambiguous, table_defects

NAMED = {
    "kg": ["kg", "Kg", "KG", "kG", "ｋｇ", "㎏", " kg\u00a0", "千克", "公斤", "kilogram", "Kilograms", "k\u200bg"],
    "t": ["t", "T", "吨", "公吨", "tonne", "metric ton", "metric-ton"],
    "g": ["g", "克", "gram"],
    "ug": ["ug", "µg", "μg", "微克"],
    "Mg": ["Mg", "megagram"],
    "mg": ["mg", "mG", "毫克"],
    "万吨": ["万吨", "万t", "万 t", "10⁴t", "10⁴ 吨"],
    "kWh": [
        "kWh",
        "KWH",
        "kwh",
        "Kwh",
        "KWh",
        "kW·h",
        "kW.h",
        "kW h",
        "KW•H",
        "kW⋅h",
        "千瓦时",
        "千瓦·时",
        "度",
        "kilowatt-hour",
    ],
    "MWh": ["MWh", "MWH", "MW·h", "兆瓦时"],
    "万kWh": ["万千瓦时", "万度", "10⁴ kWh", "万kwh"],
    "MJ": ["MJ", "Mj", "兆焦", "megajoule", "Megajoule", "MEGAJOULE"],
    "GJ": ["GJ", "gj", "吉焦", "百万千焦"],
    "kgce": ["kgce", "KGCE", "千克标准煤", "公斤标煤"],
    "tce": ["tce", "TCE", "吨标准煤"],
    "Btu_IT": ["Btu", "BTU", "Btu (IT)"],
    "MMBtu": ["MMBtu", "mmbtu", "MMBTU"],
    "t·km": [
        "t·km",
        "t.km",
        "tkm",
        "TKM",
        "t km",
        "t-km",
        "t*km",
        "t×km",
        "t•km",
        "吨公里",
        "吨·公里",
        "吨 公里",
        "ton kilometer",
    ],
    "Nm3": ["Nm3", "Nm³", "NM3", "nm3", "Nm^3", "标准立方米", "标方", "标立方米"],
    "万Nm3": ["万Nm3", "万Nm³", "10⁴Nm³", "万标方"],
    "Sm3": ["Sm3", "Sm³"],
    "m3(20°C)": ["m3(20°C)", "m³ (20 ℃)", "ｍ３（２０℃）"],
    "m3": ["m3", "m³", "M3", "M³", "㎥", "m^3", "立方米", "cubic meter"],
    "L": ["L", "l", "升", "liter", "ℓ"],
    "mL": ["mL", "ml", "毫升"],
    "m2": ["m2", "m²", "M2", "㎡", "平方米", "平米", "square meter"],
    "m2·a": ["m2·a", "m2a", "m²a", "m2*year", "square meter-year"],
    "kg CO2e": [
        "kg CO2e",
        "kgCO2e",
        "kgCO₂e",
        "KGCO2E",
        "kg CO2-eq",
        "kgCO2eq",
        "kg CO₂ eq",
        "kg CO2 eq.",
        "千克二氧化碳当量",
    ],
    "t CO2e": ["t CO2e", "tCO2e", "tCO₂eq", "吨二氧化碳当量"],
    "Mt CO2e": ["Mt CO2e", "MtCO2e", "MtCO₂eq"],
    "kg CO2": ["kg CO2", "kgCO₂"],
    "MW": ["MW", "兆瓦"],
    "mW": ["mW", "毫瓦"],
    "kWp": ["kWp", "KWP", "kwp"],
    "piece": ["piece", "Piece", "pcs", "PCS", "item", "件", "个", "台"],
    "CNY": ["CNY", "RMB", "元", "人民币", "人民币元"],
    "万元": ["万元"],
    "EUR": ["EUR", "€", "欧元", "eur"],
    "km": ["km", "KM", "Km", "公里", "千米"],
    "mm": ["mm", "毫米"],
    "h": ["h", "小时", "hours"],
    "min": ["min", "MIN", "分钟"],
    "a": ["a", "年", "yr", "year"],
    "%": ["%", "％", "percent"],
    "1": ["1", "１"],
}
PAIRS = [(text, symbol) for symbol, texts in NAMED.items() for text in texts]

# What must not be taken for a unit, and what is offered instead (first candidate, "" for none).
REFUSED = [
    ("mw", "MW"),
    ("mwh", "MWh"),
    ("mWh", "MWh"),
    ("mj", "MJ"),
    ("mJ", "MJ"),
    ("MT", "t"),
    ("mt", "t"),
    ("MTCO2e", "t CO2e"),
    ("MTCO2E", "t CO2e"),
    ("mtco2e", "t CO2e"),
    ("MtCO2E", "t CO2e"),
    ("MG", "mg"),
    ("MM", "mm"),
    ("Mm", "mm"),
    ("ML", "mL"),
    ("pj", "PJ"),
    ("ton", "t"),
    ("Tons", "t"),
    ("kcal", "kcal_IT"),
    ("KCAL", "kcal_IT"),
    ("大卡", "kcal_IT"),
    ("gallon", "gal_US"),
    ("unit", "piece"),
    ("M", "m"),
    ("A", "a"),
    ("G", "g"),
    ("¥", "CNY"),
    ("scm", "Sm3"),
    ("h·a", None),
    ("h a", None),
    ("m·m", None),
    ("m m", None),
    ("d·t", None),
    ("m·in", None),
    ("g·al", None),
    ("k g", None),
    ("m⁻³", None),
    ("m-3", None),
    ("kg²", None),
    ("nm", None),
    ("kg/t", None),
    ("12 kg", None),
    ("", ""),
    ("?", ""),
    ("？", ""),
    ("KGM", None),
    ("TNE", None),
    ("x" * 10_000, ""),
]


@pytest.mark.parametrize(("text", "symbol"), PAIRS)
def test_is_named(text, symbol):
    found = find_unit(text)
    assert found is not None
    assert found.symbol == symbol
    assert unit_candidates(text) == (symbol,)


@pytest.mark.parametrize(("text", "offered"), REFUSED)
def test_is_refused(text, offered):
    assert find_unit(text) is None
    candidates = unit_candidates(text)
    assert len(candidates) <= 5
    assert all(symbol in UNITS for symbol in candidates)
    if offered is not None:
        assert (candidates or ("",))[0] == offered


def test_folding_all_case_would_turn_megawatts_into_milliwatts():
    """The defect the careful case folding is for, shown on the two spellings themselves."""
    assert match_key("MW") == match_key("mW")
    assert find_unit("MW").to_base == find_unit("mW").to_base * 10**9


def test_dropping_all_dots_would_turn_hour_years_into_hectares():
    assert "h·a".replace("·", "") == "ha"
    assert find_unit("ha").symbol == "ha"
    assert find_unit("h·a") is None


@pytest.mark.parametrize("text", list(AMBIGUOUS))
def test_ambiguous_spellings_stop_and_offer(text):
    assert find_unit(text) is None
    assert is_ambiguous(text)
    assert unit_candidates(text) == AMBIGUOUS[text]


@pytest.mark.parametrize("symbol", list(UNITS))
def test_a_unit_is_found_by_all_its_spellings(symbol):
    unit = UNITS[symbol]
    for spelling in (symbol, unit.name.zh, unit.name.en, *unit.synonyms):
        assert find_unit(spelling) is unit


@given(st.sampled_from([s for u in UNITS.values() for s in (u.symbol, u.name.en, *u.synonyms)]), st.data())
def test_case_never_changes_the_size(spelling, data):
    """Whatever letters are shouted or whispered, the unit is the one meant, or it is refused: never another size."""
    cased = "".join(data.draw(st.sampled_from([char.lower(), char.upper(), char])) for char in spelling)
    found = find_unit(cased)
    meant = find_unit(spelling)
    exact = {s for u in UNITS.values() for s in (u.symbol, u.name.en, *u.synonyms)}
    if cased not in exact:
        assert found is None or found.symbol == meant.symbol


@given(st.text(max_size=80))
def test_any_text_gives_an_answer(text):
    find_unit(text)
    assert all(symbol in UNITS for symbol in unit_candidates(text))


def test_candidates_for_a_slip():
    assert "kWh" in unit_candidates("kWhh")
    assert "kilogram" not in unit_candidates("kilogrm")
    assert unit_candidates("kilogrm")[0] == "kg"
    assert unit_candidates("千瓦是")[0] in {"kWh", "kW"}
    assert unit_candidates("furlong") == ()


def test_the_table_is_sound():
    assert table_defects(ROWS, AMBIGUOUS) == []
    assert len(UNITS) == len(ROWS) >= 80
    assert {row[6] for row in ROWS} == set(SOURCES)


GOOD = ("zz", ("product_mass",), "7", "甲", "zed", "", "si", "zeds")
SEEDED = [
    (("kg", *GOOD[1:]), "symbol given twice"),
    ((*GOOD[:2], "0", *GOOD[3:]), "ratio is not positive"),
    ((*GOOD[:2], "-1", *GOOD[3:]), "ratio is not positive"),
    ((GOOD[0], ("mass",), *GOOD[2:]), "unknown kind mass"),
    ((GOOD[0], (), *GOOD[2:]), "no kind"),
    ((GOOD[0], ("product_mass", "electricity"), *GOOD[2:]), "differ in dimension"),
    ((*GOOD[:5], "KGM", *GOOD[6:]), "code KGM is also kg"),
    ((*GOOD[:7], "公斤"), "公斤 is also kg"),
    ((*GOOD[:7], "ｔ.km"), "is also t·km"),
    ((*GOOD[:7], "ton"), "ton is listed as ambiguous"),
]


@pytest.mark.parametrize(("row", "said"), SEEDED)
def test_a_defect_planted_in_the_table_is_found(row, said):
    assert table_defects((*ROWS, GOOD), AMBIGUOUS) == []
    assert any(said in defect for defect in table_defects((*ROWS, row), AMBIGUOUS))
    with pytest.raises(ValueError, match=r"zz|kg"):
        build_index((*ROWS, row), AMBIGUOUS)


def test_an_offer_that_is_no_unit_is_found():
    assert table_defects(ROWS, {**AMBIGUOUS, "zork": ("zz",)}) == ["zork: offers zz, which is no unit"]


def test_an_unknown_source_is_refused():
    with pytest.raises(KeyError):
        table_defects((*ROWS, (*GOOD[:6], "hearsay", "")), AMBIGUOUS)


def test_recommendation_20_codes_are_unique_and_are_not_names():
    codes = [unit.rec20 for unit in UNITS.values() if unit.rec20]
    assert len(codes) == len(set(codes)) > 60
    for unit in UNITS.values():
        if unit.rec20:
            assert unit_by_rec20(unit.rec20) is unit
    assert unit_by_rec20("") is None
    # GJ is the code of gram per millilitre: reading codes as names would turn density into energy.
    assert unit_by_rec20("GJ") is None
    assert find_unit("GJ").to_base == 1000


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))
def test_every_kind_has_its_base_unit(kind):
    unit = UNITS[kind.base_unit]
    assert kind.id in unit.kinds
    assert kind.name.zh
    assert kind.name.en


def test_units_say_where_their_ratio_is_from():
    for unit in UNITS.values():
        assert isinstance(unit.to_base, Fraction)
        assert unit.source
        assert unit.status in {"read", "secondary", "recalled"}
    assert UNITS["kgce"].status == "recalled"
    assert "GB/T 2589" in UNITS["kgce"].source
