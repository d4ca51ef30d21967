"""Functions of a plan, remembered by what they read of it.

A line looks at few parameters, and at which ones depends on what it found before. Recording the reads gives a tree:
each fork is a parameter, each branch one content of it, each leaf a result. Two plans that agree in all that is read
share the leaf, so that a mixture of two regimes is assembled from what earlier pairs have worked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Generic, TypeVar

from carnet.assessment.plan import Plan, PlanValue
from carnet.regime import BY_ID, ResolvedRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from carnet.regime import Value

T = TypeVar("T")
TABLE = "D9.(table)"  # the regime's own table, read with D9
DIMENSION = {**{name: spec.dimension for name, spec in BY_ID.items()}, TABLE: "D9"}
# Of these the regime that states them gives its name to open values and data: equal rules of two are not one.
_NAMED_BY_ORIGIN = frozenset({"method", "methods", "tiers", "formula", "net_scrap", "legs"})

_ROW_FIELDS = tuple(each.name for each in fields(ResolvedRow))


@dataclass(slots=True)
class Contents:
    """Numbers for the contents of parameters: equal content, equal number."""

    numbers: dict[object, int] = field(default_factory=dict)

    def number(self, content: object) -> int:
        """The number of a content."""
        return self.numbers.setdefault(content, len(self.numbers))


@dataclass(frozen=True, slots=True)
class Side:
    """A plan with the number of each parameter's content."""

    plan: Plan
    read: Mapping[str, int]


def side_of(plan: Plan, contents: Contents) -> Side:
    """Number the contents of a plan."""
    read = {}
    for name, value in plan.values.items():
        origin = value.stated_by if BY_ID[name].type in _NAMED_BY_ORIGIN else ""
        read[name] = contents.number((_plain(value.value), value.stated, origin))
    rows = tuple(tuple(getattr(row, name) for name in _ROW_FIELDS) for row in plan.table)
    read[TABLE] = contents.number(rows)
    return Side(plan, read)


