"""A record is named by what it says: every field counts, the order of records does not."""

from dataclasses import fields, replace

import pytest

from carnet.canonical import canonical_bytes
from carnet.errors import Text
from carnet.factors import FactorRecord, GasShare, record_digest, record_json, snapshot, snapshot_digest
from carnet.store import shipped_factors
from tests.factors.samples import record

BASE = record("a", gases=(GasShare("CO2", "fossil", "1"),))


def changed(name):
    value = getattr(BASE, name)
    if name == "name":
        return Text("另", "other")
    if name == "gases":
        return (GasShare("CO2", "biogenic", "1"),)
    return value + 1 if isinstance(value, int) else value + "x"


@pytest.mark.parametrize("name", [field.name for field in fields(FactorRecord)])
def test_a_change_of_any_field_changes_the_digest(name):
    other = replace(BASE, **{name: changed(name)})
    assert record_digest(other) != record_digest(BASE)
    assert snapshot_digest([other]) != snapshot_digest([BASE])


def test_empty_fields_are_left_out_and_texts_keep_both_languages():
    shown = record_json(BASE)
    assert "proxy" not in shown
    assert "data_year_from" not in shown
    assert shown["name"] == {"zh": "a", "en": "a"}
    assert shown["gases"] == [{"gas": "CO2", "origin": "fossil", "mass": "1"}]


def test_the_order_of_records_does_not_change_the_snapshot():
    records = shipped_factors().records
    assert snapshot_digest(records) == snapshot_digest(reversed(records))
    assert snapshot_digest(records) != snapshot_digest(records[1:])


def test_a_snapshot_names_every_record():
    shown = snapshot([BASE, record("b")])
    assert set(shown["records"]) == {"a", "b"}
    assert all(text.startswith("sha256:") for text in shown["records"].values())


def test_every_shipped_record_has_canonical_bytes():
    digests = {record_digest(one) for one in shipped_factors().records}
    assert len(digests) == len(shipped_factors().records)
    assert all(canonical_bytes(record_json(one)) for one in shipped_factors().records)
