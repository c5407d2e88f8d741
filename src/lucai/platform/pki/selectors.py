"""Reading the trust list, its changes, and the own certificates."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.pki.anchors import Algorithm, Anchor, KeyUsage, Revocation
from lucai.platform.pki.certificates import UsccRule, pem_certificates, read_certificate, to_pem
from lucai.platform.pki.models import (
    CertificateBinding,
    CertificateEvidence,
    RevocationList,
    TrustAnchor,
    TrustChange,
)
from lucai.platform.pki.schemas import TrustAnchorIn, UsccSource, as_typed
from lucai.platform.records import read_once


@dataclass(frozen=True, slots=True)
class CaCertificate:
    """A CA's own certificate as a page shows it."""

    name: str
    fingerprint: str
    not_before: datetime
    not_after: datetime
    pem: str


@dataclass(frozen=True, slots=True)
class AnchorCard:
    """One CA of the trust list as a page shows it."""

    code: str
    name: str
    algorithms: tuple[str, ...]
    root: CaCertificate
    intermediates: tuple[CaCertificate, ...]
    crl_addresses: tuple[str, ...]
    ocsp_addresses: tuple[str, ...]
    policies: tuple[str, ...]
    uscc_place: str
    signing_usage: tuple[str, ...]
    revocation: str
    valid_from: datetime
    valid_to: datetime | None
    ground: str
    recognition: str
    simulated: bool
    changed_at: datetime

    @property
    def href(self) -> str:
        """Where the CA is shown."""
        return f"/trust-list/{self.code}/"


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """One proposed or decided change."""

    pk: int
    code: str
    name: str
    is_new: bool
    reason: str
    proposed_by: int
    proposed_name: str
    proposed_at: datetime
    decided_name: str
    decided_at: datetime | None
    approved: bool | None
    note: str

    @property
    def href(self) -> str:
        """Where the change is shown and decided."""
        return f"/trust-list/changes/{self.pk}/"


@dataclass(frozen=True, slots=True)
class BindingCard:
    """One certificate of the account."""

    pk: int
    name: str
    uscc: str
    anchor: str
    serial: str
    fingerprint: str
    not_before: datetime
    not_after: datetime
    bound_at: datetime


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose a certificate is."""

    person: int
    organisation: int | None


def trust_list(viewer: Viewer) -> list[AnchorCard]:
    """List every CA that is or was trusted."""
    return [_card(row) for row in TrustAnchor.objects.seen_by(viewer).order_by("name")]


def anchor_seen(viewer: Viewer, code: str) -> AnchorCard:
    """Return one CA of the list.

    Raises:
        NotFound: it is not on the list.
    """
    row = TrustAnchor.objects.seen_by(viewer).filter(code=code).first()
    if row is None:
        raise NotFound("互认名单中没有这家机构。")
    return _card(row)


def sheet_of(viewer: Viewer, code: str) -> TrustAnchorIn:
    """Return one CA as its officer writes it down, to be changed.

    Raises:
        NotFound: it is not on the list.
    """
    row = TrustAnchor.objects.seen_by(viewer).filter(code=code).first()
    if row is None:
        raise NotFound("互认名单中没有这家机构。")
    return TrustAnchorIn(
        code=row.code,
        name=row.name,
        root=_pem([row.root]),
        intermediates=_pem(row.intermediates),
        algorithms=[Algorithm(each) for each in row.algorithms],
        crl_addresses=row.crl_addresses,
        ocsp_addresses=row.ocsp_addresses,
        policies=row.policies,
        uscc_source=UsccSource(row.uscc_source),
        uscc_oid=row.uscc_oid,
        uscc_pattern=row.uscc_pattern,
        signing_usage=[KeyUsage(each) for each in row.signing_usage],
        revocation=Revocation(row.revocation),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        ground=row.ground,
        recognition=row.recognition,
        simulated=row.simulated,
    )


@read_once
def anchors(viewer: Viewer) -> tuple[Anchor, ...]:
    """Return the trust list as validation reads it."""
    return tuple(_anchor(row) for row in TrustAnchor.objects.seen_by(viewer).order_by("code"))


def changes(viewer: Viewer) -> list[ChangeCard]:
    """List changes of the trust list, newest first."""
    known = set(TrustAnchor.objects.seen_by(viewer).values_list("code", flat=True))
    rows = TrustChange.objects.seen_by(viewer).order_by("-pk")[:MOST_CHANGES]
    return [_change(row, known) for row in rows]


MOST_CHANGES = 100


def change_seen(viewer: Viewer, pk: int) -> tuple[ChangeCard, TrustAnchorIn]:
    """Return one change with what it would write.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = TrustChange.objects.seen_by(viewer).filter(pk=pk).first()
    if row is None:
        raise NotFound("没有找到这项变更。")
    known = set(TrustAnchor.objects.seen_by(viewer).values_list("code", flat=True))
    return _change(row, known), TrustAnchorIn.model_validate(row.sheet)


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One line of a sheet: what the list says now, and what the change would write."""

    label: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the change touches this line."""
        return self.before != self.after


