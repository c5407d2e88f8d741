"""What every test stands on: settings, a data folder of its own, the database, the browser."""

import gc
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Nine thousand tests are much to look through for garbage; what is collected stays to the end.
gc.disable()

# Set before Django reads its settings, which pytest_configure below makes it do.
_folder = tempfile.TemporaryDirectory(prefix="lucai-tests-", ignore_cleanup_errors=True)
FOLDER = Path(_folder.name)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lucai.site.settings")
os.environ["LUCAI_DATA_DIR"] = str(FOLDER / "data")
os.environ.pop("LUCAI_PRODUCTION", None)
# Pages are tried without a certificate; what asks for one has tests of its own, and the walks sign.
os.environ["LUCAI_SIGNED_ACTS"] = "0"
# Playwright's own loop runs in this thread while a test uses the database; Django minds that.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
ABOUT_PAGES = re.compile(
    r"tests/(house|frontend|web|site|guidance)/|tests/platform/(documents|signatures)/|demo_releases"
    r"|pages\.py|_in_browser\.py"
)
"""What walks over pages, papers, rights and browsers, not over the database: once, on SQLite, is
enough. What writes, locks, counts and searches runs on both."""

PLACES_TO_MEET = r"tests/stages/(budget|payment|trade/test_(calloffs|documents|openings|projects))"
"""Where a meeting of two is about money, places or bids."""

EVERY_DAY_ON_BOTH = re.compile(
    r"tests/(kernel|outposts|law|trust)/"
    rf"|{PLACES_TO_MEET}\S*(at_once|two_people)"
    r"|tests/platform/(?!test_(certificate_login|overdue_alerts|passkeys|scans|signed_acts|signed_files)\.py)"
    r"|test_(accounts|board_search|many|money_lives|ocds|rounds|treasury|whole_chain)\.py"
)
"""Of what touches the database: records, journal, rights and searches, one whole life, and the
stages' money, counts and meetings of two. Everything else is tried on PostgreSQL at night."""

MEETING = re.compile(r"def test_\w*(at_once|two_people)")
"""A test of two who press the same button."""

hypothesis_settings.register_profile("quick", deadline=None, max_examples=6, derandomize=True)
hypothesis_settings.register_profile("deep", deadline=None, max_examples=500)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_configure(config: pytest.Config) -> None:
    """Start Django before test files import its models."""
    import django
    from django.conf import settings
    from django.template import engines
    from jinja2 import FileSystemBytecodeCache

    # Settings may have been read before this file: in a process of several, by the folder of the
    # first. Two processes that write one log would spoil each other's proofs.
    settings.LUCAI_DATA_DIR = FOLDER / "data"
    # Each of thousands of clients would read the front end's folder of hundreds of fonts anew.
    settings.WHITENOISE_AUTOREFRESH = True
    django.setup()
    _hash_cheaply()
    # Five hundred templates are compiled once, and not by every process of every run.
    compiled = config.cache.mkdir("templates") if hasattr(config, "cache") else FOLDER
    engines.all()[0].env.bytecode_cache = FileSystemBytecodeCache(str(compiled))


def _hash_cheaply() -> None:
    """Keep the way passwords are hashed and not its cost."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 1024


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """On PostgreSQL leave files unread of which nothing is tried there every day."""
    asked = str(config.option.markexpr).startswith("both ")
    if not asked or not collection_path.name.startswith("test_"):
        return None
    place = collection_path.relative_to(config.rootpath).as_posix()
    meets = re.search(PLACES_TO_MEET, place) and MEETING.search(collection_path.read_text("utf-8"))
    met = EVERY_DAY_ON_BOTH.search(place) or meets
    return True if ABOUT_PAGES.search(place) or not met else None


def pytest_collection_finish() -> None:
    """Look for garbage again, among what tests leave behind and not among the tests."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database; put the long journeys first, so that no core waits.

    In each file the tests that begin with an empty database come before those that share a world
    kept in it, and these world by world: what they build is then remembered, or known already.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        touches = item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES
        if touches and not ABOUT_PAGES.search(item.nodeid):
            item.add_marker("database")
            if EVERY_DAY_ON_BOTH.search(item.nodeid):
                item.add_marker("both")
    files = {path: place for place, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (_turn(item), files[item.path], _shared_world(item)))


def _turn(item: pytest.Item) -> int:
    """Return when a test comes: the walk that takes half of the run, other browsers, the rest."""
    if item.path.name in ONE_AFTER_ANOTHER:
        return ONE_AFTER_ANOTHER.index(item.path.name)
    return len(ONE_AFTER_ANOTHER) + (0 if item.get_closest_marker("journey") else 1)


