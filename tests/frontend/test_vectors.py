"""The vectors that ship with lucai_trust hold in TypeScript, in Node and in Chromium."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import pytest

from lucai_trust.encoding import canonical
from tests.frontend.engines import Engine


@cache
def vectors(name: str) -> Any:
    """Read a vector file that ships with the package."""
    text = files("lucai_trust").joinpath("vectors", f"{name}.json").read_text(encoding="utf-8")
    return json.loads(text)


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


def bad_cases() -> list[Any]:
    """Return every bad case told in full, with what must be said of it."""
    return [
        pytest.param(told(group["base"], case), case, id=f"{group['base']['name']}, {case['name']}")
        for group in vectors("bids")["bad"]
        for case in group["cases"]
    ]


def told(base: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """Apply what a case changes: whole members, or an edit of some bytes."""
    whole = base | {"parts": dict(base["parts"])} | case["told"]
    edit = case.get("edit")
    if edit and edit["of"] == "core":
        whole["core"] = with_parts(whole["core"], edit["parts"])
    elif edit:
        where = whole if edit["of"] == "sealed" else whole["parts"]
        where[edit["of"]] = edited(bytes.fromhex(where[edit["of"]]), edit, whole["parts"]).hex()
    return whole


def with_parts(core: str, count: int) -> str:
    """Repeat a core's last part, numbered on, until there are so many."""
    read = json.loads(core)
    last = read["parts"][-1]
    read["parts"] += [last | {"n": n} for n in range(len(read["parts"]) + 1, count + 1)]
    return canonical(read).decode()


def edited(content: bytes, edit: dict[str, Any], parts: dict[str, str]) -> bytes:
    """Flip bits of a byte, cut the end, append, or copy another part."""
    if "xor" in edit:
        at = edit["at"]
        flipped = bytes([content[at] ^ int(edit["xor"], 16)])
        return content[:at] + flipped + content[at + 1 :]
    if "cut" in edit:
        return content[: -edit["cut"]]
    if "append" in edit:
        return content + bytes.fromhex(edit["append"])
    return bytes.fromhex(parts[edit["copy"]])


def test_sm2_signature_and_ciphertext_hold_and_the_bad_ones_do_not(engine: Engine) -> None:
    known = vectors("sm2")
    given = {"publicKey": known["public"], "message": known["message"], "id": known["id"]}
    key = {"privateKey": known["private"]}

    assert engine.call("sm2Verify", given | {"signature": known["signature"]}) is True
    assert engine.call("sm2Decrypt", key | {"sealed": known["ciphertext"]}) == known["plaintext"]
    for name, signature in known["refusedSignatures"].items():
        assert engine.call("sm2Verify", given | {"signature": signature}) is False, name
    for name, sealed in known["refusedCiphertexts"].items():
        assert engine.call("sm2Decrypt", key | {"sealed": sealed}) is None, name


def test_shamir_shares_and_combinations(engine: Engine) -> None:
    known = vectors("shamir")
    for index, value in known["shares"].items():
        given = {"secret": known["secret"], "coefficients": known["coefficients"]}
        assert engine.call("shareOf", given | {"index": int(index)}) == value
    for case in known["combined"]:
        shares = [{"index": index, "value": known["shares"][str(index)]} for index in case["from"]]
        assert engine.call("combine", {"shares": shares}) == case["gives"]


