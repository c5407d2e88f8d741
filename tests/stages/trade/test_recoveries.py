"""People of the recovery group: asked when suppliers did not decrypt, they release by their own keys."""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.conf import settings as configured

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.access.models import Organisation
from lucai.platform.duties.models import Duty
from lucai.platform.journal.frame import command
from lucai.platform.journal.models import JournalEntry
from lucai.stages.trade.bids.selectors import opened_bids
from lucai.stages.trade.decryptions import services as decryptions
from lucai.stages.trade.decryptions.models import RecoveryRequest
from lucai.stages.trade.decryptions.schemas import RecoverySharesIn
from lucai.stages.trade.openings import jobs
from lucai.stages.trade.openings import services as openings
from lucai.stages.trade.openings.models import OpeningSession
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.sealing import services as sealing_services
from lucai.stages.trade.sealing.models import SealedBid
from lucai.stages.trade.sealing.policies import PARTIES
from lucai.stages.trade.sealing.selectors import (
    holders_of,
    own_holder,
    policy_card,
    waiting_for_recovery,
)
from lucai.stages.trade.sealing.selectors.orders import recovery_order
from lucai_trust import envelope as trust
from lucai_trust.envelope.policy import RECOVERY
from lucai_trust.schedule import Share
from lucai_trust.suites import suite_named
from tests.makers import own_keys, people, sealing
from tests.makers.browsing import browse
from tests.makers.kept import kept
from tests.makers.own_keys import Called

pytestmark = pytest.mark.django_db

asked_one = kept(lambda: own_keys.called(with_person=True))
asked_any = kept(lambda: own_keys.called(with_person=True, holders=2))
asked_notary = kept(lambda: own_keys.called(with_notary=True))
asked_two = kept(lambda: own_keys.called(with_person=True, threshold=2))
enrolled = kept(own_keys.person_recovers)


def at_the_end(world: Called) -> AbstractContextManager[None]:
    return clock.at(world.call.bid_deadline + timedelta(minutes=own_keys.WINDOW))


def state_of(number: str) -> str:
    return OpeningSession.objects.seen_by(SYSTEM).get(project_number=number).state


def request_of(world: Called) -> RecoveryRequest:
    found: RecoveryRequest = RecoveryRequest.objects.seen_by(SYSTEM).get(
        project_number=world.call.number
    )
    return found


def the_last_does_not_decrypt(world: Called) -> None:
    """Two of three open their bids; then the window is over, and the system does what it can."""
    with clock.at(world.call.bid_deadline + timedelta(minutes=5)):
        for n in (1, 2):
            own_keys.decrypt(world, n)
    with at_the_end(world):
        jobs.unseal(clock.now())


def shares_of(world: Called) -> list[str]:
    made = sealing.recovery_shares(world.call.number, 1, people.finance())
    return [one.decode("utf-8") for one in made]


def release(world: Called, **content: list[str]) -> None:
    given = RecoverySharesIn(**(content or {"statements": shares_of(world)}))
    actor = people.actor(people.finance())
    decryptions.release_shares(actor, code=request_of(world).code, content=given)


def test_a_person_is_asked_releases_and_the_opening_goes_on_by_itself(asked_one: Called) -> None:
    number = asked_one.call.number
    the_last_does_not_decrypt(asked_one)
    assert state_of(number) == "decrypting"
    duty = Duty.objects.seen_by(SYSTEM).get(object_type="trade.recoveryRequest", done_at=None)
    assert duty.organisation == people.finance().organisation
    with at_the_end(asked_one):
        assert jobs.unseal(clock.now()) == 0  # it waits for people and asks nobody again
        release(asked_one)
        assert own_keys.decryption_of(number, 3).state == "recovered"
        assert state_of(number) == "decrypting"
        assert jobs.unseal(clock.now()) == 1
    assert state_of(number) == "open"
    assert len(opened_bids(people.agency(), number, 1)) == 3
    assert request_of(asked_one).state == "released"
    assert Duty.objects.seen_by(SYSTEM).get(pk=duty.pk).done_at


