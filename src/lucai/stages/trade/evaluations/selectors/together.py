"""What records say of bidders of one lot together: leads for those who check, never findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from lucai.kernel.actors import SYSTEM
from lucai.law.wording import listed
from lucai.registers.suppliers.selectors import SupplierCard, suppliers_of
from lucai.stages.trade.bids.selectors import BidSheet, securities


@dataclass(frozen=True, slots=True)
class Lead:
    """One thing to look into, with the articles it matters for."""

    text: str
    cites: tuple[str, ...]


RELATED = ("政府采购法实施条例/18",)
JOINED = ("政府采购法实施条例/22",)
BRANDED = ("财政部令第87号/31",)
UNPAID = ("政府采购法实施条例/33", "财政部令第87号/63")


def leads_about(
    code: str, bids: Mapping[str, BidSheet], brands: Mapping[str, str]
) -> tuple[Lead, ...]:
    """Return what to look into about one bid of a lot, beside the others; ``brands`` by bid.

    The same legal representative (GP-QUA-03) may be a namesake, a name in a consortium's text
    (GP-JOI-02) may stand there for another reason: people decide.
    """
    own = bids[code]
    others = [bid for bid in bids.values() if bid.code != code]
    cards = suppliers_of(SYSTEM, [pk for bid in bids.values() for pk in _parties(bid)])
    return (
        *_same_head(own, others, cards),
        *_joined_twice(own, others),
        *_same_brand(own, others, brands),
        *_bond_missing(own),
    )


def _same_head(
    own: BidSheet, others: list[BidSheet], cards: Mapping[int, SupplierCard]
) -> Iterator[Lead]:
    mine = [cards[pk] for pk in _parties(own) if pk in cards]
    for other in others:
        theirs = [cards[pk] for pk in _parties(other) if pk in cards]
        for card, beside in product(mine, theirs):
            if card.organisation_id == beside.organisation_id:
                continue
            if card.legal_representative == beside.legal_representative:
                whose = f"{card.name}" if own.members else "供应商库"
                yield Lead(
                    f"{whose}登记的法定代表人与{beside.name}相同（{card.legal_representative}），"
                    "请核实是否为同一人。",
                    RELATED,
                )


def _parties(bid: BidSheet) -> list[int]:
    """Return the organisations that bid: the bidder, or the registered members of a consortium."""
    return [one.organisation for one in bid.members if one.organisation] or [bid.supplier_id]


def _joined_twice(own: BidSheet, others: list[BidSheet]) -> Iterator[Lead]:
    joined = {one.uscc: one.name for one in own.members}
    for other in others:
        alone = {other.supplier_uscc: other.supplier_name}
        beside = {one.uscc: one.name for one in other.members} or alone
        twice = sorted((joined or {own.supplier_uscc: own.supplier_name}).keys() & beside.keys())
        names = {**joined, own.supplier_uscc: own.supplier_name}
        for code in twice:
            yield Lead(f"{names[code]}也在{other.party}的投标中，联合体成员不得另行参加。", JOINED)
        if other.supplier_name in own.consortium:
            yield Lead(f"联合体成员{other.supplier_name}另行参加了本包的投标。", JOINED)
        if own.supplier_name in other.consortium:
            yield Lead(f"同时列为{other.supplier_name}的联合体成员。", JOINED)


def _same_brand(own: BidSheet, others: list[BidSheet], brands: Mapping[str, str]) -> Iterator[Lead]:
    same = [one.supplier_name for one in others if brands.get(own.code) == brands.get(one.code)]
    if brands.get(own.code) and same:
        yield Lead(f"核心产品品牌与{listed(same)}相同，都合格的按一家投标人计算。", BRANDED)


def _bond_missing(own: BidSheet) -> Iterator[Lead]:
    for bond in securities(SYSTEM, own.project_number):
        if bond.bid_code == own.code and bond.state in {"recorded", "missing"}:
            said = "没有到账" if bond.state == "missing" else "还没有核实到账"
            yield Lead(f"投标保证金（{bond.reference}）{said}。{bond.arrival}".strip(), UNPAID)
