"""Files of orders hold what proves their sealed rounds; a claim that does not hold stops a sealing."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason, Viewer
from lucai.kernel.errors import InvalidInput, RuleBroken
from lucai.platform.trials import trial
from lucai.stages.archive.packages import selectors, services
from lucai.stages.archive.packages.schemas import SealIn, SupplementIn
from lucai.stages.archive.packages.services import checking, gathering, supplementing
from lucai.stages.contract.mall import services as shop
from lucai.stages.contract.mall.schemas import AwardIn
from lucai_trust.archive.verify import AUTHENTIC, Check
from tests.makers import archives, bids, budget, mall, people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

WRONG = Check(
    AUTHENTIC, "密封报价核验包-1：各项核验成立", ("P12 报价：读出的价格不同",), "10 项成立"
)
WHY = "示例：开启记录录入有误，已由财政部门书面说明。"


def compared() -> str:
    """An order of the mall that came from an enquiry, its file being gathered; return its number."""
    asked_at = clock.moment(date(2026, 4, 2), 10)
    with clock.at(asked_at):
        budget.indicator()
        number = mall.asking()
        mall.quoted(number, {2: "3900.00", 1: "3950.00", 3: "4000.00"})
    with clock.at(asked_at + timedelta(hours=24)):
        buyer = people.actor(people.buyer())
        shop.open_quotes(buyer, number=number)
        order = shop.award(buyer, number=number, form=AwardIn())
        shop.release(people.actor(people.buyer_reviewer()), number=order)
        shop.confirm(people.actor(people.supplier(2)), number=order)
        services.open_order_package(Actor.system(Reason.JOURNAL_READER), order_number=order)
    return order


def seal(number: str, viewer: Viewer, exception: str = "") -> None:
    form = SealIn(remark="示例：先行归档", exception=exception)
    services.seal_package(people.actor(viewer), project_number=number, seal=form)


def test_the_file_of_an_order_holds_the_package_of_its_enquiry_and_repeats_it() -> None:
    order = compared()
    with clock.at(clock.moment(date(2026, 4, 3), 12)):
        seal(order, people.buyer())
        sheet = selectors.package_seen(people.buyer(), order)
        paths = [str(line["path"]) for line in sheet.manifest]
        assert [p.rpartition("/")[2] for p in paths if "核验包" in p] == ["密封报价核验包-1.zip"]
        assert services.check_package(people.actor(people.buyer()), project_number=order)
        last = selectors.checks_of(people.buyer(), order)[0]
    repeated = {one["title"]: one for one in last.findings}["密封报价核验包-1：各项核验成立"]
    assert repeated["problems"] == []
    assert "项成立" in repeated["note"]


@pytest.fixture
def wrong(monkeypatch: pytest.MonkeyPatch) -> str:
    """A file with a verification package of which a claim does not hold; its project's number."""

    def found(place: Path) -> list[Check]:
        del place
        return [WRONG]

    for module in (gathering, checking, supplementing):
        monkeypatch.setattr(module, "judge_proofs", found)
    return archives.failed_project()


def test_a_claim_that_does_not_hold_stops_the_sealing(wrong: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        seal(wrong, people.agency())
    assert "读出的价格不同" in str(refusal.value)
    assert selectors.package_seen(people.agency(), wrong).line.state == "collecting"
    page = browse(people.agency()).post(f"/rooms/{wrong}/archive/seal/", {"remark": "示例：有缺项"})
    assert page.status_code == 422
    assert "读出的价格不同" in page.content.decode()


def test_a_claim_that_does_not_hold_is_heard_of_before_anybody_signs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = archives.failed_project()
    monkeypatch.setattr(gathering, "judge_papers", lambda _: [WRONG])
    with trial(), pytest.raises(RuleBroken, match="读出的价格不同"):
        seal(number, people.agency())
    with trial():
        seal(number, people.agency(), WHY)


def test_a_named_person_decides_otherwise_and_it_stays_told(wrong: str) -> None:
    agency = people.agency()
    seal(wrong, agency, WHY)
    sheet = selectors.package_seen(agency, wrong)
    [decided] = sheet.exceptions
    assert (decided.name, decided.reason) == (agency.name, WHY)
    assert WHY in browse(people.buyer()).get(f"/rooms/{wrong}/archive/").content.decode()
    assert services.check_package(people.actor(agency), project_number=wrong)
    told: list[dict[str, Any]] = selectors.checks_of(agency, wrong)[0].findings  # type: ignore[assignment]
    assert any(WHY in one["note"] and "读出的价格不同" in one["note"] for one in told)
    late = SupplementIn(reason="示例：纸质材料后来取得。")
    uploads = [bids.upload("纸质评标报告.pdf")]
    keeper = people.actor(agency)
    number = services.supplement_package(
        keeper, project_number=wrong, supplement=late, uploads=uploads
    )
    assert number == 2


def test_where_every_claim_holds_there_is_nothing_to_be_excepted() -> None:
    number = archives.failed_project()
    with pytest.raises(InvalidInput) as refusal:
        seal(number, people.agency(), WHY)
    assert set(refusal.value.fields) == {"exception"}
