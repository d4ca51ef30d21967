"""Figures of the Chinese accounting guides as they were seen: never in the guides themselves.

The guides of the national emissions trading system (CETS—AG—02.01, 03.01 and 04.01, first versions of 2024) and of
GB/T 32150 and 32151 were not read. Every figure here is a reading of somebody who transcribed one; where two readings
differ both are kept and the result is a range. None of them is good enough to report with.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.regime.model import FIRM_TO_WEAK

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_FOUND = Text(
    "在可见的文本中未找到（全国碳市场核算指南CETS—AG—02.01、03.01、04.01及GB/T 32150、32151原文均未读到）",
    "not found in the texts seen (the guides CETS—AG—02.01, 03.01 and 04.01 and GB/T 32150, 32151 were not read)",
)
SOURCES: Mapping[str, Text] = {
    "list": Text(
        "一份公开程序中的中国缺省值表（27种燃料，未写明指南）",
        "a public program's table of Chinese default values (27 fuels), which names no guide",
    ),
    "gb32150": Text(
        "一份公开程序，自称出自GB/T 32150-2025附录B", "a public program that names GB/T 32150-2025 Annex B"
    ),
    "gb32151": Text("一份公开程序，自称出自GB/T 32151.5", "a public program that names GB/T 32151.5"),
    "calculator": Text("一个公开计算器，未写明出处", "a public calculator that names no source"),
    "steel_guide": Text(
        "一份公开项目笔记，引CETS—AG—03.01—V01—2024附录A.2",
        "a public project note that cites CETS—AG—03.01—V01—2024 Appendix A.2",
    ),
    "aluminium_draft": Text(
        "2024年6月的市场报道，引《铝冶炼行业》指南征求意见稿",
        "a market report of June 2024 on the consultation draft of the aluminium guide",
    ),
    "icap": Text(
        "国际碳行动伙伴组织（ICAP）2025年4月10日对2025年3月工作方案的介绍",
        "ICAP, 10 April 2025, on the work plan of March 2025",
    ),
    "contents": Text(
        "《铝冶炼行业》指南CETS—AG—04.01—V01—2024的目录（公开报告站的摘录）",
        "table of contents of the aluminium guide CETS—AG—04.01—V01—2024 (excerpt on a public report site)",
    ),
    "notice": Text(
        "生态环境部办公厅2024年9月13日通知（转载）：CETS—AG—02.01—V01—2024、CETS—AG—04.01—V01—2024",
        "notice of the MEE general office of 13 September 2024 (reprinted): CETS—AG—02.01—V01—2024, 04.01—V01—2024",
    ),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One value as one source gives it; `source` is a key of `SOURCES`."""

    value: Fraction
    source: str


