"""A small workbook in the structure of the communication template, with labels of our own list, made on the spot.

An integrated steel plant with an aluminium pot line and a nitric acid plant beside it, so that every table is used.
"""

# ruff: noqa: E501, C901, PLR0912, PLR0915 - tables of cases and workbooks cell by cell
from __future__ import annotations

from carnet.exchange.cbam_template.words import (
    AGENTS,
    CATEGORIES,
    LABELS,
    METHODS,
    ROUTES,
    SOURCES,
    VALUE_KINDS,
)
from carnet.exchange.sheet import letters
from tests.exchange.template_books import Cell, Model, Tab, at

TEXTS = tuple(
    dict.fromkeys(
        [texts[0] for texts in LABELS.values()]
        + [*CATEGORIES, *ROUTES, *METHODS, *VALUE_KINDS, *SOURCES, *AGENTS]
        + ["n.a.", "China", "Türkiye", "Production process", "Purchased precursor", "Internal audits", "h/period"]
    )
)
ROW_OF = {text: row for row, text in enumerate(TEXTS, 5)}
COUNTRIES = (("CN", "China"), ("TR", "Türkiye"))
PROCESSES = (
    ("Sinter", "Sintered Ore", 1_000_000),
    ("Hot metal", "Pig iron", 600_000),
    ("Liquid steel", "Crude steel", 650_000),
    ("Coil", "Iron or steel products", 620_000),
)
USES = {1: {2: 1_000_000}, 2: {3: 600_000}, 3: {4: 650_000}}
DIRECT = (200_000, "1000000.25", 60_000, 40_000)


class Book(Model):
    """A model with the template's cells put by their references."""

    def label(self, where, name):
        text = LABELS[name][0] if name in LABELS else name
        self.put(where, text, "text", f"Translations!$B${ROW_OF[text]}")

    def row(self, sheet, row, first, names):
        for column, name in enumerate(names, first):
            if name:
                self.label(f"{sheet}!{letters(column)}{row}", name)


def made():
    book = Book()
    for name in ("A_InstData", "B_EmInst", "C_Emissions&Energy", "D_Processes", "E_PurchPrec", "F_Tools",
                 "Summary_Products", "Summary_Processes", "c_CodeLists", "Translations"):  # fmt: skip
        book.tabs[name] = Tab(name, hidden=name == "Translations")
    _translations(book)
    _a(book)
    _b(book)
    _c(book)
    for number, (name, category, amount) in enumerate(PROCESSES, 1):
        _d(book, number, name, category, amount)
    _e(book, 1, 1000, 4, ("1.5", "Default"), ("2.5", "Unknown"), "0.6", 3)
    _e(book, 2, 50_000, 3, ("1.8", "Measured"), ("0.1", "Measured"), "0.5", 3)
    _f(book)
    _products(book)
    return book


def _translations(book):
    book.put("Translations!A3", 3)
    for column, text in enumerate(("Reference", "Used language version", "English Version (Original)"), 1):
        book.put(f"Translations!{letters(column)}4", text)
    for text, row in ROW_OF.items():
        book.put(f"Translations!A{row}", row - 4)
        book.put(f"Translations!B{row}", text, "text", f"IFERROR(INDEX(C{row}:M{row},$A$3-2),$C{row})")
        book.put(f"Translations!C{row}", text)
    for row, (code, name) in enumerate(COUNTRIES, 11):
        book.put(f"c_CodeLists!F{row}", code)
        book.put(f"c_CodeLists!G{row}", name)
    book.names["CNTR_LISTCOUNTRIESCODE"] = "c_CodeLists!$F$11:$F$12"
    book.names["CNTR_LISTCOUNTRIESNAME"] = "c_CodeLists!$G$11:$G$12"


