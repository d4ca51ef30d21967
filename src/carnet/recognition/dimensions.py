"""One dimension of an assessment against a market's rules: what recalculation settles, what evidence, what a body.

The table of verdicts: a rule that differs is recalculated where the inventory allows; assurance never is; a rule nobody
has read is for the body that made it. A near-equal number settles nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.recognition.model import Citation, Demand, Requirement
from carnet.recognition.vocabulary import DIMENSIONS, VERDICTS
from carnet.regime.vocabulary import ABSENT, BY_ID

if TYPE_CHECKING:
    from carnet.regime.compare import Comparison

_STATUS_ORDER = ("read", "secondary", "recalled", "conflicting", "unknown", ABSENT)
RECALLED = "recalled"
_WRITTEN = frozenset({"K1", "K2", "K3", "K4", "K5"})  # no figure is needed to document them
_SHOWN = 3  # parameters named in a sentence; the rest is counted
VERDICT_TEXT: Mapping[str, Text] = {
    "meets": Text("符合", "meets"),
    "after_recalculation": Text("重算后符合", "meets after recalculation"),
    "after_evidence": Text("补证据后符合", "meets after evidence"),
    "needs_decision": Text("须由机构决定", "needs a decision"),
    "cannot": Text("不能符合", "cannot meet"),
}


NOWHERE = Citation("")


@dataclass(frozen=True, slots=True)
class DimensionRule:
    """What may be done about a difference in one dimension: recalculate, prove, or ask.

    `decides`: the question only a body answers. `evidence`: forms of proof that are usual, to be told apart by process.
    """

    id: str
    name: Text
    recalculate: Text
    decides: Text
    evidence: tuple[Requirement, ...] = ()
    citation: Citation = NOWHERE


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the assessment under the market's regime.

    `figure`: that regime gives a figure; None: there is none to calculate with. `missing`: parameters of its rules that
    nobody has read and on which the figure waits. `lacks`: data of the product its rules ask for and the study does not
    give. `accepted`: parameters a named person has settled in the study, `confirmed`: those of them with a source.
    `problems`: why it could not be calculated.
    """

    home: str = ""
    target: str = ""
    target_version: str = ""
    comparisons: Mapping[str, tuple[Comparison, ...]] = field(default_factory=dict)
    figure: bool | None = None
    missing: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    lacks: tuple[Text, ...] = ()
    gaps: int = 0
    primary_missing: int = 0
    study_status: str = ""
    problems: tuple[Text, ...] = ()
    no_gas_split: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict of one dimension. `parameters`: those that differ; `by`: the arrangement or case that carries it.

    `usual`: the usual proofs of this dimension would help; false where only the market's own list speaks of it, and
    where it is the rule that is not known. `settle`: parameters of the market's rule to be settled first.
    """

    dimension: str
    verdict: str
    why: tuple[Text, ...]
    citation: Citation
    missing: tuple[Text, ...] = ()
    parameters: tuple[str, ...] = ()
    by: str = ""
    usual: bool = False
    settle: tuple[str, ...] = ()


Finding = tuple[str, Text, Citation, tuple[Text, ...]]


def worst(verdicts: Sequence[str]) -> str:
    """Return the worst of some verdicts of dimensions; nothing at all is no verdict to meet."""
    return max(verdicts, key=VERDICTS.index, default="needs_decision")


def judge_all(
    facts: Facts,
    demands: Sequence[Demand],
    checked: Callable[[str], str | None],
    reached: Mapping[str, str],
    *,
    open_extra: Sequence[Text] = (),
) -> tuple[Judged, ...]:
    """Judge the fourteen dimensions; without a regime to compare with, only those of which anything can be said.

    Args:
        facts: the study under the market's regime.
        demands: what the market asks beside the regime.
        checked: state of a named readiness check, None where there is no such check.
        reached: dimension or parameter → the arrangement in force that carries it.
        open_extra: requirements that come with such an arrangement and are not met yet.
    """
    every = (_judge(name, facts, demands, checked, reached, open_extra) for name in DIMENSIONS)
    return tuple(one for one in every if facts.target or one.why[0] != NOTHING or one.dimension == "K5")


def _judge(
    name: str,
    facts: Facts,
    demands: Sequence[Demand],
    checked: Callable[[str], str | None],
    reached: Mapping[str, str],
    open_extra: Sequence[Text],
) -> Judged:
    if name in reached:
        by = reached[name]
        if open_extra:
            why = Text(f"由 {by} 互认，但附加要求还没有满足", f"carried by {by}, its extra requirements still open")
            return Judged(name, "after_evidence", (why,), Citation(by), tuple(open_extra), (), by)
        return Judged(name, "meets", (Text(f"由 {by} 互认", f"carried by {by}"),), Citation(by), (), (), by)
    items = [one for one in facts.comparisons.get(name, ()) if one.parameter not in reached]
    found: list[Finding] = []
    proven = name == "K5" and any(one.dimension == name and checked(one.check) == "present" for one in demands)
    if proven:
        why = Text("该规则的核查意见已在档", "a statement under this rule is on file")
        return Judged(name, "meets", (why,), _cite(items))
    settle: tuple[str, ...] = ()
    helped = False
    if facts.target:
        settle = _to_settle(name, facts, items)
        of_rules, helped = _by_rules(name, facts, items)
        found += of_rules
    if name == "D9":
        of_data = _by_data(facts)
        found += of_data
        helped = helped or bool(of_data)
    asked = [each for each in (_by_demand(one, checked) for one in demands if one.dimension == name) if each]
    usual = helped and not (name == "K5" and asked)
    found += asked
    differing = tuple(one.parameter for one in items if one.verdict not in {"same", "neither"} and _says(one))
    if not found:
        if name == "K5" or not facts.target:
            why = NOTHING
            verdict = "needs_decision" if name == "K5" else "meets"
            lacking = (
                (Text("向决定机构问清核查要求", "ask the deciding body what assurance it wants"),)
                if name == "K5"
                else ()
            )
            return Judged(name, verdict, (why,), Citation(""), lacking, differing)
        cite = _cite(items)
        same = Text("规定相同，或对方没有要求", "the rules are the same, or nothing is asked")
        return Judged(name, "meets", (same,), cite, (), differing)
    verdict = worst([each[0] for each in found])
    ranked = sorted(found, key=lambda each: -VERDICTS.index(each[0]))
    missing = tuple(dict.fromkeys(text for each in ranked for text in each[3]))
    return Judged(name, verdict, tuple(each[1] for each in ranked), ranked[0][2], missing, differing, "", usual, settle)


def _says(one: Comparison) -> bool:
    """Whether the market's regime asks anything on file about it; "no rule" asks nothing."""
    return not one.unread_other and one.other.status != ABSENT


