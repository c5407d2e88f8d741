"""What a search of the library asks for, as conditions on its rows. Pure."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel import money


def named(words: str) -> Q:
    """Match products that every word names."""
    found = Q()
    for word in words.split():
        named = Q(name__icontains=word) | Q(brand__icontains=word) | Q(model__icontains=word)
        found &= named | Q(number=word)
    return found


def priced(least: str, most: str) -> Q:
    """Match products by their lowest price, bounds typed in 元; what is no amount bounds nothing."""
    bounds = Q()
    for name, text in (("lowest__gte", least), ("lowest__lte", most)):
        try:
            fen = money.parse_yuan(text) if text else None
        except ValueError:
            fen = None
        if fen is not None:
            bounds &= Q(**{name: fen})
    return bounds
