"""What every draw of experts keeps, whoever it is for: panels, and review groups of frameworks."""

from __future__ import annotations

from collections.abc import Container

from django.db import models

from lucai.stages.trade.drawn_experts.drawing import PoolMember, walk_on
from lucai.stages.trade.draws.rows import RepeatableDraw
from lucai_trust.draw import Call, Leaving, Outcome, Rule, reserves, taken
from lucai_trust.draw_record import PASSED, SEATED, WAITING, Left, Reserve, parse_rule


class DrawOfExperts(RepeatableDraw):
    """A draw of experts; there is another one only where the first pool could not fill its places.

    ``reasons`` says why somebody left, or a reserve was passed by, by the position's number in
    the pool; ``promoted`` are the positions of reserves who got a place.
    """

    reasons = models.JSONField(default=dict)
    promoted = models.JSONField(default=list)

    class Meta:
        abstract = True

    @property
    def members(self) -> list[PoolMember]:
        """The pool in the order of its leaves."""
        return [PoolMember(**stored) for stored in self.pool]

    @property
    def parsed(self) -> Rule:
        """Its rule."""
        return parse_rule(self.rule)

    @property
    def experts(self) -> int:
        """How many places its rule fills."""
        return sum(self.parsed.quota.values())

    @property
    def took(self) -> list[int]:
        """The positions of all who got a place: by the walk, then as reserves."""
        return [*taken(self.walk), *self.promoted]

    @property
    def stayed(self) -> list[int]:
        """Those of them who did not leave."""
        return [position for position in self.took if position not in self.left]

    @property
    def named(self) -> tuple[Reserve, ...]:
        """The reserves of the walk, and what became of each."""
        rule, members = self.parsed, self.members
        return tuple(
            Reserve(position, rule.line_of(members[position].profession), self._fate(position))
            for position in reserves(self.walk)
        )

    @property
    def told_reasons(self) -> tuple[Left, ...] | None:
        """Why who left did; None in draws of before that was kept."""
        if any(str(position) not in self.reasons for position in self.left):
            return None
        return tuple(Left(int(at), Leaving(why)) for at, why in self.reasons.items())

    @property
    def most_per_employer(self) -> int | None:
        """How many of one employer its rule allows; None: any number."""
        return self.parsed.max_per_employer

    def line_of(self, position: int) -> str:
        """Return the line of its rule that somebody of its pool counts for."""
        return self.parsed.line_of(self.members[position].profession)

    def further(
        self,
        here: Container[int],
        avoided: Container[str],
        rule: Rule,
        *,
        barred: Container[int] = (),
    ) -> list[Call]:
        """Return the next stops of its walk, until a rule is fulfilled or nobody is left.

        Who cannot be taken any more is passed: 回避 known by now, or gone from the library.

        Args:
            here: the persons who can be drawn now.
            avoided: codes of the organisations whose people may not evaluate.
            barred: the persons whom something else keeps out of this evaluation.
        """
        members = self.members
        skips = {
            member.person: Outcome.BARRED
            if member.employer in avoided or member.person in barred
            else Outcome.UNAVAILABLE
            for member in members
            if member.person not in here
        }
        return walk_on(bytes.fromhex(self.seed), members, rule, skips, self.walk)

    def _fate(self, position: int) -> str:
        if position in self.promoted:
            return SEATED
        return PASSED if str(position) in self.reasons else WAITING
