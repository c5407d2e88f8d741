"""What the rows of those who answer a round share; the tables themselves are their modules' own."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from lucai.kernel.actors import Side
from lucai.platform.records import LivingRecord, MoneyField


class SealedAnswer(LivingRecord):
    """What every supplier's row in a round has; ``envelope_hash`` says which envelope is its own.

    It stays when the envelope is withdrawn: the receipt of that is found by it.
    """

    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    envelope_hash = models.CharField(max_length=64, default="")

    class Meta:
        abstract = True

    @property
    def held(self) -> str:
        """The hash of the envelope that stands handed in; empty where none does."""
        return self.envelope_hash if self.state == "handed_in" else ""


class RoundQuote(SealedAnswer):
    """The quote of a supplier that was asked for one, or may join; ``price`` in 分, empty until opened.

    ``refused_reason`` says why an opened one cannot count; ``closed_at`` when all were opened.
    """

    title = models.CharField(max_length=200)
    closes_at = models.DateTimeField()
    price = MoneyField(null=True)
    statement = models.CharField(max_length=400, default="")
    refused_reason = models.CharField(max_length=400, default="")
    handed_in_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    def parties(self) -> dict[Side, int]:
        """The supplier."""
        return {Side.SUPPLIER: self.supplier_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """A quote is due when the time is over."""
        return (None, self.closes_at) if step == "hand_in" else (None, None)
