"""Specific embedded emissions of precursors bought from others: IR (EU) 2025/2547 Annex III B, Art 14, Annex II A.1.

Measured values are the producer's. A default is a row of the tables with its mark-up, once. A value the study states
for a default is used as stated; that it equals the table's is a check elsewhere, and so is the evidence for measured
values. The indirect part that a bought good of Annex II brings from precursors outside Annex II is not told apart by
what suppliers report: of such a good nothing indirect is counted, except where a default's total holds it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam import lookup
from carnet.cbam.attribution import differs, level_of
from carnet.cbam.result import PrecursorResult
from carnet.inventory.installation import VALUE_SOURCES
from carnet.quantity import canonical_decimal, decimal_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from carnet.cbam.reading import Row

ZERO = Fraction(0)
MEASURED, DEFAULT, UNKNOWN = VALUE_SOURCES
FIRST_YEAR = 2026
"""IR (EU) 2025/2547 applies to goods imported from 1 January 2026; before, no origin was rated zero."""

EXEMPT_ORIGINS = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO CH".split()  # noqa: SIM905
)
"""Union and countries of Annex III of Regulation (EU) 2023/956: precursors made there carry no emissions."""
EXEMPT_SOURCE = "IR (EU) 2025/2547 Annex III B"
STATED_SOURCE = "stated in the study"


@dataclass(frozen=True, slots=True)
class PrecursorAverage:
    """The weighted average of what several suppliers delivered of one CN code (Art 14), per t; `of` names the rows."""

    cn: str
    amount: Fraction
    see_direct: Fraction
    see_indirect: Fraction
    counted_indirect: Fraction
    of: tuple[str, ...]


def average_by_cn(found: Iterable[PrecursorResult]) -> tuple[PrecursorAverage, ...]:
    """Return one average per CN code over the amounts bought, in the order of first mention.

    For use where no separate use is proven (IR (EU) 2025/2547 Art 14). Codes with nothing bought are left out.
    """
    by_code: dict[str, list[PrecursorResult]] = {}
    for precursor in found:
        by_code.setdefault(precursor.cn, []).append(precursor)
    averages = []
    for cn, rows in by_code.items():
        amount = sum((row.amount for row in rows), ZERO)
        if amount:
            direct, indirect, counted = (
                sum((row.amount * getattr(row, name) for row in rows), ZERO) / amount
                for name in ("see_direct", "see_indirect", "counted_indirect")
            )
            averages.append(PrecursorAverage(cn, amount, direct, indirect, counted, tuple(row.id for row in rows)))
    return tuple(averages)


def precursor_of(row: Row, levels: Sequence[Row], year: int) -> PrecursorResult | None:
    """Return one bought precursor; None, with the reasons kept as problems, if its values are not known.

    Args:
        row: the purchased precursor.
        levels: its amounts by route.
        year: the year it was made in; decides on mark-up and on exempt origins.
    """
    amount = level_of(row, levels, zero=True)
    category = row.desk.tables.categories.get(row.text("category"))
    if category is None:
        row.tell("CBM-025", "category", row.text("category"), sorted(row.desk.tables.categories))
    annex_ii = category is not None and category.annex_ii
    basis = row.text("basis")
    if row.text("country").upper() in EXEMPT_ORIGINS and year >= FIRST_YEAR:
        values: _Values | None = _exempt(row)
    else:
        if row.text("country").upper() in EXEMPT_ORIGINS:
            row.tell("CBM-026", "country", row.text("country"), severity="warning")
        if basis not in VALUE_SOURCES:
            row.tell("CBM-014", "basis", basis, VALUE_SOURCES)
        by_table = basis in {DEFAULT, UNKNOWN} and not row.given("see_direct")
        values = _by_table(row, year) if by_table else _stated(row, basis, annex_ii=annex_ii)
    if values is None:
        return None
    return PrecursorResult(
        row.id, row.text("name"), row.text("category"), row.text("cn"), row.text("country"), amount or ZERO,
        values.basis, values.source == STATED_SOURCE, values.direct, values.indirect, values.counted,
        values.electricity, values.markup, values.source, values.status, annex_ii,
        values.gap or amount is None or category is None,
        basis not in VALUE_SOURCES or amount is None or category is None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Values:
    """Per t: what a precursor brings, and where the figures come from; `gap`: something counts as nothing."""

    basis: str
    source: str
    direct: Fraction = ZERO
    indirect: Fraction = ZERO
    counted: Fraction = ZERO
    electricity: Fraction = ZERO
    markup: Fraction | None = None
    status: str = "read"
    gap: bool = False


def _exempt(row: Row) -> _Values:
    """Return nothing but zeros, and tell of values that were stated all the same."""
    if any(row.text(name).strip("0.") for name in ("see_direct", "see_indirect", "electricity")):
        row.tell("CBM-016", "country", row.text("country"), severity="warning")
    return _Values("actual", EXEMPT_SOURCE)


def _by_table(row: Row, year: int) -> _Values | None:
    """Return the default of the country, or of unknown origin, with its mark-up inside."""
    country = "" if row.text("basis") == UNKNOWN else row.text("country").upper()
    cn = row.text("cn")
    if not cn:
        row.tell("CBM-002", "cn")
        return None
    found = lookup.default_of(row.desk.tables, cn, country, year)
    place = row.desk.place(f"/{row.table}/{row.number}/cn")
    row.desk.problems.extend(replace(each, place=place) for each in found.problems)
    total = found.see_total
    if found.row is None or total is None:
        if all(each.severity != "error" for each in found.problems):
            row.tell("CBM-015", "cn", cn, country=country or "–", year=year)
        return None
    electricity = row.amount("electricity", least=0) if row.given("electricity") else ZERO
    direct = total if found.see_direct is None else found.see_direct
    cite = found.row.cite
    return _Values(
        "default", f"{cite.source} {cite.clause}".strip(), direct, total - direct, total - direct, electricity or ZERO,
        found.markup.value if found.markup is not None else None, cite.status,
    )  # fmt: skip


def _stated(row: Row, basis: str, *, annex_ii: bool) -> _Values | None:
    """Return the study's own values: direct, and indirect as stated or by electricity and its factor."""
    direct = row.need("see_direct", least=0)
    electricity = row.amount("electricity", least=0) if row.given("electricity") else None
    factor = row.amount("electricity_ef", least=0) if row.given("electricity_ef") else None
    derived = None if electricity is None or factor is None else electricity * factor
    if electricity == 0:
        derived = ZERO
    indirect = row.amount("see_indirect", least=0) if row.given("see_indirect") else derived
    if indirect is None:
        missing = "electricity" if electricity is None and not row.given("electricity") else "electricity_ef"
        row.tell("CBM-017" if annex_ii else "CBM-002", missing, severity="warning" if annex_ii else "error")
    elif derived is not None and row.given("see_indirect") and differs(indirect, derived):
        shown = {"derived": _shown(derived), "difference": _shown(indirect - derived)}
        row.tell("CBM-010", "see_indirect", row.text("see_indirect"), severity="warning", **shown)
    if direct is None:
        return None
    gap = basis not in VALUE_SOURCES or (indirect is None and not annex_ii)
    brought = row.amount("counted_indirect", least=0) if row.given("counted_indirect") else ZERO
    counted = brought or ZERO if annex_ii else indirect or ZERO
    kind = "actual" if basis == MEASURED else "default"
    return _Values(kind, STATED_SOURCE, direct, indirect or ZERO, counted, electricity or ZERO, gap=gap)


def _shown(value: Fraction) -> str:
    return canonical_decimal(decimal_string(value, 9))
