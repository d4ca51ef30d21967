"""What each good costs at the border: free allocation, certificates, money, and the other ways to declare it.

Exact fractions. Emissions in tCO2e and free allocation in t, both per functional unit of the good (t, or MWh);
`certificates` and `cost` for the whole amount; money in EUR. None means "no figure", and a reason stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from carnet.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from carnet.cbam.tables import Benchmark, Value
    from carnet.errors import Problem

BasisName = Literal["actual", "default", "mixed"]
Column = Literal["A", "B", ""]
PartKind = Literal["own", "own_precursor", "verified", "column_b", "exempt", "stated"]
Nature = Literal["published", "what_if"]
ScopeState = Literal["covered", "exempt", "open", "out_of_scope", "unknown_code"]
OptionId = Literal["default", "actual", "mixed", "cheapest"]
TrapKind = Literal["re_roller", "low_default"]

CERTIFICATE_DECIMALS = 5  # the acts read name no rounding of certificates; shown, not rounded for payment
SEE_DECIMALS = 5  # IR (EU) 2025/2547 Annex II A.1(8): at most five
INSTALLATION_DECIMALS = 0  # A.1(6): whole tonnes a reporting period
MONEY_DECIMALS = 2
NOTHING_SAID = Text("", "")


def once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems without those that say the same in the same words of another place."""
    found: dict[tuple[str, ...], Problem] = {}
    for each in problems:
        found.setdefault((each.code, each.severity, each.cause.zh, each.cause.en), each)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class SefaPart:
    """One term of the specific embedded free allocation.

    `of`: id of the process or precursor (empty: the good itself); `mass` t of it per t of the good, through the whole
    chain; `specific` t per t of it; `value` = mass x specific. `benchmark` None where the supplier's verified value
    stands, or the origin is exempt. `note` says where the route comes from, when it is not the good's own.
    """

    of: str
    name: str
    kind: PartKind
    column: Column
    benchmark: Benchmark | None
    mass: Fraction
    specific: Fraction
    value: Fraction
    note: Text


