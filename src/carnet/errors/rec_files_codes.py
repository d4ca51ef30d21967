"""What can be wrong with a user's own markets, products, arrangements, cases and documents."""

from __future__ import annotations

REC_FILES_CODES: dict[str, tuple[str, str, str, str]] = {
    "REC-092": (
        "安排里不写 law",
        "an arrangement does not state law",
        '删去 law；是否依法成立，由市场文件的 kind = "legal" 和 decides 得出',
        'drop law; whether it holds by law follows from kind = "legal" and decides in the market file',
    ),
    "REC-093": (
        "{field}：不认识产品“{value}”",
        "{field}: no product called {value} is known",
        "写产品标识、它的别名或海关编码（数字）；候选：{candidates}；carnet scope --list 列出全部",
        "write the id of a product, its alias, or a customs code (digits); candidates: {candidates}; carnet scope --list",
    ),
    "REC-094": (
        "{field}：“{value}”不是地点代码",
        "{field}: {value} is no code of a place",
        "写国家（CN）、省（CN-50）、其内的园区或工厂（CN-50/名称），或 * 表示任何地方；候选：{candidates}",
        "write a country (CN), a province (CN-50), a park or plant in it (CN-50/name), or * for anywhere; candidates: {candidates}",
    ),
    "REC-095": (
        "{field}：没有市场“{value}”",
        "{field}: there is no market {value}",
        "写国家的两位代码或 EU；候选：{candidates}",
        "write a country's code of two letters, or EU; candidates: {candidates}",
    ),
    "REC-096": (
        "{field}：没有检查“{value}”",
        "{field}: there is no check {value}",
        "从候选中选，或删去（则须登记文件）：{candidates}",
        "take one of the candidates, or drop it (a document is then put on file): {candidates}",
    ),
    "REC-097": (
        "条件“{value}”：没有产品有这个变体或这个取值",
        "condition {value}: no product has such a variant, or such a word of it",
        "写成 键=值，几个值用 | 隔开；候选：{candidates}",
        "write key=value, several values with | between; candidates: {candidates}",
    ),
    "REC-098": (
        "“{value}”不是天数",
        "{value} is no number of days",
        '写 0 或更大的数，如 "10"；不知道就留空',
        'write 0 or a greater number, such as "10"; leave it empty if not known',
    ),
    "REC-099": (
        "“{value}”这一行写了两次",
        "the line {value} stands twice",
        "同一用途的每一行一个 id",
        "give each line of a purpose its own id",
    ),
    "REC-100": (
        "{field} 是空的",
        "{field} is empty",
        "写上内容，中英文都要",
        "fill it in, in both languages where it is a text",
    ),
    "REC-101": (
        "{field} {value} 早于 {before}",
        "{field} {value} is before {before}",
        "改正其中一个日期",
        "correct one of the two days",
    ),
    "REC-102": (
        "决定“{decision}”与理由“{value}”相矛盾",
        "the decision {decision} contradicts the reason {value}",
        "accepted 用 complete，附条件用 partly 和 conditions，refused 用所缺的那一项；候选：{candidates}",
        "accepted goes with complete, partly with conditions or what is lacking, refused with what is lacking; candidates: {candidates}",
    ),
    "REC-103": (
        "因子或条款的安排没有写 covers",
        "an arrangement on a factor or clause has no covers",
        "写它承认的是哪些：维度（D8）、参数（D8.tiers）或因子标识",
        "write what it recognises: dimensions (D8), parameters (D8.tiers) or ids of factors",
    ),
    "REC-104": (
        "covers：“{value}”不是该类安排能承认的维度、参数或因子",
        "covers: {value} is no dimension, parameter or factor that this kind of arrangement can recognise",
        "从候选中选；因子标识见 carnet factors search，参数见 carnet regimes show；候选：{candidates}",
        "take one of the candidates; ids of factors: carnet factors search, parameters: carnet regimes show; candidates: {candidates}",
    ),
    "REC-105": (
        "item：没有政策条目“{value}”",
        "item: there is no policy item {value}",
        "用 carnet policy list 查编号，没有就留空；候选：{candidates}",
        "look up the id with carnet policy list, or leave it empty; candidates: {candidates}",
    ),
    "REC-106": (
        "不是UTF-8文本，读不了",
        "it is no UTF-8 text and cannot be read",
        "用编辑器另存为UTF-8",
        "save it as UTF-8 in an editor",
    ),
    "REC-107": (
        "有 {megabytes} MB，上限是 {limit} MB",
        "it has {megabytes} MB; the limit is {limit} MB",
        "检查是否放错了文件；文件里只写事实和出处，不放全文",
        "check that it is the right file; it holds facts and citations, not whole texts",
    ),
    "REC-108": (
        "{field} 写的是一类机构（any = true），不是具体机构",
        "{field} describes a class of bodies (any = true) and names none",
        "写作出决定的那个机构的名称和登记号或认可号（id）",
        "write the name of the body that decided, and its register or accreditation id (id)",
    ),
    "REC-109": (
        "“{value}”标为 read，却没有写在哪里（locator）",
        "{value} is called read but does not say where (locator)",
        "写条款、页码或编号；没读过的写 recalled 或 unknown",
        "write the clause, page or number; recalled or unknown if not read",
    ),
    "REC-110": (
        "{field}：没有作用“{value}”",
        "{field}: there is no role {value}",
        "从候选中选一个：{candidates}",
        "take one of the candidates: {candidates}",
    ),
    "REC-111": (
        "{field}：档案里没有“{value}”",
        "{field}: {value} is not on file",
        "写已登记的标识，没有就留空；候选：{candidates}",
        "write an id that is on file, or leave it empty; candidates: {candidates}",
    ),
    "REC-112": (
        "没有清单项“{value}”",
        "there is no item {value} on any checklist",
        "从候选中选；carnet readiness 列出一个市场的清单：{candidates}",
        "take one of the candidates; carnet readiness lists those of a market: {candidates}",
    ),
    "REC-113": (
        "文件名说的是“{file}”，里面的市场是“{value}”：它会顶替 {value} 的文件",
        "the file is named for {file}, the market in it is {value}: it would stand in for the file of {value}",
        "改名为 {value}.toml，或改正 id",
        "rename it to {value}.toml, or correct the id",
    ),
}
