"""Taking envelopes in: checked without any key, one transaction, a receipt with its proof.

Nobody is signed in here. Who hands in is not known and not asked; that the hand belongs to a
supplier who obtained the document, the pass says that it was given.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, NotAllowed, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.law.tender_rules import BidFacts, bid_arrives_in_time
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.trade.sealing import ports, vault, witnessing
from lucai.stages.trade.sealing.lifecycle import SEALED_BID
from lucai.stages.trade.sealing.models import OpeningPolicy, SealedBid
from lucai.stages.trade.sealing.platform_keys import receipt_signers
from lucai.stages.trade.sealing.selectors import envelope_called, policy_rows
from lucai.stages.trade.sealing.services import heads
from lucai.stages.trade.sealing.subjects import Subject, is_round, subject_of
from lucai_trust.digest import DigestPair
from lucai_trust.encoding import canonical
from lucai_trust.envelope import (
    Acknowledgement,
    Claim,
    Envelope,
    Policy,
    Receipt,
    ReceiptStatement,
    SignedStatement,
    WithdrawalStatement,
    check_envelope,
    make_receipt,
    part_matches,
    read_acknowledgement,
    read_claim,
)
from lucai_trust.errors import TrustError

MERGE_SECONDS = 60
ANYBODY = Actor.system(Reason.COUNTERPARTY_MESSAGE)


def hand_in(
    actor: Actor,
    *,
    project_number: str,
    lot_number: int,
    upload: str,
    core: bytes,
    sealed: bytes,
    claim: bytes = b"",
) -> bytes:
    """Take an envelope in and return its receipt; the same envelope again gives the same receipt.

    Args:
        upload: under which the chunks of the parts arrived.
        claim: signed with the claim key of the envelope that this one replaces.

    Raises:
        NotFound: the lot asks for no sealed bids.
        InvalidInput: not an envelope under this lot's policy, or parts are missing or differ.
        RuleBroken: late (GP-TEN-08).
        NotAllowed: it is a round's, which is handed in where one is signed in.
    """
    if is_round(project_number):
        raise NotAllowed("请在报价页面登录后递交。")
    envelope, policy = _checked(project_number, lot_number, core, sealed)
    row = _kept(envelope)
    if row is None:
        _lay_down(envelope, upload)
        row = take_in(
            actor, project_number=project_number, lot_number=lot_number, envelope=envelope,
            claim=claim,
        )  # fmt: skip
        vault.forget(upload)
    return _receipt(row, envelope, policy).encode()


def arrived(
    actor: Actor, number: str, lot_number: int, *, upload: str, core: bytes, sealed: bytes
) -> Envelope:
    """Return an envelope whose parts have come whole, and lay them down; not handed in yet.

    Raises:
        NotFound: nothing is sealed under this number.
        InvalidInput: not an envelope under its policy, or parts are missing or differ.
    """
    del actor
    envelope, _ = _checked(number, lot_number, core, sealed)
    if _kept(envelope) is None:
        _lay_down(envelope, upload)
    return envelope


def _kept(envelope: Envelope) -> SealedBid | None:
    """Return the row of an envelope that is in already."""
    with system_access("envelope in hand"):
        row: SealedBid | None = SealedBid.objects.filter(envelope_hash=envelope.hash.hex()).first()
        return row


def _lay_down(envelope: Envelope, upload: str) -> None:
    _check_parts(envelope, upload)
    vault.settle(upload, envelope.hash.hex(), _chunks(envelope))


def receipt_of(actor: Actor, *, envelope_hash: str) -> bytes:
    """Return the receipt of an envelope once more, with its proof and the witnesses' words."""
    del actor
    row = envelope_called(SYSTEM, envelope_hash)
    policy = _policy_of(row.policy_hash)
    return _receipt(row, row.envelope, policy).encode()


def withdrawal_of(actor: Actor, *, envelope_hash: str) -> bytes:
    """Return the platform's signed word that an envelope was withdrawn, and when.

    Raises:
        NotFound: there is no such envelope.
        WrongState: it was not withdrawn.
    """
    row = envelope_called(SYSTEM, envelope_hash)
    if not is_withdrawn(actor, envelope_hash=envelope_hash):
        raise WrongState("这份密封文件没有撤回。")
    said = WithdrawalStatement(
        envelope=row.envelope.hash,
        policy=bytes.fromhex(row.policy_hash),
        withdrawn_at=row.state_since,
        claim=hashlib.sha256(row.claim.encode("utf-8")).digest(),
    )
    return SignedStatement.by(said.encode(), receipt_signers()).encode()


def is_withdrawn(actor: Actor, *, envelope_hash: str) -> bool:
    """Whether an envelope was withdrawn by its bidder.

    Raises:
        NotFound: there is no such envelope.
    """
    del actor
    return envelope_called(SYSTEM, envelope_hash).state == "withdrawn"


