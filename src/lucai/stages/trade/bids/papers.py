"""The papers a bid gives: the receipt, and the bid itself as a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lucai.kernel import clock, money
from lucai.platform.documents import render
from lucai.platform.web.jinja import day, file_size, moment
from lucai.stages.trade.bids import canonical
from lucai.stages.trade.bids.selectors.desk import BidDesk, Receipt
from lucai.stages.trade.bids.wording import DEVIATIONS, NOT_SEALED, PARTS, SME_LABELS
from lucai_trust import parse_utc


def receipt_paper(desk: BidDesk, receipt: Receipt, content: Mapping[str, Any]) -> bytes:
    """Return the receipt as PDF, with the canonical content attached."""
    project, bid = desk.tender.project, content["bid"]
    paper = {
        "title": "投标文件接收回执",
        "project_number": project.number,
        "project_name": project.title,
        "issuer": "鲁采 · 山东省政府采购全流程电子化平台",
        "date": day(receipt.at),
        "recipient": bid["supplier"]["name"],
        "statement": (_taken(desk, receipt),),
        "facts": _receipt_facts(desk, receipt),
        "files": tuple(_received(file) for file in content["files"]),
        "log_facts": _log_facts(receipt),
        "remarks": (CHECK_IT, NOT_SEALED),
    }
    return render(
        "bid_receipt",
        paper,
        moment=receipt.at,
        attachment=canonical.spelt(content),
        attachment_name="bid.json",
    )


CHECK_IT = "本回执附有投标内容的规范化数据；对附件计算 SM3 或 SHA-256，应与上列摘要一致。"


def _taken(desk: BidDesk, receipt: Receipt) -> str:
    deadline = moment(desk.line.bid_deadline)
    return (
        f"你单位于 {_second(receipt)} 提交的投标文件已经收到。"
        f"本项目投标截止时间为 {deadline}，截止前可以替换或者撤回。"
    )


def _receipt_facts(desk: BidDesk, receipt: Receipt) -> tuple[dict[str, str], ...]:
    return _facts(
        ("回执编号", receipt.number),
        ("采购包", desk.tender.lot.label),
        ("送达时间", _second(receipt)),
        ("投标文件编号", desk.line.code),
        ("保存方式", "文件与摘要，访问规则保护（尚未采用密封加密）"),
        ("内容 SM3", receipt.sm3),
        ("内容 SHA-256", receipt.sha256),
    )


def _received(file: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": f"{PARTS[file['part']]}　{file['name']}",
        "size": file_size(file["size"]),
        "sha256": file["sha256"],
        "sm3": file["sm3"],
    }


def bid_paper(desk: BidDesk, content: Mapping[str, Any]) -> bytes:
    """Return a bid as PDF: letter, offer, price table, response matrix, list of files."""
    project, bid = desk.tender.project, content["bid"]
    at = parse_utc(bid["submittedAt"]) if "submittedAt" in bid else clock.now()
    paper = {
        "title": "投标文件",
        "project_number": project.number,
        "project_name": project.title,
        "issuer": bid["supplier"]["name"],
        "date": day(at),
        "recipient": project.buyer_name,
        "uscc": bid["supplier"]["uscc"],
        "lot": desk.tender.lot.label,
        "letter": _letter(desk, content),
        "offer": _offer(content),
        "responses": tuple(_response(answer) for answer in content["responses"]),
        "price_table": _price_table(content),
        "annexes": tuple(_annex(file) for file in content["files"]),
    }
    return render(
        "bid_response",
        paper,
        moment=at,
        attachment=canonical.spelt(content),
        attachment_name="bid.json",
    )


def _letter(desk: BidDesk, content: Mapping[str, Any]) -> tuple[str, ...]:
    project, days = desk.tender.project, content["terms"]["validityDays"] or "　"
    read = f"我方已经研究 {project.title}（{project.number}）{desk.tender.lot.label}的招标文件，"
    willing = "愿意按照招标文件的要求参加投标，并对所提交内容的真实性负责。"
    return (read + willing, f"我方的投标有效期自投标截止之日起 {days} 日。")


def _annex(file: Mapping[str, Any]) -> dict[str, str]:
    return {name: text for name, text in _received(file).items() if name != "sm3"}


def _offer(content: Mapping[str, Any]) -> tuple[dict[str, str], ...]:
    terms, price = content["terms"], content["price"]
    return _facts(
        ("投标总价（元）", "" if price is None else money.yuan(price)),
        ("大写", "" if price is None else money.capitals(price)),
        ("交付（服务）期", f"{terms['deliveryDays']} 日历天" if terms["deliveryDays"] else ""),
        ("中小企业声明", SME_LABELS.get(terms["smeKind"], "")),
        ("本国产品声明", "是" if terms["domestic"] else "否"),
        ("联合体", terms["consortium"] or "无"),
        ("联系人", f"{terms['contact']} {terms['phone']}"),
    )


def _price_table(content: Mapping[str, Any]) -> dict[str, Any] | None:
    rows = tuple(
        (
            item["name"],
            " ".join(part for part in (item["brand"], item["model"]) if part),
            f"{item['quantity']} {item['unit']}",
            _yuan(item["unitPrice"]),
            _yuan(item["amount"]),
        )
        for item in content["items"]
    )
    if not rows:
        return None
    columns = (("名称", 5), ("品牌型号", 4), ("数量", 2), ("单价（元）", 3), ("金额（元）", 3))
    money_columns = {"单价（元）", "金额（元）"}
    total = sum(item["amount"] or 0 for item in content["items"])
    return {
        "columns": tuple(
            {"label": label, "share": share, "align": "right" if label in money_columns else "left"}
            for label, share in columns
        ),
        "rows": rows,
        "total": ("合计", "", "", "", money.yuan(total)),
    }


def _response(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "number": answer["number"],
        "requirement": answer["requirement"],
        "response": answer["response"] or "（未响应）",
        "deviation": DEVIATIONS.get(answer["deviation"], ""),
        "evidence": answer["evidence"],
        "substantive": answer["substantive"],
    }


def _log_facts(receipt: Receipt) -> tuple[dict[str, str], ...]:
    if receipt.index is None:
        return ()
    return _facts(("日志序号", str(receipt.index)))


def _facts(*pairs: tuple[str, str]) -> tuple[dict[str, str], ...]:
    return tuple({"label": label, "value": value} for label, value in pairs)


def _second(receipt: Receipt) -> str:
    return f"{receipt.at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M:%S}"


def _yuan(fen: int | None) -> str:
    return "" if fen is None else money.yuan(fen)
