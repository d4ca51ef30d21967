"""Clean studies made at random, and ten kinds of inconsistency to plant in them.

`clean_study(seed)` builds a chain of processes with side branches, returns and a process gas that feeds its own makers,
whose mass and carbon close; `PLANTERS[kind](study, random)` puts one inconsistency of that kind at a random place.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.inventory.balance import CARBON_CONTENT, carbon_balance, mass_balance
from carnet.inventory.checks_balance import CLOSED
from carnet.inventory.model import (
    Certificate,
    Contract,
    Exchange,
    FactorChoice,
    Flow,
    Process,
    Product,
    Property,
    Source,
    Study,
    SupplierValue,
    TransportLeg,
)
from carnet.quantity import decimal_string, exact_decimal

if TYPE_CHECKING:
    from collections.abc import Callable

AUXILIARIES = ("quicklime", "bentonite", "silicomanganese", "limestone", "steel_scrap", "dolomite")
FUELS = ("anthracite", "coke", "bituminous_coal", "raw_coal")
CONTENTS = {
    "anthracite": "0.716", "coke": "0.8235", "bituminous_coal": "0.666", "raw_coal": "0.61", "limestone": "0.12",
    "dolomite": "0.1303", "steel_scrap": "0.0041", "silicomanganese": "0.025", "blast_furnace_gas": "0.23",
}  # fmt: skip
GAS, GAS_DENSITY, AIR_DENSITY = "blast_furnace_gas", Fraction("1.3"), Fraction("1.293")


@dataclass
class _Builder:
    rng: random.Random
    processes: list[Process] = field(default_factory=list)
    lines: list[Exchange] = field(default_factory=list)
    contents: dict[str, str] = field(default_factory=dict)
    own: list[Flow] = field(default_factory=list)

    def number(self, low: float, high: float, decimals: int = 1) -> Fraction:
        scale = 10**decimals
        return Fraction(self.rng.randint(int(low * scale), int(high * scale)), scale)

    def line(self, process: str, direction: str, role: str, flow: str, amount: Fraction, unit: str, **more: str) -> str:
        """Add a line; masses and energy are written in one of two units at random."""
        if unit == "kg" and role != "emission" and self.rng.random() < 0.4:
            amount, unit = amount / 1000, "t"
        if unit == "kWh" and self.rng.random() < 0.3:
            amount, unit = amount / 1000, "MWh"
        name = f"{process}_{len(self.lines)}_{flow}"
        text = exact_decimal(amount)
        assert text is not None
        self.lines.append(Exchange(name, process, direction, role, flow, text, unit, **more))
        return name

    def material(self, name: str) -> str:
        carbon = self.number(0, 0.03, 4)
        tags = ("carbon_bearing",) if carbon else ()
        self.own.append(Flow(name, Text(f"物料 {name}", f"material {name}"), "product_mass", "t", tags))
        if carbon:
            self.contents[name] = exact_decimal(carbon) or ""
        return name


def clean_study(seed: int) -> Study:
    """A study without any finding, never twice the same."""
    rng = random.Random(seed)
    build = _Builder(rng)
    count = rng.randint(3, 8)
    names = [f"step{k}" for k in range(count)]
    materials = [build.material(f"material_{k}") for k in range(count)]
    gas_maker = rng.randrange(count)
    gas_uses = {k: build.number(10, 80) for k in range(count) if rng.random() < 0.6 or k == gas_maker}
    returns = {}  # (maker, user): a later product goes back into an earlier step
    for maker in range(1, count):
        if rng.random() < 0.4:
            returns[maker, rng.randrange(maker)] = build.number(5, 30)
    feed = build.number(900, 1500)
    for k, name in enumerate(names):
        inputs = [] if k else [("purchased", "iron_ore", feed, "")]
        if k:
            inputs.append(("intermediate", materials[k - 1], feed, names[k - 1]))
        inputs += [
            ("intermediate", materials[maker], amount, names[maker])
            for (maker, user), amount in returns.items() if user == k
        ]  # fmt: skip
        if rng.random() < 0.3:
            inputs.append(_side_branch(build, k))
        made = Fraction(0)
        if k == gas_maker:
            made = sum(gas_uses.values(), Fraction(0)) * build.number(1.1, 2, 2)
        product = _step(build, name, materials[k], inputs, gas_uses.get(k, Fraction(0)), names[gas_maker], made)
        feed = product - sum((amount for (maker, _), amount in returns.items() if maker == k), Fraction(0))
    return _study(build, seed, names, materials)


def _side_branch(build: _Builder, k: int) -> tuple[str, str, Fraction, str]:
    """A step of its own beside the chain, recorded for another amount than is used of it."""
    name, flow = f"side{k}", build.material(f"side_material_{k}")
    _step(build, name, flow, [("purchased", "iron_ore", build.number(300, 3000), "")], Fraction(0), "", Fraction(0))
    return ("intermediate", flow, build.number(30, 200), name)


def _step(
    build: _Builder, name: str, flow: str, inputs: list[tuple[str, str, Fraction, str]], gas_used: Fraction,
    gas_from: str, gas_made: Fraction,
) -> Fraction:  # fmt: skip
    """Add one process whose mass and carbon close; return the mass of its product in kg."""
    rng, first = build.rng, len(build.lines)
    closed, balanced = rng.random() < 0.85, rng.random() < 0.35
    build.processes.append(
        Process(
            name, Text(f"过程 {name}", f"process {name}"), tags=(CLOSED,) if closed else (),
            direct_co2="carbon_balance" if balanced else "reported",
        )
    )  # fmt: skip
    solid, carbon = _feeds(build, name, inputs)
    carbon += _fuels(build, name, solid, gas_made * Fraction(CONTENTS[GAS]) * 2)
    carbon += _gas(build, name, gas_used, gas_from, gas_made)
    product = Fraction(round(solid * build.number(0.72, 0.93, 2) * 10), 10)
    build.line(name, "out", "reference", flow, product, "kg")
    carbon -= product * _content(build, flow)
    if rng.random() < 0.5:
        slag = Fraction(round(solid * build.number(0.02, 0.05, 3) * 10), 10)
        build.line(name, "out", "co_product", "blast_furnace_slag", slag, "kg")
    assert carbon > 0, "the fuel of a clean study carries more carbon than its products"
    co2 = Fraction(decimal_string(carbon * Fraction(44, 12), 3))
    if not balanced:
        # A works' own figure and a balance over laboratory values never agree to the last digit.
        reported = Fraction(decimal_string(co2 * build.number(0.94, 1.06, 3), 3))
        build.line(name, "out", "emission", "CO2", reported, "kg", origin="fossil")
    _traces(build, name, product)
    if closed:
        oxygen = Fraction(decimal_string(carbon * Fraction(32, 12), 3))
        build.line(name, "in", "purchased", "oxygen", oxygen, "kg")
        _close(build, name, co2 if balanced else Fraction(0))
    for contract in rng.sample(("grid", "ppa1", "ppa2"), rng.randint(1, 2)):
        amount = Fraction(round(product * build.number(0.03, 0.4, 3) * 10), 10)
        build.line(name, "in", "electricity", "electricity", amount, "kWh", contract=contract)
    if gas_made or name.startswith("side"):
        _recorded_for_another_amount(build, first)
    return product


def _feeds(build: _Builder, name: str, inputs: list[tuple[str, str, Fraction, str]]) -> tuple[Fraction, Fraction]:
    """Add what the product is made of; return its mass and its carbon in kg."""
    solid = carbon = Fraction(0)
    for role, used, amount, provider in inputs:
        build.line(name, "in", role, used, amount, "kg", provider=provider)
        solid += amount
        carbon += amount * _content(build, used)
    for used in build.rng.sample(AUXILIARIES, build.rng.randint(1, 4)):
        amount = Fraction(round(solid * build.number(0.03, 0.15, 2) * 10), 10)
        build.line(name, "in", "purchased", used, amount, "kg", scrap_kind="mixed" if used == "steel_scrap" else "")
        solid += amount
        carbon += amount * _content(build, used)
    return solid, carbon


def _fuels(build: _Builder, name: str, solid: Fraction, needed: Fraction) -> Fraction:
    """Add one or two fuels that carry at least `needed` kg of carbon each; return theirs."""
    carbon = Fraction(0)
    for used in build.rng.sample(FUELS, build.rng.randint(1, 2)):
        amount = Fraction(round((needed / _content(build, used) + solid * build.number(0.05, 0.2, 2)) * 10), 10)
        build.line(name, "in", "purchased", used, amount, "kg")
        carbon += amount * _content(build, used)
    return carbon


def _gas(build: _Builder, name: str, used: Fraction, maker: str, made: Fraction) -> Fraction:
    """Add the process gas that comes and goes; return the carbon that stays, in kg."""
    if used:
        build.line(name, "in", "intermediate", GAS, used, "Nm3", provider=maker)
    if made:
        air = Fraction(round(made * GAS_DENSITY / AIR_DENSITY), 1)
        build.line(name, "in", "purchased", "compressed_air", air, "Nm3")
        build.line(name, "out", "co_product", GAS, made, "Nm3")
    return (used - made) * Fraction(CONTENTS[GAS])


def _traces(build: _Builder, name: str, product: Fraction) -> None:
    for gas, low, high, decimals in (("CH4", 2e-5, 2e-4, 6), ("N2O", 5e-6, 5e-5, 7)):
        if build.rng.random() < 0.3:
            amount = Fraction(decimal_string(product * build.number(low, high, decimals), 6))
            build.line(name, "out", "emission", gas, amount, "kg", origin="fossil" if gas == "CH4" else "")


def _recorded_for_another_amount(build: _Builder, first: int) -> None:
    factor = build.rng.choice((Fraction(1), Fraction(10), Fraction(5, 2), Fraction(1000)))
    for i in range(first, len(build.lines)):
        build.lines[i] = replace(build.lines[i], amount=_decimal(Fraction(build.lines[i].amount) * factor))


def _close(build: _Builder, name: str, computed: Fraction) -> None:
    """Let the rest of the mass leave as waste."""
    balance = mass_balance(_bare(build), name)
    # Weighing leaves up to 0.7 % of the input unexplained in a plant that is well run.
    rest = balance.gap_kg - computed
    assert rest > 0, "a clean study does not make more than it takes in"
    rest += Fraction(decimal_string(balance.input_kg * build.number(-0.007, 0.007, 4), 1))
    build.line(name, "out", "waste", "waste_industrial_landfill", max(rest, Fraction(1, 10)), "kg")


def _content(build: _Builder, flow: str) -> Fraction:
    return Fraction(build.contents.get(flow) or CONTENTS.get(flow, "0"))


def _properties(build: _Builder) -> tuple[Property, ...]:
    used = {line.flow for line in build.lines}
    found = []
    for flow, value in sorted({**CONTENTS, **build.contents}.items()):
        if flow in used:
            spread = build.rng.random() < 0.5
            low, high = (exact_decimal(Fraction(value) * f) or "" for f in (Fraction("0.97"), Fraction("1.03")))
            unit = "kg/Nm3" if flow == GAS else "kg/kg"
            found.append(
                Property(
                    f"carbon_{flow}", flow, CARBON_CONTENT, value, unit, low if spread else "", high if spread else "",
                    source="lab",
                )
            )  # fmt: skip
    densities = ((GAS, "1.3"), ("compressed_air", "1.293"))
    found += [Property(f"density_{f}", f, "density", v, "kg/m3", source="lab") for f, v in densities]
    return tuple(found)


def _bare(build: _Builder) -> Study:
    state = build.rng.getstate()
    properties = _properties(build)
    build.rng.setstate(state)
    return Study(
        "s", "1", Text("题", "title"), "plant", Product(Text("品", "p"), "", ""), "CN", "2025-01-01", "2025-12-31",
        "2026-03-01", "2026-03-01", flows=tuple(build.own), processes=tuple(build.processes),
        exchanges=tuple(build.lines), properties=properties,
    )  # fmt: skip


def _study(build: _Builder, seed: int, names: list[str], materials: list[str]) -> Study:
    rng = build.rng
    build.lines = [_documented(rng, i, line) for i, line in enumerate(build.lines)]
    _deliveries(build)
    bought = [line for line in build.lines if line.role == "purchased" and line.flow != "compressed_air"]
    legs = tuple(
        TransportLeg(f"leg{i}", line.id, rng.choice(("truck", "rail", "sea_bulk")), str(rng.randint(20, 9000)))
        for i, line in enumerate(rng.sample(bought, min(3, len(bought))))
    )
    valued = tuple(
        SupplierValue(
            f"value{i}", line.id, _decimal(build.number(0.3, 4, 3)),
            "kg CO2e", "kg", f"supplier {i}", gwp_set="AR6", period_from="2025-01-01", period_to="2025-12-31",
            verified=("yes", "no")[i % 2], verifier=("verifier", "")[i % 2],
        )
        for i, line in enumerate(rng.sample(bought, min(2, len(bought))))
    )  # fmt: skip
    product = next(line for line in build.lines if line.process == names[-1] and line.role == "reference")
    study = replace(
        _bare(build), id=f"random_{seed}", product=Product(Text("产品", "product"), names[-1], product.flow, "1", "t"),
        properties=_properties(build), transport=legs, supplier_values=valued,
        sources=(Source("lab", "laboratory journal 2025"), Source("meters", "meter readings 2025")),
        factor_choices=(FactorChoice("iron_ore", "some_factor", "supplier's region"),),
    )  # fmt: skip
    return replace(study, **_electricity(study, rng))


def _decimal(value: Fraction) -> str:
    text = exact_decimal(value)
    assert text is not None
    return text


def _documented(rng: random.Random, i: int, line: Exchange) -> Exchange:
    period = {"period_from": "2025-01-01", "period_to": "2025-12-31"} if rng.random() < 0.5 else {}
    return replace(
        line, document=f"record {i}" if rng.random() < 0.7 else "", data_kind="measured",
        source="meters" if rng.random() < 0.5 else "", technology_dq="2", geography_dq="1", time_dq="1", **period,
    )  # fmt: skip


def _deliveries(build: _Builder) -> None:
    """Where one step's whole product goes to one user, both ends carry the same weighing slip."""
    for i, made in enumerate(build.lines):
        if made.role != "reference":
            continue
        users = [k for k, line in enumerate(build.lines) if line.provider == made.process and line.flow == made.flow]
        if len(users) == 1 and _kg(build.lines[users[0]]) == _kg(made):
            for k in (i, users[0]):
                build.lines[k] = replace(build.lines[k], document=f"slip {made.process}")


