"""What platforms, holders and bidders might do to a package; each change is one act."""

import json
from collections.abc import Callable
from typing import Any

from lucai_trust.encoding import canonical
from tests.frontend.packages import PackageMaker

Change = Callable[[PackageMaker], object]


def rewrite(maker: PackageMaker, name: str, **changes: Any) -> None:
    """Change members of a JSON file."""
    maker.files[name] = canonical(json.loads(maker.files[name]) | changes)


def restate(maker: PackageMaker, name: str, **changes: Any) -> None:
    """Change what a signed statement says and keep its signatures."""
    signed = json.loads(maker.files[name])
    statement = canonical(json.loads(signed["statement"]) | changes).decode()
    maker.files[name] = canonical(signed | {"statement": statement})


def first(maker: PackageMaker) -> dict[str, Any]:
    """Return the first envelope of the index."""
    found: dict[str, Any] = maker.index["envelopes"][0]
    return found


def lines(maker: PackageMaker) -> list[dict[str, Any]]:
    """Return the record's lines."""
    found: list[dict[str, Any]] = json.loads(maker.files["record.json"])["bids"]
    return found


def changed_line(**changes: Any) -> Change:
    """Change the first line of the record."""

    def change(maker: PackageMaker) -> None:
        told, *rest = lines(maker)
        rewrite(maker, "record.json", bids=[told | changes, *rest])

    return change


def flipped(name: str, at: int = -40) -> Change:
    """Flip a bit of a file, and list it as it is then."""
    return lambda maker: maker.flip(name, at)


def without(name: str) -> Change:
    """Leave a file out."""
    return lambda maker: maker.files.pop(name)


def in_first(**changes: Any) -> Change:
    """Change what the index says of the first envelope."""
    return lambda maker: first(maker).update(changes)


def swap(name: str, other: str) -> Change:
    """Exchange two files."""

    def change(maker: PackageMaker) -> None:
        maker.files[name], maker.files[other] = maker.files[other], maker.files[name]

    return change


def with_index(name: str, **changes: Any) -> Change:
    """Change an object of the index."""
    return lambda maker: maker.index[name].update(changes)


def recored(change: Callable[[list[Any]], object]) -> Change:
    """Write the first core anew with other shares, as who keeps it could."""

    def act(maker: PackageMaker) -> None:
        shares = json.loads(maker.files["bid-1/core.json"])["shares"]
        change(shares)
        rewrite(maker, "bid-1/core.json", shares=shares)

    return act


def exchanged_wraps(shares: list[Any]) -> None:
    """Give two holders of a group each other's wrap."""
    one, other, *_ = shares[0]["holders"]
    one["wrap"], other["wrap"] = other["wrap"], one["wrap"]


def remade(name: str, change: Callable[[bytes], bytes]) -> Change:
    """Change the bytes of a file."""
    return lambda maker: maker.files.update({name: change(maker.files[name])})


def longer_registry(maker: PackageMaker) -> None:
    """Add a leaf."""
    maker.index["registry"]["leaves"].append("ff" * 32)


def unordered_registry(maker: PackageMaker) -> None:
    """Put the leaves in another order."""
    maker.index["registry"]["leaves"].reverse()


def dummy_for_a_bid(maker: PackageMaker) -> None:
    """Say that a dummy stands where a bid is."""
    del maker.index["envelopes"][0]
    maker.index["registry"]["dummies"].append("07" * 32)


def step_too_many(maker: PackageMaker) -> None:
    """Prove the same step twice."""
    steps = maker.index["consistency"]
    steps.append(steps[-1])


def broken_step(maker: PackageMaker) -> None:
    """Prove another history."""
    maker.index["consistency"][-1]["path"][0] = "00" * 32


def unsigned_receipt(maker: PackageMaker) -> None:
    """Take the platform's signatures off a receipt."""
    signed = json.loads(json.loads(maker.files["bid-1/receipt.json"])["signed"])
    bare = canonical(signed | {"signatures": signed["signatures"][:1]}).decode()
    rewrite(maker, "bid-1/receipt.json", signed=bare)


def unproven_receipt(maker: PackageMaker) -> None:
    """Keep the promise and leave the proof out."""
    rewrite(maker, "bid-1/receipt.json", proof=None)


def unwitnessed_receipt(maker: PackageMaker) -> None:
    """Take the witness's line off a receipt's checkpoint."""
    proof = json.loads(maker.files["bid-1/receipt.json"])["proof"]
    note = proof["checkpoint"].rstrip("\n").rpartition("\n")[0] + "\n"
    rewrite(maker, "bid-1/receipt.json", proof=proof | {"checkpoint": note})


def unwitnessed_rules(maker: PackageMaker) -> None:
    """Take the witness's line off the rules' checkpoint."""
    proof = maker.files["policy-1.tlog-proof"].decode()
    maker.files["policy-1.tlog-proof"] = (proof.rstrip("\n").rpartition("\n")[0] + "\n").encode()


def other_key_of_the_header(maker: PackageMaker) -> None:
    """Publish the second envelope's header key for the first."""
    first(maker)["headerKey"] = maker.index["envelopes"][1]["headerKey"]


def release_of_another(maker: PackageMaker) -> None:
    """Show the release of another envelope."""
    first(maker)["releases"][0] = maker.index["envelopes"][1]["releases"][0]


