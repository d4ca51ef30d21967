"""What a regime's values mean as arithmetic: one or more lines for each dimension, with the regime's own numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.regime.shapes import value_key
from carnet.regime.vocabulary import ABSENT

if TYPE_CHECKING:
    from carnet.regime.model import ResolvedRegime, Value

Lines = list[Text]
_OPEN = Text("未知", "unknown")


def formula(resolved: ResolvedRegime, dimension: str) -> tuple[Text, ...]:
    """Return the arithmetic of one dimension under a regime, in both languages.

    Symbols: F the figure; A the activity (runs of a process); x an amount; EF a factor; m the mass of a gas.
    Empty for a dimension of which the regime states nothing.
    """
    make = _FORMULAS.get(dimension)
    return tuple(make(resolved)) if make else ()


def _value(resolved: ResolvedRegime, parameter: str) -> Value | None:
    return resolved.values[parameter].value


def _said(resolved: ResolvedRegime, parameter: str) -> str:
    """A plain value as it stands in the file; ``?`` where it is unknown."""
    value = _value(resolved, parameter)
    return "?" if value is None else value_key(value)


def _set(resolved: ResolvedRegime, parameter: str) -> str:
    """A list as a set; ``?`` where it is unknown, ``∅`` where it is empty."""
    value = _value(resolved, parameter)
    if value is None:
        return "?"
    words = [str(v) for v in value] if isinstance(value, tuple) else [value_key(value)]
    return "{" + ", ".join(words) + "}" if words else "∅"


def _stated(resolved: ResolvedRegime, parameter: str) -> bool:
    return resolved.values[parameter].status != ABSENT


def _unit(resolved: ResolvedRegime) -> Lines:
    factors = _value(resolved, "D1.factors")
    listed = factors if isinstance(factors, Sequence) and not isinstance(factors, str) else ()
    product = " × ".join(["x_product", *(_factor(f) for f in listed if isinstance(f, Mapping))])
    reference = _said(resolved, "D1.reference")
    below = product if reference == "product" else f"x_{reference}"
    unit = _said(resolved, "D1.unit")
    return [Text(f"F = Σ A·x·EF ÷ ({below})，单位 {unit}", f"F = Σ A·x·EF ÷ ({below}), per {unit}")]


def _factor(factor: Mapping[str, Value]) -> str:
    if "property" in factor:
        return str(factor["property"])
    if "table" in factor and isinstance(factor["table"], Mapping):
        cases = ", ".join(f"{k} {v}" for k, v in factor["table"].items())
        return f"[{cases}] {factor['unit']}"
    return f"{factor['value']} {factor['unit']}"


def _boundary(resolved: ResolvedRegime) -> Lines:
    stages, out = _set(resolved, "D2.stages"), _set(resolved, "D2.excluded_process_tags")
    counted, not_counted = _set(resolved, "D2.upstream_tags"), _set(resolved, "D2.upstream_excluded_tags")
    found = [
        Text(
            f"某行计入 ⇔ 阶段 ∈ {stages}，且过程标签 ∩ {out} = ∅",
            f"a line counts ⇔ its stage ∈ {stages} and its process's tags ∩ {out} = ∅",
        ),
        Text(
            f"外购物的上游计入 ⇔ 标签 ∩ {counted} ≠ ∅，且标签 ∩ {not_counted} = ∅",
            f"upstream of a purchased good counts ⇔ its tags ∩ {counted} ≠ ∅ and its tags ∩ {not_counted} = ∅",
        ),
    ]
    if _said(resolved, "D2.process_gas") == "excluded":
        found.append(
            Text("直接CO2 − Σ x_煤气 × 含碳量 × 44/12", "direct CO2 − Σ x_process gas burnt × carbon content × 44/12")
        )
    return found


def _exclusion(resolved: ResolvedRegime) -> Lines:
    if not _stated(resolved, "D3.limit_percent"):
        return [Text("不舍去：申请舍去的行照算", "nothing is left out: rows asked to be left out count")]
    basis, limit = _said(resolved, "D3.basis"), _said(resolved, "D3.limit_percent")
    total = f" ∧ Σ ≤ {_said(resolved, 'D3.total_percent')} %" if _stated(resolved, "D3.total_percent") else ""
    scope = _said(resolved, "D3.scope") if _stated(resolved, "D3.scope") else "total"
    return [
        Text(
            f"申请舍去的行可舍去 ⇔ 份额（{basis}，按 {scope}）≤ {limit} %{total}",
            f"a row asked to be left out may be ⇔ share ({basis}, per {scope}) ≤ {limit} %{total}",
        )
    ]


def _gases(resolved: ResolvedRegime) -> Lines:
    gwp = _said(resolved, "D4.gwp_set")
    direct, upstream = _set(resolved, "D4.direct_gases"), _set(resolved, "D4.upstream_gases")
    found = [
        Text(
            f"直接排放：E = Σ m_g × GWP_{gwp}(g)，g ∈ {direct}；上游：g ∈ {upstream}",
            f"direct: E = Σ m_g × GWP_{gwp}(g), g ∈ {direct}; upstream: g ∈ {upstream}",
        )
    ]
    if _stated(resolved, "D4.electricity_gases"):
        power = _set(resolved, "D4.electricity_gases")
        found.append(Text(f"外购电力：g ∈ {power}", f"electricity bought: g ∈ {power}"))
    return found


_CARBON = {
    "zero": Text("生物源CO2：吸收 0，排放 0", "biogenic CO2: uptake 0, emission 0"),
    "minus_one_plus_one": Text("生物源CO2：吸收 −1，排放 +1，计入F", "biogenic CO2: uptake −1, emission +1, in F"),
    "separate": Text("生物源CO2：吸收与排放另列，不计入F", "biogenic CO2: uptake and emission apart, not in F"),
    "two_totals": Text("两个总量：含吸收与不含吸收", "two totals: with and without uptake"),
}


def _carbon(resolved: ResolvedRegime) -> Lines:
    mode = _said(resolved, "D5.biogenic_co2")
    found = [_CARBON.get(mode, Text(f"生物源CO2：{_OPEN.zh}", f"biogenic CO2: {_OPEN.en}"))]
    land = _said(resolved, "D5.land_use")
    years = f"÷ {_said(resolved, 'D5.land_use_years')} a" if _stated(resolved, "D5.land_use_years") else ""
    return [*found, Text(f"土地利用变化：{land} {years}".strip(), f"land-use change: {land} {years}".strip())]


_METHODS: dict[str, Callable[[Mapping[str, Value]], Text]] = {
    "burden_free": lambda _: Text("共生产品份额 0，无抵扣", "share of the co-product 0, no credit"),
    "mass": lambda _: Text("份额_i = m_i ÷ Σ m", "share_i = m_i ÷ Σ m"),
    "energy": lambda _: Text("份额_i = LHV_i·m_i ÷ Σ LHV·m", "share_i = LHV_i·m_i ÷ Σ LHV·m"),
    "economic": lambda _: Text("份额_i = p_i·x_i ÷ Σ p·x", "share_i = p_i·x_i ÷ Σ p·x"),
    "exergy": lambda m: Text(
        f"份额按㶲：电 1，热 1 − {m['ambient']} K ÷ T", f"shares by exergy: power 1, heat 1 − {m['ambient']} K ÷ T"
    ),
    "price_ratio": lambda m: Text(
        f"单价比 > {m['limit']} → {m['above']}，否则 {m['below']}",
        f"ratio of unit prices > {m['limit']} → {m['above']}, else {m['below']}",
    ),
    "revenue_test": lambda m: Text(
        f"收入差 ÷ 较大者 > {m['limit']} → {m['above']}，否则 {m['below']}",
        f"difference of revenues ÷ the larger > {m['limit']} → {m['above']}, else {m['below']}",
    ),
    "expansion": lambda m: Text(
        f"抵扣 = −x × {m['ratio']} × EF(被替代物)：{_pairs(m['displaces'])}",
        f"credit = −x × {m['ratio']} × EF(displaced): {_pairs(m['displaces'])}",
    ),
    "fixed_credit": lambda m: Text(f"抵扣 = −x × {_credits(m['per'])}", f"credit = −x × {_credits(m['per'])}"),
    "waste_gas_export": lambda m: Text(
        f"抵扣 = −LHV·x × {m['ef_kg_per_mj']} kg/MJ × {m['correction']}",
        f"credit = −LHV·x × {m['ef_kg_per_mj']} kg/MJ × {m['correction']}",
    ),
}


def _method(value: Value | None) -> Text:
    if not isinstance(value, Mapping):
        return _OPEN
    if value["method"] == "first_of" and isinstance(value["options"], tuple):
        options = [_method(option) for option in value["options"]]
        return Text(" ／否则 ".join(o.zh for o in options), " / else ".join(o.en for o in options))
    return _METHODS[str(value["method"])](value)


def _pairs(value: Value) -> str:
    return ", ".join(f"{k} → {v}" for k, v in value.items()) if isinstance(value, Mapping) else str(value)


def _credits(value: Value) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    rows = [(k, v) for k, v in value.items() if isinstance(v, Mapping)]
    return ", ".join(f"{k} {v['value']} {v['unit']} {v['gas']}/{v['per_unit']}" for k, v in rows)


def _co_products(resolved: ResolvedRegime) -> Lines:
    found = []
    for name in ("default", "slag", "process_gas", "electricity", "steam", "chemical"):
        parameter = f"D6.{name}"
        if _stated(resolved, parameter):
            said = _method(_value(resolved, parameter))
            found.append(Text(f"{name}：{said.zh}", f"{name}: {said.en}"))
    products = _value(resolved, "D6.products")
    for name, method in products.items() if isinstance(products, Mapping) else ():
        said = _method(method)
        found.append(Text(f"{name}：{said.zh}", f"{name}: {said.en}"))
    return found


_CFF = (
    "(1−R1)·Ev + R1·(A·Er + (1−A)·Ev·Qin) + (1−A)·R2·(ErEoL − E*v·Qout) "
    "+ (1−B)·R3·(Eer − LHV·XH·EH − LHV·XE·EE) + (1−R2−R3)·Ed"
)
_END = {
    "cut_off": Text("至废物终止点的处理计入，无抵扣", "treatment up to the end of waste counts, no credit"),
    "module_d_separate": Text(
        "另列 D = Σ (R2·m − R1·m)·(ErEoL − E*v·Qout)", "apart: D = Σ (R2·m − R1·m)·(ErEoL − E*v·Qout)"
    ),
    "circular_footprint_formula": Text(_CFF, _CFF),
    "net_scrap_credit": Text("F − (RR − S)·Y·(Xpr − Xre)", "F − (RR − S)·Y·(Xpr − Xre)"),
    "closed_loop": Text(
        "回收料扣除再生投入后一比一替代原生料：(R2−R1)·(ErEoL − Ev)",
        "recovered material, net of recycled input, replaces primary one to one: (R2−R1)·(ErEoL − Ev)",
    ),
    "not_in_boundary": Text("报废阶段不在边界内", "end of life is outside the boundary"),
}


def _recycling(resolved: ResolvedRegime) -> Lines:
    scrap = _said(resolved, "D7.scrap")
    found = [Text(f"外购废料：{scrap}", f"purchased scrap: {scrap}")]
    end = _END.get(_said(resolved, "D7.end_of_life"))
    found.append(end or Text(f"报废：{_OPEN.zh}", f"end of life: {_OPEN.en}"))
    for parameter in ("D7.formula", "D7.net_scrap", "D7.metallic_fractions"):
        value = _value(resolved, parameter)
        if isinstance(value, Mapping):
            said = ", ".join(f"{k} = {_inner(v)}" for k, v in value.items())
            found.append(Text(said, said))
    return found


def _inner(value: Value) -> str:
    return "{" + ", ".join(f"{k} {v}" for k, v in value.items()) + "}" if isinstance(value, Mapping) else str(value)


def _electricity(resolved: ResolvedRegime) -> Lines:
    if _value(resolved, "D8.counted") is False:
        return [Text("外购电力不计入", "electricity bought is not counted")]
    found = []
    for parameter, zh, en in (
        ("D8.tiers", "电力", "electricity"),
        ("D8.use_stage", "使用阶段电力", "use-stage electricity"),
    ):
        if _stated(resolved, parameter):
            tiers = _tiers(_value(resolved, parameter))
            found.append(
                Text(f"{zh} = Σ kWh_t × EF_t，依次：{tiers}", f"{en} = Σ kWh_t × EF_t, in this order: {tiers}")
            )
    return found


def _tiers(value: Value | None) -> str:
    if not isinstance(value, tuple):
        return "?"
    found = []
    for tier in (t for t in value if isinstance(t, Mapping)):
        tests = tier.get("require", ())
        needs = f" [{', '.join(map(str, tests))}]" if isinstance(tests, tuple) and tests else ""
        own = f" {tier['value']} {tier['unit']}/{tier['per_unit']}" if "value" in tier else ""
        found.append(f"{tier['use']}{own}{needs}")
    return " → ".join(found)


def _data(resolved: ResolvedRegime) -> Lines:
    order, direct = (_set(resolved, p).strip("{}").replace(", ", " → ") for p in ("D9.ranking", "D9.direct"))
    found = [Text(f"EF 取自：{order}；直接排放：{direct}", f"EF from: {order}; direct emissions: {direct}")]
    if _stated(resolved, "D9.markup"):
        extra = _said(resolved, "D9.markup")
        found.append(Text(f"表值 × (1 + {extra})", f"value of its table × (1 + {extra})"))
    extra_by_tag = _value(resolved, "D9.factor_markup")
    if isinstance(extra_by_tag, Mapping):
        said = ", ".join(f"{k}: × (1 + {v})" for k, v in extra_by_tag.items())
        found.append(Text(f"替代因子 {said}", f"factors that stand in {said}"))
    legs = _value(resolved, "D9.transport_defaults")
    if isinstance(legs, tuple):
        said = "; ".join(f"{g['when']}: {g['km']} km {g['mode']}" for g in legs if isinstance(g, Mapping))
        found.append(Text(f"未给运输时：{said}", f"where no transport is given: {said}"))
    return found


def _presentation(resolved: ResolvedRegime) -> Lines:
    unit, decimals, mode = (_said(resolved, f"K4.{name}") for name in ("unit", "decimals", "rounding"))
    step = f" (× {_said(resolved, 'K4.step')})" if _stated(resolved, "K4.step") else ""
    found = [
        Text(
            f"印出 F：{unit}，{decimals} 位小数，{mode}{step}",
            f"F is printed in {unit}, {decimals} decimals, {mode}{step}",
        )
    ]
    classes = _value(resolved, "K4.classes")
    if isinstance(classes, Mapping) and isinstance(classes["rows"], tuple):
        for row in (r for r in classes["rows"] if isinstance(r, Mapping)):
            product = f" [{row['product']}]" if "product" in row else ""
            if "open" in row:
                found.append(Text(f"{row['name']}{product}：其余", f"{row['name']}{product}: everything beyond"))
                continue
            limit = str(row["at_0"])
            if "at_100" in row:
                limit = f"{row['at_0']} + s·({row['at_100']} − {row['at_0']})"
            sign = "<" if row.get("strict") else "≤"
            said = f"{row['name']}{product}: F {sign} {limit} {classes['unit']}/{classes['per']}"
            found.append(Text(said, said))
    return found


_FORMULAS: dict[str, Callable[[ResolvedRegime], Lines]] = {
    "D1": _unit,
    "D2": _boundary,
    "D3": _exclusion,
    "D4": _gases,
    "D5": _carbon,
    "D6": _co_products,
    "D7": _recycling,
    "D8": _electricity,
    "D9": _data,
    "K4": _presentation,
}
