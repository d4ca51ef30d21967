"""``carnet policy add`` and ``diff``: printing what was found in a text and what changed between two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carnet.cli.frame import echo, fold, print_problems
from carnet.cli.policy_words import PARTY, ROLE
from carnet.recognition.diff import marked
from carnet.recognition.scope import ANSWER_TEXT
from carnet.recognition.status import STATUS_TEXT
from carnet.service.home import home
from carnet.service.policy_touch import effect_json, touched_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.recognition.diff import Change
    from carnet.service.policy_add import Added
    from carnet.service.policy_touch import Effect, Said, Touched

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
        echo(f"→ {home() / name}")
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
    show_effect(added.effect, lang)
    show_effect(added.if_confirmed, lang, if_confirmed=True)


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


def show_effect(effect: Effect, lang: str, *, if_confirmed: bool = False) -> None:
    """Print the scope answers that change, old → new; of what is not confirmed only what would change."""
    zh = lang == "zh"
    if effect.problems:
        if not if_confirmed:
            echo("自己的档案读不了，没有算范围回答的变化：" if zh else "Your files cannot be read; no scope was asked:")
            print_problems(effect.problems, lang)
        return
    nothing = not (effect.moved or effect.unsettled or effect.settled)
    if if_confirmed:
        if nothing:
            return
        echo("若在官方文本里得到证实，范围回答会变：" if zh else "If an official text confirms it, scope would change:")
    elif nothing:
        echo(
            f"范围回答没有变化（{effect.day}，问了 {effect.asked} 次）。"
            if zh
            else f"No scope answer changes ({effect.day}, {effect.asked} questions asked)."
        )
        return
    else:
        echo("范围回答有变化：" if zh else "Scope answers that change:")
    _moves(effect, lang)
    for pairs, said_zh, said_en in (
        (effect.unsettled, "不论范围，结论都须由机构决定", "whatever the scope, verdicts now need a decision"),
        (effect.settled, "结论不再因此须由机构决定", "verdicts no longer need a decision for it"),
    ):
        if pairs:
            _line(f"{said_zh}：{'、'.join(pairs)}" if zh else f"{said_en}: {', '.join(pairs)}")


def _moves(effect: Effect, lang: str) -> None:
    """Print each change once, with the products it holds for."""
    groups: dict[tuple[str, str, str], dict[str, list[tuple[str, ...]]]] = {}
    for one in effect.moved:
        told = f"{_said(one.before, lang)} → {_said(one.after, lang)}"
        products = groups.setdefault((one.day, f"{one.market} × {one.purpose}", told), {})
        products.setdefault(one.product, []).append(one.variants)
    for (day, pair, told), products in groups.items():
        _line(f"{day} {pair}{'：' if lang == 'zh' else ': '}{told}")
        for product, variants in products.items():
            for number, line in enumerate(fold(" ".join((product, *_folded(variants))), COLUMNS - 6)):
                echo(("    " if number == 0 else "      ") + line)


def _folded(variants: Sequence[tuple[str, ...]]) -> list[str]:
    """Write many combinations as ``key=a|b`` for each key, where that says no more than they do; else their number."""
    keys: dict[str, list[str]] = {}
    for given in variants:
        for each in given:
            key, _, word = each.partition("=")
            if word not in keys.setdefault(key, []):
                keys[key].append(word)
    size = 1
    for words in keys.values():
        size *= len(words)
    if size != len(variants):
        return ["; ".join(" ".join(given) for given in variants)]
    return [f"{key}={'|'.join(words)}" for key, words in keys.items()]


def _said(said: Said, lang: str) -> str:
    answer = ANSWER_TEXT[said.answer].get(lang)
    if not said.applies_from:
        return answer
    return f"{answer}（{said.applies_from} 起）" if lang == "zh" else f"{answer} (from {said.applies_from})"


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
        "touches": touched_json(added.touched),
        "effect": effect_json(added.effect),
        "effect_if_confirmed": effect_json(added.if_confirmed),
        "written": list(added.written),
    }
