"""What stands in an EcoSpold 1 file, from the events of the XML reader to processes."""

from __future__ import annotations

import dataclasses
import math
import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carnet.exchange import lci_spreads as spreads
from carnet.exchange.lci_ecospold1_values import YES, day_of, licence_of, path_of, spread_as_stated
from carnet.exchange.lci_jsonld_base import clean_cas, clean_formula
from carnet.exchange.xmlguard import SEPARATOR
from carnet.inventory.lci import NO_SPREAD, AllocationFactor, LciExchange, LciFlow, LciProcess, Spread

if TYPE_CHECKING:
    from carnet.exchange.lci_findings import Findings

NAMESPACE = "http://www.EcoInvent.org/EcoSpold01"
_TEXTS = (
    "inputGroup", "outputGroup", "startDate", "endDate", "startYear", "endYear", "startYearMonth", "endYearMonth",
    "referenceToInputOutput",
)  # fmt: skip
_SILENT = (
    "referenceFunction", "geography", "technology", "timePeriod", "dataSetInformation", "source",
    "dataGeneratorAndPublication",
)  # fmt: skip
_BLOCKS = ("dataset", "exchange", "allocation")
NAMES = {f"{NAMESPACE}{SEPARATOR}{name}": name for name in (*_BLOCKS, *_SILENT, *_TEXTS)}
SILENT = frozenset(_SILENT)

# dataSetInformation/@type
_TYPES = {"0": "system", "1": "unit", "2": "result", "5": "unit"}
_NO_PROCESS = {"3": "elementary flow", "4": "impact category"}
_FROM_NATURE, _TO_NATURE = "4", "4"
_INPUTS, _OUTPUTS = frozenset("12345"), frozenset("01234")
_REFERENCE, _AVOIDED, _CO_PRODUCT, _WASTE = "0", "1", "2", "3"
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


