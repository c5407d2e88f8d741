"""The reader that turns public journal entries into OCDS releases."""

from __future__ import annotations

from lucai.platform.journal.readers import Reader
from lucai.publication.ocds.services import publish_releases

READER = Reader("ocds", publish_releases)
