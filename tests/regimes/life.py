"""Small studies with a life after the gate, and the worked examples beside them."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from carnet.assessment import Assessment, assess
from carnet.assessment import result_json as result_and_derivation
from carnet.errors import Text
from carnet.factors import FactorSet, factor_set
from carnet.inventory.model import Exchange, Material, Process, Product, Study
from carnet.regime import ResolvedRegime
from carnet.regime.shapes import freeze
from tests.assessment.cases import inputs
from tests.assessment.test_vectors import record
from tests.strategies import DAYS

EXAMPLES = Path(__file__).parent / "examples"
NAME = Text("名", "name")
# What stands for Ev, Er, ErEoL and Ed: any flows of the shared list do.
VIRGIN, RECYCLED = "nylon", "synthetic_rubber"
RECYCLING, DISPOSAL = "waste_plastics_recycling", "waste_plastics_landfill"


def example(name: str) -> dict[str, Any]:
    return tomllib.loads((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8"))


def printed(value: Fraction, decimals: str) -> str:
    """`value` with that many decimals, as a page prints it."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-int(decimals)), ROUND_HALF_EVEN))


def with_values(by: ResolvedRegime, **values: Any) -> ResolvedRegime:
    """The regime with some values set; ``D7_formula`` stands for ``D7.formula``."""
    changed = {}
    for name, value in values.items():
        parameter = name.replace("_", ".", 1)
        changed[parameter] = replace(by.values[parameter], value=freeze(value), status="read")
    return replace(by, values={**by.values, **changed})


def row(process: str, direction: str, role: str, flow: str, amount: str, unit: str = "kg", **more: str) -> Exchange:
    name = more.pop("name", f"{process}-{direction}-{flow}-{more.get('origin', '')}")
    return Exchange(name, process, direction, role, flow, amount, unit, **more)


def study(
    rows: list[Exchange],
    *,
    flow: str = "plastics_average",
    unit: str = "kg",
    process: str = "works",
    stages: dict[str, str] | None = None,
    tags: dict[str, tuple[str, ...]] | None = None,
    product: dict[str, str] | None = None,
    **more: Any,
) -> Study:
    names = dict.fromkeys(r.process for r in rows)
    return Study(
        id="hand", version="1", title=NAME, status="illustrative", country="CN", **DAYS,
        product=Product(NAME, process, flow, "1", unit, **(product or {})),
        processes=tuple(
            Process(n, NAME, (stages or {}).get(n, "manufacturing"), (tags or {}).get(n, ())) for n in names
        ),
        exchanges=tuple(rows), **more,
    )  # fmt: skip


def point(found: Study, by: ResolvedRegime, factors: FactorSet | None = None) -> Assessment:
    """The assessment; its figure is one number, and only what these studies are not about is missing.

    That is the way goods come by, and the materials of a product that is counted as a whole.
    """
    done = assess(inputs(found, factors or factor_set([])), by)
    assert {gap.partition(":")[0] for gap in done.context.notes.gaps} <= {"transport", "product"}
    assert done.low == done.high
    return done


def material_case(said: dict[str, str], gwp_set: str) -> tuple[Study, FactorSet]:
    """One kilogram of a product made of `amount` of one material, with the ratios and factors of an example."""
    factors = factor_set(
        [
            record(VIRGIN, "product_life_cycle", said["Ev"], "kg", gwp_set=gwp_set),
            record(RECYCLED, "product_life_cycle", said["Er"], "kg", gwp_set=gwp_set),
            record(RECYCLING, "waste_treatment", said["ErEoL"], "kg", gwp_set=gwp_set),
            record(DISPOSAL, "waste_treatment", said["Ed"], "kg", gwp_set=gwp_set),
        ]
    )
    rows = [
        row("works", "out", "reference", "plastics_average", "1"),
        row("works", "in", "purchased", VIRGIN, said["amount"], name="bought"),
    ]
    material = Material(
        "m", VIRGIN, said["amount"], "kg", "bought",
        recycled_content=said["R1"], recycled_content_document="delivery note", recycling_rate=said["R2"],
        energy_rate="0", virgin=VIRGIN, recycled=RECYCLED, recycling=RECYCLING, substituted=VIRGIN,
        disposal=DISPOSAL, quality_in=said.get("quality_in", "1"), quality_out=said.get("quality_out", "1"),
    )  # fmt: skip
    # The legs a regime assumes where a study gives none are not what these examples are about.
    return study(rows, materials=(material,)), factors


def result_json(done: Assessment) -> dict[str, Any]:
    """The result as plain data."""
    return result_and_derivation(done, {})[0]


def without_legs(by: ResolvedRegime) -> ResolvedRegime:
    """The regime without the transport it assumes where a study gives none."""
    rule = by.values["D9.transport_defaults"]
    return replace(by, values={**by.values, rule.parameter: replace(rule, value=None, status="absent")})


def by_stage(done: Assessment) -> dict[str, Fraction]:
    """The figure's parts by life-cycle stage."""
    parts: dict[str, Fraction] = {}
    for one in done.evaluation.contributions:
        if one.by_gas:
            parts[one.line.stage] = parts.get(one.line.stage, Fraction(0)) + one.total.at(done.reading or {})
    return parts
