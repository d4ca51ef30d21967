"""A solved database as a factor set: kg of each gas and origin behind a product, as decimals with a rigorous error.

The decimals are what counts from there on: a figure built on them is exact, and says how far the published masses may
be from those of the database. Licence and redistribution go with every record.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from carnet import __version__
from carnet.canonical import digest
from carnet.errors import InputError, Text, UsageError, problem
from carnet.factors import FactorRecord, GasShare
from carnet.factors.geography import GLOBAL, is_place
from carnet.impact import characterize, find
from carnet.quantity import decimal_string, find_unit, parse_decimal
from carnet.service import datasets
from carnet.service.db_numbers import bounded, certain, directed, interval
from carnet.service.db_open import process_json
from carnet.service.db_solve import Asked, elements_of, no_gases, scores_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.impact.elementary import Element
    from carnet.service.db_open import OpenDatabase

FORMAT = "carnet-background/1"
FREE = ("allowed", "share_alike")
_TOTAL_SET = "AR6"  # of a record's printed total; what counts under a regime is characterised from the masses
_YEAR = re.compile(r"(?:19|20)\d\d")
_TOTAL_DIGITS = 9
_NO_YEAR = 1980  # the oldest a record may be: data without a year are never taken for recent


def need_free(db: OpenDatabase, *, local: bool) -> None:
    """Refuse to hand out what is derived from a database whose licence does not allow it.

    Raises:
        UsageError: LCI-177, unless the file stays on this machine.
    """
    if db.stored.redistribution in FREE or local:
        return
    meta = db.stored.meta
    found = problem("LCI-177", None, db.stored.redistribution, database=db.name, licence=str(meta["licence"]) or "?")
    raise UsageError((found,))


def masses_of(db: OpenDatabase, position: int) -> dict[str, dict[str, str]]:
    """Kg of each element behind one unit of a product: value, largest error, lower and upper bound."""
    elements = elements_of(db)
    found = {}
    for k, element in enumerate(elements.elements):
        value, bound = float(elements.scores[position, k]), float(elements.bound[position, k])
        printed, error = certain(value, bound)
        if printed == "0" and error == "0":
            continue
        middle, off = Fraction(printed), Fraction(error)
        found[element.key] = {
            "value": printed,
            "error": error,
            "lower": _decimal(middle - off),
            "upper": _decimal(middle + off),
        }
    return found


def _decimal(value: Fraction) -> str:
    """An exact decimal: sum and difference of two decimals always are."""
    text = decimal_string(value, 80)
    return text.rstrip("0").rstrip(".") or "0"


def publish(
    db: OpenDatabase, positions: Sequence[int] | None, regimes: Sequence[Asked] = (), *, local: bool = False
) -> dict[str, Any]:
    """A factor set of some or all products of a database.

    Raises:
        UsageError: the licence does not allow it (LCI-177).
        InputError: a rule of a regime is open (LCI-173), or no flow is a gas of ours (LCI-192).
    """
    need_free(db, local=local)
    elements = elements_of(db)
    if not elements.elements:
        raise no_gases(db)
    chosen = range(db.stored.processes) if positions is None else positions
    scored = [scores_of(db, asked) for asked in regimes]
    rows = []
    for i in chosen:
        row: dict[str, Any] = {**process_json(db, i), "masses": masses_of(db, i)}
        if scored:
            row["scores"] = {s.name: score_json(s.low[i], s.high[i], s.bound[i]) for s in scored}
        rows.append(row)
    body = {
        "format": FORMAT,
        "database": database_json(db),
        "engine": __version__,
        "method": elements.method,
        "residual": f"{elements.residual:.1e}",
        "rigorous": elements.rigorous,
        "regimes": [{"id": s.regime, "name": s.name, "legal_date": s.legal_date, "open": list(s.open)} for s in scored],
        "local_only": db.stored.redistribution not in FREE,
        "processes": rows,
    }
    return {**body, "digest": digest(body)}


def score_json(low: float, high: float, bound: float) -> dict[str, Any]:
    """A score as printed: its value (null where open), and what encloses it, error included."""
    if low == high:
        return dict(bounded(float(high), float(bound)).json())
    enclosed = interval(float(high), float(low - bound), float(high + bound))
    return {"value": None, "lower": enclosed.lower, "upper": enclosed.upper}


def database_json(db: OpenDatabase) -> dict[str, Any]:
    """What a database is, for everything derived from it."""
    meta = db.stored.meta
    names = (
        "title",
        "version",
        "format",
        "licence",
        "redistribution",
        "source_digest",
        "processes",
        "flows",
        "exchanges",
    )
    return {"name": db.name, "digest": f"sha256:{db.stored.digest}", **{n: meta[n] for n in names}}


def check_set(data: Mapping[str, Any]) -> bool:
    """Whether a published set is what its digest says."""
    body = {key: value for key, value in data.items() if key != "digest"}
    return digest(body) == data.get("digest")


def factor_record(
    db: OpenDatabase, position: int, factor: str, flow: str, kind: str, origins: Mapping[str, str]
) -> FactorRecord:
    """A process as a record that a line of a study may stand on.

    Args:
        db: the database.
        position: of the process.
        factor: the id the study uses, ``db:uslci/…``.
        flow: the study's flow.
        kind: of the record.
        origins: by gas, what the study states where the database does not say where carbon comes from.

    Raises:
        InputError: an origin is open and not stated (LCI-194), or the unit is none of ours (LCI-187).
    """
    told = process_json(db, position)
    unit = find_unit(told["unit"])
    if unit is None:
        raise InputError((problem("LCI-187", None, told["name"], unit=told["unit"]),))
    shares, problems = _shares(db, position, factor, origins)
    if problems:
        raise InputError(tuple(problems))
    gwp = datasets.shipped_gwp_sets()[_TOTAL_SET]
    masses: dict[tuple[str, str], Fraction] = {}
    error = Fraction(0)
    for share, off in shares:
        masses[share.gas, share.origin] = masses.get((share.gas, share.origin), Fraction(0)) + parse_decimal(share.mass)
        value = find(gwp, share.gas, share.origin)
        error += off * (value.value if value else 0)
    counted = {key: mass for key, mass in masses.items() if find(gwp, *key) is not None}
    total = characterize(counted, gwp)
    places = _TOTAL_DIGITS
    half = Fraction(1, 10**places)
    years = _YEAR.findall(told.get("period", ""))
    meta = db.stored.meta
    place = told.get("location", "")
    notes = [f"{gas} of unstated origin taken as {origin}" for gas, origin in sorted(origins.items())]
    notes += [] if years else ["the database states no year: counted as the oldest"]
    return FactorRecord(
        id=factor,
        version=str(meta["version"]) or "1",
        name=Text(told["name"], told["name"]),
        flow=flow,
        kind=kind,
        value=decimal_string(total, places),
        unit="kg CO2e",
        per_unit=unit.symbol,
        gwp_set=_TOTAL_SET,
        country=place if is_place(place) else GLOBAL,
        year=int(years[-1]) if years else _NO_YEAR,
        source=f"{meta['title']} {meta['version']}".strip(),
        locator=f"sha256:{db.stored.digest} {told['id']}",
        status="read",
        licence=told.get("licence", "") or str(meta["licence"]) or "unknown",
        redistribution=db.stored.redistribution,
        gases=tuple(share for share, _ in shares),
        boundary="cradle to gate, as the database links it",
        original_value=decimal_string(total, places),
        original_unit=f"kg CO2e/{told['unit']}",
        low=directed(total - error - half, places, "floor"),
        high=directed(total + error + half, places, "ceiling"),
        note="; ".join(notes),
    )


def _shares(
    db: OpenDatabase, position: int, factor: str, origins: Mapping[str, str]
) -> tuple[list[tuple[GasShare, Fraction]], list[Any]]:
    """The masses as gases of a record, each with its error; what the study must state first as problems."""
    elements = elements_of(db)
    by_key: Mapping[str, Element] = {e.key: e for e in elements.elements}
    sums: dict[tuple[str, str, bool], tuple[Fraction, Fraction]] = {}
    problems = []
    for key, mass in masses_of(db, position).items():
        element = by_key[key]
        origin = element.origin
        if element.gas == "CO2" and not origin:
            if element.gas not in origins:
                k = elements.elements.index(element)
                named = process_json(db, position)["name"]
                problems.append(
                    problem("LCI-194", None, factor, elements.names[k], process=named, gas=element.gas, factor=factor)
                )
                continue
            origin = origins[element.gas]
        elif not origin:
            origin = origins.get(element.gas, "")
        sign = -1 if element.uptake else 1
        before = sums.get((element.gas, origin, element.uptake), (Fraction(0), Fraction(0)))
        sums[element.gas, origin, element.uptake] = (
            before[0] + sign * Fraction(mass["value"]),
            before[1] + Fraction(mass["error"]),
        )
    return [(GasShare(gas, origin, _decimal(m)), off) for (gas, origin, _), (m, off) in sorted(sums.items())], problems


def write_set(data: Mapping[str, Any]) -> bytes:
    """A published set as a file."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def rigorous(db: OpenDatabase) -> bool:
    """Whether the bounds enclose for certain, or are estimates."""
    return bool(elements_of(db).rigorous) and bool(np.all(np.isfinite(elements_of(db).bound)))
