"""What linking found, in groups with counts and examples: the report a person reads before believing a score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.errors import Place, problem

if TYPE_CHECKING:
    from carnet.errors import Problem, Severity

EXAMPLES = 12

# Group to code and severity, in the order of the report.
GROUPS: Mapping[str, tuple[str, Severity]] = {
    "linked": ("LCI-130", "warning"),
    "cut_by_intention": ("LCI-137", "warning"),
    "unlinked": ("LCI-131", "warning"),
    "ambiguous": ("LCI-132", "warning"),
    "duplicate_producers": ("LCI-133", "warning"),
    "only_co_product": ("LCI-139", "warning"),
    "provider_in_quarantine": ("LCI-140", "warning"),
    "wrong_direction": ("LCI-141", "warning"),
    "broken_flow": ("LCI-134", "warning"),
    "broken_provider": ("LCI-135", "warning"),
    "unit_mismatch": ("LCI-136", "warning"),
    "unit_contradiction": ("LCI-230", "warning"),
    "untreated_waste": ("LCI-145", "warning"),
    "credit_without_provider": ("LCI-144", "warning"),
    "no_allocation_factors": ("LCI-138", "warning"),
    "factors_do_not_add_up": ("LCI-146", "warning"),
    "zero_rows": ("LCI-142", "warning"),
    "no_amount": ("LCI-143", "warning"),
    "merged_entries": ("LCI-147", "warning"),
}


@dataclass(frozen=True, slots=True)
class Example:
    """One case: the process (id and name), the flow's name, where it stands in the file, and what is special."""

    process: str
    name: str
    flow: str
    place: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """All cases of one kind: how many, over how many flows and processes, some examples, and what it means."""

    id: str
    count: int
    flows: int
    processes: int
    examples: tuple[Example, ...]
    problem: Problem


@dataclass(frozen=True, slots=True)
class LinkReport:
    """The groups that occurred, and figures of the system.

    `figures`: processes, columns, exchanges, demands (products taken and wastes for treatment), linked, converted (in
    another unit), coverage (linked ÷ demands), complete (columns without an open demand), flows, co_products,
    largest_loop, technosphere_entries, biosphere_entries.
    """

    groups: tuple[Group, ...]
    figures: Mapping[str, float]

    def count(self, group: str) -> int:
        """Return how many cases a group has; 0 when it did not occur."""
        return next((g.count for g in self.groups if g.id == group), 0)

    def group(self, name: str) -> Group | None:
        """Return a group, or None when it did not occur."""
        return next((g for g in self.groups if g.id == name), None)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything but what is linked, as warnings in two languages."""
        return tuple(g.problem for g in self.groups if g.id not in {"linked", "merged_entries"})


class Tally:
    """Counts cases by group while a database is linked."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = defaultdict(int)
        self.flows: dict[str, set[str]] = defaultdict(set)
        self.processes: dict[str, set[str]] = defaultdict(set)
        self.examples: dict[str, list[Example]] = defaultdict(list)

    def add(self, group: str, flow: str, example: Example) -> None:
        """Count one case; `flow` is what distinct flows are counted by. The first of each flow is an example."""
        self.counts[group] += 1
        new = flow not in self.flows[group]
        self.flows[group].add(flow)
        self.processes[group].add(example.process)
        if new and len(self.examples[group]) < EXAMPLES:
            self.examples[group].append(example)

    def groups(self, **params: object) -> tuple[Group, ...]:
        """Return the groups that occurred, in the order of `GROUPS`; `params` fill the texts."""
        done: list[Group] = []
        for name, (code, severity) in GROUPS.items():
            if not self.counts[name]:
                continue
            examples = tuple(self.examples[name])
            count, flows, processes = self.counts[name], len(self.flows[name]), len(self.processes[name])
            told = problem(
                code,
                Place(pointer=examples[0].place if examples else ""),
                "; ".join(e.flow for e in examples[:3]),
                tuple(f"{e.name}: {e.flow}" for e in examples),
                severity,
                count=count,
                flows=flows,
                processes=processes,
                **params,
            )
            done.append(Group(name, count, flows, processes, examples, told))
        return tuple(done)
