"""The only source of chance in services: the system's own, except where a world must repeat.

A code that nobody may guess and a draw that nobody may steer come from here. Only the
builder of the demonstration puts another source in its place, and only while it builds.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Source = Callable[[int], bytes]

_source: ContextVar[Source] = ContextVar("chance", default=secrets.token_bytes)


def token_hex(size: int) -> str:
    """Return ``size`` random bytes in hexadecimal."""
    return _source.get()(size).hex()


@contextmanager
def use(source: Source) -> Iterator[None]:
    """Draw from another source inside the block (the demonstration's builder, tests)."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)
