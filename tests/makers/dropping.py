"""A process that takes sealed bids in until it is killed; and one that looks at what is left.

``python -m tests.makers.dropping take FOLDER`` prints a line for every acknowledged envelope,
``… look FOLDER`` what table, files and log hold of them.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main() -> None:
    """Run one of the two."""
    act, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["LUCAI_DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "lucai.site.settings"
    os.environ["LUCAI_DATABASE_URL"] = f"sqlite:///{folder / 'drop.sqlite3'}"
    import django

    django.setup()
    {"take": take, "look": look}[act]()


def take() -> None:
    """Take bids in, one after another, for ever."""
    from django.core.management import call_command

    from lucai.kernel import clock
    from tests.makers import bids, people, sealing

    call_command("migrate", verbosity=0)
    call = bids.call_for_bids(lots=1)
    with clock.at(call.before):
        n = 0
        while True:
            n += 1
            made, chunks = sealing.sealed(
                call.number, 1, people.supplier(1 + n % 3), offer={"n": n}, response={"n": n}
            )
            sealing.handed_in(call.number, 1, made, chunks)
            print(made.envelope.hash.hex(), flush=True)


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
