"""Changing the expert library."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from lucai.kernel import chance, clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.registers.experts.lifecycle import (
    DISMISSED,
    EXPERT,
    KEEP,
    OWN_ENTRY,
    REPORTED,
    SUSPENDED,
    UNTRAINED,
)
from lucai.registers.experts.models import ReviewExpert
from lucai.registers.experts.rules import ExpertFacts
from lucai.registers.experts.schemas import (
    DismissIn,
    ExpertIn,
    RestIn,
    TrainingIn,
    TrainingJudgedIn,
    TrainingOutcome,
)
from lucai.registers.experts.selectors import expert_row
from lucai.registers.experts.services import changed, formers, objecting, specialties, trained


@command
def register_expert(actor: Actor, *, person_id: int, organisation_id: int, entry: ExpertIn) -> str:
    """Enter a person with an account into the library; return the expert's number.

    Raises:
        NotAllowed: the role does not grant it.
        InvalidInput: the person is entered already, or the region is another one's.
    """
    demand(actor, KEEP.permission)
    if not entry.region.startswith(actor.viewer.region):
        raise InvalidInput({"region": "只能登记本地区的评审专家"})
    with system_access("uniqueness"):
        if ReviewExpert.objects.filter(person_id=person_id).exists():
            raise InvalidInput({"name": "这个人已经登记为评审专家，退出的由本人重新申请入库"})
    row = ReviewExpert(
        number=f"ZJ{entry.region}{chance.token_hex(4).upper()}",
        person_id=person_id,
        organisation_id=organisation_id,
        finance_id=actor.viewer.organisation or 0,
        **entry.model_dump(),
    )
    begin(actor, row, EXPERT, label="登记评审专家")
    specialties.keep(actor, [row])
    return row.number


@command
def take_over_experts(
    actor: Actor, *, organisation_id: int, entries: Sequence[tuple[int, ExpertIn]]
) -> None:
    """Take over an existing library in one piece: person id and entry of each.

    Numbers follow the order of the list, so that a library taken over twice is the same.

    Raises:
        NotAllowed: the role does not grant it.
    """
    demand(actor, KEEP.permission)
    at = clock.now()
    rows = ReviewExpert.objects.bulk_create(
        [
            ReviewExpert(
                number=f"ZJ{entry.region}{place:06d}",
                person_id=person_id,
                organisation_id=organisation_id,
                state=EXPERT.initial,
                state_since=at,
                **entry.model_dump(),
            )
            for place, (person_id, entry) in enumerate(entries)
        ]
    )
    specialties.keep(actor, rows)
    record(actor, _taken_over(actor, len(entries)))


def _taken_over(actor: Actor, count: int) -> Entry:
    return Entry(
        event=f"{EXPERT.of}.takeOver",
        object_type=EXPERT.of,
        object_key="library",
        label=f"接收评审专家库，共 {count} 人",
        region=f"{actor.viewer.region:0<6}",
    )


@command
def edit_expert(actor: Actor, *, number: str, entry: ExpertIn) -> None:
    """Correct an entry."""
    demand(actor, KEEP.permission)
    row = expert_row(actor.viewer, number)
    left = formers.left_behind(actor, row, entry.employer_uscc, clock.today())
    row.change(**entry.model_dump(), formers=left)
    specialties.keep(actor, [row])
    note(actor, row, EXPERT, "edit", label="修改评审专家登记")


@command
def take(actor: Actor, *, key: str, step: str, reason: str = "") -> None:
    """Suspend an expert from draws, restore, judge after the probation, end a leave early, or leave.

    Who is suspended is told why and until when one may object.

    Raises:
        InvalidInput: a dismissal has a case of the law, see :func:`dismiss`.
    """
    row = expert_row(actor.viewer, key)
    if step == DISMISSED:
        demand(actor, EXPERT.permission(EXPERT.step(step)))
        raise InvalidInput({"ground": "请在解聘页选择解聘情形"})
    before = row.state
    changes: dict[str, Any] = {"suspension": reason.strip()}
    if step == "leave":
        changes = _exit(row, reason)
    elif step == "resume":
        changes = {"rest_until": None}
    facts = ExpertFacts(reason, row.probation_until)
    take_step(actor, row, EXPERT, step, facts=facts, changes=changes)
    if step == SUSPENDED:
        objecting.tell(actor, row, step, reason, before=before)
    elif step == "restore":
        objecting.lift(actor, row)
    elif step == "leave":
        changed.drop(actor, row)


@command
def dismiss(actor: Actor, *, key: str, form: DismissIn) -> None:
    """Dismiss an expert in one of the law's cases; he or she is told why and until when to object."""
    row = expert_row(actor.viewer, key)
    before, facts = row.state, ExpertFacts(form.reason)
    changes = _exit(row, form.reason, form.ground.value, form.record_on)
    take_step(actor, row, EXPERT, DISMISSED, facts=facts, changes=changes)
    reason = f"{form.ground.label}：{form.reason}"
    objecting.tell(actor, row, DISMISSED, reason, before=before)
    changed.drop(actor, row)


