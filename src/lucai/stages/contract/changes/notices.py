"""What is made public of an alteration: the 合同变更公告 and its OCDS fragment."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock, money, ocds
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import InvalidInput
from lucai.law.notices import check_notice
from lucai.stages.contract.changes.selectors import ChangeSheet
from lucai.stages.contract.contracts.notices import award_id, party_fields
from lucai.stages.contract.contracts.selectors import ContractCard
from lucai.stages.trade.projects.notices import amount, notice

KIND = "contractChange"
STATUS = {"termination": "terminated"}


def notice_fields(viewer: Viewer, card: ContractCard, sheet: ChangeSheet) -> dict[str, Any]:
    """Return the fields of the 合同变更公告."""
    moment = sheet.effective_at or clock.now()
    return {
        **party_fields(viewer, card),
        "changedOn": moment.astimezone(clock.BEIJING).date().isoformat(),
        "changeContent": _content(sheet),
        "changeReason": f"{sheet.law.label}。{sheet.reason}",
        "amountBefore": sheet.amount_before,
        "amountAfter": sheet.amount_after,
    }


def publication_body(viewer: Viewer, card: ContractCard, sheet: ChangeSheet) -> dict[str, Any]:
    """Return the journal's body of a publication.

    Raises:
        InvalidInput: the notice lacks something (message at ``notice``).
    """
    fields = notice_fields(viewer, card, sheet)
    if faults := check_notice(KIND, fields):
        raise InvalidInput({"notice": "".join(faults)})
    return {"notice": notice(KIND, fields), "ocds": fragment(card, sheet)}


def fragment(card: ContractCard, sheet: ChangeSheet) -> dict[str, Any]:
    """Return what OCDS says of an altered contract."""
    change = {
        "id": f"{card.number}-B{sheet.number}",
        "date": ocds.stamp(sheet.effective_at) if sheet.effective_at else "",
        "rationale": sheet.law.label,
        "description": sheet.kind_label,
    }
    contract = {
        "id": card.number,
        "awardID": award_id(card),
        "status": STATUS.get(sheet.kind, "active"),
        "value": amount(sheet.amount_after),
        "amendments": [ocds.tidy(change)],
    }
    return {"tag": "contractAmendment", "contracts": [ocds.tidy(contract)]}


def _content(sheet: ChangeSheet) -> str:
    """Say what is done, in sentences."""
    says = [f"{sheet.kind_label}。", sheet.content]
    says += [f"追加{item.name} {item.quantity} {item.unit}，单价 {money.yuan(item.unit_price)} 元。"
             for item in sheet.items]  # fmt: skip
    if sheet.days:
        says.append(f"交付期限顺延 {sheet.days} 日。")
    if sheet.settled is not None:
        says.append(f"结算总金额 {money.yuan(sheet.settled)} 元。")
    if sheet.compensation:
        says.append(f"采购人补偿供应商 {money.yuan(sheet.compensation)} 元。")
    return "".join(part for part in says if part)
