"""What is challenged and complained of, as challenges and complaints need it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.stages.trade.challenges.kinds import DEALS, LATER, NOUNS, Kind, said_of
from lucai.stages.trade.challenges.schemas import About


@dataclass(frozen=True, slots=True)
class SubjectLot:
    """A lot of a project or a package of a framework."""

    number: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What challenges and complaints need of it. Of buyer and agency one may be absent: then 0.

    ``framework`` is the number of the framework that an order belongs to.
    """

    kind: Kind
    number: str
    title: str
    href: str
    buyer_id: int
    buyer_path: str
    buyer_name: str
    agency_id: int
    agency_name: str
    finance_id: int
    region: str
    lots: tuple[SubjectLot, ...]
    framework: str = ""

    @property
    def noun(self) -> str:
        """What it is called: 项目, 框架协议, 订单."""
        return NOUNS[self.kind]

    @property
    def abouts(self) -> tuple[About, ...]:
        """What can be challenged in it: an order has no documents of its own."""
        return (About.PROCESS, About.RESULT) if self.kind in DEALS else tuple(About)

    @property
    def challenges_href(self) -> str:
        """Where its challenges are listed and begun."""
        return f"{self.href}challenges/"

    @property
    def enquiries_href(self) -> str:
        """Where one asks about it; nothing where one asks the buyer directly."""
        if self.kind is Kind.ORDER:
            return ""
        if self.kind in LATER:
            return f"{self.href}questions/"
        return self.href + ("clarifications/" if self.kind is Kind.PROJECT else "enquiries/")

    @property
    def corrections_href(self) -> str:
        """Where its documents are corrected."""
        return self.href + ("clarifications/new/" if self.kind is Kind.PROJECT else "correct/")

    @property
    def public_href(self) -> str:
        """Where everybody reads what was announced of it."""
        return f"/projects/{self.number}/" if self.kind is Kind.PROJECT else self.href

    @property
    def asker(self) -> str:
        """What who buys is called: whoever calls for a framework buys nothing itself."""
        return "征集人" if self.kind is Kind.FRAMEWORK else "采购人"

    def said(self, text: str) -> str:
        """Put a sentence into its words."""
        return said_of(self.number, text)
