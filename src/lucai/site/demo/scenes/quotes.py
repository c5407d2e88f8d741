"""Sealed quotes of the demonstration: what a supplier's own browser does in a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lucai.kernel import chance, money
from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.access.selectors import organisation
from lucai.site.demo import ukeys
from lucai.stages.trade.bids.canonical import amount
from lucai.stages.trade.rounds.services import HandedIn
from lucai.stages.trade.rounds.signing import message_of
from lucai.stages.trade.sealing import vault
from lucai.stages.trade.sealing.selectors import policy_rows
from lucai_trust import envelope as trust
from lucai_trust.encoding import canonical


def sealed(
    actor: Actor,
    number: str,
    lot_number: int,
    quantities: Sequence[str],
    prices: Sequence[int],
    statement: str,
) -> HandedIn:
    """Seal a quote and send its part; unit prices in 分, in the order of the list."""
    total = sum(amount(count, fen) for count, fen in zip(quantities, prices, strict=True))
    quote = {
        "price": money.plain_yuan(total),
        "items": [
            {"place": n, "unit_price": money.plain_yuan(fen)} for n, fen in enumerate(prices)
        ],
        "statement": statement,
    }
    return sealed_form(actor, number, lot_number, quote)


def sealed_form(
    actor: Actor, number: str, lot_number: int, content: Mapping[str, object]
) -> HandedIn:
    """Seal what a page of a round asks for, and send its part."""
    firm = organisation(SYSTEM, actor.viewer.organisation or 0)
    chunks: list[bytes] = []
    signer = ukeys.certificate_signer(firm.name, firm.uscc)
    made = trust.seal(
        policy_rows(SYSTEM, number, lot_number)[-1].policy,
        trust.Bid(str(lot_number), (trust.Bidder(firm.name, firm.uscc),)),
        [trust.PartSource("offer", "offer.json", "application/json", [canonical(dict(content))])],
        signers=[signer],
        write=lambda _, chunk: chunks.append(chunk),
        draw=lambda size: bytes.fromhex(chance.token_hex(size)),
    )
    upload = made.envelope.hash.hex()[:32]
    for place, piece in enumerate(chunks):
        vault.keep_chunk(upload, 1, place, piece)
    message = message_of(number, lot_number, made.envelope.hash.hex())
    return HandedIn(
        upload=upload, core=made.envelope.core_bytes, sealed=made.envelope.sealed,
        signature=canonical(trust.Signature.by(signer, message).to_json()),
    )  # fmt: skip
