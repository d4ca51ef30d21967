from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from carnet.errors import InputError, UsageError
from carnet.keys import DEMO, FileKey, Signer, demo_key, new_key, open_key, seal_key

PASSPHRASE = b"a passphrase of some length"

# RFC 8032 section 7.1, test 2: secret key, public key, message, signature.
SECRET = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
MESSAGE = "72"
SIGNED = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def test_the_vector_of_the_standard():
    key = FileKey("rfc", Ed25519PrivateKey.from_private_bytes(bytes.fromhex(SECRET)))
    assert key.public_key.hex() == PUBLIC
    assert key.sign(bytes.fromhex(MESSAGE)).hex() == SIGNED
    assert key.algorithm == "Ed25519"


def test_a_key_made_on_the_spot_says_so_and_is_new_every_time():
    first, second = demo_key(), demo_key()
    assert first.label == DEMO == "DEMO"
    assert first.public_key != second.public_key


def test_a_signature_holds_for_its_message_only():
    key: Signer = new_key("Steelworks 2026")
    public = Ed25519PublicKey.from_public_bytes(key.public_key)
    signature = key.sign(b"one")
    assert len(signature) == 64
    public.verify(signature, b"one")
    with pytest.raises(InvalidSignature):
        public.verify(signature, b"two")


@pytest.mark.parametrize("label", ["", "  ", "DEMO", " demo "])
def test_a_kept_key_is_never_called_demo(label):
    with pytest.raises(UsageError) as caught:
        new_key(label)
    assert caught.value.problems[0].code == "PCK-060"


def test_a_key_goes_to_a_file_and_comes_back():
    key = new_key("Steelworks")
    sealed = seal_key(key, PASSPHRASE)
    again = open_key(sealed, PASSPHRASE, "Steelworks")
    assert again.public_key == key.public_key
    assert again.sign(b"x") == key.sign(b"x")


def test_a_private_key_is_never_shown_nor_written_in_the_clear():
    key = FileKey("rfc", Ed25519PrivateKey.from_private_bytes(bytes.fromhex(SECRET)))
    sealed = seal_key(key, PASSPHRASE)
    assert b"ENCRYPTED" in sealed
    assert repr(key) == "FileKey(label='rfc')"
    with pytest.raises(UsageError) as caught:
        seal_key(key, b"short")
    assert caught.value.problems[0].code == "PCK-061"


def in_the_clear():
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def another_kind():
    encryption = BestAvailableEncryption(PASSPHRASE)
    return X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


@pytest.mark.parametrize(
    ("data", "passphrase"),
    [
        (b"", PASSPHRASE),
        (b"no key", PASSPHRASE),
        (seal_key(demo_key(), PASSPHRASE), b"another passphrase"),
        (in_the_clear(), PASSPHRASE),
        (another_kind(), PASSPHRASE),
    ],
    ids=["empty", "text", "wrong passphrase", "not encrypted", "not Ed25519"],
)
def test_what_is_no_sealed_key_is_refused(data, passphrase):
    with pytest.raises(InputError) as caught:
        open_key(data, passphrase, "x")
    assert caught.value.problems[0].code == "PCK-062"
