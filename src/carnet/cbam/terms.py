"""The terms a good is valued on: the law as published, or what the user supposes, never a mixture of the two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.tables import Cite, Value
from carnet.errors import Text, problem
from carnet.quantity import DecimalError, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.cbam.goods_result import Nature
    from carnet.errors import Problem

FIRST_YEAR = 2026  # the definitive period: certificates for imports from 1 January 2026
UPDATE_YEAR = 2027  # imports from here on take the updated benchmarks (IR (EU) 2025/2620 recital 10)
LAST_QUARTERLY_YEAR = 2026  # from 2027 the price is weekly (Reg (EU) 2023/956 Art 21(1), (1a))
LAW, PROPOSAL = "free_share", "free_share_proposal"
WHAT_IF_KEYS = (
    "price",
    "year",
    "benchmarks",
    "free_share",
    "defaults",
    "exchange_rate",
    "average_price",
    "importer_total",
    "penalty",
)
_NUMBERS = ("price", "exchange_rate", "average_price", "importer_total", "penalty")
_WORDS = {"benchmarks": "held", "free_share": "proposal", "defaults": "superseded"}
_FIELDS: dict[str, dict[str, object]] = {
    "benchmarks": {"held_benchmarks": True},
    "free_share": {"share": PROPOSAL},
    "defaults": {"superseded": True},
}
_ORIGIN = Cite(
    "supplied by the user", "", "unknown", "what_if", "用户提供，未公布", "supplied by the user, not published"
)


@dataclass(frozen=True, slots=True)
class Terms:
    """`price` EUR per certificate; `share` names the table of retained free allocation; `year` that of import.

    `exchange_rate` EUR per unit of the currency a carbon price was paid in, `average_price` EUR per certificate.
    `importer_total` t the importer brings in over the year (a fact the user states, not a supposition).
    `penalty` EUR for each certificate not surrendered, with the rise by the price index inside.
    """

    nature: Nature = "published"
    price: Fraction | None = None
    year: int | None = None
    share: str = LAW
    held_benchmarks: bool = False
    superseded: bool = False
    exchange_rate: Fraction | None = None
    average_price: Fraction | None = None
    importer_total: Fraction | None = None
    penalty: Fraction | None = None

    def priced(self) -> Value | None:
        """Return the supplied price as a value that says so, or None."""
        if self.price is None:
            return None
        return Value("price", "what-if", self.price, "EUR/certificate", _ORIGIN)


PUBLISHED = Terms()


def supposed(what_if: Mapping[str, str]) -> tuple[Terms, tuple[Text, ...], tuple[Problem, ...]]:
    """Read a what-if: keys of `WHAT_IF_KEYS`, amounts as decimal strings.

    Returns:
        The terms, each assumption in words, and all problems; what cannot be read is left out.
    """
    terms = replace(PUBLISHED, nature="what_if")
    said: list[Text] = []
    problems: list[Problem] = []
    for key, value in sorted(what_if.items()):
        if key in _NUMBERS:
            try:
                number = parse_decimal(value)
            except DecimalError:
                number = Fraction(-1)
            if number >= 0 and (number or key in {"price", "importer_total"}):
                terms = replace(terms, **{key: number})  # type: ignore[arg-type]
                said.append(_SAID[key].format({"value": value}))
                continue
        elif key == "year" and value.isascii() and value.isdigit() and int(value) >= FIRST_YEAR:
            terms = replace(terms, year=int(value))
            said.append(_SAID[key].format({"value": value}))
            continue
        elif value == _WORDS.get(key):
            terms = replace(terms, **_FIELDS[key])  # type: ignore[arg-type]
            said.append(_SAID[key])
            continue
        problems.append(problem("CBM-068", value=value, candidates=_candidates(key), key=key))
    return terms, tuple(said), tuple(problems)


def _candidates(key: str) -> tuple[str, ...]:
    if key in _NUMBERS:
        return (f"{key}=82.32",)
    if key == "year":
        return ("year=2027", "year=2028")
    return (f"{key}={_WORDS[key]}",) if key in _WORDS else WHAT_IF_KEYS


_SAID = {
    "price": Text("证书价格假设为 {value} 欧元", "certificate price supposed to be EUR {value}"),
    "year": Text("假设在 {value} 年进口", "supposed to be imported in {value}"),
    "benchmarks": Text(
        "假设 2027 年起基准值沿用 (EU) 2025/2620 现值", "benchmarks of IR (EU) 2025/2620 supposed to hold beyond 2026"
    ),
    "free_share": Text(
        "免费分配保留比例按提案 COM(2026) 616（不是现行法）",
        "free share of the proposal COM(2026) 616, which is not law",
    ),
    "defaults": Text(
        "采用已被取代的 2025 年 12 月默认值", "default values of December 2025 taken although they have been replaced"
    ),
    "exchange_rate": Text("汇率假设为每单位货币 {value} 欧元", "exchange rate supposed to be EUR {value} per unit"),
    "average_price": Text("年均证书价格假设为 {value} 欧元", "yearly average price supposed to be EUR {value}"),
    "penalty": Text(
        "每张未清缴证书的罚款假设为 {value} 欧元", "penalty for each certificate supposed to be EUR {value}"
    ),
    "importer_total": Text("进口商全年净重按 {value} t", "importer's net mass over the year taken as {value} t"),
}
