"""The words of `carnet cbam` in a terminal, in both languages."""

from __future__ import annotations

WORDS = {
    "zh": {
        "on": "数值截至", "item": "项目", "value": "数值", "unit": "单位", "why": "原因",
        "derived": "生产过程由研究的单元过程推导；数量均为每吨产品",
        "see_direct": "直接隐含排放", "see_indirect": "间接隐含排放", "see_charged": "计征隐含排放",
        "see_direct_why": "装置直接排放加前体", "see_indirect_why": "用电与前体的间接排放",
        "see_charged_why": "附件二货物只计直接排放及附件二以外前体的间接排放",
        "sefa": "免费配额调整", "obligation": "每吨证书", "obligation_why": "计征隐含排放 − 免费配额调整",
        "cost_t": "每吨成本", "certificates": "证书", "cost": "费用", "way": "申报方式", "needs": "所需证据（✓ 已有）",
        "cheapest": "合法且最省", "process": "生产过程", "level": "活动水平",
        "direct": "直接排放 t", "indirect": "间接排放 t",
        "precursor": "外购前体", "country": "国家", "basis": "依据", "actual": "实测",
        "default": "默认值", "mixed": "混合",
        "checks": "检查：{passed} 项通过，{failed} 项未通过", "ets": "全国碳市场与CBAM逐行对照", "uk": "英国CBAM",
        "factor_ladder": "法规标准因子与国家因子", "change": "数据表变更前后",
        "draft": "草稿：尚有阻断性检查未通过。", "ready": "按CBAM结构编制，可供CBAM认可核查机构审查。",
    },
    "en": {
        "on": "figures as of", "item": "item", "value": "value", "unit": "unit", "why": "why",
        "derived": "Production processes derived from the unit processes of the study; amounts per t of product",
        "see_direct": "SEE direct", "see_indirect": "SEE indirect", "see_charged": "SEE charged",
        "see_direct_why": "direct emissions of the installation and of precursors",
        "see_indirect_why": "electricity, and indirect emissions of precursors",
        "see_charged_why": "a good of Annex II: direct, and the indirect part of precursors outside Annex II",
        "sefa": "free allocation", "obligation": "certificates per t",
        "obligation_why": "SEE charged − free allocation",
        "cost_t": "cost per t", "certificates": "certificates", "cost": "cost", "way": "declared with",
        "needs": "evidence it needs (✓ held)", "cheapest": "legal and cheapest", "process": "production process",
        "level": "activity level", "direct": "direct t", "indirect": "indirect t", "precursor": "purchased precursor",
        "country": "country", "basis": "basis", "actual": "actual", "default": "default", "mixed": "mixed",
        "checks": "checks: {passed} passed, {failed} failed", "ets": "Chinese trading scheme beside the CBAM",
        "uk": "UK CBAM", "factor_ladder": "the act's standard factors beside the country's",
        "change": "before and after the change of tables",
        "draft": "DRAFT: blocking checks fail.",
        "ready": "CBAM-structured, ready for review by a CBAM-accredited verifier.",
    },
}  # fmt: skip
