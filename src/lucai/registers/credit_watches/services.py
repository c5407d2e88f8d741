"""Changing credit watches: enrolled, asked about, differing, settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotAllowed, NotFound
from lucai.law.regions import PROVINCE
from lucai.platform.access.selectors import finance_of
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.registers.credit_watches.lifecycle import WATCH
from lucai.registers.credit_watches.models import CreditWatch
from lucai.registers.credit_watches.schemas import SettleIn
from lucai.registers.credit_watches.selectors import members, watch_row
from lucai.registers.exclusions import ports
from lucai.registers.exclusions.gates import Gate
from lucai.registers.exclusions.selectors import bans_on
from lucai.registers.exclusions.services import Place, Subject, freeze

EVERY = timedelta(days=7)
"""How often everybody active is asked about again; a habit of the house, stricter than the law."""
AGAIN = timedelta(days=1)
"""How soon a party is asked about again whom the source did not know or answer for."""
AT_ONCE = 200

Rows = dict[str, list[dict[str, object]]]


def enrol(actor: Actor, *, side: str, keys: Sequence[str] | None = None) -> int:
    """Begin to watch whoever is active in a library and is not watched yet; return how many.

    Bears being called twice; nothing is asked here: the clock asks at its next turn.
    """
    del actor  # a reader's projection: that they were registered is recorded already
    found, now = members(SYSTEM, side, keys), clock.now()
    with system_access("who is watched"):
        rows = CreditWatch.objects.filter(side=side)
        if keys is not None:
            rows = rows.filter(party_code__in=[code for code, *_ in found])
        known = set(rows.values_list("party_code", flat=True))
        finance = lru_cache(maxsize=None)(_finance)
        new = [
            CreditWatch(
                side=side, party_code=code, party_name=name, organisation_id=organisation,
                region=region, finance_id=finance(region), due_at=now, state=WATCH.initial,
                state_since=now,
            )
            for code, name, organisation, region in found if code not in known
        ]  # fmt: skip
        CreditWatch.objects.bulk_create(new, batch_size=AT_ONCE)
    return len(new)


def recheck(actor: Actor, *, now: datetime) -> int:
    """Ask about those who are due; return how many were asked.

    Who left a library is not asked about. Without a source nobody is: people look the lists up.
    """
    if not ports.connected():
        return 0
    with system_access("credit watches that are due"):
        due = list(CreditWatch.objects.filter(due_at__lte=now).order_by("due_at", "pk")[:AT_ONCE])
        active = _still_active(due)
        if gone := [row.pk for row in due if row.key not in active]:
            CreditWatch.objects.filter(pk__in=gone).update(due_at=now + EVERY)
    asked = [(row, _ask(row, now)) for row in due if row.key in active]
    if asked:
        _keep(actor, asked, now)
    return len(asked)


@command
def settle(actor: Actor, *, pk: int, settle: SettleIn) -> None:
    """Say what was found about a difference; the list of sanctions is kept apart from it."""
    row = watch_row(actor.viewer, pk)
    if row.finance_id != actor.viewer.organisation:
        raise NotAllowed("由主体所在地区的财政部门核实，您只能查看。")
    take_step(
        actor, row, WATCH, "settle", body={"said": settle.said}, changes={"said": settle.said}
    )


@command
def _keep(
    actor: Actor, asked: Sequence[tuple[CreditWatch, list[dict[str, object]]]], now: datetime
) -> None:
    bans = bans_on(SYSTEM, [row.party_code for row, _ in asked], clock.today())
    differing, same = [], []
    frozen: dict[tuple[Gate, str], list[CreditWatch]] = {}
    for row, said in asked:
        before, first = _lists(row.outside), row.asked_at is None
        _take_in(row, said, [ban.sentence for ban in bans.get(row.party_code, ())], now)
        differs = _lists(row.outside) != before
        if first or differs:
            gate = Gate.REGISTER if first else Gate.RECHECK
            frozen.setdefault((gate, row.region), []).append(row)
        if differs:
            differing.append((row, before))
        else:
            same.append(row)
    _freeze(actor, frozen)
    with system_access("answers of the credit source"):
        CreditWatch.objects.bulk_update(same, CHANGED, batch_size=AT_ONCE)
    for row, before in differing:
        changes = {name: getattr(row, name) for name in CHANGED}
        take_step(
            actor, row, WATCH, "differ", changes={**changes, "before": before, "said": ""},
            body={"before": before, "now": _lists(row.outside)},
        )  # fmt: skip
    record(actor, _entry(len(asked), len(differing)))


CHANGED = ["outside", "banned", "listed", "unknown", "asked_at", "due_at"]


def _take_in(
    row: CreditWatch, said: list[dict[str, object]], banned: list[str], now: datetime
) -> None:
    """Put what was heard into a row; a list that was not answered for stands as it stood."""
    known = {one["check"]: one for one in row.outside if one["result"] != ports.UNKNOWN}
    row.unknown = not ports.is_whole(said)
    row.outside = [
        known.get(one["check"], one) if one["result"] == ports.UNKNOWN else one for one in said
    ]
    row.listed, row.banned = bool(ports.listed_outside(row.outside)), banned
    row.asked_at, row.due_at = now, now + (AGAIN if row.unknown else EVERY)


def _freeze(actor: Actor, rows: dict[tuple[Gate, str], list[CreditWatch]]) -> None:
    """Keep answers as the gates keep theirs: at registration, and whenever it is another one."""
    for (gate, region), those in rows.items():
        place = Place(project_number="", region=region, buyer_path="", agency_id=None)
        subjects = [Subject(r.party_code, r.party_name, r.organisation_id) for r in those]
        outside = {row.party_code: row.outside for row in those}
        freeze(actor, gate, subjects, place, outside=outside)


def _ask(row: CreditWatch, now: datetime) -> list[dict[str, object]]:
    purpose = (Gate.RECHECK if row.asked_at else Gate.REGISTER).label
    question = ports.PartyQuestion(code=row.party_code, name=row.party_name, purpose=purpose)
    return [one.as_row() for one in ports.ask(question, now)]


def _still_active(rows: Sequence[CreditWatch]) -> set[str]:
    """Return the keys of those who are in their library now."""
    found: set[str] = set()
    for side in {row.side for row in rows}:
        mine = [row for row in rows if row.side == side]
        keys = None if side == "agency" else [row.party_code for row in mine]  # few agencies
        codes = {code for code, *_ in members(SYSTEM, side, keys)}
        found |= {row.key for row in mine if row.party_code in codes}
    return found


def _lists(outside: Sequence[dict[str, object]]) -> list[str]:
    return sorted(str(one["check"]) for one in outside if one["result"] == ports.LISTED)


def _finance(region: str) -> int:
    for place in (f"{region:0<6}", PROVINCE):
        try:
            return finance_of(SYSTEM, place).pk
        except NotFound:
            continue
    return 0


def _entry(asked: int, differing: int) -> Entry:
    said = f"，{differing} 个有差异" if differing else ""
    return Entry(
        event=f"{WATCH.of}.recheck", object_type=WATCH.of, object_key="library",
        label=f"复核信用记录，查询 {asked} 个主体{said}", region=PROVINCE,
        body={"asked": asked, "differing": differing},
    )  # fmt: skip
