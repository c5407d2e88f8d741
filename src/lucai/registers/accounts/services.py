"""Inviting, and opening the account that one was invited to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason, Side
from lucai.kernel.chance import token_hex
from lucai.kernel.errors import InvalidInput, NotAllowed
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import (
    OrganisationCard,
    organisation_by_uscc,
    organisations_of,
)
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.platform.staffing.selectors import has_staff
from lucai.platform.staffing.services import FirstAccount, NewUnit, open_first_account, open_unit
from lucai.registers.accounts.lifecycle import DAYS, INVITATION, ISSUE, ROLES, TITLES, TRIES
from lucai.registers.accounts.models import AccountInvitation
from lucai.registers.accounts.schemas import BuyerInvitationIn, InviteeIn, OpeningIn
from lucai.registers.accounts.selectors import invitation_row

SALT = "lucai.account-invitation"
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No signs that are read for one another."""
SIGNS, GROUP = 16, 4
UNKNOWN = "邀请码不对，请核对邀请书；邀请码由 16 位字母和数字组成，不区分大小写"
WRONG = "姓名或者手机号码与邀请书不一致；只能由邀请书写明的本人开通"
USED = "这个邀请码已经使用，账号已经开通。请直接登录；不是本人开通的，请立即联系财政部门"
LOCKED = "多次填写的姓名或者手机号码与邀请书不一致，邀请码已失效，请联系发出邀请的财政部门"
WITHDRAWN = "这份邀请已被财政部门撤回"


@dataclass(frozen=True, slots=True)
class Issued:
    """An invitation and its code, which is shown this once."""

    number: str
    code: str

    def __repr__(self) -> str:
        return f"Issued({self.number!r}, '…')"


@command
def invite_buyer(actor: Actor, *, form: BuyerInvitationIn) -> Issued:
    """Invite the first person of a unit that has no account; return the code to be handed over.

    Raises:
        NotAllowed: the role does not grant it.
        InvalidInput: the unit has accounts, belongs elsewhere, or its superior is unknown.
    """
    demand(actor, ISSUE.permission)
    if not form.region.startswith(actor.viewer.region):
        raise InvalidInput({"region": "这一地区由其他财政部门管理"})
    known = _unit(form)
    superior = _superior(form)
    return _issue(
        actor, "buyer", form, region=form.region, unit_name=known.name if known else form.unit_name,
        uscc=form.uscc, level=form.level.value, organisation_id=known.pk if known else None,
        parent_id=superior.pk if superior else None,
    )  # fmt: skip


@command
def invite_expert(actor: Actor, *, form: InviteeIn) -> Issued:
    """Invite an expert to the library, where he or she applies; return the code to be handed over.

    Raises:
        NotAllowed: the role does not grant it, or there is no library.
    """
    demand(actor, ISSUE.permission)
    libraries = organisations_of(SYSTEM, Side.EXPERT, limit=1)
    if not libraries:
        raise NotAllowed("平台还没有设置评审专家库，请联系系统管理员。")
    region = (actor.viewer.region + "000000")[:6]
    return _issue(actor, "expert", form, region=region, organisation_id=libraries[0].pk)


@command
def renew(actor: Actor, *, number: str) -> Issued:
    """Send another code; the one before is void."""
    row, code = invitation_row(actor.viewer, number), _fresh()
    changes = {"code_hash": _hashed(code), "tries": 0, "expires_at": _until()}
    take_step(actor, row, INVITATION, "renew", changes=changes)
    return Issued(number, _spelt(code))


@command
def withdraw(actor: Actor, *, number: str) -> None:
    """Take an invitation back."""
    take_step(actor, invitation_row(actor.viewer, number), INVITATION, "withdraw")


def open_account(actor: Actor, *, form: OpeningIn) -> None:
    """Open the account a code stands for, as the person it was sent to.

    Raises:
        InvalidInput: the code is unknown, used, void or expired; it names somebody else; or the
            login is taken, or the password weak.
    """
    number = _demand_usable(form.code)
    if not _is_for(number, form):
        _count(actor, number)
        raise InvalidInput({"name": WRONG})
    _open(actor, number, form)


@command
def _open(actor: Actor, number: str, form: OpeningIn) -> None:
    row = _locked(number)
    _demand_open(row)
    account = FirstAccount(
        name=row.name, phone=row.phone, login=form.login, password=form.password,
        title=TITLES[row.kind], role=ROLES[row.kind],
    )  # fmt: skip
    organisation = row.organisation_id or _enter(actor, row)
    person = open_first_account(actor, organisation=organisation, account=account)
    changes = {
        "opened_at": clock.now(), "person_id": person, "organisation_id": organisation,
    }  # fmt: skip
    take_step(actor, row, INVITATION, "open", follows=True, changes=changes)


