"""The bidder's group: headers are read first, then each bidder opens its own bid, or who recovers it.

What is here is part of the commands of those who hold the opening.
"""

from __future__ import annotations

from dataclasses import dataclass

from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.platform.journal.services import Entry, record
from lucai.platform.records import system_access
from lucai.stages.trade.sealing.models import OpeningPolicy, SealedBid
from lucai.stages.trade.sealing.selectors import (
    envelope_with_code,
    envelopes_handed_in,
    policy_rows,
    releases_of,
    unopened_of,
)
from lucai.stages.trade.sealing.selectors.acknowledged import acknowledged_of
from lucai.stages.trade.sealing.services.opening import opened_header, shut
from lucai.stages.trade.sealing.subjects import subject_of
from lucai_trust.envelope import (
    AbsentHolder,
    BidderFault,
    Fault,
    HolderFault,
    Policy,
    bidder_secret_by_code,
    check_bidder_secret,
    contradicted,
    read_release,
    recover_bidder_secret,
    released_shares,
)
from lucai_trust.errors import CiphertextRefused, EncodingRefused, EnvelopeRefused
from lucai_trust.release_request import RECOVERY_MEMBER

UNRECOVERABLE = (
    "投标人没有在解密时段内解密，恢复组中释放份额的单位不足，其余单位签名称封给它的份额打不开"
)
DENIED = "投标人没有在解密时段内解密，恢复组中有单位递交时签名确认份额能打开，现在又签名称打不开"
UNOPENED = "投标人没有在解密时段内解密，按开标密钥方案视为撤销投标"
MISTYPED = "恢复码没有输对：共九组、每组四个字符，请对照打印件逐组核对后再试"
OF_ANOTHER = "这是另一份投标文件的恢复码，请核对打印件上的项目、包号和文件指纹"
NO_CODE = "这份投标文件封标时没有生成恢复码，请用封标时的证书解密"
BROKEN = "恢复码没有错，但它解开的密钥与封标时的承诺不符，这份投标文件打不开"
NOT_THE_KEY = "解开的密钥与封标时的承诺不符，请换用封标时的证书，或者输入恢复码"


@dataclass(frozen=True, slots=True)
class HeaderRead:
    """An envelope whose header opened: who bids, by its signed header."""

    bid: SealedBid
    bidder_code: str
    bidder_name: str


def read_headers(actor: Actor, *, project_number: str, lot_number: int) -> list[HeaderRead]:
    """Open the headers of a lot's envelopes; one that does not open is shut, with its fault.

    Raises:
        WrongState: holders have not released enough shares yet.
    """
    rows = envelopes_handed_in(SYSTEM, project_number, lot_number)
    versions = policy_rows(SYSTEM, project_number, lot_number) if rows else []
    held, found = releases_of(SYSTEM, rows), []
    for row in rows:
        try:
            _, header = opened_header(actor, row, _policy_of(versions, row), held[row.pk])
        except Fault as fault:
            shut(actor, row, fault)
            continue
        bidder = header.inner.bidders[0]
        found.append(HeaderRead(row, bidder.code, bidder.name))
    return found


def secret_by_code(actor: Actor, *, code: str, typed: str) -> bytes:
    """Return the bidder's secret that a recovery code opens.

    Raises:
        InvalidInput: mistyped, of another envelope, or none was made; at ``code``.
    """
    del actor
    envelope = _locked(code).envelope
    try:
        return bidder_secret_by_code(envelope, typed)
    except EncodingRefused as error:
        raise InvalidInput({"code": MISTYPED}) from error
    except CiphertextRefused as error:
        raise InvalidInput({"code": OF_ANOTHER}) from error
    except BidderFault as error:
        raise InvalidInput({"code": BROKEN}) from error
    except EnvelopeRefused as error:
        raise InvalidInput({"code": NO_CODE}) from error


def keep_secret(actor: Actor, *, code: str, secret: bytes) -> None:
    """Keep the secret with which a bidder opened its bid; nobody is shown it before all open.

    Raises:
        InvalidInput: it is not the one that the envelope commits to; at ``secret``.
    """
    del actor
    row = _locked(code)
    try:
        check_bidder_secret(row.envelope, secret)
    except EnvelopeRefused as error:
        raise InvalidInput({"secret": NOT_THE_KEY}) from error
    row.change(bidder_secret=secret.hex())


