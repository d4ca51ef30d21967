"""A pack as bytes: written from its files, read against its manifest, cut down to a view.

Reading verifies everything that can be verified without calculating: the one byte form of the zip, the signature over
the manifest, the digest of every file, and that nothing is missing which no view may leave out. It never raises for
what it is given; it says what is wrong and with which file. The written specification is `docs/reference/pack.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.canonical import digest_bytes
from carnet.errors import ExaminedError, Place, Text, UsageError, problem
from carnet.exchange.pack_manifest import (
    MANIFEST,
    SIGNATURE,
    Manifest,
    ManifestError,
    manifest_of,
    read_manifest,
)
from carnet.exchange.pack_signature import Signature, read_signature, sign_manifest, verifies
from carnet.exchange.pack_zip import (
    DIRECTORY_END,
    LIMITS,
    WHOLE,
    Entry,
    Zone,
    differences,
    readings,
    write_container,
    zones,
)
from carnet.exchange.zipguard import looks_like

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from carnet.errors import Problem

FORMAT = "pack"
WITHHELD = "withheld"
_SHOWN = 100

# What a view leaves out, by role; everything else is in it.
VIEWS: Mapping[str, frozenset[str]] = {
    "certifier": frozenset(),
    "customer": frozenset({"report", "study", "processes", "derivation", "bridge_exact", "evidence"}),
    "customs": frozenset({"report", "study", "processes", "derivation", "bridge", "bridge_exact", "evidence"}),
}


@dataclass(frozen=True, slots=True)
class PartState:
    """One file: `ok` is True, False, or ``withheld``; `why` says so in both languages unless it is True."""

    name: str
    ok: bool | str
    why: Text | None = None

    def json(self) -> dict[str, object]:
        """``{name, ok, why}``."""
        return {"name": self.name, "ok": self.ok, "why": None if self.why is None else self.why.json()}


@dataclass(frozen=True, slots=True)
class PackReading:
    """What reading a pack found.

    Attributes:
        manifest: None where it cannot be read.
        signature: None where it cannot be read; that it is there does not mean that it holds.
        files: the content of every listed file that is there and has its digest.
        parts: the state of every listed file, of manifest and signature, and of whatever else was found.
        problems: everything wrong; `Place.file` names the file. Empty for a pack that is whole.
    """

    manifest: Manifest | None
    manifest_digest: str
    signature: Signature | None
    files: Mapping[str, bytes]
    parts: tuple[PartState, ...]
    problems: tuple[Problem, ...]

    @property
    def intact(self) -> bool:
        """Whether nothing was changed since it was signed."""
        return not self.problems

    @property
    def withheld(self) -> tuple[str, ...]:
        """The files this view leaves out."""
        return tuple(part.name for part in self.parts if part.ok == WITHHELD)


def write_pack(
    files: Mapping[str, bytes], study: Mapping[str, str], *, engine: str, draft: bool, public_key: bytes,
    key_label: str, signed_at: str, sign: Callable[[bytes], bytes],
) -> bytes:  # fmt: skip
    """Return the full pack: the same arguments give the same bytes.

    Args:
        files: every file but manifest and signature, salted where a view may leave it out.
        study: see `manifest_of`.
        engine: the version of the program that calculated.
        draft: whether any figure cannot be issued.
        public_key: of the signer, 32 bytes.
        key_label: what the key is called; ``DEMO`` for one made on the spot.
        signed_at: UTC, ``2026-11-22T09:00:00Z``.
        sign: message → signature.

    Raises:
        ValueError: a pack has no file of such a name, or the moment has another form.
    """
    manifest = manifest_of(files, study, engine, draft=draft)
    signature = sign_manifest(manifest, public_key=public_key, key_label=key_label, signed_at=signed_at, sign=sign)
    names = [part.name for part in read_manifest(manifest).parts]
    return _zip({name: files[name] for name in names}, manifest, signature)


def _zip(files: Mapping[str, bytes], manifest: bytes, signature: bytes) -> bytes:
    entries = {**files, MANIFEST: manifest, SIGNATURE: signature}
    return write_container([Entry(name.encode(), data) for name, data in entries.items()])


def derive_view(data: bytes, view: str) -> bytes:
    """Return a view of a pack: the same manifest and signature, some files left out.

    Raises:
        UsageError: there is no such view (PCK-050).
        ExaminedError: the pack is not whole (PCK-051), or lacks a file the view shows (PCK-052).
    """
    if view not in VIEWS:
        raise UsageError((problem("PCK-050", Place(), view, tuple(VIEWS)),))
    found = read_pack(data)
    if not found.intact or found.manifest is None:
        raise ExaminedError((problem("PCK-051", Place()), *found.problems))
    shown = [part.name for part in found.manifest.parts if part.role not in VIEWS[view]]
    lacking = [name for name in shown if name not in found.files]
    if lacking:
        raise ExaminedError(tuple(problem("PCK-052", Place(file=name), name, view=view) for name in lacking))
    entries = {entry.shown: entry.data for entry in readings(data)[0]}
    return _zip({name: found.files[name] for name in shown}, entries[MANIFEST], entries[SIGNATURE])


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def read_pack(data: bytes) -> PackReading:
    """Verify a pack as far as that needs no calculation; never raises for what it is given."""
    if len(data) > LIMITS.file_size:
        return _nothing(problem("PCK-006", Place(), size=len(data), limit=LIMITS.file_size))
    candidates = readings(data)
    if not candidates:
        zh, en = looks_like(data) if data else ("空文件", "nothing at all")
        return _nothing(problem("PCK-001", Place(), what_zh=zh, what_en=en))
    # The first of the best: two readings of a whole zip are one.
    entries = candidates[0] if len(candidates) == 1 else max(candidates, key=_explained)
    changed = differences(data, entries)
    if not changed:
        return _verify(entries, ())
    moved = len(data) != sum(zone.end - zone.start for zone in zones(entries))
    if moved and not changed[0].owner.startswith("(") and _explained(entries) == len(entries):
        # Unpacked and packed again: every file is what it was, and no single entry is to blame.
        changed = (Zone(0, len(data), WHOLE),)
    return _verify(entries, changed)


def _nothing(found: Problem) -> PackReading:
    return PackReading(None, "", None, {}, (), (found,))


def _explained(entries: Sequence[Entry]) -> int:
    """How many entries of a reading are what the manifest in it says."""
    by_name = {entry.shown: entry.data for entry in entries}
    try:
        manifest = read_manifest(by_name.get(MANIFEST, b""))
    except ManifestError:
        return 0
    listed = {part.name: part.digest for part in manifest.parts}
    known = sum(name in by_name for name in (MANIFEST, SIGNATURE))
    return known + sum(listed.get(name) == digest_bytes(content) for name, content in by_name.items())


class _Findings:
    """What is wrong, file by file, in the order it is found."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.why: dict[str, Text] = {}

    def add(self, code: str, name: str, **fields: object) -> None:
        shown = name if len(name) <= _SHOWN else name[:_SHOWN] + "…"
        found = problem(code, Place(file=shown), shown, **fields)  # type: ignore[arg-type]
        self.problems.append(found)
        self.why.setdefault(shown, found.cause)


