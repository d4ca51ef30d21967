"""A database becomes matrices, and an account of everything that did not."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from carnet.errors import InputError, problem, raise_if
from carnet.lca.engine.arrays import Matrices
from carnet.lca.linking.allocation import split
from carnet.lca.linking.assemble import Entries
from carnet.lca.linking.policy import LinkPolicy, policy_problems
from carnet.lca.linking.providers import Column, Names, Providers, mapping_problems, unused_rows
from carnet.lca.linking.quarantine import Finding, check_record, finding
from carnet.lca.linking.record import example, sort_process
from carnet.lca.linking.report import LinkReport, Tally
from carnet.lca.linking.structure import Structure, check_structure, structure_problems
from carnet.lca.linking.units import to_reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.errors import Problem
    from carnet.inventory.lci import LciDatabase, LciFlow, LciProcess
    from carnet.lca.linking.allocation import Split
    from carnet.lca.linking.providers import Found
    from carnet.lca.linking.record import Line, Record

_ROUNDS = 25
_NAMED = 12
_RESOURCE_WORDS = ("resource", "raw material", "in ground", "in air", "in water", "biotic", "land use", "ecosystem")
_TREATMENT = {
    "cut_off": ("全部负荷归参考产品，联产品不带负荷且不供给任何过程",
                "the reference product bears everything, co-products bear nothing and feed nobody"),
    "refuse": ("这些过程已隔离", "these processes are in quarantine"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Linked:
    """A linked database.

    `columns[j]` describes column j and row j of the technosphere, `flows[i]` row i of the biosphere. `quarantined` are
    records without a column, each once per reason; `released` those used in spite of a finding, by name. `problems`
    are warnings of the mapping; the report has its own.
    """

    matrices: Matrices
    columns: tuple[Column, ...]
    flows: tuple[LciFlow, ...]
    report: LinkReport
    quarantined: tuple[Finding, ...]
    released: tuple[Finding, ...]
    structure: Structure
    problems: tuple[Problem, ...] = ()

    @property
    def sense(self) -> NDArray[np.float64]:
        """+1 for columns that make their product, -1 for treatments: the score of treating one unit is -w. (n,)."""
        return np.array([-1.0 if c.takes else 1.0 for c in self.columns])

    @property
    def processes(self) -> tuple[str, ...]:
        """The process id of each column."""
        return tuple(c.process for c in self.columns)

    @property
    def products(self) -> tuple[str, ...]:
        """The product's flow id of each column."""
        return tuple(c.flow for c in self.columns)


@dataclass(frozen=True, slots=True)
class _Part:
    """A column to be: its record, how the record is divided, which of the products it is."""

    record: Record
    split: Split
    place: int

    def share(self, line: Line) -> float:
        return self.split.by_line.get(line.exchange.id, self.split.shares)[self.place]


def link_database(
    database: LciDatabase, policy: LinkPolicy, *, against: Mapping[str, Finding] = MappingProxyType({})
) -> Linked:
    """Link a database by a policy.

    Args:
        database: as read.
        policy: every choice.
        against: findings by process id that come from elsewhere (implausible scores); these go to quarantine too.

    Raises:
        InputError: the policy is wrong (LCI-123 … LCI-127), refuses ambiguous inputs (LCI-132), nothing is left
            (LCI-129), or the system is singular (LCI-158) or not productive (LCI-112, LCI-159) and the policy does not
            quarantine. A single process that takes all it makes goes to quarantine with other wrong records.
    """
    names = Names.of(database.processes)
    raise_if(policy_problems(policy) + mapping_problems(policy, names) + _name_problems(policy, names))
    found: dict[str, list[Finding]] = defaultdict(list)
    excluded = {names.find(text)[0] or text for text in policy.exclude}
    blamed: dict[str, Finding] = dict(against)
    for rounds in range(1, len(database.processes) + 2):
        found.clear()
        linked = _Linker(database, policy, names, found, excluded, blamed).run()
        if linked.structure.solvable:
            return linked
        named = _blame(linked, database)
        # A process that eats all it makes is a wrong record like others; a loop of several is a wrong system.
        alone = policy.quarantine and all(len(loop) == 1 for _, loop in linked.structure.loops)
        refused = policy.unsolvable == "refuse" and not (alone and not linked.structure.unmatched)
        if refused or rounds > _ROUNDS:
            raise InputError(structure_problems(linked.structure, linked.columns))
        blamed.update(named)
    raise InputError((problem("LCI-129", count=len(database.processes)),))