def _a(book):
    sheet = "A_InstData"
    book.put(f"{sheet}!P40", "PRINT")
    book.label(f"{sheet}!H9", "start")
    book.put(f"{sheet}!I9", 46023)  # 2026-01-01
    book.label(f"{sheet}!K9", "end")
    book.put(f"{sheet}!L9", "31.12.2026")
    for row, (name, value) in enumerate(
        {
            "name_local": "综合厂", "name_en": "Integrated Works", "street": "1 Road", "activity": "steel",
            "postcode": "100000", "po_box": "", "city": "Tangshan", "country": "China", "unlocode": "CN TAS",
            "latitude": "39,62°", "longitude": "118.18", "representative": "Li Wei", "email": "li@example.org",
            "telephone": "1", "verifier": "Checkers", "street ": "2 Street", "city ": "Ankara", "country ": "Türkiye",
            "verifier_person": "A. B.", "accreditation": "V-1",
        }.items(), 12,
    ):  # fmt: skip
        book.label(f"{sheet}!E{row}", name.strip())
        if value:
            book.put(f"{sheet}!I{row}", value)
    book.row(sheet, 41, 5, ("category", "", "route", "", "route_1", "", "", "", "", "route_6"))
    goods = (("Sintered Ore", ()), ("Pig iron", ("Blast furnace route",)), ("Crude steel", ("Basic oxygen steelmaking",)),
             ("Iron or steel products", ()))  # fmt: skip
    for row, (category, routes) in enumerate(goods, 42):
        book.put(f"{sheet}!D{row}", f"G{row - 41}")
        book.put(f"{sheet}!E{row}", category)
        for column, route in enumerate(routes, 9):
            book.put(f"{sheet}!{letters(column)}{row}", route)
    book.row(sheet, 52, 5, ("category", "included", "", "", "", "", "", "name", "", "error_message"))
    for number, (name, category, _) in enumerate(PROCESSES, 1):
        book.put(f"{sheet}!D{53 + number}", f"P{number}")
        book.put(f"{sheet}!E{53 + number}", category)
        book.put(f"{sheet}!F{53 + number}", "Only direct production" if number != 2 else "Pig iron")
        book.put(f"{sheet}!L{53 + number}", name)
    book.row(
        sheet, 66, 5, ("production_process", "country_code", "route_1", "", "", "", "", "name", "", "error_message")
    )
    for number, (category, country, name) in enumerate(
        (("Alloys (FeMn, FeCr, FeNi)", "Türkiye", "FeMn"), ("Pig iron", "CN", "Bought iron")), 1
    ):
        for column, value in zip("DEFL", (f"PP{number}", category, country, name), strict=True):
            book.put(f"{sheet}!{column}{66 + number}", value)
    book.put(f"{sheet}!G68", "Blast furnace route")


_TABLE = ("number", "{0}", "{1}", "activity_data", "activity_unit", "ncv", "ncv_unit", "ef", "ef_unit", "carbon",
          "carbon_unit", "oxidation", "oxidation_unit", "conversion", "conversion_unit", "biomass", "biomass_unit",
          "unproven", "unproven_unit", "concentration", "concentration_unit", "hours", "hours_unit", "flow",
          "flow_unit", "frequency", "duration", "slope", "overvoltage", "current_efficiency",
          "overvoltage_coefficient", "c2f6_ratio", "collection_efficiency", "co2_fossil", "co2_bio")  # fmt: skip
COLUMN = {name: column for column, name in enumerate(_TABLE, 3)}


def _b(book):
    sheet = "B_EmInst"
    tables = ((13, "method", "stream_name"), (30, "method", "technology"), (45, "name", "gas"))
    for head, first, second in tables:
        book.row(sheet, head, 3, [name.format(first, second) for name in _TABLE])
        book.put(f"{sheet}!C{head + 1}", "Ex.1")
        book.put(f"{sheet}!D{head + 1}", "Combustion")
        book.put(f"{sheet}!F{head + 1}", 999)

    def line(row, number, first, second, **values):
        book.put(f"{sheet}!C{row}", number)
        book.put(f"{sheet}!D{row}", first)
        book.put(f"{sheet}!E{row}", second)
        for name, value in values.items():
            text, formula = (value, "") if not isinstance(value, tuple) else value
            kind = "number" if not isinstance(text, str) or formula else None
            book.put(f"{sheet}!{letters(COLUMN[name])}{row}", text, kind, formula)

    line(
        15,
        1,
        "Combustion",
        "Coke oven gas",
        activity_data=(2500, "5000/2"),
        activity_unit="1000Nm3",
        ncv=17,
        ncv_unit="GJ/1000Nm3",
        ef=44.4,
        ef_unit="tCO2/TJ",
        oxidation=99.5,
        oxidation_unit="%",
        biomass=0,
    )
    line(
        16,
        2,
        "Process emissions",
        "Limestone",
        activity_data=70_000,
        activity_unit="t",
        ef=0.44,
        ef_unit="tCO2/t",
        conversion=100,
        conversion_unit="%",
    )
    line(
        18, 4, "Mass Balance", "Steel out", activity_data=-650_000, activity_unit="t", carbon=0.002, carbon_unit="tC/t"
    )
    line(
        32,
        1,
        "Slope method",
        "CWPB",
        activity_data=1000,
        activity_unit="t",
        frequency=0.2,
        duration=1.5,
        slope=0.143,
        c2f6_ratio=0.121,
        collection_efficiency=0.98,
    )
    line(
        33,
        2,
        "Overvoltage method",
        "SWPB",
        activity_data=500,
        activity_unit="t",
        overvoltage=5,
        current_efficiency=95,
        overvoltage_coefficient=1.16,
        c2f6_ratio=0.121,
    )
    line(47, 1, "Stack", "N2O", concentration=0.5, concentration_unit="g/Nm3", hours=8000, hours_unit="h/period",
         flow=100, flow_unit="1000Nm3/h", biomass=0, biomass_unit="%")  # fmt: skip
    book.label(f"B_EmInst!{letters(COLUMN['hours_unit'])}47", "h/period")  # the one unit the template translates


