"""Looking up goods, defaults, benchmarks and parameters: the worked numbers, and every trap."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.cbam.lookup import (
    benchmark_of,
    categories_of,
    code_of,
    default_of,
    good_of,
    letters_of,
    markup_readings,
    value_of,
)
from carnet.cbam.lookup_words import WHY
from carnet.cbam.tables import DefaultRow
from carnet.quantity import decimal_string
from carnet.store.cbam_tables import load_cbam_tables
from tests.cbam.published import parsed, reference

TABLES = load_cbam_tables()

# Typed by hand from the worked numbers, China 2026: code, direct, indirect, total, route, column A by route, column B,
# SEE with 10 %, SEFA, certificates per t, EUR per t at the prices of Q1 and Q3.
WORKED = [
    ("72011019", "1.660", "", "1.660", "", {"": "1.089"}, "1.210",
     "1.8260", "1.17975", "0.64625", "48.70", "53.20"),
    ("72071210", "3.169", "", "3.169", "C", {"C": "0.188", "D": "0.065", "E": "0.065"}, "1.364",
     "3.4859", "1.32990", "2.15600", "162.48", "177.48"),
    ("72083900", "3.187", "", "3.187", "C", {"": "0.044"}, "1.370",
     "3.5057", "1.33575", "2.16995", "163.53", "178.63"),
    ("72091690", "3.205", "", "3.205", "C", {"": "0.079"}, "1.458",
     "3.5255", "1.42155", "2.10395", "158.55", "173.20"),
    ("72104900", "3.205", "", "3.205", "C", {"": "0.112"}, "1.491",
     "3.5255", "1.45373", "2.07178", "156.13", "170.55"),
    ("72163310", "3.169", "", "3.169", "C", {"": "0.038"}, "1.364",
     "3.4859", "1.32990", "2.15600", "162.48", "177.48"),
    ("72191290", "5.580", "", "5.580", "", {"": "0.073"}, "1.189",
     "6.1380", "1.15928", "4.97873", "375.20", "409.85"),
    ("72253030", "6.110", "", "6.110", "F", {"": "0.073"}, "1.577",
     "6.7210", "1.53757", "5.18343", "390.62", "426.70"),
    ("73089098", "6.035", "", "6.035", "C", {"": "0.112"}, "1.491",
     "6.6385", "1.45373", "5.18478", "390.72", "426.81"),
    ("73181595", "6.375", "", "6.375", "C", {"": "0.038"}, "1.364",
     "7.0125", "1.32990", "5.68260", "428.24", "467.79"),
    ("76011010", "3.000", "", "3.000", "K", {"K": "1.423", "L": "0.091"}, "1.423",
     "3.3000", "1.38742", "1.91258", "144.13", "157.44"),
    ("25232900", "1.350", "0.070", "1.420", "", {"": "0.000"}, "0.666",
     "1.5620", "0.64935", "0.91265", "68.78", "75.13"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"), [("CHN", "CN"), ("China", "CN"), ("中国", "CN"), ("chn", "CN"), ("TUR", "TR"), ("Viet", "VN")]
)
def test_a_country_that_is_no_iso_code_is_offered_one(text, code):
    found = default_of(TABLES, "72083900", text, 2026)
    assert found.row is None
    assert found.problems[0].candidates[0] == code


def test_letters_of_a_code_and_of_all():
    assert letters_of(TABLES, "72071210", "A") == ("C", "D", "E")
    assert letters_of(TABLES, "72083900", "A") == ()
    assert {"C", "K", "L"} <= {*letters_of(TABLES)}
    assert "X" not in letters_of(TABLES)


def shown(value, text):
    """The value at the decimals the text is printed with."""
    return decimal_string(value, len(text.partition(".")[2]), "half_up")


@pytest.mark.parametrize("row", WORKED, ids=lambda row: row[0])
def test_the_worked_numbers(row):
    cn, direct, indirect, total, route, column_a, column_b, see, sefa, certificates, q1, q3 = row
    found = default_of(TABLES, cn, "CN", 2026)
    assert found.row is not None
    assert found.row.country == "CN"
    assert (found.row.direct, found.row.total, found.row.route) == (Fraction(direct), Fraction(total), route)
    assert found.row.indirect == (Fraction(indirect) if indirect else None)
    assert not found.used_other
    assert found.markup is not None
    assert found.markup.value == Fraction(1, 10)
    assert found.see_total is not None
    assert shown(found.see_total, see) == see
    for letter, value in column_a.items():
        assert benchmark_of(TABLES, cn, "A", letter, 2026).value == Fraction(value), letter
    bm = benchmark_of(TABLES, cn, "B", found.row.route, 2026)
    assert bm.value == Fraction(column_b)
    free = value_of(TABLES, "free_share", "2026").value * value_of(TABLES, "cscf", "2026").value * bm.value
    # Half a unit of the last printed digit: some end on a 5, and were rounded to either side.
    assert abs(free - Fraction(sefa)) <= Fraction(1, 200_000)
    assert abs(found.see_total - free - Fraction(certificates)) <= Fraction(1, 200_000)
    for quarter, euros in (("2026-Q1", q1), ("2026-Q3", q3)):
        money = (found.see_total - free) * value_of(TABLES, "price", quarter).value
        assert abs(money - Fraction(euros)) <= Fraction(1, 200), quarter


def test_a_wrong_row_fails_the_worked_numbers():
    worse = parsed(defaults_china_csv=lambda text: text.replace("7208,,3.187,,3.187", "7208,,3.187,,3.178"))
    found = default_of(worse, "72083900", "CN", 2026)
    assert shown(found.see_total, "3.5057") != "3.5057"


@pytest.mark.parametrize(("year", "certificates", "euros"), [(2027, "2.5229", "207.69"), (2028, "2.9101", "239.56")])
def test_the_same_coil_in_later_years_with_price_and_benchmark_held(year, certificates, euros):
    found = default_of(TABLES, "72083900", "CN", year)
    left = found.see_total - value_of(TABLES, "free_share", str(year)).value * Fraction("1.370")
    assert shown(left, certificates) == certificates
    assert shown(left * Fraction("82.32"), euros) == euros


@pytest.mark.parametrize(
    ("sector", "by_year"),
    [
        ("cement", {2026: "0.1", 2027: "0.2", 2028: "0.3", 2034: "0.3"}),
        ("iron_steel", {2026: "0.1", 2027: "0.2", 2028: "0.3", 2051: "0.3"}),
        ("aluminium", {2026: "0.1", 2027: "0.2", 2028: "0.3", 2029: "0.3"}),
        ("hydrogen", {2026: "0.1", 2027: "0.2", 2028: "0.3", 2030: "0.3"}),
        ("fertilisers", {2026: "0.01", 2027: "0.01", 2028: "0.01", 2040: "0.01"}),
    ],
)
def test_markups_by_year_and_sector(sector, by_year):
    for year, text in by_year.items():
        assert value_of(TABLES, "markup", f"{sector}:{year}").value == Fraction(text), year
    assert value_of(TABLES, "markup", f"{sector}:2025").value is None


def test_every_row_of_china_with_its_three_markups():
    sector_codes = {row.sector: row.cn for row in TABLES.goods.values()}
    assert sector_codes
    for row in reference("default_values_china.csv"):
        for year in (2026, 2027, 2028):
            times = 1 + value_of(TABLES, "markup", f"{row['sector']}:{year}").value
            assert Fraction(row["total"]) * times == Fraction(row[f"total_x_markup_{year}"]), row["cn_or_taric"]


def test_every_good_of_china_gets_its_row_or_is_told():
    """569 goods: a row of China, one of the named exceptions, never another country's without a word."""
    apart = {}
    for cn in TABLES.goods:
        found = default_of(TABLES, cn, "CN", 2026)
        if found.row is None or found.row.country != "CN":
            apart[cn] = found
    assert set(apart) == {"25070080", "25231000", "25239000", "27160000", "31021010", "72031000", "72039000"}
    assert all(found.problems for found in apart.values())
    assert [cn for cn, found in apart.items() if found.used_other] == ["72031000", "72039000"]


