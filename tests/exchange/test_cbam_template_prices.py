"""The carbon price tool of the official template: read, recomputed, filled, in six sectors and in disturbed copies.

`cbam_prices.json` holds what is typed into the tool and into Summary_Products beside the plants of
`cbam_sectors.json`, and what the template's own formulas yield for it, worked out by a spreadsheet program
(LibreOffice 7.4). The prices of the goods are the tool's results, entered by hand as the template asks.
"""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from carnet.cbam.carbon_price import entered_prices, prices_due
from carnet.cbam.compute import compute
from carnet.exchange.cbam_template.read import differences, read_template
from carnet.exchange.cbam_template.write import fill
from carnet.quantity import parse_decimal
from carnet.store.cbam_tables import load_cbam_tables
from tests.cli.program import carnet
from tests.exchange import template_books as books
from tests.exchange.test_cbam_template_sectors import HELD as SECTORS
from tests.exchange.test_cbam_template_sectors import NEAR, PLANTS, filled, put
from tests.exchange.test_cbam_template_write import cells, only_filled_cells_changed

pytestmark = pytest.mark.slow

HELD = json.loads(Path(__file__).with_name("cbam_prices.json").read_text("utf-8"))


def number(ref):
    return int(ref.lstrip("ABCDEFGHIJKLMNOP"))


def tool_of(plant):
    """What is typed into the tool: some of the plants hold prices already."""
    first = SECTORS[plant]["inputs"].get("F_Tools", {})
    return {ref: v for ref, v in first.items() if number(ref) > 80} | HELD[plant]["inputs"]["F_Tools"]


def same(found, typed):
    """Whether cells hold what was typed, numbers as numbers."""
    assert set(found) == set(typed)
    for ref, value in typed.items():
        assert found[ref] == value if isinstance(value, str) else Fraction(found[ref]) == parse_decimal(repr(value)), (
            ref
        )
    return True


def priced(plant):
    """The plant's workbook with the tool filled in, and the results a spreadsheet program saved with it."""
    model = filled(plant)
    for sheet, typed in HELD[plant]["inputs"].items():
        for ref, value in typed.items():
            cell = model.tabs[sheet].cells.setdefault(books.at(ref), books.Cell())
            assert not cell.formula, f"{sheet}!{ref} is no input"
            put(cell, value)
    for sheet, results in HELD[plant]["results"].items():
        for ref, value in results.items():
            put(model.tabs[sheet].cells[books.at(ref)], value)
    return model


def read(model):
    result = read_template(books.save(model), "plant.xlsx")
    assert result.study is not None
    return result, compute(result.study, load_cbam_tables(), result.places)


@cache
def plant_of(name):
    result, computed = read(priced(name))
    assert [p for p in (*result.problems, *computed.problems) if p.severity == "error"] == []
    return result, computed


def differing(result, computed):
    return {
        f"{d.place.sheet}!{d.place.cell}": d
        for d in differences(result.stated, computed)
        if d.cause != "lookup"
    }  # fmt: skip


def ours(plant):
    """Our results by the cells of version 2.1, and not by the reader's labels."""
    result, computed = plant_of(plant)
    prices = prices_due(result.study.carbon_prices, computed)
    found = {}
    for name, each in prices.items():
        number = int(name.lstrip("P"))
        row = (110 if name.startswith("PP") else 100) + number
        found |= {f"F_Tools!G{row}": each.se, f"F_Tools!I{row}": each.covered}
        if not name.startswith("PP"):
            found |= {f"F_Tools!L{row}": each.due, f"F_Tools!M{row}": each.rebate, f"F_Tools!N{row}": each.effective}
            found |= {f"F_Tools!V{row}": each.due, f"F_Tools!W{row}": each.rebate}
    for good in result.study.cbam_goods:
        row, see = 9 + int(good.id[1:]), prices[good.process].see
        found[f"Summary_Products!AN{row}"] = see * parse_decimal(good.price_share)
        found[f"Summary_Products!AV{row}"] = see * parse_decimal(good.rebate_share)
        found[f"Summary_Products!AZ{row}"] = parse_decimal(good.price_due) - parse_decimal(good.rebate)
    return found


@pytest.mark.parametrize("plant", PLANTS)
def test_every_result_of_the_tool_is_the_workbooks_own(plant):
    found = ours(plant)
    held = {f"{s}!{ref}": v for s, results in HELD[plant]["results"].items() for ref, v in results.items()}
    helper = {ref for ref in held if ref.startswith(("F_Tools!T", "F_Tools!U"))}
    unused = {ref for ref, v in held.items() if ref not in found and v == 0}
    assert set(held) - helper - unused == set(found)
    for ref, value in found.items():
        expected = Fraction(held[ref])
        assert abs(value - expected) <= NEAR * max(abs(value), abs(expected)), (ref, held[ref], float(value))
    assert sum(value != 0 for value in found.values()) > 20  # nothing would agree with nothing


