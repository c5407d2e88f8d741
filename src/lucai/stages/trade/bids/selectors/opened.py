"""Bids, read from what their envelopes held and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from lucai.kernel.actors import Actor, Reason, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.sme import declared_small, declared_sme
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.records import read_once
from lucai.stages.trade.bids.consortia import ConsortiumMember, members_of, party
from lucai.stages.trade.bids.lifecycle import BID
from lucai.stages.trade.bids.models import Bid
from lucai.stages.trade.bids.wording import (
    DEVIATIONS,
    PARTS,
    SME_LABELS,
    FilePart,
)

WHOLE = 10_000
"""Shares are kept in 万分之一."""


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One line of the price table, in 分, None where the bidder left it out; ``quantity`` as text."""

    name: str
    quantity: str
    unit: str
    unit_price: int | None
    amount: int | None
    brand: str
    model: str


@dataclass(frozen=True, slots=True)
class ResponseLine:
    """The answer to one requirement."""

    number: str
    kind: str
    substantive: bool
    requirement: str
    response: str
    deviation: str
    deviation_label: str
    evidence: str


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """The figure stated for an objective factor, as text; empty: none."""

    number: int
    name: str
    measure: str
    unit: str
    figure: str
    evidence: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of a bid."""

    file_id: int
    part: str
    part_label: str
    name: str
    size: int
    sha256: str
    sm3: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A rule that the bid does not keep, as it was judged at the opening."""

    rule: str
    message: str
    cites: tuple[str, ...]
    blocks: bool


@dataclass(frozen=True, slots=True)
class BidSheet:
    """A bid as it was handed in; money in 分, ``domestic_share`` a ratio from 0 to 1.

    ``sme``: declared a small or medium enterprise; ``micro``: one whose price is reduced
    (small, micro, and those equal to them); of a consortium, if all its members are. ``party``
    names the consortium's members too. ``envelope`` is the code of the sealed envelope,
    whose digests are ``sha256`` and ``sm3``. ``withheld``: its technical part is judged without
    names and not shown meanwhile.
    """

    code: str
    project_number: str
    lot_number: int
    supplier_id: int
    supplier_name: str
    supplier_uscc: str
    state: str
    state_label: str
    submitted_at: datetime
    opened_at: datetime
    envelope: str
    sha256: str
    sm3: str
    invalid_reason: str
    price: int
    items: tuple[OfferLine, ...]
    delivery_days: int
    validity_days: int
    contact: str
    phone: str
    sme_kind: str
    sme_label: str
    sme: bool
    micro: bool
    domestic: bool
    domestic_share: Decimal | None
    consortium: str
    members: tuple[ConsortiumMember, ...]
    subcontract: str
    small_share: Decimal | None
    party: str
    responses: tuple[ResponseLine, ...]
    claims: tuple[ClaimLine, ...]
    files: tuple[FileLine, ...]
    bond: int
    findings: tuple[FindingLine, ...]
    content: dict[str, Any]
    withheld: bool = False


@read_once
def opened_bids(viewer: Viewer, project_number: str, lot_number: int) -> list[BidSheet]:
    """List the bids of a lot that the viewer may see, in the order of submission.

    A supplier sees its own, buyer, agency and supervisors all; before the opening there is none.
    """
    rows = Bid.objects.seen_by(viewer).filter(project_number=project_number, lot_number=lot_number)
    return [_sheet(row, viewer) for row in rows.order_by("submitted_at", "pk")]


def opened_bidders(viewer: Viewer, project_number: str) -> list[int]:
    """List the organisations whose bids have been opened, as far as the viewer may see them."""
    rows = Bid.objects.seen_by(viewer).filter(project_number=project_number)
    return sorted(set(rows.values_list("supplier_id", flat=True)))


def opened_bid(viewer: Viewer, project_number: str, code: str) -> BidSheet:
    """Return one opened bid.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    rows = Bid.objects.seen_by(viewer).filter(project_number=project_number, code=code)
    row = rows.first()
    if not row:
        raise NotFound("没有找到这份投标文件。")
    return _sheet(row, viewer)


def parties_of(viewer: Viewer, project_number: str, code: str) -> list[int]:
    """Return the organisations behind a bid: the bidder, then its consortium's registered members.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    bid = opened_bid(viewer, project_number, code)
    others = (one.organisation for one in bid.members if one.organisation)
    return list(dict.fromkeys([bid.supplier_id, *others]))


def opened_file(viewer: Viewer, project_number: str, code: str, file_id: int) -> FileCard:
    """Return a file of an opened bid.

    Raises:
        NotFound: the bid is not seen, or the file is not part of what was handed in.
    """
    sheet = opened_bid(viewer, project_number, code)
    return _file(viewer, sheet, file_id)


