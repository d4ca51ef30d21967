"""Explaining: bridge and trace, and how both look as text."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import click

from carnet.cli.calculation import dated, opened_with_warnings
from carnet.cli.frame import common, echo, missing_option, print_json, settings, table
from carnet.errors import UsageError
from carnet.quantity import significant_string
from carnet.service.bridges import bridge_regimes, bridge_two_versions
from carnet.service.calculate import calculate, resolve_all
from carnet.service.reports import boundary_text
from carnet.service.snapshots import read_snapshot
from carnet.service.studies import open_study
from carnet.service.tracing import trace as trace_figure

NEED_BOUNDARY = ("说明的是哪个方案的边界", "which regime's boundary is meant")
LONGEST_CLAUSE = 60
LONGEST_LINE = 200
MOST_LINES = 60
MOST_CHILDREN = 12
DEEPEST = 8
LEAST = 2
DIGITS = 6
SHORT_DIGEST = 19  # sha256: and twelve digits
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
NEED_SIDES = (
    "桥接要有两端：--from 方案 --to 方案；或 --regime 方案加 --from-study、--from-date、--from-snapshot 之一",
    "a bridge has two ends: --from REGIME --to REGIME, or --regime with --from-study, --from-date or --from-snapshot",
)
NEED_REGIME = (
    "与旧研究、旧日期或旧因子快照作桥接时，要说明按哪个方案",
    "a bridge from an older study, date or factor snapshot runs under one regime",
)


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    for command in (bridge, trace, boundary):
        group.add_command(command)


@click.command(
    help="同一产品的两个数值为何不同，逐项说明。\n\nWhy two numbers of one product differ, term by term.",
    short_help="两个数值为何不同，逐项说明 · why two numbers differ, term by term",
)
@click.argument("study")
@click.option("--from", "first", default="", help="方案 · regime id")
@click.option("--to", "second", default="", help="方案 · regime id")
@click.option("--from-study", default="", help="旧版研究 · an older version of the study")
@click.option("--from-date", default="", help="较早的法定日期 · an earlier legal date")
@click.option(
    "--from-snapshot",
    default="",
    help="旧因子：pack.zip，或其中的 recipe/factors.json · older factors: a pack.zip, or the recipe/factors.json in it",
)
@click.option("--regime", default="", help="与前三项之一合用 · with --from-study, --from-date or --from-snapshot")
@dated
@common
def bridge(
    study: str,
    first: str,
    second: str,
    from_study: str,
    from_date: str,
    from_snapshot: str,
    regime: str,
    legal_date: str,
    known_date: str,
) -> None:
    """Why two numbers of one product differ, term by term."""
    opened = opened_with_warnings(study)
    if from_study or from_date or from_snapshot:
        if not regime:
            raise UsageError((missing_option("--regime", "bridge", *NEED_REGIME),))
        old = open_study(from_study) if from_study else opened
        found = bridge_two_versions(
            old,
            opened,
            regime,
            old_date=from_date,
            new_date=legal_date,
            known_date=known_date,
            old_factors=read_snapshot(from_snapshot) if from_snapshot else None,
        )
    else:
        missing = [name for name, text in (("--from", first), ("--to", second)) if not text]
        if missing:
            raise UsageError(tuple(missing_option(name, "bridge", *NEED_SIDES) for name in missing))
        found = bridge_regimes(opened, first, second, legal_date, known_date)
    if settings().as_json:
        print_json(found)
    else:
        show_bridge(found)


def side_labels(one: dict[str, Any], two: dict[str, Any], lang: str) -> tuple[str, str]:
    """What the two sides are: the regimes, or in a bridge of versions whatever differs between them."""
    if "study_version" not in one:
        return one["regime"], two["regime"]
    names = {
        "study": {"zh": "研究", "en": "study"},
        "study_version": {"zh": "版本", "en": "version"},
        "period": {"zh": "期间", "en": "period"},
        "legal_date": {"zh": "法定日期", "en": "legal date"},
        "version": {"zh": "方案版本", "en": "regime version"},
        "factors": {"zh": "因子快照", "en": "factors"},
    }
    differing = [key for key in names if one.get(key) != two.get(key)] or ["study_version", "legal_date"]

    def label(side: dict[str, Any]) -> str:
        parts = [f"{names[key][lang]} {str(side.get(key, ''))[: SHORT_DIGEST + 4]}" for key in differing]
        return f"{side['regime']} ({'; '.join(parts)})"

    return label(one), label(two)


def show_bridge(found: dict[str, Any]) -> None:
    """The terms as a table, with order range and the clause of the target."""
    lang = settings().lang
    one, two = side_labels(found["from"], found["to"], lang)
    rows = [[one, "", found["from"]["value"], "", "", ""]]
    for term in found["terms"]:
        clause = "; ".join(dict.fromkeys(c["clause"] for c in term["cites"] if c["clause"]))
        rows.append(
            [
                f"  {term['dimension']}",
                term["name"][lang],
                term["value"],
                term["order_min"],
                term["order_max"],
                clause if len(clause) <= LONGEST_CLAUSE else f"{clause[: LONGEST_CLAUSE - 1]}…",
            ]
        )
    if found["unit_factor"]["exact"] != "1/1":
        rows.append(
            ["  ×", {"zh": "单位换算", "en": "unit conversion"}[lang], found["unit_factor"]["value"], "", "", ""]
        )
    rows.append([two, "", found["to"]["value"], "", "", ""])
    head = {
        "zh": ["", "维度", "kg", "最小（各次序）", "最大", "出处"],
        "en": ["", "dimension", "kg", "least over orders", "greatest", "source"],
    }[lang]
    table(head, rows, right=(2, 3, 4))
    if all(Fraction(term["exact"]) == 0 for term in found["terms"]):
        echo(
            {
                "zh": "没有差异：两端的数据、因子和规则给出同一个数。",
                "en": "No difference: data, factors and rules of both sides give the same number.",
            }[lang]
        )
    if found["basis"] == "conservative":
        echo(
            {
                "zh": "（按保守读数：未定值取使结果最大的一端）",
                "en": "(conservative reading: open values at the end that makes the result largest)",
            }[lang]
        )


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
