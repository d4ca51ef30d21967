"""Printing exact amounts as a regime's presentation rule (K4) says, so that parts still add up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.quantity import decimal_string, exact_string, parse_decimal, round_parts, round_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.assessment.plan import Plan
    from carnet.errors import Text

SHARE_DECIMALS = 4
# Where a regime prints no rule of its own: one tenth of a kilogram per declared unit, said so in the result.
OWN_DECIMALS = 1
OWN_MODE = "half_even"
DECIMALS_T_TO_KG = 3
KG_PER_T = 1000


@dataclass(frozen=True, slots=True)
class Presentation:
    """Decimals of a printed kg CO2e and the rounding mode; `rule` says whose rule it is.

    `step` in kg: the headline is printed as a multiple of it (0: no such rule); its parts are not. It comes from
    K4.step, or from fewer than three decimals of a tonne.
    """

    decimals: int
    mode: str
    rule: str
    step: Fraction = Fraction(0)

    def show(self, value: Fraction) -> str:
        """A printed amount."""
        return decimal_string(value, self.decimals, self.mode)

    def headline(self, value: Fraction) -> str:
        """The printed figure itself, a multiple of `step` where the regime asks for one."""
        if not self.step:
            return self.show(value)
        return self.show(round_to(value / self.step, 0, self.mode) * self.step)

    def figure(self, value: Fraction) -> dict[str, str]:
        """``{value, exact}``."""
        return {"value": self.show(value), "exact": exact_string(value)}

    def json(self) -> dict[str, object]:
        """The rule as it stands in a result."""
        said: dict[str, object] = {"decimals": self.decimals, "rounding": self.mode, "rule": self.rule}
        return {**said, "step_kg": self.show(self.step)} if self.step else said


def presentation(plan: Plan) -> Presentation:
    """The plan's K4; a regime prints its figure in t CO2e when `K4.unit` says so, hence three decimals fewer in kg.

    Fewer than three decimals of a tonne are tens of kilograms or more, which no number of decimals of a kilogram says:
    the headline then is a multiple of that many kg, as under `K4.step`; of the two the coarser holds.
    """
    decimals = plan.text("K4.decimals")
    mode = plan.text("K4.rounding")
    if not decimals:
        return Presentation(OWN_DECIMALS, mode or OWN_MODE, "carnet")
    in_tonnes = plan.text("K4.unit") == "t"
    places = int(parse_decimal(decimals)) - (DECIMALS_T_TO_KG if in_tonnes else 0)
    step = parse_decimal(plan.text("K4.step")) if plan.text("K4.step") else Fraction(0)
    if in_tonnes:
        step *= KG_PER_T
    if places < 0:
        step = max(step, Fraction(10) ** -places)
    return Presentation(max(0, places), mode or OWN_MODE, plan.regime, step)


def rows(parts: Sequence[tuple[str, Text, Fraction]], shown_as: Presentation) -> list[dict[str, object]]:
    """Parts as ``{id, name, value, exact, share}``; printed parts add up to the printed total."""
    total = sum((value for _, _, value in parts), Fraction(0))
    printed = round_parts([v for _, _, v in parts], total, shown_as.decimals, shown_as.mode)
    return [
        {
            "id": name,
            "name": text.json(),
            "value": shown,
            "exact": exact_string(value),
            "share": decimal_string(value / total, SHARE_DECIMALS, OWN_MODE) if total else "0",
        }
        for (name, text, value), shown in zip(parts, printed, strict=True)
    ]
