"""C15CBAM: random installations under the CBAM, calculated twice: by the program, and naively beside it.

An installation is one attack: streams by every method, shared streams, cogeneration, loops, precursors, and rows that
lack a value. Stated bound: none, both calculate in exact rationals. Compared are every stream, total, factor, process
and precursor, what is left out and what is marked incomplete.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from campaigns.plants import plant
from campaigns.second.installation import installation
from carnet.cbam.compute import compute
from carnet.store.cbam_tables import load_cbam_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.cbam.result import Computed
    from carnet.inventory.model import Study

ID = "C15CBAM"
WHAT = "installations"
BROKEN = "disagreements"
SIZES = {"test": 400, "release": 10_000}


def attacks(seed: int, size: int) -> Iterator[str | None]:
    """Yield None for an installation on which both calculations agree, a sentence for one on which they do not."""
    for number in range(size):
        told = disagreement(plant(random.Random(f"{seed} {number}")))
        yield f"installation {number} of seed {seed}, {told}" if told else None


def disagreement(study: Study) -> str:
    """What does not agree of one installation; empty where everything does."""
    try:
        found = compute(study, load_cbam_tables())
    except Exception as error:  # noqa: BLE001 - whatever it is, a calculation must not end so
        return f"raised {type(error).__name__}: {error}"
    mine, second = of_program(found), of_second(installation(study))
    for name in sorted(mine.keys() | second.keys()):
        if mine.get(name) != second.get(name):
            return f"{name}: {mine.get(name)} and {second.get(name)}"
    if not complaints(found) and (found.totals.incomplete or any(each.incomplete for each in found.processes)):
        return "incomplete without a word"
    return ""


def complaints(found: Computed) -> list[str]:
    """The codes of all errors."""
    return [each.code for each in found.problems if each.severity == "error"]


def of_program(found: Computed) -> dict[str, object]:
    """What the program says, by name."""
    said: dict[str, object] = {}
    for each in found.streams:
        said[f"stream {each.id}"] = [each.emissions, each.biomass, each.unproven, each.energy, each.energy_biomass]
        said |= {f"attributed {each.id} to {name}": part for name, part in each.attributed.items()}
    whole = found.totals
    said["totals"] = [
        whole.co2, whole.n2o, whole.pfc, whole.direct, whole.indirect, whole.energy, whole.incomplete,
    ]  # fmt: skip
    said |= {f"unit {each.id}": (each.ef_heat, each.ef_power) for each in found.cogeneration}
    for one in found.processes:
        said[f"process {one.id}"] = [
            one.see_direct, one.see_indirect, one.counted_indirect, one.embedded_electricity, one.default_share,
        ]  # fmt: skip
        said[f"own {one.id}"] = [one.direct, one.indirect, one.electricity]
        said[f"lacks {one.id}"] = set(one.incomplete)
    for bought in found.precursors:
        said[f"precursor {bought.id}"] = [
            bought.see_direct, bought.see_indirect, bought.counted_indirect, bought.electricity, bought.incomplete,
        ]  # fmt: skip
    return said | {f"recipe {name}": dict(recipe) for name, recipe in found.recipes.items()}


def of_second(found: dict[str, Any]) -> dict[str, object]:
    """What the second calculation says, by the same names."""
    said: dict[str, object] = {f"stream {name}": each for name, each in found["streams"].items()}
    said["totals"] = found["totals"]
    said |= {
        f"attributed {s} to {name}": part for name, gets in found["attributed"].items() for s, part in gets.items()
    }
    said |= {f"unit {name}": each for name, each in found["units"].items() if each is not None}
    for name, values in found["see"].items():
        said[f"process {name}"] = values
        said[f"own {name}"] = list(found["given"][name][:3])
        said[f"lacks {name}"] = found["incomplete"][name]
        said[f"recipe {name}"] = found["recipes"][name]
    return said | {f"precursor {name}": [*each[:4], not sound] for name, (each, sound) in found["bought"].items()}
