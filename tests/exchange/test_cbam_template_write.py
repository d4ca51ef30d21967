"""Filling the communication template: only input cells change, nothing is dropped in silence, nothing overwritten."""

import dataclasses
import re
import zipfile
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carnet.errors import InputError
from carnet.exchange.cbam_template import write_parts
from carnet.exchange.cbam_template.read import read_template
from carnet.exchange.cbam_template.write import fill
from carnet.exchange.cbam_template.write_book import open_template, ref
from carnet.exchange.celltext import shortest_decimal
from carnet.exchange.sheet import read_workbook
from carnet.inventory.installation import (
    CarbonPrice,
    CbamGood,
    Installation,
    ProductionProcess,
    PurchasedPrecursor,
    SourceStream,
)
from tests.exchange.cbam_blank import LISTS, VERSION, blank
from tests.exchange.write_cases import FULL, REFUSED, UNFIT, edited, many, no_translations, study

pytestmark = pytest.mark.slow

TEMPLATES = Path(__file__).parents[3] / "shared" / "data" / "cbam" / "template"


def cells(data):
    """Every cell with content: ``Sheet!B2`` → text."""
    book = read_workbook(data, "x.xlsx")
    assert [p for p in book.problems if p.severity == "error"] == []
    return {f"{s.name}!{c.ref}": c.text for s in book.sheets for row in s.rows for c in row.cells.values()}


def put(study_, template=None, **options):
    """What was filled in, by cell."""
    template = blank() if template is None else template
    before, after = cells(template), cells(fill(study_, template, "blank.xlsx", **options).data)
    return {ref: text for ref, text in after.items() if before.get(ref) != text}


def refused(study_, template=None, **options):
    with pytest.raises(InputError) as error:
        fill(study_, blank() if template is None else template, "blank.xlsx", **options)
    return {p.code for p in error.value.problems}, error.value.problems


EXPECTED = {
    "A_InstData": {
        "C1": "46023", "E1": "46387", "C2": "钢厂", "C3": "Steel <works> & co", "C4": "1 Road", "C5": "steel",
        "C6": "0123", "C7": "9", "C8": "Anyang", "C9": "China", "C10": "CNAYG", "C11": "36.100000", "C12": "114.300000",
        "C13": "Li", "C14": "l@example.org", "C15": "+86", "C16": "V", "C17": "2 Road", "C18": "Wien", "C19": "1010",
        "C20": "United States", "C21": "P", "C22": "v@example.org", "C23": "+43", "C24": "AT", "C25": "Body",
        "C26": "A-1",
        "B41": "Crude steel", "C41": "Basic oxygen steelmaking", "D41": "Electric arc furnace",
        "B42": "Iron or steel products", "B43": "Pig iron", "C43": "Blast furnace route",
        "B51": "Crude steel", "C51": "Only direct production", "F51": "Steel",
        "B52": "Iron or steel products", "C52": "Pig iron", "F52": "Coil",
        "B61": "Pig iron", "C61": "CN", "D61": "Smelting reduction", "F61": "Iron",
        "B62": "Iron or steel products", "F62": "Slab",
    },
    "B_EmInst": {
        "B3": "Combustion", "C3": "Coal", "D3": "10.5", "E3": "t", "F3": "25", "H3": "94.6", "I3": "tCO2/TJ",
        "L3": "99.5", "P3": "7", "B4": "Mass Balance", "C4": "Steel", "D4": "-2", "E4": "t", "J4": "0.004", "N4": "100",
        "B12": "Slope method", "C12": "CWPB", "D12": "5", "U12": "0.1", "V12": "2", "W12": "0.14", "X12": "1",
        "Y12": "0.95", "Z12": "2", "AA12": "0.12", "AB12": "0.98",
        "B22": "Stack", "C22": "N2O", "P22": "50", "R22": "64.2", "S22": "8000", "T22": "265",
    },
    "C_Emissions&Energy": {
        "C3": "6", "D3": "7", "E3": "8", "F3": "9", "C12": "1", "D12": "2", "E12": "3", "F12": "4", "G12": "5",
        "C20": "Mostly measurements & analyses", "C21": "Other", "C22": "None",
    },
    "D_Processes": {
        "D2": "20", "D3": "22", "D5": "4", "D7": "30", "D8": "1", "D11": "TRUE", "E11": "TRUE", "D13": "12.5",
        "D16": "1", "E16": "3", "D17": "2", "E17": "4", "D20": "5", "E20": "7", "D21": "6", "E21": "8",
        "D23": "9", "D24": "0.5", "D25": "Mix", "D26": "10", "D27": "11",
        "D42": "100", "D51": "FALSE", "E51": "FALSE",
    },
    "E_PurchPrec": {
        "D3": "7", "D6": "2.5", "D7": "0", "D8": "1", "D10": "1.5", "E10": "Measured", "D11": "0.3", "E11": "Default",
        "D12": "0.5", "E12": "D.4(b)", "D14": "Data gaps",
        "D32": "8", "D36": "0", "D37": "8", "E40": "Unknown", "D42": "0.6",
    },
    "F_Tools": {
        "C2": "10", "D2": "4", "E2": "900", "C4": "561", "D6": "0.53",
        "F9": "CNY", "D12": "0.5", "F12": "60", "G12": "20", "D15": "1", "F15": "50.25", "G15": "0",
    },
    "Summary_Products": {
        "B3": "Coil", "C3": "72083600", "E3": "Coil", "F3": "Coal or coke", "G3": "623108", "H3": "0.014", "M3": "0.2",
        "S3": "FALSE", "AB3": "Carbon Tax", "AC3": "0.5", "AD3": "CNY", "AE3": "50", "AF3": "Free allocation",
        "AG3": "0.4", "AH3": "20",
    },
}  # fmt: skip


