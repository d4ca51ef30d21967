"""Can the system be solved at all, and if not, who is to blame?

A system is productive when every product can be made at all: with production on the diagonal, inputs below zero and
credits left aside, ⟨A⟩ u > 0 has a positive solution (Hawkins and Simon, 1949). A loop that takes at least what it
makes has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components, maximum_bipartite_matching
from scipy.sparse.linalg import splu

from carnet.errors import problem

if TYPE_CHECKING:
    from carnet.errors import Problem
    from carnet.lca.engine.arrays import Columns, Reals
    from carnet.lca.linking.providers import Column

_SWEEPS = 200
_NAMED = 12
_DENSE = 1500
_SHARE = 1e-3
_POWER_STEPS = 2000


@dataclass(frozen=True, slots=True)
class Structure:
    """What speaks against a solution.

    `unmatched`: columns that no product can be matched to. `loops`: gain and columns of each unproductive loop.
    `largest_loop`: processes in the largest strongly connected component (1 when there is no loop).
    """

    unmatched: tuple[int, ...]
    loops: tuple[tuple[float, tuple[int, ...]], ...]
    largest_loop: int

    @property
    def solvable(self) -> bool:
        """Nothing speaks against a solution."""
        return not self.unmatched and not self.loops


def check_structure(technosphere: Columns, production: Reals | None = None) -> Structure:
    """Check a square technosphere: matching, loops, productivity.

    Args:
        technosphere: n x n.
        production: what each process makes (+) or treats (-) before its own consumption, (n,). Without it a negative
            diagonal counts as a treatment; a process that takes more of its own product than it makes has one too, and
            is only told apart with it.

    Raises:
        ValueError: the matrix is not square.
    """
    size = technosphere.width
    if technosphere.height != size:
        message = f"{technosphere.height} products, {size} processes"
        raise ValueError(message)
    matrix = sparse.csc_matrix(
        (technosphere.values, technosphere.rows, technosphere.start), shape=(size, size), copy=True
    )
    matrix.eliminate_zeros()
    match = maximum_bipartite_matching(matrix.tocsr().astype(bool), perm_type="row")
    unmatched = tuple(int(c) for c in np.flatnonzero(match < 0))
    diagonal = matrix.diagonal()
    made = diagonal if production is None else np.asarray(production, np.float64)
    # Rows of treatments are turned round, so that production is positive everywhere.
    sense = np.where(made < 0, -1.0, 1.0)
    whole = sense * diagonal > 0
    taken = -(sparse.diags(sense) @ matrix)
    taken.setdiag(0)
    taken.data = np.maximum(taken.data, 0.0)
    inverse = np.divide(1.0, np.abs(diagonal), out=np.zeros(size), where=whole)
    # A process that leaves nothing of its own product is told by itself and kept out of the loops of others.
    taken = sparse.csr_matrix(sparse.diags(inverse) @ taken @ sparse.diags(whole.astype(np.float64)))
    taken.eliminate_zeros()
    count, label = connected_components(taken, directed=True, connection="strong")
    sizes = np.bincount(label, minlength=count)
    loops: list[tuple[float, tuple[int, ...]]] = []
    for component in np.flatnonzero(sizes > 1):
        members = np.flatnonzero(label == component)
        block = taken[members][:, members].tocsr()
        if not _productive(block):
            gain, share = _loop(block)
            guilty = members[share >= _SHARE * share.max()]
            loops.append((gain, tuple(int(m) for m in guilty[np.argsort(-share[share >= _SHARE * share.max()])])))
    for column in np.flatnonzero(~whole):
        if int(column) not in unmatched:
            gain = 1.0 if made[column] == 0 else 1.0 - float(diagonal[column] / made[column])
            loops.append((gain, (int(column),)))
    return Structure(unmatched, tuple(loops), int(sizes.max(initial=1)))


def structure_problems(structure: Structure, columns: Sequence[Column]) -> tuple[Problem, ...]:
    """Say why a system cannot be solved, naming processes (LCI-112, LCI-158, LCI-159); empty when it can."""

    def told(numbers: tuple[int, ...]) -> tuple[str, ...]:
        shown = tuple(f"{columns[n].name} [{columns[n].process}]" for n in numbers[:_NAMED])
        return shown if len(numbers) <= _NAMED else (*shown, f"… ({len(numbers)})")

    alone = tuple(loop[0] for _, loop in structure.loops if len(loop) == 1)
    problems = [
        problem("LCI-159", None, f"{gain:.4g}", told(loop), count=len(loop))
        for gain, loop in structure.loops
        if len(loop) > 1
    ]
    if alone:
        problems.append(problem("LCI-112", None, "", told(alone), count=len(alone)))
    if structure.unmatched:
        problems.append(problem("LCI-158", None, "", told(structure.unmatched), count=len(structure.unmatched)))
    return tuple(problems)


def _productive(block: sparse.csr_matrix) -> bool:
    """Say whether I − block is a nonsingular M-matrix: some u > 0 with block·u < u."""
    u = np.ones(block.shape[0])
    for _ in range(_SWEEPS):
        taken = block @ u
        if np.all(taken < u):
            return True
        u = taken + 1.0
        if not np.isfinite(u).all() or u.max() > 1e200:  # noqa: PLR2004 - it grows without end
            return False
    try:
        solved = splu(sparse.identity(block.shape[0], format="csc") - block.tocsc()).solve(np.ones(block.shape[0]))
    except RuntimeError:
        return False
    return bool(np.isfinite(solved).all() and (solved > 0).all())


def _loop(block: sparse.csr_matrix) -> tuple[float, Reals]:
    """Return the gain of a loop (its spectral radius) and how much each member takes part in it."""
    if block.shape[0] <= _DENSE:
        values, left, right = _dense_pair(block.toarray())
        return values, np.abs(left * right)
    forward, gain = _power(block)
    backward, _ = _power(block.T.tocsr())
    return gain, np.abs(forward * backward)


def _dense_pair(block: Reals) -> tuple[float, Reals, Reals]:
    values, vectors = np.linalg.eig(block)
    first = int(np.argmax(np.abs(values)))
    left_values, left_vectors = np.linalg.eig(block.T)
    second = int(np.argmin(np.abs(left_values - values[first])))
    return float(np.abs(values[first])), np.abs(left_vectors[:, second]), np.abs(vectors[:, first])


def _power(block: sparse.csr_matrix) -> tuple[Reals, float]:
    """Power iteration on block + I, which is primitive where the block is only irreducible."""
    x = np.ones(block.shape[0]) / block.shape[0]
    gain = 0.0
    for _ in range(_POWER_STEPS):
        y = block @ x + x
        size = float(y.sum())
        if abs(size - gain) <= 1e-10 * size:
            break
        gain, x = size, y / size
    return x, gain - 1
