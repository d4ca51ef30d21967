"""A made-up but realistic coil: six results, two bridges, a study, in the shapes the report reads."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from carnet.errors import Text
from carnet.factors.record import FactorRecord
from carnet.inventory.model import Acceptance, Contract, Defect, Exchange, Flow, Process, Product, Source, Study
from carnet.regime.describe import PlanRow
from carnet.regime.vocabulary import DIMENSION_NAMES, PARAMETERS
from carnet.report.inputs import ReportInputs, ReportTable

UNIT = {
    "amount": "1",
    "unit": "t",
    "flow": "hot_rolled_coil",
    "text": {"zh": "1 t 热轧卷", "en": "1 t hot-rolled coil"},
}
CRUDE = {"amount": "1", "unit": "t", "flow": "crude_steel", "text": {"zh": "1 t 粗钢", "en": "1 t crude steel"}}

PROCESSES = {
    "coking": ("炼焦", "coking"),
    "sintering": ("烧结", "sintering"),
    "lime_kiln": ("石灰焙烧", "lime burning"),
    "ironmaking": ("高炉炼铁", "blast furnace ironmaking"),
    "steelmaking": ("转炉炼钢", "basic oxygen steelmaking"),
    "casting": ("连铸", "continuous casting"),
    "rolling": ("热轧", "hot rolling"),
    "power_plant": ("自备电厂", "on-site power plant"),
}
STAGES = {
    "raw_materials": ("原材料获取", "raw materials"),
    "upstream_transport": ("上游运输", "upstream transport"),
    "manufacturing": ("生产制造", "manufacturing"),
}
# process, flow, name zh, name en, category, kg CO2e per t of coil with three decimals
LINES = (
    ("coking", "CO2", "炼焦直接排放", "direct emissions of coking", "direct", "95.214"),
    ("coking", "coking_coal", "洗精煤", "washed coking coal", "purchased", "152.431"),
    ("coking", "electricity", "外购电力（炼焦）", "purchased electricity, coking", "electricity", "6.118"),
    ("coking", "transport_rail", "铁路运输：洗精煤", "rail transport of coking coal", "transport", "14.302"),
    ("coking", "coal_tar", "煤焦油抵扣", "credit for coal tar", "credit", "-8.417"),
    ("sintering", "CO2", "烧结直接排放", "direct emissions of sintering", "direct", "285.633"),
    ("sintering", "iron_ore", "铁矿粉", "iron ore fines", "purchased", "61.207"),
    ("sintering", "transport_sea_bulk", "海运：铁矿石", "sea transport of iron ore", "transport", "39.845"),
    ("sintering", "electricity", "外购电力（烧结）", "purchased electricity, sintering", "electricity", "24.706"),
    ("sintering", "limestone", "石灰石（烧结）", "limestone, sintering", "purchased", "1.911"),
    ("sintering", "dolomite", "白云石", "dolomite", "purchased", "1.204"),
    ("sintering", "quicklime", "外购生石灰", "purchased quicklime", "purchased", "55.128"),
    ("ironmaking", "CO2", "高炉直接排放", "direct emissions of the blast furnace", "direct", "812.346"),
    ("ironmaking", "bituminous_coal", "喷吹煤", "injection coal", "purchased", "23.908"),
    ("ironmaking", "iron_ore_lump", "块矿", "lump ore", "purchased", "7.712"),
    ("ironmaking", "electricity", "外购电力（炼铁）", "purchased electricity, ironmaking", "electricity", "12.433"),
    ("ironmaking", "oxygen", "氧气（炼铁）", "oxygen, ironmaking", "purchased", "17.905"),
    ("ironmaking", "pellet", "外购球团矿", "purchased pellets", "purchased", "42.519"),
    ("ironmaking", "transport_truck", "公路运输：喷吹煤", "road transport of injection coal", "transport", "3.127"),
    ("ironmaking", "blast_furnace_slag", "高炉渣抵扣", "credit for blast-furnace slag", "credit", "-31.702"),
    ("lime_kiln", "CO2", "石灰窑直接排放", "direct emissions of the lime kiln", "direct", "61.011"),
    ("lime_kiln", "limestone", "石灰石（石灰窑）", "limestone, lime kiln", "purchased", "2.013"),
    ("lime_kiln", "electricity", "外购电力（石灰窑）", "purchased electricity, lime kiln", "electricity", "1.207"),
    ("steelmaking", "CO2", "转炉直接排放", "direct emissions of the converter", "direct", "118.925"),
    ("steelmaking", "steel_scrap", "外购废钢运输", "transport of purchased scrap", "transport", "3.118"),
    ("steelmaking", "silicomanganese", "硅锰合金", "silicomanganese", "purchased", "41.502"),
    ("steelmaking", "ferromanganese", "锰铁", "ferromanganese", "purchased", "17.309"),
    ("steelmaking", "electricity", "外购电力（炼钢）", "purchased electricity, steelmaking", "electricity", "15.811"),
    ("steelmaking", "refractory", "耐火材料", "refractories", "purchased", "6.217"),
    ("steelmaking", "oxygen", "氧气（炼钢）", "oxygen, steelmaking", "purchased", "21.316"),
    ("casting", "electricity", "外购电力（连铸）", "purchased electricity, casting", "electricity", "5.914"),
    ("casting", "fresh_water", "新水", "fresh water", "purchased", "0.302"),
    ("rolling", "CO2", "热轧加热炉直接排放", "direct emissions of the reheating furnace", "direct", "48.733"),
    ("rolling", "electricity", "外购电力（热轧）", "purchased electricity, rolling", "electricity", "58.421"),
    ("rolling", "natural_gas", "天然气（上游）", "natural gas, upstream", "purchased", "5.107"),
    ("rolling", "sludge", "轧钢污泥处理", "treatment of mill sludge", "waste", "0.416"),
    ("power_plant", "CO2", "自备电厂直接排放", "direct emissions of the power plant", "direct", "214.522"),
    ("power_plant", "electricity", "外供电力抵扣", "credit for exported electricity", "credit", "-44.013"),
)
# source, target, share of what the source makes
SHARES = (
    ("coking", "sintering", "0.12"),
    ("coking", "ironmaking", "0.85"),
    ("coking", "rolling", "0.03"),
    ("sintering", "ironmaking", "1"),
    ("lime_kiln", "steelmaking", "1"),
    ("ironmaking", "steelmaking", "0.97"),
    ("ironmaking", "power_plant", "0.03"),
    ("power_plant", "ironmaking", "0.4"),
    ("power_plant", "steelmaking", "0.3"),
    ("power_plant", "rolling", "0.3"),
    ("steelmaking", "casting", "1"),
    ("casting", "rolling", "1"),
    ("rolling", "product", "1"),
)
REGIMES = {
    "iso14067": ("ISO 14067 从摇篮到大门", "ISO 14067 cradle to gate", "2018"),
    "gbt24067": ("GB/T 24067-2024 产品碳足迹", "GB/T 24067-2024 product carbon footprint", "2024"),
    "eu_cbam": ("欧盟 CBAM（正式期）", "EU CBAM, definitive period", "2026"),
    "worldsteel": ("worldsteel CO2 排放强度", "worldsteel CO2 intensity", "11"),
    "pact": ("PACT 方法学 v3", "PACT Methodology v3", "3.0"),
    "responsiblesteel": ("ResponsibleSteel 国际生产标准 v2.1", "ResponsibleSteel v2.1", "2.1"),
}


def exact(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def one_decimal(values: list[Fraction]) -> list[str]:
    """Largest remainder: printed parts add up to the printed sum."""
    scaled = [value * 10 for value in values]
    floors = [value.numerator // value.denominator for value in scaled]
    lacking = round(sum(scaled, Fraction(0))) - sum(floors)
    order = sorted(range(len(values)), key=lambda i: (-(scaled[i] - floors[i]), i))
    for index in order[:lacking]:
        floors[index] += 1
    return [f"{'-' if f < 0 else ''}{abs(f) // 10}.{abs(f) % 10}" for f in floors]


def _groups(entries: list[dict[str, Any]], key: str, names: dict[str, tuple[str, str]]) -> list[dict[str, Any]]:
    used = [name for name in names if any(entry[key] == name for entry in entries)]
    sums = [sum((Fraction(e["exact"]) for e in entries if e[key] == name), Fraction(0)) for name in used]
    total = sum(sums, Fraction(0))
    return [
        {
            "id": name,
            "name": {"zh": names[name][0], "en": names[name][1]},
            "value": printed,
            "exact": exact(value),
            "share": f"{round(value / total * 1000) / 1000:.3f}",
        }
        for name, value, printed in zip(used, sums, one_decimal(sums), strict=True)
    ]


def _lines(regime: str) -> list[dict[str, Any]]:
    chosen = LINES
    if regime == "eu_cbam":
        chosen = tuple(line for line in LINES if line[4] == "direct" or line[1] in {"quicklime", "pellet"})
    if regime == "worldsteel":
        chosen = tuple(line for line in LINES if line[4] in {"direct", "credit"} or line[1] in {"quicklime", "pellet"})
    values = [Fraction(line[5]) for line in chosen]
    if regime == "gbt24067":
        values = [
            value * Fraction(101, 100) if line[4] == "electricity" else value
            for value, line in zip(values, chosen, strict=True)
        ]
    stages = {"transport": "upstream_transport", "purchased": "raw_materials"}
    return [
        {
            "id": f"l{number:02d}",
            "exchange": f"e{number:02d}",
            "process": process,
            "stage": stages.get(category, "manufacturing"),
            "flow": flow,
            "name": {"zh": zh, "en": en},
            "category": category,
            "value": printed,
            "exact": exact(value),
            "factor": f"{flow}-cn-2023" if category != "direct" else "",
            "factor_source": "DESNZ (OGL v3.0)" if category == "transport" else "",
        }
        for number, ((process, flow, zh, en, category, _), value, printed) in enumerate(
            zip(chosen, values, one_decimal(values), strict=True), start=1
        )
    ]


PLAN = {
    "D1": {"D1.reference": {"value": "product", "status": "read"}, "D1.unit": {"value": "t", "status": "read"}},
    "D2": {
        "D2.stages": {"value": ["raw_materials", "upstream_transport", "manufacturing"], "status": "read"},
        "D2.excluded_process_tags": {"value": [], "status": "read"},
        "D2.upstream_tags": {"value": ["*"], "status": "read"},
        "D2.upstream_excluded_tags": {"value": [], "status": "read"},
        "D2.transport": {"value": "inbound", "status": "read"},
        "D2.capital_goods": {"value": "excluded", "status": "secondary"},
    },
    "D3": {"D3.limit_percent": {"value": "1", "status": "read"}, "D3.basis": {"value": "mass", "status": "read"}},
    "D4": {
        "D4.direct_gases": {"value": ["*"], "status": "read"},
        "D4.upstream_gases": {"value": ["*"], "status": "read"},
        "D4.gwp_set": {"value": "AR6", "status": "read"},
    },
    "D8": {
        "D8.counted": {"value": True, "status": "read"},
        "D8.tiers": {"value": [{"use": "direct_line"}, {"use": "grid"}], "status": "secondary"},
    },
}
DIGEST = "sha256:3f0a9c1be7d24b6f8a55e0c94d7b12a6f9318e27c5d04ab96e1370fd28ab45c7"


def _edges(by_process: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the processes hand on; sixty rounds settle the one loop far below a printed digit."""
    own = {p["id"]: Fraction(p["exact"]) for p in by_process}
    carried = dict.fromkeys(PROCESSES, Fraction(0))
    for _ in range(60):
        carried = {
            name: own.get(name, Fraction(0))
            + sum((carried[s] * Fraction(share) for s, t, share in SHARES if t == name), Fraction(0)).limit_denominator(
                10**9
            )
            for name in PROCESSES
        }
    names = {
        "coking": ("焦炭与煤气", "coke and gas"),
        "ironmaking": ("铁水", "hot metal"),
        "power_plant": ("电力", "electricity"),
    }
    return [
        {
            "source": s,
            "target": t,
            "flow": s,
            "name": dict(zip(("zh", "en"), names.get(s, PROCESSES[s]), strict=True)),
            "value": one_decimal([carried[s] * Fraction(share)])[0],
            "exact": exact(carried[s] * Fraction(share)),
        }
        for s, t, share in SHARES
        if carried[s]
    ]


