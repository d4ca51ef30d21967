"""The words a workbook offers in its drop-downs, in Chinese and English, and the ids they stand for in a study."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from carnet.inventory import installation
from carnet.inventory.checks_fields import GWP_SETS
from carnet.inventory.labels import CATEGORIES, PROPERTIES
from carnet.inventory.model import SCHEMA
from carnet.quantity import KINDS, UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a list. `label` is what the cell shows: zh and en together."""

    id: str
    zh: str
    en: str

    @property
    def label(self) -> str:
        """The text in the cell, such as ``输入 input``."""
        return f"{self.zh} {self.en}" if self.zh else self.id


def _list(*rows: tuple[str, str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(*row) for row in rows)


CHOICES: Mapping[str, tuple[Choice, ...]] = MappingProxyType(
    {
        "schema": _list((SCHEMA, "", "")),
        "status": _list(
            ("plant", "工厂数据", "plant data"),
            ("literature", "文献数据", "literature"),
            ("illustrative", "示例", "illustrative"),
        ),
        "stage": _list(
            ("raw_materials", "原料获取", "raw materials"),
            ("upstream_transport", "上游运输", "upstream transport"),
            ("manufacturing", "生产制造", "manufacturing"),
            ("distribution", "分销", "distribution"),
            ("installation", "安装", "installation"),
            ("use", "使用", "use"),
            ("end_of_life", "报废", "end of life"),
        ),
        "direct_co2": _list(
            ("reported", "按排放行", "reported"),
            ("carbon_balance", "碳平衡计算", "carbon balance"),
        ),
        "direction": _list(("in", "输入", "in"), ("out", "输出", "out")),
        "role": _list(
            ("reference", "参考产品", "reference"),
            ("co_product", "共生产品", "co-product"),
            ("intermediate", "中间产品", "intermediate"),
            ("purchased", "外购", "purchased"),
            ("electricity", "电力", "electricity"),
            ("emission", "排放", "emission"),
            ("resource", "资源", "resource"),
            ("waste", "废物", "waste"),
            ("product", "取用产品", "takes the product"),
            ("captured", "捕集CO2", "captured"),
        ),
        "origin": _list(
            ("fossil", "化石源", "fossil"),
            ("biogenic", "生物源", "biogenic"),
            ("luluc", "土地利用", "luluc"),
        ),
        "fate": _list(("stored", "封存", "stored"), ("used", "利用", "used")),
        "statistic": _list(
            ("point", "点值", "point"),
            ("mean", "均值", "mean"),
            ("p50", "中位数", "p50"),
            ("p95", "第95百分位", "p95"),
        ),
        "data_kind": _list(
            ("measured", "实测", "measured"),
            ("calculated", "计算", "calculated"),
            ("estimated", "估算", "estimated"),
            ("literature", "文献", "literature"),
        ),
        "scrap_kind": _list(
            ("internal", "厂内返回", "internal"),
            ("pre_consumer", "消费前", "pre-consumer"),
            ("post_consumer", "消费后", "post-consumer"),
            ("mixed", "混合", "mixed"),
        ),
        "contract_kind": _list(
            ("grid", "电网", "grid"),
            ("direct_line", "直供线路", "direct line"),
            ("own_generation", "自发电", "own generation"),
            ("supplier_product", "售电产品", "supplier product"),
            ("power_purchase_agreement", "购电协议", "power purchase agreement"),
        ),
        "mode": _list(
            ("truck", "公路", "truck"),
            ("rail", "铁路", "rail"),
            ("sea_bulk", "海运散货", "sea bulk"),
            ("sea_container", "海运集装箱", "sea container"),
            ("inland_waterway", "内河", "inland waterway"),
            ("air", "航空", "air"),
            ("pipeline", "管道", "pipeline"),
        ),
        "yes_no": _list(("yes", "是", "yes"), ("no", "否", "no")),
        "instruments": _list(
            ("none", "未签发", "none issued"),
            ("cancelled", "已为本用户注销", "cancelled for the user"),
            ("sold", "已售出", "sold"),
        ),
        "matching": _list(
            ("annual", "按年", "annual"),
            ("monthly", "按月", "monthly"),
            ("hourly", "按小时", "hourly"),
        ),
        "technology": _list(
            ("coal", "煤电", "coal"),
            ("gas", "气电", "gas"),
            ("oil", "油电", "oil"),
            ("hydro", "水电", "hydro"),
            ("nuclear", "核电", "nuclear"),
            ("wind", "风电", "wind"),
            ("solar_pv", "光伏", "solar PV"),
            ("biomass", "生物质发电", "biomass"),
            ("geothermal", "地热发电", "geothermal"),
            ("waste", "垃圾发电", "waste"),
            ("mix", "混合", "mix"),
            ("modelled", "本研究建模", "modelled"),
        ),
        "boundary": _list(
            ("cradle_to_gate", "摇篮到大门", "cradle to gate"),
            ("gate_to_gate", "门到门", "gate to gate"),
            ("cradle_to_grave", "摇篮到坟墓", "cradle to grave"),
        ),
        "gwp_set": _list(*((name, "", "") for name in GWP_SETS)),
        "property": _list(*((name, text.zh, text.en) for name, text in PROPERTIES.items())),
        "currency": _list(("CNY", "", ""), ("EUR", "", "")),
        "stream_method": _list(
            ("combustion", "燃烧", "combustion"),
            ("process", "过程排放", "process emissions"),
            ("mass_balance", "物料平衡", "mass balance"),
            ("pfc_slope", "PFC斜率法", "PFC slope"),
            ("pfc_overvoltage", "PFC过电压法", "PFC overvoltage"),
            ("measured", "连续测量", "measured"),
        ),
        "kiln_method": _list(
            ("input", "A 投入的碳酸盐", "A carbonates put in"),
            ("output", "B 产出的熟料", "B clinker that comes out"),
        ),
        "heat_direction": _list(("in", "输入", "in"), ("out", "输出", "out")),
        "heat_origin": _list(("own", "本装置", "own installation"), ("outside", "外来", "from outside")),
        "stream_unit": _list(*((unit, "", "") for unit in installation.STREAM_UNITS)),
        "stream_gas": _list(("CO2", "", ""), ("N2O", "", "")),
        "ef_unit": _list(*((unit, "", "") for unit in installation.EF_UNITS)),
        "factor_kind": _list(
            ("type_1", "一级（法规标准值）", "type I"),
            ("type_2", "二级（国家值）", "type II"),
            ("proxy", "替代关联", "proxy"),
            ("supplier", "供应商化验", "supplier"),
            ("laboratory", "化验室", "laboratory"),
            ("accredited_laboratory", "认可化验室", "accredited laboratory"),
        ),
        "value_source": _list(
            ("measured", "实测", "measured"),
            ("default", "默认值", "default"),
            ("unknown", "未知", "unknown"),
        ),
        "electricity_source": _list(*((point, "", "") for point in installation.ELECTRICITY_SOURCES)),
        "cbam_category": _list(*((name, text.zh, text.en) for name, text in CATEGORIES.items())),
        "score": _list(*((str(n), "", "") for n in range(1, 6))),
        "unit": _list(*((symbol, "", "") for symbol in UNITS)),
        "kind": _list(*((kind.id, "", "") for kind in KINDS.values())),
    }
)
