"""The loader of factor files: strict, complete, with file and line."""

import pytest

from carnet.errors import DataError
from carnet.factors import factor_set, parse_factors
from carnet.factors.check import Checks
from tests.factors.samples import CHECKS, FLOWS, GOOD, record, total


def found(text, *more):
    with pytest.raises(DataError) as caught:
        parse_factors([("f.toml", text), *more], CHECKS)
    return caught.value.problems


def codes(text, *more):
    return {(p.code, str(p.place)) for p in found(text, *more)}


def line(text, start):
    """The line number of the first line that starts so."""
    return next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith(start))


def test_a_good_row_becomes_a_record_with_every_field():
    (one,) = parse_factors([("f.toml", GOOD)], CHECKS).records
    assert one.id == "t.lime"
    assert one.name.json() == {"zh": "石灰", "en": "lime"}
    assert [(g.gas, g.origin, g.mass) for g in one.gases] == [
        ("CO2", "fossil", "1"),
        ("CH4", "fossil", "0.001"),
        ("N2O", "", "0.00011"),
    ]
    assert (one.year, one.data_year_from, one.valid_to, one.region) == (2020, 2018, "2026-12-31", "CN-50")
    assert (one.low, one.high, one.proxy, one.note, one.superseded_by) == ("1.0", "1.1", "a 代 | a proxy", "n", "")


DEFECTS = [
    ('unit = "kg CO2e"', 'unit = "kg CO2e"\ncolor = "red"', "DAT-003", "color"),
    ('boundary = "cradle to gate"\n', "", "DAT-004", "[[factor]]"),
    ('locator = "table 3"', 'locator = " "', "DAT-004", "[[factor]]"),
    ('source = "a report"\n', "", "DAT-004", "[[factor]]"),
    ('original_value = "1.057"\n', "", "DAT-004", "[[factor]]"),
    ("year = 2020", 'year = "2020"', "DAT-005", "year"),
    ("year = 2020", "year = true", "DAT-005", "year"),
    ('value = "1.057"', "value = 1.057", "DAT-005", "value"),
    ('  { gas = "N2O", mass = "0.00011" },', '  { gas = "N2O" },', "DAT-005", "gases"),
    ('  { gas = "N2O", mass = "0.00011" },', '  { gas = "N2O", mass = 1 },', "DAT-005", "gases"),
    ('  { gas = "N2O", mass = "0.00011" },', '  { gas = "N2O", mass = "1", unit = "g" },', "DAT-005", "gases"),
    ('kind = "product_life_cycle"', 'kind = "cradle"', "DAT-007", "kind"),
    ('status = "read"', 'status = "sure"', "DAT-007", "status"),
    ('redistribution = "allowed"', 'redistribution = "yes"', "DAT-007", "redistribution"),
    ('gwp_set = "AR5"', 'gwp_set = "AR7"', "DAT-007", "gwp_set"),
    ('unit = "kg CO2e"', 'unit = "t CO2e"', "DAT-007", "unit"),
    ('country = "CN"', 'country = "China"', "DAT-007", "country"),
    ('region = "CN-50"', 'region = "Chongqing"', "DAT-007", "region"),
    ('region = "CN-50"', 'region = "DE-50"', "DAT-007", "region"),
    ('origin = "fossil", mass = "1" }', 'origin = "old", mass = "1" }', "DAT-007", "gases"),
    ('flow = "lime"', 'flow = "limes"', "DAT-008", "flow"),
    ('per_unit = "kg"', 'per_unit = "furlong"', "DAT-009", "per_unit"),
    ('per_unit = "kg"', 'per_unit = "kWh"', "DAT-010", "per_unit"),
    ('per_unit = "kg"', 'per_unit = "MJ"', "DAT-010", "per_unit"),
    ('value = "1.057"', 'value = "1,057"', "DAT-011", "value"),
    ('mass = "0.001"', 'mass = "1e"', "DAT-011", "gases"),
    ('low = "1.0"', 'low = "abc"', "DAT-011", "low"),
    ('redistribution = "allowed"', 'redistribution = "unknown"', "DAT-012", "redistribution"),
    ('redistribution = "allowed"', 'redistribution = "share_alike"', "DAT-012", "redistribution"),
    ('redistribution = "allowed"', 'redistribution = "forbidden"', "DAT-012", "redistribution"),
    ('licence = "CC0"', 'licence = "unknown"', "DAT-012", "redistribution"),
    ('mass = "0.001"', 'mass = "0.01"', "DAT-013", "gases"),
    ('gwp_set = "AR5"', 'gwp_set = "AR5_feedback"', "DAT-013", "gases"),
    ('gas = "CH4"', 'gas = "CH5"', "GWP-001", "gases"),
    ('note = "n"', 'note = "n"\nsuperseded_by = "t.other"', "DAT-014", "superseded_by"),
    ('note = "n"', 'note = "n"\nsuperseded_by = "t.lime"', "DAT-014", "superseded_by"),
    ('valid_to = "2026-12-31"', 'valid_to = "2020-12-31"', "DAT-015", "valid_to"),
    ('valid_from = "2021-01-01"', 'valid_from = "2021-02-30"', "DAT-015", "valid_from"),
    ('valid_from = "2021-01-01"', 'valid_from = "20210101"', "DAT-015", "valid_from"),
    ("year = 2020", "year = 1820", "DAT-016", "year"),
    ("data_year_from = 2018", "data_year_from = 2022", "DAT-016", "data_year_from"),
    ('gwp_set = "AR5"', 'gwp_set = "unknown"', "DAT-018", "gwp_set"),
    ('gwp_set = "AR5"', 'gwp_set = "co2_only"', "DAT-018", "gwp_set"),
    ('low = "1.0"', 'low = "1.06"', "DAT-019", "low"),
    ('high = "1.1"', 'high = "1.05"', "DAT-019", "high"),
    ('original_value = "1.057"', 'original_value = "1057"', "DAT-022", "original_value"),
]


