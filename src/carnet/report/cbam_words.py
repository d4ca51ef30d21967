"""What the documents of the CBAM say of themselves, and the names of the words a study holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.errors import Text

if TYPE_CHECKING:
    from carnet.cbam.checks import Check

METHODS: dict[str, Text] = {
    "combustion": Text("燃烧（标准法）", "combustion (standard method)"),
    "process": Text("过程排放（标准法）", "process emissions (standard method)"),
    "mass_balance": Text("质量平衡", "mass balance"),
    "pfc_slope": Text("PFC（斜率法）", "PFC (slope method)"),
    "pfc_overvoltage": Text("PFC（过电压法）", "PFC (overvoltage method)"),
    "measured": Text("连续监测", "continuous measurement"),
}
FACTOR_KINDS: dict[str, Text] = {
    "type_1": Text("I类", "type I"),
    "type_2": Text("II类", "type II"),
    "proxy": Text("相关性替代", "proxy correlation"),
    "supplier": Text("供应商分析", "supplier analysis"),
    "laboratory": Text("实验室", "laboratory"),
    "accredited_laboratory": Text("认可实验室", "accredited laboratory"),
}
BASES: dict[str, Text] = {
    "measured": Text("实际", "actual"),
    "actual": Text("实际", "actual"),
    "default": Text("默认", "default"),
    "unknown": Text("来源不明", "origin unknown"),
    "mixed": Text("混合", "mixed"),
}
STATES: dict[str, Text] = {
    "given": Text("已给出", "given"),
    "partly": Text("部分给出", "partly given"),
    "missing": Text("未提供", "not given"),
    "none": Text("无或未列", "none stated"),
    "empty": Text("待填", "to be filled in"),
}
# Points of IR (EU) 2025/2547 Annex II the factor of electricity comes from.
POWER_SOURCES: dict[str, Text] = {
    "D.4(a)": Text("默认：国别因子（D.4(a)）", "default: factor of the country, D.4(a)"),
    "D.4(b)": Text("其他公开数据（D.4(b)）", "other public data, D.4(b)"),
    "D.4.1": Text("厂内发电（D.4.1）", "produced on site, D.4.1"),
    "D.4.2": Text("厂内热电联产（D.4.2）", "cogeneration on site, D.4.2"),
    "D.4.3.1": Text(
        "实际：直接技术连接，须有证据（D.4.3.1）", "actual: direct technical link, D.4.3.1, evidence required"
    ),
    "D.4.3.2": Text(
        "实际：购电协议，须有证据（D.4.3.2）", "actual: power purchase agreement, D.4.3.2, evidence required"
    ),
    "mix": Text("多种来源的加权", "weighted over several sources"),
}
UPPER = Text("按上限计", "upper end counted")
SEVERITIES: dict[str, Text] = {
    "block": Text("阻断", "blocks"),
    "block_money": Text("阻断金额", "blocks money"),
    "warn": Text("提示", "warns"),
    "fix": Text("输出时修正", "mended on output"),
}
UNITS_MWH = Text("电量 MWh", "electricity, MWh")
COUNT_NOTE = Text(
    "数值按研究中的数据与发布参数精确计算；排放总量取整到吨，单位隐含排放取五位小数，"
    "其余不作中间舍入（IR (EU) 2025/2547 附件II A.1(6)-(8)）。",
    "Figures are exact from the study and published parameters; totals are whole tonnes, specific embedded emissions "
    "have five decimals, nothing is rounded on the way (IR (EU) 2025/2547 Annex II A.1(6)-(8)).",
)
GAP_NOTE = Text(
    "标有▲之处为研究未提供的内容，并写明应填写的表与列；本文件不作任何补造。",
    "▲ marks what the study does not give, with the sheet and column to fill in; nothing here is made up.",
)


def name_of(words: dict[str, Text], key: str) -> Text:
    """Return the name of a word of the model, or the word itself."""
    return words.get(key, Text(key, key))


def check_words(check: Check) -> Text:
    """Return what a check asks for and what it found."""
    return Text(f"{check.title.zh}：{check.why.zh}", f"{check.title.en}: {check.why.en}")


PROCESS = Text("生产过程", "production process")
CATEGORY = Text("汇总货物类别", "aggregated goods category")
QUANTITY = Text("数量", "quantity")
UNIT = Text("单位", "unit")
