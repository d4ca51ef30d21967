"""D6 and the activities in the second calculation: who carries which share, and how often each process runs."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from campaigns.second.world import ONE, ZERO, RefusedError, World, amount, heat, pick, property_of, ratio

if TYPE_CHECKING:
    from carnet.inventory.model import Exchange

CLASSES = ("slag", "process_gas", "electricity", "steam", "chemical")
SHARING = ("economic", "energy", "exergy", "mass")


def outputs(world: World, process: str) -> list[Exchange]:
    """What a process makes."""
    made = {"reference", "co_product"}
    return [e for e in world.study.exchanges if e.process == process and e.direction == "out" and e.role in made]


def reference(world: World, process: str) -> Exchange:
    """The one product a process is for."""
    return next(e for e in outputs(world, process) if e.role == "reference")


def taken_by(world: World, process: str) -> Exchange | None:
    """The row by which a process after the gate takes the product."""
    return next((e for e in world.study.exchanges if e.process == process and e.role == "product"), None)


# ── methods ──────────────────────────────────────────────────────────────────────────────────────


def method(world: World, flow: str) -> tuple[dict[str, Any], str]:
    """The rule for a co-product and the regime parameter it stands in; of ``first_of`` the option that holds."""
    stated, where = _stated(world, flow)
    if stated.get("method") != "first_of":
        return stated, where
    rows = [e for e in world.study.exchanges if e.flow == flow and e.role == "co_product"]
    for option in _flat(stated):
        if rows and all(holds(world, option, e) for e in rows):
            return option, where
    return stated, where


def _stated(world: World, flow: str) -> tuple[dict[str, Any], str]:
    tags = world.flows[flow].tags
    single = world.rule("D6.products") or {}
    for name in (flow, *tags):
        if name in single:
            return single[name], "D6.products"
    for name in CLASSES:
        if (name in tags or flow == name) and world.rule(f"D6.{name}") is not None:
            return world.rule(f"D6.{name}"), f"D6.{name}"
    return world.rule("D6.default") or {"method": ""}, "D6.default"


def _flat(rule: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for option in rule["options"]:
        found += _flat(option) if option["method"] == "first_of" else [option]
    return found


def name_of(flow: str, rule: dict[str, Any]) -> str:
    """The method that holds for a flow: `otherwise` where a table does not name it."""
    named = rule.get("displaces", rule.get("per"))
    if named is not None and flow not in named:
        return str(rule.get("otherwise", ""))
    return str(rule.get("method", ""))


def holds(world: World, rule: dict[str, Any], row: Exchange) -> bool:
    """Whether the study has what a method needs of a co-product and of the product beside it."""
    name, beside = name_of(row.flow, rule), reference(world, row.process)
    if name in {"price_ratio", "revenue_test"}:
        if not _priced(row, beside):
            return False
        if name == "price_ratio" and None in [amount(world, e, "kg") for e in (row, beside)]:
            return False
        return all(holds(world, {"method": rule[side]}, row) for side in ("below", "above"))
    if name == "expansion":
        return displaced(world, row, rule) is not None
    if name == "fixed_credit":
        return amount(world, row, rule["per"][row.flow]["per_unit"]) is not None
    if name == "waste_gas_export":
        return heat(world, row) is not None
    if name in SHARING:
        if name == "economic" and not _priced(row, beside):
            return False
        return all(weight(world, e, name, rule.get("ambient", "")) is not None for e in (row, beside))
    return name == "burden_free"


def _priced(one: Exchange, other: Exchange) -> bool:
    return bool(one.price and other.price) and one.currency == other.currency


def weight(world: World, row: Exchange, name: str, ambient: str) -> Fraction | None:
    """What an output weighs in a method of shares."""
    if name == "mass":
        return amount(world, row, "kg")
    if name == "energy":
        return heat(world, row)
    if name == "economic":
        return Fraction(row.amount) * Fraction(row.price) if row.price else None
    energy, kind = heat(world, row), world.flows[row.flow].kind
    if kind == "electricity" or energy is None or not ambient:
        return energy if ambient else None
    supply = property_of(world, row.flow, "supply_temperature")
    if not kind.startswith("heat") or supply is None or supply[1] != "K" or supply[0] <= Fraction(ambient):
        return None
    return energy * (1 - Fraction(ambient) / supply[0])


def displaced(world: World, row: Exchange, rule: dict[str, Any]) -> tuple[Fraction, Any] | None:
    """How much is displaced, and its records."""
    flow = rule["displaces"][row.flow]
    kinds = (("product_life_cycle",),)
    if flow == "electricity":
        kinds = (("electricity_life_cycle",),)
    elif "fuel" in world.flows[flow].tags:
        kinds = (("fuel_upstream",), ("fuel_combustion",))  # type: ignore[assignment]
    records = [pick(world, flow, kind) for kind in kinds]
    if None in records or len({r.per_unit for r in records if r}) != 1:
        return None
    per = next(r.per_unit for r in records if r)
    basis, taken = rule.get("basis", "mass"), amount(world, row, per)
    if basis == "lower_heating_value" and flow != row.flow:
        energy, direct = heat(world, row), ratio("MJ", per)
        taken = None if energy is None or direct is None else energy * direct
        if energy is not None and direct is None:
            other = property_of(world, flow, "lower_heating_value")
            scale = ratio(per, other[2]) if other else None
            taken = energy / (other[0] * (ratio(other[1], "MJ") or ONE) * scale) if other and scale else None
    return None if taken is None else (taken, records)


def _test(world: World, row: Exchange, beside: Exchange, rule: dict[str, Any]) -> str:
    """Below or above the limit of the price ratio, or of the difference of the revenues."""
    if not _priced(row, beside):
        return "burden_free"
    worth = [Fraction(e.amount) * Fraction(e.price) for e in (row, beside)]
    if rule["method"] == "price_ratio":
        weights = [amount(world, e, "kg") for e in (row, beside)]
        if None in weights:
            return "burden_free"
        worth = [w / (kg or ONE) for w, kg in zip(worth, weights, strict=True)]
        above = not min(worth) or max(worth) / min(worth) > Fraction(rule["limit"])
    else:
        above = not max(worth) or (max(worth) - min(worth)) / max(worth) > Fraction(rule["limit"])
    return str(rule["above" if above else "below"])


# ── shares ───────────────────────────────────────────────────────────────────────────────────────


def shares(world: World) -> dict[str, Fraction]:
    """The share of its process that each output row carries; each method divides what the one before has left."""
    found: dict[str, Fraction] = {}
    for process in world.study.processes:
        if taken_by(world, process.id):
            continue
        main, left = reference(world, process.id), ONE
        groups: dict[tuple[str, str], list[Exchange]] = {}
        for row in outputs(world, process.id):
            found[row.id] = ZERO
            if row.id == main.id:
                continue
            rule, _ = method(world, row.flow)
            name = name_of(row.flow, rule)
            name = _test(world, row, main, rule) if name in {"price_ratio", "revenue_test"} else name
            if name in SHARING:
                groups.setdefault((name, rule.get("ambient", "")), []).append(row)
        for (name, ambient), rows in sorted(groups.items()):
            if name == "economic":
                rows = [r for r in rows if _priced(r, main)]  # noqa: PLW2901
            own = weight(world, main, name, ambient)
            if own is None:
                why = f"{main.flow} cannot be weighed by {name}"
                raise RefusedError(why)
            weights = {r.id: w for r in rows if (w := weight(world, r, name, ambient)) is not None}
            total = own + sum(weights.values(), ZERO)
            for row_id, part in weights.items():
                found[row_id] = left * part / total
            left -= sum((found[row_id] for row_id in weights), ZERO)
        found[main.id] = left
    return found


# ── activities ───────────────────────────────────────────────────────────────────────────────────


def runs(world: World, share: dict[str, Fraction]) -> dict[str, Fraction]:
    """How often each process runs for the declared amount: one equation a process, solved by elimination."""
    study = world.study
    product = study.product
    names = [p.id for p in study.processes]
    place = {name: i for i, name in enumerate(names)}
    matrix = [[ONE if i == j else ZERO for j in range(len(names))] for i in range(len(names))]
    right = [ZERO] * len(names)
    rows = {e.id: e for e in study.exchanges}

    def declared_in(unit: str) -> Fraction:
        found = ratio(product.unit, unit)
        if found is None:
            why = f"{product.unit} is no {unit}"
            raise RefusedError(why)
        return Fraction(product.amount) * found

    for name in names:
        taking = taken_by(world, name)
        if taking is not None:
            right[place[name]] = declared_in(taking.unit) / Fraction(taking.amount)
    for row_id, part in share.items():
        row = rows[row_id]
        made = Fraction(row.amount)
        if not part:
            continue
        if row.process == product.process and row.flow == product.flow and row.role == "reference":
            right[place[row.process]] += part * declared_in(row.unit) / made
        for use in study.exchanges:
            if use.role == "intermediate" and use.provider == row.process and use.flow == row.flow:
                taken = amount(world, use, row.unit)
                if taken is None:
                    why = f"{use.id} cannot be counted in {row.unit}"
                    raise RefusedError(why)
                matrix[place[row.process]][place[use.process]] -= part * taken / made
    solved = _eliminate(matrix, right)
    if solved is None or any(x < 0 for x in solved):
        why = "nothing is left for the product"
        raise RefusedError(why)
    return dict(zip(names, solved, strict=True))


def _eliminate(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """Gauss and Jordan, column by column."""
    size = len(right)
    table = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for column in range(size):
        pivot = next((r for r in range(column, size) if table[r][column]), None)
        if pivot is None:
            return None
        table[column], table[pivot] = table[pivot], table[column]
        head = table[column][column]
        table[column] = [x / head for x in table[column]]
        for other in range(size):
            times = table[other][column]
            if other != column and times:
                table[other] = [x - times * y for x, y in zip(table[other], table[column], strict=True)]
    return [row[size] for row in table]
