"""Who supplies a flow: the mapping, the provider the file names, the policy's key, in this order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carnet.errors import problem
from carnet.lca.linking.record import is_cut
from carnet.lca.linking.units import convert, dimension, stated_between

if TYPE_CHECKING:
    from carnet.errors import Problem
    from carnet.inventory.lci import LciProcess
    from carnet.lca.linking.policy import LinkPolicy, MapRow
    from carnet.lca.linking.record import Line

_CANDIDATES = 8
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the system and the product whose row has the same number.

    `amount` of `unit` is what one run makes (`takes` false) or takes in for treatment (`takes` true). `share_method` is
    how a process of several products was divided, "" when it has one. `open` counts its demands without a provider.
    `factor` is how much of the flow's reference unit `base` one `unit` is, as the file states it; 0 when it does not.
    """

    process: str
    name: str
    location: str
    flow: str
    product: str
    unit: str
    amount: float
    takes: bool = False
    share_method: str = ""
    open: int = 0
    type: str = "unit"
    licence: str = ""
    factor: float = 0.0
    base: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search yields: columns with the factor to each one's unit, or the group of the report it falls into.

    `contradiction`: how the file's own factor differs from that of the table, "" when it does not.
    """

    columns: tuple[tuple[int, float], ...] = ()
    group: str = "linked"
    detail: str = ""
    broken_provider: bool = False
    contradiction: str = ""


class Providers:
    """The index of what is made and treated, and by whom."""

    def __init__(self, policy: LinkPolicy, columns: Sequence[Column], lines: Sequence[Line], names: Names) -> None:
        self.policy = policy
        self.columns = columns
        self.by_key: dict[Key, list[int]] = defaultdict(list)
        self.of_process: dict[str, list[int]] = defaultdict(list)
        for number, (column, line) in enumerate(zip(columns, lines, strict=True)):
            self.of_process[column.process].append(number)
            for key in self._keys(line, column.location):
                self.by_key[key].append(number)
        self.hidden: dict[str, set[Key]] = {"only_co_product": set(), "provider_in_quarantine": set()}
        self.rows = _rows_by_flow(policy.mapping)
        self.used: set[int] = set()
        self.names = names

    def hide(self, group: str, line: Line, location: str) -> None:
        """Remember that a product is made by something that may not be used."""
        self.hidden[group].update(self._keys(line, location))

    def _keys(self, line: Line, location: str = "") -> tuple[Key, ...]:
        """Return what a line is found by: where the file converts its unit, the flow's own unit as well."""
        if self.policy.by == "uuid":
            return ((line.flow.id,),)
        where = line.exchange.location or line.flow.location or location
        units = (line.exchange.unit, line.flow.unit) if line.exchange.factor > 0 else (line.exchange.unit,)
        return tuple((trimmed(line.flow.name), where, each) for each in dict.fromkeys(map(dimension, units)))

    def find(self, line: Line, consumer: LciProcess, *, takes: bool) -> Found:
        """Find who makes (or, with `takes`, treats) the flow of a line."""
        row = self._mapped(line, consumer)
        if row is not None:
            return self._by_mapping(row, line, takes=takes)
        broken = False
        named = line.exchange.provider
        if named and self.policy.use_providers:
            mine = [n for n in self.of_process.get(named, ()) if self.columns[n].takes == takes]
            same = [n for n in mine if self.columns[n].flow == line.flow.id]
            if len(same) == 1:
                return self._converted(same, line)
            if named in self.names.quarantined:
                return Found(group="provider_in_quarantine", detail=named)
            broken = True
        found = self._by_key(line, takes=takes)
        return replace(found, broken_provider=broken)

    def _by_key(self, line: Line, *, takes: bool) -> Found:
        keys = self._keys(line)
        every = list(dict.fromkeys(n for key in keys for n in self.by_key.get(key, ())))
        fitting = [n for n in every if self.columns[n].takes == takes]
        if not fitting:
            if every:
                return Found(group="wrong_direction", detail=self.columns[every[0]].name)
            for group, hidden in self.hidden.items():
                if not hidden.isdisjoint(keys):
                    return Found(group=group)
            if is_cut(line.flow):
                return Found(group="cut_by_intention")
            return Found(group="untreated_waste" if takes else "unlinked")
        if len(fitting) > 1:
            exact = [n for n in fitting if self.columns[n].unit == line.exchange.unit]
            fitting = exact if len(exact) == 1 else fitting
        if len(fitting) > 1 and self.policy.ambiguous != "equal":
            told = ", ".join(self.columns[n].name for n in fitting[:3])
            return Found(group="ambiguous", detail=f"{len(fitting)}: {told}")
        return self._converted(fitting, line)

    def _converted(self, numbers: list[int], line: Line) -> Found:
        pairs: list[tuple[int, float]] = []
        contradiction = ""
        for number in numbers:
            column, exchange = self.columns[number], line.exchange
            same = column.flow == line.flow.id
            stated = stated_between(exchange.factor, line.flow.unit, column.factor, column.base, same=same)
            found = convert(stated, exchange.unit, column.unit, one_quantity=same)
            if found.factor is None:
                return Found(group="unit_mismatch", detail=f"{exchange.unit} → {column.unit}")
            pairs.append((number, found.factor / len(numbers)))
            contradiction = contradiction or found.detail
        return Found(tuple(pairs), contradiction=contradiction)

    # ── the user's mapping ───────────────────────────────────────────────────────────────────────

    def _mapped(self, line: Line, consumer: LciProcess) -> MapRow | None:
        rows = [*self.rows.get(line.flow.id, ()), *self.rows.get(trimmed(line.flow.name), ())]
        where = line.exchange.location or line.flow.location
        fitting = [
            row
            for row in rows
            if row.location in {"", where}
            and row.unit in {"", line.exchange.unit}
            and row.consumer in {"", consumer.id, consumer.name}
        ]
        if not fitting:
            return None
        # The row that says most goes first; of equal ones the first in the file.
        best: MapRow = max(fitting, key=lambda r: (bool(r.consumer), bool(r.location) + bool(r.unit), -r.row))
        self.used.add(best.row)
        return best

    def _by_mapping(self, row: MapRow, line: Line, *, takes: bool) -> Found:
        if not row.provider:
            return Found(group="cut_by_intention", detail=row.note)
        process, _ = self.names.find(row.provider)
        mine = [n for n in self.of_process.get(process, ()) if self.columns[n].takes == takes]
        if row.product:
            product = trimmed(row.product)
            mine = [n for n in mine if product in {self.columns[n].flow, trimmed(self.columns[n].product)}]
        if process in self.names.quarantined:
            return Found(group="provider_in_quarantine", detail=row.provider)
        if not mine:
            return Found(group="wrong_direction" if self.of_process.get(process) else "unlinked", detail=row.provider)
        if len(mine) > 1:
            same = [n for n in mine if self.columns[n].flow == line.flow.id]
            mine = same if len(same) == 1 else mine[:1]  # the reference product stands first
        return Found(((mine[0], row.factor),)) if row.factor else self._converted(mine, line)


