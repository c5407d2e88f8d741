"""The table of archive packages."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord
from lucai.stages.archive.packages.scope import packages_seen_by


class ArchivePackage(LivingRecord):
    """The archive of one project. ``manifest`` and ``papers`` are as they were when it was sealed.

    ``manifest`` lists ``{"path", "size", "sha256", "sm3"}``; ``papers`` what was there and what
    was missing.
    """

    project_number = models.CharField(max_length=40, unique=True)
    project_title = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    ended_on = models.DateField()
    remark = models.CharField(max_length=800, default="")
    papers = models.JSONField(default=list)
    manifest = models.JSONField(default=list)
    file_id = models.BigIntegerField(null=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="")
    sm3 = models.CharField(max_length=64, default="")
    archived_at = models.DateTimeField(null=True)
    retain_until = models.DateField(null=True)

    class Meta:
        db_table = "archive_package"
        constraints = [
            models.CheckConstraint(
                condition=Q(archived_at=None)
                | Q(file_id__isnull=False, retain_until__isnull=False),
                name="archive_package_sealed_has_file",
            )
        ]
        indexes = [
            models.Index(fields=["agency_id", "-id"], name="archive_package_agency"),
            models.Index(fields=["buyer_path", "-id"], name="archive_package_buyer"),
            models.Index(fields=["region", "-id"], name="archive_package_region"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`packages_seen_by` says."""
        return packages_seen_by(viewer)

    @property
    def key(self) -> str:
        """The project's number."""
        return self.project_number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.project_title

    def parties(self) -> dict[Side, int]:
        """Who gathers, whose file it is, who is told."""
        return {
            Side.AGENCY: self.agency_id,
            Side.BUYER: self.buyer_id,
            Side.SUPERVISOR: self.finance_id,
        }