@dataclass(frozen=True, slots=True)
class NationalFigures:
    """What was seen for one material: `ncv` in GJ and `ef` in tCO2 per `unit`, `carbon` in tC/GJ, `oxidation`."""

    unit: str
    ncv: tuple[Reading, ...] = ()
    carbon: tuple[Reading, ...] = ()
    oxidation: tuple[Reading, ...] = ()
    ef: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, equal where all readings agree."""

    low: Fraction
    high: Fraction

    def times(self, other: Range) -> Range:
        """Multiply; both of amounts that are not negative, or one of a single sign."""
        products = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Range(min(products), max(products))


def exactly(value: Fraction) -> Range:
    """Return a range of one value."""
    return Range(value, value)


def range_of(readings: tuple[Reading, ...]) -> Range | None:
    """Return what the readings span; None where there is none."""
    values = [r.value for r in readings]
    return Range(min(values), max(values)) if values else None


def status_of(readings: tuple[Reading, ...]) -> str:
    """Say how a figure was seen.

    unknown: not at all; conflicting: readings differ; secondary: a source that names the guide, or two that agree;
    recalled: one source that names none.
    """
    if not readings:
        return "unknown"
    if len({r.value for r in readings}) > 1:
        return "conflicting"
    named = any(r.source not in {"list", "calculator"} for r in readings)
    return "secondary" if named or len(readings) > 1 else "recalled"


def worst(statuses: list[str]) -> str:
    """Return the least certain of several statuses."""
    return max(statuses, key=FIRM_TO_WEAK.index, default="unknown")


def _r(**readings: str) -> tuple[Reading, ...]:
    return tuple(Reading(Fraction(value), source) for source, value in readings.items())


def _fuel(unit: str, ncv: dict[str, str], carbon: dict[str, str], oxidation: dict[str, str]) -> NationalFigures:
    return NationalFigures(unit, _r(**ncv), _r(**carbon), _r(**oxidation))


def _listed(ncv: str, carbon: str, oxidation: str) -> NationalFigures:
    return _fuel("t", {"list": ncv}, {"list": carbon}, {"list": oxidation})


# By id of the act's table of standard factors. Gases: GJ per 1000 Nm3 (the sources print GJ per 10^4 Nm3).
FIGURES: Mapping[str, NationalFigures] = {
    "anthracite": _fuel(
        "t",
        {"list": "24.515", "calculator": "22.867", "gb32150": "20.908"},
        {"list": "0.02749", "calculator": "0.02749"},
        {"list": "0.94", "gb32150": "0.94"},
    ),
    "other_bituminous_coal": _fuel(
        "t",
        {"list": "23.204", "calculator": "23.076", "gb32150": "20.908"},
        {"list": "0.02618", "calculator": "0.02308"},
        {"list": "0.93", "gb32150": "0.981"},
    ),
    "lignite": _fuel(
        "t",
        {"list": "14.449", "calculator": "14.759"},
        {"list": "0.028", "calculator": "0.02797"},
        {"list": "0.96"},
    ),
    "coke": _fuel(
        "t",
        {"list": "28.446", "gb32150": "28.435", "gb32151": "28.435"},
        {"list": "0.0294", "gb32151": "0.0295"},
        {"list": "0.93", "gb32150": "0.988"},
    ),
    "crude_oil": _listed("42.62", "0.0201", "0.98"),
    "residual_fuel_oil": _listed("40.19", "0.0211", "0.98"),
    "motor_gasoline": _listed("44.8", "0.0189", "0.98"),
    "diesel": _listed("43.33", "0.0202", "0.98"),
    "kerosene": _listed("44.75", "0.0196", "0.98"),
    "petroleum_coke": _listed("31", "0.0275", "0.98"),
    "coal_tar": _listed("33.453", "0.022", "0.98"),
    "refinery_gas": _listed("46.05", "0.0182", "0.99"),
    "lpg": _listed("47.31", "0.0172", "0.99"),
    "natural_gas": _fuel(
        "1000Nm3",
        {"list": "38.931", "gb32150": "38.931"},
        {"list": "0.0153", "gb32150": "0.0153"},
        {"list": "0.99", "gb32150": "0.995"},
    ),
    "coke_oven_gas": _fuel(
        "1000Nm3",
        {"list": "17.3854", "gb32150": "17.921"},
        {"list": "0.0136", "gb32150": "0.0121"},
        {"list": "0.99", "gb32150": "0.995"},
    ),
    "blast_furnace_gas": _fuel(
        "1000Nm3",
        {"list": "3.769", "gb32150": "3.312"},
        {"list": "0.0708", "gb32150": "0.0708"},
        {"list": "0.99", "gb32150": "0.995"},
    ),
    "oxygen_steel_furnace_gas": _fuel(
        "1000Nm3",
        {"list": "7.954", "gb32150": "7.514"},
        {"list": "0.0496", "gb32150": "0.0121"},
        {"list": "0.99", "gb32150": "0.995"},
    ),
    "steel_eaf_electrodes": NationalFigures("t", ef=_r(steel_guide="3.663", gb32151="3.663")),
    "steel_dri": NationalFigures("t", ef=_r(steel_guide="0.073")),
    "caco3": NationalFigures("t", ef=_r(gb32150="0.4397", gb32151="0.4395")),
}
# Anode effects, tCO2e per t of aluminium: the default of the draft; the version in force was not read.
PFC_DRAFT = _r(aluminium_draft="0.1454")
CO2_PER_C = Fraction(44, 12)
COVERED = ("cement", "iron_steel", "aluminium")
