"""Signing a PDF for good: PAdES with SM2, then PAdES with ECDSA, kept to B-LTA.

The bytes that came in stay the first bytes of what goes out: every signature is an addition.
"""

from __future__ import annotations

import asyncio
import contextvars
import io
import logging
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from asn1crypto import algos, crl, tsp, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.attributes import (
    CMSAttributeProvider,
    SignedAttributeProviderSpec,
)
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, PdfSigningSession
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lucai.platform.pki.issuing import IssuingKey
from lucai.platform.pki.validation import GmSignatureValidator
from lucai.platform.signatures.identity import Identity, Role, Suite, identity, roots
from lucai.platform.signatures.stamper import Stamper

T = TypeVar("T")
FIELDS = {Suite.NATIONAL: "LuCai-SM2", Suite.INTERNATIONAL: "LuCai-ECDSA"}
ARCHIVE_FIELD = "LuCai-Archive"
SIGNATURE_ROOM = 8192
"""Bytes kept free for a signature with its certificates and its timestamp, in hexadecimal twice."""


# It warns that nothing may be fetched, and that it cannot judge seals: both are meant.
for _name in ("signers.pdf_signer", "validation.pdf_embedded"):
    logging.getLogger(f"pyhanko.sign.{_name}").setLevel(logging.CRITICAL)


def sign_pdf(pdf: bytes, *, at: datetime, reason: str) -> bytes:
    """Return the file with the platform's two signatures and a document timestamp."""
    return _in_a_loop(lambda: _sign(pdf, at, reason))


@lru_cache(maxsize=8)
def _named(certificate: bytes) -> bytes:
    """Return the attribute that names a certificate: a name takes longer to spell than to sign."""
    value: bytes = as_signing_certificate_v2(x509.Certificate.load(certificate)).dump()
    return value


class _Certificate(CMSAttributeProvider):
    """Says in a signature by which certificate it was made."""

    attribute_type = "signing_certificate_v2"

    def __init__(self, certificate: bytes) -> None:
        self._certificate = certificate

    async def build_attr_value(
        self,
        dry_run: bool = False,  # noqa: ARG002 - pyHanko's signature
    ) -> tsp.SigningCertificateV2:
        return tsp.SigningCertificateV2.load(_named(self._certificate))


class _SignedAttributes(SignedAttributeProviderSpec):
    """What PAdES wants signed beside the file's digest: the certificate, and no hour of one's own."""

    def __init__(self, certificate: bytes) -> None:
        self._certificate = certificate

    def signed_attr_providers(
        self,
        data_digest: bytes,  # noqa: ARG002 - pyHanko's signature
        digest_algorithm: str,  # noqa: ARG002 - pyHanko's signature
    ) -> Iterator[CMSAttributeProvider]:
        yield _Certificate(self._certificate)


class KeySigner(Signer):
    """Signs with a key of the house; SM2 is a mechanism pyHanko does not have itself."""

    def __init__(self, owner: Identity) -> None:
        holder = owner.holders[Role.SIGNER]
        store = SimpleCertificateStore.from_certs([holder.certificate, owner.root])
        super().__init__(
            signing_cert=holder.certificate,
            cert_registry=store,
            signature_mechanism=algos.SignedDigestAlgorithm(
                {"algorithm": owner.suite.algorithm.native}
            ),
        )
        self.signed_attr_prov_spec = _SignedAttributes(holder.certificate.dump())
        self._key: IssuingKey = holder.key

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,  # noqa: ARG002 - the mechanism says it
        dry_run: bool = False,  # noqa: ARG002 - pyHanko's signature
    ) -> bytes:
        """Sign the attributes."""
        return self._key.sign(data)


class _Signing(PdfSigner):
    """Writes the house's hour into a signature, not the machine's."""

    moment: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session: PdfSigningSession = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment
        return session


async def _sign(pdf: bytes, at: datetime, reason: str) -> bytes:
    for suite in (Suite.NATIONAL, Suite.INTERNATIONAL):
        pdf = await _sign_once(pdf, suite, at, reason)
    return pdf


async def _sign_once(pdf: bytes, suite: Suite, at: datetime, reason: str) -> bytes:
    last = suite is Suite.INTERNATIONAL
    owner = identity(suite)
    metadata = PdfSignatureMetadata(
        field_name=FIELDS[suite],
        md_algorithm=suite.digest,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        name=Role.SIGNER.holder,
        embed_validation_info=True,
        use_pades_lta=last,
        timestamp_field_name=ARCHIVE_FIELD,
        validation_context=own_context(at),
        signer_key_usage={"digital_signature"},
        dss_settings=DSSContentSettings(include_vri=False),
    )
    signer = _Signing(metadata, KeySigner(owner), timestamper=Stamper(at))
    signer.moment = at
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    out = await signer.async_sign_pdf(writer, bytes_reserved=2 * SIGNATURE_ROOM)
    result: bytes = out.getvalue()
    return result


def own_context(at: datetime, *, retroactive: bool = False) -> ValidationContext:
    """Return what the platform's own certificates are judged by; nothing is fetched."""
    lists: list[crl.CertificateList] = [identity(each).revocation_list(at) for each in Suite]
    return ValidationContext(
        trust_roots=roots(),
        moment=at,
        crls=lists,
        allow_fetching=False,
        revocation_mode="hard-fail",
        retroactive_revinfo=retroactive,
        signature_validator=GmSignatureValidator(),
    )


def _in_a_loop(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run pyHanko's coroutines on a thread of their own: this one may have a loop already."""
    context = contextvars.copy_context()
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(context.run, lambda: asyncio.run(work())).result()
