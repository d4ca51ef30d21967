"""Codes of the regime subject: (cause zh, cause en, fix zh, fix en)."""

from __future__ import annotations

REGIME_CODES: dict[str, tuple[str, str, str, str]] = {
    # ── a regime file is wrong: a defect of the data set ────────────────────────────────────────────
    "REG-001": (
        "规则文件不是合法的TOML：{detail}",
        "the regime file is not valid TOML: {detail}",
        "改正该处的语法",
        "mend the syntax there",
    ),
    "REG-002": (
        "{where}中的 {key} 是浮点数 {value}；数值必须写成带引号的十进制文本",
        "{key} in {where} is the float {value}; amounts are quoted decimal strings",
        '写成 {key} = "…"',
        'write {key} = "…"',
    ),
    "REG-003": (
        "{where}中有未知的键 {key}",
        "{where} has the unknown key {key}",
        "删去它，或改为：{candidates}",
        "remove it, or use one of: {candidates}",
    ),
    "REG-004": (
        "{where}缺少 {key}",
        "{where} lacks {key}",
        "补上 {key}；每个数值都须有来源、条款、状态与两个日期",
        "add {key}; every value carries source, clause, status and both dates",
    ),
    "REG-005": (
        "规则参数 {value} 不在词汇表中",
        "the parameter {value} is not in the vocabulary",
        "最接近的参数：{candidates}",
        "nearest parameters: {candidates}",
    ),
    "REG-006": (
        "{parameter} 的{role}不合规定：{found}；应为{expected_zh}",
        "the {role} of {parameter} is not allowed: {found}; expected {expected_en}",
        "按词汇表改写{near_zh}",
        "write it as the vocabulary says{near_en}",
    ),
    "REG-007": (
        "{regime} 没有给出必需的参数 {parameter}",
        "{regime} does not give the required parameter {parameter}",
        '写出它；不知道时写 status = "unknown" 并列出备选',
        'state it; where it is not known write status = "unknown" with the candidates',
    ),
    "REG-008": (
        "{where}的 {key} 是 {value}；只允许：{candidates}",
        "{key} of {where} is {value}; allowed are: {candidates}",
        "从允许的词中选一个",
        "choose one of the allowed words",
    ),
    "REG-009": (
        "{where}引用了未声明的来源 {value}",
        "{where} names the source {value}, which is not declared",
        "在 [sources.…] 中声明它；已声明：{candidates}",
        "declare it under [sources.…]; declared are: {candidates}",
    ),
    "REG-010": (
        "{parameter} 冲突：{other} 对同一生效日 {start} 和同一知悉日 {known} 也给了值",
        "conflict on {parameter}: {other} gives a value for the same start {start} and the same known date {known} too",
        "删去其中一个，或给更正的值一个更晚的 known",
        "remove one, or give the corrected value a later known",
    ),
    "REG-011": (
        "{parameter} 重叠：{other} 的值自 {other_start} 至 {other_end}，与此处自 {start} 起的值都覆盖 {start}，先后不明",
        "overlap on {parameter}: the value at {other} holds from {other_start} to {other_end} and the one here from {start}; which of them holds on {start} is unclear",
        "给较早的值写 to，或以更晚的 known 重述较晚的值",
        "give the earlier value a to, or restate the later one with a later known",
    ),
    "REG-012": (
        "{parameter} 有空档：{start} 至 {end} 没有值（相邻：{other}）",
        "gap on {parameter}: no value from {start} to {end} (next to {other})",
        '补一个覆盖该期间的值，或写明 status = "unknown"',
        "add a value for these days, or state it as unknown",
    ),
    "REG-013": (
        "{parameter} 在上级规则 {other} 中为终值（final），不得改写",
        "{parameter} is final in the parent at {other} and must not be overridden",
        "删去此处的值",
        "remove the value here",
    ),
    "REG-014": (
        "extends 指向不存在的规则 {value}",
        "extends names {value}, which does not exist",
        "现有：{candidates}",
        "there are: {candidates}",
    ),
    "REG-015": (
        "extends 形成循环：{chain}",
        "extends runs in a circle: {chain}",
        "断开其中一环",
        "break one link",
    ),
    "REG-016": (
        "{where}的 to（{end}）早于 from（{start}）",
        "in {where}, to ({end}) is before from ({start})",
        "改正日期",
        "correct the dates",
    ),
    "REG-017": (
        "{where}的 known（{value}）早于本规则版本发布之日 {published}（{other}）",
        "known of {where} ({value}) is before this version of the regime was published, {published} ({other})",
        "known 是文本发布或录入之日，改正它",
        "known is the day the text was published or entered; correct it",
    ),
    "REG-018": (
        "表 {table} 的行重复：{other} 的行键值与两个日期都相同（{row}）",
        "duplicate row in table {table}: the row at {other} has the same key and both dates ({row})",
        "删去其中一行",
        "remove one of them",
    ),
    "REG-019": (
        "规则 {value} 声明了两次，另一处：{other}",
        "the regime {value} is declared twice, also at {other}",
        "改其中一个的 id 或 version",
        "change the id or the version of one",
    ),
    "REG-020": (
        "{parameter} 的状态是 {status}，{detail_zh}",
        "{parameter} has status {status}, {detail_en}",
        "unknown：写 candidates 与 find_in，不写 value；其余：写 value",
        "unknown: give candidates and find_in, no value; otherwise: give value",
    ),
    "REG-021": (
        "[[inherits]] 列出了 {parameter}，{detail_zh}",
        "[[inherits]] lists {parameter}, {detail_en}",
        "从列表中删去",
        "remove it from the list",
    ),
    "REG-022": (
        "{where}的 {key} 不是日期：{value}",
        "{key} of {where} is not a date: {value}",
        "写成不带引号的 2026-01-01",
        "write 2026-01-01 without quotes",
    ),
    # ── a user asks for a regime that cannot be had ─────────────────────────────────────────────────
    "REG-030": (
        "{where}的日期规则引用了未声明的法令 {value}",
        "the date rule in {where} names the act {value}, which is not declared",
        "用 [[act]] 声明该法令，或改为：{candidates}",
        "declare the act with [[act]], or use one of: {candidates}",
    ),
    "REG-031": (
        "{what_zh} 的状态写作 {status}，而其来源 {source}（{other}）的读法为“{read_as}”，不足以支持",
        "{what_en} the status {status}, but its source {source} ({other}) was seen as: {read_as}",
        "降低状态，或注明实际读到的文本并改写 read_as",
        "lower the status, or name the text that was read and correct read_as",
    ),
    "REG-032": (
        "{value} 给了两次：另一处在 {other}",
        "{value} is given twice: the other one is at {other}",
        "删去一处；法令的新情况须有不同的 known 日期",
        "remove one; news about an act carries another date in known",
    ),
    "REG-033": (
        "{regime} 的 {values} 个取值{reviewed_zh}",
        "the {values} values of {regime} were {reviewed_en}",
        "对照出处逐项核对，然后把 reviewed 改为核对之日",
        "hold them against their sources, then set reviewed to that day",
    ),
    "REG-034": (
        "“{name_zh}”的日期尚不能确定：{rule_zh}，而法令尚未生效",
        "the day of {name_en} cannot be named yet: {rule_en}, and that act is not in force",
        "法令生效后，在该文件中增加一条 [[act]]，写明 day 与 known",
        "once the act is in force, add an [[act]] with day and known to the file",
    ),
    "REG-035": (
        "{parameter} 的状态为 {status}，而对照表“{topic}”一格的标记 {mark} 只相当于 {noted}（来源：{source}；读法：{read_as}）",
        "{parameter} claims {status}, the matrix cell {topic} is marked {mark}: {noted} (from {source}, seen as {read_as})",
        "确认其来源确为后来读到的文本；否则降低状态",
        "make sure its source is a text read since; else lower the status",
    ),
    "REG-036": (
        "{what} 用到的“{value}”不是任何物流的标识或标签",
        "{what} selects by {value}, which no flow of the shared list has as id (or, for families, as tag)",
        "用 carnet flows 查出标识与标签；按物流计的抵扣须写物流标识",
        "look ids and tags up with carnet flows; a credit names flow ids",
    ),
    "REG-037": (
        "{where_zh}仍是待填的占位文字：{value}",
        "{where_en} still the text to be replaced: {value}",
        "写上原文的说法",
        "write what the text says there",
    ),
    "REG-038": (
        "{parameter} 列出的气体“{value}”，没有一个GWP数值集给出；照此计算会不声不响地漏掉该气体",
        "{parameter} lists the gas {value}, which no GWP set has: the gas meant would be left out of the figure unsaid",
        "改正写法；最接近的气体：{candidates}",
        "correct the spelling; nearest gases: {candidates}",
    ),
    "REG-039": (
        "{parameter} 的取值已知（{status}），却还留着 {keys}",
        "{parameter} is known ({status}) and still carries {keys}",
        '删去它们；若答案未定，写 status = "unknown" 或 "conflicting"',
        "remove them; where the answer is open, state it as unknown or conflicting",
    ),
    "REG-101": (
        "没有名为 {value} 的规则",
        "there is no regime {value}",
        "可选：{candidates}",
        "choose one of: {candidates}",
    ),
    "REG-102": (
        "规则 {regime} 在法律日期 {value} 没有生效的版本：{detail_zh}",
        "no version of {regime} is in force on the legal date {value}: {detail_en}",
        "改法律日期，或用 {regime}@版本 选一个当日生效的版本",
        "choose another legal date, or a version in force on that day with {regime}@version",
    ),
    "REG-103": (
        "在知悉日期 {value}，规则 {regime} 尚未发布（{published}）",
        "on the known date {value} the regime {regime} was not published yet ({published})",
        "把知悉日期改到发布之后",
        "choose a known date after its publication",
    ),
    "REG-104": (
        "规则 {regime} 没有版本 {value}",
        "the regime {regime} has no version {value}",
        "现有版本：{candidates}",
        "there are the versions: {candidates}",
    ),
    "REG-105": (
        "{key} 不是日期：{value}",
        "{key} is not a date: {value}",
        "写成 2026-01-01 的形式",
        "write it like 2026-01-01",
    ),
    # ── a person confirms or supplies a value ───────────────────────────────────────────────────────
    "REG-201": (
        "{value} 不是 {parameter} 可取的值；应为{expected_zh}",
        "{value} is not a value {parameter} can take; expected {expected_en}",
        "备选：{candidates}",
        "candidates: {candidates}",
    ),
    "REG-202": (
        "{parameter} 没有可确认的值，须先给出一个值",
        "{parameter} has no value that could be confirmed; one has to be supplied",
        "用 --value 给出；备选：{candidates}",
        "supply it with --value; candidates: {candidates}",
    ),
}
