"""Electricity a good can take: Carnet's own bands and no law, in MWh per t, each with the process it comes from.

A band holds for what a process takes itself; the last figure is the most that may stand behind a bought precursor (or
a process that includes its precursors), where the electricity of everything inside counts. All of it is engineering
practice, recalled. Ten times the band is no plant (kWh for MWh is a thousand) and gets no price.
"""

# ruff: noqa: E501 - one bilingual row a line reads best, and CJK counts double

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from carnet.cbam.checks_sight import at, bad, num, numbered, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from carnet.cbam.checks_sight import Finding, Sight
    from carnet.inventory.installation import ProductionProcess

ZERO, ONE = Fraction(0), Fraction(1)
FAR, SLIP = 10, 100
GRID = Fraction(2)  # tCO2/MWh: an old lignite plant is at about 1.2, a small one of poor efficiency below 2
_PFC = ("pfc_slope", "pfc_overvoltage")


@dataclass(frozen=True, slots=True)
class Power:
    """A band in MWh/t for a process itself, the most with all precursors inside, and the reason in both languages."""

    low: Fraction
    high: Fraction
    inside: Fraction
    zh: str
    en: str


def _power(low: str, high: str, inside: str, zh: str, en: str) -> Power:
    return Power(Fraction(low), Fraction(high), Fraction(inside), zh, en)


POWER: Mapping[str, Power] = MappingProxyType(
    {
        "cement": _power("0.01", "0.2", "0.4", "粉磨与配料，含熟料约0.11", "grinding and blending; about 0.11 with clinker"),
        "cement_clinker": _power("0.02", "0.15", "0.4", "生料磨、窑、煤磨，约0.06", "raw mill, kiln and coal mill, about 0.06"),
        "calcined_clay": _power("0.01", "0.3", "0.4", "干燥、煅烧与粉磨", "drying, calcining and grinding"),
        "aluminous_cement": _power("0.05", "1.5", "2", "回转窑，或电炉熔融约1", "kiln, or fusion in an electric furnace at about 1"),
        "iron_steel_products": _power(
            "0.02", "3", "6", "热轧约0.1，冷轧约0.2，铸锻件至1.5", "hot rolling about 0.1, cold rolling 0.2, castings and forgings to 1.5"),
        "crude_steel": _power(
            "0.01", "1.2", "2.5", "转炉约0.05，电炉0.35–0.75，合金钢至1.2", "converter about 0.05, arc furnace 0.35 to 0.75, alloyed steel to 1.2"),
        "direct_reduced_iron": _power(
            "0.03", "1.5", "6", "气基约0.1，氢基带电加热至1", "gas based about 0.1, with hydrogen heated by electricity to 1"),
        "pig_iron": _power("0.01", "0.6", "3", "高炉与鼓风0.05–0.2", "blast furnace and blowers 0.05 to 0.2"),
        "ferro_alloys": _power("0.2", "15", "18", "电炉锰铁2–3，铬铁3–8，镍铁至15", "arc furnace: FeMn 2 to 3, FeCr 3 to 8, FeNi to 15"),
        "sintered_ore": _power("0.01", "0.15", "0.5", "烧结风机0.03–0.06，球团0.03–0.08", "fans of a sinter plant 0.03 to 0.06, pellets 0.03 to 0.08"),
        "hydrogen": _power("0", "65", "75", "天然气重整至2，水电解与氯碱50–65", "reforming to 2, electrolysis and chlor-alkali 50 to 65"),
        "ammonia": _power("0", "12", "15", "重整或煤气化至1.5，电解制氢约10", "reforming or gasification to 1.5, about 10 with electrolysis"),
        "nitric_acid": _power("0", "0.2", "5", "压缩与泵，常为净外供", "compression and pumps, often a net supplier"),
        "urea": _power("0.01", "0.3", "10", "CO2压缩与造粒约0.1", "CO2 compression and granulation, about 0.1"),
        "mixed_fertilisers": _power("0.005", "0.3", "8", "造粒与干燥0.02–0.1", "granulation and drying 0.02 to 0.1"),
        "unwrought_aluminium": _power("0.05", "18", "22", "重熔0.1–1，电解12–18", "remelting 0.1 to 1, smelting 12 to 18"),
        "aluminium_products": _power("0.03", "3", "25", "轧制与挤压0.3–1，铝箔至2.5", "rolling and extrusion 0.3 to 1, foil to 2.5"),
    }
)  # fmt: skip
# Aluminium from alumina: a potline with anode effects takes at least 12 MWh/t (theory 6.3, best cells 12.5).
SMELTING = _power("12", "18", "22", "铝电解12–18", "smelting of alumina 12 to 18")


def _amount(sight: Sight, process: ProductionProcess) -> Fraction | None:
    levels = [v for x in sight.study.production_levels if x.of == process.id and (v := num(x.amount)) is not None]
    stated = num(process.amount)
    return stated if stated is not None else (sum(levels, ZERO) if levels else None)


