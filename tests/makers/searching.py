"""What an insider does who has the database and the files: search all of it, in every spelling."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

DEFLATED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
LARGEST = 1 << 24


def stored() -> Iterator[tuple[str, bytes]]:
    """Everything the platform has, unpacked: every row of every table, every file of its folder."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608 - our own names
            for row in cursor.fetchall():
                cells = (bytes(c) if isinstance(c, bytes | memoryview) else str(c).encode()
                         for c in row)  # fmt: skip
                yield model._meta.db_table, unpacked(b"\n".join(cells))
    for path in Path(settings.LUCAI_DATA_DIR).rglob("*"):
        if path.is_file():
            stands = path.stat()
            yield str(path), _content(path, stands.st_mtime_ns, stands.st_size)


@cache
def _content(path: Path, changed: int, size: int) -> bytes:
    """Return a file's content, unpacked; the same file is searched for many texts."""
    del changed, size
    return unpacked(path.read_bytes())


def spellings(canary: str | bytes) -> list[bytes]:
    """The ways in which a text, or bytes, may lie in bytes, at any offset."""
    raw = canary.encode() if isinstance(canary, str) else canary
    shifted = [base64.b64encode(b"\0" * pad + raw)[4:-4] for pad in range(3)]
    found = [raw, raw.hex().encode(), raw.hex().upper().encode(), *shifted]
    if isinstance(canary, str):
        found += [canary.encode("utf-16-le"), canary.encode("utf-16-be"),
                  json.dumps(canary)[1:-1].encode()]  # fmt: skip
    return found


def unpacked(content: bytes) -> bytes:
    """The content, and behind it whatever may be deflated in it, wherever that begins."""
    return b"\0".join([content, *_inflated(content)])


def _inflated(content: bytes) -> Iterator[bytes]:
    whole = memoryview(content)
    for begin in DEFLATED.finditer(content):
        try:
            yield zlib.decompressobj(47).decompress(whole[begin.start() :], LARGEST)
        except zlib.error:
            continue


def among(names: Iterable[tuple[str, bytes]], canary: str | bytes) -> list[str]:
    """Name those in which a text lies, in any spelling."""
    wanted = spellings(canary)
    return [name for name, content in names if any(one in content for one in wanted)]


def found(canary: str | bytes) -> list[str]:
    """Name the tables and files in which a text lies, in any spelling."""
    return among(stored(), canary)
