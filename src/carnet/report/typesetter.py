"""The one place that calls the typesetter: no system font, no clock, data handed in as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

import typst

from carnet.report.fonts import typst_fonts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_POINTS_PER_INCH = 72


def typeset(
    source: str,
    data: Mapping[str, object],
    output: Literal["pdf", "png"],
    *,
    scale: float = 1,
    standards: Sequence[typst.PDFStandard] = (),
    timestamp: int = 0,
) -> list[bytes]:
    """Set a document.

    Args:
        source: the layout; it reads `data` from ``sys.inputs.data``.
        data: words, numbers and pictures; never interpreted as markup.
        output: ``pdf`` gives one file, ``png`` one picture for each page.
        scale: pixels per point, for ``png``.
        standards: what the PDF must conform to; the typesetter refuses what they forbid.
        timestamp: the date in the file, seconds since 1970.

    Raises:
        typst.TypstError: the layout or the data is wrong: a defect of ours.
    """
    compiler = typst.Compiler(
        source.encode("utf-8"),
        font_paths=typst_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    made = compiler.compile(
        format=output, ppi=_POINTS_PER_INCH * scale, pdf_standards=list(standards), timestamp=timestamp
    )
    if made is None:
        message = "the typesetter gave nothing back"
        raise RuntimeError(message)
    return made if isinstance(made, list) else [made]
