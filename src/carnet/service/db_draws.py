"""Monte Carlo over a whole database: what `carnet.lca.engine.draws` draws and proves, as a table for people."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from carnet.errors import InputError, problem
from carnet.lca.engine.draws import montecarlo as draw
from carnet.service.databases import Table
from carnet.service.db_numbers import plain
from carnet.service.db_open import process_json
from carnet.service.db_publish import database_json
from carnet.service.db_solve import naming, prepared_of, scores_of, vector_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.lca.engine.draws import DrawResult
    from carnet.service.db_open import OpenDatabase
    from carnet.service.db_solve import Asked

_TOP = 20


def montecarlo(
    db: OpenDatabase,
    questions: Sequence[Asked],
    positions: Sequence[int],
    *,
    draws: int,
    seed: int,
    threads: int = 0,
) -> Table:
    """Draw every exchange and score.

    Args:
        db: the database.
        questions: the regimes; none may leave an origin open, for an interval cannot be drawn.
        positions: the products; none: those with the largest scores.
        draws: how many.
        seed: the same seed gives the same draws, whatever else is asked and however many threads work.
        threads: 0: as many as the machine has processors.

    Raises:
        InputError: something is open (LCI-191), or the engine refuses (LCI-030 …).
    """
    vectors = [vector_of(db, question) for question in questions]
    problems = []
    for question, vector in zip(questions, vectors, strict=True):
        if names := tuple(sorted({factor.open for factor in vector.factors if factor.open})):
            problems.append(problem("LCI-191", None, question.regime, names, regime=question.regime))
    if problems:
        raise InputError(tuple(problems))
    c = np.zeros((len(vectors), db.stored.flows))
    for k, vector in enumerate(vectors):
        c[k, list(vector.flows)] = [float(value) for value in vector.high]
    named = [scores_of(db, question) for question in questions]
    chosen = list(positions) or np.argsort(-np.abs(named[0].high), kind="stable")[:_TOP].tolist()
    started = time.perf_counter()
    steps = max(draws // 10, 1)

    def progress(done: int, of: int) -> None:
        if done % steps < 8 or done == of:  # noqa: PLR2004 - a batch is eight draws
            db.say(f"{done}/{of}")

    prepared, matrices = prepared_of(db), db.stored.matrices()
    workers = threads or os.cpu_count() or 1
    with naming(db), ThreadPoolExecutor(workers) as pool:
        found = draw(prepared, matrices, c, seed=seed, draws=draws, products=chosen, mapper=pool.map, progress=progress)
    seconds = time.perf_counter() - started
    sense = db.stored.sense()
    rows = [
        _row(db, i, named[k].name, float(named[k].high[i]), found, place, k, int(sense[i]))
        for k in range(len(named))
        for place, i in enumerate(chosen)
    ]
    proof = {
        "largest_relative_bound": f"{float(np.max(found.bound, initial=0.0)):.1e}",
        **{name: count for name, count in found.methods.items() if count},
        "unproven": found.unproven,
    }
    about = {
        "database": database_json(db), "draws": found.draws, "seed": found.seed, "threads": workers,
        "seconds": f"{seconds:.2f}", "products": db.stored.processes, "unit": named[0].unit, "proof": proof,
        "differences": _differences(db, chosen, [each.name for each in named], found) if positions else [],
    }  # fmt: skip
    return Table(tuple(rows), about)


def _differences(
    db: OpenDatabase, chosen: Sequence[int], regimes: Sequence[str], found: DrawResult
) -> list[dict[str, Any]]:
    """Each product minus the first, draw by draw: both were drawn together, so that what they share cancels.

    Products counted in another unit than the first are left out.
    """
    sense, units = db.stored.sense(), db.stored.process_texts("unit")
    rows = []
    for k, regime in enumerate(regimes):
        first = found.kept[:, 0, k] * int(sense[chosen[0]])
        for place, i in enumerate(chosen[1:], 1):
            if units[i] != units[chosen[0]]:
                continue
            gap = found.kept[:, place, k] * int(sense[i]) - first
            low, median, high = np.quantile(gap, (0.025, 0.5, 0.975)).tolist()
            rows.append(
                {
                    **{key: process_json(db, i).get(key, "") for key in ("id", "name", "location", "unit")},
                    "regime": regime,
                    "mean": plain(float(np.mean(gap))),
                    "sd": plain(float(np.std(gap, ddof=1)) if len(gap) > 1 else 0.0),
                    "p2_5": plain(low),
                    "median": plain(median),
                    "p97_5": plain(high),
                    "smaller": plain(100 * float(np.mean(gap < 0)), 4),
                }
            )
    return rows


def _row(
    db: OpenDatabase, i: int, regime: str, point: float, found: DrawResult, place: int, k: int, sense: int
) -> dict[str, Any]:
    kept = found.kept[:, place, k] * sense
    low, median, high = np.quantile(kept, (0.025, 0.5, 0.975)).tolist()
    told = process_json(db, i)
    return {
        "id": told["id"],
        "name": told["name"],
        "location": told.get("location", ""),
        "unit": told["unit"],
        "regime": regime,
        "point": plain(point),
        "mean": plain(float(np.mean(kept))),
        "sd": plain(float(np.std(kept, ddof=1)) if len(kept) > 1 else 0.0),
        "p2_5": plain(low),
        "median": plain(median),
        "p97_5": plain(high),
    }
