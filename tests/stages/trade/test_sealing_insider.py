"""An insider with the database, the files and every key of the platform reads nothing before the opening."""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.platform.vault import keeping
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.sealing import vault
from lucai.stages.trade.sealing.selectors import envelopes_handed_in, own_holder, policy_rows
from lucai_trust import envelope as trust
from lucai_trust.errors import CiphertextRefused, TrustError
from lucai_trust.schedule import SECRET_SIZE
from tests.makers import bids, people, sealing
from tests.makers.bids import Call
from tests.makers.kept import kept
from tests.makers.sealed_tender import announced
from tests.makers.searching import among, found, stored

pytestmark = pytest.mark.django_db

NAME, CODE = "示例金丝雀隐名投标有限公司", "91370100MACANARY7X"
PRICE = "271,828,182.84"
CANARIES = (
    "CANARYCONTACT7", "CANARYANSWER3", "canary-method-statement", NAME, CODE,
    PRICE, "271828182.84", "27182818284",
)  # fmt: skip
"""What is bid, by whom and at which price; the price as it is typed, counted and kept."""
STAGE = "opening"
KNOWN = 2
"""The supplier that bids under its own name: where that lay before, it lies afterwards."""


@dataclass
class Attack:
    """A tender with three bids in, and what only the bidders ever had of them."""

    call: Call
    world: sealing.World
    secrets: list[bytes] = field(default_factory=list)
    made: list[trust.Envelope] = field(default_factory=list)
    named: tuple[list[str], list[str]] = ([], [])

    @property
    def policy(self) -> trust.Policy:
        """What the bids are sealed under."""
        return policy_rows(SYSTEM, self.call.number, 1)[-1].policy

    def draw(self, size: int) -> bytes:
        """Draw as a bidder's browser does, and remember it: salts are public, secrets are not."""
        drawn = secrets.token_bytes(size)
        self.secrets += [drawn] if size == SECRET_SIZE else []
        return drawn

    def bid(self, n: int) -> None:
        """Hand in a bid full of canaries: the first under a name the platform has never heard."""
        supplier = people.supplier(n)
        with clock.at(self.call.before):
            obtain_document(people.actor(supplier), project_number=self.call.number)
            made, chunks = self.sealed(supplier, (NAME, CODE) if n == 1 else None)
            self.made.append(made.envelope)
            before = found(supplier.organisation_name) if n == KNOWN else []
            sealing.handed_in(self.call.number, 1, made, chunks)
            if n == KNOWN:
                self.named = (before, found(supplier.organisation_name))

    def sealed(
        self, supplier: Viewer, bidder: tuple[str, str] | None
    ) -> tuple[trust.SealedBid, dict[int, list[bytes]]]:
        """Seal it in a browser of the test's own."""
        offer, response = bids.written(self.call, supplier)
        offer["price"] = offer["items"][0]["unit_price"] = PRICE
        response["terms"]["contact"] = CANARIES[0]
        response["answers"][0]["response"] = CANARIES[1] * 400
        content = bids.PDF + CANARIES[2].encode() * 90_000
        return sealing.sealed(
            self.call.number, 1, supplier, offer=offer, response=response,
            files=[("technical", "方案.pdf", content)], draw=self.draw, bidder=bidder,
        )  # fmt: skip


LOGGED: list[str] = []


class Everything(logging.Handler):
    """Keeps all that anybody logs, at any level."""

    def emit(self, record: logging.LogRecord) -> None:
        LOGGED.append(f"{record.getMessage()} {record.__dict__}")


def under_attack() -> Attack:
    attack = Attack(*announced())
    sealing.new_outposts(attack.world)
    everybody, heard = logging.getLogger(), Everything()
    level = everybody.level
    everybody.addHandler(heard)
    everybody.setLevel(logging.DEBUG)
    logging.getLogger("lucai").debug("示例：%s", "CANARYOFTHELOG")
    try:
        for n in (1, 2, 3):
            attack.bid(n)
    finally:
        everybody.removeHandler(heard)
        everybody.setLevel(level)
    return attack


attacked = kept(under_attack)


@pytest.mark.parametrize("canary", CANARIES)
def test_nothing_of_a_bid_lies_anywhere_in_any_spelling(attacked: Attack, canary: str) -> None:
    del attacked
    assert found(canary) == []


def test_handing_in_names_a_known_supplier_nowhere_else(attacked: Attack) -> None:
    before, after = attacked.named
    assert before, "the platform knows who obtained the document"
    assert after == before


def test_no_secret_of_a_bid_lies_anywhere_in_any_spelling(attacked: Attack) -> None:
    places = list(stored())
    assert len(attacked.secrets) >= 3 * len(attacked.policy.groups)
    for secret in attacked.secrets:
        assert among(places, secret) == []


@pytest.mark.parametrize("canary", CANARIES)
def test_nothing_of_a_bid_was_logged(attacked: Attack, canary: str) -> None:
    del attacked
    lines = [("log", "\n".join(LOGGED).encode())]
    assert among(lines, "CANARYOFTHELOG") == ["log"]
    assert among(lines, canary) == []


