"""C15LCA: the engine for databases against exact rationals and against bw2calc, within the bound that it states.

A random system is one attack: scores of all products under two regimes and activities for two demands, by every method.
Each value has to lie within its bound of the exact one, reached by `carnet.lca.solve_sparse` from the same doubles; the
score of two products has to be that of bw2calc 3.1, up to its rounding. Systems just below the limit of meaning have to
be answered, those above it refused. Two open databases, where they lie beside the project, are compared with bw2calc on
the same matrices, every product.
"""

from __future__ import annotations

import warnings
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from campaigns.lca_systems import ANSWERED, System, columns, draw
from carnet.errors import CarnetError
from carnet.exchange import lci_ecospold1, lci_jsonld
from carnet.lca.engine.exact import exact_adjoint, exact_forward
from carnet.lca.engine.prepare import EngineError, prepare
from carnet.lca.engine.solve import adjoint, forward
from carnet.lca.linking import LinkPolicy, link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from carnet.lca.engine.arrays import Answer, Columns
    from carnet.lca.engine.prepare import Prepared

    Reals = NDArray[np.float64]

ID = "C15LCA"
WHAT = "systems"
BROKEN = "disagreements"
SIZES = {"test": 52, "release": 1_002}

METHODS = ("auto", "sweeps", "krylov", "direct")
REFUSALS = frozenset({"LCI-004", "LCI-005"})  # not productive, too near to the limit
UNREACHED = "LCI-006"
PRODUCTS = 2
# What the elimination of bw2calc may lose, which knows nothing of units that lie far apart: so many roundings of n
# times the sizes that pass through it, and a share of the largest score (a product that takes from nobody: 1e-17).
_ROUNDINGS, _NOISE = 2.0**16, 1e-13
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "lci"
DATABASES: dict[str, tuple[Callable[..., Any], LinkPolicy]] = {
    "uslci_fy17q4/uslci_fy17q4_jsonld_as_published_without_actors.zip": (
        lci_jsonld.read, LinkPolicy(unsolvable="quarantine")
    ),
    "uslci_fy21q3_01_ecospold1_contacts_blanked.zip": (
        lci_ecospold1.read, LinkPolicy(by="name_location_unit", unsolvable="quarantine")
    ),
}  # fmt: skip
_GASES = {"carbon dioxide": 1.0, "carbon dioxide, fossil": 1.0, "methane": 29.8, "methane, fossil": 29.8}


def attacks(seed: int, size: int) -> Iterator[str | None]:
    """Yield None for a system on which all agree, a sentence for one on which they do not."""
    for name in DATABASES:
        if (SHARED / name).is_file():
            told = of_database(name)
            yield f"{name}, {told}" if told else None
    for number in range(size):
        system = draw(seed, number)
        told = disagreement(system)
        yield f"system {number} of seed {seed}, {system.kind}, {told}" if told else None


def disagreement(system: System) -> str:
    """What does not agree of one system; empty where everything does."""
    matrix = system.matrix()
    held = columns(matrix)
    try:
        try:
            prepared = prepare(held)
        except EngineError as error:
            return _refused(system, error)
        if system.kind == "above":
            return f"gain {system.gain!r} is not refused"
        told, scores = _solved(system, prepared, adjoint, system.emitted, _truth(exact_adjoint, held, system.emitted))
        if told:
            return f"scores by {told}"
        told, _ = _solved(system, prepared, forward, system.wanted, _truth(exact_forward, held, system.wanted))
        if told or scores is None:
            return f"activities by {told}" if told else ""
    except Exception as error:  # noqa: BLE001 - whatever it is, a calculation must not end so
        return f"raised {type(error).__name__}: {error}"
    return _beside_rival(system, matrix, held, scores)


def _truth(exact: Callable[..., list[Fraction]], held: Columns, right: Reals) -> list[list[Fraction]]:
    return [exact(held, [Fraction(x) for x in side]) for side in right.T.tolist()]


def _solved(
    system: System, prepared: Prepared, solve: Callable[..., Answer], right: Reals, truth: Sequence[Sequence[Fraction]]
) -> tuple[str, Answer | None]:
    """Solve by every method: what is wrong with one of the answers, and the answer of the program's own choice."""
    chosen = None
    for method in METHODS:
        try:
            answer = solve(prepared, right, method=method)
        except EngineError as error:
            code = error.problems[0].code
            if code != UNREACHED or (method == "auto" and system.kind in ANSWERED):
                return f"{method}: refused with {code}", None
            continue
        if told := outside(answer.values, answer.proof.bound, truth):
            return f"{method}: {told}", None
        if not answer.proof.rigorous:
            return f"{method}: a bound without proof", None
        chosen = chosen or answer
    return "", chosen


def outside(values: Reals, bound: Reals, truth: Sequence[Sequence[Fraction]]) -> str:
    """Say which value is further from the truth than its bound allows, compared without rounding; empty: none."""
    for k, column in enumerate(truth):
        for i, exact in enumerate(column):
            value, most = float(values[i, k]), float(bound[i, k])
            if not (np.isfinite(value) and np.isfinite(most)):
                return f"value {i} of column {k} is {value!r} ± {most!r}"
            off = abs(Fraction(value) - exact)
            if off > Fraction(most):
                return f"value {i} of column {k} is {value!r}, off by {float(off):.3e}, bound {most:.3e}"
    return ""


