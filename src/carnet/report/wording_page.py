"""A short paper of `carnet.recognition` on one A4 page: the officer's brief, a statement, a letter."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING, Any

from carnet.report.fonts import printable_tree
from carnet.report.pdf import STANDARDS
from carnet.report.typesetter import typeset

if TYPE_CHECKING:
    from carnet.recognition.brief import Page

# Sections a hurried reader must not miss.
STRONG = ("What it does not mean", "Not claimed", "Contradictions")


def wording_page(page: Page, lang: str) -> bytes:
    """Typeset the page as PDF; the same page gives the same bytes."""
    year, month, number = _day(page)
    (document,) = typeset(
        _layout(),
        page_data(page, lang),
        "pdf",
        standards=STANDARDS,
        timestamp=int(datetime(year, month, number, tzinfo=UTC).timestamp()),
    )
    return document


def wording_page_images(page: Page, lang: str, *, scale: float = 2) -> list[bytes]:
    """Return the page as PNG: one picture, or it has run over."""
    return typeset(_layout(), page_data(page, lang), "png", scale=scale)


def page_data(page: Page, lang: str) -> dict[str, Any]:
    """Return all words of the page; every one can be printed with the fonts at hand."""
    data: dict[str, Any] = {
        "lang": lang,
        "title": page.title.get(lang),
        "author": "Carnet",
        "date": list(_day(page)),
        "mark": page.mark,
        "subtitle": page.subtitle.get(lang),
        "banner": page.banner.get(lang),
        "sections": [
            {
                "head": each.head.get(lang),
                "strong": each.head.en in STRONG,
                "lines": [line.get(lang) for line in each.lines],
            }
            for each in page.sections
        ],
        "footer": page.footer.get(lang),
    }
    return {name: printable_tree(value) for name, value in data.items()}


def _layout() -> str:
    return resources.files("carnet.report").joinpath("wording.typ").read_text(encoding="utf-8")


def _day(page: Page) -> tuple[int, int, int]:
    year, month, number = (int(part) for part in page.day.split("-"))
    return year, month, number
