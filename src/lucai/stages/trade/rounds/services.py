"""Rounds: called with their policy, envelopes taken in, all opened together or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.conf import settings
from pydantic import ValidationError

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Viewer
from lucai.kernel.errors import InvalidInput, NotFound, WrongState
from lucai.platform.journal.frame import command
from lucai.platform.records import system_access
from lucai.platform.trials import is_trial
from lucai.stages.trade.rounds.models import RoundPrices, SealedRound
from lucai.stages.trade.rounds.policies import compose
from lucai.stages.trade.rounds.schemas import SealedQuote
from lucai.stages.trade.rounds.selectors import (
    is_complete,
    prices_of,
    round_row,
    subject_of_round,
)
from lucai.stages.trade.rounds.signing import demand_signed, message_of
from lucai.stages.trade.sealing import ports
from lucai.stages.trade.sealing import services as sealing
from lucai.stages.trade.sealing.selectors import holders_for
from lucai.stages.trade.sealing.services import OpenedEnvelope
from lucai_trust.encoding import parse_canonical
from lucai_trust.envelope import Envelope
from lucai_trust.errors import EncodingRefused

UNREADABLE = "密封的内容不是按报价的格式填写的"
ANOTHER = "密封报价里的报价单位与递交的供应商不是同一家"
NOT_YET = "密钥份额还没有收齐，系统正在向密钥服务收取，请稍候片刻再办理。"
NOT_REPLACED = "已经提交过报价。请在当时封标的浏览器里替换，或者先载入保存的撤改凭据（.lckey.json）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a round is called for; ``number`` begins with R-, ``kind`` is the life of a quote."""

    number: str
    lot_number: int
    kind: str
    project_number: str
    title: str
    region: str
    href: str
    buyer_id: int
    buyer_path: str
    agency_id: int
    finance_id: int
    deadline: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """An envelope as a browser hands it in; ``claim`` where it replaces another.

    ``signature`` is the JSON of one over :func:`message_of`.
    """

    upload: str
    core: bytes
    sealed: bytes
    signature: bytes
    claim: bytes = b""


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What an opened envelope holds, or why it cannot count."""

    content: bytes
    problem: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote that was opened: its content, or why it cannot count."""

    quote: SealedQuote | None
    problem: str
    received_at: datetime | None
    sha256: str = ""


@command
def call_round(actor: Actor, *, call: Call) -> str:
    """Call a round and publish its opening policy; return the policy's hash.

    Part of the act that asks for quotes.

    Raises:
        WrongState: fewer than two organisations run automatic holders.
    """
    policy = compose(
        call.number, call.lot_number, deadline=call.deadline, suite=settings.LUCAI_SEALING_SUITE,
        holders=holders_for(SYSTEM, settings.LUCAI_SEALING_SUITE, frozenset()),
        log=settings.LUCAI_LOG_ORIGIN,
    )  # fmt: skip
    values = {name: getattr(call, name) for name in Call.__dataclass_fields__}
    SealedRound(**values, called_at=clock.now()).save(force_insert=True)
    return sealing.publish_policy(
        actor, subject_of_round(SYSTEM, call.number, call.lot_number), policy
    )


def hand_in(
    actor: Actor,
    *,
    number: str,
    lot_number: int,
    handed: HandedIn,
    held: str,
    enter: Callable[[str], None],
) -> bytes:
    """Take a quote in and return its receipt; the same envelope again gives the same receipt.

    Args:
        held: the hash of the envelope the supplier has handed in before, empty where none.
        enter: notes the new envelope's hash with its supplier, in the same transaction.

    Raises:
        NotFound: there is no such round.
        InvalidInput: not an envelope of this round, one that does not replace the one held, or
            not signed with a certificate of the organisation that is good now.
        RuleBroken: late.
    """
    envelope = sealing.arrived(
        actor, number, lot_number, upload=handed.upload, core=handed.core, sealed=handed.sealed
    )
    if envelope.hash.hex() != held:
        if (envelope.core.previous or b"").hex() != held:
            raise InvalidInput({"core": NOT_REPLACED})
        _enter(actor, number, lot_number, envelope, handed, enter)
    return sealing.receipt_of(actor, envelope_hash=envelope.hash.hex())


@command
def _enter(
    actor: Actor,
    number: str,
    lot_number: int,
    envelope: Envelope,
    handed: HandedIn,
    enter: Callable[[str], None],
) -> None:
    message = message_of(number, lot_number, envelope.hash.hex())
    demand_signed(actor, handed.signature, message)
    # Whose it is stands in the entry of the supplier's own step; the envelope's tells nothing.
    enter(envelope.hash.hex())
    sealing.take_in(
        sealing.ANYBODY, project_number=number, lot_number=lot_number, envelope=envelope,
        claim=handed.claim,
    )  # fmt: skip


def gather_shares(actor: Actor, *, number: str, lot_number: int) -> None:
    """Seal the registry and ask the holders, where the clock has not had it done already.

    Never in a trial of an act: holders remember the registry they were shown, and one that was
    undone again would be the only one they ever release for.

    Raises:
        RuleBroken: the round's time is not over.
        WrongState: an act is tried, and the shares have not come yet.
    """
    if is_complete(SYSTEM, number, lot_number):
        return
    if is_trial():
        raise WrongState(NOT_YET)
    sealing.prepare_opening(actor, project_number=number)


