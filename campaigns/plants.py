"""Random installations under the CBAM: all methods of streams, shares, cogeneration, loops, bought precursors, faults.

Most are sound. Some take from each other more than they make, and some lack a value; what then is left out is compared
like any figure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.inventory.installation import (
    Cogeneration,
    HeatFlow,
    Installation,
    JointProduct,
    Kiln,
    PrecursorUse,
    ProductionLevel,
    ProductionProcess,
    PurchasedPrecursor,
    SourceStream,
    StreamShare,
)
from carnet.inventory.model import Product, Study

if TYPE_CHECKING:
    import random

MADE = ("crude_steel", "iron_steel_products", "pig_iron", "sintered_ore", "cement", "ammonia", "hydrogen", "urea")
DEFAULTS = ("72011019", "72071210", "25232900", "76011010")
ORIGINS = ("CN", "CN", "CN", "IN", "DE", "NO", "CH", "TR")
BLANKABLE = {
    "source_streams": ("activity", "ef", "ncv", "carbon", "concentration", "slope", "c2f6_ratio"),
    "production": ("amount", "electricity", "electricity_ef", "heat_in_ef", "heat_out_ef", "direct"),
    "precursors": ("see_direct", "electricity", "electricity_ef", "amount", "basis"),
    "precursor_uses": ("amount",),
    "stream_shares": ("amount",),
    "cogeneration": ("emissions_fuel", "reference_heat", "fuel", "heat", "electricity", "waste_gas_ef"),
    "kilns": ("clinker_ef", "raw_meal", "clinker_made", "calcination", "dust", "clinker_ratio"),
    "heat_flows": ("mass", "enthalpy", "enthalpy_return", "ef", "fuel_ef", "efficiency", "returned"),
    "joint_products": ("amount", "molar_mass"),
}


def plant(chance: random.Random) -> Study:
    """Draw one installation with up to seven processes."""
    names = [f"p{n}" for n in range(chance.randint(1, 7))]
    units = tuple(_unit(chance, n) for n in range(chance.randint(0, 2)))
    streams = tuple(_stream(chance, f"s{n}", names) for n in range(chance.randint(0, 6)))
    streams = tuple(_burnt(chance, each, [u.id for u in units]) for each in streams)
    kilns = tuple(_kiln(chance, f"k{n}", names) for n in range(chance.choice((0, 0, 1, 2))))
    shares = tuple(
        StreamShare(f"{each.id} {name}", each.id, name if _maybe(chance, 0.9) else "", _number(chance, 1, 900))
        for each in streams
        if not each.process and not each.generation and _maybe(chance, 0.7)
        for name in chance.sample(names, chance.randint(1, len(names)))
    )
    shares = tuple(replace(each, amount=f"-{each.amount}") if _is_output(each, streams) else each for each in shares)
    fed = {each.process for each in streams} | {each.process for each in shares} | {each.process for each in kilns}
    made_at_once = _joint(chance, names)
    fed |= {each.to for each in made_at_once if each.to != each.process}
    processes = tuple(_process(chance, name, [u.id for u in units], fed=name in fed) for name in names)
    bought = tuple(_bought(chance, f"b{n}") for n in range(chance.randint(0, 4)))
    unmade = [each.id for each in processes if not each.amount] + [each.id for each in bought if not each.amount]
    routes = tuple(
        ProductionLevel(f"{each} {n}", each, "x", _number(chance, 50, 500))
        for each in unmade
        for n in range(chance.randint(1, 3))
    )
    whole = Study(
        "plant", "1", Text("", ""), "draft", Product(Text("", ""), "", ""), "CN", "2026-01-01", "2026-12-31",
        "2026-12-31", "2026-12-31", installation=_installation(chance), source_streams=streams, stream_shares=shares,
        production=processes, production_levels=routes, precursors=bought,
        precursor_uses=_uses(chance, names, bought), cogeneration=_unstated(chance, units, streams), kilns=kilns,
        heat_flows=_flows(chance, processes, [u.id for u in units]), joint_products=made_at_once,
    )  # fmt: skip
    return _with_faults(chance, whole) if _maybe(chance, 0.25) else whole


def _maybe(chance: random.Random, often: float) -> bool:
    return chance.random() < often


def _number(chance: random.Random, low: int, high: int, places: int = 3) -> str:
    scale = 10**places
    digits = str(chance.randint(low * scale, high * scale)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


def _ratio(chance: random.Random, low: int = 0) -> str:
    return chance.choice(("", "1", _number(chance, low, 1)))


def _installation(chance: random.Random) -> tuple[Installation, ...]:
    if _maybe(chance, 0.5):
        return ()
    co2, n2o, indirect, fuel = (_number(chance, 0, 5000) if _maybe(chance, 0.3) else "" for _ in range(4))
    return (Installation("i", stated_co2=co2, stated_n2o=n2o, indirect=indirect, fuel_total=fuel),)


def _stream(chance: random.Random, name: str, processes: list[str]) -> SourceStream:
    method = chance.choice(
        (
            "combustion",
            "combustion",
            "process",
            "mass_balance",
            "mass_balance",
            "pfc_slope",
            "pfc_overvoltage",
            "measured",
        )
    )
    process = chance.choice(processes) if _maybe(chance, 0.5) else ""
    biomass = chance.choice(("", "", _number(chance, 0, 1)))
    unproven = chance.choice(
        ("", biomass, "0." + "".join(c for c in biomass[2:] if c != "9") if biomass[:1] == "0" else "")
    )
    fields = {"activity": _number(chance, 1, 3000), "activity_unit": chance.choice(("t", "1000Nm3"))}
    if method in {"combustion", "process"}:
        fields |= {"ncv": _number(chance, 1, 50), "oxidation": _ratio(chance), "conversion": _ratio(chance)}
        way = chance.choice(("TJ", "unit", "carbon"))
        if way == "carbon":
            fields |= {"carbon": _number(chance, 0, 1)}
        else:
            unit = "tCO2/TJ" if way == "TJ" else f"tCO2/{fields['activity_unit']}"
            fields |= {"ef": _number(chance, 1, 100), "ef_unit": unit}
        fields |= {"biomass": biomass, "biomass_unproven": _less(biomass, unproven)}
    elif method == "mass_balance":
        sign = chance.choice(("", "-"))
        fields |= {
            "activity": sign + fields["activity"], "carbon": _number(chance, 0, 1), "biomass": biomass,
            "ncv": chance.choice(("", _number(chance, 1, 50))),
        }  # fmt: skip
    elif method == "measured":
        fields = {
            "gas": chance.choice(("CO2", "N2O")), "concentration": _number(chance, 0, 100), "biomass": biomass,
            "hours": _number(chance, 1, 8760), "flow": _number(chance, 0, 300),
        }  # fmt: skip
        if _maybe(chance, 0.3):
            air = {"flow": "", "air_flow": _number(chance, 0, 300), "oxygen": _number(chance, 0, 0) + "7"}
            fields |= air
    else:
        fields = {
            "activity": _number(chance, 1, 500), "c2f6_ratio": _number(chance, 0, 1),
            "collection_efficiency": chance.choice(("", "0.98", "0.9")), "frequency": _number(chance, 0, 3),
            "duration": _number(chance, 0, 3), "slope": _number(chance, 0, 1), "overvoltage": _number(chance, 0, 20),
            "overvoltage_coefficient": _number(chance, 1, 4), "current_efficiency": _number(chance, 90, 96),
        }  # fmt: skip
    return SourceStream(name, name, method, process=process, **fields)


def _less(biomass: str, unproven: str) -> str:
    """The unproven part, where it is a part of the biomass at all."""
    return unproven if biomass and unproven and unproven <= biomass else ""


def _is_output(share: StreamShare, streams: tuple[SourceStream, ...]) -> bool:
    return next(each for each in streams if each.id == share.stream).activity.startswith("-")


def _process(chance: random.Random, name: str, units: list[str], *, fed: bool) -> ProductionProcess:
    def sometimes(text: str, often: float = 0.4) -> str:
        return text if _maybe(chance, often) else ""

    power = _power_of(chance, "electricity", units) | _power_of(chance, "electricity_out", units)
    made = ProductionProcess(
        name, name, chance.choice(MADE),
        amount=sometimes(_number(chance, 50, 1500), 0.8),
        direct="" if fed and _maybe(chance, 0.7) else _number(chance, 0, 800),
        heat_in=sometimes(_number(chance, 0, 9)), heat_in_ef=_number(chance, 10, 90),
        heat_in_chp=chance.choice(units) if units and _maybe(chance, 0.4) else "",
        heat_out=sometimes(_number(chance, 0, 9)), heat_out_ef=_number(chance, 10, 90),
        waste_gas_in=sometimes(_number(chance, 0, 9)), waste_gas_in_ef=_number(chance, 90, 250),
        waste_gas_out=sometimes(_number(chance, 0, 9)), waste_gas_out_ef=_number(chance, 90, 250),
        electricity=_number(chance, 0, 900),
        electricity_out=sometimes(_number(chance, 0, 90)),
    )  # fmt: skip
    return replace(made, **power)  # type: ignore[arg-type]


def _power_of(chance: random.Random, name: str, units: list[str]) -> dict[str, str]:
    """A factor of electricity, or the unit it comes from; seldom both, which is a fault."""
    unit = chance.choice(units) if units and _maybe(chance, 0.3) else ""
    return {f"{name}_chp": unit, f"{name}_ef": "" if unit and _maybe(chance, 0.9) else _number(chance, 0, 1)}


def _burnt(chance: random.Random, stream: SourceStream, units: list[str]) -> SourceStream:
    """A stream that a generating unit burns, now and then."""
    fits = stream.method in {"combustion", "mass_balance"} and not stream.activity.startswith("-")
    if not units or not fits or not _maybe(chance, 0.25):
        return stream
    return replace(stream, process="", generation=chance.choice(units))


def _unstated(
    chance: random.Random, units: tuple[Cogeneration, ...], streams: tuple[SourceStream, ...]
) -> tuple[Cogeneration, ...]:
    """Units with streams state no emissions of their own, but for a fault now and then."""
    burning = {each.generation for each in streams}
    return tuple(
        replace(u, emissions_fuel="", fuel=chance.choice(("", u.fuel)))
        if u.id in burning and _maybe(chance, 0.9)
        else u
        for u in units
    )


def _kiln(chance: random.Random, name: str, processes: list[str]) -> Kiln:
    """A kiln by carbonates, by clinker, or by cement, with its dusts."""
    way = chance.choice(("input", "output", "cement"))
    fields = {"clinker_ef": _number(chance, 0, 1), "conversion": _ratio(chance)}
    if _maybe(chance, 0.3):
        fields |= {"clinker_ef": "", "cao": "0.65", "mgo": chance.choice(("", "0.02"))}
    if way == "input":
        lost = chance.choice(("", _number(chance, 0, 90)))
        fields |= {"raw_meal": _number(chance, 1000, 2000), "raw_meal_dust": lost}
        fields |= chance.choice(
            ({"raw_meal_ef": "0.35"}, {"caco3": "0.77", "mgco3": "0.02"}, {"feco3": "0.01", "caco3": "0.7"})
        )
        fields["organic_carbon"] = chance.choice(("", "0.002"))
    elif way == "output":
        fields["clinker_made"] = _number(chance, 1, 2000)
    else:
        fields |= {
            "cement": _number(chance, 1000, 2000), "clinker_ratio": "0.75", "clinker_stock": chance.choice(("", "-30")),
            "cement_stock": chance.choice(("", "20", "-20")), "clinker_supplied": chance.choice(("", "50")),
            "clinker_dispatched": chance.choice(("", "70")),
        }  # fmt: skip
    fields |= {"dust": chance.choice(("", _number(chance, 0, 90))), "calcination": _ratio(chance)}
    fields["bypass"] = chance.choice(("", _number(chance, 0, 9)))
    return Kiln(name, name, chance.choice(processes), "input" if way == "input" else "output", **fields)


def _flows(chance: random.Random, processes: tuple[ProductionProcess, ...], units: list[str]) -> tuple[HeatFlow, ...]:
    """Heat by enthalpies or by fuel, mostly where no TJ are typed."""
    flows = []
    for n in range(chance.choice((0, 0, 1, 3))):
        process, way = chance.choice(processes), chance.choice(("in", "in", "out"))
        if getattr(process, f"heat_{way}") and _maybe(chance, 0.9):
            continue
        fields = {"origin": chance.choice(("", "own", "outside"))}
        if _maybe(chance, 0.3):
            fields |= {"fuel": _number(chance, 0, 20), "efficiency": chance.choice(("", "0.85"))}
        else:
            fields |= {
                "mass": _number(chance, 0, 9000), "enthalpy": _number(chance, 500, 3000),
                "efficiency": chance.choice(("0.85", "0.9")),
            }  # fmt: skip
            if _maybe(chance, 0.6):
                back = str(chance.randint(0, int(fields["mass"].partition(".")[0])))
                fields |= {"enthalpy_return": _number(chance, 80, 450), "returned": chance.choice(("", back))}
        source = chance.choice(("ef", "fuel_ef", "chp"))
        fields[source if source != "chp" or units else "ef"] = (
            chance.choice(units) if source == "chp" and units else _number(chance, 20, 90)
        )
        flows.append(HeatFlow(f"h{n}", process.id, way, **fields))
    return tuple(flows)


def _joint(chance: random.Random, names: list[str]) -> tuple[JointProduct, ...]:
    """The products of one process that makes several, one of them perhaps a good of another process."""
    if not _maybe(chance, 0.3):
        return ()
    process, *others = chance.sample(names, len(names))
    rows = [JointProduct("j0", process, "own", _number(chance, 1, 90), "2.016", process)]
    for n in range(1, chance.randint(2, 4)):
        amount = _number(chance, 10, 900)
        to = others.pop() if others and _maybe(chance, 0.3) else ""
        rows.append(JointProduct(f"j{n}", process, "other", amount, chance.choice(("32", "70.9", "17.03")), to,
                                 used=chance.choice(("", "", "5", amount))))  # fmt: skip
    return tuple(rows)


def _bought(chance: random.Random, name: str) -> PurchasedPrecursor:
    amount = _number(chance, 0, 2000) if _maybe(chance, 0.8) else ""
    kind, origin = chance.choice(MADE), chance.choice(ORIGINS)
    if _maybe(chance, 0.3):
        code = chance.choice(DEFAULTS)
        kind = {"72": "crude_steel", "25": "cement", "76": "unwrought_aluminium"}[code[:2]]
        return PurchasedPrecursor(name, name, kind, cn=code, country="CN", amount=amount, basis="default")
    basis = chance.choice(("measured", "measured", "default", "unknown"))
    row = PurchasedPrecursor(
        name, name, kind, country=origin, amount=amount, basis=basis, see_direct=_number(chance, 0, 4)
    )
    if _maybe(chance, 0.3):
        return replace(row, see_indirect=_number(chance, 0, 2))
    return replace(row, electricity=_number(chance, 0, 3), electricity_ef=_number(chance, 0, 1))


def _uses(chance: random.Random, names: list[str], bought: tuple[PurchasedPrecursor, ...]) -> tuple[PrecursorUse, ...]:
    """Flows between all processes, often small enough to leave something over, sometimes not."""
    most = chance.choice((5, 20, 60, 400))
    ends = [(one, other) for one in names for other in names if _maybe(chance, 0.35)]
    ends += [(each.id, name) for each in bought for name in names if _maybe(chance, 0.5)]
    ends += chance.sample(ends, len(ends) // 8)
    return tuple(PrecursorUse(str(n), *pair, _number(chance, 0, most)) for n, pair in enumerate(ends))


def _unit(chance: random.Random, number: int) -> Cogeneration:
    unit = Cogeneration(
        f"chp{number}", fuel=chance.choice(("", _number(chance, 50, 200))), heat=_number(chance, 1, 40),
        electricity=_number(chance, 0, 4000), emissions_fuel=_number(chance, 0, 9000),
        emissions_cleaning=chance.choice(("", _number(chance, 0, 90))), reference_heat=chance.choice(("0.88", "0.92")),
        reference_power=chance.choice(("0.442", "0.53")), efficiency_heat=chance.choice(("", "0.5")),
        efficiency_power=chance.choice(("", "0.3")),
    )  # fmt: skip
    return replace(unit, **_alone(chance)) if _maybe(chance, 0.3) else unit


def _alone(chance: random.Random) -> dict[str, str]:
    """What makes of a unit one for electricity alone, with a waste gas now and then."""
    gas = {"waste_gas": _number(chance, 0, 20), "waste_gas_ef": chance.choice(("260", "40"))}
    fields = {"heat": chance.choice(("", "0")), "reference_heat": "", "efficiency_heat": ""}
    return fields | (gas if _maybe(chance, 0.4) else {})


def _with_faults(chance: random.Random, whole: Study) -> Study:
    """Empty one or two fields anywhere."""
    for _ in range(chance.randint(1, 2)):
        table = chance.choice(sorted(BLANKABLE))
        rows = list(getattr(whole, table))
        if rows:
            at = chance.randrange(len(rows))
            rows[at] = replace(rows[at], **{chance.choice(BLANKABLE[table]): ""})
            changed: dict[str, Any] = {table: tuple(rows)}
            whole = replace(whole, **changed)
    return whole
