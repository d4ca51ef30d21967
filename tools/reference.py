"""Write the reference pages that are read off the program: errors, commands, and one page for each regime.

Run by ``make reference``; ``tests/house`` fails while a page is not what this would write.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import click

from carnet.errors import CATALOGUE
from carnet.service.catalogues import regime_show, regimes_list

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
SUBJECTS = {
    "FIL": "Files",
    "STU": "Studies",
    "CHK": "Checks of a study",
    "DAT": "Data sets of our own",
    "REG": "Regimes",
    "FAC": "Factors",
    "GWP": "Characterization",
    "CAL": "Calculation",
    "PCK": "Packs",
    "RPT": "Report",
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


def regime_page(wanted: str) -> str:
    """Return the page of a regime: every value with its words, dates, source, clause and status, and its table."""
    shown: dict[str, Any] = regime_show(wanted)
    lines = [
        MADE,
        f"# {_plain(shown['title']['en'])}",
        "",
        f"{_plain(shown['title']['zh'])} · `{shown['id']}@{shown['version']}`",
        "",
        "The value of every parameter that holds last: a rule that changes over the years, such as a mark-up, has",
        "earlier values in the file of the regime; `carnet regimes show` takes a date. *status* says",
        "how we know a value: read in the text itself, secondary, recalled, unknown, conflicting; *absent* where the",
        "text states no such rule. What is recalled, unknown or conflicting stops a figure from being issued until",
        "somebody confirms it with its clause.",
        "",
        "此处为每个参数最后有效的值；逐年变化的规则，较早的值在规则文件中，`carnet regimes show` 可指定日期。",
        "核实状态：read 已读原文，secondary 二手，recalled 凭记忆，unknown 未知，conflicting 冲突，absent 无此规则。",
        "",
        "| parameter | 中文 | English | status | in force from | known since |",
        "|---|---|---|---|---|---|",
    ]
    for value in shown["values"]:
        cells = (value["text"]["zh"], value["text"]["en"])
        dates = (value["from"] or "–", value["known"] or "–")
        row = (f"`{value['parameter']}`", *map(_plain, cells), value["status"], *dates)
        lines.append("| " + " | ".join(row) + " |")
    if shown["rows"]:
        lines += ["", "## Values of its own table", ""]
        lines += ["| table | for | country | value | gas | status | clause |", "|---|---|---|---|---|---|---|"]
    for entry in shown["rows"]:
        what = " ".join(each for each in (entry["flow"], entry["cn"]) if each)
        amount = f"{entry['value']} {entry['unit']} / {entry['per_unit']}"
        where = f"{entry['source']}, {entry['clause']}".strip(", ")
        row = (entry["table"], what, entry["country"] or "–", amount, entry["gas"] or "–", entry["status"], where)
        lines.append("| " + " | ".join(map(_plain, row)) + " |")
    return "\n".join([*lines, ""])


def pages() -> dict[Path, str]:
    """Return every generated page by its path."""
    made = {FOLDER / "errors.md": errors_page()}
    for regime in regimes_list():
        made[FOLDER / "regimes" / f"{regime['id']}.md"] = regime_page(f"{regime['id']}@{regime['version']}")
    commands = cli_page()
    if commands is not None:
        made[FOLDER / "cli.md"] = commands
    return made


def main() -> None:
    """Write the pages."""
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
