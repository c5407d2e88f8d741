"""Sealed bids of the demonstration: what bidders' and holders' own devices would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings

from lucai.kernel import chance, clock, money
from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.access.selectors import organisation
from lucai.site.demo import ukeys
from lucai.site.demo.papers import pdf
from lucai.site.demo.plots import Tale
from lucai.stages.trade.bids.schemas import OfferIn, SealedBidIn
from lucai.stages.trade.sealing import services, vault
from lucai.stages.trade.sealing.selectors import (
    envelopes_handed_in,
    is_enough_to_open,
    lots_with_policy,
    own_holder,
    policy_rows,
    waiting_for_recovery,
)
from lucai_trust import envelope as trust
from lucai_trust.encoding import canonical


def enrol(tale_actor: Actor) -> None:
    """Enrol an organisation's keys for openings, made from its 模拟 UKey."""
    firm = organisation(SYSTEM, tale_actor.viewer.organisation or 0)
    opener, signer = ukeys.holder_keys(firm.uscc)
    services.enrol_holder(
        tale_actor,
        suite=settings.LUCAI_SEALING_SUITE,
        opens=opener.public.hex(),
        signs=signer.public.hex(),
    )


def holder_of(actor: Actor) -> str:
    """Return under which code an organisation holds keys, enrolled here if they were not yet."""
    suite = settings.LUCAI_SEALING_SUITE
    if not own_holder(actor.viewer, suite):
        enrol(actor)
    held = own_holder(actor.viewer, suite)
    assert held is not None
    return str(held.code)


@dataclass(frozen=True, slots=True)
class Submitted:
    """An envelope that was handed in, as the bidder's own device remembers it."""

    made: trust.SealedBid

    def withdraw(self) -> None:
        """Take it back with its claim key."""
        services.withdraw(services.ANYBODY, claim=self.claim(None))

    def claim(self, new: trust.SealedBid | None) -> bytes:
        """Sign that it is withdrawn, or that a new one takes its place."""
        envelope = new.envelope if new else None
        old = self.made
        return trust.make_claim(
            old.envelope, old.claim_secret, at=clock.now(), new=envelope
        ).encode()


def hand_in(
    actor: Actor, key: dict[str, Any], bid: SealedBidIn, instead_of: Submitted | None
) -> Submitted:
    """Seal a bid and drop it in, perhaps in the place of another, as the bidder's browser does."""
    firm = organisation(SYSTEM, actor.viewer.organisation or 0)
    policy = policy_rows(SYSTEM, key["project_number"], key["lot_number"])[-1].policy
    chunks: dict[int, list[bytes]] = {}
    lines = (firm.name, "资格证明材料", "本文件为演示数据，名称均为虚构。")
    made = trust.seal(
        policy,
        trust.Bid(str(key["lot_number"]), (trust.Bidder(firm.name, firm.uscc),)),
        [
            _json("offer", _offer(bid.offer)),
            _json("response", _response(bid)),
            trust.PartSource("qualification", "资格证明材料.pdf", "application/pdf", [pdf(lines)]),
        ],
        signers=[ukeys.certificate_signer(firm.name, firm.uscc)],
        write=lambda part, chunk: chunks.setdefault(part, []).append(chunk),
        previous=instead_of.made.envelope.hash if instead_of else None,
        own=ukeys.own_keys(firm.uscc) if policy.bidder else None,
        draw=lambda size: bytes.fromhex(chance.token_hex(size)),
    )
    upload = made.envelope.hash.hex()[:32]
    for part, pieces in chunks.items():
        for place, piece in enumerate(pieces):
            vault.keep_chunk(upload, part, place, piece)
    services.hand_in(
        services.ANYBODY, upload=upload,
        core=made.envelope.core_bytes, sealed=made.envelope.sealed,
        claim=instead_of.claim(made) if instead_of else b"", **key,
    )  # fmt: skip
    return Submitted(made)


def release(tale: Tale) -> None:
    """Seal the registry at the deadline; the agency releases its shares."""
    if tale.story.key == ASKED_EARLY:
        _ask_early(tale)
    services.prepare_opening(tale.system, project_number=tale.project)
    for lot in lots_with_policy(SYSTEM, tale.project):
        statements = _statements(tale.agency, tale.project, lot)
        if statements and is_enough_to_open(SYSTEM, tale.project, lot):
            services.keep_releases(
                tale.agency, project_number=tale.project, lot_number=lot, statements=statements
            )


ASKED_EARLY = "370100-20"
"""The story in which somebody asks the share servers before it is time, and is refused."""


def _ask_early(tale: Tale) -> None:
    services.close_registries(tale.system, project_number=tale.project)
    with clock.at(clock.now() - timedelta(minutes=20)):
        services.ask_servers(tale.system, project_number=tale.project, lot_number=1)


def _statements(actor: Actor, project: str, lot: int) -> list[bytes]:
    firm = organisation(SYSTEM, actor.viewer.organisation or 0)
    opener, signer = ukeys.holder_keys(firm.uscc)
    holder = own_holder(actor.viewer, settings.LUCAI_SEALING_SUITE)
    if not holder:
        return []
    versions = {row.policy_hash: row.policy for row in policy_rows(SYSTEM, project, lot)}
    released = []
    for row in envelopes_handed_in(SYSTEM, project, lot):
        policy = versions[row.policy_hash]
        share = trust.open_share(policy, row.envelope, policy.opening_stage, holder.code, opener)
        signed = trust.release(policy, row.envelope, share, signer=signer, at=clock.now())
        released.append(signed.encode())
    return released


def recovery_statements(actor: Actor, project: str, lot: int) -> list[bytes]:
    """Release what the log asks a person of the recovery group to, with its 模拟 UKey."""
    firm = organisation(SYSTEM, actor.viewer.organisation or 0)
    opener, signer = ukeys.holder_keys(firm.uscc)
    versions = {row.policy_hash: row.policy for row in policy_rows(SYSTEM, project, lot)}
    released = []
    for row in waiting_for_recovery(SYSTEM, project, lot):
        policy = versions[row.policy_hash]
        share = trust.open_recovery_share(policy, row.envelope, holder_of(actor), opener)
        signed = trust.release(policy, row.envelope, share, signer=signer, at=clock.now())
        released.append(signed.encode())
    return released


def _json(part: str, content: object) -> trust.PartSource:
    return trust.PartSource(part, f"{part}.json", "application/json", [canonical(content)])


def _offer(offer: OfferIn) -> dict[str, object]:
    return {
        "price": money.yuan(offer.price or 0),
        "unit_confirmed": "",
        "items": [
            {
                "place": one.place,
                "unit_price": money.yuan(one.unit_price or 0),
                "brand": one.brand,
                "model": one.model,
            }
            for one in offer.items
        ],
    }


def _response(bid: SealedBidIn) -> dict[str, object]:
    terms = bid.terms
    letter = {
        **terms.model_dump(mode="json", exclude={"domestic", "domestic_share"}),
        "domestic": "on" if terms.domestic else "",
        "domestic_share": "" if terms.domestic_share is None else str(terms.domestic_share),
    }
    return {
        "terms": letter,
        "answers": [one.model_dump(mode="json") for one in bid.answers],
        "claims": [one.model_dump(mode="json") for one in bid.claims],
        "bonds": [{**one.model_dump(mode="json"), "amount": money.yuan(one.amount)}
                  for one in bid.bonds],
    }  # fmt: skip
