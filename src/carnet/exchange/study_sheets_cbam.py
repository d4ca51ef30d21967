"""The tabs of a study's workbook for goods in scope of the CBAM: the installation and what it monitors.

Kept apart from the others so that a study without CBAM goods never has to look at them.
"""

from __future__ import annotations

from carnet.errors import Text
from carnet.exchange.study_columns import Tab, columns, tab
from carnet.inventory import installation

_INSTALLATION = columns("""
id | word! | 编号 | id | 装置编号 | id of the installation
name.zh | text | 中文名称 | name zh | 装置的中文名称 | name of the installation in Chinese
name.en | text | 英文名称 | name en | 装置的英文名称（报告用英文） | name in English; the reports are in English
operator | text | 运营者 | operator | 企业英文名称 | name of the operating company
registration | word | 登记号 | registration | 企业登记号或登记系统编号 | registration number, or id in the registry
activity | text | 经济活动 | economic activity | 如钢铁生产 | such as iron and steel production
street | text | 街道门牌 | street | 英文 | in English
postcode | word | 邮编 | postcode | 邮政编码 | post code
po_box | word | 信箱 | PO box | 可留空 | may stay empty
city | text | 城市 | city | 英文 | in English
country | word | 国家 | country | ISO 3166 两位代码 | ISO 3166 code of two letters
unlocode | word | 地点代码 | UN/LOCODE | 如 CNCKG | such as CNCKG
latitude | word | 纬度 | latitude | 主要排放源，六位小数 | of the main emission source, six decimals
longitude | word | 经度 | longitude | 主要排放源，六位小数 | of the main emission source, six decimals
representative | text | 授权代表 | representative | 姓名 | name of the authorised representative
email | text | 邮箱 | email | 授权代表的邮箱 | of the representative
telephone | text | 电话 | telephone | 授权代表的电话 | of the representative
monitoring_plan | text | 监测计划 | monitoring plan | 监测计划的名称与版本 | title and version of the monitoring plan
monitoring_plan_date | date | 监测计划日期 | monitoring plan date | 该版本的日期 | date of that version
verifier | text | 核查机构 | verifier | 核查机构名称 | name of the verifier
verifier_street | text | 核查机构街道 | verifier street | 可留空 | may stay empty
verifier_city | text | 核查机构城市 | verifier city | 可留空 | may stay empty
verifier_postcode | word | 核查机构邮编 | verifier postcode | 可留空 | may stay empty
verifier_country | word | 核查机构国家 | verifier country | ISO 3166 两位代码 | ISO 3166 code of two letters
verifier_person | text | 核查代表 | verifier person | 姓名 | name of the person
verifier_email | text | 核查邮箱 | verifier email | 可留空 | may stay empty
verifier_telephone | text | 核查电话 | verifier telephone | 可留空 | may stay empty
accreditation_state | word | 认可成员国 | accreditation state | 认可机构所在成员国 | Member State of the accreditation body
accreditation_body | text | 认可机构 | accreditation body | 国家认可机构名称 | name of the national accreditation body
accreditation | word | 认可编号 | accreditation number | 核查机构的认可编号 | accreditation number of the verifier
accreditation_scope | text | 认可范围 | accreditation scope | 活动组 | activity groups it covers
accreditation_expiry | date | 认可到期日 | accreditation expiry | 认可有效期止 | last day of the accreditation
verification_report | word | 核查报告编号 | verification report | 没有则留空 | empty where there is none
stated_co2 | decimal | 声明二氧化碳总量 | stated CO2 | 代替各源流之和，tCO2e | in place of the sum of the streams, tCO2e
stated_biomass | decimal | 声明生物质排放 | stated biomass | tCO2e | tCO2e
stated_n2o | decimal | 声明氧化亚氮总量 | stated N2O | tCO2e | tCO2e
stated_pfc | decimal | 声明PFC总量 | stated PFC | tCO2e | tCO2e
indirect | decimal | 间接排放总量 | indirect emissions | 全装置，tCO2e | of the whole installation, tCO2e
fuel_total | decimal | 燃料总量 | fuel total | TJ | TJ
fuel_goods | decimal | CBAM货物用燃料 | fuel for CBAM goods | TJ | TJ
fuel_electricity | decimal | 发电用燃料 | fuel for electricity | TJ | TJ
fuel_other | decimal | 其他用燃料 | fuel for other goods | TJ | TJ
data_quality | text | 数据质量说明 | data quality | 数据主要来自何处 | where the data mainly come from
default_justification | text | 默认值理由 | default values why | 使用默认值的理由 | why default values were used
quality_assurance | text | 质量保证 | quality assurance | 如双人复核 | such as the four eyes principle
carbon_price | text | 碳价说明 | carbon price | 适用的碳价制度与法规 | the instrument and the law it rests on
months_monitored | decimal | 监测月数 | months monitored | 新装置不足一年时填写 | for a new installation, where less than a year
note | text | 备注 | note | 补充说明 | anything worth knowing
""")  # noqa: E501 - a row of the table is a line

