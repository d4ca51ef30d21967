"""Printing registers for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from carnet.assessment.unit_name import unit_name
from carnet.cli.frame import echo, fold, pad, table
from carnet.errors import Text
from carnet.quantity import decimal_string
from carnet.recognition.ledger import REASONS
from carnet.recognition.registers_counts import effort, runs_of, spread, stands
from carnet.recognition.registers_kinds import KINDS, LEVEL_TEXT, RUN_FIELDS
from carnet.service import datasets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.recognition.registers import Entry, History, Record
    from carnet.recognition.registers_kinds import Kind

COLUMNS = 100
ACTIONS = {
    "add": Text("登记", "added"),
    "step": Text("变更状态", "step"),
    "set": Text("更正", "corrected"),
    "note": Text("记事", "noted"),
    "run": Text("计算", "run"),
}
_OF_PRODUCT = re.compile(r"1 (\S+) of (.+)")
BASIS_TEXT = {"conservative": Text("保守：取使结果最大的一端", "conservative: the end that makes the result largest")}
# What a list shows of each register beside id, name, state and day.
_SHOWN = {
    "products": ("product", "plant", "regime", "figure", "verifier", "valid_to"),
    "standards": ("number", "role", "participants", "regimes"),
    "trials": ("question",),
    "pilots": ("product", "market", "purpose", "body", "reason_code"),
    "pathways": ("counterparty", "level", "grade", "item", "next"),
}
_NONE = {"zh": "登记簿是空的，或没有符合条件的记录。", "en": "The register is empty, or no record fits."}


def show_list(kind: Kind, rows: Sequence[Record], on: str, lang: str) -> None:
    """Print one line per record."""
    if not rows:
        echo(_NONE[lang])
        return
    columns = [name for name in _SHOWN[kind.id] if any(each.get(name) for each in rows)]
    labels = [known.label.get(lang) for name in columns if (known := kind.field(name))]
    head = [*(("登记号", "名称", "状态", "自") if lang == "zh" else ("id", "name", "state", "since")), *labels]
    lines = [
        [
            each.id,
            each.get(f"name.{lang}"),
            kind.states[each.state].get(lang),
            each.stepped_on,
            *(_shown(name, each.get(name), lang) for name in columns),
        ]
        for each in rows
    ]
    table(head, lines)
    if kind.id == "products":
        lapsed = [each.id for each in rows if each.state in {"verified", "labelled"} and not stands(each, on)]
        if lapsed:
            echo({"zh": "核查已过期，不计数：", "en": "statement run out, not counted: "}[lang] + ", ".join(lapsed))


def _shown(name: str, text: str, lang: str) -> str:
    if name == "level" and text in LEVEL_TEXT:
        return LEVEL_TEXT[text].get(lang)
    if name == "reason_code" and text in REASONS:
        return REASONS[text].get(lang)
    if name == "declared_unit" and lang == "zh":
        return _unit_zh(text)
    if name == "basis" and text in BASIS_TEXT:
        return BASIS_TEXT[text].get(lang)
    return text


def _unit_zh(text: str) -> str:
    """A declared unit in Chinese: the register keeps the English words, and the list of flows knows the product."""
    found = _OF_PRODUCT.fullmatch(text)
    flows = datasets.shipped_flows().flows if found else ()
    name = next((each.name for each in flows if found and each.name.en == found[2]), None)
    return unit_name(found[1], name).zh if found and name else text


def show_record(kind: Kind, record: Record, lang: str) -> None:
    """Print all of one record."""
    echo(f"{record.id}  {record.get(f'name.{lang}')}")
    echo(f"{kind.states[record.state].get(lang)}  ({record.stepped_on})")
    echo()
    for known in kind.fields:
        text = record.get(known.name)
        if text:
            _row(known.label.get(lang), _shown(known.name, text, lang))
    if kind.id == "pilots":
        _show_effort(record, lang)
    if kind.id == "trials":
        _show_runs(record, lang)
    echo()
    _entries(kind, record.entries, lang)


def _row(label: str, text: str) -> None:
    first, *rest = fold(text, COLUMNS - 28)
    echo(f"  {pad(label, 24)}  {first}")
    for line in rest:
        echo(" " * 28 + line)


def _show_effort(record: Record, lang: str) -> None:
    found = effort(record)
    if not found.days and not found.hours and not found.cost and not found.decisions:
        return
    cost = ", ".join(f"{decimal_string(amount, 2)} {money}" for money, amount in found.cost.items()) or "–"
    hours = decimal_string(found.hours, 2)
    echo()
    echo(
        f"历时 {found.days} 天，工时 {hours} h，费用 {cost}"
        if lang == "zh"
        else f"took {found.days} days, {hours} hours of work, cost {cost}"
    )
    for each in found.decisions:
        why = REASONS.get(each.after.get("reason_code", ""), Text("–", "–")).get(lang)
        said = KINDS["pilots"].states[each.after["state"]].get(lang)
        echo(f"  {each.on}  {each.after.get('body', '')}  {said}  {why}  [{each.after.get('document', '')}]")


def _show_runs(record: Record, lang: str) -> None:
    runs = runs_of(record)
    if not runs:
        return
    echo()
    labels = {each.name: each.label.get(lang) for each in RUN_FIELDS}
    head = ["#", labels["label"], labels["organisation"], labels["figure"], labels["unit"], labels["bridge"]]
    lines = []
    for each in runs:
        after = each.after
        unit = f"{after.get('unit', '')} / {_shown('declared_unit', after.get('declared_unit', ''), lang)}"
        bounds = f" ({after['lower']} … {after['upper']})" if after.get("lower") else ""
        apart = (
            f"{after.get('bridge_from', '')}: {after['bridge']}" if after.get("bridge") else after.get("no_bridge", "")
        )
        lines.append(
            [str(each.number), after.get("label", ""), after.get("organisation", ""),
             after.get("figure", "–") + bounds, unit, apart]
        )  # fmt: skip
    table(head, lines)
    wide = spread(runs)
    if wide.least is None or wide.most is None:
        echo(
            {"zh": "单位不同或没有数值，不给离散度。", "en": "Units differ or there is no figure: no spread is given."}[
                lang
            ]
        )
        return
    least, most = decimal_string(wide.least, 3), decimal_string(wide.most, 3)
    share = "–" if wide.relative is None else f"{decimal_string(wide.relative * 100, 2)} %"
    echo(
        f"离散：{least} … {most}，极差与均值之比 {share}（{wide.runs} 次）"
        if lang == "zh"
        else f"spread: {least} … {most}, range over mean {share} ({wide.runs} runs)"
    )


def show_history(kind: Kind, entries: Sequence[Entry], whole: bool, lang: str) -> None:
    """Print every entry with what stood before and after."""
    if not entries:
        echo(_NONE[lang])
        return
    _entries(kind, entries, lang)
    if whole:
        echo({"zh": "链完整。", "en": "The chain is whole."}[lang])


def _entries(kind: Kind, entries: Sequence[Entry], lang: str) -> None:
    names = {each.name: each.label.get(lang) for each in (*kind.fields, *RUN_FIELDS)}
    names["state"] = {"zh": "状态", "en": "state"}[lang]
    for each in entries:
        action = ACTIONS[each.action].get(lang) if each.action in ACTIONS else each.action
        echo(f"#{each.number}  {each.on}  {each.id}  {action}  {each.by}")
        for key, text in each.after.items():
            was, now = each.before.get(key, ""), text
            if key == "state":
                was, now = (kind.states[s].get(lang) if s in kind.states else s for s in (was, now))
            change = f"{was or '–'} → {now or '–'}" if key in each.before else now
            for line in fold(f"{names.get(key, key)}: {change}", COLUMNS):
                echo("    " + line)


def show_rules(kind: Kind, lang: str) -> None:
    """Print states, steps, needs and fields."""
    zh = lang == "zh"
    head = ["状态", "含义", "可走到", "需要"] if zh else ["state", "meaning", "may go to", "needs"]
    table(
        head,
        [
            [
                key + (" *" if key in kind.first else ""),
                text.get(lang),
                ", ".join(kind.moves.get(key, ())),
                ", ".join(kind.needs.get(key, ())),
            ]
            for key, text in kind.states.items()
        ],
    )
    echo({"zh": "* 可以从这里开始", "en": "* a record may begin here"}[lang])
    echo()
    head = ["栏目", "含义", "格式"] if zh else ["field", "meaning", "form"]
    table(
        head,
        [
            [
                each.name + (" !" if each.name in kind.required else ""),
                each.label.get(lang),
                " | ".join(each.choices) or each.form,
            ]
            for each in kind.fields
        ],
    )
    echo({"zh": "! 登记时必填", "en": "! needed when added"}[lang])


def show_counts(found: dict[str, Any], on: str, lang: str) -> None:
    """Print the numbers of all registers."""
    echo(f"{on}")
    head = ["登记簿", "数", "按状态"] if lang == "zh" else ["register", "count", "by state"]
    lines = []
    for name, each in found.items():
        kind = KINDS[name]
        states = ", ".join(f"{kind.states[key].get(lang)} {number}" for key, number in each["by_state"].items())
        lines.append([kind.title.get(lang), str(each["count"]), states or "–"])
    table(head, lines, right=(1,))
    echo()
    echo(found["products"]["means"][lang])
    people = found["standards"]["participants"]
    if people:
        said = (
            f"参与标准的本地单位 {len(people)}："
            if lang == "zh"
            else f"local participants in standards, {len(people)}: "
        )
        echo(said + ", ".join(people))


def show_check(found: Sequence[tuple[str, History]], lang: str) -> None:
    """Print a line per register: entries, last digest, whole or broken."""
    head = (
        ["登记簿", "条目", "末条摘要", "链"] if lang == "zh" else ["register", "entries", "digest of the last", "chain"]
    )
    words = {"zh": ("断开", "完整"), "en": ("broken", "whole")}[lang]
    table(head, [[name, str(len(h.entries)), h.last or "–", words[h.whole]] for name, h in found], right=(1,))
