"""The exporter's page: what is accepted today, what is only announced, the shortest path to the rest."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.recognition.readiness import STATE_TEXT, TEAM_TEXT
from carnet.recognition.status import STATUS_TEXT
from carnet.report.blocks import bullets, grid, lines, muted, notice, paragraph, small, strong
from carnet.report.chart_spec import text_alternative
from carnet.report.pictures import to_svg
from carnet.report.recognition_pages import GRADES, as_images, as_pdf, cited, page, section, title_block
from carnet.report.recognition_words import INSTRUMENT_TEXT, KIND_TEXT, PURPOSE_TEXT, VERDICT_STYLE, joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.inventory.model import Study
    from carnet.recognition.model import Grade, MarketPurpose, PolicyItem, Requirement
    from carnet.recognition.scope import Answer
    from carnet.recognition.status import StatusOn
    from carnet.recognition.verdict import Verdict
    from carnet.report.blocks import Block, Cell
    from carnet.report.chart_spec import ChartSpec

TITLE = Text(
    "出口商页：今天被接受什么，什么只是宣布，其余怎么走最短",
    "For the exporter: accepted today, only announced, and the shortest path",
)
STATE = Text("不是核查、认证或官方决定", "no verification, certification or official decision")
_OPEN = ("after_recalculation", "after_evidence", "needs_decision", "cannot")


@dataclass(frozen=True, slots=True)
class ExporterInputs:
    """All the page is made from.

    `purposes`: (market of the rule, purpose) → what is asked there. `signals`: items that speak of the product without
    being law that applies, with status, grade and what their scope says. `known_to`: the last day anything is known of.
    """

    study: Study
    day: str
    home: str
    markets: Mapping[str, Text]
    verdicts: tuple[Verdict, ...]
    purposes: Mapping[tuple[str, str], MarketPurpose]
    signals: tuple[tuple[PolicyItem, StatusOn, Grade, Answer], ...]
    picture: ChartSpec
    known_to: str


@dataclass(frozen=True, slots=True)
class Group:
    """One rule and the markets in which it is the one that counts."""

    verdict: Verdict
    markets: tuple[str, ...]


def exporter_page(inputs: ExporterInputs, lang: str) -> bytes:
    """Typeset the page."""
    return as_pdf(exporter_data(inputs, lang), inputs.day)


def exporter_page_images(inputs: ExporterInputs, lang: str) -> list[bytes]:
    """Return the pages as pictures."""
    return as_images(exporter_data(inputs, lang))


def groups_of(verdicts: Sequence[Verdict]) -> tuple[Group, ...]:
    """Put together the markets in which one and the same rule gives the same verdict."""
    found: dict[tuple[str, str, str, tuple[Text, ...]], list[Verdict]] = {}
    for one in verdicts:
        if one.overall != "no_rule_on_file":
            found.setdefault((one.entry_market, one.purpose, one.overall, one.why), []).append(one)
    return tuple(Group(each[0], tuple(one.market for one in each)) for each in found.values())


def days_of(wanted: Sequence[Requirement]) -> tuple[Decimal, int]:
    """Add the days of requirements as if one came after the other, and count those that state none."""
    stated = [Decimal(each.days) for each in wanted if _is_number(each.days)]
    return sum(stated, Decimal(0)), len(wanted) - len(stated)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


def exporter_data(inputs: ExporterInputs, lang: str) -> dict[str, Any]:
    """Return all words of the page."""
    study = inputs.study
    groups = groups_of(inputs.verdicts)
    about = Text(
        f"{study.product.name.zh}；研究 {study.id}@{study.version}；{inputs.day} 的状态；结果按 {inputs.home} 编制。",
        f"{study.product.name.en}; study {study.id}@{study.version}; as on {inputs.day}; made under {inputs.home}.",
    )
    blocks: list[Block] = [title_block(TITLE, lang), paragraph(about, lang)]
    if study.status != "plant":
        blocks.append(
            notice(
                Text(
                    "研究不是本厂数据：下面的判断只作示例。",
                    "The study is not the plant's own data: what follows is an example.",
                ),
                lang,
                "warn",
            )
        )
    blocks += _accepted(inputs, lang)
    blocks += _announced(inputs, lang)
    svg = to_svg(inputs.picture, lang)
    blocks += [
        section(Text("三、各市场、各用途一览", "3  Markets and purposes at a glance"), lang),
        {"t": "picture", "svg": svg, "alt": text_alternative(inputs.picture, lang), "width": 88},
    ]
    blocks += _reasons(inputs, groups, lang)
    blocks += _paths(inputs, groups, lang)
    blocks += _delays(inputs, groups, lang)
    blocks += _not_claimed(inputs, lang)
    footer = f"{study.id}@{study.version}"
    mark = "ILLUSTRATIVE · 示意" if study.status == "illustrative" else ""
    return page(TITLE, blocks, lang=lang, day=inputs.day, state=STATE, footer=footer, watermark=mark)


def _accepted(inputs: ExporterInputs, lang: str) -> list[Block]:
    head = section(Text("一、今天已被接受的", "1  Accepted today"), lang)
    rows: list[list[Cell]] = []
    for one in inputs.verdicts:
        for each in one.accepted:
            papers = "; ".join(cited(cite, lang) for cite in each.evidence)
            rows.append(
                [
                    lines(strong(inputs.markets[one.market].get(lang)), PURPOSE_TEXT[one.purpose].get(lang)),
                    each.body.name.get(lang),
                    each.scope.get(lang),
                    lines(each.text.get(lang), muted(papers)),
                    each.valid_to or "–",
                ]
            )
    if not rows:
        none = Text(
            "没有。档案中没有任何接收机构对本产品签署的接受，也没有适用于本产品的、正在运行的互认。",
            "Nothing. No acceptance of this product signed by a receiving body is on file, and no arrangement in "
            "operation reaches it.",
        )
        return [head, notice(none, lang, "warn")]
    words = Text(
        "市场，用途|由谁接受|范围|效力与证据|有效期至",
        "market, purpose|by whom|scope|how far it binds; evidence|valid to",
    )
    return [head, grid(words.get(lang).split("|"), rows, [3, 4, 4, 6, 2])]


def _announced(inputs: ExporterInputs, lang: str) -> list[Block]:
    head = section(Text("二、只是报道或宣布的", "2  Only reported or announced"), lang)
    if not inputs.signals:
        return [head, paragraph(Text("没有涉及本产品的条目。", "No item on file speaks of this product."), lang)]
    rows: list[list[Cell]] = []
    for item, status, grade, answer in inputs.signals:
        held = dict.fromkeys(STATUS_TEXT[each.event.status].get(lang) for each in status.held)
        said = ("、" if lang == "zh" else ", ").join(held)
        claimed = (
            Text(f"自称“{said}”，证据不足，未采纳", f"says of itself: {said}; not evidenced, not counted").get(lang)
            if said
            else ""
        )
        why = joined([each.get(lang) for each in answer.why], lang)
        rows.append(
            [
                lines(strong(item.title.get(lang)), muted(f"{INSTRUMENT_TEXT[item.kind].get(lang)} · {item.id}")),
                STATUS_TEXT[status.status].get(lang),
                strong(str(grade)),
                lines(claimed, muted(why)),
            ]
        )
    words = Text(
        "条目|当日状态|等级|为何今天不产生任何接受", "item|status on the day|grade|why it gives no acceptance today"
    )
    return [
        head,
        grid(words.get(lang).split("|"), rows, [6, 3, 0, 7]),
        small(GRADES, lang),
    ]


def _reasons(inputs: ExporterInputs, groups: Sequence[Group], lang: str) -> list[Block]:
    rows: list[list[Cell]] = []
    for group in groups:
        one, style = group.verdict, VERDICT_STYLE[group.verdict.overall]
        names = _names(inputs, group, lang)
        why = joined([each.get(lang) for each in one.why], lang) or "–"
        who = joined([body.name.get(lang) for body in one.decides], lang) or "–"
        rows.append(
            [
                lines(strong(names), PURPOSE_TEXT[one.purpose].get(lang), muted(KIND_TEXT[one.kind].get(lang))),
                lines(strong(f"{style.code}  {style.name.get(lang)}")),
                why,
                who,
            ]
        )
    silent = [
        name.get(lang)
        for key, name in inputs.markets.items()
        if all(one.overall == "no_rule_on_file" for one in inputs.verdicts if one.market == key)
    ]
    words = Text("市场，用途，性质|判断|原因|由谁决定", "market, purpose, nature|verdict|why|who decides")
    found = [
        section(Text("四、判断的原因", "4  Why"), lang),
        grid(words.get(lang).split("|"), rows, [4, 3, 7, 4], size=7.4),
    ]
    if silent:
        listed = ("、" if lang == "zh" else ", ").join(silent)
        found.append(
            small(
                Text(
                    f"没有任何规定在档：{listed}。这既不是“可接受”，也不是“不接受”：没有人查过。",
                    f"No rule on file at all: {listed}. That is neither accepted nor refused: nobody has looked.",
                ),
                lang,
            )
        )
    return found


def _names(inputs: ExporterInputs, group: Group, lang: str) -> str:
    """The market of the rule first, those inside it behind."""
    own = [key for key in group.markets if key == group.verdict.entry_market]
    order = [*own, *(key for key in group.markets if key not in own)]
    return ("、" if lang == "zh" else ", ").join(inputs.markets[key].get(lang) for key in order)


def _paths(inputs: ExporterInputs, groups: Sequence[Group], lang: str) -> list[Block]:
    """Missing evidence: what serves several rules once, then what each asks besides; the nearest rule first."""
    head = Text(
        "五、其余的最短路径：缺什么、谁来办、几天",
        "5  The shortest path to the rest: what is missing, who, how many days",
    )
    found: list[Block] = [section(head, lang), small(_PATH_NOTE, lang)]
    order = list(VERDICT_STYLE)
    todo = sorted(
        (group for group in groups if group.verdict.overall in _OPEN and group.verdict.evidence),
        key=lambda each: (order.index(each.verdict.overall), days_of(each.verdict.evidence), each.verdict.purpose),
    )
    if not todo:
        return [*found, paragraph(Text("没有待补的证据。", "No evidence is missing."), lang)]
    shared = _shared(todo)
    if shared:
        several = Text(
            f"一次备齐，多处可用的证据：{len(shared)} 项",
            f"Evidence that serves several rules once: {len(shared)} items",
        )
        heads = Text(
            "证据|工序、期间、可接受形式|用于|团队，负责人|天",
            "evidence|process, period, accepted forms|serves|team, owner|days",
        )
        rows = [
            [
                each.what.get(lang),
                lines(each.process.get(lang), each.period.get(lang), muted(_forms(each, lang))),
                muted(_where(inputs, where, lang)),
                lines(TEAM_TEXT[each.team].get(lang), muted(each.owner.get(lang)) if each.owner.get(lang) else ""),
                each.days or "?",
            ]
            for each, where in shared.values()
        ]
        found += [_caption(several, lang), grid(heads.get(lang).split("|"), rows, [5, 6, 6, 3, 0], "llllr", size=7.2)]
    for group in todo:
        found += _path(inputs, group, set(shared), lang)
    return found


_PATH_NOTE = Text(
    "证据即可补齐的在前，须机构决定的在后。天数是经验值，逐项相加；可并行的会更短，写“?”的没有天数，另计。须机构决定的，备齐证据也不等于会被接受。",
    "What evidence alone can settle comes first, what a body must decide last. Days are experience values, added up "
    "one after the other; what runs in parallel is shorter, items marked ? state no days and come on top. Where a body "
    "must decide, complete evidence promises no acceptance.",
)


def _key(wanted: Requirement) -> tuple[str, str, str]:
    return wanted.id, wanted.what.en, wanted.days


def _shared(todo: Sequence[Group]) -> dict[tuple[str, str, str], tuple[Requirement, list[Group]]]:
    """Evidence that more than one rule asks for, with the rules."""
    found: dict[tuple[str, str, str], tuple[Requirement, list[Group]]] = {}
    for group in todo:
        for each in group.verdict.evidence:
            found.setdefault(_key(each), (each, []))[1].append(group)
    return {key: pair for key, pair in found.items() if len(pair[1]) > 1}


def _where(inputs: ExporterInputs, where: Sequence[Group], lang: str) -> str:
    """The rules a proof serves, market by market of the rule."""
    named: dict[str, list[str]] = {}
    for group in where:
        market = group.verdict.entry_market
        name = inputs.markets.get(market, Text(market, market)).get(lang)
        named.setdefault(name, []).append(PURPOSE_TEXT[group.verdict.purpose].get(lang))
    colon, comma = ("：", "、") if lang == "zh" else (": ", ", ")
    return joined([f"{name}{colon}{comma.join(dict.fromkeys(what))}" for name, what in named.items()], lang)


def _path(inputs: ExporterInputs, group: Group, shared: set[tuple[str, str, str]], lang: str) -> list[Block]:
    one = group.verdict
    total, unstated = days_of(one.evidence)
    states = {item.requirement.id: item for item in one.items}
    style = VERDICT_STYLE[one.overall]
    own = [each for each in one.evidence if _key(each) not in shared]
    more = Text(f"，另 {unstated} 项没有天数", f", {unstated} without days on top") if unstated else Text("", "")
    caption = Text(
        f"{_names(inputs, group, 'zh')}·{PURPOSE_TEXT[one.purpose].zh}（{KIND_TEXT[one.kind].zh}）：{style.code} "
        f"{style.name.zh}；{len(one.evidence)} 项，其中 {len(one.evidence) - len(own)} 项多处可用；"
        f"逐项相加 {total} 天{more.zh}",
        f"{_names(inputs, group, 'en')}, {PURPOSE_TEXT[one.purpose].en} ({KIND_TEXT[one.kind].en}): {style.code} "
        f"{style.name.en}; {len(one.evidence)} items, {len(one.evidence) - len(own)} of them shared; "
        f"{total} days one after the other{more.en}",
    )
    if not own:
        return [_caption(caption, lang)]
    rows = [_missing(each, states.get(each.id), lang) for each in own]
    words = Text(
        "证据|工序、期间、可接受形式|依据|团队，负责人|天",
        "evidence|process, period, accepted forms|clause|team, owner|days",
    )
    return [_caption(caption, lang), grid(words.get(lang).split("|"), rows, [7, 6, 4, 3, 0], "llllr", size=7.2)]


def _caption(words: Text, lang: str) -> Block:
    return {"t": "caption", "s": words.get(lang)}


def _forms(wanted: Requirement, lang: str) -> str:
    return joined([each.get(lang) for each in wanted.forms], lang)


def _missing(wanted: Requirement, item: Any, lang: str) -> list[Cell]:  # noqa: ANN401 - an Item or None
    state = f"{STATE_TEXT[item.state].get(lang)}{'：' if lang == 'zh' else ': '}{item.why.get(lang)}" if item else ""
    clause = wanted.clause or cited(wanted.citation, lang)
    return [
        lines(wanted.what.get(lang), muted(state)) if state else wanted.what.get(lang),
        lines(wanted.process.get(lang), wanted.period.get(lang), muted(_forms(wanted, lang))),
        clause,
        lines(TEAM_TEXT[wanted.team].get(lang), muted(wanted.owner.get(lang)) if wanted.owner.get(lang) else ""),
        wanted.days or "?",
    ]


def _delays(inputs: ExporterInputs, groups: Sequence[Group], lang: str) -> list[Block]:
    """Two lists, never mixed: what is known to delay, and what merely might."""
    known: list[Cell] = []
    possible: list[Cell] = []
    reached = [group.verdict for group in groups if group.verdict.overall != "not_in_scope"]
    seen = dict.fromkeys((one.entry_market, one.purpose) for one in reached)
    for key in seen:
        asked = inputs.purposes.get(key)
        if asked is None:
            continue
        market = inputs.markets.get(key[0], Text(key[0], key[0])).get(lang)
        at = (
            f"{market}·{PURPOSE_TEXT[key[1]].get(lang)}："
            if lang == "zh"
            else f"{market}, {PURPOSE_TEXT[key[1]].get(lang)}: "
        )
        known += [at + each.get(lang) for each in asked.delays_known]
        possible += [at + each.get(lang) for each in asked.delays_possible]
    none = Text("没有在档的。", "None on file.").get(lang)
    return [
        section(Text("六、已知会耽误的", "6  Known delays"), lang),
        bullets(known or [none]),
        section(Text("七、也许会耽误的（不是事实）", "7  Possible delays (no facts)"), lang),
        bullets(possible or [none]),
    ]


def _not_claimed(inputs: ExporterInputs, lang: str) -> list[Block]:
    reached = [one for one in inputs.verdicts if one.overall not in {"not_in_scope", "no_rule_on_file"}]
    said = dict.fromkeys(each.get(lang) for one in reached or inputs.verdicts for each in one.not_claimed)
    return [section(Text("八、本页不主张的", "8  What is not claimed"), lang), bullets(list(said))]
