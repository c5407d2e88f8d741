"""Changing procurement plans; later stages use only what is named here."""

from lucai.stages.plan.plans.services.drafting import draft_plan, edit_plan
from lucai.stages.plan.plans.services.money import (
    commit_lot,
    commit_more,
    consume_lot,
    give_back_lot,
    release_lot,
    restore_lot,
    uncommit_lot,
)
from lucai.stages.plan.plans.services.steps import (
    free_plan,
    mark_commissioned,
    release_plan,
    review_plan,
    take,
)

__all__ = [
    "commit_lot",
    "commit_more",
    "consume_lot",
    "draft_plan",
    "edit_plan",
    "free_plan",
    "give_back_lot",
    "mark_commissioned",
    "release_lot",
    "release_plan",
    "restore_lot",
    "review_plan",
    "take",
    "uncommit_lot",
]
