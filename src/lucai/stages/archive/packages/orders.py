"""Files of orders, of a framework or of the mall: what they are about, their papers, their frame.

Law: 政府采购法 第四十二条; orders of a framework are performed by the rules of every contract
(财政部令第110号), and so are those of the mall. An order is shown to pages and papers as a procurement with one lot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from lucai.kernel import ocds
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.journal.selectors import object_timeline, project_timeline
from lucai.stages.archive.packages.dossier import (
    MALL,
    ORDER,
    ORDER_LIVES,
    Dossier,
    Piece,
    Source,
    eyes_of,
)
from lucai.stages.archive.packages.plain import as_json
from lucai.stages.contract.contracts import lifecycle
from lucai.stages.contract.contracts.cards import ORIGINS
from lucai.stages.contract.contracts.selectors import ContractCard, contracts_of_project
from lucai.stages.contract.mall.selectors import (
    MallOrderCard,
    mall_inquiry_seen,
    mall_order_seen,
    mall_quotes_seen,
)
from lucai.stages.contract.short_contracts.papers import short_contract_pdf
from lucai.stages.contract.short_contracts.selectors import short_contract_seen
from lucai.stages.trade.calloffs.selectors import order_seen, quotes_seen
from lucai.stages.trade.frameworks.papers import agreement_pdf
from lucai.stages.trade.frameworks.selectors import framework_seen
from lucai.stages.trade.projects import rooms
from lucai.stages.trade.projects.selectors import Frame, LotCard, ProjectCard
from lucai_trust import encoding

MOST = 100_000
OVER = frozenset({"completed", "terminated"})
PLAN, RESULT, CONTRACT = "01-预算与计划", "07-结果与通知书", "09-合同"


class OrderSubject(ProjectCard):
    """An order as files and their pages read it."""

    __slots__ = ()

    @property
    def href(self) -> str:
        """The order's page."""
        return f"/{ORIGINS[self.method]}/{self.number}/"


class OrderFrame(Frame):
    """The frame of an order's file: it speaks in no method's words."""

    __slots__ = ()

    @property
    def wording(self) -> str:
        """None."""
        return ""


def order_subject(viewer: Viewer, number: str) -> OrderSubject:
    """Return an order with a contract in the shape of a project.

    Raises:
        NotFound: the viewer sees no contract on such an order.
    """
    card = _contract(viewer, number)
    ended = card.state == "terminated"
    state = "ended" if ended else "completed" if card.state in OVER else "performing"
    lot = LotCard(
        number=1, name=card.lot_name, budget=card.amount, ceiling=card.amount, sme_reserved=False,
        state="active", state_label=card.state_label, reason="", items=(),
    )  # fmt: skip
    return OrderSubject(
        number=number, ocid=_ocid(card), title=card.title, plan_number="",
        intention_code="", intention_exempt=True, buyer_id=card.buyer_id,
        buyer_path=card.buyer_path, buyer_name=card.buyer_name, agency_id=card.agency_id,
        agency_name=card.agency_name or card.buyer_name, finance_id=card.finance_id, region=card.region,
        object_kind=card.object_kind, method=card.method, method_case="", sole_supplier="",
        evaluation_method="", organisation_form="", budget=card.amount, ceiling=card.amount,
        prequalification_at=None, tender_published_at=None, bid_deadline=None, opened_at=None,
        ended_reason="", state=state, state_label=card.state_label, state_since=card.state_since,
        lots=(lot,),
    )  # fmt: skip


def order_frame(viewer: Viewer, number: str) -> Frame:
    """Return what a page of an order's file shows round its content.

    Raises:
        NotFound: the viewer sees no contract on such an order.
    """
    card = order_subject(viewer, number)
    contract = _contract(viewer, number)
    tabs = (
        rooms.Tab("order", "订单", card.href, current=False),
        rooms.Tab("contract", "合同", contract.href, current=False),
        rooms.Tab("archive", "归档", f"/rooms/{number}/archive/", current=True),
    )
    return OrderFrame(card, rooms.spine(card.state), tabs)


def order_dossier(viewer: Viewer, number: str) -> Dossier:
    """Return an order as its file is gathered from; what came before its contract hangs on itself.

    Raises:
        NotFound: the viewer sees no contract on such an order.
    """
    subject = order_subject(viewer, number)
    contracts = [card.number for card in contracts_of_project(SYSTEM, number)]
    own = [
        entry
        for key in (number, *contracts)
        for life in ORDER_LIVES
        for entry in object_timeline(SYSTEM, life, key, limit=MOST)
    ]
    entries = [*project_timeline(SYSTEM, number, limit=MOST), *own]
    newest = sorted(entries, key=lambda entry: entry.at, reverse=True)
    kind = MALL if subject.method == lifecycle.MALL else ORDER
    asked = mall_order_seen(SYSTEM, number).inquiry_number if kind == MALL else ""
    return Dossier(eyes_of(subject), subject, tuple(newest), kind, asked)


