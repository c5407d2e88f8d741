"""Whom files are judged by, and which files the log knows."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.platform.journal import canonical, proofs
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.selectors import latest_checkpoint
from lucai.platform.pki.revocation import current_lists
from lucai.platform.pki.selectors import anchors, trust_list
from lucai.platform.pki.validation import RevocationData
from lucai.platform.signatures.anchors import own_anchors
from lucai.platform.signatures.identity import Suite, identity
from lucai.platform.signatures.judging import Trust
from lucai.platform.signatures.models import SignedFile


@dataclass(frozen=True, slots=True)
class Logged:
    """A file that the platform issued, and its place in the log.

    ``waiting`` names the organisations whose seals are still to be put on, with the reason.
    """

    title: str
    project_number: str
    at: datetime
    whole: bool
    index: int | None
    waiting: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper that the platform signed, as another form of it is made."""

    fingerprint: str
    title: str
    project_number: str
    issuers: tuple[str, ...]
    moment: datetime | None
    life: tuple[str, str] | None


def trust_of(viewer: Viewer) -> Trust:
    """Return by whom files are judged now: the trust list, and the platform's own roots."""
    now = clock.now()
    listed = current_lists(now)
    own = tuple(identity(suite).revocation_bytes(now) for suite in Suite)
    simulated = frozenset(card.code for card in trust_list(viewer) if card.simulated)
    return Trust(
        anchors=(*own_anchors(), *anchors(viewer)),
        revocation=RevocationData((*own, *listed.crls), listed.ocsps),
        at=now,
        simulated=simulated,
    )


def issued(viewer: Viewer, sha256: str) -> Issued | None:
    """Return the paper whose signed bytes have this digest; to the system alone."""
    row = SignedFile.objects.seen_by(viewer).filter(sha256=sha256).first()
    if row is None:
        return None
    life = (row.life[0], row.life[1]) if row.life else None
    issuers = tuple(row.issuers)
    return Issued(row.fingerprint, row.title, row.project_number, issuers, row.moment, life)


def logged(viewer: Viewer, sha256: str) -> Logged | None:
    """Say whether the platform issued the file with this digest: whoever has the file may know.

    The digest before the signatures is known too: it is the one a notice names.
    """
    del viewer
    row = _row(sha256)
    if row is None:
        return None
    entry = JournalEntry.objects.seen_by(SYSTEM).get(pk=row.entry)
    waiting = tuple((name, why) for name, why in row.waiting)
    whole = row.sha256 == sha256
    return Logged(row.title, row.project_number, row.at, whole, entry.index, waiting)


def opening_of(viewer: Viewer, sha256: str) -> dict[str, Any] | None:
    """Return the opened entry of a file with its proof from the log, if the log has it.

    The entry is sealed: the content and the salt open its commitment. Only who has the file
    can name its digest.
    """
    row, head = _row(sha256), latest_checkpoint(viewer)
    entry = JournalEntry.objects.seen_by(SYSTEM).get(pk=row.entry) if row else None
    if entry is None or entry.index is None or head is None or entry.index >= head.size:
        return None
    path = proofs.inclusion(entry.index, head.size)
    return {
        "content": canonical.content(entry),
        "salt": entry.salt,
        "entry": canonical.leaf_bytes(entry).decode(),
        "index": entry.index,
        "size": head.size,
        "proof": [base64.b64encode(each).decode() for each in path],
        "checkpoint": head.checkpoint,
    }


def _row(sha256: str) -> SignedFile | None:
    rows = SignedFile.objects.seen_by(SYSTEM)
    row: SignedFile | None = (
        rows.filter(sha256=sha256).first() or rows.filter(original=sha256).first()
    )
    return row