ONE_AFTER_ANOTHER = ("test_whole_procurement.py", "test_permission_matrix.py", "test_every_page.py")
"""The longest, in one process as long as nobody is idle: the last two build the same busy world."""


def _shared_world(item: pytest.Item) -> str:
    """Name the world that ``tests.makers.kept`` keeps for a test's file, if the test asks for one."""
    info = getattr(item, "_fixtureinfo", None)
    known = info.name2fixturedefs if info else {}
    makers = {name: found[-1].func.__module__ for name, found in known.items()}
    return min((name for name, maker in makers.items() if maker == "tests.makers.kept"), default="")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let no test see a world that another test of its file asked for."""
    makers = sys.modules.get("tests.makers.kept")
    if makers and isinstance(item, pytest.Function):
        makers.leave_worlds(item)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Keep SQLite's test database in a file: threads lock it as they do in production."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    test = database.setdefault("TEST", {})
    template = _template()
    if database["ENGINE"].endswith("sqlite3"):
        test["NAME"] = str(FOLDER / "test.sqlite3")
        # Nothing here has to survive a power cut.
        options = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace(
            "synchronous=FULL", "synchronous=OFF"
        )
        if template:
            shutil.copyfile(database["NAME"], test["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Whether SQLite's file lies there already."""
    return bool(_template()) and (FOLDER / "test.sqlite3").exists()


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """Whether the tables are still to be made."""
    return not _template()


@cache
def _template() -> bool:
    """Wait for the database that ``dev.py`` migrates while the tests are read; is there one?

    Every process of the run begins with a copy of it; PostgreSQL copies it by itself.
    """
    place = os.environ.get("LUCAI_TEST_TEMPLATE")
    for _ in range(MIGRATED_WITHIN if place else 0):
        if place and Path(place).exists():
            return Path(place).read_text() == "0"
        time.sleep(0.1)
    return False


MIGRATED_WITHIN = 1200
"""Tenths of a second."""


@pytest.fixture(scope="session")
def launch() -> "Iterator[Callable[..., Browser]]":
    """Start headless Chromiums that speak to nobody but the served page; one driver for all."""
    from playwright.sync_api import sync_playwright

    from tools.system_needs import CHROMIUM, CHROMIUM_OPTIONS, demand

    program = demand(CHROMIUM)
    with sync_playwright() as playwright:

        def started(*more: str) -> "Browser":
            options = [*CHROMIUM_OPTIONS, *more]
            return playwright.chromium.launch(executable_path=program, args=options)

        yield started


@pytest.fixture(scope="session")
def chromium(launch: "Callable[..., Browser]") -> "Iterator[Browser]":
    """A headless Chromium without the fonts of ten megabytes that cost half of every page's time."""
    browser = launch("--disable-remote-fonts")
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def chromium_with_fonts(launch: "Callable[..., Browser]") -> "Iterator[Browser]":
    """The same as people see it: for the guide's pictures."""
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture(autouse=True)
def law_as_packaged() -> Iterator[None]:
    """No test sees the local values or calendars that another one loaded."""
    yield
    from lucai.guidance.law import edition

    edition.forget()


@pytest.fixture(autouse=True)
def outposts_remember_nothing() -> None:
    """Witness and share servers have seen nothing yet: what another test showed them is undone."""
    if makers := sys.modules.get("tests.makers.sealing"):
        makers.new_outposts()


@pytest.fixture(autouse=True)
def worlds_are_undone(
    request: pytest.FixtureRequest, outposts_remember_nothing: None
) -> Iterator[None]:
    """What a test wrote is taken back at its end: the database is known to stand as before.

    Unless it was emptied instead, as after tests whose threads had to see what was written.
    """
    if not (makers := sys.modules.get("tests.makers.remembered")):
        yield
        return
    makers.test_begins()
    yield
    mark = request.node.get_closest_marker("django_db")
    emptied = (DATABASE_FIXTURES - {"db"}) & set(request.fixturenames)
    if emptied or (mark and mark.kwargs.get("transaction")):
        makers.goes_back(None)
    else:
        makers.test_ended()


@pytest.fixture
def pump() -> "Callable[[], None]":
    """Return what the worker does: order the journal and let every reader read."""
    from lucai.platform.journal import readers, sequencer

    def run() -> None:
        sequencer.sequence_all()
        readers.advance_all()

    return run
