"""The table of stored files."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import Record, everybody


class StoredFile(Record):
    """One file as somebody handed it in; the content lies in the store under its SHA-256."""

    sha256 = models.CharField(max_length=64, db_index=True)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    owner = models.BigIntegerField(null=True)
    public = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        db_table = "stored_file"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Public files are everybody's, others their owner's; modules open theirs by own rules."""
        if viewer.side is Side.SYSTEM:
            return everybody()
        if not viewer.organisation:
            return Q(public=True)
        return Q(public=True) | Q(owner=viewer.organisation)
