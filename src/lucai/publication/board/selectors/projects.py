"""One project from budget to archive, as far as it is public."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.access.selectors import OrganisationCard, organisations
from lucai.platform.journal.selectors import TimelineEntry, object_timeline, project_timeline
from lucai.platform.records.paging import Page
from lucai.publication.board import lives
from lucai.publication.board.channels import channel_of
from lucai.publication.board.lines import NoticeLine, place_name
from lucai.publication.board.selectors.notices import Proof, notices_of_project, proof_of
from lucai.publication.ocds.selectors import record
from lucai.stages.trade.projects import rooms
from lucai.stages.trade.projects.selectors import (
    LotCard,
    ProjectCard,
    ProjectLine,
    project_page,
    project_seen,
    projects_seen,
)
from lucai.stages.trade.sealing.services import PackageOffer, package_offer

INTENTION = "plan.intention"
ROLES = {"supplier": "中标人", "tenderer": "投标人"}


@dataclass(frozen=True, slots=True)
class PartyLine:
    """Somebody who takes part."""

    role: str
    name: str
    code: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class LotLife:
    """A lot with what became of it."""

    card: LotCard
    money: lives.LotMoney


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline, with its place in the log."""

    at: datetime
    who: str
    what: str
    index: int | None
    proof: str
    href: str
    note: str


@dataclass(frozen=True, slots=True)
class ProjectLife:
    """The whole life of a project on one page; amounts in 分."""

    card: ProjectCard
    state: str
    stages: tuple[lives.Stage, ...]
    money: lives.LotMoney
    parties: tuple[PartyLine, ...]
    lots: tuple[LotLife, ...]
    notices: tuple[NoticeLine, ...]
    timeline: tuple[Event, ...]
    proof: Proof
    has_data: bool
    packages: tuple[PackageOffer, ...]

    @property
    def place(self) -> str:
        """The region in words."""
        return place_name(self.card.region)

    @property
    def wording(self) -> str:
        """The method in whose words the page speaks; empty for the open tender's."""
        return self.card.wording


def project_list(viewer: Viewer, *, words: str = "", after: str = "") -> Page[ProjectLine]:
    """List announced projects, newest first, their states as the public is told them."""
    found = project_page(viewer, words=words, after=after)
    return replace(found, items=[_told(line) for line in found.items])


def room_of(viewer: Viewer, number: str) -> str:
    """Return the address of the project's room for somebody at work who may enter it."""
    if viewer.side is Side.PUBLIC or not number:
        return ""
    seen = projects_seen(viewer, [number])
    return seen[number].href if number in seen else ""


def _told(line: ProjectLine) -> ProjectLine:
    return replace(line, state_label=lives.PUBLIC_STATES.get(line.state, "准备中"))


def project_life(viewer: Viewer, number: str) -> ProjectLife:
    """Return everything public of one project.

    Raises:
        NotFound: there is none, or it has not been announced.
    """
    card = project_seen(viewer, number)
    release = _compiled(viewer, card.ocid)
    notices = notices_of_project(viewer, number, intention_code=card.intention_code)
    money = lives.whole_money(release)
    proof = proof_of(viewer, -1)
    return ProjectLife(
        card=card,
        state=lives.PUBLIC_STATES.get(card.state, "准备中"),
        stages=lives.stages(rooms.spine(card.state), _first_of(notices), paid=bool(money.paid)),
        money=money,
        parties=_parties(viewer, card, release),
        lots=tuple(LotLife(lot, lives.lot_money(release, str(lot.number))) for lot in card.lots),
        notices=notices,
        timeline=_timeline(viewer, card, proof.size),
        proof=proof,
        has_data=bool(release),
        packages=_packages(viewer, card),
    )


def _packages(viewer: Viewer, card: ProjectCard) -> tuple[PackageOffer, ...]:
    """Return the verification packages of openings that everybody may have."""
    if not card.opened_at:
        return ()
    offers = (package_offer(viewer, card.number, lot.number) for lot in card.lots)
    return tuple(offer for offer in offers if offer and offer.public)


def _compiled(viewer: Viewer, process: str) -> dict[str, Any]:
    try:
        compiled: dict[str, Any] = record(viewer, process)["compiledRelease"]
    except NotFound:
        return {}
    return compiled


def _first_of(notices: tuple[NoticeLine, ...]) -> dict[str, tuple[str, str]]:
    first: dict[str, tuple[str, str]] = {}
    for line in notices:
        day = line.at.astimezone(clock.BEIJING).date().isoformat()
        first.setdefault(channel_of(line.kind).key, (day, line.href))
    return first


def _parties(viewer: Viewer, card: ProjectCard, release: dict[str, Any]) -> tuple[PartyLine, ...]:
    known = organisations(viewer, [card.buyer_id, card.agency_id])
    lines = [
        _party("采购人", known.get(card.buyer_id), card.buyer_name, f"/buyers/{card.buyer_id}/"),
        _party("采购代理机构", known.get(card.agency_id), card.agency_name),
    ]
    for party in release.get("parties", ()):
        role = next((ROLES[kind] for kind in ROLES if kind in party.get("roles", ())), "")
        if role:
            code = party.get("identifier", {}).get("id", "")
            lines.append(PartyLine(card.say(role), party.get("name", ""), code))
    return tuple(lines)


def _party(role: str, card: OrganisationCard | None, name: str, href: str = "") -> PartyLine:
    return PartyLine(role, card.name if card else name, card.uscc if card else "", href)


def _timeline(viewer: Viewer, card: ProjectCard, size: int) -> tuple[Event, ...]:
    entries = project_timeline(viewer, card.number)
    if card.intention_code:
        entries = [*entries, *object_timeline(viewer, INTENTION, card.intention_code)]
    public = [entry for entry in entries if entry.public]
    return tuple(_event(entry, size) for entry in sorted(public, key=_newest_first))


def _newest_first(entry: TimelineEntry) -> tuple[float, int]:
    return -entry.at.timestamp(), -(entry.index or 0)


def _event(entry: TimelineEntry, size: int) -> Event:
    notice = entry.body.get("notice") or {}
    told = bool(notice) and entry.index is not None
    day = entry.at.astimezone(clock.BEIJING)
    return Event(
        at=entry.at,
        who=entry.who,
        what=entry.label,
        index=entry.index,
        proof="proved" if entry.index is not None and entry.index < size else "pending",
        href=f"/notices/{day:%Y%m%d}-{entry.index}/" if told else "",
        note=str(notice.get("title", "")),
    )
