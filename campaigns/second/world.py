"""What the second calculation knows: numbers, units, GWP values, the choice of a factor, gases under D4 and D5."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from carnet.factors import FactorRecord
    from carnet.inventory.model import Exchange, Flow, Process, Study
    from carnet.regime import ResolvedRow

ZERO, ONE = Fraction(0), Fraction(1)
CO2_OF_CARBON = Fraction(44, 12)
AFTER_GATE = ("distribution", "installation", "use", "end_of_life")
# symbol → what it measures, and how much of that: kg, MJ, m3, piece, t·km, …
UNITS: dict[str, tuple[str, Fraction]] = {
    "kg": ("mass", ONE), "t": ("mass", Fraction(1000)), "g": ("mass", Fraction(1, 1000)),
    "kWh": ("energy", Fraction(36, 10)), "MWh": ("energy", Fraction(3600)), "MJ": ("energy", ONE),
    "GJ": ("energy", Fraction(1000)), "m3": ("liquid", ONE), "Nm3": ("gas", ONE), "piece": ("piece", ONE),
    "m2": ("area", ONE), "t·km": ("freight", ONE), "a": ("time", ONE), "kWp": ("peak", ONE),
    "Wp": ("peak", Fraction(1, 1000)), "1": ("", ONE), "K": ("temperature", ONE),
}  # fmt: skip
WATT_HOURS = ("kWh", "MWh")
VOLUMES = ("gas", "liquid")
STATUSES = ("read", "secondary", "recalled", "unknown", "conflicting")
FALLBACK = {
    "fossil": ("fossil", ""),
    "biogenic": ("biogenic", ""),
    "luluc": ("luluc", "biogenic", ""),
    "": ("",),
}
MIXES = ("", "mix", "average")


class RefusedError(Exception):
    """The study cannot be calculated under these rules."""


@dataclass(frozen=True, slots=True)
class Datum:
    """A value per unit: masses by gas and origin, or one total of a GWP set. `id` names its open values."""

    id: str
    gases: tuple[tuple[str, str, Fraction], ...] = ()
    total: Fraction | None = None
    gwp_set: str = ""


@dataclass
class Sum:
    """kg CO2e by gas; `apart` by bucket, beside the figure."""

    gases: dict[str, Fraction] = field(default_factory=dict)
    apart: dict[str, Fraction] = field(default_factory=dict)

    def add(self, other: Sum, times: Fraction = ONE) -> None:
        """Add another sum."""
        for gas, kg in other.gases.items():
            self.gases[gas] = self.gases.get(gas, ZERO) + kg * times
        for bucket, kg in other.apart.items():
            self.apart[bucket] = self.apart.get(bucket, ZERO) + kg * times

    @property
    def total(self) -> Fraction:
        """What is in the figure."""
        return sum(self.gases.values(), ZERO)


@dataclass
class World:
    """A study, the rules it is calculated by, and the data; `choose` settles a value of which the range is known."""

    study: Study
    rules: Mapping[str, Any]
    said_by: Mapping[str, str]
    table: Sequence[ResolvedRow]
    flows: Mapping[str, Flow]
    factors: Sequence[FactorRecord]
    gwps: Mapping[str, Mapping[tuple[str, str], Fraction]]
    silent: Mapping[str, Sequence[str]]
    groups: Mapping[str, frozenset[str]]
    known: str
    pins: Mapping[str, Fraction]
    choose: Callable[[str, Fraction, Fraction], Fraction]
    met: dict[str, tuple[Fraction, Fraction]] = field(default_factory=dict)

    def rule(self, name: str) -> Any:  # noqa: ANN401 - whatever the rule is
        """The value of a parameter, None where there is none."""
        return self.rules.get(name)

    def listed(self, name: str) -> tuple[str, ...]:
        """A parameter that is a list."""
        return tuple(self.rules.get(name) or ())

    def process(self, name: str) -> Process:
        """A process by its id."""
        return next(p for p in self.study.processes if p.id == name)

    def tags(self, flow: str) -> set[str]:
        """A flow's id and tags."""
        return {flow, *self.flows[flow].tags}

    def open(self, name: str, low: Fraction, high: Fraction) -> Fraction:
        """A value of which only the range is known."""
        if name in self.pins:
            return self.pins[name]
        if low == high:
            return low
        self.met[name] = (low, high)
        return self.choose(name, low, high)

    def groups_of(self, country: str) -> tuple[str, ...]:
        """The groups a country is in, the narrowest first."""
        return tuple(name for name, members in self.groups.items() if country in members)


