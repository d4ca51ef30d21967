"""Monte Carlo over a whole database: every exchange drawn anew, the scores of all products, every draw proven.

Eight draws are one batch: sampled once (`carnet.lca.engine.sampling`), solved side by side for each regime and judged
(`carnet.lca.engine.batches`). A draw that sweeps do not settle, or whose proof is wider than the tolerance, is solved
alone by `carnet.lca.engine.solve`. Draw d holds the same numbers whatever else is asked for: other products, other
regimes, more draws, other threads; differences between products or regimes therefore keep their correlation.

Biosphere entries whose factor is zero in every regime asked for are not drawn: they cannot change a score.
Draws of a technosphere with processes that take more than they make are no economy any more; they are solved and
counted (`DrawResult.unproven`), not hidden.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from carnet.errors import InputError, problem
from carnet.lca.engine import batches
from carnet.lca.engine.arrays import FIXED, Columns, Ints, Matrices, Reals, Singles, Spreads
from carnet.lca.engine.cutting import cut
from carnet.lca.engine.desk import (
    Desk,
    Model,
    bind,
    desk_of,
    judge,
    raise_certificate,
    settle,
)
from carnet.lca.engine.lanes import LANES, aligned
from carnet.lca.engine.pattern import Pattern, pattern
from carnet.lca.engine.prepare import EngineError, Prepared, prepare
from carnet.lca.engine.random import BIOSPHERE, SEEDS, TECHNOSPHERE
from carnet.lca.engine.sampling import DROPPED, Sampler, fill, sampler
from carnet.lca.engine.solve import adjoint
from carnet.lca.engine.statistics import LEVELS, Summary, summarise

Mapper = Callable[[Callable[[int], Any], Iterable[int]], Iterable[Any]]
Progress = Callable[[int, int], None]

METHODS = ("sweeps", "cut", "krylov", "direct")
_CAP = 60  # sweeps of a loop before a batch is left to the other methods
_BASE_SHARE = 0.5  # reserve of the certificate of the undisturbed system; raised again for each batch
_TRIES = 3
_LEAST_SCORE = 1e-3  # of the undisturbed score: a drawn one below counts as this large
_LEAST_NET = 1e-6  # of the gross score (uptake and credits not set off): the same
_FINEST = 1e-14  # no change smaller than this can be asked of doubles
_STORE = 2**30  # bytes of deviations kept for the quantiles of all products, unless asked otherwise
_MOST_DRAWS = 2**40


@dataclass(frozen=True, slots=True)
class Batch:
    """Eight draws: `deviations` (k, n, 8) of w / base − 1 in sweep order, `kept` (8, products, k) scores.

    `bound` (8, k): proven relative error of the worst product; `method` (8, k): index into `METHODS`; `sweeps`: most
    sweeps any loop needed; `proven` (8, k): false where a draw has no comparison proof (the bound is an estimate).
    """

    deviations: Singles
    kept: Reals
    bound: Reals
    method: NDArray[np.int8]
    proven: NDArray[np.bool_]
    sweeps: int


@dataclass(frozen=True, slots=True)
class DrawResult:
    """What `montecarlo` found; processes in their original order.

    Attributes:
        base: (n, k) scores without uncertainty.
        mean, sd: (n, k) over all draws (sd with n − 1).
        levels, quantiles: probabilities, and (levels, n, k) by linear interpolation of the sorted draws.
        quantile_draws: the first so many draws are behind the quantiles (fewer than `draws` when memory forbids all).
        products, kept: the products asked for, and (draws, products, k) their scores, draw by draw.
        bound: (draws, k) largest error of any product of a draw, relative to the score; where that nearly cancels, to a
            thousandth of the undisturbed score or a millionth of the gross one (for draws answered by ``cut``: to the
            undisturbed score, if that is larger).
        methods: solves (draws · k) that each of `METHODS` answered.
        unproven: solves whose bound is an estimate, because the drawn system takes more than it makes somewhere.
        sweeps: the most sweeps any batch needed.
    """

    seed: int
    draws: int
    base: Reals
    mean: Reals
    sd: Reals
    levels: tuple[float, ...]
    quantiles: Reals
    quantile_draws: int
    products: Ints
    kept: Reals
    bound: Reals
    methods: dict[str, int]
    unproven: int
    sweeps: int


def montecarlo(
    prepared: Prepared,
    matrices: Matrices,
    c: Reals,
    *,
    seed: int,
    draws: int,
    products: Sequence[int] | None = None,
    mapper: Mapper = map,
    tolerance: float = 1e-8,
    progress: Progress | None = None,
    levels: tuple[float, ...] = LEVELS,
    store: int = _STORE,
) -> DrawResult:
    """Scores of all products under k regimes, with every exchange drawn `draws` times.

    Args:
        prepared: of `matrices.technosphere`.
        matrices: the linked database with its spreads.
        c: (k, m) characterisation factors of k regimes.
        seed: 0 … 2^64 − 1.
        draws: how many; draw d of a longer run is draw d of this one.
        products: processes whose scores are kept draw by draw; none when left out.
        mapper: a `map` that may work in parallel, such as that of a thread pool; results do not depend on it.
        tolerance: relative error every score of every draw is proven to keep.
        progress: called with (draws done, draws).
        levels: probabilities of the quantiles.
        store: bytes the deviations behind the quantiles may take; the first draws that fit are used.

    Raises:
        InputError: a seed, number of draws, product, factor or spread that cannot be used; all at once.
    """
    wanted = np.asarray([] if products is None else products, np.int64)
    check(matrices, c, seed=seed, draws=draws, products=wanted)
    made = model(prepared, matrices, np.asarray(c, np.float64))
    solver = Solver(made, matrices, seed=seed, products=wanted, tolerance=tolerance)
    count = -(-draws // LANES)
    n, regimes = len(made.pattern.order), len(made.base)
    stored = min(count, max(1, store // (4 * LANES * n * regimes)))
    summary = Summary(regimes, n, stored)
    kept = np.empty((count * LANES, len(wanted), regimes))
    bound, method = np.empty((count * LANES, regimes)), np.empty((count * LANES, regimes), np.int8)
    proven, sweeps = np.empty((count * LANES, regimes), bool), 0
    for b, batch in enumerate(mapper(solver, range(count))):
        rows = slice(b * LANES, (b + 1) * LANES)
        kept[rows], bound[rows], method[rows], proven[rows] = batch.kept, batch.bound, batch.method, batch.proven
        sweeps = max(sweeps, batch.sweeps)
        summary.add(b, batch.deviations, min(LANES, draws - b * LANES))
        if progress is not None:
            progress(min(draws, (b + 1) * LANES), draws)
    found = summarise(summary, made.base, levels, mapper)
    order = made.pattern.place
    return DrawResult(
        seed=seed,
        draws=draws,
        base=made.base[:, order].T.copy(),
        mean=found.mean[:, order].T.copy(),
        sd=found.sd[:, order].T.copy(),
        levels=levels,
        quantiles=np.ascontiguousarray(found.quantiles[:, :, order].transpose(0, 2, 1)),
        quantile_draws=found.draws,
        products=wanted,
        kept=kept[:draws],
        bound=bound[:draws],
        methods={name: int((method[:draws] == k).sum()) for k, name in enumerate(METHODS)},
        unproven=int((~proven[:draws]).sum()),
        sweeps=sweeps,
    )


def check(matrices: Matrices, c: Reals, *, seed: int, draws: int, products: Ints) -> None:
    """Refuse what cannot be drawn.

    Raises:
        InputError: every problem found.
    """
    found = []
    if not 0 <= seed < SEEDS:
        found.append(problem("LCI-030", value=str(seed)))
    if not 1 <= draws < _MOST_DRAWS:
        found.append(problem("LCI-031", value=str(draws)))
    n, m = matrices.technosphere.width, matrices.biosphere.height
    if np.ndim(c) != 2 or np.shape(c)[1] != m or not np.isfinite(c).all():  # noqa: PLR2004 - regimes by flows
        found.append(problem("LCI-032", value=str(np.shape(c)), flows=m))
    wrong = products[(products < 0) | (products >= n)]
    if len(wrong):
        found.append(problem("LCI-033", value=", ".join(map(str, wrong[:5])), size=n))
    for name, columns, spreads in (
        ("technosphere", matrices.technosphere, matrices.technosphere_spread),
        ("biosphere", matrices.biosphere, matrices.biosphere_spread),
    ):
        bad = unusable(spreads)
        if len(bad):
            found.append(
                problem(
                    "LCI-034",
                    value=", ".join(map(str, bad[:5])),
                    matrix=name,
                    count=len(bad),
                    entries=len(columns.rows),
                )
            )
    if found:
        raise InputError(tuple(found))


def unusable(spreads: Spreads) -> Ints:
    """Entries whose spread says nothing usable: unknown kind, no finite numbers, negative scale, bounds crossed."""
    low, high, location = spreads.low, spreads.high, spreads.location
    kind = spreads.kind
    finite = np.isfinite(location) & np.isfinite(spreads.scale) & np.isfinite(low) & np.isfinite(high)
    bounded = (kind == 3) | (kind == 4)  # noqa: PLR2004 - uniform and triangular
    crossed = bounded & (low > high)
    outside = (kind == 4) & ((location < low) | (location > high))  # noqa: PLR2004
    drawn = kind != FIXED
    sized = ((kind == 1) | (kind == 2)) & (spreads.scale < 0)  # noqa: PLR2004 - lognormal and normal
    return np.flatnonzero((kind > 4) | (drawn & (~finite | crossed | outside | sized)))  # noqa: PLR2004


def model(prepared: Prepared, matrices: Matrices, c: Reals) -> Model:
    """Everything that does not change from draw to draw."""
    laid = pattern(matrices.technosphere, prepared.adjoint)
    n, regimes = len(laid.order), len(c)
    spread = matrices.technosphere_spread
    own = laid.target < 0
    target = np.where(own & (spread.kind == FIXED), DROPPED, laid.target).astype(np.int32)
    drawn = bool((own & (target != DROPPED)).any())
    g = np.stack([_characterised(matrices.biosphere, row) for row in c], axis=1)
    base = np.ascontiguousarray(adjoint(prepared, g).values[laid.order].T)
    diagonal = aligned((n, LANES))
    diagonal[:] = laid.diagonal[:, None]
    inverse = aligned((n, LANES))
    inverse[:] = 1.0 / diagonal
    biosphere, start, factors = _biosphere(matrices, c, laid)
    # a score of exactly zero has no size of its own: the smallest other one stands in
    size = np.abs(base)
    smallest = np.min(size, axis=1, where=size > 0, initial=np.inf)
    size = np.where(size > 0, size, np.where(np.isfinite(smallest), smallest, 1.0)[:, None])
    made = Model(
        pattern=laid,
        technosphere=sampler(matrices.technosphere, spread, target, sign=-1.0),
        biosphere=biosphere,
        start=start,
        factors=factors,
        base=base,
        size=size,
        scale=1.0 / size,
        floor=_LEAST_SCORE * np.abs(base),
        height=np.ones((regimes, n)),
        diagonal=diagonal,
        inverse=inverse,
        diagonal_drawn=drawn,
    )
    desk = desk_of(made)
    desk.values[:] = laid.values[:, None]
    for q in range(regimes):
        # gross scores: what comes and goes, were nothing set off against anything
        desk.w[:] = np.abs(g[laid.order, q] / laid.diagonal)[:, None]
        desk.upper[:] = 0
        raise_certificate(made, desk, share=1.0)
        gross = np.where(np.isfinite(desk.upper[:, 0]), desk.upper[:, 0], 0.0)
        np.maximum(made.floor[q], _LEAST_NET * gross, out=made.floor[q])
        desk.w[:] = base[q][:, None]
        desk.upper[:] = np.abs(base[q])[:, None]
        raise_certificate(made, desk, share=_BASE_SHARE)
        made.height[q] = np.where(base[q] != 0, desk.upper[:, 0] / size[q], 1.0)
    return made


def _characterised(biosphere: Columns, factors: Reals) -> Reals:
    column = np.repeat(np.arange(biosphere.width), np.diff(biosphere.start))
    weights = biosphere.values * factors[biosphere.rows]
    return np.asarray(np.bincount(column, weights, minlength=biosphere.width), np.float64)


def _biosphere(matrices: Matrices, c: Reals, laid: Pattern) -> tuple[Sampler, Ints, Reals]:
    biosphere = matrices.biosphere
    n = biosphere.width
    matters = np.flatnonzero((c != 0).any(axis=0)[biosphere.rows])
    column = np.repeat(np.arange(n), np.diff(biosphere.start))[matters]
    sequence = matters[np.lexsort((matters, laid.place[column]))]
    place = np.full(len(biosphere.rows), DROPPED, np.int32)
    place[sequence] = np.arange(len(sequence))
    start = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(laid.place[column], minlength=n), out=start[1:])
    factors = np.ascontiguousarray(c[:, biosphere.rows[sequence]])
    return sampler(biosphere, matrices.biosphere_spread, place), start, factors


def _draw(sampling: Sampler, stream: int, seed: int, draw: int, out: Singles, diagonal: Reals) -> None:
    fill(
        np.uint64(seed),
        np.uint64(stream),
        draw,
        sampling.entries,
        sampling.kind,
        sampling.first,
        sampling.second,
        sampling.low,
        sampling.high,
        sampling.place,
        out,
        diagonal,
    )


class Solver:
    """Solves batch b when called with b; safe to call from several threads."""

    def __init__(
        self,
        made: Model,
        matrices: Matrices,
        *,
        seed: int,
        products: Ints,
        tolerance: float,
        overlay: tuple[Sampler, Sampler, int] | None = None,
    ) -> None:
        """`overlay`: entries (technosphere, biosphere) that take the numbers of a draw so much later instead."""
        self.made = made
        self.matrices = matrices
        self.seed = seed
        self.places = made.pattern.place[products]
        self.tolerance = tolerance
        self.overlay = overlay
        self._desks: deque[Desk] = deque()

    def __call__(self, number: int) -> Batch:
        """Draws 8 · `number` … 8 · `number` + 7."""
        try:
            desk = self._desks.pop()
        except IndexError:
            desk = desk_of(self.made)
        try:
            return self._solve(desk, number * LANES)
        finally:
            self._desks.append(desk)

    def sample(self, desk: Desk, draw: int) -> None:
        """Draw the matrix of a batch into the desk."""
        made = self.made
        _draw(made.technosphere, TECHNOSPHERE, self.seed, draw, desk.values, desk.diagonal)
        _draw(made.biosphere, BIOSPHERE, self.seed, draw, desk.amounts, desk.diagonal)
        if self.overlay is not None:
            technosphere, biosphere, later = self.overlay
            _draw(technosphere, TECHNOSPHERE, self.seed, draw + later, desk.values, desk.diagonal)
            _draw(biosphere, BIOSPHERE, self.seed, draw + later, desk.amounts, desk.diagonal)
        if made.diagonal_drawn:
            np.divide(1.0, desk.diagonal, out=desk.inverse)
        bind(made, desk)

    def _solve(self, desk: Desk, draw: int) -> Batch:
        made = self.made
        regimes, n = made.base.shape
        self.sample(desk, draw)
        deviations = np.empty((regimes, n, LANES), np.float32)
        kept = np.empty((LANES, len(self.places), regimes))
        bound, proven = np.empty((LANES, regimes)), np.ones((LANES, regimes), bool)
        method, most = np.zeros((LANES, regimes), np.int8), 0
        for q in range(regimes):
            batches.characterise(made.start, made.factors[q], desk.amounts, desk.g)
            if q == 0:
                desk.w[:] = made.base[0][:, None]
            else:
                batches.warm_start(made.base[q], made.base[0], desk.first, desk.w)
            sweeps, bound[:, q] = self._prove(desk, q)
            most = max(most, sweeps)
            open_lanes = np.flatnonzero(~(bound[:, q] <= self.tolerance))
            if len(open_lanes):
                bound[open_lanes, q] = cut(made, desk, q, open_lanes, 1e-3 * self._aim(q), 2 * _CAP)[open_lanes]
                method[open_lanes, q] = METHODS.index("cut")
            for lane in np.flatnonzero(~(bound[:, q] <= self.tolerance)):
                desk.w[:, lane], bound[lane, q], method[lane, q], proven[lane, q] = self._alone(
                    desk, draw, int(lane), q
                )
            if q == 0 and regimes > 1:
                desk.first[:] = desk.w
            batches.deviations(made.base[q], desk.w, deviations[q])
            kept[:, :, q] = desk.w[self.places].T
        return Batch(deviations, kept, bound, method, proven, most)

    def _aim(self, regime: int) -> float:
        return max(0.2 * self.tolerance / float(self.made.height[regime].max()), _FINEST)

    def _prove(self, desk: Desk, regime: int) -> tuple[int, Reals]:
        """Settle and judge, more sharply while that may help; bound of each lane, infinite where nothing is proven."""
        made = self.made
        height = made.height[regime]
        aim = self._aim(regime)
        sweeps, bound = 0, np.full(LANES, np.inf)
        for _ in range(_TRIES):
            done = settle(made, desk, regime, aim, _CAP)
            sweeps += done
            batches.shape_certificate(desk.w, height, desk.upper)
            raise_certificate(made, desk, 2)
            worst, tall = judge(made, desk, regime)
            if not np.isfinite(worst).all():
                raise_certificate(made, desk)
                worst, tall = judge(made, desk, regime)
            bound = worst * tall
            if (bound <= self.tolerance).all() or done >= _CAP or aim <= _FINEST:
                break
            aim = max(0.01 * aim, _FINEST)
        return sweeps, bound

    def _alone(self, desk: Desk, draw: int, lane: int, regime: int) -> tuple[Reals, float, int, bool]:
        """One draw by the static solver: sweeps, Krylov, direct, whatever proves it."""
        laid, original = self.made.pattern, self.matrices.technosphere
        values = original.values.copy()
        off, own = laid.target >= 0, (laid.target < 0) & (laid.target != DROPPED)
        values[off] = -desk.values[laid.target[off], lane].astype(np.float64)
        values[own] = desk.diagonal[-1 - laid.target[own], lane]
        g = np.empty((len(laid.order), 1))
        g[laid.order, 0] = desk.g[:, lane]
        try:
            drawn = prepare(Columns(original.start, original.rows, values, original.height))
            answer = adjoint(drawn, g, tolerance=self.tolerance)
        except EngineError as error:
            raise EngineError(
                (problem("LCI-037", value=str(draw + lane)), *error.problems), ((), *error.groups)
            ) from error
        proof = answer.proof
        w, off = answer.values[laid.order, 0], proof.bound[laid.order, 0]
        yardstick = np.maximum(np.abs(w), self.made.floor[regime])
        relative = float(np.max(off[yardstick > 0] / yardstick[yardstick > 0], initial=0.0))
        return w, relative, METHODS.index(proof.method), proof.rigorous


def technosphere_of_draw(matrices: Matrices, seed: int, draw: int) -> Columns:
    """The technosphere of one draw, exactly the numbers `montecarlo` solves."""
    return _columns_of_draw(
        matrices.technosphere, matrices.technosphere_spread, TECHNOSPHERE, seed, draw, diagonal_exact=True
    )


def matrix_of_draw(matrices: Matrices, seed: int, draw: int) -> tuple[Columns, Columns]:
    """Technosphere and biosphere of one draw, to check it by other means: 32-bit samples held in doubles.

    Diagonal entries without spread and all zeros keep their value of `matrices` to the last bit.
    """
    return technosphere_of_draw(matrices, seed, draw), _columns_of_draw(
        matrices.biosphere, matrices.biosphere_spread, BIOSPHERE, seed, draw, diagonal_exact=False
    )


def _columns_of_draw(
    columns: Columns, spreads: Spreads, stream: int, seed: int, draw: int, *, diagonal_exact: bool
) -> Columns:
    entries = len(columns.rows)
    out = aligned((entries, LANES), np.float32)
    _draw(
        sampler(columns, spreads, np.arange(entries, dtype=np.int32)),
        stream,
        seed,
        draw - draw % LANES,
        out,
        np.empty((0, LANES)),
    )
    values = out[:, draw % LANES].astype(np.float64)
    if diagonal_exact:
        own = columns.rows == np.repeat(np.arange(columns.width), np.diff(columns.start))
        kept = (own & (spreads.kind == FIXED)) | (columns.values == 0)
        values[kept] = columns.values[kept]
    return Columns(columns.start, columns.rows, values, columns.height)
