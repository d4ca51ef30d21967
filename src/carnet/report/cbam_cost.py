"""The page “what does my good cost at the border, and why”: what is due today, the cheaper way, the chain of figures."""

# ruff: noqa: E501 - bilingual heads and sentences read best on one line, and CJK counts double

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carnet.cbam.checks import blocking
from carnet.cbam.price_state import checks_for, price_state, withheld_by
from carnet.errors import Text
from carnet.regime.describe import STATUS_NAMES
from carnet.report.blocks import bullets, grid, heading, lines, muted, notice, paragraph, picture, small, strong
from carnet.report.cbam_chain import (
    MONEY,
    cited,
    good_name,
    hidden,
    localized,
    per_unit_cost,
    said,
    short,
    steps_of,
    unit_of,
    value_words,
)
from carnet.report.cbam_charged import declared_option, two_sums
from carnet.report.cbam_model import SEE_PLACES, Bundle, number, ranged, see
from carnet.report.cbam_preview import why_a_range
from carnet.report.cbam_words import BASES, UPPER, check_words, name_of
from carnet.report.chart_spec import ChartSpec, Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from carnet.cbam.checks import Check
    from carnet.cbam.goods_result import GoodResult, Option
    from carnet.cbam.tables import Value
    from carnet.report.blocks import Block, Cell

MOST_GOODS = 20
TITLE = Text("过欧盟边境要付多少，为什么", "What it costs at the EU border, and why")
CN_DIGITS = 8
NOT_CHARGED = frozenset(("out_of_scope", "exempt", "unknown_code"))
_BARRING = frozenset(("CBM-073", "CBM-190"))  # figures that cannot be right: no way that rests on them is priced
_NONE = "–"
_NOT_HELD = Text("它需要的证据尚缺", "the evidence it takes is not held yet")
_WITHHELD = Text("证书与费用不给出", "Certificates and cost withheld")


def money_withheld(bundle: Bundle, good: GoodResult, basis: str = "") -> list[Check]:
    """Return the failed checks that bar money of this good on a basis, its own unless told (`price_state`)."""
    return list(withheld_by(bundle.checks, good.id, basis or good.basis, bundle.study, bundle.computed))


def explored(bundle: Bundle, good: GoodResult, basis: str) -> Text:
    """Return what has to stand beside a price of a good on a basis: nothing, or that it is an exploration."""
    return price_state(bundle.checks, good.id, basis, bundle.study, bundle.computed, bundle.goods.on).text


def explored_json(bundle: Bundle, good: GoodResult) -> dict[str, object]:
    """Return how the price of a good, as it is declared, may be shown."""
    return price_state(bundle.checks, good.id, good.basis, bundle.study, bundle.computed, bundle.goods.on).json()


def lacking(bundle: Bundle, basis: str = "actual") -> list[Text]:
    """Return what the method lacks, so that what it yields is not the whole and no money follows from it.

    Nothing for the default value of the good itself: it does not rest on the plant's data.
    """
    if basis == "default":
        return []
    return list(dict.fromkeys(p.cause for p in bundle.computed.problems if p.severity == "error"))


def reasons_withheld(bundle: Bundle, good: GoodResult, basis: str = "") -> list[Text]:
    """Return why no money of a good on a basis, its own unless told, is shown although there is a figure."""
    on = basis or good.basis
    told = good.why_no_cost if on != "default" or good.basis == "default" else ()
    implausible = [p.cause for p in told if p.code in _BARRING]
    return [*lacking(bundle, on), *implausible, *(check_words(c) for c in money_withheld(bundle, good, on))]


def _price(bundle: Bundle, good: GoodResult, option: Option) -> Value | None:
    """Return the price a way to declare is shown with; None where its money is withheld."""
    return None if reasons_withheld(bundle, good, option.basis) else good.price


