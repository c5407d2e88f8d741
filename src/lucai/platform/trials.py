"""An act that is only tried: before its signature everything is done once and undone.

What the database cannot undo (bytes removed, another system told) must not happen then; whoever
does such things asks :func:`is_trial` first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_trying: ContextVar[bool] = ContextVar("trying", default=False)


@contextmanager
def trial() -> Iterator[None]:
    """Mark everything inside as only tried."""
    token = _trying.set(True)
    try:
        yield
    finally:
        _trying.reset(token)


def is_trial() -> bool:
    """Tell whether what happens now will be undone."""
    return _trying.get()
