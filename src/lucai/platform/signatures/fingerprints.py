"""What names a paper by what it was made of."""

from __future__ import annotations

import hashlib


def sealed_later(fingerprint: str) -> str:
    """Return the fingerprint of a paper as it was sealed once its seals could be put on."""
    return hashlib.sha256(f"sealed:{fingerprint}".encode()).hexdigest()
