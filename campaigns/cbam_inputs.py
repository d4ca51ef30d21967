"""Inputs for the readers of the CBAM: whole ones, and damage that knows what they are made of.

The template is the small one of the tests, which has the structure of the Commission's and labels of our own list.
"""

from __future__ import annotations

import contextlib
import json
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

from campaigns.damage import NASTY_TEXTS, damaged_parts, damaged_tree, seldom, spelled
from carnet.canonical import CanonicalError, digest
from carnet.exchange.precursor_sheet import precursor_json, precursor_workbook
from tests.exchange import template_books as books
from tests.exchange.sheet_cases import PIG
from tests.exchange.template_made import made

if TYPE_CHECKING:
    import random

PORTFOLIO = (
    "id,cn,country,net_mass_t,net_mass_kg,energy_mwh,import_date,importer,basis,see_direct,see_indirect,"
    "see_counted_indirect,sefa,production_year,variant\n"
    "1,72083900,CN,100,,,2026-08-15,Importer GmbH,default,,,,,,\n"
    '2,7208390000,CN,,25000.5,,2026-08-15,"Importer, GmbH",actual,2.1,0.3,0.01,1.2,2026,\n'
    "3,25232900,TR,12.5,,,2026-05-15,Importer GmbH,混合,0.7,0.1,,0.6,2025,A\n"
    "4,27160000,UA,,,120,2026-05-15,Importer GmbH,默认值,,,,,,\n"
)
ELECTRICITY = (
    'country,factor,unit,source\nCN,0.61,tCO2/MWh,"own ""reading"", 2026"\nIN,0.7,,a note\n# end\nDE,0.35,,b\n'
)
ELECTRICITY_LIST = [
    {"country": "CN", "factor": "0.61", "source": "own reading", "unit": "tCO2/MWh"},
    {"iso": "IN", "ef": 0.7, "source": "a note"},
]
ELECTRICITY_BY_COUNTRY = {"CN": {"factor": 0.61, "source": "own reading"}, "IN": {"因子": "0.7", "来源": "a note"}}
_HEADS = (
    "cn",
    "CN编码",
    "净重（t）",
    "net_mass_kg",
    "basis",
    "依据",
    "country",
    "国家",
    "factor",
    "unit",
    "source",
    "",
)
_CELLS = (
    *NASTY_TEXTS, '"', '""', '"a\nb', "\r", "\x0b", "\u2028", ";", "\t", "#", "[", "{", "1e5", "-1", "2026-02-29",
    "20２６", "7208390000", "mixed", "actual", "default", "1000000001", "kg", "gCO2/kWh", "x" * 140_000, "²", "٣",
)  # fmt: skip
_FORMULAS = (
    "A1", "1/0", "1+", "(" * 400, "-" * 400 + "1", "1" + "+1" * 3000, "9^9^9^9", "2^99999", "1E308*1E308",
    "SUM(A:XFD)", "SUM(A1:XFD1048576)", "INDEX(A1:B2,9,9)", "OFFSET(A1,-5,0)", 'INDIRECT("A1")', 'REPT("x",1E9)',
    "IF(A1=A1,A1,A1)", "D_Processes!L16", "'no sheet'!A1", "NO_NAME", "VLOOKUP(1,A1:B9,2,FALSE)", '"' * 7, "#REF!",
    "CONCATENATE(A1,A1)", "{1,2;3}", "A1:A9 B1:B9", "IFERROR(1/0,1/0)", "MATCH(1,A:A,0)",
    "SUMIFS(A1:A3,A1:A3)", "IF(TRUE)", "SUMIF()", "COUNTIF(A1)", "IF()", "INDEX()", "ROUND(1)", "IFERROR()",
    "SUM()", "ROUND(1E300,-500)", "ROUND(1,1E9)", "9^400", "SUMPRODUCT(A1:Z99*A1:Z99)",
)  # fmt: skip


@cache
def _model() -> Any:  # noqa: ANN401 - a model of the tests' own
    return made()


@cache
def seeds() -> dict[str, bytes]:
    """One whole input for each reader."""
    return {
        "template": books.save(_model()),
        "sheet_json": precursor_json(PIG),
        "sheet_xlsx": precursor_workbook(PIG),
        "portfolio": PORTFOLIO.encode(),
        "electricity": ELECTRICITY.encode(),
    }


def mutated(reader: str, chance: random.Random) -> bytes:
    """One input damaged with a thought for structure."""
    if reader == "template":
        return damaged_parts(seeds()[reader], chance) if seldom(chance, 4) else _template(chance)
    if reader == "sheet_json":
        return _sheet_json(chance)
    if reader == "sheet_xlsx":
        return damaged_parts(seeds()[reader], chance)
    if reader == "electricity" and chance.randrange(2):
        return spelled(
            damaged_tree(chance.choice((ELECTRICITY_LIST, ELECTRICITY_BY_COUNTRY)), chance, chance.randint(1, 4))
        )
    return _table(PORTFOLIO if reader == "portfolio" else ELECTRICITY, chance)


def _sheet_json(chance: random.Random) -> bytes:
    """Leaves changed, and as often as not the digest made to fit, as somebody would who knows how."""
    tree = damaged_tree(json.loads(seeds()["sheet_json"]), chance, chance.randint(1, 4))
    if chance.randrange(2):
        leaves: dict[str, str] = {}
        _leaves({key: value for key, value in tree.items() if key != "digest"}, "", leaves)
        with contextlib.suppress(CanonicalError):  # a text no canonical form holds: the old digest stays
            tree["digest"] = digest(leaves)
    return spelled(tree)


