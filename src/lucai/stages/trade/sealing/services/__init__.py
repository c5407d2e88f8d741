"""Changing sealed bids: holders enrolled, policies published, envelopes taken in and opened."""

from lucai.stages.trade.sealing.services.closing import close_registries, seal_registry
from lucai.stages.trade.sealing.services.enrolling import enrol_holder, enrol_server
from lucai.stages.trade.sealing.services.heads import witness_growth
from lucai.stages.trade.sealing.services.intake import ANYBODY, hand_in, receipt_of, withdraw
from lucai.stages.trade.sealing.services.opening import (
    OpenedEnvelope,
    OpenedFile,
    give_back,
    open_lot,
    set_aside,
)
from lucai.stages.trade.sealing.services.packages import PackageOffer, package_file, package_offer
from lucai.stages.trade.sealing.services.packing import trust_file
from lucai.stages.trade.sealing.services.publishing import publish_policies
from lucai.stages.trade.sealing.services.releasing import (
    ask_servers,
    keep_releases,
    prepare_opening,
)

__all__ = [
    "ANYBODY",
    "OpenedEnvelope",
    "OpenedFile",
    "PackageOffer",
    "ask_servers",
    "close_registries",
    "enrol_holder",
    "enrol_server",
    "give_back",
    "hand_in",
    "keep_releases",
    "open_lot",
    "package_file",
    "package_offer",
    "prepare_opening",
    "publish_policies",
    "receipt_of",
    "seal_registry",
    "set_aside",
    "trust_file",
    "withdraw",
    "witness_growth",
]
