"""The table of duties."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import Record, everybody, nobody


class Duty(Record):
    """Something an organisation (or one person) has to do, and until when.

    ``opens_at`` is the earliest moment the law lets it happen, ``due_at`` the latest.
    ``alerted_at``: when it was told that this moment had passed. ``barred``: the one person of
    the organisation on whose desk it does not lie, having done what is to be checked.
    """

    object_type = models.CharField(max_length=60)
    object_key = models.CharField(max_length=80)
    step = models.CharField(max_length=60)
    permission = models.CharField(max_length=100)
    organisation = models.BigIntegerField()
    person = models.BigIntegerField(null=True)
    barred = models.BigIntegerField(null=True)
    title = models.CharField(max_length=160)
    verb = models.CharField(max_length=60)
    heading = models.CharField(max_length=200)
    href = models.CharField(max_length=200)
    project_number = models.CharField(max_length=40)
    region = models.CharField(max_length=6)
    rule = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    opens_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    alerted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "duty"
        indexes = [
            models.Index(
                fields=["organisation", "due_at"], name="duty_open", condition=Q(done_at=None)
            ),
            models.Index(fields=["object_type", "object_key"], name="duty_object"),
            models.Index(
                fields=["organisation", "-id"],
                name="duty_limited",
                condition=Q(due_at__isnull=False),
            ),
            models.Index(
                fields=["region", "due_at"], name="duty_region", condition=Q(done_at=None)
            ),
            models.Index(
                fields=["due_at"], name="duty_unalerted", condition=Q(done_at=None, alerted_at=None)
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """The organisation's duties that the viewer may do; the supervisor sees the region's."""
        if viewer.side is Side.SYSTEM:
            return everybody()
        if not viewer.organisation:
            return nobody()
        mine = Q(organisation=viewer.organisation, permission__in=list(viewer.grants))
        free = Q(barred=None) | ~Q(barred=viewer.person)
        return mine & free & (Q(person=None) | Q(person=viewer.person))
