"""Every command line a page shows or a message advises is one the program takes: the command and its options."""

from __future__ import annotations

import re
import shlex
import tomllib

import click
import pytest

from carnet.cli.main import program
from carnet.errors import CATALOGUE
from tests.house.repository import ROOT, SOURCE, tracked

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


# ── commands that messages and advice name ───────────────────────────────────────────────────────

# A command in a sentence: its words, then whatever follows up to where the clause ends.
NAMED = re.compile(r"carnet((?: [a-z][a-z-]*)+)([^，。；：、,;)）]*)")
WORDS = sorted((SOURCE / "data" / "words").glob("*.toml"))
ADVICE = ("why", "suggest")  # what people read of a rule; everything else in it is patterns


def amiss(text: str) -> list[str]:
    """What is wrong with the commands a sentence names: no such command, one that is not built, no such option."""
    found = []
    for words, rest in NAMED.findall(text):
        command: click.Command = program
        said = words.split()
        while isinstance(command, click.Group) and said:
            inner = command.commands.get(said[0])
            if inner is None or inner.hidden:
                found.append(f"no command {said[0]} in: carnet{words}")
                break
            command = inner
            said.pop(0)
        else:
            known = {name for each in command.params for name in each.opts}
            options = re.findall(r"--[a-z][a-z-]*", rest)
            found += [f"no option {name} in: carnet{words}{rest}" for name in options if name not in known]
    return found


def texts_of(value: object, key: str = "") -> list[str]:
    """The sentences for people in a file of words."""
    if isinstance(value, dict):
        if key in ADVICE:
            return [str(each) for each in value.values()]
        return [text for name, each in value.items() for text in texts_of(each, name)]
    return [text for each in value for text in texts_of(each)] if isinstance(value, list) else []


def test_every_command_a_message_names_is_there():
    told = {
        code: wrong
        for code, entry in CATALOGUE.items()
        for text in (entry.cause, entry.fix)
        if (wrong := amiss(text.zh) + amiss(text.en))
    }
    assert told == {}


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.name)
def test_every_command_an_advice_names_is_there(path):
    advice = texts_of(tomllib.loads(path.read_text(encoding="utf-8")))
    assert [wrong for text in advice for wrong in amiss(text)] == []


def test_a_wrong_command_in_a_sentence_is_seen():
    assert amiss("逐项列出差异（carnet compare），写明谁能决定") == ["no command compare in: carnet compare"]
    assert amiss("list them (carnet regimes compare) and name who can decide") == []
    assert amiss("run carnet calc STUDY --regime eu_cbam first") == []
    assert len(amiss("run carnet calc STUDY --regim eu_cbam first, then carnet regimes nonsense")) == 2
    assert texts_of({"rule": [{"suggest": {"zh": "a", "en": "b"}, "en": ["carnet compare"]}]}) == ["a", "b"]
    assert sum("carnet " in text for path in WORDS for text in texts_of(tomllib.loads(path.read_text("utf-8")))) > 0


def test_nobody_is_told_to_install_carnet_from_elsewhere():
    """What is called carnet in a package index is not ours: only a checkout is installed from."""
    told = {code: entry.fix.zh + entry.fix.en for code, entry in CATALOGUE.items()}
    told |= {f"help of {name}": str(command.help) for name, command in program.commands.items()}
    made = ROOT / "docs" / "reference"  # written from the two above
    told |= {path.name: path.read_text(encoding="utf-8") for path in PAGES if made not in path.parents}
    assert [name for name, text in told.items() if re.search(r"(pipx?|uv) install \W*carnet", text)] == []
