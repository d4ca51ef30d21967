"""One streaming XML reader for everything that comes from outside: no DTD, no entities, no depth, no endless tokens.

It knows namespaces only as far as the caller lists the names it wants; everything else is skipped unread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

from carnet.errors import InputError, Place, problem
from carnet.exchange.zipguard import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

SEPARATOR = "}"
ENCODINGS = ("utf-8", "utf-16", "us-ascii")
"""What a part may be encoded in: ISO/IEC 29500-2 allows the first two, the third is a subset of the first."""
_TEXT_BUFFER = 1 << 16


@dataclass(frozen=True, slots=True)
class XmlLimits:
    """What XML may cost: `depth` of a part, `elements` of all parts of a file together.

    `silence` is the number of bytes without a single tag or text, as one huge token would be: expat rescans an
    unfinished token with every piece it is fed.
    """

    depth: int = 64
    elements: int = 5_000_000
    silence: int = 400_000


@dataclass(slots=True)
class Meter:
    """How many elements were read so far, over all parts of one file."""

    elements: int = 0


def parse(  # noqa: C901, PLR0913, PLR0915 - closures, since methods need twice the time on a million rows
    chunks: Iterable[bytes],
    *,
    names: Mapping[str, str],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    silent_ends: frozenset[str] = frozenset(),
    file: str,
    part: str,
    meter: Meter | None = None,
    limits: XmlLimits | None = None,
) -> str:
    """Read one XML part and call back for the elements of interest.

    Args:
        chunks: the bytes of the part, piece by piece.
        names: full element name ``namespace}local`` → the name handed to the callbacks; others are skipped.
        start: called with the name and its attributes (namespaced attributes as ``namespace}local``).
        end: called with the name.
        text: called with character data, whatever element it stands in.
        silent_ends: names whose end is of no interest; a million rows are read faster so.
        file: the bare file name, for messages.
        part: the name of the part, for messages.
        meter: counts elements over all parts of one file.
        limits: default `XmlLimits()`.

    Returns:
        The full name of the root element, ``""`` when the part has none.

    Raises:
        InputError: FIL-020 … FIL-023.
    """
    meter = meter or Meter()
    limits = limits or XmlLimits()
    place = Place(file=file)
    depth = fed = heard = 0
    left = limits.elements - meter.elements
    allowed = left
    root = ""
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.buffer_text = True
    parser.buffer_size = _TEXT_BUFFER
    find = names.get
    find_end = {full: name for full, name in names.items() if name not in silent_ends}.get

    def refuse(*_: object) -> int:
        raise InputError((problem("FIL-020", place, part=part),))

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, left, heard, root
        depth += 1
        left -= 1
        heard = fed
        if depth > limits.depth:
            raise InputError((problem("FIL-022", place, part=part, limit=limits.depth),))
        if left < 0:
            detail = f"> {limits.elements} elements"
            raise InputError((problem("FIL-023", place, part=part, detail=detail),))
        if not root:
            root = name
        known = find(name)
        if known is not None:
            start(known, attributes)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        known = find_end(name)
        if known is not None and end is not None:
            end(known)

    def on_text(data: str) -> None:
        nonlocal heard
        heard = fed
        if text is not None:
            text(data)

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = on_text

    def on_declaration(_: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.casefold() not in ENCODINGS:
            detail = f"encoding {shown(encoding)}"
            raise InputError((problem("FIL-021", place, part=part, detail=detail),))

    parser.XmlDeclHandler = on_declaration
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        for chunk in chunks:
            fed += len(chunk)
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes its flag by position
            if fed - heard > limits.silence:
                detail = f"one tag or comment > {limits.silence} bytes"
                raise InputError((problem("FIL-023", place, part=part, detail=detail),))
        parser.Parse(b"", True)  # noqa: FBT003 - the same
    except expat.ExpatError as error:
        raise InputError((problem("FIL-021", place, part=part, detail=str(error)),)) from error
    finally:
        meter.elements += allowed - left
    return root
