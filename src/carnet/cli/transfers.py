"""``carnet import``, ``carnet export``, ``carnet validate``: files of others, in and out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from carnet.cli.frame import common, echo, missing_option, print_json, print_problems, settings, table
from carnet.errors import UsageError
from carnet.service import transfers

if TYPE_CHECKING:
    from carnet.service.transfers import Imported

Json = dict[str, Any]


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    for command in (import_, export, validate):
        group.add_command(command)


@click.command(
    "import",
    help="把他人的文件读成研究：cbam-template（欧盟沟通模板，各语言）、precursor-sheet（供应商前体数据表）。"
    "全部由输入重新计算，并逐格说明与文件自身结果的差别。\n\n"
    "Read a file of others into a study: cbam-template (the EU communication template, any language), precursor-sheet "
    "(what a supplier sends on). Everything is recomputed from the inputs, and each difference from the file's own "
    "results is told with its cell and cause.",
    short_help="读入他人的文件 · read a file of others",
)
@click.argument("format_", metavar="FORMAT")
@click.argument("file")
@click.option("--out", default="", help="STUDY.xlsx, .json, .toml")
@click.option("--into", default="", help="前体数据表加入的研究 · the study a precursor sheet is added to")
@common
def import_(format_: str, file: str, out: str, into: str) -> None:
    """Read a file into a study."""
    transfers.known_format(format_, transfers.READABLE)
    if not out:
        raise UsageError((missing_option("--out", "import", "写到哪个研究文件", "the study to write"),))
    found = (
        transfers.import_template(file, out)
        if format_ == transfers.TEMPLATE
        else transfers.import_sheet(file, out, into)
    )
    _tell(found)


@click.command(
    help="把研究写成他人的格式：cbam-template 只填写空白模板的输入格，公式与格式不动。\n\n"
    "Write a study in a format of others: cbam-template fills the input cells of the blank template alone.",
    short_help="写成他人的格式 · write a format of others",
)
@click.argument("format_", metavar="FORMAT")
@click.argument("study")
@click.option("--out", required=True, help="FILE")
@click.option("--template", default="", help="空白模板 BLANK.xlsx · the blank template")
@click.option("--leave-out", is_flag=True, help="装不下的略去并说明 · leave out what does not fit, and say so")
@common
def export(format_: str, study: str, out: str, template: str, *, leave_out: bool) -> None:
    """Write a study in a format of others."""
    transfers.known_format(format_, transfers.WRITABLE)
    done = transfers.export_template(study, out, template, leave_out=leave_out)
    now = settings()
    if now.as_json:
        print_json(done)
        return
    say = {"zh": "{sheet}：填写 {count} 格", "en": "{sheet}: {count} cells filled"}[now.lang]
    for sheet, count in done["cells"].items():
        echo("  " + say.format(sheet=sheet, count=count))
    for found in done["problems"]:
        echo(f"  ! {found['code']} {found['cause'][now.lang]}")
    echo(f"→ {out}")


@click.command(
    help="检查他人格式的文件：读入、重算并报告，不写任何文件；有误时退出码为 1。\n\n"
    "Check a file of others: read, recompute and report, writing nothing; exit code 1 when something is wrong.",
    short_help="检查他人格式的文件 · check a file of others",
)
@click.argument("format_", metavar="FORMAT")
@click.argument("file")
@common
def validate(format_: str, file: str) -> None:
    """Check a file."""
    transfers.known_format(format_, (transfers.TEMPLATE,))
    found = transfers.check_template(file)
    _tell(found)
    if found.differences or any(p.severity == "error" for p in found.problems):
        sys.exit(1)


def _tell(found: Imported) -> None:
    now = settings()
    if now.as_json:
        print_json(found.json())
        return
    lang = now.lang
    if found.agreed or found.differences:
        said = {
            "zh": "文件自身的结果：{agreed} 个与重算一致，{differ} 个不同",
            "en": "the file's own results: {agreed} agree with ours, {differ} differ",
        }[lang]
        echo(said.format(agreed=found.agreed, differ=len(found.differences)))
    if found.differences:
        head = {"zh": ["单元格", "项目", "文件", "重算", "原因"], "en": ["cell", "item", "file", "ours", "cause"]}[lang]
        rows = [
            [d["cell"], d["item"][lang], d["stated"] or "–", d["computed"] or "–", d["cause"][lang]]
            for d in found.differences
        ]
        table(head, rows, (2, 3))
    if found.problems:
        print_problems(found.problems, lang)
    if found.written:
        echo(f"→ {found.written}")