def _refused(system: System, error: EngineError) -> str:
    codes = {problem.code for problem in error.problems}
    if not codes <= REFUSALS or system.kind in ANSWERED:
        return f"gain {system.gain!r}: refused with {', '.join(sorted(codes))}"
    ringed = {i for group in error.groups for i in group}
    if not ringed or not ringed <= set(_in_loops(system)):
        return f"the refusal names {sorted(ringed)}, which are in no loop"
    return ""


def _in_loops(system: System) -> list[int]:
    """The processes that supply themselves by way of others."""
    reach = (system.taken != 0).astype(np.int64)
    for _ in range(system.size.bit_length()):
        reach = ((reach + reach @ reach) > 0).astype(np.int64)
    return np.flatnonzero(np.diag(reach)).tolist()


# ── the rival ────────────────────────────────────────────────────────────────────────────────────


def _beside_rival(system: System, matrix: Reals, held: Columns, answer: Answer) -> str:
    chosen = list(range(min(PRODUCTS, system.size)))
    emitted = system.emitted[:, 0]
    found = rival(held, emitted, chosen)
    room = allowance(matrix, system.spread(), emitted, answer.values[:, 0])
    return _apart(found, chosen, answer.values[:, 0], answer.proof.bound[:, 0] + room)


def _apart(found: Reals, chosen: Sequence[int], values: Reals, room: Reals) -> str:
    for i, theirs in zip(chosen, found.tolist(), strict=True):
        if not abs(theirs - values[i]) <= room[i]:
            return f"product {i}: {values[i]!r}, bw2calc {theirs!r}, apart by more than {room[i]:.3e}"
    return ""


def allowance(matrix: Reals, spread: Reals, emitted: Reals, scores: Reals) -> Reals:
    """What elimination in doubles may be off by in the score of each product: |g|ᵀ |A⁻¹| |A| |A⁻¹|, times rounding."""
    through = np.abs(emitted) @ spread @ np.abs(matrix) @ spread
    room = _ROUNDINGS * len(matrix) * 2.0**-53 * through + _NOISE * np.abs(scores).max(initial=0.0)
    return np.asarray(room, np.float64)


def rival(held: Columns, emitted: Reals, products: Sequence[int]) -> Reals:
    """The scores of products by bw2calc's LCA, on the same doubles: each process emits one flow of factor 1."""
    first, flow = 1_000_000, 1
    made_by = np.repeat(np.arange(held.width), np.diff(held.start))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bw2calc  # noqa: PLC0415 - a rival is loaded when it is asked, and recommends another on being so
        import bw_processing as bwp  # noqa: PLC0415

        package = bwp.create_datapackage()
        for matrix, rows, others, values in (
            ("technosphere_matrix", held.rows + first, made_by + first, held.values),
            ("biosphere_matrix", np.full(held.width, flow), np.arange(held.width) + first, emitted),
            ("characterization_matrix", np.array([flow]), np.array([flow]), np.ones(1)),
        ):
            indices = np.empty(len(rows), dtype=bwp.INDICES_DTYPE)
            indices["row"], indices["col"] = rows, others
            package.add_persistent_vector(matrix=matrix, name=matrix, indices_array=indices, data_array=values)
        asked = bw2calc.LCA({int(products[0]) + first: 1}, data_objs=[package])
        asked.lci(factorize=len(products) > PRODUCTS)
        asked.lcia()
        found = [float(asked.score)]
        for product in products[1:]:
            asked.lci({int(product) + first: 1})
            asked.lcia_calculation()
            found.append(float(asked.score))
    return np.array(found)


# ── open databases ───────────────────────────────────────────────────────────────────────────────


@cache
def linked(name: str) -> Any:  # noqa: ANN401 - a linked database
    """One of `DATABASES`, read and linked."""
    read, policy = DATABASES[name]
    database, _ = read((SHARED / name).read_bytes(), name.rpartition("/")[2])
    return link(database, policy)


def of_database(name: str) -> str:
    """What does not agree of one open database; empty where everything does."""
    try:
        found = linked(name)
        held, nature = found.matrices.technosphere, found.matrices.biosphere
        factors = np.array([_GASES.get(flow.name.casefold().strip(), 0.0) for flow in found.flows])
        emitted = np.zeros(held.width)
        np.add.at(
            emitted, np.repeat(np.arange(nature.width), np.diff(nature.start)), factors[nature.rows] * nature.values
        )
        answer = adjoint(prepare(held), emitted[:, None])
    except CarnetError as error:
        return f"refused with {error.problems[0].code}"
    except Exception as error:  # noqa: BLE001 - see above
        return f"raised {type(error).__name__}: {error}"
    matrix = np.zeros((held.width, held.width))
    matrix[held.rows, np.repeat(np.arange(held.width), np.diff(held.start))] = held.values
    products = list(range(held.width))
    values, bound = answer.values[:, 0], answer.proof.bound[:, 0]
    room = allowance(matrix, np.abs(np.linalg.inv(matrix)), emitted, values)
    if not answer.proof.rigorous or not np.isfinite(bound).all():
        return "a bound without proof"
    return _apart(rival(held, emitted, products), products, values, bound + room)
