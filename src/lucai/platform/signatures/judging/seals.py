"""A stamped seal: its maker's signature, the stamper's, and whether it is over this document."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import x509

from lucai.platform.pki.certificates import read_certificate
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.pki.validation import RevocationData
from lucai.platform.signatures import ses
from lucai.platform.signatures.judging.findings import Check, Finding, Kind, Trust
from lucai.platform.signatures.judging.standing import Evidence, described, standing
from lucai_trust.errors import KeyRefused
from lucai_trust.gm import PublicKey

LARGEST_PICTURE = 200_000
SHOWN = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif"}
UNREADABLE = "印章数据不是 GB/T 38540 规定的结构，无法核验"


@dataclass(frozen=True, slots=True)
class Context:
    """Where a seal was found, and what is known of the document around it."""

    form: str
    name: str
    digest: bytes
    checks: tuple[Check, ...]
    revocation: RevocationData
    proved_at: datetime | None = None


def judge_seal(content: bytes, context: Context, trust: Trust) -> Finding:
    """Judge a stamped seal over the SM3 digest of what it covers."""
    try:
        return _judge(_exact(content), context, trust)
    except (ValueError, TypeError, KeyError, AttributeError, CertificateRefused):
        checks = (*context.checks, Check("印章结构", False, UNREADABLE))
        return Finding(kind=Kind.SEAL, form=context.form, name=context.name, checks=checks)


def _exact(content: bytes) -> ses.Stamped:
    """Read the structure; a PDF fills its place up with zeros."""
    stamped = ses.Stamped.load(content)
    if content[len(stamped.dump()) :].strip(b"\0"):
        raise ValueError("something follows the seal")
    return stamped


def _judge(stamped: ses.Stamped, context: Context, trust: Trust) -> Finding:
    to_sign = stamped["to_sign"]
    seal = to_sign["seal"]
    info = seal["info"]
    signer, maker = _certificate(stamped["cert"].native), _certificate(seal["cert"].native)
    claimed: datetime = to_sign["time"].native
    # The hour in a seal is the stamper's word: without a proof the certificate must hold today.
    at = context.proved_at or trust.at
    evidence = Evidence((signer.dump(), maker.dump()), context.revocation)
    of_signer = standing(signer, evidence, trust, at)
    of_maker = standing(maker, evidence, trust, at)
    if of_maker.check.holds is False:
        # A seal outlives its maker's certificate: what counts is the day it was made.
        of_maker = standing(maker, evidence, trust, info["property"]["created"].native)
    checks = (
        *context.checks,
        _fits(to_sign, context.digest),
        _signed("签章签名", signer, to_sign.dump(), ses.bits(stamped["signature"])),
        of_signer.check,
        _signed("印章", maker, info.dump(), ses.bits(seal["signature"])),
        Check("印章制作者", of_maker.check.holds, of_maker.check.text),
        _within(info["property"], claimed),
        _may_use(info["property"], signer),
    )
    return Finding(
        kind=Kind.SEAL,
        form=context.form,
        name=info["property"]["name"].native,
        checks=checks,
        algorithm="SM2 / SM3",
        at=context.proved_at or claimed,
        time_is_proved=context.proved_at is not None,
        anchor=of_signer.anchor,
        picture=_picture(info["picture"]),
        **described(signer),
    )


def _certificate(der: bytes) -> x509.Certificate:
    return read_certificate(der).parsed


def _fits(to_sign: ses.ToSign, digest: bytes) -> Check:
    same = ses.bits(to_sign["data_hash"]) == digest
    return Check("文件内容", same, "与盖章时一致" if same else "盖章以后内容被改动")


def _signed(label: str, by: x509.Certificate, data: bytes, signature: bytes) -> Check:
    try:
        holds = PublicKey.from_spki(by.public_key.dump()).verify(data, signature)
    except KeyRefused:
        holds = False
    return Check(label, holds, "签名值正确" if holds else "签名值不正确，印章数据被改动或伪造")


def _within(properties: ses.Properties, at: datetime) -> Check:
    start, end = properties["valid_start"].native, properties["valid_end"].native
    holds = start <= at <= end
    term = f"{_day(start)} 至 {_day(end)}"
    return Check("印章有效期", holds, term if holds else f"{term}，盖章时不在有效期内")


def _may_use(properties: ses.Properties, signer: x509.Certificate) -> Check:
    kind, allowed = ses.allowed_certificates(properties)
    own = signer.dump()
    names = {own} if kind == ses.BY_CERTIFICATE else {_digest(own), hashlib.sha256(own).digest()}
    holds = bool(names & set(allowed))
    return Check(
        "用章权限", holds, "证书在印章的授权名单中" if holds else "证书不在印章的授权名单中"
    )


def _digest(content: bytes) -> bytes:
    return hashlib.new("sm3", content).digest()


def _picture(picture: ses.Picture) -> str:
    """Return the picture as an address that a page can show; nothing for kinds that can act."""
    kind, content = str(picture["type"].native).lower(), picture["data"].native
    if kind not in SHOWN or len(content) > LARGEST_PICTURE:
        return ""
    return f"data:{SHOWN[kind]};base64,{base64.b64encode(content).decode()}"


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d}"
