"""The parts of a workbook and how they refer to each other (Open Packaging Conventions, ISO/IEC 29500-2).

Only relationships inside the package are followed. Macros and other Office formats are refused by name.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.errors import InputError, Place, Problem, problem
from carnet.exchange.xmlguard import SEPARATOR, Meter, parse
from carnet.exchange.zipguard import Archive, ZipLimits, open_archive, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

MAIN = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAX_SHEETS = 200
_OTHER_ROOTS = {
    "document": ("Word 文档", "a Word document"),
    "presentation": ("PowerPoint 演示文稿", "a PowerPoint presentation"),
}


def main_names(*local: str) -> dict[str, str]:
    """Map the full names of SpreadsheetML elements, transitional and strict, to their local names."""
    return {f"{space}{SEPARATOR}{name}": name for space in MAIN for name in local}


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship: `target` is a part name inside the package, or an address when `external`."""

    type: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it; `part` is empty when it cannot be read (a chart, say)."""

    name: str
    state: str
    part: str


@dataclass(frozen=True, slots=True)
class Package:
    """A checked workbook, before any sheet is read."""

    archive: Archive
    sheets: tuple[SheetEntry, ...]
    shared_strings: str
    date1904: bool
    meter: Meter
    problems: tuple[Problem, ...]


def open_package(data: bytes, file: str, limits: ZipLimits | None = None) -> Package:
    """Open a workbook and find its sheets.

    Raises:
        InputError: everything that is wrong with the container (FIL-001 … FIL-035).
    """
    archive = open_archive(data, file, limits)
    meter = Meter()
    parts = {name.casefold(): name for name in archive.entries}
    warnings = _check_kind(parts, file)
    workbook = _workbook_part(archive, parts, meter)
    entries, date1904 = _read_workbook_part(archive, workbook, meter)
    relations = _relations(archive, parts, workbook, meter)
    place = Place(file=file)
    if not 1 <= len(entries) <= MAX_SHEETS:
        raise InputError((problem("FIL-035", place, count=len(entries), limit=MAX_SHEETS),))
    sheets: list[SheetEntry] = []
    found: list[Problem] = []
    for name, state, key in entries:
        entry = _sheet_entry(name, state, relations.get(key), parts, Place(file=file, sheet=shown(name)))
        twin = isinstance(entry, SheetEntry) and entry.part and [s for s in sheets if s.part == entry.part]
        if isinstance(entry, Problem):
            found.append(entry)
        elif twin:
            at = Place(file=file, sheet=shown(name))
            found.append(problem("FIL-045", at, tab=shown(name), other=shown(twin[0].name)))
        else:
            sheets.append(entry)
    if found:
        raise InputError((*found, *warnings))
    shared = next((r for r in relations.values() if r.type.endswith("/sharedStrings") and not r.external), None)
    shared_part = parts.get(shared.target.casefold(), "") if shared else ""
    if shared and not shared_part:
        raise InputError((problem("FIL-030", place, part=shown(shared.target)), *warnings))
    return Package(archive, tuple(sheets), shared_part, date1904, meter, tuple(warnings))


def _sheet_entry(
    name: str, state: str, relation: Relation | None, parts: Mapping[str, str], at: Place
) -> SheetEntry | Problem:
    """Find the part of one sheet, or say why it cannot be read."""
    if relation is None:
        return problem("FIL-030", at, part=f"xl/_rels/workbook.xml.rels → {at.sheet}")
    if relation.external:
        return problem("FIL-033", at, part=at.sheet, target=shown(relation.target))
    kind = relation.type.rpartition("/")[2]
    if kind.casefold().endswith("macrosheet"):
        return problem("FIL-032", at, part=shown(relation.target))
    if kind != "worksheet":
        return SheetEntry(name, state, "")  # a chart sheet holds no cells
    part = parts.get(relation.target.casefold(), "")
    return SheetEntry(name, state, part) if part else problem("FIL-030", at, part=shown(relation.target))


def _check_kind(parts: Mapping[str, str], file: str) -> list[Problem]:
    """Refuse other formats that are zip files too; return warnings."""
    place = Place(file=file)
    if "[content_types].xml" not in parts:
        if "mimetype" in parts and "content.xml" in parts:
            raise InputError(
                (problem("FIL-031", place, what_zh="OpenDocument 文件 (.ods)", what_en="an OpenDocument file (.ods)"),)
            )
        if "manifest.json" in parts or any(name.startswith(("results/", "recipe/")) for name in parts):
            raise InputError((problem("FIL-076", place, file=file),))
        raise InputError((problem("FIL-030", place, part="[Content_Types].xml"),))
    macros = [n for low, n in parts.items() if low.endswith("vbaproject.bin") or low.startswith("xl/macrosheets/")]
    if macros:
        raise InputError(tuple(problem("FIL-032", place, part=shown(name)) for name in macros))
    return [
        problem("FIL-034", place, severity="warning", part=shown(name))
        for low, name in parts.items()
        if low.startswith("xl/externallinks/") and low.endswith(".xml")
    ]


def _workbook_part(archive: Archive, parts: Mapping[str, str], meter: Meter) -> str:
    place = Place(file=archive.file)
    relations = _relations(archive, parts, "", meter)
    relation = next((r for r in relations.values() if r.type.endswith("/officeDocument")), None)
    if relation is None:
        raise InputError((problem("FIL-030", place, part="_rels/.rels → officeDocument"),))
    if relation.external:
        raise InputError((problem("FIL-033", place, part="_rels/.rels", target=shown(relation.target)),))
    part = parts.get(relation.target.casefold())
    if part is None:
        raise InputError((problem("FIL-030", place, part=shown(relation.target)),))
    if part.endswith(".bin"):
        what_zh, what_en = "Excel 二进制工作簿 (.xlsb)", "a binary Excel workbook (.xlsb)"
        raise InputError((problem("FIL-031", place, what_zh=what_zh, what_en=what_en),))
    return part


def _relations(archive: Archive, parts: Mapping[str, str], source: str, meter: Meter) -> dict[str, Relation]:
    """Read the relationships of a part (``""`` = the package): id → relation, targets made absolute."""
    folder, name = posixpath.split(source)
    part = parts.get(posixpath.join(folder, "_rels", f"{name}.rels").casefold())
    if part is None:
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        raise InputError((problem("FIL-030", Place(file=archive.file), part=path),))
    found: dict[str, Relation] = {}

    def start(_: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "")
        external = attributes.get("TargetMode", "Internal").casefold() == "external"
        if not external:
            # normpath of an absolute path cannot climb above the root.
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[attributes.get("Id", "")] = Relation(attributes.get("Type", ""), target, external)

    parse(
        archive.chunks(part),
        names={f"{_PACKAGE_RELATIONS}{SEPARATOR}Relationship": "Relationship"},
        start=start,
        file=archive.file,
        part=part,
        meter=meter,
    )
    return found


def _read_workbook_part(archive: Archive, part: str, meter: Meter) -> tuple[list[tuple[str, str, str]], bool]:
    """Return (name, state, relationship id) of each sheet, and whether dates count from 1904."""
    sheets: list[tuple[str, str, str]] = []
    date1904 = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal date1904
        if name == "sheet":
            key = next((attributes[k] for s in _RELATIONS if (k := f"{s}{SEPARATOR}id") in attributes), "")
            sheets.append((attributes.get("name", ""), attributes.get("state", "visible"), key))
        else:
            date1904 = attributes.get("date1904", "0").casefold() in {"1", "true", "on"}

    names = main_names("sheet", "workbookPr")
    root = parse(archive.chunks(part), names=names, start=start, file=archive.file, part=part, meter=meter)
    if root not in main_names("workbook"):
        local = root.rpartition(SEPARATOR)[2]
        what_zh, what_en = _OTHER_ROOTS.get(local, ("其他 Office 文件", "another kind of Office file"))
        raise InputError((problem("FIL-031", Place(file=archive.file), what_zh=what_zh, what_en=what_en),))
    return sheets, date1904
