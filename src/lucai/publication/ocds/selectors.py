"""Reading releases: pages of packages, records."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.publication.ocds import assembly
from lucai.publication.ocds.models import Release

PAGE = 100


def release_page(viewer: Viewer, *, after: int = 0, size: int = PAGE) -> tuple[list[Any], int]:
    """Return releases in the order they became public, and the key of the next page (0: none)."""
    rows = Release.objects.seen_by(viewer).filter(pk__gt=after).order_by("pk")[: size + 1]
    found = list(rows)
    following = found[size - 1].pk if len(found) > size else 0
    return [row.content for row in found[:size]], following


def releases_of(viewer: Viewer, process: str) -> list[dict[str, Any]]:
    """Return all releases of one process, oldest first.

    Raises:
        NotFound: nothing of it is public.
    """
    rows = Release.objects.seen_by(viewer).filter(ocid=process).order_by("pk")
    found = [row.content for row in rows]
    if not found:
        raise NotFound("没有找到这个采购过程的公开数据。")
    return found


def record(viewer: Viewer, process: str) -> dict[str, Any]:
    """Return the record of one process: its releases and what they add up to."""
    releases = releases_of(viewer, process)
    return {
        "ocid": process,
        "releases": releases,
        "compiledRelease": assembly.compiled(releases),
    }


def process_of_project(viewer: Viewer, number: str) -> str:
    """Return the ocid of a project.

    Raises:
        NotFound: nothing of it is public.
    """
    row = Release.objects.seen_by(viewer).filter(project_number=number).order_by("pk").first()
    if not row:
        raise NotFound("没有找到这个项目的公开数据。")
    return str(row.ocid)


def release_at(viewer: Viewer, entry: int) -> dict[str, Any] | None:
    """Return the release that a journal entry made, or None."""
    row = Release.objects.seen_by(viewer).filter(entry=entry).first()
    return row.content if row else None
