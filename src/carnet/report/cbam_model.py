"""The documents of the CBAM as data: items in the order of the acts, each with what is known and what is not.

An item is never filled by guess: what the study does not hold is a `Gap` that names the sheet and the column to fill.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.exchange.study_sheets import TABS
from carnet.inventory.installation import names_of
from carnet.quantity import decimal_or_none, decimal_string, exact_decimal, significant_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from carnet.cbam.checks import Check
    from carnet.cbam.goods_result import GoodResult, GoodsResult
    from carnet.cbam.result import Computed, ProcessResult
    from carnet.cbam.tables import Category, Tables
    from carnet.inventory.installation import Installation, NamedRow
    from carnet.inventory.model import Study

SEE_PLACES = 5
_LONG = 14
_FRACTIONAL = re.compile(r"[+-]?\d+\.\d*0")
_IDLE = re.compile(r"(?<![\d.])\d+\.\d{8,}0(?![\d.])")  # a coordinate has six decimals, a version fewer
_SIGNIFICANT = 12
NOTHING = Text("", "")
INCOMPLETE = Text("不完整", "incomplete")
Cell = str | Text

# The tables of a study that hold the installation, as a person finds them.
SHEETS: dict[str, Text] = {
    "installation": Text("设施", "installation"),
    "source_streams": Text("源流", "source streams"),
    "stream_shares": Text("源流分摊", "stream shares"),
    "production": Text("生产过程", "production processes"),
    "production_levels": Text("产量分项", "production levels"),
    "precursors": Text("外购前体", "purchased precursors"),
    "precursor_uses": Text("前体使用", "precursor uses"),
    "cogeneration": Text("热电联产", "cogeneration"),
    "cbam_goods": Text("CBAM货物", "CBAM goods"),
}


@dataclass(frozen=True, slots=True)
class Bundle:
    """What the documents are made of: the study and everything calculated from it.

    `derived`: the rows of the installation were derived from unit processes and stand for the declared unit of the
    study, not for a year of the installation. `lower` and `lower_goods`: the other end where the study leaves an
    interval, `open_values` what it leaves open. `names`: what processes, precursors and streams are called in both
    languages, by id. `electricity`: tCO2/MWh by country, as the user gave them.
    """

    study: Study
    computed: Computed
    goods: GoodsResult
    checks: tuple[Check, ...]
    tables: Tables
    derived: bool = False
    lower: Computed | None = None
    lower_goods: GoodsResult | None = None
    open_values: tuple[Text, ...] = ()
    names: Mapping[str, Text] = field(default_factory=dict)
    electricity: Mapping[str, Fraction] = field(default_factory=dict)

    def tonnes(self, amount: Fraction | None) -> str:
        """Print emissions of the installation in whole tonnes; per declared unit with the decimals of the SEE."""
        return number(amount, SEE_PLACES) if self.derived else whole_tonnes(amount)

    @property
    def installation(self) -> Installation | None:
        """The installation of the study, if it has one."""
        return self.study.installation[0] if self.study.installation else None

    def category(self, category_id: str) -> Text:
        """Return the name of an aggregated goods category."""
        known: Category | None = self.tables.categories.get(category_id)
        return Text(known.zh, known.en) if known else Text(category_id, category_id)

    def other(self, process: ProcessResult) -> ProcessResult | None:
        """Return a process at the lower end, where the study leaves an interval."""
        rows = self.lower.processes if self.lower else ()
        return next((row for row in rows if row.id == process.id), None)

    def other_good(self, good: GoodResult) -> GoodResult | None:
        """Return a good at the lower end, where the study leaves an interval."""
        rows = self.lower_goods.goods if self.lower_goods else ()
        return next((row for row in rows if row.id == good.id), None)

    def attributed_of(self, process: ProcessResult, name: str) -> Cell:
        """Print what is attributed to a process, ``direct`` or ``indirect``; incomplete where a value is missing."""
        lacks = process.own_indirect_lacks if name == "indirect" else process.own_direct_lacks
        return INCOMPLETE if lacks else self.tonnes(getattr(process, name))

    def see_of(self, process: ProcessResult, name: str) -> Cell:
        """Print specific embedded emissions of a process by the name of the field, as a range where it is one.

        What leaves something out is no figure: it is said to be incomplete.
        """
        if process.incomplete_indirect if name.endswith("indirect") else process.incomplete_direct:
            return INCOMPLETE
        other = self.other(process)
        return ranged(getattr(process, name), getattr(other, name) if other else None, SEE_PLACES)

    def called(self, row_id: str, otherwise: str = "") -> Text:
        """Return the name of a process, precursor or stream in both languages, as far as the study has both."""
        if row_id in self.names:
            return self.names[row_id]
        study = self.study
        rows: tuple[NamedRow, ...] = (
            *study.production, *study.precursors, *study.source_streams, *study.cogeneration
        )  # fmt: skip
        own = next((names_of(row) for row in rows if row.id == row_id), None)
        return own or Text(otherwise or row_id, otherwise or row_id)

    def listed(self, row_ids: Iterable[str]) -> Text:
        """Return names one after the other, in both languages."""
        return joined([self.called(row_id) for row_id in row_ids])


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value; an empty value needs a `Gap` beside it."""

    label: Text
    value: Cell


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `widths` are shares of the width, 0 as wide as the content; `align` one letter a column."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    align: str = ""
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not given, and where a person fills it in: a table of the study and one of its columns."""

    what: Text
    sheet: str
    column: str

    @property
    def where(self) -> Text:
        """The sheet and the column by the names they carry."""
        return place_of(self.sheet, self.column)

    @property
    def text(self) -> Text:
        """The sentence that is printed."""
        return Text(
            f"未提供：{self.what.zh}。请填写{self.where.zh}。", f"Not given: {self.what.en}. Fill in {self.where.en}."
        )


@dataclass(frozen=True, slots=True)
class Unstated:
    """A kind of thing of which the study states nothing, and where it would stand."""

    what: Text
    sheet: str
    column: str

    @property
    def text(self) -> Text:
        """The sentence that is printed."""
        where = place_of(self.sheet, self.column)
        words = _small(self.what.en)
        return Text(
            f"研究中未列{self.what.zh}。确无此项则无需填写；如有，请填写{where.zh}。",
            f"The study states no {words}. If there is none, leave it; if there is, fill in {where.en}.",
        )


Piece = Fact | Table | Gap | Unstated | Text


def _small(words: str) -> str:
    """A heading begins with a capital, the same words inside a sentence do not; names such as CO2 stay."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list of an annex. `state`: given, partly, missing, none (nothing of the kind is stated), empty."""

    number: str
    title: Text
    state: str
    pieces: tuple[Piece, ...]
    guidance: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: `id` names its file, `basis` the list it follows, `notes` what a reader must know first."""

    id: str
    title: Text
    basis: Text
    notes: tuple[Text, ...]
    items: tuple[Item, ...]


def joined(names: Sequence[Text]) -> Text:
    """Return names one after the other; names of one language alone make one text."""
    en = "; ".join(name.en for name in names)
    one = all(name.zh == name.en for name in names)
    return Text(en if one else "；".join(name.zh for name in names), en)


def item(number: str, title: Text, pieces: Iterable[Piece], guidance: Text = NOTHING) -> Item:
    """Make an item; its state follows from what it holds."""
    kept = tuple(pieces)
    gaps = sum(isinstance(piece, Gap) for piece in kept)
    filled = sum(isinstance(piece, Fact | Table) for piece in kept)
    if gaps:
        state = "partly" if filled else "missing"
    elif filled:
        state = "given"
    else:
        state = "none" if kept else "empty"
    return Item(number, title, state, kept, guidance)


def place_of(sheet: str, column: str) -> Text:
    """Return “sheet X, column Y” as the workbook calls them; the field's own name where it has no column."""
    tab = next((tab for tab in TABS if tab.field == sheet), None)
    name = Text(tab.zh, tab.en) if tab else SHEETS.get(sheet, Text(sheet, sheet))
    found = next((c for c in tab.columns if c.field in {column, f"{column}.en"}), None) if tab else None
    label = Text(found.zh, found.en) if found else Text(column, column)
    return Text(f"“{name.zh}”表“{label.zh}”列", f'sheet "{name.en}", column "{label.en}"')


