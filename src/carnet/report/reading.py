"""What charts and report take out of a result or a bridge: texts, units, names, statuses in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.regime.vocabulary import BY_ID

if TYPE_CHECKING:
    from collections.abc import Mapping

STATUS_WORDS: dict[str, Text] = {
    "read": Text("已读原文", "read"),
    "secondary": Text("二手来源", "secondary"),
    "recalled": Text("凭记忆", "recalled"),
    "unknown": Text("未知", "unknown"),
    "conflicting": Text("来源相互矛盾", "conflicting"),
    "absent": Text("无此规则", "no such rule"),
    "assumed": Text("假设", "ASSUMED"),
    "accepted": Text("已确认", "accepted"),
    "not_met": Text("未满足", "not met"),
    "unresolved": Text("未处理", "not mended"),
    "uneven_scale": Text("各过程规模不一", "uneven scale"),
    "no_annual_total": Text("合同缺期间总电量", "no annual kWh of the contract"),
    "draft": Text("草案", "draft"),
}
DRAFT_RULES = Text("方案是草案，未生效", "the regime is a draft, not in force")

# What a parameter's name says about the words its value may be; in a report the value reads as words.
_MACHINE = re.compile(r"（\* 为全部）| \(\* = all\)|（product 或物流标签）")


def text_of(value: object) -> Text:
    """Return a `Text` from ``{zh, en}``, from a `Text`, or the same string in both languages."""
    if isinstance(value, Text):
        return value
    if isinstance(value, dict):
        zh, en = str(value.get("zh", "")), str(value.get("en", ""))
        return Text(zh or en, en or zh)
    return Text(str(value), str(value)) if value is not None else Text("", "")


def of_draft(result: Mapping[str, Any]) -> bool:
    """Whether a figure is made by a text that is published as a draft: no law, whatever it says of its dates."""
    rows = result.get("blocked_by") or ()
    return any(row.get("parameter") == "in_force" and row.get("status") == "draft" for row in rows)


def rule_name(parameter: str) -> Text:
    """Return the name of a rule parameter without what it says about its machine words."""
    known = BY_ID.get(parameter)
    if known is None:
        return text_of(parameter)
    return Text(_MACHINE.sub("", known.name.zh), _MACHINE.sub("", known.name.en))


def parameter_text(parameter: str) -> Text:
    """Return the name of a rule parameter with its id, such as ``GWP set (D4.gwp_set)``."""
    name = rule_name(parameter)
    return Text(f"{name.zh}（{parameter}）", f"{name.en} ({parameter})") if parameter in BY_ID else name


def status_text(status: str) -> Text:
    """Return the words for a status of a rule value or a factor."""
    return STATUS_WORDS.get(status, text_of(status))


def declared_unit(holder: Mapping[str, Any]) -> Text:
    """Return the declared unit of a result or of one side of a bridge, such as ``1 t 热轧卷``."""
    unit = holder.get("declared_unit")
    if isinstance(unit, dict):
        if unit.get("text"):
            return text_of(unit["text"])
        return text_of(" ".join(str(unit.get(key, "")) for key in ("amount", "unit", "flow") if unit.get(key)))
    return text_of(unit or "")


def unit_text(result: Mapping[str, Any]) -> Text:
    """Return the unit of every number in a result: ``kg CO2e / 1 t …``."""
    unit = str((result.get("figure") or {}).get("unit") or result.get("unit") or "kg CO2e")
    per = declared_unit(result)
    return Text(f"{unit} / {per.zh}", f"{unit} / {per.en}") if per.en else text_of(unit)


def line_names(result: Mapping[str, Any]) -> dict[str, Text]:
    """Return a name for each line of a result; where two lines share one, their process tells them apart."""
    entries = result.get("by_line") or ()
    processes = {str(p["id"]): text_of(p["name"]) for p in result.get("by_process") or ()}
    names = {str(entry["id"]): _line_name(entry) for entry in entries}
    seen: dict[Text, int] = {}
    for name in names.values():
        seen[name] = seen.get(name, 0) + 1
    told: dict[str, Text] = {}
    for entry in entries:
        name, process = names[str(entry["id"])], str(entry["process"])
        where = processes.get(process) or text_of(process)
        shared = seen[name] > 1 and not name.en.startswith(f"{where.en}: ")
        told[str(entry["id"])] = Text(f"{name.zh}（{where.zh}）", f"{name.en} ({where.en})") if shared else name
    return _numbered(told)


def _numbered(names: Mapping[str, Text]) -> dict[str, Text]:
    """Number what even its process does not tell apart, such as two legs of one good."""
    alike: dict[Text, list[str]] = {}
    for key, name in names.items():
        alike.setdefault(name, []).append(key)
    return {
        key: Text(f"{name.zh} #{alike[name].index(key) + 1}", f"{name.en} #{alike[name].index(key) + 1}")
        if len(alike[name]) > 1
        else name
        for key, name in names.items()
    }


def _line_name(entry: Mapping[str, Any]) -> Text:
    """Return the name of a line; a co-product handed on stands in the figure as what is taken off for it."""
    name = text_of(entry["name"])
    if entry.get("category") != "credit":
        return name
    zh, en = name.zh.removesuffix("外供"), name.en.removesuffix(" handed on")
    return Text(
        name.zh if zh == name.zh else f"{zh}（外送抵扣）", name.en if en == name.en else f"{en} (credit for export)"
    )


def short_source(title: str) -> str:
    """Return the head of a source's title: what stands before a comma or an explanation in brackets."""
    return re.split(r"[,，;；]|（| \((?!EU\))", title, maxsplit=1)[0].strip()


def has_figure(result: Mapping[str, Any]) -> bool:
    """Say whether a result gives a figure: a value, or at least bounds."""
    figure = result.get("figure") or {}
    return figure.get("value") is not None or figure.get("lower") is not None


def is_interval(result: Mapping[str, Any]) -> bool:
    """Say whether a result gives only a lower and an upper bound."""
    figure = result.get("figure") or {}
    return figure.get("value") is None and figure.get("lower") is not None


def regime_id(holder: Mapping[str, Any]) -> str:
    """Return the regime id of a result or of one side of a bridge."""
    regime = holder.get("regime")
    return str(regime.get("id", "")) if isinstance(regime, dict) else str(regime or "")


def regime_title(holder: Mapping[str, Any]) -> Text:
    """Return the title of the regime, or its id where there is no title."""
    regime = holder.get("regime")
    if isinstance(regime, dict) and regime.get("title"):
        return text_of(regime["title"])
    return text_of(holder["title"]) if holder.get("title") else text_of(regime_id(holder))


def basis_note(result: Mapping[str, Any]) -> Text:
    """Say in words which reading of an interval the picture shows, and whether it rests on an assumption."""
    zh: list[str] = []
    en: list[str] = []
    if (result.get("reading") or {}).get("basis") == "conservative":
        zh.append("结果是一个区间，图中按上限（保守读数）绘制。")
        en.append("The result is an interval; the picture shows the upper bound (conservative reading).")
    if result.get("assumed"):
        zh.append("其中含假设值（ASSUMED），不可签发。")
        en.append("Rests on an assumption (ASSUMED) and cannot be issued.")
    return Text("".join(zh), " ".join(en))


def citation(cite: Mapping[str, Any]) -> Text:
    """Write where a rule value comes from: source, clause, and how well it is known."""
    where = " ".join(str(cite.get(key) or "") for key in ("source", "clause")).strip()
    status = status_text(str(cite.get("status") or "unknown"))
    return Text(f"{where}〔{status.zh}〕".strip(), f"{where} [{status.en}]".strip())