def options_chart(good: GoodResult, price: Value | None, *, upper: bool = False) -> ChartSpec | None:
    """Return bars for the ways to declare a good: EUR per unit where all are priced, else certificates per unit."""
    shown = [o for o in good.comparison if o.certificates_per_t is not None]
    if not shown:
        return None
    costs = {o.id: per_unit_cost(o, price) for o in shown}
    unit = unit_of(good)
    rows = []
    priced = all(cost is not None for cost in costs.values())
    for option in shown:
        value = number(costs[option.id], MONEY) if priced else number(option.certificates_per_t, 5)
        rows.append(Row(option.id, option.name, "bar", value))
    ends = Text(f"，{UPPER.zh}", f", {UPPER.en}") if upper else Text("", "")
    what = Text(f"EUR/{unit}（{good.quarter}{ends.zh}）", f"EUR/{unit} ({good.quarter}{ends.en})")
    if not priced:
        what = Text(f"证书/{unit}{ends.zh}", f"certificates/{unit}{ends.en}")
    title = Text("默认、实际、混合：各要多少", "Default, actual, mixed: what each takes")
    return ChartSpec("stages", title, what, tuple(rows))


def cost_blocks(bundle: Bundle, lang: str) -> list[Block]:
    """Return the page for each good of the study, at most `MOST_GOODS`."""
    blocks: list[Block] = []
    shown = bundle.goods.goods[:MOST_GOODS]
    for index, good in enumerate(shown):
        blocks += _good_blocks(bundle, good, lang, fresh=index > 0 and charged(good))
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


def charged(good: GoodResult) -> bool:
    """Say whether the page tells a chain of the good."""
    return good.scope.state not in NOT_CHARGED


def nothing_charged(bundle: Bundle) -> bool:
    """Say whether every good is outside the CBAM and no process of an installation is stated."""
    states = {good.scope.state for good in bundle.goods.goods}
    return states == {"out_of_scope"} and not bundle.study.production


def _good_blocks(bundle: Bundle, good: GoodResult, lang: str, *, fresh: bool) -> list[Block]:
    name = good_name(bundle, good)
    title = Text(
        f"{name.zh}（{_grouped(good.cn)}）过欧盟边境要付多少，为什么",
        f"{name.en} ({_grouped(good.cn)}): what it costs at the EU border, and why",
    )
    blocks: list[Block] = [heading(1, title, lang, fresh=fresh, gloss=False)]
    if not charged(good):
        return [*blocks, *_not_charged(bundle, good, lang)]
    blocks += _headline(bundle, good, lang)
    blocks += _own_and_charged(bundle, good, lang)
    blocks += _chain(bundle, good, lang)
    blocks += _ways(bundle, good, lang)
    blocks += _told(bundle, good, lang)
    blocks += _supposed(bundle, good, lang)
    return blocks


def _not_charged(bundle: Bundle, good: GoodResult, lang: str) -> list[Block]:
    """Say why there is no charge; of a code that no list knows, which codes stand near it."""
    reason = localized(bundle, good.scope.reason)
    if good.scope.state != "unknown_code":
        return [notice(Text(f"不收CBAM费用：{reason.zh}", f"No CBAM charge: {reason.en}"), lang)]
    near = good.scope.candidates
    words = sentences(
        Text(
            f"编码不明，无法判断，也不计费：{reason.zh}",
            f"Unknown code, nothing is judged and nothing charged: {reason.en}",
        )
    )
    blocks: list[Block] = [notice(words, lang, "warn")]
    if near:
        blocks += [paragraph(Text("最接近的编码：", "The nearest codes:"), lang), bullets([_grouped(c) for c in near])]
    return blocks


def _grouped(cn: str) -> str:
    """Write a CN code as it is printed: 7208 39 00."""
    return (
        f"{cn[:4]} {cn[4:6]} {cn[6:8]}{' ' + cn[8:10] if cn[8:] else ''}".strip()
        if cn.isdigit() and len(cn) >= CN_DIGITS
        else cn
    )


def today_of(bundle: Bundle, good: GoodResult) -> Option | None:
    """Return what may be declared today: the way with the fewest certificates whose evidence is held and whose money is not withheld."""
    ways = [*([good.today] if good.today else []), *good.comparison]
    held = [o for o in ways if o.held and o.certificates_per_t is not None]
    held = [o for o in held if not reasons_withheld(bundle, good, o.basis)] or held
    return min(held, key=lambda o: o.certificates_per_t or 0, default=None)


