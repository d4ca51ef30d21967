"""Markets: one TOML each; they nest. What the law of an outer market says holds inside it, never the other way."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from carnet.errors import Problem, Text, problem
from carnet.errors.model import Place
from carnet.errors.nearest import nearest
from carnet.recognition.known import Known, with_codes
from carnet.recognition.load import read_loose
from carnet.recognition.load_policy import looks_like_item
from carnet.recognition.market_checks import market_problems
from carnet.recognition.model import Market, MarketPurpose
from carnet.recognition.standing import NO_ITEM, carrier


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
    files: Sequence[tuple[str, str]],
    regimes: Collection[str],
    tables: Collection[str] = (),
    items: Collection[str] | None = None,
    known: Known | None = None,
) -> tuple[Markets, tuple[Problem, ...]]:
    """Read one market per file; a later file of the same id stands in for the earlier.

    Args:
        files: (name, text), the user's own behind the shipped ones.
        regimes: ids of regimes that exist.
        tables: names of published lists of codes that a rule may point to.
        items: ids of policy items on file, shipped and own; None: not looked at.
        known: ids of products, places, variants and checks; None: not looked at.
    """
    found: dict[str, tuple[str, Market]] = {}
    problems: list[Problem] = []
    for name, text in files:
        loose = read_loose(Market, name, text)
        loose = with_codes(loose, known) if known is not None else loose
        problems += loose.problems
        problems += market_problems(loose, regimes, tables, known)
        for _, market in loose.rows:
            problems += _look_at_items(market, name, loose.lines, items) if items is not None else []
            if market.id:
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


def _look_at_items(market: Market, name: str, lines: Mapping[str, int], items: Collection[str]) -> list[Problem]:
    """Look at the policy items a market names: each must be on file, and so must a trigger that looks like one."""
    named: list[tuple[str, str, bool]] = []
    for number, purpose in enumerate(market.purposes):
        here = f"/purposes/{number}"
        named += [(each, f"{here}/items", True) for each in purpose.items]
        named += [(each, f"{here}/from_day", False) for each in purpose.from_day.triggers]
        for at, rule in enumerate(purpose.rules):
            named += [(rule.item, f"{here}/rules/{at}/item", True)] if rule.item not in {"", NO_ITEM} else []
            named += [(each, f"{here}/rules/{at}/applies", False) for each in rule.applies.triggers]
    wrong = [(each, pointer) for each, pointer, sure in named if each not in items and (sure or looks_like_item(each))]
    return [
        problem("REC-074", Place(file=name, cell=_line(lines, pointer)), each, nearest(each, items) or tuple(items))
        for each, pointer in wrong
    ]


def _line(lines: Mapping[str, int], pointer: str) -> str:
    """The line of a pointer, or of the nearest thing around it."""
    while pointer and pointer not in lines:
        pointer = pointer.rpartition("/")[0]
    return str(lines[pointer]) if pointer else ""


def resting_on(markets: Markets, item: str) -> tuple[tuple[str, MarketPurpose, tuple[str, ...]], ...]:
    """Return what rests on an item: (market, purpose, ids of the lines that it carries or that wait for it).

    A line with no item of its own is carried by the first item of its purpose.
    """
    found = []
    for market in markets.by_id.values():
        for purpose in market.purposes:
            lines = tuple(rule.id for rule in purpose.rules if item in {carrier(purpose, rule), *rule.applies.triggers})
            if lines or item in purpose.items or item in purpose.from_day.triggers:
                found.append((market.id, purpose, lines))
    return tuple(found)


UNKNOWN_MARKET = Text(
    "档案中没有这个市场的规定。这不是“可接受”，也不是“不接受”：没有人查过。",
    "no rule of this market is on file. That is neither accepted nor refused: nobody has looked.",
)
