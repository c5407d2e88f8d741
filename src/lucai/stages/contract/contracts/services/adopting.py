"""Contracts concluded elsewhere: the short contract on an order goes on as every contract does.

财政部令第110号 第三十六条: it is performed, accepted and paid by the rules of every contract.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.stages.contract.contracts import clauses
from lucai.stages.contract.contracts.blanks import contract_blank
from lucai.stages.contract.contracts.clauses import ItemLine
from lucai.stages.contract.contracts.lifecycle import CONTRACT, FRAMEWORK
from lucai.stages.contract.contracts.models import Contract, ContractItem
from lucai.stages.contract.contracts.selectors import terms_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluded:
    """A contract both sides have signed in a short form; money in 分.

    ``more`` lists what is bought besides the item, as accessories in an order of the mall.
    """

    number: str
    order_number: str
    title: str
    object_kind: str
    buyer_id: int
    buyer_path: str
    buyer_name: str
    buyer_signer: int | None
    buyer_signer_name: str
    buyer_signed_at: datetime
    supplier_id: int
    supplier_name: str
    agency_id: int
    agency_name: str
    finance_id: int
    region: str
    item: ItemLine
    letter_on: date
    deliver_by: date
    place: str
    indicator_code: str
    payee_is_sme: bool
    general: tuple[tuple[str, str], ...]
    more: tuple[ItemLine, ...] = ()
    method: str = FRAMEWORK
    warranty_months: int = 0

    @property
    def items(self) -> tuple[ItemLine, ...]:
        """Everything it buys."""
        return (self.item, *self.more)


@command
def adopt(actor: Actor, *, concluded: Concluded) -> None:
    """Take a signed short contract over: from here on it is performed, accepted, paid and archived.

    It is public already, and known to the finance department from its notice.
    """
    row = begin(actor, _row(concluded), CONTRACT, label="简式合同成立")
    for item in concluded.items:
        ContractItem(contract=row, **asdict(item)).save(force_insert=True)
    digests, now = clauses.digests(terms_of(actor.viewer, row)), clock.now()
    take_step(
        actor, row, CONTRACT, "adopt", follows=True, body={"sm3": digests.sm3},
        changes={
            "sha256": digests.sha256, "sm3": digests.sm3, "proposed_at": now, "signed_at": now,
            "signed_by_buyer_at": concluded.buyer_signed_at, "signed_by_supplier_at": now,
            "supplier_signer": actor.viewer.person, "supplier_signer_name": actor.viewer.name,
            "published_at": now, "filed_at": now,
        },
    )  # fmt: skip


SAME = (
    "number", "title", "object_kind", "buyer_id", "buyer_path", "buyer_name", "buyer_signer",
    "buyer_signer_name", "supplier_id", "supplier_name", "agency_id", "agency_name", "finance_id",
    "region", "letter_on", "indicator_code", "payee_is_sme",
)  # fmt: skip


def _row(told: Concluded) -> Contract:
    blank = contract_blank(told.object_kind)
    amount = sum(item.amount for item in told.items)
    return Contract(
        **{name: getattr(told, name) for name in SAME},
        project_number=told.order_number,
        project_title=told.title,
        lot_number=1,
        lot_name=told.item.name,
        plan_number="",
        method=told.method,
        warranty_months=told.warranty_months,
        award_amount=amount,
        amount=amount,
        budget=amount,
        delivery_days=max((told.deliver_by - clock.today()).days, 1),
        delivery_place=told.place,
        acceptance_days=blank.acceptance_days,
        payment_days=blank.payment_days,
        security_return_days=blank.security_return_days,
        content={
            "clauses": dict(blank.clauses),
            "general": [list(pair) for pair in told.general],
            "requirements": [],
        },
    )