def _kg(line: Exchange) -> Fraction:
    return Fraction(line.amount) * (1000 if line.unit == "t" else 1)


def _kwh(line: Exchange) -> Fraction:
    return Fraction(line.amount) * (1000 if line.unit == "MWh" else 1)


def _electricity(study: Study, rng: random.Random) -> dict[str, tuple[object, ...]]:
    contracts, certificates = [Contract("grid", "grid", "CN", "CN-50")], []
    for name, technology in (("ppa1", "wind"), ("ppa2", "hydro")):
        used = sum((_kwh(e) for e in study.exchanges if e.contract == name), Fraction(0))
        volumes = [used * Fraction(rng.randint(55, 80), 100) for _ in range(2)] if used else [Fraction(1000)]
        held = []
        for k, volume in enumerate(volumes):
            held.append(f"{name}_{k}")
            certificates.append(
                Certificate(
                    held[-1], "register", technology, _decimal(volume), f"2025-0{k * 6 + 1}-01",
                    f"2025-{k * 6 + 6:02}-28", "CN", f"{technology} farm {k}", "2026-01-15", "the plant",
                )
            )  # fmt: skip
        contracts.append(
            Contract(name, "power_purchase_agreement", "CN", "", technology, tuple(held), f"contract {name}")
        )
    return {"contracts": tuple(contracts), "certificates": tuple(certificates)}


