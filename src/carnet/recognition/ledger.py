"""The recognition ledger: who recognises what of whom, how far, since when; and what was accepted in fact.

An arrangement reaches a case only when everything its own document must show is shown: legs, signature of the
receiving body, first day, official text, scope. One direction only: A recognising B says nothing of B recognising A,
and two arrangements are never joined into a third.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carnet.errors import Text
from carnet.recognition.gates import gate
from carnet.recognition.legs import LEG_TEXT, NEEDED, LegState, legs_on
from carnet.recognition.model import CaseAcceptance, Held, Party, Recognition
from carnet.recognition.scope import ANYWHERE, Answer, Case, place_fits, scope_match
from carnet.recognition.status import STATUS_TEXT
from carnet.recognition.vocabulary import DIMENSIONS, SIDE_EXITS, STATUSES

# Why a receiving body accepted, accepted in part or refused; codes that can be counted.
REASONS: Mapping[str, Text] = {
    "complete": Text("全部接受", "accepted in full"),
    "conditions": Text("附条件接受", "accepted on conditions"),
    "scope_product": Text("产品不在范围内", "product outside the scope"),
    "scope_territory": Text("产地不在范围内", "place of production outside the scope"),
    "scope_date": Text("日期不在范围内", "date outside the scope"),
    "method_unit": Text("单位不同", "another unit"),
    "method_boundary": Text("系统边界不同", "another boundary"),
    "method_allocation": Text("分配方法不同", "another allocation"),
    "data_quality": Text("数据质量不足", "data quality not sufficient"),
    "data_period": Text("数据期间不符", "data of another period"),
    "background_data": Text("背景数据库不被接受", "background database not accepted"),
    "verifier_not_accredited": Text("核查机构未获该方认可", "verifier not accredited here"),
    "verifier_scope": Text("核查机构的认可范围不含该产品", "product outside the verifier's accreditation"),
    "no_site_visit": Text("没有现场核查", "no site visit"),
    "report_format": Text("报告格式不符", "another report format"),
    "report_expired": Text("报告已过期", "report expired"),
    "identity_mismatch": Text("产品或工厂对不上", "product or plant does not match"),
    "programme_not_recognised": Text("对方的认证体系未被认可", "the other programme is not recognised"),
}
# Statuses of a policy item on which no arrangement can rest, whatever is said of it.
_TOO_EARLY = STATUSES[: STATUSES.index("signed")]
STATE_TEXT: Mapping[str, Text] = {
    "in_force": Text("运行中，适用于本案", "operating, reaches this case"),
    "partly": Text("部分互认", "partly recognised"),
    "not_yet": Text("还没开始", "not yet"),
    "ended": Text("已结束", "ended"),
    "not_evidenced": Text("证据不足", "not evidenced"),
    "out_of_scope": Text("本案不在其范围内", "this case is outside it"),
    "unknown": Text("不能判断", "cannot be told"),
    "disputed": Text("有争议", "disputed"),
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything on file: arrangements, cases decided, documents held."""

    recognitions: tuple[Recognition, ...] = ()
    cases: tuple[CaseAcceptance, ...] = ()
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """What one arrangement gives for a case on a day: its state, why, the legs, and the dimensions it reaches."""

    recognition: Recognition
    state: str
    why: tuple[Text, ...]
    legs: tuple[LegState, ...]
    scope: Answer
    reaches: tuple[str, ...] = ()
    home_case: CaseAcceptance | None = None

    @property
    def missing_legs(self) -> tuple[str, ...]:
        """The legs that do not stand."""
        return tuple(leg.leg for leg in self.legs if not leg.stands)


def apply(  # noqa: PLR0911 - one return for each state
    recognition: Recognition, case: Case, day: str, ledger: Ledger, statuses: Mapping[str, str] | None = None
) -> Applied:
    """Return what an arrangement gives for a case on a day; every reason, not the first.

    Args:
        recognition: the arrangement.
        case: product, plant, market, purpose.
        day: the day asked about.
        ledger: for the verification at home that the arrangement is to carry over.
        statuses: policy item → its status on that day, as far as items are on file.
    """
    legs = legs_on(recognition, day)
    scope = scope_match(recognition.scope, case, day, stated=True)
    if scope.answer == "out":
        return Applied(recognition, "out_of_scope", scope.why, legs, scope)
    if scope.answer == "disputed":
        return Applied(recognition, "disputed", scope.why, legs, scope)
    ended = _ended(recognition, day)
    if ended is not None:
        return Applied(recognition, "ended", (ended,), legs, scope)
    weak = _not_evidenced(recognition, statuses or {})
    home = home_case(recognition, case, day, ledger)
    no_home = _no_home(recognition) if recognition.recognised == "label" and home is None else ()
    if scope.answer == "unknown":
        return Applied(recognition, "unknown", (*scope.why, *weak, *no_home), legs, scope, (), home)
    if weak:
        return Applied(recognition, "not_evidenced", (*weak, *no_home), legs, scope, (), home)
    if day < recognition.since or scope.answer == "not_yet":
        begins = Text(f"{recognition.since} 起，{day} 还没有", f"begins {recognition.since}; not yet on {day}")
        why = (begins,) if day < recognition.since else scope.why
        return Applied(recognition, "not_yet", why, legs, scope, (), home)
    if no_home:
        return Applied(recognition, "not_evidenced", no_home, legs, scope)
    missing = [leg for leg in legs if not leg.stands and leg.leg in NEEDED[recognition.recognised]]
    if missing:
        return Applied(recognition, "partly", tuple(leg.why for leg in missing), legs, scope, (), home)
    return Applied(recognition, "in_force", (), legs, scope, reach(recognition), home)


