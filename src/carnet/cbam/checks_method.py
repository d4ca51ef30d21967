"""The method: what may enter a figure, which factors rank higher, what counts for which good."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.checks_balance import agree
from carnet.cbam.checks_sight import at, bad, num, numbered, show
from carnet.cbam.factor_ladder import factor_ladder
from carnet.cbam.standard_factors import near_factors, standard_factor
from carnet.inventory.context import day

if TYPE_CHECKING:
    from carnet.cbam.checks_sight import Finding, Sight
    from carnet.inventory.installation import Kiln, ProductionProcess, SourceStream
    from carnet.inventory.model import Study

ZERO, ONE = Fraction(0), Fraction(1)
_CLOSE = Fraction(1, 10**9)
_LCA = re.compile(
    r"\b(lca|lci|ecoinvent|gabi|clcd|epd|pcf|gwp100 data ?set|life[- ]cycle|cradle[- ]to[- ]gate|carbon footprint|"
    r"footprint|iso ?1406[47]|gb/?t ?24067|pef)\b|生命周期|碳足迹|摇篮到",
    re.IGNORECASE,
)
_HOURLY = re.compile(r"hour|小时|逐时", re.IGNORECASE)
_MASS_BALANCE = ("pig_iron", "direct_reduced_iron", "ferro_alloys", "crude_steel")
_CEMENT = ("cement", "cement_clinker", "calcined_clay", "aluminous_cement")
_OXIDES = ("cao", "mgo", "bao")
_TYPE_II_YEARS, _TYPE_I_YEARS = 2, 5
_LIGHTEST, _HEAVIEST = 2, 1000  # g/mol: hydrogen, and far above any basic chemical
_ANALYSES = ("laboratory", "accredited_laboratory", "proxy")


def indirect_counted_right(sight: Sight) -> list[Finding] | None:
    """CBM-R30: an Annex II good counts no indirect emissions of its own, but those its other precursors bring.

    Recomputed from what `compute` says of each source: counted = own (outside Annex II) + sum m_i x counted_i, where a
    source of Annex II brings only what it counts itself.
    """
    computed = sight.computed
    if computed is None or not computed.processes:
        return None
    counted = {p.id: p.counted_indirect for p in computed.processes}
    counted |= {p.id: p.counted_indirect for p in computed.precursors}
    found: list[Finding] = []
    for i, result in enumerate(computed.processes):
        expected = ZERO if result.annex_ii else result.se_indirect
        for source, mass in computed.recipes.get(result.id, {}).items():
            expected += mass * counted.get(source, ZERO)
        if result.annex_ii == sight.counts_indirect(result.category):
            found.append(bad(
                at("production", i, "category"),
                f"过程{result.id}（{sight.category(result.category).zh}）是否属于附件二与表不符",
                f"process {result.id} ({sight.category(result.category).en}): "
                "whether of Annex II differs from the table",
            ))  # fmt: skip
        if abs(expected - result.counted_indirect) > _CLOSE * max(ONE, abs(expected)):
            found.append(bad(
                at("production", i),
                f"过程{result.id}计入的间接排放为{show(result.counted_indirect)}，应为{show(expected)}",
                f"process {result.id} counts {show(result.counted_indirect)} "
                f"of indirect emissions, not {show(expected)}",
            ))  # fmt: skip
    for i, precursor in enumerate(computed.precursors):
        if precursor.annex_ii and precursor.counted_indirect > 0 and precursor.basis == "default":
            found.append(bad(
                at("precursors", i, "see_indirect"),
                f"前体{precursor.id}属于附件二，其间接排放不计入",
                f"precursor {precursor.id} is of Annex II; its indirect emissions do not count",
            ))  # fmt: skip
    return found


def actual_electricity_proven(sight: Sight) -> list[Finding] | None:
    """CBM-R31: an actual factor of bought electricity has a direct line, or a contract with hourly data."""
    found: list[Finding] = []
    seen = False
    for i, process in numbered(sight.study.production):
        if not num(process.electricity) or not sight.counts_indirect(process.category):
            continue
        source, here = process.electricity_source, at("production", i, "electricity_document")
        if source in {"D.4.3.1", "D.4.3.2", "mix", "D.4(b)"}:
            seen = True
        if source == "D.4(b)":
            found.append(bad(
                at("production", i, "electricity_source"),
                f"过程{process.id}的电力因子来自其他公开数据：正式期用国别默认值，或有直连、购电协议凭证的实际值",
                f"process {process.id} takes a factor from other public "
                "data: the country's default, or an actual value "
                "with a direct line or a purchase agreement",
            ))  # fmt: skip
        elif source in {"D.4.3.1", "mix"} and not process.electricity_document:
            found.append(bad(
                here,
                f"过程{process.id}用实际电力因子，却没有直连或合同的文件",
                f"process {process.id} has an actual electricity factor, but no paper of a direct line or contract",
            ))  # fmt: skip
        elif source == "D.4.3.2" and not _hourly(sight.study, process):
            found.append(bad(
                here,
                f"过程{process.id}用购电协议的因子，却没有逐小时数据、并网或实际交付的凭证",
                f"process {process.id} takes the factor of a purchase agreement without hourly data and delivery",
            ))  # fmt: skip
    return found if seen else None


def _hourly(study: Study, process: ProductionProcess) -> bool:
    """Say whether the paper of a purchase agreement is a contract with delivery and hourly matching, or names them."""
    contract = next((c for c in study.contracts if c.id == process.electricity_document), None)
    if contract is None:
        return bool(_HOURLY.search(process.electricity_document))
    mine = [c for c in study.certificates if c.id in contract.certificates]
    return contract.delivery == "yes" and bool(mine) and all(c.matching == "hourly" for c in mine)


def biomass_proven(sight: Sight) -> list[Finding] | None:
    """CBM-R32: biomass is rated zero only with evidence of the sustainability criteria."""
    mine = [(i, s) for i, s in numbered(sight.study.source_streams) if num(s.biomass)]
    if not mine:
        return None
    return [
        bad(
            at("source_streams", i, "biomass_evidence"),
            f"源流{s.id}有生物质零计，却没有可持续性凭证：按化石计",
            f"stream {s.id} rates biomass zero without evidence of the sustainability criteria: it counts as fossil",
        )
        for i, s in mine
        if (num(s.biomass) or ZERO) > (num(s.biomass_unproven) or ZERO) and not s.biomass_evidence
    ]


def no_lca_factor(sight: Sight) -> list[Finding] | None:
    """CBM-R33: no value of a life cycle assessment stands where the acts ask for monitored emissions."""
    study = sight.study
    rows = [(at("source_streams", i, "factor_source"), s.factor_source) for i, s in numbered(study.source_streams)]
    rows += [(at("source_streams", i, "document"), s.document) for i, s in numbered(study.source_streams)]
    rows += [
        (at("production", i, n), getattr(p, n))
        for i, p in numbered(study.production)
        for n in ("electricity_document", "document")
    ]
    rows += [
        (at("precursors", i, n), getattr(p, n))
        for i, p in numbered(study.precursors)
        for n in ("document", "verification_report", "electricity_source", "default_justification")
    ]
    if not any(text for _, text in rows):
        return None
    return [
        bad(
            here,
            f"“{text[:60]}”是生命周期（碳足迹）数据，CBAM不接受",
            f"'{text[:60]}' is data of a life cycle assessment, which the CBAM does not accept",
        )
        for here, text in rows
        if _LCA.search(text)
    ]  # fmt: skip


def type_two_first(sight: Sight) -> list[Finding] | None:
    """CBM-R34: a standard factor of the act (type I) is used only where no type II value exists."""
    rows = [r for r in factor_ladder(sight.study, sight.tables) if r.used]
    if not rows:
        return None
    return [bad(f"{r.pointer}/factor_kind", r.why.zh, r.why.en) for r in rows if r.warning]


def factor_named(sight: Sight) -> list[Finding] | None:
    """CBM-R35: every calculation factor says of what kind it is and where it comes from."""
    study = sight.study
    rows: list[tuple[str, int, SourceStream | Kiln]] = [
        ("source_streams", i, s) for i, s in numbered(study.source_streams) if s.ef or s.carbon
    ]
    rows += [("kilns", i, k) for i, k in numbered(study.kilns)]
    if not rows:
        return None
    return [
        bad(
            at(table, i, name),
            f"源流{s.id}没有说明因子的{zh}",
            f"stream {s.id} does not give the {en} of its factor",
        )
        for table, i, s in rows
        for name, zh, en in (("factor_kind", "类型", "kind"), ("factor_source", "来源", "source"))
        if not getattr(s, name)
    ]


def material_known(sight: Sight) -> list[Finding] | None:
    """CBM-R77: the standard factor a stream names, for comparison, is a row of the act's table (point G)."""
    mine = [(i, s) for i, s in numbered(sight.study.source_streams) if s.material]
    if not mine:
        return None
    found: list[Finding] = []
    for i, stream in mine:
        if standard_factor(sight.tables, stream) is not None:
            continue
        near = near_factors(sight.tables, stream.material)
        zh, en = "、".join(f"{f.zh}（{f.id}）" for f in near), ", ".join(f"{f.en} ({f.id})" for f in near)
        found.append(bad(
            at("source_streams", i, "material"),
            f"源流{stream.id}的标准因子“{stream.material}”在法令表中没有，不作对照"
            + (f"；相近的有：{zh}" if zh else ""),
            f"stream {stream.id}: '{stream.material}' is no row of the act's table, so nothing is compared"
            + (f"; near: {en}" if en else ""),
        ))  # fmt: skip
    return found


