"""A bid sealed in the browser opens on the server, and the reverse; what is tampered with does not."""

import dataclasses
from typing import Any

import pytest

from lucai.kernel.errors import InvalidInput
from lucai.stages.trade.sealing import vault
from lucai_trust.envelope import opening
from lucai_trust.envelope.checking import MOST_PARTS, check_envelope
from lucai_trust.envelope.core import Envelope
from lucai_trust.suites import SUITES
from tests.frontend.bidding import (
    BIDDERS,
    LOT,
    PARTS,
    World,
    digests_of,
    envelope_of,
    spelt,
)
from tests.frontend.engines import Engine, EngineError

ENOUGH = ("witness-1", "witness-3", "parties-2")
PRICE = b"{}"
TECHNICAL = bytes([7]) * 70000


@pytest.fixture(params=list(SUITES))
def world(request: pytest.FixtureRequest) -> World:
    return World(SUITES[request.param])


@pytest.fixture(params=list(SUITES))
def world_with_bidder(request: pytest.FixtureRequest) -> World:
    return World(SUITES[request.param], with_bidder=True)


def test_what_the_browser_seals_the_server_opens(engine: Engine, world: World) -> None:
    made = engine.call("sealBid", world.order())
    envelope = envelope_of(made)
    check_envelope(world.policy, envelope)
    blobs = [bytes.fromhex(blob) for blob in made["blobs"]]

    header, contents = world.open(envelope, blobs, world.releases(envelope, *ENOUGH), b"")

    assert contents == [PRICE, TECHNICAL]
    assert [each.name for each in header.inner.bidders] == [BIDDERS[0]["name"]]
    assert (header.inner.lot, header.inner.declarations) == (LOT, {"示例": "声明"})
    assert envelope.digests == digests_of(made)
    assert envelope.hash.hex() == made["hash"]
    assert made["progress"] == 1


def test_what_the_server_seals_the_browser_opens(engine: Engine, world: World) -> None:
    sealed, blobs = world.seal(PRICE, TECHNICAL)
    released = spelt(world.releases(sealed.envelope, *ENOUGH))

    opened = engine.call("openBid", given(world, sealed.envelope, blobs) | {"released": released})

    assert opened["contents"] == [PRICE.hex(), TECHNICAL.hex()]
    assert (opened["bidders"], opened["lot"]) == (BIDDERS, LOT)


def test_the_bidders_key_and_the_printed_code_open_in_both_homes(
    engine: Engine, world_with_bidder: World
) -> None:
    world = world_with_bidder
    own = [{"to": "certificate", "key": world.own.public.hex()}]
    made = engine.call("sealBid", world.order(ownKeys=own, withCode=True))
    envelope = envelope_of(made)
    check_envelope(world.policy, envelope)
    by_key = opening.unwrap_bidder_secret(envelope, "certificate", world.own)
    by_code = opening.bidder_secret_by_code(envelope, made["recoveryCode"].lower())
    theirs = engine.call(
        "bidderSecretByCode", {"core": made["core"], "typed": made["recoveryCode"]}
    )
    blobs = [bytes.fromhex(blob) for blob in made["blobs"]]

    assert by_key == by_code == bytes.fromhex(theirs)
    assert opening.unwrap_claim_key(envelope, "certificate", world.own).hex() == made["claimSecret"]
    released = world.releases(envelope, *ENOUGH)
    assert world.open(envelope, blobs, released, by_key)[1] == [PRICE, TECHNICAL]


def test_the_page_opens_with_each_key_it_was_wrapped_to_and_no_other(
    engine: Engine, world_with_bidder: World
) -> None:
    world, keys = world_with_bidder, [bytes([n]) * 32 for n in (7, 8, 9)]
    publics = [world.suite.opener(key).public.hex() for key in keys]
    own = [{"to": f"key-{n}", "key": publics[n]} for n in (0, 1)]
    made = engine.call("sealBid", world.order(ownKeys=own, withCode=False))
    secret = opening.unwrap_bidder_secret(
        envelope_of(made), "key-0", world.suite.opener(keys[0])
    ).hex()
    asked = [
        {"suite": world.suite.name, "core": made["core"], "privateKey": key.hex()} for key in keys
    ]

    assert [engine.call("bidderSecretByKey", one) for one in asked[:2]] == [secret, secret]
    with pytest.raises(EngineError, match="这张证书解不开"):
        engine.call("bidderSecretByKey", asked[2])


def test_the_recovery_group_opens_for_an_absent_bidder(
    engine: Engine, world_with_bidder: World
) -> None:
    world = world_with_bidder
    sealed, blobs = world.seal(PRICE, TECHNICAL, with_code=True)
    released = world.releases(sealed.envelope, *ENOUGH, recovery=("recovery-1", "recovery-3"))
    where = given(world, sealed.envelope, blobs)
    code = {"core": where["core"], "typed": sealed.recovery_code}

    opened = engine.call("openBid", where | {"released": spelt(released)})

    assert opened["contents"] == [PRICE.hex(), TECHNICAL.hex()]
    secret = engine.call("bidderSecretByCode", code)
    own = engine.call("openBid", where | {"released": spelt(released[:-2]), "bidder": secret})
    assert own["contents"] == opened["contents"]


