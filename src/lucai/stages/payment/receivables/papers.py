"""应收账款确认书 as a paper, signed once."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.errors import NotFound
from lucai.platform.documents.shapes import Fact, Notice, Section
from lucai.platform.signatures.papers import official
from lucai.platform.web.jinja import day
from lucai.stages.payment.receivables.lifecycle import CONFIRMATION
from lucai.stages.payment.receivables.selectors import ConfirmationSheet


def confirmation_pdf(sheet: ConfirmationSheet) -> bytes:
    """Return the confirmation as PDF under the buyer's seal.

    Raises:
        NotFound: it is not confirmed.
    """
    if sheet.confirmed_at is None:
        raise NotFound("应收账款还没有确认。")
    paper = Notice(
        title="应收账款确认书",
        project_number=sheet.project_number,
        project_name=sheet.contract_title,
        issuer=sheet.buyer_name,
        date=day(sheet.confirmed_at),
        document_number=sheet.number,
        recipient=f"{sheet.supplier_name}、{sheet.financier}",
        sections=(
            Section(heading="确认的应收账款", rows=_facts(sheet)),
            Section(heading="核对办法", paragraphs=(CHECKING,), rows=_digests(sheet)),
        ),
    )
    return official(
        "notice", paper, moment=sheet.confirmed_at, life=(CONFIRMATION.of, sheet.number)
    )


CHECKING = (
    "任何人可以在本平台“文件核验”页按编号和摘要核对本确认书，并查看核对当日尚未支付的金额。"
    "本确认书不改变合同约定的付款期限和条件。"
)


def _facts(sheet: ConfirmationSheet) -> tuple[Fact, ...]:
    return (
        Fact("债权人（供应商）", sheet.supplier_name),
        Fact("债务人（采购人）", sheet.buyer_name),
        Fact("合同编号", sheet.contract_number),
        Fact("发票号码", sheet.invoice_number),
        Fact("确认金额", f"{money.yuan(sheet.amount)} 元（{money.capitals(sheet.amount)}）"),
        Fact("应付日", sheet.due_on.isoformat()),
        Fact("融资机构", sheet.financier),
    )


def _digests(sheet: ConfirmationSheet) -> tuple[Fact, ...]:
    return (Fact("编号", sheet.number), Fact("摘要（SM3）", sheet.sm3))
