"""``carnet ledger``: the certificates of several studies, each kWh once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carnet.cli.frame import common, echo, print_json, print_problems, settings, table
from carnet.service.ledger import ledger_of
from carnet.service.studies import open_study

if TYPE_CHECKING:
    from carnet.service.ledger import Ledger

HEAD = {
    "zh": ["登记机构", "证书", "技术", "电量 kWh", "申领 kWh", "剩余 kWh", "研究 · 合同"],
    "en": ["register", "certificate", "technology", "volume kWh", "claimed kWh", "left kWh", "study · contract"],
}
NUMBERS = (3, 4, 5)


def register(group: click.Group) -> None:
    """Add the command of this module."""
    group.add_command(ledger)


@click.command(
    help="列出若干研究的电力证书：每张的电量、各研究和合同的申领量、剩余。申领超过电量时退出码为 1。\n\n"
    "List the electricity certificates of studies: volume, what each study and contract claims, what is left. "
    "Exit code 1 when more is claimed than a certificate holds.",
    short_help="多项研究的证书台账 · certificates over several studies",
)
@click.argument("files", metavar="STUDY...", nargs=-1, required=True)
@common
def ledger(files: tuple[str, ...]) -> None:
    """List every certificate of the studies by register and id."""
    found = ledger_of([(Path(name).name, open_study(name)) for name in files])
    now = settings()
    if now.as_json:
        print_json(found.json())
    else:
        _show(found, now.lang)
        if found.problems:
            print_problems(found.problems, now.lang)
    if found.problems:
        sys.exit(1)


def _show(found: Ledger, lang: str) -> None:
    if not found.rows:
        echo({"zh": "这些研究没有电力证书。", "en": "These studies hold no electricity certificates."}[lang])
        return
    table(HEAD[lang], [line for row in found.rows for line in _lines(row)], NUMBERS)


def _lines(row: dict[str, Any]) -> list[list[str]]:
    """One line for the certificate, one more for each further use."""
    uses = [f"{u['study']} {u['version']} · {u['contract'] or '–'}: {u['claimed_kwh']}" for u in row["uses"]]
    mark = "✗ " if row["over_claimed"] else ""
    first = [
        row["register"],
        mark + row["certificate"],
        row["technology"],
        row["volume_kwh"],
        row["claimed_kwh"],
        row["left_kwh"],
        uses[0],
    ]
    return [first, *([""] * (len(first) - 1) + [use] for use in uses[1:])]
