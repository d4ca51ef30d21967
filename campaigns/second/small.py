"""D3 in the second calculation: which rows that the study asks to leave out stay within the limit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from campaigns.second.shares import reference, runs, taken_by
from campaigns.second.world import ONE, ZERO, World, amount, heat

if TYPE_CHECKING:
    from carnet.inventory.model import Exchange

BASES = {"mass": ("mass",), "energy": ("energy",), "footprint": ("footprint",), "mass_and_energy": ("mass", "energy")}


def left_out(world: World) -> set[str]:
    """The rows that are left out: each within its limit, together within theirs, the smallest first."""
    asked = [e for e in world.study.exchanges if e.excluded == "yes"]
    bases = BASES.get(world.rule("D3.basis"), ())
    limit, together = world.rule("D3.limit_percent"), world.rule("D3.total_percent")
    if not asked or not bases or (limit is None and together is None):
        return set()
    within = []
    for row in asked:
        own = _largest(world, row, bases, world.rule("D3.scope") or "process")
        overall = _largest(world, row, bases, "total") if together is not None else ZERO
        if own is not None and overall is not None and (limit is None or own <= Fraction(limit)):
            within.append((overall, row.id))
    found, used = set(), ZERO
    for overall, name in sorted(within):
        used += overall
        if together is None or used <= Fraction(together):
            found.add(name)
    return found


def _largest(world: World, row: Exchange, bases: tuple[str, ...], scope: str) -> Fraction | None:
    shares = [_share(world, row, basis, scope) for basis in bases]
    known = [s for s in shares if s is not None]
    return max(known) if len(known) == len(shares) else None


def _share(world: World, row: Exchange, basis: str, scope: str) -> Fraction | None:
    if basis == "footprint":
        return Fraction(row.excluded_share) if row.excluded_share else None
    own = _size(world, row, basis)
    if own is None or row.role == "emission":
        return None
    whole = {reference(world, p.id).id: ONE for p in world.study.processes if not taken_by(world, p.id)}
    times = runs(world, whole) if scope != "process" else {p.id: ONE for p in world.study.processes}
    entering = {"purchased", "resource", "electricity"} | ({"intermediate", "product"} if scope == "process" else set())
    total = ZERO
    for other in world.study.exchanges:
        if other.direction != "in" or other.role not in entering:
            continue
        if scope == "process" and other.process != row.process:
            continue
        if scope == "module" and world.process(other.process).stage != world.process(row.process).stage:
            continue
        water = basis == "mass" and "water" in world.flows[other.flow].tags
        total += ZERO if water else (_size(world, other, basis) or ZERO) * times[other.process]
    if not own:
        return ZERO
    return own * times[row.process] / total * 100 if total else None


def _size(world: World, row: Exchange, basis: str) -> Fraction | None:
    flow = world.flows[row.flow]
    if basis == "mass":
        return None if flow.kind == "electricity" else amount(world, row, "kg")
    found = heat(world, row)
    return found if found is not None else None if {"fuel", "carbon_bearing"} & set(flow.tags) else ZERO
