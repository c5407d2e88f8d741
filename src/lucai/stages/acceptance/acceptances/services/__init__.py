"""Changing acceptances: begun, written line by line, joined by visitors, agreed, made public."""

from lucai.stages.acceptance.acceptances.services.attaching import attach, drop_attachment
from lucai.stages.acceptance.acceptances.services.visiting import (
    give_opinion,
    invite,
    revoke_invitation,
    sign_as_member,
)
from lucai.stages.acceptance.acceptances.services.warranting import tell_of_ends
from lucai.stages.acceptance.acceptances.services.writing import (
    begin_acceptance,
    edit_acceptance,
    mark_invoiced,
    object_to,
    publish,
    take,
)

__all__ = [
    "attach",
    "begin_acceptance",
    "drop_attachment",
    "edit_acceptance",
    "give_opinion",
    "invite",
    "mark_invoiced",
    "object_to",
    "publish",
    "revoke_invitation",
    "sign_as_member",
    "take",
    "tell_of_ends",
]
