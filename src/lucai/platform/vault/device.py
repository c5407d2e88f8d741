"""Keys in a device that speaks PKCS#11: they are made in it, and never leave it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from lucai.platform.vault.ports import VaultFailed

BITS, NONCE, TAG_BITS = 256, 12, 128
PREFIX = "lucai:"


@dataclass(frozen=True, slots=True)
class DeviceProvider:
    """AES-256-GCM inside a token; the PIN comes out of a file that only the process reads."""

    module: str
    token: str
    pin_file: Path
    name: str = "pkcs11"
    door: Lock = field(default_factory=Lock, repr=False)

    def versions(self, domain: str) -> list[int]:
        """Return the numbers of a domain's keys, the oldest first."""
        api = _api()
        with self._session() as session:
            found = session.get_objects({api.Attribute.CLASS: api.ObjectClass.SECRET_KEY})
            labels = [str(one.label) for one in found]
        start = f"{PREFIX}{domain}."
        return sorted(int(one[len(start) :]) for one in labels if one.startswith(start))

    def make(self, domain: str, number: int) -> None:
        """Make a key in the device that cannot be read out of it."""
        api = _api()
        with self._session() as session:
            session.generate_key(
                api.KeyType.AES, BITS, label=f"{PREFIX}{domain}.{number}", store=True,
                template={api.Attribute.SENSITIVE: True, api.Attribute.EXTRACTABLE: False},
            )  # fmt: skip

    def encrypt(self, key: str, plain: bytes, aad: bytes) -> bytes:
        """Wrap bytes under a key: nonce, then what it wraps."""
        nonce, api = secrets.token_bytes(NONCE), _api()
        with self._key(key) as held:
            sealed = held.encrypt(
                plain, mechanism=api.Mechanism.AES_GCM, mechanism_param=_parameters(nonce, aad)
            )
        return nonce + bytes(sealed)

    def decrypt(self, key: str, wrapped: bytes, aad: bytes) -> bytes:
        """Unwrap bytes."""
        nonce, api = wrapped[:NONCE], _api()
        with self._key(key) as held:
            plain = held.decrypt(
                wrapped[NONCE:],
                mechanism=api.Mechanism.AES_GCM,
                mechanism_param=_parameters(nonce, aad),
            )
        return bytes(plain)

    @contextmanager
    def _key(self, key: str) -> Iterator[Any]:
        api = _api()
        with self._session() as session:
            yield session.get_key(object_class=api.ObjectClass.SECRET_KEY, label=f"{PREFIX}{key}")

    @contextmanager
    def _session(self) -> Iterator[Any]:
        """Hold one session with the device; one act at a time uses it."""
        api = _api()
        try:
            with self.door:
                token = _library(self.module).get_token(token_label=self.token)
                pin = self.pin_file.read_text(encoding="utf-8").strip()
                with token.open(rw=True, user_pin=pin) as session:
                    yield session
        except (api.PKCS11Error, OSError) as error:
            raise VaultFailed(f"密码设备没有完成操作（{type(error).__name__}）。") from error


def _parameters(nonce: bytes, aad: bytes) -> Any:
    from pkcs11 import GCMParams  # noqa: PLC0415 - only where a device is used

    return GCMParams(nonce, aad=aad, tag_bits=TAG_BITS)


def _api() -> Any:
    import pkcs11  # noqa: PLC0415 - only where a device is used

    return pkcs11


@lru_cache(maxsize=2)
def _library(module: str) -> Any:
    return _api().lib(module)
