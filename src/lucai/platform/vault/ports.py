"""What is asked of whoever holds the keys that wrap keys."""

from __future__ import annotations

from typing import Protocol

from lucai.kernel.errors import LuCaiError


class VaultFailed(LuCaiError):
    """The holder of the keys did not answer, or what is to be unwrapped was tampered with."""


class KeyProvider(Protocol):
    """Holds key encryption keys; a device never lets one out.

    A key is named ``domain.number``; ``aad`` binds what is wrapped to its place.
    """

    @property
    def name(self) -> str:
        """Return what kind of holder it is."""
        ...

    def versions(self, domain: str) -> list[int]:
        """Return the numbers of a domain's keys, the oldest first."""
        ...

    def make(self, domain: str, number: int) -> None:
        """Make a key."""
        ...

    def encrypt(self, key: str, plain: bytes, aad: bytes) -> bytes:
        """Wrap bytes under a key."""
        ...

    def decrypt(self, key: str, wrapped: bytes, aad: bytes) -> bytes:
        """Unwrap bytes, or raise ``VaultFailed``."""
        ...
