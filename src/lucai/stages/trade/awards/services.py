"""Changing awards: the report comes in, the buyer decides, the result is announced."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput
from lucai.law.method_rules import candidates_of
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.platform.suspensions.selectors import held_back
from lucai.registers.exclusions.gates import Gate
from lucai.stages.trade.awards.letters import contract_until, why_not
from lucai.stages.trade.awards.lifecycle import AWARD
from lucai.stages.trade.awards.models import Award, AwardLetter, LosingNotice, decision_due
from lucai.stages.trade.awards.notices import missing, result_body, result_fields, undone_body
from lucai.stages.trade.awards.rules import LotAwardFacts
from lucai.stages.trade.awards.schemas import AnnouncementIn, DecisionIn
from lucai.stages.trade.awards.selectors import (
    award_facts,
    award_row,
    fee_standard,
    lot_limit,
    notice_until,
    winner_of,
    with_recommended,
)
from lucai.stages.trade.bids import services as bonds
from lucai.stages.trade.bids.selectors import opened_bid, parties_of
from lucai.stages.trade.evaluations import services as evaluations
from lucai.stages.trade.evaluations.selectors import (
    ResultLine,
    evaluation_seen,
    evaluations_of,
    ranking_of,
)
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen
from lucai.stages.trade.projects.standing import ask_as_one, bars

REASON = 800


@command
def deliver_report(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Hand a lot's report to the buyer, whose time to decide begins (GP-TEN-19)."""
    evaluations.deliver(actor, project_number=project_number, lot_number=lot_number)
    session = evaluation_seen(SYSTEM, project_number, lot_number)
    project = project_seen(SYSTEM, project_number)
    ranked = [line for line in ranking_of(SYSTEM, project_number, lot_number) if line.valid]
    now = clock.now()
    told: dict[str, Any] = {
        "candidates": [_candidate(line) for line in ranked[: _recommended(project)]],
        "evaluated_at": session.reported_at or now,
        "received_at": now,
    }
    if row := _received(project_number, lot_number):
        take_step(actor, row, AWARD, "receive_again", changes=told, follows=True)
        return
    row = Award(
        project_number=project_number,
        lot_number=lot_number,
        title=project.title,
        lot_name=session.lot_name,
        region=project.region,
        buyer_id=project.buyer_id,
        buyer_path=project.buyer_path,
        buyer_name=project.buyer_name,
        agency_id=project.agency_id,
        agency_name=project.agency_name,
        finance_id=project.finance_id,
        plan_number=project.plan_number,
        method=project.method,
        **told,
    )
    begin(actor, row, AWARD, label=f"包 {lot_number} 收到评审报告")


@command
def decide(actor: Actor, *, project_number: str, lot_number: int, form: DecisionIn) -> None:
    """Decide the winner of a lot, in the order of the report.

    Raises:
        RuleBroken: another than the first candidate without a lawful cause (GP-TEN-19).
        InvalidInput: no such candidate.
    """
    row = _locked(actor, project_number, lot_number)
    limit = lot_limit(row)
    out = frozenset(row.void_ranks) | limit.full
    skipped = frozenset(range(1, form.rank))
    known = "；".join(filter(None, (_undone(row), limit.reason if limit.full & skipped else "")))
    passed = f"{form.cause.label}：{form.evidence}" if form.cause else known
    facts = award_facts(
        actor.viewer,
        row,
        chosen_rank=form.rank,
        refused_ranks=skipped if form.cause else out,
        evidence=form.evidence or (known if skipped <= out else ""),
        limit=limit,
    )
    _decide(actor, row, form.rank, facts, reason=passed if form.rank > 1 else "")


def decide_silently(actor: Actor) -> int:
    """Take the first candidate where the buyer's time has run out in silence; return how many."""
    with system_access("awards whose time has run out"):
        waiting = list(Award.objects.filter(state="deciding").order_by("pk"))
    late = [row for row in waiting if _is_late(row) and not _is_held(row) and not _is_barred(row)]
    late = [row for row in late if not lot_limit(row).waits_for]
    for row in late:
        _decide_silently(actor, row)
    return len(late)


@command
def void_result(actor: Actor, *, project_number: str, lot_number: int, reason: str) -> None:
    """Undo a result so that the buyer decides again among the others (94号令 arts 16, 32).

    Part of answering a 质疑 or deciding a 投诉, whose right was asked for there.
    """
    row = _in_hand(project_number, lot_number)
    _tell_undone(actor, row, reason)
    take_step(
        actor, row, AWARD, "void",
        changes={
            "bid_code": "", "supplier_id": None, "supplier_name": "", "amount": None,
            "rank": None, "reason": "", "silent": False, "decided_at": None,
            "announced_at": None, "notice_until": None, "received_at": clock.now(),
            "turn": row.turn + 1, "void_ranks": [*row.void_ranks, row.rank],
            "void_reason": reason[:REASON],
        },
        body={"rank": row.rank, "reason": reason}, follows=True,
    )  # fmt: skip
    projects.mark_lot(actor, number=project_number, lot_number=lot_number, state="active")