def one_release_less(maker: PackageMaker) -> None:
    """Leave a release out."""
    first(maker)["releases"].pop(0)


def blames(culprit: str, *holders: str) -> Change:
    """Say that the first envelope did not open, and whose fault it is."""

    def change(maker: PackageMaker) -> None:
        first(maker).update(headerKey=None, fault={"culprit": culprit, "holders": list(holders)})
        rewrite(maker, "record.json", bids=lines(maker)[1:])

    return change


def kept_from_the_public(change: Change) -> Change:
    """Do something to a package that shows no shares."""

    def both(maker: PackageMaker) -> None:
        for packed in maker.index["envelopes"]:
            packed["releases"] = []
        change(maker)

    return both


TAMPERINGS: dict[str, Change] = {
    "core flipped": flipped("bid-1/core.json"),
    "sealed header flipped": flipped("bid-1/sealed.bin"),
    "part flipped": flipped("bid-2/part-1.bin"),
    "receipt flipped": flipped("bid-2/receipt.json"),
    "claim flipped": flipped("bid-3/claim.json"),
    "withdrawn header flipped": flipped("bid-3/sealed.bin"),
    "policy flipped": flipped("policy-1.json"),
    "entry flipped": flipped("policy-1.entry.json"),
    "seal flipped": flipped("registry.entry.json"),
    "proof flipped": flipped("registry.tlog-proof"),
    "release flipped": flipped("bid-1/release-1.json"),
    "record flipped": flipped("record.json", -60),
    "core missing": without("bid-1/core.json"),
    "receipt missing": without("bid-1/receipt.json"),
    "claim missing": without("bid-3/claim.json"),
    "record missing": without("record.json"),
    "policy missing": without("policy-1.json"),
    "cores swapped": swap("bid-1/core.json", "bid-2/core.json"),
    "receipts swapped": swap("bid-1/receipt.json", "bid-2/receipt.json"),
    "part cut short": remade("bid-1/part-1.bin", lambda blob: blob[:-1]),
    "part's halves swapped": remade(
        "bid-1/part-1.bin", lambda blob: blob[len(blob) // 2 :] + blob[: len(blob) // 2]
    ),
    "threshold changed": recored(lambda shares: shares[0].update(k=shares[0]["k"] + 1)),
    "threshold zero": recored(lambda shares: shares[0].update(k=0)),
    "wraps exchanged": recored(exchanged_wraps),
    "parts swapped": swap("bid-1/part-1.bin", "bid-2/part-1.bin"),
    "price read wrong": changed_line(fen=1),
    "price not read": changed_line(fen=None),
    "bidder read wrong": changed_line(bidders=[{"name": "另一家", "code": "91370000MA0000002X"}]),
    "lot read wrong": changed_line(lot="2"),
    "set aside with a price": changed_line(aside="无法采用"),
    "set aside": changed_line(aside="无法采用", fen=None),
    "bid not read": lambda maker: rewrite(maker, "record.json", bids=lines(maker)[1:]),
    "opened early": lambda maker: rewrite(
        maker, "record.json", openedAt="2026-03-01T01:30:00.000000Z"
    ),
    "no record": lambda maker: maker.index.update(record=None),
    "another tender": lambda maker: maker.index.update(tender="SDGP370000202600002"),
    "registry longer": longer_registry,
    "registry unordered": unordered_registry,
    "dummy for a bid": dummy_for_a_bid,
    "registry by another entry": lambda maker: maker.index["registry"].update(
        entry="policy-1.entry.json", proof="policy-1.tlog-proof"
    ),
    "step too many": step_too_many,
    "step broken": broken_step,
    "receipt unsigned": unsigned_receipt,
    "receipt unproven": unproven_receipt,
    "receipt unwitnessed": unwitnessed_receipt,
    "rules unwitnessed": unwitnessed_rules,
    "header key of another": other_key_of_the_header,
    "header key broken": in_first(headerKey="00"),
    "part key missing": lambda maker: first(maker)["parts"][0].update(key=None),
    "part of another number": lambda maker: first(maker)["parts"][0].update(n=2),
    "a secret where none is": in_first(bidderSecret="00" * 32),
    "neither opened nor shut": in_first(headerKey=None, parts=[]),
    "withdrawn and opened": lambda maker: maker.index["envelopes"][2].update(
        headerKey=first(maker)["headerKey"]
    ),
    "release of another": release_of_another,
    "release too few": one_release_less,
    "release early": lambda maker: restate(
        maker, "bid-1/release-0.json", at="2026-03-01T01:30:00.000000Z"
    ),
    "share changed": lambda maker: restate(maker, "bid-1/release-0.json", share="00" * 32),
    "blames the bidder": blames("bidder"),
    "blames a holder": blames("holder", "witness-1"),
    "blames nobody known": blames("weather"),
    "blames the platform unseen": kept_from_the_public(blames("platform")),
    "blames the bidder unseen": kept_from_the_public(blames("bidder")),
    "claim of another": swap("bid-3/claim.json", "bid-1/release-0.json"),
    "claim changed": lambda maker: restate(maker, "bid-3/claim.json", new="00" * 32),
    "unlisted file": lambda maker: first(maker).update(core="bid-9/core.json"),
}
