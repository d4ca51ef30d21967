"""Campaign C15: what it draws, that it compares, and that it would see a defect."""

from __future__ import annotations

import itertools
import random

from campaigns import c15, rules, settled, systems
from campaigns.second import compare
from carnet.assessment import assess
from carnet.service.calculate import inputs_of
from carnet.service.studies import open_shipped


def test_sizes_are_those_of_the_promise():
    assert c15.SIZES == {"test": 50, "release": 1_000}
    assert c15.DRAWN < c15.EACH, "every system meets shipped regimes as well"
    assert {each.id for each in c15.regimes()} >= {"iso14067", "pef", "en15804", "eu_cbam", "less"}


def test_the_same_seed_draws_the_same():
    def drawn(seed):
        rng = random.Random(seed)
        study = systems.system(rng)
        return study, rules.random_rules(c15.regimes()[0], study, rng).values

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


def test_a_figure_that_differs_is_seen(monkeypatch):
    by = inputs_of(open_shipped("laptop"))
    honest = c15.disagreement(by, c15.regimes()[0], random.Random(1))
    whole = compare.figure

    def one_kg_more(world):
        found = whole(world)
        found.total += 1
        return found

    monkeypatch.setattr(compare, "figure", one_kg_more)
    assert honest == ""
    assert c15.disagreement(by, c15.regimes()[0], random.Random(1)).startswith("figure: ")


def test_whatever_ends_a_calculation_is_an_outcome_not_the_end(monkeypatch):
    def boom(*_):
        message = "boom"
        raise ZeroDivisionError(message)

    by = inputs_of(open_shipped("laptop"))
    monkeypatch.setattr(c15, "assess", boom)
    assert c15.disagreement(by, c15.regimes()[0], random.Random(1)) == "raised ZeroDivisionError: boom"


def test_a_refusal_the_second_calculation_does_not_share_is_seen():
    by = inputs_of(open_shipped("laptop"))
    assert c15._refused(by, c15.regimes()[0], {"CAL-012"}).endswith("the second calculation gives a figure")
    assert c15._refused(by, c15.regimes()[0], {"CAL-001"}) == "refused with CAL-001"


def test_rules_left_open_keep_what_they_were_among_their_candidates():
    rng = random.Random(5)
    study = systems.system(rng)
    one, two = (rules.random_rules(c15.regimes()[0], study, rng) for _ in range(2))
    opened = next(r for r in (settled.opened_up(one, two, rng) for _ in itertools.count()) if r != one)
    changed = {name for name, value in opened.values.items() if value != one.values[name]}
    assert changed
    for name in changed:
        assert opened.values[name].value is None
        assert one.values[name].value in opened.values[name].candidates


def test_what_blocks_is_supposed_and_nothing_else():
    by = inputs_of(open_shipped("hrc_eaf"))
    asked = next(each for each in c15.regimes() if each.id == "gscc")
    assert assess(by, asked).evaluation is None
    supposed, names = settled.suppose(by, asked, random.Random(1))
    assert assess(by, supposed).evaluation is not None
    assert {n for n, v in supposed.values.items() if v != asked.values[n]} == set(names)
