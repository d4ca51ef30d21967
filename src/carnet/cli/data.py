"""The data sets: regimes, factors, schemas, formats."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from carnet.cli.comparing import show_comparison
from carnet.cli.frame import common, echo, print_json, settings, table
from carnet.errors import UsageError, problem
from carnet.errors.nearest import nearest
from carnet.service import catalogues, rulebook, studies

MOST_NEAR = 8


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    for command in (regimes, factors, schema, formats, flows):
        group.add_command(command)


@click.group(
    help="各方案的规则，连同出处与状态。\n\nThe rules of each regime, with citation and status.",
    short_help="各方案的规则、出处与状态 · the rules of each regime",
)
def regimes() -> None:
    """The rules of each regime, with citation and status."""


@regimes.command(
    "list",
    help="全部方案、版本与日期。\n\nAll regimes with versions and dates.",
    short_help="全部方案、版本与日期 · all regimes with versions and dates",
)
@common
def regimes_list() -> None:
    """All regimes with versions and dates."""
    now = settings()
    entries = catalogues.regimes_list()
    if now.as_json:
        print_json({"regimes": entries})
        return
    head = {"zh": ["标识", "版本", "名称", "生效", "效力状态"], "en": ["id", "version", "title", "in force", "status"]}[
        now.lang
    ]
    table(
        head,
        [
            [e["id"], e["version"], e["title"][now.lang], _dated(e, now.lang), e["status_name"][now.lang]]
            for e in entries
        ],
    )


@regimes.command(
    "show",
    help="一个方案的每个取值：含义、出处、核对状态。\n\n"
    "Every value of one regime: what it means, where it stands, how well it is known.",
    short_help="一个方案的每个取值 · every value of one regime",
)
@click.argument("regime")
@click.option(
    "--legal-date",
    default="",
    help="YYYY-MM-DD；默认为自带数据最后核对之日 · default: the day the shipped data were last looked over",
)
@click.option("--known-date", default="", help="YYYY-MM-DD")
@common
def regimes_show(regime: str, legal_date: str, known_date: str) -> None:
    """Every value of one regime: what it means, where it stands, how well it is known."""
    now = settings()
    shown = catalogues.regime_show(regime, legal_date, known_date)
    if now.as_json:
        print_json(shown)
        return
    day = {"zh": "法定日期", "en": "legal date"}[now.lang]
    echo(f"{shown['id']}@{shown['version']}  {shown['title'][now.lang]}  ({day} {shown['legal_date']})")
    echo(shown["in_force"][now.lang])
    rows = [
        [
            v["parameter"],
            v["name"][now.lang],
            v["said"][now.lang],
            v["status_name"][now.lang],
            f"{v['source']} {v['clause']}".strip(),
        ]
        for v in shown["values"]
        if v["status"] != "absent"
    ]
    head = {
        "zh": ["参数", "名称", "取值", "状态", "出处"],
        "en": ["parameter", "name", "value", "status", "source"],
    }[now.lang]
    table(head, rows)
    if shown["listed"]:
        echo({"zh": "仅列出：", "en": "listed only: "}[now.lang] + shown["listed"][now.lang])
    echo({"zh": "\n含义", "en": "\nwhat it means"}[now.lang])
    for entry in shown["formulas"]:
        for line in entry["lines"]:
            echo(f"  {entry['dimension']}  {line[now.lang]}")
    for entry in shown["milestones"]:
        echo(f"  {milestone_text(entry, now.lang)}")


def _dated(entry: dict[str, Any], lang: str) -> str:
    """The day a regime is in force from; a draft never is: the day it was published."""
    draft = {"zh": "草案发布于 ", "en": "published as a draft on "}[lang] if entry["draft"] else ""
    return f"{draft}{entry['in_force_from']}"


def milestone_text(entry: dict[str, Any], lang: str) -> str:
    """One line: what begins, when, by which rule, on what ground."""
    day = entry["day"] or {"zh": "日期未定", "en": "no day yet"}[lang]
    disputed = " / ".join(entry["candidates"])
    rule = f" ({entry['rule'][lang]})" if entry["rule"] else f" ({disputed})" if disputed else ""
    return f"{entry['name'][lang]}: {day}{rule} [{entry['status']}; {entry['source']}, {entry['clause']}]"


@regimes.command(
    "table",
    help="维度与方案对照表。\n\nThe table dimension × regime.",
    short_help="维度与方案对照表 · the table dimension × regime",
)
@common
def regimes_table() -> None:
    """The table dimension × regime."""
    now = settings()
    rows = catalogues.plan_rows()
    if now.as_json:
        print_json({"rows": rows})
        return
    for row in rows:
        echo(f"\n{row['dimension']}  {row['name'][now.lang]}" + ("" if row["differs"] else "  (=)"))
        for regime, cell in row["brief"].items():
            echo(f"  {regime:18} {cell[now.lang]}")
    echo()
    echo(
        {
            "zh": "?：未知，待确认　~：凭记忆，未核对原文　全文与出处：carnet regimes show 方案",
            "en": "?: unknown, to be supplied   ~: recalled, not checked   in full: carnet regimes show REGIME",
        }[now.lang]
    )


@regimes.command(
    "compare",
    help="两个方案逐题对照：相同、不同、未知，以及满足另一方案还缺什么。\n\n"
    "Two regimes topic by topic: same, differs, unknown, and what satisfying the other would take.",
    short_help="两个方案逐题对照 · two regimes topic by topic",
)
@click.argument("one")
@click.argument("other")
@click.option("--legal-date", default="", help="YYYY-MM-DD")
@click.option("--known-date", default="", help="YYYY-MM-DD")
@common
def regimes_compare(one: str, other: str, legal_date: str, known_date: str) -> None:
    """Two regimes topic by topic: same, differs, unknown, and what satisfying the other would take."""
    now = settings()
    found = catalogues.regimes_compare(one, other, legal_date, known_date)
    if now.as_json:
        print_json(found)
        return
    show_comparison(found, now.lang)


@regimes.command(
    "lint",
    help="装载全部方案文件并检查；问题指明文件与行。另列出一年未核对的取值、等待法令的日期。\n\n"
    "Load every regime file and say that it is whole; problems name file and line. Values nobody reviewed for a year "
    "and days that wait for an act are listed as well.",
    short_help="检查全部方案文件 · load every regime file and say that it is whole",
)
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--on", "on", default="", help="以此日判断是否过期；默认今天 · the day to judge reviews from; default today"
)
@click.option(
    "--matrix",
    type=click.Path(exists=True, dir_okay=False),
    help="CSV（regime, dimension, value, status）：取值的状态不得高于其标记 · hold statuses against its marks",
)
@common
def regimes_lint(files: tuple[str, ...], on: str, matrix: str | None) -> None:
    """Load every regime file and say that it is whole; problems name file and line."""
    now = settings()
    further = [(Path(name).name, studies.read_bytes(name).decode("utf-8", "replace")) for name in files]
    counts = rulebook.regimes_lint(on, studies.read_bytes(matrix) if matrix else None, further)
    if now.as_json:
        print_json(counts)
        return
    regimes_, values, rows, warned = (counts[name] for name in ("regimes", "values", "rows", "warnings"))
    for found in warned:
        place = ":".join(filter(None, (found["place"].get("file", ""), found["place"].get("cell", ""))))
        echo(f"! {found['code']}  {place}  {found['cause'][now.lang]}")
    echo(
        {
            "zh": f"{regimes_} 个方案，{values} 个取值，{rows} 行表值：没有错误，{len(warned)} 项待看",
            "en": f"{regimes_} regimes, {values} values, {rows} table rows: no errors, {len(warned)} things to look at",
        }[now.lang]
    )


@regimes.command(
    "new",
    help="新方案的规则文件：每个必填参数写成“未知”，逐项填写即可。\n\n"
    "The file of a new regime: every required parameter as unknown, to be filled in one by one.",
    short_help="新方案的规则文件 · the file of a new regime, to be filled in",
)
@click.argument("regime_id", metavar="ID")
@click.option(
    "--extends", default="", help="上级方案（标识@版本），只写不同之处 · a parent id@version; state only what differs"
)
@click.option(
    "--from",
    "start",
    default="",
    help="生效之日，写到各处；默认今天 · in force from, everywhere in the file; default today",
)
@click.option(
    "--known",
    default="",
    help="文本发布之日，写到各处；默认今天 · text published on, everywhere in the file; default today",
)
@click.option(
    "--all",
    "whole",
    is_flag=True,
    help="未写明的规则也写成带注释的整段 · rules not stated as commented blocks too, with the form of their value",
)
@click.option(
    "--out", type=click.Path(dir_okay=False), help="写入该文件；默认输出到屏幕 · write to this file; default stdout"
)
@common
def regimes_new(regime_id: str, extends: str, start: str, known: str, out: str | None, *, whole: bool) -> None:
    """The file of a new regime, to be filled in."""
    text = rulebook.new_regime(regime_id, extends, start=start, known=known, whole=whole)
    if out is None:
        echo(text.rstrip())
        return
    studies.make_folder(Path(out).parent)
    studies.replace_keeping(Path(out), text.encode())
    echo({"zh": f"已写入 {out}", "en": f"wrote {out}"}[settings().lang])


@regimes.command(
    "coverage",
    help="每个方案对自带研究给出什么：能算、以区间计、需假定、仅列出，及原因。\n\n"
    "What every regime gives for the shipped studies: computes, computes with intervals, needs an assumption, or is "
    "listed only, and why.",
    short_help="每个方案今天能算到哪一步 · what every regime computes today",
)
@common
def regimes_coverage() -> None:
    """What every regime gives for the shipped studies."""
    now = settings()
    found = rulebook.coverage(rulebook.shipped_studies())
    counts = rulebook.count(found)
    if now.as_json:
        print_json({"counts": counts, "regimes": found})
        return
    words = {state: text.json()[now.lang] for state, text in rulebook.STATE_NAMES.items()}
    table(
        {"zh": ["标识", "版本", "状态", "为什么"], "en": ["id", "version", "state", "why"]}[now.lang],
        [[e["id"], e["version"], words[e["state"]], rulebook.reason(e)[now.lang]] for e in found],
    )
    echo()
    echo("  ".join(f"{words[state]}: {number}" for state, number in counts.items()))


@click.group(
    help="排放因子，连同出处与状态。\n\nEmission factors with source and status.",
    short_help="排放因子、出处与状态 · emission factors with source and status",
)
def factors() -> None:
    """Emission factors with source and status."""


@factors.command(
    "search",
    help="标识、名称、物流或出处含有该文字的因子。\n\nFactors whose id, name, flow or source holds the text.",
    short_help="按标识、名称、物流或出处查找 · find factors by id, name, flow or source",
)
@click.argument("text", default="")
@click.option("--kind", default="", help="electricity_life_cycle, product_life_cycle, …")
@common
def factors_search(text: str, kind: str) -> None:
    """Factors whose id, name, flow or source holds the text."""
    now = settings()
    found = catalogues.factors_search(text, kind)
    if now.as_json:
        print_json({"factors": found})
        return
    if not found:
        _nothing_found(text, kind)
        return
    table(
        {
            "zh": ["标识", "名称", "数值", "单位", "地域", "年份", "状态"],
            "en": ["id", "name", "value", "unit", "place", "year", "status"],
        }[now.lang],
        [
            [
                f["id"],
                f["name"][now.lang],
                f["value"],
                f"{f['unit']}/{f['per_unit']}",
                f.get("region") or f["country"],
                str(f["year"]),
                f["status"],
            ]
            for f in found
        ],
        right=(2,),
    )


def _nothing_found(text: str, kind: str) -> None:
    """Say that no factor holds the text, and which the person may have meant."""
    lang = settings().lang
    asked = " ".join(filter(None, (text, f"--kind {kind}" if kind else "")))
    echo({"zh": f"没有找到因子：{asked}", "en": f"nothing found: {asked}"}[lang])
    flows_named = ", ".join(f["id"] for f in catalogues.flows_search(text)) if text and not kind else ""
    if flows_named:
        words = {"zh": "物流清单中有，但没有它的因子：", "en": "in the list of flows, without a factor: "}
        echo(words[lang] + flows_named)
    if near := ", ".join(catalogues.factors_like(text) or (() if flows_named else _alike(text))):
        echo({"zh": f"最接近的：{near}", "en": f"nearest: {near}"}[lang])


def _alike(text: str) -> tuple[str, ...]:
    """Ids of factors one word of which is spelled like the text."""
    words: dict[str, list[str]] = {}
    for found in catalogues.factors_search(""):
        for word in set(re.split(r"[\W_\d]+", found["id"])) - {""}:
            words.setdefault(word, []).append(found["id"])
    ids = (name for word in nearest(text.casefold(), words, 1) for name in words[word])
    return tuple(dict.fromkeys(ids))[:MOST_NEAR]


@factors.command(
    "show",
    help="一条因子记录的全部内容。\n\nEverything a factor record says.",
    short_help="一条因子记录的全部内容 · everything a factor record says",
)
@click.argument("factor")
@common
def factors_show(factor: str) -> None:
    """Everything a factor record says."""
    now = settings()
    record = catalogues.factor_show(factor)
    if now.as_json:
        print_json(record)
        return
    for name, value in record.items():
        if value not in ("", [], 0, None):
            echo(f"{name:18} {value.get(now.lang) if isinstance(value, dict) and now.lang in value else value}")


@click.command(
    help="物流清单：工作簿中可写的标识，中文名或英文名。\n\n"
    "The shared list of flows: ids, or their names, to write into a workbook.",
    short_help="物流清单 · the shared list of flows",
)
@click.argument("text", default="")
@common
def flows(text: str) -> None:
    """The shared list of flows: ids, or their names, to write into a workbook."""
    now = settings()
    found = catalogues.flows_search(text)
    if now.as_json:
        print_json({"flows": found})
        return
    table(
        {"zh": ["标识", "名称", "单位", "标签"], "en": ["id", "name", "unit", "tags"]}[now.lang],
        [[f["id"], f["name"][now.lang], f["unit"], " ".join(f["tags"])] for f in found],
    )


SCHEMAS = (
    "study", "result", "bridge", "check", "cbam", "verdict", "scope", "readiness", "reuse", "policy", "policy_list",
    "policy_item", "market", "product", "recognition", "acceptance", "evidence", "register", "register_entry",
)  # fmt: skip


@click.command(
    help="所写所印各种文件的 JSON Schema：" + "、".join(SCHEMAS) + "。\n\n"
    "JSON Schema of what is printed and of the files a user writes.",
    short_help="JSON Schema: study, result, verdict …",
)
@click.argument("name", metavar="NAME")
@common
def schema(name: str) -> None:
    """JSON Schema of what is printed and of the files a user writes."""
    schemas = catalogues.schemas()
    if name not in schemas:
        raise UsageError((problem("CLI-005", None, name, tuple(schemas), what="schema"),))
    print_json(schemas[name])


@click.command(
    help="可读写的文件格式。\n\nThe file formats that can be read or written.",
    short_help="可读写的文件格式 · file formats that can be read or written",
)
@common
def formats() -> None:
    """The file formats that can be read or written."""
    now = settings()
    found = catalogues.formats()
    if now.as_json:
        print_json({"formats": found})
        return
    head = {"zh": ["标识", "读", "写", "名称"], "en": ["id", "read", "write", "name"]}[now.lang]
    table(head, [[f["id"], f["read"], f["write"], f["name"][now.lang]] for f in found])
