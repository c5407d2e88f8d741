"""Reading credit watches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.records.paging import Page, keyset
from lucai.registers.agencies.selectors import agencies_by_key
from lucai.registers.credit_watches.lifecycle import SIDES, WATCH
from lucai.registers.credit_watches.models import CreditWatch
from lucai.registers.exclusions import ports
from lucai.registers.exclusions.selectors import CheckLine, checks_of_party
from lucai.registers.experts.selectors import experts_by_key
from lucai.registers.suppliers.selectors import suppliers_by_key

Member = tuple[str, str, int | None, str]
"""Code, name, organisation, region of somebody active in a library."""

LIBRARIES: dict[str, Callable[[Viewer, Sequence[str] | None], list[Member]]] = {
    "supplier": suppliers_by_key,
    "agency": agencies_by_key,
    "expert": experts_by_key,
}
TONES = {ports.CLEAR: "green", ports.LISTED: "red", ports.UNKNOWN: "amber"}


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A party as the list shows it."""

    pk: int
    side: str
    party_code: str
    party_name: str
    asked_at: datetime | None
    due_at: datetime
    listed: bool
    unknown: bool
    state: str

    @property
    def href(self) -> str:
        """Its page."""
        return f"/credit-watch/{self.pk}/"

    @property
    def side_label(self) -> str:
        """Which library it belongs to."""
        return SIDES[self.side]

    @property
    def tag(self) -> dict[str, str]:
        """What was heard last, as a tag."""
        if self.state == "differs":
            return {"text": WATCH.states["differs"], "tone": "red"}
        if self.asked_at is None:
            return {"text": "待查询", "tone": ""}
        if self.listed:
            return {"text": "列入名单，已核实", "tone": "amber"}
        return {"text": "未能查询" if self.unknown else "没有记录",
                "tone": "amber" if self.unknown else "green"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WatchSheet:
    """A party with what the source said last, what it said before, and every frozen answer."""

    line: WatchLine
    outside: tuple[dict[str, Any], ...]
    before: tuple[str, ...]
    banned: tuple[str, ...]
    said: str
    checks: tuple[CheckLine, ...]
    offers: tuple[Offer, ...]

    @property
    def answers(self) -> list[tuple[str, str, str, str]]:
        """Each list with the result, its tone and the reasons."""
        return [
            (ports.CHECKS[one["check"]], ports.RESULTS[one["result"]], TONES[one["result"]],
             "；".join(one["records"]) or one["message"])
            for one in self.outside
        ]  # fmt: skip

    @property
    def sources(self) -> str:
        """Who answered, by the name that says whether it is a simulation."""
        return "、".join(dict.fromkeys(one["source"] for one in self.outside))

    @property
    def before_labels(self) -> str:
        """The lists on which the party stood before, in words."""
        return "、".join(ports.CHECKS[name] for name in self.before) or "没有列入名单"


STANDINGS = {
    "differs": Q(state="differs"),
    "listed": Q(listed=True),
    "unknown": Q(unknown=True),
    "waiting": Q(asked_at=None),
}
STANDING_LABELS = {
    "differs": "有差异，待核实", "listed": "列入名单", "unknown": "未能查询", "waiting": "待查询",
}  # fmt: skip


def watch_page(
    viewer: Viewer, *, words: str = "", side: str = "", standing: str = "", after: str = ""
) -> Page[WatchLine]:
    """List the parties under watch, newest first, a page at a time."""
    rows = CreditWatch.objects.seen_by(viewer)
    if words:
        rows = rows.filter(Q(party_name__icontains=words) | Q(party_code__startswith=words.upper()))
    if side in SIDES:
        rows = rows.filter(side=side)
    if standing in STANDINGS:
        rows = rows.filter(STANDINGS[standing])
    return keyset(rows, after, _line)


def watch_seen(viewer: Viewer, pk: int) -> WatchSheet:
    """Return one party's watch.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = watch_row(viewer, pk)
    offers: tuple[Offer, ...] = ()
    if viewer.side is Side.SUPERVISOR and row.finance_id == viewer.organisation:
        offers = tuple(WATCH.offers(row.state, viewer, None, clock.now()))
    return WatchSheet(
        _line(row), tuple(row.outside), tuple(row.before), tuple(row.banned), row.said,
        tuple(checks_of_party(SYSTEM, row.party_code)), offers,
    )  # fmt: skip


def watch_row(viewer: Viewer, pk: int) -> CreditWatch:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = CreditWatch.objects.seen_by(viewer).filter(pk=pk).first()
    if not row:
        raise NotFound("没有找到这个主体的信用复核。")
    return row


def members(viewer: Viewer, side: str, keys: Sequence[str] | None = None) -> list[Member]:
    """List who is active in a library; ``keys`` (as the journal names them) narrow it."""
    return LIBRARIES[side](viewer, keys)


def _line(row: CreditWatch) -> WatchLine:
    return WatchLine(
        row.pk, row.side, row.party_code, row.party_name, row.asked_at, row.due_at, row.listed,
        row.unknown, row.state,
    )  # fmt: skip
