"""C8: every way to change a pack after it was signed; each must be refused, and the file changed must be named.

First the pack taken apart and put together wrongly: entries swapped, cut, doubled, reordered, re-encoded, re-signed.
Then every single bit of manifest and signature. Then random bits of the whole pack until the size is reached: of
files, of zip headers, of the directory.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from campaigns.sample import REPORTS, SIGNED_AT, fixed_key, salt_of, small_factors, small_results, small_study
from carnet.canonical import canonical_bytes
from carnet.exchange.pack import read_pack
from carnet.exchange.pack_manifest import MANIFEST, SIGNATURE
from carnet.exchange.pack_signature import sign_manifest
from carnet.exchange.pack_zip import Entry, readings, write_container, zones
from carnet.service.packs import build_pack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.keys import FileKey

ID = "C8"
WHAT = "changes"
BROKEN = "undetected or unnamed"
SIZES = {"test": 41_000, "release": 1_000_000}

README = "README.txt"
HEADLINE = "results/iso14067/headline.json"


@cache
def pack() -> bytes:
    """A pack of one regime: everything a pack has, and small enough to be read a million times."""
    results = small_results(("iso14067",))
    return build_pack(
        small_study(), results, (), REPORTS, fixed_key(), salt_of, SIGNED_AT, factors=small_factors()
    )  # fmt: skip


def attacks(seed: int, size: int) -> Iterator[str | None]:
    """Yield None for a change that was refused with its file named, a sentence for one that was not."""
    whole = pack()
    if not read_pack(whole).intact:
        yield "the pack itself is not whole"
        return
    for what, data, names in rearranged(whole):
        yield verdict(what, data, names)
    entries = readings(whole)[0]
    layout = zones(entries)
    # Of each entry the header and the content are two stretches in a row.
    for position, entry in enumerate(entries):
        if entry.shown in {MANIFEST, SIGNATURE}:
            content = layout[2 * position + 1]
            for bit in range(8 * content.start, 8 * content.end):
                yield verdict(f"bit {bit} of {entry.shown}", flipped(whole, bit), {entry.shown})
    chance = random.Random(seed)
    owner = [zone.owner for zone in layout]
    ends = [zone.end for zone in layout]
    for _ in range(size):
        bit = chance.randrange(8 * len(whole))
        hit = owner[next(index for index, end in enumerate(ends) if bit // 8 < end)]
        yield verdict(f"bit {bit}, in {hit}", flipped(whole, bit), {hit})


def flipped(data: bytes, bit: int) -> bytes:
    """The bytes with one bit turned."""
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << (bit % 8)
    return bytes(changed)


def verdict(what: str, data: bytes, names: set[str]) -> str | None:
    """None when the bytes are refused and one of the names is named as wrong."""
    found = read_pack(data)
    if found.intact:
        return f"not refused: {what}"
    named = {p.place.file for p in found.problems} | {part.name for part in found.parts if part.ok is False}
    return None if not names or names & named else f"not named: {what}: {sorted(named)} instead of {sorted(names)}"


def rearranged(whole: bytes) -> Iterator[tuple[str, bytes, set[str]]]:
    """(what was done, the pack after it, the files of which one must be named; empty: the zip as such)."""
    entries = list(readings(whole)[0])
    by_name = {entry.shown: entry for entry in entries}
    yield from _zips(whole, entries)
    yield from _contents(entries, by_name)
    yield from _manifests(entries, json.loads(by_name[MANIFEST].data))
    yield from _signatures(entries, json.loads(by_name[SIGNATURE].data), by_name[MANIFEST].data)


def _zips(whole: bytes, entries: list[Entry]) -> Iterator[tuple[str, bytes, set[str]]]:
    yield "a byte before", b"\0" + whole, set()
    yield "a program before", b"#!/bin/sh\n" * 40 + whole, set()
    yield "a byte behind", whole + b"\0", set()
    yield "twice in a row", whole + whole, set()
    yield "a comment", whole[:-2] + b"\x04\x00note", {"(zip end record)", "(behind the zip)"}
    for share in (1, 10, 25, 50, 75, 90, 99):
        yield f"cut at {share} %", whole[: len(whole) * share // 100], set()
    for count in (1, 2, 21, 22, 23, 100):
        yield f"{count} bytes cut off", whole[:-count], set()
    for first, second in ((0, 1), (3, 4), (len(entries) - 2, len(entries) - 1), (0, len(entries) - 1)):
        swapped = list(entries)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        yield f"entries {first}, {second} swapped", write_container(swapped), {
            entries[first].shown, entries[second].shown
        }  # fmt: skip
    for index in (0, 3, len(entries) - 2, len(entries) - 1):
        entry = entries[index]
        yield f"{entry.shown} twice", write_container([*entries, entry]), {entry.shown}
        other = Entry(entry.name, entry.data + b" ")
        yield f"{entry.shown} twice, first another", write_container([other, *entries]), {entry.shown}
        yield f"{entry.shown} twice, last another", write_container([*entries, other]), {entry.shown}
    for name in (b"extra.txt", b"results/iso14067/headline.json ", b"../README.txt", "résumé.txt".encode(), b"", b"a/"):
        stranger = Entry(name, b"hello")
        yield f"{name!r} added", write_container([*entries[:1], stranger, *entries[1:]]), {stranger.shown}
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", method) as archive:
            for entry in entries:
                archive.writestr(entry.shown, entry.data)
        yield f"packed anew, method {method}", buffer.getvalue(), set()


def _contents(entries: list[Entry], by_name: dict[str, Entry]) -> Iterator[tuple[str, bytes, set[str]]]:
    def with_content(name: str, data: bytes) -> bytes:
        return write_container([replace(e, data=data) if e.shown == name else e for e in entries])

    for name, entry in by_name.items():
        yield f"{name} emptied", with_content(name, b""), {name}
        yield f"{name} longer", with_content(name, entry.data + b"\n"), {name}
        yield f"{name} shorter", with_content(name, entry.data[:-1]), {name}
        if name.endswith(".json"):
            loose = json.dumps(json.loads(entry.data), ensure_ascii=False).encode()
            yield f"{name} spelled with spaces", with_content(name, loose), {name}
    names = [name for name in by_name if name.startswith("recipe/")]
    for one, two in pairwise(names):
        exchanged = {one: by_name[two].data, two: by_name[one].data}
        data = write_container([replace(e, data=exchanged.get(e.shown, e.data)) for e in entries])
        yield f"contents of {one} and {two} exchanged", data, {one, two}
    for name in (README, HEADLINE, *names, MANIFEST, SIGNATURE):
        yield f"{name} left out", write_container([e for e in entries if e.shown != name]), {name}


def _manifests(entries: list[Entry], manifest: dict[str, Any]) -> Iterator[tuple[str, bytes, set[str]]]:
    def with_manifest(data: bytes, *, sign: bool = False) -> bytes:
        signed = resigned(data, fixed_key()) if sign else None
        changed = {MANIFEST: data, **({SIGNATURE: signed} if signed else {})}
        return write_container([replace(e, data=changed.get(e.shown, e.data)) for e in entries])

    spelled = canonical_bytes(manifest)
    for what, data in (
        ("a space", spelled.replace(b":", b": ", 1)),
        ("a line end", spelled + b"\n"),
        ("a mark before", b"\xef\xbb\xbf" + spelled),
        ("an escape", spelled.replace(b"README", b"\\u0052EADME", 1)),
        ("a key twice", spelled.replace(b'"draft":true', b'"draft":false,"draft":true', 1)),
        ("keys reordered", json.dumps(dict(reversed(manifest.items())), separators=(",", ":")).encode()),
        ("a number as 1.0", spelled.replace(b'"size":', b'"size":1.0,"size":', 1)),
        ("UTF-16", spelled.decode().encode("utf-16")),
        ("nested without end", b"[" * 100_000),
        ("no draft any more", spelled.replace(b'"draft":true', b'"draft":false', 1)),
    ):
        yield f"manifest with {what}", with_manifest(data), {MANIFEST}
        if what != "no draft any more":
            yield f"manifest with {what}, signed again", with_manifest(data, sign=True), {MANIFEST}
    # Signed by whoever changed it: the signature holds, the manifest itself must not.
    for what, changed in _lies(manifest):
        yield f"manifest that lies: {what}", with_manifest(canonical_bytes(changed), sign=True), {MANIFEST}


def _lies(manifest: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    def parts(change: dict[str, object], name: str) -> dict[str, Any]:
        return {**manifest, "parts": [{**p, **change} if p["name"] == name else p for p in manifest["parts"]]}

    yield "a headline may be withheld", parts({"withholdable": True}, HEADLINE)
    yield "the study may not be withheld", parts({"withholdable": False}, "study.json")
    yield "an exact size of a file that may be withheld", parts({"size": 7}, "study.json")
    yield "another role", parts({"role": "evidence"}, HEADLINE)
    yield "another name", parts({"name": "../headline.json"}, HEADLINE)
    yield "a digest cut short", parts({"sha256": "sha256:00"}, HEADLINE)
    yield "a negative size", parts({"size": -1}, README)
    yield "a file twice", {**manifest, "parts": [*manifest["parts"], manifest["parts"][0]]}
    yield "files in another order", {**manifest, "parts": manifest["parts"][::-1]}
    yield "a field more", {**manifest, "verdict": "valid"}
    yield "another format", {**manifest, "schema": "carnet-pack/2"}
    yield "draft as text", {**manifest, "draft": "no"}


def _signatures(
    entries: list[Entry], signature: dict[str, Any], manifest: bytes
) -> Iterator[tuple[str, bytes, set[str]]]:
    def with_signature(data: bytes) -> bytes:
        return write_container([replace(e, data=data) if e.shown == SIGNATURE else e for e in entries])

    other = fixed_key("DEMO", b"another key")
    for what, change in (
        ("another label", {"key_label": "Steelworks"}),
        ("another time", {"signed_at": "2026-11-23T09:00:00Z"}),
        ("another key", {"public_key": other.public_key.hex()}),
        ("capitals", {"signature": signature["signature"].upper()}),
        ("another algorithm", {"algorithm": "none"}),
        ("zeros", {"signature": "00" * 64}),
        ("a key of order one", {"public_key": "01" + "00" * 31, "signature": "01" + "00" * 63}),
        ("a scalar beyond the order", {"signature": _beyond_the_order(signature["signature"])}),
        ("another manifest named", {"manifest": "sha256:" + "0" * 64}),
        ("the manifest alone signed", {"signature": fixed_key().sign(manifest).hex()}),
        ("no prefix", {"signature": fixed_key().sign(canonical_bytes({**signature, "signature": None})).hex()}),
        ("a field more", {"note": "x"}),
    ):
        yield f"signature with {what}", with_signature(canonical_bytes({**signature, **change})), {SIGNATURE}
    yield "signature of another pack", with_signature(resigned(b"{}", fixed_key())), {MANIFEST, SIGNATURE}
    yield "signature spelled with spaces", with_signature(json.dumps(signature).encode()), {SIGNATURE}


def resigned(manifest: bytes, key: FileKey) -> bytes:
    """A signature that holds, over whatever is given."""
    return sign_manifest(
        manifest, public_key=key.public_key, key_label=key.label, signed_at=SIGNED_AT, sign=key.sign
    )  # fmt: skip


def _beyond_the_order(signature: str) -> str:
    """The same signature with the group order added to its scalar: a verifier that does not reduce accepts it."""
    order = 2**252 + 27742317777372353535851937790883648493
    raw = bytes.fromhex(signature)
    scalar = int.from_bytes(raw[32:], "little") + order
    return (raw[:32] + scalar.to_bytes(32, "little")).hex()
