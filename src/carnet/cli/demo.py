"""The demo, in the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from carnet.cli.checking import show_check
from carnet.cli.explaining import show_bridge
from carnet.cli.frame import common, echo, print_json, progress, settings
from carnet.cli.showing import show_results
from carnet.service.demo import run_demo


def register(group: click.Group) -> None:
    """Add the command of this module."""
    group.add_command(demo)


@click.command(
    help="完整演示：用自带的热轧卷研究，从工作簿到核验证据包。\n\n"
    "The whole main job on a shipped study of hot-rolled coil, from the workbook to the checked "
    "pack.",
    short_help="完整演示：自带的热轧卷研究 · the whole main job on a shipped study",
)
@click.argument("product", type=click.Choice(["steel"]), default="steel")
@click.option("--out", default="demo-out", help="放结果的文件夹 · folder for the results")
@common
def demo(product: str, out: str) -> None:
    """The whole main job on a shipped study of hot-rolled coil, from the workbook to the checked pack."""
    del product
    made = run_demo(Path(out), progress)
    now = settings()
    if now.as_json:
        print_json({
            "results": [c.result for c in made.assumed], "bridge": made.bridge, "check": made.check,
            "files": [str(Path(out) / name) for name in made.files],
        })  # fmt: skip
        return
    zh = now.lang == "zh"
    echo(
        "一、直接计算（文献数据，中国高炉-转炉热轧卷）"
        if zh
        else "1. As the study stands (literature data, coil from a Chinese blast furnace)"
    )
    show_results(made.first)
    echo()
    echo(
        "二、把缺少的规则设为假设（ASSUMED，永不可签发）后"
        if zh
        else "2. With the missing rules assumed (ASSUMED, never issuable)"
    )
    show_results(made.assumed, table_only=True)
    echo()
    echo("三、两个数为何不同" if zh else "3. Why two of the numbers differ")
    show_bridge(made.bridge)
    echo()
    echo("四、核验证据包" if zh else "4. The pack, verified")
    show_check(made.check)
    echo()
    folder = Path(out)
    echo("结果在：" if zh else "The results lie in:")
    for name, what in (
        ("report.zh.pdf", "中文报告" if zh else "report in Chinese"),
        ("report.en.pdf", "英文报告" if zh else "report in English"),
        (
            "pack.zip",
            "证据包（DEMO密钥：证明完整，不证明来源）" if zh else "evidence pack (DEMO key: integrity, not origin)",
        ),
        ("hot-rolled-coil.xlsx", "工作簿，可用Excel打开" if zh else "the workbook"),
        ("charts", "图（SVG与CSV）" if zh else "pictures (SVG and CSV)"),
    ):
        echo(f"  {folder / name}  {what}")
