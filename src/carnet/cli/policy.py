"""``carnet policy``: what is known of laws, plans, talks and memoranda, how well, and what is still to be found."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carnet.cli.frame import common, echo, print_json, print_problems, settings
from carnet.cli.policy_show import show_item, show_list, show_tasks, show_watch
from carnet.cli.spoken import as_market
from carnet.errors import ExaminedError
from carnet.recognition.status import LEAST, STATUS_TEXT
from carnet.recognition.tasks import due_on
from carnet.recognition.vocabulary import INSTRUMENT_KINDS
from carnet.service.policy import Filter, Shelf, days, item_of, list_json, listed, markets_around, shelf, show_json

if TYPE_CHECKING:
    from carnet.recognition.tasks import Due


def register(group: click.Group) -> None:
    """Add the group; the wording commands are put into it where they are on board."""
    group.add_command(policy)
    try:
        wording = importlib.import_module("carnet.cli.wording")
    except ModuleNotFoundError:
        return
    wording.register_wording(policy)


@click.group(
    help="政策条目：法律、方案、磋商、备忘录——各处于什么状态、证据多可靠、还缺什么。\n\n"
    "Laws, plans, talks and memoranda: their status, how well it is known, what is still to be found.",
    short_help="政策与互认动态 · what is known of laws, talks and memoranda",
)
def policy() -> None:
    """Group of the policy commands."""


def _warn(found: Shelf) -> None:
    """Tell what is wrong with the user's own items; a list that leaves some out is no success."""
    if found.problems and not settings().as_json:
        print_problems(found.problems, settings().lang)
    if any(each.severity == "error" for each in found.problems):
        raise SystemExit(ExaminedError.exit_code)


@policy.command(
    "list",
    short_help="条目、状态、等级、可做的事 · items, status, grade, allowed action",
    help="列出条目及状态、等级、可做的事。\n\nList items with status, grade and allowed action.",
)
@click.option("--status", type=click.Choice(sorted(LEAST)), default=None, help="状态 · status")
@click.option(
    "--market",
    default="",
    callback=as_market,
    help="市场，如 FR、SG、CN；外层市场的加⊃ · market; with ⊃ those around it",
)
@click.option("--product", default="", help="产品词或编码，如 7208 · word or code of a product")
@click.option("--kind", type=click.Choice(INSTRUMENT_KINDS), default=None, help="文书种类 · kind of instrument")
@click.option("--on", default="", metavar="DATE", help="所问之日（默认今天）· the day asked about (default: today)")
@click.option("--known", default="", metavar="DATE", help="只算该日前取得的证据 · only evidence retrieved by then")
@common
def list_items(status: str | None, market: str, product: str, kind: str | None, on: str, known: str) -> None:
    """List the items on file."""
    found = shelf()
    when = days(found, on, known)
    wanted = Filter(status or "", market, product, kind or "")
    if settings().as_json:
        print_json(list_json(found, when, wanted))
    else:
        show_list(found, listed(found, when, wanted), when, settings().lang, markets_around(market))
    _warn(found)


@policy.command(
    "show",
    short_help="一个条目的全部 · all of one item",
    help="一个条目的全部：是什么、多可靠、没说什么、矛盾、任务。\n\nAll of one item.",
)
@click.argument("identifier", metavar="ID")
@click.option("--on", default="", metavar="DATE", help="所问之日 · the day asked about")
@click.option("--known", default="", metavar="DATE", help="只算该日前取得的证据 · only evidence retrieved by then")
@common
def show(identifier: str, on: str, known: str) -> None:
    """Show one item."""
    found = shelf()
    when = days(found, on, known)
    item = item_of(found, identifier)
    if settings().as_json:
        print_json(show_json(found, item, when))
    else:
        show_item(found, item, when, settings().lang)
    _warn(found)


@policy.command(
    "tasks",
    short_help="核实任务，逾期在前 · verification tasks, overdue first",
    help="核实任务，逾期的在前。\n\nVerification tasks, overdue ones first.",
)
@click.option("--on", default="", metavar="DATE", help="所问之日 · the day asked about")
@click.option("--all", "everything", is_flag=True, help="连已完成的 · done ones too")
@click.option("--done", default="", metavar="TASK", help="记为完成 · mark a task as done")
@click.option("--found", "what", default="", metavar="TEXT", help="找到了什么 · what was found (with --done)")
@common
def tasks(on: str, everything: bool, done: str, what: str) -> None:
    """List the verification tasks, or mark one as done."""
    found = shelf()
    when = days(found, on)
    if done:
        from carnet.service.policy_write import close_task  # noqa: PLC0415 - only when something is written

        close_task(found, done, when.on, what)
        found = shelf()
    rows = [each for each in due_on(found.items.all(), when.on) if everything or not each.done]
    if settings().as_json:
        print_json({"on": when.on, "tasks": [_task_json(each) for each in rows]})
    else:
        show_tasks(rows, when.on, settings().lang)
    _warn(found)


def _task_json(due: Due) -> dict[str, Any]:
    task = due.task
    return {
        "id": task.id,
        "item": task.item,
        "find": task.find.json(),
        "ask": task.ask,
        "due": task.due,
        "done": due.done,
        "overdue_days": due.overdue,
        "found": task.found,
    }


