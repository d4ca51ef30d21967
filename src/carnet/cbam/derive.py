"""An ordinary study seen as an installation: its unit processes become the production processes of the acts.

A process whose product is a good of Annex I is a production process of its own; a process that makes no such good
(steam, molten steel, oxygen) belongs to those that use what it makes, in the proportion of their use. Emissions are
those `carnet.assessment` finds under ``eu_cbam``, so that direct emissions agree with `calc` to the last digit. Where
the study leaves an interval, the installation is derived at both ends.

Embedded emissions follow eq 57 to 63 as for a study with rows of an installation. One thing differs from the one joint
process that the regime ``eu_cbam`` takes: own indirect emissions of a process outside Annex II (sintered ore) count,
and need the country's electricity factor.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.assessment.assess import ranges
from carnet.assessment.expression import CONSTANT
from carnet.cbam.embedded import embed
from carnet.cbam.result import Computed, PrecursorResult, ProcessResult, StreamResult, Totals
from carnet.errors import problem
from carnet.inventory.installation import CbamGood, PrecursorUse, ProductionProcess, PurchasedPrecursor
from carnet.quantity import UnitError, convert, parse_decimal, significant_string

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.assessment import Assessment
    from carnet.assessment.evaluate import Contribution, Evaluation
    from carnet.cbam.tables import Good, Tables
    from carnet.errors import Problem, Severity
    from carnet.inventory.model import Exchange, Study

ZERO = Fraction(0)
ONE = Fraction(1)
_TONNE = Fraction(1000)  # kg
_ROW_DIGITS = 15  # a row holds a decimal; the results keep the exact fraction
_BOUGHT = "purchased"  # the category of lines for goods from outside
_CN_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Derived:
    """The study with the rows of an installation, and what they yield at the upper and the lower end."""

    study: Study
    computed: Computed
    lower: Computed


@dataclass(slots=True)
class _Maker:
    """A production process in the making, all per t of the study's product."""

    id: str
    name: str
    good: Good | None
    amount: Fraction = ZERO
    direct: Fraction = ZERO
    electricity: Fraction = ZERO
    uses: dict[str, Fraction] = field(default_factory=dict)

    @property
    def annex_ii(self) -> bool:
        return self.good is None or self.good.annex_ii


def derive(found: Assessment, tables: Tables, codes: tuple[str, ...] = (), ef: Fraction | None = None) -> Derived:
    """Derive an installation from an assessment under ``eu_cbam`` that gives a figure.

    Args:
        found: the assessment; its evaluation is not None.
        tables: the published tables.
        codes: CN codes to use in place of the study's.
        ef: tCO2/MWh of the electricity used, from a table the user supplied; None leaves indirect emissions open.
    """
    evaluation = found.evaluation
    if evaluation is None or found.total is None:
        message = "an installation is derived from an assessment with a figure"
        raise ValueError(message)
    wanted = codes or found.context.study.product.cn_codes
    rows = [c for c in evaluation.contributions if c.by_gas]
    high = _Derivation(evaluation, tables, wanted, ef, dict(found.reading or {}))
    computed = high.computed(rows)
    lower = _Derivation(evaluation, tables, wanted, ef, _lower_end(found)).computed(rows)
    return Derived(high.study(computed, wanted), computed, lower)


def _lower_end(found: Assessment) -> dict[str, Fraction]:
    """Return what each open value reads where the figure is smallest."""
    reading = dict(found.reading or {})
    if found.total is not None:
        met = ranges(found.context)
        for name, factor in found.total.terms.items():
            if name != CONSTANT:
                reading[name] = met[name][0 if factor > 0 else 1]
    return reading


