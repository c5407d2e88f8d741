"""Files that wait for a signature: kept under their digest while the signer reads and signs.

A form with files is posted twice: with the files, then with the signature over what the first
post said. Between the two the bytes lie in a folder beside the store, and the page carries a
ticket for each, good for the signer alone.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput
from lucai.platform.signin.nonces import STALE
from lucai.platform.web.requests import viewer_of
from lucai_trust.digest import Digests

TICKET = "act_file"
SALT = "lucai.act.file"
KEPT = timedelta(hours=12)
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Held:
    """A file that waits: the field it was posted under, its name, size and both digests."""

    field: str
    name: str
    size: int
    sha256: str
    sm3: str

    @property
    def path(self) -> Path:
        """Where its bytes lie meanwhile."""
        return _folder() / self.sha256


class HeldUpload(UploadedFile):
    """A held file as a view reads an uploaded one."""

    def __init__(self, held: Held) -> None:
        self.held = held
        super().__init__(held.path.open("rb"), held.name, size=held.size)


def hold(request: HttpRequest) -> None:
    """Keep the files of a posted form, and let the view read them from there."""
    if not _is_multipart(request) or not request.FILES:
        return
    kept = [
        _keep(field, upload)
        for field, uploads in request.FILES.lists()
        for upload in uploads
        if not isinstance(upload, HeldUpload)
    ]
    if kept:
        _show(request, kept)


def restore(request: HttpRequest) -> None:
    """Give a form that comes back with its signature the files it had.

    Raises:
        InvalidInput: a ticket is not ours, not the signer's, or its file is gone.
    """
    tickets = request.POST.getlist(TICKET)
    if tickets:
        _show(request, [_redeem(request, ticket) for ticket in tickets])


def held_by(request: HttpRequest) -> list[Held]:
    """Return the files of a form, in the order in which they were chosen."""
    uploads = (one for _, listed in request.FILES.lists() for one in listed)
    return [one.held for one in uploads if isinstance(one, HeldUpload)]


def tickets_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return hidden fields that bring the files back."""
    person = viewer_of(request).person
    return [(TICKET, _ticket(one, person)) for one in held_by(request)]


def sweep(now: datetime) -> int:
    """Remove files whose signature never came; return how many."""
    del now  # how long a page stays open is the machine's time, whatever the house's clock says
    if not _folder().exists():
        return 0
    last = (clock.real() - KEPT).timestamp()
    old = [path for path in _folder().iterdir() if path.stat().st_mtime < last]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _keep(field: str, upload: Any) -> Held:
    _folder().mkdir(parents=True, exist_ok=True)
    temporary, digests = _folder() / f"{secrets.token_hex(16)}.part", Digests()
    with temporary.open("wb") as out:
        for chunk in _chunks(upload):
            digests.update(chunk)
            out.write(chunk)
    made = digests.result()
    held = Held(field, str(upload.name), made.size, made.sha256, made.sm3)
    temporary.replace(held.path)
    return held


def _chunks(upload: Any) -> Iterator[bytes]:
    upload.seek(0)
    yield from upload.chunks()


def _show(request: HttpRequest, kept: list[Held]) -> None:
    files: MultiValueDict[str, UploadedFile] = MultiValueDict()
    for one in kept:
        files.appendlist(one.field, HeldUpload(one))
    request._files = files  # type: ignore[attr-defined]  # noqa: SLF001 - Django has no other door


def _ticket(held: Held, person: int | None) -> str:
    content = [held.field, held.name, held.size, held.sha256, held.sm3, person]
    return signing.dumps(content, salt=SALT, compress=True)


def _redeem(request: HttpRequest, ticket: str) -> Held:
    try:
        *content, person = signing.loads(
            ticket[:LONGEST], salt=SALT, max_age=int(KEPT.total_seconds())
        )
    except signing.BadSignature as error:
        raise InvalidInput({"answer": STALE}) from error
    held = Held(*content)
    if person != viewer_of(request).person or not held.path.exists():
        raise InvalidInput({"files": "附件已经失效，请返回重新选择文件后提交。"})
    os.utime(held.path)
    return held


def _is_multipart(request: HttpRequest) -> bool:
    return (request.content_type or "").startswith("multipart/")


def _folder() -> Path:
    return Path(settings.LUCAI_DATA_DIR) / "files" / "held"
