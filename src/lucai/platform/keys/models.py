"""The table of data keys: only wrapped they are ever written down."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import Record, everybody, nobody


class DataKey(Record):
    """One key of a domain; a higher number is newer."""

    domain = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    wrapped = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "data_key"
        constraints = [
            models.UniqueConstraint(fields=["domain", "number"], name="data_key_number_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Machinery: the system's own."""
        return everybody() if viewer.side is Side.SYSTEM else nobody()
