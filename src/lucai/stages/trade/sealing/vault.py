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
from functools import lru_cache
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
MARKS = "marks"
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
    place = str(_place(upload) / str(part))
    for number in range(chunks):
        try:
            with open(f"{place}/{number}", "rb") as file:  # noqa: PTH123 - one of very many
                yield file.read()
        except FileNotFoundError as error:
            message = f"第 {part} 部分的第 {number + 1} 块还没有收到，请继续上传"
            raise InvalidInput({"chunk": message}) from error


def settle(
    upload: str,
    envelope_hash: str,
    part: int,
    chunks: int,
    marks_of_right: Callable[[Iterable[bytes]], bytes],
) -> bytes:
    """Join a part's chunks to one file under the envelope's own name, if what is read is right.

    The disk has the file when this returns; its name only after :func:`keep_together`.

    Args:
        marks_of_right: returns the part's marks, or nothing where what it read is wrong.

    Returns:
        The marks; nothing where the part is not right, and was not kept.

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
        return marks
    finally:
        if not marks:
            waiting.unlink(missing_ok=True)


def keep_together(envelope_hash: str, marks: bytes) -> None:
    """Lay the marks of all parts beside them, and have the disk keep where everything lies."""
    home = home_of(envelope_hash)
    # Marks are the same whoever makes them; where they are lost, the root has to be looked at.
    waiting = home / f"{secrets.token_hex(8)}.part"
    waiting.write_bytes(marks)
    waiting.replace(home / MARKS)
    durable.sync_folder(home)


def marks_of(envelope_hash: str) -> bytes:
    """Return the marks of an envelope's parts, in their order; nothing where they are lost."""
    try:
        return (home_of(envelope_hash) / MARKS).read_bytes()
    except FileNotFoundError:
        return b""


def _written(file: BinaryIO, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Hand pieces on when they are written."""
    for piece in pieces:
        file.write(piece)
        yield piece


def forget(upload: str) -> None:
    """Remove the chunks of an upload that has been handed in; the sweep takes what comes after."""
    with suppress(OSError):
        place = str(_place(upload))
        for part in [one.path for one in os.scandir(place)]:
            for chunk in [one.path for one in os.scandir(part)]:
                os.unlink(chunk)  # noqa: PTH108 - in the rush paths as objects cost more than the disk
            os.rmdir(part)  # noqa: PTH106
        os.rmdir(place)  # noqa: PTH106


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
    return _root().joinpath("envelopes", envelope_hash[:2], envelope_hash)


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


def _place(upload: str) -> Path:
    if not UPLOAD.fullmatch(upload):
        raise InvalidInput({"upload": "上传编号不正确"})
    return _root().joinpath("arriving", upload)


def _root() -> Path:
    return _sealed(settings.LUCAI_DATA_DIR)


@lru_cache(maxsize=4)
def _sealed(data: str | Path) -> Path:
    return Path(data) / "sealed"
