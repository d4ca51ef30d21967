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
        "按上面列出的缺项补充：规则用 carnet accept 确认；产品的性质与类别填入所指的工作表。",
        "Supply what is listed as missing: a rule with carnet accept; a property or category of the product in its sheet.",
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
    "CAL-060": (
        "两端的声明单位（{first} 与 {second}）无法互相换算，不能作桥接。",
        "the declared units of the two sides ({first} and {second}) cannot be converted into each other: no bridge.",
        "两个版本须为同一产品；请核对“产品”表的单位。",
        "Both versions must be of one product; check the unit on the product sheet.",
    ),
    "CAL-061": (
        "方法“{value}”在此不可用：{why_zh}。",
        "method {value} cannot be used here: {why_en}.",
        "改用 --method shapley。",
        "Use --method shapley.",
    ),
    "CAL-021": (
        "“{value}”（{flow_zh}）申请舍去，但{why_zh}，因此仍计入（份额 {share} %，限值 {limit} %，条款：{clause}）。",
        "row {value} ({flow_en}) is counted, not left out: {why_en} (share {share} %, limit {limit} %; {clause}).",
        "补充该行的份额（excluded_share，%）或计算份额所需的物性；否则取消“舍去”并给出其因子。",
        "Give its share (excluded_share, in %) or the properties its share needs; or unmark it and give it a factor.",
    ),
    "CAL-040": (
        "数据行 {row} 把“{value}”（碳抵消）计入产品碳足迹；没有一个方案允许这样做。",
        "row {row} takes {value} (a carbon offset) into the product's footprint; no regime lets it.",
        "删除该行；抵消可在报告之外另行说明，不得从产品碳足迹中扣除。",
        "Remove the row; offsets may be told elsewhere, they never lower a product's carbon footprint.",
    ),
    "CAL-022": (
        "第 {row} 行申请舍去时估计占 {value} %，按本次计算占 {calculated} %。",
        "row {row} is said to make {value} % where it asks to be left out; calculated here it makes {calculated} %.",
        "改正估计，或取消舍去。",
        "Correct the estimate, or let the row count.",
    ),
    "CAL-042": (
        "此处（{value}，共 {count} 行）排放生物源CO2，却未给出吸收：缺少生物质的碳（C × 44/12）；方案 {regime} 计−1/+1，数值偏高。",
        (
            "biogenic CO2 is emitted here ({value}; {count} in all) and no uptake is given: the carbon of the biomass "
            "(C × 44/12) is missing, and {regime}, which counts −1/+1, comes out too high."
        ),
        "补充该生物质生长时吸收的CO2：一行输入，角色 resource，流 CO2，来源 biogenic。",
        "Give the CO2 the biomass took up as it grew: an input row, role resource, flow CO2, origin biogenic.",
    ),
    "CAL-041": (
        "外购废料“{value}”不再从报废回收量中扣除：材料 {materials} 已给出再生料含量（R1），以R1为准，同一废料不计两次。",
        "purchased scrap {value} is not taken off what is recovered: {materials} declare their recycled content (R1), which holds.",
        "如废料行更准，删除该材料的再生料含量；如R1更准，请核对它与废料行是否一致。",
        "Leave R1 of the material empty to count the scrap rows; else check that R1 and the rows agree.",
    ),
    "CAL-023": (
        "{parameter}（{name_zh}）尚未确定，其候选值“{value}”无法用本研究计算（{cause_zh}）；缺了它，区间不是真正的上下限，故不给数值。",
        "{parameter} ({name_en}) is open, and its candidate {value} cannot be calculated ({cause_en}): no bound holds without it.",
        "补足该候选值所需的数据；或用 carnet accept 确认能计算的取值：{candidates}。",
        "Supply what the candidate needs, or accept one that can be calculated with carnet accept: {candidates}.",
    ),
    "CAL-024": (
        "方案 {regime} 的 {parameter} 用“{value}”{what_zh}，而它不是物流标识。",
        "{parameter} of {regime} {what_en} {value}, which is no flow id.",
        "在方案文件（或对该参数的确认）中改写物流标识：{candidates}；按标签选取共生产品请用 D6.products。",
        "Write a flow id in the regime file (or the acceptance): {candidates}; rules by tag stand in D6.products.",
    ),
    "CAL-025": (
        "方案“{value}”是草案，只有发布日期，没有生效日期可确认。",
        "regime {value} is a draft: it has a day of publication, and no date of force that anybody could confirm.",
        "等正式文本通过并录入方案文件后再用；草案的结果不能签发。",
        "Wait until the act is adopted and its file is written; figures made by a draft cannot be issued.",
    ),
    "CAL-030": (
        "方案 {regime} 对共生产品“{flow}”按次序取第一个数据齐全的方法：采用 {method}（{why_zh}）。",
        "regime {regime} treats co-product {flow} by the first method whose data are there: {method} ({why_en}).",
        "如应采用次序更前的方法，请补充其所需数据。",
        "Supply the data of an earlier method if that one should hold.",
    ),
    "CAL-031": (
        "证书“{value}”列在两份合同下：{first}（{first_place}）与 {second}；其电量只计一次。",
        "certificate {value} stands under contracts {first} ({first_place}) and {second}; its kWh are counted once.",
        "把证书按电量分列为两行，或只留在一份合同下。",
        "Split the certificate into rows of their own volume, or leave it under one contract.",
    ),
    "CAL-032": (
        "合同 {contract} 的证据符合“{use}”层级，但没有“{value}”的此类电力因子（{kind}），改用下一层级。",
        "contract {contract} passes tier {use}, but {value} has no factor of this kind ({kind}): the next tier holds.",
        "在合同（或证书）中写明发电技术；或由供电商提供数值。",
        "Name the generating technology of the contract or certificate, or give the supplier's own value.",
    ),
    "CAL-033": (
        "供应商数值“{value}”未采用：{why_zh}。",
        "supplier value {value} is not used: {why_en}.",
        "向供应商索取边界、统计量和寿命相符的数值。",
        "Ask the supplier for a value with the boundary, statistic and lifetime that fit.",
    ),
    "CAL-034": (
        "{value} 项外购物没有（全部）给出运输，按方案 {regime} 的默认运输段计：{flows_zh}。",
        "the default legs of {regime} stand in for {value} purchased goods without transport: {flows_en}.",
        "在“运输”表补充这些物料的实际运输。",
        "Give the actual transport of these goods on the transport sheet.",
    ),
    "CAL-035": (
        "过程 {process} 须用企业数据，但第 {value} 行的数据类型为“{kind}”（条款：{clause}）。",
        "process {process} needs the company's own data, but row {value} is {kind} (clause: {clause}).",
        "以实测或由实测计算的数据替换该行。",
        "Replace the row by measured data, or data calculated from measurements.",
    ),
    "CAL-036": (
        "证书“{value}”（{register}）共 {volume} kWh，却被申领 {claimed} kWh：{uses}。",
        "certificate {value} ({register}) holds {volume} kWh, but {claimed} kWh are claimed: {uses}.",
        "从其中一项研究中删除该证书，或按实际分割电量。",
        "Remove the certificate from one of the studies, or split its volume as it was cancelled.",
    ),
    "CAL-037": (
        "证书“{value}”（{register}）在各研究中的电量不同：{uses}。",
        "certificate {value} ({register}) has different volumes in the studies: {uses}.",
        "按登记机构的注销凭证核对电量。",
        "Compare the volume with the register's cancellation statement.",
    ),
    "CAL-038": (
        "外购“{value}”（{flow_zh}，税则 {heading}）未计入：方案 {regime} 只计所列外购物（{clause}）。",
        "purchased row {value} ({flow_en}, customs heading {heading}) is left out: {regime} counts listed goods ({clause}).",
        "核对该行的物流：同一货物若有列入清单的名称（如生铁），改用之；否则无需处理。",
        "Check the flow of this row: if the good is one the list names (such as pig iron), use that flow; else leave it.",
    ),
    "CAL-039": (
        "合同“{value}”的行按每批或每吨记录，没有期间总用电量：其证书的覆盖份额不可信，{what_zh}。",
        "contract {value} has rows per run or per tonne and no annual kWh: its certificates' share cannot be trusted; {what_en}.",
        "在合同的 annual_kwh 一栏填写研究期内该合同供应的全部电量（kWh）。",
        "Give the kWh the contract supplied in the whole study period (annual_kwh); else the certificate's share cannot be trusted.",
    ),
}
