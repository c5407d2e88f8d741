"""Reading policies, holders and envelopes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, Max, OuterRef

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.method_rules import SupplierCount, enough_suppliers
from lucai.platform.records import read_once
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen
from lucai.stages.trade.sealing.models import (
    OpeningPolicy,
    RegistryOfBids,
    SealedBid,
    ShareHolder,
    ShareRelease,
    ShareUnopened,
)
from lucai.stages.trade.sealing.policies import GROUPS, Keys, bidder_words
from lucai.stages.trade.sealing.subjects import Subject, is_round, subject_of
from lucai_trust.envelope import BidderGroup, Policy
from lucai_trust.envelope.policy import RECOVERY

LOOKS_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PolicyCard:
    """A lot's policy in force, as its page shows it."""

    project_number: str
    lot_number: int
    edition: int
    policy_hash: str
    content: str
    deadline: datetime
    suite: str
    holders: tuple[Keys, ...]
    witnesses: str
    bidder: BidderGroup | None = None

    @property
    def bidder_words(self) -> str:
        """What the bidder's group asks of suppliers; empty where the policy has none."""
        return bidder_words(self.bidder)


def has_policy(viewer: Viewer, project_number: str) -> bool:
    """Whether a project's opening policies are published: whether it can be bid for."""
    return bool(lots_with_policy(viewer, project_number))


@read_once
def policy_rows(viewer: Viewer, project_number: str, lot_number: int) -> list[OpeningPolicy]:
    """Return every version of a lot's policy, the first first.

    Raises:
        NotFound: it has none.
    """
    rows = OpeningPolicy.objects.seen_by(viewer).filter(
        project_number=project_number, lot_number=lot_number
    )
    found = list(rows.order_by("edition"))
    if not found:
        raise NotFound("没有这一包，或者这一包没有公布开标密钥方案。请核对项目和包号。")
    return found


def policy_card(viewer: Viewer, project_number: str, lot_number: int) -> PolicyCard:
    """Return the version in force.

    Raises:
        NotFound: the lot has no policy.
    """
    return _policy(policy_rows(viewer, project_number, lot_number)[-1])


def policy_cards(viewer: Viewer, project_number: str) -> dict[int, PolicyCard]:
    """Return the versions in force of all lots that have one, by lot: in one query."""
    rows = OpeningPolicy.objects.seen_by(viewer).filter(project_number=project_number)
    return {row.lot_number: _policy(row) for row in rows.order_by("edition")}


def _policy(row: OpeningPolicy) -> PolicyCard:
    policy = row.policy
    return PolicyCard(
        project_number=row.project_number,
        lot_number=row.lot_number,
        edition=row.edition,
        policy_hash=row.policy_hash,
        content=row.content,
        deadline=row.deadline,
        suite=policy.suite.name,
        holders=tuple(
            Keys(
                one.id, group.name, one.kind.value, one.organisation,
                one.opens.hex(), one.signs.hex(), one.address or "",
            )
            for group in policy.groups
            for one in group.holders
        ),
        witnesses=policy.promised_witnesses,
        bidder=policy.bidder,
    )  # fmt: skip


@read_once
def lots_with_policy(viewer: Viewer, project_number: str) -> list[int]:
    """Return the lots whose opening policy is published."""
    rows = OpeningPolicy.objects.seen_by(viewer).filter(project_number=project_number, edition=1)
    return list(rows.order_by("lot_number").values_list("lot_number", flat=True))


@read_once
def holders_for(
    viewer: Viewer, suite: str, organisations: frozenset[int], region: str = ""
) -> list[Keys]:
    """Return the holders in force: the automatic ones, and these organisations' own.

    With a ``region`` also the people of the recovery group who answer for it.
    """
    rows = ShareHolder.objects.seen_by(viewer).filter(suite=suite, until=None)
    return [
        Keys(
            row.code, row.group, row.kind, row.organisation_name,
            row.opens, row.signs, row.address,
        )
        for row in rows.order_by("code")
        if row.organisation_id is None or row.organisation_id in organisations
        or _recovers_in(row, region)
    ]  # fmt: skip


def _recovers_in(row: ShareHolder, region: str) -> bool:
    return row.group == RECOVERY and bool(region) and region.startswith(row.region)


def holders_of(viewer: Viewer, project: ProjectCard) -> list[Keys]:
    """Return the holders that a project's opening policies can name now."""
    parties = frozenset({project.buyer_id, project.agency_id})
    return holders_for(viewer, settings.LUCAI_SEALING_SUITE, parties, project.region)


