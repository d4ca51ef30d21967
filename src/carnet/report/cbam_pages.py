"""From the documents as data to typeset pages: every text in English with Chinese beside it, or one language a page."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING, Any

from carnet.cbam.checks import blocking
from carnet.errors import Text
from carnet.exchange.precursor_sheet import precursor_rows, state_of
from carnet.report.cbam_cost import cost_blocks
from carnet.report.cbam_model import Bundle, Cell, Fact, Gap, Item, Paper, Table
from carnet.report.cbam_words import BASES, STATES, name_of
from carnet.report.fonts import printable
from carnet.report.pdf import STANDARDS
from carnet.report.typesetter import typeset

if TYPE_CHECKING:
    from carnet.exchange.precursor_sheet import PrecursorSheet
    from carnet.report.blocks import Block

COST_TITLE = Text("CBAM费用说明", "What it costs at the border, and why")
SHEET_TITLE = Text("前体数据单", "Precursor data sheet")
DERIVED = Text(
    "以下数据由研究的单元过程推算，按声明单位计，并非设施的年度总量；作为运营者报告提交之前，须填写设施各表的年度数据。",
    "These figures are derived from the unit processes of the study and stand for its declared unit, not for a year of "
    "the installation; before this becomes an operator's report, the yearly data of the installation's sheets must be "
    "filled in.",
)
_IN_FOOT = ("schema", "digest", "origin/tables")
_LONGEST = 44  # characters that fit the column of values
_IN_FILE = Text("见 .json 文件", "see the .json file")
_EVIDENCE = (
    ("verification_report", Text("核查报告编号", "id of the verification report")),
    ("verifier", Text("核查机构", "verifier")),
    ("accreditation", Text("认可编号", "accreditation number")),
    ("accreditation_scope", Text("认可范围", "accreditation scope")),
    ("accreditation_expiry", Text("认可有效期", "expiry of the accreditation")),
)
_WARNED = {"partly", "missing", "empty"}


def paper_data(bundle: Bundle, paper: Paper) -> dict[str, Any]:
    """Return words and numbers of a document, English with Chinese beside it."""
    blocks = [_title(paper.title), _pair(paper.basis), _state(bundle)]
    if bundle.derived:
        blocks.append({"t": "notice", "s": DERIVED.json(), "tone": "warn"})
    blocks += [_pair(note, "guide") for note in paper.notes]
    for one in paper.items:
        blocks += _item_blocks(one)
    return _page(bundle, paper.title.en, f"{paper.title.en} {paper.title.zh}", blocks, "en")


def cost_data(bundle: Bundle, lang: str) -> dict[str, Any]:
    """Return words and numbers of the page about cost in one language."""
    state = state_of(len(blocking(bundle.checks)))
    blocks: list[Block] = [
        *cost_blocks(bundle, lang),
        {"t": "small", "s": state.get(lang)},
    ]
    return _page(bundle, COST_TITLE.get(lang), COST_TITLE.get(lang), blocks, lang)


def sheet_data(bundle: Bundle, sheet: PrecursorSheet) -> dict[str, Any]:
    """Return words and numbers of a precursor data sheet for a person."""
    leaves = {path: text for path, _, text in precursor_rows(sheet)}
    words = {"good/category": bundle.category(sheet.category), "values/basis": name_of(BASES, sheet.basis)}
    power = leaves.get("values/electricity_basis", "")
    words["values/electricity_basis"] = name_of(BASES, power)
    rows = []
    for path, label, text in precursor_rows(sheet):
        if path in _IN_FOOT or path.startswith(("state/", "origin/blocking")):
            continue
        if path == "good/name/en" and text == leaves.get("good/name/zh"):
            continue
        shown = words[path].json() if path in words else _IN_FILE.json() if too_long(path, text) else text
        rows.append([label.json(), shown])
    told = Text(
        "本页供人阅读；程序请导入同名的 .json 或 .xlsx 文件。摘要用于发现改动，不证明出具者身份。",
        "This page is for people; programs import the .json or .xlsx of the same name. The digest shows changes, it "
        "proves no author.",
    )
    title = Text(f"{SHEET_TITLE.zh}：{sheet.cn}", f"{SHEET_TITLE.en}: {sheet.cn}")
    gaps = [
        _pair(Gap(label, "installation", column).text, "gap")
        for column, label in _EVIDENCE
        if not getattr(sheet, column)
    ]
    blocks: list[Block] = [
        _title(title), _state(bundle), {"t": "facts", "rows": rows}, *gaps, _pair(told, "guide"),
        {"t": "code", "s": [f"{path}: {leaves[path]}" for path in _IN_FOOT if path in leaves]},
    ]  # fmt: skip
    return _page(bundle, title.en, f"{SHEET_TITLE.en} {SHEET_TITLE.zh} {sheet.cn}", blocks, "en")


def too_long(path: str, text: str) -> bool:
    """Say whether an exact fraction has more digits than a person reads; the files carry it."""
    return path.endswith("/exact") and len(text) > _LONGEST


def layout() -> str:
    """Return the text of the layout file."""
    return resources.files("carnet.report").joinpath("cbam.typ").read_text(encoding="utf-8")


def pdf_of(bundle: Bundle, data: dict[str, Any]) -> bytes:
    """Typeset one document; the same data give the same bytes.

    Raises:
        ValueError: the legal date of the study is no ISO 8601 date.
    """
    year, month, day = _day(bundle)
    stamp = int(datetime(year, month, day, tzinfo=UTC).timestamp())
    (document,) = typeset(layout(), data, "pdf", standards=STANDARDS, timestamp=stamp)
    return document


def images_of(data: dict[str, Any], scale: float = 1) -> list[bytes]:
    """Return the pages as PNG, `scale` pixels for each point."""
    return typeset(layout(), data, "png", scale=scale)


def watermark(bundle: Bundle) -> str:
    """Return what stands across every page, or nothing."""
    count = len(blocking(bundle.checks))
    state = state_of(count)
    marks = [f"{state.en}\n{state.zh}"] if count else []
    if bundle.study.status == "illustrative":
        marks.append("ILLUSTRATIVE · 示意")
    return "\n".join(marks)


def _day(bundle: Bundle) -> tuple[int, int, int]:
    year, month, day = (int(part) for part in bundle.study.legal_date.split("-"))
    return year, month, day


def _page(bundle: Bundle, title: str, running: str, blocks: list[Block], lang: str) -> dict[str, Any]:
    study = bundle.study
    state = state_of(len(blocking(bundle.checks)))
    data = {
        "lang": lang,
        "title": title,
        "author": study.producer or "Carnet",
        "date": list(_day(bundle)),
        "watermark": watermark(bundle),
        "running": running,
        "state": state.get(lang),
        "footer": f"{study.id}@{study.version}",
        "blocks": blocks,
    }
    return {name: _printable(value) for name, value in data.items()}


def _printable(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _printable(item) for name, item in value.items()}
    return [_printable(item) for item in value] if isinstance(value, list | tuple) else value


def _title(title: Text) -> Block:
    return {"t": "h1", "s": f"{title.en}　{title.zh}", "fresh": False}


def _state(bundle: Bundle) -> Block:
    count = len(blocking(bundle.checks))
    return {"t": "notice", "s": state_of(count).json(), "tone": "warn" if count else "info"}


def _pair(text: Text, tone: str = "") -> Block:
    return {"t": "pair", "en": text.en, "zh": text.zh, "tone": tone}


def _item_blocks(one: Item) -> list[Block]:
    state = STATES[one.state]
    blocks: list[Block] = [
        {"t": "item", "number": one.number, "en": one.title.en, "zh": one.title.zh, "state": f"{state.en} {state.zh}",
         "tone": "warn" if one.state in _WARNED else ""}
    ]  # fmt: skip
    for piece in one.pieces:
        if isinstance(piece, Fact):
            row = [piece.label.json(), _cell(piece.value)]
            if blocks[-1]["t"] == "facts":
                blocks[-1]["rows"].append(row)
            else:
                blocks.append({"t": "facts", "rows": [row]})
        elif isinstance(piece, Table):
            blocks.append(_table(piece))
        else:
            text, tone = (piece.text, "gap") if isinstance(piece, Gap) else (piece, "")
            blocks.append(_pair(text, tone))
    if one.guidance.en:
        blocks.append(_pair(one.guidance, "guide"))
    if one.state == "empty":
        blocks.append({"t": "fill"})
    return blocks


def _table(table: Table) -> Block:
    count = len(table.head)
    return {
        "t": "table",
        "head": [label.json() for label in table.head],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "widths": list(table.widths) or [1] * count,
        "align": list(table.align or "l" * count),
        "size": 7.4,
    }


def _cell(cell: Cell) -> object:
    return cell.json() if isinstance(cell, Text) else cell
