"""Which keys wrap what, for whoever looks after the installation."""

from __future__ import annotations

from base64 import b64decode
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from lucai.kernel.actors import Viewer
from lucai.platform.keys.models import DataKey
from lucai.platform.keys.sealing import DOMAINS
from lucai.platform.vault import keeping


@dataclass(frozen=True, slots=True)
class DomainStatus:
    """One domain: its keys, and how much each of them wraps."""

    domain: str
    provider: str
    versions: tuple[int, ...]
    wrapped: dict[str, int]


def status(viewer: Viewer) -> list[DomainStatus]:
    """List the domains of keys with what each key wraps."""
    rows = DataKey.objects.seen_by(viewer).values_list("wrapped", flat=True)
    files = (Path(settings.LUCAI_DATA_DIR) / "keys").rglob("*")
    contents = (one.read_bytes() for one in files if one.is_file())
    kept = [one for one in contents if one.startswith(keeping.MAGIC)]
    used = Counter(keeping.key_of(one) for one in [*map(b64decode, rows), *kept])
    held = keeping.provider()
    return [
        DomainStatus(
            domain,
            held.name,
            tuple(held.versions(domain)),
            {key: n for key, n in used.items() if key.startswith(f"{domain}.")},
        )
        for domain in DOMAINS
    ]
