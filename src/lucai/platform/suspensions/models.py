"""The table of suspensions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.platform.records import Record, everybody


class Suspension(Record):
    """Steps of one project held back; ``stops`` are patterns of permissions.

    ``lots`` empty: all lots. ``until`` the first moment after it; None: until it is lifted.
    ``reason`` is what everybody in the project may read of it.
    """

    object_type = models.CharField(max_length=60)
    object_key = models.CharField(max_length=80)
    project_number = models.CharField(max_length=40)
    lots = models.JSONField(default=list)
    stops = models.JSONField(default=list)
    rule = models.CharField(max_length=20)
    reason = models.CharField(max_length=400)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "suspension"
        indexes = [
            models.Index(
                fields=["project_number"], name="suspension_open", condition=Q(lifted_at=None)
            ),
            models.Index(fields=["object_type", "object_key"], name="suspension_object"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Whoever sees a closed button reads why: the reason names no supplier."""
        del viewer
        return everybody()
