"""What a negotiation leaves of an opened bid: the last quote takes the place of the first price."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import Actor
from lucai.kernel.errors import NotFound
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.platform.records import system_access
from lucai.stages.trade.bids.canonical import amount
from lucai.stages.trade.bids.lifecycle import BID
from lucai.stages.trade.bids.models import Bid


@command
def requote(
    actor: Actor, *, project_number: str, code: str, price: int, unit_prices: Sequence[int]
) -> None:
    """Note the last quote of an opened bid; what was handed in at first stays as it was.

    Raises:
        NotFound: there is no such bid.
    """
    with system_access("last quote in hand"):
        rows = Bid.objects.select_for_update().filter(project_number=project_number, code=code)
        row = rows.first()
    if not row:
        raise NotFound("没有找到这份投标文件。")
    items = [
        {**item, "unitPrice": unit, "amount": amount(item["quantity"], unit)}
        for item, unit in zip(row.submission["items"], unit_prices, strict=True)
    ]
    row.change(price=price, last_quote={"price": price, "items": items})
    note(actor, row, BID, "requote", label="最后报价", audience=(row.supplier_id,))
