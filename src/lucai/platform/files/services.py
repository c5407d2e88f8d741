"""Taking files in."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput
from lucai.platform.files.kinds import DOCUMENTS, LARGEST_FILE, MEGABYTE, Kind, sniff
from lucai.platform.files.models import StoredFile
from lucai.platform.records import system_access
from lucai.platform.trials import is_trial

HEAD = 512


def keep_upload(
    actor: Actor,
    upload: object,
    *,
    field: str,
    allowed: tuple[Kind, ...] = DOCUMENTS,
    limit: int = LARGEST_FILE,
    public: bool = False,
) -> StoredFile:
    """Store an uploaded file after looking at its bytes.

    Takes no journal entry of its own: the act that hands the file in records its digests.

    Raises:
        InvalidInput: empty, too large, or not what it says it is (message at ``field``).
    """
    name, size = str(getattr(upload, "name", "")), int(getattr(upload, "size", 0))
    if not size:
        raise InvalidInput({field: "文件是空的，请重新选择"})
    if size > limit:
        raise InvalidInput({field: f"文件超过 {limit // MEGABYTE} MB，请压缩或拆分后上传"})
    chunks = iter(upload.chunks())  # type: ignore[attr-defined]
    first = next(chunks)
    try:
        kind = sniff(name, first[:HEAD], allowed)
    except ValueError as error:
        raise InvalidInput({field: str(error)}) from error
    return _keep(actor, name, kind.media_type, _joined(first, chunks), public)


def keep_bytes(
    actor: Actor, content: bytes, *, name: str, media_type: str, public: bool = False
) -> StoredFile:
    """Store a file that LuCai made itself."""
    return _keep(actor, name, media_type, (content,), public)


def path_of(sha256: str) -> Path:
    """Return where the content with this digest lies."""
    return Path(settings.LUCAI_DATA_DIR) / "files" / sha256[:2] / sha256[2:4] / sha256


def _joined(first: bytes, rest: Iterable[bytes]) -> Iterable[bytes]:
    yield first
    yield from rest


def _keep(
    actor: Actor, name: str, media_type: str, chunks: Iterable[bytes], public: bool
) -> StoredFile:
    sha256, sm3, size = _write(chunks)
    row = StoredFile(
        sha256=sha256,
        sm3=sm3,
        size=size,
        name=Path(name).name[-200:],
        media_type=media_type,
        owner=actor.viewer.organisation,
        public=public,
        at=clock.now(),
    )
    row.save(force_insert=True)
    return row


def _write(chunks: Iterable[bytes]) -> tuple[str, str, int]:
    """Write to a temporary name, then give the file the name of its digest: atomic and idempotent.

    Content that is here already is not waited for a second time.
    """
    folder = Path(settings.LUCAI_DATA_DIR) / "files" / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / secrets.token_hex(16)
    try:
        sha256, sm3, size = _written(temporary, chunks)
        final = path_of(sha256)
        if not final.exists():
            final.parent.mkdir(parents=True, exist_ok=True)
            temporary.replace(final)
        return sha256, sm3, size
    finally:
        # What broke off on its way, as a sealed part does that is not what was receipted, stays nowhere.
        temporary.unlink(missing_ok=True)


def _written(place: Path, chunks: Iterable[bytes]) -> tuple[str, str, int]:
    sha256, sm3, size = hashlib.sha256(), hashlib.new("sm3"), 0
    with place.open("wb") as out:
        for chunk in chunks:
            sha256.update(chunk)
            sm3.update(chunk)
            size += len(chunk)
            out.write(chunk)
        if not path_of(sha256.hexdigest()).exists():
            out.flush()
            os.fsync(out.fileno())
    return sha256.hexdigest(), sm3.hexdigest(), size


def drop_content(actor: Actor, pk: int) -> bool:
    """Remove the bytes of a file that nobody keeps any more; its row with the digests stays.

    Takes no journal entry of its own: the act that gives the file up records its digests.
    Returns whether bytes were removed: another file with the same content keeps them, and an act
    that is only tried removes none.
    """
    del actor
    if is_trial():
        return False
    with system_access("other files with the same content"):
        row = StoredFile.objects.get(pk=pk)
        shared = StoredFile.objects.filter(sha256=row.sha256).exclude(pk=pk).exists()
    place = path_of(row.sha256)
    if shared or not place.exists():
        return False
    place.unlink()
    return True
