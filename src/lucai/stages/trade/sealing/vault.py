"""Where encrypted parts lie: chunks while they arrive, one file an envelope once it is handed in.

Such a file holds the parts one behind the other, their marks, where each part ends, and how many
there are. One file, because the disk is told of each by itself, and a receipt waits for it.
Ciphertext only. Names are digests and random numbers; nothing tells whose a file is.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
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
NUMBER = 8
"""Bytes of a number in an envelope's file."""
_BINARY = getattr(os, "O_BINARY", 0)
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
    path = _place(upload) / f"{part}.{chunk}"
    if path.exists():
        if path.read_bytes() != content:
            raise InvalidInput({"chunk": "这个编号的分块已经收到，而且内容不同"})
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f"{path.name}.part")
    waiting.write_bytes(content)
    waiting.replace(path)


def arrived(upload: str, part: int, chunks: int) -> Iterator[bytes]:
    """Read the chunks of a part in order.

    Raises:
        InvalidInput: one has not arrived.
    """
    place = str(_place(upload))
    for number in range(chunks):
        try:
            yield _read(f"{place}/{part}.{number}")
        except FileNotFoundError as error:
            message = f"第 {part} 部分的第 {number + 1} 块还没有收到，请继续上传"
            raise InvalidInput({"chunk": message}) from error


def settle(
    upload: str,
    envelope_hash: str,
    chunks: Sequence[int],
    marks_of_right: Callable[[int, Iterable[bytes]], bytes],
) -> int:
    """Join an upload's chunks to one file under the envelope's own name, if all parts are right.

    The disk has the file, and its name, when this returns.

    Args:
        chunks: how many each part has, the first part first.
        marks_of_right: returns a part's marks, or nothing where what it read of it is wrong.

    Returns:
        The number of the first part that is not right; nothing is kept then. 0: all are.

    Raises:
        InvalidInput: a chunk has not arrived.
    """
    place = file_of(envelope_hash)
    durable.make_folder(place.parent)
    # The same envelope may be handed in twice at once: each writes a file of its own.
    waiting = f"{place}.{secrets.token_hex(8)}.part"
    is_kept = False
    try:
        with _begun(waiting) as file:
            wrong = _joined(file, upload, chunks, marks_of_right)
            if not wrong:
                os.fsync(file)
        if not wrong:
            os.replace(waiting, place)  # noqa: PTH105 - in the rush paths as objects cost more than the disk
            is_kept = True
            durable.sync_folder(place.parent)
        return wrong
    finally:
        if not is_kept:
            Path(waiting).unlink(missing_ok=True)


def _joined(
    file: int,
    upload: str,
    chunks: Sequence[int],
    marks_of_right: Callable[[int, Iterable[bytes]], bytes],
) -> int:
    marks, ends = [], []
    for part, count in enumerate(chunks, start=1):
        found = marks_of_right(part, _written(file, arrived(upload, part, count)))
        if not found:
            return part
        marks.append(found)
        ends.append(os.lseek(file, 0, os.SEEK_CUR))
    # Marks are the same whoever makes them; where they are lost, the root has to be looked at.
    list(_written(file, [b"".join((*marks, *map(_number, ends), _number(len(ends))))]))
    return 0


def _number(value: int) -> bytes:
    return value.to_bytes(NUMBER, "big")


def spans_of(envelope_hash: str) -> list[tuple[int, int]]:
    """Return where each part of an envelope begins and ends in its file, and last its marks.

    Nothing where the file is missing or does not say.
    """
    try:
        with file_of(envelope_hash).open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            count = _read_number(file, size - NUMBER) if size >= NUMBER else 0
            foot = size - NUMBER * (count + 1)
            if not 0 < count <= MOST_PARTS or foot < 0:
                return []
            ends = [0, *(_read_number(file, foot + NUMBER * n) for n in range(count)), foot]
    except FileNotFoundError:
        return []
    spans = list(pairwise(ends))
    return spans if all(start <= end for start, end in spans) else []


def _read_number(file: BinaryIO, place: int) -> int:
    file.seek(place)
    return int.from_bytes(file.read(NUMBER), "big")


def marks_of(envelope_hash: str) -> bytes:
    """Return the marks of an envelope's parts, in their order; nothing where they are lost."""
    spans = spans_of(envelope_hash)
    return b"".join(_stretch(envelope_hash, *spans[-1])) if spans else b""


def _read(path: str) -> bytes:
    """Read a file with as few calls as it takes: in the rush each lets all other threads go first."""
    held = os.open(path, os.O_RDONLY | _BINARY)
    try:
        size = os.fstat(held).st_size
        content = os.read(held, size)
        while len(content) < size and (more := os.read(held, size - len(content))):
            content += more
        return content
    finally:
        os.close(held)


@contextmanager
def _begun(path: str) -> Iterator[int]:
    held = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o644)
    try:
        yield held
    finally:
        os.close(held)


def _written(file: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Hand pieces on when they are written."""
    for piece in pieces:
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(file, rest) :]
        yield piece


def forget(upload: str) -> None:
    """Remove the chunks of an upload that has been handed in; the sweep takes what comes after."""
    with suppress(OSError):
        place = str(_place(upload))
        for chunk in os.listdir(place):  # noqa: PTH208
            os.unlink(f"{place}/{chunk}")  # noqa: PTH108
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
    """Return when something was last added: a new chunk touches its upload's folder."""
    return upload.stat().st_mtime


def part_of(envelope_hash: str, part: int) -> Iterator[bytes]:
    """Read an encrypted part as a stream; nothing where it is missing."""
    spans = spans_of(envelope_hash)[:-1]
    if part <= len(spans):
        yield from _stretch(envelope_hash, *spans[part - 1])


def _stretch(envelope_hash: str, start: int, end: int) -> Iterator[bytes]:
    with file_of(envelope_hash).open("rb") as file:
        file.seek(start)
        while start < end and (piece := file.read(min(LONGEST_CHUNK, end - start))):
            start += len(piece)
            yield piece


def file_of(envelope_hash: str) -> Path:
    """Return the file of an envelope's parts."""
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