_STREAMS = columns("""
id | word! | 编号 | id | 源流编号 | id of the source stream
name | text! | 源流名称 | stream name | 如天然气 | such as natural gas
name_zh | text | 中文名称 | name zh | 中文文件中的名称；可留空 | its name in Chinese documents; may stay empty
name_en | text | 英文名称 | name en | 英文文件中的名称；可留空 | its name in English documents; may stay empty
method | choice:stream_method! | 方法 | method | 燃烧、过程、物料平衡、PFC或测量 | combustion, process, mass balance, PFC or measurement
process | ref:production | 所属CBAM过程 | CBAM process | 全部属于一个过程时填写 | where all of it belongs to one process
material | word | 标准因子 | standard factor | 法规标准因子表中的名称，用于对照 | its row in the act's table of standard factors, for comparison
activity | decimal | 活动数据 | activity data | 物料平衡的产出填负数 | negative for what leaves a mass balance
activity_unit | choice:stream_unit | 活动数据单位 | activity unit | t 或 1000Nm3 | t or 1000Nm3
ncv | decimal | 低位热值 | NCV | GJ/t 或 GJ/1000Nm3 | GJ/t or GJ/1000Nm3
ef | decimal | 排放因子 | emission factor | 单位见右 | in the unit beside
ef_unit | choice:ef_unit | 排放因子单位 | EF unit | tCO2/TJ、tCO2/t 或 tCO2/1000Nm3 | tCO2/TJ, tCO2/t or tCO2/1000Nm3
carbon | decimal | 含碳量 | carbon content | tC/t 或 tC/1000Nm3，物料平衡用 | tC/t or tC/1000Nm3, for a mass balance
oxidation | decimal | 氧化系数 | oxidation factor | 0 至 1，默认 1 | from 0 to 1; 1 when empty
conversion | decimal | 转化系数 | conversion factor | 0 至 1，默认 1 | from 0 to 1; 1 when empty
biomass | decimal | 生物质份额 | biomass share | 0 至 1 | from 0 to 1
biomass_unproven | decimal | 未证明生物质份额 | unproven biomass | 无可持续性凭证的部分，按化石计 | without proof of sustainability; counted as fossil
biomass_evidence | text | 生物质凭证 | biomass evidence | 可持续性证明 | proof of sustainability
technology | text | 电解槽类型 | cell technology | PFC：槽型 | PFC: type of cell
frequency | decimal | 阳极效应频率 | anode effect frequency | 次/槽日 | per cell-day
duration | decimal | 阳极效应时长 | anode effect duration | 分钟 | minutes
slope | decimal | 斜率系数 | slope factor CF4 | (kg CF4/t Al)/(分钟/槽日) | (kg CF4/t Al)/(min/cell-day)
overvoltage | decimal | 阳极过电压 | anode effect overvoltage | mV | mV
overvoltage_coefficient | decimal | 过电压系数 | overvoltage coefficient | (kg CF4/t Al)/mV | (kg CF4/t Al)/mV
current_efficiency | decimal | 电流效率 | current efficiency | % | %
c2f6_ratio | decimal | 六氟乙烷质量比 | C2F6 ratio | t C2F6/t CF4 | t C2F6 per t CF4
collection_efficiency | decimal | 收集效率 | collection efficiency | 0 至 1 | from 0 to 1
gas | choice:stream_gas | 气体 | gas | 测量法：CO2 或 N2O | measurement: CO2 or N2O
concentration | decimal | 小时平均浓度 | concentration | g/Nm3 | g/Nm3
hours | decimal | 运行小时 | hours | 期间内 | in the period
flow | decimal | 烟气流量 | flue gas flow | 1000 Nm3/h | 1000 Nm3/h
air_flow | decimal | 空气流量 | air flow | 烟气未计量时：进入的干空气，1000 Nm3/h | where the flue gas is not metered: dry air that goes in, 1000 Nm3/h
oxygen | decimal | 烟气含氧量 | oxygen in flue gas | 烟气未计量时：干烟气中氧的体积比 | where the flue gas is not metered: ratio by volume in dry flue gas
generation | ref:cogeneration | 所属机组 | generating unit | 全部在某发电或热电机组燃烧时填写，代替CBAM过程 | where a generating unit burns all of it, in place of a CBAM process
factor_kind | choice:factor_kind | 因子等级 | kind of factor | 一级、二级、供应商、化验等 | type I, type II, supplier, laboratory …
factor_source | text | 因子来源 | factor source | 文件、页码 | document and page
factor_date | date | 因子日期 | factor date | 化验或发布日期 | day of the analysis or publication
uncertainty | decimal | 不确定度 | uncertainty | % | %
meter | text | 计量器具 | meter | 表号与检定 | number and calibration
document | text | 凭证 | document | 发票、台账 | invoice, record
note | text | 备注 | note | 补充说明 | anything worth knowing
""")  # noqa: E501 - a row of the table is a line

