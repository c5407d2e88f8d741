"""The tables of reports and, apart from them, of who made them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.oversight.whistleblows.scope import identities_seen_by, whistleblows_seen_by
from lucai.platform.records import LivingRecord, Record


class Whistleblow(LivingRecord):
    """A report of a breach; ``code_digest`` lets its maker ask how it stands."""

    number = models.CharField(max_length=40, unique=True)
    finance_id = models.BigIntegerField()
    about_project = models.CharField(max_length=40, default="")
    subject = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    text = models.TextField()
    files = models.JSONField(default=list)
    signed = models.BooleanField(default=False)
    code_digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    confirmed = models.BooleanField(null=True)
    result = models.TextField(default="")
    answer = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "whistleblow"
        indexes = [models.Index(fields=["region", "-id"], name="whistleblow_region")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`whistleblows_seen_by` says."""
        return whistleblows_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number; the project stays unnamed in the journal."""
        return self.number

    @property
    def heading(self) -> str:
        """What to-dos call it: nothing of what it says."""
        return f"举报 {self.number}"

    def parties(self) -> dict[Side, int]:
        """The department that checks."""
        return {Side.SUPERVISOR: self.finance_id}


class WhistleblowIdentity(Record):
    """Who made a signed report, enciphered under a key of the installation."""

    whistleblow = models.OneToOneField(Whistleblow, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        db_table = "whistleblow_identity"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`identities_seen_by` says."""
        return identities_seen_by(viewer)
