"""Questions to a solved database: what a score is made of, how it travels, what it is sensitive to.

One forward solve a product gives how much every process runs for it; with the adjoint scores at hand each contribution,
each edge of the graph and each sensitivity is then a product of two numbers. Where something is open, all of these are
taken at the reading that makes the product's score largest.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from carnet.lca.engine.solve import forward
from carnet.service.db_numbers import plain
from carnet.service.db_open import mapping_of, process_json
from carnet.service.db_solve import (
    TOLERANCE,
    Asked,
    elements_of,
    factor_bounds,
    factors_of,
    naming,
    prepared_of,
    scores_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carnet.lca.engine.arrays import Columns
    from carnet.service.db_open import OpenDatabase

    Reals = NDArray[np.float64]

Part = tuple[str, dict[str, Any], float, float]  # key, what it is called, value, bound
BY = ("process", "flow", "gas", "category", "location")
MOST_NODES = 60


@dataclass(frozen=True, slots=True)
class Runs:
    """How much every process runs for one unit of a product: `values` and `bound` (n,), and how it was solved."""

    values: Reals
    bound: Reals
    method: str
    steps: int
    residual: float
    rigorous: bool

    def proof(self) -> dict[str, Any]:
        """Method, steps, residual, as printed with every figure made from it."""
        return {
            "method": self.method, "steps": self.steps, "residual": f"{self.residual:.1e}", "rigorous": self.rigorous
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One point of a regime for one product.

    `total` per unit made or treated; `scores` (n,) as they stand in the equations, per unit of each row (negative for a
    waste that is treated) and `bounds` (n,) their largest errors, `direct` (n,) per run, `flows` the factor of each
    elementary flow by its position.
    """

    total: float
    bound: float
    unit: str
    scores: Reals
    bounds: Reals
    direct: Reals
    by_gas: Mapping[str, tuple[float, float]]
    flows: Mapping[int, float]


def runs_of(db: OpenDatabase, process: int) -> Runs:
    """Solve what one unit of a product needs of every process; kept for the run.

    Raises:
        InputError: the system cannot be solved.
    """
    key = f"runs:{process}"
    found: Runs | None = db.kept.get(key)
    if found is None:
        demand = np.zeros((db.stored.processes, 1))
        demand[process, 0] = float(db.stored.sense()[process])
        with naming(db):
            answer = forward(prepared_of(db), demand, tolerance=TOLERANCE)
        proof = answer.proof
        found = db.kept[key] = Runs(
            answer.values[:, 0], proof.bound[:, 0], proof.method, proof.steps, proof.residual, proof.rigorous
        )
    return found


def reading_of(db: OpenDatabase, asked: Asked, process: int) -> Reading:
    """The regime at the reading that makes the product's score largest."""
    scores = scores_of(db, asked)
    bound = float(scores.bound[process])
    if asked.factors:
        values = {flow: float(Fraction(value)) for flow, value in asked.factors}
        return Reading(
            float(scores.high[process]), bound, scores.unit, scores.point, scores.bound, scores.direct, {}, values
        )
    elements = elements_of(db)
    own = elements.scores[process]
    low, high = factor_bounds(factors_of(asked, elements.elements)[1])
    point = np.where(own * high >= own * low, high, low)
    by_element = dict(zip(elements.elements, point.tolist(), strict=True))
    flows = {
        item.flow: by_element[item.element] * float(item.scale)
        for item in mapping_of(db)[0].mapped
        if by_element[item.element]
    }
    by_gas = {
        e.key: (float(own[k] * point[k]), float(elements.bound[process, k] * abs(point[k])))
        for k, e in enumerate(elements.elements)
    }
    every = elements.scores @ point
    return Reading(
        float(every[process]), bound, scores.unit, every * db.stored.sense(), scores.bound, elements.masses @ point,
        by_gas, flows,
    )  # fmt: skip


def contributions(db: OpenDatabase, asked: Asked, process: int, by: str = "process", top: int = 20) -> dict[str, Any]:
    """What a product's score is made of, the largest parts first, the others as one part that closes the sum.

    Args:
        db: the database.
        asked: the regime.
        process: position of the process.
        by: one of `BY`.
        top: so many parts stand alone.
    """
    point = reading_of(db, asked, process)
    runs = runs_of(db, process)
    left = 0  # parts that are not even listed
    if by == "gas" and point.by_gas:
        parts = [(key, {"gas": key}, value, bound) for key, (value, bound) in point.by_gas.items()]
    elif by in {"flow", "gas"}:
        parts = _by_flow(db, point, runs)
    else:
        values, bounds = point.direct * runs.values, np.abs(point.direct) * runs.bound
        if by == "process":
            parts = _by_process(db, values, bounds, top)
            left = int(np.count_nonzero(values)) - sum(1 for part in parts if part[2])
        else:
            parts = _by_group(db, values, bounds, by)
    ordered = sorted(parts, key=lambda part: (-abs(part[2]), part[0]))
    shown = [part for part in ordered[:top] if part[2]]
    total = point.total
    rows = [
        {**told, "key": key, "value": plain(value), "bound": up(bound), "share": share(value, total)}
        for key, told, value, bound in shown
    ]
    rest = total - sum(part[2] for part in shown)
    count = left + sum(1 for part in parts if part[2]) - len(shown)
    return {
        "process": process_json(db, process),
        "regime": scores_of(db, asked).name,
        "unit": point.unit,
        "by": by,
        "total": {"value": plain(total), "bound": up(point.bound)},
        "parts": rows,
        "rest": {"count": max(count, 0), "value": plain(rest), "share": share(rest, total)},
        "proof": runs.proof(),
    }


