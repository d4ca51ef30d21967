"""What a check that blocks means for a price: withheld, or shown as an exploration that names the rule beside it.

A figure that is not valid under the act is never shown as what has to be paid. Where a failed rule makes the figure
wrong (something is counted twice, missing, or impossible) no price is shown. Where it leaves the arithmetic right but
the figure not fit to be declared (text not read, evidence missing, another year), the price is an exploration. A good
on its own default value rests on code, country, weight, day and tables alone: only the rules about these touch it, and
what the plant's data lack or contradict neither withholds nor marks its price.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from carnet.cbam.emissions import SingularError, behind
from carnet.cbam.evidence import lacks_of_works
from carnet.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.cbam.checks import Check
    from carnet.cbam.goods_result import GoodResult
    from carnet.cbam.result import Computed
    from carnet.inventory.model import Study

Effect = Literal["withhold", "explore"]
State = Literal["published", "exploration", "withheld"]
PRICE_RULE = "CBM-R54"  # speaks of one good at a time
MARK_UP_RULE = "CBM-R25"  # of the goods with that precursor inside
_BLOCKS = frozenset({"block", "block_money"})

# The figure would be wrong: another good's rules, emissions missing or twice, units, our own arithmetic.
_WRONG = "01 07 08 10 11 12 13 15 16 17 18 25 26 30 50 51 52 53 54 74 75"
# The arithmetic stands, but the act does not take the figure as actual data, or not yet.
_UNFIT = "02 03 04 05 06 20 21 22 23 24 31 32 33 37 38"
_BY_RULE: dict[str, Effect] = {
    **{f"CBM-R{rule}": "withhold" for rule in _WRONG.split()},
    **{f"CBM-R{rule}": "explore" for rule in _UNFIT.split()},
}
EFFECTS: Mapping[str, Effect] = MappingProxyType(_BY_RULE)
"""What every blocking rule does to a price; the tests hold it against the list of rules."""
OF_EVERY_BASIS = frozenset(f"CBM-R{rule}" for rule in ("01", "02", "18", "50", "51", "52", "53", "54"))
"""Rules that touch a good's own default value too: its scope, code, weight and import day, and our own arithmetic."""

_SHOWN = 6
_EXPLORED = Text(
    "试算，被{rules}阻断，不是应付价格", "exploration, blocked by {rules}: not a price to be paid"
)  # fmt: skip
_WITHHELD = Text("不给出价格，因为{rules}未通过", "no price, because of {rules}")
_LACKING = Text("不给出价格，因为工厂数据不全", "no price, because data of the plant are missing")
_UNPROVEN = Text(
    "试算，实际值没有有效的核查报告，不是应付价格",
    "exploration, actual values without a valid verification report: not a price to be paid",
)
_FREE = Text("", "")


@dataclass(frozen=True, slots=True)
class PriceState:
    """Whether a price may stand alone. `rules` that say otherwise; `text` is what is printed beside the figure."""

    state: State
    rules: tuple[str, ...]
    text: Text

    def json(self) -> dict[str, object]:
        """Return the shape that ``--json`` prints."""
        return {"state": self.state, "rules": list(self.rules), "text": self.text.json()}


FREE = PriceState("published", (), _FREE)
UNPROVEN = PriceState("exploration", (), _UNPROVEN)


def withheld_by(
    checks: Sequence[Check], good_id: str, basis: str, study: Study, computed: Computed
) -> tuple[Check, ...]:
    """Return the failed checks because of which no price of a good is shown.

    That of the price bars the goods it points at, or all where it points at none; a default that is not the table's
    with its mark-up bars the goods with that precursor inside. Everything else bars every good; of a good on its own
    default value only the rules of `OF_EVERY_BASIS` bar the price.
    """
    own = next((f"/cbam_goods/{i}" for i, row in enumerate(study.cbam_goods) if row.id == good_id), "")
    maker = next((row.process for row in study.cbam_goods if row.id == good_id), "")
    inside: set[str] = set()
    found: list[Check] = []
    for check in checks:
        if check.ok is not False or check.severity not in _BLOCKS:
            continue
        if check.severity == "block" and EFFECTS.get(check.rule) != "withhold":
            continue
        if basis == "default" and check.rule not in OF_EVERY_BASIS:
            continue
        rows = {"/".join(pointer.split("/")[:3]) for pointer in check.pointers}
        if check.rule == PRICE_RULE and own not in rows and any(row.startswith("/cbam_goods/") for row in rows):
            continue
        if check.rule == MARK_UP_RULE:
            inside = inside or _inside(study, computed, maker)
            if not rows & inside:
                continue
        found.append(check)
    return tuple(found)


def checks_for(checks: Sequence[Check], good: GoodResult) -> tuple[Check, ...]:
    """Return the checks that speak of the price of a good: where it is supposed, not that it is not published."""
    supposed = good.price is not None and good.price.cite.nature == "what_if"
    return tuple(check for check in checks if not (supposed and check.rule == PRICE_RULE))


def lacks_data(computed: Computed) -> bool:
    """Say whether the method lacks something, so that no price follows from the plant's data."""
    return any(each.severity == "error" for each in computed.problems)


def _inside(study: Study, computed: Computed, process: str) -> set[str]:
    """Return the pointers of the precursors bought for what a process makes."""
    if process not in {each.id for each in computed.processes}:
        return set()
    try:
        bought = behind(computed, process)[1]
    except SingularError:
        return {f"/precursors/{i}" for i in range(len(study.precursors))}
    return {f"/precursors/{i}" for i, row in enumerate(study.precursors) if row.id in bought}


def price_state(
    checks: Sequence[Check], good_id: str, basis: str, study: Study, computed: Computed, on: str
) -> PriceState:
    """Return how a price of a good may be shown.

    Args:
        checks: all checks of the study.
        good_id: the good.
        basis: what the price rests on: ``default``, ``actual`` or ``mixed``.
        study: rows of goods and precursors.
        computed: what the method yields.
        on: the day on which the verifier's accreditation has to be valid, ISO; empty: expiry is not looked at.
    """
    barred = withheld_by(checks, good_id, basis, study, computed)
    if barred:
        return _made("withheld", [check.rule for check in barred], _WITHHELD)
    if basis != "default" and lacks_data(computed):
        return PriceState("withheld", (), _LACKING)
    rules = [
        check.rule
        for check in checks
        if check.ok is False
        and check.severity in _BLOCKS
        and check.rule != PRICE_RULE
        and (basis != "default" or check.rule in OF_EVERY_BASIS)
    ]
    if rules:
        return _made("exploration", rules, _EXPLORED)
    return UNPROVEN if basis != "default" and lacks_of_works(study, on) else FREE


def _made(state: State, rules: Sequence[str], words: Text) -> PriceState:
    rest = len(rules) - _SHOWN
    named = Text(
        "、".join(rules[:_SHOWN]) + (f"等{len(rules)}项" if rest > 0 else ""),
        ", ".join(rules[:_SHOWN]) + (f" and {rest} more" if rest > 0 else ""),
    )
    return PriceState(state, tuple(rules), words.format({"rules": named}))
