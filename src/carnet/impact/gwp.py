"""A GWP set and the lookup of one gas in it, with the fallback between carbon origins explained.

AR6 gives fossil (29.8), non-fossil (27.0) and unsplit (27.9) methane; EF 3.0 and EF 3.1 give it by origin only, the
EN 15804 sets and AR4, AR5 as used by the schemes give one methane value, which then serves every origin. CO2 is 1
in every set whatever its origin: whether biogenic CO2 counts at all is a rule of the regime (D5), not of the gas.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import InputError, Text, problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.errors import Problem

UNSPLIT = ""

# Land-use-change gases come from living or dead biomass, so their methane is non-fossil.
_FALLBACK: Mapping[str, tuple[str, ...]] = {
    "fossil": ("fossil", UNSPLIT),
    "biogenic": ("biogenic", UNSPLIT),
    "luluc": ("luluc", "biogenic", UNSPLIT),
    UNSPLIT: (UNSPLIT,),
    "unspecified": (UNSPLIT,),
}
_EXACT = Text("该来源的数值", "the value of this origin")
_ONE_FOR_ALL = Text("该数值集对各来源只有一个数值", "the set has one value for every origin")
_AS_BIOGENIC = Text("土地利用来源按非化石取值", "land-use origin takes the non-fossil value")
_EXCLUDED = Text("仅计CO2：该气体不计", "CO2 only: this gas does not count")
_LEFT_OUT = Text("该数值集不给出此气体的数值，不计", "the set gives this gas no value: it does not count")


@dataclass(frozen=True, slots=True)
class Gwp:
    """One looked-up GWP in kg CO2e per kg of gas, the origin it was found under, and why that one."""

    value: Fraction
    origin: str
    why: Text
    source: str = ""
    locator: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one value of a set comes from."""

    source: str
    locator: str
    status: str
    via: str = ""


@dataclass(frozen=True, slots=True)
class GwpSet:
    """Global warming potentials over 100 years, by gas and carbon origin.

    `values` maps (gas, origin) to kg CO2e per kg; the origin ``""`` is the value without a split.
    `others_zero` is true only for the CO2-only set: every other gas is known and counts nothing. `left_out` are gases
    other sets count and this one knows and does not (carbon monoxide: 1.57 in EF 3.0, nothing in EF 3.1 and AR6).
    """

    id: str
    values: Mapping[tuple[str, str], Fraction]
    name: Text = Text("", "")
    provenance: Mapping[tuple[str, str], Provenance] = field(default_factory=dict)
    others_zero: bool = False
    left_out: tuple[str, ...] = ()

    @property
    def gases(self) -> tuple[str, ...]:
        """The gases of the set, sorted."""
        return tuple(sorted({gas for gas, _ in self.values}))

    def lookup(self, gas: str, origin: str = UNSPLIT) -> Gwp:
        """See `lookup`."""
        return lookup(self, gas, origin)


def find(gwp_set: GwpSet, gas: str, origin: str) -> Gwp | None:
    """Return the GWP of a gas, or None when the set has no value that may stand for it."""
    for candidate in _FALLBACK.get(origin, ()):
        value = gwp_set.values.get((gas, candidate))
        if value is None:
            continue
        found = gwp_set.provenance.get((gas, candidate), Provenance("", "", ""))
        return Gwp(value, candidate, _why(origin, candidate), found.source, found.locator, found.status)
    if gwp_set.others_zero or gas in gwp_set.left_out:
        return Gwp(Fraction(0), origin, _EXCLUDED if gwp_set.others_zero else _LEFT_OUT, "", "", "read")
    return None


def lookup(gwp_set: GwpSet, gas: str, origin: str = UNSPLIT) -> Gwp:
    """Return the GWP of a gas of the given origin (``fossil``, ``biogenic``, ``luluc`` or ``""``).

    Raises:
        InputError: the set has no value for the gas (GWP-001), or only by origin (GWP-002); nothing is guessed.
    """
    found = find(gwp_set, gas, origin)
    if found is None:
        raise InputError((no_value(gwp_set, gas, origin),))
    return found


def no_value(gwp_set: GwpSet, gas: str, origin: str) -> Problem:
    """Why the set cannot weigh a gas: it has no such gas (GWP-001), or it wants to know the origin (GWP-002)."""
    origins = tuple(sorted(o for g, o in gwp_set.values if g == gas and o))
    if origins and not origin:
        return problem("GWP-002", value=gas, set=gwp_set.id, candidates=origins)
    return problem("GWP-001", value=gas, set=gwp_set.id, origin=origin or "-", candidates=close_gases(gwp_set, gas))


def close_gases(gwp_set: GwpSet, gas: str) -> tuple[str, ...]:
    """Gases of the set whose name is spelled like `gas`, best first."""

    # Hyphens and case are the usual difference: HFC-134a for HFC134a.
    def plain(name: str) -> str:
        return "".join(c for c in name.casefold() if c.isalnum())

    wanted = plain(gas)
    same = [g for g in gwp_set.gases if plain(g) == wanted]
    near = [g for g in gwp_set.gases if g not in same and wanted and (wanted in plain(g) or plain(g) in wanted)]
    return tuple(same + near)[:5]


def _why(asked: str, used: str) -> Text:
    if asked == used or (asked == "unspecified" and used == UNSPLIT):
        return _EXACT if used else _ONE_FOR_ALL
    return _ONE_FOR_ALL if used == UNSPLIT else _AS_BIOGENIC


CO2_ONLY = GwpSet(
    id="co2_only",
    values={("CO2", UNSPLIT): Fraction(1)},
    name=Text("仅计二氧化碳", "carbon dioxide only"),
    provenance={("CO2", UNSPLIT): Provenance("definition", "mass of CO2", "read")},
    others_zero=True,
)
