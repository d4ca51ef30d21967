"""Codes of the command line: files, options, commands."""

from __future__ import annotations

CLI_CODES: dict[str, tuple[str, str, str, str]] = {
    "CLI-001": (
        "无法读取文件“{value}”：{why_zh}。",
        "cannot read the file {value}: {why_en}.",
        "检查路径。同一文件夹中的文件：{candidates}。",
        "Check the path. Files in that folder: {candidates}.",
    ),
    "CLI-002": (
        "无法写入“{value}”：{why_zh}。",
        "cannot write to {value}: {why_en}.",
        "换一个可写的位置，或先建立该文件夹。",
        "Choose a place you may write to, or create the folder first.",
    ),
    "CLI-003": (
        "缺少 {option}：没有姓名和理由的确认不予记录。",
        "{option} is missing: an acceptance without a name and a reason is not recorded.",
        "补上 {option}。",
        "Add {option}.",
    ),
    "CLI-004": (
        "命令“{value}”尚未实现。",
        "the command {value} is not built yet.",
        "已有的命令见 carnet --help。",
        "See carnet --help for the commands that exist.",
    ),
    "CLI-005": (
        "“{value}”不存在（{what}）。",
        "unknown {what}: {value}.",
        "可用的：{candidates}。",
        "Available: {candidates}.",
    ),
    "CLI-006": (
        "输出位置“{value}”已存在，且不是本命令写的文件，不予覆盖。",
        "the output place {value} exists and is no file this command writes; it is left as it is.",
        "换一个名称，或先移走它。",
        "Choose another name, or move it away first.",
    ),
    "CLI-007": (
        "“{value}”不是因子快照（{why}）。",
        "{value} is no factor snapshot ({why}).",
        "给出一个证据包（pack.zip），或其中的 recipe/factors.json。",
        "Give a pack.zip, or the recipe/factors.json out of one.",
    ),
    "CLI-008": (
        "缺少 {option}：{need_zh}。",
        "{option} is missing: {need_en}.",
        "补上 {option}；用法见 carnet {command} --help。",
        "Add {option}; see carnet {command} --help.",
    ),
    "CLI-009": (
        "程序内部错误（{what}），请报告。",
        "internal error ({what}), please report it.",
        "加 --debug 重新运行，把全部输出附在报告中；您的文件没有被改动。",
        "Run again with --debug and send all it prints; your files were left as they were.",
    ),
    "CLI-010": (
        "输出文件“{value}”的扩展名不对。",
        "the output file {value} has the wrong extension.",
        "以 {candidates} 结尾。",
        "Let it end in {candidates}.",
    ),
    "CLI-011": (
        "没有选项 {value}。",
        "there is no option {value}.",
        "相近的选项：{candidates}；全部选项见 carnet {command} --help。",
        "Similar: {candidates}; see carnet {command} --help for all.",
    ),
    "CLI-012": (
        "{option} 的值“{value}”不可用。",
        "{value} is no value of {option}.",
        "可用的：{candidates}。",
        "Available: {candidates}.",
    ),
    "CLI-013": (
        "没有命令“{value}”。",
        "there is no command {value}.",
        "相近的命令：{candidates}；全部命令见 carnet --help。",
        "Similar: {candidates}; see carnet --help for all.",
    ),
    "CLI-014": (
        "命令的写法不对（{detail}）。",
        "the command is not written as it should be ({detail}).",
        "用法见 carnet {command} --help。",
        "See carnet {command} --help.",
    ),
    "CLI-015": (
        "“{value}”不是证据包：{what_zh}。",
        "{value} is no evidence pack: {what_en}.",
        "给出 carnet pack 写的 zip 文件，原样不动。",
        "Give a zip file that carnet pack has written, as it was written.",
    ),
    "CLI-016": (
        "对照表不是含这些列的CSV：{candidates}（{value}）",
        "the matrix is no CSV with these columns: {candidates} ({value})",
        "给出 UTF-8 编码的CSV，首行为列名",
        "give a CSV in UTF-8 whose first line names the columns",
    ),
    "CLI-017": (
        "方案标识“{value}”已被使用，或不是小写字母、数字与下划线",
        "the regime id {value} is taken, or is not lower-case letters, digits and underscores",
        "换一个标识；已有：{candidates}",
        "choose another one; taken: {candidates}",
    ),
}
