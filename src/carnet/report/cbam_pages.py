"""From the documents as data to typeset pages: every text in English with Chinese beside it, or one language a page."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING, Any

from carnet.cbam.checks import blocking
from carnet.errors import Text
from carnet.exchange.precursor_sheet import PREVIEW, READY, precursor_rows, state_of
from carnet.report.cbam_cost import charged, cost_blocks, lacking, reasons_withheld
from carnet.report.cbam_model import SEE_PLACES, Bundle, Cell, Fact, Gap, Item, Paper, Table, Unstated, ranged, tidy
from carnet.report.cbam_preview import NOT_TO_SUBMIT, why_a_range
from carnet.report.cbam_words import BASES, STATES, name_of
from carnet.report.fonts import printable_tree
from carnet.report.pdf import STANDARDS
from carnet.report.typesetter import typeset

if TYPE_CHECKING:
    from carnet.exchange.precursor_sheet import PrecursorSheet
    from carnet.report.blocks import Block

COST_TITLE = Text("CBAM费用说明", "What it costs at the border, and why")
SHEET_TITLE = Text("前体数据单", "Precursor data sheet")
_WITHHELD = Text(
    "草稿：有数值缺失或检查未通过，不给出金额", "DRAFT: something is missing or a check fails, money is withheld"
)
_UNKNOWN = Text("草稿：有CN编码不明，无法判断", "DRAFT: a CN code is unknown, nothing is judged")
_NOT_CHARGED = Text("没有须缴纳CBAM费用的货物", "No good is charged under the CBAM")
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
    blocks += [_pair(note, "guide") for note in paper.notes]
    for one in paper.items:
        blocks += _item_blocks(one)
    en, zh = paper.title.en.partition(f": {PREVIEW.en}")[0], paper.title.zh.partition(f"（{PREVIEW.zh}")[0]
    return _page(bundle, paper.title.en, f"{en} {zh}", blocks, "en")


def cost_data(bundle: Bundle, lang: str) -> dict[str, Any]:
    """Return words and numbers of the page about cost in one language."""
    blocks: list[Block] = [*cost_blocks(bundle, lang), {"t": "small", "s": state_text(bundle).get(lang)}]
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
        figure = path.removeprefix("values/").removesuffix("/value")
        if path.endswith(("/lower", "/lower_exact")) or path.startswith("values/electricity_note"):
            continue
        shown: object = words[path].json() if path in words else _IN_FILE.json() if too_long(path, text) else text
        if figure in sheet.lower:
            shown = _cell(ranged(getattr(sheet, figure), sheet.lower[figure], SEE_PLACES))
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
    notes = [_pair(NOT_TO_SUBMIT, "gap")] if bundle.derived else []
    notes += [_pair(why_a_range(bundle))] if sheet.lower else []
    notes += [_pair(sheet.electricity_note)] if sheet.electricity_note.en else []
    blocks: list[Block] = [
        _title(title), _state(bundle), {"t": "facts", "rows": rows}, *notes, *gaps, _pair(told, "guide"),
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


def withheld(bundle: Bundle) -> bool:
    """Say whether money of any good is withheld: such a study is not ready for anyone's review."""
    goods = [good for good in bundle.goods.goods if charged(good)]
    return bool(goods and lacking(bundle)) or any(reasons_withheld(bundle, good) for good in goods)


def state_text(bundle: Bundle) -> Text:
    """Return what a document of the study may say of itself: ready for review only where nothing stands against it."""
    count = len(blocking(bundle.checks))
    if bundle.derived:
        return PREVIEW
    states = {good.scope.state for good in bundle.goods.goods}
    if not count and "unknown_code" in states:
        return _UNKNOWN
    if not count and withheld(bundle):
        return _WITHHELD
    if not count and states == {"out_of_scope"}:
        return _NOT_CHARGED
    return state_of(count)


def watermark(bundle: Bundle) -> str:
    """Return what stands across every page, or nothing."""
    state = state_text(bundle)
    marks = [f"{state.en}\n{state.zh}"] if state not in {READY, _NOT_CHARGED} else []
    if bundle.study.status == "illustrative":
        marks.append("ILLUSTRATIVE · 示意")
    return "\n".join(marks)


def _day(bundle: Bundle) -> tuple[int, int, int]:
    year, month, day = (int(part) for part in bundle.study.legal_date.split("-"))
    return year, month, day


def _page(bundle: Bundle, title: str, running: str, blocks: list[Block], lang: str) -> dict[str, Any]:
    study = bundle.study
    state = state_text(bundle)
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
    return {name: printable_tree(value) for name, value in data.items()}


def _title(title: Text) -> Block:
    return {"t": "h1", "s": f"{title.en}　{title.zh}", "fresh": False}


def _state(bundle: Bundle) -> Block:
    state = state_text(bundle)
    return {"t": "notice", "s": state.json(), "tone": "info" if state in {READY, _NOT_CHARGED} else "warn"}


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
            text = piece.text if isinstance(piece, Gap | Unstated) else piece
            tone = "gap" if isinstance(piece, Gap) else ""
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
    return cell.json() if isinstance(cell, Text) else tidy(cell)
