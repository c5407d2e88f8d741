"""Papers whose seals were waited for: sealed anew as soon as the service puts them on.

The paper handed out before stays in the store and in the log; from then on the sealed one is given.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.platform.files.services import path_of
from lucai.platform.signatures import ports
from lucai.platform.signatures.fingerprints import sealed_later
from lucai.platform.signatures.models import SignedFile
from lucai.platform.signatures.ordering import Wanted, seals_for
from lucai.platform.signatures.services import Paper, issue

AT_ONCE = 20
END = re.compile(rb"%%EOF\r?\n?")


def seal_waiting(now: datetime) -> int:
    """Seal papers that wait for seals which can be put on now; return how many."""
    if ports.service() is None:
        return 0
    rows = SignedFile.objects.seen_by(SYSTEM).exclude(waiting=[]).order_by("version", "pk")
    return sum(_sealed(row, now) for row in rows[:AT_ONCE])


def _sealed(row: SignedFile, now: datetime) -> bool:
    """Seal one; where a seal is still refused, note why now, so that others have their turn."""
    life = (row.life[0], row.life[1]) if row.life else None
    moment = row.moment or row.at
    wanted = Wanted(tuple(row.issuers), row.title, row.project_number, moment, life)
    if waiting := seals_for(wanted, now).waiting:
        row.change(waiting=[list(one) for one in waiting])
        return False
    paper = Paper(
        fingerprint=sealed_later(row.fingerprint),
        title=row.title,
        project_number=row.project_number,
        make=lambda: before_signing(path_of(row.sha256).read_bytes(), row.original),
        moment=row.moment,
        life=life,
        issuers=tuple(row.issuers),
    )
    made = issue(Actor.system(Reason.CONSEQUENCE), paper)
    row.change(waiting=[])  # what the new one may still wait for is its own
    return not made.waiting


def before_signing(signed: bytes, sha256: str) -> bytes:
    """Return the paper as it was before its seals and signatures: each only added to the end.

    Raises:
        ValueError: no beginning of the file has that digest.
    """
    for end in END.finditer(signed):
        beginning = signed[: end.end()]
        for content in (beginning, beginning.rstrip(b"\r\n")):
            if hashlib.sha256(content).hexdigest() == sha256:
                return content
    raise ValueError("the signed paper does not begin with the paper it was made of")
