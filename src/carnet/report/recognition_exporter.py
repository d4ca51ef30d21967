"""The exporter's page: what is accepted today, what is only announced, the shortest path to the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.recognition.status import STATUS_TEXT
from carnet.report.blocks import bullets, grid, lines, muted, notice, paragraph, small, strong
from carnet.report.chart_spec import text_alternative
from carnet.report.pictures import to_svg
from carnet.report.recognition_groups import Group, group_name, groups_of, inside_of
from carnet.report.recognition_matrix import Silent
from carnet.report.recognition_pages import GRADES, as_images, as_pdf, cited, page, section, title_block
from carnet.report.recognition_path import nearest, paths
from carnet.report.recognition_words import INSTRUMENT_TEXT, KIND_TEXT, PURPOSE_TEXT, VERDICT_STYLE, joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.inventory.model import Study
    from carnet.recognition.model import Grade, MarketPurpose, PolicyItem
    from carnet.recognition.scope import Answer
    from carnet.recognition.status import StatusOn
    from carnet.recognition.verdict import Verdict
    from carnet.report.blocks import Block, Cell
    from carnet.report.chart_spec import ChartSpec

TITLE = Text(
    "出口商页：今天被接受什么，其余怎么走最短",
    "For the exporter: accepted today, and the way to the rest",
)
STATE = Text("不是核查、认证或官方决定", "no verification, certification or official decision")
_OPEN = ("after_recalculation", "after_evidence", "needs_decision", "cannot")


@dataclass(frozen=True, slots=True)
class ExporterInputs:
    """All the page is made from.

    `purposes`: (market of the rule, purpose) → what is asked there. `signals`: items that speak of the product without
    being law that applies, with status, grade and what their scope says. `known_to`: the last day anything is known of.
    `silent`: what is known of markets and purposes without a rule for the product.
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
    silent: Silent = field(default_factory=dict)


def exporter_page(inputs: ExporterInputs, lang: str) -> bytes:
    """Typeset the page."""
    return as_pdf(exporter_data(inputs, lang), inputs.day)


def exporter_page_images(inputs: ExporterInputs, lang: str) -> list[bytes]:
    """Return the pages as pictures."""
    return as_images(exporter_data(inputs, lang))


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
    blocks += nearest(inputs.markets, inputs.verdicts, groups, lang)
    svg = to_svg(inputs.picture, lang)
    blocks += [
        section(Text("三、各市场、各用途一览", "3  Markets and purposes at a glance"), lang),
        {"t": "picture", "svg": svg, "alt": text_alternative(inputs.picture, lang), "width": 70},
    ]
    blocks += _announced(inputs, lang)
    blocks += _reasons(inputs, groups, lang)
    blocks += paths(inputs.markets, inputs.verdicts, groups, lang)
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
    head = section(Text("四、只是报道或宣布的", "4  Only reported or announced"), lang)
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
    outside: list[str] = []
    for alike in _same_reasons(groups):
        one, style = alike[0].verdict, VERDICT_STYLE[alike[0].verdict.overall]
        markets = [
            group_name(inputs.markets, each, lang, inside_of(inputs.verdicts, each.verdict.entry_market))
            for each in alike
        ]
        names = ("、" if lang == "zh" else ", ").join(markets)
        what = PURPOSE_TEXT[one.purpose].get(lang)
        if one.overall == "not_in_scope":
            colon, dot = ("：", "·") if lang == "zh" else (": ", ", ")
            outside.append(f"{names}{dot}{what}{colon}{joined([each.get(lang) for each in one.why], lang)}")
            continue
        bodies = dict.fromkeys(body.name.get(lang) for each in alike for body in each.verdict.decides)
        who = joined(list(bodies), lang) or "–"
        rests = _rests(one, lang)
        rows.append(
            [
                lines(strong(names), what, muted(KIND_TEXT[one.kind].get(lang))),
                lines(strong(f"{style.code}  {style.name.get(lang)}")),
                lines(_why(one, lang), muted(rests)) if rests else _why(one, lang),
                who,
            ]
        )
    ruled = {one.market for one in inputs.verdicts if one.overall != "no_rule_on_file"}
    silent = [key for key in inputs.markets if key not in ruled]
    elsewhere = {key: named for key in silent if (named := _for_others(inputs, key, lang))}
    unseen = [inputs.markets[key].get(lang) for key in silent if key not in elsewhere]
    words = Text("市场，用途，性质|判断|原因|由谁决定", "market, purpose, nature|verdict|why|who decides")
    found = [
        section(Text("五、判断的原因", "5  Why"), lang),
        grid(words.get(lang).split("|"), rows, [4, 3, 7, 4], size=7.4),
    ]
    if outside:
        scope = Text(f"不在范围内：{joined(outside, lang)}。", f"Not in scope: {joined(outside, lang)}.")
        found.append(small(scope, lang))
    comma = "、" if lang == "zh" else ", "
    if unseen:
        listed = comma.join(unseen)
        words = Text(
            f"没有任何规定在档：{listed}。这既不是“可接受”，也不是“不接受”：没有人查过。",
            f"No rule on file at all: {listed}. That is neither accepted nor refused: nobody has looked.",
        )
        found.append(small(words, lang))
    if elsewhere:
        listed = comma.join(elsewhere.values())
        words = Text(
            f"在档的规定只管别的产品：{listed}。这既不是“可接受”，也不是“不接受”。",
            f"Rules on file for other products only: {listed}. That is neither accepted nor refused.",
        )
        found.append(small(words, lang))
    return found


