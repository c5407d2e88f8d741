"""The few ways in which LuCai says no. Every one carries a Chinese sentence for the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lucai.law.verdicts import Verdict


class LuCaiError(Exception):
    """Something the user can be told: ``str(error)`` is a Chinese sentence."""


class NotFound(LuCaiError):
    """There is none, or the viewer may not see it: both look the same."""


class NotSignedIn(LuCaiError):
    """Nobody is known to ask; a program is told so where a person is led to the sign-in."""


class NotAllowed(LuCaiError):
    """The viewer sees the object and lacks the right to this act."""


class WrongState(LuCaiError):
    """The step does not start from the object's present state."""


class Conflict(LuCaiError):
    """Somebody else changed the object in the meantime."""


class UnscopedQuery(LuCaiError):
    """A programming error: a table was read without naming a viewer."""


class InvalidInput(LuCaiError):
    """What was typed cannot be taken; ``fields`` maps a field's name to its message."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("；".join(dict.fromkeys(fields.values())))
        self.fields = fields


class RuleBroken(LuCaiError):
    """The law closes this step; ``verdicts`` say why, with articles and calculation."""

    def __init__(self, verdicts: tuple[Verdict, ...]) -> None:
        super().__init__("；".join(verdict.message for verdict in verdicts))
        self.verdicts = verdicts
