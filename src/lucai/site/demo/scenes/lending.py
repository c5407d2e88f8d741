"""Contract finance: a loan repaid by the payment, offers, a refusal, a consent withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from lucai.kernel import clock, money
from lucai.kernel.actors import SYSTEM
from lucai.site.demo.plots import Deal, Tale
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card
from lucai.stages.contract.financing import services as financing
from lucai.stages.contract.financing.schemas import ConsentIn
from lucai.stages.contract.financing.selectors import FINANCEABLE

REPAID = frozenset({"370000-05", "370000-09"})
"""Past stories whose contract a bank lends against, and whose payment repays the loan."""
EARLY = frozenset({"signed", "published", "filed"})
LARGE = 5_000_000 * money.FEN_PER_YUAN
"""Below it the bank for large contracts refuses."""
HALF = 2
MONTHS = 6
DAYS = 240


def borrow(tale: Tale) -> None:
    """Take a loan once the contract is filed; the payment goes to the locked account."""
    if tale.story.key in REPAID:
        number = _asked(tale, tale.deals[0], "ZCD-C")
        financing.accept(tale.deals[0].supplier, number=number)


def tell_bank(tale: Tale) -> None:
    """Let the bank hear of a payment, as the journal's reader would at once."""
    if tale.story.key in REPAID:
        financing.send_payments(tale.system, project_number=tale.project)


def lend(tales: Iterable[Tale]) -> None:
    """Leave one offer to answer, one loan running, one declined, one withdrawn, one refused."""
    found = [(tale, deal, _card(deal)) for tale in tales for deal in tale.deals]
    open_ = sorted((one for one in found if one[2].state in FINANCEABLE and one[2].left), key=_key)
    small = next((one for one in open_[1:] if one[2].amount < LARGE), None)
    if small:
        _asked(small[0], small[1], "ZCD-D")
    # Whose account is locked must not have handed in an invoice: the earliest come first.
    rest = [one for one in open_ if one is not small]
    for (tale, deal, _), end in zip(rest, ("accept", "decline", "withdraw", ""), strict=False):
        number = _asked(tale, deal, "ZCD-A")
        if end:
            getattr(financing, end)(deal.supplier, number=number)


def _key(found: tuple[Tale, Deal, ContractCard]) -> tuple[bool, str, int]:
    return found[2].state not in EARLY, found[0].story.key, found[1].lot


def _asked(tale: Tale, deal: Deal, product: str) -> str:
    """Ask a bank, and let the reader's work be done."""
    content: dict[str, Any] = {
        "product": product, "amount": money.plain_yuan(_card(deal).left // HALF),
        "months": MONTHS, "award": "yes", "contract": "yes", "payments": "yes", "agreed": "yes",
        "share_until": clock.today() + timedelta(days=DAYS),
    }  # fmt: skip
    form = ConsentIn.model_validate(content)
    number = financing.consent(deal.supplier, contract_number=deal.number, form=form)
    financing.send(tale.system, number=number)
    return number


def _card(deal: Deal) -> ContractCard:
    return contract_card(SYSTEM, deal.number)
