"""What an entry must fulfil before it is written: form of fields, moves between states, evidence for each state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from carnet.errors import Problem, Text, problem
from carnet.recognition import registers_kinds as kinds
from carnet.recognition.grade import at_least, explain
from carnet.recognition.ledger import IN_FULL, IN_PART, REASONS
from carnet.recognition.load import is_day
from carnet.recognition.model import Grade
from carnet.recognition.registers import HAPPENINGS, Entry, History, Record
from carnet.recognition.registers_kinds import DRAFT_STAGES, KINDS, Field, Kind
from carnet.recognition.status import LEAST
from carnet.recognition.vocabulary import DIGITS, LETTERS

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_MARKET = re.compile(r"[A-Z]{2}")
_FORMS: Mapping[str, Text] = {
    "day": Text("日期，如 2026-06-25", "a day such as 2026-06-25"),
    "number": Text("十进制数，如 12.5", "a decimal number such as 12.5"),
    "grade": Text("等级，如 B2", "a grade such as B2"),
    "market": Text("两个大写字母的国家代码，如 SG；EU 为欧盟", "a code of two capital letters such as SG or EU"),
    "digest": Text("sha256: 加64位十六进制", "sha256: and 64 hexadecimal digits"),
    "text": Text("可见文字", "visible text"),
}
_LONGEST = 4000
# Fields that belong to the step, not to the record: a new step of such a register starts without them.
PER_STEP = (
    "reason",
    "remark",
    "hours",
    "cost",
    "currency",
    "document",
    "document_sha256",
    "body",
    "reason_code",
    "extent",
)


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants to write. `to`: the state of a step; `fields`: what is filled by it."""

    action: str
    id: str
    by: str
    on: str
    to: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Around:
    """What rules look at beside the register itself: policy items on file, and the other registers."""

    items: Mapping[str, str] = field(default_factory=dict)
    """Policy items on file by id, with the first day anything is known of (empty: no day)."""
    pilots: Mapping[str, Record] = field(default_factory=dict)


def entry_of(kind: Kind, history: History, change: Change, around: Around) -> tuple[Entry | None, tuple[Problem, ...]]:
    """Make the entry for a change, or tell everything that keeps it from being written.

    Problems: REC-150 … REC-160, REC-168 … REC-171, REC-173, REC-178.
    """
    record = history.records.get(change.id)
    problems = [*_who_and_when(change), *_form(kind, change), *_place_in_time(kind, record, change, history)]
    if change.action == "add":
        problems += _new(kind, record, change)
    elif record is None:
        problems.append(problem("REC-150", None, change.id, tuple(history.records)))
    before, after = _difference(kind, record, change)
    if record is not None and change.action == "step":
        problems += _move(kind, record, change)
    if change.action == "set":
        if not change.fields:
            problems.append(problem("REC-178", None, change.id))
        if not change.fields.get("reason"):
            problems.append(problem("REC-154", None, "reason", state="set", names="reason"))
    now = {**(record.fields if record else {}), **after}
    if change.action not in HAPPENINGS and now.get("state") in kind.states:
        problems += _needs(kind, now)
        problems += _evidence(kind, history, change, now, around)
    if kind.id == "trials" and change.action == "step" and change.to not in {"", "open"}:
        problems += _enough_runs(record)
    if problems:
        return None, tuple(dict.fromkeys(problems))
    number = len(history.entries) + 1
    return Entry(
        number, kind.id, change.id, change.action, change.by.strip(), change.on, before, after, history.last
    ), ()


def _who_and_when(change: Change) -> list[Problem]:
    problems = []
    if not change.by.strip():
        problems.append(problem("REC-157"))
    if not is_day(change.on):
        problems.append(problem("REC-158", None, change.on))
    return problems


def _form(kind: Kind, change: Change) -> list[Problem]:
    if not _ID.fullmatch(change.id):
        return [problem("REC-152", None, change.id)]
    known = {each.name: each for each in (kinds.RUN_FIELDS if change.action == "run" else kind.fields)}
    problems = []
    for name, text in change.fields.items():
        if name not in known:
            problems.append(problem("REC-155", None, name, tuple(known)))
        elif not _fits(known[name], text):
            problems += [_wrong(known[name], text)]
    return problems


