"""The way to what is not accepted yet: the nearest rules and who begins, then all evidence with forms and days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.recognition.readiness import STATE_TEXT, TEAM_TEXT
from carnet.recognition.schedule import days_text, schedule
from carnet.report.blocks import grid, lines, muted, paragraph, small, strong
from carnet.report.recognition_groups import (
    Group,
    Key,
    days_of,
    group_name,
    inside_of,
    key_of,
    open_groups,
    serves,
    shared_of,
)
from carnet.report.recognition_pages import cited, section
from carnet.report.recognition_words import KIND_TEXT, PURPOSE_TEXT, VERDICT_STYLE, joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.recognition.model import Requirement
    from carnet.recognition.verdict import Verdict
    from carnet.report.blocks import Block, Cell

NEAREST = 3
_FIRST = 3  # items named that can begin at once
_NOTE = Text(
    "证据即可补齐的在前，须机构决定的在后。天数是排期用的假设：一种逐项相加，一种能并行的都并行；写“?”的没有天数，另计。须机构决定的，备齐证据也不等于会被接受。",
    "What evidence alone can settle comes first, what a body must decide last. Days are assumptions for "
    "planning, once added up one after the other and once side by side where they can be; items marked ? state no days "
    "and come on top. Where a body must decide, complete evidence promises no acceptance.",
)


def nearest(
    markets: Mapping[str, Text], verdicts: Sequence[Verdict], groups: Sequence[Group], lang: str
) -> list[Block]:
    """The nearest rules in a few lines: how many items, the least days, who begins with what."""
    todo = open_groups(groups)
    head = section(
        Text(
            "二、最近的路：还差几项、最少几天、谁先做什么",
            "2  The nearest ways: how many items, how many days, who begins",
        ),
        lang,
    )
    if not todo:
        return [head, paragraph(Text("没有待补的证据。", "No evidence is missing."), lang)]
    ways = _ways(todo)
    rows: list[list[Cell]] = []
    for way in ways[:NEAREST]:
        one = way[0].verdict
        style = VERDICT_STYLE[one.overall]
        names = [group_name(markets, each, lang, inside_of(verdicts, one.entry_market)) for each in way]
        least = days_text(way[0].least) + ("+" if days_of(one.evidence)[1] else "")
        rows.append(
            [
                lines(
                    strong(PURPOSE_TEXT[one.purpose].get(lang)),
                    _listed(names, lang),
                    muted(KIND_TEXT[one.kind].get(lang)),
                ),
                strong(f"{style.code}  {style.name.get(lang)}"),
                str(len(one.evidence)),
                least,
                lines(*_begin(one, lang)),
            ]
        )
    heads = Text(
        "用途，规则|判断|项|最少天数|谁先做什么", "purpose, rule|verdict|items|least days|who begins with what"
    )
    blocks: list[Block] = [head, grid(heads.get(lang).split("|"), rows, [5, 3, 0, 0, 9], "llrrl", size=7.8)]
    left = len(todo) - sum(len(way) for way in ways[:NEAREST])
    if left:
        words = Text(
            f"每种用途取最近的规则；另有 {left} 条见第六节。天数是排期用的假设；证据备齐不等于会被接受。",
            f"The nearest rule of each purpose; {left} more in section 6. Days are assumptions for planning; complete "
            "evidence promises no acceptance.",
        )
        blocks.append(small(words, lang))
    return blocks + _without(markets, verdicts, groups, lang)


def _ways(todo: Sequence[Group]) -> list[list[Group]]:
    """For each purpose the nearest rules: those that ask as many items in as few days as the first."""
    found: dict[str, list[Group]] = {}
    for each in todo:
        found.setdefault(each.verdict.purpose, []).append(each)
    return [[each for each in rules if _like(each, rules[0])] for rules in found.values()]


def _like(one: Group, other: Group) -> bool:
    a, b = one.verdict, other.verdict
    return (a.overall, len(a.evidence), one.least) == (b.overall, len(b.evidence), other.least)


def _listed(names: Sequence[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(names)


def _begin(one: Verdict, lang: str) -> list[Cell]:
    """The items that can begin at once, one of each team, what leads the longest chain first."""
    when = schedule(one.evidence)
    wanted = {each.id: each for each in one.evidence}
    now = [wanted[step.id] for step in sorted(when.steps, key=lambda s: (not s.critical, -s.end)) if not step.begin]
    by_team: dict[str, Requirement] = {}
    for each in now:
        by_team.setdefault(each.team, each)
    colon = "：" if lang == "zh" else ": "
    return [f"{TEAM_TEXT[team].get(lang)}{colon}{each.what.get(lang)}" for team, each in list(by_team.items())[:_FIRST]]


def _without(
    markets: Mapping[str, Text], verdicts: Sequence[Verdict], groups: Sequence[Group], lang: str
) -> list[Block]:
    """What a rule allows while its evidence is open."""
    found: list[Block] = []
    for group in groups:
        one = group.verdict
        if one.without_evidence.text.en:
            where = group_name(markets, group, lang, inside_of(verdicts, one.entry_market))
            what, said = PURPOSE_TEXT[one.purpose].get(lang), one.without_evidence.text.get(lang)
            cite = cited(one.without_evidence.citation, lang)
            words = f"{where}·{what}：{said}〔{cite}〕" if lang == "zh" else f"{where}, {what}: {said} [{cite}]"
            found.append(paragraph(Text(words, words), lang))
    return found


def paths(markets: Mapping[str, Text], verdicts: Sequence[Verdict], groups: Sequence[Group], lang: str) -> list[Block]:
    """All missing evidence: what serves several rules once, then what each asks besides; the nearest rule first."""
    head = Text("六、缺的全部证据：谁来办、什么形式、几天", "6  All that is missing: who, in which form, how many days")
    found: list[Block] = [section(head, lang), small(_NOTE, lang)]
    todo = open_groups(groups)
    if not todo:
        return [*found, paragraph(Text("没有待补的证据。", "No evidence is missing."), lang)]
    shared = shared_of(todo)
    if shared:
        several = Text(
            f"一次备齐，多处可用的证据：{len(shared)} 项",
            f"Evidence that serves several rules once: {len(shared)} items",
        )
        heads = Text("证据，形式|工序，期间|用于|团队|天", "evidence, form|process, period|serves|team|days")
        rows = _shared_rows(markets, list(shared.values()), lang)
        found += [_caption(several, lang), grid(heads.get(lang).split("|"), rows, [6, 6, 5, 2, 0], "llllr", size=7.2)]
    besides = Text("各规则另外要的，最近的在前", "What each rule asks besides, the nearest first")
    words = Text("证据，现状|形式，期间；依据|团队|天", "evidence, as it stands|form, period; clause|team|days")
    rows = [row for way in _alike(todo, set(shared)) for row in _path(markets, verdicts, way, set(shared), lang)]
    return [*found, _caption(besides, lang), grid(words.get(lang).split("|"), rows, [9, 8, 3, 0], "lllr", size=7.2)]


def _alike(todo: Sequence[Group], shared: set[Key]) -> list[list[Group]]:
    """Put rules together that ask the same of the same purpose besides what is shared, in the same days."""
    found: dict[object, list[Group]] = {}
    for each in todo:
        own = tuple((one.what.en, one.days) for one in each.verdict.evidence if key_of(one) not in shared)
        kind = (each.verdict.purpose, each.verdict.overall, each.verdict.kind, each.least, len(each.verdict.evidence))
        found.setdefault((kind, own), []).append(each)
    return list(found.values())


def _shared_rows(
    markets: Mapping[str, Text], shared: Sequence[Sequence[tuple[Requirement, Group]]], lang: str
) -> list[list[Cell]]:
    """The rows of what serves several rules; steps named before are not named again."""
    seen: set[str] = set()
    rows = []
    for pairs in shared:
        steps = pairs[0][0].process.get(lang)
        again = {"zh": "工序同上", "en": "steps as above"}[lang]
        rows.append(_several(markets, pairs, again if steps in seen else steps, lang))
        seen.add(steps) if steps else None
    return rows


def _several(
    markets: Mapping[str, Text], pairs: Sequence[tuple[Requirement, Group]], steps: str, lang: str
) -> list[Cell]:
    """A row of evidence that serves several rules; where they ask for other periods, each period with its rules."""
    first = pairs[0][0]
    periods: dict[str, list[Group]] = {}
    for each, group in pairs:
        periods.setdefault(each.period.get(lang), []).append(group)
    if len(periods) == 1:
        when = [next(iter(periods))]
    else:
        told = sorted(periods.items(), key=lambda pair: len(pair[1]))
        colon, unstated = ("：", "未另写期间") if lang == "zh" else (": ", "no period stated")
        when = [f"{serves(markets, groups, lang)}{colon}{period or unstated}" for period, groups in told[:-1]]
        rest = {"zh": "其余", "en": "the others"}[lang]
        when.append(f"{rest}{colon}{told[-1][0] or unstated}")
    return [
        lines(first.what.get(lang), muted(_forms(first, lang))),
        lines(steps, *when),
        muted(serves(markets, [group for _, group in pairs], lang)),
        _team(first, lang),
        first.days or "?",
    ]


def _path(
    markets: Mapping[str, Text], verdicts: Sequence[Verdict], way: Sequence[Group], shared: set[Key], lang: str
) -> list[list[Cell]]:
    """The rows of rules that ask the same: a heading with days, then what is not shared."""
    one = way[0].verdict
    total, unstated = days_of(one.evidence)
    least = days_text(way[0].least)
    style = VERDICT_STYLE[one.overall]
    own = [each for each in one.evidence if key_of(each) not in shared]
    names = _listed(
        [group_name(markets, each, lang, inside_of(verdicts, each.verdict.entry_market)) for each in way], lang
    )
    dot = "·" if lang == "zh" else ", "
    more = Text(f"，另 {unstated} 项没有天数", f", {unstated} without days on top") if unstated else Text("", "")
    count = len(one.evidence)
    told = Text(
        f"{count} 项，{count - len(own)} 项在上表；相加 {total} 天，并行最少 {least} 天{more.zh}",
        f"{count} items, {count - len(own)} above; {total} days in a row, {least} at least side by side{more.en}",
    )
    head: list[Cell] = [
        strong(f"{names}{dot}{PURPOSE_TEXT[one.purpose].get(lang)}{dot}{KIND_TEXT[one.kind].get(lang)}"),
        lines(strong(f"{style.code}  {style.name.get(lang)}"), told.get(lang)),
        "",
        "",
    ]
    states = {item.requirement.id: item for item in one.items}
    alike = [[each for each in group.verdict.evidence if key_of(each) not in shared] for group in way]
    rows = [_missing([rows[at] for rows in alike], states.get(each.id), lang) for at, each in enumerate(own)]
    return [head, *rows]


def _caption(words: Text, lang: str) -> Block:
    return {"t": "caption", "s": words.get(lang)}


def _forms(wanted: Requirement, lang: str) -> str:
    return joined([each.get(lang) for each in wanted.forms], lang)


def _team(wanted: Requirement, lang: str) -> Cell:
    owner = wanted.owner.get(lang)
    return lines(TEAM_TEXT[wanted.team].get(lang), muted(owner) if owner else "")


def _missing(wanted: Sequence[Requirement], item: Any, lang: str) -> list[Cell]:  # noqa: ANN401 - an Item or None
    """A row of what one rule asks, or several in the same words; each clause is named."""
    first = wanted[0]
    state = f"{STATE_TEXT[item.state].get(lang)}{'：' if lang == 'zh' else ': '}{item.why.get(lang)}" if item else ""
    clauses = dict.fromkeys(each.clause or cited(each.citation, lang) for each in wanted)
    form = joined([_forms(first, lang), first.process.get(lang), first.period.get(lang)], lang)
    return [
        lines(first.what.get(lang), muted(state)) if state else first.what.get(lang),
        lines(form, muted(joined(list(clauses), lang))),
        _team(first, lang),
        first.days or "?",
    ]
