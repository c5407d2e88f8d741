"""Changing complaints."""

from lucai.oversight.complaints.services.appealing import (
    accept_appeal,
    carry_out_appeal,
    decide_appeal,
    publish_appeal,
    record_appeal,
    refuse_appeal,
    withdraw_appeal,
)
from lucai.oversight.complaints.services.deciding import carry_out, decide, publish
from lucai.oversight.complaints.services.examining import (
    accept,
    ask_correction,
    pause,
    refuse,
    resume,
    serve,
    transfer,
)
from lucai.oversight.complaints.services.gathering import (
    call_hearing,
    receive_test,
    record_hearing,
    send_test,
    state,
    submit_evidence,
    submit_related_evidence,
)
from lucai.oversight.complaints.services.raising import (
    attach,
    correct,
    detach,
    discard,
    draft,
    edit,
    submit,
    withdraw,
)
from lucai.oversight.complaints.services.watching import (
    drop_stale_drafts,
    end_pauses,
    waive_silent,
)

__all__ = [
    "accept",
    "accept_appeal",
    "ask_correction",
    "attach",
    "call_hearing",
    "carry_out",
    "carry_out_appeal",
    "correct",
    "decide",
    "decide_appeal",
    "detach",
    "discard",
    "draft",
    "drop_stale_drafts",
    "edit",
    "end_pauses",
    "pause",
    "publish",
    "publish_appeal",
    "receive_test",
    "record_appeal",
    "record_hearing",
    "refuse",
    "refuse_appeal",
    "resume",
    "send_test",
    "serve",
    "state",
    "submit",
    "submit_evidence",
    "submit_related_evidence",
    "transfer",
    "waive_silent",
    "withdraw",
    "withdraw_appeal",
]
