"""Scenarios: a few inputs changed, every product updated without solving anew.

A scenario file is TOML::

    [[scenario]]
    name = "green power"
    [[scenario.change]]
    process = "steel plant"       # id or name of the process that uses
    input = "electricity, grid"   # id or name of the process that supplies; or an elementary flow
    factor = "0.5"                # multiplies the amount; or: amount = "0.3"
    to = "electricity, wind"      # with `share`: so much of the input comes from there instead
    share = "0.4"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from carnet.errors import CarnetError, InputError, Place, Text, UsageError, problem
from carnet.lca.engine import update as engine
from carnet.lca.engine.arrays import Answer, Proof
from carnet.lca.engine.prepare import refusal, refuse
from carnet.quantity import DecimalError, parse_decimal
from carnet.service.databases import Table
from carnet.service.db_numbers import plain
from carnet.service.db_open import process_index, process_json
from carnet.service.db_solve import Asked, RegimeScores, factor_of, naming, prepared_of, scores_of
from carnet.service.studies import read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.service.db_open import OpenDatabase

_KEYS = {"process", "input", "factor", "amount", "to", "share"}


@dataclass(frozen=True, slots=True)
class Change:
    """One input of one process: multiplied, set, or partly moved to another supplier."""

    process: str
    input: str
    factor: str = ""
    amount: str = ""
    to: str = ""
    share: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A name and what changes."""

    name: str
    changes: tuple[Change, ...]


def read_scenarios(path: str) -> tuple[Scenario, ...]:
    """Read a scenario file.

    Raises:
        UsageError: it is not there (CLI-001), or what is wrong with it, all at once (LCI-178).
    """
    name = Path(path).name
    try:
        data = tomllib.loads(read_bytes(path).decode())
    except (ValueError, UnicodeDecodeError) as error:
        raise UsageError((_wrong(name, Text(f"不是TOML（{error}）", f"it is no TOML ({error})")),)) from error
    problems: list[Any] = []
    found = []
    rows = data.get("scenario")
    if not isinstance(rows, list) or not rows:
        raise UsageError((_wrong(name, Text("没有 [[scenario]]", "it has no [[scenario]]")),))
    for number, row in enumerate(rows, 1):
        title = str(row.get("name") or f"scenario {number}")
        changes = row.get("change")
        if not isinstance(changes, list) or not changes:
            problems.append(_wrong(name, Text(f"“{title}”没有 change", f"'{title}' has no change")))
            continue
        found.append(Scenario(title, tuple(_change(name, title, item, problems) for item in changes)))
    if problems:
        raise UsageError(tuple(problems))
    return tuple(found)


def _change(file: str, title: str, item: Mapping[str, Any], problems: list[Any]) -> Change:
    strange = sorted(set(item) - _KEYS)
    texts = {key: str(item[key]) for key in _KEYS if key in item}
    if strange:
        problems.append(_wrong(file, Text(f"“{title}”：不认识 {strange[0]}", f"'{title}': unknown key {strange[0]}")))
    ways = [key for key in ("factor", "amount", "to") if texts.get(key)]
    if not texts.get("process") or not texts.get("input") or len(ways) != 1:
        problems.append(
            _wrong(file, Text(f"“{title}”：须有 process、input，并在 factor、amount、to 中取一",
                              f"'{title}': process, input and one of factor, amount, to are needed"))
        )  # fmt: skip
    for key in ("factor", "amount", "share"):
        if key in texts:
            try:
                parse_decimal(texts[key])
            except DecimalError:
                problems.append(_wrong(file, Text(f"“{title}”：{key} 不是数", f"'{title}': {key} is no number")))
    return Change(**texts) if not problems else Change("", "")


def _wrong(file: str, words: Text) -> Any:  # noqa: ANN401 - a Problem
    return problem("LCI-178", Place(file=file), file, why_zh=words.zh, why_en=words.en)


def scenarios(
    db: OpenDatabase, found: Sequence[Scenario], positions: Sequence[int], questions: Sequence[Asked], top: int = 20
) -> Table:
    """Score products anew under each scenario and regime.

    Args:
        db: the database.
        found: the scenarios.
        positions: the products; none: under each scenario the `top` that move most.
        questions: the regimes; each taken at its high reading where something is open.
        top: see positions.

    Returns:
        One row per scenario, regime and product: before, after, difference, bound.
    """
    edits = [_edits(db, scenario) for scenario in found]
    scored = [scores_of(db, question) for question in questions]
    base, first = _base(scored), scored[0]
    named = sorted({name for each in scored for name in each.open})
    before, sense = base.values, db.stored.sense()
    rows = []
    steps = []
    for scenario, (technosphere, biosphere) in zip(found, edits, strict=True):
        changed = _after(db, base, questions, technosphere, biosphere)
        after, proof = changed.values, changed.proof
        steps.append(
            {
                "scenario": scenario.name, "method": proof.method, "residual": f"{proof.residual:.1e}",
                "relative": f"{proof.relative:.1e}", "rigorous": proof.rigorous,
            }
        )  # fmt: skip
        moved = np.max(np.abs(after - before), axis=1)
        chosen = list(positions) or [int(i) for i in np.argsort(-moved, kind="stable")[:top] if moved[i]]
        for k, question in enumerate(questions):
            rows += [
                _row(db, scenario.name, question, i, before[i, k] * sense[i], after[i, k] * sense[i], proof.bound[i, k])
                for i in chosen
            ]
    return Table(tuple(rows), {"scenarios": steps, "unit": first.unit, "open": named})


