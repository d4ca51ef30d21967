"""The parts of the template reader, and a whole workbook of our own making: nothing beside the repository needed."""

# ruff: noqa: E501 - tables of cases and workbooks cell by cell
from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carnet.cbam.carbon_price import entered_prices
from carnet.cbam.compute import compute
from carnet.errors import InputError
from carnet.exchange.cbam_template.amounts import (
    day_of_serial,
    days_of_text,
    decimal_of,
    groups_by_comma,
    typed_number,
    unit_factor,
)
from carnet.exchange.cbam_template.evaluate import Evaluator, Fault
from carnet.exchange.cbam_template.formula import FormulaError, Literal, Name, Operation, Reference, parse, shifted
from carnet.exchange.cbam_template.raw import open_book
from carnet.exchange.cbam_template.read import differences, looks_like_template, read_template
from carnet.exchange.sheet import letters
from carnet.service import datasets
from carnet.service.studies import findings
from carnet.store.cbam_tables import load_cbam_tables
from tests.exchange import template_books as books
from tests.exchange.template_made import COLUMN, PRICES, PROCESSES, at, made, results


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [
        ("1.5", "1.5", None), ("0,3455925", "0.3455925", None), ("1,539", "1.539", "1539"), ("1.234,5", "1234.5", None),
        ("1,234.5", "1234.5", None), ("1 234 567", "1234567", None), ("1'234.5", "1234.5", None), (" １,５ ", "1.5", None),
        ("−3", "-3", None), ("1.234.567", "1234567", None), ("1,234,567", "1234567", None), ("2e-3", "0.002", None),
    ],
)  # fmt: skip
def test_numbers_in_text(text, value, other):
    found = typed_number(text)
    assert found.value == Fraction(value)
    assert found.other == (Fraction(other) if other else None)


@pytest.mark.parametrize("text", ["", "abc", "1..2", "12,34,5", "=1+1", "1-2", "NaN", "١٢", "1" * 500])
def test_what_is_no_number(text):
    assert typed_number(text) is None


def test_a_workbook_that_groups_by_commas_says_so():
    assert groups_by_comma(["1,234.5"])
    assert not groups_by_comma(["1,234.5", "0,5"])
    assert not groups_by_comma(["1,539"])
    assert typed_number("1,539", comma_groups=True).value == 1539


def test_a_unit_behind_the_number_is_kept_apart():
    found = typed_number("1.250,5 kg")
    assert (found.value, found.unit) == (Fraction("1250.5"), "kg")
    assert typed_number("99,5 %").unit == "%"


@pytest.mark.parametrize(
    ("given_unit", "wanted", "factor"),
    [
        ("t", "t", 1), ("kg", "t", Fraction(1, 1000)), ("kWh", "MWh", Fraction(1, 1000)), ("GJ", "TJ", Fraction(1, 1000)),
        ("MJ/kg", "GJ/t", 1), ("tCO2/GJ", "tCO2/TJ", 1000), ("kg CO2e/t", "tCO2/t", Fraction(1, 1000)), ("%", "-", Fraction(1, 100)),
        ("tCO2e", "t", 1), ("MWh", "TJ", Fraction(36, 10_000)), ("Nm³", "1000Nm3", Fraction(1, 1000)), ("g/Nm3", "g/Nm3", 1),
        ("1000Nm3/h", "1000Nm3/h", 1), ("gCO2/MJ", "tCO2/TJ", 1), ("t", "TJ", None), ("furlong", "t", None), ("", "t", None),
    ],
)  # fmt: skip
def test_units(given_unit, wanted, factor):
    assert unit_factor(given_unit, wanted) == factor


def test_days():
    assert day_of_serial("46023", date1904=False) == "2026-01-01"
    assert day_of_serial("44561", date1904=True) == "2026-01-01"
    assert day_of_serial("17", date1904=False) == ""
    assert days_of_text("31.12.2026") == ("2026-12-31",)
    assert days_of_text("2026年1月5日") == ("2026-01-05",)
    assert days_of_text("03/04/2026") == ("2026-04-03", "2026-03-04")
    assert days_of_text("2026-02-30") == ()