def _for_others(inputs: ExporterInputs, market: str, lang: str) -> str:
    """A market with the purposes of which it has rules for other products; nothing where it has none."""
    told = [
        PURPOSE_TEXT[purpose].get(lang)
        for (key, purpose), (word, _) in inputs.silent.items()
        if key == market and word == "other_products"
    ]
    name, comma = inputs.markets[market].get(lang), "、" if lang == "zh" else ", "
    inside = comma.join(told)
    return (f"{name}（{inside}）" if lang == "zh" else f"{name} ({inside})") if told else ""


def _rests(one: Verdict, lang: str) -> str:
    """The policy items that carry a verdict's line or that it waits for, and those that carry no longer."""
    told = [each for each in one.rests if each.role != "purpose" or each.carries == "fallen"]
    items = [f"{each.item.id}: {STATUS_TEXT[each.status.status].get(lang)}, {each.grade or '–'}" for each in told]
    if not items:
        return ""
    return f"依据：{'；'.join(items)}" if lang == "zh" else f"rests on {'; '.join(items)}"


_REASONS = 2


def _same_reasons(groups: Sequence[Group]) -> list[list[Group]]:
    """Put rules together that give the same verdict on one purpose for the same reasons."""
    found: dict[object, list[Group]] = {}
    for each in groups:
        one = each.verdict
        carried = tuple(rest.item.id for rest in one.rests if rest.role != "purpose" or rest.carries == "fallen")
        found.setdefault((one.purpose, one.overall, one.kind, one.why, carried), []).append(each)
    return list(found.values())


def _why(one: Verdict, lang: str) -> str:
    """The first reasons of a verdict; of more the number is told."""
    said = [each.get(lang) for each in one.why]
    more = len(said) - _REASONS
    if more > 0:
        rest = Text(f"另 {more} 条见 carnet verdict", f"{more} more: carnet verdict")
        said = [*said[:_REASONS], rest.get(lang)]
    return joined(said, lang) or "–"


def _delays(inputs: ExporterInputs, groups: Sequence[Group], lang: str) -> list[Block]:
    """Two lists, never mixed: what is known to delay, and what merely might."""
    known: list[list[Cell]] = []
    possible: list[list[Cell]] = []
    reached = [group.verdict for group in groups if group.verdict.overall != "not_in_scope"]
    for key in dict.fromkeys((one.entry_market, one.purpose) for one in reached):
        asked = inputs.purposes.get(key)
        if asked is None:
            continue
        at = _at(inputs, key, lang)
        known += [[at, joined([each.get(lang) for each in asked.delays_known], lang)]] if asked.delays_known else []
        if asked.delays_possible:
            possible.append([at, joined([each.get(lang) for each in asked.delays_possible], lang)])
    return [
        section(Text("七、已知会耽误的", "7  Known delays"), lang),
        _by_rule(known, Text("已知的耽误", "known delays"), lang),
        section(Text("八、也许会耽误的（不是事实）", "8  Possible delays (no facts)"), lang),
        _by_rule(possible, Text("也许的耽误", "possible delays"), lang),
    ]


def _at(inputs: ExporterInputs, key: tuple[str, str], lang: str) -> str:
    market, purpose = inputs.markets.get(key[0], Text(key[0], key[0])).get(lang), PURPOSE_TEXT[key[1]].get(lang)
    return f"{market}·{purpose}" if lang == "zh" else f"{market}, {purpose}"


def _by_rule(rows: Sequence[Sequence[Cell]], what: Text, lang: str) -> Block:
    """A table of two columns, or a line that there is nothing."""
    if not rows:
        return bullets([Text("没有在档的。", "None on file.").get(lang)])
    return grid([Text("规则", "rule").get(lang), what.get(lang)], rows, [3, 11], size=7.2)


def _not_claimed(inputs: ExporterInputs, lang: str) -> list[Block]:
    """What no verdict claims, then what those of one rule alone do not."""
    reached = [one for one in inputs.verdicts if one.overall not in {"not_in_scope", "no_rule_on_file"}]
    said = reached or inputs.verdicts
    common = [each for each in (said[0].not_claimed if said else ()) if all(each in one.not_claimed for one in said)]
    by_rule: dict[tuple[str, str], dict[str, None]] = {}
    for one in said:
        own = [each.get(lang) for each in one.not_claimed if each not in common]
        by_rule.setdefault((one.entry_market, one.purpose), {}).update(dict.fromkeys(own))
    rows: list[list[Cell]] = [[_at(inputs, key, lang), joined(list(own), lang)] for key, own in by_rule.items() if own]
    found: list[Block] = [
        section(Text("九、本页不主张的", "9  What is not claimed"), lang),
        bullets([each.get(lang) for each in common]),
    ]
    return [*found, _by_rule(rows, Text("不主张", "not claimed"), lang)] if rows else found
