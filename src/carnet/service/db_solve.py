"""Solving a database: kg of every gas behind every product, and from them each regime's scores with their proof.

The adjoint is solved once per gas and carbon origin. A regime is then a weighted sum of the columns, so that any
regime, date or assumption about an open origin is answered without solving again, open values as exact intervals; a
user's own factors are one more column. Every answer keeps method, residual and bound; a figure that is asked for is
proved again on the mapped arrays before it is given.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from carnet import __version__
from carnet.assessment.background import ElementFactor, FlowVector, background_plan, element_factors, flow_vector
from carnet.canonical import digest
from carnet.errors import InputError, Place, Problem, Text, UsageError, problem
from carnet.impact.elementary import (
    CARBON_GASES,
    Element,
    ElementaryMap,
    ToldGroup,
    element_of,
    told_groups,
    told_problems,
)
from carnet.lca.engine.arrays import Columns, Proof
from carnet.lca.engine.prepare import EngineError, Prepared, prepare
from carnet.lca.engine.solve import adjoint
from carnet.regime import resolve
from carnet.service import datasets
from carnet.service.catalogues import DATA_DAY
from carnet.service.db_open import mapping_of
from carnet.store import read_folder
from carnet.store.database import open_answer, save_answer
from carnet.store.database_prepared import adjoint_from, prepared_arrays, prepared_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from carnet.regime import ResolvedRegime
    from carnet.service.db_open import OpenDatabase
    from carnet.store.database_file import Packed

    Reals = NDArray[np.float64]

TOLERANCE = 1e-11  # solved once and kept, so that published masses have eleven certain digits
WORST = 1e-6  # a relative bound above this is no answer
ORIGINS = ("fossil", "biogenic", "luluc")
OWN = "own:"  # before the number or name of a characterisation vector that came with the database
_EPS = float(np.finfo(np.float64).eps)
_SHOWN = 6
_NAMED = 12
_DATA = ("regimes", "gwp", "flows", "elementary")
_KEPT = ("low", "high", "bound", "direct", "point", "slack")


@dataclass(frozen=True, slots=True)
class Elements:
    """kg of each element per unit of every product.

    `masses` (n, K) are released by one run of each process, `scores` (n, K) with everything upstream per unit it makes
    or takes for treatment, `bound` (n, K) the largest error of each score,
    `slack` (n, K) how far `masses` may be off by rounding. `counts` and `names` say how many flows each element comes
    from and what they are called; `told` are the flows that do not count and might have to.
    """

    elements: tuple[Element, ...]
    masses: Reals
    scores: Reals
    bound: Reals
    slack: Reals
    counts: tuple[int, ...]
    names: tuple[tuple[str, ...], ...]
    told: tuple[Problem, ...]
    method: str
    steps: int
    residual: float
    rigorous: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class RegimeScores:
    """A regime's scores of every product.

    `low` and `high` (n,), per unit made or treated, enclose what is open, equal where nothing is; `bound` (n,) is the
    numerical error of either. `point` (n,) are the scores as they stand in the equations, `direct` (n,) the emissions
    of one run, both at the high factors; `slack` (n,) is how far `direct` may be off by rounding. `open` names what is
    open.
    """

    regime: str
    name: str
    legal_date: str
    unit: str
    low: Reals
    high: Reals
    bound: Reals
    direct: Reals
    point: Reals
    slack: Reals
    open: tuple[str, ...]
    method: str
    steps: int
    residual: float
    rigorous: bool
    problems: tuple[Problem, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks of a regime: its id, the day, what they state for what is open, own factors by flow."""

    regime: str
    legal_date: str = ""
    assume: tuple[tuple[str, str], ...] = ()
    factors: tuple[tuple[int, str], ...] = ()


def prepared_of(db: OpenDatabase) -> Prepared:
    """The database's technosphere made ready for solving, once per run.

    Raises:
        InputError: the system is singular or cannot produce anything, with the processes that cause it.
    """
    found: Prepared | None = db.kept.get("prepared")
    if found is not None:
        return found
    technosphere = db.stored.technosphere()
    recipe = _prepared_recipe(db)
    answer = open_answer(db.stored, recipe)
    if answer is not None:
        found = prepared_from(answer, technosphere)
    else:
        db.say("prepare")
        found = solvable(technosphere, process_names(db))
        save_answer(db.stored, recipe, *prepared_arrays(found))
    db.kept["prepared"] = found
    return found


