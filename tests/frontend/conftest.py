"""The TypeScript core, bundled once and run in Node and in Chromium."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.frontend.engines import Chromium, Engine, Node, node_program, run_node
from tools.places import TOP, plain_environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ORIGIN = "http://localhost"  # a secure context; the route answers, so nobody is asked


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The acts and the core, bundled for both homes."""
    target = tmp_path_factory.mktemp("frontend") / "tests.js"
    run_node(TOP / "frontend" / "tests" / "build.mjs", target)
    return target


@pytest.fixture(scope="session")
def node_engine(bundle: Path) -> Iterator[Engine]:
    """The core in Node."""
    with subprocess.Popen(
        [node_program(), bundle],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=plain_environment(),
    ) as process:
        yield Node(process)
        assert process.stdin
        process.stdin.close()


@pytest.fixture(scope="session")
def chromium_engine(chromium: "Browser", bundle: Path) -> Iterator[Engine]:
    """The core in Chromium, on a page without a network."""
    page = chromium.new_page()
    page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
    page.goto(ORIGIN)
    page.add_script_tag(path=bundle)
    yield Chromium(page)
    page.close()


@pytest.fixture(params=["node", pytest.param("chromium", marks=pytest.mark.journey)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """The core, in one home after the other."""
    chosen: Engine = request.getfixturevalue(f"{request.param}_engine")
    return chosen
