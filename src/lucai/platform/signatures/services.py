"""Signing a final paper once, and keeping it with its digests in the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import Conflict
from lucai.platform.files.kinds import OFD, PDF
from lucai.platform.files.services import keep_bytes
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.signatures.fingerprints import sealed_later
from lucai.platform.signatures.models import SignedFile
from lucai.platform.signatures.ports import SealRefused

if TYPE_CHECKING:
    from lucai.platform.signatures.ordering import Seals

REASON = "鲁采平台存证签名：证明本文件由平台生成且签名后未被改动"
ISSUED = "signedFile.issue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A final paper: what it is called, and what makes it this paper and no other.

    ``make`` returns the PDF before its signatures; it is not asked for what is kept already.
    ``issuers`` are the organisations whose seals it gets; ``moment`` is when it became final,
    ``life`` the object (type and key) whose acts it rests on, where that is not the project.
    Who has no seal yet is waited for (``SignedFile.waiting``), and the platform's stands meanwhile. ``as_ofd``:
    it is kept as OFD under these seals, made from the signed PDF; the platform's own signature is
    the PDF's.
    """

    fingerprint: str
    title: str
    project_number: str
    make: Callable[[], bytes]
    moment: datetime | None = None
    life: tuple[str, str] | None = None
    issuers: tuple[str, ...] = ()
    as_ofd: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A signed paper's bytes, and whose seals are still waited for."""

    content: bytes
    waiting: tuple[tuple[str, str], ...] = ()


def issue(actor: Actor, paper: Paper) -> SignedFile:
    """Return the signed paper: the kept one, or one signed and entered in the journal now."""
    kept = _kept(paper.fingerprint)
    if kept:
        return kept
    original, at = paper.make(), clock.now()
    try:
        return _keep(actor, paper, original, _made(paper, original, at), at)
    except (IntegrityError, Conflict):
        # Somebody else asked for it at the same time; theirs is the one.
        winner = _kept(paper.fingerprint)
        if winner is None:
            raise
        return winner


# The libraries that seal and sign take as long to load as all of Django; a server starts without.


def _made(paper: Paper, original: bytes, at: datetime) -> Made:
    from lucai.platform.signatures.ordering import (  # noqa: PLC0415
        Wanted,
        seals_for,
        without_seals,
    )

    wanted = Wanted(
        paper.issuers, paper.title, paper.project_number, paper.moment or at, paper.life
    )
    seals = seals_for(wanted, at)
    try:
        return _put(paper, original, seals, at)
    except SealRefused as refusal:
        return _put(paper, original, without_seals(wanted, str(refusal)), at)


def _put(paper: Paper, original: bytes, seals: Seals, at: datetime) -> Made:
    if paper.as_ofd:
        return Made(_as_ofd(paper, original, seals, at))
    return Made(_as_pdf(original, seals, at), seals.waiting)


def _as_pdf(original: bytes, seals: Seals, at: datetime) -> bytes:
    from lucai.platform.signatures.pades import sign_pdf  # noqa: PLC0415
    from lucai.platform.signatures.sealing import stamp  # noqa: PLC0415

    sealed = original
    for place, seal in enumerate(seals.put):
        sealed = stamp(sealed, seal, place=place, at=at)
    return sign_pdf(sealed, at=at, reason=REASON)


def _as_ofd(paper: Paper, original: bytes, seals: Seals, at: datetime) -> bytes:
    from lucai.platform.signatures.ofd import sealed_ofd  # noqa: PLC0415

    author = "、".join(paper.issuers)
    return sealed_ofd(original, title=paper.title, author=author, owns=seals.put, at=at)


@command
def _keep(actor: Actor, paper: Paper, original: bytes, made: Made, at: datetime) -> SignedFile:
    kind = OFD if paper.as_ofd else PDF
    name = f"{paper.title}{kind.extensions[0]}"
    file = keep_bytes(actor, made.content, name=name, media_type=kind.media_type)
    row = SignedFile(
        fingerprint=paper.fingerprint,
        original=hashlib.sha256(original).hexdigest(),
        sha256=file.sha256,
        sm3=file.sm3,
        size=file.size,
        title=paper.title[:200],
        project_number=paper.project_number,
        issuers=list(paper.issuers),
        moment=paper.moment or at,
        life=list(paper.life or ()),
        waiting=[list(one) for one in made.waiting],
        file=file.pk,
        entry=record(actor, _entry(paper, file.sha256, file.sm3, original)).pk,
        at=at,
    )
    row.save(force_insert=True)
    return row


def _entry(paper: Paper, sha256: str, sm3: str, original: bytes) -> Entry:
    """Return the entry; sealed, and of no project's timeline: reading a paper is no step of one."""
    before = {
        "sha256": hashlib.sha256(original).hexdigest(),
        "sm3": hashlib.new("sm3", original).hexdigest(),
    }
    return Entry(
        event=ISSUED,
        object_type="signedFile",
        object_key=sha256,
        label="签发正式文件",
        region="",
        body={
            "title": paper.title,
            "project": paper.project_number,
            "file": {"sha256": sha256, "sm3": sm3},
            "original": before,
        },
    )


def _kept(fingerprint: str) -> SignedFile | None:
    """Return the kept paper; the one with all its seals where it was sealed later."""
    either = (fingerprint, sealed_later(fingerprint))
    rows = SignedFile.objects.seen_by(SYSTEM).filter(fingerprint__in=either)
    row: SignedFile | None = rows.order_by("-pk").first()
    return row
