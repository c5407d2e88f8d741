"""A demonstration that is served while a block runs: for pictures, journeys and measurements.

Standard library only.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.places import TOP, demonstration_environment, program

PATIENCE_SECONDS = 600
"""A demonstration that is still to be built takes minutes on a machine with other work."""


@contextmanager
def served_demo(data: Path) -> Iterator[str]:
    """Serve the demonstration on a free loopback port, yield its address, and stop it.

    Raises:
        RuntimeError: it ended, or did not answer in time; its own words are in ``server.log``.
    """
    data.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    command = [str(program("python")), "-m", "lucai.site.cli", "demo", "--no-open"]
    arguments = ["--port", str(port), "--data", str(data)]
    with (data / "server.log").open("ab") as log:
        server = subprocess.Popen(
            [*command, *arguments],
            cwd=TOP,
            env=demonstration_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/healthz", server, data / "server.log")
        yield address
    finally:
        _stop(server)


def _stop(server: "subprocess.Popen[bytes]") -> None:
    """Ask the server to end; one that does not is ended with the processes it started."""
    server.terminate()
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        if sys.platform == "win32":
            server.kill()
        else:
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the demonstration ended: {log.read_text('utf-8')[-2000:]}")
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"the demonstration did not answer: {log.read_text('utf-8')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