def _twin(bundle: Bundle, good: GoodResult, option: Option) -> Option | None:
    """Return a way to declare at the lower end, where the study leaves an interval."""
    low = bundle.other_good(good)
    return next((o for o in low.comparison if o.id == option.id), None) if low else None


def _each(bundle: Bundle, good: GoodResult, option: Option) -> Text:
    """EUR per unit of a way to declare."""
    low = _twin(bundle, good, option)
    return said(ranged(per_unit_cost(option, good.price), per_unit_cost(low, good.price) if low else None, MONEY))


def _all(bundle: Bundle, good: GoodResult, option: Option) -> Text:
    """EUR of the whole amount, declared one way."""
    rate = good.price.value if good.price else None

    def whole(one: Option | None) -> Fraction | None:
        return None if one is None or one.certificates is None or rate is None else one.certificates * rate

    return said(ranged(whole(option), whole(_twin(bundle, good, option)), MONEY))


def _headline(bundle: Bundle, good: GoodResult, lang: str) -> list[Block]:
    reasons = reasons_withheld(bundle, good)
    range_told = [small(why_a_range(bundle), lang)] if _open(bundle, good) else []
    declared = declared_option(good)
    today = today_of(bundle, good) or declared
    if today is None or per_unit_cost(today, _price(bundle, good, today)) is None:
        reasons = reasons or [p.cause for p in good.why_no_cost]
        return [_no_amount(bundle, reasons, lang), *range_told]
    blocks = [_due(bundle, good, today, lang)]
    cheaper = good.cheapest if good.cheapest and _below(good.cheapest, today) else None
    if cheaper is not None and _price(bundle, good, cheaper) is not None:
        blocks.append(_cheaper(bundle, good, cheaper, lang))
    if declared is not None and declared.certificates_per_t is None and good.why_no_cost:
        reasons = reasons or [p.cause for p in good.why_no_cost]
    if declared is not None and declared.id != today.id and reasons:
        why = _joined(bundle, reasons)
        basis = name_of(BASES, good.basis)
        words = Text(
            f"按研究现有的数值（{basis.zh}）还算不出金额：{why.zh}。",
            f"Declared with the values the study has now ({basis.en}) no amount can be told yet: {why.en}.",
        )
        blocks.append(notice(words, lang, "warn"))
    if declared is not None and not reasons and _below(today, declared):
        each, state = _each(bundle, good, declared), explored(bundle, good, good.basis)
        told = Text(f"（{state.zh}）", f" ({state.en})") if state.en else state
        basis = name_of(BASES, good.basis)
        blocks.append(notice(Text(
            f"按研究现有的数值（{basis.zh}）申报要每 {unit_of(good)} {each.zh} EUR{told.zh}，比上面更贵：不必这样申报，原因见下。",
            f"Declared with the values the study has now ({basis.en}) it would take EUR {each.en} per {unit_of(good)}{told.en}, more than the above: there is no need to, see below.",
        ), lang, "warn"))  # fmt: skip
    return [*blocks, *range_told]


def _no_amount(bundle: Bundle, reasons: list[Text], lang: str) -> Block:
    why = _joined(bundle, reasons or [Text("没有数值", "no figure")])
    return notice(Text(f"没有金额：{why.zh}。", f"No amount in EUR: {why.en}."), lang, "warn")


def _joined(bundle: Bundle, reasons: list[Text]) -> Text:
    told = [localized(bundle, r) for r in dict.fromkeys(reasons)]
    return Text("；".join(r.zh.rstrip("。") for r in told), "; ".join(r.en.rstrip(".") for r in told))


def _open(bundle: Bundle, good: GoodResult) -> bool:
    """Say whether any figure of a good is a range."""
    low = bundle.other_good(good)
    return low is not None and (low.see_charged, low.certificates) != (good.see_charged, good.certificates)


