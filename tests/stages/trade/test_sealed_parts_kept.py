"""Where parts lie: on the disk before a receipt says so, and known again at the opening by marks."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.platform.journal.selectors import latest_checkpoint
from lucai.stages.trade.sealing import services, vault
from lucai_trust import envelope as trust
from lucai_trust import tiles
from lucai_trust.envelope import opening
from tests.makers import people, sealing
from tests.makers.bids import Call
from tests.makers.kept import kept
from tests.makers.sealed_tender import announced

pytestmark = pytest.mark.django_db

ready = kept(announced)
Ready = tuple[Call, sealing.World]
PAPER = b"%PDF-1.7 " + b"x" * 3000
OFFER = {"price": 1, "items": []}


def hand_in(call: Call) -> trust.SealedBid:
    made, chunks = sealing.sealed(
        call.number, 1, people.supplier(1), offer=OFFER, response={},
        files=[("technical", "方案.pdf", PAPER)],
    )  # fmt: skip
    sealing.handed_in(call.number, 1, made, chunks)
    return made


def lose_marks(envelope_hash: str) -> None:
    start, end = vault.spans_of(envelope_hash)[-1]
    assert end > start
    file = vault.file_of(envelope_hash)
    content = file.read_bytes()
    file.write_bytes(content[:start] + content[end:])


def opened(call: Call) -> services.OpenedEnvelope:
    agency = people.actor(people.agency())
    key: dict[str, Any] = {"project_number": call.number, "lot_number": 1}
    with clock.at(call.bid_deadline):
        services.seal_registry(services.ANYBODY, **key)
        services.ask_servers(services.ANYBODY, **key)
        statements = sealing.released(call.number, 1, people.agency())
        services.keep_releases(agency, statements=statements, **key)
        [found] = services.open_lot(agency, **key)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps folders unasked")
def test_what_a_receipt_speaks_of_the_disk_was_told_to_keep(
    ready: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, _ = ready
    told: set[int] = set()
    really = os.fsync

    def fsync(held: int) -> None:
        told.add(os.fstat(held).st_ino)
        really(held)

    monkeypatch.setattr(os, "fsync", fsync)
    with clock.at(call.before):
        made = hand_in(call)
    file = vault.file_of(made.envelope.hash.hex())
    head = latest_checkpoint(SYSTEM)
    assert head
    edge = [one for one in tiles.touched(head.size - 1, head.size) if one.level == 0]
    log = [Path(settings.LUCAI_DATA_DIR) / "log" / one.path for one in edge]
    promised = [file, file.parent]
    promised += [place for one in log for place in (one, one.parent)]
    assert [one for one in promised if one.stat().st_ino not in told] == []


def test_a_part_that_bears_its_marks_opens_without_its_root_hashed_anew(
    ready: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, _ = ready
    with clock.at(call.before):
        hand_in(call)
    monkeypatch.setattr(opening, "PartTally", None)
    found = opened(call)
    assert b"".join(found.chunks(found.files[0].number)) == PAPER


def test_a_part_whose_marks_are_lost_opens_by_its_root(ready: Ready) -> None:
    call, _ = ready
    with clock.at(call.before):
        made = hand_in(call)
    lose_marks(made.envelope.hash.hex())
    found = opened(call)
    assert b"".join(found.chunks(found.files[0].number)) == PAPER
