from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from campaigns.sample import REGIMES, small_bridges, small_results
from carnet.canonical import digest
from carnet.exchange.pack_manifest import ManifestError
from carnet.exchange.pack_parts import (
    join_bridge,
    join_result,
    read_salted,
    salted_json,
    salted_pdf,
    split_bridge,
    split_result,
    unsalted_pdf,
)

SALT = bytes(range(16))
MORE = ("pact3", "responsiblesteel")


@pytest.fixture(params=[*REGIMES, *MORE])
def done(request):
    """Results with a figure, and two without."""
    group = REGIMES if request.param in REGIMES else MORE
    return next(each for each in small_results(group) if each.regime == request.param)


def through_json(value):
    return json.loads(json.dumps(value))


def test_cutting_a_result_loses_nothing(done):
    parts = through_json(split_result(done.result, done.derivation))
    assert join_result(parts) == done.result
    assert parts.get("derivation", {}) == done.derivation


def test_the_digest_of_a_result_holds_after_cutting(done):
    joined = join_result(split_result(done.result, done.derivation))
    assert digest({name: value for name, value in joined.items() if name != "digest"}) == done.result["digest"]


def test_cutting_changes_nothing_it_was_given(done):
    before = through_json(done.result)
    join_result(split_result(done.result, done.derivation))
    assert through_json(done.result) == before


def keys_in(value):
    if isinstance(value, dict):
        return set(value) | {key for each in value.values() for key in keys_in(each)}
    return {key for each in value for key in keys_in(each)} if isinstance(value, list) else set()


def test_what_everybody_sees_has_no_fraction_and_no_digest_of_confidential_things(done):
    parts = split_result(done.result, done.derivation)
    for name in ("headline", "stages"):
        keys = keys_in(through_json(parts.get(name, {})))
        assert not [key for key in keys if key.endswith("exact")]
        assert "digest" not in keys
    assert "study" not in parts["headline"]["recipe"]
    text = json.dumps([parts["headline"], parts.get("stages")])
    assert done.result["recipe"]["study"] not in text
    assert done.result["digest"] not in text


def test_amounts_and_cells_stand_only_in_what_may_be_withheld():
    done = small_results()[0]
    parts = split_result(done.result, done.derivation)
    seen = json.dumps([parts["headline"], parts["stages"]])
    for private in ("57.25", "Data!F6", "91.5", "quicklime", "meter "):
        assert private not in seen
    assert "Data!F6" in json.dumps(parts["derivation"])


def test_without_a_figure_there_are_no_stages_and_no_derivation():
    done = small_results(MORE)[0]
    assert not done.has_figure
    assert set(split_result(done.result, done.derivation)) == {"headline", "processes"}


def test_a_field_nobody_thought_of_is_confidential():
    done = small_results()[0]
    parts = split_result({**done.result, "something_new": "12.5"}, done.derivation)
    assert parts["processes"]["something_new"] == "12.5"
    assert join_result(parts)["something_new"] == "12.5"


def test_cutting_a_bridge_loses_nothing():
    (bridge,) = small_bridges()
    printed, exact = split_bridge(bridge)
    assert not [key for key in keys_in(through_json(printed)) if key.endswith("exact")]
    assert join_bridge(through_json(printed), through_json(exact)) == bridge


leaves = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3)
keys = st.sampled_from(["a", "b", "exact", "x_exact", "terms"])
trees = st.dictionaries(
    keys, st.recursive(leaves, lambda t: st.lists(t, max_size=3) | st.dictionaries(keys, t, max_size=3))
)


@settings(max_examples=200)
@given(trees)
def test_fractions_come_back_to_where_they_were(tree):
    # A top-level fraction has no field to stay behind in; bridges and results have none.
    tree = {name: value for name, value in tree.items() if not name.endswith("exact")}
    printed, exact = split_bridge(tree)
    assert join_bridge(printed, exact) == tree


# ── salts ────────────────────────────────────────────────────────────────────────────────────────


def test_the_salt_is_inside_and_comes_out():
    data = salted_json({"a": "1"}, SALT)
    assert data == b'{"a":"1","salt":"000102030405060708090a0b0c0d0e0f"}'
    assert read_salted(data) == ({"a": "1"}, SALT)


@pytest.mark.parametrize("salt", [b"", bytes(15), bytes(17)])
def test_a_salt_has_128_bits(salt):
    with pytest.raises(ValueError, match="16 bytes"):
        salted_json({}, salt)
    with pytest.raises(ValueError, match="16 bytes"):
        salted_pdf(b"%PDF", salt)


def test_content_has_no_salt_of_its_own():
    with pytest.raises(ValueError, match="named salt"):
        salted_json({"salt": "x"}, SALT)


@pytest.mark.parametrize("data", [b'{"a":1}', b'{"salt":1}', b'{"salt":"00"}', b'{"salt":"' + b"g" * 32 + b'"}', b"[]"])
def test_a_part_without_salt_is_refused(data):
    with pytest.raises(ManifestError):
        read_salted(data)


def test_a_salted_report_is_still_a_report():
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    buffer = io.BytesIO()
    writer.write(buffer)
    salted = salted_pdf(buffer.getvalue(), SALT)
    assert salted != buffer.getvalue()
    assert unsalted_pdf(salted) == buffer.getvalue()
    assert unsalted_pdf(buffer.getvalue()) == buffer.getvalue()
    assert len(PdfReader(io.BytesIO(salted), strict=True).pages) == 1
