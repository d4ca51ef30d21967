"""The chain of one good, from embedded emissions to EUR: each figure with how it comes about, its clause and status."""

# ruff: noqa: E501 - bilingual heads and sentences read best on one line, and CJK counts double

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.exchange.study_sheets import TABS
from carnet.quantity import significant_string
from carnet.report.cbam_charged import two_sums
from carnet.report.cbam_model import SEE_PLACES, Bundle, number, ranged, see, trimmed
from carnet.report.cbam_words import BASES, name_of

if TYPE_CHECKING:
    from fractions import Fraction

    from carnet.cbam.goods_result import GoodResult, Option
    from carnet.cbam.result import ProcessResult
    from carnet.cbam.tables import Cite, Value
    from carnet.report.cbam_charged import TwoSums
    from carnet.report.cbam_model import Cell

MONEY = 2
MASS_DIGITS = 6
MOST_TERMS = 3
_ACT = "IR (EU) 2025/2547"
_FREE = "IR (EU) 2025/2620"
_COUNTED = {
    True: Text("附件II货物：只计直接排放，另加附件II以外前体的间接排放", "Annex II good: direct, and the indirect part of precursors outside Annex II"),
    False: Text("非附件II货物：直接加间接排放", "good outside Annex II: direct and indirect"),
}  # fmt: skip
_PART_WORDS: dict[str, Text] = {
    "verified": Text("供应商核查报告中的数值", "value of the supplier's verification report"),
    "exempt": Text("来自欧盟或豁免国家：不计", "from the EU or an exempt country: none"),
    "stated": Text("研究给出的数值", "value stated in the study"),
}
_SUPPOSED = {
    "price": Text("“价格”", "“price”"),
    "import_date": Text("进口日期", "the import date"),
    "importer_total": Text("进口商全年净重", "the importer's net mass of the year"),
}
_TOKEN = re.compile(r"(?<![A-Za-z0-9_./-])(price|year|[a-z]+(?:_[a-z]+)+)(=…)?(?![A-Za-z0-9_=/-])")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the chain: what, the figure with its unit, how it comes about, and the clause with its status.

    `part`: a term of the step below or above it; `money`: EUR; `owed`: follows from the emissions that count.
    """

    name: Text
    figure: Text
    unit: Text
    how: Text
    clause: str
    money: bool = False
    owed: bool = False
    part: bool = False


def said(cell: Cell) -> Text:
    """Return a cell as a text in two languages."""
    return cell if isinstance(cell, Text) else Text(cell, cell)


def in_words(text: Text) -> Text:
    """Return a text in which names of fields are what the workbook calls them."""
    labels = {c.field: Text(c.zh, c.en) for tab in TABS for c in tab.columns if "_" in c.field} | _SUPPOSED

    def put(lang: str, words: str) -> str:
        def word(found: re.Match[str]) -> str:
            plain = found[1] in {"price", "year"} and not found[2]  # ordinary words of English
            known = None if plain else labels.get(found[1])
            return known.get(lang) if known else found[0]

        return _TOKEN.sub(word, words)

    return Text(put("zh", text.zh), put("en", text.en))


def localized(bundle: Bundle, text: Text) -> Text:
    """Return a text that speaks Chinese names of processes and precursors in Chinese, and of fields in words."""
    zh = text.zh
    known = {name for name in bundle.names.values() if name.zh and name.en and name.zh != name.en}
    for name in sorted(known, key=lambda n: -len(n.en)):
        zh = re.sub(rf"(?<![A-Za-z]){re.escape(name.en)}(?![A-Za-z])", name.zh.replace("\\", ""), zh)
    return in_words(Text(zh, text.en))


def good_name(bundle: Bundle, good: GoodResult) -> Text:
    """Return what a good is called, in both languages where the study has both."""
    if good.names.zh != good.names.en:
        return good.names
    maker = next((row.process for row in bundle.study.cbam_goods if row.id == good.id), "")
    known = bundle.names.get(maker)
    if known is not None and good.name in {known.zh, known.en, ""}:
        return known
    product = bundle.study.product.name
    if good.name and good.name in {product.zh, product.en}:
        return product
    return good.names if good.names.en else Text(good.cn, good.cn)


def maker_of(bundle: Bundle, good: GoodResult) -> ProcessResult | None:
    """Return the process a good comes from, if it has a result."""
    maker = next((row.process for row in bundle.study.cbam_goods if row.id == good.id), "")
    return next((p for p in bundle.computed.processes if p.id == maker), None)


def cited(cite: Cite | None) -> str:
    """Return act and clause."""
    return "" if cite is None else f"{cite.source} {cite.clause}".strip().replace("Regulation (EU)", "Reg (EU)")


def unit_of(good: GoodResult) -> str:
    """Return what figures of a good are per: a tonne of it, whatever its functional unit, or a MWh."""
    return "MWh" if good.unit == "MWh" else "t"


def per_unit_cost(option: Option, price: Value | None) -> Fraction | None:
    """Return EUR per unit of a way to declare: its certificates at the price of the quarter, where both are known."""
    if option.certificates_per_t is None or price is None or price.value is None:
        return None
    return option.certificates_per_t * price.value


def steps_of(good: GoodResult, bundle: Bundle) -> list[Step]:
    """Return the chain of one good, from embedded emissions to EUR; a figure that is missing stays empty."""
    unit = unit_of(good)
    per = Text(f"tCO2e/{unit}", f"tCO2e/{unit}")
    known = bundle.tables.goods.get(good.cn[:8])
    low = bundle.other_good(good)
    basis = _basis(good)
    parts = _emission_parts(bundle, good)
    how = _sum_words(parts) if parts else basis
    indirect = _indirect(bundle, good)
    if sums := two_sums(bundle.computed, good):
        parts = [replace(step, name=_own(step.name)) for step in parts]
        how, indirect = _beside(how), _beside(indirect)
    price = good.price
    published = Text(f"公布日 {good.due}", f"published {good.due}") if good.due else Text("", "")
    return [
        *parts,
        Step(Text("单位直接隐含排放", "specific direct embedded emissions"), _range(good, low, "see_direct"), per, how,
             f"{_ACT} Annex III eq 57-60"),
        Step(Text("单位间接隐含排放", "specific indirect embedded emissions"), _range(good, low, "see_indirect"), per,
             indirect,
             f"{_ACT} Annex III eq 56-60"),
        Step(Text("计入证书的排放 SEE", "emissions that count, SEE"), _range(good, low, "see_charged"), per,
             _charged_words(sums) if sums else _counted(bundle, good, annex_ii=known is not None and known.annex_ii), f"Reg (EU) 2023/956 Annex II; {_ACT} Annex I 3.1"),
        *_free_steps(bundle, good, unit),
        Step(Text("SEE − SEFA", "SEE − SEFA"), _range(good, low, "obligation_t_per_t"), per,
             Text("每个货物不低于零，货物之间不抵销", "not below zero for a good, never set against another"),
             "Reg (EU) 2023/956 Art 6(2)(c), 31", owed=True),
        Step(Text("证书", "certificates"), _range(good, low, "certificates"), Text("tCO2e（张）", "tCO2e (certificates)"),
             _amount(good), "Reg (EU) 2023/956 Art 22(1)", owed=True),
        Step(Text(f"证书价格 {good.quarter}".strip(), f"certificate price {good.quarter}".strip()), said(number(price.value, MONEY) if price else ""),
             Text("EUR/张", "EUR/certificate"), published, "Reg (EU) 2023/956 Art 21(1), (1a)"),
        Step(Text("费用", "cost"), _range(good, low, "cost", MONEY), Text("EUR", "EUR"), Text("证书 × 价格", "certificates × price"),
             "Reg (EU) 2023/956 Art 21, 22", money=True),
    ]  # fmt: skip


def _range(good: GoodResult, low: GoodResult | None, name: str, places: int = SEE_PLACES) -> Text:
    return said(ranged(getattr(good, name), getattr(low, name) if low else None, places))


def _amount(good: GoodResult) -> Text:
    if good.amount is None:
        return Text("未给出数量", "no quantity given")
    amount = f"{number(good.amount)} {unit_of(good)} × (SEE − SEFA)"
    return Text(*[amount + (f" − {number(good.reduction, 5)}" if good.reduction else "")] * 2)


def _emission_parts(bundle: Bundle, good: GoodResult) -> list[Step]:
    """Return what the direct embedded emissions are made of: own emissions, and mass x SEE of each precursor (eq 59)."""
    made = maker_of(bundle, good)
    if made is None or good.basis == "default" or good.see_direct != made.see_direct:
        return []  # per functional unit of another content than a tonne, or not of this process
    per = Text(f"tCO2e/{unit_of(good)}", f"tCO2e/{unit_of(good)}")
    clause = f"{_ACT} Annex III eq 59, 60"
    low = bundle.other(made)
    own_how = Text("归属本过程的排放 ÷ 活动水平", "emissions attributed to the process ÷ activity level")
    own = ranged(made.se_direct, low.se_direct if low else None, SEE_PLACES)
    name = good_name(bundle, good)
    steps = [
        Step(Text(f"自身排放：{name.zh}", f"own emissions: {name.en}"), said(own), per, own_how, clause, part=True)
    ]
    makers = {p.id: p for p in bundle.computed.processes}
    bought = {p.id: p for p in bundle.computed.precursors}
    lower: dict[str, Fraction] = {}
    if bundle.lower:
        lower = {p.id: p.see_direct for p in bundle.lower.processes}
        lower |= {p.id: p.see_direct for p in bundle.lower.precursors}
    for source, mass in bundle.computed.recipes.get(made.id, {}).items():
        row = makers.get(source) or bought.get(source)
        if row is None or not mass:
            continue
        below = lower.get(source)
        text = f"{short(mass)} × {see(row.see_direct)}"
        kind = Text("，自产", ", made here")
        if source in bought:
            basis = name_of(BASES, bought[source].basis)
            kind = Text(f"，外购，{basis.zh}值", f", purchased, {basis.en} value")
            if (markup := bought[source].markup) is not None:
                percent = trimmed(number(markup * 100, 2))
                kind = Text(f"{kind.zh}含加成 {percent} %", f"{kind.en} with {percent} % mark-up")
        figure = ranged(mass * row.see_direct, None if below is None else mass * below, SEE_PLACES)
        called = bundle.called(source, row.name)
        steps.append(
            Step(Text(f"前体：{called.zh}", f"precursor: {called.en}"), said(figure), per,
                 Text(text + kind.zh, text + kind.en), clause, part=True)
        )  # fmt: skip
    return steps


def _basis(good: GoodResult) -> Text:
    if good.basis == "default":
        return Text("默认值（表中数值，含加成）", "default value of the tables, mark-up inside")
    return name_of(BASES, good.basis)


def _indirect(bundle: Bundle, good: GoodResult) -> Text:
    """Say what the indirect embedded emissions are made of, as far as it fits a line (eq 60)."""
    made = maker_of(bundle, good)
    basis = _basis(good)
    if good.missing_indirect:
        rows_told = bundle.listed(good.missing_indirect)
        return Text(
            f"未知，缺少：{rows_told.zh}；直接部分已知",
            f"unknown, values missing of: {rows_told.en}; the direct part is known",
        )
    if made is None or good.basis == "default" or good.see_indirect != made.see_indirect:
        return basis
    rows = {p.id: p.see_indirect for p in bundle.computed.processes}
    rows |= {p.id: p.see_indirect for p in bundle.computed.precursors}
    recipe = bundle.computed.recipes.get(made.id, {})
    terms = [f"{short(mass)} × {see(rows[i])}" for i, mass in recipe.items() if mass and rows.get(i)]
    text = " + ".join([see(made.se_indirect), *terms[:MOST_TERMS], *(["…"] if len(terms) > MOST_TERMS else [])])
    return Text(f"自身 + 质量 × 前体：{text}", f"own + mass × precursor: {text}")


def _sum_words(parts: list[Step]) -> Text:
    if len(parts) == 1:
        return Text("无前体：即自身排放", "no precursor: the own emissions")
    return Text(
        "以上各项之和（自身排放 + 质量 × 前体SEE）", "sum of the above: own emissions + mass × SEE of each precursor"
    )


def _own(name: Text) -> Text:
    return Text(f"研究自有值 · {name.zh}", f"study's own · {name.en}")


def _beside(how: Text) -> Text:
    """Say of a figure by the study's own values that it is not what counts."""
    return Text(f"研究自有值，不据此计费：{how.zh}", f"by the study's own values, not what is charged: {how.en}")