def judged_system(db: OpenDatabase) -> Prepared:
    """The system for judging scores: where it was kept, only the side that scores stand on is read."""
    found: Prepared | None = db.kept.get("prepared") or db.kept.get("judged")
    if found is None:
        answer = open_answer(db.stored, _prepared_recipe(db))
        if answer is None:
            return prepared_of(db)
        found = db.kept["judged"] = adjoint_from(answer, db.stored.technosphere())
    return found


def _prepared_recipe(db: OpenDatabase) -> dict[str, str]:
    return {"kind": "prepared", "database": db.stored.digest, "engine": __version__}


def solvable(technosphere: Columns, names: Sequence[str]) -> Prepared:
    """Make a system ready, and where it cannot be solved say so with the names of the processes that cause it.

    Raises:
        InputError: LCI-001 … LCI-005.
    """
    with naming_by(lambda: names):
        return prepare(technosphere)


@contextmanager
def naming_by(names: Callable[[], Sequence[str]]) -> Iterator[None]:
    """Whatever the engine refuses inside is told with names in the place of its numbers.

    Raises:
        InputError: LCI-001 … LCI-012.
    """
    try:
        yield
    except EngineError as error:
        raise InputError(named_problems(error, names())) from error


def naming(db: OpenDatabase) -> AbstractContextManager[None]:
    """`naming_by` with the names and places of a database's processes."""
    return naming_by(lambda: process_names(db))


def process_names(db: OpenDatabase) -> list[str]:
    """What each process is called, with its place where the database gives one."""
    pairs = zip(db.stored.process_texts("name"), db.stored.process_texts("location"), strict=True)
    return [f"{name} | {place}" if place else name for name, place in pairs]


def named_problems(error: EngineError, names: Sequence[str]) -> tuple[Problem, ...]:
    """The engine's problems with the names of the processes instead of their numbers."""
    told = []
    for found, group in zip(error.problems, error.groups, strict=True):
        shown = "、".join(names[i] for i in group[:_NAMED]) + (" …" if len(group) > _NAMED else "")
        plain = ", ".join(names[i] for i in group[:_NAMED]) + (" …" if len(group) > _NAMED else "")
        cause = found.cause
        if found.value:
            cause = Text(cause.zh.replace(found.value, shown), cause.en.replace(found.value, plain))
        told.append(replace(found, place=Place(), value=plain or found.value, cause=cause))
    return tuple(told)


def per_run(biosphere: Columns, flows: Sequence[int], factors: Sequence[float]) -> Reals:
    """What one run of each process gives off, weighted: Bᵀ c, shape (n,)."""
    c = np.zeros(biosphere.height)
    c[list(flows)] = factors
    weighted = biosphere.values * c[biosphere.rows]
    sums = np.add.reduceat(np.append(weighted, 0.0), np.minimum(biosphere.start[:-1], len(weighted)))
    return np.where(np.diff(biosphere.start) > 0, sums, 0.0)


def rounding_of(biosphere: Columns, flows: Sequence[int], factors: Sequence[float]) -> Reals:
    """How far `per_run` may be off: rounding of the factors, of the products and of their sum, shape (n,)."""
    size = per_run(replace(biosphere, values=np.abs(biosphere.values)), flows, [abs(f) for f in factors])
    return (np.diff(biosphere.start) + 4) * _EPS * size


def elements_of(db: OpenDatabase, *, again: bool = False) -> Elements:
    """The masses behind every product: as stored, else solved and stored.

    Raises:
        InputError: the system cannot be solved; or a stored answer is damaged (LCI-164).
    """
    found: Elements | None = db.kept.get("elements")
    if found is not None and not again:
        return found
    recipe = _recipe(db)
    answer = None if again else open_answer(db.stored, recipe)
    if answer is None:
        elements, meta, arrays = _solve_elements(db)
        save_answer(db.stored, recipe, meta, arrays)
        db.kept["elements"] = elements
        return elements
    about = answer.meta
    elements = Elements(
        tuple(element_of(key) for key in about["elements"]),
        answer.array("masses"),
        answer.array("scores"),
        answer.array("bound"),
        answer.array("slack"),
        tuple(int(n) for n in about["counts"]),
        tuple(tuple(names) for names in about["names"]),
        told_problems(ToldGroup(t["reason"], int(t["count"]), tuple(t["names"])) for t in about["told"]),
        about["method"],
        int(about["steps"]),
        float(about["residual"]),
        bool(about["rigorous"]),
        float(about["seconds"]),
    )
    db.kept["elements"] = elements
    return elements