_SHARES = columns("""
id | word! | 编号 | id | 本行编号 | id of the row
stream | ref:source_streams! | 源流 | stream | 被几个过程共用的源流 | a stream several processes share
process | ref:production! | CBAM过程 | CBAM process | 使用它的过程 | the process that uses it
amount | decimal! | 分表读数 | sub-meter reading | 与源流同单位 | in the unit of the stream
meter | text | 计量器具 | meter | 表号 | number of the meter
note | text | 备注 | note | 补充说明 | anything worth knowing
""")

_PRODUCTION = columns("""
id | word! | 编号 | id | CBAM生产过程编号 | id of the production process
name | text! | 过程名称 | process name | 名称 | name
name_zh | text | 中文名称 | name zh | 中文文件中的名称；可留空 | its name in Chinese documents; may stay empty
name_en | text | 英文名称 | name en | 英文文件中的名称；可留空 | its name in English documents; may stay empty
category | choice:cbam_category! | 货物类别 | goods category | CBAM货物聚合类别 | aggregated goods category
cn | word | CN编码 | CN code | 产品在厂内用尽时填写，8位 | 8 digits, where the product is used up inside
unit | word | 计量单位 | unit | t 或 MWh，默认 t | t or MWh; t when empty
amount | decimal | 产量 | production | 活动水平；按路线填写时留空 | activity level; empty where given by route
market | decimal | 销售量 | for the market | 其中投放市场 | of it, for the market
other_use | decimal | 非CBAM用量 | for other goods | 其中用于非CBAM货物 | of it, used for goods outside the CBAM
includes | list | 包含前体类别 | includes | 同一过程内生产的前体类别 | categories of precursors made in the same process
routes | list | 生产路线 | routes | 多个用 ; 分隔 | separated by ;
direct | decimal | 直接归属排放 | direct emissions DirEm* | tCO2e；留空即由源流计算 | tCO2e; empty: from the streams
heat_in | decimal | 输入热量 | heat in | TJ | TJ
heat_in_ef | decimal | 输入热量因子 | heat in EF | tCO2/TJ | tCO2/TJ
heat_in_chp | ref:cogeneration | 供热机组 | heat from cogeneration | 热电联产编号 | id of the cogeneration
heat_out | decimal | 输出热量 | heat out | TJ | TJ
heat_out_ef | decimal | 输出热量因子 | heat out EF | tCO2/TJ | tCO2/TJ
waste_gas_in | decimal | 输入废气 | waste gas in | TJ | TJ
waste_gas_in_ef | decimal | 输入废气因子 | waste gas in EF | tCO2/TJ | tCO2/TJ
waste_gas_out | decimal | 输出废气 | waste gas out | TJ | TJ
waste_gas_out_ef | decimal | 输出废气因子 | waste gas out EF | tCO2/TJ | tCO2/TJ
electricity | decimal | 用电量 | electricity used | MWh | MWh
electricity_ef | decimal | 电力因子 | electricity EF | tCO2/MWh | tCO2/MWh
electricity_chp | ref:cogeneration | 供电机组 | electricity from unit | 自备机组编号，代替电力因子 | id of the own generating unit, in place of the factor
electricity_source | choice:electricity_source | 电力因子来源 | electricity EF source | 法规条目 | the point of the act
electricity_document | text | 电力凭证 | electricity document | 直连或购电协议的证据 | proof of a direct link or an agreement
electricity_out | decimal | 外供电量 | electricity out | MWh | MWh
electricity_out_ef | decimal | 外供电因子 | electricity out EF | tCO2/MWh | tCO2/MWh
electricity_out_chp | ref:cogeneration | 外供电机组 | electricity out from unit | 自备机组编号，代替外供电因子 | id of the own generating unit, in place of the factor
document | text | 凭证 | document | 产量台账 | record of production
note | text | 备注 | note | 补充说明 | anything worth knowing
""")  # noqa: E501 - a row of the table is a line