def test_every_value_goes_into_its_cell():
    wanted = {f"{sheet}!{ref}": text for sheet, values in EXPECTED.items() for ref, text in values.items()}
    assert put(FULL) == wanted


def test_what_is_filled_is_counted_and_told():
    done = fill(FULL, blank(), "dir/blank.xlsx")
    assert done.cells == {sheet: len(values) for sheet, values in EXPECTED.items()}
    codes = [p.code for p in done.problems]
    # factor from indirect ÷ use, CN code cut, reference efficiency of heat left as the workbook has it
    assert sorted(codes) == ["CBM-123", "CBM-124", "CBM-125", "CBM-129"]
    assert {p.severity for p in done.problems} == {"warning"}
    assert all(p.place.file in {"", "blank.xlsx"} for p in done.problems)


def elements(data):
    """Split a worksheet into its cells and all that is outside of them."""
    slots = write_parts.slots(data).cells
    outside, at = [], 0
    for slot in sorted(slots.values(), key=lambda s: s.start):
        outside.append(data[at : slot.start])
        at = slot.end
    return {ref: data[slot.start : slot.end] for ref, slot in slots.items()}, b"|".join([*outside, data[at:]])


def only_filled_cells_changed(before, after, filled):
    """Compare byte for byte; `filled` is a set of ``part!cell``."""
    old, new = zipfile.ZipFile(BytesIO(before)), zipfile.ZipFile(BytesIO(after))
    assert [(i.filename, i.date_time, i.compress_type) for i in old.infolist()] == [
        (i.filename, i.date_time, i.compress_type) for i in new.infolist()
    ]
    for name in old.namelist():
        a, b = old.read(name), new.read(name)
        if name == "xl/workbook.xml":
            assert b.replace(b' fullCalcOnLoad="1"', b"") == a
        elif not name.startswith("xl/worksheets/sheet"):
            assert a == b, name
        else:
            (cells_a, outside_a), (cells_b, outside_b) = elements(a), elements(b)
            assert outside_a == outside_b
            assert list(cells_a) == list(cells_b)
            for ref, cell in cells_a.items():
                if f"{name}!{ref}" in filled:
                    style = re.search(rb' s="\d+"', cell)
                    assert style[0] in cells_b[ref]
                    assert b"<f" not in cell
                else:
                    assert cell == cells_b[ref], f"{name}!{ref}"


def test_only_the_filled_cells_change_byte_for_byte():
    template = blank()
    done = fill(FULL, template, "blank.xlsx")
    parts = {sheet: f"xl/worksheets/sheet{n}.xml" for n, sheet in enumerate(EXPECTED, 1)}
    filled = {f"{parts[sheet]}!{ref}" for sheet, values in EXPECTED.items() for ref in values}
    only_filled_cells_changed(template, done.data, filled)
    with pytest.raises(AssertionError):  # the comparison sees one byte outside
        only_filled_cells_changed(template, done.data, filled - {"xl/worksheets/sheet1.xml!C1"})


