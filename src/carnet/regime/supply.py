"""A named person confirms a value or supplies one: what they typed becomes a value of the plan, or a problem."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from carnet.canonical import digest
from carnet.errors import Place, Problem, problem
from carnet.errors.nearest import nearest
from carnet.regime.model import ResolvedRegime, Value
from carnet.regime.resolved_json import content
from carnet.regime.shapes import expected, read_value, value_key
from carnet.regime.vocabulary import BY_ID


def supplied(resolved: ResolvedRegime, parameter: str, text: str, place: Place | None = None) -> Value | Problem:
    """Read the value a person supplies for a parameter; an empty text confirms the value that stands.

    Args:
        resolved: the regime it is for.
        parameter: its id, such as ``D8.tiers``.
        text: what was typed: the short word of a candidate, a plain value, or a table as JSON; "" to confirm.
        place: where it stands, for the problem.

    Returns:
        The value, or one problem: unknown parameter, nothing to confirm, or not a value of that parameter.
    """
    if parameter not in BY_ID:
        near = nearest(parameter, BY_ID)
        return problem("REG-005", place, parameter, near)
    standing = resolved.values[parameter]
    candidates = tuple(value_key(candidate) for candidate in standing.candidates)
    if not text.strip():
        if standing.value is None:
            return problem("REG-202", place, "", candidates, parameter=parameter)
        return standing.value
    value = read_value(BY_ID[parameter], text, standing.candidates)
    if value is None:
        wanted = expected(BY_ID[parameter])
        return problem(
            "REG-201",
            place,
            text,
            candidates,
            parameter=parameter,
            expected_zh=wanted.zh,
            expected_en=wanted.en,
        )
    return value


def with_value(resolved: ResolvedRegime, parameter: str, value: Value, status: str, clause: str) -> ResolvedRegime:
    """Return the regime with one value set, its status and clause as the acceptance gives them; new digest.

    Args:
        resolved: the regime.
        parameter: an id of the vocabulary.
        value: what `supplied` returned.
        status: ``read`` when the person named the clause they hold, else the status that stands.
        clause: that clause, or "".
    """
    standing = resolved.values[parameter]
    changed = replace(standing, value=value, status=status, clause=clause or standing.clause)
    values = MappingProxyType({**resolved.values, parameter: changed})
    accepted = replace(resolved, values=values)
    return replace(accepted, digest=digest(content(accepted)))
