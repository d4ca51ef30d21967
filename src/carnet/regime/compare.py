"""Two regimes side by side, topic by topic: same, differs, unknown, and what satisfying the other would take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from carnet.errors import Text
from carnet.regime.describe import STATUS_NAMES, words
from carnet.regime.model import ResolvedRegime, ResolvedValue
from carnet.regime.shapes import thaw, value_key
from carnet.regime.vocabulary import ABSENT, BY_ID, CALCULATION, PARAMETERS

# worded: both state it in a sentence and the sentences differ; whether the rules do is for a reader to say.
Verdict = Literal["same", "neither", "differs", "worded", "unknown"]

VERDICT_NAMES: Mapping[str, Text] = {
    "same": Text("相同", "same"),
    "differs": Text("不同", "differs"),
    "worded": Text("文字各异，须对读", "worded differently, to be read side by side"),
    "unknown": Text("未知", "unknown"),
    "neither": Text("双方均无规定", "neither states a rule"),
}


@dataclass(frozen=True, slots=True)
class Topic:
    """A question specialists ask of a method, and the parameters that answer it."""

    id: str
    name: Text
    parameters: tuple[str, ...]


def _t(id_: str, zh: str, en: str, parameters: str) -> Topic:
    """A topic; a name without a dot stands for every parameter of that dimension."""
    wanted = parameters.split()
    return Topic(id_, Text(zh, en), tuple(p.id for p in PARAMETERS if p.id in wanted or p.dimension in wanted))


TOPICS: tuple[Topic, ...] = (
    _t("unit", "单位", "unit", "D1"),
    _t(
        "boundary",
        "系统边界",
        "boundary",
        "D2.stages D2.excluded_process_tags D2.upstream_tags D2.upstream_excluded_tags D2.capital_goods "
        "D2.excluded_flow_tags D2.process_gas K1.boundary_options",
    ),
    _t("packaging", "包装", "packaging", "D2.packaging"),
    _t("cut_off", "取舍", "cut-off", "D3"),
    _t(
        "gases",
        "气体",
        "gases",
        "D4.direct_gases D4.upstream_gases D4.electricity_gases D4.methane",
    ),
    _t("gwp", "GWP", "GWP", "D4.gwp_set"),
    _t("aircraft", "航空", "aircraft", "D4.aircraft D4.aircraft_multiplier"),
    _t("biogenic", "生物碳", "biogenic carbon", "D5.biogenic_co2 D5.leading D5.storage"),
    _t("land_use", "土地利用", "land use", "D5.land_use D5.land_use_years"),
    _t("capture", "碳捕集", "capture of CO2", "D5.ccs D5.ccu"),
    _t("offsets", "抵消", "offsets", "D5.offsets K4.offsets_report"),
    _t("allocation", "共生产品分配", "allocation", "D6 K1.allocation_order"),
    _t("price_averaging", "价格平均", "price averaging", "K1.price_years"),
    _t("waste_or_co_product", "废物或共生产品", "waste or co-product", "D7.pre_consumer K1.co_product_test"),
    _t("waste_to_energy", "废物能源利用", "waste to energy", "D7.waste_energy K1.waste_energy_options"),
    _t("waste_data", "废物数据", "waste data", "K1.waste_data"),
    _t(
        "recycling",
        "再生利用",
        "recycling",
        "D7.scrap D7.end_of_life D7.scrap_share D7.metallic_fractions D7.formula D7.net_scrap "
        "D7.recycled_content_evidence K1.recycling_options",
    ),
    _t("electricity", "电力", "electricity", "D8"),
    _t("transport_model", "运输模型", "transport model", "D2.transport D9.transport_defaults K1.transport_model"),
    _t("transport_report", "运输申报", "transport report", "K4.transport_report"),
    _t(
        "data",
        "数据",
        "data",
        "D9.ranking D9.direct D9.markup D9.factor_markup D9.mandatory_primary D9.statistic K1.data_order",
    ),
    _t(
        "primary_data_share",
        "初级数据占比",
        "primary data share",
        "K1.primary_share K1.primary_share_rule K1.primary_share_percent",
    ),
    _t("data_quality", "数据质量评分", "data quality rating", "K1.metric K1.score K1.score_limit"),
    _t("chain_of_custody", "监管链", "chain of custody", "K1.chain_of_custody"),
    _t("time", "时间", "time", "K2"),
    _t("uncertainty", "不确定性", "uncertainty", "K3"),
    _t("breakdown", "分列", "breakdown", "K4.breakdown K4.parts"),
    _t("presentation", "表达", "presentation", "K4.unit K4.decimals K4.rounding K4.step K4.classes K4.ceiling"),
    _t("assurance", "核查保证", "assurance", "K5"),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One parameter under both regimes. `one` or `other` with status ``absent``: that regime has no such rule.

    `unread_one`, `unread_other`: the file says nothing, which proves nothing about the text: the regime is only
    listed, or the parameter is one of conformity, which a file may leave out.
    """

    parameter: str
    verdict: Verdict
    one: ResolvedValue
    other: ResolvedValue
    unread_one: bool = False
    unread_other: bool = False