@cache
def result(regime: str) -> dict[str, Any]:
    zh, en, version = REGIMES[regime]
    base: dict[str, Any] = {
        "study": {
            "id": "hrc-bf-bof",
            "version": "1.2",
            "title": {"zh": "热轧卷（高炉—转炉）", "en": "Hot-rolled coil (BF–BOF)"},
            "status": "literature",
            "digest": DIGEST,
        },
        "regime": {"id": regime, "version": version, "title": {"zh": zh, "en": en}},
        "legal_date": "2026-10-01",
        "known_date": "2026-11-01",
        "declared_unit": CRUDE if regime == "worldsteel" else UNIT,
        "figure": dict.fromkeys(("value", "exact", "lower", "upper", "lower_exact", "upper_exact"))
        | {"unit": "kg CO2 (worldsteel)" if regime == "worldsteel" else "kg CO2e"},
        "reading": None,
        "direct": None,
        "indirect": None,
        "by_stage": [],
        "by_gas": [],
        "by_process": [],
        "by_line": [],
        "issuable": False,
        "blocked_by": [],
        "accepted": [],
        "assumed": False,
        "warnings": [],
        "missing": [],
        "gaps": [
            {
                "exchange": "e90",
                "flow": "baling_wire",
                "name": {"zh": "捆带", "en": "baling wire"},
                "reason": {"zh": "没有可用的因子", "en": "no factor on file"},
                "mass_share": "0.0004",
            },
        ],
        "open": [],
        "plan": PLAN,
        "quality": {},
        "recipe": {"study": DIGEST, "factors": DIGEST[:-4] + "0001", "regime": DIGEST[:-4] + "0002", "engine": "0.1.0"},
        "digest": DIGEST[:-4] + "0003",
    }
    if regime in {"pact", "responsiblesteel"}:
        name = {"zh": "电力因子次序", "en": "electricity, ordered tiers"}
        base["missing"] = [
            {
                "parameter": "D8.tiers",
                "name": name,
                "status": "unknown",
                "candidates": [],
                "find_in": "PACT Methodology v3",
                "accept": f"carnet accept … --regime {regime}",
            }
        ]
        if regime == "responsiblesteel":
            base["missing"] += [
                {
                    "parameter": "D4.gwp_set",
                    "name": {"zh": "GWP数值集", "en": "GWP set"},
                    "status": "unknown",
                    "candidates": ["AR5", "AR6"],
                    "find_in": "",
                    "accept": "",
                }
            ]
        return base
    lines = _lines(regime)
    total = sum((Fraction(entry["exact"]) for entry in lines), Fraction(0))
    direct = sum((Fraction(e["exact"]) for e in lines if e["category"] == "direct"), Fraction(0))
    printed = one_decimal([direct, total - direct])
    value = one_decimal([total])[0]
    base |= {
        "by_line": lines,
        "by_stage": _groups(lines, "stage", STAGES),
        "by_process": _groups(lines, "process", PROCESSES),
        "by_gas": [
            {
                "id": "CO2",
                "name": {"zh": "二氧化碳", "en": "carbon dioxide"},
                "value": value,
                "exact": exact(total),
                "share": "1.000",
            }
        ],
        "reading": {"basis": "point", "value": value, "exact": exact(total)},
        "direct": {"value": printed[0], "exact": exact(direct)},
        "indirect": {"value": printed[1], "exact": exact(total - direct)},
        "issuable": regime == "iso14067",
    }
    figure = base["figure"] | {"value": value, "exact": exact(total), "lower": value, "upper": value}
    if regime == "gbt24067":
        low = total - Fraction("63.4")
        figure |= {"value": None, "exact": None, "lower": one_decimal([low])[0], "lower_exact": exact(low)}
        base["reading"]["basis"] = "conservative"
        base["open"] = [
            {
                "id": "factor:quicklime",
                "name": {"zh": "生石灰因子无分气体数据", "en": "quicklime factor has no gas split"},
                "low": "0",
                "high": "63.4",
                "value": None,
                "unit": "kg CO2e",
                "effect": "63.4",
                "source": "quicklime-cn-2023",
            }
        ]
    if regime != "iso14067":
        base["blocked_by"] = [
            {"parameter": "D6.slag", "status": "recalled", "source": "regime notes", "clause": "6.4.6"}
        ]
    if regime == "worldsteel":
        base["assumed"] = True
        base["accepted"] = [
            {
                "parameter": "D6.slag",
                "value": "mass",
                "by": "李工",
                "reason": "与去年口径一致",
                "on": "2026-10-05",
                "source": "",
                "assumed": True,
            }
        ]
    base["figure"] = figure
    base["edges"] = _edges(base["by_process"])
    return base


