"""The recognition ledger: who recognises what of whom, how far, since when; and what was accepted in fact.

An arrangement reaches a case only when everything its own document must show is shown: legs, signature of the
receiving body, first and last day, official text, scope; one of a verifier or a label carries only a verification that
is on file, of this very result. One direction only: A recognising B says nothing of B recognising A, and two
arrangements are never joined into a third.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carnet.errors import Text
from carnet.recognition.bodies import belongs, plain
from carnet.recognition.gates import gate
from carnet.recognition.legs import LEG_TEXT, NEEDED, LegState, legs_on
from carnet.recognition.model import CaseAcceptance, Held, Party, Recognition, Result
from carnet.recognition.places import ANYWHERE
from carnet.recognition.scope import Answer, Case, place_fits, scope_match
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
# Reason codes that go with an acceptance in full; a partial one may state any, a refusal every other one.
IN_FULL = ("complete",)
IN_PART = ("conditions",)
# What is carried over by a verification of this result; the others recognise a text, not a piece of work.
_BY_VERIFICATION = ("label", "verifier")
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
    no_home = _no_home(recognition, case, day, ledger) if _needs_home(recognition) and home is None else ()
    if scope.answer == "unknown":
        return Applied(recognition, "unknown", (*scope.why, *weak, *no_home), legs, scope, (), home)
    if weak:
        return Applied(recognition, "not_evidenced", (*weak, *no_home), legs, scope, (), home)
    if day < recognition.since or scope.answer == "not_yet":
        begins = Text(f"{recognition.since} 起，{day} 还没有", f"begins {recognition.since}; not yet on {day}")
        why = (begins,) if day < recognition.since else scope.why
        return Applied(recognition, "not_yet", why, legs, scope, (), home)
    if outside := _outside(recognition, case):
        return Applied(recognition, "out_of_scope", outside, legs, scope)
    if no_home:
        return Applied(recognition, "not_evidenced", no_home, legs, scope)
    missing = [leg for leg in legs if not leg.stands and leg.leg in NEEDED[recognition.recognised]]
    if missing:
        return Applied(recognition, "partly", tuple(leg.why for leg in missing), legs, scope, (), home)
    return Applied(recognition, "in_force", (), legs, scope, reach(recognition, case.result.factors), home)


def _needs_home(recognition: Recognition) -> bool:
    return recognition.recognised in _BY_VERIFICATION


def _outside(recognition: Recognition, case: Case) -> tuple[Text, ...]:
    """Why an arrangement does not speak of this result: one under another regime, or with none of its factors."""
    if not reach(recognition, case.result.factors):
        return (Text("它写明的因子或条款，本研究没有用到", "it names no factor or clause that this study uses"),)
    under = any(each in recognition.regimes for each in case.regimes)
    if _needs_home(recognition) or not recognition.regimes or under:
        return ()
    listed = ", ".join(recognition.regimes)
    return (Text(f"只承认按{listed}得出的结果", f"it recognises results under {listed} only"),)


def _no_home(recognition: Recognition, case: Case, day: str, ledger: Ledger) -> tuple[Text, ...]:
    """Say that no verification by the recognised body is on file, and of those that are why each does not count."""
    said = recognition.of.name
    found = [
        Text(
            f"没有{said.zh}对本研究这一结果的、已签署、读过且仍有效的核查或证书在档",
            f"no signed, read and valid verification or certificate of this result by {said.en} is on file",
        )
    ]
    for each in ledger.cases:
        if belongs(each.body, recognition.of) and each.product in (*case.products, *case.codes):
            why = standing(each, case, day, market=False) or ("not_accepted" if each.decision != "accepted" else "")
            if why:
                text = why_text(each, case, why)
                found.append(Text(f"{each.id}：{text.zh}", f"{each.id}: {text.en}"))
    return tuple(found)


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
    if not recognition.until:
        found.append(
            Text(
                "没有写明有效到哪一天（无期限的，写最近一次查证能确认到的日期）",
                "no last day is stated (without an end: the day until which it was last found to stand)",
            )
        )
    opened = gate("verdict", recognition.grade, "operating")
    if not opened.open:
        found.append(opened.why)
    elif not _carried_by_document(recognition):
        grade = recognition.grade
        found.append(Text(f"没有读过的文件支持{grade}级", f"grade {grade} is carried by no document that was read"))
    status = statuses.get(recognition.item, "")
    if status in SIDE_EXITS or status in _TOO_EARLY:
        said = STATUS_TEXT[status]
        found.append(
            Text(f"所依据的{recognition.item}：{said.zh}", f"{recognition.item}, on which it rests: {said.en}")
        )
    return found


def _carried_by_document(recognition: Recognition) -> bool:
    """Whether a document that somebody read carries the grade: the arrangement's own, else one of a leg."""
    if recognition.document.source:
        return recognition.document.status == "read"
    return any(cite.source and cite.status == "read" for leg in recognition.legs for cite in leg.documents)


def signed_by(recognition: Recognition, body: Party) -> bool:
    """Tell whether a body is among those that signed, by one of its names or its id."""
    names = {plain(name) for name in recognition.signed_by}
    return bool(names & {plain(body.name.zh), plain(body.name.en), plain(body.id)} - {""})


