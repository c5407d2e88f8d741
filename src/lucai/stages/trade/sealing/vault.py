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
from collections import deque
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
from lucai_trust.envelope import CHUNK_SIZE, MOST_PARTS

LONGEST_CHUNK = CHUNK_SIZE + 16
MOST_CHUNKS = 2048
RESERVE = 2 << 30
"""Bytes of the disk that uploads leave alone."""
AT_ONCE = 1 << 16
"""Bytes that are read or written in one call, if there are no more."""
NUMBER = 8
"""Bytes of a number in an envelope's file."""
_BINARY = getattr(os, "O_BINARY", 0)
MOST_ASIDE = 1 << 14
_aside: deque[str] = deque(maxlen=MOST_ASIDE)
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
    # The same envelope may be handed in twice at once: each writes a file of its own.
    waiting = f"{place}.{secrets.token_hex(8)}.part"
    is_kept = False
    try:
        with _begun(waiting) as file:
            scroll = _Scroll(file)
            wrong = _joined(scroll, upload, chunks, marks_of_right)
            if not wrong:
                scroll.finish()
        if not wrong:
            os.replace(waiting, place)  # noqa: PTH105 - in the rush paths as objects cost more than the disk
            is_kept = True
            durable.sync_folder(place.parent)
        return wrong
    finally:
        if not is_kept:
            Path(waiting).unlink(missing_ok=True)


class _Scroll:
    """A file that is written from its beginning; what is small reaches it in one call.

    In the rush every call to the disk lets all other threads go first.
    """

    def __init__(self, file: int) -> None:
        self._file = file
        self._kept: list[bytes] = []
        self._size = 0
        self.end = 0

    def add(self, piece: bytes) -> None:
        """Write more."""
        self._kept.append(piece)
        self._size += len(piece)
        self.end += len(piece)
        if self._size >= AT_ONCE:
            self._write()

    def finish(self) -> None:
        """Have the disk keep all of it."""
        self._write()
        os.fsync(self._file)

    def _write(self) -> None:
        rest = memoryview(b"".join(self._kept))
        self._kept, self._size = [], 0
        while rest:
            rest = rest[os.write(self._file, rest) :]


def _joined(
    scroll: _Scroll,
    upload: str,
    chunks: Sequence[int],
    marks_of_right: Callable[[int, Iterable[bytes]], bytes],
) -> int:
    marks, ends = [], []
    for part, count in enumerate(chunks, start=1):
        found = marks_of_right(part, _written(scroll, arrived(upload, part, count)))
        if not found:
            return part
        marks.append(found)
        ends.append(scroll.end)
    # Marks are the same whoever makes them; where they are lost, the root has to be looked at.
    scroll.add(b"".join((*marks, *map(_number, ends), _number(len(ends)))))
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
    """Read a file with as few calls as it takes."""
    held = os.open(path, os.O_RDONLY | _BINARY)
    try:
        content = os.read(held, AT_ONCE)
        # Of a file less comes than was asked for only at its end.
        more = content if len(content) == AT_ONCE else b""
        while more:
            more = os.read(held, LONGEST_CHUNK)
            content += more
        return content
    finally:
        os.close(held)


@contextmanager
def _begun(path: str) -> Iterator[int]:
    try:
        held = _created(path)
    except FileNotFoundError:
        durable.make_folder(Path(path).parent)
        held = _created(path)
    try:
        yield held
    finally:
        os.close(held)


def _created(path: str) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o644)


def _written(scroll: _Scroll, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Hand pieces on when they are written."""
    for piece in pieces:
        scroll.add(piece)
        yield piece


def let_go(upload: str) -> None:
    """Remember that the chunks of an upload are not needed any more; :func:`clear` removes them.

    Removing them takes half a dozen calls to the disk, for which the next in the rush would wait.
    """
    _aside.append(upload)


def clear() -> None:
    """Remove what this process let go of; what a process that ended left, the sweep takes."""
    while _aside:
        forget(_aside.popleft())


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
