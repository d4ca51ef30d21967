"""The array file: what is read, and every way in which arrays can fail to be a database."""

from __future__ import annotations

import importlib.util
import io
import zipfile

import numpy as np
import pytest
from scipy import sparse

from carnet.errors import InputError
from carnet.exchange.lci_arrays import read
from carnet.exchange.lci_npy import read_npy
from carnet.lca.engine.arrays import FIXED, LOGNORMAL
from carnet.lca.linking.structure import check_structure
from tests.lca.linking.databases import SHARED

A = sparse.csc_matrix(np.array([[1.0, -0.5, 0.0], [-0.1, 2.0, 3.0], [0.0, 0.0, -1.0]]))
B = sparse.csc_matrix(np.array([[0.5, 0.0, 0.2], [0.0, 1.5, 0.0]]))


def parts(**changed):
    found = {
        "Ad": A.data, "Ai": A.indices, "Ap": A.indptr, "Bd": B.data, "Bi": B.indices, "Bp": B.indptr,
        "sigA": np.full(A.nnz, 0.1), "sigB": np.full(B.nnz, 0.2), "C": np.array([[1.0, 30.0]]),
        "kind": np.array([0, 1, 0], np.int8),
    }  # fmt: skip
    found |= changed
    return {name: value for name, value in found.items() if value is not None}


def packed(arrays):
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


def codes(data):
    with pytest.raises(InputError) as error:
        read(data, "x.npz")
    return [p.code for p in error.value.problems]


def test_arrays_come_back_with_spreads_and_signs():
    database, warnings = read(packed(parts()), "x.npz")
    m = database.matrices
    assert warnings == ()
    assert (database.id, database.format, m.technosphere.width, m.biosphere.height) == ("x", "arrays", 3, 2)
    back = sparse.csc_matrix((m.technosphere.values, m.technosphere.rows, m.technosphere.start))
    assert (back.toarray() == A.toarray()).all()
    # Production is certain, everything else lognormal around its value.
    kinds = dict(zip(m.technosphere.values.tolist(), m.technosphere_spread.kind.tolist(), strict=True))
    assert kinds == {1.0: FIXED, -0.1: LOGNORMAL, -0.5: LOGNORMAL, 2.0: FIXED, 3.0: LOGNORMAL, -1.0: FIXED}
    assert (m.technosphere_spread.location == m.technosphere.values).all()
    assert [(c.takes, c.amount, c.type) for c in database.columns] == [
        (False, 1.0, "producer"), (False, 2.0, "market"), (True, 1.0, "producer"),
    ]  # fmt: skip
    assert database.characterisation["C0"].tolist() == [1.0, 30.0]


def test_without_the_optional_arrays_everything_is_certain():
    database, _ = read(packed(parts(sigA=None, sigB=None, C=None, kind=None)), "x.npz")
    assert not database.matrices.technosphere_spread.kind.any()
    assert database.characterisation == {}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"Ad": None, "Bp": None}, ["LCI-120", "LCI-120"]),
        ({"Ad": np.where(A.data == 3, np.nan, A.data)}, ["LCI-118"]),
        ({"Bd": np.full(B.nnz, np.inf), "sigB": np.full(B.nnz, np.nan)}, ["LCI-118", "LCI-118"]),
        ({"Ap": np.array([0, 2, 1, 6])}, ["LCI-121"]),
        ({"Ap": np.array([0, 2, 4, 5])}, ["LCI-121"]),
        ({"Ai": A.indices + 3}, ["LCI-121"]),
        ({"Ai": A.indices[::-1].copy()}, ["LCI-121"]),
        ({"Ai": np.zeros(A.nnz, np.int32)}, ["LCI-121"]),
        ({"Ai": A.indices.astype(float)}, ["LCI-121"]),
        ({"sigA": np.full(3, 0.1)}, ["LCI-121"]),
        ({"sigA": np.full(A.nnz, -0.1)}, ["LCI-121"]),
        ({"C": np.array([1.0, 2.0])}, ["LCI-121"]),
        ({"kind": np.array([0.0, np.nan, 1.0])}, ["LCI-121"]),
        ({"Ad": np.where(A.data == 2, 0.0, A.data)}, ["LCI-122"]),
    ],
)
def test_what_is_wrong_is_told(changed, expected):
    assert codes(packed(parts(**changed))) == expected


