"""The tables of draws that wait."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord
from lucai.stages.trade.draws.scope import chances_seen_by, waiting_seen_by


class OfParties(LivingRecord):
    """What a draw that waits and its nonces both say: the draw's number and its parties."""

    draw_number = models.CharField(max_length=60)
    project_number = models.CharField(max_length=40, default="", db_index=True)
    title = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    due_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title


class WaitingDraw(OfParties):
    """A draw whose pool is fixed and whose parties are asked for nonces.

    ``of`` and ``of_key`` say whom is drawn for, in whose name the log tells of it; ``href`` is the
    page on which the draw goes on. ``root`` is its pool's. ``checkpoint`` is the last head of the
    log that was kept before the time was over. Where it was given up: ``sealed`` names whose
    nonces stay shut, ``silent`` whose holders did not answer, ``reason`` what the organiser says.
    """

    of = models.CharField(max_length=40)
    of_key = models.CharField(max_length=80)
    href = models.CharField(max_length=200)
    organiser_side = models.CharField(max_length=12)
    finance_id = models.BigIntegerField()
    root = models.CharField(max_length=64)
    checkpoint = models.TextField(default="")
    sealed = models.JSONField(default=list)
    silent = models.JSONField(default=list)
    reason = models.CharField(max_length=400, default="")
    given_up_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=2000, default="")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "waiting_draw"
        constraints = [
            models.UniqueConstraint(fields=["draw_number"], name="waiting_draw_once"),
        ]
        indexes = [models.Index(fields=["of", "of_key"], name="waiting_draw_of")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`waiting_seen_by` says."""
        return waiting_seen_by(viewer)

    @property
    def key(self) -> str:
        """The draw's number."""
        return self.draw_number

    def parties(self) -> dict[Side, int]:
        """Who is asked for a nonce."""
        named = {
            Side.AGENCY: self.agency_id,
            Side.BUYER: self.buyer_id,
            Side.SUPERVISOR: self.finance_id,
        }
        return {side: organisation for side, organisation in named.items() if organisation}

    @property
    def organiser_id(self) -> int:
        """The organisation that draws."""
        return self.parties()[Side(self.organiser_side)]


class DrawChance(OfParties):
    """A nonce that one party is asked for: committed to in the log, sealed until all are opened.

    ``party`` is agency, buyer or supervisor; ``signed`` its certificate's signature over the
    commitment. The nonce itself stands with the draw once it is opened.
    """

    waiting = models.ForeignKey(WaitingDraw, on_delete=models.PROTECT, related_name="+")
    party = models.CharField(max_length=12)
    organisation_id = models.BigIntegerField()
    envelope_hash = models.CharField(max_length=64, default="")
    commitment = models.CharField(max_length=64, default="")
    signed = models.JSONField(default=dict)
    given_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "draw_chance"
        constraints = [
            models.UniqueConstraint(fields=["waiting", "party"], name="draw_nonce_once_a_party")
        ]
        indexes = [models.Index(fields=["draw_number"], name="draw_nonce_number")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`chances_seen_by` says."""
        return chances_seen_by(viewer)

    @property
    def key(self) -> str:
        """Draw and party."""
        return f"{self.draw_number}-{self.party}"

    def parties(self) -> dict[Side, int]:
        """The party alone."""
        return {Side(self.party): self.organisation_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """A nonce is due when the others' are."""
        return (None, self.due_at) if step == "give" else (None, None)