_LEVELS = columns("""
id | word! | 编号 | id | 本行编号 | id of the row
of | word! | 过程或前体 | process or precursor | CBAM过程或前体的编号 | id of a CBAM process or precursor
route | text! | 生产路线 | route | 路线名称 | name of the route
amount | decimal! | 数量 | amount | t 或 MWh | t or MWh
""")

_PRECURSORS = columns("""
id | word! | 编号 | id | 外购前体编号 | id of the purchased precursor
name | text! | 前体名称 | precursor name | 名称 | name
name_zh | text | 中文名称 | name zh | 中文文件中的名称；可留空 | its name in Chinese documents; may stay empty
name_en | text | 英文名称 | name en | 英文文件中的名称；可留空 | its name in English documents; may stay empty
category | choice:cbam_category! | 货物类别 | goods category | CBAM货物聚合类别 | aggregated goods category
cn | word | CN编码 | CN code | 8位 | 8 digits
country | word | 原产国 | country of origin | ISO 3166 两位代码；未知留空 | ISO 3166 code of two letters; empty where unknown
amount | decimal | 采购量 | purchased | t；按路线填写时留空 | t; empty where given by route
other_use | decimal | 其他用途 | other use | t | t
routes | list | 生产路线 | routes | 多个用 ; 分隔 | separated by ;
basis | choice:value_source | 数值依据 | basis | 实测、默认或产地未知 | measured, default, or origin unknown
see_direct | decimal | 直接隐含排放 | SEE direct | tCO2e/t | tCO2e/t
electricity | decimal | 单位电耗 | electricity per t | MWh/t | MWh/t
electricity_ef | decimal | 电力因子 | electricity EF | tCO2e/MWh | tCO2e/MWh
see_indirect | decimal | 间接隐含排放 | SEE indirect | tCO2e/t；留空即电耗乘因子 | tCO2e/t; empty: electricity times its factor
counted_indirect | decimal | 其中计入部分 | SEE indirect counted | 附件二前体：由附件二以外的前体（烧结矿）带入的间接排放 | of an Annex II precursor: what its sinter and the like brought in
electricity_basis | choice:value_source | 电耗依据 | electricity basis | 实测或默认 | measured or default
electricity_source | choice:electricity_source | 电力因子来源 | electricity EF source | 法规条目 | the point of the act
default_justification | text | 默认值理由 | default why | 使用默认值的理由 | why default values were used
sefa | decimal | 隐含免费配额 | SEFA | t/t，经核查 | t/t, verified
operator | text | 生产商 | producer | 前体生产企业 | who made it
installation | text | 生产装置 | producing installation | 装置名称或登记号 | name or registry id
period_from | date | 生产期起 | produced from | 第一天 | first day
period_to | date | 生产期止 | produced to | 最后一天 | last day
verification_report | word | 核查报告编号 | verification report | CBAM认可核查机构的报告 | of a verifier accredited for CBAM
verifier | text | 核查机构 | verifier | 名称 | name
accreditation | word | 认可编号 | accreditation number | 编号 | number
accreditation_scope | text | 认可范围 | accreditation scope | 覆盖的活动组 | activity groups it covers
accreditation_expiry | date | 认可到期日 | accreditation expiry | 最后一天 | last day
document | text | 凭证 | document | 发票、数据表 | invoice, data sheet
note | text | 备注 | note | 补充说明 | anything worth knowing
""")  # noqa: E501 - a row of the table is a line