def _c(book):
    sheet = "C_Emissions&Energy"
    book.put(f"{sheet}!P60", "PRINT")
    book.row(sheet, 14, 5, ("fuel_balance", "", "unit", "fuel_total", "fuel_goods", "fuel_electricity", "fuel_other"))
    book.label(f"{sheet}!E16", "manual")
    book.put(f"{sheet}!G16", "GJ")
    book.put(f"{sheet}!H16", 42_500)
    book.row(sheet, 24, 5, ("installation_level", "", "unit", "total_co2", "total_biomass", "total_n2o", "total_pfc",
                            "total_direct", "total_indirect"))  # fmt: skip
    book.label(f"{sheet}!E26", "manual")
    book.put(f"{sheet}!G26", "tCO2e")
    book.put(f"{sheet}!H26", 1_350_000)
    book.put(f"{sheet}!M26", 12345.6)
    book.label(f"{sheet}!E40", "quality_assurance")
    book.put(f"{sheet}!H40", "Internal audits")


def _d(book, number, name, category, amount):
    sheet = "D_Processes"
    top = 11 + 65 * (number - 1)

    def put(offset, column, value, **kind):
        book.put(f"{sheet}!{column}{top + offset}", value, **kind)

    def label(offset, column, text):
        book.label(f"{sheet}!{column}{top + offset}", text)

    book.put(f"{sheet}!P300", "PRINT")
    if number == 1:
        put(0, "C", 1)
    else:
        put(0, "C", number, formula=f"C{top - 65}+1")
    put(0, "D", f"Production process {number}:", kind="text", formula=f'CONST_X & " " & C{top} & ":"')
    label(4, "E", "production_levels")
    for column, text in (("H", "route"), ("K", "unit"), ("L", "amounts")):
        label(4, column, text)
    route = {"Pig iron": 1, "Crude steel": 1}.get(category, 1)
    for line in range(1, 9):
        put(4 + line, "D", line)
    put(4 + route, "L", amount)
    put(4 + route, "K", "t")
    label(13, "E", "total_production")
    put(13, "L", amount, formula=f"SUM(L{top + 5}:L{top + 12})")
    for column, text in (("K", "unit"), ("L", "amounts")):
        label(15, column, text)
        label(20, column, text)
    label(16, "E", "market")
    put(16, "L", amount - sum(USES.get(number, {}).values()))
    label(20, "E", "used_in")
    for line in range(1, 10):
        put(20 + line, "D", line)
        other = line if line < number else line + 1
        if other in USES.get(number, {}):
            put(20 + line, "L", USES[number][other])
    label(30, "E", "non_cbam")
    label(31, "E", "control")
    label(39, "E", "elements")
    for column, text in (("K", "measurable_heat"), ("L", "waste_gases")):
        label(38, column, text)
        put(39, column, "TRUE", kind="boolean")
    label(42, "K", "unit")
    label(42, "L", "value")
    label(43, "E", "direct")
    put(43, "K", "tCO2e")
    put(43, "L", DIRECT[number - 1] if not isinstance(DIRECT[number - 1], str) else float(DIRECT[number - 1]))
    for offset, amount_label, factor_label, values in (
        (45, "heat_amount", "heat_factor", (1000, 60, 200, 61)),
        (49, "waste_gas_amount", "waste_gas_factor", (0, "", 300, "")),
    ):
        for column, text in (("K", "unit"), ("L", "imported"), ("M", "exported")):
            label(offset, column, text)
        # One block of the official template has another label where the amount of heat stands.
        label(offset + 1, "E", "exported" if number == 3 and offset == 45 else amount_label)
        label(offset + 2, "E", factor_label)
        put(offset + 1, "K", "TJ")
        put(offset + 2, "K", "tCO2/TJ")
        for (row, column), value in zip(((1, "L"), (2, "L"), (1, "M"), (2, "M")), values, strict=True):
            if value != "" and number == 3:
                put(offset + row, column, value)
    label(53, "K", "unit")
    label(53, "L", "value")
    for offset, text, unit, value in (
        (54, "electricity", "kWh" if number == 4 else "MWh", 62_000_000 if number == 4 else 5000),
        (55, "electricity_factor", "tCO2/MWh", 0.58),
        (56, "electricity_source", "-", "D.4(a)"),
        (60, "electricity_exported", "MWh", 0),
        (61, "electricity_factor", "tCO2/MWh", ""),
    ):
        label(offset, "E", text)
        put(offset, "K", unit)
        if value != "":
            put(offset, "L", value)