# ── planting ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Planted:
    """A study with one inconsistency: codes that may tell it, and the pointers it may be told at."""

    study: Study
    codes: frozenset[str]
    at: tuple[str, ...]
    what: str


def _rows(study: Study, table: str, position: int, **changed: object) -> Study:
    rows = list(getattr(study, table))
    rows[position] = replace(rows[position], **changed)
    return replace(study, **{table: tuple(rows)})


def _around(study: Study, position: int) -> tuple[str, ...]:
    """The row itself, its process and the lines of its process: where a check may reasonably point."""
    process = study.exchanges[position].process
    at = next(i for i, p in enumerate(study.processes) if p.id == process)
    lines = tuple(f"/exchanges/{i}/" for i, e in enumerate(study.exchanges) if e.process == process)
    return (f"/processes/{at}/", *lines)


def plant_unit(study: Study, rng: random.Random) -> Planted:
    """A unit wrong by a thousand: kg and t, kWh and MWh, grams stored as kilograms."""
    swap = {"kg": "t", "t": "kg", "kWh": "MWh", "MWh": "kWh"}
    kind = rng.choice(("mass", "electricity", "emission"))
    roles = {"electricity": {"electricity"}, "emission": {"emission"}}.get(
        kind, {"reference", "purchased", "intermediate", "co_product", "waste"}
    )
    choices = [i for i, e in enumerate(study.exchanges) if e.role in roles and e.unit in swap]
    if not choices:
        return plant_unit(study, rng)
    i = rng.choice(choices)
    line = study.exchanges[i]
    unit = swap[line.unit]
    codes = {
        "CHK-001",
        "CHK-002",
        "CHK-003",
        "CHK-004",
        "CHK-005",
        "CHK-006",
        "CHK-008",
        "CHK-010",
        "CHK-011",
        "CHK-022",
        "STU-087",
    }
    return Planted(
        _rows(study, "exchanges", i, unit=unit),
        frozenset(codes),
        (*_around(study, i), "/contracts/"),
        f"{line.id} {line.unit}→{unit}",
    )


