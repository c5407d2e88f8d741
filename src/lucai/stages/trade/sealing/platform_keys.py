"""The keys that sign receipts, one SM2, one Ed25519, and the secret that marks parts.

Made once, kept outside the database.
"""

from __future__ import annotations

import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lucai.platform.vault import keeping
from lucai_trust.suites import GM1, INTL1, Signer


def receipt_signers() -> tuple[Signer, Signer]:
    """Return both signers; a receipt bears both signatures."""
    return _signers(Path(settings.LUCAI_DATA_DIR) / "keys")


def marking_secret() -> bytes:
    """Return what the marks of parts are made with (``lucai_trust.envelope.marks``)."""
    return _marking_secret(Path(settings.LUCAI_DATA_DIR) / "keys" / "parts.mac")


@lru_cache(maxsize=8)
def _marking_secret(path: Path) -> bytes:
    return _secret(path)


@lru_cache(maxsize=8)
def _signers(folder: Path) -> tuple[Signer, Signer]:
    return GM1.signer(_secret(folder / "receipt.sm2")), INTL1.signer(_secret(folder / "receipt.ed"))


def _secret(path: Path) -> bytes:
    if not path.exists():
        # SM2 keys end below n, which starts with fffffffe.
        keeping.keep_secret(path, b"\x3f" + secrets.token_bytes(31))
    return keeping.read_secret(path)
