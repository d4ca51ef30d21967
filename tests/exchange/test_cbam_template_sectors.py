"""Filled official templates of six sectors: every stream, process, precursor and product as the workbook has it.

The plants are of our own invention: cement with clinker and calcined clay made inside; a smelter with both PFC
methods; fertilisers with measured N2O; hydrogen and ammonia with electricity as a good; an integrated steelworks with
waste gas, heat and cogeneration; a mill that takes its precursors into one process. `cbam_sectors.json` holds what is
typed, by sheet and cell, and what the template's own formulas yield for it, worked out by a spreadsheet program
(LibreOffice 7.4, which yields the numbers saved in the Commission's example to one part in 10⁹).
"""

from __future__ import annotations

import json
from copy import deepcopy
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from carnet.cbam.compute import compute
from carnet.exchange.cbam_template.read import differences, read_template
from carnet.quantity import parse_decimal
from carnet.store.cbam_tables import load_cbam_tables
from tests.cli.program import carnet
from tests.exchange import template_books as books

pytestmark = pytest.mark.slow

HELD = json.loads(Path(__file__).with_name("cbam_sectors.json").read_text("utf-8"))
PLANTS = tuple(HELD)
# Shares that the template looks up by the name of a process and finds among the precursors of another one.
LOOKED_UP = {"steel": {"M13", "M14"}, "bubble": {"M11"}}
PROCESS_T = {24: "amount", 54: "direct_star", 58: "heat", 62: "waste_gas", 65: "electricity", 66: "indirect",
             72: "electricity_out"}  # fmt: skip
CHAIN = {"AJ": "se_direct", "AK": "see_direct", "AL": "se_indirect", "AM": "see_indirect", "AN": "se_electricity",
         "AO": "embedded_electricity"}  # fmt: skip
BOUGHT = {"AK": "see_direct", "AM": "see_indirect", "AO": "electricity"}
TOTALS = {"H27": "co2", "I27": "biomass", "J27": "n2o", "K27": "pfc", "L27": "direct", "M27": "indirect",
          "H17": "energy", "H32": "calculated", "J32": "measured", "K32": "other"}  # fmt: skip
PFC = {"AN": "t CF4", "AO": "t C2F6", "AR": "CF4", "AS": "C2F6"}
UNIT = {"J": "emissions_heat", "K": "ef_heat", "L": "emissions_power", "M": "ef_power"}
MWH_PER_TJ = Fraction(10_000, 36)
NEAR = Fraction(1, 10**9)


@cache
def blank():
    model = books.load(books.shared(books.BLANK))
    books.strip_values(model)
    return model


def put(cell, value):
    if isinstance(value, bool):
        cell.text, cell.kind = str(value).upper(), "boolean"
    else:
        cell.text, cell.kind = str(value), "text" if isinstance(value, str) else "number"


def filled(plant):
    """The blank template with the inputs typed in and the results a spreadsheet program saved with it."""
    model = deepcopy(blank())
    for sheet, cells in HELD[plant]["inputs"].items():
        for ref, value in cells.items():
            cell = model.tabs[sheet].cells.setdefault(books.at(ref), books.Cell())
            assert not cell.formula, f"{sheet}!{ref} is no input"
            put(cell, value)
    for sheet, cells in HELD[plant]["results"].items():
        for ref, value in cells.items():
            put(model.tabs[sheet].cells[books.at(ref)], value)
    return model


def read(model):
    result = read_template(books.save(model), "plant.xlsx")
    assert result.study is not None
    assert [p for p in result.problems if p.severity == "error"] == []
    computed = compute(result.study, load_cbam_tables(), result.places)
    assert [p for p in computed.problems if p.severity == "error"] == []
    return result, computed


@cache
def plant_of(name):
    return read(filled(name))


def ours(plant):  # noqa: C901 - table after table
    """Our results by the template's cells, from the layout of version 2.1 and not from the reader's labels."""
    result, computed = plant_of(plant)
    found = {}
    for stream in computed.streams:
        row = {"S": 16, "F": 97, "M": 112}[stream.id[0]] + int(stream.id[1:])
        at = {"AU": stream.emissions}
        if stream.id[0] == "F":
            at |= {column: stream.parts[name] for column, name in PFC.items()}
        else:
            at["AV"] = stream.biomass
        if stream.id[0] == "S":
            at |= {"AX": stream.energy, "AY": stream.energy_biomass}
        found |= {f"B_EmInst!{column}{row}": value for column, value in at.items()}
    found |= {f"C_Emissions&Energy!{ref}": getattr(computed.totals, name) for ref, name in TOTALS.items()}
    for each in computed.processes:
        n = int(each.id[1:])
        found |= {f"D_Processes!T{row + 65 * (n - 1)}": getattr(each, name) for row, name in PROCESS_T.items()}
        found |= {f"InputOutput!{column}{70 + n}": getattr(each, name) for column, name in CHAIN.items()}
        found[f"Summary_Processes!H{164 + 36 * (n - 1)}"] = each.default_share
    for each in computed.precursors:
        n = int(each.id[2:])
        found |= {f"InputOutput!{column}{80 + n}": getattr(each, name) for column, name in BOUGHT.items()}
        found[f"E_PurchPrec!L{25 + 44 * (n - 1)}"] = each.amount
        found[f"E_PurchPrec!L{52 + 44 * (n - 1)}"] = each.see_indirect
    for each in computed.cogeneration:
        row, fuel = {"CHP1": (49, 54), "CHP2": (76, 79)}[each.id]
        found |= {f"F_Tools!{column}{row}": getattr(each, name) for column, name in UNIT.items()}
        found |= {f"F_Tools!J{fuel}": each.fuel_heat, f"F_Tools!K{fuel}": each.fuel_power}
        if each.ef_power is not None:  # the tool has it per TJ of electricity
            found[f"F_Tools!M{row}"] = each.ef_power * MWH_PER_TJ
    for good in result.study.cbam_goods:
        each, row = computed.process(good.process), 9 + int(good.id[1:])
        both = each.see_direct + each.see_indirect
        at = {"I": each.see_direct, "J": each.see_indirect, "K": both, "O": each.embedded_electricity}
        if f"M{row}" not in LOOKED_UP.get(plant, ()):
            at["M"] = each.default_share
        found |= {f"Summary_Products!{column}{row}": value for column, value in at.items()}
        if good.price_due:
            found[f"Summary_Products!AZ{row}"] = parse_decimal(good.price_due) - parse_decimal(good.rebate)
    return found


