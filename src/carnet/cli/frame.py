"""What every command shares: language, JSON or text, progress, errors and exit codes."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, NoReturn, ParamSpec

import click

from carnet.errors import CarnetError, DataError, Problem, Text, problem
from carnet.service.home import use_home

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
    """Let a command take the global options behind its own name as well, and turn errors into exit codes."""

    @click.option("--json", "as_json_here", is_flag=True, help="输出一个JSON文档 · one JSON document on stdout")
    @click.option("--lang", "lang_here", type=click.Choice(["zh", "en"]), default=None, help="zh | en")
    @click.option("--home", "home_here", default="", help="数据目录 · where commands remember things")
    @click.option("--debug", "debug_here", is_flag=True, hidden=True)
    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        now = settings()
        now.as_json = bool(kwargs.pop("as_json_here", False)) or now.as_json
        now.lang = str(kwargs.pop("lang_here", None) or now.lang)
        now.debug = bool(kwargs.pop("debug_here", False)) or now.debug
        home = str(kwargs.pop("home_here", ""))
        if home:
            now.home = home
            use_home(home)
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


WIDEST = 120  # columns of a terminal a table keeps to
NARROWEST = 14  # columns that a cell is never pressed below


def table(head: list[str], rows: list[list[str]], right: tuple[int, ...] = ()) -> None:
    """A plain table of at most `WIDEST` columns; what is too wide is wrapped. Columns in `right` are right-aligned."""
    widths = _pressed([max(width_of(row[i]) for row in [head, *rows]) for i in range(len(head))], right)
    for number, row in enumerate([head, *rows]):
        folded = [fold(cell, widths[i]) for i, cell in enumerate(row)]
        for line in range(max(len(lines) for lines in folded)):
            cells = []
            for i, lines in enumerate(folded):
                cell = lines[line] if line < len(lines) else ""
                cells.append(" " * (widths[i] - width_of(cell)) + cell if i in right else pad(cell, widths[i]))
            echo("  ".join(cells).rstrip())
        if number == 0:
            echo("  ".join("─" * w for w in widths))


def _pressed(widths: list[int], fixed: tuple[int, ...]) -> list[int]:
    """Take from the widest columns until the table fits; numbers keep their width."""
    room = WIDEST - 2 * (len(widths) - 1)
    movable = [i for i in range(len(widths)) if i not in fixed]
    while sum(widths) > room and movable:
        widest = max(movable, key=lambda i: widths[i])
        if widths[widest] <= NARROWEST:
            break
        widths[widest] -= 1
    return widths


def fold(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most that many terminal columns: at a space, or between wide characters."""
    lines, line = [], ""
    for piece in _PIECE.findall(text) or [""]:
        if line and width_of(line + piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
        while width_of(line.rstrip()) > columns:
            cut = next(n for n in range(len(line), 0, -1) if width_of(line[:n]) <= columns)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


# A word with the spaces after it, or one wide character with what must not begin a line.
_PIECE = re.compile(r"[\u2e80-\uffff][，。；：、）》”’]*\s*|[^\s\u2e80-\uffff]+\s*|\s+")
