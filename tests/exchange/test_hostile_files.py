"""Files made to hurt: each is refused by name, quickly, and nothing but `InputError` ever comes out."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from carnet.errors import InputError
from carnet.exchange import study_xlsx
from carnet.exchange.sheet import read_workbook
from carnet.exchange.xmlguard import Meter, XmlLimits, parse
from tests.exchange.workbooks import (
    EXCHANGES,
    MAIN,
    PACKAGE_REL,
    REL,
    TYPES,
    book,
    codes_at,
    grid,
    one_sheet,
    parts,
    problems_of,
    raw_sheet,
    sheet_xml,
    small_study,
    zipped,
)

SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
RELS, SHARED = "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
ATTACKS = {
    "doctype": "<!DOCTYPE x>",
    "internal entity": '<!DOCTYPE x [<!ENTITY e "boom">]>',
    "billion laughs": LAUGHS,
    "quadratic": f'<!DOCTYPE x [<!ENTITY e "{"x" * 50_000}">]>',
    "external entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]>',
    "external dtd": '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
}


def made(**options):
    return parts({"Data": sheet_xml([["a", "b"]])}, shared="<si><t>s</t></si>", **options)


def refused(data):
    with pytest.raises(InputError) as caught:
        study_xlsx.read(data, "f.xlsx")
    return [p.code for p in caught.value.problems]


# ── XML ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("part", [SHEET, BOOK, RELS, SHARED, "_rels/.rels"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_part_may_declare_entities(part, attack):
    files = made()
    body = files[part].replace("<t>s</t>", "<t>&i;&e;</t>")
    files[part] = '<?xml version="1.0"?>' + ATTACKS[attack] + body
    start = time.perf_counter()
    assert refused(zipped(files)) == ["FIL-020"]
    assert time.perf_counter() - start < 1


def test_an_entity_in_another_encoding_is_found_as_well():
    files = made()
    files[SHEET] = ('<?xml version="1.0" encoding="UTF-16"?>' + ATTACKS["external entity"] + files[SHEET]).encode(
        "utf-16"
    )
    assert refused(zipped(files)) == ["FIL-020"]


def test_a_sheet_in_utf_16_is_read():
    files = made()
    files[SHEET] = ('<?xml version="1.0" encoding="UTF-16"?>' + files[SHEET]).encode("utf-16")
    (row,) = read_workbook(zipped(files), "f").sheets[0].rows
    assert [cell.text for cell in row.cells.values()] == ["a", "b"]


@pytest.mark.parametrize(
    "body",
    [
        "<worksheet>",
        "no xml at all",
        "",
        '<?xml version="1.0" encoding="no-such"?><a/>',
        "<a>\x00</a>",
        "<a>&undefined;</a>",
        "<a b='1' b='2'/>",
        b"<a>\xff\xfe</a>",
    ],
)
def test_xml_that_is_none_is_named(body):
    files = made()
    files[SHEET] = body
    assert refused(zipped(files)) == ["FIL-021"]


def test_xinclude_and_processing_instructions_do_nothing():
    inside = '<?xml-stylesheet href="http://127.0.0.1/"?>'
    inside += '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
    book = read_workbook(one_sheet(inside + '<row r="1"><c r="A1"><v>1</v></c></row>'), "f")
    assert [c.text for r in book.sheets[0].rows for c in r.cells.values()] == ["1"]


def test_tags_may_not_nest_without_end():
    assert refused(one_sheet("<a>" * 1_000 + "</a>" * 1_000)) == ["FIL-022"]
    assert refused(zipped(made() | {SHARED: f'<sst xmlns="{MAIN}">' + "<si>" * 100_000})) == ["FIL-022"]


@pytest.mark.parametrize("token", ["<a b='{}'/>", "<!--{}-->", "<{}/>", "<?x {}?>"])
def test_one_endless_token_is_refused_before_it_is_complete(token):
    noise = random.Random(1).choices("abcdefghijklmnop", k=3_000_000)
    start = time.perf_counter()
    assert refused(one_sheet(token.format("".join(noise)))) == ["FIL-023"]
    assert time.perf_counter() - start < 3


def test_elements_are_counted_over_all_parts():
    meter = Meter()
    limits = XmlLimits(elements=10)

    def run(count):
        body = [b"<a>" + b"<b/>" * (count - 1) + b"</a>"]
        parse(body, names={}, start=lambda *_: None, file="f", part="p", meter=meter, limits=limits)

    run(6)
    run(4)
    assert meter.elements == 10
    with pytest.raises(InputError) as caught:
        run(1)
    assert [p.code for p in caught.value.problems] == ["FIL-023"]


# ── parts ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("part", [BOOK, RELS, SHEET, SHARED, "_rels/.rels", "[Content_Types].xml"])
def test_a_missing_part_is_named(part):
    files = made()
    del files[part]
    with pytest.raises(InputError) as caught:
        study_xlsx.read(zipped(files), "f.xlsx")
    (found,) = caught.value.problems
    assert found.code == "FIL-030"
    assert part in found.cause.en


def test_a_sheet_without_a_relation_is_named():
    files = made()
    files[BOOK] = files[BOOK].replace('r:id="rId1"', 'r:id="rId77"')
    assert refused(zipped(files)) == ["FIL-030"]


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused_with_a_reason(name):
    files = made(extra={name: "x"})
    with pytest.raises(InputError) as caught:
        study_xlsx.read(zipped(files), "f.xlsm")
    (found,) = caught.value.problems
    assert found.code == "FIL-032"
    assert "宏" in found.cause.zh
    assert ".xlsx" in found.fix.en


def test_a_macro_sheet_by_relation_is_refused():
    files = made()
    files[RELS] = files[RELS].replace("/worksheet", "/xlMacrosheet")
    assert refused(zipped(files)) == ["FIL-032"]


def test_links_to_other_workbooks_are_told_and_not_followed():
    files = made(extra={"xl/externalLinks/externalLink1.xml": ATTACKS["external entity"]})
    found = codes_at(zipped(files))
    assert ("FIL-034", "f.xlsx") in [(c, p.replace("test", "f")) for c, p in found]
    assert all(code != "FIL-020" for code, _ in found), "the part is not even opened"


def test_content_outside_the_file_is_never_fetched():
    files = made()
    files[RELS] = re.sub(
        r'Target="worksheets/sheet1.xml"', 'Target="http://127.0.0.1/s.xml" TargetMode="External"', files[RELS]
    )
    assert refused(zipped(files)) == ["FIL-033"]
    files = made()
    files["_rels/.rels"] = files["_rels/.rels"].replace("/>", ' TargetMode="External"/>')
    assert refused(zipped(files)) == ["FIL-033"]


def test_a_target_cannot_climb_out_of_the_package():
    files = made()
    files[RELS] = files[RELS].replace("worksheets/sheet1.xml", "../../../../etc/passwd")
    with pytest.raises(InputError) as caught:
        study_xlsx.read(zipped(files), "f.xlsx")
    assert [p.code for p in caught.value.problems] == ["FIL-030"]
    assert "“etc/passwd”" in caught.value.problems[0].cause.en


def test_two_sheets_of_one_part_are_refused():
    """Else a part of 100 MB could be read 200 times."""
    files = made()
    files[BOOK] = files[BOOK].replace("</sheets>", '<sheet name="Twin" sheetId="2" r:id="rId1"/></sheets>')
    assert refused(zipped(files)) == ["FIL-045"]


@pytest.mark.parametrize(("count", "code"), [(0, "FIL-035"), (200, "FIL-050"), (201, "FIL-035")])
def test_the_number_of_sheets_is_limited(count, code):
    data = zipped(parts({f"s{i}": raw_sheet("") for i in range(count)}))
    assert set(refused(data)) == {code}


def office(root, target):
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE_REL}"><Relationship Id="a" Type="{REL}/officeDocument" '
            f'Target="{target}"/></Relationships>',
            target: root,
        }
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (office('<w:document xmlns:w="urn:w"/>', "word/document.xml"), "Word"),
        (office('<p:presentation xmlns:p="urn:p"/>', "ppt/presentation.xml"), "PowerPoint"),
        (office("<something/>", "x.xml"), "another kind"),
        (office("", "xl/workbook.bin"), ".xlsb"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), ".ods"),
    ],
)
def test_other_office_files_are_named(data, words):
    with pytest.raises(InputError) as caught:
        study_xlsx.read(data, "f.xlsx")
    (found,) = caught.value.problems
    assert found.code == "FIL-031"
    assert words in found.cause.en


def test_a_zip_of_something_else_is_no_workbook():
    assert refused(zipped({"readme.txt": "hello"})) == ["FIL-030"]


# ── the whole way ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "FIL-001"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "FIL-004"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "FIL-005"),
        ("编号,数量\nx1,5\n".encode(), "FIL-003"),
        ("编号,数量\nx1,5\n".encode("gb18030"), "FIL-003"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "FIL-003"),
        (zipped(parts({"a": raw_sheet("")}))[:-100], "FIL-006"),
    ],
)
def test_what_is_no_workbook_is_refused_by_the_reader_of_studies(data, code):
    assert refused(data) == [code]


def test_a_far_cell_stops_with_its_name():
    data = one_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    start = time.perf_counter()
    found = codes_at(data)
    assert time.perf_counter() - start < 1
    assert found == [("FIL-036", "Data!XFD1048576")]


def test_a_zip_bomb_inside_a_sheet_is_not_unpacked():
    data = one_sheet(" " * 60_000_000)
    assert len(data) < 100_000
    start = time.perf_counter()
    assert refused(data) == ["FIL-009"]
    assert time.perf_counter() - start < 0.5


def seconds(data):
    start = time.perf_counter()
    problems = problems_of(data)
    return time.perf_counter() - start, problems


@pytest.mark.slow
def test_thousands_of_wrong_words_are_answered_in_time():
    """Looking for what was meant takes time; beyond the problems that are listed nobody looks."""
    tables = grid(small_study())
    good = tables[EXCHANGES][3]
    wrong = ["x" * 50 + "输入"] * 4
    tables[EXCHANGES] += [[*good[:2], *wrong[:2], *good[4:8], wrong[2], *good[9:]] for _ in range(15_000)]
    took, found = seconds(book(tables))
    assert took < 12, "4 s on an idle machine"
    assert len(found) == 5001


@pytest.mark.slow
def test_sheets_full_of_words_that_are_nearly_headers_are_answered_in_time():
    head = [
        f"{word}{i}"
        for i in range(40)
        for word in ("数量 amout", "单位 unti", "编号 ids", "processs", "directoin", "roel")
    ]
    tables = grid(small_study())
    tables[EXCHANGES][0] = [*tables[EXCHANGES][0], *head[: 250 - 22]]
    for i in range(100):
        tables[f"s{i}"] = [head] * 15
    took, found = seconds(book(tables))
    assert took < 12, "4 s on an idle machine"
    assert found


PROBE = """
import re, sys
from pathlib import Path
from carnet.exchange.sheet import read_workbook
book = read_workbook(Path(sys.argv[1]).read_bytes(), "f.xlsx")
peak = re.search(r"VmHWM:\\s+([0-9]+) kB", Path("/proc/self/status").read_text())[1]
print(len(book.sheets[0].rows), int(peak) // 1024, [p.code for p in book.problems])
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc/self/status")
def test_a_million_empty_rows_take_little_memory(tmp_path):
    body = "".join(f'<row r="{i}" spans="1:20"><c r="A{i}" s="3"/></row>' for i in range(1, 1_000_001))
    path = tmp_path / "empty.xlsx"
    path.write_bytes(one_sheet(body + '<row r="1000001"><c r="A1000001"><v>1</v></c></row>'))
    source = Path(study_xlsx.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(path)],
        env={"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=True,
    )
    rows, megabytes, codes = done.stdout.split(" ", 2)
    assert (rows, codes.strip()) == ("1", "['FIL-043']")
    assert int(megabytes) < 256


def outcome(data):
    """What reading gives: the study, or the codes; any other exception is a failure of the test."""
    try:
        return study_xlsx.read(data, "f.xlsx").study
    except InputError as error:
        problems = error.problems
    assert problems
    assert all(p.cause.zh and p.cause.en and p.fix.zh and p.fix.en for p in problems)
    return sorted({p.code for p in problems})


@pytest.mark.slow
def test_random_damage_to_the_file_gives_problems_and_nothing_else():
    chance = random.Random(20_260_101)
    with zipfile.ZipFile(BytesIO(study_xlsx.write(small_study()))) as archive:
        data = zipped({name: archive.read(name) for name in archive.namelist()})
    refusals = 0
    for _ in range(250):
        broken = bytearray(data)
        for _ in range(chance.choice([1, 1, 2, 10, 100])):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        if chance.random() < 0.2:
            del broken[chance.randrange(len(broken)) :]
        refusals += isinstance(outcome(bytes(broken)), list)
    assert refusals > 150, "checksums find most of it"


@pytest.mark.slow
def test_random_damage_to_the_xml_gives_problems_and_nothing_else():
    chance = random.Random(20_260_102)
    with zipfile.ZipFile(BytesIO(study_xlsx.write(small_study()))) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    snippets = [
        "<",
        ">",
        '"',
        "&",
        "</c>",
        "<c>",
        '<c r="XFD9">',
        ' t="s"',
        ' t="e"',
        "<v>9</v>",
        "<f/>",
        "\x00",
        "é",
        "1e9",
        "]]>",
    ]
    names = [name for name in files if name != "xl/styles.xml"]
    for _ in range(150):
        broken = dict(files)
        for _ in range(chance.choice([1, 2, 5])):
            name = chance.choice(names)
            text = broken[name]
            at = chance.randrange(len(text))
            broken[name] = text[:at] + chance.choice(snippets) + text[at + chance.choice([0, 0, 1, 30]) :]
        outcome(zipped(broken, zipfile.ZIP_STORED))
