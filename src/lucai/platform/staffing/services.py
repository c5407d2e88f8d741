"""Changing staff, roles and the own account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from lucai.law.role_rules import DutyFacts, administrator_does_not_audit
from lucai.platform.access import permissions
from lucai.platform.access.models import Organisation, Person, Post, PostRole, Role, RoleGrant
from lucai.platform.access.selectors import sides_of
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.records import system_access
from lucai.platform.signin import totp
from lucai.platform.staffing.functions import ASSIGN_STAFF, EDIT_ROLE
from lucai.platform.staffing.schemas import PasswordIn, StaffIn

APART = {Side.ADMINISTRATOR: "administer", Side.SUPERVISOR: "audit"}


@command
def add_staff(actor: Actor, *, staff: StaffIn) -> int:
    """Give somebody an account and a post in the actor's organisation; return the post's id.

    Raises:
        InvalidInput: the login is taken or the password too weak.
    """
    permissions.demand(actor, ASSIGN_STAFF.permission)
    with system_access("uniqueness"):
        if Person.objects.filter(login=staff.login).exists():
            raise InvalidInput({"login": "这个登录名已被使用，请换一个"})
        organisation = Organisation.objects.get(pk=actor.viewer.organisation)
    person = Person(login=staff.login, name=staff.name)
    person.password = _hashed(staff.password, person, "password")
    person.save(force_insert=True)
    post = Post(person=person, organisation=organisation, title=staff.title)
    post.save(force_insert=True)
    _note(actor, "access.post.add", str(post.pk), f"新增岗位 {staff.title}")
    return int(post.pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """An organisation that registers itself, with its first account and that account's role."""

    name: str
    uscc: str
    side: Side
    region: str
    level: str
    address: str
    contact: str
    phone: str
    login: str
    password: str
    title: str
    role: str


@command
def open_organisation(actor: Actor, *, new: NewOrganisation) -> int:
    """Enter an organisation and its first account; return the organisation's id.

    The first account manages the others (人员和岗位); acts with legal effect still ask for a
    certificate issued to the organisation.

    Raises:
        InvalidInput: the organisation or the login is there already, or the password is weak.
    """
    with system_access("uniqueness of who registers"):
        if Organisation.objects.filter(uscc=new.uscc).exists():
            message = (
                "这家单位已经注册，请联系本单位的管理员开通账号；认为被他人冒用的，请向财政部门反映"
            )
            raise InvalidInput({"uscc": message})
    account = FirstAccount(
        name=new.contact, phone=new.phone, login=new.login, password=new.password,
        title=new.title, role=new.role,
    )  # fmt: skip
    unit = NewUnit(
        name=new.name, uscc=new.uscc, side=new.side, region=new.region, level=new.level,
        address=new.address, contact=new.contact, phone=new.phone,
    )  # fmt: skip
    person = _person(account, new.side)
    pk = open_unit(actor, new=unit)
    _hold(person, pk, account)
    return pk


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """An organisation to be entered; ``parent_id`` is its superior unit."""

    name: str
    uscc: str
    side: Side
    region: str
    level: str
    address: str = ""
    contact: str = ""
    phone: str = ""
    parent_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAccount:
    """The account of somebody nobody in the organisation could let in."""

    name: str
    phone: str
    login: str
    password: str
    title: str
    role: str


@command
def open_unit(actor: Actor, *, new: NewUnit) -> int:
    """Enter an organisation without people; return its id."""
    with system_access("superior of a new unit"):
        parent = Organisation.objects.get(pk=new.parent_id) if new.parent_id else None
    row = Organisation(
        name=new.name, uscc=new.uscc, side=new.side.value, region=new.region, level=new.level,
        address=new.address, contact=new.contact, phone=new.phone, parent=parent,
    )  # fmt: skip
    row.save(force_insert=True)
    row.change(path=f"{parent.path if parent else '/'}{row.pk}/")
    _note(actor, "access.organisation.open", new.uscc, "单位注册", side=new.side.value)
    return int(row.pk)


@command
def open_first_account(actor: Actor, *, organisation: int, account: FirstAccount) -> int:
    """Give somebody whom another authority vouches for an account there; return the person's id.

    Raises:
        InvalidInput: the login is taken, or the password weak.
    """
    with system_access("organisation of an invitation"):
        side = Side(Organisation.objects.get(pk=organisation).side)
    person = _person(account, side)
    post = _hold(person, organisation, account)
    _note(actor, "access.post.open", str(post), "开通首个账号", side=side.value)
    return int(person.pk)


def _person(account: FirstAccount, side: Side) -> Person:
    with system_access("uniqueness of who registers"):
        if Person.objects.filter(login=account.login).exists():
            raise InvalidInput({"login": "这个登录名已被使用，请换一个"})
        Role.objects.get(code=account.role, side=side.value)
    person = Person(login=account.login, name=account.name, phone=account.phone)
    person.password = _hashed(account.password, person, "password")
    person.save(force_insert=True)
    return person


def _hold(person: Person, organisation: int, account: FirstAccount) -> int:
    with system_access("role of a first account"):
        role = Role.objects.get(code=account.role)
    post = Post(person=person, organisation_id=organisation, title=account.title)
    post.save(force_insert=True)
    PostRole(post=post, role=role).save(force_insert=True)
    return int(post.pk)


