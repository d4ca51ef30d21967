"""Making and converting studies: new, convert, validate a study."""

from __future__ import annotations

from pathlib import Path

import click

from carnet.cli.frame import common, echo, print_json, print_problems, settings
from carnet.errors import UsageError, problem
from carnet.service.studies import open_study, save_study, write_atomically
from carnet.service.templates import PRODUCTS, new_study


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    for command in (new, convert):
        group.add_command(command)


@click.command()
@click.option("--product", required=True, help="what the workbook is for: " + ", ".join(PRODUCTS))
@click.option("--out", required=True, help="FILE.xlsx")
@common
def new(product: str, out: str) -> None:
    """A bilingual workbook with guidance, drop-downs and an example · 新建工作簿."""
    target = Path(out)
    if target.exists():
        raise UsageError((problem("CLI-006", None, target.name),))
    write_atomically(target, new_study(product))
    now = settings()
    if now.as_json:
        print_json({"written": out, "product": product})
        return
    echo(f"→ {out}")
    echo(
        {
            "zh": f"用 Excel 或 WPS 填写后运行：carnet calc {target.name}",
            "en": f"fill it in with Excel or WPS, then run: carnet calc {target.name}",
        }[now.lang]
    )


@click.command()
@click.argument("study")
@click.option("--out", required=True, help="FILE.xlsx, .json or .toml")
@common
def convert(study: str, out: str) -> None:
    """The same study in another spelling; nothing is lost · 转换格式，内容不变."""
    opened = open_study(study)
    save_study(opened.study, out)
    now = settings()
    if now.as_json:
        print_json({"written": out, "digest": opened.digest, "warnings": [p.json() for p in opened.warnings]})
        return
    if opened.warnings:
        print_problems(opened.warnings, now.lang)
    echo(f"→ {out}  {opened.digest}")
