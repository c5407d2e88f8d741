"""The reader that turns public journal entries into OCDS releases."""

from __future__ import annotations

from functools import partial

from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal.readers import Reader
from lucai.publication.ocds.services import publish_releases

READER = Reader("ocds", partial(publish_releases, Actor.system(Reason.JOURNAL_READER)))