@pytest.mark.parametrize("suite", ["GM1", "INTL1"])
def test_schedule(engine: Engine, suite: str) -> None:
    known, ours = vectors("schedule"), vectors("schedule")["suites"][suite]
    where = {"suite": suite, "policyHash": known["policyHash"], "salt": known["salt"]}
    secret, bidder = known["groupSecret"], known["bidderSecret"]

    def content(bidder: str, secret: str) -> Any:
        return engine.call("contentKey", where | {"bidder": bidder, "secret": secret})

    assert engine.call("label", where) == ours["context"]
    assert content(bidder, secret) == ours["contentKey"]
    assert content("", secret) == ours["contentKeyWithoutBidder"]
    header = engine.call("header", where | {"secret": secret})
    part = engine.call("partKey", where | {"contentKey": ours["contentKey"], "number": 1})
    for number, (made, expected) in enumerate([(header, ours["header"]), (part, ours["part1"])]):
        published = {"number": number, "published": made["key"] + made["nonce"]}
        key_hash = engine.call("keyHash", where | published)
        assert (made["key"], made["nonce"]) == (expected["key"], expected["nonce"])
        assert (made["commitment"], key_hash) == (expected["commit"], expected["keyHash"])
    assert engine.call("bidderCommitment", where | {"bidder": bidder}) == ours["commitA"]
    place = {"stage": "opening", "group": "witness", "index": 1, "to": "certificate-1"}
    assert engine.call("wrapContexts", where | place) == ours["wrapContexts"]


@pytest.mark.parametrize("suite", ["GM1", "INTL1"])
def test_shares_and_part_roots_of_the_schedule(engine: Engine, suite: str) -> None:
    known, ours = vectors("schedule"), vectors("schedule")["suites"][suite]
    where = {"suite": suite, "policyHash": known["policyHash"], "salt": known["salt"]}
    sharing = {"secret": known["groupSecret"], "threshold": known["k"], "holders": known["n"]}
    chunks, digests = ours["chunks"], ours["chunks"]["hashes"]
    body = {
        "contentKey": ours["contentKey"],
        "number": 1,
        "byte": int(chunks["plaintext"]["repeat"], 16),
        "size": chunks["plaintext"]["times"],
    }

    made = engine.call("share", where | sharing)

    assert [(each["value"], each["blind"], each["commitment"]) for each in made] == [
        (each["share"], each["blind"], each["commit"]) for each in ours["shares"]
    ]
    assert engine.call("sealPart", where | body)["root"] == chunks["root"]
    swapped = [digests[1], digests[0], digests[2]]
    assert engine.call("partRoot", where | {"hashes": digests[:-1]}) == chunks["rootWhenCut"]
    assert engine.call("partRoot", where | {"hashes": swapped}) == chunks["rootWhenSwapped"]


@pytest.mark.parametrize("case", named(vectors("bids")["good"]))
def test_a_good_bid_opens_to_what_is_expected(engine: Engine, case: dict[str, Any]) -> None:
    assert engine.call("openVector", case) == case["expected"]


@pytest.mark.parametrize(("given", "case"), bad_cases())
def test_a_bad_bid_is_refused_and_its_culprit_named(
    engine: Engine, given: dict[str, Any], case: dict[str, Any]
) -> None:
    said = engine.call("openVector", given)

    assert (said["culprit"], said["holders"]) == (case["culprit"], case["holders"])


@pytest.mark.parametrize("case", named(vectors("bids")["good"]))
def test_each_holder_opens_its_wrap(engine: Engine, case: dict[str, Any]) -> None:
    policy = json.loads(case["policy"])
    released = [json.loads(json.loads(each)["statement"]) for each in case["releases"]]
    shares = {(each["stage"], each["holder"]): each["share"] + each["blind"] for each in released}
    for stage in policy["stages"]:
        for group in policy["groups"]:
            for index, holder in enumerate(group["holders"], start=1):
                key = case["privateKeys"][f"{holder['id']} opens"]
                place = {"stage": stage, "group": group["name"], "index": index}
                opened = engine.call("openShare", case | place | {"privateKey": key})
                assert opened is not None
                assert opened == shares.get((stage, holder["id"]), opened)


def test_the_recovery_code_opens_the_bidders_secret(engine: Engine) -> None:
    with_code = [case for case in vectors("bids")["good"] if case["recoveryCode"]]
    assert with_code
    for case in with_code:
        given = {"core": case["core"].encode().hex(), "typed": case["recoveryCode"]}
        assert engine.call("bidderSecretByCode", given) == case["bidderSecret"]
