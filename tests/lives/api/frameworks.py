"""框架协议: a closed one from its plan to the agreements, an open one to whoever joins it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.platform.access.models import Organisation
from lucai.platform.records import system_access
from tests.lives.api.story import Story
from tests.makers import people
from tests.makers.program import Program, Refused
from tests.makers.sealing_program import quoted

DEADLINE = clock.moment(date(2026, 3, 25), 9)
STARTS, ENDS = date(2026, 4, 1), date(2027, 3, 31)
PAPER, CEILING = "A05040101", 100
PLEDGES = {"pledged": True, "declared_free": True, "devices_kept": True}


@dataclass
class FrameworkStory(Story):
    """A framework of a 集中采购机构 with one package; ``way`` is how orders find their supplier."""

    way: str = field(default="direct", kw_only=True)
    number: str = ""
    challenge: str = ""
    complaint: str = ""

    def __post_init__(self) -> None:
        """Let everybody begin to work; the agency is a 集中采购机构."""
        super().__post_init__()
        self.ruling = self._works(people.finance, "ruling", "finance_manager")
        with system_access("maker"):
            row = Organisation.objects.get(pk=self.agency.viewer.organisation)
            row.change(attributes={**row.attributes, "centralised": True})

    @property
    def anybody(self) -> Program:
        """A program without a key."""
        return Program(people.public(), "")

    @property
    def page(self) -> str:
        """The framework's page."""
        return f"/frameworks/{self.number}/"

    @property
    def call(self) -> str:
        """The page of its first call."""
        return f"{self.page}calls/1/"

    @property
    def state(self) -> str:
        """How far it is, as its organiser reads it."""
        return str(self.agency.get(self.page)["card"]["state"])


def plan(story: FrameworkStory, **changes: Any) -> None:
    """征集人 drafts the plan and sends it; 财政 takes it on file."""
    package = {
        "name": "A4 复印纸", "catalogue_code": PAPER, "requirement": "70 克，每箱 5 包",
        "unit": "箱", "ceiling": f"{CEILING}.00", "estimated_quantity": 500,
    }  # fmt: skip
    content = {
        "title": story.told.title, "kind": "closed", "object_kind": "goods", "ground": "catalogue",
        "surveyed_buyers": 3, "surveyed_suppliers": 3, "evaluation": "price_first", "rate": "20",
        "way": story.way, "quote_hours": 24 if story.way == "bidding" else 0,
        "rotation": "按入围排序依次授予，一轮内每家一次" if story.way == "rotation" else "",
        "starts_on": f"{STARTS}", "ends_on": f"{ENDS}", "demand": "A4 复印纸，满足日常办公",
        "users": "本区全部预算单位", "qualification": "具有独立承担民事责任的能力",
        "payment": "验收合格、收到发票后十个工作日内支付",
        "upkeep": "同质不加价可以升级换代；按暂行办法第十九条清退，按第三十一条补充",
        "packages": [package], **changes,
    }  # fmt: skip
    made = story.agency.post("/frameworks/new/", content)
    story.number = str(story.agency.get(made)["card"]["number"])
    story.agency.post(f"{made}steps/submit/")
    story.finance.post(f"{made}approve/", {"opinion": "鲁财采审〔2026〕示例 1 号"})
    assert story.state == "approved"


def announced(story: FrameworkStory) -> None:
    """征集公告 goes out, for as long as the law wants; anybody can read it."""
    story.agency.post(f"{story.page}call/", {"response_deadline": DEADLINE.isoformat()})
    story.work()
    assert story.anybody.get(story.page)["card"]["state"] == "calling"


def responses(story: FrameworkStory) -> None:
    """Every supplier seals its response with its own program; nobody reads one yet."""
    for supplier, price in zip(story.suppliers, story.told.prices, strict=True):
        order = supplier.get(f"{story.page}respond/1/")["asked"]
        quoted(supplier, order, _response(price))
    assert story.agency.get(story.call)["responses"] == []


def opening(story: FrameworkStory) -> None:
    """At the deadline, and not a minute before, all responses are opened together."""
    story.wait_until(DEADLINE - timedelta(minutes=1))
    with pytest.raises(Refused, match="422"):
        story.agency.post(f"{story.call}steps/open/")
    story.wait_until(DEADLINE)
    story.agency.post(f"{story.call}steps/open/")
    found = story.agency.get(story.call)["responses"]
    assert sorted(one["price"] for one in found) == [price * 100 for price in story.told.prices]