_USES = columns("""
id | word! | 编号 | id | 本行编号 | id of the row
source | word! | 来自 | from | CBAM过程或外购前体的编号 | id of a CBAM process or a purchased precursor
process | ref:production! | 用于过程 | used in | 使用它的CBAM过程 | the CBAM process that uses it
amount | decimal! | 用量 | amount used | t | t
""")

_COGENERATION = columns("""
id | word! | 编号 | id | 机组编号 | id of the unit
name | text | 机组名称 | unit name | 名称 | name
name_zh | text | 中文名称 | name zh | 中文文件中的名称；可留空 | its name in Chinese documents; may stay empty
name_en | text | 英文名称 | name en | 英文文件中的名称；可留空 | its name in English documents; may stay empty
fuel | decimal | 燃料 | fuel | TJ | TJ
heat | decimal | 净供热 | net heat | TJ | TJ
electricity | decimal | 净供电 | net electricity | MWh | MWh
emissions_fuel | decimal | 燃料排放 | emissions from fuel | tCO2 | tCO2
emissions_cleaning | decimal | 烟气净化排放 | emissions from flue gas cleaning | tCO2 | tCO2
efficiency_heat | decimal | 供热效率 | heat efficiency | 无计量时 | where it is not metered
efficiency_power | decimal | 发电效率 | power efficiency | 无计量时 | where it is not metered
waste_gas | decimal | 废气燃料 | waste gas fuel | 只发电机组：燃料以外的废气，TJ | electricity alone: waste gas beside the fuel, TJ
waste_gas_ef | decimal | 废气燃料因子 | waste gas fuel EF | tCO2/TJ；不高于天然气计入 | tCO2/TJ; counts at most as natural gas
reference_heat | decimal | 参考供热效率 | reference heat | 0 至 1；只发电时留空 | from 0 to 1; empty for electricity alone
reference_power | decimal | 参考发电效率 | reference power | 0 至 1 | from 0 to 1
note | text | 备注 | note | 补充说明 | anything worth knowing
""")  # noqa: E501 - a row of the table is a line

