"""Units by symbol and by everything people type for them.

Look-up goes from strict to lenient and stops at the first that has one meaning: the spelling as it stands (width,
spaces, dots and superscripts folded); the list of spellings with two meanings, which ends it; the spelling with its
case folded. Case is folded only where it cannot change the size: m/M (milli, mega) and p/P (pico, peta) at the head of
a symbol never are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.quantity.kinds import KINDS
from carnet.quantity.table import AMBIGUOUS, ROWS, SOURCES
from carnet.quantity.text import normalise_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.quantity.table import Row

_MAX_TEXT = 60  # no unit is longer; keeps the search for candidates cheap
_MAX_CANDIDATES = 5
_WORD = 4  # from this length an all-lower-case spelling is a word, not a symbol


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit.

    `to_base` is the exact amount of the dimension's base unit in one of it: kg, MJ, t·km, m3, piece, km, a, m2, kW, 1.
    It is not the ratio to the base unit of a kind (kWh for electricity): `convert.in_base` gives that.
    `source` is a citation, `status` says how well its text is known (read, recalled).
    """

    symbol: str
    kinds: tuple[str, ...]
    to_base: Fraction
    name: Text
    rec20: str
    synonyms: tuple[str, ...]
    source: str
    status: str


def unit_of_row(row: Row) -> Unit:
    """Make a unit of its row."""
    symbol, kinds, ratio, zh, en, rec20, source, synonyms = row
    citation, status = SOURCES[source]
    others = tuple(synonym for synonym in synonyms.split("|") if synonym)
    return Unit(symbol, kinds, Fraction(ratio), Text(zh, en), rec20, others, citation, status)


_JOINERS = re.compile(r"(?<=\w)[ ·•⋅∙・.*×-]+(?=[^\W\d_])")
_PARENTHESIS = re.compile(r"\s*([()])\s*")
_MAX_JOINERS = 4


def _key(text: str) -> str:
    """Fold what does not change a unit: width, superscripts, carets, the kind of dot or space between its parts.

    The dot itself stays: "t·km" may be written "tkm", but "h·a" must not become "ha", nor "m·m" "mm".
    """
    # 10⁴ is how Chinese statistics write 万; it has to go before superscripts become plain digits. A superscript minus
    # becomes U+2212, which no spelling holds, so m⁻³ is not m3.
    plain = unicodedata.normalize("NFKC", normalise_text(text).replace("10⁴", "万")).replace("^", "")
    return _JOINERS.sub("·", _PARENTHESIS.sub(r"\1", plain).strip())


def _written_together(key: str) -> tuple[str, ...]:
    """Return the key with some or all of its dots left out, as a table's own spelling may be written."""
    parts = key.split("·")
    if len(parts) > _MAX_JOINERS + 1:
        return (key, "".join(parts))
    variants = [parts[0]]
    for part in parts[1:]:
        variants = [variant + dot + part for variant in variants for dot in ("·", "")]
    return tuple(variants)


def _is_sized_by_case(key: str) -> bool:
    """Say whether the case of the first letter is a prefix that sizes the unit (mW, MW)."""
    return key[:1] in "mMpP" and key.isascii() and not (key.islower() and key.isalpha() and len(key) >= _WORD)


def _head_kept(key: str) -> str:
    return key[:1] + key[1:].casefold()


def _lenient(key: str) -> str:
    """Fold the case as far as it is harmless."""
    return _head_kept(key) if _is_sized_by_case(key) else key.casefold()


def _keys(unit: Unit) -> tuple[str, ...]:
    """Return every key under which a unit is found, each once."""
    spellings = (unit.symbol, unit.name.zh, unit.name.en, *unit.synonyms)
    return tuple(dict.fromkeys(key for spelling in spellings for key in _written_together(_key(spelling))))