def _recipe(db: OpenDatabase) -> dict[str, str]:
    return {"kind": "elements", "database": db.stored.digest, "data": data_digest(), "engine": __version__}


@cache
def data_digest() -> str:
    """A digest of the shipped files a score depends on: regimes, GWP sets, the lists of flows."""
    found = hashlib.sha256()
    for folder in _DATA:
        for name, text in read_folder(folder):
            found.update(f"{folder}/{name}\0{len(text)}\0{text}".encode())
    return found.hexdigest()


def _solve_elements(db: OpenDatabase) -> tuple[Elements, dict[str, Any], dict[str, Any]]:
    mapping, flows = mapping_of(db)
    elements = mapping.elements
    biosphere = db.stored.biosphere()
    masses = np.zeros((db.stored.processes, len(elements)))
    slack = np.zeros_like(masses)
    grouped: dict[Element, list[tuple[int, Fraction]]] = {}
    for item in mapping.mapped:
        grouped.setdefault(item.element, []).append((item.flow, item.scale))
    for k, element in enumerate(elements):
        found = grouped[element]
        weights = [flow for flow, _ in found], [float(scale) for _, scale in found]
        masses[:, k], slack[:, k] = per_run(biosphere, *weights), rounding_of(biosphere, *weights)
    prepared = prepared_of(db)
    started = time.perf_counter()
    db.say("solve")
    if elements:
        with naming(db):
            answer = adjoint(prepared, masses, tolerance=TOLERANCE, slack=slack)
        scores, proof = answer.values, answer.proof
    else:
        scores, proof = masses, Proof("direct", 0, 0.0, masses, 0.0, rigorous=True)
    seconds = time.perf_counter() - started
    scores = np.ascontiguousarray(scores) * db.stored.sense()[:, None]
    bound = np.ascontiguousarray(proof.bound)
    names = tuple(
        tuple(sorted({f"{flows[flow].name} ({flows[flow].path or '-'})" for flow, _ in grouped[e]})[:_SHOWN])
        for e in elements
    )
    counts = tuple(len(grouped[e]) for e in elements)
    told = told_groups(mapping.told, flows)
    solved = Elements(
        elements, masses, scores, bound, slack, counts, names, told_problems(told),
        proof.method, proof.steps, proof.residual, proof.rigorous, seconds,
    )  # fmt: skip
    meta = {
        "elements": [e.key for e in elements],
        "counts": list(counts),
        "names": [list(each) for each in names],
        "told": [{"reason": t.reason, "count": t.count, "names": list(t.names)} for t in told],
        "method": proof.method,
        "steps": int(proof.steps),
        "residual": repr(float(proof.residual)),
        "rigorous": bool(proof.rigorous),
        "seconds": repr(round(seconds, 4)),
    }
    return solved, meta, {"masses": masses, "scores": scores, "bound": bound, "slack": slack}


def regime_of(asked: Asked) -> ResolvedRegime:
    """The regime on its day; without a day, the day the shipped data were last looked over.

    Raises:
        InputError: it is unknown or not in force on that day.
    """
    day = asked.legal_date or DATA_DAY
    return resolve(datasets.regimes(), asked.regime, day, day)


def factors_of(asked: Asked, elements: Sequence[Element]) -> tuple[ResolvedRegime, tuple[ElementFactor, ...]]:
    """The factor of each element under the regime, with what the user states for open origins.

    Raises:
        InputError: a rule about gases is open and not stated (LCI-173).
        UsageError: what is stated is no origin (LCI-190).
    """
    resolved = regime_of(asked)
    stated = dict(asked.assume)
    origins = {key.partition(":")[0]: value for key, value in stated.items() if key.endswith(":origin")}
    for gas, origin in origins.items():
        if origin not in ORIGINS or gas not in CARBON_GASES:
            raise UsageError((problem("LCI-190", None, origin, ORIGINS, what=f"{gas}:origin"),))
    rules = {key: value for key, value in stated.items() if not key.endswith(":origin")}
    plan = background_plan(resolved, rules)
    known = [Element(e.gas, origins.get(e.gas, ""), e.uptake) if not e.origin else e for e in elements]
    found = element_factors(plan, datasets.shipped_gwp_sets(), known)
    return resolved, tuple(
        ElementFactor(e, f.low, f.high, f.open, f.refused) for e, f in zip(elements, found, strict=True)
    )


