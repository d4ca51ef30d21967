"""Brightway data packages: ours against bw_processing's own writing, and against what bw2calc makes of them."""

from __future__ import annotations

import io
import json
import zipfile

import numpy as np
import pytest

from carnet.errors import InputError
from carnet.exchange.lci_brightway import read
from carnet.lca.engine.arrays import FIXED, LOGNORMAL, NORMAL, TRIANGULAR, UNIFORM

NAN, INF = np.nan, np.inf
INDEX = np.dtype([("row", np.int64), ("col", np.int64)])
SPREAD = np.dtype(
    [("uncertainty_type", np.uint8), ("loc", np.float32), ("scale", np.float32), ("shape", np.float32),
     ("minimum", np.float32), ("maximum", np.float32), ("negative", np.bool_)]
)  # fmt: skip


def npy(array):
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def vector(group, matrix, cells, *, flip=None, distributions=None):
    """Files and resources of one persistent vector; `cells` are (row, column, value)."""
    arrays = {"indices": np.array([c[:2] for c in cells], INDEX), "data": np.array([c[2] for c in cells], float)}
    if flip is not None:
        arrays["flip"] = np.array(flip)
    if distributions is not None:
        arrays["distributions"] = np.array(distributions, SPREAD)
    resources = [
        {"profile": "data-resource", "mediatype": "application/octet-stream", "name": f"{group}.{kind}",
         "path": f"{group}.{kind}.npy", "kind": kind, "matrix": matrix, "group": group, "category": "vector"}
        for kind in arrays
    ]  # fmt: skip
    return {f"{group}.{kind}.npy": npy(array) for kind, array in arrays.items()}, resources


def package(*vectors, **flags):
    files, resources = {}, []
    for some, more in vectors:
        files |= some
        resources += more
    return files | {"datapackage.json": json.dumps({"name": "db", "resources": resources, **flags}).encode()}


TECH = vector(
    "tech", "technosphere_matrix", [(11, 11, 1.0), (12, 12, 1.0), (11, 12, 0.5), (11, 12, 0.25)],
    flip=[False, False, True, True],
)  # fmt: skip
BIO = vector("bio", "biosphere_matrix", [(1, 11, 0.6), (2, 12, 0.1)])
CF = vector("cf", "characterization_matrix", [(1, 1, 1.0), (2, 2, 30.0)])


def full(columns):
    found = np.zeros((columns.height, columns.width))
    for j in range(columns.width):
        part = slice(columns.start[j], columns.start[j + 1])
        found[columns.rows[part], j] = columns.values[part]
    return found


def codes(data):
    with pytest.raises(InputError) as error:
        read(data, "x")
    return [p.code for p in error.value.problems]


def test_a_package_with_flips_sums_and_factors():
    database, warnings = read(package(TECH, BIO, CF), "x", names={11: "grid", 12: "mill", 1: "CO2"})
    assert warnings == ()
    assert full(database.matrices.technosphere).tolist() == [[1.0, -0.75], [0.0, 1.0]]
    assert full(database.matrices.biosphere).tolist() == [[0.6, 0.0], [0.0, 0.1]]
    assert [c.name for c in database.columns] == ["grid", "mill"]
    assert [f.name for f in database.flows] == ["CO2", "2"]
    assert database.characterisation["cf"].tolist() == [1.0, 30.0]


def test_zip_and_folder_are_the_same():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in package(TECH, BIO).items():
            archive.writestr(name, content)
    one, two = read(stream.getvalue(), "x.zip")[0], read(package(TECH, BIO), "x")[0]
    assert one.source_digest == two.source_digest
    assert (full(one.matrices.technosphere) == full(two.matrices.technosphere)).all()


def test_a_later_group_replaces_unless_the_package_adds():
    later = vector("later", "technosphere_matrix", [(11, 12, 0.1)], flip=[True])
    assert full(read(package(TECH, later, BIO), "x")[0].matrices.technosphere)[0, 1] == -0.1
    added = read(package(TECH, later, BIO, sum_inter_duplicates=True), "x")[0]
    assert full(added.matrices.technosphere)[0, 1] == pytest.approx(-0.85)
    last = read(package(TECH, BIO, sum_intra_duplicates=False), "x")[0]
    assert full(last.matrices.technosphere)[0, 1] == -0.25


