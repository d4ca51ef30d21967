"""``carnet``: the program."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from carnet.cli import (
    calculation,
    cbam,
    checking,
    data,
    db,
    demo,
    explaining,
    later,
    ledger,
    market,
    policy,
    recognition,
    registers,
    studies,
    transfers,
    verdict,
)
from carnet.cli.frame import Settings, fail, internal
from carnet.cli.usage import as_usage_error, settings_from
from carnet.errors import CarnetError
from carnet.service.home import use_home

# The way of the work, not the alphabet: what a new user does first stands first.
ORDER = (
    "demo", "new", "calc", "report", "bridge", "trace",
    "boundary", "accept", "ledger", "chart", "cbam", "pack", "check", "recompute", "convert",
    "scope", "readiness", "verdict", "reuse", "market", "policy", "register", "recognition",
    "import", "export", "validate", "db",
    "regimes", "factors", "flows", "formats", "schema",
)  # fmt: skip


class Program(click.Group):
    """The group of all commands, listed in the order of the work."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of `ORDER`, the others behind them."""
        names = super().list_commands(ctx)
        return sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))


@click.group(
    help="一个产品、一份工作簿，按各市场规则计算碳足迹，并可由他人离线核验。\n\n"
    "One product, one workbook, every market's footprint, checkable by strangers.",
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
    epilog="STUDY: .xlsx, .json, .toml   ·   退出码 exit: 0 正常 good, 1 所查有误 wrong, 2 用法或输入 usage or input",
)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", envvar="CARNET_LANG", help="zh | en")
@click.option("--json", "as_json", is_flag=True, help="输出一个JSON文档 · one JSON document on stdout")
@click.option("--home", default="", envvar="CARNET_HOME", help="数据目录 · where commands remember things")
@click.option("--debug", is_flag=True, help="显示程序调用栈 · show tracebacks")
@click.version_option(package_name="carnet")
@click.pass_context
def program(context: click.Context, lang: str, as_json: bool, home: str, debug: bool) -> None:
    """One product, one workbook, every market's footprint, checkable by strangers."""
    context.obj = Settings(lang=lang, as_json=as_json, debug=debug, home=home)
    use_home(home)


for module in (
    demo,
    studies,
    calculation,
    cbam,
    explaining,
    checking,
    ledger,
    transfers,
    data,
    db,
    policy,
    recognition,
    registers,
    market,
    verdict,
    later,
):
    module.register(program)


def main() -> None:
    """Run the program; nothing but `--debug` shows a traceback."""
    try:
        program(standalone_mode=False)
    except CarnetError as error:
        if "--debug" in sys.argv:
            raise
        _leave(error)
    except click.exceptions.Abort:
        sys.exit(2)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        _leave(as_usage_error(error))
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:  # what no command met: a defect of the frame itself
        if "--debug" in sys.argv:
            raise
        _leave(internal(error))


def _leave(error: CarnetError) -> NoReturn:
    with click.Context(program, obj=settings_from(sys.argv[1:])):
        fail(error)
