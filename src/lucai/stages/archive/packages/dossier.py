"""What a file consists of: sources name a paper, say who owes it, and read its pieces.

Modules on higher floors hang their own sources in with :func:`register`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.files.selectors import FileCard
from lucai.platform.journal.selectors import TimelineEntry
from lucai.stages.trade.projects.selectors import ProjectCard

PRESENT, MISSING, NONE = "present", "missing", "none"
PROJECT, ORDER, MALL, FRAMEWORK = "project", "order", "mall", "framework"
ANY = frozenset({PROJECT, ORDER, MALL})
ORDER_LIVES = ("trade.callOff", "contract.shortContract", "contract.mallOrder")
FRAMEWORK_LIVES = (
    "trade.frameworkAgreement", "trade.frameworkCall", "trade.frameworkMember",
    "trade.frameworkFiling",
)  # fmt: skip
STATE_LABELS = {PRESENT: "齐全", MISSING: "缺少", NONE: "未发生"}


@dataclass(frozen=True)
class Piece:
    """One file of the package: its path below the paper's group, and its bytes or its place.

    A list of completeness counts papers and does not want their bytes: ``made`` may be how to
    make them.
    """

    name: str
    made: bytes | Callable[[], bytes] = b""
    stored: FileCard | None = None

    @cached_property
    def content(self) -> bytes:
        """The bytes, made once."""
        return self.made if isinstance(self.made, bytes) else self.made()

    @property
    def place(self) -> Path | None:
        """Where a stored file lies."""
        return self.stored.path if self.stored else None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A project to be archived, seen with its agency's eyes, and its journal in full.

    ``kind``: a project's file, or that of an order, of a framework or the mall, or of a framework
    itself, in a project's shape.
    """

    eyes: Viewer
    project: ProjectCard
    entries: tuple[TimelineEntry, ...]
    kind: str = PROJECT
    asked: str = ""

    @property
    def number(self) -> str:
        """The project's number."""
        return self.project.number

    @property
    def keys(self) -> tuple[str, ...]:
        """Whose entries belong here besides those of the number: an order's and a framework's own."""
        if self.kind == PROJECT:
            return ()
        return tuple(
            dict.fromkeys(
                e.key for e in self.entries if e.event.startswith((*ORDER_LIVES, *FRAMEWORK_LIVES))
            )
        )

    @property
    def disputed(self) -> tuple[str, ...]:
        """Under which numbers it is disputed: an order of the mall under that of its enquiry as well."""
        return (self.number, self.asked) if self.asked else (self.number,)

    @property
    def living_lots(self) -> list[int]:
        """The lots that did not fail."""
        return [lot.number for lot in self.project.lots if lot.alive]

    def has_come_to(self, moment: str) -> bool:
        """Whether the procurement came so far: begun, announced, opened, awarded, performed."""
        project = self.project
        reached = {
            "begun": True,
            "announced": project.tender_published_at is not None,
            "opened": project.opened_at is not None,
            "awarded": project.has_reached("awarded"),
            "performed": project.has_reached("completed"),
        }
        return reached[moment]


Read = Callable[[Dossier], Iterable[Piece]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One paper of the file.

    Attributes:
        since: from which moment of the procurement it must be there (see ``has_come_to``);
            empty: only when it happened (a clarification, a challenge).
        owner: who owes it.
        core: whether 政府采购法 第四十二条 names it.
        files: whether files of projects, of orders or of both have it.
    """

    key: str
    group: str
    title: str
    read: Read
    since: str = ""
    owner: str = "代理机构"
    core: bool = True
    cites: tuple[str, ...] = ("政府采购法/42",)
    files: frozenset[str] = frozenset({PROJECT})


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as the list of completeness shows it; ``paths`` are those of its files."""

    key: str
    group: str
    title: str
    state: str
    owner: str
    core: bool
    cites: tuple[str, ...]
    pieces: tuple[Piece, ...] = field(default=())

    @property
    def state_label(self) -> str:
        """The state in words."""
        return STATE_LABELS[self.state]


_sources: dict[str, Source] = {}


def register(*sources: Source) -> None:
    """Let papers be part of every file (called when a module's app is ready)."""
    _sources.update({source.key: source for source in sources})


def papers_of(dossier: Dossier) -> list[Paper]:
    """Read every paper of a file, in the order of registration."""
    return [_paper(one, dossier) for one in _sources.values() if dossier.kind in one.files]


def missing_of(papers: Iterable[Paper]) -> tuple[str, ...]:
    """Name the papers that should be there and are not."""
    return tuple(paper.title for paper in papers if paper.state == MISSING)


def paper_rows(papers: Iterable[Paper]) -> list[dict[str, Any]]:
    """Return the list of completeness as it is kept."""
    return [
        {
            "group": p.group, "title": p.title, "state": p.state, "owner": p.owner,
            "core": p.core, "cites": list(p.cites), "files": len(p.pieces),
        }
        for p in papers
    ]  # fmt: skip


def eyes_of(project: ProjectCard) -> Viewer:
    """Return the eyes of whoever gathers the file: its scope, and no right to do anything."""
    if not project.agency_id:
        return Viewer(
            Side.BUYER, organisation=project.buyer_id, organisation_name=project.buyer_name,
            unit_path=project.buyer_path,
        )  # fmt: skip
    return Viewer(
        Side.AGENCY,
        organisation=project.agency_id,
        organisation_name=project.agency_name,
    )


def _paper(source: Source, dossier: Dossier) -> Paper:
    try:
        pieces = tuple(source.read(dossier))
    except NotFound:
        pieces = ()
    due = bool(source.since) and dossier.has_come_to(source.since)
    state = PRESENT if pieces else MISSING if due else NONE
    return Paper(
        source.key, source.group, source.title, state, source.owner, source.core, source.cites,
        pieces,
    )  # fmt: skip
