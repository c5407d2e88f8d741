"""Which posts a person may take, and whom the demonstration offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lucai.kernel.actors import SIDE_NAMES, Side, Viewer
from lucai.platform.access.models import Person, Post
from lucai.platform.records import system_access


@dataclass(frozen=True, slots=True)
class PostCard:
    """One post to choose from."""

    pk: int
    person: str
    login: str
    organisation: str
    title: str
    side: str


def posts_of(viewer: Viewer, person: Person) -> list[PostCard]:
    """List the active posts of a person who has proven who they are."""
    del viewer
    with system_access("sign-in"):
        return [_card(p) for p in _active().filter(person=person)]


def demonstration_people(viewer: Viewer, logins: list[str]) -> dict[str, list[PostCard]]:
    """List the people the demonstration shows on its sign-in page, by side."""
    del viewer
    with system_access("demonstration"):
        cards = [_card(p) for p in _active().filter(person__login__in=logins)]
    ordered = sorted(cards, key=lambda card: logins.index(card.login))
    sides: dict[str, list[PostCard]] = {}
    for card in ordered:
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
