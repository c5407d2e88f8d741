"""Changing sealed bids: holders enrolled, policies published, envelopes taken in and opened."""

from lucai.stages.trade.sealing.services.admitting import ANYBODY, take_back, take_in
from lucai.stages.trade.sealing.services.closing import close_registries, seal_registry
from lucai.stages.trade.sealing.services.enrolling import enrol_holder, enrol_server
from lucai.stages.trade.sealing.services.heads import witness_growth
from lucai.stages.trade.sealing.services.intake import (
    arrived,
    hand_in,
    is_withdrawn,
    receipt_of,
    withdraw,
    withdrawal_of,
)
from lucai.stages.trade.sealing.services.mirroring import mirror_growth
from lucai.stages.trade.sealing.services.opening import (
    OpenedEnvelope,
    OpenedFile,
    give_back,
    open_lot,
    set_aside,
)
from lucai.stages.trade.sealing.services.packages import (
    ARCHIVE_EDITION,
    PUBLIC_EDITION,
    SUPERVISION_EDITION,
    PackageOffer,
    archive_package,
    can_be_proven,
    judge_lots,
    opening_can_be_proven,
    package_file,
    package_offer,
    round_package,
)
from lucai.stages.trade.sealing.services.packing import trust_file
from lucai.stages.trade.sealing.services.publishing import (
    postpone_policy,
    publish_policies,
    publish_policy,
)
from lucai.stages.trade.sealing.services.releasing import (
    hold_releases,
    keep_recovery_shares,
    keep_releases,
    recovery_words,
)
from lucai.stages.trade.sealing.services.servers import (
    ask_recovery_servers,
    ask_servers,
    prepare_opening,
    silent_holders,
)
from lucai.stages.trade.sealing.services.unopened import keep_words
from lucai.stages.trade.sealing.services.unsealing import (
    HeaderRead,
    give_up_recovery,
    keep_secret,
    missing_for_recovery,
    read_headers,
    recover,
    request_recovery,
    revoke,
    secret_by_code,
)

__all__ = [
    "ANYBODY",
    "ARCHIVE_EDITION",
    "PUBLIC_EDITION",
    "SUPERVISION_EDITION",
    "HeaderRead",
    "OpenedEnvelope",
    "OpenedFile",
    "PackageOffer",
    "archive_package",
    "arrived",
    "ask_recovery_servers",
    "ask_servers",
    "can_be_proven",
    "close_registries",
    "enrol_holder",
    "enrol_server",
    "give_back",
    "give_up_recovery",
    "hand_in",
    "hold_releases",
    "is_withdrawn",
    "judge_lots",
    "keep_recovery_shares",
    "keep_releases",
    "keep_secret",
    "keep_words",
    "mirror_growth",
    "missing_for_recovery",
    "open_lot",
    "opening_can_be_proven",
    "package_file",
    "package_offer",
    "postpone_policy",
    "prepare_opening",
    "publish_policies",
    "publish_policy",
    "read_headers",
    "receipt_of",
    "recover",
    "recovery_words",
    "request_recovery",
    "revoke",
    "round_package",
    "seal_registry",
    "secret_by_code",
    "set_aside",
    "silent_holders",
    "take_back",
    "take_in",
    "trust_file",
    "withdraw",
    "withdrawal_of",
    "witness_growth",
]
