"""What click says of a command written wrongly, as problems of ours: a code, both languages, JSON where asked for."""

from __future__ import annotations

import os
import sys

import click

from carnet.cli.frame import Settings, missing_option
from carnet.errors import Problem, UsageError, problem
from carnet.errors.nearest import nearest

_LANGUAGES = ("zh", "en")
# What an option is for, by command and option; everything else gets the general sentence.
_NEEDS = {
    ("trace", "--regime"): ("追溯哪个方案的数值", "which regime's figure to trace"),
    ("accept", "--regime"): ("确认属于哪个方案（* 为全部）", "which regime it is for (* for all)"),
    ("accept", "--parameter"): ("确认哪个参数或未定值", "which parameter or open value it is about"),
    ("new", "--product"): ("为哪种产品建立工作簿", "which product the workbook is for"),
}
_OUT = ("写到哪个文件或文件夹", "which file or folder to write to")
_ANY = ("没有它命令无法执行", "the command cannot do without it")


def settings_from(arguments: list[str]) -> Settings:
    """Language and form of the output as far as a command line says them that could not be read."""
    lang = os.environ.get("CARNET_LANG", "zh")
    for index, argument in enumerate(arguments):
        if argument == "--lang" and index + 1 < len(arguments):
            lang = arguments[index + 1]
        elif argument.startswith("--lang="):
            lang = argument.removeprefix("--lang=")
    debug = "--debug" in arguments
    return Settings(lang if lang in _LANGUAGES else "zh", "--json" in arguments, debug)


def as_usage_error(error: click.ClickException) -> UsageError:
    """The same complaint as one of our problems."""
    return UsageError((_problem(error),))


def _problem(error: click.ClickException) -> Problem:
    context = getattr(error, "ctx", None)
    command = _path(context)
    if isinstance(error, click.MissingParameter):
        return _missing(error, command)
    if isinstance(error, click.NoSuchOption):
        return problem("CLI-011", None, error.option_name, tuple(error.possibilities or ()), command=command)
    if isinstance(error, click.BadParameter) and error.param is not None:
        kind = error.param.type
        choices = tuple(str(c) for c in kind.choices) if isinstance(kind, click.Choice) else ()
        return problem("CLI-012", None, _given(error, choices), choices, option=_name(error.param))
    unknown = _unknown_command(error, context)
    if unknown is not None:
        return unknown
    return problem("CLI-014", None, detail=error.format_message(), command=command)


def _path(context: click.Context | None) -> str:
    """The command without the program's own name, which may hold spaces: ``regimes show``."""
    names: list[str] = []
    while context is not None and context.parent is not None:
        names.insert(0, context.info_name or "")
        context = context.parent
    return " ".join(names)


def _missing(error: click.MissingParameter, command: str) -> Problem:
    name = _name(error.param) if error.param is not None else str(error.param_hint or "")
    fallback = _OUT if name == "--out" else _ANY
    need = _NEEDS.get((command, name), fallback)
    return missing_option(name, command, *need)


def _name(parameter: click.Parameter) -> str:
    """``--regime`` for an option, ``STUDY`` for an argument."""
    longest = max(parameter.opts, key=len)
    return longest if longest.startswith("-") else longest.upper()


def _given(error: click.BadParameter, choices: tuple[str, ...]) -> str:
    """The value that was refused: click names it only inside its sentence."""
    parts = error.message.split("'")
    return parts[1] if choices and len(parts) > 1 else error.message


def _unknown_command(error: click.ClickException, context: click.Context | None) -> Problem | None:
    if context is None or not isinstance(context.command, click.Group) or "'" not in error.message:
        return None
    given = error.message.split("'")[1]
    visible = [n for n, c in context.command.commands.items() if not c.hidden]
    if given in context.command.commands or given not in sys.argv:
        return None
    return problem("CLI-013", None, given, nearest(given, visible) or tuple(visible))
