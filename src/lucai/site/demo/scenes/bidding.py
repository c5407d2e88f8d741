"""From the notice to the deadline: documents obtained, questions asked, bids handed in."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial

from lucai.adapters.guarantees.simulated import check_digits
from lucai.kernel import clock, money
from lucai.kernel.actors import Actor
from lucai.site.demo.plots import Mishap, Tale
from lucai.site.demo.scenes import composing, decrypting, returning, sealing
from lucai.site.demo.scenes.sealing import Submitted
from lucai.site.demo.scenes.tendering import announced_deadline
from lucai.site.demo.timeline import Cue, Scene, after
from lucai.stages.trade.bids.schemas import (
    AnswerIn,
    BondIn,
    ClaimIn,
    ItemIn,
    OfferIn,
    SealedBidIn,
    TermsIn,
)
from lucai.stages.trade.bids.selectors import tender_to_bid
from lucai.stages.trade.bids.wording import Deviation, SecurityKind, SmeKind
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.documents.schemas import ClarificationIn, EnquiryIn
from lucai.stages.trade.documents.selectors.clarifications import enquiry_list
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.openings import services as openings
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.projects.selectors import LotCard
from lucai.stages.trade.sealing import services as keys

SIZES = (SmeKind.MICRO, SmeKind.SMALL, SmeKind.SMALL, SmeKind.MEDIUM, SmeKind.LARGE)
"""What the n-th supplier of the library is, as people.py enters it."""

BRANDS = ("示例泉", "示例山", "示例海", "示例岱", "示例河", "示例湖", "示例云")
"""What the bidders of a tender sell, each its own."""

LOW = 42
"""Percent of the estimate that a strikingly low bid asks for."""


def sell_documents(tale: Tale) -> Scene:
    """Let the suppliers obtain the document, and ask."""
    for place, number in enumerate(tale.story.bidders):
        yield Cue(after(clock.now(), minutes=170), f"document.obtain.{place}")
        obtain_document(tale.supplier(number), project_number=tale.project)
    if tale.goes_wrong(Mishap.AMENDED):
        yield from _amend(tale)
    return True


def hand_in_bids(tale: Tale) -> Scene:
    """Write every bid some days before the deadline, seal and drop most of them in the days after."""
    for place, number in enumerate(tale.story.bidders):
        start = tale.deadline - timedelta(days=6, hours=17 - place)
        yield Cue(max(start, clock.now()), f"bid.prepare.{place}")
        for lot in _lots_of(tale, place):
            _write(tale, number, lot, share=_share(tale, place))
    submitted: dict[int, Submitted] = {}
    for place, number in enumerate(_finished(tale)):
        yield Cue(tale.deadline - timedelta(hours=66 - 2 * place), f"bid.submit.{place}")
        submitted = {lot: tale.desk[number, lot](None) for lot in _lots_of(tale, place)}
        decrypting.keep_codes(tale, number, submitted)
    yield from _think_again(tale, submitted)
    return True


def _finished(tale: Tale) -> tuple[int, ...]:
    """Return who has the bid ready in time."""
    late = tale.goes_wrong(Mishap.UNFINISHED_BID)
    return tale.story.bidders[:-1] if late else tale.story.bidders


def _think_again(tale: Tale, submitted: dict[int, Submitted]) -> Scene:
    """Let the last bidder withdraw its bids, or put new ones in their place."""
    asked: list[int] = []
    if tale.goes_wrong(Mishap.WITHDRAWN_BID):
        yield Cue(tale.deadline - timedelta(hours=40), "bid.withdraw")
        for one in submitted.values():
            one.withdraw()
        asked = returning.ask_back(tale, _finished(tale)[-1], submitted)
    if tale.goes_wrong(Mishap.AMENDED):
        yield Cue(tale.deadline - timedelta(hours=30), "bid.replace")
        for lot, one in submitted.items():
            tale.desk[_finished(tale)[-1], lot](one)
    if asked:
        yield Cue(tale.deadline - timedelta(hours=23), "bond.return")
        returning.give_back(tale, asked)
    return True


def _amend(tale: Tale) -> Scene:
    """Answer a question with a change that needs more time."""
    yield Cue(after(clock.now(), workdays=2), "enquiry.ask")
    question = "技术要求中的接口标准未注明版本，请明确。"
    documents.ask(
        tale.supplier(tale.story.bidders[0]),
        project_number=tale.project,
        enquiry=EnquiryIn(question=question),
    )
    yield Cue(after(clock.now(), workdays=2), "clarification.draft")
    number = documents.clarify(
        tale.agency,
        project_number=tale.project,
        content=ClarificationIn(
            question=question,
            text="接口标准按现行国家标准执行，投标截止时间相应顺延。",
            affects_bids=True,
            enquiries=[line.pk for line in enquiry_list(tale.agency.viewer, tale.project)],
        ),
    )
    composing.amend(tale, number)
    yield Cue(after(clock.now(), minutes=50), "clarification.publish")
    documents.publish_clarification(tale.agency, project_number=tale.project, number=number)
    keys.publish_policies(tale.system, project_number=tale.project)
    openings.schedule(tale.system, project_number=tale.project)
    panels.prepare_panel(tale.system, project_number=tale.project)
    tale.deadline = announced_deadline(tale)
    return True


def _lots_of(tale: Tale, place: int) -> list[int]:
    """Return the lots this bidder goes for: with too few bidders a lot will fail."""
    if tale.goes_wrong(Mishap.TOO_FEW) and place > 1:
        return []
    if tale.goes_wrong(Mishap.ONE_LOT_FAILS) and place > 1:
        return tale.lots[:-1]
    return tale.lots


def _share(tale: Tale, place: int) -> int:
    """Return the percent of the estimate a bidder asks for."""
    if place == 0 and tale.goes_wrong(Mishap.LOW_PRICE, Mishap.LOW_PRICE_REJECTED):
        return LOW
    return tale.chance.randrange(86, 97)


def _write(tale: Tale, number: int, lot: int, *, share: int) -> None:
    """Write a bid and leave it on the bidder's desk, where only the bidder can seal and drop it."""
    actor = tale.supplier(number)
    key = {"project_number": tale.project, "lot_number": lot}
    if lot not in tale.asked:
        tale.asked[lot] = tender_to_bid(actor.viewer, tale.project, lot)
    tender = tale.asked[lot]
    answers = [
        AnswerIn(
            number=demand.number,
            response=f"响应：{demand.text}",
            deviation=Deviation.NONE,
            evidence="第 3 页" if demand.evidence else "",
        )
        for demand in tender.demands
    ]
    terms, offer = (
        _terms(tale, number, tender.validity_days),
        _offer(tender.lot, share, BRANDS[tale.story.bidders.index(number) % len(BRANDS)]),
    )
    bonds = [_bond(actor, tender.bond, lot)] if tender.bond else []
    claims = [
        ClaimIn(number=one.number, figure=Decimal(4 + number % 3), evidence="资格文件第 1 页")
        for one in tender.asked
    ]
    bid = SealedBidIn(terms=terms, offer=offer, answers=answers, claims=claims, bonds=bonds)
    tale.desk[number, lot] = partial(sealing.hand_in, actor, key, bid)