def _unread(facts: Facts, items: Sequence[Comparison]) -> list[Comparison]:
    """What the market's regime asks, nobody has read, and nobody has settled."""
    return [one for one in items if _says(one) and one.other.value is None and one.parameter not in facts.accepted]


def _recalled(facts: Facts, items: Sequence[Comparison]) -> list[Comparison]:
    """What is on file of the market's rule from memory alone and nobody has confirmed with a source."""
    if facts.home.partition("@")[0] == facts.target.partition("@")[0]:
        return []  # one and the same rule: nothing turns on how well it is known
    return [
        one
        for one in items
        if _says(one)
        and one.other.value is not None
        and one.other.status == RECALLED
        and one.parameter not in facts.confirmed
    ]


def _assumed(facts: Facts, items: Sequence[Comparison]) -> list[Comparison]:
    """Rules nobody has read, for which a person has supplied a value without a source."""
    return [
        one
        for one in items
        if _says(one)
        and one.other.value is None
        and one.parameter in facts.accepted
        and one.parameter not in facts.confirmed
    ]


def _to_settle(name: str, facts: Facts, items: Sequence[Comparison]) -> tuple[str, ...]:
    """The parameters to be settled first: those of this dimension, and those on which every figure waits."""
    own = [*_unread(facts, items), *_assumed(facts, items), *_recalled(facts, items)]
    waits = facts.missing if facts.figure is False and name not in _WRITTEN and _differing(facts, items) else ()
    return tuple(dict.fromkeys((*(one.parameter for one in own), *waits)))


def settle_command(regime: str, parameter: str) -> str:
    """The command by which a named person settles a parameter of a rule, with the clause that was read."""
    return f"carnet accept STUDY --regime {regime} --parameter {parameter} [--value VALUE] --source CLAUSE --by NAME"


def _settle(facts: Facts, parameter: str) -> Text:
    name, command = _name(parameter), settle_command(facts.target, parameter)
    return Text(f"确认{name.zh}（{parameter}）：{command}", f"settle {name.en} ({parameter}): {command}")


