"""Workbooks as plain cells, to be disturbed and written again: what operators and other programs do to a template."""

# ruff: noqa: E501, C901 - tables of cases and workbooks cell by cell
from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from carnet.exchange.cbam_template.formula import shifted
from carnet.exchange.cbam_template.raw import open_book
from carnet.exchange.cbam_template.words import AGENTS, CATEGORIES, METHODS, ROUTES, SOURCES, VALUE_KINDS
from carnet.exchange.sheet import column_number, letters
from tests.exchange.workbooks import MAIN, PACKAGE_REL, REL, TYPES

SHARED = Path(__file__).parents[3] / "shared" / "data" / "cbam" / "template"
EXAMPLE = "example_screws_and_nuts.xlsx"
BLANK = "communication_template_blank.xlsx"
_REF = re.compile(
    r"(\"(?:[^\"]|\"\")*\")|(?<![\w.])((?:'(?:[^']|'')+'|[A-Za-z_][\w.&]*)!)?(\$?)([A-Z]{1,3})(\$?)([1-9]\d{0,6})(?![\w(.!])"
)

_WHOLE = re.compile(
    r"(?<![\w.$:])((?:'(?:[^']|'')+'|[A-Za-z_][\w.&]*)!)?(\$?)([A-Z]{1,3}):(\$?)([A-Z]{1,3})(?![\w(!$])"
)


