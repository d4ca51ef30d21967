"""The modules of EN 15804: which module a line stands in, and which modules a study declares.

raw_materials A1, upstream_transport A2, manufacturing A3, distribution A4, installation A5; use: B2…B7 by a process tag
b2…b7, else energy (electricity, fuels, heat, steam) B6, water B7, the rest B1; end_of_life C1…C4 by a process tag
c1…c4, else by content: transport C2, disposal and waste C4, the rest C3. Module D is what lies beyond the boundary and
never in the figure. A module is declared where a line of it counts inside the boundary, or a process of its stage has
rows of energy or emissions of its own; a module without anything is not declared, which is not the same as zero. Where
one value of the maker stands for A1 to A3 it stands in A1, and A3 is not declared.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.apart import module_d_reading
from carnet.assessment.expression import Node, add, multiply
from carnet.assessment.gases import ORIGINS, origin_of
from carnet.errors import Text
from carnet.quantity import round_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.assessment.context import Context
    from carnet.assessment.derivation import Derivation
    from carnet.assessment.evaluate import Contribution
    from carnet.assessment.lines import Line
    from carnet.assessment.plan import Plan
    from carnet.assessment.present import Presentation
    from carnet.inventory.model import Exchange

MODULES = {
    "A1": Text("原材料供应", "raw material supply"),
    "A2": Text("运输至工厂", "transport to the plant"),
    "A3": Text("制造", "manufacturing"),
    "A4": Text("运输至现场", "transport to the site"),
    "A5": Text("安装", "installation"),
    "B1": Text("使用", "use"),
    "B2": Text("维护", "maintenance"),
    "B3": Text("维修", "repair"),
    "B4": Text("更换", "replacement"),
    "B5": Text("翻新", "refurbishment"),
    "B6": Text("运行用能", "operational energy use"),
    "B7": Text("运行用水", "operational water use"),
    "C1": Text("拆除", "deconstruction"),
    "C2": Text("废物运输", "transport of waste"),
    "C3": Text("废物处理", "waste processing"),
    "C4": Text("处置", "disposal"),
    "D": Text("系统边界外的效益与负荷", "benefits and loads beyond the boundary"),
}
_BY_STAGE = {
    "raw_materials": "A1",
    "upstream_transport": "A2",
    "manufacturing": "A3",
    "distribution": "A4",
    "installation": "A5",
}
_ENERGY = frozenset({"fuel", "heat", "steam", "electricity"})
WATER = "water"  # the flow tag
_TAG = re.compile(r"[bc][1-9]")


def module_of(line: Line, context: Context) -> str:
    """The module a line stands in."""
    if line.stage in _BY_STAGE:
        return _BY_STAGE[line.stage]
    # A tag speaks of the processes of its own stage; the product's own lines stand under the process that makes it.
    tags = line.process.tags if line.process.stage == line.stage else ()
    if line.stage == "use":
        tagged = next((t.upper() for t in tags if _TAG.fullmatch(t) and t.upper() in MODULES and t[0] == "b"), "B1")
        # The energy of maintenance or repair is part of it; B1 is what a product does without energy or water.
        return tagged if tagged != "B1" else _of_use(line, context)
    if line.part == "module_d":
        return "D"
    tagged = next((t.upper() for t in tags if _TAG.fullmatch(t) and t.upper() in MODULES and t[0] == "c"), "")
    if tagged:
        return tagged
    if line.category == "transport":
        return "C2"
    return "C4" if line.category == "waste" or line.part == "disposal" else "C3"


def _of_use(line: Line, context: Context) -> str:
    tags = set(context.flow(line.exchange.flow).tags)
    if line.exchange.role == "electricity" or (line.exchange.role != "waste" and tags & _ENERGY):
        return "B6"
    return "B7" if WATER in tags else "B1"


def declared_modules(
    contributions: Sequence[Contribution], plan: Plan, context: Context
) -> dict[str, dict[str, list[Node]]]:
    """What each declared module holds, by carbon origin; a module that is not declared is not in it."""
    nodes: dict[str, dict[str, list[Node]]] = {}
    # A process with energy or emissions of its own declares its stage, even where all its lines come to nothing.
    stages = set(plan.tags("D2.stages"))
    stage_of = {p.id: p.stage for p in context.study.processes}
    for row in context.study.exchanges:
        stage = stage_of[row.process]
        if stage in stages and stage in _BY_STAGE and _own(row, context):
            nodes.setdefault(_BY_STAGE[stage], {})
    for contribution in contributions:
        if contribution.value.why.startswith("D2."):
            continue
        beyond = contribution.apart.get("module_d", {})
        module = module_of(contribution.line, context)
        if contribution.by_gas or (contribution.value.data and not beyond):
            _put(nodes.setdefault(module, {}), contribution.by_gas)
        # As much in as out is a module D of zero, and declared.
        nothing = contribution.line.part == "module_d" and not contribution.value.why
        if beyond or (nothing and plan.text("D7.end_of_life") == "module_d_separate"):
            _put(nodes.setdefault("D", {}), beyond)
    return nodes


def _own(row: Exchange, context: Context) -> bool:
    """Whether a row is energy or an emission of its process."""
    if row.role in {"electricity", "emission"}:
        return True
    return row.direction == "in" and bool(_ENERGY & set(context.flow(row.flow).tags))


def _put(by_origin: dict[str, list[Node]], gases: Mapping[str, Node]) -> None:
    for key, node in gases.items():
        by_origin.setdefault(origin_of(key), []).append(node)


def missing_modules(contributions: Sequence[Contribution], plan: Plan, context: Context) -> tuple[str, ...]:
    """The modules a declaration must have at least and the study does not declare.

    A1 to A3; C1 to C4 and D where the regime goes to the end of life. C1 may be nothing, D is asked for by the rule of
    module D alone.
    """
    wanted = ["A1", "A2", "A3"]
    if "end_of_life" in plan.tags("D2.stages"):
        wanted += ["C2", "C3", "C4"]
        if plan.text("D7.end_of_life") == "module_d_separate":
            wanted.append("D")
    held = declared_modules(contributions, plan, context)
    if "end_of_life" in plan.tags("D2.stages") and not held.keys() & {"C1", "C2", "C3", "C4"}:
        wanted.insert(3, "C1")
    return tuple(module for module in wanted if module not in held)


def module_rows(
    contributions: Sequence[Contribution],
    factor: Node,
    plan: Plan,
    context: Context,
    shown_as: Presentation,
    reading: Mapping[str, Fraction],
    derivation: Derivation,
) -> list[dict[str, object]]:
    """One row per module, ``{module, name, value, exact, declared, origins}``; None where it is not declared.

    At the figure's reading; module D where it helps least, as among what is shown apart.

    Roots of the derivation: ``/modules/0``, … and ``/modules/0/origins/fossil``, ….
    """
    if "modules" not in plan.tags("K4.parts"):
        return []
    nodes = declared_modules(contributions, plan, context)
    rows: list[dict[str, object]] = []
    for index, (module, name) in enumerate(MODULES.items()):
        row: dict[str, object] = {"module": module, "name": name.json()}
        held = nodes.get(module)
        if held is None:
            rows.append({**row, "value": None, "exact": None, "declared": False, "origins": None})
            continue
        whole = multiply(add([n for each in held.values() for n in each]), factor)
        at = module_d_reading(whole, context) if module == "D" else reading
        derivation.root(f"/modules/{index}", whole, at)
        origins = {}
        for origin in ORIGINS:
            node = multiply(add(held.get(origin, [])), factor)
            derivation.root(f"/modules/{index}/origins/{origin}", node, at)
            origins[origin] = shown_as.figure(node.at(at))
        rows.append({**row, **shown_as.figure(whole.at(at)), "declared": True, "origins": origins})
    _printed_together(rows, shown_as)
    return rows


def _printed_together(rows: list[dict[str, object]], shown_as: Presentation) -> None:
    """Round the modules of the figure so that they add up to it as printed; D stands apart and is rounded alone."""
    inside = [row for row in rows if row["exact"] is not None and row["module"] != "D"]
    exact = [Fraction(str(row["exact"])) for row in inside]
    for row, printed in zip(
        inside, round_parts(exact, sum(exact, Fraction(0)), shown_as.decimals, shown_as.mode), strict=True
    ):
        row["value"] = printed
