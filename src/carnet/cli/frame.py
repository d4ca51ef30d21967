"""What every command shares: language, JSON or text, progress, errors and exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, NoReturn, ParamSpec

import click

from carnet.errors import CarnetError, DataError, Problem, Text, problem

P = ParamSpec("P")


@dataclass(slots=True)
class Settings:
    """The global options of one run."""

    lang: str = "zh"
    as_json: bool = False
    debug: bool = False
    home: str = ""

    def say(self, text: Text) -> str:
        """A text in the chosen language."""
        return text.get(self.lang)


def settings() -> Settings:
    """The settings of the running command."""
    found = click.get_current_context().find_object(Settings)
    return found or Settings()


def common(command: Callable[P, None]) -> Callable[P, None]:
    """Let a command take ``--json`` and ``--lang`` behind its own name as well, and turn errors into exit codes."""

    @click.option("--json", "as_json_here", is_flag=True, help="输出一个JSON文档 · one JSON document on stdout")
    @click.option("--lang", "lang_here", type=click.Choice(["zh", "en"]), default=None, help="zh | en")
    @click.option("--debug", "debug_here", is_flag=True, hidden=True)
    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        now = settings()
        now.as_json = bool(kwargs.pop("as_json_here", False)) or now.as_json
        now.lang = str(kwargs.pop("lang_here", None) or now.lang)
        now.debug = bool(kwargs.pop("debug_here", False)) or now.debug
        try:
            command(*args, **kwargs)
        except CarnetError as error:
            if now.debug:
                raise
            fail(error)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:  # whatever it is: a user gets a sentence, and the traceback with --debug
            if now.debug:
                raise
            fail(internal(error))

    return wrapped


def internal(error: Exception) -> CarnetError:
    """A defect of the program, as a sentence: the kind of the exception, none of its contents."""
    return DataError((problem("CLI-009", None, what=type(error).__name__),))


def missing_option(option: str, command: str, need_zh: str, need_en: str) -> Problem:
    """An option without which this command does not know what to do, and what it is for."""
    return problem("CLI-008", None, option, option=option, command=command, need_zh=need_zh, need_en=need_en)


def fail(error: CarnetError) -> NoReturn:
    """Print every problem and leave with the error's exit code."""
    now = settings()
    if now.as_json:
        print_json({"problems": [p.json() for p in error.problems]})
    else:
        print_problems(error.problems, now.lang)
    sys.exit(error.exit_code)


def print_json(document: dict[str, Any]) -> None:
    """One JSON document, readable, in UTF-8 whatever the terminal's locale."""
    sys.stdout.buffer.write((json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode())
    sys.stdout.buffer.flush()


def print_problems(problems: tuple[Problem, ...], lang: str) -> None:
    """The problems on stderr, errors first, each with place, cause and fix."""
    words = {"zh": ("错误", "警告", "修改"), "en": ("error", "warning", "fix")}[lang]
    for found in sorted(problems, key=lambda p: p.severity != "error"):
        mark = "✗" if found.severity == "error" else "!"
        kind = words[0] if found.severity == "error" else words[1]
        place = f"  {found.place}" if str(found.place) else ""
        click.echo(f"{mark} {found.code} {kind}{place}: {found.cause.get(lang)}", err=True)
        click.echo(f"    → {words[2]}: {found.fix.get(lang)}", err=True)
    errors = sum(p.severity == "error" for p in problems)
    warnings = len(problems) - errors
    click.echo(
        {"zh": f"{errors} 个错误，{warnings} 个警告", "en": f"{errors} errors, {warnings} warnings"}[lang], err=True
    )


def progress(name: str) -> None:
    """One step of long work, on stderr, only for people."""
    now = settings()
    if not now.as_json and sys.stderr.isatty():
        click.echo(f"  … {name}", err=True)


def echo(text: str = "") -> None:
    """A line for people on stdout."""
    sys.stdout.buffer.write((text + "\n").encode())
    sys.stdout.buffer.flush()


def width_of(text: str) -> int:
    """Columns a text takes in a terminal: a CJK character takes two."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)  # noqa: PLR2004 - where the wide scripts begin


def pad(text: str, columns: int) -> str:
    """The text filled with spaces to a number of terminal columns."""
    return text + " " * max(0, columns - width_of(text))


def table(head: list[str], rows: list[list[str]], right: tuple[int, ...] = ()) -> None:
    """A plain table; columns named in `right` are right-aligned."""
    widths = [max(width_of(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for number, row in enumerate([head, *rows]):
        cells = [
            " " * (widths[i] - width_of(cell)) + cell if i in right else pad(cell, widths[i])
            for i, cell in enumerate(row)
        ]
        echo("  ".join(cells).rstrip())
        if number == 0:
            echo("  ".join("─" * w for w in widths))