def results() -> tuple[dict[str, Any], ...]:
    return tuple(result(regime) for regime in REGIMES)


def _side(regime: str) -> dict[str, Any]:
    r = result(regime)
    return {
        "regime": regime,
        "title": r["regime"]["title"],
        "unit": r["figure"]["unit"],
        "declared_unit": r["declared_unit"],
        **r["reading"],
    }


def _term(
    dimension: str, zh: str, en: str, value: Fraction, spread: str, changes: list[tuple[str, str, str, str]]
) -> dict[str, Any]:
    width = Fraction(spread)
    printed = one_decimal([value])[0]
    return {
        "dimension": dimension,
        "name": {"zh": zh, "en": en},
        "value": printed,
        "exact": exact(value),
        "order_min": one_decimal([value - width])[0],
        "order_max": one_decimal([value + width])[0],
        "lower": printed,
        "upper": printed,
        "by_stage": [],
        "cites": [
            {"parameter": p, "from_value": a, "to_value": b, "source": s, "clause": "6.3.4", "status": "read"}
            for p, a, b, s in changes
        ],
    }


@cache
def bridge(start: str, end: str) -> dict[str, Any]:
    a, b = _side(start), _side(end)
    factor = Fraction(103, 100) if a["declared_unit"] != b["declared_unit"] else Fraction(1)
    gap = Fraction(b["exact"]) / factor - Fraction(a["exact"])
    plan = (
        (
            "D2",
            "系统边界",
            "system boundary",
            Fraction(6, 10),
            "12.4",
            [("D2.upstream_tags", "*", "precursor", "(EU) 2023/956")],
        ),
        ("D4", "气体与GWP", "gases and GWP", Fraction(-1, 20), "3.1", [("D4.gwp_set", "AR6", "AR5", "(EU) 2023/956")]),
        (
            "D6",
            "共生产品",
            "co-products",
            Fraction(1, 10),
            "0",
            [
                ("D6.slag", "burden_free", "mass", "ISO 14067"),
                ("D6.process_gas", "energy", "waste_gas_export", "(EU) 2023/956"),
            ],
        ),
        ("D8", "电力", "electricity", Fraction(35, 100), "8.7", [("D8.counted", "true", "false", "(EU) 2023/956")]),
    )
    terms = [_term(d, zh, en, gap * part, spread, changes) for d, zh, en, part, spread, changes in plan]
    return {
        "from": a,
        "to": b,
        "basis": "conservative" if "gbt24067" in {start, end} else "point",
        "unit_factor": {"value": "1.03" if factor != 1 else "1", "exact": exact(factor)},
        "terms": terms,
        "interactions": [{"dimensions": ["D2", "D8"], "value": "12.4", "exact": "62/5"}],
        "residual": "0",
    }


