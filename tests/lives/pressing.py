"""Two people press the same button at one moment, each on a connection of their own.

``both_take`` presses a declared step itself, on any standing object; ``twice`` lets every command
of whatever is built meanwhile be pressed twice.
"""

from __future__ import annotations

import contextvars
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import wraps
from threading import Barrier
from typing import Any
from unittest.mock import patch

from django.db import IntegrityError, connection, transaction

from lucai.kernel.actors import SYSTEM, Actor, Side, Viewer
from lucai.kernel.errors import LuCaiError
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import lifecycles
from lucai.platform.duties.models import Duty
from lucai.platform.journal import frame
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.services import Entry
from lucai.platform.lives import services as lives
from lucai.platform.records import LivingRecord, readings, system_access

PATIENCE = 30
"""Seconds after which the other one has not come."""

Values = Mapping[str, Any]
Press = Callable[[], object]
Answer = object | Exception


def at_once(presses: Sequence[Press]) -> list[Answer]:
    """Let everybody press at one moment; return what each was answered, errors as they are."""
    barrier = Barrier(len(presses))

    def pressed(press: Press) -> object:
        try:
            barrier.wait(PATIENCE)
            return press()
        except Exception as error:  # noqa: BLE001 - whatever it was is the answer
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(presses)) as pool:
        running = [pool.submit(contextvars.copy_context().run, pressed, p) for p in presses]
        return [one.result(PATIENCE) for one in running]


@dataclass(frozen=True, slots=True)
class Pressed:
    """What came of a step that two took at once."""

    permission: str
    answers: list[Answer]
    state: str
    versions: int
    entries: int
    doubled: tuple[str, ...]
    """Duties that lie on somebody's desk twice."""

    @property
    def barred(self) -> bool:
        """Whether the tables keep this object from the step, whoever takes it."""
        return all(isinstance(one, IntegrityError) for one in self.answers)

    def wrong(self, target: str) -> str:
        """Say what is wrong with it; empty where nothing is."""
        lost = [one for one in self.answers if isinstance(one, Exception)]
        told = f"{self.permission}：{self.answers}"
        if len(lost) != 1:
            return f"{told}，应当恰有一人成功"
        if not isinstance(lost[0], LuCaiError) or not is_chinese(str(lost[0])):
            return f"{told}，另一人没有得到明白的答复"
        found = (self.state, self.versions, self.entries, self.doubled)
        return "" if found == (target, 1, 1, ()) else f"{told}，{found}"


def both_take(
    life: Lifecycle, step: Step, row: LivingRecord, held: Values, changes: Values
) -> Pressed:
    """Take a step of an object that stands in its first source state, two at once.

    Its rules have tests of their own and are set aside: nothing but the other stands in the way.

    Args:
        held: what the object needs to stand in that state.
        changes: what the step writes besides, where the tables want it.
    """
    permission = life.permission(step)
    table, free = type(row), replace(life, steps=tuple(replace(s, rules=()) for s in life.steps))
    with system_access("two people"):
        table.objects.filter(pk=row.pk).update(state=_source(step, row), **held)
        seen = [table.objects.get(pk=row.pk) for _ in "ab"]
        before, version = _entries(row), seen[0].version
        actors = [Actor(_somebody(step, permission, n, row), f"press-{n}") for n in (1, 2)]

    @frame.command
    def take(actor: Actor, held: LivingRecord) -> None:
        lives.take_step(actor, held, free, step.name, changes=changes)

    pairs = zip(actors, seen, strict=True)
    answers = at_once([lambda a=a, r=r: take(a, r) for a, r in pairs])  # type: ignore[misc]
    with system_access("two people"):
        now = table.objects.get(pk=row.pk)
        open_ = Duty.objects.filter(object_type=life.of, object_key=now.key, done_at=None)
        names = Counter(f"{duty.step} {duty.organisation}" for duty in open_)
    doubled = tuple(name for name, times in names.items() if times > 1)
    grown = _entries(now) - before
    return Pressed(permission, answers, now.state, now.version - version, grown, doubled)


def _source(step: Step, row: LivingRecord) -> str:
    """Return where the step is taken from: where the object stands, if that is one of its sources."""
    return row.state if row.state in step.source else min(step.source)


def _somebody(step: Step, permission: str, n: int, row: LivingRecord) -> Viewer:
    """Return one of two colleagues of an organisation that may take a step."""
    side = step.by[0]
    if side is Side.SYSTEM:
        return SYSTEM
    organisation = row.parties().get(side) or 1
    return Viewer(
        side=side, person=n, organisation=organisation, name=f"示例同事{n}",
        organisation_name="示例单位", grants=frozenset({permission}), region=row.region or "37", unit_path=getattr(row, "buyer_path", "") or "/1/",
    )  # fmt: skip


def _entries(row: LivingRecord) -> int:
    with system_access("two people"):
        return int(JournalEntry.objects.filter(object_key=row.key).count())


