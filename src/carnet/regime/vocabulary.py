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
    ``methods``    ``{tag or flow id: method}``
    ``factors``    a list of tables, multiplied: what one declared amount of product counts for, shapes below
    ``formula``    the parameters of the Circular Footprint Formula, keys below
    ``net_scrap``  the parameters of the net-scrap credit, keys below
    ``legs``       a list of tables: transport where the study gives none, keys below
    ``classes``    a table of class limits, keys below

Meaning of a few values
    D1.reference   ``product``: the study's product; anything else: the flow id whose amount is the denominator
                   (``crude_steel``: per tonne of cast steel that the product needs)
    D1.unit        ``study``: the unit the study declares; else a unit symbol
    D1.allowed     a study in one of these units keeps it; any other is converted to D1.unit
    D1.factors     the denominator is the product times these, in D1.unit: ``{property}`` a property row of the product
                   (such as usable_energy in kWh/piece), ``{value, unit}`` a printed number, ``{by = "category", table}``
                   a number by the product's category (such as cycles per year by M1, N3)
    D2.stages      of the study's processes and transport legs
    D2.excluded_flow_tags
                   any line of such a flow is left out, whatever its role
    D2.process_gas ``excluded``: the CO2 of burning process gases (tag process_gas) is left out of direct emissions
    D2.upstream_tags / D2.upstream_excluded_tags
                   a purchased flow's upstream counts when one of its tags, or its id, is in the first list
                   (or the list has ``*``) and none is in the second
    D3             a row the study asks to leave out (`Exchange.excluded`) is left out when it stays within the limit:
                   `limit_percent` for one row's scope (``process``, ``module``, ``total``), `total_percent` for all rows
                   together; by ``mass`` or ``energy`` of the inputs, by ``footprint`` from the study's own screening
                   estimate (`Exchange.excluded_share`); ``mass_and_energy``: both. Beyond the limit it counts.
                   What is left out, and gaps, are listed where `D3.declare` holds
    D4.gwp_set     ``co2_only``: only CO2 mass counts, factor 1
    D4.electricity_gases
                   gases counted in electricity bought; absent: as upstream
    D4.methane     ``one_value``: every methane with the set's value for fossil and non-fossil together
    D4.aircraft    ``separate``: transport by air is apart from the figure; multiplier: on its CO2
    D5.biogenic_co2
                   ``zero``: neither uptake nor emission; ``minus_one_plus_one``: both, in the figure; ``separate``: both,
                   apart from the figure; ``two_totals``: figure as `D5.leading` says, the other total beside it:
                   with uptake as ``minus_one_plus_one``, without uptake as ``zero``; biogenic methane in both
    D5.land_use    with `D5.land_use_years`: the years over which a change counts
    D5.storage, D5.ccs, D5.ccu
                   carbon stored in products; CO2 captured and stored (`Exchange.fate`); CO2 captured and used
    D6.products    rules of single products, by flow id or tag, before the classes below
    D7.end_of_life ``cut_off``: treatment up to the end of waste counts, no credit; ``module_d_separate``: the same, and
                   benefits beyond the boundary apart as module D, of what leaves less what came in (R1 declared, or
                   scrap bought); ``circular_footprint_formula``: D7.formula, both sides, scrap bought as recycled
                   content of one; ``net_scrap_credit``: D7.net_scrap; ``closed_loop``: recovered material replaces
                   primary one to one, net of recycled content (R1 declared, or scrap bought): (R2 − R1)·(ErEoL − Ev);
                   ``not_in_boundary``: nothing of it
    D7.recycled_content_evidence
                   true: recycled content without a document counts as none on the way in; credits are net of it
                   all the same
    D7.pre_consumer
                   ``waste``: pre-consumer scrap enters and leaves as waste, cut off; ``co_product``: by D6;
                   ``as_scrap``: like any scrap
    D7.waste_energy
                   waste burnt for energy: ``polluter_pays`` burden here, no credit; ``user_pays``: burden with the user of
                   the energy; ``substitution``: burden here with a credit
    D7.metallic_fractions
                   the metallic share by tag where the study gives none; every tag named here is metal charged, beside
                   scrap and iron
    D7.scrap       ``burden_free``: nothing; ``collection_counted``: collection and treatment count, nothing of
                   the first life; ``as_factor``: the scrap carries the value of its factor record
    D8.counted     false: electricity bought is not in the figure at all
    D8.use_stage   tiers of electricity in the use stage, for the product's market; absent: D8.tiers
    D9.mandatory_primary
                   tags of processes whose activity data must be the company's own (measured or calculated)
    D9.transport_defaults
                   legs of goods whose way the study does not give
    D9.statistic   which statistic of a supplier's published distribution may enter; another is a gap
    D9.ranking     ``supplier_verified``, ``supplier``: a value of the study; ``regime_table``: a row of the
                   regime's own table ``upstream``; ``factor``: a record of the factor set
    D9.markup      share added to every row of ``upstream`` used ("0.1" = 10 %); D9.factor_markup to a record of
                   the factor set that stands in where neither supplier nor regime gives a value, by tag (``*``: else)
    K1.allocation_order
                   the order in which a study tries the ways with co-products; D6 holds what is computed with
    K1.boundary_options, K1.recycling_options, K1.waste_energy_options
                   other ways the text allows beside the rule that is computed with; no figure depends on them
    K1.co_product_test, K1.price_years, K1.transport_model, K1.waste_data, K1.chain_of_custody, K1.data_order,
    K4.transport_report, K4.offsets_report
                   what the study and its report must do, for comparison and conformity; no figure depends on them:
                   what tells waste from a co-product; years over which prices for allocation are averaged (least number);
                   how transport is modelled; data on waste; which chain-of-custody models count; which data come first;
                   who reports transport between supplier and customer; how offsets are reported
    K2.validity_from
                   what the years of `K2.validity_years` follow: ``reference_period``, its end; ``issue``, the day a
                   declaration, verification or certificate is issued, which no study holds
    K2.check       how often the figure is looked over again: ``annual``, ``annual_recommended``, ``on_change``
    K4.step        the printed figure is rounded to a multiple of this, in K4.unit
    K4.unit, K4.decimals
                   the figure is printed as that mass of CO2e per declared unit with that many decimals

