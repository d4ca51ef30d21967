"""Tracing: the derivation of one number, down to cells, factor records, parameters and clauses."""

from __future__ import annotations

from carnet.assessment import subgraph
from carnet.errors import InputError, Place, problem
from carnet.service.calculate import Calculated


def trace(calculated: Calculated, pointer: str) -> dict[str, object]:
    """Return the figure at a JSON Pointer of the result with everything it was made from.

    ``/figure/value`` and ``/figure`` mean the same number, so do ``/by_stage/0/value`` and ``/by_stage/0``.

    Raises:
        InputError: the pointer names no figure (CAL-015), or the regime gives none (CAL-017).
    """
    if not calculated.has_figure:
        missing = ", ".join(v.parameter for v in calculated.assessment.missing)
        raise InputError((problem("CAL-017", Place(), calculated.regime, missing=missing),))
    roots = calculated.derivation["roots"]
    pointers = roots if isinstance(roots, dict) else {}
    wanted = pointer.rstrip("/")
    # The derivation stands at the reading: the point, or the upper bound. A lower bound has none of its own.
    endings = (
        ("/value", "/exact", "/lower", "/upper") if calculated.assessment.is_point else ("/value", "/exact", "/upper")
    )
    for ending in endings:
        wanted = wanted.removesuffix(ending)
    if wanted not in pointers:
        raise InputError((problem("CAL-015", Place(pointer=pointer), pointer, tuple(pointers)[:60]),))
    nodes = subgraph(calculated.derivation, str(pointers[wanted]))
    return {
        "study": calculated.result["study"],
        "regime": calculated.result["regime"],
        "pointer": wanted,
        "root": pointers[wanted],
        "nodes": nodes,
        "leaves": [n for n in nodes if n["op"] == "leaf"],
        "reading": calculated.result["reading"],
    }
