"""What a caller says of a database reaches it whichever format it comes in."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numba")

from carnet.service.databases import open_database
from carnet.service.db_import import READERS, Wanted, _read, import_database
from tests.exchange.lci_cases import packed as olca
from tests.exchange.lci_cases import spold, steel, trees
from tests.exchange.test_lci_arrays import TEXTS, parts
from tests.exchange.test_lci_arrays import packed as npz
from tests.exchange.test_lci_brightway import BIO, TECH, package
from tests.exchange.test_lci_tables import files

SAID = Wanted(title="a title", version="7", licence="a licence", redistribution="allowed")


def given(kind, folder):
    """A small database of that format as a file or folder."""
    if kind in {"tables", "brightway"}:
        for name, data in (files() if kind == "tables" else package(TECH, BIO)).items():
            (folder / name).write_bytes(data)
        return str(folder)
    texts = {key: np.array(values) for key, values in TEXTS.items()}
    path, data = {
        "openlca": ("x.zip", olca(trees())), "ecospold1": ("x.xml", spold(*steel())),
        "arrays": ("x.npz", npz(parts(**texts))),
    }[kind]  # fmt: skip
    (folder / path).write_bytes(data)
    return str(folder / path)


@pytest.mark.parametrize("kind", READERS)
def test_title_version_licence_and_redistribution_reach_every_reader(kind, tmp_path):
    path = given(kind, tmp_path)
    database, _, _ = _read(path, kind, SAID)
    said = (database.name, database.version, database.licence, database.redistribution)
    assert said == ("a title", "7", "a licence", "allowed")
    database, _, _ = _read(path, kind, Wanted())
    assert database.redistribution == "unknown"
    assert database.name not in {"", "a title"}


def test_texts_of_arrays_are_stored_with_the_database(tmp_path):
    (tmp_path / "given").mkdir()
    imported = import_database(given("arrays", tmp_path / "given"), SAID, tmp_path / "home")
    stored = open_database(imported.name, tmp_path / "home").opened.stored
    assert list(stored.process_texts("location")) == TEXTS["locations"]
    assert list(stored.flow_texts("path")) == TEXTS["flow_paths"]
    assert list(stored.flow_texts("cas")) == TEXTS["flow_cas"]
    assert stored.redistribution == "allowed"
