"""Showing where a text holds what was asked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

EXCERPT = 90
BEFORE = 24


class Piece(NamedTuple):
    """A stretch of a text; ``hit`` when it is one of the words."""

    text: str
    hit: bool = False


def marked(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """Cut a text into pieces, the words (folded) marked wherever they stand."""
    spans = _merged(_spans(text, words))
    pieces: list[Piece] = []
    end = 0
    for start, stop in spans:
        pieces += [Piece(text[end:start]), Piece(text[start:stop], hit=True)]
        end = stop
    return tuple(piece for piece in (*pieces, Piece(text[end:])) if piece.text)


def excerpt(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """Return the stretch of a long text round the first word it holds; nothing when none."""
    spans = _spans(text, words)
    if not spans:
        return ()
    start = max(0, min(spans)[0] - BEFORE)
    stop = min(len(text), start + EXCERPT)
    shown = f"{'…' if start else ''}{text[start:stop]}{'…' if stop < len(text) else ''}"
    return marked(shown, words)


def _spans(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    folded, places = _folded_with_places(text)
    found = []
    for word in words:
        start = folded.find(word)
        while start >= 0:
            found.append((places[start], places[start + len(word) - 1] + 1))
            start = folded.find(word, start + len(word))
    return found


def _folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Fold a text sign by sign; ``places`` leads from a folded sign to the sign it came from."""
    whole = unicodedata.normalize("NFKC", text).lower()
    if len(whole) == len(text) and not any(map(str.isspace, whole)):
        return whole, range(len(text))
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for part in unicodedata.normalize("NFKC", sign).lower():
            if not part.isspace():
                signs.append(part)
                places.append(place)
    return "".join(signs), places


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged
