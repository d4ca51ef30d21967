"""``carnet``: the program."""

from __future__ import annotations

import sys

import click

from carnet.cli import calculation, checking, data, demo, later, studies
from carnet.cli.frame import Settings, fail
from carnet.errors import CarnetError


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="STUDY: .xlsx, .json, .toml   ·   exit: 0 good, 1 wrong, 2 usage or input",
)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", envvar="CARNET_LANG", help="zh | en")
@click.option("--json", "as_json", is_flag=True, help="one JSON document on stdout · 输出一个JSON文档")
@click.option("--home", default="", envvar="CARNET_HOME", help="where commands remember things · 数据目录")
@click.option("--debug", is_flag=True, help="show tracebacks · 显示程序调用栈")
@click.version_option(package_name="carnet")
@click.pass_context
def program(context: click.Context, lang: str, as_json: bool, home: str, debug: bool) -> None:
    """One product, one workbook, every market's footprint, checkable by strangers.

    一个产品、一份工作簿，按各市场规则计算碳足迹，并可由他人离线核验。
    """
    context.obj = Settings(lang=lang, as_json=as_json, debug=debug, home=home)


for module in (demo, studies, calculation, checking, data, later):
    module.register(program)


def main() -> None:
    """Run the program; nothing but `--debug` shows a traceback."""
    try:
        program(standalone_mode=False)
    except CarnetError as error:
        if "--debug" in sys.argv:
            raise
        with click.Context(program, obj=Settings(lang="en")):
            fail(error)
    except click.exceptions.Abort:
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)
