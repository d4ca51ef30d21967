"""Campaign C15LCA: what it draws, that it compares, and that it would see a defect of solver or judge."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

pytest.importorskip("numba")

from campaigns import c15lca, frame, lca_systems
from carnet.lca.engine import prepare, solve
from carnet.lca.engine.prepare import EngineError

SEEDS = range(40)


def first_seen(seeds=SEEDS):
    return next((told for told in (c15lca.disagreement(lca_systems.draw(1, n)) for n in seeds) if told), "")


def test_sizes_and_the_seed(monkeypatch):
    beside = len(c15lca.DATABASES)
    assert [c15lca.SIZES[scale] - beside for scale in frame.SCALES] == [50, 1_000]
    assert np.array_equal(lca_systems.draw(7, 3).matrix(), lca_systems.draw(7, 3).matrix())
    assert lca_systems.draw(7, 0).matrix().tolist() != lca_systems.draw(8, 0).matrix().tolist()
    assert "C15LCA" in frame.listed()
    monkeypatch.setattr(c15lca, "DATABASES", {})
    closing = frame.run(frame.load("C15LCA"), "test", 1, seconds=0)
    assert closing.line().startswith("C15LCA 1 systems, 0 disagreements, ")


def test_what_is_drawn_holds_what_the_promise_names():
    drawn = [lca_systems.draw(2, n) for n in range(100)]
    assert {each.kind for each in drawn} == set(lca_systems.KINDS)
    assert sum((each.row < 0).any() for each in drawn) > 20, "waste"
    assert sum((each.taken < 0).any() for each in drawn) > 15, "credits"
    assert sum((each.taken.sum(axis=0) == 0).any() for each in drawn) > 10
    sizes = [np.abs(m[m != 0]) for m in (each.matrix() for each in drawn)]
    assert max(s.max() / s.min() for s in sizes) > 1e20
    for each in drawn:
        if each.kind in lca_systems.ANSWERED:
            assert each.gain < 1
    assert min(1 - each.gain for each in drawn if each.kind == "below") < 1e-7
    assert sum(np.abs(np.linalg.eigvals(np.abs(each.taken))).max() > 1 for each in drawn if "large" in each.kind) > 5
    refused = [each for each in drawn if each.kind == "above"]
    for each in refused:
        with pytest.raises(EngineError):
            prepare.prepare(lca_systems.columns(each.matrix()))


def test_engine_exact_rationals_and_rival_agree():
    assert first_seen() == ""


def test_outside_compares_without_rounding():
    values, truth = np.array([[1.0]]), [[Fraction(1) + Fraction(1, 2**80)]]
    assert c15lca.outside(values, np.array([[2.0**-81]]), truth)
    assert c15lca.outside(values, np.array([[np.nan]]), truth)
    assert not c15lca.outside(values, np.array([[2.0**-80]]), truth)


# ── planted defects ─────────────────────────────────────────────────────────────────────────────


def too_proud(*args):
    """A judge that claims what its bound does not hold."""
    found = HONEST_JUDGE(*args)
    return replace(found, bound=found.bound * 1e-6)


def careless(*args):
    """A judge that accepts whatever it is given: the answer of the first sweep stays."""
    found = HONEST_JUDGE(*args)
    return replace(found, bound=np.minimum(found.bound, 1e-12 * found.gross))


def swept_once(block, aim, cap, *args):
    return HONEST_RUN(block, 1e-2, cap, *args)


def off_after_the_judge(*args, **more):
    found = HONEST_LANES(*args, **more)
    found.values[...] *= 1 + 1e-7
    return found


def proves_nothing(side):
    return np.ones(side.size), np.ones(len(side.blocks) - 1, bool), []


HONEST_JUDGE, HONEST_RUN, HONEST_LANES = solve.judge, solve.run, solve.solve_lanes
HONEST_EXACT = c15lca.exact_adjoint, c15lca.exact_forward
PLANTED = {
    "a bound that is too small": [(solve, "judge", too_proud)],
    "an unfinished answer with a bound that accepts it": [(solve, "run", swept_once), (solve, "judge", careless)],
    "an answer changed after it was judged": [(solve, "solve_lanes", off_after_the_judge)],
    "systems that are not productive go through": [(prepare, "_prove", proves_nothing)],
    "the forward system is solved for the scores": [(c15lca, "adjoint", solve.forward)],
    "a wrong system in exact rationals, which the rival does not share": [
        (c15lca, "prepare", lambda held: prepare.prepare(doubled(held))),
        (c15lca, "exact_adjoint", lambda held, g: HONEST_EXACT[0](doubled(held), g)),
        (c15lca, "exact_forward", lambda held, f: HONEST_EXACT[1](doubled(held), f)),
    ],
}


def doubled(held):
    return replace(held, values=held.values * 2)


@pytest.mark.parametrize("defect", PLANTED)
def test_a_defect_is_seen(defect, monkeypatch):
    for module, name, wrong in PLANTED[defect]:
        monkeypatch.setattr(module, name, wrong)
    assert first_seen()


def test_whatever_ends_a_calculation_is_an_outcome_not_the_end(monkeypatch):
    def boom(*_):
        message = "boom"
        raise ZeroDivisionError(message)

    monkeypatch.setattr(c15lca, "prepare", boom)
    assert first_seen() == "raised ZeroDivisionError: boom"


def test_a_refusal_of_what_has_an_answer_is_seen(monkeypatch):
    def refuses(_):
        prepare.refuse([prepare.refusal("LCI-004", (0,), gain="2")])

    monkeypatch.setattr(c15lca, "prepare", refuses)
    assert "refused with LCI-004" in first_seen()


@pytest.mark.slow
@pytest.mark.parametrize("name", c15lca.DATABASES)
def test_open_databases_agree_with_the_rival_and_a_wrong_score_is_seen(name, monkeypatch):
    if not (c15lca.SHARED / name).is_file():
        pytest.skip(f"needs shared/data/lci/{name}")
    assert c15lca.of_database(name) == ""
    honest = c15lca.rival
    monkeypatch.setattr(c15lca, "rival", lambda *args: honest(*args) * (1 + 1e-6))
    assert "bw2calc" in c15lca.of_database(name)
