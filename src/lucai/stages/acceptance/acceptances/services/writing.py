"""Changing acceptances: begun from a delivery, written line by line, agreed, made public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.law.role_rules import acceptance_is_by_another_than_the_signer
from lucai.law.wording import plain
from lucai.platform.access.permissions import demand
from lucai.platform.files.kinds import JPEG, MEGABYTE, PNG
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.acceptance.acceptances import rules
from lucai.stages.acceptance.acceptances.cards import ITEM, REQUIREMENT
from lucai.stages.acceptance.acceptances.lifecycle import ACCEPTANCE, DRAFT
from lucai.stages.acceptance.acceptances.models import (
    Acceptance,
    AcceptanceLine,
    AcceptanceMember,
    Opinion,
)
from lucai.stages.acceptance.acceptances.notices import publication_body
from lucai.stages.acceptance.acceptances.schemas import (
    AcceptanceIn,
    LineIn,
    LineVerdict,
    MemberIn,
    ObjectionIn,
)
from lucai.stages.acceptance.acceptances.selectors import (
    acceptance_public,
    accepted_before,
    accepted_sum,
    check_of,
    duties_of,
    lines_of,
)
from lucai.stages.acceptance.acceptances.services.hands import own
from lucai.stages.acceptance.acceptances.visits import digest_of_lines
from lucai.stages.contract.contracts.clauses import ItemLine
from lucai.stages.contract.contracts.selectors import (
    contract_card,
    contract_items,
    contract_requirements,
)
from lucai.stages.contract.securities import services as securities
from lucai.stages.performance.deliveries import services as deliveries
from lucai.stages.performance.deliveries.selectors import DeliverySheet, delivery_seen

LARGEST_PHOTO = 20 * MEGABYTE
MOST_PHOTOS = 24
SIMPLE = {"submit": "submitted_at", "agree": "agreed_at"}


@command
def begin_acceptance(actor: Actor, *, contract_number: str, delivery_number: int) -> int:
    """Begin the acceptance of a received delivery; return its number.

    Its lines are the delivered items and every requirement the bid answered.

    Raises:
        NotAllowed: the role does not grant it.
        RuleBroken: the acceptor signed the contract (ROL-03).
        WrongState: the delivery is not received, or accepted already.
    """
    demand(actor, DRAFT.permission)
    _refuse_signer(actor, contract_number)
    delivery = delivery_seen(actor.viewer, contract_number, delivery_number)
    deliveries.hand_to_acceptance(actor, contract_number=contract_number, number=delivery_number)
    row = _row(actor, delivery, _next_number(contract_number))
    begin(actor, row, ACCEPTANCE, label="组织履约验收", body={"delivery": delivery_number})
    _add_lines(actor, row, delivery)
    return row.number


@command
def edit_acceptance(
    actor: Actor,
    *,
    contract_number: str,
    number: int,
    acceptance: AcceptanceIn,
    photos: Sequence[object] = (),
) -> None:
    """Write what was found, by whom; may be saved half done.

    Raises:
        NotAllowed: the role does not grant it.
        RuleBroken: the acceptor signed the contract (ROL-03).
        WrongState: it lies with the supplier already.
        InvalidInput: a quantity that does not fit its verdict.
    """
    demand(actor, DRAFT.permission)
    _refuse_signer(actor, contract_number)
    row = own(actor, contract_number, number)
    if row.state != "drafting":
        raise WrongState(f"验收{ACCEPTANCE.states[row.state]}，不能再修改。")
    _write_lines(actor, row, acceptance.lines)
    _write_members(actor, row, acceptance.members)
    row.change(
        accepted_on=acceptance.accepted_on,
        place=acceptance.place,
        opinion=acceptance.opinion,
        other_opinions=acceptance.other_opinions,
        public_service=acceptance.public_service,
        users_took_part=acceptance.users_took_part,
        complex_project=acceptance.complex_project,
        photos=[*row.photos, *_kept(actor, row, photos)],
        amount=_amount(actor, row),
        acceptor=actor.viewer.person,
        acceptor_name=actor.viewer.name,
    )
    note(actor, row, ACCEPTANCE, "edit", label="记录逐项验收", body=_result(actor, row))


@command
def take(actor: Actor, *, contract_number: str, number: int, step: str) -> None:
    """Take a step that needs nothing typed: submit (buyer), agree (supplier).

    Raises:
        WrongState: the step is taken elsewhere.
    """
    if step not in SIMPLE:
        raise WrongState("这一步请在对应的页面办理。")
    row = own(actor, contract_number, number)
    take_step(
        actor, row, ACCEPTANCE, step, facts=check_of(actor.viewer, row),
        body=_result(actor, row), changes={SIMPLE[step]: clock.now()},
    )  # fmt: skip


@command
def object_to(actor: Actor, *, contract_number: str, number: int, objection: ObjectionIn) -> None:
    """Object to the result; the group looks again."""
    row = own(actor, contract_number, number)
    take_step(
        actor, row, ACCEPTANCE, "object", facts=check_of(actor.viewer, row),
        body={"objection": objection.objection}, changes={"objection": objection.objection},
    )  # fmt: skip


@command
def publish(actor: Actor, *, contract_number: str, number: int) -> None:
    """Make the result public; what was turned down has to be delivered anew.

    Raises:
        InvalidInput: the notice lacks something.
    """
    row = own(actor, contract_number, number)
    sheet = acceptance_public(actor.viewer, contract_number, number)
    card = contract_card(actor.viewer, contract_number)
    take_step(
        actor, row, ACCEPTANCE, "publish" if row.amount else "publish_failed",
        facts=check_of(actor.viewer, row), body=publication_body(actor.viewer, card, sheet),
        changes={
            "published_at": clock.now(),
            "warranty_until": rules.warranty_until(row.amount, row.accepted_on, card.warranty_months),
        },
    )  # fmt: skip
    refused = {int(line.reference): line.refused for line in sheet.items if line.refused}
    if refused:
        deliveries.book_refused(
            actor, contract_number=contract_number, number=row.delivery_number, refused=refused
        )
    if _all_accepted(actor, contract_number):
        securities.fall_due(actor, contract_number=contract_number)


@command
def mark_invoiced(actor: Actor, *, contract_number: str, number: int) -> None:
    """Note that the supplier has handed in the invoice, as its consequence."""
    row = own(actor, contract_number, number)
    take_step(actor, row, ACCEPTANCE, "invoice", follows=True)


def _all_accepted(actor: Actor, contract_number: str) -> bool:
    """Whether everything the contract buys was delivered, accepted and made public."""
    total = sum(item.amount for item in contract_items(actor.viewer, contract_number))
    return accepted_sum(actor.viewer, contract_number) == total


def _refuse_signer(actor: Actor, contract_number: str) -> None:
    facts = rules.AcceptanceCheck(
        person=actor.viewer.name, duties=duties_of(actor.viewer, contract_number)
    )
    broken = judge((acceptance_is_by_another_than_the_signer,), facts, clock.now())
    if any(verdict.blocks for verdict in broken):
        raise RuleBroken(broken)


def _row(actor: Actor, delivery: DeliverySheet, number: int) -> Acceptance:
    card = contract_card(actor.viewer, delivery.contract_number)
    return Acceptance(
        contract_number=card.number,
        number=number,
        delivery_number=delivery.number,
        project_number=card.project_number,
        contract_title=card.title,
        buyer_id=card.buyer_id,
        buyer_path=card.buyer_path,
        buyer_name=card.buyer_name,
        supplier_id=card.supplier_id,
        supplier_name=card.supplier_name,
        agency_id=card.agency_id,
        finance_id=card.finance_id,
        region=card.region,
        place=card.delivery_place,
        due_at=delivery.accept_due_at,
        acceptor=actor.viewer.person,
        acceptor_name=actor.viewer.name,
    )


def _next_number(contract_number: str) -> int:
    with system_access("numbering"):
        return Acceptance.objects.filter(contract_number=contract_number).count() + 1


def _add_lines(actor: Actor, row: Acceptance, delivery: DeliverySheet) -> None:
    items = {item.place: item for item in contract_items(actor.viewer, row.contract_number)}
    lines = [_item_line(items[came.place], plain(came.quantity)) for came in delivery.items]
    lines += [
        {
            "kind": REQUIREMENT,
            "reference": one.number,
            "name": f"{one.number}{'★' if one.substantive else ''}",
            "agreed": f"{one.text.strip()}　承诺：{one.response.strip() or '满足'}",
        }
        for one in contract_requirements(actor.viewer, row.contract_number)
    ]
    for number, line in enumerate(lines, start=1):
        AcceptanceLine(
            acceptance=row, contract_number=row.contract_number, number=number, **line
        ).save(force_insert=True)


def _item_line(item: ItemLine, quantity: str) -> dict[str, Any]:
    return {
        "kind": ITEM,
        "reference": str(item.place),
        "name": item.name,
        "agreed": f"{item.specification}，合同数量 {item.quantity} {item.unit}".lstrip("，"),
        "unit": item.unit,
        "delivered": quantity,
    }


def _write_lines(actor: Actor, row: Acceptance, typed: Sequence[LineIn]) -> None:
    known = {line.number: line for line in lines_of(actor.viewer, row)}
    problems: dict[str, str] = {}
    for index, line in enumerate(typed):
        kept = known.get(line.number)
        fault = _fault(line, kept.delivered) if kept else "没有这一项"
        if fault:
            problems[f"lines.{index}.{'accepted' if kept and kept.delivered else 'verdict'}"] = (
                fault
            )
    if problems:
        raise InvalidInput(problems)
    wanted = {line.number: line for line in typed}
    with system_access("lines of an acceptance in hand"):
        for stored in AcceptanceLine.objects.filter(acceptance_id=row.pk, number__in=wanted):
            stored.change(**_changes(wanted[stored.number], stored.kind))


def _fault(line: LineIn, delivered: Decimal | None) -> str:
    """Say what does not fit between quantity and verdict of an item."""
    if delivered is None or line.verdict is None:
        return ""
    if line.quantity > delivered:
        return f"合格数量不能超过交付数量 {plain(delivered)}"
    if line.verdict is LineVerdict.PASSED and line.quantity != delivered:
        return f"结论为合格的，合格数量应为 {plain(delivered)}；部分合格请选“不合格”并填写合格数量"
    if line.verdict is LineVerdict.FAILED and line.quantity == delivered:
        return "全部数量合格的，结论应为合格"
    return ""


def _changes(line: LineIn, kind: str) -> dict[str, Any]:
    counted = kind == ITEM and line.verdict is not None
    return {
        "found": line.found,
        "verdict": line.verdict.value if line.verdict else "",
        "accepted": plain(line.quantity) if counted else "",
    }


def _write_members(actor: Actor, row: Acceptance, members: Sequence[MemberIn]) -> None:
    """Write the group down; an outside member's signature counts while the result is as signed."""
    digest = digest_of_lines(lines_of(actor.viewer, row))
    with system_access("group of an acceptance in hand"):
        given = Opinion.objects.filter(acceptance_id=row.pk).exclude(sm3="")
        signatures = set(given.values_list("name", "sm3"))
        AcceptanceMember.objects.filter(acceptance_id=row.pk).delete()
    from_outside = {name for name, _ in signatures}
    for place, member in enumerate(members, start=1):
        signed = member.signed and member.name not in from_outside
        AcceptanceMember(
            acceptance=row, place=place, name=member.name, organisation=member.organisation,
            kind=member.kind.value, signed=signed or (member.name, digest) in signatures,
        ).save(force_insert=True)  # fmt: skip


