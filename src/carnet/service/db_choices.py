"""Lines of a study that stand on a process of an imported database (``db:DATABASE/PROCESS``), as factor records.

``;CO2=fossil`` behind it states the origin where the database does not say it. The record's masses are the published
ones, so that the assessment is exact from there on; its digest is in the recipe, the database's in the record.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carnet.errors import CarnetError, Problem, UsageError, problem
from carnet.factors import FactorRecord, FactorSet, factor_set
from carnet.service import datasets
from carnet.service.db_guard import need_engine

if TYPE_CHECKING:
    from carnet.inventory.flows import FlowList
    from carnet.inventory.model import FactorChoice, Flow, Places, Study
    from carnet.service.db_open import OpenDatabase

PREFIX = "db:"
_OPEN = ("allowed", "share_alike")
_ORIGINS = ("fossil", "biogenic", "luluc")


def database_choices(study: Study) -> list[tuple[int, FactorChoice]]:
    """The choices that point to a database, with their position."""
    return [(i, c) for i, c in enumerate(study.factor_choices) if c.factor.startswith(PREFIX)]


def with_databases(study: Study, places: Places, flows: FlowList) -> tuple[FactorSet | None, list[Problem]]:
    """The shipped factors with a record for every choice that points to a database.

    Returns:
        None where no choice does; and every problem, each at its cell.
    """
    chosen = database_choices(study)
    if not chosen:
        return None, []
    try:
        need_engine()
    except UsageError as error:
        first = places.at(f"/factor_choices/{chosen[0][0]}/factor")
        return None, [replace(p, place=first) for p in error.problems]
    opened: dict[str, OpenDatabase] = {}
    records: dict[str, FactorRecord] = {}
    problems: list[Problem] = []
    for position, choice in chosen:
        place = places.at(f"/factor_choices/{position}/factor")
        try:
            record = _record(choice, study, flows.joined(study.flows), opened)
        except CarnetError as error:
            problems += [replace(p, place=place) for p in error.problems]
            continue
        before = records.setdefault(record.id, record)
        if before.flow != record.flow:
            problems.append(problem("FAC-005", place, record.id, ("-",), other=before.flow, flow=record.flow))
    return factor_set((*datasets.shipped_factors().records, *records.values())), problems


def _record(choice: FactorChoice, study: Study, flows: FlowList, opened: dict[str, OpenDatabase]) -> FactorRecord:
    from carnet.service.db_open import open_named, process_index  # noqa: PLC0415 - needs the extra
    from carnet.service.db_publish import factor_record  # noqa: PLC0415 - the same

    name, process, origins = parse_choice(choice.factor)
    db = opened.get(name)
    if db is None:
        db = opened[name] = open_named(name)
    exchange = next((e for e in study.exchanges if e.id == choice.target), None)
    flow_id = exchange.flow if exchange else choice.target
    if choice.target.startswith("electricity:"):
        flow_id = "electricity"
    flow = flows.get(flow_id)
    kind = _kind(flow, exchange.role if exchange else "", choice.target)
    record = factor_record(db, process_index(db, process), choice.factor, flow_id, kind, origins)
    if flow is not None:
        _check_unit(record, flow)
    return record


def _check_unit(record: FactorRecord, flow: Flow) -> None:
    from carnet.quantity import find_unit  # noqa: PLC0415

    unit = find_unit(record.per_unit)
    kinds = set(unit.kinds) if unit else set()
    crossing = {"product_mass", "gas_volume", "liquid_volume", "pieces"}
    by_heat = "fuel" in flow.tags and "heat_lhv" in kinds
    if flow.kind in kinds or by_heat or (flow.kind in crossing and kinds & crossing):
        return
    raise UsageError((problem("LCI-188", None, record.id, flow=flow.id, wanted=flow.kind, unit=record.per_unit),))


def _kind(flow: Flow | None, role: str, target: str) -> str:
    if target.startswith("electricity:") or (flow is not None and flow.kind == "electricity"):
        return "electricity_life_cycle"
    if flow is not None and flow.kind == "transport":
        return "transport"
    return "waste_treatment" if role == "waste" else "product_life_cycle"


def parse_choice(text: str) -> tuple[str, str, dict[str, str]]:
    """Take a choice apart: database, process, stated origins by gas.

    Raises:
        UsageError: it is not written so (LCI-182).
    """
    body, *stated = text.removeprefix(PREFIX).split(";")
    name, slash, process = body.partition("/")
    pairs = [item.partition("=") for item in stated]
    good = all(sign and key in {"CO2", "CH4", "CO"} and value in _ORIGINS for key, sign, value in pairs)
    if not (text.startswith(PREFIX) and name and slash and process and good):
        raise UsageError((problem("LCI-182", None, text),))
    return name.strip(), process.strip(), {key: value for key, _, value in pairs}


def closed_records(factors: FactorSet | None, study: Study) -> tuple[str, ...]:
    """The ids of the records of a study that may not be passed on."""
    if factors is None:
        return ()
    wanted = {c.factor for _, c in database_choices(study)}
    return tuple(record.id for record in factors.records if record.id in wanted and record.redistribution not in _OPEN)


def need_free_study(factors: FactorSet | None, study: Study, *, local: bool) -> None:
    """Refuse to make a file for others of a study that stands on a database whose licence does not allow it.

    Raises:
        UsageError: LCI-189.
    """
    closed = closed_records(factors, study)
    if closed and not local:
        raise UsageError((problem("LCI-189", None, study.id, closed),))