def scores_of(db: OpenDatabase, asked: Asked) -> RegimeScores:
    """A regime's scores of every product, with bounds and warnings: as stored, else worked out and stored.

    Raises:
        InputError: a rule about gases is open (LCI-173), the system cannot be solved, or a stored answer is damaged.
    """
    key = f"scores:{asked}"
    found: RegimeScores | None = db.kept.get(key)
    if found is None:
        recipe = _scores_recipe(db, asked)
        answer = open_answer(db.stored, recipe)
        if answer is not None:
            found = _read_scores(answer)
        else:
            found = _own_factors(db, asked) if asked.factors else _weighted(db, asked)
            save_answer(db.stored, recipe, _scores_meta(found), {name: getattr(found, name) for name in _KEPT})
        db.kept[key] = found
    return found


def _scores_recipe(db: OpenDatabase, asked: Asked) -> dict[str, Any]:
    return {
        "kind": "scores", "database": db.stored.digest, "data": data_digest(), "engine": __version__,
        "regime": asked.regime, "legal_date": asked.legal_date, "assume": [list(item) for item in asked.assume],
        "factors": digest([[str(flow), value] for flow, value in asked.factors]),
    }  # fmt: skip


def _scores_meta(found: RegimeScores) -> dict[str, Any]:
    return {
        "regime": found.regime, "name": found.name, "legal_date": found.legal_date, "unit": found.unit,
        "open": list(found.open), "method": found.method, "steps": int(found.steps), "residual": repr(found.residual),
        "rigorous": found.rigorous, "digest": found.digest, "problems": [p.json() for p in found.problems],
    }  # fmt: skip


def _read_scores(answer: Packed) -> RegimeScores:
    meta = answer.meta
    low, high, bound, direct, point, slack = (answer.array(name) for name in _KEPT)
    return RegimeScores(
        meta["regime"], meta["name"], meta["legal_date"], meta["unit"], low, high, bound, direct, point, slack,
        tuple(meta["open"]),
        meta["method"], int(meta["steps"]), float(meta["residual"]), bool(meta["rigorous"]),
        tuple(_problem(p) for p in meta["problems"]), meta["digest"],
    )  # fmt: skip


def _problem(data: Mapping[str, Any]) -> Problem:
    return Problem(
        data["code"], Place(**data["place"]), data["value"], Text(**data["cause"]), Text(**data["fix"]),
        tuple(data["candidates"]), data["severity"],
    )  # fmt: skip


def _weighted(db: OpenDatabase, asked: Asked) -> RegimeScores:
    elements = elements_of(db)
    if not elements.elements:
        raise no_gases(db)
    resolved, factors = factors_of(asked, elements.elements)
    low, high = factor_bounds(factors)
    moves = low != high
    base = elements.scores[:, ~moves] @ low[~moves]
    least, most = base.copy(), base.copy()
    for k in np.flatnonzero(moves):
        one, two = elements.scores[:, k] * low[k], elements.scores[:, k] * high[k]
        least += np.minimum(one, two)
        most += np.maximum(one, two)
    size = np.maximum(np.abs(low), np.abs(high))
    # Rounding of the factors (one unit) and of a sum of K products (K + 1 units), on the sum of their sizes.
    units = (len(factors) + 3) * _EPS
    bound = elements.bound @ size + units * (np.abs(elements.scores) @ size)
    slack = elements.slack @ size + units * (np.abs(elements.masses) @ size)
    point = (elements.scores @ high) * db.stored.sense()
    return RegimeScores(
        resolved.id, resolved.name, resolved.legal_date, "kg CO2e", least, most, bound, elements.masses @ high, point,
        slack, tuple(dict.fromkeys(f.open for f in factors if f.open)),
        elements.method, elements.steps, elements.residual, elements.rigorous,
        (*_open_problems(factors, elements), *_refused_problems(resolved.id, factors, elements), *elements.told),
        digest([[f.element.key, str(f.low), str(f.high)] for f in factors]),
    )  # fmt: skip


def no_gases(db: OpenDatabase) -> InputError:
    """None of the flows is a gas of ours (LCI-192); names the vectors the database brings, if any."""
    return InputError((problem("LCI-192", None, db.name, own_names(db) or ("-",), count=str(db.stored.flows)),))