def _fits(known: Field, text: str) -> bool:
    if not text.strip() or len(text) > _LONGEST or any(ord(c) < ord(" ") and c != "\n" for c in text):
        return False
    if known.choices:
        return text in known.choices
    if known.form == "day":
        return is_day(text)
    if known.form == "grade":
        return len(text) == len("B2") and text[0] in LETTERS and text[1] in DIGITS
    patterns = {"number": _NUMBER, "digest": _DIGEST, "market": _MARKET}
    return known.form not in patterns or patterns[known.form].fullmatch(text) is not None


def _wrong(known: Field, text: str) -> Problem:
    form = _FORMS.get(known.form, _FORMS["text"])
    if known.choices:
        form = Text(f"其中之一：{'、'.join(known.choices)}", f"one of: {', '.join(known.choices)}")
    return problem("REC-156", None, text, known.choices, field=known.name, what_zh=form.zh, what_en=form.en)


def _place_in_time(kind: Kind, record: Record | None, change: Change, history: History) -> list[Problem]:
    """A step is not dated before the last one of its record; a record is not changed before it was there."""
    del kind, history
    if record is None or not is_day(change.on):
        return []
    last = record.stepped_on if change.action == "step" else record.entries[0].on
    if change.on < last:
        return [problem("REC-159", None, change.on, last=last)]
    return []


def _new(kind: Kind, record: Record | None, change: Change) -> list[Problem]:
    problems = []
    if record is not None:
        problems.append(problem("REC-151", None, change.id))
    if not (change.fields.get("name.zh") and change.fields.get("name.en")):
        problems.append(problem("REC-160", None, change.id))
    if change.to and change.to not in kind.first:
        problems.append(problem("REC-153", None, change.to, kind.first, was="–"))
    lacking = [name for name in kind.required if not change.fields.get(name)]
    if lacking:
        problems.append(problem("REC-154", None, ", ".join(lacking), state="add", names=", ".join(lacking)))
    return problems


def _move(kind: Kind, record: Record, change: Change) -> list[Problem]:
    allowed = kind.moves.get(record.state, ())
    if change.to in allowed:
        return []
    return [problem("REC-153", None, change.to, allowed, was=record.state)]


def _difference(kind: Kind, record: Record | None, change: Change) -> tuple[dict[str, str], dict[str, str]]:
    """What stood and what stands: only the keys that the change touches."""
    wanted = dict(change.fields)
    if change.action in HAPPENINGS:
        return {}, wanted
    if change.action == "add":
        wanted["state"] = change.to or kind.first[0]
    if change.action == "step":
        wanted["state"] = change.to
        if kind.id in {"pilots", "trials", "pathways"} and record is not None:
            wanted |= {name: "" for name in PER_STEP if record.get(name) and name not in wanted}
        if kind.id == "products":
            wanted = _products_step(record, change, wanted)
    old = record.fields if record else {}
    return ({key: old.get(key, "") for key in wanted} if record else {}), wanted


_OF_LABEL = ("scheme", "label", "label_to", "valid_to")
_OF_STATEMENT = ("verifier", "statement", "statement_sha256", "statement_result", *_OF_LABEL)
_OF_RESULT = ("result", "figure", "basis", "lower", "upper", "unit", "declared_unit", "study", "draft_method")


def _products_step(record: Record | None, change: Change, wanted: dict[str, str]) -> dict[str, str]:
    """A new result empties what was said of the former one; a statement is bound to the result it was given for."""
    if record is None:
        return wanted
    if change.to == "calculated":
        return {**{name: "" for name in (*_OF_RESULT, *_OF_STATEMENT) if record.get(name)}, **wanted}
    if change.to == "verified":
        kept = {**{name: "" for name in _OF_LABEL if record.get(name)}, **wanted}
        return {**kept, "statement_result": wanted.get("result") or record.get("result")}
    return wanted


def _needs(kind: Kind, now: Mapping[str, str]) -> list[Problem]:
    """What a state needs must be filled as long as the record stands in it, by a correction too."""
    state = now["state"]
    lacking = [name for name in kind.needs.get(state, ()) if not now.get(name)]
    found = []
    if lacking:
        found.append(problem("REC-154", None, ", ".join(lacking), state=state, names=", ".join(lacking)))
    if (
        kind.id == "products"
        and state in {"verified", "labelled"}
        and now.get("statement_result", "") != now.get("result", "")
    ):
        found.append(problem("REC-175", None, now.get("result", "")))
    return found


