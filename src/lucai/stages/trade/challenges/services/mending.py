"""What a founded challenge does to what was challenged: a project, a framework, an order."""

from __future__ import annotations

from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.law.challenges import Outcome
from lucai.stages.trade.awards import services as awards
from lucai.stages.trade.awards.selectors import awards_of
from lucai.stages.trade.calloffs import services as calloffs
from lucai.stages.trade.calloffs.selectors import order_seen
from lucai.stages.trade.challenges.kinds import Kind, kind_of
from lucai.stages.trade.challenges.models import Challenge
from lucai.stages.trade.challenges.ports import give_back_contract, later
from lucai.stages.trade.challenges.schemas import RemedyIn
from lucai.stages.trade.documents.selectors import clarification_list
from lucai.stages.trade.frameworks import services as frameworks
from lucai.stages.trade.frameworks.selectors import framework_seen
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import project_seen

ALIVE = frozenset({"active", "awarded"})


def mend(actor: Actor, row: Challenge, form: RemedyIn) -> None:
    """Do what the reply came to (94号令 art 16); part of the remedy's command.

    Raises:
        WrongState: the document was to be corrected and no correction is published yet.
        InvalidInput: another is to be admitted and nobody is named who is struck off.
    """
    reason = f"质疑成立：{form.text}"
    match kind_of(row.project_number):
        case Kind.FRAMEWORK:
            _mend_framework(actor, row, form, reason)
        case Kind.ORDER:
            _mend_order(actor, row, reason)
        case Kind.MALL | Kind.INQUIRY:
            later().undo(actor, row.project_number, reason)
        case _:
            _mend_project(actor, row, reason)


def _mend_project(actor: Actor, row: Challenge, reason: str) -> None:
    outcome = row.result
    if outcome is Outcome.AMEND:
        _demand_clarification(actor, row)
    for lot in _lots(row):
        if outcome is Outcome.NEXT:
            awards.void_result(
                actor, project_number=row.project_number, lot_number=lot, reason=reason
            )
        if outcome is Outcome.RESTART:
            _begin_anew(actor, row, lot, reason)


def _mend_framework(actor: Actor, row: Challenge, form: RemedyIn, reason: str) -> None:
    number, round_ = row.project_number, row.round
    match row.result:
        case Outcome.AMEND:
            _demand_correction(row)
        case Outcome.NEXT if not round_:
            frameworks.reopen_application(actor, number=number, supplier=row.supplier_id)
        case Outcome.NEXT:
            frameworks.strike(
                actor, number=number, round_=round_, places=form.struck, reason=reason
            )
        case Outcome.RESTART:
            frameworks.annul(actor, number=number, round_=round_, packages=row.lots, reason=reason)


def _mend_order(actor: Actor, row: Challenge, reason: str) -> None:
    """What one side alone has signed goes first; what binds is reported and never comes here."""
    number = row.project_number
    if order_seen(SYSTEM, number).state == "contracted":
        give_back_contract(actor, number)
    if order_seen(SYSTEM, number).state in {"bidding", "decided"}:
        calloffs.undo(actor, number=number, reason=reason)


def demand_named(actor: Actor, row: Challenge, form: RemedyIn) -> None:
    """Ask whose admission is cancelled before anything is written.

    Raises:
        InvalidInput: another is to be admitted and nobody is named who is struck off.
    """
    del actor
    closed = kind_of(row.project_number) is Kind.FRAMEWORK and row.round
    if closed and row.result is Outcome.NEXT and not form.struck:
        raise InvalidInput({"struck": "请选择撤销入围的供应商"})


def _begin_anew(actor: Actor, row: Challenge, lot: int, reason: str) -> None:
    if any(a.lot_number == lot for a in awards_of(SYSTEM, row.project_number)):
        awards.annul(actor, project_number=row.project_number, lot_number=lot, reason=reason)
    projects.fail_lot(actor, number=row.project_number, lot_number=lot, reason=reason)


def _lots(row: Challenge) -> list[int]:
    """Return the lots that can still be mended."""
    project = project_seen(SYSTEM, row.project_number)
    chosen = [lot for lot in project.lots if not row.lots or lot.number in row.lots]
    return [lot.number for lot in chosen if lot.state in ALIVE]


def _demand_clarification(actor: Actor, row: Challenge) -> None:
    """A correction must be public before it counts as made."""
    del actor
    since = row.answered_at
    published = clarification_list(SYSTEM, row.project_number)
    if not any(c.published_at and since and c.published_at >= since for c in published):
        raise WrongState("请先在“澄清与更正”中发布修改采购文件的更正公告，再办结整改。")


def _demand_correction(row: Challenge) -> None:
    made = framework_seen(SYSTEM, row.project_number).corrections
    since = row.answered_at
    if not any(since and one.at >= since and one.round == row.round for one in made):
        raise WrongState("请先在框架协议页发布征集文件更正公告，再办结整改。")
