"""The table of alarms: the server's own signed words, and what became of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.oversight.alarms.scope import alarms_seen_by
from lucai.platform.records import LivingRecord


class KeyAlarm(LivingRecord):
    """One alarm; ``signed`` is the statement as the share server signed it."""

    code = models.CharField(max_length=24, unique=True)
    holder = models.CharField(max_length=32)
    holder_name = models.CharField(max_length=120)
    reason = models.CharField(max_length=40)
    project = models.CharField(max_length=40)
    project_title = models.CharField(max_length=160)
    lot_number = models.PositiveSmallIntegerField()
    envelope_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    deadline = models.DateTimeField()
    signed = models.TextField()
    finance_id = models.BigIntegerField(null=True)
    finding = models.TextField(default="")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "key_alarm"
        indexes = [models.Index(fields=["region", "-id"], name="key_alarm_region")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`alarms_seen_by` says."""
        return alarms_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its code; the project stays unnamed in the journal until it is checked."""
        return self.code

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.project_title}（第 {self.lot_number} 包）"

    def parties(self) -> dict[Side, int]:
        """The department that checks."""
        return {Side.SUPERVISOR: self.finance_id} if self.finance_id else {}
