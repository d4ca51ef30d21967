"""The words of report and boundary statement, Chinese first; every one is checked against the fonts."""

from __future__ import annotations

from carnet.errors import Text

STUDY_STATUS: dict[str, Text] = {
    "plant": Text("企业现场数据", "plant data"),
    "literature": Text("文献数据", "literature data"),
    "illustrative": Text("示意数据", "illustrative data"),
}

SECTIONS: dict[str, Text] = {
    "summary": Text("摘要", "Summary"),
    "figures": Text("主要结果", "Key figures"),
    "not": Text("本报告不是什么", "What this is not"),
    "boundary": Text("系统边界说明", "System boundary"),
    "rules": Text("各方案的核算规则", "Rules by dimension and regime"),
    "stages": Text("按生命周期阶段", "By life-cycle stage"),
    "flows": Text("排放在工序间的流向", "Flow between processes"),
    "hot": Text("排放热点", "Hot spots"),
    "bridge": Text("方案之间的差异", "Why the regimes differ"),
    "modules": Text("按EN 15804模块", "By EN 15804 module"),
    "apart": Text("列在结果之外的数值", "Shown apart from the figure"),
    "classes": Text("分级", "Classes"),
    "data": Text("活动数据与因子", "Activity data and factors"),
    "ledger": Text("绿色电力证书台账", "Ledger of certificates"),
    "gaps": Text("数据缺口", "Data gaps"),
    "exclusions": Text("申请舍去的输入", "Rows asked to be left out"),
    "conformity": Text("数据质量与各项要求", "Data quality and what regimes ask"),
    "findings": Text("检查所见", "Findings"),
    "defects": Text("来源缺陷与处理", "Defects of the sources"),
    "balance": Text("质量与碳平衡", "Mass and carbon balance"),
    "published": Text("与已发布数值对照", "Beside published values"),
    "trace": Text("追溯与复算", "How to retrace and recompute"),
    "recipe": Text("计算配方", "Recipe of the calculation"),
    "sources": Text("规则的出处", "Texts the rules come from"),
    "terms": Text("术语", "Terms"),
}

# Sections that are there only where a result holds something of them.
OPTIONAL_SECTIONS = ("modules", "apart", "classes", "ledger", "exclusions", "conformity")

NOT: tuple[Text, ...] = (
    Text(
        "不是环境产品声明、CBAM申报、产品标识、认证证书，也不是在任何登记系统中的登记。",
        "Not an environmental product declaration, a CBAM declaration, a label or a certificate, and in no register.",
    ),
    Text(
        "不是核查。除非另附独立核查机构的声明，本报告的数值未经第三方核查；核查（verification）、审定（validation）与"
        "认证（certification）是三件不同的事。",
        "Not a verification. Unless a statement of an independent verifier is attached, no third party has verified "
        "these figures; verification, validation and certification are three different things.",
    ),
    Text(
        "不证明任何市场、主管部门或机构承认本结果。按某一方案的规则算出，不等于该方案的管理方接受。",
        "No proof that any market, authority or body recognises the result. Calculated by a regime's rules does not "
        "mean accepted by whoever runs the regime.",
    ),
    Text(
        "不是产品之间的比较声明。边界、声明单位、分配规则或数据年份不同的结果不能直接比较。",
        "Not a comparison between products. Results with different boundaries, declared units, allocation rules or "
        "data years cannot be compared directly.",
    ),
    Text(
        "不是企业的温室气体清单，也不涉及气候变化以外的环境影响。",
        "Not a greenhouse-gas inventory of a company, and about no environmental impact but climate change.",
    ),
    Text(
        "不含抵消。没有任何碳信用从结果中扣除。",
        "Free of offsets. No carbon credit has been deducted from any figure.",
    ),
    Text(
        "不是法律文件。中、英文两个版本由同一份数据生成，数值相同；规则的含义以所引原文为准。",
        "Not a legal document. The Chinese and English versions are made from the same data and carry the same "
        "numbers; what a rule means is decided by the text cited.",
    ),
)
NOT_DRAFT = Text(
    "不是可签发的结果。至少一个数值依赖未经确认的规则或没有数值，因此本文件为草稿，每页均有标记。",
    "Not issuable. At least one figure rests on a rule nobody has confirmed, or is absent, so this is a draft and "
    "every page says so.",
)
NOT_DEMO = Text(
    "不证明来源。签名使用当场生成的演示密钥（DEMO），只证明文件完整，不证明由谁出具。",
    "No proof of origin. The signature was made with a key generated on the spot (DEMO): it proves that the file is "
    "intact, not who issued it.",
)
NOT_LITERATURE = Text(
    "不是某个工厂的数据。活动数据取自公开文献，不代表任何一家企业。",
    "Not the data of any plant. The activity data come from published literature and stand for no company.",
)
NOT_ILLUSTRATIVE = Text(
    "不是真实产品的结果。活动数据为示意（ILLUSTRATIVE），只用来说明方法。",
    "Not about a real product. The activity data are ILLUSTRATIVE and only show the method.",
)

