"""A new regime file to fill in: every required parameter as a stated unknown, every optional one as a comment."""

from __future__ import annotations

import json

from carnet.regime.vocabulary import CALCULATION, CONFORMITY, DIMENSION_NAMES, PARAMETERS, Parameter

_HEAD = """\
# {id}: one file is the whole regime. Fill it from top to bottom; `carnet regimes lint FILE` says what is missing.
# {id}：一个文件就是整个方案。自上而下填写；`carnet regimes lint 文件` 会指出还缺什么。
#
# A value that is known:            已知的取值：
#   value = "…"   status = "read" | "secondary" | "recalled"
# A value that nobody knows yet:    尚不知道的取值（保留 candidates 与 find_in，不写 value）：
#   status = "unknown"
# Numbers are quoted: "0.1". Dates are not: 2026-01-01.   数字加引号，日期不加。

id = "{id}"
version = "1"
title_zh = "（方案名称）"
title_en = "(title of the scheme)"
authority_zh = "（发布机构）"
authority_en = "(who publishes it)"
nature = "scheme"  # voluntary standard | national standard | EU act | scheme | draft act | JRC report
reviewed = {day}  # the day its values were last held against their sources
{extends}
[sources.text]
title = "(title, edition and date of the text)"
locator = "(where it can be found)"
read_as = "read"  # read | secondary: … | recalled: … | our own …

[in_force]
from = {day}
known = {day}
status = "read"
source = "text"
clause = "(clause)"
"""
_VALUE = """
# {id} · {zh} · {en}
[[value]]
parameter = "{id}"
status = "unknown"
candidates = [{candidates}]
find_in_zh = "（在哪份文本中可以查到）"
find_in_en = "(the text it stands in)"
from = {day}
known = {day}
source = "text"
clause = "(clause)"
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


def skeleton(regime_id: str, day: str, extends: str = "") -> str:
    """Return the text of a regime file that loads at once and says of every rule that it is unknown.

    Args:
        regime_id: the id of the new regime.
        day: the day it is in force from and known since, ISO 8601; to be corrected by hand.
        extends: ``id@version`` of a parent; then only what differs need be stated, and all values are comments.
    """
    parts = [_HEAD.format(id=regime_id, day=day, extends=f'extends = "{extends}"\n' if extends else "")]
    for dimension in (*CALCULATION, *CONFORMITY):
        name = DIMENSION_NAMES[dimension]
        parts.append(f"\n# ── {dimension} · {name.en} · {name.zh} " + "─" * 40 + "\n")
        for parameter in PARAMETERS:
            if parameter.dimension == dimension:
                block = _block(parameter, day)
                optional = extends or not parameter.required
                parts.append(_comment(block) if optional else block)
    return "".join(parts)


def _block(parameter: Parameter, day: str) -> str:
    return _VALUE.format(
        id=parameter.id,
        zh=parameter.name.zh,
        en=parameter.name.en,
        candidates=_SPECIAL.get(parameter.id) or _candidates(parameter),
        day=day,
    )


def _candidates(parameter: Parameter) -> str:
    words = ", ".join(json.dumps(word) for word in parameter.choices)
    if parameter.type == "choice":
        return words
    if parameter.type == "choices":
        return f"[{words}]"
    return _EXAMPLES[parameter.type]


def _comment(block: str) -> str:
    return "\n".join(f"# {row}".rstrip() if row and not row.startswith("#") else row for row in block.split("\n"))
