"""Asset cards: handed over after the acceptance; what the asset system refuses is put right."""

from __future__ import annotations

from typing import Any

from lucai.site.demo.plots import Deal, Tale
from lucai.site.demo.scenes.beside import falls
from lucai.stages.acceptance.assets import services as assets
from lucai.stages.acceptance.assets.schemas import CardFixIn, FixesIn, HandOverIn
from lucai.stages.acceptance.assets.selectors import transfer_seen, transfers_of

LEFT_BACK = frozenset({"370100-41"})
"""A home story whose refused cards wait for a visitor."""
CORRECTED = frozenset({"370000-09"})
"""A past story whose instruments were sent again with their serial numbers."""
FORM = HandOverIn(department="信息中心", keeper="资产管理员（示例）", location="综合楼 2 层")


def stock(tale: Tale) -> None:
    """Hand over what was accepted in some stories; the others still wait for their keeper."""
    if not (falls(tale, 5) or tale.story.key in LEFT_BACK | CORRECTED):
        return
    for deal in tale.deals:
        _stock(tale, deal)


def _stock(tale: Tale, deal: Deal) -> None:
    key: dict[str, Any] = {"contract_number": deal.number, "number": deal.acceptance}
    assets.make_cards(tale.system, **key)
    numbers = [one.acceptance_number for one in transfers_of(tale.user.viewer, deal.number)]
    if deal.acceptance not in numbers:
        return
    assets.hand_over(tale.user, **key, form=FORM)
    assets.send(tale.system, **key)
    refused = transfer_seen(tale.user.viewer, *key.values()).refused
    if refused and tale.story.key not in LEFT_BACK:
        cards = [
            CardFixIn(
                number=one.number, category=one.category, serial=f"SL{place:06d}",
                keeper=one.keeper, location=one.location,
            )
            for place, one in enumerate(refused, start=1)
        ]  # fmt: skip
        assets.correct(tale.user, **key, form=FixesIn(cards=cards))
        assets.send(tale.system, **key)