def _e(book, number, amount, process, direct, power, factor, lines):
    sheet = "E_PurchPrec"
    top = 14 + 44 * (number - 1)

    def put(offset, column, value, **kind):
        book.put(f"{sheet}!{column}{top + offset}", value, **kind)

    def label(offset, column, text):
        book.label(f"{sheet}!{column}{top + offset}", text)

    book.put(f"{sheet}!P300", "PRINT")
    put(0, "C", number)
    put(0, "D", f"Purchased precursor {number}:")
    for column, text in (("E", "purchased_levels"), ("H", "route"), ("K", "unit"), ("L", "amounts")):
        label(2, column, text)
    for line in range(1, 9):
        put(2 + line, "D", line)
    put(3, "L", amount)
    label(11, "E", "total_purchased")
    put(11, "L", amount, formula=f"SUM(L{top + 3}:L{top + 10})")
    for column, text in (("E", "consumed_in"), ("K", "unit"), ("L", "amounts")):
        label(13, column, text)
    for line in range(1, 11):
        put(13 + line, "D", line)
    put(13 + process, "L", amount)
    label(24, "E", "other_purposes")
    label(25, "E", "control")
    for column, text in (("K", "unit"), ("L", "value"), ("M", "source")):
        label(34, column, text)
    for offset, text, value, source in (
        (35, "see_direct_of", direct[0], direct[1]),
        (36, "electricity_of", power[0], power[1]),
        (37, "electricity_factor_of", factor, "Mix"),
    ):
        label(offset, "E", text)
        put(offset, "L", float(value))
        put(offset, "M", source)
    label(38, "E", "see_indirect_of")
    put(
        38,
        "L",
        float(power[0]) * float(factor),
        formula=f'IF(COUNT(L{top + 36}:L{top + 37})=0,"",L{top + 36}*L{top + 37})',
    )
    del lines


def _f(book):
    sheet = "F_Tools"
    book.put(f"{sheet}!P60", "PRINT")
    book.row(sheet, 19, 10, ("chp_fuel", "chp_heat", "chp_electricity", "chp_electricity"))
    for column, unit in (("J", "TJ"), ("K", "TJ"), ("L", "MWh"), ("M", "TJ")):
        book.put(f"{sheet}!{column}20", unit)
    book.label(f"{sheet}!E21", "inputs_outputs")
    for column, value in (("J", 100), ("K", 40), ("L", 7000)):
        book.put(f"{sheet}!{column}21", value)
    book.label(f"{sheet}!J25", "fuel_emissions")
    book.label(f"{sheet}!K25", "flue_gas_cleaning")
    book.label(f"{sheet}!E26", "ghg_emissions")
    book.put(f"{sheet}!J26", 5610)
    book.put(f"{sheet}!K26", 10)
    book.label(f"{sheet}!J40", "heat_production")
    book.label(f"{sheet}!K40", "power_production")
    book.label(f"{sheet}!E41", "reference_efficiencies")
    book.put(f"{sheet}!J41", 0.9)
    book.put(f"{sheet}!K41", 0.5)
    for row, name in ((92, "se_total"), (93, "covered_share"), (94, "price_per_tonne"), (95, "rebate_per_tonne")):
        book.label(f"{sheet}!E{row}", name)  # the explanations say the same words one below the other
    book.label(f"{sheet}!I57", "currency")
    book.put(f"{sheet}!J57", "cny")
    book.row(sheet, 59, 5, _TOOL)
    for column in "JK":
        book.put(f"{sheet}!{column}60", "CNY/tCO2e", "text", '"CNY/tCO2e"')
    for row, (listed, name) in enumerate(
        [
            *((f"P{n}", PROCESSES[n - 1][0] if n <= len(PROCESSES) else "") for n in range(1, 11)),
            ("PP1", ""),
            ("PP2", ""),
        ],
        61,
    ):
        book.put(f"{sheet}!D{row}", listed, "text", f'IF(TRUE,"{listed}","")')
        book.put(f"{sheet}!E{row}", name, "text", f'IF(TRUE,"{name}","")')
    for row, share, price, rebate in PRICES:
        for column, value in (("H", share), ("J", price), ("K", rebate)):
            if value != "":
                book.put(f"{sheet}!{column}{row}", value)


