"""Timestamps are renewed before the certificate of their authority ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.platform.records import system_access
from lucai.stages.archive.packages.lifecycle import PACKAGE
from lucai.stages.archive.packages.models import PackageStamp
from lucai.stages.archive.packages.selectors.versions import tokens_of, versions_of
from lucai.stages.archive.packages.services.gathering import keep_stamp
from lucai.stages.archive.packages.stamping import Stamped, stamp, tag_manifest

BEFORE = timedelta(days=365)
"""How long before a certificate's end its tokens are covered by new ones."""
AT_ONCE = 20


def renew_stamps(actor: Actor, *, now: datetime) -> int:
    """Give new tokens to packages whose tokens end soon; return how many.

    Nothing is gained, and nothing done, while the authority has no certificate that ends later.
    """
    with system_access("timestamps that end"):
        found = PackageStamp.objects.filter(renewed=False, until__lt=now + BEFORE)
        ending = list(found.select_related("package").order_by("until")[:AT_ONCE])
    return sum(_renew(actor, one, now) for one in ending if one.package.file_id)


def _renew(actor: Actor, last: PackageStamp, now: datetime) -> bool:
    versions = versions_of(SYSTEM, last.package.project_number)
    file = next(one.file for one in versions if one.number == last.edition)
    if file is None:
        return False
    earlier = tokens_of(SYSTEM, last.package.project_number, last.edition)
    made = stamp(tag_manifest(file.path), earlier, now)
    if made.until <= last.until:
        return False
    _keep(actor, last, made)
    return True


@command
def _keep(actor: Actor, last: PackageStamp, made: Stamped) -> None:
    last.change(renewed=True)
    keep_stamp(actor, last.package, last.edition, made, place=last.place + 1)
    note(
        actor, last.package, PACKAGE, "renew", label="续加时间戳",
        body={"version": last.edition, "place": last.place + 1, "until": made.until.isoformat()},
    )  # fmt: skip
