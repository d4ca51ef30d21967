"""The results a filled template states itself, each with its cell and with what speaks against it in the file alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import Place
from carnet.exchange.cbam_template.evaluate import Evaluator, Fault, saved
from carnet.exchange.cbam_template.formula import FormulaError, references
from carnet.exchange.cbam_template.read_prices import INPUTS
from carnet.exchange.cbam_template.reading import near
from carnet.exchange.cbam_template.reading import reference as cell_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from carnet.exchange.cbam_template.labels import View
    from carnet.exchange.cbam_template.raw import Tab
    from carnet.exchange.cbam_template.read_blocks import Block, Rows
    from carnet.exchange.cbam_template.read_installation import FormA
    from carnet.exchange.cbam_template.read_prices import PriceRow
    from carnet.exchange.cbam_template.read_products import GoodRow
    from carnet.exchange.cbam_template.read_streams import StreamRow
    from carnet.exchange.cbam_template.reading import Reading
    from carnet.exchange.sheet import Cell
    from carnet.inventory.installation import CarbonPrice, CbamGood, Installation

_ROOTS = 12
_CHECKED = 6_000  # formula cells looked at for staleness
_STREAM = {
    "emissions": "co2_fossil", "biomass": "co2_bio", "energy": "energy_fossil", "energy_biomass": "energy_bio",
    "cf4": "cf4", "c2f6": "c2f6",
}  # fmt: skip
_TOTALS = {
    "co2": "total_co2", "biomass": "total_biomass", "n2o": "total_n2o", "pfc": "total_pfc", "direct": "total_direct",
    "indirect": "total_indirect",
}  # fmt: skip
_BY_METHOD = {"calculated": "calculation_based", "measured": "measurement_based"}
_BALANCE = {
    "direct_star": "direct_star", "heat": "heat_emissions", "waste_gas": "waste_gas_emissions",
    "direct": "total_direct", "indirect": "indirect_if_relevant", "amount": "activity_level",
}  # fmt: skip
_SPECIFIC = {
    "se_direct": "se_direct", "see_direct": "see_direct", "se_indirect": "se_indirect",
    "see_indirect": "see_indirect", "se_electricity": "electricity_consumed",
    "embedded_electricity": "embedded_electricity",
}  # fmt: skip
_BOUGHT = {"see_direct": "see_direct", "see_indirect": "see_indirect", "electricity": "electricity_consumed"}
_GOODS = {
    "see_direct": "see_direct", "see_indirect": "see_indirect", "see_total": "see_total",
    "default_share": "default_share", "embedded_electricity": "embedded_electricity",
}  # fmt: skip
_CHP = {
    "emissions_heat": ("attributable", "emissions_heat"), "ef_heat": ("attributable", "ef_heat"),
    "emissions_power": ("attributable", "emissions_power"),
    "fuel_heat": ("attributable_fuel", "fuel_heat"), "fuel_power": ("attributable_fuel", "fuel_power"),
}  # fmt: skip
_PRICES = {
    "se_own": "se_total", "covered": "covered_se", "due": "price_due", "rebate": "rebate_due",
    "effective": "price_effective",
}  # fmt: skip
_GOOD_PRICES = {"covered": "covered_emissions", "rebated": "rebated_emissions", "effective": "price_effective"}
PRICED = frozenset({"carbon_price", "good_price"})


@dataclass(frozen=True, slots=True)
class StatedValue:
    """One result of the workbook.

    Attributes:
        kind: ``stream``, ``totals``, ``process``, ``precursor``, ``good``, ``cogeneration``, ``carbon_price`` (of a
            process or precursor) or ``good_price``.
        id: of the row of the study it belongs to (of a good: its process, but for ``good_price``); empty for totals.
        name: the field of the result in `carnet.cbam.result`.
        value: the number as saved; None where the file holds none.
        place: its cell.
        state: ``saved`` (a formula with its result), ``typed`` (over the formula), ``no_value``, ``stale`` (the saved
            result is not what its formula yields), ``told`` (the workbook shows a word, such as Incomplete).
        shown: what the cell holds where it is no number.
        typed, stale: cells before it that are typed over, or saved before an input changed (cell ← its inputs).
        manual: the cell of a total entered by hand in place of the sum.
        missing: empty input cells that the workbook counts as zero.
    """

    kind: str
    id: str
    name: str
    value: Fraction | None
    place: Place
    state: str
    shown: str = ""
    typed: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    manual: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedResults:
    """All results of a workbook, in the order of its sheets; `goods` and `carbon_prices` as it has them."""

    values: tuple[StatedValue, ...] = ()
    goods: tuple[CbamGood, ...] = ()
    carbon_prices: tuple[CarbonPrice, ...] = ()


@dataclass(slots=True)
class Found:
    """Where everything of a workbook was found."""

    views: Mapping[str, View]
    form: FormA
    streams: Sequence[StreamRow]
    rows: Rows
    tools: Sequence[tuple[str, int, int]]
    goods: Sequence[GoodRow]
    installation: Installation
    good_rows: Sequence[CbamGood] = ()
    prices: Sequence[CarbonPrice] = ()
    price_rows: Sequence[PriceRow] = ()


@dataclass(slots=True)
class _Collector:
    reading: Reading
    found: Found
    local: Evaluator
    values: list[StatedValue] = field(default_factory=list)
    checked: dict[tuple[str, int, int], str] = field(default_factory=dict)

    def add(
        self,
        kind: str,
        row_id: str,
        name: str,
        tab: Tab,
        cell: Cell | None,
        around: Iterable[Cell] = (),
        manual: str = "",
        missing: tuple[str, ...] = (),
    ) -> None:
        """Keep a result; `around` are the cells before it that may be typed over or stale."""
        if cell is None or not (cell.text or cell.formula):
            return
        if cell.kind == "text" and not cell.text.strip():
            return  # the workbook shows nothing, since it has nothing to show
        value = saved(cell)
        number = value if isinstance(value, Fraction) else None
        state = self.state(tab, cell)
        stale = self.stale(tab, around)
        self.values.append(
            StatedValue(
                kind, row_id, name, number, self.reading.place(tab, cell), state,
                "" if number is not None else cell.text[:40], (), stale, manual, missing,
            )
        )  # fmt: skip

    def state(self, tab: Tab, cell: Cell) -> str:
        key = (tab.name, cell.row, cell.column)
        if key not in self.checked:
            self.checked[key] = self._state(tab, cell)
        return self.checked[key]

    def _state(self, tab: Tab, cell: Cell) -> str:  # noqa: PLR0911 - one line a state
        if not cell.formula and tab.in_array(cell):
            return "saved"
        if not cell.formula:
            return "typed" if cell.kind == "number" else "told"
        if cell.kind == "no_value":
            return "no_value"
        value = saved(cell)
        if isinstance(value, str | Fault | bool):
            return "told"
        if len(self.checked) > _CHECKED:
            return "saved"
        try:
            again = self.local.result(tab, cell)
        except FormulaError:
            return "saved"
        if isinstance(again, bool):
            return "told"  # some programs save it as the number 0
        if isinstance(again, Fraction) and isinstance(value, Fraction):
            return "saved" if near(again, value) or abs(again - value) < Fraction(1, 10**9) else "stale"
        return "saved"

    def stale(self, tab: Tab, around: Iterable[Cell]) -> tuple[str, ...]:
        """Return the cells whose saved result is not what their formula yields, with the inputs they name."""
        stale: list[str] = []
        for cell in around:
            state = self.state(tab, cell) if cell.formula else ""
            if state == "stale" and len(stale) < _ROOTS:
                before = ", ".join(_inputs(self.reading, tab, cell))
                stale.append(f"{tab.name}!{cell.ref}" + (f" ← {before}" if before else ""))
        return tuple(stale)


def _inputs(reading: Reading, tab: Tab, cell: Cell) -> list[str]:
    """Return the cells without a formula that a formula names directly."""
    found: dict[str, None] = {}
    for reference in references(tab.formula(cell)):
        target = reading.book.tab(reference.sheet) if reference.sheet else tab
        if target is None or not reference.single:
            continue
        before = target.at(reference.top, reference.left)
        if before is not None and not before.formula and before.kind == "number":
            found[before.ref if target is tab else f"{target.name}!{before.ref}"] = None
    return list(found)[:_ROOTS]


def stated_results(reading: Reading, found: Found) -> StatedResults:
    """Collect the results of a workbook."""
    collector = _Collector(reading, found, Evaluator(reading.book, local=True))
    collector.local.steps = 2_000_000
    collector.local.moved = reading.evaluator.moved
    if "streams" in found.views:
        _streams(collector)
    if "energy" in found.views:
        _totals(collector)
    if "tools" in found.views:
        _tools(collector)
    stale = {p: _block_stale(collector, "processes", b) for p, b in found.rows.process_blocks.items()}
    bought = {p: _block_stale(collector, "precursors", b) for p, b in found.rows.precursor_blocks.items()}
    if "summary" in found.views:
        _summary(collector)
    _matrix(collector)
    if "tools" in found.views:
        _carbon_prices(collector)
    if "products" in found.views:
        _products(collector)
    values = tuple(_with_roots(collector, stale, bought))
    return StatedResults(values, tuple(found.good_rows), tuple(found.prices))


def _streams(collector: _Collector) -> None:
    view = collector.found.views["streams"]
    for stream in collector.found.streams:
        first = view.column("activity_unit", stream.head) or 1
        around = [c for (_, column), c in _row(view.tab, stream.row) if column > first and c.formula]
        missing = _missing_stream(view, stream)
        for name, label in _STREAM.items():
            column = view.column(label, stream.head)
            cell = view.tab.at(stream.row, column) if column else None
            if cell is not None and name in {"energy", "energy_biomass"} and not stream.id.startswith("S"):
                continue
            collector.add("stream", stream.id, name, view.tab, cell, around, missing=missing)


def _row(tab: Tab, row: int) -> Iterator[tuple[tuple[int, int], Cell]]:
    for column in range(1, tab.last[1] + 1):
        cell = tab.at(row, column)
        if cell is not None:
            yield (row, column), cell


def _missing_stream(view: View, stream: StreamRow) -> tuple[str, ...]:
    wanted = {"S": ("activity_data",), "F": ("activity_data", "c2f6_ratio"), "M": ("concentration", "hours", "flow")}
    found: list[str] = []
    for label in wanted[stream.id[0]]:
        column = view.column(label, stream.head)
        cell = view.tab.at(stream.row, column) if column else None
        if column and (cell is None or not cell.text):
            found.append(f"{view.tab.name}!{cell_name(stream.row, column)}")
    return tuple(found)


def _totals(collector: _Collector) -> None:
    view = collector.found.views["energy"]
    tab = view.tab
    head = view.first("installation_level")
    streams = [c for v in collector.values if v.kind == "stream" for c in v.stale]
    if head is not None:
        result, manual = view.first("results", head[0]), view.first("manual", head[0])
        if result is not None:
            line = [c for _, c in _row(tab, result[0])]
            by_hand: list[str] = []
            for name, label in _TOTALS.items():
                column = view.column(label, head[0])
                hand = tab.at(manual[0], column) if manual and column else None
                entered = f"{tab.name}!{hand.ref}" if hand is not None and hand.text else ""
                if entered and name not in {"direct", "indirect", "biomass"}:
                    by_hand.append(entered)
                told = ", ".join(by_hand) if name == "direct" else ("" if name == "indirect" else entered)
                cell = tab.at(result[0], column) if column else None
                around = [*line, *([above] if (above := tab.at(head[0] + 1, column or 1)) else [])]
                collector.add("totals", "", name, tab, cell, around, told)
    fuel = view.first("fuel_total")  # "Fuel balance" is also a heading
    total = view.first("results", fuel[0]) if fuel else None
    if fuel is not None and total is not None:
        line = [c for _, c in _row(tab, total[0])]
        collector.add("totals", "", "energy", tab, tab.at(total[0], fuel[1]), line)
    method = view.first("calculation_based")
    emissions = view.first("emissions", method[0] if method else 0)
    if method is not None and emissions is not None:
        for name, label in _BY_METHOD.items():
            column = view.column(label, method[0])
            collector.add("totals", "", name, tab, tab.at(emissions[0], column) if column else None)
    if streams:
        collector.values = [
            replace(v, stale=(*v.stale, *streams[:_ROOTS])) if v.kind == "totals" else v for v in collector.values
        ]


def _tools(collector: _Collector) -> None:
    view = collector.found.views["tools"]
    for unit, top, bottom in collector.found.tools:
        around = [c for (r, _), c in view.tab.cells.items() if top <= r < bottom and c.formula]
        for name, (label, header) in _CHP.items():
            place = view.first(label, top, bottom)
            column = view.header(header, place[0]) if place else None
            cell = view.tab.at(place[0], column) if place and column else None
            collector.add("cogeneration", unit, name, view.tab, cell, around)


def _block_stale(collector: _Collector, role: str, block: Block) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the stale and the typed-over cells of a block: its amounts, its total, and the helper column behind."""
    view = collector.found.views[role]
    amounts = view.column("amounts", block.top)
    total = view.first("total_production" if role == "processes" else "total_purchased", block.top, block.bottom)
    around: list[Cell] = []
    typed: list[str] = []
    for row in range(block.top, block.bottom):
        for (_, column), cell in _row(view.tab, row):
            if amounts and column >= amounts and cell.formula and cell.kind == "number":
                around.append(cell)
    if total is not None and amounts:
        sum_cell = view.tab.at(total[0], amounts)
        if sum_cell is not None and not sum_cell.formula and sum_cell.kind == "number":
            typed.append(f"{view.tab.name}!{sum_cell.ref}")
    return collector.stale(view.tab, around), tuple(typed)


