"""``carnet policy lint-text``, ``brief`` and ``statement``: the guard over words, and papers that keep to it."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carnet.cli.frame import common, echo, print_json, settings
from carnet.cli.spoken import as_market, as_purpose
from carnet.errors import UsageError, problem
from carnet.recognition.claims import NOTHING
from carnet.recognition.statements import MOST_DAYS
from carnet.report.wording_page import wording_page
from carnet.service.outputs import target
from carnet.service.papers import brief_page, new_draft, statement_page
from carnet.service.policy import days, shelf
from carnet.service.studies import write_atomically
from carnet.service.wording import as_problem, evidence_file, lint_file

if TYPE_CHECKING:
    from carnet.recognition.brief import Page
    from carnet.recognition.claims import Finding


def register_wording(group: click.Group) -> None:
    """Put the commands of this module into the group ``policy``."""
    for command in (lint_text, brief, statement):
        group.add_command(command)


@click.command(
    "lint-text",
    help="检查文字是否说得超出证据；有则退出码1。FILE为 .txt、.md 或 .html。\n\n"
    "Find words that claim more than their evidence; exit 1 when there are any. FILE is .txt, .md or .html.",
    short_help="检查过度宣称 · find over-claims in a text",
)
@click.argument("file", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--evidence", default="", metavar="TOML", help="证据文件，可打开所点名对象的用语 · evidence that opens words"
)
@click.option("--on", default="", metavar="DATE", help="所问之日 · the day asked about")
@common
def lint_text(file: tuple[str, ...], evidence: str, on: str) -> None:
    """Find over-claims in texts."""
    context = evidence_file(evidence, days(shelf(), on).on) if evidence else NOTHING
    found = [(Path(each).name, lint_file(each, context)) for each in file]
    if settings().as_json:
        print_json(
            {
                "files": [{"file": name, "findings": [f.json() for f in told]} for name, told in found],
                "problems": [as_problem(f, name).json() for name, told in found for f in told],
            }
        )
    else:
        for name, told in found:
            _show(name, told, settings().lang)
    if any(told for _, told in found):
        sys.exit(1)


def _show(name: str, told: tuple[Finding, ...], lang: str) -> None:
    zh = lang == "zh"
    for each in told:
        echo(f"✗ {name}:{each.line}:{each.column}  [{each.cls}]  “{each.quote}”")
        echo(f"    {each.sentence}")
        echo(f"    {'缘由' if zh else 'why'}: {each.why.get(lang)}")
        echo(f"    → {'改为' if zh else 'write'}: {each.suggest.get(lang)}")
    counts = Counter(each.cls for each in told)
    listed = (", ".join(f"{cls} {n}" for cls, n in counts.items())) or "–"
    if not told:
        echo(f"✓ {name}: {'未发现过度宣称' if zh else 'no over-claim found'}")
    else:
        echo(f"{name}: {len(told)} {'处过度宣称' if zh else 'over-claims'} ({listed})")


_OUT = click.option(
    "--out", default="", metavar="FILE", help=".pdf 或 .txt；不给则显示 · .pdf or .txt; default: shown here"
)
_ON = click.option("--on", default="", metavar="DATE", help="所问之日 · the day asked about")


@click.command(
    help="一页情况简报：是什么、等级、状态、不能由此得出什么、矛盾、待办。\n\n"
    "One page about a memorandum or talks: what it is, its grade and status, what it does not mean.",
    short_help="给官员的一页简报 · one page for an officer",
)
@click.argument("identifier", metavar="ID")
@_OUT
@_ON
@click.option("--known", default="", metavar="DATE", help="只算该日前取得的证据 · only evidence retrieved by then")
@common
def brief(identifier: str, out: str, on: str, known: str) -> None:
    """Give one page about a policy item."""
    _give(brief_page(identifier, on, known), out)


@click.command(
    help="准备情况声明或致买方函：有截止日、带等级、写明不声称什么，过期自动作废。给了研究，证据就取自该市场的清单。\n\n"
    "A readiness statement or a letter to a buyer: it expires, carries its grade, and says what it does not claim. "
    "With a study the evidence is read from the market's checklist.",
    short_help="会过期的声明与信函 · statements that expire",
)
@click.argument("file", metavar="FILE.toml")
@_OUT
@click.option("--new", is_flag=True, help="按研究写一份待填的草稿 · write a draft for a study, to be filled in")
@click.option("--study", default="", metavar="STUDY", help="读哪一研究的清单 · whose checklist is read")
@click.option("--market", default="", callback=as_market, metavar="M", help="草稿的市场 · market of the draft")
@click.option("--purpose", default="", callback=as_purpose, metavar="P", help="草稿的用途 · purpose of the draft")
@click.option("--kind", type=click.Choice(tuple(MOST_DAYS)), default="readiness", help="草稿的种类 · kind of the draft")
@click.option("--issued", default="", metavar="DATE", help="出具日（默认今天）· day of issue (default: today)")
@click.option("--valid-to", default="", metavar="DATE", help="截止日 · last day, where the file states none")
@_ON
@common
def statement(
    file: str,
    out: str,
    study: str,
    market: str,
    purpose: str,
    kind: str,
    issued: str,
    valid_to: str,
    on: str,
    *,
    new: bool,
) -> None:
    """Give a statement that expires by itself."""
    if new:
        if not study or not market:
            msg = "carnet policy statement FILE.toml --new --study STUDY --market M"
            raise click.UsageError(msg)
        new_draft(file, study, market, purpose, kind)
        if settings().as_json:
            print_json({"written": Path(file).name})
        else:
            echo(f"→ {file}")
        return
    _give(statement_page(file, on, valid_to, issued, study), out)


def _give(page: Page, out: str) -> None:
    lang = settings().lang
    if not out:
        if settings().as_json:
            print_json(page.json())
        else:
            echo(page.text(lang))
        return
    ending = Path(out).suffix.lower()
    if ending == ".pdf":
        target(out, "report").write(wording_page(page, lang))
    elif ending == ".txt":
        write_atomically(Path(out), (page.text(lang) + "\n").encode())
    else:
        raise UsageError((problem("CLI-010", None, Path(out).name, (".pdf", ".txt")),))
    if settings().as_json:
        print_json({"written": Path(out).name, "page": page.json()})
    else:
        echo(f"→ {out}")
