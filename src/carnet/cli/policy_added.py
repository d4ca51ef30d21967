"""``carnet policy add`` and ``diff``: printing what was found in a text and what changed between two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carnet.cli.frame import echo, fold, print_problems
from carnet.cli.policy_words import PARTY, ROLE
from carnet.recognition.diff import marked
from carnet.recognition.status import STATUS_TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.recognition.diff import Change
    from carnet.service.policy_add import Added
    from carnet.service.policy_touch import Touched

COLUMNS = 100
MOST_CHANGES = 60


def show_added(added: Added, lang: str) -> None:
    """Print the proposal of one file."""
    zh = lang == "zh"
    reading = added.reading
    if added.new:
        echo(f"{'已作为新条目留存' if zh else 'Kept as a new item'}: {added.item.id}")
    else:
        echo(f"{'已补充到条目' if zh else 'Added to item'}: {added.item.id}")
    _line(f"{'标题' if zh else 'title'}: {reading.title}")
    _line(f"{'日期' if zh else 'dates'}: {', '.join(dict.fromkeys(d.value for d in reading.dates)) or '–'}")
    for party in reading.parties:
        kind = PARTY[lang].get(party.kind, party.kind)
        _line(f"{'各方' if zh else 'party'}: {party.name} – {kind} ({ROLE[lang].get(party.role, party.role)})")
    names = dict.fromkeys(
        each.name + (f" [{', '.join(each.entry.codes)}?]" if each.entry and each.entry.codes else "")
        for each in {found.id: found for found in reversed(reading.products)}.values()
    )
    _line(f"{'产品（编码为候选）' if zh else 'products (codes are candidates)'}: {'; '.join(names) or '–'}")
    _line(f"{'地点' if zh else 'places'}: {', '.join(dict.fromkeys(each.name for each in reading.places)) or '–'}")
    said = [
        STATUS_TEXT[each.status].get(lang)
        + (("（计划或可能）" if zh else " (planned or possible)") if each.hedged else "")
        for each in reading.statuses
    ]
    _line(f"{'文中说到' if zh else 'the text speaks of'}: {'; '.join(said) or '–'}")
    for claim in reading.claims:
        _line(f"{'声称' if zh else 'claims'}: {claim}")
    for flag in reading.flags:
        _line("! " + flag.get(lang))
    echo()
    status = STATUS_TEXT[added.status].get(lang)
    echo(f"{'状态' if zh else 'Status'}: {status} · {'等级' if zh else 'grade'} {added.grade}")
    if added.held:
        held = ("、" if zh else ", ").join(STATUS_TEXT[each].get(lang) for each in dict.fromkeys(added.held))
        _line(f"{'证据不足，未采纳' if zh else 'held back for want of evidence'}: {held}")
    if reading.warnings:
        print_problems(reading.warnings, lang)
    if not added.new:
        _changed(added, lang)
    echo()
    for name in added.written:
        echo(f"→ {name}")
    echo("逐项核对后再用；字段不全的请补上。" if zh else "Check every field before use, and fill in what is missing.")


def _changed(added: Added, lang: str) -> None:
    zh = lang == "zh"
    echo()
    if added.compared_with:
        echo(f"{'与' if zh else 'Wording against '}{added.compared_with}{' 相比的措辞变化' if zh else ''}:")
        show_changes(added.changes, lang)
    else:
        echo("此前没有留存全文，无法比较措辞。" if zh else "No earlier wording is kept, so none can be compared.")
    if added.products_gone or added.products_new:
        echo(
            f"{'产品' if zh else 'products'}: "
            + " ".join([*(f"−{p}" for p in added.products_gone), *(f"+{p}" for p in added.products_new)])
        )
    show_touched(added.touched, lang)


def show_touched(touched: Sequence[Touched], lang: str) -> None:
    """Print what rests on the item."""
    zh = lang == "zh"
    kinds = {
        "item": "条目", "arrangement": "互认安排", "market": "市场", "plan": "计划", "label": "标识", "verdict": "结论",
        "register": "登记", "acceptance": "接受记录", "product": "产品", "study": "研究", "file": "文件",
    }  # fmt: skip
    echo("涉及：" if zh else "It touches:")
    if not touched:
        echo("  –")
    for each in touched:
        echo(f"  {kinds[each.kind] if zh else each.kind}: {each.name} ({each.why})")


def show_changes(changes: Sequence[Change], lang: str) -> None:
    """Print changed sentences; what changed inside one is marked."""
    zh = lang == "zh"
    for each in changes[:MOST_CHANGES]:
        if each.kind == "removed":
            _line(f"− {each.before}")
        elif each.kind == "added":
            _line(f"+ {each.after}")
        else:
            before, after = marked(each.before, each.after)
            _line(f"~ {before}")
            _line(f"  {after}")
    if len(changes) > MOST_CHANGES:
        echo(f"  … {len(changes) - MOST_CHANGES}")
    if not changes:
        echo("  措辞相同。" if zh else "  The wording is the same.")


def _line(text: str) -> None:
    for number, line in enumerate(fold(text, COLUMNS - 2)):
        echo(("  " if number == 0 else "    ") + line)


def added_json(added: Added) -> dict[str, Any]:
    """The document of ``policy add``."""
    reading = added.reading
    return {
        "id": added.item.id,
        "new": added.new,
        "title": reading.title,
        "language": reading.language,
        "published": reading.published,
        "dates": [{"value": d.value, "text": d.text, "inferred": d.inferred} for d in reading.dates],
        "parties": [
            {"id": p.id, "name": p.name, "kind": p.kind, "country": p.country, "role": p.role} for p in reading.parties
        ],
        "products": [
            {"id": p.id, "name": p.name, "codes": list(p.entry.codes) if p.entry else []}
            for p in {found.id: found for found in reversed(reading.products)}.values()
        ],
        "places": sorted({each.id for each in reading.places}),
        "speaks_of": [{"status": s.status, "on": s.on, "hedged": s.hedged} for s in reading.statuses],
        "claims": list(reading.claims),
        "flags": [each.json() for each in reading.flags],
        "status": added.status,
        "grade": added.grade,
        "held_back": list(added.held),
        "warnings": [each.json() for each in reading.warnings],
        "changes": [{"kind": c.kind, "before": c.before, "after": c.after} for c in added.changes],
        "products_gone": list(added.products_gone),
        "products_new": list(added.products_new),
        "touches": [{"kind": t.kind, "name": t.name, "why": t.why} for t in added.touched],
        "written": list(added.written),
    }
