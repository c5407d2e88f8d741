"""What holders acknowledge stays with the envelope: in every receipt, in the package, in the judgement."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.platform.records import system_access
from lucai.stages.trade.decryptions import services as decryptions
from lucai.stages.trade.decryptions.models import RecoveryRequest
from lucai.stages.trade.decryptions.schemas import RecoverySharesIn
from lucai.stages.trade.openings import jobs
from lucai.stages.trade.openings.selectors.unopened import unopened_in
from lucai.stages.trade.sealing import ports, services
from lucai.stages.trade.sealing.models import SealedBid, ShareAcknowledgement
from lucai.stages.trade.sealing.selectors import policy_rows, waiting_for_recovery
from lucai.stages.trade.sealing.selectors.acknowledged import acknowledged_of
from lucai_trust import envelope as trust
from lucai_trust.suites import suite_named
from tests.frontend.conftest import bundle, node_engine
from tests.frontend.engines import Engine
from tests.makers import own_keys, people, sealing
from tests.makers.bids import Call
from tests.makers.kept import kept
from tests.makers.own_keys import Called
from tests.makers.sealed_tender import announced
from tests.stages.trade.test_decrypted_packages import after, p7_of, package, trust_the_witness

__all__ = ["bundle", "node_engine"]
pytestmark = pytest.mark.django_db

OFFER = {"price": 100, "items": []}
RESPONSE: dict[str, object] = {"terms": {}, "answers": []}
ready = kept(announced)
Ready = tuple[Call, sealing.World]


@pytest.fixture(autouse=True)
def _trusted() -> Iterator[None]:
    place = trust_the_witness()
    yield
    place.unlink(missing_ok=True)


def handed_in(call: Call) -> tuple[SealedBid, trust.Receipt]:
    with clock.at(call.before):
        made, chunks = sealing.sealed(
            call.number, 1, people.supplier(1), offer=OFFER, response=RESPONSE
        )
        receipt = sealing.handed_in(call.number, 1, made, chunks)
    row = SealedBid.objects.seen_by(SYSTEM).get(envelope_hash=made.envelope.hash.hex())
    return row, receipt


def again(row: SealedBid) -> tuple[trust.SignedStatement, ...]:
    encoded = services.receipt_of(services.ANYBODY, envelope_hash=row.envelope_hash)
    return trust.Receipt.parse(encoded).acknowledgements


def kept_of(row: SealedBid) -> list[ShareAcknowledgement]:
    return acknowledged_of(SYSTEM, [row])[row.pk]


def test_what_holders_acknowledge_is_kept_and_stands_in_every_receipt(ready: Ready) -> None:
    call, _ = ready
    row, receipt = handed_in(call)
    first = receipt.acknowledgements
    assert [one.signed for one in kept_of(row)] == list(first)
    assert {one.holder for one in kept_of(row)} == {code for code, _ in sealing.SERVERS}
    with clock.at(call.before + timedelta(hours=1)):
        assert again(row) == first
    for code, _ in sealing.SERVERS:
        ports.forget_server(code)
    assert again(row) == first


def test_who_did_not_answer_then_is_asked_again_and_the_others_are_not(ready: Ready) -> None:
    call, _ = ready
    (late, _), (other, _) = sealing.SERVERS[:2]
    server = ports.server_of(late)
    assert server
    ports.forget_server(late)
    row, receipt = handed_in(call)
    assert len(receipt.acknowledgements) == 1
    ports.use_server(late, server)
    ports.forget_server(other)
    words = again(row)
    assert len(words) == 2
    assert words[0] == receipt.acknowledgements[0]
    assert {one.holder for one in kept_of(row)} == {late, other}


def test_a_round_of_receipts_keeps_all_words_in_one_statement(
    ready: Ready, django_assert_max_num_queries: object
) -> None:
    call, _ = ready
    row, _ = handed_in(call)
    policy = policy_rows(SYSTEM, call.number, 1)[-1].policy
    words = services.receipts.words_of(policy, row.envelope)
    entered = services.receipts.Entered(row, row.envelope, policy, words)
    with system_access("as if nothing had been kept"):
        ShareAcknowledgement.objects.all().delete()
    heard = [services.receipts._heard(entered)] * 3
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        services.receipts._keep_words([entered] * 3, heard)
    assert len(kept_of(row)) == 2


def denied() -> Called:
    """Let the one of the recovery group deny the share of the third bid that it had acknowledged."""
    trust_the_witness()
    world = own_keys.called(with_person=True)
    with clock.at(world.call.bid_deadline + timedelta(minutes=5)):
        for n in (1, 2):
            own_keys.decrypt(world, n)
    with clock.at(after(world)):
        jobs.unseal(clock.now())
        rows = waiting_for_recovery(SYSTEM, world.call.number, 1)
        for row in rows:
            acknowledge(row)
        request = RecoveryRequest.objects.seen_by(SYSTEM).get(project_number=world.call.number)
        said = RecoverySharesIn(unopened=sealing.words_of_unopened(rows, people.finance()))
        decryptions.release_shares(people.actor(people.finance()), code=request.code, content=said)
        jobs.unseal(clock.now())
    return world


def acknowledge(row: SealedBid) -> None:
    """Sign that the person's share opens, as its machine would when the bid came in."""
    suite, holder = suite_named(configured.LUCAI_SEALING_SUITE), own_keys.person_recovers()
    opens, signs = sealing.SECRETS["supervisor"]
    versions = policy_rows(SYSTEM, row.project_number, row.lot_number)
    policy = next(one.policy for one in versions if one.policy_hash == row.policy_hash)
    signed = trust.acknowledge(
        policy, row.envelope, holder, suite.opener(opens), signer=suite.signer(signs),
        at=row.received_at,
    )  # fmt: skip
    statement = signed.encode().decode("utf-8")
    with system_access("what a holder acknowledges"):
        ShareAcknowledgement(bid=row, holder=holder, statement=statement, at=row.received_at).save(
            force_insert=True
        )


contradicted = kept(denied)


def test_who_denies_what_it_acknowledged_is_at_fault_itself_by_platform_and_verifiers(
    contradicted: Called, tmp_path: Path, node_engine: Engine
) -> None:
    number, holder = contradicted.call.number, own_keys.person_recovers()
    shut = SealedBid.objects.seen_by(SYSTEM).get(project_number=number, state="shut")
    assert (shut.fault["culprit"], shut.fault["holders"]) == ("holder", [holder])
    [told] = unopened_in(people.agency(), number, 1)
    assert "递交时签名确认份额能打开" in told.why
    for viewer in (people.agency(), people.finance()):
        place = package(viewer, contradicted, tmp_path)
        given = {"archive": place.read_bytes().hex(), "receipts": []}
        browsers = next(one for one in node_engine.call("judgePackage", given) if one["id"] == "P7")
        assert (p7_of(place).verdict.value, browsers["verdict"]) == ("passed", "passed"), browsers
        with zipfile.ZipFile(place) as archive:
            names = [name for name in archive.namelist() if name.endswith("receipt.json")]
            receipts = [json.loads(archive.read(name)) for name in names]
        assert all(one["acknowledgements"] for one in receipts)