def organisations_holding(viewer: Viewer, policy: Policy) -> tuple[int, ...]:
    """Return the organisations that have to release shares of a policy by their own hand."""
    codes = [holder.id for group in policy.groups for holder in group.holders]
    rows = ShareHolder.objects.seen_by(viewer).filter(code__in=codes, organisation_id__isnull=False)
    return tuple(rows.order_by("pk").values_list("organisation_id", flat=True))


def groups_without_key(viewer: Viewer, project: ProjectCard) -> tuple[str, ...]:
    """Return the groups, as a user reads them, of which nobody has a key for a project."""
    held = {one.group for one in holders_of(viewer, project)}
    return tuple(label for group, label in GROUPS.items() if group not in held)


@read_once
def own_holder(viewer: Viewer, suite: str) -> ShareHolder | None:
    """Return the viewer's organisation's own holder in force."""
    if not viewer.organisation:
        return None
    rows = ShareHolder.objects.seen_by(viewer).filter(
        organisation_id=viewer.organisation, suite=suite, until=None
    )
    return rows.first()


def live_envelopes(viewer: Viewer, project_number: str, lot_number: int) -> list[SealedBid]:
    """Return the envelopes of a lot that are neither withdrawn nor replaced, for services."""
    rows = SealedBid.objects.seen_by(viewer).filter(
        project_number=project_number, lot_number=lot_number
    )
    return list(rows.exclude(state__in=["withdrawn", "replaced"]).order_by("received_at", "pk"))


def subject_of_policy(viewer: Viewer, policy_hash: str) -> Subject | None:
    """Return what a published policy is for."""
    rows = OpeningPolicy.objects.seen_by(viewer).filter(policy_hash=policy_hash)
    found = rows.values_list("project_number", "lot_number").first()
    return subject_of(*found) if found else None


def servers_enrolled(viewer: Viewer) -> list[Keys]:
    """Return the automatic holders in force, of every suite."""
    return [key for suite in SUITES for key in holders_for(viewer, suite, frozenset())]


SUITES = ("GM1", "INTL1")


def envelope_called(viewer: Viewer, envelope_hash: str) -> SealedBid:
    """Return an envelope by its hash, which only who handed it in knows before the opening.

    Raises:
        NotFound: there is none.
    """
    row = SealedBid.objects.seen_by(viewer).filter(envelope_hash=envelope_hash).first()
    if not row:
        raise NotFound("没有收到过这份密封投标文件。")
    return row


def envelope_with_code(viewer: Viewer, code: str) -> SealedBid:
    """Return an envelope by its row's random code.

    Raises:
        NotFound: there is none.
    """
    row = SealedBid.objects.seen_by(viewer).filter(code=code).first()
    if not row:
        raise NotFound("没有找到这份密封投标文件。")
    return row


@read_once
def registry_of(viewer: Viewer, project_number: str, lot_number: int) -> RegistryOfBids | None:
    """Return the registry that was sealed at the deadline."""
    rows = RegistryOfBids.objects.seen_by(viewer).filter(
        project_number=project_number, lot_number=lot_number
    )
    return rows.first()


def registries_of(viewer: Viewer, project_number: str) -> dict[int, RegistryOfBids]:
    """Return the registries of all lots that are sealed, by lot: in one query."""
    rows = RegistryOfBids.objects.seen_by(viewer).filter(project_number=project_number)
    return {row.lot_number: row for row in rows}


def releases_of(viewer: Viewer, bids: list[SealedBid]) -> dict[int, list[ShareRelease]]:
    """Return the releases of envelopes by the envelope's row."""
    found: dict[int, list[ShareRelease]] = {bid.pk: [] for bid in bids}
    for row in ShareRelease.objects.seen_by(viewer).filter(bid_id__in=list(found)).order_by("pk"):
        found[row.bid_id].append(row)
    return found


def unopened_of(viewer: Viewer, bids: list[SealedBid]) -> dict[int, list[ShareUnopened]]:
    """Return by the envelope's row which holders said that its share for them does not open."""
    found: dict[int, list[ShareUnopened]] = {bid.pk: [] for bid in bids}
    for row in ShareUnopened.objects.seen_by(viewer).filter(bid_id__in=list(found)).order_by("pk"):
        found[row.bid_id].append(row)
    return found


def answered_by(viewer: Viewer, bids: list[SealedBid]) -> dict[int, set[str]]:
    """Return by the envelope's row the holders that released its share or said it does not open."""
    answered = {pk: {one.holder for one in came} for pk, came in releases_of(viewer, bids).items()}
    for pk, words in unopened_of(viewer, bids).items():
        answered[pk] |= {one.holder for one in words}
    return answered


