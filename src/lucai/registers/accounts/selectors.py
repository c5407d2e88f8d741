"""Reading invitations: the department that sent them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.regions import regions
from lucai.platform.records.paging import Page, keyset
from lucai.registers.accounts.lifecycle import INVITATION, KINDS
from lucai.registers.accounts.models import AccountInvitation

FIELDS = (
    "number", "kind", "name", "phone", "unit_name", "uscc", "basis", "expires_at", "opened_at",
    "state", "state_label", "is_expired",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationCard:
    """One invitation; its code is nowhere."""

    number: str
    kind: str
    name: str
    phone: str
    unit_name: str
    uscc: str
    basis: str
    expires_at: datetime
    opened_at: datetime | None
    state: str
    state_label: str
    is_expired: bool
    offers: tuple[Offer, ...] = ()

    @property
    def href(self) -> str:
        """Its page."""
        return f"/account-invitations/{self.number}/"

    @property
    def kind_label(self) -> str:
        """For whom it is."""
        return KINDS[self.kind]

    @property
    def tone(self) -> str:
        """The colour of its state."""
        if self.is_expired or self.state == "locked":
            return "red"
        return {"issued": "amber", "opened": "green"}.get(self.state, "")


def invitation_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[InvitationCard]:
    """List the department's invitations, newest first."""
    rows = AccountInvitation.objects.seen_by(viewer)
    if words:
        rows = rows.filter(Q(unit_name__icontains=words) | Q(name__icontains=words))
    if state in INVITATION.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _card)


def invitation_seen(viewer: Viewer, number: str) -> InvitationCard:
    """Return one invitation with what can be done about it.

    Raises:
        NotFound: there is none, or another department sent it.
    """
    row = invitation_row(viewer, number)
    return _card(row, tuple(INVITATION.offers(row.state, viewer, None, clock.now())))


def invitation_row(viewer: Viewer, number: str) -> AccountInvitation:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none, or another department sent it.
    """
    row = AccountInvitation.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这份账号邀请书。")
    found: AccountInvitation = row
    return found


def regions_of(viewer: Viewer) -> list[tuple[str, str]]:
    """List the regions the viewer answers for, as a form offers them."""
    own = {code: one for code, one in regions().items() if code.startswith(viewer.region)}
    return [(code, one.name) for code, one in own.items()]


def _card(row: AccountInvitation, offers: tuple[Offer, ...] = ()) -> InvitationCard:
    return InvitationCard(**{name: getattr(row, name) for name in FIELDS}, offers=offers)
