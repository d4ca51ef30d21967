"""The workbook's layout as one table: which tab and which column holds which field of the model.

Reader, writer, guide and drop-downs all come from here, so that they cannot differ; the notation is that of
`study_columns`.
"""

from __future__ import annotations

from carnet.errors import Text
from carnet.exchange.study_columns import Column, Tab, columns, tab
from carnet.exchange.study_sheets_cbam import CBAM_TABS
from carnet.inventory import model

__all__ = ["Column", "Tab"]

STUDY_ITEMS = columns("""
id | word! | 研究编号 | study id | 字母、数字与下划线；全篇唯一 | letters, digits, underscores
version | word! | 版本 | version | 每次修改后递增，如 1.0 | raise it with every change, such as 1.0
title | both! | 标题 | title | 中文与英文标题 | the title in Chinese and in English
status | choice:status! | 数据状态 | status | 工厂实测、文献或示例 | plant data, literature or an illustration
country | word! | 国家 | country | ISO 3166 两位代码，如 CN | ISO 3166 code of two letters, such as CN
region | word | 地区 | region | 省级代码，如 CN-50；电力因子据此选取 | province code such as CN-50; electricity factors are chosen by it
producer | text | 生产商 | producer | 企业名称 | name of the company
site | text | 厂址 | site | 工厂名称与地点 | name and place of the works
purpose | text | 用途 | purpose | 结果给谁、作何用 | who will use the result, and for what
period_from | date! | 数据起始日期 | period from | 活动数据的起始日期 | first day of the activity data
period_to | date! | 数据结束日期 | period to | 活动数据的结束日期 | last day of the activity data
legal_date | date! | 适用法规日期 | legal date | 按哪一天有效的规则计算 | the rules in force on this day are applied
known_date | date! | 获知日期 | known date | 按哪一天已知的规则与因子计算 | rules and factors known on this day are used
product.name | both! | 产品名称 | product name | 产品的中文与英文名称 | name of the product in both languages
product.process | ref:processes! | 产出过程 | product process | 以该产品为参考产品的过程编号 | id of the process that makes the product
product.flow | word:flow! | 产品物流 | product flow | 产品的物流编号 | flow id of the product
product.amount | decimal | 声明数量 | declared amount | 声明单位的数量，默认 1 | amount of the declared unit; 1 when empty
product.unit | word:unit | 声明单位 | declared unit | 声明单位，默认 t | the declared unit; t when empty
product.cn_codes | list | 税则号 | product CN codes | 欧盟 CN 编码，多个用 ; 分隔 | codes of the Combined Nomenclature, separated by ;
product.description | both | 产品说明 | product description | 规格、牌号等 | grade, size and the like
product.category | word | 产品类别 | product category | 规则要求时填写，如车辆类别 N3、M1 | where a rule asks for it, such as the vehicle category N3 or M1
product.market | word | 使用国家 | product market | 产品在哪里使用：ISO 3166 两位代码，或 EU | where the product is used: ISO 3166 code of two letters, or EU
note | both | 备注 | note | 边界、假设等说明 | anything a reader must know
schema | choice:schema | 文件格式 | schema | 请勿修改 | leave as it is
""")  # noqa: E501 - a row of the table is a line

_PROCESSES = columns("""
id | word! | 编号 | id | 过程的唯一编号，如 sintering | unique id of the process, such as sintering
name.zh | text | 中文名称 | name zh | 如“烧结” | the Chinese name
name.en | text | 英文名称 | name en | 如 sintering | the English name
stage | choice:stage | 生命周期阶段 | stage | 默认为生产制造 | manufacturing when empty
tags | list | 标签 | tags | 供规则选取，多个用 ; 分隔 | words that rules select by, separated by ;
direct_co2 | choice:direct_co2 | 直接排放 | direct CO2 | 按排放行，或由碳平衡计算 | from emission rows, or from the carbon balance
note | text | 备注 | note | 补充说明 | anything worth knowing
country | word | 国家 | country | 与研究不同时填写：ISO 3166 两位代码 | when it differs from the study: ISO 3166 code of two letters
""")  # noqa: E501 - a row of the table is a line

