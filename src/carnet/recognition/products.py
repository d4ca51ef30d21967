"""Product categories: what a person may call them, their codes, and the variants on which a scope may turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carnet.errors import Text, problem
from carnet.errors.model import Place
from carnet.errors.nearest import nearest
from carnet.recognition.load import read_loose
from carnet.recognition.model import NO_TEXT, Citation

if TYPE_CHECKING:
    from carnet.errors import Problem

_CODE_DIGITS = (4, 10)


NOWHERE = Citation("")


@dataclass(frozen=True, slots=True)
class Variant:
    """A property of a product on which some scope turns, and the words it may have.

    `steps`: (word, limit) pairs such as ``2=over_2_kwh`` are not needed: a person picks the word.
    """

    key: str
    name: Text
    values: tuple[str, ...]
    names: tuple[Text, ...] = ()


# What may be stated of any product: no property of it, but of the paper or sign that goes with it.
OF_ANY: tuple[Variant, ...] = (
    Variant(
        "audience",
        Text("给谁看", "who it is shown to"),
        ("consumer", "business"),
        (Text("消费者", "consumers"), Text("只给企业", "businesses alone")),
    ),
)


@dataclass(frozen=True, slots=True)
class CodeRule:
    """Codes (prefixes, digits only) of a category where its variants are so; `status`: our status word for them."""

    when: tuple[str, ...]
    codes: tuple[str, ...]
    status: str = "recalled"


@dataclass(frozen=True, slots=True)
class Category:
    """A category of products: aliases a person may type, flow ids of studies, code prefixes (digits only).

    `codes_status`: our status word for the codes. `implies`: variants that the category settles by itself, key=value.
    `coded`: codes by variant, where they turn on one (`carnet.recognition.variants`). `seen_in`: where the category
    comes from.
    """

    id: str
    name: Text
    codes: tuple[str, ...]
    codes_status: str
    aliases: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    implies: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    coded: tuple[CodeRule, ...] = ()
    seen_in: Citation = NOWHERE
    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All categories by id."""

    by_id: Mapping[str, Category] = field(default_factory=dict)

    def find(self, text: str) -> Category | None:
        """Return the category with this id, alias or name, whatever its case; never the nearest one."""
        wanted = _key(text)
        for category in self.by_id.values():
            words = (category.id, category.name.zh, category.name.en, *category.aliases)
            if wanted in {_key(word) for word in words}:
                return category
        return None

    def candidates(self, text: str) -> tuple[str, ...]:
        """Return ids a text may have meant: by look, or because a name holds it."""
        wanted = _key(text)
        held = [
            c.id
            for c in self.by_id.values()
            if any(wanted and wanted in _key(word) for word in (c.id, c.name.zh, c.name.en, *c.aliases))
        ]
        return tuple(dict.fromkeys((*held, *nearest(text, self.by_id, 5))))[:8] or tuple(self.by_id)

    def of_flow(self, flow: str) -> Category | None:
        """Return the category a study's product flow belongs to."""
        return next((c for c in self.by_id.values() if flow in c.flows), None)

    def around(self, product: str) -> tuple[str, ...]:
        """Return a category and every wider one it lies within, nearest first."""
        found: list[str] = []
        todo = [product]
        while todo:
            here = todo.pop(0)
            if here in found:
                continue
            found.append(here)
            if here in self.by_id:
                todo += self.by_id[here].within
        return tuple(found)

    def variants_of(self, product: str) -> tuple[Variant, ...]:
        """Return what may be stated of a category: its variants, those of every wider one, and those of any product."""
        found: dict[str, Variant] = {}
        for each in self.around(product):
            for variant in self.by_id[each].variants if each in self.by_id else ():
                found.setdefault(variant.key, variant)
        return tuple(({each.key: each for each in OF_ANY} | found).values())

    def coded_of(self, product: str) -> tuple[CodeRule, ...]:
        """Return the codes by variant of a category, else of the nearest wider one that has some."""
        rows = (self.by_id[each].coded for each in self.around(product) if each in self.by_id)
        return next((row for row in rows if row), ())


def _key(text: str) -> str:
    return "".join(ch for ch in text.casefold() if ch.isalnum())


def parse_products(files: Sequence[tuple[str, str]]) -> tuple[Catalogue, tuple[Problem, ...]]:
    """Read one category per file; every problem with its line (DAT-00x, REC-050 … REC-053)."""
    found: dict[str, Category] = {}
    names: dict[str, str] = {}
    problems: list[Problem] = []
    for name, text in files:
        loose = read_loose(Category, name, text)
        problems += loose.problems
        if not loose.rows:
            continue
        category, place = loose.rows[0][1], Place(file=name)
        if category.id in found:
            problems.append(problem("REC-050", place, category.id))
        for code in (*category.codes, *(code for rule in category.coded for code in rule.codes)):
            if not (code.isascii() and code.isdigit() and _CODE_DIGITS[0] <= len(code) <= _CODE_DIGITS[1]):
                problems.append(problem("REC-051", place, code))
        for variant in category.variants:
            if variant.names and len(variant.names) != len(variant.values):
                problems.append(problem("REC-052", place, variant.key))
        if category.id:
            found[category.id], names[category.id] = category, name
    for category in found.values():
        problems += [
            problem("REC-053", Place(file=names[category.id]), outer, tuple(found))
            for outer in category.within
            if outer not in found
        ]
    return Catalogue(found), tuple(problems)


def variants_of(category: Category | None) -> tuple[Variant, ...]:
    """Return what may be stated of a product: the variants of its category, then those of any product."""
    own = category.variants if category else ()
    return (*own, *(each for each in OF_ANY if each.key not in {one.key for one in own}))


def conditions_of(pairs: Sequence[str]) -> dict[str, str]:
    """Read key=value texts as a mapping."""
    return {key.strip(): value.strip() for key, _, value in (pair.partition("=") for pair in pairs)}
