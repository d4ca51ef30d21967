"""From a datum (masses of gases, or an unsplit total) to kg CO2e by gas, under one GWP set and gas filter.

A value is keyed by gas and carbon origin: ``CO2 fossil``, ``CH4 biogenic``, ``CO2 biogenic uptake``, or ``CO2e`` for a
total without a split. Gases other than CO2, CH4 and CO carry no biogenic carbon: they count as fossil, as the climate
indicators of EN 15804 place them (nitrous oxide, SF6 and the fluorinated gases stand in its GWP-fossil only).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.expression import CONSTANT, Leaf, Node, add, leaf, multiply, variable
from carnet.errors import InputError, Place, Text, problem
from carnet.impact import find, lookup, ratio_bounds
from carnet.quantity import decimal_string, exact_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.assessment.plan import Plan
    from carnet.impact import GwpSet

ZERO = Fraction(0)
UNSPLIT = "CO2e"
# The gases a published total without a split is taken to consist of; their GWP ratios bound its recalculation.
USUAL_GASES = ("CO2", "CH4", "N2O")
PERFLUOROCARBON = re.compile(r"c?C[0-9]*F[0-9]+")
KNOWN_SETS = ("AR4", "AR5", "AR5_feedback", "AR6")
ORIGINS = ("fossil", "biogenic", "luluc", "unsplit")
UPTAKE = "uptake"
BIOGENIC_CO2 = "CO2 biogenic"
_CARBON_GASES = ("CO2", "CH4", "CO")


@dataclass(frozen=True, slots=True)
class Gas:
    """kg of one gas per unit of the datum."""

    gas: str
    origin: str
    mass: Node


@dataclass(frozen=True, slots=True)
class Datum:
    """One value for one unit of a line: split by gas, or a total in kg CO2e of `gwp_set` (``unknown`` allowed)."""

    id: str
    name: Text
    split: tuple[Gas, ...] = ()
    total: Node | None = None
    gwp_set: str = ""
    source: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class OpenValue:
    """A value of which only the range is known. `parameter` is what `accept` takes to settle it."""

    parameter: str
    name: Text
    low: Fraction
    high: Fraction
    unit: str
    source: str
    value: str = ""
    why: Text = field(default=Text("", ""))


@dataclass(slots=True)
class OpenValues:
    """All open values a calculation has met, and the ones that were settled by name."""

    pins: Mapping[str, tuple[Fraction, str]]
    met: dict[str, OpenValue] = field(default_factory=dict)
    used_pins: set[str] = field(default_factory=set)
    ratios: dict[tuple[str, str], tuple[Fraction, Fraction]] = field(default_factory=dict)
    alike: dict[str, str] = field(default_factory=dict)

    def node(self, value: OpenValue, label: Text) -> Node:
        """A leaf for the value: a variable, or a constant where somebody accepted one, or the range is a point."""
        pinned = self.pins.get(value.parameter)
        if pinned is not None:
            self.used_pins.add(value.parameter)
            amount, by = pinned
            if not value.low <= amount <= value.high:
                raise InputError(
                    (
                        problem(
                            "CAL-018",
                            Place(),
                            shown(amount),
                            parameter=value.parameter,
                            low=shown(value.low, mode="up"),
                            high=shown(value.high, mode="down"),
                        ),
                    )
                )
            return leaf(amount, Leaf("acceptance", value.parameter, unit=value.unit, note=by), label)
        if value.low == value.high:
            return leaf(value.low, Leaf("property", value.parameter, unit=value.unit, source=value.source), label)
        self.met[value.parameter] = value
        return variable(value.parameter, Leaf("open", value.parameter, unit=value.unit, source=value.source), label)


@dataclass(frozen=True, slots=True)
class Counted:
    """kg CO2e per unit, by key: `gases` is in the figure, `apart` beside it, by bucket."""

    gases: dict[str, Node] = field(default_factory=dict)
    apart: dict[str, dict[str, Node]] = field(default_factory=dict)


def shown_gas(key: str) -> str:
    """What a reader sees of a key: CO2 with its origin, any other gas by its name alone."""
    gas, _, rest = key.partition(" ")
    return f"CO2 {rest.partition(' ')[0]}" if gas == "CO2" else gas


def origin_of(key: str) -> str:
    """The carbon origin of a key: one of `ORIGINS`."""
    parts = key.split(" ")
    return parts[1] if len(parts) > 1 else "unsplit"


def is_uptake(key: str) -> bool:
    """Whether a key is CO2 taken up from the air."""
    return key.endswith(f" {UPTAKE}")


def is_biogenic_co2(key: str) -> bool:
    """Whether a key is CO2 of biogenic origin, taken up or given off: what the two totals of D5 differ by."""
    return key in {BIOGENIC_CO2, f"{BIOGENIC_CO2} {UPTAKE}"}


def characterise(
    datum: Datum,
    plan: Plan,
    sets: Mapping[str, GwpSet],
    opened: OpenValues,
    *,
    wanted: tuple[str, ...],
    uptake: bool = False,
) -> Counted:
    """Return kg CO2e per unit under the plan's D4 and D5.

    Args:
        datum: masses by gas, or a total.
        plan: the rules.
        sets: the GWP sets by id.
        opened: where open values are noted.
        wanted: the gases that count: D4.direct_gases, D4.upstream_gases or D4.electricity_gases.
        uptake: CO2 of the datum is taken up from the air, not given off.
    """
    target = plan.text("D4.gwp_set")
    split = datum.split
    if datum.total is not None:
        if datum.gwp_set == "co2_only":
            split = (Gas("CO2", "fossil", datum.total),)
        else:
            return Counted(_unsplit(datum, target, wanted, sets, opened))
    result = Counted()
    for part in split:
        if ("*" not in wanted and part.gas not in wanted and family(part.gas) not in wanted) or (
            target == "co2_only" and part.gas != "CO2"
        ):
            continue
        taken = uptake or part.mass.terms.get(CONSTANT, ZERO) < 0
        where = _place(part, plan, taken=taken)
        if where is None:
            continue
        group = result.apart.setdefault(where, {}) if where else result.gases
        label = _key(part, taken=taken)
        node = multiply(part.mass, _gwp(part, target, plan, sets))
        group[label] = add((group[label], node)) if label in group else node
    return result


def _key(part: Gas, *, taken: bool) -> str:
    origin = part.origin or "unsplit"
    if part.gas not in _CARBON_GASES and origin != "luluc":
        origin = "fossil"
    name = f"{part.gas} {origin}"
    return f"{name} {UPTAKE}" if taken and name == BIOGENIC_CO2 else name


def _place(part: Gas, plan: Plan, *, taken: bool) -> str | None:
    """Where a part counts: ``""`` in the figure, else its bucket beside it; None: nowhere."""
    if part.origin == "luluc":
        return {"included": "", "separate": "land_use"}.get(plan.text("D5.land_use"))
    if part.origin != "biogenic" or part.gas != "CO2":
        return ""
    bucket = "biogenic_uptake" if taken else "biogenic_emission"
    match plan.text("D5.biogenic_co2"):
        case "minus_one_plus_one":
            return ""
        case "separate":
            return bucket
        case "two_totals":
            # With uptake −1 and +1, without it 0 and 0: what is given off goes with what is taken up.
            return "" if plan.text("D5.leading") == "with_uptake" else bucket
        case _:
            return None


def family(gas: str) -> str:
    """The family a rule may name instead of a gas: HFC for HFC134a, PFC for CF4 or C2F6; else the gas itself."""
    if gas.startswith("HFC"):
        return "HFC"
    return "PFC" if PERFLUOROCARBON.fullmatch(gas) else gas


def _gwp(part: Gas, target: str, plan: Plan, sets: Mapping[str, GwpSet]) -> Node:
    rule = plan.values["D4.gwp_set"]
    label = Text(f"{part.gas} 的GWP（{target}）", f"GWP of {part.gas} ({target})")
    if part.gas == "CO2":
        what = Leaf("gwp", f"{target}:CO2", "kg CO2e/kg", rule.source, rule.clause, rule.status)
        return leaf(Fraction(1), what, label)
    origin = "" if part.gas == "CH4" and plan.text("D4.methane") == "one_value" else part.origin
    found = lookup(sets[target], part.gas, origin)
    what = Leaf("gwp", f"{target}:{part.gas}:{origin}", "kg CO2e/kg", found.source, rule.clause, found.status)
    return leaf(found.value, what, label)


def _unsplit(
    datum: Datum, target: str, wanted: tuple[str, ...], sets: Mapping[str, GwpSet], opened: OpenValues
) -> dict[str, Node]:
    total = datum.total
    if total is None:
        return {}
    value = total.terms.get(CONSTANT, ZERO)
    if not value:
        return {UNSPLIT: total}
    if target == "co2_only" or ("*" not in wanted and set(wanted) == {"CO2"}):
        open_value = OpenValue(
            f"{datum.id}:co2_share",
            Text(
                f"{datum.name.zh}：总量中CO2的份额未公布",
                f"{datum.name.en}: share of CO2 in the total is not published",
            ),
            ZERO,
            Fraction(1),
            "1",
            datum.source,
        )
        share = opened.node(open_value, Text("CO2份额", "share of CO2"))
        return {"CO2 fossil": multiply(total, share)}
    if datum.gwp_set == target:
        return {UNSPLIT: total}
    known = opened.ratios.get((datum.gwp_set, target))
    low, high = known or opened.ratios.setdefault((datum.gwp_set, target), _ratio_range(datum.gwp_set, target, sets))
    if target not in opened.alike:
        opened.alike[target] = same_values(target, sets)
    named = opened.alike[target]
    open_value = OpenValue(
        f"{datum.id}:gwp@{named}",
        Text(
            f"{datum.name.zh}：未按气体分列，换算到{named}",
            f"{datum.name.en}: no gas split, taken to {named}",
        ),
        low,
        high,
        "1",
        datum.source,
    )
    ratio = opened.node(open_value, Text(f"换算到{target}的比值", f"ratio to {target}"))
    return {UNSPLIT: multiply(total, ratio)}


def same_values(target: str, sets: Mapping[str, GwpSet]) -> str:
    """The set whose name an unsplit total's open ratio bears: the first, AR6 before others, that values alike.

    EF 3.1 gives the usual gases the values of AR6: what a total becomes is then one unknown, however many regimes ask
    for it. Alike means equal for CO2, N2O and methane of fossil and of biogenic origin; a value for both together,
    which EF 3.1 does not have, lies between these and widens no range. Methane of land-use change is not looked at, as
    in the range itself.
    """
    wanted = _usual(sets[target])
    ordered = [*(s for s in reversed(KNOWN_SETS) if s in sets), *sorted(s for s in sets if s not in KNOWN_SETS)]
    return next(one for one in ordered if _usual(sets[one]) == wanted)


def _usual(gwp_set: GwpSet) -> tuple[Fraction | None, ...]:
    found = (find(gwp_set, gas, origin) for gas in USUAL_GASES for origin in ("fossil", "biogenic"))
    return tuple(value.value if value else None for value in found)


def _ratio_range(source: str, target: str, sets: Mapping[str, GwpSet]) -> tuple[Fraction, Fraction]:
    """The least and greatest ratio target/source over the usual gases; an unknown source may be any set."""
    sources = (source,) if source in sets else KNOWN_SETS
    found = [ratio_bounds(sets[one], sets[target], USUAL_GASES) for one in sources]
    return min(low for low, _ in found), max(high for _, high in found)


def shown(value: Fraction, decimals: int = 6, mode: str = "half_even") -> str:
    """A fraction for people: its exact decimal when short, else rounded (``up``, ``down``: away from, towards zero)."""
    exact = exact_decimal(value)
    limit = 12
    return exact if exact is not None and len(exact) <= limit else decimal_string(value, decimals, mode)