def test_the_same_study_gives_the_same_bytes():
    assert fill(FULL, blank(), "a.xlsx").data == fill(FULL, blank(), "b.xlsx").data


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ('<calcPr calcId="1"/>', b'<calcPr calcId="1" fullCalcOnLoad="1"/>'),
        ("<calcPr calcId='1' fullCalcOnLoad='0'></calcPr>", b"<calcPr calcId='1' fullCalcOnLoad=\"1\"></calcPr>"),
        ('<calcPr fullCalcOnLoad="1"/>', b'<calcPr fullCalcOnLoad="1"/>'),
        ('<calcPr fullCalcOnLoad="true" />', b'<calcPr fullCalcOnLoad="true" />'),
        ("", b'</definedNames><calcPr fullCalcOnLoad="1"/></workbook>'),
    ],
)
def test_the_filled_workbook_is_calculated_when_opened(given_, expected):
    template = blank(calculation=given_)
    after = zipfile.ZipFile(BytesIO(fill(FULL, template, "x").data)).read("xl/workbook.xml")
    assert expected in after
    if "1" in given_ and b"true" in expected:
        assert after == zipfile.ZipFile(BytesIO(template)).read("xl/workbook.xml")


def test_days_count_from_1904_where_the_workbook_does():
    found = put(study(), blank(date1904=True))
    assert (found["A_InstData!C1"], found["A_InstData!E1"]) == ("44561", "44925")


GERMAN = {"Combustion": "Verbrennung", "Crude steel": "Rohstahl", "Basic oxygen steelmaking": "LD-Verfahren",
          "Iron or steel products": "Eisen- oder Stahlprodukte", "City:": "Stadt:", "Method": "Methode",
          "Mix": "Gemischt", "Only direct production": "Nur Direktproduktion"}  # fmt: skip


def test_choices_are_written_in_the_language_the_workbook_shows():
    found = put(FULL, blank(show=lambda text: GERMAN.get(text, text)))
    assert found["B_EmInst!B3"] == "Verbrennung"
    assert found["A_InstData!B41"] == "Rohstahl"
    assert found["A_InstData!C41"] == "LD-Verfahren"
    assert found["A_InstData!C51"] == "Nur Direktproduktion"
    assert found["A_InstData!C8"] == "Anyang"
    assert found["D_Processes!D25"] == "Gemischt"
    assert len(found) == sum(len(values) for values in EXPECTED.values())


# What is refused


def test_a_formula_is_never_overwritten():
    template = edited("xl/worksheets/sheet4.xml", '<c r="D5" s="1"/>', '<c r="D5" s="1"><f>D2</f><v>0</v></c>')
    codes, problems = refused(FULL, template)
    assert "CBM-113" in codes
    found = next(p for p in problems if p.code == "CBM-113")
    assert str(found.place) == "D_Processes!D5"
    # leaving out what does not fit does not make it happen either
    assert "CBM-113" in refused(FULL, template, leave_out=True)[0]


def test_a_cell_inside_an_array_formula_is_a_formula():
    old = '<c r="D4" s="0"><f>1+1</f><v>2</v></c>'
    template = edited("xl/worksheets/sheet4.xml", old, '<c r="D4" s="0"><f t="array" ref="D4:D5">1+1</f><v>2</v></c>')
    assert "CBM-113" in refused(FULL, template)[0]


def test_a_locked_cell_takes_no_input():
    codes, problems = refused(FULL, edited("xl/worksheets/sheet4.xml", '<c r="D5" s="1"/>', '<c r="D5" s="0"/>'))
    assert codes & {"CBM-112"}
    assert any(p.value == "4" for p in problems)


def test_a_workbook_that_is_not_blank_is_refused():
    filled = fill(FULL, blank(), "x").data
    codes, problems = refused(FULL, filled)
    assert codes == {"CBM-114"} | {p.code for p in problems if p.severity == "warning"}
    assert "A_InstData!C1" in next(p for p in problems if p.code == "CBM-114").cause.en


@pytest.mark.parametrize(
    ("version", "code"), [("2.0", "CBM-111"), ("3.1", "CBM-111"), ("2.10", "CBM-111"), (None, "CBM-111")]
)
def test_another_version_is_refused(version, code):
    assert refused(FULL, blank(version=version))[0] == {code}