# ── codes ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_good_by_code():
    assert good_of(TABLES, "7208 39 00").category == "iron_steel_products"
    assert good_of(TABLES, "7208.39.00").cn == "72083900"
    assert good_of(TABLES, "2523100090").category == "cement_clinker"
    for unknown in (
        "7208",
        "720839",
        "72083",
        "",
        "8507600000",
        "85414300",
        "７２０８３９００",
        "72083900x",
        "٧٢٠٨٣٩٠٠",
    ):
        assert good_of(TABLES, unknown) is None, unknown


@given(st.text(max_size=14), st.sampled_from(["CN", "VN", "", "DE", "xx"]), st.integers(2020, 2060))
def test_any_text_gets_an_answer(cn, country, year):
    found = default_of(TABLES, cn, country, year)
    assert found.row is not None or found.problems
    assert all(word in WHY for word in found.why)
    assert code_of(cn) or found.row is None
    bm = benchmark_of(TABLES, cn, "B", country, year)
    assert bm.value is not None or bm.problems


def test_precursors_of_a_category():
    assert [each.id for each in categories_of(TABLES, "crude_steel")][:3] == [
        "pig_iron",
        "direct_reduced_iron",
        "ferro_alloys",
    ]
    assert categories_of(TABLES, "batteries") == ()


