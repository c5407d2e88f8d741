"""The parties' own nonces: sealed in time, opened together, named where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM, Viewer
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.stages.trade.draws.drawing import NOT_ASKED
from lucai.stages.trade.draws.models import DrawChance
from lucai.stages.trade.draws.numbering import LOT, round_number
from lucai.stages.trade.draws.selectors import waiting_row
from lucai.stages.trade.draws.services import MISSED, UNCOVERED, UNLIKE
from lucai.stages.trade.draws.services import asking as giving
from lucai.stages.trade.panels import services
from lucai.stages.trade.panels.selectors import draw_records, draws_of, seats_of
from lucai.stages.trade.panels.services import publish_names
from lucai.stages.trade.sealing import ports
from lucai.stages.trade.sealing import services as sealing
from lucai_trust.draw_check import check_draw
from lucai_trust.draw_record import DrawRecord
from tests.frontend.conftest import bundle, node_engine
from tests.frontend.engines import Engine
from tests.makers import bids, chances, evaluation, people
from tests.makers import sealing as outposts
from tests.makers.browsing import browse
from tests.makers.kept import kept

__all__ = ["bundle", "node_engine"]
pytestmark = pytest.mark.django_db

WAIT = 30


def asked_for_nonces() -> bids.Call:
    """A draw whose pool is fixed and whose parties are asked for nonces."""
    call = evaluation.prepared()
    with clock.at(call.bid_deadline):
        form = evaluation.draw_form(call.bid_deadline + timedelta(minutes=WAIT), wait_minutes=WAIT)
        services.draw(people.actor(people.agency()), project_number=call.number, form=form)
    return call


asked = kept(asked_for_nonces)


@contextmanager
def minute(call: bids.Call, minutes: int) -> Iterator[None]:
    with clock.at(call.bid_deadline + timedelta(minutes=minutes)):
        yield


def give(call: bids.Call, viewer: Viewer, minutes: int = 5, **changes: object) -> bytes:
    with minute(call, minutes):
        return chances.give(f"{call.number}-1", viewer, **changes)


def finish(call: bids.Call, minutes: int = WAIT) -> DrawRecord:
    with minute(call, minutes):
        services.finish_draw(people.actor(people.agency()), project_number=call.number)
        publish_names(people.actor(people.agency()), project_number=call.number)
    return draw_records(PUBLIC, call.number)[0]


def broken(record: DrawRecord) -> list[str]:
    return [one.claim for one in check_draw(record) if not one.holds]


def test_nobody_is_waited_for_until_the_evaluation_has_begun() -> None:
    call = evaluation.prepared()
    begins = call.bid_deadline + timedelta(minutes=WAIT)
    form = evaluation.draw_form(begins, wait_minutes=WAIT + 1)
    with clock.at(call.bid_deadline), pytest.raises(InvalidInput) as refusal:
        services.draw(people.actor(people.agency()), project_number=call.number, form=form)
    assert set(refusal.value.fields) == {"wait_minutes"}


def test_all_three_give_and_both_verifiers_see_who_signed(
    asked: bids.Call, node_engine: Engine
) -> None:
    for viewer in (people.agency(), people.buyer(), people.finance()):
        give(asked, viewer)
    record = finish(asked)
    by = {one.id: one.signed is not None for one in record.parties}
    assert by == {"platform": False, "agency": True, "buyer": True, "supervisor": True}
    assert (record.absent, broken(record)) == ((), [])
    found = {one["id"]: one for one in node_engine.call("judgeDraw", {"record": record.to_json()})}
    assert {one["verdict"] for one in found.values()} == {"passed"}
    assert "采购人（" in found["D2"]["why"]
    assert len(seats_of(SYSTEM, asked.number)) == 4


def test_who_gives_none_or_another_than_promised_is_named_and_the_draw_is_held(
    asked: bids.Call,
) -> None:
    give(asked, people.buyer())
    give(asked, people.agency(), nonce="00" * 32)
    record = finish(asked)
    assert [one.id for one in record.parties] == ["platform", "buyer"]
    assert {one.id: one.why for one in record.absent or ()} == {
        "agency": UNLIKE, "supervisor": MISSED,
    }  # fmt: skip
    assert broken(record) == []
    page = browse(people.buyer()).get(f"/draws/{asked.number}/").content.decode()
    assert f"财政监管（{MISSED}）" in page


def test_a_draw_that_did_not_wait_says_that_nobody_took_part(call_at_once: bids.Call) -> None:
    record = draw_records(PUBLIC, call_at_once.number)[0]
    assert [one.id for one in record.parties] == ["platform"]
    assert {one.why for one in record.absent or ()} == {NOT_ASKED}
    assert broken(record) == []


@pytest.fixture
def call_at_once() -> bids.Call:
    call = evaluation.prepared()
    with clock.at(call.bid_deadline):
        agency = people.actor(people.agency())
        services.draw(
            agency, project_number=call.number, form=evaluation.draw_form(call.bid_deadline)
        )
        publish_names(agency, project_number=call.number)
    return call


def test_nothing_is_drawn_before_the_time_is_over_and_nothing_given_after(
    asked: bids.Call,
) -> None:
    with minute(asked, WAIT - 1), pytest.raises(WrongState, match="截止"):
        services.finish_draw(people.actor(people.agency()), project_number=asked.number)
    with pytest.raises(RuleBroken):
        give(asked, people.buyer(), WAIT)
    assert draws_of(SYSTEM, asked.number)[0].seed == ""
    finish(asked)


def test_the_seed_rests_on_a_checkpoint_from_before_the_seal(asked: bids.Call) -> None:
    give(asked, people.buyer())
    kept_head = waiting_row(SYSTEM, f"{asked.number}-1").checkpoint
    with minute(asked, WAIT):
        sealing.prepare_opening(sealing.ANYBODY, project_number=round_number(f"{asked.number}-1"))
    record = finish(asked, WAIT + 20)
    assert record.checkpoint == kept_head
    assert record.seal_entry is not None
    assert broken(record) == []


def test_a_nonce_that_came_too_late_for_the_checkpoint_is_left_out_and_the_draw_holds(
    asked: bids.Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(asked, people.buyer())
    with monkeypatch.context() as last_moment:
        last_moment.setattr(giving, "keep_head", lambda *_, **__: None)
        give(asked, people.agency(), WAIT - 1)
    record = finish(asked)
    assert [one.id for one in record.parties] == ["platform", "buyer"]
    assert {one.id: one.why for one in record.absent or ()} == {
        "agency": UNCOVERED, "supervisor": MISSED,
    }  # fmt: skip
    assert broken(record) == []
    page = browse(people.finance()).get(f"/draws/{asked.number}-1/nonce/").content.decode()
    assert "提交时间已过" in page
    assert "data-give" not in page


def test_with_a_holder_silent_nothing_is_drawn_and_no_nonce_is_known(asked: bids.Call) -> None:
    give(asked, people.buyer())
    ports.forget_server(outposts.SERVERS[1][0])
    with minute(asked, WAIT), pytest.raises(WrongState):
        services.finish_draw(people.actor(people.agency()), project_number=asked.number)
    assert [one["id"] for one in draws_of(SYSTEM, asked.number)[0].parties] == ["platform"]
    outposts.new_outposts()


@pytest.mark.parametrize("case", ["another_signs", "twice", "not_asked"])
def test_a_nonce_is_ones_own_and_given_once(asked: bids.Call, case: str) -> None:
    give(asked, people.agency())
    if case == "another_signs":
        with pytest.raises(InvalidInput) as error:
            give(asked, people.buyer(), signer=people.agency())
        assert set(error.value.fields) == {"signature"}
    if case == "twice":
        with pytest.raises(InvalidInput):
            give(asked, people.agency())
    if case == "not_asked":
        with pytest.raises(NotFound):
            give(asked, people.buyer(2))


def test_the_parties_find_it_on_their_desks_and_its_page_seals_in_the_browser(
    asked: bids.Call,
) -> None:
    address = f"/draws/{asked.number}-1/nonce/"
    with minute(asked, 5):
        for viewer in (people.agency(), people.buyer(), people.finance()):
            assert "提交抽取随机数" in "".join(one.title for one in duty_list(viewer))
            page = browse(viewer).get(address)
            assert (page.status_code, "data-chance" in page.content.decode()) == (200, True)
        panel = browse(people.agency()).get(f"/rooms/{asked.number}/panel/").content.decode()
        assert address in panel
        for stranger in (people.supplier(), people.buyer(2), people.expert(), people.treasury()):
            assert browse(stranger).get(address).status_code in {403, 404}
        handed, commitment, signed = chances.made(f"{asked.number}-1", people.buyer())
        posted = chances.posted(handed, commitment, signed)
        answer = browse(people.buyer()).post(address, posted)
        assert answer.status_code == 200
        again = browse(people.buyer()).get(f"{address}receipt.json")
        assert again.status_code == 200
    with minute(asked, WAIT):
        done = browse(people.agency()).post(f"/rooms/{asked.number}/panel/draw/finish/")
    assert done.status_code == 302
    rows = DrawChance.objects.seen_by(SYSTEM).filter(project_number=asked.number)
    assert sorted(row.state for row in rows) == ["missed", "missed", "opened"]


def test_a_panel_that_ends_meanwhile_leaves_the_nonces_shut(asked: bids.Call) -> None:
    give(asked, people.buyer())
    services.dissolve(people.actor(people.agency()), project_number=asked.number)
    rows = DrawChance.objects.seen_by(SYSTEM).filter(project_number=asked.number)
    assert {row.state for row in rows} == {"missed"}
    assert not sealing.can_be_proven(SYSTEM, round_number(f"{asked.number}-1"), LOT)
