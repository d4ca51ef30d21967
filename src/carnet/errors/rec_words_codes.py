"""REC: 120-149, words and statements."""

from __future__ import annotations

REC_WORDS_CODES: dict[str, tuple[str, str, str, str]] = {
    "REC-120": (
        "“{quote}”超出证据（{cls}，{rule}）：{why_zh}",
        "“{quote}” claims more than its evidence ({cls}, {rule}): {why_en}",
        "改写：{suggest_zh}",
        "write instead: {suggest_en}",
    ),
    "REC-121": (
        "用语规则“{value}”有误：{why_zh}",
        "the rule of words “{value}” is wrong: {why_en}",
        "修改 data/words 下的文件",
        "correct the file in data/words",
    ),
    "REC-122": (
        "证据文件第{value}项有误：{why_zh}",
        "entry {value} of the evidence file is wrong: {why_en}",
        "每项须有 names、opens、grade、status、document",
        "each entry needs names, opens, grade, status and document",
    ),
    "REC-123": (
        "声明没有有效的截止日：“{value}”{why_zh}",
        "the statement has no valid last day: “{value}” {why_en}",
        "给出 --valid-to YYYY-MM-DD，自出具之日起最多{most}天",
        "give --valid-to YYYY-MM-DD, at most {most} days from the day of issue",
    ),
    "REC-124": (
        "声明缺少“{value}”：{why_zh}",
        "the statement lacks “{value}”: {why_en}",
        "补上它，或不出具声明",
        "supply it, or issue no statement",
    ),
    "REC-125": (
        "声明的文字超出证据：“{quote}”（{rule}）",
        "the text of the statement claims more than its evidence: “{quote}” ({rule})",
        "改写：{suggest_zh}",
        "write instead: {suggest_en}",
    ),
    "REC-127": (
        "文件“{value}”不是UTF-8文本",
        "the file “{value}” is no UTF-8 text",
        "把要检查的文字存为 .txt、.md 或 .html（UTF-8）",
        "save the words to be checked as .txt, .md or .html (UTF-8)",
    ),
    "REC-128": (
        "“{value}”已经存在，不会覆盖",
        "“{value}” is there already and is not written over",
        "换一个文件名，或先移走它",
        "choose another name, or move it away first",
    ),
    "REC-129": (
        "致买方函不能提“{value}”：{why_zh}",
        "a letter to a buyer may not mention “{value}”: {why_en}",
        "从 policy 中删去；内部的准备情况声明可以提",
        "drop it from “policy”; a readiness statement for use inside may mention it",
    ),
}