@pytest.mark.parametrize(
    ("code", "digits", "total"),
    [("72083900", "7208", "3.187"), ("72253030", "722530", "6.110"), ("72189911", "72189911", "5.580")],
)
def test_a_row_of_four_or_six_digits_applies_to_all_codes_below_it(code, digits, total):
    found = default_of(TABLES, code, "CN", 2026)
    assert (found.row.cn, found.row.total) == (digits, Fraction(total))
    assert found.why == ({4: "heading_4", 6: "heading_6", 8: "exact"}[len(digits)],)


def test_the_longest_row_wins():
    worse = parsed(defaults_china_csv=lambda text: text.replace("761090,,4.896,,4.896", "761090,,9.000,,9.000"))
    assert default_of(worse, "76109010", "CN", 2026).row.cn == "76109010"
    assert default_of(worse, "76109010", "CN", 2026).row.total == Fraction("4.896")


@pytest.mark.parametrize("country", ["CN", "VN", "", "TR"])
@pytest.mark.parametrize("cn", ["25231000", "25239000"])
def test_eight_digits_do_not_tell_white_from_grey(cn, country):
    found = default_of(TABLES, cn, country, 2026)
    assert found.row is None
    assert found.see_total is None
    assert found.why == ("ambiguous",)
    assert {row.variant for row in found.candidates} == {"white", "grey"}
    assert found.problems[0].code == "CBM-031"
    assert found.problems[0].candidates == (f"{cn}10", f"{cn}90")


@pytest.mark.parametrize(
    ("cn", "variant", "total"),
    [
        ("2523100010", "", "1.300"), ("25231000", "white", "1.300"), ("2523100090", "", "1.390"),
        ("25231000", "Grey", "1.390"), ("2523900010", "", "1.460"), ("25239000", "灰", "1.360"),
        ("2507008080", "", "0.320"), ("25070080", "calcined", "0.320"),
    ],
)  # fmt: skip
def test_ten_digits_or_the_variant_do(cn, variant, total):
    assert default_of(TABLES, cn, "CN", 2026, variant).row.total == Fraction(total)


def test_ten_digits_tell_the_variant_in_tables_of_eight():
    white, grey = (default_of(TABLES, code, "IN", 2026) for code in ("2523100010", "2523100090"))
    assert (white.row.variant, grey.row.variant) == ("white", "grey")
    assert white.row.country == grey.row.country == "IN"


def test_a_part_of_a_split_code_without_a_row_takes_nobody_elses():
    found = default_of(TABLES, "2523100050", "CN", 2026)
    assert found.row is None
    assert not found.used_other
    assert found.why == ("taric_without_row",)


def test_only_calcined_clay_is_a_good():
    assert default_of(TABLES, "25070080", "CN", 2026).why == ("ambiguous",)
    assert "CBM-048" in {each.code for each in default_of(TABLES, "25070080", "IN", 2026).problems}
    assert default_of(TABLES, "2507008010", "IN", 2026).why == ("part_not_a_good",)


def test_a_code_that_was_split_names_its_successors():
    found = default_of(TABLES, "31021010", "CN", 2026)
    assert found.problems[0].candidates == ("31021012", "31021015", "31021019")
    assert benchmark_of(TABLES, "31021010", "B", "", 2026).problems[0].code == "CBM-040"
    assert default_of(TABLES, "31021019", "CN", 2026).row.total == Fraction("2.850")
    assert good_of(TABLES, "31021019").category == "urea"


# ── countries ───────────────────────────────────────────────────────────────────────────────────────


def test_china_is_never_other_countries_without_a_word():
    """The trap of the public calculators: the code CN read as "Other countries and territories", 43.7 % too dear."""
    for country in ("CN", "cn", " CN "):
        found = default_of(TABLES, "72104900", country, 2026)
        assert found.row.country == "CN"
        assert found.problems == ()
    missing = default_of(TABLES, "72031000", "CN", 2026)
    assert missing.used_other
    assert missing.row.country == "OTHER"
    assert missing.problems[0].code == "CBM-032"