def swap(old, new):
    """Replace a line that starts so, or the one place where the text stands."""
    whole = f"\n{old}"
    assert GOOD.count(whole if whole in GOOD else old) == 1, old
    return GOOD.replace(whole, f"\n{new}" if new else "\n") if whole in GOOD else GOOD.replace(old, new)


@pytest.mark.parametrize(("old", "new", "code", "key"), DEFECTS)
def test_each_defect_is_caught_on_its_line(old, new, code, key):
    text = swap(old, new)
    assert (code, f"f.toml:{line(text, key)}") in codes(text)


def test_a_value_off_by_a_thousand_is_not_plausible():
    text = swap('value = "1.057"', 'value = "1057"').replace('mass = "1"', 'mass = "1000.9999"')
    assert "DAT-017" in {p.code for p in found(text)}
    text = swap('value = "1.057"', 'value = "-1.057"')
    assert "DAT-017" in {p.code for p in found(text)}


def test_the_sum_may_differ_by_the_printed_digits_only():
    # 1 + 28 × 0.001 + 265 × 0.00011 = 1.05715: the row prints 1.057, which is within half of its last digit.
    assert parse_factors([("f.toml", GOOD)], CHECKS).records
    for value in ("1.0571", "1.05715", "1.06"):
        text = GOOD.replace('"1.057"', f'"{value}"')
        assert parse_factors([("f.toml", text)], CHECKS).records
    text = GOOD.replace('"1.057"', '"1.060"')
    assert "DAT-013" in {p.code for p in found(text)}


ELECTRICITY = (
    GOOD.replace('flow = "lime"', 'flow = "electricity"')
    .replace('per_unit = "kg"', 'per_unit = "kWh"')
    .replace('kind = "product_life_cycle"', 'kind = "electricity_life_cycle"')
)


