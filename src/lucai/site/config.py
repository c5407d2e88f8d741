"""Configuration: read once from LUCAI_* variables, checked at start, with the cure in the error."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lucai import __version__
from lucai.platform import web


class Misconfigured(RuntimeError):
    """A setting is missing or dangerous; the message says how to set it."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything an installation decides.

    Attributes:
        data_dir: files, log tiles, keys, search index (LUCAI_DATA_DIR).
        database: ``sqlite:///path`` or ``postgresql://user@host/name`` (LUCAI_DATABASE_URL).
        secret_key: signs sessions (LUCAI_SECRET_KEY); made and kept in the data folder if unset.
        demo: the demonstration world with its sign-in page (LUCAI_DEMO=1).
        production: demands real secrets and HTTPS (LUCAI_PRODUCTION=1).
        hosts: names this site answers to (LUCAI_HOSTS, comma separated).
        outposts: a file that names witnesses and share servers (LUCAI_OUTPOSTS).
        mirror: a folder at another organisation's, mounted, that keeps a second copy of every
            sealed envelope (LUCAI_MIRROR); it can open none, and what it has can be opened where
            this installation is not there any more.
        passkey_domain: the domain passkeys are bound to, this site's or one above it
            (LUCAI_PASSKEY_DOMAIN); the first of the hosts if unset. Changing it makes every
            passkey useless.
        keys: who holds the keys that wrap all others (LUCAI_KEYS): ``soft``, files of the data folder,
            never in production; or ``pkcs11:MODULE?token=LABEL&pin-file=PATH``, a device.
        signed_acts: acts with legal effect ask for a certificate's signature; LUCAI_SIGNED_ACTS=0
            lets them pass without one, never in production.
    """

    data_dir: Path
    database: str
    secret_key: str
    demo: bool
    production: bool
    hosts: tuple[str, ...]
    passkey_domain: str
    keys: str = "soft"
    signed_acts: bool = True
    outposts: str = ""
    mirror: str = ""
    version: str = __version__
    front_end: Path = Path(web.__file__).parent / "dist"

    def __repr__(self) -> str:
        return f"Config(data_dir={self.data_dir}, demo={self.demo}, production={self.production})"


def load(env: Mapping[str, str] | None = None) -> Config:
    """Read the configuration.

    Raises:
        Misconfigured: says which variable to set and how.
    """
    env = os.environ if env is None else env
    data_dir = Path(env.get("LUCAI_DATA_DIR") or Path.cwd() / "var" / "data").resolve()
    demo, production = env.get("LUCAI_DEMO") == "1", env.get("LUCAI_PRODUCTION") == "1"
    if demo and production:
        raise Misconfigured(
            "演示模式不能与生产设置同时开启：请去掉 LUCAI_DEMO 或 LUCAI_PRODUCTION。"
            " (LUCAI_DEMO=1 refuses to start with LUCAI_PRODUCTION=1)"
        )
    if production and len(env.get("LUCAI_SECRET_KEY", "")) < SHORTEST_SECRET:
        raise Misconfigured(
            f"LUCAI_SECRET_KEY must be set in production, at least {SHORTEST_SECRET} characters: "
            'python -c "import secrets; print(secrets.token_urlsafe(64))"'
        )
    keys = env.get("LUCAI_KEYS", "soft")
    _demand_a_device(keys, production=production)
    signed_acts = env.get("LUCAI_SIGNED_ACTS", "1") != "0"
    if production and not signed_acts:
        raise Misconfigured("LUCAI_SIGNED_ACTS=0 is for tests; in production unset it")
    hosts = tuple(h for h in env.get("LUCAI_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h)
    return Config(
        data_dir=data_dir,
        database=env.get("LUCAI_DATABASE_URL") or f"sqlite:///{data_dir / 'lucai.sqlite3'}",
        secret_key=env.get("LUCAI_SECRET_KEY") or _kept_secret(data_dir),
        demo=demo,
        production=production,
        hosts=hosts,
        keys=keys,
        signed_acts=signed_acts,
        outposts=env.get("LUCAI_OUTPOSTS", ""),
        mirror=env.get("LUCAI_MIRROR", ""),
        passkey_domain=env.get("LUCAI_PASSKEY_DOMAIN") or hosts[0],
    )


SHORTEST_SECRET = 50
DEVICE = re.compile(r"pkcs11:[^?]+\?token=[^&]+&pin-file=.+")


def _demand_a_device(keys: str, *, production: bool) -> None:
    if keys == "soft" and production:
        raise Misconfigured(
            "LUCAI_KEYS=soft keeps the keys in files; in production name a device: "
            "LUCAI_KEYS='pkcs11:/path/to/module.so?token=lucai&pin-file=/run/credentials/pin'"
        )
    if keys != "soft" and not DEVICE.fullmatch(keys):
        raise Misconfigured("LUCAI_KEYS is soft or pkcs11:MODULE?token=LABEL&pin-file=PATH")


def _kept_secret(data_dir: Path) -> str:
    """Return the installation's own secret; of processes that begin at once, the first makes it."""
    path = data_dir / "keys" / "session.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        own = path.with_suffix(f".{os.getpid()}")
        own.touch(mode=0o600)
        own.write_text(secrets.token_urlsafe(64), encoding="utf-8")
        # There as a whole or not at all, and never in the place of another's.
        with suppress(FileExistsError):
            os.link(own, path)
        own.unlink()
    return path.read_text(encoding="utf-8")