def _summary(collector: _Collector) -> None:
    view = collector.found.views["summary"]
    tab = view.tab
    form = collector.found.form
    process_ids = {f"P{p.number}" for p in form.processes}
    precursor_ids = {f"PP{p.number}" for p in form.precursors}
    tables = (
        (_head(view, "heat_emissions"), _BALANCE, process_ids, "process"),
        (_head(view, "se_direct", "see_direct"), _SPECIFIC, process_ids, "process"),
        (_head(view, "precursor_type"), _BOUGHT, precursor_ids, "precursor"),
    )
    heads = sorted(head for head, *_ in tables if head is not None)
    for head, fields, ids, kind in tables:
        if head is None:
            continue
        left = min(c for r, c in view.labelled if r == head)
        for row in range(head + 1, min([other for other in heads if other > head] + [head + 40])):
            front = {
                collector.reading.content(tab, tab.at(row, column)).upper()
                for column in range(max(1, left - 3), left + 1)
                if tab.at(row, column) is not None
            }
            row_id = next((each for each in front if each in ids), "")
            if not row_id:
                continue
            for name, label in fields.items():
                column = view.column(label, head)
                cell = tab.at(row, column) if column else None
                collector.add(kind, row_id, name, tab, cell)
    for number, place in enumerate(view.all("total_process"), 1):
        column = view.header("share_of_default", place[0])
        listed = f"P{number}"
        if column and listed in process_ids:
            collector.add("process", listed, "default_share", tab, tab.at(place[0], column))