@command
def withdraw(actor: Actor, *, claim: bytes) -> None:
    """Withdraw the envelope that a signed claim names, by its claim key.

    Raises:
        NotFound: there is no such envelope.
        InvalidInput: the claim is not signed with its claim key, or replaces instead.
        RuleBroken: the deadline has passed.
    """
    envelope_hash = _claimed(claim)
    if is_round(envelope_called(SYSTEM, envelope_hash).project_number):
        raise NotAllowed("请在报价页面登录后撤回。")
    take_back(actor, envelope_hash=envelope_hash, claim=claim)


def take_back(actor: Actor, *, envelope_hash: str, claim: bytes) -> None:
    """Withdraw an envelope by its claim key; part of a command.

    Raises:
        NotFound, InvalidInput, RuleBroken: as :func:`withdraw`.
    """
    row = envelope_called(SYSTEM, envelope_hash)
    _, deadline = _locked(row.project_number, row.lot_number)
    signed, replacement = _read_claim(row, claim, deadline)
    if replacement:
        raise InvalidInput({"claim": "这是替换声明，请随新的密封投标文件一起递交"})
    _take(actor, row, "withdraw", deadline, signed)


@command
def take_in(
    actor: Actor, *, project_number: str, lot_number: int, envelope: Envelope, claim: bytes = b""
) -> SealedBid:
    """Enter an envelope that has arrived, perhaps in the place of the one that it names.

    The lock comes first and the clock after it: whoever waited at the deadline is late.

    Raises:
        InvalidInput: a claim that is not signed with the key of the envelope it replaces.
        RuleBroken: late (GP-TEN-08).
        WrongState: nothing is taken in any more.
    """
    subject, deadline = _locked(project_number, lot_number)
    at = clock.now()
    late = [
        v for v in judge((bid_arrives_in_time,), BidFacts(bid_deadline=deadline), at) if v.blocks
    ]
    if late:
        raise RuleBroken(tuple(late))
    _demand_fresh_salt(envelope)
    if envelope.core.previous:
        _replace(actor, envelope, claim, deadline)
    return _enter(actor, subject, envelope)


def _demand_fresh_salt(envelope: Envelope) -> None:
    """Under a salt used before, somebody else's wraps could have been copied."""
    core = envelope.core
    used = SealedBid.objects.seen_by(SYSTEM).filter(
        policy_hash=core.policy_hash.hex(), salt=core.salt.hex()
    )
    if used.exists():
        raise InvalidInput({"core": "这份文件用了已经用过的随机数，请刷新页面重新封标"})


def _enter(actor: Actor, subject: Subject, envelope: Envelope) -> SealedBid:
    digests = envelope.digests
    code = f"MF{chance.token_hex(8).upper()}"
    entry = record(actor, _entry(subject, code, digests))
    row = SealedBid(
        code=code,
        project_number=subject.number,
        project_title=subject.title,
        lot_number=subject.lot_number,
        buyer_id=subject.buyer_id,
        buyer_path=subject.buyer_path,
        agency_id=subject.agency_id,
        region="",
        policy_hash=envelope.core.policy_hash.hex(),
        envelope_hash=envelope.hash.hex(),
        salt=envelope.core.salt.hex(),
        core=envelope.core_bytes.decode("utf-8"),
        sealed=envelope.sealed,
        sha256=digests.sha256,
        sm3=digests.sm3,
        size=sum(part.blob_size for part in envelope.core.parts),
        received_at=entry.at,
        leaf=entry.leaf,
        entry_id=entry.pk,
        state=SEALED_BID.initial,
        state_since=entry.at,
    )
    with system_access("begin"):
        row.save(force_insert=True)
    return row


def _entry(subject: Subject, code: str, digests: DigestPair) -> Entry:
    """Without a region, an organisation or a lot: the log says that something came, sealed."""
    return Entry(
        event=f"{SEALED_BID.of}.receive",
        object_type=SEALED_BID.of,
        object_key=code,
        label="接收密封投标文件",
        heading=subject.title,
        region="",
        project_number=subject.project_number,
        body={"envelope": _spelt(digests)},
    )


def _replace(actor: Actor, envelope: Envelope, claim: bytes, deadline: datetime) -> None:
    old = envelope_called(SYSTEM, (envelope.core.previous or b"").hex())
    signed, replacement = _read_claim(old, claim, deadline)
    if replacement != envelope.hash:
        raise InvalidInput({"claim": "替换声明说的是另一份密封投标文件"})
    _take(actor, old, "replace", deadline, signed)


