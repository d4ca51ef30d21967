"""Small valid studies of a steel works: several processes, loops, co-products, intervals. One seed, one study.

`small_study(seed)` is plain and seeded, `small_studies()` is the hypothesis strategy over it. A study has two to four
processes in a row (coking, iron, steel, rolling), gas and scrap that go round, co-products with prices and heating
values, electricity by several contracts, transport legs, and direct CO2 reported or from the carbon balance.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from fractions import Fraction

from hypothesis import strategies as st

from carnet.errors import Text
from carnet.inventory.model import (
    Certificate,
    Contract,
    Exchange,
    Process,
    Product,
    Property,
    Source,
    Study,
    TransportLeg,
)
from carnet.quantity import decimal_string

DAYS = {"period_from": "2025-01-01", "period_to": "2025-12-31", "legal_date": "2026-11-22", "known_date": "2026-11-22"}
LARGEST_SEED = 10**9
KWH = Fraction(1, 12)  # kWh per kg of any product
# per kg of the reference product: purchased rows, co-products, tags of the process
RECIPES: dict[str, dict[str, object]] = {
    "coking": {"makes": "coke", "tags": ("coking",), "buys": {"coking_coal": "1.35"},
               "gives": {"coke_oven_gas": "0.42", "coal_tar": "0.04"}},
    "iron": {"makes": "hot_metal", "tags": ("blast_furnace",),
             "buys": {"iron_ore": "1.55", "bituminous_coal": "0.14", "limestone": "0.05", "pellet": "0.2"},
             "gives": {"blast_furnace_gas": "1.3", "blast_furnace_slag": "0.3"}},
    "steel": {"makes": "crude_steel", "tags": ("bof", "casting"),
              "buys": {"steel_scrap": "0.16", "quicklime": "0.05", "silicomanganese": "0.01"},
              "gives": {"converter_gas": "0.08"}},
    "rolling": {"makes": "hot_rolled_coil", "tags": ("hot_rolling",), "buys": {"fresh_water": "0.001"},
                "gives": {}},
}  # fmt: skip
FEEDS = {"iron": ("coke", "0.36"), "steel": ("hot_metal", "0.91"), "rolling": ("crude_steel", "1.04")}
UNITS_OF = {"coke_oven_gas": "Nm3", "blast_furnace_gas": "Nm3", "converter_gas": "Nm3", "fresh_water": "m3"}
GASES = ("coke_oven_gas", "blast_furnace_gas", "converter_gas")
PRICES = {"coke": "1.9", "hot_metal": "2.7", "crude_steel": "3.2", "hot_rolled_coil": "3.6", "coke_oven_gas": "0.6",
          "blast_furnace_gas": "0.08", "converter_gas": "0.15", "coal_tar": "3.6",
          "blast_furnace_slag": "0.12"}  # fmt: skip
# carbon content: low, value, high
CARBON = {
    "coking_coal": ("0.70", "0.7281", "0.73"), "coke": ("0.82", "0.83", "0.84"),
    "hot_metal": ("0.04", "0.042", "0.045"),
    "bituminous_coal": ("0.60", "0.65", "0.67"), "limestone": ("0.12", "0.12", "0.12"),
    "crude_steel": ("0.002", "0.003", "0.004"), "hot_rolled_coil": ("0.002", "0.003", "0.004"),
    "steel_scrap": ("0.002", "0.003", "0.004"), "coke_oven_gas": ("0.21", "0.22", "0.236"),
    "blast_furnace_gas": ("0.221", "0.23", "0.2342"), "converter_gas": ("0.41", "0.42", "0.47"),
    "coal_tar": ("0.7", "0.72", "0.74"), "quicklime": ("0", "0", "0.01"), "silicomanganese": ("0.003", "0.01", "0.025"),
    "iron_ore": ("0", "0", "0.001"), "pellet": ("0", "0", "0.001"), "blast_furnace_slag": ("0", "0", "0.002"),
}  # fmt: skip
HEAT = {"coke": "28.2", "hot_metal": "1.4", "coal_tar": "30", "coke_oven_gas": "17.4", "blast_furnace_gas": "3.3",
        "converter_gas": "8.4", "crude_steel": "0.1", "hot_rolled_coil": "0.1",
        "blast_furnace_slag": "0.1"}  # fmt: skip


@dataclass
class Draft:
    """A study while it is drawn; `basis` is the amount of its product each process is recorded for, in kg."""

    rng: random.Random
    chain: tuple[str, ...]
    basis: dict[str, Fraction]
    need: dict[str, Fraction] = field(default_factory=dict)
    rows: list[Exchange] = field(default_factory=list)
    legs: list[TransportLeg] = field(default_factory=list)

    def jitter(self, per_kg: str) -> Fraction:
        """A recipe amount, up to a tenth off."""
        return Fraction(per_kg) * self.rng.randint(90, 110) / 100

    def row(self, process: str, direction: str, role: str, flow: str, amount: Fraction, **more: str) -> Exchange:
        """Add one row; amounts keep five decimals."""
        made = Exchange(
            f"{process}_{flow}_{len(self.rows)}", process, direction, role, flow, decimal_string(amount, 5),
            more.pop("unit", UNITS_OF.get(flow, "kg")), data_kind="measured", source="own",
            period_from=DAYS["period_from"], period_to=DAYS["period_to"], **more,
        )  # fmt: skip
        self.rows.append(made)
        return made


def small_study(seed: int, *, carbon: bool | None = None, prices: bool = True, point: bool = False) -> Study:
    """One small valid study.

    Args:
        seed: the only source of chance.
        carbon: all processes take their CO2 from the carbon balance (True), none does (False), or some (None).
        prices: outputs carry prices.
        point: carbon contents are exact instead of ranges.
    """
    rng = random.Random(seed)
    chain = tuple(RECIPES)[rng.choice((0, 1, 2)) : rng.choice((3, 4))]
    chain = chain if len(chain) > 1 else ("iron", "steel")
    draft = Draft(rng, chain, {p: Fraction(rng.choice((100, 250, 1000, 2000, 50000))) for p in chain})
    _references(draft, prices=prices)
    for process in chain:
        _inputs(draft, process)
    _co_products(draft, prices=prices)
    balanced = {p: (rng.random() < 0.4 if carbon is None else carbon) for p in chain}
    _emissions(draft, balanced)
    last = chain[-1]
    makes = str(RECIPES[last]["makes"])
    return Study(
        id=f"small-{seed}", version="1", title=Text("小样例", "small sample"), status="illustrative", country="CN",
        region=rng.choice(("", "CN-13")), **DAYS,
        product=Product(Text("产品", "product"), last, makes, rng.choice(("1", "2", "0.5")), "t", ("7208",)),
        processes=tuple(
            Process(p, Text(f"过程{p}", f"process {p}"), tags=RECIPES[p]["tags"],
                    direct_co2="carbon_balance" if balanced[p] else "reported")
            for p in chain
        ),
        exchanges=tuple(draft.rows),
        contracts=_CONTRACTS,
        certificates=_CERTIFICATES,
        transport=tuple(draft.legs),
        properties=_properties(point=point),
        sources=(Source("own", "plant records of the sample"),),
    )  # fmt: skip


_CONTRACTS = (
    Contract("grid", "grid", "CN", document="bill"),
    Contract("wind", "power_purchase_agreement", "CN", technology="wind", certificates=("gec",), document="agreement"),
    Contract("own", "own_generation", "CN", document="meter"),
)
_CERTIFICATES = (
    Certificate("gec", "register", "wind", "100000000", "2025-01-01", "2025-12-31", "CN", "plant", "2026-01-10", "us"),
)


def _properties(*, point: bool) -> tuple[Property, ...]:
    def per(flow: str) -> str:
        return UNITS_OF.get(flow, "kg")

    carbon = [
        Property(f"carbon_{flow}", flow, "carbon_content", value, f"kg/{per(flow)}",
                 value if point else low, value if point else high, "own")
        for flow, (low, value, high) in CARBON.items()
    ]  # fmt: skip
    heat = [
        Property(f"lhv_{flow}", flow, "lower_heating_value", value, f"MJ/{per(flow)}", value, value, "own")
        for flow, value in HEAT.items()
    ]
    return (*carbon, *heat)


def _references(draft: Draft, *, prices: bool) -> None:
    """The reference outputs, the inputs that link the processes, and how much of each product one kg needs."""
    for process in draft.chain:
        makes = str(RECIPES[process]["makes"])
        price = {"price": PRICES[makes], "currency": "CNY"} if prices else {}
        draft.row(process, "out", "reference", makes, draft.basis[process], **price)
    draft.need[draft.chain[-1]] = Fraction(1)
    for provider, user in zip(reversed(draft.chain[:-1]), reversed(draft.chain), strict=False):
        flow, per_kg = FEEDS[user]
        used = draft.jitter(per_kg)
        draft.need[provider] = draft.need[user] * used
        draft.row(user, "in", "intermediate", flow, used * draft.basis[user], provider=provider)


def _inputs(draft: Draft, process: str) -> None:
    rng, basis = draft.rng, draft.basis[process]
    buys = dict(RECIPES[process]["buys"])
    if process in FEEDS and process == draft.chain[0]:
        flow, per_kg = FEEDS[process]
        buys[flow] = per_kg
    for flow, per_kg in buys.items():
        scrap = {"scrap_kind": "pre_consumer"} if flow == "steel_scrap" else {}
        bought = draft.row(process, "in", "purchased", flow, draft.jitter(per_kg) * basis, **scrap)
        if rng.random() < 0.4 and bought.unit == "kg":
            leg = f"leg_{len(draft.legs)}"
            mode = rng.choice(("truck", "rail", "sea_bulk"))
            draft.legs.append(TransportLeg(leg, bought.id, mode, str(rng.randint(20, 900)), source="own"))
    for contract in rng.sample(("grid", "wind", "own"), rng.randint(1, 3)):
        amount = draft.jitter("1") * KWH * basis
        draft.row(process, "in", "electricity", "electricity", amount, unit="kWh", contract=contract)


def _co_products(draft: Draft, *, prices: bool) -> None:
    """Co-products; gas goes round to the maker and to others, never more than four fifths of it."""
    rng = draft.rng
    for process in draft.chain:
        for flow, per_kg in RECIPES[process]["gives"].items():
            made = draft.jitter(per_kg)
            price = {"price": PRICES[flow], "currency": "CNY"} if prices else {}
            draft.row(process, "out", "co_product", flow, made * draft.basis[process], **price)
            if flow not in GASES:
                continue
            users = rng.sample(draft.chain, rng.randint(1, len(draft.chain)))
            for user in users:
                part = Fraction(rng.randint(5, 80), 100 * len(users))
                amount = part * made * draft.need[process] / draft.need[user] * draft.basis[user]
                draft.row(user, "in", "intermediate", flow, amount, provider=process)
    if draft.chain[-1] == "rolling" and "steel" in draft.chain:
        cut = draft.jitter("0.02")
        draft.row("rolling", "out", "co_product", "steel_scrap", cut * draft.basis["rolling"], scrap_kind="internal",
                  **({"price": "2.4", "currency": "CNY"} if prices else {}))  # fmt: skip
        back = cut / draft.need["steel"] * draft.basis["steel"]
        draft.row("steel", "in", "intermediate", "steel_scrap", back, provider="rolling", scrap_kind="internal")


def _emissions(draft: Draft, balanced: dict[str, bool]) -> None:
    for process in draft.chain:
        basis = draft.basis[process]
        if not balanced[process]:
            draft.row(process, "out", "emission", "CO2", draft.jitter("0.4") * basis, origin="fossil")
        if draft.rng.random() < 0.7:
            draft.row(process, "out", "emission", "CH4", draft.jitter("0.0002") * basis, origin="fossil")
        if draft.rng.random() < 0.4:
            draft.row(process, "out", "emission", "N2O", draft.jitter("0.00001") * basis)


def small_studies(**more: bool) -> st.SearchStrategy[Study]:
    """Small valid studies; `more` is handed to `small_study`."""
    return st.integers(0, LARGEST_SEED).map(lambda seed: small_study(seed, **more))
