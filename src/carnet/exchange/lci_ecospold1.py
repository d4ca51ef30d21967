"""EcoSpold 1, one file or a zip of them: read in full, streaming, nothing linked, allocated or converted.

The format numbers what it exchanges, but programs number differently, so a flow is what its content says: kind, name,
category, sub-category, location, unit and whether it is infrastructure; the id shows these. Where the number of a
technosphere input is that of a dataset of the same name, unit and place, as in ecoinvent 2, that
process is the provider.

``standardDeviation95`` is the square of the geometric standard deviation for a lognormal, twice the standard deviation
for a normal distribution. Shares of co-products are stated per exchange, hence causal.
"""

from __future__ import annotations

import dataclasses
import re
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO

from carnet.errors import InputError, Place, problem
from carnet.exchange import xmlguard
from carnet.exchange.lci_ecospold1_dataset import NAMES, NAMESPACE, SILENT, Reader
from carnet.exchange.lci_findings import Findings
from carnet.exchange.xmlguard import Meter, XmlLimits
from carnet.exchange.zipguard import ZIP_MAGIC, ZipLimits, looks_like, open_archive, shown
from carnet.inventory.lci import LciDatabase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Final

    from carnet.errors import Problem
    from carnet.inventory.lci import LciProcess

__all__ = ["FORMAT", "LIMITS", "XML_LIMITS", "read"]

FORMAT: Final = "ecospold1"
LIMITS = ZipLimits(
    file_size=300_000_000, entries=100_000, entry_size=3_000_000_000, total_size=3_000_000_000, ratio=300
)
"""A file is streamed, so that its size costs time and not memory."""
XML_LIMITS = XmlLimits(depth=32, elements=60_000_000)
_CATEGORIES = "http://www.EcoInvent.org/Categories"
_CHUNK = 1 << 16
_LATIN = re.compile(rb"""^(<\?xml[^>]{0,100}?encoding\s*=\s*["'])(iso-8859-1|windows-1252)(["'])""", re.IGNORECASE)


def read(  # noqa: PLR0913 - what a file does not say of itself, the caller may
    source: bytes | BinaryIO,
    file: str = "",
    *,
    id: str = "",  # noqa: A002 - the field of the database
    name: str = "",
    version: str = "",
    licence: str = "",
    redistribution: str = "unknown",
    limits: ZipLimits | None = None,
    xml_limits: XmlLimits | None = None,
) -> tuple[LciDatabase, tuple[Problem, ...]]:
    """Read a file of EcoSpold 1, or a zip of such files.

    Args:
        source: its bytes, or opened for reading.
        file: its bare name, for messages.
        id: default: the first 16 digits of the file's SHA-256.
        name: default: the name of the file.
        version: as the publisher calls it.
        licence: default: the access restriction of the datasets, when all state the same.
        redistribution: one of `carnet.inventory.lci.REDISTRIBUTION`.
        limits: default `LIMITS`; raise them for a larger database.
        xml_limits: default `XML_LIMITS`.

    Raises:
        InputError: with every problem found (LCI-050 … LCI-081), when one of them is an error.
    """
    limits = limits or LIMITS
    data = source if isinstance(source, bytes) else source.read(limits.file_size + 1)
    findings = Findings(file)
    reader = Reader(findings)
    meter = Meter()
    strangers: list[tuple[str, str]] = []
    for part, chunks in _parts(data, file, limits, findings):
        reader.open(part)
        try:
            root = xmlguard.parse(
                _in_unicode(chunks), names=NAMES, start=reader.start, end=reader.end, text=reader.text,
                silent_ends=SILENT, file=file, part=part, meter=meter, limits=xml_limits or XML_LIMITS,
            )  # fmt: skip
        except InputError as error:
            findings.guarded(error.problems, part)
            continue
        namespace, _, tag = root.rpartition(xmlguard.SEPARATOR)
        if namespace not in {NAMESPACE, _CATEGORIES}:
            strangers.append((part, shown(f"{tag} ({namespace})" if namespace else tag)))
    for part, tag in strangers:
        # Beside datasets that were read, another file in the archive does no harm.
        findings.add("LCI-080", part, tag, "warning" if reader.processes else "error")
    if not reader.processes and not findings.wrong:
        findings.add("LCI-070", "")
    findings.stop()
    processes = tuple(_with_providers(reader))
    digest = sha256(data).hexdigest()
    findings.facts["exchanges"] = sum(len(process.exchanges) for process in processes)
    texts = {process.licence for process in processes}
    database = LciDatabase(
        id=id or digest[:16],
        name=name or re.sub(r"\.(zip|xml)$", "", file, flags=re.IGNORECASE),
        version=version,
        format=FORMAT,
        flows=reader.flows,
        processes=processes,
        licence=licence or (texts.pop() if len(texts) == 1 else ""),
        redistribution=redistribution,
        source_digest=digest,
        facts={key: str(count) for key, count in sorted(findings.facts.items())},
    )
    return database, findings.problems()


def _parts(data: bytes, file: str, limits: ZipLimits, findings: Findings) -> Iterator[tuple[str, Iterable[bytes]]]:
    if data.startswith(ZIP_MAGIC) or not data:
        try:
            archive = open_archive(data, file, limits)
        except InputError as error:
            findings.guarded(error.problems)
            return
        for name in sorted(archive.entries):
            folder, _, bare = name.rpartition("/")
            if name.lower().endswith(".xml") and "__MACOSX" not in folder and not bare.startswith("."):
                yield name, archive.chunks(name)
        return
    if len(data) > limits.file_size:
        findings.guarded([problem("FIL-002", Place(file=file), size=len(data), limit=limits.file_size)])
        return
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"<") and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        zh, en = looks_like(data)
        findings.add("LCI-051", "", what_zh=zh, what_en=en)
        return
    yield file, (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))


def _in_unicode(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Recode what older programs wrote in Latin-1; the guard reads Unicode alone."""
    latin = ""
    for index, chunk in enumerate(chunks):
        piece = chunk
        if index == 0 and (match := _LATIN.match(chunk)):
            latin = match.group(2).decode().lower()
            piece = match.group(1) + b"utf-8" + match.group(3) + chunk[match.end() :]
        yield piece.decode("latin-1" if latin == "iso-8859-1" else "cp1252", "replace").encode() if latin else piece


def _with_providers(reader: Reader) -> Iterator[LciProcess]:
    offered = reader.offered
    for process in reader.processes:
        exchanges = []
        for exchange in process.exchanges:
            number = exchange.id.partition("#")[0]
            flow = reader.flows[exchange.flow]
            if exchange.is_input and offered.get(number) == (flow.name, flow.unit, flow.location):
                reader.findings.facts["providers_by_number"] += 1
                exchanges.append(dataclasses.replace(exchange, provider=number))
            else:
                exchanges.append(exchange)
        yield dataclasses.replace(process, exchanges=tuple(exchanges)) if exchanges else process
