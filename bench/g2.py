"""Eight regimes for all products from arrays, judged, beside UMFPACK on the transpose with its factorisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.engine import apart, judged, must, standard
from bench.rivals import Umfpack, direct_scores
from carnet.lca.engine.solve import adjoint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bench.frame import Contender

RIVAL = "UMFPACK on the transpose, factorisation and 8 solves"
TITLE = "8 regimes x all products, from arrays, every value with its bound"
LIMIT = 0.025
AIMS = {RIVAL: 25.0}
_said: list[str] = []


def prepare(folder: Path) -> Mapping[str, Contender]:
    """Check all 8 x n answers, then hand out the contenders."""
    del folder
    made, _, prepared = standard()
    g = (made.factors @ made.biosphere).T.copy()
    answer = adjoint(prepared, g)
    said = must(apart(answer.values, judged()), 1e-9, "all answers")
    _said[:] = [f"{said}; proven {answer.proof.relative:.1e}, {answer.proof.steps} {answer.proof.method}"]
    return {
        "carnet": lambda: adjoint(prepared, g),
        RIVAL: lambda: direct_scores(made, Umfpack(made.technosphere)),
    }


def figures() -> str:
    """Return what was checked."""
    return "; ".join(_said)