def revoke(actor: Actor, *, code: str) -> None:
    """Leave a bid closed whose bidder did not open it: its policy says so."""
    shut(actor, _locked(code), BidderFault(UNOPENED))


def give_up_recovery(actor: Actor, *, code: str) -> None:
    """Leave a bid closed for which too few of the recovery group released a share.

    The others say that theirs does not open. Nobody can see whether it is so: they are named, and
    not the bidder; at fault are those among them that said the contrary when the bid came in.
    """
    row = _locked(code)
    denying = _denying(row)
    try:
        _recovered(row, denying)
    except HolderFault as fault:
        what = DENIED if denying & set(fault.holders) else str(fault)
        shut(actor, row, HolderFault(what, *fault.holders))
    except AbsentHolder as fault:
        shut(actor, row, AbsentHolder(UNRECOVERABLE, fault.holders))


def request_recovery(actor: Actor, *, code: str) -> None:
    """Ask the recovery group, in the log, to stand in for a bidder that did not open its bid."""
    row = _locked(code)
    subject = subject_of(row.project_number, row.lot_number)
    policy = policy_rows(SYSTEM, row.project_number, row.lot_number)[-1].policy_hash
    asked = {"policy": policy, "envelope": row.envelope_hash}
    entry = record(
        actor,
        Entry(
            event="trade.sealedBid.recover",
            object_type="trade.sealedBid",
            object_key=row.code,
            label=f"包 {row.lot_number} 申请由恢复组解密",
            heading=subject.title,
            href=subject.href,
            region=subject.region,
            project_number=subject.project_number,
            public=True,
            body={"lot": row.lot_number, RECOVERY_MEMBER: asked},
        ),
    )
    row.change(recovery_entry_id=entry.pk)


def missing_for_recovery(actor: Actor, *, code: str) -> tuple[str, ...]:
    """Name whose recovery shares of a bid are missing or wrong; none: it can be recovered."""
    del actor
    row = envelope_with_code(SYSTEM, code)
    try:
        _recovered(row)
    except (AbsentHolder, HolderFault) as fault:
        policy = _policy(row)
        return tuple(policy.group_of(one).holder(one).organisation for one in fault.holders)
    except BidderFault:
        return ()
    return ()


def recover(actor: Actor, *, code: str) -> bool:
    """Put the recovery shares that have come together; return whether they open the bid.

    Where they give another secret than the envelope commits to, it is shut by its bidder's fault.
    """
    row = _locked(code)
    try:
        row.change(bidder_secret=_recovered(row).hex())
    except BidderFault as fault:
        shut(actor, row, fault)
        return False
    return True


def _recovered(row: SealedBid, denying: frozenset[str] = frozenset()) -> bytes:
    policy, held = _policy(row), releases_of(SYSTEM, [row])[row.pk]
    shares = released_shares(read_release(policy, row.envelope, one.signed) for one in held)
    return recover_bidder_secret(policy, row.envelope, shares, denying).secret


def _denying(row: SealedBid) -> frozenset[str]:
    """Name the holders that say now that a share does not open, and said it does when it came in."""
    acknowledged = [one.signed for one in acknowledged_of(SYSTEM, [row])[row.pk]]
    unopened = [one.signed for one in unopened_of(SYSTEM, [row])[row.pk]]
    return contradicted(_policy(row), row.envelope, acknowledged, unopened)


def _policy(row: SealedBid) -> Policy:
    return _policy_of(policy_rows(SYSTEM, row.project_number, row.lot_number), row)


def _policy_of(versions: list[OpeningPolicy], row: SealedBid) -> Policy:
    return next(one.policy for one in versions if one.policy_hash == row.policy_hash)


def _locked(code: str) -> SealedBid:
    with system_access("envelope of an opening in hand"):
        row = SealedBid.objects.select_for_update().filter(code=code).first()
    if not row:
        raise NotFound("没有找到这份密封投标文件。")
    found: SealedBid = row
    return found
