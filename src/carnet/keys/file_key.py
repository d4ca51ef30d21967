"""Ed25519 keys: made on the spot for a demo, or kept in a file under a passphrase."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from carnet.errors import InputError, Place, UsageError, problem

DEMO = "DEMO"
ED25519 = "Ed25519"
SHORTEST_PASSPHRASE = 12


@dataclass(frozen=True, slots=True)
class FileKey:
    """A private key in memory. Its representation shows the label only."""

    label: str
    _private: Ed25519PrivateKey = field(repr=False)

    @property
    def algorithm(self) -> str:
        """``Ed25519``."""
        return ED25519

    @property
    def public_key(self) -> bytes:
        """The raw public key, 32 bytes (RFC 8032 section 5.1.5)."""
        return self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature; the same message gives the same bytes."""
        return self._private.sign(message)


def demo_key() -> FileKey:
    """Make a key that lives as long as the program: its signature proves that nothing was changed, not who signed."""
    return FileKey(DEMO, Ed25519PrivateKey.generate())


def new_key(label: str) -> FileKey:
    """Make a key to be kept.

    Raises:
        UsageError: the label is empty or claims to be, or not to be, a demo key by its looks (PCK-060).
    """
    if not label.strip() or label.strip().upper() == DEMO:
        raise UsageError((problem("PCK-060", Place(), label),))
    return FileKey(label.strip(), Ed25519PrivateKey.generate())


def seal_key(key: FileKey, passphrase: bytes) -> bytes:
    """Return the private key as an encrypted PKCS #8 file; there is no way to write it in the clear.

    Raises:
        UsageError: the passphrase is shorter than 12 bytes (PCK-061).
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise UsageError((problem("PCK-061", Place(), least=SHORTEST_PASSPHRASE),))
    return key._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase))  # noqa: SLF001 - the one door a private key leaves by


def open_key(data: bytes, passphrase: bytes, label: str) -> FileKey:
    """Read what `seal_key` wrote.

    Raises:
        InputError: no Ed25519 key, not encrypted, or the passphrase is wrong (PCK-062).
    """
    try:
        private = load_pem_private_key(data, passphrase)
    except (ValueError, TypeError) as error:
        raise InputError((problem("PCK-062", Place()),)) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise InputError((problem("PCK-062", Place()),))
    return FileKey(label, private)
