"""Changing contracts: drafted, proposed, signed, published, filed, performed, altered, paid."""

from lucai.stages.contract.contracts.services.adopting import Concluded, adopt
from lucai.stages.contract.contracts.services.altering import (
    apply_point,
    count_points,
    extend_delivery,
    rescind,
    resume,
    supplement,
    suspend,
    terminate,
)
from lucai.stages.contract.contracts.services.drafting import (
    draft_contract,
    edit_contract,
    explain,
)
from lucai.stages.contract.contracts.services.funding import spend, unspend
from lucai.stages.contract.contracts.services.performing import (
    book_payment,
    note_delivery,
    owe_delivery,
    settle,
)
from lucai.stages.contract.contracts.services.publishing import (
    acknowledge_filing,
    mark_secrets,
    publish,
    take,
)
from lucai.stages.contract.contracts.services.signing import propose, send_back, sign

__all__ = [
    "Concluded",
    "acknowledge_filing",
    "adopt",
    "apply_point",
    "book_payment",
    "count_points",
    "draft_contract",
    "edit_contract",
    "explain",
    "extend_delivery",
    "mark_secrets",
    "note_delivery",
    "owe_delivery",
    "propose",
    "publish",
    "rescind",
    "resume",
    "send_back",
    "settle",
    "sign",
    "spend",
    "supplement",
    "suspend",
    "take",
    "terminate",
    "unspend",
]
