"""Signing in by a certificate: whose it is, whether it is good now, and that it was used."""

from __future__ import annotations

import hashlib
import json

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.pki import selectors, services
from lucai.platform.pki.certificates import read_certificate
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.pki.validation import Verified
from lucai_trust.envelope import Signature
from lucai_trust.errors import TrustError

LONGEST_ANSWER = 200_000
UNREADABLE = "没有收到证书签名，请重试。"
UNBOUND = "这张证书还没有绑定账号。请先用其他方式登录，在“我的账号 · 数字证书”中绑定。"


def read_signature(answer: str) -> Signature:
    """Read what the browser sent.

    Raises:
        CertificateRefused: no signature in its form.
    """
    try:
        if len(answer) <= LONGEST_ANSWER:
            return Signature.of(json.loads(answer))
    except (ValueError, RecursionError, TrustError) as error:
        raise CertificateRefused(UNREADABLE) from error
    raise CertificateRefused(UNREADABLE)


def owner_of(signature: Signature) -> int:
    """Return whose certificate a signature names; nothing is proven by that yet.

    Raises:
        CertificateRefused: it is bound to no account.
    """
    if not signature.certificates:
        raise CertificateRefused(UNREADABLE)
    holder = selectors.holder_of(read_certificate(signature.certificates[0]).fingerprint)
    if holder is None:
        raise CertificateRefused(UNBOUND)
    return holder.person


def prove(actor: Actor, *, signature: Signature, message: bytes) -> None:
    """Check that a good certificate signed this message now; keep the evidence.

    Raises:
        CertificateRefused: with the reason; the refusal is in the journal all the same.
    """
    try:
        verified = services.check_signature(signature, message, clock.now())
    except CertificateRefused as error:
        _refused(actor, read_certificate(signature.certificates[0]).fingerprint, str(error))
        raise
    _used(actor, verified, signature, message)


def prove_act(actor: Actor, *, signature: Signature, message: bytes, about: bytes) -> None:
    """Check that a good certificate signed an act's statement now; keep the evidence.

    ``about`` is the content whose digests the statement names, if it is about one.

    Raises:
        CertificateRefused: with the reason; the refusal is in the journal all the same.
    """
    try:
        verified = services.check_signature(signature, message, clock.now())
    except CertificateRefused as error:
        _refused(actor, read_certificate(signature.certificates[0]).fingerprint, str(error))
        raise
    _signed(actor, verified, signature, message, about)


def bind(actor: Actor, *, signature: Signature, message: bytes) -> int:
    """Bind the certificate that signed this message to the actor; return the binding's id.

    Raises:
        CertificateRefused: it is not good, names somebody else, or is bound already.
    """
    verified = services.check_signature(signature, message, clock.now())
    return services.bind_certificate(actor, verified=verified, message=message, signature=signature)


@command
def _used(actor: Actor, verified: Verified, signature: Signature, message: bytes) -> None:
    kept = services.keep_evidence(
        actor, verified=verified, message=message, signature=signature, purpose="login"
    )
    body = {"certificate": verified.certificate.fingerprint, "evidence": kept}
    _note(actor, "login", "用数字证书登录或确认", body)


@command
def _signed(
    actor: Actor, verified: Verified, signature: Signature, message: bytes, about: bytes
) -> None:
    kept = services.keep_evidence(
        actor,
        verified=verified,
        message=message,
        signature=signature,
        purpose="act",
        about=about,
    )
    body = {
        "certificate": verified.certificate.fingerprint,
        "evidence": kept,
        "signed": hashlib.sha256(message).hexdigest(),
    }
    _note(actor, "sign", f"用数字证书签名：{json.loads(message)['act']}"[:120], body)


@command
def _refused(actor: Actor, fingerprint: str, why: str) -> None:
    _note(actor, "refuse", "数字证书验证未通过", {"certificate": fingerprint, "why": why})


def _note(actor: Actor, act: str, label: str, body: dict[str, object]) -> None:
    record(
        actor,
        Entry(
            event=f"access.certificate.{act}",
            object_type="access.certificate",
            object_key=str(body["certificate"]),
            label=label,
            region=f"{actor.viewer.region}000000"[:6],
            body=body,
        ),
    )