def envelopes_handed_in(viewer: Viewer, project_number: str, lot_number: int) -> list[SealedBid]:
    """Return the envelopes of a lot that wait to be opened."""
    rows = SealedBid.objects.seen_by(viewer).filter(
        project_number=project_number, lot_number=lot_number, state="received"
    )
    return list(rows.order_by("received_at", "pk"))


def waiting_for_recovery(viewer: Viewer, project_number: str, lot_number: int) -> list[SealedBid]:
    """Return the envelopes that the log asks the recovery group to open, as far as none has yet."""
    rows = envelopes_handed_in(viewer, project_number, lot_number)
    return [row for row in rows if row.recovery_entry_id and not row.bidder_secret]


@dataclass(frozen=True, slots=True)
class HolderLine:
    """A holder of a lot's policy; ``released``: it gave each share of its, or says it does not open."""

    code: str
    group: str
    organisation: str
    kind: str
    released: bool


@dataclass(frozen=True, slots=True)
class SealedLot:
    """A lot: its opening policy, and how far its opening is. No number before T."""

    number: int
    name: str
    policy: PolicyCard
    registry: RegistryOfBids | None
    holders: tuple[HolderLine, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The groups of which no holder has released; one holder of each is enough."""
        came = {one.group for one in self.holders if one.released}
        return tuple(dict.fromkeys(one.group for one in self.holders if one.group not in came))

    @property
    def complete(self) -> bool:
        """Whether every group has released."""
        return not self.missing


def sealed_lots(viewer: Viewer, project_number: str) -> list[SealedLot]:
    """Return a project's lots with what their openings need.

    Raises:
        NotFound: the viewer does not see the project, or it has no opening policy yet.
    """
    project = project_seen(viewer, project_number)
    lots = lots_with_policy(viewer, project_number)
    if not lots:
        raise NotFound("这个项目还没有公布开标密钥方案。")
    return [_sealed_lot(viewer, project, number) for number in lots]


def groups_missing(viewer: Viewer, project_number: str) -> tuple[str, ...]:
    """Return the groups of which nobody has released yet what an opening due now needs.

    Lots with too few bids are not opened and need nothing.
    """
    lots = [one for one in sealed_lots(viewer, project_number) if one.registry]
    waiting = [one for one in lots if is_enough_to_open(SYSTEM, project_number, one.number)]
    return tuple(dict.fromkeys(group for one in waiting for group in one.missing))


def _sealed_lot(viewer: Viewer, project: ProjectCard, number: int) -> SealedLot:
    card = policy_card(viewer, project.number, number)
    registry = registry_of(SYSTEM, project.number, number)
    rows = live_envelopes(SYSTEM, project.number, number) if registry else []
    answered = answered_by(SYSTEM, rows)
    return SealedLot(
        number=number,
        name=project.lot(number).name,
        policy=card,
        registry=registry,
        holders=tuple(
            HolderLine(one.code, one.group, one.organisation, one.kind,
                       bool(rows) and all(one.code in answered[row.pk] for row in rows))
            for one in card.holders
        ),
    )  # fmt: skip


def lots_to_close(viewer: Viewer, now: datetime) -> list[str]:
    """Return the projects with a policy whose last deadline has come and no registry yet.

    Asked several times a second, so it looks at recent deadlines only; an opening held later
    seals its registry itself.
    """
    rows = OpeningPolicy.objects.seen_by(viewer).filter(deadline__gte=now - LOOKS_BACK)
    closed = RegistryOfBids.objects.seen_by(viewer).filter(
        project_number=OuterRef("project_number"), lot_number=OuterRef("lot_number")
    )
    waiting = rows.filter(~Exists(closed)).values("project_number", "lot_number")
    last = waiting.annotate(last=Max("deadline")).filter(last__lte=now)
    return sorted({row["project_number"] for row in last})


def is_enough_to_open(viewer: Viewer, project_number: str, lot_number: int) -> bool:
    """Whether the law lets a lot be opened: enough bids, all of them sealed.

    What a round leaves is counted by who called it, after the opening.
    """
    rows = envelopes_handed_in(viewer, project_number, lot_number)
    if is_round(project_number):
        return bool(rows)
    project = project_seen(viewer, project_number)
    if not rows or not project.bid_deadline:
        return False
    count = SupplierCount(
        method=project.method, step="opening", count=len(rows), two_suppliers=project.two_suppliers
    )
    return enough_suppliers(count, clock.now()).holds
