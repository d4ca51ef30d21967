"""A blank communication template of the tests' own: few rows, the labels and lists the writer needs, nothing else.

It has the structure of the official one (a sheet of translations, named lists, locked labels beside unlocked cells,
blocks for processes and precursors), so the writer can be tested without it.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from carnet.exchange.cbam_template.words import LABELS
from carnet.exchange.sheet import column_number, letters

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
LOCKED, OPEN = 0, 1
VERSION = "This is the published version {} of the CBAM template, version of a day."
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><cellStyleXfs count="1"><xf><protection locked="0"/></xf></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="0" applyProtection="1"><protection locked="0"/></xf></cellXfs>'
    "</styleSheet>"
)
GOODS = ("Cement", "Crude steel", "Iron or steel products", "Pig iron", "Electricity (export to EU)")
LISTS = {
    "CONST_LIST_Goods": [[g] for g in GOODS],
    "CONST_MATRIX_ProductionRoute": [
        ["All production routes", "n.a."],
        ["Basic oxygen steelmaking", "Electric arc furnace"],
        ["All production routes", "n.a."],
        ["Blast furnace route", "Smelting reduction"],
        ["All production routes", "n.a."],
    ],
    "CONST_LIST_GoodsUnit": [["t"], ["t"], ["t"], ["t"], ["MWh"]],
    "CONST_NA": [["n.a."]],
    "CONST_OnlyDirProd": [["Only direct production"]],
    "CONST_MonitoringApproach": [["Combustion", "Process emissions", "Mass Balance"]],
    "CONST_PFCSlopeOrOvervoltage": [["Slope method", "Overvoltage method"]],
    "CONST_torkNm3": [["t", "1000Nm3"]],
    "CONST_tCO2pTJOrtCO2pt": [["tCO2/TJ", "tCO2/t", "tCO2/1000Nm3"]],
    "CONST_CEMSType": [["CO2", "N2O"]],
    "CONST_ElecSource": [["D.4(a)", "D.4(b)", "Mix"]],
    "CONST_MeasDefaultUnknown": [["Measured", "Default", "Unknown"]],
    "CONST_DataQuality": [["Mostly measurements & analyses", "Mostly default values"]],
    "CONST_DataQualityJustification": [["Data gaps", "Other"]],
    "CONST_DataVerification": [["Four eyes principle", "None"]],
    "CONST_ReducingAgent": [["Coal or coke", "Hydrogen"]],
    "CONST_CarbonPriceType": [["Carbon Tax", "Other"]],
    "CONST_RebateType": [["Free allocation", "Other"]],
    "CNTR_ListCountriesCode": [["CN"], ["US"]],
    "CNTR_ListCountriesName": [["China"], ["United States"]],
    "CNTR_ListCurrenciesCode": [["CNY"], ["USD"]],
    "CNCodes_ListKey": [["72011011"], ["72083600"], ["72071111"]],
}
INSTALLATION = ("name_local", "name_en", "street", "activity", "postcode", "po_box", "city", "country", "unlocode",
                "latitude", "longitude", "representative", "email", "telephone")  # fmt: skip
VERIFIER = ("verifier", "street", "city", "verifier_postcode", "country", "verifier_person", "verifier_email",
            "verifier_telephone", "accreditation_state", "accreditation_body", "accreditation")  # fmt: skip
STREAM = ("activity_data", "activity_unit", "ncv", "ncv_unit", "ef", "ef_unit", "carbon", "carbon_unit", "oxidation",
          "oxidation_unit", "conversion", "conversion_unit", "biomass", "biomass_unit", "concentration", "hours",
          "flow", "frequency", "duration", "slope", "overvoltage", "current_efficiency", "overvoltage_coefficient",
          "c2f6_ratio", "collection_efficiency")  # fmt: skip
GOOD = ("product_name", "reducing_agent", "mill", "manganese", "chromium", "nickel", "other_alloys", "carbon_content",
        "scrap", "other_materials", "pre_consumer_scrap", "aluminium_scrap", "non_aluminium", "clinker", "calcined",
        "solution", "nitric_acid", "urea", "nitrogen", "nitrogen_ammonium", "nitrogen_nitrate", "nitrogen_urea",
        "nitrogen_organic", "instrument", "price_share", "currency", "price_due", "rebate_kind", "rebate_share",
        "rebate")  # fmt: skip


class Form:
    """A sheet while it is laid out: labels by name, cells for input, formulas."""

    def __init__(self, show):
        self.show = show
        self.cells = {}

    def label(self, ref, name):
        self.raw(ref, LABELS[name][0])

    def raw(self, ref, text):
        self.cells[ref] = f'<c r="{ref}" s="{LOCKED}" t="inlineStr"><is><t>{escape(self.show(text))}</t></is></c>'

    def input(self, *refs):
        for ref in refs:
            self.cells[ref] = f'<c r="{ref}" s="{OPEN}"/>'

    def formula(self, ref, expression="1+1", style=LOCKED):
        self.cells[ref] = f'<c r="{ref}" s="{style}"><f>{expression}</f><v>2</v></c>'

    def xml(self, merged=()):
        rows = {}
        for ref, cell in self.cells.items():
            name, number = re.fullmatch(r"([A-Z]+)([0-9]+)", ref).groups()
            rows.setdefault(int(number), []).append((column_number(name), cell))
        body = "".join(f'<row r="{n}">{"".join(c for _, c in sorted(rows[n]))}</row>' for n in sorted(rows))
        joined = "".join(f'<mergeCell ref="{m}"/>' for m in merged)
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>'
            f'<sheetProtection sheet="1"/>{f"<mergeCells>{joined}</mergeCells>" if merged else ""}</worksheet>'
        )


def _installation(show):
    form = Form(show)
    form.label("B1", "start"), form.input("C1"), form.label("D1", "end"), form.input("E1")
    row = 2
    for name in (*INSTALLATION, *VERIFIER):
        form.label(f"B{row}", name), form.input(f"C{row}", f"D{row}")
        row += 1
    form.label("B40", "category")
    for n in range(1, 7):
        form.raw(f"{letters(2 + n)}40", f"Route {n}")
    form.label("B50", "category"), form.label("C50", "included"), form.label("F50", "name")
    form.label("B60", "production_process"), form.label("C60", "country_code"), form.label("D60", "route_1")
    form.raw("E60", "Route 2"), form.label("F60", "name")
    for n in (1, 2, 3):
        form.input(*(f"{c}{40 + n}" for c in "BCDEFGH"))
        if n < 3:
            form.input(*(f"{c}{50 + n}" for c in "BCDEF"), *(f"{c}{60 + n}" for c in "BCDEF"))
    return form.xml(merged=tuple(f"C{n}:D{n}" for n in range(2, 27)))


def _streams(show):
    form = Form(show)
    for top, first, second in ((1, "method", "stream_name"), (10, "method", "technology"), (20, "name", "gas")):
        form.label(f"B{top}", first), form.label(f"C{top}", second)
        for n, name in enumerate(STREAM):
            column = letters(4 + n)
            if top == 20 and name == "biomass":
                form.raw(f"{column}{top}", "Biomass fraction")
            else:
                form.label(f"{column}{top}", name)
            for row in (top + 2, top + 3):
                form.input(f"B{row}", f"C{row}")
                if name.endswith("_unit") and name not in {"activity_unit", "ef_unit"}:
                    form.raw(
                        f"{column}{row}", "%" if name.split("_")[0] in {"oxidation", "conversion", "biomass"} else ""
                    )
                else:
                    form.input(f"{column}{row}")
    return form.xml()


def _energy(show):
    form = Form(show)
    form.label("B1", "fuel_balance"), form.label("B10", "installation_level")
    for n, name in enumerate(("fuel_total", "fuel_goods", "fuel_electricity", "fuel_other")):
        form.label(f"{letters(3 + n)}1", name), form.formula(f"{letters(3 + n)}2"), form.input(f"{letters(3 + n)}3")
    totals = ("total_co2", "total_biomass", "total_n2o", "total_pfc", "total_indirect")
    for n, name in enumerate(totals):
        form.label(f"{letters(3 + n)}10", name), form.input(f"{letters(3 + n)}12")
    form.label("B3", "manual"), form.label("B12", "manual")
    for row, name in ((20, "data_quality"), (21, "justification"), (22, "quality_assurance")):
        form.label(f"B{row}", name), form.input(f"C{row}")
    return form.xml()


def _processes(show):
    form = Form(show)
    for h in (1, 41):
        form.label(f"B{h}", "production_levels"), form.label(f"D{h}", "amounts")
        form.input(f"D{h + 1}", f"D{h + 2}")
        form.label(f"B{h + 3}", "total_production"), form.formula(f"D{h + 3}")
        form.label(f"B{h + 4}", "market"), form.input(f"D{h + 4}")
        form.label(f"B{h + 5}", "used_in"), form.label(f"D{h + 5}", "amounts"), form.input(f"D{h + 6}")
        form.label(f"B{h + 7}", "non_cbam"), form.input(f"D{h + 7}")
        form.label(f"D{h + 9}", "measurable_heat"), form.label(f"E{h + 9}", "waste_gases")
        form.label(f"B{h + 10}", "elements"), form.input(f"D{h + 10}", f"E{h + 10}")
        form.label(f"B{h + 12}", "direct"), form.input(f"D{h + 12}")
        for top, amount, factor in (
            (h + 14, "heat_amount", "heat_factor"), (h + 18, "waste_gas_amount", "waste_gas_factor")
        ):  # fmt: skip
            form.label(f"D{top}", "imported"), form.label(f"E{top}", "exported")
            for row, name in ((top + 1, amount), (top + 2, factor)):
                form.label(f"B{row}", name), form.input(f"D{row}", f"E{row}")
        names = (
            "electricity",
            "electricity_factor",
            "electricity_source",
            "electricity_exported",
            "electricity_factor",
        )
        for n, name in enumerate(names):
            form.label(f"B{h + 22 + n}", name), form.input(f"D{h + 22 + n}")
    return form.xml()


def _precursors(show):
    form = Form(show)
    for h in (1, 31):
        form.label(f"B{h}", "purchased_levels"), form.label(f"D{h}", "amounts")
        form.input(f"D{h + 1}", f"D{h + 2}"), form.label(f"B{h + 3}", "total_purchased"), form.formula(f"D{h + 3}")
        form.label(f"B{h + 4}", "consumed_in"), form.label(f"D{h + 4}", "amounts")
        form.input(f"D{h + 5}", f"D{h + 6}"), form.label(f"B{h + 7}", "other_purposes"), form.input(f"D{h + 7}")
        rows = ("see_direct_of", "electricity_of", "electricity_factor_of")
        for n, name in enumerate(rows):
            form.label(f"B{h + 9 + n}", name), form.input(f"D{h + 9 + n}", f"E{h + 9 + n}")
        form.label(f"B{h + 12}", "see_indirect_of"), form.formula(f"D{h + 12}")
        form.label(f"B{h + 13}", "justification"), form.input(f"D{h + 13}")
    return form.xml()


def _tools(show):
    form = Form(show)
    form.label("C1", "chp_fuel"), form.label("D1", "chp_heat"), form.label("E1", "chp_electricity")
    form.label("B2", "inputs_outputs"), form.input("C2", "D2", "E2")
    form.label("C3", "fuel_emissions"), form.label("D3", "flue_gas_cleaning"), form.input("C4", "D4")
    form.label("B6", "reference_efficiencies"), form.input("C6", "D6")
    form.cells["C6"] = f'<c r="C6" s="{OPEN}"><v>0.88</v></c>'
    form.label("B7", "covered_share"), form.label("B8", "price_per_tonne"), form.label("B9", "rebate_per_tonne")
    form.label("E9", "currency"), form.input("F9")
    heads = ("production_process", "se_total", "covered_share", "covered_se", "price_per_tonne", "rebate_per_tonne",
             "price_due", "rebate_due", "price_effective")  # fmt: skip
    for n, name in enumerate(heads):
        form.label(f"{letters(2 + n)}10", name)
    for row, listed in enumerate(("P1", "P2", "PP1", "PP2"), 12):
        form.raw(f"A{row}", listed), form.input(f"D{row}", f"F{row}", f"G{row}")
        form.formula(f"C{row}"), form.formula(f"E{row}", f"C{row}*D{row}"), form.formula(f"H{row}")
    return form.xml()


def _products(show):
    form = Form(show)
    form.label("B1", "from_process"), form.label("C1", "cn_codes"), form.label("D1", "cn_name")
    for row in (3, 4):
        form.input(f"B{row}", f"C{row}"), form.formula(f"D{row}")
    for n, name in enumerate(GOOD):
        form.label(f"{letters(5 + n)}1", name), form.input(*(f"{letters(5 + n)}{row}" for row in (3, 4)))
    return form.xml()


def _lists(show):
    form, names, column = Form(show), {}, 1
    for name, rows in LISTS.items():
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                form.raw(f"{letters(column + c)}{r + 1}", text)
        last = letters(column + len(rows[0]) - 1)
        names[name] = f"Parameters!${letters(column)}$1:${last}${len(rows)}"
        column += len(rows[0])
    return form.xml(), names


def _translations(show, version):
    form = Form(lambda text: text)
    form.raw("A1", "Reference"), form.raw("B1", "Used language version"), form.raw("C1", "English Version (Original)")
    texts = [texts[0] for texts in LABELS.values()] + [f"Route {n}" for n in range(1, 11)] + ["Biomass fraction"]
    texts += [text for rows in LISTS.values() for row in rows for text in row]
    if version:
        texts.append(VERSION.format(version))
    for n, text in enumerate(dict.fromkeys(texts)):
        form.raw(f"B{n + 2}", show(text)), form.raw(f"C{n + 2}", text)
    return form.xml()


def blank(*, show=lambda text: text, version="2.1.1", calculation='<calcPr calcId="1"/>', date1904=False, edit=None):
    """Return the bytes of a blank template.

    `show` turns an English text into the language in use; `edit` gets the parts by name and may change them.
    """
    lists, names = _lists(show)
    sheets = {
        "A_InstData": _installation(show), "B_EmInst": _streams(show), "C_Emissions&Energy": _energy(show),
        "D_Processes": _processes(show), "E_PurchPrec": _precursors(show), "F_Tools": _tools(show),
        "Summary_Products": _products(show), "Parameters": lists, "Translations": _translations(show, version),
    }  # fmt: skip
    listed = "".join(f'<sheet name="{escape(n)}" sheetId="{i}" r:id="rId{i}"/>' for i, n in enumerate(sheets, 1))
    defined = "".join(f'<definedName name="{n}">{escape(t)}</definedName>' for n, t in names.items())
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{REL}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    properties = '<workbookPr date1904="1"/>' if date1904 else "<workbookPr/>"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}">{properties}<sheets>'
        f"{listed}</sheets><definedNames>{defined}</definedNames>{calculation}</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        "xl/styles.xml": STYLES,
        "docProps/app.xml": "<Properties/>",
        **{f"xl/worksheets/sheet{i}.xml": xml for i, xml in enumerate(sheets.values(), 1)},
    }
    if edit is not None:
        edit(parts)
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            archive.writestr(info, text.encode(), zipfile.ZIP_DEFLATED)
    return target.getvalue()
