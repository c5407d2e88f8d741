"""Pages of 质疑: the whole way without scripts, nothing lost, and the price of a list."""

import pytest

from lucai.kernel import clock
from lucai.stages.trade.challenges.schemas import About
from tests.makers import challenges, people
from tests.makers.browsing import browse, posted
from tests.makers.crawling import counted
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

result = kept(challenges.award)


@pytest.mark.nightly
def test_the_whole_way_in_the_browser_without_scripts(result: challenges.Announced) -> None:
    with clock.at(result.at):
        supplier, agency = browse(people.supplier(3)), browse(people.agency())
        start = f"/rooms/{result.number}/challenges/new/?about=result"
        form = posted(supplier.get(start)) | {
            "points.0.matter": "业绩不符", "points.0.facts": "见附件", "request": "重新审查",
            "lots": "1",
        }  # fmt: skip
        made = supplier.post(start, form, follow=True)
        page = made.request["PATH_INFO"]
        assert "提交前检查" in made.content.decode()
        supplier.post(f"{page}files/", {"files": challenges.upload()})
        assert supplier.get(f"{page}steps/submit/").status_code == 200
        sent = supplier.post(f"{page}steps/submit/", {"confirmed": "yes"}, follow=True)
        assert "待答复" in sent.content.decode()
        answer = posted(agency.get(f"{page}reply/")) | {
            "outcome": "unfounded", "answers.0.text": "经核查符合", "answers.0.facts": "报告",
            "answers.0.law": "财政部令第87号 第五十一条", "no_secrets": "yes",
        }  # fmt: skip
        told = agency.post(f"{page}reply/", answer, follow=True)
        assert "质疑不成立" in told.content.decode()
        assert agency.get(f"{page}reply.pdf").content.startswith(b"%PDF")
        assert supplier.get(f"{page}letter.pdf").content.startswith(b"%PDF")
        assert browse(people.supplier(2)).get(page).status_code == 404


def test_a_form_with_a_mistake_loses_nothing(result: challenges.Announced) -> None:
    with clock.at(result.at):
        supplier = browse(people.supplier(3))
        start = f"/rooms/{result.number}/challenges/new/?about=result"
        form = posted(supplier.get(start)) | {
            "points.0.matter": "x" * 2001, "points.0.facts": "事实保留", "about": "",
        }  # fmt: skip
        answer = supplier.post(start, form)
        assert answer.status_code == 422
        assert "事实保留" in answer.content.decode()


def test_the_list_costs_the_same_for_one_and_for_many(result: challenges.Announced) -> None:
    with clock.at(result.at):
        agency = browse(people.agency())
        challenges.raised(result.number)
        _, few = counted(agency, "/challenges/")
        for phase in ("开标", "评审", "资格审查", "定标"):
            challenges.raised(
                result.number, about=About.PROCESS, phase=phase, known_on=clock.today()
            )
        page, many = counted(agency, "/challenges/?words=&about=process")
        assert page.status_code == 200
        assert many <= few < 15
