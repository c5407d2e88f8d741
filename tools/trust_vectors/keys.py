"""Vectors without an envelope: SM2, Shamir's sharing, the key schedule."""

from lucai_trust import shamir as sharing
from lucai_trust.envelope import contexts
from lucai_trust.envelope.core import CHUNK_SIZE
from lucai_trust.gm import PrivateKey, der
from lucai_trust.gm.curve import Ciphertext, N, encode_signature
from lucai_trust.schedule import Key, Schedule, part_root
from lucai_trust.suites import SUITES, Suite

Vector = dict[str, object]

# GB/T 32918.5 annexes A and C: the recommended curve's example.
KEY = bytes.fromhex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")
R = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
S = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA
C1 = (
    0x04EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73,
    0xE858F9D81E5430A57B36DAAB8F950A3C64E6EE6A63094D99283AFF767E124DF0,
)
C3 = bytes.fromhex("59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766")
C2 = bytes.fromhex("21886ca989ca9c7d58087307ca93092d651efa")

BIDDER_SECRET, GROUP_SECRET = bytes(range(32)), bytes(range(0x20, 0x40))
SALT, POLICY_HASH = bytes(range(0x40, 0x58)), bytes(range(0x60, 0x80))


def sm2() -> Vector:
    """Return the standard's example and whatever must be refused in its place."""
    message, good = b"message digest", encode_signature(R, S)
    return {
        "private": KEY.hex(),
        "public": PrivateKey(KEY).public_key.point.hex(),
        "id": "1234567812345678",
        "message": message.hex(),
        "signature": good.hex(),
        "refusedSignatures": {name: value.hex() for name, value in _bad_signatures(good).items()},
        "ciphertext": Ciphertext(C1, C3, C2).encode().hex(),
        "plaintext": b"encryption standard".hex(),
        "refusedCiphertexts": {name: value.hex() for name, value in _bad_ciphertexts().items()},
    }


def _bad_signatures(good: bytes) -> dict[str, bytes]:
    r, s = R.to_bytes(33, "big"), S.to_bytes(33, "big")

    def pair(left: bytes, right: bytes) -> bytes:
        return der.sequence(der.encode(der.INTEGER, left), der.encode(der.INTEGER, right))

    return {
        "r is zero": encode_signature(0, S),
        "s is zero": encode_signature(R, 0),
        "r is n": encode_signature(N, S),
        "s is n": encode_signature(R, N),
        "r plus n": encode_signature(R + N, S),
        "r and s exchanged": encode_signature(S, R),
        "r is negative": pair(r[1:], s),
        "r with a zero too many": pair(b"\0" + r, s),
        "s without bytes": pair(r, b""),
        "trailing byte": good + b"\0",
        "trailing byte inside": der.encode(der.SEQUENCE, good[2:] + b"\0"),
        "long length": b"\x30\x81" + good[1:],
        "indefinite length": b"\x30\x80" + good[2:] + b"\0\0",
        "cut": good[:-1],
        "empty": b"",
        "r and s without DER": r[1:] + s[1:],
    }


def _bad_ciphertexts() -> dict[str, bytes]:
    x, y = C1
    good = Ciphertext(C1, C3, C2).encode()
    return {
        "point off the curve": Ciphertext((x, y + 1), C3, C2).encode(),
        "check of 31 bytes": Ciphertext(C1, C3[1:], C2).encode(),
        "another check": Ciphertext(C1, bytes(32), C2).encode(),
        "another text": Ciphertext(C1, C3, bytes([C2[0] ^ 1]) + C2[1:]).encode(),
        "nothing encrypted": Ciphertext(C1, C3, b"").encode(),
        "trailing byte": good + b"\0",
        "C1 C3 C2 without DER": b"\x04" + good[5:],
    }


def shamir() -> Vector:
    """Return one sharing of 3 of 5, and what two shares give instead."""
    secret, coefficients = bytes(range(8)), [bytes(range(100, 108)), bytes(range(200, 208))]
    shares = {index: sharing.share(secret, coefficients, index) for index in range(1, 6)}
    return {
        "secret": secret.hex(),
        "coefficients": [each.hex() for each in coefficients],
        "shares": {str(index): value.hex() for index, value in shares.items()},
        "combined": [
            {"from": chosen, "gives": sharing.combine({i: shares[i] for i in chosen}).hex()}
            for chosen in ([1, 2, 3], [5, 3, 1], [2, 3, 4, 5], [1, 2])
        ],
    }


def schedule() -> Vector:
    """Return everything derived from the published secrets, for each suite."""
    return {
        "bidderSecret": BIDDER_SECRET.hex(),
        "groupSecret": GROUP_SECRET.hex(),
        "salt": SALT.hex(),
        "policyHash": POLICY_HASH.hex(),
        "k": 3,
        "n": 5,
        "suites": {name: _derived(suite) for name, suite in SUITES.items()},
    }


def _derived(suite: Suite) -> Vector:
    made = Schedule(suite, POLICY_HASH, SALT)
    content_key = made.content_key(BIDDER_SECRET, GROUP_SECRET)
    two_groups = GROUP_SECRET + GROUP_SECRET[::-1]
    shares = made.shares(GROUP_SECRET, 3, 5)
    return {
        "context": made.context.hex(),
        "header": _key(made, made.header_key(GROUP_SECRET), 0),
        "contentKey": content_key.hex(),
        "part1": _key(made, made.part_key(content_key, 1), 1),
        "contentKeyWithoutBidder": made.content_key(b"", GROUP_SECRET).hex(),
        "contentKeyOfTwoGroups": made.content_key(b"", two_groups).hex(),
        "commitA": made.commit_to_bidder_secret(BIDDER_SECRET).hex(),
        "shares": [
            {
                "index": share.index,
                "share": share.value.hex(),
                "blind": share.blind.hex(),
                "commit": made.commit_to_share(share).hex(),
            }
            for share in shares
        ],
        "wrapContexts": {
            "share": contexts.of_share(made, "opening", "witness", 1).hex(),
            "recovery": contexts.of_recovery_share(made, 1).hex(),
            "bidder": contexts.of_bidder_secret(made, "certificate-1").hex(),
            "claim": contexts.of_claim_key(made, "certificate-1").hex(),
        },
        "chunks": _chunks(suite, made.part_key(content_key, 1)),
    }


def _key(made: Schedule, key: Key, number: int) -> Vector:
    return {
        "key": key.secret.hex(),
        "nonce": key.nonce.hex(),
        "commit": key.commitment.hex(),
        "keyHash": made.commit_to_key(number, key.published).hex(),
    }


def _chunks(suite: Suite, key: Key) -> Vector:
    """Return the chunks of 2 MiB + 5 bytes of 0x61, and the roots of what they are not."""
    plain = b"a" * (2 * CHUNK_SIZE + 5)
    hashes = [
        suite.digest(
            suite.encrypt(
                key.secret,
                key.nonce_of(number),
                plain[number * CHUNK_SIZE : (number + 1) * CHUNK_SIZE],
            )
        )
        for number in range(3)
    ]
    first, second, third = hashes
    return {
        "plaintext": {"repeat": "61", "times": len(plain)},
        "hashes": [each.hex() for each in hashes],
        "root": part_root(suite, hashes).hex(),
        "rootWhenSwapped": part_root(suite, [second, first, third]).hex(),
        "rootWhenCut": part_root(suite, [first, second]).hex(),
    }
