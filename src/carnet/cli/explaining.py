"""Explaining: trace and boundary, and how both look as text."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import click

from carnet.cli.bridging import bridge, show_bridge
from carnet.cli.calculation import dated, opened_with_warnings
from carnet.cli.frame import common, echo, missing_option, print_json, settings
from carnet.errors import UsageError
from carnet.quantity import significant_string
from carnet.service.calculate import calculate, resolve_all
from carnet.service.reports import boundary_text
from carnet.service.studies import open_study
from carnet.service.tracing import trace as trace_figure

NEED_BOUNDARY = ("说明的是哪个方案的边界", "which regime's boundary is meant")
LONGEST_LINE = 200
MOST_LINES = 60
MOST_CHILDREN = 12
DEEPEST = 8
LEAST = 2
DIGITS = 6
SIGNS = {"sum": "Σ", "product": "×", "quotient": "÷", "solved": "∞", "leaf": "•"}
OPERATIONS = {
    "zh": {
        "sum": "和", "product": "积", "quotient": "商", "solved": "环路解", "leaf": "值", "cell": "单元格",
        "factor": "因子", "parameter": "规则参数", "table": "方案表", "gwp": "GWP",
        "property": "物性", "constant": "常数",
        "acceptance": "确认", "open": "未定值", "activity": "活动水平",
    },
    "en": {
        "sum": "sum", "product": "product", "quotient": "quotient", "solved": "solved loop", "leaf": "value",
        "cell": "cell", "factor": "factor", "parameter": "parameter", "table": "regime table", "gwp": "GWP",
        "property": "property", "constant": "constant", "acceptance": "acceptance", "open": "open value",
        "activity": "activity",
    },
}  # fmt: skip


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    for command in (bridge, trace, boundary):
        group.add_command(command)


@click.command(
    help="一个数的来历，直到单元格、因子和条款；精确分数见 --json。\n\n"
    "The derivation of one number, down to cells, factors and clauses; exact fractions with "
    "--json.",
    short_help="一个数的来历 · where one number comes from",
)
@click.argument("study")
@click.option("--regime", required=True, help="方案 · regime id")
@click.option(
    "--figure",
    "pointer",
    default="/figure",
    help="结果中的JSON指针，如 /by_stage/0 · JSON Pointer into the result, such as /by_stage/0",
)
@dated
@common
def trace(study: str, regime: str, pointer: str, legal_date: str, known_date: str) -> None:
    """The derivation of one number, down to cells, factors and clauses; exact fractions with --json."""
    opened = open_study(study)
    (done,) = calculate(opened, resolve_all(opened, [regime], legal_date, known_date))
    found = trace_figure(done, pointer)
    if settings().as_json:
        print_json(found)
        return
    show_tree(found)


def show_tree(found: dict[str, Any]) -> None:
    """The derivation as an indented tree of at most `MOST_LINES` lines, then what its leaves are."""
    lang = settings().lang
    words = OPERATIONS[lang]
    lines: list[str] = []
    for depth in range(DEEPEST, LEAST - 1, -1):  # as deep as the whole breadth still fits
        lines = tree_lines(found, lang, depth)
        if len(lines) <= MOST_LINES:
            break
    for line in lines[:MOST_LINES]:
        echo(line[:LONGEST_LINE])
    if len(lines) > MOST_LINES:
        echo({"zh": "…（全部见 --json，或用 --figure 追溯其中一部分）",
              "en": "… (all of it: --json; a part of it: --figure)"}[lang])  # fmt: skip
    kinds: dict[str, int] = {}
    for leaf in found["leaves"]:
        kind = leaf["leaf"]["kind"]
        kinds[kind] = kinds.get(kind, 0) + 1
    echo(", ".join(f"{count} {words[kind]}" for kind, count in sorted(kinds.items())))


def tree_lines(found: dict[str, Any], lang: str, deepest: int) -> list[str]:
    """The lines of the tree down to a depth, at most one more than `MOST_LINES`; what goes on below ends in ``…``."""
    nodes = {n["id"]: n for n in found["nodes"]}
    lines: list[str] = []

    def show(name: str, depth: int) -> None:
        if len(lines) > MOST_LINES:
            return
        node = nodes[name]
        cut = bool(node.get("args")) and depth >= deepest
        lines.append(f"{'  ' * depth}{_node_line(node, lang)}{' …' if cut else ''}")
        if cut:
            return
        kept, rest = _grouped(node, nodes)
        for arg in kept:
            show(arg, depth + 1)
        if rest:
            value = decimal(sum((Fraction(nodes[r]["value"]) for r in rest), Fraction(0)))
            more = {"zh": f"其余 {len(rest)} 项合计", "en": f"{len(rest)} more, together"}[lang]
            lines.append(f"{'  ' * (depth + 1)}… {more} = {value}")

    show(found["root"], 0)
    return lines


def _grouped(node: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> tuple[list[str], list[str]]:
    """The children to show and those to add up: of a long sum the largest are shown, in their order."""
    args = list(node.get("args", []))
    if node["op"] != "sum" or len(args) <= MOST_CHILDREN:
        return args, []
    size: Callable[[int], tuple[Fraction, int]] = lambda i: (-abs(Fraction(nodes[args[i]]["value"])), i)  # noqa: E731
    largest = set(sorted(range(len(args)), key=size)[:MOST_CHILDREN])
    return [a for i, a in enumerate(args) if i in largest], [a for i, a in enumerate(args) if i not in largest]


def _node_line(node: dict[str, Any], lang: str) -> str:
    words = OPERATIONS[lang]
    label = node.get("label", {}).get(lang, "")
    leaf = node.get("leaf", {})
    where = " ".join(str(leaf[k]) for k in ("place", "source", "clause") if leaf.get(k))
    # A cell is named by its place in the workbook; the pointer is for JSON, where it always stands.
    ref = "" if leaf.get("place") else leaf.get("ref", "")
    kind = f"{words[leaf['kind']]} {ref}".strip() if leaf else ""
    from_what = f"  [{kind}] {where}" if leaf else ""
    return f"{SIGNS[node['op']]} {label or words[node['op']]} = {decimal(Fraction(node['value']))}{from_what}"


def decimal(value: Fraction) -> str:
    """A fraction as a decimal: whole numbers in full, others to six significant digits."""
    if value.denominator == 1:
        return str(value.numerator)
    text = significant_string(value, DIGITS)
    return text.rstrip("0").rstrip(".") if "." in text else text


@click.command(
    help="系统边界说明：由模型生成，逐行列出计入与不计的内容，可用 diff 比较。\n\n"
    "The boundary statement, generated from the model: what is in and out, line by line, made for diff.",
    short_help="系统边界说明，逐行可比较 · the boundary statement, line by line",
)
@click.argument("study")
@click.option("--regime", default="", help="方案 · regime id")
@dated
@common
def boundary(study: str, regime: str, legal_date: str, known_date: str) -> None:
    """Print the boundary statement of a study under one regime."""
    if not regime:
        raise UsageError((missing_option("--regime", "boundary", *NEED_BOUNDARY),))
    opened = opened_with_warnings(study)
    (done,) = calculate(opened, resolve_all(opened, [regime], legal_date, known_date))
    statement = boundary_text(opened, done)
    now = settings()
    if now.as_json:
        print_json({"regime": done.result["regime"], "statement": statement})
    else:
        echo(statement[now.lang])


__all__ = ["boundary", "decimal", "register", "show_bridge", "trace", "tree_lines"]
