"""Reading staff and roles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from lucai.kernel.actors import SIDE_NAMES, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.access import permissions
from lucai.platform.access.models import Person, Post, PostRole, Role, RoleGrant
from lucai.platform.records.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One post with its person and roles."""

    pk: int
    person: str
    login: str
    title: str
    organisation: str
    side: str
    roles: tuple[str, ...]
    active: bool

    @property
    def href(self) -> str:
        """Where the post is edited."""
        return f"/staff/{self.pk}/"


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A role with its permissions."""

    code: str
    name: str
    side: Side
    side_label: str
    description: str
    grants: frozenset[str]

    @property
    def href(self) -> str:
        """Where the role is edited."""
        return f"/roles/{self.code}/"


@dataclass(frozen=True, slots=True)
class FunctionLine:
    """One function a role may grant."""

    permission: str
    label: str
    granted: bool


@dataclass(frozen=True, slots=True)
class AccountCard:
    """The own account."""

    login: str
    name: str
    has_code: bool


def staff_page(viewer: Viewer, *, words: str = "", after: str = "") -> Page[StaffLine]:
    """List posts, newest first: the own organisation's, or all for the administrator."""
    rows = Post.objects.seen_by(viewer).select_related("person", "organisation")
    if words:
        rows = rows.filter(
            Q(person__name__icontains=words)
            | Q(person__login__icontains=words)
            | Q(organisation__name__icontains=words)
        )
    page = keyset(rows, after, lambda row: row)
    roles = _roles_of(viewer, [row.pk for row in page.items])
    return Page([_line(row, roles[row.pk]) for row in page.items], page.following, page.first)


def has_staff(viewer: Viewer, organisation: int) -> bool:
    """Whether somebody can sign in for an organisation."""
    rows = Post.objects.seen_by(viewer).filter(organisation=organisation, active=True)
    return bool(rows.filter(person__active=True).exists())


def staff_seen(viewer: Viewer, pk: int) -> StaffLine:
    """Return one post.

    Raises:
        NotFound: there is none or it belongs to another organisation.
    """
    row = (
        Post.objects.seen_by(viewer).select_related("person", "organisation").filter(pk=pk).first()
    )
    if not row:
        raise NotFound("没有找到这个岗位。")
    return _line(row, _roles_of(viewer, [pk])[pk])


def role_list(viewer: Viewer, side: Side | None = None) -> list[RoleCard]:
    """List the roles, those of one side if asked."""
    rows = Role.objects.seen_by(viewer)
    if side:
        rows = rows.filter(side=side.value)
    grants = defaultdict(set)
    for role_id, permission in RoleGrant.objects.seen_by(viewer).values_list("role", "permission"):
        grants[role_id].add(permission)
    return [_role(row, frozenset(grants[row.pk])) for row in rows.order_by("side", "pk")]


def role_seen(viewer: Viewer, code: str) -> RoleCard:
    """Return one role.

    Raises:
        NotFound: there is none.
    """
    for role in role_list(viewer):
        if role.code == code:
            return role
    raise NotFound("没有找到这个角色。")


def functions_of(viewer: Viewer, role: RoleCard) -> list[FunctionLine]:
    """List every function the role's side may have, with what the role grants."""
    del viewer
    return [
        FunctionLine(permission, function.label, permission in role.grants)
        for permission, function in sorted(permissions.catalogue().items())
        if role.side in function.sides
    ]


def account_of(viewer: Viewer) -> AccountCard:
    """Return the viewer's own account.

    Raises:
        NotFound: nobody is signed in.
    """
    row = Person.objects.seen_by(viewer).filter(pk=viewer.person).first()
    if not row:
        raise NotFound("没有找到这个账号。")
    return AccountCard(row.login, row.name, bool(row.totp_secret))


def _roles_of(viewer: Viewer, posts: list[int]) -> dict[int, tuple[str, ...]]:
    rows = PostRole.objects.seen_by(viewer).filter(post__in=posts, active=True)
    found: dict[int, list[str]] = defaultdict(list)
    for post, name in rows.order_by("pk").values_list("post", "role__name"):
        found[post].append(name)
    return defaultdict(tuple, {post: tuple(names) for post, names in found.items()})


def _line(row: Post, roles: tuple[str, ...]) -> StaffLine:
    return StaffLine(
        row.pk,
        row.person.name,
        row.person.login,
        row.title,
        row.organisation.name,
        row.organisation.side,
        roles,
        row.active,
    )


def _role(row: Role, grants: frozenset[str]) -> RoleCard:
    side = Side(row.side)
    return RoleCard(row.code, row.name, side, SIDE_NAMES[side], row.description, grants)
