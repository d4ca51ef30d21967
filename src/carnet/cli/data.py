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
    table(head, [[e["id"], e["version"], e["title"][now.lang], e["in_force_from"], e["status"]] for e in entries])


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
    rows = [
        [v["parameter"], v["text"][now.lang], v["status"], f"{v['source']} {v['clause']}".strip()]
        for v in shown["values"]
    ]
    table({"zh": ["参数", "取值", "状态", "出处"], "en": ["parameter", "value", "status", "source"]}[now.lang], rows)


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
    "lint",
    help="装载全部方案文件并检查；问题指明文件与行。\n\n"
    "Load every regime file and say that it is whole; problems name file and line.",
    short_help="检查全部方案文件 · load every regime file and say that it is whole",
)
@common
def regimes_lint() -> None:
    """Load every regime file and say that it is whole; problems name file and line."""
    counts = catalogues.regimes_lint()
    if settings().as_json:
        print_json(counts)
        return
    regimes_, values, rows = (counts[name] for name in ("regimes", "values", "rows"))
    echo(
        {
            "zh": f"{regimes_} 个方案，{values} 个取值，{rows} 行表值：没有问题",
            "en": f"{regimes_} regimes, {values} values, {rows} table rows: no problems",
        }[settings().lang]
    )


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


SCHEMAS = ("study", "result", "bridge", "check")


@click.command(
    help="study、result、bridge、check 的 JSON Schema。\n\nJSON Schema of study, result, bridge or check.",
    short_help="JSON Schema: " + ", ".join(SCHEMAS),
)
@click.argument("name", metavar="|".join(SCHEMAS))
@common
def schema(name: str) -> None:
    """JSON Schema of study, result, bridge or check."""
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
