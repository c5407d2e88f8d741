"""Vectors of whole envelopes: good ones, and bad ones with the culprit they must be laid on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from lucai_trust.encoding import canonical, parse_canonical
from lucai_trust.envelope import (
    Bid,
    Bidder,
    BidderGroup,
    CertificateSigner,
    Envelope,
    Group,
    Holder,
    HolderKind,
    OnAbsence,
    OwnKeys,
    PartRule,
    PartSource,
    Policy,
    SignatureAlgorithm,
    header_key,
    open_share,
    open_stage,
    part_key,
    release,
    seal,
    unwrap_bidder_secret,
)
from lucai_trust.gm import PrivateKey, der
from lucai_trust.schedule import Share
from lucai_trust.suites import GM1, INTL1, Opener, Signer, Suite

Vector = dict[str, object]

DEADLINE = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
HOLDERS = {
    "witness": (1, ("centre", "finance")),
    "parties": (2, ("buyer", "agency", "department")),
    "recovery": (2, ("audit", "authority", "city")),
}
PRICE = b'{"currency":"CNY","fen":90000000}'
PLAN = "示例技术方案。".encode() * 40


class Keys:
    """Everybody's private keys, each derived from its name so that the file can state it."""

    def __init__(self, suite: Suite) -> None:
        self.suite = suite

    def secret(self, name: str) -> bytes:
        """Return a private key: the hash of its name, its top bit cleared."""
        made = self.suite.digest(b"lucai vector key\0" + name.encode())
        return bytes([made[0] & 0x7F]) + made[1:]

    def opener(self, name: str) -> Opener:
        """Return the key that opens a holder's wraps."""
        return self.suite.opener(self.secret(f"{name} opens"))

    def signer(self, name: str) -> Signer:
        """Return the key that signs a holder's releases."""
        return self.suite.signer(self.secret(f"{name} signs"))


def bids(more: Cases) -> Vector:
    """Return the good envelopes and, for the first of them, the bad ones and ``more`` of these."""
    return {
        "good": [
            _good("GM1, witness and parties", GM1, with_bidder=False),
            _good("INTL1, witness and parties", INTL1, with_bidder=False),
            _good("GM1 with the bidder's group", GM1, with_bidder=True),
            _good("INTL1 with the bidder's group", INTL1, with_bidder=True),
        ],
        "bad": _bad(GM1, more) + _bad(INTL1, more),
    }


def policy_of(suite: Suite, *, with_bidder: bool) -> Policy:
    """Return the policy of the vectors."""
    keys = Keys(suite)
    groups = {
        name: Group(name, threshold, tuple(_holder(keys, each) for each in holders))
        for name, (threshold, holders) in HOLDERS.items()
    }
    recovery = groups.pop("recovery")
    return Policy(
        tender="SDGP370000000202600001",
        lots=("1",),
        deadline=DEADLINE,
        suite=suite,
        groups=tuple(groups.values()),
        stages=("opening", "technical"),
        parts=(
            PartRule("price", "opening", required=True, published=True),
            PartRule("technical", "technical", required=True, published=False),
        ),
        log="log.lucai.example/2026",
        bidder=BidderGroup(30, OnAbsence.RECOVER, recovery) if with_bidder else None,
    )


def _holder(keys: Keys, name: str) -> Holder:
    opens, signs = keys.opener(name).public, keys.signer(name).public
    return Holder(name, f"示例{name}", HolderKind.AUTOMATIC, opens, signs)


def certificate() -> CertificateSigner:
    """Return the bidder's certificate: SM2, signed by itself, of a firm that is not."""
    key = PrivateKey(Keys(GM1).secret("bidder signs"))
    algorithm = der.sequence(bytes.fromhex("06082a811ccf55018375"))  # 1.2.156.10197.1.501
    common_name = der.sequence(bytes.fromhex("0603550403"), der.encode(0x0C, "示例科技".encode()))
    name = der.sequence(der.encode(0x31, common_name))
    validity = der.sequence(der.encode(0x17, b"260101000000Z"), der.encode(0x17, b"290101000000Z"))
    body = der.sequence(
        der.encode(0xA0, der.integer(2)),
        der.integer(2026),
        algorithm,
        name,
        validity,
        name,
        key.public_key.to_spki(),
    )
    signature = der.encode(der.BIT_STRING, b"\0" + key.sign(body))
    whole = der.sequence(body, algorithm, signature)
    return CertificateSigner(SignatureAlgorithm.SM2_SM3, (whole,), key.sign)


