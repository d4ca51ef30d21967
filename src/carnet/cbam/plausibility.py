"""Bounds a figure of an installation should keep to: Carnet's own rule and no law, each with where it comes from.

Bands of specific embedded emissions: the spread of the default values of all countries (Commission workbook of
4 February 2026, IR (EU) 2025/2621 as of December 2025, and the rows that replaced it), from a quarter of the lowest to
one and a half times the highest, lowered where a clean route or much scrap or slag goes in. Bands say "look again".
What no plant can be (`carnet.cbam.bounds`: a tenth of the lowest default, ten times the highest) is `impossible` and
gets no price; a hundred times off, or more carbon than carbon has, is a slip of units that blocks. Electricity stands
in `plausible_power`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.bounds import bounds_of
from carnet.cbam.checks_sight import at, bad, called, num, numbered, show
from carnet.cbam.plausible_power import impossible_power, slipped_power
from carnet.cbam.standard_factors import standard_factor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from carnet.cbam.checks_sight import Finding, Sight
    from carnet.inventory.installation import SourceStream

ZERO = Fraction(0)
SPREAD = "own rule: spread of the default values, Commission workbook of 4 February 2026"
PHYSICS = "own rule: physics"
PRACTICE = "own rule: engineering practice, recalled"
SLIP = 100  # this many times outside a band is no plant but a unit
THREE = 3  # this many times outside what a fuel can be
_SLAG = "cement"
_MOSTLY = Fraction(1, 2)  # t per t from which on a product is mostly that precursor
YEAR_ON_YEAR = Fraction(30, 100)  # own rule: a change above this is asked about
_PURE_CARBON = Fraction(3664, 1000)  # tCO2 per t of pure carbon: no fuel or material can give more
_NCV_PER_T = (Fraction(1), Fraction(55))  # G.1 and G.2 run from 2.47 to 50.4 GJ/t
_NCV_HYDROGEN = Fraction(120)
_HYDROGEN = re.compile("hydrogen|氢", re.IGNORECASE)
_NCV_PER_VOLUME = (Fraction(1), Fraction(130))  # GJ/1000Nm3; blast furnace gas about 3, butane about 120
_EF_HIGHEST = Fraction(300)  # tCO2/TJ; blast furnace gas, 260, is the highest of G.1
_EF_LOWEST = Fraction(10)  # tCO2/TJ; a gas of nine tenths hydrogen is near it, fuels of G.1 begin at 44
# tCO2/1000Nm3: a gas with 2.5 % of carbon in it, and the vapour of hexane (6 x 44 / 22.4), the heaviest gas burned.
_EF_PER_VOLUME = (Fraction(5, 100), Fraction(12))
_NCV_AROUND = (Fraction(1, 2), Fraction(8, 5))  # ranges of a material around its value in point G
_EF_AROUND = (Fraction(4, 5), Fraction(5, 4))
_HEAT = Fraction(400)  # tCO2/TJ: blast furnace gas at 70 % efficiency is at 371


@dataclass(frozen=True, slots=True)
class Band:
    """A band of SEE in tCO2e per t with its source."""

    low: Fraction
    high: Fraction
    source: str = SPREAD


def _band(low: str, high: str) -> Band:
    return Band(Fraction(low), Fraction(high))


# category: a quarter of the lowest default (less with a clean route), 1.5 x the highest.
BANDS: Mapping[str, Band] = {
    "cement": _band("0.1", "2.3"),
    "cement_clinker": _band("0.2", "2.2"),
    "calcined_clay": _band("0.02", "0.48"),
    "aluminous_cement": _band("0.4", "3.5"),
    "iron_steel_products": _band("0.03", "20"),
    "crude_steel": _band("0.03", "15"),
    "direct_reduced_iron": _band("0", "6.3"),
    "pig_iron": _band("0.2", "12"),
    "ferro_alloys": _band("0.4", "9.3"),
    "sintered_ore": _band("0.02", "2.5"),
    "hydrogen": _band("0", "40"),
    "ammonia": _band("0", "6.6"),
    "nitric_acid": _band("0.1", "4.7"),
    "urea": _band("0", "6.8"),
    "mixed_fertilisers": _band("0.05", "7.3"),
    "aluminium_products": _band("0.05", "8.4"),
    "unwrought_aluminium": _band("0.05", "4.8"),
}


def see_in_band(sight: Sight) -> list[Finding] | None:
    """CBM-R70: the SEE of a process and of a precursor lies within the band of its category."""
    rows = [*_sees(sight)]
    return [
        bad(
            here,
            f"{name}（{sight.category(category).zh}）每吨{show(see)} tCO2e，"
            f"合理区间{show(band.low)}–{show(band.high)}（自定规则，非法律）",
            f"{name} ({sight.category(category).en}) has {show(see)} "
            f"tCO2e/t; plausible is {show(band.low)} to {show(band.high)} "
            f"({band.source}; no law)",
        )
        for here, name, category, see, band in rows
        if not band.low <= see <= band.high and not _impossible(sight, see, category, band)
    ] if rows else None  # fmt: skip


def _sees(sight: Sight) -> Iterator[tuple[str, str, str, Fraction, Band]]:
    """Yield (pointer, id, category, SEE, band): direct for Annex II, direct and indirect for the others."""
    computed = sight.computed
    if computed is None:
        return
    place = {p.id: i for i, p in numbered(sight.study.production)}
    for p in computed.processes:
        if p.category in BANDS and p.id in place:
            see = p.see_direct + (ZERO if p.annex_ii else p.see_indirect)
            yield at("production", place[p.id], "amount"), p.id, p.category, see, BANDS[p.category]
    bought = {p.id: i for i, p in numbered(sight.study.precursors)}
    for q in computed.precursors:
        if q.category in BANDS and q.id in bought and (q.see_direct or q.see_indirect):
            see = q.see_direct + (ZERO if q.annex_ii else q.see_indirect)
            yield at("precursors", bought[q.id], "see_direct"), q.id, q.category, see, BANDS[q.category]


def _slipped(see: Fraction, band: Band) -> bool:
    return see > SLIP * band.high or 0 < see < band.low / SLIP


def _limits(sight: Sight, category: str, band: Band) -> tuple[Fraction, Fraction]:
    """Return the SEE no plant lies outside of, as the money has it: see `carnet.cbam.bounds`.

    Cement may be mostly slag: here nothing tells how much clinker is in it, so a third of the band's low end.
    """
    bounds = bounds_of(sight.tables, category)
    if bounds is None:
        return ZERO, SLIP * band.high
    return (min(bounds.low, band.low / THREE) if category == _SLAG else bounds.low), bounds.high


def _impossible(sight: Sight, see: Fraction, category: str, band: Band) -> bool:
    low, high = _limits(sight, category, band)
    return see > high or 0 < see < low


def impossible(sight: Sight) -> list[Finding] | None:
    """CBM-R75: no figure lies where no plant and no fuel can be; a price of it would be a price of a slip."""
    study = sight.study
    if not study.source_streams and not study.production and not study.precursors:
        return None
    found: list[Finding] = []
    clean = _clean(sight)
    for here, name, category, see, band in _sees(sight):
        low, high = _limits(sight, category, band)
        if _impossible(sight, see, category, band) and not (see < low and name in clean):
            found.append(bad(
                here,
                f"{name}每吨{show(see)} tCO2e，不可能：{sight.category(category).zh}的界限为{show(low)}–{show(high)}"
                "（各国最低默认值的十分之一至最高的十倍，自定规则）。请核对产量、活动数据与热值的单位"
                "（kg/t、m3/1000 m3、MJ/GJ）",
                f"{name} has {show(see)} tCO2e/t, which cannot be: the limits for {sight.category(category).en} are "
                f"{show(low)} to {show(high)} (a tenth of the lowest default of any country to ten times the highest; "
                "own rule). Check the units of amount, activity data and NCV (kg or t, m3 or 1000 m3, MJ or GJ)",
            ))  # fmt: skip
    for i, stream in numbered(study.source_streams):
        found += _stream_impossible(sight, i, stream)
    return found + impossible_power(sight)


def _clean(sight: Sight) -> frozenset[str]:
    """Return the processes that may lie below every default.

    They lack a value (which `compute` tells), give off more biomass rated zero than fossil CO2, or consist for the
    greater part of what does or of precursors of exempt origin, which count as zero.
    """
    if sight.computed is None:
        return frozenset()
    of = {s.id: {s.process} for s in sight.study.source_streams}
    for share in sight.study.stream_shares:
        of.setdefault(share.stream, set()).add(share.process)
    found = {p.id for p in sight.study.precursors if p.country.upper() in sight.exempt}
    for p in sight.computed.processes:
        mine = [s for s in sight.computed.streams if p.id in of.get(s.id, ())]
        biomass = sum((s.biomass for s in mine), ZERO)
        if p.incomplete or biomass > sum((s.emissions for s in mine), ZERO):
            found.add(p.id)
    for _ in sight.computed.processes:  # as deep as a chain can be
        found |= {
            p
            for p, recipe in sight.computed.recipes.items()
            if any(m >= _MOSTLY and s in found for s, m in recipe.items())
        }
    return frozenset(found)


def _stream_impossible(sight: Sight, i: int, stream: SourceStream) -> list[Finding]:
    """Heating values and factors three times outside what any fuel, or the material named, can have."""
    found: list[Finding] = []
    for name, unit, limits in (
        ("ncv", f"GJ/{stream.activity_unit or 't'}", _ncv_range(sight, stream)[:2]),
        ("ef", stream.ef_unit, _ef_limits(sight, stream)),
    ):
        value = num(getattr(stream, name))
        low, high = limits
        if value is None or not (0 < value < low / THREE or (high is not None and value > THREE * high)):
            continue
        most = f"–{show(high)}" if high is not None else "以上"
        upto = f"from {show(low)} to {show(high)}" if high is not None else f"from {show(low)} on"
        found.append(bad(
            at("source_streams", i, name),
            f"{stream.id}的{called(name).zh}{show(value)} {unit}，不可能（{show(low)}{most}，偏离三倍以上；自定规则）："
            "请核对单位",
            f"{stream.id}: {called(name).en} {show(value)} {unit} cannot be "
            f"({upto}; more than three times off; own rule): check the unit",
        ))  # fmt: skip
    return found


def _ef_limits(sight: Sight, stream: SourceStream) -> tuple[Fraction, Fraction | None]:
    factor = standard_factor(sight.tables, stream)
    match stream.ef_unit:
        case "tCO2/TJ" if factor is not None and factor.ef is not None and factor.ef_unit == "tCO2/TJ":
            return _EF_AROUND[0] * factor.ef, _EF_AROUND[1] * factor.ef
        case "tCO2/TJ":
            return _EF_LOWEST, _EF_HIGHEST
        case "tCO2/t":
            return ZERO, _PURE_CARBON
        case "tCO2/1000Nm3":
            return _EF_PER_VOLUME
    return ZERO, None


def year_on_year(sight: Sight) -> list[Finding] | None:
    """CBM-R71: a SEE that moved far since the year before is explained."""
    if sight.computed is None or not sight.previous:
        return None
    found: list[Finding] = []
    for i, p in enumerate(sight.computed.processes):
        before, now = sight.previous.get(p.id), p.see_direct
        if before and abs(now - before) > YEAR_ON_YEAR * before:
            change = (now - before) / before * 100
            found.append(bad(
                at("production", i, "amount"),
                f"{p.id}从{show(before)}变为{show(now)}（{show(change)}%），"
                f"超过{show(YEAR_ON_YEAR * 100)}%（自定规则）",
                f"{p.id} went from {show(before)} to {show(now)} ({show(change)} %), more than "
                f"{show(YEAR_ON_YEAR * 100)} % (own rule, no law)",
            ))  # fmt: skip
    return found


def ncv_plausible(sight: Sight) -> list[Finding] | None:
    """CBM-R72: the heating value fits the material, or at least some fuel."""
    mine = [(i, s, v) for i, s in numbered(sight.study.source_streams) if (v := num(s.ncv)) is not None]
    if not mine:
        return None
    found: list[Finding] = []
    for i, stream, value in mine:
        low, high, source = _ncv_range(sight, stream)
        if not low <= value <= high and not _stream_impossible(sight, i, replace(stream, ef="")):
            found.append(bad(
                at("source_streams", i, "ncv"),
                f"{stream.id}的热值{show(value)} GJ/{stream.activity_unit}，"
                f"合理区间{show(low)}–{show(high)}（自定规则）",
                f"{stream.id}: NCV {show(value)} GJ/{stream.activity_unit}; plausible is {show(low)} to {show(high)} "
                f"({source})",
            ))  # fmt: skip
    return found


def _ncv_range(sight: Sight, stream: SourceStream) -> tuple[Fraction, Fraction, str]:
    factor = standard_factor(sight.tables, stream)
    if stream.activity_unit == "1000Nm3":
        return *_NCV_PER_VOLUME, PRACTICE
    if factor is not None and factor.ncv is not None:
        return (
            _NCV_AROUND[0] * factor.ncv,
            _NCV_AROUND[1] * factor.ncv,
            "0.5 to 1.6 times IR (EU) 2025/2547 point G; own rule",
        )
    high = _NCV_HYDROGEN if _HYDROGEN.search(f"{stream.material} {stream.name}") else _NCV_PER_T[1]
    return _NCV_PER_T[0], high, PHYSICS


def ef_plausible(sight: Sight) -> list[Finding] | None:
    """CBM-R73: an emission factor fits the material; factors of heat are those of some plant."""
    found: list[Finding] = []
    seen = False
    for i, stream in numbered(sight.study.source_streams):
        value = num(stream.ef)
        if value is None:
            continue
        seen = True
        factor = standard_factor(sight.tables, stream)
        low, high, source = ZERO, _EF_HIGHEST if stream.ef_unit == "tCO2/TJ" else None, PHYSICS
        if factor is not None and factor.ef is not None and stream.ef_unit == factor.ef_unit == "tCO2/TJ":
            low, high = _EF_AROUND[0] * factor.ef, _EF_AROUND[1] * factor.ef
            source = "0.8 to 1.25 times IR (EU) 2025/2547 point G; own rule"
        outside = value < low or (high is not None and value > high)
        if outside and not _stream_impossible(sight, i, replace(stream, ncv="")):
            found.append(bad(
                at("source_streams", i, "ef"),
                f"{stream.id}的因子{show(value)} {stream.ef_unit}，"
                f"合理区间{show(low)}–{show(high or ZERO)}（自定规则）",
                f"{stream.id}: factor {show(value)} {stream.ef_unit}; plausible is {show(low)} to {show(high or ZERO)} "
                f"({source})",
            ))  # fmt: skip
    for i, p in numbered(sight.study.production):
        for name, most, unit in (
            ("heat_in_ef", _HEAT, "tCO2/TJ"), ("heat_out_ef", _HEAT, "tCO2/TJ"),
        ):  # fmt: skip
            value = num(getattr(p, name))
            if value is None:
                continue
            seen = True
            if not 0 <= value <= most:
                found.append(bad(
                    at("production", i, name),
                    f"{p.id}的{called(name).zh}为{show(value)}，超出0–{show(most)} {unit}（自定规则）",
                    f"{p.id}: {called(name).en} is {show(value)}, outside 0 to {show(most)} {unit} ({PRACTICE})",
                ))  # fmt: skip
    return found if seen else None


def units_not_slipped(sight: Sight) -> list[Finding] | None:
    """CBM-R74: no figure is so far off that only a unit explains it: kg for t, kWh for MWh, per cent for a ratio."""
    study = sight.study
    if not study.source_streams and not study.production and not study.precursors:
        return None
    found = [
        bad(
            here,
            f"{name}每吨{show(see)} tCO2e，偏离{sight.category(category).zh}的区间百倍以上：像是公斤与吨弄混",
            f"{name} has {show(see)} tCO2e/t, over a hundred times off "
            f"the band of {sight.category(category).en}: kg for t, it seems",
        )
        for here, name, category, see, band in _sees(sight)
        if _slipped(see, band)
    ]  # fmt: skip
    found += slipped_power(sight)
    for i, stream in numbered(study.source_streams):
        found += _stream_slips(i, stream)
    return found


def _stream_slips(i: int, stream: SourceStream) -> list[Finding]:
    """Ratios above one, and more carbon in a tonne than pure carbon has."""
    found = [
        bad(
            at("source_streams", i, name),
            f"{stream.id}的{called(name).zh}为{show(value)}，应为0到1的比值（是否填了百分数？）",
            f"{stream.id}: {called(name).en} is {show(value)}, a ratio from 0 to 1 is wanted (per cent?)",
        )
        for name in ("oxidation", "conversion", "biomass", "biomass_unproven", "collection_efficiency")
        if (value := num(getattr(stream, name))) is not None and not 0 <= value <= 1
    ]
    if stream.activity_unit == "t":
        for name, most in (("carbon", Fraction(1)), ("ef", _PURE_CARBON)):
            value = num(getattr(stream, name))
            if value is not None and value > most and (name == "carbon" or stream.ef_unit == "tCO2/t"):
                found.append(bad(
                    at("source_streams", i, name),
                    f"{stream.id}的{called(name).zh}为{show(value)}，高于纯碳的{show(most)}",
                    f"{stream.id}: {called(name).en} is {show(value)}, more than pure carbon has ({show(most)})",
                ))  # fmt: skip
    return found
