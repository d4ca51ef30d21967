"""The closed vocabulary of regime parameters: nine calculation dimensions, five conformity ones.

A parameter belongs to exactly one dimension and is read only while that dimension is applied, so that
changing one dimension of a regime leaves the resolved plan of every other dimension alone.
Tables of default values (``upstream``) are read with D9, credits stand inside the method of D6.

Types of a value (`Parameter.type`)
    ``choice``     one word of `choices`
    ``choices``    list of words of `choices`, in order, none twice
    ``tags``       open list of flow or process tags or flow ids; ``*`` means all
    ``decimal``    a decimal string
    ``flag``       true / false
    ``text``       one word for the machine (a unit, a flow tag)
    ``statement``  ``{zh, en}``: one sentence for people, not computed with
    ``shares``     ``{tag or flow id: decimal string}``
    ``method``     a table with ``method``, shapes below
    ``tiers``      a list of tables with ``use``, shapes below; the first tier whose tests the evidence passes holds

Meaning of a few values
    D1.reference   ``product``: the study's product; anything else: the flow id whose amount is the denominator
                   (``crude_steel``: per tonne of cast steel that the product needs)
    D1.unit        ``study``: the unit the study declares; else a unit symbol
    D2.stages      of the study's processes and transport legs
    D2.upstream_tags / D2.upstream_excluded_tags
                   a purchased flow's upstream counts when one of its tags, or its id, is in the first list
                   (or the list has ``*``) and none is in the second
    D4.gwp_set     ``co2_only``: only CO2 mass counts, factor 1
    D7.scrap       ``burden_free``: nothing; ``collection_counted``: collection and treatment count, nothing of
                   the first life; ``as_factor``: the scrap carries the value of its factor record
    D8.counted     false: electricity bought is not in the figure at all
    D9.ranking     ``supplier_verified``, ``supplier``: a value of the study; ``regime_table``: a row of the
                   regime's own table ``upstream``; ``factor``: a record of the factor set
    D9.markup      share added to every row of ``upstream`` used ("0.1" = 10 %); D9.factor_markup to a record of
                   the factor set that stands in where neither supplier nor regime gives a value, by tag (``*``: else)
    K4.unit, K4.decimals
                   the figure is printed as that mass of CO2e per declared unit with that many decimals

A row of ``upstream`` fits a purchased flow by its id; among those that fit, the country of origin (else ""), then
the longest customs code that begins a code of the flow or begins with one; what then is left (variants, several codes)
is decided by the highest value, because a default must not understate.

Co-product methods (D6; a co-product is looked up in the class of its tag: slag, process_gas, electricity, steam,
chemical; then in D6.default). Under the credit methods (expansion, fixed_credit, waste_gas_export) the carbon of a gas
handed on counts as emitted here, and the credit takes off what the receiver saves; under the others it leaves with the
gas.
    burden_free       ``{method}``: everything stays on the reference product, no credit
    mass, energy, economic
                      ``{method}``: shares by mass; by lower heating value; by price × amount
    price_ratio       ``{method, limit, below, above}``: price per unit of mass of the dearer over the cheaper
                      product above `limit`: method `above`, else method `below`; where a price is missing: a gap
    expansion         ``{method, displaces = {flow: displaced flow}, basis, ratio, otherwise}``: credit =
                      amount × ratio × upstream factor of the displaced flow (combustion included where the
                      displaced flow is a fuel, because its use is displaced as well); `basis` says how the amount
                      is matched: ``mass``, ``lower_heating_value`` or ``amount`` (same unit, such as kWh);
                      `otherwise` (optional): method for flows that `displaces` does not name
    fixed_credit      ``{method, per = {flow: {value, unit, per_unit, gas}}, otherwise}``: credit = amount × value
    waste_gas_export  ``{method, ef_kg_per_mj, correction, import_correction, basis}``: gas handed on leaves with
                      LHV × ef × correction; gas taken over enters with LHV × ef × import_correction

Electricity tiers (D8.tiers); `kind` is a kind of `carnet.factors`
    ``{use = "direct_line", kind, require}``        factor of the generating technology
    ``{use = "power_purchase_agreement", kind, require}``
    ``{use = "certificate", kind, require}``        factor of the certificate's technology
    ``{use = "supplier_product", kind, require}``   the supplier's declared product
    ``{use = "residual_mix", kind, area}``
    ``{use = "grid", kind, area = ["region", "country"]}``    areas in the order they are tried
    ``{use = "fixed", value, unit, per_unit, gas}``
    `require` (optional): tests out of `EVIDENCE_TESTS`, all must hold.
"""

