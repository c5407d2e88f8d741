"""The papers from contract to payment, and what the platform itself adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.platform.files.selectors import files_attached
from lucai.platform.journal.selectors import TimelineEntry
from lucai.stages.acceptance.acceptances.papers import acceptance_pdf
from lucai.stages.acceptance.acceptances.selectors import RESULT, acceptances_of
from lucai.stages.archive.packages.activity import activity_record
from lucai.stages.archive.packages.dossier import (
    ANY,
    FRAMEWORK,
    MALL,
    ORDER,
    Dossier,
    Piece,
    Source,
)
from lucai.stages.archive.packages.plain import as_json
from lucai.stages.archive.packages.trade_sources import NOTICES
from lucai.stages.contract.contracts.papers import contract_pdf
from lucai.stages.contract.contracts.selectors import (
    ContractCard,
    contract_seen,
    contracts_of_project,
)
from lucai.stages.payment.requests.papers import payment_pdf
from lucai.stages.payment.requests.selectors import (
    invoice_file,
    invoices_of,
    payment_seen,
    payments_of,
)
from lucai.stages.performance.deliveries.selectors import deliveries_of
from lucai.stages.trade.challenges.papers import letter_paper, reply_paper
from lucai.stages.trade.challenges.selectors import (
    challenge_file,
    challenge_seen,
    challenges_of,
    reply_of,
)

DISPUTES, CONTRACT, PERFORMANCE = "08-质疑投诉", "09-合同", "10-履约验收"
PAYMENT, RECORD, OPEN_DATA = "11-支付", "99-过程日志", "ocds"


def _contracts(dossier: Dossier) -> list[ContractCard]:
    return contracts_of_project(dossier.eyes, dossier.number)


def _contract_papers(dossier: Dossier) -> Iterator[Piece]:
    signed = [card for card in _contracts(dossier) if card.signed_at]
    if len(signed) < len(dossier.living_lots):
        return
    for card in signed:
        sheet = contract_seen(dossier.eyes, card.number)
        yield Piece(f"合同-{card.number}.pdf", partial(contract_pdf, dossier.eyes, sheet))
        yield Piece(f"合同-{card.number}.json", as_json(sheet))


def _filings(dossier: Dossier) -> Iterator[Piece]:
    filed = [card for card in _contracts(dossier) if card.filed_at]
    if filed and len(filed) == len(_contracts(dossier)):
        rows = [
            {"contract": card.number, "published_at": card.published_at, "filed_at": card.filed_at}
            for card in filed
        ]
        yield Piece("合同公告和备案.json", as_json(rows))


def _deliveries(dossier: Dossier) -> Iterator[Piece]:
    for card in _contracts(dossier):
        for delivery in deliveries_of(dossier.eyes, card.number):
            name = f"{card.number}-D{delivery.number}"
            yield Piece(f"交付-{name}.json", as_json(delivery))
            stored = files_attached(dossier.eyes, [photo.file_id for photo in delivery.photos])
            for place, photo in enumerate(delivery.photos, start=1):
                file = stored[photo.file_id]
                yield Piece(f"交付-{name}-照片{place:02d}-{file.name}", stored=file)


def _acceptances(dossier: Dossier) -> Iterator[Piece]:
    for card in _contracts(dossier):
        for sheet in acceptances_of(dossier.eyes, card.number):
            if sheet.state not in {*RESULT, "failed"}:
                continue
            name = f"{card.number}-Y{sheet.number}"
            yield Piece(f"验收书-{name}.pdf", partial(acceptance_pdf, card, sheet))
            yield Piece(f"验收书-{name}.json", as_json(sheet))
            stored = files_attached(dossier.eyes, [p["file_id"] for p in sheet.photos])
            for place, file in enumerate(stored.values(), start=1):
                yield Piece(f"验收-{name}-照片{place:02d}-{file.name}", stored=file)


def _invoices(dossier: Dossier) -> Iterator[Piece]:
    for card in _contracts(dossier):
        for one in invoices_of(dossier.eyes, card.number):
            file = invoice_file(dossier.eyes, card.number, one.number)
            yield Piece(f"发票-{one.invoice_number}-{file.name}", stored=file)


def _payments(dossier: Dossier) -> Iterator[Piece]:
    for card in _contracts(dossier):
        for line in payments_of(dossier.eyes, card.number):
            if line.state != "paid":
                continue
            sheet = payment_seen(dossier.eyes, line.number)
            yield Piece(f"支付-{line.number}.pdf", partial(payment_pdf, dossier.eyes, sheet))
            yield Piece(f"支付-{line.number}.json", as_json(sheet))


def _notices(dossier: Dossier) -> Iterator[Piece]:
    """The notices as they were published, each with its place in the public log."""
    published = [e for e in reversed(dossier.entries) if e.public and e.body.get("notice")]
    for place, entry in enumerate(published, start=1):
        notice = entry.body["notice"]
        content = {"published_at": entry.at, "log_index": entry.index, **notice}
        yield Piece(f"{place:02d}-{notice['kind']}.json", as_json(content))


def _open_data(dossier: Dossier) -> Iterator[Piece]:
    """What was published as open data: each release, and the record they come to."""
    told = [e for e in reversed(dossier.entries) if e.public and e.body.get("ocds")]
    for place, entry in enumerate(told, 1):
        yield Piece(f"release-{place:03d}.json", as_json(_release(dossier, entry)))
    if told:
        releases = [_release(dossier, entry) for entry in told]
        record = {"ocid": dossier.project.ocid, "releases": releases}
        yield Piece("record.json", as_json({"version": "1.1", "records": [record]}))


def _release(dossier: Dossier, entry: TimelineEntry) -> dict[str, Any]:
    return {
        "ocid": dossier.project.ocid, "id": f"{dossier.project.ocid}-{entry.index}",
        "date": entry.at, "language": "zh", "initiationType": "tender", **entry.body["ocds"],
    }  # fmt: skip


def _record(dossier: Dossier) -> Iterator[Piece]:
    yield Piece("采购活动记录.json", as_json(activity_record(dossier)))


def _journal(dossier: Dossier) -> Iterator[Piece]:
    yield Piece("过程日志.json", as_json(list(reversed(dossier.entries))))


def _challenges(dossier: Dossier) -> Iterator[Piece]:
    """Every answered 质疑 with its papers; 投诉 come from the module of complaints."""
    # An order's file is its organiser's to keep, its challenges are between supplier and buyer.
    eyes = SYSTEM if dossier.kind in {ORDER, MALL} else dossier.eyes
    found = [line for one in dossier.disputed for line in challenges_of(eyes, one)]
    for line in found:
        if line.outcome:
            reply = reply_of(eyes, line.number)
            yield Piece(f"{line.number}-答复.pdf", partial(reply_paper, reply))
            yield Piece(f"{line.number}-答复.json", as_json(reply))
            yield from _letter(eyes, line.number)


def _letter(eyes: Viewer, number: str) -> Iterator[Piece]:
    """The 质疑函 with its files, on whom the reply was served, and what was mended or reported."""
    sheet = replace(challenge_seen(eyes, number), offers=(), checks=())
    yield Piece(f"{number}-质疑函.pdf", partial(letter_paper, sheet))
    yield Piece(f"{number}-办理和送达.json", as_json(sheet))
    for file in sheet.files:
        stored = challenge_file(eyes, number, file.file_id)
        yield Piece(f"{number}-附件/{file.file_id}-{file.name}", stored=stored)


def sources() -> Iterable[Source]:
    """Return the papers from contract to payment, then those of the platform."""
    buyer, supplier, platform = "采购人", "供应商", "平台自动生成"
    return (
        Source(key="contract", group=CONTRACT, title="合同文本", read=_contract_papers,
               owner=buyer, since="awarded", files=ANY),
        Source(key="filing", group=CONTRACT, title="合同公告、备案记录", read=_filings, owner=buyer,
               core=False, since="performed", cites=("政府采购法/47", "政府采购法实施条例/50"), files=ANY),
        Source(key="delivery", group=PERFORMANCE, title="交付、签收记录", read=_deliveries,
               owner=supplier, core=False, since="performed", files=ANY),
        Source(key="acceptance", group=PERFORMANCE, title="验收证明", read=_acceptances,
               owner=buyer, since="performed", files=ANY),
        Source(key="invoice", group=PAYMENT, title="发票", read=_invoices, owner=supplier,
               core=False, since="performed", files=ANY),
        Source(key="payment", group=PAYMENT, title="支付申请和支付凭证", read=_payments,
               owner=buyer, core=False, since="performed", files=ANY),
        Source(key="challenges", group=DISPUTES, title="质疑答复", read=_challenges,
               owner="采购人、代理机构", files=frozenset({*ANY, FRAMEWORK})),
        Source(key="notices", group=NOTICES, title="全部公告和发布记录", read=_notices,
               owner=platform, core=False, since="announced", files=frozenset({*ANY, FRAMEWORK})),
        Source(key="ocds", group=OPEN_DATA, title="OCDS 公开数据", read=_open_data, owner=platform,
               core=False, since="announced", files=frozenset({*ANY, FRAMEWORK})),
        Source(key="record", group=RECORD, title="采购活动记录", read=_record, owner=platform,
               since="begun"),
        Source(key="journal", group=RECORD, title="过程日志", read=_journal, owner=platform,
               core=False, since="begun", cites=("电子签名法/5", "电子签名法/6"),
               files=frozenset({*ANY, FRAMEWORK})),
    )  # fmt: skip