An unknown rule of D3, D5, D7 or D9 is calculated under every candidate, and the bounds hold them all. A candidate the
study cannot be calculated with (CAL-012, GWP-001) leaves no figure and is named (CAL-023): it may be the worst one, so
that an upper bound over the others would claim too little. Accepting another candidate settles it.

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
    revenue_test      ``{method, limit, below, above}``: difference of the revenues of the outputs over the larger one above
                      `limit`: method `above`, else `below`; where a price is missing: a gap
    exergy            ``{method, ambient}``: shares by exergy; electricity counts 1, heat 1 − T0/T with the property
                      supply_temperature (K) and T0 = `ambient` in K
    first_of          ``{method, options = [method, …]}``: the first one for which the study holds the data
    expansion         ``{method, displaces = {flow: displaced flow}, basis, ratio, otherwise}``: credit =
                      amount × ratio × upstream factor of the displaced flow (combustion included where the
                      displaced flow is a fuel, because its use is displaced as well); `basis` says how the amount
                      is matched: ``mass``, ``lower_heating_value`` or ``amount`` (same unit, such as kWh);
                      `otherwise` (optional): method for flows that `displaces` does not name; without it all burden
                      stays on the reference product
    fixed_credit      ``{method, per = {flow: {value, unit, per_unit, gas}}, otherwise}``: credit = amount × value
                      The flows of `per` and `displaces`, and what is displaced, are flow ids, never tags: a credit is a
                      number for one thing. `carnet regimes lint` warns of a word that is none (REG-036), a calculation
                      that meets a co-product named by its tag refuses (CAL-024). By tag chooses D6.products
    waste_gas_export  ``{method, ef_kg_per_mj, correction, import_correction, basis}``: gas handed on leaves with
                      LHV × ef × correction; gas taken over enters with LHV × ef × import_correction

