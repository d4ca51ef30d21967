"""Ways to declare a good: default, actual, mixed, side by side, and the legal mix that needs fewest certificates.

Defaults and actual values of precursors may be mixed (IR (EU) 2025/2547 Art 15). With T_i t of precursor i behind 1 t
of good, all T_i >= 0, the certificates of a mix are

    N = max(0, own + sum T_i x (SEE_i - SEFA_i))

A choice for one precursor changes its own summand alone and the floor never turns an order round, so the mix in which
every precursor takes its smaller SEE_i - SEFA_i is one of the cheapest of all 2^n: no enumeration is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.allocation import is_exempt, precursor_sefa, sefa_of
from carnet.cbam.emissions import ZERO, ActualEmissions, DefaultEmissions, Emissions, PrecursorEmissions
from carnet.cbam.evidence import lacks_of_precursor, lacks_of_works
from carnet.cbam.goods_result import Choice, Option, Sefa, Term
from carnet.cbam.money import certificates
from carnet.errors import Text
from carnet.inventory.installation import names_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.cbam.allocation import Ground
    from carnet.cbam.goods_result import BasisName, OptionId
    from carnet.errors import Problem
    from carnet.inventory.installation import PurchasedPrecursor

_NAMES: dict[OptionId, Text] = {
    "default": Text("全部用默认值", "default values"),
    "actual": Text("全部用实际值", "actual values throughout"),
    "mixed": Text("实际值，部分前体用默认值", "actual values, some precursors on defaults"),
    "cheapest": Text("证书最少的组合", "the mix with fewest certificates"),
}
_OWN_REPORT = Text(
    "本装置经CBAM认可核查机构核查的运营者排放报告（报告编号、认可号、范围、有效期）",
    "the operator's emissions report of this installation, verified by a CBAM-accredited verifier (report, "
    "accreditation, scope, expiry)",
)
_PRECURSOR_REPORT = Text(
    "“{name}”生产者的核查报告：CBAM认可核查机构出具，范围正确，覆盖该前体的生产期间",
    "the verification report of the producer of {name}: by a CBAM-accredited verifier, in scope, covering its period "
    "of production",
)

_OWN = Text("本装置", "this installation")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to declare one purchased precursor, with the free allocation that goes with it, per t of precursor.

    `told` are problems of its figures: with an error among them it gives no money.
    """

    emissions: PrecursorEmissions
    sefa: Sefa
    told: tuple[Problem, ...] = ()

    @property
    def obligation(self) -> Fraction | None:
        """SEE less SEFA; None where a figure is missing."""
        if self.sefa.value is None or errors((*self.told, *self.sefa.problems)):
            return None
        return self.emissions.see - self.sefa.value

    @property
    def by_default(self) -> bool:
        """Whether this is the default way."""
        return self.emissions.basis == "default"


@dataclass(frozen=True, slots=True)
class Case:
    """What every option of one good is valued with: `price` EUR a certificate, `amount` t, where known."""

    ground: Ground
    amount: Fraction | None
    price: Fraction | None
    precursors: Mapping[str, PurchasedPrecursor]


