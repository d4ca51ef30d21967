"""The fonts of pictures and reports, and which characters they can show.

The fonts come from the installed package ``pylopdf-fonts-zh-cn`` (Noto Sans SC and Noto Serif SC, SIL Open
Font License 1.1) and from the typesetter itself (Libertinus Serif, DejaVu Sans Mono). System fonts are
ignored, so that a report looks the same on every machine.

A small reader of the OpenType tables ``cmap`` (formats 4 and 12) and ``hmtx`` stands here instead of
fontTools: 60 lines against a 5 MB dependency, and it reads the few tables it needs in milliseconds.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pylopdf_fonts_zh_cn
import typst

if TYPE_CHECKING:
    from pathlib import Path

SANS = "Noto Sans SC"
SERIF = "Noto Serif SC"
MONO = "DejaVu Sans Mono"
FALLBACK = "Libertinus Serif"
# Characters the Noto fonts lack and the fallback font inside the typesetter has; a test sets each of them.
FALLBACK_CHARACTERS = frozenset("₀₁₂₃₄₅₆₇₈₉⁰⁴⁵⁶⁷⁸⁹⁺⁻⁼₊₋₌")
# The mark Chinese typesetting puts where a sort is missing from the case.
MISSING_MARK = "〓"
_IGNORED = frozenset("\n\r\t")


@dataclass(frozen=True, slots=True)
class Face:
    """What is needed of one font file: character ranges and advance widths (in units per em)."""

    starts: tuple[int, ...]
    ranges: tuple[tuple[int, int, int], ...]
    advances: tuple[int, ...]
    units_per_em: int

    def glyph(self, character: str) -> int:
        """Return the glyph number of a character; 0 means that the font has none."""
        code = ord(character)
        at = bisect_right(self.starts, code) - 1
        if at < 0:
            return 0
        first, last, glyph = self.ranges[at]
        return glyph + code - first if code <= last else 0

    def width(self, text: str, size: float) -> float:
        """Return the width of a line of text at a font size, without kerning, in the unit of `size`."""
        last = len(self.advances) - 1
        total = sum(self.advances[min(self.glyph(character), last)] for character in text)
        return total * size / self.units_per_em


def sans_path() -> Path:
    """Return the path of the sans font file in the installed package."""
    return pylopdf_fonts_zh_cn.sans_path()


def serif_path() -> Path:
    """Return the path of the serif font file in the installed package."""
    return pylopdf_fonts_zh_cn.serif_path()


@cache
def typst_fonts() -> typst.Fonts:
    """Return the fonts for the typesetter: the two files above and its own, no system font."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        # A folder, because the typesetter passes over single files here.
        font_paths=[str(sans_path().parent)],
    )


@cache
def face(path: Path) -> Face:
    """Read one OpenType file.

    Raises:
        ValueError: the file has no Unicode character map of format 4 or 12.
    """
    data = path.read_bytes()
    count = struct.unpack_from(">H", data, 4)[0]
    tables: dict[bytes, int] = {}
    for index in range(count):
        tag, _checksum, offset, _length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        tables[tag] = offset
    ranges = _character_ranges(data, tables[b"cmap"])
    metrics = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    advances = tuple(struct.unpack_from(">H", data, tables[b"hmtx"] + 4 * index)[0] for index in range(metrics))
    units = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    return Face(tuple(first for first, _, _ in ranges), tuple(ranges), advances, units)


def _character_ranges(data: bytes, cmap: int) -> list[tuple[int, int, int]]:
    """Return (first code, last code, glyph of the first), sorted, from the best Unicode subtable."""
    best: tuple[int, int] | None = None
    for index in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * index)
        table_format = struct.unpack_from(">H", data, cmap + offset)[0]
        is_unicode = platform == 0 or (platform == 3 and encoding in {1, 10})  # noqa: PLR2004 - OpenType ids
        if is_unicode and table_format in {4, 12} and (best is None or table_format > best[0]):
            best = (table_format, cmap + offset)
    if best is None:
        message = "the font has no Unicode character map of format 4 or 12"
        raise ValueError(message)
    return _format_12(data, best[1]) if best[0] == 12 else _format_4(data, best[1])  # noqa: PLR2004


def _format_12(data: bytes, at: int) -> list[tuple[int, int, int]]:
    groups = struct.unpack_from(">I", data, at + 12)[0]
    return sorted(struct.unpack_from(">III", data, at + 16 + 12 * index) for index in range(groups))


def _format_4(data: bytes, at: int) -> list[tuple[int, int, int]]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 4 * count)
    offsets_at = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", data, offsets_at)
    ranges: list[tuple[int, int, int]] = []
    for index, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            if offset:
                where = offsets_at + 2 * index + offset + 2 * (code - start)
                glyph = struct.unpack_from(">H", data, where)[0]
                glyph = (glyph + delta) % 65536 if glyph else 0
            else:
                glyph = (code + delta) % 65536
            if glyph:
                ranges.append((code, code, glyph))
    return sorted(ranges)


def missing_glyphs(text: str) -> set[str]:
    """Return the characters of a text that the report fonts cannot show."""
    faces = (face(sans_path()), face(serif_path()))
    return {
        character
        for character in set(text) - _IGNORED
        if character not in FALLBACK_CHARACTERS and not all(one.glyph(character) for one in faces)
    }


def printable(text: str) -> str:
    """Return the text with 〓 where a character cannot be shown; control characters become spaces."""
    absent = missing_glyphs(text)
    if not absent:
        return text
    return "".join(
        (" " if ord(character) < 0x20 else MISSING_MARK) if character in absent else character  # noqa: PLR2004
        for character in text
    )


def printable_tree(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return words and numbers of a document with every text as `printable` has it; tuples become lists."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: printable_tree(item) for name, item in value.items()}
    return [printable_tree(item) for item in value] if isinstance(value, list | tuple) else value


def text_width(text: str, size: float) -> float:
    """Return the width of a line set in the sans font, in the unit of `size`."""
    return face(sans_path()).width(text, size)