Electricity tiers (D8.tiers); `kind` is a kind of `carnet.factors`
    ``{use = "direct_line", kind, require}``        factor of the generating technology
    ``{use = "power_purchase_agreement", kind, require}``
    ``{use = "certificate", kind, require}``        factor of the certificate's technology
    ``{use = "supplier_product", kind, require}``   the supplier's declared product
    ``{use = "supplier_mix", kind, require}``       the supplier's whole mix
    ``{use = "residual_mix", kind, area}``
    ``{use = "fossil_mix", kind, area}``            the grid's fossil part
    ``{use = "grid", kind, area = ["region", "country"]}``    areas in the order they are tried
    ``{use = "fixed", value, unit, per_unit, gas}``
    `require` (optional): tests out of `EVIDENCE_TESTS`, all must hold. Where certificates must show one of them, any tier
    serves no more than their volume, and the rest falls to the next tier. `value`, `unit`, `per_unit`, `gas` (optional, all
    four): the regime's own number for such kWh, instead of the technology's factor. `gwp_set` beside any number in CO2e
    says which set it was made with; without it that is unknown.

Formula (D7.formula), after PEF: `A` by tag or flow id of the material and `A_otherwise`; `B`; `R1_otherwise`,
`R2` by tag and `R2_otherwise`, `R3_otherwise` where the study's materials give none; `quality_otherwise` for Qs/Qp.
    material   (1−R1)·Ev + R1·(A·Er + (1−A)·Ev·Qin) + (1−A)·R2·(ErEoL − E*v·Qout)
    energy     (1−B)·R3·(Eer − LHV·XH·EH − LHV·XE·EE)
    disposal   (1−R2−R3)·Ed
