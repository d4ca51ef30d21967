"""What a grade and a status may unlock: feed, prepare, scenario, plan, verdict, words, label.

The gate says yes or why not; nobody downstream decides anew. A signed acceptance of this very case by the receiving
body opens the verdict whatever the status of the item: then the case is the evidence.
"""

from __future__ import annotations

from dataclasses import dataclass

from carnet.errors import Text
from carnet.recognition.grade import action, at_least, explain
from carnet.recognition.model import Grade
from carnet.recognition.status import STATUS_TEXT
from carnet.recognition.vocabulary import ACTIONS, SIDE_EXITS, STATUSES, USES

# An official text alone is not enough: what it is said to say must be at least possible (3). What nobody could confirm,
# thinks improbable or cannot judge (4 … 6) opens nothing strong.
_LEAST_GRADE = {"prepare": "D4", "scenario": "D4", "plan": "A2", "verdict": "A3", "words": "A3", "label": "A3"}
_LEAST_STATUS = {"plan": "operating", "verdict": "applicable", "words": "applicable", "label": "applicable"}


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a use is open; `why` when it is not; `watermark`: open, but never without its grade on every page."""

    use: str
    open: bool
    why: Text = Text("", "")
    watermark: bool = False


def gate(use: str, grade: Grade, status: str, *, signed_case: bool = False) -> Gate:
    """Return whether information of `grade` about something of `status` may be used for `use`.

    Raises:
        KeyError: `use` is not one of `vocabulary.USES`.
    """
    if use not in USES:
        raise KeyError(use)
    if use == "feed" or (signed_case and use in {"verdict", "words", "label"}):
        return Gate(use, open=True)
    least = _LEAST_GRADE[use]
    if not at_least(grade, least):
        said = explain(grade)
        why = Text(f"至少需要{least}级，现为{said.zh}", f"needs {least} or better; this is {said.en}")
        return Gate(use, open=False, why=why)
    needed = _LEAST_STATUS.get(use)
    if needed is not None and not reaches(status, needed):
        now, then = STATUS_TEXT[status], STATUS_TEXT[needed]
        return Gate(use, open=False, why=Text(f"需要“{then.zh}”，现为“{now.zh}”", f"needs {then.en}; this is {now.en}"))
    return Gate(use, open=True, watermark=use == "scenario")


def reaches(status: str, needed: str) -> bool:
    """Tell whether a status is at or beyond `needed`; a side exit never is, and a pilot is no applicable law."""
    if status in SIDE_EXITS:
        return False
    if needed == "applicable":
        return status in {"applicable", "operating"}
    return STATUSES.index(status) >= STATUSES.index(needed)


def allowed_action(grade: Grade, status: str) -> str:
    """Return the one of ignore, note, prepare, act that a grade allows at a status.

    Acting needs something that applies; what is suspended, withdrawn, superseded or expired is only noted.
    """
    at_most = "act" if reaches(status, "applicable") else "prepare"
    if status in {"suspended", "withdrawn", "superseded", "expired", "unverified"}:
        at_most = "note"
    return min(action(grade), at_most, key=ACTIONS.index)
