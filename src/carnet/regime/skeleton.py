"""A new regime file to fill in: every required parameter as a stated unknown, every optional one as a comment."""

from __future__ import annotations

import json

from carnet.errors import Text
from carnet.regime.vocabulary import CALCULATION, CONFORMITY, DIMENSION_NAMES, PARAMETERS, Parameter

# What somebody has to replace; `carnet.regime.lint` looks for every one of them.
TITLE = Text("（方案名称）", "(title of the scheme)")
AUTHORITY = Text("（发布机构）", "(who publishes it)")
SOURCE_TITLE = "(title, edition and date of the text)"
LOCATOR = "(where it can be found)"
FIND_IN = Text("（在哪份文本中可以查到）", "(the text it stands in)")
CLAUSE = "(clause)"
BLANK = "…"
PLACEHOLDERS = (
    TITLE.zh,
    TITLE.en,
    AUTHORITY.zh,
    AUTHORITY.en,
    SOURCE_TITLE,
    LOCATOR,
    FIND_IN.zh,
    FIND_IN.en,
    CLAUSE,
)

_HEAD = """\
# {id}: one file is the whole regime. Fill it from top to bottom; `carnet regimes lint FILE` says what is missing.
# {id}：一个文件就是整个方案。自上而下填写；`carnet regimes lint 文件` 会指出还缺什么。
#
# A value that is known:            已知的取值：
#   value = "…"   status = "read" | "secondary" | "recalled"
# A value that nobody knows yet:    尚不知道的取值（保留 candidates 与 find_in，不写 value）：
#   status = "unknown"
# Numbers are quoted: "0.1". Dates are not: 2026-01-01.   数字加引号，日期不加。
{names}
id = "{id}"
version = "1"
title_zh = "{TITLE.zh}"
title_en = "{TITLE.en}"
authority_zh = "{AUTHORITY.zh}"
authority_en = "{AUTHORITY.en}"
nature = "scheme"  # voluntary standard | national standard | EU act | scheme | draft act | JRC report
reviewed = {reviewed}  # the day its values were last held against their sources
{extends}
[sources.text]
title = "{SOURCE_TITLE}"
locator = "{LOCATOR}"
read_as = "read"  # read | secondary: … | recalled: … | our own …

[in_force]
from = {start}
known = {known}
status = "read"
source = "text"
clause = "{CLAUSE}"
"""
# How a rule that stands as a name alone becomes a value.
_NAMES = """\
# A rule in a line of its own, `# D3.limit_percent  …`, is not stated. To state it, write a block of these lines:
# 单独一行的规则（`# D3.limit_percent  …`）尚未写明。要写明它，写一段：
#   [[value]]
#   parameter = "D3.limit_percent"
#   value = {example}
#   status = "read"
#   from = {start}
#   known = {known}
#   source = "text"
#   clause = "…"
# `carnet regimes new ID --all` writes every such block out, with the form of its value.
# `carnet regimes new ID --all` 会把每一段连同取值的写法都写出来。
"""
_VALUE = """
# {id} · {zh} · {en}
[[value]]
parameter = "{id}"
status = "unknown"
candidates = [{candidates}]
find_in_zh = "{FIND_IN.zh}"
find_in_en = "{FIND_IN.en}"
from = {start}
known = {known}
source = "text"
clause = "{CLAUSE}"
"""
_EXAMPLES: dict[str, str] = {
    "text": '"product"',
    "tags": '["*"]',
    "decimal": '"1"',
    "flag": "true",
    "statement": '{ zh = "…", en = "…" }',
    "shares": '{ "*" = "0.2" }',
    "method": '{ method = "burden_free" }, { method = "mass" }, { method = "economic" }',
    "methods": '{ slag = { method = "mass" } }',
    "tiers": '[{ use = "grid", kind = "electricity_life_cycle", area = ["country"] }]',
    "factors": '[{ property = "net_mass" }]',
    "formula": '{ A_otherwise = "0.5", B = "0" }',
    "net_scrap": '{ recovery_rate = "0.85", yield = "0.9" }',
    "legs": '[{ when = "any", mode = "truck", km = "130" }]',
    "classes": '{ unit = "t", per = "t", rows = [{ name = "A", at_0 = "1" }] }',
}
_SPECIAL = {"D1.unit": '"study", "kg", "t"', "K4.decimals": '"1", "2", "3"'}


def skeleton(
    regime_id: str, day: str, extends: str = "", *, start: str = "", known: str = "", whole: bool = False
) -> str:
    """Return the text of a regime file that loads at once and says of every rule that it is unknown.

    Args:
        regime_id: the id of the new regime.
        day: the day it is looked over, ISO 8601, and what the two other dates are unless they are given.
        extends: ``id@version`` of a parent; then only what differs need be stated, and no rule is.
        start: the day it is in force from, everywhere in the file.
        known: the day its text was published, everywhere in the file.
        whole: write every rule that is not stated as a commented block, with the form of its value, not as a name.
    """
    dates = {"start": start or day, "known": known or day}
    names = "" if whole else _NAMES.format(example=json.dumps("1"), **dates)
    fixed = {"TITLE": TITLE, "AUTHORITY": AUTHORITY, "SOURCE_TITLE": SOURCE_TITLE, "LOCATOR": LOCATOR, "CLAUSE": CLAUSE}
    parent = f'extends = "{extends}"\n' if extends else ""
    parts = [_HEAD.format(id=regime_id, reviewed=day, extends=parent, names=names, **dates, **fixed)]
    for dimension in (*CALCULATION, *CONFORMITY):
        name = DIMENSION_NAMES[dimension]
        parts.append(f"\n# ── {dimension} · {name.en} · {name.zh} " + "─" * 40 + "\n")
        for parameter in PARAMETERS:
            if parameter.dimension == dimension:
                stated = parameter.required and not extends
                parts.append(_rule(parameter, dates, stated=stated, whole=whole))
    return "".join(parts)


def _rule(parameter: Parameter, dates: dict[str, str], *, stated: bool, whole: bool) -> str:
    """A rule as a stated unknown; one that is not stated as a commented block, or as one line with its name."""
    if not stated and not whole:
        return f"# {parameter.id}  {parameter.name.zh} · {parameter.name.en}\n"
    block = _VALUE.format(
        id=parameter.id,
        zh=parameter.name.zh,
        en=parameter.name.en,
        candidates=_SPECIAL.get(parameter.id) or _candidates(parameter),
        FIND_IN=FIND_IN,
        CLAUSE=CLAUSE,
        **dates,
    )
    return block if stated else _comment(block)


def _candidates(parameter: Parameter) -> str:
    words = ", ".join(json.dumps(word) for word in parameter.choices)
    if parameter.type == "choice":
        return words
    if parameter.type == "choices":
        return f"[{words}]"
    return _EXAMPLES[parameter.type]


def _comment(block: str) -> str:
    return "\n".join(f"# {row}".rstrip() if row and not row.startswith("#") else row for row in block.split("\n"))