def group(story: FrameworkStory) -> None:
    """The experts of the group are drawn; those drawn find their seat and sign in."""
    address = f"/review-groups/{story.number}-Z1/"
    named = story.user.viewer
    own = {"name": named.name, "unit": named.organisation_name, "authority": "示例办函〔2026〕1号"}
    conditions = {
        "review_at": story.now.isoformat(), "place": "示例评审室", "experts": 4,
        "specialties": ["A05"], "own": [own],
    }  # fmt: skip
    story.agency.post(f"{address}draw/", conditions)
    story.panel = [one for one in story.experts if one.get("/review-groups/")["found"]["items"]]
    assert len(story.panel) == 4
    for expert in story.panel:
        (seat,) = expert.get("/review-groups/")["found"]["items"]
        assert seat["group_number"] == f"{story.number}-Z1"
        expert.post(f"{address}sign-in/", PLEDGES)
    story.user.post(f"{address}sign-in/", PLEDGES)
    assert story.agency.get(address)["group"]["state"] == "formed"


def admission(story: FrameworkStory) -> None:
    """Each member finds all good and signs; the dearest fifth is left out, and the result is public."""
    address = f"/review-groups/{story.number}-Z1/"
    for member in (*story.panel, story.user):
        shown = member.get(f"{address}review/")["review"]["answers"]
        found = [{"key": one["answer"]["key"], "valid": True} for one in shown]
        member.post(f"{address}review/", {"leader": 1, "findings": found})
    for member in (*story.panel, story.user):
        member.post(f"{address}report/", {"dissent": ""})
    story.agency.post(f"{story.call}decide/")
    story.work()
    admitted = [one["price"] for one in story.anybody.get(story.page)["sheet"]["members"]]
    assert admitted == sorted(price * 100 for price in story.told.prices)[:-1]


def agreements(story: FrameworkStory) -> None:
    """Every admitted supplier signs, then the organiser; the framework runs."""
    for supplier in story.suppliers:
        for member in supplier.get(story.page)["own"]:
            _sign(story, supplier, member["place"])
    story.agency.post(f"{story.page}steps/run/")
    assert story.state == "running"
    story.wait_until(clock.moment(STARTS, 10))


def open_plan(story: FrameworkStory) -> None:
    """The plan of an open framework: nobody is ranked, everybody who accepts may join."""
    plan(story, kind="open", open_ground="policy", evaluation="", rate="")


def open_call(story: FrameworkStory) -> None:
    """征集公告 of an open framework has no deadline: it takes applications at once."""
    story.agency.post(f"{story.page}call/")
    story.work()
    assert story.anybody.get(story.page)["card"]["state"] == "running"


def joining(story: FrameworkStory) -> None:
    """Suppliers apply and are admitted one by one, at the announced price."""
    content = {
        "package_number": 1, "product": "示例牌 A4", "specification": "70 克，白度 92", "maker": True,
        "area": "本区", "contact": "示例联系人 0531-00000000", "accepts": True,
    }  # fmt: skip
    for supplier in story.suppliers:
        made = supplier.post(f"{story.page}apply/", content)
        story.wait(days=1)
        story.agency.post(f"{made}steps/admit/")
    members = story.anybody.get(story.page)["sheet"]["members"]
    assert [one["price"] for one in members] == [CEILING * 100] * len(story.suppliers)
    story.wait_until(clock.moment(STARTS, 10))


def _sign(story: FrameworkStory, supplier: Program, place: int) -> None:
    member = f"{story.page}members/{place}/"
    supplier.post(f"{member}steps/sign_supplier/")
    story.agency.post(f"{member}steps/sign/")
    assert story.anybody.get(member)["member"]["state"] == "active"


def _response(price: int) -> dict[str, str]:
    return {
        "price": f"{price}.00", "product": "示例牌 A4", "specification": "70 克，白度 92",
        "maker": "yes", "marketed": "yes", "area": "本区", "contact": "示例联系人 0531-00000000",
    }  # fmt: skip
