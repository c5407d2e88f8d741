"""Entering products, checking them, offering them, changing prices."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from lucai.law.regions import PROVINCE
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import finance_of, organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.registers.products.lifecycle import DEAL, KEEP, OFFER, PRODUCT
from lucai.registers.products.models import Product, ProductOffer, ProductPrice
from lucai.registers.products.schemas import (
    CertificatesIn,
    ObjectionIn,
    OfferIn,
    ProductIn,
    Ruling,
    RulingIn,
    SaidIn,
)
from lucai.registers.products.selectors import facts_of, product_row

OPEN = frozenset({"draft", "returned", "withdrawn"})
STEPS = frozenset({"submit", "enlist"})
UNREASONED = "上调价格的，请写明调价理由；理由与价格一起公开"


@command
def begin_product(actor: Actor, *, product: ProductIn, offer: OfferIn) -> str:
    """Enter a product with the own offer, as a draft; return its number.

    Raises:
        NotAllowed: the role does not grant it.
        InvalidInput: the model stands in the library already: offer it there.
    """
    demand(actor, KEEP.permission)
    _demand_new(product)
    viewer = actor.viewer
    firm = organisation(viewer, viewer.organisation or 0)
    row = Product(
        supplier_id=firm.pk, supplier_name=firm.name, finance_id=finance_of(SYSTEM, PROVINCE).pk,
        region=firm.region, **_values(product),
    )  # fmt: skip
    prefix, label = f"SP{PROVINCE}{clock.today().year}", "登记商品"
    begin_numbered(actor, row, PRODUCT, prefix=prefix, field="number", label=label)
    _put_offer(actor, row, offer)
    return row.number


@command
def edit_product(actor: Actor, *, number: str, product: ProductIn) -> None:
    """Change a product that does not stand in the library now.

    Raises:
        WrongState: it is being checked, or listed: withdraw it first.
    """
    row = _own(actor, number)
    if row.state not in OPEN:
        raise WrongState("在库的商品只能更新证书和报价；要改参数，请先下架，修改后重新提交审核。")
    _demand_new(product, besides=row)
    row.change(**_values(product))
    note(actor, row, PRODUCT, "edit", label="修改商品信息")


@command
def renew_certificates(actor: Actor, *, number: str, certificates: CertificatesIn) -> None:
    """Replace the certificates of a product, in the library or not; the change is public."""
    row = _own(actor, number)
    kept = _certificates(certificates)
    row.change(certificates=kept, **_marks(kept))
    body = {"certificates": [one["number"] for one in kept]}
    note(
        actor, row, PRODUCT, "renew", label="更新认证证书", body=body, public=row.state == "listed"
    )


@command
def take(actor: Actor, *, number: str, step: str) -> None:
    """Hand a product in, or take it into the library.

    Raises:
        WrongState: the step is taken on a page of its own.
        RuleBroken: a certificate has expired, or a claim lacks its facts.
    """
    if step not in STEPS:
        raise WrongState("这一步请在它自己的页面上办理。")
    row = _party(actor, number)
    changes: dict[str, Any] = {"said": ""}
    if step == "enlist":
        changes = {"listed_on": clock.today()}
    take_step(
        actor, row, PRODUCT, step, facts=facts_of(actor.viewer, row), changes=changes,
        body=_told(row) if step == "enlist" else {},
    )  # fmt: skip


@command
def send_back(actor: Actor, *, number: str, said: SaidIn) -> None:
    """Send a product back with the reason; its supplier may change it, or object."""
    fresh = {"sent_back_by": actor.viewer.person, "objection": "", "ruling": ""}
    _said(actor, number, "send_back", said, **fresh)


@command
def object_to(actor: Actor, *, number: str, form: ObjectionIn) -> None:
    """Object to having been sent back; somebody else of finance decides."""
    row = _party(actor, number)
    take_step(
        actor, row, PRODUCT, "object", facts=facts_of(actor.viewer, row),
        changes={"objection": form.objection, "ruling": ""}, body={"objection": form.objection},
    )  # fmt: skip


@command
def decide(actor: Actor, *, number: str, ruling: RulingIn) -> None:
    """Decide an objection with reasons.

    Raises:
        RuleBroken: whoever sent the product back decides.
    """
    row = _party(actor, number)
    step = "accept_objection" if ruling.outcome is Ruling.ACCEPT else "reject_objection"
    take_step(
        actor, row, PRODUCT, step, facts=facts_of(actor.viewer, row),
        changes={"ruling": ruling.reason}, body={"reason": ruling.reason},
    )  # fmt: skip


@command
def withdraw(actor: Actor, *, number: str, said: SaidIn) -> None:
    """Take the own product out of the library; its prices stay on record."""
    _said(actor, number, "withdraw", said)


@command
def take_down(actor: Actor, *, number: str, said: SaidIn) -> None:
    """Take a product out of the library, as finance, with the reason."""
    _said(actor, number, "take_down", said)


@command
def offer_product(actor: Actor, *, number: str, offer: OfferIn) -> None:
    """Offer a product of the library, or change the own price; the history keeps every price.

    Raises:
        NotFound: there is no such product.
        WrongState: it does not stand in the library, and is not the supplier's own draft.
        InvalidInput: a rise without a reason.
    """
    demand(actor, OFFER.permission)
    row = product_row(actor.viewer, number)
    if row.state != "listed" and row.supplier_id != actor.viewer.organisation:
        raise WrongState("这个商品不在库，不能报价。")
    _put_offer(actor, row, offer)
    body = {"supplier": actor.viewer.organisation_name, "price": offer.price}
    listed = row.state == "listed"
    note(actor, row, PRODUCT, "offer", label="报价或者调价", body=body, public=listed)


@command
def stop_offer(actor: Actor, *, number: str) -> None:
    """Offer a product no longer.

    Raises:
        NotFound: the supplier does not offer it.
    """
    demand(actor, OFFER.permission)
    row = product_row(actor.viewer, number)
    found = _offer_of(actor, number)
    if not found or not found.active:
        raise NotFound("本企业没有供应这个商品。")
    found.change(active=False)
    _recount(row)
    note(actor, row, PRODUCT, "stop", label="停止供应", public=row.state == "listed")


def note_deal(actor: Actor, *, number: str, supplier_name: str, price: int, reason: str) -> None:
    """Keep the price of a deal in a product's history; part of the order's own command.

    ``price`` is that of one unit, in 分; ``reason`` names the order.
    """
    ProductPrice(
        product_number=number, supplier_name=supplier_name, price=price, source=DEAL,
        reason=reason, at=clock.now(),
    ).save(force_insert=True)  # fmt: skip
    row = product_row(SYSTEM, number)
    body = {"supplier": supplier_name, "price": price, "order": reason}
    note(actor, row, PRODUCT, "deal", label="登记网上商城成交价", body=body, public=True)


def _put_offer(actor: Actor, row: Product, offer: OfferIn) -> None:
    found, at = _offer_of(actor, row.number), clock.now()
    rises = found is not None and offer.price > found.price
    if rises and not offer.reason:
        raise InvalidInput({"reason": UNREASONED})
    terms = offer.model_dump(exclude={"price", "public_price", "reason"})
    terms |= {"price": offer.price, "public_price": offer.public_price, "active": True}
    changed = found is None or found.price != offer.price or not found.active
    source = "offer" if found is None else "rise" if rises else "fall"
    if found:
        found.change(**terms, since=at if changed else found.since)
    else:
        _new_offer(actor, row, since=at, **terms)
    if changed:
        ProductPrice(
            product_number=row.number, supplier_name=actor.viewer.organisation_name,
            price=offer.price, source=source, reason=offer.reason, at=at,
        ).save(force_insert=True)  # fmt: skip
    _recount(row)


def _new_offer(actor: Actor, row: Product, **terms: Any) -> None:
    """Begin a supplier's offer; of two that begin at one moment one is told to try again."""
    viewer = actor.viewer
    made = ProductOffer(
        product_number=row.number, supplier_id=viewer.organisation or 0,
        supplier_name=viewer.organisation_name, **terms,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("本企业刚刚在这个商品上报过价，请刷新后调整。") from error


def _recount(row: Product) -> None:
    with system_access("counting offers"):
        rows = ProductOffer.objects.filter(product_number=row.number, active=True)
        prices = sorted(rows.values_list("price", flat=True))
    row.change(lowest=prices[0] if prices else 0, offers=len(prices))


def _offer_of(actor: Actor, number: str) -> ProductOffer | None:
    found: ProductOffer | None = (
        ProductOffer.objects.seen_by(actor.viewer)
        .filter(product_number=number, supplier_id=actor.viewer.organisation)
        .first()
    )
    return found


def _demand_new(product: ProductIn, besides: Product | None = None) -> None:
    same = {
        "brand": product.brand,
        "model": product.model,
        "catalogue_code": product.catalogue_code,
    }
    with system_access("uniqueness"):
        rows = Product.objects.filter(**same).exclude(pk=besides.pk if besides else None)
        known = rows.values_list("number", flat=True).first()
    if known:
        raise InvalidInput(
            {"model": f"同品牌同型号的商品已经登记（{known}），请直接在该商品上报价"}
        )


def _values(product: ProductIn) -> dict[str, Any]:
    kept = _certificates(product)
    share = product.component_share
    return {
        **product.model_dump(exclude={"attributes", "certificates", "component_share"}),
        "attributes": [one.model_dump() for one in product.attributes],
        "certificates": kept,
        **_marks(kept),
        "component_share": None if share is None else int(share),
    }


def _certificates(content: CertificatesIn) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json") for one in content.certificates]


def _marks(kept: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what lists filter certificates by."""
    kinds = sorted({one["kind"] for one in kept})
    ends = (date.fromisoformat(one["until"]) for one in kept)
    return {
        "certified": f",{','.join(kinds)}," if kinds else "",
        "next_expiry": min(ends, default=None),
    }


def _said(actor: Actor, number: str, step: str, said: SaidIn, **changes: Any) -> None:
    row = _party(actor, number)
    take_step(
        actor, row, PRODUCT, step, facts=facts_of(actor.viewer, row),
        changes={"said": said.reason, **changes}, body={"reason": said.reason, **_told(row)},
    )  # fmt: skip


def _told(row: Product) -> dict[str, Any]:
    return {
        "product": {"number": row.number, "brand": row.brand, "model": row.model, "name": row.name},
        "category": row.catalogue_code,
    }


def _own(actor: Actor, number: str) -> Product:
    demand(actor, KEEP.permission)
    row = product_row(actor.viewer, number)
    if row.supplier_id != actor.viewer.organisation:
        raise NotAllowed("这是其他供应商登记的商品，您可以在它上面报价。")
    return row


def _party(actor: Actor, number: str) -> Product:
    row = product_row(actor.viewer, number)
    if actor.viewer.organisation not in {row.supplier_id, row.finance_id}:
        raise NotAllowed("这个商品由登记的供应商和省级财政部门办理，您只能查看。")
    return row