def _plain(value: Value | None) -> object:
    if isinstance(value, Mapping):
        return ("{", *((k, _plain(v)) for k, v in sorted(value.items())))
    if isinstance(value, list | tuple):
        return ("[", *(_plain(v) for v in value))
    return value if not isinstance(value, bool) else ("!", value)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides and the bit of each dimension that is switched between them."""

    one: Side
    two: Side
    bits: Mapping[str, int]


class _Reads(Mapping[str, PlanValue]):
    """The values of a mixture, noting which are read, in order."""

    __slots__ = ("order", "pair", "seen", "taken")

    def __init__(self, pair: Pair, taken: int) -> None:
        self.pair, self.taken = pair, taken
        self.order: list[tuple[str, int]] = []
        self.seen: set[str] = set()

    def side(self, name: str) -> Side:
        return self.pair.two if self.pair.bits.get(DIMENSION[name], 0) & self.taken else self.pair.one

    def note(self, name: str) -> Side:
        found = self.side(name)
        if name not in self.seen:
            self.seen.add(name)
            self.order.append((name, found.read[name]))
        return found

    def __getitem__(self, name: str) -> PlanValue:
        return self.note(name).plan.values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.pair.one.plan.values)

    def __len__(self) -> int:
        return len(self.pair.one.plan.values)


class _Rows(tuple["ResolvedRow", ...]):  # noqa: SLOT001 - a tuple takes no slots, and the reads must hang on it
    """The rows of a mixture, noting that they are read."""

    reads: _Reads

    def __iter__(self) -> Iterator[ResolvedRow]:
        self.reads.note(TABLE)
        return super().__iter__()

    def __len__(self) -> int:
        self.reads.note(TABLE)
        return super().__len__()

    def __getitem__(self, index):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204 - overloads of tuple
        self.reads.note(TABLE)
        return super().__getitem__(index)

    def __contains__(self, row: object) -> bool:
        self.reads.note(TABLE)
        return super().__contains__(row)

    def __hash__(self) -> int:
        self.reads.note(TABLE)
        return super().__hash__()

    def __eq__(self, other: object) -> bool:
        self.reads.note(TABLE)
        return super().__eq__(other)


def _mixture(pair: Pair, taken: int) -> tuple[Plan, _Reads]:
    reads = _Reads(pair, taken)
    rows = _Rows(reads.side(TABLE).plan.table)
    rows.reads = reads
    return Plan(f"{pair.one.plan.regime}~{pair.two.plan.regime}", "", reads, rows, ""), reads


@dataclass(frozen=True, slots=True)
class _Leaf(Generic[T]):
    value: T


@dataclass(frozen=True, slots=True)
class _Fork(Generic[T]):
    parameter: str
    branches: dict[int, _Fork[T] | _Leaf[T]]


# Where a result holds: the dimensions taken from the second side, those kept from the first, and the result.
Branches = list[tuple[int, int, T]]


@dataclass(slots=True)
class Remembered(Generic[T]):
    """A function of a plan; results that are equal are one object."""

    work: Callable[[Plan], T]
    alike: dict[object, T] = field(default_factory=dict)
    key: Callable[[T], object] = lambda result: result
    top: dict[int, _Fork[T] | _Leaf[T]] = field(default_factory=dict)
    runs: int = 0
    met: set[str] = field(default_factory=set)

    def over(self, pair: Pair) -> Branches[T]:
        """Every result between two sides, each with the dimensions it takes to get it; equal neighbours are one."""
        return self._walk(pair, self.top, 0, 0, 0)

    def _walk(
        self, pair: Pair, branches: dict[int, _Fork[T] | _Leaf[T]], number: int, taken: int, kept: int
    ) -> Branches[T]:
        one, two, bits = pair.one.read, pair.two.read, pair.bits
        while True:
            node = branches.get(number)
            if node is None:
                self._grow(pair, taken)
                node = branches[number]
            if isinstance(node, _Leaf):
                return [(taken, kept, node.value)]
            name = node.parameter
            first, second = one[name], two[name]
            branches, number = node.branches, first
            if first != second:
                bit = bits.get(DIMENSION[name], 0)
                if taken & bit:
                    number = second
                elif bit and not kept & bit:
                    stay = self._walk(pair, branches, first, taken, kept | bit)
                    go = self._walk(pair, branches, second, taken | bit, kept)
                    return _joined(stay, go, bit)

    def _grow(self, pair: Pair, taken: int) -> None:
        """Work out one mixture and lay its reads into the tree.

        Raises:
            RuntimeError: the function read its parameters in another order than before: it remembers something of
                an earlier plan, so that its results cannot be kept.
        """
        plan, reads = _mixture(pair, taken)
        result = self.work(plan)
        self.runs += 1
        self.met |= reads.seen
        result = self.alike.setdefault(self.key(result), result)
        branches, number = self.top, 0
        for name, content in reads.order:
            node = branches.get(number)
            if node is None:
                node = branches[number] = _Fork(name, {})
            if not (isinstance(node, _Fork) and node.parameter == name):
                message = f"{name} was read out of order: a line must be a function of its plan alone"
                raise RuntimeError(message)
            branches, number = node.branches, content
        if number in branches:
            message = "fewer parameters were read than before: a line must be a function of its plan alone"
            raise RuntimeError(message)
        branches[number] = _Leaf(result)

    def dimensions(self) -> frozenset[str]:
        """The dimensions read so far."""
        return frozenset(DIMENSION[name] for name in self.met)


def _joined(stay: Branches[T], go: Branches[T], bit: int) -> Branches[T]:
    """Both branches of a fork; where a switch changes nothing, its bit is dropped."""
    if len(stay) == len(go) and all(
        a[2] is b[2] and a[0] == b[0] & ~bit and a[1] & ~bit == b[1] for a, b in zip(stay, go, strict=True)
    ):
        return [(taken, kept & ~bit, value) for taken, kept, value in stay]
    return stay + go


__all__ = ["DIMENSION", "TABLE", "Branches", "Contents", "Pair", "Remembered", "Side", "side_of"]
