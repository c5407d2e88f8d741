"""An opening is signed with what it opens; its record with the prices that stand in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lucai.kernel import clock, money
from lucai.kernel.actors import Viewer
from lucai.platform.records import system_access
from lucai.stages.trade.openings import services
from lucai.stages.trade.openings.models import OpeningRecord
from lucai.stages.trade.openings.selectors import Hall, hall
from lucai.stages.trade.sealing import services as sealing
from tests.makers import bids as make
from tests.makers import people
from tests.makers.demonstration_cas import trusted
from tests.makers.kept import kept
from tests.makers.signed_acts import Signing, last_signed, signing

pytestmark = pytest.mark.django_db


def sealed_call() -> make.Call:
    """Three bids handed in for a lot."""
    call = make.call_for_bids()
    for n in (1, 2, 3):
        make.submitted_bid(call, people.supplier(n), lot=1, share=90 + n)
    return call


opened = kept(make.opened_lot)


@pytest.fixture(autouse=True)
def signed_acts(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LUCAI_SIGNED_ACTS = True
    with trusted(settings, tmp_path):
        yield


def room(call: make.Call) -> str:
    return f"/rooms/{call.number}/opening/"


def seen(call: make.Call, viewer: Viewer | None = None) -> Hall:
    return hall(viewer or people.agency(), call.number, 1)


def record_of(call: make.Call, n: int) -> OpeningRecord:
    with system_access("test"):
        rows = OpeningRecord.objects.filter(
            project_number=call.number, supplier_id=people.supplier(n).organisation
        )
        found: OpeningRecord = rows.get()
    return found


def test_a_bidder_signs_the_prices_that_were_read_out_and_their_digests_are_kept(
    opened: make.Call,
) -> None:
    with clock.at(opened.bid_deadline):
        bidder, place = signing(people.supplier(1)), f"{room(opened)}1/confirm/"
        page = bidder.asked(place)
        assert bidder.post(place, bidder.signature(page)).status_code == 302
        row = next(one for one in seen(opened, people.supplier(1)).rows if one.mine)
    statement, content = last_signed()
    assert row.state == "confirmed"
    assert statement["act"] == "确认开标记录"
    assert [
        f"包 1　{row.supplier_name}",
        f"报价 {money.yuan(row.price or 0)} 元，{row.delivery_days} 日历天",
    ] in statement["lines"]
    assert statement["about"] == {
        "name": "开标记录",
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
        "sm3": hashlib.new("sm3", content.encode()).hexdigest(),
    }
    assert statement["about"]["sm3"] in page.content.decode()


def test_a_record_that_changed_while_it_was_signed_is_shown_anew_and_not_confirmed(
    opened: make.Call,
) -> None:
    with clock.at(opened.bid_deadline):
        bidder, place = signing(people.supplier(1)), f"{room(opened)}1/confirm/"
        signature = bidder.signature(bidder.asked(place))
        with system_access("test"):
            record_of(opened, 2).change(price=1_00)
        answer = bidder.post(place, signature)
        text = answer.content.decode()
        assert "您签名期间，开标记录有变化（包 1　示例供应商2有限公司）" in text
        assert record_of(opened, 1).state == "read"
        assert bidder.post(place, bidder.signature(answer)).status_code == 302
    assert record_of(opened, 1).state == "confirmed"


def test_what_another_bidder_confirms_meanwhile_does_not_stop_ones_own_signature(
    opened: make.Call,
) -> None:
    with clock.at(opened.bid_deadline):
        bidder, place = signing(people.supplier(1)), f"{room(opened)}1/confirm/"
        signature = bidder.signature(bidder.asked(place))
        other = people.actor(people.supplier(2))
        services.confirm(other, project_number=opened.number, lot_number=1)
        assert bidder.post(place, signature).status_code == 302


def test_the_record_is_formed_with_who_confirmed_it(opened: make.Call) -> None:
    with clock.at(opened.bid_deadline):
        chair, place = signing(people.agency()), f"{room(opened)}steps/record/"
        signature = chair.signature(chair.asked(place))
        other = people.actor(people.supplier(2))
        services.confirm(other, project_number=opened.number, lot_number=1)
        answer = chair.post(place, signature)
        assert "开标记录有变化" in answer.content.decode()
        assert seen(opened).state == "open"
        assert chair.post(place, chair.signature(answer)).status_code == 302
        assert seen(opened).state == "recorded"


def test_nothing_is_opened_before_its_host_has_signed() -> None:
    waiting = sealed_call()
    with clock.at(waiting.bid_deadline):
        make.released(waiting.number)
        chair, place = signing(people.agency()), f"{room(waiting)}steps/start/"
        page = chair.asked(place)
        assert "签名确认：主持开标" in page.content.decode()
        assert seen(waiting).state == "scheduled"
        assert chair.post(place, chair.signature(page)).status_code == 302
        assert len(seen(waiting).rows) == 3
    statement, _ = last_signed()
    assert statement["about"]["name"] == "开标事项"


def test_an_opening_that_people_have_not_released_for_is_refused_before_anybody_signs() -> None:
    call = sealed_call()
    with clock.at(call.bid_deadline):
        sealing.prepare_opening(sealing.ANYBODY, project_number=call.number)
        answer = signing(people.agency()).asked(f"{room(call)}steps/start/")
    assert "当事人组" in answer.content.decode()
    assert "act_statement" not in answer.content.decode()


def test_an_answer_to_a_bidder_is_signed_with_its_question(opened: make.Call) -> None:
    with clock.at(opened.bid_deadline):
        bidder = people.actor(people.supplier(1))
        services.object_to(
            bidder, project_number=opened.number, lot_number=1, text="请核对交付期。"
        )
        asked = seen(opened).enquiries[0]
        chair: Signing = signing(people.agency())
        place = f"{room(opened)}1/enquiries/{asked.pk}/"
        assert chair.done(place, {"reply": "已核对，与投标函一致。"}).status_code == 302
    statement, _ = last_signed()
    assert ["询问或者异议", "请核对交付期。"] in statement["lines"]
    assert any(value == "已核对，与投标函一致。" for _, value in statement["lines"])