def analyses_fresh(sight: Sight) -> list[Finding] | None:
    """CBM-R36: analyses are at most two years old as type II values, five as type I."""
    end = day(sight.study.period_to)
    found: list[Finding] = []
    seen = False
    for i, stream in numbered(sight.study.source_streams):
        made = day(stream.factor_date)
        limit = _TYPE_II_YEARS if stream.factor_kind in _ANALYSES else _TYPE_I_YEARS
        if stream.factor_kind not in {*_ANALYSES, "type_1"} or (stream.factor_kind == "type_1" and made is None):
            continue
        seen = True
        if made is None:
            found.append(bad(
                at("source_streams", i, "factor_date"),
                f"源流{stream.id}的化验没有日期",
                f"the analysis of stream {stream.id} has no date",
            ))  # fmt: skip
        elif end and (made.year + limit, made.month, made.day) < (end.year, end.month, end.day):
            found.append(bad(
                at("source_streams", i, "factor_date"),
                f"源流{stream.id}的化验（{made}）到报告期末已超过{limit}年",
                f"the analysis of stream {stream.id}, {made}, is over {limit} years old at the end of the period",
            ))  # fmt: skip
    return found if seen else None


def unread_method(sight: Sight) -> list[Finding] | None:
    """CBM-R37: what rests on equations whose text was not read: PFC (20-26), CEMS (16-18, 29), cement (27, 28).

    The figure is shown; nothing may be issued with it before the text is read.
    """
    study = sight.study
    if not study.source_streams and not study.kilns:
        return None
    found = [
        bad(
            at("kilns", i, "method"),
            f"水泥窑{kiln.id}用IR (EU) 2025/2547附件二式27、28，其文本尚未读到（凭记忆，出自欧盟碳市场监测规则）",
            f"kiln {kiln.id} uses eq 27 and 28 of IR (EU) 2025/2547 Annex II, whose text was not read "
            "(recalled, from the monitoring rules of the EU ETS)",
        )
        for i, kiln in numbered(study.kilns)
    ]
    found += [
        bad(
            at("joint_products", i, "used"),
            f"联产品{row.id}有放空部分，其归属（附件一式1至3）尚未读到（凭记忆）",
            f"joint product {row.id} is vented in part; where that share goes (Annex I, eq 1 to 3) was not read "
            "(recalled)",
        )
        for i, row in numbered(study.joint_products)
        if row.used and row.used != row.amount
    ]
    for i, stream in numbered(study.source_streams):
        process = sight.process(stream.process)
        equations = ""
        if stream.method in {"pfc_slope", "pfc_overvoltage"}:
            equations = "20-26"
        elif stream.method == "measured":
            equations = "16-18" if stream.flow else "16-18, 29"
        elif stream.method == "process" and process and process.category in _CEMENT and _is_oxide(sight, stream):
            equations = "27-29"
        if equations:
            found.append(bad(
                at("source_streams", i, "method"),
                f"源流{stream.id}用IR (EU) 2025/2547附件二式{equations}，其文本尚未读到（凭记忆）",
                f"stream {stream.id} uses eq {equations} of IR (EU) "
                "2025/2547 Annex II, whose text was not read (recalled)",
            ))  # fmt: skip
    return found


