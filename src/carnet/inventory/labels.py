"""What the tables and fields of a study are called in messages, in both languages."""

from __future__ import annotations

from typing import Any

from carnet.errors import Text

Fields = dict[str, Any]  # what a message template names in braces

TABLES = {
    "flows": Text("物流", "flow"),
    "processes": Text("过程", "process"),
    "exchanges": Text("数据行", "line"),
    "contracts": Text("合同", "contract"),
    "certificates": Text("证书", "certificate"),
    "transport": Text("运输段", "transport leg"),
    "supplier_values": Text("供应商数值", "supplier value"),
    "materials": Text("材料", "material"),
    "properties": Text("性质", "property"),
    "factor_choices": Text("因子选择", "factor choice"),
    "installation": Text("装置", "installation"),
    "source_streams": Text("源流", "source stream"),
    "stream_shares": Text("源流分表", "stream meter"),
    "production": Text("CBAM过程", "CBAM process"),
    "production_levels": Text("CBAM路线", "CBAM route"),
    "precursors": Text("外购前体", "purchased precursor"),
    "precursor_uses": Text("前体用量", "precursor use"),
    "cogeneration": Text("热电联产", "cogeneration"),
    "carbon_prices": Text("已付碳价", "carbon price paid"),
    "kilns": Text("水泥窑", "cement kiln"),
    "heat_flows": Text("热流", "heat flow"),
    "joint_products": Text("联产品", "joint product"),
    "cbam_goods": Text("CBAM货物", "CBAM good"),
    "sources": Text("来源", "source"),
    "acceptances": Text("确认", "acceptance"),
    "defects": Text("缺陷", "defect"),
}

_FIELDS = {
    "id": Text("编号", "id"),
    "version": Text("版本", "version"),
    "title": Text("标题", "title"),
    "name": Text("名称", "name"),
    "status": Text("状态", "status"),
    "country": Text("国家", "country"),
    "region": Text("地区", "region"),
    "process": Text("过程", "process"),
    "flow": Text("物流", "flow"),
    "amount": Text("数量", "amount"),
    "unit": Text("单位", "unit"),
    "kind": Text("种类", "kind"),
    "stage": Text("生命周期阶段", "life-cycle stage"),
    "direct_co2": Text("直接CO2的取法", "way of stating direct CO2"),
    "direction": Text("方向", "direction"),
    "role": Text("角色", "role"),
    "origin": Text("碳的来源", "origin of the carbon"),
    "scrap_kind": Text("废料类别", "kind of scrap"),
    "data_kind": Text("数据类别", "kind of data"),
    "price": Text("价格", "price"),
    "currency": Text("币种", "currency"),
    "technology": Text("技术", "technology"),
    "register": Text("登记处", "register"),
    "volume_kwh": Text("电量（kWh）", "volume in kWh"),
    "vintage_from": Text("发电期开始", "start of the vintage"),
    "vintage_to": Text("发电期结束", "end of the vintage"),
    "cancelled_on": Text("注销日期", "date of cancellation"),
    "exchange": Text("数据行", "line"),
    "mode": Text("运输方式", "transport mode"),
    "distance_km": Text("距离（km）", "distance in km"),
    "share": Text("份额", "share"),
    "value": Text("数值", "value"),
    "low": Text("下限", "lower bound"),
    "high": Text("上限", "upper bound"),
    "per_unit": Text("计量单位", "unit it is per"),
    "supplier": Text("供应商", "supplier"),
    "boundary": Text("系统边界", "system boundary"),
    "matching": Text("匹配周期", "period of matching"),
    "delivery": Text("物理交付", "physical delivery"),
    "instruments": Text("该电量的证书去向", "instruments of this electricity"),
    "annual_kwh": Text("期间总电量（kWh）", "kWh in the period"),
    "gwp_set": Text("GWP数值集", "GWP set"),
    "direct_part": Text("直接排放部分", "direct part"),
    "verified": Text("是否核查", "verified"),
    "property": Text("性质", "property"),
    "target": Text("对象", "target"),
    "factor": Text("因子", "factor"),
    "regime": Text("规则", "regime"),
    "parameter": Text("参数", "parameter"),
    "by": Text("确认人", "name of the person"),
    "reason": Text("理由", "reason"),
    "on": Text("日期", "date"),
    "citation": Text("文献", "citation"),
    "where": Text("位置", "where it was found"),
    "found": Text("所见", "what was found"),
    "done": Text("处理", "what was done"),
    "period_from": Text("期间开始", "start of the period"),
    "period_to": Text("期间结束", "end of the period"),
    "legal_date": Text("适用法规日期", "legal date"),
    "known_date": Text("获知日期", "known date"),
    "technology_dq": Text("技术代表性评分", "technology score"),
    "geography_dq": Text("地域代表性评分", "geography score"),
    "time_dq": Text("时间代表性评分", "time score"),
    "precision_dq": Text("精度评分", "precision score"),
    "excluded": Text("申请舍去", "mark to leave out"),
    "excluded_share": Text("舍去份额", "share to be left out"),
    "fate": Text("捕集去向", "fate of captured CO2"),
    "statistic": Text("统计量", "statistic"),
    "lifetime_years": Text("寿命（年）", "lifetime in years"),
    "primary_share": Text("初级数据占比", "primary data share"),
    "dqr": Text("数据质量等级", "data-quality rating"),
    "recycled_content": Text("再生料含量R1", "recycled content R1"),
    "recycling_rate": Text("回收率R2", "recycling rate R2"),
    "cn": Text("CN编码", "CN code"),
    "category": Text("货物类别", "goods category"),
    "method": Text("方法", "method"),
    "energy_rate": Text("能量回收率R3", "energy recovery rate R3"),
    "quality_in": Text("投入质量比", "quality ratio going in"),
    "quality_out": Text("产出质量比", "quality ratio coming out"),
    "heat_efficiency": Text("供热效率XH", "heat efficiency XH"),
    "power_efficiency": Text("发电效率XE", "power efficiency XE"),
}