def test_a_mistyped_code_is_told_apart(engine: Engine, world_with_bidder: World) -> None:
    sealed, _ = world_with_bidder.seal(PRICE, TECHNICAL, with_code=True)
    code = str(sealed.recovery_code)
    typed = ("Z" if code[0] != "Z" else "Y") + code[1:]

    with pytest.raises(EngineError, match="恢复码有误"):
        engine.call(
            "bidderSecretByCode", {"core": sealed.envelope.core_bytes.hex(), "typed": typed}
        )


def test_a_wrong_share_names_its_holder(engine: Engine, world: World) -> None:
    sealed, blobs = world.seal(PRICE, TECHNICAL)
    released = spelt(world.releases(sealed.envelope, *ENOUGH))
    released[0]["value"] = "00" * 32
    where = given(world, sealed.envelope, blobs)

    opened = engine.call("openBid", where | {"released": released})

    assert opened == {"culprit": "holder", "holders": ["witness-1"]}


def test_too_few_shares_name_the_silent(engine: Engine, world: World) -> None:
    sealed, blobs = world.seal(PRICE, TECHNICAL)
    released = spelt(world.releases(sealed.envelope, "witness-2", "parties-1"))
    where = given(world, sealed.envelope, blobs)

    opened = engine.call("openBid", where | {"released": released})

    assert opened == {"culprit": "absent-holder", "holders": ["witness-1", "witness-3"]}


def test_altered_bytes_of_a_part_are_the_platforms_fault(engine: Engine, world: World) -> None:
    sealed, blobs = world.seal(PRICE, TECHNICAL)
    released = spelt(world.releases(sealed.envelope, *ENOUGH))
    for altered in (b"\xff" + blobs[0][1:], blobs[0] + b"\0", blobs[0][:-1]):
        where = given(world, sealed.envelope, [altered, blobs[1]])
        opened = engine.call("openBid", where | {"released": released})
        assert opened["culprit"] == "platform"


def test_a_bidder_who_shares_another_secret_or_commits_to_another_key_is_named(
    engine: Engine, world: World
) -> None:
    sealed, blobs = world.seal(PRICE, TECHNICAL)
    core, released = sealed.envelope.core, world.releases(sealed.envelope, *ENOUGH)
    first = core.shares[0]
    silent = dataclasses.replace(first.holders[1], commitment=bytes(32))
    holders = (first.holders[0], silent, first.holders[2])
    shares = (dataclasses.replace(first, holders=holders), *core.shares[1:])
    part = dataclasses.replace(core.parts[0], commitment=bytes(32))
    for changed in (
        dataclasses.replace(core, shares=shares),
        dataclasses.replace(core, header=dataclasses.replace(core.header, commitment=bytes(32))),
        dataclasses.replace(core, header=dataclasses.replace(core.header, key_hash=bytes(32))),
        dataclasses.replace(core, parts=(part, core.parts[1])),
    ):
        envelope = Envelope.parse(changed.encode(), sealed.envelope.sealed)
        where = given(world, envelope, blobs)
        assert engine.call("openBid", where | {"released": spelt(released)})["culprit"] == "bidder"


def test_an_envelope_for_another_policy_does_not_fit(engine: Engine, world: World) -> None:
    sealed, blobs = world.seal(PRICE, TECHNICAL)
    world.policy = dataclasses.replace(world.policy, tender="SDGP370000202600002")

    opened = engine.call("openBid", given(world, sealed.envelope, blobs) | {"released": []})

    assert "另外的规则" in opened["misfit"]


def test_a_bid_that_could_not_count_is_refused_before_it_is_sealed(
    engine: Engine, world: World
) -> None:
    wrong_key = dict(world.order()["signer"], privateKey=(bytes([8]) * 32).hex())
    refused: list[tuple[dict[str, Any], str]] = [
        ({"lot": "3"}, "采购包"),
        ({"bidders": []}, "投标人和"),
        ({"parts": []}, "还缺文件：offer"),
        ({"withCode": True}, "没有投标人密钥组"),
        ({"signer": wrong_key}, "签名与证书不符"),
        ({"parts": many(MOST_PARTS + 1)}, "最多 200 个部分，现在有 201 个"),
    ]
    for change, reason in refused:
        with pytest.raises(EngineError, match=reason):
            engine.call("sealBid", world.order(**change))


def test_as_many_parts_as_there_may_be_are_sealed_and_kept(
    node_engine: Engine, world: World
) -> None:
    made = node_engine.call("sealBid", world.order(parts=many(MOST_PARTS)))
    check_envelope(world.policy, envelope_of(made))

    upload = "0" * 32
    for number, blob in enumerate(made["blobs"], start=1):
        vault.keep_chunk(upload, number, 0, bytes.fromhex(blob))
    with pytest.raises(InvalidInput):
        vault.keep_chunk(upload, MOST_PARTS + 1, 0, b"one too many")
    vault.forget(upload)


def many(parts: int) -> list[dict[str, Any]]:
    """Return an offer and small files, so many parts together."""
    files = [
        {"part": "technical", "file": f"{n}.pdf", "media": "application/pdf", "bytes": "7b7d"}
        for n in range(1, parts)
    ]
    return [PARTS[0], *files]


def given(world: World, envelope: Envelope, blobs: list[bytes]) -> dict[str, object]:
    """What the act ``openBid`` is given, but for the shares."""
    return {
        "policy": world.policy.encode().hex(),
        "core": envelope.core_bytes.hex(),
        "sealed": envelope.sealed.hex(),
        "blobs": [blob.hex() for blob in blobs],
    }