@pytest.mark.parametrize("version", ["2.1", "2.1.1", "2.1.7"])
def test_version_2_1_is_filled(version):
    assert put(study(), blank(version=version))


def test_a_workbook_without_the_labels_is_refused():
    codes, problems = refused(FULL, blank(show=lambda text: f"x{text}x", version=None, edit=no_translations))
    assert codes == {"CBM-110"}
    assert "installation" in problems[0].cause.en


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "FIL-001"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "FIL-004"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "FIL-005"),
        (b"a,b\n1,2\n", "FIL-003"),
    ],
)
def test_other_files_are_refused(data, code):
    assert refused(FULL, data)[0] == {code}


def test_a_part_in_another_encoding_is_refused():
    def edit(parts):
        parts["xl/worksheets/sheet4.xml"] = parts["xl/worksheets/sheet4.xml"].replace(
            'encoding="UTF-8"', 'encoding="US-ASCII"'
        )

    assert put(FULL, blank(edit=edit))  # a subset of UTF-8
    data = BytesIO()
    with zipfile.ZipFile(BytesIO(blank())) as old, zipfile.ZipFile(data, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename.endswith("sheet4.xml"):
                part = part.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
            new.writestr(info, part)
    assert refused(FULL, data.getvalue())[0] == {"FIL-021"}


def test_a_study_without_installation_is_refused():
    assert refused(study(production=()))[0] == {"CBM-128"}


@pytest.mark.parametrize(
    ("rows", "names"),
    UNFIT,
)
def test_what_does_not_fit_is_refused_and_listed(rows, names):
    codes, problems = refused(study(**rows))
    assert "CBM-115" in codes
    assert names in [p.value for p in problems if p.code == "CBM-115"]
    done = fill(study(**rows), blank(), "x", leave_out=True)
    assert names in [p.value for p in done.problems if p.code == "CBM-115" and p.severity == "warning"]


@pytest.mark.parametrize(
    ("rows", "code"),
    REFUSED,
)
def test_what_cannot_be_written_is_refused(rows, code):
    codes, problems = refused(study(**rows))
    assert codes == {code}
    assert all(p.cause.zh and p.fix.zh for p in problems)


def test_two_currencies_do_not_fit_the_one_tool():
    prices = (CarbonPrice("k", "p1", currency="CNY", price="1"), CarbonPrice("l", "p2", currency="USD", price="2"))
    assert refused(study(carbon_prices=prices))[0] == {"CBM-107", "CBM-108"}
    found = put(study(carbon_prices=prices), leave_out=True)
    assert {ref: text for ref, text in found.items() if ref.startswith("F_Tools")} == {
        "F_Tools!F9": "CNY", "F_Tools!F12": "1",
    }  # fmt: skip


def test_the_lines_of_the_tool_stand_in_order_where_their_ids_cannot_be_read():
    def edit(parts):
        part = "xl/worksheets/sheet6.xml"
        parts[part] = re.sub(r'<c r="A1[2-5]"[^>]*>.*?</c>', "", parts[part])

    assert put(FULL, blank(edit=edit)) == put(FULL)


def test_all_problems_are_told_at_once():
    rows = {
        "production": (ProductionProcess("p1", "", "soap"), ProductionProcess("p2", "", "crude_steel", amount="5")),
        "source_streams": (SourceStream("s", "s", "combustion", activity="12,5"),),
        "period_to": "soon",
    }
    assert refused(study(**rows))[0] == {"CBM-116", "CBM-117", "CBM-126"}


def test_leaving_out_writes_the_rest():
    rows = {"installation": (Installation("i", country="Utopia", city="Nowhere"),)}
    found = put(study(**rows), leave_out=True)
    assert found["A_InstData!C8"] == "Nowhere"
    assert "A_InstData!C9" not in found


def test_biomass_without_evidence_is_not_rated_zero():
    row = SourceStream("s", "s", "combustion", biomass="0.3", biomass_unproven="0.1")
    assert put(study(source_streams=(row,)))["B_EmInst!P3"] == "20"
    assert [p.code for p in fill(study(source_streams=(row,)), blank(), "x").problems] == ["CBM-124", "CBM-129"]


def test_digits_beyond_a_double_are_written_and_told():
    row = SourceStream("s", "s", "combustion", activity="0.12345678901234567891")
    done = fill(study(source_streams=(row,)), blank(), "x")
    part = zipfile.ZipFile(BytesIO(done.data)).read("xl/worksheets/sheet2.xml")
    assert b"<v>0.12345678901234567891</v>" in part
    assert [(p.code, p.value) for p in done.problems] == [("CBM-122", "B_EmInst!D3"), ("CBM-129", "")]


def test_fields_without_a_cell_are_told():
    rows = {
        "installation": (Installation("i", operator="Works Ltd"),),
        "cbam_goods": (CbamGood("g", "p1", "72083600", amount="5"),),
    }
    done = fill(study(**rows), blank(), "x")
    assert [p.code for p in done.problems] == ["CBM-127", "CBM-129"]
    assert "operator" in done.problems[0].cause.en


def test_the_workbook_has_the_english_names_and_the_others_are_told():
    """Processes are known by their names alone there: everywhere the same one, that of the workbook's language."""
    rows = {
        "installation": (Installation("i"),),
        "source_streams": (SourceStream("s", "焦煤", "combustion", name_zh="焦煤", name_en="Coking coal"),),
        "production": (
            ProductionProcess("p1", "转炉", "crude_steel", name_en="Converter", routes=("bof",), amount="1"),
        ),
        "cbam_goods": (CbamGood("g", "p1", "72083600", name_zh="板坯", name_en="Slab"),),
    }
    done = fill(study(**rows), blank(), "x")
    texts = set(cells(done.data).values())
    assert {"Coking coal", "Converter", "Slab"} <= texts
    assert not {"焦煤", "转炉", "板坯"} & texts
    told = next(p for p in done.problems if p.code == "CBM-127").cause
    assert "源流（中文名称、源流名称）" in told.zh
    assert "CBAM过程（过程名称）" in told.zh
    twice = {
        **rows,
        "production": (*rows["production"], dataclasses.replace(rows["production"][0], id="p2", name="电炉")),
    }
    assert "CBM-119" in refused(study(**twice))[0]


class _Result:
    """What of the method's results is written."""

    def __init__(self, **values):
        self.__dict__.update(values)


def test_calculated_values_fill_what_the_study_leaves_open():
    rows = {
        "production": (ProductionProcess("p1", "Steel", "cement", heat_in="2", heat_in_chp="c1"),
                       ProductionProcess("p2", "Coil", "cement", direct="7")),
        "precursors": (PurchasedPrecursor("q", "Slab", "cement", basis="default"),),
    }  # fmt: skip
    computed = _Result(
        processes=(_Result(id="p1", direct_star=Fraction(10, 3)), _Result(id="p2", direct_star=Fraction(9))),
        cogeneration=(_Result(id="c1", ef_heat=Fraction(1, 4)),),
        precursors=(_Result(id="q", see_direct=Fraction(7, 2), see_indirect=Fraction("0.066")),),
    )
    found = put(study(**rows), computed=computed)
    assert found["D_Processes!D13"] == "3.3333333333333335"  # the double of the 17 digits written
    assert found["D_Processes!D53"] == "7"
    assert found["D_Processes!D17"] == "0.25"
    assert found["E_PurchPrec!D10"] == "3.5"
    told = [p for p in fill(study(**rows), blank(), "x", computed=computed).problems if p.code == "CBM-123"]
    assert "DirEm* of Steel" in told[0].cause.en
    assert "Coil" not in told[0].cause.en
    lost = [p for p in fill(study(**rows), blank(), "x", computed=computed).problems if p.code == "CBM-121"]
    assert [(p.severity, p.value) for p in lost] == [("warning", "0.06600")], "a default's indirect part has no cell"
    assert "D_Processes!D13" not in put(study(**rows))


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=40).filter(lambda t: t.strip()))
def test_any_text_comes_back_as_it_was(text):
    found = put(study(installation=(Installation("i", street=text),)))
    assert found["A_InstData!C4"] == text


