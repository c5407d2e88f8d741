"""Keys by which programs act for a person: made, listed, ended by the person alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

from lucai.kernel import chance, clock
from lucai.kernel.actors import Actor, Viewer
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.platform.access.keys import digest_of
from lucai.platform.access.models import Post, ProgramKey
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.records import system_access

MOST_KEYS = 10
LONGEST_DAYS = 366
BEGINNING = "lucai-"
"""By which a key is known wherever somebody has left one."""


class KeyIn(BaseModel):
    """A new key."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Field(
        title="哪个程序使用",
        description="写明系统和用途，例如：单位财务系统取支付状态",
        min_length=1,
        max_length=40,
    )
    days: int = Field(
        default=90,
        title="有效天数",
        description="最长 366 天，到期需要重新建立",
        ge=1,
        le=LONGEST_DAYS,
    )


@dataclass(frozen=True, slots=True)
class KeyCard:
    """One key in use or past; the key itself is kept nowhere."""

    pk: int
    name: str
    post: str
    made_at: datetime
    until: datetime
    used_at: datetime | None
    ended_at: datetime | None
    good: bool


def keys_of(viewer: Viewer) -> list[KeyCard]:
    """List the viewer's own keys, newest first."""
    now = clock.real()
    rows = ProgramKey.objects.seen_by(viewer).filter(person=viewer.person)
    return [
        KeyCard(
            pk=row.pk,
            name=row.name,
            post=row.post.title,
            made_at=row.made_at,
            until=row.until,
            used_at=row.used_at,
            ended_at=row.ended_at,
            good=row.ended_at is None and row.until > now,
        )
        for row in rows.select_related("post").order_by("-pk")
    ]


@command
def make(actor: Actor, *, post: int, content: KeyIn) -> str:
    """Make a key for one of the actor's own posts; return it, for it is shown only once.

    Raises:
        NotFound: the post is somebody else's.
        InvalidInput: too many keys are in use.
    """
    viewer, now = actor.viewer, clock.real()
    with system_access("the actor's own post"):
        held = Post.objects.filter(pk=post, person_id=viewer.person, active=True).first()
        used = ProgramKey.objects.filter(person=viewer.person, ended_at=None, until__gt=now).count()
    if held is None:
        raise NotFound("没有找到这个岗位。")
    if used >= MOST_KEYS:
        raise InvalidInput({"name": f"最多同时使用 {MOST_KEYS} 把接口钥匙，请先停用不再使用的。"})
    key = BEGINNING + chance.token_hex(32)
    row = ProgramKey(
        post=held,
        person=held.person_id,
        name=content.name,
        digest=digest_of(key),
        made_at=now,
        until=now + timedelta(days=content.days),
    )
    row.save(force_insert=True)
    _note(actor, row, "make", "建立接口钥匙")
    return key


@command
def end(actor: Actor, *, pk: int) -> None:
    """Stop taking a key; what a program sends with it is refused from now on.

    Raises:
        NotFound: it is somebody else's, or ended already.
    """
    row = ProgramKey.objects.seen_by(actor.viewer).filter(pk=pk, ended_at=None).first()
    if row is None:
        raise NotFound("没有找到这把接口钥匙，或者已经停用。")
    row.change(ended_at=clock.real())
    _note(actor, row, "end", "停用接口钥匙")


def _note(actor: Actor, row: ProgramKey, act: str, label: str) -> None:
    record(
        actor,
        Entry(
            event=f"access.programKey.{act}",
            object_type="access.programKey",
            object_key=str(row.pk),
            label=label,
            region=(actor.viewer.region + "000000")[:6],
            body={"digest": row.digest, "until": row.until.isoformat()},
        ),
    )