@command
def _count(actor: Actor, number: str) -> None:
    """Count who has the code and is somebody else; too many void it."""
    row = _locked(number)
    row.change(tries=row.tries + 1)
    note(actor, row, INVITATION, "mismatch", label="姓名或者手机号码与邀请书不一致", follows=True)
    if row.tries >= TRIES:
        system = Actor.system(Reason.CONSEQUENCE)
        take_step(system, row, INVITATION, "lock", follows=True)


def _issue(actor: Actor, kind: str, form: InviteeIn, *, region: str, **more: Any) -> Issued:
    code = _fresh()
    row = AccountInvitation(
        kind=kind, name=form.name, phone=form.phone, basis=form.basis, region=region,
        finance_id=actor.viewer.organisation or 0, code_hash=_hashed(code), expires_at=_until(),
        **more,
    )  # fmt: skip
    prefix, label = f"YQ{region}{clock.today().year}", "邀请开通账号"
    begin_numbered(
        actor, row, INVITATION, prefix=prefix, field="number", label=label, body={"kind": kind}
    )
    return Issued(row.number, _spelt(code))


def _unit(form: BuyerInvitationIn) -> OrganisationCard | None:
    known = organisation_by_uscc(SYSTEM, form.uscc)
    if known and known.side is not Side.BUYER:
        raise InvalidInput({"uscc": "这个代码的单位已登记为其他类型，不能作为预算单位"})
    if known and has_staff(SYSTEM, known.pk):
        raise InvalidInput({"uscc": "这家单位已有账号，新的账号由本单位管理员开通"})
    return known


def _superior(form: BuyerInvitationIn) -> OrganisationCard | None:
    if not form.parent_uscc:
        return None
    found = organisation_by_uscc(SYSTEM, form.parent_uscc)
    if not found or found.side is not Side.BUYER:
        raise InvalidInput({"parent_uscc": "没有找到这家主管预算单位，请先为它开通账号"})
    return found


def _enter(actor: Actor, row: AccountInvitation) -> int:
    """Enter the unit in the directory; it may have come there since the invitation."""
    known = organisation_by_uscc(SYSTEM, row.uscc)
    if known:
        return known.pk
    unit = NewUnit(
        name=row.unit_name, uscc=row.uscc, side=Side.BUYER, region=row.region, level=row.level,
        parent_id=row.parent_id,
    )  # fmt: skip
    return open_unit(actor, new=unit)


def _demand_usable(code: str) -> str:
    """Return the number of the invitation whose code counts.

    Raises:
        InvalidInput: there is none, or it was used, withdrawn, or came too late (message at ``code``).
    """
    with system_access("invitation by its code"):
        row = AccountInvitation.objects.filter(code_hash=_hashed(code)).first()
    if not row:
        raise InvalidInput({"code": UNKNOWN})
    _demand_open(row)
    return str(row.number)


def _demand_open(row: AccountInvitation) -> None:
    said = {"opened": USED, "locked": LOCKED, "withdrawn": WITHDRAWN}.get(row.state, "")
    if row.is_expired:
        until = row.expires_at.astimezone(clock.BEIJING)
        said = f"邀请码已于 {until:%Y-%m-%d %H:%M} 过期，请联系发出邀请的财政部门重新发出"
    if said:
        raise InvalidInput({"code": said})


def _is_for(number: str, form: OpeningIn) -> bool:
    with system_access("invitation in hand"):
        row = AccountInvitation.objects.get(number=number)
    named = constant_time_compare(row.name, form.name)
    return constant_time_compare(row.phone, form.phone) and named


def _locked(number: str) -> AccountInvitation:
    with system_access("invitation in hand"):
        return AccountInvitation.objects.select_for_update().get(number=number)


def _fresh() -> str:
    return "".join(ALPHABET[one % len(ALPHABET)] for one in bytes.fromhex(token_hex(SIGNS)))


def _spelt(code: str) -> str:
    return "-".join(code[at : at + GROUP] for at in range(0, SIGNS, GROUP))


def _hashed(code: str) -> str:
    return salted_hmac(SALT, code, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


def _until() -> datetime:
    return clock.now() + timedelta(days=DAYS)
