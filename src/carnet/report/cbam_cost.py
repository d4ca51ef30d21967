"""The page “what does my good cost at the border, and why”: the chain of figures, the other ways, what is missing."""

# ruff: noqa: E501 - bilingual heads and sentences read best on one line, and CJK counts double

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.cbam.checks import blocking
from carnet.errors import Text
from carnet.quantity import significant_string
from carnet.report.blocks import bullets, grid, heading, lines, muted, notice, paragraph, picture, small, strong
from carnet.report.cbam_evidence import precursor_weights
from carnet.report.cbam_model import Bundle, number, see
from carnet.report.cbam_words import BASES, check_words, name_of
from carnet.report.chart_spec import ChartSpec, Row
from carnet.report.reading import status_text

if TYPE_CHECKING:
    from fractions import Fraction

    from carnet.cbam.checks import Check
    from carnet.cbam.goods_result import GoodResult, Option, Sefa
    from carnet.cbam.tables import Cite, Value
    from carnet.errors import Problem
    from carnet.report.blocks import Block, Cell

MOST_GOODS = 20
TITLE = Text("过欧盟边境要付多少，为什么", "What it costs at the EU border, and why")
CN_DIGITS = 8
MONEY = 2
MARK_UP_RULE = "CBM-R25"
_NONE = "–"
_COUNTED = {
    True: Text("附件II货物：只计直接排放，另加附件II以外前体的间接排放", "Annex II good: direct, and the indirect part of precursors outside Annex II"),
    False: Text("非附件II货物：直接加间接排放", "good outside Annex II: direct and indirect"),
}  # fmt: skip
_ACT = "IR (EU) 2025/2547"
_FREE = "IR (EU) 2025/2620"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the chain: what, the figure with its unit, how it comes about, and the clause with its status."""

    name: Text
    figure: str
    unit: Text
    how: Text
    clause: str
    money: bool = False


def _cited(cite: Cite | None) -> str:
    if cite is None:
        return ""
    return f"{cite.source} {cite.clause}".strip().replace("Regulation (EU)", "Reg (EU)")


def _status(cite: Cite | None, lang: str) -> str:
    return status_text(cite.status).get(lang) if cite else ""


def _unit(good: GoodResult) -> str:
    return good.unit or "t"


def steps_of(good: GoodResult, tables: Bundle | None = None) -> list[Step]:
    """Return the chain of one good, from embedded emissions to EUR; a figure that is missing stays empty."""
    unit = _unit(good)
    per = Text(f"tCO2e/{unit}", f"tCO2e/{unit}")
    annex_ii = False
    if tables is not None and (known := tables.tables.goods.get(good.cn[:8])):
        annex_ii = known.annex_ii
    chain = [
        Step(Text("单位直接隐含排放", "specific direct embedded emissions"), see(good.see_direct), per,
             name_of(BASES, good.basis), f"{_ACT} Annex III eq 57-60"),
        Step(Text("单位间接隐含排放", "specific indirect embedded emissions"), see(good.see_indirect), per,
             name_of(BASES, good.basis), f"{_ACT} Annex III eq 56-60"),
        Step(Text("计入证书的排放 SEE", "emissions that count, SEE"), see(good.see_charged), per, _COUNTED[annex_ii],
             f"Reg (EU) 2023/956 Annex II; {_ACT} Annex I 3.1"),
        *_free_steps(good.sefa, unit),
        Step(Text("SEE − SEFA", "SEE − SEFA"), number(good.obligation_t_per_t, 5), per,
             Text("每个货物不低于零，货物之间不抵销", "not below zero for a good, never set against another"),
             "Reg (EU) 2023/956 Art 6(2)(c), 31"),
        Step(Text("证书", "certificates"), number(good.certificates, 5), Text("tCO2e（张）", "tCO2e (certificates)"),
             _amount(good), "Reg (EU) 2023/956 Art 22(1)"),
    ]  # fmt: skip
    price = good.price
    chain.append(
        Step(Text(f"证书价格 {good.quarter}", f"certificate price {good.quarter}"), number(price.value, MONEY) if price else "",
             Text("EUR/张", "EUR/certificate"),
             Text(f"公布日 {good.due}", f"published {good.due}") if good.due else Text("", ""),
             "Reg (EU) 2023/956 Art 21(1), (1a)")
    )  # fmt: skip
    chain.append(
        Step(
            Text("费用", "cost"),
            number(good.cost, MONEY),
            Text("EUR", "EUR"),
            Text("证书 × 价格", "certificates × price"),
            "Reg (EU) 2023/956 Art 21, 22",
            money=True,
        )
    )
    return chain


def _amount(good: GoodResult) -> Text:
    if good.amount is None:
        return Text("未给出数量", "no quantity given")
    amount = f"{number(good.amount)} {_unit(good)}"
    if good.reduction:
        less = number(good.reduction, 5)
        return Text(f"{amount} × (SEE − SEFA) − {less}", f"{amount} × (SEE − SEFA) − {less}")
    return Text(f"{amount} × (SEE − SEFA)", f"{amount} × (SEE − SEFA)")


def _value_words(value: Value | None) -> str:
    return number(value.value) if value is not None and value.value is not None else "?"


def _free_steps(sefa: Sefa | None, unit: str) -> list[Step]:
    per = Text(f"t/{unit}", f"t/{unit}")
    if sefa is None:
        return [
            Step(
                Text("单位隐含免费分配 SEFA", "specific embedded free allocation, SEFA"),
                "",
                per,
                Text("", ""),
                f"{_FREE} eq 2-6",
            )
        ]
    made = []
    for part in sorted(sefa.parts, key=lambda part: part.kind != "own"):
        mark = part.benchmark
        name = part.name or part.of
        label = Text(f"免费分配：{name or '货物本身'}", f"free allocation: {name or 'the good itself'}")
        if mark is None:
            how = part.note if part.note.en else name_of(_PART_WORDS, part.kind)
            made.append(Step(label, number(part.value, 5), per, how, f"{_FREE} eq 2-5"))
            continue
        letter = f"{part.column}/{mark.route}".rstrip("/")
        factors = (
            short(part.mass),
            _value_words(sefa.factor),
            _value_words(sefa.cscf),
            f"{number(mark.value)} ({letter})",
        )
        text = " × ".join(factors)
        how = Text(text, text)
        made.append(Step(label, number(part.value, 5), per, how, _cited(mark.cite) or f"{_FREE} Annex"))
    column = Text(f"（{sefa.column}列，随排放依据而定）", f" (column {sefa.column}, by the basis of the emissions)")
    column = column if sefa.column else Text("", "")
    total = Step(
        Text("单位隐含免费分配 SEFA", "specific embedded free allocation, SEFA"),
        number(sefa.value, 5),
        per,
        Text(
            f"各项之和：质量 × 保留份额 × CSCF × 基准{column.zh}",
            f"sum of mass × retained share × CSCF × benchmark{column.en}",
        ),
        f"{_FREE} Art 2, 3, eq 2-6",
    )
    return [*made, total]


def short(amount: Fraction) -> str:
    """Print a mass with six significant digits at most: the exact one stands in documents.json."""
    return significant_string(amount, 6) if len(number(amount)) > len("0.000000") else number(amount)


_PART_WORDS: dict[str, Text] = {
    "verified": Text("供应商核查报告中的数值", "value of the supplier's verification report"),
    "exempt": Text("来自欧盟或豁免国家：不计", "from the EU or an exempt country: none"),
    "stated": Text("研究给出的数值", "value stated in the study"),
}


def per_unit_cost(option: Option, price: Value | None) -> Fraction | None:
    """Return EUR per unit of a way to declare: its certificates at the price of the quarter, where both are known."""
    if option.certificates_per_t is None or price is None or price.value is None:
        return None
    return option.certificates_per_t * price.value


def money_withheld(bundle: Bundle, good: GoodResult) -> list[Check]:
    """Return the failed checks that bar money of this good.

    Checks that block money bar it where they point at the good, or at no good at all. A default value that is not the
    table's with its mark-up (CBM-R25) bars the money of every good with that precursor inside.
    """
    study = bundle.study
    goods = {f"/cbam_goods/{i}": row for i, row in enumerate(study.cbam_goods)}
    own = next((pointer for pointer, row in goods.items() if row.id == good.id), "")
    process = goods[own].process if own else ""
    inside = precursor_weights(bundle.computed).get(process, {})
    inside_at = {f"/precursors/{i}" for i, row in enumerate(study.precursors) if row.id in inside}
    found = []
    for check in bundle.checks:
        if check.ok is not False:
            continue
        rows = {"/".join(pointer.split("/")[:3]) for pointer in check.pointers}
        if check.severity == "block_money" and (own in rows or not any(row.startswith("/cbam_goods/") for row in rows)):
            found.append(check)
        if check.rule == MARK_UP_RULE and good.basis != "default" and rows & inside_at:
            found.append(check)
    return found


def options_chart(good: GoodResult, price: Value | None) -> ChartSpec | None:
    """Return bars for the ways to declare a good: EUR per unit where all are priced, else certificates per unit."""
    shown = [o for o in good.comparison if o.certificates_per_t is not None]
    if not shown:
        return None
    costs = {o.id: per_unit_cost(o, price) for o in shown}
    unit = _unit(good)
    rows = []
    priced = all(cost is not None for cost in costs.values())
    for option in shown:
        value = number(costs[option.id], MONEY) if priced else number(option.certificates_per_t, 5)
        rows.append(Row(option.id, option.name, "bar", value))
    what = Text(f"EUR/{unit}（{good.quarter}）", f"EUR/{unit} ({good.quarter})")
    if not priced:
        what = Text(f"证书/{unit}", f"certificates/{unit}")
    title = Text("默认、实际、混合：各要多少", "Default, actual, mixed: what each takes")
    return ChartSpec("stages", title, what, tuple(rows))


def cost_blocks(bundle: Bundle, lang: str) -> list[Block]:
    """Return the page for each good of the study, at most `MOST_GOODS`."""
    blocks: list[Block] = []
    shown = bundle.goods.goods[:MOST_GOODS]
    for index, good in enumerate(shown):
        blocks += _good_blocks(bundle, good, lang, fresh=index > 0 and _charged(good))
    if not shown:
        blocks.append(heading(1, TITLE, lang, fresh=False, gloss=False))
        words = Text(
            "研究中没有货物：请在“CBAM货物”表填写CN编码、数量与进口日期。",
            "The study has no goods: fill in CN code, quantity and import date in the sheet “CBAM goods”.",
        )
        blocks.append(notice(words, lang, "warn"))
    if len(bundle.goods.goods) > MOST_GOODS:
        rest = len(bundle.goods.goods) - MOST_GOODS
        blocks.append(
            small(Text(f"另有 {rest} 个货物，见 documents.json。", f"{rest} more goods: see documents.json."), lang)
        )
    blocks += _checks_blocks(bundle, lang)
    return blocks


def _charged(good: GoodResult) -> bool:
    return good.scope.state not in {"out_of_scope", "exempt"}


def _good_blocks(bundle: Bundle, good: GoodResult, lang: str, *, fresh: bool) -> list[Block]:
    name = good.name or good.cn
    title = Text(
        f"{name}（{_grouped(good.cn)}）过欧盟边境要付多少，为什么",
        f"{name} ({_grouped(good.cn)}): what it costs at the EU border, and why",
    )
    blocks: list[Block] = [heading(1, title, lang, fresh=fresh, gloss=False)]
    if not _charged(good):
        words = Text(f"不收CBAM费用：{good.scope.reason.zh}", f"No CBAM charge: {good.scope.reason.en}")
        return [*blocks, notice(words, lang)]
    blocks += _headline(bundle, good, lang)
    blocks += _chain(bundle, good, lang)
    price = None if money_withheld(bundle, good) else good.price
    blocks += _ways(good, price, lang)
    blocks += _told(good, lang)
    blocks += _supposed(bundle, good, lang)
    return blocks


def _grouped(cn: str) -> str:
    """Write a CN code as it is printed: 7208 39 00."""
    return (
        f"{cn[:4]} {cn[4:6]} {cn[6:8]}{' ' + cn[8:10] if cn[8:] else ''}".strip()
        if cn.isdigit() and len(cn) >= CN_DIGITS
        else cn
    )


def _headline(bundle: Bundle, good: GoodResult, lang: str) -> list[Block]:
    withheld = money_withheld(bundle, good)
    unit = _unit(good)
    if good.cost is not None and good.cost_per_t is not None and not withheld:
        each, all_ = number(good.cost_per_t, MONEY), number(good.cost, MONEY)
        amount = number(good.amount)
        words = Text(
            f"每 {unit} {each} EUR；{amount} {unit} 合计 {all_} EUR（{good.quarter} 价格，{name_of(BASES, good.basis).zh}）。",
            f"EUR {each} per {unit}; EUR {all_} for {amount} {unit} (price of {good.quarter}, {name_of(BASES, good.basis).en} values).",
        )
        lacking = _without_evidence(good)
        return [notice(Text(words.zh + lacking.zh, words.en + lacking.en), lang, "warn" if lacking.en else "info")]
    reasons = [p.cause for p in good.why_no_cost] or [check_words(c) for c in withheld]
    joined = Text(
        "；".join(r.zh.rstrip("。") for r in reasons) or "没有数值",
        "; ".join(r.en.rstrip(".") for r in reasons) or "no figure",
    )
    return [notice(Text(f"没有金额：{joined.zh}。", f"No amount in EUR: {joined.en}."), lang, "warn")]


def _without_evidence(good: GoodResult) -> Text:
    """Say what the figure rests on while the evidence for actual values is not held: nothing yet."""
    declared = next((o for o in good.comparison if o.id == good.basis), None)
    default = next((o for o in good.comparison if o.id == "default"), None)
    if declared is None or declared.held or good.basis == "default":
        return Text("", "")
    other = per_unit_cost(default, good.price) if default else None
    zh, en = "这需要尚缺的核查证据（见下）。", " This takes evidence that is not held yet (see below)."
    if other is not None:
        unit, each = _unit(good), number(other, MONEY)
        zh += f"在取得之前只能按默认值：每 {unit} {each} EUR。"
        en += f" Until it is, only default values can be declared: EUR {each} per {unit}."
    return Text(zh, en)


def _chain(bundle: Bundle, good: GoodResult, lang: str) -> list[Block]:
    withheld = bool(money_withheld(bundle, good))
    rows: list[list[Cell]] = []
    for step in steps_of(good, bundle):
        figure = _NONE if withheld and step.money else step.figure or _NONE
        main = step.name.en.endswith("SEE") or step.name.en in {"certificates", "cost"} or step.name.en.endswith("SEFA")
        shown = strong(figure) if main else figure
        rows.append(
            [
                strong(step.name.get(lang)) if main else step.name.get(lang),
                shown,
                muted(step.unit.get(lang)),
                step.how.get(lang),
                muted(step.clause),
            ]
        )
    head = [
        Text("步骤", "step"),
        Text("数值", "figure"),
        Text("单位", "unit"),
        Text("怎么来的", "how"),
        Text("条款", "clause"),
    ]
    blocks: list[Block] = [grid([h.get(lang) for h in head], rows, [5, 0, 0, 6, 6], "lrlll", 7.8)]
    stated = []
    for value, label in (
        (good.sefa.factor if good.sefa else None, Text("保留份额", "retained share")),
        (good.sefa.cscf if good.sefa else None, Text("CSCF", "CSCF")),
        (good.price, Text("价格", "price")),
    ):
        if value is not None:
            stated.append(
                f"{label.get(lang)} {_value_words(value)}: {_cited(value.cite)} [{_status(value.cite, lang)}]"
            )
    if stated:
        blocks.append(
            small(Text("参数来源：" + "；".join(stated), "Sources of the parameters: " + "; ".join(stated)), lang)
        )
    return blocks


def _ways(good: GoodResult, price: Value | None, lang: str) -> list[Block]:
    if not good.comparison:
        return []
    blocks: list[Block] = [heading(2, Text("其他申报方式", "The other ways to declare it"), lang, gloss=False)]
    spec = options_chart(good, price)
    if spec is not None:
        blocks += [{**block, "width": 84} for block in picture(spec, lang, with_table=False)]
    rows: list[list[Cell]] = []
    for option in good.comparison:
        cost = per_unit_cost(option, price)
        held = Text("有", "held") if option.held else Text("缺", "missing")
        why = [p.cause.get(lang) for p in option.problems if p.severity == "error"][:1]
        name: Cell = lines(option.name.get(lang), *[muted(w) for w in why])
        rows.append([name, see(option.see) or _NONE, number(option.sefa.value, 5) if option.sefa and option.sefa.value is not None else _NONE,
                     number(option.certificates_per_t, 5) or _NONE, number(cost, MONEY) or _NONE, held.get(lang)])  # fmt: skip
    unit = _unit(good)
    head = [
        Text("方式", "way"),
        Text("SEE", "SEE"),
        Text("SEFA", "SEFA"),
        Text(f"证书/{unit}", f"certificates/{unit}"),
        Text(f"EUR/{unit}", f"EUR/{unit}"),
        Text("证据", "evidence"),
    ]
    blocks.append(grid([h.get(lang) for h in head], rows, [7, 0, 0, 0, 0, 0], "lrrrrl", 8))
    if good.cheapest is not None:
        blocks += _cheapest(good, good.cheapest, lang)
    for trap in good.trap:
        blocks.append(notice(sentences(trap.text), lang, "warn" if trap.kind == "re_roller" else "info"))
    return blocks


def _cheapest(good: GoodResult, option: Option, lang: str) -> list[Block]:
    chosen = [
        Text(f"{c.name}：{name_of(BASES, c.basis).zh}", f"{c.name}: {name_of(BASES, c.basis).en}")
        for c in option.choices
    ]
    ways = Text("；".join(c.zh for c in chosen), "; ".join(c.en for c in chosen))
    words = Text(
        f"证书最少的合法方式：{option.name.zh}" + (f"（{ways.zh}）" if chosen else "") + "。所需证据：",
        f"Fewest certificates, legally: {option.name.en}"
        + (f" ({ways.en})" if chosen else "")
        + ". Evidence it takes:",
    )
    needs = [n.get(lang) for n in option.needs] or [
        Text("无需另外的证据", "no evidence beyond the declaration").get(lang)
    ]
    del good
    return [paragraph(words, lang), bullets(list(needs))]


def _told(good: GoodResult, lang: str) -> list[Block]:
    blocks: list[Block] = []
    problems: list[Problem] = [*good.why_no_cost, *good.warnings]
    seen: set[str] = set()
    items: list[Cell] = []
    for one in problems:
        text = f"{one.code}　{sentences(one.cause, one.fix).get(lang)}"
        if text not in seen:
            seen.add(text)
            items.append(text)
    if good.scope.state == "open":
        items.append(sentences(good.scope.reason).get(lang))
    if good.deduction is not None:
        items.append(sentences(good.deduction.text).get(lang))
    if items:
        blocks.append(
            heading(2, Text("未公布、未给出与应知事项", "Not published, not given, to be known"), lang, gloss=False)
        )
        blocks.append(bullets(items))
    return blocks


def sentences(*texts: Text) -> Text:
    """Return texts as sentences behind each other, each with its stop and, in English, its capital."""
    zh = "".join(f"{t.zh.rstrip('。')}。" for t in texts if t.zh)
    en = " ".join(f"{t.en[:1].upper()}{t.en[1:].rstrip('.')}." for t in texts if t.en)
    return Text(zh, en)


def _supposed(bundle: Bundle, good: GoodResult, lang: str) -> list[Block]:
    """The what-if, labelled as such and apart from every published figure."""
    if bundle.goods.what_if is None:
        return []
    what_if = bundle.goods.what_if
    twin = next((g for g in what_if.goods if g.id == good.id), None)
    if twin is None:
        return []
    said = Text("；".join(a.zh for a in what_if.assumptions), "; ".join(a.en for a in what_if.assumptions))
    words = Text(
        f"假设情形（非公布数值）：{said.zh}。证书 {number(twin.certificates, 5) or _NONE}，费用 {number(twin.cost, MONEY) or _NONE} EUR。",
        f"What-if (not published figures): {said.en}. Certificates {number(twin.certificates, 5) or _NONE}, cost EUR {number(twin.cost, MONEY) or _NONE}.",
    )
    return [notice(words, lang)]


def _checks_blocks(bundle: Bundle, lang: str) -> list[Block]:
    failed = blocking(bundle.checks)
    blocks: list[Block] = []
    if failed:
        blocks.append(
            heading(
                2,
                Text(f"未通过的阻断性检查（{len(failed)}）", f"Blocking checks that fail ({len(failed)})"),
                lang,
                gloss=False,
            )
        )
        blocks.append(bullets([f"{c.rule}　{check_words(c).get(lang)}" for c in failed]))
    if bundle.goods.notes:
        blocks.append(small(sentences(*bundle.goods.notes), lang))
    return blocks
