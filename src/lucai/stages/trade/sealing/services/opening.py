"""Opening a lot's envelopes: each opens to the one content it was sealed with, or names who failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.db import transaction

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import WrongState
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.sealing import vault
from lucai.stages.trade.sealing.lifecycle import SEALED_BID
from lucai.stages.trade.sealing.models import SealedBid
from lucai.stages.trade.sealing.platform_keys import marking_secret
from lucai.stages.trade.sealing.policies import FILE_PARTS, OFFER, RESPONSE
from lucai.stages.trade.sealing.selectors import (
    envelopes_handed_in,
    policy_rows,
)
from lucai.stages.trade.sealing.services.shares import Given, denying_of, given_of
from lucai.stages.trade.sealing.services.signers import Signed, problem_of
from lucai_trust.digest import DigestPair
from lucai_trust.envelope import (
    AbsentHolder,
    BidderFault,
    Envelope,
    Fault,
    Header,
    HolderFault,
    ListedPart,
    Marks,
    Policy,
    StageOpening,
    check_receipted,
    header_key,
    open_header,
    open_marked_part,
    open_stage,
    part_key,
    read_release,
    released_shares,
)
from lucai_trust.errors import TrustError

LONGEST_TEXT = 8 << 20
OUT_OF_REACH = "持有方签名称封给它的份额打不开，其余份额不足"
DENIED = "持有方在递交时签名确认份额能打开，现在又签名称打不开，其余份额不足"


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file of an envelope; ``chunks`` decrypts as it is read."""

    part: str
    name: str
    media: str
    size: int
    number: int


@dataclass(frozen=True, slots=True)
class OpenedEnvelope:
    """An envelope that opened: whose it is by its signed header, and what it holds."""

    code: str
    envelope_hash: str
    received_at: datetime
    envelope: Envelope
    header: Header
    keys: dict[int, bytes]
    offer: bytes
    response: bytes
    signature_problem: str = ""

    @property
    def digests(self) -> DigestPair:
        """The envelope's digests, which its receipt states."""
        return self.envelope.digests

    @property
    def bidder_code(self) -> str:
        """The 统一社会信用代码 of the bidder, or of a consortium's first member."""
        return self.header.inner.bidders[0].code

    @property
    def files(self) -> tuple[OpenedFile, ...]:
        """The files beside offer and response."""
        return tuple(
            OpenedFile(one.part, one.file, one.media, one.size, one.number)
            for one in self.header.inner.parts
            if one.part in FILE_PARTS
        )

    def chunks(self, number: int) -> Iterator[bytes]:
        """Decrypt a part as a stream."""
        return _stream(self.envelope, self.header, number, self.keys[number])


Entering = Callable[[OpenedEnvelope], str]


def open_lot(
    actor: Actor, *, project_number: str, lot_number: int, enter: Entering = lambda _: ""
) -> list[OpenedEnvelope]:
    """Open every envelope of a lot; part of the opening's command, whose entry it shares.

    What cannot be opened is shut for good, with the fault and whose it is.

    Args:
        enter: writes down what an envelope held, reading its files to their ends; says why it is
            not what was asked for, or nothing. At a fault nothing of what it wrote stands.

    Raises:
        WrongState: holders have not released enough shares yet, or a bidder of a policy with the
            bidder's group has not opened its bid.
    """
    rows = envelopes_handed_in(SYSTEM, project_number, lot_number)
    if not rows:
        return []
    versions = policy_rows(SYSTEM, project_number, lot_number)
    given = given_of(rows)
    opened = []
    for row in rows:
        policy = next(one.policy for one in versions if one.policy_hash == row.policy_hash)
        try:
            found, why = _entered(actor, row, policy, given[row.pk], enter)
        except Fault as fault:
            shut(actor, row, fault)
            continue
        opened.append(found)
        changes = {"opened_at": clock.now()}
        take_step(actor, row, SEALED_BID, "open", changes=changes, follows=True,
                  body={"envelope": row.envelope_hash})  # fmt: skip
        if why:
            set_aside(actor, code=row.code, why=why)
    return opened


def _entered(
    actor: Actor, row: SealedBid, policy: Policy, given: Given, enter: Entering
) -> tuple[OpenedEnvelope, str]:
    """Open one envelope and write down what it held; return also why it is set aside."""
    if policy.bidder and not row.bidder_secret:
        raise WrongState("还有投标文件没有解密，解密时段结束后才能开启。")
    found = _opened(actor, row, policy, given)
    signed = Signed(found.header, found.received_at)
    found = replace(found, signature_problem=problem_of(actor, signed))
    with transaction.atomic():
        return found, enter(found)


def give_back(actor: Actor, *, project_number: str, lot_number: int) -> int:
    """Leave a lot's envelopes unopened for good; nobody releases a share of theirs."""
    rows = envelopes_handed_in(SYSTEM, project_number, lot_number)
    for row in rows:
        take_step(actor, row, SEALED_BID, "give_back", follows=True,
                  body={"envelope": row.envelope_hash})  # fmt: skip
    return len(rows)


