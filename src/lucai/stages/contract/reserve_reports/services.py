"""Opening, putting right, publishing and correcting the yearly reports."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound
from lucai.law.notices import check_notice
from lucai.law.reserve_rules import is_reported
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import OrganisationCard, finance_of, organisations
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.contract.contracts.selectors.reserved import branches_with_reserved
from lucai.stages.contract.reserve_reports.figures import figures_of, notice_fields
from lucai.stages.contract.reserve_reports.lifecycle import REPORT, WRITE
from lucai.stages.contract.reserve_reports.models import (
    ReserveAdjustment,
    ReserveReport,
    ReserveYear,
)
from lucai.stages.contract.reserve_reports.schemas import AdjustIn
from lucai.stages.contract.reserve_reports.selectors import (
    computed_of,
    facts_of,
    is_head,
    lines_of,
    report_row,
)
from lucai.stages.trade.projects.notices import notice

AT_ONCE = 100


def open_year(actor: Actor, *, year: int) -> int:
    """Open the report of every head unit whose branch contracted reserved lots, some at a time.

    Return how many were opened; a year that is through is not looked at again.
    """
    if not is_reported(year):
        return 0
    with system_access("the year's reports"):
        if ReserveYear.objects.filter(year=year).exists():
            return 0
        known = ReserveReport.objects.filter(year=year).values_list("buyer_id", flat=True)
        heads = {int(path.split("/")[1]) for path in branches_with_reserved(SYSTEM, year)}
        waiting = sorted(heads - set(known))
        if not waiting:
            ReserveYear.objects.create(year=year, opened_at=clock.now())
            return 0
    cards = organisations(SYSTEM, waiting[:AT_ONCE])
    for card in cards.values():
        _open(actor, card=card, year=year)
    return len(cards)


@command
def prepare(actor: Actor, *, year: int) -> int:
    """Begin the report of the actor's own unit, though nothing was reserved; return its unit.

    Raises:
        NotAllowed: another unit reports for it.
        InvalidInput: the year is not over, or the report is there already.
    """
    demand(actor, WRITE.permission)
    pk = actor.viewer.organisation
    if actor.viewer.side is not Side.BUYER or not pk or not is_head(actor.viewer):
        raise NotAllowed("预留项目执行情况由主管预算单位汇总本部门情况后公开。")
    if year >= clock.today().year:
        raise InvalidInput({"year": f"{year} 年还没有结束，年度终了后再公开"})
    with system_access("there already?"):
        if ReserveReport.objects.filter(year=year, buyer_id=pk).exists():
            raise InvalidInput({"year": f"{year} 年度的报告已经编制"})
    _begin(actor, organisations(SYSTEM, [pk])[pk], year)
    return pk


@command
def adjust(actor: Actor, *, year: int, buyer_id: int, line: AdjustIn) -> None:
    """Put a line right, or add a project, with the reason.

    Raises:
        NotAllowed: another unit's report.
        InvalidInput: a contract that is not in the report, or more than it comes to.
    """
    row = _own(actor, year, buyer_id)
    known = {one.contract_number for one in computed_of(SYSTEM, row)}
    if line.contract_number and line.contract_number not in known:
        raise InvalidInput({"contract_number": "这份合同不在本年度的预留项目中，请重新选择"})
    if not line.contract_number and not line.amount:
        raise InvalidInput({"amount": "补充的项目应当填写金额"})
    ReserveAdjustment(
        report=row, contract_number=line.contract_number, title=line.title,
        option=line.option.value, amount=line.amount, small=line.small, reason=line.reason,
        person_name=actor.viewer.name, at=clock.now(),
    ).save(force_insert=True)  # fmt: skip
    body = {"contract": line.contract_number, "amount": line.amount, "reason": line.reason}
    note(actor, row, REPORT, "adjust", label=f"更正预留项目：{line.title}", body=body)


@command
def withdraw_adjustment(actor: Actor, *, year: int, buyer_id: int, pk: int) -> None:
    """Take back a line that was put right: what the contract says counts again.

    Raises:
        NotFound: there is no such line in force.
    """
    row = _own(actor, year, buyer_id)
    rows = ReserveAdjustment.objects.seen_by(actor.viewer).filter(report_id=row.pk)
    found = rows.filter(pk=pk, withdrawn=False).first()
    if not found:
        raise NotFound("没有找到这一行更正，可能已经撤回。")
    found.change(withdrawn=True)
    note(actor, row, REPORT, "restore", label=f"撤回更正：{found.title}")


@command
def publish(actor: Actor, *, year: int, buyer_id: int, remark: str) -> None:
    """Make public what was reserved in a year and carried out (GP-SME-12).

    Raises:
        RuleBroken: the year is not over, or too little was reserved and nothing says why.
    """
    _publish(actor, year, buyer_id, "publish", remark, {"published_at": clock.now()})


@command
def correct(actor: Actor, *, year: int, buyer_id: int, remark: str) -> None:
    """Make public what the report says now, with the reason.

    Raises:
        RuleBroken: nothing has changed.
    """
    _publish(actor, year, buyer_id, "correct", remark, {})


@command
def _open(actor: Actor, *, card: OrganisationCard, year: int) -> None:
    _begin(actor, card, year)


def _begin(actor: Actor, card: OrganisationCard, year: int) -> None:
    row = ReserveReport(
        year=year, buyer_id=card.pk, buyer_path=card.path, buyer_name=card.name,
        region=card.region, finance_id=finance_of(SYSTEM, card.region).pk,
    )  # fmt: skip
    begin(actor, row, REPORT, label="编制预留项目执行情况", body={"year": year})


def _own(actor: Actor, year: int, buyer_id: int) -> ReserveReport:
    demand(actor, WRITE.permission)
    row = report_row(actor.viewer, year, buyer_id)
    demand_party(actor, row)
    return row


def _publish(
    actor: Actor, year: int, buyer_id: int, step: str, remark: str, more: dict[str, Any]
) -> None:
    row = report_row(actor.viewer, year, buyer_id)
    demand_party(actor, row)
    lines = lines_of(SYSTEM, row)
    now = figures_of(lines)
    fields = notice_fields(row.buyer_name, row.year, lines, remark)
    if faults := check_notice("smeReserveReport", fields):
        raise InvalidInput({"notice": "".join(faults)})
    take_step(
        actor, row, REPORT, step, facts=facts_of(SYSTEM, row, lines, explained=bool(remark)),
        body={"notice": notice("smeReserveReport", fields)},
        changes={
            "projects": now.projects, "total": now.total, "small": now.small, "remark": remark,
            "corrections": row.corrections + (step == "correct"), **more,
        },
    )  # fmt: skip
