"""What is challenged and complained of: a project, a framework agreement, or an order under one."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import read_once
from lucai.stages.trade.calloffs.selectors import OrderCard, order_seen
from lucai.stages.trade.challenges.disputed import Subject, SubjectLot
from lucai.stages.trade.challenges.kinds import Kind, kind_of
from lucai.stages.trade.challenges.ports import later
from lucai.stages.trade.frameworks.selectors import FrameworkCard, framework_card
from lucai.stages.trade.frameworks.selectors.standing import packages_named
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen


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
        case Kind.MALL | Kind.INQUIRY:
            return later().seen(viewer, number)
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
