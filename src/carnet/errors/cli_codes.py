"""Codes of the command line: files, options, commands."""

from __future__ import annotations

CLI_CODES: dict[str, tuple[str, str, str, str]] = {
    "CLI-001": (
        "无法读取文件“{value}”：{why}。",
        "cannot read the file {value}: {why}.",
        "检查路径。同一文件夹中的文件：{candidates}。",
        "Check the path. Files in that folder: {candidates}.",
    ),
    "CLI-002": (
        "无法写入文件夹“{value}”：{why}。",
        "cannot write to the folder {value}: {why}.",
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
        "未知的{what}“{value}”。",
        "unknown {what}: {value}.",
        "可用的：{candidates}。",
        "Available: {candidates}.",
    ),
    "CLI-006": (
        "输出位置“{value}”已存在，且不是 Carnet 写的。",
        "the output place {value} exists and was not written by Carnet.",
        "换一个名称，或先移走它。",
        "Choose another name, or move it away first.",
    ),
    "CLI-007": (
        "“{value}”不是因子快照（{why}）。",
        "{value} is no factor snapshot ({why}).",
        "给出一个证据包（pack.zip），或其中的 recipe/factors.json。",
        "Give a pack.zip, or the recipe/factors.json out of one.",
    ),
}