def _terms(tale: Tale, number: int, validity: int) -> TermsIn:
    return TermsIn(
        delivery_days=tale.story.ware.days,
        validity_days=validity,
        contact="示例联系人",
        phone="0531-00000000",
        sme_kind=SIZES[number % len(SIZES)],
        domestic=tale.story.ware.goods,
    )


def _offer(lot: LotCard, share: int, brand: str) -> OfferIn:
    """Price what the lot buys, for every unit that buys it."""
    yuan = money.FEN_PER_YUAN
    prices = [item.unit_price // yuan * share // 100 * yuan for item in lot.items]
    return OfferIn(
        price=sum(
            int(Decimal(item.quantity)) * price
            for item, price in zip(lot.items, prices, strict=True)
        ),
        items=[
            ItemIn(place=place, unit_price=price, brand=brand, model=f"SL-{100 + place}")
            for place, price in enumerate(prices)
        ],
    )


def _reference(number: str) -> str:
    return f"BH{number}{check_digits(number)}"


def _bond(actor: Actor, amount: int, lot: int) -> BondIn:
    return BondIn(
        kind=SecurityKind.GUARANTEE if lot % 2 else SecurityKind.TRANSFER,
        amount=amount,
        payer_account_name="示例担保有限公司" if lot % 2 else actor.viewer.organisation_name,
        reference=_reference(
            f"{clock.today():%Y%m%d}{(actor.viewer.organisation or 0) % 10000:04d}"
        ),
    )
