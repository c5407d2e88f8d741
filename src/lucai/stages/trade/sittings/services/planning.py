"""Planning a sitting: its venues, and which seat is in which."""

from __future__ import annotations

from collections import Counter

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.panels.selectors import panel_row, panel_seen
from lucai.stages.trade.sittings.lifecycle import PLAN, SITTING
from lucai.stages.trade.sittings.models import Sitting
from lucai.stages.trade.sittings.schemas import PlacesIn, PlanIn
from lucai.stages.trade.sittings.selectors import sitting_row

LEAST_VENUES = 2


@command
def plan_sitting(actor: Actor, *, project_number: str, form: PlanIn) -> None:
    """Plan the venues of a panel, or change them; the panel then sits in several places.

    Raises:
        NotAllowed, NotFound: not the agency's.
        WrongState: the evaluation is over.
        InvalidInput: fewer than two venues, or a venue with seats in it is taken away.
    """
    demand(actor, PLAN.permission)
    panel = panel_row(actor.viewer, project_number)
    if panel.state == "dissolved":
        raise WrongState("评审委员会已解散，不能再安排评审会。")
    if len(form.venues) < LEAST_VENUES:
        raise InvalidInput({"venues": "异地评审至少有一个主场和一个副场"})
    venues = [venue.model_dump() for venue in form.venues]
    with system_access("sitting of a visible panel"):
        row = Sitting.objects.select_for_update().filter(project_number=project_number).first()
    if row:
        _change(actor, row, venues)
        return
    panels.note_remote(actor, project_number=project_number)
    row = Sitting(
        project_number=project_number, title=panel.title, method=panel.method,
        region=panel.region, agency_id=panel.agency_id, finance_id=panel.finance_id,
        evaluation_at=panel.evaluation_at, venues=venues,
    )  # fmt: skip
    begin(actor, row, SITTING, label="安排异地评审会场", body={"venues": len(venues)})


@command
def place_seats(actor: Actor, *, project_number: str, form: PlacesIn) -> None:
    """Say in which venue each seat is.

    Raises:
        WrongState: the sitting is over.
        InvalidInput: no such seat or venue, or more seats than a venue has.
    """
    demand(actor, PLAN.permission)
    row = locked(actor, project_number)
    panel = panel_seen(SYSTEM, project_number)
    seated = {member.place for member in panel.seated} if panel else set()
    wanted = {one.seat: one.venue for one in form.places if one.venue is not None}
    _demand_room(row, form, seated)
    kept = {int(seat): index for seat, index in row.places.items() if int(seat) in seated}
    places = {str(seat): index for seat, index in sorted({**kept, **wanted}.items())}
    row.change(places=places)
    follow_panel(actor, project_number=project_number)
    note(actor, row, SITTING, "place", label="安排席位所在会场", body={"places": places})


def follow_panel(actor: Actor, *, project_number: str) -> None:
    """Hold the sitting at the time of its panel, which a draw may have moved; twice is once.

    Takes no journal entry of its own: the draw has one.
    """
    del actor
    panel = panel_seen(SYSTEM, project_number)
    with system_access("sitting of a panel that was drawn"):
        row = Sitting.objects.filter(project_number=project_number, state="planned").first()
        if panel and row and row.evaluation_at != panel.evaluation_at:
            row.change(evaluation_at=panel.evaluation_at)
            duties.follow(row, SITTING, clock.now())


def locked(actor: Actor, project_number: str) -> Sitting:
    """Return the sitting that the actor may change, locked; part of a service.

    Raises:
        WrongState: it is over.
    """
    row = sitting_row(actor.viewer, project_number)
    with system_access("sitting in hand"):
        row = Sitting.objects.select_for_update().get(pk=row.pk)
    _demand_lasting(row)
    return row


def _demand_lasting(row: Sitting) -> None:
    if row.state == "closed":
        raise WrongState("评审会已经结束。")
    if row.state == "cancelled":
        raise WrongState("异地评审会已经取消。")


def _plan_again(actor: Actor, row: Sitting, venues: list[dict[str, object]]) -> None:
    """Plan a cancelled sitting anew: its seats are to be placed once more."""
    panels.note_remote(actor, project_number=row.project_number)
    changes = {"venues": venues, "places": {}, "cancelled_reason": ""}
    take_step(actor, row, SITTING, "plan_again", body={"venues": len(venues)}, changes=changes)


def _change(actor: Actor, row: Sitting, venues: list[dict[str, object]]) -> None:
    if row.state == "cancelled":
        _plan_again(actor, row, venues)
        return
    _demand_lasting(row)
    if any(index >= len(venues) for index in row.places.values()):
        raise InvalidInput({"venues": "要删除的会场里还安排了席位，请先把席位安排到其他会场"})
    row.change(venues=venues)
    note(actor, row, SITTING, "plan", label="修改异地评审会场", body={"venues": len(venues)})


def _demand_room(row: Sitting, form: PlacesIn, seated: set[int]) -> None:
    """Refuse a strange seat or venue, and more seats in a venue than it has."""
    problems: dict[str, str] = {}
    taken: Counter[int] = Counter()
    for number, one in enumerate(form.places):
        name = f"places.{number}.venue"
        if one.seat not in seated:
            problems[name] = f"{one.seat} 号席位已经不在评审委员会中，请刷新页面"
        if one.venue is None:
            continue
        if one.venue >= len(row.venues):
            problems[name] = "没有这个会场，请重新选择"
            continue
        taken[one.venue] += 1
        if taken[one.venue] > int(row.venues[one.venue]["seats"]):
            problems[name] = f"这个会场只有 {row.venues[one.venue]['seats']} 个席位"
    if problems:
        raise InvalidInput(problems)