def _below(one: Option, other: Option) -> bool:
    first, second = one.certificates_per_t, other.certificates_per_t
    return first is not None and second is not None and first < second


def _due(bundle: Bundle, good: GoodResult, option: Option, lang: str) -> Block:
    unit, each, whole = unit_of(good), _each(bundle, good, option), _all(bundle, good, option)
    zh, en = f"每 {unit} {each.zh} EUR", f"EUR {each.en} per {unit}"
    if good.amount is not None and whole.en:
        amount = number(good.amount)
        zh, en = f"{zh}；{amount} {unit} 合计 {whole.zh} EUR", f"{en}; EUR {whole.en} for {amount} {unit}"
    state = explored(bundle, good, option.basis)
    if state.en:
        how = f"{good.quarter} 价格，{option.name.zh}", f"price of {good.quarter}, {option.name.en}"
        return notice(Text(f"{zh}（{how[0]}）：{state.zh}。", f"{en} ({how[1]}): {state.en}."), lang, "warn")
    how = f"{good.quarter} 价格，{option.name.zh}", f"price of {good.quarter}, {option.name.en}"
    if option.held:
        return notice(
            Text(f"今天，按已有证据：{zh}（{how[0]}）。", f"Today, on what is proven: {en} ({how[1]})."), lang
        )
    words = Text(f"{zh}（{how[0]}），但所需证据尚缺。", f"{en} ({how[1]}), but the evidence it takes is not held yet.")
    return notice(words, lang, "warn")


def _cheaper(bundle: Bundle, good: GoodResult, option: Option, lang: str) -> Block:
    each, unit = _each(bundle, good, option), unit_of(good)
    names = [bundle.called(c.precursor, c.name) for c in option.choices]
    ways = [(n, name_of(BASES, c.basis)) for n, c in zip(names, option.choices, strict=True)]
    which = Text("；".join(f"{n.zh}：{b.zh}" for n, b in ways), "; ".join(f"{n.en}: {b.en}" for n, b in ways))
    way = Text(option.name.zh + (f"；{which.zh}" if ways else ""), option.name.en + (f"; {which.en}" if ways else ""))
    state = price_state(bundle.checks, good.id, option.basis, bundle.study, bundle.computed, bundle.goods.on)
    if option.held and state.state == "published":
        zh, en = (
            f"更省的合法方式：每 {unit} {each.zh} EUR（{way.zh}）。",
            f"Cheaper, legally: EUR {each.en} per {unit} ({way.en}).",
        )
        return notice(Text(zh, en), lang)
    barred = _bars(bundle, option, state.rules) or [state.text if state.text.en else _NOT_HELD]
    zh = "；".join(one.zh.rstrip("。") for one in barred)
    en = "; ".join(one.en.rstrip(".") for one in barred)
    words = Text(
        f"还不能用的更省方式：每 {unit} {each.zh} EUR（{way.zh}）；不是应付价格。挡住它的：{zh}。",
        f"A cheaper way that cannot be used yet: EUR {each.en} per {unit} ({way.en}); not a price to be paid. What bars it: {en}.",
    )
    return notice(words, lang, "warn")


def _bars(bundle: Bundle, option: Option, rules: Sequence[str]) -> list[Text]:
    """Return all that keeps a way from being used: each proof it lacks, then each failed rule with its finding."""
    lacks = () if option.held else option.lacks or option.needs
    found = [
        Text(f"尚缺证据“{n.zh.rstrip('。')}”", f"evidence not held yet: {n.en.rstrip('.')}")
        for n in (localized(bundle, n) for n in lacks)
    ]
    failed = [check for check in bundle.checks if check.ok is False and check.rule in rules]
    told = [(check.rule, localized(bundle, check_words(check))) for check in failed]
    return [*found, *(Text(f"{rule} {words.zh}", f"{rule} {words.en}") for rule, words in told)]


