"""Every command line a page shows is one the program takes: the command is there, and so are its options."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from carnet.cli.main import program
from tests.house.repository import ROOT, tracked

BLOCK = re.compile(r"^```(?:sh|bash|console)\n(.*?)^```", re.DOTALL | re.MULTILINE)
PAGES = [path for path in tracked() if path.suffix == ".md" and "corpus" not in path.parts and "adr" not in path.parts]


def lines_of(text: str) -> list[str]:
    """The command lines of the blocks of a page, continued lines joined."""
    joined = "\n".join(BLOCK.findall(text)).replace("\\\n", " ")
    return [line.strip().removeprefix("$ ") for line in joined.splitlines() if re.match(r"\s*(\$ )?carnet ", line)]


def complaint(line: str) -> str:
    """Why the program does not take a line; empty: it does."""
    words = shlex.split(line, comments=True)[1:]
    for stop in ("|", ">", "&&", ";", "2>&1"):
        if stop in words:
            words = words[: words.index(stop)]
    command: click.Command = program
    context: click.Context | None = None
    try:
        while True:
            # Making the context parses and runs nothing; a group keeps what follows its own options.
            context = command.make_context("carnet", words, context)
            if not isinstance(command, click.Group):
                return ""
            rest = [*context._protected_args, *context.args]
            if not rest:
                return ""
            found = command.get_command(context, rest[0])
            if found is None:
                return f"no command {rest[0]}"
            command, words = found, rest[1:]
    except (click.exceptions.NoArgsIsHelpError, click.exceptions.Exit):
        return ""
    except click.ClickException as error:
        return error.format_message()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_line_is_one_the_program_takes(path):
    text = path.read_text(encoding="utf-8")
    told = {line: complaint(line) for line in lines_of(text)}
    assert {line: why for line, why in told.items() if why} == {}


def test_a_wrong_line_is_seen():
    assert complaint("carnet register products note coil sent --by Li --on 2026-03-03") == ""
    assert "--text" in complaint('carnet register products note coil --text "sent" --by Li --on 2026-03-03')
    assert "nonsense" in complaint("carnet nonsense")
    assert "STUDY" in complaint("carnet verdict --market EU")


def test_lines_are_found():
    assert lines_of("```sh\n$ carnet demo \\\n  --out x\nls\n```\n`carnet calc`\n") == ["carnet demo    --out x"]
    assert sum(len(lines_of(path.read_text(encoding="utf-8"))) for path in PAGES) > 100
