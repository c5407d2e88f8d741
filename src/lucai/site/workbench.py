"""What the workbench shows a viewer, gathered from the modules in a handful of queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.platform.duties.gathering import LOOKED_AT, gathered
from lucai.platform.duties.selectors import DutyLine, duty_list
from lucai.registers.accounts.lifecycle import ISSUE
from lucai.stages.budget.indicators.lifecycle import RECEIVE
from lucai.stages.budget.indicators.selectors import budget_totals
from lucai.stages.plan.intentions.lifecycle import DRAFT as INTENTION
from lucai.stages.plan.plans.lifecycle import DRAFT as PLAN
from lucai.stages.trade.bids.selectors import TenderInHand, my_bids, tenders_in_hand
from lucai.stages.trade.projects.selectors import ProjectLine, project_page, projects_seen

SHOWN = 8
SHOWN_PROJECTS = 5
NOON, EVENING = 12, 18


def gather(viewer: Viewer) -> dict[str, Any]:
    """Return the workbench's context."""
    now = clock.now()
    duties = duty_list(viewer, limit=LOOKED_AT)
    tenders = tenders_in_hand(viewer)
    return {
        "greeting": f"{_part_of_day(now)}，{viewer.name}",
        "lead": _lead(duties),
        "duties": gathered(duties)[:SHOWN],
        "soon": sum(line.urgent for line in duties),
        "next_event": _next_event(duties, now),
        "figures": _figures(viewer, now.year),
        "figures_note": f"{now.year} 年度，截至今天",
        "starts": [each for each in STARTS.get(viewer.side, []) if _may_start(viewer, each)],
        "tenders": tenders[:SHOWN_PROJECTS],
        "projects": _projects(viewer, tenders),
        "projects_next": "/rooms/" if viewer.side in IN_ROOMS else "",
    }


IN_ROOMS = frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR})
"""The sides whose projects are theirs because they may see them."""

STARTS: dict[Side, list[dict[str, str]]] = {
    Side.BUYER: [
        {
            "label": "公开采购意向",
            "href": "/intentions/new/",
            "icon": "doc",
            "right": INTENTION.permission,
        },
        {
            "label": "新建采购计划",
            "href": "/plans/new/",
            "kind": "primary",
            "right": PLAN.permission,
        },
    ],
    Side.SUPPLIER: [{"label": "找采购公告", "href": "/notices/", "kind": "primary"}],
    Side.SUPERVISOR: [
        {
            "label": "接收预算指标",
            "href": "/budget/receive/",
            "kind": "primary",
            "right": RECEIVE.permission,
        },
        {
            "label": "邀请开通账号",
            "href": "/account-invitations/",
            "icon": "key",
            "right": ISSUE.permission,
        },
    ],
    Side.EXPERT: [{"label": "专家资料和入库申请", "href": "/experts/me/", "icon": "user"}],
}


def _may_start(viewer: Viewer, start: dict[str, str]) -> bool:
    return "right" not in start or viewer.may(start["right"])


def _part_of_day(now: datetime) -> str:
    if now.hour < NOON:
        return "上午好"
    return "下午好" if now.hour < EVENING else "晚上好"


def _lead(duties: Sequence[DutyLine]) -> str:
    open_now = [line for line in duties if not line.waiting]
    limited = [line for line in open_now if line.due_at]
    if not open_now:
        return "现在没有要您办理的事项。"
    if not limited:
        return f"有 {len(open_now)} 件事等您办理。"
    return f"有 {len(open_now)} 件事等您办理，其中 {len(limited)} 件有法定期限。"


def _next_event(duties: Sequence[DutyLine], now: datetime) -> dict[str, Any] | None:
    """Return the nearest moment at which something of the viewer's opens, or None."""
    waiting = [line for line in duties if line.opens_at and line.opens_at > now]
    if not waiting:
        return None
    line = min(waiting, key=lambda each: each.opens_at or now)
    return {
        "label": f"距{line.verb}",
        "at": line.opens_at,
        "title": line.heading,
        "note": f"项目编号 {line.project_number}" if line.project_number else "",
        "action": {"label": "进入项目", "href": line.href},
    }


def _projects(viewer: Viewer, tenders: Sequence[TenderInHand]) -> list[dict[str, Any]] | None:
    """Return the newest projects one works on; None for sides that have none of their own."""
    if viewer.side in IN_ROOMS:
        return [_project_row(line) for line in project_page(viewer).items[:SHOWN_PROJECTS]]
    if viewer.side is Side.SUPPLIER:
        held = [line.project_number for line in tenders]
        numbers = dict.fromkeys([*held, *(line.project_number for line in my_bids(viewer).items)])
        found = projects_seen(viewer, list(numbers)[:SHOWN_PROJECTS])
        return [_project_row(found[number]) for number in numbers if number in found]
    return None


def _project_row(line: ProjectLine) -> dict[str, Any]:
    return {
        "title": line.title,
        "href": line.href,
        "note": f"{line.number}　{line.buyer_name}",
        "budget": line.budget,
        "progress": {"stages": line.stages},
        "status": {"text": line.state_label, "tone": "red" if line.state == "ended" else "blue"},
    }


def _figures(viewer: Viewer, year: int) -> list[dict[str, str]]:
    if viewer.side not in {Side.BUYER, Side.SUPERVISOR}:
        return []
    totals = budget_totals(viewer, year=year)
    if not totals["amount"]:
        return []
    used = 100 * (totals["committed"] + totals["consumed"]) / totals["amount"]
    return [
        {"label": "预算（万元）", "value": f"{totals['amount'] / 1_000_000:,.1f}"},
        {"label": "合同与支付占预算", "value": f"{used:.1f}%"},
        {"label": "已支付（万元）", "value": f"{totals['consumed'] / 1_000_000:,.1f}"},
    ]