def _differing(facts: Facts, items: Sequence[Comparison]) -> list[Comparison]:
    """Rules of the market that are known, by the file or by what a person has cited, and differ.

    An unknown on the home side alone is no obstacle: the market's rule is calculated with.
    """
    unread = _unread(facts, items)
    supplied = [one for one in items if _says(one) and one.other.value is None and one.parameter in facts.confirmed]
    found = [one for one in items if one.verdict in {"differs", "worded"} and _says(one) and one not in unread]
    found += [one for one in supplied if one not in found]
    return found or [one for one in items if one.verdict == "unknown" and _says(one) and one.other.value is not None]


def _by_rules(name: str, facts: Facts, items: Sequence[Comparison]) -> tuple[list[Finding], bool]:
    """What the difference between the two regimes asks for, and whether the usual proofs of the dimension help."""
    found: list[Finding] = []
    unread = _unread(facts, items)
    if unread:
        names = _names(unread)
        why = Text(f"{facts.target} 的规定没有读到：{names.zh}", f"the rule of {facts.target} was not read: {names.en}")
        lacking = tuple(_settle(facts, one.parameter) for one in unread)
        found.append(("needs_decision", why, _cite(unread), lacking))
    if name == "K5":
        asked = [one for one in items if _says(one) and one.other.value is not None]
        why = Text(
            "核查保证不能靠重算得到：须有该规则认可的核查机构的核查意见",
            "assurance is never recalculated: a statement of a verifier whom this rule admits is needed",
        )
        found += [("after_evidence", why, _cite(asked), (STATEMENT,))] if asked else []
        return found, bool(asked)
    of_memory = _by_memory(facts, items)
    differing = _differing(facts, items)
    if not differing:
        return [*found, *of_memory], False
    names, cite = _names(differing), _cite(differing)
    if name in {"K1", "K2", "K3"}:
        why = Text(f"须按对方要求补写或补文件：{names.zh}", f"to be documented as the rule asks: {names.en}")
        lacking = tuple(_asked(one) for one in differing)
        return [*found, ("after_evidence", why, cite, lacking), *of_memory], True
    if name == "D4" and facts.no_gas_split:
        why = Text("只有合计的CO2e，没有分气体的量，无法换GWP", "only a total of CO2e is held, no split by gas")
        return [*found, ("cannot", why, cite, (Text("分气体的排放量", "emissions by gas"),)), *of_memory], True
    if facts.figure is False and name != "K4":
        differs = Text(f"规定不同：{names.zh}", f"the rules differ: {names.en}")
        verdict, reason, lacking = _not_computed(facts)
        of_unit = name == "D1" and bool(facts.lacks) and not facts.missing
        return [*found, (verdict, reason, cite, lacking), (verdict, differs, cite, ()), *of_memory], of_unit
    why = Text(f"规定不同，已按对方规则重算：{names.zh}", f"the rules differ; recalculated: {names.en}")
    return [*found, ("after_recalculation", why, cite, ()), *of_memory], False


def _by_memory(facts: Facts, items: Sequence[Comparison]) -> list[Finding]:
    """A rule on file from memory, or a value assumed, is calculated with; it stays open until the text is cited."""
    found: list[Finding] = []
    recalled, assumed = _recalled(facts, items), _assumed(facts, items)
    if recalled:
        why = Text(
            f"{facts.target} 有些规定凭记忆在档，须对照原文确认（carnet accept）",
            f"rules of {facts.target} are on file as recalled, to be confirmed against the text (carnet accept)",
        )
        found += _open_until_cited(facts, why, recalled, Text("凭记忆：", "recalled: "))
    if assumed:
        why = Text(
            f"{facts.target} 有些规定没有读到，按研究中填写的假设计算",
            f"rules of {facts.target} were not read; calculated on values assumed in the study",
        )
        found += _open_until_cited(facts, why, assumed, Text("假设：", "assumed: "))
    return found


def _open_until_cited(facts: Facts, why: Text, items: Sequence[Comparison], lead: Text) -> list[Finding]:
    names, cite = _names(items), _cite(items)
    lacking = tuple(_settle(facts, one.parameter) for one in items)
    named = Text(f"{lead.zh}{names.zh}", f"{lead.en}{names.en}")
    return [("after_evidence", why, cite, lacking), ("after_evidence", named, cite, ())]