def plant_duplicate(study: Study, rng: random.Random) -> Planted:
    """Two rows of one table with the same id."""
    table = rng.choice(("processes", "exchanges", "contracts", "certificates", "properties", "sources", "flows"))
    rows = getattr(study, table)
    first, second = sorted(rng.sample(range(len(rows)), 2))
    changed = _rows(study, table, second, id=rows[first].id)
    return Planted(changed, frozenset({"STU-022"}), (f"/{table}/{second}/",), f"{table} {rows[first].id}")


def plant_reference(study: Study, rng: random.Random) -> Planted:
    """An id that names nothing, by a slip of the keyboard."""
    places = [("exchanges", i, f) for i, e in enumerate(study.exchanges) for f in
              ("process", "flow", "provider", "contract", "source") if getattr(e, f)]  # fmt: skip
    places += [("transport", i, "exchange") for i in range(len(study.transport))]
    places += [("supplier_values", i, "exchange") for i in range(len(study.supplier_values))]
    places += [("properties", i, f) for i in range(len(study.properties)) for f in ("flow", "source")]
    table, i, name = rng.choice(places)
    old = getattr(getattr(study, table)[i], name)
    at = rng.randrange(len(old))
    new = rng.choice((old[:at] + old[at + 1 :], old[:at] + "x" + old[at:], old + "_old"))
    known = {r.id for t in ("processes", "exchanges", "contracts", "sources", "flows") for r in getattr(study, t)}
    if not new or new in known | set(CONTENTS) | set(AUXILIARIES):
        return plant_reference(study, rng)
    return Planted(
        _rows(study, table, i, **{name: new}),
        frozenset({"STU-024", "STU-025"}),
        (f"/{table}/{i}/{name}",),
        f"{old}→{new}",
    )


