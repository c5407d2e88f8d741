"""The reader that turns journal entries into messages."""

from __future__ import annotations

from lucai.platform.journal.readers import Reader
from lucai.platform.messages.services import tell

READER = Reader("message", tell)
