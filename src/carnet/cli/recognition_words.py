"""Words and marks of the recognition commands; a mark never stands without its word."""

from __future__ import annotations

OVERALL_MARK = {
    "meets": "✓",
    "after_recalculation": "↻",
    "after_evidence": "＋",
    "needs_decision": "?",
    "cannot": "✗",
    "not_in_scope": "–",
    "not_yet": "◷",
    "no_rule_on_file": "✎",
}
VERDICT_MARK = {
    key: OVERALL_MARK[key] for key in ("meets", "after_recalculation", "after_evidence", "needs_decision", "cannot")
}
ANSWER_MARK = {"in": "✓", "out": "–", "not_yet": "◷", "disputed": "⇄", "unknown": "?"}
REST_MARK = {"stands": "✓", "told": "!", "not_yet": "◷", "unknown": "?", "fallen": "✗"}
ITEM_MARK = {"present": "✓", "missing": "✗", "expired": "⌛", "wrong_product": "≠", "unknown": "?"}
STATUS_NAMES = {
    "read": {"zh": "已读原文", "en": "read"},
    "secondary": {"zh": "二手来源", "en": "secondary"},
    "recalled": {"zh": "凭记忆", "en": "recalled"},
    "unknown": {"zh": "未知", "en": "unknown"},
    "conflicting": {"zh": "来源矛盾", "en": "conflicting"},
    "absent": {"zh": "没有规定", "en": "no rule"},
}
PURPOSE_NAMES = {
    "cbam": {"zh": "碳边境", "en": "carbon border"},
    "epd": {"zh": "环境产品声明", "en": "environmental product declaration"},
    "passport": {"zh": "数字产品护照", "en": "product passport"},
    "battery-declaration": {"zh": "电池碳足迹申报", "en": "battery footprint declaration"},
    "label": {"zh": "标签", "en": "label"},
    "tender": {"zh": "招标", "en": "tender"},
    "customer": {"zh": "客户要求", "en": "customer"},
}
# legal, contractual, voluntary: a contract clause is never shown as law.
SET_NAMES = {
    "legal": {"zh": "法律", "en": "law"},
    "contractual": {"zh": "合同", "en": "contract"},
    "voluntary": {"zh": "自愿", "en": "voluntary"},
}
KIND_NAMES = {
    "state": {"zh": "国家", "en": "state"},
    "union": {"zh": "联盟", "en": "union"},
    "authority": {"zh": "主管机关", "en": "authority"},
    "accreditation_body": {"zh": "认可机构", "en": "accreditation body"},
    "conformity_assessment_body": {"zh": "合格评定机构", "en": "conformity assessment body"},
    "programme_operator": {"zh": "项目运营机构", "en": "programme operator"},
    "scheme_owner": {"zh": "体系所有者", "en": "scheme owner"},
    "standards_body": {"zh": "标准机构", "en": "standards body"},
    "association": {"zh": "协会", "en": "association"},
    "company": {"zh": "企业", "en": "company"},
    "media": {"zh": "媒体", "en": "media"},
    "unknown": {"zh": "未知", "en": "unknown"},
}


def cited(cite: dict[str, str], lang: str) -> str:
    """A citation in one line with our status word; nothing where there is none."""
    if not cite["source"]:
        return ""
    status = STATUS_NAMES.get(cite["status"], STATUS_NAMES["unknown"])[lang]
    where = f"{cite['source']} {cite['locator']}".strip()
    return f"〔{where}；{status}〕" if lang == "zh" else f"[{where}; {status}]"


def joined(texts: list[str], lang: str) -> str:
    """Some texts in one."""
    plain = [text.rstrip("。.;；") for text in texts if text]
    return "；".join(plain) if lang == "zh" else "; ".join(plain)


def said(name: str, rest: str, lang: str) -> str:
    """A name and what is said of it; the name alone where nothing is."""
    if not rest:
        return name
    return f"{name}：{rest}" if lang == "zh" else f"{name}: {rest}"


def bracketed(text: str, lang: str) -> str:
    """A text in brackets; nothing where there is none."""
    if not text:
        return ""
    return f"（{text}）" if lang == "zh" else f" ({text})"


def source(cite: dict[str, str], lang: str) -> str:
    """A citation as a cell of a table."""
    if not cite["source"]:
        return ""
    status = STATUS_NAMES.get(cite["status"], STATUS_NAMES["unknown"])[lang]
    return f"{cite['source']} {cite['locator']}".strip() + bracketed(status, lang)


def purpose_name(purpose: str, lang: str) -> str:
    """What a purpose is called, with the word to type."""
    name = PURPOSE_NAMES[purpose][lang] if purpose in PURPOSE_NAMES else purpose
    return name if name == purpose else f"{name} {purpose}"