@command
def annul(actor: Actor, *, project_number: str, lot_number: int, reason: str) -> None:
    """Undo a result for good: the lot is bought anew (94号令 arts 16, 31, 32)."""
    row = _in_hand(project_number, lot_number)
    if row.rank:
        _tell_undone(actor, row, reason)
    take_step(
        actor, row, AWARD, "annul", changes={"void_reason": reason[:REASON]},
        body={"rank": row.rank, "reason": reason}, follows=True,
    )  # fmt: skip


@command
def announce(actor: Actor, *, project_number: str, lot_number: int, form: AnnouncementIn) -> None:
    """Announce a lot's result, with the names of the panel; write to winner and losers.

    Raises:
        RuleBroken: another lot is still being evaluated, or the notice lacks something.
    """
    row = _locked(actor, project_number, lot_number)
    project = project_seen(actor.viewer, project_number)
    bid = opened_bid(SYSTEM, project_number, row.bid_code)
    until = notice_until(actor.viewer)
    members = panels.publish_names(actor, project_number=project_number)
    winner = winner_of(SYSTEM, row)
    fields = result_fields(
        winner,
        project,
        bid,
        members=members,
        fee_standard=fee_standard(actor.viewer, project_number),
        until=until,
        form=with_recommended(SYSTEM, project_number, form),
    )
    facts = award_facts(
        actor.viewer, row, missing_notice_fields=missing(fields), result_notice_until=until
    )
    take_step(
        actor,
        row,
        AWARD,
        "announce",
        facts=facts,
        body=result_body(winner, project, fields, bid),
        changes={"announced_at": clock.now(), "notice_until": until},
        audience=(bid.supplier_id,),
    )
    _write_letters(actor, row)
    _release_losers(actor, row)
    evaluations.announce_results(actor, project_number=project_number, lot_number=lot_number)
    projects.mark_lot(actor, number=project_number, lot_number=lot_number, state="awarded")
    _follow_project(actor, project_number, "announced", "award")


