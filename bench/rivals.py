"""The rivals on the very matrices of `bench.synthetic`: bw2calc 3.1 through datapackages, UMFPACK on the transpose.

bw2calc is given what its authors recommend for speed: `IterativeLCA` for draws, `PartitionedMonteCarloLCA` for a fixed
background. UMFPACK comes through kvxopt, because bw2calc's own binding needs a compiler; against SuperLU any ratio
would flatter.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from bench.synthetic import Foreground, Synthetic

# bw2calc wants the ids of flows and of processes apart.
PROCESS, FLOW = 10_000, 1
LOGNORMAL, FIXED = 2, 0


@dataclass(frozen=True, slots=True)
class Packages:
    """The folders of the datapackages: the inventory, then one per regime."""

    inventory: Path
    regimes: tuple[Path, ...]

    def asked(self, regime: int = 0) -> list[Any]:
        """Return the data objects of one regime, as bw2calc takes them."""
        return [_open(self.inventory), _open(self.regimes[regime])]


def _folder(path: Path) -> Any:  # noqa: ANN401 - fsspec has no types
    from fsspec.implementations.dirfs import DirFileSystem  # noqa: PLC0415 - a rival is loaded when it runs
    from fsspec.implementations.local import LocalFileSystem  # noqa: PLC0415

    return DirFileSystem(path=str(path), fs=LocalFileSystem())


def _open(path: Path) -> Any:  # noqa: ANN401
    import bw_processing  # noqa: PLC0415

    return bw_processing.load_datapackage(_folder(path))


def _uncertain(values: NDArray[np.float64], sigma: NDArray[np.float64], fixed: NDArray[np.bool_] | None) -> Any:  # noqa: ANN401
    import bw_processing  # noqa: PLC0415

    stated = np.zeros(len(values), dtype=bw_processing.UNCERTAINTY_DTYPE)
    stated["uncertainty_type"] = LOGNORMAL
    stated["loc"] = np.log(np.abs(values))
    stated["scale"] = sigma
    stated["negative"] = values < 0
    for unused in ("shape", "minimum", "maximum"):
        stated[unused] = np.nan
    if fixed is not None:
        stated["uncertainty_type"][fixed] = FIXED
        stated["loc"][fixed] = values[fixed]
        stated["scale"][fixed] = np.nan
        stated["negative"][fixed] = False
    return stated


def packages(made: Synthetic, folder: Path) -> Packages:
    """Write the database as datapackages."""
    import bw_processing as bwp  # noqa: PLC0415

    def start(name: str) -> tuple[Any, Path]:
        path = folder / name
        path.mkdir(parents=True)
        return bwp.create_datapackage(fs=_folder(path), name=name), path

    def indices(rows: NDArray[Any], columns: NDArray[Any]) -> NDArray[Any]:
        made_of = np.empty(len(rows), dtype=bwp.INDICES_DTYPE)
        made_of["row"], made_of["col"] = rows, columns
        return made_of

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package, inventory = start("inventory")
        a, b = made.technosphere.tocoo(), made.biosphere.tocoo()
        package.add_persistent_vector(
            matrix="technosphere_matrix",
            name="technosphere",
            indices_array=indices(a.row + PROCESS, a.col + PROCESS),
            data_array=a.data,
            distributions_array=_uncertain(a.data, made.technosphere_sigma, a.row == a.col),
        )
        package.add_persistent_vector(
            matrix="biosphere_matrix",
            name="biosphere",
            indices_array=indices(b.row + FLOW, b.col + PROCESS),
            data_array=b.data,
            distributions_array=_uncertain(b.data, made.biosphere_sigma, None),
        )
        package.finalize_serialization()
        regimes = []
        for number, factors in enumerate(made.factors):
            rows = np.flatnonzero(factors)
            package, path = start(f"regime{number}")
            package.add_persistent_vector(
                matrix="characterization_matrix",
                name=f"factors{number}",
                indices_array=indices(rows + FLOW, rows + FLOW),
                data_array=factors[rows],
            )
            package.finalize_serialization()
            regimes.append(path)
    return Packages(inventory, tuple(regimes))


class Umfpack:
    """UMFPACK on the transpose of a matrix: factorised when made, one right-hand side a call."""

    def __init__(self, matrix: Any) -> None:  # noqa: ANN401 - scipy has no types
        from kvxopt import matrix as dense  # noqa: PLC0415
        from kvxopt import spmatrix, umfpack  # noqa: PLC0415

        entries = matrix.tocoo()
        self._dense, self._library = dense, umfpack
        self._matrix = spmatrix(
            dense(entries.data),
            dense(entries.col.astype(np.int64)),
            dense(entries.row.astype(np.int64)),
            (matrix.shape[1], matrix.shape[0]),
        )
        self._factor = umfpack.numeric(self._matrix, umfpack.symbolic(self._matrix))

    def solve(self, right: NDArray[np.float64]) -> NDArray[np.float64]:
        """Solve for one right-hand side (n,)."""
        answer = self._dense(np.ascontiguousarray(right))
        self._library.solve(self._matrix, self._factor, answer)
        return np.array(answer).ravel()


def iterative(asked: Packages, product: int, seed: int) -> Any:  # noqa: ANN401
    """Return bw2calc's `IterativeLCA` on one product, every exchange resampled at each `next`."""
    import bw2calc  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rival = bw2calc.IterativeLCA(
            {product + PROCESS: 1}, data_objs=asked.asked(), use_distributions=True, seed_override=seed
        )
        rival.lci()
        rival.lcia()
    return rival


