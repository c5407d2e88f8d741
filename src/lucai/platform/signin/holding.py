"""Files that wait for a signature: kept under their digest while the signer reads and signs.

A form with files is posted twice: with the files, then with the signature over what the first
post said. Between the two the bytes lie in a folder beside the store, and the page carries a
ticket for each, good for the signer alone.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
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
FULL = "您还有较多附件等待签名。请先完成或者放弃那些办理（未签名的附件 12 小时后自动清除），再上传这个文件"


@dataclass(frozen=True, slots=True)
class Held:
    """A file that waits: whose, the field it was posted under, its name, size and both digests."""

    person: int
    field: str
    name: str
    size: int
    sha256: str
    sm3: str

    @property
    def path(self) -> Path:
        """Where its bytes lie meanwhile."""
        return _folder(self.person) / self.sha256


class HeldUpload(UploadedFile):
    """A held file as a view reads an uploaded one."""

    def __init__(self, held: Held) -> None:
        self.held = held
        super().__init__(held.path.open("rb"), held.name, size=held.size)


class RefusedUpload(UploadedFile):
    """A file for which there is no more room: whoever stores it is told so, at its field."""

    def __init__(self, field: str, name: str, size: int) -> None:
        self.field = field
        super().__init__(None, name, size=size)

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Refuse.

        Raises:
            InvalidInput: always, at the field the file was chosen in.
        """
        del chunk_size
        raise InvalidInput({self.field: FULL})


def hold(request: HttpRequest) -> None:
    """Keep the files of a posted form, and let the view read them from there.

    Each person has room for so many files and bytes at a time; a file beyond it is refused at its
    field, the rest of the form stays as it was typed.
    """
    if not _is_multipart(request) or not request.FILES:
        return
    fresh = [
        (field, upload) for field, uploads in request.FILES.lists() for upload in uploads
        if not isinstance(upload, HeldUpload)
    ]  # fmt: skip
    if fresh:
        person = viewer_of(request).person or 0
        files, room = _room(person), settings.LUCAI_HELD_BYTES
        count, size = len(files), sum(files)
        kept: list[HeldUpload | RefusedUpload] = []
        for field, upload in fresh:
            count, size = count + 1, size + (upload.size or 0)
            full = count > settings.LUCAI_HELD_FILES or size > room
            kept.append(
                _refused(field, upload) if full else HeldUpload(_keep(person, field, upload))
            )
        _show(request, kept)


def release(request: HttpRequest) -> None:
    """Remove the held files of a form whose act was done: they lie in the store now."""
    for one in held_by(request):
        one.path.unlink(missing_ok=True)


def restore(request: HttpRequest) -> None:
    """Give a form that comes back with its signature the files it had.

    Raises:
        InvalidInput: a ticket is not ours, not the signer's, or its file is gone.
    """
    tickets = request.POST.getlist(TICKET)
    if tickets:
        _show(request, [HeldUpload(_redeem(request, ticket)) for ticket in tickets])


def held_by(request: HttpRequest) -> list[Held]:
    """Return the files of a form, in the order in which they were chosen."""
    uploads = (one for _, listed in request.FILES.lists() for one in listed)
    return [one.held for one in uploads if isinstance(one, HeldUpload)]


def tickets_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return hidden fields that bring the files back."""
    return [(TICKET, _ticket(one)) for one in held_by(request)]


def sweep(now: datetime) -> int:
    """Remove files whose signature never came; return how many."""
    del now  # how long a page stays open is the machine's time, whatever the house's clock says
    if not _folder().exists():
        return 0
    last = (clock.real() - KEPT).timestamp()
    files = (path for path in _folder().rglob("*") if path.is_file())
    old = [path for path in files if path.stat().st_mtime < last]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _room(person: int) -> list[int]:
    """Return the sizes of what a person has waiting."""
    folder = _folder(person)
    return [path.stat().st_size for path in folder.iterdir()] if folder.exists() else []


def _refused(field: str, upload: Any) -> RefusedUpload:
    return RefusedUpload(field, str(upload.name), int(upload.size or 0))


def _keep(person: int, field: str, upload: Any) -> Held:
    folder = _folder(person)
    folder.mkdir(parents=True, exist_ok=True)
    temporary, digests = folder / f"{secrets.token_hex(16)}.part", Digests()
    with temporary.open("wb") as out:
        for chunk in _chunks(upload):
            digests.update(chunk)
            out.write(chunk)
    made = digests.result()
    held = Held(person, field, str(upload.name), made.size, made.sha256, made.sm3)
    temporary.replace(held.path)
    return held


def _chunks(upload: Any) -> Iterator[bytes]:
    upload.seek(0)
    yield from upload.chunks()


def _show(request: HttpRequest, kept: Sequence[HeldUpload | RefusedUpload]) -> None:
    files: MultiValueDict[str, UploadedFile] = MultiValueDict()
    for one in kept:
        field = one.held.field if isinstance(one, HeldUpload) else one.field
        files.appendlist(field, one)
    request._files = files  # type: ignore[attr-defined]  # noqa: SLF001 - Django has no other door


def _ticket(held: Held) -> str:
    content = [held.person, held.field, held.name, held.size, held.sha256, held.sm3]
    return signing.dumps(content, salt=SALT, compress=True)


def _redeem(request: HttpRequest, ticket: str) -> Held:
    try:
        content = signing.loads(ticket[:LONGEST], salt=SALT, max_age=int(KEPT.total_seconds()))
    except signing.BadSignature as error:
        raise InvalidInput({"answer": STALE}) from error
    held = Held(*content)
    if held.person != viewer_of(request).person or not held.path.exists():
        raise InvalidInput({"files": "附件已经失效，请返回重新选择文件后提交。"})
    os.utime(held.path)
    return held


def _is_multipart(request: HttpRequest) -> bool:
    return (request.content_type or "").startswith("multipart/")


def _folder(person: int | None = None) -> Path:
    top = Path(settings.LUCAI_DATA_DIR) / "files" / "held"
    return top if person is None else top / str(person)