def bridges() -> tuple[dict[str, Any], ...]:
    return bridge("iso14067", "eu_cbam"), bridge("gbt24067", "iso14067"), bridge("iso14067", "worldsteel")


def study() -> Study:
    flows = (
        Flow("iron_ore", Text("铁矿粉", "iron ore fines"), "product_mass", "t", ("ore",)),
        Flow("coking_coal", Text("洗精煤", "washed coking coal"), "product_mass", "t", ("coal",)),
        Flow("silicomanganese", Text("硅锰合金", "silicomanganese"), "product_mass", "t", ("alloy",)),
    )
    purchased = tuple(
        Exchange(
            f"e{number:02d}",
            process,
            "in",
            "electricity" if flow == "electricity" else "purchased",
            flow,
            "1.5",
            "kWh" if flow == "electricity" else "kg",
            contract="grid" if flow == "electricity" else "",
        )
        for number, (process, flow, _, _, category, _) in enumerate(LINES, start=1)
        if category in {"purchased", "electricity"}
    )
    return Study(
        id="hrc-bf-bof",
        version="1.2",
        title=Text("热轧卷（高炉—转炉）产品碳足迹", "Carbon footprint of hot-rolled coil (BF–BOF)"),
        status="literature",
        product=Product(Text("热轧钢卷", "hot-rolled steel coil"), "rolling", "hot_rolled_coil", cn_codes=("7208",)),
        country="CN",
        region="CN-50",
        period_from="2023-01-01",
        period_to="2023-12-31",
        legal_date="2026-10-01",
        known_date="2026-11-01",
        producer="示范钢铁有限公司",
        site="重庆长寿",
        purpose="演示：CBAM 与国内标识",
        flows=flows,
        processes=tuple(Process(key, Text(*names), tags=(key,)) for key, names in PROCESSES.items()),
        exchanges=(Exchange("e00", "rolling", "out", "reference", "hot_rolled_coil", "1", "t"), *purchased),
        contracts=(Contract("grid", "grid", "CN", "CN-50"),),
        sources=(
            Source("li2019", "Li et al. (2019), Journal of Cleaner Production", "Table 2"),
            Source("chen2021", "陈某等（2021），《钢铁》", "表 4"),
        ),
        acceptances=(Acceptance("worldsteel", "D6.slag", "mass", "李工", "与去年口径一致", "2026-10-05"),),
        defects=(
            Defect(
                "d1",
                "steelmaking / 水",
                "单位写作 '?'，数量 200 m3",
                Text("按新水 200 m3 读取并提示。", "Read as 200 m3 of fresh water, with a warning."),
            ),
            Defect(
                "d2",
                "sintering / 电力",
                "329.40000000000003 MJ",
                Text("改为 91.5 kWh（来源原值）。", "Set to 91.5 kWh, the value the source printed."),
            ),
        ),
    )


