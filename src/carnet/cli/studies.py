"""Making and converting studies: new, convert, validate a study."""

from __future__ import annotations

from pathlib import Path

import click

from carnet.cli.frame import common, echo, print_json, print_problems, settings
from carnet.errors import UsageError, problem
from carnet.service.outputs import ENDINGS, target
from carnet.service.studies import open_study, save_study
from carnet.service.templates import PRODUCTS, new_study


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    for command in (new, convert):
        group.add_command(command)


@click.command(
    help="新建双语工作簿，带说明、下拉选项和一个待改写的示例。\n\n"
    "A bilingual workbook with guidance, drop-downs and an example to overwrite.",
    short_help="新建双语工作簿 · a bilingual workbook to fill in",
)
@click.option("--product", required=True, help="产品 · what the workbook is for: " + ", ".join(PRODUCTS))
@click.option("--out", required=True, help="FILE.xlsx")
@common
def new(product: str, out: str) -> None:
    """A bilingual workbook with guidance, drop-downs and an example to overwrite."""
    place = Path(out)
    if place.exists() and place.suffix.lower() in ENDINGS["workbook"]:
        raise UsageError((problem("CLI-006", None, place.name),))
    target(out, "workbook").write(new_study(product))
    now = settings()
    if now.as_json:
        print_json({"written": out, "product": product})
        return
    echo(f"→ {out}")
    echo(
        {
            "zh": "先改写：①“研究”页的标识、名称、期间、两个日期、“用途”和“备注”；②各过程的参考产品数量；"
            "③数据行的数量、单位和凭证（示例为文献数据）；④全部换成本厂数据后，把“数据状态”改为“工厂数据”。",
            "en": "Overwrite first: 1. on the study tab id, title, period, both dates, purpose and note; 2. the "
            "reference amount of each process; 3. amount, unit and document of every row (the example is literature "
            "data); 4. when all of it is your plant's, set “status” (数据状态) to “plant data”.",
        }[now.lang]
    )
    echo(
        {
            "zh": f"用 Excel 或 WPS 填写后运行：carnet calc {place.name}",
            "en": f"fill it in with Excel or WPS, then run: carnet calc {place.name}",
        }[now.lang]
    )


@click.command(
    help="把同一份研究换一种格式，内容不变；已有的文件留作 .bak。\n\n"
    "The same study in another spelling; nothing is lost, and an existing file is kept as .bak.",
    short_help="研究换一种格式，内容不变 · the same study in another spelling",
)
@click.argument("study")
@click.option("--out", required=True, help="FILE.xlsx, .json, .toml")
@common
def convert(study: str, out: str) -> None:
    """The same study in another spelling; nothing is lost, and an existing file is kept as .bak."""
    target(out, "study")
    opened = open_study(study)
    save_study(opened.study, out)
    now = settings()
    if now.as_json:
        print_json({"written": out, "digest": opened.digest, "warnings": [p.json() for p in opened.warnings]})
        return
    if opened.warnings:
        print_problems(opened.warnings, now.lang)
    echo(f"→ {out}  {opened.digest}")