BANNER_DRAFT = Text(
    "草稿 DRAFT：并非所有数值均可签发，本报告不得作为声明使用。",
    "DRAFT: not all figures can be issued; do not use this report as a declaration.",
)
BANNER_ASSUMED = Text(
    "含假设 ASSUMED：部分数值建立在无出处的假设之上，已逐处标明。",
    "ASSUMED: some figures rest on assumptions without a source; each is marked.",
)
BANNER_DEMO = Text(
    "演示密钥 DEMO：签名只证明完整性，不证明来源。",
    "DEMO key: the signature proves integrity, not origin.",
)
BANNER_ILLUSTRATIVE = Text(
    "示意数据 ILLUSTRATIVE：不代表任何真实产品。",
    "ILLUSTRATIVE data: stands for no real product.",
)
BANNER_LITERATURE = Text(
    "文献数据：不代表任何一家工厂。",
    "Literature data: stands for no plant.",
)
BANNER_ISSUABLE = Text(
    "所列数值均可签发：所依据的规则均已在原文中读到或由具名人员确认。",
    "All figures can be issued: every rule they rest on was read in its text or confirmed by a named person.",
)

GLOSSARY: tuple[tuple[Text, Text], ...] = (
    (
        Text("产品碳足迹", "carbon footprint of a product"),
        Text(
            "产品系统中温室气体排放量与清除量之和，以二氧化碳当量表示。",
            "Sum of greenhouse-gas emissions and removals in a product system, expressed as CO2 equivalents.",
        ),
    ),
    (
        Text("声明单位", "declared unit"),
        Text("用作部分产品碳足迹基准的产品数量。", "Quantity of product a partial footprint refers to."),
    ),
    (
        Text("系统边界", "system boundary"),
        Text(
            "决定哪些单元过程属于产品系统的准则。",
            "Criteria that decide which unit processes belong to the product system.",
        ),
    ),
    (
        Text("单元过程", "unit process"),
        Text("清单分析中收集数据的最小单元。", "Smallest element for which data are collected."),
    ),
    (
        Text("取舍准则", "cut-off criteria"),
        Text("可以不计入某项输入或输出的界限。", "Limit below which an input or output may be left out."),
    ),
    (
        Text("共生产品", "co-product"),
        Text("同一单元过程产出的两种或多种产品之一。", "Any of two or more products of the same unit process."),
    ),
    (
        Text("分配", "allocation"),
        Text(
            "在产品之间划分过程的输入或输出。", "Partitioning the inputs or outputs of a process between its products."
        ),
    ),
    (
        Text("活动数据", "activity data"),
        Text("过程消耗或产出的数量，例如用电量。", "Amounts a process uses or makes, such as electricity used."),
    ),
    (
        Text("排放因子", "emission factor"),
        Text("单位活动数据对应的温室气体排放。", "Greenhouse-gas emission for one unit of activity data."),
    ),
    (
        Text("全球增温潜势", "global warming potential, GWP"),
        Text("把一种气体折算为二氧化碳当量的系数。", "Factor that turns a mass of a gas into CO2 equivalents."),
    ),
    (
        Text("保守读数", "conservative reading"),
        Text("结果为区间时取其上限。", "The upper bound, where a result is an interval."),
    ),
    (
        Text("沙普利值", "Shapley value"),
        Text(
            "某项规则变化在所有先后次序中的平均作用；各项相加恰为总差额。",
            "Average effect of one rule change over all orders of changes; the terms add up exactly.",
        ),
    ),
    (
        Text("核查", "verification"),
        Text(
            "由独立机构对已发生的数据与结果进行的评价。",
            "Evaluation of historical data and results by an independent body.",
        ),
    ),
)