@dataclass(frozen=True, slots=True)
class Sefa:
    """Specific embedded free allocation (IR (EU) 2025/2620 eq 2 to 6), t per t; `value` None with `problems`.

    `column` follows from the basis of the emissions. `factor` is the share of free allocation retained (it multiplies
    the benchmark, never the emissions), `cscf` the cross-sectoral correction factor.
    """

    value: Fraction | None
    column: Column
    factor: Value | None
    cscf: Value | None
    parts: tuple[SefaPart, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What one purchased precursor is declared with in an option; `mass` t of it per t of the good.

    `obligation` is (SEE - SEFA) of the precursor per t of it, what the choice turns on. `names`: both languages.
    """

    precursor: str
    name: str
    cn: str
    basis: Literal["actual", "default"]
    mass: Fraction
    see: Fraction
    sefa: Fraction | None
    obligation: Fraction | None
    names: Text = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the difference between an option and the good's default, in t per t of good; they add up exactly.

    `id`: own_emissions, precursor_emissions (one for each precursor), default_emissions, own_allocation,
    precursor_allocation, default_allocation, floor; the default itself has none.
    """

    id: str
    name: Text
    value: Fraction


@dataclass(frozen=True, slots=True)
class Option:
    """One way to declare a good.

    `certificates_per_t` is floored at zero, `cost_per_t` its price; `certificates` and `cost` are for the amount.
    `needs`: the evidence this way asks for; `held`: whether the study names all of it. `problems`: why a figure is
    missing. `terms` explain the difference to the default of the good. `lacks`: what of the evidence is not held.
    """

    id: OptionId
    name: Text
    basis: BasisName
    choices: tuple[Choice, ...]
    see: Fraction | None
    sefa: Sefa | None
    certificates_per_t: Fraction | None
    cost_per_t: Fraction | None
    certificates: Fraction | None
    cost: Fraction | None
    needs: tuple[Text, ...]
    held: bool
    problems: tuple[Problem, ...]
    terms: tuple[Term, ...]
    lacks: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Trap:
    """A precursor's default that works against (`re_roller`) or for (`low_default`) the good, with its figures.

    `mass` t of precursor per t of good; certificates per t of good: `with_default` this precursor on its default,
    `other` the way compared with (for the trap the good's own default, for a low default the precursor's actual value).
    """

    kind: TrapKind
    precursor: str
    name: str
    mass: Fraction
    see_default: Fraction
    with_default: Fraction
    other: Fraction
    text: Text


@dataclass(frozen=True, slots=True)
class Scope:
    """Whether the good is charged (Reg (EU) 2023/956 Art 2, 2a). `total` t of the importer in the calendar year.

    `complete`: the total is the importer's whole year. Not complete and not above the threshold: `open`, and no
    exemption is assumed. `unknown_code`: the code is on no list, which does not put it outside; nothing is charged and
    nothing exempted, and `candidates` are codes near it.
    """

    state: ScopeState
    reason: Text
    importer: str
    year: int | None
    total: Fraction | None
    complete: bool
    threshold: Value | None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PossibleDeduction:
    """A carbon price paid in the country of origin: a possible deduction, subject to the adopted act; never subtracted.

    `effective` is the price in `currency` per t of good, net of free allocation, rebates and what was sold;
    `certificates` per t of good only where exchange rate and average certificate price were supplied (a what-if).
    `due` and `rebate` are the two that `effective` is the difference of; `covered` tCO2e per t of good under the price.
    """

    instrument: str
    currency: str
    effective: Fraction | None
    certificates: Fraction | None
    text: Text
    problems: tuple[Problem, ...]
    due: Fraction | None = None
    rebate: Fraction | None = None
    covered: Fraction | None = None


@dataclass(frozen=True, slots=True)
class GoodResult:
    """One good. `see_*` exact, per functional unit; `see_charged` what counts for certificates.

    `year` is the year whose default values, mark-up, factor and benchmark apply; `quarter` such as ``2026-Q3``.
    `obligation_t_per_t` = SEE charged - SEFA before the floor; `certificates` = max(0, amount x that - reduction), for
    this good alone, never set against another. `price` and `cost` are None until published; `due` is the day a price
    is due. `nature` tells published figures from a what-if; nothing mixes the two.
    A precursor whose actual values lack their evidence is declared on its default here, as the law has it.
    `cheapest`: fewest certificates of all ways that could be computed, with the evidence it would take; `today`: fewest
    of those whose evidence is held; `every_way`: whether all ways could be computed; `verdict` says both in words.
    `year_words` say which year the figures are of, `see_*` and `see_charged` alike. `names`: both languages.
    `missing_indirect`: ids of the rows without which `see_indirect`, and with it the total, is not known although
    `see_direct` is.
    """

    id: str
    name: str
    cn: str
    category: str
    unit: str
    amount: Fraction | None
    importer: str
    import_date: str
    quarter: str
    year: int | None
    basis: BasisName
    nature: Nature
    see_direct: Fraction | None
    see_indirect: Fraction | None
    see_total: Fraction | None
    see_charged: Fraction | None
    sefa: Sefa | None
    obligation_t_per_t: Fraction | None
    reduction: Fraction
    certificates_per_t: Fraction | None
    cost_per_t: Fraction | None
    certificates: Fraction | None
    price: Value | None
    due: str
    cost: Fraction | None
    why_no_cost: tuple[Problem, ...]
    comparison: tuple[Option, ...]
    cheapest: Option | None
    trap: tuple[Trap, ...]
    scope: Scope
    deduction: PossibleDeduction | None
    warnings: tuple[Problem, ...]
    today: Option | None = None
    every_way: bool = True
    verdict: tuple[Text, ...] = ()
    year_words: Text = NOTHING_SAID
    names: Text = NOTHING_SAID
    missing_indirect: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The same goods under assumptions the user supplied or asked for, each named; never published figures."""

    label: Text
    assumptions: tuple[Text, ...]
    goods: tuple[GoodResult, ...]


@dataclass(frozen=True, slots=True)
class GoodsResult:
    """All goods of a study in its order, as published on the day `on`, and the what-if beside them if one was asked.

    `cost` sums the published costs; None as soon as one good that is charged has none. `notes` say what is shown
    unrounded and why. `digest` names the tables.
    """

    on: str
    goods: tuple[GoodResult, ...]
    certificates: Fraction | None
    cost: Fraction | None
    what_if: WhatIf | None
    notes: tuple[Text, ...]
    problems: tuple[Problem, ...]
    digest: str

    def good(self, good_id: str) -> GoodResult:
        """Return the good of that id; KeyError if there is none."""
        found = {good.id: good for good in self.goods}
        return found[good_id]
