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
        "在该行填写此值；确为零时写 0。",
        "Fill in the value in that row; write 0 where it is zero.",
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
        "check the 8 digits; if it is only in the 2028 extension proposal there is no obligation until that is law"),
    "CBM-052": (
        "“{name}”没有 CN 编码，它的类别里基准值不止一个，无法确定免费分配",
        "{name} has no CN code and its category has more than one benchmark, so its free allocation cannot be told",
        "填写 CN 编码，可选如：{candidates}", "give its CN code, for instance: {candidates}"),
    "CBM-053": (
        "{year} 年的{what}未公布或未查到", "the {what_en} of {year} is not published or was not found",
        "等待公布；没有任何数值代替它", "wait until it is published; nothing stands in for it"),
    "CBM-054": (
        "{year} 年进口适用更新后的基准值，本版数据没有（(EU) 2025/2620 序言 10）",
        "imports of {year} take the updated benchmarks, which these tables do not have (IR (EU) 2025/2620 recital 10)",
        "等待更新的基准值；或用假设 benchmarks=held 看沿用现值会怎样",
        "wait for the update; or ask the what-if benchmarks=held, which keeps the present ones"),
    "CBM-055": (
        "“{name}”所属的生产过程“{value}”没有结果", "the production process {value} of {name} has no result",
        "补全该过程的数据；已有过程：{candidates}", "complete the data of the process; there are: {candidates}"),
    "CBM-056": (
        "{quarter} 的证书价格尚未公布{due}", "the certificate price of {quarter} is not published yet{due_en}",
        "等待公布；或用假设 price=… 自行给一个价格，结果会标明是假设",
        "wait; or ask the what-if price=… with a price of your own, and the result says that it is one"),
    "CBM-057": (
        "没有可用的进口日期，无法确定季度与价格；年份按 {year} 计", "there is no date of import (YYYY-MM-DD), so no quarter and no price; the year is taken as {year}",
        "填写 import_date；已公布价格的季度：{candidates}", "give import_date; quarters with a published price: {candidates}"),
    "CBM-058": (
        "进口日期 {value} 早于 2026-01-01，正式期之前没有证书义务",
        "imported on {value}, before 1 January 2026: the definitive period and its certificates begin later",
        "核对日期", "check the date"),
    "CBM-059": (
        "进口商（{importer}）{year} 年的全年净重未知（本研究中 {total} t），不假定 50 t 豁免",
        "the net mass the importer ({importer_en}) brings in over {year} is not known ({total} t in this study); the 50 t exemption is not assumed",
        "用进口商的清单计算，或用 importer_total 给出其全年吨数",
        "use the importer's own list, or state the year's tonnes with importer_total"),
    "CBM-060": ("商品“{name}”没有数量，只有每吨的数字", "{name} has no amount, so there are figures per t only",
        "填写数量（t）", "give the amount in t"),
    "CBM-061": (
        "“{name}”写的默认值 {stated} 与表中默认值含加价 {table} 不同，金额暂不给出",
        "{name} states a default of {stated}, the table with its mark-up has {table}; money is withheld",
        "删去所写数值（程序用表值），或改正编码、国家、年份",
        "delete the stated value (the table's is then used), or correct code, country or year"),
    "CBM-062": (
        "“{name}”是联合过程（含 {includes}）；所读法规文本没有说明联合过程用哪些 A 栏基准值",
        "{name} is a joint process (with {includes}); the texts read do not settle which column A benchmarks it takes",
        "把前体单独列为生产过程；或等待委员会指南",
        "set the precursor up as a process of its own, or wait for the Commission's guidance"),
    "CBM-063": (
        "“{name}”走多条路线（{candidates}），其基准值如何合并，所读文本没有说明",
        "{name} runs several routes ({candidates}); how their benchmarks combine is not in the texts read",
        "在商品上写明一个路线字母，或等待指南", "state one route letter at the good, or wait for guidance"),
    "CBM-064": (
        "“{name}”的实际数据没有核查报告；没有认可核查机构的报告就不能按实际值申报",
        "the actual values of {name} have no verification report; without one of an accredited verifier they cannot be declared",
        "取得 CBAM 认可核查机构的报告，否则按默认值申报", "obtain the report of a CBAM-accredited verifier, or declare the default"),
    "CBM-065": (
        "数据期间是 {value}，而进口年 {year} 须用 {year} 年的数据",
        "the data are of {value}; an import of {year} takes data of {year}",
        "2026 年进口一律用 2026 年数据；以后的进口用进口年数据，除非证明生产年份（(EU) 2025/2547 第 7 条）",
        "imports in 2026 always take data of 2026; later ones the year of import, unless the year of production is evidenced (IR (EU) 2025/2547 Art 7)"),
    "CBM-066": (
        "已付碳价的抵扣实施法案只见到草案（2026-05-13），不从结果中扣除",
        "the act on deducting a carbon price paid is known as a draft only (13 May 2026); nothing is subtracted",
        "保存付款证据；法案通过后再计算", "keep the evidence of payment; it is computed when the act is adopted"),
    "CBM-067": (
        "已付碳价不完整：{what}", "the carbon price paid is incomplete: {what_en}",
        "补齐该项；返还额未知的不能主张", "complete it; where a rebate is unknown nothing can be claimed"),
    "CBM-068": (
        "假设“{key}”={value} 不认识或不成立", "the what-if {key}={value} is not known or cannot be read",
        "可用：{candidates}", "there are: {candidates}"),
    "CBM-069": (
        "清单缺列 {value}", "the list has no column {value}", "补上该列；能识别的列：{candidates}",
        "add it; columns that are read: {candidates}"),
    "CBM-070": (
        "第 {line} 行 {column}：“{value}”读不懂（{why}）", 'line {line}, {column}: "{value}" cannot be read ({why_en})',
        "改成 {wanted}", "write {wanted_en}"),
    "CBM-071": (
        "第 {line} 行按默认值申报却填了 {column}，两者矛盾", "line {line} is declared on defaults and yet gives {column}",
        "删去该值，或把 basis 改为 actual", "delete it, or set basis to actual"),
    "CBM-072": (
        "第 {line} 行按实际值申报，缺 {column}；没有它就没有数字",
        "line {line} is declared on actual values without {column}; there is no figure without it",
        "向生产企业索取该值，或改为 default", "ask the producer for it, or declare the default"),
    "CBM-073": (
        "{what} {value} 不合理，像是{looks}", "{what_en} of {value} is implausible; it looks like {looks_en}",
        "核对单位：质量 t，排放 tCO2e/t，电 MWh", "check the unit: mass in t, emissions in tCO2e/t, electricity in MWh"),
    "CBM-074": (
        "英国 CBAM：缺{what}（应见于 {text}）", "UK CBAM: {what_en} is missing (it belongs in {text_en})",
        "等待公布；或用假设 {key}=… 自行给出", "wait; or supply your own as the what-if {key}=…"),
    "CBM-075": (
        "生产年 {made} 与进口年 {year} 不同；默认值、加价与免费分配因子均按 {made} 年取，需证明生产年份",
        "made in {made}, imported in {year}: default, mark-up and factor are taken for {made}, which has to be evidenced",
        "保存生产年份的证据", "keep evidence of the year of production"),
    "CBM-076": (
        "{cn} 的功能单位是 {unit}，而“{name}”缺少{what}，无法换算到每吨商品",
        "the functional unit of {cn} is {unit}; {name} lacks its {what_en}, so nothing can be told per t of good",
        "填写含量（0 到 1）", "give the content as a ratio from 0 to 1"),
    "CBM-078": (
        "{cn}（{country}）的默认值出自已被取代的文本（{source}），不据此给出金额",
        "the default value of {cn} for {country} comes from a text that has been replaced ({source}); no money follows from it",
        "等待修订文本录入；或用假设 defaults=superseded 看按旧值的结果",
        "wait until the amended text is carried over; or ask the what-if defaults=superseded, which takes the old value"),
    "CBM-079": (
        "“{name}”的前体循环用掉了自己的全部产出，无解", "the precursors of {name} go round and use up all that is made; there is no solution",
        "核对前体用量", "check the amounts of precursors used"),
    "CBM-051": (
        "CN 编码 {value} 不在编码清单中，但不能据此认为不在 CBAM 范围内：不计费用，也不认定豁免",
        "CN code {value} is not in the list of codes, which does not put it outside the CBAM: no charge and no exemption is told",
        "核对编码；相近的编码：{candidates}", "check the code; near it are: {candidates}"),
    "CBM-077": (
        "前体“{name}”的实际值 {actual} tCO2e/t 不能采用，缺少：{missing}；按默认值含加价 {default} tCO2e/t 申报（{year} 年）",
        "the actual value of precursor {name}, {actual} tCO2e/t, does not count; it lacks: {missing_en}. The default with its mark-up, {default} tCO2e/t, is declared ({year})",
        "补齐认可核查机构的报告，或按默认值申报（(EU) 2025/2547 附件二 A.1(4)、(5)）",
        "obtain the report of an accredited verifier, or declare the default (IR (EU) 2025/2547 Annex II A.1(4), (5))"),
    "CBM-200": (
        "前体“{name}”的实际值不能采用（缺少：{missing}），又找不到默认值：没有金额",
        "the actual value of precursor {name} does not count (it lacks: {missing_en}) and no default value is found: no money",
        "填写前体的 8 位 CN 编码与原产国，或取得认可核查机构的报告",
        "give the precursor's CN code of 8 digits and its country, or obtain the report of an accredited verifier"),
    "CBM-201": (
        "商品“{name}”的进口日期“{value}”读不懂，没有价格；年份按 {year} 计",
        'the import date "{value}" of {name} cannot be read, so there is no price; the year is taken as {year}',
        "写成 YYYY-MM-DD，如 {candidates}", "write it as YYYY-MM-DD, such as {candidates}"),
    "CBM-202": (
        "商品“{name}”的数量“{value}”不是大于零的数，没有总数与金额",
        'the amount "{value}" of {name} is no number above zero, so there is no total and no money',
        "填写大于零的吨数（电力为 MWh），如 {candidates}", "give the tonnes (MWh of electricity), above zero, such as {candidates}"),
    # 080-109 template, reading
    "CBM-080": (
        "“{value}”不是CBAM沟通模板：没有一张工作表带有模板的标签。",
        "{value} is no CBAM communication template: no sheet of it has the template's labels.",
        "给出欧盟委员会的沟通模板（xlsx，19张工作表）；其他表格请用 carnet new 得到的工作簿。",
        "Give the Commission's communication template (xlsx, 19 sheets); for other tables use the workbook of carnet new.",
    ),
    "CBM-081": (
        "找不到工作表“{sheet}”：没有工作表同时带有标签 {labels}。",
        "sheet {sheet} was not found: no sheet has the labels {labels} together.",
        "不要删除模板的工作表；可以改名，但标签要保留。",
        "Do not delete sheets of the template; they may be renamed, but their labels must stay.",
    ),
    "CBM-082": (
        "工作表“{sheet}”上找不到标签“{label}”，其下的内容没有读取。",
        "label {label} was not found on sheet {sheet}; what belongs to it was not read.",
        "恢复该标签（或隐藏的 Translations 工作表）后再读。",
        "Restore the label (or the hidden sheet Translations) and read again.",
    ),
    "CBM-083": (
        "单元格 {cell} 的公式 ={formula} 无法求值（{why}），文件里也没有保存的结果。",
        "the formula ={formula} of cell {cell} cannot be evaluated ({why}), and the file holds no saved result.",
        "在电子表格程序里打开并保存文件，或在该单元格直接填写数值。",
        "Open and save the file in a spreadsheet program, or type the number into the cell.",
    ),
    "CBM-084": (
        "单元格 {cell} 的公式 ={formula} 无法求值（{why}）；采用文件保存的结果 {value}。",
        "the formula ={formula} of cell {cell} cannot be evaluated ({why}); the saved result {value} was taken.",
        "核对该结果，或在该单元格直接填写数值。",
        "Check that result, or type the number into the cell.",
    ),
    "CBM-085": (
        "单元格 {cell} 保存的结果是 {saved}，其公式 ={formula} 得出 {value}；采用 {value}。",
        "cell {cell} holds the saved result {saved}, its formula ={formula} yields {value}; {value} was taken.",
        "该文件在输入改变后没有重新计算；重新计算并保存。",
        "The file was not recalculated after an input changed; recalculate and save it.",
    ),
    "CBM-086": (
        "单元格 {cell} 的“{value}”是文本，读作数 {read}。",
        "cell {cell} holds the text {value}; it was read as the number {read}.",
        "若不是此意，请在该单元格填写数值。",
        "If something else was meant, type a number into the cell.",
    ),
    "CBM-087": (
        "单元格 {cell} 的“{value}”有两种读法：{read} 或 {other}；采用 {read}。",
        "cell {cell} holds {value}, which may mean {read} or {other}; {read} was taken.",
        "请在该单元格填写数值，不用千位分隔符。",
        "Type a number into the cell, without separators of thousands.",
    ),
    "CBM-088": (
        "单元格 {cell} 的“{value}”不是数。",
        "cell {cell} holds {value}, which is no number.",
        "在该单元格填写数值；未测得就留空。",
        "Type a number into the cell; leave it empty where nothing is known.",
    ),
    "CBM-089": (
        "单元格 {cell} 的单位“{value}”不能换算成 {wanted}。",
        "unit {value} in cell {cell} cannot be converted to {wanted}.",
        "改用模板的单位 {wanted} 填写。",
        "Fill in the amount in {wanted}, the template's unit.",
    ),
    "CBM-090": (
        "单元格 {cell} 的数以 {value} 计；已换算成 {wanted}（乘以 {factor}）。",
        "the amount of cell {cell} is in {value}; it was converted to {wanted} (times {factor}).",
        "确认单位单元格写的就是该数的单位。",
        "Make sure that the unit cell names the unit of that number.",
    ),
    "CBM-091": (
        "{what_zh}为 {value} {unit}，超出合理范围 {bounds}；{guess_zh}",
        "{what_en} is {value} {unit}, outside the plausible range {bounds}; {guess_en}",
        "核对单元格 {cell} 的数值和单位；数值没有改动。",
        "Check number and unit of cell {cell}; the number was not changed.",
    ),
    "CBM-092": (
        "单元格 {cell} 的“{value}”不在模板的选项之内。",
        "cell {cell} holds {value}, which is none of the template's choices.",
        "改为其中之一：{candidates}。",
        "Choose one of: {candidates}.",
    ),
    "CBM-093": (
        "单元格 {cell} 的“{value}”不是 A_InstData 里列出的名称。",
        "cell {cell} names {value}, which A_InstData does not list.",
        "改为其中之一：{candidates}。",
        "Use one of: {candidates}.",
    ),
    "CBM-094": (
        "{what_zh}“{value}”缺少{missing_zh}；按没有填写处理，不当作零。",
        "{what_en} {value} has no {missing_en}; it is taken as not given, not as zero.",
        "填写该单元格；确为零时写 0。",
        "Fill in the cell; write 0 where it is zero.",
    ),
    "CBM-095": (
        "单元格 {cell} 的“{value}”不是可读的日期。",
        "cell {cell} holds {value}, which is no readable date.",
        "写成 年-月-日，例如 2026-01-31；可能的读法：{candidates}。",
        "Write year-month-day, such as 2026-01-31; possible readings: {candidates}.",
    ),
    "CBM-096": (
        "报告期 {start} 至 {end} 早于2026年1月1日（过渡期）；按正式期规则计算，规则日期与知悉日期取 {value}。",
        "the period {start} to {end} lies before 2026 (transitional); the definitive rules were applied, as of {value}.",
        "只作对照；申报须用2026年或以后的日历年。",
        "For comparison only; a declaration needs a calendar year from 2026 on.",
    ),
    "CBM-097": (
        "单元格 {cell} 的国家“{value}”不在工作簿的国家表里。",
        "country {value} in cell {cell} is not in the workbook's list of countries.",
        "写两位国家代码，例如 CN。",
        "Write the country code of two letters, such as CN.",
    ),
    "CBM-098": (
        "工作表“{sheet}”的块编号不是各出现一次（{numbers}）；按位置排号。",
        "the numbers of the blocks on sheet {sheet} do not occur once each ({numbers}); they were numbered by position.",
        "核对每个块读给了哪个工艺。",
        "Check which process each block was read for.",
    ),
    "CBM-099": (
        "“{value}”的产量（或购入量）{total} 与去向之和 {uses} 不等。",
        "{value}: the amount {total} made or bought and the sum {uses} of where it went do not agree.",
        "核对投放市场、用于其他工艺和非CBAM用途的数量（模板中的“Control”须为零）。",
        "Check the amounts for the market, for other processes and for non-CBAM goods (“Control” must be zero).",
    ),
    "CBM-100": (
        "“{value}”填写了{what_zh}，同时又选“不适用”；按填写的数读取。",
        "{value} has amounts of {what_en} although they are marked as not applicable; the amounts were read.",
        "改正选择，或删去数值。",
        "Correct the selection, or delete the amounts.",
    ),
    "CBM-101": (
        "单元格 {cell} 是错误值 {value}。",
        "cell {cell} holds the error value {value}.",
        "改正公式，或直接填写数值。",
        "Correct the formula, or type the number.",
    ),
    "CBM-102": (
        "工作簿没有填写任何生产工艺。",
        "no production process is filled in.",
        "在 A_InstData 第4节(b)列出生产工艺。",
        "List the production processes in section 4(b) of A_InstData.",
    ),
    "CBM-103": (
        "工作簿里的结果 {cell} 为 {value}，由其输入重新计算得 {computed}：{why_zh}",
        "the workbook states {value} in {cell}; recalculated from its inputs it is {computed}: {why_en}",
        "以重新计算的结果为准，或改正工作簿的输入。",
        "Take the recalculated figure, or correct the workbook's inputs.",
    ),
    "CBM-104": (
        "名称“{value}”用了不止一次：{ids}；按编号区分。",
        "the name {value} is used more than once: {ids}; they were told apart by number.",
        "给每个生产工艺和前体各自的名称；模板本身按名称求和，重名会算错。",
        "Give each process and precursor a name of its own; the template adds up by name and goes wrong otherwise.",
    ),
    "CBM-105": (
        "工作表“{sheet}”被插入了行或列，而公式没有随之改动（由不跟踪引用的程序插入）；引用按原意读取。",
        "rows or columns were put into sheet {sheet} and its formulas did not follow; they were read as meant.",
        "在电子表格程序里重做此改动；该文件自身的结果不可用。",
        "Make that change in a spreadsheet program; the results in the file itself are of no use.",
    ),
    # 110-129 template, writing
    "CBM-110": ("这不是欧盟委员会的 CBAM 沟通模板：找不到这些工作表的标签：{roles}。", "This is not the Commission's CBAM communication template: the labels of these sheets are missing: {roles}.", "选择从委员会网页下载的空白模板（V2.1）；若由其他程序另存过，请先在 Excel 中打开并保存一次。", "Choose the blank template (V2.1) as the Commission publishes it; if another program saved it, open and save it once in Excel."),
    "CBM-111": ("模板版本为 {value}，本程序填写 {known} 版。", "The template is of version {value}; this program fills version {known}.", "改用 {known} 版的空白模板。", "Use a blank template of version {known}."),
    "CBM-112": ("模板中找不到“{label}”的填写单元格，“{value}”无处可写。", "The template has no input cell for “{label}”; {value} cannot be written.", "使用未改动的空白模板；或用 --leave-out 舍去该值。", "Use an unchanged blank template, or leave the value out with --leave-out."),
    "CBM-113": ("单元格 {cell} 含有公式，不会用“{value}”（{pointer}）覆盖。", "Cell {cell} holds a formula, which is never overwritten; {value} ({pointer}) cannot be written.", "使用未改动的空白模板。", "Use an unchanged blank template."),
    "CBM-114": ("模板不是空白的，已有 {count} 个填写单元格有内容：{cells}。", "The template is not blank: {count} input cells are filled already: {cells}.", "使用空白模板，以免两个装置的数据混在一起。", "Use a blank template, so that the data of two installations are not mixed."),
    "CBM-115": ("{table_zh}有 {count} 行，模板只有 {limit} 行；放不下的：{value}。", "There are {count} {table_en}; the template has room for {limit}. What does not fit: {value}.", "合并同类的行，或分成几个工作簿填写；或用 --leave-out 舍去。", "Join rows of one kind or fill several workbooks; or leave them out with --leave-out."),
    "CBM-116": ("“{value}”不在模板“{label}”的下拉选项之内。", "{value} is not among the choices the template offers for “{label}”.", "可选：{candidates}；或用 --leave-out 舍去。", "Possible: {candidates}; or leave it out with --leave-out."),
    "CBM-117": ("“{row}”的数量 {amount} 无法归到模板的生产路线上。", "The amount {amount} of {row} cannot be placed on a production route of the template.", "按路线分别填写数量；可选路线：{candidates}。", "Give the amount by route; possible routes: {candidates}."),
    "CBM-118": ("“{row}”以 {value} 计，模板中该类别以 {candidates} 计。", "{row} is measured in {value}; the template counts its category in {candidates}.", "把活动水平换算成模板的单位。", "Convert the activity level to the template's unit."),
    "CBM-119": ("名称“{value}”用了两次（另见 {first}）；模板只凭名称区分生产过程和前体。", "The name {value} is used twice (see {first}); the template tells processes and precursors apart by name alone.", "给它们不同的名称。", "Give them different names."),
    "CBM-120": ("“{value}”在模板中没有对应的生产过程或前体（或就是它自己）。", "{value} stands for no production process or precursor in the template (or for the row itself).", "改为可写入的编号：{candidates}；或用 --leave-out 舍去。", "Name one that can be written: {candidates}; or leave it out with --leave-out."),
    "CBM-121": ("前体“{row}”的间接隐含排放 {value} 无法写入：模板由电耗乘以电力因子算出，不接受其他数值。", "The indirect embedded emissions {value} of precursor {row} cannot be written: the template multiplies electricity and factor and takes no other value.", "填写电耗（MWh/t）和电力因子（tCO2/MWh），其积等于该值；或用 --leave-out 舍去。", "Give electricity (MWh/t) and its factor (tCO2/MWh) whose product is that value; or leave it out with --leave-out."),
    "CBM-122": ("{count} 个数的位数超过电子表格的双精度数，表格程序读入后末位会不同：{value}。", "{count} numbers have more digits than a spreadsheet's doubles keep; read there, their last digits differ: {value}.", "文件中的数字是完整的，无需处理；需要逐位一致时请以本研究为准。", "The digits in the file are complete; nothing is to be done. Where every digit counts, the study holds."),
    "CBM-123": ("{count} 个单元格由本程序按研究计算后写入：{what_zh}。", "{count} cells were calculated from the study and written: {what_en}.", "核对这些数值；要写入自己的数值，请在研究中直接填写。", "Look these values over; to have others written, state them in the study."),
    "CBM-124": ("“{row}”的“{value}”按模板的规则写成 {written}。", "{value} of {row} is written as {written}, as the template counts it.", "无需处理：模板只列 8 位 CN 编码，且没有证据的生物质不按零排放计。", "Nothing is to be done: the template lists CN codes of 8 digits, and biomass without evidence is not rated zero."),
    "CBM-125": ("热电机组“{row}”没有参考效率，模板单元格中保留其示例值 {stays}。", "Cogeneration unit {row} has no reference efficiency; the template's own example {stays} stays in its cell.", "按燃料填写参考效率（(EU) 2025/2547 附件三 C）。", "Give the reference efficiency of the fuel (IR (EU) 2025/2547 Annex III C)."),
    "CBM-126": ("“{value}”不是单元格能容纳的数或日期。", "{value} is no number or day that a cell can hold.", "改为十进制数，或形如 2026-12-31 的日期。", "Write a decimal number, or a day such as 2026-12-31."),
    "CBM-127": ("模板没有这些内容的填写单元格，未写入：{what_zh}。", "The template has no input cells for these, and they were not written: {what_en}.", "它们仍在研究和运营者报告中；需要时一并交给对方。", "They stay in the study and the operator's report; send these along where they are needed."),
    "CBM-128": ("研究中没有装置、源流或生产过程，没有可写入模板的内容。", "The study has no installation, source stream or production process: nothing to write into the template.", "先填写 CBAM 各表。", "Fill the CBAM tables of the study first."),
    "CBM-129": ("只填了输入单元格；工作簿中保存的计算结果仍是空白模板的，打开时才会重算（已设 fullCalcOnLoad）。", "Input cells alone were filled; the results saved in the workbook are still the blank's and are calculated on opening (fullCalcOnLoad is set).", "发出之前，请用 Excel 或 LibreOffice 打开并保存一次。", "Open and save it once in Excel or LibreOffice before you send it on."),
    # 130-159 checks
    "CBM-130": ("核对规则{rule}不满足（{title_zh}）：{why_zh}。", "Check {rule} fails ({title_en}): {why_en}.", "{mend_zh}；在此之前不能出具（{citation}）。", "{mend_en}; nothing can be issued before ({citation})."),
    "CBM-131": ("核对规则{rule}不满足（{title_zh}）：{why_zh}。", "Check {rule} fails ({title_en}): {why_en}.", "{mend_zh}；在此之前不计金额（{citation}）。", "{mend_en}; no money is told before ({citation})."),
    "CBM-132": ("核对规则{rule}提醒（{title_zh}）：{why_zh}。", "Check {rule} warns ({title_en}): {why_en}.", "{mend_zh}（{citation}）。", "{mend_en} ({citation})."),
    "CBM-133": ("核对规则{rule}将在输出时处理（{title_zh}）：{why_zh}。", "Check {rule} is mended when written ({title_en}): {why_en}.", "写出报告时按规则取整；原值保留（{citation}）。", "Reports are rounded by the rule when written; the value is kept ({citation})."),
    # 160-179 documents
    "CBM-160": ("前体数据单无法读取：{detail_zh}。", "The precursor sheet cannot be read: {detail_en}.", "请向供应商索取原始的 .json 或 .xlsx 文件，不要改存为其他格式。", "Ask the supplier for the original .json or .xlsx file, not saved as anything else."),
    "CBM-161": ("格式编号“{value}”不是本程序能读的前体数据单格式。", "“{value}” is not a format of precursor sheet this program reads.", "应为：{candidates}。若文件由较新版本生成，请更新程序。", "Expected: {candidates}. If a newer version wrote the file, update the program."),
    "CBM-162": ("字段 {field} 的值“{value}”不是带引号的文字，或过长。", "The value “{value}” of {field} is not a text in quotes, or it is too long.", "所有数值都应写成带引号的文字；请使用原始文件。", "Every figure stands as a text in quotes; use the original file."),
    "CBM-163": ("前体数据单缺少 {field}。", "The precursor sheet lacks {field}.", "请供应商补齐后重新出具。", "Have the supplier fill it in and issue the sheet again."),
    "CBM-164": ("字段 {field} 不属于该格式，未被采用。", "{field} does not belong to the format and was not used.", "确认文件来源；需要的内容请写入“备注”。", "Check where the file comes from; what is needed belongs in the note of the row."),
    "CBM-165": ("{field} 的值“{value}”不合要求，应为 {expected}。", "The value “{value}” of {field} is not as required: {expected}.", "请供应商更正后重新出具。", "Have the supplier correct it and issue the sheet again."),
    "CBM-166": ("“{value}”不是汇总货物类别。", "“{value}” is no aggregated goods category.", "应为以下之一：{candidates}。", "It is one of: {candidates}."),
    "CBM-167": ("内容摘要不符：文件出具后被改动过（现内容的摘要为 {computed}）。", "The digest does not match: the file was changed after it was issued (its contents now give {computed}).", "不要使用该文件；请向供应商索取原件。", "Do not use the file; ask the supplier for the original."),
    "CBM-168": ("{field} 的数值“{value}”不是合法的非负数（份额不大于1）。", "The figure “{value}” of {field} is no valid number of zero or more (a share: at most 1).", "请供应商更正后重新出具。", "Have the supplier correct it and issue the sheet again."),
    "CBM-169": ("{field} 写为“{value}”，但精确值 {exact} 应写为“{rounded}”。", "{field} is printed as “{value}”, but its exact value {exact} is printed “{rounded}”.", "两者必有一误；请供应商重新出具。", "One of the two is wrong; have the supplier issue the sheet again."),
    "CBM-170": ("生产期的起始日晚于结束日：{value}。", "The period of production ends before it begins: {value}.", "请供应商更正后重新出具。", "Have the supplier correct it and issue the sheet again."),
    "CBM-171": ("核查机构的认可在 {value} 到期，早于生产期结束日 {end}。", "The accreditation of the verifier ended on {value}, before the period of production ended on {end}.", "索取认可仍有效的核查报告；否则该前体须用默认值（IR (EU) 2025/2547 附件II A.1(4)(5)）。", "Ask for a report under a valid accreditation; without one the precursor takes default values (IR (EU) 2025/2547 Annex II A.1(4)(5))."),
    "CBM-172": ("实际值缺少核查依据：{missing}。", "The actual values lack evidence of verification: {missing}.", "向供应商索取经CBAM认可核查机构出具的核查报告；没有它，实际值不能采用（附件II A.1(4)）。", "Ask the supplier for the report of a CBAM-accredited verifier; without it actual values do not count (Annex II A.1(4))."),
    "CBM-173": ("该数据单是草稿：出具方有 {value} 项阻断性检查未通过。", "The sheet is a draft: {value} blocking checks of its maker fail.", "请供应商改正后重新出具。", "Have the supplier mend them and issue the sheet again."),
    "CBM-174": ("该货物的隐含排放中有 {value} 的份额出自默认值。", "A share of {value} of the embedded emissions of this good rests on default values.", "在报告中如实列出；能取得实际值时请供应商更新。", "Report it as such; have the supplier renew the sheet when actual values are at hand."),
    "CBM-176": ("货物 {value} 没有可写入前体数据单的计算结果，未生成数据单。", "Good {value} has no calculated result for a precursor sheet; none was made.", "补齐其生产过程的数据后重新计算。", "Fill in the data of its production process, then calculate again."),
    "CBM-177": ("该数据单由单元过程推算，只是每吨产品的预览，没有装置一年的数据。", "The sheet is derived from unit processes: a preview per t of product, without the year of an installation.", "请供应商填写装置各表后重新出具，并经核查。", "Have the supplier fill in the sheets of the installation, issue it again and have it verified."),
    # 180-199 service
    "CBM-180": ("每吨货物用电 {mwh} MWh，但没有CBAM电力排放因子，间接排放未计。", "{mwh} MWh of electricity per t of good, and no CBAM electricity factor: indirect emissions are not counted.", "用 --electricity FILE 提供国别电力因子（(EU) 2025/2621附件二，许可不允许随本软件分发）；附件二货物只计直接排放，不影响证书。", "Give the country factor with --electricity FILE (IR (EU) 2025/2621 Annex II; its licence forbids shipping it). Goods of Annex II count direct emissions only, their certificates do not change."),
    "CBM-181": ("该研究在 eu_cbam 下没有数值，还缺：{parameters}。", "The study has no figure under eu_cbam; it still lacks: {parameters}.", "先运行 carnet calc STUDY --regime eu_cbam，按提示补充。", "Run carnet calc STUDY --regime eu_cbam first and supply what it asks for."),
    "CBM-182": ("{option} 的“{value}”不是数字。", "“{value}” of {option} is no decimal number.", "只写数字，小数点用“.”。", "Write the number alone, with “.” as decimal point."),
    "CBM-183": ("CN编码“{given}”位数不足，其下有 {count} 个CBAM货物，基准值可能不同，不能代为选择。", "The CN code “{given}” has too few digits: {count} CBAM goods stand below it, their benchmarks may differ, and none is chosen for you.", "用 --cn 给出8位编码，或在“CBAM货物”页填一行（CBAM过程可留空）。", "Give the 8 digits with --cn, or a row on the tab “CBAM goods” (its CBAM process may stay empty)."),
    "CBM-190": ("附件二以外的自产前体（烧结矿等）每吨货物用电 {mwh} MWh，其间接排放须计入，但没有CBAM电力排放因子：计征隐含排放偏低。", "Own precursors outside Annex II (such as sintered ore) use {mwh} MWh per t of good; their indirect emissions count and no CBAM electricity factor is known: the SEE charged is too low.", "用 --electricity 提供国别电力因子，如 --electricity CN=0.6（请核对 (EU) 2025/2621 附件二）。", "Give the country factor with --electricity, such as --electricity CN=0.6 (check it against IR (EU) 2025/2621 Annex II)."),
    "CBM-191": ("有检查未通过，费用会算错，因此不给出。", "A check that fails would make the cost wrong, so it is withheld.", "见检查列表中标明“费用”的项目。", "See the failed checks in the list."),
    "CBM-192": ("进口商清单需要估值日期：缺少 {option}。", "An importer's list needs the day it is valued on: {option} is missing.", "写成例如 --on 2026-11-22：该日以前公布的价格有效。", "Write for example --on 2026-11-22: prices published by that day count."),
    "CBM-193": ("文件夹“{value}”中没有CBAM数据表文件。", "The folder “{value}” holds no file of the CBAM tables.", "先用 carnet cbam --write-tables 文件夹 写出自带的表，修改其中的文件再用 --tables。", "Write the shipped tables with carnet cbam --write-tables DIR first, edit a file, then use --tables DIR."),
    "CBM-194": ("这份研究填写了CBAM各页；calc 按单元过程计算，不读它们，两个结果不可混用。", "This study fills the CBAM tabs; calc goes by the unit processes and does not read them, and the two results are not the same thing.", "CBAM数值请用 carnet cbam。", "Use carnet cbam for the CBAM."),
    "CBM-195": ("还不能给出实测值的免费配额，缺少：{missing_zh}。", "The free allocation of the actual values cannot be told yet; missing: {missing_en}.", "一次补齐：{command}", "All at once: {command}"),
    "CBM-196": ("{option} 的“{value}”不可用：{why_zh}。", "“{value}” of {option} cannot be used: {why_en}.", "可选：{candidates}。", "Choose among: {candidates}."),
    "CBM-197": ("工作簿要求打开时重新计算：其中保存的结果不是由现有输入算出的，未作比较。", "The workbook asks to be recalculated when it is opened: the results saved in it do not come from its inputs, and were not compared.", "用 Excel 打开并保存一次，再检查。", "Open it in Excel and save it once, then check it again."),
    "CBM-184": ("没有给出研究文件。", "No study was given.", "写成 carnet cbam STUDY，或用 --portfolio FILE.csv 计算进口商清单。", "Write carnet cbam STUDY, or take an importer's list with --portfolio FILE.csv."),
    "CBM-185": ("假设“{given}”不是 KEY=VALUE。", "The supposition “{given}” is not KEY=VALUE.", "例如 --what-if price=90 或 --what-if year=2028。", "For example --what-if price=90 or --what-if year=2028."),
    "CBM-186": ("没有名为“{given}”的格式。", "There is no format “{given}”.", "见 carnet formats。", "See carnet formats."),
    "CBM-187": ("前体数据表要加入哪个研究？缺少 {option}。", "Which study does the precursor sheet go into? {option} is missing.", "写成 carnet import precursor-sheet FILE --into STUDY --out STUDY。", "Write carnet import precursor-sheet FILE --into STUDY --out STUDY."),
    "CBM-188": ("需要空白的沟通模板：缺少 {option}。", "The blank communication template is needed: {option} is missing.", "从欧盟委员会CBAM网页下载空白模板（V2.1），写成 --template BLANK.xlsx；本软件不附带它。", "Download the blank template (V2.1) from the Commission's CBAM page and give it as --template BLANK.xlsx; it does not come with this program."),
    "CBM-189": ("不能把结果写到空白模板“{value}”自己上面。", "The result cannot be written over the blank template “{value}” itself.", "用 --out 给出另一个文件名。", "Give another name with --out."),
}
