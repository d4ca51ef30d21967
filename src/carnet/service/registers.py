"""Registers as the commands use them: read with their chain checked, written under a lock, with what stands around."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from carnet.canonical import digest_bytes
from carnet.errors import ExaminedError, InputError, Place, Text, UsageError, problem
from carnet.quantity import decimal_string
from carnet.recognition.load_policy import parse_items
from carnet.recognition.registers import Entry, History, Record, line_of, until
from carnet.recognition.registers_counts import (
    PRODUCT_MEANS,
    Effort,
    count_labelled,
    count_products,
    drafts,
    effort,
    participants,
    runs_of,
    spread,
    stands,
)
from carnet.recognition.registers_kinds import KINDS, Kind
from carnet.recognition.registers_rules import Around, Change, draft_standards, entry_of
from carnet.regime.vocabulary import DRAFTS
from carnet.service.bridges import bridge_regimes, bridge_two_versions
from carnet.service.calculate import attempt
from carnet.service.place_table import places
from carnet.service.registers_read import folder, history, read_stored, unreadable
from carnet.service.studies import open_study, read_bytes
from carnet.store.registers import WAIT_SECONDS, BusyError, Stored, append_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.errors import Problem
    from carnet.recognition.registers_counts import Spread
    from carnet.service.calculate import Calculated
    from carnet.service.studies import OpenStudy


def write(name: str, change: Change) -> tuple[Record, tuple[Problem, ...]]:
    """Write one entry and return the record as it then stands, and what was told on the way (a torn line).

    Raises:
        InputError: the change breaks a rule of the register; every problem.
        ExaminedError: the register is broken (REC-179 and what is wrong with it).
        UsageError: the file cannot be written, or another writer does not end (REC-166, REC-167).
    """
    kind, around = KINDS[name], _around(name)
    told: list[Problem] = []

    def make(stored: Stored) -> bytes:
        found = read_stored(name, stored)
        if not found.whole:
            raise ExaminedError((problem("REC-179", Place(file=f"{name}.jsonl"), name), *found.problems))
        told.extend(found.problems)
        entry, problems = entry_of(kind, found, change, around)
        if entry is None:
            raise InputError(problems)
        return line_of(entry)

    try:
        append_line(folder(), name, make)
    except BusyError as error:
        raise UsageError((problem("REC-166", Place(file=f"{name}.jsonl"), str(WAIT_SECONDS)),)) from error
    except OSError as error:
        raise unreadable(name, error) from error
    return history(name).records[change.id], tuple(told)


def _around(name: str) -> Around:
    if name not in {"pilots", "pathways"}:
        return Around()
    from carnet.service.policy import own_files, shipped_files  # noqa: PLC0415 - only where items are named

    items, _ = parse_items(shipped_files(), own_files(), places())
    first = {item.id: min((event.on for event in item.events if event.on), default="") for item in items.all()}
    return Around(first, history("pilots").records if name == "pathways" else {})


def record_of(name: str, identifier: str, day: str = "") -> tuple[Record, History]:
    """One record, as it stood on a day or now.

    Raises:
        UsageError: it is not on the register (REC-150).
    """
    found = history(name)
    records = until(found, day)
    if identifier not in records:
        raise UsageError((problem("REC-150", None, identifier, tuple(records)),))
    return records[identifier], found


# ── what a command fills in from files ───────────────────────────────────────────────────────────


def fields_of(pairs: Sequence[str]) -> dict[str, str]:
    """Read ``NAME=TEXT`` settings.

    Raises:
        UsageError: one has no name or no ``=``, or a name stands twice (REC-161).
    """
    found: dict[str, str] = {}
    wrong = []
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign or not name.strip() or name.strip() in found:
            wrong.append(problem("REC-161", None, pair))
        found[name.strip()] = text.strip()
    if wrong:
        raise UsageError(tuple(wrong))
    return found


def document_fields(kind: Kind, path: str) -> dict[str, str]:
    """The name and digest of a document on disk; only these are kept, never the file."""
    name = Path(path).name
    sha = f"{kind.document}_sha256"
    found = {kind.document: name}
    if kind.field(sha) is not None:
        found[sha] = digest_bytes(read_bytes(path))
    return found


def calculated_fields(path: str, regime: str) -> dict[str, str]:
    """What a calculation gives for the register of products.

    Raises:
        UsageError: no regime is named (REC-182).
        InputError: the study gives no figure under it (REC-181 and why).
    """
    if not regime:
        raise UsageError((problem("REC-182"),))
    opened, done = _calculate(path, regime)
    found = {
        "regime": f"{done.resolved.id}@{done.resolved.version}",
        "result": str(done.result["digest"]),
        "study": f"{opened.study.id}@{opened.study.version}",
        **_figure(done),
        **units_of(done),
    }
    rests = draft_standards(history("standards").records, done.resolved.id)
    names = [each.id for each in rests]
    if done.resolved.nature in DRAFTS:
        names.insert(0, done.resolved.id)
    return found | ({"draft_method": "; ".join(names)} if names else {})


def _calculate(path: str, regime: str) -> tuple[OpenStudy, Calculated]:
    opened = open_study(path)
    tried = attempt(opened, [regime])
    done = tried.done[0] if tried.done else None
    if done is None or not done.has_figure:
        why = tuple(dict.fromkeys(p for each in tried.failed for p in each.problems))
        raise InputError((problem("REC-181", None, regime), *why))
    return opened, done


def _figure(done: Calculated) -> dict[str, str]:
    """The figure as printed; where the rule gives bounds only, both of them and the reading that counts."""
    figure = cast("dict[str, Any]", done.result.get("figure") or {})
    reading = cast("dict[str, Any]", done.result.get("reading") or {})
    found = {"figure": figure.get("value") or reading.get("value")}
    if not figure.get("value"):
        found |= {"basis": reading.get("basis"), "lower": figure.get("lower"), "upper": figure.get("upper")}
    return {name: str(text) for name, text in found.items() if text}


def run_fields(
    trial: Record, path: str, regime: str, organisation: str, label: str, against: str = ""
) -> dict[str, str]:
    """A run of a trial: the figure of a study under a regime, bridged from the first run where that can be done.

    Raises:
        InputError: another data set than the trial's, and nothing to bridge it from (REC-172); no figure (REC-181).
    """
    opened, done = _calculate(path, regime)
    runs = runs_of(trial)
    fixed = trial.get("data_set") or (runs[0].after.get("study_sha256", "") if runs else "")
    if fixed and fixed != opened.digest and not against:
        raise InputError((problem("REC-172", None, opened.digest, fixed=fixed),))
    found = {
        "label": label or f"{done.resolved.id}@{done.resolved.version}",
        "organisation": organisation,
        "regime": done.resolved.id,
        "regime_version": done.resolved.version,
        "study": f"{opened.study.id}@{opened.study.version}",
        "study_sha256": opened.digest,
        "result": str(done.result["digest"]),
        **_figure(done),
        **units_of(done),
    }
    return {key: text for key, text in found.items() if text}


def units_of(done: Calculated) -> dict[str, str]:
    """The unit of the figure and the declared unit."""
    figure = cast("dict[str, Any] | None", done.result.get("figure"))
    declared = cast("dict[str, Any]", done.result["declared_unit"])
    return {"unit": str((figure or {}).get("unit") or ""), "declared_unit": str(declared["text"]["en"])}


def bridged(trial: Record, path: str, now: Mapping[str, str], against: str = "") -> dict[str, str]:
    """Why a run differs from an earlier one, as the bridge says it; or why there is no bridge.

    The earlier run is the first of the same study under another rule, or, where `against` is the study of an earlier
    run, the first of that study under the same rule.
    """
    runs = runs_of(trial)
    if not runs:
        return {}
    rule = (now["regime"], now["regime_version"])
    old = open_study(against) if against else None
    wanted = old.digest if old else now["study_sha256"]
    for run in runs:
        its = (run.after.get("regime", ""), run.after.get("regime_version", ""))
        if run.after.get("study_sha256") != wanted or (its == rule) != (old is not None):
            continue
        said = {"bridge_from": f"{run.after['label']} (#{run.number})"}
        try:
            if old is not None:
                found = bridge_two_versions(old, open_study(path), f"{rule[0]}@{rule[1]}")
            else:
                found = bridge_regimes(open_study(path), f"{its[0]}@{its[1]}", f"{rule[0]}@{rule[1]}")
        except (InputError, UsageError) as error:
            return said | {"no_bridge": error.problems[0].cause.en}
        return said | {"bridge": _terms(found)}
    return {"no_bridge": "no earlier run differs in the rule alone, or in the study alone (--against)"}


def _terms(found: Mapping[str, object]) -> str:
    """The terms that are not zero, the unit factor where there is one."""
    terms = [t for t in cast("list[dict[str, Any]]", found["terms"]) if not str(t["exact"]).startswith("0/")]
    parts = [f"{t['dimension']} {str(t['value']).replace('−', '-')}" for t in terms]
    factor = cast("dict[str, Any]", found.get("unit_factor") or {})
    if factor.get("exact") not in {None, "1/1"}:
        parts.append(f"× {factor['value']}")
    return "; ".join(parts) or "0"


# ── around: policy items, calculations ───────────────────────────────────────────────────────────


def draft_warnings(done: Sequence[Calculated]) -> tuple[Problem, ...]:
    """One warning per calculated regime that rests on a standard registered as a draft.

    A regime whose text is itself a draft says so already in its own result, and is not named again.
    """
    standards = history("standards").records
    found = []
    for each in done:
        rests = draft_standards(standards, each.resolved.id)
        if not rests or each.resolved.nature in DRAFTS:
            continue
        names = Text("、".join(r.get("name.zh") for r in rests), ", ".join(r.get("name.en") for r in rests))
        stages = [KINDS["standards"].states[r.state] for r in rests]
        found.append(
            problem(
                "REC-174",
                None,
                each.resolved.id,
                severity="warning",
                names_zh=names.zh,
                names_en=names.en,
                stages_zh="、".join(s.zh for s in stages),
                stages_en=", ".join(s.en for s in stages),
            )
        )
    return tuple(found)


# ── numbers and JSON ─────────────────────────────────────────────────────────────────────────────


def counts(day: str) -> dict[str, Any]:
    """Every number of the registers on a day, recomputed from the entries."""
    held = {name: until(history(name), day) for name in KINDS}
    products, standards = held["products"].values(), held["standards"].values()
    pilots = held["pilots"].values()
    return {
        "products": {
            "count": count_products(products, day),
            "labelled": count_labelled(products, day),
            "means": PRODUCT_MEANS.json(),
            "by_state": by_state("products", held["products"]),
            "lapsed": sum(each.state in {"verified", "labelled"} and not stands(each, day) for each in products),
        },
        "standards": {
            "count": len(standards),
            "draft": drafts(standards),
            "by_state": by_state("standards", held["standards"]),
            "participants": list(participants(standards)),
        },
        "trials": {"count": len(held["trials"]), "by_state": by_state("trials", held["trials"])},
        "pilots": {"count": len(pilots), "by_state": by_state("pilots", held["pilots"])},
        "pathways": {"count": len(held["pathways"]), "by_state": by_state("pathways", held["pathways"])},
    }


def by_state(name: str, records: Mapping[str, Record]) -> dict[str, int]:
    """How many records stand in each state that any stands in."""
    there = [each.state for each in records.values()]
    return {state: there.count(state) for state in KINDS[name].states if state in there}


def record_json(name: str, record: Record, day: str = "") -> dict[str, Any]:
    """One record with its entries."""
    kind = KINDS[name]
    found: dict[str, Any] = {
        "id": record.id,
        "name": name_of(record).json(),
        "state": record.state,
        "state_text": kind.states[record.state].json() if record.state in kind.states else {},
        "since": record.stepped_on,
        "fields": {key: text for key, text in record.fields.items() if text and key != "state"},
    }
    if name == "products":
        found["counts"] = stands(record, day)
    if name == "trials":
        found["runs"] = [dict(each.after) | {"on": each.on, "by": each.by} for each in runs_of(record)]
        found["spread"] = spread(runs_of(record)).json()
    if name == "pilots":
        found["effort"] = effort_json(effort(record))
    return found


def effort_json(found: Effort) -> dict[str, Any]:
    """Time and cost of a pilot."""
    return {
        "days": found.days,
        "hours": decimal_string(found.hours, 2),
        "cost": {money: decimal_string(amount, 2) for money, amount in found.cost.items()},
        "decisions": [
            {
                "on": each.on,
                "decision": each.after["state"],
                "body": each.after.get("body", ""),
                "reason_code": each.after.get("reason_code", ""),
                "document": each.after.get("document", ""),
            }
            for each in found.decisions
        ],
    }


def name_of(record: Record) -> Text:
    """The name of a record."""
    return Text(record.get("name.zh"), record.get("name.en"))


def entries_json(entries: Sequence[Entry]) -> list[dict[str, object]]:
    """Entries as in the file."""
    return [each.json() for each in entries]


def check_all() -> list[tuple[str, History]]:
    """Every register with its chain checked."""
    return [(name, history(name)) for name in KINDS]


def spread_of(record: Record) -> Spread:
    """The spread of the runs of a trial."""
    return spread(runs_of(record))


def until_day(name: str, day: str) -> Mapping[str, Record]:
    """The records of a register as on a day."""
    return until(history(name), day)