@pytest.mark.parametrize("plant", PLANTS)
def test_the_right_file_does_not_differ(plant):
    result, computed = plant_of(plant)
    assert differing(result, computed) == {}
    compared = {v.place.cell for v in result.stated.values if v.kind in {"carbon_price", "good_price"}}
    assert {"G101", "I101", "L101", "M101", "N101", "G111", "I111", "AN10", "AV10", "AZ10"} <= compared


@pytest.mark.parametrize("plant", PLANTS)
def test_the_rows_hold_what_was_typed(plant):
    found = {}
    for row in plant_of(plant)[0].study.carbon_prices:
        at = (110 if row.of.startswith("PP") else 100) + int(row.of.lstrip("P"))
        given = {f"H{at}": row.share, f"J{at}": row.price, f"K{at}": row.rebate, "J97": row.currency}
        found |= {ref: text for ref, text in given.items() if text}
    assert same(found, tool_of(plant))


@pytest.mark.parametrize(
    "ref",
    ["F_Tools!G102", "F_Tools!I101", "F_Tools!L102", "F_Tools!M103", "F_Tools!N104", "F_Tools!I112",
     "Summary_Products!AN10", "Summary_Products!AV11", "Summary_Products!AZ10"],
)  # fmt: skip
def test_a_result_typed_over_is_named_by_its_cell(ref):
    model = priced("steel")
    cell = model.get(ref)
    cell.text, cell.kind, cell.formula, cell.array = repr(float(cell.text) * 1.001 + 1), "number", "", ""
    assert {ref: d.cause for ref, d in differing(*read(model)).items()} == {ref: "typed"}


def entered(model):
    result, computed = read(model)
    return {str(p.place) for p in entered_prices(result.study, computed, result.places) if p.code == "CBM-106"}


def test_a_price_of_a_good_that_is_not_the_tools_result_is_told_by_its_cell():
    model = priced("steel")
    assert entered(model) == set()
    model.put("Summary_Products!AR10", 99.5)
    model.put("Summary_Products!AX11", 1)
    assert entered(model) == {"Summary_Products!AR10", "Summary_Products!AX11"}
    model.put("Summary_Products!AP10", "USD")  # another currency than the tool's: not to be compared
    assert entered(model) == {"Summary_Products!AX11"}


def test_an_outdated_tool_names_the_input_that_changed():
    model = priced("steel")
    model.put("F_Tools!J111", 61)
    found = differing(*read(model))
    assert found["F_Tools!L102"].cause == "stale"
    assert "F_Tools!T111 ← " in found["F_Tools!L102"].why.en
    assert "J111" in found["F_Tools!L102"].why.en
    assert "Summary_Products!AR10" in entered(model)  # it was the result before


def test_a_share_that_is_missing_is_named_where_the_workbook_takes_zero():
    model = priced("steel")
    cell = model.get("F_Tools!H111")
    cell.text, cell.kind = "", "no_value"
    result, computed = read(model)
    row = next(each for each in result.study.carbon_prices if each.of == "PP1")
    assert row.share == ""
    stated = next(v for v in result.stated.values if str(v.place).endswith("F_Tools!L102"))
    assert stated.missing == ("F_Tools!H111",)
    assert differing(result, computed)["F_Tools!L102"].cause in {"missing", "stale"}
    assert "CP-PP1" in prices_due(result.study.carbon_prices, computed)["P2"].lacking


def test_a_line_of_no_process_is_told():
    model = priced("steel")
    model.put("F_Tools!J109", 12)
    result, _ = read(model)
    assert [(p.code, p.place.cell) for p in result.problems if p.severity == "error"] == [("CBM-093", "J109")]
    assert result.study.carbon_prices == plant_of("steel")[0].study.carbon_prices


def renamed(model):
    books.rename(model, "F_Tools", "Outils 工具")


def inserted(model):
    for row in (99, 98, 90, 30):
        books.insert(model, "F_Tools", row=row)
    books.insert(model, "F_Tools", column=8)
    books.insert(model, "F_Tools", column=5)


def translated(model):
    books.translate(model, "F", lambda text: f"中{text[::-1]}")