def _own_and_charged(bundle: Bundle, good: GoodResult, lang: str) -> list[Block]:
    """Return both sums side by side where what is charged is not what the study says."""
    sums, option = two_sums(bundle.computed, good), declared_option(good)
    if sums is None or option is None:
        return []
    unit, owed = unit_of(good), not lacking(bundle)
    price = good.price if owed and not reasons_withheld(bundle, good) else None
    mine = next((o for o in good.comparison if o.id == "actual"), None)
    rows: list[list[Cell]] = [
        [Text("本装置生产", "made in this installation").get(lang), see(sums.made), see(sums.made), ""]
    ]
    for each in sums.bought:
        name = bundle.called(each.row.id, each.row.name)
        basis = name_of(BASES, each.basis)
        why = Text(f"计费：{basis.zh}值", f"charged: {basis.en} value")
        if each.turned:
            why = Text(
                "实际值缺证据，按默认值（含加成）计费",
                "actual value without its evidence: charged on the default, mark-up inside",
            )
        rows.append([
            Text(f"前体：{name.zh}", f"precursor: {name.en}").get(lang),
            *(f"{short(each.mass)} × {see(value)} = {see(each.mass * value)}" for value in (each.own, each.charged)),
            why.get(lang),
        ])  # fmt: skip
    sefa = [o.sefa.value if o and o.sefa else None for o in (mine, option)]
    certificates = [o.certificates_per_t if o and owed else None for o in (mine, option)]
    cost = [per_unit_cost(o, price) if o else None for o in (mine, option)]
    rows.append(
        [
            strong(Text("计入证书的排放 SEE", "emissions that count, SEE").get(lang)),
            see(sums.own),
            strong(see(sums.charged)),
            "",
        ]
    )
    for name, pair, places in (
        (Text("免费分配 SEFA", "free allocation, SEFA"), sefa, SEE_PLACES),
        (Text(f"证书/{unit}", f"certificates/{unit}"), certificates, SEE_PLACES),
        (Text(f"EUR/{unit}（{good.quarter}）", f"EUR/{unit} ({good.quarter})"), cost, MONEY),
    ):
        own, due = (number(value, places) or _NONE for value in pair)
        state = explored(bundle, good, good.basis).get(lang) if pair is cost and price else ""
        rows.append([name.get(lang), own, strong(due), state])
    head = (
        Text(f"tCO2e/{unit}", f"tCO2e/{unit}"),
        Text("研究自有值（不计费）", "study's own values (not charged)"),
        Text("计费值", "charged"),
        Text("说明", "note"),
    )
    title = Text("哪些数值计费，哪些是研究自有的", "Which values are charged, and which are the study's own")
    return [heading(2, title, lang, gloss=False), grid([h.get(lang) for h in head], rows, [5, 6, 6, 6], "lrrl", 7.4)]


def _chain(bundle: Bundle, good: GoodResult, lang: str) -> list[Block]:
    money, owed = bool(reasons_withheld(bundle, good)), bool(lacking(bundle, good.basis))
    declared = declared_option(good)
    way = declared.name if declared else name_of(BASES, good.basis)
    title = Text(f"数值怎么来的：{way.zh}", f"How the figures come about: {way.en}")
    rows: list[list[Cell]] = []
    wide, state = False, explored(bundle, good, good.basis)
    for one in steps_of(good, bundle):
        step = hidden(one, money=money, owed=owed)
        if one.money and step.figure.en and state.en:
            step = replace(step, how=Text(f"{step.how.zh}；{state.zh}", f"{step.how.en}; {state.en}"))
        name, figure = step.name.get(lang), step.figure.get(lang) or _NONE
        wide = wide or step.figure.zh != step.figure.en
        main = not step.part and (step.name.en.endswith(("SEE", "SEFA")) or step.name.en in {"certificates", "cost"})
        if step.part:
            rows.append(
                [muted(f"· {name}"), figure, muted(step.unit.get(lang)), step.how.get(lang), muted(step.clause)]
            )
        else:
            rows.append([strong(name) if main else name, strong(figure) if main else figure, muted(step.unit.get(lang)),
                         step.how.get(lang), muted(step.clause)])  # fmt: skip
    head = (
        Text("步骤", "step"),
        Text("数值", "figure"),
        Text("单位", "unit"),
        Text("怎么来的", "how"),
        Text("条款", "clause"),
    )
    blocks: list[Block] = [
        heading(2, title, lang, gloss=False),
        grid([h.get(lang) for h in head], rows, [4, 6, 0, 6, 5] if wide else [5, 0, 0, 6, 5], "lrlll", 7.4),
    ]
    stated = []
    for value, label in (
        (good.sefa.factor if good.sefa else None, Text("保留份额", "retained share")),
        (good.sefa.cscf if good.sefa else None, Text("CSCF", "CSCF")),
        (good.price, Text("价格", "price")),
    ):
        if value is not None:
            status = name_of(STATUS_NAMES, value.cite.status).get(lang)
            stated.append(f"{label.get(lang)} {value_words(value)}: {cited(value.cite)} [{status}]")
    year = sentences(good.year_words).get(lang)
    sources = Text("参数来源：" + "；".join(stated) + "。", "Sources of the parameters: " + "; ".join(stated) + ".")
    if stated or year:
        blocks.append(small(Text(sources.zh + year, f"{sources.en} {year}") if stated else Text(year, year), lang))
    return blocks


