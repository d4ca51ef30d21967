"""Files made to hurt, by name: what C11 hands to the readers. Each is built here; none is kept as a file."""

from __future__ import annotations

import gzip
import io
import json
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from campaigns.mutate import seeds
from campaigns.sample import STUDY
from carnet.exchange.pack_zip import Entry, readings, write_container

if TYPE_CHECKING:
    from collections.abc import Iterator

REFUSED = "refused"
NEUTRAL = "neutral"  # read as if the trick were not there, or refused; never carried out


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file, the reader it is for, and whether reading it is allowed at all."""

    name: str
    reader: str
    data: bytes
    must: str = REFUSED


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
ENTITIES = {
    "doctype": "<!DOCTYPE x>",
    "billion laughs": LAUGHS,
    "quadratic blow-up": f'<!DOCTYPE x [<!ENTITY e "{"x" * 50_000}">]>',
    "external file": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "external address": '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/x">]>',
    "parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>',
    "external definition": '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
}
UNSAFE_NAMES = (
    "../../evil.xml", "/etc/evil", "..\\evil", "C:\\evil", "xl/../../evil", "xl\\worksheets\\sheet1.xml",
    "a\nb", "xl/\x7f",
)  # fmt: skip
NUMBERS = (
    "NaN", "nan", "Infinity", "-inf", "1e999", "1e-999", "-0", "+0", "0x10", "1_000", "1,5", "1.5.5", "1/0", "½", "²",
    "٣", "=1+1", "@SUM(A1)", "+1", "-1-1", "1e5000000000", "9" * 5000, "1 234", "1\u00a0234", "\u202e21", "true", "''",
)  # fmt: skip
TEXTS = {
    "right-to-left override": "invoice\u202excod.exe",
    "zero width": "co\u200bke",
    "formula": '=HYPERLINK("http://127.0.0.1/"&A1,"x")',
    "command": "+cmd|' /C calc'!A0",
    "at sign": "@SUM(1+1)*cmd|' /C calc'!A0",
    "markup": "<script>alert(1)</script>",
    "typesetter": '#read("/etc/passwd") $x$ \\input{/etc/passwd} #eval("1")',
    "format string": "{0.__class__.__mro__} %n %s ${jndi:ldap://127.0.0.1/a}",
    "path": "../../../../etc/passwd",
    "long": "长" * 100_000,
    "emoji and surrogate pair": "😀" * 20,
    "combining": "Z" + "\u0335\u0321" * 500,
}


def corpus() -> Iterator[Hostile]:
    """All files."""
    yield from _workbooks()
    yield from _other_files()
    yield from _json_files()
    yield from _toml_files()
    yield from _packs()


# ── workbooks ────────────────────────────────────────────────────────────────────────────────────


def _parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(seeds()["xlsx"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: dict[str, bytes], **extra: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **extra}.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _workbooks() -> Iterator[Hostile]:
    parts = _parts()
    sheet = next(name for name in parts if name.startswith("xl/worksheets/sheet"))
    body = parts[sheet].decode()
    for part in (sheet, "xl/workbook.xml", "[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"):
        for name, attack in ENTITIES.items():
            declaration, mark, rest = parts[part].decode().partition("?>")
            text = declaration + mark + attack + rest if mark else attack + parts[part].decode()
            # The list of content types is never parsed.
            must = NEUTRAL if part == "[Content_Types].xml" else REFUSED
            yield Hostile(f"{name} in {part}", "xlsx", _zipped({**parts, part: text.encode()}), must)
    utf16 = ('<?xml version="1.0" encoding="UTF-16"?>' + LAUGHS + body.partition("?>")[2]).encode("utf-16")
    yield Hostile("entities in UTF-16", "xlsx", _zipped({**parts, sheet: utf16}))
    include = body.replace(
        "<sheetData", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/><sheetData', 1
    )
    yield Hostile("XInclude", "xlsx", _zipped({**parts, sheet: include.encode()}), NEUTRAL)
    instruction = body.replace("<sheetData", '<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?><sheetData', 1)
    yield Hostile("style sheet instruction", "xlsx", _zipped({**parts, sheet: instruction.encode()}), NEUTRAL)
    for name, rows in _sheet_tricks():
        text = body.replace("</sheetData>", rows + "</sheetData>", 1)
        yield Hostile(name, "xlsx", _zipped({**parts, sheet: text.encode()}), NEUTRAL)
    deep = body.replace("<sheetData", "<a>" * 20_000 + "</a>" * 20_000 + "<sheetData", 1)
    yield Hostile("tags nested 20,000 deep", "xlsx", _zipped({**parts, sheet: deep.encode()}))
    yield from _links(parts)
    yield from _zip_tricks(parts, sheet)


def _sheet_tricks() -> Iterator[tuple[str, str]]:
    yield "a cell at XFD1048576", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield "a cell beyond the sheet", '<row r="99999999"><c r="ZZZZ99999999"><v>1</v></c></row>'
    yield "a million empty rows", "".join(f'<row r="{n}"/>' for n in range(100_000, 1_048_576, 1))[:30_000_000]
    yield "a hundred thousand cells", f'<row r="900">{"<c><v>1</v></c>" * 100_000}</row>'
    yield "rows backwards", '<row r="5"><c r="A5"><v>1</v></c></row><row r="4"><c r="A4"><v>1</v></c></row>'
    yield "a shared string that is not there", '<row r="900"><c r="A900" t="s"><v>99999999</v></c></row>'
    yield "a formula without value", '<row r="900"><c r="A900"><f>WEBSERVICE("http://127.0.0.1:9/")</f></c></row>'
    yield "dynamic data exchange", '<row r="900"><c r="A900"><f>cmd|\' /C calc\'!A0</f><v>1</v></c></row>'
    yield "an external reference", '<row r="900"><c r="A900"><f>[1]Sheet1!A1</f><v>1</v></c></row>'
    for number in ("NaN", "INF", "1E+999", "-0", "1e308", "4.9E-324", "0x1p3", "1" * 5000):
        yield f"the number {number[:12]}", f'<row r="900"><c r="F900"><v>{number}</v></c></row>'


def _links(parts: dict[str, bytes]) -> Iterator[Hostile]:
    relations = parts["xl/_rels/workbook.xml.rels"].decode()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def related(kind: str, target: str) -> bytes:
        new = f'<Relationship Id="rIdX" Type="{office}/{kind}" Target="{target}" TargetMode="External"/>'
        return relations.replace("</Relationships>", new + "</Relationships>").encode()

    for kind, target in (
        ("externalLink", "file:///etc/passwd"),
        ("externalLinkPath", "http://127.0.0.1:9/book.xlsx"),
        ("image", "\\\\127.0.0.1\\share\\x.png"),
        ("hyperlink", "javascript:alert(1)"),
        ("oleObject", "file:///c:/x.exe"),
        ("connections", "http://127.0.0.1:9/data"),
    ):
        data = _zipped({**parts, "xl/_rels/workbook.xml.rels": related(kind, target)})
        yield Hostile(f"relation {kind} to {target}", "xlsx", data, NEUTRAL)
    for target in ("http://127.0.0.1:9/sheet.xml", "file:///etc/passwd", "../../../etc/passwd", "/etc/passwd"):
        changed = relations.replace('Target="worksheets/sheet1.xml"', f'Target="{target}" TargetMode="External"', 1)
        if changed == relations:
            changed = relations.replace('Target="/xl/worksheets/sheet1.xml"', f'Target="{target}"', 1)
        data = _zipped({**parts, "xl/_rels/workbook.xml.rels": changed.encode()})
        yield Hostile(f"first sheet at {target}", "xlsx", data)
    for name in ("xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/activeX/activeX1.bin"):
        yield Hostile(f"{name} inside", "xlsx", _zipped({**parts, name: b"\xcc\x61"}), NEUTRAL)


def _zip_tricks(parts: dict[str, bytes], sheet: str) -> Iterator[Hostile]:
    whole = _zipped(parts)
    for name in UNSAFE_NAMES:
        stand_in = "z" * len(name.encode())
        data = _zipped({**parts, stand_in: b"x"}).replace(stand_in.encode(), name.encode())
        yield Hostile(f"an entry named {name!r}", "xlsx", data)
    link = zipfile.ZipInfo("xl/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO(whole)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    yield Hostile("a symbolic link", "xlsx", buffer.getvalue())
    raw = [Entry(name.encode(), data) for name, data in parts.items()]
    yield Hostile("an entry twice", "xlsx", write_container([*raw, raw[0]]))
    yield Hostile("an entry twice but for case", "xlsx", write_container([*raw, Entry(raw[0].name.upper(), b"x")]))
    for size in (20_000_000, 300_000_000):
        yield Hostile(f"a bomb of {size:,} bytes", "xlsx", _zipped({**parts, "xl/x.xml": b"\0" * size}))
    spaces = parts[sheet].replace(b"<sheetData", b" " * 60_000_000 + b"<sheetData", 1)
    yield Hostile("a bomb inside a sheet", "xlsx", _zipped({**parts, sheet: spaces}))
    yield Hostile("5,000 entries", "xlsx", _zipped({**parts, **{f"x{n}": b"" for n in range(5_000)}}))
    yield Hostile("a directory that overlaps", "xlsx", _overlapping())
    for what, at, value in (("encrypted", 6, 1), ("method 99", 8, 99), ("bzip2", 8, 12)):
        yield Hostile(what, "xlsx", _patched(whole, at, value))
    yield Hostile("a size that lies", "xlsx", _lying(whole))
    yield Hostile("cut off", "xlsx", whole[: len(whole) // 2])
    yield Hostile("another zip behind", "xlsx", whole + _zipped({"a": b"b"}))


def _overlapping() -> bytes:
    """Many directory entries for one local entry: small file, much content."""
    content = b"\0" * 1_000_000
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packed.compress(content) + packed.flush()
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, zlib.crc32(content), len(data), len(content), 1, 0)
    local += b"a" + data
    count = 500
    fixed = (20, 20, 0, 8, 0, 33, zlib.crc32(content), len(data), len(content), 1, 0, 0, 0, 0, 0, 0)
    directory = struct.pack("<4s6H3L5H2L", b"PK\1\2", *fixed) + b"a"
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, count * len(directory), len(local), 0)
    return local + directory * count + end


def _patched(data: bytes, offset: int, value: int) -> bytes:
    """One 16-bit field set in every local header and, two bytes on, in every directory entry."""
    changed = bytearray(data)
    for mark, at in ((b"PK\3\4", offset), (b"PK\1\2", offset + 2)):
        position = data.find(mark)
        while position >= 0:
            struct.pack_into("<H", changed, position + at, value)
            position = data.find(mark, position + 4)
    return bytes(changed)


def _lying(data: bytes) -> bytes:
    """Every entry said to unpack to one byte."""
    changed = bytearray(data)
    position = data.find(b"PK\1\2")
    while position >= 0:
        struct.pack_into("<L", changed, position + 24, 1)
        position = data.find(b"PK\1\2", position + 4)
    return bytes(changed)


def _other_files() -> Iterator[Hostile]:
    for name, data in {
        "nothing": b"", "one byte": b"P", "a zip mark alone": b"PK\3\4", "an empty zip": b"PK\5\6" + b"\0" * 18,
        "a PDF": b"%PDF-1.7\n", "a web page": b"<html><script>", "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "gzip": gzip.compress(b"\0" * 10_000_000),
        "a picture": b"\x89PNG\r\n\x1a\n", "a program": b"\x7fELF" + b"\0" * 60,
        "zeros": b"\0" * 1_000_000, "commas": b"id,amount\n=1+1,2\n", "UTF-16": "{}".encode("utf-16"),
        "a byte that is no UTF-8": b'{"id": "\xff"}', "only space": b" \n" * 1_000,
    }.items():  # fmt: skip
        for reader in ("xlsx", "json", "toml", "pack"):
            yield Hostile(f"{name} as {reader}", reader, data)


# ── texts ────────────────────────────────────────────────────────────────────────────────────────


def _changed(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(json.dumps(STUDY))
    here: Any = tree
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return tree


def _json_files() -> Iterator[Hostile]:
    amount = ("exchanges", 2, "amount")
    for number in NUMBERS:
        must = NEUTRAL if number in {"-0", "+0", "+1", "1e999", "1e-999", "\u202e21"} else REFUSED
        yield Hostile(f"the amount {number[:20]!r}", "json", json.dumps(_changed(amount, number)).encode(), must)
    for bare in ("NaN", "Infinity", "1e999", "-0", "1" * 10_000, "null", "true", "[]"):
        text = json.dumps(_changed(amount, "@@")).replace('"@@"', bare)
        yield Hostile(f"a bare {bare[:12]} as amount", "json", text.encode())
    for name, value in TEXTS.items():
        tree = _changed(("title", "en"), value)
        tree["exchanges"][2]["document"] = value
        yield Hostile(f"{name} in names", "json", json.dumps(tree).encode(), NEUTRAL)
    whole = json.dumps(STUDY).encode()
    yield Hostile("a key twice", "json", whole.replace(b'"country"', b'"country": "XX", "country"', 1))
    yield Hostile("a lone surrogate", "json", whole.replace(b'"Small study"', b'"\\ud800"', 1))
    yield Hostile("a zero character", "json", whole.replace(b'"Small study"', b'"a\\u0000b"', 1))
    yield Hostile("an unknown key", "json", whole.replace(b'"country"', b'"__class__": "x", "country"', 1))
    for depth in (50, 100_000):
        nested = b"[" * depth + b"]" * depth
        yield Hostile(f"lists {depth:,} deep", "json", whole.replace(b'"CN"', nested, 1))
        yield Hostile(f"objects {depth:,} deep", "json", b'{"a":' * depth + b"1" + b"}" * depth)
    yield Hostile("an open string of 5 MB", "json", b'{"id": "' + b"x" * 5_000_000)
    yield Hostile("a hundred thousand unknown keys", "json", json.dumps({f"k{n}": "" for n in range(100_000)}).encode())
    yield Hostile("a date that is none", "json", json.dumps(_changed(("legal_date",), "2026-02-30")).encode(), NEUTRAL)


def _toml_files() -> Iterator[Hostile]:
    whole = seeds()["toml"].decode()
    line = next(each for each in whole.splitlines() if each.startswith("amount = "))
    for bare in ("nan", "inf", "1.5", "1e5", "0x10", "2023-01-01", "true", "[]", "{ a = 1 }", "'''", '"', "1__0"):
        yield Hostile(f"a bare {bare} as amount", "toml", whole.replace(line, f"amount = {bare}", 1).encode())
    yield Hostile("a key twice", "toml", (whole + "\n" + line + "\n" + line + "\n").encode())
    yield Hostile("a table twice", "toml", (whole + "\n[product]\n[product]\n").encode())
    for depth in (200, 5_000):
        yield Hostile(f"lists {depth:,} deep", "toml", ("x = " + "[" * depth + "]" * depth + "\n" + whole).encode())
        yield Hostile(f"dots {depth:,} deep", "toml", (".".join(["a"] * depth) + " = 1\n" + whole).encode())
        inline = "x = " + "{a=" * depth + "1" + "}" * depth + "\n"
        yield Hostile(f"inline tables {depth:,} deep", "toml", (inline + whole).encode())
    yield Hostile("a number of 100,000 digits", "toml", ("x = " + "9" * 100_000 + "\n" + whole).encode())
    yield Hostile("a control character", "toml", ('x = "\x01"\n' + whole).encode())


# ── packs ────────────────────────────────────────────────────────────────────────────────────────


def _packs() -> Iterator[Hostile]:
    whole = seeds()["pack"]
    entries = list(readings(whole)[0])
    for name in UNSAFE_NAMES:
        data = write_container([*entries, Entry(name.encode(), b"x")])
        yield Hostile(f"a pack with {name!r}", "pack", data)
    for size in (20_000_000, 150_000_000):
        parts = {entry.shown: entry.data for entry in entries}
        yield Hostile(f"a pack with a bomb of {size:,} bytes", "pack", _zipped({**parts, "x": b"\0" * size}))
    yield Hostile("a pack that overlaps", "pack", _overlapping())
    yield Hostile("a pack with a size that lies", "pack", _lying(whole))
    yield Hostile("an encrypted pack", "pack", _patched(whole, 6, 1))
    yield Hostile("a pack of 5,000 entries", "pack", write_container([Entry(b"a", b"")] * 5_000))
    for file in ("manifest.json", "manifest.sig"):
        for what, data in (("nested", b"[" * 1_000_000), ("endless", b'"' + b"x" * 10_000_000), ("null", b"null")):
            changed = [Entry(e.name, data) if e.shown == file else e for e in entries]
            yield Hostile(f"a pack with {what} {file}", "pack", write_container(changed))
    yield Hostile("a workbook as pack", "pack", seeds()["xlsx"])
    yield Hostile("a pack as workbook", "xlsx", whole)
