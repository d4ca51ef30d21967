"""Codes of the report subject: (cause zh, cause en, fix zh, fix en)."""

from __future__ import annotations

REPORT_CODES: dict[str, tuple[str, str, str, str]] = {
    "RPT-001": (
        "报告字体中没有这些字符：{characters}；PDF中以“〓”代替，数据文件保留原文",
        "the report fonts have no glyph for {characters}; the PDF shows 〓 there, the data files keep the text as written",
        "如需在报告中显示，请改用常用汉字、拉丁字母或普通符号书写这一格",
        "to see it in the report, write this cell with common Chinese characters, Latin letters or plain signs",
    ),
}
