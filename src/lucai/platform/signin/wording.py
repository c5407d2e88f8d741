"""In which procurement method's words an act is put before it is signed.

The floor of signing knows no projects: who does registers how to tell an address's method.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lucai.kernel.actors import Viewer

Teller = Callable[[Viewer, str], str]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Make known who tells the method of a number; called once, when an app is ready."""
    _tellers.append(teller)


def method_at(viewer: Viewer, places: Mapping[str, object]) -> str:
    """Return the method of what stands at an address; empty where it has none."""
    number = str(places.get("number", ""))
    return next((key for tell in _tellers if (key := tell(viewer, number))), "") if number else ""
