"""The readers that turn public journal entries into notices and into the search index."""

from __future__ import annotations

from lucai.platform.journal.readers import Reader
from lucai.publication.board.projection import index_notices, publish_notices

READERS = (Reader("board", publish_notices), Reader("search", index_notices))
