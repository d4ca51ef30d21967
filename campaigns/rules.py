"""Random rules: every calculation parameter drawn from what the vocabulary allows, and a table of defaults."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from campaigns.systems import BY_PRODUCTS, GOODS, MODES
from carnet.regime import BY_ID
from carnet.regime.model import ResolvedRow
from carnet.regime.shapes import faults, freeze
from carnet.regime.vocabulary import ABSENT, CALCULATION, EVIDENCE_TESTS, PARAMETERS

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from carnet.inventory.model import Study
    from carnet.regime import ResolvedRegime

LISTS = {
    "D2.excluded_process_tags": ("coking", "power_plant"),
    "D2.upstream_excluded_tags": ("water", "plain"),
    "D2.excluded_flow_tags": ("wrapping", "tarry"),
    "D9.mandatory_primary": ("*",),
}
GASES = ("CO2", "CH4", "N2O", "HFC")
SHARES = ("mass", "energy", "economic", "burden_free")
LIMITS = ("0.5", "1", "5", "20")
DECIMALS = {
    "D3.limit_percent": LIMITS, "D3.total_percent": LIMITS, "D4.aircraft_multiplier": ("1.9", "1"),
    "D9.markup": ("0", "0.1", "0.3"),
}  # fmt: skip


def random_rules(base: ResolvedRegime, study: Study, rng: random.Random) -> ResolvedRegime:
    """A regime with every calculation value drawn anew; `base` gives the rest, the study what its unit can be."""
    values = dict(base.values)
    product, known = study.product, {p.property for p in study.properties if p.flow == study.product.flow}
    reckoned = {"usable_energy", "cycles_per_year", "service_life"} <= known
    for parameter in PARAMETERS:
        if parameter.dimension not in CALCULATION:
            continue
        if not parameter.required and rng.random() < 0.4 and parameter.id not in {"D7.formula", "D7.net_scrap"}:
            values[parameter.id] = replace(values[parameter.id], value=None, status=ABSENT, candidates=())
            continue
        value = drawn(parameter.id, rng)
        wrong = faults(BY_ID[parameter.id], value)
        if wrong:
            message = f"{parameter.id}: {value} is no legal value: {wrong}"
            raise ValueError(message)
        values[parameter.id] = replace(values[parameter.id], value=freeze(value), status="read", candidates=())
    if values["D1.reference"].value == "product" and values["D1.factors"].value is not None and reckoned:
        values["D1.unit"] = replace(values["D1.unit"], value="kWh")
    else:
        values["D1.factors"] = replace(values["D1.factors"], value=None, status=ABSENT)
        piece = product.unit == "piece" and values["D1.reference"].value == "product"
        units = ("study", "piece") if piece else ("study", "kg", "t")
        values["D1.unit"] = replace(values["D1.unit"], value=rng.choice(units))
    if values["D1.factors"].value is not None or values["D1.reference"].value != "product":
        values["D1.allowed"] = replace(values["D1.allowed"], value=None, status=ABSENT)
    rows = tuple(_row(rng, n) for n in range(rng.choice((0, 4, 8, 12))))
    return replace(base, values=values, rows=rows)


def drawn(parameter: str, rng: random.Random) -> Any:  # noqa: ANN401 - whatever the parameter takes
    """A legal value of a parameter."""
    spec = BY_ID[parameter]
    special = _SPECIAL.get(parameter)
    if special is not None:
        return special(rng)
    match spec.type:
        case "choice":
            return rng.choice(spec.choices)
        case "choices":
            return rng.sample(spec.choices, rng.randint(max(1, len(spec.choices) - 2), len(spec.choices)))
        case "tags" if parameter in LISTS:
            return [t for t in LISTS[parameter] if rng.random() < 0.5]
        case "tags":
            return ["*"] if rng.random() < 0.5 else rng.sample(GASES, rng.randint(1, 3))
        case "decimal":
            return rng.choice(DECIMALS.get(parameter, ("1", "20")))
        case "flag":
            return rng.random() < 0.85
        case "method":
            return _method(rng)
        case "tiers":
            return [_tier(rng) for _ in range(rng.randint(1, 4))] + ([_grid()] if rng.random() < 0.7 else [])
        case _:
            message = f"no way to draw {parameter}"
            raise ValueError(message)


def _stages(rng: random.Random) -> list[str]:
    gate = ["raw_materials", "upstream_transport", "manufacturing"]
    rest = [s for s in ("distribution", "installation", "use", "end_of_life") if rng.random() < 0.6]
    return gate[rng.choice((0, 0, 0, 0, 1)) :] + rest


def _factors(rng: random.Random) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"property": "usable_energy"}]
    if rng.random() < 0.5:
        cycles: dict[str, Any] = {"by": "category", "table": {"M1": "60", "N3": "250"}, "unit": "1/a"}
        found.append(rng.choice((cycles, {"property": "cycles_per_year"})))
        found.append(rng.choice(({"property": "service_life"}, {"value": "10", "unit": "a"})))
    return found


def _method(rng: random.Random, *, nested: bool = True) -> dict[str, Any]:
    limit = {"limit": rng.choice(("0.25", "5")), "below": rng.choice(SHARES), "above": rng.choice(SHARES)}
    displaces = {flow: rng.choice(("plain", "gas_in", "hard_fuel", "electricity")) for flow in _some(rng)}
    per = {
        flow: {"value": "0.4", "unit": "kg CO2e", "per_unit": BY_PRODUCTS[flow][1], "gas": "CO2e",
               **({"gwp_set": "AR5"} if rng.random() < 0.5 else {})}
        for flow in _some(rng)
    }  # fmt: skip
    waste_gas = {"method": "waste_gas_export", "ef_kg_per_mj": "0.0561", "correction": "0.667",
                 "basis": "lower_heating_value"}  # fmt: skip
    pool: list[dict[str, Any]] = [
        *({"method": name} for name in SHARES),
        {"method": "price_ratio", **limit},
        {"method": "revenue_test", **limit},
        {"method": "exergy", "ambient": "288.15"},
        {"method": "expansion", "displaces": displaces, "basis": rng.choice(("mass", "lower_heating_value", "amount")),
         "ratio": rng.choice(("1", "0.8")), "otherwise": rng.choice(SHARES)},
        {"method": "fixed_credit", "per": per, "otherwise": rng.choice(SHARES)},
        {**waste_gas, **({"import_correction": "1"} if rng.random() < 0.5 else {})},
    ]  # fmt: skip
    if nested:
        pool += [{"method": "first_of", "options": [_method(rng, nested=False) for _ in range(3)]}] * 3
    # Exergy weighs power and heat alone: for a product made of matter only where first_of may pass it over.
    return dict(rng.choice([m for m in pool if m["method"] != "exergy" or not nested]))


def _exergy_first(rng: random.Random) -> dict[str, Any]:
    return {
        "method": "first_of",
        "options": [{"method": "exergy", "ambient": "288.15"}, {"method": rng.choice(SHARES)}],
    }


def _some(rng: random.Random) -> list[str]:
    return rng.sample(sorted(BY_PRODUCTS), rng.randint(1, 4))


def _grid() -> dict[str, Any]:
    return {"use": "grid", "kind": "electricity_life_cycle", "area": ["region", "country"]}


def _tier(rng: random.Random) -> dict[str, Any]:
    use = rng.choice(("direct_line", "power_purchase_agreement", *["certificate"] * 5, "supplier_product",
                      "supplier_mix", "residual_mix", "fossil_mix", "grid", "fixed"))  # fmt: skip
    number: dict[str, Any] = {"value": "0.3", "unit": "kg CO2e", "per_unit": "kWh", "gas": rng.choice(("CO2", "CO2e"))}
    if rng.random() < 0.5:
        number |= {"gwp_set": rng.choice(("AR5", "AR6"))}
    if use == "fixed":
        return {"use": use, **number}
    kind = rng.choice(("electricity_life_cycle", "electricity_generation_co2"))
    if use in {"residual_mix", "fossil_mix", "grid"}:
        return {"use": use, "kind": kind, "area": rng.choice((["country"], ["region", "country"]))}
    tests = rng.sample(EVIDENCE_TESTS, rng.choice((0, 0, 0, 1, 2)))
    return {"use": use, "kind": kind, **({"require": tests} if tests else {}), **(number if rng.random() < 0.4 else {})}


def _formula(rng: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {"A_otherwise": rng.choice(("0.5", "0", "1")), "B": rng.choice(("0", "0.5"))}
    options: dict[str, Any] = {
        "A": {"metal": "0.2", "plain": "0.8"}, "R1_otherwise": "0.1", "R2": {"metal": "0.9"}, "R2_otherwise": "0.3",
        "R3_otherwise": "0.05", "quality_otherwise": "0.7",
    }  # fmt: skip
    return found | {key: value for key, value in options.items() if rng.random() < 0.7}


def _net_scrap(rng: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {"recovery_rate": "0.85", "yield": "0.95", "primary": "virgin", "secondary": "recycled"}
    if rng.random() < 0.3:
        value = {"scrap_value": "1.5", "unit": "kg CO2e", "per_unit": "kg", "gas": rng.choice(("CO2", "CO2e"))}
        return {"recovery_rate": "0.85", **value}
    return {key: value for key, value in found.items() if rng.random() < 0.9}


def _legs(rng: random.Random) -> list[dict[str, Any]]:
    return [
        {"when": when, "mode": rng.choice(MODES), "km": rng.choice(("130", "1200")),
         **({"share": "0.4"} if rng.random() < 0.4 else {})}
        for when in rng.sample(("domestic", "same_continent", "intercontinental", "any"), rng.randint(1, 4))
    ]  # fmt: skip


def _row(rng: random.Random, number: int) -> ResolvedRow:
    flow = rng.choice(("plain", "metal_in", "bought_scrap", "hard_fuel"))
    codes = GOODS[flow][3]
    by_code = bool(codes) and rng.random() < 0.5
    value = f"{rng.randint(0, 3)}.{rng.randint(1, 99)}"
    return ResolvedRow(
        "upstream", "" if by_code else flow, value, rng.choice(("kg CO2e", "g CO2e")), GOODS[flow][1],
        rng.choice(("CO2", "CO2e", "CO2e")), rng.choice(("AR5", "AR6", "")), "product_life_cycle", "read", "s",
        "source", "clause", "drawn@1", "2020-01-01", "2020-01-01",
        cn=rng.choice(codes)[: rng.choice((4, 6))] if by_code else "",
        country=rng.choice(("", "", "CN", "DE", "EU", "RAS")), variant=str(number),
    )  # fmt: skip


_SPECIAL: dict[str, Callable[[random.Random], Any]] = {
    "D3.basis": lambda rng: rng.choice((*BY_ID["D3.basis"].choices, "footprint", "footprint")),
    "D6.electricity": lambda rng: rng.choice((_exergy_first(rng), _method(rng))),
    "D6.steam": lambda rng: rng.choice((_exergy_first(rng), _method(rng))),
    "D1.reference": lambda rng: rng.choice(("product", "product", "product", "semi_p0")),
    "D1.unit": lambda _rng: "study",
    "D1.factors": _factors,
    "D1.allowed": lambda rng: rng.sample(("kg", "t", "piece"), rng.randint(1, 3)),
    "D2.stages": _stages,
    "D2.upstream_tags": lambda rng: rng.choice((["*"], ["*"], ["metal", "fuel", "plain"])),
    "D6.products": lambda rng: {rng.choice(("second_product", "chemical", "top_gas")): _method(rng)},
    "D7.metallic_fractions": lambda _rng: {"scrap": "0.9"},
    "D7.formula": _formula,
    "D7.net_scrap": _net_scrap,
    "D9.factor_markup": lambda rng: {rng.choice(("metal", "plain", "*")): "0.2", "fuel": "0.05"},
    "D9.transport_defaults": _legs,
    "D9.direct": lambda rng: rng.sample(("reported", "carbon_balance"), rng.randint(1, 2)),
    "D9.ranking": lambda rng: rng.sample(BY_ID["D9.ranking"].choices, rng.randint(2, 4)),
}