Net scrap (D7.net_scrap), after ISO 20915: ``−(recovery_rate − S)·yield·(Xpr − Xre)`` per unit of product, S the scrap that
enters; `primary`, `secondary`: flows whose factors are Xpr and Xre, or `scrap_value` with `unit`, `per_unit`, `gas`.
Legs (D9.transport_defaults): `{when, mode, km, share}`; when: ``domestic``, ``same_continent``, ``intercontinental``,
``any``, by the good's country of origin and the study's.
Classes (K4.classes): `{unit, per, rows = [{name, at_0, at_100, product}]}`: upper limits in `unit` CO2e per `per`; with
`at_100` linear in the scrap share from 0 to 100 %, without it fixed; `product`: only for that flow or tag; `strict`: the
limit itself is outside; `{name, open = true}`: everything beyond the rows before it. The first row that the figure fits
is its class.
"""

from __future__ import annotations

from dataclasses import dataclass

from carnet.errors import Text
from carnet.inventory.model import STAGES

CALCULATION = ("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9")
CONFORMITY = ("K1", "K2", "K3", "K4", "K5")
# An unknown here that the study meets gives no figure until somebody supplies the value.
BLOCKING = ("D1", "D2", "D4", "D6", "D8")

STATUSES = ("read", "secondary", "recalled", "unknown", "conflicting")
# What a figure may rest on without anybody's acceptance.
ISSUABLE = ("read", "secondary")
# An optional parameter the regime has no rule for; never written in a file.
ABSENT = "absent"
NATURES = ("voluntary standard", "national standard", "EU act", "scheme", "draft act", "JRC report")
# Published, not law: such a text is never in force.
DRAFTS = ("draft act", "JRC report")

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
    "exergy",
    "price_ratio",
    "revenue_test",
    "first_of",
    "expansion",
    "fixed_credit",
    "waste_gas_export",
)
SHARE_METHODS = ("burden_free", "mass", "energy", "economic", "exergy")
BASES = ("mass", "lower_heating_value", "amount")
ELECTRICITY_TIERS = (
    "direct_line",
    "power_purchase_agreement",
    "certificate",
    "supplier_product",
    "supplier_mix",
    "residual_mix",
    "fossil_mix",
    "grid",
    "fixed",
)
ELECTRICITY_KINDS = ("electricity_life_cycle", "electricity_generation_co2")
AREAS = ("region", "country", "world")
EVIDENCE_TESTS = (
    "cancelled",  # retired for the beneficiary
    "not_sold",  # no certificate of the same kWh was sold to a third party
    "same_country",  # generated in the country of use
    "same_market",  # generated inside one market boundary
    "vintage_in_period",  # generated in the period of the study
    "hourly_matching",  # used in the hour it was generated
    "physical_delivery",  # grid connection between generator and user evidenced
    "document",  # a document is referenced
)
TRANSPORT_MODES = ("truck", "rail", "sea_bulk", "sea_container", "inland_waterway", "air", "pipeline")
TRANSPORT_WHEN = ("domestic", "same_continent", "intercontinental", "any")
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


GWP_SETS = ("AR4", "AR5", "AR5_feedback", "AR6", "EF3.0", "EF3.1", "EN15804_EF3.0", "EN15804_EF3.1", "co2_only")
_CAPITAL = ("excluded", "included", "excluded_if_insignificant")
_BASIS = ("none_stated", "mass", "energy", "footprint", "mass_and_energy")
_END_OF_LIFE = (
    "cut_off",
    "module_d_separate",
    "circular_footprint_formula",
    "net_scrap_credit",
    "closed_loop",
    "not_in_boundary",
)
_BIOGENIC = ("zero", "minus_one_plus_one", "separate", "two_totals")
_APART = ("excluded", "separate", "included")
_STATISTICS = ("point", "mean", "p50", "p95")
_SCORES = ("pef_dqr", "pact_dqi", "pedigree", "levels", "three_criteria")
_PARTS = (
    "stages",
    "modules",
    "origins",
    "gases",
    "direct_indirect",
    "aircraft",
    "packaging",
    "land_use",
    "biogenic_carbon_content",
    "recycling_credit",
    "use_stage",
)
_LEVELS = ("none", "limited", "reasonable", "limited_or_reasonable")
_BODIES = ("none", "second_party", "independent_verifier", "accredited_body", "notified_body", "programme")
_RANKING = ("supplier_verified", "supplier", "regime_table", "factor")

PARAMETERS: tuple[Parameter, ...] = (
    _p("D1.reference", "text", "声明单位所计的物流（product 或物流标签）", "what the declared unit counts"),
    _p("D1.unit", "text", "声明单位", "declared unit"),
    _p("D1.allowed", "tags", "也可用的声明单位", "declared units allowed as well", required=False),
    _p("D1.factors", "factors", "单位产品折算", "what one unit of product counts for", required=False),
    _p("D2.stages", "choices", "包含的生命周期阶段", "life-cycle stages included", STAGES),
    _p("D2.excluded_process_tags", "tags", "排除的单元过程", "unit processes left out"),
    _p("D2.upstream_tags", "tags", "计入上游的外购物（* 为全部）", "purchased goods whose upstream counts (* = all)"),
    _p("D2.upstream_excluded_tags", "tags", "不计上游的外购物", "purchased goods whose upstream is left out"),
    _p("D2.transport", "choice", "运输", "transport", ("all", "inbound", "none")),
    _p("D2.capital_goods", "choice", "资本货物", "capital goods", _CAPITAL),
    _p("D2.excluded_flow_tags", "tags", "排除的物流", "flows left out", required=False),
    _p(
        "D2.process_gas",
        "choice",
        "煤气燃烧的CO2",
        "CO2 of burning process gases",
        ("counted", "excluded"),
        required=False,
    ),
    _p("D2.packaging", "choice", "包装", "packaging", ("included", "excluded"), required=False),
    _p("D3.limit_percent", "decimal", "取舍限值（%）", "cut-off limit in per cent", required=False),
    _p("D3.basis", "choice", "取舍依据", "basis of the limit", _BASIS),
    _p("D3.scope", "choice", "限值的范围", "scope of the limit", ("process", "module", "total"), required=False),
    _p("D3.total_percent", "decimal", "累计限值（%）", "limit for all together in per cent", required=False),
    _p("D3.declare", "flag", "舍去须声明", "what is left out must be declared", required=False),
    _p("D4.direct_gases", "tags", "直接排放计入的气体（* 为全部）", "gases counted in direct emissions (* = all)"),
    _p("D4.upstream_gases", "tags", "上游计入的气体（* 为全部）", "gases counted upstream (* = all)"),
    _p("D4.gwp_set", "choice", "GWP数值集", "GWP set", GWP_SETS),
    _p("D4.electricity_gases", "tags", "外购电力计入的气体", "gases counted in electricity bought", required=False),
    _p("D4.methane", "choice", "甲烷", "methane", ("by_origin", "one_value"), required=False),
    _p("D4.aircraft", "choice", "航空运输", "transport by air", ("included", "separate"), required=False),
    _p("D4.aircraft_multiplier", "decimal", "航空倍率", "multiplier on the CO2 of aircraft", required=False),
    _p("D5.biogenic_co2", "choice", "生物源CO2", "biogenic CO2", _BIOGENIC),
    _p("D5.land_use", "choice", "土地利用变化", "land-use change", ("included", "excluded", "separate")),
    _p("D5.leading", "choice", "主总量", "leading total", ("with_uptake", "without_uptake"), required=False),
    _p("D5.land_use_years", "decimal", "土地利用变化年限", "years over which land-use change counts", required=False),
    _p("D5.storage", "choice", "产品碳储存", "carbon stored in products", _APART, required=False),
    _p("D5.ccs", "choice", "碳捕集与封存", "CO2 captured and stored", _APART, required=False),
    _p("D5.ccu", "choice", "碳捕集与利用", "CO2 captured and used", ("cut_off", "credit", "excluded"), required=False),
    _p("D5.offsets", "choice", "抵消", "offsets", ("excluded",)),
    _p("D6.default", "method", "共生产品：一般规则", "co-products: general rule"),
    _p("D6.slag", "method", "炉渣", "slag", required=False),
    _p("D6.process_gas", "method", "煤气", "process gases", required=False),
    _p("D6.electricity", "method", "外供电力", "electricity exported", required=False),
    _p("D6.steam", "method", "外供蒸汽", "steam exported", required=False),
    _p("D6.chemical", "method", "化产品（焦油、苯等）", "by-product chemicals (tar, benzene, …)", required=False),
    _p("D6.products", "methods", "单个产品的规则", "rules of single products", required=False),
    _p("D7.scrap", "choice", "外购废钢", "purchased scrap", ("burden_free", "collection_counted", "as_factor")),
    _p("D7.end_of_life", "choice", "报废阶段再生", "recycling at end of life", _END_OF_LIFE),
    _p(
        "D7.scrap_share",
        "choice",
        "废钢比计法",
        "how the scrap share is counted",
        ("metallic_fraction", "raw_mass"),
        required=False,
    ),
    _p("D7.metallic_fractions", "shares", "金属分数默认值", "metallic fractions by default", required=False),
    _p("D7.formula", "formula", "循环足迹公式参数", "parameters of the Circular Footprint Formula", required=False),
    _p("D7.net_scrap", "net_scrap", "净废钢抵扣参数", "parameters of the net-scrap credit", required=False),
    _p("D7.recycled_content_evidence", "flag", "再生料须有证明", "recycled content needs evidence", required=False),
    _p(
        "D7.pre_consumer",
        "choice",
        "消费前废料",
        "pre-consumer scrap",
        ("waste", "co_product", "as_scrap"),
        required=False,
    ),
    _p(
        "D7.waste_energy",
        "choice",
        "废物能源利用",
        "energy from waste",
        ("polluter_pays", "user_pays", "substitution"),
        required=False,
    ),
    _p("D8.counted", "flag", "是否计入外购电力", "purchased electricity counted"),
    _p("D8.tiers", "tiers", "电力因子次序", "electricity, ordered tiers"),
    _p("D8.use_stage", "tiers", "使用阶段电力因子次序", "electricity in the use stage, ordered tiers", required=False),
    _p("D9.ranking", "choices", "数据优先次序", "order of data", _RANKING),
    _p("D9.direct", "choices", "直接排放数据次序", "order of direct-emission data", ("reported", "carbon_balance")),
    _p("D9.markup", "decimal", "默认值加成", "mark-up on default values", required=False),
    _p("D9.factor_markup", "shares", "替代因子加成（按标签）", "mark-up on stand-in factors, by tag", required=False),
    _p("D9.mandatory_primary", "tags", "必须用企业数据的过程", "processes that need company data", required=False),
    _p("D9.transport_defaults", "legs", "运输默认值", "transport defaults", required=False),
    _p(
        "D9.statistic",
        "choice",
        "供应商分布的统计量",
        "statistic of a supplier's distribution",
        _STATISTICS,
        required=False,
    ),
    _p("K1.metric", "statement", "数据质量指标", "data-quality metric", required=False),
    _p("K1.score", "choice", "数据质量评分法", "data-quality score", _SCORES, required=False),
    _p("K1.score_limit", "decimal", "评分上限", "worst score allowed", required=False),
    _p("K1.primary_share", "statement", "初级数据占比", "primary data share", required=False),
    _p(
        "K1.primary_share_rule",
        "choice",
        "初级数据的认定",
        "what counts as primary",
        ("activity_and_factor", "activity", "supplier_share"),
        required=False,
    ),
    _p(
        "K1.primary_share_percent",
        "decimal",
        "初级数据占比下限（%）",
        "least primary data share in per cent",
        required=False,
    ),
    _p("K1.allocation_order", "statement", "共生产品方法的次序", "order of methods for co-products", required=False),
    _p("K1.boundary_options", "statement", "另外允许的边界", "other boundaries allowed", required=False),
    _p("K1.recycling_options", "statement", "另外允许的再生方法", "other recycling methods allowed", required=False),
    _p(
        "K1.waste_energy_options",
        "statement",
        "另外允许的废物能源方法",
        "other methods allowed for energy from waste",
        required=False,
    ),
    _p(
        "K1.co_product_test", "statement", "废物与共生产品的区分", "what is waste and what a co-product", required=False
    ),
    _p(
        "K1.price_years",
        "decimal",
        "分配所用价格的平均年数",
        "years over which prices for allocation are averaged",
        required=False,
    ),
    _p("K1.transport_model", "statement", "运输的模型", "how transport is modelled", required=False),
    _p("K1.waste_data", "statement", "废物数据", "data on waste", required=False),
    _p("K1.chain_of_custody", "statement", "监管链模型", "chain of custody", required=False),
    _p("K1.data_order", "statement", "数据的先后", "which data come first", required=False),
    _p("K2.reference_period", "statement", "基准期", "reference period", required=False),
    _p(
        "K2.period_kind",
        "choice",
        "基准期须为",
        "the reference period must be",
        ("any", "calendar_year"),
        required=False,
    ),
    _p("K2.first_year", "decimal", "基准期最早年份", "first year of a reference period", required=False),
    _p("K2.validity_years", "decimal", "有效期（年）", "validity in years", required=False),
    _p(
        "K2.validity_from",
        "choice",
        "有效期起算",
        "validity counts from",
        ("reference_period", "issue"),
        required=False,
    ),
    _p("K2.primary_age_years", "decimal", "初级数据最长年限", "greatest age of primary data in years", required=False),
    _p(
        "K2.secondary_age_years",
        "decimal",
        "次级数据最长年限",
        "greatest age of secondary data in years",
        required=False,
    ),
    _p(
        "K2.recalculate_percent",
        "decimal",
        "须重算的变化（%）",
        "change that asks for a new figure in per cent",
        required=False,
    ),
    _p(
        "K2.check", "choice", "复查", "looked over again", ("annual", "annual_recommended", "on_change"), required=False
    ),
    _p("K3.statement", "statement", "不确定性说明", "uncertainty statement", required=False),
    _p(
        "K3.method",
        "choice",
        "不确定性方法",
        "uncertainty method",
        ("none", "qualitative", "quantitative", "percentiles"),
        required=False,
    ),
    _p("K4.unit", "choice", "结果质量单位（CO2e）", "mass unit the figure is printed in", ("kg", "t")),
    _p("K4.decimals", "decimal", "小数位（按该单位）", "decimals printed, in that unit"),
    _p("K4.rounding", "choice", "修约规则", "rounding rule", ("half_up", "half_even", "up", "down")),
    _p("K4.step", "decimal", "修约间隔（按该单位）", "rounded to a multiple of, in that unit", required=False),
    _p("K4.breakdown", "statement", "须分列的项目", "breakdown required", required=False),
    _p("K4.parts", "choices", "须分列的部分", "parts that must be shown", _PARTS, required=False),
    _p(
        "K4.transport_report",
        "statement",
        "与客户之间运输的申报",
        "report of transport to the customer",
        required=False,
    ),
    _p("K4.offsets_report", "statement", "抵消的申报", "report of offsets", required=False),
    _p("K4.classes", "classes", "分级限值", "class limits", required=False),
    _p("K4.ceiling", "decimal", "上限（按该单位）", "ceiling, in that unit", required=False),
    _p("K5.assurance", "statement", "核查要求", "assurance required", required=False),
    _p("K5.level", "choice", "保证等级", "level of assurance", _LEVELS, required=False),
    _p("K5.body", "choice", "核查机构类型", "kind of verifying body", _BODIES, required=False),
    _p("K5.site_visit", "flag", "现场核查", "site visit required", required=False),
    _p("K5.registration", "statement", "登记要求", "registration required", required=False),
)

BY_ID = {p.id: p for p in PARAMETERS}
