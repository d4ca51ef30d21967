"""The shared list of flows: looked up by id, name or synonym, with candidates when nothing fits."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carnet.errors import DataError, Place, Problem, Text, problem
from carnet.inventory.model import Flow
from carnet.quantity import UNITS, match_key, normalise_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_REQUIRED = ("id", "name_zh", "name_en", "kind", "unit")
_LISTS = ("tags", "synonyms", "cn_codes")
_OPTIONAL = (*_LISTS, "default_scope")
_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class FlowList:
    """Flows in the order of their files.

    Attributes:
        flows: every flow once.
        by_id: the same, by id.
        by_name: ids by normalised, case-folded id, name or synonym; several where a name is shared.
    """

    flows: tuple[Flow, ...]
    by_id: Mapping[str, Flow] = field(default_factory=dict)
    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def get(self, flow_id: str) -> Flow | None:
        """Return the flow with exactly this id."""
        return self.by_id.get(flow_id)

    def find(self, text: str) -> Flow | None:
        """Return the one flow that `text` names, by id, name or synonym; None where none or several do."""
        exact = self.by_id.get(normalise_text(text))
        if exact is not None:
            return exact
        ids = self.by_name.get(match_key(text), ())
        return self.by_id[ids[0]] if len(ids) == 1 else None

    def candidates(self, text: str, limit: int = _CANDIDATES) -> tuple[str, ...]:
        """Return ids of flows that `text` may mean, best first: same name, then similar, then part of a name."""
        wanted = match_key(text)
        if not wanted:
            return ()
        found: dict[str, None] = dict.fromkeys(self.by_name.get(wanted, ()))
        for name in difflib.get_close_matches(wanted, list(self.by_name), limit):
            found.update(dict.fromkeys(self.by_name[name]))
        for name, ids in self.by_name.items():
            if wanted in name or (len(name) > 1 and name in wanted):
                found.update(dict.fromkeys(ids))
        return tuple(found)[:limit]

    def kinds(self) -> dict[str, str]:
        """Return the kind of each flow by id."""
        return {flow.id: flow.kind for flow in self.flows}

    def joined(self, own: Iterable[Flow]) -> FlowList:
        """Return the list with a study's own flows; a flow of the study stands before a shared one of the same id."""
        mine = tuple(own)
        ids = {flow.id for flow in mine}
        return flow_list((*mine, *(flow for flow in self.flows if flow.id not in ids)))


def flow_list(flows: Iterable[Flow]) -> FlowList:
    """Build the list; of two flows with one id the first stands."""
    by_id: dict[str, Flow] = {}
    names: dict[str, dict[str, None]] = {}
    for flow in flows:
        if flow.id in by_id:
            continue
        by_id[flow.id] = flow
        for name in (flow.id, flow.name.zh, flow.name.en, *flow.synonyms):
            if name:
                names.setdefault(match_key(name), {})[flow.id] = None
    return FlowList(tuple(by_id.values()), by_id, {name: tuple(ids) for name, ids in names.items()})


def parse_flows(tables: Sequence[tuple[str, str]]) -> FlowList:
    """Parse the files of the shared list.

    Args:
        tables: pairs of file name and TOML text with rows ``[[flow]] id, name_zh, name_en, kind, unit``
            and optionally ``tags, synonyms, cn_codes, default_scope``.

    Raises:
        DataError: with every row that is wrong: not TOML, a field missing or unknown, an unknown unit,
            a unit that does not fit the kind, an id given twice.
    """
    problems: list[Problem] = []
    flows: list[Flow] = []
    owner: dict[str, str] = {}
    for name, text in tables:
        try:
            rows = tomllib.loads(text).get("flow", [])
        except tomllib.TOMLDecodeError as error:
            problems.append(problem("STU-100", Place(file=name), row="", detail=str(error)))
            continue
        for number, row in enumerate(rows):
            detail = _row_fault(row)
            if not detail and row["id"] in owner:
                detail = f"id {row['id']} stands in {owner[row['id']]} already"
            if detail:
                place = Place(file=name, pointer=f"/flow/{number}")
                problems.append(problem("STU-100", place, row=row.get("id", number), detail=detail))
                continue
            owner[row["id"]] = name
            flows.append(_flow(row))
    if problems:
        raise DataError(tuple(problems))
    return flow_list(flows)


def _row_fault(row: Mapping[str, object]) -> str:
    for name in _REQUIRED:
        if not isinstance(row.get(name), str) or not row[name]:
            return f"{name} is missing or no text"
    for name in row:
        if name not in (*_REQUIRED, *_OPTIONAL):
            return f"unknown field {name}"
    for name in _LISTS:
        value = row.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            return f"{name} is not a list of texts"
    unit = UNITS.get(str(row["unit"]))
    if unit is None:
        return f"unknown unit {row['unit']}"
    if row["kind"] not in unit.kinds:
        return f"unit {unit.symbol} does not measure {row['kind']}"
    return ""


def _flow(row: Mapping[str, object]) -> Flow:
    def listed(name: str) -> tuple[str, ...]:
        value = row.get(name, [])
        return tuple(value) if isinstance(value, list) else ()

    return Flow(
        id=str(row["id"]),
        name=Text(str(row["name_zh"]), str(row["name_en"])),
        kind=str(row["kind"]),
        unit=str(row["unit"]),
        tags=listed("tags"),
        synonyms=listed("synonyms"),
        cn_codes=listed("cn_codes"),
        default_scope=str(row.get("default_scope", "")),
    )
