"""Which row of the act's standard factors (IR (EU) 2025/2547 Annex II point G) a stream's material names.

A row is named by its id, its English or its Chinese name, in any case and width and with or without the remark in
brackets. Two tables hold the same name for some materials: point G.5 (per t, by carbon) is meant by a mass balance.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from carnet.errors.nearest import nearest

if TYPE_CHECKING:
    from carnet.cbam.tables import StandardFactor, Tables
    from carnet.inventory.installation import SourceStream

_BRACKETS = re.compile(r"\([^()]*\)")
_BALANCE = "G.5"
_GASES = "G.6"  # global warming potentials are no material
_CANDIDATES = 4


def standard_factor(tables: Tables, stream: SourceStream) -> StandardFactor | None:
    """Return the row a stream's `material` names; None where it names none."""
    name = stream.material.strip()
    if not name:
        return None
    if name in tables.factors:
        return tables.factors[name]
    wanted = _plain(name)
    found = [f for f in tables.factors.values() if f.table != _GASES and wanted in _names(f)]
    found.sort(key=lambda f: (f.table == _BALANCE) is not (stream.method == "mass_balance"))
    return found[0] if found else None


def factor_id(tables: Tables, stream: SourceStream) -> str:
    """Return the id of the row a stream's `material` names; the word itself where it names none."""
    found = standard_factor(tables, stream)
    return found.id if found else stream.material


def near_factors(tables: Tables, name: str) -> tuple[StandardFactor, ...]:
    """Return the rows that an unknown name may mean, the likest first: names that hold it, then names like it."""
    wanted = _plain(name)
    by_name = {n: f for f in tables.factors.values() if f.table != _GASES for n in _names(f)}
    held = [n for n in by_name if wanted and (wanted in n or n in wanted)]
    found = dict.fromkeys(by_name[n].id for n in (*held, *nearest(wanted, by_name, _CANDIDATES)))
    return tuple(tables.factors[each] for each in found)[:_CANDIDATES]


def _names(factor: StandardFactor) -> frozenset[str]:
    """Return every form of a row's names, plain: whole, without the remark in brackets, and parts around a slash."""
    names = {_plain(factor.id)}
    for text in (factor.en, factor.zh):
        whole = unicodedata.normalize("NFKC", text)
        names |= {_plain(whole), _plain(_BRACKETS.sub("", whole))}
    return frozenset(names - {""})


def _plain(text: str) -> str:
    """Return a name for comparison: one width, no case, words by single spaces."""
    return " ".join(re.sub(r"[_\-\s]+", " ", unicodedata.normalize("NFKC", text)).casefold().split())
