"""The table of document downloads."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.platform.records import Record
from lucai.stages.trade.downloads.scope import downloads_seen_by


class DocumentDownload(Record):
    """That a supplier obtained a tender document; nobody else knows before ``secret_until``."""

    project_number = models.CharField(max_length=40)
    region = models.CharField(max_length=6)
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    edition = models.PositiveSmallIntegerField()
    secret_until = models.DateTimeField()

    class Meta:
        db_table = "document_download"
        constraints = [
            models.UniqueConstraint(
                fields=["project_number", "supplier_id"], name="document_download_once"
            )
        ]
        indexes = [models.Index(fields=["supplier_id", "-id"], name="download_supplier")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`downloads_seen_by` says."""
        return downloads_seen_by(viewer)
