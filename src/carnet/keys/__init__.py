"""Signers: what can put a signature on an issued object.

What lives here: the `Signer` protocol, and Ed25519 keys that live in a file or only as long as the program runs.
May touch: the `cryptography` package, the operating system's source of randomness, key files it is pointed at.
Must not: be imported by anything but issuing; decide what is signed; verify (that needs no key and is done by
    `carnet.exchange.pack_signature`); print or log a private key.
Ways in: `Signer`, `demo_key`, `new_key`, `seal_key`, `open_key`.
Invariants: a private key leaves memory only encrypted under a passphrase; a key made on the spot is labelled DEMO
    wherever its signature is shown.
"""

from __future__ import annotations

from carnet.keys.file_key import DEMO, FileKey, demo_key, new_key, open_key, seal_key
from carnet.keys.signer import Signer

__all__ = ["DEMO", "FileKey", "Signer", "demo_key", "new_key", "open_key", "seal_key"]