def set_aside(actor: Actor, *, code: str, why: str) -> None:
    """Note of an envelope that opened, and holds no bid that can be entered, why not."""
    with system_access("envelope in hand"):
        row = SealedBid.objects.select_for_update().get(code=code)
    said = {"culprit": "bidder", "what": why}
    row.change(fault=said)
    note(actor, row, SEALED_BID, "set-aside", label=f"密封投标文件无法采用：{why}"[:120],
         body={"envelope": row.envelope_hash, "fault": said})  # fmt: skip


def opened_header(
    actor: Actor, row: SealedBid, policy: Policy, given: Given
) -> tuple[StageOpening, Header]:
    """Open an envelope's header with the shares that have come.

    Raises:
        Fault: it does not open, and whose fault that is; also where too few holders are left that
            have not said that their share does not open.
        WrongState: holders have not released enough shares yet.
    """
    del actor
    envelope = row.envelope
    check_receipted(envelope, DigestPair(row.sha256, row.sm3, _size_of(envelope)))
    releases = [read_release(policy, envelope, one.signed) for one in given.releases]
    try:
        stage = open_stage(policy, envelope, policy.opening_stage, released_shares(releases))
    except AbsentHolder as error:
        if _is_out_of_reach(policy, error, given):
            raise _lost(row, policy, error) from error
        missing = "、".join(_organisations(policy, error))
        raise WrongState(f"还缺少开标密钥份额：{missing}释放后才能开标。") from error
    return stage, open_header(policy, envelope, header_key(policy, envelope, stage))


def _opened(actor: Actor, row: SealedBid, policy: Policy, given: Given) -> OpenedEnvelope:
    envelope = row.envelope
    stage, header = opened_header(actor, row, policy, given)
    keys = _keys(policy, envelope, stage, bytes.fromhex(row.bidder_secret))
    return OpenedEnvelope(
        code=row.code,
        envelope_hash=row.envelope_hash,
        received_at=row.received_at,
        envelope=envelope,
        header=header,
        keys=keys,
        offer=_text(envelope, header, OFFER, keys),
        response=_text(envelope, header, RESPONSE, keys) if _asks(policy, RESPONSE) else b"",
    )


def _keys(
    policy: Policy, envelope: Envelope, stage: StageOpening, secret: bytes
) -> dict[int, bytes]:
    return {
        part.number: part_key(policy, envelope, part.number, opened=stage, bidder_secret=secret)
        for part in envelope.core.parts
    }


def _text(envelope: Envelope, header: Header, name: str, keys: dict[int, bytes]) -> bytes:
    listed = _listed(header, name)
    if listed.size > LONGEST_TEXT:
        raise BidderFault(f"part {name} is longer than anything that is typed")
    return b"".join(_stream(envelope, header, listed.number, keys[listed.number]))


def _asks(policy: Policy, part: str) -> bool:
    return any(one.name == part for one in policy.parts)


def _listed(header: Header, name: str) -> ListedPart:
    return next(one for one in header.inner.parts if one.part == name)


def _stream(envelope: Envelope, header: Header, number: int, key: bytes) -> Iterator[bytes]:
    name = envelope.hash.hex()
    marks = Marks.of(envelope, number, marking_secret(), vault.marks_of(name))
    read = partial(vault.part_of, name, number)
    return open_marked_part(envelope, header, number, key, read, marks)


def shut(actor: Actor, row: SealedBid, fault: Fault) -> None:
    """Leave an envelope closed for good, and write down whose fault it is."""
    said = {"culprit": str(fault.culprit), "holders": [*fault.holders], "what": str(fault)}
    take_step(
        actor, row, SEALED_BID, "fail",
        changes={"fault": said, "opened_at": clock.now()},
        body={"envelope": row.envelope_hash, "fault": said}, follows=True,
    )  # fmt: skip


def _lost(row: SealedBid, policy: Policy, absence: AbsentHolder) -> Fault:
    """Say whose fault it is that too few shares are left: who takes a signed word back, before others."""
    denying = denying_of(row, policy).intersection(absence.holders)
    if denying:
        return HolderFault(DENIED, *sorted(denying))
    return AbsentHolder(OUT_OF_REACH, absence.holders)


def _is_out_of_reach(policy: Policy, absence: AbsentHolder, given: Given) -> bool:
    """Whether a group comes to its threshold no more, though all come who have not answered."""
    group = policy.group_of(absence.holders[0])
    return len(group.holders) - len(given.unopened.intersection(absence.holders)) < group.threshold


def _organisations(policy: Policy, error: AbsentHolder) -> list[str]:
    names: dict[str, None] = {}
    for holder in error.holders:
        try:
            names[policy.group_of(holder).holder(holder).organisation] = None
        except TrustError:
            continue
    return list(names)


def _size_of(envelope: Envelope) -> int:
    return len(envelope.core_bytes) + len(envelope.sealed)