def held(plant):
    return {f"{s}!{ref}": v for s, cells in HELD[plant]["results"].items() for ref, v in cells.items()}


@pytest.mark.parametrize("plant", PLANTS)
def test_every_result_is_the_workbooks_own(plant):
    found, compared = ours(plant), 0
    for ref, stated in held(plant).items():
        if ref not in found:
            continue
        value, expected = found[ref], Fraction(stated)
        assert value is not None, ref
        assert abs(value - expected) <= NEAR * max(abs(value), abs(expected)), (ref, stated, float(value))
        compared += 1
    known = held(plant)
    silent = {ref for ref, value in found.items() if ref not in known and value}
    assert silent == set(), "results of ours where the workbook shows nothing"
    assert compared >= len(found) - sum(ref not in known for ref in found)
    assert compared > 90


@pytest.mark.parametrize("plant", PLANTS)
def test_the_right_file_differs_nowhere_but_in_the_templates_own_lookup(plant):
    result, computed = plant_of(plant)
    found = {(d.place.sheet, d.place.cell, d.cause) for d in differences(result.stated, computed)}
    assert found == {("Summary_Products", ref, "lookup") for ref in LOOKED_UP.get(plant, ())}
    energy = [v.place.cell for v in result.stated.values if (v.kind, v.name) == ("totals", "energy")]
    assert energy == ["H17"]


@pytest.mark.parametrize(
    ("plant", "ref"),
    [("cement", "B_EmInst!AU21"), ("cement", "C_Emissions&Energy!I27"), ("aluminium", "B_EmInst!AU99"),
     ("fertiliser", "B_EmInst!AU114"), ("fertiliser", "Summary_Products!J12"), ("hydrogen", "C_Emissions&Energy!H17"),
     ("hydrogen", "Summary_Products!O10"), ("steel", "F_Tools!K49"), ("steel", "InputOutput!AK77"),
     ("steel", "Summary_Processes!H164"), ("bubble", "InputOutput!AM81"), ("bubble", "F_Tools!J76")],
)  # fmt: skip
def test_a_result_typed_over_is_named_by_its_cell(plant, ref):
    model = filled(plant)
    cell = model.get(ref)
    cell.text, cell.kind, cell.formula, cell.array = repr(float(cell.text) * 1.001 + 1), "number", "", ""
    result, computed = read(model)
    found = {f"{d.place.sheet}!{d.place.cell}" for d in differences(result.stated, computed)}
    assert found == {ref, *(f"Summary_Products!{each}" for each in LOOKED_UP.get(plant, ()))}


def test_precursors_that_count_as_zero_by_rule_are_the_cause_of_what_differs():
    """The mill's purchases from Norway and Germany, in a year of the definitive period."""
    model = filled("bubble")
    for ref, day in (("I9", "2026-01-01"), ("L9", "2026-12-31")):
        model.put(f"A_InstData!{ref}", day)
    result, computed = read(model)
    found = differences(result.stated, computed)
    assert {d.cause for d in found} == {"zero_rule"}
    assert {d.id for d in found} == {"PP1", "PP4", "P1", "P2"}  # and not the purchases from elsewhere


def test_alloys_alone_are_no_slip_of_unit_where_steel_comes_from_scrap():
    result, _ = plant_of("bubble")
    about = [(p.place.sheet, p.place.cell) for p in result.problems if p.code == "CBM-091"]
    assert about == [("B_EmInst", "J21")]


@pytest.mark.parametrize("plant", PLANTS)
def test_the_program_goes_from_the_workbook_to_the_figures(plant, capfd, tmp_path):
    (tmp_path / "plant.xlsx").write_bytes(books.save(filled(plant)))
    study = str(tmp_path / "study.json")
    assert carnet(capfd, "import", "cbam-template", str(tmp_path / "plant.xlsx"), "--out", study).code == 0
    document = carnet(capfd, "cbam", study, "--json").document
    shown = {each["id"]: Fraction(each["see_direct"]["exact"]) for each in document["processes"]}
    assert shown == {each.id: each.see_direct for each in plant_of(plant)[1].processes}
    assert len(document["goods"]) == len(plant_of(plant)[0].study.cbam_goods)
