"""What the commands of ``carnet db`` print and write, as plain JSON and files."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from carnet.errors import Place, Text, UsageError, problem
from carnet.quantity import DecimalError, UnitError, convert, exact_decimal, parse_decimal
from carnet.report.chart_spec import ChartSpec, to_csv
from carnet.report.pictures import to_png, to_svg
from carnet.service import db_questions, db_sensitivity
from carnet.service.databases import Database, Table
from carnet.service.db_answers import about_scores, all_scores, check, score
from carnet.service.db_charts import contribution_chart, graph_chart
from carnet.service.db_numbers import plain
from carnet.service.db_open import process_json
from carnet.service.db_publish import database_json, need_free
from carnet.service.db_solve import Asked, elements_of, scores_of
from carnet.service.outputs import target
from carnet.service.studies import read_bytes, write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.service.db_open import OpenDatabase

_LARGEST = 10


def solved(
    db: Database, questions: Sequence[Asked], processes: Sequence[str], *, again: bool = False
) -> dict[str, Any]:
    """Scores under each regime: of the named products, else the spread of all and the largest.

    Raises:
        InputError: the system cannot be solved, or a rule is open (LCI-173).
    """
    opened = db.opened
    positions = [db.position(name) for name in processes]
    if any(not q.factors for q in questions):
        elements = elements_of(opened, again=again)
        seconds: str | None = f"{elements.seconds:.3f}"
        found = [{"element": e.key, "flows": n} for e, n in zip(elements.elements, elements.counts, strict=True)]
    else:
        seconds, found = None, []
    results = []
    for question in questions:
        scores = scores_of(opened, question)
        about = about_scores(opened, scores, check(opened, scores))
        about.pop("database")
        if positions:
            about["processes"] = [score(opened, i, question).json() for i in positions]
            for row in about["processes"]:
                row.pop("problems")
        else:
            order = np.argsort(-np.abs(scores.high), kind="stable")[:_LARGEST].tolist()
            about["largest"] = [
                {**process_json(opened, i), "low": plain(float(scores.low[i])), "high": plain(float(scores.high[i]))}
                for i in order
            ]
            about["negative"] = int(np.count_nonzero(scores.high < -scores.bound))
            about["zero"] = int(np.count_nonzero(scores.high == 0))
        results.append(about)
    return {"database": database_json(opened), "elements": found, "solve_seconds": seconds, "results": results}


def scores_table(db: Database, questions: Sequence[Asked]) -> Table:
    """All products under all regimes, one row each."""
    rows: list[dict[str, Any]] = []
    about: dict[str, Any] = {}
    for question in questions:
        found = all_scores(db.opened, question)
        about = dict(found.about)
        unit = f"{about['unit']}"
        rows += [{**row, "regime": about["regime"], "result_unit": unit} for row in found.rows]
    return Table(tuple(rows), about)


def contributions(db: Database, question: Asked, process: str, by: str, top: int) -> dict[str, Any]:
    """What a figure is made of."""
    return db_questions.contributions(db.opened, question, db.position(process), by, top)


def graph(db: Database, question: Asked, process: str, cutoff: str, nodes: int) -> dict[str, Any]:
    """The supply chain.

    Raises:
        UsageError: the cut-off is no share (LCI-190).
    """
    try:
        share = float(parse_decimal(cutoff))
    except DecimalError:
        share = -1.0
    if not 0 <= share < 1:
        raise UsageError((problem("LCI-190", None, cutoff, ("0.02",), what="--cutoff"),))
    return db_questions.graph(db.opened, question, db.position(process), cutoff=share, nodes=max(nodes, 1))


def sensitivity(db: Database, question: Asked, process: str, top: int, *, draws: int = 0, seed: int = 1) -> Table:
    """The exchanges a figure is most sensitive to."""
    found = db_sensitivity.sensitivity(db.opened, question, db.position(process), top, draws=draws, seed=seed)
    rows = tuple(found.pop("exchanges"))
    return Table(rows, found)


def variance(db: Database, question: Asked, process: str, *, groups: str, top: int, samples: int, seed: int) -> Table:
    """Whose uncertainty a figure's comes from."""
    return db_sensitivity.variance(
        db.opened, question, db.position(process), groups=groups, top=top, samples=samples, seed=seed
    )


