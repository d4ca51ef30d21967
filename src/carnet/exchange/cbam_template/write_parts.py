"""The parts of a workbook as bytes: which cells there are, which of them take input, and how one is filled.

A part that nothing is written to keeps its bytes. In a worksheet only the elements of the filled cells change; a cell
keeps its style and every other attribute. Texts go in as inline strings, so the shared strings stay as they are.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Literal
from xml.parsers import expat

from carnet.exchange.package import main_names
from carnet.exchange.workbook_write import xml_text
from carnet.exchange.xmlguard import SEPARATOR, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.exchange.zipguard import Archive

ValueKind = Literal["number", "text", "boolean"]
WORKBOOK_PART, STYLES_PART = "xl/workbook.xml", "xl/styles.xml"
_BEFORE_CALCULATION = ("sheets", "functionGroups", "externalReferences", "definedNames")
_TAG = re.compile(rb"""<([^\s/>]+)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(/?)>""")
_TYPE = re.compile(rb"""\s+t\s*=\s*(?:"[^"]*"|'[^']*')""")
_FULL = re.compile(rb"""(\sfullCalcOnLoad\s*=\s*)(?:"([^"]*)"|'([^']*)')""")
_UTF8 = frozenset({"utf-8", "us-ascii"})


class UnwritableError(Exception):
    """A part that cannot be changed byte by byte: another encoding, or tags that are not found again."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell element: its bytes from `start` to `end`, its style, and what it holds."""

    start: int
    end: int
    style: int
    formula: bool
    filled: bool


