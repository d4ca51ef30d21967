"""What a study names in the shipped data sets: flows by their names, factors, regimes, parameters.

Validation knows the study and the shared list of flows alone. Regimes and factors are looked up here, when a study is
opened, so that a slip of the pen is found although nothing calculated today would meet it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from carnet.assessment.evidence import IN_FORCE
from carnet.errors import InputError, problem
from carnet.errors.nearest import nearest
from carnet.factors import KINDS, FactorRequest, select
from carnet.factors.select import ELECTRICITY_KINDS
from carnet.inventory.checks_links import MATERIAL_FLOWS
from carnet.regime import BY_ID, resolve
from carnet.service import datasets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.errors import Problem
    from carnet.inventory.flows import FlowList
    from carnet.inventory.model import (
        Acceptance,
        Exchange,
        FactorChoice,
        Material,
        Places,
        Product,
        Property,
        Study,
    )

    Named = TypeVar("Named", Product, Exchange, Property)

EVERY_REGIME = "*"
OPEN_VALUE = ":"  # the id of an open value names what it belongs to: property:coke:carbon_content
ELECTRICITY_TARGET = "electricity:"
DATABASE = "db:"
# Faults of a factor choice that no date given at the calculation can mend.
_LASTING = frozenset({"FAC-001", "FAC-002", "FAC-003", "FAC-005"})
_UNKNOWN_DATE = frozenset({"REG-101", "REG-104"})


def with_flow_ids(study: Study, flows: FlowList) -> Study:
    """Put the flow's id where a study gives its Chinese or English name or a synonym that means one flow only.

    What means none or several stays as it is, for validation to report.
    """
    known = flows.joined(study.flows)

    def flow_id(text: str) -> str:
        found = known.find(text) if text and text not in known.by_id else None
        return text if found is None else found.id

    def named(record: Named) -> Named:
        own = flow_id(record.flow)
        return record if own == record.flow else replace(record, flow=own)

    def of_material(record: Material) -> Material:
        return replace(record, **{name: flow_id(getattr(record, name)) for name in MATERIAL_FLOWS})

    exchanges = tuple(named(e) for e in study.exchanges)
    properties = tuple(named(p) for p in study.properties)
    materials = tuple(of_material(m) for m in study.materials)
    product = named(study.product)
    targets = {e.id for e in study.exchanges}
    choices = tuple(_target(c, known) if c.target not in targets else c for c in study.factor_choices)
    return replace(
        study,
        product=product,
        exchanges=exchanges,
        materials=materials,
        properties=properties,
        factor_choices=choices,
    )


def _target(choice: FactorChoice, flows: FlowList) -> FactorChoice:
    found = flows.find(choice.target) if choice.target and choice.target not in flows.by_id else None
    return replace(choice, target=found.id) if found is not None else choice


def reference_problems(study: Study, places: Places) -> list[Problem]:
    """Acceptances and factor choices that name what does not exist or may not stand there, each with its cell."""
    found: list[Problem] = []
    for index, acceptance in enumerate(study.acceptances):
        found += _acceptance(acceptance, f"/acceptances/{index}", study, places)
    for index, choice in enumerate(study.factor_choices):
        found += _choice(choice, f"/factor_choices/{index}/factor", study, places)
    return found


def _acceptance(acceptance: Acceptance, row: str, study: Study, places: Places) -> Iterator[Problem]:
    if acceptance.regime and acceptance.regime != EVERY_REGIME:
        try:
            resolve(datasets.regimes(), acceptance.regime, study.legal_date, study.known_date)
        except InputError as error:
            for found in error.problems:
                if found.code in _UNKNOWN_DATE:
                    yield replace(found, place=places.at(f"{row}/regime"))
    parameter = acceptance.parameter
    if parameter and parameter not in {*BY_ID, IN_FORCE} and OPEN_VALUE not in parameter:
        near = nearest(parameter, (*BY_ID, IN_FORCE), 5)
        yield problem("REG-005", places.at(f"{row}/parameter"), parameter, near)


def _choice(choice: FactorChoice, pointer: str, study: Study, places: Places) -> Iterator[Problem]:
    if not choice.factor or choice.factor.startswith(DATABASE):
        return  # a process of an imported database is looked up where the databases are
    by_exchange = {e.id: e.flow for e in study.exchanges}
    record = datasets.shipped_factors().by_id.get(choice.factor)
    if choice.target.startswith(ELECTRICITY_TARGET):
        # Any electricity may be named for a contract: which kind stands there, the regime says.
        flow = record.flow if record is not None and record.kind in ELECTRICITY_KINDS else "electricity"
    else:
        flow = by_exchange.get(choice.target, choice.target)
    request = FactorRequest(flow, KINDS, study.country, "", study.period_from, study.period_to, pinned=choice.factor)
    for found in select(datasets.shipped_factors(), request).problems:
        if found.code in _LASTING:
            yield replace(found, place=places.at(pointer), severity="error")
