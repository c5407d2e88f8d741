"""The pages that work without a network: their digests, so that nobody is given another one unseen."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders

SEALING, VERIFYING = "封标.html", "核验.html"


def digest_of(name: str) -> str:
    """Return the SHA-256 of an offline page as this installation hands it out; empty without one."""
    place = finders.find(name)
    return _sha256(Path(place), Path(place).stat().st_mtime_ns) if place else ""


@lru_cache(maxsize=4)
def _sha256(place: Path, changed: int) -> str:
    del changed  # a page built anew is another page
    return hashlib.sha256(place.read_bytes()).hexdigest()
