"""The closed words of policy items as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping

from carnet.recognition.tasks import whom

KIND: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "law": "法律",
        "delegated_act": "授权法",
        "implementing_act": "实施法",
        "proposal": "提案",
        "standard": "标准",
        "certification_rule": "认证规则",
        "programme_rule": "计划规则",
        "government_plan": "政府方案",
        "guideline": "指引、公告",
        "memorandum": "备忘录",
        "arrangement": "互认安排",
        "contract_term": "合同条款",
        "press_report": "报道",
        "vendor_claim": "供应商说法",
    },
    "en": {
        "law": "law",
        "delegated_act": "delegated act",
        "implementing_act": "implementing act",
        "proposal": "proposal",
        "standard": "standard",
        "certification_rule": "certification rule",
        "programme_rule": "programme rule",
        "government_plan": "government plan",
        "guideline": "guideline or announcement",
        "memorandum": "memorandum",
        "arrangement": "arrangement",
        "contract_term": "contract term",
        "press_report": "press report",
        "vendor_claim": "vendor claim",
    },
}
NATURE: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "binding": "有约束力",
        "non_binding": "无约束力",
        "contractual": "合同性",
        "voluntary": "自愿",
        "political": "政治性",
        "unknown": "性质未知",
    },
    "en": {
        "binding": "binding",
        "non_binding": "not binding",
        "contractual": "contractual",
        "voluntary": "voluntary",
        "political": "political",
        "unknown": "nature unknown",
    },
}
PARTY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "state": "国家",
        "union": "联盟机构",
        "authority": "政府部门",
        "accreditation_body": "认可机构",
        "conformity_assessment_body": "合格评定机构（私营）",
        "programme_operator": "计划运营方",
        "scheme_owner": "计划所有方",
        "standards_body": "标准机构",
        "association": "协会",
        "company": "企业",
        "media": "媒体",
        "unknown": "种类未载明",
    },
    "en": {
        "state": "state",
        "union": "union body",
        "authority": "authority",
        "accreditation_body": "accreditation body",
        "conformity_assessment_body": "private conformity assessment body",
        "programme_operator": "programme operator",
        "scheme_owner": "scheme owner",
        "standards_body": "standards body",
        "association": "association",
        "company": "company",
        "media": "media",
        "unknown": "kind not stated",
    },
}
SOURCE: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "official": "官方渠道",
        "reproduction": "转载全文",
        "municipal_media": "市级媒体",
        "media": "媒体",
        "law_firm": "律所",
        "accreditation_body": "认可机构",
        "association": "协会",
        "research": "研究资料",
        "trade": "行业网页",
        "company": "企业网页",
        "vendor": "供应商网页",
        "generated": "自动生成",
        "anonymous": "来源不明",
        "unnamed": "未记名称的页面",
    },
    "en": {
        "official": "official channel",
        "reproduction": "reproduction of the text",
        "municipal_media": "municipal media",
        "media": "media",
        "law_firm": "law firm",
        "accreditation_body": "accreditation body",
        "association": "association",
        "research": "research note",
        "trade": "trade page",
        "company": "company page",
        "vendor": "vendor page",
        "generated": "generated text",
        "anonymous": "anonymous",
        "unnamed": "page not named",
    },
}
# Our status word for a statement.
WORD: Mapping[str, Mapping[str, str]] = {
    "zh": {"read": "已读", "secondary": "转述", "recalled": "凭记忆", "unknown": "未知", "conflicting": "说法不一"},
    "en": {
        "read": "read",
        "secondary": "second hand",
        "recalled": "recalled",
        "unknown": "unknown",
        "conflicting": "conflicting",
    },
}
USE: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "feed": "列出",
        "prepare": "准备任务",
        "scenario": "情景（带等级标注）",
        "plan": "默认计划",
        "verdict": "认可结论",
        "words": "“必须、已认可、合规”等措辞",
        "label": "标识、给买方的函",
    },
    "en": {
        "feed": "being listed",
        "prepare": "a task to prepare",
        "scenario": "a scenario (marked with its grade)",
        "plan": "an assumption of the plan",
        "verdict": "a verdict of recognition",
        "words": "words such as required, recognised, compliant",
        "label": "a label or a buyer letter",
    },
}
ROLE: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "signatory": "签署方",
        "counterparty": "对方",
        "announcing": "宣布方",
        "issuer": "发布方",
        "speaker": "发言方",
        "mentioned": "提到",
    },
    "en": {
        "signatory": "signatory",
        "counterparty": "counterparty",
        "announcing": "announcing",
        "issuer": "issuer",
        "speaker": "speaking",
        "mentioned": "mentioned",
    },
}


def in_one_language(text: str, lang: str) -> str:
    """Take one half of a text written as ``中文 · English``; any other text stays whole."""
    return whom(text).get(lang)
