"""What a regime asks of this study: one value per parameter, accepted or not, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import InputError, Place, Text, problem
from carnet.quantity import DecimalError, parse_decimal
from carnet.regime import BLOCKING, BY_ID, ISSUABLE, read_value, value_key
from carnet.regime.vocabulary import ABSENT, CALCULATION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carnet.inventory.model import Acceptance, Study
    from carnet.regime import ResolvedRegime, ResolvedRow, Value


@dataclass(frozen=True, slots=True)
class PlanValue:
    """A resolved parameter, after acceptances. `stated` is False where the regime has no such rule."""

    parameter: str
    value: Value | None
    status: str
    source: str
    clause: str
    stated: bool = True
    origin: str = ""
    candidates: tuple[Value, ...] = ()
    find_in: Text = field(default=Text("", ""))
    conservative: Value | None = None
    acceptance: Acceptance | None = None
    # A number of the study that the rule asks for is missing: it belongs in the study, nobody can accept it instead.
    given_in_study: bool = False

    @property
    def stated_by(self) -> str:
        """The id of the regime whose file states it: the same in every mixture of two plans."""
        return self.origin.partition("@")[0]

    @property
    def assumed(self) -> bool:
        """Accepted without a source: explored, never issued."""
        return self.acceptance is not None and not self.acceptance.source

    @property
    def unknown(self) -> bool:
        """Stated as unknown and supplied by nobody."""
        return self.stated and self.value is None

    @property
    def unconfirmed(self) -> bool:
        """Whether a figure that rests on it cannot be issued."""
        if self.acceptance is not None:
            return self.assumed
        return self.stated and self.status not in ISSUABLE


@dataclass(frozen=True, slots=True)
class Plan:
    """A resolved regime as the assessment uses it. `table` holds the regime's own values (part of D9)."""

    regime: str
    version: str
    values: Mapping[str, PlanValue]
    table: tuple[ResolvedRow, ...]
    digest: str

    def get(self, parameter: str) -> Value | None:
        """The value, or None where the regime states none."""
        return self.values[parameter].value

    def text(self, parameter: str) -> str:
        """The value of a choice or text parameter; empty where there is none."""
        value = self.get(parameter)
        return value if isinstance(value, str) else ""

    def tags(self, parameter: str) -> tuple[str, ...]:
        """The value of a list parameter."""
        value = self.get(parameter)
        return tuple(str(v) for v in value) if isinstance(value, (list, tuple)) else ()


def _parse(value: PlanValue, text: str, place: Place) -> Value:
    """Read the value of an acceptance as its parameter's type asks."""
    supplied = read_value(BY_ID[value.parameter], text, value.candidates)
    if supplied is None:
        words = tuple(value_key(c) for c in value.candidates) or BY_ID[value.parameter].choices
        raise InputError((problem("CAL-011", place, text, words, parameter=value.parameter),))
    return supplied


def make_plan(resolved: ResolvedRegime, study: Study) -> Plan:
    """Apply the study's acceptances to a resolved regime.

    Raises:
        InputError: an acceptance supplies a value that its parameter does not allow.
    """
    values = {}
    for parameter, spec in BY_ID.items():
        found = resolved.values[parameter]
        value = PlanValue(
            parameter,
            found.value,
            found.status,
            found.source_title,
            found.clause,
            found.status != ABSENT,
            found.origin or resolved.name,
            found.candidates,
            found.find_in,
            found.conservative,
        )
        for index, acceptance in enumerate(study.acceptances):
            if acceptance.parameter == spec.id and acceptance.regime.partition("@")[0] in {resolved.id, "*"}:
                place = Place(pointer=f"/acceptances/{index}/value")
                supplied = _parse(value, acceptance.value, place) if acceptance.value else found.value
                if acceptance.source and found.status in ISSUABLE and supplied != found.value:
                    raise InputError(
                        (
                            problem(
                                "CAL-019",
                                place,
                                acceptance.value,
                                parameter=parameter,
                                regime=resolved.id,
                                clause=found.clause,
                            ),
                        )
                    )
                value = replace(value, value=supplied, acceptance=acceptance, stated=True)
        values[parameter] = value
    return Plan(resolved.id, resolved.version, values, resolved.rows, resolved.digest)