@dataclass(frozen=True, slots=True)
class TopicComparison:
    """One topic: the worst verdict of its parameters, those parameters on which anything is said, and what to add.

    `for_other`: what a footprint made under the first regime lacks under the second; `for_one` the other way.
    """

    topic: Topic
    verdict: Verdict
    items: tuple[Comparison, ...]
    for_other: tuple[Text, ...]
    for_one: tuple[Text, ...]


def compare(one: ResolvedRegime, other: ResolvedRegime) -> tuple[TopicComparison, ...]:
    """Compare two resolved regimes topic by topic, in the order of `TOPICS`.

    Tables of default values are compared under ``data`` only as to their order (D9.ranking), not row by row.
    """
    unread = tuple(_only_listed(regime) for regime in (one, other))
    found = []
    for topic in TOPICS:
        items = tuple(
            item
            for name in topic.parameters
            if (item := _compare(name, one.values[name], other.values[name], unread)) is not None
        )
        verdicts = {item.verdict for item in items}
        worst: Verdict = next((v for v in _ORDER if v in verdicts), "same" if items else "neither")
        found.append(TopicComparison(topic, worst, items, _missing(items, other.id, 1), _missing(items, one.id, 0)))
    return tuple(found)


def comparison_json(one: ResolvedRegime, other: ResolvedRegime) -> dict[str, object]:
    """The comparison as plain JSON, with both values, statuses and clauses of every parameter that is not the same."""
    topics = compare(one, other)
    return {
        "one": {"id": one.id, "version": one.version, "title": one.title.json()},
        "other": {"id": other.id, "version": other.version, "title": other.title.json()},
        "legal_date": one.legal_date,
        "known_date": one.known_date,
        "counts": {verdict: sum(t.verdict == verdict for t in topics) for verdict in VERDICT_NAMES},
        "topics": [_topic_json(topic) for topic in topics],
    }


_ORDER: tuple[Verdict, ...] = ("differs", "worded", "unknown")


def _topic_json(found: TopicComparison) -> dict[str, object]:
    return {
        "id": found.topic.id,
        "name": found.topic.name.json(),
        "verdict": found.verdict,
        "items": [
            {
                "parameter": item.parameter,
                "name": BY_ID[item.parameter].name.json(),
                "verdict": item.verdict,
                "one": _side(item.one, unread=item.unread_one),
                "other": _side(item.other, unread=item.unread_other),
            }
            for item in found.items
        ],
        "for_other": [text.json() for text in found.for_other],
        "for_one": [text.json() for text in found.for_one],
    }


def _side(value: ResolvedValue, *, unread: bool) -> dict[str, object]:
    return {
        "value": thaw(value.value),
        "text": said(value, unread=unread).json(),
        "status": "unknown" if unread else value.status,
        "source": value.source_title,
        "source_key": value.source,
        "clause": value.clause,
        "note": value.note.json(),
    }


