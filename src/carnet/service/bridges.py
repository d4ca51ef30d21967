"""Bridging: two regimes of one study, or two versions, dates or factor snapshots of it; or all pairs of regimes."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from carnet.assessment import VersionBridge, bridge, bridge_json, bridge_versions, version_bridge_json
from carnet.assessment.bridge import UnusableMethodError
from carnet.assessment.bridge_game import Games
from carnet.assessment.bridge_json import factor_json, name_of, study_json
from carnet.assessment.bridge_table import print_bridge
from carnet.assessment.present import presentation
from carnet.assessment.result import declared_unit, figure_unit
from carnet.errors import InputError, Text, UsageError, problem
from carnet.factors import snapshot_digest
from carnet.quantity import exact_string
from carnet.service import datasets
from carnet.service.calculate import Calculated, attempt, calculate, inputs_of, resolve_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from carnet.assessment import Assessment, Bridge, Inputs
    from carnet.factors import FactorSet
    from carnet.service.studies import OpenStudy

ZERO = Fraction(0)


def bridge_regimes(
    opened: OpenStudy, first: str, second: str, legal_date: str = "", known_date: str = "", method: str = "shapley"
) -> dict[str, object]:
    """Bridge from one regime to another; `method` is ``shapley``, ``owen`` or ``sequence``.

    Raises:
        InputError: a regime is unknown, or gives no figure (CAL-014).
    """
    one, two = calculate(opened, resolve_all(opened, [first, second], legal_date, known_date))
    return bridge_of(opened, one, two, method=method)


def games_of(opened: OpenStudy, known_date: str = "") -> Games:
    """What bridges of one study share; worth handing to `bridge_of` where several are made."""
    return Games(inputs_of(opened), known_date or opened.study.known_date)


def bridge_of(
    opened: OpenStudy,
    one: Calculated,
    two: Calculated,
    factors: FactorSet | None = None,
    method: str = "shapley",
    games: Games | None = None,
) -> dict[str, object]:
    """Bridge two calculated regimes of one study; `games` holds what earlier bridges of it have worked out."""
    _need_figures([one.assessment, two.assessment])
    try:
        found = bridge(inputs_of(opened, factors), one.assessment, two.assessment, method=method, games=games)
    except UnusableMethodError as error:
        raise UsageError((problem("CAL-061", None, method, why_zh=error.why.zh, why_en=error.why.en),)) from error
    return bridge_json(found)


def bridge_two_versions(
    old: OpenStudy,
    new: OpenStudy,
    regime: str,
    *,
    old_date: str = "",
    new_date: str = "",
    known_date: str = "",
    old_factors: FactorSet | None = None,
) -> dict[str, object]:
    """Bridge from an older study, legal date or factor snapshot to the present one, under one regime.

    Raises:
        InputError: a side gives no figure, or the units of the sides do not fit together.
    """
    (old_rules,) = resolve_all(old, [regime], old_date, known_date)
    (new_rules,) = resolve_all(new, [regime], new_date, known_date)
    before, after = inputs_of(old, old_factors), inputs_of(new)
    sides = tuple(
        {
            "regime": rules.id,
            "version": rules.version,
            "title": rules.title.json(),
            "study": o.study.id,
            "study_version": o.study.version,
            "period": f"{o.study.period_from}/{o.study.period_to}",
            "legal_date": rules.legal_date,
            "factors": snapshot_digest(inputs.factors.records),
            "unit": "kg CO2e",
        }
        for o, rules, inputs in ((old, old_rules, before), (new, new_rules, after))
    )
    labels = _told_apart(sides)
    found = bridge_versions((before, old_rules), (after, new_rules), (labels[0], labels[1]))
    if not isinstance(found, VersionBridge):
        _need_figures(list(found))
        message = "a version without figure was not reported"
        raise TypeError(message)
    return {**version_bridge_json(found), "study": study_json(new.study)}


_TELLING = {
    "study": Text("研究", "study"),
    "study_version": Text("版本", "version"),
    "period": Text("期间", "period"),
    "legal_date": Text("法定日期", "legal date"),
    "version": Text("方案版本", "regime version"),
    "factors": Text("因子快照", "factors"),
}
_SHORT_DIGEST = 19  # sha256: and twelve digits


def _told_apart(labels: Sequence[Mapping[str, object]]) -> tuple[Mapping[str, object], ...]:
    """Each side with what differs between the two, in words."""
    one, two = labels
    differing = [key for key in _TELLING if one[key] != two[key]] or ["study_version", "legal_date"]

    def label(side: Mapping[str, object]) -> dict[str, str]:
        said = {key: str(side[key])[:_SHORT_DIGEST] if key == "factors" else str(side[key]) for key in differing}
        return {
            "zh": "；".join(f"{_TELLING[key].zh} {value}" for key, value in said.items()),
            "en": "; ".join(f"{_TELLING[key].en} {value}" for key, value in said.items()),
        }

    return tuple({**side, "label": label(side)} for side in labels)


# ── all pairs ────────────────────────────────────────────────────────────────────────────────────


def all_bridges(
    opened: OpenStudy,
    legal_date: str = "",
    known_date: str = "",
    *,
    wanted: Sequence[str] = (),
    progress: Callable[[str], None] | None = None,
) -> dict[str, object]:
    """Every ordered pair of the regimes that give a figure: net difference and terms.

    Args:
        opened: the study.
        legal_date: default: the study's.
        known_date: default: the study's.
        wanted: regimes; default: all shipped ones.
        progress: told the regime at work.

    Raises:
        InputError: no regime can be calculated.
    """
    found = attempt(opened, wanted, legal_date=legal_date, known_date=known_date, progress=progress)
    sides = [each.assessment for each in found.need_one() if each.has_figure]
    pairs = matrix(inputs_of(opened), sides)
    return {
        "study": study_json(opened.study),
        "regimes": [
            {
                "regime": side.resolved.id,
                "version": side.resolved.version,
                "title": side.resolved.title.json(),
                **presentation(side.plan).figure(side.at_reading()),
                "unit": figure_unit(side),
                "declared_unit": declared_unit(side),
                "basis": "point" if side.is_point else "conservative",
            }
            for side in sides
        ],
        "pairs": pair_rows(pairs),
        "without_figure": [each.regime for each in found.done if not each.has_figure],
        "not_calculated": [each.json() for each in found.failed],
    }


def matrix(inputs: Inputs, sides: Sequence[Assessment]) -> list[Bridge]:
    """One bridge for each unordered pair; the way back is minus the way there and is not worked out again.

    Bounds, groups and interactions are left out: a single bridge gives them.
    """
    if not sides:
        return []
    games = Games(inputs, sides[0].resolved.known_date)
    return [bridge(inputs, one, two, games=games, full=False) for one, two in combinations(sides, 2)]


def pair_rows(pairs: Sequence[Bridge]) -> list[dict[str, object]]:
    """Both directions of every pair as plain data."""
    return [_pair(one, back=back) for one in pairs for back in (False, True)]


def _pair(found: Bridge, *, back: bool) -> dict[str, object]:
    """A pair as a row of the matrix. Amounts per declared unit of the side it starts from."""
    one, two = (found.second, found.first) if back else (found.first, found.second)
    scale = -found.unit_factor if back else Fraction(1)
    factor = 1 / found.unit_factor if back else found.unit_factor
    terms = {p: found.term(p) * scale for p in found.players}
    order = {p: sorted(step * scale for step in found.order[p]) for p in found.players}
    shown = presentation(one.plan)
    start = one.at_reading()
    rows = [{p: terms[p]} for p in found.players]
    printed = print_bridge(start, rows, found.players, shown.decimals, (shown.mode, shown.mode))
    return {
        "from": one.resolved.id,
        "to": two.resolved.id,
        "net": {"value": printed.difference, "exact": exact_string(sum(terms.values(), ZERO))},
        "unit_factor": factor_json(factor),
        "terms": [
            {
                "dimension": player,
                "name": name_of(player).json(),
                "value": value,
                "exact": exact_string(terms[player]),
                "order_min": shown.show(order[player][0]),
                "order_max": shown.show(order[player][1]),
            }
            for player, value in zip(found.players, printed.terms, strict=True)
        ],
        "residual": exact_string((start + sum(terms.values(), ZERO)) * factor - two.at_reading()),
    }


def _need_figures(assessments: list[Assessment]) -> None:
    problems = [
        problem(
            "CAL-014", None, a.resolved.id, missing=", ".join(v.parameter for v in a.missing), regimes=a.resolved.id
        )
        for a in assessments
        if a.evaluation is None
    ]
    if problems:
        raise InputError(tuple(problems))


def known_regimes() -> tuple[str, ...]:
    """The ids of all shipped regimes."""
    return datasets.regimes().ids()
