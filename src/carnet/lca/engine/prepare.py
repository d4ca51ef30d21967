"""A technosphere made ready to be solved: permuted, split into loops, judged solvable; refused by name when it is not.

With A the technosphere, d its diagonal and T = −(off-diagonal part), the two systems are

    adjoint   d_j w_j = g_j + Σ_i T_ij w_i    (scores of all products; suppliers first)
    forward   d_i x_i = f_i + Σ_j T_ij x_j    (activities for a demand; consumers first)

Both are stored alike, as a `Side`, so that the same kernels serve them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numba import njit, types
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, diags_array, identity
from scipy.sparse.linalg import ArpackError, eigs, splu

from carnet.errors import InputError, Place, Problem, problem
from carnet.lca.engine.arrays import Columns, Ints, Reals, Rows
from carnet.lca.engine.order import find_order
from carnet.lca.engine.sweeps import cover

EPSILON = 2.0**-53
EXTRA = 1e-10  # margin put into a comparison, far above rounding, far below 1 − gain of any loop with a meaning
_CAP = 400
_DENSE = 400  # loops up to this size have all their eigenvalues computed
_NAMED = 12
_LIMIT = 1e-11  # a gain nearer to 1 than this cannot be told from 1 in doubles
_SPAN = 1e140  # products of two numbers inside do neither overflow nor underflow


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two systems in sweep order; "position" counts in that order.

    Attributes:
        order: (n,) process at each position.
        position: (n,) position of each process.
        start: (n + 1,) entries of position j are start[j] … start[j + 1], ascending by `index`.
        middle: (n,) from here on they stay inside the loop that j belongs to.
        index: (entries,) position of the other end.
        values: (entries,) T.
        entry: (entries,) where each stands in `Columns.values`.
        diagonal: (n,) d, with sign (negative for waste treatment).
        inverse: (n,) 1 / d.
        blocks: (b + 1,) block k is positions blocks[k] … blocks[k + 1]; longer than one: a loop.
        cover: (n,) u > 0 with |d| u > |T| u inside every loop that can be compared; 1 outside loops.
        comparable: (b,) whether the block has such a u (true outside loops).
        scale: (n,) positive sizes of the unknowns that make the coefficients of a loop free of units.
    """

    order: Ints
    position: Ints
    start: Ints
    middle: Ints
    index: Rows
    values: Reals
    entry: Ints
    diagonal: Reals
    inverse: Reals
    blocks: Ints
    cover: Reals
    comparable: NDArray[np.bool_]
    scale: Reals

    @property
    def size(self) -> int:
        """The number of processes."""
        return len(self.order)

    @property
    def last(self) -> Ints:
        """End of the entries of each position."""
        return self.start[1:]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Both sides of a technosphere, and what is kept between solves (factors of loops, rows of the inverse)."""

    adjoint: Side
    forward: Side
    moderate: bool
    """All entries lie between 1e-140 and 1e140 in size: no product in the judge underflows."""
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def size(self) -> int:
        """The number of processes."""
        return self.adjoint.size


class EngineError(InputError):
    """A system that cannot be solved. `groups[k]` are the processes (indices) that problem k is about.

    The sentences name them by index; who knows their names says them instead.
    """

    def __init__(self, problems: tuple[Problem, ...], groups: tuple[tuple[int, ...], ...]) -> None:
        super().__init__(problems)
        self.groups = groups


def refusal(code: str, processes: Iterable[int], **params: object) -> tuple[Problem, tuple[int, ...]]:
    """One problem and the processes it names."""
    group = tuple(int(i) for i in processes)
    shown = ", ".join(f"#{i}" for i in group[:_NAMED]) + (" …" if len(group) > _NAMED else "")
    pointer = f"/processes/{group[0]}" if group else ""
    return problem(code, Place(pointer=pointer), shown, (), "error", names=shown, **params), group


def refuse(found: Iterable[tuple[Problem, tuple[int, ...]]]) -> None:
    """Raise `EngineError` when anything was found."""
    pairs = tuple(found)
    if pairs:
        raise EngineError(tuple(p for p, _ in pairs), tuple(g for _, g in pairs))


def prepare(technosphere: Columns) -> Prepared:
    """Order a square technosphere and prove what can be proved of it.

    Raises:
        EngineError: not square, not finite, a process without output of its own, or a loop that takes as much as it
            makes; all at once, each with the processes that cause it.
    """
    size = technosphere.width
    if technosphere.height != size:
        refuse([refusal("LCI-003", (), rows=technosphere.height, columns=size)])
    columns = np.repeat(np.arange(size), np.diff(technosphere.start))
    rows = technosphere.rows.astype(np.int64)
    values = np.asarray(technosphere.values, np.float64)
    found = [refusal("LCI-002", np.unique(columns[~np.isfinite(values)]))] if not np.isfinite(values).all() else []
    own = rows == columns
    diagonal = np.zeros(size)
    diagonal[columns[own]] = values[own]
    found += [refusal("LCI-001", (int(i),)) for i in np.flatnonzero(diagonal == 0)]
    refuse(found)
    entry = np.flatnonzero(~own & (values != 0))
    rows, columns, values = rows[entry], columns[entry], -values[entry]
    order = find_order(size, rows, columns, np.abs(values) / np.abs(diagonal[columns]))
    adjoint = _side(order.order, order.blocks, rows, columns, values, entry, diagonal, order.scale)
    proved, good, found = _prove(adjoint)
    refuse(found)
    adjoint = _with(adjoint, proved, good)
    sizes = np.abs(np.concatenate((values, diagonal)))
    moderate = not len(sizes) or bool(sizes.min() > 1 / _SPAN and sizes.max() < _SPAN)
    return Prepared(adjoint, _mirror(adjoint, order.scale), moderate)


def _side(
    order: Ints, blocks: Ints, rows: Ints, columns: Ints, values: Reals, entry: Ints, diagonal: Reals, scale: Reals
) -> Side:
    size = len(order)
    position = np.empty(size, np.int64)
    position[order] = np.arange(size)
    at, other = position[columns], position[rows]
    sort = np.argsort(at * np.int64(max(size, 1)) + other, kind="stable")
    at, other = at[sort], other[sort]
    start = np.concatenate(([0], np.cumsum(np.bincount(at, minlength=size)))).astype(np.int64)
    low = np.repeat(blocks[:-1], np.diff(blocks))
    outside = other < low[at] if size else np.zeros(0, bool)
    middle = start[:-1] + np.bincount(at[outside], minlength=size)
    own = np.ascontiguousarray(diagonal[order])
    return Side(
        order=order,
        position=position,
        start=start,
        middle=middle.astype(np.int64),
        index=other.astype(np.int32),
        values=np.ascontiguousarray(values[sort]),
        entry=np.ascontiguousarray(entry[sort]),
        diagonal=own,
        inverse=1.0 / own,
        blocks=blocks,
        cover=np.ones(size),
        comparable=np.ones(len(blocks) - 1, bool),
        scale=np.ascontiguousarray(scale[order]),
    )


def _with(side: Side, proved: Reals, good: NDArray[np.bool_]) -> Side:
    names = [f for f in Side.__slots__ if f not in {"cover", "comparable"}]
    return Side(**{f: getattr(side, f) for f in names}, cover=proved, comparable=good)


# Arrays of a mapped file cannot be written to; these kernels only read.
_WIDE, _NARROW, _REAL = (types.Array(each, 1, "C", readonly=True) for each in (types.int64, types.int32, types.float64))


def sound(side: Side) -> bool:
    """Whether a side is what the kernels take it for: a permutation, blocks in topological order, entries in place."""
    size = side.size
    lengths = (len(side.order), len(side.position), len(side.middle), len(side.diagonal), len(side.inverse))
    if lengths != (size,) * 5 or len(side.start) != size + 1 or len(side.index) != len(side.values):
        return False
    places = (side.order, side.position, side.start, side.middle, side.index, side.blocks)
    return bool(_sound(*(np.ascontiguousarray(each) for each in (*places, side.diagonal, side.inverse))))


@njit(types.boolean(_WIDE, _WIDE, _WIDE, _WIDE, _NARROW, _WIDE, _REAL, _REAL), cache=True, nogil=True)
def _sound(
    order: Ints, position: Ints, start: Ints, middle: Ints, index: Rows, blocks: Ints, diagonal: Reals, inverse: Reals
) -> bool:
    size = len(order)
    if len(blocks) == 0 or blocks[0] != 0 or blocks[-1] != size or start[0] != 0 or start[size] != len(index):
        return False
    for p in range(size):
        if order[p] < 0 or order[p] >= size or position[order[p]] != p or not diagonal[p] * inverse[p] > 0:
            return False
    for b in range(len(blocks) - 1):
        low, high = blocks[b], blocks[b + 1]
        if high <= low or high > size:
            return False
        for p in range(low, high):
            if not (start[p] <= middle[p] <= start[p + 1] <= len(index)):
                return False
            for e in range(start[p], start[p + 1]):
                at = index[e]
                inside = low <= at < high if e >= middle[p] else 0 <= at < low
                if not inside or at == p:
                    return False
    return True


def faithful(side: Side, technosphere: Columns, *, transposed: bool) -> bool:
    """Whether a side holds exactly the entries of a technosphere; `transposed` for the adjoint one.

    For whoever takes a `Prepared` from a file: the judge judges the system that the sides state.
    """
    if len(technosphere.values) and not ((side.entry >= 0) & (side.entry < len(technosphere.values))).all():
        return False
    columns = np.repeat(np.arange(technosphere.width, dtype=np.int32), np.diff(technosphere.start))
    values = np.ascontiguousarray(technosphere.values)
    rows = np.ascontiguousarray(technosphere.rows)
    stated = (side.start, side.order, side.entry, side.index, side.values)
    place = tuple(np.ascontiguousarray(each) for each in stated)
    return bool(
        _same(*place, *((columns, rows) if transposed else (rows, columns)), values)
        and _same_diagonal(place[1], np.ascontiguousarray(side.diagonal), rows, columns, values)
        and np.array_equal(side.inverse, 1 / side.diagonal)
    )


@njit(
    types.boolean(_WIDE, _WIDE, _WIDE, _NARROW, _REAL, _NARROW, _NARROW, _REAL),
    cache=True,
    nogil=True,
)
def _same(
    start: Ints, order: Ints, entry: Ints, index: Rows, stated: Reals, owner: Rows, other: Rows, values: Reals
) -> bool:
    """Whether each entry off the diagonal stands once, where it belongs, with its value. One pass."""
    seen = np.zeros(len(values), np.bool_)
    for p in range(len(order)):
        for e in range(start[p], start[p + 1]):
            k = entry[e]
            here = owner[k] == order[p] and other[k] == order[index[e]] and owner[k] != other[k]
            if seen[k] or not here or values[k] == 0.0 or stated[e] != -values[k]:
                return False
            seen[k] = True
    for k in range(len(values)):  # noqa: SIM110 - compiled, where a generator is not
        if not seen[k] and owner[k] != other[k] and values[k] != 0.0:
            return False
    return True


@njit(types.boolean(_WIDE, _REAL, _NARROW, _NARROW, _REAL), cache=True, nogil=True)
def _same_diagonal(order: Ints, stated: Reals, rows: Rows, columns: Rows, values: Reals) -> bool:
    """Whether the diagonal is that of the matrix."""
    diagonal = np.zeros(len(order))
    for k in range(len(values)):
        if rows[k] == columns[k]:
            diagonal[rows[k]] = values[k]
    for p in range(len(order)):  # noqa: SIM110 - the same
        if stated[p] != diagonal[order[p]]:
            return False
    return True


def loops(side: Side) -> Ints:
    """The numbers of the blocks that are loops."""
    return np.flatnonzero(np.diff(side.blocks) > 1)


def loop_matrix(side: Side, block: int) -> csc_matrix:
    """T inside one loop, (size, size): row j holds the entries of position lo + j."""
    lo, hi = int(side.blocks[block]), int(side.blocks[block + 1])
    keep = [np.arange(side.middle[j], side.start[j + 1]) for j in range(lo, hi)]
    at = np.concatenate(keep) if keep else np.empty(0, np.int64)
    where = np.repeat(np.arange(hi - lo), [len(k) for k in keep])
    return csc_matrix((side.values[at], (where, side.index[at] - lo)), shape=(hi - lo, hi - lo))


def _mirror(adjoint: Side, scale: Reals) -> Side:
    """The forward system in the reverse order; a loop that compares one way does the other."""
    size = adjoint.size
    at = np.repeat(np.arange(size), np.diff(adjoint.start))
    rows, columns = adjoint.order[adjoint.index], adjoint.order[at]
    diagonal = np.empty(size)
    diagonal[adjoint.order] = adjoint.diagonal
    order = np.ascontiguousarray(adjoint.order[::-1])
    blocks = np.ascontiguousarray(size - adjoint.blocks[::-1])
    side = _side(order, blocks, columns, rows, adjoint.values, adjoint.entry, diagonal, 1 / (scale * np.abs(diagonal)))
    good = adjoint.comparable[::-1].copy()
    proved = np.ones(size)
    for block in loops(side):
        if good[block]:
            good[block] = _cover(side, block, side.scale, proved)
    return _with(side, proved, good)


def verified(side: Side, block: int, u: Reals) -> bool:
    """Whether u > 0 and |d| u − |T| u > 0 inside a loop, beyond rounding."""
    lo, hi = int(side.blocks[block]), int(side.blocks[block + 1])
    inside = np.abs(loop_matrix(side, block))
    taken = inside @ u[lo:hi]
    margin = 4 * EPSILON * (inside.getnnz(axis=0).max(initial=0) + hi - lo + 4)
    own = np.abs(side.diagonal[lo:hi]) * u[lo:hi]
    return bool(np.isfinite(own).all() and (u[lo:hi] > 0).all() and (own - taken > margin * own).all())


def _cover(side: Side, block: int, shape: Reals, proved: Reals) -> bool:
    lo, hi = int(side.blocks[block]), int(side.blocks[block + 1])
    last = side.last
    if cover(lo, hi, side.middle, last, side.index, side.values, side.diagonal, shape, proved, EXTRA, _CAP) > 0:
        return True  # with a margin of EXTRA / 2, far above rounding, tested in the kernel
    own = np.abs(side.diagonal[lo:hi])
    scaled = diags_array(1 / (own * shape[lo:hi])) @ np.abs(loop_matrix(side, block)) @ diags_array(shape[lo:hi])
    try:
        proved[lo:hi] = shape[lo:hi] * splu(csc_matrix(identity(hi - lo) - scaled)).solve(np.ones(hi - lo))
    except RuntimeError:  # exactly singular
        return False
    return verified(side, block, proved)


def _prove(
    side: Side,
) -> tuple[Reals, NDArray[np.bool_], list[tuple[Problem, tuple[int, ...]]]]:
    """Cover every loop, or find why it cannot be."""
    scale = side.scale
    proved, good = np.ones(side.size), np.ones(len(side.blocks) - 1, bool)
    found = []
    last = side.last
    for block in loops(side):
        lo, hi = int(side.blocks[block]), int(side.blocks[block + 1])
        done = cover(lo, hi, side.middle, last, side.index, side.values, side.diagonal, scale, proved, EXTRA, _CAP)
        if done > 0:
            continue
        sign = np.sign(side.diagonal[lo:hi])
        plain = diags_array(1 / (np.abs(side.diagonal[lo:hi]) * scale[lo:hi])) @ loop_matrix(side, block)
        plain = csc_matrix(plain @ diags_array(sign * scale[lo:hi]))
        gain, weight = _gain(plain)
        members = side.order[lo:hi]
        if gain > 1 - _LIMIT:
            heavy = np.argsort(-weight)
            named = members[heavy[weight[heavy] >= 0.01 * weight.max()]]
            code = "LCI-004" if gain > 1 + _LIMIT else "LCI-005"
            found.append(refusal(code, named, gain=_shown(gain)))
            proved[lo:hi] = 1.0
            continue
        good[block] = _cover(side, block, scale, proved)
        if not good[block]:
            proved[lo:hi] = 1.0
            if plain.nnz and plain.data.min() >= 0:  # nothing but rounding stands between this loop and 1
                found.append(refusal("LCI-005", members[np.argsort(-weight)][:_NAMED], gain=_shown(gain)))
    return proved, good, found


def _shown(gain: float) -> str:
    text = f"{gain:.6g}"
    return text if float(text) != 1 or gain == 1 else f"{gain:.15g}"


def _gain(plain: csc_matrix) -> tuple[float, Reals]:
    """The largest real eigenvalue of a loop (what a round takes of what it makes) and each member's part in it."""
    size = plain.shape[0]
    if size <= _DENSE:
        values, right = np.linalg.eig(plain.toarray())
        lefts, left = np.linalg.eig(plain.toarray().T)
    else:
        try:
            values, right = eigs(plain, k=6, which="LR", v0=np.ones(size), maxiter=3000)
            lefts, left = eigs(plain.T, k=6, which="LR", v0=np.ones(size), maxiter=3000)
        except ArpackError:  # not found: nothing is claimed, the judge decides
            return 0.0, np.ones(size)
    real = np.abs(values.imag) <= 1e-9 * np.maximum(1.0, np.abs(values))
    if not real.any():
        return 0.0, np.ones(size)
    best = int(np.flatnonzero(real)[np.argmax(values.real[real])])
    twin = int(np.argmin(np.abs(lefts - values[best])))
    return float(values[best].real), np.abs(right[:, best]) * np.abs(left[:, twin])