def _leaves(node: object, path: str, into: dict[str, str]) -> None:
    if isinstance(node, dict | list):
        for key, item in node.items() if isinstance(node, dict) else enumerate(node):
            _leaves(item, f"{path}/{key}".lstrip("/"), into)
    elif isinstance(node, str):
        into[path] = node


def _table(text: str, chance: random.Random) -> bytes:
    """Cells replaced, lines dropped, doubled or cut, columns renamed, another separator, very many lines."""
    rows = [line.split(",") for line in text.splitlines()]
    for _ in range(chance.randint(1, 5)):
        row = chance.choice(rows)
        kind = chance.choice(("cell", "cell", "cell", "cell", "head", "drop", "double", "short", "long", "many"))
        if kind == "cell" and row:
            row[chance.randrange(len(row))] = chance.choice(_CELLS)
        elif kind == "head" and rows[0]:
            rows[0][chance.randrange(len(rows[0]))] = chance.choice(_HEADS)
        elif kind == "drop" and len(rows) > 1:
            rows.remove(row)
        elif kind == "double":
            rows.insert(chance.randrange(len(rows) + 1), list(row))
        elif kind == "short" and row:
            del row[chance.randrange(len(row)) :]
        elif kind == "long":
            row += [chance.choice(_CELLS)] * chance.choice((1, 12))
        elif kind == "many" and sum(map(len, row)) < 1_000 and seldom(chance, 5):  # noqa: PLR2004 - stays below 10 MB
            rows += [list(row) for _ in range(chance.choice((50, 1100)))]
    between = chance.choice((",", ",", ";", "\t", "|"))
    ends = chance.choice(("\n", "\n", "\r\n", "\r", "\u2028"))
    coding = chance.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "gb18030"))
    return ends.join(between.join(row) for row in rows).encode(coding, "replace")


def _template(chance: random.Random) -> bytes:
    """Cells, formulas, rows, tabs and names disturbed, as hands and other programs do, and as nobody should."""
    model = deepcopy(_model())
    for _ in range(chance.randint(1, 6)):
        if not model.tabs:
            break
        tab = model.tabs[chance.choice(list(model.tabs))]
        if not tab.cells:
            continue
        place = chance.choice(list(tab.cells))
        kind = chance.choice(
            ("text", "text", "text", "formula", "formula", "kind", "copy", "move", "rows", "tab", "name")
        )
        if kind == "rows":
            _rows(model, tab.name, place, chance)
        elif kind == "tab":
            _tab(model, tab.name, chance)
        elif kind == "name":
            target = chance.choice(("#REF!", "A:XFD", "A1", "'no'!$A$1", "NAME", "Translations!$A$1:$M$99", *_FORMULAS))
            model.names[chance.choice([*model.names, "CONST_X", "NAME"])] = target
        else:
            _cell(tab, place, kind, chance)
    return bytes(books.save(model))


def _cell(tab: Any, place: tuple[int, int], kind: str, chance: random.Random) -> None:  # noqa: ANN401 - the tests'
    """One cell with another text, formula or kind, or at another place."""
    cell = tab.cells[place]
    if kind == "text":
        cell.text, cell.kind = chance.choice(NASTY_TEXTS), chance.choice(("text", "number", cell.kind))
    elif kind == "formula":
        cell.formula = chance.choice(_FORMULAS)
        cell.array = chance.choice(("", "", "", "A1:XFD1048576", "A1:B2"))
        cell.kind = chance.choice(("no_value", cell.kind))
    elif kind == "kind":
        cell.kind = chance.choice(("text", "number", "boolean", "error", "date", "no_value"))
    elif kind == "copy":
        tab.cells[chance.choice(list(tab.cells))] = deepcopy(cell)
    elif kind == "move":
        tab.cells[chance.choice(((1_048_576, 16_384), (place[0] + 1, place[1]), (1, 1), (500_000, 3)))] = cell
        tab.cells.pop(place, None)


def _rows(model: Any, name: str, place: tuple[int, int], chance: random.Random) -> None:  # noqa: ANN401 - the tests'
    """Rows or columns put in, moved or filled down; references follow or do not."""
    follow = bool(chance.randrange(2))
    if chance.randrange(2):
        books.insert(model, name, row=place[0], count=chance.choice((1, 3, 100)), follow=follow)
    elif chance.randrange(2):
        books.insert(model, name, column=place[1], count=1, follow=follow)
    else:
        books.move_rows(model, name, place[0], place[0] + chance.choice((0, 5, 70)), chance.randrange(1, 400))


def _tab(model: Any, name: str, chance: random.Random) -> None:  # noqa: ANN401 - the tests' model
    """A tab renamed, dropped, doubled, or all formulas left without results."""
    kind = chance.choice(("rename", "drop", "double", "unsaved"))
    if kind == "rename":
        books.rename(model, name, chance.choice(("x", "a'b", "表", "x" * 40)), follow=bool(chance.randrange(2)))
    elif kind == "drop":
        del model.tabs[name]
    elif kind == "double":
        model.tabs[f"{name}2"] = books.Tab(f"{name}2", deepcopy(model.tabs[name].cells))
    else:
        books.strip_values(model)
