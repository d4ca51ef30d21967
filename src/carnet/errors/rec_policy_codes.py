"""REC: 001-049, policy items, captures, grades."""

from __future__ import annotations

REC_POLICY_CODES: dict[str, tuple[str, str, str, str]] = {
    "REC-001": (
        "编号“{value}”已经有了；自己的文件不能替换随附的条目",
        'the id "{value}" is taken; a file of your own never replaces a shipped item',
        "换一个编号；要给已有条目补充文件，用 policy add FILE --id {value}",
        "choose another id; to add a document to an item on file, use policy add FILE --id {value}",
    ),
    "REC-002": (
        "没有编号为“{value}”的政策条目",
        'no policy item has the id "{value}"',
        "用 carnet policy list 查看编号；相近的：{candidates}",
        "carnet policy list shows the ids; known: {candidates}",
    ),
    "REC-003": (
        "文件名“{file}”与其中的编号“{value}”不一致",
        'the file name "{file}" is not the id in it, "{value}"',
        "文件名应为“编号.toml”",
        "name the file after its id: ID.toml",
    ),
    "REC-004": (
        "提到了“{value}”，但本条目中没有它",
        '"{value}" is named but not on file in this item',
        "补上这个版本、留存文件或编号，或改正引用",
        "add that version, capture or id, or mend the reference",
    ),
    "REC-005": (
        "不认识的来源种类“{value}”",
        'unknown kind of source "{value}"',
        "可用：{candidates}",
        "use one of: {candidates}",
    ),
    "REC-006": (
        "等级 {value} 高于这种来源（{kind}）所能支持的最高字母 {best}",
        "grade {value} is better than this kind of source ({kind}) can give: letter {best} at best",
        "按实际来源降级，或留存官方文本后再升级",
        "grade it as its source allows, or capture the official text first",
    ),
    "REC-007": (
        "“{value}”在 {known} 就算已知，可证据 {captured} 才取得",
        '"{value}" is said to be known on {known}, but its evidence was retrieved on {captured}',
        "把 known_on 改为取得证据之日或更晚",
        "set known_on to the day of retrieval or later",
    ),
    "REC-008": (
        "留存文件“{value}”的 official 与 source_kind 不一致",
        'capture "{value}": official and source_kind do not agree',
        "只有 source_kind 为 official 的文件才写 official = true",
        "official = true goes with source_kind official, and only with it",
    ),
    "REC-009": (
        "“{value}”不是 SHA-256 摘要",
        '"{value}" is no SHA-256 digest',
        "写 64 位小写十六进制数，或留空",
        "write 64 lower-case hexadecimal digits, or leave it empty",
    ),
    "REC-010": (
        "不能读取“{value}”：{why}",
        'cannot read "{value}": {why}',
        "给一个 UTF-8 文本文件，或浏览器另存的 .html 网页（不超过 {limit} MB）",
        "give a UTF-8 text file or a page saved as .html (at most {limit} MB)",
    ),
    "REC-011": (
        "“{value}”不是日期",
        '"{value}" is no day',
        "写成 2026-06-25",
        "write it as 2026-06-25",
    ),
    "REC-012": (
        "这份文件已经留存过（条目“{value}”）",
        'this very file is on file already (item "{value}")',
        "不需要再添加；要换一个条目，用 --id",
        "nothing to add; to put it under another item, use --id",
    ),
    "REC-013": (
        "“{value}”不能作编号",
        '"{value}" cannot be an id',
        "用小写字母、数字和连字符，例如 cq-notice-2026-12",
        "use lower-case letters, digits and hyphens, such as cq-notice-2026-12",
    ),
    "REC-014": (
        "条目“{value}”没有两个留存了全文的版本，无法比较",
        'item "{value}" has no two versions whose text is kept, so there is nothing to compare',
        "用 policy add FILE --id {value} 留存新版本，或直接比较两个文件：policy diff 旧文件 新文件",
        "keep a new version with policy add FILE --id {value}, or compare two files: policy diff OLD NEW",
    ),
    "REC-015": (
        "没有编号为“{value}”的任务",
        'no task has the id "{value}"',
        "用 carnet policy tasks 查看编号；相近的：{candidates}",
        "carnet policy tasks shows the ids; known: {candidates}",
    ),
    "REC-016": (
        "法律依据存疑：“{value}”，{why}",
        'doubtful legal basis: "{value}", {why}',
        "先在官方公报核对文号和条款，再引用",
        "check number and article in the official journal before citing it",
    ),
    "REC-017": (
        "自己的条目文件不能改写：{value}",
        "your own item file cannot be written: {value}",
        "检查数据目录 --home 的权限",
        "check the permissions of the --home folder",
    ),
    "REC-018": (
        "观察清单中没有“{value}”",
        'the watch list has no body "{value}"',
        "用 carnet policy watch 查看编号；相近的：{candidates}",
        "carnet policy watch shows the ids; known: {candidates}",
    ),
}
