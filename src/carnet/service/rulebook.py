"""The regimes as a whole: whether they are sound, and what each of them can compute today."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from carnet.errors import InputError, Text, UsageError, problem
from carnet.inventory.model import Acceptance
from carnet.regime import (
    MatrixCell,
    RegimeLibrary,
    against_matrix,
    leftovers,
    parse_regimes,
    resolve,
    skeleton,
    stale,
    unfilled,
    value_key,
    waiting,
)
from carnet.service import datasets
from carnet.service.calculate import Calculated, calculate
from carnet.service.scope import fits
from carnet.service.studies import SHIPPED, open_shipped
from carnet.store import read_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from carnet.errors import Problem
    from carnet.inventory.model import Study
    from carnet.regime import Regime
    from carnet.service.studies import OpenStudy

# What a regime does with a study, best first.
STATE_NAMES = {
    "computes": Text("能算", "computes"),
    "computes_with_intervals": Text("能算，结果为区间", "computes with intervals"),
    "needs_acceptance": Text("确认或假定后能算", "computes once a rule is accepted"),
    "lacks_data": Text("研究缺少所需数据", "the studies lack data it needs"),
    "listed": Text("仅列出", "listed only"),
    "other_product": Text("非此类产品", "for other products"),
}
STATES = tuple(STATE_NAMES)
_ID = re.compile(r"[a-z][a-z0-9_]*")


def new_regime(
    regime_id: str, extends: str = "", today: str = "", *, start: str = "", known: str = "", whole: bool = False
) -> str:
    """The text of a new regime file; see `carnet.regime.skeleton`.

    Raises:
        UsageError: the id is taken or no plain word, the parent does not exist, or a date is none.
    """
    library = datasets.regimes()
    if not _ID.fullmatch(regime_id) or regime_id in library.ids():
        raise UsageError((problem("CLI-017", None, regime_id, library.ids()),))
    if extends and extends not in library.regimes:
        raise UsageError((problem("CLI-005", None, extends, tuple(library.regimes), what="regime"),))
    wrong = [(key, day) for key, day in (("--from", start), ("--known", known)) if day and not _is_day(day)]
    if wrong:
        raise UsageError(tuple(problem("REG-105", None, day, key=key) for key, day in wrong))
    day = today or date.today().isoformat()  # noqa: DTZ011 - a person's day
    return skeleton(regime_id, day, extends, start=start, known=known, whole=whole)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def regimes_lint(on: str = "", matrix: bytes | None = None, files: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """Load every regime; count what was found sound, and list what wants looking at.

    Args:
        files: (name, text) of further regime files, checked together with the shipped ones; what wants looking at is
            then listed of these files alone.
        on: the day to judge reviews from; default today.
        matrix: a CSV with the columns regime, dimension, value, status: our notes' matrix.

    Raises:
        DataError: every problem, with file and line.
        UsageError: the matrix is not such a table.
    """
    library = _with_files(files) if files else datasets.regimes()
    looked_at = _of_files(library, {name for name, _ in files}) if files else library
    warnings = [*stale(looked_at, on or date.today().isoformat()), *waiting(looked_at)]  # noqa: DTZ011 - a person's day
    warnings += [*unfilled(looked_at), *leftovers(looked_at), *_strange_words(looked_at)]
    if matrix is not None:
        warnings += against_matrix(looked_at, _cells(matrix))
    return {
        "regimes": len(library.regimes),
        "listed": sum(bool(r.listed.en) for r in library.regimes.values()),
        "values": sum(len(r.values) for r in library.regimes.values()),
        "rows": sum(len(r.rows) for r in library.regimes.values()),
        "problems": [],
        "warnings": [found.json() for found in warnings],
    }


def _with_files(files: Sequence[tuple[str, str]]) -> RegimeLibrary:
    """The shipped regimes with further files; a file of a shipped id and version stands in for it."""
    given = {_name_in(text) for _, text in files}
    shipped = [(name, text) for name, text in read_folder("regimes") if _name_in(text) not in given]
    return parse_regimes([*shipped, *files], datasets.gases())


def _of_files(library: RegimeLibrary, names: set[str]) -> RegimeLibrary:
    return RegimeLibrary({key: each for key, each in library.regimes.items() if each.place.file in names})


def _name_in(text: str) -> tuple[str, str]:
    found = [re.search(rf'^{key} = "(.*)"', text, re.MULTILINE) for key in ("id", "version")]
    return (found[0][1] if found[0] else "", found[1][1] if found[1] else "")


def _strange_words(library: RegimeLibrary) -> list[Problem]:
    """Words a rule selects by that no flow of the shared list has."""
    flows = datasets.shipped_flows()
    ids = {flow.id for flow in flows.flows}
    words = ids | {tag for flow in flows.flows for tag in flow.tags}
    found = []
    for regime in library.regimes.values():
        found += [
            problem("REG-036", regime.place, word, severity="warning", what="families")
            for word in regime.families
            if word not in words
        ]
        for value in regime.values:
            named = _flows_named(value.value)
            found += [
                problem("REG-036", value.place, word, severity="warning", what=value.parameter)
                for word in named
                if word not in ids
            ]
    return found


def _flows_named(value: object) -> list[str]:
    """The flow ids co-product methods name: what they credit and what they displace; methods may hold methods."""
    if isinstance(value, list | tuple):
        return [name for each in value for name in _flows_named(each)]
    if not isinstance(value, Mapping):
        return []
    found = [name for key, each in value.items() if key not in {"per", "displaces"} for name in _flows_named(each)]
    for table in (value.get("per"), value.get("displaces")):
        found += [str(name) for name in table] if isinstance(table, Mapping) else []
    displaced = value.get("displaces")
    found += [str(name) for name in displaced.values()] if isinstance(displaced, Mapping) else []
    return list(dict.fromkeys(found))


def _cells(matrix: bytes) -> list[MatrixCell]:
    try:
        rows = list(csv.DictReader(io.StringIO(matrix.decode("utf-8-sig"))))
        return [MatrixCell(row["regime"], row["dimension"], row["value"], row["status"]) for row in rows]
    except (KeyError, UnicodeDecodeError, csv.Error) as error:
        columns = ("regime", "dimension", "value", "status")
        raise UsageError((problem("CLI-016", None, str(error), columns),)) from error


def shipped_studies() -> list[OpenStudy]:
    """Every study in the package, opened."""
    return [open_shipped(name) for name in SHIPPED]


def count(covered: Sequence[dict[str, Any]]) -> dict[str, int]:
    """How many versions are in each state, best first; no version is ``other_product``."""
    return {state: sum(entry["state"] == state for entry in covered) for state in STATES[:-1]}


def reason(entry: dict[str, Any]) -> dict[str, str]:
    """Why a version does no better than its state says, in both languages; empty where it computes a point."""
    if entry["why"] and entry["state"] == "listed":
        return {"zh": entry["why"]["zh"], "en": entry["why"]["en"]}
    best = [row for row in entry["studies"] if row["state"] == entry["state"]]
    names = ", ".join(row["study"] for row in best)
    if entry["state"] in {"computes", "computes_with_intervals"}:
        return {"zh": names, "en": names}
    missing = ", ".join(dict.fromkeys(m for row in best for m in row["missing"]))
    if missing:
        return {"zh": f"{names}：须确认 {missing}", "en": f"{names}: {missing} to be accepted"}
    said = "; ".join(dict.fromkeys(p for row in best for p in row["problems"]))
    return (
        {"zh": said, "en": said} if said else {"zh": "没有此类产品的研究", "en": "no shipped study of such a product"}
    )


def coverage(studies: Sequence[OpenStudy]) -> list[dict[str, Any]]:
    """What every version of every regime gives for each of the studies, and why not where it does not.

    A version counts by the best it gives for any study. The rules are those of each study's own dates where the version
    holds then, else of its first day.
    """
    return [_covered(regime, studies) for regime in datasets.regimes().regimes.values()]


def _covered(regime: Regime, studies: Sequence[OpenStudy]) -> dict[str, Any]:
    rows = [_state(regime, opened) for opened in studies]
    states = [row["state"] for row in rows]
    best = min(states, key=STATES.index, default="listed")
    why = regime.listed.json() if regime.listed.en else None
    return {
        "id": regime.id,
        "version": regime.version,
        "title": regime.title.json(),
        "state": "listed" if best == "other_product" else best,
        "why": why,
        "studies": rows,
    }


def _state(regime: Regime, opened: OpenStudy) -> dict[str, Any]:
    row: dict[str, Any] = {"study": opened.study.id, "missing": [], "problems": []}
    if not fits(regime, opened):
        return {**row, "state": "other_product"}
    try:
        resolved = resolve(datasets.regimes(), regime.name, *_days(regime, opened))
        [done] = calculate(opened, [resolved])
        if done.has_figure:
            state = "computes" if done.assessment.is_point else "computes_with_intervals"
            return {**row, "state": state, **_outcome(done)}
        missing = [value.parameter for value in done.assessment.missing]
        if regime.listed.en:
            return {**row, "state": "listed", "missing": missing}
        assumed = replace(opened, study=_assuming(done, opened))
        [again] = calculate(assumed, [resolved])
    except InputError as error:
        return {**row, "state": "lacks_data", "problems": _codes(error.problems)}
    state = "needs_acceptance" if again.has_figure else "lacks_data"
    still = [value.parameter for value in again.assessment.missing]
    return {**row, "state": state, "missing": missing if again.has_figure else still, **_outcome(again)}


def _assuming(done: Calculated, opened: OpenStudy) -> Study:
    """The study with every missing rule assumed at its conservative reading, to see whether it computes then."""
    added = tuple(
        Acceptance(
            regime=done.regime,
            parameter=value.parameter,
            value=value_key(value.conservative if value.conservative is not None else value.candidates[0]),
            by="Carnet",
            reason="coverage",
            on=opened.study.known_date,
        )
        for value in done.assessment.missing
        if value.conservative is not None or value.candidates
    )
    return replace(opened.study, acceptances=(*opened.study.acceptances, *added))


def _days(regime: Regime, opened: OpenStudy) -> tuple[str, str]:
    rule, study = regime.in_force, opened.study
    legal = max(study.legal_date, rule.start)
    return min(legal, rule.end) if rule.end else legal, max(study.known_date, rule.known)


def _outcome(done: Calculated) -> dict[str, Any]:
    return {"figure": done.result["figure"], "issuable": done.result["issuable"], "assumed": done.result["assumed"]}


def _codes(problems: Iterable[Problem]) -> list[str]:
    return [f"{p.code} {p.cause.en}" for p in problems]
