"""The words themselves: for choices, methods, tiers, tests, tags, keys of tables, units, gases. Data only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.assessment.stages import STAGE_NAMES
from carnet.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STAGES: dict[str, Text] = {**STAGE_NAMES, "raw_materials": Text("原材料获取", "raw material acquisition")}

# Choices of single rules, methods for co-products, tiers and tests for electricity, areas, kinds of factors.
WORDS: dict[str, Text] = {
    **STAGES,
    "AR4": Text("IPCC第四次评估报告（AR4）", "IPCC AR4"),
    "AR5": Text("IPCC第五次评估报告（AR5）", "IPCC AR5"),
    "AR5_feedback": Text("AR5，含气候碳反馈", "IPCC AR5 with climate-carbon feedback"),
    "AR6": Text("IPCC第六次评估报告（AR6）", "IPCC AR6"),
    "EF3.0": Text("环境足迹方法EF 3.0", "EF 3.0"),
    "EF3.1": Text("环境足迹方法EF 3.1", "EF 3.1"),
    "EN15804_EF3.0": Text("EN 15804，EF 3.0因子", "EN 15804 with EF 3.0"),
    "EN15804_EF3.1": Text("EN 15804，EF 3.1因子", "EN 15804 with EF 3.1"),
    "co2_only": Text("只计CO2", "CO2 only"),
    "all": Text("全部", "all"),
    "inbound": Text("仅入厂运输", "inbound only"),
    "none": Text("不计", "none"),
    "excluded": Text("不计入", "left out"),
    "included": Text("计入", "counted"),
    "excluded_if_insignificant": Text("不显著时不计入", "left out where insignificant"),
    "none_stated": Text("未规定", "none stated"),
    "mass": Text("质量", "mass"),
    "energy": Text("能量", "energy"),
    "economic": Text("经济价值", "price"),
    "footprint": Text("碳足迹", "footprint"),
    "mass_and_energy": Text("质量与能量", "mass and energy"),
    "zero": Text("吸收与排放均记为零", "uptake and release both zero"),
    "minus_one_plus_one": Text("吸收记负、排放记正", "uptake negative, release positive"),
    "separate": Text("单独列报", "reported apart"),
    "burden_free": Text("负荷全归主产品", "all burden on the main product"),
    "price_ratio": Text("按价格比选择分配方法", "method chosen by the ratio of prices"),
    "expansion": Text("系统扩展（按被替代产品抵扣）", "system expansion (credit for what is displaced)"),
    "fixed_credit": Text("按方案给定数值抵扣", "credit of an amount the regime prints"),
    "waste_gas_export": Text("外送煤气按热值扣除", "exported gas deducted by its heating value"),
    "collection_counted": Text("只计收集与加工", "only collection and processing counted"),
    "as_factor": Text("按因子计", "by its factor"),
    "cut_off": Text("截断", "cut-off"),
    "module_d_separate": Text("D模块单独列报", "module D reported apart"),
    "closed_loop": Text("闭环", "closed loop"),
    "not_in_boundary": Text("不在边界内", "outside the boundary"),
    "metallic_fraction": Text("按金属含量", "by metal content"),
    "raw_mass": Text("按毛重", "by gross mass"),
    "supplier_verified": Text("经核查的供应商数值", "verified supplier value"),
    "supplier": Text("供应商数值", "supplier value"),
    "regime_table": Text("方案自带的数值表", "table of the regime"),
    "factor": Text("因子库", "factor set"),
    "reported": Text("报告的排放量", "reported emissions"),
    "carbon_balance": Text("碳平衡", "carbon balance"),
    "half_up": Text("四舍五入", "half up"),
    "half_even": Text("四舍六入五成双", "half to even"),
    "up": Text("向上", "up"),
    "down": Text("向下", "down"),
    "kg": Text("kg", "kg"),
    "t": Text("t", "t"),
    "counted": Text("计入", "counted"),
    "process": Text("单元过程", "unit process"),
    "module": Text("模块", "module"),
    "total": Text("全部", "the whole"),
    "by_origin": Text("按碳的来源", "by origin of the carbon"),
    "one_value": Text("不分来源，同一数值", "one value whatever the origin"),
    "two_totals": Text("两个总量：含吸收与不含吸收", "two totals: with uptake and without"),
    "with_uptake": Text("含生物源CO2吸收", "with biogenic CO2 uptake"),
    "without_uptake": Text("不含生物源CO2吸收", "without biogenic CO2 uptake"),
    "credit": Text("抵扣", "credit"),
    "revenue_test": Text("按收入差额选择分配方法", "method chosen by the difference of revenues"),
    "exergy": Text("按㶲分配", "allocation by exergy"),
    "first_of": Text("依次取研究有数据的第一种", "the first for which the study holds the data"),
    "circular_footprint_formula": Text("循环足迹公式（CFF）", "Circular Footprint Formula (CFF)"),
    "net_scrap_credit": Text("净废钢抵扣", "net-scrap credit"),
    "waste": Text("废物", "waste"),
    "co_product": Text("共生产品", "co-product"),
    "as_scrap": Text("与其他废料相同", "like any scrap"),
    "polluter_pays": Text("负荷计入产废方，不抵扣", "burden with whoever makes the waste, no credit"),
    "user_pays": Text("负荷计入能源使用方", "burden with the user of the energy"),
    "substitution": Text(
        "负荷计入产废方，所替代的能源抵扣", "burden with whoever makes the waste, credit for the energy"
    ),
    "supplier_mix": Text("供应商全部电力结构", "the supplier's whole mix"),
    "fossil_mix": Text("电网的化石部分", "fossil part of the grid"),
    "point": Text("单点值", "single value"),
    "mean": Text("均值", "mean"),
    "p50": Text("中位数（P50）", "median (P50)"),
    "p95": Text("95%分位数（P95）", "95th percentile (P95)"),
    "reference_period": Text("基准期结束", "the end of the reference period"),
    "issue": Text("签发之日", "the day of issue"),
    "pef_dqr": Text("PEF数据质量等级（DQR，1最好5最差）", "PEF data-quality rating (DQR, 1 best, 5 worst)"),
    "pact_dqi": Text("PACT数据质量指标（DQI，1最好5最差）", "PACT data-quality indicators (DQI, 1 best, 5 worst)"),
    "three_criteria": Text(
        "技术、地域、时间三项平均（1最好5最差）", "mean of technology, geography and time (1 best, 5 worst)"
    ),
    "pedigree": Text("谱系矩阵（1最好5最差）", "pedigree matrix (1 best, 5 worst)"),
    "levels": Text("技术、地域、时间分级（1最好5最差）", "levels of technology, geography, time (1 best, 5 worst)"),
    "activity": Text("活动数据为自有", "own activity data"),
    "activity_and_factor": Text("活动数据为自有且因子来自供应商", "own activity data with the supplier's factor"),
    "supplier_share": Text(
        "同上，供应商数值按其申报的初级占比计", "the same, a supplier's value by the share it states"
    ),
    "annual": Text("每年一次", "every year"),
    "annual_recommended": Text("建议每年一次", "every year, recommended"),
    "on_change": Text("有变化时", "on change"),
    "qualitative": Text("定性", "qualitative"),
    "quantitative": Text("定量", "quantitative"),
    "percentiles": Text("分位数", "percentiles"),
    "stages": Text("生命周期阶段", "life-cycle stages"),
    "modules": Text("EN 15804各模块", "modules of EN 15804"),
    "origins": Text("化石/生物/土地利用分列", "fossil/biogenic/land use apart"),
    "gases": Text("各气体", "gases"),
    "direct_indirect": Text("直接与间接", "direct and indirect"),
    "aircraft": Text("航空运输", "transport by air"),
    "packaging": Text("包装", "packaging"),
    "land_use": Text("土地利用变化", "land-use change"),
    "biogenic_carbon_content": Text("生物碳含量", "biogenic carbon content"),
    "recycling_credit": Text("再生抵扣", "recycling credit"),
    "use_stage": Text("使用阶段", "use stage"),
    "limited": Text("有限保证", "limited"),
    "reasonable": Text("合理保证", "reasonable"),
    "limited_or_reasonable": Text("有限或合理保证", "limited or reasonable"),
    "second_party": Text("第二方", "second party"),
    "independent_verifier": Text("独立核查员", "independent verifier"),
    "accredited_body": Text("获认可的机构", "accredited body"),
    "notified_body": Text("公告机构", "notified body"),
    "programme": Text("计划运营方", "programme operator"),
    "truck": Text("公路", "road"),
    "rail": Text("铁路", "rail"),
    "sea_bulk": Text("海运散货", "sea, bulk"),
    "sea_container": Text("海运集装箱", "sea, container"),
    "inland_waterway": Text("内河", "inland waterway"),
    "air": Text("空运", "air"),
    "pipeline": Text("管道", "pipeline"),
    "domestic": Text("国内", "domestic"),
    "same_continent": Text("同一大洲", "same continent"),
    "intercontinental": Text("洲际", "intercontinental"),
    "lower_heating_value": Text("低位热值", "lower heating value"),
    "amount": Text("数量", "amount"),
    "direct_line": Text("专线直供", "direct line"),
    "power_purchase_agreement": Text("购电协议", "power purchase agreement"),
    "certificate": Text("绿色电力证书", "certificates"),
    "supplier_product": Text("供应商电力产品", "supplier product"),
    "residual_mix": Text("剩余电力结构", "residual mix"),
    "grid": Text("电网平均", "grid average"),
    "fixed": Text("方案给定数值", "value the regime prints"),
    "electricity_life_cycle": Text("全生命周期电力因子", "life-cycle electricity factor"),
    "product_life_cycle": Text("产品全生命周期因子", "life-cycle factor of a product"),
    "electricity_generation_co2": Text("发电环节CO2因子", "generation CO2 factor"),
    "own_generation": Text("自备发电", "own generation"),
    "any": Text("不限", "any"),
    "calendar_year": Text("日历年", "a calendar year"),
    "region": Text("区域", "region"),
    "country": Text("国家", "country"),
    "world": Text("全球", "world"),
    "cancelled": Text("已注销", "cancelled for the user"),
    "not_sold": Text("证书未另行出售", "certificates not sold"),
    "same_country": Text("同一国家", "same country"),
    "same_market": Text("同一市场", "same market"),
    "vintage_in_period": Text("发电年份在期间内", "generated in the period"),
    "hourly_matching": Text("逐小时匹配", "matched hour by hour"),
    "physical_delivery": Text("有物理输送", "physically delivered"),
    "document": Text("有凭证", "document on file"),
    "upstream": Text("默认值表", "table of defaults"),
    "CO2": Text("CO2", "CO2"),
    "CO2e": Text("CO2e", "CO2e"),
    "study": Text("由研究声明", "as the study declares"),
    "product": Text("本产品", "the product"),
    "*": Text("全部", "all"),
}

# Where a word says something else in one rule.
IN_RULE: dict[tuple[str, str], Text] = {
    ("D7.scrap", "burden_free"): Text("外购废钢不带负荷", "scrap comes without burden"),
    ("D6", "mass"): Text("按质量分配", "allocation by mass"),
    ("D6", "energy"): Text("按能量分配", "allocation by energy"),
    ("D6", "economic"): Text("按经济价值分配", "allocation by price"),
    ("D6", "exergy"): Text("按㶲分配", "allocation by exergy"),
    ("D3.scope", "total"): Text("整个产品系统", "the whole product system"),
    ("D3.scope", "process"): Text("每个单元过程", "each unit process"),
    ("D3.scope", "module"): Text("每个模块", "each module"),
    ("D5.ccu", "cut_off"): Text("截断", "cut-off"),
    ("D7.pre_consumer", "waste"): Text("按废物截断", "as waste, cut off"),
    ("D7.pre_consumer", "co_product"): Text("按共生产品的规则", "by the rule for co-products"),
    ("D9.factor_markup", "*"): Text("其余", "all others"),
    ("D9.mandatory_primary", "module"): Text("电池模组", "module"),
    ("K2.period_kind", "any"): Text("任何期间", "any period"),
    ("K3", "none"): Text("不要求", "none asked"),
    ("K5", "none"): Text("不要求", "none asked"),
}

# Tags of processes and flows that the shipped regimes and studies use.
TAGS: dict[str, Text] = {
    "mining": Text("采矿", "mining"),
    "coking": Text("炼焦", "coking"),
    "lime_burning": Text("石灰焙烧", "lime burning"),
    "hot_rolling": Text("热轧", "hot rolling"),
    "precursor": Text("CBAM前体", "CBAM precursors"),
    "ore": Text("矿石", "ores"),
    "coal": Text("煤", "coal"),
    "coke": Text("焦炭", "coke"),
    "lime": Text("石灰", "lime"),
    "alloy": Text("合金", "alloys"),
    "scrap": Text("废钢", "scrap"),
    "slag": Text("炉渣", "slag"),
    "process_gas": Text("煤气", "process gases"),
    "fuel": Text("燃料", "fuels"),
    "water": Text("水", "water"),
    "chemical": Text("化产品", "by-product chemicals"),
    "capital_goods": Text("资本货物", "capital goods"),
    "crude_steel": Text("粗钢", "crude steel"),
    "aluminium_hydroxide": Text("氢氧化铝", "aluminium hydroxide"),
    "salt_slag": Text("盐渣", "salt slag"),
    "steel_product": Text("钢材", "steel products"),
    "sintering": Text("烧结", "sintering"),
    "pelletising": Text("球团", "pelletising"),
    "blast_furnace": Text("高炉", "blast furnace"),
    "direct_reduction": Text("直接还原", "direct reduction"),
    "bof": Text("转炉", "basic oxygen furnace"),
    "eaf": Text("电炉", "electric arc furnace"),
    "casting": Text("浇铸", "casting"),
    "cold_rolling": Text("冷轧", "cold rolling"),
    "cold_drawing": Text("冷拔", "cold drawing"),
    "heat_treatment": Text("热处理", "heat treatment"),
    "coating": Text("涂镀", "coating"),
    "pickling": Text("酸洗", "pickling"),
    "scrap_processing": Text("废钢加工", "scrap processing"),
    "cathode_material": Text("正极材料", "cathode material"),
    "anode_material": Text("负极材料", "anode material"),
    "cell": Text("电芯", "cell"),
    "pack": Text("电池包", "pack"),
    "assembly": Text("组装", "assembly"),
    "wafer": Text("硅片", "wafer"),
    "ingot": Text("硅锭", "ingot"),
    "silicon": Text("工业硅", "silicon"),
    "polysilicon": Text("多晶硅", "polysilicon"),
    "beyond_vehicle_plant": Text("整车厂之后", "beyond the vehicle plant"),
    "plant_auxiliaries": Text("厂区辅助设施", "plant auxiliaries"),
    "storage": Text("仓储", "storage"),
    "dismantling": Text("拆解", "dismantling"),
    "waste_collection": Text("废物收集", "waste collection"),
    "administration": Text("行政办公", "administration"),
    "research": Text("研发", "research"),
    "sales": Text("销售", "sales"),
    "travel": Text("差旅", "business travel"),
    "commuting": Text("通勤", "commuting"),
    "facility": Text("厂房设施", "facility"),
    "maintenance": Text("维护", "maintenance"),
    "HFC": Text("氢氟碳化物", "HFC"),
    "PFC": Text("全氟化碳", "PFC"),
}

# The keys of the tables a rule may be.
KEYS: dict[str, Text] = {
    "basis": Text("依据", "basis"),
    "displaces": Text("替代", "displaces"),
    "ratio": Text("替代比", "ratio"),
    "otherwise": Text("其余", "otherwise"),
    "per": Text("每单位", "per unit"),
    "ef_kg_per_mj": Text("kg CO2/MJ", "kg CO2/MJ"),
    "correction": Text("送出修正", "correction, export"),
    "import_correction": Text("接收修正", "correction, import"),
    "limit": Text("界限", "limit"),
    "below": Text("不超过时", "not above"),
    "above": Text("超过时", "above"),
    "ambient": Text("环境温度", "ambient temperature"),
    "kind": Text("因子种类", "factor"),
    "require": Text("要求", "requires"),
    "area": Text("地域次序", "areas"),
    "value": Text("数值", "value"),
    "unit": Text("单位", "unit"),
    "per_unit": Text("每", "per"),
    "gas": Text("气体", "gas"),
    "gwp_set": Text("所用GWP数值集", "made with"),
    "method": Text("方法", "method"),
    "use": Text("采用", "use"),
}

# Words for units inside a compound such as kWh/piece or 1/a; every other unit stands as its symbol.
UNITS: dict[str, Text] = {
    "piece": Text("件", "piece"),
    "a": Text("年", "year"),
    "pkm": Text("人公里", "pkm"),
}

# Names of classes that a regime gives as a machine word.
CLASS_NAMES: dict[str, Text] = {
    "ultra_low_carbon": Text("超低碳", "ultra-low carbon"),
    "low_carbon": Text("低碳", "low carbon"),
    "certifiable": Text("可认证", "certifiable"),
    "Near Zero": Text("近零", "near zero"),
}

GASES: dict[str, Text] = {
    "CO2 fossil": Text("化石源CO2", "fossil CO2"),
    "CO2 biogenic": Text("生物源CO2", "biogenic CO2"),
    "CO2 luluc": Text("土地利用变化CO2", "CO2 from land use"),
    "CH4": Text("甲烷 CH4", "methane CH4"),
    "N2O": Text("氧化亚氮 N2O", "nitrous oxide N2O"),
    "SF6": Text("六氟化硫 SF6", "sulphur hexafluoride SF6"),
    "CO2e": Text("未按气体分列的CO2e", "CO2e without a gas split"),
}

NO_NAMES: Mapping[str, Text] = {}


def word(token: str, parameter: str = "", names: Mapping[str, Text] = NO_NAMES) -> Text:
    """Return the words for a machine word of a rule; what has none stays as it is."""
    for key in ((parameter, token), (parameter.partition(".")[0], token)):
        if key in IN_RULE:
            return IN_RULE[key]
    for table in (WORDS, names, TAGS):
        if token in table:
            return table[token]
    return Text(token, token)


def unit_word(unit: str) -> Text:
    """Return a unit for people: its symbol, with words for what has none, such as ``kWh/件``."""
    parts = [UNITS.get(part, Text(part, part)) for part in unit.split("/")]
    if len(parts) == 2 and unit.startswith("1/"):  # noqa: PLR2004
        return Text(f"每{parts[1].zh}", f"per {parts[1].en}")
    return Text("/".join(part.zh for part in parts), "/".join(part.en for part in parts))


def class_name(name: str) -> Text:
    """Return the name of a class for people."""
    return CLASS_NAMES.get(name, Text(name, name))


def join(parts: Sequence[Text], zh: str, en: str) -> Text:
    """Join texts with a separator for each language."""
    return Text(zh.join(part.zh for part in parts), en.join(part.en for part in parts))
