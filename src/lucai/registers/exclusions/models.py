"""The tables of sanctions and of what the gates heard."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField, Record
from lucai.registers.exclusions.gates import GATE_LABELS
from lucai.registers.exclusions.lifecycle import CATEGORIES, PARTY_SIDES
from lucai.registers.exclusions.scope import checks_seen_by, exclusions_seen_by


class ExclusionRecord(LivingRecord):
    """One decision against a supplier, an agency or an expert; ``fine`` in 分.

    It bans from ``begins_on`` to ``ends_on``, both days included, unless lifted before; without
    ``begins_on`` it is a penalty without a ban, without ``ends_on`` the ban has no end. ``party_code``
    is the 统一社会信用代码, or the expert's number in the library.
    """

    number = models.CharField(max_length=40, unique=True)
    finance_id = models.BigIntegerField()
    party_side = models.CharField(max_length=12, choices=list(PARTY_SIDES.items()))
    party_code = models.CharField(max_length=40)
    party_name = models.CharField(max_length=120)
    organisation_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)

    category = models.CharField(max_length=12, choices=list(CATEGORIES.items()))
    authority = models.CharField(max_length=120)
    decision_number = models.CharField(max_length=80)
    decided_on = models.DateField()
    act = models.CharField(max_length=400)
    basis = models.CharField(max_length=200)
    fine = MoneyField(default=0)
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    paper = models.JSONField(default=dict)

    entered_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=400, default="")
    lift_reason = models.CharField(max_length=400, default="")
    lift_by = models.BigIntegerField(null=True)
    lifted_on = models.DateField(null=True)

    class Meta:
        db_table = "exclusion_record"
        constraints = [
            models.UniqueConstraint(
                fields=["decision_number", "party_code"], name="exclusion_record_once",
                condition=~Q(state="refused"),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")),
                name="exclusion_record_term",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["party_code", "ends_on"], name="exclusion_record_party"),
            models.Index(fields=["region", "-id"], name="exclusion_record_region"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`exclusions_seen_by` says."""
        return exclusions_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def heading(self) -> str:
        """The organisation; an expert is not named."""
        return "评审专家" if self.party_side == Side.EXPERT else self.party_name

    def parties(self) -> dict[Side, int]:
        """The department that keeps it."""
        return {Side.SUPERVISOR: self.finance_id}


class ExclusionCheck(Record):
    """What a gate asked about one party and heard, frozen with the time (87号令 第二十条).

    ``records`` are the bans in force that day, ``outside`` what the credit source said of each of
    its lists (see ``ports.CheckResult``), ``evidence`` what people looked up where it said nothing:
    file_id, name, size, sm3, result, note, by, by_name, at, and who confirmed it; ``sm3`` the digest of the whole answer, which the
    act's entry in the journal carries. Who obtained a document stays secret until the deadline.
    """

    gate = models.CharField(max_length=12, choices=list(GATE_LABELS.items()))
    project_number = models.CharField(max_length=40)
    lot_number = models.PositiveIntegerField(null=True)
    region = models.CharField(max_length=6)
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    party_code = models.CharField(max_length=40)
    party_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    listed = models.BooleanField()
    records = models.JSONField(default=list)
    searched = models.PositiveIntegerField()
    outside = models.JSONField(default=list)
    evidence = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    secret_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "exclusion_check"
        indexes = [
            models.Index(fields=["project_number", "-id"], name="exclusion_check_project"),
            models.Index(fields=["party_code", "-at"], name="exclusion_check_party"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`checks_seen_by` says."""
        return checks_seen_by(viewer)
