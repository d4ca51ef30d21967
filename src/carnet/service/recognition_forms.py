"""The forms of a user's files: JSON Schemas made from the dataclasses that read them, and what each key means.

One source for ``carnet schema recognition`` and the tables of docs/recognition.md, so that neither can miss a key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, cast, get_args, get_origin, get_type_hints

from carnet.errors import Text
from carnet.recognition.load import CLOSED, DAYS
from carnet.recognition.model import (
    CaseAcceptance,
    Citation,
    Grade,
    Held,
    Leg,
    Market,
    Party,
    PolicyItem,
    Product,
    Recognition,
    Requirement,
    Scope,
    Territory,
)
from carnet.recognition.products import Category, CodeRule, Variant

DRAFT = "https://json-schema.org/draft/2020-12/schema"
# Name of the schema → the object, the name of its array (empty: the file is one object), the title.
FORMS: Mapping[str, tuple[type, str, str]] = {
    "recognition": (Recognition, "", "An arrangement, one direction: <home>/recognitions/*.toml"),
    "acceptance": (CaseAcceptance, "case", "Cases decided: <home>/acceptances/*.toml"),
    "evidence": (Held, "held", "Documents held for items of a checklist: <home>/evidence/*.toml"),
    "product": (Category, "", "A product category: <home>/products/*.toml"),
    "market": (Market, "", "A market: <home>/markets/*.toml"),
    "policy_item": (PolicyItem, "", "A policy item: <home>/policy/*.toml"),
}


def file_schemas() -> dict[str, dict[str, Any]]:
    """The schemas of all forms by name; of a TOML file as JSON, dates as strings."""
    return {name: file_schema(name) for name in FORMS}


def file_schema(name: str) -> dict[str, Any]:
    """The schema of one form."""
    kind, array, title = FORMS[name]
    found = _object(kind)
    if array:
        rows = {"type": "array", "items": found, "minItems": 1}
        found = {"type": "object", "required": [array], "properties": {array: rows}, "additionalProperties": False}
    return {"$schema": DRAFT, "title": title, **found}


def _object(kind: type) -> dict[str, Any]:
    hints, every = get_type_hints(kind), fields(kind)
    needed = [each.name for each in every if each.default is MISSING and each.default_factory is MISSING]
    meanings = MEANING.get(kind, {})
    properties = {}
    for each in every:
        described = {"description": meanings[each.name].en} if each.name in meanings else {}
        properties[each.name] = {**_value(hints[each.name], each.name, kind), **described}
    return {"type": "object", "required": needed, "properties": properties, "additionalProperties": False}


def _value(hint: object, name: str, owner: type) -> dict[str, Any]:  # noqa: PLR0911 - one return for each type
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _value(get_args(hint)[0], name, owner)}
    if hint is Text:
        both = {"zh": {"type": "string"}, "en": {"type": "string"}}
        return {"type": "object", "required": ["zh", "en"], "properties": both, "additionalProperties": False}
    if hint is Grade:
        return {"type": "string", "pattern": "^[A-F][1-6]$"}
    if is_dataclass(hint):
        return _object(cast("type", hint))
    if hint is bool:
        return {"type": "boolean"}
    if hint is int:
        return {"type": "integer", "minimum": 0}
    words = CLOSED.get(f"{name}@{owner.__name__}") or CLOSED.get(name)
    if words is not None:
        return {"enum": list(words)}
    if name in DAYS:
        return {"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2})?$"}
    return {"type": "string"}


def needed(kind: type, name: str) -> bool:
    """Tell whether a key must stand in the file."""
    each = next(each for each in fields(kind) if each.name == name)
    return each.default is MISSING and each.default_factory is MISSING


def table(kind: type, lang: str) -> str:
    """The table of the keys of an object with their meaning, as it stands in the documentation."""
    head = {
        "zh": "| 键 | 必填 | 含义 |\n|---|---|---|",
        "en": "| key | needed | meaning |\n|---|---|---|",
    }[lang]
    yes = {"zh": "是", "en": "yes"}[lang]
    rows = [
        f"| `{name}` | {yes if needed(kind, name) else ''} | {said.get(lang)} |" for name, said in MEANING[kind].items()
    ]
    return "\n".join((head, *rows))


_ID = Text("标识，每条一个", "id, one for each entry")
MEANING: Mapping[type, Mapping[str, Text]] = {
    Recognition: {
        "id": _ID,
        "title": Text("名称", "its name"),
        "recognised": Text(
            "承认的是什么：verifier（核查机构）、rule（规则）、label（标签）、factor（因子）、clause（条款）",
            "what is recognised: verifier, rule, label, factor, clause",
        ),
        "what": Text("承认的内容，一句话", "what is recognised, in a sentence"),
        "by": Text("接受方；见“机构”表", "the receiving body; see the table of bodies"),
        "of": Text("所沿用的一方；可以是一类（`any`）", "whose work is taken over; may be a class (`any`)"),
        "item": Text(
            "所依据的政策条目编号；没有就写空文本。依法成立须该条目已适用",
            "id of the policy item it rests on, empty where there is none; for law it must apply",
        ),
        "legs": Text("三项支撑；见下表", "the three legs; see below"),
        "scope": Text("范围；见下表", "how far it goes; see below"),
        "since": Text("第一天", "first day"),
        "until": Text(
            "最后一天；无期限的写最近一次查证能确认到的日期。不写就不起作用",
            "last day; without an end the day until which it was last found to stand. Left out, it reaches nothing",
        ),
        "grade": Text("证据等级；须 A1 至 A3", "grade of the evidence; A1 to A3 is needed"),
        "document": Text(
            "安排文本本身，等级靠它；须读过。不写时由某一项支撑的文件代替",
            "the text of the arrangement, which carries the grade; must be read. Left out, a document of a leg does",
        ),
        "signed_by": Text("签署者的名称或 id；须有接受方", "who signed, by name or id; the receiving body must"),
        "covers": Text(
            "只承认这些：维度（D8）、参数（D8.tiers）、因子标识；factor 和 clause 必填",
            "only these: dimensions (D8), parameters (D8.tiers), ids of factors; needed for factor and clause",
        ),
        "regimes": Text(
            "结果须按这些规则得出；不写为不限", "rules under which the results must be made; left out: any"
        ),
        "extra": Text(
            "附加要求；见“要求”表。有 `[[held]]` 的文件才算满足",
            "extra requirements; see the table of requirements. Met by a document in `[[held]]`",
        ),
        "evidence": Text("要提交的证据；同上表", "evidence to bring; same table"),
        "not_claimed": Text("它不说明什么", "what it does not say"),
    },
    Leg: {
        "leg": Text(
            "method（核算方法）、database（数据库）、certification（认证核查）", "method, database or certification"
        ),
        "subject": Text("内容", "its subject"),
        "documents": Text("文件；至少一份读过（read）", "documents; at least one of them read"),
        "since": Text("第一天", "first day"),
        "until": Text("最后一天；不写为未定", "last day; left out: not stated"),
    },
    Scope: {
        "products": Text("产品；见下表。不写则不适用于任何产品", "products; see below. Left out, none"),
        "production": Text("产地；见下表。不写则不适用于任何产地", "where made; see below. Left out, nowhere"),
        "markets": Text("市场代码；不写则没有", "codes of markets; left out, none"),
        "purposes": Text(
            "用途：cbam、epd、passport、battery-declaration、label、tender、customer；不写则没有",
            "cbam, epd, passport, battery-declaration, label, tender, customer; left out, none",
        ),
        "window_from": Text("范围的第一天", "first day of the scope"),
        "window_to": Text("范围的最后一天", "last day of the scope"),
        "disputed": Text("true：来源互相矛盾，不适用于任何案子", "true: sources contradict; it reaches nothing"),
    },
    Product: {
        "id": Text("产品标识（`carnet scope --list`）", "id of the product (`carnet scope --list`)"),
        "wording": Text("原文的说法", "as the source words it"),
        "codes": Text("海关编码前缀，数字", "beginnings of customs codes, digits"),
        "codes_status": Text(
            "编码读过没有：read、secondary、recalled", "our word for the codes: read, secondary, recalled"
        ),
        "variants": Text("只限这些变体，键=值", "only these variants, key=value"),
        "unless": Text("不含这些变体", "but not these variants"),
    },
    Territory: {
        "wording": Text("原文的说法", "as the source words it"),
        "places": Text(
            "地点代码：CN、CN-50、CN-50/园区或工厂名；`*` 为任何地方",
            "codes of places: CN, CN-50, CN-50/name of a park or plant; `*` for anywhere",
        ),
        "named": Text("false：来源没有点到具体地点，结果为未知", "false: the source names no place; then unknown"),
    },
    Party: {
        "name": Text(
            "名称，中英文都须与对方写的一致；括号内的字母简称也算",
            "name, to agree in both languages; a short form of its letters in brackets counts",
        ),
        "kind": Text(
            "种类：state、union、authority、accreditation_body、conformity_assessment_body、programme_operator、"
            "scheme_owner、standards_body、association、company、media、unknown",
            "state, union, authority, accreditation_body, conformity_assessment_body, programme_operator, "
            "scheme_owner, standards_body, association, company, media, unknown",
        ),
        "country": Text("所在国家", "its country"),
        "role": Text(
            "仅用于市场文件的 `decides`：decides、verifies、certifies、registers、grants、accepts、declares、controls",
            "in `decides` of a market: decides, verifies, certifies, registers, grants, accepts, declares, controls",
        ),
        "id": Text(
            "登记号或认可号；市场文件写“一类机构”时必须有",
            "its register or accreditation id; needed where the market file describes a class",
        ),
        "any": Text(
            "true：这是一类机构的说明，不是名称；只用于 `decides` 和 `of`",
            "true: a class of bodies, no name; in `decides` and `of` alone",
        ),
        "states": Text(
            "认可、公告或设立它的国家代码；一类机构也可写 EU、EEA",
            "codes of the states that accredited, notified or set it up; of a class also EU, EEA",
        ),
    },
    Citation: {
        "source": Text("文件名称", "the document"),
        "locator": Text("条款、页码或编号；read 时必填", "clause, page or number; needed with read"),
        "status": Text(
            "read（读过）、secondary（转述）、recalled（记忆）、unknown、conflicting",
            "read, secondary, recalled, unknown or conflicting",
        ),
    },
    Requirement: {
        "id": _ID,
        "what": Text("要什么", "what is asked"),
        "process": Text("哪个工序", "for which process"),
        "period": Text("哪个期间", "for which period"),
        "forms": Text("可接受的形式", "acceptable forms"),
        "clause": Text("条款", "clause"),
        "kind": Text("legal、contractual、voluntary", "legal, contractual or voluntary"),
        "team": Text(
            "部门：research、production、energy、procurement、quality、compliance、sustainability、sales、legal",
            "research, production, energy, procurement, quality, compliance, sustainability, sales or legal",
        ),
        "owner": Text("负责人", "who sees to it"),
        "days": Text("天数，0或更大", "days, 0 or more"),
        "check": Text("研究能回答的检查", "a check that a study can answer"),
        "citation": Text("出处", "where it is said"),
        "after": Text("先要完成的清单项", "items of the checklist to be done first"),
        "families": Text("只用于这些大类的产品；不写为不限", "for products of these families; left out: of any"),
    },
    CaseAcceptance: {
        "id": _ID,
        "body": Text("作出决定的机构；见“机构”表", "the body that decided; see the table of bodies"),
        "purpose": Text("用途，同范围的 `purposes`", "purpose, one of those of a scope"),
        "market": Text("市场；国内的核查写本国", "market; of a verification at home the home market"),
        "product": Text("产品标识、别名或海关编码", "id or alias of the product, or a customs code"),
        "plant": Text(
            "地点代码，如 CN-50/工厂名；`*` 为任何地方", "code of the place, such as CN-50/works; `*` for any"
        ),
        "on": Text("决定日期", "day of the decision"),
        "decision": Text(
            "accepted（全部）、partly（附条件或部分）、refused（拒绝）", "accepted (in full), partly or refused"
        ),
        "reason_code": Text(
            "理由：accepted 用 complete；partly 用 conditions 或所缺的一项；refused 用所缺的一项",
            "accepted: complete; partly: conditions or what is lacking; refused: what is lacking",
        ),
        "document": Text(
            "决定的文件；须读过才起作用", "the document of the decision; it must be read to open anything"
        ),
        "signed": Text("有无该机构的签署", "whether the body signed it"),
        "recognition": Text("所依据的安排的 id", "id of the arrangement it rests on"),
        "valid_to": Text("有效至", "last day"),
        "extent": Text("决定的范围，一句话", "how far it goes, in a sentence"),
        "study": Text("研究的标识", "id of the study"),
        "version": Text("研究的版本", "version of the study"),
        "digest": Text(
            "研究的 SHA-256（`carnet verdict --json` 的 study.digest）",
            "SHA-256 of the study (study.digest in `carnet verdict --json`)",
        ),
        "regime": Text("结果所按的规则，如 gbt24067 或 gbt24067@2024", "rule of the result: gbt24067 or gbt24067@2024"),
        "period_from": Text("数据期间的第一天", "first day of the data"),
        "period_to": Text("数据期间的最后一天", "last day of the data"),
        "model": Text("产品名称，与研究一致", "name of the product as the study has it"),
        "first": Text(
            "所沿用的第一次核查的案例 id；算“避免的重复”用",
            "id of the case of the first verification that was taken over; for repetitions avoided",
        ),
        "second_verification": Text(
            "false：没有再做全套核查；不写按做过算",
            "false: no whole second verification was made; left out, one is taken to have been",
        ),
    },
    Held: {
        "id": _ID,
        "item": Text("清单项或附加要求的 id", "id of an item of a checklist or of an extra requirement"),
        "product": Text("产品；空文本为任何产品", "product; empty for any"),
        "plant": Text("地点代码；空文本为任何工厂", "code of the place; empty for any"),
        "document": Text("文件；读过才算“已有”", "the document; present only when it was read"),
        "valid_from": Text("自", "first day"),
        "valid_to": Text("至", "last day"),
        "note": Text("说明", "a note"),
    },
    Category: {
        "id": _ID,
        "name": Text("名称", "name"),
        "codes": Text("海关编码前缀，4–10位数字", "beginnings of customs codes, 4 to 10 digits"),
        "codes_status": Text("编码读过没有：read、secondary、recalled", "our word for the codes"),
        "aliases": Text("别的叫法", "other names people use"),
        "flows": Text("研究里产品流的标识", "ids of the product flow in studies"),
        "families": Text("大类，如 steel、battery", "families, such as steel, battery"),
        "variants": Text("变体；见下表", "variants; see below"),
        "implies": Text("本类别自带的变体，键=值", "variants it settles by itself, key=value"),
        "within": Text("所属的更大类别的 id", "ids of wider categories it lies in"),
        "coded": Text("随变体而变的编码；见下表", "codes that turn on a variant; see below"),
        "seen_in": Text("出处", "where it comes from"),
        "note": Text("说明", "a note"),
    },
    CodeRule: {
        "when": Text("变体，键=值", "variants, key=value"),
        "codes": Text("此时的编码前缀", "beginnings of codes then"),
        "status": Text("编码读过没有", "our word for the codes"),
    },
    Variant: {
        "key": Text("键", "key"),
        "name": Text("名称", "name"),
        "values": Text("取值", "its words"),
        "names": Text("取值的名称，与 values 一一对应", "names of the words, one for each"),
    },
}
