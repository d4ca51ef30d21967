"""The use case of the CBAM: one study in; embedded emissions, free allocation, certificates, money and checks out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar, cast

from carnet.cbam.checks import run_checks
from carnet.cbam.compute import compute
from carnet.cbam.derive import derive
from carnet.cbam.goods import value_goods
from carnet.cbam.result import Computed, Totals
from carnet.errors import InputError, Text, problem
from carnet.inventory.installation import NamedRow, ProductionProcess, PurchasedPrecursor, SourceStream, names_of
from carnet.inventory.model import Places
from carnet.service import datasets
from carnet.service.calculate import calculate, resolve_all
from carnet.service.cbam_asked import HEADING, Asked, below, codes_of, look_at, short_codes, still_missing, with_asked
from carnet.store.cbam_tables import load_cbam_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.cbam.checks import Check
    from carnet.cbam.derive import Derived
    from carnet.cbam.goods_result import GoodsResult
    from carnet.cbam.tables import Tables
    from carnet.errors import Problem
    from carnet.inventory.model import Study
    from carnet.service.studies import OpenStudy

T = TypeVar("T", ProductionProcess, PurchasedPrecursor, SourceStream)
REGIME = "eu_cbam"
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class CbamRun:
    """Everything a study yields under the CBAM. `lower` and `lower_goods`: the other end where it is an interval.

    `derived`: the installation was derived from unit processes; `study` then holds the derived rows. `names`: what its
    processes, precursors and streams are called in both languages, as far as it has both. `open_values` say why there
    is an interval, `electricity` holds the factors the command brought.
    """

    opened: OpenStudy
    study: Study
    tables: Tables
    on: str
    derived: bool
    computed: Computed
    goods: GoodsResult
    checks: tuple[Check, ...]
    lower: Computed | None = None
    lower_goods: GoodsResult | None = None
    names: Mapping[str, Text] = field(default_factory=dict)
    told: tuple[Problem, ...] = ()
    open_values: tuple[Text, ...] = ()
    electricity: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the method, the goods and the command have to say, each once."""
        return tuple(dict.fromkeys((*self.told, *self.computed.problems, *self.goods.problems)))

    @property
    def blocking(self) -> tuple[Check, ...]:
        """The blocking checks that failed."""
        return tuple(c for c in self.checks if c.ok is False and c.severity == "block")


def run_cbam(opened: OpenStudy, asked: Asked | None = None, tables: Tables | None = None) -> CbamRun:
    """Compute a study under the CBAM, with the shipped tables unless others are given.

    Raises:
        InputError: the study is of no good in scope that could be calculated, with every problem (also those of
            `compute` of severity error are no exception: they stand in the run's computed problems).
    """
    asked = asked or Asked()
    tables = tables or load_cbam_tables()
    look_at(asked, opened.study, tables)
    on = asked.on or opened.study.known_date
    study = with_asked(opened.study, asked, tables)
    derived, lower = False, None
    open_values: tuple[Text, ...] = ()
    if study.production:
        computed = compute(study, tables, opened.places)
    elif _in_scope(study, asked, tables):
        made, open_values = _derived(opened, asked, tables)
        derived, study, computed = True, with_asked(_called(made.study), asked, tables), made.computed
        lower = made.lower if made.lower != made.computed else None
    else:
        computed = _nothing()
    wished = dict(asked.what_if or {})
    goods = value_goods(study, computed, tables, on=on, what_if=wished)
    lower_goods = value_goods(study, lower, tables, on=on, what_if=wished) if lower is not None else None
    charged = any(good.scope.state != "out_of_scope" for good in goods.goods) or study.production
    places = _own_places(opened, study)
    checks = run_checks(study, computed, goods, tables, on=on, places=places, per_tonne=derived) if charged else ()
    names = {**both_names(study), **(unit_names(study) if derived else {})}
    told = short_codes(opened.study, asked, tables)
    if derived and any(g.sefa is None or g.sefa.value is None for g in goods.goods):
        told = (*told, *still_missing(study, asked, tables, int(on[:4])))
    return CbamRun(
        opened, study, tables, on, derived, computed, goods, checks, lower, lower_goods, names, told, open_values,
        asked.electricity or {},
    )  # fmt: skip


