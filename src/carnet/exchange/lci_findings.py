"""What the readers of databases find on the way: every kind of problem with examples and a count, never without end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carnet.errors import InputError, Place, Problem, problem
from carnet.exchange.zipguard import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carnet.errors import Severity

EXAMPLES = 20
"""How many problems of one code are listed; the rest is counted."""


@dataclass(slots=True)
class Findings:
    """Problems of one file. `facts` counts what is no problem and yet worth telling."""

    file: str
    found: list[Problem] = field(default_factory=list)
    count: Counter[tuple[str, str]] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)

    def add(self, code: str, where: str, value: object = "", severity: Severity = "error", **fields: str | int) -> None:
        """Note one problem at ``entry#pointer`` (or ``entry:line``)."""
        self.count[code, severity] += 1
        if self.count[code, severity] <= EXAMPLES:
            cut = {name: shown(each) if isinstance(each, str) else each for name, each in fields.items()}
            text = printable(shown(str(value)))
            self.found.append(problem(code, Place(file=self.file, pointer=where), text, (), severity, **cut))

    def warn(self, code: str, where: str, value: object = "", **fields: str | int) -> None:
        """Note one problem that does not stop the reading."""
        self.add(code, where, value, "warning", **fields)

    def guarded(self, problems: Iterable[Problem], where: str = "") -> None:
        """Take over what the guards of zip and XML found; they speak of workbooks when it comes to mending."""
        for each in problems:
            self.add("LCI-050", where, each.value, detail_zh=each.cause.zh, detail_en=each.cause.en, inner=each.code)

    @property
    def wrong(self) -> bool:
        """True when something stops the import."""
        return any(severity == "error" for _, severity in self.count)

    def problems(self) -> tuple[Problem, ...]:
        """Return errors first, then warnings; behind the examples of a code the count of the rest."""
        listed: list[Problem] = []
        for severity in ("error", "warning"):
            for code in sorted({code for code, kind in self.count if kind == severity}):
                listed += [each for each in self.found if each.code == code and each.severity == severity]
                rest = self.count[code, severity] - EXAMPLES
                if rest > 0:
                    place = Place(file=self.file)
                    listed.append(problem("LCI-059", place, severity=severity, kind=code, count=rest, limit=EXAMPLES))
        return tuple(listed)

    def stop(self) -> None:
        """Raise `InputError` with everything found, when anything stops the import."""
        if self.wrong:
            raise InputError(self.problems())


def printable(text: str) -> str:
    """Replace what cannot be written as UTF-8 (half of a surrogate pair)."""
    return text.encode("utf-8", "replace").decode("utf-8")