def _not_computed(facts: Facts) -> tuple[str, Text, tuple[Text, ...]]:
    """Why there is no figure: a rule nobody has settled, or data; the one is never told as the other."""
    if facts.missing:
        listed = ", ".join(facts.missing[:_SHOWN])
        more = len(facts.missing) - _SHOWN
        zh, en = (f"等 {len(facts.missing)} 项", f" and {more} more") if more > 0 else ("", "")
        why = Text(
            f"还没有按 {facts.target} 重算：先要确认它的规定 {listed}{zh}（carnet accept）",
            f"not recalculated under {facts.target} yet: settle its rule {listed}{en} first (carnet accept)",
        )
        return "needs_decision", why, tuple(_settle(facts, one) for one in facts.missing)
    lacking = (*facts.lacks, *facts.problems)
    said = lacking[0] if lacking else Text("算不出数", "no figure comes out")
    why = Text(
        f"按 {facts.target} 计算所需的数据不全：{said.zh.rstrip('。')}",
        f"data needed to calculate by {facts.target} are missing: {said.en.rstrip('.')}",
    )
    return "after_evidence", why, lacking or (said,)


NOTHING = Text("这一项没有规定在档", "no rule about this is on file")
STATEMENT = Text("该规则认可的核查机构的核查意见", "a verification statement by a verifier this rule admits")


def _by_data(facts: Facts) -> list[Finding]:
    """What the study's own data leave open, whatever the rules."""
    found: list[Finding] = []
    here = Citation("study", "status", "read")
    if facts.study_status and facts.study_status != "plant":
        why = Text(
            "研究用的是文献或示例数据，不是本厂数据",
            "the study rests on literature or invented data, not the plant's own",
        )
        found.append(
            ("after_evidence", why, here, (Text("本厂一整年的活动数据", "a year of the plant's own activity data"),))
        )
    if facts.gaps:
        why = Text(f"计算有 {facts.gaps} 处缺口", f"the calculation has {facts.gaps} gaps")
        found.append(("after_evidence", why, Citation("study", "gaps", "read"), (why,)))
    if facts.primary_missing:
        count = facts.primary_missing
        why = Text(f"{count} 行须用自有数据", f"{count} rows must be the company's own data")
        found.append(("after_evidence", why, Citation("study", "primary_missing", "read"), (why,)))
    return found


def _by_demand(demand: Demand, checked: Callable[[str], str | None]) -> Finding | None:
    """What the market asks beside the regime; nothing when its check is met."""
    if demand.check and checked(demand.check) == "present":
        return None
    if demand.verdict == "meets":
        return None
    return demand.verdict, demand.why, demand.citation, demand.missing


def _asked(one: Comparison) -> Text:
    name = _name(one.parameter)
    return Text(f"{name.zh}（{one.parameter}）", f"{name.en} ({one.parameter})")


# Labels that wait for their value are no names in a sentence.
_IN_A_SENTENCE: Mapping[str, Text] = {
    "K2.period_kind": Text("基准期的种类", "kind of reference period"),
    "K2.validity_from": Text("有效期的起算日", "day from which validity counts"),
    "K2.check": Text("复查的间隔", "how often it is looked over again"),
    "K1.primary_share_rule": Text("初级数据的认定", "what counts as primary data"),
    "K1.data_order": Text("数据的先后次序", "order in which data are taken"),
}


def _name(parameter: str) -> Text:
    return _IN_A_SENTENCE.get(parameter, BY_ID[parameter].name)


def _names(items: Sequence[Comparison]) -> Text:
    shown = [_name(one.parameter) for one in items[:_SHOWN]]
    more = len(items) - len(shown)
    zh = "、".join(name.zh for name in shown) + (f"等 {len(items)} 项" if more else "")
    en = ", ".join(name.en for name in shown) + (f" and {more} more" if more else "")
    return Text(zh, en)


def _cite(items: Sequence[Comparison]) -> Citation:
    """Cite the market's side, with the weakest status of the values it rests on."""
    stated = [one.other for one in items if one.other.source_title]
    if not stated:
        return Citation("")
    weakest = max(stated, key=lambda value: _STATUS_ORDER.index(value.status) if value.status in _STATUS_ORDER else 0)
    first = stated[0]
    return Citation(first.source_title, first.clause, weakest.status)
