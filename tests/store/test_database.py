"""Packed databases: the same content the same bytes, damage found and never half opened, names kept safely."""

import threading

import pytest

np = pytest.importorskip("numpy")

from carnet.errors import CarnetError, InputError, UsageError  # noqa: E402
from carnet.lca.engine.arrays import LOGNORMAL, Columns, Matrices, Spreads  # noqa: E402
from carnet.store import database as db  # noqa: E402
from carnet.store import database_index as index  # noqa: E402
from carnet.store.database_file import open_packed, pack, write_packed  # noqa: E402
from carnet.store.database_texts import text_arrays, texts_of  # noqa: E402


def content(amount=-0.5, title="small"):
    technosphere = Columns(np.array([0, 2, 3]), np.array([0, 1, 1], "i4"), np.array([1.0, amount, -1.0]), 2)
    biosphere = Columns(np.array([0, 1, 1]), np.array([0], "i4"), np.array([3.0]), 1)

    def spread(count):
        kind = np.full(count, LOGNORMAL, "u1")
        zero = np.zeros(count, "f4")
        return Spreads(kind, np.ones(count), zero + np.float32(0.1), zero, zero)

    return db.Content(
        title, "1", "arrays", Matrices(technosphere, biosphere, spread(3), spread(1)),
        {"id": ["zinc", "钢"], "name": ["Zinc", "钢材"]}, {"id": ["co2"], "name": ["CO2"], "unit": ["kg"]},
    )  # fmt: skip


def codes(action):
    with pytest.raises(CarnetError) as caught:
        action()
    return [p.code for p in caught.value.problems]


def test_what_goes_in_comes_out(tmp_path):
    given = content()
    stored = db.open_database_file(tmp_path, db.save_database(tmp_path, given))
    found, wanted = stored.matrices(), given.matrices
    for name in ("technosphere", "biosphere"):
        for part in ("start", "rows", "values"):
            assert np.array_equal(getattr(getattr(found, name), part), getattr(getattr(wanted, name), part))
        for part in ("kind", "location", "scale", "low", "high"):
            spread = f"{name}_spread"
            assert np.array_equal(getattr(getattr(found, spread), part), getattr(getattr(wanted, spread), part))
    assert list(stored.process_texts("name")) == ["Zinc", "钢材"]
    assert (stored.process_texts("id").find("钢"), stored.process_texts("id").find("steel")) == (1, -1)
    assert stored.sense().tolist() == [1, -1]
    assert (stored.processes, stored.flows, stored.redistribution) == (2, 1, "unknown")


def test_the_same_content_has_the_same_bytes_and_another_has_not(tmp_path):
    one, two = db.save_database(tmp_path / "a", content()), db.save_database(tmp_path / "b", content())
    assert one == two
    assert (tmp_path / "a" / one / db.FILE).read_bytes() == (tmp_path / "b" / two / db.FILE).read_bytes()
    assert db.save_database(tmp_path / "a", content(-0.5000000001)) != one
    assert db.save_database(tmp_path / "a", content(title="other")) != one


def test_every_array_lies_at_a_multiple_of_64(tmp_path):
    stored = db.open_database_file(tmp_path, db.save_database(tmp_path, content()))
    assert all(entry["offset"] % 64 == 0 for entry in stored.packed.entries.values())


def test_a_file_cut_anywhere_or_grown_is_refused(tmp_path):
    digest = db.save_database(tmp_path, content())
    path = tmp_path / digest / db.FILE
    whole = path.read_bytes()
    for length in [*range(0, 200, 7), *range(200, len(whole), 501), len(whole) - 1]:
        path.write_bytes(whole[:length])
        assert codes(lambda: db.open_database_file(tmp_path, digest)) in (["LCI-161"], ["LCI-163"])
    path.write_bytes(whole + b"\0")
    assert codes(lambda: db.open_database_file(tmp_path, digest)) == ["LCI-163"]


def test_a_changed_byte_is_found_wherever_it_counts(tmp_path):
    digest = db.save_database(tmp_path, content())
    path = tmp_path / digest / db.FILE
    whole = path.read_bytes()
    entries = open_packed(path).entries
    used = {i for e in entries.values() for i in range(e["offset"], e["offset"] + e["length"])}
    reserved = range(24, 32)
    for place in [*range(0, 600, 13), *sorted(used)[::7]]:
        damaged = bytearray(whole)
        damaged[place] ^= 1
        path.write_bytes(bytes(damaged))
        try:
            db.open_database_file(tmp_path, digest).packed.verify()
        except InputError as error:
            found = {p.code for p in error.problems}
        else:
            found = set()
        # One stretch of these carries nothing.
        assert found <= {"LCI-161", "LCI-162", "LCI-163", "LCI-164"}
        assert bool(found) != (place in reserved)


def test_foreign_files_and_other_layouts_are_refused(tmp_path):
    path = tmp_path / "x.carnetdb"
    for data, code in (
        (b"PK\3\4" + bytes(200), "LCI-161"),
        (b"", "LCI-161"),
        (b"CARNETDB\2\0\0\0" + bytes(200), "LCI-162"),
    ):
        path.write_bytes(data)
        assert codes(lambda: open_packed(path)) == [code]
    assert codes(lambda: open_packed(tmp_path / "none")) == ["LCI-165"]
    _, pieces = pack("answer", {}, {})
    write_packed(path, pieces)
    assert codes(lambda: open_packed(path, "database")) == ["LCI-161"]


