"""Words for what rules and results name by a machine word: stages, methods, tiers, tests, tags, gases.

A word of the closed vocabulary is always in `WORDS`; a tag or flow id is looked up in the flow names given, then
here, and is printed as it stands where nobody has a word for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.report.reading import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STAGES: dict[str, Text] = {
    "raw_materials": Text("原材料获取", "raw material acquisition"),
    "upstream_transport": Text("上游运输", "upstream transport"),
    "manufacturing": Text("生产制造", "manufacturing"),
    "distribution": Text("分销", "distribution"),
    "use": Text("使用", "use"),
    "end_of_life": Text("生命末期", "end of life"),
}

# Choices of single rules, methods for co-products, tiers and tests for electricity, areas, kinds of factors.
WORDS: dict[str, Text] = {
    **STAGES,
    "AR4": Text("IPCC第四次评估报告（AR4）", "IPCC AR4"),
    "AR5": Text("IPCC第五次评估报告（AR5）", "IPCC AR5"),
    "AR5_feedback": Text("AR5，含气候碳反馈", "IPCC AR5 with climate-carbon feedback"),
    "AR6": Text("IPCC第六次评估报告（AR6）", "IPCC AR6"),
    "co2_only": Text("只计CO2", "CO2 only"),
    "all": Text("全部", "all"),
    "inbound": Text("仅入厂运输", "inbound only"),
    "none": Text("不计", "none"),
    "excluded": Text("不计入", "left out"),
    "included": Text("计入", "counted"),
    "excluded_if_insignificant": Text("不显著时不计入", "left out where insignificant"),
    "none_stated": Text("未规定", "none stated"),
    "mass": Text("质量", "mass"),
    "energy": Text("能量", "energy"),
    "economic": Text("经济价值", "price"),
    "footprint": Text("碳足迹", "footprint"),
    "mass_and_energy": Text("质量与能量", "mass and energy"),
    "zero": Text("吸收与排放均记为零", "uptake and release both zero"),
    "minus_one_plus_one": Text("吸收记负、排放记正", "uptake negative, release positive"),
    "separate": Text("单独列报", "reported apart"),
    "burden_free": Text("负荷全归主产品", "all burden on the main product"),
    "price_ratio": Text("按价格比选择分配方法", "method chosen by the ratio of prices"),
    "expansion": Text("系统扩展（按被替代产品抵扣）", "system expansion (credit for what is displaced)"),
    "fixed_credit": Text("按方案给定数值抵扣", "credit of an amount the regime prints"),
    "waste_gas_export": Text("外送煤气按热值扣除", "exported gas deducted by its heating value"),
    "collection_counted": Text("只计收集与加工", "only collection and processing counted"),
    "as_factor": Text("按因子计", "by its factor"),
    "cut_off": Text("截断", "cut-off"),
    "module_d_separate": Text("D模块单独列报", "module D reported apart"),
    "closed_loop": Text("闭环", "closed loop"),
    "not_in_boundary": Text("不在边界内", "outside the boundary"),
    "metallic_fraction": Text("按金属含量", "by metal content"),
    "raw_mass": Text("按毛重", "by gross mass"),
    "supplier_verified": Text("经核查的供应商数值", "verified supplier value"),
    "supplier": Text("供应商数值", "supplier value"),
    "regime_table": Text("方案自带的数值表", "table of the regime"),
    "factor": Text("因子库", "factor set"),
    "reported": Text("报告的排放量", "reported emissions"),
    "carbon_balance": Text("碳平衡", "carbon balance"),
    "half_up": Text("四舍五入", "half up"),
    "half_even": Text("四舍六入五成双", "half to even"),
    "up": Text("向上", "up"),
    "down": Text("向下", "down"),
    "kg": Text("kg", "kg"),
    "t": Text("t", "t"),
    "lower_heating_value": Text("低位热值", "lower heating value"),
    "amount": Text("数量", "amount"),
    "direct_line": Text("专线直供", "direct line"),
    "power_purchase_agreement": Text("购电协议", "power purchase agreement"),
    "certificate": Text("绿色电力证书", "certificates"),
    "supplier_product": Text("供应商电力产品", "supplier product"),
    "residual_mix": Text("剩余电力结构", "residual mix"),
    "grid": Text("电网平均", "grid average"),
    "fixed": Text("方案给定数值", "value the regime prints"),
    "electricity_life_cycle": Text("全生命周期电力因子", "life-cycle electricity factor"),
    "electricity_generation_co2": Text("发电环节CO2因子", "generation CO2 factor"),
    "own_generation": Text("自备发电", "own generation"),
    "any": Text("不限", "any"),
    "calendar_year": Text("日历年", "a calendar year"),
    "region": Text("区域", "region"),
    "country": Text("国家", "country"),
    "world": Text("全球", "world"),
    "cancelled": Text("已注销", "cancelled for the user"),
    "not_sold": Text("证书未另行出售", "certificates not sold"),
    "same_country": Text("同一国家", "same country"),
    "same_market": Text("同一市场", "same market"),
    "vintage_in_period": Text("发电年份在期间内", "generated in the period"),
    "hourly_matching": Text("逐小时匹配", "matched hour by hour"),
    "physical_delivery": Text("有物理输送", "physically delivered"),
    "document": Text("有凭证", "document on file"),
    "upstream": Text("默认值表", "table of defaults"),
    "CO2": Text("CO2", "CO2"),
    "CO2e": Text("CO2e", "CO2e"),
    "study": Text("由研究声明", "as the study declares"),
    "product": Text("本产品", "the product"),
    "*": Text("全部", "all"),
}

# Where a word says something else in one rule.
IN_RULE: dict[tuple[str, str], Text] = {
    ("D7.scrap", "burden_free"): Text("外购废钢不带负荷", "scrap comes without burden"),
    ("D6", "mass"): Text("按质量分配", "allocation by mass"),
    ("D6", "energy"): Text("按能量分配", "allocation by energy"),
    ("D6", "economic"): Text("按经济价值分配", "allocation by price"),
    ("D9.factor_markup", "*"): Text("其余", "all others"),
}

# Tags of processes and flows that the shipped regimes and studies use.
TAGS: dict[str, Text] = {
    "mining": Text("采矿", "mining"),
    "coking": Text("炼焦", "coking"),
    "lime_burning": Text("石灰焙烧", "lime burning"),
    "hot_rolling": Text("热轧", "hot rolling"),
    "precursor": Text("CBAM前体", "CBAM precursors"),
    "ore": Text("矿石", "ores"),
    "coal": Text("煤", "coal"),
    "coke": Text("焦炭", "coke"),
    "lime": Text("石灰", "lime"),
    "alloy": Text("合金", "alloys"),
    "scrap": Text("废钢", "scrap"),
    "slag": Text("炉渣", "slag"),
    "process_gas": Text("煤气", "process gases"),
    "fuel": Text("燃料", "fuels"),
    "water": Text("水", "water"),
    "chemical": Text("化产品", "by-product chemicals"),
    "capital_goods": Text("资本货物", "capital goods"),
    "crude_steel": Text("粗钢", "crude steel"),
    "HFC": Text("氢氟碳化物", "HFC"),
    "PFC": Text("全氟化碳", "PFC"),
}

# The keys of the tables a rule may be.
KEYS: dict[str, Text] = {
    "basis": Text("依据", "basis"),
    "displaces": Text("替代", "displaces"),
    "ratio": Text("替代比", "ratio"),
    "otherwise": Text("其余", "otherwise"),
    "per": Text("每单位", "per unit"),
    "ef_kg_per_mj": Text("kg CO2/MJ", "kg CO2/MJ"),
    "correction": Text("送出修正", "correction, export"),
    "import_correction": Text("接收修正", "correction, import"),
    "limit": Text("界限", "limit"),
    "below": Text("不超过时", "not above"),
    "above": Text("超过时", "above"),
    "kind": Text("因子种类", "factor"),
    "require": Text("要求", "requires"),
    "area": Text("地域次序", "areas"),
    "value": Text("数值", "value"),
    "unit": Text("单位", "unit"),
    "per_unit": Text("每", "per"),
    "gas": Text("气体", "gas"),
    "method": Text("方法", "method"),
    "use": Text("采用", "use"),
}

GASES: dict[str, Text] = {
    "CO2 fossil": Text("化石源CO2", "fossil CO2"),
    "CO2 biogenic": Text("生物源CO2", "biogenic CO2"),
    "CO2 luluc": Text("土地利用变化CO2", "CO2 from land use"),
    "CH4": Text("甲烷 CH4", "methane CH4"),
    "N2O": Text("氧化亚氮 N2O", "nitrous oxide N2O"),
    "SF6": Text("六氟化硫 SF6", "sulphur hexafluoride SF6"),
    "CO2e": Text("未按气体分列的CO2e", "CO2e without a gas split"),
}

NO_NAMES: Mapping[str, Text] = {}
_TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|\*")
_TABLE_VALUE = re.compile(r"(方案表值：|regime table: )([a-z][a-z0-9_]*)")


def word(token: str, parameter: str = "", names: Mapping[str, Text] = NO_NAMES) -> Text:
    """Return the words for a machine word of a rule; what has none stays as it is."""
    for key in ((parameter, token), (parameter.partition(".")[0], token)):
        if key in IN_RULE:
            return IN_RULE[key]
    for table in (WORDS, names, TAGS):
        if token in table:
            return table[token]
    return Text(token, token)


def gas_text(gas: object, fallback: object = None) -> Text:
    """Return the name of a gas as results list it, such as ``CO2 fossil``."""
    return GASES.get(str(gas)) or text_of(fallback if fallback is not None else gas)


def value_text(value: object, parameter: str = "", names: Mapping[str, Text] = NO_NAMES) -> Text:
    """Write a rule value for people: machine words in words, lists joined, tables as what they say."""
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if not value:
        return Text("无", "none")
    if isinstance(value, dict):
        return text_of(value) if {"zh", "en"} & value.keys() else _table(value, parameter, names)
    if isinstance(value, list | tuple):
        parts = [value_text(item, parameter, names) for item in value]
        ordered = parameter in {"D8.tiers", "D9.ranking", "D9.direct"}
        return join(parts, " > ", " > ") if ordered else join(parts, "、", ", ")
    return in_words(str(value), parameter, names)


def _table(value: Mapping[str, object], parameter: str, names: Mapping[str, Text]) -> Text:
    head = value.get("method") or value.get("use")
    rest = {key: item for key, item in value.items() if key not in {"method", "use"} and (item or item is False)}
    if not head and not rest.keys() <= KEYS.keys():
        # A table of tags or flows: shares, what displaces what, an amount for each.
        pairs = [(word(str(k), parameter, names), value_text(v, "", names)) for k, v in rest.items()]
        arrow = "→" if all(isinstance(v, str) and not _is_number(v) for v in rest.values()) else " "
        return join([join(pair, arrow, arrow) for pair in pairs], "、", ", ")
    if "per_unit" in rest:
        own = str(rest.get("value") or "")
        said = f"{own} {rest.get('unit') or ''} {rest.get('gas') or ''}/{rest['per_unit']}".strip()
        said = re.sub(r" +", " ", said)
        left: list[Text] = [Text(said, said)]
        rest = {k: v for k, v in rest.items() if k not in {"value", "unit", "gas", "per_unit"}}
    else:
        left = []
    for key, item in rest.items():
        inner = "D6" if key in {"otherwise", "below", "above"} else ""
        name = KEYS.get(key, Text(key, key))
        left.append(join([name, value_text(item, inner, names)], " ", " "))
    inside = join(left, "，", ", ")
    if not head:
        return inside
    said_head = word(str(head), parameter, names)
    if not left:
        return said_head
    return Text(f"{said_head.zh}：{inside.zh}", f"{said_head.en}: {inside.en}")


def in_words(sentence: str, parameter: str = "", names: Mapping[str, Text] = NO_NAMES) -> Text:
    """Replace every machine word inside a value written as text, such as ``direct_line>grid``."""
    whole = word(sentence, parameter, names)
    if (whole.zh, whole.en) != (sentence, sentence) or _is_plain(sentence):
        return whole
    return Text(*(_replaced(sentence, parameter, names, lang) for lang in ("zh", "en")))


def _replaced(sentence: str, parameter: str, names: Mapping[str, Text], lang: str) -> str:
    def one(found: re.Match[str]) -> str:
        token = found.group()
        # What a method matches amounts by is no method itself.
        matched_by = found.string[: found.start()].endswith("basis ")
        said = word(token, "" if matched_by else parameter, names)
        if (said.zh, said.en) == (token, token) and token in KEYS:
            said = KEYS[token]
        return said.get(lang)

    return _TOKEN.sub(one, sentence.replace(">", " > "))


def sentence_in_words(sentence: Text, parameter: str = "", names: Mapping[str, Text] = NO_NAMES) -> Text:
    """Replace the machine words of a value said in both languages."""
    return Text(_replaced(sentence.zh, parameter, names, "zh"), _replaced(sentence.en, parameter, names, "en"))


def named_flow(words: Text, names: Mapping[str, Text]) -> Text:
    """Put the flow's name for its id where a row of a regime's table is named."""
    return Text(
        _TABLE_VALUE.sub(lambda found: found[1] + word(found[2], "", names).zh, words.zh),
        _TABLE_VALUE.sub(lambda found: found[1] + word(found[2], "", names).en, words.en),
    )


def join(parts: Sequence[Text], zh: str, en: str) -> Text:
    """Join texts with a separator for each language."""
    return Text(zh.join(part.zh for part in parts), en.join(part.en for part in parts))


def _is_plain(text: str) -> bool:
    """Whether a text is a sentence for people and not machine words with separators."""
    return not re.search(r"[_>|]", text)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d+(\.\d+)?", text))
