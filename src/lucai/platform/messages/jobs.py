"""The reader that turns journal entries into messages."""

from __future__ import annotations

from functools import partial

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.readers import Reader
from lucai.platform.messages.services import tell

READER = Reader("message", partial(tell, Actor.system(Reason.JOURNAL_READER)))
