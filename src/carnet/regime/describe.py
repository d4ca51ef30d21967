"""A regime in words: one sentence per value, and the table dimension × regime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carnet.canonical import digest
from carnet.errors import Text
from carnet.regime.model import ResolvedRegime, ResolvedValue, Value
from carnet.regime.shapes import show, thaw, value_key
from carnet.regime.vocabulary import ABSENT, BY_ID, CALCULATION, DIMENSION_NAMES, DRAFTS, ISSUABLE, PARAMETERS

STATUS_NAMES = {
    "read": Text("已读原文", "read in the text"),
    "secondary": Text("二手来源", "secondary source"),
    "recalled": Text("凭记忆，未核对", "recalled, not checked"),
    "unknown": Text("未知", "unknown"),
    "conflicting": Text("来源相互矛盾", "sources disagree"),
    ABSENT: Text("无此规则", "no such rule"),
}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One dimension across regimes, in the order asked for.

    `cells`: every value with status, source and clause; `brief`: the values alone, ``?`` before what is open and
    ``~`` before what is recalled or disputed; `plans`: what is computed with, as digests.
    """

    dimension: str
    name: Text
    cells: tuple[Text, ...]
    brief: tuple[Text, ...]
    plans: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether at least two regimes compute this dimension differently."""
        return len(set(self.plans)) > 1


def dimension_plan(resolved: ResolvedRegime, dimension: str) -> dict[str, object]:
    """What one dimension computes with: parameter → value (None when unknown or absent), for D9 its table rows too.

    Sources, clauses and statuses are left out: two regimes with the same plan give the same number.
    """
    plan = {p.id: thaw(resolved.values[p.id].value) for p in PARAMETERS if p.dimension == dimension}
    if dimension == "D9":
        plan["upstream"] = [
            {"flow": r.flow, "cn": r.cn, "country": r.country, "variant": r.variant, "value": r.value,
             "direct": r.direct, "indirect": r.indirect, "unit": r.unit, "per_unit": r.per_unit, "gas": r.gas,
             "gwp_set": r.gwp_set, "kind": r.kind}
            for r in resolved.rows
        ]  # fmt: skip
    return plan


def plan(resolved: ResolvedRegime) -> dict[str, dict[str, object]]:
    """The whole calculation plan, dimension by dimension."""
    return {dimension: dimension_plan(resolved, dimension) for dimension in CALCULATION}


def differing(one: ResolvedRegime, other: ResolvedRegime) -> tuple[str, ...]:
    """The calculation dimensions whose plans differ, in order."""
    return tuple(d for d in CALCULATION if dimension_plan(one, d) != dimension_plan(other, d))


def plan_table(resolved: Sequence[ResolvedRegime]) -> tuple[PlanRow, ...]:
    """The table dimension × regime, one row per calculation dimension."""
    return tuple(
        PlanRow(
            dimension,
            DIMENSION_NAMES[dimension],
            tuple(_cell(one, dimension) for one in resolved),
            tuple(_brief(one, dimension) for one in resolved),
            tuple(digest(dimension_plan(one, dimension)) for one in resolved),
        )
        for dimension in CALCULATION
    )


def date_word(nature: str) -> Text:
    """What the first date of a text of this nature is: its entry into force, or the day a draft was published."""
    return Text("草案发布于", "published as a draft on") if nature in DRAFTS else Text("生效", "in force")


def describe(value: ResolvedValue, nature: str = "") -> Text:
    """One sentence: what the parameter is, how firmly that is known, and where it stands.

    `nature` is the regime's, for the sentence on its date.
    """
    name = BY_ID[value.parameter].name if value.parameter in BY_ID else date_word(nature)
    if value.status == ABSENT:
        return Text(f"{name.zh}：{STATUS_NAMES[ABSENT].zh}", f"{name.en}: {STATUS_NAMES[ABSENT].en}")
    return sentence(name, words(value.value) if value.value is not None else _open(value), value)


def sentence(name: Text, said: Text, value: ResolvedValue) -> Text:
    """The name of a parameter, its value in words, how firmly that is known, where it stands, whose it is."""
    status = STATUS_NAMES[value.status]
    cite = f"{value.source_title}, {value.clause}".strip(", ")
    inherited = Text(f"，沿用 {value.origin}", f", from {value.origin}") if value.inherited else Text("", "")
    return Text(
        f"{name.zh}：{said.zh}（{status.zh}；{cite}{inherited.zh}）",
        f"{name.en}: {said.en} ({status.en}; {cite}{inherited.en})",
    )


def words(value: Value) -> Text:
    """A value in words for both languages; the machine's words stay as they are, they are the vocabulary."""
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, str):
        return Text(value, value)
    if isinstance(value, tuple):
        if not value:
            return Text("无", "none")
        parts = [words(item) for item in value]
        tiers = all(isinstance(item, Mapping) and "use" in item for item in value)
        return Text(
            (" → " if tiers else "、").join(p.zh for p in parts), (" → " if tiers else ", ").join(p.en for p in parts)
        )
    return _table_words(value)


def _table_words(value: Mapping[str, Value]) -> Text:
    if set(value) == {"zh", "en"}:
        return Text(str(value["zh"]), str(value["en"]))
    head = str(value.get("use") or value.get("method") or "")
    rest = ", ".join(f"{k} {_short(v)}" for k, v in value.items() if k not in {"use", "method"})
    if not head:
        return Text(rest, rest)
    return Text(f"{head}（{rest}）", f"{head} ({rest})") if rest else Text(head, head)


def _short(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "/".join(value_key(item) for item in value)
    if isinstance(value, Mapping) and "per_unit" in value:
        return f"{value['value']} {value['unit']} {value['gas']}/{value['per_unit']}"
    if isinstance(value, Mapping):
        return ", ".join(f"{k}→{_short(v)}" for k, v in value.items())
    return show(value)


def _open(value: ResolvedValue) -> Text:
    listed = _candidates(value).en
    where_zh = f"，见{value.find_in.zh}" if value.find_in.zh else ""
    where_en = f", stands in {value.find_in.en}" if value.find_in.en else ""
    return Text(f"备选 {listed}{where_zh}", f"candidates {listed}{where_en}") if listed else value.note


def _cell(resolved: ResolvedRegime, dimension: str) -> Text:
    values = [resolved.values[p.id] for p in PARAMETERS if p.dimension == dimension]
    given = [describe(value) for value in values if value.status != ABSENT]
    return Text("；".join(text.zh for text in given), "; ".join(text.en for text in given))


def _brief(resolved: ResolvedRegime, dimension: str) -> Text:
    parts = []
    for parameter in PARAMETERS:
        value = resolved.values[parameter.id]
        if parameter.dimension == dimension and value.status != ABSENT:
            said = words(value.value) if value.value is not None else _candidates(value)
            mark = "?" if value.value is None else "" if value.status in ISSUABLE else "~"
            short = parameter.id.partition(".")[2]
            parts.append(Text(f"{short} {mark}{said.zh}", f"{short} {mark}{said.en}"))
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _candidates(value: ResolvedValue) -> Text:
    listed = " | ".join(value_key(candidate) for candidate in value.candidates)
    return Text(listed, listed)
