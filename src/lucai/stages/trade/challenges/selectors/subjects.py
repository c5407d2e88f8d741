"""What is challenged and complained of: a project, a framework agreement, or an order under one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import read_once
from lucai.stages.trade.calloffs.selectors import OrderCard, order_seen
from lucai.stages.trade.challenges.kinds import NOUNS, Kind, kind_of, said_of
from lucai.stages.trade.challenges.schemas import About
from lucai.stages.trade.frameworks.selectors import FrameworkCard, framework_card
from lucai.stages.trade.frameworks.selectors.standing import packages_named
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen


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
        return (About.PROCESS, About.RESULT) if self.kind is Kind.ORDER else tuple(About)

    @property
    def challenges_href(self) -> str:
        """Where its challenges are listed and begun."""
        return f"{self.href}challenges/"

    @property
    def enquiries_href(self) -> str:
        """Where one asks about it; nothing where one asks the buyer directly."""
        if self.kind is Kind.ORDER:
            return ""
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


@read_once
def subject_seen(viewer: Viewer, number: str) -> Subject:
    """Return what is challenged or complained of.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    match kind_of(number):
        case Kind.FRAMEWORK:
            return _framework(framework_card(viewer, number), packages_named(viewer, number))
        case Kind.ORDER:
            return _order(order_seen(viewer, number))
    return _project(project_seen(viewer, number))


def _project(card: ProjectCard) -> Subject:
    lots = tuple(SubjectLot(lot.number, lot.label) for lot in card.lots)
    same = {name: getattr(card, name) for name in (*_SAME, "agency_id", "agency_name")}
    return Subject(kind=Kind.PROJECT, href=card.href, lots=lots, **same)


def _framework(card: FrameworkCard, packages: Sequence[tuple[int, str]]) -> Subject:
    """Whoever called is challenged: a 集中采购机构 as agency, a 主管预算单位 as buyer."""
    by_agency = card.organiser_side == Side.AGENCY
    return Subject(
        kind=Kind.FRAMEWORK, number=card.number, title=card.title, href=card.href,
        buyer_id=0 if by_agency else card.organiser_id,
        buyer_path="" if by_agency else card.organiser_path,
        buyer_name="" if by_agency else card.organiser_name,
        agency_id=card.organiser_id if by_agency else 0,
        agency_name=card.organiser_name if by_agency else "",
        finance_id=card.finance_id, region=card.region,
        lots=tuple(SubjectLot(place, f"包 {place} {name}") for place, name in packages),
    )  # fmt: skip


def _order(card: OrderCard) -> Subject:
    """The buyer that ordered is challenged: it chose the supplier."""
    return Subject(
        kind=Kind.ORDER, title=f"{card.package_name}（{card.framework_title}）"[:200], href=card.href,
        agency_id=0, agency_name="", lots=(), framework=card.framework_number,
        **{name: getattr(card, name) for name in _SAME if name != "title"},
    )  # fmt: skip


_SAME = (
    "number", "title", "buyer_id", "buyer_path", "buyer_name", "finance_id", "region",
)  # fmt: skip