def test_a_header_that_points_outside_its_file_is_refused(tmp_path):
    path = tmp_path / "x.carnetdb"
    import hashlib
    import json
    import struct

    for entry in (
        {"dtype": "<f8", "shape": [4], "offset": 0, "length": 32, "sha256": ""},
        {"dtype": "<f8", "shape": [-1], "offset": 0, "length": -8, "sha256": ""},
        {"dtype": "|O", "shape": [1], "offset": 0, "length": 8, "sha256": ""},
        "nonsense",
    ):
        header = json.dumps({"kind": "database", "meta": {}, "arrays": {"a": entry}}).encode()
        size = 64 + -(-len(header) // 64) * 64
        head = struct.pack("<8sIIQ8x32s", b"CARNETDB", 1, len(header), size, hashlib.sha256(header).digest())
        path.write_bytes((head + header).ljust(size, b"\0"))
        assert codes(lambda: open_packed(path)) == ["LCI-164"]


def test_a_damaged_database_is_written_anew_by_the_next_import(tmp_path):
    digest = db.save_database(tmp_path, content())
    path = tmp_path / digest / db.FILE
    path.write_bytes(path.read_bytes()[:-64])
    assert db.save_database(tmp_path, content()) == digest
    db.open_database_file(tmp_path, digest).packed.verify()


def test_importing_at_once_does_no_harm(tmp_path):
    failures = []

    def run():
        try:
            index.enter(tmp_path, "small", db.save_database(tmp_path, content()))
        except Exception as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    (named,) = index.listed(tmp_path)
    db.open_database_file(tmp_path, named.digest).packed.verify()
    assert [p.name for p in (tmp_path / named.digest).iterdir()] == [db.FILE]


def test_nothing_is_left_when_the_disk_fails(tmp_path, monkeypatch):
    import os

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert codes(lambda: db.save_database(tmp_path, content())) == ["LCI-169"]
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]


def test_answers_belong_to_one_database_and_recipe(tmp_path):
    stored = db.open_database_file(tmp_path, db.save_database(tmp_path, content()))
    other = db.open_database_file(tmp_path, db.save_database(tmp_path, content(-0.25)))
    recipe = {"kind": "scores", "regime": "pef"}
    assert db.open_answer(stored, recipe) is None
    db.save_answer(stored, recipe, {"method": "sweeps"}, {"scores": np.arange(2.0)})
    assert db.open_answer(stored, recipe).array("scores").tolist() == [0.0, 1.0]
    assert db.open_answer(stored, {**recipe, "regime": "iso14067"}) is None
    name = f"answer-{db.answer_key(recipe)}.carnetdb"
    (other.folder / name).write_bytes((stored.folder / name).read_bytes())
    assert codes(lambda: db.open_answer(other, recipe)) == ["LCI-174"]


def test_names_are_kept_changed_and_removed(tmp_path):
    one, two = db.save_database(tmp_path, content()), db.save_database(tmp_path, content(-0.25))
    index.enter(tmp_path, "a", one)
    index.enter(tmp_path, "b", two)
    index.enter(tmp_path, "a", one)
    assert codes(lambda: index.enter(tmp_path, "a", two)) == ["LCI-166"]
    assert codes(lambda: index.rename(tmp_path, "a", "b")) == ["LCI-166"]
    assert codes(lambda: index.rename(tmp_path, "a", "Grosse Namen")) == ["LCI-166"]
    index.rename(tmp_path, "a", "steel")
    assert [(n.name, n.digest) for n in index.listed(tmp_path)] == [("b", two), ("steel", one)]
    assert index.digest_of(tmp_path, one[:12]) == one
    assert codes(lambda: index.digest_of(tmp_path, "stel")) == ["LCI-165"]
    index.enter(tmp_path, "twin", one)
    assert index.remove(tmp_path, "steel") is False
    assert index.remove(tmp_path, "twin") is True
    assert not (tmp_path / one).exists()
    assert [n.name for n in index.listed(tmp_path)] == ["b"]


def test_a_broken_list_is_told(tmp_path):
    for text in (
        "",
        "{}",
        '{"format": "other", "databases": []}',
        '{"format": "carnet-databases/1", "databases": [{"name": "a", "digest": "../.."}]}',
    ):
        (tmp_path / index.INDEX).write_text(text)
        assert codes(lambda: index.listed(tmp_path)) == ["LCI-167"]


def test_texts_of_any_kind(tmp_path):
    texts = ["", "ä", "b" * 300, "钢", "", "a\nb", "\x00"]
    _, pieces = pack("database", {}, text_arrays("t", texts, ordered=True))
    path = tmp_path / "t.carnetdb"
    write_packed(path, pieces)
    column = texts_of(open_packed(path), "t")
    assert list(column) == texts
    assert [column.find(text) for text in texts] == [0, 1, 2, 3, 0, 5, 6]
    assert column[2:4] == texts[2:4]
    with pytest.raises(IndexError):
        column[7]


def test_unknown_array_types_are_a_fault_of_the_program(tmp_path):
    with pytest.raises(TypeError):
        pack("database", {}, {"a": np.array(["x"])})
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError):
        write_packed(tmp_path / "file" / "x", [b""])
