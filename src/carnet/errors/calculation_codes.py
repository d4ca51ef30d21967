"""Codes of calculation: linking, allocation, units of a regime, acceptances."""

from __future__ import annotations

CALCULATION_CODES: dict[str, tuple[str, str, str, str]] = {
    "CAL-001": (
        "物流“{flow}”应由过程“{value}”提供，但该过程有 {count} 个这样的产出。",
        "flow {flow} should come from process {value}, which has {count} outputs of it.",
        "在“来源过程”一栏填写产出该物流的过程：{candidates}。",
        "Name in the provider column a process that makes this flow once: {candidates}.",
    ),
    "CAL-002": (
        "过程 {processes} 相互供给，消耗等于或超过产出，没有剩余给产品。",
        "processes {processes} feed each other and use as much as they make, or more: nothing is left for the product.",
        "检查这些过程的参考产品数量与相互之间的用量（常见原因：单位差 1000 倍）。",
        "Check the reference amounts of these processes and what they take from each other (often a unit 1000 times off).",
    ),
    "CAL-010": (
        "没有方案能给出数值：{regimes}。",
        "no asked regime gives a figure: {regimes}.",
        "按结果中“缺少”一栏逐项用 carnet accept 确认或补充。",
        "Supply what the result lists as missing, with carnet accept.",
    ),
    "CAL-011": (
        "“{value}”不是参数 {parameter} 可取的值。",
        "{value} is not a value that parameter {parameter} can take.",
        "可取的值：{candidates}。表格类参数用 JSON 书写。",
        "Possible values: {candidates}. Write table parameters as JSON.",
    ),
    "CAL-012": (
        "按“{method}”分配共生产品需要“{value}”的{needs_zh}，研究中没有。",
        "allocating co-products by {method} needs {needs} of {value}, which the study does not give.",
        "在“物性”表（或物流数据的价格栏）补充该值及其来源。",
        "Add it on the properties sheet (or in the price column) with its source.",
    ),
    "CAL-013": (
        "方案 {regime} 以“{value}”为声明单位，研究中没有这样的参考产品。",
        "regime {regime} declares per {value}, and no reference product of the study is one.",
        "给相应过程的参考产品选用带此标签的物流（例如 crude_steel 粗钢）。",
        "Give the process its proper reference flow with this tag (for instance crude_steel).",
    ),
    "CAL-014": (
        "方案 {value} 没有数值，无法作桥接：缺少 {missing}。",
        "regime {value} gives no figure, so there is no bridge: missing {missing}.",
        "先用 carnet accept 补充缺少的参数。",
        "Supply the missing parameters with carnet accept first.",
    ),
    "CAL-015": (
        "指针“{value}”不指向结果中的数值。",
        "pointer {value} does not point at a figure of the result.",
        "可用的指针：{candidates}。",
        "Pointers that can be traced: {candidates}.",
    ),
    "CAL-016": (
        "“{value}”既不是方案参数，也不是本研究的未定值。",
        "{value} is neither a parameter of a regime nor an open value of this study.",
        "可确认的未定值：{candidates}。方案参数见 carnet regimes show。",
        "Open values of this study: {candidates}. For parameters see carnet regimes show.",
    ),
    "CAL-017": (
        "方案 {value} 没有数值，无从追溯：缺少 {missing}。",
        "regime {value} gives no figure to trace: missing {missing}.",
        "先用 carnet accept 补充缺少的参数。",
        "Supply the missing parameters with carnet accept first.",
    ),
    "CAL-018": (
        "{parameter} 被确认为 {value}，超出其范围 {low} 至 {high}。",
        "{parameter} is accepted as {value}, outside its range {low} to {high}.",
        "改为范围内的值；若手中资料不同，请在“物性”表修改该值及其范围。",
        "Give a value inside the range; if your evidence says otherwise, change the value and its range on its own sheet.",
    ),
    "CAL-019": (
        "方案 {regime} 的 {parameter} 已在文本中读到（{clause}），不能用“{value}”替换后再签发。",
        "{parameter} of {regime} was read in its text ({clause}); it cannot be replaced by {value} and still be issued.",
        "删除该确认；只想试算时去掉出处（source），数值将标为假设（ASSUMED）。",
        "Remove the acceptance; to explore, leave out the source: the figure is then marked ASSUMED.",
    ),
    "CAL-020": (
        "没有地区“{value}”的此类电力因子，已改用 {country} 的全国因子 {factor}。",
        "there is no electricity factor of this kind for region {value}; the national one of {country} is used: {factor}.",
        "如有该地区同类（生命周期）因子，可在“因子选择”表指定。",
        "If you hold one of the same kind (life cycle) for the region, name it on the factor sheet.",
    ),
}