PROPERTIES = {
    "carbon_content": Text("含碳量", "carbon content"),
    "lower_heating_value": Text("低位发热量", "lower heating value"),
    "density": Text("密度", "density"),
    "metallic_fraction": Text("金属分数", "metallic fraction"),
    "biogenic_carbon_content": Text("生物碳含量", "biogenic carbon content"),
    "supply_temperature": Text("供热温度", "supply temperature"),
    "net_mass": Text("净质量", "net mass"),
    "usable_energy": Text("可用能量", "usable energy"),
    "cycles_per_year": Text("每年循环次数", "cycles per year"),
    "service_life": Text("使用寿命", "service life"),
    "round_trip_efficiency": Text("往返效率", "round-trip efficiency"),
    "peak_power": Text("峰值功率", "peak power"),
    "specific_yield": Text("单位峰值功率年发电量", "yield per peak power and year"),
    "mean_degradation": Text("寿命期平均出力保持率", "mean share of the first-year yield kept over the service life"),
}


DATA_KIND_NAMES = {
    "measured": Text("实测", "measured"),
    "calculated": Text("计算", "calculated"),
    "estimated": Text("估算", "estimated"),
    "literature": Text("文献", "literature"),
}

# The aggregated goods categories of the CBAM (IR (EU) 2025/2547 Annex I).
CATEGORIES = {
    "cement": Text("水泥", "cement"),
    "cement_clinker": Text("水泥熟料", "cement clinker"),
    "calcined_clay": Text("煅烧黏土", "calcined clay"),
    "aluminous_cement": Text("铝酸盐水泥", "aluminous cement"),
    "iron_steel_products": Text("钢铁制品", "iron or steel products"),
    "crude_steel": Text("粗钢", "crude steel"),
    "direct_reduced_iron": Text("直接还原铁", "direct reduced iron"),
    "pig_iron": Text("生铁", "pig iron"),
    "ferro_alloys": Text("铁合金（锰铁、铬铁、镍铁）", "ferro-alloys (FeMn, FeCr, FeNi)"),
    "sintered_ore": Text("烧结矿", "sintered ore"),
    "hydrogen": Text("氢", "hydrogen"),
    "ammonia": Text("氨", "ammonia"),
    "nitric_acid": Text("硝酸", "nitric acid"),
    "urea": Text("尿素", "urea"),
    "mixed_fertilisers": Text("混合肥料", "mixed fertilisers"),
    "aluminium_products": Text("铝制品", "aluminium products"),
    "unwrought_aluminium": Text("未锻轧铝", "unwrought aluminium"),
    "electricity": Text("电力", "electricity"),
}


def property_name(name: str) -> Text:
    """Return what a property is called; an unknown one by its id."""
    return PROPERTIES.get(name, Text(name, name))


def field(name: str) -> Fields:
    """Return the message parameters ``field_zh`` and ``field_en`` of a field."""
    text = _FIELDS.get(name, Text(name, name))
    return {"field_zh": text.zh, "field_en": text.en}


def table(name: str) -> Fields:
    """Return the message parameters ``table_zh`` and ``table_en`` of a table."""
    text = TABLES.get(name, Text(name, name))
    return {"table_zh": text.zh, "table_en": text.en}