def _is_oxide(sight: Sight, stream: SourceStream) -> bool:
    factor = standard_factor(sight.tables, stream)
    names = {stream.material.lower(), *(n.lower() for n in ((factor.en, factor.id) if factor else ()))}
    return any(name.split(":")[-1].split(".")[-1] in _OXIDES for name in names)


def joint_products_fit(sight: Sight) -> list[Finding] | None:
    """CBM-R26: products of a joint process agree with its activity level, molar masses can be, precursors are apart."""
    study = sight.study
    if not study.joint_products:
        return None
    used = {u.process for u in study.precursor_uses}
    found: list[Finding] = []
    for i, row in numbered(study.joint_products):
        molar, amount, process = num(row.molar_mass), num(row.amount), sight.process(row.process)
        if molar is not None and not _LIGHTEST <= molar <= _HEAVIEST:
            found.append(bad(
                at("joint_products", i, "molar_mass"),
                f"{row.name}的摩尔质量{show(molar)}不可能：单位为g/mol，氢为2.016",
                f"the molar mass of {row.name}, {show(molar)}, cannot be: it is in g/mol, 2.016 for hydrogen",
            ))  # fmt: skip
        if process is None or row.to != row.process:
            continue
        level = num(process.amount)
        if level is not None and amount is not None and process.unit == "t" and not agree(level, amount):
            found.append(bad(
                at("joint_products", i, "amount"),
                f"过程{process.id}产量{show(level)} t，联产品一行写{show(amount)} t",
                f"process {process.id} makes {show(level)} t, its row of the joint products says {show(amount)} t",
            ))  # fmt: skip
        if process.id in used:
            found.append(bad(
                at("joint_products", i, "process"),
                f"联产过程{process.id}还使用前体：前体的排放不按摩尔量分摊，请按产物分别列出用量",
                f"joint process {process.id} uses precursors too: their emissions are not shared out by molar amounts; "
                "give their use product by product",
            ))  # fmt: skip
    return found


