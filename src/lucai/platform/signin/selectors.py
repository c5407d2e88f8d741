"""Which posts a person may take, and whom the demonstration offers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from lucai.kernel.actors import SIDE_NAMES, Side, Viewer
from lucai.platform.access.models import Person, Post, PostRole, RoleGrant
from lucai.platform.duties.selectors import HandWanted, hands_wanted
from lucai.platform.records import system_access
from lucai.platform.signin.models import Passkey

MOST_AWAITED = 96


@dataclass(frozen=True, slots=True)
class PostCard:
    """One post to choose from."""

    pk: int
    person: str
    login: str
    organisation: str
    title: str
    side: str
    waits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PasskeyCard:
    """One passkey of the account."""

    pk: int
    name: str
    synced: bool
    made_at: datetime
    used_at: datetime | None


def passkeys_of(viewer: Viewer) -> list[PasskeyCard]:
    """List the viewer's own passkeys in use, oldest first."""
    rows = Passkey.objects.seen_by(viewer).filter(person=viewer.person, ended_at=None)
    return [
        PasskeyCard(row.pk, row.name, row.synced, row.made_at, row.used_at)
        for row in rows.order_by("pk")
    ]


def posts_of(viewer: Viewer, person: Person) -> list[PostCard]:
    """List the active posts of a person who has proven who they are."""
    del viewer
    with system_access("sign-in"):
        return [_card(p) for p in _active().filter(person=person)]


def demonstration_people(
    viewer: Viewer, logins: Sequence[str], region: str
) -> dict[str, list[PostCard]]:
    """List the people the demonstration shows on its sign-in page, by side, and their tasks in a region.

    One of them may be drawn as an expert like anybody else: a visitor must see so here, for
    :func:`people_awaited` leaves them out.
    """
    wanted = hands_wanted(viewer, region)
    with system_access("demonstration"):
        posts = list(_active().filter(person__login__in=logins))
        rights = _rights_of(posts)
    cards = [
        replace(_card(post), waits=_tasks(post, rights.get(post.pk, frozenset()), wanted))
        for post in posts
    ]
    return _by_side(sorted(cards, key=lambda card: logins.index(card.login)))


def people_awaited(viewer: Viewer, logins: Sequence[str], region: str) -> dict[str, list[PostCard]]:
    """List, by side, who else has something to do in the demonstration's home region.

    A drawn expert, or the agency a visitor chose, can so be played although the sign-in page
    does not show everybody; ``logins`` are those it shows anyway.
    """
    wanted = hands_wanted(viewer, region)
    with system_access("demonstration"):
        posts = list(
            _active()
            .exclude(person__login__in=logins)
            .filter(organisation__in={hand.organisation for hand in wanted})
        )
        rights = _rights_of(posts)
    tasks = ((post, _tasks(post, rights.get(post.pk, frozenset()), wanted)) for post in posts)
    cards = (replace(_card(post), waits=waits) for post, waits in tasks if waits)
    return _by_side(islice(cards, MOST_AWAITED))


def _tasks(post: Post, rights: frozenset[str], wanted: Iterable[HandWanted]) -> tuple[str, ...]:
    mine = (
        hand.title
        for hand in wanted
        if hand.organisation == post.organisation_id
        and hand.person in {None, post.person_id}
        and hand.barred != post.person_id
        and hand.permission in rights
    )
    return tuple(dict.fromkeys(mine))


def _rights_of(posts: Sequence[Post]) -> dict[int, frozenset[str]]:
    """Return post → permissions, in two queries."""
    roles: dict[int, set[int]] = {}
    held = PostRole.objects.filter(post__in=posts, active=True)
    for post, role in held.values_list("post_id", "role_id"):
        roles.setdefault(post, set()).add(role)
    grants: dict[int, set[str]] = {}
    given = RoleGrant.objects.filter(role_id__in=set().union(*roles.values()))
    for role, permission in given.values_list("role_id", "permission"):
        grants.setdefault(role, set()).add(permission)
    return {
        post: frozenset().union(*(grants.get(role, set()) for role in held))
        for post, held in roles.items()
    }


def _by_side(cards: Iterable[PostCard]) -> dict[str, list[PostCard]]:
    sides: dict[str, list[PostCard]] = {}
    for card in cards:
        sides.setdefault(card.side, []).append(card)
    return sides


def _active() -> Any:
    return (
        Post.objects.filter(active=True, person__active=True)
        .select_related("person", "organisation")
        .order_by("pk")
    )


def _card(post: Post) -> PostCard:
    return PostCard(
        post.pk,
        post.person.name,
        post.person.login,
        post.organisation.name,
        post.title,
        SIDE_NAMES[Side(post.organisation.side)],
    )