@dataclass(frozen=True, slots=True)
class Slots:
    """The cell elements of a worksheet by reference; `arrays` are ranges one formula fills, `merged` joined cells."""

    cells: Mapping[str, Slot]
    arrays: tuple[str, ...]
    merged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell is filled with: the digits of a number, a text, or ``1``/``0`` of a boolean."""

    kind: ValueKind
    text: str


def part_bytes(archive: Archive, name: str) -> bytes:
    """Unpack one part.

    Raises:
        KeyError: no such part.
        InputError: FIL-008 or FIL-016.
    """
    return b"".join(archive.chunks(name))


def slots(data: bytes) -> Slots:  # noqa: C901 - closures, since methods need twice the time
    """Find the cell elements of a worksheet that the guarded reader has read before.

    Raises:
        UnwritableError: the part is not UTF-8, or not what the guarded reader saw.
    """
    found: dict[str, Slot] = {}
    arrays: list[str] = []
    merged: list[str] = []
    current: list[object] = []  # reference, start, style
    state = {"formula": False, "filled": False, "value": False}
    names = main_names("c", "f", "v", "t", "mergeCell")
    parser = _parser()

    def start(name: str, attributes: dict[str, str]) -> None:
        local = names.get(name)
        if local == "c":
            style = attributes.get("s", "0")
            current[:] = [attributes.get("r", ""), parser.CurrentByteIndex, int(style) if style.isdigit() else 0]
            state.update(formula=False, filled=False)
        elif local == "f" and current:
            state["formula"] = True
            if attributes.get("t") in {"array", "dataTable"} and attributes.get("ref"):
                arrays.append(attributes["ref"])
        elif local in {"v", "t"}:
            state["value"] = True
        elif local == "mergeCell":
            merged.append(attributes.get("ref", ""))

    def text(_: str) -> None:
        if state["value"]:
            state["filled"] = True

    def end(name: str) -> None:
        local = names.get(name)
        if local in {"v", "t"}:
            state["value"] = False
        if local != "c" or not current:
            return
        ref, begin, style = current
        tag = _TAG.match(data, begin)  # type: ignore[call-overload]
        if tag is None:
            raise UnwritableError
        stop = tag.end() if tag[3] else data.index(b">", parser.CurrentByteIndex) + 1
        found[str(ref)] = Slot(tag.start(), stop, style, state["formula"], state["filled"])  # type: ignore[arg-type]
        current.clear()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    _run(parser, data)
    return Slots(found, tuple(arrays), tuple(merged))


def unlocked_styles(data: bytes, file: str, part: str) -> frozenset[int]:
    """Return the cell formats that leave a cell open for input when its sheet is protected."""
    found: set[int] = set()
    index = -1
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal index, inside
        if name == "cellXfs":
            inside = True
        elif inside and name == "xf":
            index += 1
        elif inside and name == "protection" and attributes.get("locked") in {"0", "false"}:
            found.add(index)

    def end(name: str) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = False

    parse((data,), names=main_names("cellXfs", "xf", "protection"), start=start, end=end, file=file, part=part)
    return frozenset(found)


def filled(data: bytes, cells: Mapping[str, Slot], values: Mapping[str, Value]) -> bytes:
    """Return a worksheet with values in some of its cells; all bytes outside these cells stay."""
    pieces: list[bytes] = []
    done = 0
    for ref in sorted(values, key=lambda r: cells[r].start):
        slot = cells[ref]
        tag = _TAG.match(data, slot.start)
        if tag is None:
            raise UnwritableError
        pieces += [data[done : slot.start], _element(tag[1], _TYPE.sub(b"", tag[2]), values[ref])]
        done = slot.end
    return b"".join([*pieces, data[done:]])


def _element(name: bytes, attributes: bytes, value: Value) -> bytes:
    prefix = name[: name.rfind(b":") + 1]
    text = xml_text(value.text).encode()
    kind = {"number": b"", "boolean": b' t="b"', "text": b' t="inlineStr"'}[value.kind]
    if value.kind == "text":
        inner = b'<%bis><%bt xml:space="preserve">%b</%bt></%bis>' % (prefix, prefix, text, prefix, prefix)
    else:
        inner = b"<%bv>%b</%bv>" % (prefix, text, prefix)
    return b"<%b%b%b>%b</%b>" % (name, attributes, kind, inner, name)


def recalculated(data: bytes) -> bytes:
    """Return the workbook part with ``fullCalcOnLoad`` set: results saved in a blank workbook are not the filled one's.

    Raises:
        UnwritableError: as `slots`.
    """
    places: dict[str, tuple[int, int]] = {}
    wanted = main_names("calcPr", *_BEFORE_CALCULATION)
    parser = _parser()

    def start(name: str, _: dict[str, str]) -> None:
        if wanted.get(name) == "calcPr":
            places["calcPr"] = (parser.CurrentByteIndex, 0)

    def end(name: str) -> None:
        local = wanted.get(name)
        if local in _BEFORE_CALCULATION:
            at = parser.CurrentByteIndex
            # An empty element ends where it began or where it stops, depending on the parser's version.
            stop = at if data[at - 1 : at] == b">" and not data.startswith(b"</", at) else data.index(b">", at) + 1
            places["before"] = (stop, 0)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    _run(parser, data)
    if "calcPr" in places:
        return _with_full(data, places["calcPr"][0])
    if "before" not in places:
        raise UnwritableError
    at = places["before"][0]
    close = data.rindex(b"<", 0, at)
    name = _TAG.match(data, close) or re.compile(rb"</([^\s>]+)\s*>").match(data, close)
    prefix = name[1][: name[1].rfind(b":") + 1] if name else b""
    return data[:at] + b'<%bcalcPr fullCalcOnLoad="1"/>' % prefix + data[at:]


def _with_full(data: bytes, at: int) -> bytes:
    tag = _TAG.match(data, at)
    if tag is None:
        raise UnwritableError
    given = _FULL.search(tag[2])
    if given is None:
        place = tag.end(2)
        return data[:place] + b' fullCalcOnLoad="1"' + data[place:]
    if (given[2] or given[3]) in {b"1", b"true"}:
        return data
    change = _FULL.sub(rb'\g<1>"1"', tag[2])
    return data[: tag.start(2)] + change + data[tag.end(2) :]


def replaced(archive: Archive, parts: Mapping[str, bytes]) -> bytes:
    """Return the archive with some parts replaced: all entries, their order, names and times stay."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        out.comment = archive.container.comment
        for old in archive.container.infolist():
            info = zipfile.ZipInfo(old.filename, old.date_time)
            info.compress_type = old.compress_type
            info.external_attr = old.external_attr
            info.create_system = old.create_system
            if old.is_dir():
                data = b""
            else:
                data = parts[old.filename] if old.filename in parts else part_bytes(archive, old.filename)
            out.writestr(info, data)
    return target.getvalue()


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)

    def declaration(_: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.casefold() not in _UTF8:
            raise UnwritableError

    parser.XmlDeclHandler = declaration
    return parser


def _run(parser: expat.XMLParserType, data: bytes) -> None:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in data[:4]:
        raise UnwritableError
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes its flag by position
    except (expat.ExpatError, ValueError) as error:
        raise UnwritableError from error