def mix(base: Plan, other: Plan, dimensions: Iterable[str]) -> Plan:
    """The plan of `base` with the given dimensions taken from `other` (D9 carries the regime's table)."""
    taken = set(dimensions)
    values = {p: (other if BY_ID[p].dimension in taken else base).values[p] for p in base.values}
    table = other.table if "D9" in taken else base.table
    return Plan(f"{base.regime}~{other.regime}", "", values, table, "")


def differing(base: Plan, other: Plan) -> tuple[str, ...]:
    """The calculation dimensions in which two plans say different things (D9 carries the regime's table)."""
    one, two = _meanings(base), _meanings(other)
    return tuple(d for d in CALCULATION if one[d] != two[d] or (d == "D9" and _rows(base) != _rows(other)))


# What a rule means that a regime does not state: the value the calculation then takes.
UNSTATED: Mapping[str, Value] = {
    "D2.process_gas": "counted",
    "D2.packaging": "included",
    "D4.methane": "by_origin",
    "D4.aircraft": "included",
    "D4.aircraft_multiplier": "1",
    "D9.markup": "0",
}
# Where nothing is stated, as the other parameter of the same dimension says.
AS_STATED_IN = {
    "D4.electricity_gases": "D4.upstream_gases",
    "D8.use_stage": "D8.tiers",
    **{f"D6.{name}": "D6.default" for name in ("slag", "process_gas", "electricity", "steam", "chemical")},
}


def _meanings(plan: Plan) -> dict[str, dict[str, object]]:
    """What a plan says, by dimension and parameter, in one form: two plans that state the same are equal here."""
    found: dict[str, dict[str, object]] = {d: {} for d in CALCULATION}
    for parameter, spec in BY_ID.items():
        if spec.dimension in found:
            found[spec.dimension][parameter] = meaning(plan, parameter)
    if plan.get("D8.counted") is False:
        # Power that does not count needs no tiers.
        found["D8"] = {"D8.counted": False}
    return found


def meaning(plan: Plan, parameter: str) -> object:
    """The value of a parameter in one form: lists of tags without order, decimals as numbers, defaults filled in."""
    value = plan.get(parameter)
    if value is None and not plan.values[parameter].stated:
        value = plan.get(AS_STATED_IN[parameter]) if parameter in AS_STATED_IN else UNSTATED.get(parameter)
    unordered = BY_ID[parameter].type in {"tags", "shares"} or parameter == "D2.stages"
    return _one_form(value, unordered=unordered)


# Keys of a table that may be left out, and what leaving them out means.
_TABLE_DEFAULTS = {"ratio": Fraction(1), "share": Fraction(1)}
NOT_STATED = object()


def _one_form(value: object, *, unordered: bool = False, key: str = "") -> object:
    if isinstance(value, str):
        # "0.10" and "0.1" are one number; a word stays a word. Codes such as AR6 or ids are never numbers.
        try:
            return parse_decimal(value)
        except DecimalError:
            return value
    if isinstance(value, (list, tuple)):
        parts = [_one_form(v) for v in value]
        return frozenset(parts) if unordered or key in _UNORDERED_KEYS else tuple(parts)
    if isinstance(value, Mapping):
        keyed = {name: _one_form(v, key=name) for name, v in value.items()}
        return frozenset((name, v) for name, v in keyed.items() if _TABLE_DEFAULTS.get(name, NOT_STATED) != v)
    return value


_UNORDERED_KEYS = frozenset({"require"})


def _rows(plan: Plan) -> set[tuple[object, ...]]:
    """What a regime's table says, without the place it says it in."""
    return {
        (r.table, r.flow, r.cn, r.country, r.variant, _one_form(r.value), r.unit, r.per_unit, r.gas, r.gwp_set)
        for r in plan.table
    }


def blocking(parameter: str) -> bool:
    """Whether an unknown value of this parameter stops the figure."""
    return BY_ID[parameter].dimension in BLOCKING
