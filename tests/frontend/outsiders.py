"""What happens outside the window of a test: another computer's bids, a certificate's file, a receipt read again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings as configured

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.platform.journal import keys
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.sealing.platform_keys import receipt_signers
from lucai.stages.trade.sealing.selectors import envelopes_handed_in
from lucai_trust import envelope as trust
from lucai_trust.checkpoint import VerifierKey
from tests.makers import bids, people, sealing
from tests.makers.bids import Call


def assert_receipt(receipt: bytes, call: Call) -> None:
    """Check the saved receipt as an outsider would."""
    [row] = envelopes_handed_in(SYSTEM, call.number, 1)
    log = VerifierKey.of(configured.LUCAI_LOG_NAME, keys.log_key())
    platform = [signer.public for signer in receipt_signers()]
    read = trust.Receipt.parse(receipt)
    head = trust.check_receipt(read, row.envelope.digests, platform_keys=platform, log=log)
    assert head is not None


def certificate(viewer: Viewer, folder: Path) -> Path:
    """Write a soft certificate of the viewer's organisation, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, viewer.organisation_name)])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name)
        .public_key(key.public_key()).serial_number(1)
        .not_valid_before(datetime(2025, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2030, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    private = key.private_bytes(pem, pkcs8, serialization.NoEncryption())
    target = folder / "certificate.pem"
    target.write_bytes(private + made.public_bytes(pem))
    return target


def made_elsewhere(call: Call, n: int) -> None:
    """Let another supplier hand a complete bid in."""
    supplier = people.supplier(n)
    obtain_document(people.actor(supplier), project_number=call.number)
    offer, response = bids.written(call, supplier, share=90 + n)
    files = [
        (part, f"{part}.pdf", bids.PDF) for part in ("qualification", "commercial", "technical")
    ]
    made, chunks = sealing.sealed(
        call.number, 1, supplier, offer=offer, response=response, files=files
    )
    sealing.handed_in(call.number, 1, made, chunks)