def _name_problems(policy: LinkPolicy, names: Names) -> list[Problem]:
    found: list[Problem] = []
    for text in (*policy.release, *policy.exclude):
        if text not in names.ids and text not in names.by_name:
            near = tuple(n for n in names.by_name if text.casefold()[:8] in n.casefold())[:8]
            found.append(problem("LCI-124", None, text, near))
    return found


def _blame(linked: Linked, database: LciDatabase) -> dict[str, Finding]:
    """Turn the processes that make a system unsolvable into findings."""
    by_id = {p.id: p for p in database.processes}
    blamed: dict[str, Finding] = {}
    for gain, loop in linked.structure.loops:
        told = tuple(linked.columns[n].name for n in loop[:_NAMED])
        for number in loop:
            process = by_id[linked.columns[number].process]
            blamed[process.id] = _loop_finding(process, gain, loop, told)
    for number in linked.structure.unmatched:
        process = by_id[linked.columns[number].process]
        blamed[process.id] = replace(_loop_finding(process, 1.0, (number,), (process.name,)), reason="singular")
    return blamed


def _loop_finding(process: LciProcess, gain: float, loop: tuple[int, ...], told: tuple[str, ...]) -> Finding:
    code = "LCI-159" if len(loop) > 1 else "LCI-112"
    cause = problem(code, None, f"{gain:.4g}", told, "warning", count=len(loop))
    return Finding(process.id, process.name, "not_productive", cause)


