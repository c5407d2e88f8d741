"""Preparing a bid: every part is saved on its own, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lucai.kernel import chance, clock
from lucai.kernel.actors import Actor, Viewer
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.law.tender_rules import bid_arrives_in_time
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisation
from lucai.platform.duties.services import follow
from lucai.platform.files.kinds import ATTACHMENTS
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note
from lucai.platform.records import Record, system_access
from lucai.stages.trade.bids import rules
from lucai.stages.trade.bids.lifecycle import BID, WRITE
from lucai.stages.trade.bids.models import Bid, BidFile, BidItem, BidResponse, BidSecurity
from lucai.stages.trade.bids.rules import SubmissionFacts
from lucai.stages.trade.bids.schemas import AnswerIn, BondIn, ItemIn, OfferIn, TermsIn
from lucai.stages.trade.bids.selectors.desk import PREPARING
from lucai.stages.trade.bids.selectors.tender import TenderedLot, tendered_lot
from lucai.stages.trade.bids.selectors.working import bid_row
from lucai.stages.trade.bids.wording import PARTS
from lucai.stages.trade.projects.selectors import project_seen, projects_seen
from lucai.stages.trade.sealing.selectors import is_sealed

SHARE = 100
"""Hundredths of a percent in a percent: shares are kept in 万分之一."""


@command
def start_bid(actor: Actor, *, project_number: str, lot_number: int) -> str:
    """Begin a bid for a lot, or find the one already begun; return its code.

    Raises:
        NotAllowed: the role does not grant it.
        RuleBroken: the deadline has passed, the lot has failed, or the document was not
            obtained.
    """
    demand(actor, WRITE.permission)
    tender = tendered_lot(actor.viewer, project_number, lot_number)
    if is_sealed(actor.viewer, project_number):
        raise WrongState("本项目的投标文件须密封递交，请在“编制并封标”页面办理。")
    rows = Bid.objects.seen_by(actor.viewer).filter(
        project_number=project_number, lot_number=lot_number, supplier_id=actor.viewer.organisation
    )
    if known := rows.first():
        note(actor, known, BID, "visit", label="继续编制投标文件")
        return str(known.code)
    _demand_open(tender)
    row = _new_bid(actor, tender)
    begin(actor, row, BID, label="开始编制投标文件")
    return row.code


@command
def edit_offer(actor: Actor, *, project_number: str, lot_number: int, offer: OfferIn) -> None:
    """Save the total and the price table.

    Raises:
        InvalidInput: the price table names something the lot does not buy.
    """
    row = _editable(actor, project_number, lot_number)
    things = project_seen(actor.viewer, project_number).lot(lot_number).items
    if any(item.place >= len(things) for item in offer.items):
        raise InvalidInput({"items": "分项报价与采购清单不一致，请刷新后重新填写"})
    row.change(price=offer.price, unit_confirmed=offer.unit_confirmed)
    _keep_items(actor.viewer, row, offer.items)
    note(actor, row, BID, "edit_offer", label="保存报价")


@command
def edit_terms(actor: Actor, *, project_number: str, lot_number: int, terms: TermsIn) -> None:
    """Save the bid letter."""
    row = _editable(actor, project_number, lot_number)
    share = terms.domestic_share
    row.change(
        **terms.model_dump(exclude={"sme_kind", "domestic_share"}),
        sme_kind=terms.sme_kind.value,
        domestic_share=None if share is None else int(share * SHARE),
    )
    note(actor, row, BID, "edit_terms", label="保存投标函")


@command
def answer_requirements(
    actor: Actor, *, project_number: str, lot_number: int, answers: Sequence[AnswerIn]
) -> None:
    """Save answers to requirements; those not named stay as they are, blank ones are gaps.

    Raises:
        InvalidInput: a number that the document does not have for this lot.
    """
    row = _editable(actor, project_number, lot_number)
    tender = tendered_lot(actor.viewer, project_number, lot_number)
    known = {demand.number for demand in tender.demands}
    if strange := [answer.number for answer in answers if answer.number not in known]:
        raise InvalidInput({"answers": f"招标文件没有编号为 {strange[0]} 的要求，请刷新后重新填写"})
    _keep_answers(actor.viewer, row, answers)
    note(actor, row, BID, "answer", label="保存响应表")


@command
def attach(actor: Actor, *, project_number: str, lot_number: int, part: str, upload: object) -> int:
    """Add a file to a part of the bid; return the stored file's id.

    Raises:
        InvalidInput: no such part; empty, too large, of a wrong type, or there already.
    """
    row = _editable(actor, project_number, lot_number)
    if part not in PARTS:
        raise InvalidInput({"part": "请选择文件属于哪一部分"})
    if upload is None:
        raise InvalidInput({"upload": "请选择要上传的文件"})
    kept = keep_upload(actor, upload, field="upload", allowed=ATTACHMENTS)
    held = BidFile.objects.seen_by(actor.viewer).filter(bid_id=row.pk, part=part)
    if held.filter(sha256=kept.sha256).exists():
        raise InvalidInput({"upload": f"{PARTS[part]}里已经有内容相同的文件，不用重复上传"})
    BidFile(
        bid=row,
        part=part,
        file_id=kept.pk,
        name=kept.name,
        size=kept.size,
        sha256=kept.sha256,
        sm3=kept.sm3,
    ).save(force_insert=True)
    body = {"sha256": kept.sha256, "sm3": kept.sm3, "size": kept.size}
    note(actor, row, BID, "attach", label=f"上传{PARTS[part]}", body=body)
    return int(kept.pk)


@command
def detach(actor: Actor, *, project_number: str, lot_number: int, file_id: int) -> None:
    """Take a file out of the working copy; what was handed in stays as it was.

    Raises:
        NotFound: the bid holds no such file.
    """
    row = _editable(actor, project_number, lot_number)
    held = BidFile.objects.seen_by(actor.viewer).filter(bid_id=row.pk, file_id=file_id).first()
    if not held:
        raise NotFound("没有找到这个文件，可能已经删除。")
    held.delete()
    note(actor, row, BID, "detach", label="移除文件", body={"sha256": held.sha256})


@command
def record_bond(actor: Actor, *, project_number: str, lot_number: int, bond: BondIn) -> None:
    """Record how the bid bond was given."""
    row = _editable(actor, project_number, lot_number)
    BidSecurity(
        bid=row,
        bid_code=row.code,
        project_number=row.project_number,
        lot_number=row.lot_number,
        supplier_id=row.supplier_id,
        supplier_name=row.supplier_name,
        buyer_path=row.buyer_path,
        agency_id=row.agency_id,
        kind=bond.kind.value,
        amount=bond.amount,
        payer_account_name=bond.payer_account_name,
        reference=bond.reference,
        recorded_at=clock.now(),
        state_since=clock.now(),
    ).save(force_insert=True)
    note(actor, row, BID, "bond", label="登记投标保证金", body={"amount": bond.amount})


@command
def remove_bond(actor: Actor, *, project_number: str, lot_number: int, security: int) -> None:
    """Take back a wrong record of a bid bond.

    Raises:
        NotFound: the bid holds no such record.
    """
    row = _editable(actor, project_number, lot_number)
    held = BidSecurity.objects.seen_by(actor.viewer).filter(bid_id=row.pk, pk=security).first()
    if not held:
        raise NotFound("没有找到这条保证金记录，可能已经删除。")
    held.delete()
    note(actor, row, BID, "unbond", label="删除保证金记录", body={"amount": held.amount})


def _new_bid(actor: Actor, tender: TenderedLot) -> Bid:
    project, viewer = tender.project, actor.viewer
    firm = organisation(viewer, viewer.organisation or 0)
    return Bid(
        code=f"TB{chance.token_hex(8).upper()}",
        project_number=project.number,
        project_title=project.title,
        lot_number=tender.lot.number,
        lot_name=tender.lot.name,
        supplier_id=firm.pk,
        supplier_name=firm.name,
        supplier_uscc=firm.uscc,
        buyer_id=project.buyer_id,
        buyer_path=project.buyer_path,
        agency_id=project.agency_id,
        bid_deadline=tender.bid_deadline,
        region="",
    )


def _demand_open(tender: TenderedLot) -> None:
    facts = SubmissionFacts(
        bid_deadline=tender.bid_deadline,
        lot_alive=tender.lot.alive and tender.project.state != "ended",
        document_obtained=tender.document_obtained,
    )
    needed = (bid_arrives_in_time, rules.lot_is_under_way, rules.document_is_obtained)
    _raise_if_broken(judge(needed, facts, clock.now()))


def _editable(actor: Actor, project_number: str, lot_number: int) -> Bid:
    """Return the supplier's own row, locked, while it may still be changed.

    The lock is taken before the clock is read: a change that had to wait is judged by the
    moment at which it is made.
    """
    demand(actor, WRITE.permission)
    found = bid_row(actor.viewer, project_number, lot_number)
    row: Bid = Bid.objects.seen_by(actor.viewer).select_for_update().get(pk=found.pk)
    if row.state not in PREPARING:
        raise WrongState(f"投标文件{BID.states[row.state]}，不能再修改。")
    project = projects_seen(actor.viewer, [project_number]).get(project_number)
    deadline = (project and project.bid_deadline) or row.bid_deadline
    facts = SubmissionFacts(bid_deadline=deadline)
    _raise_if_broken(judge((rules.bid_may_still_be_changed,), facts, clock.now()))
    if deadline != row.bid_deadline:
        row.change(bid_deadline=deadline)
        follow(row, BID, clock.now())
    return row


def _raise_if_broken(verdicts: Sequence[Any]) -> None:
    if broken := tuple(verdict for verdict in verdicts if verdict.blocks):
        raise RuleBroken(broken)


def _keep_items(viewer: Viewer, row: Bid, items: Sequence[ItemIn]) -> None:
    held = {one.place: one for one in BidItem.objects.seen_by(viewer).filter(bid_id=row.pk)}
    lines = (
        (item.place, {"unit_price": item.unit_price, "brand": item.brand, "model": item.model})
        for item in items
    )
    _keep(
        (held.get(place), BidItem(bid=row, place=place, **values), values)
        for place, values in lines
    )


def _keep_answers(viewer: Viewer, row: Bid, answers: Sequence[AnswerIn]) -> None:
    rows = BidResponse.objects.seen_by(viewer).filter(bid_id=row.pk)
    held = {one.requirement_number: one for one in rows}
    lines = (
        (
            answer.number,
            {
                "response": answer.response,
                "deviation": answer.deviation.value if answer.deviation else "",
                "evidence": answer.evidence,
            },
        )
        for answer in answers
    )
    _keep(
        (held.get(number), BidResponse(bid=row, requirement_number=number, **values), values)
        for number, values in lines
    )


def _keep(lines: Iterable[tuple[Record | None, Record, Mapping[str, Any]]]) -> None:
    """Write only what is new or changed: a long matrix is saved a page at a time."""
    fresh: list[Record] = []
    for held, row, values in lines:
        if not held:
            fresh.append(row)
        elif any(getattr(held, name) != value for name, value in values.items()):
            held.change(**values)
    if fresh:
        with system_access("lines of a bid in hand"):
            type(fresh[0]).objects.bulk_create(fresh)