@dataclass(frozen=True, slots=True)
class Names:
    """Processes by id, by name and by ``name|location``; `quarantined` are ids without a column."""

    ids: frozenset[str]
    by_name: dict[str, list[str]]
    quarantined: set[str]

    @classmethod
    def of(cls, processes: tuple[LciProcess, ...]) -> Names:
        """Index the processes of a database."""
        by_name: dict[str, list[str]] = defaultdict(list)
        for process in processes:
            by_name[process.name].append(process.id)
            by_name[f"{process.name}|{process.location}"].append(process.id)
        return cls(frozenset(p.id for p in processes), by_name, set())

    def find(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Return the id a text means, or "" and the ids it may mean."""
        if text in self.ids:
            return text, ()
        found = self.by_name.get(text, [])
        return (found[0], ()) if len(found) == 1 else ("", tuple(found))


def mapping_problems(policy: LinkPolicy, names: Names) -> list[Problem]:
    """Return the rows of the mapping whose provider is unknown (LCI-126) or several (LCI-127)."""
    found: list[Problem] = []
    for row in policy.mapping:
        if not row.provider:
            continue
        process, several = names.find(row.provider)
        if several:
            found.append(problem("LCI-127", None, row.provider, several[:_CANDIDATES], row=row.row))
        elif not process:
            head = row.provider.casefold()[:_CANDIDATES]
            near = tuple(n for n in names.by_name if n.casefold().startswith(head))[:_CANDIDATES]
            found.append(problem("LCI-126", None, row.provider, near, row=row.row))
    return found


def unused_rows(policy: LinkPolicy, used: set[int]) -> list[Problem]:
    """Return a warning for every row of the mapping that applied to nothing (LCI-128)."""
    return [
        problem("LCI-128", None, row.flow, (), "warning", row=row.row) for row in policy.mapping if row.row not in used
    ]


def _rows_by_flow(mapping: tuple[MapRow, ...]) -> dict[str, list[MapRow]]:
    rows: dict[str, list[MapRow]] = defaultdict(list)
    for row in mapping:
        for text in dict.fromkeys((row.flow, trimmed(row.flow))):
            rows[text].append(row)
    return rows


def trimmed(name: str) -> str:
    """Return a name without blanks at its ends and doubled ones inside: what names are compared by."""
    return " ".join(name.split())
