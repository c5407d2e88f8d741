"""Applying to the library, being taken in or not, objecting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import finance_of
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.registers.experts.lifecycle import APPLICATION, APPLY, EXPERT
from lucai.registers.experts.models import ExpertApplication, ReviewExpert
from lucai.registers.experts.rules import ExpertFacts
from lucai.registers.experts.schemas import (
    AcceptIn,
    ApplicationIn,
    ObjectionIn,
    ReasonIn,
    Ruling,
    RulingIn,
)
from lucai.registers.experts.selectors import application_facts, application_row
from lucai.registers.experts.services import evidence, formers, specialties

OPEN = frozenset({"draft", "returned"})
SHARED = (
    "name", "born_on", "title", "title_level", "title_since", "scarce", "employer",
    "employer_uscc", "specialties", "avoids", "region", "finance_id",
)  # fmt: skip
"""What an entry takes over from the application."""


@command
def begin_application(actor: Actor, *, application: ApplicationIn) -> str:
    """Begin the viewer's own application as a draft; return its number.

    Raises:
        NotAllowed: the role does not grant it.
        Conflict: the person is in the library, or has applied already.
    """
    demand(actor, APPLY.permission)
    viewer = actor.viewer
    with system_access("uniqueness"):
        known = ReviewExpert.objects.filter(person_id=viewer.person)
        inside = known.exclude(state__in=EXPERT.final).exists()
        open_ones = ExpertApplication.objects.filter(person_id=viewer.person)
        if inside or open_ones.exclude(state="accepted").exists():
            raise Conflict("您已经在库或者有正在办理的申请，请在原来的页面上办理。")
    row = ExpertApplication(
        person_id=viewer.person or 0, organisation_id=viewer.organisation or 0, name=viewer.name,
        finance_id=_finance(application), **_values(application),
    )  # fmt: skip
    prefix, label = f"SQ{application.region}{clock.today().year}", "填写评审专家入库申请"
    begin_numbered(actor, row, APPLICATION, prefix=prefix, field="number", label=label)
    return row.number


@command
def edit_application(actor: Actor, *, number: str, application: ApplicationIn) -> None:
    """Change an application that is not handed in.

    Raises:
        WrongState: it is being checked.
    """
    demand(actor, APPLY.permission)
    row = _party(actor, number)
    if row.state not in OPEN:
        raise WrongState("申请已经提交，等待审核。")
    row.change(**_values(application), finance_id=_finance(application))
    note(actor, row, APPLICATION, "edit", label="修改入库申请")


@command
def submit(actor: Actor, *, number: str) -> None:
    """Hand the application in.

    Raises:
        RuleBroken: age, title or record do not allow it (GP-EXP-01).
    """
    _step(actor, number, "submit", {"said": ""})


@command
def accept(actor: Actor, *, number: str, form: AcceptIn) -> str:
    """Take the applicant in, on probation where a last day is given; return the expert's number.

    Raises:
        InvalidInput: the probation ends before today.
        RuleBroken: age, title or record do not allow it.
    """
    until = form.probation_until
    if until and until < clock.today():
        raise InvalidInput({"probation_until": "试用期不能在今天以前结束"})
    row = _party(actor, number)
    with system_access("the entry of somebody who was in the library before"):
        entry = ReviewExpert.objects.filter(person_id=row.person_id).first()
    if entry:
        _step(actor, number, "accept", {"expert_number": entry.number})
        _readmit(actor, entry, row, until)
    else:
        entry = ReviewExpert(
            number=f"ZJ{row.region}{chance.token_hex(4).upper()}", person_id=row.person_id,
            organisation_id=row.organisation_id, probation_until=until, **_shared(row),
        )  # fmt: skip
        _step(actor, number, "accept", {"expert_number": entry.number})
        begin(actor, entry, EXPERT, label="评审专家入库")
    specialties.keep(actor, [entry])
    if until:
        take_step(actor, entry, EXPERT, "try_out", facts=ExpertFacts(), follows=True)
    return entry.number


def _readmit(actor: Actor, entry: ReviewExpert, row: ExpertApplication, until: date | None) -> None:
    """Open the same entry again: trainings, former employers and decisions stay with it."""
    left = formers.left_behind(actor, entry, row.employer_uscc, clock.today())
    changes = {
        **_shared(row), "formers": left, "probation_until": until, "rest_until": None,
        "left_reason": "", "suspension": "", "declared": [],
    }  # fmt: skip
    take_step(actor, entry, EXPERT, "readmit", changes=changes, follows=True)


def _shared(row: ExpertApplication) -> dict[str, Any]:
    return {name: getattr(row, name) for name in SHARED}


@command
def send_back(actor: Actor, *, number: str, said: ReasonIn) -> None:
    """Refuse an applicant, with the reason; the applicant may complete or object."""
    changes: dict[str, Any] = {
        "said": said.reason,
        "sent_back_by": actor.viewer.person,
        "objection": "",
        "files": [],
        "ruling": "",
    }
    _step(actor, number, "send_back", changes)


@command
def object_to(
    actor: Actor, *, number: str, form: ObjectionIn, files: Sequence[object] = ()
) -> None:
    """Object to a refusal, with reasons and evidence; somebody else decides."""
    changes = {"objection": form.objection, "files": evidence.keep(actor, files)}
    _step(actor, number, "object", changes)


@command
def decide(actor: Actor, *, number: str, ruling: RulingIn) -> None:
    """Decide an objection with reasons.

    Raises:
        RuleBroken: whoever refused decides.
    """
    step = "accept_objection" if ruling.outcome is Ruling.ACCEPT else "reject_objection"
    _step(actor, number, step, {"ruling": ruling.reason})


def _step(actor: Actor, number: str, step: str, changes: dict[str, Any]) -> None:
    row = _party(actor, number)
    facts = application_facts(actor.viewer, row)
    take_step(actor, row, APPLICATION, step, facts=facts, changes=changes)


def _party(actor: Actor, number: str) -> ExpertApplication:
    row = application_row(actor.viewer, number)
    if actor.viewer.organisation not in {row.organisation_id, row.finance_id}:
        raise NotAllowed("这份申请由其他财政部门办理，您只能查看。")
    return row


def _finance(application: ApplicationIn) -> int:
    try:
        return finance_of(SYSTEM, application.region).pk
    except NotFound as error:
        raise InvalidInput({"region": str(error)}) from error


def _values(application: ApplicationIn) -> dict[str, Any]:
    level = application.title_level.value
    return {**application.model_dump(exclude={"title_level"}), "title_level": level}
