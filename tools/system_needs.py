"""Programs of the operating system that only the tests need. Standard library only."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import postgres_programs

# A browser that speaks to nobody but the served page, also where tests run as root.
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # One process for the windows of all people: each would begin with a process of its own.
    "--renderer-process-limit=1",
)


SOFTHSM_PLACES = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib64/pkcs11/libsofthsm2.so"),
    Path("/usr/local/lib/softhsm/libsofthsm2.so"),
    Path("/opt/homebrew/lib/softhsm/libsofthsm2.so"),
)
"""Where distributions put it; loaded by its path, not run."""


class MissingError(Exception):
    """A program that the tests need is missing; the message says how to get it."""


@dataclass(frozen=True, slots=True)
class Need:
    """One program: how to find it, what Debian calls it (the first it has), how others get it."""

    name: str
    find: Callable[[], Path | None]
    debian: tuple[str, ...]
    elsewhere: str


def chromium() -> Path | None:
    """Find a Chromium or Chrome that can be driven; first the one without windows.

    The shell for servers shows the same pages with half the work of a whole browser.
    """
    chosen = os.environ.get("LUCAI_CHROMIUM")
    names = (
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        "chrome",
        "msedge",
    )
    found = [Path(path) for path in map(shutil.which, names) if path]
    places = [Path(chosen)] if chosen else [*found, *_usual_browser_places()]
    return next((place for place in places if place.exists()), None)


def _usual_browser_places() -> list[Path]:
    if sys.platform == "darwin":
        return [Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")]
    folders = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")]
    ends = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
    return [Path(folder) / end for folder in folders if folder for end in ends]


CHROMIUM = Need(
    "Chromium",
    chromium,
    ("chromium-headless-shell", "chromium"),
    "install Chromium or Chrome, or name its program in LUCAI_CHROMIUM",
)
POSTGRESQL = Need(
    "PostgreSQL (server, 15 or newer)",
    postgres_programs,
    ("postgresql",),
    "install PostgreSQL 15 or newer, or name its folder of programs in LUCAI_POSTGRES_BIN",
)


def softhsm() -> Path | None:
    """Find the library of the device in software, and with it the program that sets devices up."""
    if not shutil.which("softhsm2-util"):
        return None
    return next((one for one in SOFTHSM_PLACES if one.exists()), None)


SOFTHSM = Need(
    "SoftHSM 2 (a PKCS#11 device in software)",
    softhsm,
    ("softhsm2",),
    "install SoftHSM 2; the tests of keys in a device are left out without it",
)


def demand(need: Need) -> Path:
    """Return where the program is, installing it with apt where that is possible.

    Raises:
        MissingError: it is not there and cannot be installed from here.
    """
    found = need.find() or _install_with_apt(need)
    if found is None:
        raise MissingError(f"{need.name} is missing: {_cure(need)}")
    return found


def _install_with_apt(need: Need) -> Path | None:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not is_root or shutil.which("apt-get") is None:
        return None
    print(f"dev.py: installing {need.name} with apt-get", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    for command in (["apt-get", "update", "-qq"], *([*install, name] for name in need.debian)):
        subprocess.run(command, check=False, env=quiet, stdout=subprocess.DEVNULL)
        if found := need.find():
            return found
    return None


def _cure(need: Need) -> str:
    if shutil.which("apt-get"):
        return f"sudo apt-get install {need.debian[0]}"
    return need.elsewhere
