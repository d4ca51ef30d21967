"""The data sets: regimes, factors, schemas, formats."""

from __future__ import annotations

import click

from carnet.cli.frame import common, echo, print_json, settings, table
from carnet.errors import UsageError, problem
from carnet.service import catalogues


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    for command in (regimes, factors, schema, formats, flows):
        group.add_command(command)


@click.group()
def regimes() -> None:
    """The rules of each regime, with citation and status · 各方案的规则、出处与状态."""


@regimes.command("list")
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
    table(head, [[e["id"], e["version"], e["title"][now.lang], e["in_force_from"], e["status"]] for e in entries])


@regimes.command("show")
@click.argument("regime")
@click.option("--legal-date", default="", help="YYYY-MM-DD; default: the day the shipped data were last looked over")
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
    rows = [
        [v["parameter"], v["text"][now.lang], v["status"], f"{v['source']} {v['clause']}".strip()]
        for v in shown["values"]
    ]
    table({"zh": ["参数", "取值", "状态", "出处"], "en": ["parameter", "value", "status", "source"]}[now.lang], rows)


@regimes.command("table")
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


@regimes.command("lint")
@common
def regimes_lint() -> None:
    """Load every regime file and say that it is whole; problems name file and line."""
    counts = catalogues.regimes_lint()
    if settings().as_json:
        print_json(counts)
        return
    echo(f"{counts['regimes']} regimes, {counts['values']} values, {counts['rows']} table rows: no problems")


@click.group()
def factors() -> None:
    """Emission factors with source and status · 排放因子、出处与状态."""


@factors.command("search")
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


@factors.command("show")
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


@click.command()
@click.argument("text", default="")
@common
def flows(text: str) -> None:
    """The shared list of flows: ids to write into a workbook · 物流清单."""
    now = settings()
    found = catalogues.flows_search(text)
    if now.as_json:
        print_json({"flows": found})
        return
    table(
        {"zh": ["标识", "名称", "单位", "标签"], "en": ["id", "name", "unit", "tags"]}[now.lang],
        [[f["id"], f["name"][now.lang], f["unit"], " ".join(f["tags"])] for f in found],
    )


@click.command()
@click.argument("name")
@common
def schema(name: str) -> None:
    """JSON Schema of study, result, bridge, check or pack."""
    schemas = catalogues.schemas()
    if name not in schemas:
        raise UsageError((problem("CLI-005", None, name, tuple(schemas), what="schema"),))
    print_json(schemas[name])


@click.command()
@common
def formats() -> None:
    """The file formats that can be read or written."""
    now = settings()
    found = catalogues.formats()
    if now.as_json:
        print_json({"formats": found})
        return
    table(["id", "read", "write", ""], [[f["id"], f["read"], f["write"], f["name"][now.lang]] for f in found])