def reach(recognition: Recognition, factors: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the dimensions, parameters or factors an arrangement reaches when in force: never more than its kind.

    A label reaches everything, a rule everything but assurance, a verifier assurance alone; a factor or a clause only
    what it names, and never assurance. `covers` can only narrow this.

    Args:
        recognition: the arrangement.
        factors: ids of the factors that the study uses; a factor it does not use is not reached.
    """
    kind, covers = recognition.recognised, recognition.covers
    if kind in {"factor", "clause"}:
        named = tuple(name for name in covers if name.partition(".")[0] in DIMENSIONS)
        used = tuple(name for name in covers if name not in named and name in factors) if kind == "factor" else ()
        return (*(name for name in named if name.partition(".")[0] != "K5"), *used)
    whole = {
        "label": DIMENSIONS,
        "rule": tuple(d for d in DIMENSIONS if d != "K5"),
        "verifier": ("K5",),
    }[kind]
    if not covers:
        return whole
    return tuple(name for name in covers if name.partition(".")[0] in whole)


def home_case(recognition: Recognition, case: Case, day: str, ledger: Ledger) -> CaseAcceptance | None:
    """Return the verification at home to be carried over: signed, read, accepted, valid, of this very result.

    Where the arrangement states regimes, the verification must state one of them.
    """
    for found in ledger.cases:
        if not belongs(found.body, recognition.of) or found.decision != "accepted":
            continue
        if recognition.regimes and found.regime not in recognition.regimes:
            continue
        if standing(found, case, day, market=False) is None:
            return found
    return None


def standing(  # noqa: PLR0911 - one return for each reason
    found: CaseAcceptance, case: Case, day: str, *, market: bool = True
) -> str | None:
    """Return None where a decided case stands for this case on a day, else why not: a key of `WHY_TEXT`.

    Args:
        found: the case on file.
        case: what is asked about, with its result.
        day: the day asked about.
        market: it must be of this market and purpose; a verification at home need not.
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
    if not found.document.source or found.document.status != "read":
        return "unread"
    if not found.on or day < found.on:
        return "not_yet"
    if found.valid_to and day > found.valid_to:
        return "expired"
    if not identified(found):
        return "unidentified"
    return "other_result" if other_result(found, case.result) else None


def identified(found: CaseAcceptance) -> bool:
    """Tell whether a case says which result it is of: by a digest, or by regime and period."""
    return bool(found.digest or (found.regime and found.period_from and found.period_to))


def other_result(found: CaseAcceptance, result: Result) -> tuple[str, ...]:
    """Return the fields in which a case is of another result; all that it states must agree."""
    agreed = {
        "digest": not found.digest or _digest(found.digest) in {_digest(each) for each in result.digests},
        "study": found.study in {"", result.study},
        "version": found.version in {"", result.version},
        "regime": not found.regime or found.regime in result.regimes,
        "period_from": found.period_from in {"", result.period_from},
        "period_to": found.period_to in {"", result.period_to},
        "model": not found.model or plain(found.model) in {plain(each) for each in result.models},
    }
    return tuple(name for name, same in agreed.items() if not same)


def _digest(text: str) -> str:
    return text.strip().casefold().removeprefix("sha256:")


WHY_TEXT: Mapping[str, Text] = {
    "other_market": Text("属于另一市场或用途", "of another market or purpose"),
    "wrong_product": Text("属于另一产品", "of another product"),
    "wrong_plant": Text("属于另一工厂，或没有给出产地", "of another plant, or the place of production is not stated"),
    "unsigned": Text("没有签署", "not signed"),
    "unread": Text("所依据的文件没有读过（status 不是 read）", "its document was not read (its status is not read)"),
    "not_yet": Text("在该日期之后才作出", "given only after that day"),
    "expired": Text("已过期", "expired"),
    "unidentified": Text(
        "本产品的另一结果，或没有写明是哪一结果（写 digest，或 regime 加 period_from、period_to）",
        "another or an unidentified result of this product (state digest, or regime with period_from and period_to)",
    ),
    "other_result": Text("本产品的另一结果", "another result of this product"),
    "not_accepted": Text("不是完全接受", "no acceptance in full"),
}


def why_text(found: CaseAcceptance, case: Case, why: str) -> Text:
    """Say why a case on file opens nothing here."""
    said = WHY_TEXT[why]
    if why == "expired":
        return Text(f"{said.zh}（{found.valid_to}）", f"{said.en} ({found.valid_to})")
    if why == "not_yet":
        return Text(f"{said.zh}（{found.on}）", f"{said.en} ({found.on})")
    if why == "other_result":
        fields = ", ".join(other_result(found, case.result))
        return Text(f"{said.zh}（不同：{fields}）", f"{said.en} (differs in {fields})")
    return said


def decided(ledger: Ledger, case: Case, day: str) -> tuple[CaseAcceptance, ...]:
    """Return the cases a receiving body of this market has decided for this result, plant and purpose."""
    return tuple(found for found in ledger.cases if standing(found, case, day) is None)


def passed_over(ledger: Ledger, case: Case, day: str) -> tuple[tuple[CaseAcceptance, Text], ...]:
    """Return the cases on file for this product in this market and purpose that open nothing, each with its reason."""
    found = [(each, standing(each, case, day)) for each in ledger.cases]
    return tuple(
        (each, why_text(each, case, why))
        for each, why in found
        if why is not None and why not in {"other_market", "wrong_product"}
    )


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