def _plan_rows() -> tuple[PlanRow, ...]:
    rows = []
    for dimension, name in DIMENSION_NAMES.items():
        if not dimension.startswith("D"):
            continue
        parameters = [p for p in PARAMETERS if p.dimension == dimension]
        cells, plans = [], []
        for number, _regime in enumerate(REGIMES):
            same = number % (int(dimension[1]) % 3 + 1)
            status = ("已读原文", "read in the text") if number % 2 else ("二手来源", "secondary source")
            zh = "；".join(
                f"{p.name.zh}：{(p.choices or ('*',))[0]}（{status[0]}；ISO 14067, 6.4.{same + 1}）" for p in parameters
            )
            en = "; ".join(
                f"{p.name.en}: {(p.choices or ('*',))[0]} ({status[1]}; ISO 14067, 6.4.{same + 1})" for p in parameters
            )
            cells.append(Text(zh, en))
            plans.append(f"sha256:{same}")
        brief = tuple(Text(f"甲{d}", f"variant {d}") for d in ("a", "b", "c", "d", "e", "f"))
        rows.append(PlanRow(dimension, name, tuple(cells), brief, tuple(plans)))
    return tuple(rows)


FACTORS = (
    FactorRecord(
        "silicomanganese-cn-2021",
        "1",
        Text("硅锰合金，中国", "silicomanganese, China"),
        "silicomanganese",
        "product_life_cycle",
        "5.93",
        "kg CO2e",
        "kg",
        "AR5",
        "CN",
        2021,
        "TianGong LCA database (MIT)",
        "process f1a2",
        "secondary",
        "MIT",
        "allowed",
    ),
    FactorRecord(
        "transport_truck-uk-2024",
        "2",
        Text("公路运输，铰接卡车", "road transport, articulated lorry"),
        "transport_truck",
        "transport",
        "0.0745",
        "kg CO2e",
        "t·km",
        "AR5",
        "GB",
        2024,
        "DESNZ conversion factors",
        "Freighting goods, row 41",
        "read",
        "OGL v3.0",
        "allowed",
    ),
)


def inputs() -> ReportInputs:
    balance = ReportTable(
        Text("高炉炼铁", "blast furnace ironmaking"),
        (Text("项目", "item"), Text("输入 kg", "in, kg"), Text("输出 kg", "out, kg"), Text("差 kg", "difference, kg")),
        ((Text("质量", "mass"), "2412.6", "2398.1", "14.5"), (Text("碳", "carbon"), "412.8", "410.2", "2.6")),
        Text("差额未被分配到任何物流。", "The difference was not assigned to any flow."),
    )
    published = ReportTable(
        Text("", ""),
        (Text("来源", "source"), Text("数值", "value"), Text("差", "distance"), Text("说明", "why")),
        (
            (
                Text("陈某等（2021）", "Chen et al. (2021)"),
                "2310",
                "-114.6",
                Text("边界含厂外运输", "includes transport outside the plant"),
            ),
        ),
    )
    return ReportInputs(
        study(),
        results(),
        bridges(),
        _plan_rows(),
        FACTORS,
        balances=(balance,),
        published=(published,),
        study_file="hrc.xlsx",
        demo_key=True,
        rule_sources=("Regulation (EU) 2023/956 establishing a carbon border adjustment mechanism",),
    )
