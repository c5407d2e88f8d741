"""What certificates signed here: statements with the path and the moment they were checked at."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.pki.certificates import read_certificate
from lucai.platform.pki.models import CertificateEvidence, TrustAnchor
from lucai.platform.records.paging import Page, keyset

ACT = "act"


@dataclass(frozen=True, slots=True)
class SignedAct:
    """One act signed by certificate: its words as they stood on the page.

    ``about`` is the record or document that it names by its digests, word for word.
    """

    digest: str
    at: datetime
    act: str
    path: str
    lines: tuple[tuple[str, str], ...]
    signer: str
    organisation: str
    certificate: str
    serial: str
    anchor: str
    algorithm: str
    message: str
    about: str
    signature: dict[str, Any]


def signed_page(viewer: Viewer, *, after: str = "") -> Page[SignedAct]:
    """List what the viewer signed, newest first, a page at a time."""
    rows = CertificateEvidence.objects.seen_by(viewer).filter(purpose=ACT, person=viewer.person)
    names = dict(TrustAnchor.objects.seen_by(viewer).values_list("code", "name"))
    return keyset(rows, after, lambda row: _signed(row, names))


def signed_seen(viewer: Viewer, digest: str) -> SignedAct:
    """Return one signed act by the SHA-256 of its statement.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    rows = CertificateEvidence.objects.seen_by(viewer).filter(purpose=ACT, digest=digest)
    row = rows.first()
    if row is None:
        raise NotFound("没有找到这份签名记录。")
    names = dict(TrustAnchor.objects.seen_by(viewer).values_list("code", "name"))
    return _signed(row, names)


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement as it was signed, for whoever checks it again."""

    message: bytes
    signature: dict[str, Any]
    at: datetime


def evidence_of(viewer: Viewer, digest: str) -> Kept | None:
    """Return what was signed under a digest, if the viewer may see it."""
    row = CertificateEvidence.objects.seen_by(viewer).filter(purpose=ACT, digest=digest).first()
    return Kept(base64.b64decode(row.message), row.signature, row.at) if row else None


def _signed(row: CertificateEvidence, names: dict[str, str]) -> SignedAct:
    message = base64.b64decode(row.message)
    statement = json.loads(message)
    certificate = read_certificate(base64.b64decode(row.path[0]))
    return SignedAct(
        digest=row.digest,
        at=row.at,
        act=statement["act"],
        path=statement["path"],
        lines=tuple((label, value) for label, value in statement["lines"]),
        signer=statement["signer"],
        organisation=statement["organisation"],
        certificate=certificate.name,
        serial=certificate.serial,
        anchor=names.get(row.anchor, row.anchor),
        algorithm=row.signature["algorithm"],
        message=message.decode(),
        about=row.about,
        signature=row.signature,
    )
