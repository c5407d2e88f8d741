"""What signing in needs from outside: an application on the phone that keeps a certificate.

Its side of the contract: it reads the code, fetches the question at the address, shows site,
purpose and the number to choose, has the certificate sign the question's bytes, and posts
signature and number back.
"""

from __future__ import annotations

from typing import Protocol


class MobileCertificateApp(Protocol):
    """A CA's application for certificates on the phone."""

    @property
    def name(self) -> str:
        """What the screen calls it."""
        ...

    def code_content(self, address: str) -> str:
        """Return what the QR code holds so that the application opens this address."""
        ...


class SimulatedApp:
    """The demonstration's: the phone's browser plays the application (模拟对接)."""

    name = "手机浏览器（模拟对接）"

    def code_content(self, address: str) -> str:
        """Return the address itself."""
        return address
