"""The log as another program reads it from the addresses that the server answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from django.conf import settings as configured
from django.test import Client
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey
from tlog_scales.tlog import Checkpoint, InclusionProofInvalid

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal import canonical, keys, proofs, sequencer
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.services import Entry, record
from lucai_trust import VerifierKey, leaf_hash

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system(Reason.INSTALLATION)
OLD_SIZE, SIZE = 250, 530  # over the edge of a full tile, and of one more


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    """Give every test its own log."""
    settings.LUCAI_DATA_DIR = tmp_path


@dataclass
class Served:
    """The log's addresses, as a stranger's program asks for them."""

    client: Client = field(default_factory=Client)
    asked: list[str] = field(default_factory=list)

    def get(self, *path: str) -> bytes | None:
        """Answer what stands under a path of the log; nothing where there is nothing."""
        self.asked.append(address := "/log/" + "/".join(path))
        answer = self.client.get(address)
        if answer.status_code != 200:
            return None
        return b"".join(answer.streaming_content) if answer.streaming else answer.content


def written(first: int, last: int) -> list[JournalEntry]:
    """Write entries, every third one sealed, and let the sequencer order them."""
    rows = [
        record(
            SYSTEM,
            Entry(
                event="trade.procurementProject.begin",
                object_type="trade.procurementProject",
                object_key=f"P{n}",
                label="试写",
                region="370100",
                public=bool(n % 3),
                body={"amount": n},
            ),
        )
        for n in range(first, last)
    ]
    assert sequencer.sequence_all() == last - first
    return rows


def read() -> tuple[TilesReader, Checkpoint]:
    """Begin to read, as a program that has only just heard of the log."""
    reader = TilesReader(Served())
    return reader, reader.get_checkpoint()


def test_it_computes_the_signed_root_and_reads_every_entry() -> None:
    rows = written(0, OLD_SIZE) + written(OLD_SIZE, SIZE)
    reader, head = read()
    assert (head.origin, head.size) == (configured.LUCAI_LOG_ORIGIN, SIZE)
    assert reader.calculate_root_hash() == head.root_hash
    for at in (0, 1, 255, 256, 511, 512, SIZE - 1):
        assert reader.get_entry(at) == canonical.leaf_bytes(rows[at])
        assert leaf_hash(reader.get_entry(at)).hex() == rows[at].leaf
    assert b"trade.procurementProject" not in reader.get_entry(0)


def test_the_signature_is_the_logs_and_of_nothing_else() -> None:
    written(0, 3)
    _, head = read()
    key = Vkey.from_string(VerifierKey.of(configured.LUCAI_LOG_NAME, keys.log_key()).encode())
    head.verify(key)
    text = (Served().get("checkpoint") or b"").decode()
    altered = Checkpoint.from_text(text.replace("\n3\n", "\n4\n"))
    with pytest.raises(InvalidSignature):
        altered.verify(key)


def test_its_proofs_are_those_that_receipts_carry() -> None:
    rows = written(0, OLD_SIZE)
    _, old = read()
    rows += written(OLD_SIZE, SIZE)
    reader, head = read()
    for at in (0, OLD_SIZE - 1, 255, 256, SIZE - 1):
        theirs = reader.get_inclusion_proof(at, SIZE)
        theirs.check(bytes.fromhex(rows[at].leaf), head.root_hash)
        assert tuple(theirs.node_hashes) == tuple(proofs.inclusion(at, SIZE))
        with pytest.raises(InclusionProofInvalid):
            theirs.check(leaf_hash(b"another"), head.root_hash)
    grown = reader.get_consistency_proof(OLD_SIZE, SIZE)
    grown.check(old.root_hash, head.root_hash)
    assert tuple(grown.node_hashes) == tuple(proofs.consistency(OLD_SIZE, SIZE))


def test_an_entry_that_was_altered_on_the_way_is_noticed() -> None:
    rows = written(0, 5)
    reader, head = read()
    proof = reader.get_inclusion_proof(4, 5)
    proof.check(leaf_hash(canonical.leaf_bytes(rows[4])), head.root_hash)
    with pytest.raises(InclusionProofInvalid):
        proof.check(leaf_hash(canonical.leaf_bytes(rows[4]) + b" "), head.root_hash)


def test_only_the_one_spelling_of_a_tile_is_answered() -> None:
    written(0, 3)
    served = Served()
    assert served.get("tile", "0", "000.p", "3")
    for other in ("0/0.p/3", "0/000.p/03", "0/000.p/256", "../checkpoint", "0/000"):
        assert served.get("tile", other) is None
