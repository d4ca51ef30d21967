"""A small foreground on a solved database: a few processes of one's own in many scenarios at once, each with its bound.

As a CSV file, one exchange a row, the scenarios as columns (an empty cell: as `amount`)::

    process,input,amount,lighter,wind power
    bracket,"Hot rolled sheet, steel, at plant",1.3,1.1,
    bracket,power,4,,
    power,"Electricity, at grid, US, 2008",1,,0.4
    bracket,"Carbon dioxide, fossil",0.02,,

As TOML, with `scenario` instead of columns::

    [[process]]
    name = "bracket"
    [[process.input]]
    input = "Hot rolled sheet, steel, at plant"
    amount = "1.3"
    scenario = { lighter = "1.1" }

An input is a process of the file, else a process of the database (id or name), else an elementary flow of it; amounts
are in its unit, or in `unit` where that is given. A row whose input is its own process states what one run makes; else
that is 1.
"""

from __future__ import annotations

import csv
import io
import os
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from carnet.errors import CarnetError, Place, Text, UsageError, problem
from carnet.lca.engine import foreground as engine
from carnet.lca.engine.arrays import Answer, Proof
from carnet.quantity import DecimalError, UnitError, convert, find_unit, parse_decimal
from carnet.service.databases import Table
from carnet.service.db_numbers import plain
from carnet.service.db_open import process_index
from carnet.service.db_publish import database_json
from carnet.service.db_questions import up
from carnet.service.db_solve import factor_of, naming_by, scores_of
from carnet.service.studies import read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.service.db_open import OpenDatabase
    from carnet.service.db_solve import Asked

BASE = "base"
_NEEDED = ("process", "input")
_KNOWN = (*_NEEDED, "amount", "unit")


@dataclass(frozen=True, slots=True)
class Row:
    """One exchange of a foreground process: `amounts` by scenario, in `unit` ("": the unit of what is taken)."""

    place: Place
    process: str
    input: str
    amounts: tuple[Fraction, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """What a file says: its processes in the order they appear, its scenarios, its rows."""

    processes: tuple[str, ...]
    scenarios: tuple[str, ...]
    rows: tuple[Row, ...]


def is_foreground(path: str) -> bool:
    """Whether a file describes a foreground, and not changes to the database."""
    if path.casefold().endswith(".csv"):
        return True
    try:
        return "process" in tomllib.loads(read_bytes(path).decode("utf-8-sig"))
    except (ValueError, UnicodeDecodeError):
        return False  # its reader says what is wrong with it


def read_foreground(path: str) -> File:
    """Read a foreground file.

    Raises:
        UsageError: it is not there (CLI-001), or everything that is wrong with it (LCI-195).
    """
    name = Path(path).name
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError((_wrong(Place(file=name), "不是UTF-8编码", "it is not UTF-8"),)) from error
    problems: list[Any] = []
    found = _of_csv(name, text, problems) if path.casefold().endswith(".csv") else _of_toml(name, text, problems)
    if problems:
        raise UsageError(tuple(problems))
    return found


def _of_csv(file: str, text: str, problems: list[Any]) -> File:
    rows = list(csv.reader(io.StringIO(text)))
    head = [cell.strip() for cell in rows[0]] if rows else []
    keys = [cell.casefold() if cell.casefold() in _KNOWN else cell for cell in head]
    missing = [name for name in _NEEDED if name not in keys]
    if missing or "" in keys or len(set(keys)) != len(keys):
        told = ",".join(head)[:80] or "-"
        problems.append(
            _wrong(Place(file=file, cell="1"), f"首行不对（{told}）", f"the first line is not as it should be ({told})")
        )
        return File((), (), ())
    titles = tuple(key for key in keys if key not in _KNOWN)
    lines = []
    for number, cells in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in cells):
            if len(cells) > len(keys):
                problems.append(
                    _wrong(Place(file=file, cell=str(number)), "单元格多于首行（名称含逗号时加引号）",
                           "more cells than the first line has (put a name with commas in quotes)")
                )  # fmt: skip
                continue
            row = {key: cell.strip() for key, cell in zip(keys, cells, strict=False)}
            lines.append((Place(file=file, cell=str(number)), row))
    return _file(file, lines, titles, problems)


