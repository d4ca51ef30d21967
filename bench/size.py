"""Cost against size: preparing, eight regimes, one draw, and the peak of memory, each size in a process of its own.

The database is drawn, checked and written outside of that process, so that its memory is that of the arrays and the
engine; what Python and the imports take is told apart. ``python -m bench.size FILE`` is the process, and prints JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp

from bench.engine import POOL, STANDARD, apart, matrices, must
from bench.frame import Told
from bench.rivals import Umfpack
from bench.synthetic import Settings, Synthetic, generate
from carnet.lca.engine.draws import montecarlo
from carnet.lca.engine.prepare import prepare as prepared_of
from carnet.lca.engine.solve import adjoint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.frame import Contender

TITLE = "8 regimes x all products of 50,000 processes; cost against size"
LIMIT = None
SIZES = (2_000, 10_000, STANDARD.processes, 50_000)
DRAWS, BEFORE, SEED, TIMES = 200, 8, 1, 7
_REGIONS = 12  # the fewest regions the generator's grid is made for
_TO_MEGABYTES = {"linux": 1024, "darwin": 1024**2}  # ru_maxrss is in kB, or in bytes
_said: list[str] = []


def sized(processes: int, base: Settings = STANDARD) -> Settings:
    """Return settings of another size: exchanges and regions in proportion, as many flows as ever."""
    share = processes / base.processes
    return replace(
        base,
        processes=processes,
        entries=round(base.entries * share),
        flow_entries=round(base.flow_entries * share),
        regions=max(_REGIONS, round(base.regions * share)),
    )


def settings() -> dict[str, Settings]:
    """Return every database by what it is called in the line."""
    found = {f"{size:,}": sized(size) for size in SIZES}
    other = replace(STANDARD, zipf=1.15, hubs=0.10, seed=11)
    return found | {f"{other.processes:,} with zipf 1.15, hubs 0.10, seed 11": other}


def prepare(folder: Path) -> Mapping[str, Contender]:
    """Measure every size, check its scores against UMFPACK, then hand out what was measured."""
    _said.clear()
    last = 0.0
    for name, wanted in settings().items():
        told = measured(folder, wanted)
        if wanted.processes == max(SIZES):
            last = told["adjoint"]
        _said.append(words(name, told))
    return {"carnet": Told(lambda: last, 1)}


def measured(folder: Path, wanted: Settings) -> dict[str, Any]:
    """Draw a database, let a process of its own measure it, and check that every score is right."""
    made = generate(wanted)
    file = folder / "database.npz"
    np.savez(file, **made.arrays(), n_flows=made.biosphere.shape[0])  # type: ignore[arg-type]
    done = subprocess.run([sys.executable, "-m", "bench.size", str(file)], check=True, stdout=subprocess.PIPE)
    told: dict[str, Any] = json.loads(done.stdout)
    found = np.load(folder / "scores.npy")
    truth = Umfpack(made.technosphere).solve(made.factors[0] @ made.biosphere)
    told["checked"] = must(apart(found, truth), 1e-9, "scores")
    return told


def words(name: str, told: Mapping[str, Any]) -> str:
    """Return for instance ``2,000: prepare 0.02 s, 8 regimes 1.3 ms, a draw 0.2 ms, 160 MB (110 before)``."""
    return (
        f"{name}: prepare {told['prepare']:.2f} s, 8 regimes {told['adjoint'] * 1e3:.1f} ms, "
        f"a draw {told['draw'] * 1e3:.2f} ms, {told['peak']:.0f} MB ({told['imports']:.0f} of it imports), "
        f"{told['checked']}, proven {told['proven']:.0e}"
    )


def figures() -> str:
    """Return what was measured, size by size."""
    return "; ".join(_said)


# ── in a process of its own ──────────────────────────────────────────────────────────────────────


def megabytes() -> float:
    """Return the most memory this process has had, in MB.

    Where the system tells it since the program began: what `getrusage` says starts from the size of the parent.
    """
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.is_file() else []
    for line in lines:
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _TO_MEGABYTES.get(sys.platform, 1024)


def loaded(file: Path) -> Synthetic:
    """Return a database from its file."""
    with np.load(file) as held:
        n, m = int(held["n"]), int(held["n_flows"])
        a = sp.csc_matrix((held["Ad"], held["Ai"], held["Ap"]), shape=(n, n))
        b = sp.csc_matrix((held["Bd"], held["Bi"], held["Bp"]), shape=(m, n))
        rest = [held[name] for name in ("C", "sigA", "sigB", "kind", "HV", "LV")]
    return Synthetic(a, b, *rest)


def run(file: Path) -> dict[str, float]:
    """Measure one database, and leave the scores of its first regime beside it."""
    imports = megabytes()
    made = loaded(file)
    held = matrices(made)
    g = np.ascontiguousarray((made.factors @ made.biosphere).T)
    preparing = [_timed(lambda: prepared_of(held.technosphere)) for _ in range(3)]
    prepared = prepared_of(held.technosphere)
    answer = adjoint(prepared, g)
    solving = [_timed(lambda: adjoint(prepared, g)) for _ in range(TIMES)]
    np.save(file.parent / "scores.npy", answer.values[:, 0])

    def draw(draws: int) -> float:
        return _timed(lambda: montecarlo(prepared, held, made.factors[:1], seed=SEED, draws=draws, mapper=POOL.map))

    draw(BEFORE)
    before = min(draw(BEFORE) for _ in range(3))
    many = min(draw(DRAWS + BEFORE) for _ in range(2))
    return {
        "imports": imports,
        "prepare": min(preparing),
        "adjoint": sorted(solving)[TIMES // 2],
        "draw": (many - before) / DRAWS,
        "proven": answer.proof.relative,
        "peak": megabytes(),
    }


def _timed(work: Any) -> float:  # noqa: ANN401 - whatever can be called
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]))))
