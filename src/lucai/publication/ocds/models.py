"""The table of releases."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.platform.records import Record, everybody


class Release(Record):
    """One OCDS release: what one public act changed, as it was known then."""

    entry = models.BigIntegerField(unique=True)
    ocid = models.CharField(max_length=80)
    release_id = models.CharField(max_length=120, unique=True)
    project_number = models.CharField(max_length=40)
    tag = models.CharField(max_length=40)
    at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        db_table = "ocds_release"
        indexes = [
            models.Index(fields=["ocid", "id"], name="ocds_release_ocid"),
            models.Index(fields=["project_number", "id"], name="ocds_release_project"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Open data."""
        del viewer
        return everybody()
