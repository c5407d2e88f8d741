"""Writing what need not outlive a power cut: it is committed, and nobody waits for the disk to say so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def unhurried() -> Iterator[None]:
    """Commit what is written inside without waiting for the disk, where the database can.

    Only for what is also elsewhere or can be asked again. Part of a greater act, it is as durable
    as that.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO OFF")
        yield
