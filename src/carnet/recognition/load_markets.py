"""Markets: one TOML each; they nest. What the law of an outer market says holds inside it, never the other way."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from carnet.errors import Problem, Text, problem
from carnet.errors.model import Place
from carnet.recognition.load import read_one
from carnet.recognition.model import Market, MarketPurpose

_ID = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one market asks for one purpose, and whose rule it is where it comes from a market around it."""

    market: str
    purpose: MarketPurpose


@dataclass(frozen=True, slots=True)
class Markets:
    """All markets on file by id."""

    by_id: Mapping[str, Market] = field(default_factory=dict)

    def known(self, market: str) -> bool:
        """Tell whether a file speaks of the market: its own, or one that lists it as a member."""
        return market in self.by_id or any(market in each.members for each in self.by_id.values())

    def around(self, market: str) -> tuple[str, ...]:
        """Return the market and those it lies within, nearest first."""
        found: list[str] = []
        todo = [market]
        while todo:
            here = todo.pop(0)
            if here in found:
                continue
            found.append(here)
            if here in self.by_id:
                todo += self.by_id[here].within
            todo += [each.id for each in self.by_id.values() if here in each.members]
        return tuple(found)

    def entries(self, market: str, purpose: str) -> tuple[Entry, ...]:
        """Return what holds in a market for a purpose: the law of every market around it, else the nearest entry.

        The market's own entry stands first. A voluntary or contractual entry of an outer market holds only where no
        nearer one stands.
        """
        found: list[Entry] = []
        for here in self.around(market):
            own = [each for each in self.by_id[here].purposes if each.purpose == purpose] if here in self.by_id else []
            found += [Entry(here, each) for each in own if each.kind == "legal" or not found]
        return tuple(found)

    def purposes(self, market: str) -> tuple[str, ...]:
        """Return the purposes on which anything is on file for a market, its own first."""
        outer = [self.by_id[here] for here in self.around(market) if here in self.by_id]
        return tuple(dict.fromkeys(each.purpose for one in outer for each in one.purposes))


def parse_markets(
    files: Sequence[tuple[str, str]], regimes: Collection[str], tables: Collection[str] = ()
) -> tuple[Markets, tuple[Problem, ...]]:
    """Read one market per file; a later file of the same id stands in for the earlier.

    Args:
        files: (name, text), the user's own behind the shipped ones.
        regimes: ids of regimes that exist.
        tables: names of published lists of codes that a rule may point to.
    """
    found: dict[str, tuple[str, Market]] = {}
    problems: list[Problem] = []
    for name, text in files:
        market, wrong = read_one(Market, name, text)
        problems += wrong
        if market is not None:
            problems += _look_at(market, name, regimes, tables)
            found[market.id] = (name, market)
    for name, market in found.values():
        problems += [
            problem("REC-055", Place(file=name), outer, tuple(found)) for outer in market.within if outer not in found
        ]
    markets = Markets({key: market for key, (_, market) in found.items()})
    for name, market in found.values():
        if any(market.id in markets.around(outer) for outer in market.within):
            problems.append(problem("REC-056", Place(file=name), market.id))
    return markets, tuple(problems)


def _look_at(market: Market, name: str, regimes: Collection[str], tables: Collection[str]) -> list[Problem]:
    """Look at one market: id, regimes, citations, and every line of a scope."""
    place = Place(file=name)
    problems: list[Problem] = []
    if not _ID.fullmatch(market.id):
        problems.append(problem("REC-054", place, market.id))
    seen: set[str] = set()
    for each in market.purposes:
        if each.purpose in seen:
            problems.append(problem("REC-057", place, each.purpose))
        seen.add(each.purpose)
        problems += [problem("REC-058", place, r, tuple(regimes)) for r in each.regimes if r not in regimes]
        for what, citation in (
            *((f"{each.purpose}/{rule.id}", rule.citation) for rule in each.rules),
            *((f"{each.purpose}/{one.dimension}", one.citation) for one in each.demands),
            *((f"{each.purpose}/{one.id}", one.citation) for one in each.checklist),
        ):
            if not citation.source:
                problems.append(problem("REC-059", place, what))
        problems += [
            problem("REC-060", place, r.table, tuple(tables)) for r in each.rules if r.table and r.table not in tables
        ]
        ids = [item.id for item in each.checklist]
        problems += [problem("REC-061", place, i) for i in dict.fromkeys(ids) if ids.count(i) > 1]
    return problems


UNKNOWN_MARKET = Text(
    "档案中没有这个市场的规定。这不是“可接受”，也不是“不接受”：没有人查过。",
    "no rule of this market is on file. That is neither accepted nor refused: nobody has looked.",
)
