"""CBM: the Carbon Border Adjustment Mechanism, its method, its tables, its money and its template."""

from __future__ import annotations

CBAM_CODES: dict[str, tuple[str, str, str, str]] = {
    # 001-029 method
    "CBM-001": (
        "{table_zh}“{row}”的{field_zh}“{value}”不是可读的数：{why_zh}。",
        "{field_en} of {table_en} {row} is {value}, which is no readable number: {why_en}.",
        "填写一个十进制数，小数点用“.”，不带单位与百分号。",
        "Write a decimal number with a point, without unit and percent sign.",
    ),
    "CBM-002": (
        "{table_zh}“{row}”缺少{field_zh}（{name}），无法计算。",
        "{table_en} {row} has no {field_en} ({name}); it cannot be calculated.",
        "在该行填写此项；若是数量且确为零，写 0。",
        "Fill it in, in that row; an amount that is zero is written as 0.",
    ),
    "CBM-003": (
        "{table_zh}“{row}”的{field_zh}（{name}）为 {value}，超出范围 {bounds}。",
        "{field_en} ({name}) of {table_en} {row} is {value}, outside {bounds}.",
        "核对数值与单位：份额和效率写成 0 到 1 之间的比值，不写百分数。",
        "Check value and unit: shares and efficiencies are ratios from 0 to 1, not percentages.",
    ),
    "CBM-004": (
        "{table_zh}“{row}”的{field_zh}“{value}”不在可选值之内。",
        "{field_en} of {table_en} {row} is {value}, which is none of the possible values.",
        "可选值：{candidates}。",
        "Possible values: {candidates}.",
    ),
    "CBM-005": (
        "源流“{row}”的活动数据以“{activity_unit}”计，排放因子以“{value}”计，两者不相配。",
        "source stream {row}: the activity is in {activity_unit}, the emission factor in {value}; they do not fit.",
        "排放因子用 {candidates}，或按该因子的单位填写活动数据。",
        "Use a factor in {candidates}, or give the activity in the factor's unit.",
    ),
    "CBM-006": (
        "{table_zh}“{row}”的{field_zh}指向“{value}”，研究中没有这一行。",
        "{field_en} of {table_en} {row} names {value}, and the study has no such row.",
        "改为现有的编号，例如：{candidates}。",
        "Name an id the study has, such as {candidates}.",
    ),
    "CBM-007": (
        "编号“{value}”重复：{table_zh}的这一行没有计入。",
        "id {value} is used twice: this {table_en} was not counted.",
        "给每个源流、生产过程、外购前体和热电机组各自的编号。",
        "Give every stream, production process, purchased precursor and cogeneration unit an id of its own.",
    ),
    "CBM-008": (
        "源流“{row}”既整体归于一个生产过程，又有分表读数。",
        "source stream {row} belongs to a process as a whole and has meter readings of processes as well.",
        "二者只留其一：整体归属（过程一栏）或各过程的分表读数。",
        "Keep one of the two: the process of the stream, or the readings by process.",
    ),
    "CBM-009": (
        "源流“{row}”的分表读数之和为 {value}，无法按装置总表 {total} 校正。",
        "the readings of source stream {row} add up to {value} and cannot be reconciled with the installation's {total}.",
        "核对分表读数及其符号；和必须与总表同号且不为零（公式41、42）。",
        "Check the readings and their sign; their sum must have the sign of the main meter and not be zero (eq 41, 42).",
    ),
    "CBM-010": (
        "{table_zh}“{row}”的{field_zh}填写为 {value}，而由其他各行得出 {derived}；采用填写值，相差 {difference}。",
        (
            "{field_en} of {table_en} {row} is stated as {value}, while other rows give {derived}; the stated value is used, "
            "the difference is {difference}."
        ),
        "查明差异原因；若各行正确，则删去填写值。",
        "Find the reason; where the rows are right, remove the stated value.",
    ),
    "CBM-011": (
        "过程 {processes} 相互供给，用量等于或超过产量，没有剩余。",
        "processes {processes} feed each other and use as much as they make, or more: nothing is left over.",
        "核对这些过程的产量与前体用量（常见原因：kg 与 t 混用）。",
        "Check the activity levels and what is used of them (often kg in place of t).",
    ),
    "CBM-012": (
        "生产过程“{row}”的归属直接排放为 {value} tCO2e，低于零，按零计（公式55）。",
        "the direct emissions attributed to process {row} are {value} tCO2e, below zero, and count as zero (eq 55).",
        "核对输出的热、废气和电量及其因子。",
        "Check heat, waste gas and electricity that leave the process, and their factors.",
    ),
    "CBM-013": (
        "参数表中没有“{value}”的数值，凡需要它的结果都不给出。",
        "the tables hold no figure for {value}; nothing that needs it is calculated.",
        "使用带有该参数的参数表；程序不自行补值。",
        "Use tables that hold it; nothing is put in its place.",
    ),
    "CBM-014": (
        "外购前体“{row}”的数值来源未说明（实测、默认或未知）。",
        "purchased precursor {row} does not say whether its values are measured, default or unknown.",
        "在“数值依据”（basis）一栏选择：{candidates}。",
        "Choose in column basis: {candidates}.",
    ),
    "CBM-015": (
        "默认值表中没有前体“{row}”（CN {value}，{country}，{year} 年）的数值。",
        "the default values hold no figure for precursor {row} (CN {value}, {country}, {year}).",
        "核对 CN 编码与原产国，或取得供应商经核查的实际值。",
        "Check CN code and country of origin, or obtain verified actual values from the supplier.",
    ),
    "CBM-016": (
        "前体“{row}”产自 {value}：按规则其隐含排放为零，填写的数值没有采用。",
        "precursor {row} comes from {value}: its embedded emissions are zero by rule, and the stated values are not used.",
        "核对原产国；若正确，删去填写的数值。",
        "Check the country of origin; if it is right, remove the stated values.",
    ),
    "CBM-017": (
        "{table_zh}“{row}”没有{field_zh}（{name}）：该货物只计直接排放，间接排放显示为零。",
        "{table_en} {row} has no {field_en} ({name}): only direct emissions count for it, the indirect ones show as zero.",
        "如需完整报告间接排放，请补充。",
        "Fill it in where indirect emissions are to be reported in full.",
    ),
    "CBM-018": (
        "热电联产“{row}”没有计量的{side_zh}效率，采用 {value}（来源：{source_zh}）。",
        "cogeneration {row} has no metered efficiency of {side_en}; {value} is used ({source_en}).",
        "补充燃料、供热量和发电量的计量值。",
        "Add metered fuel, heat and electricity.",
    ),
    "CBM-019": (
        "热电联产“{row}”的供热与供电效率均为零，排放无法分摊。",
        "heat and power efficiency of cogeneration {row} are both zero; its emissions cannot be split.",
        "核对燃料、供热量和发电量。",
        "Check fuel, heat and electricity.",
    ),
    "CBM-020": (
        "源流“{row}”的活动数据为负（{value}），作为扣减计入；除质量平衡的产出外，扣减须有依据。",
        (
            "the activity of source stream {row} is negative ({value}) and is deducted; other than for outputs of a mass "
            "balance a deduction needs its grounds."
        ),
        "若为质量平衡的产出，方法改为 mass_balance；否则说明扣减依据。",
        "Use method mass_balance for outputs of a mass balance, or document the deduction.",
    ),
    "CBM-021": (
        "电流效率写为 {value}：按公式原样代入；公布的过电压系数对应百分数（例如 95），用比值代入时结果大 100 倍。",
        (
            "the current efficiency is {value} and enters the equation as written; the published overvoltage coefficients go "
            "with percent (such as 95), and a ratio makes the result 100 times larger."
        ),
        "按所用过电压系数的定义填写电流效率。",
        "Write the current efficiency as the coefficient in use defines it.",
    ),
    "CBM-022": (
        "生产过程“{row}”内包含前体类别 {value}，其间接排放是否计入本货物，已读法规文本没有定论。",
        (
            "process {row} includes precursors of category {value}; the texts read do not settle whether their indirect "
            "emissions count for this good."
        ),
        "分开监测该前体，或向主管机构核实后再计算费用。",
        "Monitor the precursor as a process of its own, or ask the authority before any cost is derived.",
    ),
    "CBM-023": (
        "以下源流无法计算：{value}。装置合计不完整。",
        "these source streams cannot be calculated: {value}. The totals of the installation are incomplete.",
        "补齐上面列出的缺项。",
        "Supply what is listed as missing.",
    ),
    "CBM-024": (
        "生产过程“{row}”的结果不完整，缺少：{value}。",
        "the figures of process {row} are incomplete; missing are the values of: {value}.",
        "补齐上面列出的缺项；在此之前不得据此计算费用。",
        "Supply what is listed as missing; until then no cost follows from these figures.",
    ),
    "CBM-025": (
        "类别“{value}”不在参数表中，无法判断间接排放是否计入。",
        "category {value} is not in the tables; whether its indirect emissions count is not known.",
        "选用参数表中的类别：{candidates}。",
        "Choose a category of the tables: {candidates}.",
    ),
    "CBM-026": (
        "前体“{row}”产自 {value}，但报告期早于 2026 年：零排放规则尚未适用，采用填写的数值。",
        (
            "precursor {row} comes from {value}, but the period is before 2026: the zero rule does not apply yet, and the "
            "stated values are used."
        ),
        "2026 年起的报告期按零计，无需填写数值。",
        "For periods from 2026 it counts as zero and needs no values.",
    ),
    "CBM-027": (
        "{table_zh}“{row}”的{field_zh}与{others}同时填写，同一数值有两个来处，无法计算。",
        "{table_en} {row} gives {field_en} and {others} as well: one figure from two places, it cannot be calculated.",
        "二者只留其一。",
        "Keep one of the two.",
    ),
    "CBM-028": (
        "{table_zh}“{row}”没有{field_zh}，采用 {value}（{why_zh}）。",
        "{table_en} {row} has no {field_en}; {value} is used ({why_en}).",
        "补充计量或化验的数值。",
        "Supply a metered or analysed value.",
    ),
    "CBM-029": (
        "过程“{process}”的联产品无法按摩尔量分摊（公式43）：{why_zh}。",
        "the joint products of process {process} cannot be shared out by molar amounts (eq 43): {why_en}.",
        "在联产品表为该过程的每种产物各填一行，其中一行的去向为该过程本身。",
        "Give each product of the process a row in the tab of joint products, one of them with the process itself as its destination.",
    ),
    # 030-049 tables
    "CBM-030": (
        "数据表的这一行不对（第 {row} 行）：{detail}。",
        "this row of a data table is wrong (row {row}): {detail}.",
        "按该表开头的说明改正；每行的列数、编码、数字格式和总行数都须相符。",
        "Mend it as the head of the table says; columns, codes, decimals and the number of rows must agree.",
    ),
    "CBM-031": (
        "编码 {cn} 在默认值表中分成几行，无法判断是哪一种。",
        "code {cn} has several rows in the table of default values; which one is meant cannot be told.",
        "填写TARIC 10位编码，或说明品种：{candidates}。",
        "Give the TARIC code of 10 digits, or the variant: {candidates}.",
    ),
    "CBM-032": (
        "{country} 的默认值表没有编码 {cn} 的行，改用“其他国家和地区”的值。",
        "the table of default values of {country} has no row for {cn}; the row of other countries and territories is used.",
        "核对编码和原产国；若生产商有实际数据，优先使用实际数据。",
        "Check code and country; actual data of the producer, where there are any, come first.",
    ),
    "CBM-033": (
        "{country} 没有自己的默认值表，使用“其他国家和地区”的值。",
        "{country} has no table of default values; the row of other countries and territories is used.",
        "核对原产国的ISO代码。",
        "Check the ISO code of the country of origin.",
    ),
    "CBM-034": (
        "“{value}”不是ISO 3166-1国家代码，不据此选取默认值。",
        "'{value}' is no ISO 3166-1 country code; no default value is chosen by it.",
        "改用两位代码，例如：{candidates}；来源不明时留空。",
        "Use the code of two letters, such as {candidates}; leave it empty where the origin is unknown.",
    ),
    "CBM-035": (
        "{cn}（{country}）的默认值取自2025年12月的文本，该文本已被取代，修订后的数值尚未读到。",
        "the default value of {cn} ({country}) is of the text of December 2025, since replaced; the amended figure has not been read.",
        "对外使用前，对照修订后的IR (EU) 2025/2621附件核对该值。",
        "Before it is used outside, compare it with the amended annex of IR (EU) 2025/2621.",
    ),
    "CBM-036": (
        "{cn} 的默认值行中，直接与间接之和（{sum}）不等于合计（{total}）：各列分别修约，以合计为准。",
        "in the default row of {cn}, direct plus indirect ({sum}) is not the total ({total}): each column was rounded by itself, and the total counts.",
        "无需改动；加成只乘合计。",
        "Nothing to change; the mark-up applies to the total.",
    ),
    "CBM-037": (
        "原产国未知：{cn} 使用附件四的最高值，只有合计，不分直接与间接。",
        "the origin is unknown: {cn} takes the highest value of Annex IV, a total without direct and indirect.",
        "向供应商索取原产国，或索取经核查的实际数据。",
        "Ask the supplier for the country of origin, or for verified actual data.",
    ),
    "CBM-038": (
        "默认值表中没有编码 {cn} 的数值（{country}）。",
        "the tables of default values hold no figure for {cn} ({country}).",
        "核对编码；电力的数值须来自您自己的文件。",
        "Check the code; figures of electricity come from a file of your own.",
    ),
    "CBM-039": (
        "“{value}”不是8位CN编码或10位TARIC编码。",
        "'{value}' is no CN code of 8 digits nor TARIC code of 10.",
        "填写完整编码；不按较短的编码推断。",
        "Give the whole code; nothing is concluded from a shorter one.",
    ),
    "CBM-040": (
        "编码 {cn} 已拆分，2025年的各表按新编码列值。",
        "code {cn} was split; the tables of 2025 print its goods under newer codes.",
        "改用其中之一：{candidates}。",
        "Use one of {candidates}.",
    ),
    "CBM-041": (
        "编码 {cn} 的{column}列基准值按工艺路线分列，需要路线字母。",
        "the benchmarks of column {column} for {cn} differ by route; the letter of the route is needed.",
        "填写路线字母：{candidates}。",
        "Give the letter of the route: {candidates}.",
    ),
    "CBM-042": (
        "编码 {cn} 的{column}列没有路线“{value}”的基准值。",
        "the benchmarks of column {column} for {cn} have no route '{value}'.",
        "改用其中之一：{candidates}。",
        "Use one of {candidates}.",
    ),
    "CBM-043": (
        "编码 {cn} 在{year}年没有{column}列的基准值。",
        "there is no benchmark of column {column} for {cn} in {year}.",
        "核对编码、列（A实际、B默认）和年份（2026至2030）。",
        "Check the code, the column (A actual, B default) and the year (2026 to 2030).",
    ),
    "CBM-044": (
        "编码 {cn} 有几种合金等级的基准值：按默认值行的路线取 {route}（{figure}），各等级中最高为 {other_route}（{other}）。",
        "{cn} has benchmarks of several alloy grades: by the route of the default row it is {route} ({figure}); the highest of all grades is {other_route} ({other}).",
        "两种读法并列；采用前者，它不会少算证书。",
        "Both readings stand side by side; the first is taken, it never counts too few certificates.",
    ),
    "CBM-045": (
        "{cn} 的基准值是IR (EU) 2025/2620公布的值；2027年1月1日起进口将适用更新值，尚未收录（{year}年）。",
        "the benchmark of {cn} is the one IR (EU) 2025/2620 published; updated ones are to apply to imports from 1 January 2027 and are not in the tables ({year}).",
        "{year}年的结果只作估计。",
        "Take a result for {year} as an estimate.",
    ),
    "CBM-046": (
        "{year}年、行业 {sector} 没有公布的默认值加成。",
        "no mark-up on default values is published for {year} and the sector {sector}.",
        "正式阶段从2026年开始；核对年份。",
        "The definitive period begins in 2026; check the year.",
    ),
    "CBM-047": (
        "电力因子文件：{detail_zh}。",
        "the file of electricity factors: {detail_en}.",
        "每行写国家代码、因子（tCO2/MWh）和来源。",
        "Each row gives a country code, the factor (tCO2/MWh) and its source.",
    ),
    "CBM-048": (
        "{cn} 只有一部分属于附件一：仅TARIC {taric}。",
        "only a part of {cn} is a good of Annex I: TARIC {taric} alone.",
        "用TARIC 10位编码说明货物。",
        "Name the good by its TARIC code of 10 digits.",
    ),
    "CBM-049": (
        "原产地 {country} 属于欧盟或附件三所列国家：不在机制之内，前体的隐含排放按零计。",
        "the origin {country} is in the Union or in Annex III: outside the mechanism, a precursor counts zero embedded emissions.",
        "保留原产地证明。",
        "Keep the proof of origin.",
    ),
    # 050-079 money
    "CBM-050": (
        "CN 编码 {value} 不在现行 CBAM 法规附件一内，不收费",
        "CN code {value} is not in Annex I of the CBAM Regulation as it stands; there is no charge",
        "核对 8 位编码；若它只在 2028 年扩围提案里，提案通过前没有义务",
        "check the 8 digits; if it is only in the 2028 extension proposal there is no obligation until that is law",
    ),
    "CBM-052": (
        "“{name}”没有 CN 编码，它的类别里基准值不止一个，无法确定免费分配",
        "{name} has no CN code and its category has more than one benchmark, so its free allocation cannot be told",
        "填写 CN 编码，可选如：{candidates}",
        "give its CN code, for instance: {candidates}",
    ),
    "CBM-053": (
        "{year} 年的{what}未公布或未查到",
        "the {what_en} of {year} is not published or was not found",
        "等待公布；没有任何数值代替它",
        "wait until it is published; nothing stands in for it",
    ),
    "CBM-054": (
        "{year} 年进口适用更新后的基准值，本版数据没有（(EU) 2025/2620 序言 10）",
        "imports of {year} take the updated benchmarks, which these tables do not have (IR (EU) 2025/2620 recital 10)",
        "等待更新的基准值；或用假设 benchmarks=held 看沿用现值会怎样",
        "wait for the update; or ask the what-if benchmarks=held, which keeps the present ones",
    ),
    "CBM-055": (
        "“{name}”所属的生产过程“{value}”没有结果",
        "the production process {value} of {name} has no result",
        "补全该过程的数据；已有过程：{candidates}",
        "complete the data of the process; there are: {candidates}",
    ),
    "CBM-056": (
        "{quarter} 的证书价格尚未公布{due}",
        "the certificate price of {quarter} is not published yet{due_en}",
        "等待公布；或用假设 price=… 自行给一个价格，结果会标明是假设",
        "wait; or ask the what-if price=… with a price of your own, and the result says that it is one",
    ),
    "CBM-057": (
        "没有可用的进口日期，无法确定季度与价格；年份按 {year} 计",
        "there is no date of import (YYYY-MM-DD), so no quarter and no price; the year is taken as {year}",
        "填写进口日期（--import-date，或“CBAM货物”页）；已公布价格的季度：{candidates}",
        "give the date of import (--import-date, or on the tab “CBAM goods”); quarters with a published price: {candidates}",
    ),
    "CBM-058": (
        "进口日期 {value} 早于 2026-01-01，正式期之前没有证书义务",
        "imported on {value}, before 1 January 2026: the definitive period and its certificates begin later",
        "核对日期",
        "check the date",
    ),
    "CBM-059": (
        "进口商（{importer}）{year} 年的全年净重未知（本研究中 {total} t），不假定 50 t 豁免",
        "the net mass the importer ({importer_en}) brings in over {year} is not known ({total} t in this study); the 50 t exemption is not assumed",
        "用进口商的清单计算，或用 importer_total 给出其全年吨数",
        "use the importer's own list, or state the year's tonnes with importer_total",
    ),
    "CBM-060": (
        "商品“{name}”没有数量，只有每吨的数字",
        "{name} has no amount, so there are figures per t only",
        "填写数量（t）",
        "give the amount in t",
    ),
    "CBM-061": (
        "“{name}”写的默认值 {stated} 与表中默认值含加价 {table} 不同，金额暂不给出",
        "{name} states a default of {stated}, the table with its mark-up has {table}; money is withheld",
        "删去所写数值（程序用表值），或改正编码、国家、年份",
        "delete the stated value (the table's is then used), or correct code, country or year",
    ),
    "CBM-062": (
        "“{name}”是联合过程（含 {includes}）；所读法规文本没有说明联合过程用哪些 A 栏基准值",
        "{name} is a joint process (with {includes}); the texts read do not settle which column A benchmarks it takes",
        "把前体单独列为生产过程；或等待委员会指南",
        "set the precursor up as a process of its own, or wait for the Commission's guidance",
    ),
    "CBM-063": (
        "“{name}”走多条路线（{candidates}），其基准值如何合并，所读文本没有说明",
        "{name} runs several routes ({candidates}); how their benchmarks combine is not in the texts read",
        "在商品上写明一个路线字母，或等待指南",
        "state one route letter at the good, or wait for guidance",
    ),
    "CBM-064": (
        "“{name}”没有经核查的实际值；没有CBAM认可核查机构的报告，就不能按实际值申报",
        "there are no actual values of {name} with a verification report; without one of an accredited verifier none can be declared",
        "取得 CBAM 认可核查机构的报告，否则按默认值申报",
        "obtain the report of a CBAM-accredited verifier, or declare the default",
    ),
    "CBM-065": (
        "数据期间是 {value}，而进口年 {year} 须用 {year} 年的数据",
        "the data are of {value}; an import of {year} takes data of {year}",
        "2026 年进口一律用 2026 年数据；以后的进口用进口年数据，除非证明生产年份（(EU) 2025/2547 第 7 条）",
        "imports in 2026 always take data of 2026; later ones the year of import, unless the year of production is evidenced (IR (EU) 2025/2547 Art 7)",
    ),
    "CBM-066": (
        "已付碳价的抵扣实施法案只见到草案（2026-05-13），不从结果中扣除",
        "the act on deducting a carbon price paid is known as a draft only (13 May 2026); nothing is subtracted",
        "保存付款证据；法案通过后再计算",
        "keep the evidence of payment; it is computed when the act is adopted",
    ),
    "CBM-067": (
        "已付碳价不完整：{what}",
        "the carbon price paid is incomplete: {what_en}",
        "补齐该项；返还额未知的不能主张",
        "complete it; where a rebate is unknown nothing can be claimed",
    ),
    "CBM-068": (
        "假设“{key}”={value} 不认识或不成立",
        "the what-if {key}={value} is not known or cannot be read",
        "可用：{candidates}",
        "there are: {candidates}",
    ),
    "CBM-069": (
        "清单缺列 {value}",
        "the list has no column {value}",
        "补上该列；能识别的列：{candidates}",
        "add it; columns that are read: {candidates}",
    ),
    "CBM-070": (
        "第 {line} 行 {column}：“{value}”读不懂（{why}）",
        'line {line}, {column}: "{value}" cannot be read ({why_en})',
        "改成 {wanted}",
        "write {wanted_en}",
    ),
    "CBM-071": (
        "第 {line} 行按默认值申报却填了 {column}，两者矛盾",
        "line {line} is declared on defaults and yet gives {column}",
        "删去该值，或把 basis 改为 actual",
        "delete it, or set basis to actual",
    ),
    "CBM-072": (
        "第 {line} 行按实际值申报，缺 {column}；没有它就没有数字",
        "line {line} is declared on actual values without {column}; there is no figure without it",
        "向生产企业索取该值，或改为 default",
        "ask the producer for it, or declare the default",
    ),
    "CBM-073": (
        "{what} {value} 不合理，像是{looks}",
        "{what_en} of {value} is implausible; it looks like {looks_en}",
        "核对单位：质量 t，排放 tCO2e/t，电 MWh",
        "check the unit: mass in t, emissions in tCO2e/t, electricity in MWh",
    ),
    "CBM-074": (
        "英国 CBAM：缺{what}（应见于 {text}）",
        "UK CBAM: {what_en} is missing (it belongs in {text_en})",
        "等待公布；或用假设 {key}=… 自行给出",
        "wait; or supply your own as the what-if {key}=…",
    ),
    "CBM-075": (
        "生产年 {made} 与进口年 {year} 不同；默认值、加价与免费分配因子均按 {made} 年取，需证明生产年份",
        "made in {made}, imported in {year}: default, mark-up and factor are taken for {made}, which has to be evidenced",
        "保存生产年份的证据",
        "keep evidence of the year of production",
    ),
    "CBM-076": (
        "{cn} 的功能单位是 {unit}，而“{name}”缺少{what}，无法换算到每吨商品",
        "the functional unit of {cn} is {unit}; {name} lacks its {what_en}, so nothing can be told per t of good",
        "填写含量（0 到 1）",
        "give the content as a ratio from 0 to 1",
    ),
    "CBM-078": (
        "{cn}（{country}）的默认值出自已被取代的文本（{source}），不据此给出金额",
        "the default value of {cn} for {country} comes from a text that has been replaced ({source}); no money follows from it",
        "等待修订文本录入；或用假设 defaults=superseded 看按旧值的结果",
        "wait until the amended text is carried over; or ask the what-if defaults=superseded, which takes the old value",
    ),
    "CBM-079": (
        "“{name}”的前体循环用掉了自己的全部产出，无解",
        "the precursors of {name} go round and use up all that is made; there is no solution",
        "核对前体用量",
        "check the amounts of precursors used",
    ),
    "CBM-051": (
        "CN 编码 {value} 不在编码清单中，但不能据此认为不在 CBAM 范围内：不计费用，也不认定豁免",
        "CN code {value} is not in the list of codes, which does not put it outside the CBAM: no charge and no exemption is told",
        "核对编码；相近的编码：{candidates}",
        "check the code; near it are: {candidates}",
    ),
    "CBM-077": (
        "前体“{name}”的实际值 {actual} tCO2e/t 不能采用，缺少：{missing}；按默认值含加价 {default} tCO2e/t 申报（{year} 年）",
        "the actual value of precursor {name}, {actual} tCO2e/t, does not count; it lacks: {missing_en}. The default with its mark-up, {default} tCO2e/t, is declared ({year})",
        "补齐认可核查机构的报告，或按默认值申报（(EU) 2025/2547 附件二 A.1(4)、(5)）",
        "obtain the report of an accredited verifier, or declare the default (IR (EU) 2025/2547 Annex II A.1(4), (5))",
    ),
    "CBM-200": (
        "前体“{name}”的实际值不能采用（缺少：{missing}），又找不到默认值：没有金额",
        "the actual value of precursor {name} does not count (it lacks: {missing_en}) and no default value is found: no money",
        "填写前体的 8 位 CN 编码与原产国，或取得认可核查机构的报告",
        "give the precursor's CN code of 8 digits and its country, or obtain the report of an accredited verifier",
    ),
    "CBM-201": (
        "商品“{name}”的进口日期“{value}”读不懂，没有价格；年份按 {year} 计",
        'the import date "{value}" of {name} cannot be read, so there is no price; the year is taken as {year}',
        "写成 YYYY-MM-DD，如 {candidates}",
        "write it as YYYY-MM-DD, such as {candidates}",
    ),
    "CBM-202": (
        "商品“{name}”的数量“{value}”不是大于零的数，没有总数与金额",
        'the amount "{value}" of {name} is no number above zero, so there is no total and no money',
        "填写大于零的吨数（电力为 MWh），如 {candidates}",
        "give the tonnes (MWh of electricity), above zero, such as {candidates}",
    ),
    "CBM-203": (
        "生产过程“{row}”的直接排放已知，间接排放不完整，缺少：{value}。",
        "the direct emissions of process {row} are known, its indirect ones are incomplete; missing are the values of: {value}.",
        "填写用电量与电力因子，或前体的间接排放；总量未知，在此之前实际值没有金额。",
        "Supply electricity and its factor, or the precursor's indirect emissions; until then the total is unknown and no price of actual values follows.",
    ),
}
