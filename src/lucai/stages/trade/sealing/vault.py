"""Where encrypted parts lie: chunks while they arrive, one file a part once they are handed in.

Ciphertext only. Names are digests and random numbers; nothing tells whose a file is.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from lucai.kernel import durable
from lucai.kernel.errors import InvalidInput, WrongState
from lucai_trust.envelope import CHUNK_SIZE

LONGEST_CHUNK = CHUNK_SIZE + 16
MOST_CHUNKS = 2048
MOST_PARTS = 200
RESERVE = 2 << 30
"""Bytes of the disk that uploads leave alone."""
UPLOAD = re.compile(r"[0-9a-f]{32}", re.ASCII)


def keep_chunk(upload: str, part: int, chunk: int, content: bytes) -> None:
    """Keep one chunk; the same number takes the same bytes again.

    Raises:
        InvalidInput: a number or a size out of bounds, or other bytes under a number used.
        WrongState: the disk is nearly full, and what was handed in needs the rest.
    """
    if not (1 <= part <= MOST_PARTS and 0 <= chunk < MOST_CHUNKS):
        raise InvalidInput({"chunk": "分块编号超出范围"})
    if not 0 < len(content) <= LONGEST_CHUNK:
        raise InvalidInput({"chunk": "分块大小超出范围"})
    if shutil.disk_usage(_existing(_root())).free < RESERVE:
        raise WrongState("平台的存储空间不足，暂时不能接收；已上传的部分不会丢失，请稍后继续。")
    path = _place(upload) / str(part) / str(chunk)
    if path.exists():
        if path.read_bytes() != content:
            raise InvalidInput({"chunk": "这个编号的分块已经收到，而且内容不同"})
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_suffix(".part")
    waiting.write_bytes(content)
    waiting.replace(path)


def arrived(upload: str, part: int, chunks: int) -> Iterator[bytes]:
    """Read the chunks of a part in order.

    Raises:
        InvalidInput: one has not arrived.
    """
    place = _place(upload) / str(part)
    for number in range(chunks):
        try:
            yield (place / str(number)).read_bytes()
        except FileNotFoundError as error:
            message = f"第 {part} 部分的第 {number + 1} 块还没有收到，请继续上传"
            raise InvalidInput({"chunk": message}) from error


def settle(
    upload: str,
    envelope_hash: str,
    part: int,
    chunks: int,
    marks_of_right: Callable[[Iterable[bytes]], bytes],
) -> bool:
    """Join a part's chunks to one file under the envelope's own name, if what is read is right.

    The disk has the file when this returns; its name only after :func:`keep_names`.

    Args:
        marks_of_right: returns the part's marks, which lie beside it, or nothing where it is wrong.

    Raises:
        InvalidInput: a chunk has not arrived.
    """
    home = home_of(envelope_hash)
    durable.make_folder(home)
    # The same envelope may be handed in twice at once: each writes a file of its own.
    waiting = home / f"{part}.{secrets.token_hex(8)}.part"
    marks = b""
    try:
        with waiting.open("wb") as file:
            marks = marks_of_right(_written(file, arrived(upload, part, chunks)))
            if marks:
                file.flush()
                os.fsync(file.fileno())
        if marks:
            waiting.replace(home / str(part))
            _keep_marks(home, part, marks)
        return bool(marks)
    finally:
        if not marks:
            waiting.unlink(missing_ok=True)


def keep_names(envelope_hash: str) -> None:
    """Have the disk keep where an envelope's parts lie: before a receipt says that they do."""
    durable.sync_folder(home_of(envelope_hash))


def marks_of(envelope_hash: str, part: int) -> bytes:
    """Return the marks of a part; none where they are lost, and the root has to be looked at."""
    try:
        return _marks_place(home_of(envelope_hash), part).read_bytes()
    except FileNotFoundError:
        return b""


def _keep_marks(home: Path, part: int, marks: bytes) -> None:
    """Marks are the same whoever makes them, and what is lost of them only costs time."""
    waiting = home / f"{part}.{secrets.token_hex(8)}.part"
    waiting.write_bytes(marks)
    waiting.replace(_marks_place(home, part))


def _marks_place(home: Path, part: int) -> Path:
    return home / f"{part}.marks"


def _written(file: BinaryIO, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Hand pieces on when they are written."""
    for piece in pieces:
        file.write(piece)
        yield piece


def forget(upload: str) -> None:
    """Remove the chunks of an upload that has been handed in; the sweep takes what comes after."""
    with suppress(OSError):
        for part in _place(upload).iterdir():
            for chunk in part.iterdir():
                chunk.unlink()
            part.rmdir()
        _place(upload).rmdir()


def sweep(before: datetime) -> int:
    """Remove uploads to which nothing was added since a moment of the machine's own clock.

    Whoever comes back later seals anew: nothing but ciphertext without an envelope is lost.
    """
    arriving = _root() / "arriving"
    if not arriving.is_dir():
        return 0
    left = [one for one in arriving.iterdir() if _touched(one) < before.timestamp()]
    for one in left:
        shutil.rmtree(one, ignore_errors=True)
    return len(left)


def _touched(upload: Path) -> float:
    """Return when something was last added: a new chunk touches its part's folder."""
    return max((one.stat().st_mtime for one in (upload, *upload.iterdir())), default=0.0)


def part_of(envelope_hash: str, part: int) -> Iterator[bytes]:
    """Read an encrypted part as a stream; nothing where the file is missing."""
    path = home_of(envelope_hash) / str(part)
    if not path.is_file():
        return
    with path.open("rb") as file:
        while piece := file.read(LONGEST_CHUNK):
            yield piece


def home_of(envelope_hash: str) -> Path:
    """Return the folder of an envelope's parts."""
    return _root() / "envelopes" / envelope_hash[:2] / envelope_hash


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


def _place(upload: str) -> Path:
    if not UPLOAD.fullmatch(upload):
        raise InvalidInput({"upload": "上传编号不正确"})
    return _root() / "arriving" / upload


def _root() -> Path:
    return Path(settings.LUCAI_DATA_DIR) / "sealed"
