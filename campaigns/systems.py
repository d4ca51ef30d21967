"""Random productive systems, with the data they need: one seed, one system.

One to four processes feed each other, with loops, co-products of every class, purchased goods of every kind,
electricity by several contracts and certificates, transport, captured CO2, rows to be left out, a boiler, processes
after the gate, and the materials of the product at their end of life.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.factors import FactorRecord, FactorSet, factor_set
from carnet.factors.record import GasShare
from carnet.inventory.model import (
    Certificate,
    Contract,
    Exchange,
    FactorChoice,
    Flow,
    Material,
    Process,
    Product,
    Property,
    Study,
    SupplierValue,
    TransportLeg,
)

if TYPE_CHECKING:
    import random

NAME = Text("样品", "sample")
COUNTRIES = ("CN", "DE", "US", "BR")
MAIN = "made"
# flow → kind, unit, tags, customs codes
GOODS: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "plain": ("product_mass", "kg", (), ("2523",)),
    "metal_in": ("product_mass", "kg", ("metal", "iron"), ("7203", "720310")),
    "bought_scrap": ("product_mass", "kg", ("scrap", "metal"), ("7204",)),
    "hard_fuel": ("product_mass", "kg", ("fuel", "carbon_bearing"), ("2701",)),
    "machine": ("product_mass", "kg", ("capital_goods",), ()),
    "wrapping": ("product_mass", "kg", ("packaging",), ("4819",)),
    "tap_water": ("product_mass", "kg", ("water",), ()),
    "gas_in": ("gas_volume", "Nm3", ("fuel",), ("2711",)),
    "wood": ("product_mass", "kg", ("carbon_bearing",), ()),
}
BY_PRODUCTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "slaggy": ("product_mass", "kg", ("slag",)),
    "top_gas": ("gas_volume", "Nm3", ("process_gas", "carbon_bearing")),
    "tarry": ("product_mass", "kg", ("chemical", "carbon_bearing")),
    "warm_steam": ("heat_lhv", "MJ", ("steam",)),
    "second_product": ("product_mass", "kg", ()),
}
BOILER = "boiler"
OTHERS = ("virgin", "recycled", "substitute")
WASTES = ("burning", "tip", "sorting")
MODES = ("truck", "rail", "air", "sea_bulk")


@dataclass
class Draft:
    """A system while it is drawn."""

    rng: random.Random
    rows: list[Exchange] = field(default_factory=list)
    legs: list[TransportLeg] = field(default_factory=list)
    suppliers: list[SupplierValue] = field(default_factory=list)

    def number(self, low: int, high: int) -> str:
        """A decimal with two places."""
        value = self.rng.randint(low * 100, high * 100)
        return f"{value // 100}.{value % 100:02d}"

    def maybe(self, percent: int) -> bool:
        """A chance."""
        return self.rng.randrange(100) < percent

    def row(self, process: str, direction: str, role: str, flow: str, amount: str, unit: str, **more: str) -> Exchange:
        """Add a row."""
        name = f"{process}-{flow}-{len(self.rows)}"
        kinds = ("measured", "calculated", "estimated")
        made = Exchange(name, process, direction, role, flow, amount, unit, data_kind=self.rng.choice(kinds), **more)
        self.rows.append(made)
        return made


def system(rng: random.Random) -> Study:
    """One study."""
    draft = Draft(rng)
    piece = draft.maybe(30)
    count = rng.randint(1, 4)
    names = [f"p{n}" for n in range(count)]
    made = {name: f"semi_{name}" for name in names} | {names[-1]: MAIN}
    boiler = draft.maybe(30)
    for name in names:
        _process(draft, name, names, made, piece=piece)
    if boiler:
        _boiler(draft, names)
    after = [stage for stage in ("distribution", "use", "end_of_life") if draft.maybe(40)]
    for stage in after:
        _after(draft, stage, piece=piece)
    _excluded(draft)
    processes = tuple(
        Process(
            name, NAME, rng.choice(("raw_materials", *["manufacturing"] * 4)) if name != names[-1] else "manufacturing",
            tuple(t for t in ("coking", "power_plant", "mining") if draft.maybe(15)) if name != names[-1] else (),
            rng.choice(("reported", "carbon_balance")), country=rng.choice(("", "", "CN", "DE")),
        )
        for name in names
    ) + ((Process(BOILER, NAME),) if boiler else ()) + tuple(
        Process(stage, NAME, stage, country=rng.choice(("", "DE"))) for stage in after
    )  # fmt: skip
    return Study(
        id="random", version="1", title=NAME, status=rng.choice(("illustrative", "plant")), country="CN",
        region=rng.choice(("", "CN-13")),
        period_from="2025-01-01", period_to="2025-12-31", legal_date="2026-11-22", known_date="2026-11-22",
        product=Product(
            NAME, names[-1], MAIN, draft.number(1, 3), "piece" if piece else rng.choice(("kg", "t")),
            category=rng.choice(("M1", "N3")), market=rng.choice(("", "DE", "CN", "EU")),
        ),
        flows=_flows(piece=piece), processes=processes, exchanges=tuple(draft.rows), contracts=_contracts(draft),
        certificates=_certificates(draft), transport=tuple(draft.legs), supplier_values=tuple(draft.suppliers),
        materials=_materials(draft), properties=_properties(draft, piece=piece),
        factor_choices=(FactorChoice("plain", "plain-1-CN"),) if draft.maybe(15) else (),
    )  # fmt: skip


def _flows(*, piece: bool) -> tuple[Flow, ...]:
    main = Flow(MAIN, NAME, "pieces" if piece else "product_mass", "piece" if piece else "kg", ("metal",))
    semis = [Flow(f"semi_p{n}", NAME, "product_mass", "kg", ("crude_steel",) if n == 0 else ()) for n in range(4)]
    goods = [Flow(n, NAME, kind, unit, tags, (), codes) for n, (kind, unit, tags, codes) in GOODS.items()]
    gone = [Flow(n, NAME, kind, unit, tags) for n, (kind, unit, tags) in BY_PRODUCTS.items()]
    plain = [Flow(n, NAME, "product_mass", "kg", ("metal",) if n in OTHERS else ()) for n in (*OTHERS, *WASTES)]
    return (main, *semis, *goods, *gone, *plain, Flow("boiler_heat", NAME, "heat_lhv", "MJ"))


def _process(draft: Draft, name: str, names: list[str], made: dict[str, str], *, piece: bool) -> None:
    rng = draft.rng
    unit = "piece" if piece and made[name] == MAIN else rng.choice(("kg", "t")) if made[name] == MAIN else "kg"
    scale = {"kg": 1000, "t": 1, "piece": 10}[unit]
    price = {"price": draft.number(1, 9), "currency": "CNY"} if draft.maybe(90) else {}
    draft.row(name, "out", "reference", made[name], str(scale), unit, **price)
    for provider in names[: names.index(name)][-2:]:
        draft.row(name, "in", "intermediate", made[provider], draft.number(100, 700), "kg", provider=provider)
    later = names[names.index(name) + 1 :]
    if later and draft.maybe(35):
        # Something comes back: little enough that enough is left.
        back = rng.choice(later)
        if made[back] != MAIN:
            draft.row(name, "in", "intermediate", made[back], draft.number(1, 60), "kg", provider=back)
    for flow in rng.sample(sorted(GOODS), rng.randint(1, 4)):
        _good(draft, name, flow)
    for flow in rng.sample(sorted(BY_PRODUCTS), rng.randint(0, 2)):
        _by_product(draft, name, flow, names)
    if draft.maybe(15):
        draft.row(name, "out", "co_product", "electricity", draft.number(10, 300), "kWh", price="0.5", currency="CNY")
    for contract in rng.sample(("grid", "wind", "line", "product", "own", "abroad"), rng.randint(0, 4)):
        row = draft.row(name, "in", "electricity", "electricity", draft.number(10, 500), "kWh", contract=contract)
        if contract in {"product", "grid"} and draft.maybe(30):
            _supplier(draft, row, "kWh")
    for gas, least, most in (("CO2", 50, 900), ("CH4", 0, 5), ("N2O", 0, 1), ("CO2", 1, 90), ("HFC134a", 0, 1)):
        if draft.maybe(45):
            origin = rng.choice(("fossil", "fossil", "biogenic", "luluc")) if gas in {"CO2", "CH4"} else ""
            draft.row(name, "out", "emission", gas, draft.number(least, most), "kg", origin=origin)
    if draft.maybe(10):
        draft.row(name, "in", "resource", "CO2", draft.number(5, 50), "kg", origin="biogenic")
    if draft.maybe(15):
        fate = rng.choice(("stored", "used"))
        document = rng.choice(("", "certificate"))
        draft.row(name, "out", "captured", "CO2", draft.number(1, 30), "kg", fate=fate, document=document)
    if draft.maybe(30):
        draft.row(name, "out", "waste", rng.choice(WASTES), draft.number(1, 60), "kg")


def _boiler(draft: Draft, names: list[str]) -> None:
    """A boiler that gives heat to the others, and power and steam besides: the case for shares by exergy."""
    price = {"price": "0.2", "currency": "CNY"}
    draft.row(BOILER, "out", "reference", "boiler_heat", "1000", "MJ", **price)
    draft.row(BOILER, "out", "co_product", "electricity", draft.number(20, 90), "kWh", **price)
    if draft.maybe(50):
        draft.row(BOILER, "out", "co_product", "warm_steam", draft.number(50, 400), "MJ", **price)
    draft.row(BOILER, "out", "emission", "CO2", draft.number(50, 90), "kg", origin="fossil")
    for user in draft.rng.sample(names, draft.rng.randint(1, len(names))):
        draft.row(user, "in", "intermediate", "boiler_heat", draft.number(30, 400), "MJ", provider=BOILER)


def _good(draft: Draft, process: str, flow: str) -> None:
    rng = draft.rng
    unit = GOODS[flow][1]
    amount = draft.number(0, 40) if flow in {"plain", "wrapping", "machine"} else draft.number(20, 300)
    scrap = rng.choice(("pre_consumer", "post_consumer", "internal")) if flow == "bought_scrap" else ""
    row = draft.row(
        process, "in", "purchased", flow, amount, unit, scrap_kind=scrap, country=rng.choice(("", "", *COUNTRIES))
    )
    for _ in range(rng.choice((0, 0, 1, 2))):
        name = f"leg{len(draft.legs)}"
        share = rng.choice(("1", "0.5", "0.3"))
        draft.legs.append(TransportLeg(name, row.id, rng.choice(MODES), draft.number(10, 900), share))
    if draft.maybe(25):
        _supplier(draft, row, unit)


def _supplier(draft: Draft, row: Exchange, per: str) -> None:
    rng = draft.rng
    verified = rng.choice(("yes", "no"))
    draft.suppliers.append(
        SupplierValue(
            f"s{len(draft.suppliers)}", row.id, draft.number(0, 3), rng.choice(("kg CO2e", "g CO2e")), per, "maker",
            boundary=rng.choice(("cradle_to_gate", "cradle_to_gate", "gate_to_gate")),
            gwp_set=rng.choice(("AR6", "AR5", "")),
            verified=verified, verifier="body" if verified == "yes" and draft.maybe(70) else "",
            statistic=rng.choice(("", "", "mean", "p95")), lifetime_years=rng.choice(("", "", "4")),
        )
    )  # fmt: skip


def _by_product(draft: Draft, process: str, flow: str, names: list[str]) -> None:
    rng = draft.rng
    unit = BY_PRODUCTS[flow][1]
    amount = rng.randint(40, 400)
    made = draft.row(
        process, "out", "co_product", flow, str(amount), unit,
        **({"price": draft.number(0, 4), "currency": rng.choice((*["CNY"] * 4, "EUR"))} if draft.maybe(80) else {}),
    )  # fmt: skip
    if flow in {"top_gas", "warm_steam"}:
        for user in rng.sample(names, rng.randint(0, len(names))):
            share = rng.randint(1, 8) if user != process else rng.randint(1, 30)
            taken = f"{amount * share // 100}.5"
            draft.row(user, "in", "intermediate", flow, taken, made.unit, provider=process)


def _after(draft: Draft, stage: str, *, piece: bool) -> None:
    rng = draft.rng
    draft.row(stage, "in", "product", MAIN, draft.number(1, 5), "piece" if piece else "kg")
    if stage == "use":
        draft.row(
            stage, "in", "electricity", "electricity", draft.number(1, 90), "kWh", contract=rng.choice(("grid", "any"))
        )
    else:
        draft.row(stage, "out", "waste", rng.choice(WASTES), draft.number(1, 3), "kg")
    if draft.maybe(60):
        good = draft.row(stage, "in", "purchased", rng.choice(("plain", "wrapping")), draft.number(0, 3), "kg")
        if draft.maybe(50):
            draft.legs.append(TransportLeg(f"leg{len(draft.legs)}", good.id, rng.choice(MODES), draft.number(10, 400)))


def _excluded(draft: Draft) -> None:
    """Ask for a few rows to be left out."""
    for index, row in enumerate(draft.rows):
        if row.role in {"purchased", "waste"} and draft.maybe(25):
            share = draft.rng.choice(("", "0.5", "0.5", "1", "5"))
            draft.rows[index] = replace(row, excluded="yes", excluded_share=share)


def _contracts(draft: Draft) -> tuple[Contract, ...]:
    rng = draft.rng
    # A certificate stands under one contract, or under several in the order of the study.
    own = {name: rng.choice((0, 1, 2, 3, 4)) for name in ("gec1", "gec2", "gec3")}
    held = [tuple(n for n, holder in own.items() if holder == c or draft.maybe(35)) for c in range(5)]
    year = [rng.choice(("", draft.number(200, 9000))) for _ in range(6)]  # kWh, on another scale than the rows

    def told() -> str:
        return rng.choice(("", "none", "cancelled", "sold"))

    return (
        Contract("grid", "grid", "CN", rng.choice(("", "CN-13")), certificates=held[0], document="bill",
                 annual_kwh=year[0]),
        Contract("abroad", "grid", "DE", certificates=held[1], annual_kwh=year[1]),
        Contract("any", "grid"),
        Contract("wind", "power_purchase_agreement", "CN", technology="wind", certificates=held[2],
                 document=rng.choice(("", "deed")), delivery=rng.choice(("", "yes")), instruments=told(),
                 annual_kwh=year[2]),
        Contract("line", "direct_line", "CN", technology=rng.choice(("coal", "solar_pv")), certificates=held[3],
                 document=rng.choice(("", "plan")), delivery=rng.choice(("", "yes")), instruments=told(),
                 annual_kwh=year[3]),
        Contract("product", "supplier_product", "CN", technology="hydro", certificates=held[4], document="offer",
                 annual_kwh=year[4]),
        Contract("own", "own_generation", "CN", technology=rng.choice(("", "coal")), document="meter",
                 instruments=told(), annual_kwh=year[5]),
    )  # fmt: skip


def _certificates(draft: Draft) -> tuple[Certificate, ...]:
    rng = draft.rng
    return tuple(
        Certificate(
            name, "register", rng.choice(("wind", "hydro", "nuclear")), draft.number(10, 700),
            *rng.choice((("2025-01-01", "2025-12-31"), ("2025-01-01", "2025-12-31"), ("2023-01-01", "2023-12-31"))),
            rng.choice(("CN", "CN", "DE", "FR")), "plant", rng.choice(("2026-01-10", "2026-01-10", "")),
            rng.choice(("us", "us", "")), rng.choice(("", "hourly")),
        )
        for name in ("gec1", "gec2", "gec3")
    )  # fmt: skip


def _materials(draft: Draft) -> tuple[Material, ...]:
    rng = draft.rng
    found: list[Material] = []
    for row in [
        r for r in draft.rows if r.role == "purchased" and r.flow in {"metal_in", "plain", "wood", "bought_scrap"}
    ][:3]:
        if not draft.maybe(70):
            continue

        def given(*values: str) -> str:
            return rng.choice(("", *values))

        found.append(
            Material(
                f"m{len(found)}", row.flow, draft.number(1, 40), "kg", exchange=rng.choice((row.id, row.id, "")),
                recycled_content=given("0", "0.25", "0.6"), recycled_content_document=given("paper"),
                recycling_rate=given("0", "0.5", "0.8"), energy_rate=given("0.1", "0.2"),
                virgin=given("virgin", "virgin"), recycled=given("recycled", "recycled"),
                recycling=given("sorting", "sorting"), substituted=given("substitute"),
                energy_recovery=given("burning", "burning"), disposal=given("tip", "tip"),
                quality_in=given("0.9", "1"), quality_out=given("0.8", "1"), heat_efficiency=given("0.3"),
                power_efficiency=given("0.2"),
            )
        )  # fmt: skip
    return tuple(found)


def _properties(draft: Draft, *, piece: bool) -> tuple[Property, ...]:
    """Carbon contents, some as ranges; heating values; what the unit of a rule asks of the product."""
    found = []
    for flow, per, least, most in (
        ("hard_fuel", "kg", 60, 80), ("wood", "kg", 40, 50), ("top_gas", "Nm3", 15, 25), ("tarry", "kg", 70, 90),
        ("metal_in", "kg", 0, 4), ("plain", "kg", 2, 3), ("gas_in", "Nm3", 50, 54),
    ):  # fmt: skip
        if flow in {"top_gas", "hard_fuel"} or draft.maybe(70):
            low, high = f"0.{least:02d}", f"0.{most:02d}"
            span = draft.maybe(60)
            found.append(
                Property(f"c_{flow}", flow, "carbon_content", "" if span else low, f"kg/{per}", low if span else "",
                         high if span else "")
            )  # fmt: skip
    for flow, value, unit in (
        (MAIN, "1.5", "MJ/kg"), ("slaggy", "0.2", "MJ/kg"), ("top_gas", "3.3", "MJ/Nm3"),
        ("tarry", "30", "MJ/kg"), ("second_product", "9", "MJ/kg"), ("plain", "20", "MJ/kg"),
        ("metal_in", "4", "MJ/kg"), ("wood", "17", "MJ/kg"), ("hard_fuel", "29", "MJ/kg"), ("semi_p0", "2", "MJ/kg"),
    ):  # fmt: skip
        if draft.maybe(85) and not (piece and flow == MAIN):
            found.append(Property(f"h_{flow}", flow, "lower_heating_value", value, unit))
    if draft.maybe(60):
        found.append(Property("t", "warm_steam", "supply_temperature", "450", "K"))
    if draft.maybe(85):
        found.append(Property("t2", "boiler_heat", "supply_temperature", "510", "K"))
    if draft.maybe(60):
        found.append(Property("d", "top_gas", "density", "1.3", "kg/Nm3"))
    per = "piece" if piece else "kg"
    for name, value, unit in (
        ("usable_energy", "7.5", f"kWh/{per}"), ("cycles_per_year", "60", "1/a"), ("service_life", "8", "a"),
        ("biogenic_carbon_content", "0.02", f"kg/{per}"), ("net_mass", "25", "kg/piece"),
    ):  # fmt: skip
        if draft.maybe(75) and name != ("biogenic_carbon_content" if piece else "net_mass"):
            found.append(Property(name, MAIN, name, value, unit))
    return tuple(found)


# ── factors ──────────────────────────────────────────────────────────────────────────────────────


def factors(rng: random.Random, others: FactorSet) -> FactorSet:
    """The given factors with made-up ones for the flows of a system: by gas or not, of several places and units."""
    records = list(others.records)
    wanted = [(flow, "product_life_cycle", GOODS[flow][1]) for flow in GOODS]
    wanted += [(flow, "product_life_cycle", "kg") for flow in OTHERS]
    wanted += [(flow, "waste_treatment", "kg") for flow in WASTES]
    wanted += [("sorting", "product_life_cycle", "kg"), ("gas_in", "fuel_upstream", "Nm3"),
               ("hard_fuel", "fuel_upstream", "kg"), ("gas_in", "fuel_combustion", "Nm3"),
               ("hard_fuel", "fuel_combustion", "kg"), ("district_heat", "product_life_cycle", "MJ"),
               ("electricity", "electricity_life_cycle", "kWh")]  # fmt: skip
    for flow, kind, unit in wanted:
        for number in range(rng.choice((0, 1, 1, 2, 3)) if flow not in OTHERS else 1):
            country = rng.choice(("CN", "CN", "DE", "RER", "GLO"))
            name = f"{flow}-{number}-{country}"
            if any(r.id == name for r in records) or kind.startswith(("fuel", "electricity")):
                name += f"-{kind}"
            records.append(_record(rng, name, flow, kind, unit, country))
    if rng.randrange(100) < 50:
        flown = _record(rng, "made-up-flight", "transport_air", "transport", "t·km", "CN")
        records.append(replace(flown, gases=(GasShare("CO2", "fossil", "0.6"), GasShare("N2O", "", "0.001"))))
    if all(r.id != "plain-1-CN" for r in records):
        records.append(_record(rng, "plain-1-CN", "plain", "product_life_cycle", "kg", "CN"))
    return factor_set({r.id: r for r in records}.values())


def _record(rng: random.Random, name: str, flow: str, kind: str, unit: str, country: str) -> FactorRecord:
    gases: tuple[GasShare, ...] = ()
    if rng.randrange(100) < 60:
        pool = [("CO2", "fossil", "1.2"), ("CO2", "biogenic", "0.4"), ("CO2", "luluc", "0.1"),
                ("CH4", "fossil", "0.01"),
                ("CH4", "biogenic", "0.02"), ("N2O", "", "0.001"), ("CO2", "biogenic", "-0.7"),
                ("CH4", "", "0.003"), ("CH4", "luluc", "0.004")]  # fmt: skip
        picked = rng.sample(pool, rng.randint(1, 4))
        gases = tuple(GasShare(*each) for each in {(g, o): (g, o, m) for g, o, m in picked}.values())
    tonnes = unit == "kg" and rng.randrange(100) < 30
    gwp_set = rng.choice(("AR6", "AR6", "AR5", "AR4", "unknown", "co2_only"))
    return FactorRecord(
        id=name, version="1", name=NAME, flow=flow, kind=kind, value=f"{rng.randint(0, 300)}.{rng.randint(0, 99)}",
        unit="g CO2e" if rng.randrange(100) < 20 else "kg CO2e", per_unit="t" if tonnes else unit, gwp_set=gwp_set,
        country=country, year=rng.choice((2019, 2022, 2024, 2026)), source="made up", locator="", status="read",
        licence="CC0", redistribution="allowed", gases=gases,
        technology=rng.choice(("", "residual_mix", "wind", "fossil_mix")) if flow == "electricity" else "",
    )  # fmt: skip
