"""Any declared life: whoever tries whatever step, an object goes only where its declaration leads."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import hypothesis.strategies as st
from django.db import DatabaseError, transaction
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side, Viewer
from lucai.kernel.errors import LuCaiError, RuleBroken
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.duties.models import Duty
from lucai.platform.journal import frame
from lucai.platform.journal.models import JournalEntry
from lucai.platform.lives import services as lives
from lucai.platform.records import LivingRecord, system_access
from lucai.platform.suspensions.selectors import held_back_of
from tests.makers import world

STRANGER = 999_983
"""An organisation that is no party of anything."""


@frame.command
def take(actor: Actor, row: LivingRecord, life: Lifecycle, step: str) -> None:
    """Take a step by itself, as the last line of every service does."""
    lives.take_step(actor, row, life, step)


class AnyLife(RuleBasedStateMachine):
    """Steps are tried on one standing object; the rules of the law have machines and tests of their own."""

    life: Lifecycle
    keys: list[int]
    table: type[LivingRecord]
    reached: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self._savepoint = transaction.atomic()
        self._savepoint.__enter__()
        self.free = replace(
            self.life, steps=tuple(replace(one, rules=()) for one in self.life.steps)
        )
        self.path: list[str] = []
        self.moved = False

    def teardown(self) -> None:
        """Undo the example."""
        transaction.set_rollback(True)
        self._savepoint.__exit__(None, None, None)

    @initialize(data=st.data())
    def stand_somewhere(self, data: st.DataObject) -> None:
        """Take one of the objects that stand in a busy world."""
        self.key = data.draw(st.sampled_from(self.keys))
        self.path = [self.row.state]

    @rule(data=st.data())
    def the_right_one_takes_a_step_of_this_state(self, data: st.DataObject) -> None:
        """Somebody who may takes a step that starts here; so an example comes somewhere."""
        steps = list(self.free.leaving(self.row.state))
        if steps:
            step = data.draw(st.sampled_from(steps))
            self.tries(step, self.somebody(step, step.by[0], granted=True, foreign=False))

    @rule(data=st.data(), side=st.sampled_from(sorted(Side)), granted=st.booleans())
    def anyone_tries_anything(self, data: st.DataObject, side: Side, granted: bool) -> None:
        """Any side, with or without the right, tries any step."""
        step = data.draw(st.sampled_from(self.free.steps))
        self.tries(step, self.somebody(step, side, granted=granted, foreign=True))

    def tries(self, step: Step, viewer: Viewer) -> None:
        """Take a step, or be refused: then nothing has changed."""
        row, before, version = self.row, self.entries(), self.row.version
        lawful = self.may(step, viewer) and row.state in step.source
        try:
            with clock.at(world.NOW), transaction.atomic():
                take(Actor(viewer, "any"), row, self.free, step.name)
        except LuCaiError as error:
            held = held_back_of(SYSTEM, self.life.permission(step), row)
            refused = not lawful or (held and isinstance(error, RuleBroken))
            assert refused, f"{self.life.of}: {step.name} refused to {viewer.side}"
            assert (self.row.version, self.entries()) == (version, before)
            return
        except DatabaseError:
            # The table itself keeps this object from that state: its service writes more.
            assert lawful
            return
        assert lawful, f"{self.life.of}: {step.name} from {row.state} by {viewer.side}"
        assert (self.row.version, self.entries()) == (version + 1, before + 1)
        self.path.append(step.target)
        self.moved = True
        self.reached[step.name] += 1

    @invariant()
    def it_stands_where_its_path_leads(self) -> None:
        """The state is the target of the last step taken."""
        if self.path:
            assert self.row.state == self.path[-1]
            assert self.row.state in self.life.states

    @invariant()
    def exactly_what_is_to_be_done_now_lies_on_desks(self) -> None:
        """Every open to-do belongs to a step of this state and to a party that may take it."""
        if not self.moved:
            return
        row = self.row
        with system_access("any life"):
            found = Duty.objects.filter(object_type=self.life.of, object_key=row.key, done_at=None)
            open_ = sorted((duty.step, duty.organisation) for duty in found)
        parties = row.parties()
        wanted = [
            (step.name, first)
            for step in self.life.leaving(row.state)
            if step.duty and row.awaits(step.name)
            for first in [next((parties[s] for s in step.by if parties.get(s)), None)]
            if first
        ]
        assert open_ == sorted(wanted)

    def somebody(self, step: Step, side: Side, *, granted: bool, foreign: bool) -> Viewer:
        """Return a person of a side: of the party where there is one, else a stranger."""
        if side is Side.SYSTEM:
            return SYSTEM
        row = self.row
        own = None if foreign else row.parties().get(side)
        grants = frozenset({self.life.permission(step)} if granted else set())
        path = getattr(row, "buyer_path", "") or "/1/"
        return Viewer(
            side=side, person=1, organisation=own or STRANGER, name="示例人员", region="37",
            organisation_name="示例单位", grants=grants, unit_path=path,
        )  # fmt: skip

    def may(self, step: Step, viewer: Viewer) -> bool:
        """Say by hand what the declaration allows."""
        if viewer.side is Side.SYSTEM:
            return True
        return viewer.side in step.by and self.life.permission(step) in viewer.grants

    def entries(self) -> int:
        """Count what the journal says of the object."""
        with system_access("any life"):
            return int(JournalEntry.objects.filter(object_key=self.row.key).count())

    @property
    def row(self) -> LivingRecord:
        """The object as it is now."""
        with system_access("any life"):
            found: LivingRecord = self.table.objects.get(pk=self.key)
        return found
