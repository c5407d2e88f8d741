"""Rows in hand: locked, and only for the party whose act it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lucai.kernel.actors import Actor
from lucai.kernel.errors import NotAllowed
from lucai.oversight.complaints.models import Complaint
from lucai.oversight.complaints.selectors import complaint_row
from lucai.platform.files.kinds import ATTACHMENTS
from lucai.platform.files.services import keep_upload
from lucai.platform.records import system_access


def locked(actor: Actor, number: str) -> Complaint:
    """Return a complaint that the actor's organisation is a party of, locked.

    Raises:
        NotFound: the actor does not see it.
        NotAllowed: it is another organisation's to deal with.
    """
    row = complaint_row(actor.viewer, number)
    mine = row.parties().get(actor.viewer.side)
    if mine is None or mine != actor.viewer.organisation:
        raise NotAllowed("这件投诉由其他单位办理，您只能查看。")
    with system_access("complaint in hand"):
        return Complaint.objects.select_for_update().get(pk=row.pk)


def kept_files(actor: Actor, uploads: Sequence[object]) -> list[dict[str, Any]]:
    """Store attachments and return what a row keeps of them."""
    stored = [keep_upload(actor, one, field="files", allowed=ATTACHMENTS) for one in uploads]
    by = actor.viewer.organisation_name
    return [
        {"id": one.pk, "name": one.name, "size": one.size, "sm3": one.sm3, "by": by}
        for one in stored
    ]


def digests(actor: Actor, files: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what the journal keeps of files."""
    del actor
    return {"sm3": [file["sm3"] for file in files]}