def _of_toml(file: str, text: str, problems: list[Any]) -> File:
    try:
        data = tomllib.loads(text)
    except ValueError as error:
        problems.append(_wrong(Place(file=file), f"不是TOML（{error}）", f"it is no TOML ({error})"))
        return File((), (), ())
    lines: list[tuple[Place, dict[str, Any]]] = []
    titles: dict[str, None] = {}
    listed = data.get("process")
    for p, process in enumerate(listed if isinstance(listed, list) else []):
        inputs = process.get("input") if isinstance(process, dict) else None
        place = Place(file=file, pointer=f"/process/{p}")
        if not isinstance(inputs, list) or not process.get("name"):
            problems.append(
                _wrong(place, "过程须有 name 与 [[process.input]]", "a process needs name and [[process.input]]")
            )
            continue
        name = str(process["name"])
        if "output" in process:
            lines.append((place, {"process": name, "input": name, "amount": process["output"]}))
        for i, item in enumerate(inputs):
            here = Place(file=file, pointer=f"/process/{p}/input/{i}")
            row = item if isinstance(item, dict) else {}
            strange = sorted(set(row) - {"input", "amount", "unit", "scenario"})
            other = row.get("scenario", {})
            if strange or not isinstance(other, dict):
                told = strange[0] if strange else "scenario"
                problems.append(_wrong(here, f"不认识 {told}", f"unknown key {told}"))
                continue
            titles |= dict.fromkeys(other)
            texts = {key: row[key] for key in ("input", "amount", "unit") if key in row}
            lines.append((here, {**other, **texts, "process": name}))
    return _file(file, lines, tuple(titles), problems)


def _file(
    file: str, lines: Sequence[tuple[Place, Mapping[str, Any]]], titles: tuple[str, ...], problems: list[Any]
) -> File:
    """The rows with their amounts as fractions."""
    if not lines and not problems:
        problems.append(_wrong(Place(file=file), "没有任何行", "it has no rows"))
    based = any(str(row.get("amount", "")).strip() for _, row in lines)
    scenarios = ((BASE,) if based else ()) + titles
    found = []
    for place, row in lines:
        process, taken = str(row.get("process", "")), str(row.get("input", ""))
        if not process or not taken:
            problems.append(_wrong(place, "须有 process 与 input", "process and input are needed"))
            continue
        base = str(row.get("amount", "")).strip()
        texts = [base if title == BASE and based else str(row.get(title, "")).strip() or base for title in scenarios]
        read: dict[str, Fraction] = {}
        for text in dict.fromkeys(texts):
            try:
                read[text] = parse_decimal(text)
            except DecimalError:
                told = text or "–"
                problems.append(_wrong(place, f"“{told}”不是数", f"'{told}' is no number"))
        if len(read) == len(set(texts)):
            amounts = tuple(read[text] for text in texts)
            found.append(Row(place, process, taken, amounts, str(row.get("unit", "")).strip()))
    if not problems and not scenarios:
        problems.append(_wrong(Place(file=file), "没有 amount 列，也没有情景列", "neither amount nor a scenario"))
    return File(tuple(dict.fromkeys(row.process for row in found)), scenarios, tuple(found))


def foreground(
    db: OpenDatabase, path: str, questions: Sequence[Asked], processes: Sequence[str] = (), threads: int = 0
) -> Table:
    """Score the processes of a foreground file in all its scenarios under all regimes.

    Args:
        db: the database.
        path: the file.
        questions: the regimes; each taken at its high reading where something is open.
        processes: of the file; none: those that no other process of the file takes.
        threads: 0: as many as the machine has processors.

    Returns:
        One row per scenario, regime and process: value, bound, difference to the first scenario in per cent.

    Raises:
        UsageError: everything that is wrong with the file (LCI-195), a process that is not there (LCI-170, LCI-171).
        InputError: scenarios without a solution, by name (LCI-011).
    """
    file = read_foreground(path)
    system, taken = _system(db, file, questions)
    wanted = _wanted(file, processes, taken)
    found = [scores_of(db, question) for question in questions]
    values = np.column_stack([each.point * db.stored.sense() for each in found])
    bound = np.column_stack([each.bound for each in found])
    proof = Proof(
        found[0].method, found[0].steps, max(each.residual for each in found), bound, 0.0,
        all(each.rigorous for each in found),
    )  # fmt: skip
    db.say("solve")
    started = time.perf_counter()
    with naming_by(lambda: file.scenarios), ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        answer = engine.scenarios(system, Answer(values, proof), mapper=pool.map)
    seconds = time.perf_counter() - started
    rows = []
    for s, scenario in enumerate(file.scenarios):
        for k, each in enumerate(found):
            for i in wanted:
                value, first = float(answer.values[s, i, k]), float(answer.values[0, i, k])
                rows.append(
                    {
                        "scenario": scenario, "regime": each.name, "process": file.processes[i], "value": plain(value),
                        "bound": up(float(answer.bound[s, i, k])),
                        "change_percent": plain(100 * (value - first) / first, 4) if first else "",
                    }
                )  # fmt: skip
    about = {
        "database": database_json(db), "foreground": Path(path).name, "processes": list(file.processes),
        "scenarios": len(file.scenarios), "unit": found[0].unit, "seconds": f"{seconds:.4f}",
        "proof": {
            "method": proof.method, "residual": f"{proof.residual:.1e}", "relative": f"{answer.relative:.1e}",
            "rigorous": answer.rigorous,
        },
        "open": sorted({name for each in found for name in each.open}),
    }  # fmt: skip
    return Table(tuple(rows), about)


