"""The one protocol behind every signer: a file today, a hardware module or a service later."""

from __future__ import annotations

from typing import Protocol


class Signer(Protocol):
    """Something that signs.

    Attributes:
        algorithm: the name the signature carries; today only ``Ed25519`` (RFC 8032).
        public_key: the raw public key, 32 bytes for Ed25519.
        label: what the key is called beside its signature; ``DEMO`` for a key made on the spot.
    """

    @property
    def algorithm(self) -> str: ...  # noqa: D102 - described above

    @property
    def public_key(self) -> bytes: ...  # noqa: D102 - described above

    @property
    def label(self) -> str: ...  # noqa: D102 - described above

    def sign(self, message: bytes) -> bytes:
        """Return the signature of `message`, 64 bytes for Ed25519."""
        ...
