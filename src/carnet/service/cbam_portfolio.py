"""An importer's list as plain data: lines, sums, the 50 t rule, what a quarter's end asks for, and penalties."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carnet.cbam.goods_result import CERTIFICATE_DECIMALS, MONEY_DECIMALS, SEE_DECIMALS
from carnet.cbam.holding import exposure
from carnet.cbam.portfolio import members, portfolio
from carnet.cbam.portfolio_proof import lacks_of_line, line_state, proof_note, unproven
from carnet.cbam.portfolio_rows import parse_portfolio
from carnet.errors import UsageError, problem, raise_if
from carnet.service.cbam_json import figure, value_json
from carnet.service.studies import read_bytes
from carnet.store.cbam_tables import load_cbam_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from carnet.cbam.holding import Held, Penalty
    from carnet.cbam.tables import Value
    from carnet.errors import Problem

Json = dict[str, Any]
_TONNES = 3


def portfolio_json(path: str, on: str, supposed: Mapping[str, str]) -> Json:
    """An importer's list valued line by line, with its sums.

    Raises:
        UsageError: the file is not there, or no day was given (CBM-192).
        InputError: a row cannot be read, with every problem.
    """
    if not on:
        raise UsageError((problem("CBM-192", None, option="--on"),))
    lines, problems = parse_portfolio(read_bytes(path).decode("utf-8-sig", "replace"))
    name = Path(path).name
    raise_if(tuple(replace(p, place=replace(p.place, file=name)) for p in problems))
    tables, what_if = load_cbam_tables(), dict(supposed) or None
    found = portfolio(lines, tables, on=on, what_if=what_if)
    beside = exposure(found, tables, on=on, what_if=what_if)
    bare = unproven(found, on)
    return {
        "on": on,
        "nature": found.nature,
        "lines": [
            {
                "id": row.line.id,
                "cn": row.line.cn,
                "country": row.line.country,
                "importer": row.line.importer,
                "quarter": row.quarter,
                "amount": figure(row.line.amount, _TONNES, row.line.unit),
                "see": figure(row.per_t.see, SEE_DECIMALS, "tCO2e/t"),
                "sefa": figure(row.per_t.sefa, SEE_DECIMALS, "t/t"),
                "certificates": _count(row.certificates),
                "cost": _money(row.cost),
                "basis": row.line.basis,
                "lacks": [text.json() for text in lacks_of_line(row, on)],
                "price_state": line_state(row, on).json(),
                "problems": [p.json() for p in row.problems],
            }
            for row in found.rows
        ],
        "totals": [
            {
                "of": list(each.of),
                "lines": each.lines,
                "open": each.open,
                "amount": figure(each.tonnes, _TONNES, "t"),
                "certificates": _count(each.certificates),
                "cost": _money(each.cost),
                "unproven": sum(n in bare for n in of),
            }
            for sums in (found.by_importer, found.by_quarter, found.by_code)
            for each, of in zip(sums, members(found, sums), strict=True)
        ],
        "scopes": [
            {"importer": importer, "year": year, "state": scope.state, "reason": scope.reason.json()}
            for (importer, year), scope in found.scopes.items()
        ],
        "holding": [_held(each) for each in beside.held],
        "penalties": [_penalty(each) for each in beside.penalties],
        "rules": [_rule(value) for value in beside.rules],
        "notes": [text.json() for text in (*found.assumptions, *proof_note(found, bare), *beside.notes)],
        "problems": [p.json() for p in found.problems],
    }


def _rule(value: Value) -> Json:
    note = {"zh": value.cite.note_zh, "en": value.cite.note_en}
    return {"name": value.name, **(value_json(value) or {}), "note": note}


def _count(value: Fraction | None) -> Json | None:
    return figure(value, CERTIFICATE_DECIMALS, "t CO2e")


def _money(value: Fraction | None) -> Json | None:
    return figure(value, MONEY_DECIMALS, "EUR")


def _causes(problems: Iterable[Problem]) -> list[Json]:
    return [each.json() for each in problems]


def _held(held: Held) -> Json:
    return {
        "importer": held.importer,
        "quarter": held.quarter,
        "day": held.day,
        "share": value_json(held.share),
        "lines": held.lines,
        "open": held.open,
        "certificates": _count(held.certificates),
        "worth": _money(held.worth),
        "problems": _causes(held.problems),
    }


def _penalty(penalty: Penalty) -> Json:
    return {
        "importer": penalty.importer,
        "year": penalty.year,
        "certificates": _count(penalty.missing),
        "per_certificate": figure(penalty.each, MONEY_DECIMALS, "EUR/certificate"),
        "indexed": penalty.indexed,
        "declarant": _money(penalty.declarant),
        "certificates_by_default": _count(penalty.unauthorised),
        "unauthorised_least": _money(penalty.least),
        "unauthorised_most": _money(penalty.most),
        "reducible": penalty.reducible,
        "problems": _causes(penalty.problems),
    }
