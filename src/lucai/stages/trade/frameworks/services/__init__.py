"""Changing framework agreements."""

from lucai.stages.trade.frameworks.services.admitting import decide_call, run
from lucai.stages.trade.frameworks.services.annulling import annul, reopen_application, strike
from lucai.stages.trade.frameworks.services.calling import (
    announce,
    fail_call,
    refill,
)
from lucai.stages.trade.frameworks.services.correcting import correct
from lucai.stages.trade.frameworks.services.ending import expire_due, summarise
from lucai.stages.trade.frameworks.services.enquiring import answer, ask, obtain
from lucai.stages.trade.frameworks.services.filing import file
from lucai.stages.trade.frameworks.services.joining import (
    admit,
    apply,
    refuse,
    withdraw_application,
)
from lucai.stages.trade.frameworks.services.members import (
    hold_still,
    leave,
    remove,
    sign,
    sign_as_supplier,
)
from lucai.stages.trade.frameworks.services.planning import (
    approve,
    draft_framework,
    edit_framework,
    send_back,
    submit,
)
from lucai.stages.trade.frameworks.services.responding import (
    open_responses,
    respond,
    response_receipt,
    withdraw_response,
)

__all__ = [
    "admit",
    "announce",
    "annul",
    "answer",
    "apply",
    "approve",
    "ask",
    "correct",
    "decide_call",
    "draft_framework",
    "edit_framework",
    "expire_due",
    "fail_call",
    "file",
    "hold_still",
    "leave",
    "obtain",
    "open_responses",
    "refill",
    "refuse",
    "remove",
    "reopen_application",
    "respond",
    "response_receipt",
    "run",
    "send_back",
    "sign",
    "sign_as_supplier",
    "strike",
    "submit",
    "summarise",
    "withdraw_application",
    "withdraw_response",
]
