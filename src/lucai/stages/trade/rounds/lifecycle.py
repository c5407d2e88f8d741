"""The life of a quote that a supplier is asked for: one for second biddings and for the mall."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law.verdicts import Rule

SEALED = frozenset({"handed_in"})
OPENER = (Side.SYSTEM,)


def quote_life(
    *,
    of: str,
    title: str,
    page: str,
    duty: str,
    in_time: Rule,
    at_the_opening: tuple[Rule, ...],
    more: tuple[Step, ...] = (),
) -> Lifecycle:
    """Return the life of quotes that are sealed until their time is over.

    Args:
        in_time: by which a quote may be handed in and withdrawn.
        at_the_opening: what the supplier's browser checks before it seals, and the opening again.
        more: steps of this kind alone.
    """
    before = frozenset({"invited", "handed_in"})
    return Lifecycle(
        of=of,
        title=title,
        initial="invited",
        states={
            "invited": "待报价",
            "handed_in": "已密封报价",
            "opened": "已揭示",
            "refused": "无效",
            "missed": "没有报价",
        },
        page=page,
        final=frozenset({"opened", "refused", "missed"}),
        steps=(
            _step("hand_in", "提交报价", before, "handed_in", rules=(in_time,), duty=duty),
            _step("withdraw", "撤回报价", SEALED, "invited", rules=(in_time,)),
            _step("open", "揭示报价", SEALED, "opened", OPENER, rules=at_the_opening, public=True),
            _step("refuse", "报价无效", SEALED, "refused", OPENER),
            _step("miss", "没有报价", before, "missed", OPENER),
            *more,
        ),
    )


def _step(
    name: str,
    label: str,
    source: frozenset[str],
    target: str,
    by: tuple[Side, ...] = (Side.SUPPLIER,),
    **more: Any,
) -> Step:
    return Step(name=name, label=label, source=source, target=target, by=by, **more)