def test_a_country_without_a_table_takes_other_countries_and_says_so():
    found = default_of(TABLES, "72083900", "AD", 2026)
    assert (found.used_other, found.row.country, found.row.total) == (True, "OTHER", Fraction("4.049"))
    assert {each.code for each in found.problems} == {"CBM-033", "CBM-035"}


@pytest.mark.parametrize("text", ["China", "中国", "XX", "CHN", "UK", "other"])
def test_what_is_no_iso_code_gets_no_row(text):
    if text == "other":
        assert default_of(TABLES, "72083900", text, 2026).row.country == "OTHER"
        return
    found = default_of(TABLES, "72083900", text, 2026)
    assert found.row is None
    assert found.problems[0].code == "CBM-034"
    assert found.problems[0].candidates


def test_no_country_takes_the_highest_value():
    for country in ("", "UNKNOWN", " "):
        found = default_of(TABLES, "72083900", country, 2026)
        assert found.row.country == "UNKNOWN"
        assert "annex_iv" in found.why
        assert found.see_direct == found.see_total  # Annex II: the total is direct
    sinter = default_of(TABLES, "26011200", "", 2026)
    assert (sinter.see_direct, sinter.see_indirect) == (None, None)
    assert sinter.see_total == Fraction("1.610") * Fraction("1.1")
    assert "CBM-037" in {each.code for each in sinter.problems}


@pytest.mark.parametrize("country", ["DE", "FR", "NO", "CH", "IS", "LI"])
def test_exempt_origins_count_zero_and_say_so(country):
    found = default_of(TABLES, "72083900", country, 2026)
    assert found.see_total == 0
    assert found.row is None
    assert found.problems[0].code == "CBM-049"


def test_superseded_figures_say_so():
    assert "CBM-035" in {each.code for each in default_of(TABLES, "72083900", "IN", 2026).problems}


# ── figures ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_total_counts_where_its_parts_do_not_add_up():
    found = default_of(TABLES, "28342100", "CN", 2026)  # 2.770 + 0.090 = 2.860, printed 2.850
    assert found.see_total == Fraction("2.850") * Fraction("1.01")
    assert found.see_direct + found.see_indirect + found.gap == found.see_total
    assert found.gap < 0
    assert {each.code for each in found.problems} == {"CBM-036"}


def test_the_markup_is_inside_once():
    found = default_of(TABLES, "72083900", "CN", 2026)
    assert found.see_total == found.row.total * (1 + found.markup.value)
    assert found.row.total == Fraction("3.187")


def test_a_year_before_the_definitive_period_has_no_markup():
    found = default_of(TABLES, "72083900", "CN", 2025)
    assert found.see_total is None
    assert found.problems[0].code == "CBM-046"


def test_three_readings_of_the_markup():
    readings = markup_readings(default_of(TABLES, "72083900", "CN", 2026))
    assert (readings.exact, readings.three, readings.four) == (
        Fraction("3.5057"), Fraction("3.506"), Fraction("3.5057"),
    )  # fmt: skip
    assert readings.chosen == "exact"
    assert readings.differ
    assert readings.why.zh
    cement = markup_readings(default_of(TABLES, "25232900", "CN", 2026))
    assert not cement.differ
    assert markup_readings(default_of(TABLES, "27160000", "CN", 2026)) is None


# ── benchmarks ──────────────────────────────────────────────────────────────────────────────────────


def test_a_benchmark_without_a_route_wins_over_the_route_of_the_default_row():
    row = default_of(TABLES, "73181535", "CN", 2026).row
    assert row.route == "C"
    found = benchmark_of(TABLES, "73181535", "B", row.route, 2026)
    assert (found.value, found.why) == (Fraction("1.154"), ("route_free_ignored",))


def test_the_grades_a_default_row_names_take_the_highest():
    row = default_of(TABLES, "72052100", "CN", 2026).row
    assert row.route == "C/F"
    found = benchmark_of(TABLES, "72052100", "B", row.route, 2026)
    assert (found.benchmark.route, found.value) == ("F", Fraction("1.460"))
    both = parsed(benchmarks_csv=lambda text: text.replace("72052100,B,G,2026,2027", "72052100,B,C,2026,2027"))
    found = benchmark_of(both, "72052100", "B", "C/F", 2026)
    assert (found.value, found.why) == (Fraction("1.460"), ("highest_of_grades",))
    assert benchmark_of(TABLES, "72061000", "B", "C/F", 2026).benchmark.route == "C"


