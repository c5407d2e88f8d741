"""Deliveries: announced with serial numbers, delivered with photos, received or rejected."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.performance.deliveries import selectors, services
from lucai.stages.performance.deliveries.schemas import DeliveredIn, DeliveryIn, ReasonIn
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import bids, people
from tests.makers import contract as make
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

filed = kept(make.filed)


def announce(number: str, quantity: str, serials: str = "") -> int:
    items = [{"place": 1, "quantity": quantity, "serials": serials}]
    return services.announce_delivery(
        make.supplier(),
        contract_number=number,
        delivery=DeliveryIn(expected_on=clock.today(), items=items, **make.LATE),
    )


def test_the_first_delivery_moves_contract_and_project_to_performance(filed: str) -> None:
    make.announced_delivery(filed)
    card = contract_card(people.buyer(), filed)
    assert card.state == "performing"
    assert project_seen(people.buyer(), card.project_number).state == "performing"


def test_a_signed_contract_binds_before_it_is_filed() -> None:
    lot = make.awarded_lot()
    number = make.signed(lot)
    make.announced_delivery(number)
    assert contract_card(people.buyer(), number).state == "signed"
    with clock.at(lot.at + timedelta(days=4)):
        make.contracts.publish(make.buyer(), number=number)
        make.contracts.take(make.buyer(), number=number, step="file")
    assert contract_card(people.buyer(), number).state == "performing"


def test_nothing_is_delivered_on_a_contract_that_is_not_signed() -> None:
    number = make.proposed()
    with pytest.raises(WrongState):
        announce(number, "1")


def test_more_than_agreed_cannot_be_announced(filed: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        announce(filed, "11")
    assert "最多还可交付 10" in refusal.value.fields["items.0.quantity"]


def test_serial_numbers_are_as_many_as_the_things_and_all_different(filed: str) -> None:
    for serials in ("A1", "A1 A1"):
        with pytest.raises(InvalidInput) as refusal:
            announce(filed, "2", serials)
        assert "items.0.serials" in refusal.value.fields
    made = announce(filed, "2", "A1，A2")
    sheet = selectors.delivery_seen(people.buyer(), filed, made)
    assert sheet.items[0].serials == ("A1", "A2")


def test_an_empty_announcement_is_refused() -> None:
    with pytest.raises(InvalidInput):
        announce(make.filed(), "0")


def test_part_deliveries_leave_the_rest_on_the_suppliers_desk(filed: str) -> None:
    announce(filed, "4")
    assert selectors.undelivered(people.supplier(), filed)[0].left == Decimal(6)
    assert contract_card(people.buyer(), filed).state == "owing"
    titles = [duty.title for duty in duty_list(people.supplier())]
    assert "交付其余部分或者重新交付" in titles
    announce(filed, "6")
    assert contract_card(people.buyer(), filed).state == "performing"
    assert selectors.undelivered(people.supplier(), filed)[0].left == 0


def test_photos_are_kept_with_both_digests_and_shown_to_the_buyer(filed: str) -> None:
    made = make.received_delivery(filed)
    photo = selectors.delivery_seen(people.buyer(), filed, made).photos[0]
    assert len(photo.sha256) == len(photo.sm3) == 64
    file = selectors.photo_seen(people.buyer(), filed, made, photo.file_id)
    assert file.path.read_bytes() == make.PNG
    with pytest.raises(NotFound):
        selectors.photo_seen(people.buyer(2), filed, made, photo.file_id)


def test_a_photo_that_is_none_is_refused_and_nothing_moves(filed: str) -> None:
    made = make.announced_delivery(filed)
    with pytest.raises(InvalidInput):
        services.deliver(
            make.supplier(), contract_number=filed, number=made,
            delivered=DeliveredIn(delivered_on=clock.today(), **make.LATE),
            photos=[bids.upload("照片.png", b"not a picture")],
        )  # fmt: skip
    assert selectors.delivery_seen(people.buyer(), filed, made).state == "announced"


def test_a_rejected_delivery_has_to_come_again(filed: str) -> None:
    made = make.announced_delivery(filed)
    key = {"contract_number": filed, "number": made}
    services.deliver(
        make.supplier(), **key, delivered=DeliveredIn(delivered_on=clock.today(), **make.LATE)
    )
    services.reject(make.buyer(), **key, reason=ReasonIn(reason="外包装破损，型号不符"))
    assert selectors.undelivered(people.supplier(), filed)[0].left == 10
    assert contract_card(people.buyer(), filed).state == "owing"


def test_receiving_puts_the_acceptance_on_the_desk_within_the_agreed_days(filed: str) -> None:
    make.received_delivery(filed, days=10)
    duty = next(d for d in duty_list(people.buyer_acceptor()) if d.title == "组织逐项验收")
    last = make.day_after_signing(filed, 17)
    assert duty.due_at == clock.moment(last) + timedelta(days=1)


def test_a_late_delivery_says_by_how_many_days(filed: str) -> None:
    made = make.received_delivery(filed, days=32)
    assert selectors.delivery_seen(people.buyer(), filed, made).late_days == 2


def test_the_supplier_cannot_receive_and_another_supplier_sees_nothing(filed: str) -> None:
    made = make.announced_delivery(filed)
    services.deliver(
        make.supplier(), contract_number=filed, number=made,
        delivered=DeliveredIn(delivered_on=clock.today(), **make.LATE),
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        services.receive(
            make.supplier(), contract_number=filed, number=made, receipt=make.ReceiptIn()
        )
    with pytest.raises(NotFound):
        selectors.delivery_seen(people.supplier(2), filed, made)
