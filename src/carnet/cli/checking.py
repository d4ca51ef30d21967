"""Packs: pack, check, recompute."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from carnet.cli.calculation import opened_with_warnings, show_unprintable
from carnet.cli.frame import common, echo, print_json, progress, settings
from carnet.service.packing import VIEWS, make_pack
from carnet.service.packs import check_pack, passes, recompute_pack
from carnet.service.studies import read_bytes, write_atomically


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    for command in (pack, check, recompute):
        group.add_command(command)


@click.command()
@click.argument("study")
@click.option("--regime", "regimes", multiple=True, help="default: all")
@click.option("--view", type=click.Choice(VIEWS), default="certifier", help="what is disclosed")
@click.option("--out", required=True, help="pack.zip")
@common
def pack(study: str, regimes: tuple[str, ...], view: str, out: str) -> None:
    """The evidence pack: report, results, derivations, manifest, signature · 证据包."""
    opened = opened_with_warnings(study)
    show_unprintable(opened)
    data = make_pack(opened, regimes, view=view, study_file=Path(study).name, progress=progress)
    write_atomically(Path(out), data)
    now = settings()
    if now.as_json:
        print_json({"written": out, "bytes": len(data), "view": view})
        return
    echo(f"→ {out}")
    echo({"zh": f"核验：carnet check {Path(out).name}", "en": f"verify: carnet check {Path(out).name}"}[now.lang])


@click.command()
@click.argument("pack_file")
@click.option("--trust", default="", help="FILE with public keys you trust")
@common
def check(pack_file: str, trust: str) -> None:
    """Verify a pack offline and recompute every disclosed figure · 离线核验并重算."""
    found = check_pack(read_bytes(pack_file), read_bytes(trust) if trust else None)
    if settings().as_json:
        print_json(found)
    else:
        show_check(found)
    if not passes(found, trust_given=bool(trust)):
        sys.exit(1)


VERDICTS = {
    "valid": {"zh": "有效：完整，签发者受信任", "en": "valid: intact, issuer trusted"},
    "intact_issuer_unknown": {"zh": "完整，签发者未知", "en": "intact, issuer unknown"},
    "draft": {"zh": "草稿：完整，但数值尚不能签发", "en": "draft: intact, but its figures cannot be issued yet"},
    "refused": {"zh": "拒绝：内容被改动或不符合规定", "en": "refused: changed, or not as it must be"},
}


def show_check(found: dict[str, Any]) -> None:
    """The verdict first, then every part that is wrong or withheld, then the recomputed figures."""
    lang = settings().lang
    mark = "✗" if found["verdict"] == "refused" else "✓"
    echo(f"{mark} {VERDICTS[found['verdict']][lang]}")
    wrong = [p for p in found["parts"] if p["ok"] is False]
    held = [p for p in found["parts"] if p["ok"] == "withheld"]
    echo(
        {
            "zh": f"  文件 {len(found['parts'])} 个，异常 {len(wrong)} 个，未披露 {len(held)} 个",
            "en": f"  {len(found['parts'])} files, {len(wrong)} wrong, {len(held)} withheld",
        }[lang]
    )
    for part in wrong:
        echo(f"  ✗ {part['name']}: {part['why'][lang]}")
    for part in held:
        echo({"zh": f"  – {part['name']}：未披露", "en": f"  – {part['name']}: withheld"}[lang])
    for row in found["recomputed"]:
        state = {True: "=", False: "✗", "withheld": "–"}[row["equal"]]
        echo(f"  {state} {row['regime']}: {row['issued']} → {row['recomputed']}")
    for entry in found["deficiencies"]:
        echo(f"  ! {entry['code']} {entry['part']}: {entry[lang]}")
    echo(f"  {found['verdict_digest']}")


@click.command()
@click.argument("pack_file")
@common
def recompute(pack_file: str) -> None:
    """Recompute every figure of a pack from its recipe; equality is byte equality · 重算."""
    rows = recompute_pack(read_bytes(pack_file))
    if settings().as_json:
        print_json({"recomputed": rows})
    else:
        for row in rows:
            state = {True: "=", False: "✗", "withheld": "–"}[row["equal"]]
            echo(f"{state} {row['regime']}: {row['issued']} → {row['recomputed']}")
    if any(row["equal"] is False for row in rows):
        sys.exit(1)
