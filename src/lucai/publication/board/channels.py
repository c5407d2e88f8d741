"""The channels of the portal, as the national formats group into what people look for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from lucai.law.notices import notice_forms


@dataclass(frozen=True, slots=True)
class Channel:
    """A shelf of the portal; ``tone`` colours its tag."""

    key: str
    label: str
    kinds: tuple[str, ...]
    lead: str
    tone: str = ""

    @property
    def href(self) -> str:
        """Its list."""
        return f"/notices/?kind={self.key}"


CHANNELS = (
    Channel("intention", "采购意向", ("intention",), "采购人打算买什么、何时买"),
    Channel(
        "tender",
        "采购公告",
        (
            "tender", "prequalification", "negotiation", "consultation", "inquiry",
            "singleSource", "frameworkCall", "cooperation",
        ),
        "正在采购什么、怎样参加",
        "blue",
    ),
    Channel("amendment", "更正公告", ("amendment",), "公告、文件、结果的改动", "amber"),
    Channel(
        "result",
        "结果公告",
        (
            "result", "frameworkAdmission", "frameworkDeal", "frameworkSummary",
            "cooperationResult", "cooperationProduct",
        ),
        "谁中标（成交）、多少钱",
        "green",
    ),
    Channel("contract", "合同公告", ("contract", "contractChange"), "签订的合同全文", "green"),
    Channel("acceptance", "验收公告", ("acceptance", "performanceAcceptance"), "买到的东西合格吗", "green"),
    Channel("termination", "终止公告", ("termination", "frameworkExit"), "为什么没有买成", "red"),
    Channel(
        "supervision",
        "监督检查",
        (
            "complaint", "complaintAppeal", "inspection", "assessment", "seriousViolation", "overduePayment",
            "smeReserveReport",
        ),
        "投诉处理、监督检查与信用记录",
    ),
)  # fmt: skip

OTHER = Channel("other", "其他公告", (), "")


@cache
def channel_of(kind: str) -> Channel:
    """Return the channel of a kind of notice."""
    return next((channel for channel in CHANNELS if kind in channel.kinds), OTHER)


def channel_named(key: str) -> Channel | None:
    """Return a channel by its key."""
    return next((channel for channel in CHANNELS if channel.key == key), None)


@cache
def kind_label(kind: str) -> str:
    """Return what a kind of notice is called."""
    form = notice_forms().get(kind)
    return form.label if form else OTHER.label
