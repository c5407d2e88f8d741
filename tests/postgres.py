"""A PostgreSQL server of the tests' own: made, used once, and thrown away. Standard library only.

Run any command on it with ``python -m tests.postgres COMMAND …``; the command finds the server
in ``LUCAI_DATABASE_URL``.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER = "lucai"
# The data is thrown away, so nothing has to survive a power cut.
FAST_AND_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
TO_ITSELF = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
}


def postgres_programs() -> Path | None:
    """Find the folder that holds PostgreSQL's server programs, the newest first."""
    chosen = os.environ.get("LUCAI_POSTGRES_BIN")
    patterns = (
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/opt/homebrew/opt/postgresql@*/bin",
        "/usr/local/opt/postgresql@*/bin",
    )
    found = [path for pattern in patterns for path in Path("/").glob(pattern[1:])]
    found += Path(os.environ.get("PROGRAMFILES", "/nowhere")).glob("PostgreSQL/*/bin")
    on_path = shutil.which("initdb")
    places = [Path(chosen)] if chosen else sorted(found, key=_version, reverse=True)
    places += [Path(on_path).resolve().parent] if on_path else []
    return next((place for place in places if _holds_server(place)), None)


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[str]:
    """Start a server on a free loopback port, yield its URL, and stop it by its own means.

    Args:
        durable: commits wait for the disk, as in life; only where commits are measured.

    Raises:
        RuntimeError: no server programs are installed.
    """
    programs = postgres_programs()
    if programs is None:
        raise RuntimeError("no PostgreSQL server found; on Debian: apt-get install postgresql")
    with tempfile.TemporaryDirectory(prefix="lucai-pg-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        password = secrets.token_urlsafe(16)
        port = _free_port()
        _make_cluster(programs, home, password)
        _start(programs, home, port, TO_ITSELF if durable else TO_ITSELF | FAST_AND_FORGETFUL)
        try:
            yield f"postgresql://{OWNER}:{password}@127.0.0.1:{port}/postgres"
        finally:
            _as_owner(programs / "pg_ctl", "-D", home / "data", "-m", "immediate", "-w", "stop")


def _version(place: Path) -> tuple[int, ...]:
    digits = "".join(letter if letter.isdigit() else " " for letter in place.parent.name)
    return tuple(int(number) for number in digits.split())


def _holds_server(place: Path) -> bool:
    return any((place / f"initdb{ending}").exists() for ending in ("", ".exe"))


def _make_cluster(programs: Path, home: Path, password: str) -> None:
    secret = home / "password"
    secret.write_text(password, encoding="ascii")
    if _is_root():
        shutil.chown(home, "postgres")
        shutil.chown(secret, "postgres")
    access = ("-U", OWNER, "-A", "scram-sha-256", f"--pwfile={secret}")
    _as_owner(
        programs / "initdb", "-D", home / "data", *access, "-E", "UTF8", "--locale=C", "--no-sync"
    )
    secret.unlink()


def _start(programs: Path, home: Path, port: int, settings: dict[str, str]) -> None:
    lines = [f"{name} = '{value}'\n" for name, value in {**settings, "port": str(port)}.items()]
    with (home / "data" / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.writelines(lines)
    _as_owner(
        programs / "pg_ctl", "-D", home / "data", "-l", home / "log", "-t", "60", "-w", "start"
    )


def _as_owner(*command: object) -> None:
    """Run one of PostgreSQL's programs; as root, as the user that Debian made for it."""
    words = [str(word) for word in command]
    if _is_root():
        words = ["runuser", "-u", "postgres", "--", *words]
    done = subprocess.run(
        words,
        check=False,
        cwd=tempfile.gettempdir(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{words[-1]}: {Path(words[0]).name} failed: {done.stderr.strip()}")


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    """Run the command given on the command line against a fresh server."""
    with postgres_server() as url:
        environment = os.environ | {"LUCAI_DATABASE_URL": url}
        return subprocess.run(sys.argv[1:], check=False, env=environment).returncode


if __name__ == "__main__":
    raise SystemExit(main())