# row, share of the own emissions, price and rebate per tCO2e: Hot metal, Coil, Purchased precursor 2
PRICES = ((62, 0.75, 60, 45.5), (64, "50 %", "12,5", 0), (72, 1, 30, ""))
_TOOL = ("production_process", "category", "se_total", "covered_share", "covered_se", "price_per_tonne",
         "rebate_per_tonne", "price_due", "rebate_due", "price_effective")  # fmt: skip


_PRODUCTS = ("from_process", "category", "cn_codes", "cn_name", "product_name", "see_direct", "see_indirect",
             "see_total", "unit", "default_share", "", "embedded_electricity", "reducing_agent", "mill", "manganese",
             "chromium", "calcined", "instrument", "price_share", "currency", "price_due")  # fmt: skip


def _products(book):
    sheet = "Summary_Products"
    book.row(sheet, 8, 4, _PRODUCTS)
    book.put(f"{sheet}!C9", "Ex.")
    book.put(f"{sheet}!D9", "Example process A")
    book.put(f"{sheet}!F9", "72071919")
    at_column = {name: letters(c) for c, name in enumerate(_PRODUCTS, 4)}
    rows = (("Coil", "7208 39 00", "HRC", 0.012), ("Hot metal", "72011019", "PI", "0,8%"))
    for row, (process, code, name, manganese) in enumerate(rows, 10):
        book.put(f"{sheet}!C{row}", row - 9)
        for label, value in (("from_process", process), ("cn_codes", code), ("product_name", name), ("mill", 4711),
                             ("manganese", manganese), ("reducing_agent", "Coal or coke"), ("price_due", 3.5),
                             ("currency", "cny"), ("price_share", 0.5)):  # fmt: skip
            book.put(f"{sheet}!{at_column[label]}{row}", value)
    for row in range(1, 4):
        book.put(f"{sheet}!C{100 + row}", row)  # the helper table below
        book.put(f"{sheet}!F{100 + row}", "FALSE", "boolean")


def results(book, computed):
    """Put the results of a calculation where the workbook states its own, as saved results of formulas."""
    sheet = "Summary_Products"
    at_column = {name: letters(c) for c, name in enumerate(_PRODUCTS, 4)}
    for row, process in ((10, "P4"), (11, "P2")):
        found = computed.process(process)
        for name in ("see_direct", "see_indirect", "default_share", "embedded_electricity"):
            book.put(f"{sheet}!{at_column[name]}{row}", float(getattr(found, name)), "number", "MMULT(A1:B2,A1:B2)")
        book.put(f"{sheet}!{at_column['see_total']}{row}", float(found.see_direct + found.see_indirect), "number",
                 f"SUM({at_column['see_direct']}{row}:{at_column['see_indirect']}{row})")  # fmt: skip
    streams = {each.id: each for each in computed.streams}
    for row, stream in ((15, "S1"), (16, "S2"), (18, "S4"), (32, "F1"), (33, "F2"), (47, "M1")):
        for name, field in (("co2_fossil", "emissions"), ("co2_bio", "biomass")):
            value = float(getattr(streams[stream], field))
            book.put(f"B_EmInst!{letters(COLUMN[name])}{row}", value, "number", "MMULT(A1:B2,A1:B2)")


__all__ = ["COLUMN", "Book", "Cell", "at", "made", "results"]