def _by_process(db: OpenDatabase, values: Reals, bounds: Reals, top: int) -> list[Part]:
    order = np.argsort(-np.abs(values), kind="stable")[: max(top, 1)].tolist()
    ids = db.stored.process_texts("id")
    return [(str(ids[i]), _short(db, i), float(values[i]), float(bounds[i])) for i in order]


def _by_group(db: OpenDatabase, values: Reals, bounds: Reals, by: str) -> list[Part]:
    column = db.stored.process_texts("path" if by == "category" else "location")
    sums: dict[str, list[float]] = {}
    for i in np.flatnonzero(values).tolist():
        text = str(column[i])
        key = text.partition("/")[0] if by == "category" else text
        entry = sums.setdefault(key or "-", [0.0, 0.0])
        entry[0] += float(values[i])
        entry[1] += float(bounds[i])
    return [(key, {"name": key}, value, bound) for key, (value, bound) in sums.items()]


def _by_flow(db: OpenDatabase, point: Reading, runs: Runs) -> list[Part]:
    biosphere = db.stored.biosphere()
    columns = np.repeat(np.arange(biosphere.width), np.diff(biosphere.start))
    sums = np.bincount(biosphere.rows, biosphere.values * runs.values[columns], biosphere.height)
    errors = np.bincount(biosphere.rows, np.abs(biosphere.values) * runs.bound[columns], biosphere.height)
    names, paths, ids = (db.stored.flow_texts(c) for c in ("name", "path", "id"))
    return [
        (
            str(ids[f]),
            {"name": str(names[f]), "path": str(paths[f]), "amount": plain(float(sums[f])), "factor": plain(c)},
            float(sums[f]) * c,
            float(errors[f]) * abs(c),
        )
        for f, c in sorted(point.flows.items())
        if sums[f]
    ]


def _short(db: OpenDatabase, i: int) -> dict[str, Any]:
    told = process_json(db, i)
    return {key: told[key] for key in ("name", "location", "unit") if key in told}


def graph(
    db: OpenDatabase, asked: Asked, process: int, *, cutoff: float = 0.01, nodes: int = MOST_NODES
) -> dict[str, Any]:
    """The supply of a product as nodes and edges, for a Sankey.

    A node's total is what its output carries for one unit of the product; it is the sum of its own emissions, of the
    edges that enter it and of `other`, everything below the cut-off. Loops are edges like any other.

    Args:
        db: the database.
        asked: the regime.
        process: position of the process.
        cutoff: share of the product's score below which a node or an edge is not shown.
        nodes: at most so many nodes.
    """
    point, runs = reading_of(db, asked, process), runs_of(db, process)
    technosphere = db.stored.technosphere()
    diagonal = _diagonal(technosphere)
    totals = diagonal * runs.values * point.scores
    limit = abs(point.total) * cutoff
    order = np.argsort(-np.abs(totals), kind="stable")[:nodes]
    shown = [int(i) for i in order if abs(totals[i]) >= limit and totals[i]]
    if process not in shown:
        shown = [process, *shown[: nodes - 1]]
    chosen = set(shown)
    ids = db.stored.process_texts("id")
    node_rows, edge_rows = [], []
    for j in shown:
        a, b = int(technosphere.start[j]), int(technosphere.start[j + 1])
        rest = float(totals[j] - point.direct[j] * runs.values[j])
        for i, value in zip(technosphere.rows[a:b].tolist(), technosphere.values[a:b].tolist(), strict=True):
            carried = -value * float(runs.values[j] * point.scores[i])
            if i == j or i not in chosen or abs(carried) < limit or not carried:
                continue
            rest -= carried
            edge_rows.append(
                {
                    "source": str(ids[i]), "target": str(ids[j]), "value": plain(carried),
                    "share": share(carried, point.total), "amount": plain(-value * float(runs.values[j])),
                }
            )  # fmt: skip
        told = process_json(db, j)
        node_rows.append(
            {
                **told,
                "total": plain(float(totals[j])),
                "direct": plain(float(point.direct[j] * runs.values[j])),
                "other": plain(rest),
                "share": share(float(totals[j]), point.total),
            }
        )
    return {
        "process": process_json(db, process),
        "regime": scores_of(db, asked).name,
        "unit": point.unit,
        "total": {"value": plain(point.total), "bound": up(point.bound)},
        "cutoff": str(cutoff),
        "nodes": node_rows,
        "edges": edge_rows,
        "proof": runs.proof(),
    }


def _diagonal(technosphere: Columns) -> Reals:
    columns = np.repeat(np.arange(technosphere.width), np.diff(technosphere.start))
    found = np.zeros(technosphere.width)
    on = columns == technosphere.rows
    found[columns[on]] = technosphere.values[on]
    return found


def share(part: float, total: float) -> str:
    """A part as per cent of a total, four digits; nothing of nothing."""
    return plain(100 * part / total, 4) if total else ""


def up(bound: float) -> str:
    """A bound for people: two digits, rounded up."""
    return f"{bound * 1.05:.1e}" if bound else "0"


__all__ = ["BY", "Reading", "Runs", "contributions", "graph", "reading_of", "runs_of", "share", "up"]