def _row(
    db: OpenDatabase, scenario: str, question: Asked, i: int, old: float, new: float, bound: float
) -> dict[str, Any]:
    told = process_json(db, i)
    change = float(new - old)
    return {
        "scenario": scenario,
        "regime": scores_of(db, question).name,
        "id": told["id"],
        "name": told["name"],
        "location": told.get("location", ""),
        "unit": told["unit"],
        "before": plain(float(old)),
        "after": plain(float(new)),
        "change": plain(change),
        "change_percent": plain(100 * change / float(old), 4) if old else "",
        "bound": f"{bound:.1e}",
    }


def _base(found: Sequence[RegimeScores]) -> Answer:
    """The scores of all regimes as one answer of the engine, each at its high factors."""
    values = np.column_stack([scores.point for scores in found])
    bound = np.column_stack([scores.bound for scores in found])
    proof = Proof(
        found[0].method, found[0].steps, max(scores.residual for scores in found), bound, 0.0,
        all(scores.rigorous for scores in found),
    )  # fmt: skip
    return Answer(values, proof)


def _after(
    db: OpenDatabase,
    base: Answer,
    questions: Sequence[Asked],
    technosphere: Sequence[tuple[int, int, float]],
    biosphere: Sequence[tuple[int, int, float]],
) -> Answer:
    """All products after a scenario, by the rows of the inverse that belong to the changed processes.

    Raises:
        InputError: the changed system takes more than it makes, with the processes that cause it.
    """
    changes = []
    for process in sorted({j for _, j, _ in (*technosphere, *biosphere)}):
        entries: dict[int, float] = {}
        for row, j, delta in technosphere:
            if j == process:
                entries[row] = entries.get(row, 0.0) + delta
        emissions = np.zeros(len(questions))
        for flow, j, delta in biosphere:
            if j == process:
                emissions += [delta * factor_of(db, question, flow) for question in questions]
        rows = np.array(sorted(entries), dtype=np.int64)
        changes.append(engine.Change(process, rows, np.array([entries[int(r)] for r in rows]), emissions))
    prepared = prepared_of(db)
    with naming(db):
        # The engine can make a waste treatment of a process; a supplier that takes more of its product is none.
        refuse(refusal("LCI-010", (each.process,)) for each in changes if engine.turned(prepared, each) <= 0)
        return engine.update(prepared, base, changes)


Edits = tuple[list[tuple[int, int, float]], list[tuple[int, int, float]]]


def _edits(db: OpenDatabase, scenario: Scenario) -> Edits:
    """The entries a scenario adds to: (row, column, difference) of the technosphere and of the biosphere.

    Raises:
        InputError: a process or an input that is not there (LCI-170, LCI-171, LCI-181), all at once.
    """
    technosphere: list[tuple[int, int, float]] = []
    biosphere: list[tuple[int, int, float]] = []
    problems: list[Any] = []
    for change in scenario.changes:
        try:
            _edit(db, change, technosphere, biosphere)
        except CarnetError as error:
            problems += error.problems
    if problems:
        raise InputError(tuple(problems))
    return technosphere, biosphere


def _edit(
    db: OpenDatabase,
    change: Change,
    technosphere: list[tuple[int, int, float]],
    biosphere: list[tuple[int, int, float]],
) -> None:
    j = process_index(db, change.process)
    row, value, nature = _input(db, j, change.input)
    if change.to:
        share = float(parse_decimal(change.share or "1"))
        supplier = process_index(db, change.to)
        technosphere += [(row, j, -value * share), (supplier, j, value * share)]
        return
    # An input stands as a negative number in the technosphere; the user writes how much is used.
    new = (
        value * float(parse_decimal(change.factor))
        if change.factor
        else float(parse_decimal(change.amount)) * (1.0 if nature else float(np.sign(value)))
    )
    (biosphere if nature else technosphere).append((row, j, new - value))


def _input(db: OpenDatabase, j: int, text: str) -> tuple[int, float, bool]:
    """The row and value of an input of a process: a supplier by id or name, or an elementary flow."""
    names, ids = db.stored.process_texts("name"), db.stored.process_texts("id")
    wanted = text.casefold()
    matrix = db.stored.technosphere()
    a, b = int(matrix.start[j]), int(matrix.start[j + 1])
    inputs = [(int(i), float(v)) for i, v in zip(matrix.rows[a:b], matrix.values[a:b], strict=True) if int(i) != j]
    found = [(i, v, False) for i, v in inputs if ids[i] == text]
    found = found or [(i, v, False) for i, v in inputs if names[i].casefold() == wanted]
    if not found:
        nature = db.stored.biosphere()
        a, b = int(nature.start[j]), int(nature.start[j + 1])
        flow_names, flow_ids = db.stored.flow_texts("name"), db.stored.flow_texts("id")
        found = [
            (int(i), float(v), True)
            for i, v in zip(nature.rows[a:b], nature.values[a:b], strict=True)
            if flow_ids[int(i)] == text or flow_names[int(i)].casefold() == wanted
        ]
    if len(found) != 1:
        shown = tuple(f"{ids[i]} {names[i]}" for i, _ in sorted(inputs, key=lambda item: -abs(item[1]))[:8]) or ("-",)
        told = process_json(db, j)["name"]
        raise UsageError((problem("LCI-181", None, text, shown, process=told),))
    return found[0]


__all__ = ["Change", "Scenario", "read_scenarios", "scenarios"]
