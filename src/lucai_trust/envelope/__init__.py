"""Sealed bids: the opening policy, the envelope, its shares, receipts, claims and registry.

The format is described for third parties in ``docs/reference/sealed-bid.md``.
"""

from lucai_trust.envelope.bid_file import BidFile, BidFileWriter, write_bid_file
from lucai_trust.envelope.checking import check_envelope, check_receipted, part_matches
from lucai_trust.envelope.claims import Claim, live_envelopes, make_claim, read_claim
from lucai_trust.envelope.core import CHUNK_SIZE, Core, Envelope
from lucai_trust.envelope.faults import (
    AbsentHolder,
    BidderFault,
    Culprit,
    Fault,
    HolderFault,
    PlatformFault,
)
from lucai_trust.envelope.header import Bidder, Header, Inner, ListedPart
from lucai_trust.envelope.judging import Judged, Shown, judge
from lucai_trust.envelope.marks import Marks, mark_part
from lucai_trust.envelope.opening import (
    bidder_secret_by_code,
    check_bidder_secret,
    header_key,
    is_the_part,
    open_header,
    open_marked_part,
    open_part,
    part_key,
    unwrap_bidder_secret,
    unwrap_claim_key,
)
from lucai_trust.envelope.policy import (
    BidderGroup,
    Group,
    Holder,
    HolderKind,
    OnAbsence,
    PartRule,
    Policy,
)
from lucai_trust.envelope.receipts import (
    LeafOpening,
    LeafProof,
    Receipt,
    ReceiptStatement,
    WithdrawalStatement,
    check_receipt,
    make_receipt,
)
from lucai_trust.envelope.registry import (
    Registry,
    RegistrySeal,
    check_receipted_leaf,
    check_registry,
    seal_registry,
)
from lucai_trust.envelope.releases import (
    Acknowledgement,
    Release,
    acknowledge,
    read_acknowledgement,
    read_release,
    release,
    released_shares,
)
from lucai_trust.envelope.sealing import Bid, OwnKeys, PartSource, SealedBid, seal
from lucai_trust.envelope.shares import (
    Released,
    StageOpening,
    is_recovery_share,
    open_recovery_share,
    open_share,
    open_stage,
    recover_bidder_secret,
)
from lucai_trust.envelope.signatures import (
    CertificateSigner,
    Signature,
    SignatureAlgorithm,
    subject_public_key,
)
from lucai_trust.envelope.statements import SignedStatement, StatementSignature

__all__ = [
    "CHUNK_SIZE",
    "AbsentHolder",
    "Acknowledgement",
    "Bid",
    "BidFile",
    "BidFileWriter",
    "Bidder",
    "BidderFault",
    "BidderGroup",
    "CertificateSigner",
    "Claim",
    "Core",
    "Culprit",
    "Envelope",
    "Fault",
    "Group",
    "Header",
    "Holder",
    "HolderFault",
    "HolderKind",
    "Inner",
    "Judged",
    "LeafOpening",
    "LeafProof",
    "ListedPart",
    "Marks",
    "OnAbsence",
    "OwnKeys",
    "PartRule",
    "PartSource",
    "PlatformFault",
    "Policy",
    "Receipt",
    "ReceiptStatement",
    "Registry",
    "RegistrySeal",
    "Release",
    "Released",
    "SealedBid",
    "Shown",
    "Signature",
    "SignatureAlgorithm",
    "SignedStatement",
    "StageOpening",
    "StatementSignature",
    "WithdrawalStatement",
    "acknowledge",
    "bidder_secret_by_code",
    "check_bidder_secret",
    "check_envelope",
    "check_receipt",
    "check_receipted",
    "check_receipted_leaf",
    "check_registry",
    "header_key",
    "is_recovery_share",
    "is_the_part",
    "judge",
    "live_envelopes",
    "make_claim",
    "make_receipt",
    "mark_part",
    "open_header",
    "open_marked_part",
    "open_part",
    "open_recovery_share",
    "open_share",
    "open_stage",
    "part_key",
    "part_matches",
    "read_acknowledgement",
    "read_claim",
    "read_release",
    "recover_bidder_secret",
    "release",
    "released_shares",
    "seal",
    "seal_registry",
    "subject_public_key",
    "unwrap_bidder_secret",
    "unwrap_claim_key",
    "write_bid_file",
]
