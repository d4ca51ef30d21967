"""What the recognition pages share: one frame for both, set by the layout of the documents, as PDF or as pictures."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.recognition.grade import explain
from carnet.report.cbam_pages import layout
from carnet.report.fonts import printable_tree
from carnet.report.pdf import STANDARDS
from carnet.report.recognition_words import WORD_TEXT
from carnet.report.typesetter import typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.recognition.model import Citation, Grade
    from carnet.report.blocks import Block

GRADES = Text(
    "等级：字母为来源可靠性（A官方文本 … F被否定），数字为内容可信度（1已证实 … 6无法判断）；行动以此为限："
    "A1–A2最多“行动”，B–D最多“准备”，E最多“记录”，F不予理会。",
    "Grade: the letter is the reliability of the source (A official text … F contradicted), the digit the credibility "
    "of what it says (1 confirmed … 6 cannot be judged). It bounds what may be done: A1 and A2 act, B to D prepare, E "
    "note, F ignore.",
)


def page(
    title: Text, blocks: Sequence[Block], *, lang: str, day: str, state: Text, footer: str, watermark: str = ""
) -> dict[str, Any]:
    """Return all words of a document for the layout; every text can be printed with the fonts at hand."""
    data = {
        "lang": lang,
        "title": title.get(lang),
        "author": "Carnet",
        "date": [int(part) for part in day.split("-")],
        "watermark": watermark,
        "running": title.get(lang),
        "state": state.get(lang),
        "footer": footer,
        "blocks": list(blocks),
    }
    return {name: printable_tree(value) for name, value in data.items()}


def as_pdf(data: dict[str, Any], day: str) -> bytes:
    """Typeset a document; the same data give the same bytes."""
    year, month, number = (int(part) for part in day.split("-"))
    stamp = int(datetime(year, month, number, tzinfo=UTC).timestamp())
    (document,) = typeset(layout(), data, "pdf", standards=STANDARDS, timestamp=stamp)
    return document


def as_images(data: dict[str, Any], scale: float = 1.6) -> list[bytes]:
    """Return the pages as pictures."""
    return typeset(layout(), data, "png", scale=scale)


def title_block(title: Text, lang: str) -> Block:
    """Return the heading of a document."""
    return {"t": "h1", "s": title.get(lang), "fresh": False}


def section(words: Text, lang: str) -> Block:
    """Return a heading inside a document."""
    return {"t": "h2", "s": words.get(lang)}


def cited(cite: Citation, lang: str) -> str:
    """Return a citation in one line with our status word."""
    if not cite.source:
        return "–"
    word = WORD_TEXT.get(cite.status, WORD_TEXT["unknown"]).get(lang)
    return f"{cite.source} {cite.locator}".strip() + (f"（{word}）" if lang == "zh" else f" ({word})")


def graded(grade: Grade, lang: str) -> str:
    """Return a grade with its meaning."""
    return explain(grade).get(lang)