# ── units ────────────────────────────────────────────────────────────────────────────────────────


def ratio(one: str, other: str, kind: str = "") -> Fraction | None:
    """How many of `other` one of `one` is; None where they measure different things."""
    if one == other:
        return ONE
    if kind == "electricity" and not (one in WATT_HOURS and other in WATT_HOURS):
        return None
    if one not in UNITS or other not in UNITS or UNITS[one][0] != UNITS[other][0]:
        return None
    return UNITS[one][1] / UNITS[other][1]


def kilograms(unit: str) -> Fraction:
    """How many kg a mass of greenhouse gas is."""
    return UNITS[unit.split(" ", maxsplit=1)[0]][1]


def compound(text: str) -> tuple[Fraction, dict[str, int]]:
    """A quotient of units such as ``kWh/kWp/a``: its size, and what it measures as exponents."""
    above, *below = text.split("/")
    size, powers = ONE, dict[str, int]()
    for name, power in ((above, 1), *((b, -1) for b in below)):
        what, much = UNITS[name]
        size *= much**power
        if what:
            powers[what] = powers.get(what, 0) + power
    return size, {k: v for k, v in powers.items() if v}


def property_of(world: World, flow: str, name: str) -> tuple[Fraction, str, str] | None:
    """Value, unit above and unit below of a property the study gives."""
    for row in world.study.properties:
        if row.flow == flow and row.property == name and row.value:
            above, _, below = row.unit.partition("/")
            return Fraction(row.value), above, below
    return None


def amount(world: World, row: Exchange, unit: str) -> Fraction | None:
    """The amount of a row in a unit; mass, volume and pieces meet by a density or a net mass."""
    flow = world.flows[row.flow]
    same = ratio(row.unit, unit, flow.kind)
    if same is not None:
        return Fraction(row.amount) * same
    dense = property_of(world, row.flow, "density") or property_of(world, row.flow, "net_mass")
    if dense is None:
        return None
    value, above, below = dense
    for first, last, factor in ((above, below, 1 / value if value else None), (below, above, value)):
        into, out = ratio(row.unit, first), ratio(last, unit)
        if into is not None and out is not None and factor is not None:
            return Fraction(row.amount) * into * factor * out
    return None


def heat(world: World, row: Exchange) -> Fraction | None:
    """MJ of a row: power, heat, or amount × lower heating value."""
    kind = world.flows[row.flow].kind
    if kind == "electricity" or kind.startswith("heat"):
        taken = amount(world, row, "kWh" if kind == "electricity" else "MJ")
        return None if taken is None else taken * (Fraction(36, 10) if kind == "electricity" else ONE)
    found = property_of(world, row.flow, "lower_heating_value")
    taken = amount(world, row, found[2]) if found else None
    return taken * found[0] * (ratio(found[1], "MJ") or ONE) if found and taken is not None else None


# ── greenhouse gases ─────────────────────────────────────────────────────────────────────────────


def gwp(world: World, name: str, gas: str, origin: str) -> Fraction:
    """Kg CO2e of one kg of a gas."""
    if gas == "CO2":
        return ONE
    found = _gwp(world, name, gas, origin)
    if found is None:
        why = f"{name} has no value for {gas} {origin}"
        raise RefusedError(why)
    return found


def _gwp(world: World, name: str, gas: str, origin: str) -> Fraction | None:
    values = world.gwps[name]
    for each in FALLBACK[origin]:
        if (gas, each) in values:
            return values[gas, each]
    return ZERO if name == "co2_only" or gas in world.silent[name] else None


def family(gas: str) -> str:
    """HFC and PFC by the look of the name."""
    if gas.startswith("HFC"):
        return "HFC"
    plain = gas.removeprefix("c")
    carbon, _, fluorine = plain.partition("F")
    is_pfc = carbon[:1] == "C" and carbon[1:].isdigit() | (carbon == "C") and fluorine.isdigit()
    return "PFC" if is_pfc else gas


