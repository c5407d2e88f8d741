"""A sealed header that does not fit its core, its policy or its signature is the bidder's fault."""

from dataclasses import replace

import pytest

from lucai_trust.envelope import Bidder, BidderFault, Header, Signature
from tests.trust.bids import PRICE, SIGNER, Draws, resealed, tender_of


def header_changes() -> dict[str, tuple[object, str]]:
    def inner(**changes: object) -> object:
        def change(header: Header) -> Header:
            new = replace(header.inner, **changes)
            return Header(new, new.encode(), (Signature.by(SIGNER, new.encode()),))

        return change

    def listed(**changes: object) -> object:
        def change(header: Header) -> Header:
            return inner(parts=(replace(header.inner.parts[0], **changes),))(header)

        return change

    return {
        "another core": (inner(core_hash=bytes(32)), "another core"),
        "another tender": (inner(tender="SDGP370000000202600002"), "another tender"),
        "another lot": (inner(lot="7"), "another tender or lot"),
        "no bidder": (inner(bidders=()), "no bidder"),
        "no parts": (inner(parts=()), "other parts"),
        "a part of another stage": (listed(part="technical"), "another stage"),
        "a part the policy has not": (listed(part="drawings"), "another stage"),
        "a part of another length": (listed(size=5000), "not as long"),
        "no signature": (lambda header: replace(header, signatures=()), "not signed"),
        "a signature over something else": (
            lambda header: replace(header, signatures=(Signature.by(SIGNER, b"else"),)),
            "is false",
        ),
        "another bidder under the old signature": (
            lambda header: Header(
                header.inner,
                replace(header.inner, bidders=(Bidder("示例乙", "2"),)).encode(),
                header.signatures,
            ),
            "is false",
        ),
    }


HEADERS = header_changes()


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_that_does_not_fit_is_the_bidders(name: str) -> None:
    change, why = HEADERS[name]
    tender, draws = tender_of(), Draws()
    envelope = tender.seal([("price", PRICE)], draw=draws).envelope
    header = change(tender.header(envelope, "centre", "buyer"))
    broken = resealed(tender, envelope, draws.given[1] + draws.given[2], header.encode())
    with pytest.raises(BidderFault, match=why):
        tender.header(broken, "centre", "buyer")


BAD_PLAINTEXTS = {
    "no length": b"",
    "longer than it is": (9999).to_bytes(4, "big") + bytes(4092),
    "not zeros behind": b"\0\0\0\2{}".ljust(4095, b"\0") + b"!",
    "padded too far": b"\0\0\0\2{}".ljust(8192, b"\0"),
    "not the form": b"\0\0\0\2{}".ljust(4096, b"\0"),
}


@pytest.mark.parametrize("name", BAD_PLAINTEXTS)
def test_a_malformed_header_is_the_bidders(name: str) -> None:
    tender, draws = tender_of(), Draws()
    envelope = tender.seal(draw=draws).envelope
    broken = resealed(tender, envelope, draws.given[1] + draws.given[2], BAD_PLAINTEXTS[name])
    with pytest.raises(BidderFault, match="does not open"):
        tender.header(broken, "centre", "buyer")
