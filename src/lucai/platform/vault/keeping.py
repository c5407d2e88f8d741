"""Wrapping under the newest key of a domain; keeping the platform's own keys in wrapped files."""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs

from django.conf import settings

from lucai.platform.vault.device import DeviceProvider
from lucai.platform.vault.ports import KeyProvider, VaultFailed
from lucai.platform.vault.soft import SoftProvider

MAGIC = b"LK1"
SOFT, DEVICE = "soft", "pkcs11:"
PLATFORM = "platform"
"""The domain of the platform's own signing keys."""


def provider() -> KeyProvider:
    """Return who holds the keys of this installation (``LUCAI_KEYS``)."""
    return _provider(settings.LUCAI_KEYS, Path(settings.LUCAI_DATA_DIR) / "keys" / "kek")


@lru_cache(maxsize=4)
def _provider(chosen: str, folder: Path) -> KeyProvider:
    if chosen == SOFT:
        return SoftProvider(folder)
    module, _, rest = chosen.removeprefix(DEVICE).partition("?")
    asked = parse_qs(rest)
    return DeviceProvider(module, asked["token"][0], Path(asked["pin-file"][0]))


def wrap(domain: str, plain: bytes, place: str) -> bytes:
    """Wrap bytes under the newest key of a domain, bound to their place."""
    held = provider()
    numbers = held.versions(domain)
    if not numbers:
        held.make(domain, 1)
    key = f"{domain}.{numbers[-1] if numbers else 1}"
    name = key.encode("ascii")
    return MAGIC + bytes([len(name)]) + name + held.encrypt(key, plain, place.encode())


def unwrap(wrapped: bytes, place: str) -> bytes:
    """Return what was wrapped.

    Raises:
        VaultFailed: not ours, tampered with, moved to another place, or its key is gone.
    """
    if not wrapped.startswith(MAGIC) or len(wrapped) <= len(MAGIC):
        raise VaultFailed("这不是受保护的内容。")
    key, body = _parts(wrapped)
    return provider().decrypt(key, body, place.encode())


def key_of(wrapped: bytes) -> str:
    """Return the name of the key that wraps it."""
    return _parts(wrapped)[0]


def _parts(wrapped: bytes) -> tuple[str, bytes]:
    start = len(MAGIC) + 1
    end = start + wrapped[len(MAGIC)]
    return wrapped[start:end].decode("ascii", errors="replace"), wrapped[end:]


def next_key(domain: str) -> str:
    """Make the next key of a domain; what is wrapped from now on uses it."""
    held = provider()
    number = max(held.versions(domain), default=0) + 1
    held.make(domain, number)
    return f"{domain}.{number}"


def read_secret(path: Path) -> bytes:
    """Return a secret kept in a file of the data folder."""
    return unwrap(path.read_bytes(), _place(path))


def keep_secret(path: Path, content: bytes) -> None:
    """Write a secret's file whole, unless another process was faster: then its secret is the one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = _beside(path, wrap(PLATFORM, content, _place(path)))
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    finally:
        fresh.unlink()


def wrap_anew(folder: Path) -> int:
    """Wrap every secret's file of a folder under the newest key; return how many."""
    count = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.read_bytes().startswith(MAGIC):
            fresh = _beside(path, wrap(PLATFORM, read_secret(path), _place(path)))
            fresh.replace(path)
            count += 1
    return count


def _beside(path: Path, content: bytes) -> Path:
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(content)
    return fresh


def _place(path: Path) -> str:
    """A secret is bound to its name: one file put in another's place is not taken."""
    return f"file:{path.parent.name}/{path.name}"
