"""The panel is drawn the day before; at the deadline the bids are opened and read out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM
from lucai.law.calendar import add_workdays
from lucai.law.committee import least_members
from lucai.site.demo.names import ADVISERS
from lucai.site.demo.plots import Mishap, Tale
from lucai.site.demo.scenes import calling, decrypting, sealing, sitting
from lucai.site.demo.scenes.chances import draw_with_parties
from lucai.site.demo.scenes.refunding import refund_bonds
from lucai.site.demo.scenes.returning import settle_unopened
from lucai.site.demo.timeline import Cue, Scene, after
from lucai.stages.trade.bids import services as bids
from lucai.stages.trade.bids.selectors import securities
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.drawn_experts.schemas import LineIn
from lucai.stages.trade.evaluations import services as evaluations
from lucai.stages.trade.openings import services as openings
from lucai.stages.trade.openings.selectors import hall
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.panels.schemas import AppointmentIn, DrawIn
from lucai.stages.trade.panels.selectors import candidates, seats_of
from lucai.stages.trade.projects.selectors import project_seen

ROOM = "鲁采评标室（示例）"


def draw_panel(tale: Tale) -> Scene:
    """Draw the experts on the working day before the evaluation, appoint the representative."""
    day = add_workdays(tale.deadline.date(), -1).date
    yield Cue(clock.moment(day, 15), "panel.draw")
    sitting.plan(tale)
    if tale.goes_wrong(Mishap.QUESTION_AT_OPENING) and tale.story.expert is None:
        yield from draw_with_parties(tale, _conditions(tale), clock.moment(day, 15))
    else:
        _draw(tale, _conditions(tale))
    yield Cue(clock.moment(day, 15, 40), "panel.appoint")
    letter = f"示例授权〔{day.year}〕{tale.chance.randrange(1, 90)}号"
    form = AppointmentIn(person_id=tale.user.viewer.person or 0, authority=letter)
    panels.appoint_representative(tale.clerk, project_number=tale.project, form=form)
    yield from calling.call_experts(tale, clock.moment(day, 15, 41))
    sitting.place(tale)
    return True


def open_bids(tale: Tale) -> Scene:
    """Hold the opening; a lot with fewer than three bidders fails there and then."""
    start = tale.deadline
    yield Cue(start + timedelta(seconds=10), "opening.sign_in")
    for number in tale.present:
        openings.sign_in(tale.supplier(number), project_number=tale.project)
    yield Cue(start + timedelta(seconds=30), "opening.release")
    sealing.release(tale)
    yield Cue(start + timedelta(minutes=1), "opening.start")
    opened = yield from decrypting.start_opening(tale)
    tale.lots = [lot.lot_number for lot in opened if lot.verdict.holds]
    shut = {lot.lot_number: lot.bidders for lot in opened if not lot.verdict.holds}
    if not tale.lots:
        panels.dissolve(tale.system, project_number=tale.project)
        yield Cue(after(start, workdays=2), "bond.refund")
        refund_bonds(tale)
        settle_unopened(tale, shut)
        return False
    yield Cue(max(clock.now(), start + timedelta(minutes=12)), "opening.confirm")
    _confirm(tale)
    if tale.goes_wrong(Mishap.QUESTION_AT_OPENING):
        yield from _ask(tale)
    yield Cue(start + timedelta(minutes=34), "opening.record")
    openings.close_record(tale.agency, project_number=tale.project)
    _check_bonds(tale)
    settle_unopened(tale, shut)
    evaluations.start_evaluation(tale.system, project_number=tale.project)
    return True


def _check_bonds(tale: Tale) -> None:
    """See that every bond has arrived; the register is asked about guarantees."""
    for bond in securities(tale.agency.viewer, tale.project):
        if bond.state == "recorded":
            bids.confirm_security(tale.agency, project_number=tale.project, security=bond.pk)


def _confirm(tale: Tale) -> None:
    """Let all but the last bidder confirm; who says nothing accepts (GP-TEN-10)."""
    for number in tale.present[:-1]:
        supplier = tale.supplier(number)
        for lot in tale.lots:
            openings.confirm(supplier, project_number=tale.project, lot_number=lot)


def _ask(tale: Tale) -> Scene:
    asking: dict[str, Any] = {"project_number": tale.project, "lot_number": tale.lots[0]}
    yield Cue(tale.deadline + timedelta(minutes=15), "opening.ask")
    text = "请核对本单位投标文件中的交付期是否已经读出。"
    openings.object_to(tale.supplier(tale.present[-1]), text=text, **asking)
    yield Cue(tale.deadline + timedelta(minutes=21), "opening.reply")
    for line in hall(tale.agency.viewer, tale.project, tale.lots[0]).enquiries:
        reply = "已核对，开标一览表中的交付期已经读出并记录。"
        openings.reply(tale.agency, project_number=tale.project, enquiry=line.pk, text=reply)
    return True


def _conditions(tale: Tale) -> DrawIn:
    story = tale.story
    least = least_members(story.method, story.budget, on=clock.today(), object_=story.ware.kind)
    return DrawIn(
        evaluation_at=tale.deadline + timedelta(hours=1),
        place=ROOM,
        size=least,
        representatives=1,
        specialties=tale.story.ware.specialties,
        lines=[] if story.expert is None else [_adviser(story.expert)],
        reserves=1,
        answer_minutes=calling.MINUTES,
    )


def _adviser(expert: int) -> LineIn:
    """Keep a place for what an expert of the sign-in page knows and hardly anybody else."""
    return LineIn(specialty=ADVISERS[expert], experts=1)


def _draw(tale: Tale, conditions: DrawIn) -> None:
    """Draw; where the story wants an expert in the panel, the dice fall until he or she is."""
    if tale.story.expert is None:
        panels.draw(tale.agency, project_number=tale.project, form=conditions)
        return
    person = tale.cast.viewer(f"expert{tale.story.expert}").person or 0
    project = project_seen(SYSTEM, tale.project)
    pool = candidates(SYSTEM, project, conditions.wanted)
    if person not in {one.person_id for one in pool}:
        raise LookupError(f"expert{tale.story.expert} cannot be drawn for {tale.story.key}")
    while not _was_lucky(tale, conditions, person):
        pass


def _was_lucky(tale: Tale, conditions: DrawIn, person: int) -> bool:
    """Draw, and take it back unless it gave the expert a seat; a reserve has none yet."""
    with chance.use(tale.chance.randbytes), transaction.atomic():
        panels.draw(tale.agency, project_number=tale.project, form=conditions)
        seated = {seat.person_id for seat in seats_of(SYSTEM, tale.project, *SEATED)}
        if person not in seated:
            transaction.set_rollback(True)
    return person in seated
