"""Changing the trust list by two officers; taking signatures; saying whose a certificate is."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, WrongState
from lucai.law.regions import PROVINCE
from lucai.platform.access import permissions
from lucai.platform.access.models import Organisation, Person
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.pki.certificates import pem_certificates, read_certificate, read_pem
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.pki.functions import DECIDE, PROPOSE
from lucai.platform.pki.models import (
    CertificateBinding,
    CertificateEvidence,
    TrustAnchor,
    TrustChange,
)
from lucai.platform.pki.ocsp import answers_for
from lucai.platform.pki.revocation import current_lists
from lucai.platform.pki.schemas import TrustAnchorIn, TrustChangeIn
from lucai.platform.pki.selectors import anchors
from lucai.platform.pki.validation import Verified, verify
from lucai.platform.records import system_access
from lucai_trust.envelope import Signature

LIST = "access.trustList"
CERTIFICATE = "access.certificate"
MANY = 10


@command
def propose_change(actor: Actor, *, change: TrustChangeIn) -> int:
    """Write down a new CA, or a CA anew; nothing is trusted by that yet. Return the change's id."""
    permissions.demand(actor, PROPOSE.permission)
    sheet = change.model_dump(mode="json", exclude={"reason", "simulated"})
    _demand_one_root(change)
    row = TrustChange(
        code=change.code,
        sheet=sheet,
        reason=change.reason,
        proposed_by=_person(actor),
        proposed_name=_called(actor),
        proposed_at=clock.now(),
    )
    row.save(force_insert=True)
    _note(actor, LIST, "propose", change.code, f"提出变更：{change.name}", _digests(change))
    return int(row.pk)


@command
def decide_change(actor: Actor, *, pk: int, approve: bool, note: str = "") -> None:
    """Approve a change, which takes effect at once, or turn it down.

    Raises:
        NotAllowed: by the same officer who proposed it, or not of the province.
        WrongState: it was decided before.
    """
    permissions.demand(actor, DECIDE.permission)
    row = TrustChange.objects.seen_by(actor.viewer).filter(pk=pk).first()
    if row is None:
        raise NotFound("没有找到这项变更。")
    if row.decided_at:
        raise WrongState("这项变更已经复核过。")
    if row.proposed_by == actor.viewer.person:
        raise NotAllowed("提出人不能复核自己的变更，请由另一位工作人员办理。")
    if actor.viewer.region != PROVINCE[:2]:
        raise NotAllowed("互认名单由省级监管部门复核。")
    sheet = TrustAnchorIn.model_validate(row.sheet)
    row.change(
        approved=approve,
        note=note.strip()[:200],
        decided_by=actor.viewer.person,
        decided_name=_called(actor),
        decided_at=clock.now(),
    )
    if not approve:
        _note(actor, LIST, "refuse", row.code, f"退回变更：{sheet.name}", {})
        return
    _write_anchor(sheet)
    _note(actor, LIST, "approve", row.code, f"互认名单生效：{sheet.name}", _digests(sheet))


@command
def install_anchor(actor: Actor, *, sheet: TrustAnchorIn) -> None:
    """Put a CA on the list without officers: the demonstration's own, by the system."""
    if actor.viewer is not SYSTEM:
        raise NotAllowed("互认名单只能由两人变更。")
    _write_anchor(sheet)
    _note(actor, LIST, "approve", sheet.code, f"互认名单生效：{sheet.name}", _digests(sheet))


def check_signature(signature: Signature, message: bytes, at: datetime) -> Verified:
    """Say what stands behind a signature over a message: the one question of every module.

    Raises:
        CertificateRefused: the signature is not over this message, or its certificate is not
            to be believed at that moment; with the reason for its holder.
    """
    leaf, *helpers = _held(signature, message)
    revocation = replace(current_lists(at), ocsps=answers_for(leaf, at))
    return verify(leaf, anchors=anchors(SYSTEM), revocation=revocation, at=at, helpers=helpers)


def check_past_signature(signature: Signature, message: bytes, at: datetime) -> Verified:
    """Say what stood behind a signature when it was made, by the lists there are now.

    A certificate revoked or run out since was good then.

    Raises:
        CertificateRefused: as :func:`check_signature`.
    """
    leaf, *helpers = _held(signature, message)
    now = clock.now()
    return verify(
        leaf,
        anchors=anchors(SYSTEM),
        revocation=replace(current_lists(now), ocsps=answers_for(leaf, now)),
        at=at,
        helpers=helpers,
        looking_back=True,
    )


def _held(signature: Signature, message: bytes) -> tuple[bytes, ...]:
    if not signature.certificates:
        raise CertificateRefused("签名没有附证书。")
    if not signature.holds(message):
        raise CertificateRefused("签名与所签内容不符。")
    return signature.certificates


def keep_evidence(
    actor: Actor,
    *,
    verified: Verified,
    message: bytes,
    signature: Signature,
    purpose: str,
    about: bytes = b"",
) -> int:
    """Keep what was checked, inside the caller's transaction and under its entry; return its id."""
    row = CertificateEvidence(
        purpose=purpose,
        at=verified.at,
        person=actor.viewer.person,
        organisation=actor.viewer.organisation,
        anchor=verified.anchor.code,
        fingerprint=verified.certificate.fingerprint,
        message=base64.b64encode(message).decode(),
        digest=hashlib.sha256(message).hexdigest(),
        about=about.decode(),
        signature=signature.to_json(),
        path=_spelt(verified.path),
        lists=[hashlib.sha256(each).hexdigest() for each in verified.revocation.crls],
        answers=_spelt(verified.revocation.ocsps),
    )
    row.save(force_insert=True)
    return int(row.pk)


