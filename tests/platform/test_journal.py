"""The journal: nothing changes without an entry, and what is written can be proven."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from lucai.kernel.actors import Actor, Reason, Side, Viewer
from lucai.platform.journal import canonical, keys, readers, sequencer
from lucai.platform.journal.frame import Unjournaled, command
from lucai.platform.journal.models import JournalEntry, JournalHead, ReaderCursor
from lucai.platform.journal.services import Entry, record
from lucai.platform.records import system_access
from lucai_trust import checkpoint, encoding, merkle

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system(Reason.INSTALLATION)


def write(n: int, *, public: bool = True) -> JournalEntry:
    return record(
        SYSTEM,
        Entry(
            event="trade.procurementProject.begin",
            object_type="trade.procurementProject",
            object_key=f"P{n}",
            label="试写",
            region="370100",
            public=public,
            body={"amount": n},
        ),
    )


def test_a_service_without_an_entry_is_refused_and_leaves_nothing() -> None:
    @command
    def forgetful() -> None:
        ReaderCursor(name="left behind").save()

    with pytest.raises(Unjournaled):
        forgetful()
    with system_access("test"):
        assert not ReaderCursor.objects.filter(name="left behind").exists()


def test_entries_get_contiguous_indexes_and_the_head_is_the_rfc_6962_root() -> None:
    leaves = [bytes.fromhex(write(n).leaf) for n in range(5)]
    assert sequencer.sequence_all() == 5
    with system_access("test"):
        indexes = list(JournalEntry.objects.order_by("pk").values_list("index", flat=True))
        head = JournalHead.objects.get()
    assert indexes == [0, 1, 2, 3, 4]
    assert head.root == merkle.root(leaves).hex()


def test_entries_between_whose_keys_others_lie_get_the_next_indexes() -> None:
    first, second, third = (write(n) for n in range(3))
    with system_access("test"):
        JournalEntry.objects.filter(pk=third.pk).update(id=third.pk + 5)
        sequencer.sequence_all()
        write(3)
        sequencer.sequence_all()
        keys_in_order = list(JournalEntry.objects.order_by("index").values_list("pk", flat=True))
    # The next key lies between the others on PostgreSQL and behind them on SQLite.
    assert keys_in_order[:3] == [first.pk, second.pk, third.pk + 5]
    assert len(keys_in_order) == 4
    assert sequencer.verify_head() == 4


def test_a_long_body_stands_in_the_log_by_its_digest() -> None:
    entry = write(1)
    entry.body = {"text": "长" * canonical.LONGEST_BODY}
    assert canonical.content_bytes(entry) == encoding.canonical(canonical.content(entry))
    assert len(canonical.leaf_bytes(entry)) < canonical.LONGEST_BODY


def test_the_checkpoint_is_signed_and_names_the_head() -> None:
    write(1)
    sequencer.sequence_all()
    with system_access("test"):
        head = JournalHead.objects.get()
    key = checkpoint.VerifierKey.of(settings.LUCAI_LOG_NAME, keys.log_key())
    found = checkpoint.verify(head.checkpoint, key, origin=settings.LUCAI_LOG_ORIGIN)
    assert (found.origin, found.size, found.root.hex()) == (
        settings.LUCAI_LOG_ORIGIN,
        1,
        head.root,
    )


def test_appending_in_two_runs_gives_the_same_root_as_in_one() -> None:
    leaves = [bytes.fromhex(write(n).leaf) for n in range(3)]
    sequencer.sequence_all()
    leaves += [bytes.fromhex(write(n).leaf) for n in range(3, 300)]
    sequencer.sequence_all()
    with system_access("test"):
        assert JournalHead.objects.get().root == merkle.root(leaves).hex()


def test_tiles_of_a_full_level_lie_on_disk() -> None:
    for n in range(260):
        write(n)
    sequencer.sequence_all()
    folder = Path(settings.LUCAI_DATA_DIR) / "log" / "tile"
    assert (folder / "0" / "000").stat().st_size == 256 * 32
    assert (folder / "1" / "000.p" / "1").stat().st_size == 32


def test_a_sealed_entry_hides_its_content_and_still_proves_it() -> None:
    open_, sealed = write(7), write(7, public=False)
    assert b"trade.procurementProject" in canonical.leaf_bytes(open_)
    assert b"trade.procurementProject" not in canonical.leaf_bytes(sealed)
    assert canonical.leaf_of(sealed).hex() == sealed.leaf


def test_an_entry_read_back_from_the_database_has_the_leaf_it_was_written_with() -> None:
    written = write(1)
    with system_access("test"):
        read_back = JournalEntry.objects.get(pk=written.pk)
    assert canonical.leaf_of(read_back).hex() == written.leaf


def test_a_changed_entry_no_longer_matches_its_leaf() -> None:
    written = write(1)
    written.body = {"amount": 2}
    assert canonical.leaf_of(written).hex() != written.leaf


def test_a_reader_sees_every_entry_once_and_can_be_rewound(pump: Callable[[], None]) -> None:
    seen: list[int] = []
    reader = readers.Reader("test", lambda entries: seen.extend(e.index or 0 for e in entries))
    for n in range(3):
        write(n)
    pump()
    assert readers.advance(reader) == 3
    assert readers.advance(reader) == 0
    readers.rewind("test")
    readers.advance(reader)
    assert seen == [0, 1, 2, 0, 1, 2]


def test_readers_side_by_side_share_full_batches_and_nothing_of_another_log(
    pump: Callable[[], None],
) -> None:
    seen: dict[str, list[str]] = {"a": [], "b": []}
    pair = [
        readers.Reader(name, lambda entries, name=name: seen[name].extend(e.leaf for e in entries))
        for name in seen
    ]
    leaves = [write(n).leaf for n in range(4)]
    pump()
    for reader in (*pair, *pair):
        readers.advance(reader, limit=2)
    assert seen == {"a": leaves, "b": leaves}
    with system_access("test"):
        JournalEntry.objects.filter(leaf=leaves[-1]).update(leaf="f" * 64)
    readers.rewind("a")
    readers.advance(pair[0], limit=2)
    readers.advance(pair[0], limit=2)
    assert seen["a"][4:] == [*leaves[:3], "f" * 64]


def test_only_readers_with_something_to_read_are_asked(pump: Callable[[], None]) -> None:
    write(0)
    pump()
    assert readers.behind() == ()
    write(1)
    assert readers.behind() == ()
    sequencer.sequence_all()
    assert readers.behind() == readers.registered()


def test_a_stranger_reads_public_entries_only() -> None:
    write(1)
    write(2, public=False)
    stranger = Viewer(Side.SUPPLIER, person=1, organisation=999)
    assert JournalEntry.objects.seen_by(stranger).count() == 1
    supervisor = Viewer(Side.SUPERVISOR, person=1, organisation=5, region="3701")
    assert JournalEntry.objects.seen_by(supervisor).count() == 2


def test_the_log_check_finds_a_changed_entry() -> None:
    written = write(1)
    sequencer.sequence_all()
    assert sequencer.verify_head() == 1
    with system_access("test"):
        JournalEntry.objects.filter(pk=written.pk).update(label="改过")
    with pytest.raises(ValueError, match="不符"):
        sequencer.verify_head()