def plant_period(study: Study, rng: random.Random) -> Planted:
    """Activity data of another year."""
    i = rng.randrange(len(study.exchanges))
    year = rng.choice((2021, 2022, 2023, 2024, 2026))
    month = rng.randint(1, 6)
    changed = _rows(
        study,
        "exchanges",
        i,
        period_from=f"{year}-{month:02}-01",
        period_to=f"{year}-{month + rng.randint(0, 6):02}-28",
    )
    return Planted(changed, frozenset({"STU-083"}), (f"/exchanges/{i}/period_",), f"{year}")


def plant_certificate(study: Study, rng: random.Random) -> Planted:
    """A certificate that proves the same kWh twice."""
    way = rng.choice(("two contracts", "too small", "entered twice"))
    drawn = [c for c in study.contracts[1:] if any(e.contract == c.id for e in study.exchanges)]
    if way == "two contracts" or not drawn:
        giver, taker = rng.sample((1, 2), 2)
        mine = study.contracts[taker].certificates
        stolen = rng.choice(study.contracts[giver].certificates)
        changed = _rows(study, "contracts", taker, certificates=(*mine, stolen))
        return Planted(changed, frozenset({"STU-086"}), ("/contracts/",), way)
    contract = rng.choice(drawn)
    chosen = rng.choice(contract.certificates)
    i = next(k for k, c in enumerate(study.certificates) if c.id == chosen)
    item = study.certificates[i]
    if way == "too small":
        changed = _rows(
            study, "certificates", i, volume_kwh=_decimal(Fraction(item.volume_kwh) * Fraction(rng.randint(1, 25), 100))
        )
        return Planted(changed, frozenset({"STU-087"}), ("/contracts/",), way)
    double = replace(item, id=f"{item.id}_again")
    changed = replace(study, certificates=(*study.certificates, double))
    k = next(k for k, c in enumerate(study.contracts) if c.id == contract.id)
    changed = _rows(changed, "contracts", k, certificates=(*contract.certificates, double.id))
    return Planted(changed, frozenset({"CHK-028"}), (f"/certificates/{len(study.certificates)}/",), way)