def test_a_server_and_a_person_recover_together_and_neither_alone(asked_two: Called) -> None:
    number = asked_two.call.number
    the_last_does_not_decrypt(asked_two)
    row = own_keys.decryption_of(number, 3)
    missing = sealing_services.missing_for_recovery(sealing_services.ANYBODY, code=row.bid_code)
    assert missing == (people.finance().organisation_name,)
    with at_the_end(asked_two):
        release(asked_two)
        assert jobs.unseal(clock.now()) == 1
    assert state_of(number) == "open"


def test_a_silent_server_is_asked_again_by_the_agency_after_the_person_released(
    asked_two: Called,
) -> None:
    server = sealing.ports.server_of(own_keys.RECOVERER)
    assert server
    sealing.ports.forget_server(own_keys.RECOVERER)
    the_last_does_not_decrypt(asked_two)
    with at_the_end(asked_two):
        release(asked_two)
        agency = people.actor(people.agency())
        with pytest.raises(RuleBroken, match="恢复组"):
            openings.unseal(agency, project_number=asked_two.call.number)
        sealing.ports.use_server(own_keys.RECOVERER, server)
        openings.unseal(agency, project_number=asked_two.call.number)
    assert state_of(asked_two.call.number) == "open"


def test_the_hall_names_who_is_awaited_and_the_agency_cannot_open(asked_one: Called) -> None:
    number = asked_one.call.number
    the_last_does_not_decrypt(asked_one)
    name = people.finance().organisation_name
    with at_the_end(asked_one):
        hall = browse(people.agency()).get(f"/rooms/{number}/opening/").content.decode()
        with pytest.raises(RuleBroken, match=f"请联系{name}"):
            openings.unseal(people.actor(people.agency()), project_number=number)
    assert f"1 份等待份额（{name}）" in hall


def test_only_who_is_asked_sees_the_request_and_only_once(asked_one: Called) -> None:
    the_last_does_not_decrypt(asked_one)
    code = request_of(asked_one).code
    address = f"/recoveries/{code}/"
    with at_the_end(asked_one):
        page = browse(people.finance()).get(address).content.decode()
        for viewer in (people.finance("370202"), people.agency(), people.supplier(1)):
            assert browse(viewer).get(address).status_code in {403, 404}
        stranger = people.actor(people.finance("370202"))
        shares = RecoverySharesIn(statements=shares_of(asked_one))
        with pytest.raises(NotFound):
            decryptions.release_shares(stranger, code=code, content=shares)
        release(asked_one)
        with pytest.raises(WrongState, match="已释放"):
            release(asked_one)
        after = browse(people.finance()).get(address).content.decode()
    assert "data-release" in page
    assert "data-release" not in after
    assert "释放恢复密钥份额" in after


def test_a_role_without_the_right_is_told_so(asked_one: Called) -> None:
    the_last_does_not_decrypt(asked_one)
    clerk = people.viewer(_finance(), "finance.clerk", "示例监管", grants=frozenset())
    with at_the_end(asked_one):
        shares = RecoverySharesIn(statements=shares_of(asked_one))
        with pytest.raises(NotAllowed):
            decryptions.release_shares(
                people.actor(clerk), code=request_of(asked_one).code, content=shares
            )


@pytest.mark.parametrize("kind", ["none", "signed by another", "another share", "of the parties"])
def test_a_share_that_is_not_the_one_asked_for_is_refused(asked_one: Called, kind: str) -> None:
    the_last_does_not_decrypt(asked_one)
    row = waiting_for_recovery(SYSTEM, asked_one.call.number, 1)[0]
    with at_the_end(asked_one):
        with pytest.raises(InvalidInput) as refused:
            release(asked_one, statements=_wrong(row, kind))
        assert "statements" in refused.value.fields
        assert request_of(asked_one).state == "waiting"
        release(asked_one)


def test_a_statement_of_nonsense_is_a_reason_and_not_a_failure(asked_one: Called) -> None:
    the_last_does_not_decrypt(asked_one)
    address = f"/recoveries/{request_of(asked_one).code}/releases/"
    with at_the_end(asked_one):
        browser = browse(people.finance())
        for body in ("[]", "{", '{"statements": ["x"]}', '{"unopened": ["zz"]}'):
            answer = browser.post(address, body, content_type="application/json")
            assert answer.status_code == 422