def _verify(entries: Sequence[Entry], changed: Sequence[Zone]) -> PackReading:
    found = _Findings()
    by_name: dict[str, bytes] = {}
    for entry in entries:
        if entry.shown in by_name:
            found.add("PCK-003", entry.shown)
        by_name.setdefault(entry.shown, entry.data)
    for zone in changed:
        _name_zone(zone, found)
    manifest = _manifest(by_name, found)
    signature = _signature(by_name, found)
    listed = manifest.parts if manifest else ()
    files: dict[str, bytes] = {}
    withheld: dict[str, Text] = {}
    for part in listed:
        content = by_name.get(part.name)
        if content is None and part.withholdable:
            withheld[part.name] = problem("PCK-022", Place(file=part.name), part.name).cause
        elif content is None:
            found.add("PCK-020", part.name)
        elif digest_bytes(content) != part.digest:
            found.add("PCK-021", part.name)
        elif part.size is not None and part.size != len(content):
            found.add("PCK-023", part.name)
        else:
            files[part.name] = content
    _strangers(entries, [part.name for part in listed], found)
    names = dict.fromkeys([*(part.name for part in listed), MANIFEST, SIGNATURE, *found.why])
    states = tuple(
        PartState(name, ok=False, why=found.why[name])
        if name in found.why
        else PartState(name, WITHHELD, withheld[name])
        if name in withheld
        else PartState(name, ok=True)
        for name in names
    )
    digest = digest_bytes(by_name[MANIFEST]) if MANIFEST in by_name else ""
    return PackReading(manifest, digest, signature, files, states, tuple(found.problems))


def _name_zone(zone: Zone, found: _Findings) -> None:
    if zone.owner == DIRECTORY_END:
        words = Text("结尾记录不同", "its end record differs")
    elif zone.owner == WHOLE:
        words = Text("整个 zip 被重新打包", "it was packed anew")
    elif zone.owner.startswith("("):
        words = Text("首尾有多余的字节", "there are bytes before or behind it")
    else:
        words = Text(f"“{zone.owner}”的条目不同", f"the entry of {zone.owner} differs")
    found.add("PCK-002", zone.owner, where_zh=words.zh, where_en=words.en, offset=zone.start)


def _manifest(by_name: Mapping[str, bytes], found: _Findings) -> Manifest | None:
    if MANIFEST not in by_name:
        found.add("PCK-010", MANIFEST)
        return None
    try:
        return read_manifest(by_name[MANIFEST])
    except ManifestError as error:
        found.add("PCK-012" if error.newer else "PCK-011", MANIFEST, detail_zh=error.zh, detail_en=error.en)
        return None


def _signature(by_name: Mapping[str, bytes], found: _Findings) -> Signature | None:
    """Verify the signature and tell which of the two files was changed when it does not hold."""
    if SIGNATURE not in by_name:
        found.add("PCK-013", SIGNATURE)
        return None
    try:
        signature = read_signature(by_name[SIGNATURE])
    except ManifestError as error:
        found.add("PCK-014", SIGNATURE, detail_zh=error.zh, detail_en=error.en)
        return None
    there = digest_bytes(by_name[MANIFEST]) if MANIFEST in by_name else ""
    holds = verifies(signature, signature.manifest)
    if holds and signature.manifest != there and there:
        found.add("PCK-016", MANIFEST)
    elif not holds:
        found.add("PCK-015", SIGNATURE)
        # The signature may be right and only the digest written in it wrong; otherwise both are in doubt.
        if signature.manifest != there and there and not verifies(signature, there):
            found.add("PCK-016", MANIFEST)
    return signature


def _strangers(entries: Sequence[Entry], listed: Sequence[str], found: _Findings) -> None:
    """Files nobody listed, and listed files out of their order."""
    wanted = [*listed, MANIFEST, SIGNATURE]
    position = {name: index for index, name in enumerate(wanted)}
    last = -1
    for name in dict.fromkeys(entry.shown for entry in entries):
        if name not in position:
            found.add("PCK-004", name)
        elif position[name] < last:
            found.add("PCK-005", name)
        else:
            last = position[name]