def order_activity(dossier: Dossier) -> dict[str, object]:
    """Return the record of an order: what was bought, by which framework, how, from whom."""
    order = order_seen(SYSTEM, dossier.number)
    return {
        "采购项目名称": dossier.project.title,
        "订单编号": order.number,
        "框架协议": f"{order.framework_title}（{order.framework_number}）",
        "资金构成": [{"指标": order.indicator_code, "金额（分）": dossier.project.budget}],
        "合同价格（分）": dossier.project.budget,
        "采购方式": "框架协议采购（第二阶段）",
        "确定成交供应商的方式": order.way_label,
        "成交供应商": order.supplier_name,
        "成交的原因": order.reason,
    }


def _contract(viewer: Viewer, number: str) -> ContractCard:
    found = [c for c in contracts_of_project(viewer, number) if c.method in lifecycle.ORDERS]
    if not found:
        raise NotFound("没有找到这个采购项目。")
    return found[-1]


def _ocid(card: ContractCard) -> str:
    """Return the process a contract's order belongs to: the framework's, or its own in the mall."""
    if card.method == lifecycle.MALL:
        return ocds.ocid(card.project_number)
    return order_seen(SYSTEM, card.project_number).framework_ocid


def mall_activity(dossier: Dossier) -> dict[str, object]:
    """Return the record of an order of the mall: what, how and from whom, at which price and why."""
    order = mall_order_seen(SYSTEM, dossier.number)
    return {
        "采购项目名称": dossier.project.title,
        "订单编号": order.number,
        "资金构成": [{"指标": order.indicator_code, "金额（分）": dossier.project.budget}],
        "合同价格（分）": dossier.project.budget,
        "采购方式": f"网上商城（{order.way_label}）",
        "成交供应商": order.supplier_name,
        "成交的原因": order.reason or "下单时全部报价中的最低价",
        "价格证据 SHA-256": order.evidence_sha256,
    }


def _mall_order(dossier: Dossier) -> Iterator[Piece]:
    order = mall_order_seen(dossier.eyes, dossier.number)
    yield Piece("商城订单.json", as_json(mall_order_paper(order)))
    yield Piece("价格证据.json", encoding.canonical(order.evidence))
    if order.inquiry_number:
        quotes = mall_quotes_seen(dossier.eyes, order.inquiry_number)
        inquiry = mall_inquiry_seen(dossier.eyes, order.inquiry_number)
        told = {"inquiry": replace(inquiry, offers=()), "quotes": quotes}
        yield Piece("商城询价和报价.json", as_json(told))


def mall_order_paper(order: MallOrderCard) -> MallOrderCard:
    """Return an order as a paper keeps it: without what somebody could do at the moment."""
    return replace(order, offers=(), warnings=(), stations=(), contract=None)


def _framework(dossier: Dossier) -> Iterator[Piece]:
    order = order_seen(SYSTEM, dossier.number)
    sheet = framework_seen(dossier.eyes, order.framework_number)
    for member in sheet.members:
        own = (member.supplier_id, member.package_number) == (
            order.supplier_id,
            order.package_number,
        )
        if own and member.signed_at:
            paper = partial(agreement_pdf, dossier.eyes, sheet, member)
            yield Piece(f"框架协议-{member.key}.pdf", paper)
    yield Piece("框架协议.json", as_json(sheet))


def _order(dossier: Dossier) -> Iterator[Piece]:
    yield Piece("订单.json", as_json(order_seen(dossier.eyes, dossier.number)))
    if quotes := quotes_seen(dossier.eyes, dossier.number):
        yield Piece("二次竞价报价.json", as_json(quotes))


def _short_contract(dossier: Dossier) -> Iterator[Piece]:
    number = _contract(dossier.eyes, dossier.number).number
    card = short_contract_seen(dossier.eyes, number)
    yield Piece(f"简式合同-{number}.pdf", partial(short_contract_pdf, dossier.eyes, card))
    yield Piece(f"简式合同-{number}.json", as_json(card))


def _record(dossier: Dossier) -> Iterator[Piece]:
    told = mall_activity if dossier.kind == MALL else order_activity
    yield Piece("采购活动记录.json", as_json(told(dossier)))


def sources() -> Iterable[Source]:
    """Return the papers that only the file of an order has."""
    only = frozenset({ORDER})
    return (
        Source(key="framework", group=PLAN, title="框架协议", read=_framework, owner="征集人",
               since="begun", files=only),
        Source(key="order", group=RESULT, title="订单和成交记录", read=_order, owner="采购人",
               since="begun", files=only),
        Source(key="short_contract", group=CONTRACT, title="简式合同", read=_short_contract,
               owner="采购人", since="begun", files=only),
        Source(key="order_record", group="99-过程日志", title="采购活动记录", read=_record,
               owner="平台自动生成", since="begun", files=frozenset({ORDER, MALL})),
        Source(key="mall_order", group=RESULT, title="商城订单和价格证据", read=_mall_order,
               owner="采购人", since="begun", files=frozenset({MALL})),
    )  # fmt: skip