def own_names(db: OpenDatabase) -> tuple[str, ...]:
    """The characterisation vectors a database brought, as regimes of its own: ``own:0``, ``own:1`` and so on."""
    return tuple(f"{OWN}{k}" for k in range(len(own_titles(db))))


def own_titles(db: OpenDatabase) -> tuple[str, ...]:
    """What those vectors are called in the source."""
    return tuple(str(name) for name in db.stored.meta["facts"].get("characterisation", ()))


def own_regime(db: OpenDatabase, regime: str) -> Asked:
    """A vector of the database itself, by number (``own:0``) or by its name in the source, as what is asked.

    Raises:
        UsageError: it has none of that name (LCI-193).
    """
    titles, wanted = own_titles(db), regime.removeprefix(OWN)
    found = [k for k, title in enumerate(titles) if wanted in {str(k), title}]
    if len(found) != 1:
        raise UsageError((problem("LCI-193", None, regime, own_names(db) or ("-",), database=db.name),))
    vector = db.stored.packed.array("characterisation")[found[0]]
    factors = tuple((int(i), _decimal_of(float(vector[i]))) for i in np.flatnonzero(vector))
    return Asked(f"{OWN}{found[0]}", factors=factors)


def _decimal_of(value: float) -> str:
    """A double as text that means exactly that double."""
    exact = Fraction(value)
    return f"{exact.numerator}/{exact.denominator}"


def factor_bounds(factors: Sequence[ElementFactor]) -> tuple[Reals, Reals]:
    """Low and high of each factor as doubles, (K,) each."""
    return np.array([float(f.low) for f in factors]), np.array([float(f.high) for f in factors])


def _open_problems(factors: Sequence[ElementFactor], elements: Elements) -> list[Problem]:
    return [
        problem(
            "LCI-180",
            None,
            f.element.gas,
            elements.names[k],
            "warning",
            count=str(elements.counts[k]),
            gas=f.element.gas,
        )
        for k, f in enumerate(factors)
        if f.open
    ]


def _refused_problems(regime: str, factors: Sequence[ElementFactor], elements: Elements) -> list[Problem]:
    return [
        problem(
            "LCI-184", None, f.element.gas, elements.names[k], "warning",
            regime=regime, gas=f.element.gas, count=str(elements.counts[k]),
        )
        for k, f in enumerate(factors)
        if f.refused
    ]  # fmt: skip


def _own_factors(db: OpenDatabase, asked: Asked) -> RegimeScores:
    """Scores by a user's own factors alone: one column, solved."""
    weights = [flow for flow, _ in asked.factors], [float(Fraction(value)) for _, value in asked.factors]
    biosphere = db.stored.biosphere()
    direct, slack = per_run(biosphere, *weights), rounding_of(biosphere, *weights)
    with naming(db):
        solved = adjoint(prepared_of(db), direct[:, None], tolerance=TOLERANCE, slack=slack[:, None])
    point, proof = solved.values[:, 0].copy(), solved.proof
    shown = point * db.stored.sense()
    return RegimeScores(
        asked.regime, asked.regime, "", "", shown, shown, proof.bound[:, 0].copy(), direct, point, slack, (),
        proof.method, proof.steps, proof.residual, proof.rigorous, (),
        digest([[str(flow), value] for flow, value in asked.factors]),
    )  # fmt: skip


def vector_of(db: OpenDatabase, asked: Asked) -> FlowVector:
    """The regime's factors over the database's flows: what sampling and contributions by flow weight with."""
    mapping: ElementaryMap = mapping_of(db)[0]
    if asked.factors:
        values = tuple(Fraction(value) for _, value in asked.factors)
        return FlowVector(asked.regime, tuple(flow for flow, _ in asked.factors), values, values, ())
    _, factors = factors_of(asked, mapping.elements)
    return flow_vector(asked.regime, factors, mapping)


def factor_of(db: OpenDatabase, asked: Asked, flow: int) -> float:
    """A regime's factor of one elementary flow, at the high reading; 0 where it does not count."""
    key = f"flows:{asked}"
    kept: Mapping[int, float] | None = db.kept.get(key)
    if kept is None:
        vector = vector_of(db, asked)
        kept = db.kept[key] = {f: float(h) for f, h in zip(vector.flows, vector.high, strict=True)}
    return kept.get(flow, 0.0)
