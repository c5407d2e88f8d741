"""The table of archive packages."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, Record
from lucai.stages.archive.packages.scope import holds_seen_by, packages_seen_by, through_package


class ArchivePackage(LivingRecord):
    """The archive of one project. ``manifest`` and ``papers`` are as they were when it was sealed.

    ``manifest`` lists ``{"path", "size", "sha512", "sm3", "title"}``; ``papers`` what was there and
    what was missing. ``condemned_*`` and ``destroyed_*`` say who judged it after its time and who
    destroyed it; the row stays as the entry of the register of destruction (销毁清册).
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
    checked_at = models.DateTimeField(null=True)
    sound = models.BooleanField(default=True)
    transferred_to = models.CharField(max_length=120, default="")
    receipt = models.CharField(max_length=80, default="")
    transferred_at = models.DateTimeField(null=True)
    judgement = models.CharField(max_length=800, default="")
    condemned_by = models.BigIntegerField(null=True)
    condemned_name = models.CharField(max_length=60, default="")
    condemned_on = models.DateField(null=True)
    destroyed_by = models.BigIntegerField(null=True)
    destroyed_name = models.CharField(max_length=60, default="")
    destroyed_on = models.DateField(null=True)

    class Meta:
        db_table = "archive_package"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="destroyed")
                | Q(destroyed_on__gt=F("retain_until"), file_id=None)
                & ~Q(destroyed_by=F("condemned_by")),
                name="archive_package_destroyed_by_two",
            ),
            models.CheckConstraint(
                condition=Q(archived_at=None)
                | Q(file_id__isnull=False, retain_until__isnull=False)
                | Q(state="destroyed"),
                name="archive_package_sealed_has_file",
            ),
        ]
        indexes = [
            models.Index(fields=["agency_id", "-id"], name="archive_package_agency"),
            models.Index(fields=["buyer_path", "-id"], name="archive_package_buyer"),
            models.Index(fields=["region", "-id"], name="archive_package_region"),
            models.Index(
                fields=["buyer_path"], name="archive_package_branch", opclasses=["text_pattern_ops"]
            ),
            models.Index(fields=["state", "retain_until"], name="archive_package_retention"),
            models.Index(fields=["state", "checked_at"], name="archive_package_checked"),
            models.Index(fields=["file_id"], name="archive_package_file"),
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
        """Who gathers (the buyer where there is no agency), whose file it is, who is told."""
        agency = {Side.AGENCY: self.agency_id} if self.agency_id else {}
        return {**agency, Side.BUYER: self.buyer_id, Side.SUPERVISOR: self.finance_id}


class PackageOutline(Record):
    """The list of completeness of a file still being gathered, as of the last thing that happened.

    Kept by a reader of the journal, so that pages need not read every paper of every stage.
    """

    package = models.OneToOneField(ArchivePackage, models.CASCADE, related_name="+")
    papers = models.JSONField(default=list)
    at = models.DateTimeField()
    stale = models.BooleanField(default=False, db_index=True)

    class Meta:
        db_table = "archive_outline"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Who sees the package."""
        return through_package(viewer)


class ArchiveCheck(Record):
    """One 四性检测 of a sealed package; ``findings`` are the named checks."""

    package = models.ForeignKey(ArchivePackage, models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=12)
    at = models.DateTimeField()
    sound = models.BooleanField()
    findings = models.JSONField(default=list)

    class Meta:
        db_table = "archive_check"
        indexes = [models.Index(fields=["package", "-id"], name="archive_check_package")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Who sees the package."""
        return through_package(viewer)


class ArchiveException(Record):
    """A decision to seal a file though claims of its verification packages do not hold.

    ``claims`` are told as the check tells them; ``edition`` is the version that was sealed so.
    """

    package = models.ForeignKey(ArchivePackage, models.PROTECT, related_name="+")
    edition = models.PositiveSmallIntegerField()
    claims = models.JSONField()
    reason = models.CharField(max_length=400)
    person_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        db_table = "archive_exception"
        constraints = [
            models.UniqueConstraint(fields=["package", "edition"], name="archive_exception_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Who sees the package."""
        return through_package(viewer)


class PackageVersion(Record):
    """A later version of a sealed package: gathered anew with what came after (补充归档).

    The first version is the package itself and stays as it is; ``manifest`` and ``papers`` are as
    there. ``number`` counts from two; ``files`` are the ids of what was handed in with it, ``added``
    the paths of all that was not in the version before.
    """

    package = models.ForeignKey(ArchivePackage, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=800)
    made_at = models.DateTimeField()
    made_name = models.CharField(max_length=60)
    added = models.JSONField(default=list)
    files = models.JSONField(default=list)
    papers = models.JSONField(default=list)
    manifest = models.JSONField(default=list)
    file_id = models.BigIntegerField()
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)

    class Meta:
        db_table = "archive_version"
        constraints = [
            models.UniqueConstraint(fields=["package", "number"], name="archive_version_once")
        ]
        indexes = [models.Index(fields=["file_id"], name="archive_version_file")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Who sees the package."""
        return through_package(viewer)


class PackageStamp(Record):
    """The timestamps over the tag manifest of one version, and their renewals.

    ``tokens`` holds path → base64. The first lie inside the package; later ones cover the earlier
    ones too and lie beside it. ``until``: the end of the first certificate to end.
    """

    package = models.ForeignKey(ArchivePackage, models.PROTECT, related_name="+")
    edition = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    tokens = models.JSONField(default=dict)
    at = models.DateTimeField()
    until = models.DateTimeField()
    renewed = models.BooleanField(default=False)

    class Meta:
        db_table = "archive_timestamp"
        constraints = [
            models.UniqueConstraint(
                fields=["package", "edition", "place"], name="archive_stamp_once"
            )
        ]
        indexes = [models.Index(fields=["renewed", "until"], name="archive_stamp_until")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Who sees the package."""
        return through_package(viewer)


class PackageHandover(Record):
    """That an archive institution has taken over one version of a package, with its receipt."""

    package = models.ForeignKey(ArchivePackage, models.PROTECT, related_name="+")
    edition = models.PositiveSmallIntegerField()
    institution = models.CharField(max_length=120)
    receipt = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "archive_handover"
        constraints = [
            models.UniqueConstraint(fields=["package", "edition"], name="archive_handover_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Who sees the package."""
        return through_package(viewer)


class ArchiveReading(Record):
    """Who read which file, or page of it, of a sealed package, and by which right."""

    package = models.ForeignKey(ArchivePackage, models.PROTECT, related_name="+")
    loan_number = models.CharField(max_length=60, default="")
    path = models.CharField(max_length=400)
    page = models.PositiveIntegerField(null=True)
    person = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=60)
    organisation_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        db_table = "archive_reading"
        indexes = [
            models.Index(fields=["package", "-id"], name="archive_reading_package"),
            models.Index(fields=["loan_number", "-id"], name="archive_reading_loan"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Who sees the package."""
        return through_package(viewer)


class ArchiveHold(LivingRecord):
    """A reason for which a file may not be destroyed whatever its age (诉讼、审计、监察等)."""

    package = models.ForeignKey(ArchivePackage, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    project_number = models.CharField(max_length=40)
    project_title = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()
    placed_by = models.CharField(max_length=20)
    ground = models.CharField(max_length=20)
    reason = models.CharField(max_length=400)
    document = models.CharField(max_length=120, default="")
    placed_name = models.CharField(max_length=120)
    lifted_reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "archive_hold"
        constraints = [
            models.UniqueConstraint(fields=["project_number", "number"], name="archive_hold_number")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`holds_seen_by` says."""
        return holds_seen_by(viewer)

    @property
    def key(self) -> str:
        """The project's number with the hold's."""
        return f"{self.project_number}-H{self.number}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.project_title

    def parties(self) -> dict[Side, int]:
        """Who may lift it: the side that placed it."""
        sides = {Side.BUYER: self.buyer_id, Side.SUPERVISOR: self.finance_id}
        return {side: pk for side, pk in sides.items() if side == self.placed_by}
