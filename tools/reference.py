"""Write the reference pages that are read off the program: docs/reference/errors.md and cli.md.

Run by ``make reference``; ``tests/house`` fails while a page is not what this would write.
"""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from carnet.errors import CATALOGUE

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
SUBJECTS = {
    "FIL": "Files",
    "STU": "Studies",
    "CHK": "Checks of a study",
    "DAT": "Data sets of our own",
    "REG": "Regimes",
    "CAL": "Calculation",
    "PCK": "Packs",
    "PAK": "Packs",
    "REP": "Report",
    "CLI": "Command line",
}
MADE = "<!-- Made by tools/reference.py (make reference); do not edit. -->"


def errors_page() -> str:
    """Return the page of all error codes, by subject, in both languages."""
    lines = [
        MADE,
        "# Error codes",
        "",
        "Every problem Carnet reports has a code that stays the same, says where it was found, why it is one and how",
        "to mend it, in Chinese and English. Words in braces are filled in. Exit 2: the input cannot be used; exit 1:",
        "something is wrong with the thing examined.",
        "",
    ]
    subject = ""
    for code, entry in sorted(CATALOGUE.items()):
        prefix = code.partition("-")[0]
        if prefix != subject:
            subject = prefix
            lines += [f"## {SUBJECTS.get(prefix, prefix)}", ""]
        lines += [
            f"### {code}",
            "",
            f"- {_plain(entry.cause.zh)} **→** {_plain(entry.fix.zh)}",
            f"- {_plain(entry.cause.en)} **→** {_plain(entry.fix.en)}",
            "",
        ]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Keep `<`, `*` and `_` of a message from being read as markup."""
    for sign in "\\`*_<>|":
        text = text.replace(sign, "\\" + sign)
    return text.replace("\n", " ")


def command_line() -> click.Group | None:
    """Return the program's click group, or None while there is none."""
    if not (ROOT / "src" / "carnet" / "cli" / "main.py").exists():
        return None
    group = importlib.import_module("carnet.cli.main").program
    if not isinstance(group, click.Group):
        message = "carnet.cli.main.main is no click group"
        raise TypeError(message)
    return group


def cli_page() -> str | None:
    """Return the page of all commands with their help, or None while there is no command line."""
    group = command_line()
    if group is None:
        return None

    lines = [MADE, "# Commands", "", "What `--help` prints, command by command.", ""]

    def describe(command: click.Command, path: str, parent: click.Context | None) -> None:
        context = click.Context(command, info_name=path.rpartition(" ")[2], parent=parent, terminal_width=100)
        lines.extend([f"## {path}", "", "```text", command.get_help(context).rstrip(), "```", ""])
        if isinstance(command, click.Group):
            for name in sorted(command.list_commands(context)):
                child = command.get_command(context, name)
                if child is not None and not child.hidden:
                    describe(child, f"{path} {name}", context)

    describe(group, "carnet", None)
    return "\n".join(lines)


def pages() -> dict[Path, str]:
    """Return every generated page by its path."""
    made = {FOLDER / "errors.md": errors_page()}
    commands = cli_page()
    if commands is not None:
        made[FOLDER / "cli.md"] = commands
    return made


def main() -> None:
    """Write the pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
