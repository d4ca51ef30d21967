"""Reading the registers: the chain checked, and what they give to policy items."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carnet.canonical import digest_bytes
from carnet.errors import Place, UsageError, problem
from carnet.recognition.load_ledger import parse_ledger
from carnet.recognition.registers import History, read_history
from carnet.recognition.registers_counts import with_pilots
from carnet.service.home import home
from carnet.store.registers import Stored, read_register

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from carnet.recognition.model import PolicyItem

FOLDER = "registers"


def folder() -> Path:
    """Where the registers lie."""
    return home() / FOLDER


def history(name: str) -> History:
    """Read a register; what is wrong with it stands in its problems.

    Raises:
        UsageError: the file cannot be read (REC-167).
    """
    try:
        return read_stored(name, read_register(folder(), name))
    except OSError as error:
        raise unreadable(name, error) from error


def read_stored(name: str, stored: Stored) -> History:
    """A register from its bytes; a line that is cut off is told (REC-164), a note that is gone is a break (REC-186)."""
    found = read_history(name, f"{name}.jsonl", stored.lines, stored.head)
    told = list(found.problems)
    count = len(stored.lines)
    # A writer that died after its first line has left none; from the second on the note is there.
    if stored.head is None and count > 1:
        line = f"{count} {digest_bytes(stored.lines[-1])}"
        told.append(problem("REC-186", Place(file=f"{name}.jsonl"), str(count), head=f"{name}.head", line=line))
    if stored.torn:
        place = Place(file=f"{name}.jsonl", cell=str(count + 1))
        told.append(problem("REC-164", place, str(len(stored.torn)), severity="warning", aside=f"{name}.torn"))
    return replace(found, problems=tuple(told))


def unreadable(name: str, error: OSError) -> UsageError:
    """What to raise where the file of a register cannot be read or written (REC-167)."""
    why = error.strerror or type(error).__name__
    return UsageError((problem("REC-167", Place(file=f"{name}.jsonl"), why),))


def with_cases(items: Sequence[PolicyItem]) -> tuple[PolicyItem, ...]:
    """Policy items with the dated cases of the register of pilots, and without cases that nobody can find.

    A register that is broken gives no case: nothing is a running pilot on its word.
    """
    found = history("pilots")
    pilots = tuple(found.records.values()) if found.whole else ()
    signed = _signed_cases()
    return tuple(with_pilots(item, pilots, signed) for item in items)


def _signed_cases() -> tuple[str, ...]:
    here = home() / "acceptances"
    if not here.is_dir():
        return ()
    files = [
        (path.name, path.read_bytes().decode("utf-8-sig", errors="replace")) for path in sorted(here.glob("*.toml"))
    ]
    ledger, _ = parse_ledger([], files, [])
    return tuple(case.id for case in ledger.cases if case.signed)