def _take(
    actor: Actor, row: SealedBid, step: str, deadline: datetime, signed: SignedStatement
) -> None:
    take_step(
        actor,
        row,
        SEALED_BID,
        step,
        facts=BidFacts(bid_deadline=deadline),
        body={"envelope": row.envelope_hash},
        changes={"claim": signed.encode().decode("utf-8")},
    )


def _claimed(claim: bytes) -> str:
    try:
        return Claim.parse(SignedStatement.parse(claim).statement).old.hex()
    except TrustError as error:
        raise InvalidInput({"claim": "这不是撤回声明"}) from error


def _read_claim(
    row: SealedBid, claim: bytes, deadline: datetime
) -> tuple[SignedStatement, bytes | None]:
    """Return a claim with what it says; one dated after the deadline would spoil the proof of all."""
    try:
        signed = SignedStatement.parse(claim)
        told = read_claim(row.envelope, signed)
    except TrustError as error:
        raise InvalidInput({"claim": "声明不是用原投标文件的撤改密钥签名的"}) from error
    if told.at > deadline:
        raise InvalidInput({"claim": "声明写明的时间晚于截止时间，请校准本机时间后重试"})
    return signed, told.new


def _checked(
    project_number: str, lot_number: int, core: bytes, sealed: bytes
) -> tuple[Envelope, Policy]:
    versions = [row.policy for row in policy_rows(SYSTEM, project_number, lot_number)]
    try:
        envelope = Envelope.parse(core, sealed)
        policy = next(one for one in versions if one.hash == envelope.core.policy_hash)
        check_envelope(policy, envelope)
    except (TrustError, StopIteration) as error:
        message = "这份文件不是按本包的开标密钥方案密封的，请刷新页面重新封标"
        raise InvalidInput({"core": message}) from error
    return envelope, policy


def _check_parts(envelope: Envelope, upload: str) -> None:
    for part, chunks in _chunks(envelope).items():
        if not part_matches(envelope, part, vault.arrived(upload, part, chunks)):
            message = f"第 {part} 部分收到的内容与密封时不一致，请重新上传"
            raise InvalidInput({"parts": message})


def _chunks(envelope: Envelope) -> dict[int, int]:
    return {part.number: part.chunks for part in envelope.core.parts}


def _locked(project_number: str, lot_number: int) -> tuple[Subject, datetime]:
    """Lock a lot's policy; return what it is for and until when it takes bids."""
    with system_access("deadline in hand"):
        row = (
            OpeningPolicy.objects.select_for_update()
            .filter(project_number=project_number, lot_number=lot_number)
            .order_by("-edition")[0]
        )
    subject = subject_of(project_number, lot_number)
    if not subject.takes_envelopes:
        raise WrongState("这一包已经不再接收投标文件。")
    # What comes after the deadline of the last policy published, no share server would open.
    return subject, min(subject.deadline or row.deadline, row.deadline)


def _receipt(row: SealedBid, envelope: Envelope, policy: Policy) -> Receipt:
    head = heads.shared_head()
    entry = witnessing.entry_of(row.entry_id)
    statement = ReceiptStatement(
        envelope.digests, envelope.core.policy_hash, row.received_at, bytes.fromhex(row.leaf),
        MERGE_SECONDS,
    )  # fmt: skip
    made = make_receipt(statement, witnessing.leaf_opening(entry), receipt_signers())
    if proof := witnessing.leaf_proof(entry, head):
        made = made.with_proof(proof)
    words = _acknowledgements(policy, envelope)
    return Receipt(made.signed, made.opening, made.proof, tuple(words))


def _acknowledgements(policy: Policy, envelope: Envelope) -> list[SignedStatement]:
    """Ask the automatic holders whether their shares open; return what they signed."""
    body = canonical(
        {
            "policy": policy.encode().decode("utf-8"),
            "core": envelope.core_bytes.decode("utf-8"),
            "sealed": envelope.sealed.hex(),
        }
    )
    words = []
    for group in policy.groups:
        for holder in group.holders:
            server = ports.server_of(holder.id)
            said = server.acknowledge(body) if server else None
            if said and said.status == 200 and _holds(policy, envelope, said.body):
                words.append(SignedStatement.parse(said.body))
    return words


def _holds(policy: Policy, envelope: Envelope, body: bytes) -> Acknowledgement | None:
    try:
        return read_acknowledgement(policy, envelope, SignedStatement.parse(body))
    except TrustError:
        return None


def _policy_of(policy_hash: str) -> Policy:
    with system_access("policy of an envelope in hand"):
        return OpeningPolicy.objects.get(policy_hash=policy_hash).policy


def _spelt(digests: DigestPair) -> dict[str, str | int]:
    """Return digests as a log entry names them."""
    return {"sha256": digests.sha256, "sm3": digests.sm3, "size": digests.size}
