"""People without an account: invited by a link, giving an opinion or signing as outside members."""

from __future__ import annotations

from datetime import timedelta

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.platform.records import system_access
from lucai.stages.acceptance.acceptances import tokens
from lucai.stages.acceptance.acceptances.lifecycle import ACCEPTANCE, INVITE
from lucai.stages.acceptance.acceptances.models import (
    Acceptance,
    AcceptanceMember,
    Invitation,
    Opinion,
)
from lucai.stages.acceptance.acceptances.schemas import (
    InvitationIn,
    OpinionIn,
    Purpose,
    SignatureIn,
)
from lucai.stages.acceptance.acceptances.selectors import invitation_row, lines_of, members_of
from lucai.stages.acceptance.acceptances.services.hands import own
from lucai.stages.acceptance.acceptances.visits import digest_of_lines

SALT = 16
AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 5
"""Opinions from one address in an hour: a family may share a line, a flood does not pass."""
MOST_OPINIONS = 500


@command
def invite(actor: Actor, *, contract_number: str, number: int, invitation: InvitationIn) -> int:
    """Make a way in for people without an account; return its number.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: the acceptance is no longer being written.
        InvalidInput: an outside member who does not stand in the group (message at ``name``).
    """
    demand(actor, INVITE.permission)
    row = own(actor, contract_number, number)
    _demand_drafting(row)
    if invitation.purpose is Purpose.MEMBER:
        _demand_member(actor, row, invitation.name)
    now = clock.now()
    made = Invitation(
        acceptance=row,
        purpose=invitation.purpose.value,
        name=invitation.name,
        organisation=invitation.organisation,
        salt=chance.token_hex(SALT),
        made_at=now,
        expires_at=now + timedelta(days=invitation.days),
    )
    made.save(force_insert=True)
    note(
        actor, row, ACCEPTANCE, "invite", label=f"邀请{invitation.purpose.label}参加验收",
        body={"purpose": made.purpose, "until": made.expires_at.isoformat()},
    )  # fmt: skip
    return made.pk


@command
def revoke_invitation(actor: Actor, *, contract_number: str, number: int, invitation: int) -> None:
    """Close a way in; what was said stays."""
    demand(actor, INVITE.permission)
    row = own(actor, contract_number, number)
    rows = Invitation.objects.seen_by(actor.viewer).filter(acceptance_id=row.pk, pk=invitation)
    found = rows.first()
    if not found:
        raise NotFound("没有找到这个邀请。")
    found.change(revoked_at=clock.now())
    note(
        actor, row, ACCEPTANCE, "revoke_invitation", label="收回邀请", body={"invitation": found.pk}
    )


@command
def give_opinion(actor: Actor, *, invitation: int, token: str, opinion: OpinionIn) -> None:
    """Keep what a user or a third party says; the actor needs no account.

    Raises:
        NotFound: no such way in, or another token.
        WrongState: it has expired, was closed, or the acceptance is concluded.
        InvalidInput: too many from one address (message at ``text``).
    """
    found = invitation_row(actor.viewer, invitation, token)
    _demand_open(found)
    _demand_room(found, actor.address)
    _keep(
        actor, found, name=opinion.name, satisfaction=opinion.satisfaction.value, text=opinion.text
    )


@command
def sign_as_member(actor: Actor, *, invitation: int, token: str, signature: SignatureIn) -> None:
    """Sign the result as an outside member of the group.

    Raises:
        NotFound: no such way in, or another token.
        WrongState: it has expired, or is no member's.
        InvalidInput: the result is not complete, or another one was shown (at ``sm3``).
    """
    found = invitation_row(actor.viewer, invitation, token)
    _demand_open(found)
    if found.purpose != Purpose.MEMBER:
        raise WrongState("这个邀请不是给验收小组成员的。")
    _demand_room(found, actor.address)
    digest = digest_of_lines(lines_of(SYSTEM, found.acceptance))
    if signature.sm3 != digest:
        raise InvalidInput({"sm3": "验收结果刚有改动，请重新核对后签字"})
    _keep(actor, found, name=found.name, text=signature.text, sm3=digest)
    with system_access("group of an acceptance in hand"):
        members = AcceptanceMember.objects.filter(
            acceptance_id=found.acceptance_id, name=found.name
        )
        for member in members:
            member.change(signed=True)


def _keep(actor: Actor, found: Invitation, **said: str) -> None:
    Opinion(
        invitation=found,
        acceptance=found.acceptance,
        at=clock.now(),
        source=tokens.masked_address(actor.address),
        **said,
    ).save(force_insert=True)
    found.acceptance.change(opinions=found.acceptance.opinions + 1)
    label = "外部成员签字" if said.get("sm3") else "收到意见"
    note(
        actor, found.acceptance, ACCEPTANCE, "give_opinion", label=label,
        body={"purpose": found.purpose, "satisfaction": said.get("satisfaction", "")},
        audience=(found.acceptance.buyer_id,),
    )  # fmt: skip


def _demand_drafting(row: Acceptance) -> None:
    if row.state != "drafting":
        raise WrongState(f"验收{ACCEPTANCE.states[row.state]}，不能再邀请。")


def _demand_open(found: Invitation) -> None:
    if found.revoked_at or clock.now() >= found.expires_at:
        raise WrongState("这个邀请已经失效，请向采购人索取新的二维码。")
    if found.acceptance.state != "drafting":
        raise WrongState("这次验收已经结束，感谢您的关注。")


def _demand_room(found: Invitation, address: str) -> None:
    """Refuse a flood: so many an hour from one address, so many in all."""
    with system_access("opinions of an invitation in hand"):
        given = Opinion.objects.filter(invitation_id=found.pk)
        lately = given.filter(
            source=tokens.masked_address(address), at__gte=clock.now() - AN_HOUR
        ).count()
        full = given.count() >= MOST_OPINIONS
    if lately >= MOST_AN_HOUR or full:
        raise InvalidInput({"text": "提交得太频繁了，请一小时以后再试"})


def _demand_member(actor: Actor, row: Acceptance, name: str) -> None:
    if name not in {member.name for member in members_of(actor.viewer, row)}:
        raise InvalidInput({"name": "验收小组名单里没有这个人，请先在逐项记录页填写成员"})
