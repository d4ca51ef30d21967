"""Small databases for the tests of linking, written as short as possible, and scores to look at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.linalg import splu

from carnet.exchange import lci_tables
from carnet.inventory.lci import NO_SPREAD, LciDatabase, LciExchange, LciFlow, LciProcess

SHARED = Path(__file__).parents[3].parent / "shared"
# IPCC AR6, 100 years: CO2, CH4 (fossil), N2O, SF6, CF4, C2F6 by the names of the data sets in use.
GWP = {
    "carbon dioxide": 1.0, "carbon dioxide, fossil": 1.0, "carbon dioxide (fossil)": 1.0, "co2": 1.0,
    "methane": 29.8, "methane, fossil": 29.8, "methane (fossil)": 29.8,
    "dinitrogen monoxide": 273.0, "nitrous oxide": 273.0, "sulfur hexafluoride": 24_300.0,
}  # fmt: skip
PFC = {"carbon tetrafluoride": 7380.0, "hexafluoroethane": 12_400.0}

FLOWS = {
    flow.id: flow
    for flow in (
        LciFlow("steel", "steel", "product", "kg", location="RNA", quantity="Mass"),
        LciFlow("power", "electricity", "product", "kWh", location="RNA", quantity="Energy"),
        LciFlow("heat", "heat", "product", "MJ", quantity="Energy"),
        LciFlow("coal", "coal", "product", "kg", location="RNA", quantity="Mass"),
        LciFlow("ash", "ash", "waste", "kg", quantity="Mass"),
        LciFlow("slag", "slag sand", "product", "kg", quantity="Mass"),
        LciFlow("cut", "CUTOFF catalyst", "product", "kg", quantity="Mass"),
        LciFlow("iron", "iron", "elementary", "kg", ("resource",)),
        LciFlow("co2", "Carbon dioxide, fossil", "elementary", "kg", ("emission", "air")),
        LciFlow("water", "Water, river", "elementary", "m3", ("resource", "water")),
        LciFlow("sector", "sector output", "product", "EUR 2000", quantity="Market value, bulk prices"),
    )
}


def made(flow, amount=1.0, unit=None, **more):
    return _line(flow, amount, unit, is_input=False, is_reference=True, **more)


def out(flow, amount, unit=None, **more):
    return _line(flow, amount, unit, is_input=False, **more)


def taken(flow, amount, unit=None, **more):
    return _line(flow, amount, unit, is_input=True, **more)


def _line(flow, amount, unit, *, spread=NO_SPREAD, **more):
    known = FLOWS.get(flow)
    unit = unit or (known.unit if known else "kg")
    return LciExchange(
        id=more.pop("id", f"{flow}:{amount}"), flow=flow, amount=amount, unit=unit, spread=spread, place=f"x:{flow}",
        **more,
    )  # fmt: skip


def process(id_, *lines, name=None, **more):
    return LciProcess(id_, name or id_, exchanges=lines, **more)


def database(*processes, flows=None):
    return LciDatabase("test", "test", "", "tables", flows or FLOWS, processes)


def dense(linked):
    """Technosphere and biosphere as full arrays."""
    return tuple(
        np.array(sparse.csc_matrix((m.values, m.rows, m.start), shape=(m.height, m.width)).todense())
        for m in (linked.matrices.technosphere, linked.matrices.biosphere)
    )


def scores(linked, factors=None):
    """Kg CO2e per unit of each row, by one direct adjoint solve."""
    m = linked.matrices
    n = m.technosphere.width
    a = sparse.csc_matrix((m.technosphere.values, m.technosphere.rows, m.technosphere.start), shape=(n, n))
    b = sparse.csc_matrix((m.biosphere.values, m.biosphere.rows, m.biosphere.start), shape=(m.biosphere.height, n))
    c = np.array([_factor(flow, factors or GWP | PFC) for flow in linked.flows])
    return splu(a.T.tocsc()).solve(b.T @ c)


def _factor(flow, factors):
    # Methane of a coal seam is a resource here, and CO2 taken up from air its own flow or a negative one.
    if {"resource", "in air", "subterranean"} & set(flow.path):
        return 0.0
    return factors.get(flow.name.casefold().strip(), 0.0)


def shared(name):
    """A data set of the shared folder, or skip."""
    folder = SHARED / "data" / "lci" / name
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.parquet"))} if folder.is_dir() else {}
    if not files:
        pytest.skip(f"needs shared/data/lci/{name}")
    pytest.importorskip("pyarrow")
    return lci_tables.read(files, name)[0]