def test_before_the_window_is_over_nobody_is_asked(asked_one: Called) -> None:
    number = asked_one.call.number
    with clock.at(asked_one.call.bid_deadline + timedelta(minutes=5)):
        jobs.unseal(clock.now())
    assert not RecoveryRequest.objects.seen_by(SYSTEM).filter(project_number=number).exists()
    assert not waiting_for_recovery(SYSTEM, number, 1)


def test_who_says_that_the_last_share_does_not_open_is_named_and_not_the_bidder(
    asked_one: Called,
) -> None:
    number = asked_one.call.number
    the_last_does_not_decrypt(asked_one)
    row = waiting_for_recovery(SYSTEM, number, 1)[0]
    with at_the_end(asked_one):
        said = sealing.words_of_unopened([row], people.finance())
        release(asked_one, statements=[], unopened=said)
        assert jobs.unseal(clock.now()) == 1
    shut = SealedBid.objects.seen_by(SYSTEM).get(pk=row.pk)
    assert (shut.state, shut.fault["culprit"]) == ("shut", "absent-holder")
    assert shut.fault["holders"] == [request_of(asked_one).holder]
    assert own_keys.decryption_of(number, 3).state == "failed"
    assert len(opened_bids(people.agency(), number, 1)) == 2
    logged = JournalEntry.objects.seen_by(SYSTEM).get(event="trade.recoveryRequest.release")
    digest = hashlib.sha256(said[0].encode()).hexdigest()
    assert logged.body["unopened"] == {row.envelope_hash: digest}


def test_a_word_shuts_nothing_while_others_of_the_group_can_still_come(asked_any: Called) -> None:
    server = sealing.ports.server_of(own_keys.RECOVERER)
    assert server
    sealing.ports.forget_server(own_keys.RECOVERER)
    the_last_does_not_decrypt(asked_any)
    row = waiting_for_recovery(SYSTEM, asked_any.call.number, 1)[0]
    with at_the_end(asked_any):
        said = sealing.words_of_unopened([row], people.finance())
        release(asked_any, statements=[], unopened=said)
        assert state_of(asked_any.call.number) == "decrypting"
        sealing.ports.use_server(own_keys.RECOVERER, server)
        openings.unseal(people.actor(people.agency()), project_number=asked_any.call.number)
    assert len(opened_bids(people.agency(), asked_any.call.number, 1)) == 3


def test_a_notary_stands_in_for_suppliers_and_holds_no_share_of_an_opening(
    asked_notary: Called,
) -> None:
    number, notary = asked_notary.call.number, people.notary()
    the_last_does_not_decrypt(asked_notary)
    held = own_holder(notary, configured.LUCAI_SEALING_SUITE)
    assert held
    assert held.group == RECOVERY
    duty = Duty.objects.seen_by(SYSTEM).get(object_type="trade.recoveryRequest", done_at=None)
    assert (duty.organisation, request_of(asked_notary).side) == (notary.organisation, "notary")
    with at_the_end(asked_notary):
        assert browse(people.finance()).get(f"/recoveries/{held.code}/").status_code == 404
        desk = browse(notary)
        assert "恢复组" in desk.get("/opening-keys/").content.decode()
        address = f"/recoveries/{request_of(asked_notary).code}/"
        assert "data-release" in desk.get(address).content.decode()
        assert desk.get(f"/rooms/{number}/opening/").status_code in {403, 404}
        shares = sealing.recovery_shares(number, 1, notary)
        given = RecoverySharesIn(statements=[one.decode("utf-8") for one in shares])
        decryptions.release_shares(
            people.actor(notary), code=request_of(asked_notary).code, content=given
        )
        assert jobs.unseal(clock.now()) == 1
    assert len(opened_bids(people.agency(), number, 1)) == 3


