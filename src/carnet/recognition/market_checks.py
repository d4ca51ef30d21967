"""What must hold in a market's or a product's file beyond its form: ids that exist, lines told apart, nothing empty."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import cast

from carnet.errors import Problem
from carnet.recognition.bodies import ROLES, role_of
from carnet.recognition.file_checks import Checker, checker
from carnet.recognition.known import Known, like
from carnet.recognition.load import Loose, read_loose
from carnet.recognition.model import Citation, DateRule, Market, MarketPurpose, ScopeRule
from carnet.recognition.products import Category
from carnet.recognition.schedule import rings

_ID = re.compile(r"[A-Z]{2}")


def market_problems(
    loose: Loose[Market], regimes: Collection[str], tables: Collection[str], known: Known | None
) -> list[Problem]:
    """Return what is wrong in a market's file, each with its line.

    REC-054 and REC-113 its id, REC-057 a purpose twice, REC-058 a regime, REC-059 no citation, REC-060 a table,
    REC-061, REC-090 and REC-091 of the checklist, REC-093 … REC-110 of everything else.
    """
    look = checker(cast("Loose[object]", loose), known)
    for at, market in loose.rows:
        if not _ID.fullmatch(market.id):
            look.tell("REC-054", f"{at}/id", market.id)
        elif (stem := _stem(loose.name)) != market.id:
            look.tell("REC-113", f"{at}/id", market.id, file=stem)
        look.not_empty(f"{at}/name", market.name)
        for each in market.members:
            look.market(f"{at}/members", each)
        for number, purpose in enumerate(market.purposes):
            here = f"{at}/purposes/{number}"
            if purpose.purpose and purpose.purpose in [each.purpose for each in market.purposes[:number]]:
                look.tell("REC-057", f"{here}/purpose", purpose.purpose)
            for each in purpose.regimes:
                if each not in regimes:
                    look.tell("REC-058", f"{here}/regimes", each, like(each, regimes))
            _purpose(look, here, purpose, tables)
            _order(look, f"{here}/checklist", purpose)
    return look.problems


def _stem(name: str) -> str:
    """The market a file is named for."""
    return name.replace("\\", "/").rpartition("/")[2].partition(".")[0].upper()


def _order(look: Checker, at: str, one: MarketPurpose) -> None:
    """The checklist: every item once, each after items that are there, in no circle."""
    ids = [item.id for item in one.checklist]
    for number, item in enumerate(one.checklist):
        if item.id and item.id in ids[:number]:
            look.tell("REC-061", f"{at}/{number}/id", item.id)
        for each in item.after:
            if each not in ids:
                look.tell("REC-090", f"{at}/{number}/after", each, tuple(ids))
    for ring in rings(one.checklist):
        look.tell("REC-091", at, " → ".join(ring))


def _cited(look: Checker, at: str, what: str, cite: Citation) -> None:
    """A line has a source, and says where in it, if it was read."""
    if not cite.source:
        look.tell("REC-059", f"{at}/citation", what)
    look.read(f"{at}/citation", cite)


def _purpose(look: Checker, at: str, one: MarketPurpose, tables: Collection[str]) -> None:
    look.read(f"{at}/citation", one.citation)
    if one.without_evidence.text.en:
        _cited(look, f"{at}/without_evidence", f"{one.purpose}/without_evidence", one.without_evidence.citation)
    for number, body in enumerate(one.decides):
        here = f"{at}/decides/{number}"
        look.party(here, body, one=False)
        look.among("REC-110", f"{here}/role", role_of(body), ROLES)
    _date(look, f"{at}/from_day", one.from_day)
    for number, rule in enumerate(one.rules):
        here = f"{at}/rules/{number}"
        if rule.id and rule.id in [each.id for each in one.rules[:number]]:
            look.tell("REC-099", f"{here}/id", rule.id)
        if rule.table and rule.table not in tables:
            look.tell("REC-060", f"{here}/table", rule.table, tuple(tables))
        _cited(look, here, f"{one.purpose}/{rule.id}", rule.citation)
        _rule(look, here, rule)
    for number, demand in enumerate(one.demands):
        here = f"{at}/demands/{number}"
        look.not_empty(f"{here}/why", demand.why)
        _cited(look, here, f"{one.purpose}/{demand.dimension}", demand.citation)
        look.check(f"{here}/check", demand.check)
    for number, asked in enumerate(one.checklist):
        here = f"{at}/checklist/{number}"
        look.requirement(here, asked)
        _cited(look, here, f"{one.purpose}/{asked.id}", asked.citation)


def _rule(look: Checker, here: str, rule: ScopeRule) -> None:
    look.not_empty(f"{here}/id", rule.id)
    look.not_empty(f"{here}/why", rule.why)
    _date(look, f"{here}/applies", rule.applies)
    for each in rule.products:
        look.product(f"{here}/products", each)
    for each in rule.production:
        look.place_code(f"{here}/production", each)
    for each in rule.when:
        look.condition(f"{here}/when", each)
    for each in rule.regimes:
        look.regime(f"{here}/regimes", each)


def _date(look: Checker, at: str, rule: DateRule) -> None:
    for each in rule.triggers:
        look.not_empty(f"{at}/triggers", each)
    look.read(f"{at}/citation", rule.citation)


def product_problems(files: Sequence[tuple[str, str]]) -> list[Problem]:
    """Return what is wrong in the files of products beside form and codes: empty names, words a variant has not."""
    problems: list[Problem] = []
    for name, text in files:
        loose = read_loose(Category, name, text)
        look = checker(cast("Loose[object]", loose), None)
        for at, category in loose.rows:
            _category(look, at, category)
        problems += look.problems
    return problems


def _category(look: Checker, at: str, category: Category) -> None:
    look.not_empty(f"{at}/id", category.id)
    look.not_empty(f"{at}/name", category.name)
    own = Known(variants={each.key: each.values for each in category.variants})
    for number, variant in enumerate(category.variants):
        here = f"{at}/variants/{number}"
        look.not_empty(f"{here}/key", variant.key)
        look.not_empty(f"{here}/name", variant.name)
        if not variant.values:
            look.tell("REC-100", f"{here}/values", field="values")
    for number, rule in enumerate(category.coded):
        for each in rule.when:
            if each.partition("=")[0] in own.variants and not own.condition(each):
                look.tell("REC-097", f"{at}/coded/{number}", each, own.conditions_like(each))
    for each in category.implies:
        key, equals, _ = each.partition("=")
        if not equals or (key in own.variants and not own.condition(each)):
            look.tell("REC-097", f"{at}/implies", each, own.conditions_like(each))