def shared(name):
    """The bytes of an official workbook, when the material lies beside the repository."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"../shared/data/cbam/template/{name} is not here")
    return path.read_bytes()


@dataclass
class Cell:
    text: str = ""
    kind: str = "text"
    formula: str = ""
    array: str = ""


@dataclass
class Tab:
    name: str
    cells: dict = field(default_factory=dict)
    hidden: bool = False


@dataclass
class Model:
    """Sheets by their names, and defined names."""

    tabs: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)

    def put(self, where, text, kind=None, formula=""):
        """Put a value into ``Sheet!A1``; a number is a number unless told otherwise."""
        sheet, _, ref = where.rpartition("!")
        number = not isinstance(text, str)
        self.tabs[sheet].cells[at(ref)] = Cell(str(text), kind or ("number" if number else "text"), formula)

    def get(self, where):
        sheet, _, ref = where.rpartition("!")
        return self.tabs[sheet].cells.get(at(ref))


def at(ref):
    match = re.fullmatch(r"([A-Z]+)(\d+)", ref)
    return int(match[2]), column_number(match[1])


def load(data):
    """Turn a workbook into plain cells, formulas spelled out."""
    book = open_book(data, "book.xlsx")
    model = Model(names=dict(book.names))
    for tab in book.tabs:
        mine = model.tabs[tab.name] = Tab(tab.name, hidden=tab.hidden)
        for place, cell in tab.cells.items():
            array = cell.shared if ":" in cell.shared else ""
            mine.cells[place] = Cell(cell.text, cell.kind, tab.formula(cell) if cell.formula else "", array)
    return model


def save(model):
    """Write plain cells as a workbook with inline strings, as other programs do."""
    names = list(model.tabs)
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="r{i}"{" state=" + chr(34) + "hidden" + chr(34) if model.tabs[name].hidden else ""}/>'
        for i, name in enumerate(names, 1)
    )
    defined = "".join(f"<definedName name={quoteattr(n)}>{escape(t)}</definedName>" for n, t in model.names.items())
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE_REL}"><Relationship Id="r1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{sheets}</sheets><definedNames>{defined}</definedNames></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE_REL}">'
        + "".join(f'<Relationship Id="r{i}" Type="{REL}/worksheet" Target="worksheets/s{i}.xml"/>' for i in range(1, len(names) + 1))
        + "</Relationships>",
    }  # fmt: skip
    for i, name in enumerate(names, 1):
        parts[f"xl/worksheets/s{i}.xml"] = _sheet(model.tabs[name])
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(zipfile.ZipInfo(part), text.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _sheet(tab):
    rows = {}
    for (row, column), cell in tab.cells.items():
        rows.setdefault(row, []).append((column, cell))
    body = "".join(
        f'<row r="{row}">'
        + "".join(_cell(f"{letters(c)}{row}", cell) for c, cell in sorted(cells, key=lambda x: x[0]))
        + "</row>"
        for row, cells in sorted(rows.items())
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'


def _cell(ref, cell):
    array = f' t="array" ref="{cell.array}"' if cell.array else ""
    formula = f"<f{array}>{escape(cell.formula)}</f>" if cell.formula else ""
    if cell.kind == "no_value":
        return f'<c r="{ref}">{formula}</c>'
    if cell.kind == "text":
        if formula:
            return f'<c r="{ref}" t="str">{formula}<v>{escape(cell.text)}</v></c>'
        return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(cell.text)}</t></is></c>'
    kind = {"number": "", "boolean": ' t="b"', "error": ' t="e"', "date": ' t="d"'}[cell.kind]
    text = {"TRUE": "1", "FALSE": "0"}.get(cell.text, cell.text) if cell.kind == "boolean" else cell.text
    return f'<c r="{ref}"{kind}>{formula}<v>{escape(text)}</v></c>'


# Disturbances


def strip_values(model):
    """What a program writes that does not calculate: formulas without results."""
    for tab in model.tabs.values():
        for cell in tab.cells.values():
            if cell.formula:
                cell.text, cell.kind = "", "no_value"


def rename(model, old, new, *, follow=True):
    """Rename a tab; the program follows in all formulas and names."""
    model.tabs = {new if name == old else name: tab for name, tab in model.tabs.items()}
    model.tabs[new].name = new
    if not follow:
        return
    quoted = f"'{new}'!"
    pattern = re.compile(rf"(?:'{re.escape(old)}'|(?<![\w.']){re.escape(old)})!")
    for tab in model.tabs.values():
        for cell in tab.cells.values():
            if cell.formula and old in cell.formula:
                cell.formula = pattern.sub(lambda _: quoted, cell.formula)
    model.names = {name: pattern.sub(lambda _: quoted, target) for name, target in model.names.items()}


def insert(model, sheet, *, row=0, column=0, count=1, follow=True):
    """Insert empty rows or columns; a spreadsheet program follows in every reference, others do not."""

    def moved(r, c):
        return (r + count if row and r >= row else r, c + count if column and c >= column else c)

    tab = model.tabs[sheet]
    tab.cells = {moved(*place): cell for place, cell in tab.cells.items()}
    if not follow:
        return

    def whole(text, own):
        """Whole columns, such as ``B_EmInst!$AX:$AX``."""

        def one(match):
            target = (match[1] or "").rstrip("!").strip("'")
            if (target or own) != sheet:
                return match[0]
            ends = [letters(moved(1, column_number(name))[1]) for name in (match[3], match[5])]
            return f"{match[1] or ''}{match[2]}{ends[0]}:{match[4]}{ends[1]}"

        return _WHOLE.sub(one, text)

    def reference(text, own):
        text = whole(text, own)

        def one(match):
            if match[1] is not None:
                return match[0]
            target = (match[2] or "").rstrip("!").strip("'").replace("''", "'")
            if (target or own) != sheet:
                return match[0]
            r, c = moved(int(match[6]), column_number(match[4]))
            return f"{match[2] or ''}{match[3]}{letters(c)}{match[5]}{r}"

        # The second corner of A1:B2 on another sheet carries no sheet name.
        pieces = re.split(r"((?:'(?:[^']|'')+'|[A-Za-z_][\w.&]*)!\$?[A-Z]{1,3}\$?\d+:)(\$?[A-Z]{1,3}\$?\d+)", text)
        out = ""
        for i in range(0, len(pieces), 3):
            out += _REF.sub(one, pieces[i])
            if i + 2 < len(pieces):
                head = pieces[i + 1]
                prefix = head[: head.rindex("!") + 1]
                out += _REF.sub(one, head[:-1]) + ":" + _REF.sub(one, prefix + pieces[i + 2]).removeprefix(prefix)
        return out

    for name, other in model.tabs.items():
        for cell in other.cells.values():
            if cell.formula:
                cell.formula = reference(cell.formula, name)
            if cell.array and name == sheet:
                cell.array = reference(cell.array, name)
    model.names = {n: reference(t, "") for n, t in model.names.items()}


def move_rows(model, sheet, first, last, to):
    """Cut rows and paste them at another place of the sheet; their own formulas keep what they say."""
    tab = model.tabs[sheet]
    taken = {p: tab.cells.pop(p) for p in list(tab.cells) if first <= p[0] <= last}
    for (r, c), cell in taken.items():
        tab.cells[(r - first + to, c)] = cell


def translate(model, column, make):
    """Fill a language column of the sheet of translations and pick it; every text shown follows."""
    tab = model.tabs["Translations"]
    number = column_number(column)
    tab.cells[(3, 1)] = Cell(str(number), "number")
    english = {r: cell.text for (r, c), cell in tab.cells.items() if c == 3 and r > 4 and cell.kind == "text"}
    words = {text: make(text) for text in english.values()}
    chosen = {
        *CATEGORIES,
        *METHODS,
        *VALUE_KINDS,
        *SOURCES,
        *ROUTES,
        *AGENTS,
        "Only direct production",
        "Four eyes principle",
    }
    for row, text in english.items():
        tab.cells[(row, number)] = Cell(words[text])
    for other in model.tabs.values():
        for cell in other.cells.values():
            typed = (
                not cell.formula
                and cell.text in chosen
                and other is not tab
                and other.name[:2] in {"A_", "B_", "E_", "C_", "Su"}
            )
            if (
                cell.kind == "text"
                and cell.text in words
                and (cell.formula or typed)
                and not (typed and cell.text == "Natural gas" and other.name[:2] == "B_")
            ):
                cell.text = words[cell.text]


def fill(model, sheet, source, target, rows):
    """Copy formulas of a row block downwards, as the template's own blocks are made."""
    tab = model.tabs[sheet]
    for (r, c), cell in list(tab.cells.items()):
        if source <= r < source + rows:
            formula = shifted(cell.formula, target - source, 0) if cell.formula else ""
            tab.cells[(r - source + target, c)] = Cell(cell.text, cell.kind, formula)
