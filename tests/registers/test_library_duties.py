"""Every duty of the libraries is listed for its holder and leads to its button."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.platform.duties.models import Duty
from lucai.platform.records import system_access
from lucai.registers.agencies import services as directory
from lucai.registers.agencies.schemas import ObjectionIn
from lucai.registers.experts import services as library
from lucai.registers.experts.schemas import ObjectionIn as ExpertObjectionIn
from lucai.registers.suppliers import jobs, services
from lucai.registers.suppliers.schemas import QualificationIn
from tests.makers import agencies, experts, people, products
from tests.makers.browsing import browse
from tests.makers.crawling import Reading
from tests.makers.registers import company

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
LATER = MONDAY + timedelta(days=3)
TITLES = {
    "填写并提交名录登记", "核对代理机构名录登记", "处理名录登记异议", "抽取检查对象和检查人员",
    "检查代理机构并登记情况", "对检查情况作出说明", "公布代理机构检查结果", "审核商品入库",
    "提交评审专家入库申请", "审核评审专家入库申请", "处理评审专家入库异议",
    "审核评审专家信息变更",
    "查看处理决定，有异议的在期限内提出", "处理评审专家异议", "评定试用期满的评审专家", "更新即将到期的资质证书",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(MONDAY, 10)):
        yield


def leave_everything_waiting() -> None:
    """Leave one matter of every library before each act that is somebody's duty."""
    agencies.drafted(1)
    agencies.submitted(2)
    form = ObjectionIn(objection="登记的地址与营业执照一致，没有缺少门牌。")
    directory.object_to(agencies.newcomer(3), number=agencies.sent_back(3), form=form)
    people.agency(2)
    agencies.drawn(1)
    agencies.planned(1)
    agencies.reported(agencies.directed())
    products.submitted()
    experts.accepted(1, MONDAY + timedelta(days=1))
    experts.submitted(2)
    experts.drafted(4)
    said = ExpertObjectionIn(objection="证书专业为计算机，与申请的专业一致。")
    library.object_to(people.actor(experts.applicant(3)), number=experts.refused(3), form=said)
    experts.suspended(experts.applicant(5), experts.accepted(5))
    judged = experts.suspended(experts.applicant(6), experts.accepted(6))
    experts.objected(judged, experts.applicant(6))
    experts.accepted(7)
    experts.asked(experts.applicant(7))
    until = LATER + timedelta(days=9)
    kept = [QualificationIn(name="示例许可", number="XK-1", until=until)]
    content = company().model_copy(update={"qualifications": kept})
    services.keep_company(people.actor(people.supplier()), company=content)


def holders() -> list[Viewer]:
    """Everybody who may have something to do."""
    applicants = [experts.applicant(n) for n in range(1, 8)]
    newcomers = [people.unlisted_agency(n) for n in range(1, 4)]
    finance = [agencies.province_second(), experts.reviewer(), people.finance()]
    return [
        *finance,
        *newcomers,
        *applicants,
        people.agency(1),
        people.agency(2),
        people.supplier(),
    ]


def test_every_duty_of_the_libraries_is_listed_and_leads_to_its_button() -> None:
    leave_everything_waiting()
    with clock.at(clock.moment(LATER, 10)):
        jobs.watch_certificates(clock.now())
        crowd = [(viewer, browse(viewer)) for viewer in holders()]
        with system_access("test"):
            duties = list(Duty.objects.filter(done_at=None).exclude(opens_at__gt=clock.now()))
        lost = []
        for duty in duties:
            client = next(
                client
                for viewer, client in crowd
                if viewer.organisation == duty.organisation
                and duty.person in {None, viewer.person}
                and viewer.may(duty.permission)
            )
            page = Reading(client.get(duty.href).content.decode())
            doors = [*page.links, *page.posts]
            named = duty.href in Reading(client.get("/duties/").content.decode()).links
            there = any(door.endswith((f"{duty.step}/", f"#why-{duty.step}")) for door in doors)
            if not (named and (there or "" in page.posts)):
                lost.append((duty.title, duty.href))
    assert lost == []
    assert {duty.title for duty in duties} == TITLES
