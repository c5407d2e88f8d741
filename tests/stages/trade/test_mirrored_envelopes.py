"""What was handed in lies at another organisation's as well, and opens there without the platform."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from lucai.adapters.mirrors.folder import FolderMirror
from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.platform.journal import sequencer
from lucai.stages.trade.sealing import ports, services
from lucai.stages.trade.sealing.jobs import mirror_due
from lucai.stages.trade.sealing.selectors import envelopes_handed_in, registry_of, releases_of
from lucai_trust import envelope as trust
from lucai_trust import opener
from tests.makers import bids, people, sealing
from tests.makers.bids import Call
from tests.makers.kept import kept
from tests.makers.sealed_tender import announced, bid_for

pytestmark = pytest.mark.django_db

ready = kept(announced)
Ready = tuple[Call, sealing.World]
CANARY = "CANARYMIRROR7"


class Faltering(FolderMirror):
    """A mirror whose disk may be full."""

    is_full = False

    def keep(self, name: str, pieces: Iterable[bytes]) -> None:
        if self.is_full and name.endswith(".lcbid"):
            raise OSError("no space left")
        super().keep(name, pieces)


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Faltering]:
    made = Faltering(tmp_path / "mirror")
    ports.use_mirror(made)
    yield made
    ports.use_mirror(None)


def grown() -> None:
    """Let the worker bring the log in order, and the mirror up to it."""
    sequencer.sequence_all()
    before = -1
    while (now := _position()) != before:
        before = now
        mirror_due(clock.now())


def _position() -> int:
    mirror = ports.mirror()
    return mirror.position() if mirror else -1


def copy_of(made: trust.SealedBid, folder: Path) -> Path:
    name = f"{made.envelope.core.policy_hash.hex()}/{made.envelope.hash.hex()}.lcbid"
    return folder / "mirror" / name


def test_with_the_platform_gone_a_copy_opens_with_the_shares_that_holders_release(
    ready: Ready, mirror: Faltering, tmp_path: Path
) -> None:
    del mirror
    call, _ = ready
    made, *_ = [bid_for(call, n, remark=CANARY) for n in (1, 2, 3)]
    grown()
    told = [str(copy_of(made, tmp_path)), "--out", str(tmp_path / "out")]
    told += ["--policy", str(copy_of(made, tmp_path).with_name("policy.json"))]
    for n, release in enumerate(_released(call, made)):
        place = tmp_path / f"{n}.json"
        place.write_bytes(release)
        told += ["--release", str(place)]
    assert opener.main(told[:5]) == 1
    assert opener.main(told) == 0
    assert CANARY in (tmp_path / "out" / "1-offer.json").read_text(encoding="utf-8")


def _released(call: Call, made: trust.SealedBid) -> list[bytes]:
    """What holders signed of an envelope: the share servers' words and the agency's."""
    with clock.at(call.bid_deadline):
        services.prepare_opening(services.ANYBODY, project_number=call.number)
        rows = envelopes_handed_in(SYSTEM, call.number, 1)
        own = sealing.released(call.number, 1, people.agency())
    name = made.envelope.hash.hex()
    [row] = [one for one in rows if one.envelope_hash == name]
    shares = [one.statement.encode() for one in releases_of(SYSTEM, [row])[row.pk]]
    return [*shares, *(one for one in own if name.encode() in one)]


def test_whoever_keeps_the_copy_can_read_nothing_in_it(
    ready: Ready, mirror: Faltering, tmp_path: Path
) -> None:
    del mirror
    call, _ = ready
    bid_for(call, 1, remark=CANARY)
    grown()
    files = [one.read_bytes() for one in (tmp_path / "mirror").rglob("*") if one.is_file()]
    assert len(files) == 3
    name, code = people.supplier(1).organisation_name, CANARY
    assert not [one for one in files if name.encode() in one or code.encode() in one]


def test_claims_and_the_sealed_registry_say_which_copies_count(
    ready: Ready, mirror: Faltering, tmp_path: Path
) -> None:
    del mirror
    call, _ = ready
    left = bid_for(call, 1)
    for n in (2, 3, 4):
        bid_for(call, n)
    with clock.at(call.before):
        claim = trust.make_claim(left.envelope, left.claim_secret, at=clock.now()).encode()
        services.withdraw(services.ANYBODY, claim=claim)
    with clock.at(call.bid_deadline):
        services.close_registries(services.ANYBODY, project_number=call.number)
    grown()
    place = copy_of(left, tmp_path)
    assert place.with_suffix(".claim.json").read_bytes() == claim
    said = json.loads(place.with_name("registry.json").read_bytes())
    row = registry_of(SYSTEM, call.number, 1)
    assert row
    assert (said["root"], said["leaves"], len(said["dummies"])) == (row.root, row.leaves, 13)


def test_a_mirror_that_was_full_gets_what_it_missed_and_a_new_one_everything(
    ready: Ready, mirror: Faltering, tmp_path: Path
) -> None:
    call, _ = ready
    first = bid_for(call, 1)
    mirror.is_full = True
    sequencer.sequence_all()
    with pytest.raises(OSError, match="no space"):
        services.mirror_growth(services.ANYBODY)
    second = bid_for(call, 2)
    mirror.is_full = False
    grown()
    assert all(copy_of(one, tmp_path).exists() for one in (first, second))
    ports.use_mirror(FolderMirror(tmp_path / "other" / "mirror"))
    grown()
    assert all(copy_of(one, tmp_path / "other").exists() for one in (first, second))


def test_without_a_mirror_nothing_is_copied(ready: Ready) -> None:
    call, _ = ready
    bids.submitted_bid(call, people.supplier(1))
    sequencer.sequence_all()
    assert mirror_due(clock.now()) == 0
