"""A process that takes sealed bids in until it is killed; and one that looks at what is left.

``python -m tests.makers.dropping take FOLDER URL`` prints a line for every acknowledged envelope,
``… look FOLDER URL`` what table, files and log hold of them. On PostgreSQL several come at once.
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

THREADS = 8


def main() -> None:
    """Run one of the two."""
    act, folder, url = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["LUCAI_DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "lucai.site.settings"
    os.environ["LUCAI_DATABASE_URL"] = url
    import django

    django.setup()
    {"take": take, "look": look}[act]()


def take() -> None:
    """Take bids in for ever: one after another, or as many at once as the database bears."""
    from django.core.management import call_command
    from django.db import connection

    from tests.makers import bids

    call_command("migrate", verbosity=0)
    call = bids.call_for_bids(lots=1)
    numbers = count(1)
    if connection.vendor == "sqlite":
        hand_in(call, numbers)
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _: hand_in(call, numbers), range(THREADS)))


def hand_in(call: Any, numbers: count[int]) -> None:
    """Seal and hand in without end; a line for each receipt, written in one call."""
    from lucai.kernel import clock
    from tests.makers import people, sealing

    with clock.at(call.before):
        for n in numbers:
            made, chunks = sealing.sealed(
                call.number, 1, people.supplier(1 + n % 3), offer={"n": n}, response={"n": n}
            )
            sealing.handed_in(call.number, 1, made, chunks)
            os.write(1, f"{made.envelope.hash.hex()}\n".encode())


def look() -> None:
    """Say which envelopes are whole: row, files as sealed, a place in the log that adds up."""
    from lucai.kernel.actors import SYSTEM
    from lucai.platform.journal import sequencer
    from lucai.stages.trade.sealing import vault
    from lucai.stages.trade.sealing.models import SealedBid
    from lucai_trust.envelope import part_matches

    sequencer.sequence_all()
    size = sequencer.verify_head()
    whole = []
    for row in SealedBid.objects.seen_by(SYSTEM):
        parts = row.envelope.core.parts
        kept = all(
            part_matches(row.envelope, one.number, vault.part_of(row.envelope_hash, one.number))
            for one in parts
        )
        if kept:
            whole.append(row.envelope_hash)
    print(json.dumps({"size": size, "whole": whole}))


if __name__ == "__main__":
    main()
