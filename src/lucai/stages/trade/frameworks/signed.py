"""What is signed of a framework: the group's report with who is admitted, and the agreement."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.trade.frameworks import selectors
from lucai.stages.trade.groups.signed import signed_report


def admission(viewer: Viewer, number: str, round_: int) -> Subject:
    """Return the group's signed report, by which the organiser decides."""
    return signed_report(viewer, f"{number}-Z{round_}")


def correction(viewer: Viewer, number: str) -> Subject:
    """Return whose documents are corrected; what is typed stands in the signed form."""
    card = selectors.framework_card(viewer, number)
    lines = (("框架协议", card.title), ("编号", card.number), ("征集人", card.organiser_name))
    return subject("征集文件更正", picked(card, *FRAMEWORK), lines)


def agreement(viewer: Viewer, number: str, place: int, name: str = "") -> Subject:
    """Return the agreement with one supplier: terms, product and price."""
    del name
    sheet, member = (
        selectors.framework_seen(viewer, number), selectors.member_seen(viewer, number, place),
    )  # fmt: skip
    package = next(one for one in sheet.packages if one.number == member.package_number)
    lines = (
        ("框架协议", sheet.card.title),
        ("入围供应商", member.supplier_name),
        ("采购包", f"{package.number} {package.name}"),
        ("协议单价", f"{money.yuan(member.price)} 元/{package.unit}"),
        ("有效期", f"{sheet.card.starts_on} 至 {sheet.card.ends_on}"),
    )
    content = {
        "framework": picked(sheet.card, *FRAMEWORK),
        "terms": sheet.terms,
        "package": picked(
            package, "number", "name", "catalogue_code", "requirement", "unit", "ceiling"
        ),
        "member": picked(member, *MEMBER),
    }
    return subject("框架协议", content, lines)


def filed(viewer: Viewer, number: str, place: int, name: str = "") -> Subject:
    """Return the agreements that are filed together."""
    del name
    card = selectors.framework_card(viewer, number)
    filing = selectors.filing_seen(viewer, number, place)
    suppliers = "、".join(supplier for _, supplier in filing.agreements)
    lines = (("框架协议", card.title), ("备案的协议", f"{filing.count} 份：{suppliers}"))
    content = {"framework": picked(card, *FRAMEWORK), "agreements": filing.agreements}
    return subject("备案的框架协议", content, lines)


FRAMEWORK = (
    "number", "title", "kind", "way", "organiser_id", "organiser_name", "starts_on", "ends_on",
    "for_path", "for_region",
)  # fmt: skip
MEMBER = ("place", "package_number", "supplier_id", "supplier_name", "price", "content")