def _charged_words(sums: TwoSums) -> Text:
    """Say what the charged sum is made of."""
    terms = " + ".join([see(sums.made), *(f"{short(each.mass)} × {see(each.charged)}" for each in sums.bought)])
    return Text(f"按计费值：{terms}", f"by the values charged: {terms}")


def _counted(bundle: Bundle, good: GoodResult, *, annex_ii: bool) -> Text:
    words = _COUNTED[annex_ii]
    made = maker_of(bundle, good)
    if made is None or good.basis == "default" or good.see_direct != made.see_direct or good.see_charged is None:
        return words
    text = f"{see(made.see_direct)} + {see(made.counted_indirect)}"
    return Text(f"{text}；{words.zh}", f"{text}; {words.en}")


def value_words(value: Value | None) -> str:
    """Return the figure of a parameter, or a question mark."""
    return number(value.value) if value is not None and value.value is not None else "?"


def _free_steps(bundle: Bundle, good: GoodResult, unit: str) -> list[Step]:
    sefa = good.sefa
    per = Text(f"t/{unit}", f"t/{unit}")
    total = Text("单位隐含免费分配 SEFA", "specific embedded free allocation, SEFA")
    if sefa is None:
        return [Step(total, Text("", ""), per, Text("", ""), f"{_FREE} eq 2-6")]
    made = []
    for part in sorted(sefa.parts, key=lambda part: part.kind != "own"):
        mark = part.benchmark
        name = bundle.called(part.of, part.name or part.of) if part.of else good_name(bundle, good)
        label = Text(f"免费分配：{name.zh}", f"free allocation: {name.en}")
        figure = said(number(part.value, SEE_PLACES))
        if mark is None:
            how = localized(bundle, part.note) if part.note.en else name_of(_PART_WORDS, part.kind)
            made.append(Step(label, figure, per, how, f"{_FREE} eq 2-5", part=True))
            continue
        letter = f"{part.column}/{mark.route}".rstrip("/")
        text = f"{short(part.mass)} × {value_words(sefa.factor)} × {value_words(sefa.cscf)} × {number(mark.value)} ({letter})"
        made.append(Step(label, figure, per, Text(text, text), cited(mark.cite) or f"{_FREE} Annex", part=True))
    column = Text(f"（{sefa.column}列）", f" (column {sefa.column})") if sefa.column else Text("", "")
    words = Text(
        f"以上各项之和：质量 × 保留份额 × CSCF × 基准{column.zh}",
        f"sum of the above: mass × retained share × CSCF × benchmark{column.en}",
    )
    return [*made, Step(total, said(number(sefa.value, SEE_PLACES)), per, words, f"{_FREE} Art 2, 3, eq 2-6")]


def short(amount: Fraction) -> str:
    """Print a mass with six significant digits at most: the exact one stands in documents.json."""
    text = number(amount)
    return trimmed(significant_string(amount, MASS_DIGITS)) if len(text) > len("0.000000") else text


def hidden(step: Step, *, money: bool, owed: bool) -> Step:
    """Return a step without its figure where money, or what is owed, is withheld."""
    return replace(step, figure=Text("", "")) if (money and step.money) or (owed and step.owed) else step
