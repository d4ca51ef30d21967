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

    `figure`: that regime gives a figure; None: there is none to calculate with. `missing`: its open parameters.
    `accepted`: parameters a named person has settled in the study. `problems`: why it could not be calculated.
    """

    home: str = ""
    target: str = ""
    target_version: str = ""
    comparisons: Mapping[str, tuple[Comparison, ...]] = field(default_factory=dict)
    figure: bool | None = None
    missing: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    gaps: int = 0
    primary_missing: int = 0
    study_status: str = ""
    problems: tuple[Text, ...] = ()
    no_gas_split: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict of one dimension. `parameters`: those that differ; `by`: the arrangement or case that carries it.

    `usual`: the usual proofs of this dimension would help; false where only the market's own list speaks of it.
    """

    dimension: str
    verdict: str
    why: tuple[Text, ...]
    citation: Citation
    missing: tuple[Text, ...] = ()
    parameters: tuple[str, ...] = ()
    by: str = ""
    usual: bool = False


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
    if facts.target:
        found += _by_rules(name, facts, items)
    if name == "D9":
        found += _by_data(facts)
    asked = [each for each in (_by_demand(one, checked) for one in demands if one.dimension == name) if each]
    usual = any(each[0] not in {"meets", "after_recalculation"} for each in found) and not (name == "K5" and asked)
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
    return Judged(name, verdict, tuple(each[1] for each in ranked), ranked[0][2], missing, differing, "", usual)


def _says(one: Comparison) -> bool:
    """Whether the market's regime asks anything on file about it; "no rule" asks nothing."""
    return not one.unread_other and one.other.status != ABSENT


def _by_rules(name: str, facts: Facts, items: Sequence[Comparison]) -> list[Finding]:
    """What the difference between the two regimes asks for."""
    found: list[Finding] = []
    unknown = [one for one in items if _says(one) and one.other.value is None and one.parameter not in facts.accepted]
    if unknown:
        names = _names(unknown)
        why = Text(f"{facts.target} 的规定没有读到：{names.zh}", f"the rule of {facts.target} was not read: {names.en}")
        lacking = tuple(
            Text(
                f"确认：{BY_ID[one.parameter].name.zh}（{one.parameter}）",
                f"settle {BY_ID[one.parameter].name.en} ({one.parameter})",
            )
            for one in unknown
        )
        found.append(("needs_decision", why, _cite(unknown), lacking))
    differing = [one for one in items if one.verdict in {"differs", "worded"} and _says(one) and one not in unknown]
    if name == "K5":
        asked = [one for one in items if _says(one) and one.other.value is not None]
        why = Text(
            "核查保证不能靠重算得到：须有该规则认可的核查机构的核查意见",
            "assurance is never recalculated: a statement of a verifier whom this rule admits is needed",
        )
        return [*found, ("after_evidence", why, _cite(asked), (STATEMENT,))] if asked else found
    if not differing:
        # An unknown on the home side alone is no obstacle: the market's rule is known and is calculated with.
        differing = [one for one in items if one.verdict == "unknown" and _says(one) and one.other.value is not None]
    if not differing:
        return found
    names = _names(differing)
    if name in {"K1", "K2", "K3"}:
        why = Text(f"须按对方要求补写或补文件：{names.zh}", f"to be documented as the rule asks: {names.en}")
        found.append(("after_evidence", why, _cite(differing), tuple(_asked(one) for one in differing)))
    elif name == "D4" and facts.no_gas_split:
        why = Text("只有合计的CO2e，没有分气体的量，无法换GWP", "only a total of CO2e is held, no split by gas")
        found.append(("cannot", why, _cite(differing), (Text("分气体的排放量", "emissions by gas"),)))
    elif facts.figure is False and name != "K4":
        why = Text(
            f"规定不同（{names.zh}），而且现有数据算不出来",
            f"the rules differ ({names.en}) and the data do not compute",
        )
        found.append(("after_evidence", why, _cite(differing), facts.problems))
    else:
        why = Text(f"规定不同，已按对方规则重算：{names.zh}", f"the rules differ; recalculated: {names.en}")
        found.append(("after_recalculation", why, _cite(differing), ()))
    return found


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
    name = BY_ID[one.parameter].name
    return Text(f"{name.zh}（{one.parameter}）", f"{name.en} ({one.parameter})")


def _names(items: Sequence[Comparison]) -> Text:
    shown = [BY_ID[one.parameter].name for one in items[:_SHOWN]]
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
