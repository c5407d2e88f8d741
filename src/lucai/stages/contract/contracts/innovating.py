"""Contracts of 合作创新采购: what the final response settled, for research and for the first purchase.

A research contract lists its stages as items whose quantity is the reimbursable cost in whole 元 and
whose price is what is paid for each 元: so every acceptance pays cost times ratio (COI-07).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.cooperation_rules import COOPERATIVE, PURCHASE_LOT, RESEARCH_LOT
from lucai.platform.records import read_once
from lucai.registers.suppliers.selectors import suppliers_of
from lucai.stages.contract.contracts.clauses import AnsweredRequirement, ItemLine
from lucai.stages.contract.contracts.comparing.originals import (
    OriginalItem,
    OriginalRequirement,
    Originals,
)
from lucai.stages.trade.cooperations.selectors import (
    FirstDeal,
    ResearchDeal,
    cooperation_seen,
    first_deal,
    has_cooperation,
    research_deal,
    research_deals,
)

COST_UNIT = "元可补偿成本"
LARGE, SMALL_ONES = "large", frozenset({"small", "micro"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One item: name, specification, quantity, unit, price and amount in 分."""

    name: str
    specification: str
    quantity: str
    unit: str
    unit_price: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What a cooperation settled for one contract; money in 分. ``place``: rank of a researcher."""

    supplier_id: int
    supplier_name: str
    amount: int
    letter_on: date
    days: int
    payee_is_sme: bool
    payee_is_small: bool
    pieces: tuple[Piece, ...]
    requirements: tuple[AnsweredRequirement, ...]
    clauses: tuple[tuple[str, str], ...]
    place: int

    def items(self, code: str) -> tuple[ItemLine, ...]:
        """The contract's items."""
        return tuple(
            ItemLine(
                place, code, one.name, one.specification, one.quantity, one.unit, one.unit_price,
                one.amount,
            )
            for place, one in enumerate(self.pieces, 1)
        )  # fmt: skip

    def originals(self, ceiling: int, code: str) -> Originals:
        """What the contract is compared with: the final document and the final response."""
        del code
        return Originals(
            ceiling=ceiling,
            performance_period=f"{self.days} 日",
            price=self.amount,
            delivery_days=self.days,
            items=tuple(
                OriginalItem(
                    place, one.name, one.quantity, one.unit, one.specification, one.unit_price,
                    one.amount,
                )
                for place, one in enumerate(self.pieces, 1)
            ),
            requirements=tuple(
                OriginalRequirement(one.number, one.text, one.response, one.substantive)
                for one in self.requirements
            ),
            general=self.clauses,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A contract that waits to be drafted; money in 分."""

    project_number: str
    lot_number: int
    supplier_id: int
    supplier_name: str
    amount: int

    @property
    def label(self) -> str:
        """What it is about."""
        return "研发（订购）" if self.lot_number == RESEARCH_LOT else "首购"

    @property
    def href(self) -> str:
        """Where it is drafted."""
        room = f"/rooms/{self.project_number}/award/{self.lot_number}/contract/"
        return f"{room}?supplier={self.supplier_id}"


def is_research(method: str, lot_number: int) -> bool:
    """Whether a contract is one of several research contracts."""
    return method == COOPERATIVE and lot_number == RESEARCH_LOT


def is_first_purchase(method: str, lot_number: int) -> bool:
    """Whether a contract is about a first purchase (COI-09, COI-10)."""
    return method == COOPERATIVE and lot_number == PURCHASE_LOT


def agreed(viewer: Viewer, project_number: str, lot_number: int, supplier_id: int | None) -> Agreed:
    """Return what a contract of a cooperation is drafted from.

    Raises:
        NotFound: the viewer sees none, or the result is not announced.
    """
    if lot_number == PURCHASE_LOT:
        return _first(first_deal(viewer, project_number))
    if supplier_id is None:
        raise NotFound("请选择与哪一家研发供应商签订合同。")
    deal = research_deal(viewer, project_number, supplier_id)
    every = [one.supplier_id for one in research_deals(viewer, project_number)]
    return _research(deal, every.index(supplier_id) + 1)


def waiting_deals(viewer: Viewer, project_number: str) -> tuple[Deal, ...]:
    """Return the contracts of a cooperation that are still to be drafted."""
    if not has_cooperation(viewer, project_number):
        return ()
    sheet = cooperation_seen(viewer, project_number)
    states = {one.supplier_id: one.state for one in sheet.applicants}
    found = [
        _deal(project_number, RESEARCH_LOT, one)
        for one in research_deals(viewer, project_number)
        if states.get(one.supplier_id) == "selected"
    ]
    if sheet.first_announced_at and states.get(sheet.first_supplier_id or 0) == "first":
        found.append(_deal(project_number, PURCHASE_LOT, first_deal(viewer, project_number)))
    return tuple(found)


def _deal(project_number: str, lot_number: int, one: ResearchDeal | FirstDeal) -> Deal:
    return Deal(
        project_number=project_number, lot_number=lot_number, supplier_id=one.supplier_id,
        supplier_name=one.supplier_name, amount=one.amount,
    )  # fmt: skip


def _research(deal: ResearchDeal, place: int) -> Agreed:
    stages = tuple(
        Piece(
            f"第 {n} 阶段：{one.name}", one.goal, str(one.cost_yuan), COST_UNIT, deal.cents,
            one.cost_yuan * deal.cents,
        )
        for n, one in enumerate(deal.stages, 1)
    )  # fmt: skip
    besides = (Piece("激励费用", "产品通过验收后支付", "1", "项", deal.incentive, deal.incentive),)
    return Agreed(
        supplier_id=deal.supplier_id,
        supplier_name=deal.supplier_name,
        amount=deal.amount,
        letter_on=deal.announced_on,
        days=deal.days,
        payee_is_sme=_size(deal.supplier_id) not in {None, LARGE},
        payee_is_small=_size(deal.supplier_id) in SMALL_ONES,
        pieces=stages + (besides if deal.incentive else ()),
        requirements=tuple(
            AnsweredRequirement(f"Y{n}", "technical", text, answer, True)
            for n, (text, answer) in enumerate(deal.promises, 1)
        ),
        clauses=deal.clauses,
        place=place,
    )


def _first(deal: FirstDeal) -> Agreed:
    piece = Piece(
        "首购创新产品", deal.product[:200], str(deal.quantity), deal.unit, deal.price, deal.amount
    )
    return Agreed(
        supplier_id=deal.supplier_id,
        supplier_name=deal.supplier_name,
        amount=deal.amount,
        letter_on=deal.announced_on,
        days=deal.days,
        payee_is_sme=_size(deal.supplier_id) not in {None, LARGE},
        payee_is_small=_size(deal.supplier_id) in SMALL_ONES,
        pieces=(piece,),
        requirements=(
            AnsweredRequirement("S1", "technical", "首购产品的功能、性能", deal.product, True),
        ),
        clauses=deal.clauses,
        place=0,
    )


@read_once
def _size(supplier_id: int) -> str | None:
    """Return how large the payee is, as the suppliers' library has it; None: it is not there."""
    found = suppliers_of(SYSTEM, [supplier_id]).get(supplier_id)
    return found.size_class if found else None
