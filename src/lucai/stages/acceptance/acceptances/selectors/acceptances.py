"""Reading acceptances."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.records import read_once
from lucai.stages.acceptance.acceptances import tokens
from lucai.stages.acceptance.acceptances.cards import (
    ITEM,
    REQUIREMENT,
    RESULT,
    AcceptanceSheet,
    AcceptedLine,
    AttachmentLine,
    LookedAt,
    Member,
    published,
)
from lucai.stages.acceptance.acceptances.lifecycle import ACCEPTANCE, MEMBER_KINDS
from lucai.stages.acceptance.acceptances.models import (
    Acceptance,
    AcceptanceLine,
    AcceptanceMember,
    Invitation,
    Opinion,
)
from lucai.stages.acceptance.acceptances.rules import AcceptanceCheck
from lucai.stages.acceptance.acceptances.schemas import LineVerdict
from lucai.stages.acceptance.acceptances.visits import (
    InvitationLine,
    Said,
    digest_of_lines,
)
from lucai.stages.contract.contracts.parties import is_party, party_offers
from lucai.stages.contract.contracts.selectors import (
    ContractCard,
    contract_card,
    secret_requirements,
)


@read_once
def accepted_named(
    viewer: Viewer, contract_numbers: list[str]
) -> dict[str, tuple[AcceptedLine, ...]]:
    """Return contract → its acceptances, oldest first, for several contracts in one query."""
    rows = Acceptance.objects.seen_by(viewer).filter(contract_number__in=contract_numbers)
    found: dict[str, tuple[AcceptedLine, ...]] = {}
    for row in rows.order_by("contract_number", "number"):
        line = AcceptedLine(
            row.contract_number, row.number, row.accepted_on, row.amount, row.state,
            row.delivery_number,
        )  # fmt: skip
        found[row.contract_number] = (*found.get(row.contract_number, ()), line)
    return found


@read_once
def acceptances_of(viewer: Viewer, contract_number: str) -> list[AcceptanceSheet]:
    """List the acceptances of a contract, newest first."""
    found = Acceptance.objects.seen_by(viewer).filter(contract_number=contract_number)
    rows = list(found.order_by("-number"))
    lines, members = _lines(viewer, rows), _members(viewer, rows)
    said = _said(viewer, rows)
    return [_sheet(viewer, row, lines[row.pk], members[row.pk], said[row.pk]) for row in rows]


def acceptance_seen(viewer: Viewer, contract_number: str, number: int) -> AcceptanceSheet:
    """Return one acceptance.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = acceptance_row(viewer, contract_number, number)
    said = _said(viewer, [row])[row.pk]
    return _sheet(viewer, row, lines_of(viewer, row), members_of(viewer, row), said)


