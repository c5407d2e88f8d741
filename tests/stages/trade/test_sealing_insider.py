"""An insider with the database, the files and every key of the platform reads nothing before the opening."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

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


def under_attack() -> tuple[Call, sealing.World]:
    call, world = announced()
    sealing.new_outposts(world)
    for n in (1, 2, 3):
        bid(call, n)
    return call, world


attacked = kept(under_attack)


def stored() -> Iterator[tuple[str, bytes]]:
    """Everything the platform has: every row of every table, every file of its folder."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608 - our own names
            for row in cursor.fetchall():
                cells = (bytes(c) if isinstance(c, bytes | memoryview) else str(c).encode()
                         for c in row)  # fmt: skip
                yield model._meta.db_table, b"\n".join(cells)
    for path in Path(settings.LUCAI_DATA_DIR).rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes()


def spellings(canary: str) -> list[bytes]:
    """The ways in which a text may lie in bytes, at any offset."""
    raw = canary.encode()
    shifted = [base64.b64encode(b"\0" * pad + raw)[4:-4] for pad in range(3)]
    return [raw, raw.hex().encode(), raw.hex().upper().encode(), canary.encode("utf-16-le"),
            canary.encode("utf-16-be"), *shifted]  # fmt: skip


def unpacked(content: bytes) -> Iterator[bytes]:
    """The content, and what may be deflated in it."""
    yield content
    for start in (content.find(b"\x78\x9c"), content.find(b"\x78\xda"), content.find(b"\x1f\x8b")):
        if start >= 0:
            try:
                yield zlib.decompressobj(47).decompress(content[start:])
            except zlib.error:
                continue


def found(canary: str) -> list[str]:
    wanted = spellings(canary)
    return [
        name
        for name, content in stored()
        if any(one in text for text in unpacked(content) for one in wanted)
    ]


@pytest.mark.parametrize("canary", CANARIES)
def test_nothing_of_a_bid_lies_anywhere_in_any_spelling(
    attacked: tuple[Call, sealing.World], canary: str
) -> None:
    del attacked
    assert found(canary) == []


def test_the_search_would_find_a_bid_that_lay_open(attacked: tuple[Call, sealing.World]) -> None:
    call, _ = attacked
    supplier = people.supplier(9)
    with clock.at(call.before):
        obtain_document(people.actor(supplier), project_number=call.number)
    leak = Path(settings.LUCAI_DATA_DIR) / "leak.bin"
    leak.write_bytes(b"xx" + zlib.compress(CANARIES[0].encode()))
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
