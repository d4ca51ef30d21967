"""The table of rules with every value in words, status and source behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.regime import plan_table, thaw
from carnet.regime.describe import STATUS_NAMES, sentence
from carnet.regime.vocabulary import ABSENT, PARAMETERS
from carnet.report.reading import rule_name
from carnet.report.words import NO_NAMES, join, value_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.regime import ResolvedRegime
    from carnet.regime.describe import PlanRow
    from carnet.regime.model import ResolvedValue


def plan_rows_in_words(resolved: Sequence[ResolvedRegime], names: Mapping[str, Text] = NO_NAMES) -> tuple[PlanRow, ...]:
    """Return `carnet.regime.plan_table` with cells that read as words; what is compared stays the same.

    Args:
        resolved: the regimes, in the order of the columns.
        names: flow names by id, for rules that name flows.
    """
    return tuple(
        replace(row, cells=tuple(_cell(one, row.dimension, names) for one in resolved)) for row in plan_table(resolved)
    )


def _cell(resolved: ResolvedRegime, dimension: str, names: Mapping[str, Text]) -> Text:
    values = [resolved.values[p.id] for p in PARAMETERS if p.dimension == dimension]
    return join([value_sentence(v, names) for v in values if v.status != ABSENT], "；", "; ")


def value_sentence(value: ResolvedValue, names: Mapping[str, Text] = NO_NAMES) -> Text:
    """Say one rule: its name, its value in words, how firmly that is known, where it stands."""
    name = rule_name(value.parameter)
    if value.status == ABSENT:
        return Text(f"{name.zh}：{STATUS_NAMES[ABSENT].zh}", f"{name.en}: {STATUS_NAMES[ABSENT].en}")
    said = value_text(thaw(value.value), value.parameter, names) if value.value is not None else _open(value, names)
    return sentence(name, said, value)


def value_said(value: ResolvedValue, names: Mapping[str, Text] = NO_NAMES) -> Text:
    """Say the value alone: in words, or what it may be where it is open."""
    if value.status == ABSENT:
        return STATUS_NAMES[ABSENT]
    return value_text(thaw(value.value), value.parameter, names) if value.value is not None else _open(value, names)


def _open(value: ResolvedValue, names: Mapping[str, Text]) -> Text:
    listed = join([value_text(thaw(c), value.parameter, names) for c in value.candidates], " 或 ", " or ")
    if not value.candidates:
        return value.note
    where = value.find_in
    zh = f"，见{where.zh}" if where.zh else ""
    en = f", stands in {where.en}" if where.en else ""
    return Text(f"未定，备选：{listed.zh}{zh}", f"open, candidates: {listed.en}{en}")