def open_round(
    actor: Actor, *, number: str, lot_number: int, expected: Mapping[str, str]
) -> dict[str, Quoted]:
    """Open all quotes together; return them by their envelopes' hashes.

    Part of the act that opens them. An envelope that does not open, or holds no quote of the
    supplier that handed it in, is there with its problem.

    Args:
        expected: the supplier's 统一社会信用代码 by the hash of the envelope it handed in.

    Raises:
        WrongState: too few holders have released their shares.
    """
    row = _locked(number, lot_number)
    opened = {
        one.envelope_hash: one
        for one in sealing.open_lot(actor, project_number=number, lot_number=lot_number)
    }
    found = {key: _quoted(opened.get(key), code) for key, code in expected.items()}
    for key, one in found.items():
        if one.problem and key in opened:
            sealing.set_aside(actor, code=opened[key].code, why=one.problem)
    prices = {one.sha256: one.quote.price for one in found.values() if one.quote}
    row.change(opened_at=clock.now())
    RoundPrices(number=number, lot_number=lot_number, region=row.region, prices=prices).save(
        force_insert=True
    )
    return found


def open_contents(
    actor: Actor, *, number: str, lot_number: int, expected: Mapping[str, str]
) -> dict[str, Unsealed]:
    """Open a round in which something else than quotes was sealed; return it by its envelopes.

    Args:
        expected: the 统一社会信用代码 of whoever handed it in, by the hash of the envelope.

    Raises:
        WrongState: too few holders have released their shares.
    """
    row = _locked(number, lot_number)
    lot = sealing.open_lot(actor, project_number=number, lot_number=lot_number)
    opened = {one.envelope_hash: one for one in lot}
    found = {key: _unsealed(opened.get(key), code) for key, code in expected.items()}
    for key, one in found.items():
        if one.problem and key in opened:
            sealing.set_aside(actor, code=opened[key].code, why=one.problem)
    row.change(opened_at=clock.now())
    return found


def refuse(actor: Actor, *, number: str, lot_number: int, envelope_hash: str, why: str) -> None:
    """Note of a quote that opened and breaks a rule that it cannot count; part of the opening."""
    code, sha256 = sealing.code_of(actor, envelope_hash=envelope_hash)
    sealing.set_aside(actor, code=code, why=why)
    with system_access("prices in hand"):
        rows = RoundPrices.objects.select_for_update()
        row = rows.get(number=number, lot_number=lot_number)
    row.change(prices={key: fen for key, fen in row.prices.items() if key != sha256})


def give_up(actor: Actor, *, number: str, lot_number: int) -> None:
    """Leave a round's envelopes shut for good; nothing happens where there is no open round."""
    with system_access("round in hand"):
        rows = SealedRound.objects.select_for_update().filter(number=number, lot_number=lot_number)
        row = rows.filter(opened_at=None, given_up_at=None).first()
    if row:
        row.change(given_up_at=clock.now())
        sealing.give_back(actor, project_number=number, lot_number=lot_number)


def package(viewer: Viewer, number: str, lot_number: int, *, edition: str) -> IO[bytes]:
    """Return the verification package of a round that was opened.

    Which edition a viewer may have, who called the round has said; supervision's holds the prices
    that the viewer may see.

    Raises:
        NotFound: nothing was handed in, or it was not opened.
    """
    row = round_row(viewer, number, lot_number)
    opened_at = row.opened_at or row.deadline
    read_out = ports.ReadOut(opened_at, None, prices_of(viewer, number, lot_number))
    return sealing.round_package(viewer, number, lot_number, read_out=read_out, edition=edition)


def can_be_proven(viewer: Viewer, number: str, lot_number: int) -> bool:
    """Whether a round was opened and leaves something to verify, for the archive."""
    try:
        row = round_row(viewer, number, lot_number)
    except NotFound:
        return False
    return bool(row.opened_at) and sealing.can_be_proven(viewer, number, lot_number)


def archive_package(viewer: Viewer, number: str, lot_number: int) -> IO[bytes]:
    """Return the package of an opened round as the archive keeps it: with prices and shares.

    The file holds the quotes themselves; who may read it, the archive says.

    Raises:
        NotFound: nothing was handed in, or it was not opened.
    """
    del viewer
    return package(SYSTEM, number, lot_number, edition=sealing.ARCHIVE_EDITION)


def _unsealed(opened: OpenedEnvelope | None, code: str) -> Unsealed:
    if opened is None:
        return Unsealed(b"", "密封的内容未能开启")
    problem = ANOTHER if opened.bidder_code != code else opened.signature_problem
    return Unsealed(opened.offer, problem)


def _quoted(opened: OpenedEnvelope | None, code: str) -> Quoted:
    if opened is None:
        return Quoted(None, "密封报价未能开启", None)
    problem = _unsealed(opened, code).problem
    quote = None if problem else _read(opened)
    said = problem or ("" if quote else UNREADABLE)
    return Quoted(quote, said, opened.received_at, opened.digests.sha256)


def _read(opened: OpenedEnvelope) -> SealedQuote | None:
    try:
        return SealedQuote.model_validate(parse_canonical(opened.offer))
    except (EncodingRefused, ValidationError):
        return None


def _locked(number: str, lot_number: int) -> SealedRound:
    with system_access("round in hand"):
        return SealedRound.objects.select_for_update().get(number=number, lot_number=lot_number)
