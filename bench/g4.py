"""One electricity mix changed: all products under eight regimes, beside a new factorisation by UMFPACK."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from bench.engine import apart, must, standard
from bench.rivals import Umfpack, direct_scores
from carnet.lca.engine.solve import adjoint
from carnet.lca.engine.update import Change, inverse_rows, update

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bench.frame import Contender

COLD = "carnet, row of the inverse not at hand"
RIVAL = "UMFPACK on the changed transpose, factorisation and 8 solves"
TITLE = "one electricity mix changed, all products x 8 regimes, row of the inverse at hand"
LIMIT = 0.001
LIMITS = {COLD: 0.008}
AIMS = {RIVAL: 75.0}
REGION = 10
_said: list[str] = []


def prepare(folder: Path) -> Mapping[str, Contender]:
    """Check all n x 8 answers against the changed system solved directly, then hand out the contenders."""
    del folder
    made, _, prepared = standard()
    g = (made.factors @ made.biosphere).T.copy()
    base = adjoint(prepared, g)
    market = int(made.high_voltage[REGION])
    column = made.technosphere[:, market].tocoo()
    inputs = column.row != market
    rows = column.row[inputs].astype(np.int64)
    amounts = column.data[inputs] * np.random.default_rng(3).uniform(-0.5, 0.8, int(inputs.sum()))
    change = Change(market, rows, amounts)
    changed = made.technosphere.tolil()
    changed[rows, market] = made.technosphere[rows, market].toarray() + amounts[:, None]
    truth = direct_scores(replace(made, technosphere=changed.tocsc()), Umfpack(changed.tocsc()))
    inverse_rows(prepared, [market])
    found = update(prepared, base, [change])
    said = must(apart(found.values, truth), 1e-8, "all answers")
    _said[:] = [f"{said}; proven {found.proof.relative:.1e}"]

    def cold() -> object:
        prepared.kept.pop(("row", market), None)
        return update(prepared, base, [change])

    def warm() -> object:
        return update(prepared, base, [change])

    def rival() -> object:
        return direct_scores(made, Umfpack(changed.tocsc()))

    return {"carnet": warm, COLD: cold, RIVAL: rival}


def figures() -> str:
    """Return what was checked."""
    return "; ".join(_said)
