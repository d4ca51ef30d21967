"""Bridges: the only way from one kind to another, each with a name, a factor and a citation.

A density turns litres of diesel into kilograms, a heating value turns kilograms of coal into megajoules, a warming
potential turns kilograms of methane into kg CO2e. None of that is a conversion: it is a fact about a substance or a
method, and it has a source.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from carnet.quantity.convert import convert, unit_of_kind
from carnet.quantity.problems import UnitError


@dataclass(frozen=True, slots=True)
class Bridge:
    """`factor` is the amount in `to_unit` (of `to_kind`) that stands for one `from_unit` (of `from_kind`).

    Raises:
        UnitError: ``bad_bridge`` without a name or a citation, with an inexact factor or inside one kind;
            else what is wrong with the unit or the kind.
    """

    name: str
    from_kind: str
    to_kind: str
    factor: Fraction
    from_unit: str
    to_unit: str
    citation: str

    def __post_init__(self) -> None:
        """Refuse a bridge nobody could check."""
        defects = (
            (not self.name.strip(), "it has no name"),
            (not self.citation.strip(), "it has no citation"),
            (not isinstance(self.factor, Fraction), "its factor is not an exact fraction"),
            (self.from_kind == self.to_kind, "it does not leave its kind"),
        )
        found = "; ".join(words for wrong, words in defects if wrong)
        if found:
            reason = "bad_bridge"
            raise UnitError(reason, kind=self.from_kind, detail=f"{self.name or '?'}: {found}")
        unit_of_kind(self.from_unit, self.from_kind)
        unit_of_kind(self.to_unit, self.to_kind)


def cross(value: Fraction, unit: str, bridge: Bridge) -> tuple[Fraction, str]:
    """Take an amount in any unit of the bridge's first kind over to `to_unit` of its second.

    Raises:
        UnitError: `unit` does not belong to the bridge's first kind.
    """
    return convert(value, unit, bridge.from_unit, bridge.from_kind) * bridge.factor, bridge.to_unit


def inverse(bridge: Bridge) -> Bridge:
    """Return the same bridge walked backwards.

    Raises:
        ZeroDivisionError: the factor is zero, so there is no way back.
    """
    return Bridge(
        name=f"{bridge.name}, inverse",
        from_kind=bridge.to_kind,
        to_kind=bridge.from_kind,
        factor=1 / bridge.factor,
        from_unit=bridge.to_unit,
        to_unit=bridge.from_unit,
        citation=bridge.citation,
    )


_IDEAL_GAS = (
    "Reference conditions of UN/ECE Recommendation 20 rev. 17e, codes NM3 and SM3 (read), ideal gas at one pressure: "
    "the ratio of the absolute temperatures; the compressibility of the gas is left out"
)

M3_15C_TO_NM3 = Bridge(
    name="gas from 15 °C to 0 °C",
    from_kind="gas_volume_15c",
    to_kind="gas_volume",
    factor=Fraction(27315, 28815),
    from_unit="Sm3",
    to_unit="Nm3",
    citation=_IDEAL_GAS,
)
M3_20C_TO_NM3 = Bridge(
    name="gas from 20 °C to 0 °C",
    from_kind="gas_volume_20c",
    to_kind="gas_volume",
    factor=Fraction(27315, 29315),
    from_unit="m3(20°C)",
    to_unit="Nm3",
    citation=_IDEAL_GAS,
)
CO2_AS_CO2E = Bridge(
    name="carbon dioxide as its own equivalent",
    from_kind="co2_mass",
    to_kind="co2e",
    factor=Fraction(1),
    from_unit="kg",
    to_unit="kg",
    citation="By the definition of the global warming potential, relative to carbon dioxide "
    "(IPCC AR5 WG1, glossary; recalled)",
)

SHIPPED_BRIDGES: tuple[Bridge, ...] = (M3_15C_TO_NM3, M3_20C_TO_NM3, CO2_AS_CO2E)
