"""The signature of a pack: `manifest.sig`, made by a signer, verified with nothing but the public key in it.

What is signed is not the manifest alone but everything `manifest.sig` says, under a prefix of its own, so that no
signature made for another purpose fits here and none made here fits elsewhere. Ed25519 is RFC 8032.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from carnet.canonical import canonical_bytes, digest_bytes
from carnet.exchange.pack_manifest import ManifestError, read_object

SCHEMA = "carnet-pack-signature/1"
PREFIX = b"carnet-pack-signature/1\n"
ALGORITHM = "Ed25519"
LONGEST_LABEL = 200

# The points of small order, and the other spellings of 0, 1 and -1: under such a "key" one signature holds for every
# message, so it signs nothing. y-coordinates as 32 bytes, little end first, sign bit cleared.
SMALL_ORDER = frozenset(
    (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)

_FIELDS = ("schema", "algorithm", "public_key", "key_label", "manifest", "signed_at", "signature")
_PUBLIC_KEY = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


@dataclass(frozen=True, slots=True)
class Signature:
    """What `manifest.sig` says. Hexadecimal, lower case; `signed_at` is UTC as the signer's clock had it."""

    public_key: str
    key_label: str
    manifest: str
    signed_at: str
    signature: str

    @property
    def key_id(self) -> str:
        """How a key is named in reports and trust files."""
        return f"ed25519:{self.public_key}"


def message_of(public_key: str, key_label: str, manifest: str, signed_at: str) -> bytes:
    """Return the bytes that are signed: the prefix, and `manifest.sig` without its signature as canonical JSON."""
    return PREFIX + canonical_bytes(
        {
            "schema": SCHEMA,
            "algorithm": ALGORITHM,
            "public_key": public_key,
            "key_label": key_label,
            "manifest": manifest,
            "signed_at": signed_at,
        }
    )


def sign_manifest(
    manifest: bytes, *, public_key: bytes, key_label: str, signed_at: str, sign: Callable[[bytes], bytes]
) -> bytes:
    """Return the bytes of `manifest.sig`.

    Args:
        manifest: the bytes of `manifest.json`.
        public_key: 32 bytes.
        key_label: what the key is called; ``DEMO`` for a key made on the spot.
        signed_at: UTC, ``2026-11-22T09:00:00Z``.
        sign: message → 64 bytes.

    Raises:
        ValueError: the moment has another form.
    """
    if not _MOMENT.fullmatch(signed_at):
        message = f"{signed_at} is no moment in UTC"
        raise ValueError(message)
    named = digest_bytes(manifest)
    signature = sign(message_of(public_key.hex(), key_label, named, signed_at))
    return canonical_bytes(
        {
            "schema": SCHEMA,
            "algorithm": ALGORITHM,
            "public_key": public_key.hex(),
            "key_label": key_label,
            "manifest": named,
            "signed_at": signed_at,
            "signature": signature.hex(),
        }
    )


def read_signature(data: bytes) -> Signature:
    """Read `manifest.sig` strictly; this verifies nothing yet.

    Raises:
        ManifestError: with what is wrong, in both languages.
    """
    found = read_object(data)
    text = {name: value for name, value in found.items() if isinstance(value, str)}
    if set(text) != set(_FIELDS) or len(found) != len(text):
        raise ManifestError(zh="字段不符", en="its fields are not those of a signature")
    if text["schema"] != SCHEMA or text["algorithm"] != ALGORITHM:
        raise ManifestError(
            zh=f"格式或算法不受支持：{text['schema']:.40}、{text['algorithm']:.40}",
            en=f"format or algorithm is not known: {text['schema']:.40}, {text['algorithm']:.40}",
        )
    forms = (("public_key", _PUBLIC_KEY), ("signature", _SIGNATURE), ("signed_at", _MOMENT))
    for name, form in forms:
        if not form.fullmatch(text[name]):
            raise ManifestError(zh=f"{name} 不合格式", en=f"{name} has the wrong form")
    if not text["key_label"] or len(text["key_label"]) > LONGEST_LABEL:
        raise ManifestError(zh="key_label 为空或过长", en="key_label is empty or too long")
    return Signature(text["public_key"], text["key_label"], text["manifest"], text["signed_at"], text["signature"])


def verifies(signature: Signature, manifest: str) -> bool:
    """Say whether the signature holds for a manifest of this digest."""
    message = message_of(signature.public_key, signature.key_label, manifest, signature.signed_at)
    raw = bytes.fromhex(signature.public_key)
    if (raw[:31] + bytes((raw[31] & 0x7F,))).hex() in SMALL_ORDER:
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(raw)
        key.verify(bytes.fromhex(signature.signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
