"""Keys in files of the data folder: for development and tests; production refuses to start with it."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lucai.platform.vault.ports import VaultFailed

KEY, NONCE = 32, 12


@dataclass(frozen=True, slots=True)
class SoftProvider:
    """AES-256-GCM under keys that lie in a folder, one a file."""

    folder: Path
    name: str = "soft"

    def versions(self, domain: str) -> list[int]:
        """Return the numbers of a domain's keys, the oldest first."""
        return sorted(int(one.suffix[1:]) for one in self.folder.glob(f"{domain}.[0-9]*"))

    def make(self, domain: str, number: int) -> None:
        """Make a key, unless another process was faster."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self.folder / f".{secrets.token_hex(8)}"
        fresh.touch(mode=0o600)
        fresh.write_bytes(secrets.token_bytes(KEY))
        try:
            os.link(fresh, self.folder / f"{domain}.{number}")
        except FileExistsError:
            return
        finally:
            fresh.unlink()

    def encrypt(self, key: str, plain: bytes, aad: bytes) -> bytes:
        """Wrap bytes under a key: nonce, then what it wraps."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._cipher(key).encrypt(nonce, plain, aad)

    def decrypt(self, key: str, wrapped: bytes, aad: bytes) -> bytes:
        """Unwrap bytes."""
        try:
            return self._cipher(key).decrypt(wrapped[:NONCE], wrapped[NONCE:], aad)
        except InvalidTag as error:
            raise VaultFailed("密钥与被保护的内容不符。") from error

    def _cipher(self, key: str) -> AESGCM:
        try:
            return AESGCM((self.folder / key).read_bytes())
        except FileNotFoundError as error:
            raise VaultFailed(f"没有密钥 {key}。") from error
