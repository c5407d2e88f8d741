"""The homes of the TypeScript core: Node, which speaks lines of JSON, and a page of Chromium."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from tools.places import TOP, node_home, plain_environment

if TYPE_CHECKING:
    from playwright.sync_api import Page


class EngineError(Exception):
    """The act threw; the message is what it threw."""


class Engine(Protocol):
    """Runs one of the acts of frontend/tests/acts.ts."""

    def call(self, name: str, given: object = None) -> Any:
        """Return the act's result."""
        ...


@dataclass
class Node:
    """One Node process for the whole run."""

    process: subprocess.Popen[str]

    def call(self, name: str, given: object = None) -> Any:
        """Return the act's result."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(_spell(name, given) + "\n")
        self.process.stdin.flush()
        return _result(json.loads(self.process.stdout.readline()))


@dataclass
class Chromium:
    """One empty page that carries the bundle."""

    page: "Page"

    def call(self, name: str, given: object = None) -> Any:
        """Return the act's result."""
        return _result(self.page.evaluate("line => lucaiAnswer(line)", _spell(name, given)))


def node_program() -> Path:
    """Say where the Node of the virtual environment lies."""
    home = node_home()
    assert home, "Node is missing from .venv; run python3 dev.py setup"
    windows = home / "node.exe"
    return windows if windows.exists() else home / "bin" / "node"


def run_node(*arguments: object) -> None:
    """Run Node to its end in the checkout; it must succeed."""
    command = [str(each) for each in (node_program(), *arguments)]
    subprocess.run(command, check=True, cwd=TOP, env=plain_environment())


def _spell(name: str, given: object) -> str:
    return json.dumps({"name": name, "given": given}, ensure_ascii=False)


def _result(answer: dict[str, Any]) -> Any:
    if "error" in answer:
        raise EngineError(answer["error"])
    return answer["result"]
