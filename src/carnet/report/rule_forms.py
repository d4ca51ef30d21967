"""Rule values that are tables: what one unit counts for, parameters of a formula, transport legs, classes, methods.

Each function takes a value as a regime file holds it (`carnet.regime.vocabulary` says which keys) and returns words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from carnet.errors import Text
from carnet.inventory.labels import property_name
from carnet.report.word_lists import NO_NAMES, class_name, join, unit_word, word

Names = Mapping[str, Text]
Table = Mapping[str, Any]
Say = Callable[[object, str, Names], Text]

_FORMULA_KEYS = (
    ("A", Text("分配系数A", "allocation factor A")),
    ("R1", Text("再生料含量R1", "recycled content R1")),
    ("R2", Text("回收率R2", "recycling rate R2")),
    ("R3", Text("能量回收率R3", "energy recovery rate R3")),
    ("quality", Text("质量比", "quality ratio")),
)
_ELSE = Text("其余", "otherwise")
_NOT_GIVEN = Text("（研究未给出时）", " (where the study gives none)")


def factors_text(value: Sequence[Table]) -> Text:
    """What one declared amount of product counts for, such as ``usable energy × cycles per year × service life``."""
    return join([_factor(factor) for factor in value], " × ", " × ")


def _factor(factor: Table) -> Text:
    if "property" in factor:
        return property_name(str(factor["property"]))
    unit = unit_word(str(factor.get("unit") or ""))
    table = factor.get("table")
    if not isinstance(table, Mapping):
        return Text(f"{factor['value']} {unit.zh}", f"{factor['value']} {unit.en}")
    zh = "、".join(f"{name} {number}" for name, number in table.items())
    en = ", ".join(f"{name} {number}" for name, number in table.items())
    return Text(f"（按产品类别，{unit.zh}：{zh}）", f"(by product category, {unit.en}: {en})")


def formula_text(value: Table, names: Names = NO_NAMES) -> Text:
    """Parameters of the Circular Footprint Formula; materials with one value are gathered."""
    said: list[Text] = []
    for key, name in _FORMULA_KEYS:
        table, rest = value.get(key), value.get(f"{key}_otherwise")
        groups = _by_number(table, names) if isinstance(table, Mapping) else []
        if rest is not None:
            tail = _ELSE if groups else Text("", "")
            groups.append(Text(f"{tail.zh} {rest}".strip(), f"{tail.en} {rest}".strip()))
        if not groups:
            continue
        when = _NOT_GIVEN if key in {"R1", "R2", "R3", "quality"} else Text("", "")
        inside = join(groups, "，", ", ")
        said.append(Text(f"{name.zh}{when.zh} {inside.zh}", f"{name.en}{when.en} {inside.en}"))
        if key == "A" and value.get("B") is not None:
            said.append(Text(f"能量分配系数B {value['B']}", f"allocation factor of energy B {value['B']}"))
    return join(said, "；", "; ")


def _by_number(table: Table, names: Names) -> list[Text]:
    groups: dict[str, list[Text]] = {}
    for flow, number in table.items():
        groups.setdefault(str(number), []).append(word(str(flow), "", names))
    found = []
    for number, flows in groups.items():
        listed = join(flows, "、", ", ")
        found.append(Text(f"{number}（{listed.zh}）", f"{number} ({listed.en})"))
    return found


def net_scrap_text(value: Table, names: Names = NO_NAMES) -> Text:
    """Parameters of the net-scrap credit."""
    said: list[Text] = []
    for key, name in (("recovery_rate", Text("回收率", "recovery rate")), ("yield", Text("收得率", "yield"))):
        if value.get(key) is not None:
            said.append(Text(f"{name.zh} {value[key]}", f"{name.en} {value[key]}"))
    for key, name in (
        ("primary", Text("原生路线", "primary route")),
        ("secondary", Text("再生路线", "secondary route")),
    ):
        if value.get(key):
            said.append(join([name, word(str(value[key]), "", names)], " ", " "))
    if value.get("scrap_value") is not None:
        unit = f"{value['scrap_value']} {value.get('unit', '')} {value.get('gas', '')}/{value.get('per_unit', '')}"
        said.append(Text(f"废钢的数值 {unit}", f"value of scrap {unit}"))
    if value.get("gwp_set"):
        said.append(word(str(value["gwp_set"])))
    return join(said, "，", ", ")


def legs_text(value: Sequence[Table]) -> Text:
    """Transport defaults, gathered by where the good comes from."""
    groups: dict[str, list[Text]] = {}
    for leg in value:
        mode = word(str(leg["mode"]))
        share = leg.get("share")
        tail = Text(f"（份额 {share}）", f" (share {share})") if share is not None else Text("", "")
        groups.setdefault(str(leg["when"]), []).append(
            Text(f"{mode.zh} {leg['km']} km{tail.zh}", f"{mode.en} {leg['km']} km{tail.en}")
        )
    said = []
    for when, legs in groups.items():
        where, listed = word(when), join(legs, "、", ", ")
        said.append(Text(f"{where.zh}：{listed.zh}", f"{where.en}: {listed.en}"))
    return join(said, "；", "; ")


def classes_text(value: Table, names: Names = NO_NAMES) -> Text:
    """Class limits; products with the same limits are gathered."""
    rows = [row for row in value["rows"] if isinstance(row, Mapping)]
    by_product: dict[str, list[Text]] = {}
    for row in rows:
        by_product.setdefault(str(row.get("product") or ""), []).append(_class(row))
    gathered: dict[tuple[Text, ...], list[str]] = {}
    for product, limits in by_product.items():
        gathered.setdefault(tuple(limits), []).append(product)
    said = []
    for same, products in gathered.items():
        listed = join(same, "、", ", ")
        of = join([word(p, "", names) for p in products if p], "、", ", ")
        said.append(Text(f"{of.zh}：{listed.zh}", f"{of.en}: {listed.en}") if of.en else listed)
    slides = any("at_100" in row for row in rows)
    how = Text("，废钢比由0到100 %", ", for a scrap share from 0 to 100 %") if slides else Text("", "")
    per, unit = unit_word(str(value["per"])), str(value["unit"])
    inside = join(said, "；", "; ")
    return Text(
        f"上限（{unit} CO2e/{per.zh}{how.zh}）：{inside.zh}", f"limits ({unit} CO2e/{per.en}{how.en}): {inside.en}"
    )


def _class(row: Table) -> Text:
    name = class_name(str(row["name"]))
    if row.get("open"):
        return Text(f"{name.zh} 其余", f"{name.en} all others")
    limit = " → ".join(str(row[key]) for key in ("at_0", "at_100") if key in row)
    if row.get("strict"):
        return Text(f"{name.zh} 低于 {limit}", f"{name.en} below {limit}")
    return Text(f"{name.zh} {limit}", f"{name.en} {limit}")


def methods_text(value: Table, names: Names, say: Say) -> Text:
    """A rule for each of several products."""
    said = []
    for flow, method in value.items():
        name, how = word(str(flow), "", names), say(method, "D6", names)
        said.append(Text(f"{name.zh}：{how.zh}", f"{name.en}: {how.en}"))
    return join(said, "；", "; ")


def choice_of_method(value: Table, names: Names, say: Say) -> Text:
    """``first_of`` with its options, ``price_ratio`` and ``revenue_test`` with their limit."""
    head = word(str(value["method"]), "D6", names)
    if "options" in value:
        options = [say(option, "D6", names) for option in value["options"]]
        marked = [Text(f"（{i}）{o.zh}", f"({i}) {o.en}") for i, o in enumerate(options, 1)]
        inside = join(marked, "；", "; ")
    else:
        above, below = say(value["above"], "D6", names), say(value["below"], "D6", names)
        limit = value["limit"]
        inside = Text(f"超过 {limit} 时{above.zh}，否则{below.zh}", f"above {limit} {above.en}, otherwise {below.en}")
    return Text(f"{head.zh}：{inside.zh}", f"{head.en}: {inside.en}")


def tiers_text(value: Sequence[Table], parameter: str, names: Names, say: Say) -> Text:
    """Tiers in order; the kind of factor stands once where all that have one share it."""
    kinds = {str(tier["kind"]) for tier in value if tier.get("kind")}
    shared = len(kinds) == 1 and len(value) > 1
    shown = [{k: v for k, v in tier.items() if not (shared and k == "kind")} for tier in value]
    listed = join([say(tier, parameter, names) for tier in shown], " > ", " > ")
    if not shared:
        return listed
    kind = word(kinds.pop())
    return Text(f"{listed.zh}（均用{kind.zh}）", f"{listed.en} (all by {kind.en})")