def _no_home(recognition: Recognition) -> tuple[Text, ...]:
    said = recognition.of.name
    return (
        Text(
            f"本产品没有{said.zh}的仍有效、已签署的核查或证书在档",
            f"no valid signed verification or certificate of this product by {said.en} is on file",
        ),
    )


def _ended(recognition: Recognition, day: str) -> Text | None:
    if recognition.until and day > recognition.until:
        return Text(f"已于 {recognition.until} 结束", f"ended {recognition.until}")
    return None


def _not_evidenced(recognition: Recognition, statuses: Mapping[str, str]) -> list[Text]:
    """Say what an arrangement lacks to count as operating, whatever it says of itself."""
    found: list[Text] = []
    if not signed_by(recognition, recognition.by):
        by = recognition.by.name
        found.append(Text(f"没有接受方的签署：{by.zh}", f"not signed by the receiving body: {by.en}"))
    if not recognition.since:
        found.append(Text("没有起始日期", "no first day is stated"))
    opened = gate("verdict", recognition.grade, "operating")
    if not opened.open:
        found.append(opened.why)
    status = statuses.get(recognition.item, "")
    if status in SIDE_EXITS or status in _TOO_EARLY:
        said = STATUS_TEXT[status]
        found.append(
            Text(f"所依据的{recognition.item}：{said.zh}", f"{recognition.item}, on which it rests: {said.en}")
        )
    return found


def signed_by(recognition: Recognition, body: Party) -> bool:
    """Tell whether a body is among those that signed."""
    names = {_plain(name) for name in recognition.signed_by}
    return bool(names & {_plain(body.name.zh), _plain(body.name.en)} - {""})


def same_body(one: Party, other: Party) -> bool:
    """Tell whether two parties are the same body: by a name in either language."""
    first = {_plain(one.name.zh), _plain(one.name.en)} - {""}
    return bool(first & {_plain(other.name.zh), _plain(other.name.en)})


def _plain(name: str) -> str:
    return "".join(ch for ch in name.casefold() if ch.isalnum())


def reach(recognition: Recognition) -> tuple[str, ...]:
    """Return the dimensions, parameters or factors an arrangement reaches when in force: never more than its kind.

    A label reaches everything, a rule everything but assurance, a verifier assurance alone; a factor or a clause only
    what it names. `covers` can only narrow this.
    """
    if recognition.recognised in {"factor", "clause"}:
        return recognition.covers
    whole = {
        "label": DIMENSIONS,
        "rule": tuple(d for d in DIMENSIONS if d != "K5"),
        "verifier": ("K5",),
    }[recognition.recognised]
    if not recognition.covers:
        return whole
    return tuple(name for name in recognition.covers if name.partition(".")[0] in whole)


def home_case(recognition: Recognition, case: Case, day: str, ledger: Ledger) -> CaseAcceptance | None:
    """Return the verification at home to be carried over: signed, accepted, valid, of this product and plant."""
    for found in ledger.cases:
        if not same_body(found.body, recognition.of) or found.decision != "accepted":
            continue
        if standing(found, case, day, market=False) is None:
            return found
    return None


def standing(  # noqa: PLR0911 - one return for each reason
    found: CaseAcceptance, case: Case, day: str, *, market: bool = True
) -> str | None:
    """Return None where a decided case stands for this case on a day, else why not.

    ``unsigned``, ``not_yet``, ``expired``, ``wrong_product``, ``wrong_plant``, ``other_market``.
    """
    if market and not (found.market in case.markets and found.purpose == case.purpose):
        return "other_market"
    if found.product not in case.products and found.product not in case.codes:
        return "wrong_product"
    if found.plant != ANYWHERE and not (
        found.plant and (found.plant == case.plant or place_fits((found.plant,), case.places))
    ):
        return "wrong_plant"
    if not found.signed:
        return "unsigned"
    if day < found.on:
        return "not_yet"
    if found.valid_to and day > found.valid_to:
        return "expired"
    return None


def decided(ledger: Ledger, case: Case, day: str) -> tuple[CaseAcceptance, ...]:
    """Return the cases a receiving body of this market has decided for this product, plant and purpose."""
    return tuple(found for found in ledger.cases if standing(found, case, day) is None)


def arrangements(
    ledger: Ledger, case: Case, day: str, statuses: Mapping[str, str] | None = None
) -> tuple[Applied, ...]:
    """Apply every arrangement on file to a case; those that reach it first."""
    order = tuple(STATE_TEXT)
    found = [apply(each, case, day, ledger, statuses) for each in ledger.recognitions]
    return tuple(sorted(found, key=lambda one: (order.index(one.state), one.recognition.id)))


def in_force(found: Sequence[Applied]) -> tuple[Applied, ...]:
    """Return the arrangements that reach the case."""
    return tuple(one for one in found if one.state == "in_force")


def missing_words(applied: Applied) -> Text:
    """Name the legs that are missing."""
    names = [LEG_TEXT[leg] for leg in applied.missing_legs]
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
