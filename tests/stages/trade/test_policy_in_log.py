"""What a bidder's page is given to see for itself that its policy is in the log."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from lucai.kernel import clock
from lucai.platform.journal import keys
from lucai.stages.trade.sealing import services
from lucai.stages.trade.sealing.selectors import policy_card
from lucai.stages.trade.sealing.selectors.published import policy_in_log, sealing_order
from lucai_trust.checkpoint import VerifierKey
from lucai_trust.cosignature import CosignerKey
from lucai_trust.merkle import leaf_hash
from lucai_trust.policy import WitnessPolicy
from lucai_trust.proof import LogProof
from tests.makers import people, sealing
from tests.makers.bids import Call
from tests.makers.kept import kept
from tests.makers.sealed_tender import announced, bid_for

pytestmark = pytest.mark.django_db

ready = kept(announced)
Ready = tuple[Call, sealing.World]


def witnesses_of(proof: LogProof, entry: bytes, world: sealing.World) -> set[str]:
    """Return which witnesses saw the entry in the log; refuse where the log itself has not."""
    log = VerifierKey.of(settings.LUCAI_LOG_NAME, keys.log_key()).encode()
    witness = CosignerKey.of(world.witness.name, world.witness.keys[0]).encode()
    lines = f"log {log}\nwitness city {witness}\nquorum none\n"
    return set(proof.verify(leaf_hash(entry), WitnessPolicy.parse(lines)).times)


def test_the_entry_names_the_policy_and_its_proof_leads_to_a_head_of_the_log(ready: Ready) -> None:
    call, world = ready
    with clock.at(call.before):
        order = sealing_order(people.supplier(1), call.number, 1)
    entry = order["policyInLog"]["entry"].encode()
    assert json.loads(entry)["body"]["openingPolicy"] == order["policyHash"]
    proof = LogProof.parse(order["policyInLog"]["proof"])
    assert witnesses_of(proof, entry, world) <= {"city"}


def test_the_head_is_the_first_that_witnesses_saw_the_policy_in(ready: Ready) -> None:
    call, world = ready
    sealing.new_outposts(world)
    policy_hash = policy_card(people.supplier(1), call.number, 1).policy_hash
    with clock.at(call.before):
        policy_in_log(policy_hash)  # which orders what is pending
        assert services.witness_growth(services.ANYBODY)
        first = policy_in_log(policy_hash)
        bid_for(call, 1)
        services.witness_growth(services.ANYBODY)
        assert policy_in_log(policy_hash) == first
    proof = LogProof.parse(first["proof"])
    assert witnesses_of(proof, first["entry"].encode(), world) == {"city"}
