"""The evidence actual values need: the report of an accredited verifier that covers the production.

Reg (EU) 2023/956 Art 8, IR (EU) 2025/2547 Annex II A.1(4), (5): of a precursor without it the default value with its
mark-up counts. What is not named, has expired or covers another period is no evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from carnet.cbam.terms import FIRST_YEAR
from carnet.errors import Text
from carnet.inventory.context import day

if TYPE_CHECKING:
    from carnet.inventory.installation import Installation, PurchasedPrecursor
    from carnet.inventory.model import Study

_NAMED = {
    "verification_report": Text("核查报告编号", "the id of the verification report"),
    "verifier": Text("核查机构", "the verifier"),
    "accreditation": Text("认可编号", "the verifier's accreditation"),
}
_NO_EXPIRY = Text("认可的到期日", "the day the accreditation expires")
_EXPIRED = Text("有效的认可（已于 {day} 到期）", "a valid accreditation (it expired on {day})")
_NO_PERIOD = Text("报告所覆盖的生产期间", "the period of production the report covers")
_OTHER_PERIOD = Text(
    "覆盖生产期间的报告（所写为 {first} 至 {last}）", "a report that covers the production (it says {first} to {last})"
)
_NO_INSTALLATION = Text("装置一行及其核查报告", "the row of the installation with its verification report")


class _Reported(Protocol):
    """A row that may name a verification report."""

    @property
    def verification_report(self) -> str: ...
    @property
    def verifier(self) -> str: ...
    @property
    def accreditation(self) -> str: ...
    @property
    def accreditation_expiry(self) -> str: ...


def lacks_of_precursor(row: PurchasedPrecursor, study: Study, on: str) -> tuple[Text, ...]:
    """Return what the actual values of a bought precursor lack to be declared; nothing: they may be.

    Args:
        row: the precursor.
        study: its period must not end before the precursor's period begins.
        on: the day on which the accreditation has to be valid, ISO; empty: expiry is not looked at.
    """
    lacks = _report(row, on)
    first, last, end = day(row.period_from), day(row.period_to), day(study.period_to)
    if first is None or last is None:
        lacks.append(_NO_PERIOD)
    # No report under this Regulation covers anything before its definitive period.
    elif first > last or (end is not None and first > end) or last.year < FIRST_YEAR:
        lacks.append(_OTHER_PERIOD.format({"first": row.period_from, "last": row.period_to}))
    return tuple(lacks)


def lacks_of_works(study: Study, on: str) -> tuple[Text, ...]:
    """Return what the installation's own values lack to be declared; nothing: they may be."""
    works: tuple[Installation, ...] = study.installation
    return tuple(_report(works[0], on)) if works else (_NO_INSTALLATION,)


def lacks_of_report(row: _Reported, on: str) -> tuple[Text, ...]:
    """Return what a row that names a verification report lacks of it, such as a line of an importer's list."""
    return tuple(_report(row, on))


def _report(row: _Reported, on: str) -> list[Text]:
    lacks = [text for name, text in _NAMED.items() if not getattr(row, name).strip()]
    expiry, today = day(row.accreditation_expiry), day(on)
    if expiry is None:
        lacks.append(_NO_EXPIRY)
    elif today is not None and expiry < today:
        lacks.append(_EXPIRED.format({"day": row.accreditation_expiry}))
    return lacks


def listed(texts: tuple[Text, ...]) -> Text:
    """Return texts in one, in both languages."""
    return Text("；".join(text.zh for text in texts), "; ".join(text.en for text in texts))
