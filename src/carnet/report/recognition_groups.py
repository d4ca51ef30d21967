"""The rules of the exporter's page: markets in which one rule counts, how near each is, and how they are named."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.recognition.schedule import schedule
from carnet.report.recognition_words import PURPOSE_TEXT, VERDICT_STYLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from carnet.recognition.model import Requirement
    from carnet.recognition.verdict import Verdict

OPEN = ("after_recalculation", "after_evidence", "needs_decision", "cannot")
# What a body or a document alone answers is another proof under every rule, however alike the words.
_OWN = frozenset({"", "case", "held"})
_FEW = 2  # markets named; of more the number is told

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """One rule and the markets in which it is the one that counts."""

    verdict: Verdict
    markets: tuple[str, ...]

    @property
    def least(self) -> Fraction:
        """The least days until its evidence is there, all that can begin beginning at once."""
        return schedule(self.verdict.evidence).days


def groups_of(verdicts: Sequence[Verdict]) -> tuple[Group, ...]:
    """Put together the markets in which one and the same rule gives the same verdict."""
    found: dict[tuple[str, str, str, tuple[Text, ...]], list[Verdict]] = {}
    for one in verdicts:
        if one.overall != "no_rule_on_file":
            found.setdefault((one.entry_market, one.purpose, one.overall, one.why), []).append(one)
    return tuple(Group(each[0], tuple(one.market for one in each)) for each in found.values())


def open_groups(groups: Sequence[Group]) -> list[Group]:
    """Return the rules with evidence to bring, the nearest first: by verdict, sure scope, least days."""
    order = list(VERDICT_STYLE)
    return sorted(
        (group for group in groups if group.verdict.overall in OPEN and group.verdict.evidence),
        key=lambda each: (
            order.index(each.verdict.overall),
            each.verdict.scope.answer != "in",
            each.least,
            days_of(each.verdict.evidence),
        ),
    )


def days_of(wanted: Sequence[Requirement]) -> tuple[Decimal, int]:
    """Add the days of requirements as if one came after the other, and count those that state none."""
    stated = [Decimal(each.days) for each in wanted if _is_number(each.days)]
    return sum(stated, Decimal(0)), len(wanted) - len(stated)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


def key_of(wanted: Requirement) -> Key:
    """What makes two proofs the same: the words and days of what a study shows, the id of anything else."""
    own = wanted.check.partition(":")[0] in _OWN
    return (wanted.id if own else wanted.check), wanted.what.en, wanted.days


def shared_of(todo: Sequence[Group]) -> dict[Key, list[tuple[Requirement, Group]]]:
    """Evidence that more than one rule asks for, with the rules."""
    found: dict[Key, list[tuple[Requirement, Group]]] = {}
    for group in todo:
        for each in group.verdict.evidence:
            found.setdefault(key_of(each), []).append((each, group))
    return {key: pairs for key, pairs in found.items() if len(pairs) > 1}


def group_name(markets: Mapping[str, Text], group: Group, lang: str, inside: Sequence[str] = ()) -> str:
    """The market of the rule, and of those inside it as few names as tell which.

    Args:
        markets: market → name.
        group: the rule.
        lang: zh or en.
        inside: every market of the page in which the rule of this market holds.
    """
    one = group.verdict
    own = markets[one.entry_market].get(lang) if one.entry_market in group.markets else ""
    others = [key for key in group.markets if key != one.entry_market]
    names = [markets[key].get(lang) for key in others]
    comma = "、" if lang == "zh" else ", "
    if not own or not others:
        return own or comma.join(names)
    if set(others) >= set(inside) - {one.entry_market}:
        return f"{own}及其成员国" if lang == "zh" else f"{own} and its members"
    if len(others) <= _FEW:
        return comma.join([own, *names])
    return f"{own}及{len(others)}个成员国" if lang == "zh" else f"{own} and {len(others)} members"


def inside_of(verdicts: Sequence[Verdict], market: str) -> tuple[str, ...]:
    """Return the markets in which the rules of a market hold, as far as the verdicts show."""
    return tuple(dict.fromkeys(one.market for one in verdicts if one.entry_market == market))


def serves(markets: Mapping[str, Text], groups: Sequence[Group], lang: str) -> str:
    """Say which rules a proof serves: for each purpose the markets, or how many."""
    by: dict[str, list[str]] = {}
    for group in groups:
        by.setdefault(group.verdict.purpose, []).append(group.verdict.entry_market)
    said = []
    for purpose, where in by.items():
        keys = list(dict.fromkeys(where))
        names = [markets.get(key, Text(key, key)).get(lang) for key in keys]
        few = len(names) <= _FEW
        count = f"{len(names)}处" if lang == "zh" else f"{len(names)} rules"
        which = ("、" if lang == "zh" else ", ").join(names) if few else count
        what = PURPOSE_TEXT[purpose].get(lang)
        said.append(f"{what}（{which}）" if lang == "zh" else f"{what} ({which})")
    return ("；" if lang == "zh" else "; ").join(said)
