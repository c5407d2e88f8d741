"""Late deliveries say why, faulty ones are mended, and a silent buyer does not put its payment off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform import timers
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.performance.deliveries import services
from lucai.stages.performance.deliveries.schemas import (
    DeliveredIn,
    DeliveryIn,
    PostponementIn,
    ReceiptIn,
    ReworkIn,
)
from lucai.stages.performance.deliveries.selectors import delivery_seen, payment_clock_from
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

signed = kept(make.signed)


def key(number: str, made: int) -> dict:
    return {"contract_number": number, "number": made}


@pytest.mark.parametrize(("days_over", "asks"), [(0, False), (1, True)])
def test_only_what_comes_after_the_agreed_day_asks_for_cause_and_reason(
    days_over: int,
    asks: bool,
    signed: str,
) -> None:
    due = make.sheet(signed).card.delivery_due_on
    assert due is not None
    with clock.at(make.after_signing(signed, 3)):
        made = make.announced_delivery(signed)
    with clock.at(clock.moment(due + timedelta(days=days_over), 10)):
        came = DeliveredIn(delivered_on=clock.today())
        if asks:
            with pytest.raises(InvalidInput, match="晚了 1 天"):
                services.deliver(make.supplier(), **key(signed, made), delivered=came)
            came = DeliveredIn(delivered_on=clock.today(), **make.LATE)
        services.deliver(make.supplier(), **key(signed, made), delivered=came)
    found = delivery_seen(people.buyer(), signed, made)
    assert (found.late_days, bool(found.late_reason)) == (days_over, asks)


def test_an_announced_delivery_is_put_off_with_its_reason_until_it_has_come(signed: str) -> None:
    due = make.sheet(signed).card.delivery_due_on
    assert due is not None
    with clock.at(make.after_signing(signed, 3)):
        made = make.announced_delivery(signed)
        later = {"expected_on": due + timedelta(days=2)}
        with pytest.raises(InvalidInput):
            services.postpone(
                make.supplier(), **key(signed, made), postponement=PostponementIn(**later)
            )
        said = PostponementIn(**later, late_cause="force_majeure", late_reason="台风封路")
        services.postpone(make.supplier(), **key(signed, made), postponement=said)
        shown = browse(people.buyer()).get(delivery_seen(people.buyer(), signed, made).href)
        assert "不可抗力，台风封路" in shown.content.decode()
        services.deliver(
            make.supplier(), **key(signed, made), delivered=DeliveredIn(delivered_on=clock.today())
        )
        with pytest.raises(WrongState):
            services.postpone(make.supplier(), **key(signed, made), postponement=said)


def test_a_faulty_delivery_is_mended_and_comes_to_the_buyer_again(signed: str) -> None:
    with clock.at(make.after_signing(signed, 3)):
        made = make.announced_delivery(signed)
        services.deliver(
            make.supplier(), **key(signed, made), delivered=DeliveredIn(delivered_on=clock.today())
        )
        mend = ReworkIn(reason="外壳划伤两台", rework_by=clock.today() + timedelta(days=2))
        services.rework(make.buyer(), **key(signed, made), rework=mend)
        duty = next(duty for duty in duty_list(people.supplier()) if duty.title == "完成整改")
        assert duty.due_at == clock.moment(mend.rework_by) + timedelta(days=1)
        with pytest.raises(WrongState):
            services.receive(make.buyer(), **key(signed, made), receipt=ReceiptIn())
        services.redo(
            make.supplier(), **key(signed, made), receipt=ReceiptIn(note="已更换"),
            photos=[make.photo()],
        )  # fmt: skip
        services.receive(make.buyer(), **key(signed, made), receipt=ReceiptIn())
    found = delivery_seen(people.buyer(), signed, made)
    assert (found.state, found.reworked, len(found.photos)) == ("received", 1, 1)


def test_a_serial_number_comes_once_under_a_contract(signed: str) -> None:

    def announce(quantity: str, serials: str) -> int:
        items = [{"place": 1, "quantity": quantity, "serials": serials}]
        delivery = DeliveryIn(expected_on=clock.today(), items=items, **make.LATE)
        return services.announce_delivery(
            make.supplier(), contract_number=signed, delivery=delivery
        )

    announce("1", "SN-1")
    with pytest.raises(InvalidInput, match="SN-1 已在以前的交付中登记"):
        announce("1", "SN-1")
    announce("1", "SN-2")


def test_photos_come_one_by_one_and_the_same_picture_twice_is_one(signed: str) -> None:
    with clock.at(make.after_signing(signed, 3)):
        made = make.announced_delivery(signed)
        address = f"/contracts/{signed}/deliveries/{made}/photos/"
        client = browse(people.supplier())
        for _ in range(2):
            answer = client.post(address, {"photo": make.photo()})
            assert set(answer.json()) == {"sha256"}
        refused = client.post(address, {"photo": SimpleUploadedFile("甲.png", b"text")})
        assert (refused.status_code, "problem" in refused.json()) == (422, True)
        assert browse(people.supplier(2)).post(address, {"photo": make.photo()}).status_code == 404
        assert Client().post(address, {"photo": make.photo()}).status_code != 200
        page = client.get(f"/contracts/{signed}/deliveries/{made}/deliver/").content.decode()
        assert f'data-photos="{address}"' in page
    assert len(delivery_seen(people.buyer(), signed, made).photos) == 1


def test_silence_after_the_agreed_time_of_acceptance_starts_the_time_of_payment(
    signed: str,
) -> None:
    made = make.received_delivery(signed)
    due = delivery_seen(people.buyer(), signed, made).accept_due_at
    assert due is not None
    with clock.at(due - timedelta(minutes=1)):
        timers.fire()
    assert payment_clock_from(people.supplier(), signed, made) is None
    with clock.at(due + timedelta(minutes=1)):
        timers.fire()
        assert services.fall_silent(make.buyer(), now=clock.now()) == 0
    last = delivery_seen(people.buyer(), signed, made).accept_due_on
    assert payment_clock_from(people.supplier(), signed, made) == last
    with system_access("test"):
        entry = JournalEntry.objects.get(event="performance.delivery.fall_silent")
    told = {viewer.organisation for viewer in (people.buyer(), people.supplier(), people.finance())}
    assert told <= set(entry.audience)
    page = browse(people.supplier()).get(f"/contracts/{signed}/deliveries/{made}/").content.decode()
    assert "付款期限自该日起算" in page
