"""Changing asset cards: made from an acceptance, handed over, answered, corrected, tried again."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput
from lucai.law.catalogue import catalogue
from lucai.platform.access.selectors import organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.acceptance.acceptances.selectors import AcceptanceSheet, acceptance_seen
from lucai.stages.acceptance.assets import ports
from lucai.stages.acceptance.assets.lifecycle import TRANSFER
from lucai.stages.acceptance.assets.models import AssetCard, AssetTransfer
from lucai.stages.acceptance.assets.schemas import CardFixIn, FixesIn, HandOverIn
from lucai.stages.acceptance.assets.selectors import transfer_row
from lucai.stages.contract.contracts.clauses import ItemLine
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.contract.contracts.selectors import contract_card, contract_items
from lucai.stages.performance.deliveries.selectors import DeliveredLine, delivery_seen

GOODS = "A"
PAUSE = timedelta(minutes=10)
"""How long to wait before a system that did not answer is asked again; doubled each time."""
LONGEST_PAUSE = timedelta(hours=6)
AT_ONCE = 100
ANSWER = ["state", "receipt", "answered_at", "refusal_code", "refusal", "refusal_field"]


def make_cards(actor: Actor, *, contract_number: str, number: int) -> None:
    """Make the cards of the goods that an acceptance took in; twice is once, services make none."""
    sheet = acceptance_seen(SYSTEM, contract_number, number)
    if _exists(contract_number, number) or not sheet.accepted_on:
        return
    items = {item.place: item for item in contract_items(SYSTEM, contract_number)}
    delivery = delivery_seen(SYSTEM, contract_number, sheet.delivery_number)
    taken = [
        (line, items[line.place])
        for line in delivery.items
        if line.place in items and items[line.place].catalogue_code.startswith(GOODS)
        and line.quantity > line.refused
    ]  # fmt: skip
    if taken:
        _begin(actor, sheet, taken)


@command
def hand_over(actor: Actor, *, contract_number: str, number: int, form: HandOverIn) -> None:
    """Say who keeps the things and where, and send every card to the asset system."""
    row = _own(actor, contract_number, number)
    values = {**form.model_dump(), "state": "sent"}
    with system_access("cards in hand"):
        AssetCard.objects.filter(transfer=row, state="ready").update(**values)
    now = clock.now()
    take_step(
        actor, row, TRANSFER, "hand_over",
        changes={"handed_at": now, "try_after": now, "attempts": 0},
    )  # fmt: skip


@command
def correct(actor: Actor, *, contract_number: str, number: int, form: FixesIn) -> None:
    """Put the refused cards right, or take them out, and send them again.

    Raises:
        InvalidInput: no such category in the catalogue (message at the card's field).
    """
    row = _own(actor, contract_number, number)
    with system_access("cards in hand"):
        refused = {
            card.number: card for card in AssetCard.objects.filter(transfer=row, state="refused")
        }
    problems = {
        f"cards.{place}.category": "资产分类里没有这个代码，请按品目查询"
        for place, fix in enumerate(form.cards)
        if not fix.excluded and fix.category.upper() not in catalogue()
    }
    if problems:
        raise InvalidInput(problems)
    for fix in form.cards:
        if card := refused.get(fix.number):
            _fix(card, fix)
    now = clock.now()
    take_step(
        actor, row, TRANSFER, "correct", changes={"try_after": now, "attempts": 0},
        body={"cards": [fix.number for fix in form.cards]},
    )  # fmt: skip


def send(actor: Actor, *, contract_number: str, number: int) -> None:
    """Send the cards that wait, keep each receipt; what did not arrive is tried again later."""
    row = transfer_row(SYSTEM, contract_number, number)
    if row.state == "sent":
        _send(actor, row)


def try_again(actor: Actor, *, now: datetime) -> int:
    """Send again what the asset system did not answer; return of how many hand-overs."""
    with system_access("hand-overs without an answer"):
        rows = AssetTransfer.objects.filter(state="sent", try_after__lte=now, attempts__gt=0)
        waiting = list(rows.order_by("try_after")[:AT_ONCE])
    for row in waiting:
        _send(actor, row)
    return len(waiting)


@command
def _begin(
    actor: Actor, sheet: AcceptanceSheet, taken: list[tuple[DeliveredLine, ItemLine]]
) -> None:
    card = contract_card(SYSTEM, sheet.contract_number)
    row = AssetTransfer(
        contract_number=card.number, acceptance_number=sheet.number, contract_title=card.title,
        about_project=card.project_number, buyer_id=card.buyer_id, buyer_path=card.buyer_path,
        buyer_name=card.buyer_name, buyer_code=organisation(SYSTEM, card.buyer_id).uscc,
        supplier_name=card.supplier_name, region=card.region,
    )  # fmt: skip
    begin(actor, row, TRANSFER, label="生成资产卡片")
    cards = [one for line, item in taken for one in _cards(row, sheet, line, item)]
    with system_access("cards of an acceptance"):
        AssetCard.objects.bulk_create(cards, batch_size=200)


def _cards(
    row: AssetTransfer, sheet: AcceptanceSheet, line: DeliveredLine, item: ItemLine
) -> list[AssetCard]:
    """A card for every serial where each thing has one; otherwise one for the batch."""
    quantity = line.quantity - line.refused
    each = len(line.serials) == line.quantity and not line.refused
    parts = [(serial, Decimal(1)) for serial in line.serials] if each else [("", quantity)]
    return [
        AssetCard(
            transfer=row, number=f"{row.key}-{line.place}-{place}", region=row.region,
            buyer_path=row.buyer_path, contract_number=row.contract_number, name=item.name,
            specification=item.specification[:400], category=item.catalogue_code,
            category_name=_category_name(item.catalogue_code), quantity=f"{count.normalize():f}",
            unit=item.unit, unit_price=item.unit_price, value=int(item.unit_price * count),
            serial=serial, acquired_on=sheet.accepted_on or clock.today(), state="ready",
        )
        for place, (serial, count) in enumerate(parts, start=1)
    ]  # fmt: skip


@command
def _send(actor: Actor, row: AssetTransfer) -> None:
    with system_access("cards in hand"):
        waiting = list(AssetCard.objects.filter(transfer=row, state="sent").order_by("pk"))
    answered, down = _ask(row, waiting)
    with system_access("cards in hand"):
        AssetCard.objects.bulk_update(answered, ANSWER, batch_size=200)
    if down:
        _wait(actor, row, len(answered))
    else:
        _conclude(actor, row, len(answered))


def _ask(row: AssetTransfer, waiting: list[AssetCard]) -> tuple[list[AssetCard], bool]:
    """Send card by card until the system falls silent; return those answered, and whether it did."""
    for place, card in enumerate(waiting):
        try:
            _answer(card, ports.asset_system().register(_out(row, card), clock.today()))
        except ports.AssetSystemDown:
            return waiting[:place], True
    return waiting, False


def _wait(actor: Actor, row: AssetTransfer, answered: int) -> None:
    pause = min(PAUSE * 2**row.attempts, LONGEST_PAUSE)
    row.change(attempts=row.attempts + 1, try_after=clock.now() + pause)
    note(
        actor, row, TRANSFER, "wait", label="资产系统没有应答，稍后自动重发",
        body={"attempts": row.attempts, "answered": answered},
    )  # fmt: skip


def _conclude(actor: Actor, row: AssetTransfer, answered: int) -> None:
    with system_access("cards in hand"):
        refused = AssetCard.objects.filter(transfer=row, state="refused").count()
    step = "send_back" if refused else "finish"
    body = {"answered": answered, "refused": refused}
    take_step(actor, row, TRANSFER, step, follows=True, body=body, changes={"try_after": None})


def _answer(card: AssetCard, receipt: ports.CardReceipt) -> None:
    card.state = "registered" if receipt.accepted else "refused"
    card.receipt, card.answered_at = receipt.number, clock.now()
    card.refusal_code, card.refusal = receipt.code, receipt.message
    card.refusal_field = receipt.field


def _fix(card: AssetCard, fix: CardFixIn) -> None:
    if fix.excluded:
        card.change(state="excluded")
        return
    code = fix.category.upper()
    card.change(
        category=code, category_name=_category_name(code), serial=fix.serial, keeper=fix.keeper,
        location=fix.location, state="sent", refusal="", refusal_code="", refusal_field="",
    )  # fmt: skip


def _out(row: AssetTransfer, card: AssetCard) -> ports.CardOut:
    return ports.CardOut(
        number=card.number, unit_code=row.buyer_code, category=card.category, name=card.name,
        specification=card.specification, quantity=card.quantity, unit=card.unit,
        unit_price=card.unit_price, value=card.value, serial=card.serial,
        acquired_on=card.acquired_on, department=card.department, keeper=card.keeper,
        location=card.location, contract=card.contract_number,
    )  # fmt: skip


def _category_name(code: str) -> str:
    found = catalogue().get(code)
    return found.name if found else ""


def _exists(contract_number: str, number: int) -> bool:
    with system_access("uniqueness"):
        same = {"contract_number": contract_number, "acceptance_number": number}
        return bool(AssetTransfer.objects.filter(**same).exists())


def _own(actor: Actor, contract_number: str, number: int) -> AssetTransfer:
    row = transfer_row(actor.viewer, contract_number, number)
    demand_party(actor, row)
    return row
