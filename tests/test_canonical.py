"""Canonical JSON: the bytes behind every digest, checked against an independent implementation."""

import hashlib
import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from carnet.canonical import LARGEST_INTEGER, CanonicalError, canonical_bytes, digest, digest_bytes

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-LARGEST_INTEGER, LARGEST_INTEGER), TEXT)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(TEXT, inner, max_size=5)),
    max_leaves=20,
)


@given(JSON)
def test_the_bytes_equal_those_of_the_rfc8785_package(value):
    assert canonical_bytes(value) == rfc8785.dumps(value)


@given(JSON)
def test_reading_the_bytes_gives_the_value_back(value):
    assert json.loads(canonical_bytes(value)) == value


@given(st.dictionaries(TEXT, SCALARS, min_size=2, max_size=6), st.randoms())
def test_the_order_of_keys_does_not_matter(value, random):
    keys = list(value)
    random.shuffle(keys)
    assert digest({key: value[key] for key in keys}) == digest(value)


def test_keys_sort_by_utf16_code_units():
    # U+1F600 starts with the surrogate D83D and so sorts before U+FB33, although its code point is greater.
    assert canonical_bytes({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'.encode()


def test_escapes_are_the_short_ones_and_nothing_more():
    assert canonical_bytes('\x00\x1f\n\t"\\/é中\x7f') == '"\\u0000\\u001f\\n\\t\\"\\\\/é中\x7f"'.encode()


def test_true_is_not_one():
    assert canonical_bytes([True, 1, False, 0, None]) == b"[true,1,false,0,null]"


def test_a_tuple_is_a_list():
    assert canonical_bytes((1, ("a",))) == canonical_bytes([1, ["a"]])


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (1.0, "/: float"),
        ({"a": [0, 0.5]}, "/a/1: float"),
        (float("nan"), "/: float"),
        ({1: "a"}, "/: the key 1 is not a string"),
        ({"a": {b"x": 1}}, "/a: the key"),
        ("\ud800", "/: a lone surrogate"),
        ({"\ud800": 1}, "/: a lone surrogate"),
        (2**53, "/: 9007199254740992 is beyond"),
        (-(2**53), "/: -9007199254740992 is beyond"),
        ({"a": {1, 2}}, "/a: set has no canonical form"),
        ([b"x"], "/0: bytes has no canonical form"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_place(value, where):
    with pytest.raises(CanonicalError, match="^" + where.replace("^", r"\^")):
        canonical_bytes(value)


def test_the_digest_names_its_algorithm():
    assert digest({}) == "sha256:" + hashlib.sha256(b"{}").hexdigest()
    assert digest_bytes(b"abc") == "sha256:" + hashlib.sha256(b"abc").hexdigest()


@given(JSON, JSON)
def test_different_values_have_different_digests(left, right):
    same = canonical_bytes(left) == canonical_bytes(right)
    assert (digest(left) == digest(right)) is same
