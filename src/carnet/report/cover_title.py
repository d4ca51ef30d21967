"""Lines of the title on the cover: never broken inside a word, so smaller where it must be."""

from __future__ import annotations

import re

from carnet.report.fonts import face, serif_path

WIDTH = 476.0
SIZES = (27.0, 24.0, 21.0, 18.0)
MOST_LINES = 3
# Latin words end at a space; Chinese may break after a mark or before an opening bracket.
_PIECES = re.compile(r"[^，。；：、）》 （《]*[，。；：、）》 ]+|[（《]?[^，。；：、）》 （《]+|.")
_SHORT = 3


def title_lines(title: str) -> tuple[float, list[str]]:
    """Return font size and lines.

    A title no size can set in `MOST_LINES` lines comes back whole, in the smallest size, for the typesetter to break.
    """
    pieces = _pieces(title)
    for size in SIZES:
        lines = _fill(pieces, size)
        if len(lines) <= MOST_LINES and all(_width(line, size) <= WIDTH for line in lines):
            return size, lines
    return SIZES[-1], [title]


def _pieces(title: str) -> list[str]:
    """Split where a line may end; a very short last word, such as the A of a variant, stays with the one before."""
    pieces: list[str] = []
    for piece in _PIECES.findall(title):
        opens = pieces and pieces[-1].strip() in {"（", "《"}
        if pieces and (opens or (len(piece.strip()) < _SHORT and not piece.startswith(("（", "《")))):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _width(line: str, size: float) -> float:
    return face(serif_path()).width(line, size)


def _fill(pieces: list[str], size: float) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and _width((lines[-1] + piece).rstrip(), size) > WIDTH:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]