@settings(max_examples=25, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=0, max_value=10**9))
def test_any_amount_comes_back_as_it_was(amount):
    text = f"{amount:f}"
    found = put(study(source_streams=(SourceStream("s", "s", "combustion", activity=text, oxidation="0.1"),)))
    assert float(found["B_EmInst!D3"]) == float(text)
    assert found["B_EmInst!L3"] == "10"


# The official workbook, where it is beside the checkout


def official(name):
    path = TEMPLATES / name
    if not path.exists():
        pytest.skip(f"../shared/data/cbam/template/{name} is not here")
    return path.read_bytes()


def test_the_official_blank_changes_in_filled_cells_only():
    template = official("communication_template_blank.xlsx")
    done = fill(FULL, template, "blank.xlsx")
    before, after = cells(template), cells(done.data)
    filled = {ref for ref, text in after.items() if before.get(ref) != text}
    assert len(filled) == sum(done.cells.values())
    book = zipfile.ZipFile(BytesIO(template))
    listed = re.findall(rb'<sheet name="([^"]+)" sheetId="\d+"[^>]* r:id="(rId\d+)"', book.read("xl/workbook.xml"))
    target = dict(re.findall(rb'Id="(rId\d+)"[^>]*Target="([^"]+)"', book.read("xl/_rels/workbook.xml.rels")))
    target |= {
        i: t for t, i in re.findall(rb'Target="([^"]+)"[^>]*Id="(rId\d+)"', book.read("xl/_rels/workbook.xml.rels"))
    }
    part = {n.decode().replace("&amp;", "&"): "xl/" + target[i].decode() for n, i in listed}
    only_filled_cells_changed(template, done.data, {"!".join((part[r.split("!")[0]], r.split("!")[1])) for r in filled})