def _own_places(opened: OpenStudy, study: Study) -> Places:
    """Places of the rows that are still the study's own: what a command or the derivation added stands on no tab."""

    def stays(pointer: str) -> bool:
        table = pointer.strip("/").partition("/")[0]
        before, now = (getattr(s, table, None) if table else None for s in (opened.study, study))
        if not isinstance(now, tuple) or not isinstance(before, tuple):
            return True
        return [getattr(row, "id", row) for row in now] == [getattr(row, "id", row) for row in before]

    return Places({p: place for p, place in opened.places.by_pointer.items() if stays(p)})


def unit_names(study: Study) -> dict[str, Text]:
    """What the unit processes, rows and flows of a study are called, by their ids."""
    flows = datasets.shipped_flows().joined(study.flows).by_id
    found = {flow.id: flow.name for flow in flows.values()}
    for exchange in study.exchanges:
        if exchange.flow in flows:
            found[exchange.id] = flows[exchange.flow].name
    for exchange in study.exchanges:
        if exchange.role == "reference" and exchange.flow in flows:
            found[exchange.process] = flows[exchange.flow].name
    return {**found, study.product.process: study.product.name}


def both_names(study: Study) -> dict[str, Text]:
    """What the rows of an installation are called that have a name in each language, by their ids."""
    rows: tuple[NamedRow, ...] = (*study.production, *study.precursors, *study.source_streams, *study.cogeneration)
    return {row.id: name for row in rows if (name := names_of(row)).zh != name.en}


def _called(study: Study) -> Study:
    """The derived rows with the names their unit processes and flows have in both languages."""
    known = unit_names(study)

    def named(row: T) -> T:
        name = known.get(row.id)
        return row if name is None else replace(row, name_zh=name.zh, name_en=name.en)

    return replace(
        study,
        production=tuple(map(named, study.production)),
        precursors=tuple(map(named, study.precursors)),
        source_streams=tuple(map(named, study.source_streams)),
    )


def _derived(opened: OpenStudy, asked: Asked, tables: Tables) -> tuple[Derived, tuple[Text, ...]]:
    """The derived installation, and the open values behind its interval."""
    resolved = resolve_all(opened, [REGIME], asked.on, "")
    calculated = calculate(opened, resolved)[0]
    if not calculated.has_figure:
        names = ", ".join(value.parameter for value in calculated.assessment.missing)
        raise InputError((problem("CBM-181", None, names, parameters=names),))
    ef = (asked.electricity or {}).get(opened.study.country)
    rows = cast("list[dict[str, dict[str, str]]]", calculated.result["open"])
    reasons = tuple(Text(row["name"]["zh"], row["name"]["en"]) for row in rows)
    return derive(calculated.assessment, tables, codes_of(opened.study, asked), ef), reasons


def bought_of(opened: OpenStudy, on: str = "") -> tuple[PurchasedPrecursor, ...] | None:
    """The purchased precursors of a study: its own rows, else those of the installation derived from its processes.

    None where no installation can be derived: the study is of no good in scope, or has no figure under `REGIME`.
    """
    study = opened.study
    if study.precursors or study.production:
        return study.precursors
    tables, asked = load_cbam_tables(), Asked(on=on)
    if not _in_scope(study, asked, tables):
        return None
    try:
        made, _ = _derived(opened, asked, tables)
    except InputError:
        return None
    return _called(made.study).precursors


def _in_scope(study: Study, asked: Asked, tables: Tables) -> bool:
    return any(below(code[:HEADING], tables) for code in codes_of(study, asked))


def _nothing() -> Computed:
    """An installation of which nothing is known: only defaults can be compared."""
    return Computed((), Totals(ZERO, ZERO, ZERO, ZERO, ZERO, None, ZERO, ZERO, ZERO, ZERO), (), (), ())
