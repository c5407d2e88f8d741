"""Reading decryptions: one's own, and how many there are for everybody in the hall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.records import read_once
from lucai.stages.trade.decryptions.lifecycle import DECRYPTION, RECOVERY_REQUEST
from lucai.stages.trade.decryptions.models import Decryption, RecoveryRequest
from lucai.stages.trade.sealing.selectors import (
    envelope_with_code,
    policy_card,
    waiting_for_recovery,
)
from lucai.stages.trade.sealing.selectors.orders import recovery_order

WAITING = frozenset({"waiting"})
REQUESTED = frozenset({"requested"})
OPEN = WAITING | REQUESTED
DONE = frozenset({"decrypted"})


@dataclass(frozen=True, slots=True)
class Window:
    """How far the decryptions of an opening are, in numbers; which supplier has, nobody is told."""

    total: int
    decrypted: int
    due_at: datetime
    requested: int
    revoked: int
    waiting: int
    awaited: tuple[str, ...] = ()
    """The organisations of the recovery group whose people are asked."""

    @property
    def is_over(self) -> bool:
        """Whether nobody can decrypt any more: the time is up, or all have."""
        return not self.waiting or clock.now() >= self.due_at

    @property
    def is_settled(self) -> bool:
        """Whether it is known of every bid whether it can be opened."""
        return not self.waiting and not self.requested


@dataclass(frozen=True, slots=True)
class OwnDecryption:
    """How one's own bid is, as the hall says it."""

    lot_number: int
    bid_code: str
    state: str
    state_label: str
    due_at: datetime
    decrypted_at: datetime | None


@dataclass(frozen=True, slots=True)
class DecryptionSheet:
    """One's own bid with what opens it."""

    project_number: str
    project_title: str
    lot_number: int
    bid_code: str
    state: str
    state_label: str
    due_at: datetime
    decrypted_at: datetime | None
    received_at: datetime
    sm3: str
    terms: str
    order: dict[str, Any]
    has_code: bool
    has_key: bool

    @property
    def may_decrypt(self) -> bool:
        """Whether it waits for its supplier and the time is not up."""
        return self.state in WAITING and clock.now() < self.due_at

    @property
    def href(self) -> str:
        """Its page."""
        return f"/rooms/{self.project_number}/decryptions/{self.bid_code}/"


@read_once
def window_of(viewer: Viewer, project_number: str) -> Window | None:
    """Return how far the decryptions of an opening are; None: it has none."""
    del viewer
    rows = list(Decryption.objects.seen_by(SYSTEM).filter(project_number=project_number))
    if not rows:
        return None
    states = [row.state for row in rows]
    return Window(
        total=len(rows),
        decrypted=sum(state in DONE for state in states),
        due_at=max(row.due_at for row in rows),
        requested=states.count("requested"),
        revoked=states.count("revoked"),
        waiting=states.count("waiting"),
        awaited=_people_awaited(project_number) if "requested" in states else (),
    )


def _people_awaited(project_number: str) -> tuple[str, ...]:
    rows = RecoveryRequest.objects.seen_by(SYSTEM).filter(
        project_number=project_number, state="waiting"
    )
    return tuple(dict.fromkeys(rows.order_by("pk").values_list("organisation_name", flat=True)))


def own_decryptions(viewer: Viewer, project_number: str) -> list[OwnDecryption]:
    """Return the viewer's own of an opening."""
    rows = Decryption.objects.seen_by(viewer).filter(project_number=project_number)
    return [
        OwnDecryption(
            row.lot_number, row.bid_code, row.state, DECRYPTION.states[row.state], row.due_at,
            row.decrypted_at,
        )
        for row in rows.order_by("lot_number", "pk")
    ]  # fmt: skip


def recovered_in(viewer: Viewer, project_number: str, lot_number: int) -> frozenset[int]:
    """Return whose bids the recovery group opened, for who hears them read out."""
    del viewer
    rows = Decryption.objects.seen_by(SYSTEM).filter(
        project_number=project_number, lot_number=lot_number, state="recovered"
    )
    return frozenset(rows.values_list("supplier_id", flat=True))