def nitrous_oxide_measured(sight: Sight) -> list[Finding] | None:
    """CBM-R38: N2O of nitric acid is measured continuously."""
    mine = [
        (i, p)
        for i, p in numbered(sight.study.production)
        if p.category == "nitric_acid" or "nitric_acid" in p.includes
    ]
    if not mine:
        return None
    shared = {(s.stream, s.process) for s in sight.study.stream_shares}
    return [
        bad(
            at("production", i),
            f"过程{p.id}生产硝酸，却没有连续监测的N2O排放源",
            f"process {p.id} makes nitric acid but has no measured source of N2O",
        )
        for i, p in mine
        if not any(
            s.method == "measured" and s.gas == "N2O" and (s.process == p.id or (s.id, p.id) in shared)
            for s in sight.study.source_streams
        )
    ]


def mass_balance_where_asked(sight: Sight) -> list[Finding] | None:
    """CBM-R39: carbon kept in pig iron, DRI, ferro-alloys, crude steel and their slags is told by a mass balance."""
    found: list[Finding] = []
    seen = False
    for i, process in numbered(sight.study.production):
        mine = [s for s in sight.study.source_streams if s.process == process.id]
        if process.category not in _MASS_BALANCE or not mine:
            continue
        seen = True
        if not any(s.method == "mass_balance" for s in mine):
            found.append(bad(
                at("production", i),
                f"过程{process.id}（{sight.category(process.category).zh}）没有碳平衡行：产品和炉渣中的碳须用碳平衡",
                f"process {process.id} ({sight.category(process.category).en}) has no "
                "mass balance: carbon in products and slag asks for one",
            ))  # fmt: skip
    return found if seen else None


def not_floored(sight: Sight) -> list[Finding] | None:
    """CBM-R40: attributed direct emissions below zero are cut off at zero, which says that an export is too large."""
    computed = sight.computed
    if computed is None or not computed.processes:
        return None
    return [
        bad(
            at("production", i),
            f"过程{p.id}归属的直接排放为负，按零计：请核对外送的热、废气与电",
            f"the direct emissions of process {p.id} came out negative and count as zero: check what it gives away",
        )
        for i, p in enumerate(computed.processes)
        if p.floored
    ]
