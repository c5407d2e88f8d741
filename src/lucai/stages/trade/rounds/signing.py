"""The signature under which a quote is handed in: over which envelope it is, not over what is inside.

The content is signed inside the envelope. This second signature is checked at the door, so that
nobody learns only at the opening that a certificate is not accepted (电子签名法 第十三条).
"""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput
from lucai.platform.access.selectors import organisation
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.pki.services import check_signature, keep_evidence
from lucai_trust.encoding import parse_canonical
from lucai_trust.envelope import Signature
from lucai_trust.errors import TrustError

UNSIGNED = "递交的内容没有用证书签名，请刷新页面后重新密封"
OTHER = "签名证书是另一家单位的，请用本单位的证书"
PURPOSE = "bid"


def message_of(number: str, lot_number: int, envelope_hash: str) -> bytes:
    """Return what is signed when a quote is handed in."""
    return f"lucai-round-handing-in/1\n{number}/{lot_number}\n{envelope_hash}\n".encode()


def demand_signed(actor: Actor, encoded: bytes, message: bytes) -> None:
    """See that the actor's organisation signed a message with a certificate that is good now.

    Part of the command that takes the quote in; what was checked is kept as evidence.

    Raises:
        InvalidInput: it did not, with the reason for the certificate's holder.
    """
    try:
        signature = Signature.of(parse_canonical(encoded))
    except (TrustError, ValueError) as error:
        raise InvalidInput({"signature": UNSIGNED}) from error
    try:
        verified = check_signature(signature, message, clock.now())
    except CertificateRefused as error:
        raise InvalidInput({"signature": str(error)}) from error
    if verified.uscc != organisation(SYSTEM, actor.viewer.organisation or 0).uscc:
        raise InvalidInput({"signature": OTHER})
    keep_evidence(actor, verified=verified, message=message, signature=signature, purpose=PURPOSE)
