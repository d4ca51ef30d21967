"""The orders in which the players of a game may be switched, and how often each step comes up in them.

A set of players is a mask: bit i stands for player i. A family of orders is described by which players must come
before each (a partial order), by blocks whose members follow each other without a stranger between them (groups of an
Owen value), or by one fixed order. Each step "player p joins the set S" gets the number of permitted orders it occurs
in, counted over the permitted sets alone, never order by order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from math import factorial

Shares = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Orders:
    """A family of orders of `count` players.

    `before[i]` is the mask of the players that must come before player i; empty: no condition. `blocks` are masks
    of players that stay together; empty: no condition.
    """

    count: int
    before: tuple[int, ...] = ()
    blocks: tuple[int, ...] = ()

    @property
    def free(self) -> bool:
        """Whether every order is permitted."""
        return not self.blocks and not any(self.before)

    def allows(self, mask: int, index: int) -> bool:
        """Whether player `index` may join the set `mask` next."""
        if mask >> index & 1 or (self.before and self.before[index] & ~mask):
            return False
        return all(not (block & mask and ~mask & block) or block >> index & 1 for block in self.blocks)


def fixed_order(order: tuple[int, ...]) -> Orders:
    """The family of one order only."""
    before = [0] * len(order)
    done = 0
    for index in order:
        before[index] = done
        done |= 1 << index
    return Orders(len(order), tuple(before))


@dataclass(frozen=True, slots=True)
class Steps:
    """All permitted steps with the number of orders each occurs in; `total` is the number of orders.

    Without any condition `counts` stays empty: it follows from the size of a set.
    """

    orders: Orders
    total: int
    counts: dict[tuple[int, int], int]
    sets: tuple[int, ...]
    known: dict[tuple[int, int], Shares] = field(default_factory=dict)

    def shares(self, present: int, absent: int) -> Shares:
        """Share out a part of a game that counts in the sets holding all of `present` and none of `absent`.

        Returns:
            (player, count of orders) in `total`ths: what the part adds when the last of `present` joins, less what is
            lost when the first of `absent` does. Players whose share is zero are left out.
        """
        key = present, absent
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._free(present, absent) if self.orders.free else self._counted(*key)
        return found

    def _free(self, present: int, absent: int) -> Shares:
        """The closed form over all orders: every arrangement of the members of both sets is equally frequent."""
        p, n = present.bit_count(), absent.bit_count()
        of_all = factorial(p + n)
        gain = self.total * factorial(p - 1) * factorial(n) // of_all if p else 0
        loss = self.total * factorial(p) * factorial(n - 1) // of_all if n else 0
        return tuple(
            (i, gain if present >> i & 1 else -loss) for i in range(self.orders.count) if (present | absent) >> i & 1
        )

    def _counted(self, present: int, absent: int) -> Shares:
        found = []
        for index in range(self.orders.count):
            bit = 1 << index
            if present & bit:
                whole = sum(self._at(m, index) for m in supersets(present ^ bit, absent | bit, self.orders.count))
                found.append((index, whole))
            elif absent & bit:
                whole = sum(self._at(m, index) for m in supersets(present, absent, self.orders.count))
                found.append((index, -whole))
        return tuple((i, n) for i, n in found if n)

    def _at(self, mask: int, index: int) -> int:
        return self.counts.get((mask, index), 0)

    def extremes(self, value: list[int], index: int) -> tuple[int, int]:
        """The least and the greatest step of one player over all permitted orders."""
        bit = 1 << index
        if self.orders.free:
            steps = [value[m | bit] - value[m] for m in range(1 << self.orders.count) if not m & bit]
        else:
            steps = [value[m | bit] - value[m] for m, i in self.counts if i == index]
        return min(steps), max(steps)


def supersets(present: int, absent: int, count: int) -> Iterator[int]:
    """Every set of `count` players that holds all of `present` and none of `absent`."""
    free = ((1 << count) - 1) & ~present & ~absent
    rest = free
    while True:
        yield present | rest
        if not rest:
            return
        rest = (rest - 1) & free


@lru_cache(maxsize=512)
def steps_of(orders: Orders) -> Steps:
    """Count every permitted step.

    Raises:
        ValueError: no order is permitted.
    """
    count = orders.count
    everybody = (1 << count) - 1
    if orders.free:
        return Steps(orders, factorial(count), {}, tuple(range(1 << count)))
    allowed = {
        mask: [i for i in range(count) if orders.allows(mask, i)] for mask in range(1 << count)
    }  # masks in rising order: a set comes after all its subsets
    ways_to = [0] * (1 << count)
    ways_to[0] = 1
    for mask in range(1 << count):
        if ways_to[mask]:
            for index in allowed[mask]:
                ways_to[mask | 1 << index] += ways_to[mask]
    ways_on = [0] * (1 << count)
    ways_on[everybody] = 1
    for mask in range(everybody - 1, -1, -1):
        ways_on[mask] = sum(ways_on[mask | 1 << index] for index in allowed[mask])
    if not ways_on[0]:
        message = "no order is permitted"
        raise ValueError(message)
    counts = {
        (mask, index): ways_to[mask] * ways_on[mask | 1 << index]
        for mask in range(1 << count)
        for index in allowed[mask]
        if ways_to[mask] and ways_on[mask | 1 << index]
    }
    reached = tuple(m for m in range(1 << count) if ways_to[m] and ways_on[m])
    return Steps(orders, ways_on[0], counts, reached)


def acyclic(before: list[int]) -> bool:
    """Whether some order puts every player behind those that must come before it."""
    done, count = 0, len(before)
    while done != (1 << count) - 1:
        ready = [i for i in range(count) if not done >> i & 1 and not before[i] & ~done]
        if not ready:
            return False
        done |= sum(1 << i for i in ready)
    return True