def test_spreads_of_every_kind_with_their_signs():
    nan = np.nan
    rows = [
        (0, 1.0, nan, nan, nan, nan, False), (2, np.log(0.5), 0.1, nan, nan, nan, False),
        (3, 2.0, 0.2, nan, nan, nan, False), (4, nan, nan, nan, 1.0, 3.0, False), (5, 2.0, nan, nan, 1.0, 4.0, False),
        (2, np.log(0.5), 0.1, nan, nan, nan, True), (9, 1.0, 2.0, 3.0, nan, nan, False),
    ]  # fmt: skip
    cells = [(n, 1, v) for n, v in enumerate((1.0, 0.5, 2.0, 2.0, 2.0, -0.5, 1.0), 1)]
    flips = [False, True, True, True, True, False, False]
    squares = [(n, n, 1.0) for n in range(2, 8)]
    one = vector("a", "technosphere_matrix", cells, flip=flips, distributions=rows)
    database, warnings = read(package(one, vector("b", "technosphere_matrix", squares)), "x")
    spread = database.matrices.technosphere_spread
    assert spread.kind[:7].tolist() == [FIXED, LOGNORMAL, NORMAL, UNIFORM, TRIANGULAR, LOGNORMAL, FIXED]
    assert spread.location[1:6].tolist() == pytest.approx([-0.5, -2.0, -2.0, -2.0, -0.5])
    assert (spread.low[3], spread.high[3], spread.low[4], spread.high[4]) == (-3.0, -1.0, -4.0, -1.0)
    assert [p.code for p in warnings] == ["LCI-119"]


def test_products_with_ids_of_their_own_are_paired_by_what_is_made():
    cells = [(21, 12, 1.0), (22, 11, 2.0), (21, 11, 0.5)]
    tech = vector("tech", "technosphere_matrix", cells, flip=[False, False, True])
    database, _ = read(package(tech, BIO), "x")
    assert [(c.process, c.flow, c.amount) for c in database.columns] == [("11", "22", 2.0), ("12", "21", 1.0)]
    assert full(database.matrices.technosphere).tolist() == [[2.0, 0.0], [-0.5, 1.0]]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"a.npy": b""}, ["LCI-113"]),
        ({"datapackage.json": b"{"}, ["LCI-113"]),
        ({"datapackage.json": b"[]"}, ["LCI-113"]),
        (package(BIO), ["LCI-113"]),
        ({k: v for k, v in package(TECH, BIO).items() if k != "tech.data.npy"}, ["LCI-114"]),
        (package(TECH, vector("bio", "biosphere_matrix", [(1, 99, 0.6)])), ["LCI-114"]),
        (package(vector("tech", "technosphere_matrix", [(1, 1, 1.0), (2, 1, 1.0)]), BIO), ["LCI-117"]),
        (package(vector("t", "technosphere_matrix", [(1, 1, NAN)]), vector("b", "biosphere_matrix", [(1, 1, INF)])),
         ["LCI-118", "LCI-118"]),
        (package(TECH, BIO) | {"tech.indices.npy": npy(np.zeros(4))}, ["LCI-115"]),
        (package(TECH, BIO) | {"tech.data.npy": npy(np.zeros(3))}, ["LCI-115", "LCI-115"]),
        (package(TECH, BIO) | {"bio.data.npy": npy(np.array([{}, {}], object))}, ["LCI-115"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(data, expected):
    assert codes(data) == expected


@pytest.mark.parametrize(
    "change", [{"category": "array"}, {"profile": "interface"}, {"mediatype": "application/x-parquet"}]
)
def test_kinds_of_resources_that_are_not_read_are_named(change):
    files, resources = TECH
    assert codes(package((files, [r | change for r in resources]), BIO)) == ["LCI-116"]


def test_a_package_that_bw_processing_wrote(tmp_path):
    bwp = pytest.importorskip("bw_processing")
    fsspec = pytest.importorskip("fsspec.implementations.zip")
    rng = np.random.default_rng(4)
    n, m = 12, 5
    a = np.eye(n) - np.where(rng.random((n, n)) < 0.25, rng.random((n, n)) * 0.1, 0.0)
    b = rng.random((m, n))
    path = tmp_path / "db.zip"
    package_ = bwp.create_datapackage(fs=fsspec.ZipFileSystem(str(path), mode="w"), name="db")
    for name, matrix, rows_from in (("technosphere_matrix", a, 100), ("biosphere_matrix", b, 1)):
        rows, columns = np.nonzero(matrix)
        indices = np.empty(len(rows), bwp.INDICES_DTYPE)
        indices["row"], indices["col"] = rows + rows_from, columns + 100
        values = matrix[rows, columns]
        package_.add_persistent_vector(
            matrix=name, name=name[:4], indices_array=indices, data_array=np.abs(values), flip_array=values < 0
        )
    package_.finalize_serialization()
    database, _ = read(path.read_bytes(), "db.zip")
    assert full(database.matrices.technosphere) == pytest.approx(a)
    assert full(database.matrices.biosphere) == pytest.approx(b)