def bids_for_panel(viewer: Viewer, project_number: str, lot_number: int) -> list[BidSheet]:
    """List the opened bids of a lot for a member of its panel.

    The caller has made sure that the viewer sits in the panel and that the phase lets the
    panel read.
    """
    del viewer
    return opened_bids(_system(), project_number, lot_number)


def panel_file(viewer: Viewer, project_number: str, code: str, file_id: int) -> FileCard:
    """Return a file of an opened bid for a member of the panel, whom the caller has checked."""
    return _file(viewer, opened_bid(_system(), project_number, code), file_id)


def _system() -> Viewer:
    return Actor.system(Reason.CONSEQUENCE).viewer


def _file(viewer: Viewer, sheet: BidSheet, file_id: int) -> FileCard:
    if file_id not in {file.file_id for file in sheet.files}:
        raise NotFound("没有找到这个文件。")
    return files_attached(viewer, [file_id])[file_id]


def _sheet(row: Bid, viewer: Viewer) -> BidSheet:
    # The buyer's representative judges in the panel: a dark part has no name for the buyer either.
    withheld = row.dark and viewer.side is Side.BUYER
    content: dict[str, Any] = {**row.submission, **row.last_quote}
    if withheld:
        content = _without_dark(content)
    return BidSheet(
        code=row.code,
        project_number=row.project_number,
        lot_number=row.lot_number,
        supplier_id=row.supplier_id,
        supplier_name=row.supplier_name,
        supplier_uscc=row.supplier_uscc,
        state=row.state,
        state_label=BID.states[row.state],
        submitted_at=row.submitted_at,
        opened_at=row.opened_at,
        envelope=row.receipt.get("number", ""),
        sha256=row.sha256,
        sm3=row.sm3,
        invalid_reason=row.invalid_reason,
        price=content["price"],
        items=tuple(_item(item) for item in content["items"]),
        **_letter(content["terms"], members := members_of(content.get("members", []))),
        members=members,
        party=party(row.supplier_name, members),
        responses=tuple(_response(answer) for answer in content["responses"]),
        claims=tuple(_claim(claim) for claim in content.get("claims", [])),
        files=tuple(_file_line(file) for file in content["files"]),
        bond=sum(one["amount"] for one in content["securities"]),
        findings=tuple(_finding(found) for found in row.findings),
        content=content,
        withheld=withheld,
    )


def _without_dark(content: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a bid what is judged without names."""
    dark = FilePart.TECHNICAL.value
    return {
        **content,
        "responses": [one for one in content["responses"] if one["kind"] != dark],
        "files": [one for one in content["files"] if one["part"] != dark],
    }


def _letter(terms: dict[str, Any], members: Sequence[ConsortiumMember]) -> dict[str, Any]:
    """Return what the bid letter says; of a consortium its members' own standing counts."""
    kind = terms["smeKind"]
    small = sum((one.share for one in members if one.small), Decimal(0))
    return {
        "delivery_days": terms["deliveryDays"],
        "validity_days": terms["validityDays"],
        "contact": terms["contact"],
        "phone": terms["phone"],
        "sme_kind": kind,
        "sme_label": SME_LABELS[kind],
        "sme": declared_sme([one.size for one in members] or [kind]),
        "micro": declared_small([one.size for one in members] or [kind]),
        "domestic": terms["domestic"],
        "domestic_share": _share(terms["domesticShare"]),
        "consortium": terms["consortium"],
        "subcontract": terms.get("subcontract", ""),
        "small_share": small if members else _share(terms.get("smallShare")),
    }


def _share(kept: int | None) -> Decimal | None:
    return None if kept is None else Decimal(kept) / WHOLE


def _item(item: dict[str, Any]) -> OfferLine:
    return OfferLine(
        item["name"], item["quantity"], item["unit"], item["unitPrice"], item["amount"],
        item["brand"], item["model"],
    )  # fmt: skip


def _response(answer: dict[str, Any]) -> ResponseLine:
    return ResponseLine(
        answer["number"], answer["kind"], answer["substantive"], answer["requirement"],
        answer["response"], answer["deviation"], DEVIATIONS.get(answer["deviation"], "未响应"),
        answer["evidence"],
    )  # fmt: skip


def _claim(claim: dict[str, Any]) -> ClaimLine:
    return ClaimLine(
        int(claim["number"]), claim["name"], claim["measure"], claim["unit"], claim["figure"],
        claim["evidence"],
    )  # fmt: skip


def _finding(found: dict[str, Any]) -> FindingLine:
    return FindingLine(found["rule"], found["message"], tuple(found["cites"]), found["blocks"])


def _file_line(file: dict[str, Any]) -> FileLine:
    return FileLine(
        file["file"], file["part"], PARTS[file["part"]], file["name"], file["size"],
        file["sha256"], file["sm3"],
    )  # fmt: skip
