"""Packs: pack, check, recompute."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from carnet.cli.calculation import not_calculated, opened_with_warnings, show_unprintable
from carnet.cli.frame import common, echo, print_json, progress, settings
from carnet.errors import ExaminedError, Place, UsageError, problem
from carnet.service.calculate import attempt
from carnet.service.outputs import target
from carnet.service.packing import VIEWS, seal
from carnet.service.packs import check_pack, derive_view, no_pack, passes, recompute_pack, repacked
from carnet.service.studies import read_bytes


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    for command in (pack, check, recompute):
        group.add_command(command)


@click.command(
    help="证据包：报告、结果、推导、清单、签名。给出已有的证据包时，从中截取一个视图，签名与摘要不变。\n\n"
    "The evidence pack: report, results, derivations, manifest, signature. Of an existing pack a "
    "view is cut, with the same signature and digests.",
    short_help="证据包 · the evidence pack",
)
@click.argument("study", metavar="STUDY|PACK.zip")
@click.option("--regime", "regimes", multiple=True, help="可重复；默认全部 · repeat; default: all")
@click.option("--view", type=click.Choice(VIEWS), default="certifier", help="披露到什么程度 · what is disclosed")
@click.option("--out", required=True, help="pack.zip")
@click.option(
    "--local", is_flag=True, help="文件只在本机使用（数据库许可） · the file stays here (licence of a database)"
)
@common
def pack(study: str, regimes: tuple[str, ...], view: str, out: str, local: bool) -> None:
    """The evidence pack: report, results, derivations, manifest, signature."""
    place = target(out, "pack")
    left_out: list[dict[str, object]] = []
    if study.lower().endswith(".zip"):
        data = _view_of(study, regimes, view)
    else:
        opened = opened_with_warnings(study)
        show_unprintable(opened)
        found = attempt(opened, regimes, progress=progress)
        done = found.need_one()
        left_out = not_calculated(found, regimes)
        data = seal(opened, done, view=view, study_file=Path(study).name, local=local, progress=progress)
    place.write(data)
    now = settings()
    if now.as_json:
        print_json({"written": out, "bytes": len(data), "view": view, "not_calculated": left_out})
        return
    echo(f"→ {out}")
    echo({"zh": f"核验：carnet check {Path(out).name}", "en": f"verify: carnet check {Path(out).name}"}[now.lang])


def _view_of(path: str, regimes: tuple[str, ...], view: str) -> bytes:
    """A view of an existing pack; a pack has the regimes it was made with."""
    if regimes:
        detail = "--regime: PACK.zip"
        raise UsageError((problem("CLI-014", None, detail=detail, command="pack"),))
    data = read_bytes(path)
    _need_pack(path, data)
    return derive_view(data, view)


def _need_pack(path: str, data: bytes) -> None:
    """Refuse what is no pack at all in one sentence.

    Raises:
        ExaminedError: there is neither a zip nor a manifest in it (CLI-015).
    """
    what = no_pack(data)
    if what is not None:
        name = Path(path).name
        found = problem("CLI-015", Place(file=name), name, what_zh=what.zh, what_en=what.en)
        raise ExaminedError((found,))


@click.command(
    help="离线核验证据包，并重算每个披露的数值。\n\nVerify a pack offline and recompute every disclosed figure.",
    short_help="离线核验证据包并重算 · verify a pack offline and recompute it",
)
@click.argument("pack_file")
@click.option("--trust", default="", help="存有您所信任的公钥的文件 · FILE with public keys you trust")
@click.option("--details", is_flag=True, help="逐项列出每个文件和数值 · every file and figure on a line of its own")
@common
def check(pack_file: str, trust: str, *, details: bool) -> None:
    """Verify a pack offline and recompute every disclosed figure."""
    data = read_bytes(pack_file)
    found = check_pack(data, read_bytes(trust) if trust else None)
    if settings().as_json:
        print_json(found)
    else:
        _need_pack(pack_file, data)
        show_check(found, details=details, only_repacked=repacked(data, found))
    if not passes(found, trust_given=bool(trust)):
        sys.exit(1)


VERDICTS = {
    "valid": {"zh": "有效：完整，签发者受信任", "en": "valid: intact, issuer trusted"},
    "intact_issuer_unknown": {"zh": "完整，签发者未知", "en": "intact, issuer unknown"},
    "draft": {"zh": "草稿：完整，但数值尚不能签发", "en": "draft: intact, but its figures cannot be issued yet"},
    "refused": {"zh": "拒绝：内容被改动或不符合规定", "en": "refused: changed, or not as it must be"},
}


FEW = 3  # names or figures of a kind shown one by one; more are counted, unless the details are asked for


def show_check(found: dict[str, Any], *, details: bool = False, only_repacked: bool = False) -> None:
    """The verdict first and why in one line; then what is wrong by kind, what is withheld, the recomputed figures."""
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
    if only_repacked:
        echo(REPACKED[lang])
    if details:
        for part in wrong:
            echo(f"  ✗ {part['name']}: {part['why'][lang]}")
    _withheld(held, lang, details=details)
    _figures(found["recomputed"], lang, details=details)
    by_code: dict[str, list[dict[str, Any]]] = {}
    for entry in found["deficiencies"]:
        by_code.setdefault(entry["code"], []).append(entry)
    for code, entries in by_code.items():
        _deficiencies(code, entries, lang, details=details)
    named = {"zh": ("清单摘要", "本次核验摘要"), "en": ("digest of the manifest", "digest of this check")}[lang]
    for name, digest in zip(named, (found.get("manifest"), found["verdict_digest"]), strict=True):
        if digest:
            echo(f"  {name} {digest}")


REPACKED = {
    "zh": "  像是解开后重新打包：签名成立，各文件内容与清单一致，只是容器（zip）不是签发的那一个。"
    "数值未重算；请索取原件。",
    "en": "  It looks unpacked and packed again: the signature holds and every file is as the manifest lists it, only "
    "the container (zip) is not the one issued. No figure was recomputed; ask for the original.",
}


def _deficiencies(code: str, entries: list[dict[str, Any]], lang: str, *, details: bool) -> None:
    """What is wrong of one kind: one of them in words, the others by number and name."""
    mark = "✗" if entries[0]["severity"] == "error" else "!"
    if details or len(entries) == 1:
        for entry in entries:
            echo(f"  {mark} {code} {entry['part']}: {entry[lang]}")
        return
    more = {"zh": f"共 {len(entries)} 处，如：", "en": f"{len(entries)} in all, such as: "}[lang]
    echo(f"  {mark} {code} {more}{entries[0][lang]}")
    echo(f"      {_names(list(dict.fromkeys(entry['part'] for entry in entries)), lang)}")


def _names(names: list[str], lang: str) -> str:
    """The first few names, and how many more there are."""
    shown, more = ", ".join(names[:FEW]), len(names) - FEW
    return shown + ({"zh": f" 等 {len(names)} 个", "en": f" and {more} more"}[lang] if more > 0 else "")


def _withheld(held: list[dict[str, Any]], lang: str, *, details: bool) -> None:
    if details:
        for part in held:
            echo({"zh": f"  – {part['name']}：未披露", "en": f"  – {part['name']}: withheld"}[lang])
    elif held:
        names = _names([part["name"] for part in held], lang)
        echo({"zh": f"  – 未披露：{names}", "en": f"  – withheld: {names}"}[lang])


def _figures(rows: list[dict[str, Any]], lang: str, *, details: bool) -> None:
    """Every figure that was recomputed; those that could not be, since the view lacks the study, in one line."""
    apart = [row for row in rows if row["equal"] == "withheld"]
    if details or len(apart) <= FEW:
        apart = []
    for row in rows:
        if row not in apart:
            echo(f"  {figure_line(row, lang)}")
    if apart:
        names = _names([row["regime"] for row in apart], lang)
        echo(
            {
                "zh": f"  – 未重算（本视图不含重算所需的文件）：{names}",
                "en": f"  – not recomputed (this view lacks what that takes): {names}",
            }[lang]
        )


def figure_line(row: dict[str, Any], lang: str) -> str:
    """One recomputed regime: as issued and as recomputed, or that there is none or that it is withheld."""
    state = {True: "=", False: "✗", "withheld": "–"}[row["equal"]]
    none = {"zh": "无数值", "en": "no figure"}[lang]
    held = {"zh": "未披露", "en": "withheld"}[lang]
    again = row["recomputed"] or (held if row["equal"] == "withheld" else none)
    return f"{state} {row['regime']}: {row['issued'] or none} → {again}"


@click.command(
    help="按证据包中的配方重算每个数值；相等即逐字节相等。\n\n"
    "Recompute every figure of a pack from its recipe; equality is byte equality.",
    short_help="只凭证据包重算 · recompute a pack from itself",
)
@click.argument("pack_file")
@common
def recompute(pack_file: str) -> None:
    """Recompute every figure of a pack from its recipe; equality is byte equality."""
    data = read_bytes(pack_file)
    _need_pack(pack_file, data)
    rows = recompute_pack(data)
    if settings().as_json:
        print_json({"recomputed": rows})
    else:
        for row in rows:
            echo(figure_line(row, settings().lang))
    if any(row["equal"] is False for row in rows):
        sys.exit(1)