def counted(world: World, kg: Fraction, datum: Datum, wanted: Sequence[str], *, uptake: bool = False) -> Sum:
    """Amount × datum under D4 and D5."""
    rules, target = world.rules, world.rules["D4.gwp_set"]
    result = Sum()
    gases = datum.gases
    if datum.total is not None:
        if datum.gwp_set != "co2_only":
            result.gases["CO2e"] = kg * _total(world, datum, wanted)
            return result
        gases = (("CO2", "fossil", datum.total),)
    for gas, origin, mass in gases:
        if "*" not in wanted and gas not in wanted and family(gas) not in wanted:
            continue
        if target == "co2_only" and gas != "CO2":
            continue
        as_origin = "" if gas == "CH4" and rules.get("D4.methane") == "one_value" else origin
        where = _where(world, gas, origin, taken=uptake or mass < 0)
        if where == "nowhere":
            continue
        value = kg * mass * gwp(world, target, gas, as_origin)
        if where == "figure":
            result.gases[gas] = result.gases.get(gas, ZERO) + value
        else:
            result.apart[where] = result.apart.get(where, ZERO) + value
    return result


def _where(world: World, gas: str, origin: str, *, taken: bool) -> str:
    if origin == "luluc":
        return {"included": "figure", "separate": "land_use"}.get(world.rule("D5.land_use"), "nowhere")
    if origin != "biogenic" or gas != "CO2":
        return "figure"
    bucket = "biogenic_uptake" if taken else "biogenic_emission"
    rule = world.rule("D5.biogenic_co2")
    if rule == "two_totals":
        return "figure" if world.rule("D5.leading") == "with_uptake" else bucket
    return {"minus_one_plus_one": "figure", "separate": bucket}.get(rule, "nowhere")


def _total(world: World, datum: Datum, wanted: Sequence[str]) -> Fraction:
    total, target = datum.total or ZERO, world.rules["D4.gwp_set"]
    if not total:
        return ZERO
    if target == "co2_only" or set(wanted) == {"CO2"}:
        return total * world.open(f"{datum.id}:co2_share", ZERO, ONE)
    if datum.gwp_set == target:
        return total
    made_with = (datum.gwp_set,) if datum.gwp_set in world.gwps else ("AR4", "AR5", "AR5_feedback", "AR6")
    ratios = []
    for one in made_with:
        for gas in ("CO2", "CH4", "N2O"):
            for origin in ("fossil", "biogenic", ""):
                before = ONE if gas == "CO2" else _gwp(world, one, gas, origin)
                after = ONE if gas == "CO2" else _gwp(world, target, gas, origin)
                if before and after is not None:
                    ratios.append(after / before)
    return total * world.open(f"{datum.id}:gwp@{_like(world, target)}", min(ratios), max(ratios))


def _like(world: World, target: str) -> str:
    """AR6 where a set values methane and nitrous oxide as AR6 does: a total becomes the same under both."""
    usual = [(gas, origin) for gas in ("CH4", "N2O") for origin in ("fossil", "biogenic")]
    same = all(_gwp(world, target, *each) == _gwp(world, "AR6", *each) for each in usual)
    return "AR6" if same else target


# ── factors ──────────────────────────────────────────────────────────────────────────────────────


def datum_of(record: FactorRecord) -> Datum:
    """A factor per one `per_unit`."""
    if record.gases:
        return Datum(f"factor:{record.id}", tuple((g.gas, g.origin, Fraction(g.mass)) for g in record.gases))
    return Datum(f"factor:{record.id}", (), Fraction(record.value) * kilograms(record.unit), record.gwp_set)


def dimensions(world: World, flow: str, unit: str) -> list[str]:
    """What an amount can be counted in: what its unit measures; a density joins mass and volume, a net mass pieces."""
    found = [UNITS[unit][0]]
    if property_of(world, flow, "density") is not None:
        found += [d for d in ("mass", *VOLUMES) if d not in found]
    if property_of(world, flow, "net_mass") is not None:
        found += [d for d in ("mass", "piece") if d not in found]
    return found