def _band(sight: Sight, process: ProductionProcess) -> Power | None:
    band = POWER.get(process.category)
    if band is None or process.unit not in {"t", ""}:
        return None
    shared = {s.stream for s in sight.study.stream_shares if s.process == process.id}
    cells = any(s.method in _PFC and (s.process == process.id or s.id in shared) for s in sight.study.source_streams)
    if process.category == "unwrought_aluminium" and cells:
        band = SMELTING
    if process.includes:
        band = Power(band.low, band.inside, band.inside, band.zh, band.en)
    return band


def _uses(sight: Sight) -> Iterator[tuple[str, str, str, Fraction, Power]]:
    """Yield (pointer, id, category, MWh per t, band) of processes, then of bought precursors with all inside."""
    # Of what a joint process takes, only the good's own share stands behind it (eq 43).
    own_part = {each.id: each.joint for each in sight.computed.processes} if sight.computed else {}
    for i, process in numbered(sight.study.production):
        power, amount, band = num(process.electricity), _amount(sight, process), _band(sight, process)
        if power is not None and amount and amount > 0 and band is not None:
            per_t = power * own_part.get(process.id, ONE) / amount
            yield at("production", i, "electricity"), process.id, process.category, per_t, band
    for i, bought in numbered(sight.study.precursors):
        power, own = num(bought.electricity), POWER.get(bought.category)
        if power and own is not None:
            band = Power(own.low, own.inside, own.inside, own.zh, own.en)
            yield at("precursors", i, "electricity"), bought.id, bought.category, power, band


def _factors(sight: Sight) -> Iterator[tuple[str, str, Fraction]]:
    """Yield (pointer, id, tCO2/MWh) of everything electricity is multiplied by."""
    for i, process in numbered(sight.study.production):
        for name in ("electricity_ef", "electricity_out_ef"):
            if (value := num(getattr(process, name))) is not None:
                yield at("production", i, name), process.id, value
    for i, bought in numbered(sight.study.precursors):
        if (value := num(bought.electricity_ef)) is not None:
            yield at("precursors", i, "electricity_ef"), bought.id, value


def power_plausible(sight: Sight) -> list[Finding] | None:
    """CBM-R76: electricity per t of process and precursor, and its factor, are those of some plant."""
    found: list[Finding] = []
    seen = False
    for here, name, category, value, band in _uses(sight):
        seen = True
        if not band.low <= value <= band.high and value <= FAR * band.high:
            zh, en = sight.category(category).zh, sight.category(category).en
            found.append(bad(
                here,
                f"{name}每吨用电{show(value)} MWh，{zh}一般为{show(band.low)}–{show(band.high)}"
                f"（{band.zh}；自定规则，非法律）",
                f"{name} takes {show(value)} MWh/t; usual for {en} is {show(band.low)} to {show(band.high)} "
                f"({band.en}; own rule, no law)",
            ))  # fmt: skip
    for here, name, value in _factors(sight):
        seen = True
        if not 0 <= value <= GRID and value <= FAR * GRID:
            found.append(bad(
                here,
                f"{name}的电力因子为{show(value)}，超出0–{show(GRID)} tCO2/MWh（自定规则）",
                f"{name}: the factor of electricity is {show(value)}, outside 0 to {show(GRID)} tCO2/MWh (own rule)",
            ))  # fmt: skip
    return found if seen else None


def impossible_power(sight: Sight) -> list[Finding]:
    """Part of CBM-R75: electricity or its factor over ten times the band."""
    found = [
        bad(
            here,
            f"{name}每吨用电{show(value)} MWh，不可能：{sight.category(category).zh}至多约{show(band.high)}"
            f"（{band.zh}；自定规则）。是否把千瓦时填成了兆瓦时",
            f"{name} takes {show(value)} MWh/t, which cannot be: {sight.category(category).en} takes at most about "
            f"{show(band.high)} ({band.en}; own rule). kWh for MWh?",
        )
        for here, name, category, value, band in _uses(sight)
        if value > FAR * band.high
    ]
    return found + [
        bad(
            here,
            f"{name}的电力因子{show(value)} tCO2/MWh，不可能（0–{show(GRID)}；自定规则）：是否以kg/MWh或g/kWh计",
            f"{name}: {show(value)} tCO2/MWh of electricity cannot be (0 to {show(GRID)}; own rule): kg/MWh or g/kWh?",
        )
        for here, name, value in _factors(sight)
        if value > FAR * GRID
    ]


def slipped_power(sight: Sight) -> list[Finding]:
    """Part of CBM-R74: electricity over a hundred times the most that may stand behind a good is a unit."""
    return [
        bad(
            here,
            f"{name}每吨耗电{show(value)} MWh：像是把千瓦时填成兆瓦时",
            f"{name} takes {show(value)} MWh a tonne: kWh for MWh, it seems",
        )
        for here, name, _, value, band in _uses(sight)
        if value > SLIP * band.inside
    ]
