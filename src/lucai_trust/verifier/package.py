"""A package whose files are read when a claim needs them, each held against its listed digest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import TypeVar, cast

from lucai_trust.errors import EncodingRefused, TrustError
from lucai_trust.verifier.archives import Archive
from lucai_trust.verifier.findings import Broken, demand
from lucai_trust.verifier.index import Index, PackedEnvelope

INDEX, TRUST = "package.json", "trust.json"
LARGEST_INDEX = 1 << 26
LARGEST_FILE = 1 << 24
_Found = TypeVar("_Found")


class Package:
    """A package opened for judging."""

    def __init__(self, archive: Archive) -> None:
        """Open it.

        Raises:
            EncodingRefused: there is no package.json, or it is not of its form.
        """
        if INDEX not in archive.names():
            raise EncodingRefused("没有 package.json，不是核验包")
        self._archive = archive
        self._kept: dict[object, tuple[bool, object]] = {}
        try:
            self.index = Index.parse(_gathered(archive.pieces(INDEX), LARGEST_INDEX, INDEX))
        except Broken as error:
            raise EncodingRefused(error.why) from error

    @property
    def live(self) -> list[PackedEnvelope]:
        """The envelopes that are neither withdrawn nor replaced."""
        return [each for each in self.index.envelopes if each.claim is None]

    @property
    def opened(self) -> list[PackedEnvelope]:
        """The live envelopes whose header's key is published."""
        return [each for each in self.live if each.header_key is not None]

    def own_trust(self) -> bytes | None:
        """Return the trust file that came along, if any.

        Raises:
            Broken: it is not as listed.
        """
        return self.read(TRUST) if TRUST in self._archive.names() else None

    def read(self, name: str) -> bytes:
        """Return a file that is small by its nature.

        Raises:
            Broken: missing, damaged, too large or not as listed.
        """
        content = _gathered(self._archive.pieces(name), LARGEST_FILE, name)
        self._check_digest(name, hashlib.sha256(content))
        return content

    def stream(self, name: str) -> Iterator[bytes]:
        """Return the pieces of a file of any size, once it was seen to be as listed.

        Raises:
            Broken: missing, damaged or not as listed.
        """
        self.once(("whole", name), lambda: self._check_whole(name))
        return self._archive.pieces(name)

    def once(self, name: object, work: Callable[[], _Found]) -> _Found:
        """Do work once, however many claims need it; a failure stays a failure for each."""
        if name not in self._kept:
            try:
                self._kept[name] = (True, work())
            except (Broken, TrustError) as error:
                self._kept[name] = (False, error)
        came, found = self._kept[name]
        if not came:
            raise cast("Exception", found)
        return cast("_Found", found)

    def _check_whole(self, name: str) -> None:
        tally = hashlib.sha256()
        for piece in self._archive.pieces(name):
            tally.update(piece)
        self._check_digest(name, tally)

    def _check_digest(self, name: str, tally: hashlib._Hash) -> None:
        listed = self.index.files.get(name)
        demand(listed is not None, "file_unlisted", f"文件 {name} 没有列入清单")
        demand(listed == tally.digest(), "file_altered", f"文件 {name} 与清单中的指纹不同")


def _gathered(pieces: Iterator[bytes], longest: int, name: str) -> bytes:
    content = bytearray()
    for piece in pieces:
        content += piece
        demand(len(content) <= longest, "file_too_large", f"文件 {name} 过大")
    return bytes(content)