_KILNS = columns("""
id | word! | 编号 | id | 水泥窑编号 | id of the kiln
name | text! | 窑名称 | kiln name | 名称 | name
process | ref:production! | CBAM过程 | CBAM process | 所属的熟料过程 | the clinker process it belongs to
method | choice:kiln_method! | 方法 | method | A 投入的碳酸盐，B 产出的熟料 | A carbonates put in, B clinker that comes out
raw_meal | decimal | 生料 | raw meal | 方法A：入窑量，t | method A: put in, t
raw_meal_dust | decimal | 随窑灰离开的生料 | raw meal in dust | 方法A：扣除的生料，t | method A: raw meal that left as dust, t
caco3 | decimal | 碳酸钙含量 | CaCO3 | t/t 生料 | t per t of raw meal
mgco3 | decimal | 碳酸镁含量 | MgCO3 | t/t 生料 | t per t of raw meal
feco3 | decimal | 碳酸亚铁含量 | FeCO3 | t/t 生料 | t per t of raw meal
raw_meal_ef | decimal | 生料因子 | raw meal EF | tCO2/t；代替碳酸盐含量 | tCO2/t, in place of the carbonates
conversion | decimal | 转化系数 | conversion factor | 0 至 1，默认 1 | from 0 to 1; 1 when empty
clinker_made | decimal | 熟料产量 | clinker made | 方法B：称重所得，t | method B: weighed, t
cement | decimal | 水泥发货量 | cement delivered | 方法B，熟料未称重时：t | method B, where clinker is not weighed: t
cement_stock | decimal | 水泥库存差 | cement stock | 期初减期末，t | opening less closing, t
clinker_ratio | decimal | 熟料比 | clinker to cement | t/t | t/t
clinker_supplied | decimal | 外来熟料 | clinker supplied | 购入并用于水泥，t | bought in and used for cement, t
clinker_dispatched | decimal | 外运熟料 | clinker dispatched | t | t
clinker_stock | decimal | 熟料库存差 | clinker stock | 期初减期末，t | opening less closing, t
clinker_ef | decimal | 熟料因子 | clinker EF | tCO2/t；窑灰也用它 | tCO2/t; dust takes it too
cao | decimal | 氧化钙含量 | CaO | 来自碳酸盐的，t/t 熟料；代替熟料因子 | from carbonates, t per t of clinker, in place of the factor
mgo | decimal | 氧化镁含量 | MgO | 来自碳酸盐的，t/t 熟料 | from carbonates, t per t of clinker
dust | decimal | 窑灰 | kiln dust | 离开窑系统的CKD，t | CKD that left the kiln system, t
calcination | decimal | 窑灰煅烧度 | calcination of dust | 0 至 1；空按 1 | from 0 to 1; 1 when empty
bypass | decimal | 旁路灰 | bypass dust | 离开窑系统，t | that left the kiln system, t
organic_carbon | decimal | 有机碳 | organic carbon | 生料中非碳酸盐碳，tC/t | carbon beside carbonates in raw meal, tC/t
factor_kind | choice:factor_kind | 因子等级 | kind of factor | 一级、二级、化验等 | type I, type II, laboratory …
factor_source | text | 因子来源 | factor source | 文件、页码 | document and page
factor_date | date | 因子日期 | factor date | 化验或发布日期 | day of the analysis or publication
meter | text | 计量器具 | meter | 表号与检定 | number and calibration
document | text | 凭证 | document | 台账 | record
note | text | 备注 | note | 补充说明 | anything worth knowing
""")  # noqa: E501 - a row of the table is a line

_HEAT = columns("""
id | word! | 编号 | id | 热流编号 | id of the heat flow
process | ref:production! | CBAM过程 | CBAM process | 取用或送出热量的过程 | the process that takes or gives it
direction | choice:heat_direction! | 方向 | direction | 输入或输出 | in or out
name | text | 名称 | name | 如蒸汽 1.0 MPa | such as steam 1.0 MPa
origin | choice:heat_origin | 热源 | origin | 本装置或外来；空即本装置 | own installation or outside; empty: own
mass | decimal | 介质流量 | mass of medium | 期间内，t | in the period, t
enthalpy | decimal | 供出焓 | enthalpy of flow | kJ/kg | kJ/kg
enthalpy_return | decimal | 返回焓 | enthalpy of return | kJ/kg | kJ/kg
returned | decimal | 返回量 | returned | t；填了返回焓而此处为空即全部返回 | t; all where empty beside an enthalpy of return
fuel | decimal | 燃料 | fuel | 未计量时：TJ，代替流量 | where heat is not measured: TJ, in place of the mass
efficiency | decimal | 效率 | efficiency | 0 至 1；未计量时空按 0.7 | from 0 to 1; not measured and empty: 0.7
ef | decimal | 热因子 | heat EF | tCO2/TJ 热 | tCO2 per TJ of heat
fuel_ef | decimal | 燃料因子 | fuel EF | tCO2/TJ 燃料；除以效率 | tCO2 per TJ of fuel; divided by the efficiency
chp | ref:cogeneration | 供热机组 | from cogeneration | 机组编号，代替因子 | id of the unit, in place of a factor
meter | text | 计量器具 | meter | 表号与检定 | number and calibration
document | text | 凭证 | document | 台账 | record
note | text | 备注 | note | 补充说明 | anything worth knowing
""")  # noqa: E501 - a row of the table is a line

