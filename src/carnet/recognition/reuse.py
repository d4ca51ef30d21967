"""What of a verification under one regime serves another market: reused, checked again, or new.

A plan, not a right: whether the second body accepts what the first has checked is its own decision. A repetition counts
as avoided only when that body has signed for this result, names the first verification that it took over, which is on
file, and says that no second one was made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carnet.errors import Text
from carnet.recognition.bodies import power_of, same_body
from carnet.recognition.dimensions import VERDICT_TEXT, Judged
from carnet.recognition.ledger import Applied, Ledger, decided, in_force, standing
from carnet.recognition.model import CaseAcceptance, Party
from carnet.recognition.readiness import Item
from carnet.recognition.scope import Case

USE_TEXT: Mapping[str, Text] = {
    "reuse": Text("可沿用", "reused"),
    "recheck": Text("须复核", "checked again"),
    "new": Text("须新做", "new"),
}
# The five groups in which checks repeat, and the dimensions each looks at.
GROUPS: tuple[tuple[str, Text, tuple[str, ...]], ...] = (
    ("governance", Text("体系的治理与独立性", "governance and independence of the programme"), ()),
    ("rules", Text("产品类别规则：范围与等效", "product category rules: scope and equivalence"), ("D1", "D2", "D3")),
    (
        "calculation",
        Text("计算规则与背景数据", "calculation rules and background data"),
        ("D4", "D5", "D6", "D7", "D8", "D9", "K1", "K3"),
    ),
    ("verifier", Text("核查机构的能力、认可与程序", "verifier competence, accreditation, procedure"), ("K5",)),
    (
        "report",
        Text("报告内容、有效期、登记与标志", "report content, validity, registration, use of the mark"),
        ("K2", "K4"),
    ),
)


def took_over(one: CaseAcceptance, ledger: Ledger, case: Case) -> bool:
    """Tell whether a decision took over a first verification instead of repeating it.

    The first one is on file, of this very result, by another body for another market and purpose, was accepted and
    stood on the day of the decision; and the decision says that no second verification was made.
    """
    first = next((each for each in ledger.cases if each.id == one.first), None)
    if first is None or one.second_verification or first.decision != "accepted" or same_body(first.body, one.body):
        return False
    elsewhere = (first.market, first.purpose) != (one.market, one.purpose)
    return elsewhere and standing(first, case, one.on, market=False) is None


@dataclass(frozen=True, slots=True)
class Line:
    """One thing a verifier looks at, what of it serves again, and why. `days`: of the checklist, empty: not known."""

    group: str
    subject: Text
    use: str
    why: Text
    days: str = ""
    dimension: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan. `avoided`: repetitions in fact avoided, each a case the second body has signed."""

    lines: tuple[Line, ...]
    avoided: tuple[CaseAcceptance, ...]
    bodies_to_ask: tuple[Text, ...]

    def count(self, use: str) -> int:
        """How many lines are of one use."""
        return sum(line.use == use for line in self.lines)


_USE = {
    "meets": "reuse",
    "after_recalculation": "recheck",
    "after_evidence": "new",
    "needs_decision": "new",
    "cannot": "new",
}


def reuse_plan(  # noqa: PLR0913 - the two sides of a plan
    dimensions: Sequence[Judged],
    names: Mapping[str, Text],
    items: Sequence[Item],
    applied: Sequence[Applied],
    ledger: Ledger,
    case: Case,
    day: str,
    decides: Sequence[Party],
    *,
    legal: bool,
) -> Plan:
    """Work out the plan.

    Args:
        dimensions: the assessment under the first regime, judged against the second market.
        names: dimension → its name.
        items: the second market's checklist.
        applied: arrangements applied to this case.
        ledger: cases decided.
        case: product, plant, second market and purpose.
        day: the day asked about.
        decides: who decides in the second market; nobody else's signature avoids a repetition.
        legal: the second market asks by law.
    """
    by_name = {one.dimension: one for one in dimensions}
    lines: list[Line] = []
    for group, title, parts in GROUPS:
        if not parts:
            carried = [one for one in in_force(applied) if one.recognition.recognised == "label"]
            use = "reuse" if carried else "new"
            why = (
                Text(f"由 {carried[0].recognition.id} 互认", f"carried by {carried[0].recognition.id}")
                if carried
                else Text("没有运行中的互认安排", "no arrangement is operating")
            )
            lines.append(Line(group, title, use, why))
        for part in parts:
            one = by_name.get(part)
            if one is None:
                continue
            use = _USE[one.verdict]
            if use == "reuse" and part == "K5" and not one.by:
                use = "recheck"
            said = VERDICT_TEXT[one.verdict]
            first = one.why[0] if one.why else said
            lines.append(
                Line(
                    group,
                    names.get(part, Text(part, part)),
                    use,
                    Text(f"{said.zh}：{first.zh}", f"{said.en}: {first.en}"),
                    "",
                    part,
                )
            )
    for item in items:
        use = "reuse" if item.state == "present" else "new"
        lines.append(
            Line("items", item.requirement.what, use, item.why, "" if use == "reuse" else item.requirement.days)
        )
    avoided = tuple(
        one
        for one in decided(ledger, case, day)
        if one.decision == "accepted"
        and power_of(one.body, decides, legal=legal, market=one.market).reaches
        and took_over(one, ledger, case)
    )
    return Plan(tuple(lines), avoided, tuple(body.name for body in decides))
