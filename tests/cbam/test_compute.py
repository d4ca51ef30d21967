"""The whole method on bad input: it never falls over, tells every fault, and marks what rests on one."""

from __future__ import annotations

import dataclasses
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.plants import plant
from carnet.cbam.compute import compute
from carnet.cbam.precursors import EXEMPT_ORIGINS
from carnet.store.cbam_tables import load_cbam_tables
from tests.cbam.small import VALUES, bought, gas, process, study, tables, use

ROWS = (
    "installation", "source_streams", "stream_shares", "production", "production_levels", "precursors",
    "precursor_uses", "cogeneration", "kilns", "heat_flows", "joint_products",
)  # fmt: skip
ODD = (
    "", " ", "x", "-1", "0", "1e400", "1e-400", "NaN", "=A1", "1,5", "50%", "１２．５", "9" * 60, "{row}", "p0", "ä\n",
    "s1", "1/3", "tCO2/TJ", "t", "measured", "default", "unknown", "CN", "DE", "pig_iron", "pfc_slope",
)  # fmt: skip


def disturbed(seed, most):
    chance = random.Random(seed)
    whole = plant(chance)
    for _ in range(chance.randint(1, most)):
        table = chance.choice(ROWS)
        rows = list(getattr(whole, table))
        if not rows:
            continue
        at = chance.randrange(len(rows))
        fields = [f.name for f in dataclasses.fields(rows[at]) if isinstance(getattr(rows[at], f.name), str)]
        rows[at] = dataclasses.replace(rows[at], **{chance.choice(fields): chance.choice(ODD)})
        if chance.random() < 0.1:
            rows.append(rows[at])
        whole = dataclasses.replace(whole, **{table: tuple(rows)})
    if chance.random() < 0.1:
        whole = dataclasses.replace(whole, period_from=chance.choice(ODD), period_to=chance.choice(ODD))
    return whole


@settings(max_examples=400)
@given(st.integers(0, 10**9))
def test_whatever_a_study_says_it_is_answered_and_gaps_are_told(seed):
    whole = disturbed(seed, 12)
    for with_tables in (load_cbam_tables(), dataclasses.replace(tables(), values={}, categories={})):
        found = compute(whole, with_tables)
        errors = [p for p in found.problems if p.severity == "error"]
        gaps = (
            len({r.id for r in (*whole.source_streams, *whole.kilns)}) - len(found.streams)
            + len({r.id for r in whole.production}) - len(found.processes)
            + len(found.totals.incomplete) + sum(bool(each.incomplete) for each in found.processes)
        )  # fmt: skip
        assert not gaps or errors
        for problem in found.problems:
            assert problem.cause.zh
            assert problem.place.pointer.startswith("/") or problem.code == "CBM-013"
        for each in found.processes:
            assert each.direct >= 0
            assert each.see_direct >= 0
            assert isinstance(each.default_share, Fraction)


def test_an_empty_study_is_answered():
    found = compute(study(), tables())
    assert (found.streams, found.processes, found.problems) == ((), (), ())
    assert found.totals.direct == 0
    assert found.totals.indirect is None


def test_one_fault_does_not_hide_another():
    found = compute(
        study(
            source_streams=(gas(ncv=""), gas(id="coal", ef="x")),
            production=(process("a", amount=""), process("b", electricity_out="1")),
            precursors=(bought("p", see_direct=""),),
            precursor_uses=(use("p", "b", ""), use("q", "b", "1")),
        ),
        tables(),
    )
    told = [(p.code, p.place.pointer) for p in found.problems]
    assert told[:-2] == [
        ("CBM-002", "/source_streams/0/ncv"),
        ("CBM-001", "/source_streams/1/ef"),
        ("CBM-002", "/production/0/amount"),
        ("CBM-002", "/production/1/electricity_out_ef"),
        ("CBM-002", "/precursors/0/see_direct"),
        ("CBM-002", "/precursor_uses/0/amount"),
        ("CBM-006", "/precursor_uses/1/source"),
    ]
    assert [code for code, _ in told[-2:]] == ["CBM-024", "CBM-023"]
    assert found.process("b").incomplete == ("b", "p-b", "q-b")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_messages_have_no_open_braces(lang):
    for seed in range(60):
        for problem in compute(disturbed(seed, 12), load_cbam_tables()).problems:
            shown = problem.cause.get(lang) + problem.fix.get(lang)
            assert "{" not in shown.replace("{row}", "")


# ── with the shipped tables ─────────────────────────────────────────────────────────────────────


def test_the_shipped_tables_hold_the_constants_of_the_method():
    shipped = load_cbam_tables()
    for name, value in VALUES.items():
        found = shipped.values[name, ""]
        assert (found.value, found.cite.status) == (Fraction(value), "read"), name
    assert shipped.scope.exempt == EXEMPT_ORIGINS


@pytest.mark.parametrize(
    ("cn", "category", "country", "direct", "indirect"),
    [
        ("72071210", "crude_steel", "CN", "3.4859", "0"),
        ("72011019", "pig_iron", "CN", "1.8260", "0"),
        ("25232900", "cement", "CN", "1.485", "0.077"),  # 1.5620 in all
        ("76011010", "unwrought_aluminium", "CN", "3.3", "0"),
        ("72071210", "crude_steel", "DE", "0", "0"),
    ],
)
def test_bought_at_default_by_the_published_numbers(cn, category, country, direct, indirect):
    row = bought(
        category=category, cn=cn, country=country, basis="default", see_direct="", electricity="", electricity_ef=""
    )
    found = compute(study(precursors=(row,)), load_cbam_tables())
    assert [p.code for p in found.problems if p.severity == "error"] == []
    one = found.precursors[0]
    assert (one.see_direct, one.see_indirect, one.counted_indirect) == (
        Fraction(direct), Fraction(indirect), Fraction(indirect),
    )  # fmt: skip
    assert one.markup == (None if country == "DE" else Fraction(1, 10))


def test_a_default_that_is_not_found_is_told_where_it_is_asked_for():
    row = bought(basis="default", cn="72071210", country="XX", see_direct="", electricity="", electricity_ef="")
    found = compute(study(precursors=(row,)), load_cbam_tables())
    assert found.precursors == ()
    assert [(p.severity, p.place.pointer) for p in found.problems] == [("error", "/precursors/0/cn")]
