"""Asking a CA how one certificate stands (RFC 6960), where the trust list names an address.

What is asked says no more than the certificate's number. The answer goes with the evidence.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime

from asn1crypto import ocsp, x509

from lucai.kernel.actors import SYSTEM
from lucai.platform.pki.certificates import read_certificate
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.pki.models import TrustAnchor
from lucai.platform.pki.ports import SourceFailed
from lucai.platform.pki.revocation import source_of


def certificate_id(leaf: x509.Certificate, issuer: x509.Certificate) -> ocsp.CertId:
    """Return how a certificate is named in question and answer."""
    public: bytes = issuer.public_key["public_key"].contents[1:]
    return ocsp.CertId(
        {
            # Every responder knows it, and it hides nothing and protects nothing.
            "hash_algorithm": {"algorithm": "sha1"},
            "issuer_name_hash": hashlib.sha1(leaf.issuer.dump(), usedforsecurity=False).digest(),
            "issuer_key_hash": hashlib.sha1(public, usedforsecurity=False).digest(),
            "serial_number": leaf.serial_number,
        }
    )


def question(leaf: x509.Certificate, issuer: x509.Certificate) -> bytes:
    """Return the request for one certificate."""
    asked = ocsp.OCSPRequest(
        {"tbs_request": {"request_list": [{"req_cert": certificate_id(leaf, issuer)}]}}
    )
    octets: bytes = asked.dump()
    return octets


def answers_for(der: bytes, at: datetime) -> tuple[bytes, ...]:
    """Ask the addresses of the CA that issued a certificate; silence is borne here.

    Whether the answer is signed by the CA, speaks of this certificate and moment, and what its
    absence means, the validation decides.
    """
    leaf = read_certificate(der).parsed
    rows = TrustAnchor.objects.seen_by(SYSTEM).filter(valid_from__lte=at)
    found = []
    for row in rows.exclude(ocsp_addresses=[]):
        for issuer in _issuers(leaf, row):
            found += _asked(row.ocsp_addresses, question(leaf, issuer))
    return tuple(found)


def _issuers(leaf: x509.Certificate, row: TrustAnchor) -> list[x509.Certificate]:
    known = [
        read_certificate(base64.b64decode(one)).parsed for one in (*row.intermediates, row.root)
    ]
    return [one for one in known if one.subject == leaf.issuer]


def _asked(addresses: Sequence[str], request: bytes) -> list[bytes]:
    """Return the first readable answer of several addresses."""
    for address in addresses:
        try:
            answer = source_of(address).ask(address, request)
            parsed = ocsp.OCSPResponse.load(answer, strict=True)
            if parsed["response_status"].native == "successful":
                return [answer]
        except (SourceFailed, CertificateRefused, ValueError):
            continue
    return []
