"""The lives of a task to rate, and of a rating that was given."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.oversight.ratings import rules

RATERS = (Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.EXPERT)

TASK = Lifecycle(
    of="oversight.ratingTask",
    title="评价任务",
    initial="open",
    states={"open": "待评价", "given": "已评价", "missed": "未评价"},
    page="/ratings/tasks/{row.pk}/",
    final=frozenset({"given", "missed"}),
    steps=(
        Step(
            name="give",
            label="评价",
            source=frozenset({"open"}),
            target="given",
            by=RATERS,
            rules=(rules.rating_is_given_in_time, rules.rating_is_still_open),
            duty="完成评价",
            page="give/",
        ),
        Step(
            name="miss",
            label="逾期未评价",
            source=frozenset({"open"}),
            target="missed",
            by=(Side.SYSTEM,),
        ),
    ),
)

RATING = Lifecycle(
    of="oversight.rating",
    title="互评",
    initial="given",
    states={"given": "已评价", "replied": "被评价人已说明"},
    page="/ratings/{row.task_id}-{row.place}/",
    final=frozenset({"replied"}),
    steps=(
        Step(
            name="reply",
            label="作出说明",
            source=frozenset({"given"}),
            target="replied",
            by=RATERS,
            page="reply/",
        ),
    ),
)
