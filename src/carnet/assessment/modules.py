"""The modules of EN 15804: which module a line stands in, and which modules a study declares.

raw_materials A1, upstream_transport A2, manufacturing A3, distribution A4, installation A5, use B1…B7 by a process tag
b1…b7 (else B1), end_of_life C1…C4 by a process tag c1…c4, else by content: transport C2, disposal and waste C4, the
rest C3. Module D is what lies beyond the boundary and never in the figure. A module is declared where the study holds
something of it inside the boundary; a module without anything is not declared, which is not the same as zero.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.expression import Node, add, multiply
from carnet.assessment.gases import ORIGINS, origin_of
from carnet.errors import Text
from carnet.quantity import round_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.assessment.derivation import Derivation
    from carnet.assessment.evaluate import Contribution
    from carnet.assessment.lines import Line
    from carnet.assessment.plan import Plan
    from carnet.assessment.present import Presentation
    from carnet.inventory.model import Study

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
_TAG = re.compile(r"[bc][1-9]")


def module_of(line: Line) -> str:
    """The module a line stands in."""
    if line.stage in _BY_STAGE:
        return _BY_STAGE[line.stage]
    # A tag speaks of the processes of its own stage; the product's own lines stand under the process that makes it.
    tags = line.process.tags if line.process.stage == line.stage else ()
    if line.stage == "use":
        return next((t.upper() for t in tags if _TAG.fullmatch(t) and t.upper() in MODULES and t[0] == "b"), "B1")
    if line.part == "module_d":
        return "D"
    tagged = next((t.upper() for t in tags if _TAG.fullmatch(t) and t.upper() in MODULES and t[0] == "c"), "")
    if tagged:
        return tagged
    if line.category == "transport":
        return "C2"
    return "C4" if line.category == "waste" or line.part == "disposal" else "C3"


def module_rows(
    contributions: Sequence[Contribution],
    factor: Node,
    plan: Plan,
    study: Study,
    shown_as: Presentation,
    reading: Mapping[str, Fraction],
    derivation: Derivation,
) -> list[dict[str, object]]:
    """One row per module, ``{module, name, value, exact, declared, origins}``; None where it is not declared.

    Roots of the derivation: ``/modules/0``, … and ``/modules/0/origins/fossil``, ….
    """
    if "modules" not in plan.tags("K4.parts"):
        return []
    nodes: dict[str, dict[str, list[Node]]] = {}
    # A process of a stage declares it, even where all its lines come to nothing.
    stages = set(plan.tags("D2.stages"))
    for process in study.processes:
        if process.stage in stages and process.stage in _BY_STAGE:
            nodes.setdefault(_BY_STAGE[process.stage], {})
    for contribution in contributions:
        gases = dict(contribution.by_gas) or dict(contribution.apart.get("module_d", {}))
        if contribution.value.why.startswith("D2.") or not (gases or contribution.value.data):
            continue
        by_origin = nodes.setdefault(module_of(contribution.line), {})
        for key, node in gases.items():
            by_origin.setdefault(origin_of(key), []).append(node)
    rows: list[dict[str, object]] = []
    for index, (module, name) in enumerate(MODULES.items()):
        row: dict[str, object] = {"module": module, "name": name.json()}
        held = nodes.get(module)
        if held is None:
            rows.append({**row, "value": None, "exact": None, "declared": False, "origins": None})
            continue
        whole = multiply(add([n for each in held.values() for n in each]), factor)
        derivation.root(f"/modules/{index}", whole)
        origins = {}
        for origin in ORIGINS:
            node = multiply(add(held.get(origin, [])), factor)
            derivation.root(f"/modules/{index}/origins/{origin}", node)
            origins[origin] = shown_as.figure(node.at(reading))
        rows.append({**row, **shown_as.figure(whole.at(reading)), "declared": True, "origins": origins})
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
