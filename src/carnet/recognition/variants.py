"""What a variant of a product changes: its customs code, the lines that look at it, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carnet.errors import Text
from carnet.recognition.model import MarketPurpose, ScopeRule
from carnet.recognition.products import Catalogue, Category, CodeRule, conditions_of
from carnet.recognition.scope import Case


def codes_for(catalogue: Catalogue, category: Category, variants: Mapping[str, str]) -> tuple[str, ...]:
    """Return every code (prefix) that a category may have with these variants.

    A variant that is not stated leaves the codes of all its words; where those of some word are not on file, the
    category's own list stands.
    """
    rules = catalogue.coded_of(category.id)
    words = {each.key: each.values for each in catalogue.variants_of(category.id)}
    for key in {key for rule in rules for key in conditions_of(rule.when)} - variants.keys():
        coded = {word for rule in rules for word in conditions_of(rule.when).get(key, "").split("|")}
        if not set(words.get(key, ())) <= coded:
            return category.codes
    found = [code for rule in rules if _may(rule, variants) for code in rule.codes]
    return tuple(dict.fromkeys(found)) or category.codes


def _may(rule: CodeRule, variants: Mapping[str, str]) -> bool:
    wanted = conditions_of(rule.when)
    return all(key not in variants or variants[key] in word.split("|") for key, word in wanted.items())


def clashes(
    catalogue: Catalogue, category: Category, given: Mapping[str, str], codes: Sequence[str]
) -> tuple[Text, ...]:
    """Say what does not go together: a stated variant with a stated code, or with what the category settles itself.

    Args:
        catalogue: all categories.
        category: that of the product.
        given: the variants a person stated.
        codes: the codes a person or a study stated.
    """
    found: list[Text] = []
    implied = conditions_of(category.implies)
    for key, word in given.items():
        if key in implied and word != implied[key]:
            found.append(
                Text(
                    f"“{category.name.zh}”本身是 {key}={implied[key]}；这里按给出的 {key}={word} 回答。",
                    f"{category.name.en} is {key}={implied[key]} by itself; answered for {key}={word} as stated.",
                )
            )
    wanted = codes_for(catalogue, category, {**implied, **given})
    keys = {key for rule in catalogue.coded_of(category.id) for key in conditions_of(rule.when)}
    said = " ".join(f"{key}={word}" for key, word in given.items() if key in keys)
    for code in codes:
        if wanted and not any(code.startswith(each) or each.startswith(code) for each in wanted):
            name = Text(said or category.name.zh, said or category.name.en)
            found.append(
                Text(
                    f"编码 {code} 与 {name.zh} 不符：它归 {'、'.join(wanted)}。按给出的编码回答，请核对。",
                    f"code {code} does not go with {name.en}, which belongs to {', '.join(wanted)}. "
                    "Answered by the code as stated; check which is right.",
                )
            )
    return tuple(found)


def idle(catalogue: Catalogue, purpose: MarketPurpose, case: Case) -> tuple[str, ...]:
    """Return the variants a person stated that no line on file for this product looks at, nor its code turns on."""
    lines = [rule for rule in purpose.rules if _speaks_of(rule, case)]
    used = {key for rule in lines for key in conditions_of(rule.when)}
    if not case.code_stated and any(rule.table or rule.codes for rule in lines):
        used |= {key for rule in catalogue.coded_of(case.product) for key in conditions_of(rule.when)}
    return tuple(key for key in case.given if key not in used)


def idle_text(keys: Sequence[str], catalogue: Catalogue, product: str) -> Text:
    """Say that variants make no difference."""
    names = {each.key: each.name for each in catalogue.variants_of(product)}
    zh = "、".join(f"{names[key].zh}（{key}）" if key in names else key for key in keys)
    en = ", ".join(f"{names[key].en} ({key})" if key in names else key for key in keys)
    return Text(
        f"{zh}在这里没有区别：在档的规定都不看它。", f"makes no difference here, as no line on file looks at it: {en}."
    )


def _speaks_of(rule: ScopeRule, case: Case) -> bool:
    return bool(rule.codes) or not rule.products or bool(set(rule.products) & set(case.products))
