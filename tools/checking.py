"""The checks and the tests, in the order that finds a mistake soonest. Standard library only."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO

from tests.postgres import postgres_server
from tools.places import TOP, plain_environment, program
from tools.system_needs import CHROMIUM, POSTGRESQL, SOFTHSM, MissingError, Need, demand

EXIT_NO_TESTS = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One command that must succeed."""

    name: str
    program: str
    arguments: tuple[str, ...]


QUICK_CHECKS = (
    Check("import contracts", "lint-imports", ("--no-logo",)),
    Check("house rules", "python", ("-m", "tools.house_lint")),
    Check("ruff", "ruff", ("check", "--quiet")),
    Check("migrations", "python", ("-m", "django", "makemigrations", "--check", "--dry-run")),
    Check("generated documents", "python", ("-m", "tools.docs_build", "--check")),
)
SLOW_CHECKS = (
    Check("layout of the code", "ruff", ("format", "--check", "--quiet")),
    Check("types", "mypy", ()),
)


def run_checks(checks: tuple[Check, ...]) -> int:
    """Run checks side by side, all of them even after one failed; return how many failed."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as beside:
        passed = list(beside.map(_passes, checks))
    failed = [check.name for check, well in zip(checks, passed, strict=True) if not well]
    if failed:
        print(f"dev.py: failed checks: {', '.join(failed)}", flush=True)
    return len(failed)


def run_tests(arguments: list[str]) -> int:
    """Run the quick checks, then the tests on SQLite and, beside them, the database's on PostgreSQL.

    What PostgreSQL's say is told after the rest, so that two runs do not talk at once.
    """
    present = {need.name for need in (CHROMIUM, POSTGRESQL, SOFTHSM) if is_present(need)}
    write_to_memory()
    failed = run_checks(QUICK_CHECKS)
    daily = DAILY if CHROMIUM.name in present else f"{DAILY} and not journey"
    daily += f" and not {ONCE}" if POSTGRESQL.name in present else ""
    with ThreadPoolExecutor(max_workers=1) as beside:
        if POSTGRESQL.name in present:
            other = beside.submit(_test_on_postgresql, "both", arguments)
        failed += _test_on_sqlite(["-m", daily, *arguments])
        if POSTGRESQL.name in present:
            code, told = other.result()
            print(told, flush=True)
            failed += code
    return 1 if failed else 0


MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of this run's own is made in it
ENOUGH_MEMORY = 6 * 2**30
"""Bytes; a run writes less than three."""


def write_to_memory() -> None:
    """Put what the tests write where no disk turns, if this machine has such a place.

    A run writes and throws away many gigabytes; nothing of it is to be kept.
    """
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        if shutil.disk_usage(MEMORY).free >= ENOUGH_MEMORY:
            tempfile.tempdir = os.environ["TMPDIR"] = str(MEMORY)


def is_present(need: Need) -> bool:
    """Look for a program; where it is missing say so aloud, and on CI stop."""
    try:
        found = demand(need)
    except MissingError as error:
        if os.environ.get("CI"):
            raise
        print(f"dev.py: NOT EVERYTHING WILL BE TESTED. {error}", flush=True)
        return False
    if need is CHROMIUM:
        os.environ["LUCAI_CHROMIUM"] = str(found)
    return True


def _passes(check: Check) -> bool:
    started = time.monotonic()
    environment = _environment()
    command = [str(program(check.program)), *check.arguments]
    done = subprocess.run(
        command,
        check=False,
        cwd=TOP,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    word = "failed" if done.returncode else "passed"
    told = f"dev.py: {check.name} {word} ({time.monotonic() - started:.1f} s)\n"
    print(told + (done.stdout if done.returncode else ""), end="", flush=True)
    return done.returncode == 0


NIGHTLY = "deep or world or nightly"
"""What takes minutes by itself and is run by ``dev.py nightly``."""
DAILY = f"not ({NIGHTLY})"
ONCE = "once"
"""What PostgreSQL alone is asked every day."""


def _test_on_sqlite(arguments: list[str]) -> int:
    print("dev.py: tests on SQLite", flush=True)
    with tempfile.TemporaryDirectory(prefix="lucai-test-") as folder:
        return run_pytest(arguments, f"sqlite:///{Path(folder).as_posix()}/test.sqlite3")


def _test_on_postgresql(marked: str, arguments: list[str]) -> tuple[int, str]:
    """Run with one worker: those of SQLite wait for their browsers often enough."""
    title = f"dev.py: tests on PostgreSQL, of those that touch a database: {marked}"
    with postgres_server() as url, tempfile.TemporaryFile() as told:
        chosen = ["-m", f"{marked} and not journey and {DAILY}"]
        code = run_pytest([*chosen, *arguments], url, workers=1, told=told)
        told.seek(0)
        return code, f"{title}\n{told.read().decode(errors='replace')}"


def workers_wanted() -> int:
    """Return one for each core; the browser and PostgreSQL's worker take what they leave."""
    return min(os.cpu_count() or 1, 5)


def run_pytest(
    arguments: list[str],
    database_url: str,
    workers: int = workers_wanted(),
    told: IO[bytes] | None = None,
) -> int:
    """Run tests with the project's own Python on a database; return pytest's code."""
    spread = ["-n", str(workers), "--dist", "worksteal"]
    command = [str(program("python")), "-m", "pytest", *spread, *arguments]
    sys.stdout.flush()
    with _migrated_beside(_environment() | {"LUCAI_DATABASE_URL": database_url}) as environment:
        done = subprocess.run(command, check=False, cwd=TOP, env=environment, stdout=told)
    return 0 if done.returncode == EXIT_NO_TESTS and arguments else done.returncode


def run_covered(arguments: list[str]) -> int:
    """Run tests that need no database in one process, and count the branches that they take.

    What has to be covered, and how much of it, stands in ``pyproject.toml``.

    Returns:
        pytest's code where a test failed, else that of coverage's report.
    """
    sys.stdout.flush()
    with tempfile.TemporaryDirectory(prefix="lucai-coverage-") as folder:
        environment = _environment() | {"COVERAGE_FILE": str(Path(folder) / "coverage")}
        coverage = [str(program("python")), "-m", "coverage"]
        tests = [*coverage, "run", "-m", "pytest", "-n", "0", *arguments]
        for command in (tests, [*coverage, "report"]):
            done = subprocess.run(command, check=False, cwd=TOP, env=environment)
            if done.returncode:
                return done.returncode
    return 0


@contextmanager
def _migrated_beside(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """Migrate the run's database while the tests are read; every worker begins with a copy."""
    with tempfile.TemporaryDirectory(prefix="lucai-template-") as folder:
        ready = Path(folder) / "ready"
        migration = Thread(target=_migrate, args=(environment, ready))
        migration.start()
        yield environment | {"LUCAI_TEST_TEMPLATE": str(ready)}
        migration.join()


def _migrate(environment: dict[str, str], ready: Path) -> None:
    # PostgreSQL begins every new database as a copy of this one.
    url = re.sub("^(postgres.*)/postgres$", r"\1/template1", environment["LUCAI_DATABASE_URL"])
    environment = environment | {"LUCAI_DATABASE_URL": url}
    command = [str(program("python")), "-m", "django", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, check=False, cwd=TOP, env=environment)
    unsure = ready.with_suffix(".new")
    unsure.write_text(str(done.returncode))
    unsure.rename(ready)


def _environment() -> dict[str, str]:
    settings = {"DJANGO_SETTINGS_MODULE": "lucai.site.settings", "PYTHONPATH": str(TOP)}
    return plain_environment() | settings