def _head(view: View, *labels: str) -> int | None:
    rows = [r for r, _ in view.all(labels[0])]
    return next((row for row in rows if all(view.column(label, row) is not None for label in labels)), None)


def _matrix(collector: _Collector) -> None:
    """The hidden sheet of the chain of precursors: found by its first header, rows by their numbers."""
    form = collector.found.form
    for tab in collector.reading.book.tabs:
        if tab.name != "InputOutput" and not tab.hidden:
            continue
        heads: dict[str, tuple[int, int]] = {}
        for place, cell in tab.cells.items():
            if cell.kind == "text":
                name = {"SE (direct)": "se_direct", "SEE (direct)": "see_direct", "SE (indirect)": "se_indirect",
                        "SEE (indirect)": "see_indirect"}.get(cell.text.strip())  # fmt: skip
                if name:
                    heads.setdefault(name, place)
        if len(heads) < 4 or len({row for row, _ in heads.values()}) > 1:  # noqa: PLR2004 - all four headers
            continue
        head = heads["see_direct"][0]
        processes = {p.number for p in form.processes}
        precursors = {p.number for p in form.precursors}
        for position, row in enumerate(range(head + 1, head + 31), 1):
            made = position <= 10  # noqa: PLR2004 - the template has room for ten processes, then precursors
            number = position if made else position - 10
            if number not in (processes if made else precursors):
                continue
            for name in ("see_direct", "see_indirect") if not made else tuple(heads):
                place = heads[name]
                row_id = f"P{number}" if made else f"PP{number}"
                collector.add("process" if made else "precursor", row_id, name, tab, tab.at(row, place[1]))
        return