def write_contributions(document: Mapping[str, Any], path: str, lang: str) -> None:
    """Write contributions as CSV, SVG or PNG."""
    _write_chart(contribution_chart(document), path, lang)


def write_graph(document: Mapping[str, Any], path: str, lang: str) -> None:
    """Write the supply chain as Sankey (SVG, PNG) or its data (CSV)."""
    _write_chart(graph_chart(document), path, lang)


def _write_chart(chart: ChartSpec, path: str, lang: str) -> None:
    place = target(path, "chart")
    ending = Path(path).suffix.lower()
    if ending == ".csv":
        place.write(to_csv(chart))
    elif ending == ".svg":
        place.write(to_svg(chart, lang).encode())
    else:
        place.write(to_png(chart, lang))


def write_json(path: str, data: bytes) -> None:
    """Write a factor set; only a JSON file of ours is written over.

    Raises:
        UsageError: the name does not end in .json (CLI-010), or another file stands there (CLI-006).
    """
    place = Path(path)
    if place.suffix.lower() != ".json":
        raise UsageError((problem("CLI-010", Place(file=place.name), place.name, (".json",)),))
    if place.exists() and b'"carnet-background/' not in read_bytes(path)[:200]:
        raise UsageError((problem("CLI-006", Place(file=place.name), place.name),))
    write_atomically(place, data)


# ── a user's own factors ─────────────────────────────────────────────────────────────────────────

_COLUMNS = ("flow", "factor", "unit", "compartment")


def own_factors(db: OpenDatabase, path: str) -> Asked:
    """Characterisation factors of a user: CSV with `flow` (id or name), `factor`, and if wanted `unit`, `compartment`.

    A name stands for every flow that bears it (in the compartment, where one is given).

    Raises:
        UsageError: the file is not there (CLI-001).
        InputError: every row that is wrong or means no flow (LCI-185).
    """
    name = Path(path).name
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError((_wrong(name, 0, Text("不是UTF-8编码", "it is not UTF-8")),)) from error
    rows = list(csv.reader(io.StringIO(text)))
    head = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if not {"flow", "factor"} <= set(head):
        raise UsageError((_wrong(name, 1, Text("首行没有 flow 与 factor", "the first line lacks flow and factor")),))
    by_name: dict[str, list[int]] = {}
    names, paths, units = (list(db.stored.flow_texts(c)) for c in ("name", "path", "unit"))
    for i, each in enumerate(names):
        by_name.setdefault(each.casefold(), []).append(i)
    ids = db.stored.flow_texts("id")
    factors: dict[int, str] = {}
    problems = []
    for number, cells in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        row = {key: cell.strip() for key, cell in zip(head, cells, strict=False)}
        flow = row.get("flow", "")
        position = ids.find(flow)
        found = [position] if position >= 0 else by_name.get(flow.casefold(), [])
        where = row.get("compartment", "").casefold()
        found = [i for i in found if where in paths[i].casefold()]
        if not found:
            problems.append(_wrong(name, number, Text(f"没有基本流“{flow}”", f"there is no elementary flow {flow}")))
            continue
        try:
            value = parse_decimal(row.get("factor", ""))
            for i in found:
                scale = _scale(row.get("unit", ""), units[i])
                factors[i] = _exact(value / scale)
        except (DecimalError, UnitError):
            told = f"{row.get('factor', '')} {row.get('unit', '')}".strip()
            problems.append(
                _wrong(name, number, Text(f"“{told}”不是可用的数值或单位", f"'{told}' is no usable value or unit"))
            )
    if problems:
        raise UsageError(tuple(problems))
    return Asked(Path(path).stem, factors=tuple(sorted(factors.items())))


def _scale(given: str, own: str) -> Fraction:
    """How many of the user's unit one of the flow's own is."""
    if not given or given == own:
        return Fraction(1)
    return 1 / convert(Fraction(1), own, given, "gas_mass")


def _exact(value: Fraction) -> str:
    return exact_decimal(value) or f"{value.numerator}/{value.denominator}"


def _wrong(file: str, line: int, words: Text) -> Any:  # noqa: ANN401 - a Problem
    return problem("LCI-185", Place(file=file, cell=str(line) if line else ""), file, why_zh=words.zh, why_en=words.en)


__all__ = [
    "contributions", "graph", "need_free", "own_factors", "scores_table", "sensitivity", "solved", "variance",
    "write_contributions", "write_graph", "write_json",
]  # fmt: skip
