"""What every draw of experts keeps, whoever it is for: panels, and review groups of frameworks."""

from __future__ import annotations

from lucai.stages.trade.draws.rows import RepeatableDraw
from lucai.stages.trade.panels.drawing import PoolMember
from lucai_trust.draw_record import parse_rule


class DrawOfExperts(RepeatableDraw):
    """A draw of experts; there is another one only where the first pool could not fill its places."""

    class Meta:
        abstract = True

    @property
    def members(self) -> list[PoolMember]:
        """The pool in the order of its leaves."""
        return [PoolMember(**stored) for stored in self.pool]

    @property
    def experts(self) -> int:
        """How many places its rule fills."""
        return sum(parse_rule(self.rule).quota.values())

    @property
    def most_per_employer(self) -> int | None:
        """How many of one employer its rule allows; None: any number."""
        return parse_rule(self.rule).max_per_employer