_JOINT = columns("""
id | word! | 编号 | id | 本行编号 | id of the row
process | ref:production! | 联产过程 | joint process | 同时产出多种产物的CBAM过程 | the CBAM process that makes several products at once
name | text! | 产物 | product | 如氢、氯、烧碱 | such as hydrogen, chlorine, caustic soda
amount | decimal! | 产量 | amount made | t | t
molar_mass | decimal! | 摩尔质量 | molar mass | g/mol，如氢 2.016 | g/mol, such as 2.016 for hydrogen
to | ref:production | 去向 | goes to | 自身货物填联产过程；另一CBAM货物填其过程；CBAM之外留空 | the joint process for its own good, another process for another good of the CBAM, empty outside it
used | decimal | 售出或使用 | sold or used | t；部分放空时填写 | t, where part of it is vented
document | text | 凭证 | document | 台账 | record
note | text | 备注 | note | 补充说明 | anything worth knowing
""")  # noqa: E501 - a row of the table is a line

_CARBON_PRICES = columns("""
id | word! | 编号 | id | 本行编号 | id of the row
of | word! | 过程或前体 | process or precursor | CBAM过程或外购前体的编号；只计其自身排放 | id of a CBAM process or a purchased precursor; its own emissions only
instrument | text | 碳价工具 | instrument | 如国家碳市场 | such as a national emissions trading system
period_from | date | 期间起 | from | 空即研究期间 | empty: the period of the study
period_to | date | 期间止 | to | 空即研究期间 | empty: the period of the study
currency | word | 币种 | currency | 如 CNY；全部行用同一币种 | such as CNY; the same in all rows
share | decimal | 覆盖份额 | share under the price | 自身单位排放（直接加间接）受碳价约束的份额，0 至 1 | of its own specific emissions, direct and indirect, from 0 to 1
price | decimal | 碳价 | price | 每 tCO2e，返还之前 | per tCO2e, before any rebate
rebate_kind | text | 返还种类 | rebate kind | 如免费配额 | such as free allocation
rebate | decimal | 返还额 | rebate | 每 tCO2e；没有填 0，未知则不能主张 | per tCO2e; 0 where there is none; unknown leaves no claim
document | text | 凭证 | document | 缴款证明 | proof of payment
note | text | 备注 | note | 补充说明 | anything worth knowing
""")  # noqa: E501 - a row of the table is a line

_GOODS = columns("""
id | word! | 编号 | id | 货物编号 | id of the good
process | ref:production | CBAM过程 | CBAM process | 生产它的CBAM过程；留空即研究的产品 | the CBAM process that makes it; empty: the product of the study
cn | word | CN编码 | CN code | 必填：8位，或TARIC 10位 | needed: 8 digits, or TARIC 10
name | text | 货物名称 | good name | 合同品名；中英文名称见右 | name in the contract; Chinese and English beside
name_zh | text | 中文名称 | name zh | 中文报告用 | for what is written in Chinese
name_en | text | 英文名称 | name en | 英文报告用 | for the reports in English
amount | decimal | 出口量 | exported | 出口欧盟，t | to the EU, t
import_date | date | 进口日期 | import date | 进入欧盟的日期，决定季度价格 | day it enters the EU; its quarter sets the price
importer | text | 进口商 | importer | 欧盟进口商 | importer in the EU
benchmark_route | word | 基准路线 | benchmark route | C/D/E 等，见基准表 | C, D, E … of the benchmark table
reducing_agent | text | 还原剂 | reducing agent | 前体的主要还原剂 | main one of the precursor
mill | word | 钢厂编号 | mill number | 编号 | identification number of the steel mill
manganese | decimal | 锰 | Mn | 质量分数 | mass share
chromium | decimal | 铬 | Cr | 质量分数 | mass share
nickel | decimal | 镍 | Ni | 质量分数 | mass share
other_alloys | decimal | 其他合金 | other alloys | 质量分数 | mass share
carbon | decimal | 碳 | carbon | 质量分数 | mass share
scrap | decimal | 废钢单耗 | scrap per t steel | t/t | t/t
other_materials | decimal | 其他材料 | other materials | 质量分数 | mass share
pre_consumer_scrap | decimal | 消费前废料 | pre-consumer scrap | 份额 | share
aluminium_scrap | decimal | 废铝单耗 | scrap per t aluminium | t/t | t/t
non_aluminium | decimal | 非铝元素 | non-aluminium | 质量分数 | mass share
clinker | decimal | 熟料系数 | clinker factor | 份额 | share
calcined | word | 是否煅烧 | calcined | 是/否 | yes or no
concentration | decimal | 浓度 | concentration | 水溶液 | of a solution in water
nitric_acid | decimal | 硝酸含量 | nitric acid | 质量分数 | mass share
urea | decimal | 尿素含量 | urea | 质量分数 | mass share
nitrogen | decimal | 氮含量 | nitrogen | 质量分数 | mass share
nitrogen_ammonium | decimal | 铵态氮 | N as ammonium | 质量分数 | mass share
nitrogen_nitrate | decimal | 硝态氮 | N as nitrate | 质量分数 | mass share
nitrogen_urea | decimal | 尿素态氮 | N as urea | 质量分数 | mass share
nitrogen_organic | decimal | 其他氮 | N in other forms | 质量分数 | mass share
price_instrument | text | 碳价工具 | carbon price kind | 如国家碳市场 | such as a national emissions trading system
price_share | decimal | 碳价覆盖份额 | share under the price | 0 至 1 | from 0 to 1
price_currency | word | 碳价币种 | carbon price currency | 如 CNY | such as CNY
price_due | decimal | 应付碳价 | carbon price due | 每吨货物 | per t of good
rebate_kind | text | 返还种类 | rebate kind | 如免费配额 | such as free allocation
rebate_share | decimal | 返还覆盖份额 | share under the rebate | 0 至 1 | from 0 to 1
rebate | decimal | 返还额 | rebate | 每吨货物 | per t of good
note | text | 备注 | note | 补充说明 | anything worth knowing
""")  # noqa: E501 - a row of the table is a line

