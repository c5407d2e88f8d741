"""The tables of the journal. Rows are never changed but for the index the sequencer gives."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import Record, everybody, nobody


class JournalEntry(Record):
    """One act: who, when, which step of which object, under which rules, with which digests.

    ``audience`` (organisations that get a message), ``heading``, ``href`` and ``actor_name``
    are for the house only and no part of the leaf.
    """

    index = models.BigIntegerField(null=True, unique=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=80)
    object_type = models.CharField(max_length=60)
    object_key = models.CharField(max_length=80)
    project_number = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    heading = models.CharField(max_length=200, default="")
    href = models.CharField(max_length=200, default="")
    region = models.CharField(max_length=6)
    public = models.BooleanField()
    actor_side = models.CharField(max_length=20)
    actor_person = models.BigIntegerField(null=True)
    actor_organisation = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    audience = models.JSONField(default=list)
    body = models.JSONField(default=dict)
    salt = models.CharField(max_length=64)
    leaf = models.CharField(max_length=64)

    class Meta:
        db_table = "journal_entry"
        indexes = [
            models.Index(fields=["project_number", "index"], name="journal_project"),
            models.Index(fields=["object_type", "object_key"], name="journal_object"),
            models.Index(fields=["id"], name="journal_pending", condition=Q(index__isnull=True)),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Public entries are everybody's; sealed ones their organisation's and the supervisor's.

        Supervisors read the acts of their region once sequenced; what is secret until the
        deadline is never in an entry's body.
        """
        if viewer.side is Side.SYSTEM:
            return everybody()
        if viewer.side is Side.PUBLIC:
            return Q(public=True)
        own = Q(actor_organisation=viewer.organisation)
        if viewer.side is Side.EXPERT:
            # The library is no organisation that acts: each expert's acts are the expert's own.
            own = Q(actor_person=viewer.person)
        if viewer.side is Side.SUPERVISOR:
            return Q(public=True) | own | Q(region__startswith=viewer.region)
        return Q(public=True) | own


class JournalHead(Record):
    """The tree's size, root and frontier; one row, locked by the sequencer alone."""

    size = models.BigIntegerField(default=0)
    root = models.CharField(max_length=64)
    frontier = models.JSONField(default=list)
    checkpoint = models.TextField()
    at = models.DateTimeField(null=True)

    class Meta:
        db_table = "journal_head"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """A signed head is for everybody."""
        del viewer
        return everybody()


class ReaderCursor(Record):
    """How far one reader of the journal has come: the index of the next entry it will read."""

    name = models.CharField(max_length=60, unique=True)
    position = models.BigIntegerField(default=0)

    class Meta:
        db_table = "journal_reader_cursor"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Machinery: the system's own."""
        return everybody() if viewer.side is Side.SYSTEM else nobody()
