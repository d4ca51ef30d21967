"""Figures of products as they are given to a person: checked again on the stored arrays, with their proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from carnet.errors import InputError, problem
from carnet.lca.engine.judge import judge
from carnet.lca.engine.lanes import LANES, aligned
from carnet.service.databases import Score, Table
from carnet.service.db_numbers import plain
from carnet.service.db_open import process_json
from carnet.service.db_publish import database_json, score_json
from carnet.service.db_solve import WORST, Asked, judged_system, scores_of

_CHECKED = True  # `check` raises where it is not

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.service.db_open import OpenDatabase
    from carnet.service.db_solve import RegimeScores


def score(db: OpenDatabase, position: int, asked: Asked) -> Score:
    """One product's figure.

    Raises:
        InputError: a rule is open (LCI-173), or the stored answer does not hold on the stored arrays (LCI-175).
    """
    found = scores_of(db, asked)
    residual = check(db, found)
    low, high, bound = float(found.low[position]), float(found.high[position]), float(found.bound[position])
    size = max(abs(low), abs(high))
    if not np.isfinite(bound) or (size and bound > WORST * size and bound > WORST * _scale(found)):
        limit = f"{WORST:.0e}"
        raise InputError(
            (problem("LCI-175", None, process_json(db, position)["name"], bound=f"{bound:.1e}", limit=limit),)
        )
    printed = score_json(low, high, bound)
    told = process_json(db, position)
    return Score(
        told, found.name, found.legal_date, found.unit, printed["value"], printed["lower"], printed["upper"],
        f"{bound:.1e}", found.open, found.method, f"{residual:.1e}", found.rigorous, _CHECKED,
        told.get("licence") or str(db.stored.meta["licence"]), db.stored.redistribution, found.problems,
    )  # fmt: skip


def _scale(found: RegimeScores) -> float:
    return float(np.median(np.abs(found.high))) or 1.0


def check(db: OpenDatabase, found: RegimeScores) -> float:
    """Prove the stored scores again on the mapped arrays: the judge bounds every error from the residual Aᵀ w − g.

    Returns:
        The largest residual in units of the terms it is made of.

    Raises:
        InputError: the scores do not solve the equations (LCI-175).
    """
    key = f"checked:{found.name}:{found.legal_date}:{found.digest}"
    kept: float | None = db.kept.get(key)
    if kept is not None:
        return kept
    system = judged_system(db)
    side = system.adjoint
    g, w, slack = (aligned((side.size, LANES)) for _ in range(3))
    for lanes, values in ((g, found.direct), (w, found.point), (slack, found.slack)):
        lanes[:, 0] = values[side.order]
    verdict = judge(system, side, g, w, slack)
    if not verdict.within(WORST):
        share = verdict.bound[:, 0] / np.where(verdict.gross[:, 0] > 0, verdict.gross[:, 0], 1.0)
        worst = float(np.max(np.where(np.isfinite(share), share, np.inf), initial=0.0))
        raise InputError((problem("LCI-175", None, found.name, bound=f"{worst:.1e}", limit=f"{WORST:.0e}"),))
    db.kept[key] = verdict.residual
    return verdict.residual


def all_scores(db: OpenDatabase, asked: Asked) -> Table:
    """The figures of all products under one regime."""
    found = scores_of(db, asked)
    residual = check(db, found)
    columns = {name: list(db.stored.process_texts(name)) for name in ("id", "name", "location", "unit", "path")}
    point = found.low == found.high
    rows = tuple(
        {
            **{name: texts[i] for name, texts in columns.items()},
            "value": plain(float(found.high[i])) if point[i] else None,
            "low": plain(float(found.low[i])),
            "high": plain(float(found.high[i])),
            "bound": f"{float(found.bound[i]):.1e}",
        }
        for i in range(db.stored.processes)
    )
    return Table(rows, about_scores(db, found, residual))


def about_scores(db: OpenDatabase, found: RegimeScores, residual: float) -> dict[str, Any]:
    """What stands beside scores: database, regime, proof, what is open, warnings."""
    sizes = np.maximum(np.abs(found.low), np.abs(found.high))
    relative = found.bound[sizes > 0] / sizes[sizes > 0]
    return {
        "database": database_json(db),
        "regime": found.name,
        "legal_date": found.legal_date,
        "unit": found.unit,
        "products": db.stored.processes,
        "open": list(found.open),
        "proof": proof_json(found, residual),
        "relative_bound": {
            "median": f"{float(np.median(relative)) if len(relative) else 0.0:.1e}",
            "largest": f"{float(np.max(relative, initial=0.0)):.1e}",
        },
        "problems": [p.json() for p in found.problems],
    }


def proof_json(found: RegimeScores, residual: float) -> Mapping[str, Any]:
    """Method, steps, residual and whether the bound encloses for certain."""
    return {
        "method": found.method, "steps": found.steps, "residual": f"{residual:.1e}", "rigorous": found.rigorous
    }  # fmt: skip
