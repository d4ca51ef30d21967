"""A bridge as one flat table: terms, groups, interactions and the table dimension × stage, printed and exact."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from carnet.report.chart_spec import safe_cell
from carnet.report.reading import declared_unit, regime_id, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

HEAD = (
    "key", "名称 name zh", "名称 name en", "类别 kind", "阶段 stage", "数值 value", "精确值 exact",
    "各次序最小 order min", "各次序最大 order max", "下限 lower", "上限 upper", "单位 unit",
    "出处（起）clauses from", "出处（止）clauses to", "说明 note zh", "说明 note en",
)  # fmt: skip
_FRACTION = re.compile(r"-?[0-9]+/[0-9]+")
MATRIX_HEAD = (
    "key", "名称 name zh", "名称 name en", "从 from", "到 to", "数值 value", "精确值 exact",
    "各次序最小 order min", "各次序最大 order max", "单位 unit",
)  # fmt: skip


def bridge_csv(bridge: Mapping[str, Any]) -> bytes:
    """Return a bridge as UTF-8 CSV with a byte order mark; numbers as decimal strings and as fractions."""
    return _written(HEAD, _rows(bridge))


def matrix_csv(matrix: Mapping[str, Any]) -> bytes:
    """Return all pairs as UTF-8 CSV with a byte order mark: for each the net difference, then its terms."""
    return _written(MATRIX_HEAD, _pairs(matrix))


def _written(head: Iterable[str], rows: Iterable[list[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        # A fraction is a number like any other, and written as one.
        writer.writerow([cell if _FRACTION.fullmatch(cell) else safe_cell(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _per(side: Mapping[str, Any]) -> str:
    unit, per = str(side.get("unit") or "kg CO2e"), declared_unit(side).en
    return f"{unit} / {per}" if per else unit


def _rows(bridge: Mapping[str, Any]) -> Iterable[list[str]]:
    unit = _per(bridge["from"])
    note = text_of(bridge.get("method_text"))

    def row(
        entry: Mapping[str, Any], key: str, kind: str, *, stage: str = "", per: str = unit, name: object = None
    ) -> list[str]:
        named = text_of(name if name is not None else entry.get("name"))
        spans = [str(entry.get(k) or "") for k in ("order_min", "order_max", "lower", "upper")]
        cites = entry.get("cites") or ()
        return [
            key, named.zh, named.en, kind, stage, str(entry["value"]), str(entry.get("exact") or ""), *spans, per,
            _clauses(cites, "from"), _clauses(cites, "to"), note.zh, note.en,
        ]  # fmt: skip

    for key in ("from", "to"):
        side = bridge[key]
        yield row(side, regime_id(side), key, per=_per(side), name=side.get("title"))
    for term in bridge["terms"]:
        yield row(term, term["dimension"], "term")
    subtotal = {"zh": "换算单位之前", "en": "before the unit conversion"}
    yield row(bridge["subtotal"], "subtotal", "subtotal", name=subtotal)
    factor = {"zh": "单位换算（相乘）", "en": "unit conversion (multiplies)"}
    yield row(bridge["unit_factor"], "unit", "unit_factor", per="1", name=factor)
    yield from _parts(bridge, row)


def _parts(bridge: Mapping[str, Any], row: Callable[..., list[str]]) -> Iterable[list[str]]:
    """Groups, interactions and the table."""
    for group in bridge.get("groups") or ():
        yield row(group, group["id"], "group_owen")
        for term in group["terms"]:
            yield row(term, f"{group['id']}/{term['dimension']}", "group_term_owen")
    for pair in bridge.get("interactions") or ():
        both = " × ".join(pair["dimensions"])
        yield row(pair, both, "interaction", name=both)
    table = bridge.get("table") or {}
    for line in table.get("rows") or ():
        for cell in line["cells"]:
            yield row(cell, line["dimension"], "cell", stage=cell["stage"], name=line["name"])
    totals = table.get("totals") or {}
    for cell in totals.get("cells") or ():
        yield row(cell, "total", "column", stage=cell["stage"], name=totals["name"])
    if totals:
        yield row(totals, "total", "difference")


def _clauses(cites: Iterable[Mapping[str, Any]], side: str) -> str:
    found = dict.fromkeys(
        f"{cite['parameter']}: {' '.join(str(cite[side].get(k) or '') for k in ('source', 'clause')).strip()} "
        f"[{cite[side].get('status')}]"
        for cite in cites
        if isinstance(cite.get(side), dict)
    )
    return "; ".join(found)


def _pairs(matrix: Mapping[str, Any]) -> Iterable[list[str]]:
    sides = {entry["regime"]: entry for entry in matrix["regimes"]}
    for pair in matrix["pairs"]:
        ends = [pair["from"], pair["to"]]
        unit = _per(sides[pair["from"]])
        net = pair["net"]
        yield ["net", "差额合计", "whole difference", *ends, net["value"], net["exact"], "", "", unit]
        for term in pair["terms"]:
            name = text_of(term["name"])
            spans = [term["order_min"], term["order_max"]]
            yield [term["dimension"], name.zh, name.en, *ends, term["value"], term["exact"], *spans, unit]
        factor = pair["unit_factor"]
        yield ["unit", "单位换算（相乘）", "unit conversion (multiplies)", *ends, factor["value"], factor["exact"],
               "", "", "1"]  # fmt: skip