class Sealed:
    """One sealed bid of the vectors with everything that belongs to it."""

    def __init__(
        self, suite: Suite, *, with_bidder: bool, signer: CertificateSigner | None = None
    ) -> None:
        self.keys = Keys(suite)
        self.policy = policy_of(suite, with_bidder=with_bidder)
        self.blobs: dict[int, bytearray] = {}
        own = OwnKeys({"certificate-1": self.keys.opener("bidder").public}, with_code=with_bidder)
        made = seal(
            self.policy,
            Bid("1", (Bidder("示例科技有限公司", "91370000MA00000000"),), {"承诺": "属实"}),
            [
                PartSource("price", "报价.json", "application/json", [PRICE]),
                PartSource("technical", "技术.txt", "text/plain", [PLAN]),
            ],
            signers=[signer or certificate()],
            write=lambda number, chunk: self.blobs.setdefault(number, bytearray()).extend(chunk),
            own=own,
        )
        self.envelope, self.code = made.envelope, made.recovery_code

    @property
    def bidder_secret(self) -> bytes:
        """The bidder's A, empty where the tender has no bidder group."""
        if self.policy.bidder is None:
            return b""
        return unwrap_bidder_secret(self.envelope, "certificate-1", self.keys.opener("bidder"))

    def release(self, stage: str, holder: str, share: Share | None = None) -> str:
        """Return a holder's signed release as text, of another share if told."""
        released = open_share(self.policy, self.envelope, stage, holder, self.keys.opener(holder))
        signed = release(
            self.policy,
            self.envelope,
            released if share is None else replace(released, share=share),
            signer=self.keys.signer(holder),
            at=DEADLINE,
        )
        return signed.encode().decode()

    def releases(self, *holders: str) -> list[str]:
        """Return the releases of both stages."""
        return [self.release(stage, holder) for stage in self.policy.stages for holder in holders]

    def vector(self, name: str) -> Vector:
        """Return what is needed to judge it."""
        digests = self.envelope.digests
        return {
            "name": name,
            "policy": self.policy.encode().decode(),
            "core": self.envelope.core_bytes.decode(),
            "sealed": self.envelope.sealed.hex(),
            "parts": {str(number): blob.hex() for number, blob in self.blobs.items()},
            "receipted": {"sha256": digests.sha256, "sm3": digests.sm3, "size": digests.size},
            "releases": self.releases("centre", "buyer", "department"),
            "acknowledgements": [],
            "bidderSecret": self.bidder_secret.hex(),
        }


Cases = Callable[[Sealed], list[Vector]]


def _good(name: str, suite: Suite, *, with_bidder: bool) -> Vector:
    sealed = Sealed(suite, with_bidder=with_bidder)
    opened = {
        stage: open_stage(
            sealed.policy,
            sealed.envelope,
            stage,
            [
                open_share(sealed.policy, sealed.envelope, stage, each, sealed.keys.opener(each))
                for each in ("centre", "buyer", "agency")
            ],
        )
        for stage in sealed.policy.stages
    }
    expected: Vector = {
        "headerKey": header_key(sealed.policy, sealed.envelope, opened["opening"]).hex(),
        "partKeys": {
            str(entry.number): part_key(
                sealed.policy,
                sealed.envelope,
                entry.number,
                opened=opened[entry.stage],
                bidder_secret=sealed.bidder_secret,
            ).hex()
            for entry in sealed.envelope.core.parts
        },
        "stageSecrets": {stage: each.secret.hex() for stage, each in opened.items()},
        "contents": {"1": PRICE.hex(), "2": PLAN.hex()},
    }
    names = [each for _, holders in HOLDERS.values() for each in holders]
    secrets = {f"{each} opens": sealed.keys.secret(f"{each} opens").hex() for each in names}
    secrets["bidder opens"] = sealed.keys.secret("bidder opens").hex()
    return sealed.vector(name) | {
        "expected": expected,
        "privateKeys": secrets,
        "recoveryCode": sealed.code,
    }


def _bad(suite: Suite, more: Cases) -> list[Vector]:
    """Return a base and what was done to it; what a case does not state is the base's."""
    sealed = Sealed(suite, with_bidder=False)
    base = sealed.vector(f"{suite.name} base")
    cases = [
        *_by_the_platform(sealed),
        *_by_holders(sealed),
        *_by_the_bidder(sealed),
        *more(sealed),
    ]
    return [{"base": base, "cases": cases}]


def case_of(name: str, culprit: str, *holders: str, **told: object) -> Vector:
    """Return a bad case: who is to blame, and which members of the base it tells otherwise."""
    return {"name": name, "culprit": culprit, "holders": list(holders), "told": told}


