"""Campaign C6 on tables, arrays and packed files: what it has found stays mended, and what it feeds them is damaged."""

from __future__ import annotations

import io
import random
import zipfile

import numpy as np
import pytest

pytest.importorskip("numba")

from campaigns import c6, db_inputs, readers
from campaigns.damage import NASTY_VALUES, damaged_tree
from campaigns.mutate import mutated, seeds
from carnet.canonical import canonical_bytes
from carnet.store import database
from carnet.store.database_file import Packed

ROUNDS = 250


@pytest.mark.parametrize("reader", db_inputs.seeds())
def test_readers_hold(reader):
    assert reader in c6.READERS
    assert readers.broken(reader, seeds()[reader], lambda word: word == "read") is None
    chance = random.Random(7)
    told = [readers.broken(reader, mutated(reader, chance)) for _ in range(ROUNDS)]
    assert not any(told), next(filter(None, told))


@pytest.mark.parametrize("reader", db_inputs.seeds())
def test_damage_reaches_behind_the_first_look_and_an_exception_is_no_answer(reader, monkeypatch):
    chance = random.Random(5)
    if reader == "database":
        read = [code(reader, mutated(reader, chance)) for _ in range(100)]
        assert {"read", "LCI-163", "LCI-164"} <= set(read)
    else:
        read = [code(reader, mutated(reader, chance)) for _ in range(100)]
        assert sum(word == "read" or word.startswith("LCI-1") for word in read) > 30

    def boom(_):
        raise IndexError(reader)

    monkeypatch.setitem(readers.OF_DATABASES, reader, boom)
    assert "raised IndexError" in readers.broken(reader, seeds()[reader])


def code(reader, data):
    if reader == "database":
        readers.place(data)
    return readers.read(reader, data)


def test_damage_never_touches_the_list_it_is_taken_from():
    before = repr(NASTY_VALUES)
    chance = random.Random(1)
    for _ in range(300):
        damaged_tree({"a": [1, {"b": []}], "c": {"d": 1}}, chance, 5)
    assert repr(NASTY_VALUES) == before


# ── found by this campaign ───────────────────────────────────────────────────────────────────────


def with_part(files, name, data):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for each, content in (files | {name: data}).items():
            archive.writestr(each, content)
    return stream.getvalue()


def npy(text):
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


@pytest.mark.parametrize(
    "head",
    [
        b"{'descr': '<f8', 'fortran_order': False, 'shape': (3", b"{'descr': '<f8', 'shape': (3L,), 'a': '''",
        b"(" * 9_000, b"-" * 9_000 + b"1", b"{'descr': '<f8', 'fortran_order': False, 'shape': (10**12,), }",
        b"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
        b"{'descr': '<f8', 'fortran_order': False, 'shape': (0, 4611686018427387904), }",
    ],
)  # fmt: skip
def test_headers_of_arrays_that_lie(head):
    for reader, files, name in (
        ("arrays", db_inputs._arrays(), "Ad.npy"),
        ("brightway", db_inputs._package(), "biosphere.data.npy"),
    ):
        data = with_part(files, name, npy(head))
        assert readers.broken(reader, data, lambda word: word in {"LCI-115", "LCI-121"}) is None


def test_spreads_and_flips_of_another_kind_are_refused():
    stream = io.BytesIO()
    np.save(stream, np.full(6, 1e300))
    assert code("arrays", with_part(db_inputs._arrays(), "sigA.npy", stream.getvalue())) == "LCI-121"
    files = db_inputs._package()
    for name in ("technosphere.flip.npy", "technosphere.indices.npy"):
        wrong = files["technosphere.indices.npy" if "flip" in name else "technosphere.flip.npy"]
        assert code("brightway", with_part(files, name, wrong)) == "LCI-115"


def lying(change):
    header, content = db_inputs.opened(seeds()["database"])
    change(header, content)
    return db_inputs.signed(canonical_bytes(header), content)


@pytest.mark.parametrize(
    "change",
    [
        lambda h, _: h["arrays"].pop("technosphere.rows"),
        lambda h, _: h["arrays"].pop("process.location.text"),
        lambda h, _: h["arrays"]["technosphere.values"].update(shape=[1] * 70),
        lambda h, _: h["arrays"]["biosphere.values"].update(shape=[0, 2**50], length=0),
        lambda h, _: h["arrays"]["technosphere.values"].update(offset=4),
        lambda h, _: h["arrays"]["technosphere.rows"].update(h["arrays"]["biosphere.rows"]),
        lambda h, _: h["meta"].update(flows=7),
        lambda h, _: h["meta"].update(processes="2"),
        lambda h, _: h["meta"].update(title=None),
        lambda h, _: h.update(meta=[]),
        lambda h, _: h["meta"].update(processes=2**40),
    ],
)  # fmt: skip
def test_a_signed_header_that_lies_is_refused(change):
    assert code("database", lying(change)) == "LCI-164"


@pytest.mark.parametrize("name", ["technosphere.rows", "technosphere.start", "process.id.start", "process.id.order"])
def test_signed_arrays_that_lead_out_of_bounds_are_refused(name):
    def change(header, content):
        entry = header["arrays"][name]
        content[entry["offset"] : entry["offset"] + 4] = b"\xff\xff\xff\x7f"
        part = bytes(content[entry["offset"] : entry["offset"] + entry["length"]])
        entry["sha256"] = db_inputs.hashlib.sha256(part).hexdigest()

    assert code("database", lying(change)) == "LCI-164"


def test_a_header_too_deep_to_be_read_is_refused():
    assert code("database", db_inputs.signed(b"[" * 200_000, b"")) == "LCI-164"


def test_without_the_check_of_the_layout_the_campaign_sees_it(monkeypatch):
    monkeypatch.setattr(database, "check_layout", lambda _: None)
    assert "raised KeyError" in readers.broken("database", lying(lambda h, _: h["arrays"].pop("technosphere.rows")))
    monkeypatch.setattr(Packed, "verify", lambda _: 1 / 0)
    assert "raised ZeroDivisionError" in readers.broken("database", seeds()["database"])
