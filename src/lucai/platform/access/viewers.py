"""From a session to a Viewer: one query for the post, one for its permissions."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import Side, Viewer
from lucai.platform.access.models import Post, PostRole, RoleGrant
from lucai.platform.records import system_access


def viewer_of_post(post: Post) -> Viewer:
    """Return what this post lets its person see and do."""
    organisation, side = post.organisation, Side(post.organisation.side)
    grants = RoleGrant.objects.filter(role__in=_roles_of(post), role__side=side.value).values_list(
        "permission", flat=True
    )
    return Viewer(
        side=side,
        person=post.person_id,
        organisation=organisation.pk,
        name=post.person.name,
        organisation_name=organisation.name,
        region=post.region or region_prefix(organisation.region, organisation.level),
        unit_path=organisation.path if side is Side.BUYER else "",
        grants=frozenset(grants),
    )


def load_viewer(post_id: int) -> tuple[Post, Viewer] | None:
    """Return post and viewer of an active post of an active person; None otherwise."""
    with system_access("session"):
        post = (
            Post.objects.filter(pk=post_id, active=True, person__active=True)
            .select_related("person", "organisation")
            .first()
        )
        return (post, viewer_of_post(post)) if post else None


def region_prefix(code: str, level: str) -> str:
    """Return the prefix of codes under a region: 37 the province, 3701 a city, else the code."""
    return {"province": code[:2], "city": code[:4]}.get(level, code)


def _roles_of(post: Post) -> Any:
    return PostRole.objects.filter(post=post, active=True).values("role")