_EXCHANGES = columns("""
id | word! | 编号 | id | 本行的唯一编号 | unique id of the row
process | ref:processes! | 过程 | process | 该行属于哪个过程（编号） | id of the process the row belongs to
direction | choice:direction! | 方向 | direction | 输入或输出 | into or out of the process
role | choice:role! | 角色 | role | 每个过程恰有一个参考产品；出厂后的过程（使用、报废等）改为恰有一行“取用产品” | each process has exactly one reference product; a process after the gate (use, end of life …) one row “takes the product” instead
flow | word:flow! | 物流 | flow | 物流编号，见“物流清单” | flow id, see the list of flows
amount | decimal! | 数量 | amount | 只写数字，小数点用“.” | the number alone, “.” as decimal point
unit | word:unit! | 单位 | unit | 单位符号，如 kg、t、kWh、Nm3 | symbol of the unit, such as kg, t, kWh, Nm3
provider | ref:processes | 供给过程 | provider | 中间产品来自哪个过程 | the process that makes an intermediate
origin | choice:origin | 碳来源 | origin | 排放行必填：化石、生物或土地利用 | for emissions: fossil, biogenic or land use
contract | ref:contracts | 电力合同 | contract | 电力行：合同编号 | for electricity: id of the contract
scrap_kind | choice:scrap_kind | 废钢种类 | scrap kind | 废钢行必填 | for scrap
price | decimal | 单价 | price | 每单位价格，用于经济分配 | price per unit, for economic allocation
currency | suggest:currency | 币种 | currency | CNY 或 EUR | CNY or EUR
period_from | date | 起始日期 | period from | 与研究不同时填写 | when it differs from the study
period_to | date | 结束日期 | period to | 与研究不同时填写 | when it differs from the study
data_kind | choice:data_kind | 数据类型 | data kind | 实测、计算、估算或文献 | measured, calculated, estimated or literature
document | word | 凭证 | document | 计量器具编号、发票号、报表名 | meter, invoice or record it was taken from
source | ref:sources | 来源 | source | 来源编号 | id of the source
technology_dq | word:score | 技术代表性 | technology DQ | 评分 | score
geography_dq | word:score | 地理代表性 | geography DQ | 评分 | score
time_dq | word:score | 时间代表性 | time DQ | 评分 | score
note | text | 备注 | note | 补充说明 | anything worth knowing
country | word | 原产国 | country of origin | 外购物料的产地：ISO 3166 两位代码 | where a purchased good comes from: ISO 3166 code of two letters
precision_dq | word:score | 精度 | precision DQ | 评分 | score
excluded | choice:yes_no | 申请舍去 | leave out | “是”：因微小而申请舍去；是否允许由各规则的取舍准则决定 | yes: to be left out as negligible; the cut-off rule of each regime decides
excluded_share | decimal | 舍去份额 | excluded share | 该行占碳足迹的筛查估计，% | screening estimate of its share of the footprint, in %
fate | choice:fate | 捕集去向 | fate | 捕集的CO2：封存或利用 | of captured CO2: stored or used
""")  # noqa: E501 - a row of the table is a line

_CONTRACTS = columns("""
id | word! | 编号 | id | 合同的唯一编号 | unique id of the contract
kind | choice:contract_kind! | 合同类型 | kind | 电网、直供线路、自发电等 | grid, direct line, own generation …
country | word | 国家 | country | ISO 3166 两位代码 | ISO 3166 code of two letters
region | word | 地区 | region | 省级代码，如 CN-50 | province code such as CN-50
technology | suggest:technology | 发电技术 | technology | 如水电、风电 | such as hydro, wind
certificates | list | 证书 | certificates | 证书编号，多个用 ; 分隔 | ids of certificates, separated by ;
document | word | 凭证 | document | 合同号 | number of the contract
delivery | choice:yes_no | 物理交付 | delivery | 凭证证明发电与用电间的电网连接 | the document shows a grid connection to the generator
note | text | 备注 | note | 补充说明 | anything worth knowing
instruments | choice:instruments | 证书去向 | instruments | 直供线路或自发电：该电量的证书未签发、已为本用户注销或已售出；前两者须有凭证 | direct line or own generation: whether certificates of this power were never issued, cancelled for the user, or sold; the first two need a document
annual_kwh | decimal | 期间总电量 | annual kWh | 研究期内该合同供应的全部电量，kWh；有证书时必填，否则覆盖份额不可信 | all kWh the contract supplied in the study period; needed where certificates are claimed
""")  # noqa: E501 - a row of the table is a line

