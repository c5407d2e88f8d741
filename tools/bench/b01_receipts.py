"""B1, B2, B3: sealed bids handed in at once, each answered by a durable receipt with its log proof.

B1: 64 clients on one tender beside as many that post JSON for one bare insert. B2: the same on one
tender and spread over eight. B3: what the thousandth bid of a tender costs beside the tenth.
The database waits for the disk at every commit, the floor's and the product's alike: a receipt is
a promise that outlives a power cut, so what it is measured by has to be kept as well.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.postgres import postgres_server
from tools.bench.measure import Comparison
from tools.places import TOP, plain_environment


def run(folder: Path) -> Iterator[Comparison]:
    """Hand in on a PostgreSQL of its own, in a process of its own."""
    with postgres_server(durable=True) as url:
        environment = plain_environment() | {
            "DJANGO_SETTINGS_MODULE": "lucai.site.settings",
            "LUCAI_DATABASE_URL": url,
            "LUCAI_DATA_DIR": str(folder / "rush"),
            "PYTHONPATH": str(TOP),
            **{name: value for name, value in os.environ.items() if name.startswith("LUCAI_BENCH")},
        }
        command = [sys.executable, "-m", "tools.bench.rush"]
        done = subprocess.run(
            command, cwd=TOP, env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            yield Comparison(**json.loads(line))
        else:
            print(line, flush=True)
