"""Words and styles of the recognition pages: a verdict is shown by word, letter, colour and pattern together."""

from __future__ import annotations

from collections.abc import Mapping

from carnet.errors import Text
from carnet.report.palette import BLUE, GREEN, NEUTRAL, ORANGE, PAPER, SKY, VERMILLION, YELLOW, Style

# Best first. The letter alone tells them apart in a greyscale print.
VERDICT_STYLE: Mapping[str, Style] = {
    "meets": Style(GREEN, "solid", "A", Text("符合", "meets")),
    "after_recalculation": Style(SKY, "dots", "B", Text("重算后符合", "after recalculation")),
    "after_evidence": Style(YELLOW, "upright", "C", Text("须补证据", "after evidence")),
    "needs_decision": Style(ORANGE, "level", "D", Text("须机构决定", "body decides")),
    "cannot": Style(VERMILLION, "crossed", "X", Text("不能符合", "cannot meet")),
    "not_yet": Style(BLUE, "rising", "N", Text("还没开始", "not yet")),
    "not_in_scope": Style(NEUTRAL, "solid", "O", Text("不在范围内", "not in scope")),
    "no_rule_on_file": Style(PAPER, "solid", "?", Text("无规定在档", "no rule on file")),
}
# What a matrix says in place of "no rule on file" where more than that is known; no verdicts of their own.
CELL_STYLE: Mapping[str, Style] = {
    **VERDICT_STYLE,
    "other_products": Style(PAPER, "solid", "≠", Text("只有别的产品", "other products only")),
    "does_not_apply": Style(PAPER, "solid", "–", Text("不适用", "does not apply")),
}
PURPOSE_TEXT: Mapping[str, Text] = {
    "cbam": Text("碳边境调节", "carbon border (CBAM)"),
    "epd": Text("环境产品声明", "environmental declaration (EPD)"),
    "passport": Text("数字产品护照", "product passport"),
    "battery-declaration": Text("电池碳足迹申报", "battery footprint declaration"),
    "label": Text("碳标识", "footprint label"),
    "tender": Text("招标采购", "tender"),
    "customer": Text("客户要求", "customer request"),
}
KIND_TEXT: Mapping[str, Text] = {
    "legal": Text("法律", "law"),
    "contractual": Text("合同", "contract"),
    "voluntary": Text("自愿", "voluntary"),
}
INSTRUMENT_TEXT: Mapping[str, Text] = {
    "law": Text("法律", "law"),
    "delegated_act": Text("授权法", "delegated act"),
    "implementing_act": Text("实施法", "implementing act"),
    "proposal": Text("提案", "proposal"),
    "standard": Text("标准", "standard"),
    "certification_rule": Text("认证规则", "certification rule"),
    "programme_rule": Text("计划规则", "programme rule"),
    "government_plan": Text("政府方案", "government plan"),
    "guideline": Text("指引", "guideline"),
    "memorandum": Text("备忘录", "memorandum"),
    "arrangement": Text("互认安排", "arrangement"),
    "contract_term": Text("合同条款", "contract term"),
    "press_report": Text("报道", "press report"),
    "vendor_claim": Text("供应商说法", "vendor claim"),
}
ACTION_TEXT: Mapping[str, Text] = {
    "ignore": Text("不予理会", "ignore"),
    "note": Text("记录", "note"),
    "prepare": Text("准备", "prepare"),
    "act": Text("行动", "act"),
}
WORD_TEXT: Mapping[str, Text] = {
    "read": Text("已读原文", "read"),
    "secondary": Text("二手来源", "secondary"),
    "recalled": Text("凭记忆", "recalled"),
    "unknown": Text("未知", "unknown"),
    "conflicting": Text("来源矛盾", "conflicting"),
}


def joined(texts: list[str], lang: str) -> str:
    """Join sentences into one, without doubled stops."""
    plain = [text.rstrip("。.;； ") for text in texts if text]
    return ("；" if lang == "zh" else "; ").join(plain)
