"""The ``.lcbid`` file: one envelope with its parts, as a stored ZIP, strictly read."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from lucai_trust.envelope.chunks import SEALED_CHUNK_SIZE
from lucai_trust.envelope.core import Envelope
from lucai_trust.errors import EnvelopeRefused, TrustError

CORE_NAME, SEALED_NAME = "core.json", "sealed.bin"
LARGEST_CORE = 1 << 22
LARGEST_HEADER = 1 << 22
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED_OR_STREAMED = 0x0009


def part_name(number: int) -> str:
    """Return the name of a part's entry."""
    return f"part-{number}.bin"


class BidFileWriter:
    """Writes an envelope as it is sealed: parts first, core and header when they are known."""

    def __init__(self, file: IO[bytes]) -> None:
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, strict_timestamps=True)
        self._number = 0
        self._entry: IO[bytes] | None = None

    def write(self, number: int, chunk: bytes) -> None:
        """Take the next encrypted chunk of a part; parts come in their order.

        Raises:
            EnvelopeRefused: a part out of order.
        """
        if self._entry is None or number != self._number:
            self._next(number)
        assert self._entry is not None
        self._entry.write(chunk)

    def finish(self, envelope: Envelope) -> None:
        """Write core and header, and close the file."""
        self._close_entry()
        self._archive.writestr(_entry(CORE_NAME), envelope.core_bytes)
        self._archive.writestr(_entry(SEALED_NAME), envelope.sealed)
        self._archive.close()

    def _next(self, number: int) -> None:
        if number != self._number + 1:
            raise EnvelopeRefused("parts are written in their order")
        self._close_entry()
        self._number = number
        self._entry = self._archive.open(_entry(part_name(number)), "w", force_zip64=True)

    def _close_entry(self) -> None:
        if self._entry is not None:
            self._entry.close()
            self._entry = None


@dataclass(frozen=True, slots=True)
class BidFile:
    """A bid file opened for reading."""

    envelope: Envelope
    _archive: zipfile.ZipFile

    @classmethod
    def read(cls, file: IO[bytes]) -> BidFile:
        """Open a bid file; the parts stay in it until they are asked for.

        Raises:
            EnvelopeRefused: not a stored ZIP with exactly an envelope's entries.
            EncodingRefused: the core is malformed.
        """
        try:
            archive = zipfile.ZipFile(file)
            _check_entries(archive)
            core = archive.read(CORE_NAME)
            envelope = Envelope.parse(core, archive.read(SEALED_NAME))
        except TrustError:
            raise
        except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError) as error:
            raise EnvelopeRefused(f"not a bid file: {error}") from error
        _check_sizes(archive, envelope)
        return cls(envelope, archive)

    def part(self, number: int) -> Iterator[bytes]:
        """Yield a part's encrypted chunks.

        Raises:
            EnvelopeRefused: there is no such part, or its bytes are damaged.
        """
        try:
            with self._archive.open(part_name(number)) as entry:
                while chunk := entry.read(SEALED_CHUNK_SIZE):
                    yield chunk
        except (KeyError, zipfile.BadZipFile) as error:
            raise EnvelopeRefused(f"part {number} is missing or damaged") from error


def write_bid_file(file: IO[bytes], envelope: Envelope, parts: Iterable[Iterable[bytes]]) -> None:
    """Write a stored envelope with its parts' encrypted bytes."""
    writer = BidFileWriter(file)
    for number, chunks in enumerate(parts, start=1):
        for chunk in chunks:
            writer.write(number, chunk)
    writer.finish(envelope)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    parts = [part_name(number) for number in range(1, len(entries) - 1)]
    if names != [*parts, CORE_NAME, SEALED_NAME]:
        raise EnvelopeRefused("a bid file holds the parts in order, core.json and sealed.bin")
    if entries[0].header_offset != 0 or archive.comment:
        raise EnvelopeRefused("a bid file has nothing before and nothing after it")
    for entry in entries:
        stored = entry.compress_type == zipfile.ZIP_STORED
        if not stored or entry.flag_bits & _ENCRYPTED_OR_STREAMED:
            raise EnvelopeRefused("a bid file's entries are stored, not packed or encrypted")
    core, sealed = entries[-2:]
    if core.file_size > LARGEST_CORE or sealed.file_size > LARGEST_HEADER:
        raise EnvelopeRefused("core or header of this bid file is too large")


def _check_sizes(archive: zipfile.ZipFile, envelope: Envelope) -> None:
    parts = envelope.core.parts
    sizes = [entry.file_size for entry in archive.infolist()[:-2]]
    if sizes != [part.blob_size for part in parts]:
        raise EnvelopeRefused("the parts in this file are not as long as the core says")