def _ways(bundle: Bundle, good: GoodResult, lang: str) -> list[Block]:
    if not good.comparison:
        return []
    prices = {option.id: _price(bundle, good, option) for option in good.comparison}
    every = all(prices[option.id] for option in good.comparison if option.certificates_per_t is not None)
    blocks: list[Block] = [heading(2, Text("各种申报方式", "The ways to declare it"), lang, gloss=False)]
    short = bool(lacking(bundle))
    spec = None if short else options_chart(good, good.price if every else None, upper=_open(bundle, good))
    if spec is not None:
        blocks += [{**block, "width": 72} for block in picture(spec, lang, with_table=False)]
    rows: list[list[Cell]] = []
    wide = False
    for option in good.comparison:
        low, price = _twin(bundle, good, option), prices[option.id]
        cost = said(ranged(per_unit_cost(option, price), per_unit_cost(low, price) if low else None, MONEY))
        owed = said(ranged(option.certificates_per_t, low.certificates_per_t if low else None, SEE_PLACES))
        shown = said(ranged(option.see, low.see if low else None, SEE_PLACES))
        if short and option.id != "default":  # what the method yields is not the whole
            owed = shown = Text("", "")
        wide = wide or any(text.zh != text.en for text in (cost, owed, shown))
        held = Text("有", "held") if option.held else Text("缺", "missing")
        why = [localized(bundle, p.cause).get(lang) for p in option.problems if p.severity == "error"][:1]
        barred = not price and any(prices.values())  # beside a way that is priced, one that is not says why
        state = explored(bundle, good, option.basis).get(lang) if cost.en or barred else ""
        name: Cell = lines(option.name.get(lang), *[muted(w) for w in (*why, state) if w])
        sefa = number(option.sefa.value, SEE_PLACES) if option.sefa and option.sefa.value is not None else ""
        cells = (shown.get(lang), sefa, owed.get(lang), cost.get(lang))
        rows.append([name, *(cell or _NONE for cell in cells), held.get(lang)])
    unit = unit_of(good)
    head = [
        Text("方式", "way"),
        Text("SEE", "SEE"),
        Text("SEFA", "SEFA"),
        Text(f"证书/{unit}", f"certificates/{unit}"),
        Text(f"EUR/{unit}", f"EUR/{unit}"),
        Text("证据", "evidence"),
    ]
    widths = [7, 5, 0, 5, 4, 0] if wide else [7, 0, 0, 0, 0, 0]
    blocks.append(grid([h.get(lang) for h in head], rows, widths, "lrrrrl", 7.6))
    if short:
        return blocks
    if good.cheapest is not None:
        blocks += _fewest(bundle, good, good.cheapest, lang)
    for trap in good.trap:
        words = sentences(localized(bundle, trap.text))
        if _open(bundle, good):
            words = Text(f"{words.zh}（{UPPER.zh}。）", f"{words.en} (Figures: {UPPER.en}.)")
        blocks.append(notice(words, lang, "warn" if trap.kind == "re_roller" else "info"))
    return blocks