def test_decimals_end_where_they_can():
    assert decimal_of(Fraction(3675, 2)) == "1837.5"
    assert decimal_of(Fraction(1, 3)) == "0.3333333333333333"


def small(**cells):
    model = books.Model()
    model.tabs["S"] = books.Tab("S")
    model.tabs["Other sheet"] = books.Tab("Other sheet")
    model.put("Other sheet!B2", 7)
    model.names["RATE"] = "'Other sheet'!$B$2"
    for ref, value in cells.items():
        if isinstance(value, str) and value.startswith("="):
            model.tabs["S"].cells[books.at(ref)] = books.Cell("", "no_value", value[1:])
        else:
            model.put(f"S!{ref}", value)
    return open_book(books.save(model), "s.xlsx")


def value_of(formula, **cells):
    book = small(Z9=f"={formula}", **cells)
    tab = book.tab("S")
    return Evaluator(book).result(tab, tab.at(9, 26))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("((17000+8200)*3.5)/A1", Fraction(44100)), ("0.1+0.2", Fraction(3, 10)), ("-2^2", Fraction(4)), ("2^-1*4", Fraction(2)),
        ("50%*A1", Fraction(1)), ("SUM(A1:A3,1)", Fraction(10)), ("AVERAGE(A1:A3)", Fraction(3)), ("MAX(A1:A3)-MIN(A1:A3)", Fraction(2)),
        ("ROUND(2.5,0)", Fraction(3)), ("ROUND(-2.345,2)", Fraction("-2.35")), ('IF(A1>1,"x","y")', "x"), ("RATE*2", Fraction(14)),
        ("'Other sheet'!B2+1", Fraction(8)), ("INDEX(A1:A3,MATCH(3,A1:A3,0))", Fraction(3)), ('A1&"/"&"t"', "2/t"), ("IFERROR(1/0,9)", Fraction(9)),
        ("SUMIF(A1:A3,3,A1:A3)", Fraction(3)), ("COUNT(A1:B3)", Fraction(3)), ('IF(B1="",1,2)', Fraction(1)), ("A1+B1", Fraction(2)),
        ("C1*2", Fraction(3)),
    ],
)  # fmt: skip
def test_formulas_are_evaluated_exactly(formula, value):
    assert value_of(formula, A1=2, A2=3, A3=4, C1="1,5") == value


@pytest.mark.parametrize("formula", ["1/0", "NA()", "A1+#REF!"])
def test_errors_are_values(formula):
    assert isinstance(value_of(formula, A1=2), Fault)


@pytest.mark.parametrize(
    "formula",
    ["MMULT(A1:B2,A1:B2)", "UNKNOWN_NAME", "2^0.5", "9^400^400", "Z9", "A1 B1", "(" * 300 + "1" + ")" * 300, "Nowhere!A1", "1,5", '"open',
     "SUM(A1:XFC1048575)"],
)  # fmt: skip
def test_what_is_not_understood_is_refused(formula):
    cells = {f"{letters(column)}1": 1 for column in range(1, 20)}
    with pytest.raises(FormulaError):
        value_of(formula, **cells)


def test_a_long_chain_ends_in_a_refusal_and_not_in_a_crash():
    cells = {f"A{n}": f"=A{n + 1}+1" for n in range(1, 3000)}
    book = small(**cells, A3000=1)
    tab = book.tab("S")
    with pytest.raises(FormulaError):
        Evaluator(book).result(tab, tab.at(1, 1))


def test_shared_formulas_move_as_a_spreadsheet_moves_them():
    assert shifted('IF(A1="A1",$B$2+C$3,Sheet!D4)', 2, 1) == 'IF(B3="A1",$B$2+D$3,Sheet!E6)'
    assert shifted("A1", -1, 0) == "#REF!"
    assert shifted("LOG10(A1)+CONST_CO2", 1, 0) == "LOG10(A2)+CONST_CO2"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ABCZ19$:!'\"()+-*/^&,;=<> .%#{}", max_size=60))