def test_another_grade_that_is_higher_is_told():
    found = benchmark_of(TABLES, "72052100", "B", "H", 2026)
    assert found.value == Fraction("0.328")
    assert "grades_apart" in found.why
    assert found.candidates[0].value == Fraction("0.852")
    assert found.problems[0].code == "CBM-044"


def test_every_default_row_of_china_has_its_benchmark():
    for cn in TABLES.goods:
        row = default_of(TABLES, cn, "CN", 2026).row
        if row is None or row.country != "CN":
            continue
        for year in (2026, 2027, 2028, 2030):
            assert benchmark_of(TABLES, cn, "B", row.route, year).value is not None, (cn, year)


def test_a_route_that_is_needed_is_asked_for():
    for route, code in (("", "CBM-041"), ("Z", "CBM-042"), ("N/A", "CBM-041")):
        found = benchmark_of(TABLES, "72071210", "A", route, 2026)
        assert found.value is None
        assert found.problems[0].code == code
        assert found.problems[0].candidates == ("C", "D", "E")
    assert benchmark_of(TABLES, "72071210", "A", "C/D", 2026).value is None


def test_white_and_grey_by_ten_digits():
    assert benchmark_of(TABLES, "2523100010", "A", "", 2026).benchmark.route == "B"
    assert benchmark_of(TABLES, "2523100090", "A", "", 2026).benchmark.route == "A"
    assert benchmark_of(TABLES, "25231000", "A", "", 2026).value is None


def test_the_period_of_production_selects():
    one, two = (benchmark_of(TABLES, "72052100", "B", "F", year).value for year in (2027, 2028))
    assert one == Fraction("1.460")
    assert two < one
    for year in (2025, 2031):
        assert benchmark_of(TABLES, "72083900", "B", "C", year).problems[0].code == "CBM-043"
    assert {p.code for p in benchmark_of(TABLES, "72083900", "B", "C", 2027).problems} == {"CBM-045"}
    assert benchmark_of(TABLES, "72083900", "C", "C", 2026).problems[0].code == "CBM-043"


def test_electricity_gets_no_free_allocation():
    found = benchmark_of(TABLES, "27160000", "B", "", 2026)
    assert (found.value, found.benchmark, found.why) == (0, None, ("electricity",))


# ── parameters ──────────────────────────────────────────────────────────────────────────────────────


def test_what_is_not_published_stays_open():
    for name, key in (("price", "2026-Q4"), ("price", "2027-W01"), ("cscf", "2040"), ("uk_default", ""), ("no", "")):
        assert value_of(TABLES, name, key).value is None, name
    assert value_of(TABLES, "no", "").cite.status == "unknown"


def test_a_value_that_holds_on_is_found_for_later_years():
    assert value_of(TABLES, "free_share", "2033").value == Fraction("0.14")
    for year in ("2034", "2050", "2051", "2099"):
        assert value_of(TABLES, "free_share", year).value == 0, year
    assert value_of(TABLES, "free_share", "2025").value is None
    assert value_of(TABLES, "markup", "fertilisers:2090").value == Fraction("0.01")
    assert value_of(TABLES, "markup", "electricity:2090").value is None


def test_both_languages_say_why():
    assert all(text.zh and text.en and text.zh != text.en for text in WHY.values())
    assert default_of(TABLES, "72083900", "CN", 2026).words()[0].en
    assert benchmark_of(TABLES, "72083900", "B", "C", 2026).words()[0].zh


def test_a_row_without_a_figure_takes_other_countries_and_says_so():
    cite = TABLES.cites["defaults_china"]
    empty = {("CN", "72083900"): (DefaultRow("CN", "72083900", "", None, None, None, "", cite),)}
    found = default_of(dataclasses.replace(TABLES, defaults={**TABLES.defaults, **empty}), "72083900", "CN", 2026)
    assert (found.used_other, found.row.country) == (True, "OTHER")
    assert "CBM-032" in {each.code for each in found.problems}
    nowhere = {**empty, ("OTHER", "72083900"): (DefaultRow("OTHER", "72083900", "", None, None, None, "", cite),)}
    found = default_of(dataclasses.replace(TABLES, defaults={**TABLES.defaults, **nowhere}), "72083900", "CN", 2026)
    assert (found.row, found.see_total, found.why) == (None, None, ("no_figure",))
