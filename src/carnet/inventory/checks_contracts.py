"""Electricity: a certificate proves one use, of its own time and place, and no more than its volume.

What is attached beyond that is a warning: the calculation serves every kWh of a certificate once and leaves the rest to
the next tier of the regime.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.inventory.checks_fields import TECHNOLOGIES
from carnet.inventory.context import Context, day, kwh, shown
from carnet.quantity import decimal_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.errors import Problem
    from carnet.inventory.labels import Fields
    from carnet.inventory.model import Certificate, Contract

ZERO = Fraction(0)
_SOURCES_OF_POWER = frozenset(TECHNOLOGIES) - {"mix"}


def double_use(context: Context) -> Iterator[Problem]:
    """A certificate stands under one contract, once."""
    holders: dict[str, list[tuple[str, str]]] = {}
    for i, contract in enumerate(context.study.contracts):
        for k, certificate in enumerate(contract.certificates):
            holders.setdefault(certificate, []).append((contract.id, f"/contracts/{i}/certificates/{k}"))
    for certificate, held in holders.items():
        if len(held) > 1:
            listed = ", ".join(contract for contract, _ in held)
            yield context.found(
                "STU-086", held[1][1], certificate, severity="warning", count=len(held), contracts=listed
            )
    # One certificate entered twice under two ids is the same double use in disguise.
    seen: dict[tuple[str, ...], int] = {}
    for i, item in enumerate(context.study.certificates):
        same = (item.register, item.technology, item.volume_kwh, item.vintage_from, item.vintage_to, item.plant)
        first = seen.setdefault(same, i)
        if first != i and item.plant and item.id != context.study.certificates[first].id:
            other = context.study.certificates[first].id
            yield context.found("CHK-028", f"/certificates/{i}/id", item.id, severity="warning", other=other)


def volumes(context: Context) -> Iterator[Problem]:
    """A contract with certificates supplies no more than they cover: in the period, else as the lines are recorded."""
    volume = {c.id: decimal_or_none(c.volume_kwh) for c in context.study.certificates}
    for i, contract in enumerate(context.study.contracts):
        covered = [volume.get(certificate) for certificate in dict.fromkeys(contract.certificates)]
        if not covered or None in covered:
            continue
        used = decimal_or_none(contract.annual_kwh) or sum(
            (kwh(e) or ZERO for e in context.study.exchanges if e.role == "electricity" and e.contract == contract.id),
            ZERO,
        )
        total = sum((v for v in covered if v is not None), ZERO)
        if used > total:
            yield context.found(
                "STU-087", f"/contracts/{i}/certificates/0", contract.certificates[0], severity="warning",
                contract=contract.id, used=shown(used), covered=shown(total),
            )  # fmt: skip


def _held(context: Context) -> Iterator[tuple[int, Certificate, Contract]]:
    for i, certificate in enumerate(context.study.certificates):
        for contract in context.study.contracts:
            if certificate.id in contract.certificates:
                yield i, certificate, contract
                break


def certificates(context: Context) -> Iterator[Problem]:
    """A certificate in use is cancelled, of the study's period, of the contract's country and technology.

    Warnings: which of these a regime asks for is the regime's business, and it will not count what fails.
    """
    study_start, study_end = day(context.study.period_from), day(context.study.period_to)
    for i, certificate, contract in _held(context):
        row = f"/certificates/{i}"
        if not certificate.cancelled_on:
            yield context.found("STU-088", f"{row}/cancelled_on", certificate.id, severity="warning")
        start, end = day(certificate.vintage_from), day(certificate.vintage_to)
        if start and end and study_start and study_end and start <= end and study_start <= study_end:
            about: Fields = {"start": start, "end": end, "study_start": study_start, "study_end": study_end}
            if end < study_start or start > study_end:
                yield context.found("STU-089", f"{row}/vintage_from", certificate.id, severity="warning", **about)
        country = contract.country or context.study.country
        known = context.countries.countries
        if certificate.country != country and certificate.country in known and country in known:
            yield context.found(
                "CHK-017", f"{row}/country", certificate.country, severity="warning", contract=contract.id,
                country=country,
            )  # fmt: skip
        if contract.technology in _SOURCES_OF_POWER and certificate.technology not in {contract.technology, ""}:
            yield context.found(
                "CHK-019", f"{row}/technology", certificate.technology, severity="warning", contract=contract.id,
                technology=contract.technology,
            )  # fmt: skip


def places_of_supply(context: Context) -> Iterator[Problem]:
    """Electricity drawn at the site comes from a contract of the site's country."""
    study = context.study
    drawn = {e.contract for e in study.exchanges if e.role == "electricity"}
    for i, contract in enumerate(study.contracts):
        known = {contract.country, study.country} <= set(context.countries.countries)
        if contract.id in drawn and known and contract.country != study.country:
            yield context.found(
                "CHK-016", f"/contracts/{i}/country", contract.country, severity="warning", contract=contract.id,
                country=study.country,
            )  # fmt: skip


CHECKS = (double_use, volumes, certificates, places_of_supply)
