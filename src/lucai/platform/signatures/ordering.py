"""Ordering organisations' seals for a paper: which are put on now, which are still waited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lucai.kernel.actors import SYSTEM
from lucai.platform.access.selectors import OrganisationCard, organisation_named
from lucai.platform.journal.selectors import signed_acts
from lucai.platform.pki.evidence import evidence_of
from lucai.platform.signatures import ports
from lucai.platform.signatures.ports import (
    OfferedSeal,
    SealOrder,
    SealRefused,
    SealRequest,
    SealService,
)
from lucai.platform.signatures.sealing import FORM, SealInHand, platform_seal

ENTERED_WITHIN = timedelta(minutes=1)
"""An act's entry is a little younger than the moment that it writes into its row."""
NO_SERVICE = "没有接入电子印章系统"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose seals a paper gets, for what; ``moment`` is when it became final.

    ``life`` names the object whose acts it rests on, type and key; none: the project's.
    """

    issuers: tuple[str, ...]
    title: str
    project_number: str
    moment: datetime
    life: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class OrderedSeal:
    """A seal of an organisation, put on by the service that keeps it."""

    service: SealService
    order: SealOrder
    offered: OfferedSeal

    @property
    def name(self) -> str:
        """Whose seal it is."""
        return self.offered.name

    @property
    def appearance(self) -> bytes:
        """Its picture."""
        return self.offered.appearance

    @property
    def room(self) -> int:
        """How long a stamp may get."""
        return self.offered.room

    def put(self, digest: bytes, at: datetime, *, over: str = FORM) -> bytes:
        """Ask the service for the stamp.

        Raises:
            SealRefused: it says no after all.
        """
        return self.service.put(self.order, digest, over=over, at=at)


@dataclass(frozen=True, slots=True)
class Seals:
    """What a paper is sealed with now; ``waiting`` names who is missing, with the reason."""

    put: tuple[SealInHand, ...]
    waiting: tuple[tuple[str, str], ...] = ()


def seals_for(wanted: Wanted, at: datetime) -> Seals:
    """Return the seals of a paper: its issuers' where there are, the platform's for who is missing."""
    named = tuple(dict.fromkeys(name for name in wanted.issuers if name))
    found: list[SealInHand] = []
    waiting: list[tuple[str, str]] = []
    for name in named:
        try:
            found.append(_ordered(name, wanted, at))
        except SealRefused as refusal:
            waiting.append((name, str(refusal)))
    if waiting or not named:
        found.insert(0, platform_seal())
    return Seals(tuple(found), tuple(waiting))


def without_seals(wanted: Wanted, why: str) -> Seals:
    """Return the platform's seal alone: the service gave up half-way."""
    named = dict.fromkeys(name for name in wanted.issuers if name)
    return Seals((platform_seal(),), tuple((name, why) for name in named))


def _ordered(name: str, wanted: Wanted, at: datetime) -> OrderedSeal:
    service = ports.service()
    if service is None:
        raise SealRefused(NO_SERVICE)
    owner = organisation_named(SYSTEM, name)
    order = SealOrder(
        owner=name,
        code=owner.uscc if owner else "",
        title=wanted.title,
        project_number=wanted.project_number,
        request=_request(owner, wanted) if owner else None,
    )
    return OrderedSeal(service, order, service.offer(order, at))


def _request(owner: OrganisationCard, wanted: Wanted) -> SealRequest | None:
    """Return the act of that organisation by which the paper became final, or the last before."""
    found = signed_acts(
        SYSTEM,
        project_number=wanted.project_number,
        life=wanted.life,
        organisation=owner.pk,
        until=wanted.moment + ENTERED_WITHIN,
    )
    for digest in found:
        kept = evidence_of(SYSTEM, digest)
        if kept:
            return SealRequest(kept.message, kept.signature, kept.at)
    return None
