"""Changing invoices and payments: handed in, requested, approved by another, paid or returned."""

from lucai.stages.payment.requests.services.approving import approve, send_back, set_chain
from lucai.stages.payment.requests.services.dates import tell_of_dates
from lucai.stages.payment.requests.services.invoices import (
    claim,
    hand_in_invoice,
    hand_in_part,
    match_late_acceptance,
    refuse_claim,
    replace_invoice,
    send_back_invoice,
    withdraw_claim,
)
from lucai.stages.payment.requests.services.requesting import (
    edit_request,
    request_payment,
    submit,
)
from lucai.stages.payment.requests.services.treasury import bounce, pay, return_request

__all__ = [
    "approve",
    "bounce",
    "claim",
    "edit_request",
    "hand_in_invoice",
    "hand_in_part",
    "match_late_acceptance",
    "pay",
    "refuse_claim",
    "replace_invoice",
    "request_payment",
    "return_request",
    "send_back",
    "send_back_invoice",
    "set_chain",
    "submit",
    "tell_of_dates",
    "withdraw_claim",
]