def _wanted(file: File, processes: Sequence[str], taken: set[int]) -> list[int]:
    unknown = [name for name in processes if name not in file.processes]
    if unknown:
        raise UsageError(tuple(problem("LCI-170", None, name, file.processes) for name in unknown))
    if processes:
        return [file.processes.index(name) for name in processes]
    return [i for i in range(len(file.processes)) if i not in taken] or list(range(len(file.processes)))


def _system(db: OpenDatabase, file: File, questions: Sequence[Asked]) -> tuple[engine.Foreground, set[int]]:
    """The rows as arrays, and which of the processes others take."""
    count, size = len(file.scenarios), len(file.processes)
    position = {name: i for i, name in enumerate(file.processes)}
    matrix = np.zeros((count, size, size))
    direct = np.zeros((count, size, len(questions)))
    made: set[int] = set()
    taken: set[int] = set()
    links: list[tuple[int, int, list[float]]] = []
    problems: list[Any] = []
    flow_of = _Flows(db, questions)
    for row in file.rows:
        j = position[row.process]
        amounts = np.array([float(amount) for amount in row.amounts])
        try:
            if row.input in position:
                i = position[row.input]
                matrix[:, i, j] += amounts if i == j else -amounts
                made |= {j} if i == j else set()
                taken |= {i} if i != j else set()
                continue
            flow = flow_of(row.input)
            if flow is None:
                product = process_index(db, row.input)
                links.append((j, product, (amounts * _scale(row, db.stored.process_texts("unit")[product])).tolist()))
                continue
            amounts *= _scale(row, db.stored.flow_texts("unit")[flow])
            direct[:, j, :] += amounts[:, None] * [factor_of(db, question, flow) for question in questions]
        except CarnetError as error:
            problems += [replace(p, place=row.place) for p in error.problems]
        except UnitError:
            told = row.unit
            problems.append(_wrong(row.place, f"单位“{told}”不能换算为所取之物的单位",
                                   f"the unit '{told}' cannot be converted to that of what is taken"))  # fmt: skip
    if problems:
        raise UsageError(tuple(problems))
    for j in range(size):
        if j not in made:
            matrix[:, j, j] += 1.0
    users, makers = np.array([link[0] for link in links], np.int64), np.array([link[1] for link in links], np.int64)
    amount = np.array([link[2] for link in links]).T.reshape(count, len(links))
    system = engine.Foreground(matrix, users, makers, amount, direct)
    return system, taken


class _Flows:
    """Elementary flows by id or name: a process of that name goes first.

    Several flows of one name are refused where they do not count alike.
    """

    __slots__ = ("_db", "_names", "_processes", "_questions")

    def __init__(self, db: OpenDatabase, questions: Sequence[Asked]) -> None:
        self._db, self._questions = db, questions
        self._names: dict[str, list[int]] = {}
        for i, name in enumerate(db.stored.flow_texts("name")):
            self._names.setdefault(name.casefold(), []).append(i)
        self._processes = {name.casefold() for name in db.stored.process_texts("name")}

    def __call__(self, text: str) -> int | None:
        """The position of the flow, or None where it is none.

        Raises:
            UsageError: several flows have that name and count differently (LCI-198).
        """
        stored = self._db.stored
        position = stored.flow_texts("id").find(text)
        if position >= 0 and stored.process_texts("id").find(text) < 0:
            return position
        wanted = text.casefold()
        found = [] if wanted in self._processes else self._names.get(wanted, [])
        units = stored.flow_texts("unit")
        alike = {(units[i], *(factor_of(self._db, question, i) for question in self._questions)) for i in found}
        if len(alike) > 1:
            ids, paths = stored.flow_texts("id"), stored.flow_texts("path")
            shown = tuple(f"{ids[i]} {paths[i]}" for i in found[:8])
            raise UsageError((problem("LCI-198", None, text, shown, count=str(len(found))),))
        return found[0] if found else None


def _scale(row: Row, own: str) -> float:
    """How many of its own unit one of the row's is."""
    if not row.unit or row.unit == own:
        return 1.0
    unit, other = find_unit(row.unit), find_unit(own)
    kinds = sorted(set(unit.kinds if unit else ()) & set(other.kinds if other else ()))
    return float(convert(Fraction(1), row.unit, own, kinds[0] if kinds else "mass"))


def _wrong(place: Place, zh: str, en: str) -> Any:  # noqa: ANN401 - a Problem
    words = Text(zh, en)
    return problem("LCI-195", place, place.file, why_zh=words.zh, why_en=words.en)


__all__ = ["BASE", "File", "Row", "foreground", "is_foreground", "read_foreground"]