def errors(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return those that stand in the way of a figure."""
    return tuple(problem for problem in problems if problem.severity == "error")


def alternative(precursor: PurchasedPrecursor, emissions: PrecursorEmissions, ground: Ground) -> Alternative:
    """Return one way to declare a precursor with its free allocation."""
    return Alternative(emissions, precursor_sefa(precursor, emissions, ground))


def fewest(alternatives: Mapping[str, Sequence[Alternative]]) -> dict[str, Alternative] | None:
    """Return for each precursor the way with the smallest SEE - SEFA; the default where they are equal.

    None as soon as one precursor has no way with a figure.
    """
    chosen = {}
    for name, ways in alternatives.items():
        known = [(way.obligation, not way.by_default, n) for n, way in enumerate(ways) if way.obligation is not None]
        if not known:
            return None
        chosen[name] = ways[min(known)[2]]
    return chosen


def option(
    of: OptionId,
    emissions: Emissions | None,
    case: Case,
    default: Option | None,
    told: Sequence[Problem] = (),
    ways: Mapping[str, Alternative] | None = None,
) -> Option:
    """Value one way to declare the good.

    Args:
        of: which option this is.
        emissions: what it declares; None where that is not known, `told` says why.
        case: amount, price, free allocation.
        default: the good's default, to explain the difference to.
        told: problems of the emissions; any error withholds the figures.
        ways: how each precursor is declared, for the choices shown.
    """
    if emissions is None:
        meant: BasisName = "actual" if of == "cheapest" else of
        why = tuple(told)
        return Option(
            of, _NAMES[of], meant, (), None, None, None, None, None, None, (), held=False, problems=why, terms=()
        )
    sefa = sefa_of(emissions, case.ground)
    problems = tuple(dict.fromkeys((*told, *sefa.problems)))
    per_t = total = cost = cost_per_t = None
    if sefa.value is not None and not errors(problems):
        per_t = certificates(Fraction(1), emissions.see, sefa.value)
        total = None if case.amount is None else certificates(case.amount, emissions.see, sefa.value)
        if case.price is not None:
            cost_per_t = per_t * case.price
            cost = None if total is None else total * case.price
    basis = "default" if isinstance(emissions, DefaultEmissions) else emissions.basis
    needs, lacks = _evidence(emissions, case)
    choices = _choices(emissions, case, ways or {})
    terms = _terms(emissions, sefa, per_t, default)
    return Option(
        of,
        _NAMES[of],
        basis,
        choices,
        emissions.see,
        sefa,
        per_t,
        cost_per_t,
        total,
        cost,
        needs,
        not lacks,
        problems,
        terms,
        lacks,
    )


def _evidence(emissions: Emissions, case: Case) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """Return the evidence a way asks for, and what of it the study does not name."""
    if isinstance(emissions, DefaultEmissions):
        return (), ()
    study, on = case.ground.study, case.ground.on
    needs = [_OWN_REPORT]
    lacks = [_of(_OWN, each) for each in lacks_of_works(study, on)]
    for name, mass in emissions.bought.items():
        row = case.precursors[name]
        if mass and emissions.precursors[name].basis == "actual" and not is_exempt(case.ground.tables, row.country):
            needs.append(_PRECURSOR_REPORT.format({"name": names_of(row)}))
            lacks += [_of(names_of(row), each) for each in lacks_of_precursor(row, study, on)]
    return tuple(needs), tuple(lacks)


def _of(whose: Text, what: Text) -> Text:
    return Text(f"{whose.zh}：{what.zh}", f"{whose.en}: {what.en}")


def _choices(emissions: Emissions, case: Case, ways: Mapping[str, Alternative]) -> tuple[Choice, ...]:
    if isinstance(emissions, DefaultEmissions):
        return ()
    found = []
    for name, mass in emissions.bought.items():
        row, declared, way = case.precursors[name], emissions.precursors[name], ways.get(name)
        sefa = way.sefa.value if way else None
        found.append(
            Choice(
                name, row.name or name, row.cn, declared.basis, mass,
                declared.see, sefa, way.obligation if way else None, names_of(row),
            )
        )  # fmt: skip
    return tuple(found)


def _terms(emissions: Emissions, sefa: Sefa, per_t: Fraction | None, default: Option | None) -> tuple[Term, ...]:
    if isinstance(emissions, DefaultEmissions) or per_t is None or sefa.value is None or default is None:
        return ()
    if default.see is None or default.sefa is None or default.sefa.value is None or default.certificates_per_t is None:
        return ()
    own = sum((part.value for part in sefa.parts if part.kind in {"own", "own_precursor"}), ZERO)
    terms = [Term("own_emissions", Text("自身过程的排放", "emissions of own processes"), emissions.own)]
    for name, mass in emissions.bought.items():
        title = Text(f"外购前体 {name} 的排放", f"emissions of purchased precursor {name}")
        terms.append(Term("precursor_emissions", title, mass * emissions.precursors[name].see))
    terms += [
        Term("default_emissions", Text("减：商品的默认值", "less: the good's default"), -default.see),
        Term("own_allocation", Text("自身过程的免费分配（A 栏）", "free allocation of own processes (column A)"), -own),
        Term(
            "precursor_allocation",
            Text("外购前体的免费分配", "free allocation of purchased precursors"),
            own - sefa.value,
        ),
        Term(
            "default_allocation",
            Text("加回：默认值的免费分配（B 栏）", "add back: free allocation of the default (column B)"),
            default.sefa.value,
        ),
    ]
    rest = per_t - default.certificates_per_t - sum((term.value for term in terms), ZERO)
    if rest:
        terms.append(Term("floor", Text("每种商品不低于零", "floor at zero for each good"), rest))
    return tuple(terms)


def cheapest_mix(
    actual: ActualEmissions, alternatives: Mapping[str, Sequence[Alternative]]
) -> tuple[ActualEmissions, dict[str, Alternative]] | None:
    """Return the good with every precursor declared the way that costs least; None where one has no figure."""
    ways = fewest(alternatives)
    if ways is None:
        return None
    for way in ways.values():
        actual = actual.declared(way.emissions)
    return actual, ways