from __future__ import annotations

from dataclasses import dataclass

from carnet.errors import Text

CALCULATION = ("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9")
CONFORMITY = ("K1", "K2", "K3", "K4", "K5")
# An unknown here that the study meets gives no figure until somebody supplies the value.
BLOCKING = ("D1", "D2", "D4", "D6", "D8")

STATUSES = ("read", "secondary", "recalled", "unknown", "conflicting")
# What a figure may rest on without anybody's acceptance.
ISSUABLE = ("read", "secondary")
# An optional parameter the regime has no rule for; never written in a file.
ABSENT = "absent"
NATURES = ("voluntary standard", "national standard", "EU act", "scheme")

DIMENSION_NAMES = {
    "D1": Text("单位", "unit"),
    "D2": Text("系统边界", "system boundary"),
    "D3": Text("取舍准则", "cut-off limit"),
    "D4": Text("气体与GWP", "gases and GWP"),
    "D5": Text("生物碳与土地利用", "carbon cycle"),
    "D6": Text("共生产品", "co-products"),
    "D7": Text("再生利用", "recycling"),
    "D8": Text("电力", "electricity"),
    "D9": Text("数据选择", "data choice"),
    "K1": Text("数据质量", "data quality"),
    "K2": Text("时间", "time"),
    "K3": Text("不确定性", "uncertainty"),
    "K4": Text("表达", "presentation"),
    "K5": Text("核查保证", "assurance"),
}

