"""Which gas an elementary flow is: by number, by name, by formula; what cannot be told is told."""

from fractions import Fraction

import pytest

from carnet.errors import DataError
from carnet.impact.elementary import (
    Element,
    ElementaryFlow,
    compartment,
    element_of,
    looks_like,
    map_flows,
    parse_elementary,
    plain_cas,
    told_groups,
    told_problems,
)
from carnet.store import read_file, shipped_flows, shipped_gwp_sets

AIR = "Elementary flows/Emission to air/unspecified"


@pytest.fixture(scope="module")
def known():
    names = {f.id: (f.name.zh, f.name.en, *f.synonyms) for f in shipped_flows().flows if "greenhouse_gas" in f.tags}
    return parse_elementary("gases.toml", read_file("elementary/gases.toml").decode(), names)


def one(known, name, path=AIR, unit="kg", cas="", formula=""):
    found = map_flows(known, [ElementaryFlow(name, unit, path, cas, formula)])
    return (*found.mapped, *found.told, None)[0]


@pytest.mark.parametrize(
    ("name", "path", "gas", "origin", "uptake"),
    [
        ("Carbon dioxide, fossil", AIR, "CO2", "fossil", False),
        ("carbon dioxide (fossil)", "Emissions/Emissions to air", "CO2", "fossil", False),
        ("Carbon dioxide, non-fossil", "air/urban air close to ground", "CO2", "biogenic", False),
        ("Carbon dioxide, biogenic", AIR, "CO2", "biogenic", False),
        ("Carbon dioxide, from soil or biomass stock", "air/low population density", "CO2", "luluc", False),
        ("Carbon dioxide, land transformation", AIR, "CO2", "luluc", False),
        ("carbon dioxide (land use change)", AIR, "CO2", "luluc", False),
        ("Carbon dioxide, to soil or biomass stock", "soil/unspecified", "CO2", "luluc", True),
        ("Carbon dioxide, in air", "natural resource/in air", "CO2", "biogenic", True),
        ("Carbon dioxide", "resource/air", "CO2", "biogenic", True),
        ("Carbon dioxide", AIR, "CO2", "", False),
        ("CO2", AIR, "CO2", "", False),
        ("二氧化碳（化石）", "向大气排放", "CO2", "fossil", False),
        ("甲烷（生物源）", "向大气排放", "CH4", "biogenic", False),
        ("Methane, non-fossil", AIR, "CH4", "biogenic", False),
        ("Methane [Organic emissions to air]", AIR, "CH4", "", False),
        ("methane (land use change)", AIR, "CH4", "luluc", False),
        ("Dinitrogen monoxide", AIR, "N2O", "", False),
        ("Methane, tetrafluoro-, R-14", AIR, "CF4", "", False),
        ("Methane, trifluoro-, HFC-23", AIR, "HFC23", "", False),
        ("1,1,1,3,3-Pentafluoropropane, HFC-245fa", AIR, "HFC245fa", "", False),
        ("Ethane, 1,1,1,2-tetrafluoro-, HFC-134a", AIR, "HFC134a", "", False),
        ("Sulfur hexafluoride", "", "SF6", "", False),
    ],
)
def test_known_names(known, name, path, gas, origin, uptake):
    assert one(known, name, path).element == Element(gas, origin, uptake)


def test_the_number_decides_where_the_name_says_nothing(known):
    found = one(known, "some trade name", cas="000074-82-8")
    assert (found.element.gas, found.by) == ("CH4", "cas")
    assert one(known, "anything", formula="SF6").by == "formula"
    assert one(known, "anything", formula="C2H4F2") is None  # isomers have one formula


def test_units_are_converted_exactly_and_refused_where_they_are_no_mass(known):
    assert one(known, "Methane, fossil", unit="g").scale == Fraction(1, 1000)
    assert one(known, "Methane, fossil", unit="t").scale == 1000
    assert one(known, "Methane, fossil", unit="m3").reason == "unit"


def test_what_cannot_be_counted_is_told(known):
    assert one(known, "Methane, bromotrifluoro-, Halon 1301").reason == "no_value"
    assert one(known, "chloromethane", cas="74-87-3").reason == "no_value"
    assert one(known, "PFCs, unspecified").reason == "looks_like"
    assert one(known, "greenhouse gases, unspecified").reason == "looks_like"
    assert one(known, "Carbon dioxide, fossil", cas="74-82-8").reason == "conflict"
    assert one(known, "Methane, fossil", "water/ocean").reason == "not_air"
    assert one(known, "Carbon dioxide, in ground", "resource/in ground") is None
    for name in ("Ammonia", "NMVOC, non-methane volatile organic compounds", "Uranium hexafluoride", "Carbon-14"):
        assert one(known, name) is None, name
    assert one(known, "Diflufenican, 2,4-difluoro-", "soil/agricultural") is None


def test_told_problems_count_and_name(known):
    flows = [ElementaryFlow("PFCs, unspecified", "kg", AIR), ElementaryFlow("CFCs, unspecified", "kg", AIR)]
    (found,) = told_problems(told_groups(map_flows(known, flows).told, flows))
    assert (found.code, found.severity, len(found.candidates)) == ("LCI-179", "warning", 2)
    assert "2" in found.cause.en
    assert "2" in found.cause.zh


def test_every_gas_of_the_sets_is_in_the_list_and_the_list_names_no_other(known):
    valued = {gas for found in shipped_gwp_sets().values() for gas in found.gases}
    assert set(known.by_cas.values()) == valued
    assert not known.known_cas & set(known.by_cas)


def test_a_name_of_two_gases_is_refused():
    text = '[[gas]]\nid="A"\ncas="50-00-0"\nnames=["x"]\n[[gas]]\nid="B"\ncas="50-00-0"\nnames=["x"]\n'
    text += '[[known]]\ncas="1-1-1"\nnames=[]\n[[origin]]\norigin="fossil"\nwords=["fossil"]\n'
    with pytest.raises(DataError) as caught:
        parse_elementary("bad.toml", text, {})
    assert [p.code for p in caught.value.problems] == ["LCI-176", "LCI-176"]


def test_small_things():
    assert plain_cas(" 000124-38-9") == "124-38-9"
    assert plain_cas("none") == ""
    assert compartment("Elementary flows/Resource/in air") == "resource"
    assert compartment("fair trade") == ""
    assert looks_like("HFC-1234yf")
    assert not looks_like("hairspray")
    for element in (Element("CO2", "biogenic", uptake=True), Element("N2O", ""), Element("CH4", "fossil")):
        assert element_of(element.key) == element