TEXTS = {
    "names": ["steel", "power", "landfill"], "locations": ["CN", "DE", ""], "units": ["kg", "kWh", "kg"],
    "flow_names": ["Carbon dioxide, fossil", "Methane"], "flow_units": ["kg", "kg"],
    "flow_paths": ["emission/air", ""], "flow_cas": ["124-38-9", ""],
}  # fmt: skip


def test_texts_that_come_along_name_processes_and_flows():
    database, _ = read(packed(parts(**{key: np.array(texts) for key, texts in TEXTS.items()})), "x.npz")
    assert database.process_names == tuple(TEXTS["names"])
    assert database.process_locations == ("CN", "DE", "")
    assert database.process_units == ("kg", "kWh", "kg")
    assert database.flow_names == tuple(TEXTS["flow_names"])
    assert (database.flow_units, database.flow_cas) == (("kg", "kg"), ("124-38-9", ""))
    assert (database.flow_paths, database.flows[0].path) == (("emission/air", ""), ("emission", "air"))
    bare, _ = read(packed(parts()), "x.npz")
    assert (set(bare.process_locations), set(bare.flow_paths), set(bare.flow_cas)) == ({""}, {""}, {""})


@pytest.mark.parametrize("key", TEXTS)
def test_texts_of_another_number_or_kind_are_refused(key):
    assert codes(packed(parts(**{key: np.array(TEXTS[key][1:])}))) == ["LCI-121"]
    assert codes(packed(parts(**{key: np.arange(len(TEXTS[key]))}))) == ["LCI-121"]


def test_objects_are_never_read():
    stream = io.BytesIO()
    np.savez(stream, **parts(), names=np.array([{"a": 1}, None, "x"], dtype=object))
    assert codes(stream.getvalue()) == ["LCI-115"]


def test_a_header_that_promises_more_than_there_is():
    stream = io.BytesIO()
    np.save(stream, np.zeros(4))
    data = stream.getvalue()
    huge = data.replace(b"'shape': (4,), }" + b" " * 10, b"'shape': (4000000000,), }" + b" ")
    assert len(huge) == len(data)
    for bad in (huge, data[:-8], b"PK\x03\x04", b""):
        with pytest.raises(InputError) as error:
            read_npy(bad, "x", "x.npz")
        assert [p.code for p in error.value.problems] == ["LCI-115"]


def test_a_truncated_file_is_refused_by_the_guard():
    assert codes(packed(parts())[:300]) == ["FIL-006"]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("/etc/Ad.npy", b"x")
    assert "FIL-010" in codes(stream.getvalue())


@pytest.mark.slow
def test_the_generator_of_the_benchmark_is_read():
    path = SHARED / "bench" / "gen_lci.py"
    if not path.is_file():
        pytest.skip("needs shared/bench/gen_lci.py")
    spec = importlib.util.spec_from_file_location("gen_lci", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    d = module.generate(n=2000, nnz_target=16_000, nnzB_target=20_000, n_flows=300, n_reg=40, seed=3)
    arrays = {f"{letter}{part}": getattr(d[letter], name) for letter in "AB"
              for part, name in (("d", "data"), ("i", "indices"), ("p", "indptr"))}  # fmt: skip
    database, _ = read(packed(arrays | {k: d[k] for k in ("C", "sigA", "sigB", "kind", "HV", "LV")}), "gen.npz")
    assert len(database.columns) == 2000
    assert len(database.characterisation) == 8
    assert sum(c.takes for c in database.columns) == int((d["A"].diagonal() < 0).sum()) > 50
    found = check_structure(database.matrices.technosphere)
    assert found.solvable
    assert found.largest_loop > 100
