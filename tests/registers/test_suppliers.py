"""The supplier library: kept by the supplier, read by those it deals with."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import NotAllowed, NotFound
from lucai.platform.duties.selectors import duty_list
from lucai.registers.suppliers import jobs, selectors, services
from lucai.registers.suppliers.models import Supplier
from lucai.registers.suppliers.schemas import QualificationIn, RenewalIn, SizeClass
from tests.makers import people
from tests.makers.bids import PDF, upload
from tests.makers.browsing import browse
from tests.makers.registers import company, registered_supplier

pytestmark = pytest.mark.django_db

START, END = date(2026, 3, 2), date(2026, 6, 30)
DAY = timedelta(days=1)


def test_what_a_supplier_entered_comes_back_to_its_form() -> None:
    registered_supplier(1)
    assert selectors.own_company(people.supplier()) == company()


def test_entering_again_corrects_and_makes_no_second_entry() -> None:
    pk = registered_supplier(1)
    services.keep_company(people.actor(people.supplier()), company=company(size=SizeClass.MICRO))
    assert selectors.supplier_seen(people.buyer(), pk).size_label == "微型"
    assert Supplier.objects.seen_by(people.buyer()).count() == 1


@pytest.mark.parametrize("name", ["public", "other supplier", "expert", "administrator"])
def test_a_supplier_is_not_there_for_those_who_have_no_business_with_it(name: str) -> None:
    pk = registered_supplier(1)
    with pytest.raises(NotFound):
        selectors.supplier_seen(people.everyone()[name], pk)


@pytest.mark.parametrize("name", ["agency", "finance", "other supplier", "public"])
def test_the_account_is_for_payers_alone(name: str) -> None:
    pk = registered_supplier(1)
    assert selectors.payee_account(people.treasury(), pk).number == "6200 0000 0000 0001"
    with pytest.raises(NotAllowed):
        selectors.payee_account(people.everyone()[name], pk)


def test_a_supplier_without_an_account_says_so() -> None:
    with pytest.raises(NotFound, match="收款账户"):
        selectors.payee_account(people.treasury(), people.supplier(5).organisation or 0)


def test_the_list_finds_by_name_code_and_size() -> None:
    registered_supplier(1)
    registered_supplier(2, size=SizeClass.LARGE)
    agency = people.agency()
    assert len(selectors.supplier_page(agency).items) == 2
    assert [c.name for c in selectors.supplier_page(agency, words="供应商2").items] == [
        "示例供应商2有限公司"
    ]
    assert len(selectors.supplier_page(agency, size_class="small").items) == 1


def test_several_suppliers_come_in_one_query(django_assert_num_queries: object) -> None:
    pks = [registered_supplier(n) for n in (1, 2, 3)]
    buyer = people.buyer()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert set(selectors.suppliers_of(buyer, pks)) == set(pks)


def test_the_form_keeps_what_was_typed_and_adds_a_certificate_without_scripts() -> None:
    supplier = people.supplier()
    client = browse(supplier)
    typed = {
        "size_class": "small",
        "industry": "2",
        "legal_representative": "示例法人",
        "contact": "示例联系人",
        "phone": "0531-00000000",
        "address": "示例路 9 号",
        "account_number": "abc",
    }
    refused = client.post("/company/", typed)
    assert refused.status_code == 422
    assert 'value="abc"' in refused.content.decode()
    typed["account_number"] = "62000000"
    added = client.post("/company/", {**typed, "add": "qualifications"}).content.decode()
    assert 'name="qualifications.0.name"' in added
    assert selectors.own_company(supplier) is None
    client.post("/company/", typed)
    kept = selectors.own_company(supplier)
    assert kept is not None
    assert kept.account_number == "62000000"


def test_lists_and_profiles_have_their_pages() -> None:
    pk = registered_supplier(1)
    client = browse(people.agency())
    assert "示例供应商1有限公司" in client.get("/suppliers/?words=供应商1").content.decode()
    assert "示例体系认证" in client.get(f"/suppliers/{pk}/").content.decode()
    assert "6200" not in client.get(f"/suppliers/{pk}/").content.decode()
    assert browse(people.treasury()).get("/suppliers/").status_code == 404


def on(day: date) -> AbstractContextManager[None]:
    return clock.at(clock.moment(day, 10))


def certified(until: date = END) -> int:
    """Enter a supplier with a certificate that ends; return the certificate's id."""
    registered_supplier(1)
    content = company().model_copy(
        update={"qualifications": [QualificationIn(name="示例许可", number="XK-1", until=until)]}
    )
    services.keep_company(people.actor(people.supplier()), company=content)
    [one] = selectors.certificates_of(people.supplier(), people.supplier().organisation or 0)
    return one.pk