def test_any_text_is_a_formula_or_refused(text):
    try:
        found = parse(text)
    except FormulaError:
        return
    assert isinstance(found, (Literal, Reference, Name, Operation))
    assert parse(text) == found


# A whole workbook


def read(book):
    return read_template(books.save(book), "made.xlsx")


def codes(result):
    return {p.code for p in result.problems}


def test_every_table_of_a_made_workbook_is_read():
    result = read(made())
    study = result.study
    # no summary of processes in it; numbers in text; GJ and kWh in unit cells
    assert codes(result) == {"CBM-081", "CBM-086", "CBM-090"}
    assert findings(study, result.places, datasets.shipped_flows(), datasets.countries()) == []
    assert [s.id for s in study.source_streams] == ["S1", "S2", "S4", "F1", "F2", "M1"]
    first, _, out, slope, over, stack = study.source_streams
    assert (first.activity, first.activity_unit, first.oxidation) == ("2500", "1000Nm3", "0.995")
    assert (out.method, out.activity, out.carbon) == ("mass_balance", "-650000", "0.002")
    assert (slope.slope, over.overvoltage_coefficient, slope.collection_efficiency) == ("0.143", "1.16", "0.98")
    assert (stack.gas, stack.hours, stack.flow) == ("N2O", "8000", "100")
    assert [(p.id, p.category) for p in study.production] == [
        ("P1", "sintered_ore"), ("P2", "pig_iron"), ("P3", "crude_steel"), ("P4", "iron_steel_products"),
    ]  # fmt: skip
    third, coil = study.production[2:]
    assert (third.heat_in, third.heat_in_ef, third.heat_out, third.waste_gas_out) == ("1000", "60", "200", "300")
    assert coil.electricity == "62000"
    assert [(u.source, u.process) for u in study.precursor_uses] == [
        ("P1", "P2"), ("P2", "P3"), ("P3", "P4"), ("PP1", "P4"), ("PP2", "P3"),
    ]  # fmt: skip
    assert [level.route for level in study.production_levels] == ["all", "bf", "bof", "all", "all", "bf"]
    assert [(p.basis, p.electricity_basis, p.country) for p in study.precursors] == [
        ("default", "unknown", "TR"), ("measured", "measured", "CN"),
    ]  # fmt: skip
    plant = study.installation[0]
    assert (plant.country, plant.verifier_country, plant.verifier_city, plant.verifier_person) == (
        "CN",
        "TR",
        "Ankara",
        "A. B.",
    )
    assert (plant.name.zh, plant.name.en, plant.latitude) == ("综合厂", "Integrated Works", "39.62")
    assert (plant.stated_co2, plant.indirect, plant.fuel_total) == ("1350000", "12345.6", "42.5")
    assert (study.period_from, study.period_to, study.legal_date) == ("2026-01-01", "2026-12-31", "2026-12-31")
    assert study.cogeneration[0].emissions_cleaning == "10"
    assert [(k.id, k.of, k.currency, k.share, k.price, k.rebate) for k in study.carbon_prices] == [
        ("CP-P2", "P2", "CNY", "0.75", "60", "45.5"), ("CP-P4", "P4", "CNY", "0.5", "12.5", "0"),
        ("CP-PP2", "PP2", "CNY", "1", "30", ""),
    ]  # fmt: skip
    assert str(result.places.at("/carbon_prices/2/price")) == "F_Tools!J72"
    assert [(g.cn, g.process, g.manganese) for g in study.cbam_goods] == [
        ("72083900", "P4", "0.012"),
        ("72011019", "P2", "0.008"),
    ]
    assert str(result.places.at("/precursor_uses/0/amount")) == "D_Processes!L32"