def plant_co_product(study: Study, rng: random.Random) -> Planted:
    """More of the gas is used than its maker makes."""
    uses = [i for i, e in enumerate(study.exchanges) if e.flow == GAS and e.direction == "in"]
    i = rng.choice(uses)
    # Two and a half times what a study makes at most covers what the other users leave, at any scale of the maker.
    line = study.exchanges[i]
    made = next(e for e in study.exchanges if e.flow == GAS and e.direction == "out")
    own = Fraction(made.amount) / _kg(
        next(e for e in study.exchanges if e.process == made.process and e.role == "reference")
    )
    ref = next(e for e in study.exchanges if e.process == line.process and e.role == "reference")
    amount = Fraction(round(own * _kg(ref) * rng.randint(18, 40)), 10)
    changed = _rows(study, "exchanges", i, amount=_decimal(amount))
    at = next(k for k, e in enumerate(study.exchanges) if e.id == made.id)
    return Planted(changed, frozenset({"CHK-010"}), (f"/exchanges/{at}/",), f"{line.id} {line.amount}→{amount}")


def plant_carbon(study: Study, rng: random.Random) -> Planted:
    """Carbon that comes from nowhere or goes nowhere: CO2, a fuel, a content."""
    way = rng.choice(("reported", "fuel", "content"))
    emissions = [i for i, e in enumerate(study.exchanges) if e.flow == "CO2"]
    codes = frozenset({"CHK-003", "CHK-004", "CHK-005", "STU-052"})
    if way == "content":
        i = rng.choice([k for k, p in enumerate(study.properties) if p.property == CARBON_CONTENT and p.flow in FUELS])
        item = study.properties[i]
        changed = _rows(study, "properties", i, value=_decimal(Fraction(item.value) * 100), low="", high="")
        return Planted(changed, codes, (f"/properties/{i}/", "/processes/"), way)
    if way == "reported" and emissions:
        i = rng.choice(emissions)
        line = study.exchanges[i]
        factor = rng.choice((Fraction(rng.randint(20, 80), 100), Fraction(rng.randint(125, 300), 100)))
        changed = _rows(study, "exchanges", i, amount=_decimal(Fraction(line.amount) * factor))
        return Planted(changed, codes, _around(study, i), f"{way} {factor}")
    # Most of the fuel of a step is left out: less carbon enters than leaves with CO2, products and gas.
    reported = {e.process for e in study.exchanges if e.flow == "CO2"}
    steps = sorted({e.process for e in study.exchanges if e.process in reported}) or [study.product.process]
    step = rng.choice(steps)
    changed = study
    first = 0
    for i, e in enumerate(study.exchanges):
        if e.process == step and e.flow in FUELS:
            changed = _rows(
                changed, "exchanges", i, amount=_decimal(Fraction(e.amount) * Fraction(rng.randint(5, 40), 100))
            )
            first = i
    return Planted(changed, codes, _around(study, first), f"{way} {step}")


