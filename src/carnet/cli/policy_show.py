"""Printing policy items for people: lists, one item, tasks, the watch list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.cli.frame import echo, fold, pad, table
from carnet.cli.policy_words import KIND, NATURE, PARTY, ROLE, SOURCE, USE, WORD, in_one_language
from carnet.errors import Text
from carnet.recognition.gates import allowed_action, gate
from carnet.recognition.grade import explain
from carnet.recognition.status import STATUS_TEXT, StatusOn
from carnet.recognition.tasks import due_on
from carnet.recognition.vocabulary import USES
from carnet.service.policy import ACTION_TEXT, contradictions_of, grade_of, outer_market

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from carnet.recognition.model import Contradiction, DateRule, PolicyItem
    from carnet.recognition.status import Due as DateRead
    from carnet.recognition.tasks import Due
    from carnet.recognition.watch import Look
    from carnet.service.policy import Days, Shelf

COLUMNS = 100


def show_list(
    found: Shelf, rows: Sequence[tuple[PolicyItem, StatusOn]], when: Days, lang: str, around: tuple[str, ...] = ()
) -> None:
    """Print one line per item: status, grade, action, dates, contradictions, tasks.

    `around`: the market asked for and those around it; an item of one of these is marked.
    """
    zh = lang == "zh"
    echo(f"{'截至' if zh else 'As of'} {when.on}{'，按所知至 ' if zh else ', known by '}{when.known}")
    echo()
    if not rows:
        echo("没有符合条件的条目。" if zh else "No item fits.")
        return
    for item, status in rows:
        _row(found, item, status, when, lang, outer_market(item, around) if around else "")
    echo()
    notes = ["† 还有未成就的条件" if zh else "† a condition is still open"]
    if around[1:]:
        outer = " ".join(around[1:])
        notes.append(
            f"⊃ 外层市场 {outer} 的，其法律在此适用" if zh else f"⊃ of {outer} around it, whose law holds in it"
        )
    if found.items.own or found.items.added:
        notes.append("* 自己的条目，+ 自己补充过的条目" if zh else "* your own item, + an item you added to")
    echo("；".join(notes) if zh else "; ".join(notes))
    held = sum(bool(status.held) for _, status in rows)
    if held:
        echo(
            f"{held} 个条目有更进一步的说法因证据不足未采纳：carnet policy show 编号"
            if zh
            else f"{held} items have a further step held back for want of evidence: carnet policy show ID"
        )


def _row(found: Shelf, item: PolicyItem, status: StatusOn, when: Days, lang: str, outer: str) -> None:
    """Two lines: an id that can be copied with status, grade and action; then the title and what is open."""
    zh = lang == "zh"
    grade = grade_of(status)
    mine = "*" if item.id in found.items.own else "+" if item.id in found.items.added else " "
    action = ACTION_TEXT[allowed_action(grade, status.status)].get(lang)
    echo(f"{mine} {pad(item.id, 32)} {grade}  {pad(action, 8)}  {STATUS_TEXT[status.status].get(lang)}")
    more = []
    if outer:
        more.append(f"⊃ {outer}")
    if item.applies.day or item.applies.triggers:
        read = found.due(item.applies, when)
        mark = " †" if read.open else ""
        more.append(f"{'适用' if zh else 'applies'} {read.day or item.applies.day}{mark}")
    if status.held:
        held = dict.fromkeys(STATUS_TEXT[each.event.status].get(lang) for each in status.held)
        more.append(f"{'未采纳：' if zh else 'held back: '}{('、' if zh else ', ').join(held)}")
    if contradictions := contradictions_of(found.items, item.id):
        more.append(f"{'矛盾' if zh else 'contradictions'} {', '.join(each.id for each in contradictions)}")
    due = [each for each in due_on([item], when.on) if not each.done]
    if due:
        late = sum(bool(each.overdue) for each in due)
        more.append(f"{'任务' if zh else 'tasks'} {len(due)}{f' ({late} !)' if late else ''}")
    _line(item.title.get(lang) + (f" · {' · '.join(more)}" if more else ""), 4)


def show_item(found: Shelf, item: PolicyItem, when: Days, lang: str) -> None:
    """Print one item so that a person sees what it is, how well it is known, and what it does not say."""
    zh = lang == "zh"
    status = found.status(item, when)
    grade = grade_of(status)
    echo(item.title.get(lang))
    echo(f"{item.id} · {KIND[lang][item.kind]} · {NATURE[lang][item.legal_nature]} · {item.jurisdiction}")
    echo(f"{'发布' if zh else 'Issued by'}: {item.issuer.get(lang)} ({PARTY[lang][item.issuer_kind]})")
    _part("状态" if zh else f"Status on {when.on}", lang)
    if zh:
        echo(f"  {when.on}：{STATUS_TEXT[status.status].zh}")
    else:
        echo(f"  {STATUS_TEXT[status.status].en}")
    echo(f"  {explain(grade).get(lang)}")
    action = ACTION_TEXT[allowed_action(grade, status.status)].get(lang)
    echo(f"  {'最多可以' if zh else 'At most'}: {action}")
    _held(status, lang)
    _uses(status, lang)
    for text in (*item.flags,):
        _line("! " + text.get(lang))
    if item.note.en:
        _line(item.note.get(lang))
    _parties(item, lang)
    _scope(item, lang)
    _dates(found, item, when, lang)
    _texts("来源声称的效果（未证实）" if zh else "What the source claims (not confirmed)", item.claims, lang)
    _texts("来源没有说的" if zh else "What it does not state", item.not_stated, lang)
    _texts("对您的工作意味着" if zh else "What it means for your work", item.effects, lang)
    for each in contradictions_of(found.items, item.id):
        _contradiction(each, lang)
    tasks = due_on([item], when.on)
    if tasks:
        _part("核实任务" if zh else "Verification tasks", lang)
        for due in tasks:
            _task(due, lang)
    _part("留存的证据" if zh else "Evidence on file", lang)
    for capture in item.captures:
        kind = SOURCE[lang].get(capture.source_kind, capture.source_kind)
        digest = f" · SHA-256 {capture.digest[:12]}…" if capture.digest else ""
        _line(f"{capture.id}: {capture.origin} · {kind} · {capture.retrieved_on}{digest}")
    links = [*item.related, *item.amends, *item.amended_by]
    if links:
        heading = "相关条目（状态各自独立，互不继承）" if zh else "Related items (each with a status of its own)"
        echo()
        echo(f"{heading}: {', '.join(links)}")
    if item.review_by:
        late = item.review_by <= when.on
        echo(f"{'复核日期' if zh else 'Review by'}: {item.review_by}{(' !' if late else '')}")


def _part(title: str, lang: str) -> None:
    echo()
    echo(title + ("：" if lang == "zh" else ":"))


def _line(text: str, indent: int = 2) -> None:
    folded = fold(text, COLUMNS - indent)
    for number, line in enumerate(folded):
        echo(" " * (indent if number == 0 else indent + 2) + line)


def _texts(title: str, texts: Iterable[Text], lang: str) -> None:
    listed = list(texts)
    if listed:
        _part(title, lang)
        for text in listed:
            _line("– " + text.get(lang))


def _held(status: StatusOn, lang: str) -> None:
    zh = lang == "zh"
    for each in status.held:
        what = STATUS_TEXT[each.event.status].get(lang)
        said = f"{each.event.on} “{what}”" if zh else f"{each.event.on} {what}"
        _line(f"{'未采纳' if zh else 'Held back'}: {said} – {each.why.get(lang)}")


def _uses(status: StatusOn, lang: str) -> None:
    grade = grade_of(status)
    shut = [USE[lang][use] for use in USES if not gate(use, grade, status.status).open]
    if shut:
        said = ("、" if lang == "zh" else "; ").join(shut)
        _line(f"{'不能用于' if lang == 'zh' else 'Not to be used for'}: {said}")


def _parties(item: PolicyItem, lang: str) -> None:
    if not item.parties:
        return
    _part("各方及其种类" if lang == "zh" else "Parties and what kind each is", lang)
    for party in item.parties:
        role = ROLE[lang].get(party.role, party.role)
        place = f", {party.country}" if party.country else ""
        _line(f"– {party.name.get(lang)}: {PARTY[lang][party.kind]}{place} ({role})")


def _scope(item: PolicyItem, lang: str) -> None:
    zh = lang == "zh"
    scope = item.scope
    if not (scope.products or scope.production or scope.markets or scope.purposes or scope.window_from):
        return
    _part(("范围（有争议）" if zh else "Scope (disputed)") if scope.disputed else ("范围" if zh else "Scope"), lang)
    for product in scope.products:
        codes = f" · {'编码' if zh else 'codes'} {', '.join(product.codes)} ({WORD[lang][product.codes_status]})"
        _line(f"– {product.wording.get(lang)}{codes if product.codes else ''}")
    for place in scope.production:
        unknown = "" if place.named else ("，落点未知" if zh else ", which ones is unknown")
        _line(f"– {'生产地' if zh else 'made in'}: {place.wording.get(lang)}{unknown}")
    if scope.markets:
        _line(f"– {'市场' if zh else 'markets'}: {', '.join(scope.markets)}")
    if scope.window_from or scope.window_to:
        _line(f"– {'期间' if zh else 'window'}: {scope.window_from or '…'} – {scope.window_to or '…'}")


def _dates(found: Shelf, item: PolicyItem, when: Days, lang: str) -> None:
    zh = lang == "zh"
    rows: list[tuple[str, DateRule]] = []
    if item.in_force != type(item.in_force)():
        rows.append(("生效" if zh else "in force", item.in_force))
    if item.applies != type(item.applies)():
        rows.append(("适用" if zh else "applies", item.applies))
    rows += [(each.what.get(lang), each.when) for each in item.milestones]
    if not rows:
        return
    _part("日期" if zh else "Dates", lang)
    for name, rule in rows:
        _line(f"– {name}: {_rule(rule, found.due(rule, when), lang)}")


def _rule(rule: DateRule, read: DateRead, lang: str) -> str:
    zh = lang == "zh"
    parts = [each for each in (rule.day, rule.rule.get(lang)) if each] or ["未载明" if zh else "not stated"]
    if read.met:
        met = [f"{each.item} {each.since}" for each in read.met]
        parts.append(f"{'条件已成就' if zh else 'condition met'}: {', '.join(met)}")
    if read.open:
        parts.append(f"{'条件未成就' if zh else 'open condition'}: {', '.join(read.open)}")
    elif read.met:
        parts.append(f"⇒ {read.day}")
    if read.come:
        parts.append("已到" if zh else "reached")
    if rule.citation.source:
        source = " ".join(each for each in (rule.citation.source, rule.citation.locator) if each)
        parts.append(f"[{source}; {WORD[lang][rule.citation.status]}]")
    return " · ".join(parts)


def _contradiction(each: Contradiction, lang: str) -> None:
    zh = lang == "zh"
    _part(f"{'矛盾' if zh else 'Contradiction'} {each.id} – {each.about.get(lang)}", lang)
    for side in each.sides:
        source = " ".join(part for part in (side.citation.source, side.citation.locator) if part)
        _line(f"▪ {side.says.get(lang)}")
        _line(f"[{side.grade}; {source}; {WORD[lang][side.citation.status]}]", 4)
    _line(f"⇒ {each.consequence.get(lang)}")
    if each.settled.en:
        _line(f"✓ {each.settled.get(lang)}")


def _task(due: Due, lang: str) -> None:
    zh = lang == "zh"
    mark = "✓" if due.done else "✗" if due.overdue else "○"
    late = (f"，逾期 {due.overdue} 天" if zh else f", {due.overdue} days overdue") if due.overdue else ""
    _line(f"{mark} {due.task.id}: {due.task.find.get(lang)}")
    asked = in_one_language(due.task.ask, lang)
    _line(f"{'问' if zh else 'ask'}: {asked} · {'期限' if zh else 'due'} {due.task.due}{late}", 4)


def show_tasks(tasks: Sequence[Due], day: str, lang: str) -> None:
    """Print the tasks of all items, overdue ones first with a warning."""
    zh = lang == "zh"
    for due in tasks:
        _task(due, lang)
    late = sum(bool(each.overdue) for each in tasks)
    still = sum(not each.done for each in tasks)
    echo()
    echo(f"{day}：{still} 项未完成，其中 {late} 项逾期" if zh else f"{day}: {still} open, {late} of them overdue")


def show_watch(rows: Sequence[Look], day: str, lang: str) -> None:
    """Print the bodies to look at."""
    zh = lang == "zh"
    head = ["编号", "机构", "网站", "要看的文件", "下次"] if zh else ["id", "body", "site", "documents", "next look"]
    never = "还没看过" if zh else "not yet"
    lines = [
        [
            look.body.id,
            look.body.name.get(lang),
            look.body.site,
            ("；" if zh else "; ").join(each.get(lang) for each in look.body.documents),
            (look.next_on or never) + (" !" if look.due else ""),
        ]
        for look in rows
    ]
    table(head, lines)
    echo()
    due = sum(look.due for look in rows)
    echo(
        f"{day}：{due} 个机构该看了（!）。本程序不上网；看过后：carnet policy watch --looked 编号"
        if zh
        else f"{day}: {due} bodies are due (!). Nothing is fetched; after a look: carnet policy watch --looked ID"
    )
