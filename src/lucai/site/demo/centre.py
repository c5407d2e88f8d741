"""The home city's 集中采购机构, which calls for framework agreements."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.law.uscc import check_character
from lucai.platform.access.models import Organisation, Person, Post, PostRole, Role

LOGIN = "centre"
BODY = "12370100000099001"
"""A code beside the numbers of the other organisations."""


def found(region: str, unusable: str) -> None:
    """Make the organisation and its clerk; part of populating the demonstration."""
    row = Organisation.objects.create(
        name="示例济南市政府采购中心（集中采购机构）", uscc=BODY + check_character(BODY),
        side=Side.AGENCY.value, region=region, level="city", address="示例路 8 号",
        contact="示例联系人", phone="0531-00000000", attributes={"centralised": True},
    )  # fmt: skip
    row.path = f"/{row.pk}/"
    Organisation.objects.bulk_update([row], ["path"])
    person = Person.objects.create(login=LOGIN, name="周明德", password=unusable)
    post = Post.objects.create(person=person, organisation=row, title="框架协议经办")
    PostRole.objects.create(post=post, role=Role.objects.get(code="agency_clerk"))