def fact_or_gap(label: Text, value: str, sheet: str, column: str) -> Fact | Gap:
    """Return the value, or what to fill in."""
    return Fact(label, value) if value else Gap(label, sheet, column)


def gaps_in(bundle: Bundle, rows: Iterable[NamedRow], sheet: str, column: str, words: Text) -> list[Gap]:
    """Return the gap of the rows that leave a column empty, named in both languages; none where all fill it.

    Args:
        bundle: what the rows are called.
        rows: rows of the sheet.
        sheet: the table of the study.
        column: the column to fill in.
        words: what is not given.
    """
    named = bundle.listed(row.id for row in rows if not getattr(row, column))
    return [Gap(Text(f"{words.zh}（{named.zh}）", f"{words.en} ({named.en})"), sheet, column)] if named.en else []


def none_stated(what: Text, sheet: str, column: str) -> Unstated:
    """Say that the study states nothing of a kind, and where it would stand."""
    return Unstated(what, sheet, column)


def without_figure(bundle: Bundle, processes: Iterable[ProcessResult], *, own: bool = False) -> list[Piece]:
    """Say of each process whose figures are incomplete which rows lack values; `own`: of what is attributed to it."""
    found: list[Piece] = []
    for each in processes:
        lacks = dict.fromkeys((*each.own_direct_lacks, *each.own_indirect_lacks)) if own else each.incomplete
        if lacks:
            what, named = bundle.called(each.id, each.name), ", ".join(lacks)
            found.append(Text(
                f"{what.zh}不完整：{named} 缺少数值，受其影响的数字不给出。",
                f"{what.en} is incomplete: values of {named} are missing, and no figure that needs them is given.",
            ))  # fmt: skip
    return found


