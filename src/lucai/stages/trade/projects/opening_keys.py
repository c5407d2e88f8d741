"""Whether a tender's bids could be sealed and opened: told by the module that keeps the keys.

That module comes after the document in the life of a tender, so the document asks through this
register instead of importing it.
"""

from __future__ import annotations

from collections.abc import Callable

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.stages.trade.projects.selectors import ProjectCard

Missing = Callable[[Viewer, ProjectCard], tuple[str, ...]]

_asked: list[Missing] = []


def register(missing: Missing) -> None:
    """Let a module say which groups of holders have no key for a project's openings."""
    if missing not in _asked:
        _asked.append(missing)


def missing_keys(project: ProjectCard) -> tuple[str, ...]:
    """Return the groups of holders, as a user reads them, that have no key yet."""
    return tuple(group for missing in _asked for group in missing(SYSTEM, project))
