"""The acceptance whose opinion is given and agreed to."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.acceptance.acceptances.selectors import acceptance_seen


def acceptance(viewer: Viewer, number: str, place: int, step: str) -> Subject:
    """Return what was looked at, what was found, and the opinion on it."""
    del step
    sheet = acceptance_seen(viewer, number, place)
    lines = (
        ("合同", sheet.contract_title),
        ("验收结论", sheet.conclusion),
        ("验收意见", sheet.opinion),
        ("验收金额", f"{money.yuan(sheet.amount)} 元"),
    )
    return subject("验收意见", picked(sheet, *FOUND), lines)


FOUND = (
    "number", "contract_number", "delivery_number", "accepted_on", "place", "public_service",
    "users_took_part", "complex_project", "opinion", "other_opinions", "amount", "objection",
    "photos", "attachments", "lines", "members", "said",
)  # fmt: skip
