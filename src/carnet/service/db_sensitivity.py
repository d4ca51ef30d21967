"""What moves a figure: every exchange alone (local), and whose uncertainty its own comes from (global, Sobol).

Local sensitivities are exact slopes of the score with a bound each; the spread they give to first order stands beside
a Monte Carlo of the full model. The global question draws every exchange again and shares out the variance by groups,
interactions included. Where something is open, both are taken at the reading that makes the product's score largest.
"""

from __future__ import annotations

import csv
import io
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from carnet.errors import InputError, Place, Text, UsageError, problem
from carnet.lca.engine import local
from carnet.lca.engine.arrays import FIXED
from carnet.lca.engine.draws import montecarlo
from carnet.lca.engine.sobol import REST, Group, sobol
from carnet.service.databases import Table
from carnet.service.db_numbers import plain
from carnet.service.db_open import process_index, process_json
from carnet.service.db_questions import Reading, Runs, reading_of, runs_of, share, up
from carnet.service.db_solve import Asked, naming, prepared_of, scores_of
from carnet.service.studies import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from carnet.lca.engine.arrays import Columns, Matrices, Reals
    from carnet.service.db_open import OpenDatabase

GROUPS = ("category", "flow")
_HEAD = ("group", "process", "exchange", "category")
_MOST = 40  # groups at once: each costs as many solves as there are samples


@dataclass(frozen=True, slots=True)
class Slopes:
    """A product's local sensitivities and what they rest on."""

    point: Reading
    runs: Runs
    matrices: Matrices
    factors: Reals
    found: local.Sensitivity


def slopes_of(db: OpenDatabase, asked: Asked, process: int) -> Slopes:
    """How the score moves with each entry of both matrices, each with its bound, per unit made or treated."""
    point, runs = reading_of(db, asked, process), runs_of(db, process)
    matrices = db.stored.matrices()
    factors = np.zeros(matrices.biosphere.height)
    for flow, value in point.flows.items():
        factors[flow] = value
    found = local.sensitivity(matrices, point.scores, point.bounds, runs.values, runs.bound, factors)
    return Slopes(point, runs, matrices, factors, found)


def sensitivity(
    db: OpenDatabase, asked: Asked, process: int, top: int = 20, *, draws: int = 0, seed: int = 1
) -> dict[str, Any]:
    """How the score moves with every exchange: the change in per cent when the exchange grows by one per cent.

    Args:
        db: the database.
        asked: the regime.
        process: position of the process.
        top: so many exchanges, the strongest first.
        draws: of a Monte Carlo whose deviation stands beside the first-order one; 0: none.
        seed: of the draws.
    """
    slopes = slopes_of(db, asked, process)
    point, total = slopes.point, slopes.point.total
    rows: list[tuple[float, float, float, float, str, int, int, float]] = []
    for kind, columns, slope, bound in (
        ("input", slopes.matrices.technosphere, slopes.found.technosphere, slopes.found.technosphere_bound),
        ("elementary", slopes.matrices.biosphere, slopes.found.biosphere, slopes.found.biosphere_bound),
    ):
        width = np.repeat(np.arange(columns.width), np.diff(columns.start))
        effect = slope * columns.values
        # The output of a process scales all that goes through it: what its own share is, contributions say.
        shown = np.where((width == columns.rows) & (kind == "input"), 0.0, effect)
        for e in np.argsort(-np.abs(shown), kind="stable")[:top].tolist():
            value = float(columns.values[e])
            row, column = int(columns.rows[e]), int(width[e])
            off = float(bound[e])
            rows.append((float(shown[e]), off * abs(value), float(slope[e]), off, kind, row, column, value))
    rows.sort(key=lambda row: (-abs(row[0]), row[4], row[6], row[5]))
    names, flow_names = db.stored.process_texts("name"), db.stored.flow_texts("name")
    ids = db.stored.process_texts("id")
    exchanges = [
        {
            "process": str(ids[j]),
            "name": str(names[j]),
            "exchange": str(names[i]) if kind == "input" else str(flow_names[i]),
            "kind": kind,
            "amount": plain(abs(value)),
            "slope": plain(slope),
            "slope_bound": up(bound),
            "change_per_percent": share(effect / 100, total),
            "change_bound": up(100 * off / 100 / abs(total)) if total else "",
        }
        for effect, off, slope, bound, kind, i, j, value in rows[:top]
        if effect
    ]
    uncertain = sum(int(np.count_nonzero(s.kind != FIXED)) for s in _spreads(slopes.matrices))
    deviation = local.variance(slopes.matrices, slopes.found) ** 0.5
    return {
        "process": process_json(db, process),
        "regime": scores_of(db, asked).name,
        "unit": point.unit,
        "total": {"value": plain(total), "bound": up(point.bound)},
        "exchanges": exchanges,
        "uncertain_exchanges": uncertain,
        "first_order_deviation": plain(deviation, 4),
        "first_order_relative": share(deviation, total),
        **(_drawn(db, slopes, process, draws, seed) if draws and deviation else {}),
        "proof": slopes.runs.proof(),
    }


