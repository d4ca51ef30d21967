"""A writer of small, plain SVG: every function returns one element as text.

Coordinates may be floats; they are written with two decimals at most, so that the same chart gives the same
bytes. No script, no external reference, no style sheet: the picture is complete and safe to embed.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from carnet.report.fonts import text_width
from carnet.report.palette import INK, PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from carnet.report.palette import Style

FONT = "'Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','Segoe UI',sans-serif"
# What XML cannot hold: control characters (the line end stays), lone surrogates, two codes that are no characters.
_FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Chinese punctuation that must not begin a line.
_NOT_FIRST = frozenset("，。、；：！？）〕》」』】”’,.;:!?)]}%")

PATTERNS: dict[str, str] = {
    "rising": '<path d="M-1,7 L7,-1 M-1,1 L1,-1 M5,7 L7,5" stroke="#fff" stroke-width="1.3"/>',
    "falling": '<path d="M-1,-1 L7,7 M5,-1 L7,1 M-1,5 L1,7" stroke="#fff" stroke-width="1.3"/>',
    "upright": '<path d="M3,0 L3,6" stroke="#1B2A33" stroke-width="0.9"/>',
    "crossed": '<path d="M0,3 L6,3 M3,0 L3,6" stroke="#fff" stroke-width="1.1"/>',
    "level": '<path d="M0,3 L6,3" stroke="#1B2A33" stroke-width="1.1"/>',
    "specks": '<circle cx="3" cy="3" r="0.9" fill="#fff"/>',
    "dots": '<circle cx="1.5" cy="1.5" r="0.9" fill="#1B2A33"/><circle cx="4.5" cy="4.5" r="0.9" fill="#1B2A33"/>',
}


def n(number: float) -> str:
    """Write a coordinate: two decimals at most, never ``-0``."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def clean(text: str) -> str:
    """Escape text for XML; characters XML forbids become spaces."""
    return escape(_FORBIDDEN.sub(" ", text), quote=True)


def rect(x: float, y: float, width: float, height: float, fill: str, extra: str = "") -> str:
    """Return a rectangle."""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}" fill="{fill}"{extra}/>'


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = INK, width: float = 1, dash: str = "") -> str:
    """Return a straight line."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{n(x1)}" y1="{n(y1)}" x2="{n(x2)}" y2="{n(y2)}" stroke="{stroke}" '
        f'stroke-width="{n(width)}"{dashes}/>'
    )


def path(d: str, fill: str = "none", extra: str = "") -> str:
    """Return a path."""
    return f'<path d="{d}" fill="{fill}"{extra}/>'


def polyline(points: Iterable[tuple[float, float]], stroke: str, width: float) -> str:
    """Return a line through points."""
    joined = " ".join(f"{n(x)},{n(y)}" for x, y in points)
    return f'<polyline points="{joined}" fill="none" stroke="{stroke}" stroke-width="{n(width)}"/>'


def circle(x: float, y: float, radius: float, fill: str, stroke: str = PAPER) -> str:
    """Return a dot."""
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(radius)}" fill="{fill}" stroke="{stroke}"/>'


def text(x: float, y: float, content: str, size: float = 13, fill: str = INK, anchor: str = "start") -> str:
    """Return one line of text; `y` is the baseline."""
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{n(x)}" y="{n(y)}" font-size="{n(size)}" fill="{fill}"{side}>{clean(content)}</text>'


def filled(x: float, y: float, width: float, height: float, style: Style, prefix: str) -> str:
    """Return a rectangle in a style: the colour, the pattern over it, and a thin outline."""
    outline = ' stroke="#1B2A33" stroke-width="0.6"'
    if style.pattern == "solid":
        return rect(x, y, width, height, style.fill, outline)
    over = rect(x, y, width, height, f"url(#{prefix}-{style.pattern})", outline)
    return rect(x, y, width, height, style.fill) + over


def definitions(prefix: str, used: Iterable[str]) -> str:
    """Return the ``<defs>`` with the patterns used; ids carry a prefix, so that charts can share a page."""
    patterns = [
        f'<pattern id="{prefix}-{name}" width="6" height="6" patternUnits="userSpaceOnUse">{PATTERNS[name]}</pattern>'
        for name in sorted(set(used) & PATTERNS.keys())
    ]
    return f"<defs>{''.join(patterns)}</defs>" if patterns else ""


def document(prefix: str, width: float, height: float, title: str, description: str, body: Sequence[str]) -> str:
    """Return the whole picture with title and description for a screen reader."""
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {n(width)} {n(height)}" width="{n(width)}" '
                f'height="{n(height)}" role="img" aria-labelledby="{prefix}-title {prefix}-desc" font-family="{FONT}">'
            ),
            f'<title id="{prefix}-title">{clean(title)}</title>',
            f'<desc id="{prefix}-desc">{clean(description)}</desc>',
            rect(0, 0, width, height, PAPER),
            *body,
            "</svg>\n",
        ]
    )


def wrap(content: str, size: float, width: float, lines: int = 2) -> list[str]:
    """Break a text into at most `lines` lines no wider than `width`; what does not fit ends in ``…``.

    Latin words stay whole, Chinese breaks between any two characters but not before closing punctuation.
    """
    tokens = _tokens(content)
    rows: list[str] = [""]
    for token in tokens:
        if text_width(rows[-1] + token.rstrip(), size) <= width or (not rows[-1] and len(rows) == lines):
            rows[-1] += token
        elif not rows[-1]:
            rows[-1] = token
        else:
            rows.append(token.lstrip())
    rows = [row.strip() for row in rows if row.strip()]
    if len(rows) > lines:
        rows = [*rows[: lines - 1], " ".join(rows[lines - 1 :])]
    return [shorten(row, size, width) for row in rows] or [""]


def shorten(content: str, size: float, width: float) -> str:
    """Cut a line so that it fits, ending in ``…``."""
    if text_width(content, size) <= width:
        return content
    kept = content
    while kept and text_width(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _tokens(content: str) -> list[str]:
    tokens: list[str] = []
    current = ""
    for character in content:
        wide = ord(character) >= 0x2E80  # noqa: PLR2004 - the first CJK block
        if wide and character not in _NOT_FIRST:
            if current:
                tokens.append(current)
            current = character
        elif character == " ":
            tokens.append(current + character)
            current = ""
        elif wide or not current or ord(current[-1]) < 0x2E80:  # noqa: PLR2004
            current += character
        else:
            tokens.append(current)
            current = character
    return [*tokens, current] if current else tokens
