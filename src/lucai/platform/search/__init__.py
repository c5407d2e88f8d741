"""Full text in Chinese: one index a node, a projection that can be built anew at any time.

Text is cut into pairs of neighbouring signs, so that every part of it is found, words of two
signs as well, and no dictionary decides what a word is. Where tantivy has no wheel there is no
index: ``TextIndex.find`` answers None and the caller looks through its table instead.
"""

from lucai.platform.search.index import Ask, Document, Hit, TextIndex, index_named
from lucai.platform.search.marking import Piece, excerpt, marked
from lucai.platform.search.pairs import fold, words_of

__all__ = [
    "Ask",
    "Document",
    "Hit",
    "Piece",
    "TextIndex",
    "excerpt",
    "fold",
    "index_named",
    "marked",
    "words_of",
]