def test_its_results_are_compared_cell_by_cell():
    book = made()
    study = read(book).study
    computed = compute(study, load_cbam_tables())
    results(book, computed)
    result = read(book)
    assert differences(result.stated, computed) == ()
    entered = entered_prices(result.study, computed, result.places)
    assert [(p.code, str(p.place)) for p in entered] == [("CBM-106", f"Summary_Products!X{row}") for row in (10, 11)]
    book.put("Summary_Products!I10", 9.9)
    book.put(f"B_EmInst!{letters(COLUMN['co2_fossil'])}16", "Incomplete!", "text", "MMULT(A1:B2,A1:B2)")
    found = {str(d.place): d for d in differences(read(book).stated, computed)}
    assert found.pop("Summary_Products!I10").cause == "typed"
    assert found.pop(f"B_EmInst!{letters(COLUMN['co2_fossil'])}16").cause == "told"
    assert {d.cause for d in found.values()} <= {"stale"}  # SEE total was the sum of the cell typed over


def test_it_says_the_same_without_values_in_another_language_and_under_other_names():
    plain = read(made()).study
    book = made()
    books.translate(book, "E", lambda text: f"译{text}")
    books.strip_values(book)
    for old in ("A_InstData", "B_EmInst", "D_Processes", "E_PurchPrec", "Summary_Products", "Translations"):
        books.rename(book, old, f"x {old[:3]}")
    assert read(book).study == plain


def with_goods(stated, change):
    """The same results, those of the goods changed and nothing else said against them."""
    return replace(stated, values=tuple(
        replace(v, value=change(v), state="saved", stale=(), typed=(), missing=(), manual="") if v.kind == "good" else v
        for v in stated.values
    ))  # fmt: skip


def test_a_workbook_never_calculated_is_said_to_be_one():
    """Filled by a program and saved by another that does not calculate: zeros everywhere, and no cell is to blame."""
    book = made()
    computed = compute(read(book).study, load_cbam_tables())
    results(book, computed)
    stated = read(book).stated
    assert differences(stated, computed) == ()
    zero = with_goods(stated, lambda _: Fraction(0))
    found = {d.cause for d in differences(zero, computed)}
    assert found == {"never"}
    one = with_goods(stated, lambda v: Fraction(7 if (v.id, v.name) == ("P2", "see_direct") else 0))
    assert {d.cause for d in differences(one, computed)} == {"unsettled"}


def test_only_what_a_process_cut_off_at_zero_goes_into_differs_for_that():
    book = made()
    study = read(book).study
    results(book, compute(study, load_cbam_tables()))
    stated = read(book).stated
    # the coil, which nothing uses, gives away more heat than it emits; the iron before it does not change
    coil = replace(study.production[3], heat_out="900000", heat_out_ef="60")
    computed = compute(replace(study, production=(*study.production[:3], coil)), load_cbam_tables())
    assert [each.id for each in computed.processes if each.floored] == ["P4"]
    wrong = with_goods(stated, lambda v: v.value + 1)
    causes = {(d.id, d.name): d.cause for d in differences(wrong, computed)}
    assert causes["P2", "see_direct"] == "unsettled"
    assert causes["P4", "see_direct"] == "floored"


def test_lines_of_the_tool_are_known_by_their_ids_else_by_their_names():
    plain = read(made()).study.carbon_prices
    for row in range(61, 73):
        book = made()
        book.tabs["F_Tools"].cells.pop(at(f"D{row}"))
        result = read(book)
        known = row <= 60 + len(PROCESSES) or row not in {line for line, *_ in PRICES}
        assert (result.study.carbon_prices == plain) is known
        assert ("CBM-093" in codes(result)) is not known


def test_a_tool_without_one_of_its_headers_is_told():
    book = made()
    book.put("F_Tools!K59", "Discount")
    book.put("F_Tools!E95", "Discount")
    result = read(book)
    assert result.study.carbon_prices == ()
    assert "CBM-082" in codes(result)


