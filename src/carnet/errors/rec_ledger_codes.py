"""REC: 050-119, ledger, markets, scope, readiness, verdict."""

from __future__ import annotations

REC_LEDGER_CODES: dict[str, tuple[str, str, str, str]] = {
    "REC-050": (
        "产品类别“{value}”有两个文件",
        "two files describe the product category {value}",
        "留一个，或换一个 id",
        "keep one, or give the other a different id",
    ),
    "REC-051": (
        "“{value}”不是4到10位数字的海关编码",
        "{value} is no customs code of 4 to 10 digits",
        "只写数字，不带空格和点",
        "write digits only, without blanks and points",
    ),
    "REC-052": (
        "变体“{value}”的 names 与 values 个数不同",
        "variant {value}: names and values differ in number",
        "每个值写一个名称，或不写 names",
        "give one name per value, or leave names out",
    ),
    "REC-053": (
        "上级类别“{value}”不存在",
        "the wider category {value} does not exist",
        "从候选中选一个，或先加该类别的文件；候选：{candidates}",
        "take one of the candidates, or add its file first; candidates: {candidates}",
    ),
    "REC-054": (
        "市场编号“{value}”不是两个大写字母",
        "the market id {value} is not two capital letters",
        "写ISO 3166-1两位国家代码，或EU",
        "write the ISO 3166-1 code of two letters, or EU",
    ),
    "REC-055": (
        "外层市场“{value}”没有文件",
        "the market around it, {value}, has no file",
        "改 within，或先加该市场的文件",
        "correct within, or add the file of that market first",
    ),
    "REC-056": (
        "市场“{value}”绕了一圈又包含自己",
        "market {value} lies within itself by a detour",
        "改 within：内层指向外层，外层不指回内层",
        "correct within: the inner one names the outer, never the other way round",
    ),
    "REC-057": (
        "用途“{value}”在同一市场写了两次",
        "the purpose {value} stands twice in one market",
        "合成一项",
        "join them into one",
    ),
    "REC-058": (
        "没有名为“{value}”的方案",
        "there is no regime called {value}",
        "用 carnet regimes list 查方案的标识",
        "look up the id with carnet regimes list",
    ),
    "REC-059": (
        "“{value}”没有写出处",
        "{value} has no citation",
        '写 citation = {{ source = "…", locator = "…", status = "read" }}；没读过的写 recalled 或 unknown',
        'write citation = {{ source = "…", locator = "…", status = "read" }}; recalled or unknown if not read',
    ),
    "REC-060": (
        "没有名为“{value}”的编码表",
        "there is no table of codes called {value}",
        "从候选中选，或用 codes 写编码前缀；候选：{candidates}",
        "take one of the candidates, or write code prefixes in codes; candidates: {candidates}",
    ),
    "REC-061": (
        "清单项“{value}”写了两次",
        "the item {value} stands twice in a checklist",
        "每项一个 id",
        "give each item its own id",
    ),
    "REC-062": (
        "“{value}”有两条记录",
        "{value} is entered twice",
        "每条记录一个 id；改正旧记录，不要另加一条",
        "one id per entry; correct the old one rather than adding another",
    ),
    "REC-063": (
        "“{value}”这一项写了两次",
        "the leg {value} stands twice",
        "方法、数据库、认证各写一次",
        "write method, database, certification once each",
    ),
    "REC-064": (
        "没有理由代码“{value}”",
        "there is no reason code {value}",
        "从候选中选最接近的一个：{candidates}",
        "take the closest of the candidates: {candidates}",
    ),
    "REC-065": (
        "案例“{value}”没有{missing}",
        "case {value} has no {missing}",
        "补上；没有日期或文件的决定不能登记",
        "write it; a decision without a day or document cannot be entered",
    ),
    "REC-066": (
        "不认识产品“{value}”",
        "no product called {value} is known",
        "从候选中选一个标识、写海关编码，或用研究文件；候选：{candidates}；carnet scope --list 列出全部",
        "take an id from the candidates, a customs code, or a study; candidates: {candidates}; carnet scope --list shows all",
    ),
    "REC-067": (
        "不认识市场“{value}”：它既不是两个字母的代码，也不是国家名称",
        "no market called {value} is known: neither a code of two letters nor the name of a country",
        "写国家名称、ISO 3166-1两位代码，或EU；有档案的：{candidates}（carnet market list）",
        "write a country's name, its ISO 3166-1 code of two letters, or EU; on file: {candidates} (carnet market list)",
    ),
    "REC-068": (
        "没有用途“{value}”",
        "there is no purpose {value}",
        "从候选中选一个：{candidates}",
        "take one of the candidates: {candidates}",
    ),
    "REC-069": (
        "“{value}”不是日期",
        "{value} is no date",
        "写成 2026-11-22 的样子",
        "write it like 2026-11-22",
    ),
    "REC-070": (
        "“{value}”不是 键=值",
        "{value} is not key=value",
        "例如 --set cell_technology=n_type",
        "for instance --set cell_technology=n_type",
    ),
    "REC-071": (
        "产品“{product}”没有变体“{value}”，或没有这个取值",
        "product {product} has no variant {value}, or not that word for it",
        "从候选中选；不确定就不写。候选：{candidates}",
        "take one of the candidates; leave it out if not sure. Candidates: {candidates}",
    ),
    "REC-072": (
        "没有名为“{value}”的方案",
        "there is no regime called {value}",
        "用 carnet regimes list 查方案的标识",
        "look up the id with carnet regimes list",
    ),
    "REC-073": (
        "“{value}”没有市场档案",
        "no market file for {value}",
        "有档案的：{candidates}（carnet market list）；加一个：docs/how-to/add-a-market.md",
        "on file: {candidates} (carnet market list); to add one: docs/how-to/add-a-market.md",
    ),
    "REC-074": (
        "没有名为“{value}”的政策条目（市场的 items、item 或 triggers 写了它）",
        "there is no policy item {value}, which items, item or triggers of a market name",
        "用 carnet policy list 查编号；自己的条目放在 policy/<编号>.toml",
        "look up the id with carnet policy list; an item of your own is policy/<id>.toml",
    ),
    "REC-075": (
        "不认识地点“{value}”",
        "no place called {value} is known",
        "写国家（CN）、省（CN-50 或 重庆）、其内的园区或工厂（CN-50/名称）；候选：{candidates}",
        "write a country (CN), a province (CN-50 or Chongqing), a park or plant in it (CN-50/name); candidates: {candidates}",
    ),
    "REC-090": (
        "清单里没有“{value}”这一项，不能排在它之后",
        "the checklist has no item “{value}” for another to come after",
        "写同一用途清单里的标识，或删去",
        "name an item of the same purpose's checklist, or drop it",
    ),
    "REC-091": (
        "清单的先后成了一个圈：{value}",
        "the order of the checklist runs in a circle: {value}",
        "去掉其中一个 after",
        "drop one of these “after”",
    ),
}
