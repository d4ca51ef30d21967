"""What every check of a study needs at hand: the study turned round, and where each value stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol, TypeVar

from carnet.errors import Place, Problem, Severity, problem
from carnet.errors.nearest import nearest
from carnet.inventory.balance import MASS_KINDS, in_base
from carnet.quantity import significant_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from carnet.inventory.countries import Countries
    from carnet.inventory.flows import FlowList
    from carnet.inventory.model import Contract, Exchange, Flow, Places, Process, Property, Study

TABLES = (
    "flows", "processes", "exchanges", "contracts", "certificates", "transport", "supplier_values", "materials",
    "properties", "factor_choices", "installation", "source_streams", "stream_shares", "production",
    "production_levels", "precursors", "precursor_uses", "cogeneration", "kilns", "heat_flows", "joint_products",
    "carbon_prices", "cbam_goods", "sources", "acceptances", "defects",
)  # fmt: skip


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_Row = TypeVar("_Row", bound=_HasId)

# The one way a role goes.
DIRECTION_OF = {
    "reference": "out",
    "co_product": "out",
    "intermediate": "in",
    "product": "in",
    "purchased": "in",
    "electricity": "in",
    "emission": "out",
    "resource": "in",
    "captured": "out",
    "waste": "out",
}
_DAY = 10  # length of 2026-01-31
_DIGITS = 4  # significant digits of figures in messages
_OFFERED = 12  # a candidate list longer than this helps nobody


@dataclass(frozen=True, slots=True)
class Context:
    """A study with its indexes; rows that share an id are found by the first.

    `lines` are the exchanges of each process with their positions, in the order of the study.
    """

    study: Study
    places: Places
    shared: FlowList
    flows: FlowList
    countries: Countries
    processes: Mapping[str, Process]
    contracts: Mapping[str, Contract]
    exchanges: Mapping[str, tuple[int, Exchange]]
    lines: Mapping[str, tuple[tuple[int, Exchange], ...]]
    properties: Mapping[tuple[str, str], Property]

    def at(self, pointer: str) -> Place:
        """Return where a value stood; for an empty cell the row's id says the row."""
        known = self.places.by_pointer
        if pointer in known:
            return known[pointer]
        row = pointer.rpartition("/")[0]
        anchor = known.get(f"{row}/id") or known.get(row)
        return Place(anchor.file, anchor.sheet, anchor.cell, pointer) if anchor else Place(pointer=pointer)

    def found(
        self,
        code: str,
        pointer: str,
        value: str = "",
        candidates: Iterable[str] = (),
        severity: Severity = "error",
        **params: object,
    ) -> Problem:
        """Build a problem at a value of the study; messages may name the candidates as ``offered``, a dash if none."""
        listed = tuple(candidates)[:_OFFERED]
        return problem(code, self.at(pointer), value, listed, severity, offered=", ".join(listed) or "–", **params)

    def flow(self, exchange: Exchange) -> Flow | None:
        """Return the flow of a line, the study's own before the shared one."""
        return self.flows.get(exchange.flow)

    def tags(self, flow_id: str) -> tuple[str, ...]:
        """Return the tags of a flow; none where it is unknown."""
        flow = self.flows.get(flow_id)
        return flow.tags if flow else ()

    def kind(self, flow_id: str) -> str:
        """Return the kind of a flow; empty where it is unknown."""
        flow = self.flows.get(flow_id)
        return flow.kind if flow else ""

    def reference(self, process_id: str) -> Exchange | None:
        """Return the reference product of a process where it has exactly one."""
        found = [e for _, e in self.lines.get(process_id, ()) if e.role == "reference"]
        return found[0] if len(found) == 1 else None

    def reference_kg(self, process_id: str) -> Fraction | None:
        """Return the mass of the reference product in kg where it is one and above zero."""
        reference = self.reference(process_id)
        kg = in_base(reference.amount, reference.unit, MASS_KINDS) if reference else None
        return kg or None

    def outputs(self, process_id: str) -> tuple[tuple[int, Exchange], ...]:
        """Return the product lines of a process: its reference and its co-products."""
        return tuple((i, e) for i, e in self.lines.get(process_id, ()) if e.role in {"reference", "co_product"})

    def takes_product(self, process_id: str) -> bool:
        """Say whether a process is one the product runs: after the gate, without a product of its own."""
        return any(e.role == "product" for _, e in self.lines.get(process_id, ()))

    def makers(self, flow_id: str) -> tuple[str, ...]:
        """Return the processes that produce a flow."""
        return tuple(p for p in self.processes if any(e.flow == flow_id for _, e in self.outputs(p)))

    def in_base_of_kind(self, exchange: Exchange) -> Fraction | None:
        """Return the amount of a line in the base unit of its flow's kind."""
        return in_base(exchange.amount, exchange.unit, (self.kind(exchange.flow),))

    def readable(self, process_id: str) -> bool:
        """Say whether every line of a process can be read; a balance over the rest would only echo the fault."""
        return all(self._readable(e) for _, e in self.lines.get(process_id, ()))

    def _readable(self, line: Exchange) -> bool:
        amount = self.in_base_of_kind(line)
        return line.direction == DIRECTION_OF.get(line.role) and amount is not None and amount >= 0

    def numbered(self) -> Iterator[tuple[int, Process]]:
        """Yield every process with its position, one of those that share an id."""
        for position, process in enumerate(self.study.processes):
            if self.processes[process.id] is process:
                yield position, process

    def rows(self) -> Iterator[tuple[str, int, object]]:
        """Yield every row of every table: table, position, record."""
        for table in TABLES:
            for position, row in enumerate(getattr(self.study, table)):
                yield table, position, row


def context_of(study: Study, places: Places, flows: FlowList, countries: Countries) -> Context:
    """Turn a study round once for all checks."""
    lines: dict[str, list[tuple[int, Exchange]]] = {process.id: [] for process in study.processes}
    exchanges: dict[str, tuple[int, Exchange]] = {}
    for position, exchange in enumerate(study.exchanges):
        lines.setdefault(exchange.process, []).append((position, exchange))
        exchanges.setdefault(exchange.id, (position, exchange))
    return Context(
        study,
        places,
        flows,
        flows.joined(study.flows),
        countries,
        _first(study.processes),
        _first(study.contracts),
        exchanges,
        {process: tuple(rows) for process, rows in lines.items()},
        {(item.flow, item.property): item for item in reversed(study.properties)},
    )


def _first(rows: Iterable[_Row]) -> dict[str, _Row]:
    found: dict[str, _Row] = {}
    for row in rows:
        found.setdefault(row.id, row)
    return found


def day(text: str) -> date | None:
    """Return the date of ``2026-01-31``; None for any other form and for days that do not exist."""
    if len(text) != _DAY or not text.isascii():
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def close(text: str, names: Iterable[str], limit: int = 5) -> tuple[str, ...]:
    """Return what `text` resembles among `names`, best first; all of them where there are few and none is near."""
    choices = list(dict.fromkeys(names))
    near = nearest(text, choices, limit)
    return tuple(near or choices[:_OFFERED])


def shown(value: Fraction) -> str:
    """Return a figure of a message: four significant digits, no exponent."""
    text = significant_string(value, _DIGITS)
    return text.rstrip("0").rstrip(".") if "." in text else text


def kwh(exchange: Exchange) -> Fraction | None:
    """Return the amount of a line in kWh of electricity."""
    return in_base(exchange.amount, exchange.unit, ("electricity",))
