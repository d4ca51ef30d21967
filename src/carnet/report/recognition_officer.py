"""The officer's page: pathways, items with status and grade, contradictions, open tasks, register counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.quantity import decimal_string
from carnet.recognition.ledger import REASONS
from carnet.recognition.registers_counts import effort, runs_of, spread
from carnet.recognition.registers_kinds import KINDS, LEVEL_TEXT
from carnet.recognition.status import STATUS_TEXT
from carnet.recognition.tasks import whom
from carnet.report.blocks import grid, lines, muted, notice, paragraph, small, strong
from carnet.report.recognition_pages import GRADES, as_images, as_pdf, cited, page, section, title_block
from carnet.report.recognition_words import ACTION_TEXT, INSTRUMENT_TEXT, joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.recognition.model import Contradiction, Grade, PolicyItem, Side
    from carnet.recognition.registers import Record
    from carnet.recognition.status import StatusOn
    from carnet.recognition.tasks import Due
    from carnet.report.blocks import Block, Cell

TITLE = Text("主管部门页：互认进展，按证据", "For the officer: the state of recognition, by evidence")
STATE = Text("按证据等级，不是官方声明", "by grade of evidence; no official statement")
WAITS = Text("† 还有未成就的条件：不是可以照办的日期。", "† a condition is still open: no date to go by.")
SIGNALS = ("press_report", "memorandum", "arrangement", "government_plan", "vendor_claim", "contract_term")


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """An item with its status on the day, the grade of what carries it, and what that allows."""

    item: PolicyItem
    status: StatusOn
    grade: Grade
    action: str
    applies: str = ""
    waits: bool = False
    """Whether the day it applies from still waits for something: then it is no date to go by."""


@dataclass(frozen=True, slots=True)
class OfficerInputs:
    """All the page is made from, as on `day`, by what is known until `known`."""

    day: str
    known: str
    rows: tuple[PolicyRow, ...]
    contradictions: tuple[Contradiction, ...]
    tasks: tuple[Due, ...]
    pathways: tuple[Record, ...]
    pilots: tuple[Record, ...]
    trials: tuple[Record, ...]
    standards: tuple[Record, ...]
    counts: Mapping[str, Any]
    origins: Mapping[tuple[str, str], str]
    """(item, capture) → where that copy comes from: a citation may name a source by the id of its copy."""
    broken: tuple[Text, ...] = ()
    """Own items and registers that could not be read whole: what the page leaves out or cannot vouch for."""


def officer_page(inputs: OfficerInputs, lang: str) -> bytes:
    """Typeset the page."""
    return as_pdf(officer_data(inputs, lang), inputs.day)


def officer_page_images(inputs: OfficerInputs, lang: str) -> list[bytes]:
    """Return the pages as pictures."""
    return as_images(officer_data(inputs, lang))


def officer_data(inputs: OfficerInputs, lang: str) -> dict[str, Any]:
    """Return all words of the page."""
    about = Text(
        f"截至 {inputs.day}，按 {inputs.known} 前取得的证据。国家间磋商与城市备忘录分开列，互不继承。",
        f"As on {inputs.day}, by evidence retrieved until {inputs.known}. National talks and city memoranda stand "
        "apart and inherit nothing from each other.",
    )
    blocks: list[Block] = [
        title_block(TITLE, lang),
        paragraph(about, lang),
        *_broken(inputs, lang),
        *_counts(inputs, lang),
        *_pathways(inputs, lang),
        *_pilots(inputs, lang),
        *_contradictions(inputs, lang),
        *_tasks(inputs, lang),
        *_items(inputs, lang),
    ]
    return page(TITLE, blocks, lang=lang, day=inputs.day, state=STATE, footer=inputs.day)


def _broken(inputs: OfficerInputs, lang: str) -> list[Block]:
    if not inputs.broken:
        return []
    said = joined([each.get(lang) for each in inputs.broken], lang)
    words = Text(
        f"以下资料有错，本页可能不全或不可靠：{said}",
        f"What follows is broken; this page may lack it or be wrong: {said}",
    )
    return [notice(words, lang, "warn")]


def _counts(inputs: OfficerInputs, lang: str) -> list[Block]:
    found = inputs.counts
    comma = "；" if lang == "zh" else "; "
    rows: list[list[Cell]] = []
    for name, kind in KINDS.items():
        states = comma.join(f"{kind.states[key].get(lang)} {n}" for key, n in found[name]["by_state"].items())
        rows.append([kind.title.get(lang), strong(str(found[name]["count"])), states or "–"])
    products = found["products"]
    extra = Text(
        f"其中有效标识 {products['labelled']} 个，核查已过期不计 {products['lapsed']} 个。{products['means']['zh']}",
        f"Of the products {products['labelled']} carry a valid label; {products['lapsed']} with a statement run "
        f"out are not counted. {products['means']['en'][:1].upper()}{products['means']['en'][1:]}",
    )
    people = found["standards"]["participants"]
    said = Text(
        f"参加标准工作的本地单位：{'、'.join(people)}。", f"Local participants in standards: {', '.join(people)}."
    )
    moved = [row for row in inputs.rows if row.status.status in {"pilot_running", "operating"}]
    none = Text("没有一项互认安排在运行，没有一个试点在进行。", "No arrangement is operating and no pilot is running.")
    words = Text("登记簿|数|按状态", "register|count|by state")
    return [
        section(Text("一、登记簿数字（由条目重算）", "1  Registers, recomputed from their entries"), lang),
        *([notice(none, lang, "warn")] if not moved else []),
        grid(words.get(lang).split("|"), rows, [3, 0, 12], "lrl"),
        small(extra, lang),
        *([small(said, lang)] if people else []),
    ]


def _pathways(inputs: OfficerInputs, lang: str) -> list[Block]:
    head = section(Text("二、互认路径（按对方）", "2  Pathways by counterparty"), lang)
    if not inputs.pathways:
        empty = Text(
            "路径登记簿是空的（carnet register pathways add）。条目见第六节。",
            "The register of pathways is empty (carnet register pathways add). For items see section 6.",
        )
        return [head, paragraph(empty, lang)]
    known = {row.item.id: row for row in inputs.rows}
    blocks: list[Block] = [head]
    words = Text(
        "路径，对方|登记的阶段|自|等级|条目证据所能支持的|下一步，负责人",
        "pathway, counterparty|stage entered|since|grade|what the item's evidence carries|next step, owner",
    )
    for level, name in LEVEL_TEXT.items():
        mine = [each for each in inputs.pathways if each.get("level") == level]
        if not mine:
            continue
        rows = [_pathway(each, known, lang) for each in sorted(mine, key=lambda each: each.get("counterparty"))]
        blocks.append({"t": "caption", "s": name.get(lang)})
        blocks.append(grid(words.get(lang).split("|"), rows, [5, 3, 0, 0, 5, 4], size=7.6))
    return blocks


def _pathway(record: Record, known: Mapping[str, PolicyRow], lang: str) -> list[Cell]:
    row = known.get(record.get("item"))
    carried = "–"
    if row is not None:
        carried = f"{STATUS_TEXT[row.status.status].get(lang)} ({row.grade})"
    return [
        lines(strong(record.get(f"name.{lang}")), muted(record.get("counterparty"))),
        STATUS_TEXT[record.state].get(lang),
        record.stepped_on,
        strong(record.get("grade")),
        lines(carried, muted(record.get("item"))),
        lines(record.get("next"), muted(record.get("owner"))),
    ]


def _pilots(inputs: OfficerInputs, lang: str) -> list[Block]:
    head = section(Text("三、试点案例与方法试验", "3  Pilot cases and method trials"), lang)
    blocks: list[Block] = [head]
    if not inputs.pilots:
        blocks.append(
            paragraph(
                Text(
                    "没有登记的试点案例，因此没有“试点进行中”。",
                    "No pilot case is entered, so nothing is a running pilot.",
                ),
                lang,
            )
        )
    else:
        words = Text(
            "案例|市场，产品|状态|历时、工时、费用|决定", "case|market, product|state|days, hours, cost|decisions"
        )
        blocks.append(
            grid(words.get(lang).split("|"), [_pilot(each, lang) for each in inputs.pilots], [4, 3, 3, 3, 6], size=7.6)
        )
    if inputs.trials:
        words = Text("方法试验|状态|次数|极差与均值之比", "method trial|state|runs|range over mean")
        rows: list[list[Cell]] = []
        for each in inputs.trials:
            wide = spread(runs_of(each))
            share = "–" if wide.relative is None else f"{decimal_string(wide.relative * 100, 2)} %"
            rows.append(
                [
                    lines(strong(each.get(f"name.{lang}")), muted(each.get("question"))),
                    lines(KINDS["trials"].states[each.state].get(lang), muted(each.stepped_on)),
                    str(wide.runs),
                    share,
                ]
            )
        blocks.append(grid(words.get(lang).split("|"), rows, [8, 4, 0, 0], "llrr", size=7.6))
    return blocks


def _pilot(record: Record, lang: str) -> list[Cell]:
    took = effort(record)
    cost = ", ".join(f"{decimal_string(amount, 2)} {money}" for money, amount in took.cost.items()) or "–"
    states = KINDS["pilots"].states
    decided = [
        f"{each.on} {each.after.get('body', '')}: {states[each.after['state']].get(lang)}, "
        f"{REASONS[each.after['reason_code']].get(lang)}"
        for each in took.decisions
    ]
    days = f"{took.days} 天" if lang == "zh" else f"{took.days} days"
    return [
        strong(record.get(f"name.{lang}")),
        lines(record.get("market"), muted(record.get("product"))),
        lines(states[record.state].get(lang), muted(record.stepped_on)),
        lines(days, f"{decimal_string(took.hours, 1)} h", cost),
        lines(*decided) if decided else "–",
    ]


def _contradictions(inputs: OfficerInputs, lang: str) -> list[Block]:
    head = section(Text("四、互相矛盾的说法（并列，不合并）", "4  Contradictions, side by side"), lang)
    if not inputs.contradictions:
        return [head, paragraph(Text("没有。", "None."), lang)]
    rows: list[list[Cell]] = []
    for each in inputs.contradictions:
        one, *others = [
            lines(side.says.get(lang), muted(f"{side.grade} · {_source(side, inputs.origins, lang)}"))
            for side in each.sides
        ]
        settled = each.settled.get(lang)
        open_ = Text("未有定论", "not settled").get(lang)
        rows.append(
            [
                lines(strong(each.about.get(lang)), muted(each.id)),
                one,
                lines(*others) if others else "–",
                lines(each.consequence.get(lang), muted(settled or open_)),
            ]
        )
    words = Text("关于|一方|另一方|处理", "about|one side|the other|what follows")
    return [head, grid(words.get(lang).split("|"), rows, [3, 5, 5, 5], size=7.4)]


def _source(side: Side, origins: Mapping[tuple[str, str], str], lang: str) -> str:
    """The citation of a side, a copy named by its id in full."""
    cite = side.citation
    named = origins.get((side.item, cite.source)) or next(
        (origin for (_, capture), origin in origins.items() if capture == cite.source), cite.source
    )
    return cited(replace(cite, source=named), lang)


def _tasks(inputs: OfficerInputs, lang: str) -> list[Block]:
    head = section(Text("五、待核实的任务", "5  Open verification tasks"), lang)
    if not inputs.tasks:
        return [head, paragraph(Text("没有。", "None."), lang)]
    late = sum(each.overdue > 0 for each in inputs.tasks)
    rows: list[list[Cell]] = []
    for each in inputs.tasks:
        due = each.task.due or "–"
        over = Text(f"逾期 {each.overdue} 天", f"{each.overdue} days overdue").get(lang)
        rows.append(
            [
                lines(strong(due), over) if each.overdue else due,
                each.task.find.get(lang),
                whom(each.task.ask).get(lang),
                muted(each.task.item),
            ]
        )
    said = Text(
        f"{len(inputs.tasks)} 项未完成，其中 {late} 项逾期。", f"{len(inputs.tasks)} open, {late} of them overdue."
    )
    words = Text("期限|要找什么|问谁|条目", "due|what to find|whom to ask|item")
    return [head, small(said, lang), grid(words.get(lang).split("|"), rows, [3, 8, 5, 4], size=7.4)]


def _items(inputs: OfficerInputs, lang: str) -> list[Block]:
    signals = [row for row in inputs.rows if row.item.kind in SIGNALS]
    rules = [row for row in inputs.rows if row.item.kind not in SIGNALS]
    return [
        section(Text("六、磋商、备忘录、方案、报道", "6  Talks, memoranda, plans, reports"), lang),
        small(GRADES, lang),
        _table(signals, lang),
        section(Text("七、法律、规则、标准", "7  Laws, rules, standards"), lang),
        small(WAITS, lang),
        _table(rules, lang),
    ]


def _table(rows: Sequence[PolicyRow], lang: str) -> Block:
    cells: list[list[Cell]] = []
    for row in rows:
        held = dict.fromkeys(
            f"{STATUS_TEXT[each.event.status].get(lang)} {each.event.grade}" for each in row.status.held
        )
        cells.append(
            [
                lines(row.item.title.get(lang), muted(f"{INSTRUMENT_TEXT[row.item.kind].get(lang)} · {row.item.id}")),
                STATUS_TEXT[row.status.status].get(lang),
                strong(str(row.grade)),
                ACTION_TEXT[row.action].get(lang),
                joined(list(held), lang) or "–",
                f"{row.applies} †" if row.waits else row.applies or "–",
            ]
        )
    words = Text(
        "条目|当日状态|等级|最多可以|未采纳（证据不支持）|起适用",
        "item|status on the day|grade|at most|held back, not evidenced|applies from",
    )
    return grid(words.get(lang).split("|"), cells, [8, 4, 0, 0, 5, 0], size=7.4)
