"""The table of rounds. What is handed in lies where all envelopes lie, and says nothing of whose it is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.platform.records import Record, everybody
from lucai.stages.trade.rounds.scope import prices_seen_by


class SealedRound(Record):
    """A round of sealed quotes: for what, until when, and since when it is open.

    ``number`` begins with R-. What was quoted stands in a record of its own.
    """

    number = models.CharField(max_length=80)
    lot_number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    project_number = models.CharField(max_length=40, default="", db_index=True)
    title = models.CharField(max_length=160)
    region = models.CharField(max_length=6)
    href = models.CharField(max_length=200)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField(default=0)
    finance_id = models.BigIntegerField()
    deadline = models.DateTimeField()
    called_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sealed_round"
        constraints = [
            models.UniqueConstraint(fields=["number", "lot_number"], name="sealed_round_once")
        ]
        indexes = [models.Index(fields=["deadline"], name="sealed_round_due")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Its rules are in the log for everybody."""
        del viewer
        return everybody()


class RoundPrices(Record):
    """What was quoted in an opened round; there is no row before all were opened.

    ``prices`` are in 分 by the SHA-256 of their envelopes: what supervision's verification package
    proves. Whose they are, and what buyer and agency may read of them, the quotes' own records say.
    """

    number = models.CharField(max_length=80)
    lot_number = models.PositiveSmallIntegerField()
    region = models.CharField(max_length=6)
    prices = models.JSONField(default=dict)

    class Meta:
        db_table = "sealed_round_price"
        constraints = [
            models.UniqueConstraint(fields=["number", "lot_number"], name="sealed_round_price_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """The supervisors of its region."""
        return prices_seen_by(viewer)
