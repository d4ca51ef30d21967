"""Two surprises of mixing: a default precursor that costs more than the good's default, and one that costs less.

Coil from bought slab on its default (1.03 x 3.4859 and the rolling) is dearer than the coil's own default: the
re-roller's trap. Pig iron's default is low: with actual steelmaking it may be cheaper than any other way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.cbam.goods_result import Trap
from carnet.errors import Text
from carnet.quantity import decimal_string

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from carnet.cbam.goods_result import Choice, Option, TrapKind
    from carnet.cbam.mix import Alternative

_RE_ROLLER = Text(
    "前体“{name}”用默认值是陷阱：每吨商品用 {mass} t × {see} = {brought} tCO2e（商品自身默认值整个才 {whole}），"
    "这样申报每吨需证书 {with_default}，按商品默认值只需 {other}。取得该前体的核查实际值，或按商品默认值申报",
    "the default of precursor {name} is a trap: {mass} t x {see} = {brought} tCO2e per t of good (the good's whole "
    "default is {whole}); declared so it takes {with_default} certificates per t, on the good's own default {other}. "
    "Obtain verified actual values of the precursor, or declare the good's default",
)
_LOW_GOOD = Text(
    "前体“{name}”的默认值偏低，对本商品有利：每吨用 {mass} t × {see}，实际值加该默认值每吨需证书 {with_default}，"
    "按商品默认值需 {other}。混合申报合法（(EU) 2025/2547 第 15 条），自身数据须经核查",
    "the default of precursor {name} is low and helps here: {mass} t x {see}; actual production with this default "
    "takes {with_default} certificates per t, the good's own default {other}. Mixing is legal (IR (EU) 2025/2547 "
    "Art 15); the own data need verification",
)
_LOW_ACTUAL = Text(
    "前体“{name}”的默认值（{see}）比其实际值便宜：每吨商品用 {mass} t，"
    "用默认值需证书 {with_default}，用实际值需 {other}",
    "the default of precursor {name} ({see}) costs less than its actual value: with {mass} t per t of good it takes "
    "{with_default} certificates per t on the default, {other} on the actual value",
)


def traps(
    default: Option, declared: Option, alternatives: Mapping[str, Sequence[Alternative]], own: Fraction
) -> tuple[Trap, ...]:
    """Return what the defaults of precursors do to a good, the largest first.

    Args:
        default: the good on its own default.
        declared: the good as the study has it.
        alternatives: the ways to declare each precursor.
        own: certificates per t of good before the floor, as declared.
    """
    found: list[Trap] = []
    whole, before, after = default.see, default.certificates_per_t, declared.certificates_per_t
    on_default = sorted((c for c in declared.choices if c.basis == "default"), key=lambda c: -c.mass * c.see)
    if before is not None and after is not None and whole is not None and on_default:
        first = on_default[0]
        if after > before:
            found.append(_trap("re_roller", first, whole, after, before, _RE_ROLLER))
        elif after < before:
            found += [
                _trap("low_default", choice, whole, after, before, _LOW_GOOD)
                for choice in on_default
                if choice.obligation is not None and choice.mass * choice.obligation < before
            ][:1]
    for choice in declared.choices:
        lower = _lower_default(choice, alternatives.get(choice.precursor, ()))
        if lower is not None and after is not None and whole is not None and choice.obligation is not None:
            mixed = max(0 * own, own + choice.mass * ((lower.obligation or 0 * own) - choice.obligation))
            shown = _trap("low_default", choice, lower.emissions.see, mixed, after, _LOW_ACTUAL)
            found += [shown] if mixed < after else []
    return tuple(found)


def _lower_default(choice: Choice, ways: Sequence[Alternative]) -> Alternative | None:
    if choice.basis != "actual" or choice.obligation is None:
        return None
    known = (way for way in ways if way.by_default and way.obligation is not None)
    return next((way for way in known if way.obligation < choice.obligation), None)  # type: ignore[operator]


def _trap(kind: TrapKind, choice: Choice, reference: Fraction, mine: Fraction, other: Fraction, text: Text) -> Trap:
    see = reference if text is _LOW_ACTUAL else choice.see
    said = {
        "name": choice.names,
        "mass": decimal_string(choice.mass, 3),
        "see": decimal_string(see, 4),
        "brought": decimal_string(choice.mass * see, 4),
        "whole": decimal_string(reference, 4),
        "with_default": decimal_string(mine, 5),
        "other": decimal_string(other, 5),
    }
    return Trap(kind, choice.precursor, choice.name, choice.mass, see, mine, other, text.format(said))
