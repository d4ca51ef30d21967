"""Typesetting: the report as PDF, and its pages as pictures for looking at them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from carnet.report.typesetter import typeset
from carnet.report.typst_doc import document_data, layout

if TYPE_CHECKING:
    import typst

    from carnet.report.inputs import ReportInputs

# Tagged for screen readers (PDF/UA-1) and self-contained for the archive (PDF/A-2a): fonts embedded, no gap
# in the text. Both make the typesetter refuse what they forbid, so a report that exists keeps them.
STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]


def build_report(inputs: ReportInputs, lang: str) -> bytes:
    """Typeset the report.

    Args:
        inputs: everything it is made from; the date in the file is the study's legal date.
        lang: ``zh`` or ``en``.

    Returns:
        The PDF; the same inputs give the same bytes.

    Raises:
        ValueError: the legal date of the study is no ISO 8601 date.
    """
    year, month, day = (int(part) for part in inputs.study.legal_date.split("-"))
    (document,) = typeset(
        layout(),
        document_data(inputs, lang),
        "pdf",
        standards=STANDARDS,
        timestamp=int(datetime(year, month, day, tzinfo=UTC).timestamp()),
    )
    return document


def page_images(inputs: ReportInputs, lang: str, scale: float = 1) -> list[bytes]:
    """Return the pages of the report as PNG, `scale` pixels for each point."""
    return typeset(layout(), document_data(inputs, lang), "png", scale=scale)
