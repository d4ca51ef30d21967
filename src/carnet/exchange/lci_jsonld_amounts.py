"""Amounts of an openLCA package: parameters of a scope, formulas beside stored amounts, stated uncertainties."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.exchange import lci_spreads as spreads
from carnet.exchange.lci_formulas import NAME, NAME_UNKNOWN, Formula, FormulaError, evaluate, parse
from carnet.exchange.lci_parameters import solve
from carnet.inventory.lci import NO_SPREAD, Spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.exchange.lci_fields import Fields, Tree

EVALUATE, STORED = "evaluate", "stored"
NEAR = 1e-9
"""A formula agrees with the amount stored beside it when they differ by no more, relative to the larger one."""

_WHY = {
    "syntax": ("无法解析：{detail}", "cannot be parsed at {detail}"),
    "name": ("参数“{detail}”不存在或没有值", "the parameter “{detail}” does not exist or has no value"),
    "function": ("没有函数“{detail}”", "there is no function “{detail}”"),
    "random": ("“{detail}”每次取值不同", "“{detail}” differs at every reading"),
    "type": ("真假值与数字混用：{detail}", "truth values and numbers are mixed: {detail}"),
    "result": ("结果为 {detail}", "its value is {detail}"),
}
_NORMAL, _LOGNORMAL = "NORMAL_DISTRIBUTION", "LOG_NORMAL_DISTRIBUTION"
_TRIANGLE, _UNIFORM = "TRIANGLE_DISTRIBUTION", "UNIFORM_DISTRIBUTION"
_NONE = frozenset({"", "NO_DISTRIBUTION", "NONE", "UNDEFINED"})
_LONGEST = 12  # names of a cycle shown in full
_KNOWN = (_LOGNORMAL, _NORMAL, _TRIANGLE, _UNIFORM)


@dataclass(frozen=True, slots=True)
class Scope:
    """The values formulas of a scope may use; `names` keeps the spelling of the file. `idle` have no value."""

    values: Mapping[str, float]
    names: Mapping[str, str]
    idle: frozenset[str] = frozenset()


NO_SCOPE = Scope({}, {})


def _agree(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=NEAR)


def _formula(text: str, fields: Fields, where: str) -> Formula | None:
    try:
        return parse(text)
    except FormulaError as error:
        _refused(text, error, fields, where)
        return None


def _refused(text: str, error: FormulaError, fields: Fields, where: str) -> None:
    zh, en = _WHY[error.kind]
    detail = {"detail": error.detail}
    fields.findings.add("LCI-064", fields.at(where), text, why_zh=zh.format_map(detail), why_en=en.format_map(detail))


def scope_of(rows: list[tuple[str, Fields, Tree]], outer: Scope, formulas: str) -> Scope:
    """Evaluate the parameters of a scope.

    Args:
        rows: place, field reader and content of each parameter.
        outer: the global scope, or `NO_SCOPE`.
        formulas: `EVALUATE`, or `STORED` to take the stored value of dependent parameters.
    """
    found: dict[str, _Parameter] = {}
    for where, fields, tree in rows:
        name = fields.text(tree, "name", where, required=True).strip()
        key = name.lower()
        if key in found:
            fields.findings.add("LCI-066", fields.at(where), name, other=found[key].name)
        elif name:
            found[key] = _parameter(name, where, fields, tree, formulas)
    solved = solve({key: each.given for key, each in found.items() if each.given is not None}, outer.values)
    for cycle in solved.cycles:
        first = found[cycle[0]]
        listed = [found[each].name for each in cycle]
        listed = listed if len(listed) <= _LONGEST else [*listed[:6], "…", *listed[-5:]]
        first.fields.findings.add("LCI-065", first.fields.at(first.where), first.name, cycle=" → ".join(listed))
    for key, error in solved.failed.items():
        each = found[key]
        if not (error.kind == NAME_UNKNOWN and error.detail in solved.idle):
            _refused(each.text, error, each.fields, each.where)
    for key, each in found.items():
        if isinstance(each.given, Formula) and each.stored is not None and key in solved.values:
            compare(solved.values[key], each.stored, each.fields, each.where, "parameters")
    without = frozenset(key for key in found if key not in solved.values)
    return Scope(solved.values, {key: each.name for key, each in found.items()}, solved.idle | without)


@dataclass(frozen=True, slots=True)
class _Parameter:
    """A parameter as stated: `given` is its number or formula, None when it has neither that can be used."""

    name: str
    where: str
    fields: Fields
    given: float | Formula | None
    text: str
    stored: float | None


def _parameter(name: str, where: str, fields: Fields, tree: Tree, formulas: str) -> _Parameter:
    if NAME.fullmatch(name) is None:
        fields.findings.warn("LCI-063", fields.at(where), name, field="name", known="A-Z a-z 0-9 _ $")
    value = fields.number(tree, "value", where)
    text = fields.text(tree, "formula", where).strip()
    # An input parameter keeps its value even when a formula is left beside it.
    is_input = fields.flag(tree, where, "isInputParameter", "inputParameter")
    if fields.mapping(tree, "uncertainty", where).get("distributionType") in _KNOWN:
        fields.findings.warn("LCI-073", fields.at(where), name)
    given: float | Formula | None = value
    if text and not is_input and formulas == EVALUATE:
        given = _formula(text, fields, where)
    elif value is None and tree.get("value") is None:
        fields.findings.add("LCI-056", fields.at(where), field="value")
    return _Parameter(name, where, fields, given, text, value)


def compare(value: float, stored: float, fields: Fields, where: str, what: str) -> bool:
    """Count whether a formula agrees with what is stored beside it; tell when it does not."""
    if _agree(value, stored):
        fields.findings.facts[f"formulas_{what}_agree"] += 1
        return True
    fields.findings.facts[f"formulas_{what}_differ"] += 1
    fields.findings.warn("LCI-067", fields.at(where), repr(stored), evaluated=repr(value), stored=repr(stored))
    return False


def amount_of(
    tree: Tree, keys: tuple[str, str], where: str, *, fields: Fields, scope: Scope, formulas: str, what: str
) -> tuple[float, str]:
    """Return an amount and its formula: the evaluated one where they differ, as openLCA calculates."""
    stored = fields.number(tree, keys[0], where)
    text = fields.text(tree, keys[1], where).strip()
    if not text or formulas == STORED:
        if stored is None and tree.get(keys[0]) is None:
            fields.findings.add("LCI-056", fields.at(where), field=keys[0])
        return stored or 0.0, text
    fields.findings.facts[f"formulas_{what}"] += 1
    parsed = _formula(text, fields, f"{where}/{keys[1]}")
    value: float | None = None
    try:
        value = evaluate(parsed, scope.values) if parsed else None
    except FormulaError as error:
        # A parameter without a value has been told of once, where it stands.
        if not (error.kind == NAME_UNKNOWN and error.detail in scope.idle):
            _refused(text, error, fields, f"{where}/{keys[1]}")
    if value is None:
        return stored or 0.0, text
    return (stored, text) if stored is not None and compare(value, stored, fields, where, what) else (value, text)


def spread_of(tree: Tree, amount: float, fields: Fields, where: str) -> Spread:
    """Return the spread of an exchange: as stated, else by its pedigree (openLCA 1), else none."""
    stated = fields.mapping(tree, "uncertainty", where)
    if not stated:
        return _of_pedigree(tree, amount, fields, where) if tree.get("uncertainty") is None else NO_SPREAD
    findings = fields.findings
    where = f"{where}/uncertainty"
    kind = fields.text(stated, "distributionType", where)
    if kind not in _KNOWN:
        if kind not in _NONE:
            findings.warn("LCI-063", fields.at(where), kind, field="distributionType", known=", ".join(_KNOWN))
        return NO_SPREAD
    try:
        spread = _stated(kind, stated, amount, fields, where)
    except spreads.SpreadError as error:
        findings.facts["spreads_unusable"] += 1
        findings.warn("LCI-068", fields.at(where), kind, why_zh=error.zh, why_en=error.en)
        return NO_SPREAD
    findings.facts[f"spreads_{spread.kind}" if spread.kind != "none" else "spreads_zero"] += 1
    return spread


def _of_pedigree(tree: Tree, amount: float, fields: Fields, where: str) -> Spread:
    scores = spreads.pedigree_in(fields.text(tree, "pedigreeUncertainty", where))
    if not scores:
        return NO_SPREAD
    base = fields.number(tree, "baseUncertainty", where)
    spread = spreads.from_pedigree(amount, scores, 1.0 if base is None else base)
    fields.findings.facts["spreads_pedigree" if spread.kind != "none" else "spreads_zero"] += 1
    return spread


def _stated(kind: str, tree: Tree, amount: float, fields: Fields, where: str) -> Spread:
    def number(key: str) -> float:
        value = fields.number(tree, key, where)
        if value is None:
            raise spreads.SpreadError(spreads.missing(key))
        return value

    if kind == _LOGNORMAL:
        geometric = number("geomSd")
        if geometric < 1:
            raise spreads.SpreadError(spreads.GSD_BELOW_ONE)
        return spreads.lognormal(amount, fields.number(tree, "geomMean", where), math.log(geometric))
    if kind == _NORMAL:
        return spreads.normal(amount, fields.number(tree, "mean", where), number("sd"))
    low, high = number("minimum"), number("maximum")
    if kind == _UNIFORM:
        return spreads.uniform(low, high)
    mode = fields.number(tree, "mode", where)
    return spreads.triangular(low, amount if mode is None else mode, high)