def _spreads(matrices: Matrices) -> tuple[Any, Any]:
    return matrices.technosphere_spread, matrices.biosphere_spread


def _drawn(db: OpenDatabase, slopes: Slopes, process: int, draws: int, seed: int) -> dict[str, Any]:
    """The deviation of the full model, every exchange drawn."""
    db.say("draw")
    prepared = prepared_of(db)
    with naming(db), ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = montecarlo(
            prepared, slopes.matrices, slopes.factors[None], seed=seed, draws=draws, products=[process],
            mapper=pool.map,
        )  # fmt: skip
    kept = found.kept[:, 0, 0] * int(db.stored.sense()[process])
    deviation = float(np.std(kept, ddof=1)) if len(kept) > 1 else 0.0
    low, high = np.quantile(kept, (0.025, 0.975)).tolist()
    return {
        "montecarlo": {
            "draws": found.draws, "seed": found.seed, "mean": plain(float(np.mean(kept))),
            "deviation": plain(deviation, 4), "relative": share(deviation, slopes.point.total),
            "p2_5": plain(low), "p97_5": plain(high), "largest_relative_bound": up(float(np.max(found.bound))),
        }
    }  # fmt: skip


# ── global ───────────────────────────────────────────────────────────────────────────────────────


def variance(
    db: OpenDatabase,
    asked: Asked,
    process: int,
    *,
    groups: str = "category",
    top: int = 10,
    samples: int = 256,
    seed: int = 1,
    threads: int = 0,
) -> Table:
    """Sobol indices of groups of exchanges: first order and total, each with its 95 % interval.

    Args:
        db: the database.
        asked: the regime.
        process: position of the process.
        groups: ``category`` (the first part of a process's category), ``flow`` (products and elementary flows), or a
            CSV file of `group` and any of `process`, `exchange`, `category`.
        top: so many groups stand alone, those with the largest first-order variance; the others are one.
        samples: a power of two; it costs samples · (groups + 3) solves.
        seed: of the draws.
        threads: 0: as many as the machine has processors.

    Raises:
        UsageError: the file of groups is wrong (LCI-196), all at once.
        InputError: nothing is uncertain (LCI-197), or the engine refuses (LCI-030 …).
    """
    slopes = slopes_of(db, asked, process)
    parts = local.variances(slopes.matrices, slopes.found)
    uncertain = [np.flatnonzero(part > 0) for part in parts]
    told = process_json(db, process)
    if not any(len(found) for found in uncertain):
        raise InputError((problem("LCI-197", None, told["name"], process=told["name"]),))
    named = _labels(db, slopes.matrices, groups) if groups in GROUPS else _filed(db, slopes.matrices, groups)
    weight: dict[str, float] = {}
    members: dict[str, tuple[list[int], list[int]]] = {}
    for side, found in enumerate(uncertain):
        for e in found.tolist():
            label = named[side][e]
            if label is None:
                continue
            weight[label] = weight.get(label, 0.0) + float(parts[side][e])
            members.setdefault(label, ([], []))[side].append(e)
    if not members:
        raise InputError((problem("LCI-197", None, told["name"], process=told["name"]),))
    chosen = sorted(weight, key=lambda label: (-weight[label], label))[: min(max(top, 1), _MOST)]
    asked_groups = {label: Group(tuple(members[label][0]), tuple(members[label][1])) for label in chosen}
    prepared = prepared_of(db)
    tell = _Counter(db.say, samples * (len(chosen) + 3))
    with naming(db), ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        found_indices = sobol(
            prepared, slopes.matrices, slopes.factors[None], groups=asked_groups, products=(process,), seed=seed,
            samples=samples, mapper=lambda work, items: tell.through(pool.map(work, items)),
        )  # fmt: skip
    whole = sum(float(part.sum()) for part in parts)
    rows = [
        {
            "group": label or "rest",
            "first": _index(found_indices.first[g, 0, 0]),
            "first_low": _index(found_indices.first_low[g, 0, 0]),
            "first_high": _index(found_indices.first_high[g, 0, 0]),
            "total": _index(found_indices.total[g, 0, 0]),
            "total_low": _index(found_indices.total_low[g, 0, 0]),
            "total_high": _index(found_indices.total_high[g, 0, 0]),
            "linear": _index((weight[label] if label != REST else whole - sum(weight[c] for c in chosen)) / whole),
            "exchanges": sum(map(len, members[label])) if label != REST
            else sum(map(len, uncertain)) - sum(sum(map(len, members[c])) for c in chosen),
        }
        for g, label in enumerate(found_indices.names)
    ]  # fmt: skip
    about = {
        "process": told, "regime": scores_of(db, asked).name, "unit": slopes.point.unit, "groups": groups,
        "total": {"value": plain(slopes.point.total), "bound": up(slopes.point.bound)},
        "samples": samples, "draws": found_indices.draws, "seed": seed,
        "methods": {name: n for name, n in found_indices.methods.items() if n},
    }  # fmt: skip
    return Table(tuple(rows), about)