def compared(viewer: Viewer, sheet: TrustAnchorIn) -> list[ComparedRow]:
    """Set a proposed sheet beside the present one, line by line."""
    row = TrustAnchor.objects.seen_by(viewer).filter(code=sheet.code).first()
    before = _said(sheet_of(viewer, sheet.code)) if row else {}
    return [ComparedRow(label, before.get(label, ""), text) for label, text in _said(sheet).items()]


def _said(sheet: TrustAnchorIn) -> dict[str, str]:
    """Return a sheet's lines as a reader needs them: certificates by name and fingerprint."""
    found: dict[str, str] = {}
    for name, field in TrustAnchorIn.model_fields.items():
        value = as_typed(sheet)[name]
        if field.title is None:
            continue
        if name in {"root", "intermediates"}:
            value = "\n".join(_named(each) for each in pem_certificates(str(value)))
        elif name == "signing_usage":
            value = "、".join(each.label for each in sheet.signing_usage)
        elif isinstance(value, datetime):
            value = f"{value.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"
        elif isinstance(value, Revocation | UsccSource):
            value = value.label
        found[field.title] = str(value or "")
    return found


def _named(der: bytes) -> str:
    certificate = read_certificate(der)
    return f"{certificate.name}\n{certificate.fingerprint}"


def bindings_of(viewer: Viewer) -> list[BindingCard]:
    """List the viewer's own certificates in use."""
    rows = CertificateBinding.objects.seen_by(viewer).filter(person=viewer.person, ended_at=None)
    names = dict(TrustAnchor.objects.seen_by(viewer).values_list("code", "name"))
    return [
        BindingCard(
            row.pk,
            row.name,
            row.uscc,
            names.get(row.anchor, row.anchor),
            row.serial,
            row.fingerprint,
            row.not_before,
            row.not_after,
            row.bound_at,
        )
        for row in rows.order_by("pk")
    ]


def holder_of(fingerprint: str) -> Holder | None:
    """Return whose a certificate is, for somebody who has just signed with it."""
    rows = CertificateBinding.objects.seen_by(SYSTEM)
    row = rows.filter(fingerprint=fingerprint, ended_at=None).first()
    return Holder(row.person, row.organisation) if row else None


def _anchor(row: TrustAnchor) -> Anchor:
    return Anchor(
        code=row.code,
        name=row.name,
        root=base64.b64decode(row.root),
        intermediates=tuple(base64.b64decode(each) for each in row.intermediates),
        algorithms=frozenset(Algorithm(each) for each in row.algorithms),
        uscc_rule=UsccRule(row.uscc_source, row.uscc_oid, row.uscc_pattern),
        signing_usage=frozenset(row.signing_usage),
        revocation=Revocation(row.revocation),
        policies=frozenset(row.policies),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _card(row: TrustAnchor) -> AnchorCard:
    place = UsccSource(row.uscc_source).label
    return AnchorCard(
        code=row.code,
        name=row.name,
        algorithms=tuple(row.algorithms),
        root=_ca(row.root),
        intermediates=tuple(_ca(each) for each in row.intermediates),
        crl_addresses=tuple(row.crl_addresses),
        ocsp_addresses=tuple(row.ocsp_addresses),
        policies=tuple(row.policies),
        uscc_place=f"{place} {row.uscc_oid}，按“{row.uscc_pattern}”提取",
        signing_usage=tuple(KeyUsage(each).label for each in row.signing_usage),
        revocation=Revocation(row.revocation).label,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        ground=row.ground,
        recognition=row.recognition,
        simulated=row.simulated,
        changed_at=row.changed_at,
    )


def _ca(spelt: str) -> CaCertificate:
    found = read_certificate(base64.b64decode(spelt))
    return CaCertificate(
        found.name, found.fingerprint, found.not_before, found.not_after, to_pem(found.der)
    )


def _change(row: TrustChange, known: set[str]) -> ChangeCard:
    return ChangeCard(
        row.pk,
        row.code,
        str(row.sheet["name"]),
        row.code not in known,
        row.reason,
        row.proposed_by,
        row.proposed_name,
        row.proposed_at,
        row.decided_name,
        row.decided_at,
        row.approved,
        row.note,
    )


def _pem(spelt: Sequence[str]) -> str:
    return "".join(to_pem(base64.b64decode(each)) for each in spelt)


def lists_behind(viewer: Viewer, digests: Collection[str]) -> list[bytes]:
    """Return the revocation lists by which signatures were judged, of those who issued their paths.

    Args:
        digests: SHA-256 of what was signed.
    """
    del viewer  # authorities publish their lists
    rows = CertificateEvidence.objects.seen_by(SYSTEM).filter(digest__in=digests)
    kept = list(rows.values_list("lists", "path"))
    asked = {digest for lists, _ in kept for digest in lists}
    issuers = {_issuer_of(one) for _, path in kept for one in path}
    found = RevocationList.objects.seen_by(SYSTEM).filter(sha256__in=asked, issuer__in=issuers)
    return [base64.b64decode(one.content) for one in found.order_by("sha256")]


def _issuer_of(certificate: str) -> str:
    read = x509.Certificate.load(base64.b64decode(certificate))
    return hashlib.sha256(read.issuer.dump()).hexdigest()
