"""A buyer as the public knows it."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.access.selectors import OrganisationCard, organisation
from lucai.platform.records.paging import Page
from lucai.publication.board.lines import NoticeLine, as_page, place_name
from lucai.publication.board.models import Notice
from lucai.publication.board.selectors.notices import NoticeSheet
from lucai.publication.punctuality.selectors import Punctuality, punctuality_of


@dataclass(frozen=True, slots=True)
class BuyerPage:
    """A buyer with its notices, newest first."""

    card: OrganisationCard
    punctuality: Punctuality
    notices: Page[NoticeLine]

    @property
    def place(self) -> str:
        """The region in words."""
        return place_name(self.card.region)


def buyer_seen(viewer: Viewer, pk: int, *, after: int = 0) -> BuyerPage:
    """Return one buyer.

    Raises:
        NotFound: there is none of that number.
    """
    card = organisation(viewer, pk)
    if card.side is not Side.BUYER:
        raise NotFound("没有找到这个采购人。")
    rows = Notice.objects.seen_by(viewer).filter(buyer_id=pk)
    if after:
        rows = rows.filter(order__lt=after)
    return BuyerPage(card, punctuality_of(viewer, pk), as_page(rows, first=not after))


def punctuality(viewer: Viewer, notice: NoticeSheet) -> Punctuality | None:
    """Return how punctually a notice's buyer pays; None where the buyer is not known."""
    return punctuality_of(viewer, notice.buyer_id) if notice.buyer_id else None