@command
def assign_roles(actor: Actor, *, post: int, roles: Iterable[str]) -> None:
    """Give a post exactly these roles.

    Raises:
        NotAllowed: nobody changes the own roles.
        RuleBroken: administrator and auditor in one person (ROL-08).
        InvalidInput: a role of another side.
    """
    permissions.demand(actor, ASSIGN_STAFF.permission)
    row = _post(actor, post)
    if row.person_id == actor.viewer.person and actor.viewer.side is not Side.ADMINISTRATOR:
        raise NotAllowed("不能调整自己的角色，请由本单位另一位管理人员办理。")
    wanted = set(roles)
    if wanted:
        _demand_apart(row)
    with system_access("roles of a visible post"):
        known = {r.code: r for r in Role.objects.filter(side=row.organisation.side)}
        if unknown := wanted - set(known):
            raise InvalidInput({"roles": f"这些角色不属于该单位类型：{'、'.join(sorted(unknown))}"})
        for code, role in known.items():
            _set_role(row, role, active=code in wanted)
    _note(actor, "access.post.assign", str(row.pk), "调整岗位角色", roles=sorted(wanted))


@command
def set_active(actor: Actor, *, post: int, active: bool) -> None:
    """Suspend a post or take it back into service.

    Raises:
        RuleBroken: administrator and auditor in one person (ROL-08).
    """
    permissions.demand(actor, ASSIGN_STAFF.permission)
    row = _post(actor, post)
    if row.person_id == actor.viewer.person:
        raise NotAllowed("不能停用自己的岗位。")
    if active:
        _demand_apart(row)
    row.change(active=active)
    label = "启用岗位" if active else "停用岗位"
    _note(actor, "access.post.activate" if active else "access.post.suspend", str(row.pk), label)


@command
def edit_role(actor: Actor, *, code: str, grants: Iterable[str]) -> None:
    """Let a role grant exactly these functions.

    Raises:
        InvalidInput: a function that its side does not have.
    """
    permissions.demand(actor, EDIT_ROLE.permission)
    wanted = set(grants)
    with system_access("roles"):
        role = Role.objects.filter(code=code).first()
        if not role:
            raise NotFound("没有找到这个角色。")
        allowed = {p for p, f in permissions.catalogue().items() if role.side in f.sides}
        if foreign := wanted - allowed:
            raise InvalidInput({"grants": f"这类单位没有这些功能：{'、'.join(sorted(foreign))}"})
        present = set(RoleGrant.objects.filter(role=role).values_list("permission", flat=True))
        RoleGrant.objects.filter(role=role, permission__in=present - wanted).delete()
        RoleGrant.objects.bulk_create(
            [RoleGrant(role=role, permission=p) for p in sorted(wanted - present)]
        )
    _note(
        actor, "access.role.edit", code, f"调整角色 {role.name}",
        added=sorted(wanted - present), removed=sorted(present - wanted),
    )  # fmt: skip


@command
def change_password(actor: Actor, *, change: PasswordIn) -> None:
    """Change the own password; other sessions end.

    Raises:
        InvalidInput: the present one is wrong, the two do not agree, or it is too weak.
    """
    person = _self(actor)
    if not check_password(change.current, person.password):
        raise InvalidInput({"current": "现在的密码不对"})
    if change.fresh != change.again:
        raise InvalidInput({"again": "两次输入的新密码不一致"})
    person.change(password=_hashed(change.fresh, person, "fresh"))
    _note(actor, "access.person.password", str(person.pk), "修改密码")


@command
def enrol_code(actor: Actor, *, secret: str, code: str) -> None:
    """Switch on one-time codes after the authenticator has shown that it works.

    Raises:
        InvalidInput: the code does not belong to the secret.
    """
    if not totp.matches(secret, code):
        raise InvalidInput({"code": "动态口令不对，请核对手机时间后输入最新的 6 位数字"})
    person = _self(actor)
    person.change(totp_secret=totp.sealed(person, secret))
    _note(actor, "access.person.enrol", str(person.pk), "启用动态口令")


def _self(actor: Actor) -> Person:
    row = Person.objects.seen_by(actor.viewer).filter(pk=actor.viewer.person).first()
    if not row:
        raise NotFound("没有找到这个账号。")
    return row


def _post(actor: Actor, pk: int) -> Post:
    row = (
        Post.objects.seen_by(actor.viewer)
        .select_related("organisation", "person")
        .filter(pk=pk)
        .first()
    )
    if not row:
        raise NotFound("没有找到这个岗位。")
    return row


def _demand_apart(post: Post) -> None:
    """Refuse a post in whose person administering and auditing would meet, whatever the account.

    Raises:
        RuleBroken: ROL-08.
    """
    sides = sides_of(SYSTEM, post.person_id) | {Side(post.organisation.side)}
    duties = frozenset(duty for side, duty in APART.items() if side in sides)
    facts = DutyFacts(person=post.person.name, duties=duties)
    verdict = administrator_does_not_audit(facts, clock.now())
    if verdict.blocks:
        raise RuleBroken((verdict,))


def _set_role(post: Post, role: Role, *, active: bool) -> None:
    held = PostRole.objects.filter(post=post, role=role).first()
    if held:
        held.change(active=active)
    elif active:
        PostRole(post=post, role=role).save(force_insert=True)


def _hashed(password: str, person: Person, field: str) -> str:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise InvalidInput({field: "；".join(error.messages)}) from error
    return make_password(password)


def _note(actor: Actor, event: str, key: str, label: str, **body: object) -> None:
    of = event.rsplit(".", 1)[0]
    region = (actor.viewer.region + "000000")[:6]
    record(
        actor,
        Entry(event=event, object_type=of, object_key=key, label=label, region=region, body=body),
    )