@dataclass(slots=True)
class _Dataset:
    number: str
    place: str
    head: dict[str, dict[str, str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    exchanges: list[LciExchange] = field(default_factory=list)
    by_number: dict[str, list[int]] = field(default_factory=dict)
    met: int = 0
    co_products: bool = False
    allocation: list[tuple[str, dict[str, str], list[str]]] = field(default_factory=list)


@dataclass(slots=True)
class Reader:
    """Takes the events of all parts of a file and holds what came of them.

    Attributes:
        offered: dataset number → name, unit and place of its reference function.
    """

    findings: Findings
    flows: dict[str, LciFlow] = field(default_factory=dict)
    processes: list[LciProcess] = field(default_factory=list)
    offered: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    part: str = ""
    datasets: int = 0
    now: _Dataset | None = None
    heard: list[str] | None = None
    exchange: dict[str, str] = field(default_factory=dict)
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)

    def open(self, part: str) -> None:
        """Begin another part; a dataset left open by a broken one is dropped with its fault noted."""
        self.part, self.datasets, self.now, self.heard = part, 0, None, None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        if name == "dataset":
            self.datasets += 1
            number = attributes.get("number", "").strip()
            self.now = _Dataset(number, f"{self.part}#dataset[{self.datasets}]")
            return
        now = self.now
        if now is None:
            return
        if name == "exchange":
            self.exchange, self.inputs, self.outputs = attributes, [], []
            now.met += 1
        elif name == "allocation":
            now.allocation.append((f"{now.place}/allocation[{len(now.allocation) + 1}]", attributes, []))
        elif name == "source":
            parts = (attributes.get(key, "").strip() for key in ("firstAuthor", "year", "title"))
            now.sources.append(sys.intern(", ".join(part for part in parts if part)))
        elif name in SILENT:
            now.head[name] = attributes
        else:
            self.heard = []

    def text(self, data: str) -> None:
        """Take character data."""
        if self.heard is not None:
            self.heard.append(data)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        now = self.now
        if now is None:
            return
        if name == "dataset":
            self._close(now)
            self.now = None
        elif name == "exchange":
            if not _no_process(now):
                self._exchange(now, ",".join(self.inputs), ",".join(self.outputs))
        elif self.heard is not None:
            said = "".join(self.heard).strip()
            self.heard = None
            if name == "inputGroup":
                self.inputs.append(said)
            elif name == "outputGroup":
                self.outputs.append(said)
            elif name == "referenceToInputOutput":
                if now.allocation:
                    now.allocation[-1][2].append(said)
            else:
                now.texts[name] = said

    def _close(self, now: _Dataset) -> None:
        head = now.head
        function = head.get("referenceFunction", {})
        name = function.get("name", "").strip()
        if what := _no_process(now):
            self.findings.warn("LCI-082", now.place, name or now.number, kind=what)
            return
        for value, key in ((now.number, "number"), (name, "name")):
            if not value:
                self.findings.add("LCI-056", now.place, field=key)
        if now.number in self.places:
            self.findings.add("LCI-058", now.place, now.number, other=self.places[now.number])
            return
        self.places[now.number] = now.place
        location = head.get("geography", {}).get("location", "").strip()
        self.offered[now.number] = name, function.get("unit", "").strip(), location
        self._mark_reference(now, name)
        publication = head.get("dataGeneratorAndPublication", {})
        if publication.get("copyright", "").strip() in YES:
            self.findings.facts["processes_copyright"] += 1
        allocation = self._allocation(now)
        days = now.texts
        self.processes.append(
            LciProcess(
                id=now.number,
                name=name,
                location=sys.intern(location),
                exchanges=tuple(now.exchanges),
                type=_TYPES.get(head.get("dataSetInformation", {}).get("type", "").strip(), "unknown"),
                path=path_of(function),
                default_allocation="causal" if allocation else "",
                allocation=allocation,
                period_from=day_of(days, "start"),
                period_to=day_of(days, "end"),
                technology=head.get("technology", {}).get("text", ""),
                licence=sys.intern(licence_of(publication)),
                sources=tuple(dict.fromkeys(now.sources)),
                place=now.place,
            )
        )

    def _exchange(self, now: _Dataset, inputs: str, outputs: str) -> None:
        attributes = self.exchange
        place = f"{now.place}/exchange[{now.met}]"
        if not ((inputs in _INPUTS and not outputs) or (outputs in _OUTPUTS and not inputs)):
            self.findings.add("LCI-081", place, ",".join(part for part in (inputs, outputs) if part))
            return
        amount = self._number(attributes, "meanValue", place, required=True)
        flow = self._flow(attributes, inputs, outputs, place)
        if amount is None or flow is None:
            return
        number = attributes.get("number", "").strip()
        twins = now.by_number.setdefault(number, [])
        twins.append(len(now.exchanges))
        now.co_products = now.co_products or outputs == _CO_PRODUCT
        now.exchanges.append(
            LciExchange(
                id=number if len(twins) == 1 else f"{number}#{len(twins)}",
                flow=flow.id,
                amount=amount,
                unit=flow.unit,
                is_input=bool(inputs),
                is_reference=outputs == _REFERENCE,
                avoided=outputs == _AVOIDED,
                spread=self._spread(attributes, amount, place),
                location=flow.location,
                place=place,
                note=sys.intern(attributes.get("generalComment", "").strip()),
                factor=1.0,
            )
        )

    def _flow(self, attributes: dict[str, str], inputs: str, outputs: str, place: str) -> LciFlow | None:
        kind = "product"
        if inputs == _FROM_NATURE or outputs == _TO_NATURE:
            kind = "elementary"
        elif outputs == _WASTE:
            kind = "waste"
        name, unit = attributes.get("name", "").strip(), attributes.get("unit", "").strip()
        if not name or not unit:
            for key in ("name", "unit"):
                if not attributes.get(key, "").strip():
                    self.findings.add("LCI-056", place, field=key)
            return None
        path = path_of(attributes)
        location = attributes.get("location", "").strip()
        infrastructure = attributes.get("infrastructureProcess", "").strip() in YES
        key = "|".join((kind, name, *path, location, unit, *(("infrastructure",) if infrastructure else ())))
        known = self.flows.get(key)
        if known is None:
            cas, formula = clean_cas(attributes.get("CASNumber", "")), clean_formula(attributes.get("formula", ""))
            known = LciFlow(sys.intern(key), name, kind, sys.intern(unit), path, sys.intern(location), cas, formula)
            self.flows[key] = known
        return known

    def _mark_reference(self, now: _Dataset, name: str) -> None:
        """Of several outputs of group 0 the one named by the reference function is the reference."""
        exchanges = now.exchanges
        marked = [index for index, exchange in enumerate(exchanges) if exchange.is_reference]
        named = [index for index in marked if self.flows[exchanges[index].flow].name == name]
        if len(marked) > 1 and len(named) == 1:
            for index in marked:
                if index not in named:
                    exchanges[index] = dataclasses.replace(exchanges[index], is_reference=False)
            marked = named
        # A multi-output dataset has its products in output group 2, shared out by its allocation factors.
        if len(marked) != 1 and not (not marked and now.co_products and now.allocation):
            self.findings.warn("LCI-069", now.place, len(marked), count=len(marked))

    def _spread(self, attributes: dict[str, str], amount: float, place: str) -> Spread:
        kind = attributes.get("uncertaintyType", "").strip()
        if kind == "0" or not (kind or attributes.get("standardDeviation95", "").strip()):
            return NO_SPREAD
        if kind not in {"1", "2", "3", "4"}:
            self.findings.warn("LCI-063", place, kind, field="uncertaintyType", known="0 1 2 3 4")
            return NO_SPREAD
        wide = self._number(attributes, "standardDeviation95", place)
        low = self._number(attributes, "minValue", place)
        high = self._number(attributes, "maxValue", place)
        mode = self._number(attributes, "mostLikelyValue", place)
        try:
            spread = spread_as_stated(kind, amount, wide, low, high, mode)
        except spreads.SpreadError as error:
            self.findings.facts["spreads_unusable"] += 1
            self.findings.warn("LCI-068", place, f"uncertaintyType {kind}", why_zh=error.zh, why_en=error.en)
            return NO_SPREAD
        if spread is None:
            return self._pedigree(attributes, amount)
        self.findings.facts[f"spreads_{spread.kind}" if spread.kind != "none" else "spreads_zero"] += 1
        return spread

    def _pedigree(self, attributes: dict[str, str], amount: float) -> Spread:
        """Return the lognormal of the pedigree in the comment, where no deviation is stated beside it."""
        scores = spreads.pedigree_in(attributes.get("generalComment", ""))
        spread = spreads.from_pedigree(amount, scores) if scores else NO_SPREAD
        self.findings.facts["spreads_pedigree" if spread.kind != "none" else "spreads_zero"] += 1
        return spread

    def _number(self, attributes: dict[str, str], key: str, place: str, *, required: bool = False) -> float | None:
        text = attributes.get(key)
        if text is None or not text.strip():
            if required:
                self.findings.add("LCI-056", place, field=key)
            return None
        text = text.strip()
        if _NUMBER.fullmatch(text) is None:
            if text.lower().lstrip("+-") in {"nan", "inf", "infinity"}:
                self.findings.add("LCI-057", f"{place}/@{key}", text)
            else:
                self.findings.add("LCI-055", f"{place}/@{key}", text, expected_zh="数字", expected_en="a number")
            return None
        value = float(text)
        if not math.isfinite(value):
            self.findings.add("LCI-057", f"{place}/@{key}", text)
            return None
        return value

    def _allocation(self, now: _Dataset) -> tuple[AllocationFactor, ...]:
        found: list[AllocationFactor] = []
        exchanges = now.exchanges
        for place, attributes, numbers in now.allocation:
            self.findings.facts["allocation_factors"] += len(numbers)
            percent = self._number(attributes, "fraction", place, required=True)
            product = attributes.get("referenceToCoProduct", "").strip()
            owners = [each for each in now.by_number.get(product, ()) if not exchanges[each].is_input]
            if percent is None:
                continue
            for number in numbers:
                targets = now.by_number.get(number, ())
                if len(owners) != 1 or not targets:
                    self.findings.facts["allocation_factors_left_out"] += 1
                    self.findings.warn("LCI-072", place, f"{product} → {number}", method="causal")
                    continue
                flow = exchanges[owners[0]].flow
                found += [AllocationFactor("causal", flow, percent / 100, exchanges[each].id) for each in targets]
        return tuple(found)


def _no_process(now: _Dataset) -> str:
    """Return what a dataset is when it is no process, else ""."""
    information = now.head.get("dataSetInformation", {})
    if information.get("impactAssessmentResult", "").strip() in YES:
        return "impact assessment"
    return _NO_PROCESS.get(information.get("type", "").strip(), "")
