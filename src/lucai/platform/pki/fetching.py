"""Revocation lists over HTTP. Only addresses of the trust list are asked, never a certificate's."""

from __future__ import annotations

from http.client import HTTPException
from urllib.error import URLError
from urllib.request import Request, build_opener

from lucai.platform.pki.ports import SourceFailed

TIMEOUT_SECONDS = 5
LARGEST_LIST = 20 * 1024 * 1024


class HttpSource:
    """Asks the CA's web server."""

    def fetch(self, address: str) -> bytes:
        """Return what the address holds."""
        return self._answer(Request(address, headers={"Accept": "application/pkix-crl"}))  # noqa: S310 - the trust list admits http and https alone

    def ask(self, address: str, request: bytes) -> bytes:
        """Return what the CA answers to an OCSP request."""
        headers = {"Content-Type": "application/ocsp-request"}
        return self._answer(Request(address, data=request, headers=headers))  # noqa: S310 - as above

    def _answer(self, request: Request) -> bytes:
        try:
            with build_opener().open(request, timeout=TIMEOUT_SECONDS) as answer:
                content: bytes = answer.read(LARGEST_LIST + 1)
        except (URLError, HTTPException, OSError, ValueError) as error:
            raise SourceFailed(str(error)) from error
        if len(content) > LARGEST_LIST:
            raise SourceFailed("the list is too large")
        return content