def _ambiguous_keys(ambiguous: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    keys = {key: offered for text, offered in ambiguous.items() for key in _written_together(_key(text))}
    # As written wins over as folded: "MM" is not what "mm" folds to.
    return {_lenient(key): offered for key, offered in keys.items() if len(key) > 1} | keys


@dataclass(frozen=True, slots=True)
class Index:
    """The table turned round: from folded spellings to symbols."""

    units: Mapping[str, Unit]
    exact: Mapping[str, str]
    head_kept: Mapping[str, str]
    folded: Mapping[str, str]
    ambiguous: Mapping[str, tuple[str, ...]]

    def find(self, text: str) -> Unit | None:
        """Return the unit a text names, or None when it names none, or more than one."""
        if len(text) > _MAX_TEXT:
            return None
        key = _key(text)
        symbol = self.exact.get(key)
        if symbol is None and len(key) > 1 and self.offers(key) is None:
            symbol = self.head_kept.get(_head_kept(key)) or self.folded.get(key.casefold())
        return None if symbol is None else self.units[symbol]

    def offers(self, key: str) -> tuple[str, ...] | None:
        """Return what an ambiguous spelling may mean, harmless case folded; None when it is not one."""
        if key in self.exact:
            return None
        return self.ambiguous.get(key, self.ambiguous.get(_lenient(key)))


def table_defects(rows: tuple[Row, ...], ambiguous: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Say everything that is wrong with a unit table; an empty list when nothing is."""
    defects: list[str] = []
    owner: dict[str, str] = {}
    codes: dict[str, str] = {}
    units = [unit_of_row(row) for row in rows]
    refused = {key for text in ambiguous for key in _written_together(_key(text))}
    symbols = [unit.symbol for unit in units]
    defects += [f"{symbol}: symbol given twice" for symbol in sorted({s for s in symbols if symbols.count(s) > 1})]
    for unit in units:
        if unit.to_base <= 0:
            defects.append(f"{unit.symbol}: ratio is not positive")
        unknown = [kind for kind in unit.kinds if kind not in KINDS]
        defects += [f"{unit.symbol}: unknown kind {kind}" for kind in unknown]
        if not unit.kinds:
            defects.append(f"{unit.symbol}: no kind")
        if len({KINDS[kind].dimension for kind in unit.kinds if kind in KINDS}) > 1:
            defects.append(f"{unit.symbol}: its kinds differ in dimension")
        if unit.rec20 and codes.setdefault(unit.rec20, unit.symbol) != unit.symbol:
            defects.append(f"{unit.symbol}: code {unit.rec20} is also {codes[unit.rec20]}")
        for key in _keys(unit):
            if key in refused:
                defects.append(f"{unit.symbol}: {key} is listed as ambiguous")
            if owner.setdefault(key, unit.symbol) != unit.symbol:
                defects.append(f"{unit.symbol}: {key} is also {owner[key]}")
    defects += [
        f"{text}: offers {symbol}, which is no unit"
        for text, offered in ambiguous.items()
        for symbol in offered
        if symbol not in symbols
    ]
    return defects


def build_index(rows: tuple[Row, ...], ambiguous: Mapping[str, tuple[str, ...]]) -> Index:
    """Build the look-up.

    Raises:
        ValueError: the table is wrong; all its defects are named.
    """
    defects = table_defects(rows, ambiguous)
    if defects:
        raise ValueError("; ".join(defects))
    units = {row[0]: unit_of_row(row) for row in rows}
    exact: dict[str, str] = {}
    head_kept: dict[str, set[str]] = {}
    folded: dict[str, set[str]] = {}
    for unit in units.values():
        for key in _keys(unit):
            exact[key] = unit.symbol
            if len(key) > 1:
                lenient = head_kept if _is_sized_by_case(key) else folded
                lenient.setdefault(_lenient(key), set()).add(unit.symbol)
    return Index(
        units=MappingProxyType(units),
        exact=exact,
        # A folded spelling that two units share names neither.
        head_kept={key: next(iter(found)) for key, found in head_kept.items() if len(found) == 1},
        folded={key: next(iter(found)) for key, found in folded.items() if len(found) == 1},
        ambiguous=_ambiguous_keys(ambiguous),
    )


_INDEX = build_index(ROWS, AMBIGUOUS)
_BY_REC20 = {unit.rec20: unit for unit in _INDEX.units.values() if unit.rec20}

UNITS: Mapping[str, Unit] = _INDEX.units
"""All units by symbol, in the order of the table."""


def find_unit(text: str) -> Unit | None:
    """Return the unit a text names, after normalisation and synonyms; None when unknown or ambiguous.

    Recommendation 20 codes are not names here, for GJ is the code of gram per millilitre: see `unit_by_rec20`.
    """
    return _INDEX.find(text)


def is_ambiguous(text: str) -> bool:
    """Say whether the text is a spelling that is known to mean more than one thing."""
    return len(text) <= _MAX_TEXT and _INDEX.offers(_key(text)) is not None


def unit_by_rec20(code: str) -> Unit | None:
    """Return the unit with a UN/ECE Recommendation 20 common code."""
    return _BY_REC20.get(code)


def _distance(a: str, b: str, limit: int) -> int:
    """Count edits (insert, delete, replace) from `a` to `b`; more than `limit` comes back as ``limit + 1``."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    row = list(range(len(b) + 1))
    for i, char in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (char != other))
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def unit_candidates(text: str) -> tuple[str, ...]:
    """Return symbols of what a text may have meant, best first, at most five.

    A spelling with two meanings gives these; otherwise the nearest spellings, case aside.
    """
    if len(text) > _MAX_TEXT:
        return ()
    key = _key(text)
    offered = _INDEX.offers(key)
    if offered is not None:
        return offered
    found = _INDEX.find(text)
    if found is not None:
        return (found.symbol,)
    folded = key.casefold()
    limit = min(2, len(folded) // 2)
    scored: dict[str, int] = {}
    for spelling, symbol in _INDEX.exact.items():
        distance = _distance(folded, spelling.casefold(), limit)
        if distance <= limit:
            scored[symbol] = min(distance, scored.get(symbol, distance))
    return tuple(sorted(scored, key=lambda symbol: scored[symbol]))[:_MAX_CANDIDATES]