def commas(model):
    for ref in ("H101", "J102", "K103", "J111"):
        cell = model.get(f"F_Tools!{ref}")
        cell.text, cell.kind = cell.text.replace(".", ","), "text"


def moved(model):
    books.move_rows(model, "F_Tools", 81, 131, 300)


@pytest.mark.parametrize("stripped", [False, True])
@pytest.mark.parametrize("change", [renamed, inserted, translated, commas, moved],
                         ids=["renamed", "inserted", "language", "commas", "moved"])  # fmt: skip
def test_disturbed_copies_give_the_same_rows(change, stripped):
    model = priced("steel")
    change(model)
    if stripped:
        books.strip_values(model)
    result = read_template(books.save(model), "copy.xlsx")
    expected = plant_of("steel")[0].study
    assert result.study.carbon_prices == expected.carbon_prices
    assert result.study.cbam_goods == expected.cbam_goods
    assert result.study.cogeneration == expected.cogeneration


def test_a_script_that_inserts_a_row_into_the_tool():
    model = priced("steel")
    books.insert(model, "F_Tools", row=98, follow=False)
    books.strip_values(model)
    result = read_template(books.save(model), "copy.xlsx")
    assert result.study.carbon_prices == plant_of("steel")[0].study.carbon_prices


@pytest.mark.parametrize("plant", PLANTS)
def test_the_writer_fills_the_tools_inputs_and_nothing_else_changes(plant):
    study = plant_of(plant)[0].study
    blank = books.shared(books.BLANK)
    done = fill(study, blank, "blank.xlsx", leave_out=True)
    before, after = cells(blank), cells(done.data)
    wrote = {ref: text for ref, text in after.items() if before.get(ref) != text}
    tool = {ref.partition("!")[2]: text for ref, text in wrote.items() if ref.startswith("F_Tools!")}
    assert same({ref: text for ref, text in tool.items() if number(ref) > 80}, tool_of(plant))
    goods = {ref: v for ref, v in HELD[plant]["inputs"]["Summary_Products"].items() if not isinstance(v, str)}
    assert same({ref: wrote[f"Summary_Products!{ref}"] for ref in goods}, goods)
    again = read_template(done.data, "again.xlsx").study
    assert again.carbon_prices == study.carbon_prices


def test_filling_the_tool_leaves_every_other_byte():
    study = plant_of("steel")[0].study
    blank = books.shared(books.BLANK)
    done = fill(study, blank, "blank.xlsx", leave_out=True)
    before, after = cells(blank), cells(done.data)
    parts = {name: f"xl/worksheets/sheet{n}.xml" for n, name in enumerate(books.load(blank).tabs, 1)}
    changed = {ref for ref, text in after.items() if before.get(ref) != text}
    filled_ = {f"{parts[ref.partition('!')[0]]}!{ref.partition('!')[2]}" for ref in changed}
    only_filled_cells_changed(blank, done.data, filled_)


@pytest.mark.parametrize("own", [True, False])
def test_the_program_shows_the_price_paid_net_of_the_rebate(own, capfd, tmp_path):
    """From the workbook: what was typed for the good, or where it is left empty what the tool yields."""
    model = priced("hydrogen")
    if not own:
        for row in range(10, 14):
            for column in ("AP", "AR", "AX"):
                model.tabs["Summary_Products"].cells.pop(books.at(f"{column}{row}"))
    (tmp_path / "plant.xlsx").write_bytes(books.save(model))
    study = str(tmp_path / "study.json")
    assert carnet(capfd, "import", "cbam-template", str(tmp_path / "plant.xlsx"), "--out", study).code == 0
    goods = carnet(capfd, "cbam", study, "--json").document["goods"]
    result, computed = plant_of("hydrogen")
    due = prices_due(result.study.carbon_prices, computed)
    shown = [(good, good["deduction"]) for good in goods if good["deduction"]]
    assert shown
    for good, deduction in shown:
        expected = due[good["made_by"]]
        assert deduction["currency"] == "GBP"
        assert abs(Fraction(deduction["due"]["exact"]) - expected.due) <= NEAR * expected.due
        assert abs(Fraction(deduction["rebate"]["exact"]) - expected.rebate) <= NEAR * expected.rebate
        if good["basis"] != "default":
            assert abs(Fraction(deduction["effective"]["exact"]) - expected.effective) <= NEAR * expected.effective
            assert "subject to the adopted act" in deduction["text"]["en"]


def test_plants_without_prices_have_no_rows():
    result, computed = read(filled("cement"))
    assert result.study.carbon_prices == ()
    assert differences(result.stated, computed) == ()
