"""The base of every table: no query without a viewer, no lost update, no delete."""

from lucai.platform.records.models import (
    LivingRecord,
    MoneyField,
    Record,
    ReferenceRecord,
    everybody,
    nobody,
)
from lucai.platform.records.readings import one_reading, read_once
from lucai.platform.records.scoped import ScopedManager, ScopedQuerySet, system_access

__all__ = [
    "LivingRecord",
    "MoneyField",
    "Record",
    "ReferenceRecord",
    "ScopedManager",
    "ScopedQuerySet",
    "everybody",
    "nobody",
    "one_reading",
    "read_once",
    "system_access",
]