CBAM_ROWS = ("installation", "source_streams", "stream_shares", "production", "production_levels", "precursors",
             "precursor_uses", "cogeneration", "carbon_prices", "cbam_goods")  # fmt: skip


def as_read(data):
    """The rows of an installation as the reader finds them, and the problems that are errors."""
    read = read_template(data, "x.xlsx")
    return {name: getattr(read.study, name) for name in CBAM_ROWS}, [p for p in read.problems if p.severity == "error"]


def as_doubles(rows):
    """The same rows with every number as a cell keeps it."""

    def kept(text):
        return shortest_decimal(text) if isinstance(text, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else text

    return {
        name: [{f.name: kept(getattr(row, f.name)) for f in dataclasses.fields(row)} for row in found]
        for name, found in rows.items()
    }


def test_the_official_example_comes_back_as_it_was():
    """Example → study → blank → study: the same rows, to the last digit a cell keeps."""
    first = read_template(official("example_screws_and_nuts.xlsx"), "example.xlsx")
    blank_ = official("communication_template_blank.xlsx")
    filled = fill(first.study, blank_, "blank.xlsx").data
    rows, errors = as_read(filled)
    assert errors == []
    assert as_doubles(rows) == as_doubles({name: getattr(first.study, name) for name in CBAM_ROWS})
    # and every input cell of the example holds the same here, its formulas as their results
    mine, theirs = cells(filled), cells(official("example_screws_and_nuts.xlsx"))
    template = open_template(blank_, "blank.xlsx")
    inputs = [f"{grid.tab.name}!{ref(spot)}" for grid in template.grids.values() for spot in grid.inputs]
    differ = {}
    for cell in inputs:
        a, b = mine.get(cell, ""), theirs.get(cell, "")
        if re.fullmatch(r"-?[0-9.]+", a) and re.fullmatch(r"-?[0-9.]+", b):
            same = abs(float(a) - float(b)) <= 1e-15 * abs(float(b))
        else:
            same = a == b
        if not same:
            differ[cell] = (b, a)
    # the reader takes the sign of degree off coordinates, and gives a plant without local name its English one
    assert set(differ) <= {f"A_InstData!I{row}" for row in (19, 27, 28, 29)}, differ


def test_two_labels_of_the_official_blank_are_wrong_and_do_no_harm():
    """Block 6 calls both choices measurable heat; block 8 says "Exported" for the amount of heat."""
    rows = many(10, lambda i: ProductionProcess(f"p{i}", f"n{i}", "cement", heat_in=f"{i}.5", waste_gas_out="1"))
    found = put(study(production=rows), official("communication_template_blank.xlsx"))
    for i in range(10):
        top = 11 + 65 * i
        assert found[f"D_Processes!L{top + 46}"] == f"{i}.5"
        assert found[f"D_Processes!M{top + 50}"] == "1"
        assert (found[f"D_Processes!K{top + 39}"], found[f"D_Processes!L{top + 39}"]) == ("TRUE", "TRUE")


def test_the_lists_of_the_tests_hold_the_version_sentence():
    assert "2.1" in VERSION.format("2.1")
    assert LISTS["CONST_NA"] == [["n.a."]]
