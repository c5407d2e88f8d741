"""Approving a payment: level by level as the buyer's own chain says, each by another person."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import colleagues_granted
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.payment.requests.lifecycle import PAYMENT, SET_CHAIN
from lucai.stages.payment.requests.models import ApprovalChain, PaymentApproval, PaymentRequest
from lucai.stages.payment.requests.schemas import ChainIn, ReasonIn
from lucai.stages.payment.requests.selectors.approving import APPROVE
from lucai.stages.payment.requests.services.common import facts_of, give_back, own_request


@command
def set_chain(actor: Actor, *, chain: ChainIn) -> None:
    """Keep who approves the payments of the actor's unit, one after another.

    It holds for requests submitted from now on; one under way keeps the chain it began with.

    Raises:
        InvalidInput: somebody twice, or somebody without the right to approve.
    """
    demand(actor, SET_CHAIN.permission)
    levels = _levels(actor, chain)
    viewer = actor.viewer
    with system_access("the unit's own chain"):
        ApprovalChain.objects.update_or_create(
            buyer_id=viewer.organisation,
            defaults={"levels": levels, "changed_at": clock.now(), "changed_by": viewer.name},
        )
    record(
        actor,
        Entry(
            event="payment.request.setChain", object_type="organisation",
            object_key=str(viewer.organisation), label="设置支付审批链",
            heading=viewer.organisation_name, href="/payments/approvals/", region=viewer.region,
            body={"levels": [level["title"] for level in levels]},
        ),
    )  # fmt: skip


@command
def approve(actor: Actor, *, number: str) -> None:
    """Approve a request at its level; the last level sends it to the treasury.

    Raises:
        RuleBroken: the approver requested it, approved it before, or is not the one whom the
            chain names (ROL-04); or money or conditions are missing.
    """
    row = own_request(actor, number)
    level, last = row.passed + 1, row.passed + 1 >= len(row.chain)
    title = row.level.title if row.level else PAYMENT.step("approve").duty
    take_step(
        actor, row, PAYMENT, "approve" if last else "review", facts=facts_of(actor, row),
        body={"amount": row.amount, "level": level, "title": title},
        changes={"passed": level, **(_sent(actor) if last else {})},
    )  # fmt: skip
    _keep(actor, row, level, title)


@command
def send_back(actor: Actor, *, number: str, reason: ReasonIn) -> None:
    """Send a request back to who requested it; its approvals no longer count."""
    give_back(actor, number, "send_back", reason)


def _sent(actor: Actor) -> dict[str, Any]:
    return {
        "sent_at": clock.now(),
        "approver": actor.viewer.person,
        "approver_name": actor.viewer.name,
    }


def _keep(actor: Actor, row: PaymentRequest, level: int, title: str) -> None:
    if actor.viewer.person is None:
        return
    PaymentApproval(
        request=row, round=row.round, level=level, title=title, person=actor.viewer.person,
        name=actor.viewer.name, at=clock.now(),
    ).save(force_insert=True)  # fmt: skip


def _levels(actor: Actor, chain: ChainIn) -> list[dict[str, Any]]:
    able = {one.person: one.name for one in colleagues_granted(actor.viewer, APPROVE)}
    problems, seen = {}, set()
    for place, level in enumerate(chain.levels):
        if level.person is None:
            continue
        if level.person in seen:
            problems[f"levels.{place}.person"] = "同一人只能办理一级审批，请换一位同事"
        elif level.person not in able:
            problems[f"levels.{place}.person"] = "这位同事没有支付审批的权限，请先在“人员”中分配"
        seen.add(level.person)
    if problems:
        raise InvalidInput(problems)
    return [
        {"title": one.title, "person": one.person, "name": able.get(one.person or 0, "")}
        for one in chain.levels
    ]


def levels_now(actor: Actor, buyer_id: int) -> list[dict[str, Any]]:
    """Return the chain that a request submitted now begins with."""
    del actor  # the request in hand has been shown to be the actor's
    with system_access("the chain of a request in hand"):
        found = ApprovalChain.objects.filter(buyer_id=buyer_id).first()
    return list(found.levels) if found else []