@command
def bind_certificate(
    actor: Actor, *, verified: Verified, message: bytes, signature: Signature
) -> int:
    """Say that a certificate is the actor's, who has just signed with it; return the binding's id.

    Raises:
        CertificateRefused: it names another organisation or person, or is somebody's already.
    """
    certificate = verified.certificate
    _demand_own(actor, verified)
    with system_access("uniqueness"):
        rows = CertificateBinding.objects.filter(fingerprint=certificate.fingerprint, ended_at=None)
        if rows.exists():
            raise CertificateRefused("这张证书已经绑定在一个账号上。")
    row = CertificateBinding(
        fingerprint=certificate.fingerprint,
        certificate=base64.b64encode(certificate.der).decode(),
        anchor=verified.anchor.code,
        person=_person(actor),
        organisation=actor.viewer.organisation if verified.uscc else None,
        name=certificate.name[:120],
        uscc=verified.uscc,
        serial=certificate.serial[:64],
        not_before=certificate.not_before,
        not_after=certificate.not_after,
        bound_at=clock.now(),
    )
    row.save(force_insert=True)
    kept = keep_evidence(
        actor, verified=verified, message=message, signature=signature, purpose="bind"
    )
    body = {"certificate": certificate.fingerprint, "evidence": kept}
    _note(actor, CERTIFICATE, "bind", str(row.pk), "绑定数字证书", body)
    return int(row.pk)


@command
def end_binding(actor: Actor, *, pk: int) -> None:
    """Take a certificate off the own account."""
    rows = CertificateBinding.objects.seen_by(actor.viewer)
    row = rows.filter(pk=pk, person=actor.viewer.person, ended_at=None).first()
    if row is None:
        raise NotFound("没有找到这张证书。")
    row.change(ended_at=clock.now())
    body = {"certificate": row.fingerprint}
    _note(actor, CERTIFICATE, "unbind", str(row.pk), "解除数字证书绑定", body)


def _demand_own(actor: Actor, verified: Verified) -> None:
    """A certificate with a code must name the organisation, one without it the person."""
    if verified.uscc:
        own = Organisation.objects.seen_by(actor.viewer).filter(pk=actor.viewer.organisation)
        if not own.filter(uscc=verified.uscc).exists():
            raise CertificateRefused(
                f"证书属于统一社会信用代码 {verified.uscc} 的单位，与您当前岗位所在单位不符。"
            )
        return
    person = Person.objects.seen_by(actor.viewer).filter(pk=actor.viewer.person).first()
    if person is None or person.name != verified.certificate.name:
        raise CertificateRefused("证书上的姓名与您的账号不符。")


def _demand_one_root(sheet: TrustAnchorIn) -> None:
    roots = read_pem(sheet.root)
    if len(roots) != 1:
        raise InvalidInput({"root": "只放一张根证书"})
    if read_certificate(roots[0]).parsed.self_issued is False:
        raise InvalidInput({"root": "这不是根证书：它由别的机构签发，请放到“中级证书”"})
    if len(sheet.intermediates.split("BEGIN CERTIFICATE")) - 1 > MANY:
        raise InvalidInput({"intermediates": f"最多 {MANY} 张中级证书"})


def _write_anchor(sheet: TrustAnchorIn) -> None:
    [root] = read_pem(sheet.root)
    values: dict[str, Any] = sheet.model_dump(
        mode="json", exclude={"code", "root", "intermediates", "valid_from", "valid_to"}
    )
    values |= {
        "root": base64.b64encode(root).decode(),
        "intermediates": _spelt(pem_certificates(sheet.intermediates)),
        "valid_from": sheet.valid_from,
        "valid_to": sheet.valid_to,
        "changed_at": clock.now(),
    }
    with system_access("trust list"):
        row = TrustAnchor.objects.filter(code=sheet.code).first()
        if row is None:
            TrustAnchor(code=sheet.code, **values).save(force_insert=True)
            return
    row.change(**{**values, "simulated": row.simulated})


def _digests(sheet: TrustAnchorIn) -> dict[str, Any]:
    """Return what the log says of a sheet: enough to recognise every certificate on it."""
    found = [*read_pem(sheet.root), *pem_certificates(sheet.intermediates)]
    return {
        "certificates": [hashlib.sha256(der).hexdigest() for der in found],
        "name": sheet.name,
        "validFrom": sheet.valid_from.isoformat(),
        "validTo": sheet.valid_to.isoformat() if sheet.valid_to else "",
    }


def _spelt(found: Sequence[bytes]) -> list[str]:
    return [base64.b64encode(each).decode() for each in found]


def _person(actor: Actor) -> int:
    if actor.viewer.person is None:
        raise NotAllowed("请先登录。")
    return actor.viewer.person


def _called(actor: Actor) -> str:
    return f"{actor.viewer.name}（{actor.viewer.organisation_name}）"[:120]


def _note(actor: Actor, of: str, act: str, key: str, label: str, body: dict[str, Any]) -> None:
    record(
        actor,
        Entry(
            event=f"{of}.{act}",
            object_type=of,
            object_key=key,
            label=label,
            region=PROVINCE if of == LIST else f"{actor.viewer.region}000000"[: len(PROVINCE)],
            public=of == LIST,
            body=body,
        ),
    )
