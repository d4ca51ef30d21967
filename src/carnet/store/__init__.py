"""What Carnet keeps and what it ships with.

What lives here: the reader of the data inside the package; later tables, blobs and jobs.
May touch: files of the package through `importlib.resources`; the pure core to build the data sets.
Must not: decide anything, compute a figure.
Ways in: `read_folder`, `read_file`, `shipped_flows`, `shipped_gwp_sets`, `shipped_factors`.
Invariants: what is read is sorted by name and independent of the machine.
"""

from __future__ import annotations

from carnet.store.package_data import read_file, read_folder
from carnet.store.shipped import shipped_factors, shipped_flows, shipped_gwp_sets

__all__ = ["read_file", "read_folder", "shipped_factors", "shipped_flows", "shipped_gwp_sets"]
