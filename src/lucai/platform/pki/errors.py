"""Why a certificate or a signature is not taken; the text is for the person who offered it."""

from __future__ import annotations

from lucai.kernel.errors import InvalidInput


class CertificateRefused(InvalidInput):
    """The certificate, or what was signed with it, cannot be taken; ``str`` says why."""

    def __init__(self, why: str) -> None:
        super().__init__({"certificate": why})
