"""The schedule lucai-bid/1 in TypeScript gives the values that the design fixed before any code."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.frontend.engines import Engine

BIDDER = bytes(range(0x20)).hex()
SECRET = bytes(range(0x20, 0x40)).hex()
SALT = bytes(range(0x40, 0x58)).hex()
POLICY_HASH = bytes(range(0x60, 0x80)).hex()
MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Fixed:
    """The values of one suite."""

    header_key: str
    content_key: str
    part_key: str
    part_nonce: str
    bidder_commitment: str
    root: str


FIXED = {
    "GM1": Fixed(
        header_key="ef68689fb3bdb4318463bbb926302bc2",
        content_key="a7376a61af9e63dff9b260ff948c6ed4305650e4d985a562a81309d7902d28cc",
        part_key="b75b14849bf4983725c8d8c34f1dd739",
        part_nonce="913cd1a2aa2424d6673033ad",
        bidder_commitment="f14e6e3ba585e0f16ba66b9cde82691eefc515fc21abd1a637eb6f17e9f14c49",
        root="6beadada4190284bd0baddfa9d7ae73581a1cfc65de766dd4c40ee2f78d67155",
    ),
    "INTL1": Fixed(
        header_key="9373583c08b294b60fa56c3a0c607c2ec8ec1184706e9248eb2b4e21849d7f47",
        content_key="2db24c0d79aae92116ffb501d251798ee1bc473692d2e414c92372e6d6bd6caa",
        part_key="23d863185feaf9d1afe28aa507abd42adf98b7d9ead24814ed7652b9e7de38c0",
        part_nonce="754eb33ce6cb545095fe401d",
        bidder_commitment="33af27877735d4429225fab157e90214e25e72ddf58f9e65d2bc3552d7a46992",
        root="4dde788d07a18e525daf2e07435d31ae70e714a8e8582a332ef48b8ae3325521",
    ),
}


@pytest.fixture(params=["GM1", "INTL1"])
def suite(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def setting(suite: str) -> dict[str, Any]:
    return {"suite": suite, "policyHash": POLICY_HASH, "salt": SALT}


def test_keys_and_root_are_the_fixed_ones(engine: Engine, suite: str) -> None:
    fixed = FIXED[suite]
    where = setting(suite)

    header = engine.call("header", where | {"secret": SECRET})
    content = engine.call("contentKey", where | {"bidder": BIDDER, "secret": SECRET})
    part = engine.call("partKey", where | {"contentKey": content, "number": 1})
    bidder = engine.call("bidderCommitment", where | {"bidder": BIDDER})
    body = {"contentKey": content, "number": 1, "byte": 0x61, "size": 2 * MEBIBYTE + 5}
    sealed = engine.call("sealPart", where | body)

    assert header["key"] == fixed.header_key
    assert content == fixed.content_key
    assert (part["key"], part["nonce"]) == (fixed.part_key, fixed.part_nonce)
    assert bidder == fixed.bidder_commitment
    assert (sealed["root"], sealed["chunks"], sealed["opens"]) == (fixed.root, 3, True)


def test_header_nonce_and_commitments_of_the_national_suite(engine: Engine) -> None:
    where = setting("GM1")
    header = engine.call("header", where | {"secret": SECRET})
    part = engine.call("partKey", where | {"contentKey": FIXED["GM1"].content_key, "number": 1})

    assert header["nonce"] == "4c6ef285830d1bb5b23e243c"
    assert header["commitment"] == (
        "493f8d7885b0ad57aa6024f4978beb1a71e8a87e5de5eda548597506172afcb8"
    )
    assert part["commitment"] == "7488c4a3922ec207507a7e6b862d323a1655314556f5c274218580b0b43aab02"


def test_first_share_is_the_fixed_one(engine: Engine) -> None:
    given = setting("GM1") | {"secret": SECRET, "threshold": 3, "holders": 4}
    first = engine.call("share", given)[0]

    assert first == {
        "index": 1,
        "value": "90f375a3357bc8ad0d4967eb6196bfe09c6b4aa9be2df2ca664dd0b91f45126b",
        "blind": "6bef88c91237c93d6e045befaf78e421c9d3aa2ff26c6ce954f6c1df5398cb45",
        "commitment": "2a15f96794ba16ced25cfd40667a0bf599247c7cee3633c62c03e6219772fcf6",
    }


@pytest.mark.parametrize("chosen", [(0, 1), (0, 3), (2, 1), (3, 2)])
def test_any_two_of_four_shares_give_the_secret(
    engine: Engine, suite: str, chosen: tuple[int, int]
) -> None:
    shares = engine.call("share", setting(suite) | {"secret": SECRET, "threshold": 2, "holders": 4})

    assert engine.call("combine", {"shares": [shares[at] for at in chosen]}) == SECRET


def test_one_share_of_two_gives_something_else(engine: Engine, suite: str) -> None:
    shares = engine.call("share", setting(suite) | {"secret": SECRET, "threshold": 2, "holders": 4})

    assert engine.call("combine", {"shares": shares[:1]}) != SECRET


@pytest.mark.parametrize(("size", "chunks"), [(0, 1), (1, 1), (MEBIBYTE, 2), (MEBIBYTE + 1, 2)])
def test_the_last_chunk_is_always_shorter(
    engine: Engine, suite: str, size: int, chunks: int
) -> None:
    given = {"contentKey": "07" * 32, "number": 2, "byte": 1, "size": size}
    sealed = engine.call("sealPart", setting(suite) | given)

    assert (sealed["chunks"], sealed["opens"]) == (chunks, True)
