"""The ledger of certificates: which kWh each one serves under a regime, and across studies."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.certificates import claims, vintage_share
from carnet.assessment.gases import shown
from carnet.quantity import exact_string, match_key, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.assessment.context import Context
    from carnet.inventory.model import Study

ZERO = Fraction(0)


def certificate_rows(context: Context) -> list[dict[str, object]]:
    """Each certificate of the study by contract, with the kWh it served under the regime just calculated.

    `vintage_share`: the share of its days in the period of the study, all that a test of the vintage lets count.
    """
    served: dict[tuple[str, str], Fraction] = {}
    for (certificate, contract, _), kwh in context.notes.claims.items():
        served[certificate, contract] = served.get((certificate, contract), ZERO) + kwh
    held = {(name, contract.id) for contract in context.study.contracts for name in contract.certificates}
    return [
        {
            "certificate": certificate.id,
            "register": certificate.register,
            "technology": certificate.technology,
            "volume_kwh": certificate.volume_kwh,
            "claimed_kwh": shown(served.get((certificate.id, contract), ZERO)),
            "contract": contract,
            "vintage_share": exact_string(vintage_share(certificate, context.study)),
        }
        for certificate in sorted(context.study.certificates, key=lambda c: (match_key(c.register), c.id))
        for contract in sorted(c for name, c in held if name == certificate.id) or [""]
    ]


@dataclass(frozen=True, slots=True)
class Use:
    """What one contract of one study claims of a certificate: `source` indexes the studies given."""

    source: int
    contract: str
    volume: Fraction
    kwh: Fraction
    pointer: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One certificate over several studies, known by register and id."""

    register: str
    certificate: str
    technology: str
    uses: tuple[Use, ...]

    @property
    def volume(self) -> Fraction:
        """The least volume any study gives: where they disagree, the cautious one."""
        return min(u.volume for u in self.uses)

    @property
    def claimed(self) -> Fraction:
        """The kWh all studies claim together."""
        return sum((u.kwh for u in self.uses), ZERO)

    @property
    def over(self) -> bool:
        """Whether more is claimed than the certificate holds."""
        return self.claimed > self.volume

    @property
    def disputed(self) -> bool:
        """Whether the studies give different volumes."""
        return len({u.volume for u in self.uses}) > 1


def ledger(studies: Sequence[Study]) -> tuple[Entry, ...]:
    """Every certificate of the studies with who claims how much of it, by register and id.

    Versions of one study are one claimant: the one that claims most of a certificate counts.
    """
    gathered: dict[tuple[str, str], list[Use]] = {}
    names: dict[tuple[str, str], tuple[str, str, str]] = {}
    for source, study in enumerate(studies):
        claimed = {c.certificate: [x for x in claims(study) if x.certificate == c.certificate] for c in claims(study)}
        for index, certificate in enumerate(study.certificates):
            key = match_key(certificate.register).casefold(), match_key(certificate.id).casefold()
            names.setdefault(key, (certificate.register, certificate.id, certificate.technology))
            volume = parse_decimal(certificate.volume_kwh)
            pointer = f"/certificates/{index}/id"
            rows = [Use(source, c.contract, volume, c.kwh, pointer) for c in claimed.get(certificate.id, ())]
            gathered.setdefault(key, []).extend(rows or [Use(source, "", volume, ZERO, pointer)])
    return tuple(
        Entry(*names[key], _largest_version(gathered[key], studies)) for key in sorted(gathered, key=lambda k: k)
    )


def _largest_version(uses: list[Use], studies: Sequence[Study]) -> tuple[Use, ...]:
    """Of the versions of one study only the one that claims most; two studies that share id and version both count."""
    by_study: dict[str, dict[int, list[Use]]] = {}
    for use in uses:
        by_study.setdefault(studies[use.source].id, {}).setdefault(use.source, []).append(use)
    kept: list[Use] = []
    for sources in by_study.values():
        by_version: dict[str, list[int]] = {}
        for source in sources:
            by_version.setdefault(studies[source].version, []).append(source)
        most = max(by_version.values(), key=lambda found: sum((u.kwh for s in found for u in sources[s]), ZERO))
        kept += [u for source in most for u in sources[source]]
    return tuple(sorted(kept, key=lambda u: (u.source, u.contract)))