def test_the_search_would_find_a_bid_that_lay_open(attacked: Attack) -> None:
    call = attacked.call
    supplier = people.supplier(9)
    with clock.at(call.before):
        obtain_document(people.actor(supplier), project_number=call.number)
    leak = Path(settings.LUCAI_DATA_DIR) / "leak.bin"
    leak.write_bytes(b"\x78\x9cxx" + zlib.compress(CANARIES[0].encode()))
    try:
        assert found(CANARIES[0]) == [str(leak)]
    finally:
        leak.unlink()


@pytest.mark.parametrize("sides", [("agency",), ("buyer",), ("agency", "buyer")])
def test_both_parties_together_are_one_group_short(
    attacked: Attack, sides: tuple[str, ...]
) -> None:
    call, world = attacked.call, attacked.world
    policy = attacked.policy
    with clock.at(call.before):
        [first, *_] = envelopes_handed_in(SYSTEM, call.number, 1)
        viewers = {"agency": people.agency(), "buyer": people.buyer()}
        given = [
            trust.SignedStatement.parse(one)
            for side in sides
            for one in sealing.released(call.number, 1, viewers[side], side)
        ]
        mine = [
            trust.read_release(policy, first.envelope, one)
            for one in given
            if first.envelope_hash in one.statement.decode()
        ]
    with pytest.raises(trust.AbsentHolder) as missing:
        trust.open_stage(policy, first.envelope, policy.opening_stage, trust.released_shares(mine))
    assert set(missing.value.holders) == {one.holder for one in world.servers}


def test_both_share_servers_together_are_one_group_short(attacked: Attack) -> None:
    policy = attacked.policy
    shares = [
        trust.open_share(policy, attacked.made[0], STAGE, one.holder, one.keys.opener)
        for one in attacked.world.servers
    ]
    with pytest.raises(trust.AbsentHolder):
        trust.open_stage(policy, attacked.made[0], STAGE, shares)


@pytest.mark.parametrize("group", ["witness", "parties"])
def test_the_whole_secret_of_one_group_opens_neither_the_name_nor_the_price(
    attacked: Attack, group: str
) -> None:
    policy, envelope = attacked.policy, attacked.made[0]
    known = group_secret(attacked, group)
    others = (bytes(32), known, hashlib.sha256(known).digest(), b"")
    guesses = [known + other for other in others] + [other + known for other in others]
    for guess in guesses:
        opened = trust.StageOpening(STAGE, guess)
        with pytest.raises(trust.BidderFault, match="another key"):
            trust.header_key(policy, envelope, opened)
        with pytest.raises(trust.BidderFault, match="another key"):
            trust.part_key(policy, envelope, 1, opened=opened)
        for_name = envelope.core.schedule.header_key(guess)
        with pytest.raises(CiphertextRefused):
            policy.suite.decrypt(for_name.secret, for_name.nonce, envelope.sealed)
        content = envelope.core.schedule.content_key(b"", guess)
        for_price = envelope.core.schedule.part_key(content, 1)
        with pytest.raises(CiphertextRefused):
            policy.suite.decrypt(for_price.secret, for_price.nonce, price_of(envelope))


def test_with_the_last_group_the_same_bid_tells_its_name_and_its_price(attacked: Attack) -> None:
    policy, envelope = attacked.policy, attacked.made[0]
    secret = b"".join(group_secret(attacked, one.name) for one in policy.groups)
    opened = trust.StageOpening(STAGE, secret)
    header = trust.open_header(policy, envelope, trust.header_key(policy, envelope, opened))
    [bidder] = header.inner.bidders
    key = trust.part_key(policy, envelope, 1, opened=opened)
    offer = b"".join(trust.open_part(envelope, header, 1, key, [price_of(envelope)]))
    assert (bidder.name, json.loads(offer)["price"]) == (NAME, PRICE)


def group_secret(attacked: Attack, group: str) -> bytes:
    """Return a group's secret, as any one of its holders has it: of each group one is enough."""
    policy, suite = attacked.policy, attacked.world.suite
    [server, *_] = attacked.world.servers
    agency = own_holder(people.agency(), suite.name)
    assert agency
    holders = {
        "witness": (server.holder, server.keys.opener),
        "parties": (agency.code, suite.opener(sealing.SECRETS["agency"][0])),
    }
    holder, opener = holders[group]
    assert [one.threshold for one in policy.groups if one.name == group] == [1]
    return trust.open_share(policy, attacked.made[0], STAGE, holder, opener).share.value


def price_of(envelope: trust.Envelope) -> bytes:
    """Return the sealed offer as it lies on the platform's disk; it fits in one chunk."""
    return b"".join(vault.part_of(envelope.hash.hex(), 1))


def test_the_platforms_own_keys_open_no_share(attacked: Attack) -> None:
    paths = list((Path(settings.LUCAI_DATA_DIR) / "keys").glob("receipt.*"))
    assert paths
    for path in paths:
        opener = attacked.world.suite.opener(keeping.read_secret(path))
        for one in attacked.world.servers:
            with pytest.raises(TrustError):
                trust.open_share(attacked.policy, attacked.made[0], STAGE, one.holder, opener)
