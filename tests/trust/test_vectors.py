"""The vectors that ship with the package: this implementation gives every answer in them."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from lucai_trust import shamir
from lucai_trust.digest import DigestPair, digest, digests_of
from lucai_trust.encoding import canonical
from lucai_trust.envelope import (
    Envelope,
    Fault,
    Policy,
    bidder_secret_by_code,
    contexts,
    header_key,
    open_header,
    open_part,
    open_share,
    open_stage,
    part_key,
    unwrap_bidder_secret,
)
from lucai_trust.envelope.judging import Shown, judge
from lucai_trust.errors import CiphertextRefused, TrustError
from lucai_trust.gm import Backend, PrivateKey, PublicKey
from lucai_trust.schedule import Key, Schedule, part_root
from lucai_trust.suites import SUITES, suite_named
from tests.trust.bids import slices
from tools.trust_vectors.__main__ import write
from tools.trust_vectors.strict import more_parts

FOLDER = files("lucai_trust") / "vectors"


def vector(name: str) -> dict[str, object]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


SM2, SCHEDULE, BIDS = vector("sm2"), vector("schedule"), vector("bids")
GOOD = {each["name"]: each for each in BIDS["good"]}
BAD = {
    f"{group['base']['name']}: {case['name']}": (group["base"], case)
    for group in BIDS["bad"]
    for case in group["cases"]
}


def raw(value: object) -> bytes:
    return bytes.fromhex(str(value))


def test_sm2_gives_the_answers_of_the_vectors(each_backend: Backend) -> None:
    key, public = PrivateKey(raw(SM2["private"])), PublicKey(raw(SM2["public"]))
    message, ident = raw(SM2["message"]), str(SM2["id"]).encode()
    assert key.public_key == public
    assert public.verify(message, raw(SM2["signature"]), ident)
    for name, signature in SM2["refusedSignatures"].items():
        assert not public.verify(message, raw(signature), ident), name
    assert key.decrypt(raw(SM2["ciphertext"])) == raw(SM2["plaintext"])
    for ciphertext in SM2["refusedCiphertexts"].values():
        with pytest.raises(CiphertextRefused):
            key.decrypt(raw(ciphertext))


def test_shamir_gives_the_answers_of_the_vectors() -> None:
    told = vector("shamir")
    coefficients = [raw(each) for each in told["coefficients"]]
    shares = {int(index): raw(value) for index, value in told["shares"].items()}
    for index, value in shares.items():
        assert shamir.share(raw(told["secret"]), coefficients, index) == value
    for each in told["combined"]:
        given = {index: shares[index] for index in each["from"]}
        assert shamir.combine(given) == raw(each["gives"])
    assert told["combined"][-1]["gives"] != told["secret"]


@pytest.mark.parametrize("name", SUITES)
def test_the_schedule_gives_the_answers_of_the_vectors(name: str) -> None:
    told, suite = SCHEDULE["suites"][name], suite_named(name)
    made = Schedule(suite, raw(SCHEDULE["policyHash"]), raw(SCHEDULE["salt"]))
    secret, bidder = raw(SCHEDULE["groupSecret"]), raw(SCHEDULE["bidderSecret"])
    content_key = made.content_key(bidder, secret)

    def spelt(key: Key, number: int) -> dict[str, str]:
        return {
            "key": key.secret.hex(),
            "nonce": key.nonce.hex(),
            "commit": key.commitment.hex(),
            "keyHash": made.commit_to_key(number, key.published).hex(),
        }

    assert made.context.hex() == told["context"]
    assert spelt(made.header_key(secret), 0) == told["header"]
    assert content_key.hex() == told["contentKey"]
    assert spelt(made.part_key(content_key, 1), 1) == told["part1"]
    assert made.content_key(b"", secret).hex() == told["contentKeyWithoutBidder"]
    assert made.content_key(b"", secret + secret[::-1]).hex() == told["contentKeyOfTwoGroups"]
    assert made.commit_to_bidder_secret(bidder).hex() == told["commitA"]
    assert [
        {
            "index": share.index,
            "share": share.value.hex(),
            "blind": share.blind.hex(),
            "commit": made.commit_to_share(share).hex(),
        }
        for share in made.shares(secret, SCHEDULE["k"], SCHEDULE["n"])
    ] == told["shares"]
    assert told["wrapContexts"] == {
        "share": contexts.of_share(made, "opening", "witness", 1).hex(),
        "recovery": contexts.of_recovery_share(made, 1).hex(),
        "bidder": contexts.of_bidder_secret(made, "certificate-1").hex(),
        "claim": contexts.of_claim_key(made, "certificate-1").hex(),
    }
    hashes = [raw(each) for each in told["chunks"]["hashes"]]
    assert part_root(suite, hashes).hex() == told["chunks"]["root"]
    assert part_root(suite, [hashes[1], hashes[0], hashes[2]]).hex() != told["chunks"]["root"]


def shown(told: dict[str, object]) -> Shown:
    return Shown(
        core=str(told["core"]).encode(),
        sealed=raw(told["sealed"]),
        receipted=DigestPair(**told["receipted"]),
        releases=tuple(each.encode() for each in told["releases"]),
        parts={int(number): slices(raw(blob)) for number, blob in told["parts"].items()},
        bidder_secret=raw(told["bidderSecret"]),
        acknowledgements=tuple(each.encode() for each in told["acknowledgements"]),
    )


@pytest.mark.parametrize("name", GOOD)
def test_a_good_envelope_opens_to_what_the_vectors_say(name: str) -> None:
    told = GOOD[name]
    judged = judge(Policy.parse(told["policy"].encode()), shown(told))
    assert not judged.faults
    contents = {int(number): raw(body) for number, body in told["expected"]["contents"].items()}
    assert judged.parts == {number: digests_of(body) for number, body in contents.items()}
    assert judged.header.inner.declarations == {"承诺": "属实"}


@pytest.mark.parametrize("name", GOOD)
def test_the_private_keys_of_the_vectors_open_every_wrap(name: str) -> None:
    told = GOOD[name]
    policy = Policy.parse(told["policy"].encode())
    suite = policy.suite
    envelope = Envelope.parse(told["core"].encode(), raw(told["sealed"]))
    openers = {each: suite.opener(raw(key)) for each, key in told["privateKeys"].items()}
    for stage, secret in told["expected"]["stageSecrets"].items():
        released = [
            open_share(policy, envelope, stage, holder.id, openers[f"{holder.id} opens"])
            for group in policy.groups
            for holder in group.holders
        ]
        opened = open_stage(policy, envelope, stage, released)
        assert opened.secret.hex() == secret
        for entry in envelope.core.parts:
            if entry.stage == stage:
                key = part_key(
                    policy,
                    envelope,
                    entry.number,
                    opened=opened,
                    bidder_secret=raw(told["bidderSecret"]),
                )
                assert key.hex() == told["expected"]["partKeys"][str(entry.number)]
        if stage == policy.opening_stage:
            key = header_key(policy, envelope, opened)
            assert key.hex() == told["expected"]["headerKey"]
    if policy.bidder is not None:
        opener = openers["bidder opens"]
        secret = unwrap_bidder_secret(envelope, "certificate-1", opener)
        assert secret.hex() == told["bidderSecret"]
        assert bidder_secret_by_code(envelope, told["recoveryCode"]) == secret


@pytest.mark.parametrize("name", GOOD)
def test_published_keys_alone_open_the_header_and_a_part(name: str) -> None:
    told = GOOD[name]
    envelope = Envelope.parse(told["core"].encode(), raw(told["sealed"]))
    policy = Policy.parse(told["policy"].encode())
    header = open_header(policy, envelope, raw(told["expected"]["headerKey"]))
    key = raw(told["expected"]["partKeys"]["1"])
    price = b"".join(open_part(envelope, header, 1, key, [raw(told["parts"]["1"])]))
    assert price.hex() == told["expected"]["contents"]["1"]


def edited(told: dict[str, object], edit: dict[str, object]) -> dict[str, object]:
    """Do what a case's edit says to one of the base's byte strings."""
    of = str(edit["of"])
    if of == "core":
        return told | {"core": more_parts(told["core"].encode(), edit["parts"]).decode()}
    before = bytearray(raw(told["sealed"] if of == "sealed" else told["parts"][of]))
    if "xor" in edit:
        before[edit["at"]] ^= int(edit["xor"], 16)
    if "cut" in edit:
        del before[len(before) - edit["cut"] :]
    before += raw(edit.get("append", ""))
    after = told["parts"][edit["copy"]] if "copy" in edit else before.hex()
    if of == "sealed":
        return told | {"sealed": after}
    return told | {"parts": told["parts"] | {of: after}}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_envelope_is_laid_on_its_culprit(name: str) -> None:
    base, case = BAD[name]
    policy = Policy.parse(base["policy"].encode())
    assert judge(policy, shown(base)).parts
    told = base | case["told"]
    if "edit" in case:
        told = edited(told, case["edit"])
    with pytest.raises(TrustError) as caught:
        judge(policy, shown(told))
    fault = caught.value
    if case["culprit"] == "refused":
        assert not isinstance(fault, Fault)
        return
    assert isinstance(fault, Fault)
    assert fault.culprit.value == case["culprit"]
    assert list(fault.holders) == case["holders"]


def test_a_missing_part_is_the_platforms_and_a_stage_may_be_left_shut() -> None:
    told = GOOD["GM1, witness and parties"]
    policy = Policy.parse(told["policy"].encode())
    first = told | {"parts": {"1": told["parts"]["1"]}}
    assert list(judge(policy, shown(first), ["opening"]).parts) == [1]
    with pytest.raises(Fault, match="part 2 is missing"):
        judge(policy, shown(first))


def test_the_vectors_are_written_again_alike(tmp_path: Path) -> None:
    write(tmp_path)
    for name in ("sm2", "shamir", "schedule"):
        again = (tmp_path / f"{name}.json").read_text(encoding="utf-8")
        assert again == (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    bids = json.loads((tmp_path / "bids.json").read_text(encoding="utf-8"))
    assert [each["name"] for each in bids["good"]] == list(GOOD)
    assert digest(canonical(bids["good"][0]["policy"])) == digest(
        canonical(BIDS["good"][0]["policy"])
    )
