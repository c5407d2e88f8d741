"""The plan whose method is approved or that is filed."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.plan.plans.selectors import plan_seen


def plan(viewer: Viewer, number: str, where: str) -> Subject:
    """Return the whole plan: what is bought, how and why, from which money."""
    del where
    sheet = plan_seen(viewer, number)
    card = sheet.card
    lines = (
        ("采购计划", card.title),
        ("采购人", card.buyer_name),
        ("采购方式", card.method.label),
        ("采用该方式的理由", card.method_reason),
        ("预算金额", f"{money.yuan(card.amount)} 元"),
    )
    content = {"plan": card, **picked(sheet, "packages", "fundings", "reviews", "sole_supplier")}
    return subject("采购计划", content, lines, without=MOVING)


MOVING = ("held", "committed", "consumed", "free", "state", "state_label", "project_number")
"""What other plans' money and the plan's own life change meanwhile."""