@command
def mark_contracted(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Turn an award into its contract; called by the contract's drafting.

    Raises:
        NotAllowed: the role lets its holder draft contracts, but not begin them from awards.
    """
    take_step(actor, _in_hand(project_number, lot_number), AWARD, "contract")


@command
def _decide_silently(actor: Actor, row: Award) -> None:
    limit = lot_limit(row)
    out = frozenset(row.void_ranks) | limit.full
    left = [c["rank"] for c in row.candidates if c["rank"] not in out]
    first = min(left, default=1)
    known = limit.reason if limit.full else row.void_reason
    facts = award_facts(
        SYSTEM, row, chosen_rank=first, refused_ranks=out, limit=limit,
        evidence=known if first > 1 else "",
    )  # fmt: skip
    reason = row.say("采购人逾期未确定中标人，视同确定排名第一的中标候选人为中标人。")
    _decide(actor, row, first, facts, reason=reason, silent=True)


def _is_barred(row: Award) -> bool:
    """Whether the first candidate left may not take part today: the buyer decides, nobody is deemed to."""
    left = [c for c in row.candidates if c["rank"] not in row.void_ranks]
    first = min(left, key=lambda c: c["rank"], default=None)
    return bool(first and bars(first["supplierId"]))


def _decide(
    actor: Actor, row: Award, rank: int, facts: LotAwardFacts, *, reason: str, silent: bool = False
) -> None:
    chosen = next((c for c in row.candidates if c["rank"] == rank), None)
    if not chosen:
        raise InvalidInput({"rank": "请从评审报告推荐的中标候选人中选择"})
    if rank in row.void_ranks:
        raise InvalidInput({"rank": "这一候选人的中标结果已被认定无效，请另行确定"})
    project = project_seen(SYSTEM, row.project_number)
    parties = parties_of(SYSTEM, row.project_number, chosen["bidCode"])
    checked = ask_as_one(actor, Gate.AWARD, parties, project, lot_number=row.lot_number)
    facts = replace(facts, excluded_until=checked.banned_until)
    take_step(
        actor, row, AWARD, "decide", facts=facts,
        changes={
            "rank": rank, "bid_code": chosen["bidCode"], "supplier_id": chosen["supplierId"],
            "supplier_name": chosen["supplierName"], "amount": chosen["price"],
            "reason": reason, "silent": silent, "decided_at": clock.now(),
        },
        body={"rank": rank, "silent": silent, "creditCheck": checked.sm3},
    )  # fmt: skip
    _follow_project(actor, row.project_number, "decided", "decide")


def _write_letters(actor: Actor, row: Award) -> None:
    """Write the award letter, and to each loser its own score, rank and reason."""
    assert row.supplier_id
    assert row.amount
    assert row.rank
    lines = ranking_of(SYSTEM, row.project_number, row.lot_number)
    losers = [line for line in lines if line.supplier_id != row.supplier_id]
    AwardLetter(
        **_letter(row, row.supplier_id, row.supplier_name, "ZB"),
        amount=row.amount,
        contract_until=contract_until(),
    ).save(force_insert=True)
    for place, line in enumerate(losers, 1):
        LosingNotice(
            **_letter(row, line.supplier_id, line.supplier_name, f"WZB{place:02d}"),
            rank=line.rank,
            total=line.total,
            reason=row.say(why_not(line, winner_rank=row.rank, passed_over=row.reason)),
        ).save(force_insert=True)
    told = tuple(line.supplier_id for line in losers)
    note(
        actor,
        row,
        AWARD,
        "notify",
        label=row.say(f"包 {row.lot_number} 发出未中标通知"),
        audience=told,
    )


def _release_losers(actor: Actor, row: Award) -> None:
    """Let the bonds of all but the winner fall due with the award letter (GP-BON-04)."""
    lines = ranking_of(SYSTEM, row.project_number, row.lot_number)
    told = [line.supplier_id for line in lines if line.supplier_id != row.supplier_id]
    bonds.release(
        actor, bonds.LOSERS, project_number=row.project_number, lot_number=row.lot_number,
        supplier_id__in=told,
    )  # fmt: skip


def _letter(row: Award, supplier_id: int, supplier_name: str, kind: str) -> dict[str, Any]:
    return {
        "award": row,
        "project_number": row.project_number,
        "lot_number": row.lot_number,
        "number": f"{row.key}-{kind}" + (f"-{row.turn}" if row.turn > 1 else ""),
        "region": row.region,
        "buyer_id": row.buyer_id,
        "buyer_path": row.buyer_path,
        "agency_id": row.agency_id,
        "supplier_id": supplier_id,
        "supplier_name": supplier_name,
        "issued_at": clock.now(),
    }


def _follow_project(actor: Actor, project_number: str, state: str, step: str) -> None:
    """Move the project on when the last of its lots has come so far."""
    lots = [s for s in evaluations_of(SYSTEM, project_number) if s.state != "failed"]
    with system_access("awards of a project in hand"):
        states = list(
            Award.objects.filter(project_number=project_number).values_list("state", flat=True)
        )
    order = list(AWARD.states)
    if len(states) == len(lots) and all(order.index(s) >= order.index(state) for s in states):
        projects.advance(actor, number=project_number, step=step)


def _locked(actor: Actor, project_number: str, lot_number: int) -> Award:
    row = award_row(actor.viewer, project_number, lot_number)
    with system_access("award in hand"):
        return Award.objects.select_for_update().get(pk=row.pk)


def _in_hand(project_number: str, lot_number: int) -> Award:
    with system_access("award of a lot in hand"):
        rows = Award.objects.select_for_update()
        row: Award = rows.get(project_number=project_number, lot_number=lot_number)
        return row


def _undone(row: Award) -> str:
    return f"排名在前的候选人中标结果无效：{row.void_reason}"[:REASON] if row.void_ranks else ""


def _tell_undone(actor: Actor, row: Award, reason: str) -> None:
    """Revoke the letters and correct the public notice of a result that is undone."""
    with system_access("letters of an award in hand"):
        for table in (AwardLetter, LosingNotice):
            table.objects.filter(award=row, revoked_at=None).update(revoked_at=clock.now())
    if not row.announced_at:
        return
    project = project_seen(SYSTEM, row.project_number)
    body = undone_body(
        project, award=row.key, lot_number=row.lot_number, supplier=row.supplier_name,
        reason=reason,
    )  # fmt: skip
    label = row.say(f"更正公告：包 {row.lot_number} 中标结果无效")
    note(actor, row, AWARD, "undo", label=label, body=body, public=True)


def _received(project_number: str, lot_number: int) -> Award | None:
    """Return the award that an earlier report of the lot began: the lot was reviewed again."""
    with system_access("award of a report in hand"):
        rows = Award.objects.select_for_update().filter(project_number=project_number)
        return rows.filter(lot_number=lot_number).first()


def _is_held(row: Award) -> bool:
    if not award_facts(SYSTEM, row).report_stands:
        return True
    return bool(
        held_back(
            SYSTEM, AWARD.permission(AWARD.step("decide")),
            project_number=row.project_number, lot_number=row.lot_number,
        )
    )  # fmt: skip


def _is_late(row: Award) -> bool:
    due = decision_due(row.received_at, row.method)
    return due is not None and clock.now() >= due


def _recommended(project: ProjectCard) -> int | None:
    """Return how many of the ranking a report recommends; None: all, the law sets no number.

    Where two suppliers are enough and only two are left, both are in the ranking anyway.
    """
    return candidates_of(project.method, two_suppliers=False, on=clock.today())


def _candidate(line: ResultLine) -> dict[str, object]:
    return {
        "rank": line.rank,
        "bidCode": line.bid_code,
        "supplierId": line.supplier_id,
        "supplierName": line.supplier_name,
        "price": line.price,
        "total": line.total,
    }
