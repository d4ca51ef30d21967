"""A prepared system read from a file is of this matrix or refused: compiled kernels do not look where they reach."""

from __future__ import annotations

import numpy as np
import pytest

from carnet.errors import InputError
from carnet.lca.engine.arrays import Columns
from carnet.lca.engine.prepare import prepare
from carnet.lca.engine.solve import adjoint
from carnet.store.database_file import open_packed, pack, write_packed
from carnet.store.database_prepared import adjoint_from, prepared_arrays, prepared_from

LOOP = Columns(
    np.array([0, 2, 4, 6]), np.array([0, 1, 0, 1, 1, 2], np.int32), np.array([1.0, -0.2, -0.3, 1.0, -0.5, 1.0]), 3
)


def kept(folder, change=None):
    meta, arrays = prepared_arrays(prepare(LOOP))
    arrays = {name: np.array(array) for name, array in arrays.items()}
    if change is not None:
        change(arrays)
    _, pieces = pack("answer", meta, arrays)
    write_packed(folder / "answer.carnetdb", pieces)
    return open_packed(folder / "answer.carnetdb", "answer")


@pytest.mark.parametrize("read", [prepared_from, adjoint_from])
def test_what_was_kept_solves_as_before(tmp_path, read):
    g = np.array([[1.0], [2.0], [3.0]])
    assert np.array_equal(adjoint(read(kept(tmp_path), LOOP), g).values, adjoint(prepare(LOOP), g).values)


def swap(array):
    array[[0, 1]] = array[[1, 0]]


CRAFTED = {
    "order out of range": lambda a: a["adjoint.order"].__setitem__(0, 10**6),
    "order twice": lambda a: a["adjoint.order"].__setitem__(0, a["adjoint.order"][1]),
    "entry out of range": lambda a: a["adjoint.entry"].__setitem__(0, 10**6),
    "entry negative": lambda a: a["adjoint.entry"].__setitem__(0, -1),
    "entries swapped": lambda a: swap(a["adjoint.entry"]),
    "start beyond the entries": lambda a: a["adjoint.start"].__setitem__(-1, 99),
    "middle outside": lambda a: a["adjoint.middle"].__setitem__(0, 99),
    "blocks descend": lambda a: a["adjoint.blocks"].__setitem__(0, 1),
    "another diagonal": lambda a: a["adjoint.diagonal"].__setitem__(0, 0.5),
    "too short": lambda a: a.update({"adjoint.order": a["adjoint.order"][:-1]}),
}


@pytest.mark.parametrize("change", CRAFTED.values(), ids=CRAFTED)
def test_a_crafted_file_is_refused(tmp_path, change):
    with pytest.raises(InputError) as refused:
        adjoint_from(kept(tmp_path, change), LOOP)
    assert [each.code[-3:] for each in refused.value.problems] == ["164"]


def test_a_file_of_another_matrix_is_refused(tmp_path):
    other = Columns(LOOP.start, LOOP.rows, LOOP.values * 2, 3)
    with pytest.raises(InputError):
        prepared_from(kept(tmp_path), other)
