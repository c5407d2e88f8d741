"""An insider with the database, the files and every key of the platform reads nothing before the opening."""

from __future__ import annotations

import logging
import zlib
from pathlib import Path

import pytest
from django.conf import settings

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.platform.vault import keeping
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.sealing.selectors import envelopes_handed_in, policy_rows
from lucai_trust import envelope as trust
from lucai_trust.errors import TrustError
from tests.makers import bids, people, sealing
from tests.makers.bids import Call
from tests.makers.kept import kept
from tests.makers.sealed_tender import announced
from tests.makers.searching import among, found

pytestmark = pytest.mark.django_db

CANARIES = ("CANARYCONTACT7", "CANARYANSWER3", "canary-method-statement")


def bid(call: Call, n: int) -> trust.SealedBid:
    """Hand in a bid full of canaries."""
    supplier = people.supplier(n)
    with clock.at(call.before):
        obtain_document(people.actor(supplier), project_number=call.number)
        offer, response = bids.written(call, supplier)
        response["terms"]["contact"] = CANARIES[0]
        response["answers"][0]["response"] = CANARIES[1] * 400
        made, chunks = sealing.sealed(
            call.number, 1, supplier, offer=offer, response=response,
            files=[("technical", "方案.pdf", bids.PDF + CANARIES[2].encode() * 90_000)],
        )  # fmt: skip
        sealing.handed_in(call.number, 1, made, chunks)
    return made


LOGGED: list[str] = []


class Everything(logging.Handler):
    """Keeps all that anybody logs, at any level."""

    def emit(self, record: logging.LogRecord) -> None:
        LOGGED.append(f"{record.getMessage()} {record.__dict__}")


def under_attack() -> tuple[Call, sealing.World]:
    call, world = announced()
    sealing.new_outposts(world)
    everybody, heard = logging.getLogger(), Everything()
    level = everybody.level
    everybody.addHandler(heard)
    everybody.setLevel(logging.DEBUG)
    logging.getLogger("lucai").debug("示例：%s", "CANARYOFTHELOG")
    try:
        for n in (1, 2, 3):
            bid(call, n)
    finally:
        everybody.removeHandler(heard)
        everybody.setLevel(level)
    return call, world


attacked = kept(under_attack)


@pytest.mark.parametrize("canary", CANARIES)
def test_nothing_of_a_bid_lies_anywhere_in_any_spelling(
    attacked: tuple[Call, sealing.World], canary: str
) -> None:
    del attacked
    assert found(canary) == []


@pytest.mark.parametrize("canary", CANARIES)
def test_nothing_of_a_bid_was_logged(attacked: tuple[Call, sealing.World], canary: str) -> None:
    del attacked
    lines = [("log", "\n".join(LOGGED).encode())]
    assert among(lines, "CANARYOFTHELOG") == ["log"]
    assert among(lines, canary) == []


def test_the_search_would_find_a_bid_that_lay_open(attacked: tuple[Call, sealing.World]) -> None:
    call, _ = attacked
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
    attacked: tuple[Call, sealing.World], sides: tuple[str, ...]
) -> None:
    call, world = attacked
    policy = policy_rows(SYSTEM, call.number, 1)[-1].policy
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


def test_both_share_servers_together_are_one_group_short(
    attacked: tuple[Call, sealing.World],
) -> None:
    call, world = attacked
    policy = policy_rows(SYSTEM, call.number, 1)[-1].policy
    [first, *_] = envelopes_handed_in(SYSTEM, call.number, 1)
    shares = [
        trust.open_share(policy, first.envelope, policy.opening_stage, one.holder, one.keys.opener)
        for one in world.servers
    ]
    with pytest.raises(trust.AbsentHolder):
        trust.open_stage(policy, first.envelope, policy.opening_stage, shares)


def test_the_platforms_own_keys_open_no_share(attacked: tuple[Call, sealing.World]) -> None:
    call, world = attacked
    policy = policy_rows(SYSTEM, call.number, 1)[-1].policy
    [first, *_] = envelopes_handed_in(SYSTEM, call.number, 1)
    paths = list((Path(settings.LUCAI_DATA_DIR) / "keys").glob("receipt.*"))
    assert paths
    for path in paths:
        opener = world.suite.opener(keeping.read_secret(path))
        for one in world.servers:
            with pytest.raises(TrustError):
                trust.open_share(policy, first.envelope, policy.opening_stage, one.holder, opener)