def distance(world: World, record: FactorRecord, country: str, region: str) -> int:
    """How far a record's place is: region, country, other region, group, world, elsewhere."""
    if record.country == country and country:
        if record.region:
            return 0 if record.region == region else 2
        return 1
    if record.country in world.groups_of(country):
        return 3
    return 4 if record.country == "GLO" else 5


def usable(world: World, record: FactorRecord) -> bool:
    """Not superseded, still valid at the end of the period, already public."""
    expired = record.valid_to and record.valid_to < world.study.period_to
    later = record.valid_from and world.known and record.valid_from > world.known
    return not (record.superseded_by or expired or later)


def pick(
    world: World,
    flow: str,
    kinds: Sequence[str],
    *,
    country: str = "",
    region: str = "",
    technology: str = "",
    pinned: str = "",
    unit: str = "",
) -> FactorRecord | None:
    """The record that stands for a flow, or None."""
    country = country or world.study.country
    if pinned:
        found = next((r for r in world.factors if r.id == pinned), None)
        if found is None or found.flow != flow or found.kind not in kinds or not usable(world, found):
            why = f"{pinned} may not be used"
            raise RefusedError(why)
        return found
    wanted = technology if technology not in MIXES else ""
    dims = dimensions(world, flow, unit) if unit else []
    left = []
    for record in world.factors:
        if record.flow != flow or record.kind not in kinds or not usable(world, record):
            continue
        measured = UNITS[record.per_unit][0]
        if dims and measured not in dims:
            continue
        same = record.technology in MIXES if not wanted else record.technology == wanted
        far = distance(world, record, country, region)
        if record.kind.startswith("electricity") and (not same or far in {2, 5}):
            continue
        order = world.groups_of(country)
        near = order.index(record.country) if record.country in order else 99
        fit = 0 if same else 1 if record.technology in MIXES else 2
        late = record.year - int(world.study.period_to[:4])
        years = (1, late) if late > 0 else (0, -late)
        unit_rank = dims.index(measured) if dims else 0
        rank = (kinds.index(record.kind), unit_rank, far, near, fit, years, STATUSES.index(record.status), record.id)
        left.append((rank, record))
    return min(left, key=lambda pair: pair[0])[1] if left else None


def place_of(world: World, row: Exchange) -> str:
    """The country in which a row's process stands."""
    return world.process(row.process).country or world.study.country


def origin(world: World, row: Exchange) -> str:
    """Where a good comes from."""
    return row.country or place_of(world, row)


def table_row(world: World, flow: str, country: str) -> tuple[Datum, str] | None:
    """The regime's own value for a flow: country before group before any, longest code, highest value."""
    best = None
    codes = world.flows[flow].cn_codes
    near = {country: 0, **dict.fromkeys(world.groups_of(country), 1), "": 2}
    by_id = any(r.flow == flow and r.table == "upstream" and r.country in near for r in world.table)
    for row in world.table:
        if row.table != "upstream" or row.country not in near:
            continue
        by_code = row.cn and any(own.startswith(row.cn) or row.cn.startswith(own) for own in codes if own)
        if not (row.flow == flow if by_id else by_code):
            continue
        rank = (near[row.country], -len(row.cn), -Fraction(row.value), row.cn, row.variant)
        if best is None or rank < best[0]:
            best = (rank, row)
    if best is None:
        return None
    row = best[1]
    extra = ONE + Fraction(world.rule("D9.markup") or "0")
    name = "/".join(part for part in (row.cn or row.flow, row.country, row.variant) if part)
    datum = Datum(
        f"table:{row.origin.partition('@')[0]}:{name}",
        (),
        Fraction(row.value) * kilograms(row.unit) * extra,
        "co2_only" if row.gas == "CO2" else row.gwp_set or "unknown",
    )
    return datum, row.per_unit


def markup(world: World, flow: str) -> Fraction:
    """1 + what D9.factor_markup adds to a stand-in factor of a flow."""
    table = world.rule("D9.factor_markup") or {}
    names: Iterable[str] = (flow, *world.flows[flow].tags, "*")
    return ONE + Fraction(next((table[n] for n in names if n in table), "0"))