CBAM_TABS: tuple[Tab, ...] = (
    tab("installation", "装置 Installation", installation.Installation, _INSTALLATION,
        Text("CBAM：装置与运营者，一行。", "CBAM: the installation and its operator, one row.")),
    tab("source_streams", "源流 Streams", installation.SourceStream, _STREAMS,
        Text("CBAM：燃料、原料与测量的排放源。", "CBAM: fuels, materials and measured emission sources.")),
    tab("stream_shares", "源流分表 Stream meters", installation.StreamShare, _SHARES,
        Text("CBAM：共用源流的分表读数。", "CBAM: sub-meter readings of shared streams.")),
    tab("production", "CBAM过程 CBAM processes", installation.ProductionProcess, _PRODUCTION,
        Text("CBAM：生产过程及归属于它的排放。", "CBAM: production processes and what is attributed to them.")),
    tab("production_levels", "CBAM路线 CBAM routes", installation.ProductionLevel, _LEVELS,
        Text("CBAM：按生产路线的产量。", "CBAM: production by route.")),
    tab("precursors", "CBAM前体 CBAM precursors", installation.PurchasedPrecursor, _PRECURSORS,
        Text("CBAM：外购前体。", "CBAM: purchased precursors.")),
    tab("precursor_uses", "前体用量 Precursor uses", installation.PrecursorUse, _USES,
        Text("CBAM：前体用于哪个过程。", "CBAM: which process uses what.")),
    tab("cogeneration", "热电联产 Cogeneration", installation.Cogeneration, _COGENERATION,
        Text("CBAM：热电联产机组。", "CBAM: cogeneration units.")),
    tab("kilns", "水泥窑 Kilns", installation.Kiln, _KILNS,
        Text("CBAM：水泥窑的过程排放与窑灰。", "CBAM: process emissions of cement kilns and their dust.")),
    tab("heat_flows", "热流 Heat flows", installation.HeatFlow, _HEAT,
        Text("CBAM：由流量和焓得出的热量。", "CBAM: heat from mass flow and enthalpy.")),
    tab("joint_products", "联产品 Joint products", installation.JointProduct, _JOINT,
        Text("CBAM：一个过程同时产出的多种产物。", "CBAM: the products a process makes at once.")),
    tab("carbon_prices", "已付碳价 Carbon prices", installation.CarbonPrice, _CARBON_PRICES,
        Text("CBAM：原产国已付的碳价，按过程与前体。", "CBAM: carbon prices paid at home, by process and precursor.")),
    tab("cbam_goods", "CBAM货物 CBAM goods", installation.CbamGood, _GOODS,
        Text("CBAM：按CN编码的货物。", "CBAM: goods by CN code.")),
)  # fmt: skip
