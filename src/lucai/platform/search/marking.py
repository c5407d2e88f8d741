"""Showing where a text holds what was asked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_SPACE = re.compile(r"\s+")
EXCERPT = 90
BEFORE = 24


class Piece(NamedTuple):
    """A stretch of a text; ``hit`` when it is one of the words."""

    text: str
    hit: bool = False


MORE = Piece("…")


def marked(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """Cut a text into pieces, the words (folded) marked wherever they stand."""
    spans = _spans(text, words)
    if not spans:
        return (Piece(text),) if text else ()
    pieces: list[Piece] = []
    end = 0
    for start, stop in _merged(spans):
        if start > end:
            pieces.append(Piece(text[end:start]))
        pieces.append(Piece(text[start:stop], True))
        end = stop
    if end < len(text):
        pieces.append(Piece(text[end:]))
    return tuple(pieces)


def excerpt(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """Return the stretch of a long text round the first word it holds; nothing when none."""
    spans = _spans(text, words)
    if not spans:
        return ()
    start = max(0, min(spans)[0] - BEFORE)
    stop = min(len(text), start + EXCERPT)
    before = (MORE,) if start else ()
    after = (MORE,) if stop < len(text) else ()
    return (*before, *marked(text[start:stop], words), *after)


def _spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Find where the words stand."""
    whole = unicodedata.normalize("NFKC", text).lower()
    places: Sequence[int] = range(len(text))
    if len(whole) != len(text) or _is_apart(whole, words):
        whole, places = _folded_with_places(text)
    found = []
    for word in words:
        start = whole.find(word)
        while start >= 0:
            found.append((places[start], places[start + len(word) - 1] + 1))
            start = whole.find(word, start + len(word))
    return found


def _is_apart(whole: str, words: Sequence[str]) -> bool:
    """Whether a word is there only when spaces are not counted."""
    missing = [word for word in words if word not in whole]
    if not missing or not _SPACE.search(whole):
        return False
    squeezed = _SPACE.sub("", whole)
    return any(word in squeezed for word in missing)


def _folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Fold a text sign by sign; ``places`` leads from a folded sign to the sign it came from."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for part in unicodedata.normalize("NFKC", sign).lower():
            if not part.isspace():
                signs.append(part)
                places.append(place)
    return "".join(signs), places


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(spans) == 1:
        return spans
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged
