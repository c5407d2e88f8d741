"""Opening: all envelopes of a round together; what cannot count is set aside with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import ValidationError

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.access.selectors import organisation
from lucai.platform.records import system_access
from lucai.stages.trade.rounds.answers import SealedAnswer
from lucai.stages.trade.rounds.models import RoundPrices, SealedRound
from lucai.stages.trade.rounds.schemas import PricedForm
from lucai.stages.trade.sealing import services as sealing
from lucai.stages.trade.sealing.services import OpenedEnvelope
from lucai_trust.encoding import parse_canonical
from lucai_trust.errors import EncodingRefused

UNREADABLE = "密封的内容不是按规定的格式填写的"
ANOTHER = "密封文件里的单位与递交的单位不是同一家"
SHUT = "密封文件未能开启"


Row = TypeVar("Row", bound=SealedAnswer)
Form = TypeVar("Form", bound=PricedForm)


@dataclass(frozen=True, slots=True)
class Judged(Generic[Row, Form]):
    """A row whose time has come: what its envelope says, or why it cannot count."""

    row: Row
    quote: Form | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What an opened envelope holds, or why it cannot count."""

    content: bytes
    problem: str


def open_all(
    actor: Actor,
    *,
    number: str,
    lot_number: int,
    rows: Sequence[Row],
    form: type[Form],
    why_not: Callable[[Row, Form], str],
) -> list[Judged[Row, Form]]:
    """Open all envelopes of a round together and say of each row what it holds.

    Part of the act that opens them. What does not open, is another firm's, is not of the form or
    breaks a rule stands there without a quote and with the reason.

    Args:
        rows: whose envelopes stand handed in.
        form: what an envelope has to hold.
        why_not: says which rules an opened quote breaks; empty where none.

    Raises:
        WrongState: too few holders have released their shares.
    """
    row_of_round = _locked(number, lot_number)
    lot = sealing.open_lot(actor, project_number=number, lot_number=lot_number)
    opened = {one.envelope_hash: one for one in lot}
    judged = [_judged(one, opened.get(one.envelope_hash), form, why_not) for one in rows]
    prices = {}
    for one in judged:
        envelope = opened.get(one.row.envelope_hash)
        if envelope and one.quote:
            prices[envelope.digests.sha256] = one.quote.price
        elif envelope:
            sealing.set_aside(actor, code=envelope.code, why=one.why)
    row_of_round.change(opened_at=clock.now())
    RoundPrices(
        number=number, lot_number=lot_number, region=row_of_round.region, prices=prices
    ).save(force_insert=True)
    return judged


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


def _judged(
    row: Row, opened: OpenedEnvelope | None, form: type[Form], why_not: Callable[[Row, Form], str]
) -> Judged[Row, Form]:
    problem, quote = _read(row, opened, form)
    why = problem or (why_not(row, quote) if quote else UNREADABLE)
    return Judged(row, None, why) if why else Judged(row, quote)


def _read(row: Row, opened: OpenedEnvelope | None, form: type[Form]) -> tuple[str, Form | None]:
    """Return why an envelope cannot be read at all, or what it holds."""
    found = _unsealed(opened, organisation(SYSTEM, row.supplier_id).uscc)
    if found.problem:
        return found.problem, None
    try:
        return "", form.model_validate(parse_canonical(found.content))
    except (EncodingRefused, ValidationError):
        return "", None


def _unsealed(opened: OpenedEnvelope | None, code: str) -> Unsealed:
    if opened is None:
        return Unsealed(b"", SHUT)
    problem = ANOTHER if opened.bidder_code != code else opened.signature_problem
    return Unsealed(opened.offer, problem)


def _locked(number: str, lot_number: int) -> SealedRound:
    with system_access("round in hand"):
        return SealedRound.objects.select_for_update().get(number=number, lot_number=lot_number)