def _fewest(bundle: Bundle, good: GoodResult, option: Option, lang: str) -> list[Block]:
    among = Text("", "") if good.every_way else Text("在已能算出的方式中，", " of the ways that could be computed")
    chosen = [(bundle.called(c.precursor, c.name), name_of(BASES, c.basis)) for c in option.choices]
    ways = Text("；".join(f"{n.zh}：{b.zh}" for n, b in chosen), "; ".join(f"{n.en}: {b.en}" for n, b in chosen))
    words = Text(
        f"{among.zh}证书最少的合法方式：{option.name.zh}" + (f"（{ways.zh}）" if chosen else "") + "。所需证据：",
        f"Fewest certificates{among.en}, legally: {option.name.en}"
        + (f" ({ways.en})" if chosen else "")
        + ". Evidence it takes:",
    )
    if (state := explored(bundle, good, option.basis)).en:
        words = Text(
            words.zh.replace("。所需证据", f"；{state.zh}。所需证据"),
            words.en.replace(". Evidence", f"; {state.en}. Evidence"),
        )
    needs = [localized(bundle, n).get(lang) for n in option.needs] or [
        Text("无需另外的证据", "no evidence beyond the declaration").get(lang)
    ]
    return [paragraph(words, lang), bullets(list(needs))]


def _told(bundle: Bundle, good: GoodResult, lang: str) -> list[Block]:
    problems = dict.fromkeys((*good.why_no_cost, *good.warnings))
    items: list[Cell] = []
    for one in problems:
        told = sentences(localized(bundle, one.cause), localized(bundle, one.fix)).get(lang)
        items.append(f"{one.code}　{told}")
    if good.scope.state == "open" and not any(one.code == "CBM-059" for one in problems):
        items.append(sentences(localized(bundle, good.scope.reason)).get(lang))
    if good.deduction is not None:
        items.append(sentences(localized(bundle, good.deduction.text)).get(lang))
    if not items:
        return []
    title = Text("未公布、未给出与应知事项", "Not published, not given, to be known")
    return [heading(2, title, lang, gloss=False), bullets(list(dict.fromkeys(map(str, items))))]


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
    assumed = [localized(bundle, a) for a in what_if.assumptions]
    supposed = Text("；".join(a.zh for a in assumed), "; ".join(a.en for a in assumed))
    told = Text(f"假设情形（非公布数值）：{supposed.zh}。", f"What-if (not published figures): {supposed.en}. ")
    # What bars the money of the plant's own figures bars it at a supposed price as well.
    beside = replace(bundle, checks=checks_for(bundle.checks, twin))
    reasons = reasons_withheld(beside, twin) if charged(twin) else []
    count = "" if lacking(beside, twin.basis) else number(twin.certificates, 5)
    if reasons:
        why = _joined(bundle, reasons)
        count_of = Text(f"证书 {count}，费用不给出", f"Certificates {count}, cost withheld") if count else _WITHHELD
        return [notice(Text(f"{told.zh}{count_of.zh}：{why.zh}。", f"{told.en}{count_of.en}: {why.en}."), lang, "warn")]
    state = explored(beside, twin, twin.basis)
    more = Text(f"（{state.zh}）", f" ({state.en})") if state.en and twin.cost is not None else Text("", "")
    words = Text(
        f"{told.zh}证书 {count or _NONE}，费用 {number(twin.cost, MONEY) or _NONE} EUR{more.zh}。",
        f"{told.en}Certificates {count or _NONE}, cost EUR {number(twin.cost, MONEY) or _NONE}{more.en}.",
    )
    return [notice(words, lang, "warn" if more.en else "info")]


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
        blocks.append(bullets([f"{c.rule}　{localized(bundle, check_words(c)).get(lang)}" for c in failed]))
    if bundle.goods.notes and any(charged(good) for good in bundle.goods.goods):
        blocks.append(small(sentences(*bundle.goods.notes), lang))
    return blocks