class _Derivation:
    """One derivation at one reading of the open values."""

    def __init__(
        self,
        evaluation: Evaluation,
        tables: Tables,
        codes: tuple[str, ...],
        ef: Fraction | None,
        reading: Mapping[str, Fraction],
    ) -> None:
        self.evaluation, self.tables, self.ef, self.reading = evaluation, tables, ef, reading
        self.context = evaluation.context
        self.unit = evaluation.unit_factor.at(reading)
        self.last = self.context.study.product.process
        self.makers = self._makers(codes)
        self._shares: dict[str, dict[str, Fraction]] = {}

    def _makers(self, codes: tuple[str, ...]) -> dict[str, _Maker]:
        """The unit processes whose product is a good in scope, and the one that makes the product of the study."""
        outside = set(self.evaluation.plan.tags("D2.excluded_process_tags"))
        found: dict[str, _Maker] = {}
        for exchange in self.context.study.exchanges:
            process = next(p for p in self.context.study.processes if p.id == exchange.process)
            if exchange.role != "reference" or outside & set(process.tags):
                continue
            flow = self.context.flow(exchange.flow)
            last = process.id == self.last
            good = good_by_codes(codes if last else flow.cn_codes, self.tables)
            made = self._tonnes(exchange)
            if (good is not None or last) and made:
                name = self.context.study.product.name if last else flow.name
                found[process.id] = _Maker(process.id, name.en or name.zh, good, made)
        return found

    def _tonnes(self, exchange: Exchange) -> Fraction:
        """The amount of a row in t per t of product; nothing for what has no mass."""
        try:
            node = self.context.in_unit(exchange, "t")
        except UnitError:
            return ZERO
        runs = self.evaluation.activities.nodes.get(exchange.process)
        return ZERO if node is None or runs is None else node.at(self.reading) * runs.at(self.reading) * self.unit

    def _reference(self, process: str) -> str:
        """The flow a unit process is for."""
        rows = (e for e in self.context.study.exchanges if e.process == process and e.role == "reference")
        return next((e.flow for e in rows), "")

    def shares(self, process: str, seen: frozenset[str] = frozenset()) -> dict[str, Fraction]:
        """The production processes a unit process belongs to, with its share in each; they add up to one."""
        if process in self.makers:
            return {process: ONE}
        if process in self._shares:
            return self._shares[process]
        taken: dict[str, Fraction] = {}
        made = self._reference(process)
        for exchange in self.context.study.exchanges:
            runs = self.evaluation.activities.nodes.get(exchange.process)
            if exchange.provider != process or exchange.process in {*seen, process} or runs is None:
                continue
            if exchange.flow != made:
                continue  # whoever burns its gas is no user of what it makes
            amount = self.context.amount(exchange).at(self.reading) * runs.at(self.reading)
            if amount:
                taken[exchange.process] = taken.get(exchange.process, ZERO) + amount
        whole = sum(taken.values(), ZERO)
        found: dict[str, Fraction] = {}
        for user, amount in taken.items():
            for maker, share in self.shares(user, seen | {process}).items():
                found[maker] = found.get(maker, ZERO) + share * amount / whole
        total = sum(found.values(), ZERO)
        # What nobody uses, or only a loop that never reaches a good, is the last process's own.
        found = {maker: share / total for maker, share in found.items()} if total else {self.last: ONE}
        if not seen:
            self._shares[process] = found
        return found

    def computed(self, rows: list[Contribution]) -> Computed:
        """Compute streams, processes and precursors per t of product."""
        streams = self._streams([c for c in rows if c.line.category != _BOUGHT])
        precursors: dict[str, PrecursorResult] = {}
        for c in rows:
            if c.line.category == _BOUGHT and (found := self._precursor(c)) is not None:
                precursors[found.id] = found
                for maker, share in self.shares(c.line.process.id).items():
                    self._use(maker, found.id, found.amount * share)
        for c in rows:
            if c.line.category != _BOUGHT:
                tonnes = c.total.at(self.reading) * self.unit / _TONNE
                for maker, share in self.shares(c.line.process.id).items():
                    self.makers[maker].direct += tonnes * share
        self._intermediates()
        self._electricity()
        processes, recipes = self._embedded(precursors)
        problems = self._problems()
        direct = sum((s.emissions for s in streams), ZERO)
        indirect = sum((p.indirect for p in processes), ZERO) if self.ef is not None else None
        totals = Totals(
            direct, sum((s.biomass for s in streams), ZERO), ZERO, ZERO, direct, indirect, direct, ZERO, ZERO, ZERO
        )
        return Computed(streams, totals, (), processes, tuple(precursors.values()), recipes, problems)

    def _use(self, maker: str, source: str, tonnes: Fraction) -> None:
        uses = self.makers[maker].uses
        uses[source] = uses.get(source, ZERO) + tonnes

    def _intermediates(self) -> None:
        for exchange in self.context.study.exchanges:
            source = self.makers.get(exchange.provider)
            if source is None or exchange.role != "intermediate":
                continue
            if exchange.flow != self._reference(source.id):
                continue  # a co-product, such as a gas, brings nothing of the good's emissions
            for maker, share in self.shares(exchange.process).items():
                self._use(maker, source.id, self._tonnes(exchange) * share)

    def _electricity(self) -> None:
        outside = set(self.evaluation.plan.tags("D2.excluded_process_tags"))
        for exchange in self.context.study.exchanges:
            process = next(p for p in self.context.study.processes if p.id == exchange.process)
            runs = self.evaluation.activities.nodes.get(process.id)
            bought = exchange.role == "electricity" and not exchange.provider
            if not bought or runs is None or outside & set(process.tags):
                continue
            ratio = convert(ONE, exchange.unit, "MWh", self.context.flow(exchange.flow).kind)
            mwh = self.context.amount(exchange).at(self.reading) * ratio * runs.at(self.reading) * self.unit
            for maker, share in self.shares(process.id).items():
                self.makers[maker].electricity += mwh * share

    def _embedded(
        self, precursors: Mapping[str, PrecursorResult]
    ) -> tuple[tuple[ProcessResult, ...], dict[str, dict[str, Fraction]]]:
        ef = self.ef or ZERO
        recipes = {m.id: {source: t / m.amount for source, t in m.uses.items()} for m in self.makers.values()}
        own = {}
        for m in self.makers.values():
            indirect = m.electricity * ef / m.amount
            counted = ZERO if m.annex_ii else indirect
            own[m.id] = (max(m.direct, ZERO) / m.amount, indirect, counted, m.electricity / m.amount, ZERO)
        bought = {
            p.id: (p.see_direct, p.see_indirect, p.counted_indirect, p.electricity,
                   p.see_direct if p.basis == "default" else ZERO)
            for p in precursors.values()
        }  # fmt: skip
        solved = embed(recipes, own, bought)
        results = []
        for m in self.makers.values():
            direct, indirect, counted, electricity, default = solved.values[m.id]
            results.append(
                ProcessResult(
                    m.id, m.name, m.good.category if m.good else "", "t", m.amount, m.direct, ZERO, ZERO, ZERO,
                    max(m.direct, ZERO), m.direct < 0, m.electricity * ef, m.electricity, *own[m.id][:2],
                    own[m.id][3], direct, indirect, counted, electricity, default / direct if direct else ZERO,
                    m.annex_ii,
                )
            )  # fmt: skip
        return tuple(results), recipes

    def _problems(self) -> tuple[Problem, ...]:
        """What is not known for want of an electricity factor: a warning where it does not count, else an error."""
        if self.ef is not None:
            return ()
        found: list[Problem] = []
        place = self.context.places.at("/exchanges")
        for counted, code in ((True, "CBM-190"), (False, "CBM-180")):
            mwh = sum((m.electricity for m in self.makers.values() if m.annex_ii is not counted), ZERO)
            severity: Severity = "error" if counted else "warning"
            if mwh:
                found.append(problem(code, place, severity=severity, mwh=significant_string(mwh, 4)))
        return tuple(found)

    def _streams(self, rows: list[Contribution]) -> tuple[StreamResult, ...]:
        """One stream a row; of a carbon balance one a material, so that what passes between processes cancels."""
        emissions: dict[str, Fraction] = {}
        first: dict[str, Contribution] = {}
        for c in rows:
            key = c.line.id if c.line.term is None else c.line.exchange.flow
            emissions[key] = emissions.get(key, ZERO) + c.total.at(self.reading) * self.unit / _TONNE
            first.setdefault(key, c)
        return tuple(self._stream(key, first[key], tonnes) for key, tonnes in emissions.items() if tonnes)

    def _stream(self, key: str, c: Contribution, tonnes: Fraction) -> StreamResult:
        balance = c.line.term is not None
        name = self.context.flow(c.line.exchange.flow).name if balance else c.line.name
        method, equation = ("mass_balance", "12-15") if balance else ("process", "11")
        return StreamResult(
            key, f"{name.zh} {name.en}".strip(), method, "CO2", tonnes, ZERO, ZERO, ZERO, ZERO, equation
        )

    def _precursor(self, c: Contribution) -> PrecursorResult | None:
        exchange = c.line.exchange
        flow = self.context.flow(exchange.flow)
        mass = self._tonnes(exchange)
        if not mass:
            return None
        see = c.total.at(self.reading) * self.unit / _TONNE / mass
        datum = c.value.data[0] if c.value.data else None
        default = bool(datum and datum.id.startswith("table:"))
        good = good_by_codes(flow.cn_codes, self.tables)
        country = exchange.country or self.context.study.country
        outside = good is not None and not good.annex_ii
        indirect = _indirect_part(datum.id if datum else "", see, self.tables) if outside else ZERO
        markup = self.evaluation.plan.text("D9.markup") if default else ""
        return PrecursorResult(
            exchange.id, flow.name.en or flow.name.zh, good.category if good else "",
            good.cn if good and len(flow.cn_codes[0]) < _CN_LENGTH else (flow.cn_codes[0] if flow.cn_codes else ""),
            country, mass, "default" if default else "actual", not default, see - indirect, indirect, indirect, ZERO,
            parse_decimal(markup) if markup else None, datum.source if datum else "", datum.status if datum else "",
            good.annex_ii if good else True,
        )  # fmt: skip

    def _code(self, process: str) -> str:
        """The CN code of what is used up inside, where its flow has one of eight digits."""
        codes = self.context.flow(self._reference(process)).cn_codes if process != self.last else ()
        return next((code for code in codes if len(code) >= _CN_LENGTH), "")

    def study(self, computed: Computed, codes: tuple[str, ...]) -> Study:
        """The study with the rows of the installation; amounts per t of product, to fifteen digits."""
        study = self.context.study
        values = {v.exchange: v for v in study.supplier_values}
        production = tuple(
            ProductionProcess(
                p.id, p.name, p.category, cn=self._code(p.id), amount=_row(p.amount), direct=_row(p.direct),
                electricity=_row(p.electricity),
                note="derived from the unit processes of the study; amounts per t of product",
            )
            for p in computed.processes
        )  # fmt: skip
        precursors = []
        for found in computed.precursors:
            value = values.get(found.id) if found.basis == "actual" else None
            row = PurchasedPrecursor(
                found.id, found.name, found.category, found.cn, found.country, amount=_row(found.amount),
                basis="default",
            )  # fmt: skip
            if value is not None:
                row = replace(
                    row, basis="measured", see_direct=_row(found.see_direct), see_indirect=_row(found.see_indirect),
                    verification_report=value.document if value.verified == "yes" else "", verifier=value.verifier,
                    accreditation=value.accreditation, period_from=value.period_from, period_to=value.period_to,
                    operator=value.supplier,
                )  # fmt: skip
            precursors.append(row)
        uses = tuple(
            PrecursorUse(f"{source}_in_{maker.id}", source, maker.id, _row(tonnes))
            for maker in self.makers.values()
            for source, tonnes in maker.uses.items()
        )
        goods = tuple(replace(g, process=self.last) for g in study.cbam_goods) or tuple(
            CbamGood(f"good_{cn}", self.last, cn, self.makers[self.last].name) for cn in codes if len(cn) >= _CN_LENGTH
        )
        return replace(
            study, production=production, precursors=tuple(precursors), precursor_uses=uses, cbam_goods=goods
        )


def good_by_codes(codes: tuple[str, ...], tables: Tables) -> Good | None:
    """A good of Annex I that some CN codes mean; of a heading any, where all below it are of one category."""
    for code in codes:
        if code[:_CN_LENGTH] in tables.goods:
            return tables.goods[code[:_CN_LENGTH]]
        below = sorted(cn for cn in tables.goods if cn.startswith(code))
        if below and len({tables.goods[cn].category for cn in below}) == 1:
            return tables.goods[below[0]]
    return None


def _indirect_part(datum: str, see: Fraction, tables: Tables) -> Fraction:
    """The indirect part of a default value, in the proportion its row prints; nothing where the row prints none."""
    _, _, row = datum.rpartition(":")
    cn, _, country = row.partition("/")
    for found in tables.defaults.get((country.partition("/")[0], cn), ()):
        if found.total and found.indirect:
            return see * found.indirect / found.total
    return ZERO


def _row(value: Fraction) -> str:
    text = significant_string(value, _ROW_DIGITS)
    return (text.rstrip("0").rstrip(".") if "." in text else text) if value else "0"
