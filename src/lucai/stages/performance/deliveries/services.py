"""Changing deliveries: announced, delivered, received or rejected, handed to acceptance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.law.wording import plain
from lucai.platform.access.permissions import demand
from lucai.platform.files.kinds import JPEG, MEGABYTE, PNG
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.days import end_of_day_after, last_day
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card
from lucai.stages.performance.deliveries import rules
from lucai.stages.performance.deliveries.lifecycle import ANNOUNCE, DELIVERY
from lucai.stages.performance.deliveries.models import Delivery, DeliveryItem
from lucai.stages.performance.deliveries.schemas import (
    MOST_PHOTOS,
    DeliveredIn,
    DeliveredItemIn,
    DeliveryIn,
    Lateness,
    PostponementIn,
    ReasonIn,
    ReceiptIn,
    ReworkIn,
)
from lucai.stages.performance.deliveries.selectors import (
    LeftLine,
    delivery_row,
    serials_of,
    undelivered,
)

LARGEST_PHOTO = 20 * MEGABYTE
MOST_AT_ONCE = 500
PHOTOGRAPHED = frozenset({"announced", "delivered", "reworking"})


@command
def announce_delivery(actor: Actor, *, contract_number: str, delivery: DeliveryIn) -> int:
    """Tell the buyer what comes when; return the delivery's number.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: the contract does not bind yet, or is completed.
        InvalidInput: nothing, more than agreed, or serial numbers that do not fit.
    """
    demand(actor, ANNOUNCE.permission)
    contract = contract_card(actor.viewer, contract_number)
    if not contract.open_for_delivery:
        raise WrongState(f"合同{contract.state_label}，现在不能交付。")
    left = {line.place: line for line in undelivered(actor.viewer, contract_number)}
    wanted = [item for item in delivery.items if item.amount]
    _check_items(delivery.items, left, serials_of(actor.viewer, contract_number))
    row = _row(contract, _next_number(contract_number), delivery)
    body = {"items": [[item.place, plain(item.amount)] for item in wanted]}
    begin(actor, row, DELIVERY, label="通知交付", body=body)
    for item in wanted:
        _add_item(row, left[item.place], item)
    rest = any(line.left for line in undelivered(actor.viewer, contract_number))
    contracts.note_delivery(actor, number=contract_number, rest=rest)
    return row.number


@command
def deliver(
    actor: Actor,
    *,
    contract_number: str,
    number: int,
    delivered: DeliveredIn,
    photos: Sequence[object] = (),
) -> None:
    """Say that the goods have arrived, with photos."""
    row = _own(actor, contract_number, number)
    late = _lateness(delivered, delivered.delivered_on, _due(row), row.late_reason)
    kept = _keep_photos(actor, row, photos)
    take_step(
        actor, row, DELIVERY, "deliver", body={"photos": _digests(kept)},
        changes={
            **late,
            "delivered_on": delivered.delivered_on,
            "note": delivered.note or row.note,
            "photos": kept,
        },
    )  # fmt: skip


@command
def postpone(
    actor: Actor, *, contract_number: str, number: int, postponement: PostponementIn
) -> None:
    """Tell the buyer that an announced delivery comes another day, with the reason.

    Raises:
        WrongState: it has come already.
        InvalidInput: later than agreed and no reason.
    """
    demand(actor, ANNOUNCE.permission)
    row = _own(actor, contract_number, number)
    if row.state != "announced":
        raise WrongState(f"这次交付{DELIVERY.states[row.state]}，不能再改期。")
    late = _lateness(postponement, postponement.expected_on, _due(row))
    before = row.expected_on
    row.change(expected_on=postponement.expected_on, **late)
    note(
        actor, row, DELIVERY, "postpone", label=f"预计送达由 {before} 改为 {row.expected_on}",
        body={"from": before.isoformat(), "to": row.expected_on.isoformat()},
        audience=(row.buyer_id,),
    )  # fmt: skip


@command
def add_photo(actor: Actor, *, contract_number: str, number: int, photo: object) -> str:
    """Keep one photo on its own, as a phone on a weak line sends them; return its SHA-256.

    The same picture sent again is the same photo.

    Raises:
        WrongState: the delivery is concluded.
        InvalidInput: no picture, too large, or too many.
    """
    row = _own(actor, contract_number, number)
    if row.state not in PHOTOGRAPHED:
        raise WrongState(f"这次交付{DELIVERY.states[row.state]}，不能再补充照片。")
    kept = _keep_photos(actor, row, [photo])
    added = kept[-1]
    known = {one["sha256"] for one in row.photos}
    if added["sha256"] not in known:
        row.change(photos=kept)
    note(actor, row, DELIVERY, "add_photo", label="补充现场照片", body={"photos": [added["sm3"]]})
    return str(added["sha256"])


@command
def rework(actor: Actor, *, contract_number: str, number: int, rework: ReworkIn) -> None:
    """Ask the supplier to mend what came before it is received."""
    row = _own(actor, contract_number, number)
    take_step(
        actor, row, DELIVERY, "rework", body={"reason": rework.reason},
        changes={"rework_reason": rework.reason, "rework_by": rework.rework_by},
    )  # fmt: skip


@command
def redo(
    actor: Actor,
    *,
    contract_number: str,
    number: int,
    receipt: ReceiptIn,
    photos: Sequence[object] = (),
) -> None:
    """Say that it is mended, with photos."""
    row = _own(actor, contract_number, number)
    kept = _keep_photos(actor, row, photos)
    take_step(
        actor, row, DELIVERY, "redo", body={"photos": _digests(kept)},
        changes={"photos": kept, "note": receipt.note or row.note, "reworked": row.reworked + 1},
    )  # fmt: skip


@command
def receive(
    actor: Actor,
    *,
    contract_number: str,
    number: int,
    receipt: ReceiptIn,
    photos: Sequence[object] = (),
) -> None:
    """Receive a delivery. Receiving is not accepting."""
    row = _own(actor, contract_number, number)
    kept = _keep_photos(actor, row, photos)
    now = clock.now()
    arrived = clock.moment(row.delivered_on) if row.delivered_on else now
    take_step(
        actor, row, DELIVERY, "receive", body={"photos": _digests(kept)},
        changes={
            "received_at": now,
            "receipt_note": receipt.note,
            "photos": kept,
            "accept_due_at": end_of_day_after(arrived, row.acceptance_days),
        },
    )  # fmt: skip


@command
def reject(actor: Actor, *, contract_number: str, number: int, reason: ReasonIn) -> None:
    """Reject a delivery; what it held is to be delivered anew."""
    row = _own(actor, contract_number, number)
    take_step(
        actor, row, DELIVERY, "reject", body={"reason": reason.reason},
        changes={"rejected_reason": reason.reason},
    )  # fmt: skip
    contracts.owe_delivery(actor, number=contract_number)


@command
def hand_to_acceptance(actor: Actor, *, contract_number: str, number: int) -> None:
    """Move a received delivery on, as the consequence of an acceptance begun."""
    row = _own(actor, contract_number, number)
    take_step(actor, row, DELIVERY, "accept", follows=True)


@command
def book_refused(
    actor: Actor, *, contract_number: str, number: int, refused: Mapping[int, Decimal]
) -> None:
    """Note what acceptance turned down (place of the item → quantity): it may be delivered anew."""
    row = _own(actor, contract_number, number)
    with system_access("items of a delivery in hand"):
        for item in DeliveryItem.objects.filter(delivery_id=row.pk, place__in=refused):
            item.change(refused=plain(refused[item.place]))
    body = {"refused": [[place, plain(quantity)] for place, quantity in sorted(refused.items())]}
    note(
        actor, row, DELIVERY, "book_refused", label="登记验收不合格数量", body=body,
        audience=(row.supplier_id,),
    )  # fmt: skip
    contracts.owe_delivery(actor, number=contract_number)


def fall_silent(actor: Actor, *, now: datetime) -> int:
    """Note of every received delivery whose time of acceptance has run out that payment is due from then.

    Returns how many; both sides and finance are told once (保障中小企业款项支付条例 第十条).
    """
    with system_access("deliveries nobody accepted"):
        waiting = Delivery.objects.filter(
            state="received", silent_since=None, accept_due_at__lte=now
        )
        rows = list(waiting.order_by("accept_due_at")[:MOST_AT_ONCE])
    for row in rows:
        _fall_silent(actor, row)
    return len(rows)


@command
def _fall_silent(actor: Actor, row: Delivery) -> None:
    take_step(
        actor, row, DELIVERY, "fall_silent", body={"since": str(row.accept_due_at)},
        audience=(row.finance_id,), changes={"silent_since": row.accept_due_at},
    )  # fmt: skip


@command
def mark_invoiced(actor: Actor, *, contract_number: str, number: int) -> None:
    """Note that the supplier has invoiced what nobody accepted in time, as its consequence."""
    row = _own(actor, contract_number, number)
    take_step(actor, row, DELIVERY, "invoice", changes={"invoiced": True}, follows=True)


def _own(actor: Actor, contract_number: str, number: int) -> Delivery:
    row = delivery_row(actor.viewer, contract_number, number)
    demand_party(actor, row)
    return row


def _due(row: Delivery) -> date | None:
    return last_day(row.delivery_due_at)


def _lateness(said: Lateness, on: date, due: date | None, known: str = "") -> dict[str, str]:
    """Return why it comes late; nothing for what comes in time, or was explained before.

    Raises:
        InvalidInput: late without cause and reason (message at ``late_reason``).
    """
    if not due or on <= due:
        return {}
    if said.explained:
        return {"late_cause": str(said.late_cause), "late_reason": said.late_reason}
    if known:
        return {}
    late = (on - due).days
    raise InvalidInput(
        {"late_reason": f"合同约定最迟 {due} 交付，晚了 {late} 天，请选择原因并写明情况"}
    )


def _check_items(
    items: Sequence[DeliveredItemIn], left: Mapping[int, LeftLine], known: frozenset[str]
) -> None:
    problems: dict[str, str] = {}
    if not any(item.amount for item in items):
        problems["items.0.quantity"] = "请至少填写一项的本次数量"
    for index, item in enumerate(items):
        line = left.get(item.place)
        if line is None:
            problems[f"items.{index}.quantity"] = "合同里没有这一项"
        elif item.amount > line.left:
            problems[f"items.{index}.quantity"] = (
                f"最多还可交付 {plain(line.left)} {line.unit}，请核对"
            )
        elif not rules.serials_fit(item.serial_list, item.amount):
            count = len(item.serial_list)
            problems[f"items.{index}.serials"] = (
                f"填写了 {count} 个序列号，应与本次数量 {plain(item.amount)} 一致且不重复"
            )
        elif twice := known.intersection(item.serial_list):
            problems[f"items.{index}.serials"] = f"序列号 {min(twice)} 已在以前的交付中登记"
    if problems:
        raise InvalidInput(problems)


def _row(contract: ContractCard, number: int, delivery: DeliveryIn) -> Delivery:
    return Delivery(
        contract_number=contract.number,
        number=number,
        project_number=contract.project_number,
        contract_title=contract.title,
        buyer_id=contract.buyer_id,
        buyer_path=contract.buyer_path,
        buyer_name=contract.buyer_name,
        supplier_id=contract.supplier_id,
        supplier_name=contract.supplier_name,
        agency_id=contract.agency_id,
        finance_id=contract.finance_id,
        region=contract.region,
        expected_on=delivery.expected_on,
        note=delivery.note,
        delivery_due_at=contract.delivery_due_at,
        acceptance_days=contract.acceptance_days,
        **_lateness(delivery, delivery.expected_on, contract.delivery_due_on),
    )


def _next_number(contract_number: str) -> int:
    with system_access("numbering"):
        return Delivery.objects.filter(contract_number=contract_number).count() + 1


def _add_item(row: Delivery, line: LeftLine, item: DeliveredItemIn) -> None:
    DeliveryItem(
        delivery=row,
        contract_number=row.contract_number,
        place=item.place,
        name=line.name,
        unit=line.unit,
        quantity=plain(item.amount),
        serials=item.serial_list,
    ).save(force_insert=True)


def _keep_photos(actor: Actor, row: Delivery, photos: Sequence[object]) -> list[dict[str, Any]]:
    """Return the delivery's photos with these added."""
    if len(row.photos) + len(photos) > MOST_PHOTOS:
        raise InvalidInput({"photos": f"一次交付最多保存 {MOST_PHOTOS} 张照片"})
    kept = [
        keep_upload(actor, photo, field="photos", allowed=(JPEG, PNG), limit=LARGEST_PHOTO)
        for photo in photos
    ]
    by = str(actor.viewer.side)
    return [
        *row.photos,
        *(
            {"file_id": f.pk, "name": f.name, "size": f.size, "sha256": f.sha256, "sm3": f.sm3,
             "by": by}
            for f in kept
        ),
    ]  # fmt: skip


def _digests(photos: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(photo["sm3"]) for photo in photos]
