"""Suppliers' own keys: they decrypt in the window, or are recovered, or count as withdrawn."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.platform.duties.models import Duty
from lucai.platform.journal.frame import command
from lucai.platform.journal.models import JournalEntry
from lucai.stages.trade.bids.selectors import opened_bids
from lucai.stages.trade.decryptions import services as decryptions
from lucai.stages.trade.decryptions.schemas import DecryptionIn
from lucai.stages.trade.decryptions.selectors import window_of
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.documents.bidder_keys import OnNoDecrypt
from lucai.stages.trade.openings import jobs
from lucai.stages.trade.openings import services as openings
from lucai.stages.trade.openings.models import OpeningSession
from lucai.stages.trade.sealing import services as sealing_services
from lucai.stages.trade.sealing.models import SealedBid
from lucai.stages.trade.sealing.selectors import envelopes_handed_in, policy_rows, releases_of
from lucai_trust import envelope as trust
from lucai_trust.errors import TrustError
from tests.makers import own_keys, people, sealing, trade
from tests.makers.browsing import browse
from tests.makers.kept import kept
from tests.makers.own_keys import Called

pytestmark = pytest.mark.django_db

running = kept(own_keys.called)
revoking = kept(lambda: own_keys.called("withdrawn"))
drafted = kept(own_keys.drafted)


def state_of(number: str) -> str:
    return OpeningSession.objects.seen_by(SYSTEM).get(project_number=number).state


def in_window(world: Called, minutes: int = 5) -> AbstractContextManager[None]:
    return clock.at(world.call.bid_deadline + timedelta(minutes=minutes))


def test_all_suppliers_decrypt_and_all_bids_open_together(running: Called) -> None:
    number = running.call.number
    assert state_of(number) == "decrypting"
    with in_window(running):
        for n in (1, 2):
            own_keys.decrypt(running, n)
        assert jobs.unseal(clock.now()) == 0
        assert not opened_bids(people.agency(), number, 1)
        own_keys.decrypt(running, 3)
        assert jobs.unseal(clock.now()) == 1
    assert state_of(number) == "open"
    prices = [sheet.price for sheet in opened_bids(people.agency(), number, 1)]
    assert len(prices) == 3
    assert prices == sorted(prices)


def test_a_supplier_decrypts_with_its_own_key(running: Called) -> None:
    row = own_keys.decryption_of(running.call.number, 1)
    envelope = SealedBid.objects.seen_by(SYSTEM).get(code=row.bid_code).envelope
    opener = sealing.own_opener(people.supplier(1))
    secret = trust.unwrap_bidder_secret(envelope, "certificate", opener)
    key = {"project_number": running.call.number, "bid_code": row.bid_code}
    with in_window(running):
        wrong = DecryptionIn(secret=bytes(32).hex())
        with pytest.raises(InvalidInput, match="承诺"):
            decryptions.decrypt(people.actor(people.supplier(1)), **key, content=wrong)
        right = DecryptionIn(secret=secret.hex())
        decryptions.decrypt(people.actor(people.supplier(1)), **key, content=right)
    assert own_keys.decryption_of(running.call.number, 1).state == "decrypted"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("ABCD-EFGH", "九组"), ("another", "另一份")],
)
def test_a_wrong_code_is_told_and_can_be_typed_again(
    running: Called, typed: str, said: str
) -> None:
    code = running.code(2) if typed == "another" else typed
    with in_window(running):
        with pytest.raises(InvalidInput) as refused:
            own_keys.decrypt(running, 1, code=code)
        assert said in refused.value.fields["code"]
        own_keys.decrypt(running, 1, code=running.code(1).lower().replace("-", " "))
    assert own_keys.decryption_of(running.call.number, 1).state == "decrypted"


def test_after_the_window_nobody_decrypts_and_another_firm_sees_nothing(running: Called) -> None:
    with in_window(running), pytest.raises(NotFound):
        own_keys.decrypt(running, 1, viewer=people.supplier(2))
    with in_window(running, own_keys.WINDOW), pytest.raises(WrongState, match="时段已经结束"):
        own_keys.decrypt(running, 1)


def test_who_did_not_decrypt_is_recovered_on_a_request_in_the_log(running: Called) -> None:
    number = running.call.number
    with in_window(running):
        for n in (1, 2):
            own_keys.decrypt(running, n)
    with in_window(running, own_keys.WINDOW):
        jobs.unseal(clock.now())
    assert state_of(number) == "open"
    assert len(opened_bids(people.agency(), number, 1)) == 3
    assert own_keys.decryption_of(number, 3).state == "recovered"
    with in_window(running, own_keys.WINDOW):
        halls = [
            browse(viewer).get(f"/rooms/{number}/opening/").content.decode()
            for viewer in (people.agency(), people.supplier(1))
        ]
    assert [hall.count("由恢复组解密</small>") for hall in halls] == [1, 1]
    asked = JournalEntry.objects.seen_by(SYSTEM).get(event="trade.sealedBid.recover")
    assert asked.public
    row = own_keys.decryption_of(number, 3)
    bid = SealedBid.objects.seen_by(SYSTEM).get(code=row.bid_code)
    assert asked.body["recoveryRequest"]["envelope"] == bid.envelope_hash


def test_a_silent_recovery_holder_leaves_the_opening_to_the_agency(running: Called) -> None:
    number = running.call.number
    server = sealing.ports.server_of(own_keys.RECOVERER)
    assert server
    sealing.ports.forget_server(own_keys.RECOVERER)
    agency = people.actor(people.agency())
    with in_window(running, own_keys.WINDOW):
        jobs.unseal(clock.now())
        assert state_of(number) == "decrypting"
        assert jobs.unseal(clock.now()) == 0
        with pytest.raises(RuleBroken, match="恢复组"):
            openings.unseal(agency, project_number=number)
        sealing.ports.use_server(own_keys.RECOVERER, server)
        openings.unseal(agency, project_number=number)
    assert state_of(number) == "open"


def test_where_the_policy_says_so_a_bid_not_decrypted_counts_as_withdrawn(
    revoking: Called,
) -> None:
    number = revoking.call.number
    with in_window(revoking):
        for n in (1, 2):
            own_keys.decrypt(revoking, n)
    with in_window(revoking, own_keys.WINDOW):
        jobs.unseal(clock.now())
        hall = browse(people.agency()).get(f"/rooms/{number}/opening/").content.decode()
    assert len(opened_bids(people.agency(), number, 1)) == 2
    row = own_keys.decryption_of(number, 3)
    assert row.state == "revoked"
    bid = SealedBid.objects.seen_by(SYSTEM).get(code=row.bid_code)
    assert (bid.state, bid.fault["culprit"]) == ("shut", "bidder")
    assert "责任方：投标人" in hall
    assert "视为撤销投标" in hall
    name = people.supplier(3).organisation_name
    assert f"<b>{name}</b>" in hall[hall.index('id="unopened"') :]
    with in_window(revoking, own_keys.WINDOW):
        own = browse(people.supplier(3)).get(f"/rooms/{number}/opening/").content.decode()
    assert "视为撤销投标；责任在投标人" in own
    assert "没有参加这一包" not in own
    assert "opening/sign-in/" not in own


def test_before_the_deadline_nobody_is_called_to_decrypt() -> None:
    world = own_keys.bid_for()
    with clock.at(world.call.before), pytest.raises(RuleBroken):
        openings.start(people.actor(people.agency()), project_number=world.call.number)
    assert window_of(SYSTEM, world.call.number) is None


def test_the_agency_cannot_open_while_the_window_runs(running: Called) -> None:
    with in_window(running), pytest.raises(RuleBroken, match="解密时段"):
        openings.unseal(people.actor(people.agency()), project_number=running.call.number)


def test_opening_groups_alone_read_names_and_no_part(running: Called) -> None:
    rows = envelopes_handed_in(SYSTEM, running.call.number, 1)
    policy = policy_rows(SYSTEM, running.call.number, 1)[-1].policy
    for row, held in zip(rows, releases_of(SYSTEM, rows).values(), strict=True):
        shares = trust.released_shares(
            trust.read_release(policy, row.envelope, one.signed) for one in held
        )
        stage = trust.open_stage(policy, row.envelope, "opening", shares)
        key = trust.header_key(policy, row.envelope, stage)
        assert trust.open_header(policy, row.envelope, key).inner.bidders
        for part in row.envelope.core.parts:
            with pytest.raises(TrustError):
                trust.part_key(policy, row.envelope, part.number, opened=stage)
            with pytest.raises(TrustError):
                trust.part_key(
                    policy, row.envelope, part.number, opened=stage, bidder_secret=bytes(32)
                )


def test_no_recovery_share_comes_before_the_window_is_over(running: Called) -> None:
    row = own_keys.decryption_of(running.call.number, 1)
    key = {"project_number": running.call.number, "lot_number": 1}
    with in_window(running, own_keys.WINDOW - 1):
        _ask_in_the_log(sealing_services.ANYBODY, row.bid_code)
        assert sealing_services.ask_recovery_servers(sealing_services.ANYBODY, **key) == 0
    with in_window(running, own_keys.WINDOW):
        assert sealing_services.ask_recovery_servers(sealing_services.ANYBODY, **key) == 1


def test_the_hall_tells_numbers_only_and_leads_the_supplier_to_its_page(running: Called) -> None:
    number = running.call.number
    with in_window(running):
        own_keys.decrypt(running, 1)
        texts = {
            side: browse(viewer).get(f"/rooms/{number}/opening/").content.decode()
            for side, viewer in (
                ("agency", people.agency()), ("done", people.supplier(1)),
                ("waiting", people.supplier(2)),
            )
        }  # fmt: skip
    assert all("1 / 3" in text for text in texts.values())
    assert people.supplier(1).organisation_name not in texts["agency"]
    assert "/decryptions/" in texts["waiting"]
    assert "/decryptions/" not in texts["done"]
    duties = Duty.objects.seen_by(SYSTEM).filter(object_type="trade.decryption", done_at=None)
    assert {duty.organisation for duty in duties} == {
        people.supplier(2).organisation, people.supplier(3).organisation,
    }  # fmt: skip


def test_the_button_that_stays_in_sight_is_to_decrypt_until_that_is_done(running: Called) -> None:
    hall = f"/rooms/{running.call.number}/opening/"

    def pinned() -> str:
        page = browse(people.supplier(1)).get(hall).content.decode()
        assert page.count('class="pin"') == 1
        return page[page.index('class="pin"') :].split("</div>", 1)[0]

    with in_window(running):
        assert "解密投标文件" in pinned()
        own_keys.decrypt(running, 1)
        assert "签到" in pinned()


def test_a_code_is_demanded_where_it_is_typed(running: Called) -> None:
    row = own_keys.decryption_of(running.call.number, 1)
    address = f"/rooms/{running.call.number}/decryptions/{row.bid_code}/"
    with in_window(running):
        supplier = browse(people.supplier(1))
        page = supplier.get(address).content.decode()
        empty = supplier.post(address, {"code": ""})
    assert 'id="f-code"' in page
    assert "选填" not in page[page.index("<main") :]
    assert empty.status_code == 422
    assert 'id="e-code"' in empty.content.decode()
    assert own_keys.decryption_of(running.call.number, 1).state == "waiting"


def test_the_page_keeps_a_mistyped_code_and_takes_the_right_one(running: Called) -> None:
    row = own_keys.decryption_of(running.call.number, 1)
    address = f"/rooms/{running.call.number}/decryptions/{row.bid_code}/"
    supplier = browse(people.supplier(1))
    with in_window(running):
        assert "恢复码" in supplier.get(address).content.decode()
        wrong = supplier.post(address, {"code": "ABCD-EFGH"})
        assert wrong.status_code == 422
        assert 'value="ABCD-EFGH"' in wrong.content.decode()
        assert supplier.post(address, {"code": running.code(1)}).status_code == 302
        assert "已解密" in supplier.get(address).content.decode()
        assert browse(people.supplier(2)).get(address).status_code == 404
        assert browse(people.agency()).get(address).status_code in {403, 404}


def test_the_tender_says_in_plain_words_who_decrypts_and_who_recovers(running: Called) -> None:
    with in_window(running):
        page = browse(people.supplier(1)).get(f"/rooms/{running.call.number}/sealed/")
    text = page.content.decode()
    assert "30 分钟内用证书或者恢复码解密" in text
    assert "恢复组：示例财政监管" in text


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"recovery": []}, "recovery", "至少选择一家"),
        ({"recovery": ["server-trading", "server-finance"]}, "recovery", "至少还要有一家"),
        ({"recovery": ["party-nobody"]}, "recovery", "没有登记"),
        ({"threshold": 2}, "threshold", "不能超过"),
    ],
)
def test_a_composition_that_gives_no_policy_is_refused_at_its_field(
    drafted: str, changes: dict[str, object], field: str, said: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        choose(drafted, **changes)
    assert said in refused.value.fields[field]


@pytest.mark.parametrize("changes", [{}, {"on_no_decrypt": OnNoDecrypt.WITHDRAWN, "recovery": []}])
def test_a_composition_that_gives_a_policy_is_kept(
    drafted: str, changes: dict[str, object]
) -> None:
    choose(drafted, **changes)


def choose(number: str, **changes: object) -> None:
    terms = trade.terms(number, 1, **own_keys.chosen(**changes))
    documents.edit_terms(people.actor(people.agency()), project_number=number, content=terms)


def test_a_cancelled_procurement_gives_bids_back_in_the_window(running: Called) -> None:
    with in_window(running):
        _end(sealing_services.ANYBODY, running.call.number)
    assert own_keys.decryption_of(running.call.number, 1).state == "ended"


@command
def _end(actor: Actor, number: str) -> None:
    decryptions.end(actor, project_number=number)


@command
def _ask_in_the_log(actor: Actor, bid_code: str) -> None:
    sealing_services.request_recovery(actor, code=bid_code)
