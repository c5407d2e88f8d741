"""Members of a framework: signing, leaving, removal."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import NotFound
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.frameworks.lifecycle import FRAMEWORK, MEMBER
from lucai.stages.trade.frameworks.models import FrameworkAgreement, FrameworkMember
from lucai.stages.trade.frameworks.notices import exit_body
from lucai.stages.trade.frameworks.schemas import ReasonIn, RemovalIn
from lucai.stages.trade.frameworks.selectors import facts, framework_card
from lucai.stages.trade.frameworks.selectors.pages import member_card
from lucai.stages.trade.frameworks.selectors.rows import framework_row, member_row
from lucai.stages.trade.frameworks.services import filing
from lucai.stages.trade.frameworks.services.admitting import buyers_of


@command
def sign_as_supplier(actor: Actor, *, number: str, place: int) -> None:
    """Sign the framework agreement as the admitted supplier (GP-FRA-07)."""
    row, _ = _own(actor, number, place)
    told = facts.signing_facts(actor.viewer, row)
    changes = {"signed_by_supplier_at": clock.now()}
    take_step(actor, row, MEMBER, "sign_supplier", facts=told, changes=changes)


@command
def sign(actor: Actor, *, number: str, place: int) -> None:
    """Sign the framework agreement as the organiser (GP-FRA-07)."""
    row, framework = _own(actor, number, place)
    told = facts.signing_facts(actor.viewer, row)
    take_step(actor, row, MEMBER, "sign", facts=told, changes={"signed_at": clock.now()})
    if framework.state == "running":
        _tell_buyers(actor, framework, row)
    else:
        settle_signing(actor, framework)


@command
def leave(actor: Actor, *, number: str, place: int, form: ReasonIn) -> None:
    """Leave an open framework; the exit is announced at once (GP-FRA-12).

    Raises:
        RuleBroken: a member of a closed framework stays (110号令 art 20).
    """
    row, framework = _own(actor, number, place)
    take_step(
        actor, row, MEMBER, "leave", facts=facts.member_facts(actor.viewer, framework.kind),
        body=_exit(actor, row, form.reason),
        changes={"gone_at": clock.now(), "gone_reason": form.reason},
    )  # fmt: skip


@command
def remove(actor: Actor, *, number: str, place: int, form: RemovalIn) -> None:
    """Cancel an admission or rescind an agreement on a lawful ground (GP-FRA-13).

    The supplier cannot come back into the same framework.
    """
    row, framework = _own(actor, number, place)
    told = facts.member_facts(
        actor.viewer, framework.kind, removal=form.ground.value, evidence=form.evidence
    )
    take_step(
        actor, row, MEMBER, "remove", facts=told,
        body=_exit(actor, row, f"清退：{form.ground.label}"),
        changes={
            "gone_at": clock.now(), "gone_ground": form.ground.value,
            "gone_reason": form.evidence,
        },
    )  # fmt: skip
    settle_signing(actor, framework)


def settle_signing(actor: Actor, framework: FrameworkAgreement) -> None:
    """Let the days to file and to tell the buyers begin, once nobody is left to sign."""
    left = facts.agreement_facts(actor.viewer, framework)
    if framework.agreed_at or framework.state != "admitted":
        return
    if left.signed and not left.unsigned:
        framework.change(agreed_at=clock.now())
        duties.follow(framework, FRAMEWORK, clock.now())
        filing.await_filing(actor, framework, filing.signed_places(actor, framework))


def _tell_buyers(actor: Actor, framework: FrameworkAgreement, member: FrameworkMember) -> None:
    """Tell the buyers at once of an agreement that fills a running framework up; filing it has its days."""
    told = tuple(buyers_of(actor, framework))
    label = f"补充入围：与{member.supplier_name}签订框架协议"
    note(actor, framework, FRAMEWORK, "fill_up", label=label, audience=told)
    filing.await_filing(actor, framework, [member.place])


def _exit(actor: Actor, row: FrameworkMember, reason: str) -> dict[str, Any]:
    card = framework_card(actor.viewer, row.framework_number)
    return exit_body(card, member_card(actor.viewer, row), reason)


def _own(actor: Actor, number: str, place: int) -> tuple[FrameworkMember, FrameworkAgreement]:
    """Return a member whose party the actor's organisation is, locked, and its framework."""
    row = member_row(actor.viewer, number, place)
    if row.parties().get(actor.viewer.side) != actor.viewer.organisation:
        raise NotFound("没有找到本单位的这份框架协议。")
    with system_access("member in hand"):
        locked = FrameworkMember.objects.select_for_update().get(pk=row.pk)
    return locked, framework_row(actor.viewer, number)


def hold_still(actor: Actor, *, number: str) -> None:
    """Let nobody else award under a framework until this transaction ends: turns are taken singly.

    Part of an order's own command.
    """
    framework_row(actor.viewer, number)
    with system_access("framework whose turn is taken"):
        FrameworkAgreement.objects.select_for_update().get(number=number)
