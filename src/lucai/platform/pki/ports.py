"""What this module needs from outside: somebody who hands out revocation lists."""

from __future__ import annotations

from typing import Protocol


class SourceFailed(Exception):
    """The counterpart did not answer, or not with what was asked."""


class RevocationSource(Protocol):
    """Hands out what a CA publishes at an address of the trust list."""

    def fetch(self, address: str) -> bytes:
        """Return the revocation list in DER, or raise ``SourceFailed``."""
        ...

    def ask(self, address: str, request: bytes) -> bytes:
        """Return the answer to an OCSP request in DER, or raise ``SourceFailed``."""
        ...
