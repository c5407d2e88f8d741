"""Filing signed agreements with the finance department, with days of their own (GP-FRA-07)."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound
from lucai.law.calendar import beijing_day
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.stages.trade.frameworks.lifecycle import FILING
from lucai.stages.trade.frameworks.models import (
    FrameworkAgreement,
    FrameworkFiling,
    FrameworkMember,
    part_of,
)
from lucai.stages.trade.frameworks.selectors import facts
from lucai.stages.trade.frameworks.selectors.rows import filing_row, last_filing

LABEL = "框架协议已签订，待备案"


def await_filing(actor: Actor, framework: FrameworkAgreement, places: Sequence[int]) -> None:
    """Let the days to file agreements begin; those signed on one day are filed together.

    Part of the act that signs the last of them.
    """
    last = last_filing(SYSTEM, framework)
    if last and last.state == "waiting" and beijing_day(last.agreed_at) == clock.today():
        last.change(members=[*last.members, *places])
        note(actor, last, FILING, "add", label=LABEL, body={"members": list(places)})
        return
    row = FrameworkFiling(
        **part_of(framework), place=last.place + 1 if last else 1, members=list(places),
        agreed_at=clock.now(),
    )  # fmt: skip
    begin(actor, row, FILING, label=LABEL, body={"members": list(places)})


def signed_places(actor: Actor, framework: FrameworkAgreement) -> list[int]:
    """Return the places of a framework's members whose agreements are signed."""
    rows = FrameworkMember.objects.seen_by(actor.viewer).filter(framework=framework)
    return list(rows.filter(state="active").order_by("place").values_list("place", flat=True))


@command
def file(actor: Actor, *, number: str, place: int) -> None:
    """File copies of signed agreements with the finance department (110号令 art 29).

    Raises:
        NotFound: another organisation called for the framework.
    """
    row = filing_row(actor.viewer, number, place)
    if row.parties().get(actor.viewer.side) != actor.viewer.organisation:
        raise NotFound("没有找到本单位的这次备案。")
    agreements = [f"{number}-R{one:03d}" for one in row.members]
    take_step(
        actor, row, FILING, "file", facts=facts.filing_facts(actor.viewer, row),
        changes={"filed_at": clock.now()}, body={"agreements": agreements},
    )  # fmt: skip
