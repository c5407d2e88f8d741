"""The reader that keeps the figures."""

from __future__ import annotations

from lucai.platform.journal.readers import Reader
from lucai.publication.punctuality.projection import count_payments

READER = Reader("punctuality", count_payments)
