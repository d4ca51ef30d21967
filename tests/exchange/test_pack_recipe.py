from __future__ import annotations

import json
from dataclasses import replace

import pytest

from campaigns.sample import small_results
from carnet.canonical import canonical_bytes
from carnet.exchange.pack_recipe import (
    factors_json,
    flows_json,
    gwp_json,
    read_factors,
    read_flows,
    read_gwp,
)
from carnet.factors import factor_set, record_digest, snapshot_digest
from carnet.regime import from_json, resolve, to_json
from carnet.service import datasets


def through_json(value):
    """As it comes out of a pack: keys sorted, tuples become lists."""
    return json.loads(canonical_bytes(value))


def test_factors_come_back_equal_and_with_their_digest():
    shipped = datasets.shipped_factors()
    found = read_factors(through_json(factors_json(shipped)))
    assert found.factors.records == shipped.records
    assert found.withheld == {}
    assert found.digest == snapshot_digest(shipped.records)


@pytest.mark.parametrize("word", ["forbidden", "unknown"])
def test_a_record_that_may_not_be_passed_on_is_there_by_digest_only(word):
    records = datasets.shipped_factors().records
    closed = replace(records[0], redistribution=word, value="123.456789")
    kept = factor_set((closed, *records[1:]))
    written = through_json(factors_json(kept))
    assert "123.456789" not in json.dumps(written)
    assert written["withheld"] == {closed.id: record_digest(closed)}
    found = read_factors(written)
    assert closed.id not in found.factors.by_id
    assert found.digest == snapshot_digest(kept.records)


def test_a_changed_record_changes_the_digest():
    written = through_json(factors_json(datasets.shipped_factors()))
    before = read_factors(written).digest
    written["records"][0]["value"] += "1"
    assert read_factors(written).digest != before


@pytest.mark.parametrize(
    "change",
    [{"value": 1}, {"year": "2023"}, {"name": "x"}, {"gases": [{"gas": "CO2"}]}, {"colour": "red"}, {"id": None}],
)
def test_a_record_of_another_form_is_refused(change):
    written = through_json(factors_json(datasets.shipped_factors()))
    written["records"][0] |= change
    with pytest.raises((TypeError, ValueError, KeyError)):
        read_factors(written)


def test_gwp_sets_come_back_equal():
    shipped = datasets.shipped_gwp_sets()
    assert read_gwp(through_json(gwp_json(shipped))) == dict(shipped)


def test_flows_come_back_equal_and_in_their_order():
    shipped = datasets.shipped_flows()
    assert read_flows(through_json(flows_json(shipped))).flows == shipped.flows


@pytest.mark.parametrize("regime", datasets.regimes().ids())
def test_a_regime_comes_back_and_prints_the_same(regime):
    resolved = resolve(datasets.regimes(), regime, "2026-11-22", "2026-11-22")
    again = from_json(through_json(to_json(resolved)))
    assert again == resolved
    assert again.digest == resolved.digest
    for name, value in resolved.values.items():
        # The order of a table's keys is lost in JSON; a text that depends on it would not recompute.
        assert repr(again.values[name].value) == repr(value.value)


def test_the_sample_has_results():
    assert [done.has_figure for done in small_results()] == [True, True]
