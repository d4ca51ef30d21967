"""Write the reference pages that are read off the program: errors, commands, regimes, and what they compute.

Run by ``make reference``; ``tests/house`` fails while a page is not what this would write.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import click

from carnet.cbam.checks import rules_table
from carnet.errors import CATALOGUE
from carnet.service import rulebook
from carnet.service.catalogues import regime_show, regimes_list

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
COVERAGE = FOLDER / "coverage.md"
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
    """Return the page of a regime: what it means as arithmetic, every value, its dates and its table."""
    shown: dict[str, Any] = regime_show(wanted)
    lines = [
        MADE,
        f"# {_plain(shown['title']['en'])}",
        "",
        f"{_plain(shown['title']['zh'])} · `{shown['id']}@{shown['version']}`",
        "",
        f"{_plain(shown['in_force']['zh'])}",
        "",
        f"{_plain(shown['in_force']['en'])}",
        "",
    ]
    if shown["listed"]:
        lines += [f"**仅列出 · listed only**: {_plain(shown['listed']['zh'])} · {_plain(shown['listed']['en'])}", ""]
    if shown["families"]:
        lines += ["适用产品 · for: " + ", ".join(f"`{f}`" for f in shown["families"]), ""]
    lines += _milestones(shown["milestones"])
    lines += [
        "The value of every parameter that holds last; `carnet regimes show` takes a date. *status* says how we know a",
        "value: read in the text itself, secondary, recalled, unknown, conflicting. What is recalled, unknown or",
        "conflicting stops a figure from being issued until somebody confirms it with its clause. What the regime",
        "states no rule for is not listed.",
        "",
        "此处为每个参数最后有效的值，`carnet regimes show` 可指定日期。核实状态：read 已读原文，secondary 二手，",
        "recalled 凭记忆，unknown 未知，conflicting 冲突；方案没有规定的参数不列出。",
        "",
    ]
    for entry in shown["formulas"]:
        lines += _dimension(entry, [v for v in shown["values"] if v["parameter"].startswith(entry["dimension"] + ".")])
    if shown["rows"]:
        lines += ["## Values of its own table · 自带数值表", ""]
        lines += ["| table | for | country | value | gas | status | clause |", "|---|---|---|---|---|---|---|"]
    for entry in shown["rows"]:
        what = " ".join(each for each in (entry["flow"], entry["cn"]) if each)
        amount = f"{entry['value']} {entry['unit']} / {entry['per_unit']}"
        where = f"{entry['source']}, {entry['clause']}".strip(", ")
        row = (entry["table"], what, entry["country"] or "–", amount, entry["gas"] or "–", entry["status"], where)
        lines.append("| " + " | ".join(map(_plain, row)) + " |")
    return "\n".join([*lines, ""])


def _dimension(entry: dict[str, Any], values: list[dict[str, Any]]) -> list[str]:
    """Return the section of one dimension: its arithmetic, then its values; nothing where the regime states nothing."""
    stated = [v for v in values if v["status"] != "absent"]
    if not stated:
        return []
    lines = [f"## {entry['dimension']} · {entry['name']['en']} · {entry['name']['zh']}", ""]
    if entry["lines"]:
        lines += [
            "```text",
            *(line["zh"] for line in entry["lines"]),
            *(line["en"] for line in entry["lines"]),
            "```",
            "",
        ]
    lines += ["| parameter | 中文 | English | status | in force from | known since |", "|---|---|---|---|---|---|"]
    for value in stated:
        dates = (value["from"] or "–", value["known"] or "–")
        cells = (value["text"]["zh"], value["text"]["en"])
        row = (f"`{value['parameter']}`", *map(_plain, cells), value["status"], *dates)
        lines.append("| " + " | ".join(row) + " |")
    return [*lines, ""]


def _milestones(entries: list[dict[str, Any]]) -> list[str]:
    if not entries:
        return []
    lines = ["## Dates · 日期", "", "| 中文 | English | day | rule | status | clause |", "|---|---|---|---|---|---|"]
    for entry in entries:
        rule = (
            f"{entry['rule']['zh']} · {entry['rule']['en']}"
            if entry["rule"]
            else " / ".join(entry["candidates"]) or "–"
        )
        where = f"{entry['source']}, {entry['clause']}"
        day = entry["day"] or "未定 · none yet"
        row = (entry["name"]["zh"], entry["name"]["en"], day, rule, entry["status"], where)
        lines.append("| " + " | ".join(map(_plain, row)) + " |")
    return [*lines, ""]


def coverage_page() -> str:
    """Return the page that counts what each regime computes today, and says why not where it does not."""
    covered = rulebook.coverage(rulebook.shipped_studies())
    counts = rulebook.count(covered)
    names = rulebook.STATE_NAMES
    lines = [
        MADE,
        "# Coverage · 覆盖情况",
        "",
        "What every version of every regime gives for the studies in the package. *Computes*: a point value.",
        "*With intervals*: bounds, because a rule or a datum is known as a range. *Needs an acceptance*: a rule that",
        "decides the figure is unknown to us; with `carnet accept` it computes. *Listed only*: its file holds what is",
        "known, which is too little for a figure.",
        "",
        "每个方案的每个版本对自带研究给出的结果，以及算不到的原因。",
        "",
        "| 状态 · state | versions |",
        "|---|---|",
        *(f"| {names[state].zh} · {names[state].en} | {number} |" for state, number in counts.items()),
        "",
        "| regime | version | 状态 · state | studies, or why · 研究或原因 |",
        "|---|---|---|---|",
    ]
    for entry in covered:
        why = rulebook.reason(entry)
        said = why["en"] if why["zh"] == why["en"] else f"{why['zh']} · {why['en']}"
        state = names[entry["state"]]
        page = f"[{entry['id']}](regimes/{_page_name(entry)}.md)"
        lines.append(f"| {page} | {entry['version']} | {state.zh} · {state.en} | {_plain(said)} |")
    return "\n".join([*lines, ""])


def cbam_rules_page() -> str:
    """Return the page of the rules a CBAM installation is checked against, with what to do where one fails."""
    lines = [
        MADE,
        "# Rules of the CBAM checks · CBAM检查规则",
        "",
        "What `carnet cbam` asks of a study before anything is declared. *block*: nothing may be issued;",
        "*block_money*: no money is told; *warn*: look again; *fix*: mended when the report is written. *status*:",
        "how the text behind a rule was seen (read, secondary, recalled); *own* is a rule of Carnet and no law.",
        "",
        "性质：block 不得出具，block_money 不给金额，warn 提醒，fix 写出报告时处理。核实状态：read 已读原文，",
        "secondary 二手，recalled 凭记忆，own 为自定规则，非法律。",
        "",
        "| id | 性质 · kind | 规则 · rule | 如何处理 · what to do | 依据 · source | status |",
        "|---|---|---|---|---|---|",
    ]
    for row in rules_table():
        title = f"{_plain(row['title_zh'])}<br>{_plain(row['title_en'])}"
        fix = f"{_plain(row['fix_zh'])}<br>{_plain(row['fix_en'])}"
        cells = (row["id"], _plain(row["severity"]), title, fix, _plain(row["citation"]), row["status"])
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def _page_name(entry: dict[str, Any]) -> str:
    """Return the name of a regime's page: its id, with the version where there are several."""
    several = sum(other["id"] == entry["id"] for other in regimes_list()) > 1
    return f"{entry['id']}-{entry['version']}" if several else str(entry["id"])


def pages() -> dict[Path, str]:
    """Return every generated page by its path, but for the coverage, which calculates every regime."""
    made = {FOLDER / "errors.md": errors_page(), FOLDER / "cbam-rules.md": cbam_rules_page()}
    for regime in regimes_list():
        made[FOLDER / "regimes" / f"{_page_name(regime)}.md"] = regime_page(f"{regime['id']}@{regime['version']}")
    commands = cli_page()
    if commands is not None:
        made[FOLDER / "cli.md"] = commands
    return made


def main() -> None:
    """Write the pages."""
    for path, text in {**pages(), COVERAGE: coverage_page()}.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
