"""Sealed bids: taken in without a key, fixed at the deadline, opened by shares and nothing else."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM
from lucai.kernel.errors import InvalidInput, NotAllowed, RuleBroken, WrongState
from lucai.platform.journal import keys, sequencer
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.sealing import jobs, services, vault
from lucai.stages.trade.sealing.jobs import close_due
from lucai.stages.trade.sealing.models import SealedBid
from lucai.stages.trade.sealing.platform_keys import receipt_signers
from lucai.stages.trade.sealing.selectors import (
    envelopes_handed_in,
    has_policy,
    policy_rows,
    registry_of,
)
from lucai_trust import envelope as trust
from lucai_trust.checkpoint import VerifierKey
from lucai_trust.errors import ReceiptRefused
from tests.makers import people, sealing, trade
from tests.makers.bids import Call
from tests.makers.kept import kept
from tests.makers.sealed_tender import announced

pytestmark = pytest.mark.django_db

CANARY = "96385274100"
OFFER = {"price": int(CANARY), "items": []}
RESPONSE = {"terms": {"contact": "示例联系人"}, "answers": []}


ready = kept(announced)
Ready = tuple[Call, sealing.World]


def hand_in(call: Call, n: int = 1, lot: int = 1) -> tuple[trust.SealedBid, trust.Receipt]:
    made, chunks = sealing.sealed(
        call.number, lot, people.supplier(n), offer=OFFER, response=RESPONSE,
        files=[("technical", "方案.pdf", b"%PDF-1.7 " + b"x" * 3000)],
    )  # fmt: skip
    return made, sealing.handed_in(call.number, lot, made, chunks)


def closed(call: Call, lot: int = 1) -> None:
    services.seal_registry(SYSTEM_ACTOR, project_number=call.number, lot_number=lot)


SYSTEM_ACTOR = services.ANYBODY


def test_a_policy_of_every_lot_is_published_and_logged(ready: Ready) -> None:
    call, _ = ready
    rows = [policy_rows(PUBLIC, call.number, lot)[0] for lot in (1, 2)]
    assert [[g.name for g in row.policy.groups] for row in rows] == [["witness", "parties"]] * 2
    entry = JournalEntry.objects.seen_by(PUBLIC).get(pk=rows[0].entry_id)
    assert entry.body["openingPolicy"] == rows[0].policy.hash.hex()
    assert entry.body["policy"] == rows[0].content


def test_publishing_again_changes_nothing_and_a_later_deadline_makes_a_version(
    ready: Ready,
) -> None:
    call, _ = ready
    agency = people.actor(people.agency())
    assert services.publish_policies(agency, project_number=call.number) == []


def test_without_holders_nothing_is_announced(settings: Any) -> None:
    number = trade.confirmed_project(1)
    settings.LUCAI_SEALING_SUITE = "INTL1"  # for which nobody enrolled
    agency = people.actor(people.agency())
    with pytest.raises(RuleBroken) as refusal:
        documents.publish(agency, project_number=number)
    assert {v.rule for v in refusal.value.verdicts} == {"GP-TEN-08"}
    assert "见证组" in str(refusal.value)
    assert "当事人组" in str(refusal.value)
    assert not has_policy(PUBLIC, number)


def test_a_receipt_proves_that_the_envelope_is_in_the_log(ready: Ready) -> None:
    call, _ = ready
    with clock.at(call.before):
        made, receipt = hand_in(call)
    log = VerifierKey.of(configured.LUCAI_LOG_NAME, keys.log_key())
    platform = [signer.public for signer in receipt_signers()]
    head = trust.check_receipt(receipt, made.envelope.digests, platform_keys=platform, log=log)
    assert head is not None
    assert len(receipt.acknowledgements) == 2
    other, _ = sealing.sealed(call.number, 1, people.supplier(2), offer=OFFER, response=RESPONSE)
    with pytest.raises(ReceiptRefused):
        trust.check_receipt(receipt, other.envelope.digests, platform_keys=platform, log=log)


def test_the_same_envelope_again_gives_the_same_place(ready: Ready) -> None:
    call, _ = ready
    with clock.at(call.before):
        made, receipt = hand_in(call)
        again = services.receipt_of(SYSTEM_ACTOR, envelope_hash=made.envelope.hash.hex())
    assert trust.Receipt.parse(again).statement == receipt.statement


@pytest.mark.parametrize("seconds", [-1, 0])
def test_late_is_late_by_the_second(ready: Ready, seconds: int) -> None:
    call, _ = ready
    with clock.at(call.bid_deadline + timedelta(seconds=seconds)):
        if seconds < 0:
            hand_in(call)
            return
        with pytest.raises(RuleBroken, match="截止"):
            hand_in(call)


def test_nobody_but_the_system_sees_the_row_before_the_opening(ready: Ready) -> None:
    call, _ = ready
    with clock.at(call.before):
        hand_in(call)
    for name, viewer in people.everyone().items():
        seen = SealedBid.objects.seen_by(viewer).filter(project_number=call.number)
        assert not seen.exists(), name


def test_no_row_and_no_file_says_who_bids_or_what(ready: Ready) -> None:
    call, _ = ready
    with clock.at(call.before):
        made, _ = hand_in(call)
    [row] = envelopes_handed_in(SYSTEM, call.number, 1)
    entry = JournalEntry.objects.seen_by(SYSTEM).get(pk=row.entry_id)
    told = repr({f.attname: getattr(row, f.attname) for f in row._meta.fields})
    told += repr({f.attname: getattr(entry, f.attname) for f in entry._meta.fields})
    blobs = b"".join(b"".join(vault.part_of(made.envelope.hash.hex(), n)) for n in (1, 2, 3))
    for secret in (CANARY, people.supplier(1).organisation_name, "方案"):
        assert secret not in told
        assert secret.encode() not in blobs + bytes(row.sealed)
    assert entry.actor_organisation is None
    assert entry.region == ""


def test_a_part_that_differs_is_refused(ready: Ready) -> None:
    call, _ = ready
    made, chunks = sealing.sealed(
        call.number, 1, people.supplier(1), offer=OFFER, response=RESPONSE
    )
    chunks[1] = [bytes([chunks[1][0][0] ^ 1]) + chunks[1][0][1:]]
    with clock.at(call.before), pytest.raises(InvalidInput, match="不一致"):
        sealing.handed_in(call.number, 1, made, chunks)


def test_an_envelope_for_another_lot_is_refused(ready: Ready) -> None:
    call, _ = ready
    made, chunks = sealing.sealed(
        call.number, 1, people.supplier(1), offer=OFFER, response=RESPONSE
    )
    with clock.at(call.before), pytest.raises(InvalidInput, match="重新封标"):
        sealing.handed_in(call.number, 2, made, chunks)


def test_a_bid_is_replaced_and_withdrawn_with_its_claim_key_alone(ready: Ready) -> None:
    call, _ = ready
    with clock.at(call.before):
        old, _ = hand_in(call)
        new, chunks = sealing.sealed(
            call.number, 1, people.supplier(1), offer=OFFER, response=RESPONSE,
            previous=old.envelope.hash,
        )  # fmt: skip
        with pytest.raises(InvalidInput):
            sealing.handed_in(call.number, 1, new, chunks, claim=b"{}")
        claim = trust.make_claim(
            old.envelope, old.claim_secret, at=clock.now(), new=new.envelope
        ).encode()
        sealing.handed_in(call.number, 1, new, chunks, claim=claim)
        live = [row.envelope_hash for row in envelopes_handed_in(SYSTEM, call.number, 1)]
        assert live == [new.envelope.hash.hex()]
        gone = trust.make_claim(new.envelope, new.claim_secret, at=clock.now()).encode()
        services.withdraw(SYSTEM_ACTOR, claim=gone)
    assert envelopes_handed_in(SYSTEM, call.number, 1) == []


def test_somebody_elses_claim_withdraws_nothing(ready: Ready) -> None:
    call, _ = ready
    with clock.at(call.before):
        mine, _ = hand_in(call, 1)
        other, _ = hand_in(call, 2)
        claim = trust.make_claim(other.envelope, other.claim_secret, at=clock.now()).encode()
        ours, theirs = mine.envelope.hash.hex().encode(), other.envelope.hash.hex().encode()
        with pytest.raises(InvalidInput, match="撤改密钥"):
            services.withdraw(SYSTEM_ACTOR, claim=claim.replace(theirs, ours))


def test_a_claim_of_a_machine_whose_clock_is_ahead_is_refused_and_not_kept(ready: Ready) -> None:
    """Dated after the deadline it would make an honest opening look like a late withdrawal."""
    call, _ = ready
    with clock.at(call.before):
        made, _ = hand_in(call)
        last = call.bid_deadline
        late = trust.make_claim(
            made.envelope, made.claim_secret, at=last + timedelta(seconds=1)
        ).encode()
        with pytest.raises(InvalidInput, match="校准本机时间"):
            services.withdraw(SYSTEM_ACTOR, claim=late)
        assert len(envelopes_handed_in(SYSTEM, call.number, 1)) == 1
        just = trust.make_claim(made.envelope, made.claim_secret, at=last).encode()
        services.withdraw(SYSTEM_ACTOR, claim=just)
    assert envelopes_handed_in(SYSTEM, call.number, 1) == []


def test_the_registry_is_sealed_at_the_deadline_and_tells_no_number(ready: Ready) -> None:
    call, _ = ready
    with clock.at(call.before):
        hand_in(call, 1)
        hand_in(call, 2)
    with clock.at(call.bid_deadline - timedelta(seconds=1)), pytest.raises(RuleBroken):
        closed(call)
    with clock.at(call.bid_deadline):
        assert services.close_registries(SYSTEM_ACTOR, project_number=call.number) == [1, 2]
        assert services.close_registries(SYSTEM_ACTOR, project_number=call.number) == []
    full, empty = (registry_of(SYSTEM, call.number, lot) for lot in (1, 2))
    assert full
    assert empty
    assert (full.size, empty.size) == (16, 16)


def test_shares_are_released_after_the_deadline_and_open_every_bid(ready: Ready) -> None:
    call, _ = ready
    agency = people.actor(people.agency())
    with clock.at(call.before):
        for n in (1, 2, 3):
            hand_in(call, n)
        with pytest.raises(WrongState, match="登记册"):
            services.ask_servers(SYSTEM_ACTOR, project_number=call.number, lot_number=1)
    key = {"project_number": call.number, "lot_number": 1}
    with clock.at(call.bid_deadline + timedelta(seconds=5)):
        closed(call)
        assert services.ask_servers(SYSTEM_ACTOR, **key) == 6
        with pytest.raises(WrongState, match="示例代理机构1"):
            services.open_lot(agency, **key)
        statements = sealing.released(call.number, 1, people.agency())
        assert services.keep_releases(agency, statements=statements, **key) == 3
        opened = services.open_lot(agency, **key)
    assert {one.header.inner.bidders[0].name for one in opened} == {
        people.supplier(n).organisation_name for n in (1, 2, 3)
    }
    assert CANARY.encode() in opened[0].offer
    [file] = opened[0].files
    assert b"".join(opened[0].chunks(file.number)).startswith(b"%PDF-1.7")


def test_a_share_server_releases_nothing_by_a_clock_that_is_early(ready: Ready) -> None:
    call, _ = ready
    key = {"project_number": call.number, "lot_number": 1}
    with clock.at(call.before):
        hand_in(call)
    with clock.at(call.bid_deadline):
        closed(call)
    with clock.at(call.bid_deadline - timedelta(seconds=1)):
        assert services.ask_servers(SYSTEM_ACTOR, **key) == 0


def test_nobody_releases_another_organisations_share(ready: Ready) -> None:
    call, _ = ready
    key = {"project_number": call.number, "lot_number": 1}
    with clock.at(call.before):
        hand_in(call)
    with clock.at(call.bid_deadline):
        closed(call)
        of_the_buyer = sealing.released(call.number, 1, people.buyer(), "buyer")
        with pytest.raises(InvalidInput, match="本单位"):
            services.keep_releases(people.actor(people.agency()), statements=of_the_buyer, **key)
        with pytest.raises(NotAllowed):
            services.keep_releases(people.actor(people.supplier()), statements=[], **key)


def test_bytes_changed_on_the_disk_are_the_platforms_fault(ready: Ready) -> None:
    call, _ = ready
    agency, key = people.actor(people.agency()), {"project_number": call.number, "lot_number": 1}
    with clock.at(call.before):
        made, _ = hand_in(call)
    sealing.spoil(made.envelope.hash.hex(), 1)
    with clock.at(call.bid_deadline):
        closed(call)
        services.ask_servers(SYSTEM_ACTOR, **key)
        statements = sealing.released(call.number, 1, people.agency())
        services.keep_releases(agency, statements=statements, **key)
        assert services.open_lot(agency, **key) == []
    row = SealedBid.objects.seen_by(SYSTEM).get(envelope_hash=made.envelope.hash.hex())
    assert (row.state, row.fault["culprit"]) == ("shut", "platform")


def test_only_parties_enrol_keys_and_bad_keys_are_refused(ready: Ready) -> None:
    del ready
    with pytest.raises(InvalidInput, match="公钥"):
        services.enrol_holder(people.actor(people.agency()), suite="GM1", opens="00", signs="00")
    with pytest.raises(NotAllowed):
        services.enrol_holder(people.actor(people.supplier()), suite="GM1", opens="", signs="")


def test_wraps_copied_into_another_envelope_are_refused_by_their_salt(ready: Ready) -> None:
    call, _ = ready
    drawn = iter(range(1, 10_000))

    def repeating(size: int) -> bytes:
        return bytes([1 + next(drawn) % 3]) * size if size != 24 else b"s" * 24

    with clock.at(call.before):
        for n, refused in ((1, False), (2, True)):
            made, chunks = sealing.sealed(
                call.number, 1, people.supplier(n), offer=OFFER, response=RESPONSE, draw=repeating
            )
            if not refused:
                sealing.handed_in(call.number, 1, made, chunks)
                continue
            with pytest.raises(InvalidInput, match="重新封标"):
                sealing.handed_in(call.number, 1, made, chunks)


def test_who_comes_second_to_the_registry_finds_it_sealed(ready: Ready) -> None:
    call, _ = ready
    key = {"project_number": call.number, "lot_number": 1}
    with clock.at(call.bid_deadline):
        services.seal_registry(SYSTEM_ACTOR, **key)
        first = registry_of(SYSTEM, call.number, 1)
        with pytest.raises(WrongState, match="已经封存"):
            services.seal_registry(SYSTEM_ACTOR, **key)
    assert registry_of(SYSTEM, call.number, 1) == first


def test_who_holds_keys_is_told_when_the_registry_is_sealed(ready: Ready) -> None:
    call, _ = ready
    with clock.at(call.bid_deadline):
        close_due(call.bid_deadline)
    with system_access("test"):
        [entry] = JournalEntry.objects.filter(
            event="trade.registryOfBids.seal", object_key=f"{call.number}/1"
        )
    assert set(entry.audience) == {people.agency().organisation, people.buyer().organisation}
    assert "请释放开标密钥" in entry.label


def test_the_clock_seals_registries_once_and_not_a_second_early(ready: Ready) -> None:
    call, _ = ready
    assert close_due(call.bid_deadline - timedelta(seconds=1)) == 0
    with clock.at(call.bid_deadline):
        assert close_due(call.bid_deadline) == 1
        assert close_due(call.bid_deadline) == 0
    assert registry_of(SYSTEM, call.number, 2)


def test_the_witnesses_see_the_log_every_ten_seconds_while_it_grows(
    ready: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, _ = ready
    monkeypatch.setattr(jobs, "_next_head", [clock.real()])
    sequencer.sequence_all()
    assert jobs.witness_due(clock.now()) == 1
    with clock.at(call.before):
        hand_in(call)
    assert jobs.witness_due(clock.now()) == 0, "ten seconds have not gone by"
    monkeypatch.setattr(jobs, "_next_head", [clock.real()])
    assert jobs.witness_due(clock.now()) == 0, "the receipt's head has been witnessed already"


def test_uploads_that_nobody_finished_are_swept_away_and_others_stay() -> None:
    old, new = "0" * 32, "1" * 32
    for upload in (old, new):
        vault.keep_chunk(upload, 1, 0, b"ciphertext")
    os.utime(vault._place(old), (0, 0))
    assert vault.sweep(clock.real() - timedelta(days=2)) == 1
    assert list(vault.arrived(new, 1, 1)) == [b"ciphertext"]
    with pytest.raises(InvalidInput):
        list(vault.arrived(old, 1, 1))
    vault.forget(new)


def test_a_disk_that_is_nearly_full_takes_no_more_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")._replace(free=vault.RESERVE - 1)
    monkeypatch.setattr(vault.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(WrongState, match="存储空间不足"):
        vault.keep_chunk("2" * 32, 1, 0, b"ciphertext")