def said(value: ResolvedValue, *, unread: bool = False) -> Text:
    """What one regime says of a parameter, in words without its name."""
    if unread:
        return Text("档案中没有，不知有无规定", "not on file: nobody can say whether there is a rule")
    if value.status == ABSENT:
        return STATUS_NAMES[ABSENT]
    if value.value is None:
        listed = " | ".join(value_key(candidate) for candidate in value.candidates)
        name = STATUS_NAMES[value.status]
        return Text(f"{name.zh}（{listed}）", f"{name.en} ({listed})") if listed else name
    return words(value.value)


def _only_listed(regime: ResolvedRegime) -> bool:
    """A listed regime leaves required parameters open that no source speaks of."""
    return any(v.status == "unknown" and not v.source for v in regime.values.values())


def _compare(name: str, one: ResolvedValue, other: ResolvedValue, unread: tuple[bool, ...]) -> Comparison | None:
    """None where both have no such rule."""
    may_be_left_out = BY_ID[name].dimension not in CALCULATION
    silent = tuple(
        v.status == ABSENT and (listed or may_be_left_out) for v, listed in zip((one, other), unread, strict=True)
    )
    if one.status == ABSENT and other.status == ABSENT:
        return None
    verdict: Verdict
    if any(silent):
        verdict = "unknown"
    elif ABSENT in {one.status, other.status}:
        # "no rule" against an unknown settles nothing; against a rule it is a difference
        verdict = "unknown" if _open(one) or _open(other) else "differs"
    elif _open(one) or _open(other):
        verdict = _against_open(name, one, other)
    elif thaw(one.value) == thaw(other.value):
        verdict = "same"
    else:
        verdict = "worded" if BY_ID[name].type == "statement" else "differs"
    return Comparison(name, verdict, one, other, silent[0], silent[1])


def _open(value: ResolvedValue) -> bool:
    return value.value is None and value.status != ABSENT


def _against_open(parameter: str, one: ResolvedValue, other: ResolvedValue) -> Verdict:
    """Open against firm, or both open: they differ for sure only where no answer could make them the same.

    Only a closed list of words says what the answers are; candidates for a table or a list of tiers are examples.
    """
    left, right = _possible(one), _possible(other)
    closed = BY_ID[parameter].type == "choice"
    return "differs" if closed and left and right and not any(item in right for item in left) else "unknown"


def _possible(value: ResolvedValue) -> list[object]:
    return [thaw(item) for item in ((value.value,) if value.value is not None else value.candidates)]


def _missing(items: tuple[Comparison, ...], regime: str, side: int) -> tuple[Text, ...]:
    """What must be added or done anew to satisfy the regime on `side` (0: the first, 1: the second)."""
    found = []
    for item in items:
        target, unread = (item.other, item.unread_other) if side else (item.one, item.unread_one)
        if item.verdict == "same" or target.status == ABSENT or unread:
            continue
        name, rule = BY_ID[item.parameter].name, said(target)
        cite = ", ".join(filter(None, (regime, target.clause)))
        if item.verdict == "unknown" or target.value is None:
            zh, en = f"待确认：{name.zh}：{rule.zh}（{cite}）", f"to be settled: {name.en}: {rule.en} ({cite})"
        elif BY_ID[item.parameter].dimension in CALCULATION:
            zh, en = f"改按：{name.zh}：{rule.zh}（{cite}）", f"recalculate with {name.en}: {rule.en} ({cite})"
        elif item.parameter.startswith("K5."):
            zh, en = f"另须：{name.zh}：{rule.zh}（{cite}）", f"obtain {name.en}: {rule.en} ({cite})"
        else:
            zh, en = f"补充：{name.zh}：{rule.zh}（{cite}）", f"add {name.en}: {rule.en} ({cite})"
        found.append(Text(zh, en))
    return tuple(found)
