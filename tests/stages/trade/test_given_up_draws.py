"""A draw whose holders of keys stay silent is given up in the open, and never once it can be known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM, Viewer
from lucai.kernel.errors import NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.records import system_access
from lucai.registers.experts.models import ReviewExpert
from lucai.stages.trade.draws import services as draws
from lucai.stages.trade.draws.numbering import LOT, round_number
from lucai.stages.trade.draws.schemas import GivingUpIn
from lucai.stages.trade.draws.selectors import waiting_row, waiting_sheet
from lucai.stages.trade.panels import services
from lucai.stages.trade.panels.lifecycle import PANEL
from lucai.stages.trade.panels.selectors import draw_records, draws_of, given_up_draws
from lucai.stages.trade.panels.services import publish_names
from lucai.stages.trade.prequalifications import services as invitations
from lucai.stages.trade.prequalifications.selectors import (
    given_up_draws as given_up_invitations,
)
from lucai.stages.trade.prequalifications.selectors import (
    invitation_draw,
)
from lucai.stages.trade.prequalifications.selectors import (
    waiting_draw as waiting_invitation,
)
from lucai.stages.trade.rounds.selectors import answers_of
from lucai.stages.trade.sealing import ports
from lucai.stages.trade.sealing import services as sealing
from lucai_trust.draw_check import check_draw
from tests.makers import bids, chances, evaluation, people, prequalifying, registers
from tests.makers import sealing as outposts
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

WAIT, PATIENCE = 30, 15
WHY = GivingUpIn(reason="示例：密钥服务器机房断电，已与运行单位确认短期不能恢复。")


def begun(call: bids.Call, minutes: int = 0) -> None:
    """Fix a pool and ask for nonces, so many minutes after the deadline."""
    with minute(call, minutes):
        begins = call.bid_deadline + timedelta(minutes=minutes + WAIT)
        form = evaluation.draw_form(begins, wait_minutes=WAIT)
        services.draw(people.actor(people.agency()), project_number=call.number, form=form)


def asked_for_nonces() -> bids.Call:
    """A draw for which the buyer has given a nonce."""
    call = evaluation.prepared()
    begun(call)
    give(call, 1, people.buyer(), 5)
    return call


asked = kept(asked_for_nonces)


@contextmanager
def minute(call: bids.Call, minutes: int) -> Iterator[None]:
    with clock.at(call.bid_deadline + timedelta(minutes=minutes)):
        yield


@pytest.fixture
def silent(asked: bids.Call) -> Iterator[None]:
    """One of the two holders does not answer."""
    del asked
    silence()
    yield
    outposts.new_outposts()


def silence() -> None:
    ports.forget_server(outposts.SERVERS[1][0])


def give(call: bids.Call, draw: int, viewer: Viewer, minutes: int) -> None:
    with minute(call, minutes):
        chances.give(f"{call.number}-{draw}", viewer)


def give_up(
    call: bids.Call, draw: int = 1, minutes: int = WAIT + PATIENCE, viewer: Viewer | None = None
) -> None:
    with minute(call, minutes):
        actor = people.actor(viewer or people.agency())
        draws.give_up(actor, draw_number=f"{call.number}-{draw}", form=WHY)


def rules_of(refusal: pytest.ExceptionInfo[RuleBroken]) -> str:
    return "".join(verdict.message for verdict in refusal.value.verdicts)


@pytest.mark.usefixtures("silent")
def test_it_is_given_up_with_a_reason_and_the_next_draw_is_another(asked: bids.Call) -> None:
    with minute(asked, WAIT + 5):
        assert waiting_sheet(people.agency(), PANEL.of, asked.number)
    give_up(asked)
    first = draws_of(SYSTEM, asked.number)[0]
    assert waiting_row(SYSTEM, first.draw_id).state == "given_up"
    assert not sealing.can_be_proven(SYSTEM, round_number(first.draw_id), LOT)
    outposts.new_outposts()
    begun(asked, WAIT + PATIENCE + 1)
    give(asked, 2, people.buyer(), WAIT + PATIENCE + 3)
    with minute(asked, 2 * WAIT + PATIENCE + 1):
        services.finish_draw(people.actor(people.agency()), project_number=asked.number)
        publish_names(people.actor(people.agency()), project_number=asked.number)
    second = draws_of(SYSTEM, asked.number)[1]
    assert (first.seed, first.root) != (second.seed, second.root)
    nonces = [one["nonce"] for row in (first, second) for one in row.parties]
    assert len(set(nonces)) == len(nonces) == 3
    [record] = draw_records(PUBLIC, asked.number)
    assert [one for one in check_draw(record) if not one.holds] == []
    [told] = given_up_draws(PUBLIC, asked.number)
    assert (told.reason, told.sealed) == (WHY.reason, ("采购人",))
    assert told.silent == (outposts.SERVERS[1][1],)
    for page in (f"/draws/{asked.number}/", f"/draws/{asked.number}/draw.json"):
        assert WHY.reason in browse(people.supplier()).get(page).content.decode()


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize("minutes", [WAIT - 1, WAIT + PATIENCE - 1])
def test_it_is_not_given_up_before_the_holders_had_their_time(
    asked: bids.Call, minutes: int
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        give_up(asked, minutes=minutes)
    assert "方可放弃" in rules_of(refusal)
    give_up(asked)


@pytest.mark.usefixtures("silent")
def test_while_one_holder_is_silent_the_other_is_not_asked(asked: bids.Call) -> None:
    with minute(asked, WAIT):
        sealing.prepare_opening(sealing.ANYBODY, project_number=round_number(f"{asked.number}-1"))
    assert answers_of(SYSTEM, round_number(f"{asked.number}-1"), LOT).released == ()


def test_once_a_share_is_released_it_can_only_be_ended(asked: bids.Call) -> None:
    number = round_number(f"{asked.number}-1")
    with minute(asked, WAIT):
        sealing.close_registries(sealing.ANYBODY, project_number=number)
        silence()
        sealing.ask_servers(sealing.ANYBODY, project_number=number, lot_number=LOT)
    with pytest.raises(RuleBroken) as refusal:
        give_up(asked)
    assert "可能已被知悉" in rules_of(refusal)
    outposts.new_outposts()


def test_when_the_holders_answer_at_the_last_attempt_it_is_not_given_up(asked: bids.Call) -> None:
    with pytest.raises(RuleBroken) as refusal:
        give_up(asked)
    assert "请完成抽取" in rules_of(refusal)


def test_a_draw_without_a_sealed_nonce_hangs_on_nobody_and_is_ended() -> None:
    call = evaluation.prepared()
    silence()
    begun(call)
    with pytest.raises(RuleBroken) as refusal:
        give_up(call)
    assert "请直接完成抽取" in rules_of(refusal)
    with minute(call, WAIT + PATIENCE):
        services.finish_draw(people.actor(people.agency()), project_number=call.number)
    assert draws_of(SYSTEM, call.number)[0].seed
    outposts.new_outposts()


@pytest.mark.usefixtures("silent")
def test_nobody_but_the_organiser_gives_it_up(asked: bids.Call) -> None:
    for viewer in (people.buyer(), people.agency(2)):
        with pytest.raises(NotFound):
            give_up(asked, viewer=viewer)


@pytest.mark.usefixtures("silent")
def test_supervision_is_warned_of_the_second_and_writes_down_what_it_found(
    asked: bids.Call,
) -> None:
    duty = "核查一再放弃的抽取"
    give_up(asked)
    assert duty not in [one.title for one in duty_list(people.finance())]
    begun(asked, WAIT + PATIENCE + 1)
    give(asked, 2, people.buyer(), WAIT + PATIENCE + 3)
    give_up(asked, 2, 2 * (WAIT + PATIENCE) + 1)
    assert duty in [one.title for one in duty_list(people.finance())]
    page = f"/draws/{asked.number}-2/waiting/"
    finance = browse(people.finance())
    assert WHY.reason in finance.get(page).content.decode()
    done = finance.post(f"{page}check/", {"finding": "示例：核查属实，责成更换密钥服务器。"})
    assert (done.status_code, done["Location"]) == (302, page)
    assert waiting_row(SYSTEM, f"{asked.number}-2").state == "checked"
    assert "责成更换" in finance.get(page).content.decode()


def test_supervision_is_warned_at_once_where_only_the_organiser_had_given() -> None:
    call = evaluation.prepared()
    begun(call)
    give(call, 1, people.agency(), 5)
    silence()
    give_up(call)
    assert waiting_row(SYSTEM, f"{call.number}-1").state == "questioned"
    outposts.new_outposts()


@pytest.mark.usefixtures("silent")
def test_its_page_offers_what_can_be_done_and_says_why_not_yet(asked: bids.Call) -> None:
    page = f"/draws/{asked.number}-1/waiting/"
    agency = browse(people.agency())
    with minute(asked, WAIT + 1):
        assert "截止满15分钟" in agency.get(page).content.decode()
        panel = agency.get(f"/rooms/{asked.number}/panel/").content.decode()
        assert page in panel
        assert "完成抽取" in panel
    with minute(asked, WAIT + PATIENCE):
        assert f"{page}giving-up/" in agency.get(page).content.decode()
        assert browse(people.buyer()).get(f"{page}giving-up/").status_code == 404
        done = agency.post(f"{page}giving-up/", {"reason": WHY.reason})
        assert (done.status_code, done["Location"]) == (302, page)
        assert WHY.reason in browse(people.buyer()).get(page).content.decode()
        assert WHY.reason in agency.get(f"/rooms/{asked.number}/panel/").content.decode()


def test_a_pool_that_cannot_fill_its_places_any_more_is_drawn_from_anew_in_the_open(
    asked: bids.Call,
) -> None:
    first = draws_of(SYSTEM, asked.number)[0]
    with system_access("test"):
        people_of = [member.person for member in first.members]
        ReviewExpert.objects.filter(person_id__in=people_of).update(state="suspended")
    for n in range(9, 13):
        registers.registered_expert(n)
    with minute(asked, 6):
        page = browse(people.agency()).get(f"/rooms/{asked.number}/panel/draw/")
        assert page.status_code == 200
    begun(asked, 7)
    assert draws_of(SYSTEM, asked.number)[1].draw_id.endswith("-2")
    [told] = given_up_draws(PUBLIC, asked.number)
    assert (told.draw_id, told.reason, told.silent) == (first.draw_id, draws.SPENT, ())


def test_ending_it_is_signed_and_only_tried_until_then(asked: bids.Call, settings: Any) -> None:
    settings.LUCAI_SIGNED_ACTS = True
    agency, finish = browse(people.agency()), f"/rooms/{asked.number}/panel/draw/finish/"
    with minute(asked, WAIT):
        assert "还没有收齐" in agency.post(finish).content.decode()
        draws.gather(people.actor(people.agency()), draw_number=f"{asked.number}-1")
        assert "签名确认：完成评审专家的抽取" in agency.post(finish).content.decode()
    assert draws_of(SYSTEM, asked.number)[0].seed == ""


@pytest.mark.usefixtures("silent")
def test_giving_it_up_is_signed(asked: bids.Call, settings: Any) -> None:
    settings.LUCAI_SIGNED_ACTS = True
    page = f"/draws/{asked.number}-1/waiting/giving-up/"
    with minute(asked, WAIT + PATIENCE):
        asks = browse(people.agency()).post(page, {"reason": WHY.reason}).content.decode()
    assert "签名确认：放弃等待中的抽取" in asks
    assert waiting_row(SYSTEM, f"{asked.number}-1").state == "waiting"


def test_a_draw_of_invited_suppliers_is_given_up_and_followed_by_another() -> None:
    outposts.holders()
    agency = people.actor(people.agency())
    number = prequalifying.watched(prequalifying.confirmed(prequalifying.listed()))
    first, minutes = f"{number}-ZS1", timedelta(minutes=30)
    started = clock.now().replace(microsecond=0) + timedelta(seconds=1)
    with clock.at(started):
        invitations.draw(agency, project_number=number, wait_minutes=30)
        assert waiting_invitation(people.finance(), number)
        assert not waiting_invitation(people.supplier(1), number)
        chances.give(first, people.buyer())
        with pytest.raises(WrongState, match="截止"):
            invitations.finish_draw(agency, project_number=number)
    silence()
    with clock.at(started + 2 * minutes):
        with pytest.raises(WrongState):
            invitations.finish_draw(agency, project_number=number)
        draws.give_up(agency, draw_number=first, form=WHY)
    outposts.new_outposts()
    with clock.at(started + 3 * minutes):
        invitations.draw(agency, project_number=number, wait_minutes=30)
        for viewer in (people.buyer(), people.agency()):
            chances.give(f"{first}-2", viewer)
    with clock.at(started + 4 * minutes):
        invitations.finish_draw(agency, project_number=number)
    record = invitation_draw(people.agency(), number)
    assert record.draw_id == f"{first}-2"
    signed = {one.id for one in record.parties if one.signed}
    assert signed == {"agency", "buyer"}
    assert [one.id for one in record.absent or ()] == ["supervisor"]
    assert all(claim.holds for claim in check_draw(record))
    assert [one.draw_id for one in given_up_invitations(people.public(), number)] == [first]
