"""What a review group reads of a call: its opened responses, and whether their quality is marked."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.law.framework_rules import QUALITY_FIRST
from lucai.stages.trade.frameworks.selectors.pages import responses_seen
from lucai.stages.trade.frameworks.selectors.rows import framework_row
from lucai.stages.trade.frameworks.selectors.shapes import ResponseCard
from lucai.stages.trade.groups.ports import Answer
from lucai.stages.trade.projects.standing import barred_among


class Calls:
    """Calls of closed frameworks, as groups review them; a group's number is its call's key."""

    def answers(self, viewer: Viewer, number: str) -> list[Answer]:
        """Return the opened responses that were not refused at the opening."""
        framework, _, round_ = number.rpartition("-Z")
        found = [
            one for one in responses_seen(viewer, framework, int(round_))
            if one.opened_at and one.state != "refused"
        ]  # fmt: skip
        barred = barred_among([one.supplier_id for one in found])
        return [_answer(one, barred.get(one.supplier_id, "")) for one in found]

    def is_marked(self, viewer: Viewer, number: str) -> bool:
        """Whether quality comes before the price."""
        return framework_row(viewer, number.rpartition("-Z")[0]).evaluation == QUALITY_FIRST


def _answer(one: ResponseCard, barred: str) -> Answer:
    product = f"{one.content.get('product', '')}　{one.content.get('specification', '')}".strip()
    lines = (product, one.content.get("quality", ""))
    return Answer(
        key=one.key, heading=f"包 {one.package_number}　{one.supplier_name}",
        lines=tuple(line for line in lines if line), price=one.price, barred=barred,
    )  # fmt: skip