def _amount(actor: Actor, row: Acceptance) -> int:
    """Return what the accepted quantities are worth, in 分."""
    items = {item.place: item for item in contract_items(actor.viewer, row.contract_number)}
    before = accepted_before(actor.viewer, row)
    total = 0
    for line in lines_of(actor.viewer, row):
        if line.kind == ITEM and line.accepted:
            item = items[int(line.reference)]
            total += rules.accepted_amount(
                before.get(item.place, Decimal()), line.accepted,
                agreed=Decimal(item.quantity), unit_price=item.unit_price, total=item.amount,
            )  # fmt: skip
    return total


def _result(actor: Actor, row: Acceptance) -> dict[str, Any]:
    lines = lines_of(actor.viewer, row)
    return {
        "amount": row.amount,
        "lines": [[line.number, line.reference, line.verdict] for line in lines],
        "photos": [photo["sm3"] for photo in row.photos],
    }


def _kept(actor: Actor, row: Acceptance, photos: Sequence[object]) -> list[Mapping[str, Any]]:
    if len(row.photos) + len(photos) > MOST_PHOTOS:
        raise InvalidInput({"photos": f"一次验收最多保存 {MOST_PHOTOS} 张照片"})
    kept = [
        keep_upload(actor, photo, field="photos", allowed=(JPEG, PNG), limit=LARGEST_PHOTO)
        for photo in photos
    ]
    return [
        {"file_id": f.pk, "name": f.name, "size": f.size, "sha256": f.sha256, "sm3": f.sm3}
        for f in kept
    ]