@pytest.mark.parametrize(("day", "told"), [(END - 31 * DAY, False), (END - 30 * DAY, True)])
def test_a_certificate_is_a_duty_from_thirty_days_before_its_end(day: date, *, told: bool) -> None:
    with on(START):
        pk = certified()
    with on(day):
        jobs.watch_certificates(clock.now())
        titles = [one.title for one in duty_list(people.supplier()) if str(pk) in one.href]
    assert titles == (["更新即将到期的资质证书"] if told else [])


@pytest.mark.parametrize(("day", "ended"), [(END, 0), (END + DAY, 1)])
def test_a_certificate_expires_the_day_after_its_last_and_can_still_be_renewed(
    day: date, ended: int
) -> None:
    with on(START):
        pk = certified()
    with on(day):
        jobs.watch_certificates(clock.now())
        state = selectors.certificate_seen(people.supplier(), pk).state
        assert state == ("expired" if ended else "ending")
        assert jobs.watch_certificates(clock.now()) == 0  # told once
        new = RenewalIn(number="XK-2", until=END + 365 * DAY)
        services.renew(people.actor(people.supplier()), pk=pk, renewal=new)
        sheet = selectors.certificate_seen(people.supplier(), pk)
    assert (sheet.state, sheet.number, sheet.until) == ("valid", "XK-2", END + 365 * DAY)
    kept = selectors.own_company(people.supplier())
    assert kept
    assert [(q.number, q.until) for q in kept.qualifications] == [("XK-2", END + 365 * DAY)]
    with on(END + 10 * DAY):
        assert not [one for one in duty_list(people.supplier()) if str(pk) in one.href]


def test_a_certificate_that_leaves_the_sheet_is_watched_no_longer() -> None:
    with on(START):
        pk = certified()
        services.drop(people.actor(people.supplier()), pk=pk)
        kept = selectors.own_company(people.supplier())
        assert kept
        assert kept.qualifications == []
        assert (
            selectors.certificates_of(people.supplier(), people.supplier().organisation or 0) == []
        )
        with pytest.raises(NotFound):
            selectors.certificate_seen(people.supplier(2), pk)
    with on(END + DAY):
        assert jobs.watch_certificates(clock.now()) == 0


def test_a_change_keeps_what_was_there_before_and_no_account_number() -> None:
    pk = registered_supplier(1)
    moved = company().model_copy(update={"address": "示例路 10 号", "account_number": "6200 2"})
    services.keep_company(people.actor(people.supplier()), company=moved)
    [line] = selectors.changes_of(people.buyer(), pk)
    assert line.values == (("地址", "示例路 9 号", "示例路 10 号"), ("银行账号", "", ""))
    page = browse(people.finance()).get(f"/suppliers/{pk}/").content.decode()
    assert "示例路 9 号 → 示例路 10 号" in page
    assert "投标响应、签订合同" in page


def test_a_certificate_is_renewed_on_its_page_and_a_past_day_is_refused_at_the_field() -> None:
    with on(START):
        pk = certified()
        client = browse(people.supplier())
        refused = client.post(
            f"/company/certificates/{pk}/renew/", {"number": "XK-2", "until": str(START)}
        )
        assert refused.status_code == 422
        assert "应当晚于今天" in refused.content.decode()
        later = {"number": "XK-2", "until": str(END + 9 * DAY)}
        assert client.post(f"/company/certificates/{pk}/renew/", later).status_code == 302
        assert "XK-2" in client.get("/company/").content.decode()


def test_a_scan_is_kept_once_and_offered_to_bids_and_nobody_else_reads_it() -> None:
    pk = certified()
    address = f"/company/certificates/{pk}/scan/"
    owner = browse(people.supplier())
    refused = owner.post(address, {})
    assert "请选择扫描件" in refused.content.decode()
    assert selectors.papers_on_hand(people.supplier()) == []
    assert owner.post(address, {"scan": upload("营业执照.pdf")}).status_code == 302
    assert b"".join(owner.get(address)) == PDF  # type: ignore[arg-type]
    [paper] = selectors.papers_on_hand(people.supplier())
    assert paper.pk == pk
    assert browse(people.supplier(2)).get(address).status_code == 404
    assert browse(people.agency()).get(address).status_code in {403, 404}
