"""The use case of the CBAM: one study in; embedded emissions, free allocation, certificates, money and checks out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.checks import run_checks
from carnet.cbam.compute import compute
from carnet.cbam.derive import derive
from carnet.cbam.goods import value_goods
from carnet.cbam.result import Computed, Totals
from carnet.errors import InputError, Place, Text, problem
from carnet.inventory.installation import CbamGood
from carnet.quantity import DecimalError, parse_decimal
from carnet.service import datasets
from carnet.service.calculate import calculate, resolve_all
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

REGIME = "eu_cbam"
ZERO = Fraction(0)
_MARKET_RULE = "CBM-R18"
_PER_TONNE = Text("数量均为每吨产品，无从核对", "amounts are per t of product, nothing to compare")
_HEADING = 8  # digits of a CN code that names one good


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command adds to the study: everything optional, nothing of it stored.

    `on` the day the figures are valued on (default: the study's known date); `codes` CN codes; `amount` t and
    `import_date` of every good without its own; `importer`; `route` the letter of the benchmark table;
    `inside` CN codes of what processes make for use inside, by process; `what_if` as `carnet.cbam.terms` reads it;
    `electricity` tCO2/MWh by country, from a table of the user.
    """

    on: str = ""
    codes: tuple[str, ...] = ()
    amount: str = ""
    import_date: str = ""
    importer: str = ""
    route: str = ""
    inside: Mapping[str, str] = field(default_factory=dict)
    what_if: Mapping[str, str] | None = None
    electricity: Mapping[str, Fraction] | None = None


@dataclass(frozen=True, slots=True)
class CbamRun:
    """Everything a study yields under the CBAM. `lower` and `lower_goods`: the other end where it is an interval.

    `derived`: the installation was derived from unit processes; `study` then holds the derived rows, and `names` what
    its processes, precursors and streams are called in both languages.
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
    on = asked.on or opened.study.known_date
    study = _with_asked(opened.study, asked, tables)
    derived, lower = False, None
    if study.production:
        computed = compute(study, tables)
    elif _in_scope(study, asked, tables):
        made = _derived(opened, asked, tables)
        derived, study, computed = True, _with_asked(made.study, asked, tables), made.computed
        lower = made.lower if made.lower != made.computed else None
    else:
        computed = _nothing()
    wished = dict(asked.what_if or {})
    goods = value_goods(study, computed, tables, on=on, what_if=wished)
    lower_goods = value_goods(study, lower, tables, on=on, what_if=wished) if lower is not None else None
    charged = any(good.scope.state != "out_of_scope" for good in goods.goods) or study.production
    checks = run_checks(study, computed, goods, tables, on=on) if charged else ()
    if derived:  # its amounts are per t of product, so the year's exports cannot be held against them
        checks = tuple(replace(c, ok=None, why=_PER_TONNE) if c.rule == _MARKET_RULE else c for c in checks)
    names = names_of(study) if derived else {}
    told = _headings(opened.study, asked, tables)
    return CbamRun(opened, study, tables, on, derived, computed, goods, checks, lower, lower_goods, names, told)


def names_of(study: Study) -> dict[str, Text]:
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


def _derived(opened: OpenStudy, asked: Asked, tables: Tables) -> Derived:
    resolved = resolve_all(opened, [REGIME], asked.on, "")
    calculated = calculate(opened, resolved)[0]
    if not calculated.has_figure:
        names = ", ".join(value.parameter for value in calculated.assessment.missing)
        raise InputError((problem("CBM-181", None, names, parameters=names),))
    ef = (asked.electricity or {}).get(opened.study.country)
    return derive(calculated.assessment, tables, asked.codes, ef)


def _in_scope(study: Study, asked: Asked, tables: Tables) -> bool:
    return any(below(code[:_HEADING], tables) for code in _codes(study, asked))


def _nothing() -> Computed:
    """An installation of which nothing is known: only defaults can be compared."""
    return Computed((), Totals(ZERO, ZERO, ZERO, ZERO, ZERO, None, ZERO, ZERO, ZERO, ZERO), (), (), ())


def _with_asked(study: Study, asked: Asked, tables: Tables) -> Study:
    """The study with the codes, amounts and days the command adds; what its rows state themselves stays."""
    goods = study.cbam_goods
    if asked.codes or not goods:
        # A heading that holds goods in scope names none of them; one that holds none is out of scope as it stands.
        codes = tuple(c for c in _codes(study, asked) if len(c) >= _HEADING or not below(c, tables))
        name = study.product.name.en or study.product.name.zh
        goods = tuple(CbamGood(f"good_{cn}", _maker_of(study, cn, tables), cn, name) for cn in codes)
    if asked.amount:
        _decimal(asked.amount, "--amount")
    return replace(
        study,
        production=tuple(replace(p, cn=asked.inside.get(p.id, p.cn)) for p in study.production),
        cbam_goods=tuple(
            replace(
                good,
                amount=good.amount or asked.amount,
                import_date=good.import_date or asked.import_date,
                importer=good.importer or asked.importer,
                benchmark_route=good.benchmark_route or asked.route,
            )
            for good in goods
        ),
    )


def _codes(study: Study, asked: Asked) -> tuple[str, ...]:
    return asked.codes or study.product.cn_codes


def below(code: str, tables: Tables) -> tuple[str, ...]:
    """The goods in scope that stand below a CN code."""
    return tuple(sorted(cn for cn in tables.goods if cn.startswith(code)))


def _headings(study: Study, asked: Asked, tables: Tables) -> tuple[Problem, ...]:
    """Codes too short to name a good: each with the goods it may mean."""
    if study.cbam_goods:
        return ()
    short = [c for c in _codes(study, asked) if len(c) < _HEADING and below(c, tables)]
    place = Place(pointer="/product/cn_codes")
    return tuple(
        problem("CBM-183", place, c, below(c, tables)[:12], "warning", given=c, count=len(below(c, tables)))
        for c in short
    )


def _maker_of(study: Study, cn: str, tables: Tables) -> str:
    """The production process a good named on the command line comes from: of its category, and used by no other."""
    good = tables.goods.get(cn[:_HEADING])
    used = {use.source for use in study.precursor_uses}
    last = [p.id for p in study.production if p.id not in used] or [p.id for p in study.production]
    fitting = [p.id for p in study.production if good is not None and p.category == good.category]
    return next((p for p in fitting if p in last), next(iter(fitting or last), ""))


def _decimal(text: str, option: str) -> None:
    try:
        parse_decimal(text)
    except DecimalError as error:
        raise InputError((problem("CBM-182", None, text, option=option),)) from error