class _Counter:
    """Tells how far a long run of batches has come."""

    __slots__ = ("done", "of", "say", "told")

    def __init__(self, say: Callable[[str], None], of: int) -> None:
        self.say, self.of, self.done, self.told = say, of, 0, 0

    def through(self, results: Iterable[Any]) -> Iterator[Any]:
        for each in results:
            self.done += 8
            if self.done * 10 // self.of > self.told:
                self.told = self.done * 10 // self.of
                self.say(f"draw {min(self.done, self.of)}/{self.of}")
            yield each


def _index(value: float) -> str:
    return plain(float(round(value, 4)), 4) if abs(value) >= 5e-5 else "0"  # noqa: PLR2004 - four decimals


Labels = tuple["Sequence[str | None]", "Sequence[str | None]"]


def _width(columns: Columns) -> NDArray[np.int64]:
    return np.repeat(np.arange(columns.width), np.diff(columns.start))


def _labels(db: OpenDatabase, matrices: Matrices, groups: str) -> Labels:
    """The group of every entry: the category of its process, or what flows."""
    if groups == "category":
        tops = [path.partition("/")[0] or "-" for path in db.stored.process_texts("path")]
        return tuple([tops[j] for j in _width(c).tolist()] for c in (matrices.technosphere, matrices.biosphere))  # type: ignore[return-value]
    names, flows = list(db.stored.process_texts("name")), list(db.stored.flow_texts("name"))
    return [names[i] for i in matrices.technosphere.rows.tolist()], [flows[i] for i in matrices.biosphere.rows.tolist()]


def _filed(db: OpenDatabase, matrices: Matrices, path: str) -> Labels:
    """The group of every entry by a user's file; the first row that fits an exchange has it."""
    name = Path(path).name
    try:
        rows = list(csv.reader(io.StringIO(read_bytes(path).decode("utf-8-sig"))))
    except UnicodeDecodeError as error:
        raise UsageError((_wrong(name, 0, Text("不是UTF-8编码", "it is not UTF-8")),)) from error
    head = [cell.strip().casefold() for cell in rows[0]] if rows else []
    strange = [cell for cell in head if cell not in _HEAD]
    if "group" not in head or len(head) == 1 or strange:
        shown = ",".join(strange or head) or "-"
        raise UsageError(
            (_wrong(name, 1, Text(f"首行不对（{shown}）", f"the first line is not as it should be ({shown})")),)
        )
    problems: list[Any] = []
    rules = []
    for number, cells in enumerate(rows[1:], 2):
        row = {key: cell.strip() for key, cell in zip(head, cells, strict=False)}
        if not any(row.values()):
            continue
        rule = _rule(db, name, number, row, problems)
        if rule is not None:
            rules.append(rule)
    if problems:
        raise UsageError(tuple(problems))
    return _ruled(matrices.technosphere, rules, 2), _ruled(matrices.biosphere, rules, 3)


def _rule(db: OpenDatabase, file: str, number: int, row: dict[str, str], problems: list[Any]) -> Any:  # noqa: ANN401
    """One row as (group, processes, suppliers, elementary flows); None: any."""
    group = row.get("group", "")
    if not group:
        problems.append(_wrong(file, number, Text("没有 group", "it has no group")))
        return None
    processes: set[int] | None = None
    if row.get("process"):
        try:
            processes = {process_index(db, row["process"])}
        except UsageError as error:
            problems += error.problems
            return None
    if row.get("category"):
        wanted = row["category"].casefold()
        inside = {i for i, path in enumerate(db.stored.process_texts("path")) if path.casefold().startswith(wanted)}
        if not inside:
            told = row["category"]
            problems.append(_wrong(file, number, Text(f"没有类别“{told}”", f"there is no category {told}")))
        processes = inside if processes is None else processes & inside
    if not row.get("exchange"):
        return group, processes, None, None
    text = row["exchange"].casefold()
    made, flows = (
        {
            i
            for i, (key, name) in enumerate(zip(column("id"), column("name"), strict=True))
            if text in {key.casefold(), name.casefold()}
        }
        for column in (db.stored.process_texts, db.stored.flow_texts)
    )
    if not made and not flows:
        told = row["exchange"]
        problems.append(_wrong(file, number, Text(f"没有流“{told}”", f"nothing is called {told}")))
    return group, processes, made, flows


def _ruled(columns: Columns, rules: Sequence[Any], side: int) -> list[str | None]:
    labels: list[str | None] = [None] * len(columns.rows)
    width, rows = _width(columns), columns.rows
    for rule in reversed(rules):
        fits = np.ones(len(rows), bool)
        if rule[1] is not None:
            fits &= np.isin(width, list(rule[1]))
        if rule[side] is not None:
            fits &= np.isin(rows, list(rule[side]))
        for e in np.flatnonzero(fits).tolist():
            labels[e] = rule[0]
    return labels


def _wrong(file: str, line: int, words: Text) -> Any:  # noqa: ANN401 - a Problem
    return problem("LCI-196", Place(file=file, cell=str(line) if line else ""), file, why_zh=words.zh, why_en=words.en)


__all__ = ["GROUPS", "sensitivity", "slopes_of", "variance"]