def is_chinese(text: str) -> bool:
    """Whether a sentence is one that people here read."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


@dataclass(slots=True)
class Twice:
    """What was pressed twice meanwhile: the steps taken, and what went wrong."""

    steps: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


_taken: contextvars.ContextVar[list[tuple[str, str]] | None] = contextvars.ContextVar(
    "taken", default=None
)


@contextmanager
def twice() -> Iterator[Twice]:
    """Press every command of a person twice at once, as in two windows, while something is built.

    One of the two stays: whoever took a step, else the first. The builder goes on with its answer.
    """
    found, told = Twice(), lives.record

    def record(actor: Actor, entry: Entry) -> JournalEntry:
        taken = _taken.get()
        if taken is not None and "from" in entry.body:
            taken.append((entry.event, entry.object_key))
        return told(actor, entry)

    commands = list(_commands())
    with patch.object(lives, "record", record), ThreadPoolExecutor(1) as other:
        doubled = {id(one): _doubled(one, found, other) for _, _, one in commands}
        for module, name, one in commands:
            setattr(module, name, doubled[id(one)])
        try:
            yield found
        finally:
            for module, name, one in commands:
                setattr(module, name, one)
            other.submit(lambda: connection.close()).result(PATIENCE)


def _commands() -> Iterator[tuple[Any, str, Callable[..., Any]]]:
    for place, module in list(sys.modules.items()):
        if place.startswith(("lucai.", "tests.makers")):
            for name, value in list(vars(module).items()):
                if getattr(value, "is_command", False):
                    yield module, name, value


def _doubled(
    command: Callable[..., Any], found: Twice, other: ThreadPoolExecutor
) -> Callable[..., Any]:
    @wraps(command)
    def pressed(*args: Any, **kwargs: Any) -> Any:
        actor = args[0] if args else None
        inside = frame._recorded.get() is not None or connection.in_atomic_block
        if inside or not isinstance(actor, Actor) or actor.viewer.side is Side.SYSTEM:
            return command(*args, **kwargs)
        return _pressed_twice(command, args, kwargs, found, other)

    return pressed


def _pressed_twice(
    command: Callable[..., Any], args: Any, kwargs: Any, found: Twice, other: ThreadPoolExecutor
) -> Any:
    barrier, copies = Barrier(2), deepcopy((args, kwargs))

    def second() -> tuple[Answer, list[tuple[str, str]]]:
        taken: list[tuple[str, str]] = []
        _taken.set(taken)
        readings._answers.set(None)
        barrier.wait(PATIENCE)
        try:
            with transaction.atomic():
                answer = command(*copies[0], **copies[1])
                # What is no step (a draft begun, a file added) is not done twice to the builder.
                transaction.set_rollback(not taken)
                return answer, taken
        except Exception as error:  # noqa: BLE001 - whatever it was is the answer
            return error, []

    running = other.submit(contextvars.copy_context().run, second)
    answer, taken = _first(command, args, kwargs, barrier)
    theirs, they_took = running.result(PATIENCE)
    return _judged(command, found, (answer, taken), (theirs, they_took))


def _first(
    command: Callable[..., Any], args: Any, kwargs: Any, barrier: Barrier
) -> tuple[Answer, list[tuple[str, str]]]:
    taken: list[tuple[str, str]] = []
    token = _taken.set(taken)
    barrier.wait(PATIENCE)
    try:
        return command(*args, **kwargs), taken
    except Exception as error:  # noqa: BLE001 - whatever it was is the answer
        return error, []
    finally:
        _taken.reset(token)


def _judged(
    command: Callable[..., Any],
    found: Twice,
    mine: tuple[Answer, list[tuple[str, str]]],
    theirs: tuple[Answer, list[tuple[str, str]]],
) -> Any:
    """Note what the two came to; return, or raise, what the builder goes on with."""
    name = f"{command.__module__}.{command.__name__}"
    both = set(mine[1]) & set(theirs[1])
    found.steps |= {event for event, _ in (*mine[1], *theirs[1])}
    if once := [event for event, _ in both if event not in repeatable()]:
        found.wrong.append(f"{name}：两人都办成了{'、'.join(sorted(once))}")
    lost = [one for one, _ in (mine, theirs) if isinstance(one, Exception)]
    for error in lost:
        if not isinstance(error, LuCaiError) or not is_chinese(str(error)):
            found.wrong.append(f"{name}：{type(error).__name__}：{str(error)[:200]}")
    answer = theirs[0] if isinstance(mine[0], Exception) and theirs[1] else mine[0]
    if isinstance(answer, Exception):
        raise answer
    return answer


def repeatable() -> frozenset[str]:
    """Return the events of steps that lead back to where they start: two may take them in turn."""
    return frozenset(
        f"{life.of}.{step.name}"
        for life in lifecycles()
        for step in life.steps
        if step.target in step.source
    )