def suppliers_withdrawn(viewer: Viewer, project_number: str) -> dict[str, str]:
    """Return who did not decrypt, so that its bid counts as withdrawn: the name by the bid's code.

    For who hears what was read out: until then only numbers are told.
    """
    del viewer
    rows = Decryption.objects.seen_by(SYSTEM).filter(project_number=project_number)
    return dict(rows.filter(state="revoked").values_list("bid_code", "supplier_name"))


def rows_in(viewer: Viewer, project_number: str, states: frozenset[str]) -> list[Decryption]:
    """Return an opening's decryptions in these states, for this module's services."""
    rows = Decryption.objects.seen_by(viewer).filter(
        project_number=project_number, state__in=states
    )
    return list(rows.order_by("pk"))


def decryption_row(viewer: Viewer, project_number: str, bid_code: str) -> Decryption:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none that the viewer may see.
    """
    rows = Decryption.objects.seen_by(viewer)
    row = rows.filter(project_number=project_number, bid_code=bid_code).first()
    if not row:
        raise NotFound("没有找到需要本企业解密的投标文件。")
    found: Decryption = row
    return found


def decryption_seen(viewer: Viewer, project_number: str, bid_code: str) -> DecryptionSheet:
    """Return one's own bid with what its page shows.

    Raises:
        NotFound: there is none that the viewer may see.
    """
    row = decryption_row(viewer, project_number, bid_code)
    bid = envelope_with_code(SYSTEM, bid_code)
    secret = bid.envelope.core.bidder
    return DecryptionSheet(
        project_number=row.project_number,
        project_title=row.project_title,
        lot_number=row.lot_number,
        bid_code=bid_code,
        state=row.state,
        state_label=DECRYPTION.states[row.state],
        due_at=row.due_at,
        decrypted_at=row.decrypted_at,
        received_at=bid.received_at,
        sm3=bid.sm3,
        terms=policy_card(viewer, project_number, row.lot_number).bidder_words,
        order={"core": bid.core},
        has_code=bool(secret and secret.code),
        has_key=bool(secret and secret.wraps),
    )


def open_requests(viewer: Viewer, project_number: str) -> list[str]:
    """Return the codes of the requests that wait for the viewer's organisation in a project."""
    rows = RecoveryRequest.objects.seen_by(viewer).filter(
        project_number=project_number, state="waiting", organisation_id=viewer.organisation
    )
    return list(rows.order_by("pk").values_list("code", flat=True))


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """A request to one organisation of the recovery group, with what its device needs."""

    code: str
    project_number: str
    project_title: str
    lot_number: int
    state: str
    state_label: str
    asked_at: datetime
    released_at: datetime | None
    terms: str
    waiting: int
    order: dict[str, Any] | None
    unopened: int
    may_release: bool

    @property
    def href(self) -> str:
        """Its page."""
        return f"/recoveries/{self.code}/"


def recovery_seen(viewer: Viewer, code: str) -> RecoverySheet:
    """Return a request with what its page shows.

    Raises:
        NotFound: the viewer's organisation is not asked.
    """
    row = RecoveryRequest.objects.seen_by(viewer).filter(code=code).first()
    if not row:
        raise NotFound("没有找到请本单位释放的恢复密钥份额。")
    waiting = row.state in WAITING
    key = (row.project_number, row.lot_number)
    return RecoverySheet(
        code=row.code,
        project_number=row.project_number,
        project_title=row.project_title,
        lot_number=row.lot_number,
        state=row.state,
        state_label=RECOVERY_REQUEST.states[row.state],
        asked_at=row.asked_at,
        released_at=row.released_at,
        terms=policy_card(SYSTEM, *key).bidder_words,
        waiting=len(waiting_for_recovery(SYSTEM, *key)),
        order=recovery_order(viewer, *key, row.holder) if waiting else None,
        unopened=len(row.unopened),
        may_release=viewer.may("trade.recoveryRequest:release"),
    )
