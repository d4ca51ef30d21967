"""Campaign C15CBAM: what it draws, that it compares, and that it would see a defect."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest

from campaigns import c15cbam, frame, plants
from campaigns.second import installation as second
from carnet.cbam import attribution, cogeneration, compute, embedded, precursors, streams
from carnet.cbam.embedded import loops

SEEDS = range(150)


def drawn(number):
    return plants.plant(random.Random(f"planted {number}"))


def first_seen():
    return next((told for told in map(c15cbam.disagreement, map(drawn, SEEDS)) if told), "")


def test_sizes_and_the_seed():
    assert c15cbam.SIZES == {"test": 400, "release": 10_000}
    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)
    assert "C15CBAM" in frame.listed()
    closing = frame.run(frame.load("C15CBAM"), "test", 1, seconds=0)
    assert closing.line().startswith("C15CBAM 1 installations, 0 disagreements, ")


def test_what_is_drawn_holds_what_the_promise_names():
    found = [(study, compute.compute(study, c15cbam.load_cbam_tables())) for study in map(drawn, SEEDS)]
    methods = {each.method for _, done in found for each in done.streams}
    assert methods == {"combustion", "process", "mass_balance", "pfc_slope", "pfc_overvoltage", "measured"}
    assert sum(any(len(group) > 1 for group in loops(done.recipes)) for _, done in found) > 40
    assert sum("CBM-011" in c15cbam.complaints(done) for _, done in found) > 3
    assert sum(any(each.incomplete for each in done.processes) for _, done in found) > 10
    assert any(each.floored for _, done in found for each in done.processes)
    assert any(each.reconciliation not in {None, 1} for _, done in found for each in done.streams)
    assert {each.basis for _, done in found for each in done.precursors} == {"actual", "default"}
    assert any(done.cogeneration for _, done in found)


def test_both_agree_and_a_figure_that_differs_is_seen(monkeypatch):
    assert first_seen() == ""
    whole = second.installation

    def one_tonne_more(study):
        found = whole(study)
        for values in found["see"].values():
            values[0] += 1
        return found

    monkeypatch.setattr(c15cbam, "installation", one_tonne_more)
    assert first_seen().startswith("process p")


def test_whatever_ends_a_calculation_is_an_outcome_not_the_end(monkeypatch):
    def boom(*_):
        message = "boom"
        raise ZeroDivisionError(message)

    monkeypatch.setattr(c15cbam, "compute", boom)
    assert first_seen() == "raised ZeroDivisionError: boom"


# ── planted defects ─────────────────────────────────────────────────────────────────────────────

HONEST = SimpleNamespace(
    **{
        name: getattr(module, name)
        for module, name in (
            (streams, "_split"),
            (streams, "_factor"),
            (streams, "totals_of"),
            (attribution, "_reconciled"),
            (attribution, "_term"),
            (attribution, "level_of"),
            (cogeneration, "split"),
            (compute, "_own"),
            (compute, "_of"),
            (compute, "_incomplete"),
            (compute, "_recipes"),
            (embedded, "_solve"),
            (precursors, "_stated"),
        )
    },
    default_of=precursors.lookup.default_of,
    tables=c15cbam.load_cbam_tables,
)


def unproven_is_zero_rated(row):
    found = HONEST._split(row)
    return found and (found[0], Fraction(0))


def factor_twice(row):
    return HONEST._factor(row) and (HONEST._factor(row)[0] * 2, HONEST._factor(row)[1])


def as_metered(row, readings):
    parts, factor = HONEST._reconciled(row, readings)
    return parts and factor and {name: part / factor for name, part in parts.items()}, factor


def whole_gas(row, _missing):
    gas = Fraction("56.1")
    return (row.amount("waste_gas_in") or 0) * gas - (row.amount("waste_gas_out") or 0) * gas


def exports_forgotten(row, name, *rest):
    return Fraction(0) if name == "electricity_out" else HONEST._term(row, name, *rest)


def the_factor_of_the_row(row, _units):
    return "heat_in_ef", row.id


def references_swapped(heat, power, reference_heat, reference_power):
    return HONEST.split(heat, power, reference_power, reference_heat)


def own_indirect_counts_for_steel(each):
    own = HONEST._own(each)
    return (*own[:2], own[1], *own[3:])


def everything_bought_is_default(found, row):
    values = HONEST._of(found, row)
    return (*values[:4], values[0])


def only_its_own_gaps(recipes, missing, broken, known):
    return {name: tuple(dict.fromkeys([*each, *broken.get(name, ())])) for name, each in missing.items()}


def last_use_wins(uses, sound, known):
    return HONEST._recipes(list({(u.text("source"), u.text("process")): u for u in uses}.values()), sound, known)


def once_around(group, recipes, right):
    """Loops cut open: what comes back is not followed."""
    return HONEST._solve(group, {name: dict.fromkeys(recipes[name], Fraction(0)) for name in recipes}, right)


def any_solution(group, recipes, right):
    """Plain elimination: a loop that uses more than it makes gets its meaningless answer."""
    mirrored = {
        name: {source: mass for source, mass in recipes[name].items() if source in set(group)} for name in group
    }
    matrix = [[Fraction(int(i == j)) - mirrored[i].get(j, Fraction(0)) for j in group] for i in group]
    found = second.inverse(matrix)
    if found is None:
        return None
    return {
        name: tuple(sum(found[at][i] * right[g][k] for i, g in enumerate(group)) for k in range(5))
        for at, name in enumerate(group)
    }


def marked_up_twice(*asked):
    found = HONEST.default_of(*asked)
    rate = 1 + (found.markup.value if found.markup else 0)
    return replace(found, see_direct=found.see_direct * rate, see_total=found.see_total * rate)


def indirect_of_annex_ii_counts(row, basis, *, annex_ii):
    found = HONEST._stated(row, basis, annex_ii=annex_ii)
    return found and replace(found, counted=found.indirect)


def older_warming(value, name="gwp_n2o"):
    whole = HONEST.tables()
    old = replace(whole.values[name, ""], value=Fraction(value))
    return lambda: replace(whole, values={**whole.values, (name, ""): old})


def stated_totals_ignored(desk, found, failed, _installation, indirect):
    return HONEST.totals_of(desk, found, failed, None, indirect)


def first_route_only(row, levels, *, zero=False):
    return HONEST.level_of(row, levels[:1], zero=zero)


PLANTED = {
    "unproven biomass is rated zero": (streams, "_split", unproven_is_zero_rated),
    "the factor counts twice": (streams, "_factor", factor_twice),
    "GWP of N2O from an older report": (c15cbam, "load_cbam_tables", older_warming("298")),
    "GWP of CF4 from an older report": (c15cbam, "load_cbam_tables", older_warming("7390", "gwp_cf4")),
    "carbon to CO2 by 44/12": (c15cbam, "load_cbam_tables", older_warming("3.6666667", "carbon_ratio")),
    "stated totals are ignored": (compute, "totals_of", stated_totals_ignored),
    "shares are taken as metered": (attribution, "_reconciled", as_metered),
    "waste gas out has no correction": (attribution, "_waste_gas", whole_gas),
    "exported electricity is forgotten": (attribution, "_term", exports_forgotten),
    "heat by the row's factor, not the unit's": (attribution, "_heat_factor", the_factor_of_the_row),
    "attributed emissions below zero": (attribution, "max", lambda one, _: one),
    "only the first route is produced": (attribution, "level_of", first_route_only),
    "reference efficiencies swapped": (cogeneration, "split", references_swapped),
    "own indirect emissions count for steel": (compute, "_own", own_indirect_counts_for_steel),
    "all that is bought is default": (compute, "_of", everything_bought_is_default),
    "what is missing upstream is not told": (compute, "_incomplete", only_its_own_gaps),
    "the last use of a source wins": (compute, "_recipes", last_use_wins),
    "loops are cut open": (embedded, "_solve", once_around),
    "a loop that uses more than it makes has an answer": (embedded, "_solve", any_solution),
    "the mark-up twice": (precursors.lookup, "default_of", marked_up_twice),
    "no origin is exempt": (precursors, "EXEMPT_ORIGINS", frozenset()),
    "indirect emissions of bought steel count": (precursors, "_stated", indirect_of_annex_ii_counts),
}


@pytest.mark.parametrize("defect", PLANTED)
def test_a_planted_defect_is_seen(defect, monkeypatch):
    module, name, wrong = PLANTED[defect]
    monkeypatch.setattr(module, name, wrong, raising=name != "max")
    told = first_seen()
    assert told
    assert not told.startswith("raised"), "a wrong figure, not a calculation that fell over"
