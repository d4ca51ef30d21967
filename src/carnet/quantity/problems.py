"""What this room raises: a reason by name, so that the caller can place it and say it in two languages."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from carnet.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

DECIMAL_REASONS: Mapping[str, Text] = MappingProxyType(
    {
        "empty": Text("没有内容", "there is nothing in it"),
        "too_long": Text("超过2000个字符", "it is longer than 2000 characters"),
        "exponent": Text("指数超出±400", "its exponent is beyond ±400"),
        "comma": Text(
            "含有逗号，无法判断是小数点还是千位分隔",
            "it holds a comma, which may mean a decimal point or a thousands separator",
        ),
        "inner_space": Text("数字中间有空格", "it holds a space between its digits"),
        "several_points": Text("不止一个小数点", "it holds more than one decimal point"),
        "not_finite": Text("不是有限数", "it is not a finite number"),
        "percent": Text("带有百分号或千分号", "it carries a percent or per mille sign"),
        "fraction": Text("写成了分数", "it is written as a fraction"),
        "formula": Text("是公式而不是数值", "it is a formula, not a value"),
        "range": Text("写成了范围", "it is written as a range"),
        "unit_inside": Text("数字后面带有单位或文字", "a unit or a word stands behind the number"),
        "not_a_number": Text("不是十进制数", "it is not a decimal number"),
        "beyond_double": Text("超出双精度数的范围", "it is beyond the range of a double"),
    }
)

UNIT_REASONS: Mapping[str, Text] = MappingProxyType(
    {
        "unknown_unit": Text("单位不在单位表中", "the unit is not in the unit table"),
        "ambiguous_unit": Text("单位有多种含义", "the unit has more than one meaning"),
        "unknown_kind": Text("量的种类不存在", "there is no such kind of quantity"),
        "kind_mismatch": Text("单位不属于该种类的量", "the unit does not belong to this kind of quantity"),
        "bad_bridge": Text("换算桥不完整", "the bridge is not complete"),
    }
)


_SHOWN = 40  # characters of a refused text that a message repeats


class DecimalError(ValueError):
    """A text that is not a decimal; `reason` is a key of `DECIMAL_REASONS`."""

    def __init__(self, reason: str, text: str) -> None:
        shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
        super().__init__(f"{shown!r}: {DECIMAL_REASONS[reason].en}")
        self.reason = reason
        self.text = text


class UnitError(ValueError):
    """A unit that is unknown, ambiguous, or of another kind; `reason` is a key of `UNIT_REASONS`.

    `unit` and `kind` are as given; `candidates` are unit symbols (or kinds, for ``unknown_kind``), best first.
    """

    def __init__(
        self, reason: str, *, unit: str = "", kind: str = "", candidates: tuple[str, ...] = (), detail: str = ""
    ) -> None:
        said = ", ".join(part for part in (repr(unit) if unit else "", kind, detail) if part)
        super().__init__(f"{said}: {UNIT_REASONS[reason].en}")
        self.reason = reason
        self.unit = unit
        self.kind = kind
        self.candidates = candidates
        self.detail = detail


class RoundingError(ValueError):
    """A rounding that cannot be done: unknown rule, absurd number of places, parts that are not their total."""
