"""Answers of a database as charts of `carnet.report`: the same drawing, the same tables, the same CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.report.chart_spec import ChartSpec, Row
from carnet.service.db_numbers import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

PRODUCT = "product"
METHODS = {"sweeps": "逐遍代入", "krylov": "Krylov迭代", "direct": "直接分解"}
MOST_LABEL = 60
_DIGITS = 4


def contribution_chart(found: Mapping[str, Any]) -> ChartSpec:
    """The hot spots of a product; the cumulative share ends at the whole."""
    rows, running, total = [], 0.0, float(found["total"]["value"])

    def whole(value: float) -> str:
        return plain(100 * value / total, 4) if total else ""

    for part in found["parts"]:
        name = str(part.get("name") or part["key"])
        place = str(part.get("location") or "")
        label = _label(f"{name} | {place}" if place else name)
        running += float(part["value"])
        rows.append(
            Row(
                part["key"], label, "bar", part["value"], share=part["share"], cumulative=whole(running),
                category="direct",
            )
        )  # fmt: skip
    rest = found["rest"]
    if rest["count"]:
        label = Text(f"其余 {rest['count']} 项合计", f"{rest['count']} others together")
        running += float(rest["value"])
        rows.append(Row("other", label, "other", rest["value"], cumulative=whole(running), category="other"))
    title = _title(found)
    return ChartSpec(
        "pareto", Text(f"贡献：{title.zh}", f"Contributions: {title.en}"), _unit(found), tuple(rows), note=_note(found)
    )


def graph_chart(found: Mapping[str, Any]) -> ChartSpec:
    """The supply of a product as a Sankey; a node's own emissions and what is not shown of its inputs are its parts."""
    nodes, parts = [], []
    own = str(found["process"]["id"])
    joined = {own} | {e[end] for e in found["edges"] for end in ("source", "target")}
    for node in found["nodes"]:
        if node["id"] not in joined:  # all that ties it to the product lies below the cut-off
            continue
        key = f"process:{node['id']}"
        place = str(node.get("location") or "")
        name = f"{node['name']} | {place}" if place else str(node["name"])
        nodes.append(
            Row(key, _label(name), "node", _short(node["total"]), share=node["share"], category="process",
                detail=Text(name, name))
        )  # fmt: skip
        for part, zh, en, category in (
            ("direct", "自身排放", "own emissions", "direct"),
            ("other", "其余输入", "other inputs", "other"),
        ):
            if _worth(node[part], found):
                label = Text(f"{name}：{zh}", f"{name}: {en}")
                parts.append(
                    Row(f"{part}:{node['id']}", label, "part", _short(node[part]), category=category, target=key)
                )
    links = [_link(f"process:{e['source']}", f"process:{e['target']}", e["value"], "process") for e in found["edges"]]
    nodes.append(Row(PRODUCT, Text("产品", "product"), "node", _short(found["total"]["value"]), category="product"))
    links.append(_link(f"process:{own}", PRODUCT, found["total"]["value"], "process"))
    title = _title(found)
    return ChartSpec(
        "supply",
        Text(f"供应链中的流向：{title.zh}", f"Through the supply chain: {title.en}"),
        _unit(found),
        (*nodes, *parts, *links),
        note=_note(found),
    )


def _short(value: str) -> str:
    """Four digits: what a picture has room for."""
    return plain(float(value), _DIGITS)


def _link(source: str, target: str, value: str, category: str) -> Row:
    return Row(f"link:{source}>{target}", Text("", ""), "link", value, category=category, source=source, target=target)


def _worth(value: str, found: Mapping[str, Any]) -> bool:
    total, limit = abs(float(found["total"]["value"])), float(found["cutoff"])
    return abs(float(value)) >= total * limit and float(value) != 0


def _label(name: str) -> Text:
    short = name if len(name) <= MOST_LABEL else name[: MOST_LABEL - 1] + "…"
    return Text(short, short)


def _title(found: Mapping[str, Any]) -> Text:
    text = f"{_label(str(found['process']['name'])).en} ({found['regime']})"
    return Text(text, text)


def _unit(found: Mapping[str, Any]) -> Text:
    text = f"{found['unit']}/{found['process'].get('unit', '')}"
    return Text(text, text)


def _note(found: Mapping[str, Any]) -> Text:
    proof, bound = found["proof"], found["total"]["bound"]
    return Text(
        f"求解方法 {METHODS.get(proof['method'], proof['method'])}，残差 {proof['residual']}，误差界 ±{bound}",
        f"method {proof['method']}, residual {proof['residual']}, error bound ±{bound}",
    )
