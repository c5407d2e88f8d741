"""The whole file of what is complained of, as the desk of the authority leads to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.stages.trade.calloffs.selectors import order_seen
from lucai.stages.trade.challenges.kinds import Kind, kind_of
from lucai.stages.trade.challenges.ports import numbers_of
from lucai.stages.trade.challenges.selectors import subject_seen
from lucai.stages.trade.frameworks.numbering import call_key, call_label
from lucai.stages.trade.frameworks.selectors import framework_card
from lucai.stages.trade.frameworks.selectors.standing import calls_of
from lucai.stages.trade.projects.selectors import frame


@dataclass(frozen=True, slots=True)
class CasePaper:
    """A page of the file."""

    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Where the procurement stands, and every page of it that the viewer may open."""

    state_label: str
    closes_label: str
    closes_at: datetime | None
    opened_label: str
    opened_at: datetime | None
    papers: tuple[CasePaper, ...]


def case_file(viewer: Viewer, number: str) -> CaseFile:
    """Return the file of a project, a framework or an order.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    match kind_of(number):
        case Kind.FRAMEWORK:
            return _of_framework(viewer, number)
        case Kind.ORDER:
            return _of_order(viewer, number)
        case Kind.MALL | Kind.INQUIRY:
            return _of_mall(viewer, number)
    found = frame(viewer, number, "complaints")
    return CaseFile(
        state_label=found.card.state_label,
        closes_label="投标截止", closes_at=found.card.bid_deadline,
        opened_label="开标", opened_at=found.card.opened_at,
        papers=tuple(CasePaper(tab.label, tab.href) for tab in found.tabs if not tab.current),
    )  # fmt: skip


def _of_framework(viewer: Viewer, number: str) -> CaseFile:
    card, calls = framework_card(viewer, number), calls_of(SYSTEM, number)
    href, last = card.href, calls[-1] if calls else None
    papers = [CasePaper("约定和采购包", href)]
    for one in calls:
        label = call_label(one.round)
        papers.append(CasePaper(label, f"{href}calls/{one.round}/"))
        group = f"/review-groups/{call_key(number, one.round)}/"
        papers.append(CasePaper(f"评审小组（{label}）", group))
    if card.kind == "open":
        papers.append(CasePaper("加入申请", f"{href}applications/"))
    papers += [
        CasePaper("订单和成交", f"/call-offs/?framework={number}"),
        CasePaper("询问", f"{href}enquiries/"), CasePaper("质疑", f"{href}challenges/"),
        CasePaper("投诉", f"{href}complaints/"),
    ]  # fmt: skip
    return CaseFile(
        state_label=card.tag["text"],
        closes_label="提交响应截止", closes_at=last.closes_at if last else None,
        opened_label="公告入围", opened_at=last.decided_at if last else None,
        papers=tuple(papers),
    )  # fmt: skip


def _of_order(viewer: Viewer, number: str) -> CaseFile:
    order = order_seen(viewer, number)
    framework = f"/frameworks/{order.framework_number}/"
    return CaseFile(
        state_label=order.tag["text"],
        closes_label="报价截止", closes_at=order.closes_at,
        opened_label="公告成交", opened_at=order.decided_at,
        papers=(
            CasePaper("订单", order.href), CasePaper("框架协议", framework),
            CasePaper("同一框架协议的订单", f"/call-offs/?framework={order.framework_number}"),
            CasePaper("质疑", f"{order.href}challenges/"),
        ),
    )  # fmt: skip


def _of_mall(viewer: Viewer, number: str) -> CaseFile:
    subject = subject_seen(viewer, number)
    numbers = numbers_of(number)
    orders = [CasePaper(f"订单 {one}", f"/mall/orders/{one}/") for one in numbers if one != number]
    return CaseFile(
        state_label=subject.noun, closes_label="", closes_at=None, opened_label="", opened_at=None,
        papers=(
            CasePaper(subject.noun, subject.href), *orders,
            CasePaper("质疑", subject.challenges_href),
        ),
    )  # fmt: skip
