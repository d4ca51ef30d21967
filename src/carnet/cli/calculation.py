"""Calculating and explaining: calc, bridge, trace, accept, chart, report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from carnet.cli.frame import common, echo, print_json, print_problems, progress, settings, table
from carnet.errors import InputError, UsageError, problem
from carnet.service.accepting import accept as record_acceptance
from carnet.service.bridges import bridge_of, bridge_regimes, bridge_two_versions
from carnet.service.calculate import Calculated, calculate, resolve_all
from carnet.service.reports import CHARTS, chart_bytes, chart_spec, reports, unprintable
from carnet.service.snapshots import read_snapshot
from carnet.service.studies import OpenStudy, open_study, write_atomically
from carnet.service.tracing import trace as trace_figure

DATES = (
    click.option("--legal-date", default="", help="YYYY-MM-DD; default: the study's"),
    click.option("--known-date", default="", help="YYYY-MM-DD; default: the study's"),
)


LONGEST_CLAUSE = 60
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
    for command in (calc, bridge, trace, accept, chart, report):
        group.add_command(command)


def dated(command: Any) -> Any:  # noqa: ANN401 - click's decorators are untyped
    """Add the two date options."""
    for option in DATES:
        command = option(command)
    return command


def opened_with_warnings(path: str, *, whole: bool = False) -> OpenStudy:
    """Open a study and tell people of its warnings: all of them for `calc`, elsewhere that there are some."""
    opened = open_study(path)
    now = settings()
    if opened.warnings and not now.as_json:
        if whole:
            print_problems(opened.warnings, now.lang)
        else:
            count, codes = len(opened.warnings), ", ".join(sorted({p.code for p in opened.warnings}))
            click.echo(
                {
                    "zh": f"! 数据有 {count} 个警告（{codes}），不影响计算；详情：carnet calc {Path(path).name}",
                    "en": f"! {count} warnings about the data ({codes}); see carnet calc {Path(path).name}",
                }[now.lang],
                err=True,
            )
    return opened


def show_unprintable(opened: OpenStudy) -> None:
    """Tell people which characters of their study the report cannot print, with their cells."""
    found = unprintable(opened)
    if found and not settings().as_json:
        print_problems(found, settings().lang)


@click.command()
@click.argument("study")
@click.option("--regime", "regimes", multiple=True, help="id or id@version; repeat; default: all")
@dated
@common
def calc(study: str, regimes: tuple[str, ...], legal_date: str, known_date: str) -> None:
    """Calculate a study under one or more regimes · 按一个或多个方案计算."""
    opened = opened_with_warnings(study, whole=True)
    done = calculate(opened, resolve_all(opened, regimes, legal_date, known_date), progress)
    if settings().as_json:
        print_json({
            "results": [c.result for c in done],
            "study_warnings": [p.json() for p in opened.warnings],
        })  # fmt: skip
    else:
        show_results(done)
    if not any(c.has_figure for c in done):
        names = ", ".join(c.regime for c in done)
        raise InputError((problem("CAL-010", None, names, regimes=names),)) if not settings().as_json else SystemExit(2)


def figure_text(result: dict[str, Any], lang: str) -> str:
    """The figure, its interval, or that there is none."""
    figure = result["figure"]
    if figure["value"] is not None:
        return str(figure["value"])
    if figure["lower"] is not None:
        return f"{figure['lower']} – {figure['upper']}"
    return {"zh": "无数值", "en": "no figure"}[lang]


def show_results(done: list[Calculated]) -> None:
    """The table of figures, then what is missing, open and blocking."""
    now = settings()
    words = {
        "zh": (["方案", "数值", "单位", "可签发", "依据假设"], "是", "否"),
        "en": (["regime", "figure", "unit", "issuable", "assumed"], "yes", "no"),
    }[now.lang]
    rows = []
    for c in done:
        r: dict[str, Any] = c.result
        unit = f"{r['figure']['unit']} / {r['declared_unit']['text'][now.lang]}"
        rows.append(
            [
                f"{c.resolved.id}@{c.resolved.version}",
                figure_text(r, now.lang),
                unit,
                words[1] if r["issuable"] else words[2],
                words[1] if r["assumed"] else words[2],
            ]
        )
    table(words[0], rows, right=(1,))
    for c in done:
        _show_missing(c.result, now.lang)
    for c in done:
        _show_open(c.result, now.lang)
    blocked = sum(not c.result["issuable"] for c in done)
    if blocked:
        echo()
        echo(
            {
                "zh": f"{blocked} 个方案的数值暂不能签发（为什么：--json 的 blocked_by，或报告）。",
                "en": f"{blocked} of the figures cannot be issued yet (why: blocked_by in --json, or the report).",
            }[now.lang]
        )


def _show_missing(result: dict[str, Any], lang: str) -> None:
    for entry in result["missing"]:
        echo()
        echo(
            {
                "zh": f"{result['regime']['id']} 缺少：{entry['parameter']} {entry['name']['zh']}",
                "en": f"{result['regime']['id']} misses {entry['parameter']}: {entry['name']['en']}",
            }[lang]
        )
        echo(
            {
                "zh": f"  查阅：{entry['find_in']['zh']}；可取：{' | '.join(entry['candidates'])}",
                "en": f"  find it in: {entry['find_in']['en']}; may be: {' | '.join(entry['candidates'])}",
            }[lang]
        )
        echo(f"  {entry['accept']}")


def _show_open(result: dict[str, Any], lang: str) -> None:
    """Why a regime gives an interval: the open value that moves it most, and how many more there are."""
    if not result["open"]:
        return
    first, more = result["open"][0], len(result["open"]) - 1
    regime, name, spans = result["regime"]["id"], first["name"][lang], first["effect"]
    words = {
        "zh": f"{regime} 为区间。影响最大的未定值：{name}（跨度 {spans}），另有 {more} 个。",
        "en": f"{regime} is an interval. Widest open value: {name} (spans {spans}); {more} more.",
    }
    echo()
    echo(words[lang])


@click.command()
@click.argument("study")
@click.option("--from", "first", default="", help="regime id")
@click.option("--to", "second", default="", help="regime id")
@click.option("--from-study", default="", help="an older version of the study")
@click.option("--from-date", default="", help="an earlier legal date")
@click.option("--from-snapshot", default="", help="older factors: a pack.zip, or recipe/factors.json out of one")
@click.option("--regime", default="", help="the regime, with --from-study, --from-date or --from-snapshot")
@dated
@common
def bridge(  # the options are the interface
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
    """Why two numbers of one product differ, term by term · 两个数值为何不同，逐项说明."""
    opened = opened_with_warnings(study)
    if from_study or from_date or from_snapshot:
        if not regime:
            raise UsageError((problem("CLI-003", None, "--regime", option="--regime"),))
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
            raise UsageError(tuple(problem("CLI-003", None, name, option=name) for name in missing))
        found = bridge_regimes(opened, first, second, legal_date, known_date)
    if settings().as_json:
        print_json(found)
    else:
        show_bridge(found)


def show_bridge(found: dict[str, Any]) -> None:
    """The terms as a table, with order range and the clause of the target."""
    lang = settings().lang
    one, two = found["from"], found["to"]
    rows = [[one["regime"], "", one["value"], "", "", ""]]
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
    rows.append([two["regime"], "", two["value"], "", "", ""])
    head = {
        "zh": ["", "维度", "kg", "最小（各次序）", "最大", "出处"],
        "en": ["", "dimension", "kg", "least over orders", "greatest", "source"],
    }[lang]
    table(head, rows, right=(2, 3, 4))
    if found["basis"] == "conservative":
        echo(
            {
                "zh": "（按保守读数：未定值取使结果最大的一端）",
                "en": "(conservative reading: open values at the end that makes the result largest)",
            }[lang]
        )


@click.command()
@click.argument("study")
@click.option("--regime", required=True)
@click.option("--figure", "pointer", default="/figure", help="JSON Pointer into the result, such as /by_stage/0")
@dated
@common
def trace(study: str, regime: str, pointer: str, legal_date: str, known_date: str) -> None:
    """The derivation of one number, down to cells, factors and clauses · 一个数的来历."""
    opened = open_study(study)
    (done,) = calculate(opened, resolve_all(opened, [regime], legal_date, known_date))
    found = trace_figure(done, pointer)
    if settings().as_json:
        print_json(found)
        return
    _show_tree(found)


def _show_tree(found: dict[str, Any], deepest: int = 5) -> None:
    lang = settings().lang
    nodes = {n["id"]: n for n in found["nodes"]}
    signs = {"sum": "Σ", "product": "×", "quotient": "÷", "solved": "∞", "leaf": "•"}
    words = OPERATIONS[lang]

    def show(name: str, depth: int) -> None:
        node = nodes[name]
        label = node.get("label", {}).get(lang, "")
        leaf = node.get("leaf", {})
        where = " ".join(str(leaf[k]) for k in ("place", "source", "clause") if leaf.get(k))
        # A cell is named by its place in the workbook; the pointer is for JSON, where it always stands.
        ref = "" if leaf.get("place") else leaf.get("ref", "")
        kind = f"{words[leaf['kind']]} {ref}".strip() if leaf else ""
        from_what = f"  [{kind}] {where}" if leaf else ""
        echo(
            f"{'  ' * depth}{signs[node['op']]} {label or words[node['op']]} = {_short(node['value'])}{from_what}"[:200]
        )
        if depth < deepest:
            for arg in node.get("args", []):
                show(arg, depth + 1)
        elif node.get("args"):
            echo(f"{'  ' * (depth + 1)}…")

    show(found["root"], 0)
    kinds: dict[str, int] = {}
    for leaf in found["leaves"]:
        kind = leaf["leaf"]["kind"]
        kinds[kind] = kinds.get(kind, 0) + 1
    echo(", ".join(f"{count} {words[kind]}" for kind, count in sorted(kinds.items())))


def _short(exact: str) -> str:
    above, _, below = exact.partition("/")
    if below == "1":
        return above
    longest = 24
    if len(exact) <= longest:
        return exact
    digits = int(above) * 10**9 // int(below)
    sign = "-" if digits < 0 else ""
    digits = abs(digits)
    return f"{sign}{digits // 10**9}.{digits % 10**9:09d}…"


@click.command()
@click.argument("study")
@click.option("--regime", required=True, help="regime id, or * for all")
@click.option("--parameter", required=True, help="such as D8.tiers, or the id of an open value")
@click.option("--value", default="", help="left out: the value on file is confirmed")
@click.option("--source", default="", help="the clause you read; without it the value is ASSUMED and never issuable")
@click.option("--by", "by_whom", default="", help="who accepts it")
@click.option("--reason", default="")
@click.option("--out", default="", help="write the study here and leave the original alone")
@common
def accept(
    study: str, regime: str, parameter: str, value: str, source: str, by_whom: str, reason: str, out: str
) -> None:
    """Confirm, supply or assume a value, by name · 由具名者确认、补充或假设一个值."""
    done = record_acceptance(
        study, regime=regime, parameter=parameter, value=value, by=by_whom, reason=reason, source=source, out=out
    )
    now = settings()
    if now.as_json:
        print_json(
            {
                "accepted": {
                    "regime": regime,
                    "parameter": parameter,
                    "value": done.value,
                    "by": done.by,
                    "reason": done.reason,
                    "on": done.on,
                    "source": done.source,
                    "assumed": not done.source,
                }
            }
        )
        return
    mark = {
        "zh": ("已确认（有出处）", "已记为假设（ASSUMED，不可签发）"),
        "en": ("accepted with a source", "recorded as an assumption (ASSUMED, never issuable)"),
    }[now.lang]
    echo(f"{parameter} = {done.value or '='}: {mark[0] if done.source else mark[1]} → {Path(out or study).name}")


@click.command()
@click.argument("study")
@click.option("--kind", type=click.Choice(CHARTS), default="stages")
@click.option("--regime", default="", help="of stages, sankey, pareto; default: the first with a figure")
@click.option("--from", "first", default="", help="of waterfall")
@click.option("--to", "second", default="", help="of waterfall")
@click.option("--out", required=True, help="FILE.svg, .png or .csv")
@common
def chart(study: str, kind: str, regime: str, first: str, second: str, out: str) -> None:
    """One picture as SVG, PNG or CSV · 导出一张图."""
    opened = open_study(study)
    bridged = None
    results: list[dict[str, Any]] = []
    if kind == "waterfall":
        missing = [name for name, text in (("--from", first), ("--to", second)) if not text]
        if missing:
            raise UsageError(tuple(problem("CLI-003", None, name, option=name) for name in missing))
        bridged = bridge_regimes(opened, first, second)
    else:
        done = calculate(opened, resolve_all(opened, [regime] if regime and kind != "regimes" else []))
        results = [c.result for c in done if c.has_figure or kind == "regimes"]
        if not results:
            names = ", ".join(c.regime for c in done)
            raise InputError((problem("CAL-010", None, names, regimes=names),))
    write_atomically(Path(out), chart_bytes(chart_spec(kind, results, bridged), Path(out).name, settings().lang))
    _wrote([out])


@click.command()
@click.argument("study")
@click.option("--regime", "regimes", multiple=True, help="default: all")
@click.option("--bridge", "pairs", multiple=True, help="FROM:TO; repeat")
@click.option("--out", required=True, help="folder for report.zh.pdf and report.en.pdf")
@common
def report(study: str, regimes: tuple[str, ...], pairs: tuple[str, ...], out: str) -> None:
    """The bilingual report as two PDF files · 中英文报告."""
    opened = opened_with_warnings(study)
    done = calculate(opened, resolve_all(opened, regimes), progress)
    by_id = {c.regime: c for c in done}
    bridges = []
    for pair in pairs:
        one, _, two = pair.partition(":")
        unknown = [name for name in (one, two) if name not in by_id]
        if unknown:
            raise UsageError(tuple(problem("CLI-005", None, n, tuple(by_id), what="regime") for n in unknown))
        bridges.append(bridge_of(opened, by_id[one], by_id[two]))
    show_unprintable(opened)
    made = reports(opened, done, bridges, demo_key=False, study_file=Path(study).name)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    for lang, data in made.items():
        write_atomically(folder / f"report.{lang}.pdf", data)
    _wrote([str(folder / f"report.{lang}.pdf") for lang in made])


def _wrote(paths: list[str]) -> None:
    if settings().as_json:
        print_json({"written": paths})
    else:
        for path in paths:
            echo(f"→ {path}")
