"""Energy attribute certificates: which evidence tests one passes, and which kWh it may serve, each once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import problem
from carnet.factors import group_of
from carnet.quantity import convert, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.assessment.context import Context
    from carnet.inventory.model import Certificate, Contract, Study

ZERO, ONE = Fraction(0), Fraction(1)
IN_PERIOD = "vintage_in_period"
# Who makes or receives the very kWh: only there can the contract say what became of their instruments.
_OF_ONE_PLANT = frozenset({"direct_line", "own_generation"})
MARKET = "EU"  # the group of countries that is one market for certificates
HOURLY = "hourly"


@dataclass(frozen=True, slots=True)
class Claim:
    """How many kWh of a certificate a study's contract may count, on the basis its rows are recorded."""

    certificate: str
    contract: str
    kwh: Fraction


def contract_kwh(contract: str, study: Study) -> Fraction:
    """All kWh the study's rows draw from a contract, on the rows' own basis."""
    return sum(
        (
            convert(parse_decimal(e.amount), e.unit, "kWh", "electricity")
            for e in study.exchanges
            if e.role == "electricity" and e.contract == contract
        ),
        ZERO,
    )


def supplied_kwh(contract: Contract, study: Study) -> Fraction:
    """What a contract supplied in the period: as it says, else the kWh of its rows (per run or per tonne)."""
    return parse_decimal(contract.annual_kwh) if contract.annual_kwh else contract_kwh(contract.id, study)


def vintage_share(certificate: Certificate, study: Study) -> Fraction:
    """The share of a certificate's days of generation that lie in the period of the study, 0 to 1."""
    start, end = date.fromisoformat(certificate.vintage_from), date.fromisoformat(certificate.vintage_to)
    first, last = date.fromisoformat(study.period_from), date.fromisoformat(study.period_to)
    inside = (min(end, last) - max(start, first)).days + 1
    return Fraction(max(0, inside), (end - start).days + 1) if start <= end else ZERO


def entitled(study: Study, tests: tuple[str, ...] = ()) -> Mapping[tuple[str, str], Fraction]:
    """The volume of each certificate that each contract may use, by (contract, certificate).

    A certificate under one contract is all that contract's. Under several the contracts take from it in the order of
    the study, each at most its own kWh: together never more than the volume. Where the vintage is tested, only its
    days inside the period count, pro rata.
    """
    dated = IN_PERIOD in tests
    left = {c.id: parse_decimal(c.volume_kwh) * (vintage_share(c, study) if dated else ONE) for c in study.certificates}
    holders: dict[str, list[Contract]] = {}
    for contract in study.contracts:
        for name in dict.fromkeys(contract.certificates):
            holders.setdefault(name, []).append(contract)
    found: dict[tuple[str, str], Fraction] = {}
    for name, held in holders.items():
        for contract in held if name in left else ():
            most = left[name] if len(held) == 1 else min(left[name], supplied_kwh(contract, study))
            found[contract.id, name] = most
            left[name] -= most
    return found


def claims(study: Study) -> tuple[Claim, ...]:
    """What a study claims of each certificate, whatever the regime: as far as the kWh of the contract go.

    Of the whole volume, whether or not all its days lie in the period: not every regime asks for that.
    """
    supplied = {c.id: supplied_kwh(c, study) for c in study.contracts}
    return tuple(
        Claim(name, contract, min(most, supplied[contract])) for (contract, name), most in entitled(study).items()
    )


def note_shared(context: Context) -> None:
    """Warn of every certificate that stands under more than one contract, with both places."""
    first: dict[str, tuple[int, str]] = {}
    for index, contract in enumerate(context.study.contracts):
        for name in dict.fromkeys(contract.certificates):
            earlier = first.setdefault(name, (index, contract.id))
            if earlier[0] != index:
                place = context.places.at(f"/contracts/{index}/certificates")
                other = context.places.at(f"/contracts/{earlier[0]}/certificates")
                found = problem(
                    "CAL-031", place, name, severity="warning", first=earlier[1], first_place=str(other),
                    second=contract.id,
                )  # fmt: skip
                context.notes.warnings[("CAL-031", f"{name} {contract.id}")] = found


def passes(
    certificate: Certificate, tests: tuple[str, ...], contract: Contract, country: str, context: Context
) -> bool:
    """Whether a certificate passes all tests for electricity used in `country`.

    A test that the study says nothing about is not passed: evidence is shown, not presumed.
    """
    study = context.study
    made_in = certificate.country or "?"
    answers = {
        "cancelled": bool(certificate.cancelled_on),
        "not_sold": bool(certificate.cancelled_on and certificate.beneficiary),
        "same_country": made_in == country,
        "same_market": made_in == country or (MARKET in group_of(made_in) and MARKET in (country, *group_of(country))),
        # What lies outside counts nothing: see `vintage_share`.
        IN_PERIOD: vintage_share(certificate, study) > 0,
        "hourly_matching": certificate.matching == HOURLY,
        "physical_delivery": delivered(contract),
        "document": bool(contract.document),
    }
    return all(answers[test] for test in tests)


def delivered(contract: Contract) -> bool:
    """Whether a document of the contract shows the grid connection between generator and user."""
    return contract.delivery == "yes" and bool(contract.document)


def _own_answers(contract: Contract, country: str) -> dict[str, bool]:
    """The tests a contract answers itself.

    Of a direct line or own generation the contract itself may say what became of the instruments.
    """
    own = {
        "document": bool(contract.document),
        "same_country": contract.country in {"", country},
        "physical_delivery": delivered(contract),
    }
    if contract.kind in _OF_ONE_PLANT and contract.instruments:
        own["not_sold"] = contract.instruments in {"none", "cancelled"} and bool(contract.document)
    return own


def contract_passes(tests: tuple[str, ...], contract: Contract, country: str, context: Context) -> bool:
    """Tests of a contract; those about certificates need every certificate of the contract to pass."""
    own = _own_answers(contract, country)
    held = [c for c in context.study.certificates if c.id in contract.certificates]
    for test in tests:
        if test in own:
            if not own[test]:
                return False
        elif not held or not all(passes(c, (test,), contract, country, context) for c in held):
            return False
    return True


def of_certificates(tests: tuple[str, ...], contract: Contract, country: str) -> tuple[str, ...]:
    """The tests that certificates must show: where there is one, a contract counts as far as their volume goes."""
    own = _own_answers(contract, country)
    return tuple(test for test in tests if test not in own)