def _evidence(kind: Kind, history: History, change: Change, now: Mapping[str, str], around: Around) -> list[Problem]:
    problems: list[Problem] = []
    item = now.get("item", "")
    if item and around.items and item not in around.items:
        problems.append(problem("REC-171", None, item, tuple(around.items)))
    elif kind.id == "pilots" and change.action == "step" and change.on < around.items.get(item, ""):
        problems.append(problem("REC-183", None, change.on, item=item, first=around.items[item]))
    state, grade = now["state"], now.get("grade", "")
    least = LEAST.get(
        {"pilots": {"running": "pilot_running"}, "pathways": {state: state}}.get(kind.id, {}).get(state, "")
    )
    if least and len(grade) == len(least) and grade[0] in LETTERS and grade[1] in DIGITS:
        had = Grade(grade[0], grade[1])
        if not at_least(had, least):
            said = explain(had)
            problems.append(problem("REC-168", None, grade, state=state, least=least, had_zh=said.zh, had_en=said.en))
    if kind.id == "pilots":
        problems += _pilot(state, now)
    if kind.id == "pathways":
        problems += _pathway(history, change, now, around)
    return problems


def _pilot(state: str, now: Mapping[str, str]) -> list[Problem]:
    """A letter A is the official channel's, and a reason goes with its decision."""
    problems: list[Problem] = []
    grade, reason = now.get("grade", ""), now.get("reason_code", "")
    if grade.startswith("A") and now.get("official") != "yes":
        problems.append(problem("REC-184", None, grade))
    wrong = {
        "accepted": reason and reason not in {*IN_FULL, *IN_PART},
        "partly": reason in IN_FULL,
        "refused": reason in {*IN_FULL, *IN_PART},
    }.get(state)
    if wrong:
        fitting = {
            "accepted": (*IN_FULL, *IN_PART),
            "partly": tuple(each for each in REASONS if each not in IN_FULL),
            "refused": tuple(each for each in REASONS if each not in {*IN_FULL, *IN_PART}),
        }[state]
        problems.append(problem("REC-185", None, reason, fitting, state=state))
    return problems


def _pathway(history: History, change: Change, now: Mapping[str, str], around: Around) -> list[Problem]:
    problems: list[Problem] = []
    wanted = {"pilot_running": ("running", *kinds.DECIDED), "operating": ("accepted",)}.get(now["state"])
    case = now.get("pilot", "")
    if wanted and case:
        found = around.pilots.get(case)
        if found is None or found.state not in wanted or found.stepped_on > change.on:
            problems.append(problem("REC-169", None, case, tuple(around.pilots), states=", ".join(wanted)))
        elif found.get("pathway") != change.id and not (now.get("item") and found.get("item") == now.get("item")):
            problems.append(problem("REC-176", None, case))
    item, level = now.get("item"), now.get("level")
    if item:
        others = [
            each.id
            for each in history.records.values()
            if each.id != change.id and each.get("item") == item and each.get("level") != level
        ]
        problems += [problem("REC-170", None, item, other=each) for each in others]
    return problems


def _enough_runs(record: Record | None) -> list[Problem]:
    runs = [each for each in record.entries if each.action == "run"] if record else []
    sides = {
        (each.after.get("organisation"), each.after.get("regime"), each.after.get("regime_version")) for each in runs
    }
    two = 2
    return [] if len(sides) >= two else [problem("REC-173", None, str(len(sides)))]


def draft_standards(standards: Mapping[str, Record], regime: str) -> tuple[Record, ...]:
    """Return the standards on the register, still drafts, that a regime rests on."""
    return tuple(
        each
        for each in standards.values()
        if each.state in DRAFT_STAGES and regime in [part.strip() for part in each.get("regimes").split(";")]
    )


def kind_of(name: str) -> Kind:
    """Return a register by name.

    Raises:
        KeyError: there is none of that name.
    """
    return KINDS[name]
