"""The treasury's answers and statements: late, partial, doubled, contradictory; nothing paid twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lucai.adapters.treasury import simulated
from lucai.adapters.treasury.dialect import VoucherDialect
from lucai.adapters.treasury.simulated import Paper
from lucai.kernel import clock
from lucai.kernel.errors import NotAllowed, NotFound, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.records import system_access
from lucai.stages.budget.indicators.selectors import account_of
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.payment.requests import selectors as payments
from lucai.stages.payment.requests import services as requests
from lucai.stages.payment.requests.models import PaymentRequest, PaymentVoucher
from lucai.stages.payment.requests.selectors import BookedVoucher, Instruction
from lucai.stages.payment.treasury import rules, selectors, services
from lucai.stages.payment.treasury.ports import Unreadable
from lucai.stages.payment.treasury.rules import Booked
from lucai.stages.payment.treasury.schemas import NoteIn, SettleIn
from lucai.stages.plan.plans.selectors import plan_seen
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

filed = kept(make.filed)

DIALECT = VoucherDialect()
DAY = 14


def sent() -> tuple[str, Instruction]:
    contract = make.filed()
    number = make.sent_payment(contract)
    return contract, payments.instruction_of(people.treasury(), number)


def day_of(contract: str, days: int = DAY) -> date:
    return make.day_after_signing(contract, days)


def take(contract: str, *papers: Paper, days: int = DAY) -> dict[str, int]:
    with clock.at(make.after_signing(contract, days)):
        answers = DIALECT.read_answers(simulated.receipts(papers))
        return dict(services.take_answers(make.treasury(), answers=answers))


def books(contract: str) -> tuple[int, int]:
    card = contract_card(people.buyer(), contract)
    with system_access("test"):
        vouchers = PaymentVoucher.objects.filter(contract_number=contract)
        return card.paid, sum(voucher.amount for voucher in vouchers)


def problem() -> str:
    return selectors.answer_page(people.treasury()).items[0].problem


def test_an_instruction_says_in_gbk_what_the_treasury_needs() -> None:
    _, instruction = sent()
    written = DIALECT.write_instruction(instruction)
    assert written.startswith(b"<?xml version='1.0' encoding='GBK'?>")
    text = written.decode("gbk")
    for part in (instruction.payee_name, "<AdmDivCode>370102000</AdmDivCode>", "2730000.00"):
        assert part in text
    assert instruction.project_number in text


def test_an_answer_is_booked_and_the_same_file_again_changes_nothing() -> None:
    contract, instruction = sent()
    paper = simulated.paid(instruction, "PZ000001", day_of(contract))
    assert take(contract, paper) == {"booked": 1}
    before = books(contract)
    assert before == (instruction.amount, instruction.amount)
    assert take(contract, paper) == {"repeated": 1}
    again = replace(paper, serial="LS-other")
    assert take(contract, again) == {"repeated": 1}
    assert books(contract) == before


def test_two_parts_and_a_failed_line_are_three_answers() -> None:
    contract, instruction = sent()
    day = day_of(contract)
    first = simulated.paid(instruction, "PZ000001", day, part=1_00)
    assert take(contract, first) == {"booked": 1}
    failed = simulated.failed(instruction, "PZ000002", day, "账号户名不符")
    assert take(contract, failed) == {"booked": 1}
    sheet = payments.payment_seen(people.buyer(), instruction.number)
    assert (sheet.line.state, sheet.left) == ("returned", instruction.amount - 1_00)
    assert "账号户名不符" in sheet.returned_reason
    assert take(contract, replace(failed, serial="LS-x")) == {"repeated": 1}
    late = simulated.paid(instruction, "PZ000003", day, part=instruction.amount - 1_00)
    assert take(contract, late) == {"doubtful": 1}
    assert books(contract) == (1_00, 1_00)


Change = Callable[[Paper], Paper]
WRONG: dict[str, Change] = {
    "超过": lambda paper: replace(paper, paid=paper.paid + 1),
    "收款账号": lambda paper: replace(paper, account="9999 0000"),
    "没有找到": lambda paper: replace(paper, bill="ZF-NOBODY"),
    "不能早于": lambda paper: replace(paper, on=paper.on - timedelta(days=9)),
}


def test_an_answer_that_contradicts_the_instruction_is_doubtful_and_books_nothing() -> None:
    contract, instruction = sent()
    paper = simulated.paid(instruction, "PZ000001", day_of(contract))
    for number, (word, change) in enumerate(WRONG.items()):
        wrong = replace(change(paper), serial=f"LS-{number}")
        assert take(contract, wrong) == {"doubtful": 1}, word
        assert word in problem()
    assert books(contract) == (0, 0)
    assert take(contract, paper) == {"booked": 1}


def test_one_voucher_number_with_two_amounts_is_doubtful() -> None:
    contract, instruction = sent()
    part = simulated.paid(instruction, "PZ000001", day_of(contract), part=1_00)
    other = replace(part, serial="LS-2", paid=2_00)
    same_serial = replace(part, paid=3_00)
    assert take(contract, part, other, same_serial) == {"booked": 1, "doubtful": 2}
    assert books(contract) == (1_00, 1_00)


def test_money_refunded_the_next_day_is_undone_once() -> None:
    contract, instruction = sent()
    paper = simulated.paid(instruction, "PZ000001", day_of(contract))
    back = simulated.refunded(paper, "TP000001", day_of(contract, 15), "账户已销户")
    assert take(contract, paper, back, days=15) == {"booked": 2}
    assert books(contract) == (0, 0)
    assert take(contract, replace(back, serial="LS-2"), days=15) == {"repeated": 1}
    assert books(contract) == (0, 0)


def test_a_doubtful_answer_is_a_duty_until_somebody_settles_it() -> None:
    contract, instruction = sent()
    paper = simulated.paid(instruction, "PZ000001", day_of(contract))
    take(contract, replace(paper, account="1"))
    line = selectors.answer_page(people.treasury()).items[0]
    assert "处理异常的国库回单" in [duty.title for duty in duty_list(people.treasury())]
    with pytest.raises(NotFound):
        services.settle(
            people.actor(people.treasury("370202")), pk=line.pk,
            settled=SettleIn(resolution="不是本国库的"),
        )  # fmt: skip
    done = SettleIn(resolution="与代理银行核实，账号抄写有误，已更正")
    services.settle(make.treasury(), pk=line.pk, settled=done)
    assert selectors.answer_seen(people.treasury(), line.pk).state == "settled"


kinds = st.sampled_from(("pay", "part", "fail", "refund", "again", "resend"))


@pytest.mark.once
@settings(
    max_examples=8, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(st.lists(st.tuples(kinds, st.integers(1, 300_000_000)), min_size=3, max_size=9))
def test_whatever_the_treasury_answers_nothing_is_paid_twice_or_above_the_contract(
    ready: tuple[str, Instruction], said: list[tuple[str, int]]
) -> None:
    contract, instruction = ready
    with transaction.atomic():
        papers: list[Paper] = []
        for place, (kind, amount) in enumerate(said):
            answer_with(kind, amount, f"PZ{place:06}", contract, papers)
            check_books(contract, instruction.amount)
        transaction.set_rollback(True)


@pytest.fixture(name="ready")
def _ready() -> tuple[str, Instruction]:
    return sent()


def answer_with(kind: str, amount: int, number: str, contract: str, papers: list[Paper]) -> None:
    """Send one answer: a payment, a part, a failure, a refund, a repetition, or approve anew."""
    request = selectors_of_request(contract)
    now = replace(request, left=max(request.left, 1))
    day = day_of(contract, 16)
    if kind == "resend":
        if request.state == "returned":
            with clock.at(make.after_signing(contract, 16)):
                requests.submit(make.buyer(), number=request.number)
                requests.approve(make.decider(), number=request.number)
        return
    made = {
        "pay": lambda: simulated.paid(now, number, day),
        "part": lambda: simulated.paid(now, number, day, part=amount),
        "fail": lambda: simulated.failed(now, number, day, "账户异常"),
        "refund": lambda: simulated.refunded(papers[-1], number, day, "退票"),
        "again": lambda: papers[amount % len(papers)],
    }
    if kind in {"refund", "again"} and not papers:
        return
    papers.append(made[kind]())
    take(contract, papers[-1], days=16)


def selectors_of_request(contract: str) -> Instruction:
    number = payments.payments_of(people.treasury(), contract)[0].number
    return payments.instruction_of(people.treasury(), number)


def check_books(contract: str, amount: int) -> None:
    card = contract_card(people.buyer(), contract)
    package = plan_seen(people.buyer(), card.plan_number).packages[0]
    paid, vouchers = books(contract)
    assert 0 <= paid <= amount
    assert paid == vouchers == package.consumed
    assert package.committed + package.consumed == amount
    codes = [fund.code for fund in plan_seen(people.buyer(), card.plan_number).fundings]
    assert all(account_of(people.buyer(), code).balanced for code in codes)


def test_nobody_else_takes_answers_in() -> None:
    with pytest.raises(NotAllowed):
        services.take_answers(make.buyer(), answers=[])


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"<?xml version='1.0'?><Voucher>", "不是有效的 XML"),
        (b"<?xml version='1.0'?><Other/>", "没有凭证"),
        (b"<?xml version='1.0'?><Voucher><VoucherNo>PZ1</VoucherNo></Voucher>", "PZ1"),
        (b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "没有凭证"),
    ],
)
def test_a_file_that_is_none_is_refused_in_chinese(content: bytes, word: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        DIALECT.read_answers(content)
    assert word in str(refusal.value)


@pytest.mark.parametrize("amount", ["12.345", "一百", "", "NaN"])
def test_an_amount_that_is_not_exact_refuses_the_whole_file(amount: str) -> None:
    paper = Paper("PZ000001", "ZF1", "LS1", "1", 273_000_000, 273_000_000, date(2026, 7, 1))
    content = simulated.receipts([paper]).decode("gbk").replace("2730000.00", amount)
    with pytest.raises(Unreadable):
        DIALECT.read_answers(content.encode("gbk"))


def test_two_books_differ_by_what_only_one_has_and_by_amounts() -> None:
    ours = [Booked("A", "1", 10), Booked("B", "2", 20), Booked("C", "3", 30)]
    theirs = [Booked("A", "", 10), Booked("B", "2", 21), Booked("D", "4", 40), Booked("D", "4", 40)]
    found = [(one.kind, one.voucher) for one in rules.compare(ours, theirs)]
    assert found == [("differs", "B"), ("ours", "C"), ("theirs", "D"), ("twice", "D")]


def compared(contract: str, vouchers: Iterable[BookedVoucher]) -> int:
    day = day_of(contract)
    with clock.at(make.after_signing(contract, DAY + 1)):
        statement = DIALECT.read_statement(simulated.statement(day, vouchers))
        return services.compare_day(make.treasury(), statement=statement)


def test_a_day_without_differences_closes_itself(filed: str) -> None:
    make.paid(filed)
    ours = payments.vouchers_on(people.treasury(), day_of(filed), people.treasury().organisation)
    assert compared(filed, ours) == 0
    assert selectors.reconciliation_seen(people.finance(), day_of(filed)).state == "closed"


def test_every_difference_is_explained_before_a_day_is_finished(filed: str) -> None:
    make.paid(filed)
    day, clerk = day_of(filed), make.treasury()
    foreign = BookedVoucher("PZ-FOREIGN", "ZF1", "", 5_00, day, "")
    assert compared(filed, [foreign]) == 2
    assert "说明国库对账差异" in [duty.title for duty in duty_list(people.treasury())]
    with pytest.raises(WrongState):
        services.close(clerk, day=day)
    for line in selectors.differences_of(people.treasury(), day).items:
        services.explain(clerk, day=day, pk=line.pk, noted=NoteIn(note="跨日入账，次日更正"))
    assert compared(filed, [foreign]) == 2
    assert selectors.unexplained(people.treasury(), day) == 0
    services.close(clerk, day=day)
    assert selectors.reconciliation_seen(people.treasury(), day).state == "closed"


def test_totals_that_do_not_add_up_are_a_difference(filed: str) -> None:
    make.paid(filed)
    day = day_of(filed)
    ours = payments.vouchers_on(people.treasury(), day, people.treasury().organisation)
    with clock.at(make.after_signing(filed, DAY + 1)):
        statement = DIALECT.read_statement(simulated.statement(day, ours))
        wrong = replace(statement, amount=statement.amount + 1)
        assert services.compare_day(make.treasury(), statement=wrong) == 1


@pytest.mark.nightly
def test_ten_thousand_vouchers_are_compared_within_ten_seconds(filed: str) -> None:
    number = make.sent_payment(filed)
    day = day_of(filed)
    with system_access("test"):
        request = PaymentRequest.objects.get(number=number)
        PaymentVoucher.objects.bulk_create(
            [
                PaymentVoucher(
                    request=request, contract_number=filed, number=f"PZ{n:08}", amount=n + 1,
                    paid_on=day, recorded_at=clock.now(),
                )
                for n in range(10_000)
            ]
        )  # fmt: skip
    ours = payments.vouchers_on(people.treasury(), day, people.treasury().organisation)
    began = time.process_time()
    assert compared(filed, ours[5:]) == 5
    assert time.process_time() - began < 10


def test_the_pages_take_a_file_in_and_say_what_became_of_it() -> None:
    contract, instruction = sent()
    content = simulated.receipts([simulated.paid(instruction, "PZ000001", day_of(contract))])
    with clock.at(make.after_signing(contract, DAY)):
        client = browse(people.treasury())
        listed = client.get("/treasury/answers/").content.decode()
        assert instruction.number in listed
        given = client.get(f"/treasury/instructions/{instruction.number}.xml")
        assert "GBK" in given["Content-Type"]
        upload = SimpleUploadedFile("回单.xml", content)
        assert client.post("/treasury/answers/", {"file": upload}).status_code == 302
        assert "已入账" in client.get("/treasury/answers/").content.decode()
        broken = SimpleUploadedFile("回单.xml", b"<?xml version='1.0'?><Voucher>")
        refused = client.post("/treasury/answers/", {"file": broken})
        assert refused.status_code == 422
        assert "不是有效的 XML" in refused.content.decode()
        ours = payments.vouchers_on(
            people.treasury(), day_of(contract), people.treasury().organisation
        )
        day = SimpleUploadedFile("对账.xml", simulated.statement(day_of(contract), ours))
        followed = client.post("/treasury/reconciliations/", {"file": day}, follow=True)
        assert "没有差异" in followed.content.decode()
        assert browse(people.finance()).get("/treasury/reconciliations/").status_code == 200
