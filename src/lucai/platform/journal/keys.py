"""The log's signing key: made once per installation, kept outside the database, wrapped."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from lucai.platform.vault import keeping


def log_key() -> Ed25519PrivateKey:
    """Return the key that signs checkpoints; make it at first use."""
    return _load(Path(settings.LUCAI_DATA_DIR) / "keys" / "log.pem")


@lru_cache(maxsize=4)
def _load(path: Path) -> Ed25519PrivateKey:
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(keeping.read_secret(path), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("the log key must be Ed25519")
    return key


def _make(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    keeping.keep_secret(path, pem)
