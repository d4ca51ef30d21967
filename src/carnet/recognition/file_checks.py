"""What must hold in a user's file beyond its form: ids that exist, days in order, nothing left empty.

One checker for markets, arrangements, cases and documents. What the form has told already is not told again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from carnet.errors import Place, Problem, Text, problem
from carnet.recognition.bodies import GROUPS
from carnet.recognition.known import Known, like
from carnet.recognition.load import Loose
from carnet.recognition.model import Citation, Party, Requirement, Scope

_DAYS = re.compile(r"\d{1,5}(\.\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Checker:
    """Collects what is wrong in one file. Without `known` no id is looked up."""

    place: Callable[[str], Place]
    blank: frozenset[str]
    known: Known | None = None
    problems: list[Problem] = field(default_factory=list)

    def tell(
        self, code: str, pointer: str, value: str = "", candidates: tuple[str, ...] = (), **params: object
    ) -> None:
        """Note a problem, unless the form has told already that this is missing or wrong."""
        if not any(pointer == each or pointer.startswith(f"{each}/") for each in self.blank):
            self.problems.append(problem(code, self.place(pointer), value, candidates, "error", **params))

    def not_empty(self, pointer: str, value: str | Text) -> None:
        """A name, id or source must say something."""
        if not (value.en if isinstance(value, Text) else value).strip():
            self.tell("REC-100", pointer, field=named(pointer))

    def among(self, code: str, pointer: str, value: str, every: Collection[str]) -> None:
        """An id must be one of those on file; an empty one says nothing."""
        if value and value not in every:
            self.tell(code, pointer, value, like(value, every), field=named(pointer))

    def product(self, pointer: str, value: str) -> None:
        """A product of the catalogue, or a customs code."""
        if self.known is not None and value and not self.known.product(value):
            self.tell("REC-093", pointer, value, like(value, self.known.products), field=named(pointer))

    def place_code(self, pointer: str, value: str) -> None:
        """A code of a place."""
        if self.known is not None and value and not self.known.place(value):
            self.tell("REC-094", pointer, value, self.known.places_like(value), field=named(pointer))

    def market(self, pointer: str, value: str) -> None:
        """A market: one on file, or a country of which nothing is on file."""
        if self.known is not None and value:
            self.among("REC-095", pointer, value, (*self.known.markets, *self.known.countries))

    def regime(self, pointer: str, value: str) -> None:
        """A regime on file."""
        if self.known is not None and value and not self.known.regime(value):
            self.tell("REC-058", pointer, value, like(value, self.known.regimes))

    def condition(self, pointer: str, value: str) -> None:
        """A condition on a variant of some product."""
        if self.known is not None and not self.known.condition(value):
            self.tell("REC-097", pointer, value, self.known.conditions_like(value))

    def check(self, pointer: str, value: str) -> None:
        """A named check of readiness."""
        if self.known is not None and value and value.partition(":")[0] not in self.known.checks:
            self.tell("REC-096", pointer, value, like(value, self.known.checks), field=named(pointer))

    def days(self, pointer: str, value: str) -> None:
        """A number of days that is not negative."""
        if value and not _DAYS.fullmatch(value):
            self.tell("REC-098", pointer, value)

    def order(self, pointer: str, value: str, before: str) -> None:
        """A day must not come before another; one not stated is not compared."""
        if value and before and value < before:
            self.tell("REC-101", pointer, value, field=named(pointer), before=before)

    def read(self, pointer: str, cite: Citation) -> None:
        """What is called read must say where."""
        if cite.status == "read" and cite.source and not cite.locator.strip():
            self.tell("REC-109", pointer, cite.source)

    def party(self, pointer: str, body: Party, *, one: bool = True) -> None:
        """A party has a name; `one`: it must be one body, no class. Its states are codes."""
        self.not_empty(f"{pointer}/name", body.name)
        if one and body.any:
            self.tell("REC-108", f"{pointer}/any", field=named(pointer))
        for code in (*body.states, *((body.country,) if body.country else ())):
            if self.known is not None and code.upper() not in GROUPS:
                if code.upper() not in self.known.countries:
                    self.tell("REC-094", f"{pointer}/states", code, self.known.places_like(code), field=named(pointer))
            elif one and code in body.states and code.upper() in GROUPS:
                self.tell("REC-094", f"{pointer}/states", code, ("DE", "FR"), field=named(pointer))

    def scope(self, pointer: str, scope: Scope) -> None:
        """The scope of an arrangement."""
        for at, product in enumerate(scope.products):
            here = f"{pointer}/products/{at}"
            if not product.codes:
                self.not_empty(f"{here}/id", product.id)
                self.product(f"{here}/id", product.id)
            for each in (*product.variants, *product.unless):
                self.condition(here, each)
        for at, territory in enumerate(scope.production):
            for each in territory.places:
                self.place_code(f"{pointer}/production/{at}/places", each)
        for each in scope.markets:
            if each != "*":
                self.market(f"{pointer}/markets", each)
        self.order(f"{pointer}/window_to", scope.window_to, scope.window_from)

    def requirement(self, pointer: str, asked: Requirement) -> None:
        """An item of a checklist, an extra requirement or a piece of evidence."""
        self.not_empty(f"{pointer}/id", asked.id)
        self.not_empty(f"{pointer}/what", asked.what)
        self.days(f"{pointer}/days", asked.days)
        self.check(f"{pointer}/check", asked.check)


def checker(loose: Loose[object], known: Known | None) -> Checker:
    """A checker for a file that was read."""
    return Checker(loose.place, loose.blank, known)


def named(pointer: str) -> str:
    """The name of a field as it stands in the file."""
    return next((part for part in reversed(pointer.split("/")) if not part.isdigit()), "")