@policy.command(
    "watch",
    short_help="该定期查看的机构 · bodies to look at",
    help="该定期查看的机构和文件种类（不联网）。\n\nBodies and documents to look at by hand.",
)
@click.option("--on", default="", metavar="DATE", help="所问之日 · the day asked about")
@click.option("--looked", default="", metavar="ID", help="记为已看 · mark a body as looked at")
@common
def watch(on: str, looked: str) -> None:
    """List the bodies to look at."""
    from carnet.service.policy_write import mark_looked, watch_list  # noqa: PLC0415 - not needed to list items

    when = days(shelf(), on)
    if looked:
        mark_looked(looked, when.on)
    rows = watch_list(when.on)
    if settings().as_json:
        document = [
            {
                "id": look.body.id,
                "name": look.body.name.json(),
                "kind": look.body.kind,
                "country": look.body.country,
                "site": look.body.site,
                "documents": [each.json() for each in look.body.documents],
                "items": list(look.body.items),
                "next_on": look.next_on,
                "due": look.due,
            }
            for look in rows
        ]
        print_json({"on": when.on, "bodies": document})
        return
    show_watch(rows, when.on, settings().lang)
    if looked:
        echo("✓ " + looked)


@policy.command(
    "add",
    short_help="从文本或网页提出条目 · propose an item from a text or page",
    help="从文本或网页提出条目；证据弱的不会提高状态。已有编号则作为新版本，显示措辞变化和涉及之处。\n\n"
    "Propose an item from a text or saved page; weak evidence never raises a status. With the id of an item on file: "
    "a new version, its wording diff and what it touches.",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--url", default="", help="来源网址 · where it was found")
@click.option("--retrieved", default="", metavar="DATE", help="取得之日（默认今天）· day of retrieval (default: today)")
@click.option(
    "--id", "identifier", default="", help="编号；已有则为新版本 · id; of an item on file: a new version of it"
)
@click.option("--kind", type=click.Choice(INSTRUMENT_KINDS), default=None, help="文书种类 · kind of instrument")
@click.option("--source-kind", default="", help="来源种类，如 company、official · kind of source")
@click.option("--title", default="", help="标题（默认取自文本）· title (default: from the text)")
@common
def add_file(
    file: Path, url: str, retrieved: str, identifier: str, kind: str | None, source_kind: str, title: str
) -> None:
    """Propose an item from a file."""
    from carnet.cli.policy_added import added_json, show_added  # noqa: PLC0415 - the lists of names take a moment
    from carnet.service.policy_add import Asked, add  # noqa: PLC0415

    found = shelf()
    asked = Asked(url, retrieved, identifier, kind or "", source_kind, title)
    added = add(found, file, asked, days(found).on)
    if settings().as_json:
        print_json(added_json(added))
        return
    show_added(added, settings().lang)
    _warn(found)


@policy.command(
    "diff",
    short_help="措辞变化及涉及之处 · wording changes and what they touch",
    help="两份文本（或一个条目留存的最近两个版本）的措辞变化，以及所涉及之处。\n\n"
    "What changed between two files, or between the last two kept wordings of an item, and what it touches.",
)
@click.argument("first", metavar="ID_OR_FILE")
@click.argument("second", metavar="[FILE]", required=False, default="")
@common
def diff(first: str, second: str) -> None:
    """Compare two wordings."""
    from carnet.cli.policy_added import (  # noqa: PLC0415 - the lists of names take a moment
        show_changes,
        show_effect,
        show_touched,
    )
    from carnet.service.policy_diff import diff_files, diff_item  # noqa: PLC0415

    now = shelf()
    found = diff_files(Path(first), Path(second)) if second else diff_item(now, first, days(now).on)
    if settings().as_json:
        print_json(found.json())
        return
    lang = settings().lang
    echo(f"{found.before} → {found.after}")
    show_changes(found.changes, lang)
    moved = [*(f"−{each}" for each in found.products_gone), *(f"+{each}" for each in found.products_new)]
    if moved:
        echo(f"{'产品' if lang == 'zh' else 'products'}: {' '.join(moved)}")
    if not second:
        show_touched(found.touched, lang)
        show_effect(found.effect, lang)
        show_effect(found.if_confirmed, lang, if_confirmed=True)


@policy.command(
    "touch",
    short_help="条目牵动什么 · what rests on an item, and what moves",
    help="什么依据这个条目：市场×用途、范围行、互认安排、自己的计划和结论；自己补充的内容改变了哪些范围回答。"
    "加 --if 看“假如官方文本证实某状态”会怎样，不留存任何东西。\n\n"
    "What rests on an item: market × purpose, lines of a scope, arrangements, your own plans and verdicts; and which "
    "scope answers your additions change. With --if: what a status would change if an official text showed it; nothing "
    "is kept.",
)
@click.argument("identifier", metavar="ID")
@click.option("--if", "status", type=click.Choice(sorted(LEAST)), default=None, help="假如的状态 · a status to suppose")
@click.option("--since", default="", metavar="DATE", help="该状态自何日起（默认所问之日）· since when (with --if)")
@click.option("--on", default="", metavar="DATE", help="所问之日 · the day asked about")
@click.option("--known", default="", metavar="DATE", help="只算该日前取得的证据 · only evidence retrieved by then")
@common
def touch(identifier: str, status: str | None, since: str, on: str, known: str) -> None:
    """Show what rests on an item, and what your additions, or a supposed status, change."""
    from carnet.cli.policy_added import show_effect, show_touched  # noqa: PLC0415 - markets take a moment
    from carnet.service.policy_touch import touch_json, touch_of  # noqa: PLC0415

    found = shelf()
    when = days(found, on, known)
    touched = touch_of(found, identifier, when, status=status or "", since=since)
    if settings().as_json:
        print_json(touch_json(touched))
        return
    lang = settings().lang
    show_touched(touched.touched, lang)
    if status:
        echo()
        said = STATUS_TEXT[status].get(lang)
        told = {
            "zh": f"假如自 {touched.since} 起“{said}”（不留存）：",
            "en": f"If {said} since {touched.since} (not kept):",
        }
        echo(told[lang])
    show_effect(touched.effect, lang)
    _warn(found)
