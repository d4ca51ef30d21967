"""Published figures for the money, each with the reason when there is none or when none may be used."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from carnet.cbam.emissions import DefaultEmissions, mark_up
from carnet.cbam.lookup import benchmark_of, default_of, value_of
from carnet.cbam.terms import PROPOSAL, UPDATE_YEAR
from carnet.errors import Place, problem

if TYPE_CHECKING:
    from carnet.cbam.tables import Benchmark, Tables, Value
    from carnet.cbam.terms import Terms
    from carnet.errors import Problem

_NAMES = {
    "free_share": ("免费分配保留比例（CBAM 因子）", "retained share of free allocation (CBAM factor)"),
    "free_share_proposal": ("提案中的免费分配保留比例", "retained share of the proposal"),
    "cscf": ("跨行业修正系数 CSCF", "cross-sectoral correction factor"),
}


class Years(NamedTuple):
    """`of`: the year whose figures apply; `imported`: the year of import (IR (EU) 2025/2547 Art 7)."""

    of: int
    imported: int


def yearly(tables: Tables, name: str, years: Years) -> tuple[Value, tuple[Problem, ...]]:
    """Return a parameter of a year, with CBM-053 where none is adopted and published."""
    found = value_of(tables, name, str(years.of))
    if found.value is not None and (found.cite.nature == "adopted" or name == PROPOSAL):
        return found, ()
    zh, en = _NAMES[name]
    return found, (problem("CBM-053", year=years.of, what=zh, what_en=en),)


def published(tables: Tables, quarter: str) -> str:
    """Return the day the price of a quarter was or will be published, empty where unknown."""
    return value_of(tables, "price_published", quarter).text.removeprefix("due ")


def benchmark(
    tables: Tables, terms: Terms, cn: str, column: str, route: str, years: Years, place: Place
) -> tuple[Benchmark | None, tuple[Problem, ...]]:
    """Return the benchmark of a code; CBM-054 for a year whose update is not in the tables, else the lookup's words."""
    if years.imported >= UPDATE_YEAR and not terms.held_benchmarks:
        return None, (problem("CBM-054", place, cn, year=years.imported),)
    found = benchmark_of(tables, cn, column, route, years.of)
    if found.benchmark is not None and found.benchmark.cite.nature != "adopted" and not terms.held_benchmarks:
        said = problem("CBM-053", place, cn, year=years.of, what="基准值（现行）", what_en="benchmark in force")
        return None, (*found.problems, said)
    return found.benchmark, found.problems


def default(
    tables: Tables, terms: Terms, cn: str, country: str, years: Years, place: Place, variant: str = ""
) -> tuple[DefaultEmissions | None, tuple[Problem, ...]]:
    """Return the default of a code with its mark-up inside; what was taken in place of the country is told.

    CBM-078 where the row comes from a text that was replaced: its figure is shown, no money follows from it.
    """
    found = default_of(tables, cn, country, years.of, variant)
    row, markup = found.row, found.markup
    if row is None or row.total is None or markup is None or markup.value is None:
        return None, found.problems
    told = list(found.problems)
    if row.cite.nature != "adopted" and not terms.superseded:
        told.append(problem("CBM-078", place, cn, cn=cn, country=row.country, source=row.cite.source))
    return mark_up(row, markup, cn, country.strip().upper()), tuple(told)