class _Linker:
    """One pass over the database with what is excluded so far."""

    def __init__(
        self, database: LciDatabase, policy: LinkPolicy, names: Names, found: dict[str, list[Finding]],
        excluded: set[str], blamed: Mapping[str, Finding],
    ) -> None:  # fmt: skip
        self.database = database
        self.policy = policy
        self.names = names
        self.found = found
        self.excluded = excluded
        self.blamed = blamed
        self.tally = Tally()
        self.flows: dict[str, int] = {}
        self.released: list[Finding] = []
        self.open: Counter[int] = Counter()
        self.technosphere, self.biosphere = Entries(), Entries()
        self.demands = self.co_products = self.converted = 0
        self.resources = _resource_like(database)

    def run(self) -> Linked:
        parts, hidden = self._parts()
        if not parts:
            raise InputError((problem("LCI-129", count=len(self.database.processes)),))
        lines = [part.split.products[part.place] for part in parts]
        columns = [_column(part, line) for part, line in zip(parts, lines, strict=True)]
        providers = Providers(self.policy, columns, lines, self.names)
        for group, line, location in hidden:
            providers.hide(group, line, location)
        self._tell_duplicates(columns, providers)
        for number, part in enumerate(parts):
            self._fill(number, part, columns[number], providers)
        self._refuse_ambiguous()
        return self._done(columns, providers)

    # ── which columns there are ──────────────────────────────────────────────────────────────────

    def _parts(self) -> tuple[list[_Part], list[tuple[str, Line, str]]]:
        parts: list[_Part] = []
        hidden: list[tuple[str, Line, str]] = []
        self.names.quarantined.clear()
        for process in self.database.processes:
            record = sort_process(process, self.database, self.policy, self.tally)
            self.co_products += len(record.others)
            divided = split(record, self.policy)
            self._judge(record, divided)
            if process.id in self.names.quarantined or divided is None:
                made = [record.reference] if record.reference is not None else []
                hidden += [("provider_in_quarantine", line, process.location) for line in (*made, *record.others)]
                continue
            if divided.bad_sums:
                self.tally.add("factors_do_not_add_up", process.id, example(process, None, None))
            if divided.method == "cut_off":
                hidden += [("only_co_product", line, process.location) for line in record.others]
                for line in record.others:
                    self.tally.add("no_allocation_factors", line.flow.id, example(process, line.exchange, line.flow))
            parts += [_Part(record, divided, place) for place in range(len(divided.products))]
        return parts, hidden

    def _judge(self, record: Record, divided: Split | None) -> None:
        process = record.process
        against = check_record(record, self.policy.bounds) if self.policy.quarantine or not record.reference else []
        if record.reference is not None and divided is None:
            against.append(finding(process, "no_allocation", "LCI-157"))
        if process.id in self.blamed:
            against.append(self.blamed[process.id])
        chosen = process.id in self.excluded or process.name in self.excluded
        if not against and not chosen:
            return
        # Without a reference or a division there is nothing to release.
        usable = record.reference is not None and divided is not None and process.id not in self.blamed
        if usable and not chosen and (process.id in self.policy.release or process.name in self.policy.release):
            self.released += against
            return
        self.names.quarantined.add(process.id)
        self.found[process.id] = against

    def _tell_duplicates(self, columns: list[Column], providers: Providers) -> None:
        by_id = {p.id: p for p in self.database.processes}
        seen: set[int] = set()
        for key, numbers in providers.by_key.items():
            if len(numbers) > 1:
                for number in numbers:
                    if number in seen:
                        continue
                    seen.add(number)
                    column = columns[number]
                    told = replace(example(by_id[column.process], None, None), flow=column.product, detail=key[0])
                    self.tally.add("duplicate_producers", "|".join(key), told)

    # ── what is in a column ──────────────────────────────────────────────────────────────────────

    def _fill(self, number: int, part: _Part, column: Column, providers: Providers) -> None:
        record, first = part.record, part.place == 0
        self.technosphere.add(number, number, -column.amount if column.takes else column.amount)
        for line in record.demands:
            # A product taken, or a waste sent to treatment: - in the row of a producer, + in that of a treatment.
            takes = not line.exchange.is_input
            share = part.share(line)
            found = providers.find(line, record.process, takes=takes)
            if first:
                self.demands += 1
                self._tell(found, line, record)
            if not found.columns:
                self.open[number] += 1
            elif first and _unit_of(providers, found) != line.exchange.unit:
                self.converted += 1
            self._enter(number, found, line, share if takes else -share)
        for line in record.credits:
            takes = line.flow.kind == "waste"
            found = providers.find(line, record.process, takes=takes)
            if first and found.contradiction:
                told = example(record.process, line.exchange, line.flow, found.contradiction)
                self.tally.add("unit_contradiction", line.flow.id, told)
            if first and not found.columns:
                self.tally.add(
                    "credit_without_provider", line.flow.id, example(record.process, line.exchange, line.flow)
                )
            share = part.share(line)
            self._enter(number, found, line, -share if takes else share)
        for line in record.nature:
            self._nature(number, part, line, first=first)

    def _enter(self, number: int, found: Found, line: Line, sign: float) -> None:
        for row, factor in found.columns:
            turned = sign * factor
            self.technosphere.add(row, number, turned * line.exchange.amount, line.exchange.spread, turned)

    def _tell(self, found: Found, line: Line, record: Record) -> None:
        told = example(record.process, line.exchange, line.flow, found.detail)
        self.tally.add(found.group, line.flow.id, told)
        if found.broken_provider:
            self.tally.add("broken_provider", line.exchange.provider, replace(told, detail=line.exchange.provider))
        if found.contradiction:
            self.tally.add("unit_contradiction", line.flow.id, replace(told, detail=found.contradiction))

    def _nature(self, number: int, part: _Part, line: Line, *, first: bool) -> None:
        flow, exchange = line.flow, line.exchange
        found = to_reference(exchange, flow)
        factor = found.factor
        if first and found.detail:
            told = example(part.record.process, exchange, flow, found.detail)
            self.tally.add("unit_contradiction", flow.id, told)
        if factor is None:
            if first:
                detail = f"{exchange.unit} → {flow.unit}"
                self.tally.add("unit_mismatch", flow.id, example(part.record.process, exchange, flow, detail))
            return
        # Releases count + and resources taken + ; the other direction of either is -.
        sign = 1.0 if exchange.is_input == (flow.id in self.resources) else -1.0
        row = self.flows.setdefault(flow.id, len(self.flows))
        turned = sign * factor * part.share(line)
        if turned:
            self.biosphere.add(row, number, turned * exchange.amount, exchange.spread, turned)

    # ── the end ──────────────────────────────────────────────────────────────────────────────────

    def _refuse_ambiguous(self) -> None:
        if self.policy.ambiguous == "refuse" and self.tally.counts["ambiguous"]:
            group = next(g for g in self.tally.groups(treatment_zh="", treatment_en="") if g.id == "ambiguous")
            raise InputError((replace(group.problem, severity="error"),))

    def _done(self, columns: list[Column], providers: Providers) -> Linked:
        size = len(columns)
        technosphere, technosphere_spread = self.technosphere.columns(size, size)
        biosphere, biosphere_spread = self.biosphere.columns(len(self.flows), size)
        production = np.array([-c.amount if c.takes else c.amount for c in columns])
        structure = check_structure(technosphere, production)
        merged = self.technosphere.merged + self.biosphere.merged
        self.tally.counts["merged_entries"] = merged
        zh, en = _TREATMENT[self.policy.allocation[-1]]
        linked = self.tally.counts["linked"]
        figures = {
            "processes": len(self.database.processes),
            "columns": size,
            "exchanges": sum(len(p.exchanges) for p in self.database.processes),
            "demands": self.demands,
            "linked": linked,
            "converted": self.converted,
            "coverage": linked / self.demands if self.demands else 1.0,
            "complete": sum(not self.open[n] for n in range(size)),
            "flows": len(self.flows),
            "co_products": self.co_products,
            "largest_loop": structure.largest_loop,
            "technosphere_entries": len(technosphere.values),
            "biosphere_entries": len(biosphere.values),
        }
        quarantined = [f for process in self.database.processes for f in self.found.get(process.id, ())]
        return Linked(
            Matrices(technosphere, biosphere, technosphere_spread, biosphere_spread),
            tuple(replace(column, open=self.open[n]) for n, column in enumerate(columns)),
            tuple(self.database.flows[name] for name in self.flows),
            LinkReport(self.tally.groups(treatment_zh=zh, treatment_en=en), figures),
            tuple(quarantined),
            tuple(self.released),
            structure,
            tuple(unused_rows(self.policy, providers.used)),
        )


def _unit_of(providers: Providers, found: Found) -> str:
    return providers.columns[found.columns[0][0]].unit


def _column(part: _Part, line: Line) -> Column:
    process, exchange = part.record.process, line.exchange
    where = exchange.location or line.flow.location or process.location
    return Column(
        process.id, process.name, where, line.flow.id, line.flow.name, exchange.unit,
        exchange.amount, takes=exchange.is_input, share_method=part.split.method, type=process.type,
        licence=process.licence, factor=exchange.factor, base=line.flow.unit,
    )  # fmt: skip


def _resource_like(database: LciDatabase) -> frozenset[str]:
    """Return the elementary flows that are taken from nature: by their category, else by how they mostly occur."""
    balance: Counter[str] = Counter()
    for process in database.processes:
        for exchange in process.exchanges:
            balance[exchange.flow] += 1 if exchange.is_input else -1
    found = set()
    for flow in database.flows.values():
        if flow.kind != "elementary":
            continue
        path = "/".join(flow.path).casefold()
        if "emission" in path:
            continue
        if any(word in path for word in _RESOURCE_WORDS) or balance[flow.id] > 0:
            found.add(flow.id)
    return frozenset(found)
