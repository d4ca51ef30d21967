"""Kinds of quantity: what an amount is an amount of. Two kinds of one dimension still never mix."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.quantity import dimension as dim

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind: its dimension and the symbol of the unit its amounts are kept in."""

    id: str
    dimension: dim.Dimension
    base_unit: str
    name: Text


_KINDS = (
    Kind("product_mass", dim.MASS, "kg", Text("产品质量", "mass of a product or material")),
    Kind("co2e", dim.MASS, "kg", Text("二氧化碳当量", "carbon dioxide equivalent")),
    Kind("co2_mass", dim.MASS, "kg", Text("二氧化碳质量", "mass of carbon dioxide")),
    Kind("gas_mass", dim.MASS, "kg", Text("气体质量", "mass of one gas")),
    Kind("electricity", dim.ENERGY, "kWh", Text("电量", "electrical energy")),
    Kind("heat_lhv", dim.ENERGY, "MJ", Text("热量（低位发热量）", "heat, lower heating value")),
    Kind("heat_hhv", dim.ENERGY, "MJ", Text("热量（高位发热量）", "heat, higher heating value")),
    Kind("transport", dim.TRANSPORT, "t·km", Text("货物周转量", "freight transport")),
    Kind("gas_volume", dim.VOLUME, "Nm3", Text("气体体积（0 °C，101.325 kPa）", "gas at 0 °C and 101.325 kPa")),
    Kind("gas_volume_15c", dim.VOLUME, "Sm3", Text("气体体积（15 °C，101.325 kPa）", "gas at 15 °C and 101.325 kPa")),
    Kind(
        "gas_volume_20c", dim.VOLUME, "m3(20°C)", Text("气体体积（20 °C，101.325 kPa）", "gas at 20 °C and 101.325 kPa")
    ),
    Kind("liquid_volume", dim.VOLUME, "m3", Text("液体体积", "volume of a liquid")),
    Kind("pieces", dim.COUNT, "piece", Text("件数", "number of pieces")),
    Kind("currency_CNY", dim.CNY, "CNY", Text("人民币金额", "amount in Chinese yuan")),
    Kind("currency_EUR", dim.EUR, "EUR", Text("欧元金额", "amount in euro")),
    Kind("distance", dim.LENGTH, "km", Text("距离", "distance")),
    Kind("time", dim.TIME, "a", Text("时间", "time")),
    Kind("area", dim.AREA, "m2", Text("面积", "area")),
    Kind("area_time", dim.AREA * dim.TIME, "m2·a", Text("占地面积与时间之积", "area occupied over time")),
    Kind("power", dim.POWER, "kW", Text("功率", "power")),
    Kind("power_peak", dim.POWER, "Wp", Text("峰值功率", "peak power")),
    Kind("ratio", dim.RATIO, "1", Text("比值", "ratio")),
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.id: kind for kind in _KINDS})
