"""The table of notices."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.platform.records import MoneyField, Record, everybody


class Notice(Record):
    """One public notice, as the journal entry that published it carries it.

    ``order`` is the moment of publication with the entry's index behind it: newest first is
    one column, and so is the key of a page. ``city`` repeats the first four digits of the
    region; ``text`` is what the fields say, for those who look through the table.
    """

    entry = models.BigIntegerField(unique=True)
    code = models.CharField(max_length=40, unique=True)
    order = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    fields = models.JSONField(default=dict)
    text = models.TextField(default="")
    project_number = models.CharField(max_length=40)
    object_key = models.CharField(max_length=80)
    region = models.CharField(max_length=6)
    city = models.CharField(max_length=4)
    buyer_id = models.BigIntegerField(null=True)
    buyer_name = models.CharField(max_length=120)
    amount = MoneyField(null=True)
    published_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notice"
        indexes = [
            models.Index(fields=["channel", "-order"], name="notice_channel"),
            models.Index(fields=["city", "-order"], name="notice_city"),
            models.Index(fields=["city", "channel", "-order"], name="notice_city_channel"),
            models.Index(fields=["region", "-order"], name="notice_region"),
            models.Index(fields=["region", "channel", "-order"], name="notice_region_channel"),
            models.Index(fields=["buyer_id", "-order"], name="notice_buyer"),
            models.Index(fields=["project_number", "order"], name="notice_project"),
            models.Index(fields=["object_key"], name="notice_object"),
            models.Index(
                fields=["closes_at"], name="notice_closes", condition=Q(closes_at__isnull=False)
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Public by law."""
        del viewer
        return everybody()
