"""What the fields that the method of the CBAM reads are called in its messages, as on the tabs of the workbook."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from carnet.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS: Mapping[str, Mapping[str, Text]] = MappingProxyType(
    {
        "installation": {
            "stated_co2": Text("声明二氧化碳总量", "stated CO2"),
            "stated_biomass": Text("声明生物质排放", "stated biomass"),
            "stated_n2o": Text("声明氧化亚氮总量", "stated N2O"),
            "stated_pfc": Text("声明PFC总量", "stated PFC"),
            "indirect": Text("间接排放总量", "indirect emissions"),
            "fuel_total": Text("燃料总量", "fuel total"),
        },
        "source_streams": {
            "method": Text("方法", "method"),
            "process": Text("所属CBAM过程", "CBAM process"),
            "activity": Text("活动数据", "activity data"),
            "activity_unit": Text("活动数据单位", "activity unit"),
            "ncv": Text("低位热值", "NCV"),
            "ef": Text("排放因子", "emission factor"),
            "ef_unit": Text("排放因子单位", "EF unit"),
            "carbon": Text("含碳量", "carbon content"),
            "oxidation": Text("氧化系数", "oxidation factor"),
            "conversion": Text("转化系数", "conversion factor"),
            "biomass": Text("生物质份额", "biomass share"),
            "biomass_unproven": Text("未证明生物质份额", "unproven biomass"),
            "frequency": Text("阳极效应频率", "anode effect frequency"),
            "duration": Text("阳极效应时长", "anode effect duration"),
            "slope": Text("斜率系数", "slope factor CF4"),
            "overvoltage": Text("阳极过电压", "anode effect overvoltage"),
            "overvoltage_coefficient": Text("过电压系数", "overvoltage coefficient"),
            "current_efficiency": Text("电流效率", "current efficiency"),
            "c2f6_ratio": Text("六氟乙烷质量比", "C2F6 ratio"),
            "collection_efficiency": Text("收集效率", "collection efficiency"),
            "gas": Text("气体", "gas"),
            "concentration": Text("小时平均浓度", "concentration"),
            "hours": Text("运行小时", "hours"),
            "flow": Text("烟气流量", "flue gas flow"),
            "air_flow": Text("空气流量", "air flow"),
            "oxygen": Text("烟气含氧量", "oxygen in flue gas"),
            "generation": Text("所属机组", "generating unit"),
        },
        "stream_shares": {
            "stream": Text("源流", "stream"),
            "process": Text("CBAM过程", "CBAM process"),
            "amount": Text("分表读数", "sub-meter reading"),
        },
        "production": {
            "category": Text("货物类别", "goods category"),
            "amount": Text("产量", "production"),
            "includes": Text("包含前体类别", "includes"),
            "direct": Text("直接归属排放", "direct emissions DirEm*"),
            "heat_in": Text("输入热量", "heat in"),
            "heat_in_ef": Text("输入热量因子", "heat in EF"),
            "heat_in_chp": Text("供热机组", "heat from cogeneration"),
            "heat_out": Text("输出热量", "heat out"),
            "heat_out_ef": Text("输出热量因子", "heat out EF"),
            "waste_gas_in": Text("输入废气", "waste gas in"),
            "waste_gas_out": Text("输出废气", "waste gas out"),
            "electricity": Text("用电量", "electricity used"),
            "electricity_ef": Text("电力因子", "electricity EF"),
            "electricity_out": Text("外供电量", "electricity out"),
            "electricity_out_ef": Text("外供电因子", "electricity out EF"),
            "electricity_chp": Text("供电机组", "electricity from unit"),
            "electricity_out_chp": Text("外供电机组", "electricity out from unit"),
        },
        "production_levels": {
            "of": Text("过程或前体", "process or precursor"),
            "amount": Text("数量", "amount"),
        },
        "precursors": {
            "category": Text("货物类别", "goods category"),
            "cn": Text("CN编码", "CN code"),
            "country": Text("原产国", "country of origin"),
            "amount": Text("采购量", "purchased"),
            "basis": Text("数值依据", "basis"),
            "see_direct": Text("直接隐含排放", "SEE direct"),
            "electricity": Text("单位电耗", "electricity per t"),
            "electricity_ef": Text("电力因子", "electricity EF"),
            "see_indirect": Text("间接隐含排放", "SEE indirect"),
        },
        "precursor_uses": {
            "source": Text("来自", "from"),
            "process": Text("用于过程", "used in"),
            "amount": Text("用量", "amount used"),
        },
        "cogeneration": {
            "fuel": Text("燃料", "fuel"),
            "heat": Text("净供热", "net heat"),
            "electricity": Text("净供电", "net electricity"),
            "emissions_fuel": Text("燃料排放", "emissions from fuel"),
            "emissions_cleaning": Text("烟气净化排放", "emissions from flue gas cleaning"),
            "efficiency_heat": Text("供热效率", "heat efficiency"),
            "efficiency_power": Text("发电效率", "power efficiency"),
            "reference_heat": Text("参考供热效率", "reference heat"),
            "reference_power": Text("参考发电效率", "reference power"),
            "waste_gas": Text("废气燃料", "waste gas fuel"),
            "waste_gas_ef": Text("废气燃料因子", "waste gas fuel EF"),
        },
        "kilns": {
            "process": Text("CBAM过程", "CBAM process"),
            "method": Text("方法", "method"),
            "raw_meal": Text("生料", "raw meal"),
            "raw_meal_dust": Text("随窑灰离开的生料", "raw meal in dust"),
            "caco3": Text("碳酸钙含量", "CaCO3"),
            "mgco3": Text("碳酸镁含量", "MgCO3"),
            "feco3": Text("碳酸亚铁含量", "FeCO3"),
            "raw_meal_ef": Text("生料因子", "raw meal EF"),
            "conversion": Text("转化系数", "conversion factor"),
            "clinker_made": Text("熟料产量", "clinker made"),
            "cement": Text("水泥发货量", "cement delivered"),
            "cement_stock": Text("水泥库存差", "cement stock"),
            "clinker_ratio": Text("熟料比", "clinker to cement"),
            "clinker_supplied": Text("外来熟料", "clinker supplied"),
            "clinker_dispatched": Text("外运熟料", "clinker dispatched"),
            "clinker_stock": Text("熟料库存差", "clinker stock"),
            "clinker_ef": Text("熟料因子", "clinker EF"),
            "cao": Text("氧化钙含量", "CaO"),
            "mgo": Text("氧化镁含量", "MgO"),
            "dust": Text("窑灰", "kiln dust"),
            "calcination": Text("窑灰煅烧度", "calcination of dust"),
            "bypass": Text("旁路灰", "bypass dust"),
            "organic_carbon": Text("有机碳", "organic carbon"),
        },
        "heat_flows": {
            "process": Text("CBAM过程", "CBAM process"),
            "direction": Text("方向", "direction"),
            "origin": Text("热源", "origin"),
            "mass": Text("介质流量", "mass of medium"),
            "enthalpy": Text("供出焓", "enthalpy of flow"),
            "enthalpy_return": Text("返回焓", "enthalpy of return"),
            "returned": Text("返回量", "returned"),
            "fuel": Text("燃料", "fuel"),
            "efficiency": Text("效率", "efficiency"),
            "ef": Text("热因子", "heat EF"),
            "fuel_ef": Text("燃料因子", "fuel EF"),
            "chp": Text("供热机组", "from cogeneration"),
        },
        "joint_products": {
            "process": Text("联产过程", "joint process"),
            "name": Text("产物", "product"),
            "amount": Text("产量", "amount made"),
            "molar_mass": Text("摩尔质量", "molar mass"),
            "to": Text("去向", "goes to"),
            "used": Text("售出或使用", "sold or used"),
        },
    }
)


def field_of(table: str, name: str) -> dict[str, str]:
    """Return the message parameters ``field_zh`` and ``field_en`` of a field; an unknown one by its id."""
    text = FIELDS.get(table, {}).get(name, Text(name, name))
    return {"field_zh": text.zh, "field_en": text.en}
