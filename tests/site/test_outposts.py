"""The demonstration's outposts as processes: a served demonstration asks them over loopback."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings

from lucai.adapters.outposts import local, remote
from lucai.kernel import clock
from lucai.platform.demonstration import clock as demonstration
from lucai.stages.trade.sealing import ports, witnessing
from tests.makers import plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    """Take back whom this test's platform believes and asks: the next one has others."""
    yield
    local.trust_file().unlink(missing_ok=True)
    ports.use_witnesses([])
    for holder, _ in local.SERVERS:
        ports.forget_server(holder)


def card(address: str) -> dict[str, str]:
    """Ask a share server who it is."""
    line = HTTPConnection(address.removeprefix("http://").rstrip("/"))
    line.request("GET", "/holder")
    told: dict[str, str] = json.loads(line.getresponse().read())
    return told


def patiently(address: str) -> None:
    """Wait until a program has started."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            card(address)
        except OSError:
            time.sleep(0.1)
        else:
            return


def test_witness_and_share_servers_run_by_themselves_and_end_with_the_demonstration(
    tmp_path: Path,
) -> None:
    plan.draft()
    demonstration.set_to(Path(settings.LUCAI_DATA_DIR), clock.real())
    local.install(tmp_path)
    with local.running(tmp_path) as configuration:
        for server in json.loads(configuration.read_text(encoding="utf-8"))["servers"]:
            patiently(server["address"])
        named = json.loads(configuration.read_text(encoding="utf-8"))
        remote.use(configuration)
        head = witnessing.head(cosigned=True)
        assert len(head.note.signatures) == 3  # the log, and the witness with either of its keys
        for server in named["servers"]:
            assert card(server["address"])["holder"] == server["holder"]
        refused = ports.server_of("server-trading")
        assert refused
        assert refused.release(b"{}").status == 400
    for server in named["servers"]:
        with pytest.raises(OSError, match="refused"):
            card(server["address"])