_CERTIFICATES = columns("""
id | word! | 编号 | id | 证书编号；每张只能用一次 | id of the certificate; each counts once
register | text! | 登记机构 | register | 如国家绿证核发平台 | the register that holds it
technology | suggest:technology! | 发电技术 | technology | 如水电、风电 | such as hydro, wind
volume_kwh | decimal! | 电量 | volume kWh | 单位 kWh | in kWh
vintage_from | date! | 发电起始日期 | vintage from | 电量产生期间的第一天 | first day of generation
vintage_to | date! | 发电结束日期 | vintage to | 电量产生期间的最后一天 | last day of generation
country | word | 国家 | country | ISO 3166 两位代码 | ISO 3166 code of two letters
plant | text | 电站 | plant | 发电站名称 | name of the power plant
cancelled_on | date | 注销日期 | cancelled on | 已为本企业注销的日期 | the day it was cancelled for this company
beneficiary | text | 受益人 | beneficiary | 为谁注销 | for whom it was cancelled
matching | choice:matching | 匹配周期 | matching | 发电与用电按年、月或小时匹配 | generation and use matched by year, month or hour
""")  # noqa: E501 - a row of the table is a line

_TRANSPORT = columns("""
id | word! | 编号 | id | 运输段的唯一编号 | unique id of the leg
exchange | ref:exchanges! | 物流行 | exchange | 运输哪一行的货物（编号） | id of the row whose goods are carried
mode | choice:mode! | 运输方式 | mode | 公路、铁路、海运等 | road, rail, sea …
distance_km | decimal! | 距离 | distance km | 单位 km | in km
share | decimal | 运输份额 | share | 该行货物中经此段的份额，默认 1 | the share of the goods that goes this way; 1 when empty
period_from | date | 起始日期 | period from | 与研究不同时填写 | when it differs from the study
period_to | date | 结束日期 | period to | 与研究不同时填写 | when it differs from the study
source | ref:sources | 来源 | source | 来源编号 | id of the source
note | text | 备注 | note | 补充说明 | anything worth knowing
""")  # noqa: E501 - a row of the table is a line

_SUPPLIERS = columns("""
id | word! | 编号 | id | 本行的唯一编号 | unique id of the row
exchange | ref:exchanges! | 物流行 | exchange | 供应商数值用于哪一行（编号） | id of the row the value is for
value | decimal! | 供应商数值 | value | 每单位的碳足迹 | footprint per unit
unit | word:unit! | 数值单位 | unit | 如 kg（二氧化碳当量） | such as kg (CO2 equivalent)
per_unit | word:unit! | 每单位 | per unit | 每 t、每 kg 等 | per t, per kg …
supplier | text! | 供应商 | supplier | 供应商名称 | name of the supplier
boundary | suggest:boundary | 系统边界 | boundary | 默认摇篮到大门 | cradle to gate when empty
gwp_set | suggest:gwp_set | GWP数值集 | GWP set | AR4、AR5、AR6 等 | AR4, AR5, AR6 …
direct_part | decimal | 直接排放部分 | direct part | 其中的直接排放 | the direct emissions in it
verified | choice:yes_no | 已核查 | verified | 默认否 | no when empty
verifier | text | 核查机构 | verifier | 谁核查的 | who verified it
accreditation | text | 认可编号 | accreditation | 核查机构的认可编号 | accreditation of the verifier
period_from | date | 起始日期 | period from | 与研究不同时填写 | when it differs from the study
period_to | date | 结束日期 | period to | 与研究不同时填写 | when it differs from the study
document | word | 凭证 | document | 声明或报告编号 | number of the declaration or report
statistic | choice:statistic | 统计量 | statistic | 数值是点值、均值、中位数或第95百分位 | whether the value is a point, a mean, a median or a 95th percentile
lifetime_years | decimal | 寿命 | lifetime years | 数值所依据的使用年限 | the years of use the value rests on
primary_share | decimal | 初级数据占比 | primary share | 供应商声明，% | as the supplier states it, in %
dqr | decimal | 数据质量等级 | DQR | 供应商声明，1（最好）至 5 | as the supplier states it, 1 (best) to 5
""")  # noqa: E501 - a row of the table is a line