@pytest.mark.parametrize("kind", ["unsigned", "of another", "of no envelope", "a release"])
def test_a_word_that_its_holder_did_not_sign_is_refused(asked_one: Called, kind: str) -> None:
    the_last_does_not_decrypt(asked_one)
    row = waiting_for_recovery(SYSTEM, asked_one.call.number, 1)[0]
    with at_the_end(asked_one):
        [said] = sealing.words_of_unopened([row], people.finance())
        wrong = {
            "unsigned": said.replace('"value":"', '"value":"00'),
            "of another": sealing.words_of_unopened([row], people.agency(), "agency")[0],
            "of no envelope": said.replace(row.envelope_hash, "00" * 32),
            "a release": shares_of(asked_one)[0],
        }
        with pytest.raises(InvalidInput) as refused:
            release(asked_one, statements=[], unopened=[wrong[kind]])
    assert "unopened" in refused.value.fields
    assert request_of(asked_one).state == "waiting"


def test_a_cancelled_procurement_asks_nobody_any_more(asked_one: Called) -> None:
    the_last_does_not_decrypt(asked_one)
    with at_the_end(asked_one):
        command(decryptions.end)(sealing_services.ANYBODY, project_number=asked_one.call.number)
        assert request_of(asked_one).state == "ended"
        page = browse(people.finance()).get(f"/recoveries/{request_of(asked_one).code}/")
        assert "不再需要" in page.content.decode()


def test_a_supervisors_keys_recover_and_never_open(asked_one: Called) -> None:
    card = policy_card(SYSTEM, asked_one.call.number, 1)
    assert people.finance().organisation_name not in {one.organisation for one in card.holders}
    assert card.bidder
    assert card.bidder.recovery
    [holder] = card.bidder.recovery.holders
    assert holder.organisation == people.finance().organisation_name


def test_keys_replaced_since_still_release_what_was_sealed_to_them(asked_one: Called) -> None:
    number, finance = asked_one.call.number, people.finance()
    the_last_does_not_decrypt(asked_one)
    with at_the_end(asked_one):
        shares = shares_of(asked_one)
        sealing.enrolled(finance, b"\x21" * 32, b"\x22" * 32)
        order = recovery_order(finance, number, 1, request_of(asked_one).holder)
        assert order
        assert len(order["envelopes"]) == 1
        release(asked_one, statements=shares)
    assert request_of(asked_one).state == "released"


def test_people_recover_in_their_own_region_only(enrolled: str) -> None:
    sealing.enrolled(people.finance("370202"), b"\x17" * 32, b"\x18" * 32)
    project = project_seen(SYSTEM, own_keys.drafted())
    codes = {one.code: one.group for one in holders_of(SYSTEM, project)}
    other = own_holder(people.finance("370202"), configured.LUCAI_SEALING_SUITE)
    assert other
    assert codes[enrolled] == RECOVERY
    assert other.code not in codes
    assert PARTIES in codes.values()


def _finance() -> Organisation:
    return people.organisation(Side.SUPERVISOR, 5000 + int(people.REGION), "")


def _wrong(row: SealedBid, kind: str) -> list[str]:
    suite = suite_named(configured.LUCAI_SEALING_SUITE)
    opens, signs = sealing.SECRETS["supervisor"]
    policy = sealing._policy_of(row)
    holder = own_holder(people.finance(), suite.name)
    assert holder
    opener, signer = suite.opener(opens), suite.signer(signs)
    share = trust.open_recovery_share(policy, row.envelope, holder.code, opener)
    if kind == "none":
        return []
    if kind == "signed by another":
        signer = suite.signer(b"\x19" * 32)
    if kind == "another share":
        other = Share(share.share.index, bytes(32), share.share.blind)
        share = trust.Released("", RECOVERY, holder.code, other)
    if kind == "of the parties":
        agency = own_holder(people.agency(), suite.name)
        assert agency
        opens, signs = sealing.SECRETS["agency"]
        share = trust.open_share(
            policy, row.envelope, policy.opening_stage, agency.code, suite.opener(opens)
        )
        signer = suite.signer(signs)
    signed = trust.release(policy, row.envelope, share, signer=signer, at=clock.now())
    return [signed.encode().decode("utf-8")]