def test_a_life_cycle_factor_is_never_co2_only_and_a_generation_factor_always():
    assert parse_factors([("f.toml", ELECTRICITY)], CHECKS).records
    text = ELECTRICITY.replace('gwp_set = "AR5"', 'gwp_set = "co2_only"').replace(
        'unit = "kg CO2e"', 'unit = "kg CO2"', 1
    )
    assert "DAT-018" in {p.code for p in found(text)}
    text = ELECTRICITY.replace("electricity_life_cycle", "electricity_generation_co2")
    assert "DAT-018" in {p.code for p in found(text)}


def test_a_fuel_may_be_counted_by_its_heat_and_nothing_else_may():
    text = (
        GOOD.replace('flow = "lime"', 'flow = "gas"')
        .replace('per_unit = "kg"', 'per_unit = "MJ"')
        .replace("product_life_cycle", "fuel_combustion")
    )
    text = text.replace('"1.057"', '"9"')  # not plausible, so that there is something to find
    assert "DAT-010" not in {p.code for p in found(text)}
    assert "DAT-010" in {p.code for p in found(text.replace('flow = "gas"', 'flow = "lime"'))}


def test_records_a_user_imports_may_have_any_licence():
    own = Checks(FLOWS, total, frozenset(), shipped=False)
    text = GOOD.replace('redistribution = "allowed"', 'redistribution = "forbidden"')
    assert parse_factors([("f.toml", text)], own).records[0].redistribution == "forbidden"


def test_an_id_used_twice_names_the_first_place_across_files():
    (one,) = found(GOOD, ("g.toml", GOOD))
    assert (one.code, str(one.place)) == ("DAT-006", "g.toml:2")
    assert "f.toml:1" in one.cause.en


def test_a_chain_of_successors_must_end():
    second = GOOD.replace('id = "t.lime"', 'id = "t.lime2"')
    chained = GOOD + 'superseded_by = "t.lime2"\n'
    assert len(parse_factors([("f.toml", chained + second)], CHECKS).records) == 2
    circle = chained + second + 'superseded_by = "t.lime"\n'
    assert [p.code for p in found(circle)] == ["DAT-014", "DAT-014"]


def test_defaults_of_a_file_serve_every_row():
    text = '[defaults]\nlicence = "CC0"\nredistribution = "allowed"\n\n' + GOOD.replace(
        'licence = "CC0"\n', ""
    ).replace('redistribution = "allowed"\n', "")
    assert parse_factors([("f.toml", text)], CHECKS).records[0].licence == "CC0"


def test_all_problems_of_all_rows_and_files_come_at_once():
    first = GOOD.replace('kind = "product_life_cycle"', 'kind = "x"').replace('country = "CN"', 'country = "XX"')
    second = GOOD.replace("year = 2020", "year = 1").replace("t.lime", "t.b")
    problems = found(first + "\n" + second, ("broken.toml", "a = ["), ("empty.toml", ""))
    assert {p.code for p in problems} >= {"DAT-007", "DAT-016", "DAT-001", "DAT-002"}
    assert {p.place.file for p in problems} == {"f.toml", "broken.toml", "empty.toml"}


def test_every_problem_speaks_both_languages():
    for old, new, _, _ in DEFECTS:
        for one in found(swap(old, new)):
            assert one.cause.zh
            assert one.fix.zh
            assert "{" not in one.cause.zh + one.cause.en + one.fix.zh + one.fix.en


def test_the_set_is_sorted_and_immutable():
    factors = factor_set([record("b"), record("a", flow="gas"), record("c")])
    assert [r.id for r in factors.records] == ["a", "b", "c"]
    assert [r.id for r in factors.for_flow("lime")] == ["b", "c"]
    assert factors.for_flow("lime", "transport") == ()
    assert factors.for_flow("nothing") == ()
    with pytest.raises(TypeError):
        factors.by_id["x"] = record("x")
    with pytest.raises(AttributeError):
        factors.records = ()
    with pytest.raises(ValueError, match="share an id"):
        factor_set([record("a"), record("a")])