def acceptance_public(viewer: Viewer, contract_number: str, number: int) -> AcceptanceSheet:
    """Return an acceptance as it will be public, before it is: without the contract's secrets.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    sheet = acceptance_seen(viewer, contract_number, number)
    return published(sheet, secret_requirements(viewer, contract_number))


def acceptance_readable(
    viewer: Viewer, contract_number: str, number: int
) -> tuple[ContractCard, AcceptanceSheet]:
    """Return an acceptance with its contract for reading: to everybody once published.

    Raises:
        NotFound: there is none, or it is not public and the viewer is no party.
    """
    rows = Acceptance.objects.seen_by(viewer).filter(contract_number=contract_number)
    eyes = viewer if rows.filter(number=number).exists() else PUBLIC
    sheet = acceptance_seen(eyes, contract_number, number)
    if eyes.side is Side.PUBLIC:
        sheet = published(sheet, secret_requirements(eyes, contract_number))
    return contract_card(eyes, contract_number), sheet


def accepted_sum(viewer: Viewer, contract_number: str) -> int:
    """Return what the published acceptances of a contract are worth, in 分."""
    rows = Acceptance.objects.seen_by(viewer).filter(
        contract_number=contract_number, state__in=RESULT
    )
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)


def photo_seen(viewer: Viewer, contract_number: str, number: int, file_id: int) -> FileCard:
    """Return a photo of an acceptance.

    Raises:
        NotFound: the acceptance is not seen, or the file is none of its photos.
    """
    row = acceptance_row(viewer, contract_number, number)
    if file_id not in {photo["file_id"] for photo in row.photos}:
        raise NotFound("没有找到这张照片。")
    return files_attached(viewer, [file_id])[file_id]


def attachment_seen(viewer: Viewer, contract_number: str, number: int, file_id: int) -> FileCard:
    """Return a paper of an acceptance.

    Raises:
        NotFound: the acceptance is not seen, or the file is none of its papers.
    """
    row = acceptance_row(viewer, contract_number, number)
    if viewer.side is Side.PUBLIC or file_id not in {one["file_id"] for one in row.attachments}:
        raise NotFound("没有找到这份材料。")
    return files_attached(viewer, [file_id])[file_id]


def invitations_of(viewer: Viewer, contract_number: str, number: int) -> list[InvitationLine]:
    """List the ways into an acceptance, newest first.

    Raises:
        NotFound: there is no such acceptance or the viewer may not see it.
    """
    row = acceptance_row(viewer, contract_number, number)
    rows = list(Invitation.objects.seen_by(viewer).filter(acceptance_id=row.pk).order_by("-pk"))
    answers = Opinion.objects.seen_by(viewer).filter(acceptance_id=row.pk)
    counted = Counter(answers.values_list("invitation_id", flat=True))
    return [_invitation(one, row, counted[one.pk]) for one in rows]


def invitation_row(viewer: Viewer, pk: int, token: str) -> Invitation:
    """Return the way in that an address names: whoever holds its token may use it.

    Raises:
        NotFound: no such way in, or another token.
    """
    del viewer  # whoever looks: the token is the right
    rows = Invitation.objects.seen_by(SYSTEM).select_related("acceptance")
    row = rows.filter(pk=pk).first()
    if not row or not tokens.fits(row.pk, row.salt, token):
        raise NotFound("这个地址不对，请重新扫描二维码。")
    return row


def visit_seen(viewer: Viewer, pk: int, token: str) -> tuple[InvitationLine, AcceptanceSheet, str]:
    """Return what an invited person sees: the way in, the result so far, and its digest.

    Raises:
        NotFound: no such way in, or another token.
    """
    found = invitation_row(viewer, pk, token)
    row = found.acceptance
    lines = lines_of(SYSTEM, row)
    sheet = _sheet(PUBLIC, row, lines, members_of(SYSTEM, row), ())
    return _invitation(found, row, 0), sheet, digest_of_lines(lines)


def acceptance_row(viewer: Viewer, contract_number: str, number: int) -> Acceptance:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = Acceptance.objects.seen_by(viewer).filter(contract_number=contract_number, number=number)
    row = rows.first()
    if not row:
        raise NotFound("没有找到这次验收。")
    return row


def check_of(viewer: Viewer, row: Acceptance) -> AcceptanceCheck:
    """Return an acceptance as rules read it when this viewer is about to conclude it."""
    said = _said(viewer, [row])[row.pk]
    return _check(viewer, row, lines_of(viewer, row), members_of(viewer, row), said)


def _check(
    viewer: Viewer,
    row: Acceptance,
    lines: tuple[LookedAt, ...],
    members: tuple[Member, ...],
    said: tuple[Said, ...],
) -> AcceptanceCheck:
    reports = any(one["kind"] == "test_report" for one in row.attachments)
    return AcceptanceCheck(
        unchecked_items=tuple(f"{li.number} {li.name}" for li in lines if not li.verdict),
        unsigned_members=tuple(m.name for m in members if not m.signed),
        public_service=row.public_service,
        users_took_part=row.users_took_part or any(one.purpose == "user" for one in said),
        plan_required=True,
        plan_in_contract=True,
        person=viewer.name,
        duties=duties_of(viewer, row.contract_number),
        members=len(members),
        failed_requirements=tuple(
            li.reference
            for li in lines
            if li.kind == REQUIREMENT and li.verdict == LineVerdict.FAILED
        ),
        something_refused=any(li.refused for li in lines),
        complex_project=row.complex_project,
        tested=reports or any(member.kind == "testing" for member in members),
    )


def duties_of(viewer: Viewer, contract_number: str) -> frozenset[str]:
    """Return the duties that meet in a viewer who accepts a contract (rule book §7)."""
    signer = contract_card(viewer, contract_number).buyer_signer
    signed = {"sign_contract"} if signer is not None and signer == viewer.person else set()
    return frozenset({"accept", *signed})


def lines_of(viewer: Viewer, row: Acceptance) -> tuple[LookedAt, ...]:
    """Return the lines of an acceptance in hand."""
    return _lines(viewer, [row])[row.pk]


def members_of(viewer: Viewer, row: Acceptance) -> tuple[Member, ...]:
    """Return the group of an acceptance in hand."""
    return _members(viewer, [row])[row.pk]


def accepted_before(viewer: Viewer, row: Acceptance) -> dict[int, Decimal]:
    """Return place of an item → quantity that earlier acceptances of the contract accepted."""
    rows = AcceptanceLine.objects.seen_by(viewer).filter(
        contract_number=row.contract_number,
        kind=ITEM,
        acceptance__number__lt=row.number,
    )
    found: dict[int, Decimal] = {}
    for line in rows:
        place = int(line.reference)
        found[place] = found.get(place, Decimal()) + (_decimal(line.accepted) or Decimal())
    return found


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _lines(viewer: Viewer, rows: list[Acceptance]) -> dict[int, tuple[LookedAt, ...]]:
    held: dict[int, list[LookedAt]] = {row.pk: [] for row in rows}
    lines = AcceptanceLine.objects.seen_by(viewer).filter(acceptance_id__in=list(held))
    for li in lines.order_by("number"):
        held[li.acceptance_id].append(
            LookedAt(
                li.number, li.kind, li.reference, li.name, li.agreed, li.unit,
                _decimal(li.delivered), _decimal(li.accepted), li.found, li.verdict,
            )
        )  # fmt: skip
    return {pk: tuple(found) for pk, found in held.items()}


def _members(viewer: Viewer, rows: list[Acceptance]) -> dict[int, tuple[Member, ...]]:
    held: dict[int, list[Member]] = {row.pk: [] for row in rows}
    members = AcceptanceMember.objects.seen_by(viewer).filter(acceptance_id__in=list(held))
    for m in members.order_by("place"):
        member = Member(m.name, m.organisation, m.kind, MEMBER_KINDS[m.kind], m.signed)
        held[m.acceptance_id].append(member)
    return {pk: tuple(found) for pk, found in held.items()}


def _said(viewer: Viewer, rows: list[Acceptance]) -> dict[int, tuple[Said, ...]]:
    held: dict[int, list[Said]] = {row.pk: [] for row in rows}
    if not any(row.opinions for row in rows):
        return dict.fromkeys(held, ())
    eyes = SYSTEM if viewer.side is Side.PUBLIC else viewer
    found = Opinion.objects.seen_by(eyes).filter(acceptance_id__in=list(held))
    for one in found.select_related("invitation").order_by("at"):
        purpose, signed = one.invitation.purpose, bool(one.sm3)
        held[one.acceptance_id].append(
            Said(purpose, one.name, one.satisfaction, one.text, signed, one.at)
        )
    return {pk: tuple(each) for pk, each in held.items()}


def _invitation(one: Invitation, row: Acceptance, answers: int) -> InvitationLine:
    live = one.revoked_at is None and clock.now() < one.expires_at and row.state == "drafting"
    address = f"/visit/{one.pk}/{tokens.token_of(one.pk, one.salt)}/"
    return InvitationLine(
        one.pk, one.purpose, one.name, one.organisation, address, one.expires_at, live, answers
    )


def _sheet(
    viewer: Viewer,
    row: Acceptance,
    lines: tuple[LookedAt, ...],
    members: tuple[Member, ...],
    said: tuple[Said, ...],
) -> AcceptanceSheet:
    shared: dict[str, Any] = {name: getattr(row, name) for name in _SHARED}
    return AcceptanceSheet(
        **shared,
        state_label=ACCEPTANCE.states[row.state],
        photos=tuple(row.photos),
        attachments=tuple(AttachmentLine(**one) for one in row.attachments),
        lines=lines,
        members=members,
        said=said,
        offers=_offers(viewer, row, lines, members, said),
    )


def _offers(
    viewer: Viewer,
    row: Acceptance,
    lines: tuple[LookedAt, ...],
    members: tuple[Member, ...],
    said: tuple[Said, ...],
) -> tuple[Offer, ...]:
    """Of the two ways to publish only the one that fits the result is there."""
    if not is_party(viewer, row):
        return ()
    hidden = "publish_failed" if row.amount else "publish"
    offers = party_offers(ACCEPTANCE, row, viewer, _check(viewer, row, lines, members, said))
    return tuple(offer for offer in offers if offer.step.name != hidden)


_SHARED = (
    "number", "contract_number", "contract_title", "delivery_number", "project_number",
    "buyer_name", "supplier_id", "supplier_name", "accepted_on", "place", "public_service",
    "users_took_part", "complex_project", "opinion", "other_opinions", "amount", "due_at", "objection",
    "submitted_at", "agreed_at", "published_at", "acceptor_name", "state",
)  # fmt: skip
