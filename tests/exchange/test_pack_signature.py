from __future__ import annotations

import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from campaigns.sample import SIGNED_AT, fixed_key
from carnet.canonical import canonical_bytes, digest_bytes
from carnet.exchange.pack_manifest import ManifestError
from carnet.exchange.pack_signature import SMALL_ORDER, read_signature, sign_manifest, verifies

KEY = fixed_key("Steelworks")
MANIFEST = b'{"a":1}'
PRIME = 2**255 - 19
D = -121665 * pow(121666, -1, PRIME) % PRIME


def signed(manifest=MANIFEST, **changes):
    made = {"public_key": KEY.public_key, "key_label": KEY.label, "signed_at": SIGNED_AT, "sign": KEY.sign, **changes}
    return sign_manifest(manifest, **made)


def test_a_signature_holds_for_its_manifest():
    found = read_signature(signed())
    assert (found.key_label, found.signed_at) == ("Steelworks", SIGNED_AT)
    assert found.key_id == f"ed25519:{KEY.public_key.hex()}"
    assert found.manifest == digest_bytes(MANIFEST)
    assert verifies(found, found.manifest)
    assert not verifies(found, digest_bytes(b"{}"))


def test_the_same_key_and_time_give_the_same_bytes():
    assert signed() == signed()


@pytest.mark.parametrize(
    "change",
    [{"key_label": "Other"}, {"signed_at": "2026-11-22T09:00:01Z"}, {"public_key": "0" * 63 + "1"},
     {"signature": "00" * 64}],
)  # fmt: skip
def test_everything_it_says_is_signed(change):
    found = replace(read_signature(signed()), **change)
    assert not verifies(found, found.manifest)


def test_what_is_signed_is_written_down_exactly():
    """docs/reference/pack.md tells a stranger to verify just this."""
    fields = json.loads(signed())
    signature = bytes.fromhex(fields.pop("signature"))
    message = b"carnet-pack-signature/1\n" + json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(fields["public_key"])).verify(signature, message)


def test_a_signature_made_for_something_else_does_not_fit():
    fields = json.loads(signed())
    bare = {name: value for name, value in fields.items() if name != "signature"}
    for message in (canonical_bytes(bare), MANIFEST, digest_bytes(MANIFEST).encode()):
        other = read_signature(canonical_bytes({**fields, "signature": KEY.sign(message).hex()}))
        assert not verifies(other, other.manifest)


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "carnet-pack-signature/2"}, {"algorithm": "none"}, {"algorithm": "HS256"}, {"public_key": "00"},
        {"public_key": "G" * 64}, {"public_key": KEY.public_key.hex().upper()}, {"signature": "00"},
        {"signed_at": "2026-11-22"}, {"signed_at": "2026-11-22T09:00:00+08:00"}, {"key_label": ""},
        {"key_label": "x" * 500}, {"key_label": 1}, {"more": "x"}, {"manifest": None},
    ],
)  # fmt: skip
def test_another_form_is_refused(change):
    fields = {**json.loads(signed()), **change}
    with pytest.raises(ManifestError):
        read_signature(canonical_bytes(fields))


def test_a_moment_that_is_none_is_not_signed():
    with pytest.raises(ValueError, match="no moment"):
        signed(signed_at="today")


# ── the points of small order, computed anew ─────────────────────────────────────────────────────


def add(one, two):
    """Add two points of the curve −x² + y² = 1 + d x² y² (RFC 8032 section 5.1)."""
    (x1, y1), (x2, y2) = one, two
    product = D * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, PRIME) % PRIME
    y = (y1 * y2 + x1 * x2) * pow(1 - product, -1, PRIME) % PRIME
    return x, y


def point(y):
    """A point with this y, None where there is none."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if x * x % PRIME != square:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    return (x, y) if x * x % PRIME == square else None


def small_order(y):
    found = point(y % PRIME)
    for _ in range(3):
        found = add(found, found)
    return found == (0, 1)


def test_the_listed_keys_have_small_order_and_all_of_it_is_listed():
    listed = {int.from_bytes(bytes.fromhex(text), "little") for text in SMALL_ORDER}
    assert all(small_order(y) for y in listed)
    # The torsion group has 8 points, hence 5 values of y; those below 19 have a second spelling, y + p.
    values = {y % PRIME for y in listed}
    assert len(values) == 5
    assert {y + PRIME for y in values if y + PRIME < 2**255} == {y for y in listed if y >= PRIME}
    assert not small_order(int.from_bytes(KEY.public_key, "little") & (2**255 - 1))
    assert len(listed) == 7


@pytest.mark.parametrize("text", sorted(SMALL_ORDER))
@pytest.mark.parametrize("sign", [0, 0x80])
def test_under_a_key_of_small_order_nothing_is_signed(text, sign):
    raw = bytearray.fromhex(text)
    raw[31] |= sign
    forged = replace(read_signature(signed()), public_key=raw.hex(), signature="01" + "00" * 63)
    assert not verifies(forged, forged.manifest)
