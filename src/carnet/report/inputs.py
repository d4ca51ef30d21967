"""What a report is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.report.boundary_statement import plan_value
from carnet.report.chart_spec import NO_TEXT
from carnet.report.reading import has_figure, regime_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.factors.record import FactorRecord
    from carnet.inventory.model import Flow, Study
    from carnet.regime.describe import PlanRow


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A ready table, for balances and comparisons: headings and cells in both languages, words below it.

    A cell may be a plain string where both languages say the same, for instance a number. `widths` are shares of
    the page width by column; without them the first column is a little wider than the others.
    """

    title: Text
    head: tuple[Text, ...]
    rows: tuple[tuple[Text | str, ...], ...]
    note: Text = NO_TEXT
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportInputs:
    """All a report needs; nothing else is read.

    Attributes:
        study: the study.
        results: results of ``calc``, in the order to show them.
        bridges: bridges between them.
        plan_rows: `carnet.regime.plan_table` of the regimes, cells in the order of `results`.
        factors: the factor records the results used.
        flows: the shared flow list by id.
        balances: mass and carbon balances by process.
        published: our result beside published values.
        main_regime: the regime whose result the pictures show; default: of those that can be issued, else of
            those with a figure, the one that counts most lines.
        rule_sources: titles of the texts the rules come from, so that long ones are written out once.
        warnings: what reading and checking the study found and nobody has mended, as `Problem.json` gives it.
        study_file: bare name of the study's file, for the commands printed.
        demo_key: the pack is signed with a key made on the spot.
    """

    study: Study
    results: tuple[Mapping[str, Any], ...]
    bridges: tuple[Mapping[str, Any], ...] = ()
    plan_rows: tuple[PlanRow, ...] = ()
    factors: tuple[FactorRecord, ...] = ()
    flows: Mapping[str, Flow] | None = None
    balances: tuple[ReportTable, ...] = ()
    published: tuple[ReportTable, ...] = ()
    main_regime: str = ""
    rule_sources: tuple[str, ...] = ()
    study_file: str = "study.xlsx"
    demo_key: bool = False
    warnings: tuple[Mapping[str, Any], ...] = ()

    @property
    def draft(self) -> bool:
        """Whether not all figures can be issued: then every page says DRAFT."""
        return not self.results or not all(result.get("issuable") for result in self.results)

    @property
    def assumed(self) -> bool:
        """Whether any figure rests on an assumption."""
        return any(result.get("assumed") for result in self.results)

    @property
    def names(self) -> dict[str, Text]:
        """Flow names by id; flows the study defines itself come on top."""
        return {flow.id: flow.name for flow in (*(self.flows or {}).values(), *self.study.flows)}

    def named(self, bridge: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a bridge with titles and declared units in words, and the rules themselves for sentences on them."""
        known = {str(r["regime"]["id"]): r for r in self.results}
        sides: dict[str, Any] = {}
        for side in ("from", "to"):
            result = known.get(regime_id(bridge[side]))
            if result is None:
                continue
            words = {"title": result["regime"].get("title"), **bridge[side]}
            if not isinstance(words.get("declared_unit"), dict):
                words["declared_unit"] = result["declared_unit"]
            sides[side] = words
        terms = [
            {**term, "cites": [_with_values(cite, bridge, known) for cite in term.get("cites") or ()]}
            for term in bridge.get("terms") or ()
        ]
        return {**bridge, **sides, "terms": terms}

    def main(self) -> Mapping[str, Any] | None:
        """Return the result the pictures show, if any gives a figure."""
        given = [result for result in self.results if has_figure(result)]
        named = [result for result in given if result["regime"]["id"] == self.main_regime]
        issuable = [result for result in given if result.get("issuable")]
        chosen = named or issuable or given
        return max(chosen, key=lambda result: len(result.get("by_line") or ()), default=None)


def _with_values(
    cite: Mapping[str, Any], bridge: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Put the values of a rule in the plans of two results for the sentences a bridge has on it.

    An open rule has no value in a plan, and where both plans say the same the bridge is of something else: then the
    sentences stay.
    """
    parameter = str(cite.get("parameter") or "")
    plans = [(known.get(regime_id(bridge[side])) or {}).get("plan") or {} for side in ("from", "to")]
    before, after = (plan_value(plan, parameter) for plan in plans)
    if before is None or after is None or before == after:
        return dict(cite)
    return {**cite, "from_value": before, "to_value": after}
