"""Bridging: why two numbers of one product differ, on the screen and as table, chart and page."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from carnet.assessment.bridge import METHODS
from carnet.cli.calculation import dated, local_only, opened_with_warnings, wrote
from carnet.cli.frame import common, echo, missing_option, print_json, progress, settings, table
from carnet.errors import UsageError, problem
from carnet.service import bridge_files
from carnet.service.bridges import all_bridges, bridge_regimes, bridge_two_versions
from carnet.service.db_choices import need_free_study
from carnet.service.outputs import target
from carnet.service.snapshots import read_snapshot
from carnet.service.studies import open_study

if TYPE_CHECKING:
    from carnet.service.outputs import Target
    from carnet.service.studies import OpenStudy

LONGEST_CLAUSE = 60
MOST_SHRINKS = 5
NEED_SIDES = (
    "桥接要有两端：--from 方案 --to 方案；或 --regime 方案加 --from-study、--from-date、--from-snapshot 之一",
    "a bridge has two ends: --from REGIME --to REGIME, or --regime with --from-study, --from-date or --from-snapshot",
)
NEED_REGIME = (
    "与旧研究、旧日期或旧因子快照作桥接时，要说明按哪个方案",
    "a bridge from an older study, date or factor snapshot runs under one regime",
)
ONLY_REGIMES = (
    "与旧研究、旧日期或旧因子快照的桥接只有沙普利值",
    "a bridge from an older study, date or factor snapshot has Shapley values only",
)
NET = {"zh": "差额", "en": "net"}


@click.command(
    help="同一产品的两个数值为何不同，逐项说明；--all 给出全部方案两两之间的差异。\n\n"
    "Why two numbers of one product differ, term by term; --all: every pair of regimes.",
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
@click.option(
    "--method",
    type=click.Choice(METHODS),
    default="shapley",
    help="各项如何得出；sequence 取决于次序 · how terms are made; sequence is order-dependent",
)
@click.option("--all", "everything", is_flag=True, help="全部方案，两两之间 · every pair of regimes")
@click.option(
    "--csv", "csv_out", default="", help="FILE.csv，各项与“维度×阶段”表 · terms and the table dimension × stage"
)
@click.option("--chart", "chart_out", default="", help="FILE.svg, FILE.png")
@click.option(
    "--page", "page_out", default="", help="FILE.pdf，一页A4，逐条列出条款 · one A4 page, each bar with its clauses"
)
@local_only
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
    method: str,
    everything: bool,
    csv_out: str,
    chart_out: str,
    page_out: str,
    legal_date: str,
    known_date: str,
    local: bool,
) -> None:
    """Why two numbers of one product differ, term by term."""
    wanted = (("csv", csv_out, "table"), ("chart", chart_out, "chart"), ("page", page_out, "report"))
    targets = {name: target(path, kind) for name, path, kind in wanted if path}
    opened = opened_with_warnings(study)
    if targets:
        need_free_study(opened.factors, opened.study, local=local)
    if everything:
        _all(opened, legal_date, known_date, targets)
        return
    if from_study or from_date or from_snapshot:
        if not regime:
            raise UsageError((missing_option("--regime", "bridge", *NEED_REGIME),))
        if method != "shapley":
            why_zh, why_en = ONLY_REGIMES
            raise UsageError((problem("CAL-061", None, method, why_zh=why_zh, why_en=why_en),))
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
        found = bridge_regimes(opened, first, second, legal_date, known_date, method)
    _write(opened, found, targets)
    if settings().as_json:
        print_json(found)
    else:
        show_bridge(found)
        if targets:
            wrote([str(place.path) for place in targets.values()], [])


def _write(opened: OpenStudy, found: dict[str, Any], targets: dict[str, Target]) -> None:
    lang = settings().lang
    for name, place in targets.items():
        if name == "csv":
            data = bridge_files.bridge_csv(found)
        elif name == "chart":
            data = bridge_files.chart(found, place.path.name.lower(), lang)
        else:
            data = bridge_files.page(opened, found, lang)
        place.write(data)


def _all(opened: OpenStudy, legal_date: str, known_date: str, targets: dict[str, Target]) -> None:
    """All pairs: as JSON, as CSV, and on the screen the net differences."""
    alone = [f"--{name}" for name in targets if name != "csv"]
    if alone:
        raise UsageError(tuple(problem("CLI-005", None, name, ("--csv",), what="--all") for name in alone))
    found = all_bridges(opened, legal_date, known_date, progress=progress)
    if "csv" in targets:
        targets["csv"].write(bridge_files.matrix_csv(found))
    if settings().as_json:
        print_json(found)
        return
    show_matrix(found)
    if "csv" in targets:
        wrote([str(targets["csv"].path)], [])


def show_matrix(found: dict[str, Any]) -> None:
    """The net difference from the regime of a row to that of a column, per unit of the row."""
    lang = settings().lang
    net = {(pair["from"], pair["to"]): pair["net"]["value"] for pair in found["pairs"]}
    sides = [each["regime"] for each in found["regimes"]]
    head = [{"zh": "从 ↓ 到 →", "en": "from ↓ to →"}[lang], {"zh": "数值", "en": "figure"}[lang], *sides]
    rows = [
        [each["regime"], each["value"], *(net.get((each["regime"], to), "–") for to in sides)]
        for each in found["regimes"]
    ]
    table(head, rows, right=tuple(range(1, len(head))))
    units = sorted({f"{each['unit']} / {each['declared_unit']['text'][lang]}" for each in found["regimes"]})
    echo({"zh": "单位（按行）：", "en": "units (of the row): "}[lang] + "; ".join(units))
    if found["without_figure"] or found["not_calculated"]:
        names = [*found["without_figure"], *(each["regime"] for each in found["not_calculated"])]
        echo({"zh": "没有数值：", "en": "without a figure: "}[lang] + ", ".join(names))


def side_labels(one: dict[str, Any], two: dict[str, Any], lang: str) -> tuple[str, str]:
    """What the two sides are: the regimes, or in a bridge of versions whatever differs between them."""
    if "label" not in one:
        return one["regime"], two["regime"]
    first, second = (f"{side['regime']} ({side['label'][lang]})" for side in (one, two))
    return first, second


def show_bridge(found: dict[str, Any]) -> None:
    """The terms as a table, with order range, bounds and the clause of the target; below it what to know beside it."""
    lang = settings().lang
    one, two = side_labels(found["from"], found["to"], lang)
    steps = [step["dimension"] for step in found["sequence"]]
    terms = {term["dimension"]: term for term in found["terms"]}
    bounded = any(term["lower"] != term["upper"] for term in found["terms"])
    rows = [[one, "", found["from"]["value"], "", "", ""]]
    for term in [terms[name] for name in (steps or terms)]:
        clause = "; ".join(dict.fromkeys(c["clause"] for c in term["cites"] if c["clause"]))
        rows.append(
            [
                f"  {term['dimension']}",
                term["name"][lang],
                term["value"],
                term["order_min"],
                term["order_max"],
                *([_bounds(term)] if bounded else []),
                clause if len(clause) <= LONGEST_CLAUSE else f"{clause[: LONGEST_CLAUSE - 1]}…",
            ]
        )
    if found["unit_factor"]["exact"] != "1/1":
        before = {"zh": "换算单位之前", "en": "before the unit conversion"}[lang]
        factor = {"zh": "单位换算", "en": "unit conversion"}[lang]
        rows.append(["  =", before, found["subtotal"]["value"], "", "", ""])
        rows.append(["  ×", factor, found["unit_factor"]["value"], "", "", ""])
    rows.append([two, "", found["to"]["value"], "", "", ""])
    head = {
        "zh": ["", "维度", "kg", "最小（各次序）", "最大", *(["界限"] if bounded else []), "出处"],
        "en": ["", "dimension", "kg", "least over orders", "greatest", *(["bounds"] if bounded else []), "source"],
    }[lang]
    rows = [row if len(row) == len(head) else [*row[:-1], "", row[-1]] for row in rows]
    table(head, rows, right=(2, 3, 4, 5) if bounded else (2, 3, 4))
    if all(Fraction(term["exact"]) == 0 for term in found["terms"]):
        echo(
            {
                "zh": "没有差异：两端的数据、因子和规则给出同一个数。",
                "en": "No difference: data, factors and rules of both sides give the same number.",
            }[lang]
        )
    _beside(found, lang)


def _bounds(term: dict[str, Any]) -> str:
    return "" if term["lower"] == term["upper"] else f"{term['lower']} … {term['upper']}"


def _beside(found: dict[str, Any], lang: str) -> None:
    """How the terms were made, the groups, the conditions on orders, and what would narrow the bounds."""
    if found["method"] != "shapley":
        echo(f"! {found['method_text'][lang]}")
    if found["groups"]:
        joined = "；" if lang == "zh" else "; "
        lines = joined.join(f"{group['name'][lang]} {group['value']}" for group in found["groups"])
        echo({"zh": "按组（欧文值）：", "en": "in groups (Owen values): "}[lang] + lines)
    for each in found["permitted"]:
        if each["applied"]:
            echo(
                {
                    "zh": f"次序条件：{each['before']} 先于 {each['after']}——{each['why']['zh']}",
                    "en": f"condition on orders: {each['before']} before {each['after']}: {each['why']['en']}",
                }[lang]
            )
    if found["basis"] == "conservative":
        echo(
            {
                "zh": "（按保守读数：未定值取使结果最大的一端）",
                "en": "(conservative reading: open values at the end that makes the result largest)",
            }[lang]
        )
    _narrowing(found, lang)


def _narrowing(found: dict[str, Any], lang: str) -> None:
    """What would narrow the bounds, the widest first."""
    shrinks: dict[str, tuple[Fraction, str, str]] = {}
    for term in found["terms"]:
        for each in term["shrink"]:
            width = Fraction(each["exact"])
            if width > shrinks.get(each["parameter"], (Fraction(0), "", ""))[0]:
                said = f"{each['name'][lang]} ({term['dimension']})"
                shrinks[each["parameter"]] = width, each["width"], said
    widest = sorted(shrinks.items(), key=lambda each: (-each[1][0], each[0]))
    if widest:
        echo(
            {"zh": "什么会收窄界限（其单独的宽度）：", "en": "what would narrow the bounds (width of each alone):"}[
                lang
            ]
        )
        for _, (_, printed, said) in widest[:MOST_SHRINKS]:
            echo(f"  {said}  {printed}")
        if len(widest) > MOST_SHRINKS:
            more = len(widest) - MOST_SHRINKS
            echo({"zh": f"  另有 {more} 项：--json", "en": f"  {more} more: --json"}[lang])
