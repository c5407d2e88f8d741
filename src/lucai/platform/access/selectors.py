"""Reading the directory of organisations and posts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.access.models import Organisation, Post, PostRole, RoleGrant
from lucai.platform.records import read_once


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """An organisation as others see it."""

    pk: int
    name: str
    uscc: str
    side: Side
    region: str
    level: str
    path: str
    address: str
    contact: str
    phone: str
    attributes: dict[str, object]


@dataclass(frozen=True, slots=True)
class ColleagueCard:
    """A colleague with a post."""

    person: int
    name: str
    title: str


def colleagues_granted(viewer: Viewer, permission: str) -> list[ColleagueCard]:
    """List the people of the viewer's own organisation whose posts grant a permission."""
    roles = RoleGrant.objects.seen_by(viewer).filter(permission=permission).values("role")
    held = PostRole.objects.seen_by(viewer).filter(
        role__in=roles,
        active=True,
        post__active=True,
        post__organisation=viewer.organisation,
        post__person__active=True,
    )
    posts = (row.post for row in held.select_related("post__person").order_by("post__pk"))
    found = {
        post.person_id: ColleagueCard(post.person_id, post.person.name, post.title)
        for post in posts
    }
    return list(found.values())


def sides_of(viewer: Viewer, person: int) -> frozenset[Side]:
    """Return the sides on which somebody has a post in use."""
    rows = Post.objects.seen_by(viewer).filter(person_id=person, active=True)
    return frozenset(Side(side) for side in rows.values_list("organisation__side", flat=True))


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Somebody of another organisation, found by name."""

    person: int
    organisation: int


def people_named(viewer: Viewer, *, unit: str, name: str, permission: str) -> list[NamedPerson]:
    """Find the people of an organisation by name whose posts there grant a permission."""
    roles = RoleGrant.objects.seen_by(viewer).filter(permission=permission).values("role")
    held = PostRole.objects.seen_by(viewer).filter(
        role__in=roles,
        active=True,
        post__active=True,
        post__organisation__name=unit,
        post__person__name=name,
        post__person__active=True,
    )
    found = held.values_list("post__person", "post__organisation").distinct()
    return [NamedPerson(*one) for one in found.order_by("post__person")]


@read_once
def organisation(viewer: Viewer, pk: int) -> OrganisationCard:
    """Return one organisation.

    Raises:
        NotFound: there is none.
    """
    row = Organisation.objects.seen_by(viewer).filter(pk=pk).first()
    if not row:
        raise NotFound("没有找到这个单位。")
    return card(row)


@read_once
def organisations(viewer: Viewer, pks: list[int]) -> dict[int, OrganisationCard]:
    """Return several organisations by id, in one query."""
    rows = Organisation.objects.seen_by(viewer).filter(pk__in=pks)
    return {row.pk: card(row) for row in rows}


def organisation_by_uscc(viewer: Viewer, uscc: str) -> OrganisationCard | None:
    """Return the organisation with that code, or None."""
    row = Organisation.objects.seen_by(viewer).filter(uscc=uscc.strip().upper()).first()
    return card(row) if row else None


def organisation_named(viewer: Viewer, name: str) -> OrganisationCard | None:
    """Return the organisation of exactly that name, or None where there is none or are several."""
    rows = list(Organisation.objects.seen_by(viewer).filter(name=name, active=True)[:2])
    return card(rows[0]) if len(rows) == 1 else None


def organisations_of(
    viewer: Viewer, side: Side, *, words: str = "", region: str = "", limit: int = 200
) -> list[OrganisationCard]:
    """List active organisations of a side, of a region by prefix, whose name or code fits."""
    rows = Organisation.objects.seen_by(viewer).filter(
        side=side.value, active=True, region__startswith=region
    )
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(uscc__startswith=words.upper()))
    return [card(row) for row in rows.order_by("name")[:limit]]


@read_once
def finance_of(viewer: Viewer, region: str) -> OrganisationCard:
    """Return the finance department that answers for a region of six digits.

    Raises:
        NotFound: nobody answers for it; the administrator has to set one up.
    """
    rows = Organisation.objects.seen_by(viewer).filter(
        side=Side.SUPERVISOR.value, region=region, active=True
    )
    row = rows.order_by("pk").first()
    if not row:
        raise NotFound(f"地区 {region} 还没有设置财政监管部门，请联系系统管理员。")
    return card(row)


def treasury_of(viewer: Viewer, region: str) -> OrganisationCard:
    """Return the treasury office that pays for a region.

    Raises:
        NotFound: nobody pays for it.
    """
    rows = Organisation.objects.seen_by(viewer).filter(
        side=Side.TREASURY.value, region=region, active=True
    )
    row = rows.order_by("pk").first()
    if not row:
        raise NotFound(f"地区 {region} 还没有设置国库支付机构，请联系系统管理员。")
    return card(row)


def card(row: Organisation) -> OrganisationCard:
    """Return the read-model of a row in hand."""
    return OrganisationCard(
        row.pk,
        row.name,
        row.uscc,
        Side(row.side),
        row.region,
        row.level,
        row.path,
        row.address,
        row.contact,
        row.phone,
        row.attributes,
    )