def _products(collector: _Collector) -> None:
    view = collector.found.views["products"]
    for good in collector.found.goods:
        for name, label in _GOODS.items():
            column = view.column(label, good.head)
            cell = view.tab.at(good.row, column) if column else None
            collector.add("good", good.process, name, view.tab, cell)
        for name, label in _GOOD_PRICES.items():
            column = view.column(label, good.head)
            cell = view.tab.at(good.row, column) if column else None
            if cell is not None and cell.kind != "no_value":
                collector.add("good_price", good.id, name, view.tab, cell)


def _carbon_prices(collector: _Collector) -> None:
    """The lines of the tool; every one rests on all others by way of the chain of precursors.

    A tool that nobody used states nothing, and neither does one that was never calculated.
    """
    if not collector.found.prices:
        return
    view = collector.found.views["tools"]
    rows = {each.row for each in collector.found.price_rows}
    first = min(
        (column for row in collector.found.price_rows[:1] for r, column in view.labelled if r == row.head), default=1
    )
    around = [c for (row, column), c in sorted(view.tab.cells.items()) if row in rows and column > first and c.formula]
    missing = tuple(
        f"{view.tab.name}!{cell_name(each.row, column)}"
        for each in collector.found.price_rows
        for price in collector.found.prices
        if price.of == each.of
        for name, label in INPUTS.items()
        if not getattr(price, name) and name != "rebate" and (column := view.column(label, each.head))
    )
    for each in collector.found.price_rows:
        for name, label in _PRICES.items():
            column = view.column(label, each.head)
            cell = view.tab.at(each.row, column) if column else None
            chain = name in {"due", "rebate", "effective"}
            before = around if chain else [c for c in around if c.row == each.row]
            if cell is None or cell.kind == "no_value":
                continue
            collector.add("carbon_price", each.of, name, view.tab, cell, before, missing=missing if chain else ())


