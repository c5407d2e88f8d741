"""Timestamps over a package's tag manifest: given at sealing, renewed before a certificate ends."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

from lucai.platform.signatures.timestamps import tokens_over
from lucai.stages.archive.packages.bag import TAG_MANIFEST


@dataclass(frozen=True, slots=True)
class Stamped:
    """Tokens by their paths in the package, and when the first of their certificates ends."""

    tokens: dict[str, bytes]
    until: datetime

    def packed(self) -> dict[str, str]:
        """Return the tokens as JSON holds them."""
        return {path: base64.b64encode(token).decode() for path, token in self.tokens.items()}


def stamp(sealed: bytes, earlier: Iterable[Mapping[str, bytes]], at: datetime) -> Stamped:
    """Return tokens over a tag manifest and every earlier token, in order."""
    before = list(earlier)
    place = f"renewals/{len(before) + 1:02d}"
    given = tokens_over(sealed + b"".join(map(_joined, before)), at)
    return Stamped(
        {f"{place}/{name}.tst": one.token for name, one in given.items()},
        min(one.until for one in given.values()),
    )


def unpacked(tokens: Mapping[str, str]) -> dict[str, bytes]:
    """Return tokens as they are."""
    return {path: base64.b64decode(token) for path, token in tokens.items()}


def tag_manifest(place: Path) -> bytes:
    """Return the tag manifest of a package's ZIP."""
    with ZipFile(place) as package:
        top = package.namelist()[0].split("/", 1)[0]
        return package.read(f"{top}/{TAG_MANIFEST}")


def _joined(tokens: Mapping[str, bytes]) -> bytes:
    return b"".join(tokens[name] for name in sorted(tokens))
