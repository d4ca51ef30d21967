"""What bridges are told beforehand: orders without meaning, the four groups, the fixed sequence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.assessment.orders import Orders, acyclic, fixed_order
from carnet.errors import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.assessment.plan import Plan

READING = "reading"  # the player for open values that the two sides read at different ends
# Credits that are settled at the end of life: without that stage a benefit has no process it comes from.
_NEEDS_END_OF_LIFE = frozenset({"circular_footprint_formula", "net_scrap_credit", "closed_loop"})


@dataclass(frozen=True, slots=True)
class Group:
    """A line of the short bridge and the dimensions it holds."""

    id: str
    name: Text
    members: tuple[str, ...]


GROUPS = (
    Group("scope", Text("单位与范围", "unit and scope"), ("D1", "D2", "D3")),
    Group("characterisation", Text("气体特征化", "characterisation"), ("D4", "D5")),
    Group("modelling", Text("分配与再生建模", "modelling"), ("D6", "D7")),
    Group("supply", Text("供应数据", "supply data"), ("D8", "D9")),
    Group(READING, Text("未定值的读数", "reading of open values"), (READING,)),
)

# Boundary first, then which data, then how they are modelled, then how gases are weighed; the rest at the end.
SEQUENCE = ("D2", "D3", "D9", "D6", "D7", "D8", "D4", "D5", "D1", READING)


@dataclass(frozen=True, slots=True)
class Precedence:
    """Two dimensions of which some combinations have no meaning.

    `meaningless(x, y)`: whether dimension `one` of plan x cannot stand beside dimension `other` of plan y.
    """

    id: str
    one: str
    other: str
    meaningless: Callable[[Plan, Plan], bool]
    why: Text


def _credit_without_end_of_life(bounds: Plan, recycles: Plan) -> bool:
    return "end_of_life" not in bounds.tags("D2.stages") and recycles.text("D7.end_of_life") in _NEEDS_END_OF_LIFE


PRECEDENCES = (
    Precedence(
        "credit_needs_end_of_life",
        "D2",
        "D7",
        _credit_without_end_of_life,
        Text(
            "再生方法在生命末期结算，边界却不含生命末期：这样的组合没有意义",
            "a recycling method that is settled at the end of life has no meaning while the boundary leaves the end "
            "of life out",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Constraint:
    """`before` is switched before `after`. Not `applied` where conditions contradict each other."""

    rule: Precedence
    before: str
    after: str
    applied: bool = True


def constraints_between(one: Plan, two: Plan, players: Sequence[str]) -> tuple[Constraint, ...]:
    """The orders that a bridge from `one` to `two` must keep; on the way back each is turned round.

    A regime that itself holds such a combination gives it a meaning, and the rule then says nothing.
    """
    found = []
    for rule in PRECEDENCES:
        if not {rule.one, rule.other} <= set(players):
            continue
        if rule.meaningless(one, one) or rule.meaningless(two, two):
            continue
        if rule.meaningless(one, two):  # `other` switched first
            found.append(Constraint(rule, rule.one, rule.other))
        if rule.meaningless(two, one):  # `one` switched first
            found.append(Constraint(rule, rule.other, rule.one))
    if acyclic(_before(found, players)):
        return tuple(found)
    return tuple(Constraint(c.rule, c.before, c.after, applied=False) for c in found)


def _before(found: Sequence[Constraint], players: Sequence[str]) -> list[int]:
    before = [0] * len(players)
    for constraint in found:
        if constraint.applied:
            before[players.index(constraint.after)] |= 1 << players.index(constraint.before)
    return before


def permitted(found: Sequence[Constraint], players: Sequence[str]) -> Orders:
    """All orders that keep the constraints."""
    return Orders(len(players), _tidy(_before(found, players)))


def grouped(found: Sequence[Constraint], players: Sequence[str]) -> Orders | None:
    """The permitted orders in which the members of a group follow each other; None where there is none."""
    before = _before(found, players)
    blocks = [sum(1 << players.index(m) for m in group.members if m in players) for group in GROUPS]
    between = [0] * len(blocks)
    for index, needed in enumerate(before):
        (own,) = [b for b, block in enumerate(blocks) if block >> index & 1]
        between[own] |= sum(1 << b for b, block in enumerate(blocks) if block & needed and b != own)
    if not acyclic(between):
        return None
    return Orders(len(players), _tidy(before), tuple(b for b in blocks if b & (b - 1)))


def in_sequence(found: Sequence[Constraint], players: Sequence[str]) -> tuple[str, ...]:
    """The players in the fixed sequence; one that must wait for another takes its place behind it."""
    before = _before(found, players)
    waiting = sorted(players, key=lambda p: (SEQUENCE.index(p) if p in SEQUENCE else len(SEQUENCE), p))
    order: list[str] = []
    done = 0
    while waiting:
        player = next(p for p in waiting if not before[players.index(p)] & ~done)
        waiting.remove(player)
        order.append(player)
        done |= 1 << players.index(player)
    return tuple(order)


def one_order(order: Sequence[str], players: Sequence[str]) -> Orders:
    """The family of one order."""
    return fixed_order(tuple(players.index(p) for p in order))


def _tidy(before: list[int]) -> tuple[int, ...]:
    return tuple(before) if any(before) else ()
