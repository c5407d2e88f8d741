"""What every draw keeps in a table, whoever is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

from lucai.platform.records import Record
from lucai.stages.trade.draws.drawing import HASH
from lucai_trust.draw import Call, Outcome


class RepeatableDraw(Record):
    """A draw as lucai-draw/1 says: its pool behind salts, its parties' nonces, its walk.

    The pool and the commitments are fixed first; ``seed`` is empty until the checkpoint that
    covers them is there and the nonces are revealed. ``due_at``: until when the parties seal
    nonces of their own, null where they were not asked; ``absent`` names who gave none, and why;
    ``seal_entry`` is where the log has the registry of what they sealed.
    """

    draw_id = models.CharField(max_length=60, unique=True)
    rule = models.TextField()
    pool = models.JSONField()
    root = models.CharField(max_length=64)
    parties = models.JSONField()
    due_at = models.DateTimeField(null=True)
    seal_entry = models.BigIntegerField(null=True)
    absent = models.JSONField(default=list)
    checkpoint = models.TextField(default="")
    seed = models.CharField(max_length=64, default="")
    calls = models.JSONField(default=list)
    left = models.JSONField(default=list)
    committed_at = models.DateTimeField()
    revealed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def walk(self) -> list[Call]:
        """The stops of the walk so far."""
        return [Call(position, Outcome(outcome)) for position, outcome in self.calls]

    def told(self, calls: Sequence[Call]) -> dict[str, Any]:
        """What the journal keeps of it and of a part of its walk: no names, all to repeat it."""
        return {
            "draw": self.draw_id,
            "hash": HASH,
            "seed": self.seed,
            "checkpoint": self.checkpoint,
            "parties": self.parties,
            "walk": [call.spelt for call in calls],
        }
