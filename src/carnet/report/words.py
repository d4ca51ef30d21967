"""Words for what rules and results name by a machine word: stages, methods, tiers, tests, tags, gases.

A word of the closed vocabulary is always in `WORDS`; a tag or flow id is looked up in the flow names given, then
here, and is printed as it stands where nobody has a word for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import cast

from carnet.errors import Text
from carnet.regime.vocabulary import BY_ID
from carnet.report import rule_forms
from carnet.report.reading import text_of
from carnet.report.word_lists import (
    CLASS_NAMES,
    GASES,
    IN_RULE,
    KEYS,
    NO_NAMES,
    STAGES,
    TAGS,
    UNITS,
    WORDS,
    class_name,
    join,
    unit_word,
    word,
)

_TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|\*")
_COMPOUND = re.compile(r"(?<![\w./:])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w./:])|EN15804_EF3\.[01]", re.ASCII)
_TABLE_VALUE = re.compile(r"(方案表值：|regime table: )([a-z][a-z0-9_]*)")


def gas_text(gas: object, fallback: object = None) -> Text:
    """Return the name of a gas as results list it, such as ``CO2 fossil``."""
    return GASES.get(str(gas)) or text_of(fallback if fallback is not None else gas)


def value_text(value: object, parameter: str = "", names: Mapping[str, Text] = NO_NAMES) -> Text:
    """Write a rule value for people: machine words in words, lists joined, tables as what they say."""
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if not value:
        return Text("无", "none")
    if isinstance(value, Mapping):
        return text_of(dict(value)) if {"zh", "en"} & value.keys() else _table(value, parameter, names)
    if isinstance(value, list | tuple):
        return _list(value, parameter, names)
    if parameter in {"D1.unit", "D1.allowed"} and value not in WORDS:
        return unit_word(str(value))
    return in_words(str(value), parameter, names)


def _list(value: list[object] | tuple[object, ...], parameter: str, names: Mapping[str, Text]) -> Text:
    kind = BY_ID[parameter].type if parameter in BY_ID else ""
    if all(isinstance(item, Mapping) for item in value):
        tables = cast("tuple[Mapping[str, object], ...]", tuple(value))
        if kind == "factors":
            return rule_forms.factors_text(tables)
        if kind == "legs":
            return rule_forms.legs_text(tables)
        if kind == "tiers":
            return rule_forms.tiers_text(tables, parameter, names, value_text)
    parts = [value_text(item, parameter, names) for item in value]
    ordered = kind == "tiers" or parameter in {"D9.ranking", "D9.direct"}
    return join(parts, " > ", " > ") if ordered else join(parts, "、", ", ")


def _table(value: Mapping[str, object], parameter: str, names: Mapping[str, Text]) -> Text:
    kind = BY_ID[parameter].type if parameter in BY_ID else ""
    if kind == "formula":
        return rule_forms.formula_text(value, names)
    if kind == "net_scrap":
        return rule_forms.net_scrap_text(value, names)
    if kind == "classes" and "rows" in value:
        return rule_forms.classes_text(value, names)
    if kind == "methods":
        return rule_forms.methods_text(value, names, value_text)
    if "options" in value or ("limit" in value and "method" in value):
        return rule_forms.choice_of_method(value, names, value_text)
    return _method(value, parameter, names)


def _method(value: Mapping[str, object], parameter: str, names: Mapping[str, Text]) -> Text:
    head = value.get("method") or value.get("use")
    rest = {key: item for key, item in value.items() if key not in {"method", "use"} and (item or item is False)}
    if not head and not rest.keys() <= KEYS.keys():
        # A table of tags or flows: shares, what displaces what, an amount for each.
        pairs = [(word(str(k), parameter, names), value_text(v, "", names)) for k, v in rest.items()]
        arrow = "→" if all(isinstance(v, str) and not _is_number(v) for v in rest.values()) else " "
        return join([join(pair, arrow, arrow) for pair in pairs], "、", ", ")
    left: list[Text] = []
    if "per_unit" in rest:
        own = f"{rest.get('value') or ''} {rest.get('unit') or ''} {rest.get('gas') or ''}/{rest['per_unit']}"
        said = re.sub(r" +", " ", own.strip())
        left.append(Text(said, said))
        rest = {k: v for k, v in rest.items() if k not in {"value", "unit", "gas", "per_unit"}}
    for key, item in rest.items():
        inner = "D6" if key in {"otherwise", "below", "above"} else ""
        tail = " K" if key == "ambient" else ""
        said_item = value_text(item, inner, names)
        name = KEYS.get(key, Text(key, key))
        left.append(Text(f"{name.zh} {said_item.zh}{tail}", f"{name.en} {said_item.en}{tail}"))
    inside = join(left, "，", ", ")
    if not head:
        return inside
    said_head = word(str(head), parameter, names)
    if not left:
        return said_head
    return Text(f"{said_head.zh}：{inside.zh}", f"{said_head.en}: {inside.en}")


def in_words(sentence: str, parameter: str = "", names: Mapping[str, Text] = NO_NAMES) -> Text:
    """Replace every machine word inside a value written as text, such as ``direct_line>grid``; read JSON as a value."""
    if sentence[:1] in {"{", "["}:
        try:
            return value_text(json.loads(sentence, parse_float=str, parse_int=str), parameter, names)
        except ValueError:
            pass  # no JSON: a sentence that begins with a bracket
    whole = word(sentence, parameter, names)
    if (whole.zh, whole.en) != (sentence, sentence) or (_is_plain(sentence) and not _is_tier(sentence, parameter)):
        return whole
    return Text(*(_replaced(sentence, parameter, names, lang) for lang in ("zh", "en")))


def _replaced(sentence: str, parameter: str, names: Mapping[str, Text], lang: str) -> str:
    def one(found: re.Match[str]) -> str:
        token = found.group()
        # What a method matches amounts by is no method itself.
        matched_by = found.string[: found.start()].endswith("basis ")
        said = word(token, "" if matched_by else parameter, names)
        if (said.zh, said.en) == (token, token) and token in KEYS:
            said = KEYS[token]
        return said.get(lang)

    told = sentence.replace(">", " > ")
    if parameter.startswith("D8"):
        # The short words of a tier: which factor, which area.
        told = told.replace(":co2", " electricity_generation_co2").replace("@", " ")
    return _TOKEN.sub(one, told)


def sentence_in_words(sentence: Text, parameter: str = "", names: Mapping[str, Text] = NO_NAMES) -> Text:
    """Replace the machine words of a value said in both languages."""
    return Text(_replaced(sentence.zh, parameter, names, "zh"), _replaced(sentence.en, parameter, names, "en"))


def plain_words(words: Text, names: Mapping[str, Text] = NO_NAMES) -> Text:
    """Replace words of the vocabulary such as ``residual_mix`` inside a sentence, and ids that have a name given."""

    def one(lang: str) -> str:
        return _COMPOUND.sub(lambda found: told(found.group()).get(lang), words.get(lang))

    def told(token: str) -> Text:
        return WORDS.get(token) or names.get(token) or Text(token, token)

    return Text(one("zh"), one("en"))


def named_flow(words: Text, names: Mapping[str, Text]) -> Text:
    """Put the flow's name for its id where a row of a regime's table is named."""
    return Text(
        _TABLE_VALUE.sub(lambda found: found[1] + word(found[2], "", names).zh, words.zh),
        _TABLE_VALUE.sub(lambda found: found[1] + word(found[2], "", names).en, words.en),
    )


def _is_plain(text: str) -> bool:
    """Whether a text is a sentence for people and not machine words with separators."""
    return not re.search(r"[_>|]", text)


def _is_tier(text: str, parameter: str) -> bool:
    """Whether a text is a tier with its factor or area, such as ``grid:co2@country``."""
    return parameter.startswith("D8") and bool(re.search(r"[:@]", text)) and " " not in text


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d+(\.\d+)?", text))


__all__ = [
    "CLASS_NAMES",
    "GASES",
    "IN_RULE",
    "KEYS",
    "NO_NAMES",
    "STAGES",
    "TAGS",
    "UNITS",
    "WORDS",
    "class_name",
    "gas_text",
    "in_words",
    "join",
    "named_flow",
    "plain_words",
    "sentence_in_words",
    "unit_word",
    "value_text",
    "word",
]