def _by_the_platform(sealed: Sealed) -> list[Vector]:
    """Return what changed after the receipt."""

    def edited(name: str, **edit: object) -> Vector:
        return case_of(name, "platform") | {"edit": edit}

    size = len(sealed.blobs[1])
    return [
        case_of("core of another salt", "platform", core=_core(sealed.envelope, _other_salt)),
        edited("flipped byte in the header", of="sealed", at=7, xor="01"),
        edited("header cut", of="sealed", cut=1),
        edited("flipped byte in a part", of="1", at=9, xor="80"),
        edited("flipped tag of a part", of="1", at=size - 1, xor="01"),
        edited("part cut", of="2", cut=1),
        edited("part longer", of="2", append="00"),
        edited("part empty", of="1", cut=size),
        edited("a part in the other's place", of="1", copy="2"),
    ]


def _by_holders(sealed: Sealed) -> list[Vector]:
    """Return what holders released wrongly, or not at all."""
    centre, buyer, department, *later = sealed.releases("centre", "buyer", "department")
    wrong = sealed.release("opening", "centre", Share(1, bytes(32), bytes(32)))
    return [
        case_of(
            "wrong share of the only witness",
            "holder",
            "centre",
            releases=[wrong, buyer, department, *later],
        ),
        case_of(
            "a share altered by somebody else",
            "absent-holder",
            *("centre", "finance"),
            releases=[_altered(centre), buyer, department, *later],
        ),
        case_of(
            "no witness",
            "absent-holder",
            *("centre", "finance"),
            releases=[buyer, department, *later],
        ),
        case_of(
            "one party of two",
            "absent-holder",
            *("agency", "department"),
            releases=[centre, buyer, *later],
        ),
    ]


def _by_the_bidder(sealed: Sealed) -> list[Vector]:
    """Return envelopes that were bad when they were handed in: receipted as they are."""
    changes: dict[str, tuple[str, Callable[[Vector], None]]] = {
        "lowered k": ("refused", _lower_k),
        "another commitment of an absent holder": ("bidder", _other_commitment),
        "another header key committed to": ("bidder", _other_header_key),
        "a member more in the core": ("refused", lambda core: core.update({"more": 1})),
        "a part of another stage": ("refused", _unknown_stage),
        "a claim key that is none": ("refused", _no_claim_key),
    }
    cases: list[Vector] = []
    for name, (culprit, change) in changes.items():
        core = _core(sealed.envelope, change)
        whole = Envelope(core.encode(), sealed.envelope.sealed, sealed.envelope.core)
        releases = [
            _for(whole, sealed, stage, each)
            for stage in sealed.policy.stages
            for each in ("centre", "buyer", "department")
        ]
        digests = whole.digests
        told = {
            "core": core,
            "receipted": {"sha256": digests.sha256, "sm3": digests.sm3, "size": digests.size},
            "releases": releases,
        }
        cases.append({"name": name, "culprit": culprit, "holders": [], "told": told})
    return cases


def _for(envelope: Envelope, sealed: Sealed, stage: str, holder: str) -> str:
    """Return a release that speaks of the changed envelope with the share that was wrapped."""
    keys = sealed.keys
    released = open_share(sealed.policy, sealed.envelope, stage, holder, keys.opener(holder))
    signed = release(sealed.policy, envelope, released, signer=keys.signer(holder), at=DEADLINE)
    return signed.encode().decode()


def _core(envelope: Envelope, change: Callable[[Vector], None]) -> str:
    core = parse_canonical(envelope.core_bytes)
    assert isinstance(core, dict)
    changed: Vector = dict(core)
    change(changed)
    return canonical(changed).decode()


def _other_salt(core: Vector) -> None:
    core["salt"] = "00" * 24


def _lower_k(core: Vector) -> None:
    _shares(core)[1]["k"] = 1


def _other_commitment(core: Vector) -> None:
    # The agency stays away, so only computing all shares again finds it.
    holders = _shares(core)[1]["holders"]
    assert isinstance(holders, list)
    holders[1]["commit"] = "00" * 32


def _other_header_key(core: Vector) -> None:
    header = core["header"]
    assert isinstance(header, dict)
    core["header"] = header | {"commit": "00" * 32}


def _no_claim_key(core: Vector) -> None:
    claim = core["claim"]
    assert isinstance(claim, dict)
    core["claim"] = claim | {"key": "00" * 33}


def _unknown_stage(core: Vector) -> None:
    parts = core["parts"]
    assert isinstance(parts, list)
    parts[0]["stage"] = "never"


def _shares(core: Vector) -> list[Vector]:
    shares = core["shares"]
    assert isinstance(shares, list)
    return shares


def _altered(release_text: str) -> str:
    return release_text.replace('\\"index\\":1', '\\"index\\":2')
