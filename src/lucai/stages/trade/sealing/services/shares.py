"""Shares that holders release: kept with their envelopes when they are right, and told to the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import WrongState
from lucai.platform.journal.services import Entry, record
from lucai.platform.records import system_access
from lucai.stages.trade.sealing.models import (
    OpeningPolicy,
    RegistryOfBids,
    SealedBid,
    ShareRelease,
)
from lucai.stages.trade.sealing.selectors import registry_of, releases_of, unopened_of
from lucai.stages.trade.sealing.selectors.acknowledged import acknowledged_of
from lucai.stages.trade.sealing.services.unopened import Word
from lucai.stages.trade.sealing.subjects import subject_of
from lucai_trust.envelope import (
    Policy,
    SignedStatement,
    contradicted,
    is_right_share,
    read_release,
)
from lucai_trust.errors import TrustError


@dataclass(frozen=True, slots=True)
class Given:
    """What holders answered of an envelope: their releases, and who says its share does not open."""

    releases: Sequence[ShareRelease]
    unopened: frozenset[str]


def given_of(rows: list[SealedBid]) -> dict[int, Given]:
    """Return by the envelope's row what holders have answered."""
    releases, words = releases_of(SYSTEM, rows), unopened_of(SYSTEM, rows)
    return {
        row.pk: Given(releases[row.pk], frozenset(one.holder for one in words[row.pk]))
        for row in rows
    }


def denying_of(row: SealedBid, policy: Policy) -> frozenset[str]:
    """Return who says that a share does not open and signed the contrary when the envelope came."""
    acknowledged = [one.signed for one in acknowledged_of(SYSTEM, [row])[row.pk]]
    unopened = [one.signed for one in unopened_of(SYSTEM, [row])[row.pk]]
    return contradicted(policy, row.envelope, acknowledged, unopened)


def locked_lot(project_number: str, lot_number: int) -> None:
    """Lock a lot's registry: until the transaction ends no share of the lot can come in."""
    with system_access("registry whose shares come in"):
        rows = RegistryOfBids.objects.select_for_update()
        list(rows.filter(project_number=project_number, lot_number=lot_number))


def sealed_registry(project_number: str, lot_number: int) -> RegistryOfBids:
    """Return a lot's sealed registry.

    Raises:
        WrongState: it is not sealed yet.
    """
    found = registry_of(SYSTEM, project_number, lot_number)
    if not found:
        raise WrongState("投标登记册还没有封存，截止时间到后才能释放密钥份额。")
    return found


def policy_of(versions: Sequence[OpeningPolicy], row: SealedBid) -> Policy:
    """Return the version of a lot's policy that an envelope was sealed under."""
    return next(one for one in versions if one.policy_hash == row.policy_hash).policy


def keep_share(row: SealedBid, versions: Sequence[OpeningPolicy], signed: SignedStatement) -> int:
    """Keep a right share of a holder of whom none is kept; return how many that made."""
    policy = policy_of(versions, row)
    try:
        read = read_release(policy, row.envelope, signed)
        is_right = is_right_share(policy, row.envelope, read.released)
    except TrustError:
        return 0
    if not is_right or any(
        one.holder == read.released.holder for one in releases_of(SYSTEM, [row])[row.pk]
    ):
        return 0
    _write(row, read.released.holder, signed, read.at)
    return 1


def _write(row: SealedBid, holder: str, signed: SignedStatement, at: datetime) -> None:
    statement = signed.encode().decode("utf-8")
    ShareRelease(bid=row, holder=holder, statement=statement, at=at).save(force_insert=True)


def note_releases(
    actor: Actor,
    project_number: str,
    lot_number: int,
    came: int,
    refused: list[str],
    words: Sequence[Word] = (),
) -> None:
    """Tell the log how many shares of a lot came, which holders gave none, and who signed why."""
    subject = subject_of(project_number, lot_number)
    record(
        actor,
        Entry(
            event="trade.shareRelease.release",
            object_type="trade.shareRelease",
            object_key=f"{project_number}/{lot_number}",
            label=f"包 {lot_number} 释放开标密钥份额",
            heading=subject.title,
            href=subject.href,
            region=subject.region,
            project_number=subject.project_number,
            body={"lot": lot_number, "complete": not refused, "refused": refused,
                  "unopened": {one.row.envelope_hash: one.digest for one in words},
                  "at": clock.now().isoformat()},
        ),
    )  # fmt: skip