def test_blocks_numbered_twice_are_told():
    book = made()
    book.put("D_Processes!C76", 1)
    book.put("D_Processes!D76", "Production process 1:", "text", 'CONST_X & " " & C76 & ":"')
    result = read(book)
    assert "CBM-098" in codes(result)
    assert [p.direct for p in result.study.production] == [p.direct for p in read(made()).study.production]


def test_inputs_told_apart_from_zero_and_from_nonsense():
    book = made()
    book.put("D_Processes!L54", "n.a.")
    book.put("D_Processes!L119", "#DIV/0!", "error")
    book.put("B_EmInst!G16", "bushel")
    book.put("D_Processes!L66", 1, formula="VLOOKUP(1,2,3)")
    book.tabs["D_Processes"].cells[books.at("L131")] = books.Cell("", "no_value", "VLOOKUP(1,2,3)")
    result = read(book)
    found = {str(p.place): p.code for p in result.problems if p.code != "CBM-090"}
    assert result.study.production[0].direct == ""
    assert found["D_Processes!L119"] == "CBM-101"
    assert found["B_EmInst!G16"] == "CBM-089"
    assert found["D_Processes!L66"] == "CBM-084"
    assert found["D_Processes!L131"] == "CBM-083"


def test_another_workbook_is_refused_and_hostile_files_never_crash():
    assert [p.code for p in read_template(b"", "x.xlsx").problems] == ["FIL-001"]
    assert read_template(b"PK\x03\x04junk", "x.xlsx").study is None
    other = books.Model()
    other.tabs["Sheet1"] = books.Tab("Sheet1")
    other.put("Sheet1!A1", "hello")
    result = read(other)
    assert codes(result) == {"CBM-080"}
    assert not looks_like_template(books.save(other))
    assert looks_like_template(books.save(made()))


NASTY = (
    "",
    "1e999",
    "NaN",
    "１２．５",
    "1/0",
    "=1+1",
    "Ex.",
    "\u202e7802",
    "é" * 500,
    "TRUE",
    "n.a.",
    "1,2,3",
    "P1",
    "%",
)


@pytest.mark.parametrize("seed", range(60))
def test_damaged_cells_are_told_and_never_crash(seed):
    chance = random.Random(seed)
    book = made()
    places = [(tab, place) for tab in book.tabs.values() for place in tab.cells]
    for _ in range(chance.randint(1, 40)):
        tab, place = chance.choice(places)
        kind = chance.choice(("text", "text", "number", "boolean", "error", "formula", "drop", "move"))
        if kind == "drop":
            tab.cells.pop(place, None)
        elif kind == "move" and place in tab.cells:
            tab.cells[chance.choice(places)[1]] = tab.cells.pop(place)
        elif kind == "formula":
            formula = chance.choice(
                ("A1", "Translations!$B$9", "1/0", "A1+", "Z9*2", "INDEX(A:A,0)", "SUM(A:XFD)", "NA()")
            )
            tab.cells[place] = books.Cell(chance.choice(("", "5", "x")), chance.choice(("text", "no_value")), formula)
        else:
            text = {"number": chance.choice(("1E+300", "-5", "0", "1e-320")), "boolean": "TRUE", "error": "#REF!"}.get(
                kind, chance.choice(NASTY)
            )
            tab.cells[place] = books.Cell(text, kind if kind in {"number", "boolean", "error"} else "text")
    result = read(book)
    if result.study is not None:
        computed = compute(result.study, load_cbam_tables(), result.places)
        for difference in differences(result.stated, computed):
            assert difference.why.zh
            assert difference.why.en


@pytest.mark.parametrize("seed", range(30))
def test_damaged_bytes_are_refused_by_type(seed):
    chance = random.Random(seed)
    data = bytearray(books.save(made()))
    for _ in range(chance.randint(1, 6)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    try:
        result = read_template(bytes(data), "x.xlsx")
    except InputError:
        pytest.fail("the reader returns problems")
    assert result.study is not None or result.problems
