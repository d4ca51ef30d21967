"""Where the footprint enters and how it travels from process to process into the product."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.report.chart_spec import NO_TEXT, ChartSpec, Row, add
from carnet.report.reading import basis_note, line_names, regime_title, text_of, unit_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PRODUCT = "product"
TOP_LINES = 8
TOP_PROCESSES = 9


@dataclass(frozen=True, slots=True)
class Edge:
    """The footprint that goes from one process into the next with what it hands over.

    Args:
        source: id of the process that delivers.
        target: id of the process that uses, or ``product``.
        value: kg CO2e per declared unit, a decimal string as printed.
        exact: the same as ``p/q``.
        name: what is handed over.
    """

    source: str
    target: str
    value: str
    exact: str = ""
    name: Text = NO_TEXT


def edges_of(result: Mapping[str, Any]) -> tuple[Edge, ...]:
    """Return what each process hands on, as the result says."""
    return tuple(
        Edge(str(e["source"]), str(e["target"]), str(e["value"]), str(e.get("exact") or ""), text_of(e.get("name")))
        for e in result.get("edges") or ()
    )


def sankey_chart(
    result: Mapping[str, Any],
    edges: Sequence[Edge] | None = None,
    top_lines: int = TOP_LINES,
    top_processes: int = TOP_PROCESSES,
) -> ChartSpec:
    """Make the Sankey of a result.

    Args:
        result: a result with a figure.
        edges: what each process hands on; default: as the result says. Without an edge to
            ``product`` the process nothing else follows delivers the whole; processes with no edge at all
            deliver to the product directly.
        top_lines: so many of the largest lines stand alone; the others are added up.
        top_processes: so many processes stand alone; the others become one node.
    """
    edges = edges_of(result) if edges is None else edges
    lines = sorted(result.get("by_line") or (), key=lambda e: (-abs(_exact(e)), str(e["id"])))
    names = {str(p["id"]): text_of(p["name"]) for p in result.get("by_process") or ()}
    handed = {edge.source: edge.name for edge in edges if edge.name.en}
    for process in [*(str(entry["process"]) for entry in lines), *(p for e in edges for p in (e.source, e.target))]:
        if process != PRODUCT:
            # A process that adds nothing of its own is in no list of the result: it is called by what it hands on.
            names.setdefault(process, handed.get(process) or text_of(process))
    merged = _merge(lines, edges, list(names), top_processes)
    links = _line_links(lines, merged, top_lines) + _process_links(result, edges, merged, list(names))
    kept = [row for row in links if Fraction(row.value)]
    nodes = _nodes(kept, lines, names, result)
    title = regime_title(result)
    return ChartSpec(
        "sankey",
        Text(f"排放在工序间的流向：{title.zh}", f"Where the footprint comes from and goes: {title.en}"),
        unit_text(result),
        (*nodes, *kept),
        note=basis_note(result),
    )


def _exact(entry: Mapping[str, Any]) -> Fraction:
    return Fraction(str(entry.get("exact") or entry["value"]))


def _merge(lines: Sequence[Mapping[str, Any]], edges: Sequence[Edge], processes: list[str], top: int) -> dict[str, str]:
    """Return for each process the key of its node: its own, or that of the other processes together."""
    weight: dict[str, Fraction] = defaultdict(Fraction)
    for entry in lines:
        weight[str(entry["process"])] += abs(_exact(entry))
    for edge in edges:
        weight[edge.source] += abs(Fraction(edge.exact or edge.value))
    ranked = sorted(processes, key=lambda p: (-weight[p], p))
    small = set(ranked[top:]) if len(ranked) > top + 1 else set()
    return {p: "processes:other" if p in small else f"process:{p}" for p in processes}


def _line_links(lines: Sequence[Mapping[str, Any]], merged: Mapping[str, str], top: int) -> list[Row]:
    links: list[Row] = []
    rest: dict[str, list[str]] = defaultdict(list)
    alone = [entry for entry in lines if _exact(entry) > 0][:top]
    shown = {str(entry["id"]) for entry in alone}
    for entry in lines:
        node, value, key = merged[str(entry["process"])], str(entry["value"]), str(entry["id"])
        if _exact(entry) < 0:
            category = "recycling" if entry.get("category") == "recycling" else "credit"
            links.append(_link(f"line:{key}", node, "credits", value, category))
        elif key in shown:
            links.append(_link(f"line:{key}", f"line:{key}", node, value, str(entry.get("category") or "other")))
        else:
            rest[node].append(value)
    links += [_link(f"other:{node}", "lines:other", node, add(values), "other") for node, values in rest.items()]
    return links


def _process_links(
    result: Mapping[str, Any], edges: Sequence[Edge], merged: Mapping[str, str], processes: list[str]
) -> list[Row]:
    grouped: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        pair = (merged[edge.source], PRODUCT if edge.target == PRODUCT else merged[edge.target])
        if pair[0] != pair[1]:
            grouped[pair].append(edge)
    links = []
    for (source, target), several in grouped.items():
        detail = Text(
            "、".join(dict.fromkeys(e.name.zh for e in several if e.name.zh)),
            ", ".join(dict.fromkeys(e.name.en for e in several if e.name.en)),
        )
        links.append(_link(f"{source}>{target}", source, target, add(e.value for e in several), "process", detail))
    if not any(edge.target == PRODUCT for edge in edges):
        links += _to_product(result, edges, merged, processes)
    return links


def _to_product(
    result: Mapping[str, Any], edges: Sequence[Edge], merged: Mapping[str, str], processes: list[str]
) -> list[Row]:
    """Let the last process deliver the whole, and every process without any edge its own part."""
    own = {str(p["id"]): str(p["value"]) for p in result.get("by_process") or ()}
    linked = {p for edge in edges for p in (edge.source, edge.target)}
    loose = [p for p in processes if p not in linked]
    last = [p for p in processes if p in linked and not any(e.source == p for e in edges)]
    links = [_link(f"{merged[p]}>{PRODUCT}", merged[p], PRODUCT, own.get(p, "0"), "process") for p in loose]
    if len(last) == 1:
        total = str((result.get("reading") or {})["value"])
        value = add([total, *(f"-{own.get(p, '0')}".replace("--", "") for p in loose)])
        links.append(_link(f"{merged[last[0]]}>{PRODUCT}", merged[last[0]], PRODUCT, value, "process"))
    return links


def _link(key: str, source: str, target: str, value: str, category: str, detail: Text = NO_TEXT) -> Row:
    return Row(f"link:{key}", NO_TEXT, "link", value, category=category, source=source, target=target, detail=detail)


def _nodes(
    links: Sequence[Row], lines: Sequence[Mapping[str, Any]], names: Mapping[str, Text], result: Mapping[str, Any]
) -> list[Row]:
    used = dict.fromkeys(key for row in links for key in (row.source, row.target))
    told = line_names(result)
    entries = {f"line:{entry['id']}": entry for entry in lines}
    fixed = {
        "lines:other": (Text("其余各项合计", "all other lines"), "other"),
        "processes:other": (Text("其余工序合计", "other processes"), "process"),
        "credits": (Text("扣减", "deductions"), "credit"),
    }
    own = {f"process:{p['id']}": str(p["value"]) for p in result.get("by_process") or ()}
    rows: list[Row] = []
    for key in used:
        if key in entries:
            entry = entries[key]
            category = str(entry.get("category") or "other")
            rows.append(Row(key, told[str(entry["id"])], "node", str(entry["value"]), category=category))
        elif key == PRODUCT:
            total = str((result.get("reading") or {}).get("value") or "")
            rows.append(Row(key, Text("产品", "product"), "node", total, category="product"))
        elif key in fixed:
            label, category = fixed[key]
            if key == "credits" and all(r.category == "recycling" for r in links if r.target == key):
                category = "recycling"
            value = (
                "" if category == "process" else add(link.value for link in links if key in {link.source, link.target})
            )
            rows.append(Row(key, label, "node", value, category=category))
        else:
            rows.append(Row(key, names[key.removeprefix("process:")], "node", own.get(key, ""), category="process"))
    return rows
