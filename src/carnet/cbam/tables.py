"""The published figures the method looks up, each with its row, its source and how that source was seen.

Rows come parsed from the files in ``data/cbam`` (`carnet.store.cbam_tables`); nothing here reads a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from carnet.errors import Text


@dataclass(frozen=True, slots=True)
class Cite:
    """Where a figure is printed. `status`: read, secondary, recalled, unknown or conflicting.

    `nature`: adopted, proposal, draft or superseded; only adopted figures give money.
    """

    source: str
    clause: str
    status: str
    nature: str = "adopted"
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Good:
    """A CN code of Annex I. `unit`: ``t``, ``t clinker``, ``kg N`` or ``MWh``; `gases` beside CO2: N2O, PFC."""

    cn: str
    sector: str  # cement, iron_steel, aluminium, fertilisers, hydrogen, electricity
    category: str  # id of an aggregated goods category, such as "iron_steel_products"
    unit: str
    annex_ii: bool
    gases: tuple[str, ...]
    cite: Cite


@dataclass(frozen=True, slots=True)
class Category:
    """An aggregated goods category: names, its precursors' categories, its routes, whether only direct counts.

    `precursors` are the direct ones; whatever may go in at all is `precursors` + `deeper` + `also`.
    """

    id: str
    zh: str
    en: str
    sector: str
    unit: str
    annex_ii: bool
    precursors: tuple[str, ...]
    routes: tuple[str, ...]
    cite: Cite
    deeper: tuple[str, ...] = ()  # reached through the precursors, as the communication template lists them
    also: tuple[str, ...] = ()  # recalled: what Annex I allows beyond both; never used to refuse anything


@dataclass(frozen=True, slots=True)
class DefaultRow:
    """One row of the default values: tCO2e per t (or unit) before mark-up. `cn` 4 to 10 digits, as printed.

    `country` an ISO code, ``OTHER`` (other countries and territories) or ``UNKNOWN`` (Annex IV). None: no figure.
    """

    country: str
    cn: str
    variant: str
    direct: Fraction | None
    indirect: Fraction | None
    total: Fraction | None
    route: str
    cite: Cite
    route_status: str = ""  # how the route letter was seen; "" = as `cite.status`


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A CBAM benchmark in tCO2e per t: `column` A (actual) or B (default), `route` a letter or empty."""

    cn: str
    column: str
    route: str
    first_year: int
    last_year: int
    value: Fraction
    cite: Cite


@dataclass(frozen=True, slots=True)
class Value:
    """A published parameter; `value` None means not published or not found, and nothing replaces it."""

    name: str
    key: str
    value: Fraction | None
    unit: str
    cite: Cite
    text: str = ""  # a date or a rule, where the parameter is no number


@dataclass(frozen=True, slots=True)
class StandardFactor:
    """A row of IR (EU) 2025/2547 Annex II point G: `ef` in `ef_unit`, `ncv` in `ncv_unit`, `carbon` in tC/t."""

    table: str
    id: str
    en: str
    zh: str
    kind: str
    ef: Fraction | None
    ef_unit: str
    ncv: Fraction | None
    ncv_unit: str
    carbon: Fraction | None
    cite: Cite


@dataclass(frozen=True, slots=True)
class Frequency:
    """Recommended minimum frequency of analyses: one for every `every` `unit`, at least `times` a year (52: weekly)."""

    id: str
    name: Text
    how: Text
    every: Fraction | None
    unit: str
    times: int
    cite: Cite


@dataclass(frozen=True, slots=True)
class ProposedGood:
    """A code of the proposed extension: `cn` of 4 to 8 digits, `part` where only a part of it; no charge today."""

    cn: str
    list: str
    part: bool
    cite: Cite


@dataclass(frozen=True, slots=True)
class Scope:
    """Annex I by the beginnings of its codes, with what the list of 8-digit codes does not tell.

    `part_only`: 8-digit code → the TARIC code that alone is a good. `split`: an older code → its successors.
    `exempt`: origins outside the mechanism. Days as ISO text.
    """

    annex_i: tuple[str, ...]
    excepted: tuple[str, ...]
    part_only: Mapping[str, str]
    split: Mapping[str, tuple[str, ...]]
    exempt: frozenset[str]
    charge_from: str
    proposed_from: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of one state of the law. `digest` names the bytes they came from."""

    goods: Mapping[str, Good]  # by CN code of 8 digits
    categories: Mapping[str, Category]
    defaults: Mapping[tuple[str, str], tuple[DefaultRow, ...]]  # (country, cn as printed) → rows by variant
    benchmarks: Mapping[str, tuple[Benchmark, ...]]  # by CN code
    values: Mapping[tuple[str, str], Value]  # (name, key), such as ("free_share", "2026"), ("price", "2026-Q3")
    factors: Mapping[str, StandardFactor]
    reference_efficiencies: Mapping[tuple[str, str], Fraction]
    countries: Mapping[str, str]  # ISO code → name in the default tables; "" where it has no rows of its own
    digest: str
    scope: Scope | None = None
    routes: Mapping[str, Text] = field(default_factory=dict)  # id of a production route → its name
    indicators: Mapping[str, Text] = field(default_factory=dict)  # letter of a benchmark → what it stands for
    taric: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)  # CN → its (TARIC code, variant)
    superseded: Mapping[tuple[str, str], tuple[DefaultRow, ...]] = field(default_factory=dict)  # rows now replaced
    proposed: tuple[ProposedGood, ...] = ()
    reference_fuels: Mapping[str, Text] = field(default_factory=dict)  # id of a CHP fuel category → its name
    frequencies: tuple[Frequency, ...] = ()
    cites: Mapping[str, Cite] = field(default_factory=dict)  # id of a table → its citation