def incomplete_note(what: Text, rows: Sequence[str]) -> list[Piece]:
    """Say which rows a figure leaves out because a value of theirs is missing; nothing where none is."""
    if not rows:
        return []
    named = ", ".join(rows)
    return [
        Text(
            f"{what.zh}不完整：{named} 缺少数值，以上数字未包含它们。",
            f"{what.en} is incomplete: values of {named} are missing and the figures above leave them out.",
        )
    ]


def number(amount: Fraction | None, places: int | None = None) -> str:
    """Print an exact figure: half up to `places`, or with all its digits as far as they are readable."""
    if amount is None:
        return ""
    if places is not None:
        return decimal_string(amount, places, "half_up")
    whole = exact_decimal(amount)
    return trimmed(whole if whole is not None and len(whole) <= _LONG else significant_string(amount, _SIGNIFICANT))


def trimmed(text: str) -> str:
    """Return a decimal without the zeros behind its last digit; any other text as it stands."""
    return text.rstrip("0").rstrip(".") if _FRACTIONAL.fullmatch(text) else text


def tidy(text: str) -> str:
    """Return a text in which no long decimal ends in idle zeros; short ones keep what their writer gave them."""
    return _IDLE.sub(lambda found: trimmed(found[0]), text)


def ranged(amount: Fraction | None, other: Fraction | None, places: int | None = None) -> Cell:
    """Print a figure; as both ends and which of them counts, where the study leaves an interval.

    Args:
        amount: the end that counts.
        other: the same at the other end; None where there is none.
        places: decimals, as for `number`.
    """
    shown, beside = number(amount, places), number(other, places)
    if amount is None or other is None or shown == beside:
        return shown
    if other < amount:
        return Text(f"{beside} – {shown}（按上限计）", f"{beside} – {shown} (upper end counted)")
    return Text(f"{shown} – {beside}（按 {shown} 计）", f"{shown} – {beside} ({shown} counted)")


def see(amount: Fraction | None) -> str:
    """Print specific embedded emissions: five decimals (IR (EU) 2025/2547 Annex II A.1(8))."""
    return number(amount, SEE_PLACES)


def whole_tonnes(amount: Fraction | None) -> str:
    """Print emissions of the installation: whole tonnes (Annex II A.1(6))."""
    return number(amount, 0)


def percent(share: Fraction | None) -> str:
    """Print a ratio in per cent with two decimals."""
    return "" if share is None else f"{decimal_string(share * 100, 2, 'half_up')} %"


def given(text: str) -> Fraction:
    """Return the amount a study states, zero where it states none or nothing readable."""
    return decimal_or_none(text) or Fraction(0)


def papers_json(papers: Sequence[Paper]) -> list[dict[str, Any]]:
    """Return the documents as plain data, every text in both languages."""
    return [
        {
            "id": paper.id,
            "title": paper.title.json(),
            "basis": paper.basis.json(),
            "notes": [note.json() for note in paper.notes],
            "items": [_item_json(each) for each in paper.items],
        }
        for paper in papers
    ]


def _item_json(one: Item) -> dict[str, Any]:
    made: dict[str, Any] = {
        "number": one.number,
        "title": one.title.json(),
        "state": one.state,
        "content": [_piece_json(piece) for piece in one.pieces],
    }
    if one.guidance != NOTHING:
        made["guidance"] = one.guidance.json()
    return made


def _piece_json(piece: Piece) -> dict[str, Any]:
    if isinstance(piece, Fact):
        return {"label": piece.label.json(), "value": _cell_json(piece.value)}
    if isinstance(piece, Table):
        head = [label.json() for label in piece.head]
        return {"head": head, "rows": [[_cell_json(cell) for cell in row] for row in piece.rows]}
    if isinstance(piece, Unstated):
        return {"text": piece.text.json()}
    if isinstance(piece, Gap):
        return {"not_given": piece.what.json(), "sheet": piece.sheet, "column": piece.column, "text": piece.text.json()}
    return {"text": piece.json()}


def _cell_json(cell: Cell) -> object:
    return cell.json() if isinstance(cell, Text) else tidy(cell)