def _exit(
    row: ReviewExpert, reason: str, ground: str = "", record_on: date | None = None
) -> dict[str, Any]:
    """Return what the entry keeps of its expert's going: who applies again is judged by it."""
    gone = {
        "on": clock.today().isoformat(), "ground": ground, "reason": reason.strip(),
        "record_on": record_on.isoformat() if record_on else "",
    }  # fmt: skip
    return {"left_reason": reason.strip(), "exits": [*row.exits, gone]}


@command
def rest(actor: Actor, *, key: str, leave: RestIn) -> None:
    """Take a leave: nobody draws the expert until it is over."""
    row = expert_row(actor.viewer, key)
    changes = {"rest_until": leave.rest_until}
    take_step(actor, row, EXPERT, "rest", facts=ExpertFacts(), changes=changes)


def end_rests(actor: Actor, *, limit: int = 1000) -> int:
    """Let experts come back whose leave is over; return how many."""
    rows = ReviewExpert.objects.seen_by(actor.viewer)
    over = rows.filter(state="resting", rest_until__lt=clock.today()).order_by("rest_until", "pk")
    return sum(_resume(actor, row) for row in over[:limit])


@command
def _resume(actor: Actor, row: ReviewExpert) -> int:
    changes = {"rest_until": None}
    take_step(actor, row, EXPERT, "resume", facts=ExpertFacts(), changes=changes)
    return 1


@command
def note_training(actor: Actor, *, training: TrainingIn) -> None:
    """Let an expert enter a training; it counts once the finance department has confirmed it."""
    row = _own(actor)
    told = {**training.model_dump(mode="json"), "state": REPORTED}
    row.change(trainings=[*row.trainings, told])
    audience = (row.finance_id,) if row.finance_id else ()
    note(actor, row, EXPERT, "train", label="登记培训，待核实", audience=audience)


@command
def judge_training(actor: Actor, *, key: str, place: int, judged: TrainingJudgedIn) -> None:
    """Confirm or refuse a training that an expert entered; the last one confirmed counts.

    Args:
        place: which of the entries, from 1 in the order in which they were made.

    Raises:
        NotAllowed, NotFound: not this finance department's.
        WrongState: it is judged already.
    """
    demand(actor, KEEP.permission)
    row = expert_row(actor.viewer, key)
    kept = list(row.trainings)
    if not 0 < place <= len(kept):
        raise NotFound("没有找到这次培训。")
    entry = kept[place - 1]
    if entry.get("state", REPORTED) != REPORTED:
        raise WrongState("这次培训已经核实过。")
    passed = judged.outcome is TrainingOutcome.CONFIRMED
    kept[place - 1] = {
        **entry, "state": judged.outcome.value, "said": judged.said,
        "by": actor.viewer.organisation_name, "judged_on": clock.today().isoformat(),
    }  # fmt: skip
    trained.keep(actor, row, kept)
    label = f"培训{'核实通过' if passed else '未予认可'}"
    note(actor, row, EXPERT, "judge_training", label=label, body={"place": place})
    if not passed:
        objecting.tell(actor, row, UNTRAINED, judged.said, place=place)


def _own(actor: Actor) -> ReviewExpert:
    demand(actor, OWN_ENTRY.permission)
    row = ReviewExpert.objects.seen_by(actor.viewer).filter(person_id=actor.viewer.person).first()
    if not row:
        raise NotFound("您还没有登记为评审专家，可以申请入库。")
    return row