_MATERIALS = columns("""
id | word! | 编号 | id | 本行的唯一编号 | unique id of the row
flow | word:flow! | 物流 | flow | 材料的物流编号 | flow id of the material
amount | decimal! | 数量 | amount | 每声明数量产品中所含，出厂时 | in the declared amount of product, at the gate
unit | word:unit! | 单位 | unit | 单位符号，如 kg | symbol of the unit, such as kg
exchange | ref:exchanges | 物流行 | exchange | 带来该材料的外购行；没有则留空 | the purchased row that brings it; empty where there is none
recycled_content | decimal | 再生料含量 | recycled content R1 | 0 至 1 | from 0 to 1
recycled_content_document | text | 再生料凭证 | recycled content document | 证明再生料含量的文件 | what proves the recycled content
recycling_rate | decimal | 回收率 | recycling rate R2 | 报废后再生为材料的份额，0 至 1 | share recycled into a material at the end of life, from 0 to 1
energy_rate | decimal | 能量回收率 | energy rate R3 | 报废后焚烧回收能量的份额，0 至 1 | share burnt for energy at the end of life, from 0 to 1
virgin | word:flow | 原生料 | virgin Ev | 原生材料的物流编号 | flow id of the virgin material
recycled | word:flow | 再生料 | recycled Er | 再生材料（投入侧）的物流编号 | flow id of the recycled material that goes in
recycling | word:flow | 再生过程 | recycling ErEoL | 报废后再生过程的物流编号 | flow id of recycling at the end of life
substituted | word:flow | 被替代料 | substituted E*v | 留空即同原生料 | as the virgin material when empty
energy_recovery | word:flow | 能量回收过程 | energy recovery Eer | 焚烧过程的物流编号 | flow id of burning it for energy
disposal | word:flow | 处置过程 | disposal Ed | 处置过程的物流编号 | flow id of its disposal
quality_in | decimal | 投入质量比 | quality in Qs/Qp | 投入侧再生料与原生料的质量比 | quality of recycled over virgin material, going in
quality_out | decimal | 产出质量比 | quality out Qs/Qp | 产出侧再生料与原生料的质量比 | quality of recycled over virgin material, coming out
heat_efficiency | decimal | 供热效率 | heat efficiency XH | 0 至 1 | from 0 to 1
power_efficiency | decimal | 发电效率 | power efficiency XE | 0 至 1 | from 0 to 1
source | ref:sources | 来源 | source | 来源编号 | id of the source
note | text | 备注 | note | 补充说明 | anything worth knowing
""")  # noqa: E501 - a row of the table is a line

_PROPERTIES = columns("""
id | word! | 编号 | id | 本行的唯一编号 | unique id of the row
flow | word:flow! | 物流 | flow | 物流编号 | flow id
property | suggest:property! | 物性 | property | 含碳量、发热量、密度；产品的净质量、可用能量、寿命等 | carbon content, heating value, density; net mass, usable energy, service life … of the product
value | decimal | 数值 | value | 只知道范围时留空 | leave empty when only a range is known
unit | word! | 单位 | unit | 如 kg/kg、MJ/kg、kWh/piece、a | such as kg/kg, MJ/kg, kWh/piece, a
low | decimal | 下限 | low | 区间的下限 | lower end of the range
high | decimal | 上限 | high | 区间的上限 | upper end of the range
source | ref:sources | 来源 | source | 来源编号 | id of the source
locator | text | 出处 | locator | 页、表、条 | page, table, clause
note | text | 备注 | note | 补充说明 | anything worth knowing
""")  # noqa: E501 - a row of the table is a line

_FLOWS = columns("""
id | word! | 编号 | id | 物流的唯一编号 | unique id of the flow
name.zh | text | 中文名称 | name zh | 中文名称 | the Chinese name
name.en | text | 英文名称 | name en | 英文名称 | the English name
kind | word:kind! | 量的种类 | kind | 如 product_mass、gas_volume | such as product_mass, gas_volume
unit | word:unit! | 单位 | unit | 基本单位 | the unit it is kept in
tags | list | 标签 | tags | 供规则选取，多个用 ; 分隔 | words that rules select by, separated by ;
synonyms | list | 别名 | synonyms | 多个用 ; 分隔 | separated by ;
cn_codes | list | 税则号 | CN codes | 多个用 ; 分隔 | separated by ;
default_scope | word | 默认范围 | default scope | 直接或上游，通常留空 | direct or upstream, usually empty
""")

_FACTORS = columns("""
target | word! | 对象 | target | 物流编号或物流行编号 | a flow id or the id of a row
factor | word! | 因子 | factor | 因子记录编号 | id of the factor record
reason | text | 理由 | reason | 为何选用它 | why it was chosen
""")

_SOURCES = columns("""
id | word! | 编号 | id | 来源的唯一编号 | unique id of the source
citation | text! | 引文 | citation | 作者、题名、年份、DOI | author, title, year, DOI
locator | text | 出处 | locator | 页、表、条 | page, table, clause
licence | text | 许可 | licence | 数据的使用许可 | licence of the data
""")

