"""The verification package of a lot: who may have which edition, and where it lies when made."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.sealing import ports
from lucai.stages.trade.sealing.claims import UNREADABLE, Claims, judge_claims
from lucai.stages.trade.sealing.models import SealedBid
from lucai.stages.trade.sealing.selectors import (
    policy_rows,
    registry_of,
    releases_of,
    unopened_of,
)
from lucai.stages.trade.sealing.selectors.acknowledged import acknowledged_of
from lucai.stages.trade.sealing.services.packing import Contents, Packing

PUBLIC_EDITION, SUPERVISION_EDITION, ARCHIVE_EDITION = "public", "supervision", "archive"
EARLY = frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR})
UNOPENED = frozenset({"received", "returned"})


@dataclass(frozen=True, slots=True)
class PackageOffer:
    """That a viewer may have a lot's package: its edition, and whether it is for everybody."""

    project_number: str
    lot_number: int
    edition: str
    public: bool

    @property
    def address(self) -> str:
        """Where it is."""
        return f"/rooms/{self.project_number}/sealed/{self.lot_number}/package.zip"

    @property
    def file_name(self) -> str:
        """What it is called on the reader's disk."""
        return f"{self.project_number}-{self.lot_number}-{self.edition}.zip"


def package_offer(viewer: Viewer, project_number: str, lot_number: int) -> PackageOffer | None:
    """Say which edition a viewer may have: once the record is closed everybody the public one.

    From the opening on its parties have it, and supervision the one with the shares.
    """
    read_out = ports.read_out(project_number, lot_number)
    if not read_out or not _bids(project_number, lot_number):
        return None
    party = viewer.side in EARLY and _sees(viewer, project_number)
    if not (party or read_out.recorded_at):
        return None
    supervises = party and viewer.side is Side.SUPERVISOR
    edition = SUPERVISION_EDITION if supervises else PUBLIC_EDITION
    return PackageOffer(project_number, lot_number, edition, bool(read_out.recorded_at))


def package_file(viewer: Viewer, project_number: str, lot_number: int) -> tuple[str, IO[bytes]]:
    """Return a lot's package and its name; a package for everybody is made once.

    Raises:
        NotFound: the lot was not opened, or the viewer may not have it yet.
    """
    offer = package_offer(viewer, project_number, lot_number)
    if not offer:
        raise NotFound("这一包还没有核验包：开标记录形成以后向所有人公开。")
    if not offer.public:
        return offer.file_name, _made(offer)
    kept = Path(settings.LUCAI_DATA_DIR) / "sealed" / "packages" / offer.file_name
    if not kept.exists():
        _keep(kept, _made(offer))
    return offer.file_name, kept.open("rb")


def round_package(
    viewer: Viewer, number: str, lot_number: int, *, read_out: ports.ReadOut, edition: str
) -> IO[bytes]:
    """Return the package of a round that was opened; the public edition alone tells no price.

    Who may have which edition, who called the round says.

    Raises:
        NotFound: nothing was handed in, or it was not opened.
    """
    del viewer
    registry, rows = registry_of(SYSTEM, number, lot_number), _bids(number, lot_number)
    if not registry or not rows:
        raise NotFound("没有可以核验的密封报价。")
    target = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    versions = policy_rows(SYSTEM, number, lot_number)
    held, unopened = releases_of(SYSTEM, rows), unopened_of(SYSTEM, rows)
    acknowledged = acknowledged_of(SYSTEM, rows)
    contents = Contents(versions, registry, rows, held, unopened, acknowledged, read_out)
    _pack(contents, target, edition, with_prices=edition != PUBLIC_EDITION)
    return target


def can_be_proven(viewer: Viewer, number: str, lot_number: int) -> bool:
    """Whether a lot or a round was opened and leaves something to verify, for the archive."""
    del viewer
    return bool(registry_of(SYSTEM, number, lot_number) and _bids(number, lot_number))


def opening_can_be_proven(viewer: Viewer, number: str, lot_number: int) -> bool:
    """Whether a lot's bids were opened and read out; a lot that failed leaves its envelopes shut."""
    proven = can_be_proven(viewer, number, lot_number)
    return proven and ports.read_out(number, lot_number) is not None


def archive_package(viewer: Viewer, project_number: str, lot_number: int) -> IO[bytes]:
    """Return the package of a lot's opening as the archive keeps it: with the shares of what opened.

    The archive holds those bids themselves, so their shares tell it nothing more; an envelope that
    stayed shut stays so.

    Raises:
        NotFound: the lot was not opened.
    """
    del viewer
    return _made(PackageOffer(project_number, lot_number, ARCHIVE_EDITION, public=False))


def judge_lots(viewer: Viewer, project_number: str) -> dict[int, Claims]:
    """Judge what the opened lots of a project prove so far, for who is about to sign the record.

    A party sees it as everybody will: with the prices, without the shares.
    """
    lots = (lot.number for lot in project_seen(viewer, project_number).lots)
    offers = (package_offer(viewer, project_number, number) for number in lots)
    return {one.lot_number: _judged(one) for one in offers if one}


def _judged(offer: PackageOffer) -> Claims:
    with tempfile.NamedTemporaryFile(suffix=".zip") as target, _made(offer) as made:
        shutil.copyfileobj(made, target)
        target.flush()
        try:
            return judge_claims(Path(target.name))
        except UNREADABLE as error:
            return Claims(0, (f"核验包读不了：{error}",), "")


def _made(offer: PackageOffer) -> IO[bytes]:
    target = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    contents = _contents(offer.project_number, offer.lot_number)
    _pack(contents, target, offer.edition, with_prices=True)
    return target


def _pack(contents: Contents, target: IO[bytes], edition: str, *, with_prices: bool) -> None:
    shares = edition != PUBLIC_EDITION
    everything = edition == SUPERVISION_EDITION
    Packing(
        contents, target, with_shares=shares, with_shut=everything, with_prices=with_prices
    ).write()
    target.seek(0)


def _contents(project_number: str, lot_number: int) -> Contents:
    registry = registry_of(SYSTEM, project_number, lot_number)
    read_out = ports.read_out(project_number, lot_number)
    if not registry or not read_out:
        raise NotFound("这一包还没有开标。")
    rows = _bids(project_number, lot_number)
    return Contents(
        versions=policy_rows(SYSTEM, project_number, lot_number),
        registry=registry,
        bids=rows,
        releases=releases_of(SYSTEM, rows),
        unopened=unopened_of(SYSTEM, rows),
        acknowledged=acknowledged_of(SYSTEM, rows),
        read_out=read_out,
    )


def _bids(project_number: str, lot_number: int) -> list[SealedBid]:
    """Return every envelope of an opened lot; none where one is still closed, or all were returned."""
    found = SealedBid.objects.seen_by(SYSTEM).filter(
        project_number=project_number, lot_number=lot_number
    )
    rows = list(found.order_by("received_at", "pk"))
    return [] if any(row.state in UNOPENED for row in rows) else rows


def _keep(place: Path, made: IO[bytes]) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as waiting, made:
        while piece := made.read(1 << 20):
            waiting.write(piece)
    Path(waiting.name).replace(place)


def _sees(viewer: Viewer, project_number: str) -> bool:
    try:
        project_seen(viewer, project_number)
    except NotFound:
        return False
    return True
