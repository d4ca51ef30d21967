"""``python -m bench.cold carnet|bw2calc FOLDER PRODUCT``: from the files to the first score, timed after the imports.

Prints seconds and score. Ours opens the packed database, takes its prepared order, solves one regime for all products
and judges every value; bw2calc opens its datapackages, solves one product and scores it.
"""

from __future__ import annotations

import sys
import time
import warnings
from pathlib import Path

PREPARED = {"is": "prepared"}


def carnet(folder: Path, product: int) -> tuple[float, float]:
    """Time ours."""
    import numpy as np  # noqa: PLC0415 - the imports are what is not timed

    from carnet.lca.engine.solve import adjoint  # noqa: PLC0415
    from carnet.store.database import open_answer, open_database_file  # noqa: PLC0415
    from carnet.store.database_prepared import adjoint_from  # noqa: PLC0415

    digest = (folder / "digest").read_text(encoding="utf-8")
    begun = time.perf_counter()
    stored = open_database_file(folder / "databases", digest)
    kept = open_answer(stored, PREPARED)
    if kept is None:
        raise SystemExit(2)
    prepared = adjoint_from(kept, stored.technosphere())
    factors = np.load(folder / "factors.npy")
    flows = stored.biosphere()
    weighted = np.append(flows.values * factors[flows.rows], 0.0)
    g = np.add.reduceat(weighted, np.minimum(flows.start[:-1], len(flows.values)))
    g[np.diff(flows.start) == 0] = 0.0
    answer = adjoint(prepared, g[:, None])
    score = float(answer.values[product, 0])
    return time.perf_counter() - begun, score


def bw2calc(folder: Path, product: int) -> tuple[float, float]:
    """Time the rival."""
    import bw2calc as _  # noqa: F401, PLC0415
    import bw_processing as _also  # noqa: F401, PLC0415

    from bench.rivals import Packages, plain  # noqa: PLC0415

    begun = time.perf_counter()
    rival = plain(Packages(folder / "inventory", (folder / "regime0",)), product)
    return time.perf_counter() - begun, float(rival.score)


def main() -> None:
    """Run the one that is asked for."""
    warnings.simplefilter("ignore")
    who, folder, product = sys.argv[1:]
    seconds, score = {"carnet": carnet, "bw2calc": bw2calc}[who](Path(folder), int(product))
    print(seconds, score)


if __name__ == "__main__":
    main()
