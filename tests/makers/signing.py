"""Signed PDFs for tests: any signer, with or without a timestamp, at any hour."""

from __future__ import annotations

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from lucai.kernel.clock import BEIJING
from lucai.platform.documents import render
from lucai.platform.pki.issuing import Issuer, Order, new_key
from lucai.platform.pki.validation import RevocationData
from lucai.platform.signatures.anchors import own_anchors
from lucai.platform.signatures.identity import Holder, Identity, Role, Suite, identity
from lucai.platform.signatures.judging import Trust
from lucai.platform.signatures.pades import KeySigner
from lucai.platform.signatures.stamper import Stamper
from tests.platform.documents.samples.letters import AWARD_LETTER

AT = datetime(2026, 6, 1, 9, 30, tzinfo=BEIJING)


def unsigned() -> bytes:
    """Return a paper before anybody signed it."""
    return render("award_letter", AWARD_LETTER, moment=AT)


def trust(at: datetime, **changes: Any) -> Trust:
    """Return the platform's own roots with their revocation lists of that day."""
    lists = tuple(identity(suite).revocation_bytes(at) for suite in Suite)
    return replace(Trust(own_anchors(), RevocationData(lists), at), **changes)


def with_signer(owner: Identity, *, not_before: datetime, not_after: datetime) -> Identity:
    """Return the identity with a signer whose certificate holds for some days only."""
    root, key = owner.holders[Role.ROOT], new_key(owner.suite.algorithm)
    subject = {"country_name": "CN", "common_name": "示例短期签名人"}
    issuer = Issuer(root.key, root.certificate.dump())
    leaf = issuer.issue(Order(subject, key.spki, not_before, not_after))
    holder = Holder(key, x509.Certificate.load(leaf))
    return Identity(owner.suite, {**owner.holders, Role.SIGNER: holder})


def signed(pdf: bytes, owner: Identity, *, stamped_at: datetime | None = None) -> bytes:
    """Sign a PDF once (PAdES B-B, or B-T with the hour of a timestamp)."""
    metadata = PdfSignatureMetadata(
        field_name=f"Test-{owner.suite}",
        md_algorithm=owner.suite.digest,
        subfilter=SigSeedSubFilter.PADES,
        signer_key_usage={"digital_signature"},
    )
    stamper = Stamper(stamped_at) if stamped_at else None

    async def sign() -> bytes:
        signer = PdfSigner(metadata, KeySigner(owner), timestamper=stamper)
        out = await signer.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
        content: bytes = out.getvalue()
        return content

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(sign())).result()
