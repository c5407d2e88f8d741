"""What records say of bidders of one lot together: leads for those who check, never findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from unicodedata import normalize

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.law.wording import listed
from lucai.registers.suppliers.selectors import SupplierCard, TieLine, suppliers_of
from lucai.stages.trade.bids.selectors import BidSheet, securities


@dataclass(frozen=True, slots=True)
class Lead:
    """One thing to look into, with the articles it matters for."""

    text: str
    cites: tuple[str, ...]


RELATED = ("政府采购法实施条例/18",)
COLLUDING = ("财政部令第87号/37",)
SHAREHOLDER, HALF = "shareholder", 50
"""More than so many percent is control (公司法: 控股股东)."""
HEAD = "head"
"""The legal representative, beside the ties that the supplier library keeps."""
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
        *_same_people(own, others, cards),
        *_held(own, others, cards),
        *_same_contact(own, others, cards),
        *_same_address(own, others, cards),
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


def _same_people(
    own: BidSheet, others: list[BidSheet], cards: Mapping[int, SupplierCard]
) -> Iterator[Lead]:
    """Somebody behind two bidders: a shareholder, controller, manager or legal representative."""
    for other in others:
        card, beside = cards.get(own.supplier_id), cards.get(other.supplier_id)
        same = _shared(card, beside) if card and beside else ()
        if same:
            yield Lead(
                f"{listed(same)}同时登记为本投标人和{other.supplier_name}的股东、实际控制人或者管理人员，"
                "请核实是否为同一人，是否存在直接控股、管理关系。",
                RELATED,
            )


def _shared(card: SupplierCard, beside: SupplierCard) -> tuple[str, ...]:
    """Name who stands behind both firms now; two legal representatives are another lead."""
    found = (
        one.name
        for one in _behind(card)
        for two in _behind(beside)
        if one.name == two.name
        and one.uscc == two.uscc
        and (one.born_on is None or two.born_on is None or one.born_on == two.born_on)
        and not one.kind == two.kind == HEAD
    )
    return tuple(dict.fromkeys(found))


def _behind(card: SupplierCard) -> list[TieLine]:
    head = TieLine(HEAD, card.legal_representative, "", "", "", None, registered=False)
    return [head, *(tie for tie in card.ties if tie.lasts(clock.today()))]


def _held(
    own: BidSheet, others: list[BidSheet], cards: Mapping[int, SupplierCard]
) -> Iterator[Lead]:
    """One bidder that holds or controls another."""
    for other in others:
        card, beside = cards.get(own.supplier_id), cards.get(other.supplier_id)
        if card and beside:
            for holder, held in ((card, beside), (beside, card)):
                yield from (
                    Lead(
                        f"{holder.name}登记为{held.name}的{tie.kind_label}"
                        f"{f'（持股 {tie.share}%）' if tie.share else ''}，请核实是否存在直接控股、管理关系。",
                        RELATED,
                    )
                    for tie in held.ties
                    if tie.uscc == holder.uscc and tie.lasts(clock.today())
                )


def _same_contact(
    own: BidSheet, others: list[BidSheet], cards: Mapping[int, SupplierCard]
) -> Iterator[Lead]:
    for other in others:
        card, beside = cards.get(own.supplier_id), cards.get(other.supplier_id)
        if card and beside and (card.contact, card.phone) == (beside.contact, beside.phone):
            yield Lead(
                f"供应商库登记的联系人和电话与{other.supplier_name}相同（{card.contact}），"
                "请核实是否由同一人办理投标事宜。",
                COLLUDING,
            )


def _same_address(
    own: BidSheet, others: list[BidSheet], cards: Mapping[int, SupplierCard]
) -> Iterator[Lead]:
    """Firms of two bidders registered at one address, however it is spelt."""
    mine = [cards[pk] for pk in _parties(own) if pk in cards]
    for other in others:
        theirs = [cards[pk] for pk in _parties(other) if pk in cards]
        for card, beside in product(mine, theirs):
            same = _plain(card.address) == _plain(beside.address) != ""
            if same and card.organisation_id != beside.organisation_id:
                whose = card.name if own.members else "供应商库"
                yield Lead(
                    f"{whose}登记的地址与{beside.name}相同（{card.address}），"
                    "请核实是否存在控股、管理关系，是否由同一单位办理投标事宜。",
                    (*RELATED, *COLLUDING),
                )


def _plain(address: str) -> str:
    """Spell an address without what makes no difference: spaces, full width, capitals."""
    return "".join(normalize("NFKC", address).split()).casefold()


def proven_relations(viewer: Viewer, bids: Sequence[BidSheet]) -> dict[str, list[str]]:
    """Return bid → what the register of enterprises proves of its ties to the others (条例 art 18).

    Only what the register itself said counts, by code or by name with birthday: never a namesake.
    Whoever reviews confirms it as failing, or denies it in writing (GP-QUA-03).
    """
    cards = suppliers_of(viewer, [pk for bid in bids for pk in _parties(bid)])
    found: dict[str, list[str]] = {}
    for own, other in product(bids, bids):
        mine = [cards[pk] for pk in _parties(own) if pk in cards]
        theirs = [cards[pk] for pk in _parties(other) if pk in cards]
        if own.code != other.code:
            said = [text for pair in product(mine, theirs) for text in _proven(*pair)]
            found.setdefault(own.code, []).extend(said)
    return {code: list(dict.fromkeys(said)) for code, said in found.items() if said}


def _proven(card: SupplierCard, beside: SupplierCard) -> Iterator[str]:
    if card.organisation_id == beside.organisation_id:
        return
    head = _registered_head(card)
    if head and head == _registered_head(beside):
        yield f"企业登记信息显示，{card.name}和{beside.name}的负责人为同一人（{head[0]}）。"
    for holder, held in ((card, beside), (beside, card)):
        for tie in held.ties:
            if tie.registered and tie.uscc == holder.uscc and _controls(tie):
                share = f"，持股 {tie.share}%" if tie.share else ""
                yield (
                    f"企业登记信息显示，{holder.name}是{held.name}的{tie.kind_label}{share}，"
                    "存在直接控股、管理关系。"
                )


def _registered_head(card: SupplierCard) -> tuple[str, date] | None:
    """Return the legal representative with the birthday that the register has; None: it has none."""
    born = (
        tie.born_on for tie in card.ties
        if tie.registered and not tie.uscc and tie.name == card.legal_representative
        and tie.born_on and tie.lasts(clock.today())
    )  # fmt: skip
    found = next(born, None)
    return (card.legal_representative, found) if found else None


def _controls(tie: TieLine) -> bool:
    """Whether a tie that lasts is direct control or management: a shareholder's only with the majority."""
    if not tie.lasts(clock.today()):
        return False
    return tie.kind != SHAREHOLDER or Decimal(tie.share or 0) > HALF


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
