"""What a regime asks to show beside the figure and never in it: buckets by name, and the total with the other reading.

Buckets of a `LineValue` or `Contribution`: biogenic CO2 taken up and given off, land-use change, transport by air, CO2
captured (stored, used), carbon stored in the product, module D, and what a declaration without the study's recycled
content rule (A = 1) would add. Bounds, totals and bridges read only what is not apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.assessment.assess import conservative, ranges
from carnet.assessment.expression import Node, add, bounds, multiply, negate
from carnet.assessment.gases import is_biogenic_co2, origin_of
from carnet.assessment.stages import STAGE_NAMES
from carnet.errors import Text
from carnet.quantity import exact_string

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from carnet.assessment.context import Context
    from carnet.assessment.derivation import Derivation
    from carnet.assessment.evaluate import Contribution, Evaluation
    from carnet.assessment.plan import Plan
    from carnet.assessment.present import Presentation

BUCKETS = {
    "biogenic_uptake": Text("生物源CO2吸收", "biogenic CO2 taken up"),
    "biogenic_emission": Text("生物源CO2排放", "biogenic CO2 emitted"),
    "land_use": Text("土地利用变化", "land-use change"),
    "aircraft": Text("航空运输", "transport by air"),
    "ccs": Text("捕集并封存的CO2", "CO2 captured and stored"),
    "ccu": Text("捕集并利用的CO2", "CO2 captured and used"),
    "storage": Text("产品中储存的生物碳（折CO2）", "biogenic carbon stored in the product, as CO2"),
    "module_d": Text("模块D：系统边界外的效益与负荷", "module D: benefits and loads beyond the boundary"),
    "recycled_content_apart": Text("再生料按A=1计时的差额", "what counting recycled content with A = 1 would add"),
}
MODULE_D = "module_d"
WITH_UPTAKE = "total_with_uptake"
WITHOUT_UPTAKE = "total_without_uptake"
_CYCLE = ("biogenic_uptake", "biogenic_emission")
ORIGIN_NAMES = {
    "fossil": Text("化石源", "fossil"),
    "biogenic": Text("生物源", "biogenic"),
    "luluc": Text("土地利用与土地利用变化", "land use and land-use change"),
    "unsplit": Text("未按来源分列", "without a split by origin"),
}
# With: biogenic CO2 −1 when taken up, +1 when given off; without: neither. Biogenic methane is in both.
_TOTALS = {
    WITH_UPTAKE: Text("总量（含生物源CO2吸收）", "total with biogenic CO2 uptake"),
    WITHOUT_UPTAKE: Text("总量（不含生物源CO2吸收）", "total without biogenic CO2 uptake"),
}


def separate_rows(
    evaluation: Evaluation,
    total: Node,
    plan: Plan,
    unit: str,
    shown_as: Presentation,
    reading: Mapping[str, Fraction],
    derivation: Derivation,
) -> list[dict[str, object]]:
    """The rows of ``separate``: each bucket that holds something, then the other total of ``two_totals``.

    Each is ``{id, name, value, exact, lower, upper, lower_exact, upper_exact, unit, by_stage}``, per declared unit of
    the figure; lower and upper over the open values. A value is at the figure's reading, module D at its own, the one
    where it helps least (`module_d_reading`); its stages are at the same. Land-use change also has
    ``years``. The derivation gets roots ``/separate/0``, ``/separate/0/by_stage/0``, …
    """
    contributions, factor, spans = evaluation.contributions, evaluation.unit_factor, ranges(evaluation.context)
    groups: list[tuple[str, Text, dict[str, list[Node]], Node]] = []
    for bucket, name in BUCKETS.items():
        by_stage: dict[str, list[Node]] = {}
        for contribution in contributions:
            nodes = list(contribution.apart.get(bucket, {}).values())
            if nodes:
                # Scrap bought is part of the net output flow, and that of module D.
                stage = "end_of_life" if bucket == "module_d" else contribution.line.stage
                by_stage.setdefault(stage, []).extend(nodes)
        if by_stage:
            whole = multiply(add([n for nodes in by_stage.values() for n in nodes]), factor)
            groups.append((bucket, name, by_stage, whole))
    if plan.text("D5.biogenic_co2") == "two_totals":
        groups.append(_other_total(contributions, total, factor, plan))
    rows: list[dict[str, object]] = []
    for index, (bucket, name, by_stage, whole) in enumerate(groups):
        at = module_d_reading(whole, evaluation.context) if bucket == MODULE_D else reading
        derivation.root(f"/separate/{index}", whole, at)
        stages = []
        ordered = [s for s in STAGE_NAMES if s in by_stage]
        for place, stage in enumerate(ordered):
            node = multiply(add(by_stage[stage]), factor)
            derivation.root(f"/separate/{index}/by_stage/{place}", node, at)
            stages.append({"id": stage, "name": STAGE_NAMES[stage].json(), **shown_as.figure(node.at(at))})
        low, high = bounds(whole.terms, spans)
        row: dict[str, object] = {
            "id": bucket,
            "name": name.json(),
            **shown_as.figure(whole.at(at)),
            "lower": shown_as.show(low),
            "upper": shown_as.show(high),
            "lower_exact": exact_string(low),
            "upper_exact": exact_string(high),
            "unit": unit,
        }
        if bucket == "land_use" and plan.text("D5.land_use_years"):
            row["years"] = plan.text("D5.land_use_years")
        rows.append({**row, "by_stage": stages})
    return rows


def module_d_reading(whole: Node, context: Context) -> dict[str, Fraction]:
    """Every open value at the end where module D is largest: a credit shown beside a figure must not be overstated.

    The figure's own reading will not do: it takes a factor at its high end, where what the factor saves is largest too.
    """
    return conservative(whole, context)


def _other_total(
    contributions: Sequence[Contribution], total: Node, factor: Node, plan: Plan
) -> tuple[str, Text, dict[str, list[Node]], Node]:
    """The total that does not lead: the figure without, or with, biogenic CO2 taken up and given off, nothing else."""
    leading = plan.text("D5.leading") == "with_uptake"
    by_stage: dict[str, list[Node]] = {}
    moved: list[Node] = []
    for contribution in contributions:
        if leading:
            cycle = [negate(n) for key, n in contribution.by_gas.items() if is_biogenic_co2(key)]
        else:
            cycle = [n for bucket in _CYCLE for n in contribution.apart.get(bucket, {}).values()]
        moved += cycle
        nodes = [*contribution.by_gas.values(), *cycle]
        if nodes:
            by_stage.setdefault(contribution.line.stage, []).extend(nodes)
    name = WITHOUT_UPTAKE if leading else WITH_UPTAKE
    return name, _TOTALS[name], by_stage, add([total, multiply(add(moved), factor)])


def by_origin(
    counted: Sequence[Contribution], factor: Node, reading: Mapping[str, Fraction], derivation: Derivation
) -> list[tuple[str, Text, Fraction]]:
    """The figure by carbon origin: fossil, biogenic, luluc, and what was published without a split."""
    groups: dict[str, list[Node]] = {origin: [] for origin in ORIGIN_NAMES}
    for contribution in counted:
        for key, node in contribution.by_gas.items():
            groups[origin_of(key)].append(node)
    found = []
    for index, (origin, nodes) in enumerate((o, n) for o, n in groups.items() if n):
        node = multiply(add(nodes), factor)
        derivation.root(f"/by_origin/{index}", node)
        found.append((origin, ORIGIN_NAMES[origin], node.at(reading)))
    return found
