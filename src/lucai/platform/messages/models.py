"""The table of messages."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import Record, everybody, nobody


class Message(Record):
    """One organisation told of one journal entry."""

    entry = models.BigIntegerField()
    organisation = models.BigIntegerField()
    at = models.DateTimeField()
    title = models.CharField(max_length=200)
    sender = models.CharField(max_length=120)
    project_number = models.CharField(max_length=40)
    href = models.CharField(max_length=200)
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "message"
        indexes = [models.Index(fields=["organisation", "-id"], name="message_inbox")]
        constraints = [
            models.UniqueConstraint(fields=["entry", "organisation"], name="message_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """The organisation's own."""
        if viewer.side is Side.SYSTEM:
            return everybody()
        return Q(organisation=viewer.organisation) if viewer.organisation else nobody()
