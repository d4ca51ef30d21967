"""Codes of the data subject: (cause zh, cause en, fix zh, fix en)."""

from __future__ import annotations

# DAT: a data file shipped with Carnet, or added to it, is wrong. FAC: the choice of a factor. GWP: characterization.
DATA_CODES: dict[str, tuple[str, str, str, str]] = {
    "DAT-001": (
        "数据文件不是有效的TOML：{reason}",
        "the data file is not valid TOML: {reason}",
        "按所指行改正语法",
        "mend the syntax at the line named",
    ),
    "DAT-002": (
        "数据文件中没有 [[{table}]] 行",
        "the data file has no [[{table}]] rows",
        "至少写入一行 [[{table}]]，或删除该文件",
        "write at least one [[{table}]] row, or remove the file",
    ),
    "DAT-003": (
        "未知的键“{value}”",
        "unknown key '{value}'",
        "改用下列之一：{candidates}",
        "use one of: {candidates}",
    ),
    "DAT-004": (
        "缺少必填项“{field}”",
        "the required field '{field}' is missing",
        "补上 {field}；来源未给出的值不得猜测",
        "add {field}; never guess a value the source does not give",
    ),
    "DAT-005": (
        "“{field}”的类型不对：应为{expected_zh}",
        "'{field}' has the wrong type: {expected_en} is expected",
        "改为{expected_zh}",
        "write {expected_en}",
    ),
    "DAT-006": (
        "标识“{value}”重复，首次出现在 {first}",
        "the id '{value}' is used twice; it first stands at {first}",
        "改用新的标识，或删除其中一行",
        "choose a new id, or remove one of the rows",
    ),
    "DAT-007": (
        "“{field}”的值“{value}”不在允许的词表中",
        "'{value}' is not one of the words allowed for '{field}'",
        "改用下列之一：{candidates}",
        "use one of: {candidates}",
    ),
    "DAT-008": (
        "未知的物流“{value}”",
        "unknown flow '{value}'",
        "改用物流表中的标识（相近：{candidates}），或先把该物流加入物流表",
        "use an id of the flow list (close: {candidates}), or add the flow to the list first",
    ),
    "DAT-009": (
        "未知的单位“{value}”（{field}）",
        "unknown unit '{value}' in '{field}'",
        "改用单位表中的符号（相近：{candidates}）",
        "use a symbol of the unit table (close: {candidates})",
    ),
    "DAT-010": (
        "单位“{value}”不能度量物流“{flow}”（其量类为{kind}）",
        "the unit '{value}' cannot measure the flow '{flow}', whose kind is {kind}",
        "改用该量类的单位，并在 conversion 中写明换算",
        "use a unit of that kind and write the step into 'conversion'",
    ),
    "DAT-011": (
        "“{field}”的值“{value}”不是十进制数",
        "'{value}' in '{field}' is not a decimal number",
        '写成带引号的十进制数，例如 "0.5777"',
        'write a quoted decimal such as "0.5777"',
    ),
    "DAT-012": (
        "许可不明或不许再分发（licence“{licence}”，redistribution“{value}”），不得随产品分发",
        "licence '{licence}' with redistribution '{value}': such a record may not be shipped",
        "查明许可并写明出处；查不明的因子只能由使用者自行导入",
        "find the licence and cite it; a factor without one can only be imported by the user",
    ),
    "DAT-013": (
        "按气体分列之和为 {sum}，与标明的数值 {value} 不符（允许相差 {tolerance}）",
        "the gases add up to {sum}, not to the stated value {value} (tolerance {tolerance})",
        "核对来源中的气体质量、GWP数值集与数值",
        "check the gas masses, the GWP set and the value against the source",
    ),
    "DAT-014": (
        "“{field}”指向的记录“{value}”不存在，或构成循环",
        "'{field}' points to '{value}', which does not exist or leads back to this record",
        "写入现有记录的标识（相近：{candidates}）",
        "name an existing record (close: {candidates})",
    ),
    "DAT-015": (
        "“{field}”的值“{value}”不是有效日期，或有效期起止颠倒",
        "'{value}' in '{field}' is not a date, or the period ends before it begins",
        "写成 YYYY-MM-DD，起不晚于止",
        "write YYYY-MM-DD, with the beginning not after the end",
    ),
    "DAT-016": (
        "年份 {value} 不合情理（{field}）",
        "the year {value} in '{field}' is not plausible",
        "写数据所属的年份",
        "write the year the data are for",
    ),
    "DAT-017": (
        "数值 {value} 对“{kind}”不合情理（允许 {low} 至 {high}）",
        "the value {value} is not plausible for a '{kind}' (allowed {low} to {high})",
        "核对单位（公斤与吨、克与公斤）与来源",
        "check the unit (kg or t, g or kg) and the source",
    ),
    "DAT-018": (
        "种类“{kind}”与GWP数值集“{value}”不相容",
        "the kind '{kind}' does not go with the GWP set '{value}'",
        "发电侧CO2因子须为 co2_only；生命周期因子不得为 co2_only",
        "a generation CO2 factor is co2_only; a life-cycle factor never is",
    ),
    "DAT-019": (
        "区间不包含数值：{low} ≤ {value} ≤ {high} 不成立",
        "the range does not contain the value: {low} ≤ {value} ≤ {high} is not true",
        "核对 low、value、high",
        "check low, value and high",
    ),
    "DAT-020": (
        "GWP数值集“{set}”不完整：{why_zh}",
        "the GWP set '{set}' is not complete: {why_en}",
        "补上缺少的行，每行注明出处",
        "add the missing row with its source",
    ),
    "DAT-021": (
        "产品自带的数据“{value}”不存在",
        "the shipped data '{value}' is not there",
        "重新安装本软件；若仍出现，请报告",
        "install the program again; if it stays, report it",
    ),
    "DAT-022": (
        "数值 {value} 与来源原值“{original}”不同，却没有写明换算（conversion）",
        "the value {value} differs from the original '{original}', but no conversion is given",
        "在 conversion 中写明由原值得到数值的步骤",
        "write into 'conversion' how the value follows from the original",
    ),
    "FAC-001": (
        "指定的因子“{value}”不存在",
        "the chosen factor '{value}' does not exist",
        "改用现有记录：{candidates}",
        "choose an existing record: {candidates}",
    ),
    "FAC-002": (
        "指定的因子“{value}”已于 {valid_to} 失效，研究期至 {period_to}",
        "the chosen factor '{value}' expired on {valid_to}; the study period runs to {period_to}",
        "改用仍有效的因子：{candidates}",
        "choose a factor that is still valid: {candidates}",
    ),
    "FAC-003": (
        "指定的因子“{value}”已被“{successor}”取代",
        "the chosen factor '{value}' is superseded by '{successor}'",
        "改用 {successor}",
        "choose {successor}",
    ),
    "FAC-004": (
        "指定的因子“{value}”属于“{kind}”，此处只能用：{allowed}",
        "the chosen factor '{value}' is a '{kind}'; only these kinds may stand here: {allowed}",
        "改用所需种类的因子：{candidates}",
        "choose a factor of the right kind: {candidates}",
    ),
    "FAC-005": (
        "指定的因子“{value}”用于物流“{other}”，不是“{flow}”",
        "the chosen factor '{value}' is for the flow '{other}', not for '{flow}'",
        "改用该物流的因子：{candidates}",
        "choose a factor for that flow: {candidates}",
    ),
    "FAC-006": (
        "物流“{flow}”没有可用的因子（{allowed}）：{why_zh}",
        "there is no usable factor for the flow '{flow}' ({allowed}): {why_en}",
        "提供供应商数值或导入有许可的因子；不以其他物流代替",
        "give a supplier value or import a licensed factor; no other flow stands in",
    ),
    "FAC-007": (
        "“{flow}”用了代用因子“{value}”：{why_zh}",
        "a proxy factor '{value}' stands for '{flow}': {why_en}",
        "在供应商数值或更合适的因子可得时替换",
        "replace it when a supplier value or a closer factor is at hand",
    ),
    "FAC-008": (
        "指定的因子“{value}”于 {valid_from} 才公布，晚于所知日期 {known_date}",
        "the chosen factor '{value}' was published on {valid_from}, after the known date {known_date}",
        "改用当时已公布的因子，或改变所知日期：{candidates}",
        "choose a factor already published then, or change the known date: {candidates}",
    ),
    "GWP-001": (
        "GWP数值集“{set}”没有气体“{value}”（来源：{origin}）的数值",
        "the GWP set '{set}' has no value for the gas '{value}' (origin: {origin})",
        "改正气体名称（相近：{candidates}），或改用含有该气体的数值集",
        "correct the gas (close: {candidates}), or use a set that has it",
    ),
    "GWP-002": (
        "GWP数值集“{set}”只按碳来源给出 {value} 的数值，而这里要的是不分来源的数值",
        "the GWP set '{set}' values {value} by the origin of its carbon only, and here it is asked for without one",
        "说明来源（{candidates}）：取自数据库的因子，在其后加 ;{value}=fossil（如 db:uslci/过程标识;{value}=fossil）；其余在该行填写碳来源；若是规则 D4.methane 要求单一数值，改用含单一数值的数值集",
        "state the origin ({candidates}): behind a factor of a database put ;{value}=fossil, as in db:uslci/PROCESS-ID;{value}=fossil; elsewhere state it in the row; where the rule D4.methane wants one value, use a set that has one",
    ),
}
