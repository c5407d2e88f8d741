"""The base classes of tables."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import Conflict
from lucai.law.methods import say
from lucai.platform.records.plain import row_of
from lucai.platform.records.scoped import EVERYBODY, ScopedManager, system_access


class MoneyField(models.BigIntegerField):
    """An amount in 分."""


def nobody() -> Q:
    """Match no row: what a viewer sees of a table that did not name them."""
    return Q(pk__in=[])


def everybody() -> Q:
    """Match every row: public by law."""
    return EVERYBODY


class Record(models.Model):
    """A row behind the query wall, with a version against lost updates."""

    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **how: Any
    ) -> Self:
        """Make the object of a row that was read."""
        if len(values) != len(cls._meta.concrete_fields):
            return super().from_db(db, field_names, values, **how)
        return row_of(cls, db, values)

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Say which rows a viewer may see; nobody sees a table that does not say."""
        del viewer
        return nobody()

    def change(self, **values: Any) -> Self:
        """Write these fields unless somebody else changed the row since it was read.

        Raises:
            Conflict: the row has another version by now.
        """
        with system_access("row in hand"):
            changed = (
                type(self)
                .objects.filter(pk=self.pk, version=self.version)
                .update(**values, version=self.version + 1)
            )
        if not changed:
            raise Conflict("这条内容刚被别人修改过。您填写的内容已保留，请核对后重新提交。")
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        return self

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Check fields, uniqueness and constraints over all rows, seen or not."""
        with system_access("validation"):
            super().full_clean(*args, **kwargs)


class LivingRecord(Record):
    """A row with a declared life: the lifecycle names the states, steps move it.

    Subclasses say who the parties are, so that duties find their owners.
    """

    state = models.CharField(max_length=40)
    state_since = models.DateTimeField()
    region = models.CharField(max_length=6)

    class Meta:
        abstract = True

    @property
    def key(self) -> str:
        """The object's public name in the journal, e.g. a code."""
        raise TypeError(f"{type(self).__name__} must say its key")

    @property
    def project_number(self) -> str:
        """The procurement project it belongs to; empty before there is one."""
        return ""

    @property
    def held_under(self) -> tuple[str, ...]:
        """The numbers under which its steps may be held back: the project's, or what stands for one."""
        return (self.project_number,)

    @property
    def held_lot(self) -> int | None:
        """The lot whose suspensions concern it; None: those of any lot do."""
        found: int | None = getattr(self, "lot_number", None)
        return found

    @property
    def heading(self) -> str:
        """What lists and to-dos call it."""
        return self.key

    def say(self, text: str) -> str:
        """Put a sentence into the words of the row's procurement method, where it has one."""
        return say(getattr(self, "method", ""), text)

    def parties(self) -> dict[Side, int]:
        """Return side → organisation that answers for this object on that side."""
        return {}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Return when a step opens and must be done, where the object itself knows it."""
        del step
        return None, None

    def rule_of(self, step: str, declared: str) -> str:
        """Return the rule that sets a step's limit: the declared one, unless the method has its own."""
        del step
        return declared

    def awaits(self, step: str) -> bool:
        """Whether the state's step lies on somebody's desk now; a row may know a later moment."""
        del step
        return True

    def person_of(self, step: str) -> int | None:
        """Return the one person who must take the step; None: anybody with the right."""
        del step
        return None

    def barred_from(self, step: str) -> int | None:
        """Return the one person who must not take the step, having done what it checks."""
        del step
        return None


class ReferenceRecord(models.Model):
    """A row that everybody may read: codes, catalogues, calendars."""

    class Meta:
        abstract = True