CO_PRODUCT_METHODS = (
    "burden_free",
    "mass",
    "energy",
    "economic",
    "price_ratio",
    "expansion",
    "fixed_credit",
    "waste_gas_export",
)
SHARE_METHODS = ("burden_free", "mass", "energy", "economic")
BASES = ("mass", "lower_heating_value", "amount")
ELECTRICITY_TIERS = (
    "direct_line",
    "power_purchase_agreement",
    "certificate",
    "supplier_product",
    "residual_mix",
    "grid",
    "fixed",
)
ELECTRICITY_KINDS = ("electricity_life_cycle", "electricity_generation_co2")
AREAS = ("region", "country", "world")
EVIDENCE_TESTS = (
    "cancelled",          # retired for the beneficiary
    "not_sold",           # no certificate of the same kWh was sold to a third party
    "same_country",       # generated in the country of use
    "same_market",        # generated inside one market boundary
    "vintage_in_period",  # generated in the period of the study
    "hourly_matching",    # used in the hour it was generated
    "physical_delivery",  # grid connection between generator and user evidenced
    "document",           # a document is referenced
)
TABLES = ("upstream",)
ROW_GASES = ("CO2", "CO2e")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of the vocabulary; `type` and its meaning stand in the module docstring."""

    id: str
    type: str
    name: Text
    choices: tuple[str, ...] = ()
    required: bool = True

    @property
    def dimension(self) -> str:
        """The dimension the parameter belongs to, such as ``D4``."""
        return self.id.partition(".")[0]


def _p(id_: str, type_: str, zh: str, en: str, choices: tuple[str, ...] = (), *, required: bool = True) -> Parameter:
    return Parameter(id_, type_, Text(zh, en), choices, required)


_STAGES = ("raw_materials", "upstream_transport", "manufacturing", "distribution", "use", "end_of_life")
_GWP = ("AR4", "AR5", "AR5_feedback", "AR6", "co2_only")
_CAPITAL = ("excluded", "included", "excluded_if_insignificant")
_BASIS = ("none_stated", "mass", "energy", "footprint", "mass_and_energy")
_END_OF_LIFE = ("cut_off", "module_d_separate", "closed_loop", "not_in_boundary")
_RANKING = ("supplier_verified", "supplier", "regime_table", "factor")

PARAMETERS: tuple[Parameter, ...] = (
    _p("D1.reference", "text", "声明单位所计的物流（product 或物流标签）", "what the declared unit counts"),
    _p("D1.unit", "text", "声明单位", "declared unit"),
    _p("D2.stages", "choices", "包含的生命周期阶段", "life-cycle stages included", _STAGES),
    _p("D2.excluded_process_tags", "tags", "排除的单元过程", "unit processes left out"),
    _p("D2.upstream_tags", "tags", "计入上游的外购物（* 为全部）", "purchased goods whose upstream counts (* = all)"),
    _p("D2.upstream_excluded_tags", "tags", "不计上游的外购物", "purchased goods whose upstream is left out"),
    _p("D2.transport", "choice", "运输", "transport", ("all", "inbound", "none")),
    _p("D2.capital_goods", "choice", "资本货物", "capital goods", _CAPITAL),
    _p("D3.limit_percent", "decimal", "取舍限值（%）", "cut-off limit in per cent", required=False),
    _p("D3.basis", "choice", "取舍依据", "basis of the limit", _BASIS),
    _p("D4.direct_gases", "tags", "直接排放计入的气体（* 为全部）", "gases counted in direct emissions (* = all)"),
    _p("D4.upstream_gases", "tags", "上游计入的气体（* 为全部）", "gases counted upstream (* = all)"),
    _p("D4.gwp_set", "choice", "GWP数值集", "GWP set", _GWP),
    _p("D5.biogenic_co2", "choice", "生物源CO2", "biogenic CO2", ("zero", "minus_one_plus_one", "separate")),
    _p("D5.land_use", "choice", "土地利用变化", "land-use change", ("included", "excluded", "separate")),
    _p("D5.offsets", "choice", "抵消", "offsets", ("excluded",)),
    _p("D6.default", "method", "共生产品：一般规则", "co-products: general rule"),
    _p("D6.slag", "method", "炉渣", "slag", required=False),
    _p("D6.process_gas", "method", "煤气", "process gases", required=False),
    _p("D6.electricity", "method", "外供电力", "electricity exported", required=False),
    _p("D6.steam", "method", "外供蒸汽", "steam exported", required=False),
    _p("D6.chemical", "method", "化产品（焦油、苯等）", "by-product chemicals (tar, benzene, …)", required=False),
    _p("D7.scrap", "choice", "外购废钢", "purchased scrap", ("burden_free", "collection_counted", "as_factor")),
    _p("D7.end_of_life", "choice", "报废阶段再生", "recycling at end of life", _END_OF_LIFE),
    _p("D7.scrap_share", "choice", "废钢比计法", "how the scrap share is counted", ("metallic_fraction", "raw_mass"),
       required=False),
    _p("D8.counted", "flag", "是否计入外购电力", "purchased electricity counted"),
    _p("D8.tiers", "tiers", "电力因子次序", "electricity, ordered tiers"),
    _p("D9.ranking", "choices", "数据优先次序", "order of data", _RANKING),
    _p("D9.direct", "choices", "直接排放数据次序", "order of direct-emission data", ("reported", "carbon_balance")),
    _p("D9.markup", "decimal", "默认值加成", "mark-up on default values", required=False),
    _p("D9.factor_markup", "shares", "替代因子加成（按标签）", "mark-up on stand-in factors, by tag", required=False),
    _p("K1.metric", "statement", "数据质量指标", "data-quality metric", required=False),
    _p("K1.primary_share", "statement", "初级数据占比", "primary data share", required=False),
    _p("K2.reference_period", "statement", "基准期", "reference period", required=False),
    _p("K2.period_kind", "choice", "基准期须为", "the reference period must be", ("any", "calendar_year"), required=False),
    _p("K2.first_year", "decimal", "基准期最早年份", "first year of a reference period", required=False),
    _p("K2.validity_years", "decimal", "有效期（年）", "validity in years", required=False),
    _p("K3.statement", "statement", "不确定性说明", "uncertainty statement", required=False),
    _p("K4.unit", "choice", "结果质量单位（CO2e）", "mass unit the figure is printed in", ("kg", "t")),
    _p("K4.decimals", "decimal", "小数位（按该单位）", "decimals printed, in that unit"),
    _p("K4.rounding", "choice", "修约规则", "rounding rule", ("half_up", "half_even", "up", "down")),
    _p("K4.breakdown", "statement", "须分列的项目", "breakdown required", required=False),
    _p("K5.assurance", "statement", "核查要求", "assurance required", required=False),
)

BY_ID = {p.id: p for p in PARAMETERS}
