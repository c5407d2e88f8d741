"""The lives of a negotiation, its records, its changes and the last quotes."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.stages.trade.negotiations import rules

HEARD = (
    rules.chair_acts,
    rules.everybody_was_heard,
    rules.consultation_is_recorded,
    rules.changes_are_settled,
)
MEMBERS = (Side.EXPERT, Side.BUYER)
PAGE = "/rooms/{row.project_number}/negotiation/{row.lot_number}/"


def _follows(name: str, label: str, source: tuple[str, ...], target: str) -> Step:
    return Step(name=name, label=label, source=frozenset(source), target=target, by=(Side.SYSTEM,))


NEGOTIATION = Lifecycle(
    of="trade.negotiationRound",
    title="谈判",
    initial="talking",
    states={
        "talking": "谈判中",
        "quoting": "等待最后报价",
        "opened": "最后报价已开启",
        "ended": "已终止",
    },
    page=PAGE,
    final=frozenset({"opened", "ended"}),
    steps=(
        Step(
            name="call_quotes",
            label="要求提交最后报价",
            source=frozenset({"talking"}),
            target="quoting",
            by=MEMBERS,
            rules=(*HEARD, rules.consultation_says_what_the_law_asks),
            duty="与供应商分别谈判，要求提交最后报价",
            page="quotes/",
        ),
        Step(
            name="next_round",
            label="进入下一轮谈判",
            source=frozenset({"talking"}),
            target="talking",
            by=MEMBERS,
            rules=HEARD,
            confirm="本轮记录不能再补充，供应商可以按照变动情况重新响应。确定进入下一轮吗？",
        ),
        Step(
            name="open_quotes",
            label="开启最后报价",
            source=frozenset({"quoting"}),
            target="opened",
            by=MEMBERS,
            rules=(rules.chair_acts, rules.quotes_are_due),
            duty="开启最后报价",
            confirm="全部最后报价一并开启，从此计入评审。确定开启吗？",
        ),
        _follows("end", "终止谈判", ("talking", "quoting"), "ended"),
    ),
)

RECORD = Lifecycle(
    of="trade.negotiationRecord",
    title="谈判记录",
    initial="recorded",
    states={"recorded": "待供应商确认", "confirmed": "供应商已确认", "accepted": "视同确认"},
    page=PAGE,
    final=frozenset({"confirmed", "accepted"}),
    steps=(
        Step(
            name="confirm",
            label="确认谈判记录",
            source=frozenset({"recorded"}),
            target="confirmed",
            by=(Side.SUPPLIER,),
            duty="核对并确认谈判记录",
            page="records/{row.pk}/",
        ),
        _follows("accept", "谈判结束，视同确认", ("recorded",), "accepted"),
    ),
)

CHANGE = Lifecycle(
    of="trade.negotiationChange",
    title="实质性变动",
    initial="proposed",
    states={
        "proposed": "待采购人代表确认",
        "confirmed": "已确认并通知供应商",
        "rejected": "不予变动",
    },
    page=PAGE,
    final=frozenset({"confirmed", "rejected"}),
    steps=(
        Step(
            name="confirm",
            label="确认变动",
            source=frozenset({"proposed"}),
            target="confirmed",
            by=(Side.BUYER,),
            duty="确认实质性变动的内容",
            page="changes/{row.pk}/",
        ),
        Step(
            name="reject",
            label="不予变动",
            source=frozenset({"proposed"}),
            target="rejected",
            by=(Side.BUYER,),
            page="changes/{row.pk}/",
        ),
    ),
)

AT_THE_OPENING = (rules.quote_is_complete, rules.quote_is_within_the_ceiling)
"""What the supplier's browser checks before it seals, and the opening again."""

OFFER = Lifecycle(
    of="trade.finalOffer",
    title="最后报价",
    initial="talking",
    states={
        "talking": "谈判中",
        "expected": "待提交",
        "handed_in": "已提交，密封中",
        "opened": "已开启",
        "refused": "无效",
        "missed": "未提交",
        "left": "已退出",
    },
    page=PAGE,
    final=frozenset({"opened", "refused", "missed", "left"}),
    steps=(
        _follows("call", "可以提交最后报价", ("talking",), "expected"),
        Step(
            name="hand_in",
            label="提交最后报价",
            source=frozenset({"expected", "handed_in"}),
            target="handed_in",
            by=(Side.SUPPLIER,),
            rules=(rules.quote_is_in_time,),
            duty="提交最后报价",
            page="offer/",
        ),
        Step(
            name="withdraw",
            label="撤回最后报价",
            source=frozenset({"handed_in"}),
            target="expected",
            by=(Side.SUPPLIER,),
            rules=(rules.quote_is_in_time,),
            page="offer/",
        ),
        Step(
            name="leave",
            label="退出谈判",
            source=frozenset({"talking", "expected"}),
            target="left",
            by=(Side.SUPPLIER,),
            page="leave/",
        ),
        Step(
            name="open",
            label="开启最后报价",
            source=frozenset({"handed_in"}),
            target="opened",
            by=(Side.SYSTEM,),
            rules=AT_THE_OPENING,
        ),
        _follows("refuse", "最后报价无效", ("handed_in",), "refused"),
        _follows("miss", "未提交最后报价", ("talking", "expected", "handed_in"), "missed"),
    ),
)

WRITE = Function(
    "trade.negotiationRecord:write", "谈判 · 记录谈判", (Side.AGENCY, Side.EXPERT, Side.BUYER)
)
PROPOSE = Function("trade.negotiationChange:propose", "谈判 · 提出变动", MEMBERS)

GOING = frozenset({"talking", "expected", "handed_in"})
"""The states of a supplier that still takes part."""