def plant_yield(study: Study, rng: random.Random) -> Planted:
    """A process that puts out more than it takes in."""
    i = rng.choice([k for k, e in enumerate(study.exchanges) if e.role == "reference"])
    line = study.exchanges[i]
    entering = mass_balance(study, line.process).input_kg
    amount = entering * Fraction(rng.randint(110, 200), 100) / (1000 if line.unit == "t" else 1)
    changed = _rows(study, "exchanges", i, amount=_decimal(amount))
    return Planted(changed, frozenset({"CHK-001", "CHK-002"}), _around(study, i), line.id)


def plant_supplier(study: Study, rng: random.Random) -> Planted:
    """A supplier value in the wrong unit, of another time, or of a size it cannot have."""
    i = rng.randrange(len(study.supplier_values))
    item = study.supplier_values[i]
    way, change, codes = rng.choice(
        (
            ("per kWh", {"per_unit": "kWh"}, {"STU-045"}),
            ("no kg CO2e", {"unit": "kWh"}, {"STU-045"}),
            ("grams", {"value": _decimal(Fraction(item.value) * 1000)}, {"CHK-014"}),
            ("expired", {"period_from": "2021-01-01", "period_to": "2023-12-31"}, {"CHK-015"}),
            ("part above whole", {"direct_part": _decimal(Fraction(item.value) * 2)}, {"STU-095"}),
            ("no boundary", {"boundary": ""}, {"STU-092"}),
        )
    )
    return Planted(_rows(study, "supplier_values", i, **change), frozenset(codes), (f"/supplier_values/{i}/",), way)


def plant_evidence(study: Study, rng: random.Random) -> Planted:
    """Two pieces of evidence that contradict each other: country and contract, or one document with two amounts."""
    way = rng.choice(("contract", "certificate", "document", "delivery"))
    slips = [k for k, e in enumerate(study.exchanges) if e.document.startswith("slip") and e.direction == "in"]
    if way == "delivery" and slips:
        i = rng.choice(slips)
        amount = Fraction(study.exchanges[i].amount) * Fraction(rng.randint(101, 130), 100)
        return Planted(
            _rows(study, "exchanges", i, amount=_decimal(amount)), frozenset({"CHK-022"}), (f"/exchanges/{i}/",), way
        )
    if way == "certificate":
        i = rng.randrange(len(study.certificates))
        changed = _rows(study, "certificates", i, country=rng.choice(("DE", "SG", "MY")))
        return Planted(changed, frozenset({"CHK-017"}), (f"/certificates/{i}/",), way)
    documented = [k for k, e in enumerate(study.exchanges) if e.document.startswith("record")]
    if way in {"document", "delivery"} and documented:
        i = rng.choice(documented)
        line = study.exchanges[i]
        again = replace(
            line, id=f"{line.id}_again", amount=_decimal(Fraction(line.amount) * Fraction(rng.randint(80, 99), 100))
        )
        if line.role == "reference":
            again = replace(again, role="co_product")
            return plant_evidence(study, rng)
        changed = replace(study, exchanges=(*study.exchanges, again))
        return Planted(changed, frozenset({"CHK-020"}), (f"/exchanges/{len(study.exchanges)}/",), way)
    drawn = {e.contract for e in study.exchanges if e.contract}
    i = rng.choice([k for k, c in enumerate(study.contracts) if c.id in drawn])
    changed = _rows(study, "contracts", i, country=rng.choice(("DE", "SG", "MY")), region="")
    return Planted(changed, frozenset({"CHK-016"}), (f"/contracts/{i}/",), way)


PLANTERS: dict[str, Callable[[Study, random.Random], Planted]] = {
    "unit wrong by 1000": plant_unit,
    "duplicate id": plant_duplicate,
    "broken reference": plant_reference,
    "period outside the study": plant_period,
    "certificate used twice": plant_certificate,
    "co-product use above output": plant_co_product,
    "carbon balance violated": plant_carbon,
    "more product than input": plant_yield,
    "supplier value wrong": plant_supplier,
    "evidence contradicts itself": plant_evidence,
}

__all__ = ["PLANTERS", "Planted", "carbon_balance", "clean_study"]