_ACCEPTANCES = columns("""
regime | word! | 规则 | regime | 规则编号 | id of the regime
parameter | word! | 参数 | parameter | 参数编号 | id of the parameter
value | word | 取值 | value | 确认原值时留空 | empty when the value on file is confirmed
by | text! | 确认人 | by | 姓名 | name of the person
reason | text! | 理由 | reason | 为何采用 | why it is taken
on | date! | 日期 | on | 确认的日期 | day of the confirmation
source | text | 依据条款 | source | 本人持有的文本及条款；留空即为假设 | the clause of a text that person holds; empty means an assumption
""")  # noqa: E501 - a row of the table is a line

_DEFECTS = columns("""
id | word! | 编号 | id | 本行的唯一编号 | unique id of the row
where | text! | 位置 | where | 源数据中的位置 | where in the source data
found | text! | 发现 | found | 源数据写了什么 | what the source says
done.zh | text | 中文处理 | done zh | 如何处理 | what was done, in Chinese
done.en | text | 英文处理 | done en | 如何处理 | what was done, in English
""")


STUDY_TAB = tab(
    "study", "研究 Study", model.Study, STUDY_ITEMS,
    Text("一项一行：研究与产品的基本信息。", "One item a row: the study and its product."), required=True,
)  # fmt: skip
TABS: tuple[Tab, ...] = (
    tab("processes", "过程 Processes", model.Process, _PROCESSES,
         Text("单元过程，每个一行。", "Unit processes, one a row."), required=True),
    tab("exchanges", "物流数据 Exchanges", model.Exchange, _EXCHANGES,
         Text("活动数据：每个过程的输入与输出，每条一行。",
              "Activity data: what goes into and out of each process, one a row."), required=True),
    tab("contracts", "电力合同 Electricity", model.Contract, _CONTRACTS,
         Text("电力如何购得或自发。", "How electricity is bought or made.")),
    tab("certificates", "证书 Certificates", model.Certificate, _CERTIFICATES,
         Text("绿色电力证书。", "Energy attribute certificates.")),
    tab("transport", "运输 Transport", model.TransportLeg, _TRANSPORT,
         Text("外购物料的运输段。", "The legs by which purchased goods arrive.")),
    tab("supplier_values", "供应商 Suppliers", model.SupplierValue, _SUPPLIERS,
         Text("供应商声明的碳足迹。", "Footprints declared by suppliers.")),
    tab("materials", "材料 Materials", model.Material, _MATERIALS,
         Text("产品中的材料：再生料含量与报废后的去向；各规则的再生利用条款据此计算。不用时留空。",
              "The materials of the product: recycled content, and where they go at the end of life; the recycling "
              "rules work on them. Leave it empty where it is not needed.")),
    tab("properties", "物性 Properties", model.Property, _PROPERTIES,
         Text("含碳量、发热量、密度等，用于平衡与换算。",
              "Carbon content, heating value, density and the like, for balances and conversions.")),
    tab("flows", "自定义物流 Flows", model.Flow, _FLOWS,
         Text("公共清单中没有的物流。", "Flows that the shared list lacks.")),
    tab("factor_choices", "因子选择 Factors", model.FactorChoice, _FACTORS,
         Text("自行指定的排放因子。", "Emission factors you pick yourself.")),
    *CBAM_TABS,
    tab("sources", "来源 Sources", model.Source, _SOURCES,
         Text("数据来源文件。", "The documents amounts come from.")),
    tab("acceptances", "确认 Acceptances", model.Acceptance, _ACCEPTANCES,
         Text("由具名人员确认、补充或假设的规则取值。", "Rule values a named person confirms, supplies or assumes.")),
    tab("defects", "缺陷 Defects", model.Defect, _DEFECTS,
         Text("源数据的缺陷及处理。", "Defects of the source data and what was done.")),
)  # fmt: skip
# The study tab is a list of items; these are the columns that make it one.
ITEM_COLUMNS = columns("""
item | word! | 项目 | item | 项目名称 | name of the item
value | text! | 内容 | value | 内容；双语项目填中文 | the value; Chinese where there are two languages
value_en | text | 英文内容 | value en | 双语项目的英文 | English, where there are two languages
help | text | 填写说明 | how to fill in | 可保留 | may stay
""")
NOT_READ = "※ 不读取 not read"
"""A tab whose first cell begins so is for people: the guide, the lists."""
NOTE_MARK = "※"
"""A row right below the headers whose cells all begin so explains the columns."""
HEADER_ROWS = 20
FIRST_DATA_ROW = 3