def plain(asked: Packages, product: int) -> Any:  # noqa: ANN401
    """Return bw2calc's `LCA` of one product, solved and scored: from the files to the first score."""
    import bw2calc  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rival = bw2calc.LCA({product + PROCESS: 1}, data_objs=asked.asked())
        rival.lci()
        rival.lcia()
    return rival


def direct_scores(made: Synthetic, factor: Umfpack, regimes: Sequence[int] | None = None) -> NDArray[np.float64]:
    """Return the scores of all products (n, k) by the direct factor: the judge of every answer."""
    chosen = made.factors if regimes is None else made.factors[list(regimes)]
    return np.stack([factor.solve(each) for each in chosen @ made.biosphere], axis=1)


BACKGROUND, FOREGROUND = "background", "foreground"
FIRST_OF_FOREGROUND = 5_000_000


def partitioned(made: Synthetic, own: Foreground, folder: Path, seed: int) -> Any:  # noqa: ANN401
    """Return bw2calc's `PartitionedMonteCarloLCA`: `made` solved once per link, `own` drawn at each `next`."""
    import bw2calc  # noqa: PLC0415
    import bw_processing as bwp  # noqa: PLC0415

    def start(name: str, on: list[str]) -> Any:  # noqa: ANN401
        path = folder / name
        path.mkdir(parents=True)
        return bwp.create_datapackage(fs=_folder(path), name=name, metadata={"database_dependencies": on})

    def add(package: Any, matrix: str, name: str, entries: tuple[Any, Any, Any], spread: Any) -> None:  # noqa: ANN401
        rows, columns, values = entries
        indices = np.empty(len(rows), dtype=bwp.INDICES_DTYPE)
        indices["row"], indices["col"] = rows, columns
        extra = {} if spread is None else {"distributions_array": spread}
        package.add_persistent_vector(matrix=matrix, name=name, indices_array=indices, data_array=values, **extra)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        static = start(BACKGROUND, [])
        a, b = made.technosphere.tocoo(), made.biosphere.tocoo()
        inventory = (a.row + PROCESS, a.col + PROCESS, a.data), (b.row + FLOW, b.col + PROCESS, b.data)
        for matrix, entries in zip(("technosphere", "biosphere"), inventory, strict=True):
            add(static, f"{matrix}_matrix", f"{BACKGROUND}_{matrix}", entries, None)
        drawn = start(FOREGROUND, [BACKGROUND])
        own_rows, own_columns, own_values = own.entries()
        rows = np.where(own_rows < 0, FIRST_OF_FOREGROUND - own_rows - 1, own_rows + PROCESS)
        spread = _uncertain(own_values, np.full(len(own_values), own.sigma), own_values == 1.0)
        add(drawn, "technosphere_matrix", FOREGROUND, (rows, FIRST_OF_FOREGROUND + own_columns, own_values), spread)
        used = np.flatnonzero(made.factors[0])
        method = start("method", [])
        add(method, "characterization_matrix", "factors", (used + FLOW, used + FLOW, made.factors[0][used]), None)
        rival = bw2calc.PartitionedMonteCarloLCA(
            {FIRST_OF_FOREGROUND + own.size - 1: 1},
            static_databases=[BACKGROUND],
            data_objs=[static, drawn, method],
            seed_override=seed,
        )
        rival.lci()
        rival.lcia()
    return rival
