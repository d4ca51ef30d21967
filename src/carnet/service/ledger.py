"""The ledger over several studies: who claims which kWh of which certificate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.assessment.gases import shown
from carnet.assessment.ledger import Entry, ledger
from carnet.errors import Place, problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.assessment.ledger import Use
    from carnet.errors import Problem
    from carnet.service.studies import OpenStudy


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every certificate as plain data, and what is wrong with its use."""

    rows: tuple[dict[str, object], ...]
    problems: tuple[Problem, ...]

    def json(self) -> dict[str, object]:
        """``{certificates[], problems[]}``."""
        return {"certificates": list(self.rows), "problems": [p.json() for p in self.problems]}


def ledger_of(opened: Sequence[tuple[str, OpenStudy]]) -> Ledger:
    """Gather the certificates of several studies; a study given twice counts once.

    Args:
        opened: (file name, study) in the order given.
    """
    distinct: dict[str, tuple[str, OpenStudy]] = {}
    for name, study in opened:
        distinct.setdefault(study.digest, (name, study))
    files = list(distinct.values())
    entries = ledger([study.study for _, study in files])
    problems = [found for entry in entries for found in _problems(entry, files)]
    return Ledger(tuple(_row(entry, files) for entry in entries), tuple(problems))


def _row(entry: Entry, files: Sequence[tuple[str, OpenStudy]]) -> dict[str, object]:
    return {
        "register": entry.register,
        "certificate": entry.certificate,
        "technology": entry.technology,
        "volume_kwh": shown(entry.volume),
        "claimed_kwh": shown(entry.claimed),
        "left_kwh": shown(entry.volume - entry.claimed),
        "over_claimed": entry.over,
        "uses": [
            {
                "study": files[use.source][1].study.id,
                "version": files[use.source][1].study.version,
                "contract": use.contract,
                "volume_kwh": shown(use.volume),
                "claimed_kwh": shown(use.kwh),
                "place": _place(use, files),
            }
            for use in entry.uses
        ],
    }


def _place(use: Use, files: Sequence[tuple[str, OpenStudy]]) -> str:
    """File and cell where the certificate stands."""
    name, study = files[use.source]
    return f"{name} {study.places.at(use.pointer)}"


def _problems(entry: Entry, files: Sequence[tuple[str, OpenStudy]]) -> list[Problem]:
    first = entry.uses[-1]
    place = files[first.source][1].places.at(first.pointer)
    where = Place(files[first.source][0], place.sheet, place.cell, place.pointer)
    found = []
    if entry.over:
        uses = "; ".join(f"{_place(u, files)} → {u.contract}: {shown(u.kwh)} kWh" for u in entry.uses if u.kwh)
        found.append(
            problem(
                "CAL-036",
                where,
                entry.certificate,
                register=entry.register,
                volume=shown(entry.volume),
                claimed=shown(entry.claimed),
                uses=uses,
            )
        )
    if entry.disputed:
        uses = "; ".join(f"{_place(u, files)}: {shown(u.volume)} kWh" for u in entry.uses)
        found.append(problem("CAL-037", where, entry.certificate, register=entry.register, uses=uses))
    return found
