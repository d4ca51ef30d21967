"""What the lines of an importer's list rest on: a default, or actual values with or without their proof.

A list runs no checks of the plant behind it. Actual values may be declared only with the report of an accredited
verifier (Reg (EU) 2023/956 Art 7, 8); without one the figures of a line are an exploration, and so is each sum over it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.cbam.evidence import lacks_of_report
from carnet.cbam.price_state import FREE, UNPROVEN, PriceState
from carnet.errors import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.cbam.portfolio import Portfolio, Valued

WITHHELD = PriceState("withheld", (), Text("没有金额，原因见本行的问题", "no amount; its problems say why"))
_NAMED = 10
_NOTE = Text(
    "{count} 行按实际值而没有有效的核查报告（编号 {ids}）：其费用及含有它们的合计是试算，不是应付价格；"
    "列 verification_report、verifier、accreditation、accreditation_expiry 写明报告",
    "{count} lines on actual values name no valid verification report ({ids}): their cost, and every sum over them, is "
    "an exploration and not a price to be paid; the columns verification_report, verifier, accreditation and "
    "accreditation_expiry name the report",
)


def lacks_of_line(row: Valued, on: str) -> tuple[Text, ...]:
    """Return what proof a charged line on actual or mixed values lacks; nothing: it rests on a default or has it.

    Args:
        row: the line as valued.
        on: the day on which the verifier's accreditation has to be valid, ISO.
    """
    exempt = row.per_t.certificates != 0 and row.certificates == 0
    if row.line.basis == "default" or not row.per_t.charged or row.certificates is None or exempt:
        return ()
    return lacks_of_report(row.line, on)


def line_state(row: Valued, on: str) -> PriceState:
    """Return how the price of a line may be shown."""
    if lacks_of_line(row, on):
        return UNPROVEN
    return WITHHELD if row.cost is None and row.per_t.charged else FREE


def unproven(found: Portfolio, on: str) -> frozenset[int]:
    """Return the numbers, from 0, of the rows whose actual values are not proven."""
    return frozenset(n for n, row in enumerate(found.rows) if lacks_of_line(row, on))


def proof_note(found: Portfolio, rows: frozenset[int]) -> tuple[Text, ...]:
    """Return a sentence on the rows that are not proven, none where there are none."""
    if not rows:
        return ()
    named: Sequence[str] = [found.rows[n].line.id for n in sorted(rows)]
    rest = len(named) - _NAMED
    said = ", ".join(named[:_NAMED])
    more = Text(f"{said} 等", f"{said} and {rest} more") if rest > 0 else Text(said, said)
    return (_NOTE.format({"count": len(rows), "ids": more}),)
