"""Changing the expert library."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel import chance, clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.registers.experts.lifecycle import EXPERT, KEEP, OWN
from lucai.registers.experts.models import ReviewExpert
from lucai.registers.experts.rules import ExpertFacts
from lucai.registers.experts.schemas import EmployerIn, ExpertIn
from lucai.registers.experts.selectors import expert_row


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
            raise InvalidInput({"name": "这个人已经登记为评审专家"})
    row = ReviewExpert(
        number=f"ZJ{entry.region}{chance.token_hex(4).upper()}",
        person_id=person_id,
        organisation_id=organisation_id,
        **entry.model_dump(),
    )
    begin(actor, row, EXPERT, label="登记评审专家")
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
    ReviewExpert.objects.bulk_create(
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
    row.change(**entry.model_dump())
    note(actor, row, EXPERT, "edit", label="修改评审专家登记")


@command
def edit_own_employer(actor: Actor, *, employer: EmployerIn) -> None:
    """Let an expert say where he or she works now.

    Raises:
        NotFound: the person is not in the library.
    """
    demand(actor, OWN.permission)
    row = ReviewExpert.objects.seen_by(actor.viewer).filter(person_id=actor.viewer.person).first()
    if not row:
        raise NotFound("您还没有登记为评审专家，请联系财政部门。")
    row.change(**employer.model_dump())
    note(actor, row, EXPERT, "employ", label="更新任职单位")


@command
def take(actor: Actor, *, key: str, step: str, reason: str = "") -> None:
    """Suspend an expert from draws, or restore."""
    row = expert_row(actor.viewer, key)
    take_step(
        actor, row, EXPERT, step, facts=ExpertFacts(reason), changes={"suspension": reason.strip()}
    )