def _with_roots(
    collector: _Collector,
    stale: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]],
    bought: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]],
) -> Iterator[StatedValue]:
    """Give each result what lies before it: of its own block first, then of all blocks and streams."""
    everything = [c for cells, _ in (*stale.values(), *bought.values()) for c in cells]
    everything += [c for v in collector.values if v.kind in {"stream", "cogeneration"} for c in v.stale]
    over = [c for _, cells in (*stale.values(), *bought.values()) for c in cells]
    over += [str(v.place) for v in collector.values if v.state == "typed" and v.kind not in PRICED]
    over_tool = [str(v.place) for v in collector.values if v.state == "typed" and v.kind == "carbon_price"]
    missing = _missing(collector)
    own_lists = {**stale, **bought}
    for value in collector.values:
        if value.kind in {"stream", "cogeneration"}:
            yield value
            continue
        own_stale, own_typed = own_lists.get(value.id, ((), ()))
        chain = value.name.startswith("see") or value.name in {"embedded_electricity", "default_share"}
        chain = chain or value.kind in PRICED
        cells = [*value.stale, *own_stale, *(everything if chain or value.kind == "totals" else ())]
        typed = [*own_typed, *(over if chain or value.kind == "totals" else ())]
        typed += over_tool if value.kind in PRICED else ()
        empty = [*missing.get(value.id, ()), *((c for m in missing.values() for c in m) if chain else ())]
        yield replace(
            value,
            stale=tuple(dict.fromkeys(cells))[:_ROOTS],
            typed=tuple(c for c in dict.fromkeys(typed) if c != str(value.place))[:_ROOTS],
            missing=tuple(dict.fromkeys((*value.missing, *empty)))[:_ROOTS],
        )


def _missing(collector: _Collector) -> dict[str, list[str]]:
    """Return the empty cells of each process and precursor beside which something is filled in."""
    rows, places = collector.found.rows, collector.reading.places
    found: dict[str, list[str]] = {}
    for i, process in enumerate(rows.production):
        for amount, factor in (
            ("heat_in", "heat_in_ef"), ("heat_out", "heat_out_ef"), ("electricity", "electricity_ef"),
            ("electricity_out", "electricity_out_ef"),
        ):  # fmt: skip
            if getattr(process, amount).strip("0.") and not getattr(process, factor):
                beside = places.get(f"/production/{i}/{amount}")
                found.setdefault(process.id, []).append(f"{factor} ({beside})" if beside else factor)
        if not process.direct:
            found.setdefault(process.id, []).append("DirEm*")
    for i, precursor in enumerate(rows.precursors):
        if precursor.electricity and not (precursor.electricity_ef or precursor.see_indirect):
            beside = places.get(f"/precursors/{i}/electricity")
            found.setdefault(precursor.id, []).append(f"electricity_ef ({beside})" if beside else "electricity_ef")
        if not precursor.see_direct:
            found.setdefault(precursor.id, []).append("SEE (direct)")
    return found
